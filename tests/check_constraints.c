/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What users fix, equate, give priors and model item by item: what becomes of the parameter
 * vector, of the fit, and of what cannot be.  Categories that nobody used. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "estimate/standard_errors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

static struct irt_model *
build(const struct irt_responses *data, const struct irt_model_options *options)
{
    struct irt_model *model = irt_model_new(data, options, &error);
    ck_assert_msg(model != NULL, "%s", error.message);
    return model;
}

/* The index of "item3.a"; the test fails when there is no such parameter. */
static size_t
find(const struct irt_model *model, const struct irt_responses *data, const char *name)
{
    char label[64];
    for (size_t k = 0; k < model->parameters; k++) {
        irt_model_label(model, data, k, label, sizeof label);
        if (strcmp(label, name) == 0)
            return k;
    }
    ck_abort_msg("no parameter '%s'", name);
    return 0;
}

static const struct irt_parameter *
parameter(const struct irt_model *model, const struct irt_responses *data,
          const char *name)
{
    return &model->parameter[find(model, data, name)];
}

static bool
has_note(const struct irt_notes *notes, const char *part)
{
    for (size_t i = 0; i < notes->count; i++)
        if (strstr(notes->text[i], part))
            return true;
    return false;
}

/* --- models item by item -------------------------------------------------------------------------- */

START_TEST(items_have_models_of_their_own)
{
    struct irt_responses *data = fixture_simulated(300, 6, 0.0, 1);
    struct irt_model_options options = {
        .kind = "2pl", .items = " item2=3pl item4=rasch  item5=gpcm item2=4pl "
    };
    struct irt_model *model = build(data, &options);
    ck_assert_str_eq(model->kind->name, "2pl");
    ck_assert_ptr_eq(model->item[0].ops, &irt_item_2pl);
    ck_assert_ptr_eq(model->item[1].ops, &irt_item_4pl); /* the last word counts */
    ck_assert_ptr_eq(model->item[4].ops, &irt_item_gpcm);
    ck_assert_uint_eq(parameter(model, data, "item4.a")->free, IRT_NONE);
    ck_assert_uint_ne(parameter(model, data, "sigma")->free, IRT_NONE);
    ck_assert_uint_eq(model->free_count, 2 + 4 + 2 + 1 + 2 + 2 + 1);
    irt_model_free(model);
    irt_responses_free(data);
}
END_TEST

/* 12 items: four-category data, of which the last three are made right or wrong. */
#define MIXED_ITEMS                                                                      \
    "item2=grm item3=nrm item4=pcm item5=rsm item6=rsm item7=rsm item10=2pl item11=3pl " \
    "item12=4pl"

static struct irt_responses *
mixed_data(size_t persons, double missing)
{
    struct irt_responses *data = fixture_simulated_by("gpcm", persons, 12, missing, 77);
    for (size_t i = 0; i < persons; i++)
        for (size_t j = 9; j < 12; j++) {
            uint8_t *code = &data->code[i * 12 + j];
            *code = *code == IRT_MISSING ? IRT_MISSING : *code > 1;
        }
    irt_responses_count(data);
    return data;
}

static void
open_mixed(struct fixture *f, size_t persons, size_t points)
{
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = "gpcm",
                                       .items = MIXED_ITEMS,
                                       .prior = "a=lognormal(0,0.5) item9.d2=normal(0,3)",
                                       .fix = "item8.d1=0.2",
                                       .equal = "d3" };
    options.tolerance = 1e-6;
    options.points = points;
    options.max_cycles = 3000;
    fixture_open_model(f, mixed_data(persons, 0.1), &model, &options);
}

