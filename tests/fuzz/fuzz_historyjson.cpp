// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever stands in a JSON export: reading it ends, goes forward, and what an entry says is written as it was read.
#include "fuzz/archivefuzz.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kith::fuzz::readArchive(data, size);
    return 0;
}
