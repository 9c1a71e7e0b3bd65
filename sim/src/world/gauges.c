// Gauges: what is sampled as a second closes, rather than counted when it happens.
#include "base/fact.h"
#include "elb/ranks.h"
#include "route53/health_check.h"
#include "world/world.h"

static void gauge_nodes(SimWorld *world) {
    for (int32_t i = 0; i < world->nodes.count; i++) {
        const ElbNode *node = &world->nodes.items[i];
        const Balancer *balancer = &world->balancers.items[node->balancer];
        if (node->rank > 0 || node->stage == NODE_ABSENT) continue; // with the first of its zone
        int32_t connections = node->connections;
        for (int32_t r = 1; r < balancer->ranks; r++)
            connections += node[r * balancer->zone_count].connections;
        if (world->config->balancers[node->balancer].is_deleted && connections == 0) continue;
        meter_gauge(&world->meter, node->scope, METRIC_ACTIVE_CONNECTIONS, connections);
    }
}

static int32_t sum(const int32_t *by_zone) {
    int32_t total = 0;
    for (int32_t z = 0; z < ELB_ZONES_MAX; z++)
        total += by_zone[z];
    return total;
}

// One sample a node that still checks: nodes may disagree, and Minimum and Maximum show it. A
// zone's figure counts the zone's targets.
static void gauge_group(SimWorld *world, const Group *group) {
    const Balancer *balancer = &world->balancers.items[group->balancer];
    for (int32_t n = 0; n < balancer->node_count; n++) {
        const NodeGroup *view = &world->node_groups.items[group->first_view + n];
        const ElbNode *node = &world->nodes.items[view->node];
        if (!world->zones.items[node->zone].has_power || !node_has_say(node)) continue;
        if (n > 0 && !SIM_FACT("ELB-526", true)) continue;
        meter_gauge(&world->meter, group->scope, METRIC_HEALTHY_HOSTS, sum(view->healthy_by_zone));
        meter_gauge(&world->meter, group->scope, METRIC_UNHEALTHY_HOSTS,
                    sum(view->unhealthy_by_zone));
        for (int32_t z = 0; z < balancer->zone_count; z++) {
            const NodeGroup *other = &world->node_groups.items[group->first_view + z];
            if (world->nodes.items[other->node].stage == NODE_ABSENT) continue;
            int32_t zone = world->zones.items[world->nodes.items[other->node].zone].number;
            meter_gauge(&world->meter, other->scope, METRIC_HEALTHY_HOSTS,
                        SIM_FACT("ELB-527", true) ? view->healthy_by_zone[zone]
                                                  : sum(view->healthy_by_zone));
            meter_gauge(&world->meter, other->scope, METRIC_UNHEALTHY_HOSTS,
                        view->unhealthy_by_zone[zone]);
        }
    }
}

// Zones that have enough healthy targets, and those that have not. What a node without power
// thinks is no longer told. The first node of a zone speaks for it.
static void gauge_thresholds(SimWorld *world, const Group *group) {
    int32_t alive = 0, below_dns = 0, failing_open = 0;
    for (int32_t n = 0; n < world->balancers.items[group->balancer].zone_count; n++) {
        const NodeGroup *view = &world->node_groups.items[group->first_view + n];
        const ElbNode *node = &world->nodes.items[view->node];
        if (!world->zones.items[node->zone].has_power || node->stage == NODE_ABSENT) continue;
        alive++;
        below_dns += view->is_below_dns;
        failing_open += view->is_failing_open;
        meter_gauge(&world->meter, view->scope, METRIC_HEALTHY_STATE_DNS,
                    SIM_FACT("ELB-276", !view->is_below_dns));
        meter_gauge(&world->meter, view->scope, METRIC_UNHEALTHY_STATE_DNS, view->is_below_dns);
        meter_gauge(&world->meter, view->scope, METRIC_HEALTHY_STATE_ROUTING,
                    !view->is_failing_open);
        meter_gauge(&world->meter, view->scope, METRIC_UNHEALTHY_STATE_ROUTING,
                    view->is_failing_open);
    }
    if (alive == 0) return;
    meter_gauge(&world->meter, group->scope, METRIC_HEALTHY_STATE_DNS, alive - below_dns);
    meter_gauge(&world->meter, group->scope, METRIC_UNHEALTHY_STATE_DNS, below_dns);
    meter_gauge(&world->meter, group->scope, METRIC_HEALTHY_STATE_ROUTING, alive - failing_open);
    meter_gauge(&world->meter, group->scope, METRIC_UNHEALTHY_STATE_ROUTING, failing_open);
}

