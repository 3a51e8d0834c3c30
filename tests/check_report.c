/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_report.c -- the reports: their shape as promised to scripts, their numbers those of
 * the fit to the last bit, and what happens when they cannot be written. */
#include "config.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "canvas.h"
#include "data/classical.h"
#include "estimation.h"
#include "plain.h"
#include "progress.h"
#include "report/report.h"
#include "report/stop.h"
#include "report/table.h"
#include "suite.h"

#define SAMPLE TEST_SRCDIR "/samples/lsat6.csv"

/* A fit to report on, made anew for every test. */
static struct ui_choices choices;
static struct ui_estimation estimation;
static struct ui_report report;

typedef bool writer(const struct ui_report *, FILE *, struct irt_error *);

static void
fit_file(const char *file)
{
    struct irt_error error = { IRT_OK, "" };

    strcpy(choices.file, file);
    ck_assert_msg(ui_estimation_read(&estimation, &choices, &error), "%s", error.message);
    ck_assert_msg(ui_estimation_run(&estimation, &choices, NULL, &error), "%s",
                  error.message);
    ck_assert_msg(ui_estimation_score(&estimation, &error), "%s", error.message);
    report = (struct ui_report){ .fit = estimation.fit,
                                 .choices = &choices,
                                 .trace = &estimation.trace,
                                 .score = estimation.score,
                                 .score_se = estimation.score_se };
}

static void
set_up(void)
{
    choices = ui_choices_defaults();
    memset(&estimation, 0, sizeof estimation);
}

static void
tear_down(void)
{
    ui_estimation_clear(&estimation);
}

/* A file with this text in the folder of the tests; its name is static. */
static const char *
scratch(const char *text)
{
    static char name[1000];
    FILE *out;

    snprintf(name, sizeof name, "%s/check_report-%ld.csv", TEST_BUILDDIR, (long)getpid());
    out = fopen(name, "w");
    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    fclose(out);
    return name;
}

static char *
written(writer *write)
{
    char *text;
    size_t length;
    struct irt_error error;
    FILE *out = open_memstream(&text, &length);

    ck_assert_msg(write(&report, out, &error), "%s", error.message);
    fclose(out);
    return text;
}

static json_t *
written_json(void)
{
    char *text = written(ui_report_json);
    json_error_t problem;
    json_t *tree = json_loads(text, 0, &problem);

    ck_assert_msg(tree != NULL, "%s", problem.text);
    free(text);
    return tree;
}

/* Comma list of an object's keys in their order. */
static const char *
keys_of(json_t *object)
{
    static char list[1000];
    const char *key;
    json_t *value;

    list[0] = '\0';
    json_object_foreach(object, key, value)
    {
        if (list[0] != '\0')
            strcat(list, " ");
        strcat(list, key);
    }
    return list;
}

/* --- JSON ------------------------------------------------------------------------------ */

START_TEST(json_has_the_promised_keys_in_order)
{
    json_t *tree, *item, *fit;

    fit_file(SAMPLE);
    tree = written_json();
    ck_assert_str_eq(keys_of(tree),
                     "program version format data settings converged stopped cycles "
                     "evaluations seconds loglik log_posterior parameters aic bic sabic "
                     "max_gradient population items schools communication privacy fit "
                     "classical structure warnings");
    ck_assert_str_eq(keys_of(json_object_get(tree, "classical")),
                     "cells alpha complete mean sd sums items");
    ck_assert_str_eq(keys_of(json_array_get(
                         json_object_get(json_object_get(tree, "classical"), "items"),
                         0)),
                     "item persons mean sd difficulty rest alpha_without");
    ck_assert_str_eq(keys_of(json_object_get(tree, "data")),
                     "file persons items patterns missing schools");
    ck_assert_str_eq(keys_of(json_object_get(tree, "settings")),
                     "model estimator nodes points range tol accelerate seed effects "
                     "robust");
    ck_assert_str_eq(keys_of(json_object_get(tree, "population")),
                     "mean variance correlation");
    item = json_array_get(json_object_get(tree, "items"), 0);
    ck_assert_str_eq(keys_of(item), "name model categories a d b c u se");
    ck_assert_str_eq(keys_of(json_object_get(item, "se")), "a d b c u");
    ck_assert_str_eq(keys_of(json_object_get(tree, "communication")),
                     "rounds bytes_up bytes_down");
    ck_assert_str_eq(keys_of(json_object_get(tree, "privacy")), "epsilon delta");
    fit = json_object_get(tree, "fit");
    ck_assert_str_eq(keys_of(fit), "m2 g2 sx2 infit q3 ld dif reliability");
    ck_assert_str_eq(keys_of(json_object_get(fit, "m2")),
                     "value df p rmsea rmsea_low rmsea_high srmsr tli cfi");
    json_decref(tree);
}
END_TEST

