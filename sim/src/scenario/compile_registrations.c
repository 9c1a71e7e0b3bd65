// What an instance is registered as: with which target groups, on which ports, at which address.
#include "base/fact.h"
#include "scenario/compile.h"

#include <stdlib.h>

static bool is_within(uint32_t address, uint32_t network, int32_t bits) {
    return (address ^ network) >> (32 - bits) == 0;
}

// AWS takes addresses of the VPC, of the private ranges and of carriers' NAT, and no public one.
static bool is_private(uint32_t address) {
    return is_within(address, UINT32_C(0x0A000000), 8) ||
           is_within(address, UINT32_C(0xAC100000), 12) ||
           is_within(address, UINT32_C(0xC0A80000), 16) ||
           is_within(address, UINT32_C(0x64400000), 10);
}

bool address_is_in_vpc(uint32_t address, int32_t region) {
    return is_within(address, UINT32_C(10) << 24 | ((uint32_t)region & 15) << 20, 12);
}

static uint32_t parse_address(const char *text) {
    uint32_t address = 0;
    for (int part = 0; part < 4; part++) {
        char *end = NULL;
        address = address << 8 | ((uint32_t)strtoul(text, &end, 10) & 255);
        text = end + (*end == '.');
    }
    return address;
}

uint32_t compile_address(Compiler *compiler, const RawInstance *raw) {
    if (raw->address == NULL) return 0;
    uint32_t address = parse_address(raw->address);
    if (SIM_FACT("ELB-285", !is_private(address)))
        COMPILE_REFUSE(compiler, raw->node, "address",
                       "Allowed are 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10.",
                       "a public address can not be a target");
    if (raw->count > 1)
        COMPILE_REFUSE(compiler, raw->node, "address", "Write an entry for each.",
                       "%d instances can not have one address", raw->count);
    return address;
}

static void check_address(Compiler *compiler, int32_t group, int32_t region, uint32_t address,
                          const Node *place) {
    if (address == 0 || address_is_in_vpc(address, region)) return;
    if (SIM_FACT("ELB-286", !compiler->config->target_groups[group].is_ip))
        COMPILE_REFUSE(compiler, place, NULL, "Give the target group \"target_type\": \"ip\".",
                       "this address is outside the VPC, and the target group takes instances");
}

static bool is_twice(const Registrations *so_far, int32_t group, int32_t port) {
    for (int32_t i = 0; i < so_far->count; i++)
        if (so_far->groups[i] == group && (so_far->ports[i] == port || !SIM_FACT("ELB-281", true)))
            return true;
    return false;
}

Registrations compile_registrations(Compiler *compiler, const RawInstance *raw, int32_t region,
                                    uint32_t address) {
    int32_t count = raw->target_groups.count;
    Registrations result = {arena_array(compiler->arena, count, sizeof(int32_t)),
                            arena_array(compiler->arena, count, sizeof(int32_t)), 0};
    const RawRegistration *items = raw->target_groups.items;
    for (int32_t i = 0; i < count; i++) {
        const Node *place = compile_place(items[i].node, "target_group");
        if (items[i].target_group == NULL) continue;
        int32_t group = compile_find(compiler, &compiler->groups,
                                     compile_scoped(compiler, region, items[i].target_group), place,
                                     "target group");
        if (group < 0) continue;
        int32_t port = items[i].port;
        if (!SIM_FACT("ELB-280", port > 0)) port = compiler->config->target_groups[group].port;
        if (is_twice(&result, group, port)) {
            COMPILE_REFUSE(compiler, place, NULL, "", "this target group stands twice with port %d",
                           port);
            continue;
        }
        check_address(compiler, group, region, address, place);
        result.groups[result.count] = group;
        result.ports[result.count++] = port;
    }
    return result;
}
