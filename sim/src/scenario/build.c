// One row a command: where its list stands, and by which error AWS refuses a second or a missing
// element. What needs more than a list to be judged has a function of its own.
#include "scenario/build.h"

#include "base/fact.h"
#include "scenario/set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PARTS_MAX  4
#define EVERYTHING "{\"protocol\":\"all\",\"destination\":\"0.0.0.0/0\"}"

typedef struct BuildRow {
    const char *api;
    int32_t parts;     ///< of the target, between slashes
    const char *list;  ///< its path: "%0" is the first part
    const char *key;   ///< what tells elements apart
    bool is_removed;   ///< else added
    const char *twice; ///< the error when it is there already
    const char *shape; ///< of the target
    int32_t optional;  ///< parts of the target that may follow
} BuildRow;

#define BALANCER "regions.%0.load_balancers.%1"
#define LISTENER BALANCER ".listeners.%2"
#define GROUP    "regions.%0.security_groups.%1"
#define RECORDS  "route53.records"
#define ENTRIES  "regions.%0.network_acls.%1.%2"

static const BuildRow rows[SIM_COMMAND_COUNT] = {
    [SIM_COMMAND_CREATE_LISTENER] = {"CreateListener", 2, BALANCER ".listeners", "port", false,
                                     "DuplicateListener", "region/load balancer", 0},
    [SIM_COMMAND_DELETE_LISTENER] = {"DeleteListener", 3, BALANCER ".listeners", "port", true, NULL,
                                     "region/load balancer/port", 0},
    [SIM_COMMAND_CREATE_RULE] = {"CreateRule", 3, LISTENER ".rules", "priority", false,
                                 "PriorityInUse", "region/load balancer/port", 0},
    [SIM_COMMAND_DELETE_RULE] = {"DeleteRule", 4, LISTENER ".rules", "priority", true, NULL,
                                 "region/load balancer/port/priority", 0},
    [SIM_COMMAND_SET_RULE_PRIORITIES] = {"SetRulePriorities", 3, LISTENER ".rules", "priority",
                                         false, NULL, "region/load balancer/port", 0},
    [SIM_COMMAND_CREATE_TARGET_GROUP] = {"CreateTargetGroup", 1, "regions.%0.target_groups", "name",
                                         false, "DuplicateTargetGroupName", "region", 0},
    [SIM_COMMAND_DELETE_TARGET_GROUP] = {"DeleteTargetGroup", 2, "regions.%0.target_groups", "name",
                                         true, NULL, "region/target group", 0},
    [SIM_COMMAND_CREATE_SECURITY_GROUP] = {"CreateSecurityGroup", 1, "regions.%0.security_groups",
                                           "name", false, "InvalidGroup.Duplicate", "region", 0},
    [SIM_COMMAND_DELETE_SECURITY_GROUP] = {"DeleteSecurityGroup", 2, "regions.%0.security_groups",
                                           "name", true, NULL, "region/security group", 0},
    [SIM_COMMAND_AUTHORIZE_INGRESS] = {"AuthorizeSecurityGroupIngress", 2, GROUP ".inbound", NULL,
                                       false, "InvalidPermission.Duplicate",
                                       "region/security group", 0},
    [SIM_COMMAND_REVOKE_INGRESS] = {"RevokeSecurityGroupIngress", 2, GROUP ".inbound", NULL, true,
                                    NULL, "region/security group", 0},
    [SIM_COMMAND_AUTHORIZE_EGRESS] = {"AuthorizeSecurityGroupEgress", 2, GROUP ".outbound", NULL,
                                      false, "InvalidPermission.Duplicate", "region/security group",
                                      0},
    [SIM_COMMAND_REVOKE_EGRESS] = {"RevokeSecurityGroupEgress", 2, GROUP ".outbound", NULL, true,
                                   NULL, "region/security group", 0},
    [SIM_COMMAND_CREATE_LOAD_BALANCER] = {"CreateLoadBalancer", 1, "regions.%0.load_balancers",
                                          "name", false, "DuplicateLoadBalancerName", "region", 0},
    [SIM_COMMAND_DELETE_LOAD_BALANCER] = {"DeleteLoadBalancer", 2, "regions.%0.load_balancers",
                                          "name", true, NULL, "region/load balancer", 0},
    [SIM_COMMAND_SET_SUBNETS] = {"SetSubnets", 2, BALANCER ".zones", NULL, false, NULL,
                                 "region/load balancer", 0},
    [SIM_COMMAND_CREATE_RECORD] = {"ChangeResourceRecordSets", 0, RECORDS, NULL, false,
                                   "InvalidChangeBatch", "", 0},
    [SIM_COMMAND_DELETE_RECORD] = {"ChangeResourceRecordSets", 1, RECORDS, NULL, true, NULL,
                                   "name or name/set identifier", 1},
    [SIM_COMMAND_CREATE_ACL_ENTRY] = {"CreateNetworkAclEntry", 3, ENTRIES, "rule", false,
                                      "NetworkAclEntryAlreadyExists",
                                      "region/network ACL/inbound or outbound", 0},
    [SIM_COMMAND_REPLACE_ACL_ENTRY] = {"ReplaceNetworkAclEntry", 3, ENTRIES, "rule", false, NULL,
                                       "region/network ACL/inbound or outbound", 0},
    [SIM_COMMAND_DELETE_ACL_ENTRY] = {"DeleteNetworkAclEntry", 4, ENTRIES, "rule", true, NULL,
                                      "region/network ACL/inbound or outbound/number", 0},
};

