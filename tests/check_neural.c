/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the autoencoder: every derivative against differences. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "neural/adam.h"
#include "neural/bound.h"
#include "neural/encoder.h"
#include "neural/importance.h"
#include "neural/mlp.h"
#include "neural/people.h"
#include "neural/trainer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEP 1e-5

static struct irt_error error;

static void
fill_random(gsl_rng *random, size_t count, double *x)
{
    for (size_t i = 0; i < count; i++)
        x[i] = 2.0 * gsl_rng_uniform(random) - 1.0;
}

/* --- the network ------------------------------------------------------------------------------- */

/* A function of the outputs whose derivatives by them are known: sum c_i o_i + o_i^2 / 2. */
static double
evaluate_network(const struct irt_mlp *mlp, const double *weights, const double *input,
                 size_t rows, const double *c, struct irt_mlp_pass *pass)
{
    size_t count = rows * mlp->width[mlp->layers];
    const double *o = irt_mlp_forward(mlp, weights, input, rows, pass);
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += c[i] * o[i] + 0.5 * o[i] * o[i];
        pass->by_output[mlp->layers - 1][i] = c[i] + o[i];
    }
    return sum;
}

START_TEST(network_derivatives_agree_with_differences)
{
    static const size_t hidden[] = { 7, 5, 3 };
    enum { ROWS = 9, INPUTS = 6, OUTPUTS = 4 };
    struct irt_mlp mlp = irt_mlp_shape(INPUTS, hidden, (size_t)_i, OUTPUTS);
    struct irt_mlp_pass pass = { 0 };
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    double input[ROWS * INPUTS], c[ROWS * OUTPUTS];
    double *weights = calloc(mlp.weights, sizeof *weights);
    double *gradient = calloc(mlp.weights, sizeof *gradient);
    ck_assert(irt_mlp_pass_open(&pass, &mlp, ROWS, &error));
    fill_random(random, ROWS * INPUTS, input);
    fill_random(random, ROWS * OUTPUTS, c);
    irt_mlp_start(&mlp, random, weights);
    for (size_t w = 0; w < mlp.weights; w++) /* biases and the last layer too */
        weights[w] += 0.3 * gsl_rng_uniform(random);
    evaluate_network(&mlp, weights, input, ROWS, c, &pass);
    irt_mlp_backward(&mlp, weights, input, ROWS, &pass, gradient);
    for (size_t w = 0; w < mlp.weights; w++) {
        double held = weights[w];
        weights[w] = held + STEP;
        double up = evaluate_network(&mlp, weights, input, ROWS, c, &pass);
        weights[w] = held - STEP;
        double down = evaluate_network(&mlp, weights, input, ROWS, c, &pass);
        weights[w] = held;
        ck_assert_double_eq_tol(gradient[w], (up - down) / (2.0 * STEP), 1e-7);
    }
    irt_mlp_pass_close(&pass);
    gsl_rng_free(random);
    free(weights);
    free(gradient);
}
END_TEST

/* One row at a time gives what all rows together give. */
START_TEST(rows_do_not_depend_on_their_neighbours)
{
    static const size_t hidden[] = { 8 };
    struct irt_mlp mlp = irt_mlp_shape(3, hidden, 1, 2);
    struct irt_mlp_pass pass = { 0 };
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    double input[12], together[8];
    double *weights = calloc(mlp.weights, sizeof *weights);
    ck_assert(irt_mlp_pass_open(&pass, &mlp, 4, &error));
    fill_random(random, 12, input);
    irt_mlp_start(&mlp, random, weights);
    memcpy(together, irt_mlp_forward(&mlp, weights, input, 4, &pass), sizeof together);
    for (size_t i = 0; i < 4; i++) {
        const double *alone = irt_mlp_forward(&mlp, weights, input + 3 * i, 1, &pass);
        ck_assert_double_eq_tol(alone[0], together[2 * i], 1e-14);
        ck_assert_double_eq_tol(alone[1], together[2 * i + 1], 1e-14);
    }
    irt_mlp_pass_close(&pass);
    gsl_rng_free(random);
    free(weights);
}
END_TEST

