// One program; what it can do is in ui/cli/.
#include "cli/cli.h"

int main(int argc, char **argv) {
    return cli_main(argc, argv);
}
