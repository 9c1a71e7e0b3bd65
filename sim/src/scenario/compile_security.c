// Security groups and network ACLs: names first, for rules may name groups that stand further down.
#include "base/fact.h"
#include "scenario/compile.h"

#include <stdlib.h>
#include <string.h>

#define RULES_A_GROUP  60 // adjustable, in and out each
#define ENTRIES_AN_ACL 20 // adjustable
#define PORT_MAX       65535
#define PROTOCOL_TCP   0
#define PROTOCOL_ALL   3

static const ConfigTraffic everything = {
    .security_group = -1, .first_port = 0, .last_port = PORT_MAX, .is_tcp = true};

/// "10.1.0.0/16". What stands behind the prefix is of no account, as with AWS.
static bool parse_block(const char *text, uint32_t *address, uint32_t *mask) {
    uint32_t value = 0;
    const char *at = text;
    for (int i = 0; i < 4; i++) {
        int byte = atoi(at);
        if (byte > 255) return false;
        value = value << 8 | (uint32_t)byte;
        at += strspn(at, "0123456789") + 1; // '.' or '/'
    }
    int bits = atoi(at);
    if (bits > 32) return false;
    *mask = bits == 0 ? 0 : UINT32_MAX << (32 - bits);
    *address = value & *mask;
    return true;
}

static void compile_ports(Compiler *compiler, const RawTraffic *raw, const Node *node,
                          ConfigTraffic *out) {
    if (raw->port > 0) out->first_port = out->last_port = raw->port;
    if (raw->ports == NULL) return;
    out->first_port = atoi(raw->ports);
    out->last_port = atoi(strchr(raw->ports, '-') + 1);
    if (raw->port > 0)
        COMPILE_REFUSE(compiler, node, "ports", "Leave one of them out.",
                       "port and ports are both given");
    if (out->last_port > PORT_MAX || out->first_port > out->last_port)
        COMPILE_REFUSE(compiler, node, "ports", "Allowed are 0-65535, the lower port first.",
                       "no range of ports");
}

static ConfigTraffic compile_traffic(Compiler *compiler, const RawTraffic *raw, const Node *node,
                                     const char *peer_key, int32_t region) {
    ConfigTraffic out = everything;
    out.is_tcp = raw->protocol == PROTOCOL_TCP || raw->protocol == PROTOCOL_ALL;
    compile_ports(compiler, raw, node, &out);
    if (raw->peer == NULL) return out;
    const Node *place = compile_place(node, peer_key);
    if (strchr(raw->peer, '/') == NULL)
        out.security_group =
            compile_find(compiler, &compiler->security, compile_scoped(compiler, region, raw->peer),
                         place, "security group");
    else if (!parse_block(raw->peer, &out.address, &out.mask))
        COMPILE_REFUSE(compiler, place, NULL, "Write four bytes and 0 to 32 bits, as 10.0.0.0/8.",
                       "no block of addresses");
    return out;
}

static void warn_rules(Compiler *compiler, const Node *node, int32_t count, int32_t quota) {
    if (count > quota)
        COMPILE_WARN(compiler, node, "name", "AWS raises it on request.",
                     "%d rules are above the quota of %d", count, quota);
}

static ConfigTraffic *compile_permissions(Compiler *compiler, const RawList *list, const Node *node,
                                          const char *peer_key, int32_t region, int32_t *count) {
    const RawPermission *raws = list->items;
    ConfigTraffic *out = arena_array(compiler->arena, list->count, sizeof *out);
    *count = list->count;
    warn_rules(compiler, node, list->count, RULES_A_GROUP);
    for (int32_t i = 0; i < list->count; i++)
        out[i] = compile_traffic(compiler, &raws[i].traffic, raws[i].node, peer_key, region);
    return out;
}

