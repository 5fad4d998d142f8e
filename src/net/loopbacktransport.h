// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/streamtransport.h"

#include <QPointer>

#include <memory>

namespace kith {

/// One end of a connection inside this process, for tests: encoded bytes cross it, by way of the event loop, but no
/// socket. Both ends live on one thread; they are online once both are open.
class LoopbackTransport final : public StreamTransport {
    Q_OBJECT

public:
    struct Pair {
        std::unique_ptr<LoopbackTransport> joined; ///< Its peer is `server`.
        std::unique_ptr<LoopbackTransport> host;   ///< Its peer is `client`.
    };
    static Pair makePair(const Endpoint &server, const Endpoint &client, const PlainTextOptions &joinedOptions,
                         const PlainTextOptions &hostOptions);

protected:
    void begin() override;
    void stop() override {}
    void linkEnded() override { closeNow(); }

private:
    LoopbackTransport(const Endpoint &local, const Endpoint &peer, PlainTextLink::Role role,
                      const PlainTextOptions &options);

    Endpoint m_self;
    Endpoint m_peer;
    PlainTextLink::Role m_role;
    PlainTextOptions m_options;
    QPointer<LoopbackTransport> m_other;
};

} // namespace kith
