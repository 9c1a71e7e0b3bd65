// commands.json: what a person did, one command a line, as `--commands` reads it.
#include "export/outputs.h"

#include "engine/hash.h"
#include "sim/export.h"

enum { LINE_SIZE = 8192 };

void commands_json_write(OutFile *file, const SimCommand *commands, int32_t count) {
    char line[LINE_SIZE];
    out_char(file, '[');
    for (int32_t i = 0; i < count; i++) {
        sim_command_write(&commands[i], line, LINE_SIZE);
        out_text(file, i == 0 ? "\n  " : ",\n  ");
        out_text(file, line);
    }
    out_text(file, count == 0 ? "]\n" : "\n]\n");
}

uint64_t sim_commands_hash(const SimCommand *commands, int32_t count) {
    char line[LINE_SIZE];
    uint64_t state = HASH_START;
    for (int32_t i = 0; i < count; i++) {
        sim_command_write(&commands[i], line, LINE_SIZE);
        state = hash_text(state, line);
    }
    return state;
}
