/* SPDX-License-Identifier: GPL-3.0-or-later */
/* person_fit.h -- does a person answer as one of the model's would?
 *
 *     l_z   (l - E l) / SD l, with l the log-likelihood of the answers at the person's point:
 *           the EAP (Warm's estimate where theta has no distribution)
 *     l_z*  the same allowing for the point being estimated from these very answers: at the mode
 *           of the posterior (else at Warm's estimate), where sum r_ih(u_ih - P_ih) = -r_0,
 *           r_ih = P'_ih / P_ih, with w_ih = log P_ih replaced by w_ih - c r_ih,
 *           c = sum P'_ih w_ih / sum P'_ih r_ih;  (W + c r_0) / SD, W = l - E l
 *     infit, outfit  mean squares of the residuals over the person's answers, at the EAP
 *
 * All but l_z* in several dimensions; infit and outfit of items with ordered categories.
 * Source: Drasgow, Levine and Williams (1985), Brit. J. Math. Stat. Psych. 38, 67-86; Snijders
 * (2001), Psychometrika 66, 331-342; Sinharay (2016), same journal 81, 992-1013, for several
 * categories.  */
#ifndef IRT_PERSON_FIT_H
#define IRT_PERSON_FIT_H

#include "fit/infit.h"
#include "fit/diagnosis.h"

#include <stddef.h>

struct irt_person_fit_one {
    double lz, lz_star; /* NAN: nothing answered, or nothing to be surprised by */
    struct irt_mean_squares squares;
};

struct irt_person_fit {
    size_t patterns, dims;
    struct irt_person_fit_one *one; /* by pattern */
    double *theta;                  /* [l * dims + d]: the points of l_z */
    double *mode;                   /* [l]: the points of l_z*; NULL: there is none */
    size_t *order; /* patterns, the most surprising (lowest l_z*, else l_z) first */
    size_t known;  /* of them have a number; they stand first */
};

/* What a pattern's l_z or l_z* is made of: (off + c r0) / sd; c and r0 are 0 for l_z. */
struct irt_lz_parts {
    double theta; /* where */
    double off;   /* l - E l */
    double c, r0;
    double sd; /* NAN: nothing answered, or nothing to be surprised by */
};
struct irt_lz_parts irt_lz_parts_of(const struct irt_diagnosis *diagnosis,
                                    const struct irt_person_fit *fit, size_t l,
                                    bool star);

/* One answer of a person. */
struct irt_surprise {
    size_t j; /* item of the model */
    unsigned category;
    double probability; /* of this answer at the person's point */
    double expected;    /* the category number; NAN: no order */
    double z;           /* (x - expected) / SD; NAN: no order */
    double cost; /* E log P - log P: what it takes from l - E l; below 0: it adds */
};

/* The answers of pattern l at theta[dims], the most costly first, into out[items]; how many. */
size_t irt_surprises(const struct irt_diagnosis *diagnosis, size_t l, const double *theta,
                     struct irt_surprise *out);

#endif