/* All at once: the machine is the same for every mixture. */
START_TEST(a_mixture_is_estimated_like_any_model)
{
    struct fixture f, staged;
    open_mixed(&f, 900, 31);
    open_mixed(&staged, 900, 31);
    struct irt_fit *fit = fixture_fit(&f);
    fixture_run(&staged, IRT_GRAIN_STAGE);
    ck_assert_int_eq(f.last.stopped, IRT_STOP_PARAMETER);
    ck_assert_uint_eq(f.trace.rows, staged.trace.rows);
    for (size_t c = 1; c < f.trace.rows; c++) {
        double now = f.trace.loglik[c] + f.trace.log_prior[c];
        double before = f.trace.loglik[c - 1] + f.trace.log_prior[c - 1];
        ck_assert_msg(now >= before - 1e-10 * fabs(now), "fell in cycle %zu", c);
        ck_assert_double_eq_tol(f.trace.loglik[c], staged.trace.loglik[c], 1e-7);
    }
    ck_assert_double_lt(fit->max_gradient, 0.05);
    ck_assert_ptr_nonnull(fit->covariance);
    ck_assert_double_eq(fit->psi[find(f.model, f.data, "item8.d1")], 0.2);
    ck_assert(isnan(fit->se[find(f.model, f.data, "item8.d1")]));
    ck_assert_double_eq(fit->psi[find(f.model, f.data, "item1.d3")],
                        fit->psi[find(f.model, f.data, "item9.d3")]);
    irt_fit_free(fit);
    fixture_close(&f);
    fixture_close(&staged);
}
END_TEST

START_TEST(a_mixtures_derivatives_agree_with_differences)
{
    struct fixture f;
    const double step = 2e-4;
    open_mixed(&f, 50, 9);
    fixture_disturb(&f, f.psi);
    size_t F = f.model->free_count;
    double *information = calloc(F * F, sizeof *information);
    ck_assert(irt_information(IRT_SE_OAKES, f.data, f.patterns, f.model, f.psi,
                              f.quadrature, 1, NULL, information, &error));
    for (size_t a = 0; a < F; a++)
        for (size_t b = a % 3; b <= a; b += a + 1 == F ? 1 : 3) { /* the last is sigma */
            double second = 0.0;
            for (int i = 0; i < 4; i++) {
                double by_a = i & 1 ? step : -step, by_b = i & 2 ? step : -step;
                fixture_move(&f, f.psi, a, by_a);
                fixture_move(&f, f.psi, b, by_b);
                second += by_a * by_b * fixture_objective(&f, f.psi);
                fixture_move(&f, f.psi, b, -by_b);
                fixture_move(&f, f.psi, a, -by_a);
            }
            second /= 4.0 * step * step * step * step;
            ck_assert_double_eq_tol(information[a * F + b], -second,
                                    2e-4 * (1.0 + fabs(second)));
        }
    free(information);
    fixture_close(&f);
}
END_TEST

/* --- fixed ------------------------------------------------------------------------------------------ */

/* The other models have one theta. */
START_TEST(in_two_dimensions_every_item_is_m2pl)
{
    struct irt_responses *data = fixture_simulated(300, 4, 0.0, 1);
    struct irt_model_options options = { .kind = "m2pl",
                                         .dims = 2,
                                         .items = "item3=2pl" };
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "item3=2pl: in 2 dimensions"));
    options.dims = 1;
    struct irt_model *model = irt_model_new(data, &options, &error);
    ck_assert_msg(model != NULL, "%s", error.message);
    irt_model_free(model);
    irt_responses_free(data);
}
END_TEST

