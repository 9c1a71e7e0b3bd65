// Composite alarms: a rule over the states of other alarms, judged whenever one of them changes.
// Composites stand behind what they name, so judging them in order settles all.
//
// A suppressor holds back actions, not states. Actions of a new state wait for the suppressor to
// go into ALARM, as long as it is there, and a while longer; then they come, unless the state is
// again the one whose actions came last.
#include "cloudwatch/alarm.h"

#include <stdio.h>

#include "base/fact.h"
#include "world/world.h"

static const ConfigAlarm *config_of(const SimWorld *world, int32_t alarm) {
    return &world->config->alarms[alarm];
}

static bool holds(const SimWorld *world, const ConfigAlarm *config) {
    bool stack[400] = {false};
    int32_t height = 0;
    for (int32_t i = 0; i < config->rule_count; i++) {
        const ConfigTerm *term = &config->rule[i];
        bool top = height > 0 && stack[height - 1];
        switch (term->kind) {
        case CONFIG_TERM_STATE:
            stack[height++] = world->alarms.items[term->alarm].state == (int32_t)term->state;
            break;
        case CONFIG_TERM_TRUE:
        case CONFIG_TERM_FALSE:
            stack[height++] = term->kind == CONFIG_TERM_TRUE;
            break;
        case CONFIG_TERM_NOT:
            stack[height - 1] = !top;
            break;
        case CONFIG_TERM_AND:
        case CONFIG_TERM_OR:
            height--;
            stack[height - 1] =
                term->kind == CONFIG_TERM_AND ? top && stack[height - 1] : top || stack[height - 1];
        }
    }
    return SIM_FACT("CW-340", height == 1 && stack[0]);
}

static bool names_alarm(const ConfigAlarm *config, int32_t alarm) {
    for (int32_t i = 0; i < config->rule_count; i++)
        if (config->rule[i].kind == CONFIG_TERM_STATE && config->rule[i].alarm == alarm)
            return true;
    return false;
}

// What it names in its state, for the history: "a in ALARM, b OK".
static void describe(const SimWorld *world, const ConfigAlarm *config, char *out, size_t capacity) {
    int used = snprintf(out, capacity, "the rule is %s: ", holds(world, config) ? "true" : "false");
    for (int32_t i = 0; i < config->rule_count && used > 0 && (size_t)used < capacity; i++) {
        const ConfigTerm *term = &config->rule[i];
        if (term->kind != CONFIG_TERM_STATE) continue;
        int32_t state = world->alarms.items[term->alarm].state;
        used += snprintf(out + used, capacity - (size_t)used, "%s is %s; ",
                         config_of(world, term->alarm)->name,
                         sim_alarm_state_name((SimAlarmState)state));
    }
    for (size_t length = (size_t)used < capacity ? (size_t)used : capacity - 1;
         length > 0 && (out[length - 1] == ' ' || out[length - 1] == ';'); length--)
        out[length - 1] = '\0';
}

static SimAlarmState ruled(const SimWorld *world, int32_t index) {
    return holds(world, config_of(world, index)) ? SIM_ALARM_ALARM : SIM_ALARM_OK;
}

bool composite_start(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    if (config->rule == NULL) return false;
    Alarm *alarm = &world->alarms.items[index];
    if (!world->config->is_cold)
        alarm->state = (int32_t)ruled(world, index);
    else
        world_after(world, SIM_MINUTE, EVENT_ALARM, (uint32_t)index, 0);
    alarm->told = alarm->state + 1;
    return true;
}

void composite_evaluate(SimWorld *world, int32_t index) {
    char reason[sizeof world->alarms.items[index].reason];
    SimAlarmState state = ruled(world, index);
    if (world->alarms.items[index].state == (int32_t)state) return;
    describe(world, config_of(world, index), reason, sizeof reason);
    alarm_change_state(world, index, state, reason);
}

// --- actions and their suppressor

static void act_now(SimWorld *world, int32_t index) {
    Alarm *alarm = &world->alarms.items[index];
    world_cancel(world, &alarm->timer);
    alarm->is_held = 0;
    bool is_new = alarm->told != alarm->state + 1;
    alarm->told = alarm->state + 1;
    if (is_new) alarm_act(world, index);
}

static void act_after(SimWorld *world, int32_t index, SimTime delay_ns) {
    Alarm *alarm = &world->alarms.items[index];
    world_cancel(world, &alarm->timer);
    alarm->is_held = 1;
    if (delay_ns > 0)
        alarm->timer = world_after(world, delay_ns, EVENT_ALARM, (uint32_t)index, 0);
    else
        act_now(world, index);
}

static bool is_suppressing(const SimWorld *world, int32_t suppressor) {
    return SIM_FACT("CW-343", world->alarms.items[suppressor].state == SIM_ALARM_ALARM);
}

void composite_changed(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    Alarm *alarm = &world->alarms.items[index];
    if (config->suppressor < 0) {
        act_now(world, index);
    } else if (is_suppressing(world, config->suppressor)) {
        alarm->is_held = 1;
    } else if (!alarm->is_held) {
        act_after(world, index, SIM_FACT("CW-344", true) ? config->suppressor_wait_ns : 0);
    }
}

static void suppressor_changed(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    Alarm *alarm = &world->alarms.items[index];
    if (!alarm->is_held) return;
    if (is_suppressing(world, config->suppressor))
        world_cancel(world, &alarm->timer);
    else
        act_after(world, index, SIM_FACT("CW-345", true) ? config->suppressor_extension_ns : 0);
}

void composites_follow(SimWorld *world, int32_t changed, SimAlarmState before) {
    for (int32_t i = 0; i < world->config->alarm_count; i++) {
        const ConfigAlarm *config = config_of(world, i);
        if (config->rule == NULL) continue;
        bool was_suppressing =
            before == SIM_ALARM_ALARM || world->alarms.items[changed].state == SIM_ALARM_ALARM;
        if (config->suppressor == changed && was_suppressing) suppressor_changed(world, i);
        if (names_alarm(config, changed)) composite_evaluate(world, i);
    }
}

// The timer of held actions; in a cold run also the first look at a rule.
void composite_timer(SimWorld *world, int32_t index) {
    Alarm *alarm = &world->alarms.items[index];
    alarm->timer = (EventId){0, 0};
    if (alarm->is_held)
        act_now(world, index);
    else
        composite_evaluate(world, index);
}
