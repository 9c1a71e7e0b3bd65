// events.csv: what happened and why, in time order.
#include "export/outputs.h"

void events_csv_begin(OutFile *file) {
    out_text(file, "timestamp,time_s,mark,type,subject,from,to,cause,api,parameters\n");
}

static const char *mark_name(SimMark mark) {
    switch (mark) {
    case SIM_MARK_NONE:
        return "";
    case SIM_MARK_DEPLOYMENT:
        return "deployment";
    case SIM_MARK_COMMAND:
        return "command";
    case SIM_MARK_ROLLBACK:
        return "rollback";
    case SIM_MARK_FAULT:
        return "fault";
    case SIM_MARK_RECOVERY:
        return "recovery";
    case SIM_MARK_HEALTH:
        return "health";
    case SIM_MARK_ALARM:
        return "alarm";
    case SIM_MARK_SHIFT:
        return "zonal_shift";
    }
    return "";
}

void events_csv_write(OutFile *file, const SimIncident *incident, int64_t start_unix_s) {
    const char *fields[] = {mark_name(incident->mark),
                            incident->type,
                            incident->subject,
                            incident->from,
                            incident->to,
                            incident->cause,
                            incident->api,
                            incident->parameters};
    out_timestamp(file, start_unix_s, incident->time, 3);
    out_char(file, ',');
    out_seconds(file, incident->time);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        out_char(file, ',');
        if (fields[i] != NULL) out_csv(file, fields[i]);
    }
    out_char(file, '\n');
}
