/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/intake.h"

bool
irt_intake_open(struct irt_intake *intake, const struct irt_load_options *options,
                struct irt_place place, struct irt_error *error)
{
    *intake = (struct irt_intake){ .options = options, .place = place };
    return irt_missing_read(&intake->missing, options->missing, error);
}

void
irt_intake_close(struct irt_intake *intake)
{
    irt_wide_free(intake->wide);
    irt_long_free(intake->rows);
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

bool
irt_intake_start(struct irt_intake *intake, struct irt_error *error)
{
    if (intake->options->long_columns == NULL)
        intake->wide =
            irt_wide_new(&intake->columns, &intake->missing, &intake->place, error);
    else
        intake->rows = irt_long_new(&intake->columns, &intake->missing,
                                    intake->options->items, &intake->place, error);
    return intake->wide != NULL || intake->rows != NULL;
}

bool
irt_intake_row(struct irt_intake *intake, const struct irt_cell *cell, size_t cells,
               size_t line, struct irt_error *error)
{
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
    return data;
}