static double
number_at(json_t *tree, const char *key)
{
    json_t *value = json_object_get(tree, key);

    ck_assert_msg(json_is_number(value), "%s", key);
    return json_number_value(value);
}

static double
first_at(json_t *tree, const char *key)
{
    json_t *array = json_object_get(tree, key);

    ck_assert_msg(json_is_array(array) && json_array_size(array) == 1, "%s", key);
    return json_number_value(json_array_get(array, 0));
}

START_TEST(json_numbers_read_back_exactly)
{
    const struct irt_fit *fit;
    json_t *tree, *items;

    fit_file(SAMPLE);
    fit = estimation.fit;
    tree = written_json();
    ck_assert_double_eq(number_at(tree, "loglik"), fit->loglik);
    ck_assert_double_eq(number_at(tree, "aic"), fit->aic);
    ck_assert_double_eq(number_at(tree, "bic"), fit->bic);
    ck_assert_double_eq(number_at(tree, "sabic"), fit->sabic);
    ck_assert_double_eq(number_at(tree, "max_gradient"), fit->max_gradient);
    ck_assert_double_eq(number_at(tree, "seconds"), fit->seconds);
    ck_assert_double_eq(number_at(tree, "cycles"), (double)fit->cycles);
    ck_assert_double_eq(number_at(tree, "evaluations"), (double)fit->evaluations);
    ck_assert_double_eq(number_at(tree, "parameters"), 10);
    ck_assert(json_is_true(json_object_get(tree, "converged")));
    ck_assert(json_is_null(json_object_get(tree, "log_posterior")));
    items = json_object_get(tree, "items");
    ck_assert_uint_eq(json_array_size(items), 5);
    for (size_t j = 0; j < 5; j++) {
        json_t *item = json_array_get(items, j), *se = json_object_get(item, "se");
        size_t first = fit->model->item[j].first;
        size_t a = fit->model->parameter[first].slope ? first : first + 1;
        size_t d = 2 * first + 1 - a;
        double se_b, b = irt_fit_difficulty(fit, j, 0, &se_b);

        ck_assert_double_eq(first_at(item, "a"), fit->psi[a]);
        ck_assert_double_eq(first_at(item, "d"), fit->psi[d]);
        ck_assert_double_eq(first_at(item, "b"), b);
        ck_assert_double_eq(first_at(se, "a"), fit->se[a]);
        ck_assert_double_eq(first_at(se, "d"), fit->se[d]);
        ck_assert_double_eq(first_at(se, "b"), se_b);
        ck_assert_double_eq(number_at(item, "c"), 0);
        ck_assert_double_eq(number_at(item, "u"), 1);
        ck_assert(json_is_null(json_object_get(se, "c")));
    }
    json_decref(tree);
}
END_TEST

START_TEST(json_of_rasch_has_a_free_variance)
{
    json_t *tree, *item;
    double sigma;

    strcpy(choices.model, "rasch");
    fit_file(SAMPLE);
    tree = written_json();
    sigma = estimation.fit->psi[estimation.model->sigma];
    ck_assert_double_eq(first_at(json_object_get(tree, "population"), "variance"),
                        sigma * sigma);
    ck_assert_double_lt(sigma * sigma, 0.9);
    item = json_array_get(json_object_get(tree, "items"), 2);
    ck_assert_double_eq(first_at(item, "a"), 1);
    ck_assert(json_is_null(
        json_array_get(json_object_get(json_object_get(item, "se"), "a"), 0)));
    ck_assert_str_eq(json_string_value(json_object_get(item, "model")), "rasch");
    json_decref(tree);
}
END_TEST

/* The third item is constant. */
static const char odd[] =
    "x,\"y, z\",kw,w\n"
    "1,0,1,0\n0,1,1,1\n1,1,1,1\n0,0,1,0\n1,0,1,1\n0,1,1,0\n1,1,1,0\n"
    "1,1,1,1\n0,0,1,1\n0,0,1,0\n1,,1,1\n";

