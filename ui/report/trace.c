/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trace.c -- the history of a run as CSV: one row a cycle, row 0 is the start; what an
 * estimator adds of its own (vae: ELBO, reconstruction, KL, the bound held out) stands last. */
#include "config.h"

#include "report/report.h"

#include "report/table.h"

#define LABEL 512

/* The variance of theta stands last, where it is free; sigma is estimated. */
static bool
has_variance(const struct irt_model *model)
{
    return model->parameter[model->sigma].free != IRT_NONE;
}

static void
write_header(const struct irt_fit *fit, const struct irt_trace *trace, FILE *out)
{
    char label[LABEL];

    fputs("cycle,loglik,max_change,max_gradient", out);
    for (size_t k = 0; k < fit->model->parameters; k++) {
        if (k == fit->model->sigma)
            continue;
        irt_model_label(fit->model, fit->data, k, label, sizeof label);
        putc(',', out);
        ui_table_text(out, label);
    }
    if (has_variance(fit->model))
        fputs(",variance", out);
    for (size_t m = 0; m < trace->measures; m++)
        fprintf(out, ",%s", trace->measure_name[m]);
    putc('\n', out);
}

static void
write_row(const struct irt_model *model, const struct irt_trace *trace, size_t cycle,
          FILE *out)
{
    const double *psi = irt_trace_psi(trace, cycle);

    fprintf(out, "%zu,", cycle);
    ui_table_real(out, trace->loglik[cycle]);
    putc(',', out);
    ui_table_real(out, trace->max_change[cycle]);
    putc(',', out);
    ui_table_real(out, trace->max_gradient[cycle]);
    for (size_t k = 0; k < model->parameters; k++) {
        if (k == model->sigma)
            continue;
        putc(',', out);
        ui_table_real(out, psi[k]);
    }
    if (has_variance(model)) {
        putc(',', out);
        ui_table_real(out, psi[model->sigma] * psi[model->sigma]);
    }
    for (size_t m = 0; m < trace->measures; m++) {
        putc(',', out);
        ui_table_real(out, trace->measure[cycle * trace->measures + m]);
    }
    putc('\n', out);
}

bool
ui_report_trace(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    write_header(report->fit, report->trace, out);
    for (size_t cycle = 0; cycle < report->trace->rows; cycle++)
        write_row(report->fit->model, report->trace, cycle, out);
    return ui_table_done(out, error);
}
