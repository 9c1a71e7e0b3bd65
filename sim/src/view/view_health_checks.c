// Health checks of Route 53 and their votes, as the DNS locations hold them.
#include "view/viewer.h"

// By ConfigCheckType.
static const char *const types[] = {"TCP",
                                    "HTTP",
                                    "HTTPS",
                                    "HTTP_STR_MATCH",
                                    "HTTPS_STR_MATCH",
                                    "CALCULATED",
                                    "RECOVERY_CONTROL",
                                    "CLOUDWATCH_METRIC"};

void view_health_checks(SimViewer *viewer, const SimWorld *world) {
    array_clear(&viewer->health_checks);
    for (int32_t i = 0; i < world->health_checks.count; i++) {
        const ConfigCheck *config = &world->config->checks[i];
        const HealthCheck *check = &world->health_checks.items[i];
        bool is_calculated = config->type == CONFIG_CHECK_CALCULATED;
        *array_push(&viewer->health_checks) = (SimViewHealthCheck){
            .name = config->name,
            .type = types[config->type],
            .is_healthy = check->is_healthy != 0,
            .is_inverted = config->is_inverted,
            .is_disabled = config->is_disabled,
            .checkers = check->checker_count,
            .healthy_checkers = health_check_votes(world, i),
            .children = is_calculated ? config->child_count : 0,
            .healthy_children = is_calculated ? health_check_children(world, i) : 0,
            .children_needed = is_calculated ? config->health_threshold : 0,
            .control = config->type == CONFIG_CHECK_RECOVERY_CONTROL
                           ? world->controls.items[config->routing_control].is_held_on
                           : -1,
            .rules = config->type == CONFIG_CHECK_RECOVERY_CONTROL
                         ? world->config->controls[config->routing_control].rules
                         : NULL};
    }
}
