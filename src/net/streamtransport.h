// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/plaintextlink.h"
#include "net/readbudget.h"
#include "net/sentreports.h"
#include "net/transport.h"

#include <QHash>

namespace kith {

/// What the transports over byte streams share: a link for each peer that is online, and how they are closed.
class StreamTransport : public Transport {
    Q_OBJECT

protected:
    explicit StreamTransport(const Endpoint &local) : m_local(local) {}

    /// Opens what is not open; called with State::Opening.
    virtual void begin() = 0;
    /// Stops listening, or the attempt to connect. Called once for each begin().
    virtual void stop() = 0;
    /// A link ended; it is not counted any more.
    virtual void linkEnded() {}

    void opened(const Endpoint &local); ///< begin() succeeded.
    void addLink(const Endpoint &peer, std::unique_ptr<ByteStream> stream, PlainTextLink::Role role,
                 const PlainTextOptions &options);
    void closeNow(); ///< No link is left and none will come.

    State state() const { return m_state; }
    bool isClosing() const { return m_closing; }
    int linkCount() const { return int(m_links.size()); }
    const Endpoint &local() const { return m_local; }

    void doOpen() final;
    void doSend(const Endpoint &peer, const Outgoing &message) final;
    void doSendNow(const Endpoint &peer) final;
    void doSetOptions(const Endpoint &peer, const PlainTextOptions &options) override;
    void doConsumed(const Endpoint &peer, qint64 bytes) final;
    void doLeave(const Endpoint &peer, Farewell farewell) final;
    void doClose(Farewell farewell) final;

private:
    void setState(State state);
    void removeLink(const Endpoint &peer);

    ReadBudget m_budget;
    SentReports m_sent{*this};
    QHash<Endpoint, PlainTextLink *> m_links; // children of this
    Endpoint m_local;
    State m_state = State::Closed;
    bool m_closing = false;
};

} // namespace kith
