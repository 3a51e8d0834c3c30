/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Robust modes of the federated estimator: what is solved is what is said to be solved. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "data/simulate.h"
#include "estimate/loglik.h"
#include "estimate/standard_errors.h"
#include "federation/federated.h"
#include "federation/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

static const enum irt_robust modes[] = { IRT_ROBUST_TRIM, IRT_ROBUST_CAP,
                                         IRT_ROBUST_MEDIAN };

/* Five schools with rows that no model made. */
static struct irt_responses *
contaminated_by(enum irt_contamination_kind rows, const char *kind, double share,
                double missing)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    options.model = kind;
    options.items = 8;
    options.missing = missing;
    options.seed = 12;
    options.plan.sizes = "75,45,60,100,60";
    options.plan.effects = "-0.8,-0.3,0,0.4,0.7";
    options.contamination = (struct irt_contamination){ rows, share };
    struct irt_simulation *simulation = irt_simulate(&options, &error);
    ck_assert_msg(simulation != NULL, "%s", error.message);
    struct irt_responses *data = simulation->data;
    simulation->data = NULL;
    irt_simulation_free(simulation);
    return data;
}

/* With too many who answered nothing right. */
static struct irt_responses *
contaminated(const char *kind, double share, double missing)
{
    return contaminated_by(IRT_ALL_ZERO, kind, share, missing);
}

static struct irt_options
robust_options(enum irt_robust mode)
{
    struct irt_options options = irt_options_defaults();
    options.accelerate = IRT_ACCELERATE_LBFGS;
    options.robust = mode;
    options.trim = 0.1;
    options.points = 21;
    options.tolerance = 1e-8;
    options.threads = 2;
    return options;
}

static void
open_robust(struct fixture *f, struct irt_responses *data, const char *kind,
            enum irt_effects effects, const struct irt_options *options)
{
    struct irt_model_options model = { .kind = kind, .effects = effects };
    fixture_open_model(f, data, &model, options);
    irt_patterns_free(f->patterns);
    f->patterns = irt_patterns_new(data, f->model->groups > 1 ? data->school : NULL,
                                   f->model->groups, &error);
    f->estimator = &irt_federated;
}

/* Schools without an extreme pattern: two items differ in every row. */
static struct irt_responses *
without_extremes(void)
{
    struct irt_responses *data =
        fixture_schools("2pl", "80,60,100", "-0.4,0,0.4", 6, 0.0, 8);
    for (size_t i = 0; i < data->rows; i++) {
        uint8_t *code = data->code + i * data->items;
        if (code[0] == code[1] && code[1] == code[2] && code[2] == code[3] &&
            code[3] == code[4] && code[4] == code[5])
            code[i % 6] = !code[i % 6];
    }
    irt_responses_count(data);
    return data;
}

/* --- weights --------------------------------------------------------------------------------- */

START_TEST(trim_leaves_out_the_longest)
{
    struct irt_extreme extreme[] = {
        { .pattern = 0, .frequency = 4, .length = 1.5 },
        { .pattern = 1, .frequency = 3, .length = 2.385 },
        { .pattern = 2, .frequency = 2, .length = 1.5 },
    };
    /* 5 of 50: all 3 of the longest, and 2 of the 6 that are tied. */
    ck_assert_double_eq_tol(irt_robust_trim(extreme, 3, 0.1, 50), 5, 1e-12);
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_eq_tol(extreme[i].weight,
                                extreme[i].pattern == 1 ? 0.0 : 2.0 / 3.0, 1e-12);
    /* A share that there are not enough extreme persons for leaves out all of them. */
    ck_assert_double_eq_tol(irt_robust_trim(extreme, 3, 0.5, 50), 9, 1e-12);
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_eq(extreme[i].weight, 0);
    ck_assert_double_eq(irt_robust_trim(extreme, 0, 0.5, 50), 0);
}
END_TEST

START_TEST(cap_counts_what_is_expected)
{
    struct irt_extreme extreme[] = {
        { .frequency = 8, .expected = 2 },
        { .frequency = 3, .expected = 3.5 },
    };
    ck_assert_double_eq_tol(irt_robust_cap(extreme, 2), 6, 1e-12);
    ck_assert_double_eq(extreme[0].weight, 0.25);
    ck_assert_double_eq(extreme[1].weight, 1);
}
END_TEST