START_TEST(what_is_fixed_stays)
{
    struct irt_responses *data = fixture_simulated(1000, 6, 0.0, 1);
    struct irt_model_options options = { .kind = "2pl",
                                         .fix = "item3.a=1.5 item1.d=-.25" };
    struct irt_options estimation = irt_options_defaults();
    struct fixture f;
    fixture_open_model(&f, data, &options, &estimation);
    ck_assert_uint_eq(f.model->free_count, 10);
    ck_assert(f.model->own_scale);
    struct irt_fit *fit = fixture_fit(&f);
    size_t a = find(f.model, data, "item3.a"), d = find(f.model, data, "item1.d");
    ck_assert_double_eq(fit->psi[a], 1.5);
    ck_assert_double_eq(fit->psi[d], -0.25);
    ck_assert(isnan(fit->se[a]) && isnan(fit->se[d]));
    ck_assert_double_gt(fit->se[find(f.model, data, "item3.d")], 0.0);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* Runs two models on the same data to the same log-likelihood and item parameters. */
static void
assert_same_fit(const char *kind, const struct irt_model_options *one,
                const struct irt_model_options *other, const char *const *same)
{
    struct irt_options options = irt_options_defaults();
    struct fixture f, g;
    options.tolerance = 1e-8;
    options.max_cycles = 5000;
    fixture_open_model(&f, fixture_simulated_by(kind, 500, 6, 0.05, 8), one, &options);
    fixture_open_model(&g, fixture_simulated_by(kind, 500, 6, 0.05, 8), other, &options);
    struct irt_fit *a = fixture_fit(&f), *b = fixture_fit(&g);
    ck_assert_double_eq_tol(a->loglik, b->loglik, 1e-8);
    ck_assert_uint_eq(f.model->free_count, g.model->free_count);
    for (; *same; same++) {
        size_t k = find(f.model, f.data, *same), m = find(g.model, g.data, *same);
        ck_assert_double_eq_tol(a->psi[k], b->psi[m], 1e-5);
        if (f.model->parameter[k].free != IRT_NONE)
            ck_assert_double_eq_tol(a->se[k], b->se[m], 1e-5);
    }
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&f);
    fixture_close(&g);
}

/* A model that is another's special case is that other, when it is fixed to be. */
START_TEST(special_cases_are_the_models_they_are)
{
    static const struct {
        const char *data;
        struct irt_model_options one, other;
        const char *same[5];
    } cases[] = {
        { "2pl",
          { .kind = "3pl", .fix = "c=0" },
          { .kind = "2pl" },
          { "item1.a", "item1.d", "item6.a" } },
        { "3pl",
          { .kind = "4pl", .fix = "u=1" },
          { .kind = "3pl" },
          { "item1.a", "item2.c", "item6.d" } },
        { "2pl",
          { .kind = "2pl", .equal = "a" },
          { .kind = "1pl" },
          { "item1.a", "item5.a", "item1.d" } },
        { "rsm",
          { .kind = "rsm" },
          { .kind = "rsm", .equal = "t1 t2", .fix = "a=1" },
          { "item1.b", "item2.t1", "sigma" } },
        { "2pl",
          { .kind = "gpcm" },
          { .kind = "grm" },
          { "item1.a", "item1.d", "item6.d" } },
        { "rasch",
          { .kind = "rasch" },
          { .kind = "pcm" },
          { "item1.a", "item3.d", "sigma" } },
        { "gpcm",
          { .kind = "gpcm", .prior = "a=lognormal(0,.5) a=none" },
          { .kind = "gpcm" },
          { "item1.a", "item3.d3" } },
    };
    assert_same_fit(cases[_i].data, &cases[_i].one, &cases[_i].other, cases[_i].same);
}
END_TEST
#define CASES 7

/* --- equal ------------------------------------------------------------------------------------------ */

START_TEST(equal_parameters_are_one)
{
    struct irt_responses *data = fixture_simulated_by("3pl", 400, 5, 0.0, 4);
    struct irt_model_options options = {
        .kind = "3pl", .equal = "c", .fix = "item1.c=.2", .prior = "item4.c=beta(4,16)"
    };
    struct irt_options estimation = irt_options_defaults();
    struct fixture f;
    fixture_open_model(&f, data, &options, &estimation);
    ck_assert_uint_eq(f.model->free_count, 11);
    ck_assert_uint_eq(f.model->priors, 1); /* counted once */
    for (size_t j = 1; j < 5; j++) {
        const struct irt_parameter *c = &f.model->parameter[f.model->item[j].first + 2];
        ck_assert_uint_eq(c->free, f.model->parameter[f.model->item[1].first + 2].free);
        ck_assert_int_eq(c->owner, j == 1);
        ck_assert_double_eq(c->prior.second, 16.0); /* said of one, it holds for all */
    }
    struct irt_fit *fit = fixture_fit(&f);
    const size_t first = f.model->item[1].first + 2;
    ck_assert_double_eq(fit->psi[f.model->item[0].first + 2], 0.2);
    for (size_t j = 2; j < 5; j++) {
        ck_assert_double_eq(fit->psi[f.model->item[j].first + 2], fit->psi[first]);
        ck_assert_double_eq(fit->se[f.model->item[j].first + 2], fit->se[first]);
    }
    double c = fit->psi[first];
    ck_assert_double_eq_tol(fit->log_prior,
                            3.0 * log(c) + 15.0 * log(1.0 - c) + lgamma(20.0) -
                                lgamma(4.0) - lgamma(16.0),
                            1e-9);
    irt_fit_free(fit);
    fixture_close(&f);
}
END_TEST

