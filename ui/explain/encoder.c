/* SPDX-License-Identifier: GPL-3.0-or-later */
/* encoder.c -- what an autoencoder makes of a person's answers, and how far that is from the
 * posterior under the same items. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "encoded.h"

#define SHOWN_UNITS 8

enum { MEAN, SD };
enum { GAP, MARGINAL, RECONSTRUCTION, PRIOR };

static bool
open_encoded(struct ui_making *m, struct ui_encoded *encoded)
{
    *encoded = (struct ui_encoded){ .unit = NULL };
    if (!ui_needs_pattern(m))
        return false;
    if (m->q.pattern != m->session->pattern)
        return irt_fail(m->error, IRT_BAD_USAGE, "another pattern is chosen");
    if (m->q.column >= m->model->dims)
        return irt_fail(m->error, IRT_BAD_USAGE, "θ has %zu dimension%s", m->model->dims,
                        m->model->dims == 1 ? "" : "s");
    return ui_encoded_make(m->session, m->q.column, encoded, m->error);
}

static struct ui_short
dimension_of(const struct ui_making *m)
{
    struct ui_short out = { "" };

    if (m->model->dims > 1)
        snprintf(out.text, sizeof out.text, " of θ%zu", m->q.column + 1);
    return out;
}

/* --- the encoder --- */

/* An output of the last layer: its largest terms, unit times weight, the bias one of them. */
static void
print_output(struct ui_making *m, const struct ui_encoded *encoded, size_t output,
             const char *name)
{
    const struct irt_encoder *encoder = &m->shown->encoder;
    const struct irt_mlp *mlp = &encoder->mlp;
    size_t last = mlp->layers - 1, in = mlp->width[last], outs = mlp->width[last + 1];
    const double *W = encoder->weights + mlp->offset[last], *unit = encoded->unit;
    double *term = calloc(in + 1, sizeof *term), total = 0;
    double x[2 * UI_TERMS];
    struct ui_printed printed[2 * UI_TERMS], rest;
    struct ui_flow flow = { .sign = " + " };

    if (!term)
        return;
    for (size_t k = 0; k + 1 < last; k++)
        unit += mlp->width[k + 1];
    for (size_t i = 0; i <= in; i++)
        total += term[i] = W[i * outs + output] * (i < in ? unit[i] : 1);
    struct ui_terms terms = ui_choose_terms(term, in + 1, SHOWN_UNITS, true, total, 4);

    for (size_t k = 0; k < terms.shown; k++) {
        x[2 * k] = terms.which[k] < in ? unit[terms.which[k]] : 1;
        x[2 * k + 1] = W[terms.which[k] * outs + output];
    }
    ui_print_terms(ui_product_of, x, 2, (const int[]){ 4, 4 }, &terms, total, 4, printed,
                   &rest);
    ui_line(m, "%s = Σ_k h_k w_k over the %zu units of the last hidden layer,", name, in);
    ui_line(m, "and the bias (as h = 1); the largest terms:");
    for (size_t k = 0; k < terms.shown; k++) {
        char text[80];

        snprintf(text, sizeof text, "%.31s × %.31s", printed[2 * k].text,
                 printed[2 * k + 1].text);
        ui_flow_add(m, &flow, text);
    }
    ui_flow_end(m, &flow);
    if (terms.more)
        ui_line(m, "+ %s, of the %zu others", rest.text, terms.more);
    ui_line(m, "= %s", ui_printed(total, 4).text);
    free(term);
}

/* The standard deviation of dimension r where the posterior's covariance is full. */
static void
print_row(struct ui_making *m, const struct ui_encoded *encoded, size_t r)
{
    struct ui_flow flow = { .sign = " + " };

    ui_line(m, "the root of the sum of squares of row %zu of L, Σ = L L':", r + 1);
    for (size_t s = 0; s <= r; s++) {
        char text[60];

        snprintf(text, sizeof text, "%.31s²",
                 ui_printed(encoded->normal.L[r * m->model->dims + s], 4).text);
        ui_flow_add(m, &flow, text);
    }
    ui_flow_end(m, &flow);
}

bool
ui_explain_encoded(struct ui_making *m)
{
    struct ui_encoded encoded;
    size_t D = m->model->dims, r = m->q.column;

    if (open_encoded(m, &encoded)) {
        double sigma = m->shown->encoder.psi[m->model->sigma];

        m->out->value = m->q.row == MEAN ? encoded.gap.mean[r] : encoded.gap.sd[r];
        ui_title(m, "the encoder's %s%s",
                 m->q.row == MEAN ? "mean" : "standard deviation", dimension_of(m).text);
        snprintf(m->out->formula, sizeof m->out->formula, "%s",
                 m->q.row == MEAN ? "μ = W h + b" : "SD = exp(s), s = W h + b");
        if (m->q.row == MEAN) {
            print_output(m, &encoded, r, "μ");
        } else if (m->shown->encoder.full && r > 0) {
            print_row(m, &encoded, r);
        } else {
            print_output(m, &encoded, D + r, "s");
            ui_line(m, "exp(s) = %s",
                    ui_printed(irt_normal_sd(&encoded.normal, r), 4).text);
        }
        if (sigma != 1)
            ui_line(m, "times σ = %s: %s", ui_printed(sigma, 4).text,
                    ui_printed(m->out->value, 4).text);
        ui_encoded_clear(&encoded);
        return true;
    }
    ui_encoded_clear(&encoded);
    return false;
}

/* --- the posterior --- */

