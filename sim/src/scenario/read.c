// Every value is decoded by its row of the key table. What is wrong with a value is said once,
// here; whether names exist and AWS would accept the whole is asked later, by the compiler.
#include "scenario/read.h"

#include "base/fact.h"
#include "engine/alloc.h"
#include "scenario/quantity.h"

#include <math.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// In the order of ConfigDistributionKind.
const ReadDistribution read_distributions[6] = {
    {"constant", NULL, 0, 0},   {"exponential", NULL, 0, 0},     {"lognormal", "cv", 0.01, 100},
    {"gamma", "cv", 0.01, 100}, {"pareto", "shape", 1.001, 100}, {"weibull", "shape", 0.1, 100},
};
#define DISTRIBUTION_COUNT 6
#define READ_PATTERNS_MAX  64
#define PATTERN_ROOM       ((size_t)4 << 20) // several times what the longest takes

static bool read_value(Reader *reader, const Key *key, const Node *node, void *out);

struct ReadPattern {
    const char *text;
    regex_t regex;
};

void reader_init(Reader *reader, Arena *arena, SimDiagnostics *diagnostics) {
    memset(reader, 0, sizeof *reader);
    reader->arena = arena;
    reader->diagnostics = diagnostics;
    reader->patterns = arena_array(arena, READ_PATTERNS_MAX, sizeof *reader->patterns);
}

void reader_deinit(Reader *reader) {
    for (int32_t i = 0; i < reader->pattern_count; i++)
        regfree(&reader->patterns[i].regex);
}

/// Patterns are compiled once a document: the same few stand at many values.
static bool matches(Reader *reader, const char *pattern, const char *text) {
    int32_t i = 0;
    while (i < reader->pattern_count && strcmp(reader->patterns[i].text, pattern) != 0)
        i++;
    if (i == reader->pattern_count) {
        SIM_ASSERT(i < READ_PATTERNS_MAX);
        reader->patterns[i].text = pattern;
        // A regcomp() that runs out of memory may free twice.
        alloc_check(sim_memory_has_room(PATTERN_ROOM) ? reader : NULL);
        int status = regcomp(&reader->patterns[i].regex, pattern, REG_EXTENDED | REG_NOSUB);
        alloc_check(status == REG_ESPACE ? NULL : reader);
        SIM_ASSERT(status == 0);
        reader->pattern_count++;
    }
    int status = regexec(&reader->patterns[i].regex, text, 0, NULL, 0);
    alloc_check(status == REG_ESPACE ? NULL : reader);
    return status == 0;
}

const Node *read_place(const Node *node, const char *key) {
    const Node *member = node_member(node, key);
    return member != NULL ? member : node;
}

const char *read_expectation(const Key *key) {
    switch (key->type) {
    case KEY_TEXT:
        return key->shape != NULL ? key->shape : "a text";
    case KEY_ENUM:
        return "one of a few words";
    case KEY_BOOLEAN:
        return "true or false";
    case KEY_INTEGER:
    case KEY_SEED:
        return "a whole number";
    case KEY_NUMBER:
        return "a number";
    case KEY_DURATION:
        return "a duration like \"250ms\", \"1.5s\" or \"5m\" (units ns, us, ms, s, m, h)";
    case KEY_RATE:
        return "a rate like \"300/s\" or \"18000/m\"";
    case KEY_START:
        return "a time in UTC like \"2026-01-05T09:00:00Z\"";
    case KEY_INTEGER_OR:
        return "a whole number, or a word for none";
    case KEY_REDIRECT:
        return "\"HTTP_301\" or \"HTTP_302\"";
    case KEY_DISTRIBUTION:
        return "a distribution like {\"constant\": \"4ms\"}, {\"exponential\": {\"mean\": "
               "\"4ms\"}}, or lognormal, gamma, pareto, weibull";
    case KEY_TEXTS:
        return "a list of texts";
    case KEY_PERCENTAGES:
        return "a list of whole numbers from 1 to 100";
    case KEY_HEADERS:
        return "an object like {\"X-Version\": \"beta\"}";
    case KEY_DIMENSIONS:
        return "an object like {\"LoadBalancer\": \"web\"}";
    case KEY_OBJECT:
        return "an object {...}";
    case KEY_OBJECTS:
        return "a list of objects [{...}]";
    case KEY_FORWARD:
        return "the name of a target group, or a list of {\"target_group\", \"weight\"}";
    case KEY_NAMED:
        return "a list of texts or of objects [{...}]";
    case KEY_ANY:
    case KEY_NAME_OR_JSON:
    case KEY_NOT_YET:
        break;
    }
    return "a value";
}

