/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_explain.c -- every number that opens: it is the engine's, its operands are what
 * they say, and the arithmetic on the printed digits gives the printed result. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explaining.h"
#include "power.h"
#include "suite.h"

static char scratch[64];

static void
set_up(void)
{
    rig_open(24, 80);
    made = malloc(sizeof *made);
    scratch[0] = '\0';
}

static void
tear_down(void)
{
    free(made);
    rig_close();
    if (scratch[0])
        unlink(scratch);
}

START_TEST(lecture_numbers_are_the_engines)
{
    lecture();
    command("step cycle");
    check_everything(1);
    command("until 3");
    check_everything(3);
    command("run");
    command("goto 1");
    check_everything(3);
    command("live");
    ck_assert(session()->ended);
    check_everything(3);
    check_fit();
}
END_TEST

static const char *const ways[][4] = {
    { "model 2pl", NULL },
    { "model 1pl", NULL },
    { "model rasch", NULL },
    { "nodes gh", "quad 15", NULL },
    { "nodes empirical", "quad 11", NULL },
    { "nodes empirical", "model rasch", "quad 11", NULL },
    { "accelerate ramsay", "quad 100", NULL },
    { "accelerate none", "criterion gradient", "tol 0.5", NULL },
    { "model 2pl", "prior a=lognormal(0,0.5)", "prior d=normal(0,2)", NULL },
    { "model 3pl", "quad 15", "max-cycles 40", NULL },
    { "model 2pl", "fix item2.a=0.8", "equal d", NULL },
    { "model m2pl", "quad 15", NULL },
};

START_TEST(every_way_of_estimating)
{
    command("load " LSAT6);
    for (size_t k = 0; ways[_i][k]; k++)
        command(ways[_i][k]);
    command("until 4");
    command("goto 3");
    check_everything(5);
    command("live");
    command("run");
    ck_assert(session()->ended);
    check_parameters();
    check_history();
    check_fit();
    check_scores();
    command("goto 2");
    check_everything(5);
}
END_TEST

START_TEST(missing_answers)
{
    FILE *out;

    strcpy(scratch, "/tmp/irtop-explain-XXXXXX");
    out = fdopen(mkstemp(scratch), "w");
    ck_assert_ptr_nonnull(out);
    fputs("x,y,z\n", out);
    for (unsigned i = 0; i < 60; i++)
        fprintf(out, "%u,%s,%u\n", i / 3 % 2, i % 4 ? (i % 5 < 2 ? "1" : "0") : "NA",
                i % 7 < 3);
    fclose(out);
    char line[100];
    snprintf(line, sizeof line, "load %s", scratch);
    command(line);
    command("step cycle 2");
    check_everything(4);
    struct ui_quantity q = { .kind = UI_QUANTITY_PROBABILITY, .item = 1 };
    ck_assert_double_eq(explain(q), 1.0);
    ck_assert_uint_eq(made->operands, 0);
}
END_TEST

/* 300 persons, three items of four categories, each leaning on the one before. */
static void
load_categories(void)
{
    FILE *out;
    unsigned state = 11, before = 0;
    char line[100];

    strcpy(scratch, "/tmp/irtop-explain-XXXXXX");
    out = fdopen(mkstemp(scratch), "w");
    ck_assert_ptr_nonnull(out);
    fputs("x,y,z\n", out);
    for (unsigned i = 0; i < 900; i++) {
        state = state * 1664525 + 1013904223;
        before = i % 3 && state % 5 < 2 ? before : state >> 30;
        fprintf(out, "%u%c", before, i % 3 < 2 ? ',' : '\n');
    }
    fclose(out);
    snprintf(line, sizeof line, "load %s", scratch);
    command(line);
}

static const char *const category_models[] = { "gpcm", "grm", "nrm", "rsm", "pcm" };

START_TEST(several_categories)
{
    char line[40];

    load_categories();
    snprintf(line, sizeof line, "model %s", category_models[_i]);
    command(line);
    command("quad 15");
    command("step cycle 3");
    const struct irt_expected *expected = ui_session_shown(session())->expected;
    struct ui_quantity q = { .kind = UI_QUANTITY_RBAR, .item = 1, .node = 7 };
    for (; q.category < 4; q.category++)
        descend(q, expected->r[expected->first[1] + q.category * 15 + 7], 0);
    check_pattern(3, 3);
    for (size_t j = 0; j < 3; j++)
        check_newton(j);
    check_parameters();
    check_history();
}
END_TEST

