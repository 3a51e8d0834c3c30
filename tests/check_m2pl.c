/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The M2PL: known answers of mirt, the only program there is one of. */
#include "config.h"

#include "suite.h"

#include "known.h"

#include "data/load.h"

#include <stdio.h>

static struct irt_error error;

/* Items 1 to 8 measure dimension 1, 9 to 16 dimension 2, the last four both. */
static void
open_two(struct known *k, bool free_correlation)
{
    char path[1000];
    uint8_t loads[40];
    struct irt_q_matrix q = { .items = 20, .dims = 2, .loads = loads };
    struct irt_model_options model = {
        .kind = "m2pl", .dims = 2, .q = &q, .correlations_free = free_correlation
    };
    struct irt_options options = known_options(false);
    struct irt_load_options load = { 0 };
    for (size_t j = 0; j < 20; j++) {
        loads[2 * j] = j < 8 || j >= 16;
        loads[2 * j + 1] = j >= 8;
    }
    options.dims = 2;
    options.points = 31;
    snprintf(path, sizeof path, "%s/sim-m2pl/data.csv", fixture_reference());
    struct irt_responses *data = irt_load(path, &load, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    fixture_open_model(&k->f, data, &model, &options);
    k->fit = fixture_fit(&k->f);
    ck_assert(k->fit->converged);
}

/* mirt 1.47, 31 x 31 nodes on [-6, 6]. */
static void
compare(const struct known *k, const char *name)
{
    char items[100], persons[100];
    snprintf(items, sizeof items, "sim-m2pl/mirt_%s_items.csv", name);
    snprintf(persons, sizeof persons, "sim-m2pl/mirt_%s_persons.csv", name);
    known_steps(k, items, "a", 2, 1e-6, known_a, 0);
    known_items(k, items, "d", 1e-6, known_d, 0);
    known_steps(k, items, "se_a", 2, 1e-5, known_se_a, 0);
    known_items(k, items, "se_d", 1e-5, known_se_d, 0);
    known_scores(k, IRT_SCORE_EAP, 0, persons, "EAP_1", "SE_EAP_1", 1e-6);
    known_scores(k, IRT_SCORE_EAP, 1, persons, "EAP_2", "SE_EAP_2", 1e-6);
}

START_TEST(dimensions_apart)
{
    struct known k;
    if (!fixture_reference())
        return;
    open_two(&k, false);
    ck_assert_double_eq_tol(k.fit->loglik, -22878.8900993475, 1e-6);
    compare(&k, "cor0");
    known_close(&k);
}
END_TEST

START_TEST(dimensions_correlated)
{
    struct known k;
    if (!fixture_reference())
        return;
    open_two(&k, true);
    size_t rho = k.f.model->correlation;
    ck_assert_double_eq_tol(k.fit->loglik, -22812.4407515635, 1e-6);
    ck_assert_double_eq_tol(k.fit->psi[rho], .380878137409, 1e-6);
    ck_assert_double_eq_tol(k.fit->se[rho], .0307196619596, 1e-6);
    compare(&k, "corfree");
    known_close(&k);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("M2PL");
    TCase *t = tcase_create("known answers");
    tcase_add_test(t, dimensions_apart);
    tcase_add_test(t, dimensions_correlated);
    suite_add_tcase(suite, t);
    return suite;
}
