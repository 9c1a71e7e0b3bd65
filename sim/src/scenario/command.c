// One table of commands: their names and fields in files. Decoding goes by the fields of the row,
// writing by the same fields, so what is written reads back as the same command.
#include "scenario/command.h"

#include "engine/alloc.h"
#include "scenario/diagnostics.h"
#include "scenario/quantity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const command_names[SIM_COMMAND_COUNT + 1] = {
    "none",
    "set",
    "crash",
    "hang",
    "slow",
    "errors",
    "terminate",
    "recover",
    "zone_power",
    "zone_partition",
    "link_slow",
    "link_loss",
    "link_recover",
    "register",
    "deregister",
    "shift",
    "rollback",
    "zonal_shift",
    "cancel_zonal_shift",
    "set_alarm_state",
    "set_desired_capacity",
    "complete_lifecycle_action",
    "record_lifecycle_action_heartbeat",
    "enter_standby",
    "exit_standby",
    "detach_instances",
    "set_instance_protection",
    "set_instance_health",
    "terminate_instance_in_auto_scaling_group",
    "insufficient_capacity",
    "zonal_shift_auto_scaling_group",
    "start_instance_refresh",
    "cancel_instance_refresh",
    "rollback_instance_refresh",
    "create_listener",
    "delete_listener",
    "create_rule",
    "delete_rule",
    "set_rule_priorities",
    "create_target_group",
    "delete_target_group",
    "create_security_group",
    "delete_security_group",
    "authorize_security_group_ingress",
    "revoke_security_group_ingress",
    "authorize_security_group_egress",
    "revoke_security_group_egress",
    "create_load_balancer",
    "delete_load_balancer",
    "create_record",
    "delete_record",
    "create_network_acl_entry",
    "replace_network_acl_entry",
    "delete_network_acl_entry",
    "region_power",
    "update_routing_control_state",
    "update_routing_control_states",
    "zone_impairment",
    "set_subnets",
    NULL,
};

typedef struct CommandRow {
    const char *target[3];     ///< keys of the target, the first is the one written
    const char *value;         ///< key of the value
    const char *number;        ///< key of the number
    const char *flag;          ///< key of is_health
    double min, max, default_; ///< of the number; default NAN: it must be given
    bool is_duration;          ///< the number is one in ns, written as "10m"
    bool is_json;              ///< the value is an object, carried as JSON
    bool is_list;              ///< of JSON too: a list
    bool is_optional;          ///< the number is not written at its default
} CommandRow;

#define REGISTRATION                                                                               \
    {                                                                                              \
        .target = {"instance"}, .value = "target_group", .number = "port", .min = 1, .max = 65535, \
        .is_optional = true                                                                        \
    }

