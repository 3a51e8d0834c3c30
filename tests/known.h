/* SPDX-License-Identifier: GPL-3.0-or-later */
/* known.h -- fits held against what other programs get for the same data: their tables are
 * read from a folder beside the source tree (fixture_reference()) and compared whole. */
#ifndef TESTS_KNOWN_H
#define TESTS_KNOWN_H

#include "fixture.h"

#include "score/score.h"

#include <stdbool.h>
#include <stddef.h>

struct known {
    struct fixture f;
    struct irt_fit *fit;
};

/* How tightly the others fitted: tolerance 1e-9, 5000 cycles, 61 nodes on [-6, 6]; wide: 101
 * on [-10, 10], for a free variance. */
struct irt_options known_options(bool wide);

/* Fits the data in a folder of theirs, as tightly as they did.  False without that folder. */
bool known_open(struct known *known, const char *folder, const char *kind, bool wide);
/* Fits LSAT-6, from the samples.  prior may be NULL. */
void known_lsat6(struct known *known, const char *kind, const char *prior,
                 const struct irt_options *options);
void known_close(struct known *known);

/* What a fit has for an item, in the reported metrics; which: of several. */
typedef double known_number(const struct irt_fit *fit, size_t item, size_t which);
known_number known_a, known_d, known_b, known_c, known_u;
known_number known_se_a, known_se_d, known_se_b;

/* A column of a table ("sim-gpcm/x.csv") beside what the fit has for each item.  What they
 * leave empty has to be undefined. */
void known_items(const struct known *known, const char *file, const char *column,
                 double tolerance, known_number *get, size_t which);
/* The same for d1, d2 .. (prefix "d" or "se_d"), of steps first .. first + count - 1. */
void known_steps(const struct known *known, const char *file, const char *prefix,
                 size_t count, double tolerance, known_number *get, size_t first);

/* Scores and, unless se is NULL, their standard errors, row by row; in several dimensions
 * those of dimension d. */
void known_scores(const struct known *known, enum irt_score method, size_t d,
                  const char *file, const char *score, const char *se, double tolerance);

/* TAM 4.3's fit of data in a folder: variance and parameters within tolerance, l a little lower
 * than ours, for TAM stops earlier and its weights are not normalised; WLE scores. */
void known_tam(const char *folder, const char *kind, bool wide, double loglik,
               double variance, double tolerance);

/* Of two categories a model of fixed slopes is the Rasch model: mirt's numbers for LSAT-6. */
void known_is_rasch(const char *kind);

#endif
