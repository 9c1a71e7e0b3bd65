/// Compiling: raw structures linked into a Config, with everything checked that the table can not
/// know: names that must exist, and what AWS would refuse.
#pragma once

#include "scenario/config.h"
#include "scenario/diagnostics.h"
#include "scenario/names.h"
#include "scenario/raw.h"

typedef struct Compiler {
    Arena *arena;
    SimDiagnostics *diagnostics;
    const RawScenario *raw;
    Config *config;
    bool is_incomplete; ///< part of the file could not be read: names that seem missing may stand
                        ///< there
    const char *file;   ///< the scenario's, from whose folder on files are named; NULL: unknown
    const Config *previous; ///< what the running world has; NULL: no world runs
    bool is_nested;         ///< compiling on behalf of a check: `set` steps are not tried again
    Names regions, zones, launches, balancers, groups, instances, releases, hosts, security, alarms,
        checks, controls, scaling, policies, accelerators;
    int32_t alarm_capacity;
} Compiler;

/// Reads, checks and compiles a document. The result is in the arena; findings are added to
/// `diagnostics`, unsorted. With errors among them the config must not be used.
Config *compile_document(Arena *arena, const Node *root, const char *file,
                         SimDiagnostics *diagnostics);
/// The same for a world that runs with `previous`, part of which the result may go on to refer to.
Config *compile_live(Arena *arena, const Node *root, const Config *previous,
                     SimDiagnostics *diagnostics);
/// Compiles on behalf of a check; the compiler, in the arena, knows all names.
Compiler *compile_nested(Arena *arena, const Node *root, SimDiagnostics *diagnostics);

// The rooms of the compiler, in the order in which they are called.
void compile_regions(Compiler *compiler);
void compile_security(Compiler *compiler);
void compile_launches(Compiler *compiler);
void compile_target_groups(Compiler *compiler);
void compile_balancers(Compiler *compiler);
void compile_handles(Compiler *compiler);
void compile_instances(Compiler *compiler);
void compile_scaling_groups(Compiler *compiler);
void compile_policies(Compiler *compiler);
/// What the next instance refresh of a group does, everything else of the group being compiled.
void compile_refresh(Compiler *compiler, const RawScalingGroup *raw, ConfigScalingGroup *group);
/// The alarms that make refreshes fail, alarms being compiled.
void compile_refresh_alarms(Compiler *compiler);
/// How many slots the Auto Scaling groups of the file need.
int64_t compile_slots_needed(const Compiler *compiler);
/// Global Accelerator, which records name; balancers and instances are compiled.
void compile_accelerators(Compiler *compiler);
void compile_records(Compiler *compiler);
void compile_clients(Compiler *compiler);
/// The health checks of Route 53, which records name.
void compile_checks(Compiler *compiler);
/// What changes of routing controls are refused, these being compiled.
void compile_safety_rules(Compiler *compiler);
/// The alarms that some of them go by, alarms being compiled.
void compile_check_alarms(Compiler *compiler);
/// Their checkers as a population each behind the people, for which there is room.
void compile_checkers(Compiler *compiler);
void compile_arrivals(Compiler *compiler, const RawClient *raw, ConfigClient *client,
                      int32_t index);
void compile_replay(Compiler *compiler, const RawClient *raw, ConfigClient *client, int32_t index);
/// Zonal autoshift of balancers, alarms being compiled.
void compile_autoshifts(Compiler *compiler);
void compile_releases(Compiler *compiler);
void compile_timeline(Compiler *compiler);
void compile_alarms(Compiler *compiler);
void compile_expects(Compiler *compiler);
void compile_mutants(Compiler *compiler);
/// The dashboard, alarms being compiled.
void compile_dashboard(Compiler *compiler);
/// The stickiness of a target group, everything else of it being compiled.
void compile_stickiness(Compiler *compiler, const RawTargetGroup *raw, ConfigTargetGroup *group);
/// Whether a step of the timeline does this ("delete_record") to a thing of this name, given at
/// `key` or at its member "name".
bool compile_is_planned(const Compiler *compiler, const char *what, const char *key,
                        const char *name);
/// Warns of cookies that nobody sets or asks for, clients and target groups being compiled.
void compile_cookies(Compiler *compiler);
void compile_conditions(Compiler *compiler, const RawRule *raw, ConfigRule *rule);
/// A regular expression in the arena; NULL after saying at `place` what is wrong with it.
const Regex *compile_regex(Compiler *compiler, const char *text, const Node *place,
                           bool ignores_case);