/* The first step is the rate, whatever the gradient's size; and a bowl is descended. */
START_TEST(adam_steps)
{
    struct irt_adam adam = { 0 };
    double x[2] = { 3.0, -200.0 }, gradient[2];
    ck_assert(irt_adam_open(&adam, 2, &error));
    for (int t = 0; t < 4000; t++) {
        gradient[0] = 2.0 * (x[0] - 1.0);
        gradient[1] = 1e-3 * (x[1] + 199.0);
        irt_adam_step(&adam, 0.01, gradient);
        if (t == 0) {
            ck_assert_double_eq_tol(gradient[0], 0.01, 1e-8);
            ck_assert_double_eq_tol(gradient[1], -0.01, 1e-6);
        }
        x[0] -= gradient[0];
        x[1] -= gradient[1];
    }
    ck_assert_double_eq_tol(x[0], 1.0, 1e-3);
    ck_assert_double_eq_tol(x[1], -199.0, 1e-2);
    irt_adam_restart(&adam);
    gradient[0] = -1e-4;
    gradient[1] = 0.0;
    irt_adam_step(&adam, 0.5, gradient);
    ck_assert_double_eq_tol(gradient[0], -0.5, 1e-3);
    ck_assert_double_eq(gradient[1], 0.0);
    irt_adam_close(&adam);
}
END_TEST

/* --- what persons are drawn from ------------------------------------------------------------------ */

#define D3 3

static struct irt_latent
latent_of(const double rho[3])
{
    struct irt_model model = { .dims = D3, .sigma = 0, .correlation = 1 };
    double psi[4] = { 1.0, rho[0], rho[1], rho[2] };
    struct irt_latent latent;
    ck_assert(irt_latent_at(&model, psi, &latent));
    return latent;
}

/* -1/2 sum (1 + log s^2 - m^2 - s^2), the closed form for N(0, I). */
START_TEST(kl_is_that_of_maths)
{
    const double none[3] = { 0.0 }, mean[D3] = { 0.3, -1.2, 0.7 };
    const double L[D3 * D3] = { 0.5, 0, 0, 0, 0.9, 0, 0, 0, 1.4 };
    struct irt_latent latent = latent_of(none);
    double kl = 0.0;
    for (size_t r = 0; r < D3; r++) {
        double s = L[r * D3 + r];
        kl -= 0.5 * (1.0 + log(s * s) - mean[r] * mean[r] - s * s);
    }
    ck_assert_double_eq_tol(irt_latent_kl(&latent, mean, L, 0, NULL, NULL, NULL), kl,
                            1e-12);
}
END_TEST

