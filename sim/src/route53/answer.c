// One query's way from a name to addresses. Records are asked for their health as it is known; the
// unhealthy are dropped and the policy picks again among the rest; when none is healthy, all count
// as healthy. An alias of records leads on to their name, and only one that evaluates its target's
// health backs out of a branch where nothing is healthy (route53.md 1, 4).
#include <string.h>

#include "base/fact.h"
#include "route53/health_check.h"
#include "route53/route53.h"
#include "world/world.h"

#define BALANCER_NAME_TTL (60 * SIM_SECOND) // fixed by AWS

typedef struct Query {
    const SimWorld *world;
    QuerySource source;
    RandomStream *stream;
    DnsAnswer answer;
} Query;

static void resolve(Query *query, int32_t name);

static void answer_values(Query *query, const ConfigRecord *record) {
    int32_t count = SIM_FACT("R53-205", true) ? record->value_count : 1;
    int32_t room = SIM_FACT("R53-242", true) ? ANSWER_ADDRESSES : 1;
    if (count > room) {
        policy_sample(query->stream, count, room, query->answer.addresses);
        count = room;
    } else {
        for (int32_t i = 0; i < count; i++)
            query->answer.addresses[i] = (uint16_t)i;
    }
    query->answer.mask = (UINT32_C(1) << count) - 1;
}

// One of the two, whatever the health of what is behind them.
static uint32_t accelerator_address(Query *query) {
    return UINT32_C(1) << random_below(query->stream, SIM_FACT("R53-951", true) ? 2 : 1);
}

static void follow(Query *query, int32_t index) {
    const ConfigRecord *record = &query->world->config->records[index];
    int32_t alias_name = query->world->records.items[index].alias_name;
    SIM_ASSERT(query->answer.path_count < CONFIG_ALIAS_DEPTH);
    query->answer.path[query->answer.path_count++] = index;
    if (alias_name >= 0) {
        if (SIM_FACT("R53-304", true)) resolve(query, alias_name);
        return;
    }
    // What it stands for is the resolver's business, not Route 53's.
    if (SIM_FACT("R53-253", record->is_cname)) {
        query->answer.record = index;
        query->answer.ttl_ns = record->ttl_ns;
        query->answer.cname1 = query->world->records.items[index].cname + 1;
        return;
    }
    int32_t balancer = record->balancer;
    // An alias of a balancer that was deleted has nothing to answer with.
    if (SIM_FACT("ELB-197", balancer >= 0 && query->world->config->balancers[balancer].is_deleted))
        return;
    query->answer.record = index;
    query->answer.ttl_ns = record->ttl_ns;
    if (record->accelerator >= 0)
        query->answer.mask = accelerator_address(query);
    else if (record->balancer >= 0)
        query->answer.mask = balancer_dns_mask(query->world, record->balancer);
    else
        answer_values(query, record);
}

// Up to eight of the healthy, in random order; when none is healthy, of all.
static void answer_many(Query *query, const Name *name) {
    uint16_t healthy[128] = {0}, picked[ANSWER_ADDRESSES];
    const int32_t *records = query->world->name_records.items + name->first;
    int32_t count = 0;
    for (int32_t i = 0; i < name->count; i++)
        if (SIM_FACT("R53-222", record_is_healthy(query->world, records[i])))
            healthy[count++] = (uint16_t)i;
    if (count == 0)
        for (; count < name->count; count++)
            healthy[count] = (uint16_t)count;
    int32_t room = SIM_FACT("R53-221", true) ? ANSWER_ADDRESSES : 1;
    int32_t given = count < room ? count : room;
    policy_sample(query->stream, count, given, picked);
    for (int32_t i = 0; i < given; i++)
        query->answer.addresses[i] = (uint16_t)records[healthy[picked[i]]];
    int32_t first = query->answer.addresses[0];
    query->answer.mask = (UINT32_C(1) << given) - 1;
    query->answer.record = first;
    query->answer.ttl_ns = query->world->config->records[first].ttl_ns;
    query->answer.path[query->answer.path_count++] = first;
}

static void resolve(Query *query, int32_t index) {
    const SimWorld *world = query->world;
    const Name *name = &world->names.items[index];
    if (name->count == 0) return;
    if (world->config->records[name->first_record].policy == CONFIG_POLICY_MULTIVALUE) {
        answer_many(query, name);
        return;
    }
    RecordSet dropped = {{0, 0}};
    int32_t position;
    while ((position = policy_choose(world, name, query->source, query->stream, &dropped)) >= 0) {
        int32_t record = world->name_records.items[name->first + position];
        if (SIM_FACT("R53-207 R53-213", record_is_healthy(world, record))) {
            follow(query, record);
            return;
        }
        dropped.bits[position / 64] |= UINT64_C(1) << (position % 64);
    }
    // Nothing healthy: all are treated as healthy, and the policy applies as ever.
    position = policy_choose(world, name, query->source, query->stream, &(RecordSet){{0, 0}});
    if (SIM_FACT("R53-209 R53-308", position >= 0))
        follow(query, world->name_records.items[name->first + position]);
}

// The own name of a load balancer is a record of AWS's zone.
static DnsAnswer answer_of_balancer(const SimWorld *world, int32_t balancer) {
    return (DnsAnswer){
        .record = -1, .ttl_ns = BALANCER_NAME_TTL, .mask = balancer_dns_mask(world, balancer)};
}

DnsAnswer route53_answer(const SimWorld *world, int32_t name, QuerySource source,
                         RandomStream *stream) {
    int32_t balancer1 = world->names.items[name].balancer1;
    if (balancer1 != 0) return answer_of_balancer(world, balancer1 - 1);
    Query query = {
        .world = world,
        .source = source,
        .stream = stream,
        .answer = {.record = -1,
                   .ttl_ns = SIM_FACT("R53-218 R53-690", true) ? ANSWER_NEGATIVE_TTL : 0}};
    resolve(&query, name);
    return query.answer;
}

DnsAnswer route53_query(SimWorld *world, int32_t name, QuerySource source) {
    int32_t balancer1 = world->names.items[name].balancer1;
    if (SIM_FACT("R53-255", balancer1 != 0)) return answer_of_balancer(world, balancer1 - 1);
    DnsAnswer answer = route53_answer(world, name, source, &world->names.items[name].stream);
    for (int32_t i = 0; i < answer.path_count; i++)
        world->records.items[answer.path[i]].answers++;
    meter_count(&world->meter, world->scope_hosted_zone, METRIC_DNS_QUERIES,
                SIM_FACT("R53-905", true) ? 1 : 1000);
    return answer;
}
