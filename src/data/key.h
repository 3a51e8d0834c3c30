/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key.h -- which answers score how much: the key of a multiple-choice test.
 *
 * As a text   ABDCA, one letter or digit an item; or A,B,10,C with commas.  Several right
 *             answers: A|C.  Another score than 1: B=2|D=1.  In the order of the items.
 * As a file   one such answer a line, or all in one line, in the order of the items; or a
 *             table of item, answer and, if wanted, score, where an item may have several
 *             rows and items that have none are taken as scored already.
 * Single letters are the same in either case, numbers by value; what the key has not
 * scores 0. */
#ifndef IRT_KEY_H
#define IRT_KEY_H

#include "data/cell.h"
#include "data/names.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_key_answer {
    char *option; /* owned: as irt_option_text() makes it */
    uint8_t score;
};

struct irt_key_item {
    char *name; /* owned; NULL: by position */
    size_t answers;
    struct irt_key_answer *answer; /* owned */
};

struct irt_key {
    bool named; /* items by name, not by position */
    size_t items;
    struct irt_key_item *item;
};

/* The text by which an answer is known, cleaned and cut. */
void irt_option_text(char out[IRT_LONGEST_NAME + 1], struct irt_cell cell);

/* Reads a key: from the file of that name, if there is one, or else the text itself.
 * NULL with *error filled: IRT_BAD_DATA as "FILE:LINE: ..." or "key: ...", IRT_NO_MEMORY.
 * Caller frees: irt_key_free(). */
struct irt_key *irt_key_read(const char *key, struct irt_error *error);
void irt_key_free(struct irt_key *key);

/* Does it score the item of this name?  One by position may score any. */
bool irt_key_covers(const struct irt_key *key, const char *name);

/* What it has on the item of this name, at this place among the items; NULL: nothing. */
const struct irt_key_item *irt_key_item(const struct irt_key *key, const char *name,
                                        size_t place);

/* The score of an answer, 0 when the key has not got it. */
uint8_t irt_key_score(const struct irt_key_item *item, const char *option);

/* Is this an answer that the key has, to any item? */
bool irt_key_has(const struct irt_key *key, struct irt_cell cell);

#endif
