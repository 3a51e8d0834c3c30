/* SPDX-License-Identifier: GPL-3.0-or-later */
/* q3.h -- Q3: the correlation over persons of two items' residuals x - E(x | theta) at the
 * persons' points, their EAP (Warm's estimate where theta has no distribution).  Each pair is
 * over those who answered both.
 *
 * Where the model holds Q3 is a little below 0, about -1 / (J - 1), since the answers are in the
 * point: so it is read against the mean over all pairs.
 * Source: Yen (1984), Applied Psychological Measurement 8, 125-145; Christensen, Makransky and
 * Horton (2017), same journal 41, 178-194, for reading it against the mean.  */
#ifndef IRT_Q3_H
#define IRT_Q3_H

#include <stddef.h>

struct irt_q3 {
    size_t items;    /* of the model */
    double *value;   /* [j * items + k]: 1 where j = k; NAN: not known */
    double *persons; /* likewise: who count */
    double *sd;      /* [j * items + k]: of j's residual over those who answered k, too */
    double mean;     /* of the pairs known; NAN: none */
};

#endif
