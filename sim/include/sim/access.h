/// One entry of the ALB access log, before it becomes text. AWS's 33 fields (elb.md 6.1) are all
/// derived from it.
#pragma once

#include "sim/base.h"

typedef enum SimAccessAction {
    SIM_ACCESS_NONE,
    SIM_ACCESS_FORWARD,
    SIM_ACCESS_REDIRECT,
    SIM_ACCESS_FIXED_RESPONSE,
} SimAccessAction;

/// A version of TLS, the newest first.
typedef enum SimTlsVersion { SIM_TLS_1_3, SIM_TLS_1_2, SIM_TLS_1_1, SIM_TLS_1_0 } SimTlsVersion;

/// What the client spoke: field 1, which adds an s for TLS to http and ws, and the end of field 13.
typedef enum SimAccessProtocol {
    SIM_ACCESS_HTTP,
    SIM_ACCESS_H2,
    SIM_ACCESS_GRPCS,
    SIM_ACCESS_WS,
} SimAccessProtocol;

/// Stands for the texts of an entry and what goes with them: entries of one run that have equal
/// keys have equal texts, whatever was set in between, although seldom at equal addresses.
typedef struct SimAccessKey {
    uint64_t scenario; ///< sim_scenario_hash of the scenario as it stood; 0: the texts have no key
    int32_t rule, request, group; ///< numbers within the scenario; group 0: none was chosen
    int32_t variant;              ///< whatever else the texts depend on, as a number
} SimAccessKey;

/// A URL in parts, as it is written: no part knows escapes. `query` may be NULL or empty.
typedef struct SimAccessUrl {
    const char *host, *path, *query;
    int32_t port;
    bool is_https;
} SimAccessUrl;

/// Texts are lent during the call. Times in ns; -1 where AWS writes -1. Zero codes mean "-".
typedef struct SimAccessEntry {
    SimTime time;       ///< 2: the response was sent
    SimTime created;    ///< 22: the request was received
    uint32_t client_ip; ///< 4: IPv4, host byte order
    uint32_t target_ip; ///< 5, 26: 0: not dispatched
    uint16_t client_port, target_port;
    SimTime request_processing, target_processing, response_processing; ///< 6, 7, 8
    int32_t elb_status, target_status;                                  ///< 9, 10, 27
    int64_t received_bytes, sent_bytes;                                 ///< 11, 12
    uint64_t trace_bits;      ///< 18: makes Root=1-time-bits
    uint64_t connection_bits; ///< 30: TID_

    SimAccessKey key; ///< of all that follows
    const char *region;
    const char *balancer;                     ///< 3: "app/web/0123456789abcdef"
    SimAccessProtocol protocol;               ///< 1, 13
    bool is_https;                            ///< 1, 15, 16
    bool has_odd_version;                     ///< 13: HTTP/2 where HTTP/1.1 was expected
    SimTlsVersion tls;                        ///< 15, 16
    bool is_ecdsa;                            ///< 15: the key of the certificate shown
    const char *method, *host, *path, *query; ///< 13 and 19
    int32_t port;
    const char *user_agent;   ///< 14: NULL: "-"
    const char *target_group; ///< 17: "targetgroup/blue/0123456789abcdef"; NULL: "-"
    const char *certificate;  ///< 20: NULL: "-"
    int32_t rule_priority;    ///< 21: 0 the default rule; -1 error; -2 "-"
    SimAccessAction action;   ///< 23
    SimAccessUrl redirect;    ///< 24: a host of NULL: "-"
    const char *error_reason; ///< 25: NULL: "-"
    const char *classification, *classification_reason; ///< 28, 29: NULL: "-"
    bool is_rewritten;                                  ///< 23: "rewrite" stands before the action
    const char *transformed_host, *transformed_uri;     ///< 31, 32: NULL: "-"
    const char *transform_status;                       ///< 33: NULL: "-"
} SimAccessEntry;
