/// The textbook program for the same work: a binary heap of events, malloc for every customer,
/// GSL's mt19937. What everybody would write first, in plain C and compiled with the same flags; a
/// figure of ours means something only beside it.
#pragma once

#include <stdint.h>

typedef struct Textbook Textbook;

Textbook *textbook_create(uint64_t seed);
void textbook_destroy(Textbook *textbook);

/// The hold model: fills up to `pending` events, then takes the first and puts it back `holds`
/// times. Returns a sum over times.
double textbook_hold(Textbook *textbook, int32_t pending, int64_t holds);

/// M/M/1 at load `load`; goes on where the last call ended. Returns the sum of times in the system
/// of `customers` customers.
double textbook_queue(Textbook *textbook, double load, int64_t customers);

/// `servers` servers, each job joins the shorter of two queues chosen at random. As textbook_queue.
double textbook_choices(Textbook *textbook, int32_t servers, double load, int64_t jobs);
