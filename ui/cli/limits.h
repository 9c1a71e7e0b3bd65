/// What the program allows itself.
#pragma once

/// Bounds memory to three quarters of what the machine has, so that a scenario that asks for too
/// much ends with a sentence instead of taking the machine down; a lower limit of the user's stays.
/// A limit on the size of files becomes a failed write, like a full disk.
void limits_begin(void);
