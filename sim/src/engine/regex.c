// A pattern is parsed into a tree, the tree is written as steps, and the steps are run for all ways
// at once (Thompson 1968; Pike's captures): one list of ways for each character of the text, in
// order of preference, each step at most once in a list.
#include "engine/regex.h"

#include <ctype.h>
#include <string.h>

enum { NODES_MAX = 600, DEPTH_MAX = 20, REPEAT_MAX = 255, EMITTED_MAX = 100000 };

typedef enum Op {
    OP_CHARACTER,
    OP_ANY,
    OP_SET,
    OP_FORK,
    OP_JUMP,
    OP_SAVE,
    OP_BEGIN,
    OP_END,
    OP_MATCH
} Op;

typedef enum TreeKind {
    TREE_EMPTY,
    TREE_LEAF,   ///< one step
    TREE_CAT,    ///< left, then right
    TREE_EITHER, ///< left or right
    TREE_REPEAT, ///< left, min to max times (-1: without end)
    TREE_GROUP,  ///< left, remembered as group `value`
} TreeKind;

typedef struct Tree {
    TreeKind kind;
    int32_t left, right;
    int32_t min, max;
    bool is_lazy;
    uint8_t op, character;
    int16_t value;
} Tree;

typedef struct Parser {
    RegexBuilder *builder;
    const char *at;
    const char *error;
    Tree trees[NODES_MAX];
    int32_t tree_count, depth, group_count, set_count, step_count;
    int32_t emitted; ///< trees so far: what repeats nothing many times makes no steps
    bool ignores_case;
} Parser;

static int32_t parse_either(Parser *parser);

static int32_t fail(Parser *parser, const char *error) {
    if (parser->error == NULL) parser->error = error;
    return 0;
}

static int32_t add_tree(Parser *parser, Tree tree) {
    if (parser->tree_count == NODES_MAX) return fail(parser, "it is too large");
    parser->trees[parser->tree_count] = tree;
    return parser->tree_count++;
}

static int32_t add_leaf(Parser *parser, Op op, unsigned char character, int32_t value) {
    return add_tree(parser, (Tree){.kind = TREE_LEAF,
                                   .op = (uint8_t)op,
                                   .character = character,
                                   .value = (int16_t)value});
}

static void set_add(RegexSet *set, int from, int to, bool ignores_case) {
    for (int c = from; c <= to; c++) {
        set->bits[c / 8] |= (uint8_t)(1 << c % 8);
        if (!ignores_case || !isalpha(c)) continue;
        int other = islower(c) ? toupper(c) : tolower(c);
        set->bits[other / 8] |= (uint8_t)(1 << other % 8);
    }
}

static void set_invert(RegexSet *set) {
    for (int i = 0; i < 32; i++)
        set->bits[i] = (uint8_t)~set->bits[i];
}

// The class of \d, \w or \s, or of their capitals, into `set`. False: it is none of them.
static bool add_escape_class(RegexSet *set, char letter) {
    RegexSet class = {{0}};
    switch (tolower((unsigned char)letter)) {
    case 'd':
        set_add(&class, '0', '9', false);
        break;
    case 'w':
        set_add(&class, '0', '9', false);
        set_add(&class, 'a', 'z', true);
        set_add(&class, '_', '_', false);
        break;
    case 's':
        set_add(&class, '\t', '\r', false);
        set_add(&class, ' ', ' ', false);
        break;
    default:
        return false;
    }
    if (isupper((unsigned char)letter)) set_invert(&class);
    for (int i = 0; i < 32; i++)
        set->bits[i] |= class.bits[i];
    return true;
}

static RegexSet *take_set(Parser *parser) {
    if (parser->set_count == REGEX_SETS_MAX) {
        fail(parser, "it has too many classes");
        return &parser->builder->sets[0];
    }
    RegexSet *set = &parser->builder->sets[parser->set_count++];
    *set = (RegexSet){{0}};
    return set;
}

static int32_t add_set_leaf(Parser *parser) {
    return add_leaf(parser, OP_SET, 0, parser->set_count - 1);
}

static int32_t add_character(Parser *parser, char c) {
    int folded = parser->ignores_case ? tolower((unsigned char)c) : (unsigned char)c;
    return add_leaf(parser, OP_CHARACTER, (unsigned char)folded, 0);
}