/* What a reader finds under a score of all wrong answers, and of others. */
START_TEST(scores_are_roots)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_EAP, .pattern = 0, .row = IRT_SCORE_ML };

    command("load " LSAT6);
    command("run");
    ck_assert(!ui_explain(session(), q, made, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "not there"));
    command("score ml");
    command("pause"); /* waits for what was asked */
    ck_assert(explain(q) == -INFINITY);
    ck_assert_ptr_nonnull(strstr(made->line[0], "towards minus infinity"));
    q.kind = UI_QUANTITY_EAP_SE;
    ck_assert(explain(q) == INFINITY);
    q.kind = UI_QUANTITY_EAP;
    q.pattern = 18; /* 10100 */
    ck_assert_double_eq_tol(explain(q), -2.2046, 1e-3);
    ck_assert_str_eq(made->name, "ML");
    ck_assert_str_eq(made->line[2], "= 0.0000");
}
END_TEST

START_TEST(loadings_open)
{
    struct irt_loadings x;
    struct ui_quantity q = { .kind = UI_QUANTITY_LOADING };

    command("load " LSAT6);
    command(_i == 0 ? "model 2pl" : "model rasch");
    command("run");
    for (q.item = 0; q.item < 5; q.item++) {
        irt_fit_loadings(session()->fit, q.item, &x, NULL);
        q.column = 0;
        descend(q, x.loading[0], 0);
        q.column = 1;
        descend(q, x.threshold[0], 0);
        q.column = 2;
        descend(q, x.communality, 0);
    }
    q.column = 3;
    q.item = 0;
    ck_assert(!ui_explain(session(), q, made, &error));
}
END_TEST

/* --- the published numbers ------------------------------------------------------------------- */

static size_t
pattern_10101(void)
{
    command("pattern 10101");
    return session()->pattern;
}

static void
expect(struct ui_quantity q, int decimals, const char *text)
{
    char printed[40];

    snprintf(printed, sizeof printed, "%.*f", decimals, explain(q));
    ck_assert_str_eq(printed, text);
}

static const char *
line_of(size_t k)
{
    return k < made->lines ? made->line[k] : "";
}

START_TEST(the_opened_posterior_of_the_lecture)
{
    lecture();
    command("step cycle");
    struct ui_quantity q = { .kind = UI_QUANTITY_POSTERIOR,
                             .pattern = pattern_10101(),
                             .node = 5 };

    expect(q, 8, "0.49483018");
    ck_assert_str_eq(made->title, "posterior at node 0.4444, pattern 10101");
    ck_assert_str_eq(made->formula, "p_l(X_n) = L_l(X_n) A_n / P_l");
    ck_assert_ptr_nonnull(strstr(line_of(0), "0.3213"));
    ck_assert_ptr_nonnull(strstr(line_of(1), "= 0.49483018"));
    q.node = 4;
    q.kind = UI_QUANTITY_LIKELIHOOD;
    expect(q, 8, "0.02214009");
    q.kind = UI_QUANTITY_PRODUCT;
    expect(q, 8, "0.00711361");
    q.kind = UI_QUANTITY_POSTERIOR;
    expect(q, 8, "0.31728951");
    q.kind = UI_QUANTITY_MARGINAL;
    expect(q, 8, "0.02241993");
    q = (struct ui_quantity){ .kind = UI_QUANTITY_RBAR, .category = 1, .node = 5 };
    const char *const rbar[] = { "374.1", "278.7", "206.0", "304.1", "351.3" };
    for (; q.item < 5; q.item++)
        expect(q, 1, rbar[q.item]);
    q = (struct ui_quantity){ .kind = UI_QUANTITY_NBAR, .node = 5 };
    expect(q, 1, "402.3");
    q = (struct ui_quantity){ .kind = UI_QUANTITY_SCORE, .item = 2, .step = 1 };
    q.parameter = session()->model->item[2].first + 1;
    expect(q, 3, "-82.123");
    q.step = 2;
    expect(q, 3, "4.348");
    q.kind = UI_QUANTITY_PARAMETER;
    expect(q, 4, "-0.3774");
    q.step = 3;
    expect(q, 4, "-0.3787");
    /* em-trace-lecture: log-likelihood before cycle 1, weights normalised. */
    expect((struct ui_quantity){ .kind = UI_QUANTITY_LOGLIK }, 6, "-3182.397008");
}
END_TEST

