// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/readbudget.h"
#include "net/transport.h"
#include "protocol/turnqueue.h"

#include <QBasicTimer>
#include <QHash>
#include <QHostAddress>
#include <QUdpSocket>

#include <chrono>
#include <memory>

namespace kith {

/// A datagram socket for any number of plain-text peers, whoever speaks first. Each datagram received is one message.
class UdpTransport final : public Transport {
    Q_OBJECT

public:
    static constexpr int MaxDatagramsPerTurn = 64;
    static constexpr int MaxPeers = 4096; ///< Further strangers are not heard.
    static constexpr int ReceiveBufferBytes = 1024 * 1024;
    static constexpr int RetryMilliseconds = 10; ///< How soon a datagram that the system refused is tried again.

    UdpTransport(const Endpoint &local, const PlainTextOptions &options);
    ~UdpTransport() override;

protected:
    void doOpen() override;
    void doSend(const Endpoint &peer, const Outgoing &message) override;
    void doSendNow(const Endpoint &peer) override;
    void doSetOptions(const Endpoint &peer, const PlainTextOptions &options) override;
    void doConsumed(const Endpoint &peer, qint64 bytes) override;
    void doLeave(const Endpoint &peer, Farewell farewell) override;
    void doClose(Farewell farewell) override;
    void timerEvent(QTimerEvent *event) override;

private:
    using Clock = std::chrono::steady_clock;
    struct Peer;
    struct Key {
        QHostAddress address;
        quint16 port = 0;
        friend bool operator==(const Key &, const Key &) = default;
        friend size_t qHash(const Key &key, size_t seed = 0) { return qHashMulti(seed, key.address, key.port); }
    };

    void bindTo(const QHostAddress &address);
    void giveUp(const Error &error);
    void readSome();
    void take(const Key &from, QByteArrayView datagram);
    Peer *add(const Endpoint &endpoint);
    void resolve(Peer &peer);
    void setAddress(Peer &peer, const QHostAddress &address);
    void pump(Peer &peer);
    void report(Peer &peer, const std::optional<Error> &cause = {});
    void goOnLeaving();
    void remove(const Endpoint &endpoint, const Departure &departure);
    void closeIfDone();
    void setState(State state);
    PlainTextOptions optionsFor(const Endpoint &peer) const { return m_chosen.value(peer, m_options); }

    QUdpSocket m_socket;
    ReadBudget m_budget;
    PlainTextOptions m_options;
    QHash<Endpoint, PlainTextOptions>
        m_chosen; // for peers of which somebody spoke to us, also while they are offline
    QHash<Endpoint, std::shared_ptr<Peer>> m_peers;
    QHash<Key, Peer *> m_byAddress;
    Endpoint m_local;
    State m_state = State::Closed;
    bool m_closing = false;
    bool m_left = false; // datagrams were left in the system's buffer
    QBasicTimer m_retryTimer;
    QBasicTimer m_leaveTimer;
};

} // namespace kith
