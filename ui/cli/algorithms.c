// albatross algorithms: what a target group can balance by.
#include "cli/json_print.h"
#include "cli/options.h"
#include "sim/scenario.h"

#include <stdio.h>

static void print_json(void) {
    JsonPrint json = {.file = stdout};
    json_print_open(&json, NULL, '[');
    for (int32_t i = 0; i < sim_algorithm_count(); i++) {
        SimAlgorithmInfo info = sim_algorithm(i);
        json_print_open(&json, NULL, '{');
        json_print_integer(&json, "key", i + 1);
        json_print_text(&json, "name", info.name);
        json_print_text(&json, "title", info.title);
        json_print_text(&json, "description", info.description);
        json_print_boolean(&json, "offered_by_alb", info.is_offered_by_alb);
        json_print_close(&json, '}');
    }
    json_print_close(&json, ']');
}

static void print_list(void) {
    for (int32_t i = 0; i < sim_algorithm_count(); i++) {
        SimAlgorithmInfo info = sim_algorithm(i);
        printf("%d  %-28s%s%s\n   %s\n", i + 1, info.name, info.title,
               info.is_offered_by_alb ? "" : " (not offered by ALB)", info.description);
    }
}

CliStatus cli_algorithms(int argc, char **argv) {
    bool is_json = false;
    const Option options[] = {{"--json", NULL, OPTION_FLAG, &is_json, "for another program"}};
    const Usage usage = {"algorithms [--json]",
                         "Lists the balancing algorithms with the keys that choose them in the "
                         "window, and says\nwhich of them an Application Load Balancer offers.",
                         options,
                         1,
                         0,
                         0};
    TextList operands;
    OptionsResult result = options_read(&usage, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    if (is_json)
        print_json();
    else
        print_list();
    return CLI_DONE;
}