/* --- the printed digits ------------------------------------------------------------------------ */

/* A sum of products in text: reads numbers, × and +; a comma ends a line's arithmetic. */
static double
printed_sum(const struct ui_explanation *x, size_t lines)
{
    double sum = 0.0, product = 1.0;
    bool open = false;

    for (size_t k = 0; k < lines; k++)
        for (const char *at = x->line[k]; *at && *at != ','; at++) {
            if (strchr("0123456789", *at) || (*at == '-' && at[1] != ' ')) {
                char *end;

                product *= strtod(at, &end);
                open = true;
                at = end - 1;
            } else if (*at == '+') {
                sum += open ? product : 0.0;
                product = 1.0;
                open = false;
            }
        }
    return sum + product;
}

static double
result_of(const char *line)
{
    const char *equals = strrchr(line, '=');

    ck_assert_ptr_nonnull(equals);
    return strtod(equals + 1, NULL);
}

/* Half a unit of the last place a result is printed with. */
static double
half_unit(const char *line)
{
    const char *number = strrchr(line, '=') + 2, *point = strchr(number, '.');
    const char *power = strchr(number, 'e');
    size_t decimals = point ? strspn(point + 1, "0123456789") : 0;

    return 0.5000001 *
           pow(10.0, (power ? strtod(power + 1, NULL) : 0.0) - (double)decimals);
}

static void
check_printed(struct ui_quantity q, size_t first)
{
    explain(q);
    struct ui_explanation *x = made;
    const char *last = x->line[x->lines - 1];

    for (size_t k = x->lines; k-- > 0 && x->line[k][0] != '=';)
        last = x->line[k - 1]; /* a remark may follow the result */
    memmove(x->line[0], x->line[first], (UI_EXPLAIN_LINES - first) * sizeof x->line[0]);
    last -= first * sizeof x->line[0];
    double sum = printed_sum(x, (size_t)(last - x->line[0]) / sizeof x->line[0]);
    ck_assert_msg(fabs(sum - result_of(last)) <= half_unit(last),
                  "kind %d node %zu pattern %zu: %.12g, but '%s'", (int)q.kind, q.node,
                  q.pattern, sum, last);
}

START_TEST(printed_digits_give_the_printed_result)
{
    lecture();
    if (_i == 1) {
        command("lecture off");
        command("quad 61");
    }
    command("step cycle");
    size_t Q = ui_session_shown(session())->quadrature->points;
    for (size_t l = 0; l < 30; l += 3)
        for (size_t n = 0; n < Q; n += 1 + Q / 10) {
            struct ui_quantity q = { .pattern = l, .node = n };

            q.kind = UI_QUANTITY_LIKELIHOOD;
            check_printed(q, 1);
            q.kind = UI_QUANTITY_PRODUCT;
            check_printed(q, 0);
            q.kind = UI_QUANTITY_MARGINAL;
            check_printed(q, 0);
            q.kind = UI_QUANTITY_POSTERIOR;
            explain(q);
            ck_assert_uint_eq(made->lines, 3);
            double top = printed_sum(made, 1), bottom = strtod(made->line[2], NULL);
            ck_assert_msg(fabs(top / bottom - result_of(made->line[1])) <=
                              half_unit(made->line[1]),
                          "%s / %s %s", made->line[0], made->line[2], made->line[1]);
        }
    for (size_t j = 0; j < 5; j++)
        for (size_t n = 0; n < Q; n += 1 + Q / 10) {
            struct ui_quantity q = { .item = j, .node = n, .category = 1 };

            q.kind = UI_QUANTITY_NBAR;
            check_printed(q, 0);
            q.kind = UI_QUANTITY_RBAR;
            check_printed(q, 0);
        }
}
END_TEST

/* A line's arithmetic: numbers, + - × /, parentheses and exp. */
static double printed_value(const char **at);

static bool
take(const char **at, const char *sign)
{
    *at += strspn(*at, " ");
    if (strncmp(*at, sign, strlen(sign)) != 0)
        return false;
    *at += strlen(sign);
    return true;
}