START_TEST(items_set_aside_stand_with_nulls)
{
    const char *file = scratch(odd);
    json_t *tree, *items, *item;
    char *csv;

    fit_file(file);
    strcpy(choices.file, "k\xe9.csv"); /* is no UTF-8 */
    tree = written_json();
    ck_assert_str_eq(json_string_value(
                         json_object_get(json_object_get(tree, "data"), "file")),
                     "k\xef\xbf\xbd.csv");
    items = json_object_get(tree, "items");
    ck_assert_uint_eq(json_array_size(items), 4);
    item = json_array_get(items, 1);
    ck_assert_str_eq(json_string_value(json_object_get(item, "name")), "y, z");
    item = json_array_get(items, 2);
    ck_assert_str_eq(json_string_value(json_object_get(item, "name")), "kw");
    ck_assert(json_is_null(json_array_get(json_object_get(item, "a"), 0)));
    ck_assert(json_is_null(json_array_get(json_object_get(item, "d"), 0)));
    ck_assert(json_is_null(json_array_get(json_object_get(item, "b"), 0)));
    ck_assert(json_is_null(json_object_get(item, "c")));
    ck_assert_uint_ge(json_array_size(json_object_get(tree, "warnings")), 1);
    ck_assert_double_eq(number_at(json_object_get(tree, "data"), "missing"), 1);
    csv = written(ui_report_csv);
    ck_assert_ptr_nonnull(strstr(csv, "\n\"y, z\",2pl,"));
    ck_assert_ptr_nonnull(strstr(csv, "\nkw,2pl,,,,,,\n"));
    free(csv);
    json_decref(tree);
    unlink(file);
}
END_TEST

/* --- CSV ------------------------------------------------------------------------------- */