static int32_t parse_escape(Parser *parser) {
    char letter = *parser->at;
    if (letter == '\0') return fail(parser, "it ends with a backslash");
    parser->at++;
    if (isalnum((unsigned char)letter)) {
        if (strchr("dDwWsS", letter) == NULL) return fail(parser, "it has an unknown escape");
        add_escape_class(take_set(parser), letter);
        return add_set_leaf(parser);
    }
    return add_character(parser, letter);
}

// One end of a range within [...]; -1: a class such as \d, which was added.
static int class_character(Parser *parser, RegexSet *set) {
    char c = *parser->at++;
    if (c != '\\') return (unsigned char)c;
    c = *parser->at;
    if (c == '\0') return fail(parser, "it ends with a backslash");
    parser->at++;
    if (add_escape_class(set, c)) return -1;
    if (isalnum((unsigned char)c)) return fail(parser, "it has an unknown escape");
    return (unsigned char)c;
}

static int32_t parse_class(Parser *parser) {
    RegexSet *set = take_set(parser);
    int32_t leaf = add_set_leaf(parser);
    bool is_inverted = *parser->at == '^';
    if (is_inverted) parser->at++;
    for (bool is_first = true; is_first || *parser->at != ']'; is_first = false) {
        if (*parser->at == '\0') return fail(parser, "a class is not closed");
        int from = class_character(parser, set), to = from;
        if (parser->error != NULL) return 0;
        if (from >= 0 && parser->at[0] == '-' && parser->at[1] != ']' && parser->at[1] != '\0') {
            parser->at++;
            to = class_character(parser, set);
        }
        if (to < from) return fail(parser, "a range of a class runs backwards");
        if (from >= 0) set_add(set, from, to, parser->ignores_case);
    }
    parser->at++;
    if (is_inverted) set_invert(set);
    return leaf;
}

static int32_t parse_group(Parser *parser) {
    int32_t group = 0;
    if (parser->at[0] == '?' && parser->at[1] == ':')
        parser->at += 2;
    else if (parser->at[0] == '?')
        return fail(parser, "groups that begin with (? are not known but (?:");
    else if ((group = parser->group_count++) >= REGEX_GROUPS_MAX)
        return fail(parser, "it has more than nine groups");
    int32_t inner = parse_either(parser);
    if (parser->error != NULL) return 0;
    if (*parser->at != ')') return fail(parser, "a group is not closed");
    parser->at++;
    if (group == 0) return inner;
    return add_tree(parser, (Tree){.kind = TREE_GROUP, .left = inner, .value = (int16_t)group});
}

static int32_t parse_atom(Parser *parser) {
    char c = *parser->at++;
    switch (c) {
    case '(':
        return parse_group(parser);
    case '[':
        return parse_class(parser);
    case '\\':
        return parse_escape(parser);
    case '.':
        return add_leaf(parser, OP_ANY, 0, 0);
    case '^':
        return add_leaf(parser, OP_BEGIN, 0, 0);
    case '$':
        return add_leaf(parser, OP_END, 0, 0);
    case '*':
    case '+':
    case '?':
        return fail(parser, "there is nothing to repeat");
    default:
        return add_character(parser, c);
    }
}

static int32_t parse_number(Parser *parser) {
    if (!isdigit((unsigned char)*parser->at)) return fail(parser, "a repetition is misspelt");
    int32_t number = 0;
    for (; isdigit((unsigned char)*parser->at) && number <= REPEAT_MAX; parser->at++)
        number = number * 10 + (*parser->at - '0');
    return number <= REPEAT_MAX ? number : fail(parser, "a repetition counts beyond 255");
}

// The "m}", "m,}" or "m,n}" behind a brace.
static void parse_bounds(Parser *parser, int32_t *min, int32_t *max) {
    *min = *max = parse_number(parser);
    if (*parser->at == ',') {
        parser->at++;
        *max = *parser->at == '}' ? -1 : parse_number(parser);
    }
    if (parser->error == NULL && *parser->at != '}') fail(parser, "a repetition is misspelt");
    if (*max >= 0 && *max < *min) fail(parser, "a repetition runs backwards");
    if (parser->error == NULL) parser->at++;
}

static int32_t parse_repeat(Parser *parser) {
    int32_t atom = parse_atom(parser);
    if (parser->error != NULL || *parser->at == '\0' || strchr("*+?{", *parser->at) == NULL)
        return atom;
    char sign = *parser->at++;
    int32_t min = sign == '+', max = sign == '?' ? 1 : -1;
    if (sign == '{') parse_bounds(parser, &min, &max);
    if (parser->error != NULL) return 0;
    bool is_lazy = *parser->at == '?';
    if (is_lazy) parser->at++;
    return add_tree(
        parser,
        (Tree){.kind = TREE_REPEAT, .left = atom, .min = min, .max = max, .is_lazy = is_lazy});
}

