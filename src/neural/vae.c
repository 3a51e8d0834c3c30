/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vae.c -- the variational autoencoder as an estimator: a cycle is an epoch of training; a
 * start ends with a cycle that standardises theta and finds the marginal log-likelihood by
 * importance sampling; the run ends with the best start.
 * Sources: Kingma and Welling (2014), ICLR; Curi, Converse, Hajewski and Oliveira (2019),
 * IJCNN; Urban and Bauer (2021), Psychometrika 86, 1-29. */
#include "estimate/estimator.h"

#include "estimate/loglik.h"
#include "estimate/plain.h"
#include "neural/encoder.h"
#include "neural/importance.h"
#include "neural/people.h"
#include "neural/trainer.h"
#include "parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNSTABLE 0.1 /* a difference in a parameter between starts */

/* What became of a start. */
struct outcome {
    double *psi, *weights;
    bool limited;
    double elbo, reconstruction, kl; /* of its last epoch */
    struct irt_importance importance;
};

struct vae_state {
    struct irt_plain plain;
    const struct irt_responses *data;
    const struct irt_patterns *patterns;
    struct irt_pool *pool;
    struct irt_people people;
    struct irt_trainer trainer;
    struct irt_checkpoints checkpoints;
    const double *weights; /* of the encoder after the last cycle */
    size_t starts, done;   /* of them */
    struct outcome *outcome;
    size_t best;
    struct irt_neural_view view;
};

static void
vae_close(void *state)
{
    struct vae_state *vae = state;
    irt_plain_close(&vae->plain);
    irt_trainer_close(&vae->trainer);
    irt_people_close(&vae->people);
    irt_pool_free(vae->pool);
    irt_checkpoints_close(&vae->checkpoints);
    for (size_t s = 0; vae->outcome && s < vae->starts; s++) {
        free(vae->outcome[s].psi);
        free(vae->outcome[s].weights);
    }
    free(vae->outcome);
    memset(vae, 0, sizeof *vae);
}

/* --- opening ----------------------------------------------------------------------------------- */

static bool
check_model(const struct irt_model *model, struct irt_error *error)
{
    return model->groups == 1 ||
           irt_fail(error, IRT_BAD_USAGE,
                    "vae is for one population: give --effects none, and no --groups");
}

static bool
open_outcomes(struct vae_state *vae, struct irt_error *error)
{
    size_t parameters = vae->plain.model->parameters, weights = vae->trainer.mlp.weights;
    bool ok = (vae->outcome = calloc(vae->starts, sizeof *vae->outcome)) != NULL;
    for (size_t s = 0; ok && s < vae->starts; s++) {
        vae->outcome[s].psi = calloc(parameters, sizeof(double));
        vae->outcome[s].weights = calloc(weights, sizeof(double));
        ok = vae->outcome[s].psi && vae->outcome[s].weights;
    }
    return ok || irt_fail(error, IRT_NO_MEMORY, "no memory for %zu starts", vae->starts);
}

static bool
open_people(struct vae_state *vae, const struct irt_options *options,
            struct irt_error *error)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    if (!random)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for random numbers");
    gsl_rng_set(random, (unsigned long)irt_trainer_seed(options->seed, 0, 0, 0));
    bool done = irt_people_open(&vae->people, vae->data, vae->patterns, vae->plain.model,
                                options->neural.held_out, random, error);
    gsl_rng_free(random);
    return done;
}

/* The row of the trace that was added last. */
static void
add_measures(struct vae_state *vae)
{
    struct irt_trace *trace = vae->plain.trace;
    const struct irt_neural_view *view = &vae->view;
    const double value[] = { view->elbo, view->reconstruction, view->kl, view->held_out };
    for (size_t m = 0; m < trace->measures; m++)
        trace->measure[(trace->rows - 1) * trace->measures + m] = value[m];
}

