// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme.h"

#include <QObject>

class QDBusVariant;

namespace kith {

/// Asks the desktop whether it is light or dark, and hears of changes. Nothing blocks: the answer comes later, or, on
/// a desktop without the settings portal, never.
class SystemScheme final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    void start();

Q_SIGNALS:
    void changed(kith::Theme::Scheme scheme);

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &value);
};

} // namespace kith