// The nodes of a group judge together, so there is one sample.
static void gauge_anomalies(SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[index];
    AnomalyCounts counts;
    group_count_anomalies(world, index, &counts);
    meter_gauge(&world->meter, group->scope, METRIC_ANOMALOUS_HOSTS, counts.anomalous);
    meter_gauge(&world->meter, group->scope, METRIC_MITIGATED_HOSTS, counts.mitigated);
    for (int32_t n = 0; n < world->balancers.items[group->balancer].zone_count; n++) {
        const NodeGroup *view = &world->node_groups.items[group->first_view + n];
        if (world->nodes.items[view->node].stage == NODE_ABSENT) continue;
        int32_t zone = world->zones.items[world->nodes.items[view->node].zone].number;
        meter_gauge(&world->meter, view->scope, METRIC_ANOMALOUS_HOSTS,
                    counts.anomalous_by_zone[zone]);
        meter_gauge(&world->meter, view->scope, METRIC_MITIGATED_HOSTS,
                    counts.mitigated_by_zone[zone]);
    }
}

static void gauge_groups(SimWorld *world) {
    for (int32_t i = 0; i < world->groups.count; i++) {
        if (world->groups.items[i].balancer < 0) continue;
        gauge_group(world, &world->groups.items[i]);
        gauge_thresholds(world, &world->groups.items[i]);
        if (SIM_FACT("ELB-265", true)) gauge_anomalies(world, i);
    }
}

static void gauge_instance(SimWorld *world, int32_t index, SimTime length) {
    Instance *instance = &world->instances.items[index];
    SimTime busy = station_take_busy(&world->stations, world->now, index);
    int32_t workers = world->stations.stations.items[index].workers;
    instance->cpu = length > 0 ? (double)busy / ((double)workers * (double)length) : 0;
    if (instance->is_terminated || instance->is_stopped) return;
    meter_gauge(&world->meter, instance->scope, METRIC_CPU_UTILIZATION, 100 * instance->cpu);
    meter_gauge(&world->meter, instance->scope, METRIC_QUEUE_LENGTH,
                station_queued(&world->stations, index));
    if (world->config->has_websockets)
        meter_gauge(&world->meter, instance->scope, METRIC_OPEN_SOCKETS, instance->sockets);
}

static void gauge_clients(SimWorld *world) {
    for (int32_t i = 0; i < world->config->client_count; i++) {
        const Population *population = &world->populations.items[i];
        meter_gauge(&world->meter, population->scope, METRIC_CLIENT_CONNECTIONS,
                    population->connections);
        meter_gauge(&world->meter, population->scope, METRIC_CLIENT_STREAMS, population->streams);
    }
}

void world_gauges(SimWorld *world) {
    gauge_nodes(world);
    if (world->config->has_http2) gauge_clients(world);
    gauge_groups(world);
    capacity_close(world, world->now - world->period_start);
    zonal_shift_gauges(world);
    if (world->alarms.count > 0) alarms_gauge(world);
    health_checks_gauges(world);
    if (world->config->accelerator_count > 0) accelerator_gauges(world);
    for (int32_t i = 0; i < world->instances.count; i++)
        gauge_instance(world, i, world->now - world->period_start);
    autoscaling_gauges(world);
}
