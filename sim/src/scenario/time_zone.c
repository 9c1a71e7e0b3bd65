#include "scenario/time_zone.h"

#include <stdio.h>
#include <string.h>

// East of Greenwich, in minutes.
static const struct {
    const char *name;
    int32_t minutes;
} zones[] = {{"UTC", 0},
             {"Etc/UTC", 0},
             {"Etc/GMT", 0},
             {"GMT", 0},
             {"Africa/Nairobi", 180},
             {"America/Phoenix", -420},
             {"Asia/Dubai", 240},
             {"Asia/Hong_Kong", 480},
             {"Asia/Jakarta", 420},
             {"Asia/Kolkata", 330},
             {"Asia/Seoul", 540},
             {"Asia/Shanghai", 480},
             {"Asia/Singapore", 480},
             {"Asia/Tokyo", 540},
             {"Australia/Brisbane", 600},
             {"Pacific/Honolulu", -600},
             {"Pacific/Tahiti", -600}};

// By the habit of POSIX "Etc/GMT+9" is nine hours behind.
static bool read_etc(const char *name, int64_t *seconds) {
    int hours, end = 0;
    char sign;
    if (sscanf(name, "Etc/GMT%c%2d%n", &sign, &hours, &end) != 2 || name[end] != '\0') return false;
    if ((sign != '+' && sign != '-') || name[8] < '0' || name[8] > '9') return false;
    if (hours > (sign == '+' ? 12 : 14)) return false;
    *seconds = (sign == '+' ? -3600 : 3600) * (int64_t)hours;
    return true;
}

bool time_zone_offset(const char *name, int64_t *seconds) {
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        if (strcmp(zones[i].name, name) != 0) continue;
        *seconds = 60 * (int64_t)zones[i].minutes;
        return true;
    }
    return read_etc(name, seconds);
}
