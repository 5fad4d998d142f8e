// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/platform.h"
#include "net/streamtransport.h"

#include <memory>

namespace kith {

class TcpConnector;

/// One TCP connection to a plain-text server. The only peer is the endpoint that was asked for, name or number.
class TcpJoinTransport final : public StreamTransport {
    Q_OBJECT

public:
    TcpJoinTransport(const Endpoint &remote, const PlainTextOptions &options);
    ~TcpJoinTransport() override;

protected:
    void begin() override;
    void stop() override;
    void linkEnded() override;
    void doSetOptions(const Endpoint &peer, const PlainTextOptions &options) override;

private:
    void connected(platform::Socket socket);
    void giveUp(const Error &error);

    Endpoint m_remote;
    PlainTextOptions m_options;
    std::unique_ptr<TcpConnector> m_connector;
};

} // namespace kith
