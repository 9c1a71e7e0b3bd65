// Balancers, and what a running one is made of: listeners, rules, target groups, as they come and
// go.
//
// The run begins the same way as a change is taken up: each handle of the configuration that the
// world does not have yet gets its record, every record learns where it stands now, and groups join
// and leave balancers as rules name them. Nothing is ever taken out of an array, so whatever is in
// flight finds what it came through.
#include "elb/elb.h"

#include "base/fact.h"
#include "elb/code.h"
#include "elb/names.h"
#include "elb/tls.h"
#include "elb/zones.h"
#include "world/scopes.h"
#include "world/world.h"

static void add_forwards(SimWorld *world, int32_t handle, int32_t count) {
    Rule *rule = &world->rules.items[handle];
    rule->first_forward = world->forwards.count;
    rule->forward_count = count;
    for (int32_t f = 0; f < count; f++)
        *(Forward *)array_push(&world->forwards) = (Forward){.rule = handle, .config = f};
}

static void place_rules(SimWorld *world, const ConfigListener *listener, int32_t first_new) {
    for (int32_t i = 0; i < listener->rule_total; i++) {
        int32_t handle = listener->rules[i].handle;
        Rule *rule = &world->rules.items[handle];
        rule->listener = listener->handle;
        rule->config = i;
        if (handle >= first_new)
            add_forwards(world, handle, listener->rules[i].action.forward_count);
    }
}

static void place_listeners(SimWorld *world) {
    const Config *config = world->config;
    int32_t first_new = world->rules.count;
    array_resize(&world->listeners, config->listener_handle_count);
    array_resize(&world->rules, config->rule_handle_count);
    array_resize(&world->tls_told, world->listeners.count * TLS_OUTCOMES);
    array_resize(&world->codes_told, world->nodes.count * CODE_CAUSES);
    for (int32_t b = 0; b < config->balancer_count; b++) {
        const ConfigBalancer *balancer = &config->balancers[b];
        for (int32_t i = 0; i < balancer->listener_total; i++) {
            const ConfigListener *listener = &balancer->listeners[i];
            world->listeners.items[listener->handle] =
                (Listener){.balancer = b,
                           .config = i,
                           .rule_count = listener->rule_count,
                           .is_deleted = listener->is_deleted};
            place_rules(world, listener, first_new);
        }
    }
}

// --- groups
// --------------------------------------------------------------------------------------------------------------------

// Each instance of the region may come to be registered once, and some are several times.
static int32_t capacity_of(const SimWorld *world, int32_t group) {
    int32_t region = world->config->target_groups[group].region, count = 0;
    for (int32_t i = 0; i < world->config->instance_count; i++) {
        const ConfigInstance *instance = &world->config->instances[i];
        if (instance->region != region) continue;
        int32_t times = 0;
        for (int32_t g = 0; g < instance->target_group_count; g++)
            times += instance->target_groups[g] == group;
        count += times > 1 ? times : 1;
    }
    return count;
}

// What each node of its balancer knows of the group; of targets registered before it knows nothing
// yet.
static void add_views(SimWorld *world, int32_t index) {
    Group *group = &world->groups.items[index];
    const Balancer *balancer = &world->balancers.items[group->balancer];
    int32_t capacity = group->member_capacity;
    group->first_view = world->node_groups.count;
    for (int32_t i = 0; i < balancer->node_count; i++) {
        NodeGroup *view = array_push(&world->node_groups);
        *view = (NodeGroup){.node = balancer->first_node + i,
                            .group = index,
                            .version = (int32_t)world->config->target_groups[index].version,
                            .is_https = world->config->target_groups[index].is_https,
                            .first_link = world->target_links.count};
        view->chooser = chooser_add(&world->choosers, group->algorithm, capacity);
        if (world->nodes.items[view->node].scope < 0) {
            view->scope = -1;
        } else if (i < balancer->zone_count) {
            view->scope = world_group_node_scope(world, index, i);
            world_group_zone_scope(world, index, i);
        } else {
            view->scope = view[-balancer->zone_count].scope;
        }
        array_resize(&world->target_links, world->target_links.count + capacity);
        for (int32_t m = 0; m < group->member_count; m++)
            chooser_member_add(&world->choosers, view->chooser);
    }
}

void group_add_zone_scopes(SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[index];
    const Balancer *balancer = &world->balancers.items[group->balancer];
    NodeGroup *views = &world->node_groups.items[group->first_view];
    for (int32_t z = 0; z < balancer->zone_count; z++) {
        if (views[z].scope >= 0 || world->nodes.items[views[z].node].scope < 0) continue;
        int32_t scope = world_group_node_scope(world, index, z);
        for (int32_t n = z; n < balancer->node_count; n += balancer->zone_count)
            views[n].scope = scope;
        world_group_zone_scope(world, index, z);
    }
}

