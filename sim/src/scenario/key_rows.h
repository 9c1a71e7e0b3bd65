/// What the rows of the key table have in common: patterns with their words, and lists of values.
#pragma once

#include "scenario/keys.h"
#include "scenario/raw.h"

// The rows bound the length, not the patterns: repetition with a bound is what costs time, and
// `set` reads a whole document while somebody watches.
#define NAME_PATTERN   "^[A-Za-z0-9][A-Za-z0-9._-]*$"
#define NAME_SHAPE     "1 to 63 letters, digits, '.', '_' or '-'"
#define AWS_PATTERN    "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$"
#define AWS_SHAPE      "1 to 32 letters, digits and hyphens, no hyphen at an end"
#define HOST_PATTERN   "^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$"
#define HOST_SHAPE     "a host name such as app.example.com"
#define COOKIE_PATTERN "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
#define COOKIE_SHAPE   "a cookie's name: letters, digits and the like, without spaces"
#define METHOD_SHAPE   "an HTTP method"
#define BLOCK_PATTERN  "^[0-9]+(\\.[0-9]+){3}/[0-9]+$"
#define BLOCK_SHAPE    "a block of IPv4 addresses such as 10.0.0.0/8"
#define STAT_PATTERN                                                                               \
    "^(Sum|Average|Minimum|Maximum|SampleCount|IQM|(p|tm|wm|tc|ts)(100|[0-9]{1,2}(\\.[0-9]{1,4})?" \
    ")"                                                                                            \
    "|(TM|WM|TC|TS|PR)\\([0-9.]{0,9}%?:[0-9.]{0,9}%?\\))$"
#define STAT_SHAPE                                                                                 \
    "Sum, Average, Minimum, Maximum, SampleCount, a percentile like p99.9, or trimmed ones like "  \
    "tm99, TM(10%:90%), WM(:95%), IQM, PR(0:0.1), TC(0.2:), TS(:0.2)"
#define PLACE_PATTERN "^[^/]+/[^/]+$"
#define DAY           ((double)SIM_HOUR * 24)
#define SECONDS(n)    ((double)(n)*1e9)
#define END                                                                                        \
    { .name = NULL }

#define AT(type, field) offsetof(type, field)

extern const char *const key_protocols[];
