/// Security policies of HTTPS listeners: which versions of TLS a name of AWS stands for. Versions
/// are told by their minor number: 0 is TLS 1.0, 3 is TLS 1.3.
#pragma once

#include <stdint.h>

typedef struct TlsPolicy {
    const char *name;
    int32_t oldest, newest;
} TlsPolicy;

/// The names in the order of the table, ending with NULL.
extern const char *const tls_policy_names[];
/// The policy at a position of `tls_policy_names`.
const TlsPolicy *tls_policy(int32_t index);
