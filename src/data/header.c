/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/header.h"

#include <string.h>
#include <strings.h>

const char *const irt_id_names[] = { "id", "person", NULL };
const char *const irt_school_names[] = { "school", "site", NULL };
const char *const irt_frequency_names[] = { "freq", "count", NULL };

static bool
is_among(struct irt_cell cell, const char *const names[])
{
    for (size_t k = 0; names[k] != NULL; k++)
        if (strlen(names[k]) == cell.length &&
            strncasecmp(names[k], cell.text, cell.length) == 0)
            return true;
    return false;
}

static bool
is_usual(struct irt_cell cell)
{
    return is_among(cell, irt_id_names) || is_among(cell, irt_school_names) ||
           is_among(cell, irt_frequency_names);
}

bool
irt_is_usual_name(const char *name)
{
    return is_usual((struct irt_cell){ name, strlen(name) });
}

static bool
is_in_list(struct irt_cell cell, const char *list)
{
    struct irt_cell name;

    while (list != NULL && irt_list_next(&list, &name))
        if (name.length == cell.length && memcmp(name.text, cell.text, cell.length) == 0)
            return true;
    return false;
}

static bool
has_a_part(struct irt_cell cell, const struct irt_load_options *options)
{
    return is_usual(cell) || is_in_list(cell, options->id_column) ||
           is_in_list(cell, options->omit) || is_in_list(cell, options->school_column) ||
           is_in_list(cell, options->factor) || is_in_list(cell, options->freq_column) ||
           is_in_list(cell, options->long_columns);
}

/* Has it single letters of one case? first: a or A. */
static bool
has_letters_of(const struct irt_cell *cell, size_t cells, char first)
{
    for (size_t k = 0; k < cells; k++)
        if (cell[k].length == 1 && cell[k].text[0] >= first &&
            cell[k].text[0] <= first + 25)
            return true;
    return false;
}

/* Half the cells that are not empty, or more, are answers that a key by position has.  But names such as a, b, c
 * above answers such as A, B, C are told by their case. */
static bool
holds_answers(const struct irt_first_row *row, const struct irt_table *second,
              const struct irt_key *key)
{
    size_t answers = 0, filled = 0;
    bool low = has_letters_of(row->cell, row->cells, 'a');
    bool high = has_letters_of(row->cell, row->cells, 'A');
    bool low_below = has_letters_of(second->cell, second->cells, 'a');
    bool high_below = has_letters_of(second->cell, second->cells, 'A');

    if (key == NULL || key->named || (low && !high && high_below && !low_below) ||
        (high && !low && low_below && !high_below))
        return false;
    for (size_t k = 0; k < row->cells; k++) {
        answers += irt_key_has(key, row->cell[k]);
        filled += row->cell[k].length > 0;
    }
    return 2 * answers >= filled;
}

bool
irt_is_header(const struct irt_first_row *first, const struct irt_table *second,
              const struct irt_load_options *options, const struct irt_missing *missing,
              const struct irt_key *key)
{
    bool texts = false, numbers = false, above = false;
    double value;

    for (size_t k = 0; k < first->cells; k++) {
        enum irt_cell_kind kind = irt_cell_read(first->cell[k], missing, &value);
        if (kind == IRT_CELL_NUMBER)
            numbers = true;
        if (kind != IRT_CELL_TEXT)
            continue;
        if (has_a_part(first->cell[k], options))
            return true;
        texts = true;
        above = above || (k < second->cells && irt_cell_number(second->cell[k], &value));
    }
    if (first->quoted_first && first->quoted_last && second->cells > 0 &&
        !second->quoted_last)
        return true;
    return !holds_answers(first, second, key) && (above || (texts && !numbers));
}