static bool
open_all(struct vae_state *vae, const struct irt_model *model,
         const struct irt_options *options, struct irt_trace *trace,
         struct irt_error *error)
{
    static const char *const names[] = { "elbo", "reconstruction", "kl", "held_out" };
    const struct irt_neural_options *neural = &options->neural;
    if (!check_model(model, error) ||
        !irt_plain_open(&vae->plain, model, options, trace, error) ||
        !open_people(vae, options, error))
        return false;
    irt_trace_measure(trace, names, sizeof names / sizeof *names);
    vae->pool = irt_pool_new(options->threads, error);
    if (!vae->pool || !irt_trainer_open(&vae->trainer, &vae->people, model, neural,
                                        options->learning_rate, options->max_cycles,
                                        options->seed, vae->pool, error))
        return false;
    vae->weights = vae->trainer.weights;
    irt_checkpoints_open(&vae->checkpoints, vae->trainer.mlp.weights);
    return open_outcomes(vae, error) && irt_plain_begin(&vae->plain, NAN, NAN, error);
}

static bool
vae_open(void *state, const struct irt_responses *data,
         const struct irt_patterns *patterns, const struct irt_model *model,
         const struct irt_options *options, struct irt_trace *trace,
         struct irt_error *error)
{
    struct vae_state *vae = state;
    vae->data = data;
    vae->patterns = patterns;
    vae->starts = options->neural.starts;
    vae->view = (struct irt_neural_view){
        .any = true,
        .starts = vae->starts,
        .elbo = NAN,
        .reconstruction = NAN,
        .kl = NAN,
        .held_out = NAN,
        .loglik = NAN,
        .loglik_se = NAN,
        .largest_difference = NAN,
    };
    if (open_all(vae, model, options, trace, error))
        return true;
    vae_close(vae);
    return false;
}

/* --- a cycle ------------------------------------------------------------------------------------- */

static enum irt_stage
fail(struct vae_state *vae)
{
    vae->plain.stopped = IRT_STOP_FAILED;
    return vae->plain.stage = IRT_STAGE_FAILED;
}

/* psi with these into the trace; whether the run is over is not plain's to say. */
static enum irt_stage
end_cycle(struct vae_state *vae, double loglik, double max_gradient, bool over,
          enum irt_stop stop, struct irt_error *error)
{
    if (irt_plain_end_cycle(&vae->plain, loglik, max_gradient, error) == IRT_STAGE_FAILED)
        return IRT_STAGE_FAILED;
    add_measures(vae);
    if (!irt_checkpoints_add(&vae->checkpoints, vae->plain.cycle, vae->weights, error))
        return fail(vae);
    vae->plain.stopped = over ? stop : IRT_STOP_NOT_YET;
    return vae->plain.stage = over ? IRT_STAGE_DONE : IRT_STAGE_CYCLE;
}

static enum irt_stage
run_epoch(struct vae_state *vae, struct irt_error *error)
{
    struct irt_epoch epoch;
    bool finite = irt_trainer_epoch(&vae->trainer, &epoch);
    vae->weights = vae->trainer.weights;
    memcpy(vae->plain.psi, vae->trainer.psi,
           vae->plain.model->parameters * sizeof(double));
    vae->view.refining = vae->trainer.refined > 0;
    vae->view.elbo = epoch.value.reconstruction - epoch.value.kl;
    vae->view.reconstruction = epoch.value.reconstruction;
    vae->view.kl = epoch.value.kl;
    vae->view.held_out = epoch.held_out;
    vae->view.loglik = vae->view.loglik_se = NAN;
    return end_cycle(vae, finite ? vae->view.elbo : NAN, epoch.max_gradient, false,
                     IRT_STOP_NOT_YET, error);
}

/* Gives theta mean 0 and standard deviation 1 over the persons' posteriors; the encoder goes
 * along. */
