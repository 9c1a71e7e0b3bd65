/// The small tables that the program carries in itself: lines of fields between commas, comment
/// lines that begin with '#', a head line first. They are read where they stand, field by field.
#pragma once

#include "sim/base.h"

#include <stddef.h>

/// The head line.
const char *csv_first_line(const char *table);
/// The line after this one; NULL: there is none. Comment lines and empty ones are passed over.
const char *csv_next_line(const char *line);
/// Copies field `column` of a line; false: the line has no such field.
bool csv_field(const char *line, int column, char *out, size_t capacity);
/// The line whose first field is `name`, the head line left out; NULL: there is none.
const char *csv_find(const char *table, const char *name);
