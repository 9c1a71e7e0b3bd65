// Whether a record may be answered: its health check, and what an alias that evaluates it stands
// for. What changes is told with its reason, and with what caches make of it: how many resolvers go
// on giving an answer that Route 53 gives no more, and for how long.
#include <stdio.h>

#include "accelerator/accelerator.h"
#include "base/fact.h"
#include "route53/health_check.h"
#include "route53/route53.h"
#include "world/world.h"

static bool has_healthy_child(const SimWorld *world, int32_t index) {
    const Name *name = &world->names.items[index];
    for (int32_t i = 0; i < name->count; i++)
        if (SIM_FACT("R53-305 R53-306",
                     record_is_healthy(world, world->name_records.items[name->first + i])))
            return true;
    return false;
}

static bool target_is_healthy(const SimWorld *world, int32_t index) {
    const ConfigRecord *record = &world->config->records[index];
    if (record->balancer >= 0)
        return SIM_FACT("R53-303", balancer_is_healthy(world, record->balancer));
    if (record->accelerator >= 0)
        return SIM_FACT("R53-960", accelerator_is_able(world, record->accelerator));
    int32_t alias_name = world->records.items[index].alias_name;
    return alias_name < 0 || has_healthy_child(world, alias_name);
}

bool record_is_healthy(const SimWorld *world, int32_t index) {
    const ConfigRecord *record = &world->config->records[index];
    if (SIM_FACT("R53-313 R53-694 R53-697", !health_check_status(world, record->health_check)))
        return false;
    bool asks_target = SIM_FACT("R53-215 R53-307 R53-309 R53-310", record->evaluates_health);
    return !asks_target || target_is_healthy(world, index);
}

// --- telling
// ------------------------------------------------------------------------------------------------------------------

static void say_check(const ConfigCheck *check, bool is_healthy, char *out, size_t capacity) {
    snprintf(out, capacity, "health check %.60s is %s", check->name,
             is_healthy ? "healthy" : "unhealthy");
}

static void say_target(const SimWorld *world, int32_t index, bool is_healthy, char *out,
                       size_t capacity) {
    const Config *config = world->config;
    const ConfigRecord *record = &config->records[index];
    if (record->balancer >= 0) {
        const ConfigBalancer *balancer = &config->balancers[record->balancer];
        snprintf(out, capacity, "load balancer %.20s/%.40s has %s",
                 config->regions[balancer->region].name, balancer->name,
                 is_healthy ? "healthy targets" : "no healthy target in a target group");
    } else if (record->accelerator >= 0) {
        snprintf(out, capacity, "accelerator %.40s has %s healthy endpoint",
                 config->accelerators[record->accelerator].name, is_healthy ? "a" : "no");
    } else {
        const Name *name = &world->names.items[world->records.items[index].alias_name];
        snprintf(out, capacity, "%s record of %.60s is healthy", is_healthy ? "a" : "no",
                 config->records[name->any_record].name);
    }
}

static void say_cause(const SimWorld *world, int32_t index, bool is_healthy, char *out,
                      size_t capacity) {
    const ConfigRecord *record = &world->config->records[index];
    bool has_check = record->health_check >= 0;
    bool is_by_check = has_check && health_check_status(world, record->health_check) == is_healthy;
    if (is_by_check)
        say_check(&world->config->checks[record->health_check], is_healthy, out, capacity);
    else if (record->evaluates_health)
        say_target(world, index, is_healthy, out, capacity);
    else
        snprintf(out, capacity, "it has no health check any more");
}

static bool holds(const SimWorld *world, const CacheEntry *entry, int32_t index) {
    return entry->record == index && entry->expires > world->now;
}

// An answer of several records is not one record's, and is not spoken of.
static void say_caches(const SimWorld *world, int32_t index, char *out, size_t capacity) {
    int32_t count = 0;
    SimTime last = 0;
    for (int32_t i = 0; i < world->caches.count; i++) {
        const CacheEntry *entry = &world->caches.items[i];
        if (!holds(world, entry, index)) continue;
        count++;
        if (entry->expires > last) last = entry->expires;
    }
    out[0] = '\0';
    if (count > 0 && world->config->records[index].policy != CONFIG_POLICY_MULTIVALUE)
        snprintf(out, capacity, "; %d resolver%s it, the last for %.1f s", count,
                 count == 1 ? " holds" : "s hold", (double)(last - world->now) / SIM_SECOND);
}

static void tell(SimWorld *world, int32_t index, bool is_healthy) {
    const ConfigRecord *config = &world->config->records[index];
    char subject[400], cause[160], caches[64] = "", words[256];
    snprintf(subject, sizeof subject, "%s/%s", config->name, config->set_identifier);
    say_cause(world, index, is_healthy, cause, sizeof cause);
    if (!is_healthy) say_caches(world, index, caches, sizeof caches);
    snprintf(words, sizeof words, "%s%s", cause, caches);
    world_tell(world, SIM_MARK_HEALTH, "RecordHealth", subject,
               is_healthy ? "unhealthy" : "healthy", is_healthy ? "healthy" : "unhealthy", words);
}

void route53_health_changed(SimWorld *world) {
    for (int32_t i = 0; i < world->records.count; i++) {
        Record *record = &world->records.items[i];
        int32_t is_healthy = world->config->records[i].is_deleted || record_is_healthy(world, i);
        if (is_healthy == record->is_healthy) continue;
        record->is_healthy = is_healthy;
        tell(world, i, is_healthy != 0);
    }
}
