/* SPDX-License-Identifier: GPL-3.0-or-later */
/* effect.c -- a school's effect: where its log-likelihood has its maximum, or its persons'
 * average score. */
#include "config.h"

#include "explain/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "estimate/school_look.h"
#include "school_facts.h"

#define SHOWN_ITEMS 12

/* The parameters that the effect is of. */
static const double *
find_psi(const struct ui_session *session)
{
    return session->fit && session->travel == 0 ? session->fit->psi
                                                : ui_session_psi(session);
}

static void
add_operands(struct ui_making *m, size_t k)
{
    const struct irt_model *model = m->model;
    const struct irt_fit *fit = m->session->fit;
    size_t place = model->location + k;
    struct ui_quantity q = { .kind = UI_QUANTITY_SE, .parameter = place };

    if (fit && fit->covariance && model->parameter[place].free != IRT_NONE)
        ui_operand(m, q, fit->se[place], "its standard error");
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];

        for (size_t p = 0; p < item->count; p++)
            if (model->parameter[item->first + p].slope) {
                q = (struct ui_quantity){ .kind = UI_QUANTITY_PARAMETER,
                                          .item = j,
                                          .parameter = item->first + p };
                ui_operand(m, q, ui_session_psi(m->session)[item->first + p], "%s",
                           ui_parameter_short(m, item->first + p).text);
                break;
            }
    }
}

/* Each item's part of the slope, and their sum. */
static void
print_slope(struct ui_making *m, const struct irt_school_look *look)
{
    size_t J = m->model->items;
    double total = ui_sum_of(look->slope, J);
    struct ui_terms terms =
        ui_choose_terms(look->slope, J, SHOWN_ITEMS, false, total, UI_FIXED + 4);
    struct ui_flow flow = { .sign = " + " };

    for (size_t t = 0; t < terms.shown; t++)
        ui_flow_add(m, &flow, ui_printed(look->slope[terms.which[t]], terms.form).text);
    ui_flow_end(m, &flow);
    if (terms.more)
        ui_line(m, "+ %s, of the %zu other items",
                ui_printed(terms.rest, terms.form).text, terms.more);
    ui_line(m, "= %s: %s", ui_printed(total, UI_FIXED + 4).text,
            fabs(total) < 0.01 ? "s is where the slope is 0"
            : total > 0        ? "s is still to rise"
                               : "s is still to fall");
}

static void
print_origin(struct ui_making *m, size_t k)
{
    const struct irt_model *model = m->model;
    const char *const *name = (const char *const *)m->session->data->school_name;

    if (model->effects == IRT_EFFECTS_RANDOM)
        ui_line(m, "and drawn towards 0 by s ~ N(0, τ²): the mean of its posterior");
    else if (model->anchor == k)
        ui_line(m, "held at 0: the others are measured from it");
    else if (model->centred)
        ui_line(m, "the same is taken off all effects, so that they sum to 0");
    else
        ui_line(m, "measured from %.40s, whose effect is 0", name[model->anchor]);
}

/* Estimated with the items. */
static bool
explain_location(struct ui_making *m, size_t k)
{
    const struct ui_session *session = m->session;
    const double *psi = find_psi(session);
    const char *name = session->data->school_name[k];
    struct irt_school_look *look;

    m->out->value = psi[m->model->location + k];
    ui_title(m, "%s %.40s",
             m->model->effects == IRT_EFFECTS_GROUPS ? "mean of group"
                                                     : "effect of school",
             name);
    snprintf(m->out->formula, sizeof m->out->formula,
             "∂ℓ_k/∂s = Σ_j a_j Σ_n (r̄_jn - n̄_jn P_j(σX_n + s)) = 0");
    look = irt_school_look_new(session->data, session->patterns, m->model, psi,
                               session->quadrature, k, m->error);
    if (!look)
        return false;
    ui_line(m, "s moves all curves of the school alike, until its persons answer");
    ui_line(m, "as the model expects: each item's part of the slope of ℓ_k there,");
    print_slope(m, look);
    ui_line(m, "the mean of its persons' posteriors is %.4f", look->mean);
    irt_school_look_free(look);
    print_origin(m, k);
    ui_line(m, "s = %s", ui_printed(m->out->value, UI_FIXED + 4).text);
    add_operands(m, k);
    return true;
}

/* The mean EAP of each school's persons, into mean[schools]. */
static void
find_means(const struct ui_session *session, double *mean)
{
    const struct irt_responses *data = session->data;

    for (size_t k = 0; k < data->schools; k++)
        mean[k] = 0;
    for (size_t i = 0; i < data->rows; i++)
        mean[data->school[i]] +=
            irt_responses_frequency(data, i) *
            session->score[IRT_SCORE_EAP][session->patterns->of_row[i]] /
            session->school_count[data->school[i]].persons;
}

/* Found after a fit that knows no schools. */
static bool
explain_average(struct ui_making *m, size_t k)
{
    const struct ui_session *session = m->session;
    size_t schools = session->data->schools;
    double *mean;

    if (!session->fit || !session->fit->effect || !session->score[IRT_SCORE_EAP] ||
        !session->school_count)
        return irt_fail(m->error, IRT_BAD_USAGE, "average scores come after the fit");
    mean = malloc(schools * sizeof *mean);
    if (!mean)
        return irt_fail(m->error, IRT_NO_MEMORY, "no memory for the schools' averages");
    find_means(session, mean);
    double all = ui_sum_of(mean, schools) / (double)schools;
    double x[2] = { mean[k], -all };
    struct ui_printed printed[2];

    m->out->value = mean[k] - all;
    free(mean);
    ui_title(m, "effect of school %.40s", session->data->school_name[k]);
    snprintf(m->out->formula, sizeof m->out->formula,
             "mean EAP of its persons - mean of these over schools");
    ui_print_operands(ui_sum_of, x, 2, (const int[]){ UI_FIXED + 4, UI_FIXED + 4 },
                      m->out->value, UI_FIXED + 4, printed);
    ui_line(m, "estimated as if all persons were of one population; their EAP");
    ui_line(m, "scores are drawn towards its mean 0, so their averages are too:");
    ui_line(m, "%s + (%s) = %s", printed[0].text, printed[1].text,
            ui_printed(m->out->value, UI_FIXED + 4).text);
    return true;
}

bool
ui_explain_effect(struct ui_making *m)
{
    size_t k = m->q.row;

    if (k >= ui_schools_count(m->session) || !ui_session_psi(m->session))
        return irt_fail(m->error, IRT_BAD_USAGE, "there is no such school");
    if (m->model->groups > 1)
        return explain_location(m, k);
    if (m->model->effects == IRT_EFFECTS_AVERAGES)
        return explain_average(m, k);
    return irt_fail(m->error, IRT_BAD_USAGE, "no effects are estimated (effects none)");
}
