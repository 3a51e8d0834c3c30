/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/climb.h"

#include "estimate/accelerate.h"
#include "federation/blocks.h"
#include "federation/shift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY       20   /* pairs that L-BFGS remembers */
#define ASCENT       1e-4 /* share of the promised rise that a step has to bring */
#define ROUNDING     1e-12
#define MOST_REFUSED 40
#define SHORTEST     1e-9 /* step, to a parameter (and 1): shorter ones lead nowhere */
#define MOST_ASTRAY  60   /* equations: points since the nearest */
/* A parameter goes farther than this only where that promises a gain: a slope that could be
 * anything large would go on for ever, and lead nowhere. */
#define LONGEST_IDLE  1e-6
#define SMALLEST_GAIN 1e-14
#define PATIENCE      5     /* equations: a residual is compared with the last so many, */
#define ROOM          2.0   /* and may be larger by this factor: medians have kinks, */
#define FARTHEST      100.0 /* but not than the smallest by this one */

struct irt_climb {
    const struct irt_plan *plan;
    size_t count;
    enum irt_acceleration method;
    bool equations;
    struct irt_blocks *blocks;
    struct irt_accelerator *accelerator;
    double tau_information;
    double delta; /* by which theta was moved since the blocks were found */

    bool taken;   /* a point has been */
    double *at;   /* the last point taken ... */
    double *g;    /* ... its gradient ... */
    double value; /* ... and objective */
    double residual[PATIENCE], smallest;
    size_t nearest; /* how many points had been heard when it was found */
    size_t heard;

    double *x;     /* the point asked about */
    double *step;  /* x would be at + step, were there no bounds */
    double *plain; /* what an extrapolation falls back to */
    bool extrapolated;
    size_t refused; /* in a row */

    size_t pairs;
    double *s, *y, *rho; /* oldest first: s = x' - x, y = g - g', rho = 1 / s'y */
    double *work, *other;
};

void
irt_climb_free(struct irt_climb *climb)
{
    if (!climb)
        return;
    irt_blocks_free(climb->blocks);
    irt_accelerator_free(climb->accelerator);
    free(climb->at);
    free(climb->g);
    free(climb->x);
    free(climb->step);
    free(climb->plain);
    free(climb->s);
    free(climb->y);
    free(climb->rho);
    free(climb->work);
    free(climb->other);
    free(climb);
}

static bool
allocate(struct irt_climb *climb, struct irt_error *error)
{
    size_t n = climb->count + 1;
    enum irt_acceleration method =
        climb->method == IRT_ACCELERATE_LBFGS ? IRT_ACCELERATE_NONE : climb->method;
    climb->blocks = irt_blocks_new(climb->plan, error);
    climb->accelerator = irt_accelerator_new(method, climb->count, error);
    if (!climb->blocks || !climb->accelerator)
        return false;
    climb->at = calloc(n, sizeof *climb->at);
    climb->g = calloc(n, sizeof *climb->g);
    climb->x = calloc(n, sizeof *climb->x);
    climb->step = calloc(n, sizeof *climb->step);
    climb->plain = calloc(n, sizeof *climb->plain);
    climb->s = calloc(MEMORY * n, sizeof *climb->s);
    climb->y = calloc(MEMORY * n, sizeof *climb->y);
    climb->rho = calloc(MEMORY, sizeof *climb->rho);
    climb->work = calloc(n, sizeof *climb->work);
    climb->other = calloc(n, sizeof *climb->other);
    return (climb->at && climb->g && climb->x && climb->step && climb->plain &&
            climb->s && climb->y && climb->rho && climb->work && climb->other) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters", climb->count);
}

struct irt_climb *
irt_climb_new(const struct irt_plan *plan, size_t count, const double *x,
              enum irt_acceleration method, bool equations, struct irt_error *error)
{
    struct irt_climb *climb = calloc(1, sizeof *climb);
    if (!climb) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters", count);
        return NULL;
    }
    climb->plan = plan;
    climb->count = count;
    climb->method = method;
    climb->equations = equations;
    if (!allocate(climb, error)) {
        irt_climb_free(climb);
        return NULL;
    }
    memcpy(climb->x, x, count * sizeof *x);
    memcpy(climb->at, x, count * sizeof *x);
    return climb;
}

