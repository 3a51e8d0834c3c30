/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The expected loss of an autoencoder: the truth minimises it without noise, not with it. */
#include "config.h"

#include "suite.h"

#include "fixture.h"

#include "neural/expected_loss.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct irt_error error;

struct setting {
    struct fixture f;
    struct irt_expected_loss loss;
    double *truth, *psi, *gradient;
};

static void
open_setting(struct setting *s, const char *kind, size_t dims)
{
    uint8_t loads[] = { 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1 };
    struct irt_q_matrix q = { 4, dims, loads };
    struct irt_options options = irt_options_defaults();
    struct irt_model_options model = { .kind = kind,
                                       .dims = dims,
                                       .q = dims > 1 ? &q : NULL };
    *s = (struct setting){ .loss = { 0 } };
    options.dims = dims;
    fixture_open_model(&s->f,
                       fixture_simulated_by(dims > 1 ? "2pl" : kind, 200, 4, 0.0, 7),
                       &model, &options);
    ck_assert_msg(irt_expected_loss_open(&s->loss, s->f.model, 0, &error), "%s",
                  error.message);
    size_t bytes = s->f.model->parameters * sizeof(double);
    s->truth = malloc(bytes);
    s->psi = malloc(bytes);
    s->gradient = calloc(s->f.model->free_count + 1, sizeof(double));
    memcpy(s->truth, s->f.psi, bytes);
    fixture_disturb(&s->f, s->truth);
    memcpy(s->psi, s->truth, bytes);
}

static void
close_setting(struct setting *s)
{
    irt_expected_loss_close(&s->loss);
    fixture_close(&s->f);
    free(s->truth);
    free(s->psi);
    free(s->gradient);
}

static double
norm_at(struct setting *s, double noise)
{
    double square = 0.0;
    irt_expected_loss_at(&s->loss, s->truth, s->psi, noise, s->gradient);
    for (size_t f = 0; f < s->f.model->free_count; f++)
        square += s->gradient[f] * s->gradient[f];
    return sqrt(square);
}

/* Free parameters of items: those of the population are not in the loss. */
static bool
is_of_items(const struct setting *s, size_t free)
{
    for (size_t k = 0; k < s->f.model->sigma; k++)
        if (s->f.model->parameter[k].free == free)
            return true;
    return false;
}

/* The gradient at the truth is 0 without noise, and grows with it. */
static void
check_truth(struct setting *s)
{
    ck_assert_double_lt(norm_at(s, 0.0), 1e-10);
    double little = norm_at(s, 0.1), some = norm_at(s, 0.3), much = norm_at(s, 0.8);
    ck_assert_double_gt(little, 1e-5);
    ck_assert_double_gt(some, little);
    ck_assert_double_gt(much, some);
}

/* By differences, away from the truth. */
static void
check_gradient(struct setting *s)
{
    const double step = 1e-5;
    fixture_disturb(&s->f, s->psi);
    norm_at(s, 0.4);
    for (size_t f = 0; f < s->f.model->free_count; f++) {
        if (!is_of_items(s, f))
            continue;
        fixture_move(&s->f, s->psi, f, step);
        double up = irt_expected_loss_at(&s->loss, s->truth, s->psi, 0.4, NULL);
        fixture_move(&s->f, s->psi, f, -2.0 * step);
        double down = irt_expected_loss_at(&s->loss, s->truth, s->psi, 0.4, NULL);
        fixture_move(&s->f, s->psi, f, step);
        ck_assert_double_eq_tol(s->gradient[f], (up - down) / (2.0 * step), 1e-7);
    }
}

/* Without noise any other parameters cost more; with noise a step down from the truth costs
 * less. */
static void
check_least(struct setting *s)
{
    size_t bytes = s->f.model->parameters * sizeof(double);
    double at = irt_expected_loss_at(&s->loss, s->truth, s->truth, 0.0, NULL);
    ck_assert_double_gt(irt_expected_loss_at(&s->loss, s->truth, s->psi, 0.0, NULL), at);
    memcpy(s->psi, s->truth, bytes);
    at = irt_expected_loss_at(&s->loss, s->truth, s->psi, 0.6, s->gradient);
    for (size_t f = 0; f < s->f.model->free_count; f++)
        if (is_of_items(s, f))
            fixture_move(&s->f, s->psi, f, -0.01 * s->gradient[f]);
    ck_assert_double_lt(irt_expected_loss_at(&s->loss, s->truth, s->psi, 0.6, NULL), at);
}

START_TEST(every_model)
{
    struct setting s;
    open_setting(&s, fixture_kinds[_i], 1);
    check_truth(&s);
    check_gradient(&s);
    check_least(&s);
    close_setting(&s);
}
END_TEST

START_TEST(several_dimensions)
{
    struct setting s;
    open_setting(&s, "m2pl", 2 + (size_t)_i);
    check_truth(&s);
    check_gradient(&s);
    check_least(&s);
    close_setting(&s);
}
END_TEST

/* Noise of an encoder that flattens: an item of slope a seems to have a smaller one, so the
 * loss falls towards smaller slopes. */
START_TEST(noise_flattens)
{
    struct setting s;
    open_setting(&s, "2pl", 1);
    norm_at(&s, 0.5);
    for (size_t j = 0; j < s.f.model->items; j++) {
        size_t a = s.f.model->parameter[s.f.model->item[j].first].free;
        ck_assert_double_gt(s.gradient[a], 0.0);
    }
    close_setting(&s);
}
END_TEST

START_TEST(what_cannot_be_had_is_refused)
{
    struct irt_model model = { .groups = 2, .dims = 1 };
    struct irt_expected_loss loss = { 0 };
    ck_assert(!irt_expected_loss_open(&loss, &model, 0, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    model.groups = 1;
    model.dims = 5;
    ck_assert(!irt_expected_loss_open(&loss, &model, 0, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "up to 4 dimensions"));
    irt_expected_loss_close(&loss);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("expected loss");
    TCase *t = tcase_create("loss");
    tcase_add_loop_test(t, every_model, 0, FIXTURE_KINDS);
    tcase_add_loop_test(t, several_dimensions, 0, 2);
    tcase_add_test(t, noise_flattens);
    tcase_add_test(t, what_cannot_be_had_is_refused);
    suite_add_tcase(suite, t);
    return suite;
}
