/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_classical.c -- difficulty, item-rest correlation, alpha: against their definitions
 * computed the long way, and the published numbers of LSAT-6. */
#include "config.h"

#include <math.h>

#include "data/classical.h"
#include "fixture.h"
#include "suite.h"
#include "tables.h"

static struct irt_classical *
classical(const struct irt_responses *data, enum irt_cells cells)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_classical *c = irt_classical_new(data, cells, &error);

    ck_assert_msg(c != NULL, "%s", error.message);
    return c;
}

/* Data: Bock and Lieberman (1970), Psychometrika 35, 179-197; the numbers were computed from
 * it apart from this program. */
START_TEST(lsat6_has_its_published_numbers)
{
    static const double difficulty[] = { .924, .709, .553, .763, .870 };
    static const double rest[] = { .1128, .1532, .1728, .1444, .1216 };
    static const double dropped[] = { .2754, .2376, .2168, .2459, .2663 };
    static const double score[] = { 3, 20, 85, 237, 357, 298 };
    struct irt_responses *data = fixture_lsat6();
    struct irt_classical *c = classical(data, _i ? IRT_COMPLETE : IRT_PAIRWISE);

    ck_assert_double_eq_tol(c->alpha, .294997, 5e-7);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_double_eq_tol(c->item[j].difficulty, difficulty[j], 1e-12);
        ck_assert_double_eq_tol(c->item[j].rest, rest[j], 5e-5);
        ck_assert_double_eq_tol(c->item[j].dropped, dropped[j], 5e-5);
        ck_assert_double_eq(c->item[j].persons, 1000);
    }
    ck_assert_uint_eq(c->scores, 6);
    for (size_t s = 0; s < 6; s++)
        ck_assert_double_eq(c->score[s], score[s]);
    ck_assert_double_eq(c->complete, 1000);
    ck_assert_double_eq_tol(c->score_mean, 3.819, 1e-12);
    irt_classical_free(c);
    irt_responses_free(data);
}
END_TEST

/* --- the long way ----------------------------------------------------------------------- */

/* Codes from 1 to 5 that hang together, some missing; one of each odd sort of item. */
static struct irt_responses *
made_up(size_t rows, double missing, unsigned seed)
{
    struct irt_responses *data = irt_responses_new(rows, 7, NULL);
    unsigned state = seed;

    ck_assert_ptr_nonnull(data);
    for (size_t i = 0; i < rows; i++) {
        unsigned level = 0;
        for (size_t j = 0; j < 6; j++) {
            state = state * 1664525u + 1013904223u;
            if (j == 0)
                level = (state >> 16) % 3;
            if ((state >> 20) % 1000 >= 1000 * missing)
                data->code[7 * i + j] =
                    j == 4 ? 3 : (uint8_t)(1 + level + (state >> 18) % 3);
        }
    }
    irt_responses_count(data);
    return data;
}

/* Covariance over the rows that count for j and k. */
static double
covariance(const struct irt_responses *data, size_t j, size_t k, bool complete)
{
    double n = 0, x = 0, y = 0, xy = 0;

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < data->rows; i++) {
            const uint8_t *code = data->code + data->items * i;
            bool counts = code[j] != IRT_MISSING && code[k] != IRT_MISSING;

            for (size_t m = 0; complete && m < data->items; m++)
                counts = counts && (code[m] != IRT_MISSING || data->categories[m] == 0);
            if (!counts)
                continue;
            if (pass == 0) {
                n++;
                x += code[j];
                y += code[k];
            } else {
                xy += (code[j] - x / n) * (code[k] - y / n);
            }
        }
    return xy / (n - 1);
}

START_TEST(all_is_as_its_definition)
{
    bool complete = _i % 2;
    struct irt_responses *data = made_up(200, _i < 2 ? 0 : .1, (unsigned)_i + 3);
    struct irt_classical *c = classical(data, complete ? IRT_COMPLETE : IRT_PAIRWISE);
    static const size_t varying[] = { 0, 1, 2, 3, 5 };
    double v[5][5], whole = 0, parts = 0;

    ck_assert_int_eq(c->cells == IRT_PAIRWISE, _i == 2);
    for (size_t a = 0; a < 5; a++)
        for (size_t b = 0; b < 5; b++) {
            v[a][b] = covariance(data, varying[a], varying[b], complete);
            whole += v[a][b];
            parts += a == b ? v[a][b] : 0;
        }
    ck_assert_uint_eq(c->base, 1);
    ck_assert_uint_eq(c->varying, 5);
    ck_assert_double_eq_tol(c->alpha, 5. / 4 * (1 - parts / whole), 1e-12);
    for (size_t a = 0; a < 5; a++) {
        const struct irt_classical_item *item = &c->item[varying[a]];
        double with = 0, rest = 0, rest_parts = 0;

        for (size_t b = 0; b < 5; b++) {
            with += b != a ? v[a][b] : 0;
            for (size_t d = 0; d < 5; d++)
                rest += b != a && d != a ? v[b][d] : 0;
            rest_parts += b != a ? v[b][b] : 0;
        }
        ck_assert_double_eq_tol(item->rest, with / sqrt(v[a][a] * rest), 1e-12);
        ck_assert_double_eq_tol(item->dropped, 4. / 3 * (1 - rest_parts / rest), 1e-12);
        ck_assert_double_eq_tol(item->sd,
                                sqrt(covariance(data, varying[a], varying[a], false)),
                                1e-12);
        ck_assert_double_eq_tol(item->difficulty, item->mean / 4, 1e-12);
    }
    /* Item 5 has one answer, item 7 none. */
    ck_assert_double_eq_tol(c->item[4].difficulty, 1, 1e-12);
    ck_assert(isnan(c->item[4].rest) && isnan(c->item[4].dropped));
    ck_assert_double_eq(c->item[6].persons, 0);
    ck_assert(isnan(c->item[6].difficulty) && isnan(c->item[6].rest));
    irt_classical_free(c);
    irt_responses_free(data);
}
END_TEST

