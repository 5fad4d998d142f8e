// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/lookup.h"

#include "net/addresses.h"

#include <QHostInfo>
#include <QPromise>

#include <memory>

namespace kith {

QFuture<QList<Endpoint>> lookUp(const Endpoint &endpoint, QObject *context)
{
    if (numericAddress(endpoint))
        return QtFuture::makeReadyFuture(QList<Endpoint>{endpoint});
    auto answer = std::make_shared<QPromise<QList<Endpoint>>>();
    answer->start();
    QHostInfo::lookupHost(endpoint.host(), context, [endpoint, answer](const QHostInfo &info) {
        QList<Endpoint> found;
        for (const QHostAddress &address : info.addresses())
            found.append(endpointOf(endpoint.scheme(), address, endpoint.port()));
        answer->addResult(found);
        answer->finish();
    });
    return answer->future();
}

} // namespace kith
