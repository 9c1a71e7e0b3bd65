// Facts about connections, TLS and codes.
// Numbers 430-489: HTTP/2, gRPC, WebSocket, TLS and the codes that a balancer makes itself.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    // Connections
    FACT("ELB-401", "The idle timeout of 60 s closes client and target connections that carry nothing.", LBATTRS, DOCUMENTED, "a_user_keeps_a_connection_sixty_seconds_at_most_idle"),
    FACT("ELB-402", "A target that closes kept connections before the balancer does makes 502s.", LBATTRS, DOCUMENTED, "a_target_that_closes_first_makes_502s"),
    FACT("ELB-403", "A client connection that has lived its client keep-alive duration is closed with one more answer.", LBATTRS, DOCUMENTED, "a_connection_past_its_client_keep_alive_closes_with_the_next_answer"),
    FACT("ELB-404", "The balancer does not try another target.", "re:Post question QUx1Aafz9fQc2nbRlRRZutOA", OBSERVED, "the_balancer_does_not_try_another_target"),
    // TLS
    FACT("ELB-406", "TLS 1.3 costs a new connection one round trip, TLS 1.2 two.", "RFC 8446", DOCUMENTED, "a_new_connection_pays_tcp_and_tls_and_a_kept_one_neither"),
    // Codes
    FACT("ELB-407", "A target that refuses the connection is 502.", TROUBLE, DOCUMENTED, "a_crashed_process_refuses_and_that_is_502_at_once"),
    FACT("ELB-408", "A target that breaks the connection with a request inside is 502.", TROUBLE, DOCUMENTED, "requests_inside_a_process_that_crashes_get_502"),
    FACT("ELB-409", "A target group without registered targets is 503.", TROUBLE, DOCUMENTED, "no_registered_target_is_503"),
    FACT("ELB-410", "A target that gives no connection within 10 s is 504.", TROUBLE, DOCUMENTED, "a_zone_without_power_is_504_after_ten_seconds"),
    FACT("ELB-411", "A target that gives no answer within the idle timeout is 504.", TROUBLE, DOCUMENTED, "a_hang_is_504_after_the_idle_timeout"),
    FACT("ELB-412", "The idle timeout that makes a 504 is the balancer's setting.", LBATTRS, DOCUMENTED, "the_idle_timeout_is_a_setting"),
    FACT("ELB-413", "A client that leaves before the answer is 460.", TROUBLE, DOCUMENTED, "a_client_that_leaves_is_460"),
    FACT("ELB-414", "A code of the target is passed through and counted as the target's.", METRICS, DOCUMENTED, "a_targets_own_error_is_passed_through_as_the_targets"),
    FACT("ELB-415", "A zone that dies with requests inside is 504 after the idle timeout, and no connection error.", "", MODEL, "requests_inside_a_zone_that_dies_are_504_after_the_idle_timeout"),
    LEFT_OUT("ELB-416", "Malformed requests, header limits and slow clients are 400, 408, 413 and 414.", TROUBLE, "not built yet"),
    FACT("ELB-417", "The idle timeout is 1 to 4,000 s, the client keep-alive 60 s to 7 days.", "API LoadBalancerAttribute", DOCUMENTED, "the_times_of_connections_have_limits"),
    FACT("ELB-418", "Requests of many clients share the connections to targets, which are opened when they are needed.", HOW, DOCUMENTED, "clients_share_the_connections_to_targets"),
    FACT("ELB-419", "Every request begins the idle time of its connection anew.", LBATTRS, DOCUMENTED, "a_connection_used_again_is_kept_from_its_last_use_on"),
    LEFT_OUT("ELB-420", "TCP keep-alive and the PING of HTTP/2 do not begin the idle time anew.", LBATTRS, "connections carry requests and answers and nothing else"),
    LEFT_OUT("ELB-421", "The balancer itself answers Expect: 100-continue.", HOW, "a request travels with its body"),
    LEFT_OUT("ELB-422", "The balancer adds X-Forwarded-For, -Proto and -Port and the trace to a request.", HOW, "targets do not look at headers"),
    LEFT_OUT("ELB-423", "Header names that are not valid are kept, or dropped by an attribute of the balancer.", "API LoadBalancerAttribute", "headers that a scenario names are valid"),
    LEFT_OUT("ELB-424", "The desync mode says which requests that break RFC 7230 are let through, answered 400, or end the connection.", LBATTRS, "requests have no bytes that could break it"),
    LEFT_OUT("ELB-425", "Clients may pipeline requests; targets see none of it.", HOW, "hardly any client does"),
    // HTTP/2
    FACT("ELB-430", "The requests of one client share an HTTP/2 connection as streams.", LISTENERS, DOCUMENTED, "requests_of_one_user_share_an_http2_connection"),
    FACT("ELB-431", "Clients that can speak HTTP/2 do so with HTTPS listeners, unless the balancer's attribute is off.", LISTENERS, DOCUMENTED, "the_access_log_says_h2"),
    FACT("ELB-432", "An HTTP/2 connection carries up to 128 requests at once.", LISTENERS, DOCUMENTED, "a_hundred_and_twenty_eight_streams_fill_a_connection"),
    FACT("ELB-433", "After 10,000 requests on an HTTP/2 connection the balancer sends GOAWAY.", TROUBLE, DOCUMENTED, "ten_thousand_requests_end_a_connection_with_goaway"),
    FACT("ELB-434", "Each HTTP/2 stream becomes an HTTP/1.1 request of its own towards the targets.", LISTENERS, DOCUMENTED, "each_stream_reaches_the_targets_as_a_request_of_its_own"),
    FACT("ELB-435", "An HTTP/2 connection that has lived its client keep-alive duration takes no further request.", LBATTRS, DOCUMENTED, "an_http2_connection_past_its_client_keep_alive_takes_no_further_request"),
    FACT("ELB-436", "The idle time of an HTTP/2 connection begins when its last stream has ended.", LBATTRS, INFERRED, "an_http2_connection_is_idle_when_its_last_stream_has_ended"),
    FACT("ELB-437", "A client that loses patience with a stream asks nothing more over that connection.", "", MODEL, "a_user_who_loses_patience_with_a_stream_asks_over_another_connection"),
    FACT("ELB-438", "Requests made while the first SYN is on its way open connections of their own; those made during the handshakes wait and share.", "", MODEL, "requests_that_wait_for_the_handshakes_share_the_connection"),
    // TLS between clients and nodes
    FACT("ELB-440", "Client and listener use the newest version of TLS that both speak.", "application/describe-ssl-policies", DOCUMENTED, "the_newest_version_that_both_speak_is_used"),
    FACT("ELB-441", "Clients without a version in common with the security policy fail in the handshake: ClientTLSNegotiationErrorCount.", METRICS, DOCUMENTED, "clients_without_a_common_version_fail_and_are_counted"),
    FACT("ELB-442", "A listener made in the console takes TLS 1.2 and 1.3; one made by other tools takes TLS 1.0 to 1.2. Unless said, the simulator's is the console's.", "application/describe-ssl-policies", DOCUMENTED, "unless_said_the_policy_has_tls_1_2_and_1_3"),
    FACT("ELB-443", "The certificate is chosen by the name that the client asks for.", "application/https-listener-certificates", DOCUMENTED, "the_certificate_is_chosen_by_the_name_asked_for"),
    FACT("ELB-444", "The wildcard of a certificate stands for exactly one label.", "RFC 6125", DOCUMENTED, "a_wildcard_certificate_stands_for_one_label"),
    FACT("ELB-445", "Without a certificate for the name the default one is shown, and the client refuses it: counted in ClientTLSNegotiationErrorCount.", "application/https-listener-certificates", INFERRED, "clients_refuse_the_default_certificate_of_another_name"),
    FACT("ELB-446", "A TLS session is resumed only with the node whose address it was made with.", "application/describe-ssl-policies", DOCUMENTED, "a_session_is_resumed_with_the_same_node_only"),
    FACT("ELB-447", "Resuming a session saves a round trip before TLS 1.3; there is no 0-RTT.", "application/describe-ssl-policies", DOCUMENTED, "a_resumed_session_saves_a_round_trip_of_tls_1_2"),
    FACT("ELB-448", "A listener that verifies its clients refuses those without a certificate.", "application/mutual-authentication", DOCUMENTED, "verifying_refuses_clients_without_a_trusted_certificate"),
    FACT("ELB-449", "A listener that verifies its clients refuses certificates that its trust store does not vouch for.", "application/mutual-authentication", DOCUMENTED, "verifying_refuses_clients_without_a_trusted_certificate"),
    FACT("ELB-450", "With mutual TLS no session is resumed.", "application/mutual-authentication", DOCUMENTED, "mutual_tls_resumes_no_session"),
    FACT("ELB-451", "With mutual TLS in passthrough every client gets in, and the targets see its certificate.", "application/mutual-authentication", DOCUMENTED, "passthrough_lets_every_client_in"),
    FACT("ELB-452", "A connection refused in the handshake is a new connection, and neither a request nor a line of the access log.", METRICS, INFERRED, "a_failed_handshake_leaves_no_request_at_the_balancer"),
    FACT("ELB-453", "A client that refuses a certificate does not try again.", "", MODEL, "a_failed_handshake_leaves_no_request_at_the_balancer"),
    FACT("ELB-454", "A security policy stands for certain versions of TLS; those of policies beside 2016-08, TLS13-1-2 and TLS13-1-3 are known by their names.", "application/describe-ssl-policies", MEMORY, "each_policy_takes_its_versions_and_no_others"),
    LEFT_OUT("ELB-455", "Among certificates for one name ECDSA comes before RSA, then the stronger hash, the longer key, the longer validity.", "application/https-listener-certificates", "a certificate has a name and nothing else"),
};
// clang-format on

const FactTable facts_connections = FACT_TABLE("Connections, TLS and codes", rows);
