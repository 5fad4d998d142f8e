// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <memory>
#include <utility>

namespace kith {

/// Bytes that nobody else may see: kept in one place, and wiped when they are let go of.
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(qsizetype size);
    explicit SecretBytes(QByteArrayView bytes);
    SecretBytes(SecretBytes &&other) noexcept
        : m_size(std::exchange(other.m_size, 0)), m_bytes(std::move(other.m_bytes))
    {
    }
    SecretBytes &operator=(SecretBytes &&other) noexcept
    {
        std::swap(m_size, other.m_size);
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }
    ~SecretBytes();

    unsigned char *data() { return m_bytes.get(); }
    const unsigned char *data() const { return m_bytes.get(); }
    qsizetype size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    QByteArrayView view() const { return {m_bytes.get(), m_size}; }

private:
    qsizetype m_size = 0;
    std::unique_ptr<unsigned char[]> m_bytes;
};

} // namespace kith
