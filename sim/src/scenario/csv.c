// Nothing is quoted in these tables and nothing escaped.
#include "scenario/csv.h"

#include <stdio.h>
#include <string.h>

const char *csv_next_line(const char *line) {
    do {
        line = strchr(line, '\n');
        if (line == NULL || *++line == 0) return NULL;
    } while (*line == '#' || *line == '\n' || *line == '\r');
    return line;
}

const char *csv_first_line(const char *table) {
    return *table == '#' ? csv_next_line(table) : table;
}

bool csv_field(const char *line, int column, char *out, size_t capacity) {
    for (; column > 0; column--) {
        line += strcspn(line, ",\r\n");
        if (*line++ != ',') return false;
    }
    snprintf(out, capacity, "%.*s", (int)strcspn(line, ",\r\n"), line);
    return true;
}

const char *csv_find(const char *table, const char *name) {
    char first[80];
    for (const char *line = csv_next_line(csv_first_line(table)); line != NULL;
         line = csv_next_line(line))
        if (csv_field(line, 0, first, sizeof first) && strcmp(first, name) == 0) return line;
    return NULL;
}
