/// The key table: every key that a scenario file may hold, once, for the loader, `set` and the JSON
/// Schema alike.
#pragma once

#include "sim/base.h"

#include <stddef.h>

typedef enum KeyType {
    KEY_TEXT,       ///< -> const char *; min and max are characters, `pattern` a regular expression
    KEY_ENUM,       ///< -> int32_t, the position in `values`
    KEY_BOOLEAN,    ///< -> bool
    KEY_INTEGER,    ///< -> int32_t
    KEY_SEED,       ///< -> uint64_t
    KEY_NUMBER,     ///< -> double
    KEY_DURATION,   ///< -> SimTime; min and max are ns
    KEY_RATE,       ///< -> double per second
    KEY_START,      ///< -> int64_t seconds since 1970
    KEY_INTEGER_OR, ///< -> int32_t; the one word in `values` ("unlimited", "off") is -1
    KEY_REDIRECT,   ///< -> int32_t, "HTTP_301", "HTTP_302", 301, 302
    KEY_DISTRIBUTION, ///< -> ConfigDistribution
    KEY_TEXTS,        ///< -> RawTexts; min and max are elements, `pattern` of each
    KEY_PERCENTAGES,  ///< -> RawPercentages of 1 to 100; min and max are elements
    KEY_HEADERS,      ///< -> RawList of ConfigHeader; {"Name": "value" or [values]}
    KEY_DIMENSIONS,   ///< -> const char * "Name=Value;Name=Value" by name
    KEY_OBJECT,       ///< -> the structure of `kind`, embedded
    KEY_OBJECTS,      ///< -> RawList of `kind`; min and max are elements
    KEY_FORWARD,      ///< -> RawList of `kind`, or the name of one target group
    KEY_NAMED,        ///< -> RawList of `kind`; each an object, or the text of its first key
    KEY_ANY,          ///< a scalar that something else decodes; -> nothing
    KEY_NAME_OR_JSON, ///< a name or an object that a command decodes; -> nothing
    KEY_NOT_YET,      ///< known to the design, not built: refused
} KeyType;

enum {
    KEY_REQUIRED = 1,
    KEY_LIVE = 2,      ///< may be set while the world runs
    KEY_EXCLUSIVE = 4, ///< exactly one key of those so marked must be present
    KEY_ELSEWHERE = 8, ///< checked here, decoded elsewhere
    KEY_OPTIONAL = 16, ///< an object that stays zero, its node NULL, when it is not there
};

typedef struct KeyKind KeyKind;

typedef struct Key {
    const char *name;
    KeyType type;
    int flags;
    size_t offset;
    double min, max;
    const char *default_;      ///< as JSON text; NULL: none, the field keeps zero
    const char *const *values; ///< ends with NULL
    const char *const *later;  ///< values of the design that are not built yet; may be NULL
    const char *pattern;
    const char *shape; ///< the pattern in words
    const KeyKind *kind;
    const char *doc;
    const char *fact;        ///< that says the default, when one does: see base/fact.h
    const char *limits_fact; ///< that says the limits
    int32_t characters;      ///< of KEY_TEXTS: at most in each; 0: KEY_CHARACTERS_MAX
} Key;

enum { KEY_CHARACTERS_MAX = 2000 };

struct KeyKind {
    const char *name; ///< in the schema's $defs
    const char *doc;
    size_t size;
    const Key *keys;    ///< ends with a key without name
    int32_t member_min; ///< at least so many members
};

extern const KeyKind key_scenario;
/// AWS's words for ConfigDesyncReason.
extern const char *const desync_reasons[];
/// Words for ConfigPolicy.
extern const char *const key_policies[];
extern const KeyKind key_balancer, key_client, key_instance, key_launch, key_listener, key_route53,
    key_target_group;
extern const KeyKind key_scaling_group;                   ///< keys_autoscaling.c
extern const KeyKind key_security_group, key_network_acl; ///< keys_security.c
extern const KeyKind key_global_accelerator;              ///< keys_accelerator.c
extern const KeyKind key_safety_rule;
extern const KeyKind key_autoshift;                  ///< keys_autoshift.c
extern const KeyKind key_check, key_routing_control; ///< keys_health_checks.c
extern const KeyKind key_alarm, key_composite_alarm; ///< keys_alarms.c
extern const KeyKind key_dashboard;                  ///< keys_dashboard.c
/// NULL: unknown.
const Key *key_find(const KeyKind *kind, const char *name);
