// albatross schema: what the loader accepts, as JSON Schema.
#include "cli/options.h"
#include "sim/scenario.h"

#include <stdio.h>
#include <stdlib.h>

CliStatus cli_schema(int argc, char **argv) {
    const Usage usage = {"schema",
                         "Prints the JSON Schema of scenario files. It comes from the table that "
                         "the loader reads by.",
                         NULL,
                         0,
                         0,
                         0};
    TextList operands;
    OptionsResult result = options_read(&usage, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    char *text = sim_scenario_schema();
    fputs(text, stdout);
    free(text);
    return CLI_DONE;
}
