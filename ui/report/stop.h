/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stop.h -- why a fit stopped, in one sentence with its numbers. */
#ifndef UI_STOP_H
#define UI_STOP_H

#include "estimate/fit.h"
#include "estimate/trace.h"

#include <stddef.h>

/* "converged in 12 cycles: the largest change of a parameter, 8.2e-05, is below 1e-04".
 * No capital, no full stop. */
void ui_stop_sentence(const struct irt_fit *fit, const struct irt_trace *trace, char *out,
                      size_t size);

/* The number that the criterion looks at, as it stood after a cycle (1 ..): NAN while
 * it is not known. */
double ui_stop_measure(const struct irt_trace *trace, enum irt_criterion criterion,
                       size_t cycle);

/* What that number is: "the largest change of a parameter" ...  Static. */
const char *ui_stop_measure_name(enum irt_criterion criterion);

#endif
