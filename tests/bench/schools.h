/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schools.h -- how fast many schools are fitted by messages. */
#ifndef BENCH_SCHOOLS_H
#define BENCH_SCHOOLS_H

#include <stdbool.h>

/* Prints a line for each of some numbers of schools, by one thread and by two: federated, fixed
 * effects, 2PL.  False when a fit fails or does not converge. */
bool bench_schools(void);

#endif
