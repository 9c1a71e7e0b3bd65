// One row a key. The loader decodes by it, `set` asks it what may change in a running world, the
// JSON Schema is printed from it: what one knows, all know. Parts of a scenario have a file each,
// keys_*.c; here are the scenario itself and what is played and asked of it.
#include "scenario/key_rows.h"

#include "scenario/command.h"

#include <string.h>

const char *const key_protocols[] = {"HTTP", "HTTPS", NULL};
static const char *const levels[] = {"setup", "basic", "intermediate", "advanced", NULL};
static const char *const begins[] = {"steady", "cold", NULL};

static const Key region_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawRegion, name), 1, 63,
     .pattern = "^[a-z]{2}(-[a-z]+)+-[0-9]$", .shape = "a region such as ap-south-1",
     .doc = "The region."},
    {"zones", KEY_TEXTS, KEY_REQUIRED, AT(RawRegion, zones), 1, 8, .pattern = NAME_PATTERN,
     .characters = 63, .shape = NAME_SHAPE, .doc = "Its zones."},
    {"private_subnets", KEY_TEXTS, KEY_LIVE, AT(RawRegion, private_subnets), 0, 8, .characters = 63,
     .doc = "Zones whose subnet for load balancers has no route to an internet gateway: nodes of "
            "internet-facing ones are not reached there. None unless said."},
    {"same_zone_round_trip", KEY_DURATION, 0, AT(RawRegion, same_zone_round_trip), 0, SECONDS(1),
     "\"200us\"", .doc = "Between a node and a target of its zone."},
    {"cross_zone_round_trip", KEY_DURATION, 0, AT(RawRegion, cross_zone_round_trip), 0, SECONDS(1),
     "\"1ms\"", .doc = "Between a node and a target of another zone."},
    {"load_balancers", KEY_OBJECTS, 0, AT(RawRegion, balancers), 0, 1000, .kind = &key_balancer,
     .doc = "Its load balancers."},
    {"target_groups", KEY_OBJECTS, 0, AT(RawRegion, target_groups), 0, 10000,
     .kind = &key_target_group, .doc = "Its target groups."},
    {"instances", KEY_OBJECTS, 0, AT(RawRegion, instances), 0, 100000, .kind = &key_instance,
     .doc = "Its instances."},
    {"auto_scaling_groups", KEY_OBJECTS, 0, AT(RawRegion, scaling_groups), 0, 500,
     .kind = &key_scaling_group, .doc = "Its Auto Scaling groups."},
    {"lambda_functions", KEY_NOT_YET, .doc = "Lambda."},
    {"session_stores", KEY_NOT_YET, .doc = "Session stores."},
    {"security_groups", KEY_OBJECTS, 0, AT(RawRegion, security_groups), 0, 2500,
     .kind = &key_security_group, .doc = "Its security groups."},
    {"network_acls", KEY_OBJECTS, 0, AT(RawRegion, network_acls), 0, 200, .kind = &key_network_acl,
     .doc = "Its network ACLs."},
    {"alarms", KEY_OBJECTS, 0, AT(RawRegion, alarms), 0, 5000, .kind = &key_alarm,
     .doc = "Its CloudWatch alarms, each on a metric of this region."},
    {"composite_alarms", KEY_OBJECTS, 0, AT(RawRegion, composites), 0, 1000,
     .kind = &key_composite_alarm,
     .doc = "Its alarms on the states of other alarms, those they name before them."},
    END,
};
static const KeyKind region = {"region", "A region.", sizeof(RawRegion), region_keys, 0};

static const Key release_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawRelease, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name."},
    {"rule", KEY_TEXT, KEY_REQUIRED, AT(RawRelease, rule), 1, 128,
     .pattern = "^[^/]+/[^/]+/[0-9]+/([0-9]+|default)$",
     .shape = "\"region/load balancer/port/priority\" or .../default",
     .doc = "The rule whose weights it moves."},
    {"stable", KEY_TEXT, KEY_REQUIRED, AT(RawRelease, stable), 1, 32,
     .doc = "The target group that serves now."},
    {"new", KEY_TEXT, KEY_REQUIRED, AT(RawRelease, fresh), 1, 32,
     .doc = "The target group of the new version."},
    {"strategy", KEY_NOT_YET, .doc = "Canary, linear and the like."},
    {"rollback", KEY_NOT_YET, .doc = "Rollback on an alarm."},
    END,
};
static const KeyKind release = {
    "release", "A release moves a rule's weight from one of its target groups to another.",
    sizeof(RawRelease), release_keys, 0};