START_TEST(medians_are_in_the_middle)
{
    double odd[] = { 3, -1, 2.385 }, even[] = { 4, 1, 2, -7 };
    ck_assert_double_eq(irt_median(odd, 3), 2.385);
    ck_assert_double_eq(irt_median(even, 4), 1.5);
    ck_assert_double_eq(irt_median(odd, 0), 0);
}
END_TEST

START_TEST(modes_are_written_as_they_are_read)
{
    static const char *const good[] = { "none", "trim=0.125", "trim=0", "cap", "median" };
    static const char *const bad[] = { "trim", "trim=", "trim=-0.1", "trim=1",
                                       "Cap",  "",      "trim=x",    "trim=0.1x" };
    struct irt_options options = irt_options_defaults();
    char text[40];
    for (size_t i = 0; i < 5; i++) {
        ck_assert(irt_robust_from_text(good[i], &options));
        irt_robust_text(&options, text, sizeof text);
        ck_assert_str_eq(text, good[i]);
    }
    for (size_t i = 0; i < 8; i++)
        ck_assert_msg(!irt_robust_from_text(bad[i], &options), "'%s'", bad[i]);
}
END_TEST

/* --- the equations ------------------------------------------------------------------------------ */

/* log P of a row in its school, one node after the other. */
static double
row_loglik(const struct fixture *f, const double *psi, size_t i)
{
    const struct irt_model *model = f->model;
    double s = model->groups > 1 ? psi[model->location + f->data->school[i]] : 0.0;
    double marginal = 0.0, P[64];
    for (size_t n = 0; n < f->quadrature->points; n++) {
        double product = f->quadrature->weight[n];
        double theta = psi[model->sigma] * f->quadrature->node[n] + s;
        for (size_t j = 0; j < model->items; j++) {
            const struct irt_item *item = &model->item[j];
            uint8_t u = f->data->code[i * f->data->items + item->column];
            if (u == IRT_MISSING)
                continue;
            item->ops->probability(item, psi + item->first, &theta, 1, P);
            product *= P[u];
        }
        marginal += product;
    }
    return log(marginal);
}

/* A row's gradient by the free parameters, by differences. */
static void
row_gradient(const struct fixture *f, double *psi, size_t i, double *g)
{
    const double step = 1e-5;
    for (size_t k = 0; k < f->model->free_count; k++) {
        fixture_move(f, psi, k, step);
        double up = row_loglik(f, psi, i);
        fixture_move(f, psi, k, -2.0 * step);
        g[k] = (up - row_loglik(f, psi, i)) / (2.0 * step);
        fixture_move(f, psi, k, step);
    }
}

static bool
is_extreme(const struct fixture *f, size_t i)
{
    bool lowest = true, highest = true, any = false;
    for (size_t j = 0; j < f->data->items; j++) {
        uint8_t u = f->data->code[i * f->data->items + j];
        any = any || u != IRT_MISSING;
        lowest = lowest && (u == IRT_MISSING || u == 0);
        highest = highest && (u == IRT_MISSING || u + 1u == f->model->item[j].categories);
    }
    return any && (lowest || highest);
}

