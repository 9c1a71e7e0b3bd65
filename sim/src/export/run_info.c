// run-info.json: what may differ between equal runs, kept apart from what may not.
#include "sim/export.h"

#include "export/json_out.h"

bool sim_export_run_info(const char *directory, const char *invocation, const char *version,
                         double wall_seconds, const SimTotals *totals, SimTime simulated,
                         SimError *error) {
    OutFile file;
    if (!out_file_open(&file, directory, "run-info.json", error)) return false;
    JsonOut json = {.file = &file};
    double simulated_s = (double)simulated / (double)SIM_SECOND;
    json_begin_object(&json, NULL);
    json_text(&json, "invocation", invocation);
    json_text(&json, "version", version);
    json_number(&json, "wall_s", wall_seconds);
    json_number(&json, "simulated_s", simulated_s);
    // Without a measurable wall time these are not finite, and written as null.
    json_number(&json, "speed", simulated_s / wall_seconds);
    json_number(&json, "events_per_s", (double)totals->events / wall_seconds);
    json_number(&json, "requests_per_s", (double)totals->requests_born / wall_seconds);
    json_end_object(&json);
    return out_file_finish(&file, error);
}
