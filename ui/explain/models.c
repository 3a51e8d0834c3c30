/* SPDX-License-Identifier: GPL-3.0-or-later */
/* models.c -- the probability of an answer written out with its numbers, for each item
 * model: the logistic ones, with or without asymptotes, the graded one, and those that
 * divide by a total. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wrap.h"

#define P_FORM      6 /* decimals of a probability */
#define MOST_LINES  8 /* categories that have a line each */
#define MOST_DIGITS 15
#define COLUMNS     68

/* --- what is computed from printed numbers ------------------------------------------------ */

/* d + a theta, of d, a, theta */
static double
logit_of(const double *x, size_t n)
{
    (void)n;
    return x[0] + x[1] * x[2];
}

static double
logistic_of(const double *x, size_t n)
{
    (void)n;
    return 1.0 / (1.0 + exp(-x[0]));
}

/* P(x >= h), of d_h, a, theta */
static double
cumulative_of(const double *x, size_t n)
{
    double eta = logit_of(x, n);

    return logistic_of(&eta, 1);
}

/* c + (u - c) L, of c, u, L */
static double
asymptotic_of(const double *x, size_t n)
{
    (void)n;
    return x[0] + (x[1] - x[0]) * x[2];
}

static double
difference_of(const double *x, size_t n)
{
    (void)n;
    return x[0] - x[1];
}

/* exp of a sum of terms, each a number, a parameter, and theta or 1 */
static double
exponential_of(const double *x, size_t n)
{
    double eta = 0.0;

    for (size_t i = 0; i + 2 < n; i += 3)
        eta += x[i] * x[i + 1] * x[i + 2];
    return exp(eta);
}

/* Number x[n - 1] of the others, over their sum. */
static double
share_of(const double *x, size_t n)
{
    return x[(size_t)x[n - 1]] / ui_sum_of(x, n - 1);
}

/* The form, from P_FORM decimals on, in which value prints as text. */
static int
form_of(double value, const char *text)
{
    int form = P_FORM;

    for (int more = 0; more < MOST_DIGITS; more++, form += UI_MORE)
        if (strcmp(ui_printed(value, form).text, text) == 0)
            return form;
    return P_FORM;
}

/* --- logistic models ---------------------------------------------------------------------- */

/* "d + a θ = ...", with eta as text says it. */
static void
print_logit(struct ui_making *m, double d, double a, double theta,
            const struct ui_printed *logit)
{
    const double x[3] = { d, a, theta };
    double eta = logit_of(x, 3);
    struct ui_printed printed[3];
    int digits = 4;

    while (digits < MOST_DIGITS && ui_printed(eta, digits).value != logit->value)
        digits++;
    ui_print_operands(logit_of, x, 3, (const int[]){ 4, 4, 4 }, eta, digits, printed);
    ui_line(m, "d + a θ = %s + %s × %s = %s", printed[0].text, printed[1].text,
            printed[2].text, logit->text);
}

static void
print_logistic(struct ui_making *m, const double *par, double theta, unsigned category)
{
    double eta = par[1] + par[0] * theta, P = logistic_of(&eta, 1);
    struct ui_printed logit;

    ui_print_operands(logistic_of, &eta, 1, (const int[]){ 4 }, P, P_FORM, &logit);
    print_logit(m, par[1], par[0], theta, &logit);
    ui_line(m, "P(1) = 1 / (1 + exp(-(%s))) = %s", logit.text,
            ui_printed(P, P_FORM).text);
    if (category == 0)
        ui_line(m, "P(0) = 1 - P(1) = %s", ui_printed(1.0 - P, P_FORM).text);
}

/* d, then of each dimension the slope and theta */
static double
compensated_of(const double *x, size_t n)
{
    double eta = x[0];

    for (size_t i = 1; i + 1 < n; i += 2)
        eta += x[i] * x[i + 1];
    return eta;
}

