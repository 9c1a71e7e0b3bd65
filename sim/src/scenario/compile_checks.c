// Route 53's health checks: what each asks and from where. Those that ask an endpoint get a
// population of their own behind the people: two checkers a region, whose requests travel as
// anybody's.
#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "scenario/cities.h"
#include "scenario/compile.h"

#define TCP_CONNECT_LIMIT  (10 * SIM_SECOND)
#define HTTP_CONNECT_LIMIT (4 * SIM_SECOND)
#define FAR_AWAY           (150 * SIM_MILLISECOND) // a region that the table does not know (model)

typedef struct CheckerRegion {
    const char *name;
    const char *city; ///< of the table of round trips, that stands for it
} CheckerRegion;

static const CheckerRegion checker_regions[CHECKER_REGIONS] = {
    {"us-east-1", "New York"},   {"us-west-1", "San Francisco"},  {"us-west-2", "San Francisco"},
    {"eu-west-1", "London"},     {"ap-southeast-1", "Singapore"}, {"ap-southeast-2", "Sydney"},
    {"ap-northeast-1", "Tokyo"}, {"sa-east-1", "Sao Paulo"},
};

const char *checker_region(int32_t number) {
    return checker_regions[number].name;
}

static bool asks(ConfigCheckType type) {
    return type < CONFIG_CHECK_CALCULATED;
}

static bool matches_body(ConfigCheckType type) {
    return type == CONFIG_CHECK_HTTP_STR_MATCH || type == CONFIG_CHECK_HTTPS_STR_MATCH;
}

static bool is_https(ConfigCheckType type) {
    return type == CONFIG_CHECK_HTTPS || type == CONFIG_CHECK_HTTPS_STR_MATCH;
}

// --- what AWS refuses
// ---------------------------------------------------------------------------------------------------------------

static bool has(const RawCheck *raw, const char *key) {
    return node_member(raw->node, key) != NULL;
}

static void refuse_foreign(Compiler *compiler, const RawCheck *raw, const char *key,
                           const char *whose) {
    if (has(raw, key))
        COMPILE_REFUSE(compiler, raw->node, key, "Leave it out, or change the type.",
                       "only a check of type %s has \"%s\"", whose, key);
}

static void check_asking(Compiler *compiler, const RawCheck *raw, ConfigCheckType type) {
    // A type that could not be read was already spoken of.
    if (diagnostics_has_below(compiler->diagnostics, raw->node)) return;
    refuse_foreign(compiler, raw, "children", "CALCULATED");
    refuse_foreign(compiler, raw, "health_threshold", "CALCULATED");
    refuse_foreign(compiler, raw, "routing_control", "RECOVERY_CONTROL");
    refuse_foreign(compiler, raw, "alarm", "CLOUDWATCH_METRIC");
    refuse_foreign(compiler, raw, "insufficient_data_health_status", "CLOUDWATCH_METRIC");
    if (raw->endpoint == NULL)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"endpoint\".", "what is to be asked?");
    if (type == CONFIG_CHECK_TCP && !has(raw, "port"))
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"port\".",
                       "a check of type TCP needs a port");
    if (type == CONFIG_CHECK_TCP) refuse_foreign(compiler, raw, "path", "HTTP or HTTPS");
    if (!matches_body(type)) refuse_foreign(compiler, raw, "search_string", "..._STR_MATCH");
    if (matches_body(type) && raw->check.search_string == NULL)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"search_string\".",
                       "which text must the body hold?");
    SimTime interval = raw->check.interval_ns;
    if (SIM_FACT("R53-504", interval != 10 * SIM_SECOND && interval != 30 * SIM_SECOND))
        COMPILE_REFUSE(compiler, raw->node, "request_interval", "Write \"10s\" or \"30s\".",
                       "checkers ask every 10 or every 30 seconds");
}