static const char *const later_commands[] = {"scale", "instance_refresh", "deploy", NULL};
static const Key step_keys[] = {
    {"at", KEY_DURATION, KEY_REQUIRED, AT(RawStep, at), 0, 30 * DAY, .doc = "When."},
    {"do", KEY_ENUM, KEY_ELSEWHERE, 0, .values = command_names, .later = later_commands,
     .doc = "The command; without it the step only says."},
    {"say", KEY_TEXT, 0, AT(RawStep, say), 1, 300, .doc = "The caption."},
    {"instance", KEY_ANY,
     .doc =
         "Region/name of the instance concerned; with :port behind it, of crash, hang, errors and "
         "recover, the container that listens there."},
    {"zone", KEY_ANY, .doc = "The zone concerned."},
    {"zones", KEY_TEXTS, 0, AT(RawStep, zones), 1, 20,
     .doc = "Of set_subnets: all zones that the load balancer is enabled in from now on."},
    {"link", KEY_ANY,
     .doc = "Of link_slow, link_loss and link_recover: the way between clients and a region, as "
            "city/region, or region/region for clients inside one; city/* is the clients' own "
            "access, on the way to every region and to an accelerator."},
    {"by", KEY_ANY, .doc = "Of link_slow: what each round trip takes longer, up to 60s."},
    {"target", KEY_ANY, .doc = "Of recover: an instance or a zone."},
    {"target_group", KEY_NAME_OR_JSON,
     .doc = "Of register, deregister and delete_target_group: region/name; of create_target_group: "
            "the group."},
    {"region", KEY_ANY, .doc = "Where a group or a load balancer is created."},
    {"load_balancer", KEY_NAME_OR_JSON,
     .doc =
         "Of create_load_balancer: the load balancer, without listeners; of delete_load_balancer, "
         "set_subnets, create_listener and zonal shifts: region/name."},
    {"record", KEY_NAME_OR_JSON,
     .doc = "Of create_record: the record; of delete_record: its name, with /set identifier where "
            "several have it."},
    {"listener", KEY_NAME_OR_JSON,
     .doc = "Of create_listener: the listener; of others: region/load balancer/port."},
    {"rule", KEY_NAME_OR_JSON,
     .doc = "Of create_rule: the rule; of delete_rule: region/load balancer/port/priority."},
    {"auto_scaling_group", KEY_ANY, .doc = "Region/name of the Auto Scaling group concerned."},
    {"desired_capacity", KEY_ANY, .doc = "Of set_desired_capacity."},
    {"result", KEY_ANY, .doc = "Of complete_lifecycle_action: CONTINUE or ABANDON."},
    {"decrement", KEY_ANY, .doc = "Whether the desired capacity sinks with the instance."},
    {"protected", KEY_ANY, .doc = "Of set_instance_protection."},
    {"health", KEY_ANY, .doc = "Of set_instance_health: Unhealthy or Healthy."},
    {"priorities", KEY_NAME_OR_JSON,
     .doc = "Of set_rule_priorities: new priorities by the old ones."},
    {"security_group", KEY_NAME_OR_JSON,
     .doc = "Of create_security_group: the group; of others: region/name."},
    {"network_acl", KEY_ANY,
     .doc = "Of create_ and replace_network_acl_entry: region/name/inbound or .../outbound; of "
            "delete_network_acl_entry: with the number behind."},
    {"entry", KEY_NAME_OR_JSON, .doc = "Of create_ and replace_network_acl_entry: the entry."},
    {"permission", KEY_NAME_OR_JSON,
     .doc = "Of authorize_ and revoke_security_group_...: the rule."},
    {"port", KEY_ANY,
     .doc = "Of register and deregister: the target's; the target group's unless said."},
    {"routing_control", KEY_ANY, .doc = "Of update_routing_control_state."},
    {"states", KEY_ANY,
     .doc = "Of update_routing_control_states: \"name=On, other=Off\", all in one transaction."},
    {"override_safety_rules", KEY_ANY,
     .doc = "Of update_routing_control_state and ..._states: whether safety rules are bypassed."},
    {"release", KEY_ANY, .doc = "Of shift and rollback."},
    {"path", KEY_ANY, .doc = "Of set: what to change."},
    {"value", KEY_ANY, .doc = "Of set: the new value."},
    {"factor", KEY_ANY, .doc = "Of slow: work is multiplied by it (3 unless said)."},
    {"share", KEY_ANY, .doc = "Of errors: the share answered with 500."},
    {"health_errors", KEY_ANY, .doc = "Of errors: health checks fail too."},
    {"alarm", KEY_ANY, .doc = "Of set_alarm_state: region/name."},
    {"state", KEY_ANY,
     .doc = "Of set_alarm_state: OK, ALARM or INSUFFICIENT_DATA; of "
            "update_routing_control_state: On or Off."},
    {"weight", KEY_ANY, .doc = "Of shift: the new group's weight, 0 to 100."},
    {"expires_in", KEY_ANY, .doc = "Of zonal_shift: how long it lasts, 1m to 72h."},
    END,
};
static const KeyKind step = {"step", "A step of the timeline: a command, a caption or both.",
                             sizeof(RawStep), step_keys, 2};

