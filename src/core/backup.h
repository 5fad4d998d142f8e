// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QMetaType>
#include <QString>
#include <QtGlobal>

namespace kith {

/// A copy of the history as it was one day.
struct Backup {
    QString file; ///< With its directory.
    QDate day;
    qint64 bytes = 0;
    qint64 messages = 0;

    friend bool operator==(const Backup &, const Backup &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Backup)
