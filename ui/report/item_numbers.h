/* SPDX-License-Identifier: GPL-3.0-or-later */
/* item_numbers.h -- what a fit says about one column of the data, as reports print it. */
#ifndef UI_ITEM_NUMBERS_H
#define UI_ITEM_NUMBERS_H

#include "estimate/fit.h"

#include <stdbool.h>

struct ui_item_numbers {
    bool estimated;    /* false: the item was set aside, and all else is NAN */
    double a, d, b;    /* slope, (first) intercept, b = -d / a */
    double se_a, se_d; /* NAN: fixed, or not asked for */
    double se_b;
};

struct ui_item_numbers ui_item_numbers(const struct irt_fit *fit, size_t column);

#endif
