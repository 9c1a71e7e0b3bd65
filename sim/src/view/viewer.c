// Looking at a world: its state written out as flat arrays, the world itself untouched.
#include "view/viewer.h"

#include "engine/alloc.h"
#include "scenario/scenario.h"

SimViewer *sim_viewer_create(void) {
    return alloc_zeroed(1, sizeof(SimViewer));
}

void sim_viewer_destroy(SimViewer *viewer) {
    if (viewer == NULL) return;
    array_deinit(&viewer->clients);
    array_deinit(&viewer->resolvers);
    array_deinit(&viewer->records);
    array_deinit(&viewer->regions);
    array_deinit(&viewer->zones);
    array_deinit(&viewer->balancers);
    array_deinit(&viewer->nodes);
    array_deinit(&viewer->listeners);
    array_deinit(&viewer->balancer_order);
    array_deinit(&viewer->listener_order);
    array_deinit(&viewer->rule_order);
    array_deinit(&viewer->rules);
    array_deinit(&viewer->forwards);
    array_deinit(&viewer->groups);
    array_deinit(&viewer->instances);
    array_deinit(&viewer->targets);
    array_deinit(&viewer->releases);
    array_deinit(&viewer->health_checks);
    array_deinit(&viewer->accelerators);
    array_deinit(&viewer->endpoint_groups);
    array_deinit(&viewer->endpoints);
    array_deinit(&viewer->alarms);
    array_deinit(&viewer->scaling_groups);
    array_deinit(&viewer->timers);
    array_deinit(&viewer->sessions);
    array_deinit(&viewer->text);
    alloc_free(viewer);
}

#define LEND(member, counter)                                                                      \
    do {                                                                                           \
        viewer->view.member = viewer->member.items;                                                \
        viewer->view.counter = viewer->member.count;                                               \
    } while (0)

static void lend_arrays(SimViewer *viewer) {
    LEND(clients, client_count);
    LEND(resolvers, resolver_count);
    LEND(records, record_count);
    LEND(regions, region_count);
    LEND(zones, zone_count);
    LEND(balancers, balancer_count);
    LEND(nodes, node_count);
    LEND(listeners, listener_count);
    LEND(balancer_order, balancer_order_count);
    LEND(listener_order, listener_order_count);
    LEND(rule_order, rule_order_count);
    LEND(rules, rule_count);
    LEND(forwards, forward_count);
    LEND(groups, group_count);
    LEND(instances, instance_count);
    LEND(targets, target_count);
    LEND(scaling_groups, scaling_group_count);
    LEND(releases, release_count);
    LEND(health_checks, health_check_count);
    LEND(accelerators, accelerator_count);
    LEND(endpoint_groups, endpoint_group_count);
    LEND(endpoints, endpoint_count);
    LEND(alarms, alarm_count);
    LEND(timers, timer_count);
}

const SimView *sim_viewer_look(SimViewer *viewer, const SimWorld *world) {
    viewer->view.now = world->now;
    viewer->view.duration = world->config->duration_ns;
    viewer->view.seed = world->seed;
    viewer->view.info = sim_scenario_info(world->scenario);
    viewer->view.totals = world->totals;
    view_traffic(viewer, world);
    view_balancers(viewer, world);
    view_compute(viewer, world);
    view_health_checks(viewer, world);
    view_accelerators(viewer, world);
    view_alarms(viewer, world);
    view_timers(viewer, world);
    lend_arrays(viewer);
    return &viewer->view;
}