static size_t
count_lines(const char *text)
{
    size_t lines = 0;

    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

START_TEST(csv_has_one_row_an_item)
{
    char *csv;
    double cell[6];

    fit_file(SAMPLE);
    csv = written(ui_report_csv);
    ck_assert_uint_eq(count_lines(csv), 6);
    ck_assert_int_eq(strncmp(csv, "item,model,a,se_a,d,se_d,b,se_b\n", 32), 0);
    ck_assert_int_eq(sscanf(strstr(csv, "item3,2pl,"),
                            "item3,2pl,%lf,%lf,%lf,%lf,%lf,%lf\n", &cell[0], &cell[1],
                            &cell[2], &cell[3], &cell[4], &cell[5]),
                     6);
    ck_assert_double_eq(cell[4], -cell[2] / cell[0]);
    /* LSAT-6, SE by Oakes: .2328 .0763 .09962 */
    ck_assert_double_eq_tol(cell[1], .2328, 2e-3);
    ck_assert_double_eq_tol(cell[3], .0763, 2e-3);
    ck_assert_double_eq_tol(cell[5], .0996, 2e-3);
    free(csv);
}
END_TEST

/* Of the test the sum of the items'; what was set aside has no number. */
START_TEST(information_has_one_row_a_theta)
{
    char *text, *line;
    double theta, test, se, sum, item[4];
    size_t rows = 0;

    fit_file(scratch("w,x,y,z\n0,0,1,1\n1,0,0,1\n1,1,1,1\n0,1,0,1\n1,1,0,1\n0,0,0,1\n"
                     "1,0,1,1\n0,1,1,1\n1,1,1,1\n0,0,0,1\n1,0,0,1\n"));
    text = written(ui_report_information);
    ck_assert_int_eq(strncmp(text, "theta,test,se,sum_score,w,x,y,z\n-6.0,", 37), 0);
    for (line = strchr(text, '\n') + 1; *line; line += strlen(line) + 1, rows++) {
        *strchr(line, '\n') = '\0';
        ck_assert_int_eq(sscanf(line, "%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf", &theta, &test,
                                &se, &sum, &item[0], &item[1], &item[2], &item[3]),
                         7); /* z is constant */
        ck_assert_double_eq_tol(theta, -6 + 0.1 * (double)rows, 1e-12);
        ck_assert_double_eq_tol(test, item[0] + item[1] + item[2], 1e-14);
        ck_assert_double_eq_tol(se, 1 / sqrt(test), 1e-12 * se);
        ck_assert_double_le(sum, test * (1 + 1e-12));
    }
    ck_assert_uint_eq(rows, 121);
    free(text);
}
END_TEST

START_TEST(persons_stand_in_the_order_of_the_rows)
{
    const char *file = scratch("id,school,freq,p,q,r\n"
                               "u1,B,3,1,0,1\n\"u,2\",A,2.5,0,1,1\nu3,B,4,1,1,0\n"
                               "u4,A,1,,,\nu5,A,3,0,0,1\nu6,A,2,1,0,1\nu7,A,2,0,1,0\n");
    char *csv, *line[8], *save;
    double score[7], se[7];

    strcpy(choices.effects, "none"); /* so that the same answers are the same score */
    fit_file(file);
    csv = written(ui_report_persons);
    ck_assert_uint_eq(count_lines(csv), 8);
    line[0] = strtok_r(csv, "\n", &save);
    ck_assert_str_eq(line[0], "id,school,frequency,score,se");
    for (int i = 1; i < 8; i++)
        line[i] = strtok_r(NULL, "\n", &save);
    ck_assert_int_eq(sscanf(line[1], "u1,B,3,%lf,%lf", &score[0], &se[0]), 2);
    ck_assert_int_eq(sscanf(line[2], "\"u,2\",A,2.5,%lf,%lf", &score[1], &se[1]), 2);
    ck_assert_int_eq(sscanf(line[4], "u4,A,1,%lf,%lf", &score[3], &se[3]), 2);
    ck_assert_int_eq(sscanf(line[6], "u6,A,2,%lf,%lf", &score[5], &se[5]), 2);
    ck_assert_double_eq(score[0], score[5]); /* the same answers */
    ck_assert_double_eq(score[0], estimation.score[estimation.patterns->of_row[0]]);
    ck_assert_double_eq_tol(score[3], 0, 1e-12); /* no answers: the prior */
    ck_assert_double_eq_tol(se[3], 1, 1e-3);
    free(csv);
    unlink(file);
}
END_TEST

START_TEST(persons_without_ids_are_numbered)
{
    char *csv;

    fit_file(SAMPLE);
    csv = written(ui_report_persons);
    ck_assert_uint_eq(count_lines(csv), 31);
    ck_assert_ptr_nonnull(strstr(csv, "\n1,,3,"));
    ck_assert_ptr_nonnull(strstr(csv, "\n30,,298,"));
    free(csv);
}
END_TEST

START_TEST(trace_tells_every_cycle)
{
    const struct irt_trace *trace = &estimation.trace;
    char *csv, *line, *save;
    size_t rows = 0;

    strcpy(choices.model, _i == 0 ? "2pl" : "rasch");
    fit_file(SAMPLE);
    csv = written(ui_report_trace);
    line = strtok_r(csv, "\n", &save);
    ck_assert_int_eq(strncmp(line, "cycle,loglik,max_change,max_gradient,item1.", 43), 0);
    ck_assert_int_eq(strstr(line, ",variance") != NULL, _i == 1);
    ck_assert_ptr_null(strstr(line, "sigma"));
    while ((line = strtok_r(NULL, "\n", &save)) != NULL) {
        char *end;
        double last;

        ck_assert_uint_eq(strtoul(line, &end, 10), rows);
        ck_assert_double_eq(strtod(end + 1, &end), trace->loglik[rows]);
        if (rows == 0)
            ck_assert_int_eq(strncmp(end, ",,", 2), 0);
        else
            ck_assert_double_eq(strtod(end + 1, NULL), trace->max_change[rows]);
        last = strtod(strrchr(line, ',') + 1, NULL);
        if (_i == 1)
            ck_assert_double_eq_tol(
                last, pow(irt_trace_psi(trace, rows)[estimation.model->sigma], 2), 1e-15);
        rows++;
    }
    ck_assert_uint_eq(rows, trace->rows);
    ck_assert_uint_eq(rows, estimation.fit->cycles + 1);
    free(csv);
}
END_TEST

/* --- text ------------------------------------------------------------------------------ */

static void
fits_eighty_columns(const char *text)
{
    char line[1000];

    for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1) {
        snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
        ck_assert_msg(ui_columns(line) <= 80, "%s", line);
    }
}

START_TEST(text_says_what_matters_in_eighty_columns)
{
    char *text, number[40];

    fit_file(SAMPLE);
    text = written(ui_report_text);
    fits_eighty_columns(text);
    ck_assert_ptr_nonnull(strstr(text, "lsat6.csv: 1000 persons, 5 items, 30 patterns"));
    ck_assert_ptr_nonnull(strstr(text, "converged in "));
    snprintf(number, sizeof number, "%.4f", estimation.fit->loglik);
    ck_assert_ptr_nonnull(strstr(text, number));
    snprintf(number, sizeof number, "%.4f", estimation.fit->psi[0]);
    ck_assert_ptr_nonnull(strstr(text, number));
    ck_assert_ptr_nonnull(strstr(text, "θ"));
    ck_assert_ptr_null(strchr(text, '\033'));
    free(text);
}
END_TEST

