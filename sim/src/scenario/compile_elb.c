// Load balancers, listeners, rules and actions, with the refusals that AWS's API gives.
#include "scenario/compile.h"

#include "base/fact.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BALANCERS_A_REGION      50  // adjustable
#define LISTENERS_A_BALANCER    50  // adjustable
#define RULES_A_BALANCER        100 // adjustable, default rules not counted
#define CERTIFICATES_A_BALANCER 25  // adjustable, the default ones not counted
#define GROUPS_A_BALANCER       100 // fixed
#define VERIFYING_A_BALANCER    2   // fixed

// Of an action with several target groups.
static void check_sticky_forward(Compiler *compiler, const Node *place,
                                 const ConfigTargetGroup *group) {
    if (SIM_FACT("ELB-253", true) && group->stickiness.kind == CONFIG_STICKINESS_APP_COOKIE)
        COMPILE_REFUSE(compiler, place, NULL, "Use lb_cookie, or forward to this group alone.",
                       "app_cookie stickiness does not work with weighted target groups");
}

static void compile_forward(Compiler *compiler, const RawAction *raw, int32_t balancer,
                            ConfigAction *action) {
    const RawForward *forwards = raw->forward.items;
    int32_t region = compiler->config->balancers[balancer].region;
    action->kind = CONFIG_ACTION_FORWARD;
    action->forwards = arena_array(compiler->arena, raw->forward.count, sizeof *action->forwards);
    int32_t sum = 0;
    for (int32_t i = 0; i < raw->forward.count; i++) {
        const RawForward *forward = &forwards[i];
        sum += forward->weight;
        if (forward->target_group == NULL) continue;
        const Node *place = compile_place(forward->node, "target_group");
        int32_t group = compile_find(compiler, &compiler->groups,
                                     compile_scoped(compiler, region, forward->target_group), place,
                                     "target group");
        if (group < 0) continue;
        int32_t *owner = &compiler->config->target_groups[group].balancer;
        bool is_twice = false;
        for (int32_t k = 0; k < action->forward_count; k++)
            is_twice = is_twice || action->forwards[k].target_group == group;
        if (is_twice)
            COMPILE_REFUSE(compiler, place, NULL, "",
                           "this target group stands twice in one action");
        else if (SIM_FACT("ELB-158", *owner >= 0 && *owner != balancer))
            COMPILE_REFUSE(compiler, place, NULL, "AWS allows one; make another group.",
                           "this target group serves the load balancer \"%s\" already",
                           compiler->config->balancers[*owner].name);
        else
            *owner = balancer;
        if (raw->forward.count > 1)
            check_sticky_forward(compiler, place, &compiler->config->target_groups[group]);
        action->forwards[action->forward_count++] = (ConfigForward){group, forward->weight};
    }
    if (raw->forward.count > 0 && sum == 0)
        COMPILE_REFUSE(compiler, raw->node, "forward", "Give one target group a weight above 0.",
                       "all weights are 0: the shares would be 0/0");
}

// A sticky target group among several works only when users come back to it.
static bool has_sticky_group(const Compiler *compiler, const ConfigAction *action) {
    for (int32_t i = 0; i < action->forward_count; i++) {
        const ConfigTargetGroup *group =
            &compiler->config->target_groups[action->forwards[i].target_group];
        if (group->stickiness.kind == CONFIG_STICKINESS_LB_COOKIE) return true;
    }
    return false;
}

static void compile_group_stickiness(Compiler *compiler, const RawAction *raw,
                                     ConfigAction *action) {
    bool is_given = node_member(raw->node, "stickiness") != NULL;
    const RawGroupStickiness *stickiness = &raw->stickiness;
    if (is_given && action->kind != CONFIG_ACTION_FORWARD)
        COMPILE_REFUSE(compiler, raw->node, "stickiness", "Leave it out.",
                       "only a forward action has stickiness");
    bool is_on = is_given && stickiness->is_enabled;
    if (SIM_FACT("ELB-152", is_on && node_member(stickiness->node, "duration") == NULL))
        COMPILE_REFUSE(compiler, raw->node, "stickiness", "Add \"duration\": \"1h\".",
                       "AWS wants the duration when stickiness is enabled");
    if (is_on) action->sticky_ns = stickiness->duration_ns;
    if (!is_on && action->forward_count > 1 &&
        SIM_FACT("ELB-153", has_sticky_group(compiler, action)))
        COMPILE_REFUSE(compiler, raw->node, "forward",
                       "Add \"stickiness\": {\"duration\": \"1h\"} beside it.",
                       "a sticky target group among several needs stickiness of the action too");
    compiler->config->has_sticky_rules |= is_on;
}