START_TEST(latent_derivatives_agree_with_differences)
{
    double rho[3] = { 0.4, -0.2, 0.3 }, mean[D3] = { 0.3, -1.2, 0.7 };
    double L[D3 * D3] = { 0.5, 0, 0, 0.2, 0.9, 0, -0.3, 0.1, 1.4 };
    double by_mean[D3] = { 0 }, by_L[D3 * D3] = { 0 }, by_rho[3] = { 0 };
    double score[3] = { 0 }, by_z[D3];
    struct irt_latent latent = latent_of(rho);
    irt_latent_kl(&latent, mean, L, 2.0, by_mean, by_L, by_rho);
    irt_latent_log_density(&latent, mean, by_z);
    irt_latent_score(&latent, mean, 3.0, score);
#define DIFFERENCE(place, call, out)          \
    do {                                      \
        double held = (place);                \
        (place) = held + STEP;                \
        latent = latent_of(rho);              \
        double up = (call);                   \
        (place) = held - STEP;                \
        latent = latent_of(rho);              \
        (out) = (up - (call)) / (2.0 * STEP); \
        (place) = held;                       \
        latent = latent_of(rho);              \
    } while (0)
#define KL  irt_latent_kl(&latent, mean, L, 0, NULL, NULL, NULL)
#define LOG irt_latent_log_density(&latent, mean, NULL)
    for (size_t r = 0; r < D3; r++) {
        double kl, log_density;
        DIFFERENCE(mean[r], KL, kl);
        ck_assert_double_eq_tol(by_mean[r], 2.0 * kl, 1e-7);
        DIFFERENCE(mean[r], LOG, log_density);
        ck_assert_double_eq_tol(by_z[r], log_density, 1e-7);
        DIFFERENCE(rho[r], KL, kl);
        ck_assert_double_eq_tol(by_rho[r], 2.0 * kl, 1e-7);
        DIFFERENCE(rho[r], LOG, log_density);
        ck_assert_double_eq_tol(score[r], 3.0 * log_density, 1e-7);
        for (size_t s = 0; s <= r; s++) {
            DIFFERENCE(L[r * D3 + s], KL, kl);
            ck_assert_double_eq_tol(by_L[r * D3 + s], 2.0 * kl, 1e-7);
        }
    }
}
END_TEST

/* --- bounds: encoder's outputs, items, sigma, correlations ------------------------------------------- */

enum { ROWS = 8, R = 6 };

/* A model with persons, and one point in all that the bound depends on. */
struct setting {
    struct fixture f;
    struct irt_people people;
    struct irt_bound bound;
    struct irt_bound_rule rule;
    size_t K;
    double *output, *e;
    double weight[ROWS];
};

static void
open_setting(struct setting *s, const char *kind, size_t dims, bool full, bool importance,
             double beta)
{
    struct irt_options options = irt_options_defaults();
    uint8_t loads[] = { 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1 };
    struct irt_q_matrix q = { 5, dims, loads };
    struct irt_model_options model = { .kind = kind,
                                       .dims = dims,
                                       .q = dims > 1 ? &q : NULL,
                                       .correlations_free = dims > 1 };
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    *s = (struct setting){ .rule = { full, importance, R, beta } };
    options.dims = dims;
    fixture_open_model(&s->f,
                       fixture_simulated_by(dims > 1 ? "2pl" : kind, 60, 5, 0.2, 7),
                       &model, &options);
    ck_assert(irt_people_open(&s->people, s->f.data, s->f.patterns, s->f.model, 0.0,
                              random, &error));
    ck_assert(irt_bound_open(&s->bound, s->f.model, ROWS, R, &error));
    s->K = irt_bound_outputs(dims, full);
    s->output = calloc(ROWS * s->K, sizeof *s->output);
    s->e = calloc(ROWS * R * dims, sizeof *s->e);
    fill_random(random, ROWS * s->K, s->output);
    fill_random(random, ROWS * R * dims, s->e);
    fixture_disturb(&s->f, s->f.psi);
    for (size_t c = 0; c < s->f.model->correlations; c++)
        s->f.psi[s->f.model->correlation + c] = 0.1 * (double)(c + 1);
    for (size_t i = 0; i < ROWS; i++)
        s->weight[i] = 1.0 + 0.5 * (double)i;
    gsl_rng_free(random);
}

static void
close_setting(struct setting *s)
{
    irt_bound_close(&s->bound);
    irt_people_close(&s->people);
    fixture_close(&s->f);
    free(s->output);
    free(s->e);
}

static double
run_setting(struct setting *s, double *by_output, double *by_psi)
{
    struct irt_latent latent;
    struct irt_bound_value value;
    ck_assert(irt_latent_at(s->f.model, s->f.psi, &latent));
    irt_bound_run(&s->bound, &s->rule, s->f.psi, &latent, s->people.category, s->weight,
                  ROWS, s->output, s->e, by_output, by_psi, &value);
    return value.bound;
}

