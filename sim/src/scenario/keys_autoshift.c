// The keys of zonal autoshift and its practice runs.
#include "scenario/key_rows.h"

#define MOMENT "(Mon|Tue|Wed|Thu|Fri|Sat|Sun):([01][0-9]|2[0-3]):[0-5][0-9]"

static const Key autoshift_keys[] = {
    {"enabled", KEY_BOOLEAN, KEY_LIVE, AT(RawAutoshift, is_enabled), .default_ = "true",
     .doc = "Whether AWS may shift it away from an impaired zone."},
    {"outcome_alarms", KEY_TEXTS, 0, AT(RawAutoshift, outcome_alarms), 1, 10,
     .limits_fact = "R53-816", .characters = 320,
     .doc = "Alarms of its region that end a practice run, which has failed then."},
    {"blocking_alarms", KEY_TEXTS, 0, AT(RawAutoshift, blocking_alarms), 1, 10, .characters = 320,
     .doc = "Alarms of its region that keep a practice run from beginning, and interrupt it."},
    {"blocked_windows", KEY_TEXTS, 0, AT(RawAutoshift, blocked_windows), 1, 15, .characters = 32,
     .pattern = "^" MOMENT "-" MOMENT "$", .shape = "a window such as Mon:20:30-Mon:21:30",
     .doc = "When no practice run begins, every week, in UTC."},
    {"blocked_dates", KEY_TEXTS, 0, AT(RawAutoshift, blocked_dates), 1, 15, .characters = 10,
     .pattern = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
     .shape = "a date such as 2026-05-01", .doc = "Days in UTC on which no practice run begins."},
    {"practice_run_at", KEY_DURATION, 0, AT(RawAutoshift, practice_at), 0, 30 * DAY,
     .doc = "Model: when the first weekly practice run is due; none unless said."},
    {"practice_run_duration", KEY_DURATION, 0, AT(RawAutoshift, practice_length), 60e9, 24 * 3600e9,
     "\"30m\"", .fact = "R53-804", .doc = "How long a practice run is: AWS's are about 30m."},
    {"telemetry_delay", KEY_DURATION, KEY_LIVE, AT(RawAutoshift, telemetry_delay), 0, 24 * 3600e9,
     "\"5m\"",
     .doc = "Model: from the impairment of a zone, or its recovery, to AWS acting on it."},
    END,
};
const KeyKind key_autoshift = {"zonal_autoshift", "Zonal autoshift and its practice runs.",
                               sizeof(RawAutoshift), autoshift_keys, 0};
