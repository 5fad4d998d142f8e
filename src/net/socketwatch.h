// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSocketNotifier>

#include <memory>

namespace kith {

/// Says when a descriptor is ready. It can be reset from inside its own signal: it is silent at once, so that the
/// descriptor may be closed and its number given to another one, and is deleted later, or with its owner.
struct EndSocketWatch {
    void operator()(QSocketNotifier *notifier) const
    {
        notifier->setEnabled(false);
        notifier->deleteLater();
    }
};
using SocketWatch = std::unique_ptr<QSocketNotifier, EndSocketWatch>;

inline SocketWatch watchSocket(qintptr descriptor, QSocketNotifier::Type type, QObject *owner)
{
    return SocketWatch(new QSocketNotifier(descriptor, type, owner));
}

} // namespace kith
