// Facts about capacity and scaling.
// Numbers 801-849: capacity units and scaling.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    LEFT_OUT("ELB-850", "Reserved capacity units are spread over the zones and may be lowered twice a day.", "application/capacity-unit-reservation", "a run is hours long and changes no reservation"),
};
// clang-format on

const FactTable facts_capacity = FACT_TABLE("Capacity and scaling", rows);
