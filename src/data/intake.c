/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/intake.h"

#include <string.h>

#include "data/key_row.h"
#include "data/reverse.h"

bool
irt_intake_open(struct irt_intake *intake, const struct irt_load_options *options,
                struct irt_place place, struct irt_error *error)
{
    *intake = (struct irt_intake){ .options = options, .place = place };
    if (!irt_missing_read(&intake->missing, options->missing, error))
        return false;
    if (options->words != NULL) {
        intake->scales = irt_scales_read(options->words, error);
        if (intake->scales == NULL)
            return false;
    }
    if (options->key != NULL)
        intake->key = irt_key_read(options->key, error);
    return options->key == NULL || intake->key != NULL;
}

void
irt_intake_close(struct irt_intake *intake)
{
    irt_wide_free(intake->wide);
    irt_long_free(intake->rows);
    irt_key_free(intake->key);
    irt_scales_free(intake->scales);
    irt_columns_free(&intake->columns);
    irt_missing_free(&intake->missing);
    irt_notes_clear(&intake->notes);
}

bool
irt_intake_columns(struct irt_intake *intake, const struct irt_first_row *header,
                   size_t count, size_t line, struct irt_error *error)
{
    return irt_columns_read(&intake->columns, header, count, intake->options,
                            &intake->place, line, &intake->notes, error);
}

/* What the key names must be there; which names the long format has is known later. */
static bool
check_key(const struct irt_intake *intake, struct irt_error *error)
{
    const struct irt_key *key = intake->key;
    struct irt_error problem;

    for (size_t j = 0; key != NULL && key->named && j < key->items; j++) {
        const char *name = key->item[j].name;

        if (irt_names_find(&intake->columns.names, name, strlen(name)) != IRT_NO_NAME)
            continue;
        irt_columns_no(&intake->columns, (struct irt_cell){ name, strlen(name) },
                       &intake->place, 0, &problem);
        return irt_fail(error, IRT_BAD_DATA, "%.350s (in --key)", problem.message);
    }
    return true;
}

bool
irt_intake_start(struct irt_intake *intake, struct irt_error *error)
{
    if (intake->options->long_columns == NULL && !check_key(intake, error))
        return false;
    if (intake->options->long_columns == NULL)
        intake->wide = irt_wide_new(&intake->columns, &intake->missing, intake->key,
                                    intake->scales, &intake->place, error);
    else
        intake->rows = irt_long_new(&intake->columns, &intake->missing, intake->key,
                                    intake->options->items, intake->options->omit,
                                    &intake->place, error);
    return intake->wide != NULL || intake->rows != NULL;
}

/* Starts anew with the key that the first row is. */
static bool
take_key(struct irt_intake *intake, const struct irt_cell *cell, size_t cells,
         size_t line, struct irt_error *error)
{
    irt_wide_free(intake->wide);
    intake->wide = NULL;
    intake->key = irt_key_of_row(&intake->columns, cell, cells, &intake->missing,
                                 &intake->place, line, error);
    if (intake->key == NULL)
        return false;
    if (!irt_notes_add(&intake->notes,
                       "%s %zu is a key: %zu items are scored by it, and other columns "
                       "are set aside; --key takes another",
                       intake->place.rows ? "row" : "line", line, intake->key->items))
        return irt_fail(error, IRT_NO_MEMORY, "%s: there is no memory to read it",
                        intake->place.file);
    return irt_intake_start(intake, error);
}

bool
irt_intake_row(struct irt_intake *intake, const struct irt_cell *cell, size_t cells,
               size_t line, struct irt_error *error)
{
    bool first = !intake->begun;

    intake->begun = true;
    if (first && intake->wide != NULL &&
        irt_is_key_row(&intake->columns, cell, cells, &intake->missing))
        return intake->key != NULL || take_key(intake, cell, cells, line, error);
    return intake->wide != NULL ? irt_wide_row(intake->wide, cell, cells, line, error)
                                : irt_long_row(intake->rows, cell, cells, line, error);
}

struct irt_responses *
irt_intake_finish(struct irt_intake *intake, struct irt_error *error)
{
    struct irt_responses *data =
        intake->wide != NULL ? irt_wide_finish(intake->wide, &intake->notes, error)
                             : irt_long_finish(intake->rows, &intake->notes, error);

    if (data != NULL) {
        data->notes = intake->notes;
        intake->notes = (struct irt_notes){ 0 };
    }
    if (data == NULL || intake->options->reverse == NULL ||
        irt_reverse(data, intake->options->reverse, &intake->place, error))
        return data;
    irt_responses_free(data);
    return NULL;
}
