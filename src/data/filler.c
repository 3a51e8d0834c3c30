/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/filler.h"

#include <string.h>
#include <strings.h>

/* As people head them, in several languages. */
static const char *const words[] = {
    "total",
    "totals",
    "sum",
    "sums",
    "mean",
    "means",
    "average",
    "averages",
    "avg",
    "median",
    "sd",
    "stdev",
    "std dev",
    "std. dev.",
    "standard deviation",
    "min",
    "minimum",
    "max",
    "maximum",
    "grand total",
    "summe",
    "gesamt",
    "gesamtsumme",
    "mittel",
    "mittelwert",
    "mittelwerte",
    "durchschnitt",
    "standardabweichung",
    "somme",
    "moyenne",
    "ecart-type",
    "suma",
    "promedio",
    "media",
    "totale",
    "somma",
    "totaal",
    "gemiddelde",
    "soma",
    NULL,
};

static bool
is_word(struct irt_cell cell)
{
    while (cell.length > 0 && strchr(":= ", cell.text[cell.length - 1]) != NULL)
        cell.length--;
    for (size_t k = 0; words[k] != NULL; k++)
        if (strlen(words[k]) == cell.length &&
            strncasecmp(words[k], cell.text, cell.length) == 0)
            return true;
    return false;
}

static bool
starts_with_digit(struct irt_cell cell)
{
    return cell.text[0] >= '0' && cell.text[0] <= '9';
}

enum irt_filler
irt_filler_of(const struct irt_cell *cell, size_t cells, size_t *first)
{
    size_t k = 0;

    while (k < cells && cell[k].length == 0)
        k++;
    *first = k;
    if (k == cells)
        return IRT_EMPTY_ROW;
    if (starts_with_digit(cell[k]) || !is_word(cell[k]))
        return IRT_A_PERSON;
    for (k++; k < cells; k++)
        if (cell[k].length > 0 && starts_with_digit(cell[k]))
            return IRT_TOTALS;
    return IRT_A_PERSON;
}
