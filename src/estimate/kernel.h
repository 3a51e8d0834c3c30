/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel.h -- the fused E-step: E1 to E4 in one pass over the patterns, fast.
 *
 * Consecutive items are packed into blocks whose joint code fits a byte (8 binary
 * items; fewer with more categories or a missing code).  Once an E-step, the product
 * of the item probabilities at all nodes is tabulated per block and code, so that a
 * pattern costs one multiplication of a node vector per block; its posterior is added
 * to a table of the same shape, and the tables are unfolded into r-bar at the end.
 * Patterns go over threads in fixed slices that are summed in a fixed order: the
 * result is the same, bit for bit, for any number of threads.
 * Same numbers as staged.h to 1e-10. */
#ifndef IRT_KERNEL_H
#define IRT_KERNEL_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/expected.h"
#include "model/model.h"
#include "parallel.h"
#include "quadrature/quadrature.h"

struct irt_kernel;

/* Packs the data; keeps no reference to data or patterns afterwards, borrows pool.
 * NULL with *error filled without memory.  Caller frees: irt_kernel_free(). */
struct irt_kernel *irt_kernel_new(const struct irt_responses *data,
                                  const struct irt_patterns *patterns,
                                  const struct irt_model *model, size_t points,
                                  struct irt_pool *pool, struct irt_error *error);
void irt_kernel_free(struct irt_kernel *kernel);

/* The same without room to work in: that is lent for a time by irt_kernel_use(), so that
 * many small kernels can share one, one after the other.  Borrows the room; false with *error
 * filled when it has to grow and there is no memory. */
struct irt_kernel_room;
struct irt_kernel_room *irt_kernel_room_new(struct irt_error *error);
void irt_kernel_room_free(struct irt_kernel_room *room);
struct irt_kernel *irt_kernel_new_bare(const struct irt_responses *data,
                                       const struct irt_patterns *patterns,
                                       const struct irt_model *model, size_t points,
                                       struct irt_pool *pool, struct irt_error *error);
bool irt_kernel_use(struct irt_kernel *kernel, struct irt_kernel_room *room,
                    struct irt_error *error);

/* How many slices the patterns go over: more than one are shared out among threads. */
size_t irt_kernel_slices(const struct irt_kernel *kernel);
void irt_kernel_set_pool(struct irt_kernel *kernel, struct irt_pool *pool); /* borrowed */

/* Other frequencies than the patterns' own, f_l >= 0: frequency[patterns], borrowed until the
 * next call; NULL: their own again. */
void irt_kernel_weigh(struct irt_kernel *kernel, const double *frequency);

/* One E-step at psi.  quadrature->points must be the points of irt_kernel_new(). */
void irt_kernel_run(struct irt_kernel *kernel, const struct irt_model *model,
                    const double *psi, const struct irt_quadrature *quadrature,
                    struct irt_expected *expected);

/* Tabulates at psi, for irt_kernel_posterior(); irt_kernel_run() does it too. */
void irt_kernel_prepare(struct irt_kernel *kernel, const struct irt_model *model,
                        const double *psi, const struct irt_quadrature *quadrature);

/* The probabilities of model item j at the nodes of the last E-step, P[h * stride + n], until
 * the next that works in the same room. */
const double *irt_kernel_probability(const struct irt_kernel *kernel, size_t j,
                                     size_t *stride);

/* The posterior p_l(n) of patterns first .. first + count - 1 into
 * posterior[(l - first) * points + n], and log P_l into log_marginal[l - first] (may be
 * NULL).  Safe from several threads after irt_kernel_prepare(). */
void irt_kernel_posterior(const struct irt_kernel *kernel, size_t first, size_t count,
                          double *posterior, double *log_marginal);

/* Bytes the kernel holds, for Setup's line on costs. */
size_t irt_kernel_bytes(const struct irt_kernel *kernel);

/* About what a kernel would hold, without making one. */
size_t irt_kernel_bytes_needed(const struct irt_responses *data,
                               const struct irt_patterns *patterns,
                               const struct irt_model *model, size_t points);

#endif