static const CommandRow rows[SIM_COMMAND_COUNT] = {
    [SIM_COMMAND_SET] = {.target = {"path"}, .value = "value"},
    [SIM_COMMAND_CRASH] = {.target = {"instance"}},
    [SIM_COMMAND_HANG] = {.target = {"instance"}},
    [SIM_COMMAND_SLOW] =
        {.target = {"instance"}, .number = "factor", .min = 0.001, .max = 1e6, .default_ = 3},
    [SIM_COMMAND_ERRORS] = {.target = {"instance"},
                            .number = "share",
                            .flag = "health_errors",
                            .min = 0,
                            .max = 1,
                            .default_ = NAN},
    [SIM_COMMAND_TERMINATE] = {.target = {"instance"}},
    [SIM_COMMAND_RECOVER] = {.target = {"target", "instance", "zone"}},
    [SIM_COMMAND_ZONE_POWER] = {.target = {"zone"}},
    [SIM_COMMAND_ZONE_PARTITION] = {.target = {"zone"}},
    [SIM_COMMAND_ZONE_IMPAIRMENT] = {.target = {"zone"}},
    [SIM_COMMAND_LINK_SLOW] = {.target = {"link"},
                               .number = "by",
                               .min = 0,
                               .max = 60e9,
                               .default_ = NAN,
                               .is_duration = true},
    [SIM_COMMAND_LINK_LOSS] =
        {.target = {"link"}, .number = "share", .min = 0, .max = 0.9, .default_ = NAN},
    [SIM_COMMAND_LINK_RECOVER] = {.target = {"link"}},
    [SIM_COMMAND_REGISTER] = REGISTRATION,
    [SIM_COMMAND_DEREGISTER] = REGISTRATION,
    [SIM_COMMAND_SHIFT] =
        {.target = {"release"}, .number = "weight", .min = 0, .max = 100, .default_ = NAN},
    [SIM_COMMAND_ROLLBACK] = {.target = {"release"}},
    [SIM_COMMAND_ZONAL_SHIFT] = {.target = {"load_balancer"},
                                 .value = "zone",
                                 .number = "expires_in",
                                 .min = 60e9,
                                 .max = 72 * 3600e9,
                                 .default_ = NAN,
                                 .is_duration = true},
    [SIM_COMMAND_CANCEL_ZONAL_SHIFT] = {.target = {"load_balancer"}},
    [SIM_COMMAND_SET_ALARM_STATE] = {.target = {"alarm"}, .value = "state"},
    [SIM_COMMAND_REGION_POWER] = {.target = {"region"}},
    [SIM_COMMAND_ROUTING_CONTROL] = {.target = {"routing_control"},
                                     .value = "state",
                                     .flag = "override_safety_rules"},
    [SIM_COMMAND_ROUTING_CONTROLS] = {.value = "states", .flag = "override_safety_rules"},
    [SIM_COMMAND_SET_DESIRED_CAPACITY] = {.target = {"auto_scaling_group"},
                                          .number = "desired_capacity",
                                          .min = 0,
                                          .max = 10000,
                                          .default_ = NAN},
    [SIM_COMMAND_COMPLETE_LIFECYCLE_ACTION] = {.target = {"instance"}, .value = "result"},
    [SIM_COMMAND_RECORD_HEARTBEAT] = {.target = {"instance"}},
    [SIM_COMMAND_ENTER_STANDBY] = {.target = {"instance"}, .flag = "decrement"},
    [SIM_COMMAND_EXIT_STANDBY] = {.target = {"instance"}},
    [SIM_COMMAND_DETACH_INSTANCES] = {.target = {"instance"}, .flag = "decrement"},
    [SIM_COMMAND_SET_INSTANCE_PROTECTION] = {.target = {"instance"}, .flag = "protected"},
    [SIM_COMMAND_SET_INSTANCE_HEALTH] = {.target = {"instance"}, .value = "health"},
    [SIM_COMMAND_TERMINATE_IN_GROUP] = {.target = {"instance"}, .flag = "decrement"},
    [SIM_COMMAND_INSUFFICIENT_CAPACITY] = {.target = {"zone"}},
    [SIM_COMMAND_SHIFT_SCALING] = {.target = {"auto_scaling_group"}, .value = "zone"},
    [SIM_COMMAND_START_REFRESH] = {.target = {"auto_scaling_group"}},
    [SIM_COMMAND_CANCEL_REFRESH] = {.target = {"auto_scaling_group"}},
    [SIM_COMMAND_ROLLBACK_REFRESH] = {.target = {"auto_scaling_group"}},
    [SIM_COMMAND_CREATE_LISTENER] = {.target = {"load_balancer"},
                                     .value = "listener",
                                     .is_json = true},
    [SIM_COMMAND_DELETE_LISTENER] = {.target = {"listener"}},
    [SIM_COMMAND_CREATE_RULE] = {.target = {"listener"}, .value = "rule", .is_json = true},
    [SIM_COMMAND_DELETE_RULE] = {.target = {"rule"}},
    [SIM_COMMAND_SET_RULE_PRIORITIES] = {.target = {"listener"},
                                         .value = "priorities",
                                         .is_json = true},
    [SIM_COMMAND_CREATE_TARGET_GROUP] = {.target = {"region"},
                                         .value = "target_group",
                                         .is_json = true},
    [SIM_COMMAND_DELETE_TARGET_GROUP] = {.target = {"target_group"}},
    [SIM_COMMAND_CREATE_SECURITY_GROUP] = {.target = {"region"},
                                           .value = "security_group",
                                           .is_json = true},
    [SIM_COMMAND_DELETE_SECURITY_GROUP] = {.target = {"security_group"}},
    [SIM_COMMAND_AUTHORIZE_INGRESS] = {.target = {"security_group"},
                                       .value = "permission",
                                       .is_json = true},
    [SIM_COMMAND_REVOKE_INGRESS] = {.target = {"security_group"},
                                    .value = "permission",
                                    .is_json = true},
    [SIM_COMMAND_AUTHORIZE_EGRESS] = {.target = {"security_group"},
                                      .value = "permission",
                                      .is_json = true},
    [SIM_COMMAND_REVOKE_EGRESS] = {.target = {"security_group"},
                                   .value = "permission",
                                   .is_json = true},
    [SIM_COMMAND_CREATE_LOAD_BALANCER] = {.target = {"region"},
                                          .value = "load_balancer",
                                          .is_json = true},
    [SIM_COMMAND_DELETE_LOAD_BALANCER] = {.target = {"load_balancer"}},
    [SIM_COMMAND_SET_SUBNETS] = {.target = {"load_balancer"},
                                 .value = "zones",
                                 .is_json = true,
                                 .is_list = true},
    [SIM_COMMAND_CREATE_RECORD] = {.value = "record", .is_json = true},
    [SIM_COMMAND_DELETE_RECORD] = {.target = {"record"}},
    [SIM_COMMAND_CREATE_ACL_ENTRY] = {.target = {"network_acl"}, .value = "entry", .is_json = true},
    [SIM_COMMAND_REPLACE_ACL_ENTRY] = {.target = {"network_acl"},
                                       .value = "entry",
                                       .is_json = true},
    [SIM_COMMAND_DELETE_ACL_ENTRY] = {.target = {"network_acl"}},
};

