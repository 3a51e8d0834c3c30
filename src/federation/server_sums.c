/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_sums.c -- what the answers of a round say: standings, gradient, and the point they are of,
 * identified. */
#include "federation/blocks.h"
#include "federation/robust.h"
#include "federation/server_state.h"
#include "federation/shift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool
irt_server_is_centred(const struct irt_server *server)
{
    return server->options.effects == IRT_EFFECTS_FIXED &&
           server->options.anchor == IRT_NO_SCHOOL;
}

void
irt_server_read_standings(struct irt_server *server)
{
    const struct irt_tally *tally = server->tally;
    for (size_t k = 0; k < server->schools; k++) {
        struct irt_standing *school = &server->school[k];
        school->present = tally->heard[k];
        if (!school->present)
            continue;
        const double *number = irt_tally_number(tally, k);
        school->runaway = tally->flags[k] & IRT_FLAG_RUNAWAY;
        school->lowest = tally->flags[k] & IRT_FLAG_LOWEST;
        school->highest = tally->flags[k] & IRT_FLAG_HIGHEST;
        school->persons = number[IRT_NUMBER_PERSONS];
        school->loglik = number[IRT_NUMBER_LOGLIK];
        school->kept = number[IRT_NUMBER_KEPT];
        school->effect = number[IRT_NUMBER_EFFECT];
        school->square = number[IRT_NUMBER_SQUARE];
    }
}

bool
irt_server_any_undefined(const struct irt_server *server)
{
    for (size_t k = 0; k < server->schools; k++)
        if (server->tally->heard[k] && (server->tally->flags[k] & IRT_FLAG_UNDEFINED))
            return true;
    return false;
}

size_t
irt_server_count_answers(const struct irt_server *server)
{
    size_t count = 0;
    for (size_t k = 0; k < server->schools; k++)
        count += server->tally->heard[k];
    return count;
}

/* What the medians say along the direction in which the items can move together, no school's
 * gradient would answer: it is taken off. */
static bool
project_gradient(struct irt_server *server, struct irt_error *error)
{
    const struct irt_plan *plan = server->plan;
    const double *x = irt_climb_x(server->climb);
    size_t F = plan->free;
    double *move = calloc(2 * F + 1, sizeof *move), *product = move + F;
    double along = 0.0, square = 0.0;
    if (!move)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu parameters", F);
    memcpy(move, x, F * sizeof *move);
    irt_shift_point(plan, 1.0, move);
    for (size_t f = 0; f < F; f++)
        move[f] -= x[f];
    irt_blocks_product(plan, server->lists + plan->gradient, move, product);
    for (size_t f = 0; f < F; f++) {
        along += move[f] * server->gradient[f];
        square += move[f] * product[f];
    }
    for (size_t f = 0; square > 0.0 && f < F; f++)
        server->gradient[f] -= along / square * product[f];
    free(move);
    return true;
}

/* From sums over each item's own parameters to the free ones, with priors and tau. */
bool
irt_server_find_gradient(struct irt_server *server, double tau, struct irt_error *error)
{
    const struct irt_plan *plan = server->plan;
    size_t i = 0, K = irt_server_count_answers(server);
    double squares;
    irt_tally_sum(server->tally, irt_answer_gradient(),
                  plan->gradient + plan->information, server->lists);
    memset(server->gradient, 0, server->count * sizeof *server->gradient);
    for (size_t k = 0; k < plan->values; k++)
        if (plan->model->parameter[k].free != IRT_NONE)
            server->gradient[plan->model->parameter[k].free] += server->lists[i++];
    if (server->count > plan->free) {
        irt_tally_sum(server->tally, IRT_NUMBER_SQUARE, 1, &squares);
        server->gradient[plan->free] = (squares / (tau * tau) - (double)K) / tau;
        server->tau_information = 2.0 * (double)K / (tau * tau);
    }
    if (server->options.robust != IRT_ROBUST_MEDIAN)
        return true;
    return irt_robust_medians(server->tally, server->gradient, error) &&
           (!irt_server_is_centred(server) || project_gradient(server, error));
}

/* The priors' part of objective, gradient and information. */
double
irt_server_add_priors(struct irt_server *server)
{
    const struct irt_plan *plan = server->plan;
    double sum = 0.0, first, second;
    memset(server->curvature, 0, plan->free * sizeof *server->curvature);
    memset(server->own, 0, plan->free * sizeof *server->own);
    for (size_t k = 0; k < plan->values; k++) {
        const struct irt_parameter *parameter = &plan->model->parameter[k];
        if (parameter->free == IRT_NONE || !parameter->owner)
            continue;
        sum += irt_prior_log(&parameter->prior, server->ask[k], &first, &second);
        server->gradient[parameter->free] += first;
        server->curvature[parameter->free] = -second;
        server->own[parameter->free] = fmax(-second, 0.0);
    }
    return sum;
}

/* Whether the same schools answered as at the last point. */
bool
irt_server_same_schools(const struct irt_server *server)
{
    return !server->any_taken || memcmp(server->answered, server->tally->heard,
                                        server->schools * sizeof *server->answered) == 0;
}

/* The mean effect of those that have a finite one. */
static double
find_mean(const struct irt_server *server)
{
    double sum = 0.0;
    size_t count = 0;
    for (size_t k = 0; k < server->schools; k++)
        if (server->school[k].present && !server->school[k].runaway) {
            sum += server->school[k].effect;
            count++;
        }
    return count ? sum / (double)count : 0.0;
}

/* Takes the effects' mean into the items; averages are centred for themselves. */
static void
identify(struct irt_server *server)
{
    bool averages = server->options.effects == IRT_EFFECTS_AVERAGES;
    server->mean = 0.0;
    if (!irt_server_is_centred(server) && !averages)
        return;
    double mean = find_mean(server);
    for (size_t k = 0; k < server->schools; k++)
        if (server->school[k].present) {
            server->school[k].square -=
                averages ? 2.0 * mean * server->school[k].effect - mean * mean : 0.0;
            server->school[k].effect -= mean;
        }
    if (averages)
        return; /* what is fitted has no effects */
    server->mean = mean;
    irt_climb_shift(server->climb, mean);
}

static double
largest(const double *x, size_t n)
{
    double most = 0.0;
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i]) <= most))
            most = fabs(x[i]);
    return most;
}

static double
norm(const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * x[i];
    return sqrt(sum);
}

/* The point is taken: what is known of it. */
void
irt_server_record_point(struct irt_server *server, double loglik, double log_prior)
{
    struct irt_progress *progress = &server->progress;
    size_t free = server->plan->free;
    progress->other_schools = !irt_server_same_schools(server);
    if (progress->other_schools)
        server->seen = 0;
    identify(server);
    irt_plan_fill(server->plan, irt_climb_x(server->climb), server->psi);
    progress->tau = server->count > free ? irt_climb_x(server->climb)[free] : 0.0;
    progress->loglik = loglik;
    progress->log_prior = log_prior;
    progress->max_gradient = largest(irt_climb_gradient(server->climb), server->count);
    progress->norm = norm(irt_climb_gradient(server->climb), server->count);
    memcpy(server->answered, server->tally->heard,
           server->schools * sizeof *server->answered);
    server->any_taken = true;
}
