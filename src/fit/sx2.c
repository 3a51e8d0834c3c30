/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/sx2.h"

#include "fit/node_tables.h"
#include "fit/statistic.h"
#include "fit/sx2_expected.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_EXPECTED 1.0

static void
sx2_free(void *result)
{
    struct irt_sx2 *sx2 = result;
    if (!sx2)
        return;
    for (size_t j = 0; sx2->item && j < sx2->items; j++) {
        free(sx2->item[j].group);
        free(sx2->item[j].observed);
        free(sx2->item[j].expected);
    }
    free(sx2->item);
    free(sx2);
}

/* Parameters of item j that were estimated, each once. */
static long
estimated(const struct irt_model *model, size_t j)
{
    const struct irt_item *item = &model->item[j];
    bool slope = false;
    long count = 0;
    for (size_t k = item->first; k < item->first + item->count; k++) {
        const struct irt_parameter *p = &model->parameter[k];
        bool seen = p->free == IRT_NONE;
        for (size_t i = item->first; i < k; i++)
            seen = seen || model->parameter[i].free == p->free;
        count += !seen;
        slope = slope || (p->slope && p->free != IRT_NONE);
    }
    return count + (!slope && model->parameter[model->sigma].free != IRT_NONE);
}

/* Closes a group when all its expected cells are large enough. */
static bool
is_large(const double *expected, unsigned categories)
{
    for (unsigned h = 0; h < categories; h++)
        if (!(expected[h] >= LEAST_EXPECTED))
            return false;
    return true;
}

static void
add_cells(double *to, const double *from, unsigned categories)
{
    for (unsigned h = 0; h < categories; h++)
        to[h] += from[h];
}

/* Merges the table of sums 1 .. last - 1, [k * C + h], into the item's groups. */
static void
merge(struct irt_sx2_item *item, const double *observed, const double *expected,
      size_t last)
{
    unsigned C = item->categories;
    size_t g = 0;
    bool open = false;
    for (size_t k = 1; k < last; k++) {
        if (!open) {
            item->group[g].from = k;
            memset(item->observed + g * C, 0, C * sizeof(double));
            memset(item->expected + g * C, 0, C * sizeof(double));
        }
        add_cells(item->observed + g * C, observed + k * C, C);
        add_cells(item->expected + g * C, expected + k * C, C);
        item->group[g].to = k;
        open = !is_large(item->expected + g * C, C);
        g += !open;
    }
    if (open && g > 0) {
        add_cells(item->observed + (g - 1) * C, item->observed + g * C, C);
        add_cells(item->expected + (g - 1) * C, item->expected + g * C, C);
        item->group[g - 1].to = item->group[g].to;
    }
    item->groups = g;
    for (g = 0; g < item->groups; g++)
        for (unsigned h = 0; h < C; h++)
            item->group[g].persons += item->observed[g * C + h];
}

static void
test_item(struct irt_sx2_item *item, long parameters, double persons)
{
    double x2 = 0.0;
    item->df = (long)(item->groups * (item->categories - 1)) - parameters;
    item->value = item->p = item->rmsea = NAN;
    if (item->df < 1)
        return;
    for (size_t c = 0; c < item->groups * item->categories; c++) {
        double off = item->observed[c] - item->expected[c];
        x2 += off * off / item->expected[c];
    }
    double df = (double)item->df;
    item->value = x2;
    item->p = gsl_cdf_chisq_Q(x2, df);
    item->rmsea =
        persons > 1.0 ? sqrt(fmax(0.0, (x2 - df) / (df * (persons - 1.0)))) : NAN;
}

static bool
finish_item(struct irt_sx2 *sx2, const struct irt_sx2_expected *table,
            const struct irt_diagnosis *d, size_t j)
{
    struct irt_sx2_item *item = &sx2->item[j];
    item->categories = d->model->item[j].categories;
    size_t cells = (table->last + 1) * item->categories;
    item->group = calloc(table->last + 1, sizeof *item->group);
    item->observed = calloc(cells, sizeof *item->observed);
    item->expected = calloc(cells, sizeof *item->expected);
    if (!item->group || !item->observed || !item->expected)
        return false;
    merge(item, table->observed + table->at[j], table->expected + table->at[j],
          table->last);
    test_item(item, estimated(d->model, j), sx2->persons);
    return true;
}

static void *
sx2_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    if (!irt_diagnosis_is_single(d, "S-X²", error))
        return NULL;
    struct irt_sx2_expected *table = irt_sx2_expected_new(d, error);
    if (!table)
        return NULL;
    struct irt_sx2 *sx2 = calloc(1, sizeof *sx2);
    if (sx2)
        sx2->item = calloc(d->model->items, sizeof *sx2->item);
    bool done = sx2 && sx2->item;
    if (done) {
        sx2->items = d->model->items;
        sx2->persons = table->persons;
        sx2->left_out = table->left_out;
    }
    for (size_t j = 0; done && j < d->model->items; j++)
        done = finish_item(sx2, table, d, j);
    irt_sx2_expected_free(table);
    if (done)
        return sx2;
    irt_fail(error, IRT_NO_MEMORY, "there is not enough memory");
    sx2_free(sx2);
    return NULL;
}

const struct irt_statistic irt_statistic_sx2 = {
    .name = "sx2",
    .title = "S-X²",
    .formula =
        "S-X² = Σ (O_kh - E_kh)² / E_kh over sums k and categories h, adjacent sums "
        "merged until every E is 1 or more",
    .source = "Orlando and Thissen (2000); Kang and Chen (2008)",
    .reading =
        "Compares an item's answers among persons of equal sum with what the model "
        "expects there. A p below .05 says that the item's curve does not go with "
        "the others; its table shows where.",
    .compute = sx2_compute,
    .free = sx2_free,
};
