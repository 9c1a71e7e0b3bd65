// The middle of the picture: regions, balancers, rules, target groups, targets, releases.
#include <stdio.h>
#include <string.h>

#include "elb/barrier.h"
#include "elb/lcu.h"
#include "scenario/tls_policies.h"
#include "view/viewer.h"

// First index and number of the things of a region in a list that keeps regions together.
#define RANGE(region_, first, count_, list, list_count)                                            \
    do {                                                                                           \
        (first) = 0;                                                                               \
        (count_) = 0;                                                                              \
        for (int32_t i_ = 0; i_ < (list_count); i_++) {                                            \
            if ((list)[i_].region != (region_)) continue;                                          \
            if ((count_) == 0) (first) = i_;                                                       \
            (count_)++;                                                                            \
        }                                                                                          \
    } while (0)

static void view_region(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const Config *config = world->config;
    SimViewRegion *region = array_push(&viewer->regions);
    region->name = config->regions[index].name;
    region->place = config->regions[index].place;
    view_region_links(region, world, index);
    RANGE(index, region->first_zone, region->zone_count, config->zones, config->zone_count);
    region->first_balancer = viewer->balancer_order.count;
    for (int32_t b = 0; b < config->balancer_count; b++)
        if (config->balancers[b].region == index && !config->balancers[b].is_deleted)
            *array_push(&viewer->balancer_order) = b;
    region->balancer_count = viewer->balancer_order.count - region->first_balancer;
    region->group_count = 0;
    for (int32_t g = 0; g < config->target_group_count; g++)
        region->group_count +=
            config->target_groups[g].region == index && !config->target_groups[g].is_deleted;
    RANGE(index, region->first_instance, region->instance_count, config->instances,
          config->instance_count);
}

static void view_capacity(SimViewBalancer *out, const SimWorld *world, int32_t index) {
    const Capacity *capacity = &world->capacities.items[index];
    bool is_limited = world->config->balancers[index].capacity.is_limited;
    out->state = (SimBalancerState)capacity->state;
    out->dimension = lcu_highest(capacity->load);
    out->lcus = capacity->load[out->dimension];
    out->capacity = is_limited ? capacity->units : 0;
    out->utilization = capacity->utilization;
    out->reserved = capacity->reserved;
    out->requested = capacity->requested;
    out->reserved_in = capacity->provisioned_at > 0 ? capacity->provisioned_at - world->now : 0;
    out->has_reservation_failed = capacity->has_failed != 0;
    out->rejected_total = capacity->rejected;
    out->cost = sim_balancer_cost(world, index);
}

static void view_shift(SimViewBalancer *out, const SimWorld *world, int32_t index) {
    const ZonalShift *shift = &world->shifts.items[index];
    out->has_zonal_shift = world->config->balancers[index].has_zonal_shift;
    out->shifted_zone =
        shift->node1 != 0 ? world->nodes.items[out->first_node + shift->node1 - 1].zone : -1;
    out->shift_left = shift->node1 != 0 && shift->ends > 0 ? shift->ends - world->now : 0;
    const Autoshift *autoshift = &world->autoshifts.items[index];
    bool is_overruled = autoshift->active_node1 != 0 && shift->kind != SHIFT_AUTO;
    out->shift_word = shift->node1 != 0 ? shift_kind_word((ShiftKind)shift->kind) : NULL;
    out->practice = autoshift->outcome != PRACTICE_NONE
                        ? practice_outcome_word((PracticeOutcome)autoshift->outcome)
                        : NULL;
    out->overruled_zone =
        is_overruled ? world->nodes.items[out->first_node + autoshift->active_node1 - 1].zone : -1;
}