const double *
irt_climb_x(const struct irt_climb *climb)
{
    return climb->x;
}

const double *
irt_climb_gradient(const struct irt_climb *climb)
{
    return climb->g;
}

double
irt_climb_residual(const struct irt_climb *climb)
{
    return climb->heard > 0 ? climb->residual[(climb->heard - 1) % PATIENCE] : NAN;
}

bool
irt_climb_is_lost(const struct irt_climb *climb)
{
    return climb->heard > climb->nearest + MOST_ASTRAY &&
           irt_climb_residual(climb) > IRT_CLIMB_SOLVED;
}

static double
dot(const double *x, const double *y, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

/* --- the first matrix ------------------------------------------------------------------------ */

/* out = A^-1 v.  The blocks are of before theta was moved by delta: parameters have become
 * T x and gradients T^-T g since, so that A^-1 is T A^-1 T' now. */
static void
precondition(struct irt_climb *climb, const double *v, double *out)
{
    const struct irt_plan *plan = climb->plan;
    irt_shift_vector(plan, climb->delta, true, v, climb->other);
    if (!irt_blocks_solve(climb->blocks, climb->other, out))
        memset(out, 0, plan->free * sizeof *out);
    memcpy(climb->other, out, plan->free * sizeof *out);
    irt_shift_vector(plan, climb->delta, false, climb->other, out);
    if (climb->count > plan->free)
        out[plan->free] =
            climb->tau_information > 0.0 ? v[plan->free] / climb->tau_information : 0.0;
}

/* --- bounds ------------------------------------------------------------------------------------ */

static double
within(double lower, double upper, double at, double to)
{
    return to <= lower   ? at + 0.9 * (lower - at)
           : to >= upper ? at + 0.9 * (upper - at)
                         : to;
}

/* x = at + factor step, at most nine tenths of the way to an open bound. */
static void
go(struct irt_climb *climb, double factor)
{
    const struct irt_plan *plan = climb->plan;
    for (size_t i = 0; i < climb->count; i++)
        climb->x[i] = climb->at[i] + factor * climb->step[i];
    for (size_t k = 0; k < plan->values; k++) {
        const struct irt_parameter *parameter = &plan->model->parameter[k];
        size_t f = parameter->free;
        if (f != IRT_NONE)
            climb->x[f] =
                within(parameter->lower, parameter->upper, climb->at[f], climb->x[f]);
    }
    if (climb->count > plan->free)
        climb->x[plan->free] =
            within(0.0, INFINITY, climb->at[plan->free], climb->x[plan->free]);
}

static bool
is_inside(const struct irt_climb *climb, const double *x)
{
    const struct irt_plan *plan = climb->plan;
    bool inside = climb->count == plan->free || x[plan->free] > 0.0;
    for (size_t k = 0; k < plan->values; k++) {
        const struct irt_parameter *parameter = &plan->model->parameter[k];
        if (parameter->free != IRT_NONE)
            inside = inside && x[parameter->free] > parameter->lower &&
                     x[parameter->free] < parameter->upper;
    }
    return inside;
}

/* --- proposing --------------------------------------------------------------------------------- */

static void
forget(struct irt_climb *climb)
{
    climb->pairs = 0;
}

/* The L-BFGS direction by its two loops, into step. */
static void
find_quasi_newton(struct irt_climb *climb)
{
    size_t n = climb->count, m = climb->pairs;
    double alpha[MEMORY], *q = climb->work;
    memcpy(q, climb->g, n * sizeof *q);
    for (size_t i = m; i-- > 0;) {
        alpha[i] = climb->rho[i] * dot(climb->s + i * n, q, n);
        for (size_t k = 0; k < n; k++)
            q[k] -= alpha[i] * climb->y[i * n + k];
    }
    precondition(climb, q, climb->step);
    for (size_t i = 0; i < m; i++) {
        double beta = climb->rho[i] * dot(climb->y + i * n, climb->step, n);
        for (size_t k = 0; k < n; k++)
            climb->step[k] += climb->s[i * n + k] * (alpha[i] - beta);
    }
    if (m > 0 && !(dot(climb->step, climb->g, n) > 0.0)) {
        forget(climb);
        precondition(climb, climb->g, climb->step);
    }
}

/* Shortens a step that would more than double a parameter (and 1), and leaves out what
 * promises nothing. */
static void
moderate(struct irt_climb *climb)
{
    double factor = 1.0;
    for (size_t i = 0; i < climb->count; i++) {
        double length = fabs(climb->step[i]), most = 1.0 + fabs(climb->at[i]);
        if (!isfinite(length) ||
            (length > LONGEST_IDLE && fabs(climb->step[i] * climb->g[i]) < SMALLEST_GAIN))
            length = climb->step[i] = 0.0;
        if (length * factor > most)
            factor = most / length;
    }
    for (size_t i = 0; i < climb->count; i++)
        climb->step[i] *= factor;
}

bool
irt_climb_propose(struct irt_climb *climb)
{
    climb->refused = 0;
    climb->extrapolated = false;
    if (climb->method == IRT_ACCELERATE_LBFGS) {
        find_quasi_newton(climb);
        moderate(climb);
        go(climb, 1.0);
        return false;
    }
    precondition(climb, climb->g, climb->step);
    moderate(climb);
    go(climb, 1.0);
    if (!irt_accelerator_hear(climb->accelerator, climb->at, climb->x, climb->work) ||
        !is_inside(climb, climb->work))
        return false;
    memcpy(climb->plain, climb->x, climb->count * sizeof *climb->x);
    memcpy(climb->x, climb->work, climb->count * sizeof *climb->x);
    climb->extrapolated = true;
    return true;
}

/* --- hearing ------------------------------------------------------------------------------------ */

/* Remembers the step from at to x; where the gradient did not fall along it, it teaches
 * nothing about a maximum. */
static void
remember(struct irt_climb *climb, const double *gradient)
{
    size_t n = climb->count;
    if (climb->pairs == MEMORY) {
        memmove(climb->s, climb->s + n, (MEMORY - 1) * n * sizeof *climb->s);
        memmove(climb->y, climb->y + n, (MEMORY - 1) * n * sizeof *climb->y);
        memmove(climb->rho, climb->rho + 1, (MEMORY - 1) * sizeof *climb->rho);
        climb->pairs--;
    }
    double *s = climb->s + climb->pairs * n, *y = climb->y + climb->pairs * n;
    for (size_t k = 0; k < n; k++) {
        s[k] = climb->x[k] - climb->at[k];
        y[k] = climb->g[k] - gradient[k];
    }
    double product = dot(s, y, n);
    if (!(product > 1e-10 * sqrt(dot(s, s, n) * dot(y, y, n))))
        return;
    climb->rho[climb->pairs++] = 1.0 / product;
}

double
irt_climb_distance(struct irt_climb *climb)
{
    precondition(climb, climb->g, climb->work);
    return dot(climb->g, climb->work, climb->count);
}

static void
take(struct irt_climb *climb, const struct irt_evaluation *found)
{
    size_t n = climb->count;
    if (!found->comparable)
        forget(climb);
    else if (climb->taken && climb->method == IRT_ACCELERATE_LBFGS)
        remember(climb, found->gradient);
    if (climb->extrapolated)
        irt_accelerator_judge(climb->accelerator, true);
    memcpy(climb->at, climb->x, n * sizeof *climb->at);
    memcpy(climb->g, found->gradient, n * sizeof *climb->g);
    irt_blocks_set(climb->blocks, found->information, found->own);
    climb->tau_information = found->tau_information;
    climb->delta = 0.0;
    climb->value = found->objective;
    climb->taken = true;
    if (climb->equations) {
        double residual = irt_climb_distance(climb);
        if (climb->heard == 0 || residual < climb->smallest) {
            climb->smallest = residual;
            climb->nearest = climb->heard;
        }
        climb->residual[climb->heard++ % PATIENCE] = residual;
    }
}

/* Equations have no objective: what is compared is how far from solved they are, by the
 * blocks of the last point. */
static bool
is_nearer(struct irt_climb *climb, const struct irt_evaluation *found)
{
    double largest = 0.0;
    size_t count = climb->heard < PATIENCE ? climb->heard : PATIENCE;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, climb->residual[i]);
    precondition(climb, found->gradient, climb->work);
    return dot(found->gradient, climb->work, climb->count) <=
           fmin(ROOM * largest,
                fmax(FARTHEST * climb->smallest, irt_climb_residual(climb)));
}

