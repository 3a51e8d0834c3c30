/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/errors.h"

#include "estimate/standard_errors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The effects' own part, and C = B M: c_k = (b_k - mean) / D_k. */
struct effects {
    size_t count;
    const bool *estimated;
    bool centred;
    double *inverse; /* 1 / D_k; 0 where not estimated */
    double total;    /* their sum */
    double *c;       /* [k * free + f] */
};

void
irt_federated_errors_free(struct irt_federated_errors *errors)
{
    if (!errors)
        return;
    free(errors->items);
    free(errors->effects);
    free(errors->cross);
    free(errors);
}

static bool
prepare(struct effects *effects, const struct irt_tally *tally, double *mean)
{
    size_t F = tally->plan->free;
    effects->inverse = calloc(tally->schools + 1, sizeof *effects->inverse);
    effects->c = calloc(tally->schools * F + 1, sizeof *effects->c);
    if (!effects->inverse || !effects->c)
        return false;
    for (size_t k = 0; k < tally->schools; k++) {
        if (!effects->estimated[k] || !(tally->own[k] > 0.0))
            continue;
        effects->count++;
        effects->inverse[k] = 1.0 / tally->own[k];
        effects->total += effects->inverse[k];
        for (size_t f = 0; f < F; f++)
            mean[f] += effects->inverse[k] * tally->cross[k * F + f];
    }
    for (size_t f = 0; f < F; f++)
        mean[f] = effects->centred && effects->count ? mean[f] / effects->total : 0.0;
    for (size_t k = 0; k < tally->schools; k++)
        for (size_t f = 0; effects->inverse[k] > 0.0 && f < F; f++)
            effects->c[k * F + f] =
                effects->inverse[k] * (tally->cross[k * F + f] - mean[f]);
    return true;
}

/* S - B M B': every school takes away b_k c_k'. */
static void
reduce(const struct irt_tally *tally, const struct effects *effects, double *information)
{
    size_t F = tally->plan->free;
    for (size_t k = 0; k < tally->schools; k++) {
        const double *b = tally->cross + k * F, *c = effects->c + k * F;
        for (size_t f = 0; effects->inverse[k] > 0.0 && f < F; f++)
            for (size_t g = 0; g < F; g++)
                information[f * F + g] -= 0.5 * (b[f] * c[g] + c[f] * b[g]);
    }
}

static double
own_part(const struct effects *effects, size_t k, size_t m)
{
    double sum = k == m ? effects->inverse[k] : 0.0;
    if (effects->centred)
        sum -= effects->inverse[k] * effects->inverse[m] / effects->total;
    return sum;
}

/* cov(effects) and cov(items, effects). */
static void
fill_effects(const struct effects *effects, struct irt_federated_errors *errors)
{
    size_t F = errors->rows, K = errors->schools;
    for (size_t k = 0; k < K; k++) {
        const double *c = effects->c + k * F;
        for (size_t f = 0; f < F; f++) {
            double sum = 0.0;
            for (size_t g = 0; g < F; g++)
                sum += errors->items[f * F + g] * c[g];
            errors->cross[f * K + k] = effects->inverse[k] > 0.0 ? -sum : NAN;
        }
    }
    for (size_t k = 0; k < K; k++)
        for (size_t m = 0; m <= k; m++) {
            const double *c = effects->c + m * F;
            double sum = own_part(effects, k, m);
            for (size_t f = 0; f < F; f++)
                sum -= errors->cross[f * K + k] * c[f];
            errors->effects[k * K + m] = errors->effects[m * K + k] = sum;
        }
}

static bool
allocate(struct irt_federated_errors *errors, bool fixed)
{
    size_t K = errors->schools, rows = errors->rows;
    errors->items = calloc(rows * rows + 1, sizeof *errors->items);
    if (fixed) {
        errors->effects = calloc(K * K + 1, sizeof *errors->effects);
        errors->cross = calloc(rows * K + 1, sizeof *errors->cross);
    }
    return errors->items && (!fixed || (errors->effects && errors->cross));
}

