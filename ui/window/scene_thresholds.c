// The health thresholds of a target group in words: how many targets must be healthy, and where
// there are too few.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

/// "≥3", "≥50%", "≥3, 50%"; "off". A count of one goes without saying beside a percentage.
static void minimum_words(int32_t count, int32_t percentage, char *out, size_t capacity) {
    if (count > 1 && percentage > 0)
        snprintf(out, capacity, "≥%d, %d%%", count, percentage);
    else if (percentage > 0)
        snprintf(out, capacity, "≥%d%%", percentage);
    else if (count > 0)
        snprintf(out, capacity, "≥%d", count);
    else
        snprintf(out, capacity, "off");
}

static bool is_usual(int32_t count, int32_t percentage) {
    return count == 1 && percentage <= 0;
}

bool part_thresholds(const SimViewGroup *group, char *out, size_t capacity) {
    char dns[32], routing[32];
    minimum_words(group->dns_count, group->dns_percentage, dns, sizeof dns);
    minimum_words(group->routing_count, group->routing_percentage, routing, sizeof routing);
    if (strcmp(dns, routing) == 0)
        snprintf(out, capacity, "DNS, routing %s", dns);
    else
        snprintf(out, capacity, "DNS %s, routing %s", dns, routing);
    return !is_usual(group->dns_count, group->dns_percentage) ||
           !is_usual(group->routing_count, group->routing_percentage);
}

void part_fail_open(const SimView *view, const SimViewGroup *group, char *out, size_t capacity) {
    const SimViewBalancer *balancer = &view->balancers[group->balancer];
    uint32_t all = 0; // that route
    for (int32_t n = 0; n < balancer->node_count; n++) {
        SimNodeStage stage = view->nodes[balancer->first_node + n].stage;
        bool routes = stage == SIM_NODE_SERVING || stage == SIM_NODE_LEAVING;
        all |= (uint32_t)routes << n;
    }
    size_t at = (size_t)snprintf(out, capacity, "fail-open");
    if (group->failing_open == all) {
        snprintf(out + at, capacity - at, ": all used");
        return;
    }
    const char *between = " in ";
    for (int32_t n = 0; n < balancer->node_count && at < capacity; n++) {
        if ((group->failing_open >> n & 1) == 0) continue;
        char zone[32];
        part_node_zone(view, balancer->first_node + n, zone, sizeof zone);
        at += (size_t)snprintf(out + at, capacity - at, "%s%s", between, zone);
        between = ", ";
    }
}
