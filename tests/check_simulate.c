/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_simulate.c -- simulated responses: reproducible, and from the model they name. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/load.h"
#include "data/simulate.h"
#include "data/write.h"
#include "suite.h"

static struct irt_simulation *
simulate(const struct irt_simulation_options *options)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_simulation *s = irt_simulate(options, &error);

    ck_assert_msg(s != NULL, "%s", error.message);
    return s;
}

static const char *const kinds[] = { "rasch", "1pl", "2pl", "3pl", "4pl", "pcm",
                                     "gpcm",  "rsm", "grm", "nrm", "m2pl" };

/* The first with more categories than two, and the one with more dimensions than one. */
enum { PCM = 5, M2PL = 10 };

static size_t
dims_of(const char *kind)
{
    return strcmp(kind, "m2pl") == 0 ? 3 : 1;
}

static bool
has_more_categories(const char *kind)
{
    return irt_model_find(kind)->item->max_categories > 2;
}

START_TEST(the_same_options_give_the_same_data)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_simulation *a, *b, *c;

    options.model = kinds[_i];
    options.dims = dims_of(kinds[_i]);
    a = simulate(&options);
    b = simulate(&options);
    ck_assert_uint_eq(a->data->rows, 1000);
    ck_assert_uint_eq(a->data->items, 20);
    ck_assert_mem_eq(a->data->code, b->data->code, 20000);
    ck_assert_mem_eq(a->psi, b->psi, 20 * a->item[0].count * sizeof(double));
    options.seed = UINT64_C(1) << 32; /* the upper half counts too */
    c = simulate(&options);
    ck_assert_mem_eq(a->data->code, c->data->code, 20000); /* folds to seed 1 */
    irt_simulation_free(c);
    options.seed = 2;
    c = simulate(&options);
    ck_assert_int_ne(memcmp(a->data->code, c->data->code, 20000), 0);
    irt_simulation_free(a);
    irt_simulation_free(b);
    irt_simulation_free(c);
}
END_TEST

/* Taking cells away does not change those that stay. */
START_TEST(missing_cells_are_taken_from_the_same_data)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_simulation *all = simulate(&options), *some;
    size_t cells = options.persons * options.items;
    double share;

    options.missing = 0.2385;
    some = simulate(&options);
    for (size_t k = 0; k < cells; k++)
        if (some->data->code[k] != IRT_MISSING)
            ck_assert_uint_eq(some->data->code[k], all->data->code[k]);
    share = some->data->missing / (double)cells;
    ck_assert_double_eq_tol(share, options.missing,
                            4 * sqrt(options.missing * (1 - options.missing) /
                                     (double)cells));
    irt_simulation_free(all);
    irt_simulation_free(some);
}
END_TEST

/* How often each category of an item was chosen is the sum of its P(theta) over the
 * persons, within 5 standard errors. */
START_TEST(responses_follow_the_model)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_simulation *s;

    options.model = kinds[_i];
    options.dims = dims_of(kinds[_i]);
    options.persons = 20000;
    options.items = 6;
    options.seed = 2385;
    s = simulate(&options);
    for (size_t j = 0; j < options.items; j++) {
        const struct irt_item *item = &s->item[j];
        double count[IRT_MAX_CATEGORIES] = { 0 }, expected[IRT_MAX_CATEGORIES] = { 0 },
               variance[IRT_MAX_CATEGORIES] = { 0 }, P[IRT_MAX_CATEGORIES];
        for (size_t i = 0; i < options.persons; i++) {
            count[s->data->code[i * options.items + j]]++;
            item->ops->probability(item, s->psi + item->first,
                                   &s->theta[i * options.dims], 1, P);
            for (unsigned h = 0; h < item->categories; h++) {
                expected[h] += P[h];
                variance[h] += P[h] * (1 - P[h]);
            }
        }
        ck_assert_uint_eq(item->categories, has_more_categories(kinds[_i]) ? 4 : 2);
        ck_assert_uint_eq(s->data->categories[j], item->categories);
        for (unsigned h = 0; h < item->categories; h++)
            ck_assert_double_eq_tol(count[h], expected[h], 5 * sqrt(variance[h]));
    }
    irt_simulation_free(s);
}
END_TEST

