// The policies that differ in what the simulator can tell apart: their versions. Ciphers do not
// change a run. The first is what the console gives a new listener; other tools give 2016-08.
#include "scenario/tls_policies.h"

#include <stddef.h>

// clang-format off
#define POLICIES(X) \
    X("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", 2, 3) \
    X("ELBSecurityPolicy-TLS13-1-3-2021-06", 3, 3) \
    X("ELBSecurityPolicy-TLS13-1-2-2021-06", 2, 3) \
    X("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", 2, 3) \
    X("ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", 2, 3) \
    X("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", 2, 3) \
    X("ELBSecurityPolicy-TLS13-1-1-2021-06", 1, 3) \
    X("ELBSecurityPolicy-TLS13-1-0-2021-06", 0, 3) \
    X("ELBSecurityPolicy-FS-1-2-Res-2020-10", 2, 2) \
    X("ELBSecurityPolicy-FS-1-2-Res-2019-08", 2, 2) \
    X("ELBSecurityPolicy-FS-1-2-2019-08", 2, 2) \
    X("ELBSecurityPolicy-FS-1-1-2019-08", 1, 2) \
    X("ELBSecurityPolicy-FS-2018-06", 0, 2) \
    X("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", 2, 2) \
    X("ELBSecurityPolicy-TLS-1-2-2017-01", 2, 2) \
    X("ELBSecurityPolicy-TLS-1-1-2017-01", 1, 2) \
    X("ELBSecurityPolicy-2016-08", 0, 2)
// clang-format on

#define NAME(name, oldest, newest)   name,
#define POLICY(name, oldest, newest) {name, oldest, newest},

const char *const tls_policy_names[] = {POLICIES(NAME) NULL};
static const TlsPolicy policies[] = {POLICIES(POLICY)};

const TlsPolicy *tls_policy(int32_t index) {
    return &policies[index];
}
