/* SPDX-License-Identifier: GPL-3.0-or-later */
/* patterns_sum.h -- the E-step of many patterns at once, as far as that is a matter of
 * milliseconds: for numbers that are sums over patterns. */
#ifndef UI_PATTERNS_SUM_H
#define UI_PATTERNS_SUM_H

#include "error.h"
#include "estimate/staged.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>

/* So few patterns, items and nodes that a screen can sum over them while it is drawn. */
bool ui_patterns_are_few(size_t patterns, size_t items, size_t points);

/* E1 to E3 of all patterns at psi, each on the nodes of its group: marginals and posteriors.
 * NULL with *error filled when they are too many, or without memory.  Caller frees:
 * irt_staged_free(). */
struct irt_staged *ui_patterns_estep(const struct ui_session *session, const double *psi,
                                     const struct irt_quadrature *quadrature,
                                     struct irt_error *error);

#endif
