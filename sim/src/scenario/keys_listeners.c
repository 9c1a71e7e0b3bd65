// The keys of listeners, rules, conditions and actions.
#include "scenario/key_rows.h"

#include "scenario/read.h"
#include "scenario/tls_policies.h"

static const char *const mutual_modes[] = {"off", "passthrough", "verify", NULL};
static const char *const listener_later[] = {"TCP", "UDP", "TLS", "TCP_UDP", NULL};
static const char *const redirect_protocols[] = {"#{protocol}", "HTTP", "HTTPS", NULL};
static const char *const content_types[] = {
    "text/plain", "text/css", "text/html", "application/javascript", "application/json", NULL};

static const Key forward_keys[] = {
    {"target_group", KEY_TEXT, KEY_REQUIRED, AT(RawForward, target_group), 1, 32,
     .pattern = AWS_PATTERN, .shape = AWS_SHAPE, .doc = "A target group of the same region."},
    {"weight", KEY_INTEGER, KEY_LIVE, AT(RawForward, weight), 0, 999, "1", .limits_fact = "ELB-157",
     .doc = "Its share is weight / sum."},
    END,
};
static const KeyKind forward = {"forward", "A target group and its weight.", sizeof(RawForward),
                                forward_keys, 0};

static const Key redirect_keys[] = {
    {"status", KEY_REDIRECT, 0, AT(RawRedirect, status), .default_ = "\"HTTP_301\"",
     .doc = "HTTP_301 (for good) or HTTP_302 (for now)."},
    {"protocol", KEY_ENUM, 0, AT(RawRedirect, protocol), .default_ = "\"#{protocol}\"",
     .values = redirect_protocols, .doc = "The new protocol."},
    {"host", KEY_TEXT, 0, AT(RawRedirect, host), 1, 128, "\"#{host}\"", .doc = "The new host."},
    {"port", KEY_TEXT, 0, AT(RawRedirect, port), 1, 7, "\"#{port}\"",
     .pattern = "^([1-9][0-9]{0,4}|#\\{port\\})$",
     .shape = "a port as text, \"443\", or \"#{port}\"", .doc = "The new port."},
    {"path", KEY_TEXT, 0, AT(RawRedirect, path), 1, 128, "\"/#{path}\"", .pattern = "^/",
     .shape = "a path that begins with '/'", .doc = "The new path."},
    {"query", KEY_TEXT, 0, AT(RawRedirect, query), 0, 128, "\"#{query}\"",
     .doc = "The new query, without '?'."},
    END,
};
static const KeyKind redirect = {"redirect",
                                 "Sends the client elsewhere; the placeholders #{protocol} #{host} "
                                 "#{port} #{path} #{query} keep a part.",
                                 sizeof(RawRedirect), redirect_keys, 1};

static const Key fixed_response_keys[] = {
    {"status", KEY_INTEGER, KEY_REQUIRED, AT(RawFixedResponse, status), 200, 599,
     .doc = "2XX, 4XX or 5XX."},
    {"content_type", KEY_ENUM, 0, AT(RawFixedResponse, content_type), .default_ = "\"text/plain\"",
     .values = content_types, .doc = "Type of the body."},
    {"body", KEY_TEXT, 0, AT(RawFixedResponse, body), 0, 1024, "\"\"", .limits_fact = "ELB-129",
     .doc = "At most 1024 characters."},
    END,
};
static const KeyKind fixed_response = {"fixed_response", "The balancer answers by itself.",
                                       sizeof(RawFixedResponse), fixed_response_keys, 0};

static const Key group_stickiness_keys[] = {
    {"enabled", KEY_BOOLEAN, KEY_LIVE, AT(RawGroupStickiness, is_enabled), .default_ = "true",
     .doc = "Whether it is on."},
    {"duration", KEY_DURATION, KEY_LIVE, AT(RawGroupStickiness, duration_ns), SECONDS(1),
     SECONDS(604800),
     .doc = "How long a user is held after the last answer: 1s to 604800s (7 days); to be said "
            "when it is on."},
    END,
};
static const KeyKind group_stickiness = {
    "target_group_stickiness",
    "A cookie, AWSALBTG, holds a user to one of the action's target groups; off unless given.",
    sizeof(RawGroupStickiness), group_stickiness_keys, 0};

