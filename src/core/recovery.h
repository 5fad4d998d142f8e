// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>
#include <QtGlobal>

namespace kith {

/// What became of a damaged history.
struct Recovery {
    qint64 messages = 0;   ///< In the history now.
    qint64 fromBackup = 0; ///< Of these, the ones that only the newest backup still had.
    QString keptAs;        ///< Where the damaged file is, with its directory.

    friend bool operator==(const Recovery &, const Recovery &) = default;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Recovery)