static int32_t parse_cat(Parser *parser) {
    int32_t all = add_tree(parser, (Tree){.kind = TREE_EMPTY});
    while (parser->error == NULL && *parser->at != '\0' && *parser->at != '|' &&
           *parser->at != ')') {
        int32_t next = parse_repeat(parser);
        all = add_tree(parser, (Tree){.kind = TREE_CAT, .left = all, .right = next});
    }
    return all;
}

static int32_t parse_either(Parser *parser) {
    if (++parser->depth > DEPTH_MAX) return fail(parser, "its groups are nested too deeply");
    int32_t all = parse_cat(parser);
    while (parser->error == NULL && *parser->at == '|') {
        parser->at++;
        int32_t next = parse_cat(parser);
        all = add_tree(parser, (Tree){.kind = TREE_EITHER, .left = all, .right = next});
    }
    parser->depth--;
    return all;
}

static int32_t emit_step(Parser *parser, Op op, unsigned char character, int32_t next) {
    if (parser->step_count == REGEX_STEPS_MAX) return fail(parser, "it is too large");
    RegexStep *step = &parser->builder->steps[parser->step_count];
    *step = (RegexStep){.op = (uint8_t)op, .character = character, .next = (int16_t)next};
    return parser->step_count++;
}

// A fork whose two ways are set once they are known; a lazy one prefers to leave.
static void set_fork(Parser *parser, int32_t fork, int32_t in, int32_t out, bool is_lazy) {
    RegexStep *step = &parser->builder->steps[fork];
    step->next = (int16_t)(is_lazy ? out : in);
    step->other = (int16_t)(is_lazy ? in : out);
}

static void emit(Parser *parser, int32_t index);

static void emit_star(Parser *parser, const Tree *tree) {
    int32_t fork = emit_step(parser, OP_FORK, 0, 0);
    emit(parser, tree->left);
    emit_step(parser, OP_JUMP, 0, fork);
    set_fork(parser, fork, fork + 1, parser->step_count, tree->is_lazy);
}

static void emit_repeat(Parser *parser, const Tree *tree) {
    for (int32_t i = 0; i < tree->min && parser->error == NULL; i++)
        emit(parser, tree->left);
    if (tree->max < 0) {
        emit_star(parser, tree);
        return;
    }
    for (int32_t i = tree->min; i < tree->max && parser->error == NULL; i++) {
        int32_t fork = emit_step(parser, OP_FORK, 0, 0);
        emit(parser, tree->left);
        set_fork(parser, fork, fork + 1, parser->step_count, tree->is_lazy);
    }
}

static void emit_either(Parser *parser, const Tree *tree) {
    int32_t fork = emit_step(parser, OP_FORK, 0, 0);
    emit(parser, tree->left);
    int32_t jump = emit_step(parser, OP_JUMP, 0, 0);
    set_fork(parser, fork, fork + 1, parser->step_count, false);
    emit(parser, tree->right);
    parser->builder->steps[jump].next = (int16_t)parser->step_count;
}

// What could not be parsed is never emitted, and what is too large ends soon.
static void emit(Parser *parser, int32_t index) {
    const Tree *tree = &parser->trees[index];
    if (++parser->emitted > EMITTED_MAX) fail(parser, "it is too large");
    if (parser->error != NULL) return;
    switch (tree->kind) {
    case TREE_EMPTY:
        break;
    case TREE_LEAF:
        emit_step(parser, (Op)tree->op, tree->character, tree->value);
        break;
    case TREE_CAT:
        emit(parser, tree->left);
        emit(parser, tree->right);
        break;
    case TREE_EITHER:
        emit_either(parser, tree);
        break;
    case TREE_REPEAT:
        emit_repeat(parser, tree);
        break;
    case TREE_GROUP:
        emit_step(parser, OP_SAVE, 0, 2 * tree->value);
        emit(parser, tree->left);
        emit_step(parser, OP_SAVE, 0, 2 * tree->value + 1);
        break;
    }
}

