// Facts about access log.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    LEFT_OUT("ELB-601", "Log files are written by each node every five minutes, at best effort.", "application/load-balancer-access-logs", "one file holds every entry, for it is read by people and tools"),
    FACT("ELB-602", "The type of an entry is http or https, as the listener is.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-603", "An entry bears the time when the answer was sent, and request_creation_time the one when the request came.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-604", "client:port is the client's address and the port of its connection.", LOGS, DOCUMENTED, "entries_of_one_connection_share_port_and_id"),
    FACT("ELB-605", "target:port and target:port_list are - when no target was sent the request.", LOGS, DOCUMENTED, "what_does_not_apply_is_a_dash"),
    FACT("ELB-606", "When a target gives no connection all three processing times are -1.", LOGS, DOCUMENTED, "without_a_connection_no_time_is_known"),
    FACT("ELB-607", "When a target stays silent until the idle timeout, request_processing_time is known and the other two are -1.", LOGS, DOCUMENTED, "a_silent_target_leaves_the_first_time_only"),
    FACT("ELB-608", "target_status_code and its list are - when the target sent nothing.", LOGS, DOCUMENTED, "what_does_not_apply_is_a_dash"),
    FACT("ELB-609", "received_bytes and sent_bytes are the sizes of request and answer.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-610", "The request line holds the method, the whole URL with its port, and the version.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-611", "user_agent is what the client says, - when it says nothing.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-612", "ssl_cipher and ssl_protocol are - unless the listener is HTTPS.", LOGS, DOCUMENTED, "what_does_not_apply_is_a_dash"),
    FACT("ELB-613", "target_group_arn names the group that was chosen, and is - when none was.", LOGS, DOCUMENTED, "what_does_not_apply_is_a_dash"),
    FACT("ELB-614", "trace_id is Root=1-, the time and 96 bits that no other request has.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-615", "domain_name and chosen_cert_arn are - unless the listener is HTTPS.", LOGS, DOCUMENTED, "what_does_not_apply_is_a_dash"),
    FACT("ELB-616", "matched_rule_priority is the number of the rule, 0 for the default rule.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-617", "actions_executed names what the rule did: forward, redirect or fixed-response.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-618", "redirect_url is where a redirect points, else -.", LOGS, DOCUMENTED, "what_does_not_apply_is_a_dash"),
    FACT("ELB-620", "target:port_list repeats the target.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-622", "conn_trace_id is the same for all requests of a connection and for no others.", LOGS, DOCUMENTED, "entries_of_one_connection_share_port_and_id"),
    FACT("ELB-628", "response_processing_time is -1 when the target sent nothing.", LOGS, DOCUMENTED, "a_silent_target_leaves_the_first_time_only"),
    FACT("ELB-629", "request_processing_time lasts until the request is sent, a new connection to the target included.", LOGS, INFERRED, "opening_a_connection_to_the_target_is_request_processing_time"),
    FACT("ELB-640", "classification and classification_reason tell requests that break RFC 7230, and are - for all others.", LOGS, DOCUMENTED, "requests_that_are_not_compliant_are_counted_and_classified"),
    LEFT_OUT("ELB-641", "error_reason names what went wrong with a login, a function, the firewall or a target group's cookie.", LOGS, "comes with them: it is -, and why the balancer made a code is among the events"),
    LEFT_OUT("ELB-642", "matched_rule_priority is -1 when an error comes up while rules are evaluated.", LOGS, "no rule fails to be evaluated"),
    LEFT_OUT("ELB-643", "Health checks are not in the access log.", LOGS, "a check never comes near the log, so that there is no mechanism to turn round"),
    FACT("ELB-644", "The request line bears the version that the client sent: with a 505 one that was not expected, as HTTP/2 over a connection of HTTP/1.1.", TROUBLE, MEMORY, "a_request_line_bears_the_version_that_was_sent"),
    FACT("ELB-645", "elb is app, the balancer's name and its id.", LOGS, DOCUMENTED, "every_field_says_what_aws_writes"),
    FACT("ELB-646", "rewrite stands before the action whose request a transform changed.", LOGS, DOCUMENTED, "a_url_rewrite_changes_path_and_query_for_the_target"),
    LEFT_OUT("ELB-647", "The time in which a body is sent up is in target_processing_time, with a firewall or a function in request_processing_time.", LOGS, "a request travels with its body"),
    LEFT_OUT("ELB-648", "authenticate, waf and waf-failed are actions too, and target:port is - for functions and for what the firewall blocks.", LOGS, "comes with them"),
    FACT("ELB-967", "chosen_cert_arn is session-reused when a TLS session was resumed.", LOGS, DOCUMENTED, "a_resumed_session_saves_a_round_trip_of_tls_1_2"),
};
// clang-format on

const FactTable facts_log = FACT_TABLE("Access log", rows);
