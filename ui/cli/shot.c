// albatross shot: a picture of the window at one moment, without a display.
#include "window/shot.h"

#include "cli/headless.h"
#include "cli/options.h"
#include "cli/scenarios.h"
#include "cli/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct ShotArguments {
    const char *out, *commands;
    uint64_t seed;
    SimTime at; ///< -1: not given
    TextList changes;
    PixelSize size;
    double scale;
    bool is_light;
} ShotArguments;

// The latest step of the timeline that does something, before `before`; -1: there is none.
static SimTime last_step_before(const SimScenario *scenario, SimTime before) {
    SimTime last = -1;
    for (int32_t i = 0; i < sim_scenario_info(scenario)->step_count; i++) {
        SimScenarioStep step = sim_scenario_step(scenario, i);
        bool is_later = step.at > last && step.at < before;
        if (is_later && step.command.kind != SIM_COMMAND_NONE) last = step.at;
    }
    return last;
}

// Shortly after something broke: the last step usually mends, so the one before it is the one to
// see, unless it is the only one.
static SimTime telling_moment(const SimScenario *scenario) {
    SimTime duration = sim_scenario_info(scenario)->duration;
    SimTime last = last_step_before(scenario, duration);
    if (last < 0) return duration / 2;
    SimTime earlier = last_step_before(scenario, last);
    SimTime from = earlier >= 0 ? earlier : last, to = earlier >= 0 ? last : duration;
    SimTime later = 20 * SIM_SECOND;
    return from + (to - from > 2 * later ? later : (to - from) / 2);
}

static bool judge_size(const ShotArguments *arguments) {
    int width = (int)ceil(1024 * arguments->scale), height = (int)ceil(640 * arguments->scale);
    if (arguments->size.width >= width && arguments->size.height >= height) return true;
    fprintf(stderr, "albatross: at scale %g a picture must have at least %dx%d.\n",
            arguments->scale, width, height);
    return false;
}

static bool judge_time(const ShotArguments *arguments, const SimScenario *scenario) {
    SimTime duration = sim_scenario_info(scenario)->duration;
    if (arguments->at <= duration) return true;
    char end[WORDS_SIZE];
    fprintf(stderr, "albatross: the scenario ends at %s; --at lies after it.\n",
            words_time(duration, end));
    return false;
}

static CliStatus take(const ShotArguments *arguments, const SimScenario *scenario) {
    SimCommand *commands;
    int32_t count;
    if (!judge_time(arguments, scenario)) return CLI_WRONG;
    if (!headless_read_commands(arguments->commands, &commands, &count)) return CLI_WRONG;
    ShotOptions options = shot_default(scenario, arguments->out);
    options.seed = arguments->seed;
    options.commands = commands;
    options.command_count = count;
    options.at = arguments->at >= 0 ? arguments->at : telling_moment(scenario);
    options.width = arguments->size.width;
    options.height = arguments->size.height;
    options.ui_scale = (float)arguments->scale;
    options.theme = arguments->is_light ? THEME_LIGHT : THEME_DARK;
    SimError error = {""};
    bool is_taken = shot_take(&options, &error);
    free(commands);
    if (!is_taken) {
        fprintf(stderr, "albatross: there is no picture: %s\n", error.text);
        return CLI_OUTSIDE;
    }
    char at[WORDS_SIZE];
    printf("%s: %s at %s\n", arguments->out, sim_scenario_info(scenario)->title,
           words_time(options.at, at));
    return CLI_DONE;
}

CliStatus cli_shot(int argc, char **argv) {
    ShotArguments arguments = {.at = -1, .size = {1920, 1080}, .scale = 1};
    const Option options[] = {
        {"--out", "FILE.png", OPTION_TEXT, &arguments.out, "where the picture goes"},
        {"--at", "T", OPTION_TIME, &arguments.at,
         "the moment; without it, shortly after something happened"},
        {"--size", "WxH", OPTION_SIZE, &arguments.size, "in pixels (1920x1080)"},
        {"--ui-scale", "X", OPTION_SCALE, &arguments.scale, "everything larger, 0.5 to 4 (1)"},
        {"--light", NULL, OPTION_FLAG, &arguments.is_light, "on a light ground"},
        {"--seed", "N", OPTION_SEED, &arguments.seed, "another seed than the scenario's own"},
        {"--set", "PATH=VALUE", OPTION_TEXTS, &arguments.changes,
         "change a value of the scenario before the start; several times"},
        {"--commands", "LOG", OPTION_TEXT, &arguments.commands,
         "replay a commands.json or commands.jsonl of an earlier session"},
    };
    const Usage usage = {"shot SCENARIO --out FILE.png [OPTION]...",
                         "Writes a picture of the window at one moment; needs no display.",
                         options,
                         sizeof options / sizeof options[0],
                         1,
                         1};
    TextList operands;
    OptionsResult result = options_read(&usage, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    if (arguments.out == NULL) {
        fputs("albatross: shot needs --out FILE.png.\n", stderr);
        return CLI_WRONG;
    }
    if (!judge_size(&arguments)) return CLI_WRONG;
    SimScenario *scenario = scenarios_load_with(operands.items[0], &arguments.changes);
    if (scenario == NULL) return CLI_WRONG;
    CliStatus status = take(&arguments, scenario);
    sim_scenario_release(scenario);
    return status;
}