static void check_not_asking(Compiler *compiler, const RawCheck *raw) {
    static const char *const keys[] = {"endpoint",
                                       "port",
                                       "path",
                                       "host",
                                       "search_string",
                                       "request_interval",
                                       "failure_threshold",
                                       "regions",
                                       "measure_latency",
                                       "work"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (SIM_FACT("R53-543", true)) refuse_foreign(compiler, raw, keys[i], "TCP, HTTP or HTTPS");
    bool is_calculated = raw->type == CONFIG_CHECK_CALCULATED,
         is_control = raw->type == CONFIG_CHECK_RECOVERY_CONTROL,
         is_alarm = raw->type == CONFIG_CHECK_ALARM;
    if (!is_calculated) refuse_foreign(compiler, raw, "children", "CALCULATED");
    if (!is_calculated) refuse_foreign(compiler, raw, "health_threshold", "CALCULATED");
    if (!is_control) refuse_foreign(compiler, raw, "routing_control", "RECOVERY_CONTROL");
    if (!is_alarm) refuse_foreign(compiler, raw, "alarm", "CLOUDWATCH_METRIC");
    if (!is_alarm)
        refuse_foreign(compiler, raw, "insufficient_data_health_status", "CLOUDWATCH_METRIC");
    if (is_alarm && raw->alarm == NULL)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"alarm\".", "which alarm does it go by?");
    // A list that could not be read was already spoken of.
    if (is_calculated && !has(raw, "children"))
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"children\".",
                       "which health checks does it count?");
    if (is_control && raw->routing_control == NULL)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"routing_control\".",
                       "which routing control does it mirror?");
}

// --- endpoints
// -------------------------------------------------------------------------------------------------------------------

/// Whether `text` is an IPv4 address, and the address.
static bool is_address(const char *text, uint32_t *address) {
    unsigned a, b, c, d;
    char rest;
    if (sscanf(text, "%3u.%3u.%3u.%3u%c", &a, &b, &c, &d, &rest) != 4) return false;
    if (a > 255 || b > 255 || c > 255 || d > 255) return false;
    *address = a << 24 | b << 16 | c << 8 | d;
    return true;
}

/// Checkers come from the internet.
static bool is_out_of_reach(uint32_t address) {
    static const ConfigBlock blocks[] = {{0x00000000, 0xFF000000}, {0x0A000000, 0xFF000000},
                                         {0x64400000, 0xFFC00000}, {0x7F000000, 0xFF000000},
                                         {0xA9FE0000, 0xFFFF0000}, {0xAC100000, 0xFFF00000},
                                         {0xC0A80000, 0xFFFF0000}, {0xE0000000, 0xE0000000}};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        if ((address & blocks[i].mask) == blocks[i].address) return true;
    return false;
}

static void refuse_address(Compiler *compiler, const RawCheck *raw, uint32_t address) {
    if (SIM_FACT("R53-505", is_out_of_reach(address)))
        COMPILE_REFUSE(compiler, raw->node, "endpoint",
                       "Checkers come from the internet; watch private resources by an alarm.",
                       "an address in a private, local or multicast range can not be checked");
    else
        COMPILE_REFUSE(compiler, raw->node, "endpoint",
                       "Name a load balancer or an instance as region/name.",
                       "nobody in this scenario has this address");
}

static void compile_endpoint(Compiler *compiler, const RawCheck *raw, ConfigCheck *check) {
    uint32_t address;
    if (raw->endpoint == NULL) return;
    if (is_address(raw->endpoint, &address)) {
        refuse_address(compiler, raw, address);
        return;
    }
    check->balancer = names_find(&compiler->balancers, raw->endpoint);
    if (check->balancer < 0)
        check->instance =
            compile_find(compiler, &compiler->instances, raw->endpoint,
                         compile_place(raw->node, "endpoint"), "load balancer and no instance");
    if (check->balancer >= 0 && compiler->config->balancers[check->balancer].is_internal)
        COMPILE_WARN(compiler, raw->node, "endpoint", "It will be unhealthy.",
                     "checkers come from the internet, and this load balancer is internal");
}

static const char *own_host(Compiler *compiler, const ConfigCheck *check) {
    const Config *config = compiler->config;
    if (check->balancer >= 0) {
        const ConfigBalancer *balancer = &config->balancers[check->balancer];
        return arena_format(compiler->arena, "%s-%.10s.%s.elb.amazonaws.com", balancer->name,
                            balancer->id16, config->regions[balancer->region].name);
    }
    return check->endpoint_text != NULL ? check->endpoint_text : "";
}

static int32_t region_number(const char *name) {
    for (int32_t i = 0; i < CHECKER_REGIONS; i++)
        if (strcmp(checker_regions[i].name, name) == 0) return i;
    return -1;
}