/// Whether others may refer to the element by this value.
static bool is_identity(const Node *node) {
    static const char *const keys[] = {"name", "port", "priority", "target_group"};
    for (size_t i = 0; node->key != NULL && i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(node->key, keys[i]) == 0) return true;
    return false;
}

__attribute__((format(printf, 4, 5))) static bool
wrong(Reader *reader, const Node *node, const char *remedy, const char *format, ...) {
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (node->kind >= NODE_LIST || is_identity(node) ||
        (node->parent != NULL && node->parent->kind == NODE_LIST))
        reader->is_incomplete = true;
    diagnostics_add(reader->diagnostics, SIM_DIAGNOSTIC_STRUCTURAL, node, remedy, "%s", text);
    return false;
}

static bool wrong_type(Reader *reader, const Key *key, const Node *node) {
    if (key->type >= KEY_DISTRIBUTION) reader->is_incomplete = true;
    if (key->type == KEY_INTEGER_OR)
        return wrong(reader, node, "", "this should be a whole number or \"%s\"", key->values[0]);
    return wrong(reader, node, "", "this should be %s", read_expectation(key));
}

static bool out_of_range(Reader *reader, const Node *node, double min, double max) {
    char remedy[120], low[40], high[40];
    number_print(min, low, sizeof low);
    number_print(max, high, sizeof high);
    snprintf(remedy, sizeof remedy, "Allowed are %s to %s.", low, high);
    return wrong(reader, node, remedy, "out of range");
}

/// A quantity's limits are for us alone: JSON Schema can not compare durations.
static bool quantity_out_of_range(Reader *reader, const Key *key, const Node *node) {
    char remedy[120], low[40], high[40];
    if (key->type == KEY_DURATION) {
        quantity_duration_print((SimTime)key->min, low, sizeof low);
        quantity_duration_print((SimTime)key->max, high, sizeof high);
    } else {
        snprintf(low, sizeof low, "%.0f/s", key->min);
        snprintf(high, sizeof high, "%.0f/s", key->max);
    }
    snprintf(remedy, sizeof remedy, "Allowed are %s to %s.", low, high);
    diagnostics_add(reader->diagnostics, SIM_DIAGNOSTIC_SEMANTIC, node, remedy, "out of range");
    return false;
}