static void
standardise(struct vae_state *vae, const struct irt_importance *found)
{
    struct irt_trainer *trainer = &vae->trainer;
    const struct irt_model *model = trainer->model;
    size_t D = model->dims;
    double mean[IRT_MAX_DIMS], sd[IRT_MAX_DIMS], sigma = trainer->latent.sigma;
    if (model->own_scale)
        return;
    for (size_t r = 0; r < D; r++) {
        mean[r] = sigma * found->mean[r];
        sd[r] = sqrt(found->covariance[r * D + r]);
    }
    irt_decoder_standardise(model, trainer->psi, mean, sd);
    irt_encoder_standardise(&trainer->mlp, D, trainer->options.full, found->mean, sd,
                            trainer->weights);
    for (size_t r = 0, c = model->correlation; r < D; r++)
        for (size_t s = r + 1; s < D; s++, c++)
            if (model->parameter[c].free != IRT_NONE)
                trainer->psi[c] = found->covariance[r * D + s] / (sd[r] * sd[s]);
    irt_decoder_hold(model, trainer->psi);
    irt_latent_at(model, trainer->psi, &trainer->latent);
}

/* How far apart the starts came out: the largest difference from the best in an item's
 * parameter. */
static void
compare_starts(struct vae_state *vae)
{
    const struct irt_model *model = vae->plain.model;
    for (size_t s = 1; s < vae->starts; s++)
        if (vae->outcome[s].importance.loglik > vae->outcome[vae->best].importance.loglik)
            vae->best = s;
    if (vae->starts < 2)
        return;
    vae->view.largest_difference = 0.0;
    for (size_t s = 0; s < vae->starts; s++)
        for (size_t k = 0; k < model->sigma; k++) {
            double off = fabs(vae->outcome[s].psi[k] - vae->outcome[vae->best].psi[k]);
            if (off > vae->view.largest_difference) {
                vae->view.largest_difference = off;
                vae->view.largest_parameter = k;
            }
        }
}

/* The end of a start; of the last one, the end of the run. */
static enum irt_stage
end_start(struct vae_state *vae, struct irt_error *error)
{
    struct outcome *outcome = &vae->outcome[vae->done];
    size_t bytes = vae->plain.model->parameters * sizeof(double);
    if (!irt_importance_run(&vae->trainer, &outcome->importance, error))
        return fail(vae);
    standardise(vae, &outcome->importance);
    if (!irt_importance_run(&vae->trainer, &outcome->importance, error))
        return fail(vae);
    memcpy(outcome->psi, vae->trainer.psi, bytes);
    memcpy(outcome->weights, vae->trainer.weights,
           vae->trainer.mlp.weights * sizeof(double));
    outcome->limited = vae->trainer.limited;
    outcome->elbo = vae->view.elbo;
    outcome->reconstruction = vae->view.reconstruction;
    outcome->kl = vae->view.kl;
    bool over = ++vae->done == vae->starts;
    if (over) {
        compare_starts(vae);
        outcome = &vae->outcome[vae->best];
    } else {
        irt_trainer_begin(&vae->trainer, vae->done);
    }
    memcpy(vae->plain.psi, outcome->psi, bytes);
    vae->weights = outcome->weights;
    vae->view.start = vae->done;
    vae->view.elbo = outcome->elbo;
    vae->view.reconstruction = outcome->reconstruction;
    vae->view.kl = outcome->kl;
    vae->view.held_out = NAN;
    vae->view.loglik = outcome->importance.loglik;
    vae->view.loglik_se = outcome->importance.loglik_se;
    return end_cycle(vae, outcome->importance.loglik, NAN, over,
                     outcome->limited ? IRT_STOP_MAX_CYCLES : IRT_STOP_LOGLIK, error);
}

static enum irt_stage
vae_advance(void *state, enum irt_grain grain, struct irt_error *error)
{
    struct vae_state *vae = state;
    (void)grain;
    if (vae->plain.stage == IRT_STAGE_DONE || vae->plain.stage == IRT_STAGE_FAILED)
        return vae->plain.stage;
    irt_plain_begin_cycle(&vae->plain);
    return vae->trainer.phase == IRT_PHASE_OVER ? end_start(vae, error)
                                                : run_epoch(vae, error);
}

/* --- looking --------------------------------------------------------------------------------------- */

