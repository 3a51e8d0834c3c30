/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school_random.c -- a school with a random effect: s ~ N(0, tau^2) integrated out by
 * Gauss-Hermite nodes that lie where the posterior of s does.
 * Source: Naylor and Smith (1982), Applied Statistics 31, 214-225. */
#include "federation/school_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The nodes s_q, their posterior weights, and log of the integral. */
struct mixture {
    size_t count;
    double s[64], weight[64];
    double loglik;
};

static void
find_nodes(struct irt_school *school, struct irt_school_room *room,
           const struct irt_call *call, struct mixture *mixture)
{
    const struct irt_quadrature *rule = room->effects;
    struct irt_school_point at;
    double tau = call->tau, precision = 1.0 / (tau * tau);
    irt_school_maximise(school, room, irt_school_start(school, call), precision, &at);
    double bend = at.information > 0.05 * at.complete ? at.information : at.complete;
    double scale = 1.0 / sqrt(bend + precision);
    school->effect = at.s;
    mixture->count = rule->points;
    for (size_t q = 0; q < rule->points; q++)
        mixture->s[q] = at.s + scale * rule->node[q];
    mixture->loglik = log(scale) - log(tau);
}

/* The E-steps at all nodes; what each found goes into room->mixture. */
static void
visit_nodes(struct irt_school *school, struct irt_school_room *room, double tau,
            struct mixture *mixture)
{
    const struct irt_plan *plan = school->plan;
    size_t length = plan->gradient + plan->information;
    double log_weight[64], largest = -INFINITY, sum = 0.0;
    struct irt_school_point at;
    for (size_t q = 0; q < mixture->count; q++) {
        double s = mixture->s[q], z = room->effects->node[q];
        irt_school_evaluate(school, room, s, &at);
        irt_school_differentiate(school, room, true, &at);
        memcpy(room->mixture + q * length, room->sums, length * sizeof *room->sums);
        log_weight[q] = log(room->effects->weight[q]) + at.loglik + 0.5 * z * z -
                        0.5 * s * s / (tau * tau);
        if (!(log_weight[q] <= largest))
            largest = log_weight[q];
    }
    for (size_t q = 0; q < mixture->count; q++)
        sum += mixture->weight[q] = exp(log_weight[q] - largest);
    for (size_t q = 0; q < mixture->count; q++)
        mixture->weight[q] /= sum;
    mixture->loglik += largest + log(sum);
}

/* The gradient at node q by the free parameters and tau. */
static void
free_gradient(const struct irt_plan *plan, const struct irt_school_room *room, size_t q,
              double s, double tau, double *g)
{
    const double *sums = room->mixture + q * (plan->gradient + plan->information);
    size_t i = 0;
    memset(g, 0, (plan->free + 1) * sizeof *g);
    for (size_t k = 0; k < plan->values; k++) {
        size_t f = plan->model->parameter[k].free;
        if (f != IRT_NONE)
            g[f] += sums[i++];
    }
    g[plan->free] = s * s / (tau * tau * tau) - 1.0 / tau;
}

static void
add_square(double *matrix, const double *g, size_t rows, double by)
{
    for (size_t a = 0; a < rows; a++)
        for (size_t b = 0; b < rows; b++)
            matrix[a * rows + b] += by * g[a] * g[b];
}

/* Louis's formula over the posterior of s.  By cross-products a school is the unit, as its
 * persons share s. */
static bool
observe(struct irt_school *school, struct irt_school_room *room,
        const struct irt_call *call, const struct mixture *mixture,
        const struct irt_cancel *cancel, double *total, double *g,
        struct irt_error *error)
{
    const struct irt_plan *plan = school->plan;
    size_t F = plan->free, rows = F + 1;
    double *mean = g + rows, tau = call->tau;
    struct irt_school_point at;
    for (size_t q = 0; q < mixture->count; q++) {
        double w = mixture->weight[q], s = mixture->s[q];
        if (w == 0.0)
            continue;
        free_gradient(plan, room, q, s, tau, g);
        for (size_t a = 0; a < rows; a++)
            mean[a] += w * g[a];
        if (call->se == IRT_SE_CROSSPROD)
            continue;
        add_square(total, g, rows, -w);
        total[F * rows + F] += w * (3.0 * s * s / (tau * tau) - 1.0) / (tau * tau);
        irt_school_evaluate(school, room, s, &at);
        irt_school_differentiate(school, room, false, &at);
        if (!irt_school_observe(school, room, IRT_SE_OAKES, NULL, s, false, cancel,
                                error))
            return false;
        for (size_t a = 0; a < F; a++)
            for (size_t b = 0; b < F; b++)
                total[a * rows + b] += w * room->rows[a * F + b];
    }
    add_square(total, mean, rows, 1.0);
    return true;
}

static bool
find_errors(struct irt_school *school, struct irt_school_room *room,
            const struct irt_call *call, const struct mixture *mixture,
            const struct irt_cancel *cancel, double *out, struct irt_error *error)
{
    size_t rows = school->plan->free + 1;
    double *total = calloc(rows * rows + 2 * rows, sizeof *total);
    if (!total)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    bool ok =
        observe(school, room, call, mixture, cancel, total, total + rows * rows, error);
    for (size_t a = 0; a < rows && ok; a++)
        for (size_t b = 0; b <= a; b++)
            *out++ = total[a * rows + b];
    free(total);
    return ok;
}

bool
irt_school_integrate(struct irt_school *school, struct irt_school_room *room,
                     const struct irt_call *call, const struct irt_cancel *cancel,
                     struct irt_answer *answer, struct irt_error *error)
{
    const struct irt_plan *plan = school->plan;
    size_t length = plan->gradient + plan->information;
    double *lists = answer->number + irt_answer_gradient();
    struct mixture mixture;
    find_nodes(school, room, call, &mixture);
    visit_nodes(school, room, call->tau, &mixture);
    answer->number[IRT_NUMBER_LOGLIK] = mixture.loglik;
    for (size_t q = 0; q < mixture.count; q++) {
        double w = mixture.weight[q], s = mixture.s[q];
        if (w == 0.0) /* so far out the answers may have no probability, nor a gradient */
            continue;
        answer->number[IRT_NUMBER_EFFECT] += w * s;
        answer->number[IRT_NUMBER_SQUARE] += w * s * s;
        for (size_t i = 0; i < length; i++)
            lists[i] += w * room->mixture[q * length + i];
    }
    return call->ask != IRT_ASK_ERRORS ||
           find_errors(school, room, call, &mixture, cancel,
                       answer->number + irt_answer_observed(plan), error);
}
