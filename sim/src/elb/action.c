// Actions a balancer carries out by itself: redirects and fixed responses.
#include "elb/elb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fact.h"
#include "elb/code.h"
#include "elb/url.h"
#include "route53/route53.h"
#include "world/world.h"

// The longest Location of a redirect, in bytes.
enum { REDIRECT_BYTES_MAX = 8192 };

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

// A Location being written, as far as there is room; `length` goes on.
typedef struct Location {
    char text[REDIRECT_BYTES_MAX + 8];
    size_t length;
} Location;

static void put(Location *location, const char *from, size_t length) {
    if (location->length + length <= sizeof location->text)
        memcpy(location->text + location->length, from, length);
    location->length += length;
}

// Fills in "#{protocol} #{host} #{port} #{path} #{query}"; what is no placeholder stays as it is.
// Returns where the part begins; a zero ends it.
static size_t put_part(Location *location, const char *template_, const Parts *parts) {
    size_t start = location->length;
    while (*template_ != '\0') {
        const char *end =
            SIM_FACT("ELB-122", strncmp(template_, "#{", 2) == 0) ? strchr(template_, '}') : NULL;
        const char *value =
            end != NULL ? part_named(parts, template_ + 2, (size_t)(end - template_ - 2)) : NULL;
        put(location, value != NULL ? value : template_, value != NULL ? strlen(value) : 1);
        template_ = value != NULL ? end + 1 : template_ + 1;
    }
    put(location, "", 1);
    return start;
}

// Written out, "://", ':' and '?' stand where the five zeros are; without a query no '?'.
static bool is_too_long(const Location *location, bool has_query) {
    size_t written = location->length - !has_query;
    return !SIM_FACT("ELB-174 ELB-548", written <= REDIRECT_BYTES_MAX);
}

// Reads the request's own texts before it keeps others: they may lie in the same array.
static Url make_url(SimWorld *world, const ConfigAction *action, const Request *request) {
    RequestTarget from = request_target(world, request);
    char port[12];
    snprintf(port, sizeof port, "%d", from.port);
    Parts parts = {from.is_https ? "HTTPS" : "HTTP", from.host, port, from.path + 1, from.query};
    Location location = {.length = 0};
    size_t protocol = put_part(&location, action->protocol, &parts),
           host = put_part(&location, action->host, &parts),
           port_part = put_part(&location, action->port, &parts),
           path = put_part(&location, action->path, &parts),
           query = put_part(&location, action->query, &parts);
    Url url = {.outcome = is_too_long(&location, location.length > query + 1)};
    if (url.outcome != 0) return url;
    url.is_https = SIM_FACT("ELB-123", strcmp(location.text + protocol, "HTTPS") == 0);
    url.port = atoi(location.text + port_part);
    url.name = name_find(world, location.text + host);
    url.host = url_keep_text(world, location.text + host);
    url.path = url_keep_text(world, location.text + path);
    url.query = url_keep_text(world, location.text + query);
    return url;
}

// Where the rule sends the request: index + 1 of Urls.
static int32_t redirect_url(SimWorld *world, int32_t rule, const Request *request) {
    int32_t found1 = url_find(world, request->kind, request->url1, rule);
    if (found1 != 0) return found1;
    Url url = make_url(world, world_action(world, rule), request);
    return url_keep(world, request->kind, request->url1, rule, url);
}

// No target was chosen, so the answer is none of RequestCount.
static void count_no_request(SimWorld *world, const Attempt *attempt) {
    if (SIM_FACT("ELB-501 ELB-502", true)) return;
    int32_t balancer = world->nodes.items[attempt->node].balancer;
    meter_count(&world->meter, world->balancers.items[balancer].scope, METRIC_REQUEST_COUNT, 1);
}

// 507: the Location would be longer than AWS allows (elb.md 1.2).
static void refuse_redirect(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    meter_count(&world->meter, world->nodes.items[attempt->node].scope, METRIC_REDIRECT_TOO_LONG,
                1);
    code_tell(world, index, 507, CODE_URL_TOO_LONG);
    respond_elb(world, index, 507);
}

void action_redirect(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    Request *request = &world->requests.items[attempt->request1 - 1];
    int32_t url1 = redirect_url(world, attempt->rule, request);
    if (world->urls.items[url1 - 1].outcome != 0) {
        refuse_redirect(world, index);
        return;
    }
    request->next_url1 = url1;
    meter_count(&world->meter, world->nodes.items[attempt->node].scope, METRIC_REDIRECT, 1);
    count_no_request(world, attempt);
    int32_t status = world_action(world, attempt->rule)->status;
    respond_elb(world, index, SIM_FACT("ELB-996", true) ? status : 307);
}

void action_fixed(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    meter_count(&world->meter, world->nodes.items[attempt->node].scope, METRIC_FIXED_RESPONSE, 1);
    count_no_request(world, attempt);
    respond_elb(world, index, world_action(world, attempt->rule)->status);
}
