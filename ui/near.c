/* SPDX-License-Identifier: GPL-3.0-or-later */
/* near.c -- the nearest known word.  Distance: optimal string alignment, that is
 * Damerau's edits without two on the same letters. */
#include "config.h"

#include "near.h"

#include <string.h>

static size_t
least(size_t x, size_t y)
{
    return x < y ? x : y;
}

/* Rows before[], last[] and here[] are distances of prefixes of x to all prefixes of y. */
static size_t
distance(const char *x, const char *y)
{
    size_t rows[3][UI_NEAR_LONGEST + 1];
    size_t m = strlen(x), n = strlen(y);

    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *here = rows[i % 3], *last = rows[(i + 2) % 3],
               *before = rows[(i + 1) % 3];

        here[0] = i;
        for (size_t j = 1; j <= n; j++) {
            here[j] = least(last[j - 1] + (x[i - 1] != y[j - 1]),
                            least(last[j], here[j - 1]) + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                here[j] = least(here[j], before[j - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

void
ui_near_begin(struct ui_near *near, const char *word, size_t length)
{
    if (length > UI_NEAR_LONGEST)
        length = UI_NEAR_LONGEST;
    memcpy(near->word, word, length);
    near->word[length] = '\0';
    near->best = NULL;
    near->distance = 0;
}

void
ui_near_try(struct ui_near *near, const char *known)
{
    size_t length = strlen(known), edits;

    if (length > UI_NEAR_LONGEST)
        return;
    edits = distance(near->word, known);
    if (strlen(near->word) >= 3 && strncmp(near->word, known, strlen(near->word)) == 0)
        edits = 1;
    else if (edits > (length / 3 > 1 ? length / 3 : 1) || edits >= length)
        return;
    if (near->best == NULL || edits < near->distance) {
        near->best = known;
        near->distance = edits;
    }
}
