// The harness without a fuzzer: each file named, or standing in a directory named, goes through it
// once.
#include "fuzz.h"

#include "sim/base.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static int replay_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 0;
    }
    uint8_t *bytes = NULL;
    size_t used = 0, got;
    do {
        bytes = realloc(bytes, used + 65536);
        SIM_ASSERT(bytes != NULL);
        got = fread(bytes + used, 1, 65536, file);
        used += got;
    } while (got > 0);
    fclose(file);
    // Exactly as long as the input is, so that a step beyond it is seen.
    uint8_t *exact = malloc(used > 0 ? used : 1);
    SIM_ASSERT(exact != NULL);
    for (size_t i = 0; i < used; i++)
        exact[i] = bytes[i];
    free(bytes);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(exact, used);
    free(exact);
    return 1;
}

static int replay(const char *path) {
    struct dirent **entries;
    int replayed = 0, count = scandir(path, &entries, NULL, alphasort);
    if (count < 0) return replay_file(path);
    for (int i = 0; i < count; i++) {
        char name[1024];
        struct stat status;
        snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        free(entries[i]);
        if (stat(name, &status) == 0 && S_ISREG(status.st_mode)) replayed += replay_file(name);
    }
    free(entries);
    return replayed;
}

int main(int argc, char **argv) {
    int replayed = 0;
    for (int i = 1; i < argc; i++)
        replayed += replay(argv[i]);
    printf("%d files replayed\n", replayed);
    return replayed > 0 ? 0 : 1;
}
