/// Time zones by their IANA names, as far as each has had one offset from UTC for decades: those of
/// "Etc", and places that know no daylight saving time. The rules of others need a data base that
/// is not on every machine.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Seconds ahead of UTC. False: it is none of these.
bool time_zone_offset(const char *name, int64_t *seconds);
