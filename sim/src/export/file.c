// A buffer before a descriptor. Everything is written to "NAME.part", so that an older NAME stays
// whole until the new one is, whatever goes wrong in between.
#include "export/file.h"

#include "engine/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *join(const char *directory, const char *name, const char *suffix) {
    size_t size = strlen(directory) + strlen(name) + strlen(suffix) + 2;
    char *path = alloc_zeroed(size, 1);
    snprintf(path, size, "%s/%s%s", directory, name, suffix);
    return path;
}

static void free_memory(OutFile *file) {
    alloc_free(file->path);
    alloc_free(file->temporary);
    alloc_free(file->buffer);
    SimError failure = file->failure;
    *file = (OutFile){.descriptor = -1, .failure = failure};
}

bool out_file_open(OutFile *file, const char *directory, const char *name, SimError *error) {
    *file =
        (OutFile){.path = join(directory, name, ""), .temporary = join(directory, name, ".part")};
    file->descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file->descriptor < 0) {
        sim_error_set(error, "cannot write %s: %s", file->temporary, strerror(errno));
        free_memory(file);
        return false;
    }
    file->buffer = alloc_zeroed(OUT_BUFFER_SIZE, 1);
    return true;
}

bool out_file_has_failed(const OutFile *file) {
    return file->failure.text[0] != '\0';
}

// Only the first failure is worth telling.
static void fail(OutFile *file, int reason) {
    if (!out_file_has_failed(file))
        sim_error_set(&file->failure, "cannot write %s: %s", file->path, strerror(reason));
}

static void write_all(OutFile *file, const char *bytes, size_t length) {
    while (length > 0 && !out_file_has_failed(file)) {
        ssize_t written = write(file->descriptor, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            fail(file, written < 0 ? errno : EIO);
            return;
        }
        bytes += written;
        length -= (size_t)written;
    }
}

void out_flush(OutFile *file) {
    if (file->used > 0) write_all(file, file->buffer, file->used);
    file->used = 0;
}

// The old file has no name any more and is gone when its reader closes it.
FILE *out_file_begin_anew(OutFile *file) {
    out_flush(file);
    if (out_file_has_failed(file)) return NULL;
    FILE *old = fopen(file->temporary, "rb");
    int fresh = -1;
    if (old != NULL && unlink(file->temporary) == 0)
        fresh = open(file->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fresh < 0) {
        fail(file, errno);
        if (old != NULL) fclose(old);
        return NULL;
    }
    close(file->descriptor);
    file->descriptor = fresh;
    return old;
}

// A device or pipe cannot be synchronised, which is no failure.
static void synchronise(OutFile *file) {
    if (out_file_has_failed(file) || fsync(file->descriptor) == 0) return;
    if (errno != EINVAL && errno != ENOTSUP && errno != EROFS) fail(file, errno);
}

bool out_file_seal(OutFile *file, SimError *error) {
    out_flush(file);
    synchronise(file);
    if (file->descriptor >= 0 && close(file->descriptor) != 0) fail(file, errno);
    file->descriptor = -1;
    return !out_file_has_failed(file) || sim_error_set(error, "%s", file->failure.text);
}

bool out_file_finish(OutFile *file, SimError *error) {
    if (file->descriptor >= 0) out_file_seal(file, NULL);
    if (!out_file_has_failed(file) && rename(file->temporary, file->path) != 0) fail(file, errno);
    bool is_done = !out_file_has_failed(file);
    if (!is_done) unlink(file->temporary);
    if (!is_done) sim_error_set(error, "%s", file->failure.text);
    free_memory(file);
    return is_done;
}

void out_file_discard(OutFile *file) {
    if (file->path != NULL) {
        if (file->descriptor >= 0) close(file->descriptor);
        unlink(file->temporary);
    }
    free_memory(file);
}

static bool remove_named(const char *directory, const char *name, const char *suffix,
                         SimError *error) {
    char *path = join(directory, name, suffix);
    bool is_gone = unlink(path) == 0 || errno == ENOENT;
    if (!is_gone) sim_error_set(error, "cannot remove %s: %s", path, strerror(errno));
    alloc_free(path);
    return is_gone;
}

bool remove_file(const char *directory, const char *name, SimError *error) {
    return remove_named(directory, name, ".part", error) &&
           remove_named(directory, name, "", error);
}

void out_bytes_full(OutFile *file, const char *bytes, size_t length) {
    out_flush(file);
    if (length <= OUT_BUFFER_SIZE)
        out_bytes(file, bytes, length);
    else
        write_all(file, bytes, length);
}

static bool make_directory(const char *path, SimError *error) {
    if (mkdir(path, 0777) == 0) return true;
    int reason = errno;
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) return true;
    return sim_error_set(error, "cannot make directory %s: %s", path, strerror(reason));
}

bool make_directories(const char *path, SimError *error) {
    char *prefix = join(path, "", "");
    bool is_made = true;
    for (char *slash = strchr(prefix + 1, '/'); slash != NULL && is_made;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        is_made = make_directory(prefix, error);
        *slash = '/';
    }
    alloc_free(prefix);
    return is_made;
}