bool build_is(SimCommandKind kind) {
    return rows[kind].api != NULL;
}

const char *build_api(SimCommandKind kind) {
    return rows[kind].api;
}

void build_parameters(const SimCommand *command, char *out, int32_t capacity) {
    SimCommand asked = *command;
    asked.at = 0;
    sim_command_write(&asked, out, capacity);
    // Without when and what.
    char *rest = strchr(strstr(out, "\"do\":\"") + strlen("\"do\":\""), '"') + 2;
    memmove(out + 1, rest, strlen(rest) + 1);
}

// What is created in a region is named by its own name too.
void build_subject(const SimCommand *command, char *out, int32_t capacity) {
    const char *name = strstr(command->value, "\"name\":\"");
    bool is_region = strchr(command->target, '/') == NULL && name != NULL;
    name = is_region ? name + strlen("\"name\":\"") : "";
    bool has_both = is_region && command->target[0] != '\0';
    snprintf(out, (size_t)capacity, "%s%s%.*s", command->target, has_both ? "/" : "",
             (int)strcspn(name, "\""), name);
}

/// A command being carried out on a copy of the document.
typedef struct Build {
    Arena *arena;
    Node *root;
    const Config *config;
    const SimCommand *command;
    const BuildRow *row;
    const char *parts[PARTS_MAX]; ///< those the row does not ask for are empty
    SimError *error;
} Build;

static bool split_target(Build *build) {
    char *rest = arena_text(build->arena, build->command->target);
    int32_t count = 0;
    for (int32_t i = 0; i < PARTS_MAX; i++)
        build->parts[i] = "";
    while (rest != NULL && count < PARTS_MAX) {
        build->parts[count++] = rest;
        rest = strchr(rest, '/');
        if (rest != NULL) *rest++ = '\0';
    }
    if (build->command->target[0] == '\0') count = 0;
    int32_t least = build->row->parts, most = least + build->row->optional;
    if (rest == NULL && count >= least && count <= most) return true;
    return sim_error_set(build->error, "\"%.100s\" should be named as \"%s\".",
                         build->command->target, build->row->shape);
}

// The row's path with the parts of the target filled in.
static const char *list_path(const Build *build) {
    char *path = arena_text(build->arena, "");
    const char *from = build->row->list;
    for (const char *mark; (mark = strchr(from, '%')) != NULL; from = mark + 2)
        path = arena_format(build->arena, "%s%.*s%s", path, (int)(mark - from), from,
                            build->parts[mark[1] - '0']);
    return arena_format(build->arena, "%s%s", path, from);
}

