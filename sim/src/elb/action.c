// Actions a balancer carries out by itself: redirects and fixed responses.
#include "elb/elb.h"

#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "route53/route53.h"
#include "world/world.h"

// A request's own parts, for the placeholders of a redirect.
typedef struct Parts {
    const char *protocol, *host, *port, *path, *query; ///< path without its leading '/'
} Parts;

static const char *part_named(const Parts *parts, const char *name, size_t length) {
    static const char *const names[] = {"protocol", "host", "port", "path", "query"};
    const char *values[] = {parts->protocol, parts->host, parts->port, parts->path, parts->query};
    for (int i = 0; i < 5; i++)
        if (strlen(names[i]) == length && strncmp(names[i], name, length) == 0) return values[i];
    return NULL;
}

// Fills in "#{protocol} #{host} #{port} #{path} #{query}"; what is no placeholder stays as it is.
static void expand(const char *template_, const Parts *parts, char *out, size_t capacity) {
    size_t length = 0;
    while (*template_ != '\0' && length + 1 < capacity) {
        bool is_placeholder = SIM_FACT("ELB-122", strncmp(template_, "#{", 2) == 0);
        const char *end = is_placeholder ? strchr(template_, '}') : NULL;
        const char *value =
            end != NULL ? part_named(parts, template_ + 2, (size_t)(end - template_ - 2)) : NULL;
        if (value == NULL) {
            out[length++] = *template_++;
            continue;
        }
        length += (size_t)snprintf(out + length, capacity - length, "%s", value);
        if (length >= capacity) length = capacity - 1;
        template_ = end + 1;
    }
    out[length] = '\0';
}

static int32_t url_take(SimWorld *world) {
    uint32_t index = pool_take(&world->url_pool);
    if (pool_capacity(&world->url_pool) > world->urls.count) array_push(&world->urls);
    memset(&world->urls.items[index], 0, sizeof(Url));
    world->urls.items[index].holders = 1;
    return (int32_t)index;
}

// Takes the new place first: the old one, whose texts are read, may lie in the same array.
static int32_t make_url(SimWorld *world, const ConfigAction *action, const Request *request) {
    int32_t index = url_take(world);
    Url *url = &world->urls.items[index];
    RequestTarget target = request_target(world, request);
    const RequestTarget *from = &target;
    char port[12], protocol[16], port_out[12];
    snprintf(port, sizeof port, "%d", from->port);
    Parts parts = {from->is_https ? "HTTPS" : "HTTP", from->host, port, from->path + 1,
                   from->query};
    expand(action->protocol, &parts, protocol, sizeof protocol);
    expand(action->host, &parts, url->host, sizeof url->host);
    expand(action->port, &parts, port_out, sizeof port_out);
    expand(action->path, &parts, url->path, sizeof url->path);
    expand(action->query, &parts, url->query, sizeof url->query);
    url->is_https = SIM_FACT("ELB-123", strcmp(protocol, "HTTPS") == 0);
    url->port = 0;
    for (const char *digit = port_out; *digit >= '0' && *digit <= '9' && url->port < 100000;
         digit++)
        url->port = url->port * 10 + (*digit - '0');
    url->name = name_find(world, url->host);
    return index;
}

// No target was chosen, so the answer is none of RequestCount.
static void count_no_request(SimWorld *world, const Attempt *attempt) {
    int32_t balancer = world->nodes.items[attempt->node].balancer;
    if (!SIM_FACT("ELB-501 ELB-502", true))
        meter_count(&world->meter, world->balancers.items[balancer].scope, METRIC_REQUEST_COUNT, 1);
}

void action_redirect(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    const ConfigAction *action = world_action(world, attempt->rule);
    const Request *request = &world->requests.items[attempt->request1 - 1];
    int32_t url = make_url(world, action, request);
    world->requests.items[attempt->request1 - 1].next_url1 = url + 1;
    meter_count(&world->meter, world->nodes.items[attempt->node].scope, METRIC_REDIRECT, 1);
    count_no_request(world, attempt);
    respond_elb(world, index, action->status);
}

void action_fixed(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    meter_count(&world->meter, world->nodes.items[attempt->node].scope, METRIC_FIXED_RESPONSE, 1);
    count_no_request(world, attempt);
    respond_elb(world, index, world_action(world, attempt->rule)->status);
}
