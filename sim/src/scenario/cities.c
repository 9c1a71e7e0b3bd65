// The table of round trips is read where it stands, in the text of assets/round_trips.csv; it is
// small and asked only while a scenario is compiled.
#include "scenario/cities.h"

#include "assets.h"
#include "scenario/csv.h"
#include "scenario/quantity.h"

#include <stdio.h>
#include <string.h>

#define TABLE asset_round_trips_csv

typedef struct Place {
    const char *region, *place;
} Place;

static const Place places[] = {
    {"us-east-1", "N. Virginia"},  {"us-east-2", "Ohio"},         {"us-west-1", "N. California"},
    {"us-west-2", "Oregon"},       {"ca-central-1", "Montreal"},  {"sa-east-1", "Sao Paulo"},
    {"eu-west-1", "Ireland"},      {"eu-west-2", "London"},       {"eu-west-3", "Paris"},
    {"eu-central-1", "Frankfurt"}, {"eu-north-1", "Stockholm"},   {"eu-south-1", "Milan"},
    {"af-south-1", "Cape Town"},   {"me-central-1", "Dubai"},     {"ap-south-1", "Mumbai"},
    {"ap-south-2", "Hyderabad"},   {"ap-east-1", "Hong Kong"},    {"ap-southeast-1", "Singapore"},
    {"ap-southeast-2", "Sydney"},  {"ap-southeast-3", "Jakarta"}, {"ap-northeast-1", "Tokyo"},
    {"ap-northeast-2", "Seoul"},   {"ap-northeast-3", "Osaka"},
};

const char *region_place(const char *region) {
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (strcmp(places[i].region, region) == 0) return places[i].place;
    return NULL;
}

static const char *find_city(const char *city) {
    return csv_find(TABLE, city);
}

static int find_region(const char *region) {
    char name[80];
    for (int column = 1; csv_field(csv_first_line(TABLE), column, name, sizeof name); column++)
        if (strcmp(name, region) == 0) return column;
    return -1;
}

bool city_is_known(const char *city) {
    return find_city(city) != NULL;
}

bool city_has_region(const char *region) {
    return find_region(region) > 0;
}

bool city_round_trip(const char *city, const char *region, SimTime *ns) {
    const char *line = find_city(city);
    int column = find_region(region);
    char number[80], text[96];
    if (line == NULL || column < 0 || !csv_field(line, column, number, sizeof number)) return false;
    snprintf(text, sizeof text, "%sms", number);
    return quantity_duration(text, ns) == QUANTITY_OK;
}

void city_list(char *out, int32_t capacity) {
    char name[80];
    out[0] = 0;
    for (const char *line = csv_next_line(csv_first_line(TABLE)); line != NULL;
         line = csv_next_line(line)) {
        size_t used = strlen(out);
        if (csv_field(line, 0, name, sizeof name))
            snprintf(out + used, (size_t)capacity - used, "%s%s", used == 0 ? "" : ", ", name);
    }
}
