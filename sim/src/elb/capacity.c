// Capacity follows the load from second to second, and the bill from hour to hour.
//
// The balancer wants twice what its load asks for, so that a load that doubles finds room. It is
// spread evenly over the zones, so each node has its part and the one that is worst off decides how
// much is wanted (model).
#include "elb/capacity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "elb/lcu.h"
#include "elb/ranks.h"
#include "elb/zones.h"
#include "world/world.h"

#define WANTED_PER_LOAD   2.0               // so half of the capacity is used while all is well
#define HALVING           (60 * SIM_MINUTE) // it shrinks no faster
#define RESERVATION_DELAY (5 * SIM_MINUTE)  // from pending to provisioned
#define NOTICED_S         10.0              // the load is averaged over about so long
#define LOWERED_A_DAY     2
#define DAY_S             86400
#define NO_ADDRESSES      "its subnets have no free address"

static const ConfigBalancer *config_of(const SimWorld *world, int32_t balancer) {
    return &world->config->balancers[balancer];
}

static const char *state_name(int32_t state) {
    return sim_balancer_state_name((SimBalancerState)state);
}

static void tell(SimWorld *world, int32_t balancer, const char *type, const char *from,
                 const char *to, const char *cause) {
    const ConfigBalancer *config = config_of(world, balancer);
    char subject[128];
    snprintf(subject, sizeof subject, "%s/%s", world->config->regions[config->region].name,
             config->name);
    world_tell(world, SIM_MARK_HEALTH, type, subject, from, to, cause);
}

static void set_state(SimWorld *world, int32_t balancer, SimBalancerState state,
                      const char *cause) {
    Capacity *capacity = &world->capacities.items[balancer];
    if (capacity->state == (int32_t)state) return;
    int32_t before = capacity->state;
    capacity->state = (int32_t)state;
    tell(world, balancer, "LoadBalancer", state_name(before), state_name(capacity->state), cause);
}

// Subnets without a free address have none for the first node either. Balancers that a run begins
// with have got theirs.
static bool can_not_be_set_up(const SimWorld *world, int32_t balancer) {
    bool is_created = world->capacities.items[balancer].created > 0;
    return SIM_FACT("ELB-182", is_created && !config_of(world, balancer)->capacity.can_grow);
}

void capacity_start(SimWorld *world, int32_t balancer) {
    Capacity *capacity = &world->capacities.items[balancer];
    const ConfigBalancer *config = config_of(world, balancer);
    bool is_fresh = world->config->is_cold || world->now > 0;
    capacity->created = world->now;
    capacity->requested = config->reserved_units;
    capacity->lowered_on = -1;
    capacity->state = SIM_BALANCER_ACTIVE;
    // On an ordinary day what is reserved has long been there.
    if (is_fresh && capacity->requested > 0)
        capacity->provisioned_at = world->now + RESERVATION_DELAY;
    else
        capacity->reserved = capacity->requested;
    capacity->units = fmax(config->capacity.units, capacity->reserved);
    if (SIM_FACT("ELB-944", config->provisioning_ns > 0)) {
        capacity->state = SIM_BALANCER_PROVISIONING;
        world_after(world, config->provisioning_ns, EVENT_PROVISIONED, (uint32_t)balancer, 0);
    } else if (can_not_be_set_up(world, balancer)) {
        set_state(world, balancer, SIM_BALANCER_FAILED, NO_ADDRESSES);
    }
}

void balancer_provisioned(SimWorld *world, int32_t balancer) {
    if (config_of(world, balancer)->is_deleted) return;
    if (can_not_be_set_up(world, balancer))
        set_state(world, balancer, SIM_BALANCER_FAILED, NO_ADDRESSES);
    else
        set_state(world, balancer, SIM_BALANCER_ACTIVE, "its nodes are there");
}

static bool is_set_up(const Capacity *capacity) {
    return capacity->state == SIM_BALANCER_ACTIVE ||
           capacity->state == SIM_BALANCER_ACTIVE_IMPAIRED;
}

