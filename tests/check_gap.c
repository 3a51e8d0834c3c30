/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An encoder looked at: what it makes of answers, and how far that is from the posterior. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "estimate/staged.h"
#include "model/population.h"
#include "neural/encoder.h"
#include "neural/gap.h"
#include "score/eap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

/* Three dimensions over eight items, with given correlations. */
enum { ITEMS = 8 };
static const uint8_t loads3[3 * ITEMS] = { 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0,
                                           0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 1, 0 };
static const double rho3[] = { 0.5, 0.2, -0.3 };

/* A model of so many dimensions at some parameters: 0 takes kind. */
static void
open_at(struct fixture *f, const char *kind, size_t dims)
{
    uint8_t loads[3 * ITEMS];
    struct irt_q_matrix q = { ITEMS, dims, loads };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = dims > 1 ? "m2pl" : kind,
                                       .dims = dims,
                                       .correlations_free = dims > 1 };
    for (size_t j = 0; j < ITEMS; j++)
        for (size_t r = 0; r < dims; r++)
            loads[j * dims + r] = loads3[j * 3 + r];
    model.q = dims > 1 ? &q : NULL;
    options.dims = dims;
    options.se = IRT_SE_NONE;
    fixture_open_model(f,
                       fixture_simulated_by(dims > 1 ? "2pl" : kind, 60, ITEMS, 0.1, 3),
                       &model, &options);
    for (size_t k = 0; k < f->model->parameters; k++)
        if (f->model->parameter[k].free != IRT_NONE && f->model->parameter[k].slope)
            f->psi[k] *= 0.8 + 0.1 * (double)(k % 7);
    if (strcmp(kind, "rasch") == 0 && dims == 1)
        f->psi[f->model->sigma] = 1.3;
    for (size_t c = 0; c < f->model->correlations; c++)
        f->psi[f->model->correlation + c] = rho3[c];
}

/* Pattern l as the encoder takes it. */
static void
take_categories(const struct fixture *f, size_t l, uint8_t *category)
{
    const unsigned char *code =
        f->data->code + (size_t)f->patterns->row[l] * f->data->items;
    for (size_t j = 0; j < f->model->items; j++) {
        unsigned u = code[f->model->item[j].column];
        category[j] =
            (uint8_t)(u == IRT_MISSING ? IRT_MISSING
                                       : irt_item_category(&f->model->item[j], u));
    }
}

static struct irt_normal
some_normal(size_t dims)
{
    struct irt_normal normal = { .dims = dims, .mean = { 0.4, -0.7, 0.2 }, .L = { 0.6 } };
    if (dims == 2)
        memcpy(normal.L, (double[]){ 0.6, 0, -0.2, 0.9 }, 4 * sizeof(double));
    if (dims == 3)
        memcpy(normal.L, (double[]){ 0.6, 0, 0, -0.2, 0.9, 0, 0.1, 0.3, 0.5 },
               9 * sizeof(double));
    return normal;
}

/* --- the posterior --------------------------------------------------------------------------- */

/* Many nodes of the E-step's own rule, in one dimension and in several. */
static struct irt_quadrature *
many_nodes(size_t dims)
{
    struct irt_quadrature *one = irt_quadrature_equal(dims == 1   ? 801
                                                      : dims == 2 ? 141
                                                                  : 27,
                                                      -7.5, 7.5, &error);
    struct irt_quadrature *all =
        dims > 1 ? irt_quadrature_product(one, dims, &error) : one;
    if (dims > 1)
        irt_quadrature_free(one);
    return all;
}

static const struct {
    const char *kind;
    size_t dims;
    double tolerance;
} models[] = { { "2pl", 1, 1e-7 },  { "rasch", 1, 1e-7 }, { "3pl", 1, 1e-6 },
               { "gpcm", 1, 1e-7 }, { "grm", 1, 1e-7 },   { "nrm", 1, 1e-7 },
               { "m2pl", 2, 1e-6 }, { "m2pl", 3, 1e-5 } };

/* EM's own E-step, on many nodes, has the same mean and standard deviation, and the same
 * probability of the answers. */