/* A pattern table is the persons it stands for. */
START_TEST(frequencies_are_persons)
{
    struct irt_responses *table =
        read_text("a,b,c,freq\n0,1,2,3\n1,1,0,2\n1,,2,4\n0,0,1,1\n", NULL);
    struct irt_responses *persons =
        read_text("a,b,c\n0,1,2\n0,1,2\n0,1,2\n1,1,0\n1,1,0\n1,,2\n1,,2\n1,,2\n1,,2\n"
                  "0,0,1\n",
                  NULL);
    struct irt_classical *x = classical(table, _i ? IRT_COMPLETE : IRT_PAIRWISE);
    struct irt_classical *y = classical(persons, _i ? IRT_COMPLETE : IRT_PAIRWISE);

    ck_assert_double_eq_tol(x->alpha, y->alpha, 1e-12);
    ck_assert_double_eq(x->complete, 6);
    ck_assert_uint_eq(x->scores, 5);
    ck_assert_mem_eq(x->score, y->score, 5 * sizeof *x->score);
    for (size_t j = 0; j < 3; j++) {
        ck_assert_double_eq_tol(x->item[j].rest, y->item[j].rest, 1e-12);
        ck_assert_double_eq_tol(x->item[j].dropped, y->item[j].dropped, 1e-12);
        ck_assert_double_eq_tol(x->item[j].mean, y->item[j].mean, 1e-12);
    }
    irt_classical_free(x);
    irt_classical_free(y);
    irt_responses_free(table);
    irt_responses_free(persons);
}
END_TEST

START_TEST(what_is_undefined_is_nan)
{
    static const char *const text[] = {
        "a\n0\n1\n",             /* one item */
        "a,b\n1,1\n1,1\n",       /* none varies */
        "a,b\n0,1\n",            /* one person */
        "a,b\n0,\n1,\n,0\n,1\n", /* nobody answered both */
        "a,b\n0,1\n1,0\n",       /* their sum does not vary */
    };
    struct irt_responses *data = read_text(text[_i], NULL);
    struct irt_classical *c = classical(data, IRT_PAIRWISE);

    ck_assert(isnan(c->alpha));
    ck_assert(isnan(c->item[0].dropped));
    for (size_t j = 0; j < data->items; j++)
        ck_assert_int_eq(isnan(c->item[j].rest), _i != 4);
    irt_classical_free(c);
    irt_responses_free(data);
}
END_TEST

START_TEST(a_turned_item_has_a_negative_correlation)
{
    struct irt_responses *data = made_up(300, .05, 9);
    struct irt_classical *before = classical(data, IRT_PAIRWISE), *after;

    for (size_t i = 0; i < data->rows; i++)
        if (data->code[7 * i + 2] != IRT_MISSING)
            data->code[7 * i + 2] = (uint8_t)(6 - data->code[7 * i + 2]);
    after = classical(data, IRT_PAIRWISE);
    ck_assert_double_gt(before->item[2].rest, 0);
    ck_assert_double_eq_tol(after->item[2].rest, -before->item[2].rest, 1e-12);
    ck_assert_double_eq_tol(after->item[2].dropped, before->item[2].dropped, 1e-12);
    ck_assert_double_lt(after->alpha, before->alpha);
    irt_classical_free(before);
    irt_classical_free(after);
    irt_responses_free(data);
}
END_TEST

/* Pairs of so many items would take long. */
START_TEST(too_many_pairs_are_complete_rows)
{
    struct irt_responses *data = irt_responses_new(10, 1001, NULL);
    struct irt_classical *c;

    for (size_t k = 1; k < 10 * 1001; k++)
        data->code[k] = (uint8_t)((k * 2654435761u >> 13) & 1);
    irt_responses_count(data);
    c = classical(data, IRT_PAIRWISE);
    ck_assert_int_eq(c->cells, IRT_COMPLETE);
    ck_assert_double_eq(c->complete, 9);
    ck_assert(isfinite(c->alpha));
    irt_classical_free(c);
    irt_responses_free(data);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("classical");
    TCase *cases = tcase_create("classical");

    tcase_add_loop_test(cases, lsat6_has_its_published_numbers, 0, 2);
    tcase_add_loop_test(cases, all_is_as_its_definition, 0, 4);
    tcase_add_loop_test(cases, frequencies_are_persons, 0, 2);
    tcase_add_loop_test(cases, what_is_undefined_is_nan, 0, 5);
    tcase_add_test(cases, a_turned_item_has_a_negative_correlation);
    tcase_add_test(cases, too_many_pairs_are_complete_rows);
    suite_add_tcase(suite, cases);
    return suite;
}
