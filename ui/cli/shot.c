// albatross shot: not built yet.
#include "cli/options.h"

#include <stdio.h>

CliStatus cli_shot(int argc, char **argv) {
    (void)argc, (void)argv;
    fputs("albatross: shot is not built yet.\n", stderr);
    return CLI_OUTSIDE;
}