/* --- priors ----------------------------------------------------------------------------------------- */

START_TEST(default_priors_are_noted)
{
    struct irt_responses *data = fixture_simulated_by("4pl", 200, 3, 0.0, 4);
    static const struct {
        struct irt_model_options options;
        bool c, u;
    } cases[] = {
        { { .kind = "2pl" }, false, false },
        { { .kind = "3pl" }, true, false },
        { { .kind = "4pl" }, true, true },
        { { .kind = "2pl", .items = "item2=3pl" }, true, false },
        { { .kind = "4pl", .prior = "c=none" }, false, true },
        { { .kind = "4pl", .prior = "u=beta(20,2)" }, true, false },
        { { .kind = "4pl", .prior = "item1.c=none u=none" }, true, false },
        { { .kind = "4pl", .fix = "u=1 item2.c=.1" }, true, false },
        { { .kind = "3pl", .fix = "c=.2" }, false, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct irt_model *model = build(data, &cases[i].options);
        ck_assert_int_eq(has_note(&model->notes, "c has the prior beta(5,17) by default; "
                                                 "--prior c=none takes it off"),
                         cases[i].c);
        ck_assert_int_eq(has_note(&model->notes, "u has the prior beta(17,5) by default; "
                                                 "--prior u=none takes it off"),
                         cases[i].u);
        ck_assert_uint_eq(model->notes.count, (size_t)cases[i].c + cases[i].u);
        irt_model_free(model);
    }
    irt_responses_free(data);
}
END_TEST

/* A prior replaces that parameter's only, on one item or on all. */
START_TEST(a_prior_is_where_it_was_put)
{
    struct irt_responses *data = fixture_simulated_by("3pl", 200, 3, 0.0, 4);
    struct irt_model_options options = {
        .kind = "3pl", .prior = "a=lognormal(0,.5) item2.a=none item3.c=uniform(.1,.4)"
    };
    struct irt_model *model = build(data, &options);
    ck_assert_int_eq(parameter(model, data, "item1.a")->prior.kind, IRT_PRIOR_LOGNORMAL);
    ck_assert_int_eq(parameter(model, data, "item2.a")->prior.kind, IRT_PRIOR_NONE);
    ck_assert_int_eq(parameter(model, data, "item2.c")->prior.kind, IRT_PRIOR_BETA);
    ck_assert_int_eq(parameter(model, data, "item3.c")->prior.kind, IRT_PRIOR_UNIFORM);
    ck_assert_int_eq(parameter(model, data, "item3.d")->prior.kind, IRT_PRIOR_NONE);
    ck_assert_uint_eq(model->priors, 5);
    irt_model_free(model);
    irt_responses_free(data);
}
END_TEST

/* A prior draws an estimate towards its mode, the narrower the nearer; the log posterior is
 * that of its density. */
START_TEST(a_prior_draws_its_parameter)
{
    static const char *const priors[] = { NULL, "item2.a=normal(3,0.5)",
                                          "item2.a=normal(3,0.05)" };
    double a[3], other[3];
    for (int i = 0; i < 3; i++) {
        struct irt_model_options model = { .kind = "2pl", .prior = priors[i] };
        struct irt_options options = irt_options_defaults();
        struct fixture f;
        options.tolerance = 1e-7;
        fixture_open_model(&f, fixture_simulated(800, 6, 0.0, 12), &model, &options);
        struct irt_fit *fit = fixture_fit(&f);
        a[i] = fit->psi[find(f.model, f.data, "item2.a")];
        other[i] = fit->psi[find(f.model, f.data, "item5.a")];
        double sd = i == 1 ? 0.5 : 0.05, z = (a[i] - 3.0) / sd;
        ck_assert_double_eq_tol(fit->log_prior,
                                i == 0 ? 0.0 : -0.5 * z * z - log(sd * sqrt(2.0 * M_PI)),
                                1e-9);
        irt_fit_free(fit);
        fixture_close(&f);
    }
    ck_assert_double_lt(a[0], a[1]);
    ck_assert_double_lt(a[1], a[2]);
    ck_assert_double_eq_tol(a[2], 3.0, 0.1);
    ck_assert_double_eq_tol(other[0], other[1], 0.1);
}
END_TEST

/* Where its density is positive a parameter starts, and stays. */
START_TEST(priors_bound_their_parameters)
{
    struct irt_model_options model = {
        .kind = "3pl",
        .prior = "a=lognormal(3,1) d=uniform(-.5,.25) c=uniform(.3,.4) item3.a=beta(2,2)"
    };
    struct irt_options options = irt_options_defaults();
    struct fixture f;
    options.max_cycles = 60;
    fixture_open_model(&f, fixture_simulated_by("3pl", 400, 5, 0.0, 4), &model, &options);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    for (size_t c = 0; c < f.trace.rows; c++)
        for (size_t k = 0; k < f.model->sigma; k++) {
            const struct irt_parameter *p = &f.model->parameter[k];
            double x = irt_trace_psi(&f.trace, c)[k];
            ck_assert_msg(x > p->lower && x < p->upper, "%s = %g in cycle %zu", p->name,
                          x, c);
        }
    ck_assert(isfinite(f.trace.log_prior[f.trace.rows - 1]));
    fixture_close(&f);
}
END_TEST

/* Empirical weights are standardised by moving slopes and intercepts: those must be free to
 * move.  Asymptotes do not mind. */
START_TEST(empirical_nodes_need_a_free_scale)
{
    static const struct {
        struct irt_model_options options;
        bool own_scale;
    } cases[] = {
        { { .kind = "2pl" }, false },
        { { .kind = "3pl" }, false },
        { { .kind = "rasch" }, false },
        { { .kind = "3pl", .fix = "item1.c=.1" }, false },
        { { .kind = "2pl", .prior = "item1.a=lognormal(0,1)" }, true },
        { { .kind = "2pl", .prior = "a=uniform(0,3)" }, true },
        { { .kind = "2pl", .prior = "d=normal(0,3)" }, true },
        { { .kind = "2pl", .fix = "item1.d=0" }, true },
        { { .kind = "2pl", .fix = "item1.a=1" }, true },
    };
    struct irt_responses *data = fixture_simulated_by("3pl", 200, 3, 0.0, 4);
    struct irt_options options = irt_options_defaults();
    options.nodes = IRT_NODES_EMPIRICAL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct irt_patterns *patterns = irt_patterns_new(data, NULL, 1, &error);
        struct irt_model *model = build(data, &cases[i].options);
        struct irt_trace trace = { 0 };
        void *em = calloc(1, irt_em.state_size);
        ck_assert_int_eq(model->own_scale, cases[i].own_scale);
        ck_assert_int_eq(irt_em.open(em, data, patterns, model, &options, &trace, &error),
                         !cases[i].own_scale);
        if (cases[i].own_scale)
            ck_assert_ptr_nonnull(strstr(error.message, "take --nodes equal"));
        irt_em.close(em);
        free(em);
        irt_trace_clear(&trace);
        irt_model_free(model);
        irt_patterns_free(patterns);
    }
    irt_responses_free(data);
}
END_TEST