const char *regex_build(RegexBuilder *builder, const char *pattern, bool ignores_case) {
    Parser parser = {
        .builder = builder, .at = pattern, .group_count = 1, .ignores_case = ignores_case};
    int32_t root = parse_either(&parser);
    if (parser.error == NULL && *parser.at == ')') fail(&parser, "a group is closed too often");
    emit_step(&parser, OP_SAVE, 0, 0);
    emit(&parser, root);
    emit_step(&parser, OP_SAVE, 0, 1);
    emit_step(&parser, OP_MATCH, 0, 0);
    if (parser.error != NULL) return parser.error;
    builder->regex = (Regex){.steps = builder->steps,
                             .sets = builder->sets,
                             .step_count = parser.step_count,
                             .set_count = parser.set_count,
                             .group_count = parser.group_count,
                             .ignores_case = ignores_case};
    return NULL;
}

// The ways that stand before one character of the text, in order of preference.
typedef struct Ways {
    int32_t count;
    int16_t steps[REGEX_STEPS_MAX];
    int32_t slots[REGEX_STEPS_MAX][REGEX_SLOTS];
} Ways;

typedef struct Search {
    const Regex *regex;
    const char *text;
    int32_t position;
    int32_t seen[REGEX_STEPS_MAX]; ///< the position at which a step was last added, + 1
    int32_t slots[REGEX_SLOTS];    ///< of the way being followed
} Search;

// Follows a way through all that takes no character.
static void follow(Search *search, Ways *ways, int32_t index) {
    if (search->seen[index] == search->position + 1) return;
    search->seen[index] = search->position + 1;
    const RegexStep *step = &search->regex->steps[index];
    switch ((Op)step->op) {
    case OP_JUMP:
        follow(search, ways, step->next);
        return;
    case OP_FORK:
        follow(search, ways, step->next);
        follow(search, ways, step->other);
        return;
    case OP_BEGIN:
        if (search->position == 0) follow(search, ways, index + 1);
        return;
    case OP_END:
        if (search->text[search->position] == '\0') follow(search, ways, index + 1);
        return;
    case OP_SAVE: {
        int32_t before = search->slots[step->next];
        search->slots[step->next] = search->position;
        follow(search, ways, index + 1);
        search->slots[step->next] = before;
        return;
    }
    default:
        memcpy(ways->slots[ways->count], search->slots, sizeof search->slots);
        ways->steps[ways->count++] = (int16_t)index;
    }
}

static bool takes(const Regex *regex, const RegexStep *step, unsigned char c) {
    switch ((Op)step->op) {
    case OP_CHARACTER:
        return (regex->ignores_case ? tolower(c) : c) == step->character;
    case OP_SET:
        return (regex->sets[step->next].bits[c / 8] >> c % 8 & 1) != 0;
    default:
        return step->op == OP_ANY;
    }
}

// Moves all ways over the character at the position into `next`; a way that has matched ends those
// it is preferred to. True: one has matched, and `best` holds its groups.
static bool move(Search *search, const Ways *ways, Ways *next, int32_t best[REGEX_SLOTS]) {
    unsigned char c = (unsigned char)search->text[search->position];
    next->count = 0;
    search->position++;
    for (int32_t i = 0; i < ways->count; i++) {
        int32_t index = ways->steps[i];
        const RegexStep *step = &search->regex->steps[index];
        if (step->op == OP_MATCH) {
            memcpy(best, ways->slots[i], sizeof search->slots);
            return true;
        }
        if (c == '\0' || !takes(search->regex, step, c)) continue;
        memcpy(search->slots, ways->slots[i], sizeof search->slots);
        follow(search, next, index + 1);
    }
    return false;
}

bool regex_search(const Regex *regex, const char *text, int32_t slots[REGEX_SLOTS]) {
    Search search = {.regex = regex, .text = text};
    Ways lists[2];
    Ways *now = &lists[0], *next = &lists[1];
    int32_t best[REGEX_SLOTS];
    bool has_match = false;
    now->count = 0;
    for (;;) {
        // A match that begins later is tried only while there is none, and after those begun.
        if (!has_match) {
            memset(search.slots, -1, sizeof search.slots);
            follow(&search, now, 0);
        }
        if (now->count == 0 && has_match) break;
        bool is_end = text[search.position] == '\0';
        has_match = move(&search, now, next, best) || has_match;
        Ways *swapped = now;
        now = next;
        next = swapped;
        if (is_end) break;
    }
    if (has_match && slots != NULL) memcpy(slots, best, sizeof best);
    return has_match;
}
