/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dimensions.h -- data of two dimensions for the benchmark: irtop simulates one. */
#ifndef BENCH_DIMENSIONS_H
#define BENCH_DIMENSIONS_H

#include <stddef.h>
#include <stdint.h>

#include "data/q_matrix.h"
#include "data/responses.h"
#include "error.h"

#define BENCH_MOST_ITEMS 100

/* persons x items, at most BENCH_MOST_ITEMS, from an M2PL: half of the items measure each dimension, and every fourth
 * both.  q gets the Q-matrix; its loads[items * 2] are the caller's.  NULL with *error
 * filled. */
struct irt_responses *bench_two_dimensions(size_t persons, size_t items, uint64_t seed,
                                           struct irt_q_matrix *q,
                                           struct irt_error *error);

#endif