/* --- refused ---------------------------------------------------------------------------------------- */

static const struct {
    struct irt_model_options options;
    const char *said;
} refused[] = {
    { { .kind = "3pm" }, "no model is called '3pm'" },
    { { .items = "item9=2pl" }, "--model item9=2pl: no item has that name" },
    { { .items = "item=2pl" }, "--model item=2pl: no item has that name" },
    { { .items = "item1=7pl" }, "no model is called '7pl'" },
    { { .items = "item1" }, "'item1' is no model of an item; write NAME=VALUE" },
    { { .items = "item1=" }, "'item1=' is no model of an item; write NAME=VALUE" },
    { { .items = "=2pl" }, "'=2pl' is no model of an item; write NAME=VALUE" },
    { { .prior = "a" }, "'a' is no prior; write NAME=VALUE" },
    { { .prior = "a=wide" }, "'wide' is no prior; give normal(mean,sd), " },
    { { .prior = "c=beta(5,17)" },
      "--prior 'c': no estimated parameter has that name; write one such as a or "
      "item3.a" },
    { { .prior = "item9.a=none" }, "--prior 'item9.a': no estimated parameter" },
    { { .prior = "sigma=normal(0,1)" }, "--prior 'sigma': no estimated parameter" },
    { { .kind = "rasch", .prior = "a=normal(0,1)" }, "--prior 'a': no estimated" },
    { { .fix = "a=1", .prior = "a=normal(0,1)" }, "--prior 'a': no estimated" },
    { { .fix = "a" }, "'a' is no fixed value; write NAME=VALUE" },
    { { .fix = "a=one" }, "--fix a=one: the value is no number" },
    { { .fix = "a=1x" }, "--fix a=1x: the value is no number" },
    { { .fix = "a=inf" }, "--fix a=inf: the value is no number" },
    { { .fix = "u=1" }, "--fix 'u': no estimated parameter has that name" },
    { { .kind = "3pl", .fix = "c=1.5" },
      "--fix c=1.5: the parameter lies between 0 and 1" },
    { { .equal = "c" }, "--equal 'c': no estimated parameter has that name" },
    { { .kind = "rasch", .equal = "a" }, "--equal 'a': no estimated parameter" },
    { { .kind = "grm", .items = "item1=2pl", .fix = "item9.d1=0" }, "'item9.d1'" },
};
#define REFUSED ((int)(sizeof refused / sizeof *refused))

