// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <type_traits>
#include <utility>

namespace kith {

/// Calls `then` with the future's result (with nothing for a void one) on the thread of `context`, in the order in
/// which the futures of one source finish; not at all once `context` is gone or the future was cancelled.
/// QFuture::then with a context would do if Qt 6.4 did not require the context to outlive the future.
template <typename T, typename Then>
void whenFinished(const QFuture<T> &future, QObject *context, Then then)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)]() mutable {
        watcher->deleteLater();
        if (watcher->isCanceled())
            return;
        if constexpr (std::is_void_v<T>)
            then();
        else
            then(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace kith