static const Key action_keys[] = {
    {"forward", KEY_FORWARD, KEY_EXCLUSIVE | KEY_LIVE, AT(RawAction, forward), 1, 5,
     .kind = &forward, .limits_fact = "ELB-156",
     .doc = "To one target group by name, or to 1 to 5 by weight."},
    {"redirect", KEY_OBJECT, KEY_EXCLUSIVE | KEY_LIVE, AT(RawAction, redirect), .kind = &redirect,
     .doc = "Redirect."},
    {"fixed-response", KEY_OBJECT, KEY_EXCLUSIVE | KEY_LIVE, AT(RawAction, fixed_response),
     .kind = &fixed_response, .doc = "Fixed response."},
    {"authenticate-oidc", KEY_NOT_YET, .doc = "OIDC."},
    {"authenticate-cognito", KEY_NOT_YET, .doc = "Cognito."},
    {"jwt-validation", KEY_NOT_YET, .doc = "JWT."},
    {"stickiness", KEY_OBJECT, KEY_LIVE, AT(RawAction, stickiness), .kind = &group_stickiness,
     .doc = "Holds users to the target group they met first; for a forward action."},
    END,
};
static const KeyKind action = {
    "action", "What a rule does: exactly one of forward, redirect, fixed-response.",
    sizeof(RawAction), action_keys, 0};

#define VISIBLE_SHAPE "1 to 128 visible characters"
#define REGEX_SHAPE   "a regular expression of 1 to 128 characters"
static const Key header_condition_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawHeaderCondition, name), 1, 40, .limits_fact = "ELB-858",
     .pattern = READ_HEADER_PATTERN, .shape = "the name of a header, without wildcards",
     .doc = "The header's name; case does not matter."},
    {"values", KEY_TEXTS, KEY_EXCLUSIVE, AT(RawHeaderCondition, values), 1, 3,
     .pattern = "^[ -~]+$", .characters = 128, .shape = VISIBLE_SHAPE,
     .doc = "Any of these; case does not matter; * any characters, ? one."},
    {"regex_values", KEY_TEXTS, KEY_EXCLUSIVE, AT(RawHeaderCondition, regexes), 1, 3,
     .characters = 128, .shape = REGEX_SHAPE,
     .doc = "Any of these regular expressions; case does not matter."},
    END,
};
static const KeyKind header_condition = {"header_condition", "What a header must say.",
                                         sizeof(RawHeaderCondition), header_condition_keys, 0};

static const Key query_value_keys[] = {
    {"key", KEY_TEXT, 0, AT(RawQueryValue, key), 1, 128, .pattern = "^[!-~]+$",
     .shape = VISIBLE_SHAPE, .doc = "The pair's key; any unless said."},
    {"value", KEY_TEXT, KEY_REQUIRED, AT(RawQueryValue, value), 1, 128, .pattern = "^[!-~]+$",
     .shape = VISIBLE_SHAPE,
     .doc = "The pair's value; case does not matter; * any characters, ? one, \\* and \\? "
            "themselves."},
    END,
};
static const KeyKind query_value = {"query_value", "A pair of a query string.",
                                    sizeof(RawQueryValue), query_value_keys, 0};

static const Key query_condition_keys[] = {
    {"values", KEY_OBJECTS, KEY_REQUIRED, AT(RawQueryCondition, values), 1, 3, .kind = &query_value,
     .doc = "Any of these pairs."},
    END,
};
static const KeyKind query_condition = {"query_condition", "What a query string must hold.",
                                        sizeof(RawQueryCondition), query_condition_keys, 0};