static void compile_regions_of(Compiler *compiler, const RawCheck *raw, ConfigCheck *check) {
    const Node *list = node_member(raw->node, "regions");
    check->regions = arena_array(compiler->arena, CHECKER_REGIONS, sizeof *check->regions);
    for (int32_t i = 0; i < CHECKER_REGIONS && raw->regions.count == 0; i++)
        check->regions[check->region_count++] = i;
    for (int32_t i = 0; i < raw->regions.count && check->region_count < CHECKER_REGIONS; i++) {
        int32_t number = region_number(raw->regions.items[i]);
        bool is_twice = false;
        for (int32_t k = 0; k < check->region_count; k++)
            is_twice = is_twice || check->regions[k] == number;
        if (number < 0 || is_twice)
            COMPILE_REFUSE(compiler, node_element(list, i), NULL,
                           "Checkers are in us-east-1, us-west-1, us-west-2, eu-west-1, "
                           "ap-southeast-1, ap-southeast-2, ap-northeast-1 and sa-east-1.",
                           is_twice ? "this region stands twice" : "no checkers are there");
        else
            check->regions[check->region_count++] = number;
    }
}

static void compile_asking(Compiler *compiler, const RawCheck *raw, ConfigCheck *check) {
    check_asking(compiler, raw, check->type);
    compile_endpoint(compiler, raw, check);
    compile_regions_of(compiler, raw, check);
    if (check->port == 0) check->port = is_https(check->type) ? 443 : 80;
    if (check->host == NULL) check->host = own_host(compiler, check);
    if (!has(raw, "work"))
        check->work = (ConfigDistribution){CONFIG_CONSTANT, (double)SIM_MILLISECOND, 0};
}

static void compile_check(Compiler *compiler, const RawCheck *raw, int32_t index) {
    ConfigCheck *check = &compiler->config->checks[index];
    *check = raw->check;
    check->type = (ConfigCheckType)raw->type;
    check->endpoint_text = raw->endpoint;
    check->balancer = check->instance = check->population = check->routing_control = check->alarm =
        -1;
    if (check->name == NULL)
        check->name = "";
    else
        compile_add(compiler, &compiler->checks, check->name, index,
                    compile_place(raw->node, "name"), "health check");
    if (asks(check->type)) {
        compile_asking(compiler, raw, check);
        return;
    }
    check_not_asking(compiler, raw);
    check->routing_control =
        compile_find(compiler, &compiler->controls, raw->routing_control,
                     compile_place(raw->node, "routing_control"), "routing control");
}

// --- calculated checks
// -----------------------------------------------------------------------------------------------------------

static void compile_children(Compiler *compiler, const RawCheck *raw, ConfigCheck *check) {
    const Node *list = node_member(raw->node, "children");
    check->children = arena_array(compiler->arena, raw->children.count, sizeof *check->children);
    for (int32_t i = 0; i < raw->children.count; i++) {
        const Node *place = node_element(list, i);
        int32_t child = compile_find(compiler, &compiler->checks, raw->children.items[i], place,
                                     "health check");
        if (child < 0) continue;
        if (SIM_FACT("R53-532", compiler->config->checks[child].type == CONFIG_CHECK_CALCULATED)) {
            COMPILE_REFUSE(compiler, place, NULL, "Name the checks that it counts.",
                           "a calculated health check can not count another");
            continue;
        }
        check->children[check->child_count++] = child;
    }
    if (!has(raw, "health_threshold")) check->health_threshold = check->child_count;
}

static void compile_controls(Compiler *compiler) {
    const RawList *list = &compiler->raw->route53.controls;
    const RawControl *raws = list->items;
    Config *config = compiler->config;
    config->control_count = list->count;
    config->controls = arena_array(compiler->arena, list->count, sizeof *config->controls);
    for (int32_t i = 0; i < list->count; i++) {
        config->controls[i] =
            (ConfigControl){raws[i].name != NULL ? raws[i].name : "", raws[i].is_on == 1, NULL};
        if (raws[i].name != NULL)
            compile_add(compiler, &compiler->controls, raws[i].name, i,
                        compile_place(raws[i].node, "name"), "routing control");
    }
}

void compile_checks(Compiler *compiler) {
    const RawList *list = &compiler->raw->route53.checks;
    const RawCheck *raws = list->items;
    Config *config = compiler->config;
    compile_controls(compiler);
    config->check_count = list->count;
    config->checks = arena_array(compiler->arena, list->count, sizeof *config->checks);
    for (int32_t i = 0; i < list->count; i++)
        compile_check(compiler, &raws[i], i);
    for (int32_t i = 0; i < list->count; i++)
        if (config->checks[i].type == CONFIG_CHECK_CALCULATED)
            compile_children(compiler, &raws[i], &config->checks[i]);
}

// --- alarms
// -----------------------------------------------------------------------------------------------------------------------

