/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "neural/trainer.h"

#include "neural/encoder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE       12  /* epochs without a better bound, */
#define PATIENT_STEPS  200 /* and so many steps */
#define CUT            0.3 /* of the rate */
#define MOST_CUTS      3
#define LEAST_REFINED  10   /* epochs */
#define REFINE_SAMPLES 16   /* a person, at least */
#define HELD_SAMPLES   8    /* a person held out */
#define LEAST_GAIN     1e-6 /* of the bound */
#define HELD_EPOCH     UINT64_MAX

/* --- opening --------------------------------------------------------------------------------- */

/* Source of the mixing: Steele, Lea and Flood (2014), OOPSLA. */
static uint64_t
mix(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

uint64_t
irt_trainer_seed(uint64_t seed, uint64_t a, uint64_t b, uint64_t c)
{
    return mix(mix(mix(mix(seed) ^ a) ^ b) ^ c);
}

static size_t
refine_samples(const struct irt_neural_options *options)
{
    return options->samples > REFINE_SAMPLES ? options->samples : REFINE_SAMPLES;
}

static size_t
most_samples(const struct irt_neural_options *options)
{
    return options->samples > IRT_LEAST_SAMPLES ? options->samples : IRT_LEAST_SAMPLES;
}

static bool
open_chunk(struct irt_chunk *chunk, const struct irt_trainer *trainer,
           struct irt_error *error)
{
    size_t rows = IRT_CHUNK_ROWS, samples = most_samples(&trainer->options);
    size_t points = rows * samples;
    const struct irt_model *model = trainer->model;
    if (!irt_bound_open(&chunk->bound, model, rows, samples, error) ||
        !irt_mlp_pass_open(&chunk->pass, &trainer->mlp, rows, error))
        return false;
    chunk->random = gsl_rng_alloc(gsl_rng_taus2);
    chunk->input = malloc((rows * trainer->people->inputs + 1) * sizeof *chunk->input);
    chunk->weight = malloc(rows * sizeof *chunk->weight);
    chunk->e = malloc(points * model->dims * sizeof *chunk->e);
    chunk->category = malloc(rows * model->items + 1);
    chunk->by_weights = malloc((trainer->mlp.weights + 1) * sizeof *chunk->by_weights);
    chunk->by_psi = malloc((model->parameters + 1) * sizeof *chunk->by_psi);
    return (chunk->random && chunk->input && chunk->weight && chunk->e &&
            chunk->category && chunk->by_weights && chunk->by_psi) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for training");
}

static void
close_chunk(struct irt_chunk *chunk)
{
    irt_bound_close(&chunk->bound);
    irt_mlp_pass_close(&chunk->pass);
    if (chunk->random)
        gsl_rng_free(chunk->random);
    free(chunk->input);
    free(chunk->weight);
    free(chunk->e);
    free(chunk->category);
    free(chunk->by_weights);
    free(chunk->by_psi);
}

static bool
allocate(struct irt_trainer *trainer, struct irt_error *error)
{
    size_t weights = trainer->mlp.weights, parameters = trainer->model->parameters;
    trainer->variables = weights + trainer->model->free_count;
    trainer->gradient = calloc(trainer->variables + 1, sizeof(double));
    trainer->weights = calloc(weights + 1, sizeof(double));
    trainer->best_weights = calloc(weights + 1, sizeof(double));
    trainer->psi = calloc(parameters + 1, sizeof(double));
    trainer->best_psi = calloc(parameters + 1, sizeof(double));
    trainer->mean_psi = calloc(parameters + 1, sizeof(double));
    trainer->by_psi = calloc(parameters + 1, sizeof(double));
    trainer->free_values = calloc(trainer->model->free_count + 1, sizeof(double));
    trainer->chunk = calloc(trainer->chunks, sizeof *trainer->chunk);
    if (!trainer->gradient || !trainer->weights || !trainer->best_weights ||
        !trainer->psi || !trainer->best_psi || !trainer->mean_psi || !trainer->by_psi ||
        !trainer->free_values || !trainer->chunk)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a network of %zu weights",
                        weights);
    for (size_t t = 0; t < trainer->chunks; t++)
        if (!open_chunk(&trainer->chunk[t], trainer, error))
            return false;
    return irt_adam_open(&trainer->adam, trainer->variables, error);
}