/* Every item model's formula stands under the table, once. */
START_TEST(text_has_the_formula_of_each_model)
{
    char *text;

    snprintf(choices.item_models, sizeof choices.item_models, "item5=3pl item2=3pl");
    fit_file(SAMPLE);
    text = written(ui_report_text);
    ck_assert_ptr_nonnull(strstr(text, "2PL: logit P = d + aθ; item5=3pl item2=3pl\n"));
    ck_assert_ptr_nonnull(strstr(text, "\n\nlogit P = d + aθ    b = -d/a\n"
                                       "P = c + (1 - c) logistic(d + aθ)    b = -d/a\n"
                                       "SE: observed information (Oakes)\n"));
    free(text);
}
END_TEST

static size_t
count_words(const char *line)
{
    size_t words = 0;

    for (line += strspn(line, " "); *line && *line != '\n'; words++) {
        line += strcspn(line, " \n");
        line += strspn(line, " ");
    }
    return words;
}

/* Numbers of any size stay apart from the next column's. */
START_TEST(columns_do_not_run_together)
{
    static const double extreme[][2] = { { 518.454, -1985.5681 },
                                         { 1e-5, -37.1037 },
                                         { 123456.789, 99999.99999 },
                                         { 1e7, -2e10 },
                                         { -1e-300, -1e300 } };
    double *psi;
    char *text;

    fit_file(SAMPLE);
    psi = estimation.fit->psi;
    for (size_t k = 0; k < sizeof extreme / sizeof *extreme; k++) {
        const char *at;

        psi[0] = extreme[k][0];
        psi[1] = extreme[k][1];
        text = written(ui_report_text);
        fits_eighty_columns(text);
        at = strstr(text, "\nitem ");
        ck_assert_ptr_nonnull(at);
        at = strchr(at + 1, '\n') + 1;
        ck_assert_msg(count_words(at) == 7, "%.80s", at);
        free(text);
    }
}
END_TEST

/* A table wider than a page is written in parts, with the items that have something there. */
START_TEST(many_categories_fit_eighty_columns)
{
    char *data = malloc(20000), *at = data, *text, number[40];
    const struct irt_model *model;

    at += sprintf(at,
                  "a_question_with_a_long_name_1,a_question_with_a_long_name_2,short\n");
    for (unsigned i = 0; i < 400; i++)
        at += sprintf(at, "%u,%u,%u\n", (i * i + i / 3) % 17 % 12,
                      (i / 7 + i * i % 17) % 3, (i * 7 + i * i % 17) % 2);
    choices.options.max_cycles = 5;
    fit_file(scratch(data));
    text = written(ui_report_text);
    fits_eighty_columns(text);
    ck_assert_ptr_nonnull(strstr(text, "\na_question_with_a_lo…1"));
    ck_assert_ptr_nonnull(strstr(text, "b11\n"));
    ck_assert_ptr_nonnull(strstr(text, "b6       b7"));
    ck_assert_ptr_nonnull(strstr(text, "d_h)/a\nSE: "));
    model = estimation.fit->model;
    for (size_t k = 0; k < model->item[0].categories - 1U;
         k++) { /* every step is there */
        struct irt_item_report x;

        irt_fit_report(estimation.fit, 0, &x, NULL);
        snprintf(number, sizeof number, "%9.4f", x.b[k]);
        ck_assert_msg(strstr(text, number) != NULL, "b%zu: %s", k + 1, number);
    }
    remove(scratch(""));
    free(text);
    free(data);
}
END_TEST

/* --- what the answers say ---------------------------------------------------------------- */

static const char keyed[] = TEST_SRCDIR "/samples/sim-mc-800x15.csv";

static void
fit_keyed(void)
{
    strcpy(choices.key, TEST_SRCDIR "/samples/sim-mc-800x15-key.csv");
    fit_file(keyed);
}

static double
element(const json_t *array, size_t k)
{
    return json_number_value(json_array_get(array, k));
}

static void
check_option(const json_t *part, const json_t *persons, size_t j, size_t o)
{
    const struct irt_responses *data = estimation.data;
    const json_t *groups = json_object_get(part, "groups");
    double counted = 0, sum = 0;

    for (size_t i = 0; i < data->rows; i++) /* everybody answered some other item */
        counted += data->raw[i * data->items + j] == o;
    for (size_t g = 0; g < json_array_size(groups); g++) {
        sum += element(groups, g);
        ck_assert_double_le(element(groups, g), element(persons, g));
    }
    ck_assert_double_eq(counted, sum);
    ck_assert_double_eq(json_number_value(json_object_get(part, "persons")), counted);
    ck_assert_str_eq(json_string_value(json_object_get(part, "option")),
                     data->option[j].name[o]);
    ck_assert_int_eq(json_integer_value(json_object_get(part, "score")),
                     data->option[j].score[o]);
    ck_assert_double_ge(json_number_value(json_object_get(part, "correlation")),
                        data->option[j].score[o] ? .2 : -.6);
}