/* The weights of all rows, as the header says, by counting and sorting rows. */
static void
find_weights(const struct fixture *f, double *psi, double *gradient, double *weight)
{
    size_t N = f->data->rows, F = f->model->free_count;

    size_t common =
        f->model->groups > 1 ? f->model->parameter[f->model->location].free : F;
    double *length = calloc(N, sizeof *length);

    for (size_t i = 0; i < N; i++) {
        weight[i] = 1.0;
        for (size_t k = 0; k < common; k++)
            length[i] += gradient[i * F + k] * gradient[i * F + k];
        length[i] = sqrt(length[i]);
    }
    for (uint32_t school = 0; school < f->data->schools; school++) {
        double persons = 0.0, kept;
        for (size_t i = 0; i < N; i++)
            persons += f->data->school[i] == school;
        double left = f->options.trim * persons;
        kept = persons;
        for (size_t i = 0; i < N; i++) {
            double same = 0.0, longer = 0.0, alike = 0.0, equal = 0.0;
            if (f->data->school[i] != school || !is_extreme(f, i))
                continue;
            for (size_t m = 0; m < N; m++) {
                if (f->data->school[m] != school)
                    continue;
                bool missing = true;
                for (size_t j = 0; j < f->data->items; j++)
                    missing = missing &&
                              (f->data->code[i * f->data->items + j] == IRT_MISSING) ==
                                  (f->data->code[m * f->data->items + j] == IRT_MISSING);
                alike += missing;
                equal += memcmp(f->data->code + i * f->data->items,
                                f->data->code + m * f->data->items, f->data->items) == 0;
                if (is_extreme(f, m) && fabs(length[m] - length[i]) < 1e-7)
                    same += 1.0;
                else if (is_extreme(f, m) && length[m] > length[i])
                    longer += 1.0;
            }
            if (f->options.robust == IRT_ROBUST_TRIM)
                weight[i] = 1.0 - fmin(fmax(left - longer, 0.0), same) / same;
            else
                weight[i] = fmin(1.0, alike * exp(row_loglik(f, psi, i)) / equal);
            kept -= 1.0 - weight[i];
        }
        if (f->options.robust == IRT_ROBUST_TRIM)
            for (size_t i = 0; i < N; i++)
                if (f->data->school[i] == school)
                    weight[i] *= persons / kept;
    }
    free(length);
}

/* At the estimates, the sum over persons of weight times gradient is 0: by the items and, with
 * fixed effects, by each school's. */
