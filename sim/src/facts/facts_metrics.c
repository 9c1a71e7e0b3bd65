// Facts about metrics.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    FACT("ELB-501", "RequestCount counts only requests for which a target was chosen; fixed responses are none.", METRICS, INFERRED, "fixed_responses_are_not_in_request_count"),
    FACT("ELB-502", "Redirects count in HTTP_Redirect_Count and HTTPCode_ELB_3XX_Count and not in RequestCount.", METRICS, INFERRED, "redirects_count_as_redirects_and_elb_3xx_and_not_as_requests"),
    FACT("ELB-503", "RuleEvaluations does not count the default rule.", METRICS, DOCUMENTED, "rules_are_counted_up_to_the_one_that_matches_and_the_default_never"),
    FACT("ELB-504", "RequestCountPerTarget divides by the healthy targets, or by the registered ones when none is healthy.", METRICS, DOCUMENTED, "requests_per_target_are_over_the_healthy_and_else_over_the_registered"),
    FACT("ELB-505", "A metric reported when nonzero has no datapoint while nothing happens.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-506", "ActiveConnectionCount adds client and target connections over the nodes.", METRICS, DOCUMENTED, "active_connections_are_those_of_both_sides_at_all_nodes"),
    FACT("ELB-507", "RequestCount is reported while the target group has registered targets, zero too.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-508", "HTTPCode_Target_2XX_Count to 5XX_Count are reported while the group has registered targets, zero too.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-509", "HealthyHostCount and UnHealthyHostCount are reported while the group has registered targets, zero too.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-510", "RequestCountPerTarget is always reported.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-511", "The counts of codes that the balancer makes itself are reported when they are not zero.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-512", "HTTP_Fixed_Response_Count and HTTP_Redirect_Count are reported when they are not zero.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-513", "NewConnectionCount is reported when it is not zero.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-514", "ActiveConnectionCount is reported when it is not zero.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-515", "TargetConnectionErrorCount is reported when it is not zero.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-516", "RuleEvaluations is reported when it is not zero.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-517", "ProcessedBytes is reported when it is not zero.", METRICS, DOCUMENTED, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-518", "UnhealthyRoutingRequestCount is reported when it is not zero, for AWS states no rule.", "", MODEL, "every_metric_is_reported_when_aws_says_so"),
    FACT("ELB-519", "TargetResponseTime goes from sending the request to the first header of the answer.", METRICS, DOCUMENTED, "the_response_time_begins_when_the_request_is_sent"),
    FACT("ELB-520", "HTTPCode_ELB_5XX_Count holds those that are counted as 500, 502, 503 and 504.", METRICS, DOCUMENTED, "codes_of_the_balancer_are_counted_by_class_and_by_code"),
    FACT("ELB-522", "A target's codes are counted by their class.", METRICS, DOCUMENTED, "codes_of_targets_are_counted_by_class"),
    FACT("ELB-523", "A health check that gets no connection is not in TargetConnectionErrorCount.", METRICS, DOCUMENTED, "a_check_that_gets_no_connection_is_no_connection_error"),
    FACT("ELB-524", "NewConnectionCount counts the clients' connections and those to targets.", METRICS, DOCUMENTED, "new_connections_are_counted_on_both_sides"),
    FACT("ELB-525", "ProcessedBytes counts requests and answers.", METRICS, DOCUMENTED, "processed_bytes_are_those_of_requests_and_answers"),
    FACT("ELB-526", "Minimum and Maximum of HealthyHostCount are over what the nodes say.", METRICS, DOCUMENTED, "nodes_that_disagree_show_in_minimum_and_maximum"),
    FACT("ELB-527", "HealthyHostCount of a zone counts that zone's targets.", METRICS, DOCUMENTED, "healthy_hosts_of_a_zone_are_its_own"),
    LEFT_OUT("ELB-540", "IPv6RequestCount and IPv6ProcessedBytes count what comes over IPv6.", METRICS, "clients have IPv4 addresses only"),
    LEFT_OUT("ELB-541", "LambdaInternalError, LambdaUserError and LambdaTargetProcessedBytes tell how functions fare.", METRICS, "comes with Lambda"),
    LEFT_OUT("ELB-542", "ELBAuthError, ELBAuthFailure, ELBAuthSuccess and their like tell how logins fare.", METRICS, "comes with authentication"),
    FACT("ELB-543", "DesyncMitigationMode_NonCompliant_Request_Count counts requests that break RFC 7230.", METRICS, DOCUMENTED, "requests_that_are_not_compliant_are_counted_and_classified"),
    FACT("ELB-544", "Requests with a header name that is not valid count in DroppedInvalidHeaderRequestCount when it is removed, else in ForwardedInvalidHeaderRequestCount.", METRICS, DOCUMENTED, "requests_with_header_names_that_are_not_valid_are_counted"),
    LEFT_OUT("ELB-545", "LowReputationRequestsDenied and LowReputationPacketsDropped count what is held back by its source.", METRICS, "addresses have no reputation"),
    LEFT_OUT("ELB-546", "TargetControlRequestCount and its like tell of the target optimizer.", METRICS, "the target optimizer is not modelled: it needs an agent on the targets"),
    LEFT_OUT("ELB-547", "Metrics are published once a minute.", METRICS, "every second is kept, so that a chart may be as fine as its question; --period 60s gives what CloudWatch shows"),
    FACT("ELB-548", "HTTP_Redirect_Url_Limit_Exceeded_Count counts redirects to places of more than 8 K, which are answered 507.", METRICS, INFERRED, "a_redirect_longer_than_eight_kilobytes_is_507"),
    FACT("ELB-550", "RequestCountPerTarget and GrpcRequestCount are also told of a target group alone, and of it in each zone.", METRICS, DOCUMENTED, "a_group_alone_has_what_it_has_with_its_balancer"),
    FACT("ELB-551", "RequestCountPerTarget of a zone is what its node sent over the healthy targets that the zone has.", "", MODEL, "a_group_alone_has_what_it_has_with_its_balancer"),
};
// clang-format on

const FactTable facts_metrics = FACT_TABLE("Metrics", rows);
