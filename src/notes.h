/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notes.h -- a growing list of sentences: what was set aside, assumed or found odd.
 * The engine never prints; it leaves notes, and the front end shows them. */
#ifndef IRT_NOTES_H
#define IRT_NOTES_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

/* What mends it: a choice and its new value; or, as IRT_LEAVE_OUT, the name of a column that
 * had better be no item. */
struct irt_remedy {
    const char *command; /* static; NULL: nothing does */
    char *argument;      /* owned */
};
#define IRT_LEAVE_OUT "leave-out"

struct irt_notes {
    size_t count;
    char **text;               /* owned */
    struct irt_remedy *remedy; /* count */
};

/* Appends a sentence; false when there is no memory (the list stays as it was). */
bool irt_notes_add(struct irt_notes *notes, const char *format, ...) IRT_PRINTF(2, 3);

/* Gives the last sentence a remedy; false when there is no memory. */
bool irt_notes_remedy(struct irt_notes *notes, const char *command, const char *argument);

/* Appends a copy of every sentence of another list. */
bool irt_notes_copy(struct irt_notes *notes, const struct irt_notes *from);

/* Frees the sentences and empties the list. */
void irt_notes_clear(struct irt_notes *notes);

#endif
