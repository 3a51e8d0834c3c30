/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes text over; frees it when there is no memory for one more. */
static bool
notes_take(struct irt_notes *notes, char *text)
{
    char **list = realloc(notes->text, (notes->count + 1) * sizeof *list);
    struct irt_remedy *remedy;

    if (list != NULL)
        notes->text = list;
    remedy = list != NULL
                 ? realloc(notes->remedy, (notes->count + 1) * sizeof *notes->remedy)
                 : NULL;
    if (remedy == NULL) {
        free(text);
        return false;
    }
    notes->remedy = remedy;
    notes->remedy[notes->count] = (struct irt_remedy){ NULL, NULL };
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
irt_notes_remedy(struct irt_notes *notes, const char *command, const char *argument)
{
    struct irt_remedy *remedy = &notes->remedy[notes->count - 1];

    free(remedy->argument);
    remedy->argument = strdup(argument);
    remedy->command = remedy->argument != NULL ? command : NULL;
    return remedy->argument != NULL;
}

bool
irt_notes_copy(struct irt_notes *notes, const struct irt_notes *from)
{
    size_t count = from->count; /* so that a list may be added to itself */

    for (size_t i = 0; i < count; i++) {
        struct irt_remedy remedy = from->remedy[i];

        if (!irt_notes_add(notes, "%s", from->text[i]) ||
            (remedy.command != NULL &&
             !irt_notes_remedy(notes, remedy.command, remedy.argument)))
            return false;
    }
    return true;
}

void
irt_notes_clear(struct irt_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++) {
        free(notes->text[i]);
        free(notes->remedy[i].argument);
    }
    free(notes->text);
    free(notes->remedy);
    *notes = (struct irt_notes){ 0 };
}
