/* SPDX-License-Identifier: GPL-3.0-or-later */
/* near.h -- which known word was meant: the nearest by letters inserted, left out,
 * changed or swapped. */
#ifndef UI_NEAR_H
#define UI_NEAR_H

#include <stddef.h>

#define UI_NEAR_LONGEST 40

struct ui_near {
    char word[UI_NEAR_LONGEST + 1]; /* what was typed, cut */
    const char *best;               /* NULL: nothing is near */
    size_t distance;
};

/* Starts a search for the first length characters of word. */
void ui_near_begin(struct ui_near *near, const char *word, size_t length);

/* Offers a known word, borrowed.  It is near within a third of its letters, 1 at least; or
 * when the typed word, of 3 letters or more, begins it. */
void ui_near_try(struct ui_near *near, const char *known);

#endif
