/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mantel.h -- two groups' answers to one item compared within levels of a score: the tests of
 * Mantel and Haenszel and of Mantel, and what is made of them.
 *
 * Shapes  count[(g * scores + s) * categories + h]: persons of group g (0 reference, 1 focal)
 *         with score s who gave answer h.
 * Source: Mantel and Haenszel (1959), JNCI 22, 719-748; Mantel (1963), JASA 58, 690-700;
 * Robins, Breslow and Greenland (1986), Biometrics 42, 311-323 (variance of log alpha);
 * Liu and Agresti (1996), Biometrics 52, 1223-1234 (alpha of several categories). */
#ifndef IRT_MANTEL_H
#define IRT_MANTEL_H

#include <stddef.h>

struct irt_strata {
    size_t scores;
    unsigned categories; /* 2: the test has a continuity correction */
    const double *count;
};

/* chi2 compares what the focal group scored with what it would at the reference group's
 * rates, strata by strata, in one degree of freedom; categories count 0, 1, 2 ...
 *
 *     chi2 = (|sum (T_s - E T_s)| - c)^2 / sum Var T_s,  c = 1/2 for two categories, else 0
 *
 * alpha is the common odds ratio of a better answer, reference to focal, for several
 * categories over all places to cut them in two; delta = -2.35 log alpha, so that what is
 * harder for the focal group has a negative one.  smd is the focal group's mean answer less
 * the reference group's, over the focal group's scores. */
struct irt_mantel {
    double chi2, p;              /* NAN: no stratum has both groups and two answers */
    double difference, variance; /* sum (T_s - E T_s), sum Var T_s */
    double right, wrong; /* alpha is their ratio: sums of A D / N and of B C / N */
    double alpha,
        delta;       /* 0, or infinite, where only one group ever did better; NAN 0/0 */
    double delta_se; /* NAN for several categories, or where it is not finite */
    double smd, sd;  /* sd: of the answers of all, for smd / sd */
    double room;     /* by how many persons, in the mean, the sum of right answers could
                            fall or rise, whichever is less (Mantel and Fleiss 1980: 5 or more
                            for chi2 to hold); NAN for several categories */
    char ets;        /* 'A', 'B', 'C', or 0: not known */
};

/* The classes of ETS.  Two categories: A where delta is not significant or below 1; C where
 * it is at least 1.5 and significantly beyond 1 (one-sided, at 5 %); else B.  Several: A where
 * chi2 is not significant at 5 % or |smd / sd| at most .17; C above .25; else B.
 * Source: Zwick and Ercikan (1989), J. Educ. Meas. 26, 55-66; Zwick, Thayer and Mazzeo (1997),
 * Appl. Meas. Educ. 10, 321-344. */
struct irt_mantel irt_mantel_compare(const struct irt_strata *strata);

#endif
