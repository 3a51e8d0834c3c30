/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/ids.h"

#include <stdlib.h>
#include <string.h>

#include "data/load.h"

#define MEMBERS 5 /* rows an id, from which on it looks like a school */

bool
irt_ids_take(struct irt_ids *ids, struct irt_cell cell, size_t line)
{
    char name[IRT_LONGEST_NAME + 1];
    size_t before = ids->names.count;
    size_t length = irt_clean(name, sizeof name, cell.text, cell.length, &ids->changed);
    size_t number = irt_names_add(&ids->names, name, length);

    if (number == IRT_NO_NAME)
        return false;
    if (ids->rows == ids->capacity) {
        size_t capacity = 2 * ids->capacity + 256;
        uint32_t *larger = realloc(ids->number, capacity * sizeof *larger);
        if (larger == NULL)
            return false;
        ids->number = larger;
        ids->capacity = capacity;
    }
    ids->number[ids->rows++] = (uint32_t)number;
    if (length == 0) {
        if (ids->empty++ == 0)
            ids->empty_line = line;
    } else if (number < before && ids->repeated++ == 0) {
        ids->repeated_line = line;
        ids->repeated_name = number;
    }
    return true;
}

/* Many rows an id: it is a school's or a class's.  Else the numbers of the rows tell the
 * persons apart. */
static bool
note_repeated(const struct irt_ids *ids, const char *column, bool has_schools,
              const struct irt_place *place, struct irt_notes *notes)
{
    bool many = ids->names.count > 1 && ids->rows >= MEMBERS * ids->names.count;
    char name[IRT_SHOWN], shown[IRT_SHOWN];

    irt_names_show(&ids->names, ids->repeated_name, name);
    irt_show(shown, column, strlen(column));
    if (many && !has_schools)
        return irt_notes_add(notes,
                             "column '%s' looks like schools: %zu names for %zu rows; it "
                             "is taken as the ids of different persons",
                             shown, ids->names.count, ids->rows) &&
               irt_notes_remedy(notes, "school-column", column);
    return irt_notes_add(notes,
                         "ids that stand in more than one row: %zu, the first '%s' %s "
                         "%zu; the rows are taken as different persons, and their scores "
                         "have the same id",
                         ids->repeated, name, irt_place_on(place), ids->repeated_line) &&
           irt_notes_remedy(notes, "id-column", IRT_NO_SUCH);
}

bool
irt_ids_note(const struct irt_ids *ids, const char *column, bool has_schools,
             const struct irt_place *place, struct irt_notes *notes)
{

    if (ids->empty > 0 &&
        !irt_notes_add(notes, "rows without an id: %zu, the first %s %zu", ids->empty,
                       irt_place_on(place), ids->empty_line))
        return false;
    if (ids->changed && !irt_notes_add(notes,
                                       "ids were changed: they had bytes that are no "
                                       "UTF-8 text (taken as Windows-1252), or "
                                       "were longer than %d bytes",
                                       IRT_LONGEST_NAME))
        return false;
    return ids->repeated == 0 || note_repeated(ids, column, has_schools, place, notes);
}

void
irt_ids_free(struct irt_ids *ids)
{
    irt_names_free(&ids->names);
    free(ids->number);
    ids->number = NULL;
}
