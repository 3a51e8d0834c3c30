/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sx2.h -- S-X2: does an item go with the sum of all items as the model says?  Among persons
 * with the same sum k the observed counts of each category h are compared with
 *
 *     E_kh = N_k  sum_n A_n P_jh(n) S_j(k - h | n) / sum_n A_n S(k | n),
 *
 * where S(k | n) is the probability of the sum at node n and S_j that of the sum of all other
 * items, by Lord and Wingersky's recursion; X2 = sum (O - E)^2 / E.
 *
 * Sums are of category numbers 0 .. m.  The smallest and the largest sum say nothing, for all
 * answers are known there.  From the low end on adjacent sums are merged until every expected
 * cell is at least 1; what is left over at the high end joins the last group.  Persons with a
 * missing answer are left out and counted.  df = groups * m less the item's estimated
 * parameters; a slope that items share counts, and where slopes are fixed, the estimated
 * variance of theta in its place: one model in two forms has one df.
 *
 * Source: Orlando and Thissen (2000), Applied Psychological Measurement 24, 50-64; Kang and
 * Chen (2008), Journal of Educational Measurement 45, 391-406, for several categories. */
#ifndef IRT_SX2_H
#define IRT_SX2_H

#include <stddef.h>

struct irt_sx2_group {
    size_t from, to; /* sums */
    double persons;
};

struct irt_sx2_item {
    double value, p; /* NAN: df < 1 */
    long df;         /* may be 0 or below: then there is no test */
    double rmsea;    /* sqrt(max(0, (value - df) / (df (N - 1)))); NAN: no test */
    size_t groups;
    unsigned categories;
    struct irt_sx2_group *group; /* groups */
    double *observed, *expected; /* [g * categories + h] */
};

struct irt_sx2 {
    size_t items; /* of the model */
    struct irt_sx2_item *item;
    double persons;  /* who answered every item */
    double left_out; /* and who did not */
};

#endif