bool node_is_up(const SimWorld *world, int32_t index) {
    const ElbNode *node = &world->nodes.items[index];
    if (SIM_FACT("ELB-195", config_of(world, node->balancer)->is_deleted)) return false;
    bool is_provisioned = SIM_FACT("ELB-180", is_set_up(&world->capacities.items[node->balancer]));
    return world->zones.items[node->zone].has_power != 0 && is_provisioned &&
           node->stage != NODE_ABSENT;
}

bool node_answers(const SimWorld *world, int32_t index) {
    const ElbNode *node = &world->nodes.items[index];
    bool is_closed = node->stage == NODE_LEAVING && world->now >= node->stage_ends;
    return node_is_up(world, index) && !is_closed;
}

// --- what is too much
// --------------------------------------------------------------------------------------------------------

// The share is that of the second before; the average takes a few seconds to notice a flood.
static bool is_too_much(const ElbNode *node, uint64_t bits, uint32_t attempt) {
    RandomStream stream = random_mixed(bits, DRAW_OVERFLOW, attempt);
    return random_unit(&stream) < node->overflow;
}

bool node_rejects(SimWorld *world, int32_t index, const Request *request) {
    ElbNode *node = &world->nodes.items[index];
    if (config_of(world, node->balancer)->capacity.overflow != CONFIG_OVERFLOW_REJECT) return false;
    uint32_t attempt = (uint32_t)request->attempt_number * 64 + request->address;
    if (!SIM_FACT("ELB-822", is_too_much(node, request->bits, attempt))) return false;
    meter_count(&world->meter, node->scope, METRIC_REJECTED_CONNECTIONS, 1);
    node->opened++;
    node->rejected++;
    world->capacities.items[node->balancer].rejected++;
    return true;
}

bool node_sheds(const SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    const ElbNode *node = &world->nodes.items[attempt->node];
    ConfigOverflow overflow = config_of(world, node->balancer)->capacity.overflow;
    return SIM_FACT("ELB-823 ELB-824", overflow == CONFIG_OVERFLOW_ANSWER_503) &&
           is_too_much(node, attempt->bits, attempt->attempt_number);
}

static int32_t count_overflowing(const SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    int32_t count = 0;
    for (int32_t n = 0; n < balancer->zone_count * balancer->ranks; n++)
        count += world->nodes.items[balancer->first_node + n].overflow > 0;
    return count;
}

// There may be enough capacity, and not where the clients are.
static void tell_overflow(SimWorld *world, int32_t balancer) {
    Capacity *capacity = &world->capacities.items[balancer];
    int32_t count = count_overflowing(world, balancer);
    if (capacity->is_overflowing == (count > 0)) return;
    capacity->is_overflowing = count > 0;
    bool is_uneven = count > 0 && capacity->utilization <= 1;
    char cause[128], nodes[64] = "";
    if (is_uneven)
        snprintf(nodes, sizeof nodes, ", but %d node%s for more than a node carries", count,
                 count == 1 ? " is asked" : "s are asked");
    snprintf(cause, sizeof cause, "the load asks for %.0f %% of %.3g LCUs%s",
             100 * capacity->utilization, capacity->units, nodes);
    bool is_overflowing = count > 0;
    tell(world, balancer, "Capacity", is_overflowing ? "enough" : "too little",
         is_overflowing ? "too little" : "enough", cause);
}

// --- following the load
// ------------------------------------------------------------------------------------------------------

// What a zone's load is made of at one of its nodes.
typedef struct Shares {
    double opened, connections, requests;
} Shares;

static void add_shares(const ElbNode *node, Shares *sum) {
    sum->opened += (double)node->opened;
    sum->connections += node->connections;
    sum->requests += (double)(node->requests - node->seen);
}

static double share_of(double own, double all, int32_t nodes) {
    return all > 0 ? own / all : 1.0 / nodes;
}

// By how much bytes and evaluations would be more if nobody were turned away: a connection that was
// rejected would have brought a request like the others, and a request answered 503 its bytes.
static double turned_away(const ElbNode *node, ConfigOverflow overflow, double *evaluations) {
    *evaluations = 1; // 503s have met the rules
    if (overflow == CONFIG_OVERFLOW_ANSWER_503) return 1 / fmax(1 - node->overflow, 0.01);
    double requests = fmax((double)(node->requests - node->seen), 1);
    return *evaluations = (requests + (double)node->rejected) / requests;
}

