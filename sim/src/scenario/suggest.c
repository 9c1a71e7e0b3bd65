// Did you mean: the distance of Damerau and Levenshtein, with neighbours swapped counting once.
#include "scenario/diagnostics.h"

#include <string.h>

#define WORD_MAX 63
#define FAR      1000

static int32_t smallest(int32_t a, int32_t b, int32_t c) {
    int32_t least = a < b ? a : b;
    return least < c ? least : c;
}

int32_t suggest_distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    if (n > WORD_MAX || m > WORD_MAX) return FAR;
    int32_t rows[WORD_MAX + 1][WORD_MAX + 1];
    for (size_t i = 0; i <= n; i++)
        rows[i][0] = (int32_t)i;
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = (int32_t)j;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            int32_t change = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            rows[i][j] = smallest(rows[i - 1][j] + 1, rows[i][j - 1] + 1, change);
            bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (is_swap && rows[i - 2][j - 2] + 1 < rows[i][j]) rows[i][j] = rows[i - 2][j - 2] + 1;
        }
    }
    return rows[n][m];
}

const char *suggest_word(const char *text, const char *const *words) {
    const char *best = NULL;
    int32_t best_distance = 1 + (int32_t)strlen(text) / 3;
    for (; *words != NULL; words++) {
        int32_t distance = suggest_distance(text, *words);
        if (distance > best_distance || (best != NULL && distance == best_distance)) continue;
        best = *words;
        best_distance = distance;
    }
    return best;
}