static struct irt_simulation_options
in_dims(size_t dims, double correlation)
{
    struct irt_simulation_options options = irt_simulation_defaults();

    options.model = "m2pl";
    options.dims = dims;
    options.correlation = correlation;
    return options;
}

/* In turns, with slopes where an item measures and zeros elsewhere, and d = -b |a|. */
START_TEST(items_measure_dimensions_in_turns)
{
    struct irt_simulation_options options = in_dims(3, .4);
    struct irt_simulation *s;

    options.b = (struct irt_distribution){ IRT_CONSTANT, .75, 0 };
    s = simulate(&options);
    ck_assert_uint_eq(s->dims, 3);
    for (size_t j = 0; j < options.items; j++) {
        struct irt_item_report item;

        irt_simulation_report(s, j, &item);
        ck_assert_uint_eq(item.a_count, 3);
        for (size_t r = 0; r < 3; r++) {
            ck_assert_uint_eq(s->loads[j * 3 + r], j % 3 == r);
            ck_assert(j % 3 == r ? item.a[r] > 0 : item.a[r] == 0);
        }
        ck_assert_double_eq_tol(item.d[0], -.75 * item.a[j % 3], 1e-12);
    }
    irt_simulation_free(s);
}
END_TEST

START_TEST(items_measure_what_the_q_matrix_says)
{
    struct irt_simulation_options options = in_dims(2, 0);
    char file[] = "check_simulate_XXXXXX";
    int fd = mkstemp(file);
    FILE *out = fdopen(fd, "w");
    struct irt_simulation *s;
    struct irt_item_report item;
    struct irt_error error = { IRT_OK, "" };

    fputs("item,x,y\nitem3,0,1\nitem1,1,0\nitem2,1,1\n", out);
    fclose(out);
    options.items = 3;
    options.q_matrix = file;
    s = simulate(&options);
    ck_assert_mem_eq(s->loads, ((uint8_t[]){ 1, 0, 1, 1, 0, 1 }), 6);
    irt_simulation_report(s, 1, &item);
    ck_assert(item.a[0] > 0 && item.a[1] > 0 && item.a[0] != item.a[1]);
    ck_assert_double_eq_tol(item.d[0], -item.b[0] * hypot(item.a[0], item.a[1]), 1e-12);
    irt_simulation_free(s);
    options.items = 4; /* no row */
    ck_assert_ptr_null(irt_simulate(&options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_ptr_nonnull(strstr(error.message, "item 'item4' has no row"));
    unlink(file);
}
END_TEST

/* Of 40 000 persons: means, standard deviations and correlations within 5 standard errors. */
START_TEST(abilities_correlate)
{
    static const double correlations[] = { 0, .6, -.3 };
    struct irt_simulation_options options = in_dims(3, correlations[_i]);
    double n = 40000, sum[3] = { 0 }, product[3][3] = { { 0 } };
    struct irt_simulation *s;

    options.persons = 40000;
    options.items = 3;
    options.theta = (struct irt_distribution){ IRT_NORMAL, .5, 2 };
    s = simulate(&options);
    for (size_t i = 0; i < options.persons; i++)
        for (size_t r = 0; r < 3; r++) {
            sum[r] += s->theta[i * 3 + r];
            for (size_t c = 0; c < 3; c++)
                product[r][c] +=
                    (s->theta[i * 3 + r] - .5) / 2 * (s->theta[i * 3 + c] - .5) / 2;
        }
    for (size_t r = 0; r < 3; r++) {
        ck_assert_double_eq_tol(sum[r] / n, .5, 5 * 2 / sqrt(n));
        for (size_t c = 0; c < 3; c++)
            ck_assert_double_eq_tol(product[r][c] / n, r == c ? 1 : correlations[_i],
                                    5 * sqrt(2 / n));
    }
    irt_simulation_free(s);
}
END_TEST

static const struct {
    const char *model, *part;
    size_t dims, options, schools;
    double correlation;
    enum irt_distribution_kind theta;
} dims_refused[] = {
    { "m2pl", "2 to 8 dimensions, not 1", 1, 0, 0, 0, IRT_NORMAL },
    { "m2pl", "2 to 8 dimensions, not 9", 9, 0, 0, 0, IRT_NORMAL },
    { "2pl", "one dimension: take m2pl", 2, 0, 0, 0, IRT_NORMAL },
    { "2pl", "there is one only", 1, 0, 0, .5, IRT_NORMAL },
    { "m2pl", "cannot all correlate 1", 2, 0, 0, 1, IRT_NORMAL },
    { "m2pl", "cannot all correlate -0.5: take more than -0.5", 3, 0, 0, -.5,
      IRT_NORMAL },
    { "m2pl", "that are normal can correlate", 2, 0, 0, .5, IRT_UNIFORM },
    { "m2pl", "options are drawn in one dimension", 2, 4, 0, 0, IRT_NORMAL },
    { "m2pl", "schools are in one dimension", 2, 0, 3, 0, IRT_NORMAL },
};

START_TEST(impossible_dimensions_are_refused)
{
    struct irt_simulation_options options =
        in_dims(dims_refused[_i].dims, dims_refused[_i].correlation);
    struct irt_error error = { IRT_OK, "" };

    options.model = dims_refused[_i].model;
    options.options = (unsigned)dims_refused[_i].options;
    options.plan.schools = dims_refused[_i].schools;
    options.theta.kind = dims_refused[_i].theta;
    ck_assert_ptr_null(irt_simulate(&options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_msg(strstr(error.message, dims_refused[_i].part) != NULL, "%s",
                  error.message);
}
END_TEST

START_TEST(abilities_follow_their_distribution)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_simulation *s;
    double sum = 0, squares = 0, n = 40000;

    options.persons = 40000;
    options.items = 1;
    options.theta = (struct irt_distribution){ IRT_NORMAL, 1.5, 2.385 };
    s = simulate(&options);
    for (size_t i = 0; i < options.persons; i++) {
        double z = (s->theta[i] - 1.5) / 2.385;
        sum += z;
        squares += z * z;
    }
    ck_assert_double_eq_tol(sum / n, 0, 4 / sqrt(n));
    ck_assert_double_eq_tol(squares / n, 1, 4 * sqrt(2 / n));
    irt_simulation_free(s);
}
END_TEST

START_TEST(models_constrain_the_slopes)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    const struct irt_model_kind *kind = irt_model_find(kinds[_i]);
    struct irt_item_report first, item;
    struct irt_simulation *s;

    options.model = kinds[_i];
    s = simulate(&options);
    irt_simulation_report(s, 0, &first);
    for (size_t j = 1; j < options.items; j++) {
        irt_simulation_report(s, j, &item);
        if (kind->slope_fixed)
            ck_assert_double_eq(item.a[0], 1);
        else if (kind->slope_equal)
            ck_assert(item.a[0] == first.a[0] && item.a[0] != 1);
        else if (kind->item != &irt_item_nrm)
            ck_assert(item.a[0] > 0 && item.a[0] != first.a[0]);
        for (unsigned h = 1; kind->item == &irt_item_nrm && h < 4; h++)
            ck_assert_double_gt(item.a[h], item.a[h - 1]);
        for (unsigned h = 1; kind->steps_equal && h < 3; h++)
            ck_assert_double_eq_tol(item.b[h] - item.b[0], first.b[h] - first.b[0],
                                    1e-14);
    }
    irt_simulation_free(s);
}
END_TEST

START_TEST(distributions_bound_what_is_drawn)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_item_report item;
    struct irt_simulation *s;

    options.model = "4pl";
    options.a = (struct irt_distribution){ IRT_CONSTANT, 1.25, 0 };
    options.b = (struct irt_distribution){ IRT_UNIFORM, -2, 0.5 };
    options.c = (struct irt_distribution){ IRT_UNIFORM, 0.1, 0.2 };
    options.u = (struct irt_distribution){ IRT_CONSTANT, 0.9, 0 };
    options.items = 500;
    s = simulate(&options);
    for (size_t j = 0; j < options.items; j++) {
        irt_simulation_report(s, j, &item);
        ck_assert_double_eq(item.a[0], 1.25);
        ck_assert(item.b[0] >= -2 && item.b[0] <= 0.5);
        ck_assert(item.c >= 0.1 && item.c <= 0.2);
        ck_assert_double_eq(item.u, 0.9);
    }
    irt_simulation_free(s);
}
END_TEST

/* Around b, as far apart as the spread has it; in order where the model must have it. */
START_TEST(steps_lie_around_the_difficulty)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_item_report item;
    struct irt_simulation *s;

    options.model = kinds[PCM + _i];
    options.categories = 5;
    options.b = (struct irt_distribution){ IRT_CONSTANT, 0.5, 0 };
    options.spread = (struct irt_distribution){ IRT_CONSTANT, 0.75, 0 };
    options.items = 7;
    s = simulate(&options);
    for (size_t j = 0; j < 7; j++) {
        double step[4];
        irt_simulation_report(s, j, &item);
        for (unsigned v = 0; v < 4; v++)
            step[v] = s->kind->item == &irt_item_nrm
                          ? (item.d[v] - item.d[v + 1]) / (item.a[v + 1] - item.a[v])
                          : item.b[v];
        for (unsigned v = 0; v < 4; v++)
            ck_assert_double_eq_tol(step[v], 0.5 + 0.75 * (v - 1.5), 1e-12);
    }
    irt_simulation_free(s);
    options.model = "grm";
    options.spread = (struct irt_distribution){ IRT_NORMAL, 0, 1 };
    options.a = (struct irt_distribution){ IRT_NORMAL, 0, 1 };
    s = simulate(&options);
    for (size_t j = 0; j < 7; j++)
        for (size_t h = 1; h < 4; h++)
            ck_assert_double_gt(s->psi[s->item[j].first + h],
                                s->psi[s->item[j].first + h + 1]);
    irt_simulation_free(s);
}
END_TEST

