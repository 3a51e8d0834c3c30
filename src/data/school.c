/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/school.h"

#include <stdlib.h>
#include <string.h>

size_t
irt_school_of(struct irt_names *names, struct irt_cell cell,
              const struct irt_missing *missing, const struct irt_place *place,
              size_t line, struct irt_error *error)
{
    char name[IRT_LONGEST_NAME + 1];
    bool changed = false;
    double value;
    size_t length = irt_clean(name, sizeof name, cell.text, cell.length, &changed),
           number;

    if (length == 0 || irt_cell_read(cell, missing, &value) == IRT_CELL_MISSING) {
        irt_place_fail(place, line, error, IRT_BAD_DATA,
                       "the school is missing; give every person a school, or remove the "
                       "row");
        return IRT_NO_NAME;
    }
    number = irt_names_add(names, name, length);
    if (number == IRT_NO_NAME)
        irt_place_fail(place, line, error, IRT_NO_MEMORY,
                       "there is no memory for the schools");
    return number;
}

bool
irt_school_sort(struct irt_responses *data, const struct irt_names *names,
                struct irt_error *error)
{
    struct irt_names_entry *entry = malloc((names->count + 1) * sizeof *entry);
    uint32_t *index = malloc((names->count + 1) * sizeof *index);
    char **name = calloc(names->count + 1, sizeof *name);
    bool done = entry != NULL && index != NULL && name != NULL;

    data->school_name = name;
    if (done) {
        data->schools = names->count;
        for (size_t k = 0; k < names->count; k++)
            entry[k] = (struct irt_names_entry){ irt_names_text(names, k), k };
        irt_names_sort(entry, names->count);
        for (size_t k = 0; k < names->count; k++) {
            name[k] = strdup(entry[k].name);
            done = done && name[k] != NULL;
            index[entry[k].number] = (uint32_t)k;
        }
        for (size_t i = 0; i < data->rows; i++)
            data->school[i] = index[data->school[i]];
    }
    free(entry);
    free(index);
    return done || irt_fail(error, IRT_NO_MEMORY, "there is no memory for the schools");
}