static bool
note_starts(const struct vae_state *vae, struct irt_notes *notes)
{
    char label[128];
    double off = vae->view.largest_difference;
    if (vae->starts < 2)
        return irt_notes_add(notes, "vae: one start; give --starts 2 or more to see "
                                    "whether others agree with it");
    irt_model_label(vae->plain.model, vae->data, vae->view.largest_parameter, label,
                    sizeof label);
    return irt_notes_add(
        notes,
        off > UNSTABLE
            ? "vae is unstable here: its %zu starts differ by up to %.3f, in %s; do not "
              "rely on that digit"
            : "vae: its %zu starts agree to %.3f, at the worst in %s",
        vae->starts, off, label);
}

/* Slopes that would be negative. */
static bool
note_held(const struct vae_state *vae, struct irt_notes *notes)
{
    const struct irt_model *model = vae->plain.model;
    bool ok = true;
    for (size_t k = 0; ok && k < model->sigma; k++) {
        const struct irt_parameter *parameter = &model->parameter[k];
        const struct irt_item *item = &model->item[parameter->item];
        if (!model->confirmatory || !parameter->slope || parameter->free == IRT_NONE ||
            vae->plain.psi[k] > 0.0)
            continue;
        ok = irt_notes_add(notes,
                           "vae holds slope %s of item '%s' at 0: it would be negative",
                           parameter->name, vae->data->item_name[item->column]);
    }
    return ok;
}

static bool
look_at_encoder(const struct vae_state *vae, size_t cycle, const double *weights,
                const double *psi, struct irt_encoder *out, struct irt_error *error)
{
    const struct irt_trainer *trainer = &vae->trainer;
    if (!irt_encoder_take(out, &trainer->mlp, weights, psi, trainer->model->parameters,
                          error))
        return false;
    out->cycle = cycle;
    out->dims = trainer->model->dims;
    out->full = trainer->options.full;
    return true;
}

static bool
vae_look(const void *state, struct irt_snapshot *out, struct irt_error *error)
{
    const struct vae_state *vae = state;
    if (!irt_plain_look(&vae->plain, NULL, out, error) ||
        !look_at_encoder(vae, vae->plain.cycle, vae->weights, vae->plain.psi,
                         &out->encoder, error))
        return false;
    out->neural = vae->view;
    irt_notes_clear(&out->notes);
    if (vae->plain.stage != IRT_STAGE_DONE)
        return true;
    return (note_starts(vae, &out->notes) && note_held(vae, &out->notes)) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for the notes");
}

/* The encoder as it was at the last checkpoint up to then, with its own items. */
static bool
revisit_encoder(struct vae_state *vae, size_t cycle, struct irt_encoder *out,
                struct irt_error *error)
{
    size_t found;
    const double *weights = irt_checkpoints_find(&vae->checkpoints, cycle, &found);
    if (weights)
        return look_at_encoder(vae, found, weights,
                               irt_trace_psi(vae->plain.trace, found), out, error);
    irt_encoder_clear(out);
    return true;
}

static bool
vae_revisit(void *state, size_t cycle, struct irt_snapshot *out, struct irt_error *error)
{
    struct vae_state *vae = state;
    if (!irt_plain_revisit(&vae->plain, cycle, out, error) ||
        !revisit_encoder(vae, cycle, &out->encoder, error))
        return false;
    const double *measure =
        vae->plain.trace->measure + cycle * vae->plain.trace->measures;
    out->neural = (struct irt_neural_view){ .any = true,
                                            .starts = vae->starts,
                                            .elbo = measure[0],
                                            .reconstruction = measure[1],
                                            .kl = measure[2],
                                            .held_out = measure[3],
                                            .loglik = NAN,
                                            .loglik_se = NAN,
                                            .largest_difference = NAN };
    return true;
}

const struct irt_estimator_ops irt_vae = {
    .name = "vae",
    .title = "VAE",
    .summary = "variational autoencoder: a network guesses each person's posterior",
    .likelihood = IRT_LIKELIHOOD_MARGINAL,
    .no_estep =
        "VAE has no E-step: the encoder guesses each person's posterior; Converge "
        "shows its epochs",
    .one_population = true,
    .state_size = sizeof(struct vae_state),
    .open = vae_open,
    .advance = vae_advance,
    .look = vae_look,
    .revisit = vae_revisit,
    .close = vae_close,
};
