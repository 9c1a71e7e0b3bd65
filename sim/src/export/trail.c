// trail.json: the control-plane part of the timeline as CloudTrail records. Account and user are
// the documentation's; event ids are made from the record's number and time, so that equal runs
// have equal trails.
#include "export/outputs.h"

#include "engine/hash.h"

#include <string.h>

void trail_begin(JsonOut *json) {
    json_begin_object(json, NULL);
    json_begin_array(json, "Records");
}

void trail_end(JsonOut *json) {
    json_end_array(json);
    json_end_object(json);
}

static const char *event_source(const char *api) {
    size_t length = strlen(api);
    bool is_ec2 = length > 9 && strcmp(api + length - 9, "Instances") == 0;
    is_ec2 = is_ec2 || strstr(api, "SecurityGroupIn") != NULL ||
             strstr(api, "SecurityGroupEg") != NULL || strstr(api, "eSecurityGroup") != NULL ||
             strstr(api, "SecurityGroupRules") != NULL || strstr(api, "NetworkAcl") != NULL ||
             strcmp(api, "ModifyInstanceAttribute") == 0;
    if (is_ec2) return "ec2.amazonaws.com";
    bool is_shift = length > 10 && strcmp(api + length - 10, "ZonalShift") == 0;
    if (is_shift) return "arc-zonal-shift.amazonaws.com";
    if (strcmp(api, "ChangeResourceRecordSets") == 0) return "route53.amazonaws.com";
    return "elasticloadbalancing.amazonaws.com";
}

// A UUID's groups are 8, 4, 4, 4 and 12 digits.
static void write_event_id(JsonOut *json, uint64_t number, SimTime time) {
    uint64_t first = hash_u64(hash_u64(HASH_START, number), (uint64_t)time);
    char digits[32];
    for (int i = 0; i < 32; i++) {
        uint64_t half = i < 16 ? first : hash_mix(first);
        digits[i] = "0123456789abcdef"[half >> (60 - i % 16 * 4) & 15];
    }
    json_begin_value(json, "eventID");
    out_char(json->file, '"');
    for (int i = 0; i < 32; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20) out_char(json->file, '-');
        out_char(json->file, digits[i]);
    }
    out_char(json->file, '"');
}

static void write_identity(JsonOut *json) {
    json_begin_object(json, "userIdentity");
    json_text(json, "type", "IAMUser");
    json_text(json, "accountId", "111122223333");
    json_text(json, "userName", "albatross");
    json_end_object(json);
}

// Subjects begin with their region: "ap-south-1/blue/i-0a1f".
static void write_region(JsonOut *json, const char *subject) {
    char region[64] = "";
    size_t length = strcspn(subject, "/");
    if (length < sizeof region && subject[length] == '/') memcpy(region, subject, length);
    json_text(json, "awsRegion", region[0] == '\0' ? NULL : region);
}

void trail_write(JsonOut *json, const SimIncident *incident, int64_t start_unix_s,
                 int64_t *record_count) {
    if (incident->api == NULL) return;
    json_begin_object(json, NULL);
    json_text(json, "eventVersion", "1.08");
    write_identity(json);
    json_begin_value(json, "eventTime");
    out_char(json->file, '"');
    out_timestamp(json->file, start_unix_s, incident->time, 0);
    out_char(json->file, '"');
    json_text(json, "eventSource", event_source(incident->api));
    json_text(json, "eventName", incident->api);
    write_region(json, incident->subject);
    json_raw(json, "requestParameters",
             incident->parameters == NULL ? "null" : incident->parameters);
    json_raw(json, "responseElements", "null");
    write_event_id(json, (uint64_t)(*record_count)++, incident->time);
    json_text(json, "eventType", "AwsApiCall");
    json_end_object(json);
}
