// TLS between clients and nodes: versions, certificates, sessions and mutual authentication, each
// rule seen in the run of a small scenario.
#include "scenario_text.h"

#include "sim/view.h"

#define LISTENER(certificates, more)                                                               \
    "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[" certificates "],\"default\":{"       \
    "\"forward\":\"web\"}" more "}"
#define RIGHT       "\"app.example.com\""
#define POLICY(end) ",\"ssl_policy\":\"ELBSecurityPolicy-" end "\""

// Ten requests a second of as many users, each over a connection of its own.
static Run *begin(const char *client, const char *listener) {
    char clients[2048];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"100ms\",\"dns_round_"
             "trip\":\"0s\",\"jitter\":0,\"users\":1,\"keep_alive\":\"0s\",\"arrivals\":{"
             "\"constant\":\"10/s\"},\"requests\":[{\"work\":{\"constant\":\"0s\"}}]%s}",
             client);
    Sketch sketch = {.listeners = listener,
                     .clients = clients,
                     .zones = "\"ap-south-1a\",\"ap-south-1b\"",
                     .region = ",\"same_zone_round_trip\":\"0s\",\"cross_zone_round_trip\":\"0s\""};
    return run_begin(&sketch);
}

typedef struct Seen {
    int64_t answered, failed;
    double errors;   ///< ClientTLSNegotiationErrorCount
    int64_t time;    ///< milliseconds from birth to answer of the last request
    int32_t tls;     ///< SimTlsVersion of the last entry
    char cause[160]; ///< of the first failure told
    char certificate[64];
} Seen;

static Seen look(Run *run) {
    run_watch_hops(run);
    run_to(run, 10);
    SimTotals totals = sim_world_totals(run->world);
    Seen seen = {.answered = totals.requests_answered,
                 .failed = totals.lost[SIM_CAUSE_TLS],
                 .errors = run_sum(run, "ClientTLSNegotiationErrorCount", "LoadBalancer=web"),
                 .tls = -1};
    for (int32_t i = 0; i < run->hops.count; i++)
        if (run->hops.items[i].kind == SIM_HOP_ANSWERED)
            seen.time = (run->hops.items[i].time - run->hops.items[i].born) / SIM_MILLISECOND;
    const SeenIncident *told = run_incident(run, "TLSHandshake", NULL, "failed", 0);
    if (told != NULL) snprintf(seen.cause, sizeof seen.cause, "%s", told->cause);
    if (run->accesses.count > 0) {
        const SeenAccess *last = &run->accesses.items[run->accesses.count - 1];
        seen.tls = (int32_t)last->tls;
        snprintf(seen.certificate, sizeof seen.certificate, "%s", last->certificate);
    }
    run_end(run);
    return seen;
}

static Seen see(const char *client, const char *listener) {
    return look(begin(client, listener));
}

START_TEST(the_newest_version_that_both_speak_is_used) {
    ck_assert_int_eq(see("", LISTENER(RIGHT, "")).tls, SIM_TLS_1_3);
    ck_assert_int_eq(see(",\"tls\":\"1.2\"", LISTENER(RIGHT, "")).tls, SIM_TLS_1_2);
    ck_assert_int_eq(see("", LISTENER(RIGHT, POLICY("2016-08"))).tls, SIM_TLS_1_2);
    ck_assert_int_eq(see(",\"tls\":\"1.0\"", LISTENER(RIGHT, POLICY("2016-08"))).tls, SIM_TLS_1_0);
    ck_assert_int_eq(see(",\"tls\":\"1.1\"", LISTENER(RIGHT, POLICY("2016-08"))).tls, SIM_TLS_1_1);
}
END_TEST

static void assert_refused(const char *client, const char *listener, const char *cause) {
    Seen seen = see(client, listener);
    ck_assert_int_eq(seen.answered, 0);
    ck_assert_int_gt(seen.failed, 80);
    ck_assert_double_eq_tol(seen.errors, (double)seen.failed, 5);
    ck_assert_str_eq(seen.cause, cause);
}

START_TEST(clients_without_a_common_version_fail_and_are_counted) {
    const char *cause = "no common version of TLS";
    assert_refused(",\"tls\":\"1.2\"", LISTENER(RIGHT, POLICY("TLS13-1-3-2021-06")), cause);
    assert_refused(",\"tls\":\"1.1\"", LISTENER(RIGHT, ""), cause);
    assert_refused(",\"tls_min\":\"1.3\"", LISTENER(RIGHT, POLICY("2016-08")), cause);
}
END_TEST

START_TEST(unless_said_the_policy_has_tls_1_2_and_1_3) {
    ck_assert_int_eq(see("", LISTENER(RIGHT, "")).failed, 0);
    ck_assert_int_eq(see(",\"tls\":\"1.2\"", LISTENER(RIGHT, "")).failed, 0);
    ck_assert_int_gt(see(",\"tls\":\"1.1\"", LISTENER(RIGHT, "")).failed, 80);
}
END_TEST

