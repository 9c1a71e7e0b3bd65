// Facts about Route 53 and resolvers.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    // Policies
    FACT("R53-201", "A weighted record gets its weight's share of the queries.", R53 "routing-policy-weighted", DOCUMENTED, "weights_are_shares_of_queries"),
    FACT("R53-202", "A weight of 0 is never chosen unless all weights are 0; then all are equally likely.", R53 "resource-record-sets-values-weighted-alias", DOCUMENTED, "a_weight_of_zero_is_never_chosen_unless_all_are"),
    FACT("R53-203", "The draw is one a cache fill, so a large resolver makes a split lumpy.", R53 "welcome-dns-service", INFERRED, "the_weighted_draw_is_one_a_cache_fill_and_not_one_a_request"),
    LEFT_OUT("R53-204", "Latency, failover, geolocation, geoproximity, multivalue and IP-based routing choose by other rules.", R53 "routing-policy", "comes with the other routing policies and health checks"),
    // Records
    FACT("R53-301", "An alias of a load balancer has a TTL of 60 s.", R53 "resource-record-sets-values-weighted", DOCUMENTED, "an_alias_is_kept_for_sixty_seconds"),
    FACT("R53-302", "A plain record is kept for its own TTL.", R53 "resource-record-sets-choosing-alias-non-alias", DOCUMENTED, "a_plain_address_is_kept_for_its_own_ttl"),
    LEFT_OUT("R53-303", "An alias with evaluate target health is as healthy as its balancer.", R53 "resource-record-sets-values-weighted-alias", "comes with the other routing policies and health checks"),
    // Resolvers
    FACT("R53-601", "Each resolver caches by itself, and only its misses are queries.", R53 "welcome-dns-service", DOCUMENTED, "each_resolver_has_a_cache_of_its_own"),
    FACT("R53-602", "One query serves all who wait for it.", "", MODEL, "one_query_serves_all_who_wait_for_it"),
    FACT("R53-603", "An open connection asks no resolver again.", "", MODEL, "a_kept_connection_asks_no_resolver"),
    LEFT_OUT("R53-604", "Some resolvers and browsers keep answers longer than they may.", "Flavel et al., LANMAN 2014", "comes with resolvers that break rules"),
    FACT("R53-690", "That a name or its address is missing is remembered for 900 seconds, the lesser of the SOA record's TTL and minimum.", R53 "SOA-NSrecords", DOCUMENTED, "that_a_name_is_missing_is_remembered_for_900_seconds"),
    FACT("R53-691", "A record that is there is not created again: InvalidChangeBatch.", "API ChangeResourceRecordSets", DOCUMENTED, "a_record_that_is_there_is_not_created_again"),
    FACT("R53-692", "A deleted record is given by resolvers until its TTL is over.", R53 "SOA-NSrecords", INFERRED, "a_deleted_record_is_remembered_for_its_ttl"),
    LEFT_OUT("R53-693", "A change of records is PENDING until all of Route 53's servers have it, usually within 60 seconds.", "API ChangeInfo", "a command holds at once, and resolvers' caches outlast the wait"),
};
// clang-format on

const FactTable facts_route53 = FACT_TABLE("Route 53 and resolvers", rows);