static void check_alarm(Compiler *compiler, const RawCheck *raw, const ConfigAlarm *alarm) {
    const char *why = NULL;
    if (alarm->metric_count > 1) why = "is made of several metrics";
    if (alarm->period_ns < SIM_MINUTE) why = "has high resolution";
    if (alarm->metric_count > 0 && alarm->metrics[0].stat[0] == 'p') why = "watches a percentile";
    if (alarm->datapoints_to_alarm != alarm->evaluation_periods) why = "takes M of N datapoints";
    if (SIM_FACT("R53-536", why != NULL))
        COMPILE_REFUSE(
            compiler, raw->node, "alarm", "Use one of standard resolution and a basic statistic.",
            "a health check can not go by this alarm: it %s", why != NULL ? why : "is odd");
}

void compile_check_alarms(Compiler *compiler) {
    const RawCheck *raws = compiler->raw->route53.checks.items;
    Config *config = compiler->config;
    for (int32_t i = 0; i < config->check_count; i++) {
        ConfigCheck *check = &config->checks[i];
        if (check->type != CONFIG_CHECK_ALARM) continue;
        check->insufficient = (ConfigInsufficient)raws[i].insufficient;
        check->alarm = compile_find(compiler, &compiler->alarms, raws[i].alarm,
                                    compile_place(raws[i].node, "alarm"), "alarm");
        if (check->alarm >= 0) check_alarm(compiler, &raws[i], &config->alarms[check->alarm]);
    }
}

// --- checkers
// --------------------------------------------------------------------------------------------------------------------

static const SimTime *round_trips_of(Compiler *compiler, const ConfigCheck *check) {
    const Config *config = compiler->config;
    int32_t count = check->region_count * CHECKERS_A_REGION;
    SimTime *trips =
        arena_array(compiler->arena, (int64_t)count * config->region_count, sizeof *trips);
    for (int32_t i = 0; i < count; i++)
        for (int32_t r = 0; r < config->region_count; r++) {
            SimTime *trip = &trips[i * config->region_count + r];
            const char *city = checker_regions[check->regions[i / CHECKERS_A_REGION]].city;
            if (!city_round_trip(city, config->regions[r].name, trip)) *trip = FAR_AWAY;
        }
    return trips;
}

static ConfigRequest *request_of(Compiler *compiler, const ConfigCheck *check) {
    ConfigRequest *request = arena_alloc(compiler->arena, sizeof *request);
    ConfigHeader *agent = arena_alloc(compiler->arena, sizeof *agent);
    *agent = (ConfigHeader){"User-Agent",
                            arena_format(compiler->arena,
                                         "Amazon-Route53-Health-Check-Service (ref %s; report "
                                         "http://amzn.to/1vsZADi)",
                                         check->name)};
    *request = (ConfigRequest){.share = 1,
                               .host = check->host,
                               .method = "GET",
                               .path = check->path,
                               .query = "",
                               .headers = agent,
                               .header_count = SIM_FACT("R53-524", true) ? 1 : 0,
                               .work = check->work,
                               .request_bytes = 200,
                               .response_bytes = 2000};
    return request;
}

void compile_checkers(Compiler *compiler) {
    Config *config = compiler->config;
    for (int32_t i = 0; i < config->check_count; i++) {
        ConfigCheck *check = &config->checks[i];
        if (!asks(check->type)) continue;
        check->population = config->population_count++;
        config->clients[check->population] = (ConfigClient){
            .name = arena_format(compiler->arena, "health check %s", check->name),
            .inside = -1,
            .host = check->host,
            .is_https = is_https(check->type),
            .port = check->port,
            .tls = 3,
            .is_checking_names = !SIM_FACT("R53-512", true),
            .users = check->region_count * CHECKERS_A_REGION,
            .resolvers = 1,
            .has_source = true,
            .source = {UINT32_C(15) << 24 | UINT32_C(177) << 16, UINT32_C(0xFFFFC000)},
            .addresses = CHECKER_REGIONS * CHECKERS_A_REGION,
            .stream = "",
            .requests = request_of(compiler, check),
            .request_count = 1,
            .timeout_ns = HTTP_CONNECT_LIMIT,
            .connect_timeout_ns =
                SIM_FACT("R53-506 R53-507 R53-700 R53-701", check->type == CONFIG_CHECK_TCP)
                    ? TCP_CONNECT_LIMIT
                    : HTTP_CONNECT_LIMIT,
            .retry = {.attempts = 1},
            .round_trip_ns = -1,
            .dns_round_trip_ns = 0,
            .jitter = 0.1,
            .checker_round_trips_ns = round_trips_of(compiler, check)};
    }
}