/// The transforms of a rule whose action is compiled.
void compile_transforms(Compiler *compiler, const RawRule *raw, ConfigRule *rule);
/// "10.0.0.0/8" as a block. False: there is no such block, which was said at `place`.
bool compile_block(Compiler *compiler, const char *text, const Node *place, ConfigBlock *block);
void compile_capacity(Compiler *compiler, const RawBalancer *raw, ConfigBalancer *balancer);
/// What a listener can show its clients (compile_certificates.c).
void compile_certificates(Compiler *compiler, const RawList *raw, ConfigListener *listener);
void compile_action(Compiler *compiler, const RawAction *raw, const RawListener *listener,
                    int32_t balancer, ConfigAction *action);

/// The target groups of an instance, each with the port it is registered on.
typedef struct Registrations {
    int32_t *groups, *ports;
    int32_t count;
} Registrations;
Registrations compile_registrations(Compiler *compiler, const RawInstance *raw, int32_t region,
                                    uint32_t address);
/// The address an instance is given; 0: none.
uint32_t compile_address(Compiler *compiler, const RawInstance *raw);

/// A scheduled action of a group.
void compile_scheduled(Compiler *compiler, const RawScheduled *raw, int32_t group);
/// What a predictive policy forecasts by; and as far as those of a group may raise its maximum.
void compile_predictive(Compiler *compiler, const RawPolicy *raw, ConfigScalingPolicy *policy);
int32_t compile_predictive_room(const RawScalingGroup *raw);

/// One more alarm of a region, for those that others make (target tracking): its metrics, actions
/// and numbers are the caller's to fill in. Valid until the next one is added.
ConfigAlarm *compile_alarm_add(Compiler *compiler, int32_t region, const char *name,
                               const Node *place);

/// Refuses a statistic whose bounds make no sense.
void compile_check_stat(Compiler *compiler, const Node *node, const char *stat);
/// Whether anything reports such a metric.
bool compile_has_metric(const ConfigAlarmMetric *metric);
/// The parts of a metric-math alarm, its metrics being compiled.
void compile_queries(Compiler *compiler, const RawAlarm *raw, ConfigAlarm *alarm);
/// The composite alarms of a region, whose other alarms are compiled.
void compile_composites(Compiler *compiler, const RawList *list, int32_t region);
void compile_alarm_actions(Compiler *compiler, const RawTexts actions[3], const Node *node,
                           ConfigAlarm *alarm);

/// A semantic error at the member `key` of `node` (at `node` itself when it has none, or `key` is
/// NULL).
#define COMPILE_REFUSE(compiler, node, key, remedy, ...)                                           \
    diagnostics_add((compiler)->diagnostics, SIM_DIAGNOSTIC_SEMANTIC, compile_place(node, key),    \
                    remedy, __VA_ARGS__)
#define COMPILE_WARN(compiler, node, key, remedy, ...)                                             \
    diagnostics_add((compiler)->diagnostics, SIM_DIAGNOSTIC_WARNING, compile_place(node, key),     \
                    remedy, __VA_ARGS__)
const Node *compile_place(const Node *node, const char *key);
/// "region/name" in the arena.
const char *compile_scoped(Compiler *compiler, int32_t region, const char *name);
/// The index of a name of a kind ("target group"); -1 after saying that there is none. `name` NULL:
/// -1 in silence.
int32_t compile_find(Compiler *compiler, const Names *names, const char *name, const Node *place,
                     const char *kind);
/// Adds a name, or says that it stands twice.
void compile_add(Compiler *compiler, Names *names, const char *name, int32_t index,
                 const Node *place, const char *kind);
/// The index of a target group of the file; -1: it has no name.
int32_t compile_group_index(Compiler *compiler, int32_t region, const RawTargetGroup *raw);
/// Sixteen hexadecimal digits for a name.
const char *compile_id16(Compiler *compiler, const char *kind, const char *name);
/// The security groups named at the member "security_groups" of `node`.
int32_t *compile_bearer(Compiler *compiler, int32_t region, const RawTexts *texts, const Node *node,
                        int32_t *count);
/// Those of an instance, which has those of its launch template unless it says others.
/// What each launch template gives the instances of Auto Scaling groups.
void compile_bearers_of_launches(Compiler *compiler);
int32_t *compile_bearer_of_instance(Compiler *compiler, int32_t region, const RawTexts *texts,
                                    const Node *node, int32_t launch, int32_t *count);
/// The zones named, or all of the region when none are.
int32_t *compile_zones(Compiler *compiler, int32_t region, const RawTexts *texts, const Node *node,
                       int32_t *count);
/// The same of a list that names no zone when it is empty.
int32_t *compile_zone_list(Compiler *compiler, int32_t region, const RawTexts *texts,
                           const Node *list, int32_t *count);
