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
    if (starts_with_digit(cell[k]) || !irt_cell_is_one_of(cell[k], words))
        return IRT_A_PERSON;
    for (k++; k < cells; k++)
        if (cell[k].length > 0 && starts_with_digit(cell[k]))
            return IRT_TOTALS;
    return IRT_A_PERSON;
}
