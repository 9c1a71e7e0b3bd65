// metrics.csv: one row a datapoint, by time, then by series, then by statistic. What AWS would not
// report is no row.
#include "export/outputs.h"

void metrics_csv_begin(OutFile *file) {
    out_text(file, "timestamp,namespace,metric,dimensions,stat,period,unit,value\n");
}

static void write_row(OutFile *file, const SimSeries *series, const char *stat, size_t stat_length,
                      SimTime period, double value) {
    out_char(file, ',');
    out_csv(file, series->namespace_);
    out_char(file, ',');
    out_csv(file, series->metric);
    out_char(file, ',');
    out_csv(file, series->dimensions);
    out_char(file, ',');
    out_bytes(file, stat, stat_length);
    out_char(file, ',');
    out_integer(file, period / SIM_SECOND);
    out_char(file, ',');
    out_csv(file, series->unit);
    out_char(file, ',');
    out_number(file, value);
    out_char(file, '\n');
}

void metrics_csv_write(OutFile *file, const ExportSeries *series, int64_t start_unix_s) {
    for (int32_t i = 0; i < series->items.count; i++) {
        const ExportedSeries *item = &series->items.items[i];
        const char *stats = item->series.stats, *name;
        Stat stat;
        size_t length;
        double value;
        while (stat_next(&stats, &stat, &name, &length)) {
            if (!accumulator_value(&item->open, stat, &value)) continue;
            out_timestamp(file, start_unix_s, export_series_start(series), 0);
            write_row(file, &item->series, name, length, series->period, value);
        }
    }
}