/* par: a1, a2, .., d; those that the Q-matrix leaves out are 0 and left out. */
static void
print_compensatory(struct ui_making *m, const struct irt_item *item, const double *par,
                   const double *theta, unsigned category)
{
    double x[1 + 2 * IRT_MAX_DIMS] = { par[item->dims] };
    int form[1 + 2 * IRT_MAX_DIMS];
    struct ui_printed printed[1 + 2 * IRT_MAX_DIMS], logit;
    struct ui_flow flow = { .sign = " + " };
    size_t n = 1;

    for (size_t d = 0; d < item->dims; d++) {
        if (!item->loads[d])
            continue;
        x[n++] = par[d];
        x[n++] = theta[d];
    }
    for (size_t i = 0; i < n; i++)
        form[i] = 4;
    double eta = compensated_of(x, n), P = logistic_of(&eta, 1);
    ui_print_operands(logistic_of, &eta, 1, (const int[]){ 4 }, P, P_FORM, &logit);
    int digits = 4;
    while (digits < MOST_DIGITS && ui_printed(eta, digits).value != logit.value)
        digits++;
    ui_print_operands(compensated_of, x, n, form, eta, digits, printed);
    ui_line(m, "d and of each dimension a θ:");
    ui_flow_add(m, &flow, printed[0].text);
    for (size_t i = 1; i < n; i += 2) {
        char text[80];

        snprintf(text, sizeof text, "%s × %s", printed[i].text, printed[i + 1].text);
        ui_flow_add(m, &flow, text);
    }
    ui_flow_end(m, &flow);
    ui_line(m, "= %s, of which", logit.text);
    ui_line(m, "P(1) = 1 / (1 + exp(-(%s))) = %s", logit.text,
            ui_printed(P, P_FORM).text);
    if (category == 0)
        ui_line(m, "P(0) = 1 - P(1) = %s", ui_printed(1.0 - P, P_FORM).text);
}

/* par: a, d, c and, of a 4PL item, u */
static void
print_asymptotic(struct ui_making *m, const struct irt_item *item, const double *par,
                 double theta, unsigned category)
{
    bool upper = item->ops == &irt_item_4pl;
    double eta = par[1] + par[0] * theta;
    const double x[3] = { par[2], upper ? par[3] : 1.0, logistic_of(&eta, 1) };
    double P = asymptotic_of(x, 3);
    struct ui_printed printed[3], logit;

    ui_print_operands(asymptotic_of, x, 3, (const int[]){ 4, 4, P_FORM }, P, P_FORM,
                      printed);
    ui_print_operands(logistic_of, &eta, 1, (const int[]){ 4 }, x[2],
                      form_of(x[2], printed[2].text), &logit);
    print_logit(m, par[1], par[0], theta, &logit);
    ui_line(m, "logistic = 1 / (1 + exp(-(%s))) = %s", logit.text, printed[2].text);
    ui_line(m, "P(1) = %s + (%s - %s) × %s = %s", printed[0].text,
            upper ? printed[1].text : "1", printed[0].text, printed[2].text,
            ui_printed(P, P_FORM).text);
    if (category == 0)
        ui_line(m, "P(0) = 1 - P(1) = %s", ui_printed(1.0 - P, P_FORM).text);
}

/* --- the graded model --------------------------------------------------------------------- */

/* par: a, d_1, d_2 ..; "P(x ≥ h) = ...", printed as text says it. */
static void
print_cumulative(struct ui_making *m, const double *par, double theta, unsigned h,
                 const char *text)
{
    const double x[3] = { par[h], par[0], theta };
    double L = cumulative_of(x, 3);
    struct ui_printed printed[3];

    ui_print_operands(cumulative_of, x, 3, (const int[]){ 4, 4, 4 }, L, form_of(L, text),
                      printed);
    ui_line(m, "P(x ≥ %u) = logistic(%s × %s + %s) = %s", h, printed[1].text,
            printed[2].text, printed[0].text, text);
}

static void
print_graded(struct ui_making *m, const struct irt_item *item, const double *par,
             double theta, unsigned category)
{
    unsigned last = item->categories - 1;
    double x[2] = { 1.0, 0.0 };
    struct ui_printed printed[2];

    if (category > 0)
        x[0] = cumulative_of((const double[]){ par[category], par[0], theta }, 3);
    if (category < last)
        x[1] = cumulative_of((const double[]){ par[category + 1], par[0], theta }, 3);
    ui_print_operands(difference_of, x, 2, (const int[]){ P_FORM, P_FORM }, x[0] - x[1],
                      P_FORM, printed);
    ui_line(m, "logistic(x) stands for 1 / (1 + exp(-x))");
    if (category > 0)
        print_cumulative(m, par, theta, category, printed[0].text);
    if (category < last)
        print_cumulative(m, par, theta, category + 1, printed[1].text);
    ui_line(m, "P(%u) = %s - %s = %s", category, category > 0 ? printed[0].text : "1",
            category < last ? printed[1].text : "0",
            ui_printed(x[0] - x[1], P_FORM).text);
}

