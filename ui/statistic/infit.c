/* SPDX-License-Identifier: GPL-3.0-or-later */
/* infit.c -- infit and outfit, written. */
#include "config.h"

#include "statistic/statistic.h"

#include <math.h>

#include "fit/infit.h"
#include "statistic/parts.h"

#define KEYS                                                                       \
    "infit infit_z outfit outfit_z infit_eap infit_eap_z outfit_eap outfit_eap_z " \
    "infit_wle infit_wle_z outfit_wle outfit_wle_z"

static const struct irt_infit_item *
of(const void *result, size_t j)
{
    return &((const struct irt_infit *)result)->item[j];
}

/* The numbers in the order of the keys. */
static double
number_of(const struct irt_infit_item *x, size_t k)
{
    const struct irt_mean_squares *form[] = { &x->posterior, &x->eap, &x->wle };
    const struct irt_mean_squares *s = form[k / 4];
    const double value[] = { s->infit, s->infit_z, s->outfit, s->outfit_z };

    return value[k % 4];
}

static void
item(struct writer *w, json_t *part, const void *result, size_t j)
{
    const char *keys = KEYS;

    for (size_t k = 0; *keys != '\0'; k++) {
        char key[20];

        snprintf(key, sizeof key, "%.*s", (int)strcspn(keys, " "), keys);
        put(w, part, key, real(number_of(of(result, j), k)));
        keys += strlen(key);
        keys += strspn(keys, " ");
    }
}

static void
infit_json(struct writer *w, json_t *fit, const struct ui_report *report,
           const void *result)
{
    put(w, fit, "infit", ui_json_items(w, report, KEYS, result, item));
}

static void
line(const void *result, size_t j, FILE *out)
{
    const struct irt_infit_item *x = of(result, j);

    for (size_t k = 0; k < 4; k++)
        ui_text_number(out, 8, k % 2 ? 2 : 3, number_of(x, k));
    ui_text_number(out, 8, 3, isfinite(x->eap.infit) ? x->eap.infit : x->wle.infit);
    ui_text_number(out, 8, 3, isfinite(x->eap.outfit) ? x->eap.outfit : x->wle.outfit);
}

static void
infit_text(const struct ui_report *report, const void *result, FILE *out)
{
    const struct irt_infit *infit = result;
    bool eap = false;

    for (size_t j = 0; j < infit->items; j++)
        eap = eap || isfinite(infit->item[j].eap.infit);
    ui_text_item_table(report, result, "infit z outfit z infit* outfit*", 8, line, out);
    fprintf(out,
            "\naveraged over each person's posterior, where the model expects 1\n"
            "*at each person's %s, where a short test has less than 1 by itself\n",
            eap ? "EAP score" : "score by Warm's likelihood");
}

static double
cell(const void *result, size_t j, size_t column)
{
    return number_of(of(result, j), column);
}

const struct ui_statistic ui_statistic_infit = {
    .statistic = &irt_statistic_infit,
    .json = infit_json,
    .text = infit_text,
    .columns = KEYS,
    .cell = cell,
};
