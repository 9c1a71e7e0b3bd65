/// Where things are: round trips between cities and regions, and the places that regions are named
/// after.
#pragma once

#include "sim/base.h"

/// Whether the table of round trips knows a city, and a region.
bool city_is_known(const char *city);
bool city_has_region(const char *region);
/// The round trip between them by the table. False: one of them is unknown.
bool city_round_trip(const char *city, const char *region, SimTime *ns);
/// The names of the cities, ", " between them.
void city_list(char *out, int32_t capacity);
/// "Mumbai" for ap-south-1; NULL when unknown.
const char *region_place(const char *region);