static void view_balancer(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    *array_push(&viewer->balancers) =
        (SimViewBalancer){.name = world->config->balancers[index].name,
                          .region = world->config->balancers[index].region,
                          .is_deleted = world->config->balancers[index].is_deleted,
                          .is_protected = world->config->balancers[index].is_protected,
                          .is_internal = world->config->balancers[index].is_internal,
                          .first_node = balancer->first_node,
                          .node_count = balancer->zone_count * balancer->ranks,
                          .first_listener = viewer->listener_order.count,
                          .listener_count = world->config->balancers[index].listener_count};
    for (int32_t i = 0; i < world->config->balancers[index].listener_count; i++)
        *array_push(&viewer->listener_order) = world->config->balancers[index].listeners[i].handle;
    view_capacity(&viewer->balancers.items[viewer->balancers.count - 1], world, index);
    view_shift(&viewer->balancers.items[viewer->balancers.count - 1], world, index);
}

static const char *mutual_word(ConfigMutual mutual) {
    if (mutual == CONFIG_MUTUAL_OFF) return NULL;
    return mutual == CONFIG_MUTUAL_VERIFY ? "verify" : "passthrough";
}

static bool asks_balancer(const SimWorld *world, const ConfigClient *client, int32_t balancer) {
    for (int32_t i = 0; i < world->config->record_count; i++)
        if (world->config->records[i].balancer == balancer &&
            !world->config->records[i].is_deleted &&
            strcmp(world->config->records[i].name, client->host) == 0)
            return true;
    return false;
}

// A population is judged by its first address.
static void view_held_clients(SimViewNode *node, const SimWorld *world, int32_t index) {
    if (!world->config->has_barriers) return;
    if (node->stage == SIM_NODE_ABSENT) return;
    for (int32_t c = 0; c < world->config->client_count; c++) {
        const ConfigClient *client = &world->config->clients[c];
        if (!asks_balancer(world, client, node->balancer)) continue;
        uint32_t address = user_address(world, world->populations.items[c].first_user);
        Barrier barrier = barrier_to_node(world, address, index, client->port);
        if (barrier.kind == SIM_BARRIER_NONE) continue;
        if (node->held_clients++ > 0) continue;
        node->held_by = barrier.kind;
        barrier_describe(world, &barrier, node->held, sizeof node->held);
    }
}

static void view_held_target(SimViewGroup *group, const SimWorld *world, int32_t index) {
    const Target *target = &world->targets.items[index];
    if (target->lifecycle != TARGET_REGISTERED) return;
    group->deaf_targets += (target->deaf & TARGET_DEAF) != 0;
    if (target->held == 0) return;
    group->held_targets++;
    if (group->held[0] != '\0') return;
    int32_t first_node = world->balancers.items[group->balancer].first_node;
    Barrier barrier = barrier_to_instance(world, first_node + __builtin_ctz(target->held),
                                          target->instance, target_port(world, index));
    barrier_describe(world, &barrier, group->held, sizeof group->held);
}

static void view_node(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const ElbNode *node = &world->nodes.items[index];
    int32_t first = world->balancers.items[node->balancer].first_node;
    int32_t shifted1 = world->shifts.items[node->balancer].node1;
    *array_push(&viewer->nodes) = (SimViewNode){
        .balancer = node->balancer,
        .zone = node->zone,
        .ip = node->ip,
        .is_alive = world->zones.items[node->zone].has_power != 0 &&
                    !world->config->balancers[node->balancer].is_deleted,
        .is_in_dns = node->is_in_dns != 0,
        .is_shifted_away =
            shifted1 != 0 && world->nodes.items[first + shifted1 - 1].zone == node->zone,
        .number_in_zone = node->rank + 1,
        .stage = node->stage == NODE_STARTING  ? SIM_NODE_STARTING
                 : node->stage == NODE_LEAVING ? SIM_NODE_LEAVING
                 : node->stage == NODE_ABSENT  ? SIM_NODE_ABSENT
                                               : SIM_NODE_SERVING,
        .requests_total = node->requests,
        .elb_4xx_total = node->elb_4xx,
        .elb_5xx_total = node->elb_5xx,
        .in_flight = node->in_flight,
        .connections = node->connections,
        .http2_connections = node->http2_connections,
        .streams = node->streams,
        .target_http2 = node->target_http2,
        .target_streams = node->target_streams};
    view_held_clients(&viewer->nodes.items[index], world, index);
    view_reasons(&viewer->nodes.items[index], world, index);
}