static const struct {
    const char *text;
    struct irt_distribution expected;
} distributions[] = {
    { "normal(0,1)", { IRT_NORMAL, 0, 1 } },
    { " normal ( -1.5 , .5 ) ", { IRT_NORMAL, -1.5, .5 } },
    { "lognormal(0,0.3)", { IRT_LOGNORMAL, 0, .3 } },
    { "uniform(.5,2)", { IRT_UNIFORM, .5, 2 } },
    { "uniform(-2e0,-2)", { IRT_UNIFORM, -2, -2 } },
    { "1.2", { IRT_CONSTANT, 1.2, 0 } },
};

START_TEST(distributions_are_read)
{
    struct irt_distribution d = { IRT_NORMAL, 7, 7 };
    struct irt_error error = { IRT_OK, "" };

    ck_assert_msg(irt_distribution_parse(distributions[_i].text, &d, &error), "%s",
                  error.message);
    ck_assert_int_eq(d.kind, distributions[_i].expected.kind);
    ck_assert_double_eq(d.first, distributions[_i].expected.first);
    ck_assert_double_eq(d.second, distributions[_i].expected.second);
}
END_TEST

static const char *const nonsense[] = {
    "",
    "normal",
    "normal()",
    "normal(0)",
    "normal(0,1",
    "normal(0,x)",
    "normal(0,-1)",
    "beta(1,2)",
    "uniform(2,1)",
    "normal(0,1)x",
    "1e999",
    "normal(0,1e999)",
    "normal(0,1,2)",
    "Normal(0,1)",
    "nan",
};