const char *sim_command_name(SimCommandKind kind) {
    SIM_ASSERT(kind >= 0 && kind < SIM_COMMAND_COUNT);
    return command_names[kind];
}

SimCommandKind sim_command_kind(const char *name) {
    for (int kind = 0; kind < SIM_COMMAND_COUNT; kind++)
        if (strcmp(command_names[kind], name) == 0) return (SimCommandKind)kind;
    return SIM_COMMAND_COUNT;
}

static bool is_target(const CommandRow *row, const char *key) {
    for (int i = 0; i < 3; i++)
        if (row->target[i] != NULL && strcmp(row->target[i], key) == 0) return true;
    return false;
}

/// A scalar as the text that a command carries: a string's own, anything else as JSON.
static bool copy_text(const Node *node, char *out, size_t capacity, SimError *error) {
    if (node->kind >= NODE_LIST || node->kind == NODE_NULL)
        return sim_error_set(error, "this should be a text");
    size_t length = node->kind == NODE_STRING ? (size_t)snprintf(out, capacity, "%s", node->text)
                                              : (size_t)node_print(node, out, (int32_t)capacity);
    return length < capacity ||
           sim_error_set(error, "this text is longer than %d bytes", (int)capacity - 1);
}

static bool copy_json(const CommandRow *row, const Node *node, char *out, size_t capacity,
                      SimError *error) {
    if (node->kind != (row->is_list ? NODE_LIST : NODE_OBJECT))
        return sim_error_set(error, row->is_list ? "this should be a list [...]"
                                                 : "this should be an object {...}");
    return node_print(node, out, (int32_t)capacity) < (int32_t)capacity ||
           sim_error_set(error, "this is longer than %d bytes", (int)capacity - 1);
}