// A node's part of its zone's load. Metrics are of zones, so bytes and evaluations go by requests.
static void load_of_node(const ElbNode *node, ConfigOverflow overflow, const Shares *all,
                         int32_t nodes, const double *zone, double load[SIM_LCU_DIMENSIONS]) {
    Shares own = {0};
    add_shares(node, &own);
    double requests = share_of(own.requests, all->requests, nodes);
    double evaluations, bytes = turned_away(node, overflow, &evaluations);
    load[SIM_LCU_NEW_CONNECTIONS] =
        zone[SIM_LCU_NEW_CONNECTIONS] * share_of(own.opened, all->opened, nodes);
    load[SIM_LCU_ACTIVE_CONNECTIONS] =
        zone[SIM_LCU_ACTIVE_CONNECTIONS] * share_of(own.connections, all->connections, nodes);
    load[SIM_LCU_PROCESSED_BYTES] = zone[SIM_LCU_PROCESSED_BYTES] * requests * bytes;
    load[SIM_LCU_RULE_EVALUATIONS] = zone[SIM_LCU_RULE_EVALUATIONS] * requests * evaluations;
}

static void notice(double *asked, const double load[SIM_LCU_DIMENSIONS], double seconds) {
    *asked += (load[lcu_highest(load)] - *asked) * (1 - exp(-seconds / NOTICED_S));
}

// Together the nodes carry the zone's part. One of several carries what a node can: those that came
// later take nothing off it while clients stay where they are.
static double limit_of_node(const SimWorld *world, int32_t index, double part) {
    int32_t ranks = world->balancers.items[index].ranks;
    double even = part / ranks, whole = config_of(world, index)->capacity.node_units;
    if (ranks == 1 || !SIM_FACT("ELB-997", true)) return part;
    return fmin(part, fmax(even, whole));
}

// Returns how much its zone is asked for, over its part of the capacity.
static double weigh_zone(SimWorld *world, int32_t index, int32_t zone, double part,
                         double seconds) {
    const Balancer *balancer = &world->balancers.items[index];
    ElbNode *first = &world->nodes.items[balancer->first_node + zone];
    double raw[SIM_LCU_DIMENSIONS] = {0}, sum[SIM_LCU_DIMENSIONS] = {0};
    lcu_add_node(world, balancer->first_node + zone, seconds, SIM_FACT("ELB-808", true), raw);
    Shares all = {0};
    for (int32_t r = 0; r < balancer->ranks; r++)
        add_shares(&first[r * balancer->zone_count], &all);
    double limit = limit_of_node(world, index, part);
    for (int32_t r = 0; r < balancer->ranks; r++) {
        ElbNode *node = &first[r * balancer->zone_count];
        double load[SIM_LCU_DIMENSIONS];
        load_of_node(node, config_of(world, index)->capacity.overflow, &all, balancer->ranks, raw,
                     load);
        for (int32_t d = 0; d < SIM_LCU_DIMENSIONS; d++)
            sum[d] += load[d];
        notice(&node->asked_alone, load, seconds);
        double used = node->asked_alone / limit;
        node->overflow = used > 1 ? 1 - 1 / used : 0;
        node->opened = node->rejected = 0;
        node->seen = node->requests;
    }
    notice(&first->asked, sum, seconds);
    return first->asked / part;
}

// What each node can not carry, and how much the zone worst off is asked for.
static void weigh_nodes(SimWorld *world, int32_t index, double seconds) {
    const Balancer *balancer = &world->balancers.items[index];
    Capacity *capacity = &world->capacities.items[index];
    double part =
        capacity->units / (SIM_FACT("ELB-818", true) ? zones_in_service_count(world, index) : 1);
    bool is_limited = SIM_FACT("ELB-825", config_of(world, index)->capacity.is_limited);
    capacity->utilization = 0;
    for (int32_t z = 0; z < balancer->zone_count && is_limited; z++)
        if (world->nodes.items[balancer->first_node + z].stage != NODE_ABSENT)
            capacity->utilization =
                fmax(capacity->utilization, weigh_zone(world, index, z, part, seconds));
}