bool
irt_trainer_open(struct irt_trainer *trainer, struct irt_people *people,
                 const struct irt_model *model, const struct irt_neural_options *options,
                 double rate, size_t limit, uint64_t seed, struct irt_pool *pool,
                 struct irt_error *error)
{
    size_t batch = options->batch < people->units ? options->batch : people->units;
    trainer->people = people;
    trainer->model = model;
    trainer->options = *options;
    trainer->rate = rate;
    trainer->limit = limit;
    trainer->seed = seed;
    trainer->pool = pool;
    trainer->mlp =
        irt_mlp_shape(people->inputs, options->hidden, options->layers,
                      irt_bound_outputs(model->dims, options->full && model->dims > 1));
    trainer->options.full = options->full && model->dims > 1;
    trainer->chunks = (batch + IRT_CHUNK_ROWS - 1) / IRT_CHUNK_ROWS;
    if (!allocate(trainer, error))
        return false;
    irt_mlp_one_thread();
    irt_trainer_begin(trainer, 0);
    return true;
}

void
irt_trainer_close(struct irt_trainer *trainer)
{
    for (size_t t = 0; trainer->chunk && t < trainer->chunks; t++)
        close_chunk(&trainer->chunk[t]);
    irt_adam_close(&trainer->adam);
    free(trainer->chunk);
    free(trainer->gradient);
    free(trainer->weights);
    free(trainer->best_weights);
    free(trainer->psi);
    free(trainer->best_psi);
    free(trainer->mean_psi);
    free(trainer->by_psi);
    free(trainer->free_values);
    *trainer = (struct irt_trainer){ 0 };
}

/* --- the free parameters ------------------------------------------------------------------------ */

static void
take_free(const struct irt_trainer *trainer, double *values)
{
    for (size_t k = 0; k < trainer->model->parameters; k++)
        if (trainer->model->parameter[k].owner)
            values[trainer->model->parameter[k].free] = trainer->psi[k];
}

static void
put_free(struct irt_trainer *trainer, const double *values)
{
    for (size_t k = 0; k < trainer->model->parameters; k++)
        if (trainer->model->parameter[k].free != IRT_NONE)
            trainer->psi[k] = values[trainer->model->parameter[k].free];
    irt_decoder_hold(trainer->model, trainer->psi);
}

void
irt_trainer_begin(struct irt_trainer *trainer, size_t start)
{
    gsl_rng *random = trainer->chunk[0].random;
    gsl_rng_set(random,
                (unsigned long)irt_trainer_seed(trainer->seed, start, HELD_EPOCH, 1));
    irt_mlp_start(&trainer->mlp, random, trainer->weights);
    irt_model_start(trainer->model, trainer->psi);
    take_free(trainer, trainer->free_values);
    for (size_t k = 0; start > 0 && k < trainer->model->sigma; k++)
        if (trainer->model->parameter[k].owner && trainer->model->parameter[k].slope)
            trainer->free_values[trainer->model->parameter[k].free] *=
                0.5 + gsl_rng_uniform(random);
    put_free(trainer, trainer->free_values);
    irt_adam_restart(&trainer->adam);
    irt_people_deal(trainer->people);
    trainer->start = start;
    trainer->epoch = trainer->since = trainer->cuts = 0;
    trainer->refined = trainer->averaged = 0;
    trainer->limited = false;
    trainer->best = -INFINITY;
    trainer->factor = 1.0;
    trainer->phase = IRT_PHASE_TRAIN;
    irt_latent_at(trainer->model, trainer->psi, &trainer->latent);
}

/* --- chunks --------------------------------------------------------------------------------------- */

/* Standard normal, and every second sample of a person mirrors the one before: the odd
 * moments are exact. */
static void
draw_samples(gsl_rng *random, size_t rows, size_t R, size_t D, double *e)
{
    for (size_t i = 0; i < rows; i++, e += R * D)
        for (size_t n = 0; n < R * D; n++) {
            if (n / D % 2 == 1) {
                e[n] = -e[n - D];
                continue;
            }
            double u = gsl_rng_uniform_pos(random), v = gsl_rng_uniform(random);
            e[n] = sqrt(-2.0 * log(u)) * cos(2.0 * M_PI * v);
        }
}

