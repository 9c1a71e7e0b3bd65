// Facts about metrics.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    FACT("ELB-501", "RequestCount counts only requests for which a target was chosen; fixed responses are none.", METRICS, INFERRED, "fixed_responses_are_not_in_request_count"),
    FACT("ELB-502", "Redirects count in HTTP_Redirect_Count and HTTPCode_ELB_3XX_Count and not in RequestCount.", METRICS, INFERRED, "redirects_count_as_redirects_and_elb_3xx_and_not_as_requests"),
    FACT("ELB-503", "RuleEvaluations does not count the default rule.", METRICS, DOCUMENTED, "rules_are_counted_up_to_the_one_that_matches_and_the_default_never"),
    FACT("ELB-504", "RequestCountPerTarget divides by the healthy targets, or by the registered ones when none is healthy.", METRICS, DOCUMENTED, "requests_per_target_divide_by_healthy_then_by_registered"),
    FACT("ELB-505", "A metric reported when nonzero has no datapoint while nothing happens.", METRICS, DOCUMENTED, "nonzero_metrics_are_absent_while_nothing_happens"),
    FACT("ELB-506", "ActiveConnectionCount adds client and target connections over the nodes.", METRICS, DOCUMENTED, "active_connections_add_over_nodes"),
};
// clang-format on

const FactTable facts_metrics = FACT_TABLE("Metrics", rows);
