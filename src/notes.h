/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notes.h -- a growing list of sentences: what was set aside, assumed or found odd.
 * The engine never prints; it leaves notes, and the front end shows them. */
#ifndef IRT_NOTES_H
#define IRT_NOTES_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_notes {
    size_t count;
    char **text; /* owned */
};

/* Appends a sentence; false when there is no memory (the list stays as it was). */
bool irt_notes_add(struct irt_notes *notes, const char *format, ...) IRT_PRINTF(2, 3);

/* Appends a copy of every sentence of another list. */
bool irt_notes_copy(struct irt_notes *notes, const struct irt_notes *from);

/* Frees the sentences and empties the list. */
void irt_notes_clear(struct irt_notes *notes);

#endif