START_TEST(weighted_gradients_sum_to_zero)
{
    struct fixture f;
    const char *kind = _i % 3 == 2 ? "gpcm" : _i % 3 == 1 ? "rasch" : "2pl";
    struct irt_options options = robust_options(modes[_i / 3 % 2]);
    enum irt_effects effects = _i / 6 ? IRT_EFFECTS_FIXED : IRT_EFFECTS_NONE;
    options.points = 11;
    open_robust(&f, contaminated(kind, 0.12, 0.02), kind, effects, &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_int_eq(fit->stopped, IRT_STOP_PARAMETER);
    size_t N = f.data->rows, F = f.model->free_count;
    double *gradient = calloc(N * F, 8), *weight = calloc(N, 8),
           *psi = calloc(1, 8 * f.model->parameters);
    double all = 0.0, kept = 0.0;
    memcpy(psi, fit->psi, f.model->parameters * 8);
    for (size_t i = 0; i < N; i++)
        row_gradient(&f, psi, i, gradient + i * F);
    find_weights(&f, psi, gradient, weight);
    for (size_t k = 0; k < F; k++) {
        double sum = 0.0, size = 0.0;
        for (size_t i = 0; i < N; i++) {
            sum += weight[i] * gradient[i * F + k];
            size += fabs(weight[i] * gradient[i * F + k]);
        }
        ck_assert_msg(fabs(sum) < 1e-5 * size + 1e-3, "%g of %g by parameter %zu", sum,
                      size, k);
    }
    for (size_t i = 0; i < N; i++) {
        all += row_loglik(&f, psi, i);
        kept += weight[i] < 1.0;
    }
    ck_assert_double_gt(kept, 10); /* some are weighed down */
    /* The log-likelihood said is that of all. */
    ck_assert_double_eq_tol(fit->loglik, all, 1e-6);
    ck_assert(isnan(fit->aic) && isnan(fit->bic));
    ck_assert(strstr(fit->notes.text[0], "not maximised") != NULL);
    free(gradient);
    free(weight);
    free(psi);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* The medians, at the estimates: by the items' free parameters. */
START_TEST(medians_of_mean_gradients_are_zero)
{
    struct fixture f;
    struct irt_options options = robust_options(IRT_ROBUST_MEDIAN);
    options.points = 11;
    open_robust(&f, contaminated("2pl", 0.1, 0.0), "2pl", IRT_EFFECTS_NONE, &options);
    struct irt_fit *fit = fixture_fit(&f);
    ck_assert_int_eq(fit->stopped, IRT_STOP_PARAMETER);
    size_t N = f.data->rows, F = f.model->free_count;
    double *gradient = calloc(N * F, 8), *psi = calloc(f.model->parameters, 8);
    memcpy(psi, fit->psi, f.model->parameters * 8);
    for (size_t i = 0; i < N; i++)
        row_gradient(&f, psi, i, gradient + i * F);
    for (size_t k = 0; k < F; k++) {
        double mean[5] = { 0.0 }, persons[5] = { 0.0 };
        for (size_t i = 0; i < N; i++) {
            mean[f.data->school[i]] += gradient[i * F + k];
            persons[f.data->school[i]] += 1.0;
        }
        for (size_t s = 0; s < 5; s++)
            mean[s] /= persons[s];
        ck_assert_double_eq_tol(irt_median(mean, 5), 0.0, 1e-6);
    }
    ck_assert_ptr_null(fit->covariance);
    free(gradient);
    free(psi);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Of one school the median is its own. */
START_TEST(the_median_of_one_school_is_no_other_fit)
{
    struct fixture plain, median;
    struct irt_options options = robust_options(IRT_ROBUST_NONE);
    open_robust(&plain, fixture_simulated(300, 6, 0.1, 3), "2pl", IRT_EFFECTS_NONE,
                &options);
    options.robust = IRT_ROBUST_MEDIAN;
    open_robust(&median, fixture_simulated(300, 6, 0.1, 3), "2pl", IRT_EFFECTS_NONE,
                &options);
    struct irt_fit *a = fixture_fit(&plain), *b = fixture_fit(&median);
    for (size_t k = 0; k < plain.model->parameters; k++)
        ck_assert_double_eq_tol(a->psi[k], b->psi[k], 1e-6);
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&plain);
    fixture_close(&median);
}
END_TEST

/* To the bit, errors too. */
START_TEST(trim_of_nobody_is_no_other_fit)
{
    struct fixture plain, trimmed;
    struct irt_options options = robust_options(IRT_ROBUST_NONE);
    open_robust(&plain, contaminated("2pl", 0.1, 0.1), "2pl", IRT_EFFECTS_FIXED,
                &options);
    options.robust = IRT_ROBUST_TRIM;
    options.trim = 0.0;
    open_robust(&trimmed, contaminated("2pl", 0.1, 0.1), "2pl", IRT_EFFECTS_FIXED,
                &options);
    struct irt_fit *a = fixture_fit(&plain), *b = fixture_fit(&trimmed);
    size_t F = plain.model->free_count, P = plain.model->parameters;
    ck_assert_mem_eq(a->psi, b->psi, P * sizeof *a->psi);
    ck_assert_mem_eq(a->covariance, b->covariance, F * F * sizeof *a->covariance);
    ck_assert_mem_eq(&a->loglik, &b->loglik, sizeof a->loglik);
    ck_assert(isnan(b->equations_norm) && isfinite(b->aic));
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&plain);
    fixture_close(&trimmed);
}
END_TEST

/* trim and cap of no extreme pattern; then the equations are the likelihood's. */
START_TEST(without_extremes_it_is_no_other_fit)
{
    struct fixture plain, robust;
    struct irt_options options = robust_options(IRT_ROBUST_NONE);
    open_robust(&plain, without_extremes(), "2pl", IRT_EFFECTS_FIXED, &options);
    options.robust = modes[_i];
    open_robust(&robust, without_extremes(), "2pl", IRT_EFFECTS_FIXED, &options);
    struct irt_fit *a = fixture_fit(&plain), *b = fixture_fit(&robust);
    for (size_t k = 0; k < plain.model->parameters; k++)
        ck_assert_double_eq_tol(a->psi[k], b->psi[k], 1e-6);
    ck_assert_double_eq_tol(a->loglik, b->loglik, 1e-9);
    ck_assert_double_eq(b->counted, 240);
    ck_assert_double_lt(b->equations_norm, 1e-5);
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&plain);
    fixture_close(&robust);
}
END_TEST

/* Medians with fixed effects alone: of schools as different as these, but taken as alike, the
 * middle one gives an item a slope without end. */
