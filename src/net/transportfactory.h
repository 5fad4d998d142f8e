// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/plaintextoptions.h"

#include <atomic>
#include <memory>

namespace kith {

class PeerLinks;
class Transport;

/// How a host takes its clients.
struct HostOptions {
    enum class Clients {
        Together,  ///< Every client at once.
        OneAtATime ///< The others wait in the system's queue, as the tutorial's server does.
    };
    enum class Links {
        Taken,  ///< Encrypted links are told from plain text by their first byte.
        Refused ///< Every connection is plain text.
    };
    static constexpr int MinWaiting = 1;
    static constexpr int MaxWaiting = 128;

    Clients clients = Clients::Together;
    int waiting = 5;            ///< With OneAtATime: how many may wait, from MinWaiting to MaxWaiting.
    PlainTextOptions plainText; ///< How a new client is spoken with.
    Links links = Links::Taken;

    friend bool operator==(const HostOptions &, const HostOptions &) = default;
};

/// Makes the transports that Messenger asks for. Each comes without a parent and unopened.
class TransportFactory {
public:
    virtual ~TransportFactory() = default;

    /// `links`, borrowed and on the same thread as the transports, takes the encrypted links that come to the port of any
    /// host from now on; nullptr: every connection is plain text.
    virtual void shareHosts(PeerLinks *links) = 0;
    /// A TCP server at `local`.
    virtual std::unique_ptr<Transport> host(const Endpoint &local, const HostOptions &options) = 0;
    /// A TCP client of `remote`.
    virtual std::unique_ptr<Transport> join(const Endpoint &remote, const PlainTextOptions &options) = 0;
    /// A datagram socket at `local` (a null endpoint or port 0: chosen by the system) for any number of peers.
    virtual std::unique_ptr<Transport> direct(const Endpoint &local, const PlainTextOptions &options) = 0;
};

/// The plain-text transports on real sockets.
class PlainTextTransportFactory final : public TransportFactory {
public:
    explicit PlainTextTransportFactory(PeerLinks *links = nullptr)
        : m_links(std::make_shared<std::atomic<PeerLinks *>>(links))
    {
    }

    void shareHosts(PeerLinks *links) override { m_links->store(links); }
    std::unique_ptr<Transport> host(const Endpoint &local, const HostOptions &options) override;
    std::unique_ptr<Transport> join(const Endpoint &remote, const PlainTextOptions &options) override;
    std::unique_ptr<Transport> direct(const Endpoint &local, const PlainTextOptions &options) override;

private:
    std::shared_ptr<std::atomic<PeerLinks *>> m_links; // a host may be there before there is anybody to take links
};

} // namespace kith
