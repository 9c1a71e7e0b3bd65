// A sentence for each kind of step, made of the names that stand on the map, so that reader and dot
// meet at the same place.
#include "window/captions.h"

#include <stdio.h>
#include <string.h>

void caption_of_timeline(const SimScenario *scenario, const SimView *view, char *caption,
                         size_t caption_capacity, char *step, size_t step_capacity) {
    caption[0] = step[0] = '\0';
    int32_t said = 0, all = 0;
    for (int32_t i = 0; i < view->info->step_count; i++) {
        SimScenarioStep it = sim_scenario_step(scenario, i);
        if (it.say == NULL || it.say[0] == '\0') continue;
        all++;
        if (it.at > view->now) continue;
        said++;
        snprintf(caption, caption_capacity, "%s", it.say);
    }
    if (said > 0) snprintf(step, step_capacity, "Step %d of %d", (int)said, (int)all);
}

static const char *client_city(const SimView *view, SimPlace place) {
    bool is_client =
        place.kind == SIM_PLACE_CLIENT && place.index >= 0 && place.index < view->client_count;
    return is_client ? view->clients[place.index].city : "the client";
}

static const char *zone_of_node(const SimView *view, SimPlace place) {
    bool is_node = place.index >= 0 && place.index < view->node_count;
    return is_node ? view->zones[view->nodes[place.index].zone].name : "its zone";
}

static const char *instance_name(const SimView *view, SimPlace place) {
    bool is_instance =
        place.kind == SIM_PLACE_INSTANCE && place.index >= 0 && place.index < view->instance_count;
    return is_instance ? view->instances[place.index].name : "the instance";
}

static void caption_to_instance(const SimView *view, const SimHop *hop, char *out,
                                size_t capacity) {
    int32_t group = view->instances[hop->to.index].first_group;
    const char *name = instance_name(view, hop->to);
    if (hop->from.kind == SIM_PLACE_CLIENT || group < 0)
        snprintf(out, capacity, "It goes straight to %s: there is no balancer on its way.", name);
    else
        snprintf(out, capacity, "Target group %s: %s chooses %s.", view->groups[group].name,
                 sim_algorithm(view->groups[group].algorithm).title, name);
}

static void caption_travel(const SimView *view, const SimHop *hop, char *out, size_t capacity) {
    if (hop->is_response && hop->to.kind == SIM_PLACE_CLIENT)
        snprintf(out, capacity, "The answer, %d, travels back to %s.", (int)hop->status,
                 client_city(view, hop->to));
    else if (hop->is_response)
        snprintf(out, capacity, "The answer goes back the way the request came.");
    else if (hop->to.kind == SIM_PLACE_RESOLVER)
        snprintf(out, capacity, "The client asks its resolver where the name leads.");
    else if (hop->to.kind == SIM_PLACE_ROUTE53)
        snprintf(out, capacity, "The resolver's cache is empty: it asks Route 53.");
    else if (hop->to.kind == SIM_PLACE_NODE)
        snprintf(
            out, capacity,
            "A request from %s goes to the balancer's node in %s, by the address that DNS gave.",
            client_city(view, hop->from), zone_of_node(view, hop->to));
    else if (hop->to.kind == SIM_PLACE_RULE && hop->to.index >= 0)
        snprintf(out, capacity, "The listener's rule %s matches: %s.",
                 view->rules[hop->to.index].condition, view->rules[hop->to.index].action);
    else if (hop->to.kind == SIM_PLACE_GROUP && hop->to.index >= 0)
        snprintf(out, capacity, "The rule forwards it to target group %s.",
                 view->groups[hop->to.index].name);
    else if (hop->to.kind == SIM_PLACE_INSTANCE && hop->to.index >= 0)
        caption_to_instance(view, hop, out, capacity);
}

void caption_of_hop(const SimView *view, const SimHop *hop, char *out, size_t capacity) {
    out[0] = '\0';
    switch (hop->kind) {
    case SIM_HOP_BORN:
        snprintf(out, capacity, "A user in %s makes a request.", client_city(view, hop->from));
        break;
    case SIM_HOP_TRAVEL:
        caption_travel(view, hop, out, capacity);
        break;
    case SIM_HOP_QUEUED:
        snprintf(out, capacity, "All workers of %s are busy: it waits in the backlog.",
                 instance_name(view, hop->to));
        break;
    case SIM_HOP_SERVED:
        snprintf(out, capacity, "A worker of %s takes it: %.0f ms of work.",
                 instance_name(view, hop->to), (double)hop->work / 1e6);
        break;
    case SIM_HOP_FINISHED:
        snprintf(out, capacity, "%s is done with it.", instance_name(view, hop->to));
        break;
    case SIM_HOP_ANSWERED:
        snprintf(out, capacity, "Answered %d after %.0f ms.", (int)hop->status,
                 (double)(hop->time - hop->born) / 1e6);
        break;
    case SIM_HOP_FAILED:
        snprintf(out, capacity, "The client gives up after %.1f s.",
                 (double)(hop->time - hop->born) / 1e9);
        break;
    case SIM_HOP_DROPPED:
        snprintf(out, capacity, "It is lost here, and nobody tells the client.");
        break;
    }
}