static const Key expect_keys[] = {
    {"namespace", KEY_TEXT, 0, AT(RawExpect, expect.namespace_), 1, 255,
     .doc = "CloudWatch namespace; found by the metric's name unless said."},
    {"metric", KEY_TEXT, KEY_REQUIRED, AT(RawExpect, expect.metric), 1, 255,
     .doc = "The metric's name."},
    {"dimensions", KEY_DIMENSIONS, 0, AT(RawExpect, expect.dimensions), .default_ = "{}",
     .doc = "Its dimensions; values may be short names."},
    {"stat", KEY_TEXT, KEY_REQUIRED, AT(RawExpect, expect.stat), 1, 30, .pattern = STAT_PATTERN,
     .shape = STAT_SHAPE, .doc = "The statistic."},
    {"is", KEY_TEXT, KEY_REQUIRED, AT(RawExpect, expect.is), 1, 40,
     .pattern = "^(==|!=|<|<=|>|>=) ?-?[0-9]+(\\.[0-9]+)?(e-?[0-9]{1,2})?$",
     .shape = "a comparison like \"== 0\", \"< 0.5\" or \">= 99.9\"", .doc = "What must hold."},
    {"from", KEY_DURATION, 0, AT(RawExpect, expect.from_ns), 0, 30 * DAY, "\"0s\"",
     .doc = "From when on."},
    {"to", KEY_DURATION, 0, AT(RawExpect, expect.to_ns), 0, 30 * DAY,
     .doc = "Until when; the end unless said."},
    END,
};
static const KeyKind expect = {"expect", "What a run must show.", sizeof(RawExpect), expect_keys,
                               0};

static const Key chart_keys[] = {
    {"metric", KEY_TEXT, KEY_REQUIRED, AT(RawChart, chart.metric), 1, 255,
     .doc = "The metric's name."},
    {"dimensions", KEY_DIMENSIONS, 0, AT(RawChart, chart.dimensions), .default_ = "{}",
     .doc = "Its dimensions."},
    {"stat", KEY_TEXT, KEY_REQUIRED, AT(RawChart, chart.stat), 1, 30, .pattern = STAT_PATTERN,
     .shape = STAT_SHAPE, .doc = "The statistic."},
    {"title", KEY_TEXT, 0, AT(RawChart, chart.title), 1, 47,
     .doc = "The title; the metric's name unless said. Neighbours of one title, or else of one "
            "metric, share a chart of up to four lines."},
    {"label", KEY_TEXT, 0, AT(RawChart, chart.label), 1, 47,
     .doc = "What the legend calls the line; what tells it from its neighbours unless said."},
    {"annotation", KEY_NUMBER, 0, AT(RawChart, chart.annotation), 0, 1e12,
     .doc = "A horizontal line, such as a target, in what the chart is drawn in (events per "
            "second); the threshold of an alarm on the metric unless said."},
    {"annotation_label", KEY_TEXT, 0, AT(RawChart, chart.annotation_label), 1, 23,
     .doc = "What stands at that line."},
    END,
};
static const KeyKind chart = {"chart", "A chart of the scenario's own choice.", sizeof(RawChart),
                              chart_keys, 0};