double
irt_climb_promise(const struct irt_climb *climb)
{
    double promised = 0.0;
    for (size_t k = 0; k < climb->count; k++)
        promised += climb->g[k] * (climb->x[k] - climb->at[k]);
    return promised;
}

void
irt_climb_stay(struct irt_climb *climb)
{
    memcpy(climb->x, climb->at, climb->count * sizeof *climb->x);
}

static bool
is_good(struct irt_climb *climb, const struct irt_evaluation *found)
{
    if (!found || !isfinite(found->objective))
        return false;
    size_t bytes = climb->count * sizeof *climb->x;
    if (!climb->taken || !found->comparable || memcmp(climb->x, climb->at, bytes) == 0)
        return true;
    if (climb->equations)
        return is_nearer(climb, found);
    double promised = irt_climb_promise(climb), slack = ROUNDING * fabs(climb->value);
    double needed =
        climb->method == IRT_ACCELERATE_LBFGS ? fmax(ASCENT * promised, 0.0) : 0.0;
    return found->objective >= climb->value + needed - slack;
}

/* Where along the step to try next: the top of the parabola through what is known. */
static double
shorten(const struct irt_climb *climb, const struct irt_evaluation *found)
{
    double promised = irt_climb_promise(climb), factor = 0.25;
    if (found && isfinite(found->objective) && !climb->equations)
        factor = 0.5 * promised / (promised - (found->objective - climb->value));
    return factor >= 0.1 && factor <= 0.5 ? factor : factor > 0.5 ? 0.5 : 0.1;
}