static Node *parse(Build *build, const char *text) {
    Scan scan;
    Node *node = document_parse(build->arena, &scan, text, (int64_t)strlen(text), false);
    if (node == NULL)
        sim_error_set(build->error, "column %d: %s. %s", scan.column, scan.error, scan.remedy);
    scan_deinit(&scan);
    return node;
}

// An element's own mark as a text: its port, priority or name.
static bool mark_of(const Node *element, const char *key, char *out, size_t capacity) {
    const Node *member = node_member(element, key);
    out[0] = '\0';
    if (member == NULL || member->kind >= NODE_LIST) return false;
    if (member->kind == NODE_STRING)
        snprintf(out, capacity, "%s", member->text);
    else
        node_print(member, out, (int32_t)capacity);
    return true;
}

static Node *find_marked(const Node *list, const char *key, const char *mark) {
    char text[80];
    for (Node *element = list == NULL ? NULL : list->first; element != NULL;
         element = element->next)
        if (mark_of(element, key, text, sizeof text) && strcmp(text, mark) == 0) return element;
    return NULL;
}

static bool is_same_member(const Node *a, const Node *b, const char *key, const char *silent) {
    char left[80], right[80];
    if (!mark_of(a, key, left, sizeof left)) snprintf(left, sizeof left, "%s", silent);
    if (!mark_of(b, key, right, sizeof right)) snprintf(right, sizeof right, "%s", silent);
    return strcmp(left, right) == 0;
}

static Node *find_permission(const Node *list, const Node *wanted) {
    for (Node *element = list->first; element != NULL; element = element->next)
        if (is_same_member(element, wanted, "protocol", "tcp") &&
            is_same_member(element, wanted, "port", "") &&
            is_same_member(element, wanted, "ports", "") &&
            is_same_member(element, wanted, "source", "") &&
            is_same_member(element, wanted, "destination", ""))
            return element;
    return NULL;
}

// A record is known by its name and, where there are several, by its set identifier.
static Node *find_record(const Node *list, const char *name, const char *identifier) {
    char own[260], set[140];
    for (Node *record = list->first; record != NULL; record = record->next) {
        mark_of(record, "name", own, sizeof own);
        mark_of(record, "set_identifier", set, sizeof set);
        if (strcasecmp(own, name) == 0 && strcmp(set, identifier) == 0) return record;
    }
    return NULL;
}

// Weighted records may go without identifiers: then their places tell them apart.
static Node *find_same_record(const Node *list, const Node *record) {
    char name[260], identifier[140], policy[40];
    mark_of(record, "name", name, sizeof name);
    mark_of(record, "set_identifier", identifier, sizeof identifier);
    bool is_simple =
        !mark_of(record, "policy", policy, sizeof policy) || strcmp(policy, "simple") == 0;
    return is_simple || identifier[0] != '\0' ? find_record(list, name, identifier) : NULL;
}

static Node *find_alike(const Build *build, const Node *list, const Node *element) {
    bool is_record = build->command->kind == SIM_COMMAND_CREATE_RECORD;
    return is_record ? find_same_record(list, element) : find_permission(list, element);
}

// What AWS does not take with a balancer is created by itself.
static bool complete_balancer(Build *build, Node *balancer) {
    if (build->command->kind != SIM_COMMAND_CREATE_LOAD_BALANCER || balancer->kind != NODE_OBJECT)
        return true;
    const Node *listeners = node_member(balancer, "listeners");
    if (listeners != NULL && listeners->count > 0)
        return sim_error_set(build->error,
                             "A load balancer is created without listeners: create_listener adds "
                             "them.");
    if (listeners == NULL)
        node_append(build->arena, balancer, "listeners", node_create(build->arena, NODE_LIST));
    return true;
}

// A security group that says nothing of what may go out permits all: so it stands from now on.
static bool write_out_outbound(Build *build, Node *list, bool was_given) {
    bool is_egress = build->command->kind == SIM_COMMAND_AUTHORIZE_EGRESS ||
                     build->command->kind == SIM_COMMAND_REVOKE_EGRESS;
    if (!is_egress || was_given) return true;
    Node *everything = parse(build, EVERYTHING);
    if (everything != NULL) node_append(build->arena, list, NULL, everything);
    return everything != NULL;
}

