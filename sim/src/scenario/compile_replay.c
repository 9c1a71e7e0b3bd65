// A population whose requests a recorded log gives.
#include "scenario/compile.h"
#include "scenario/replay.h"

#include "engine/hash.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Files are named from the scenario's own folder on.
static const char *path_of(Compiler *compiler, const char *file) {
    const char *slash = compiler->file == NULL ? NULL : strrchr(compiler->file, '/');
    if (file[0] == '/' || slash == NULL) return file;
    return arena_format(compiler->arena, "%.*s/%s", (int)(slash - compiler->file), compiler->file,
                        file);
}

static void warn_of(Compiler *compiler, const RawReplay *raw, const Replay *replay,
                    AlbLineStatus status) {
    const ReplaySkipped *skipped = &replay->skipped[status];
    char lines[REPLAY_LINES_NAMED * 22 + 4] = "";
    for (int32_t i = 0; i < skipped->count && i < REPLAY_LINES_NAMED; i++) {
        size_t used = strlen(lines);
        snprintf(lines + used, sizeof lines - used, "%s%lld", i == 0 ? "" : ", ",
                 (long long)skipped->lines[i]);
    }
    bool has_more = skipped->count > REPLAY_LINES_NAMED;
    COMPILE_WARN(compiler, raw->node, "file", "They are left out.",
                 "%lld of %lld lines %s: line%s %s%s", (long long)skipped->count,
                 (long long)replay->line_count, replay_reason(status),
                 skipped->count == 1 ? "" : "s", lines, has_more ? ", ..." : "");
}

// One entry of long ago in a log that is out of order, and all others come when the run is over.
static void tell_late(Compiler *compiler, const RawReplay *raw, const Replay *replay) {
    SimTime duration = compiler->raw->duration;
    int32_t late = 0;
    for (int32_t i = 0; i < replay->count; i++)
        late +=
            (double)raw->begin + (double)replay->entries[i].at_ns / raw->speed > (double)duration;
    if (late > 0 && duration > 0)
        COMPILE_WARN(compiler, raw->node, "file",
                     "Let the run last longer, or replay the log at a higher speed.",
                     "%d of %d requests come after the run's end: from the first to the last of "
                     "the log it is %.0f s",
                     late, replay->count,
                     (double)replay->entries[replay->count - 1].at_ns / SIM_SECOND);
}

static void tell_users(Compiler *compiler, const RawReplay *raw, const Replay *replay,
                       const ConfigClient *client) {
    char remedy[80];
    snprintf(remedy, sizeof remedy, "Set its users to %d, or some share a user's connection.",
             replay->user_count);
    if (replay->user_count > client->users)
        COMPILE_WARN(compiler, raw->node, "file", remedy,
                     "the log has %d addresses, and the population %d users", replay->user_count,
                     client->users);
}

static void tell(Compiler *compiler, const RawReplay *raw, const Replay *replay,
                 const ConfigClient *client) {
    for (int status = ALB_LINE_READ + 1; status < ALB_LINE_STATUSES; status++)
        if (replay->skipped[status].count > 0)
            warn_of(compiler, raw, replay, (AlbLineStatus)status);
    if (replay->is_cut)
        COMPILE_WARN(compiler, raw->node, "file", "What came before is used.",
                     "the file ends in the middle of its compressed data");
    if (replay->without_time > 0)
        COMPILE_WARN(compiler, raw->node, "file",
                     "They take the mean time of the same request, or of all.",
                     "%lld request%s answered by no target", (long long)replay->without_time,
                     replay->without_time == 1 ? " was" : "s were");
    tell_late(compiler, raw, replay);
    tell_users(compiler, raw, replay, client);
}

static void take_kinds(Compiler *compiler, const Replay *replay, ConfigClient *client) {
    client->request_count = replay->kind_count;
    client->requests = arena_array(compiler->arena, replay->kind_count, sizeof *client->requests);
    for (int32_t i = 0; i < replay->kind_count; i++) {
        const ReplayKind *kind = &replay->kinds[i];
        bool has_record = names_find(&compiler->hosts, kind->host) >= 0;
        client->requests[i] =
            (ConfigRequest){.share = (double)kind->entries,
                            .host = has_record ? kind->host : client->host,
                            .method = kind->method,
                            .path = kind->path,
                            .query = kind->query,
                            .request_bytes = (int32_t)(kind->request_bytes / kind->entries),
                            .response_bytes = (int32_t)(kind->response_bytes / kind->entries)};
    }
}

static void read_log(Compiler *compiler, const RawReplay *raw, ConfigClient *client) {
    Replay replay;
    SimError error;
    if (!replay_read(compiler->arena, path_of(compiler, raw->file), &replay, &error)) {
        COMPILE_REFUSE(compiler, raw->node, "file", "Name an access log, plain or gzip.", "%s",
                       error.text);
        return;
    }
    tell(compiler, raw, &replay, client);
    take_kinds(compiler, &replay, client);
    client->arrivals.replay.entries = replay.entries;
    client->arrivals.replay.count = replay.count;
    for (int32_t i = 0; i < replay.count; i++)
        replay.entries[i].user %= client->users;
    compiler->config->replay_hash = hash_u64(compiler->config->replay_hash, replay.hash);
}

// A running world goes on with what was read when it began, whatever became of the file.
static void go_on(Compiler *compiler, const ConfigClient *before, ConfigClient *client) {
    client->requests = before->requests;
    client->request_count = before->request_count;
    client->arrivals.replay = before->arrivals.replay;
    compiler->config->replay_hash = compiler->previous->replay_hash;
    compiler->config->is_sharing = true;
}

void compile_replay(Compiler *compiler, const RawClient *raw, ConfigClient *client, int32_t index) {
    static const char *const others[] = {"changes", "wave", "flash_crowds", "bursts"};
    const RawReplay *said = &raw->arrivals.replay;
    for (int i = 0; i < 4; i++)
        if (node_member(raw->arrivals.node, others[i]) != NULL)
            COMPILE_REFUSE(compiler, raw->arrivals.node, others[i], "Leave it out.",
                           "a replay has no rate of its own");
    if (node_member(raw->node, "requests") != NULL)
        COMPILE_REFUSE(compiler, raw->node, "requests", "Leave it out.",
                       "the log says what is asked for");
    if (raw->visits.node != NULL)
        COMPILE_REFUSE(compiler, raw->node, "visits", "Leave it out.",
                       "the log has every request of a visit");
    client->arrivals.kind = CONFIG_ARRIVALS_REPLAY;
    client->arrivals.rate = 0;
    client->arrivals.replay =
        (ConfigReplay){.file = said->file, .speed = said->speed, .begin_ns = said->begin};
    compiler->config->has_replays = true;
    // Checks of single changes need no traffic, and a log is long.
    if (compiler->is_nested || said->file == NULL) return;
    if (compiler->previous != NULL)
        go_on(compiler, &compiler->previous->clients[index], client);
    else
        read_log(compiler, said, client);
}
