#include "scenario/replay.h"

#include "engine/alloc.h"
#include "engine/hash.h"
#include "scenario/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum { CHUNK = 1 << 16, LINE_MAX_BYTES = 1 << 16, BYTES_MAX = 1000000000 };

typedef struct Reading {
    Arena *arena;
    Replay *out;
    Names names; ///< of kinds
    int32_t entry_capacity, kind_capacity;
    char *line; ///< what has been read of the next one
    int32_t length;
    bool is_too_long;
    int64_t bytes;
    bool has_too_many;
} Reading;

const char *replay_reason(AlbLineStatus status) {
    static const char *const reasons[ALB_LINE_STATUSES] = {
        [ALB_LINE_FOREIGN] = "are no entries of a load balancer's access log",
        [ALB_LINE_CUT] = "are cut short",
        [ALB_LINE_NO_REQUEST] = "hold no request that could be read",
        [ALB_LINE_OTHER] = "are WebSockets or gRPC calls",
    };
    return reasons[status];
}

static void skip(Reading *reading, AlbLineStatus status) {
    ReplaySkipped *skipped = &reading->out->skipped[status];
    if (skipped->count < REPLAY_LINES_NAMED)
        skipped->lines[skipped->count] = reading->out->line_count;
    skipped->count++;
}

static const char *text_in(Arena *arena, AlbText text) {
    return arena_copy(arena, text.start, (size_t)text.length);
}

static int32_t kind_of(Reading *reading, const AlbLine *line) {
    Replay *out = reading->out;
    const char *key =
        arena_format(reading->arena, "%.*s %.*s%.*s?%.*s", line->method.length, line->method.start,
                     line->host.length, line->host.start, line->path.length, line->path.start,
                     line->query.length, line->query.start);
    int32_t known = names_add(&reading->names, key, out->kind_count);
    if (known >= 0) return known;
    if (out->kind_count == reading->kind_capacity) {
        reading->kind_capacity = reading->kind_capacity == 0 ? 64 : 2 * reading->kind_capacity;
        out->kinds = alloc_grow(out->kinds, (size_t)reading->kind_capacity, sizeof *out->kinds);
    }
    out->kinds[out->kind_count] = (ReplayKind){.method = text_in(reading->arena, line->method),
                                               .host = text_in(reading->arena, line->host),
                                               .path = text_in(reading->arena, line->path),
                                               .query = text_in(reading->arena, line->query)};
    return out->kind_count++;
}

// One address is one user; they are numbered when all are known.
static int32_t user_of(AlbText address) {
    uint64_t hash = hash_bytes(HASH_START, address.start, (size_t)address.length);
    return (int32_t)(hash & 0x7fffffff);
}

static void add_entry(Reading *reading, const AlbLine *line) {
    Replay *out = reading->out;
    if (out->count >= REPLAY_ENTRIES_MAX || out->kind_count > REPLAY_KINDS_MAX) {
        reading->has_too_many = true;
        return;
    }
    if (out->count == reading->entry_capacity) {
        reading->entry_capacity = reading->entry_capacity == 0 ? 1024 : 2 * reading->entry_capacity;
        out->entries =
            alloc_grow(out->entries, (size_t)reading->entry_capacity, sizeof *out->entries);
    }
    int32_t kind = kind_of(reading, line);
    out->kinds[kind].entries++;
    out->kinds[kind].request_bytes += line->received_bytes;
    out->kinds[kind].response_bytes += line->sent_bytes;
    out->without_time += line->work_ns < 0;
    out->entries[out->count++] =
        (ConfigReplayEntry){line->at_ns, line->work_ns, kind, user_of(line->client)};
}

// What some editors put before a text to say that it is UTF-8.
static void drop_mark(Reading *reading) {
    static const char mark[] = {'\xef', '\xbb', '\xbf'};
    if (reading->length < 3 || memcmp(reading->line, mark, 3) != 0) return;
    reading->length -= 3;
    memmove(reading->line, reading->line + 3, (size_t)reading->length);
}

static void end_line(Reading *reading) {
    if (reading->out->line_count == 0) drop_mark(reading);
    int32_t length = reading->length;
    bool is_too_long = reading->is_too_long;
    reading->length = 0;
    reading->is_too_long = false;
    reading->out->line_count++;
    while (length > 0 && reading->line[length - 1] == '\r')
        length--;
    if (length == 0 && !is_too_long) return;
    AlbLine line;
    AlbLineStatus status =
        is_too_long ? ALB_LINE_FOREIGN : alb_line_read(reading->line, length, &line);
    if (status == ALB_LINE_READ)
        add_entry(reading, &line);
    else
        skip(reading, status);
}

static void take(Reading *reading, const char *text, int32_t length) {
    reading->out->hash = hash_bytes(reading->out->hash, text, (size_t)length);
    for (int32_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            end_line(reading);
        else if (reading->length < LINE_MAX_BYTES)
            reading->line[reading->length++] = text[i];
        else
            reading->is_too_long = true;
    }
}

static void merge(const ConfigReplayEntry *from, ConfigReplayEntry *to, int32_t left,
                  int32_t middle, int32_t right) {
    int32_t a = left, b = middle;
    for (int32_t at = left; at < right; at++) {
        bool is_left = a < middle && (b >= right || from[a].at_ns <= from[b].at_ns);
        to[at] = is_left ? from[a++] : from[b++];
    }
}

static int32_t least(int64_t a, int32_t b) {
    return a < b ? (int32_t)a : b;
}