/* The step that was refused is of no length. */
static bool
is_short(const struct irt_climb *climb)
{
    for (size_t k = 0; k < climb->count; k++)
        if (fabs(climb->x[k] - climb->at[k]) > SHORTEST * (1.0 + fabs(climb->at[k])))
            return false;
    return true;
}

bool
irt_climb_hear(struct irt_climb *climb, const struct irt_evaluation *found, bool *stuck)
{
    *stuck = false;
    if (is_good(climb, found)) {
        take(climb, found);
        return true;
    }
    *stuck = !climb->taken || ++climb->refused > MOST_REFUSED ||
             (!climb->equations && !climb->extrapolated && is_short(climb));
    if (*stuck) {
        irt_climb_stay(climb);
        return false;
    }
    if (climb->extrapolated) { /* back to the step that was plain */
        irt_accelerator_judge(climb->accelerator, false);
        climb->extrapolated = false;
        memcpy(climb->x, climb->plain, climb->count * sizeof *climb->x);
        return false;
    }
    double factor = shorten(climb, found);
    for (size_t k = 0; k < climb->count; k++)
        climb->step[k] = factor * (climb->x[k] - climb->at[k]);
    if (climb->refused == 3 && climb->pairs > 0) { /* what was learnt misleads */
        forget(climb);
        precondition(climb, climb->g, climb->step);
        moderate(climb);
    }
    go(climb, 1.0);
    return false;
}

/* --- moving theta ------------------------------------------------------------------------------- */

void
irt_climb_shift(struct irt_climb *climb, double delta)
{
    const struct irt_plan *plan = climb->plan;
    size_t n = climb->count;
    if (delta == 0.0)
        return;
    irt_shift_point(plan, delta, climb->at);
    memcpy(climb->work, climb->g, n * sizeof *climb->g);
    irt_shift_vector(plan, -delta, true, climb->work, climb->g);
    for (size_t i = 0; i < climb->pairs; i++) {
        memcpy(climb->work, climb->s + i * n, n * sizeof *climb->work);
        irt_shift_vector(plan, delta, false, climb->work, climb->s + i * n);
        memcpy(climb->work, climb->y + i * n, n * sizeof *climb->work);
        irt_shift_vector(plan, -delta, true, climb->work, climb->y + i * n);
    }
    irt_shift_point(plan, delta, irt_accelerator_start(climb->accelerator));
    memcpy(climb->work, irt_accelerator_last(climb->accelerator),
           n * sizeof *climb->work);
    irt_shift_vector(plan, delta, false, climb->work,
                     irt_accelerator_last(climb->accelerator));
    climb->delta += delta;
    memcpy(climb->x, climb->at, n * sizeof *climb->x);
}