/* --- models that divide by a total -------------------------------------------------------- */

/* The terms of eta_h: of each a number, a parameter, and theta (then slope[] of the term)
 * or 1.  Returns how many numbers that makes; 0 also where there is no room for them. */
static size_t
list_terms(const struct irt_item *item, const double *par, double theta, unsigned h,
           double x[UI_EXPLAIN_OPERANDS], bool slope[UI_EXPLAIN_OPERANDS])
{
    size_t n = 0;

    for (size_t p = 0; p < item->count; p++) {
        double by[2] = { 0.0, 0.0 };

        item->ops->design(item, p, h, &by[0], &by[1]);
        for (int k = 0; k < 2; k++) {
            if (by[k] == 0.0)
                continue;
            if (n + 3 > UI_EXPLAIN_OPERANDS)
                return 0;
            slope[n / 3] = k == 0;
            x[n++] = by[k];
            x[n++] = par[p];
            x[n++] = k == 0 ? theta : 1.0;
        }
    }
    return n;
}

/* A long line over several. */
static void print_wrapped(struct ui_making *m, const char *format, ...) IRT_PRINTF(2, 3);

static void
print_wrapped(struct ui_making *m, const char *format, ...)
{
    char text[800], line[160];
    const char *left = text;
    bool first = true;
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    while (ui_wrap_line(&left, COLUMNS, line, sizeof line)) {
        ui_line(m, first ? "%s" : "    %s", line);
        first = false;
    }
}

/* A term after what stands in sum; by numbers of which the first is how often the second,
 * a parameter, is taken.  A slope of 1 goes without saying. */
static void
add_term(char *sum, size_t size, const double *x, const struct ui_printed *printed,
         bool slope)
{
    size_t length = strlen(sum);
    bool often = fabs(x[0]) != 1.0, one = slope && x[1] == 1.0;
    bool minus = often ? x[0] < 0.0 : (x[0] < 0.0) != (x[1] < 0.0);
    const char *par = printed[1].text;
    char times[40] = "";

    if (!often && par[0] == '-')
        par++;
    if (often)
        snprintf(times, sizeof times, "%g × ", fabs(x[0]));
    snprintf(sum + length, size - length, "%s%s%s%s%s",
             minus    ? length ? " - " : "-"
             : length ? " + "
                      : "",
             times, one ? "" : par, slope && !one ? " × " : "",
             slope ? printed[2].text : "");
}

/* So many digits that count, whatever the size. */
static struct ui_printed
significant(double value, int digits)
{
    struct ui_printed out;
    int power = value > 0.0 ? (int)floor(log10(value)) : 0;

    if (power < -3 || power > 5)
        snprintf(out.text, sizeof out.text, "%.*e", digits - 1, value);
    else
        snprintf(out.text, sizeof out.text, "%.*f",
                 digits > power ? digits - 1 - power : 0, value);
    out.value = strtod(out.text, NULL);
    return out;
}

/* "h = 2: exp(2 × 1.0380 × -3.4000 + 3.2130) = 0.021386", with as many decimals of the
 * parameters as it takes to print the result so. */
static void
print_exponential(struct ui_making *m, const struct irt_item *item, const double *par,
                  double theta, unsigned h, const struct ui_printed *result, int digits)
{
    double x[UI_EXPLAIN_OPERANDS], seen[UI_EXPLAIN_OPERANDS];
    struct ui_printed printed[UI_EXPLAIN_OPERANDS];
    bool slope[UI_EXPLAIN_OPERANDS];
    size_t n = list_terms(item, par, theta, h, x, slope);
    char sum[600] = "";

    for (int decimals = 4; decimals <= MOST_DIGITS; decimals++) {
        for (size_t i = 0; i < n; i++) {
            printed[i] = ui_printed(x[i], i % 3 == 0 ? 0 : decimals);
            if (ui_printed(x[i], 4).value == x[i])
                printed[i] = ui_printed(x[i], 4);
            seen[i] = printed[i].value;
        }
        if (strcmp(significant(exponential_of(seen, n), digits).text, result->text) == 0)
            break;
    }
    for (size_t i = 0; i + 2 < n; i += 3)
        add_term(sum, sizeof sum, x + i, printed + i, slope[i / 3]);
    print_wrapped(m, "h = %u: exp(%s) = %s", h, sum[0] ? sum : "0", result->text);
}

