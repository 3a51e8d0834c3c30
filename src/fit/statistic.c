/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/statistic.h"

#include <string.h>

const struct irt_statistic *const irt_statistics[] = {
    &irt_statistic_reliability, &irt_statistic_m2,  &irt_statistic_c2,
    &irt_statistic_g2,          &irt_statistic_sx2, &irt_statistic_infit,
    &irt_statistic_curves,      &irt_statistic_q3,  &irt_statistic_ld,
    &irt_statistic_lz,          &irt_statistic_dif, NULL,
};

const struct irt_statistic *
irt_statistic_find(const char *name)
{
    for (size_t s = 0; irt_statistics[s]; s++)
        if (strcmp(irt_statistics[s]->name, name) == 0)
            return irt_statistics[s];
    return NULL;
}

size_t
irt_statistic_place(const struct irt_statistic *statistic)
{
    size_t s = 0;
    while (irt_statistics[s] && irt_statistics[s] != statistic)
        s++;
    return s;
}