static void view_rule(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const Rule *rule = &world->rules.items[index];
    const Listener *listener = &world->listeners.items[rule->listener];
    const ConfigRule *config = &world->config->balancers[listener->balancer]
                                    .listeners[listener->config]
                                    .rules[rule->config];
    *array_push(&viewer->rules) =
        (SimViewRule){.listener = rule->listener,
                      .is_deleted = config->is_deleted || listener->is_deleted,
                      .priority = config->priority,
                      .condition = config->condition_text,
                      .action = config->action_text,
                      .first_forward = rule->first_forward,
                      .forward_count = rule->forward_count,
                      .sticky_duration = config->action.sticky_ns,
                      .has_transforms = config->has_transforms,
                      .content_type = config->action.content_type,
                      .matched_total = rule->matched};
}

static int32_t count_expired(const ConfigListener *listener, SimTime now) {
    int32_t count = 0;
    for (int32_t i = 0; i < listener->certificate_count; i++) {
        SimTime expires = listener->certificates[i].expires_ns;
        count += expires > 0 && expires <= now;
    }
    return count;
}

static void view_listeners(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < world->listeners.count; i++) {
        const Listener *listener = &world->listeners.items[i];
        const ConfigListener *config =
            &world->config->balancers[listener->balancer].listeners[listener->config];
        const TlsPolicy *policy = tls_policy(config->ssl_policy);
        *array_push(&viewer->listeners) = (SimViewListener){
            .balancer = listener->balancer,
            .is_https = config->is_https,
            .is_http2 = config->is_https && world->config->balancers[listener->balancer].is_http2,
            .tls_oldest = policy->oldest,
            .tls_newest = policy->newest,
            .expired_certificates = count_expired(config, world->now),
            .mutual = mutual_word(config->mutual),
            .port = config->port,
            .first_rule = viewer->rule_order.count};
        view_handshakes(&viewer->listeners.items[i], world, i);
        if (listener->is_deleted) continue;
        viewer->listeners.items[i].rule_count = config->rule_count;
        for (int32_t r = 0; r < config->rule_count; r++)
            *array_push(&viewer->rule_order) = config->rules[r].handle;
    }
    for (int32_t i = 0; i < world->rules.count; i++)
        view_rule(viewer, world, i);
    for (int32_t i = 0; i < world->forwards.count; i++) {
        const Forward *forward = &world->forwards.items[i];
        const ConfigForward *config =
            &world_action(world, forward->rule)->forwards[forward->config];
        *array_push(&viewer->forwards) = (SimViewForward){.rule = forward->rule,
                                                          .group = config->target_group,
                                                          .weight = config->weight,
                                                          .chosen_total = forward->chosen};
    }
}

#define COOKIES_COUNTED_MAX 200000 // a look may come sixty times a second

// Whether it holds its user to a target: as valid as it is, it is not asked for when its group no
// longer sticks that way.
static bool holds_to_target(const SimWorld *world, const Cookie *cookie) {
    if (cookie->kind == COOKIE_GROUP || cookie->expires <= world->now || cookie->is_lost)
        return false;
    ConfigStickinessKind asked = world->config->target_groups[cookie->owner].stickiness.kind;
    return asked == (cookie->kind == COOKIE_TARGET_APP ? CONFIG_STICKINESS_APP_COOKIE
                                                       : CONFIG_STICKINESS_LB_COOKIE);
}

// Who is held to whom, by target.
static void count_sessions(SimViewer *viewer, const SimWorld *world) {
    bool is_too_much = world->cookies.count > COOKIES_COUNTED_MAX;
    array_clear(&viewer->sessions);
    array_resize(&viewer->sessions, world->targets.count);
    for (int32_t i = 0; is_too_much && i < world->targets.count; i++)
        viewer->sessions.items[i] = -1;
    for (int32_t i = 0; !is_too_much && i < world->cookies.count; i++) {
        const Cookie *cookie = &world->cookies.items[i];
        if (holds_to_target(world, cookie)) viewer->sessions.items[cookie->value]++;
    }
}

