// Facts about Route 53's health checks and routing controls.
#include "facts/table.h"

#define VALUES      R53 "health-checks-creating-values"
#define DETERMINING R53 "dns-failover-determining-health-of-endpoints"
#define CONFIG      "API_HealthCheckConfig"
#define MONITOR     R53 "monitoring-cloudwatch"

// clang-format off
static const SimFact rows[] = {
    FACT("R53-501", "A checker asks every 30 s unless said.", VALUES, DOCUMENTED, "a_checker_asks_every_thirty_seconds_unless_said"),
    FACT("R53-502", "Three results in a row change what a checker says, unless said.", VALUES, DOCUMENTED, "a_checker_changes_its_mind_after_three_results"),
    FACT("R53-503", "The failure threshold is 1 to 10.", VALUES, DOCUMENTED, "a_failure_threshold_is_one_to_ten"),
    FACT("R53-504", "The request interval is 10 or 30 s.", VALUES, DOCUMENTED, "an_interval_is_ten_or_thirty_seconds"),
    FACT("R53-505", "Private, local and multicast addresses can not be checked.", VALUES, DOCUMENTED, "private_addresses_are_not_checked"),
    FACT("R53-506", "A TCP check waits 10 s for its connection.", DETERMINING, DOCUMENTED, "a_tcp_check_waits_ten_seconds_and_an_http_check_four"),
    FACT("R53-507", "An HTTP or HTTPS check waits 4 s for its connection.", DETERMINING, DOCUMENTED, "a_tcp_check_waits_ten_seconds_and_an_http_check_four"),
    FACT("R53-508", "The status must come within 2 s after the connection.", DETERMINING, DOCUMENTED, "an_answer_must_come_within_two_seconds"),
    FACT("R53-509", "2xx is healthy, 4xx and 5xx are not.", DETERMINING, DOCUMENTED, "only_2xx_and_3xx_are_healthy"),
    FACT("R53-510", "3xx is healthy, and the redirect is not followed (of which the page says nothing).", DETERMINING, MEMORY, "a_redirect_is_healthy_and_not_followed"),
    FACT("R53-511", "The text must stand wholly in the first 5,120 bytes of the body.", DETERMINING, DOCUMENTED, "a_text_is_searched_in_the_first_5120_bytes"),
    FACT("R53-512", "HTTPS checks do not validate certificates.", DETERMINING, DOCUMENTED, "a_wrong_certificate_passes"),
    FACT("R53-513", "The interval runs from the answer to the next request.", VALUES, DOCUMENTED, "an_interval_begins_with_the_answer"),
    FACT("R53-514", "Each checker counts by itself, and only results in a row count.", DETERMINING, DOCUMENTED, "only_failures_in_a_row_count"),
    FACT("R53-515", "The way back takes as many successes as the way there took failures.", VALUES, DOCUMENTED, "the_way_back_takes_the_same_number"),
    FACT("R53-516", "More than 18 % of the checkers must say healthy: of 16, three are enough and two are not.", DETERMINING, DOCUMENTED, "three_of_sixteen_are_enough_and_two_are_not"),
    FACT("R53-517", "Sixteen checkers in eight regions ask, so an endpoint sees a request every two seconds or so.", R53 "monitoring-health-check-latency", DOCUMENTED, "sixteen_checkers_ask"),
    FACT("R53-518", "A new check is healthy until there is data.", DETERMINING, DOCUMENTED, "a_new_check_is_healthy_until_there_is_data"),
    FACT("R53-519", "An inverted check swaps healthy and unhealthy.", CONFIG, DOCUMENTED, "an_inverted_check_swaps_its_result"),
    FACT("R53-520", "A disabled check asks nobody and is healthy.", CONFIG, DOCUMENTED, "a_disabled_check_is_healthy"),
    FACT("R53-521", "A disabled check that is inverted is unhealthy.", CONFIG, DOCUMENTED, "a_disabled_check_is_healthy"),
    FACT("R53-522", "A status takes 1 to 5 s to the DNS locations.", "", MODEL, "a_status_reaches_dns_within_five_seconds"),
    FACT("R53-523", "Checkers of at least three regions are needed.", VALUES, DOCUMENTED, "three_regions_are_the_least"),
    FACT("R53-524", "Checks are requests: they are counted and logged, and say Amazon-Route53-Health-Check-Service.", R53 "route-53-ip-addresses", DOCUMENTED, "checks_are_counted_and_logged_as_requests"),
    FACT("R53-525", "Checkers are not coordinated: some ask in the same second, and seconds pass without a request.", DETERMINING, DOCUMENTED, "checkers_are_not_coordinated"),
    LEFT_OUT("R53-526", "Checkers of a region that was taken off go on for up to an hour.", VALUES, "regions are fixed for the run"),
    LEFT_OUT("R53-527", "The body has two seconds of its own after the status.", DETERMINING, "an answer comes in one piece"),
    LEFT_OUT("R53-528", "In a partition DNS locations may hold different statuses.", R53 "dns-failover-problems", "all locations hear of a change at the same time"),
    LEFT_OUT("R53-529", "Without SNI, endpoints that need it fail.", CONFIG, "an Application Load Balancer has a default certificate"),
    FACT("R53-530", "A calculated check is healthy when so many of its children are.", DETERMINING, DOCUMENTED, "a_calculated_check_counts_its_children"),
    FACT("R53-531", "With a threshold of 0 it is always healthy, with one above its children never.", CONFIG, DOCUMENTED, "a_calculated_check_counts_its_children"),
    FACT("R53-532", "A calculated check can not be a child.", CONFIG, DOCUMENTED, "a_calculated_check_is_no_child"),
    FACT("R53-533", "A disabled child counts as healthy.", CONFIG, DOCUMENTED, "a_disabled_check_is_healthy"),
    FACT("R53-534", "A check of an alarm reads the alarm's data, so setting the alarm's state by hand changes nothing.", DETERMINING, DOCUMENTED, "a_check_of_an_alarm_reads_its_data_and_not_its_state"),
    FACT("R53-535", "Without enough data it is healthy, unhealthy or as it was last, as its owner chose; at first healthy.", CONFIG, DOCUMENTED, "without_data_a_check_of_an_alarm_is_as_its_owner_chose"),
    FACT("R53-536", "Alarms of high resolution, of percentiles, of M out of N and of several metrics can not be used.", VALUES, DOCUMENTED, "an_alarm_of_a_percentile_can_not_be_used"),
    FACT("R53-537", "The text is looked for letter by letter: capitals matter.", CONFIG, DOCUMENTED, "a_text_is_searched_in_the_first_5120_bytes"),
    FACT("R53-538", "The text has up to 255 characters.", CONFIG, DOCUMENTED, "a_text_has_up_to_255_characters"),
    FACT("R53-539", "A calculated check has up to 255 children; one page of AWS's says 256.", CONFIG, DOCUMENTED, "a_calculated_check_has_up_to_255_children"),
    FACT("R53-540", "A RECOVERY_CONTROL check is healthy while its routing control is on.", "API_HealthCheckConfig", DOCUMENTED, "a_routing_control_moves_traffic_without_probing"),
    FACT("R53-542", "A new check that is inverted is unhealthy until there is data.", DETERMINING, DOCUMENTED, "an_inverted_check_swaps_its_result"),
    FACT("R53-543", "A RECOVERY_CONTROL check has neither interval nor threshold.", "API_HealthCheckType", DOCUMENTED, "a_check_of_a_routing_control_has_no_interval"),
    LEFT_OUT("R53-544", "Headers of an answer must be well-formed and fit 16 KB, and a body that is compressed by gzip or deflate is unpacked for the text.", DETERMINING, "answers are well-formed, small and plain"),
    LEFT_OUT("R53-545", "Interval and latency graphs of a check can not be changed later.", VALUES, "most keys hold for the whole run; these too"),
    LEFT_OUT("R53-546", "A check may go by an alarm of its own account only.", VALUES, "all is one account"),
    // The budget of a failover
    FACT("R53-700", "By 30 s x 3 an endpoint that has fallen silent leaves DNS after about 100 s.", R53 "dns-failover", INFERRED, "a_silent_endpoint_leaves_dns_after_about_a_hundred_seconds"),
    FACT("R53-701", "One that refuses leaves about 12 s earlier, for the intervals begin with the refusal.", R53 "dns-failover", INFERRED, "a_refusing_endpoint_leaves_about_twelve_seconds_earlier"),
    FACT("R53-702", "Recovery is seen earlier in the rhythm than failure: three checkers suffice.", R53 "dns-failover", INFERRED, "recovery_is_seen_earlier_than_failure"),
    FACT("R53-703", "A dark region leaves DNS by an alias that evaluates its balancer after the balancer's own checks: 30 to 65 s by 30 s x 2.", R53 "dns-failover", INFERRED, "an_alias_leaves_a_dark_region_after_eighty_seconds"),
    FACT("R53-704", "By 30 s x 3 and a TTL of 60 s clients have moved after two minutes or so, at the latest after two and a half.", R53 "dns-failover", INFERRED, "thirty_seconds_times_three_and_a_minute_of_ttl_are_two_minutes"),
    FACT("R53-705", "By 10 s x 3 it is a minute or so, at the latest 1.6 minutes.", R53 "dns-failover", INFERRED, "ten_seconds_times_three_and_a_minute_of_ttl_are_a_minute"),
    FACT("R53-706", "By 10 s x 1 it is 40 s or so, at the latest 75 s: one failed answer a checker is enough.", R53 "dns-failover", INFERRED, "ten_seconds_times_one_and_a_minute_of_ttl_are_forty_seconds"),
    FACT("R53-707", "With a TTL of 300 s a failover by 30 s x 3 takes four minutes, at the latest six and a half.", R53 "dns-failover", INFERRED, "five_minutes_of_ttl_make_a_failover_four_minutes_long"),
    FACT("R53-708", "The last resolver that obeys moves a TTL after the answer has changed, a browser up to a minute after that.", R53 "dns-failover", INFERRED, "resolvers_move_within_a_ttl_and_browsers_a_minute_later"),
    FACT("R53-714", "The checks of a balancer that is dark in all its zones find its targets silent; when power is back they must pass again before its alias is healthy.", "", MODEL, "a_region_that_is_back_is_answered_again_when_its_checks_pass"),
    // Regions
    FACT("R53-830", "A region that is lost loses all of its zones, its balancers' nodes among them.", "", MODEL, "a_region_is_lost_with_all_its_zones"),
    // Metrics
    FACT("R53-900", "HealthCheckStatus is 1 while the check is healthy, 0 while it is not.", MONITOR, DOCUMENTED, "the_status_is_a_metric"),
    FACT("R53-901", "HealthCheckPercentageHealthy is the share of checkers that say healthy.", MONITOR, DOCUMENTED, "the_share_of_checkers_is_a_metric"),
    FACT("R53-902", "ConnectionTime, SSLHandshakeTime and TimeToFirstByte are measured by region where measure_latency says so.", R53 "monitoring-health-check-latency", DOCUMENTED, "latency_is_measured_where_asked_for"),
    FACT("R53-903", "ChildHealthCheckHealthyCount is how many children of a calculated check are healthy.", MONITOR, DOCUMENTED, "a_calculated_check_counts_its_children"),
    FACT("R53-904", "Metrics of Route 53 are in us-east-1 only: an alarm on one in another region never has data.", MONITOR, DOCUMENTED, "an_alarm_on_route_53_has_data_in_us_east_1_only"),
    FACT("R53-905", "DNSQueries counts the queries that reach Route 53: those that a resolver's cache answers are none.", R53 "monitoring-hosted-zones-with-cloudwatch", DOCUMENTED, "queries_answered_by_a_cache_are_not_counted"),
    LEFT_OUT("R53-906", "Notifications of health checks' alarms may come minutes late.", R53 "monitoring-health-checks", "alarms say when they act, and nobody reads mail"),
};
// clang-format on

const FactTable facts_health_checks = FACT_TABLE("Health checks of Route 53", rows);
