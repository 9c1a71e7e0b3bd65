// Facts about access log.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    LEFT_OUT("ELB-601", "Log files are written by each node every five minutes, at best effort.", "application/load-balancer-access-logs", "one file holds every entry, for it is read by people and tools"),
};
// clang-format on

const FactTable facts_log = FACT_TABLE("Access log", rows);
