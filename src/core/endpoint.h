// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QHash>
#include <QString>

namespace kith {

/// Where a program can be reached: SCHEME://HOST:PORT. A value; equal when scheme, host and port are.
class Endpoint {
public:
    enum class Scheme { Tcp, Udp };
    /// Whether port 0 ("let the system choose") and an empty host ("every address of this computer") make sense.
    enum class Use {
        Remote, ///< To be reached: host and port are needed.
        Local   ///< To be bound here: port 0 is allowed, an empty host or `*` means 0.0.0.0.
    };

    Endpoint() = default; ///< The null endpoint, equal to no parsed one.

    /// The endpoint that `text` names, surrounding white space forgiven. IPv6 hosts stand in brackets, with a scope
    /// if any: `tcp://[fe80::1%eth0]:8080`. Errors: BadEndpoint, BadScheme, BadHost, BadPort, each with that part.
    static Result<Endpoint> parse(QStringView text, Use use = Use::Remote);
    /// The same from parts, as the fields of a dialog hold them; IPv6 with or without brackets.
    /// Errors: BadHost, BadPort.
    static Result<Endpoint> make(Scheme scheme, QStringView host, int port, Use use = Use::Remote);

    Scheme scheme() const { return m_scheme; }
    const QString &host() const { return m_host; } ///< Lower case, without brackets.
    quint16 port() const { return m_port; }
    bool isNull() const { return m_host.isEmpty(); }
    bool hasName() const; ///< Its host is to be looked up, and is no address.

    /// The endpoint in `kith://HOST:PORT`: whoever is there is spoken with encrypted. Errors: as parse().
    static Result<Endpoint> parseEncrypted(QStringView text);

    QString toString() const;    ///< `tcp://127.0.0.1:8080`; parses to an equal endpoint. Empty when null.
    QString hostAndPort() const; ///< `127.0.0.1:8080`, the name that a window shows.
    QString toEncrypted() const; ///< `kith://127.0.0.1:8080`; empty when null.

    friend bool operator==(const Endpoint &, const Endpoint &) = default;
    friend size_t qHash(const Endpoint &e, size_t seed = 0)
    {
        return qHashMulti(seed, int(e.m_scheme), e.m_host, e.m_port);
    }

private:
    Scheme m_scheme = Scheme::Tcp;
    quint16 m_port = 0;
    QString m_host;
};

} // namespace kith