static bool decode_duration(const CommandRow *row, const Node *node, SimCommand *command,
                            SimError *error) {
    SimTime ns = 0;
    if (node->kind != NODE_STRING || quantity_duration(node->text, &ns) != QUANTITY_OK)
        return sim_error_set(error, "this should be a duration like \"10m\"");
    if ((double)ns < row->min || (double)ns > row->max) {
        char low[40], high[40];
        quantity_duration_print((SimTime)row->min, low, sizeof low);
        quantity_duration_print((SimTime)row->max, high, sizeof high);
        return sim_error_set(error, "out of range: %s to %s are allowed", low, high);
    }
    command->number = (double)ns;
    return true;
}

static bool decode_number(const CommandRow *row, const Node *node, SimCommand *command,
                          SimError *error) {
    if (row->is_duration) return decode_duration(row, node, command, error);
    if (node->kind != NODE_NUMBER) return sim_error_set(error, "this should be a number");
    if (node->number < row->min || node->number > row->max) {
        char low[40], high[40];
        number_print(row->min, low, sizeof low);
        number_print(row->max, high, sizeof high);
        return sim_error_set(error, "out of range: %s to %s are allowed", low, high);
    }
    command->number = node->number;
    return true;
}

static bool decode_field(const CommandRow *row, const Node *node, bool has_say, SimCommand *command,
                         SimError *error) {
    if (strcmp(node->key, "at") == 0 || strcmp(node->key, "do") == 0) return true;
    if (has_say && strcmp(node->key, "say") == 0) return true;
    if (is_target(row, node->key)) {
        if (command->target[0] != 0) return sim_error_set(error, "the target is given twice");
        if (node->kind != NODE_STRING || node->text[0] == 0)
            return sim_error_set(error, "this should be a name");
        return copy_text(node, command->target, sizeof command->target, error);
    }
    if (row->value != NULL && strcmp(row->value, node->key) == 0 && row->is_json)
        return copy_json(row, node, command->value, sizeof command->value, error);
    if (row->value != NULL && strcmp(row->value, node->key) == 0)
        return copy_text(node, command->value, sizeof command->value, error);
    if (row->number != NULL && strcmp(row->number, node->key) == 0)
        return decode_number(row, node, command, error);
    if (row->flag == NULL || strcmp(row->flag, node->key) != 0)
        return sim_error_set(error, "the command \"%s\" has no \"%.40s\"",
                             command_names[command->kind], node->key);
    if (node->kind != NODE_BOOLEAN) return sim_error_set(error, "this should be true or false");
    command->is_health = node->number != 0;
    return true;
}

static bool decode_kind(const Node *node, bool has_say, SimCommand *command, const Node **place,
                        SimError *error) {
    const Node *kind = node_member(node, "do");
    if (kind == NULL) return has_say || sim_error_set(error, "the key \"do\" is missing");
    *place = kind;
    if (kind->kind != NODE_STRING) return sim_error_set(error, "this should be a text");
    command->kind = sim_command_kind(kind->text);
    if (command->kind < SIM_COMMAND_COUNT) return true;
    const char *meant = suggest_word(kind->text, command_names);
    return sim_error_set(error, "unknown command \"%.40s\"%s%s%s", kind->text,
                         meant == NULL ? "" : "; did you mean \"", meant == NULL ? "" : meant,
                         meant == NULL ? "" : "\"?");
}

static bool decode_time(const Node *node, SimCommand *command, const Node **place,
                        SimError *error) {
    const Node *at = node_member(node, "at");
    if (at == NULL) return sim_error_set(error, "the key \"at\" is missing");
    *place = at;
    bool is_fine =
        at->kind == NODE_STRING && quantity_duration(at->text, &command->at) == QUANTITY_OK;
    return is_fine ||
           sim_error_set(error, "this should be a time like \"9m\" or \"12.000000001s\"");
}

