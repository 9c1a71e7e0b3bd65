/// What lines of the access log have in common: everything but times, addresses and ids follows
/// from the scenario, the rule, the kind of request and the codes, so it is written once and
/// copied.
#pragma once

#include "sim/access.h"

#include <stddef.h>

/// The constant runs of a line, in order; what stands behind each is the line's own.
typedef enum AccessRun {
    ACCESS_RUN_TYPE,      ///< field 1; then the time
    ACCESS_RUN_BALANCER,  ///< 3; then client, target and durations
    ACCESS_RUN_REQUEST,   ///< 9 to 17; then the trace
    ACCESS_RUN_TLS,       ///< 19 to 21; then the time of creation
    ACCESS_RUN_ACTION,    ///< 23 to 25; then the target again
    ACCESS_RUN_STATUS,    ///< 27 to 29; then the connection
    ACCESS_RUN_TRANSFORM, ///< 31 to 33, and the end of the line
    ACCESS_RUN_COUNT,
} AccessRun;

/// Runs are copied in whole blocks, so that much may be read and written beyond each.
enum { ACCESS_BLOCK = 32, ACCESS_KEPT_BITS = 7, ACCESS_KEPT_TEXT = 1024, ACCESS_TEXT = 20 * 1024 };

/// The runs of a line, one behind the other.
typedef struct AccessRuns {
    const char *text;
    const uint16_t *lengths; ///< one a run
    size_t length;           ///< of all
} AccessRuns;

/// What decides about the runs.
typedef struct AccessTemplateKey {
    SimAccessKey texts;
    int64_t received_bytes, sent_bytes;
    int32_t elb_status, target_status;
} AccessTemplateKey;

/// A key without a scenario: empty.
typedef struct AccessTemplate {
    AccessTemplateKey key;
    uint16_t lengths[ACCESS_RUN_COUNT];
    uint16_t length;
    char text[ACCESS_KEPT_TEXT];
} AccessTemplate;

/// All zero: nothing kept yet.
typedef struct AccessTemplates {
    AccessTemplate kept[1 << ACCESS_KEPT_BITS];
    /// Of a line whose texts have no key, or more letters than are kept.
    uint16_t lengths[ACCESS_RUN_COUNT];
    char text[ACCESS_TEXT];
} AccessTemplates;

/// The runs of an entry's line, lent until the next call. Texts that a client sends are made
/// harmless as AWS does it.
AccessRuns access_runs(AccessTemplates *templates, const SimAccessEntry *entry);