static const Key scenario_keys[] = {
    {"$schema", KEY_TEXT, 0, AT(RawScenario, schema), 0, 2000, .doc = "For editors."},
    {"albatross", KEY_INTEGER, KEY_REQUIRED, AT(RawScenario, version), 1, 1,
     .doc = "Version of the format: 1."},
    {"title", KEY_TEXT, KEY_REQUIRED, AT(RawScenario, title), 1, 120, .doc = "The title."},
    {"level", KEY_ENUM, 0, AT(RawScenario, level), .default_ = "\"basic\"", .values = levels,
     .doc = "For whom."},
    {"topics", KEY_TEXTS, 0, AT(RawScenario, topics), 0, 50, .doc = "Topics."},
    {"curriculum", KEY_TEXTS, 0, AT(RawScenario, curriculum), 0, 50,
     .pattern = "^[SBIA][0-9]{1,2}$", .shape = "a row of the curriculum such as B5",
     .doc = "Rows of the curriculum."},
    {"question", KEY_TEXT, 0, AT(RawScenario, question), 0, 1000, "\"\"",
     .doc = "The interview's question."},
    {"answer", KEY_TEXT, 0, AT(RawScenario, answer), 0, 10000, "\"\"",
     .doc = "A good answer, as spoken."},
    {"pitfall", KEY_TEXT, 0, AT(RawScenario, pitfall), 0, 5000, "\"\"",
     .doc = "The popular mistake."},
    {"follow_ups", KEY_TEXTS, 0, AT(RawScenario, follow_ups), 0, 50, .doc = "What is asked next."},
    {"start", KEY_START, 0, AT(RawScenario, start_unix_s), .default_ = "\"2026-01-05T09:00:00Z\"",
     .doc = "The wall clock at the start, UTC."},
    {"begin", KEY_ENUM, 0, AT(RawScenario, begin), .default_ = "\"steady\"", .values = begins,
     .doc = "steady: healthy and warm; cold: everything comes up."},
    {"seed", KEY_SEED, 0, AT(RawScenario, seed), 1, 9007199254740991.0, "1",
     .doc = "Seed of all random streams."},
    {"duration", KEY_DURATION, KEY_REQUIRED, AT(RawScenario, duration), 1, 30 * DAY,
     .doc = "How long a run is."},
    {"clients", KEY_OBJECTS, KEY_REQUIRED, AT(RawScenario, clients), 1, 1000, .kind = &key_client,
     .doc = "Client populations."},
    {"route53", KEY_OBJECT, KEY_REQUIRED, AT(RawScenario, route53), .kind = &key_route53,
     .doc = "The hosted zone."},
    {"regions", KEY_OBJECTS, KEY_REQUIRED, AT(RawScenario, regions), 1, 40, .kind = &region,
     .doc = "The regions."},
    {"launch_templates", KEY_OBJECTS, KEY_REQUIRED, AT(RawScenario, launches), 0, 1000,
     .kind = &key_launch, .doc = "Launch templates."},
    {"releases", KEY_OBJECTS, 0, AT(RawScenario, releases), 0, 100, .kind = &release,
     .doc = "Releases."},
    {"timeline", KEY_OBJECTS, 0, AT(RawScenario, timeline), 0, 10000, .kind = &step,
     .doc = "What happens, and when."},
    {"charts", KEY_OBJECTS, 0, AT(RawScenario, charts), 0, 100, .kind = &chart,
     .doc = "Charts; the usual six unless said."},
    {"dashboard", KEY_OBJECT, KEY_OPTIONAL, AT(RawScenario, dashboard), .kind = &key_dashboard,
     .doc = "A dashboard in place of charts: what CloudWatch's console would show."},
    {"expect", KEY_OBJECTS, 0, AT(RawScenario, expects), 0, 1000, .kind = &expect,
     .doc = "What a run must show."},
    {"mutants", KEY_TEXTS, 0, AT(RawScenario, mutants), 0, 1000, .pattern = "^[^=]+=",
     .shape = "\"path=value\"", .doc = "Changes under which `expect` must fail."},
    {"lesson", KEY_NOT_YET, .doc = "Predict and reveal."},
    {"web_acls", KEY_NOT_YET, .doc = "WAF."},
    {"session_stores", KEY_NOT_YET, .doc = "Session stores."},
    {"global_accelerator", KEY_OBJECT, KEY_OPTIONAL, AT(RawScenario, accelerator),
     .kind = &key_global_accelerator, .doc = "Global Accelerator."},
    END,
};
const KeyKind key_scenario = {"scenario", "A scenario for Albatross.", sizeof(RawScenario),
                              scenario_keys, 0};

const Key *key_find(const KeyKind *kind, const char *name) {
    for (const Key *key = kind->keys; key->name != NULL; key++)
        if (strcmp(key->name, name) == 0) return key;
    return NULL;
}
