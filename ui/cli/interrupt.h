/// Ctrl-C as a question: has somebody asked to stop?
#pragma once

#include <stdbool.h>

/// From now on SIGINT, SIGTERM and SIGHUP do not end the program; interrupt_is_asked() tells of
/// them.
void interrupt_begin(void);
bool interrupt_is_asked(void);
