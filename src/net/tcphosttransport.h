// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/doorman.h"
#include "net/streamtransport.h"
#include "net/tcplistener.h"
#include "net/transportfactory.h"

#include <QHostAddress>

#include <atomic>
#include <memory>

namespace kith {

class PeerLinks;

/// A TCP port to which plain-text clients connect, and others by encrypted links if there is somebody to take them.
/// What a connection is, its first byte decides, once and for all; so does a word of ours to one that is silent.
class TcpHostTransport final : public StreamTransport {
    Q_OBJECT

public:
    static constexpr int MaxClients = 8192; ///< Further ones wait in the system's queue.
    static constexpr int Backlog = 1024;    ///< With HostOptions::Clients::Together.

    /// Whoever takes those who speak TLS, at any time; nullptr: nobody does, and there is only plain text.
    using SharedLinks = std::shared_ptr<const std::atomic<PeerLinks *>>;

    TcpHostTransport(const Endpoint &local, const HostOptions &options, SharedLinks links);
    ~TcpHostTransport() override;

protected:
    void begin() override;
    void stop() override;
    void linkEnded() override;

private:
    void listenAt(const QHostAddress &address);
    void giveUp(const Error &error);
    void arrived(platform::Socket socket, const platform::Address &from);
    void decided(platform::Socket socket, const platform::Address &from, std::optional<Language> language);
    TcpListener::Room room() const;
    PeerLinks *links() const;

    HostOptions m_options;
    SharedLinks m_links;
    Doorman m_doorman;
    TcpListener m_listener;
};

} // namespace kith