static double least(const SimWorld *world, int32_t balancer) {
    const Capacity *capacity = &world->capacities.items[balancer];
    double units = config_of(world, balancer)->capacity.units;
    return SIM_FACT("ELB-813", capacity->reserved > units) ? capacity->reserved : units;
}

// At most twice as much after the doubling time, at most half as much after an hour.
static void follow(SimWorld *world, int32_t balancer, SimTime length) {
    Capacity *capacity = &world->capacities.items[balancer];
    const ConfigCapacity *config = &config_of(world, balancer)->capacity;
    double headroom = SIM_FACT("ELB-821", true) ? WANTED_PER_LOAD : 1;
    double wanted =
        fmax(least(world, balancer), headroom * capacity->utilization * capacity->units);
    double most = capacity->units * exp2((double)length / (double)config->doubling_ns);
    double fewest = capacity->units * exp2(-(double)length / (double)HALVING);
    bool must_grow = wanted > capacity->units;
    if (is_set_up(capacity))
        set_state(world, balancer,
                  must_grow && SIM_FACT("ELB-181", !config->can_grow) ? SIM_BALANCER_ACTIVE_IMPAIRED
                                                                      : SIM_BALANCER_ACTIVE,
                  must_grow ? "it should grow, and its subnets have no free address"
                            : "it need not grow or can again");
    if (!must_grow)
        capacity->units = fmax(wanted, fewest);
    else if (SIM_FACT("ELB-817", config->can_grow))
        capacity->units = SIM_FACT("ELB-820", wanted > most) ? most : wanted;
}

// --- reservation
// -------------------------------------------------------------------------------------------------------------

static int64_t day_of(const SimWorld *world) {
    return (world->config->start_unix_s + world->now / SIM_SECOND) / DAY_S;
}

static bool may_lower(const SimWorld *world, const Capacity *capacity) {
    return capacity->lowered_on != day_of(world) || capacity->lowered < LOWERED_A_DAY;
}

bool capacity_check(const SimWorld *world, const Config *changed, SimError *error) {
    for (int32_t i = 0; i < world->balancers.count; i++) {
        const Capacity *capacity = &world->capacities.items[i];
        bool is_lowered = changed->balancers[i].reserved_units < capacity->requested;
        if (is_lowered && SIM_FACT("ELB-816", !may_lower(world, capacity)))
            return sim_error_set(error,
                                 "The reservation of %s was lowered %d times today; AWS allows no "
                                 "more until the day is over (UTC).",
                                 changed->balancers[i].name, LOWERED_A_DAY);
    }
    return true;
}

static void count_lowered(const SimWorld *world, Capacity *capacity) {
    if (capacity->lowered_on != day_of(world)) capacity->lowered = 0;
    capacity->lowered_on = day_of(world);
    capacity->lowered++;
}

void capacity_reconfigure(SimWorld *world) {
    for (int32_t i = 0; i < world->balancers.count; i++) {
        Capacity *capacity = &world->capacities.items[i];
        const ConfigBalancer *config = config_of(world, i);
        if (config->reserved_units == capacity->requested) continue;
        if (config->reserved_units < capacity->requested) count_lowered(world, capacity);
        capacity->requested = config->reserved_units;
        capacity->has_failed = 0;
        capacity->provisioned_at = world->now + RESERVATION_DELAY;
        tell(world, i, "CapacityReservation", "", "pending", "the reservation was changed");
    }
}

static void provision(SimWorld *world, int32_t balancer) {
    Capacity *capacity = &world->capacities.items[balancer];
    if (capacity->provisioned_at == 0) return;
    if (SIM_FACT("ELB-814", capacity->provisioned_at > world->now)) return;
    capacity->provisioned_at = 0;
    bool is_more = capacity->requested > capacity->units;
    if (SIM_FACT("ELB-819", is_more && !config_of(world, balancer)->capacity.can_grow)) {
        capacity->has_failed = 1;
        tell(world, balancer, "CapacityReservation", "pending", "failed", NO_ADDRESSES);
        return;
    }
    capacity->reserved = capacity->requested;
    if (capacity->units < capacity->reserved) capacity->units = capacity->reserved;
    char cause[64];
    snprintf(cause, sizeof cause, "%d LCUs are reserved", capacity->requested);
    tell(world, balancer, "CapacityReservation", "pending", "provisioned", cause);
}