static bool check_complete(const CommandRow *row, const Node *node, const SimCommand *command,
                           SimError *error) {
    if (row->target[0] != NULL && command->target[0] == 0)
        return sim_error_set(error, "the command \"%s\" needs \"%s\"", command_names[command->kind],
                             row->target[0]);
    if (row->value != NULL && node_member(node, row->value) == NULL)
        return sim_error_set(error, "the command \"%s\" needs \"%s\"", command_names[command->kind],
                             row->value);
    return row->number == NULL || !isnan(command->number) ||
           sim_error_set(error, "the command \"%s\" needs \"%s\"", command_names[command->kind],
                         row->number);
}

bool command_decode(const Node *node, bool has_say, SimCommand *command, const Node **place,
                    SimError *error) {
    SimCommand fresh;
    memset(&fresh, 0, sizeof fresh);
    *place = node;
    if (node->kind != NODE_OBJECT) return sim_error_set(error, "a command is an object {...}");
    if (!decode_time(node, &fresh, place, error) ||
        !decode_kind(node, has_say, &fresh, place, error))
        return false;
    const CommandRow *row = &rows[fresh.kind];
    if (row->number != NULL) fresh.number = row->default_;
    for (const Node *member = node->first; member != NULL; member = member->next) {
        *place = member;
        if (!decode_field(row, member, has_say, &fresh, error)) return false;
    }
    *place = node;
    if (!check_complete(row, node, &fresh, error)) return false;
    *command = fresh;
    return true;
}

static void add_text(Arena *arena, Node *object, const char *key, const char *text) {
    Node *node = node_create(arena, NODE_STRING);
    node->text = text;
    node_append(arena, object, key, node);
}

static void add_json(Arena *arena, Node *object, const char *key, const char *text) {
    Scan scan;
    Node *node = document_parse(arena, &scan, text, (int64_t)strlen(text), false);
    scan_deinit(&scan);
    if (node != NULL)
        node_append(arena, object, key, node);
    else
        add_text(arena, object, key, text);
}

int32_t sim_command_write(const SimCommand *command, char *out, int32_t capacity) {
    SIM_ASSERT(command->kind >= 0 && command->kind < SIM_COMMAND_COUNT && capacity > 0);
    const CommandRow *row = &rows[command->kind];
    Arena arena;
    arena_init(&arena);
    char at[40], length_text[40];
    quantity_duration_print(command->at, at, sizeof at);
    Node *object = node_create(&arena, NODE_OBJECT);
    add_text(&arena, object, "at", at);
    add_text(&arena, object, "do", command_names[command->kind]);
    if (row->target[0] != NULL) add_text(&arena, object, row->target[0], command->target);
    if (row->value != NULL && row->is_json)
        add_json(&arena, object, row->value, command->value);
    else if (row->value != NULL)
        add_text(&arena, object, row->value, command->value);
    bool is_left_out = row->is_optional && !(command->number != row->default_);
    if (row->number != NULL && row->is_duration) {
        quantity_duration_print((SimTime)command->number, length_text, sizeof length_text);
        add_text(&arena, object, row->number, length_text);
    } else if (row->number != NULL && !is_left_out) {
        Node *number = node_create(&arena, NODE_NUMBER);
        number->number = command->number;
        node_append(&arena, object, row->number, number);
    }
    if (row->flag != NULL && command->is_health) {
        Node *flag = node_create(&arena, NODE_BOOLEAN);
        flag->number = 1;
        node_append(&arena, object, row->flag, flag);
    }
    int32_t length = node_print(object, out, capacity);
    arena_deinit(&arena);
    return length < capacity ? length : capacity - 1;
}

static bool decode_with_place(const Node *node, SimCommand *command, SimError *error) {
    const Node *place = NULL;
    SimError reason;
    if (command_decode(node, false, command, &place, &reason)) return true;
    char path[200] = "";
    node_path(place, path, sizeof path);
    return sim_error_set(error, "%s%s%.250s.", path, path[0] == 0 ? "" : ": ", reason.text);
}

