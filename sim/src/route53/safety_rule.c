// What a rule looks at, and what it says when it refuses.
#include "route53/safety_rule.h"

#include <stdio.h>

#include "base/fact.h"
#include "world/world.h"

static bool touches(const ControlChange *change, const int32_t *controls, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        if (change->wanted[controls[i]] >= 0) return true;
    return false;
}

/// How many of the rule's controls are On, `change` being made or not (NULL).
static int32_t count_on(const SimWorld *world, const ConfigSafetyRule *rule,
                        const ControlChange *change) {
    int32_t on = 0;
    for (int32_t i = 0; i < rule->control_count; i++) {
        int32_t control = rule->controls[i];
        int8_t wanted = change != NULL ? change->wanted[control] : -1;
        on += SIM_FACT("R53-826", wanted >= 0) ? wanted : world->controls.items[control].is_on;
    }
    return on;
}

static bool holds(const ConfigSafetyRule *rule, int32_t on) {
    int32_t needed = rule->type == CONFIG_RULE_AND  ? rule->control_count
                     : rule->type == CONFIG_RULE_OR ? 1
                                                    : rule->threshold;
    if (!SIM_FACT("R53-820", true)) needed = rule->control_count + 1 - needed;
    bool is_met = on >= needed;
    return SIM_FACT("R53-821", rule->is_inverted) ? !is_met : is_met;
}

static bool refuse(const ConfigSafetyRule *rule, int32_t on, SimError *error) {
    if (rule->is_gating)
        return sim_error_set(error,
                             "The gating rule \"%s\" refuses it: %s, and %d of %d are On. Nothing "
                             "was changed.",
                             rule->name, rule->text, (int)on, (int)rule->control_count);
    return sim_error_set(error,
                         "The assertion rule \"%s\" refuses it: %s, and %d of %d would be. Nothing "
                         "was changed.",
                         rule->name, rule->text, (int)on, (int)rule->control_count);
}

static bool allows(const SimWorld *world, int32_t index, const ControlChange *change,
                   SimError *error) {
    const ConfigSafetyRule *rule = &world->config->safety_rules[index];
    const int32_t *guarded = rule->is_gating ? rule->targets : rule->controls;
    if (!touches(change, guarded, rule->is_gating ? rule->target_count : rule->control_count))
        return true;
    SimTime left = world->safety_rules.items[index].waits_until - world->now;
    if (SIM_FACT("R53-823", left > 0))
        return sim_error_set(error,
                             "The safety rule \"%s\" refuses it: its controls were changed, and it "
                             "waits %.1f s more. Nothing was changed.",
                             rule->name, (double)(left > 0 ? left : 0) / 1e9);
    int32_t on = count_on(world, rule, rule->is_gating ? NULL : change);
    return SIM_FACT("R53-541 R53-822", holds(rule, on)) || refuse(rule, on, error);
}

bool safety_rules_allow(const SimWorld *world, const ControlChange *change, SimError *error) {
    for (int32_t i = 0; i < world->config->safety_rule_count; i++)
        if (!allows(world, i, change, error)) return false;
    return true;
}

static bool changes(const SimWorld *world, const ControlChange *change, const int32_t *controls,
                    int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        int8_t wanted = change->wanted[controls[i]];
        if (wanted >= 0 && wanted != world->controls.items[controls[i]].is_on) return true;
    }
    return false;
}

void safety_rules_changed(SimWorld *world, const ControlChange *change) {
    for (int32_t i = 0; i < world->config->safety_rule_count; i++) {
        const ConfigSafetyRule *rule = &world->config->safety_rules[i];
        bool is_concerned = rule->is_gating
                                ? changes(world, change, rule->targets, rule->target_count)
                                : changes(world, change, rule->controls, rule->control_count);
        if (is_concerned) world->safety_rules.items[i].waits_until = world->now + rule->wait_ns;
    }
}

void safety_rules_start(SimWorld *world) {
    array_resize(&world->safety_rules, world->config->safety_rule_count);
}