static double
printed_factor(const char **at)
{
    double value;
    char *end;

    if (take(at, "logistic(") || take(at, "exp(") || take(at, "(")) {
        char function = (*at)[-2];

        value = printed_value(at);
        ck_assert_msg(take(at, ")"), "'%s'", *at);
        return function == 'p'   ? exp(value)
               : function == 'c' ? 1.0 / (1.0 + exp(-value))
                                 : value;
    }
    if (take(at, "-"))
        return -printed_factor(at);
    value = strtod(*at, &end);
    ck_assert_msg(end > *at, "'%s' is no number", *at);
    *at = end;
    return value;
}

static double
printed_value(const char **at)
{
    double sum = 0, sign = 1;

    do {
        double product = printed_factor(at);

        for (;;)
            if (take(at, "×"))
                product *= printed_factor(at);
            else if (take(at, "/"))
                product /= printed_factor(at);
            else
                break;
        sum += sign * product;
        sign = take(at, "-") ? -1 : 1;
    } while (sign < 0 || take(at, "+"));
    return sum;
}

/* "what = arithmetic = result", or "h = 3: arithmetic = result": it comes out.  Lines without
 * arithmetic are passed over; returns whether it was not. */
static bool
comes_out(const char *line)
{
    const char *last = strrchr(line, '='), *at = last;
    double value;

    while (at && at > line && at[-1] != '=' && at[-1] != ':')
        at--;
    if (!last || at == line || strstr(line, "P(1) =") == line + strcspn(line, "1") - 2 ||
        strstr(at, "P(") || strstr(line, "─"))
        return false;
    value = printed_value(&at);
    ck_assert_msg(at + strspn(at, " ") == last, "'%s' is left of '%s'", at, line);
    ck_assert_msg(fabs(value - result_of(line)) <= half_unit(line), "%.12g, but '%s'",
                  value, line);
    return true;
}

static const char *const all_models[] = { "rasch", "2pl", "3pl", "4pl", "m2pl",
                                          "gpcm",  "grm", "nrm", "rsm", "pcm" };

/* Of every model the opened P is written out, and each line's arithmetic comes out. */
START_TEST(probabilities_are_written_out)
{
    char line[40], joined[400], last[40];
    bool binary = _i < 5;
    struct ui_quantity q = { .kind = UI_QUANTITY_PROBABILITY };

    if (binary)
        command("load " LSAT6);
    else
        load_categories();
    snprintf(line, sizeof line, "model %s", all_models[_i]);
    command(line);
    command("quad 15");
    command("step cycle 2");
    for (q.pattern = 0; q.pattern < 20; q.pattern += 3)
        for (q.node = 0; q.node < 15; q.node += 2)
            for (q.item = 0; q.item < 3; q.item++) {
                size_t done = 0;

                snprintf(last, sizeof last, "= %.6f", explain(q));
                for (size_t k = 0; k < made->lines; k++) {
                    bool goes_on = k + 1 < made->lines && made->line[k + 1][0] == ' ' &&
                                   made->line[k + 1][3] == ' ' &&
                                   strncmp(made->line[k], "h = ", 4) == 0;

                    snprintf(joined, sizeof joined, "%s%s", made->line[k],
                             goes_on ? made->line[k + 1] : "");
                    done += comes_out(joined);
                    k += goes_on;
                }
                ck_assert_uint_ge(done, binary ? 1 : 2);
                for (size_t k = made->lines; k-- > 0 && !strstr(made->line[k], last);)
                    ck_assert_msg(k > 0 || explain(q) < 1e-5, "%s is not there", last);
            }
}
END_TEST

START_TEST(models_name_their_authors)
{
    static const char *const authors[] = { "Rasch",  "Birnbaum", "Birnbaum", "Barton",
                                           "Birnb",  "Muraki",   "Samejima", "Bock",
                                           "Andric", "Masters" };
    char line[40];

    if (_i < 5)
        command("load " LSAT6);
    else
        load_categories();
    snprintf(line, sizeof line, "model %s", all_models[_i]);
    command(line);
    command("step cycle");
    explain((struct ui_quantity){ .kind = UI_QUANTITY_PROBABILITY });
    ck_assert_msg(strstr(made->source, authors[_i]) == made->source, "%s", made->source);
}
END_TEST

