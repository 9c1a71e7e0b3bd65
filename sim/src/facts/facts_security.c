// Facts about security.
// Numbers 901-929: security groups and network ACLs. 930-949: building a balancer.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    LEFT_OUT("ELB-950", "A web application firewall judges a request before a target is chosen.", "application/load-balancer-integrations", "comes with the firewall"),
};
// clang-format on

const FactTable facts_security = FACT_TABLE("Security", rows);
