// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>

#include <utility>

namespace kith {

/// Runs `command` on the thread of `object`: at once if that is this one, else later, in the order of the calls, and not
/// at all if `object` is gone by then.
template <typename Command>
void onThreadOf(QObject *object, Command command)
{
    if (QThread::currentThread() == object->thread())
        command();
    else
        QMetaObject::invokeMethod(object, std::move(command), Qt::QueuedConnection);
}

} // namespace kith
