/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neural/decoder.h"

#include "data/responses.h"
#include "model/fast_math.h"
#include "neural/latent.h"
#include "quadrature/quadrature.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TABLE      16384 /* numbers: what the processor keeps close at hand */
#define SMALLEST_P 1e-300
#define MARGIN     1e-3 /* from a bound */
#define GAP        1e-2 /* between boundaries of categories */

/* The largest table of scores an item has for one point. */
static size_t
largest_item(const struct irt_model *model)
{
    size_t largest = 1;
    for (size_t j = 0; j < model->items; j++) {
        size_t size = (model->item[j].count + 1) * model->item[j].categories;
        if (size > largest)
            largest = size;
    }
    return largest;
}

bool
irt_decoder_open(struct irt_decoder *decoder, const struct irt_model *model,
                 size_t samples, struct irt_error *error)
{
    size_t largest = largest_item(model);
    decoder->model = model;
    decoder->block = TABLE / largest > samples ? TABLE / largest : samples;
    decoder->table = malloc(largest * decoder->block * sizeof *decoder->table);
    decoder->picked = malloc(decoder->block * sizeof *decoder->picked);
    return (decoder->table && decoder->picked) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for the decoder");
}

void
irt_decoder_close(struct irt_decoder *decoder)
{
    free(decoder->table);
    free(decoder->picked);
    *decoder = (struct irt_decoder){ 0 };
}

/* Whole rows from one on, as many as fit the table. */
static size_t
block_at(const struct irt_decoder *decoder, size_t row, size_t rows, size_t R)
{
    size_t most = decoder->block > R ? decoder->block / R : 1;
    return rows - row < most ? rows - row : most;
}

IRT_TARGET_CLONES static void
add_log_picked(const double *P, size_t count, double *loglik)
{
#pragma omp simd
    for (size_t n = 0; n < count; n++)
        loglik[n] += irt_log(P[n] > SMALLEST_P ? P[n] : SMALLEST_P);
}

void
irt_decoder_forward(struct irt_decoder *decoder, const double *psi,
                    const uint8_t *category, size_t rows, size_t R, const double *theta,
                    double *loglik)
{
    const struct irt_model *model = decoder->model;
    size_t D = model->dims, J = model->items;
    memset(loglik, 0, rows * R * sizeof *loglik);
    for (size_t j = 0; j < J; j++) {
        const struct irt_item *item = &model->item[j];
        for (size_t row = 0, count; row < rows; row += count) {
            count = block_at(decoder, row, rows, R);
            size_t Q = count * R;
            item->ops->probability(item, psi + item->first, theta + row * R * D, Q,
                                   decoder->table);
            for (size_t i = 0; i < count; i++) {
                unsigned h = category[(row + i) * J + j];
                for (size_t n = i * R; n < (i + 1) * R; n++)
                    decoder->picked[n] =
                        h == IRT_MISSING ? 1.0 : decoder->table[h * Q + n];
            }
            add_log_picked(decoder->picked, Q, loglik + row * R);
        }
    }
}

/* direction[r * count + p]: theta_r + 1 in place of theta_r changes the item's parameters by
 * this, as they are linear in it. */
static void
find_directions(const struct irt_item *item, const double *par, double *direction)
{
    for (size_t r = 0; r < item->dims; r++) {
        double alone[IRT_MAX_ITEM_PARAMETERS], *to = direction + r * item->count;
        memcpy(alone, par, item->count * sizeof *alone);
        for (size_t q = 0; q < item->dims && item->dims > 1; q++)
            if (q != r)
                alone[q] = 0.0;
        memcpy(to, alone, item->count * sizeof *to);
        item->ops->shift(item, to, 1.0);
        for (size_t p = 0; p < item->count; p++)
            to[p] -= alone[p];
    }
}

/* One row's points: their scores of the answer given, s[p * stride + n], through to theta and
 * the parameters. */