START_TEST(the_posterior_is_that_of_the_e_step)
{
    struct fixture f;
    struct irt_gap gap;
    uint8_t category[ITEMS];
    size_t D = models[_i].dims;
    double tolerance = models[_i].tolerance;
    struct irt_normal normal = some_normal(D);
    struct irt_quadrature *nodes = many_nodes(D);
    open_at(&f, models[_i].kind, D);
    size_t patterns = f.patterns->count;
    double *score = calloc(2 * patterns * D, sizeof *score);
    struct irt_pattern_step step = { .likelihood =
                                         malloc(nodes->points * sizeof(double)) };
    ck_assert(irt_population_weights(f.model, f.psi, nodes, nodes->weight));
    ck_assert(irt_eap(f.data, f.patterns, f.model, f.psi, nodes, 1, score,
                      score + patterns * D, &error));
    for (size_t l = 0; l < 12; l++) {
        take_categories(&f, l, category);
        ck_assert(irt_gap_find(f.model, f.psi, &normal, category, l % D, &gap, &error));
        for (size_t r = 0; r < D; r++) {
            ck_assert_double_eq_tol(gap.exact_mean[r], score[l * D + r], tolerance);
            ck_assert_double_eq_tol(gap.exact_sd[r], score[(patterns + l) * D + r],
                                    tolerance);
        }
        ck_assert(
            irt_pattern_explain(f.model, f.psi, nodes,
                                f.data->code + (size_t)f.patterns->row[l] * f.data->items,
                                &step, &error));
        ck_assert_double_eq_tol(gap.log_marginal, step.log_marginal, tolerance);
    }
    free(score);
    free(step.likelihood);
    irt_quadrature_free(nodes);
    fixture_close(&f);
}
END_TEST

/* The curve is a density with that mean and standard deviation, in any dimension. */
START_TEST(the_curve_is_the_posteriors)
{
    struct fixture f;
    struct irt_gap gap;
    uint8_t category[ITEMS];
    size_t D = (size_t)_i;
    struct irt_normal normal = some_normal(D);
    open_at(&f, "2pl", D);
    take_categories(&f, 5, category);
    for (size_t r = 0; r < D; r++) {
        double all = 0.0, mean = 0.0, square = 0.0;
        ck_assert(irt_gap_find(f.model, f.psi, &normal, category, r, &gap, &error));
        double step = gap.theta[1] - gap.theta[0];
        for (size_t n = 0; n < gap.points; n++) {
            all += step * gap.density[n];
            mean += step * gap.density[n] * gap.theta[n];
            square += step * gap.density[n] * gap.theta[n] * gap.theta[n];
        }
        ck_assert_double_eq_tol(all, 1.0, 1e-6);
        ck_assert_double_eq_tol(mean, gap.exact_mean[r], 1e-5);
        ck_assert_double_eq_tol(sqrt(square - mean * mean), gap.exact_sd[r], 1e-5);
    }
    fixture_close(&f);
}
END_TEST

/* --- the gap ----------------------------------------------------------------------------------- */

/* The divergence as its definition has it: q log(q / p) summed over a fine net. */
START_TEST(the_gap_is_the_divergence)
{
    struct fixture f;
    struct irt_gap gap;
    uint8_t category[ITEMS];
    struct irt_normal normal = some_normal(1);
    open_at(&f, models[_i].kind, 1);
    double sigma = f.psi[f.model->sigma];
    for (size_t l = 0; l < 6; l++) {
        double kl = 0.0, all = 0.0, step = 0.002;
        take_categories(&f, l, category);
        ck_assert(irt_gap_find(f.model, f.psi, &normal, category, 0, &gap, &error));
        for (double z = -6.0; z < 7.0; z += step) {
            double x = (z - normal.mean[0]) / normal.L[0], theta = sigma * z, P[16];
            double q = exp(-0.5 * x * x) / (normal.L[0] * sqrt(2.0 * M_PI));
            double log_p = -0.5 * z * z - 0.5 * log(2.0 * M_PI) - gap.log_marginal;
            for (size_t j = 0; j < f.model->items; j++) {
                const struct irt_item *item = &f.model->item[j];
                if (category[j] == IRT_MISSING)
                    continue;
                item->ops->probability(item, f.psi + item->first, &theta, 1, P);
                log_p += log(P[category[j]]);
            }
            kl += step * q * (log(q) - log_p);
            all += step * exp(log_p);
        }
        ck_assert_double_eq_tol(all, 1.0, 1e-6);
        ck_assert_double_eq_tol(gap.kl, kl, 1e-7);
        ck_assert_double_gt(gap.kl, 0.0);
        ck_assert_double_eq_tol(gap.mean[0], sigma * 0.4, 1e-12);
        ck_assert_double_eq_tol(gap.sd[0], sigma * 0.6, 1e-12);
    }
    fixture_close(&f);
}
END_TEST

