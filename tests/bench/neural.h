/* SPDX-License-Identifier: GPL-3.0-or-later */
/* neural.h -- how near the autoencoder comes to EM and to the truth, and in what time. */
#ifndef BENCH_NEURAL_H
#define BENCH_NEURAL_H

#include <stdbool.h>

/* Prints a line for each of some simulated data sets.  False when a fit fails, or a figure is
 * worse than it should be. */
bool bench_neural(void);

#endif
