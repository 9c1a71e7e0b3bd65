// The keys of security groups and network ACLs.
#include "scenario/key_rows.h"

#define CIDR "[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}"

static const char *const protocols[] = {"tcp", "udp", "icmp", "all", NULL};
static const char *const actions[] = {"allow", "deny", NULL};
static const char *const subnets[] = {"load_balancers", "instances", NULL};

#define TRAFFIC_KEYS(type)                                                                         \
    {"protocol",                                                                                   \
     KEY_ENUM,                                                                                     \
     KEY_LIVE,                                                                                     \
     AT(type, traffic.protocol),                                                                   \
     .default_ = "\"tcp\"",                                                                        \
     .values = protocols,                                                                          \
     .doc = "HTTP and HTTPS are tcp."},                                                            \
        {"port",                                                                                   \
         KEY_INTEGER,                                                                              \
         KEY_LIVE,                                                                                 \
         AT(type, traffic.port),                                                                   \
         1,                                                                                        \
         65535,                                                                                    \
         .doc = "The port the packets go to; any unless port or ports is said."},                  \
    {                                                                                              \
        "ports", KEY_TEXT, KEY_LIVE, AT(type, traffic.ports), 3, 11,                               \
            .pattern = "^[0-9]{1,5}-[0-9]{1,5}$", .shape = "a range such as \"1024-65535\"",       \
            .doc = "A range of ports, the first and the last."                                     \
    }
#define PEER_KEY(key, text)                                                                        \
    {                                                                                              \
        key, KEY_TEXT, KEY_REQUIRED | KEY_LIVE, AT(RawPermission, traffic.peer), 1, 63,            \
            .pattern = "^(" CIDR "|[A-Za-z0-9][A-Za-z0-9._-]*)$",                                  \
            .shape = "a block such as 10.0.0.0/8, or the name of a security group", .doc = text    \
    }
#define BLOCK_KEY(key, text)                                                                       \
    {                                                                                              \
        key, KEY_TEXT, KEY_REQUIRED | KEY_LIVE, AT(RawAclEntry, traffic.peer), 1, 18,              \
            .pattern = "^" CIDR "$", .shape = "a block such as 10.0.0.0/8", .doc = text            \
    }

static const Key inbound_keys[] = {
    TRAFFIC_KEYS(RawPermission),
    PEER_KEY("source", "Who may send: a CIDR block, or whoever bears a security group."),
    END,
};
static const KeyKind inbound = {"security_group_inbound", "What may come in.",
                                sizeof(RawPermission), inbound_keys, 0};

static const Key outbound_keys[] = {
    TRAFFIC_KEYS(RawPermission),
    PEER_KEY("destination", "Where to: a CIDR block, or whoever bears a security group."),
    END,
};
static const KeyKind outbound = {"security_group_outbound", "What may go out.",
                                 sizeof(RawPermission), outbound_keys, 0};

static const Key security_group_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawSecurityGroup, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name."},
    {"inbound", KEY_OBJECTS, 0, AT(RawSecurityGroup, inbound), 0, 1000, .kind = &inbound,
     .doc = "What may come in; nothing unless said."},
    {"outbound", KEY_OBJECTS, 0, AT(RawSecurityGroup, outbound), 0, 1000, .kind = &outbound,
     .doc = "What may go out; all unless said."},
    END,
};
const KeyKind key_security_group = {
    "security_group",
    "A security group: permits, and drops what it does not permit; replies pass by themselves.",
    sizeof(RawSecurityGroup), security_group_keys, 0};

#define ENTRY_KEYS                                                                                 \
    {"rule",                                                                                       \
     KEY_INTEGER,                                                                                  \
     KEY_REQUIRED,                                                                                 \
     AT(RawAclEntry, number),                                                                      \
     1,                                                                                            \
     32766,                                                                                        \
     .doc = "The lowest number that fits decides."},                                               \
    {                                                                                              \
        "action", KEY_ENUM, KEY_REQUIRED | KEY_LIVE, AT(RawAclEntry, action),                      \
            .values = actions, .doc = "allow or deny."                                             \
    }

static const Key acl_inbound_keys[] = {
    ENTRY_KEYS,
    TRAFFIC_KEYS(RawAclEntry),
    BLOCK_KEY("source", "Where the packets come from."),
    END,
};
static const KeyKind acl_inbound = {"network_acl_inbound", "An entry for packets into the subnet.",
                                    sizeof(RawAclEntry), acl_inbound_keys, 0};

static const Key acl_outbound_keys[] = {
    ENTRY_KEYS,
    TRAFFIC_KEYS(RawAclEntry),
    BLOCK_KEY("destination", "Where the packets go."),
    END,
};
static const KeyKind acl_outbound = {"network_acl_outbound",
                                     "An entry for packets out of the subnet.", sizeof(RawAclEntry),
                                     acl_outbound_keys, 0};

static const Key network_acl_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawNetworkAcl, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name."},
    {"subnets", KEY_ENUM, KEY_REQUIRED, AT(RawNetworkAcl, subnets), .values = subnets,
     .doc = "Which subnet of each zone it guards: that of the balancers' nodes or that of the "
            "instances."},
    {"zones", KEY_TEXTS, 0, AT(RawNetworkAcl, zones), 1, 20,
     .doc = "Whose subnets; all zones of the region unless said."},
    {"inbound", KEY_OBJECTS, KEY_REQUIRED, AT(RawNetworkAcl, inbound), 0, 100, .kind = &acl_inbound,
     .doc = "Entries for packets into the subnet; what none fits is denied."},
    {"outbound", KEY_OBJECTS, KEY_REQUIRED, AT(RawNetworkAcl, outbound), 0, 100,
     .kind = &acl_outbound,
     .doc = "Entries for packets out of the subnet, replies among them; what none fits is denied."},
    END,
};
const KeyKind key_network_acl = {"network_acl",
                                 "A network ACL at the border of subnets: it knows no connections.",
                                 sizeof(RawNetworkAcl), network_acl_keys, 0};