static double
difference(struct setting *s, double *place)
{
    double held = *place;
    *place = held + STEP;
    double up = run_setting(s, NULL, NULL);
    *place = held - STEP;
    double down = run_setting(s, NULL, NULL);
    *place = held;
    return (up - down) / (2.0 * STEP);
}

static void
check_setting(struct setting *s)
{
    const struct irt_model *model = s->f.model;
    double *by_output = calloc(ROWS * s->K, sizeof *by_output);
    double *by_psi = calloc(model->parameters, sizeof *by_psi);
    run_setting(s, by_output, by_psi);
    for (size_t i = 0; i < ROWS * s->K; i++)
        ck_assert_double_eq_tol(by_output[i], difference(s, &s->output[i]), 2e-6);
    for (size_t k = 0; k < model->parameters; k++)
        ck_assert_msg(fabs(by_psi[k] - difference(s, &s->f.psi[k])) < 2e-6,
                      "%s: parameter %zu: %.9f, by differences %.9f", model->kind->name,
                      k, by_psi[k], difference(s, &s->f.psi[k]));
    free(by_output);
    free(by_psi);
}

START_TEST(elbo_derivatives_agree_with_differences)
{
    struct setting s;
    open_setting(&s, fixture_kinds[_i], 1, false, false, 0.7);
    check_setting(&s);
    close_setting(&s);
}
END_TEST

START_TEST(importance_derivatives_agree_with_differences)
{
    struct setting s;
    open_setting(&s, fixture_kinds[_i], 1, false, true, 0.6);
    check_setting(&s);
    close_setting(&s);
}
END_TEST

/* Two and three dimensions, either posterior and bound, correlations free. */
START_TEST(several_dimensions_agree_with_differences)
{
    struct setting s;
    open_setting(&s, "m2pl", 2 + (size_t)_i / 4, _i & 1, _i & 2, 1.0);
    check_setting(&s);
    close_setting(&s);
}
END_TEST

/* With one sample the importance-weighted bound is log p(u, z) - log q(z); with more, and the
 * posterior's own samples, it is no smaller than their mean. */
START_TEST(more_samples_tighten_the_bound)
{
    struct setting s;
    open_setting(&s, "2pl", 1, false, true, 1.0);
    double together = run_setting(&s, NULL, NULL), mean = 0.0, all[ROWS * R];
    memcpy(all, s.e, sizeof all);
    s.rule.samples = 1;
    for (size_t n = 0; n < R; n++) {
        for (size_t i = 0; i < ROWS; i++)
            s.e[i] = all[i * R + n];
        mean += run_setting(&s, NULL, NULL) / R;
    }
    ck_assert_double_gt(together, mean);
    close_setting(&s);
}
END_TEST

/* --- the decoder's bounds and scale ------------------------------------------------------------------- */

START_TEST(parameters_are_held_inside_their_bounds)
{
    struct fixture f;
    fixture_open(&f, fixture_simulated_by("grm", 80, 4, 0.0, 3), "grm");
    f.psi[f.model->item[0].first + 2] = 9.0; /* above d1 */
    irt_decoder_hold(f.model, f.psi);
    for (size_t j = 0; j < f.model->items; j++)
        for (size_t p = 2; p < f.model->item[j].count; p++)
            ck_assert_double_lt(f.psi[f.model->item[j].first + p],
                                f.psi[f.model->item[j].first + p - 1]);
    fixture_close(&f);
    fixture_open(&f, fixture_simulated(80, 4, 0.0, 3), "3pl");
    double *c = &f.psi[f.model->item[1].first + 2];
    *c = -0.5;
    irt_decoder_hold(f.model, f.psi);
    ck_assert_double_gt(*c, 0.0);
    *c = 1.5;
    irt_decoder_hold(f.model, f.psi);
    ck_assert_double_lt(*c, 1.0);
    fixture_close(&f);
}
END_TEST

