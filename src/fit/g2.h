/* SPDX-License-Identifier: GPL-3.0-or-later */
/* g2.h -- the likelihood ratio against the model that lets every pattern have its own
 * probability: G2 = 2 sum_l f_l log(f_l / (N P_l)), df = groups (patterns - 1) less the
 * parameters.  Only where patterns are few: with less than five persons a pattern on average it
 * is no chi-square.  Source: Bock and Lieberman (1970), Psychometrika 35, 179-197. */
#ifndef IRT_G2_H
#define IRT_G2_H

struct irt_g2 {
    double value, p;
    long df;
    double patterns; /* that are possible */
};

#endif
