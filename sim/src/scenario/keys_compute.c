// The keys of instances, their registrations and launch templates.
#include "scenario/key_rows.h"
#include "scenario/read.h"

static const char *const serves[] = {"any", "HTTP", "HTTPS", NULL};
static const char *const response_defects[] = {"none", "malformed", "headers_too_large",
                                               "short_body", NULL};
static const char *const disciplines[] = {"fcfs", "processor_sharing", NULL};
static const char *const on_full[] = {"drop", "refuse", "shed", NULL};
static const char *const unlimited[] = {"unlimited", NULL};
static const char *const health_endpoints[] = {"shared", "separate", NULL};

static const Key registration_keys[] = {
    {"target_group", KEY_TEXT, KEY_REQUIRED, AT(RawRegistration, target_group), 1, 32,
     .doc = "A target group of the same region."},
    {"port", KEY_INTEGER, 0, AT(RawRegistration, port), 1, 65535,
     .doc =
         "The port of this target; the target group's unless said. One instance on several ports "
         "is several targets, as containers are."},
    END,
};
static const KeyKind registration = {"registration", "A registration in a target group.",
                                     sizeof(RawRegistration), registration_keys, 0};

static const Key instance_keys[] = {
    {"name", KEY_TEXT, 0, AT(RawInstance, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE,
     .doc = "Its name; with count, name-1, name-2 ...; an id is made unless said."},
    {"count", KEY_INTEGER, 0, AT(RawInstance, count), 1, 1e6, "1", .doc = "How many."},
    {"launch", KEY_TEXT, KEY_REQUIRED, AT(RawInstance, launch), 1, 63,
     .doc = "The launch template it runs."},
    {"zones", KEY_TEXTS, 0, AT(RawInstance, zones), 1, 20,
     .doc = "Dealt out over these zones in turn; all of the region unless said."},
    {"target_groups", KEY_NAMED, 0, AT(RawInstance, target_groups), 0, 1000, .kind = &registration,
     .doc = "The target groups it is registered with: names, or objects that also say a port."},
    {"address", KEY_TEXT, 0, AT(RawInstance, address), 7, 15,
     .pattern = "^(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}$",
     .shape = "an IPv4 address",
     .doc = "Its private address; one of the VPC (10.0.0.0/12 in the first region) unless said. "
            "Outside the VPC it can be a target of groups of target_type ip only."},
    {"security_groups", KEY_TEXTS, KEY_LIVE, AT(RawInstance, security_groups), 1, 5,
     .characters = 63,
     .doc = "Security groups of the region that it bears; none: nothing is held back."},
    {"weight", KEY_NOT_YET, .doc = "A weight of its own."},
    END,
};
const KeyKind key_instance = {"instance", "One or more equal instances.", sizeof(RawInstance),
                              instance_keys, 0};

#define PATH_SHAPE "a path like \"/health\" or \"/*\""

static const Key health_path_keys[] = {
    {"path", KEY_TEXT, KEY_REQUIRED | KEY_LIVE, AT(RawPathAnswer, path.path), 1, 1024,
     .pattern = "^[/*?][!-~]*$", .shape = PATH_SHAPE,
     .doc = "The path of a health check; * any characters, ? one."},
    {"status", KEY_INTEGER, KEY_LIVE, AT(RawPathAnswer, path.status), 200, 599, "200",
     .doc = "The code it is answered with."},
    {"grpc_status", KEY_INTEGER, KEY_LIVE, AT(RawPathAnswer, path.grpc_status), 0, 99, "0",
     .doc = "The status of gRPC it is answered with, where a target group speaks it; what is not "
            "named is 12, unimplemented."},
    END,
};
static const KeyKind health_path = {"health_path", "What a path of health checks answers.",
                                    sizeof(RawPathAnswer), health_path_keys, 0};

static const Key path_answer_keys[] = {
    {"path", KEY_TEXT, KEY_REQUIRED | KEY_LIVE, AT(RawPathAnswer, path.path), 1, 1024,
     .pattern = "^[/*?][!-~]*$", .shape = PATH_SHAPE,
     .doc = "The path asked for, without its query; * any characters, ? one."},
    {"status", KEY_INTEGER, KEY_REQUIRED | KEY_LIVE, AT(RawPathAnswer, path.status), 200, 599,
     .doc = "The code it is answered with."},
    END,
};
static const KeyKind path_answer = {"path_answer", "What a path of requests answers.",
                                    sizeof(RawPathAnswer), path_answer_keys, 0};

static const Key launch_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawLaunch, launch.name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name, shown as the version that runs."},
    {"workers", KEY_INTEGER, KEY_REQUIRED | KEY_LIVE, AT(RawLaunch, launch.workers), 1, 100000,
     .doc = "Requests served at once (cores under processor sharing)."},
    {"backlog", KEY_INTEGER_OR, KEY_LIVE, AT(RawLaunch, launch.backlog), 0, 1e8, "128",
     .values = unlimited, .doc = "Requests that may wait, or \"unlimited\"."},
    {"discipline", KEY_ENUM, 0, AT(RawLaunch, discipline), .default_ = "\"fcfs\"",
     .values = disciplines,
     .doc = "fcfs: first come, first served; processor_sharing: all inside share the workers."},
    {"max_in_flight", KEY_INTEGER, KEY_LIVE, AT(RawLaunch, launch.max_in_flight), 0, 1e8, "0",
     .doc = "Processor sharing only: bound on all inside; 0: workers + backlog."},
    {"on_full", KEY_ENUM, KEY_LIVE, AT(RawLaunch, on_full), .default_ = "\"drop\"",
     .values = on_full,
     .doc = "A full target: drop (504 after 10 s), refuse (502 at once), shed (it answers 503 "
            "itself)."},
    {"health_endpoint", KEY_ENUM, KEY_LIVE, AT(RawLaunch, health_endpoint),
     .default_ = "\"shared\"", .values = health_endpoints,
     .doc = "shared: health checks wait in the same queue as requests."},
    {"health_paths", KEY_OBJECTS, 0, AT(RawLaunch, health_paths), 0, 100, .kind = &health_path,
     .doc =
         "What health checks are answered with, by path, the first that matches; 200 for what is "
         "not named."},
    {"body", KEY_TEXT, KEY_LIVE, AT(RawLaunch, launch.body), 0, 16000, "\"OK\"",
     .doc = "The text of its answers, for health checks that look for one."},
    {"paths", KEY_OBJECTS, 0, AT(RawLaunch, paths), 0, 100, .kind = &path_answer,
     .doc = "What requests are answered with, by the path that reaches the application, the first "
            "that matches; 200 for what is not named. Health checks have health_paths."},
    {"health_work", KEY_DISTRIBUTION, KEY_LIVE, AT(RawLaunch, launch.health_work),
     .default_ = "{\"constant\":\"1ms\"}", .doc = "Work of a health check."},
    {"boot", KEY_DISTRIBUTION, KEY_LIVE, AT(RawLaunch, launch.boot),
     .default_ = "{\"constant\":\"30s\"}",
     .doc =
         "Time from launch until it serves; counts for fixed instances when the run begins cold."},
    {"user_data", KEY_DISTRIBUTION, KEY_LIVE, AT(RawLaunch, launch.user_data),
     .default_ = "{\"constant\":\"0s\"}",
     .doc = "What the first boot of an instance installs takes so long, after `boot`."},
    {"speed", KEY_NUMBER, KEY_LIVE, AT(RawLaunch, launch.speed), 0.001, 1000, "1",
     .doc = "Work is divided by it."},
    {"errors", KEY_NUMBER, KEY_LIVE, AT(RawLaunch, launch.errors), 0, 1, "0",
     .doc = "Share of requests answered with 500; health checks are not."},
    {"keep_alive", KEY_DURATION, KEY_LIVE, AT(RawLaunch, launch.keep_alive_ns), 0, 30 * DAY,
     "\"75s\"",
     .doc = "How long it keeps an idle connection; below the balancer's idle timeout, 502s come of "
            "it."},
    {"cancel_on_disconnect", KEY_BOOLEAN, KEY_LIVE, AT(RawLaunch, launch.is_cancel_on_disconnect),
     .default_ = "false", .doc = "Whether it stops working when the client has gone."},
    {"serves", KEY_ENUM, KEY_LIVE, AT(RawLaunch, serves), .default_ = "\"any\"", .values = serves,
     .doc = "What its application takes: a plain request to HTTPS is 400, a handshake with HTTP "
            "fails (502)."},
    {"detailed_monitoring", KEY_BOOLEAN, 0, AT(RawLaunch, launch.is_detailed), .default_ = "false",
     .fact = "CW-103",
     .doc =
         "Whether CloudWatch has a datapoint of its instances' metrics every minute; every five "
         "minutes unless said. Alarms and the datapoints in charts show it; expectations go by the "
         "second."},
    {"tls_work", KEY_DURATION, KEY_LIVE, AT(RawLaunch, launch.tls_work_ns), 0, SECONDS(60),
     "\"1ms\"",
     .doc = "Work of a TLS handshake: for each new connection of a target group with HTTPS, and of "
            "clients that come straight over HTTPS."},
    {"needs_header", KEY_TEXT, KEY_LIVE, AT(RawLaunch, launch.needs_header), 1, 40,
     .pattern = READ_HEADER_PATTERN, .shape = "the name of a header",
     .doc = "A header that its application can not do without: a request that comes without it is "
            "answered with 400. None unless said."},
    {"response_defect", KEY_ENUM, KEY_LIVE, AT(RawLaunch, response_defect), .default_ = "\"none\"",
     .values = response_defects,
     .doc = "What is wrong with its answers: malformed and headers_too_large (32 K) are 502, "
            "short_body is 504 after the idle timeout."},
    {"security_groups", KEY_TEXTS, 0, AT(RawLaunch, security_groups), 1, 5, .characters = 63,
     .doc = "Security groups that its instances bear unless they say others themselves."},
    {"port", KEY_INTEGER, KEY_LIVE, AT(RawLaunch, launch.port), 1, 65535,
     .doc = "The only port its application listens on: a connection to another is reset; any port "
            "unless said."},
    END,
};
const KeyKind key_launch = {"launch_template", "What an instance is.", sizeof(RawLaunch),
                            launch_keys, 0};