/* Answers are named as the data have them, also where they do not begin at 0. */
START_TEST(answers_are_the_datas)
{
    FILE *out;
    char line[100];
    struct ui_quantity q = { .kind = UI_QUANTITY_PROBABILITY };

    strcpy(scratch, "/tmp/irtop-explain-XXXXXX");
    out = fdopen(mkstemp(scratch), "w");
    ck_assert_ptr_nonnull(out);
    fputs("x,y,z\n", out);
    for (unsigned i = 0; i < 60; i++)
        fprintf(out, "%u,%u,%u\n", 1 + i % 3, 1 + i / 3 % 3, 2 + i % 2);
    fclose(out);
    snprintf(line, sizeof line, "load %s", scratch);
    command(line);
    command("step cycle");
    explain(q); /* the first pattern begins with a 1 */
    ck_assert_str_eq(line_of(0), "answer 1 is category h = 0");
    q.kind = UI_QUANTITY_RBAR;
    q.category = 2;
    explain(q);
    ck_assert_ptr_nonnull(strstr(made->title, "r̄ of x, answer 3 (h = 2), at"));
    q.kind = UI_QUANTITY_RATIO;
    explain(q);
    ck_assert_ptr_nonnull(strstr(made->title, "share of answer 3 (h = 2) to x"));
}
END_TEST

/* --- what is not there --------------------------------------------------------------------------- */

static void
refuses(struct ui_quantity q)
{
    error.code = IRT_OK;
    error.message[0] = '\0';
    ck_assert_msg(!ui_explain(session(), q, made, &error), "kind %d", (int)q.kind);
    ck_assert_int_ne(error.code, IRT_OK);
    ck_assert_uint_gt(strlen(error.message), 10);
    ck_assert(isnan(made->value));
}

START_TEST(stages_that_are_not_done)
{
    static const enum ui_quantity_kind from[] = { UI_QUANTITY_LIKELIHOOD,
                                                  UI_QUANTITY_PRODUCT,
                                                  UI_QUANTITY_POSTERIOR,
                                                  UI_QUANTITY_NBAR };

    refuses((struct ui_quantity){ .kind = UI_QUANTITY_NODE });
    lecture();
    ck_assert_double_eq(explain((struct ui_quantity){ .kind = UI_QUANTITY_NODE }), -4.0);
    for (size_t stage = 0; stage <= 4; stage++) {
        for (size_t k = 0; k < 4; k++) {
            struct ui_quantity q = { .kind = from[k] };

            if (k >= stage)
                refuses(q);
            else
                explain(q);
        }
        refuses((struct ui_quantity){ .kind = UI_QUANTITY_SCORE, .parameter = 1 });
        refuses((struct ui_quantity){ .kind = UI_QUANTITY_CHANGE });
        refuses((struct ui_quantity){ .kind = UI_QUANTITY_SE });
        if (stage < 2)
            refuses((struct ui_quantity){ .kind = UI_QUANTITY_LOGLIK });
        if (stage < 3)
            refuses((struct ui_quantity){ .kind = UI_QUANTITY_EAP });
        explain((struct ui_quantity){ .kind = UI_QUANTITY_PARAMETER, .parameter = 1 });
        explain((struct ui_quantity){ .kind = UI_QUANTITY_CURVE, .category = 1 });
        command("step stage");
    }
    /* item1's first Newton step is done, item2's is not. */
    explain((struct ui_quantity){ .kind = UI_QUANTITY_SCORE, .parameter = 1, .step = 2 });
    refuses((struct ui_quantity){ .kind = UI_QUANTITY_SCORE, .parameter = 1, .step = 3 });
    refuses((struct ui_quantity){ .kind = UI_QUANTITY_PARAMETER, .step = 9 });
    refuses((struct ui_quantity){ .kind = UI_QUANTITY_SCORE, .item = 1, .parameter = 3 });
}
END_TEST