static int64_t count_characters(const char *text) {
    int64_t count = 0;
    for (; *text != 0; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static bool is_outside(const Key *key, double value) {
    if (key->limits_fact != NULL && !SIM_FACT(key->limits_fact, true)) return false;
    return value < key->min || value > key->max;
}

static bool read_text(Reader *reader, const Key *key, const Node *node, const char **out) {
    if (node->kind != NODE_STRING) return wrong_type(reader, key, node);
    int64_t length = count_characters(node->text);
    if (is_outside(key, (double)length)) {
        char remedy[80];
        snprintf(remedy, sizeof remedy, "Write %.0f to %.0f.", key->min, key->max);
        return wrong(reader, node, remedy, "this text has %d characters", (int)length);
    }
    if (key->pattern != NULL && !matches(reader, key->pattern, node->text))
        return wrong_type(reader, key, node);
    *out = node->text;
    return true;
}

static void list_words(const char *const *words, char *out, size_t capacity) {
    snprintf(out, capacity, "Allowed are ");
    for (int i = 0; words[i] != NULL; i++) {
        size_t used = strlen(out);
        snprintf(out + used, capacity - used, "%s%s", i == 0 ? "" : ", ", words[i]);
    }
    size_t used = strlen(out);
    snprintf(out + used, capacity - used, ".");
}

static bool read_enum(Reader *reader, const Key *key, const Node *node, int32_t *out) {
    if (node->kind != NODE_STRING) return wrong(reader, node, "", "this should be a text");
    for (int32_t i = 0; key->values[i] != NULL; i++) {
        if (strcmp(key->values[i], node->text) != 0) continue;
        if (out != NULL) *out = i;
        return true;
    }
    char remedy[400];
    list_words(key->values, remedy, sizeof remedy);
    for (int32_t i = 0; key->later != NULL && key->later[i] != NULL; i++)
        if (strcmp(key->later[i], node->text) == 0)
            return wrong(reader, node, remedy, "not yet: this is planned and not built");
    const char *meant = suggest_word(node->text, key->values);
    if (meant != NULL) snprintf(remedy, sizeof remedy, "Did you mean %s?", meant);
    return wrong(reader, node, remedy, "unknown word");
}

static bool read_whole(Reader *reader, const Key *key, const Node *node, double *out) {
    if (node->kind != NODE_NUMBER || node->number != floor(node->number))
        return wrong_type(reader, key, node);
    if (is_outside(key, node->number)) return out_of_range(reader, node, key->min, key->max);
    *out = node->number;
    return true;
}

static bool read_number(Reader *reader, const Node *node, double min, double max, double *out) {
    if (node->kind != NODE_NUMBER) return wrong(reader, node, "", "this should be a number");
    if (node->number < min || node->number > max) return out_of_range(reader, node, min, max);
    *out = node->number;
    return true;
}

static bool refuse_quantity(Reader *reader, const Key *key, const Node *node,
                            QuantityResult result) {
    if (result == QUANTITY_MALFORMED) return wrong_type(reader, key, node);
    if (result == QUANTITY_TOO_LARGE) return quantity_out_of_range(reader, key, node);
    const char *text =
        key->type == KEY_START ? "there is no such moment" : "finer than a nanosecond";
    diagnostics_add(reader->diagnostics, SIM_DIAGNOSTIC_SEMANTIC, node, "", "%s", text);
    return false;
}

static bool read_duration(Reader *reader, const Key *key, const Node *node, SimTime *out) {
    if (node->kind != NODE_STRING) return wrong_type(reader, key, node);
    SimTime ns = 0;
    QuantityResult result = quantity_duration(node->text, &ns);
    if (result != QUANTITY_OK) return refuse_quantity(reader, key, node, result);
    if (is_outside(key, (double)ns)) return quantity_out_of_range(reader, key, node);
    *out = ns;
    return true;
}

static bool read_rate(Reader *reader, const Key *key, const Node *node, double *out) {
    if (node->kind != NODE_STRING) return wrong_type(reader, key, node);
    double rate = 0;
    QuantityResult result = quantity_rate(node->text, &rate);
    if (result != QUANTITY_OK) return refuse_quantity(reader, key, node, result);
    if (is_outside(key, rate)) return quantity_out_of_range(reader, key, node);
    *out = rate;
    return true;
}

static bool read_start(Reader *reader, const Key *key, const Node *node, int64_t *out) {
    if (node->kind != NODE_STRING) return wrong_type(reader, key, node);
    QuantityResult result = quantity_start(node->text, out);
    return result == QUANTITY_OK || refuse_quantity(reader, key, node, result);
}

static bool read_integer_or(Reader *reader, const Key *key, const Node *node, int32_t *out) {
    double number = -1;
    bool is_word = node->kind == NODE_STRING && strcmp(node->text, key->values[0]) == 0;
    if (!is_word && !read_whole(reader, key, node, &number)) return false;
    *out = (int32_t)number;
    return true;
}

static bool read_redirect_status(Reader *reader, const Key *key, const Node *node, int32_t *out) {
    int32_t status = 0;
    if (node->kind == NODE_NUMBER && (node->number == 301 || node->number == 302))
        status = (int32_t)node->number;
    if (node->kind == NODE_STRING && strcmp(node->text, "HTTP_301") == 0) status = 301;
    if (node->kind == NODE_STRING && strcmp(node->text, "HTTP_302") == 0) status = 302;
    if (status == 0) return wrong_type(reader, key, node);
    *out = status;
    return true;
}

static const Key mean_key = {
    .name = "mean", .type = KEY_DURATION, .min = 0, .max = 24.0 * 30 * SIM_HOUR};

/// The parameters {"mean": ..., "cv" or "shape": ...} of a distribution that is not constant.
static bool read_parameters(Reader *reader, const Key *key, const ReadDistribution *kind,
                            const Node *node, ConfigDistribution *out) {
    if (node->kind != NODE_OBJECT) return wrong_type(reader, key, node);
    const Node *mean = node_member(node, "mean"),
               *shape = kind->shape == NULL ? NULL : node_member(node, kind->shape);
    for (const Node *member = node->first; member != NULL; member = member->next) {
        if (member == mean || member == shape) continue;
        diagnostics_add_key(reader->diagnostics, SIM_DIAGNOSTIC_STRUCTURAL, member, "",
                            "%s has no key \"%.40s\"", kind->name, member->key);
        return false;
    }
    if (mean == NULL) return wrong(reader, node, "", "the key \"mean\" is missing");
    if (kind->shape != NULL && shape == NULL)
        return wrong(reader, node, "", "the key \"%s\" is missing", kind->shape);
    SimTime ns = 0;
    if (!read_duration(reader, &mean_key, mean, &ns)) return false;
    out->mean_ns = (double)ns;
    if (ns == 0) {
        diagnostics_add(reader->diagnostics, SIM_DIAGNOSTIC_SEMANTIC, mean,
                        "Write {\"constant\": \"0s\"} for no work.", "the mean must be above 0");
        return false;
    }
    return shape == NULL || read_number(reader, shape, kind->min, kind->max, &out->shape);
}

static bool read_distribution(Reader *reader, const Key *key, const Node *node,
                              ConfigDistribution *out) {
    if (node->kind != NODE_OBJECT || node->count != 1) return wrong_type(reader, key, node);
    for (int32_t i = 0; i < DISTRIBUTION_COUNT; i++) {
        if (strcmp(node->first->key, read_distributions[i].name) != 0) continue;
        ConfigDistribution distribution = {.kind = (ConfigDistributionKind)i};
        SimTime ns = 0;
        bool is_fine = i == CONFIG_CONSTANT ? read_duration(reader, &mean_key, node->first, &ns)
                                            : read_parameters(reader, key, &read_distributions[i],
                                                              node->first, &distribution);
        if (!is_fine) return false;
        if (i == CONFIG_CONSTANT) distribution.mean_ns = (double)ns;
        *out = distribution;
        return true;
    }
    diagnostics_add_key(reader->diagnostics, SIM_DIAGNOSTIC_STRUCTURAL, node->first,
                        "Known are constant, exponential, lognormal, gamma, pareto and weibull.",
                        "unknown distribution");
    return false;
}

static bool check_count(Reader *reader, const Key *key, const Node *node) {
    if (!is_outside(key, node->count)) return true;
    char remedy[80];
    snprintf(remedy, sizeof remedy, "Write %.0f to %.0f.", key->min, key->max);
    return wrong(reader, node, remedy, "this list has %d elements", node->count);
}

static bool read_texts(Reader *reader, const Key *key, const Node *node, RawTexts *out) {
    if (node->kind != NODE_LIST) return wrong_type(reader, key, node);
    if (!check_count(reader, key, node)) return false;
    Key element = *key;
    element.type = KEY_TEXT;
    element.min = 1;
    element.max = key->characters > 0 ? key->characters : KEY_CHARACTERS_MAX;
    const char **items = arena_array(reader->arena, node->count, sizeof *items);
    int32_t count = 0;
    for (const Node *member = node->first; member != NULL; member = member->next)
        // Elements that can not be read keep an empty text, so that positions stay those of the
        // file.
        if (!read_text(reader, &element, member, &items[count++])) items[count - 1] = "";
    *out = (RawTexts){items, count};
    return true;
}

static bool read_percentages(Reader *reader, const Key *key, const Node *node,
                             RawPercentages *out) {
    if (node->kind != NODE_LIST) return wrong_type(reader, key, node);
    if (!check_count(reader, key, node)) return false;
    Key element = *key;
    element.type = KEY_INTEGER;
    element.min = 1;
    element.max = 100;
    int32_t *items = arena_array(reader->arena, node->count, sizeof *items);
    int32_t count = 0;
    bool is_fine = true;
    for (const Node *member = node->first; member != NULL; member = member->next)
        is_fine = read_value(reader, &element, member, &items[count++]) && is_fine;
    if (is_fine) *out = (RawPercentages){items, count};
    return is_fine;
}

static int by_key(const void *a, const void *b) {
    return strcmp((*(const Node *const *)a)->key, (*(const Node *const *)b)->key);
}

static bool read_dimensions(Reader *reader, const Key *key, const Node *node, const char **out) {
    if (node->kind != NODE_OBJECT) return wrong_type(reader, key, node);
    const Node **members = arena_array(reader->arena, node->count, sizeof *members);
    int32_t count = 0;
    for (const Node *member = node->first; member != NULL; member = member->next) {
        if (member->kind != NODE_STRING ||
            !matches(reader, READ_DIMENSION_VALUE_PATTERN, member->text))
            return wrong(reader, member, "",
                         "the value of a dimension is a text without ';' and '='");
        if (!matches(reader, READ_DIMENSION_PATTERN, member->key))
            return wrong(reader, member, "", "the name of a dimension consists of letters");
        members[count++] = member;
    }
    qsort(members, (size_t)count, sizeof *members, by_key);
    const char *text = "";
    for (int32_t i = 0; i < count; i++)
        text = arena_format(reader->arena, "%s%s%s=%s", text, i == 0 ? "" : ";", members[i]->key,
                            members[i]->text);
    *out = text;
    return true;
}

static bool read_header(Reader *reader, const Node *name, const Node *value, RawList *out) {
    if (value->kind != NODE_STRING || !matches(reader, READ_HEADER_VALUE_PATTERN, value->text))
        return wrong(reader, value, "",
                     "the value of a header is a text of at most 2000 visible characters");
    ((ConfigHeader *)out->items)[out->count++] = (ConfigHeader){name->key, value->text};
    return true;
}

static bool read_headers(Reader *reader, const Key *key, const Node *node, RawList *out) {
    if (node->kind != NODE_OBJECT) return wrong_type(reader, key, node);
    if (!check_count(reader, key, node)) return false;
    int64_t count = 0;
    for (const Node *member = node->first; member != NULL; member = member->next)
        count += member->kind == NODE_LIST ? member->count : 1;
    RawList headers = {arena_array(reader->arena, count, sizeof(ConfigHeader)), 0};
    for (const Node *member = node->first; member != NULL; member = member->next) {
        if (!matches(reader, READ_HEADER_PATTERN, member->key))
            return wrong(reader, member, "", "the name of a header consists of letters and digits");
        if (member->kind != NODE_LIST && !read_header(reader, member, member, &headers))
            return false;
        for (const Node *value = member->kind == NODE_LIST ? member->first : NULL; value != NULL;
             value = value->next)
            if (!read_header(reader, member, value, &headers)) return false;
    }
    *out = headers;
    return true;
}

static bool read_objects(Reader *reader, const Key *key, const Node *node, RawList *out) {
    if (node->kind != NODE_LIST) return wrong_type(reader, key, node);
    if (!check_count(reader, key, node)) return false;
    char *items = arena_array(reader->arena, node->count, key->kind->size);
    int32_t count = 0;
    for (const Node *member = node->first; member != NULL; member = member->next) {
        if (member->kind != NODE_OBJECT) {
            wrong(reader, member, "", "this should be an object {...}: %s", key->kind->doc);
            continue;
        }
        read_object(reader, key->kind, member, items + (size_t)count++ * key->kind->size);
    }
    *out = (RawList){items, count};
    return true;
}

static void fill_default(Reader *reader, const Key *key, const Node *owner, void *out);

// A text stands for an object that says nothing but its first key.
static void read_name(Reader *reader, const KeyKind *kind, const Node *node, char *out) {
    *(const Node **)(void *)out = node;
    for (const Key *key = kind->keys + 1; key->name != NULL; key++)
        fill_default(reader, key, node, out + key->offset);
    read_text(reader, kind->keys, node, (const char **)(void *)(out + kind->keys->offset));
}

static bool read_named(Reader *reader, const Key *key, const Node *node, RawList *out) {
    if (node->kind != NODE_LIST) return wrong_type(reader, key, node);
    if (!check_count(reader, key, node)) return false;
    char *items = arena_array(reader->arena, node->count, key->kind->size);
    int32_t count = 0;
    for (const Node *member = node->first; member != NULL; member = member->next) {
        char *item = items + (size_t)count++ * key->kind->size;
        if (member->kind == NODE_OBJECT)
            read_object(reader, key->kind, member, item);
        else
            read_name(reader, key->kind, member, item);
    }
    *out = (RawList){items, count};
    return true;
}

static bool read_forward(Reader *reader, const Key *key, const Node *node, RawList *out) {
    if (node->kind != NODE_STRING)
        return node->kind == NODE_LIST ? read_objects(reader, key, node, out)
                                       : wrong_type(reader, key, node);
    RawForward *forward = arena_alloc(reader->arena, sizeof *forward);
    forward->node = node;
    forward->weight = 1;
    if (!read_text(reader, key_find(key->kind, "target_group"), node, &forward->target_group))
        return false;
    *out = (RawList){forward, 1};
    return true;
}

static bool read_embedded(Reader *reader, const Key *key, const Node *node, void *out) {
    if (node->kind != NODE_OBJECT) return wrong_type(reader, key, node);
    read_object(reader, key->kind, node, out);
    return true;
}

static bool read_any(Reader *reader, const Node *node) {
    return node->kind < NODE_LIST ||
           wrong(reader, node, "", "this should be a text, a number, true or false");
}

static bool read_value(Reader *reader, const Key *key, const Node *node, void *out) {
    double number = 0;
    switch (key->type) {
    case KEY_TEXT:
        return read_text(reader, key, node, out);
    case KEY_ENUM:
        return read_enum(reader, key, node, (key->flags & KEY_ELSEWHERE) != 0 ? NULL : out);
    case KEY_BOOLEAN:
        if (node->kind != NODE_BOOLEAN) return wrong_type(reader, key, node);
        *(bool *)out = node->number != 0;
        return true;
    case KEY_INTEGER:
        if (!read_whole(reader, key, node, &number)) return false;
        *(int32_t *)out = (int32_t)number;
        return true;
    case KEY_SEED:
        if (!read_whole(reader, key, node, &number)) return false;
        *(uint64_t *)out = (uint64_t)number;
        return true;
    case KEY_NUMBER:
        return read_number(reader, node, key->min, key->max, out);
    case KEY_DURATION:
        return read_duration(reader, key, node, out);
    case KEY_RATE:
        return read_rate(reader, key, node, out);
    case KEY_START:
        return read_start(reader, key, node, out);
    case KEY_INTEGER_OR:
        return read_integer_or(reader, key, node, out);
    case KEY_REDIRECT:
        return read_redirect_status(reader, key, node, out);
    case KEY_DISTRIBUTION:
        return read_distribution(reader, key, node, out);
    case KEY_TEXTS:
        return read_texts(reader, key, node, out);
    case KEY_PERCENTAGES:
        return read_percentages(reader, key, node, out);
    case KEY_HEADERS:
        return read_headers(reader, key, node, out);
    case KEY_DIMENSIONS:
        return read_dimensions(reader, key, node, out);
    case KEY_OBJECT:
        return read_embedded(reader, key, node, out);
    case KEY_OBJECTS:
        return read_objects(reader, key, node, out);
    case KEY_FORWARD:
        return read_forward(reader, key, node, out);
    case KEY_NAMED:
        return read_named(reader, key, node, out);
    case KEY_ANY:
        return read_any(reader, node);
    case KEY_NAME_OR_JSON:
        return node->kind == NODE_STRING || node->kind == NODE_OBJECT ||
               wrong(reader, node, "", "this should be a name or an object {...}");
    case KEY_NOT_YET:
        break;
    }
    return false;
}

Node *read_default(Arena *arena, const Key *key) {
    const char *text = key->default_;
    if (text == NULL) return NULL;
    if (text[0] == '"') {
        Node *node = node_create(arena, NODE_STRING);
        node->text = arena_copy(arena, text + 1, strlen(text) - 2);
        return node;
    }
    Scan scan;
    Node *node = document_parse(arena, &scan, text, (int64_t)strlen(text), false);
    SIM_ASSERT(node != NULL);
    scan_deinit(&scan);
    return node;
}

// Anything but the default, for a build that wants to see whether somebody notices.
static void fill_otherwise(const Key *key, void *out) {
    if (key->type == KEY_DURATION)
        *(SimTime *)out = (SimTime)(*(SimTime *)out == (SimTime)key->max ? key->min : key->max);
    else if (key->type == KEY_INTEGER || key->type == KEY_INTEGER_OR)
        *(int32_t *)out = (int32_t)key->max;
    else if (key->type == KEY_NUMBER)
        *(double *)out = *(double *)out < key->max ? key->max : key->min;
    else if (key->type == KEY_BOOLEAN)
        *(bool *)out = !*(bool *)out;
    else if (key->type == KEY_ENUM)
        *(int32_t *)out = *(int32_t *)out == 0;
    else if (key->type == KEY_TEXT)
        *(const char **)out = "";
}

static void fill_default(Reader *reader, const Key *key, const Node *owner, void *out) {
    if ((key->flags & KEY_OPTIONAL) != 0) return;
    if (key->type == KEY_OBJECT && (key->flags & (KEY_REQUIRED | KEY_EXCLUSIVE)) == 0) {
        read_object(reader, key->kind, node_create(reader->arena, NODE_OBJECT), out);
        *(const Node **)out = owner;
        return;
    }
    Node *node = read_default(reader->arena, key);
    if (node != NULL) SIM_ASSERT(read_value(reader, key, node, out));
    if (key->fact != NULL && !SIM_FACT(key->fact, true)) fill_otherwise(key, out);
}

static void refuse_key(Reader *reader, const KeyKind *kind, const Node *member) {
    if (diagnostics_is_full(reader->diagnostics)) return;
    const char *names[64];
    int32_t count = 0;
    for (const Key *key = kind->keys; key->name != NULL && count < 63; key++)
        if (key->type != KEY_NOT_YET) names[count++] = key->name;
    names[count] = NULL;
    char remedy[600];
    const char *meant = suggest_word(member->key, names);
    if (meant != NULL)
        snprintf(remedy, sizeof remedy, "Did you mean \"%s\"?", meant);
    else
        list_words(names, remedy, sizeof remedy);
    if (member->kind >= NODE_LIST) reader->is_incomplete = true;
    diagnostics_add_key(reader->diagnostics, SIM_DIAGNOSTIC_STRUCTURAL, member, remedy,
                        "unknown key \"%.60s\"", member->key);
}

static void read_member(Reader *reader, const KeyKind *kind, const Node *node, const Node *member,
                        void *out) {
    const Key *key = key_find(kind, member->key);
    if (key == NULL) {
        refuse_key(reader, kind, member);
        return;
    }
    if (key->type == KEY_NOT_YET) {
        reader->is_incomplete = true;
        diagnostics_add_key(reader->diagnostics, SIM_DIAGNOSTIC_STRUCTURAL, member, "Leave it out.",
                            "not yet: \"%s\" is planned and not built", key->name);
        return;
    }
    char *field = (char *)out + key->offset;
    bool has_default =
        key->type <= KEY_DISTRIBUTION || key->type == KEY_OBJECT || key->type == KEY_DIMENSIONS;
    if (!read_value(reader, key, member, field) && has_default)
        fill_default(reader, key, node, field);
}

static void check_exclusive(Reader *reader, const KeyKind *kind, const Node *node) {
    char names[200] = "";
    int32_t possible = 0, present = 0;
    for (const Key *key = kind->keys; key->name != NULL; key++) {
        if ((key->flags & KEY_EXCLUSIVE) == 0) continue;
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", possible++ == 0 ? "" : ", ", key->name);
        present += node_member(node, key->name) != NULL;
    }
    if (possible == 0 || present == 1) return;
    wrong(reader, node, "",
          present == 0 ? "one of these keys is missing: %s"
                       : "only one of these keys may be given: %s",
          names);
}

void read_object(Reader *reader, const KeyKind *kind, const Node *node, void *out) {
    *(const Node **)out = node;
    bool has_place = node->parent != NULL || node->count > 0;
    for (const Key *key = kind->keys; key->name != NULL; key++) {
        if (key->type == KEY_NOT_YET || node_member(node, key->name) != NULL) continue;
        if ((key->flags & KEY_REQUIRED) != 0)
            wrong(reader, node, key->doc, "the key \"%s\" is missing", key->name);
        else
            fill_default(reader, key, node, (char *)out + key->offset);
    }
    for (const Node *member = node->first; member != NULL; member = member->next)
        read_member(reader, kind, node, member, out);
    if (!has_place) return; // all defaults
    check_exclusive(reader, kind, node);
    if (node->count < kind->member_min)
        wrong(reader, node, "", "at least %d key%s needed", kind->member_min,
              kind->member_min == 1 ? " is" : "s are");
}