START_TEST(each_policy_takes_its_versions_and_no_others) {
    static const struct {
        const char *policy;
        const char *takes; ///< minor numbers
    } rows[] = {{"TLS13-1-2-Res-PQ-2025-09", "23"}, {"TLS13-1-3-2021-06", "3"},
                {"TLS13-1-2-2021-06", "23"},        {"TLS13-1-1-2021-06", "123"},
                {"TLS13-1-0-2021-06", "0123"},      {"TLS-1-2-2017-01", "2"},
                {"TLS-1-1-2017-01", "12"},          {"2016-08", "012"},
                {"FS-1-2-Res-2020-10", "2"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int minor = 0; minor <= 3; minor++) {
            char client[80], listener[300];
            snprintf(client, sizeof client, ",\"tls\":\"1.%d\",\"tls_min\":\"1.%d\"", minor, minor);
            snprintf(listener, sizeof listener,
                     LISTENER(RIGHT, ",\"ssl_policy\":\"ELBSecurityPolicy-%s\""), rows[i].policy);
            bool is_taken = strchr(rows[i].takes, '0' + minor) != NULL;
            Run *run = begin(client, listener);
            run_to(run, 2);
            ck_assert_msg((run->accesses.count > 0) == is_taken, "%s and TLS 1.%d", rows[i].policy,
                          minor);
            run_end(run);
        }
}
END_TEST

START_TEST(the_certificate_is_chosen_by_the_name_asked_for) {
    Seen seen = see("", LISTENER("\"shop.example.com\",\"app.example.com\"", ""));
    ck_assert_str_eq(seen.certificate, "app.example.com");
    ck_assert_int_eq(seen.failed, 0);
    ck_assert_str_eq(see("", LISTENER("\"shop.example.com\",\"*.example.com\"", "")).certificate,
                     "*.example.com");
}
END_TEST

START_TEST(a_wildcard_certificate_stands_for_one_label) {
    ck_assert_int_eq(see("", LISTENER("\"*.example.com\"", "")).failed, 0);
    ck_assert_int_gt(see("", LISTENER("\"*.com\"", "")).failed, 80);
    ck_assert_int_gt(see("", LISTENER("\"*.app.example.com\"", "")).failed, 80);
}
END_TEST

START_TEST(clients_refuse_the_default_certificate_of_another_name) {
    const char *listener = LISTENER("\"shop.example.com\",\"blog.example.com\"", "");
    assert_refused("", listener, "the client refused the certificate: not for this host");
    Seen trusting = see(",\"check_certificate\":false", listener);
    ck_assert_int_eq(trusting.failed, 0);
    ck_assert_str_eq(trusting.certificate, "shop.example.com");
}
END_TEST

START_TEST(a_failed_handshake_leaves_no_request_at_the_balancer) {
    Run *run = begin(",\"tls\":\"1.1\",\"retry\":{\"attempts\":3,\"backoff\":\"100ms\"}",
                     LISTENER(RIGHT, ""));
    run_to(run, 10);
    ck_assert_int_eq(run->accesses.count, 0);
    ck_assert_double_eq(run_sum(run, "RequestCount", "LoadBalancer=web"), 0);
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_4XX_Count", "LoadBalancer=web"), 0);
    ck_assert_double_gt(run_sum(run, "NewConnectionCount", "LoadBalancer=web"), 80);
    // A page that says why is shown at once: nobody tries again.
    ck_assert_int_eq(run->world->totals.retries, 0);
    run_end(run);
}
END_TEST

START_TEST(a_failed_handshake_takes_a_round_trip_after_tcp) {
    Run *run = begin(",\"tls\":\"1.1\"", LISTENER(RIGHT, ""));
    run_watch_hops(run);
    run_to(run, 5);
    int32_t failed = 0;
    for (int32_t i = 0; i < run->hops.count; i++) {
        const SimHop *hop = &run->hops.items[i];
        if (hop->kind != SIM_HOP_FAILED) continue;
        ck_assert_int_eq(hop->time - hop->born, 200 * SIM_MILLISECOND);
        failed++;
    }
    ck_assert_int_gt(failed, 40);
    run_end(run);
}
END_TEST

START_TEST(a_certificate_added_while_it_runs_serves_the_next_handshake) {
    Run *run = begin("", LISTENER("\"shop.example.com\"", ""));
    run_to(run, 5);
    ck_assert_int_eq(run->accesses.count, 0);
    run_set(run, "regions.ap-south-1.load_balancers.web.listeners.443.certificates",
            "[\"shop.example.com\",\"app.example.com\"]");
    run_to(run, 10);
    ck_assert_int_gt(run->accesses.count, 40);
    run_end(run);
}
END_TEST

START_TEST(a_resumed_session_saves_a_round_trip_of_tls_1_2) {
    const char *listener = LISTENER(RIGHT, "");
    // TCP, TLS and the request itself.
    ck_assert_int_eq(see(",\"tls\":\"1.2\"", listener).time, 400);
    Seen resumed = see(",\"tls\":\"1.2\",\"tls_resumption\":true", listener);
    ck_assert_int_eq(resumed.time, 300);
    ck_assert_str_eq(resumed.certificate, "session-reused");
    ck_assert_int_eq(see("", listener).time, 300);
    ck_assert_int_eq(see(",\"tls_resumption\":true", listener).time, 300);
}
END_TEST

START_TEST(a_session_is_resumed_with_the_same_node_only) {
    Run *run = begin(",\"tls\":\"1.2\",\"tls_resumption\":true", LISTENER(RIGHT, ""));
    run_to(run, 20);
    int32_t full = 0;
    for (int32_t i = 0; i < run->accesses.count; i++)
        full += strcmp(run->accesses.items[i].certificate, "session-reused") != 0;
    ck_assert_int_eq(full, 2); // one user, two nodes
    ck_assert_int_gt(run->accesses.count, 150);
    run_end(run);
}
END_TEST

START_TEST(verifying_refuses_clients_without_a_trusted_certificate) {
    const char *verify = LISTENER(RIGHT, ",\"mutual_authentication\":\"verify\"");
    assert_refused("", verify, "the client showed no certificate");
    const char *distrusted = "the trust store does not vouch for the client's certificate";
    assert_refused(",\"client_certificate\":\"untrusted\"", verify, distrusted);
    assert_refused(",\"client_certificate\":\"expired\"", verify, distrusted);
    ck_assert_int_eq(see(",\"client_certificate\":\"trusted\"", verify).failed, 0);
}
END_TEST

START_TEST(passthrough_lets_every_client_in) {
    const char *passthrough = LISTENER(RIGHT, ",\"mutual_authentication\":\"passthrough\"");
    ck_assert_int_eq(see("", passthrough).failed, 0);
    ck_assert_int_eq(see(",\"client_certificate\":\"untrusted\"", passthrough).failed, 0);
}
END_TEST

START_TEST(mutual_tls_resumes_no_session) {
    Seen seen = see(",\"tls\":\"1.2\",\"tls_resumption\":true,\"client_certificate\":\"trusted\"",
                    LISTENER(RIGHT, ",\"mutual_authentication\":\"verify\""));
    ck_assert_int_eq(seen.time, 400);
    ck_assert_str_eq(seen.certificate, "app.example.com");
}
END_TEST

START_TEST(a_policy_set_while_it_runs_holds_for_new_connections) {
    Run *run = begin(",\"tls\":\"1.2\"", LISTENER(RIGHT, ""));
    run_to(run, 5);
    int32_t before = run->accesses.count;
    ck_assert_int_gt(before, 40);
    run_set(run, "regions.ap-south-1.load_balancers.web.listeners.443.ssl_policy",
            "ELBSecurityPolicy-TLS13-1-3-2021-06");
    run_to(run, 10);
    ck_assert_int_le(run->accesses.count, before + 4);
    run_end(run);
}
END_TEST

#define CERTIFICATE(more) "{\"name\":\"app.example.com\"" more "}"
#define EC                ",\"key_algorithm\":\"EC_prime256v1\""
#define EC_384            ",\"key_algorithm\":\"EC_secp384r1\""
#define RSA_4096          ",\"key_algorithm\":\"RSA_4096\""
#define SHA_512           ",\"signature\":\"SHA512\""
#define LONG              ",\"validity\":\"20000h\""
#define OVER              ",\"expires\":\"1ns\""

// The label of the certificate that clients are shown when a listener has these two, whichever
// stands first.
static void assert_shown(const char *client, const char *better, const char *worse) {
    char listener[512], first[64] = "";
    for (int32_t turned = 0; turned < 2; turned++) {
        snprintf(listener, sizeof listener, LISTENER("\"other.example.com\",%s,%s", ""),
                 turned ? worse : better, turned ? better : worse);
        Seen seen = see(client, listener);
        ck_assert_int_gt(seen.answered, 50);
        char alone[300];
        snprintf(alone, sizeof alone, LISTENER("%s", ""), better);
        Seen only = see(client, alone);
        ck_assert_str_eq(seen.certificate, only.certificate);
        if (turned) ck_assert_str_eq(seen.certificate, first);
        snprintf(first, sizeof first, "%s", seen.certificate);
    }
}

#define TRUSTING ",\"check_certificate\":false"

START_TEST(of_several_certificates_for_a_name_the_best_is_shown) {
    assert_shown(TRUSTING, CERTIFICATE(EC), CERTIFICATE(RSA_4096 SHA_512));
    assert_shown(TRUSTING, CERTIFICATE(""), CERTIFICATE(RSA_4096 SHA_512 OVER));
    assert_shown(TRUSTING, CERTIFICATE(EC OVER), CERTIFICATE("")); // the kind of key comes first
    assert_shown(TRUSTING, CERTIFICATE(SHA_512), CERTIFICATE(RSA_4096));
    assert_shown(TRUSTING, CERTIFICATE(RSA_4096), CERTIFICATE(""));
    assert_shown(TRUSTING, CERTIFICATE(EC_384), CERTIFICATE(EC));
    assert_shown(TRUSTING, CERTIFICATE(LONG ",\"expires\":\"500h\""),
                 CERTIFICATE(",\"expires\":\"400h\""));
}
END_TEST

START_TEST(a_client_without_ecdsa_is_shown_rsa) {
    const char *old = ",\"ecdsa\":false";
    assert_shown(old, CERTIFICATE(""), CERTIFICATE(EC));
    assert_refused(old, LISTENER(CERTIFICATE(EC), ""),
                   "the client knows RSA alone, and the certificate's key is ECDSA");
}
END_TEST

START_TEST(clients_refuse_a_certificate_from_the_moment_it_expires) {
    Run *run = begin("", LISTENER(CERTIFICATE(",\"expires\":\"5s\""), ""));
    run_to(run, 4.9);
    ck_assert_ptr_null(run_incident(run, "TLSHandshake", NULL, "failed", 0));
    run_to(run, 5.5);
    int64_t answered = sim_world_totals(run->world).requests_answered;
    ck_assert_int_gt(answered, 40);
    run_to(run, 10);
    ck_assert_int_eq(sim_world_totals(run->world).requests_answered, answered);
    ck_assert_str_eq(run_incident(run, "TLSHandshake", NULL, "failed", 0)->cause,
                     "the client refused the certificate: it has expired");
    SimViewer *viewer = sim_viewer_create();
    const SimViewListener *listener = sim_viewer_look(viewer, run->world)->listeners;
    // The open second is not counted yet.
    double counted = run_sum(run, "ClientTLSNegotiationErrorCount", "LoadBalancer=web");
    ck_assert_double_gt(counted, 20);
    ck_assert_double_ge((double)listener->tls_failed_total, counted);
    ck_assert_double_le((double)listener->tls_failed_total, counted + 12);
    ck_assert_int_gt(listener->tls_failed_last, 9 * SIM_SECOND);
    ck_assert_str_eq(listener->tls_failure, "the client refused the certificate: it has expired");
    sim_viewer_destroy(viewer);
    // A new one is put in its place while it runs.
    run_set(run, "regions.ap-south-1.load_balancers.web.listeners.443.certificates",
            "[{\"name\":\"app.example.com\",\"expires\":\"700h\"}]");
    run_to(run, 15);
    ck_assert_int_gt(sim_world_totals(run->world).requests_answered, answered + 40);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("tls");
    TCase *tests = tcase_create("runs");
    tcase_add_test(tests, the_newest_version_that_both_speak_is_used);
    tcase_add_test(tests, clients_without_a_common_version_fail_and_are_counted);
    tcase_add_test(tests, unless_said_the_policy_has_tls_1_2_and_1_3);
    tcase_add_test(tests, each_policy_takes_its_versions_and_no_others);
    tcase_add_test(tests, the_certificate_is_chosen_by_the_name_asked_for);
    tcase_add_test(tests, a_wildcard_certificate_stands_for_one_label);
    tcase_add_test(tests, clients_refuse_the_default_certificate_of_another_name);
    tcase_add_test(tests, a_failed_handshake_leaves_no_request_at_the_balancer);
    tcase_add_test(tests, a_failed_handshake_takes_a_round_trip_after_tcp);
    tcase_add_test(tests, a_certificate_added_while_it_runs_serves_the_next_handshake);
    tcase_add_test(tests, a_resumed_session_saves_a_round_trip_of_tls_1_2);
    tcase_add_test(tests, a_session_is_resumed_with_the_same_node_only);
    tcase_add_test(tests, verifying_refuses_clients_without_a_trusted_certificate);
    tcase_add_test(tests, passthrough_lets_every_client_in);
    tcase_add_test(tests, mutual_tls_resumes_no_session);
    tcase_add_test(tests, a_policy_set_while_it_runs_holds_for_new_connections);
    tcase_add_test(tests, of_several_certificates_for_a_name_the_best_is_shown);
    tcase_add_test(tests, a_client_without_ecdsa_is_shown_rsa);
    tcase_add_test(tests, clients_refuse_a_certificate_from_the_moment_it_expires);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
