// metrics-wide.csv: a row a period, a column a series and statistic, for spreadsheets. A column is
// headed "RequestCount Sum {LoadBalancer=app/web/...}"; what AWS would not report is an empty cell.
// What is built while the run goes on has its columns at the right end; rows from before it are
// empty there. So when anything was, the heading is known only at the end, and the file is written
// a second time under it.
#include "export/outputs.h"

#include "engine/alloc.h"

#include <stdio.h>
#include <string.h>

static bool is_shown(const ExportedSeries *item, bool is_detailed) {
    return is_detailed || !item->series.is_detail;
}

static void write_heading(OutFile *file, const SimSeries *series, const char *stat, size_t length) {
    size_t size = strlen(series->metric) + length + strlen(series->dimensions) + 5;
    char *heading = alloc_zeroed(size, 1);
    int head = snprintf(heading, size, "%s %.*s", series->metric, (int)length, stat);
    if (series->dimensions[0] != '\0')
        snprintf(heading + head, size - (size_t)head, " {%s}", series->dimensions);
    out_char(file, ',');
    out_csv(file, heading);
    alloc_free(heading);
}

void metrics_wide_csv_begin(OutFile *file, const ExportSeries *series, bool is_detailed) {
    out_text(file, "timestamp");
    for (int32_t i = 0; i < series->items.count; i++) {
        const ExportedSeries *item = &series->items.items[i];
        const char *stats = item->series.stats, *name;
        Stat stat;
        size_t length;
        while (is_shown(item, is_detailed) && stat_next(&stats, &stat, &name, &length))
            write_heading(file, &item->series, name, length);
    }
    out_char(file, '\n');
}

void metrics_wide_csv_write(OutFile *file, const ExportSeries *series, bool is_detailed,
                            int64_t start_unix_s) {
    out_timestamp(file, start_unix_s, export_series_start(series), 0);
    for (int32_t i = 0; i < series->items.count; i++) {
        const ExportedSeries *item = &series->items.items[i];
        const char *stats = item->series.stats, *name;
        Stat stat;
        size_t length;
        double value;
        while (is_shown(item, is_detailed) && stat_next(&stats, &stat, &name, &length)) {
            out_char(file, ',');
            if (accumulator_value(&item->open, stat, &value)) out_number(file, value);
        }
    }
    out_char(file, '\n');
}

// Columns of the first so many series, the timestamp apart.
static int64_t count_columns(const ExportSeries *series, bool is_detailed, int32_t count) {
    int64_t columns = 0;
    for (int32_t i = 0; i < count; i++) {
        const ExportedSeries *item = &series->items.items[i];
        const char *stats = item->series.stats, *name;
        Stat stat;
        size_t length;
        while (is_shown(item, is_detailed) && stat_next(&stats, &stat, &name, &length))
            columns++;
    }
    return columns;
}

// No cell of a row has a comma in it.
static void copy_rows(OutFile *file, FILE *rows, int64_t columns) {
    int64_t cells = 0;
    for (int c; (c = getc(rows)) != EOF;) {
        for (; c == '\n' && cells < columns; cells++)
            out_char(file, ',');
        cells = c == '\n' ? 0 : cells + (c == ',');
        out_char(file, (char)c);
    }
}

static void skip_line(FILE *file) {
    for (int c; (c = getc(file)) != EOF && c != '\n';) {
    }
}

void metrics_wide_csv_end(OutFile *file, const ExportSeries *series, bool is_detailed) {
    int64_t columns = count_columns(series, is_detailed, series->items.count);
    if (columns == count_columns(series, is_detailed, series->first_count)) return;
    FILE *written = out_file_begin_anew(file);
    if (written == NULL) return;
    metrics_wide_csv_begin(file, series, is_detailed);
    skip_line(written);
    copy_rows(file, written, columns);
    fclose(written);
}