START_TEST(nonsense_is_no_distribution)
{
    struct irt_distribution d = { IRT_NORMAL, 7, 8 };
    struct irt_error error = { IRT_OK, "" };

    ck_assert(!irt_distribution_parse(nonsense[_i], &d, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "lognormal(mean,sd)"));
    ck_assert_double_eq(d.second, 8);
}
END_TEST

/* --- multiple choice ---------------------------------------------------------------------- */

static const char *const lettered[] = { "3pl", "rasch", "4pl", "nrm" };

static struct irt_simulation_options
lettered_options(int which)
{
    struct irt_simulation_options options = irt_simulation_defaults();

    options.model = lettered[which];
    options.options = 5;
    options.persons = 6000;
    options.items = 4;
    options.missing = .05;
    options.seed = 2385;
    return options;
}

/* The same answers as without letters, right where they were right; a nominal item's letters
 * stand for its categories one to one. */
START_TEST(letters_change_no_answer)
{
    struct irt_simulation_options options = lettered_options(_i);
    struct irt_simulation *s = simulate(&options), *plain;

    options.options = 0;
    options.categories = s->options.letter != NULL ? 5 : 0;
    plain = simulate(&options);
    ck_assert_ptr_null(plain->data->raw);
    for (size_t k = 0; k < s->data->rows * 4; k++) {
        size_t j = k % 4;
        unsigned highest = plain->item[j].categories - 1u, code = plain->data->code[k];
        uint8_t raw = s->data->raw[k];

        if (code == IRT_MISSING) {
            ck_assert_uint_eq(raw, IRT_MISSING);
            ck_assert_uint_eq(s->data->code[k], IRT_MISSING);
            continue;
        }
        ck_assert_uint_lt(raw, 5);
        ck_assert_uint_eq(s->data->code[k], code == highest);
        ck_assert_uint_eq(raw == s->options.right[j], code == highest);
        if (s->options.letter != NULL)
            ck_assert_uint_eq(raw, s->options.letter[5 * j + code]);
        ck_assert_uint_eq(s->data->option[j].score[raw], s->data->code[k]);
    }
    irt_simulation_free(s);
    irt_simulation_free(plain);
}
END_TEST