START_TEST(correlations_and_loadings_are_held)
{
    struct setting s;
    struct irt_latent latent;
    open_setting(&s, "m2pl", 3, false, false, 1.0);
    const struct irt_model *model = s.f.model;
    s.f.psi[model->item[0].first] = -0.3;
    s.f.psi[model->correlation] = 0.9;
    s.f.psi[model->correlation + 1] = 0.9;
    s.f.psi[model->correlation + 2] = -0.9;
    ck_assert(!irt_latent_at(model, s.f.psi, &latent));
    irt_decoder_hold(model, s.f.psi);
    ck_assert_double_eq(s.f.psi[model->item[0].first], 0.0);
    ck_assert(irt_latent_at(model, s.f.psi, &latent));
    close_setting(&s);
}
END_TEST

/* No probability changes when theta is put on another scale. */
START_TEST(standardising_changes_no_probability)
{
    static const char *const kinds[] = { "2pl", "3pl", "gpcm", "grm", "nrm", "m2pl" };
    size_t dims = _i == 5 ? 2 : 1;
    struct setting s;
    double before[ROWS * R], after[ROWS * R], theta[ROWS * R * 2],
        mean[2] = { 0.4, -0.7 };
    const double sd[2] = { 1.3, 0.8 };
    open_setting(&s, kinds[_i], dims, false, false, 1.0);
    for (size_t i = 0; i < ROWS * R * dims; i++)
        theta[i] = s.e[i];
    irt_decoder_forward(&s.bound.decoder, s.f.psi, s.people.category, ROWS, R, theta,
                        before);
    bool own = s.f.model->own_scale;
    irt_decoder_standardise(s.f.model, s.f.psi, mean, sd);
    for (size_t i = 0; i < ROWS * R * dims && !own; i++)
        theta[i] = (theta[i] - mean[i % dims]) / sd[i % dims];
    irt_decoder_forward(&s.bound.decoder, s.f.psi, s.people.category, ROWS, R, theta,
                        after);
    for (size_t n = 0; n < ROWS * R; n++)
        ck_assert_double_eq_tol(before[n], after[n], 1e-10);
    close_setting(&s);
}
END_TEST

/* --- persons ---------------------------------------------------------------------------------------------- */

/* Units stand for all persons, whatever the frequencies; answers and masks are where they
 * should be. */
START_TEST(units_stand_for_all_persons)
{
    struct fixture f;
    struct irt_people people = { 0 };
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    double sum = 0.0, training = 0.0, input[64];
    fixture_open(&f, fixture_lsat6(), "2pl");
    ck_assert(irt_people_open(&people, f.data, f.patterns, f.model, 0.1, random, &error));
    ck_assert_uint_eq(people.units, 1000);
    ck_assert_uint_eq(people.training, 900);
    for (size_t i = 0; i < people.units; i++) {
        sum += people.weight[people.order[i]];
        if (i < people.training)
            training += people.weight[people.order[i]];
    }
    ck_assert_double_eq_tol(sum, 1000.0, 1e-9);
    ck_assert_double_eq_tol(people.persons_training, training, 1e-9);
    irt_people_shuffle(&people, people.training, random);
    ck_assert(memcmp(people.order, people.dealt, 1000 * sizeof(uint32_t)) != 0);
    irt_people_deal(&people);
    ck_assert(memcmp(people.order, people.dealt, 1000 * sizeof(uint32_t)) == 0);
    ck_assert_uint_eq(people.inputs, 10);
    const uint8_t row[5] = { 1, 0, IRT_MISSING, 1, 0 };
    const double wanted[10] = { 1, 1, 0, 1, 0, 0, 1, 1, 0, 1 };
    irt_encoder_input(f.model, row, input);
    ck_assert_mem_eq(input, wanted, sizeof wanted);
    irt_people_close(&people);
    fixture_close(&f);
    gsl_rng_free(random);
}
END_TEST