START_TEST(indices_that_are_not_there)
{
    static const size_t none = 123456;

    lecture();
    command("step cycle");
    for (int kind = 0; kind <= UI_QUANTITY_EAP_SE; kind++)
        for (int field = 0; field < 4; field++) {
            struct ui_quantity q = { .kind = (enum ui_quantity_kind)kind,
                                     .item = field == 0 ? none : 0,
                                     .node = field == 1 ? none : 0,
                                     .pattern = field == 2 ? none : 0,
                                     .parameter = field == 3 ? none : 1 };

            if (ui_explain(session(), q, made, &error))
                ck_assert(!isnan(made->value));
            else
                ck_assert_uint_gt(strlen(error.message), 10);
        }
    refuses((struct ui_quantity){ .kind = UI_QUANTITY_NODE, .node = none });
    refuses((struct ui_quantity){ .kind = UI_QUANTITY_MARGINAL, .pattern = none });
    refuses((struct ui_quantity){ .kind = UI_QUANTITY_NBAR, .item = none });
    refuses((struct ui_quantity){ .kind = UI_QUANTITY_RBAR, .category = 2 });
    refuses((struct ui_quantity){ .kind = UI_QUANTITY_PARAMETER, .parameter = none });
    refuses((struct ui_quantity){ .kind = UI_QUANTITY_LOGLIK, .row = none });
    refuses((struct ui_quantity){ .kind = (enum ui_quantity_kind)99 });
}
END_TEST

START_TEST(numbers_too_small_for_a_double)
{
    char text[40];

    ui_power_text(log(2.385) - 1000 * M_LN10, 3, text, sizeof text);
    ck_assert_str_eq(text, "2.385e-1000");
    ui_power_text(log(9.99999), 4, text, sizeof text);
    ck_assert_str_eq(text, "1.0000e+01");
    ui_power_text(-INFINITY, 4, text, sizeof text);
    ck_assert_str_eq(text, "0");
}
END_TEST

/* So many items that a likelihood underflows. */
START_TEST(a_thousand_items)
{
    FILE *out;
    char line[100];
    unsigned state = 7;

    strcpy(scratch, "/tmp/irtop-explain-XXXXXX");
    out = fdopen(mkstemp(scratch), "w");
    ck_assert_ptr_nonnull(out);
    for (unsigned i = 0; i < 40; i++)
        for (unsigned j = 0; j < 1500; j++) {
            state = state * 1664525 + 1013904223;
            fprintf(out, "%u%c", state >> 31, j + 1 < 1500 ? ',' : '\n');
        }
    fclose(out);
    snprintf(line, sizeof line, "load %s", scratch);
    command(line);
    command("quad 11");
    command("step cycle");
    const struct irt_snapshot *shown = ui_session_shown(session());
    double sum = 0.0;
    for (size_t n = 0; n < 11; n++) {
        struct ui_quantity q = { .kind = UI_QUANTITY_POSTERIOR, .node = n };

        sum += explain(q);
        q.kind = UI_QUANTITY_LIKELIHOOD;
        explain(q);
        ck_assert_ptr_nonnull(strstr(made->line[made->lines - 1], "e-"));
    }
    ck_assert_double_eq_tol(sum, 1.0, 1e-10);
    explain((struct ui_quantity){ .kind = UI_QUANTITY_MARGINAL });
    struct ui_quantity q = { .kind = UI_QUANTITY_LOGLIK };
    ck_same(explain(q), shown->loglik, q);
    q.kind = UI_QUANTITY_NBAR;
    q.node = 5;
    ck_same(explain(q), shown->expected->population[5], q);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("explain");
    TCase *tests = tcase_create("explain");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, lecture_numbers_are_the_engines);
    tcase_add_loop_test(tests, every_way_of_estimating, 0, sizeof ways / sizeof ways[0]);
    tcase_add_test(tests, missing_answers);
    tcase_add_loop_test(tests, several_categories, 0, 5);
    tcase_add_test(tests, scores_are_roots);
    tcase_add_loop_test(tests, loadings_open, 0, 2);
    tcase_add_test(tests, the_opened_posterior_of_the_lecture);
    tcase_add_loop_test(tests, printed_digits_give_the_printed_result, 0, 2);
    tcase_add_loop_test(tests, probabilities_are_written_out, 0, 10);
    tcase_add_loop_test(tests, models_name_their_authors, 0, 10);
    tcase_add_test(tests, answers_are_the_datas);
    tcase_add_test(tests, stages_that_are_not_done);
    tcase_add_test(tests, indices_that_are_not_there);
    tcase_add_test(tests, numbers_too_small_for_a_double);
    tcase_add_test(tests, a_thousand_items);
    suite_add_tcase(suite, tests);
    return suite;
}