START_TEST(json_counts_the_options)
{
    json_t *tree, *items;

    fit_keyed();
    tree = written_json();
    items = json_object_get(json_object_get(tree, "classical"), "items");
    ck_assert_uint_eq(json_array_size(items), 15);
    for (size_t j = 0; j < 15; j++) {
        json_t *item = json_array_get(items, j);
        json_t *options = json_object_get(item, "options");
        json_t *persons = json_object_get(item, "groups");
        json_t *none = json_object_get(item, "no_answer");
        double all = 0, missing = 0;

        ck_assert_uint_eq(json_array_size(options), 4);
        for (size_t g = 0; g < 4; g++) {
            all += element(persons, g);
            missing += element(none, g);
        }
        ck_assert_double_eq(all, 800);
        ck_assert_double_eq(missing,
                            800 - json_number_value(json_object_get(item, "persons")));
        for (size_t o = 0; o < 4; o++)
            check_option(json_array_get(options, o), persons, j, o);
    }
    json_decref(tree);
}
END_TEST

START_TEST(text_marks_the_right_options)
{
    char *text, line[100], *at;

    fit_keyed();
    text = written(ui_report_text);
    fits_eighty_columns(text);
    at = strstr(text, "chosen by, %        all   low   2nd   3rd  high        r");
    ck_assert_ptr_nonnull(at);
    for (size_t j = 0; j < 15; j++)
        for (size_t o = 0; o < 4; o++) {
            const struct irt_item_options *option = &estimation.data->option[j];

            snprintf(line, sizeof line, "%-6s  %-12s %-4s ",
                     o == 0 ? estimation.data->item_name[j] : "", option->name[o],
                     option->score[o] ? "*" : "");
            at = strstr(at, line);
            ck_assert_msg(at != NULL, "'%s'", line);
        }
    ck_assert_ptr_nonnull(strstr(text, "* what the key has"));
    free(text);
}
END_TEST

START_TEST(text_says_what_the_answers_say)
{
    struct irt_classical *c;
    char *text, line[200];

    fit_file(SAMPLE);
    c = irt_classical_new(estimation.data, IRT_PAIRWISE, NULL);
    text = written(ui_report_text);
    for (size_t j = 0; j < 5; j++) {
        snprintf(line, sizeof line, "\n%s%9.15g%9.4f%9.4f%12.4f%11.4f%10.4f\n",
                 estimation.data->item_name[j], c->item[j].persons, c->item[j].mean,
                 c->item[j].sd, c->item[j].difficulty, c->item[j].rest,
                 c->item[j].dropped);
        ck_assert_msg(strstr(text, line) != NULL, "%s", line);
    }
    snprintf(line, sizeof line, "coefficient α of the answers: %.4f\n", c->alpha);
    ck_assert_ptr_nonnull(strstr(text, line));
    ck_assert_ptr_nonnull(
        strstr(text, "sum of the answers of 1000 persons: mean 3.8190"));
    ck_assert_ptr_null(strstr(text, "chosen by"));
    irt_classical_free(c);
    free(text);
}
END_TEST

START_TEST(text_without_utf8_is_ascii)
{
    const char *file = scratch(odd);
    char *text;

    choices.options.se = _i == 0 ? IRT_SE_OAKES : IRT_SE_NONE;
    fit_file(file);
    strcpy(choices.file, "k\xc3\xa9.csv");
    report.ascii = true;
    text = written(ui_report_text);
    fits_eighty_columns(text);
    for (const char *c = text; *c != '\0'; c++)
        ck_assert_msg((*c >= ' ' && *c < 127) || *c == '\n', "byte %d", *c);
    ck_assert_ptr_nonnull(strstr(text, "theta"));
    ck_assert_ptr_nonnull(strstr(text, "k?.csv: "));
    ck_assert_ptr_nonnull(strstr(text, "set aside"));
    ck_assert_int_eq(strstr(text, "SE") != NULL, _i == 0);
    free(text);
    unlink(file);
}
END_TEST

