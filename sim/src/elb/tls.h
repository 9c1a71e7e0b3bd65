/// TLS between clients and nodes: which version a handshake agrees upon, which certificate a node
/// shows, and why a handshake fails.
#pragma once

#include "sim/base.h"

typedef struct SimWorld SimWorld;
typedef struct ConfigListener ConfigListener;
typedef struct ConfigServerCertificate ConfigServerCertificate;

typedef enum TlsOutcome {
    TLS_AGREED,
    TLS_NO_VERSION,             ///< the client's versions and the security policy's do not overlap
    TLS_WRONG_NAME,             ///< no certificate is for the host: the client does not trust it
    TLS_EXPIRED,                ///< the certificate is out of date: nor this one
    TLS_NO_ECDSA,               ///< the client can not use the only kind of key there is
    TLS_NO_CLIENT_CERTIFICATE,  ///< the listener verifies its clients, and this one shows nothing
    TLS_BAD_CLIENT_CERTIFICATE, ///< or one that the trust store does not vouch for
    TLS_OUTCOMES,
} TlsOutcome;

typedef struct TlsHandshake {
    TlsOutcome outcome;
    int32_t version;     ///< minor number: 3 is TLS 1.3
    bool is_resumed;     ///< from a session that this client had with this node
    int32_t certificate; ///< the how manyth of those for the host; 0: none is, the default one
    int32_t round_trips; ///< until the client may send; of a failure: until the client knows of it
} TlsHandshake;

/// A handshake of a user of a population for a host (with its index among Names) at a node's HTTPS
/// listener. Remembers the session when one begins.
TlsHandshake tls_shake(SimWorld *world, int32_t population, int32_t user, int32_t node,
                       int32_t listener, const char *host, int32_t name);
/// The certificate that a handshake for a host (SNI) chose, by its TlsHandshake.certificate.
const ConfigServerCertificate *tls_certificate(const ConfigListener *listener, const char *host,
                                               int32_t chosen);
/// Whether its key is of elliptic curves, which the cipher suites before TLS 1.3 tell.
bool tls_has_ecdsa(const ConfigServerCertificate *certificate);
/// Why a handshake failed, in a few words.
const char *tls_why(TlsOutcome outcome);
/// A handshake at a node failed: counts it, and tells it unless the same was told within a minute.
void tls_failed(SimWorld *world, int32_t population, int32_t node, int32_t listener,
                TlsOutcome outcome);