static void compile_group(Compiler *compiler, const RawSecurityGroup *raw, int32_t region,
                          ConfigSecurityGroup *group) {
    group->inbound = compile_permissions(compiler, &raw->inbound, raw->node, "source", region,
                                         &group->inbound_count);
    group->outbound = compile_permissions(compiler, &raw->outbound, raw->node, "destination",
                                          region, &group->outbound_count);
    bool is_silent = node_member(raw->node, "outbound") == NULL;
    if (!is_silent || !SIM_FACT("ELB-902", true)) return;
    group->outbound = arena_array(compiler->arena, 1, sizeof *group->outbound);
    group->outbound[0] = everything;
    group->outbound_count = 1;
}

static void name_groups(Compiler *compiler, const RawRegion *regions) {
    Config *config = compiler->config;
    int32_t count = 0;
    for (int32_t r = 0; r < config->region_count; r++)
        count += regions[r].security_groups.count;
    config->security_groups = arena_array(compiler->arena, count, sizeof *config->security_groups);
    for (int32_t r = 0; r < config->region_count; r++) {
        const RawSecurityGroup *raws = regions[r].security_groups.items;
        for (int32_t i = 0; i < regions[r].security_groups.count; i++) {
            int32_t index = config->security_group_count++;
            const char *name = raws[i].name == NULL ? "" : raws[i].name;
            config->security_groups[index] = (ConfigSecurityGroup){.name = name, .region = r};
            if (name[0] != 0)
                compile_add(compiler, &compiler->security, compile_scoped(compiler, r, name), index,
                            compile_place(raws[i].node, "name"), "security group");
        }
    }
}

static int by_number(const void *a, const void *b) {
    const ConfigAclEntry *left = a, *right = b;
    return (left->number > right->number) - (left->number < right->number);
}

static ConfigAclEntry *compile_entries(Compiler *compiler, const RawList *list, const Node *node,
                                       const char *peer_key, int32_t region, int32_t *count) {
    const RawAclEntry *raws = list->items;
    ConfigAclEntry *out = arena_array(compiler->arena, list->count, sizeof *out);
    *count = list->count;
    warn_rules(compiler, node, list->count, ENTRIES_AN_ACL);
    for (int32_t i = 0; i < list->count; i++) {
        out[i] = (ConfigAclEntry){
            .number = raws[i].number,
            .is_allowed = raws[i].action == 0,
            .traffic = compile_traffic(compiler, &raws[i].traffic, raws[i].node, peer_key, region)};
        for (int32_t k = 0; k < i; k++)
            if (raws[k].number == raws[i].number && raws[i].number > 0)
                COMPILE_REFUSE(compiler, raws[i].node, "rule",
                               "Numbers are unique in one direction of a network ACL.",
                               "another entry has this number");
    }
    qsort(out, (size_t)*count, sizeof *out, by_number);
    return out;
}

// A subnet has exactly one.
static void attach(Compiler *compiler, const RawNetworkAcl *raw, int32_t region, int32_t index) {
    int32_t count = 0;
    int32_t *zones = compile_zones(compiler, region, &raw->zones, raw->node, &count);
    for (int32_t i = 0; i < count; i++) {
        int32_t *acl1 = &compiler->config->zones[zones[i]].network_acl1[raw->subnets];
        if (*acl1 != 0)
            COMPILE_REFUSE(compiler, raw->node, "name", "A subnet has one; say their zones.",
                           "the subnets of %s have the network ACL \"%s\" already",
                           compiler->config->zones[zones[i]].name,
                           compiler->config->network_acls[*acl1 - 1].name);
        *acl1 = index + 1;
    }
}

