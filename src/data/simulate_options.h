/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate_options.h -- simulated answers as the options of a multiple-choice test, with its
 * key.
 *
 * A nominal item has a letter for each category, dealt at random; the highest category is
 * the right answer.  An item of two categories has one right letter, and who is wrong takes a
 * distractor v with the chance exp(zeta_v + lambda_v theta) / sum over the distractors, where
 * zeta ~ normal(0, 0.7) and lambda ~ normal(0, 0.5).
 * Source: Suh and Bolt (2010), Psychometrika 75, 454-473 (the nested logit model). */
#ifndef IRT_SIMULATE_OPTIONS_H
#define IRT_SIMULATE_OPTIONS_H

#include "error.h"

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRT_MOST_LETTERS 26

struct irt_simulation;

/* Shapes  [j * count + v], v the letter, or where it says so the category. */
struct irt_simulated_options {
    unsigned count;  /* letters an item, from A; 0: answers are codes */
    uint8_t *right;  /* items: the letter of the right answer */
    uint8_t *letter; /* of each category, in a nominal item; NULL: two categories */
    double *lambda,
        *zeta; /* of each distractor, NAN at the right answer; NULL: nominal */
};

/* Draws s->options and with them the letters of all answers there are: s->data gets options
 * and raw answers, and its codes become scores.  In this order: right letters, or dealt ones,
 * item by item; of items of two categories zeta, then lambda; then a number for each wrong
 * answer.  False with *error filled without memory. */
bool irt_simulate_options(struct irt_simulation *s, unsigned count, gsl_rng *random,
                          struct irt_error *error);
void irt_simulated_options_clear(struct irt_simulated_options *options);

/* "A" .. "Z"; static storage. */
const char *irt_simulated_letter(unsigned letter);

#endif