static const Key condition_keys[] = {
    {"host-header", KEY_TEXTS, 0, AT(RawConditions, hosts), 1, 3, .pattern = "^[A-Za-z0-9.*?_-]+$",
     .characters = 128, .limits_fact = "ELB-858",
     .shape = "1 to 128 letters, digits, '.', '-', '_', '*' or '?'",
     .doc = "Any of these hosts; case does not matter; * any characters, ? one."},
    {"host-header-regex", KEY_TEXTS, 0, AT(RawConditions, host_regexes), 1, 3, .characters = 128,
     .shape = REGEX_SHAPE, .doc = "The same by regular expressions."},
    {"path-pattern", KEY_TEXTS, 0, AT(RawConditions, paths), 1, 3, .pattern = "^[!-~]+$",
     .characters = 128, .limits_fact = "ELB-858", .shape = "1 to 128 characters without spaces",
     .doc = "Any of these paths; case matters; * any characters, ? one."},
    {"path-pattern-regex", KEY_TEXTS, 0, AT(RawConditions, path_regexes), 1, 3, .characters = 128,
     .shape = REGEX_SHAPE, .doc = "The same by regular expressions."},
    {"http-header", KEY_OBJECTS, 0, AT(RawConditions, headers), 1, 5, .kind = &header_condition,
     .doc = "Headers, all of which must match."},
    {"http-request-method", KEY_TEXTS, 0, AT(RawConditions, methods), 1, 3, .pattern = "^[A-Z_-]+$",
     .characters = 40, .limits_fact = "ELB-858", .shape = "an HTTP method in capitals",
     .doc = "Any of these methods, as they are written."},
    {"query-string", KEY_OBJECTS, 0, AT(RawConditions, queries), 1, 5, .kind = &query_condition,
     .doc = "Conditions on the query string, all of which must hold; each names pairs, of which "
            "any will do."},
    {"source-ip", KEY_TEXTS, 0, AT(RawConditions, sources), 1, 3, .pattern = BLOCK_PATTERN,
     .characters = 18, .shape = BLOCK_SHAPE,
     .doc = "Any of these blocks; it is the address that connects, whatever X-Forwarded-For says."},
    END,
};
static const KeyKind conditions = {"conditions", "All of these must hold.", sizeof(RawConditions),
                                   condition_keys, 1};

// Not required by the table: an object that is not given is read with all defaults.
static const Key rewrite_keys[] = {
    {"regex", KEY_TEXT, 0, AT(RawRewrite, regex), 1, 1024, .shape = REGEX_SHAPE,
     .doc = "The regular expression that is looked for."},
    {"replace", KEY_TEXT, 0, AT(RawRewrite, replace), 0, 1024, "\"\"", .pattern = "^[!-~]*$",
     .shape = "a text without spaces",
     .doc = "What stands in the place of what it found; $1 to $9 are its groups."},
    END,
};
static const KeyKind rewrite = {"rewrite", "A rewrite by a regular expression.", sizeof(RawRewrite),
                                rewrite_keys, 0};
static const Key transform_keys[] = {
    {"host-header-rewrite", KEY_OBJECT, 0, AT(RawTransforms, host), .kind = &rewrite,
     .doc = "Of the host."},
    {"url-rewrite", KEY_OBJECT, 0, AT(RawTransforms, url), .kind = &rewrite,
     .doc = "Of path and query."},
    END,
};
static const KeyKind transforms = {"transforms", "What is rewritten on the way to the target.",
                                   sizeof(RawTransforms), transform_keys, 0};