/* How often each distractor was taken is the sum of its chances over those who are wrong. */
START_TEST(distractors_follow_their_model)
{
    struct irt_simulation_options options = lettered_options(_i);
    struct irt_simulation *s = simulate(&options);

    for (size_t j = 0; j < 4; j++) {
        const double *zeta = s->options.zeta + 5 * j, *lambda = s->options.lambda + 5 * j;
        double count[5] = { 0 }, expected[5] = { 0 }, variance[5] = { 0 };

        for (size_t i = 0; i < s->data->rows; i++) {
            double sum = 0, x = s->theta[i];
            if (s->data->code[4 * i + j] != 0)
                continue;
            count[s->data->raw[4 * i + j]]++;
            for (size_t v = 0; v < 5; v++)
                sum += v == s->options.right[j] ? 0 : exp(zeta[v] + lambda[v] * x);
            for (size_t v = 0; v < 5; v++) {
                double P =
                    v == s->options.right[j] ? 0 : exp(zeta[v] + lambda[v] * x) / sum;
                expected[v] += P;
                variance[v] += P * (1 - P);
            }
        }
        for (size_t v = 0; v < 5; v++)
            ck_assert_double_le(fabs(count[v] - expected[v]), 5 * sqrt(variance[v]));
        ck_assert(isnan(zeta[s->options.right[j]]));
    }
    irt_simulation_free(s);
}
END_TEST

