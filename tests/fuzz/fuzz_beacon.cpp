// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever datagram arrives: an error or a beacon, which is what the datagram begins with.
#include "protocol/beacon.h"

#include <cstdint>
#include <cstdlib>

using namespace kith;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView datagram(data, qsizetype(size));
    const auto beacon = Beacon::decode(datagram);
    if (beacon && (!datagram.startsWith(beacon->encode()) || datagram.size() > Beacon::MaxBytes))
        std::abort();
    return 0;
}
