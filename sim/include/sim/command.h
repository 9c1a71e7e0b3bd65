/// Commands: what a person, a timeline or a log may ask of a running world.
///
/// One table (`sim/src/scenario/command.c`) gives each command its name and its fields; scenario
/// timelines, command logs and the window all speak it. scenario + seed + commands = the run.
#pragma once

#include "sim/base.h"

typedef enum SimCommandKind {
    SIM_COMMAND_NONE,           ///< Does nothing: a caption in a timeline.
    SIM_COMMAND_SET,            ///< target = path, value = new value as JSON or bare text
    SIM_COMMAND_CRASH,          ///< target = "region/instance"; refuses, what was inside is lost
    SIM_COMMAND_HANG,           ///< accepts, never answers
    SIM_COMMAND_SLOW,           ///< number = factor on the work, 3 unless said
    SIM_COMMAND_ERRORS,         ///< number = share answered with 500; is_health: /health too
    SIM_COMMAND_TERMINATE,      ///< the target becomes `unused`
    SIM_COMMAND_RECOVER,        ///< target = instance, "region/zone" or region: back at once, empty
    SIM_COMMAND_ZONE_POWER,     ///< target = zone name: its targets and node fall silent
    SIM_COMMAND_ZONE_PARTITION, ///< its targets are unreachable from the other zones' nodes
    SIM_COMMAND_LINK_SLOW,      ///< target = "city/region", number = ns added to a round trip
    SIM_COMMAND_LINK_LOSS,      ///< number = share of packets lost
    SIM_COMMAND_LINK_RECOVER,   ///< neither any more
    SIM_COMMAND_REGISTER,       ///< target = instance, value = target group, number = port, 0: its
    SIM_COMMAND_DEREGISTER,     ///< begins draining
    SIM_COMMAND_SHIFT,          ///< target = release, number = weight of the new group, 0 to 100
    SIM_COMMAND_ROLLBACK,       ///< target = release: back to 100/0
    SIM_COMMAND_ZONAL_SHIFT,    ///< target = "region/balancer", value = zone, number = ns it lasts
    SIM_COMMAND_CANCEL_ZONAL_SHIFT, ///< target = "region/balancer"
    SIM_COMMAND_SET_ALARM_STATE,    ///< target = "region/alarm", value = state
    // Auto Scaling. An instance of a group goes by its id or as "region/group#2": the second
    // oldest.
    SIM_COMMAND_SET_DESIRED_CAPACITY,      ///< target = "region/scaling group", number = capacity
    SIM_COMMAND_COMPLETE_LIFECYCLE_ACTION, ///< target = instance, value = CONTINUE or ABANDON
    SIM_COMMAND_RECORD_HEARTBEAT,          ///< target = instance: its hook waits anew
    SIM_COMMAND_ENTER_STANDBY,    ///< target = instance, is_health: the desired capacity sinks
    SIM_COMMAND_EXIT_STANDBY,     ///< target = instance: the desired capacity grows
    SIM_COMMAND_DETACH_INSTANCES, ///< target = instance, is_health: the desired capacity sinks
    SIM_COMMAND_SET_INSTANCE_PROTECTION, ///< target = instance, is_health: protected
    SIM_COMMAND_SET_INSTANCE_HEALTH,     ///< target = instance, value = Unhealthy or Healthy
    SIM_COMMAND_TERMINATE_IN_GROUP,    ///< target = instance, is_health: the desired capacity sinks
    SIM_COMMAND_INSUFFICIENT_CAPACITY, ///< target = zone: nothing can be launched there
    SIM_COMMAND_SHIFT_SCALING,         ///< target = "region/scaling group", value = zone, "" : none
    SIM_COMMAND_START_REFRESH,         ///< target = "region/scaling group"
    SIM_COMMAND_CANCEL_REFRESH,
    SIM_COMMAND_ROLLBACK_REFRESH,
    // Building, as the console's steps would; `value` is JSON, as the scenario file has it.
    SIM_COMMAND_CREATE_LISTENER,       ///< target = "region/balancer", value = listener
    SIM_COMMAND_DELETE_LISTENER,       ///< target = "region/balancer/port"
    SIM_COMMAND_CREATE_RULE,           ///< target = listener, value = rule
    SIM_COMMAND_DELETE_RULE,           ///< target = "region/balancer/port/priority"
    SIM_COMMAND_SET_RULE_PRIORITIES,   ///< target = listener, value = {"old": new, ...}
    SIM_COMMAND_CREATE_TARGET_GROUP,   ///< target = region, value = target group
    SIM_COMMAND_DELETE_TARGET_GROUP,   ///< target = "region/group"
    SIM_COMMAND_CREATE_SECURITY_GROUP, ///< target = region, value = security group
    SIM_COMMAND_DELETE_SECURITY_GROUP, ///< target = "region/security group"
    SIM_COMMAND_AUTHORIZE_INGRESS,     ///< target = security group, value = inbound rule
    SIM_COMMAND_REVOKE_INGRESS,
    SIM_COMMAND_AUTHORIZE_EGRESS, ///< value = outbound rule
    SIM_COMMAND_REVOKE_EGRESS,
    SIM_COMMAND_CREATE_LOAD_BALANCER, ///< target = region, value = load balancer
    SIM_COMMAND_DELETE_LOAD_BALANCER, ///< target = "region/balancer"
    SIM_COMMAND_CREATE_RECORD,        ///< value = record
    SIM_COMMAND_DELETE_RECORD,        ///< target = "name" or "name/set identifier"
    SIM_COMMAND_CREATE_ACL_ENTRY,     ///< target = "region/network ACL/inbound", value = entry
    SIM_COMMAND_REPLACE_ACL_ENTRY,    ///< the same; the entry of its number goes
    SIM_COMMAND_DELETE_ACL_ENTRY,     ///< target = "region/network ACL/inbound/number"
    SIM_COMMAND_REGION_POWER,         ///< target = region: all its zones lose their power
    SIM_COMMAND_ROUTING_CONTROL,  ///< target = routing control, value = "On" or "Off", is_health:
                                  ///< whatever safety rules say
    SIM_COMMAND_ROUTING_CONTROLS, ///< value = "name=On, other=Off" in one transaction, is_health
    SIM_COMMAND_ZONE_IMPAIRMENT,  ///< target = zone: AWS's own telemetry finds it impaired, no more
    SIM_COMMAND_SET_SUBNETS,      ///< target = "region/balancer", value = list of zones, as JSON
    SIM_COMMAND_COUNT,
} SimCommandKind;