/* Written, and read with the key, they are what they were. */
START_TEST(letters_are_read_back_with_their_key)
{
    struct irt_simulation_options options = lettered_options(_i);
    struct irt_simulation *s = simulate(&options);
    char *text, key[5] = "";
    size_t length;
    struct irt_load_options load = { .key = key };
    struct irt_error error;
    struct irt_responses *data;
    FILE *out = open_memstream(&text, &length);

    ck_assert(irt_responses_write_csv(s->data, IRT_WRITE_OPTIONS, out, &error));
    fclose(out);
    for (size_t j = 0; j < 4; j++)
        key[j] = irt_simulated_letter(s->options.right[j])[0];
    data = irt_load_memory(text, length, "t", &load, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    ck_assert_uint_eq(data->rows, s->data->rows);
    ck_assert_mem_eq(data->code, s->data->code, data->rows * 4);
    ck_assert_mem_eq(data->raw, s->data->raw, data->rows * 4);
    for (size_t j = 0; j < 4; j++) {
        ck_assert_uint_eq(data->option[j].count, 5);
        for (size_t v = 0; v < 5; v++) {
            ck_assert_str_eq(data->option[j].name[v], s->data->option[j].name[v]);
            ck_assert_uint_eq(data->option[j].score[v], v == s->options.right[j]);
        }
    }
    irt_responses_free(data);
    irt_simulation_free(s);
    free(text);
}
END_TEST

#define IMPOSSIBLE 19

START_TEST(impossible_options_are_refused)
{
    struct irt_simulation_options options[IMPOSSIBLE];
    struct irt_error error;
    static const char *const said[IMPOSSIBLE] = {
        "take one of rasch 1pl 2pl 3pl 4pl pcm gpcm rsm grm nrm",
        "0 persons",
        "0 items",
        "65536 items",
        "a share of 1",
        "a share of nan",
        "a distribution is impossible",
        "3 categories: the 3PL model has 2",
        "1 categories: the GRM model takes 2 to 33",
        "34 categories: the PCM model takes 2 to 33",
        "a distribution is impossible",
        "c is below u",
        "c is below u",
        "c is below u",
        "c is below u",
        "1 options: an item has 2 to 26",
        "27 options: an item has 2 to 26",
        "the GRM model has no right answer among options: take nrm, or a model",
        "4 options and 3 categories: a nominal item has as many",
    };

    for (int k = 0; k < IMPOSSIBLE; k++)
        options[k] = irt_simulation_defaults();
    options[0].model = "7pl";
    options[1].persons = 0;
    options[2].items = 0;
    options[3].items = IRT_MOST_ITEMS + 1;
    options[4].missing = 1;
    options[5].missing = NAN;
    options[6].b = (struct irt_distribution){ IRT_NORMAL, 0, -1 };
    options[7].model = "3pl";
    options[7].categories = 3;
    options[8].model = "grm";
    options[8].categories = 1;
    options[9].model = "pcm";
    options[9].categories = 34;
    options[10].spread = (struct irt_distribution){ IRT_UNIFORM, 1, 0 };
    options[11].c = (struct irt_distribution){ IRT_NORMAL, 0.2, 0.01 };
    options[12].c = (struct irt_distribution){ IRT_UNIFORM, -0.1, 0.2 };
    options[13].u = (struct irt_distribution){ IRT_UNIFORM, 0.9, 1.1 };
    options[14].u = (struct irt_distribution){ IRT_CONSTANT, 0.2, 0 };
    options[15].options = 1;
    options[16].options = 27;
    options[17].model = "grm";
    options[17].options = 4;
    options[18].model = "nrm";
    options[18].options = 4;
    options[18].categories = 3;
    for (int k = 0; k < IMPOSSIBLE; k++) {
        error.code = IRT_OK;
        ck_assert_ptr_null(irt_simulate(&options[k], &error));
        ck_assert_int_eq(error.code, IRT_BAD_USAGE);
        ck_assert_msg(strstr(error.message, said[k]) != NULL, "%s", error.message);
    }
    irt_simulation_free(NULL);
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("simulate");
    TCase *cases = tcase_create("simulate");

    tcase_add_loop_test(cases, the_same_options_give_the_same_data, 0, COUNT(kinds));
    tcase_add_test(cases, missing_cells_are_taken_from_the_same_data);
    tcase_add_loop_test(cases, responses_follow_the_model, 0, COUNT(kinds));
    tcase_add_test(cases, items_measure_dimensions_in_turns);
    tcase_add_test(cases, items_measure_what_the_q_matrix_says);
    tcase_add_loop_test(cases, abilities_correlate, 0, 3);
    tcase_add_loop_test(cases, impossible_dimensions_are_refused, 0,
                        sizeof dims_refused / sizeof *dims_refused);
    tcase_add_test(cases, abilities_follow_their_distribution);
    tcase_add_loop_test(cases, models_constrain_the_slopes, 0, M2PL);
    tcase_add_test(cases, distributions_bound_what_is_drawn);
    tcase_add_loop_test(cases, steps_lie_around_the_difficulty, 0, M2PL - PCM);
    tcase_add_loop_test(cases, distributions_are_read, 0, COUNT(distributions));
    tcase_add_loop_test(cases, nonsense_is_no_distribution, 0, COUNT(nonsense));
    tcase_add_test(cases, impossible_options_are_refused);
    tcase_add_loop_test(cases, letters_change_no_answer, 0, COUNT(lettered));
    tcase_add_loop_test(cases, distractors_follow_their_model, 0, COUNT(lettered) - 1);
    tcase_add_loop_test(cases, letters_are_read_back_with_their_key, 0, COUNT(lettered));
    suite_add_tcase(suite, cases);
    return suite;
}