static bool read_line(const char *line, int64_t length, SimCommand *command, SimError *error) {
    Arena arena;
    Scan scan;
    arena_init(&arena);
    const Node *node = document_parse(&arena, &scan, line, length, false);
    bool is_fine = node != NULL ? decode_with_place(node, command, error)
                                : sim_error_set(error, "column %d: %s. %s", scan.column, scan.error,
                                                scan.remedy);
    scan_deinit(&scan);
    arena_deinit(&arena);
    return is_fine;
}

bool sim_command_read(const char *line, SimCommand *command, SimError *error) {
    return read_line(line, (int64_t)strlen(line), command, error);
}

typedef struct Log {
    SimCommand *items;
    int32_t count, capacity;
} Log;

static void append(Log *log, const SimCommand *command) {
    if (log->count == log->capacity) {
        log->capacity = log->capacity == 0 ? 16 : log->capacity * 2;
        log->items = alloc_grow(log->items, (size_t)log->capacity, sizeof *log->items);
    }
    log->items[log->count++] = *command;
}

static bool read_array(const char *text, int64_t length, Log *log, SimError *error) {
    Arena arena;
    Scan scan;
    arena_init(&arena);
    const Node *list = document_parse(&arena, &scan, text, length, true);
    bool is_fine = list != NULL || sim_error_set(error, "line %d, column %d: %s. %s", scan.line,
                                                 scan.column, scan.error, scan.remedy);
    for (const Node *node = list != NULL ? list->first : NULL; node != NULL && is_fine;
         node = node->next) {
        SimCommand command;
        SimError reason;
        is_fine = decode_with_place(node, &command, &reason);
        if (is_fine)
            append(log, &command);
        else
            sim_error_set(error, "line %d: %.400s", node->place.line, reason.text);
    }
    scan_deinit(&scan);
    arena_deinit(&arena);
    return is_fine;
}

static bool is_blank(const char *text, int64_t length) {
    for (int64_t i = 0; i < length; i++)
        if (strchr(" \t\r\n", text[i]) == NULL || text[i] == 0) return false;
    return true;
}

static bool read_lines(const char *text, int64_t length, Log *log, SimError *error) {
    int32_t number = 0;
    for (int64_t from = 0; from < length;) {
        const char *newline = memchr(text + from, '\n', (size_t)(length - from));
        int64_t end = newline == NULL ? length : newline - text;
        number++;
        SimCommand command;
        SimError reason;
        if (!is_blank(text + from, end - from)) {
            if (read_line(text + from, end - from, &command, &reason)) append(log, &command);
            // What was being written when the program died is no loss: its command was not obeyed.
            else if (newline != NULL)
                return sim_error_set(error, "line %d: %.400s", number, reason.text);
        }
        from = end + 1;
    }
    return true;
}

bool sim_command_log_read(const char *text, int64_t length, SimCommand **commands, int32_t *count,
                          SimError *error) {
    Log log = {0};
    int64_t first = 0;
    while (first < length && is_blank(text + first, 1))
        first++;
    bool is_array = first < length && text[first] == '[';
    if (is_array ? !read_array(text, length, &log, error)
                 : !read_lines(text, length, &log, error)) {
        free(log.items);
        return false;
    }
    *commands = log.items;
    *count = log.count;
    return true;
}

bool command_container(const char *name, char instance[192], int32_t *port) {
    const char *colon = strrchr(name, ':');
    size_t length = colon != NULL ? (size_t)(colon - name) : strlen(name);
    snprintf(instance, 192, "%.*s", (int)length, name);
    *port = 0;
    if (colon == NULL) return false;
    char *end;
    long value = strtol(colon + 1, &end, 10);
    bool is_number = colon[1] >= '0' && colon[1] <= '9' && *end == '\0';
    *port = is_number && value <= 65535 ? (int32_t)value : -1;
    return true;
}