START_TEST(what_cannot_be_is_refused)
{
    struct irt_responses *data = fixture_simulated(100, 3, 0.0, 1);
    error.code = IRT_OK;
    ck_assert_ptr_null(irt_model_new(data, &refused[_i].options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_msg(strstr(error.message, refused[_i].said) != NULL, "%s", error.message);
    irt_responses_free(data);
}
END_TEST

/* --- rating scales ------------------------------------------------------------------------------------ */

/* Items 1 to 3 have four categories, 4 and 5 three, 6 two, 7 four of a model of its own. */
START_TEST(steps_are_shared_by_items_with_as_many_categories)
{
    struct irt_responses *data = fixture_simulated_by("rsm", 500, 7, 0.0, 6);
    for (size_t i = 0; i < data->rows; i++) {
        uint8_t *code = data->code + i * 7;
        for (size_t j = 3; j < 5; j++)
            code[j] = code[j] > 2 ? 2 : code[j];
        code[5] = code[5] > 1;
    }
    irt_responses_count(data);
    struct irt_model_options options = { .kind = "rsm", .items = "item7=gpcm" };
    struct irt_model *m = build(data, &options);
    size_t t1 = parameter(m, data, "item1.t1")->free;
    size_t t1_of_three = parameter(m, data, "item4.t1")->free;
    ck_assert_uint_eq(parameter(m, data, "item2.t1")->free, t1);
    ck_assert_uint_eq(parameter(m, data, "item3.t2")->free,
                      parameter(m, data, "item1.t2")->free);
    ck_assert_uint_ne(parameter(m, data, "item1.t2")->free, t1);
    ck_assert_uint_ne(t1_of_three, t1);
    ck_assert_uint_eq(parameter(m, data, "item5.t1")->free, t1_of_three);
    ck_assert_uint_eq(m->item[5].count, 2); /* a and b: two categories have no t */
    ck_assert_uint_ne(parameter(m, data, "item2.b")->free,
                      parameter(m, data, "item1.b")->free);
    /* b: 6; t: 2 + 1; item 7: a and three d; sigma */
    ck_assert_uint_eq(m->free_count, 6 + 3 + 4 + 1);
    irt_model_free(m);
    irt_responses_free(data);
}
END_TEST

/* --- graded items -------------------------------------------------------------------------------------- */

/* Boundaries start in order, whatever is fixed, shared or bounded, and the fit goes on from
 * there. */
START_TEST(boundaries_start_in_order)
{
    static const struct irt_model_options cases[] = {
        { .equal = "d1" },
        { .equal = "d2" },
        { .equal = "d1 d2 d3" },
        { .fix = "item2.d1=-3" },
        { .fix = "item2.d3=4" },
        { .fix = "item2.d1=.1 item2.d3=0" },
        { .prior = "d1=uniform(-1,0)" },
        { .equal = "d2", .fix = "item3.d1=.01 item3.d3=-4" },
    };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = cases[_i];
    struct fixture f;
    model.kind = "grm";
    options.max_cycles = 5;
    options.se = IRT_SE_NONE;
    fixture_open_model(&f, fixture_simulated_by("grm", 400, 5, 0.0, 3), &model, &options);
    for (size_t j = 0; j < f.model->items; j++)
        for (size_t h = 2; h < 4; h++) {
            const double *d = f.psi + f.model->item[j].first;
            ck_assert_msg(d[h] < d[h - 1], "item %zu: %g %g %g", j + 1, d[1], d[2], d[3]);
        }
    for (size_t k = 0; k < f.model->parameters; k++)
        for (size_t m = 0; m < k; m++)
            if (f.model->parameter[k].free != IRT_NONE &&
                f.model->parameter[k].free == f.model->parameter[m].free)
                ck_assert_double_eq(f.psi[k], f.psi[m]);
    fixture_run(&f, IRT_GRAIN_CYCLE);
    for (size_t c = 0; c < f.trace.rows; c++)
        ck_assert(isfinite(f.trace.loglik[c]));
    ck_assert_double_gt(f.trace.loglik[f.trace.rows - 1], f.trace.loglik[0]);
    fixture_close(&f);
}
END_TEST

START_TEST(boundaries_that_cannot_be_are_refused)
{
    struct irt_responses *data = fixture_simulated_by("grm", 200, 3, 0.0, 3);
    struct irt_model_options options = { .kind = "grm", .fix = "item2.d1=-3 item2.d3=0" };
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_str_eq(
        error.message,
        "item 'item2': d1 = -3 and d3 = 0: the boundaries of a graded item must fall");
    options.fix = "item3.d1=1 item3.d2=1";
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "item 'item3': d1 = 1 and d2 = 1: "));
    options.fix = "item1.d1=-1 item2.d3=1";
    options.equal = "d2";
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "with what is fixed and equal"));
    irt_responses_free(data);
}
END_TEST