START_TEST(all_ways_solve_the_same_equations)
{
    static const enum irt_acceleration ways[] = { IRT_ACCELERATE_LBFGS,
                                                  IRT_ACCELERATE_SQUAREM,
                                                  IRT_ACCELERATE_NONE };
    double *psi[3];
    enum irt_effects effects = _i % 2 ? IRT_EFFECTS_NONE : IRT_EFFECTS_FIXED;
    for (int w = 0; w < 3; w++) {
        struct fixture f;
        struct irt_options options = robust_options(modes[_i / 2]);
        options.accelerate = ways[w];
        options.tolerance = 1e-7;
        options.max_cycles = 2000;
        open_robust(&f, contaminated("2pl", 0.1, 0.0), "2pl", effects, &options);
        fixture_run(&f, IRT_GRAIN_CYCLE);
        ck_assert_int_eq(f.last.stopped, IRT_STOP_PARAMETER);
        psi[w] = calloc(f.model->parameters, 8);
        memcpy(psi[w], f.last.psi, f.model->parameters * 8);
        if (w > 0)
            for (size_t k = 0; k < f.model->parameters; k++)
                ck_assert_double_eq_tol(psi[w][k], psi[0][k], 1e-4);
        fixture_close(&f);
    }
    for (int w = 0; w < 3; w++)
        free(psi[w]);
}
END_TEST

START_TEST(messages_one_by_one_equal_whole_rounds)
{
    struct fixture whole, staged;
    struct irt_options options = robust_options(modes[_i]);
    open_robust(&whole, contaminated("2pl", 0.1, 0.0), "2pl", IRT_EFFECTS_FIXED,
                &options);
    options.threads = 1;
    open_robust(&staged, contaminated("2pl", 0.1, 0.0), "2pl", IRT_EFFECTS_FIXED,
                &options);
    struct irt_fit *a = fixture_fit(&whole);
    fixture_run(&staged, IRT_GRAIN_STAGE);
    ck_assert_uint_eq(whole.trace.rows, staged.trace.rows);
    ck_assert_mem_eq(whole.trace.psi, staged.trace.psi,
                     whole.trace.rows * whole.trace.parameters * sizeof(double));
    ck_assert_uint_eq(whole.last.federation.bytes_up, staged.last.federation.bytes_up);
    irt_fit_free(a);
    fixture_close(&whole);
    fixture_close(&staged);
}
END_TEST

/* --- errors --------------------------------------------------------------------------------------- */

/* Where no pattern is extreme there is nothing to weigh down, and the errors are Huber's: C V C
 * of the pooled fit's information and cross-products. */
