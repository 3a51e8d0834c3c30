/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/header.h"

struct reading {
    struct irt_columns *columns;
    const struct irt_load_options *options;
    const struct irt_place *place;
    size_t line;
    struct irt_notes *notes;
    struct irt_error *error;
};

static bool
no_memory(const struct reading *r)
{
    return irt_place_fail(r->place, r->line, r->error, IRT_NO_MEMORY,
                          "there is no memory for the columns");
}

const char *
irt_columns_show(const struct irt_columns *columns, size_t column, char out[IRT_SHOWN])
{
    return irt_names_show(&columns->names, column, out);
}

bool
irt_columns_ragged(const struct irt_columns *columns, size_t cells,
                   const struct irt_place *place, size_t line, struct irt_error *error)
{
    size_t count = columns->names.count;

    return irt_place_fail(place, line, error, IRT_BAD_DATA,
                          "the row has %zu cell%s where the first row has %zu; %s", cells,
                          cells == 1 ? "" : "s", count,
                          cells < count
                              ? "add what is missing, or remove the row"
                              : "remove what is too much, or quote a cell that holds "
                                "the separator");
}

/* --- names --------------------------------------------------------------------------------- */

/* The name of column k as the header has it, cleaned; item<k + 1> when it has none. */
static size_t
plain_name(struct reading *r, const struct irt_first_row *header, size_t k,
           char out[IRT_LONGEST_NAME + 1], bool *changed)
{
    size_t length = 0;

    if (header != NULL && k < header->cells)
        length = irt_clean(out, IRT_LONGEST_NAME + 1, header->cell[k].text,
                           header->cell[k].length, changed);
    r->columns->unnamed[k] = header != NULL && length == 0;
    if (length == 0)
        return (size_t)snprintf(out, IRT_LONGEST_NAME + 1, "item%zu", k + 1);
    return length;
}

/* Adds a name that is there already as name.2, name.3 ..., cut to fit.  next[] remembers
 * for each column how far its name has been counted, so that a thousand equal names do
 * not take a million tries. */
static bool
add_again(struct reading *r, const char *name, size_t first, size_t *next)
{
    struct irt_names *names = &r->columns->names;
    char base[IRT_LONGEST_NAME - 20], numbered[IRT_LONGEST_NAME + 1];
    char shown[IRT_SHOWN], again[IRT_SHOWN];
    size_t number = names->count, length = strlen(name);
    bool cut = false;

    irt_show(shown, name, length);
    irt_clean(base, sizeof base, name, length, &cut);
    do
        length =
            (size_t)snprintf(numbered, sizeof numbered, "%s.%zu", base, ++next[first]);
    while (irt_names_find(names, numbered, length) != IRT_NO_NAME);
    if (irt_names_add(names, numbered, length) == IRT_NO_NAME)
        return false;
    irt_show(again, numbered, length);
    return irt_notes_add(r->notes,
                         "column %zu has the name '%s' of column %zu and is called '%s'",
                         number + 1, shown, first + 1, again) &&
           irt_notes_remedy(r->notes, IRT_LEAVE_OUT, numbered);
}

static bool
name_columns(struct reading *r, const struct irt_first_row *header, size_t count,
             size_t *next)
{
    struct irt_names *names = &r->columns->names;
    char name[IRT_LONGEST_NAME + 1];
    bool changed = false;

    for (size_t k = 0; k < count; k++) {
        size_t length = plain_name(r, header, k, name, &changed);
        size_t number = irt_names_add(names, name, length);
        next[k] = 1;
        if (number == IRT_NO_NAME || (number < k && !add_again(r, name, number, next)))
            return false;
    }
    return !changed ||
           irt_notes_add(r->notes,
                         "names of columns were changed: they had bytes that are "
                         "no UTF-8 text (taken as Windows-1252), or were longer than "
                         "%d bytes",
                         IRT_LONGEST_NAME);
}

/* --- parts --------------------------------------------------------------------------------- */

/* How many edits (insert, delete, replace) make a into b, for short names. */
static size_t
edits(const char *a, const char *b)
{
    size_t row[IRT_SHOWN + 1], length = strlen(b);

    if (length > IRT_SHOWN || strlen(a) > IRT_SHOWN)
        return IRT_SHOWN;
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t replace = diagonal + (a[i - 1] != b[j - 1]);
            size_t other = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
            diagonal = row[j];
            row[j] = replace < other ? replace : other;
        }
    }
    return row[length];
}

/* The column whose name is most like the one asked for, or IRT_NO_COLUMN. */
static size_t
similar(const struct irt_columns *columns, const char *name)
{
    size_t best = IRT_NO_COLUMN, fewest = strlen(name) > 3 ? 3 : 2;

    for (size_t k = 0; k < columns->names.count; k++) {
        const char *other = irt_names_text(&columns->names, k);
        size_t count = strcasecmp(name, other) == 0 ? 0 : edits(name, other);
        if (count < fewest) {
            fewest = count;
            best = k;
        }
    }
    return best;
}

