/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/text_schools.h"

#include "canvas.h"
#include "model/population.h"
#include "report/text_items.h"

#include <math.h>
#include <stdlib.h>

#define NAME 22 /* a school's name is cut to it */

static void
explain_random(const struct irt_fit *fit, FILE *out)
{
    double tau = fit->psi[fit->model->tau], error = fit->se[fit->model->tau];
    char se[60] = "";

    if (isfinite(error))
        snprintf(se, sizeof se, " (SE %.4f)", error);
    fprintf(out, "s ~ N(0, τ²), τ = %.4f%s\n", tau, se);
    fprintf(out, "effects and their SE are posterior means and standard deviations\n");
}

/* What the numbers are, and what fixes the origin. */
static void
explain(const struct irt_fit *fit, FILE *out)
{
    const struct irt_model *model = fit->model;
    bool free_sigma = model->parameter[model->sigma].free != IRT_NONE;
    double variance = fit->psi[model->sigma] * fit->psi[model->sigma];
    char se[60] = "";

    if (isfinite(fit->variance_se))
        snprintf(se, sizeof se, " (SE %.4f)", fit->variance_se);
    if (model->effects == IRT_EFFECTS_GROUPS)
        fprintf(out, "θ ~ N(mean, SD²) by group; the mean of '%s' is 0%s\n",
                fit->data->school_name[model->anchor], free_sigma ? "" : ", its SD 1");
    else if (model->effects == IRT_EFFECTS_AVERAGES)
        fprintf(out, "fitted without schools; effects are average EAP scores that sum to "
                     "0\n");
    else if (free_sigma)
        fprintf(out, "θ ~ N(s, σ²) by school, σ² = %.4f%s; ", variance, se);
    else
        fprintf(out, "θ ~ N(s, 1) by school; ");
    if (model->effects == IRT_EFFECTS_GROUPS || model->effects == IRT_EFFECTS_AVERAGES)
        return;
    if (model->effects == IRT_EFFECTS_RANDOM) {
        explain_random(fit, out);
        return;
    }
    if (model->centred)
        fprintf(out, "the effects s sum to 0\n");
    else
        fprintf(out, "the effect of '%s' is 0\n", fit->data->school_name[model->anchor]);
}

static void
number(FILE *out, double value)
{
    if (isfinite(value))
        fprintf(out, "%10.4f", value);
    else
        fprintf(out, "%10s", "-");
}

static void
row(const struct ui_report *report, FILE *out, size_t k, double persons, int width)
{
    const struct irt_fit *fit = report->fit;
    const struct irt_model *model = fit->model;
    char *name = ui_report_foreign(report, fit->data->school_name[k]);
    char cut[4 * NAME + 1] = "";

    if (name != NULL)
        ui_fit_text(name, width, cut, sizeof cut);
    fprintf(out, "%s%*s%10.15g", cut, width - ui_columns(cut), "", persons);
    number(out, fit->effect[k]);
    number(out, fit->effect_se[k]);
    if (model->effects == IRT_EFFECTS_GROUPS && model->groups > 1) {
        number(out, irt_group_sd(model, fit->psi, k));
        number(out, fit->psi[model->sigma] * fit->se[model->spread + k]);
    }
    putc('\n', out);
    free(name);
}

static int
find_width(const struct irt_responses *data)
{
    int widest = 6;

    for (size_t k = 0; k < data->schools; k++) {
        int width = ui_columns(data->school_name[k]);

        widest = width > widest ? width : widest;
    }
    return widest < NAME ? widest : NAME;
}

void
ui_report_text_schools(const struct ui_report *report, FILE *out)
{
    const struct irt_fit *fit = report->fit;
    const struct irt_responses *data = fit->data;
    bool groups = fit->model->effects == IRT_EFFECTS_GROUPS && fit->model->groups > 1;
    double *persons;
    int width;

    if (fit->model->effects == IRT_EFFECTS_NONE || fit->effect == NULL ||
        (persons = calloc(data->schools + 1, sizeof *persons)) == NULL)
        return;
    irt_school_persons(data, persons);
    width = find_width(data);
    explain(fit, out);
    fprintf(out, "\n%-*s%10s%10s%10s", width, groups ? "group" : "school", "persons",
            groups ? "mean" : "effect", "SE");
    fprintf(out, groups ? "%10s%10s\n" : "\n", "SD", "SE");
    for (size_t k = 0; k < data->schools; k++)
        row(report, out, k, persons[k], width);
    free(persons);
}