START_TEST(colour_adds_only_colour)
{
    char *plain, *coloured, *to;

    fit_file(SAMPLE);
    plain = written(ui_report_text);
    report.colour = true;
    coloured = written(ui_report_text);
    ck_assert_ptr_nonnull(strchr(coloured, '\033'));
    to = coloured;
    for (const char *from = coloured; *from != '\0'; from++)
        if (*from == '\033')
            from += strcspn(from, "m");
        else
            *to++ = *from;
    *to = '\0';
    ck_assert_str_eq(coloured, plain);
    free(plain);
    free(coloured);
}
END_TEST

START_TEST(text_says_why_it_stopped)
{
    char *text;

    choices.options.max_cycles = 2;
    fit_file(SAMPLE);
    ck_assert(!estimation.fit->converged);
    text = written(ui_report_text);
    ck_assert_ptr_nonnull(strstr(text, "not converged in 2 cycles"));
    free(text);
}
END_TEST

static bool
stop_at_three(void *context, const struct irt_trace *trace)
{
    (void)context;
    return trace->rows < 4;
}

START_TEST(a_stopped_run_is_reported_as_it_stands)
{
    struct ui_watch watch = { stop_at_three, NULL, NULL };
    struct irt_error error;
    json_t *tree;

    strcpy(choices.file, SAMPLE);
    ck_assert(ui_estimation_read(&estimation, &choices, &error));
    ck_assert(ui_estimation_run(&estimation, &choices, &watch, &error));
    report = (struct ui_report){ .fit = estimation.fit,
                                 .choices = &choices,
                                 .trace = &estimation.trace };
    tree = written_json();
    ck_assert_str_eq(json_string_value(json_object_get(tree, "stopped")), "user");
    ck_assert(json_is_false(json_object_get(tree, "converged")));
    ck_assert_double_eq(number_at(tree, "cycles"), 3);
    ck_assert(isfinite(first_at(json_array_get(json_object_get(tree, "items"), 0), "a")));
    json_decref(tree);
}
END_TEST

/* --- writing ----------------------------------------------------------------------------- */

static writer *const writers[] = { ui_report_text, ui_report_json, ui_report_csv,
                                   ui_report_persons, ui_report_trace };

START_TEST(a_full_disk_is_an_error)
{
    struct irt_error error = { IRT_OK, "" };
    FILE *full = fopen("/dev/full", "w");

    if (full == NULL)
        return; /* no such device here */
    fit_file(SAMPLE);
    ck_assert(!writers[_i](&report, full, &error));
    ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
    fclose(full);
    ck_assert(!ui_report_file(&report, "/dev/full", writers[_i], &error));
    ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
    ck_assert_ptr_nonnull(strstr(error.message, "/dev/full"));
}
END_TEST

static bool
half(const struct ui_report *unused, FILE *out, struct irt_error *error)
{
    (void)unused;
    fputs("half", out);
    return irt_fail(error, IRT_NO_MEMORY, "no memory for the rest");
}

START_TEST(a_file_is_written_whole_or_not_at_all)
{
    char name[1000], old[10] = "";
    const char *file = scratch("old\n");
    struct irt_error error = { IRT_OK, "" };
    FILE *in;

    strcpy(name, file);
    ck_assert(!ui_report_file(&report, name, half, &error));
    ck_assert_int_eq(error.code, IRT_NO_MEMORY);
    in = fopen(name, "r");
    ck_assert_ptr_nonnull(fgets(old, sizeof old, in));
    ck_assert_str_eq(old, "old\n");
    fclose(in);
    ck_assert(!ui_report_file(&report, "/nonexistent/x", half, &error));
    ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
    unlink(name);
}
END_TEST

/* --- small parts --------------------------------------------------------------------------- */

static const char *const quoted[][2] = {
    { "plain", "plain" }, { "", "" },
    { "a,b", "\"a,b\"" }, { "say \"so\"", "\"say \"\"so\"\"\"" },
    { " x", "\" x\"" },   { "two\nlines", "\"two\nlines\"" },
    { "#x", "\"#x\"" },
};

START_TEST(names_are_quoted_where_they_need_it)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    ui_table_text(out, quoted[_i][0]);
    fclose(out);
    ck_assert_str_eq(text, quoted[_i][1]);
    free(text);
}
END_TEST

START_TEST(text_becomes_valid_utf8_or_ascii)
{
    char *utf8 = ui_plain_utf8("a\xff\tb\xce\xb8\x1b[2J");
    char *ascii = ui_plain_ascii("θ ≥ aθ, σ², ×, x̄ – ‘é’ 漢, S-X², G², X², RX²");

    ck_assert_str_eq(utf8, "a\xef\xbf\xbd\xef\xbf\xbd"
                           "b\xce\xb8\xef\xbf\xbd[2J");
    ck_assert_str_eq(ascii,
                     "theta >= a theta, sigma^2, x, x - '?' ?, S-X2, G2, X2, RX^2");
    free(utf8);
    free(ascii);
}
END_TEST