static void compile_redirect(Compiler *compiler, const RawAction *raw, const RawListener *listener,
                             ConfigAction *action) {
    static const char *const protocols[] = {"#{protocol}", "HTTP", "HTTPS"};
    const RawRedirect *redirect = &raw->redirect;
    action->kind = CONFIG_ACTION_REDIRECT;
    action->status = redirect->status;
    action->protocol = protocols[redirect->protocol];
    action->host = redirect->host;
    action->port = redirect->port;
    action->path = redirect->path;
    action->query = redirect->query;
    const Node *node = redirect->node;
    bool keeps_port = strcmp(action->port, "#{port}") == 0;
    bool changes = redirect->protocol != 0 || strcmp(action->host, "#{host}") != 0 || !keeps_port ||
                   strcmp(action->path, "/#{path}") != 0;
    if (SIM_FACT("ELB-126", !changes))
        COMPILE_REFUSE(compiler, node, NULL, "Change protocol, host, port or path.",
                       "this redirect leads to itself for ever");
    if (SIM_FACT("ELB-127", listener->protocol == 1 && redirect->protocol == 1))
        COMPILE_REFUSE(compiler, node, "protocol",
                       "AWS allows HTTP to HTTP, HTTP to HTTPS and HTTPS to HTTPS.",
                       "a redirect from HTTPS to HTTP is refused");
    if (!keeps_port && atoi(action->port) > 65535)
        COMPILE_REFUSE(compiler, node, "port", "Allowed are 1 to 65535.", "out of range");
    if (listener->protocol == 0 && redirect->protocol == 2 && keeps_port)
        COMPILE_WARN(compiler, node, "protocol", "Add \"port\": \"443\".",
                     "the port stays that of HTTP");
}

static void compile_fixed_response(Compiler *compiler, const RawAction *raw, ConfigAction *action) {
    static const char *const types[] = {"text/plain", "text/css", "text/html",
                                        "application/javascript", "application/json"};
    const RawFixedResponse *fixed = &raw->fixed_response;
    action->kind = CONFIG_ACTION_FIXED_RESPONSE;
    action->status = fixed->status;
    action->content_type = types[fixed->content_type];
    action->body = fixed->body;
    if (SIM_FACT("ELB-128", fixed->status >= 300 && fixed->status < 400))
        COMPILE_REFUSE(compiler, fixed->node, "status",
                       "Allowed are 2XX, 4XX and 5XX; a redirect is an action of its own.",
                       "no status for a fixed response");
}

static void check_versions(Compiler *compiler, const RawAction *raw, const ConfigAction *action) {
    for (int32_t i = 0; i < action->forward_count; i++) {
        const ConfigTargetGroup *group =
            &compiler->config->target_groups[action->forwards[i].target_group];
        if (group->version == CONFIG_HTTP1 || !SIM_FACT("ELB-295", true)) continue;
        COMPILE_REFUSE(compiler, raw->node, "forward", "Use an HTTPS listener.",
                       "the target group \"%s\" takes no HTTP/1.1: its protocol version needs an "
                       "HTTPS listener",
                       group->name);
        return;
    }
}

void compile_action(Compiler *compiler, const RawAction *raw, const RawListener *listener,
                    int32_t balancer, ConfigAction *action) {
    if (raw->redirect.node != NULL)
        compile_redirect(compiler, raw, listener, action);
    else if (raw->fixed_response.node != NULL)
        compile_fixed_response(compiler, raw, action);
    else
        compile_forward(compiler, raw, balancer, action);
    if (listener->protocol == 0) check_versions(compiler, raw, action);
    compile_group_stickiness(compiler, raw, action);
}