static bool add(Build *build, Node *list) {
    Node *element = parse(build, build->command->value);
    if (element == NULL || !complete_balancer(build, element)) return false;
    const char *key = build->row->key;
    char mark[80] = "";
    bool is_marked = key != NULL && mark_of(element, key, mark, sizeof mark);
    Node *other = is_marked     ? find_marked(list, key, mark)
                  : key == NULL ? find_alike(build, list, element)
                                : NULL;
    if (SIM_FACT("ELB-183 ELB-930 ELB-931 ELB-932 ELB-956 R53-691", other != NULL))
        return sim_error_set(build->error, "%s: there is one%s%s already.", build->row->twice,
                             is_marked ? " of " : "",
                             is_marked ? arena_format(build->arena, "%s %s", key, mark) : "");
    node_append(build->arena, list, NULL, element);
    return true;
}

// --- removing
// -----------------------------------------------------------------------------------------------------------------

static const ConfigTargetGroup *find_group(const Build *build) {
    for (int32_t i = 0; i < build->config->target_group_count; i++) {
        const ConfigTargetGroup *group = &build->config->target_groups[i];
        if (!group->is_deleted && strcmp(group->name, build->parts[1]) == 0 &&
            strcmp(build->config->regions[group->region].name, build->parts[0]) == 0)
            return group;
    }
    return NULL;
}

// A registration is a name, or an object that names a port too.
static bool registers(const Node *registration, const char *name) {
    const Node *group = registration->kind == NODE_STRING
                            ? registration
                            : node_member(registration, "target_group");
    return group != NULL && group->kind == NODE_STRING && strcmp(group->text, name) == 0;
}

static void forget_registrations(Node *root, const char *region, const char *name) {
    Node *regions = node_member(root, "regions"), *at = find_marked(regions, "name", region);
    Node *instances = node_member(at, "instances");
    for (Node *entry = instances == NULL ? NULL : instances->first; entry != NULL;
         entry = entry->next) {
        Node *groups = node_member(entry, "target_groups");
        for (Node *group = groups == NULL ? NULL : groups->first; group != NULL;) {
            Node *next = group->next;
            if (registers(group, name)) node_remove(group);
            group = next;
        }
    }
}

// With the group go its registrations.
static bool may_remove_group(Build *build) {
    const ConfigTargetGroup *group = find_group(build);
    if (group == NULL)
        return sim_error_set(build->error, "TargetGroupNotFound: there is no target group \"%s\".",
                             build->command->target);
    if (SIM_FACT("ELB-933", group->balancer >= 0))
        return sim_error_set(build->error,
                             "ResourceInUse: a rule of the load balancer \"%s\" forwards to "
                             "\"%s\".",
                             build->config->balancers[group->balancer].name, group->name);
    forget_registrations(build->root, build->parts[0], build->parts[1]);
    return true;
}

static bool bears(const Node *list, const char *name) {
    for (const Node *item = list == NULL ? NULL : list->first; item != NULL; item = item->next)
        if (item->kind == NODE_STRING && strcmp(item->text, name) == 0) return true;
    return false;
}

// An instance that says none has those of its launch template.
static bool inherits(const Node *root, const Node *instance, const char *name) {
    const Node *launch = node_member(instance, "launch");
    if (launch == NULL || launch->kind != NODE_STRING ||
        node_member(instance, "security_groups") != NULL)
        return false;
    const Node *launches = node_member(root, "launch_templates");
    return bears(node_member(find_marked(launches, "name", launch->text), "security_groups"), name);
}

static bool is_named(const Node *root, const Node *region, const char *name) {
    static const char *const bearers[] = {"load_balancers", "instances"};
    for (int i = 0; i < 2; i++) {
        const Node *list = node_member(region, bearers[i]);
        for (const Node *one = list == NULL ? NULL : list->first; one != NULL; one = one->next)
            if (bears(node_member(one, "security_groups"), name) || inherits(root, one, name))
                return true;
    }
    return false;
}

