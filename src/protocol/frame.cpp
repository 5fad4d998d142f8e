// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/frame.h"

#include <QtEndian>

namespace kith {

namespace {

constexpr qsizetype KeptCapacity = 1024; // an idle link holds no more

} // namespace

void FrameSplitter::feed(QByteArrayView bytes)
{
    if (m_lost)
        return;
    // What was taken is dropped once it is the larger part, so that each byte moves at most once more.
    if (m_begin == m_buffer.size()) {
        m_begin = 0;
        if (m_buffer.capacity() > KeptCapacity && bytes.size() <= KeptCapacity)
            m_buffer = QByteArray();
        else
            m_buffer.resize(0);
    } else if (m_begin >= m_buffer.size() - m_begin) {
        m_buffer.remove(0, m_begin);
        m_begin = 0;
    }
    m_buffer.append(bytes);
}

FrameSplitter::Outcome FrameSplitter::next()
{
    const QByteArrayView bytes = QByteArrayView(m_buffer).sliced(m_begin);
    if (!m_lost && bytes.size() < HeaderBytes)
        return NeedMore{};
    const auto length = m_lost ? quint32(0) : qFromBigEndian<quint32>(bytes.data());
    if (length == 0 || length > quint32(MaxBodyBytes)) {
        m_lost = true;
        m_buffer = QByteArray();
        m_begin = 0;
        return Error{Error::Kind::BadMessage, {}, QStringLiteral("a frame of an impossible length")};
    }
    if (bytes.size() - HeaderBytes < qsizetype(length))
        return NeedMore{};
    m_begin += HeaderBytes + qsizetype(length);
    return bytes.sliced(HeaderBytes, qsizetype(length));
}

} // namespace kith
