// albatross play: not built yet.
#include "cli/options.h"

#include <stdio.h>

CliStatus cli_play(int argc, char **argv) {
    (void)argc, (void)argv;
    fputs("albatross: play is not built yet.\n", stderr);
    return CLI_OUTSIDE;
}
