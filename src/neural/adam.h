/* SPDX-License-Identifier: GPL-3.0-or-later */
/* adam.h -- steps of a first-order optimiser that scales each variable by the size of its
 * recent gradients.  Source: Kingma and Ba (2015), ICLR. */
#ifndef IRT_ADAM_H
#define IRT_ADAM_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_adam {
    size_t variables;
    size_t steps;           /* so far */
    double *first, *second; /* variables: running means of the gradient and its square */
};

/* Into a zeroed one.  False with *error filled without memory. */
bool irt_adam_open(struct irt_adam *adam, size_t variables, struct irt_error *error);
void irt_adam_close(struct irt_adam *adam); /* a zeroed one is fine */

/* As at the first step. */
void irt_adam_restart(struct irt_adam *adam);

/* Takes in the gradient of what is to become small; gradient[variables] becomes the step to
 * be subtracted from the variables. */
void irt_adam_step(struct irt_adam *adam, double rate, double *gradient);

#endif
