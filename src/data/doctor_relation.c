/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor_relation.c -- items that go against the others: reversed, or with a wrong key. */
#include "config.h"

#include "data/doctor_checks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cell.h"
#include "data/classical.h"
#include "data/names.h"
#include "data/options.h"

#define FEWEST_PERSONS 30
#define LEAST          .05 /* correlation */
#define CLEAR          3.0 /* standard errors of a correlation of 0, 1 / sqrt(n) */

/* The list of reversed items with this one, or without it where it stood there; false when
 * it would be too long, or when a list could not say it. */
static bool
turned_list(const struct irt_checkup *c, size_t j, char *out, size_t size)
{
    const char *list = c->loaded->reverse, *name = c->data->item_name[j];
    char other[IRT_LONGEST_NAME + 1];
    struct irt_cell one;

    out[0] = '\0';
    while (list != NULL && irt_list_next(&list, &one)) {
        if (irt_cell_equal(one, name))
            continue;
        snprintf(other, sizeof other, "%.*s", (int)one.length, one.text);
        if (!irt_list_add(out, size, other))
            return false;
    }
    return irt_list_has(c->loaded->reverse, name) || irt_list_add(out, size, name);
}

static bool
find_reversed(struct irt_checkup *c, size_t j, double rest)
{
    char list[IRT_LONGEST_REMEDY + 1], name[IRT_SHOWN];

    return irt_checkup_find(c, IRT_WARNING, j,
                            "who scores high on the others scores low on it; turn its "
                            "codes if it asks the other way round",
                            "item '%s' goes against the others (item-rest correlation "
                            "%.2f)",
                            irt_checkup_name(c, j, name), rest) &&
           (!turned_list(c, j, list, sizeof list) ||
            irt_findings_remedy(c->findings, "reverse", list));
}

/* Of a keyed item: which option goes with high scores. */
static bool
find_wrong_key(struct irt_checkup *c, size_t j, double rest)
{
    struct irt_option_counts *counts = irt_option_counts_new(c->data, j, 1, NULL);
    char name[IRT_SHOWN], option[IRT_SHOWN], consequence[200];
    size_t best = 0;
    bool done;

    if (counts == NULL)
        return false;
    for (size_t o = 1; o < counts->options; o++)
        if (!(counts->correlation[best] >= counts->correlation[o]))
            best = o;
    irt_show(option, c->data->option[j].name[best],
             strlen(c->data->option[j].name[best]));
    snprintf(consequence, sizeof consequence,
             "is its key right? who scores high on the others chose '%s' most", option);
    done = irt_checkup_find(c, IRT_WARNING, j, consequence,
                            "item '%s' goes against the others (item-rest correlation "
                            "%.2f)",
                            irt_checkup_name(c, j, name), rest) &&
           irt_checkup_rekey(c, j, c->data->option[j].name[best]);
    irt_option_counts_free(counts);
    return done;
}

/* Statistics as if nobody had answered what looks like no item: an age would drown the
 * scores of the rest. */
static struct irt_classical *
classical_of_items(const struct irt_checkup *c)
{
    struct irt_responses data = *c->data;
    size_t cells = data.rows * data.items, suspects = 0;
    struct irt_classical *classical = NULL;

    for (size_t j = 0; j < data.items; j++)
        suspects += c->suspect[j];
    if (suspects == 0)
        return irt_classical_new(c->data, IRT_PAIRWISE, NULL);
    data.code = malloc(cells + 1);
    data.categories = malloc((data.items + 1) * sizeof *data.categories);
    if (data.code != NULL && data.categories != NULL) {
        for (size_t k = 0; k < cells; k++)
            data.code[k] = c->suspect[k % data.items] ? IRT_MISSING : c->data->code[k];
        irt_responses_count(&data);
        classical = irt_classical_new(&data, IRT_PAIRWISE, NULL);
    }
    free(data.code);
    free(data.categories);
    return classical;
}

bool
irt_check_relation(struct irt_checkup *c)
{
    struct irt_classical *classical;
    bool done = true;

    if (c->data->persons < FEWEST_PERSONS)
        return true;
    classical = classical_of_items(c);
    if (classical == NULL)
        return false;
    for (size_t j = 0; done && j < c->data->items; j++) {
        double rest = classical->item[j].rest, n = classical->item[j].persons;

        if (c->suspect[j] || n < FEWEST_PERSONS || !(rest < -LEAST) ||
            !(rest * sqrt(n) < -CLEAR))
            continue;
        done = c->data->option != NULL && c->data->option[j].count > 0
                   ? find_wrong_key(c, j, rest)
                   : find_reversed(c, j, rest);
    }
    irt_classical_free(classical);
    return done;
}