// --- the bill
// ----------------------------------------------------------------------------------------------------------------

// What is reserved is paid for, used or not; what is used above it as well (model).
static double billed_of_hour(const Capacity *capacity) {
    double used = capacity->hour[lcu_highest(capacity->hour)];
    return SIM_FACT("ELB-812", used < capacity->reserved_hour) ? capacity->reserved_hour : used;
}

static void begin_hour(SimWorld *world, Capacity *capacity) {
    int64_t hour = (world->period_start - capacity->created) / SIM_HOUR + 1;
    if (SIM_FACT("ELB-811", hour <= capacity->hours)) return;
    capacity->billed += billed_of_hour(capacity);
    memset(capacity->hour, 0, sizeof capacity->hour);
    capacity->reserved_hour = 0;
    capacity->hours = hour;
}

static void measure(SimWorld *world, int32_t index, double seconds) {
    const Balancer *balancer = &world->balancers.items[index];
    Capacity *capacity = &world->capacities.items[index];
    double hours = seconds / 3600;
    memset(capacity->load, 0, sizeof capacity->load);
    for (int32_t i = 0; i < balancer->zone_count; i++)
        if (world->nodes.items[balancer->first_node + i].stage != NODE_ABSENT)
            lcu_add_node(world, balancer->first_node + i, seconds, false, capacity->load);
    begin_hour(world, capacity);
    for (int32_t d = 0; d < SIM_LCU_DIMENSIONS; d++)
        capacity->hour[d] += capacity->load[d] * hours;
    capacity->reserved_hour += capacity->reserved * hours;
    meter_count(&world->meter, balancer->scope, METRIC_CONSUMED_LCUS,
                capacity->load[lcu_highest(capacity->load)] *
                    (SIM_FACT("ELB-807", true) ? hours : 1));
    if (capacity->reserved > 0)
        meter_count(&world->meter, balancer->scope, METRIC_RESERVED_LCUS,
                    capacity->reserved * (SIM_FACT("ELB-809", true) ? hours : 1));
}

static void gauge(SimWorld *world, int32_t index) {
    const Capacity *capacity = &world->capacities.items[index];
    int32_t scope = world->balancers.items[index].scope;
    bool is_limited = config_of(world, index)->capacity.is_limited;
    double used = capacity->utilization;
    double asked =
        is_limited ? used * capacity->units : capacity->load[lcu_highest(capacity->load)];
    meter_gauge(&world->meter, scope, METRIC_PEAK_LCUS, asked);
    if (is_limited)
        meter_gauge(&world->meter, scope, METRIC_CAPACITY_UTILIZATION,
                    100 * (SIM_FACT("ELB-810", used > 1) ? 1 : used));
}

static void forget_second(SimWorld *world) {
    for (int32_t i = 0; i < world->nodes.count; i++)
        world->nodes.items[i].evaluations = 0;
}

void capacity_close(SimWorld *world, SimTime length) {
    if (length <= 0) return;
    double seconds = (double)length / (double)SIM_SECOND;
    for (int32_t i = 0; i < world->balancers.count; i++) {
        if (config_of(world, i)->is_deleted) continue;
        provision(world, i);
        zones_follow(world, i);
        measure(world, i, seconds);
        weigh_nodes(world, i, seconds);
        gauge(world, i);
        if (!config_of(world, i)->capacity.is_limited) continue;
        tell_overflow(world, i);
        follow(world, i, length);
        ranks_follow(world, i);
    }
    forget_second(world);
}

SimCost sim_balancer_cost(const SimWorld *world, int32_t index) {
    const Capacity *capacity = &world->capacities.items[index];
    SimCost cost = {.hours = capacity->hours,
                    .lcu_hours = capacity->billed + billed_of_hour(capacity),
                    .dimension = lcu_highest(capacity->hour)};
    cost.usd = (double)cost.hours * world->config->price_balancer_hour +
               cost.lcu_hours * world->config->price_lcu_hour;
    return cost;
}

int32_t sim_balancer_count(const SimWorld *world) {
    return world->balancers.count;
}

const char *sim_balancer_name(const SimWorld *world, int32_t balancer) {
    return config_of(world, balancer)->name;
}