/* --- categories that nobody used ------------------------------------------------------------------------ */

/* By model: codes spread out to 0, 2, 3, 7 in some items are what they were. */
START_TEST(unused_categories_are_closed_up)
{
    static const char *const kinds[] = { "pcm", "gpcm", "rsm", "grm", "nrm" };
    static const uint8_t spread[4] = { 0, 2, 3, 7 };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = kinds[_i] };
    struct irt_responses *gaps = fixture_simulated_by(kinds[_i], 600, 5, 0.1, 19);
    struct fixture closed, open;
    for (size_t i = 0; i < gaps->rows; i++)
        for (size_t j = 0; j < 5; j += 2)
            if (gaps->code[i * 5 + j] != IRT_MISSING)
                gaps->code[i * 5 + j] = spread[gaps->code[i * 5 + j]];
    irt_responses_count(gaps);
    fixture_open_model(&closed, fixture_simulated_by(kinds[_i], 600, 5, 0.1, 19), &model,
                       &options);
    fixture_open_model(&open, gaps, &model, &options);
    ck_assert_uint_eq(closed.model->notes.count, 0);
    ck_assert_uint_eq(open.model->notes.count, 3);
    ck_assert_str_eq(
        open.model->notes.text[1],
        "item 'item3': not every code from 0 to 7 is used; its 4 codes count "
        "as 0 to 3");
    ck_assert_uint_eq(irt_item_category(&open.model->item[2], 7), 3);
    ck_assert_uint_eq(irt_item_category(&open.model->item[2], IRT_MISSING), IRT_MISSING);
    ck_assert_uint_eq(irt_item_category(&open.model->item[1], 3), 3);
    struct irt_fit *a = fixture_fit(&closed), *b = fixture_fit(&open);
    ck_assert_uint_eq(closed.model->parameters, open.model->parameters);
    ck_assert_double_eq(a->loglik, b->loglik);
    for (size_t k = 0; k < closed.model->parameters; k++) {
        ck_assert_double_eq(a->psi[k], b->psi[k]);
        ck_assert(a->se[k] == b->se[k] || (isnan(a->se[k]) && isnan(b->se[k])));
    }
    irt_fit_free(a);
    irt_fit_free(b);
    fixture_close(&closed);
    fixture_close(&open);
}
END_TEST

