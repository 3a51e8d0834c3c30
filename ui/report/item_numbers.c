/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_numbers.c -- an item's slope, intercept and difficulty, picked out of a fit. */
#include "config.h"

#include "report/item_numbers.h"

#include <math.h>

struct ui_item_numbers
ui_item_numbers(const struct irt_fit *fit, size_t column)
{
    const struct irt_model *model = fit->model;
    struct ui_item_numbers out = { false, NAN, NAN, NAN, NAN, NAN, NAN };
    size_t j = model->item_of_column[column];

    if (j == IRT_NONE)
        return out;
    out.estimated = true;
    for (size_t k = model->item[j].first + model->item[j].count;
         k-- > model->item[j].first;)
        if (model->parameter[k].slope) {
            out.a = fit->psi[k];
            out.se_a = fit->se[k];
        } else {
            out.d = fit->psi[k];
            out.se_d = fit->se[k];
        }
    out.b = irt_fit_difficulty(fit, j, 0, &out.se_b);
    return out;
}
