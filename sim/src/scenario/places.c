#include "scenario/places.h"

#include "assets.h"
#include "base/fact.h"
#include "scenario/cities.h"
#include "scenario/csv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TABLE      asset_places_csv
#define EARTH_KM   6371.0
#define KM_A_MS    100.0 // there and back in glass
#define RADIANS(d) ((d)*0.017453292519943295)

enum { NAME, LATITUDE, LONGITUDE, COUNTRY, CONTINENT, SUBDIVISION, ROUND_TRIPS_AS };

static const char *text_at(Arena *arena, const char *line, int column) {
    char field[80] = "";
    csv_field(line, column, field, sizeof field);
    return arena_text(arena, field);
}

static double number_at(const char *line, int column) {
    char field[80] = "";
    csv_field(line, column, field, sizeof field);
    return strtod(field, NULL);
}

void places_read(Arena *arena, Config *config) {
    int32_t count = 0;
    for (const char *line = csv_first_line(TABLE); (line = csv_next_line(line)) != NULL;)
        count++;
    config->places = arena_array(arena, count, sizeof *config->places);
    config->place_count = 0;
    for (const char *line = csv_first_line(TABLE); (line = csv_next_line(line)) != NULL;)
        config->places[config->place_count++] = (ConfigPlace){
            .name = text_at(arena, line, NAME),
            .country = text_at(arena, line, COUNTRY),
            .continent = text_at(arena, line, CONTINENT),
            .subdivision = text_at(arena, line, SUBDIVISION),
            .round_trips_as = text_at(arena, line, ROUND_TRIPS_AS),
            .latitude = number_at(line, LATITUDE),
            .longitude = number_at(line, LONGITUDE),
        };
}

int32_t place_find(const Config *config, const char *name) {
    for (int32_t i = 0; i < config->place_count; i++)
        if (strcmp(config->places[i].name, name) == 0) return i;
    return -1;
}

ConfigPlace place_at(double latitude, double longitude) {
    return (ConfigPlace){.name = "",
                         .country = "",
                         .continent = "",
                         .subdivision = "",
                         .round_trips_as = "",
                         .latitude = latitude,
                         .longitude = longitude};
}

double place_distance(const ConfigPlace *a, const ConfigPlace *b) {
    double up = sin(RADIANS(b->latitude - a->latitude) / 2);
    double along = sin(RADIANS(b->longitude - a->longitude) / 2);
    double h = up * up + cos(RADIANS(a->latitude)) * cos(RADIANS(b->latitude)) * along * along;
    return 2 * EARTH_KM * asin(sqrt(h < 1 ? h : 1));
}

double place_latency(const Config *config, int32_t place, const char *region) {
    const ConfigPlace *from = &config->places[place];
    SimTime ns = 0;
    bool is_known = city_round_trip(from->round_trips_as, region, &ns);
    if (SIM_FACT("R53-241", is_known)) return (double)ns / 1e6;
    int32_t to = place_find(config, region);
    return to < 0 ? INFINITY : place_distance(from, &config->places[to]) / KM_A_MS;
}