/* A pattern of very many persons comes in fewer units, which weigh more. */
START_TEST(very_frequent_patterns_are_taken_together)
{
    struct irt_responses *data = irt_responses_new(2, 2, &error);
    struct fixture f;
    struct irt_people people = { 0 };
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    double sum = 0.0;
    memcpy(data->code, (const unsigned char[]){ 0, 1, 1, 0 }, 4);
    data->frequency = calloc(2, sizeof *data->frequency);
    data->frequency[0] = 3e6;
    data->frequency[1] = 0.5;
    irt_responses_count(data);
    fixture_open(&f, data, "1pl");
    ck_assert(irt_people_open(&people, f.data, f.patterns, f.model, 0.0, random, &error));
    ck_assert_uint_lt(people.units, 30000);
    for (size_t i = 0; i < people.units; i++)
        sum += people.weight[i];
    ck_assert_double_eq_tol(sum, 3e6 + 0.5, 1e-6);
    irt_people_close(&people);
    fixture_close(&f);
    gsl_rng_free(random);
}
END_TEST

/* --- importance sampling ------------------------------------------------------------------------------------- */

/* The integral by quadrature at the same parameters lies within the Monte Carlo error, even
 * when nothing is trained. */
START_TEST(importance_sampling_agrees_with_quadrature)
{
    static const char *const kinds[] = { "2pl", "rasch", "gpcm", "3pl" };
    struct fixture f;
    struct irt_people people = { 0 };
    struct irt_trainer trainer = { 0 };
    struct irt_importance found;
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    fixture_open(&f, fixture_simulated_by(kinds[_i], 100, 6, 0.1, 5), kinds[_i]);
    struct irt_pool *pool = irt_pool_new(2, &error);
    ck_assert(irt_people_open(&people, f.data, f.patterns, f.model, 0.1, random, &error));
    ck_assert_msg(irt_trainer_open(&trainer, &people, f.model, &f.options.neural, 0.01,
                                   10, 1, pool, &error),
                  "%s", error.message);
    ck_assert(irt_importance_run(&trainer, &found, &error));
    double exact = fixture_loglik(&f, trainer.psi);
    ck_assert_double_lt(found.loglik_se, 0.05);
    ck_assert_double_lt(fabs(found.loglik - exact), 5.0 * found.loglik_se + 2e-3);
    irt_trainer_close(&trainer);
    irt_people_close(&people);
    irt_pool_free(pool);
    fixture_close(&f);
    gsl_rng_free(random);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("neural");
    TCase *parts = tcase_create("parts");
    tcase_add_loop_test(parts, network_derivatives_agree_with_differences, 0, 4);
    tcase_add_test(parts, rows_do_not_depend_on_their_neighbours);
    tcase_add_test(parts, adam_steps);
    tcase_add_test(parts, kl_is_that_of_maths);
    tcase_add_test(parts, latent_derivatives_agree_with_differences);
    suite_add_tcase(suite, parts);
    TCase *bounds = tcase_create("bounds");
    tcase_add_loop_test(bounds, elbo_derivatives_agree_with_differences, 0,
                        FIXTURE_KINDS);
    tcase_add_loop_test(bounds, importance_derivatives_agree_with_differences, 0,
                        FIXTURE_KINDS);
    tcase_add_loop_test(bounds, several_dimensions_agree_with_differences, 0, 8);
    tcase_add_test(bounds, more_samples_tighten_the_bound);
    tcase_add_test(bounds, parameters_are_held_inside_their_bounds);
    tcase_add_test(bounds, correlations_and_loadings_are_held);
    tcase_add_loop_test(bounds, standardising_changes_no_probability, 0, 6);
    suite_add_tcase(suite, bounds);
    TCase *people = tcase_create("people");
    tcase_add_test(people, units_stand_for_all_persons);
    tcase_add_test(people, very_frequent_patterns_are_taken_together);
    tcase_add_loop_test(people, importance_sampling_agrees_with_quadrature, 0, 4);
    suite_add_tcase(suite, people);
    return suite;
}
