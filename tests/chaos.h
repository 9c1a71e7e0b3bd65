/// A scenario in which much goes wrong, for tests of repeatability and of the books.
#pragma once

#include "scenario_text.h"

#define CHAOS_SECONDS 120

static inline Sketch chaos_sketch(void) {
    return (Sketch){
        .clients = "{\"name\":\"c\",\"host\":\"app.example.com\",\"city\":\"Mumbai\",\"users\":300,"
                   "\"arrivals\":{\"poisson\":\"60/s\"},"
                   "\"requests\":[{\"share\":8,\"path\":\"/"
                   "api\",\"work\":{\"lognormal\":{\"mean\":\"40ms\",\"cv\":1.5}}},"
                   "{\"share\":1,\"path\":\"/old/"
                   "page\",\"work\":{\"gamma\":{\"mean\":\"5ms\",\"cv\":0.7}}},"
                   "{\"share\":1,\"path\":\"/nothing\",\"work\":{\"constant\":\"1ms\"}},"
                   "{\"share\":1,\"path\":\"/gone\",\"work\":{\"constant\":\"1ms\"}}],"
                   "\"timeout\":\"4s\",\"keep_alive\":\"3s\",\"retry\":{\"attempts\":3,\"backoff\":"
                   "\"100ms\"}},"
                   "{\"name\":\"d\",\"host\":\"plain.example.com\",\"protocol\":\"HTTP\",\"city\":"
                   "\"Singapore\",\"users\":20,"
                   "\"arrivals\":{\"constant\":\"5/"
                   "s\",\"changes\":[{\"at\":\"20s\",\"over\":\"10s\",\"rate\":\"15/s\"}]},"
                   "\"requests\":[{\"work\":{\"weibull\":{\"mean\":\"20ms\",\"shape\":0.8}}}],"
                   "\"timeout\":\"2s\"}",
        .records = "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"set_identifier\":\"a\","
                   "\"weight\":9,\"alias\":\"ap-south-1/web\"},"
                   "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"set_identifier\":\"b\","
                   "\"weight\":1,\"alias\":\"ap-south-1/web\"},"
                   "{\"name\":\"plain.example.com\",\"value\":\"ap-south-1/lone\",\"ttl\":\"20s\"}",
        .listeners = "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[\"app.example.com\"],"
                     "\"rules\":["
                     "{\"priority\":5,\"if\":{\"path-pattern\":[\"/"
                     "gone\"]},\"then\":{\"redirect\":{\"host\":\"nowhere.example.com\"}}},"
                     "{\"priority\":10,\"if\":{\"path-pattern\":[\"/old/"
                     "*\"]},\"then\":{\"redirect\":{\"path\":\"/api/#{path}\"}}},"
                     "{\"priority\":20,\"if\":{\"path-pattern\":[\"/"
                     "api*\"]},\"then\":{\"forward\":[{\"target_group\":\"web\",\"weight\":3},"
                     "{\"target_group\":\"green\",\"weight\":1}],"
                     "\"stickiness\":{\"duration\":\"15s\"}}}],"
                     "\"default\":{\"fixed-response\":{\"status\":404}}}",
        .group = ",\"algorithm\":\"least_outstanding_requests\",\"deregistration_delay\":\"4s\","
                 "\"stickiness\":{\"duration\":\"20s\"}",
        .health = "\"interval\":\"5s\",\"timeout\":\"2s\"",
        .groups = ",{\"name\":\"green\",\"slow_start\":\"30s\",\"cross_zone\":false,\"health_"
                  "check\":{\"interval\":\"6s\",\"timeout\":\"2s\",\"healthy_threshold\":2}}",
        .instances =
            "{\"name\":\"web\",\"count\":3,\"launch\":\"v1\",\"target_groups\":[\"web\"]},"
            "{\"name\":\"green\",\"count\":4,\"launch\":\"v2\",\"target_groups\":[\"green\"]},"
            "{\"name\":\"lone\",\"launch\":\"v2\"}",
        .launch = ",\"backlog\":3,\"keep_alive\":\"1s\"",
        .launches = ",{\"name\":\"v2\",\"workers\":2,\"backlog\":5,\"discipline\":\"processor_"
                    "sharing\",\"on_full\":\"refuse\",\"errors\":0.1,"
                    "\"cancel_on_disconnect\":true,\"health_endpoint\":\"separate\"}",
        .top = ",\"releases\":[{\"name\":\"v2\",\"rule\":\"ap-south-1/web/443/"
               "20\",\"stable\":\"web\",\"new\":\"green\"}]",
        .timeline =
            "{\"at\":\"5s\",\"do\":\"slow\",\"instance\":\"ap-south-1/web-1\",\"factor\":20},"
            "{\"at\":\"12s\",\"do\":\"hang\",\"instance\":\"ap-south-1/web-2\"},"
            "{\"at\":\"20s\",\"do\":\"crash\",\"instance\":\"ap-south-1/green-1\"},"
            "{\"at\":\"25s\",\"do\":\"shift\",\"release\":\"v2\",\"weight\":50},"
            "{\"at\":\"31s\",\"do\":\"recover\",\"target\":\"ap-south-1/web-2\"},"
            "{\"at\":\"33s\",\"do\":\"recover\",\"target\":\"ap-south-1/green-1\"},"
            "{\"at\":\"35s\",\"do\":\"zone_power\",\"zone\":\"ap-south-1a\"},"
            "{\"at\":\"35s\",\"do\":\"hang\",\"instance\":\"ap-south-1/lone\"},"
            "{\"at\":\"50s\",\"do\":\"recover\",\"target\":\"ap-south-1a\"},"
            "{\"at\":\"55s\",\"do\":\"zone_partition\",\"zone\":\"ap-south-1b\"},"
            "{\"at\":\"58s\",\"do\":\"recover\",\"target\":\"ap-south-1/lone\"},"
            "{\"at\":\"66s\",\"do\":\"recover\",\"target\":\"ap-south-1b\"},"
            "{\"at\":\"68s\",\"do\":\"deregister\",\"instance\":\"ap-south-1/"
            "web-1\",\"target_group\":\"ap-south-1/web\"},"
            "{\"at\":\"75s\",\"do\":\"register\",\"instance\":\"ap-south-1/"
            "web-1\",\"target_group\":\"ap-south-1/web\"},"
            "{\"at\":\"80s\",\"do\":\"set\",\"path\":\"regions.ap-south-1.target_groups.web."
            "algorithm\",\"value\":\"power_of_two_choices\"},"
            "{\"at\":\"85s\",\"do\":\"terminate\",\"instance\":\"ap-south-1/green-2\"},"
            "{\"at\":\"90s\",\"do\":\"rollback\",\"release\":\"v2\"},"
            "{\"at\":\"95s\",\"do\":\"errors\",\"instance\":\"ap-south-1/"
            "web-3\",\"share\":0.5,\"health_errors\":true}",
    };
}