// What tells a rule from others when its priority has changed.
static uint64_t content_of(Compiler *compiler, const Node *node) {
    uint64_t sum = 0;
    for (const Node *member = node->first; member != NULL; member = member->next) {
        if (strcmp(member->key, "priority") == 0) continue;
        int32_t length = node_print(member, NULL, 0);
        char *text = arena_array(compiler->arena, length + 1, 1);
        node_print(member, text, length + 1);
        sum += text_hash(member->key) * 31 + text_hash(text);
    }
    return sum;
}

static uint64_t hash_of_node(Compiler *compiler, const Node *node) {
    if (node == NULL) return 0;
    int32_t length = node_print(node, NULL, 0);
    char *text = arena_array(compiler->arena, length + 1, 1);
    node_print(node, text, length + 1);
    return text_hash(text);
}

// A rule that leads elsewhere from now on is another one to whoever it has already taken.
static uint64_t shape_of(Compiler *compiler, const Node *action, const Node *transforms,
                         const ConfigRule *rule) {
    uint64_t sum = hash_of_node(compiler, transforms);
    sum = sum * 31 + hash_of_node(compiler, node_member(action, "redirect"));
    sum = sum * 31 + hash_of_node(compiler, node_member(action, "fixed-response"));
    for (int32_t i = 0; i < rule->action.forward_count; i++)
        sum = sum * 31 + (uint64_t)rule->action.forwards[i].target_group + 1;
    return sum;
}

static int by_priority(const void *a, const void *b) {
    const ConfigRule *left = a, *right = b;
    bool is_later = SIM_FACT("ELB-112", left->priority > right->priority);
    return left->priority == right->priority ? 0 : is_later ? 1 : -1;
}

static void compile_rules(Compiler *compiler, const RawListener *raw, int32_t balancer,
                          ConfigListener *listener) {
    const RawRule *rules = raw->rules.items;
    listener->rules = arena_array(compiler->arena, raw->rules.count + 1, sizeof *listener->rules);
    for (int32_t i = 0; i < raw->rules.count; i++) {
        const RawRule *rule = &rules[i];
        bool is_twice = false;
        for (int32_t k = 0; k < i && rule->priority > 0; k++)
            is_twice = is_twice || rules[k].priority == rule->priority;
        if (SIM_FACT("ELB-148", is_twice))
            COMPILE_REFUSE(compiler, rule->node, "priority",
                           "Priorities are unique within a listener.",
                           "another rule has this priority");
        ConfigRule *out = &listener->rules[listener->rule_count++];
        *out = (ConfigRule){.priority = rule->priority};
        compile_conditions(compiler, rule, out);
        out->content = content_of(compiler, rule->node);
        compile_action(compiler, &rule->action, raw, balancer, &out->action);
        compile_transforms(compiler, rule, out);
        out->shape =
            shape_of(compiler, rule->action.node, node_member(rule->node, "transforms"), out);
    }
    qsort(listener->rules, (size_t)listener->rule_count, sizeof *listener->rules, by_priority);
    ConfigRule *last = &listener->rules[listener->rule_count++];
    compile_action(compiler, &raw->default_, raw, balancer, &last->action);
    last->shape = shape_of(compiler, raw->default_.node, NULL, last);
}

static void check_tls(Compiler *compiler, const RawListener *raw) {
    if (raw->protocol == 1) return;
    if (node_member(raw->node, "ssl_policy") != NULL)
        COMPILE_REFUSE(compiler, raw->node, "ssl_policy", "Leave it out.",
                       "an HTTP listener has no security policy");
    if (raw->mutual != CONFIG_MUTUAL_OFF)
        COMPILE_REFUSE(compiler, raw->node, "mutual_authentication", "Use an HTTPS listener.",
                       "mutual TLS needs TLS");
}