// Stable: entries of one time keep their order. Files of several nodes, one after the other, are as
// quick as a log in order.
static ConfigReplayEntry *sorted(const Replay *out, Arena *arena) {
    ConfigReplayEntry *from = arena_array(arena, out->count, sizeof *from),
                      *to = arena_array(arena, out->count, sizeof *to);
    if (out->count > 0) memcpy(from, out->entries, (size_t)out->count * sizeof *from);
    for (int64_t run = 1; run < out->count; run *= 2) {
        for (int64_t left = 0; left < out->count; left += 2 * run)
            merge(from, to, (int32_t)left, least(left + run, out->count),
                  least(left + 2 * run, out->count));
        ConfigReplayEntry *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

// An entry that no target answered takes the mean of its kind, or of all.
static void fill_times(Replay *out, Arena *arena) {
    double *sums = arena_array(arena, out->kind_count, sizeof *sums), sum = 0;
    int64_t *counts = arena_array(arena, out->kind_count, sizeof *counts), count = 0;
    for (int32_t i = 0; i < out->count; i++) {
        const ConfigReplayEntry *entry = &out->entries[i];
        if (entry->work_ns < 0) continue;
        sums[entry->request] += (double)entry->work_ns;
        counts[entry->request]++;
        sum += (double)entry->work_ns;
        count++;
    }
    for (int32_t i = 0; i < out->count; i++) {
        ConfigReplayEntry *entry = &out->entries[i];
        if (entry->work_ns >= 0) continue;
        int64_t alike = counts[entry->request];
        entry->work_ns = (SimTime)(alike > 0   ? sums[entry->request] / (double)alike
                                   : count > 0 ? sum / (double)count
                                               : 0);
    }
}

static int by_number(const void *a, const void *b) {
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

// Users from 0 on instead of hashes of their addresses.
static void number_users(Replay *out, Arena *arena) {
    int32_t *hashes = arena_array(arena, out->count, sizeof *hashes), users = 0;
    for (int32_t i = 0; i < out->count; i++)
        hashes[i] = out->entries[i].user;
    qsort(hashes, (size_t)out->count, sizeof *hashes, by_number);
    for (int32_t i = 0; i < out->count; i++)
        if (i == 0 || hashes[i] != hashes[i - 1]) hashes[users++] = hashes[i];
    for (int32_t i = 0; i < out->count; i++) {
        const int32_t *found =
            bsearch(&out->entries[i].user, hashes, (size_t)users, sizeof *hashes, by_number);
        SIM_ASSERT(found != NULL);
        out->entries[i].user = (int32_t)(found - hashes);
    }
    out->user_count = users;
}

// Into the arena, with times from the first entry on.
static void settle(Reading *reading) {
    Replay *out = reading->out;
    ConfigReplayEntry *entries = sorted(out, reading->arena);
    free(out->entries);
    out->entries = entries;
    fill_times(out, reading->arena);
    if (out->count > 0) number_users(out, reading->arena);
    int64_t first = out->count > 0 ? entries[0].at_ns : 0;
    for (int32_t i = 0; i < out->count; i++)
        entries[i].at_ns -= first;
    ReplayKind *kinds = arena_array(reading->arena, out->kind_count, sizeof *kinds);
    if (out->kind_count > 0) memcpy(kinds, out->kinds, (size_t)out->kind_count * sizeof *kinds);
    free(out->kinds);
    out->kinds = kinds;
}

static bool read_all(Reading *reading, gzFile file, SimError *error) {
    char *chunk = arena_alloc(reading->arena, CHUNK);
    int got = 0;
    while (!reading->has_too_many && reading->bytes < BYTES_MAX &&
           (got = gzread(file, chunk, CHUNK)) > 0) {
        reading->bytes += got;
        take(reading, chunk, got);
    }
    if (reading->length > 0 || reading->is_too_long) end_line(reading);
    if (reading->has_too_many || reading->bytes >= BYTES_MAX)
        return sim_error_set(error,
                             "it is too large: at most %d entries, %d different requests "
                             "and 1 GB are read",
                             REPLAY_ENTRIES_MAX, REPLAY_KINDS_MAX);
    int reason = Z_OK;
    const char *text = gzerror(file, &reason);
    reading->out->is_cut = reason == Z_BUF_ERROR;
    if (reason != Z_OK && reason != Z_STREAM_END && reason != Z_BUF_ERROR)
        return sim_error_set(error, "it can not be read: %.100s",
                             reason == Z_ERRNO ? strerror(errno) : text);
    return true;
}

bool replay_read(Arena *arena, const char *path, Replay *out, SimError *error) {
    *out = (Replay){.hash = HASH_START};
    struct stat about;
    if (stat(path, &about) != 0)
        return sim_error_set(error, "it can not be read: %s", strerror(errno));
    if (!S_ISREG(about.st_mode)) return sim_error_set(error, "it is no ordinary file");
    gzFile file = gzopen(path, "rb");
    if (file == NULL) return sim_error_set(error, "it can not be read: %s", strerror(errno));
    Reading reading = {.arena = arena, .out = out};
    reading.line = arena_alloc(arena, LINE_MAX_BYTES);
    names_init(&reading.names, arena);
    bool is_read = read_all(&reading, file, error);
    gzclose(file);
    settle(&reading);
    if (is_read && out->count == 0)
        return sim_error_set(error, "no line of it is an entry of a load balancer's access log");
    return is_read;
}