static void
load_units(const struct irt_people *people, struct irt_chunk *chunk, size_t from,
           size_t count)
{
    size_t J = people->model->items;
    chunk->rows = count;
    for (size_t i = 0; i < count; i++) {
        size_t unit = people->order[from + i];
        const uint8_t *category = people->category + people->pattern[unit] * J;
        memcpy(chunk->category + i * J, category, J);
        chunk->weight[i] = people->weight[unit];
        irt_encoder_input(people->model, category, chunk->input + i * people->inputs);
    }
}

const double *
irt_trainer_encode(const struct irt_trainer *trainer, struct irt_chunk *chunk,
                   size_t from, size_t count)
{
    const struct irt_people *people = trainer->people;
    size_t J = people->model->items;
    chunk->rows = count;
    memcpy(chunk->category, people->category + from * J, count * J);
    for (size_t i = 0; i < count; i++) {
        chunk->weight[i] = people->frequency[from + i];
        irt_encoder_input(people->model, people->category + (from + i) * J,
                          chunk->input + i * people->inputs);
    }
    return irt_mlp_forward(&trainer->mlp, trainer->weights, chunk->input, count,
                           &chunk->pass);
}

/* Units from .. from + count - 1 of the order, under one rule. */
struct round {
    struct irt_trainer *trainer;
    struct irt_bound_rule rule;
    size_t from, count;
    uint64_t epoch, batch;
    bool gradient;
    bool frozen; /* the encoder stays as it is */
};

static void
run_chunk(void *context, size_t t)
{
    struct round *round = context;
    struct irt_trainer *trainer = round->trainer;
    struct irt_chunk *chunk = &trainer->chunk[t];
    size_t at = t * IRT_CHUNK_ROWS;
    size_t rows = round->count - at < IRT_CHUNK_ROWS ? round->count - at : IRT_CHUNK_ROWS;
    load_units(trainer->people, chunk, round->from + at, rows);
    gsl_rng_set(chunk->random,
                (unsigned long)irt_trainer_seed(trainer->seed + trainer->start,
                                                round->epoch, round->batch, t));
    draw_samples(chunk->random, rows, round->rule.samples, trainer->model->dims,
                 chunk->e);
    const double *output = irt_mlp_forward(&trainer->mlp, trainer->weights, chunk->input,
                                           rows, &chunk->pass);
    double *by_output = chunk->pass.by_output[trainer->mlp.layers - 1];
    memset(chunk->by_psi, 0, trainer->model->parameters * sizeof *chunk->by_psi);
    irt_bound_run(&chunk->bound, &round->rule, trainer->psi, &trainer->latent,
                  chunk->category, chunk->weight, rows, output, chunk->e,
                  round->gradient ? by_output : NULL, chunk->by_psi, &chunk->value);
    if (!round->gradient || round->frozen)
        return;
    memset(chunk->by_weights, 0, trainer->mlp.weights * sizeof *chunk->by_weights);
    irt_mlp_backward(&trainer->mlp, trainer->weights, chunk->input, rows, &chunk->pass,
                     chunk->by_weights);
}

/* The sums over the chunks, in their order. */
static void
add_chunks(const struct irt_trainer *trainer, size_t chunks,
           struct irt_bound_value *value)
{
    for (size_t t = 0; t < chunks; t++) {
        value->bound += trainer->chunk[t].value.bound;
        value->reconstruction += trainer->chunk[t].value.reconstruction;
        value->kl += trainer->chunk[t].value.kl;
    }
}

/* --- one minibatch ---------------------------------------------------------------------------------- */

/* The derivatives of the mean loss of a person, with the priors' share, into gradient, 0 for a
 * frozen encoder; the largest of them by a free parameter. */
static double
find_gradient(struct irt_trainer *trainer, size_t chunks, double persons, bool frozen)
{
    const struct irt_model *model = trainer->model;
    size_t weights = trainer->mlp.weights;
    double *by_free = trainer->gradient + weights, largest = 0.0;
    memset(trainer->gradient, 0, trainer->variables * sizeof *trainer->gradient);
    memset(trainer->by_psi, 0, model->parameters * sizeof *trainer->by_psi);
    if (model->priors)
        irt_model_log_prior(model, trainer->psi, by_free, NULL);
    for (size_t f = 0; f < model->free_count; f++)
        by_free[f] *= persons / trainer->people->persons;
    for (size_t t = 0; t < chunks; t++) {
        for (size_t w = 0; w < weights && !frozen; w++)
            trainer->gradient[w] += trainer->chunk[t].by_weights[w];
        for (size_t k = 0; k < model->parameters; k++)
            trainer->by_psi[k] += trainer->chunk[t].by_psi[k];
    }
    for (size_t k = 0; k < model->parameters; k++)
        if (model->parameter[k].free != IRT_NONE)
            by_free[model->parameter[k].free] += trainer->by_psi[k];
    for (size_t v = 0; v < trainer->variables; v++)
        trainer->gradient[v] /= -persons;
    for (size_t f = 0; f < model->free_count; f++)
        largest = fmax(largest, fabs(by_free[f]) * trainer->people->persons);
    return largest;
}

