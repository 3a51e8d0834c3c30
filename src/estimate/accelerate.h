/* SPDX-License-Identifier: GPL-3.0-or-later */
/* accelerate.h -- extrapolation of a slowly converging sequence psi_0, psi_1, ... of EM
 * steps, over the free parameters.
 *
 * ramsay   after every third step, one multiple of it for all parameters: the step is
 *          lengthened by |s_1| / |s_2 - s_1|, 6 times at most.  Source: Ramsay (1975),
 *          Psychometrika 40, 337-360.
 * squarem  after two steps r = psi_1 - psi_0 and r + v = psi_2 - psi_1:
 *          psi' = psi_0 - 2 alpha r + alpha^2 v with alpha = -|r| / |v|.  Source: Varadhan
 *          and Roland (2008), Scandinavian Journal of Statistics 35, 335-353.
 *
 * The caller finds out whether psi' raised the log-likelihood, and tells. */
#ifndef IRT_ACCELERATE_H
#define IRT_ACCELERATE_H

#include "error.h"
#include "estimate/options.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_accelerator;

/* For vectors of so many parameters.  Caller frees: irt_accelerator_free(). */
struct irt_accelerator *irt_accelerator_new(enum irt_acceleration method,
                                            size_t parameters, struct irt_error *error);
void irt_accelerator_free(struct irt_accelerator *accelerator);

/* Hears of an EM step from one psi to the next.  True when it proposes psi' instead of
 * the next, in proposal[]; then the sequence starts anew from wherever the caller goes. */
bool irt_accelerator_hear(struct irt_accelerator *accelerator, const double *from,
                          const double *to, double *proposal);

/* Where the sequence under way began, and the step that was heard last: for a caller who
 * changes coordinates in between, to change both. */
double *irt_accelerator_start(struct irt_accelerator *accelerator);
double *irt_accelerator_last(struct irt_accelerator *accelerator);

/* The last proposal was good (raised the log-likelihood), or was undone. */
void irt_accelerator_judge(struct irt_accelerator *accelerator, bool good);

#endif
