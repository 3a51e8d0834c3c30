/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "neural/encoder.h"

#include "data/responses.h"
#include "neural/bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_NUMBERS ((size_t)1 << 21) /* in a run's checkpoints: 16 MB */

/* --- the copy -------------------------------------------------------------------------------- */

static bool
make_room(struct irt_encoder *encoder, size_t weights, size_t parameters,
          struct irt_error *error)
{
    if (encoder->weights && encoder->mlp.weights == weights &&
        encoder->parameters == parameters)
        return true;
    irt_encoder_clear(encoder);
    encoder->weights = malloc((weights + 1) * sizeof *encoder->weights);
    encoder->psi = malloc((parameters + 1) * sizeof *encoder->psi);
    if (encoder->weights && encoder->psi)
        return true;
    irt_encoder_clear(encoder);
    return irt_fail(error, IRT_NO_MEMORY, "no memory for an encoder of %zu weights",
                    weights);
}

bool
irt_encoder_take(struct irt_encoder *encoder, const struct irt_mlp *mlp,
                 const double *weights, const double *psi, size_t parameters,
                 struct irt_error *error)
{
    if (!make_room(encoder, mlp->weights, parameters, error))
        return false;
    encoder->mlp = *mlp;
    encoder->parameters = parameters;
    memcpy(encoder->weights, weights, mlp->weights * sizeof *weights);
    memcpy(encoder->psi, psi, parameters * sizeof *psi);
    return true;
}

void
irt_encoder_clear(struct irt_encoder *encoder)
{
    free(encoder->weights);
    free(encoder->psi);
    *encoder = (struct irt_encoder){ 0 };
}

/* --- encoding -------------------------------------------------------------------------------- */

size_t
irt_encoder_inputs(const struct irt_model *model)
{
    size_t inputs = 0;
    for (size_t j = 0; j < model->items; j++)
        inputs += model->item[j].categories;
    return inputs;
}

void
irt_encoder_input(const struct irt_model *model, const uint8_t *category, double *input)
{
    for (size_t j = 0; j < model->items; j++) {
        size_t C = model->item[j].categories;
        memset(input, 0, C * sizeof *input);
        if (category[j] != IRT_MISSING) {
            if (category[j] > 0)
                input[category[j] - 1] = 1.0;
            input[C - 1] = 1.0;
        }
        input += C;
    }
}

double
irt_normal_sd(const struct irt_normal *normal, size_t r)
{
    double square = 0.0;
    for (size_t s = 0; s <= r; s++)
        square += normal->L[r * normal->dims + s] * normal->L[r * normal->dims + s];
    return sqrt(square);
}

static void
give_units(const struct irt_mlp *mlp, const struct irt_mlp_pass *pass, double *unit)
{
    for (size_t k = 0; k < mlp->layers; k++) {
        memcpy(unit, pass->output[k], mlp->width[k + 1] * sizeof *unit);
        unit += mlp->width[k + 1];
    }
}

bool
irt_encoder_run(const struct irt_encoder *encoder, const struct irt_model *model,
                const uint8_t *category, struct irt_normal *out, double *unit,
                struct irt_error *error)
{
    struct irt_mlp_pass pass = { 0 };
    double *input = malloc((encoder->mlp.width[0] + 1) * sizeof *input);
    bool ok = input ? irt_mlp_pass_open(&pass, &encoder->mlp, 1, error)
                    : irt_fail(error, IRT_NO_MEMORY, "no memory for a person's answers");
    if (ok) {
        irt_encoder_input(model, category, input);
        const double *output =
            irt_mlp_forward(&encoder->mlp, encoder->weights, input, 1, &pass);
        out->dims = encoder->dims;
        memcpy(out->mean, output, encoder->dims * sizeof *output);
        irt_bound_spread(encoder->dims, encoder->full, output, out->L);
        if (unit)
            give_units(&encoder->mlp, &pass, unit);
    }
    irt_mlp_pass_close(&pass);
    free(input);
    return ok;
}

/* --- the scale ------------------------------------------------------------------------------- */

/* Output o of the last layer times factor, plus shift. */
static void
change_output(const struct irt_mlp *mlp, size_t o, double factor, double shift,
              double *weights)
{
    size_t last = mlp->layers - 1, in = mlp->width[last], out = mlp->width[last + 1];
    double *W = weights + mlp->offset[last];
    for (size_t i = 0; i <= in; i++)
        W[i * out + o] *= factor;
    W[in * out + o] += shift;
}

void
irt_encoder_standardise(const struct irt_mlp *mlp, size_t D, bool full,
                        const double *mean, const double *sd, double *weights)
{
    for (size_t r = 0, k = 2 * D; r < D; r++) {
        change_output(mlp, r, 1.0 / sd[r], -mean[r] / sd[r], weights);
        change_output(mlp, D + r, 1.0, -log(sd[r]), weights);
        for (size_t s = 0; full && s < r; s++)
            change_output(mlp, k++, 1.0 / sd[r], 0.0, weights);
    }
}

/* --- checkpoints ------------------------------------------------------------------------------ */

void
irt_checkpoints_open(struct irt_checkpoints *checkpoints, size_t weights)
{
    size_t most = MOST_NUMBERS / (weights + 1);
    *checkpoints = (struct irt_checkpoints){ .weights = weights,
                                             .most = most > 8 ? most : 8,
                                             .stride = 1 };
}

void
irt_checkpoints_close(struct irt_checkpoints *checkpoints)
{
    free(checkpoints->cycle);
    free(checkpoints->at);
    *checkpoints = (struct irt_checkpoints){ 0 };
}

static bool
grow(struct irt_checkpoints *c, struct irt_error *error)
{
    size_t capacity = c->capacity ? 2 * c->capacity : 16;
    capacity = capacity < c->most ? capacity : c->most;
    size_t *cycle = realloc(c->cycle, capacity * sizeof *cycle);
    c->cycle = cycle ? cycle : c->cycle;
    double *at = realloc(c->at, capacity * c->weights * sizeof *at);
    c->at = at ? at : c->at;
    if (!cycle || !at)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for an encoder of %zu weights",
                        c->weights);
    c->capacity = capacity;
    return true;
}

/* Only those whose cycle the wider stride goes through stay. */
static void
thin(struct irt_checkpoints *c)
{
    size_t kept = 0;
    c->stride *= 2;
    for (size_t i = 0; i < c->count; i++) {
        if (c->cycle[i] % c->stride != 0)
            continue;
        c->cycle[kept] = c->cycle[i];
        memmove(c->at + kept * c->weights, c->at + i * c->weights,
                c->weights * sizeof *c->at);
        kept++;
    }
    c->count = kept;
}

bool
irt_checkpoints_add(struct irt_checkpoints *c, size_t cycle, const double *weights,
                    struct irt_error *error)
{
    if (cycle % c->stride != 0)
        return true;
    if (c->count == c->most)
        thin(c);
    if (cycle % c->stride != 0)
        return true;
    if (c->count == c->capacity && !grow(c, error))
        return false;
    c->cycle[c->count] = cycle;
    memcpy(c->at + c->count++ * c->weights, weights, c->weights * sizeof *weights);
    return true;
}

const double *
irt_checkpoints_find(const struct irt_checkpoints *c, size_t cycle, size_t *found)
{
    size_t i = c->count;
    while (i > 0 && c->cycle[i - 1] > cycle)
        i--;
    if (i == 0)
        return NULL;
    *found = c->cycle[i - 1];
    return c->at + (i - 1) * c->weights;
}
