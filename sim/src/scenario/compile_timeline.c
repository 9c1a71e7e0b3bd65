// The timeline: steps in order of time, each judged upon what those before it leave.
#include "scenario/build.h"
#include "scenario/command.h"
#include "scenario/compile.h"
#include "scenario/quantity.h"
#include "scenario/set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// The member that gave the command its target, for messages.
static const Node *target_place(const Node *node) {
    static const char *const keys[] = {"instance", "zone", "target", "release", "path"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (node_member(node, keys[i]) != NULL) return node_member(node, keys[i]);
    return node;
}

/// An instance by its whole name, or by its short one where only one region has it.
static int32_t find_instance(Compiler *compiler, const char *name) {
    int32_t index = names_find(&compiler->instances, name);
    if (index >= 0 || strchr(name, '/') != NULL) return index;
    for (int32_t r = 0; r < compiler->config->region_count; r++) {
        int32_t other = names_find(&compiler->instances, compile_scoped(compiler, r, name));
        if (other >= 0 && index >= 0) return -1;
        if (other >= 0) index = other;
    }
    return index;
}

/// "region/group#2" or "group#2": the second oldest instance of an Auto Scaling group, whichever
/// that will be.
static bool is_of_scaling_group(Compiler *compiler, SimCommand *command) {
    const char *mark = strrchr(command->target, '#');
    if (mark == NULL || atoi(mark + 1) < 1) return false;
    for (int32_t g = 0; g < compiler->config->scaling_group_count; g++) {
        const ConfigScalingGroup *group = &compiler->config->scaling_groups[g];
        const char *whole = compile_scoped(compiler, group->region, group->name);
        size_t length = (size_t)(mark - command->target);
        bool is_whole = strlen(whole) == length && memcmp(whole, command->target, length) == 0;
        bool is_short =
            strlen(group->name) == length && memcmp(group->name, command->target, length) == 0;
        if (!is_whole && !is_short) continue;
        int number = atoi(mark + 1);
        snprintf(command->target, sizeof command->target, "%s#%d", whole, number);
        return true;
    }
    return false;
}

static int32_t check_instance(Compiler *compiler, const Node *node, SimCommand *command) {
    if (is_of_scaling_group(compiler, command)) return -1;
    int32_t index = find_instance(compiler, command->target);
    if (index < 0) {
        compile_find(compiler, &compiler->instances, command->target, target_place(node),
                     "instance");
        return -1;
    }
    const ConfigInstance *instance = &compiler->config->instances[index];
    snprintf(command->target, sizeof command->target, "%s/%s",
             compiler->config->regions[instance->region].name, instance->name);
    return index;
}

/// An instance, or a container on it by its port: what is registered there may come later.
static void check_struck(Compiler *compiler, const Node *node, SimCommand *command) {
    char name[192];
    int32_t port;
    if (!command_container(command->target, name, &port)) {
        check_instance(compiler, node, command);
        return;
    }
    snprintf(command->target, sizeof command->target, "%s", name);
    check_instance(compiler, node, command);
    if (port < 1)
        COMPILE_REFUSE(compiler, target_place(node), NULL, "Write region/instance:port.",
                       "no port of a container");
    if (command->kind == SIM_COMMAND_SLOW || command->kind == SIM_COMMAND_TERMINATE)
        COMPILE_REFUSE(compiler, target_place(node), NULL, "Name the instance alone.",
                       "this strikes whole instances: containers share their processor and life");
    size_t length = strlen(command->target);
    snprintf(command->target + length, sizeof command->target - length, ":%d", port);
}

static void check_registration(Compiler *compiler, const Node *node, SimCommand *command) {
    int32_t instance = check_instance(compiler, node, command);
    const Node *place = compile_place(node, "target_group");
    if (instance < 0) return;
    int32_t region = compiler->config->instances[instance].region;
    const char *name = command->value;
    if (strchr(name, '/') == NULL) name = compile_scoped(compiler, region, name);
    int32_t group = compile_find(compiler, &compiler->groups, name, place, "target group");
    if (group < 0) return;
    if (compiler->config->target_groups[group].region != region)
        COMPILE_REFUSE(compiler, place, NULL, "",
                       "the target group is in another region than the instance");
    // A full name stands there already, and a text must not be printed over itself.
    if (name != command->value) snprintf(command->value, sizeof command->value, "%s", name);
}

static void check_recover(Compiler *compiler, const Node *node, SimCommand *command) {
    if (names_find(&compiler->regions, command->target) >= 0) return;
    const char *slash = strchr(command->target, '/');
    int32_t zone = names_find(&compiler->zones, slash == NULL ? command->target : slash + 1);
    if (zone < 0) {
        check_struck(compiler, node, command);
        return;
    }
    const ConfigZone *found = &compiler->config->zones[zone];
    const char *whole = compile_scoped(compiler, found->region, found->name);
    if (slash != NULL && strcmp(whole, command->target) != 0)
        COMPILE_REFUSE(compiler, target_place(node), NULL, "", "the zone is in another region");
    snprintf(command->target, sizeof command->target, "%s", whole);
}

/// That a shift is allowed at all may be set before its moment comes, so that is judged then.
static void check_zonal_shift(Compiler *compiler, const Node *node, SimCommand *command) {
    int32_t balancer = compile_find(compiler, &compiler->balancers, command->target,
                                    compile_place(node, "load_balancer"), "load balancer");
    if (balancer < 0 || command->kind == SIM_COMMAND_CANCEL_ZONAL_SHIFT) return;
    const Node *place = compile_place(node, "zone");
    int32_t zone = compile_find(compiler, &compiler->zones, command->value, place, "zone");
    if (zone < 0) return;
    const ConfigBalancer *config = &compiler->config->balancers[balancer];
    bool is_enabled = compile_is_planned(compiler, "set_subnets", "load_balancer", command->target);
    for (int32_t i = 0; i < config->zone_count; i++)
        is_enabled = is_enabled || (config->zones[i] == zone && (config->enabled >> i & 1) != 0);
    if (!is_enabled)
        COMPILE_REFUSE(compiler, place, NULL, "", "the load balancer is not enabled in this zone");
}

// "mumbai=Off, ireland=On"
static void check_routing_controls(Compiler *compiler, const Node *node, const char *states) {
    char name[200], state[8];
    for (int used = 0; *states != '\0'; states += used + (states[used] == ',')) {
        bool is_pair = sscanf(states, " %199[^=, ] = %7[A-Za-z] %n", name, state, &used) == 2;
        if (!is_pair || (strcmp(state, "On") != 0 && strcmp(state, "Off") != 0)) {
            COMPILE_REFUSE(compiler, node, "states", "Write \"name=On, other=Off\".",
                           "no states of routing controls");
            return;
        }
        compile_find(compiler, &compiler->controls, name, compile_place(node, "states"),
                     "routing control");
    }
}

static void check_routing_control(Compiler *compiler, const Node *node, SimCommand *command) {
    compile_find(compiler, &compiler->controls, command->target,
                 compile_place(node, "routing_control"), "routing control");
    if (strcmp(command->value, "On") != 0 && strcmp(command->value, "Off") != 0)
        COMPILE_REFUSE(compiler, node, "state", "Write \"On\" or \"Off\".",
                       "no state of a routing control");
}

// "Mumbai/us-east-1": a place where clients are, and a region; "Mumbai/*": their own access.
static void check_link(Compiler *compiler, const Node *node, const SimCommand *command) {
    const Config *config = compiler->config;
    const char *slash = strrchr(command->target, '/');
    if (slash == NULL) {
        COMPILE_REFUSE(compiler, node, "link", "Write \"city/region\".", "this is no link");
        return;
    }
    if (strcmp(slash + 1, "*") != 0)
        compile_find(compiler, &compiler->regions, slash + 1, compile_place(node, "link"),
                     "region");
    size_t length = (size_t)(slash - command->target);
    for (int32_t i = 0; i < config->client_count; i++) {
        const ConfigClient *client = &config->clients[i];
        const char *place =
            client->inside >= 0 ? config->regions[client->inside].name : client->city;
        if (place != NULL && strlen(place) == length &&
            strncmp(place, command->target, length) == 0)
            return;
    }
    COMPILE_REFUSE(compiler, node, "link", "Name a client's city.", "there are no clients there");
}

static void check_command(Compiler *compiler, const Node *node, SimCommand *command) {
    switch (command->kind) {
    case SIM_COMMAND_CRASH:
    case SIM_COMMAND_HANG:
    case SIM_COMMAND_SLOW:
    case SIM_COMMAND_ERRORS:
    case SIM_COMMAND_TERMINATE:
        check_struck(compiler, node, command);
        break;
    case SIM_COMMAND_COMPLETE_LIFECYCLE_ACTION:
    case SIM_COMMAND_RECORD_HEARTBEAT:
    case SIM_COMMAND_ENTER_STANDBY:
    case SIM_COMMAND_EXIT_STANDBY:
    case SIM_COMMAND_DETACH_INSTANCES:
    case SIM_COMMAND_SET_INSTANCE_PROTECTION:
    case SIM_COMMAND_SET_INSTANCE_HEALTH:
    case SIM_COMMAND_TERMINATE_IN_GROUP:
        check_instance(compiler, node, command);
        break;
    case SIM_COMMAND_RECOVER:
        check_recover(compiler, node, command);
        break;
    case SIM_COMMAND_ZONE_POWER:
    case SIM_COMMAND_ZONE_PARTITION:
    case SIM_COMMAND_ZONE_IMPAIRMENT:
    case SIM_COMMAND_INSUFFICIENT_CAPACITY:
        compile_find(compiler, &compiler->zones, command->target, target_place(node), "zone");
        break;
    case SIM_COMMAND_LINK_SLOW:
    case SIM_COMMAND_LINK_LOSS:
    case SIM_COMMAND_LINK_RECOVER:
        check_link(compiler, node, command);
        break;
    case SIM_COMMAND_REGISTER:
    case SIM_COMMAND_DEREGISTER:
        check_registration(compiler, node, command);
        break;
    case SIM_COMMAND_ZONAL_SHIFT:
    case SIM_COMMAND_CANCEL_ZONAL_SHIFT:
        check_zonal_shift(compiler, node, command);
        break;
    case SIM_COMMAND_SET_DESIRED_CAPACITY:
    case SIM_COMMAND_SHIFT_SCALING:
    case SIM_COMMAND_START_REFRESH:
    case SIM_COMMAND_CANCEL_REFRESH:
    case SIM_COMMAND_ROLLBACK_REFRESH:
        compile_find(compiler, &compiler->scaling, command->target,
                     compile_place(node, "auto_scaling_group"), "Auto Scaling group");
        break;
    case SIM_COMMAND_SHIFT:
    case SIM_COMMAND_ROLLBACK:
        compile_find(compiler, &compiler->releases, command->target, target_place(node), "release");
        break;
    case SIM_COMMAND_SET_ALARM_STATE:
        compile_find(compiler, &compiler->alarms, command->target, compile_place(node, "alarm"),
                     "alarm");
        if (strcmp(command->value, "OK") != 0 && strcmp(command->value, "ALARM") != 0 &&
            strcmp(command->value, "INSUFFICIENT_DATA") != 0)
            COMPILE_REFUSE(compiler, node, "state", "Allowed are OK, ALARM and INSUFFICIENT_DATA.",
                           "\"%.40s\" is no state of an alarm", command->value);
        break;
    case SIM_COMMAND_REGION_POWER:
        compile_find(compiler, &compiler->regions, command->target, compile_place(node, "region"),
                     "region");
        break;
    case SIM_COMMAND_ROUTING_CONTROLS:
        check_routing_controls(compiler, node, command->value);
        break;
    case SIM_COMMAND_ROUTING_CONTROL:
        check_routing_control(compiler, node, command);
        break;
    default:
        break;
    }
}

/// A step with the place where it stands; the node is NULL when it could not be read.
typedef struct PlannedStep {
    ConfigStep step;
    const Node *node;
} PlannedStep;

static void compile_step(Compiler *compiler, const RawStep *raw, PlannedStep *out) {
    const Node *place = NULL;
    SimError error;
    *out = (PlannedStep){.step = {.command = {.at = raw->at}, .say = raw->say}};
    const Node *kind = node_member(raw->node, "do");
    // A time or a command that the table refused was already spoken of.
    bool is_readable = kind == NULL || (kind->kind == NODE_STRING &&
                                        sim_command_kind(kind->text) != SIM_COMMAND_COUNT);
    SimTime at = 0;
    const Node *time = node_member(raw->node, "at");
    is_readable = is_readable && time != NULL && time->kind == NODE_STRING &&
                  quantity_duration(time->text, &at) == QUANTITY_OK;
    if (!is_readable) return;
    if (!command_decode(raw->node, true, &out->step.command, &place, &error)) {
        COMPILE_REFUSE(compiler, place, NULL, "", "%.300s", error.text);
        return;
    }
    if (compiler->config->duration_ns > 0 && raw->at > compiler->config->duration_ns)
        COMPILE_WARN(compiler, raw->node, "at", "", "this lies behind the end of the run");
    out->node = raw->node;
}

/// In order of time; steps of one instant keep the file's order.
static void sort_steps(PlannedStep *steps, int32_t count) {
    for (int32_t i = 1; i < count; i++) {
        PlannedStep step = steps[i];
        int32_t j = i;
        for (; j > 0 && steps[j - 1].step.command.at > step.step.command.at; j--)
            steps[j] = steps[j - 1];
        steps[j] = step;
    }
}

// --- the rehearsal
// -----------------------------------------------------------------------------------------------------------------

/// The scenario as the steps so far leave it.
typedef struct Rehearsal {
    Compiler *now;   ///< its findings go to the file's
    Arena arenas[2]; ///< of `now`, unless that is the file's own, and for the next
    int32_t at;      ///< which is that of `now`
    /// The file has errors, which each change would repeat: none is tried, and what would have been
    /// built is not missed.
    bool is_unsound;
} Rehearsal;

/// The error as a clause: without its full stop.
static const char *clause_of(SimError *error) {
    size_t length = strlen(error->text);
    if (length > 0 && error->text[length - 1] == '.') error->text[length - 1] = 0;
    return error->text;
}

static bool is_change(SimCommandKind kind) {
    return kind == SIM_COMMAND_SET || build_is(kind);
}

static Node *change(Rehearsal *rehearsal, Arena *arena, const SimCommand *command,
                    SimError *error) {
    const Node *root = rehearsal->now->raw->node;
    if (command->kind == SIM_COMMAND_SET)
        return set_apply(arena, root, command->target, command->value, true, error);
    return build_apply(arena, root, rehearsal->now->config, command, error);
}

// What the command leaves is what the next ones find.
static bool try_change(Rehearsal *rehearsal, const SimCommand *command, SimError *error) {
    Arena *arena = &rehearsal->arenas[1 - rehearsal->at];
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    Compiler *fresh = NULL;
    const Node *changed = change(rehearsal, arena, command, error);
    if (changed != NULL) fresh = compile_nested(arena, changed, &diagnostics);
    bool is_fine = fresh != NULL && (!sim_diagnostics_has_errors(&diagnostics) ||
                                     diagnostics_to_error(&diagnostics, error));
    sim_diagnostics_deinit(&diagnostics);
    if (is_fine) {
        fresh->diagnostics = rehearsal->now->diagnostics;
        rehearsal->now = fresh;
        rehearsal->at = 1 - rehearsal->at;
    }
    Arena *unused = &rehearsal->arenas[1 - rehearsal->at];
    arena_deinit(unused);
    arena_init(unused);
    return is_fine;
}

static void rehearse_step(Rehearsal *rehearsal, PlannedStep *planned) {
    SimCommand *command = &planned->step.command;
    SimError error = {{0}};
    if (!is_change(command->kind)) {
        check_command(rehearsal->now, planned->node, command);
        return;
    }
    if (rehearsal->is_unsound) {
        rehearsal->now->is_incomplete |= build_is(command->kind);
        return;
    }
    if (rehearsal->now->is_incomplete || try_change(rehearsal, command, &error)) return;
    const char *key = command->kind == SIM_COMMAND_SET ? "path" : "do";
    const char *what = command->kind == SIM_COMMAND_SET ? "set" : "done";
    COMPILE_REFUSE(rehearsal->now, compile_place(planned->node, key), NULL, "",
                   "this can not be %s: %.300s", what, clause_of(&error));
}

// One step after the other, each upon what those before it leave.
static void rehearse(Compiler *compiler, PlannedStep *steps, int32_t count) {
    Rehearsal rehearsal = {.now = compiler,
                           .is_unsound = sim_diagnostics_has_errors(compiler->diagnostics)};
    bool was_incomplete = compiler->is_incomplete;
    arena_init(&rehearsal.arenas[0]);
    arena_init(&rehearsal.arenas[1]);
    for (int32_t i = 0; i < count; i++)
        if (steps[i].node != NULL) rehearse_step(&rehearsal, &steps[i]);
    compiler->is_incomplete = was_incomplete;
    arena_deinit(&rehearsal.arenas[0]);
    arena_deinit(&rehearsal.arenas[1]);
}

// In a world that runs, names are only written out: its steps were judged when it began.
static void complete_names(Compiler *compiler, PlannedStep *steps, int32_t count) {
    SimDiagnostics *findings = compiler->diagnostics, nobodys;
    sim_diagnostics_init(&nobodys);
    compiler->diagnostics = &nobodys;
    for (int32_t i = 0; i < count; i++)
        if (steps[i].node != NULL) check_command(compiler, steps[i].node, &steps[i].step.command);
    compiler->diagnostics = findings;
    sim_diagnostics_deinit(&nobodys);
}

void compile_timeline(Compiler *compiler) {
    const RawStep *raws = compiler->raw->timeline.items;
    Config *config = compiler->config;
    config->step_count = compiler->raw->timeline.count;
    config->timeline = arena_array(compiler->arena, config->step_count, sizeof *config->timeline);
    if (compiler->is_nested) return; // nobody plays it
    PlannedStep *steps = arena_array(compiler->arena, config->step_count, sizeof *steps);
    for (int32_t i = 0; i < config->step_count; i++)
        compile_step(compiler, &raws[i], &steps[i]);
    sort_steps(steps, config->step_count);
    if (compiler->previous != NULL)
        complete_names(compiler, steps, config->step_count);
    else
        rehearse(compiler, steps, config->step_count);
    for (int32_t i = 0; i < config->step_count; i++)
        config->timeline[i] = steps[i].step;
}
