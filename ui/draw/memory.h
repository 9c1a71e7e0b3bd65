/// Memory never fails: where there is none left, the program says so and ends with the status of
/// "the outside world failed".
#pragma once

/// Returns `memory`, which malloc or another library gave, unless it is NULL.
void *memory_check(void *memory);