static void add_group(SimWorld *world, int32_t index) {
    const ConfigTargetGroup *config = &world->config->target_groups[index];
    Group *group = array_push(&world->groups);
    *group = (Group){.balancer = config->balancer,
                     .first_view = world->node_groups.count,
                     .first_member = world->members.count,
                     .member_capacity = capacity_of(world, index),
                     .algorithm = algorithm_find(config->algorithm)};
    array_resize(&world->members, world->members.count + group->member_capacity);
    group->scope = world_group_scope(world, index);
    group->scope_alone = world_group_alone_scope(world, index);
    if (group->balancer >= 0) add_views(world, index);
}

int32_t group_view_of_before(const SimWorld *world, int32_t group, int32_t node) {
    const NodeGroup *views = world->node_groups.items;
    for (int32_t view = world->node_groups.count - 1; view >= 0; view--)
        if (views[view].group == group && views[view].node == node) return view;
    SIM_ASSERT(false);
    return -1;
}

static int32_t find_views(const SimWorld *world, int32_t group, int32_t balancer) {
    int32_t first_node = world->balancers.items[balancer].first_node;
    for (int32_t i = 0; i < world->node_groups.count; i++)
        if (world->node_groups.items[i].group == group &&
            world->node_groups.items[i].node == first_node)
            return i;
    return -1;
}

static void for_targets(SimWorld *world, int32_t index, void (*act)(SimWorld *, int32_t)) {
    const Group group = world->groups.items[index];
    for (int32_t m = 0; m < group.member_count; m++)
        act(world, world->members.items[group.first_member + m]);
}

// The last rule that named it is gone: its targets are unused and no longer checked.
static void leave_balancer(SimWorld *world, int32_t index) {
    if (SIM_FACT("ELB-940", true)) for_targets(world, index, target_leave_use);
    for (int32_t n = 0; n < world->balancers.items[world->groups.items[index].balancer].node_count;
         n++) {
        int32_t view = world->groups.items[index].first_view + n;
        node_group_refresh(world, view);
        if (world->node_groups.items[view].scope >= 0)
            meter_set_registered(&world->meter, world->node_groups.items[view].scope, 0);
    }
    world->groups.items[index].balancer = -1;
    group_count_registered(world, index);
}

// Targets may have been registered while these views were of no use.
static void add_members_since(SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[index];
    for (int32_t n = 0; n < world->balancers.items[group->balancer].node_count; n++) {
        int32_t chooser = world->node_groups.items[group->first_view + n].chooser;
        while (world->choosers.choosers.items[chooser].count < group->member_count)
            chooser_member_add(&world->choosers, chooser);
    }
}

// Its scope of earlier, which the views of enabled zones know.
static int32_t group_scope_before(const SimWorld *world, int32_t view) {
    while (world->node_groups.items[view].scope < 0)
        view++;
    return meter_parent(&world->meter, world->node_groups.items[view].scope);
}

// A rule names it from now on: its targets are initial, and checks begin.
static void join_balancer(SimWorld *world, int32_t index, int32_t balancer) {
    Group *group = &world->groups.items[index];
    int32_t views = find_views(world, index, balancer);
    group->balancer = balancer;
    if (views >= 0) {
        group->first_view = views;
        group->scope = group_scope_before(world, views);
        meter_set_parent(&world->meter, group->scope_alone, group->scope);
        for (int32_t n = 0; n < world->balancers.items[balancer].zone_count; n++)
            if (world->node_groups.items[views + n].scope >= 0)
                world_group_zone_scope(world, index, n);
        group_add_zone_scopes(world, index);
        add_members_since(world, index);
    } else {
        group->scope = world_group_scope(world, index);
        meter_set_parent(&world->meter, group->scope_alone, group->scope);
        add_views(world, index);
    }
    if (SIM_FACT("ELB-935", true)) for_targets(world, index, target_enter_use);
    group_start(world, index);
}

static void bind(SimWorld *world, int32_t index) {
    int32_t before = world->groups.items[index].balancer;
    int32_t after = world->config->target_groups[index].balancer;
    if (before == after) return;
    if (before >= 0) leave_balancer(world, index);
    if (after >= 0) join_balancer(world, index, after);
}

static void shape_groups(SimWorld *world, const Config *old) {
    for (int32_t i = world->groups.count; i < world->config->target_group_count; i++)
        add_group(world, i);
    if (old == NULL) return;
    for (int32_t i = 0; i < old->target_group_count; i++) {
        bind(world, i);
        if (world->config->target_groups[i].is_deleted && !old->target_groups[i].is_deleted)
            for_targets(world, i, target_forget);
    }
}

// A shift away from a zone ends with its balancer.
static void end_shifts(SimWorld *world, const Config *old) {
    for (int32_t i = 0; old != NULL && i < old->balancer_count; i++)
        if (world->config->balancers[i].is_deleted && !old->balancers[i].is_deleted)
            zonal_shift_forget(world, i);
}

void elb_reshape(SimWorld *world, const Config *old) {
    if (old != NULL) balancers_add(world);
    end_shifts(world, old);
    place_listeners(world);
    shape_groups(world, old);
    if (old != NULL) zones_reshape(world, old);
    if (old != NULL) traffic_reshape(world);
}