/* Of two codes only, 1 and 5, one item is a binary item; of a binary model it is refused. */
START_TEST(two_codes_make_two_categories)
{
    struct irt_responses *data = fixture_simulated(200, 3, 0.0, 2);
    for (size_t i = 0; i < data->rows; i++)
        data->code[i * 3] = data->code[i * 3] ? 5 : 1;
    irt_responses_count(data);
    struct irt_model_options options = { .kind = NULL };
    struct irt_model *model = build(data, &options);
    ck_assert_str_eq(model->kind->name, "gpcm"); /* a response exceeds 1 */
    ck_assert_uint_eq(model->item[0].categories, 2);
    ck_assert_uint_eq(model->parameters, 7);
    irt_model_free(model);
    options.items = "item1=3pl";
    ck_assert_ptr_null(irt_model_new(data, &options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_ptr_nonnull(strstr(error.message, "the 3PL model takes 0 and 1"));
    irt_responses_free(data);
}
END_TEST

START_TEST(an_item_of_too_many_categories_is_set_aside)
{
    struct irt_responses *data = irt_responses_new(40, 2, &error);
    for (size_t i = 0; i < 40; i++) {
        data->code[2 * i] = (uint8_t)i;
        data->code[2 * i + 1] = i % 2;
    }
    irt_responses_count(data);
    struct irt_model_options options = { .kind = _i ? "nrm" : "auto" };
    struct irt_model *model = irt_model_new(data, &options, &error);
    ck_assert_ptr_nonnull(model);
    ck_assert_uint_eq(model->items, 1);
    ck_assert_uint_eq(model->item_of_column[0], IRT_NONE);
    ck_assert_str_eq(model->kind->name, _i ? "nrm" : "2pl");
    ck_assert_str_eq(
        model->notes.text[0],
        "item 'item1' is set aside: it has 40 categories, and no model takes "
        "more than 33");
    irt_model_free(model);
    irt_responses_free(data);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("constraints");
    TCase *t = tcase_create("constraints");
    tcase_add_test(t, items_have_models_of_their_own);
    tcase_add_test(t, a_mixture_is_estimated_like_any_model);
    tcase_add_test(t, a_mixtures_derivatives_agree_with_differences);
    tcase_add_test(t, in_two_dimensions_every_item_is_m2pl);
    tcase_add_test(t, what_is_fixed_stays);
    tcase_add_loop_test(t, special_cases_are_the_models_they_are, 0, CASES);
    tcase_add_test(t, equal_parameters_are_one);
    tcase_add_test(t, default_priors_are_noted);
    tcase_add_test(t, a_prior_is_where_it_was_put);
    tcase_add_test(t, a_prior_draws_its_parameter);
    tcase_add_test(t, priors_bound_their_parameters);
    tcase_add_test(t, empirical_nodes_need_a_free_scale);
    tcase_add_loop_test(t, what_cannot_be_is_refused, 0, REFUSED);
    tcase_add_test(t, steps_are_shared_by_items_with_as_many_categories);
    tcase_add_loop_test(t, boundaries_start_in_order, 0, 8);
    tcase_add_test(t, boundaries_that_cannot_be_are_refused);
    tcase_add_loop_test(t, unused_categories_are_closed_up, 0, 5);
    tcase_add_test(t, two_codes_make_two_categories);
    tcase_add_loop_test(t, an_item_of_too_many_categories_is_set_aside, 0, 2);
    suite_add_tcase(suite, t);
    return suite;
}
