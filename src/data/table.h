/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h -- rows of cells from a text file.
 *
 * The separator (comma, semicolon, tab, or white space) is found from the first lines.
 * Plain lines are split in place; a line with a quotation mark goes through libcsv,
 * which also knows of line ends inside quotes.  Empty lines are skipped, and what stands
 * above the table (preamble.h). */
#ifndef IRT_TABLE_H
#define IRT_TABLE_H

#include "data/cell.h"
#include "data/responses.h"
#include "data/source.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_quotes; /* libcsv and what it has said */

struct irt_table {
    struct irt_source source;
    char separator; /* ',' ';' '\t', or ' ' for white space */
    size_t titles;  /* the last line of a title above the table; 0: there is none */

    /* The row last given: its cells, valid until the next call, the line it starts on,
     * and whether its first and last character were quotation marks. */
    struct irt_cell *cell;
    size_t cells;
    size_t line;
    bool quoted_first, quoted_last;

    size_t capacity;
    struct irt_quotes *quotes; /* NULL before the first quotation mark */
};

/* Take the source over; irt_table_close() closes it, also after a failure. */
bool irt_table_open(struct irt_table *table, const char *file, struct irt_error *error);
bool irt_table_open_memory(struct irt_table *table, const char *text, size_t length,
                           const char *name, struct irt_error *error);
void irt_table_close(struct irt_table *table);

/* The next row.  IRT_BAD_DATA: quotation marks that do not match, more than
 * IRT_MOST_ITEMS cells, and what irt_source_next() says. */
enum irt_next irt_table_next(struct irt_table *table, struct irt_error *error);

/* Which cell of the row last given is this word, in any case of letters. */
#define IRT_NO_CELL ((size_t)-1)
size_t irt_table_find(const struct irt_table *table, const char *word);

#endif