static bool may_remove_security_group(Build *build) {
    const Node *region = find_marked(node_member(build->root, "regions"), "name", build->parts[0]);
    if (!SIM_FACT("ELB-939", is_named(build->root, region, build->parts[1]))) return true;
    return sim_error_set(build->error, "DependencyViolation: \"%s\" is borne by somebody.",
                         build->parts[1]);
}

// Its listeners go with it; target groups and targets stay.
static bool may_remove_balancer(Build *build, const Node *list) {
    const Node *balancer = find_marked(list, "name", build->parts[1]);
    const Node *protection = balancer == NULL ? NULL : node_member(balancer, "deletion_protection");
    bool is_protected = protection != NULL && protection->number != 0;
    return !SIM_FACT("ELB-179", is_protected) ||
           sim_error_set(build->error,
                         "OperationNotPermitted: deletion protection is on for \"%s\"; set it to "
                         "false first.",
                         build->command->target);
}

static bool may_remove(Build *build, const Node *list) {
    switch (build->command->kind) {
    case SIM_COMMAND_DELETE_LOAD_BALANCER:
        return may_remove_balancer(build, list);
    case SIM_COMMAND_DELETE_TARGET_GROUP:
        return may_remove_group(build);
    case SIM_COMMAND_DELETE_SECURITY_GROUP:
        return may_remove_security_group(build);
    case SIM_COMMAND_DELETE_RULE:
        return SIM_FACT("ELB-934", strcmp(build->parts[3], "default") != 0) ||
               sim_error_set(build->error,
                             "OperationNotPermitted: the default rule can not be deleted.");
    default:
        return true;
    }
}

// Those that go without an identifier are told apart by their places, which they keep as a name.
static void write_out_identifiers(Build *build, const Node *list, const char *name) {
    int32_t position = 0;
    char own[260], set[140];
    for (Node *record = list->first; record != NULL; record = record->next) {
        bool is_sibling = mark_of(record, "name", own, sizeof own) && strcasecmp(own, name) == 0;
        position += is_sibling;
        const Node *policy = node_member(record, "policy");
        bool is_simple =
            policy == NULL || policy->kind != NODE_STRING || strcmp(policy->text, "simple") == 0;
        if (!is_sibling || is_simple || mark_of(record, "set_identifier", set, sizeof set))
            continue;
        Node *identifier = node_create(build->arena, NODE_STRING);
        identifier->text = arena_format(build->arena, "%d", position);
        node_append(build->arena, record, "set_identifier", identifier);
    }
}

static Node *find_record_to_remove(Build *build, Node *list) {
    write_out_identifiers(build, list, build->parts[0]);
    Node *record = find_record(list, build->parts[0], build->parts[1]);
    if (record == NULL)
        sim_error_set(build->error,
                      "InvalidChangeBatch: there is no record \"%.150s\"; one of several is named "
                      "as \"name/set identifier\".",
                      build->command->target);
    return record;
}

static Node *find_permission_to_remove(Build *build, const Node *list) {
    const Node *wanted = parse(build, build->command->value);
    if (wanted == NULL) return NULL;
    Node *permission = find_permission(list, wanted);
    if (permission == NULL)
        sim_error_set(build->error, "InvalidPermission.NotFound: there is no such rule.");
    return permission;
}

static Node *find_marked_to_remove(Build *build, const Node *list) {
    if (!may_remove(build, list)) return NULL;
    Node *element = find_marked(list, build->row->key, build->parts[build->row->parts - 1]);
    if (element == NULL)
        sim_error_set(build->error, "There is no %s \"%.100s\".", build->row->shape,
                      build->command->target);
    return element;
}

static bool take_out(Build *build, Node *list) {
    bool is_record = build->command->kind == SIM_COMMAND_DELETE_RECORD;
    Node *element = is_record                 ? find_record_to_remove(build, list)
                    : build->row->key == NULL ? find_permission_to_remove(build, list)
                                              : find_marked_to_remove(build, list);
    if (element != NULL) node_remove(element);
    return element != NULL;
}

