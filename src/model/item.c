/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/item.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* TO ADD AN ITEM MODEL: one file with its ops, and a row here. */
const struct irt_item_ops *const irt_item_models[] = {
    &irt_item_2pl, &irt_item_3pl, &irt_item_4pl,  &irt_item_gpcm, &irt_item_rsm,
    &irt_item_grm, &irt_item_nrm, &irt_item_m2pl, NULL,
};

const struct irt_item_ops *
irt_item_find(const char *name)
{
    for (size_t i = 0; irt_item_models[i]; i++)
        if (strcmp(irt_item_models[i]->name, name) == 0)
            return irt_item_models[i];
    return NULL;
}

const char *
irt_item_no_prior(const struct irt_item *item, size_t p)
{
    (void)item;
    (void)p;
    return NULL;
}

void
irt_item_unbounded(const struct irt_item *item, size_t p, double *lower, double *upper)
{
    (void)item;
    (void)p;
    *lower = -INFINITY;
    *upper = INFINITY;
}

bool
irt_item_reports(const struct irt_item_report *in, size_t a, size_t d)
{
    if (in->a_count != a || in->d_count != d)
        return false;
    for (size_t i = 0; i < a; i++)
        if (!isfinite(in->a[i]))
            return false;
    for (size_t i = 0; i < d; i++)
        if (!isfinite(in->d[i]))
            return false;
    return true;
}

#define NAMES(letter)                                                                   \
    {                                                                                   \
        letter, letter "1", letter "2", letter "3", letter "4", letter "5", letter "6", \
            letter "7", letter "8", letter "9", letter "10", letter "11", letter "12",  \
            letter "13", letter "14", letter "15", letter "16", letter "17",            \
            letter "18", letter "19", letter "20", letter "21", letter "22",            \
            letter "23", letter "24", letter "25", letter "26", letter "27",            \
            letter "28", letter "29", letter "30", letter "31", letter "32",            \
    }

const char *
irt_item_numbered(char letter, const struct irt_item *item, size_t number)
{
    static const char *const a[] = NAMES("a"), *const b[] = NAMES("b"),
                             *const d[] = NAMES("d"), *const t[] = NAMES("t");
    const char *const *names = letter == 'a'   ? a
                               : letter == 'b' ? b
                               : letter == 'd' ? d
                                               : t;
    return names[item->categories == 2              ? 0
                 : number <= IRT_MAX_CATEGORIES - 1 ? number
                                                    : 0];
}