static void
step(struct irt_trainer *trainer, double rate)
{
    size_t weights = trainer->mlp.weights;
    irt_adam_step(&trainer->adam, rate, trainer->gradient);
    for (size_t w = 0; w < weights; w++)
        trainer->weights[w] -= trainer->gradient[w];
    take_free(trainer, trainer->free_values);
    for (size_t f = 0; f < trainer->model->free_count; f++)
        trainer->free_values[f] -= trainer->gradient[weights + f];
    put_free(trainer, trainer->free_values);
    irt_latent_at(trainer->model, trainer->psi, &trainer->latent);
}

/* --- one epoch ---------------------------------------------------------------------------------------- */

/* The first units of the order, in minibatches. */
static void
run_epoch(struct irt_trainer *trainer, const struct irt_bound_rule *rule, size_t units,
          double rate, bool frozen, struct irt_epoch *out)
{
    struct round round = { .trainer = trainer,
                           .rule = *rule,
                           .epoch = trainer->epoch,
                           .gradient = true,
                           .frozen = frozen };
    double persons = 0.0;
    size_t batch = trainer->options.batch;
    gsl_rng *random = trainer->chunk[0].random;
    gsl_rng_set(random, (unsigned long)irt_trainer_seed(trainer->seed + trainer->start,
                                                        trainer->epoch, HELD_EPOCH, 2));
    irt_people_shuffle(trainer->people, units, random);
    for (; round.from < units; round.from += batch, round.batch++) {
        double weight = 0.0;
        round.count = units - round.from < batch ? units - round.from : batch;
        size_t chunks = (round.count + IRT_CHUNK_ROWS - 1) / IRT_CHUNK_ROWS;
        for (size_t i = 0; i < round.count; i++)
            weight += trainer->people->weight[trainer->people->order[round.from + i]];
        irt_pool_run(trainer->pool, chunks, run_chunk, &round);
        add_chunks(trainer, chunks, &out->value);
        out->max_gradient = find_gradient(trainer, chunks, weight, frozen);
        step(trainer, rate);
        persons += weight;
    }
    out->value.bound *= trainer->people->persons / persons;
    out->value.reconstruction *= trainer->people->persons / persons;
    out->value.kl *= trainer->people->persons / persons;
}

/* The bound of those held out, or of all where none is, with the same samples always; in all
 * persons. */
static double
run_held_out(struct irt_trainer *trainer, const struct irt_bound_rule *rule)
{
    const struct irt_people *people = trainer->people;
    bool any = people->training < people->units;
    size_t wave = trainer->chunks * IRT_CHUNK_ROWS;
    double persons = any ? people->persons - people->persons_training : people->persons;
    struct round round = { .trainer = trainer, .rule = *rule, .epoch = HELD_EPOCH };
    struct irt_bound_value value = { 0.0, 0.0, 0.0 };
    round.rule.beta = 1.0;
    round.rule.samples = rule->samples > HELD_SAMPLES ? rule->samples : HELD_SAMPLES;
    for (round.from = any ? people->training : 0; round.from < people->units;
         round.from += wave, round.batch++) {
        round.count =
            people->units - round.from < wave ? people->units - round.from : wave;
        size_t chunks = (round.count + IRT_CHUNK_ROWS - 1) / IRT_CHUNK_ROWS;
        irt_pool_run(trainer->pool, chunks, run_chunk, &round);
        add_chunks(trainer, chunks, &value);
    }
    return value.bound * people->persons / persons;
}

/* --- the schedule ------------------------------------------------------------------------------------ */

static void
keep_best(struct irt_trainer *trainer, double bound)
{
    trainer->best = bound;
    trainer->since = 0;
    memcpy(trainer->best_weights, trainer->weights,
           trainer->mlp.weights * sizeof *trainer->weights);
    memcpy(trainer->best_psi, trainer->psi,
           trainer->model->parameters * sizeof *trainer->psi);
}

