// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/loopbacktransport.h"

#include <cstring>

namespace kith {

namespace {

/// One end of a pipe; what is written here is read at the other end.
class LoopbackStream final : public ByteStream {
public:
    static constexpr qsizetype Capacity = 64 * 1024;

    static void connectEnds(LoopbackStream &a, LoopbackStream &b)
    {
        a.m_other = &b;
        b.m_other = &a;
    }
    ~LoopbackStream() override { LoopbackStream::close(); }

    qint64 read(char *data, qint64 size) override
    {
        const qsizetype bytes = qMin<qsizetype>(size, m_arrived.size());
        std::memcpy(data, m_arrived.constData(), size_t(bytes));
        m_arrived.remove(0, bytes);
        if (bytes > 0 && m_other)
            QMetaObject::invokeMethod(m_other, &ByteStream::bytesTaken, Qt::QueuedConnection);
        if (!m_arrived.isEmpty() || (m_endArrived && bytes > 0))
            wake();
        else if (m_endArrived)
            setEnded();
        return bytes;
    }
    qint64 write(QByteArrayView bytes) override
    {
        if (!m_other)
            return 0;
        const qsizetype taken = qMin(bytes.size(), Capacity - m_other->m_arrived.size());
        m_other->m_arrived.append(bytes.first(taken));
        m_other->wake();
        return taken;
    }
    void finishWriting() override
    {
        if (!m_other)
            return;
        m_other->m_endArrived = true;
        m_other->wake();
    }
    void close() override
    {
        finishWriting();
        if (m_other)
            m_other->m_other = nullptr;
        m_other = nullptr;
        m_reading = false;
        setEnded();
    }
    void setReading(bool on) override
    {
        m_reading = on;
        if (on && (m_endArrived || !m_arrived.isEmpty()))
            wake();
    }

private:
    void wake()
    {
        if (m_woken)
            return;
        m_woken = true;
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_woken = false;
                if (m_reading)
                    Q_EMIT readable();
            },
            Qt::QueuedConnection);
    }

    LoopbackStream *m_other = nullptr;
    QByteArray m_arrived;
    bool m_endArrived = false;
    bool m_reading = true;
    bool m_woken = false;
};

} // namespace

LoopbackTransport::LoopbackTransport(const Endpoint &local, const Endpoint &peer, PlainTextLink::Role role,
                                     const PlainTextOptions &options)
    : StreamTransport(local), m_self(local), m_peer(peer), m_role(role), m_options(options)
{
}

LoopbackTransport::Pair LoopbackTransport::makePair(const Endpoint &server, const Endpoint &client,
                                                    const PlainTextOptions &joinedOptions,
                                                    const PlainTextOptions &hostOptions)
{
    Pair pair;
    pair.joined.reset(new LoopbackTransport(client, server, PlainTextLink::Role::Joined, joinedOptions));
    pair.host.reset(new LoopbackTransport(server, client, PlainTextLink::Role::Other, hostOptions));
    pair.joined->m_other = pair.host.get();
    pair.host->m_other = pair.joined.get();
    return pair;
}

void LoopbackTransport::begin()
{
    opened(m_self);
    if (!m_other || m_other->state() != State::Open)
        return;
    auto here = std::make_unique<LoopbackStream>();
    auto there = std::make_unique<LoopbackStream>();
    LoopbackStream::connectEnds(*here, *there);
    addLink(m_peer, std::move(here), m_role, m_options);
    m_other->addLink(m_other->m_peer, std::move(there), m_other->m_role, m_other->m_options);
}

} // namespace kith
