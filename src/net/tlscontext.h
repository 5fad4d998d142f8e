// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/peerid.h"
#include "identity/identity.h"

#include <memory>

using SSL_CTX = struct ssl_ctx_st;
using SSL = struct ssl_st;

namespace kith {

/// What all encrypted streams of one identity share: TLS 1.3 and nothing older, a certificate on both sides, nobody
/// trusted but keys, the protocol `kith/1`, nothing resumed and nothing sent early.
class TlsContext {
public:
    static constexpr char Protocol[] = "kith/1"; ///< As ALPN (RFC 7301) names it.
    static constexpr int MaxCertificateBytes = 8 * 1024;

    /// Errors: IdentityFailed.
    static Result<std::unique_ptr<TlsContext>> make(Identity identity);

    TlsContext(const TlsContext &) = delete;
    TlsContext &operator=(const TlsContext &) = delete;
    ~TlsContext();

    const Identity &identity() const { return m_identity; }
    SSL_CTX *get() const { return m_context; }

private:
    TlsContext(Identity identity, SSL_CTX *context) : m_identity(std::move(identity)), m_context(context) {}
    bool configure();

    Identity m_identity;
    SSL_CTX *m_context;
};

} // namespace kith
