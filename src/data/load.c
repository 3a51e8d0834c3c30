/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.c -- what kind of file is it; and from a text table's rows to responses. */
#include "config.h"

#include "data/deal.h"
#include "data/split.h"
#include "data/load.h"

#include <stdlib.h>
#include <string.h>

#include "data/intake.h"
#include "data/statistics_file.h"
#include "data/statistics_kind.h"
#include "data/table.h"

struct loading {
    struct irt_table table;
    struct irt_intake intake;

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
    const struct irt_table none = { .cells = 0 };
    struct irt_intake *intake = &l->intake;
    bool header = irt_is_header(&l->first, has_second ? &l->table : &none,
                                intake->options, &intake->missing, intake->key);

    if (header && has_second)
        add_row_names(l);
    return irt_intake_columns(intake, header ? &l->first : NULL, l->first.cells, l->line,
                              error) &&
           irt_intake_start(intake, error) &&
           (header ||
            irt_intake_row(intake, l->first.cell, l->first.cells, l->line, error));
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
    if (table->titles > 0 &&
        !irt_notes_add(&l->intake.notes, "%s %zu %s left out: a title above the table",
                       table->titles == 1 ? "line" : "lines 1 to", table->titles,
                       table->titles == 1 ? "was" : "were"))
        return no_memory(l, error);
    next = irt_table_next(table, error);
    if (next == IRT_NEXT_FAILED || !start(l, next == IRT_NEXT_ROW, error))
        return false;
    for (; next == IRT_NEXT_ROW; next = irt_table_next(table, error))
        if (!irt_intake_row(&l->intake, table->cell, table->cells, table->line, error))
            return false;
    return next == IRT_NEXT_END;
}

/* Reads an open table to its end. */
static struct irt_responses *
load(struct loading *l, const struct irt_load_options *options, struct irt_error *error)
{
    struct irt_place place = { .file = l->table.source.name };

    if (!irt_intake_open(&l->intake, options, place, error))
        return NULL;
    l->intake.missing.decimal_comma =
        l->table.separator == ';' || l->table.separator == '\t';
    if (!read_rows(l, error))
        return NULL;
    return irt_intake_finish(&l->intake, error);
}

static const struct irt_load_options defaults;

/* Reads what is open: a statistics program's file from its bytes, or by its path where
 * they are NULL. */
static struct irt_responses *
load_any(struct loading *l, const char *path, const char *bytes, size_t length,
         const struct irt_load_options *options, struct irt_error *error)
{
    const struct irt_source *source = &l->table.source;
    const struct irt_statistics_kind *kind =
        irt_statistics_kind_of(path, source->at, (size_t)(source->end - source->at));

    if (options == NULL)
        options = &defaults;
    if (kind == NULL)
        return load(l, options, error);
    if (bytes == NULL && !irt_source_is_seekable(source)) {
        irt_fail(error, IRT_BAD_DATA,
                 "%s: is %s, which cannot be read from a pipe; give the file itself",
                 source->name, kind->title);
        return NULL;
    }
    return irt_statistics_load(kind, path, bytes, length, source->name, options, error);
}

static void
end(struct loading *l)
{
    irt_intake_close(&l->intake);
    irt_table_close(&l->table);
    free(l->cell);
}

/* Persons dealt to schools, items split by them.  Takes over data, which may be NULL. */
static struct irt_responses *
arrange(struct irt_responses *data, const struct irt_load_options *options,
        struct irt_error *error)
{
    if (!data || !options)
        return data;
    if ((options->deal == 0 || irt_deal(data, options->deal, options->seed, error)) &&
        (!options->free || irt_split(data, options->free, error)))
        return data;
    irt_responses_free(data);
    return NULL;
}

struct irt_responses *
irt_load(const char *file, const struct irt_load_options *options,
         struct irt_error *error)
{
    struct loading l = { 0 };
    struct irt_responses *data = NULL;

    if (irt_table_open(&l.table, file, error))
        data = load_any(&l, file, NULL, 0, options, error);
    end(&l);
    return arrange(data, options, error);
}

struct irt_responses *
irt_load_memory(const char *text, size_t length, const char *name,
                const struct irt_load_options *options, struct irt_error *error)
{
    struct loading l = { 0 };
    struct irt_responses *data = NULL;

    if (irt_table_open_memory(&l.table, text, length, name, error))
        data = load_any(&l, name, text, length, options, error);
    end(&l);
    return arrange(data, options, error);
}