static const Key rule_keys[] = {
    {"priority", KEY_INTEGER, KEY_REQUIRED, AT(RawRule, priority), 1, 50000,
     .limits_fact = "ELB-160", .doc = "The lowest number that matches wins."},
    {"if", KEY_OBJECT, KEY_REQUIRED | KEY_LIVE, AT(RawRule, conditions), .kind = &conditions,
     .doc = "The conditions."},
    {"then", KEY_OBJECT, KEY_REQUIRED | KEY_LIVE, AT(RawRule, action), .kind = &action,
     .doc = "The action."},
    {"transforms", KEY_OBJECT, KEY_LIVE, AT(RawRule, transforms), .kind = &transforms,
     .doc = "What is rewritten on the way to the target; the rule must forward."},
    END,
};
static const KeyKind rule = {"rule", "A rule of a listener.", sizeof(RawRule), rule_keys, 0};

static const char *const key_algorithms[] = {
    "RSA_2048",      "RSA_1024",     "RSA_3072",     "RSA_4096",
    "EC_prime256v1", "EC_secp384r1", "EC_secp521r1", NULL};
static const char *const signatures[] = {"SHA256", "SHA1", "SHA384", "SHA512", NULL};
// The first key is what an element that is a mere text says.
static const Key certificate_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawCertificate, certificate.name), 1, 253,
     .pattern = "^[A-Za-z0-9.*_-]+$", .shape = "a host name such as *.example.com",
     .doc = "The host it is for; the wildcard stands for one label."},
    {"key_algorithm", KEY_ENUM, 0, AT(RawCertificate, key_algorithm), .default_ = "\"RSA_2048\"",
     .values = key_algorithms, .doc = "The kind and length of its key."},
    {"signature", KEY_ENUM, 0, AT(RawCertificate, signature), .default_ = "\"SHA256\"",
     .values = signatures, .doc = "The hash of its signature."},
    {"expires", KEY_DURATION, KEY_LIVE, AT(RawCertificate, certificate.expires_ns), 1, 30 * DAY,
     .doc = "When it expires, from the beginning of the run on; not during the run unless said."},
    {"validity", KEY_DURATION, 0, AT(RawCertificate, certificate.validity_ns), 1, 3650 * DAY,
     "\"9480h\"", .doc = "From its issue to its end; 395 days unless said."},
    END,
};
static const KeyKind certificate = {
    "certificate",
    "A certificate. Of several for the name that a client asks for the listener shows the best the "
    "client knows: ECDSA before RSA, then not expired, the stronger hash, the longer key, the "
    "longer "
    "validity.",
    sizeof(RawCertificate), certificate_keys, 0};

static const Key listener_keys[] = {
    {"protocol", KEY_ENUM, KEY_REQUIRED, AT(RawListener, protocol), .values = key_protocols,
     .later = listener_later, .doc = "HTTP or HTTPS."},
    {"port", KEY_INTEGER, KEY_REQUIRED, AT(RawListener, port), 1, 65535, .limits_fact = "ELB-994",
     .doc = "The port."},
    {"certificates", KEY_NAMED, KEY_LIVE, AT(RawListener, certificates), 0, 1000,
     .kind = &certificate,
     .doc = "Its certificates, the default one first: names, or objects that say more."},
    {"rules", KEY_OBJECTS, 0, AT(RawListener, rules), 0, 10000, .kind = &rule, .doc = "Its rules."},
    {"default", KEY_OBJECT, KEY_REQUIRED | KEY_LIVE, AT(RawListener, default_), .kind = &action,
     .doc = "The default rule's action."},
    {"ssl_policy", KEY_ENUM, KEY_LIVE, AT(RawListener, ssl_policy), .fact = "ELB-442",
     .default_ = "\"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09\"", .values = tls_policy_names,
     .doc = "The security policy: which versions of TLS clients may speak. Unless said, what the "
            "console gives."},
    {"alpn_policy", KEY_NOT_YET, .doc = "ALPN."},
    {"mutual_authentication", KEY_ENUM, KEY_LIVE, AT(RawListener, mutual), .default_ = "\"off\"",
     .values = mutual_modes,
     .doc = "Whether clients must show a certificate: off; passthrough: the targets judge it; "
            "verify: the listener's trust store does."},
    END,
};
const KeyKind key_listener = {"listener", "A listener.", sizeof(RawListener), listener_keys, 0};
