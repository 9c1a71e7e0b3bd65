/// Words for the parts of a config that have no name of their own.
#pragma once

#include "scenario/arena.h"
#include "scenario/config.h"

/// Fills ConfigRule.condition_text and .action_text ("/api/*", "fixed 404", "301 to HTTPS").
void config_describe(Config *config, Arena *arena);