static void view_process(const SimWorld *world, const Target *target, SimViewTarget *out) {
    const Container *container = container_find(world, target->instance, target->port);
    out->process = SIM_INSTANCE_RUNNING;
    if (container == NULL) return;
    out->process_errors = container->error_share;
    if (container->is_hung) out->process = SIM_INSTANCE_HUNG;
    if (container->is_crashed) out->process = SIM_INSTANCE_CRASHED;
}

static void view_target(SimViewer *viewer, const SimWorld *world, int32_t index,
                        SimViewGroup *group) {
    const Target *target = &world->targets.items[index];
    SimViewTarget *out = array_push(&viewer->targets);
    *out = (SimViewTarget){
        .group = target->group,
        .instance = target->instance,
        .port = target->port,
        .outstanding = target->in_flight.count,
        .slow_start = target_slow_share(world, index),
        .is_anomalous = target_anomaly(world, index)->is_anomalous != 0,
        .held_down = target_anomaly(world, index)->steps > 0 ? target_weight(world, index) : 0,
        .sessions = group->sticky_cookie != NULL ? viewer->sessions.items[index] : 0,
        .requests_total = target->requests,
        .drain_left = target->lifecycle == TARGET_DRAINING ? target->drain_ends - world->now : 0};
    view_process(world, target, out);
    out->override = target_override(world, index);
    out->state = target_state(world, index, &out->reason, &out->healthy_nodes, &out->node_count,
                              &out->streak);
    int32_t *const counts[] = {&group->initial, &group->healthy, &group->unhealthy,
                               &group->draining, &group->unused};
    (*counts[out->state])++;
    group->anomalous += out->is_anomalous;
    group->mitigated += out->held_down > 0;
}

static void view_thresholds(const SimWorld *world, const Group *group, SimViewGroup *out) {
    if (group->balancer < 0) return;
    const Balancer *balancer = &world->balancers.items[group->balancer];
    for (int32_t n = 0; n < balancer->zone_count * balancer->ranks; n++) {
        const NodeGroup *view = &world->node_groups.items[group->first_view + n];
        // Whoever still makes its first checks routes nothing, so it does not fail open either.
        int32_t stage = world->nodes.items[view->node].stage;
        if (stage == NODE_STARTING || stage == NODE_ABSENT) continue;
        out->failing_open |= (uint32_t)(view->is_failing_open != 0) << n;
        out->below_dns |= (uint32_t)(view->is_below_dns != 0) << n;
    }
    out->is_failing_open = out->failing_open != 0;
}

static void describe_group(SimViewGroup *out, const Config *config, int32_t index) {
    const ConfigTargetGroup *group = &config->target_groups[index];
    out->name = group->name;
    out->is_deleted = group->is_deleted;
    out->region = group->region;
    out->is_cross_zone = group->is_cross_zone;
    out->health_interval = group->health_check.interval_ns;
    out->health_timeout = group->health_check.timeout_ns;
    out->healthy_threshold = group->health_check.healthy_threshold;
    out->unhealthy_threshold = group->health_check.unhealthy_threshold;
    out->health_path = group->health_check.path;
    out->port = group->port;
    out->health_port = group->health_check.port;
    out->is_ip = group->is_ip;
    out->dns_count = group->dns_minimum.count;
    out->dns_percentage = group->dns_minimum.percentage;
    out->routing_count = group->routing_minimum.count;
    out->routing_percentage = group->routing_minimum.percentage;
    out->deregistration_delay = group->deregistration_delay_ns;
    out->slow_start = group->slow_start_ns;
    out->is_mitigating = group->is_anomaly_mitigation;
    out->sticky_duration = group->stickiness.duration_ns;
    out->is_app_cookie = group->stickiness.kind == CONFIG_STICKINESS_APP_COOKIE;
    if (group->stickiness.kind != CONFIG_STICKINESS_OFF)
        out->sticky_cookie = out->is_app_cookie ? group->stickiness.cookie : "AWSALB";
    out->release = -1;
    out->version = "";
    for (int32_t r = 0; r < config->release_count; r++) {
        if (config->releases[r].stable != index && config->releases[r].fresh != index) continue;
        out->release = r;
        out->is_new_of_release = config->releases[r].fresh == index;
    }
}