START_TEST(errors_are_the_sandwich)
{
    struct fixture f;
    enum irt_effects effects = _i ? IRT_EFFECTS_FIXED : IRT_EFFECTS_NONE;
    struct irt_options options = robust_options(IRT_ROBUST_TRIM);
    open_robust(&f, without_extremes(), "2pl", effects, &options);
    struct irt_fit *fit = fixture_fit(&f);
    size_t F = f.model->free_count;
    double *H = calloc(F * F, 8), *V = calloc(F * F, 8), *C = calloc(F * F, 8);
    ck_assert(irt_information(IRT_SE_OAKES, f.data, f.patterns, f.model, fit->psi,
                              f.quadrature, 1, NULL, H, &error));
    ck_assert(irt_information(IRT_SE_CROSSPROD, f.data, f.patterns, f.model, fit->psi,
                              f.quadrature, 1, NULL, V, &error));
    ck_assert(irt_model_covariance(f.model, H, C, NULL, &error));
    for (size_t a = 0; a < F; a++)
        for (size_t b = 0; b < F; b++) {
            double sum = 0.0;
            for (size_t c = 0; c < F; c++)
                for (size_t d = 0; d < F; d++)
                    sum += C[a * F + c] * V[c * F + d] * C[d * F + b];
            ck_assert_double_eq_tol(fit->covariance[a * F + b], sum,
                                    1e-6 * (1.0 + fabs(sum)));
        }
    free(H);
    free(V);
    free(C);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- what it is for ------------------------------------------------------------------------------ */

/* Sum of the squared distances of slopes with contaminated rows from those without. */
static double
slopes_apart(enum irt_contamination_kind rows, enum irt_robust mode)
{
    struct fixture clean, f;
    struct irt_options options = robust_options(IRT_ROBUST_NONE);
    double sum = 0.0;
    open_robust(&clean, contaminated("2pl", 0.0, 0.0), "2pl", IRT_EFFECTS_FIXED,
                &options);
    options.robust = mode;
    options.trim = 0.2;
    options.tolerance = mode == IRT_ROBUST_MEDIAN ? 1e-4 : 1e-8; /* medians have kinks */
    open_robust(&f, contaminated_by(rows, "2pl", 0.2, 0.0), "2pl", IRT_EFFECTS_FIXED,
                &options);
    fixture_run(&clean, IRT_GRAIN_CYCLE);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    ck_assert_int_eq(f.last.stopped, IRT_STOP_PARAMETER);
    ck_assert_double_lt(f.last.federation.norm, options.tolerance * 100);
    for (size_t j = 0; j < 8; j++) {
        size_t k = f.model->item[j].first;
        sum += pow(f.last.psi[k] - clean.last.psi[k], 2.0);
    }
    fixture_close(&clean);
    fixture_close(&f);
    return sum;
}

/* Rows of equal answers are what trim and cap are made for; of random ones they know nothing,
 * and all modes find a solution. */
START_TEST(contamination_does_less_harm)
{
    static const enum irt_contamination_kind kinds[] = { IRT_ALL_ZERO, IRT_ALL_MAXIMUM,
                                                         IRT_STRAIGHT_LINES,
                                                         IRT_RANDOM_ROWS };
    double plain = slopes_apart(kinds[_i], IRT_ROBUST_NONE);
    double trim = slopes_apart(kinds[_i], IRT_ROBUST_TRIM);
    double cap = slopes_apart(kinds[_i], IRT_ROBUST_CAP);
    slopes_apart(kinds[_i], IRT_ROBUST_MEDIAN);
    if (kinds[_i] == IRT_RANDOM_ROWS)
        return;
    ck_assert_double_lt(trim, 0.5 * plain);
    ck_assert_double_lt(cap, 0.5 * plain);
}
END_TEST

/* --- refusals --------------------------------------------------------------------------------------- */

static void
refused(enum irt_effects effects, const struct irt_options *options,
        const struct irt_estimator_ops *estimator, const char *why)
{
    struct fixture f;
    open_robust(&f, contaminated("2pl", 0.1, 0.0), "2pl", effects, options);
    void *state = calloc(1, estimator->state_size);
    ck_assert(
        !estimator->open(state, f.data, f.patterns, f.model, options, &f.trace, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_msg(strstr(error.message, why) != NULL, "'%s' is not in '%s'", why,
                  error.message);
    estimator->close(state);
    free(state);
    fixture_close(&f);
}

START_TEST(what_is_not_coherent_is_refused)
{
    struct irt_options options = robust_options(IRT_ROBUST_CAP);
    refused(IRT_EFFECTS_RANDOM, &options, &irt_federated, "random effects");
    refused(IRT_EFFECTS_AVERAGES, &options, &irt_federated, "averages effects");
    options.criterion = IRT_CRITERION_LOGLIK;
    refused(IRT_EFFECTS_NONE, &options, &irt_federated, "no log-likelihood");
    options.criterion = IRT_CRITERION_PARAMETER;
    options.accelerate = IRT_ACCELERATE_NONE;
    refused(IRT_EFFECTS_NONE, &options, &irt_em, "--robust is for");
    refused(IRT_EFFECTS_NONE, &options, &irt_jml, "--robust is for");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("robust federation");
    TCase *t = tcase_create("robust");
    tcase_add_test(t, trim_leaves_out_the_longest);
    tcase_add_test(t, cap_counts_what_is_expected);
    tcase_add_test(t, medians_are_in_the_middle);
    tcase_add_test(t, modes_are_written_as_they_are_read);
    tcase_add_loop_test(t, weighted_gradients_sum_to_zero, 0, 12);
    tcase_add_test(t, medians_of_mean_gradients_are_zero);
    tcase_add_test(t, the_median_of_one_school_is_no_other_fit);
    tcase_add_test(t, trim_of_nobody_is_no_other_fit);
    tcase_add_loop_test(t, without_extremes_it_is_no_other_fit, 0, 2);
    tcase_add_loop_test(t, all_ways_solve_the_same_equations, 0, 5);
    tcase_add_loop_test(t, messages_one_by_one_equal_whole_rounds, 0, 3);
    tcase_add_loop_test(t, errors_are_the_sandwich, 0, 2);
    tcase_add_loop_test(t, contamination_does_less_harm, 0, 4);
    tcase_add_test(t, what_is_not_coherent_is_refused);
    suite_add_tcase(suite, t);
    return suite;
}
