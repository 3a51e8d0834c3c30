/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "item_label.h"
#include "view/plane.h"

#define FLOW_COLUMNS 70
#define MOST_DIGITS  15

/* --- what is there ----------------------------------------------------------------------- */

bool
ui_needs_stage(struct ui_making *m, int stage)
{
    static const char *const what[] = { "the run has not begun", "E1, the likelihood",
                                        "E2, the marginal", "E3, the posterior",
                                        "E4, the artificial data" };

    if (m->stand.stages >= stage)
        return true;
    if (m->stand.stages == 0)
        return irt_fail(m->error, IRT_BAD_USAGE,
                        "this number comes with %s; the cycle has not begun (s does the "
                        "next stage)",
                        what[stage]);
    return irt_fail(m->error, IRT_BAD_USAGE,
                    "this number comes with %s; so far %s, is done (s does the next "
                    "stage)",
                    what[stage], what[m->stand.stages]);
}

bool
ui_needs_node(struct ui_making *m)
{
    if (m->stand.quadrature && m->q.node < m->stand.quadrature->points)
        return true;
    return irt_fail(m->error, IRT_BAD_USAGE, "there is no node %zu", m->q.node + 1);
}

bool
ui_needs_item(struct ui_making *m)
{
    if (m->model && m->q.item < m->model->items)
        return true;
    return irt_fail(m->error, IRT_BAD_USAGE, "the model has no item %zu", m->q.item + 1);
}

bool
ui_needs_pattern(struct ui_making *m)
{
    const struct irt_patterns *patterns = m->session->patterns;

    if (patterns && m->q.pattern < patterns->count)
        return true;
    return irt_fail(m->error, IRT_BAD_USAGE, "there is no pattern %zu", m->q.pattern + 1);
}

bool
ui_needs_parameter(struct ui_making *m)
{
    if (m->model && m->q.parameter < m->model->parameters)
        return true;
    return irt_fail(m->error, IRT_BAD_USAGE, "the model has no parameter %zu",
                    m->q.parameter + 1);
}

struct ui_quantity
ui_alike(const struct ui_making *m, enum ui_quantity_kind kind)
{
    struct ui_quantity q = m->q;

    q.kind = kind;
    return q;
}

const unsigned char *
ui_pattern_codes(const struct ui_making *m, size_t pattern)
{
    const struct irt_responses *data = m->session->data;

    return data->code + (size_t)m->session->patterns->row[pattern] * data->items;
}

/* --- text --------------------------------------------------------------------------------- */

void
ui_title(struct ui_making *m, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(m->out->title, sizeof m->out->title, format, arguments);
    va_end(arguments);
}

bool
ui_line(struct ui_making *m, const char *format, ...)
{
    va_list arguments;

    if (m->out->lines == UI_EXPLAIN_LINES)
        return false;
    va_start(arguments, format);
    vsnprintf(m->out->line[m->out->lines++], sizeof m->out->line[0], format, arguments);
    va_end(arguments);
    return true;
}

void
ui_operand(struct ui_making *m, struct ui_quantity quantity, double value,
           const char *format, ...)
{
    struct ui_operand *operand;
    va_list arguments;

    if (m->out->operands == UI_EXPLAIN_OPERANDS)
        return;
    operand = &m->out->operand[m->out->operands++];
    operand->quantity = quantity;
    operand->value = value;
    va_start(arguments, format);
    vsnprintf(operand->label, sizeof operand->label, format, arguments);
    va_end(arguments);
}

struct ui_short
ui_item_short(const struct ui_making *m, size_t item)
{
    struct ui_short out;

    ui_item_label(m->session, item, 20, out.text, sizeof out.text);
    return out;
}

struct ui_short
ui_pattern_short(const struct ui_making *m, size_t pattern)
{
    struct ui_short out;

    ui_pattern_text(m->session, pattern, 24, out.text, sizeof out.text);
    return out;
}

struct ui_short
ui_node_short(const struct ui_making *m, size_t node)
{
    struct ui_short out;

    ui_node_text(m->stand.quadrature, node, 4, out.text, sizeof out.text);
    return out;
}

/* --- numbers as a reader sees them ---------------------------------------------------------- */

struct ui_printed
ui_printed(double value, int form)
{
    int more = form / UI_MORE, decimals = form % UI_FIXED;
    bool fixed = form % UI_MORE >= UI_FIXED;
    int digits = decimals + more < MOST_DIGITS ? decimals + more : MOST_DIGITS;
    struct ui_printed out;

    snprintf(out.text, sizeof out.text, "%.*f", digits, value);
    if (strlen(out.text) >= sizeof out.text - 1 ||
        (!fixed && fabs(value) < pow(10.0, 1 - decimals) &&
         fabs(strtod(out.text, NULL) - value) > 1e-12 * fabs(value))) {
        digits = (decimals > 5 ? decimals - 2 : 3) + more;
        snprintf(out.text, sizeof out.text, "%.*e",
                 digits < MOST_DIGITS ? digits : MOST_DIGITS, value);
    }
    out.value = strtod(out.text, NULL);
    if (out.value == 0.0 && out.text[0] == '-')
        memmove(out.text, out.text + 1, strlen(out.text));
    return out;
}

/* What is exact needs no zeros after it. */
static struct ui_printed
printed_operand(double value, int form, int more)
{
    struct ui_printed plain = ui_printed(value, form);

    return plain.value == value ? plain : ui_printed(value, form + more * UI_MORE);
}

