/* SPDX-License-Identifier: GPL-3.0-or-later */
/* climb.h -- the server's way up: from what rounds found at the points so far to the next
 * point to ask about.  A point x holds the plan's free parameters, and tau as one more where
 * effects are random.
 *
 * none     the EM-gradient step, x + A^-1 g, A the complete-data information.
 * ramsay, squarem   the same, extrapolated (accelerate.h).
 * lbfgs    quasi-Newton: L-BFGS whose first matrix is A^-1, so that its first step is the
 *          EM-gradient step and later ones learn what the missing theta takes away.
 *          Source: Lange (1995), Statistica Sinica 5, 1-18; Nocedal (1980), Mathematics of
 *          Computation 35, 773-782; Jamshidian and Jennrich (1997), JRSS-B 59, 569-587.
 *
 * Where there is an objective no accepted point lowers it: a step that would is shortened.
 * Estimating equations without one (robust.h) are solved by the same steps; a step stands
 * when it does not enlarge g' A^-1 g much beyond what the last steps had. */
#ifndef IRT_CLIMB_H
#define IRT_CLIMB_H

#include "error.h"
#include "estimate/options.h"
#include "federation/plan.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_climb;

/* What a round found. */
struct irt_evaluation {
    const double *gradient;    /* by x, with the priors' part */
    const double *information; /* plan->information, summed */
    const double *own;         /* plan->free: the priors' part of the information */
    double tau_information;    /* of tau, where it is estimated */
    double objective;          /* log-likelihood plus log prior; any, for equations */
    bool
        comparable; /* false: other schools answered than before, nothing can be compared */
};

/* Starts at x[count]: plan->free, or one more with tau.  Borrows plan.  NULL with *error
 * filled without memory.  Caller frees: irt_climb_free(). */
struct irt_climb *irt_climb_new(const struct irt_plan *plan, size_t count,
                                const double *x, enum irt_acceleration method,
                                bool equations, struct irt_error *error);
void irt_climb_free(struct irt_climb *climb);

/* What was found at irt_climb_x(), NULL where nothing could be.  True when the point is
 * taken; else x is a nearer one, or with *stuck set nothing helps any more and x is the best
 * point so far. */
bool irt_climb_hear(struct irt_climb *climb, const struct irt_evaluation *found,
                    bool *stuck);

/* theta is moved: every item at theta becomes what it was at theta + delta.  After a point
 * was taken, before the next is proposed. */
void irt_climb_shift(struct irt_climb *climb, double delta);

/* The next point, after one was taken.  True when it is an extrapolation. */
bool irt_climb_propose(struct irt_climb *climb);

/* The point to ask about, and the gradient of the last that was taken. */
const double *irt_climb_x(const struct irt_climb *climb);
const double *irt_climb_gradient(const struct irt_climb *climb);

/* What the step to irt_climb_x() promises to gain; and back to the last point taken. */
double irt_climb_promise(const struct irt_climb *climb);
void irt_climb_stay(struct irt_climb *climb);

/* g' A^-1 g at the last point taken, in squared standard errors of complete data. */
double irt_climb_distance(struct irt_climb *climb);

/* Equations: g' A^-1 g at the last point taken, how far they are from solved, in squared
 * standard errors of complete data. */
double irt_climb_residual(const struct irt_climb *climb);
#define IRT_CLIMB_SOLVED 1e-4 /* a hundredth of one: they are */

/* They are not solved, and for long no point was nearer than one before. */
bool irt_climb_is_lost(const struct irt_climb *climb);

#endif
