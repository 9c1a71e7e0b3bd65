// Any bytes as a command log. What is read can be written, and what is written reads back as the
// same.
#include "fuzz.h"

#include "sim/command.h"

#include <stdlib.h>
#include <string.h>

static void check_round_trip(const SimCommand *command) {
    char line[8192];
    SimCommand again;
    SimError error = {""};
    int32_t length = sim_command_write(command, line, (int32_t)sizeof line);
    SIM_ASSERT(length > 0 && length < (int32_t)sizeof line - 1 && line[length] == '\0');
    SIM_ASSERT(strchr(line, '\n') == NULL);
    SIM_ASSERT(sim_command_read(line, &again, &error));
    SIM_ASSERT(again.at == command->at && again.kind == command->kind);
    SIM_ASSERT(again.is_health == command->is_health && again.number == command->number);
    SIM_ASSERT(strcmp(again.target, command->target) == 0);
    SIM_ASSERT(strcmp(again.value, command->value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    SimCommand *commands = NULL;
    int32_t count = 0;
    SimError error = {""};
    if (sim_command_log_read((const char *)data, (int64_t)size, &commands, &count, &error)) {
        for (int32_t i = 0; i < count; i++)
            check_round_trip(&commands[i]);
        free(commands);
    } else {
        SIM_ASSERT(error.text[0] != '\0');
    }
    return 0;
}
