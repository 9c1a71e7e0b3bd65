// Read where it stands; asked only while a scenario is compiled.
#include "scenario/prices.h"

#include "assets.h"
#include "scenario/csv.h"
#include "scenario/quantity.h"

#include <stdio.h>

double price_of(const char *item) {
    char number[40], rate[48];
    const char *line = csv_find(asset_prices_csv, item);
    double price = 0;
    bool is_there = line != NULL && csv_field(line, 1, number, sizeof number);
    if (is_there) snprintf(rate, sizeof rate, "%s/s", number); // no locale has a say in a rate
    is_there = is_there && quantity_rate(rate, &price) == QUANTITY_OK;
    SIM_ASSERT(is_there);
    return price;
}
