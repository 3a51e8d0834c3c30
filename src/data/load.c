/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.c -- from a table's rows to responses: is there a header, what are the columns,
 * wide or long. */
#include "config.h"

#include "data/load.h"

#include <stdlib.h>
#include <string.h>

#include "data/cell.h"
#include "data/columns.h"
#include "data/header.h"
#include "data/long.h"
#include "data/table.h"
#include "data/wide.h"

struct loading {
    const struct irt_load_options *options;
    struct irt_table table;
    struct irt_missing missing;
    struct irt_columns columns;
    struct irt_notes notes;
    struct irt_wide *wide;
    struct irt_long *rows; /* of the long format */

    /* The first row, kept while the second is looked at. */
    struct irt_first_row first;
    struct irt_cell *cell; /* owned, and the text behind it */
    size_t line;
};

static bool
no_memory(const struct loading *l, struct irt_error *error)
{
    return irt_fail(error, IRT_NO_MEMORY, "%s: there is no memory to read it",
                    l->table.source.name);
}

/* Copies the table's row with room for one cell before it. */
static bool
keep_first(struct loading *l, struct irt_error *error)
{
    const struct irt_table *table = &l->table;
    size_t bytes = (table->cells + 1) * sizeof *l->cell;
    char *text;

    for (size_t k = 0; k < table->cells; k++)
        bytes += table->cell[k].length;
    l->cell = malloc(bytes);
    if (l->cell == NULL)
        return no_memory(l, error);
    text = (char *)(l->cell + table->cells + 1);
    l->cell[0] = (struct irt_cell){ "", 0 };
    for (size_t k = 0; k < table->cells; k++) {
        size_t length = table->cell[k].length;
        l->cell[k + 1] =
            (struct irt_cell){ memcpy(text, table->cell[k].text, length), length };
        text += length;
    }
    l->first = (struct irt_first_row){ l->cell + 1, table->cells, table->quoted_first,
                                       table->quoted_last };
    l->line = table->line;
    return true;
}

static bool
take_row(struct loading *l, const struct irt_cell *cell, size_t cells, size_t line,
         struct irt_error *error)
{
    return l->wide != NULL ? irt_wide_row(l->wide, cell, cells, line, error)
                           : irt_long_row(l->rows, cell, cells, line, error);
}

/* R's write.table() gives the names of the rows no name: then all of a quoted header is
 * one cell shorter than the rows, which start with a quoted one. */
static void
add_row_names(struct loading *l)
{
    if (l->first.quoted_first && l->first.quoted_last && l->table.quoted_first &&
        l->first.cells + 1 == l->table.cells) {
        l->first.cell--;
        l->first.cells++;
    }
}

/* Decides on the header, names the columns, and opens the reader of the format. */
static bool
start(struct loading *l, bool has_second, struct irt_error *error)
{
    const struct irt_table *table = &l->table;
    const struct irt_table none = { .cells = 0 };
    const char *file = table->source.name;
    bool header =
        irt_is_header(&l->first, has_second ? table : &none, l->options, &l->missing);

    if (header && has_second)
        add_row_names(l);
    if (!irt_columns_read(&l->columns, header ? &l->first : NULL, l->first.cells,
                          l->options, file, l->line, &l->notes, error))
        return false;
    if (l->options->long_columns == NULL)
        l->wide = irt_wide_new(&l->columns, &l->missing, file, error);
    else
        l->rows = irt_long_new(&l->columns, &l->missing, l->options->items, file, error);
    if (l->wide == NULL && l->rows == NULL)
        return false;
    return header || take_row(l, l->first.cell, l->first.cells, l->line, error);
}

static bool
read_rows(struct loading *l, struct irt_error *error)
{
    struct irt_table *table = &l->table;
    enum irt_next next = irt_table_next(table, error);

    if (next == IRT_NEXT_END)
        return irt_fail(error, IRT_BAD_DATA,
                        "%s:1: the file is blank; give one with a row a person",
                        table->source.name);
    if (next == IRT_NEXT_FAILED || !keep_first(l, error))
        return false;
    next = irt_table_next(table, error);
    if (next == IRT_NEXT_FAILED || !start(l, next == IRT_NEXT_ROW, error))
        return false;
    for (; next == IRT_NEXT_ROW; next = irt_table_next(table, error))
        if (!take_row(l, table->cell, table->cells, table->line, error))
            return false;
    return next == IRT_NEXT_END;
}

/* Reads an open table to its end. */
static struct irt_responses *
load(struct loading *l, struct irt_error *error)
{
    struct irt_responses *data = NULL;

    if (irt_missing_read(&l->missing, l->options->missing, error) && read_rows(l, error))
        data = l->wide != NULL ? irt_wide_finish(l->wide, &l->notes, error)
                               : irt_long_finish(l->rows, &l->notes, error);
    if (data != NULL) {
        data->notes = l->notes;
        l->notes = (struct irt_notes){ 0 };
    }
    return data;
}

static struct irt_responses *
end(struct loading *l, struct irt_responses *data)
{
    irt_wide_free(l->wide);
    irt_long_free(l->rows);
    irt_columns_free(&l->columns);
    irt_missing_free(&l->missing);
    irt_notes_clear(&l->notes);
    irt_table_close(&l->table);
    free(l->cell);
    return data;
}

static const struct irt_load_options defaults;

struct irt_responses *
irt_load(const char *file, const struct irt_load_options *options,
         struct irt_error *error)
{
    struct loading l = { .options = options != NULL ? options : &defaults };

    return end(&l, irt_table_open(&l.table, file, error) ? load(&l, error) : NULL);
}

struct irt_responses *
irt_load_memory(const char *text, size_t length, const char *name,
                const struct irt_load_options *options, struct irt_error *error)
{
    struct loading l = { .options = options != NULL ? options : &defaults };

    return end(&l, irt_table_open_memory(&l.table, text, length, name, error)
                       ? load(&l, error)
                       : NULL);
}
