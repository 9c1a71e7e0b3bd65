// Handles: the numbers by which a running world knows balancers, listeners and rules.
//
// In a file they are counted as they stand. A change in a running world leaves the number of what
// was there, gives the next free one to what is new, and keeps what was deleted behind the live
// ones: a request in flight may have come through it. So no handle in the world's memory ever
// points to something else, and its arrays only grow. A rule is the same one when it says the same,
// or else when its priority is the same and it leads to the same; a listener when its port is.
#include "scenario/compile.h"

#include <string.h>

static void count_listeners(Config *config, ConfigBalancer *balancer) {
    balancer->listener_total = balancer->listener_count;
    for (int32_t l = 0; l < balancer->listener_count; l++) {
        ConfigListener *listener = &balancer->listeners[l];
        listener->handle = config->listener_handle_count++;
        listener->rule_total = listener->rule_count;
        for (int32_t r = 0; r < listener->rule_count; r++)
            listener->rules[r].handle = config->rule_handle_count++;
    }
}

// --- rules
// -----------------------------------------------------------------------------------------------------------------

static bool is_same_rule(const ConfigRule *old, const ConfigRule *fresh, int32_t pass) {
    bool is_same_priority = old->priority == fresh->priority;
    bool is_same_content = old->content == fresh->content;
    bool is_like = is_same_priority && old->shape == fresh->shape;
    if (old->priority == 0 || fresh->priority == 0) return is_like;
    return pass == 0 ? is_same_priority && is_same_content : pass == 1 ? is_same_content : is_like;
}

// The surest likeness first; `taken` marks those of the old listener that go on.
static void match_rules(const ConfigListener *old, ConfigListener *fresh, bool *taken) {
    for (int32_t pass = 0; pass < 3; pass++)
        for (int32_t r = 0; r < fresh->rule_count; r++)
            for (int32_t o = 0; o < old->rule_count && fresh->rules[r].handle < 0; o++) {
                if (taken[o] || !is_same_rule(&old->rules[o], &fresh->rules[r], pass)) continue;
                taken[o] = true;
                fresh->rules[r].handle = old->rules[o].handle;
            }
}

static void bury_rule(Config *config, ConfigListener *fresh, const ConfigRule *rule) {
    config->has_deleted = config->has_deleted || !rule->is_deleted;
    ConfigRule *grave = &fresh->rules[fresh->rule_total++];
    *grave = *rule;
    grave->is_deleted = true;
}

static void inherit_rules(Compiler *compiler, const ConfigListener *old, ConfigListener *fresh) {
    Config *config = compiler->config;
    ConfigRule *rules =
        arena_array(compiler->arena, fresh->rule_count + old->rule_total, sizeof *rules);
    memcpy(rules, fresh->rules, (size_t)fresh->rule_count * sizeof *rules);
    fresh->rules = rules;
    fresh->rule_total = fresh->rule_count;
    bool *taken = arena_array(compiler->arena, old->rule_total, sizeof *taken);
    for (int32_t r = 0; r < fresh->rule_count; r++)
        fresh->rules[r].handle = -1;
    match_rules(old, fresh, taken);
    bool is_moved = fresh->rule_count != old->rule_count;
    for (int32_t r = 0; r < fresh->rule_count; r++) {
        if (fresh->rules[r].handle < 0) fresh->rules[r].handle = config->rule_handle_count++;
        is_moved = is_moved || fresh->rules[r].handle != old->rules[r].handle;
    }
    for (int32_t o = 0; o < old->rule_total; o++)
        if (!taken[o]) bury_rule(config, fresh, &old->rules[o]);
    config->shape += is_moved;
}

// --- listeners
// -----------------------------------------------------------------------------------------------------------------

static void begin_listener(Compiler *compiler, ConfigListener *fresh) {
    Config *config = compiler->config;
    fresh->handle = config->listener_handle_count++;
    fresh->rule_total = fresh->rule_count;
    for (int32_t r = 0; r < fresh->rule_count; r++)
        fresh->rules[r].handle = config->rule_handle_count++;
    config->shape++;
}

