// Rules: by priority, the first that matches, the default rule last (elb.md 1.2). The most specific
// path has no say.
//
// A kind of request meets the same rules of a listener every time but for the source address. So a
// route is worked out once: the rule, or, where addresses matter, the rules that may take it.
#include "elb/elb.h"

#include "base/fact.h"
#include "elb/condition.h"
#include "world/world.h"

static const ConfigListener *config_of(const SimWorld *world, int32_t listener) {
    const Listener *l = &world->listeners.items[listener];
    return &world->config->balancers[l->balancer].listeners[l->config];
}

// The next rule from `i` on that takes the request if its source address is right; the default
// rule takes all.
static int32_t next_rule(const ConfigListener *config, int32_t i, const RequestTarget *target) {
    while (SIM_FACT("ELB-113", i < config->rule_count - 1) &&
           !conditions_hold(&config->rules[i], target))
        i++;
    return i;
}

static bool is_open(const ConfigRule *rule, uint32_t client_ip) {
    return !rule->has_source || source_holds(rule, client_ip);
}

int32_t rule_match(const SimWorld *world, int32_t listener, const RequestTarget *target,
                   uint32_t client_ip) {
    const ConfigListener *config = config_of(world, listener);
    int32_t i = next_rule(config, 0, target);
    while (!is_open(&config->rules[i], client_ip))
        i = next_rule(config, i + 1, target);
    return config->rules[i].handle;
}

// Where a rule on the way asks for the source address, all that may take the request are noted, up
// to the first that takes it from anywhere.
int32_t route_make(SimWorld *world, int32_t listener, const RequestTarget *target) {
    const ConfigListener *config = config_of(world, listener);
    int32_t i = next_rule(config, 0, target);
    if (!config->rules[i].has_source) return config->rules[i].handle + 1;
    int32_t route = -1 - world->route_rules.count;
    for (; config->rules[i].has_source; i = next_rule(config, i + 1, target))
        *array_push(&world->route_rules) = config->rules[i].handle;
    *array_push(&world->route_rules) = config->rules[i].handle;
    return route;
}

int32_t route_follow(const SimWorld *world, int32_t listener, int32_t route, uint32_t client_ip) {
    if (route > 0) return route - 1;
    const ConfigListener *config = config_of(world, listener);
    const int32_t *rule = &world->route_rules.items[-1 - route];
    while (!is_open(&config->rules[world->rules.items[*rule].config], client_ip))
        rule++;
    return *rule;
}

void routes_forget(SimWorld *world) {
    if (world->routes.count > 0)
        memset(world->routes.items, 0, (size_t)world->routes.count * sizeof *world->routes.items);
    array_clear(&world->route_rules);
    for (int32_t i = 0; i < world->kinds.count; i++)
        world->kinds.items[i].first_url1 = 0;
}

// The default rule is not counted.
int32_t rules_evaluated(const SimWorld *world, int32_t rule) {
    const Rule *r = &world->rules.items[rule];
    int32_t last = world->listeners.items[r->listener].rule_count - 1;
    return SIM_FACT("ELB-503", r->config < last) ? r->config + 1 : last;
}

int32_t listener_find(const SimWorld *world, int32_t balancer, bool is_https, int32_t port) {
    const ConfigBalancer *config = &world->config->balancers[balancer];
    for (int32_t i = 0; i < config->listener_count; i++)
        if (SIM_FACT("ELB-111", config->listeners[i].port == port) &&
            config->listeners[i].is_https == is_https)
            return config->listeners[i].handle;
    return -1;
}