struct irt_federated_errors *
irt_federated_errors_new(const struct irt_tally *tally, const bool *estimated,
                         bool centred, const double *prior, double *direction,
                         struct irt_error *error)
{
    bool fixed = tally->effects == IRT_EFFECTS_FIXED;
    size_t rows = irt_tally_rows(tally);
    struct effects effects = { .estimated = estimated, .centred = centred };
    struct irt_federated_errors *errors = calloc(1, sizeof *errors);
    double *information = malloc((rows * rows + 1) * sizeof *information);
    double *mean = calloc(rows + 1, sizeof *mean);
    bool ok = errors && information && mean;
    if (ok) {
        errors->rows = rows;
        errors->schools = fixed ? tally->schools : 0;
        ok = allocate(errors, fixed) && (!fixed || prepare(&effects, tally, mean));
    }
    if (!ok) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    } else {
        memcpy(information, tally->common, rows * rows * sizeof *information);
        for (size_t f = 0; f < tally->plan->free; f++)
            information[f * rows + f] += prior[f];
        if (fixed)
            reduce(tally, &effects, information);
        ok = irt_covariance(information, rows, errors->items, direction, error);
    }
    if (ok && fixed)
        fill_effects(&effects, errors);
    free(effects.inverse);
    free(effects.c);
    free(information);
    free(mean);
    if (ok)
        return errors;
    irt_federated_errors_free(errors);
    return NULL;
}

/* --- equations with weights ------------------------------------------------------------------ */

/* C as one matrix over items and effects, 0 where there is nothing estimated. */
static void
join(const struct irt_federated_errors *errors, double *C)
{
    size_t F = errors->rows, K = errors->schools, N = F + K;
    for (size_t f = 0; f < F; f++) {
        memcpy(C + f * N, errors->items + f * F, F * sizeof *C);
        for (size_t k = 0; k < K; k++) {
            double entry = errors->cross[f * K + k];
            C[f * N + F + k] = C[(F + k) * N + f] = isnan(entry) ? 0.0 : entry;
        }
    }
    for (size_t k = 0; k < K; k++)
        for (size_t m = 0; m < K; m++) {
            double entry = errors->effects[k * K + m];
            bool apart = isnan(errors->cross[k]) || isnan(errors->cross[m]);
            C[(F + k) * N + F + m] = apart || isnan(entry) ? 0.0 : entry;
        }
}

/* out = V C: V is an arrow as the information is. */
static void
multiply_spread(const struct irt_tally *tally, const double *C, size_t F, size_t N,
                double *out)
{
    for (size_t f = 0; f < F; f++)
        for (size_t g = 0; g < F; g++)
            for (size_t c = 0; c < N; c++)
                out[f * N + c] += tally->common[f * F + g] * C[g * N + c];
    for (size_t k = F; k < N; k++) {
        const double *cross = tally->cross + (k - F) * F;
        for (size_t c = 0; tally->heard[k - F] && c < N; c++) {
            double sum = tally->own[k - F] * C[k * N + c];
            for (size_t f = 0; f < F; f++) {
                out[f * N + c] += cross[f] * C[k * N + c];
                sum += cross[f] * C[f * N + c];
            }
            out[k * N + c] = sum;
        }
    }
}

static double
entry(const double *C, const double *VC, size_t N, size_t a, size_t b)
{
    double sum = 0.0;
    for (size_t i = 0; i < N; i++)
        sum += C[a * N + i] * VC[i * N + b];
    return sum;
}

bool
irt_federated_errors_spread(struct irt_federated_errors *errors,
                            const struct irt_tally *tally, struct irt_error *error)
{
    size_t F = errors->rows, K = errors->schools, N = F + K;
    double *C = calloc(N * N + 1, sizeof *C), *VC = calloc(N * N + 1, sizeof *VC);
    bool ok = C && VC;
    if (!ok)
        irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    if (ok) {
        join(errors, C);
        multiply_spread(tally, C, F, N, VC);
    }
    for (size_t a = 0; ok && a < F; a++) {
        for (size_t b = 0; b < F; b++)
            errors->items[a * F + b] = entry(C, VC, N, a, b);
        for (size_t k = 0; k < K; k++)
            if (!isnan(errors->cross[a * K + k]))
                errors->cross[a * K + k] = entry(C, VC, N, a, F + k);
    }
    for (size_t k = 0; ok && k < K; k++)
        for (size_t m = 0; m < K; m++)
            errors->effects[k * K + m] =
                isnan(errors->cross[k]) ? NAN : entry(C, VC, N, F + k, F + m);
    free(C);
    free(VC);
    return ok;
}