static void
restore_best(struct irt_trainer *trainer)
{
    memcpy(trainer->weights, trainer->best_weights,
           trainer->mlp.weights * sizeof *trainer->weights);
    memcpy(trainer->psi, trainer->best_psi,
           trainer->model->parameters * sizeof *trainer->psi);
    irt_latent_at(trainer->model, trainer->psi, &trainer->latent);
    irt_adam_restart(&trainer->adam);
    trainer->since = 0;
}

/* Steps that an epoch over so many units takes. */
static size_t
steps_of(const struct irt_trainer *trainer, size_t units)
{
    return (units + trainer->options.batch - 1) / trainer->options.batch;
}

/* After an epoch of training: is it over? */
static void
judge(struct irt_trainer *trainer, double bound)
{
    bool better = bound > trainer->best + LEAST_GAIN * fabs(bound);
    if (trainer->epoch >= trainer->options.warm_up &&
        (better || !isfinite(trainer->best)))
        keep_best(trainer, bound);
    else if (trainer->epoch >= trainer->options.warm_up)
        trainer->since++;
    bool plateau =
        trainer->since >= PATIENCE &&
        trainer->since * steps_of(trainer, trainer->people->training) >= PATIENT_STEPS;
    trainer->limited = trainer->epoch >= trainer->limit;
    if (!plateau && !trainer->limited)
        return;
    if (isfinite(trainer->best))
        restore_best(trainer);
    trainer->factor *= CUT;
    if (++trainer->cuts <= MOST_CUTS && !trainer->limited)
        return;
    trainer->phase = trainer->options.refine ? IRT_PHASE_REFINE : IRT_PHASE_OVER;
}

static void
train_epoch(struct irt_trainer *trainer, struct irt_epoch *out)
{
    struct irt_bound_rule rule = { .full = trainer->options.full,
                                   .importance = trainer->options.importance,
                                   .samples = trainer->options.samples,
                                   .beta = 1.0 };
    if (trainer->epoch < trainer->options.warm_up)
        rule.beta = (double)(trainer->epoch + 1) / (double)(trainer->options.warm_up + 1);
    run_epoch(trainer, &rule, trainer->people->training, trainer->rate * trainer->factor,
              false, out);
    trainer->epoch++;
    out->held_out = run_held_out(trainer, &rule);
    judge(trainer, out->held_out);
}

/* Epochs of the last phase: so many that there are steps enough. */
static size_t
refine_epochs(const struct irt_trainer *trainer)
{
    size_t steps = steps_of(trainer, trainer->people->units);
    size_t epochs = (trainer->options.refine + steps - 1) / steps;
    return epochs > LEAST_REFINED ? epochs : LEAST_REFINED;
}

static void
refine_epoch(struct irt_trainer *trainer, struct irt_epoch *out)
{
    struct irt_bound_rule rule = { .full = trainer->options.full,
                                   .importance = true,
                                   .samples = refine_samples(&trainer->options),
                                   .beta = 1.0 };
    size_t parameters = trainer->model->parameters, last = refine_epochs(trainer);
    double done = (double)trainer->refined / (double)last;
    double rate = trainer->rate * 0.5 * (1.0 + cos(M_PI * done));
    run_epoch(trainer, &rule, trainer->people->units, rate, true, out);
    trainer->epoch++;
    if (2 * ++trainer->refined > last) {
        trainer->averaged++;
        for (size_t k = 0; k < parameters; k++)
            trainer->mean_psi[k] +=
                (trainer->psi[k] - trainer->mean_psi[k]) / (double)trainer->averaged;
    }
    if (trainer->refined < last)
        return;
    memcpy(trainer->psi, trainer->mean_psi, parameters * sizeof *trainer->psi);
    irt_latent_at(trainer->model, trainer->psi, &trainer->latent);
    trainer->phase = IRT_PHASE_OVER;
}

bool
irt_trainer_epoch(struct irt_trainer *trainer, struct irt_epoch *out)
{
    *out = (struct irt_epoch){ .held_out = NAN };
    if (trainer->phase == IRT_PHASE_TRAIN)
        train_epoch(trainer, out);
    else if (trainer->phase == IRT_PHASE_REFINE)
        refine_epoch(trainer, out);
    return isfinite(out->value.bound);
}
