/// What compile_records.c and compile_locations.c ask of each other.
#pragma once

#include "scenario/compile.h"

/// Reads the table of places when some record's policy goes by location.
void compile_places(Compiler *compiler);
/// What a record's policy says about places and addresses.
void compile_location(Compiler *compiler, const RawRecord *raw, ConfigRecord *record);