bool
ui_explain_exact(struct ui_making *m)
{
    struct ui_encoded encoded;
    bool made = open_encoded(m, &encoded);

    if (made) {
        const struct irt_gap *gap = &encoded.gap;
        size_t r = m->q.column;
        struct ui_quantity q = { .kind = UI_QUANTITY_GAP,
                                 .row = MARGINAL,
                                 .pattern = m->q.pattern };

        m->out->value = m->q.row == MEAN ? gap->exact_mean[r] : gap->exact_sd[r];
        ui_title(m, "the posterior's %s%s",
                 m->q.row == MEAN ? "mean" : "standard deviation", dimension_of(m).text);
        ui_line(m, m->q.row == MEAN
                       ? "E(θ | u) = ∫ θ P(u | θ) p(θ) dθ / P(u)"
                       : "the root of ∫ (θ - E(θ | u))² P(u | θ) p(θ) dθ / P(u)");
        ui_line(m, "under the items of the same cycle, summed over %zu steps from",
                gap->points);
        ui_line(m, "%s to %s%s: %s", ui_printed(gap->theta[0], 2).text,
                ui_printed(gap->theta[gap->points - 1], 2).text,
                m->model->dims > 1 ? ", and over the other dimensions" : "",
                ui_printed(m->out->value, 4).text);
        ui_operand(m, q, gap->log_marginal, "log P(u)");
    }
    ui_encoded_clear(&encoded);
    return made;
}

/* --- the gap --- */

static double
gap_of(const double *x, size_t n)
{
    (void)n;
    return x[0] - (x[1] - x[2]);
}

static void
print_gap(struct ui_making *m, const struct irt_gap *gap)
{
    static const char *const label[] = { "log P(u)", "E_q log P(u | θ)",
                                         "KL(q || prior)" };
    double x[] = { gap->log_marginal, gap->reconstruction, gap->prior_kl };
    struct ui_printed printed[3];

    ui_print_operands(gap_of, x, 3, (const int[]){ 4, 4, 4 }, gap->kl, 4, printed);
    ui_line(m, "%s - (%s - %s)", printed[0].text, printed[1].text, printed[2].text);
    ui_line(m, "= %s nats: what this person's evidence lower bound lacks of the",
            ui_printed(gap->kl, 4).text);
    ui_line(m, "log-likelihood; 0 where q is the posterior");
    for (size_t k = 0; k < 3; k++) {
        struct ui_quantity q = { .kind = UI_QUANTITY_GAP,
                                 .row = k + 1,
                                 .pattern = m->q.pattern };

        ui_operand(m, q, x[k], "%s", label[k]);
    }
}

/* -(1 + log s² - m² - s²) / 2 of one dimension, in units of the prior. */
static double
divergence_of(const double *x, size_t n)
{
    (void)n;
    return -0.5 * (1 + log(x[1] * x[1]) - x[0] * x[0] - x[1] * x[1]);
}

static void
print_prior_kl(struct ui_making *m, const struct ui_encoded *encoded)
{
    double x[] = { encoded->normal.mean[0], encoded->normal.L[0] };
    struct ui_printed printed[2];

    if (m->model->dims > 1) {
        ui_line(m, "½ (tr Σ⁻¹V + μ'Σ⁻¹μ - D + log |Σ| - log |V|), V the encoder's");
        ui_line(m, "covariance and Σ that of θ: %s", ui_printed(m->out->value, 4).text);
        return;
    }
    ui_print_operands(divergence_of, x, 2, (const int[]){ 4, 4 }, m->out->value, 4,
                      printed);
    ui_line(m, "-½ (1 + log s² - m² - s²), m = %s, s = %s%s", printed[0].text,
            printed[1].text,
            m->shown->encoder.psi[m->model->sigma] != 1 ? " (of θ / σ)" : "");
    ui_line(m, "= %s", ui_printed(m->out->value, 4).text);
}

static void
print_part(struct ui_making *m, const struct ui_encoded *encoded)
{
    switch (m->q.row) {
    case MARGINAL:
        ui_title(m, "log-likelihood of the answers");
        m->out->value = encoded->gap.log_marginal;
        ui_line(m, "log ∫ P(u | θ) p(θ) dθ, under the items of the same cycle");
        ui_line(m, "= %s", ui_printed(m->out->value, 4).text);
        break;
    case RECONSTRUCTION:
        ui_title(m, "reconstruction of the answers");
        m->out->value = encoded->gap.reconstruction;
        ui_line(m,
                "∫ q(θ) log P(u | θ) dθ: the answers' log-likelihood, on average over");
        ui_line(m, "the encoder's normal = %s", ui_printed(m->out->value, 4).text);
        break;
    default:
        ui_title(m, "divergence of the encoder's normal from the prior");
        m->out->value = encoded->gap.prior_kl;
        print_prior_kl(m, encoded);
    }
}

bool
ui_explain_gap(struct ui_making *m)
{
    struct ui_encoded encoded;
    bool made = open_encoded(m, &encoded);

    if (made && m->q.row == GAP) {
        ui_title(m, "from the encoder's normal to the posterior");
        snprintf(m->out->formula, sizeof m->out->formula,
                 "KL(q || p(θ | u)) = log P(u) - (E_q log P(u | θ) - KL(q || prior))");
        m->out->value = encoded.gap.kl;
        print_gap(m, &encoded.gap);
    } else if (made) {
        print_part(m, &encoded);
    }
    ui_encoded_clear(&encoded);
    return made;
}
