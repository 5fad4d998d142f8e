// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is typed: an endpoint that was read prints as text that reads as the same endpoint.
#include "core/endpoint.h"

#include <cstdint>
#include <cstdlib>

using namespace kith;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(QByteArrayView(data, qsizetype(size)));
    for (const Endpoint::Use use : {Endpoint::Use::Remote, Endpoint::Use::Local}) {
        const auto endpoint = Endpoint::parse(text, use);
        if (!endpoint)
            continue;
        const auto again = Endpoint::parse(endpoint->toString(), use);
        if (!again || *again != *endpoint)
            std::abort();
    }
    return 0;
}
