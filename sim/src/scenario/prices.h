/// What AWS asks for things: the table of assets/prices.csv, in USD.
#pragma once

#include "sim/base.h"

/// The price of an item of the table, which must be there.
double price_of(const char *item);
