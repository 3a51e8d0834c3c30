/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Takes text over; frees it when there is no memory for one more. */
static bool
notes_take(struct irt_notes *notes, char *text)
{
    char **list = realloc(notes->text, (notes->count + 1) * sizeof *list);

    if (list == NULL) {
        free(text);
        return false;
    }
    notes->text = list;
    notes->text[notes->count++] = text;
    return true;
}

bool
irt_notes_add(struct irt_notes *notes, const char *format, ...)
{
    va_list arguments;
    char *text;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || (text = malloc((size_t)length + 1)) == NULL)
        return false;
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return notes_take(notes, text);
}

bool
irt_notes_copy(struct irt_notes *notes, const struct irt_notes *from)
{
    size_t count = from->count; /* so that a list may be added to itself */

    for (size_t i = 0; i < count; i++)
        if (!irt_notes_add(notes, "%s", from->text[i]))
            return false;
    return true;
}

void
irt_notes_clear(struct irt_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        free(notes->text[i]);
    free(notes->text);
    *notes = (struct irt_notes){ 0 };
}
