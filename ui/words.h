/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h -- a command line split into words. */
#ifndef UI_WORDS_H
#define UI_WORDS_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

#define UI_WORDS 64

struct ui_words {
    int count;
    char *word[UI_WORDS + 1]; /* NULL after the last; they point into text */
    char *text;               /* owned */
};

/* Splits at blanks; "quoted words" keep theirs, and \ before a blank, a quote or itself
 * does too; # at the start of a word begins a comment.  False with *error filled for a
 * quote that is not closed, too many words or no memory.
 * Free by ui_words_free(), also after false. */
bool ui_words_split(const char *line, struct ui_words *words, struct irt_error *error);
void ui_words_free(struct ui_words *words);

/* One word such that splitting gives it back: quoted where needed.  Cut to size. */
void ui_word_quote(const char *word, char *out, size_t size);

#endif