static void compile_listeners(Compiler *compiler, const RawBalancer *raw, int32_t index,
                              ConfigBalancer *balancer) {
    const RawListener *listeners = raw->listeners.items;
    int32_t verifying = 0;
    balancer->listener_count = raw->listeners.count;
    balancer->listeners =
        arena_array(compiler->arena, raw->listeners.count, sizeof *balancer->listeners);
    for (int32_t i = 0; i < raw->listeners.count; i++) {
        const RawListener *listener = &listeners[i];
        ConfigListener *out = &balancer->listeners[i];
        *out = (ConfigListener){.is_https = listener->protocol == 1,
                                .port = listener->port,
                                .ssl_policy = listener->ssl_policy,
                                .mutual = (ConfigMutual)listener->mutual,
                                .certificate_count = listener->certificates.count};
        compile_certificates(compiler, &listener->certificates, out);
        bool is_twice = false;
        for (int32_t k = 0; k < i; k++)
            is_twice = is_twice || listeners[k].port == listener->port;
        if (is_twice && listener->port > 0)
            COMPILE_REFUSE(compiler, listener->node, "port", "A port has one listener.",
                           "another listener has this port");
        if (SIM_FACT("ELB-159", out->is_https && out->certificate_count == 0))
            COMPILE_REFUSE(compiler, listener->node, "certificates",
                           "Add \"certificates\": [\"app.example.com\"].",
                           "an HTTPS listener needs a certificate");
        if (SIM_FACT("ELB-159", !out->is_https && out->certificate_count > 0))
            COMPILE_REFUSE(compiler, listener->node, "certificates", "Leave them out.",
                           "an HTTP listener has no certificates");
        check_tls(compiler, listener);
        verifying += out->mutual == CONFIG_MUTUAL_VERIFY;
        compile_rules(compiler, listener, index, out);
    }
    if (SIM_FACT("ELB-966", verifying > VERIFYING_A_BALANCER))
        COMPILE_REFUSE(compiler, raw->node, "listeners", "This quota is fixed.",
                       "%d listeners verify client certificates; %d are allowed", verifying,
                       VERIFYING_A_BALANCER);
}

static void warn_quota(Compiler *compiler, const Node *node, const char *key, int32_t count,
                       int32_t quota, const char *what) {
    if (SIM_FACT("ELB-162", count > quota))
        COMPILE_WARN(compiler, node, key, "AWS raises it on request.",
                     "%d %s are above the quota of %d", count, what, quota);
}

static void check_quotas(Compiler *compiler, const RawBalancer *raw, int32_t index) {
    const ConfigBalancer *balancer = &compiler->config->balancers[index];
    int32_t rules = 0, certificates = 0, groups = 0;
    for (int32_t i = 0; i < balancer->listener_count; i++) {
        rules += balancer->listeners[i].rule_count - 1;
        if (balancer->listeners[i].certificate_count > 1)
            certificates += balancer->listeners[i].certificate_count - 1;
    }
    for (int32_t g = 0; g < compiler->config->target_group_count; g++)
        groups += compiler->config->target_groups[g].balancer == index;
    warn_quota(compiler, raw->node, "listeners", balancer->listener_count, LISTENERS_A_BALANCER,
               "listeners of a load balancer");
    warn_quota(compiler, raw->node, "listeners", rules,
               SIM_FACT("ELB-147", true) ? RULES_A_BALANCER : INT32_MAX,
               "rules of a load balancer");
    warn_quota(compiler, raw->node, "listeners", certificates, CERTIFICATES_A_BALANCER,
               "certificates of a load balancer");
    if (SIM_FACT("ELB-163", groups > GROUPS_A_BALANCER))
        COMPILE_REFUSE(compiler, raw->node, "listeners", "This quota is fixed.",
                       "%d target groups of one load balancer; %d are allowed", groups,
                       GROUPS_A_BALANCER);
}

// --- places
// -----------------------------------------------------------------------------------------------------------------

// A running world knows a balancer by its index. One that was deleted leaves its place behind, and
// another of its name is another one.
static void take_over_balancers(Config *config, const Config *previous) {
    if (previous == NULL) return;
    config->balancer_count = previous->balancer_count;
    for (int32_t i = 0; i < previous->balancer_count; i++) {
        ConfigBalancer *balancer = &config->balancers[i];
        *balancer = previous->balancers[i];
        balancer->is_deleted = true;
        balancer->listener_count = balancer->listener_total = 0;
        balancer->security_group_count = 0;
    }
}