/// A command is a plain value. Names are as in the scenario: an instance "ap-south-1/i-1", a zone
/// "ap-south-1a", a target group "ap-south-1/blue", a release "v2". Unused fields are zero.
typedef struct SimCommand {
    SimTime at; ///< When it takes effect.
    SimCommandKind kind;
    int32_t is_health; ///< Of `errors`: health checks fail too.
    double number;
    char target[192];
    char value[1504]; ///< A body of a fixed response has up to 1,024 characters.
} SimCommand;

/// The command's name in files ("zone_power"), and back; SIM_COMMAND_COUNT when unknown.
const char *sim_command_name(SimCommandKind kind);
SimCommandKind sim_command_kind(const char *name);

/// Writes one command as one line of JSON, without the newline:
/// {"at":"12.000000001s","do":"crash",...}. Returns the length written (less than `capacity`).
int32_t sim_command_write(const SimCommand *command, char *out, int32_t capacity);

/// Reads such a line. False: nothing was written, `error` says what is wrong with the line.
bool sim_command_read(const char *line, SimCommand *command, SimError *error);

/// Reads a log: a JSON array of commands (commands.json) or one command a line (commands.jsonl; a
/// torn last line is ignored). The array is the caller's, to be freed with free(). False: `error`
/// says where.
bool sim_command_log_read(const char *text, int64_t length, SimCommand **commands, int32_t *count,
                          SimError *error);
