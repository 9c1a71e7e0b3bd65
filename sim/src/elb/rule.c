// Rules: by priority, the first that matches, the default rule last (elb.md 1.2). The most specific
// path has no say.
#include "elb/elb.h"

#include <ctype.h>

#include "base/fact.h"
#include "world/world.h"

static int fold(char c, bool ignores_case) {
    return ignores_case ? tolower((unsigned char)c) : (unsigned char)c;
}

// '*' takes zero or more characters and '?' exactly one; on a mismatch the last star takes one
// more.
bool rule_pattern_matches(const char *pattern, const char *text, bool ignores_case) {
    const char *star = NULL, *star_text = NULL;
    while (*text != '\0') {
        if (*pattern == '*' && SIM_FACT("ELB-115 ELB-116", true)) {
            star = pattern++;
            star_text = text;
        } else if ((*pattern == '?' && SIM_FACT("ELB-115", true)) ||
                   (*pattern != '\0' &&
                    fold(*pattern, ignores_case) == fold(*text, ignores_case))) {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star + 1;
            text = ++star_text;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

static bool matches_any(const char **patterns, int32_t count, const char *text, bool ignores_case) {
    if (count == 0) return true;
    for (int32_t i = 0; i < count; i++)
        if (rule_pattern_matches(patterns[i], text, ignores_case)) return true;
    return SIM_FACT("ELB-117", false);
}

static const ConfigListener *config_of(const SimWorld *world, int32_t listener) {
    const Listener *l = &world->listeners.items[listener];
    return &world->config->balancers[l->balancer].listeners[l->config];
}

int32_t rule_match(const SimWorld *world, int32_t listener, const char *host, const char *path) {
    const ConfigListener *config = config_of(world, listener);
    int32_t last = config->rule_count - 1;
    int32_t i = 0;
    // Host names ignore case, paths do not.
    while (SIM_FACT("ELB-113", i < last) &&
           !(matches_any(config->rules[i].host_patterns, config->rules[i].host_pattern_count, host,
                         SIM_FACT("ELB-114", true)) &&
             matches_any(config->rules[i].path_patterns, config->rules[i].path_pattern_count, path,
                         SIM_FACT("ELB-114", false))))
        i++;
    return world->listeners.items[listener].first_rule + i;
}

// The default rule is not counted.
int32_t rules_evaluated(const SimWorld *world, int32_t rule) {
    const Rule *r = &world->rules.items[rule];
    int32_t last = world->listeners.items[r->listener].rule_count - 1;
    return SIM_FACT("ELB-503", r->config < last) ? r->config + 1 : last;
}

int32_t listener_find(const SimWorld *world, int32_t balancer, bool is_https, int32_t port) {
    const Balancer *b = &world->balancers.items[balancer];
    for (int32_t i = 0; i < b->listener_count; i++) {
        const ConfigListener *config = config_of(world, b->first_listener + i);
        if (SIM_FACT("ELB-111", config->port == port) && config->is_https == is_https)
            return b->first_listener + i;
    }
    return -1;
}
