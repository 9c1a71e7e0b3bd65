/// Where a query can come from and where records point to: the cities of the round-trip table and
/// the regions of AWS, with what routing by location asks of them.
#pragma once

#include "scenario/arena.h"
#include "scenario/config.h"

/// Fills `places` and `place_count` of a config from assets/places.csv.
void places_read(Arena *arena, Config *config);
/// The place of this name; -1: unknown.
int32_t place_find(const Config *config, const char *name);
/// The place as a point and no more: of coordinates that a record gives.
ConfigPlace place_at(double latitude, double longitude);
/// Great-circle distance in km.
double place_distance(const ConfigPlace *a, const ConfigPlace *b);
/// What Route 53's table says between a place and a region, in ms: the table of round trips, and
/// where it has no line for the place, the distance at 100 km a ms (model).
double place_latency(const Config *config, int32_t place, const char *region);