/* Who answered nothing has the prior: an encoder that says so leaves no gap, and one that does
 * not leaves just its divergence from the prior. */
START_TEST(nothing_answered_leaves_the_prior)
{
    struct fixture f;
    struct irt_gap gap;
    uint8_t category[ITEMS];
    size_t D = (size_t)_i;
    struct irt_normal normal = some_normal(D);
    memset(category, IRT_MISSING, sizeof category);
    open_at(&f, "2pl", D);
    ck_assert(irt_gap_find(f.model, f.psi, &normal, category, 0, &gap, &error));
    ck_assert_double_eq_tol(gap.kl, gap.prior_kl, 1e-6);
    ck_assert_double_eq_tol(gap.exact_mean[0], 0.0, 1e-9);
    ck_assert_double_eq_tol(gap.exact_sd[0], 1.0, 1e-6);
    if (D == 1) {
        normal = (struct irt_normal){ .dims = 1, .L = { 1.0 } };
        ck_assert(irt_gap_find(f.model, f.psi, &normal, category, 0, &gap, &error));
        ck_assert_double_eq_tol(gap.kl, 0.0, 1e-10);
    }
    fixture_close(&f);
}
END_TEST

/* Beyond four dimensions by a sequence: near what six times one dimension gives. */
START_TEST(many_dimensions_by_a_sequence)
{
    struct fixture f, one;
    struct irt_gap gap, alone;
    uint8_t loads[6 * ITEMS] = { 0 }, category[ITEMS], mine[ITEMS];
    struct irt_q_matrix q = { ITEMS, 6, loads };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "m2pl", .dims = 6, .q = &q };
    struct irt_normal normal = { .dims = 6 };
    for (size_t j = 0; j < ITEMS; j++)
        loads[j * 6 + j % 6] = 1;
    for (size_t r = 0; r < 6; r++)
        normal.L[r * 6 + r] = 0.9;
    options.dims = 6;
    fixture_open_model(&f, fixture_simulated(60, ITEMS, 0.0, 3), &model, &options);
    fixture_open(&one, fixture_simulated(60, ITEMS, 0.0, 3), "2pl");
    for (size_t j = 0; j < ITEMS; j++) {
        one.psi[one.model->item[j].first] = f.psi[f.model->item[j].first + j % 6];
        one.psi[one.model->item[j].first + 1] = f.psi[f.model->item[j].first + 6];
    }
    take_categories(&f, 4, category);
    ck_assert(irt_gap_find(f.model, f.psi, &normal, category, 2, &gap, &error));
    double sum = 0.0;
    for (size_t r = 0; r < 6; r++) {
        struct irt_normal part = { .dims = 1, .L = { 0.9 } };
        for (size_t j = 0; j < ITEMS; j++)
            mine[j] = j % 6 == r ? category[j] : IRT_MISSING;
        ck_assert(irt_gap_find(one.model, one.psi, &part, mine, 0, &alone, &error));
        ck_assert_double_eq_tol(gap.exact_mean[r], alone.exact_mean[0], 0.01);
        ck_assert_double_eq_tol(gap.exact_sd[r], alone.exact_sd[0], 0.01);
        sum += alone.kl;
    }
    ck_assert_double_eq_tol(gap.kl, sum, 0.01);
    fixture_close(&f);
    fixture_close(&one);
}
END_TEST

/* --- the encoder --------------------------------------------------------------------------------- */

