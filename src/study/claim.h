/* SPDX-License-Identifier: GPL-3.0-or-later */
/* claim.h -- what a section of a study is to show, and whether it does.
 *
 * A design's line "claims = WORD ..." names them: a kind, a colon, a parameter and a measure
 * (s_bands: s by its size), such as lower:s_bands.mse.  Methods are compared with the
 * section's first one, setting by setting, on the same data sets:
 *
 *   equal    the measure differs by at most 1 % of the first method's
 *   lower    the first method's is lower
 *   flatter  from the setting without contamination to one with, the measure rises less than
 *            the first method's does
 *
 * A comparison holds, or fails, by more than two Monte Carlo standard errors; what lies
 * within them is open. */
#ifndef IRT_STUDY_CLAIM_H
#define IRT_STUDY_CLAIM_H

#include "error.h"
#include "study/summary.h"

enum irt_study_claim_kind {
    IRT_STUDY_CLAIM_EQUAL,
    IRT_STUDY_CLAIM_LOWER,
    IRT_STUDY_CLAIM_FLATTER,
    IRT_STUDY_CLAIM_KINDS
};

#define IRT_STUDY_BANDS  4 /* of |s| */
#define IRT_STUDY_WITHIN 0.01

struct irt_study_claim {
    enum irt_study_claim_kind kind;
    enum irt_study_target target; /* bands: of the first band */
    bool bands;
    enum irt_study_measure measure; /* not the coverage */
};

/* Reads one word.  False with *error filled (IRT_BAD_USAGE). */
bool irt_study_claim_read(const char *word, size_t length, struct irt_study_claim *out,
                          struct irt_error *error);

enum irt_study_answer { IRT_STUDY_HOLDS, IRT_STUDY_OPEN, IRT_STUDY_FAILS };

struct irt_study_comparison {
    size_t cell, base;        /* of a method, and of the first on the same data */
    size_t clean, base_clean; /* flatter: the same without contamination; else as above */
    size_t band;
    struct irt_study_number difference; /* cell less base; flatter: of the two rises */
    double of;                          /* the measure of base */
    enum irt_study_answer answer;
};

/* All comparisons of a claim that there are numbers for, in the order of settings, methods,
 * bands, into *out, which the caller frees; *count of them.  False with *error filled without
 * memory. */
bool irt_study_claim_compare(const struct irt_study *study, size_t section,
                             const struct irt_study_claim *claim,
                             struct irt_study_comparison **out, size_t *count,
                             struct irt_error *error);

/* The mean of differences that do not depend on each other. */
struct irt_study_number irt_study_claim_mean(
    const struct irt_study_comparison *comparison, size_t count, size_t band);

#endif