static void compile_acls(Compiler *compiler, const RawRegion *regions) {
    Config *config = compiler->config;
    int32_t count = 0;
    for (int32_t r = 0; r < config->region_count; r++)
        count += regions[r].network_acls.count;
    config->network_acls = arena_array(compiler->arena, count, sizeof *config->network_acls);
    config->has_stateless_barriers = count > 0;
    config->has_barriers = config->has_barriers || count > 0;
    for (int32_t r = 0; r < config->region_count; r++) {
        const RawNetworkAcl *raws = regions[r].network_acls.items;
        for (int32_t i = 0; i < regions[r].network_acls.count; i++) {
            int32_t index = config->network_acl_count++;
            ConfigNetworkAcl *acl = &config->network_acls[index];
            *acl =
                (ConfigNetworkAcl){.name = raws[i].name == NULL ? "" : raws[i].name, .region = r};
            acl->inbound = compile_entries(compiler, &raws[i].inbound, raws[i].node, "source", r,
                                           &acl->inbound_count);
            acl->outbound = compile_entries(compiler, &raws[i].outbound, raws[i].node,
                                            "destination", r, &acl->outbound_count);
            attach(compiler, &raws[i], r, index);
        }
    }
}

static void compile_private_subnets(Compiler *compiler, const RawRegion *raw, int32_t region) {
    Config *config = compiler->config;
    int32_t count = 0;
    int32_t *zones = compile_zone_list(compiler, region, &raw->private_subnets,
                                       node_member(raw->node, "private_subnets"), &count);
    for (int32_t i = 0; i < count; i++)
        config->zones[zones[i]].is_private = true;
    if (count > 0) config->has_barriers = config->has_stateless_barriers = true;
}

void compile_security(Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    Config *config = compiler->config;
    name_groups(compiler, regions);
    int32_t index = 0;
    for (int32_t r = 0; r < config->region_count; r++) {
        const RawSecurityGroup *raws = regions[r].security_groups.items;
        for (int32_t i = 0; i < regions[r].security_groups.count; i++, index++)
            compile_group(compiler, &raws[i], r, &config->security_groups[index]);
    }
    compile_acls(compiler, regions);
    for (int32_t r = 0; r < config->region_count; r++)
        compile_private_subnets(compiler, &regions[r], r);
}

int32_t *compile_bearer_of_instance(Compiler *compiler, int32_t region, const RawTexts *texts,
                                    const Node *node, int32_t launch, int32_t *count) {
    bool is_silent = node_member(node, "security_groups") == NULL;
    if (SIM_FACT("ELB-958", launch < 0 || !is_silent))
        return compile_bearer(compiler, region, texts, node, count);
    const RawLaunch *raw = (const RawLaunch *)compiler->raw->launches.items + launch;
    return compile_bearer(compiler, region, &raw->security_groups, raw->node, count);
}

// A group may come to launch from any template, and what was launched before bears its own; a name
// that a region does not know is told where a group of that region uses the template.
void compile_bearers_of_launches(Compiler *compiler) {
    Config *config = compiler->config;
    const RawLaunch *raws = compiler->raw->launches.items;
    config->bearers =
        arena_array(compiler->arena, (int64_t)config->launch_count * config->region_count,
                    sizeof *config->bearers);
    for (int32_t l = 0; l < config->launch_count; l++) {
        for (int32_t r = 0; r < config->region_count; r++) {
            const RawTexts *texts = &raws[l].security_groups;
            ConfigBearer *bearer = &config->bearers[l * config->region_count + r];
            bearer->groups = arena_array(compiler->arena, texts->count, sizeof *bearer->groups);
            for (int32_t i = 0; i < texts->count; i++) {
                int32_t group =
                    names_find(&compiler->security, compile_scoped(compiler, r, texts->items[i]));
                if (group >= 0) bearer->groups[bearer->count++] = group;
            }
        }
    }
}

int32_t *compile_bearer(Compiler *compiler, int32_t region, const RawTexts *texts, const Node *node,
                        int32_t *count) {
    int32_t *groups = arena_array(compiler->arena, texts->count, sizeof *groups);
    const Node *list = node_member(node, "security_groups");
    *count = 0;
    for (int32_t i = 0; i < texts->count; i++) {
        if (texts->items[i][0] == 0) continue;
        int32_t group = compile_find(compiler, &compiler->security,
                                     compile_scoped(compiler, region, texts->items[i]),
                                     node_element(list, i), "security group");
        if (group >= 0) groups[(*count)++] = group;
    }
    if (*count > 0) compiler->config->has_barriers = true;
    return groups;
}
