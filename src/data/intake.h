/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intake.h -- from rows of cells to responses, whatever file the rows come from: first
 * the columns are named and given their parts, then rows are taken, then all is handed
 * over.  A text table and a file of a statistics program go the same way. */
#ifndef IRT_INTAKE_H
#define IRT_INTAKE_H

#include "data/cell.h"
#include "data/columns.h"
#include "data/header.h"
#include "data/key.h"
#include "data/load.h"
#include "data/long.h"
#include "data/place.h"
#include "data/responses.h"
#include "data/scales.h"
#include "data/wide.h"
#include "error.h"
#include "notes.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_intake {
    const struct irt_load_options *options; /* borrowed, as is place.file */
    struct irt_place place;
    struct irt_missing missing;
    struct irt_key *key;       /* NULL: none */
    struct irt_scales *scales; /* NULL: none */
    struct irt_columns columns;
    struct irt_notes notes;
    bool begun;            /* a row has come */
    struct irt_wide *wide; /* one of these, once it has started */
    struct irt_long *rows;
};

/* Zeroed is closed.  Close it also after a failure. */
bool irt_intake_open(struct irt_intake *intake, const struct irt_load_options *options,
                     struct irt_place place, struct irt_error *error);
void irt_intake_close(struct irt_intake *intake);

/* Names count columns, from a header that stands on a line, or without one (NULL). */
bool irt_intake_columns(struct irt_intake *intake, const struct irt_first_row *header,
                        size_t count, size_t line, struct irt_error *error);

/* Opens the reader of the format.  What is to be changed about the columns is changed
 * before. */
bool irt_intake_start(struct irt_intake *intake, struct irt_error *error);

/* Takes one row of cells that starts on a line. */
bool irt_intake_row(struct irt_intake *intake, const struct irt_cell *cell, size_t cells,
                    size_t line, struct irt_error *error);

/* The table of all rows taken, with all notes.  Caller frees: irt_responses_free(). */
struct irt_responses *irt_intake_finish(struct irt_intake *intake,
                                        struct irt_error *error);

#endif