/* Layer after layer by hand. */
START_TEST(encoding_is_the_networks_formula)
{
    static const size_t hidden[] = { 5, 3 };
    struct fixture f;
    struct irt_encoder encoder = { 0 };
    struct irt_normal normal;
    uint8_t category[ITEMS];
    double input[64], by_hand[64], unit[5 + 3 + 2], weights[512];
    open_at(&f, "gpcm", 1);
    struct irt_mlp mlp = irt_mlp_shape(irt_encoder_inputs(f.model), hidden, 2, 2);
    for (size_t w = 0; w < mlp.weights; w++)
        weights[w] = 0.7 * sin(1.0 + (double)w);
    ck_assert(
        irt_encoder_take(&encoder, &mlp, weights, f.psi, f.model->parameters, &error));
    encoder.dims = 1;
    take_categories(&f, 2, category);
    ck_assert(irt_encoder_run(&encoder, f.model, category, &normal, unit, &error));
    irt_encoder_input(f.model, category, input);
    const double *W = weights, *at = unit;
    for (size_t k = 0; k < mlp.layers; k++) {
        for (size_t o = 0; o < mlp.width[k + 1]; o++) {
            double sum = W[mlp.width[k] * mlp.width[k + 1] + o];
            for (size_t i = 0; i < mlp.width[k]; i++)
                sum += input[i] * W[i * mlp.width[k + 1] + o];
            by_hand[o] = k + 1 < mlp.layers ? tanh(sum) : sum;
            ck_assert_double_eq_tol(at[o], by_hand[o], 1e-12);
        }
        W += (mlp.width[k] + 1) * mlp.width[k + 1];
        at += mlp.width[k + 1];
        memcpy(input, by_hand, mlp.width[k + 1] * sizeof *input);
    }
    ck_assert_double_eq_tol(normal.mean[0], by_hand[0], 1e-12);
    ck_assert_double_eq_tol(normal.L[0], exp(by_hand[1]), 1e-12);
    irt_encoder_clear(&encoder);
    fixture_close(&f);
}
END_TEST

/* (z - mean) / sd in the place of z, whatever the answers. */
START_TEST(standardising_moves_the_normal)
{
    static const size_t hidden[] = { 6 };
    const double mean[] = { 0.3, -0.2 }, sd[] = { 1.4, 0.7 };
    struct fixture f;
    struct irt_encoder encoder = { .dims = 2, .full = true };
    struct irt_normal before, after;
    uint8_t category[ITEMS];
    double weights[512];
    open_at(&f, "2pl", 2);
    struct irt_mlp mlp = irt_mlp_shape(irt_encoder_inputs(f.model), hidden, 1, 5);
    for (size_t w = 0; w < mlp.weights; w++)
        weights[w] = 0.5 * cos(2.0 + (double)w);
    for (size_t l = 0; l < 5; l++) {
        take_categories(&f, l, category);
        ck_assert(irt_encoder_take(&encoder, &mlp, weights, f.psi, f.model->parameters,
                                   &error));
        encoder.dims = 2;
        encoder.full = true;
        ck_assert(irt_encoder_run(&encoder, f.model, category, &before, NULL, &error));
        irt_encoder_standardise(&mlp, 2, true, mean, sd, encoder.weights);
        ck_assert(irt_encoder_run(&encoder, f.model, category, &after, NULL, &error));
        for (size_t r = 0; r < 2; r++) {
            ck_assert_double_eq_tol(after.mean[r], (before.mean[r] - mean[r]) / sd[r],
                                    1e-12);
            for (size_t s = 0; s <= r; s++)
                ck_assert_double_eq_tol(after.L[r * 2 + s], before.L[r * 2 + s] / sd[r],
                                        1e-12);
        }
    }
    irt_encoder_clear(&encoder);
    fixture_close(&f);
}
END_TEST

/* --- of a run --------------------------------------------------------------------------------------- */

/* What a run shows at its end is near the posterior under the items it came to, also where these
 * were standardised; summed over the persons the gaps are what the bound lacks of the
 * log-likelihood.  Past cycles have their own encoders. */
