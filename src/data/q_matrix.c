/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/q_matrix.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is carried from cell to cell. */
struct reading {
    const char *file;
    const struct irt_responses *data;
    struct irt_q_matrix *q;
    bool *seen;       /* columns of the data */
    size_t row, cell; /* from 0; row 0 is the header */
    size_t column;    /* the row's item in the data, or none */
    struct irt_error *error;
    bool failed;
};

#define NO_COLUMN ((size_t)-1)

void
irt_q_matrix_free(struct irt_q_matrix *q)
{
    if (!q)
        return;
    free(q->loads);
    free(q);
}

static size_t
find_item(const struct irt_responses *data, const char *name, size_t length)
{
    for (size_t j = 0; j < data->items; j++)
        if (strlen(data->item_name[j]) == length &&
            memcmp(data->item_name[j], name, length) == 0)
            return j;
    return NO_COLUMN;
}

static void
take_cell(void *text, size_t length, void *context)
{
    struct reading *r = context;
    const char *cell = text;
    size_t at = r->cell++;
    if (r->failed || r->row == 0)
        return;
    if (at == 0) {
        r->column = find_item(r->data, cell, length);
        if (r->column != NO_COLUMN)
            r->seen[r->column] = true;
        return;
    }
    if (at > r->q->dims || length != 1 || (cell[0] != '0' && cell[0] != '1')) {
        r->failed = true;
        irt_fail(r->error, IRT_BAD_DATA,
                 at > r->q->dims
                     ? "%s:%zu: more than %zu dimensions; give as many columns as --dims"
                     : "%s:%zu: dimension %zu is neither 0 nor 1; write one of them",
                 r->file, r->row + 1, at > r->q->dims ? r->q->dims : at);
        return;
    }
    if (r->column != NO_COLUMN)
        r->q->loads[r->column * r->q->dims + at - 1] = cell[0] == '1';
}

static void
end_row(int character, void *context)
{
    struct reading *r = context;
    (void)character;
    if (!r->failed && r->cell != r->q->dims + 1) {
        r->failed = true;
        irt_fail(r->error, IRT_BAD_DATA,
                 "%s:%zu: %zu cells where the item and %zu dimensions are %zu; give as "
                 "many as "
                 "--dims",
                 r->file, r->row + 1, r->cell, r->q->dims, r->q->dims + 1);
    }
    r->row++;
    r->cell = 0;
}

static bool
parse(struct reading *r, FILE *in)
{
    struct csv_parser parser;
    char buffer[4096];
    size_t length;
    if (csv_init(&parser, CSV_APPEND_NULL) != 0)
        return irt_fail(r->error, IRT_NO_MEMORY, "no memory for the Q-matrix");
    while (!r->failed && (length = fread(buffer, 1, sizeof buffer, in)) > 0)
        if (csv_parse(&parser, buffer, length, take_cell, end_row, r) != length)
            r->failed = !irt_fail(r->error, IRT_BAD_DATA, "%s: not a CSV table", r->file);
    if (!r->failed)
        csv_fini(&parser, take_cell, end_row, r);
    csv_free(&parser);
    if (!r->failed && ferror(in))
        r->failed = !irt_fail(r->error, IRT_BAD_DATA, "%s: cannot be read", r->file);
    return !r->failed;
}

/* Every item must be there and measure something. */
static bool
check(const struct reading *r)
{
    for (size_t j = 0; j < r->data->items; j++) {
        size_t loads = 0;
        for (size_t d = 0; d < r->q->dims; d++)
            loads += r->q->loads[j * r->q->dims + d];
        if (!r->seen[j])
            return irt_fail(r->error, IRT_BAD_DATA, "%s: item '%s' has no row; add one",
                            r->file, r->data->item_name[j]);
        if (loads == 0)
            return irt_fail(
                r->error, IRT_BAD_DATA,
                "%s: item '%s' measures no dimension; give it a 1, or leave it out by "
                "--items",
                r->file, r->data->item_name[j]);
    }
    return true;
}

struct irt_q_matrix *
irt_q_matrix_load(const char *file, const struct irt_responses *data, size_t dims,
                  struct irt_error *error)
{
    struct irt_q_matrix *q = calloc(1, sizeof *q);
    struct reading reading = { .file = file, .data = data, .q = q, .error = error };
    bool ok = false;
    reading.seen = calloc(data->items + 1, sizeof *reading.seen);
    if (q) {
        q->items = data->items;
        q->dims = dims;
        q->loads = calloc(data->items * dims + 1, sizeof *q->loads);
    }
    if (!q || !q->loads || !reading.seen) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the Q-matrix");
    } else {
        FILE *in = fopen(file, "r");
        if (!in)
            irt_fail(error, IRT_BAD_DATA,
                     "%s: cannot be read: %s; give the Q-matrix's file", file,
                     strerror(errno));
        else {
            ok = parse(&reading, in) && check(&reading);
            fclose(in);
        }
    }
    free(reading.seen);
    if (!ok) {
        irt_q_matrix_free(q);
        return NULL;
    }
    return q;
}

/* --- without a file ---------------------------------------------------------------------------- */

bool
irt_q_matrix_is_text(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "01,")] == '\0';
}

/* Every group has its digits, and there are as many as columns. */
static bool
check_text(const char *text, const struct irt_responses *data, size_t dims,
           struct irt_error *error)
{
    const char *at = text;
    for (size_t j = 0; j < data->items; j++) {
        size_t digits = strspn(at, "01");
        bool last = j + 1 == data->items;
        if (digits != dims || at[digits] != (last ? '\0' : ','))
            return irt_fail(error, IRT_BAD_DATA,
                            "q-matrix: '%.80s' has not %zu digits for each of %zu items, "
                            "by commas",
                            text, dims, data->items);
        if (memchr(at, '1', digits) == NULL)
            return irt_fail(error, IRT_BAD_DATA,
                            "q-matrix: item '%s' measures no dimension; give it a 1",
                            data->item_name[j]);
        at += digits + !last;
    }
    return true;
}

struct irt_q_matrix *
irt_q_matrix_of_text(const char *text, const struct irt_responses *data, size_t dims,
                     struct irt_error *error)
{
    if (!check_text(text, data, dims, error))
        return NULL;
    struct irt_q_matrix *q = calloc(1, sizeof *q);
    if (q)
        q->loads = calloc(data->items * dims + 1, sizeof *q->loads);
    if (!q || !q->loads) {
        irt_q_matrix_free(q);
        irt_fail(error, IRT_NO_MEMORY, "no memory for the Q-matrix");
        return NULL;
    }
    q->items = data->items;
    q->dims = dims;
    for (size_t j = 0; j < data->items; j++)
        for (size_t d = 0; d < dims; d++)
            q->loads[j * dims + d] = text[j * (dims + 1) + d] == '1';
    return q;
}
