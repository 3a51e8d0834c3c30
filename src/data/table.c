/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/table.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/preamble.h"
#include "data/separator.h"

struct irt_quotes {
    struct csv_parser parser;
    struct irt_table *table;
    char *text; /* the cells of the row, one behind the other */
    size_t used, size;
    char *plain; /* a line with its white space made single blanks */
    size_t plain_size;
    bool inside; /* between quotation marks, for that */
    bool ended, no_memory, too_many;
};

/* --- plain lines --------------------------------------------------------------------- */

static bool
too_many_cells(const struct irt_table *table, struct irt_error *error)
{
    return irt_fail(error, IRT_BAD_DATA,
                    "%s:%zu: the row has more than %u cells; is the separator right?",
                    table->source.name, table->line, IRT_MOST_ITEMS);
}

static bool
no_memory(const struct irt_table *table, struct irt_error *error)
{
    return irt_fail(error, IRT_NO_MEMORY, "%s:%zu: there is no memory for the row",
                    table->source.name, table->line);
}

static bool
more_cells(struct irt_table *table)
{
    size_t capacity = 2 * table->capacity + 64;
    struct irt_cell *cell = realloc(table->cell, capacity * sizeof *cell);

    if (cell == NULL)
        return false;
    table->cell = cell;
    table->capacity = capacity;
    return true;
}

static struct irt_cell
trimmed(const char *start, const char *end)
{
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (struct irt_cell){ start, (size_t)(end - start) };
}

/* Where the cell that starts at p ends. */
static const char *
cell_end(const char *p, const char *end, char separator)
{
    if (separator == ' ')
        while (p < end && *p != ' ' && *p != '\t')
            p++;
    else
        while (p < end && *p != separator)
            p++;
    return p;
}

static bool
split(struct irt_table *table, const char *text, size_t length, struct irt_error *error)
{
    const char *p = text, *end = text + length;
    bool blanks = table->separator == ' ';

    if (blanks) {
        struct irt_cell all = trimmed(p, end);
        p = all.text;
        end = p + all.length;
    }
    for (;;) {
        const char *start = p;
        if (table->cells == IRT_MOST_ITEMS)
            return too_many_cells(table, error);
        if (table->cells == table->capacity && !more_cells(table))
            return no_memory(table, error);
        p = cell_end(p, end, table->separator);
        table->cell[table->cells++] = p - start == 1 && *start > ' '
                                          ? (struct irt_cell){ start, 1 }
                                          : trimmed(start, p);
        if (p == end)
            return true;
        p++;
        while (blanks && (*p == ' ' || *p == '\t'))
            p++;
    }
}

/* --- lines with quotation marks -------------------------------------------------------- */

/* libcsv has a cell.  Its text is kept as an offset until the row is whole, for the text
 * may move. */
static void
take_cell(void *text, size_t length, void *context)
{
    struct irt_quotes *quotes = context;
    struct irt_table *table = quotes->table;

    if (table->cells == IRT_MOST_ITEMS) {
        quotes->too_many = true;
        return;
    }
    if (length > quotes->size - quotes->used) {
        size_t size = 2 * quotes->size + length + 256;
        char *larger = realloc(quotes->text, size);
        if (larger == NULL) {
            quotes->no_memory = true;
            return;
        }
        quotes->text = larger;
        quotes->size = size;
    }
    if (table->cells == table->capacity && !more_cells(table)) {
        quotes->no_memory = true;
        return;
    }
    if (length > 0)
        memcpy(quotes->text + quotes->used, text, length);
    table->cell[table->cells++] = (struct irt_cell){ NULL, length };
    quotes->used += length;
}

static void
take_end(int character, void *context)
{
    struct irt_quotes *quotes = context;

    (void)character;
    quotes->ended = true;
}

static struct irt_quotes *
quotes_new(struct irt_table *table)
{
    struct irt_quotes *quotes = calloc(1, sizeof *quotes);

    if (quotes == NULL || csv_init(&quotes->parser, CSV_STRICT) != 0) {
        free(quotes);
        return NULL;
    }
    csv_set_delim(&quotes->parser, (unsigned char)table->separator);
    quotes->table = table;
    return quotes;
}

static void
quotes_free(struct irt_quotes *quotes)
{
    if (quotes == NULL)
        return;
    csv_free(&quotes->parser);
    free(quotes->text);
    free(quotes->plain);
    free(quotes);
}

/* libcsv knows one character between cells: makes every run of white space outside
 * quotes one blank, and none at the ends. */
static bool
make_single_blanks(struct irt_quotes *quotes, const char **text, size_t *length)
{
    size_t used = 0;

    if (quotes->plain_size < *length + 1) {
        char *plain = realloc(quotes->plain, *length + 1);
        if (plain == NULL)
            return false;
        quotes->plain = plain;
        quotes->plain_size = *length + 1;
    }
    for (size_t k = 0; k < *length; k++) {
        char c = (*text)[k];
        bool blank = !quotes->inside && (c == ' ' || c == '\t');
        if (c == '"')
            quotes->inside = !quotes->inside;
        if (!blank)
            quotes->plain[used++] = c;
        else if (used > 0 && quotes->plain[used - 1] != ' ')
            quotes->plain[used++] = ' ';
    }
    if (!quotes->inside && used > 0 && quotes->plain[used - 1] == ' ')
        used--;
    *text = quotes->plain;
    *length = used;
    return true;
}

