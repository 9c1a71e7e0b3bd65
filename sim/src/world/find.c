// Finding things by the names that commands use.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world/world.h"

// Whether `name` is "region/rest" of the given two.
static bool is_qualified(const char *name, const char *region, const char *rest) {
    size_t length = strlen(region);
    return strncmp(name, region, length) == 0 && name[length] == '/' &&
           strcmp(name + length + 1, rest) == 0;
}

// "region/group#2": the second oldest instance of an Auto Scaling group.
static int32_t find_nth(const SimWorld *world, const char *name, const char *mark) {
    char group[192];
    snprintf(group, sizeof group, "%.*s", (int)(mark - name), name);
    int32_t index = world_find_scaling_group(world, group);
    return index < 0 ? -1 : autoscaling_nth(world, index, (int32_t)strtol(mark + 1, NULL, 10));
}

int32_t world_find_instance(const SimWorld *world, const char *name) {
    const char *mark = strrchr(name, '#');
    if (mark != NULL && world->config->slot_count > 0) return find_nth(world, name, mark);
    for (int32_t i = 0; i < world->instances.count; i++) {
        const ConfigInstance *instance = &world->config->instances[i];
        bool is_gone =
            instance->slot1 != 0 &&
            world->scaling_instances.items[instance->slot1 - 1].state == SIM_LIFECYCLE_NONE;
        if (!is_gone && is_qualified(name, world->config->regions[instance->region].name,
                                     instance_name(world, i)))
            return i;
    }
    return -1;
}

int32_t world_find_balancer(const SimWorld *world, const char *name) {
    for (int32_t i = 0; i < world->config->balancer_count; i++) {
        const ConfigBalancer *balancer = &world->config->balancers[i];
        if (!balancer->is_deleted &&
            is_qualified(name, world->config->regions[balancer->region].name, balancer->name))
            return i;
    }
    return -1;
}

int32_t world_find_group(const SimWorld *world, const char *name) {
    for (int32_t i = 0; i < world->config->target_group_count; i++) {
        const ConfigTargetGroup *group = &world->config->target_groups[i];
        if (!group->is_deleted &&
            is_qualified(name, world->config->regions[group->region].name, group->name))
            return i;
    }
    return -1;
}

int32_t world_find_zone(const SimWorld *world, const char *name) {
    for (int32_t i = 0; i < world->config->zone_count; i++) {
        const ConfigZone *zone = &world->config->zones[i];
        if (strcmp(name, zone->name) == 0 ||
            is_qualified(name, world->config->regions[zone->region].name, zone->name))
            return i;
    }
    return -1;
}

int32_t world_find_alarm(const SimWorld *world, const char *name) {
    for (int32_t i = 0; i < world->config->alarm_count; i++) {
        const ConfigAlarm *alarm = &world->config->alarms[i];
        if (is_qualified(name, world->config->regions[alarm->region].name, alarm->name)) return i;
    }
    return -1;
}

int32_t world_find_release(const SimWorld *world, const char *name) {
    for (int32_t i = 0; i < world->config->release_count; i++)
        if (strcmp(world->config->releases[i].name, name) == 0) return i;
    return -1;
}

int32_t world_find_region(const SimWorld *world, const char *name) {
    for (int32_t i = 0; i < world->config->region_count; i++)
        if (strcmp(world->config->regions[i].name, name) == 0) return i;
    return -1;
}