// --- priorities
// -----------------------------------------------------------------------------------------------------------------

static bool has_priority_twice(const Node *list) {
    for (const Node *a = list->first; a != NULL; a = a->next)
        for (const Node *b = a->next; b != NULL; b = b->next)
            if (is_same_member(a, b, "priority", "")) return true;
    return false;
}

// All at once, so that two rules may change places.
static bool set_priorities(Build *build, Node *list) {
    const Node *wanted = parse(build, build->command->value);
    if (wanted == NULL) return false;
    Node **rules = arena_array(build->arena, wanted->count, sizeof *rules);
    int32_t count = 0;
    for (const Node *one = wanted->first; one != NULL; one = one->next) {
        if (one->kind != NODE_NUMBER)
            return sim_error_set(build->error, "The priority of rule %s should be a number.",
                                 one->key);
        rules[count] = find_marked(list, "priority", one->key);
        if (rules[count++] == NULL)
            return sim_error_set(build->error, "RuleNotFound: there is no rule of priority %.20s.",
                                 one->key);
    }
    count = 0;
    bool is_twice = false;
    for (const Node *one = wanted->first; one != NULL; one = one->next) {
        node_replace(node_member(rules[count++], "priority"), node_copy(build->arena, one));
        is_twice = has_priority_twice(list) && SIM_FACT("ELB-938", one->next == NULL);
    }
    return !is_twice ||
           sim_error_set(build->error, "PriorityInUse: two rules would have the same priority.");
}

// --- zones
// --------------------------------------------------------------------------------------------------------------------

// Those that are not named are disabled; whether the rest are enough is judged with the document.
static bool set_zones(Build *build, Node *list) {
    const Node *wanted = parse(build, build->command->value);
    if (wanted == NULL) return false;
    if (wanted->kind != NODE_LIST)
        return sim_error_set(build->error, "\"zones\" should be a list [...].");
    while (list->first != NULL)
        node_remove(list->first);
    for (const Node *zone = wanted->first; zone != NULL; zone = zone->next)
        node_append(build->arena, list, NULL, node_copy(build->arena, zone));
    return true;
}

// --- entries of network ACLs
// -------------------------------------------------------------------------------------------------------------------

static bool replace_entry(Build *build, Node *list) {
    Node *entry = parse(build, build->command->value);
    char number[80];
    if (entry == NULL) return false;
    mark_of(entry, "rule", number, sizeof number);
    Node *old = find_marked(list, "rule", number);
    if (SIM_FACT("ELB-957", old == NULL))
        return sim_error_set(
            build->error, "InvalidNetworkAclEntry.NotFound: there is no entry of rule %s.", number);
    if (old != NULL) node_replace(old, entry);
    return true;
}

static bool carry_out(Build *build, Node *list) {
    switch (build->command->kind) {
    case SIM_COMMAND_SET_RULE_PRIORITIES:
        return set_priorities(build, list);
    case SIM_COMMAND_REPLACE_ACL_ENTRY:
        return replace_entry(build, list);
    case SIM_COMMAND_SET_SUBNETS:
        return set_zones(build, list);
    default:
        return build->row->is_removed ? take_out(build, list) : add(build, list);
    }
}

Node *build_apply(Arena *arena, const Node *root, const Config *config, const SimCommand *command,
                  SimError *error) {
    SIM_ASSERT(build_is(command->kind));
    Build build = {.arena = arena,
                   .root = node_copy(arena, root),
                   .config = config,
                   .command = command,
                   .row = &rows[command->kind],
                   .error = error};
    if (!split_target(&build)) return NULL;
    const char *path = list_path(&build);
    SimError missing;
    bool was_given = set_walk(arena, build.root, path, false, &missing) != NULL;
    Node *list = set_walk(arena, build.root, path, true, error);
    if (list == NULL || !write_out_outbound(&build, list, was_given)) return NULL;
    return carry_out(&build, list) ? build.root : NULL;
}