static const ConfigListener *find_listener(const ConfigBalancer *old, int32_t port, bool *taken) {
    for (int32_t o = 0; o < old->listener_count; o++) {
        if (taken[o] || old->listeners[o].port != port) continue;
        taken[o] = true;
        return &old->listeners[o];
    }
    return NULL;
}

static void bury_listener(Config *config, ConfigBalancer *fresh, const ConfigListener *listener) {
    bool is_new_grave = !listener->is_deleted;
    config->has_deleted = config->has_deleted || is_new_grave;
    config->shape += is_new_grave;
    ConfigListener *grave = &fresh->listeners[fresh->listener_total++];
    *grave = *listener;
    grave->is_deleted = true;
}

static void inherit_listeners(Compiler *compiler, const ConfigBalancer *old,
                              ConfigBalancer *fresh) {
    ConfigListener *listeners = arena_array(
        compiler->arena, fresh->listener_count + old->listener_total, sizeof *listeners);
    memcpy(listeners, fresh->listeners, (size_t)fresh->listener_count * sizeof *listeners);
    fresh->listeners = listeners;
    fresh->listener_total = fresh->listener_count;
    bool *taken = arena_array(compiler->arena, old->listener_total, sizeof *taken);
    for (int32_t l = 0; l < fresh->listener_count; l++) {
        ConfigListener *listener = &fresh->listeners[l];
        const ConfigListener *before = find_listener(old, listener->port, taken);
        if (before == NULL) {
            begin_listener(compiler, listener);
            continue;
        }
        listener->handle = before->handle;
        inherit_rules(compiler, before, listener);
    }
    for (int32_t o = 0; o < old->listener_total; o++)
        if (!taken[o]) bury_listener(compiler->config, fresh, &old->listeners[o]);
}

// --- groups
// --------------------------------------------------------------------------------------------------------------------

// Their places were given out when they were compiled.
static void compare_groups(Config *config, const Config *previous) {
    config->shape += config->target_group_count != previous->target_group_count;
    for (int32_t g = 0; g < previous->target_group_count; g++) {
        const ConfigTargetGroup *old = &previous->target_groups[g],
                                *fresh = &config->target_groups[g];
        bool is_gone = fresh->is_deleted && !old->is_deleted;
        config->has_deleted = config->has_deleted || is_gone;
        config->shape += fresh->is_deleted != old->is_deleted || fresh->balancer != old->balancer;
    }
}

// --- balancers
// -----------------------------------------------------------------------------------------------------------------

// Their places were given out when they were compiled, too.
static void compare_balancers(Config *config, const Config *previous) {
    config->shape += config->balancer_count != previous->balancer_count;
    for (int32_t b = 0; b < previous->balancer_count; b++) {
        bool is_gone = config->balancers[b].is_deleted && !previous->balancers[b].is_deleted;
        config->has_deleted = config->has_deleted || is_gone;
        config->shape += is_gone || config->balancers[b].enabled != previous->balancers[b].enabled;
    }
}

void compile_handles(Compiler *compiler) {
    const Config *previous = compiler->previous;
    Config *config = compiler->config;
    int32_t known = previous == NULL ? 0 : previous->balancer_count;
    if (previous != NULL) {
        config->shape = previous->shape;
        config->listener_handle_count = previous->listener_handle_count;
        config->rule_handle_count = previous->rule_handle_count;
    }
    for (int32_t b = 0; b < config->balancer_count; b++) {
        if (b < known)
            inherit_listeners(compiler, &previous->balancers[b], &config->balancers[b]);
        else
            count_listeners(config, &config->balancers[b]);
    }
    if (previous == NULL) return;
    compare_balancers(config, previous);
    compare_groups(config, previous);
}