static void
back_row(const struct irt_item *item, const double *direction, const double *score,
         size_t stride, size_t R, const double *weight, double *by_theta, double *by_par)
{
    for (size_t p = 0; p < item->count; p++) {
        const double *s = score + p * item->categories * stride;
        double sum = 0.0;
        for (size_t n = 0; n < R; n++)
            sum += weight[n] * s[n];
        by_par[p] += sum;
        for (size_t r = 0; r < item->dims; r++) {
            double by = direction[r * item->count + p];
            for (size_t n = 0; by != 0.0 && n < R; n++)
                by_theta[n * item->dims + r] += by * weight[n] * s[n];
        }
    }
}

void
irt_decoder_backward(struct irt_decoder *decoder, const double *psi,
                     const uint8_t *category, size_t rows, size_t R, const double *theta,
                     const double *weight, double *by_theta, double *by_psi)
{
    const struct irt_model *model = decoder->model;
    size_t D = model->dims, J = model->items;
    double direction[IRT_MAX_DIMS * IRT_MAX_ITEM_PARAMETERS];
    memset(by_theta, 0, rows * R * D * sizeof *by_theta);
    for (size_t j = 0; j < J; j++) {
        const struct irt_item *item = &model->item[j];
        find_directions(item, psi + item->first, direction);
        for (size_t row = 0, count; row < rows; row += count) {
            count = block_at(decoder, row, rows, R);
            item->ops->score(item, psi + item->first, theta + row * R * D, count * R,
                             decoder->table);
            for (size_t i = 0; i < count; i++) {
                unsigned h = category[(row + i) * J + j];
                size_t at = (row + i) * R;
                if (h != IRT_MISSING)
                    back_row(item, direction, decoder->table + h * count * R + i * R,
                             count * R, R, weight + at, by_theta + at * D,
                             by_psi + item->first);
            }
        }
    }
}

/* --- bounds ------------------------------------------------------------------------------- */

static double
hold(double x, double lower, double upper)
{
    if (isfinite(lower))
        x = fmax(x, lower + MARGIN);
    if (isfinite(upper))
        x = fmin(x, upper - MARGIN);
    return x;
}

/* GRM: d_1 > d_2 > .. */
static void
hold_order(const struct irt_item *item, double *par)
{
    for (size_t p = 2; p < item->count; p++)
        par[p] = fmin(par[p], par[p - 1] - GAP);
}

void
irt_decoder_hold(const struct irt_model *model, double *psi)
{
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        if (item->ops == &irt_item_grm)
            hold_order(item, psi + item->first);
        for (size_t p = 0; p < item->dims && model->confirmatory; p++)
            if (model->parameter[item->first + p].free != IRT_NONE)
                psi[item->first + p] = fmax(psi[item->first + p], 0.0);
    }
    for (size_t k = 0; k < model->parameters; k++) {
        const struct irt_parameter *parameter = &model->parameter[k];
        if (parameter->free != IRT_NONE)
            psi[k] = hold(psi[k], parameter->lower, parameter->upper);
    }
    irt_latent_hold(model, psi);
}

void
irt_decoder_standardise(const struct irt_model *model, double *psi, const double *mean,
                        const double *sd)
{
    double direction[IRT_MAX_DIMS * IRT_MAX_ITEM_PARAMETERS];
    if (model->own_scale)
        return;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        double *par = psi + item->first;
        find_directions(item, par, direction);
        for (size_t r = 0; r < item->dims; r++)
            for (size_t p = 0; p < item->count; p++)
                par[p] += mean[r] * direction[r * item->count + p];
        for (size_t p = 0; p < item->count && !model->kind->slope_fixed; p++)
            if (model->parameter[item->first + p].slope)
                par[p] *= item->dims > 1 ? sd[p] : sd[0];
    }
    if (model->kind->slope_fixed)
        psi[model->sigma] *= sd[0];
}