/* "a, b, c ..." into out[size]. */
static void
list_columns(const struct irt_columns *columns, char *out, size_t size)
{
    size_t used = 0;
    char shown[IRT_SHOWN];

    out[0] = '\0';
    for (size_t k = 0; k < columns->names.count; k++) {
        irt_columns_show(columns, k, shown);
        if (used + strlen(shown) + 8 > size) {
            snprintf(out + used, size - used, ", ...");
            return;
        }
        used +=
            (size_t)snprintf(out + used, size - used, "%s%s", k > 0 ? ", " : "", shown);
    }
}

bool
irt_columns_no(const struct irt_columns *columns, struct irt_cell wanted,
               const struct irt_place *place, size_t line, struct irt_error *error)
{
    char name[IRT_LONGEST_NAME + 1], shown[IRT_SHOWN], other[IRT_SHOWN], all[120];
    bool changed = false;
    size_t near;

    irt_clean(name, sizeof name, wanted.text, wanted.length, &changed);
    irt_show(shown, name, strlen(name));
    near = similar(columns, name);
    if (near != IRT_NO_COLUMN)
        return irt_place_fail(place, line, error, IRT_BAD_DATA,
                              "there is no column '%s'; did you mean '%s'?", shown,
                              irt_columns_show(columns, near, other));
    list_columns(columns, all, sizeof all);
    return irt_place_fail(place, line, error, IRT_BAD_DATA,
                          "there is no column '%s'; name one of these: %s", shown, all);
}

static bool
find_column(const struct reading *r, struct irt_cell wanted, size_t *column)
{
    *column = irt_names_find(&r->columns->names, wanted.text, wanted.length);
    return *column != IRT_NO_NAME ||
           irt_columns_no(r->columns, wanted, r->place, r->line, r->error);
}

/* "none", unless a column is called that: there is no such column, whatever the names. */
static bool
is_none(const struct reading *r, const char *option)
{
    return option != NULL && strcmp(option, IRT_NO_SUCH) == 0 &&
           irt_names_find(&r->columns->names, option, strlen(option)) == IRT_NO_NAME;
}

/* The column that an option names, if it does.  It is no item then. */
static bool
give_named(const struct reading *r, const char *option, size_t *column)
{
    struct irt_columns *columns = r->columns;
    char shown[IRT_SHOWN];

    if (option == NULL || is_none(r, option))
        return true;
    if (!find_column(r, (struct irt_cell){ option, strlen(option) }, column))
        return false;
    if (columns->listed && columns->item[*column])
        return irt_place_fail(r->place, r->line, r->error, IRT_BAD_USAGE,
                              "column '%s' is listed in --items and named for another "
                              "part; leave one out",
                              irt_columns_show(columns, *column, shown));
    columns->item[*column] = false;
    return true;
}

static bool
has_part(const struct irt_columns *c, size_t column)
{
    return column == c->id || column == c->school || column == c->frequency ||
           column == c->person || column == c->key || column == c->response;
}

/* The first column with the first of the usual names, or else with the second, that has
 * no part yet and is not listed as an item. */
static void
give_usual(const struct reading *r, const char *option, const char *const usual[],
           size_t *column)
{
    struct irt_columns *columns = r->columns;

    if (is_none(r, option))
        return;
    for (; *usual != NULL && *column == IRT_NO_COLUMN; usual++)
        for (size_t k = 0; k < columns->names.count && *column == IRT_NO_COLUMN; k++)
            if (strcasecmp(irt_names_text(&columns->names, k), *usual) == 0 &&
                !irt_list_has(r->options->omit, irt_names_text(&columns->names, k)) &&
                !has_part(columns, k) && !columns->item[k])
                *column = k;
}

static bool
list_items(const struct reading *r)
{
    const char *list = r->options->items;
    struct irt_columns *columns = r->columns;
    struct irt_cell name;
    size_t column;

    columns->listed = list != NULL;
    for (size_t k = 0; k < columns->names.count; k++)
        columns->item[k] =
            !columns->listed && !irt_is_usual_name(irt_names_text(&columns->names, k));
    while (list != NULL && irt_list_next(&list, &name)) {
        if (!find_column(r, name, &column))
            return false;
        columns->item[column] = true;
    }
    return true;
}

/* What --omit has is no item, listed or not, and has no other part by its name alone. */
static bool
leave_out(const struct reading *r)
{
    const char *list = r->options->omit;
    struct irt_cell name;
    size_t column;

    while (list != NULL && irt_list_next(&list, &name)) {
        if (!find_column(r, name, &column))
            return false;
        r->columns->item[column] = false;
    }
    return true;
}

/* One column cannot play two parts. */
static bool
check_parts(const struct reading *r)
{
    const struct irt_columns *c = r->columns;
    const size_t part[] = { c->id,       c->frequency, c->person, c->key,
                            c->response, c->school,    c->factor };
    const size_t parts = sizeof part / sizeof *part;
    char shown[IRT_SHOWN];

    for (size_t k = 0; k < parts; k++)
        for (size_t m = 0; m < k; m++)
            if (part[k] != IRT_NO_COLUMN && part[k] == part[m] &&
                !(part[k] == c->factor && part[m] == c->school))
                return irt_place_fail(r->place, r->line, r->error, IRT_BAD_USAGE,
                                      "column '%s' is named for two parts; name one "
                                      "column for each",
                                      irt_columns_show(c, part[k], shown));
    return true;
}