/* Both over and under the line with so many digits that count, as few as give P as it is
 * printed. */
static void
print_divided(struct ui_making *m, const struct irt_item *item, const double *par,
              double theta, unsigned category)
{
    size_t n = item->categories;
    double x[IRT_MAX_CATEGORIES + 1], seen[IRT_MAX_CATEGORIES + 1];
    double terms[UI_EXPLAIN_OPERANDS], P;
    bool slope[UI_EXPLAIN_OPERANDS];
    struct ui_printed printed[IRT_MAX_CATEGORIES], sum, wanted;
    int digits = 5;

    for (unsigned h = 0; h < n; h++)
        x[h] = exponential_of(terms, list_terms(item, par, theta, h, terms, slope));
    x[n] = seen[n] = category;
    P = share_of(x, n + 1);
    wanted = ui_printed(P, P_FORM);
    for (;; digits++) {
        for (size_t h = 0; h < n; h++) {
            printed[h] = significant(x[h], digits);
            seen[h] = printed[h].value;
        }
        sum = significant(ui_sum_of(seen, n), digits);
        if (digits == MOST_DIGITS ||
            strcmp(ui_printed(seen[category] / sum.value, P_FORM).text, wanted.text) == 0)
            break;
    }
    for (unsigned h = 0; h < n; h++)
        if (n <= MOST_LINES || h == category)
            print_exponential(m, item, par, theta, h, &printed[h], digits);
    ui_line(m, "the sum over all %zu categories: %s", n, sum.text);
    ui_fraction(m, printed[category].text, sum.text, wanted.text);
}

/* --- all of them -------------------------------------------------------------------------- */

bool
ui_print_model(struct ui_making *m, const struct irt_item *item, const double *par,
               const double *theta, unsigned category)
{
    const struct irt_item_ops *ops = item->ops;

    if (ui_is_logistic(item))
        print_logistic(m, par, *theta, category);
    else if (ops == &irt_item_m2pl)
        print_compensatory(m, item, par, theta, category);
    else if (ops == &irt_item_3pl || ops == &irt_item_4pl)
        print_asymptotic(m, item, par, *theta, category);
    else if (ops == &irt_item_grm)
        print_graded(m, item, par, *theta, category);
    else if (ops->design)
        print_divided(m, item, par, *theta, category);
    else
        return false;
    return true;
}

/* The kind tells a Rasch model from a 2PL, and a PCM from a GPCM; an item may have a model
 * of its own. */
static const struct irt_model_kind *
kind_of(const struct irt_model *model, const struct irt_item *item)
{
    return model->kind && model->kind->item == item->ops ? model->kind : NULL;
}

const char *
ui_model_formula(const struct irt_model *model, const struct irt_item *item)
{
    const struct irt_model_kind *kind = kind_of(model, item);

    return kind ? kind->formula : item->ops->formula;
}

const char *
ui_model_source(const struct irt_model *model, const struct irt_item *item)
{
    static const struct {
        const char *model, *source;
    } sources[] = {
        { "rasch", "Rasch 1960" },         { "pcm", "Masters 1982" },
        { "rsm", "Andrich 1978" },         { "gpcm", "Muraki 1992" },
        { "grm", "Samejima 1969" },        { "nrm", "Bock 1972" },
        { "4pl", "Barton and Lord 1981" },
    };
    const struct irt_model_kind *kind = kind_of(model, item);
    const char *name = kind ? kind->name : item->ops->name;

    if (item->dims > 1)
        return "McKinley and Reckase 1983";
    for (size_t k = 0; k < sizeof sources / sizeof sources[0]; k++)
        if (strcmp(name, sources[k].model) == 0)
            return sources[k].source;
    return "Birnbaum 1968";
}