static const char *protocol_word(const ConfigTargetGroup *group) {
    static const char *const words[2][3] = {{"HTTP", "HTTP, HTTP2", "HTTP, GRPC"},
                                            {"HTTPS", "HTTPS, HTTP2", "HTTPS, GRPC"}};
    return words[group->is_https][group->version];
}

static void view_group(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[index];
    SimViewGroup out = {.balancer = group->balancer,
                        .algorithm = group->algorithm,
                        .requests_total = group->requests,
                        .target_5xx_total = group->target_5xx,
                        .protocol = protocol_word(&world->config->target_groups[index]),
                        .first_target = viewer->targets.count};
    describe_group(&out, world->config, index);
    view_thresholds(world, group, &out);
    int32_t first = -1;
    for (int32_t i = 0; i < group->member_count; i++) {
        int32_t target = world->members.items[group->first_member + i];
        int32_t its = world->targets.items[target].instance;
        if (view_is_absent(world, its)) continue;
        if (first < 0) first = its;
        out.target_count++;
        view_target(viewer, world, target, &out);
        view_held_target(&out, world, target);
    }
    if (first >= 0)
        out.version = world->config->launches[world->instances.items[first].launch].name;
    *array_push(&viewer->groups) = out;
}

static int32_t share_of_new(const ConfigAction *action, const ConfigRelease *release) {
    int32_t fresh = 0, both = 0;
    for (int32_t i = 0; i < action->forward_count; i++) {
        int32_t group = action->forwards[i].target_group, weight = action->forwards[i].weight;
        if (group == release->fresh) fresh += weight;
        if (group == release->fresh || group == release->stable) both += weight;
    }
    return both > 0 ? (100 * fresh + both / 2) / both : 0;
}

static void view_release(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const ConfigRelease *release = &world->config->releases[index];
    int32_t rule = world->config->balancers[release->balancer]
                       .listeners[release->listener]
                       .rules[release->rule]
                       .handle;
    *array_push(&viewer->releases) =
        (SimViewRelease){.name = release->name,
                         .rule = rule,
                         .stable = release->stable,
                         .fresh = release->fresh,
                         .weight = share_of_new(world_action(world, rule), release)};
}

static void clear(SimViewer *viewer) {
    array_clear(&viewer->regions);
    array_clear(&viewer->balancers);
    array_clear(&viewer->nodes);
    array_clear(&viewer->listeners);
    array_clear(&viewer->balancer_order);
    array_clear(&viewer->listener_order);
    array_clear(&viewer->rule_order);
    array_clear(&viewer->rules);
    array_clear(&viewer->forwards);
    array_clear(&viewer->groups);
    array_clear(&viewer->targets);
    array_clear(&viewer->releases);
}

void view_balancers(SimViewer *viewer, const SimWorld *world) {
    clear(viewer);
    for (int32_t i = 0; i < world->config->region_count; i++)
        view_region(viewer, world, i);
    for (int32_t i = 0; i < world->balancers.count; i++)
        view_balancer(viewer, world, i);
    for (int32_t i = 0; i < world->nodes.count; i++)
        view_node(viewer, world, i);
    view_listeners(viewer, world);
    count_sessions(viewer, world);
    for (int32_t i = 0; i < world->groups.count; i++)
        view_group(viewer, world, i);
    for (int32_t i = 0; i < world->config->release_count; i++)
        view_release(viewer, world, i);
}