static bool is_called(const ConfigBalancer *balancer, const char *name, int32_t region) {
    return balancer->region == region && strcmp(balancer->name, name) == 0;
}

static int32_t take_index(Config *config, const Config *previous, const char *name,
                          int32_t region) {
    for (int32_t i = 0; previous != NULL && i < previous->balancer_count; i++)
        if (!previous->balancers[i].is_deleted && config->balancers[i].is_deleted &&
            is_called(&previous->balancers[i], name, region))
            return i;
    return config->balancer_count++;
}

// Balancers of one name, one after the other, have ids of their own as they have in AWS.
static const char *make_id(Compiler *compiler, const char *name, int32_t region, int32_t index) {
    const char *scoped = compile_scoped(compiler, region, name);
    int32_t before = 0;
    for (int32_t i = 0; i < index; i++) {
        const ConfigBalancer *other = &compiler->config->balancers[i];
        before += other->is_deleted && is_called(other, name, region);
    }
    if (SIM_FACT("ELB-196", true) && before > 0)
        scoped = arena_format(compiler->arena, "%s %d", scoped, before + 1);
    return compile_id16(compiler, "loadbalancer", scoped);
}

static void compile_enabled_zones(Compiler *compiler, const RawBalancer *raw, int32_t region,
                                  ConfigBalancer *balancer) {
    const RawTexts all = {0};
    int32_t *enabled =
        compile_zones(compiler, region, &raw->zones, raw->node, &balancer->enabled_count);
    balancer->zones = compile_zones(compiler, region, &all, raw->node, &balancer->zone_count);
    balancer->enabled = 0;
    for (int32_t i = 0; i < balancer->enabled_count; i++)
        balancer->enabled |= UINT32_C(1) << (enabled[i] - balancer->zones[0]);
}

static void compile_balancer(Compiler *compiler, const RawBalancer *raw, int32_t region) {
    const char *name = raw->balancer.name == NULL ? "" : raw->balancer.name;
    int32_t index = take_index(compiler->config, compiler->previous, name, region);
    ConfigBalancer *balancer = &compiler->config->balancers[index];
    *balancer = raw->balancer;
    balancer->region = region;
    balancer->desync_mode = (ConfigDesyncMode)raw->desync_mode;
    balancer->forwarded_mode = (ConfigForwardedMode)raw->forwarded_mode;
    balancer->is_internal = raw->scheme == 1;
    balancer->name = name;
    const char *scoped = compile_scoped(compiler, region, name);
    balancer->id16 = make_id(compiler, name, region, index);
    balancer->full_name =
        arena_format(compiler->arena, "app/%s/%s", balancer->name, balancer->id16);
    if (name[0] != 0)
        compile_add(compiler, &compiler->balancers, scoped, index, compile_place(raw->node, "name"),
                    "load balancer");
    compile_enabled_zones(compiler, raw, region, balancer);
    if (SIM_FACT("ELB-172", balancer->enabled_count < 2) && !compiler->is_incomplete)
        COMPILE_REFUSE(compiler, raw->node, "zones", "Enable a second zone of the region.",
                       "an Application Load Balancer needs at least two zones");
    balancer->security_groups = compile_bearer(compiler, region, &raw->security_groups, raw->node,
                                               &balancer->security_group_count);
    compile_capacity(compiler, raw, balancer);
    compile_listeners(compiler, raw, index, balancer);
    check_quotas(compiler, raw, index);
}

void compile_balancers(Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    int32_t count = 0;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        count += regions[r].balancers.count;
    if (compiler->previous != NULL) count += compiler->previous->balancer_count;
    compiler->config->balancers =
        arena_array(compiler->arena, count, sizeof *compiler->config->balancers);
    take_over_balancers(compiler->config, compiler->previous);
    for (int32_t r = 0; r < compiler->raw->regions.count; r++) {
        warn_quota(compiler, regions[r].node, "load_balancers", regions[r].balancers.count,
                   BALANCERS_A_REGION, "load balancers of a region");
        for (int32_t i = 0; i < regions[r].balancers.count; i++)
            compile_balancer(compiler, (const RawBalancer *)regions[r].balancers.items + i, r);
    }
}