/* Row numbers as R and pandas write them: a first column without a name. */
static bool
take_row_names(const struct reading *r)
{
    struct irt_columns *columns = r->columns;

    if (columns->names.count < 2 || !columns->unnamed[0] || columns->listed ||
        columns->id == 0 || columns->school == 0 || columns->frequency == 0 ||
        irt_list_has(r->options->omit, irt_names_text(&columns->names, 0)))
        return true;
    columns->item[0] = false;
    if (columns->id == IRT_NO_COLUMN && !is_none(r, r->options->id_column))
        columns->id = 0;
    return irt_notes_add(r->notes,
                         "column 1 has no name: taken as the names of the rows, "
                         "not as an item");
}

static bool
note_unused(const struct reading *r)
{
    const struct irt_columns *columns = r->columns;
    char shown[IRT_SHOWN];

    for (size_t k = 0; k < columns->names.count && !columns->listed; k++)
        if (irt_is_usual_name(irt_names_text(&columns->names, k)) &&
            !has_part(columns, k) &&
            !irt_list_has(r->options->omit, irt_names_text(&columns->names, k)) &&
            !irt_notes_add(
                r->notes,
                "column '%s' was set aside for its name; list it in --items if "
                "it is an item",
                irt_columns_show(columns, k, shown)))
            return false;
    return true;
}

static bool
give_wide_parts(const struct reading *r)
{
    const struct irt_load_options *o = r->options;
    struct irt_columns *c = r->columns;

    if (!list_items(r) || !give_named(r, o->id_column, &c->id) ||
        !give_named(r, o->school_column, &c->school) ||
        !give_named(r, o->factor, &c->factor) ||
        !give_named(r, o->freq_column, &c->frequency) || !leave_out(r))
        return false;
    give_usual(r, o->id_column, irt_id_names, &c->id);
    give_usual(r, o->school_column, irt_school_names, &c->school);
    give_usual(r, o->freq_column, irt_frequency_names, &c->frequency);
    if (!take_row_names(r) || !note_unused(r))
        return no_memory(r);
    return check_parts(r);
}

static bool
give_long_parts(const struct reading *r)
{
    const char *list = r->options->long_columns;
    struct irt_columns *c = r->columns;
    struct irt_cell name[4];
    size_t count = 0;

    while (count < 4 && irt_list_next(&list, &name[count]))
        count++;
    if (count != 3)
        return irt_fail(r->error, IRT_BAD_USAGE,
                        "--long takes three columns: the person's, the item's and the "
                        "response's, such as person,item,response");
    if (r->options->freq_column != NULL)
        return irt_fail(r->error, IRT_BAD_USAGE,
                        "the long format has no frequencies; leave out --freq-column");
    if (r->options->id_column != NULL)
        return irt_fail(
            r->error, IRT_BAD_USAGE,
            "--long names the person's column already; leave out --id-column");
    memset(c->item, 0, c->names.count * sizeof *c->item);
    if (!find_column(r, name[0], &c->person) || !find_column(r, name[1], &c->key) ||
        !find_column(r, name[2], &c->response) ||
        !give_named(r, r->options->school_column, &c->school) ||
        !give_named(r, r->options->factor, &c->factor))
        return false;
    give_usual(r, r->options->school_column, irt_school_names, &c->school);
    return check_parts(r);
}

bool
irt_columns_read(struct irt_columns *columns, const struct irt_first_row *header,
                 size_t count, const struct irt_load_options *options,
                 const struct irt_place *place, size_t line, struct irt_notes *notes,
                 struct irt_error *error)
{
    struct reading r = { columns, options, place, line, notes, error };
    size_t *next = malloc(count * sizeof *next);
    bool named;

    *columns = (struct irt_columns){ .id = IRT_NO_COLUMN,
                                     .school = IRT_NO_COLUMN,
                                     .factor = IRT_NO_COLUMN,
                                     .frequency = IRT_NO_COLUMN,
                                     .person = IRT_NO_COLUMN,
                                     .key = IRT_NO_COLUMN,
                                     .response = IRT_NO_COLUMN };
    columns->item = malloc(count * sizeof *columns->item);
    columns->unnamed = malloc(count * sizeof *columns->unnamed);
    named = next != NULL && columns->item != NULL && columns->unnamed != NULL &&
            name_columns(&r, header, count, next);
    free(next);
    if (!named)
        return no_memory(&r);
    return options->long_columns != NULL ? give_long_parts(&r) : give_wide_parts(&r);
}

void
irt_columns_free(struct irt_columns *columns)
{
    irt_names_free(&columns->names);
    free(columns->item);
    free(columns->unnamed);
    columns->item = columns->unnamed = NULL;
}
