/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school.h -- a school's side: it holds its own rows and nothing else, hears what the server
 * broadcasts, and answers in sums.
 *
 * With effects fixed, it first maximises l_k over its own s_k, on nodes that move along with
 * it; then by the envelope theorem the derivatives of what is left are those at that s_k:
 *
 *     theta = sigma z + s,   d l_k / d s = sum_j sum_p g_jp d par_jp / d s.
 *
 * With effects random, l_k = log of the integral of exp(l_k(s)) over s ~ N(0, tau^2), by
 * Gauss-Hermite nodes around the mode; gradient and information are posterior means.
 * Maths   section 4. */
#ifndef IRT_FEDERATION_SCHOOL_H
#define IRT_FEDERATION_SCHOOL_H

#include "cancel.h"
#include "data/responses.h"
#include "error.h"
#include "federation/message.h"
#include "federation/plan.h"
#include "parallel.h"

struct irt_school;

/* What a school computes in: no school leaves anything in it.  Caller frees. */
struct irt_school_room;
struct irt_school_room *irt_school_room_new(const struct irt_plan *plan,
                                            struct irt_error *error);
void irt_school_room_free(struct irt_school_room *room);

/* School number k with a copy of the rows of data that row[count] lists.  Borrows plan and
 * pool.  NULL with *error filled without memory.  Caller frees: irt_school_free(). */
struct irt_school *irt_school_new(const struct irt_plan *plan, uint32_t number,
                                  const struct irt_responses *data, const uint32_t *row,
                                  size_t count, struct irt_pool *pool,
                                  struct irt_error *error);
void irt_school_free(struct irt_school *school);

/* The answer to a call, into *reply.  False with *error filled: IRT_NETWORK when the call is
 * refused, IRT_NO_MEMORY, IRT_INTERRUPTED. */
bool irt_school_answer(struct irt_school *school, struct irt_school_room *room,
                       const uint8_t *call, size_t size, const struct irt_cancel *cancel,
                       struct irt_bytes *reply, struct irt_error *error);

/* Its E-steps can go over several threads: it is worth a pool of its own, borrowed instead of
 * the one it was made with. */
bool irt_school_is_large(const struct irt_school *school);
void irt_school_set_pool(struct irt_school *school, struct irt_pool *pool);

/* E-steps done so far. */
size_t irt_school_evaluations(const struct irt_school *school);

#endif
