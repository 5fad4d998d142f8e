// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tlscontext.h"

#include "net/tlsstream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace kith {

namespace {

// A list of names, each behind its length.
constexpr unsigned char Protocols[] = {6, 'k', 'i', 't', 'h', '/', '1'};

int chooseProtocol(SSL *, const unsigned char **out, unsigned char *outSize, const unsigned char *in,
                   unsigned int inSize, void *)
{
    unsigned char *chosen = nullptr;
    if (SSL_select_next_proto(&chosen, outSize, Protocols, sizeof Protocols, in, inSize) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

} // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::make(Identity identity)
{
    std::unique_ptr<TlsContext> context(new TlsContext(std::move(identity), SSL_CTX_new(TLS_method())));
    if (context->m_context != nullptr && context->configure())
        return context;
    char words[256];
    ERR_error_string_n(ERR_get_error(), words, sizeof words);
    return failure(Error::Kind::IdentityFailed, {}, QString::fromLatin1(words));
}

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_context);
}

bool TlsContext::configure()
{
    SSL_CTX_set_options(m_context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_session_cache_mode(m_context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(m_context, SSL_MODE_RELEASE_BUFFERS); // an idle link is nearly for nothing
    SSL_CTX_set_read_ahead(m_context, 1);                  // one call to the system for all that is there
    SSL_CTX_set_max_cert_list(m_context, MaxCertificateBytes);
    SSL_CTX_set_verify(m_context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_verify_callback(m_context, &TlsStream::verify, nullptr);
    SSL_CTX_set_alpn_select_cb(m_context, chooseProtocol, nullptr);
    return SSL_CTX_set_min_proto_version(m_context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(m_context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_num_tickets(m_context, 0) == 1 && SSL_CTX_set_max_early_data(m_context, 0) == 1 &&
           SSL_CTX_set1_sigalgs_list(m_context, "ECDSA+SHA256") == 1 &&
           SSL_CTX_set1_client_sigalgs_list(m_context, "ECDSA+SHA256") == 1 &&
           SSL_CTX_set1_groups_list(m_context, "X25519:P-256") == 1 &&
           SSL_CTX_set_alpn_protos(m_context, Protocols, sizeof Protocols) == 0 && // here 0 is success
           SSL_CTX_use_certificate(m_context, m_identity.certificate()) == 1 &&
           SSL_CTX_use_PrivateKey(m_context, m_identity.key()) == 1;
}

} // namespace kith