void
ui_print_operands(double (*f)(const double *x, size_t n), const double *x, size_t n,
                  const int *form, double result, int result_form, struct ui_printed *out)
{
    const struct ui_printed wanted = ui_printed(result, result_form);
    double seen[UI_EXPLAIN_OPERANDS];

    if (n > UI_EXPLAIN_OPERANDS)
        n = UI_EXPLAIN_OPERANDS;
    for (int more = 0; more <= MOST_DIGITS; more++) {
        for (size_t i = 0; i < n; i++) {
            out[i] = printed_operand(x[i], form[i], more);
            seen[i] = out[i].value;
        }
        if (strcmp(ui_printed(f(seen, n), result_form).text, wanted.text) == 0)
            return;
    }
}

double
ui_product_of(const double *x, size_t n)
{
    double product = 1.0;

    for (size_t i = 0; i < n; i++)
        product *= x[i];
    return product;
}

double
ui_sum_of(const double *x, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

double
ui_ratio_of(const double *x, size_t n)
{
    return ui_product_of(x, n - 1) / x[n - 1];
}

void
ui_fraction(struct ui_making *m, const char *top, const char *bottom, const char *result)
{
    char rule[160] = "";
    int a = ui_columns(top), b = ui_columns(bottom), w = (a > b ? a : b) + 2;
    size_t length = 0;

    for (int i = 0; i < w && length + 4 < sizeof rule; i++, length += 3)
        memcpy(rule + length, "─", 4);
    ui_line(m, "  %*s%s", (w - a) / 2, "", top);
    ui_line(m, "= %s  = %s", rule, result);
    ui_line(m, "  %*s%s", (w - b) / 2, "", bottom);
}

void
ui_flow_end(struct ui_making *m, struct ui_flow *flow)
{
    if (flow->line[0])
        ui_line(m, "%s", flow->line);
    flow->line[0] = '\0';
}

void
ui_flow_add(struct ui_making *m, struct ui_flow *flow, const char *text)
{
    const char *sign = flow->begun ? flow->sign : "  ";
    size_t length;

    if (ui_columns(flow->line) + ui_columns(sign) + ui_columns(text) > FLOW_COLUMNS)
        ui_flow_end(m, flow);
    if (flow->begun && !flow->line[0])
        sign += sign[0] == ' ';
    length = strlen(flow->line);
    snprintf(flow->line + length, sizeof flow->line - length, "%s%s", sign, text);
    flow->begun = true;
}

/* --- long sums -------------------------------------------------------------------------------- */

static bool
is_chosen(const struct ui_terms *terms, size_t i)
{
    for (size_t k = 0; k < terms->shown; k++)
        if (terms->which[k] == i)
            return true;
    return false;
}

static void
choose_largest(struct ui_terms *terms, const double *term, size_t n, size_t most)
{
    while (terms->shown < most) {
        size_t best = n;

        for (size_t i = 0; i < n; i++)
            if ((best == n || fabs(term[i]) > fabs(term[best])) && !is_chosen(terms, i))
                best = i;
        terms->which[terms->shown++] = best;
    }
}

static int
by_index(const void *a, const void *b)
{
    const size_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

struct ui_terms
ui_choose_terms(const double *term, size_t n, size_t most, bool by_size, double total,
                int form)
{
    struct ui_terms terms = { .form = form };
    const struct ui_printed wanted = ui_printed(total, form);

    if (most > UI_TERMS)
        most = UI_TERMS;
    if (most > n)
        most = n;
    if (most < n || by_size)
        choose_largest(&terms, term, n, most);
    else
        for (; terms.shown < n; terms.shown++)
            terms.which[terms.shown] = terms.shown;
    terms.more = n - terms.shown;
    for (size_t i = 0; terms.more && i < n; i++)
        if (!is_chosen(&terms, i))
            terms.rest += term[i];
    if (!by_size)
        qsort(terms.which, terms.shown, sizeof terms.which[0], by_index);
    for (int more = 0; more < MOST_DIGITS; more++, terms.form += UI_MORE) {
        double sum = terms.more ? ui_printed(terms.rest, terms.form).value : 0.0;

        for (size_t k = 0; k < terms.shown; k++)
            sum += ui_printed(term[terms.which[k]], terms.form).value;
        if (strcmp(ui_printed(sum, form).text, wanted.text) == 0)
            break;
    }
    return terms;
}

void
ui_print_terms(double (*f)(const double *x, size_t n), const double *x, size_t n,
               const int *form, const struct ui_terms *terms, double total,
               int total_form, struct ui_printed *out, struct ui_printed *rest)
{
    const struct ui_printed wanted = ui_printed(total, total_form);

    for (int more = 0, at = terms->form; more < MOST_DIGITS; more++, at += UI_MORE) {
        double sum = 0.0, seen[UI_EXPLAIN_OPERANDS];

        *rest = ui_printed(terms->more ? terms->rest : 0.0, at);
        for (size_t k = 0; k < terms->shown; k++) {
            ui_print_operands(f, x + k * n, n, form, f(x + k * n, n), at, out + k * n);
            for (size_t i = 0; i < n; i++)
                seen[i] = out[k * n + i].value;
            sum += f(seen, n);
        }
        if (strcmp(ui_printed(sum + rest->value, total_form).text, wanted.text) == 0)
            return;
    }
}
