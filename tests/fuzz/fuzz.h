/// What every harness is: one function that takes any bytes and must come back. libFuzzer and AFL++
/// call it with bytes they make up, fuzz_replay.c with those of the corpus.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Always returns 0; what is wrong ends the program.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