static bool
feed(struct irt_table *table, const char *text, size_t length, struct irt_error *error)
{
    struct irt_quotes *quotes = table->quotes;
    struct csv_parser *parser = &quotes->parser;
    bool parsed;

    if (table->separator == ' ' && !make_single_blanks(quotes, &text, &length))
        return no_memory(table, error);
    parsed = csv_parse(parser, text, length, take_cell, take_end, quotes) == length &&
             csv_parse(parser, "\n", 1, take_cell, take_end, quotes) == 1;
    if (quotes->no_memory || (!parsed && csv_error(parser) != CSV_EPARSE))
        return no_memory(table, error);
    if (quotes->too_many)
        return too_many_cells(table, error);
    if (!parsed)
        return irt_fail(
            error, IRT_BAD_DATA,
            "%s:%zu: a quotation mark stands in the middle of a cell; quote the "
            "whole cell and double the marks inside it",
            table->source.name, table->source.line);
    return true;
}

/* Feeds lines to libcsv from this one on until the row has ended, then points the cells
 * to their texts. */
static bool
split_quoted(struct irt_table *table, const char *text, size_t length,
             struct irt_error *error)
{
    struct irt_quotes *quotes = table->quotes;
    size_t fed = 0, at = 0;

    if (quotes == NULL && (quotes = table->quotes = quotes_new(table)) == NULL)
        return no_memory(table, error);
    quotes->used = 0;
    quotes->ended = quotes->inside = false;
    for (;;) {
        fed += length + 1;
        if (!feed(table, text, length, error))
            return false;
        if (quotes->ended)
            break;
        switch (fed < IRT_LONGEST_LINE
                    ? irt_source_next(&table->source, &text, &length, error)
                    : IRT_NEXT_END) {
        case IRT_NEXT_ROW: break;
        case IRT_NEXT_FAILED: return false;
        case IRT_NEXT_END:
            return irt_fail(error, IRT_BAD_DATA,
                            "%s:%zu: a quotation mark is opened in this row and never "
                            "closed; close it or remove it",
                            table->source.name, table->line);
        }
    }
    for (size_t k = 0; k < table->cells; k++) {
        size_t cell_length = table->cell[k].length;
        const char *start = cell_length > 0 ? quotes->text + at : "";
        table->cell[k] = trimmed(start, start + cell_length);
        at += cell_length;
    }
    table->quoted_last = length > 0 && text[length - 1] == '"';
    return true;
}

/* --- rows -------------------------------------------------------------------------------- */

static bool
is_empty(const struct irt_table *table, const char *text, size_t length)
{
    size_t k = 0;

    while (k < length &&
           (text[k] == ' ' || (text[k] == '\t' && table->separator != '\t')))
        k++;
    return k == length;
}

enum irt_next
irt_table_next(struct irt_table *table, struct irt_error *error)
{
    const char *text;
    size_t length;
    enum irt_next next;

    do {
        next = irt_source_next(&table->source, &text, &length, error);
        if (next != IRT_NEXT_ROW)
            return next;
    } while (is_empty(table, text, length));
    table->line = table->source.line;
    table->cells = 0;
    table->quoted_first = text[0] == '"';
    table->quoted_last = false;
    if (memchr(text, '"', length) != NULL)
        return split_quoted(table, text, length, error) ? IRT_NEXT_ROW : IRT_NEXT_FAILED;
    return split(table, text, length, error) ? IRT_NEXT_ROW : IRT_NEXT_FAILED;
}

/* Files that are no text but end up here often. */
static bool
check_start(const struct irt_table *table, struct irt_error *error)
{
    static const struct {
        const char *start;
        size_t length;
        const char *what;
    } known[] = { { "PK\003\004", 4, "a spreadsheet or an archive" },
                  { "\320\317\021\340", 4, "an old spreadsheet" },
                  { "\037\213", 2, "compressed" } };
    const struct irt_source *source = &table->source;
    size_t length = (size_t)(source->end - source->at);

    if (length == 0)
        return irt_fail(error, IRT_BAD_DATA,
                        "%s:1: the file is empty; give one with a row a person",
                        source->name);
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (length >= known[k].length &&
            memcmp(source->at, known[k].start, known[k].length) == 0)
            return irt_fail(error, IRT_BAD_DATA,
                            "%s:1: the file is %s; save the data as CSV in UTF-8",
                            source->name, known[k].what);
    return true;
}

static bool
table_start(struct irt_table *table, struct irt_error *error)
{
    struct irt_source *source = &table->source;
    struct irt_preamble above;
    const char *text;
    size_t length;

    if (!check_start(table, error))
        return false;
    above = irt_preamble_find(source->at, (size_t)(source->end - source->at));
    table->separator =
        above.separator != '\0'
            ? above.separator
            : irt_separator_find(source->at, (size_t)(source->end - source->at));
    table->titles = above.title ? above.lines : 0;
    for (size_t k = 0; k < above.lines; k++)
        if (irt_source_next(source, &text, &length, error) != IRT_NEXT_ROW)
            return false;
    return true;
}

bool
irt_table_open(struct irt_table *table, const char *file, struct irt_error *error)
{
    *table = (struct irt_table){ .separator = ',' };
    return irt_source_open(&table->source, file, error) && table_start(table, error);
}

bool
irt_table_open_memory(struct irt_table *table, const char *text, size_t length,
                      const char *name, struct irt_error *error)
{
    *table = (struct irt_table){ .separator = ',' };
    return irt_source_open_memory(&table->source, text, length, name, error) &&
           table_start(table, error);
}

void
irt_table_close(struct irt_table *table)
{
    irt_source_close(&table->source);
    quotes_free(table->quotes);
    free(table->cell);
    table->quotes = NULL;
    table->cell = NULL;
}

size_t
irt_table_find(const struct irt_table *table, const char *word)
{
    for (size_t k = 0; k < table->cells; k++)
        if (table->cell[k].length == strlen(word) &&
            strncasecmp(table->cell[k].text, word, table->cell[k].length) == 0)
            return k;
    return IRT_NO_CELL;
}