START_TEST(a_run_hands_out_its_encoder)
{
    static const char *const kinds[] = { "2pl", "rasch", "gpcm" };
    struct irt_options options = irt_options_defaults();
    struct irt_snapshot past = { 0 };
    struct fixture f;
    uint8_t category[ITEMS];
    double first = 0.0, lacks = 0.0, mean_off = 0.0, persons = 0.0;
    options.neural.starts = 2;
    options.neural.hidden[0] = 24;
    options.neural.hidden[1] = 12;
    options.neural.warm_up = 5;
    options.neural.batch = 32;
    options.neural.refine = 200;
    options.learning_rate = 0.02;
    options.max_cycles = 25;
    options.se = IRT_SE_NONE;
    fixture_open_with(&f, fixture_simulated_by(kinds[_i], 300, ITEMS, 0.1, 4), kinds[_i],
                      &options);
    f.estimator = &irt_vae;
    fixture_start(&f);
    ck_assert_int_ne(irt_vae.advance(f.em, IRT_GRAIN_CYCLE, &error), IRT_STAGE_FAILED);
    ck_assert(irt_vae.look(f.em, &f.last, &error));
    ck_assert_uint_eq(f.last.encoder.cycle, 1);
    ck_assert_mem_eq(f.last.encoder.psi, f.last.psi,
                     f.model->parameters * sizeof(double));
    first = f.last.encoder.weights[3];
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_uint_eq(f.last.encoder.cycle, f.last.cycle);
    for (size_t l = 0; l < f.patterns->count; l++) {
        struct irt_normal normal;
        struct irt_gap gap;
        double frequency = f.patterns->frequency[l];
        take_categories(&f, l, category);
        ck_assert(
            irt_encoder_run(&f.last.encoder, f.model, category, &normal, NULL, &error));
        ck_assert(irt_gap_find(f.model, f.last.encoder.psi, &normal, category, 0, &gap,
                               &error));
        ck_assert_double_gt(gap.kl, -1e-9);
        persons += frequency;
        lacks += frequency * gap.kl;
        mean_off += frequency * fabs(gap.mean[0] - gap.exact_mean[0]);
    }
    ck_assert_double_lt(lacks / persons, 0.1);
    ck_assert_double_lt(mean_off / persons, 0.15);
    ck_assert(irt_vae.revisit(f.em, 1, &past, &error));
    ck_assert_uint_eq(past.encoder.cycle, 1);
    ck_assert_double_eq(past.encoder.weights[3], first);
    irt_snapshot_clear(&past);
    fixture_close(&f);
}
END_TEST

/* When there is no more room every second one goes; the last before a cycle is found. */
START_TEST(checkpoints_thin_out)
{
    struct irt_checkpoints c;
    double weights[4];
    size_t found;
    irt_checkpoints_open(&c, 4);
    c.most = 10;
    ck_assert_ptr_null(irt_checkpoints_find(&c, 5, &found));
    for (size_t cycle = 1; cycle <= 100; cycle++) {
        for (size_t w = 0; w < 4; w++)
            weights[w] = (double)(10 * cycle + w);
        ck_assert(irt_checkpoints_add(&c, cycle, weights, &error));
        ck_assert_uint_le(c.count, 10);
    }
    ck_assert_uint_eq(c.stride, 16);
    for (size_t cycle = 16; cycle <= 100; cycle++) {
        const double *at = irt_checkpoints_find(&c, cycle, &found);
        ck_assert_ptr_nonnull(at);
        ck_assert_uint_eq(found, cycle / 16 * 16);
        ck_assert_double_eq(at[2], (double)(10 * found + 2));
    }
    irt_checkpoints_close(&c);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("gap");
    TCase *gap = tcase_create("gap");
    tcase_set_timeout(gap, 60);
    tcase_add_loop_test(gap, the_posterior_is_that_of_the_e_step, 0,
                        (int)(sizeof models / sizeof *models));
    tcase_add_loop_test(gap, the_curve_is_the_posteriors, 1, 4);
    tcase_add_loop_test(gap, the_gap_is_the_divergence, 0, 6);
    tcase_add_loop_test(gap, nothing_answered_leaves_the_prior, 1, 4);
    tcase_add_test(gap, many_dimensions_by_a_sequence);
    suite_add_tcase(suite, gap);
    TCase *encoder = tcase_create("encoder");
    tcase_set_timeout(encoder, 60);
    tcase_add_test(encoder, encoding_is_the_networks_formula);
    tcase_add_test(encoder, standardising_moves_the_normal);
    tcase_add_test(encoder, checkpoints_thin_out);
    tcase_add_loop_test(encoder, a_run_hands_out_its_encoder, 0, 3);
    suite_add_tcase(suite, encoder);
    return suite;
}