/* A trace of so many cycles whose largest change halves from cycle to cycle. */
static struct irt_trace
halving(size_t cycles)
{
    struct irt_trace trace;
    struct irt_error error;
    double psi = 0;

    irt_trace_init(&trace, 1, 0);
    for (size_t c = 0; c <= cycles; c++) {
        ck_assert(irt_trace_append(&trace, &psi, NULL, NULL, &error));
        trace.loglik[c] = -100 - pow(.5, (double)c);
        trace.max_change[c] = c == 0 ? NAN : pow(.5, (double)c);
    }
    return trace;
}

START_TEST(progress_foresees_the_end)
{
    struct irt_options options = irt_options_defaults();
    struct irt_trace trace = halving(8);

    options.tolerance = pow(.5, 13);
    ck_assert_double_eq_tol(ui_progress_cycles_left(&trace, &options), 5, 1e-9);
    options.max_cycles = 10;
    ck_assert_double_eq_tol(ui_progress_cycles_left(&trace, &options), 2, 1e-9);
    options.max_cycles = 500;
    options.tolerance = .1;
    ck_assert_double_eq_tol(ui_progress_cycles_left(&trace, &options), 1, 1e-9);
    irt_trace_clear(&trace);
    trace = halving(0);
    ck_assert_double_eq(ui_progress_cycles_left(&trace, &options), 500);
    irt_trace_clear(&trace);
}
END_TEST

START_TEST(progress_fits_any_width)
{
    struct irt_options options = irt_options_defaults();
    struct irt_trace trace = halving((size_t)_i);
    char line[400];

    for (int width = 0; width < 200; width++)
        for (int ascii = 0; ascii < 2; ascii++) {
            ui_progress_line(&trace, &options, 3.7, ascii, width, line, sizeof line);
            ck_assert_msg(ui_columns(line) <= width, "%d: %s", width, line);
            for (const char *c = line; ascii && *c != '\0'; c++)
                ck_assert(*c >= ' ' && *c < 127);
        }
    ck_assert_ptr_nonnull(strstr(line, "cycle "));
    ck_assert_ptr_nonnull(strstr(line, " left"));
    irt_trace_clear(&trace);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("report");
    TCase *cases = tcase_create("report");

    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, json_has_the_promised_keys_in_order);
    tcase_add_test(cases, json_numbers_read_back_exactly);
    tcase_add_test(cases, json_of_rasch_has_a_free_variance);
    tcase_add_test(cases, items_set_aside_stand_with_nulls);
    tcase_add_test(cases, csv_has_one_row_an_item);
    tcase_add_test(cases, information_has_one_row_a_theta);
    tcase_add_test(cases, persons_stand_in_the_order_of_the_rows);
    tcase_add_test(cases, persons_without_ids_are_numbered);
    tcase_add_loop_test(cases, trace_tells_every_cycle, 0, 2);
    tcase_add_test(cases, text_says_what_matters_in_eighty_columns);
    tcase_add_test(cases, many_categories_fit_eighty_columns);
    tcase_add_test(cases, columns_do_not_run_together);
    tcase_add_test(cases, text_has_the_formula_of_each_model);
    tcase_add_test(cases, json_counts_the_options);
    tcase_add_test(cases, text_marks_the_right_options);
    tcase_add_test(cases, text_says_what_the_answers_say);
    tcase_add_loop_test(cases, text_without_utf8_is_ascii, 0, 2);
    tcase_add_test(cases, colour_adds_only_colour);
    tcase_add_test(cases, text_says_why_it_stopped);
    tcase_add_test(cases, a_stopped_run_is_reported_as_it_stands);
    tcase_add_loop_test(cases, a_full_disk_is_an_error, 0,
                        sizeof writers / sizeof *writers);
    tcase_add_test(cases, a_file_is_written_whole_or_not_at_all);
    tcase_add_loop_test(cases, names_are_quoted_where_they_need_it, 0,
                        sizeof quoted / sizeof *quoted);
    tcase_add_test(cases, text_becomes_valid_utf8_or_ascii);
    tcase_add_test(cases, progress_foresees_the_end);
    tcase_add_loop_test(cases, progress_fits_any_width, 0, 12);
    suite_add_tcase(suite, cases);
    return suite;
}
