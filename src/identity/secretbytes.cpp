// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/secretbytes.h"

#include <cstring>
#include <sodium.h>

namespace kith {

SecretBytes::SecretBytes(qsizetype size) : m_size(size), m_bytes(std::make_unique<unsigned char[]>(size_t(size)))
{
}

SecretBytes::SecretBytes(QByteArrayView bytes) : SecretBytes(bytes.size())
{
    if (!bytes.isEmpty())
        std::memcpy(m_bytes.get(), bytes.data(), size_t(bytes.size()));
}

SecretBytes::~SecretBytes()
{
    if (m_bytes)
        sodium_memzero(m_bytes.get(), size_t(m_size));
}

} // namespace kith
