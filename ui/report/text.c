/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c -- a fit as a plain report for people, 80 columns wide. */
#include "config.h"

#include "report/report.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "choices_neural.h"
#include "number.h"
#include "odd.h"
#include "plain.h"
#include "report/answers.h"
#include "report/classical.h"
#include "report/stop.h"
#include "report/table.h"
#include "report/text_items.h"
#include "session.h"
#include "report/text_parts.h"
#include "report/text_schools.h"
#include "statistic/statistic.h"

#define WIDTH  80
#define INDENT 16 /* of what stands beside a heading */

/* --- words --------------------------------------------------------------------------- */

void
ui_text_colour(const struct ui_report *report, FILE *out, const char *code)
{
    if (report->colour)
        fprintf(out, "\033[%sm", code);
}

/* Breaks text at blanks and keeps it right of INDENT.  Words may be UTF-8. */
static void
wrap(FILE *out, const char *text)
{
    int column = INDENT;
    char word[256];

    while (*text != '\0') {
        size_t length = strcspn(text, " ");

        snprintf(word, sizeof word, "%.*s", (int)length, text);
        if (column > INDENT && column + 1 + ui_columns(word) > WIDTH) {
            fprintf(out, "\n%*s", INDENT, "");
            column = INDENT;
        } else if (column > INDENT) {
            putc(' ', out);
            column++;
        }
        fwrite(text, 1, length, out);
        column += ui_columns(word);
        text += length + strspn(text + length, " ");
    }
    putc('\n', out);
}

void
ui_text_heading(const struct ui_report *report, FILE *out, const char *title)
{
    ui_text_colour(report, out, "1");
    fputs(title, out);
    ui_text_colour(report, out, "0");
    fprintf(out, "%*s", INDENT - ui_columns(title), "");
}

void
ui_text_paragraph(const struct ui_report *report, FILE *out, const char *title,
                  const char *format, ...)
{
    char text[1000];
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(text, sizeof text, format, arguments) < 0)
        text[0] = '\0';
    va_end(arguments);
    ui_text_heading(report, out, title);
    wrap(out, text);
}

/* --- parts ----------------------------------------------------------------------------- */

const char *
ui_text_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

static const char *
plural(double count)
{
    return count == 1 ? "" : "s";
}

void
ui_text_data(const struct ui_report *report, FILE *out)
{
    const struct irt_responses *data = report->fit->data;
    char *file = ui_report_foreign(report, ui_text_base_name(report->choices->file));
    double cells = data->persons * (double)data->items;
    char missing[100] = "nothing missing", schools[60] = "";

    if (data->missing > 0)
        snprintf(missing, sizeof missing, "%s answers missing (%.2g %%)",
                 ui_count(data->missing).text, 100 * data->missing / cells);
    if (data->schools > 0)
        snprintf(schools, sizeof schools, ", %zu %s", data->schools,
                 report->fit->model->effects == IRT_EFFECTS_GROUPS ? "groups"
                                                                   : "schools");
    ui_text_paragraph(report, out, "Data",
                      "%s: %s person%s, %zu item%s, %zu pattern%s%s, %s",
                      file != NULL ? file : "", ui_count(data->persons).text,
                      plural(data->persons), data->items, plural((double)data->items),
                      report->fit->patterns->count,
                      plural((double)report->fit->patterns->count), schools, missing);
    free(file);
}

/* An autoencoder's. */
static void
network_part(const struct ui_report *report, FILE *out)
{
    const struct irt_neural_options *neural = &report->fit->options.neural;
    char hidden[80], refine[80] = "";

    ui_show_hidden(report->choices, hidden, sizeof hidden);
    if (neural->refine > 0)
        snprintf(refine, sizeof refine,
                 "; then the importance-weighted bound of 16 samples or more");
    ui_text_paragraph(report, out, "Estimation",
                      "VAE: hidden units %s, %s posterior, %s of %zu sample%s%s; %zu "
                      "start%s",
                      hidden, neural->full ? "full" : "diagonal",
                      neural->importance ? "importance-weighted bound" : "ELBO",
                      neural->samples, plural((double)neural->samples), refine,
                      neural->starts, plural((double)neural->starts));
}

static void
settings_part(const struct ui_report *report, FILE *out)
{
    const struct irt_options *options = &report->fit->options;
    const struct irt_model_kind *kind = report->fit->model->kind;
    char nodes[120], dims[40] = "";

    if (options->dims > 1)
        snprintf(dims, sizeof dims, ", %zu dimensions", options->dims);
    ui_text_paragraph(report, out, "Model", "%s: %s%s%s%s", kind->title, kind->formula,
                      dims, report->choices->item_models[0] ? "; " : "",
                      report->choices->item_models);
    if (options->optimizer == IRT_OPTIMIZER_ADAM &&
        report->fit->estimator->likelihood == IRT_LIKELIHOOD_JOINT) {
        ui_text_paragraph(report, out, "Estimation",
                          "JML by Adam, learning rate %g, penalty %g",
                          options->learning_rate, options->penalty);
        return;
    }
    if (report->fit->estimator->likelihood != IRT_LIKELIHOOD_MARGINAL) {
        ui_text_paragraph(report, out, "Estimation", "%s, Newton's steps: %s",
                          report->fit->estimator->title, report->fit->estimator->summary);
        return;
    }
    if (report->fit->neural.any) {
        network_part(report, out);
        return;
    }
    ui_nodes_text(options, true, nodes, sizeof nodes);
    ui_text_paragraph(report, out, "Estimation", "%s, %s, acceleration %s%s",
                      report->fit->estimator->title, nodes,
                      irt_acceleration_name(options->accelerate),
                      options->lecture ? "; rounded as in the lecture" : "");
}

/* "1.2 MB" */
static void
print_bytes(uint64_t bytes, char *text, size_t size)
{
    static const char *const unit[] = { "bytes", "kB", "MB", "GB" };
    double value = (double)bytes;
    int u = 0;

    for (; value >= 1000 && u < 3; u++)
        value /= 1000;
    snprintf(text, size, u ? "%.3g %s" : "%.0f %s", value, unit[u]);
}

static void
messages_part(const struct ui_report *report, FILE *out)
{
    const struct irt_fit *fit = report->fit;
    char up[30], down[30];

    if (fit->rounds == 0)
        return;
    print_bytes(fit->bytes_up, up, sizeof up);
    print_bytes(fit->bytes_down, down, sizeof down);
    ui_text_paragraph(report, out, "Messages",
                      "%zu rounds; %s from the schools, %s to them", fit->rounds, up,
                      down);
}

static void
outcome_part(const struct ui_report *report, FILE *out)
{
    const struct irt_fit *fit = report->fit;
    char sentence[400];

    ui_stop_sentence(fit, report->trace, sentence, sizeof sentence);
    ui_text_heading(report, out, "Outcome");
    ui_text_colour(report, out, fit->converged ? "32" : "1;31");
    wrap(out, sentence);
    ui_text_colour(report, out, "0");
    fprintf(out, "%*s%zu %s, %.3g seconds\n", INDENT, "", fit->evaluations,
            fit->neural.any            ? "epochs"
            : fit->estimator->no_estep ? "cycles"
                                       : "E-steps",
            fit->seconds);
}

/* Two facts on a line. */
static void
pair(FILE *out, const char *left, const char *left_value, const char *right, double value)
{
    char number[40] = "-";

    if (isfinite(value))
        snprintf(number, sizeof number, "%.4f", value);
    fprintf(out, "%*s%-17s%14s     %-6s%14s\n", INDENT, "", left, left_value, right,
            number);
}

/* Where an autoencoder's log-likelihood comes from, the same by quadrature, and its bound. */
static void
bound_part(const struct irt_fit *fit, FILE *out)
{
    if (isfinite(fit->neural.loglik_se))
        fprintf(out, "%*sby importance sampling, Monte Carlo error %.2g", INDENT, "",
                fit->neural.loglik_se);
    else
        fprintf(out, "%*sby quadrature: training was not over", INDENT, "");
    if (isfinite(fit->neural.loglik_se) && isfinite(fit->loglik_quadrature))
        fprintf(out, ";\n%*sby quadrature, as EM has it: %.4f", INDENT, "",
                fit->loglik_quadrature);
    fprintf(out, "\n%*sELBO %.2f: reconstruction %.2f less KL %.2f\n", INDENT, "",
            fit->neural.elbo, fit->neural.reconstruction, fit->neural.kl);
}

static void
likelihood_part(const struct ui_report *report, FILE *out)
{
    const struct irt_fit *fit = report->fit;
    char loglik[40] = "-", parameters[40], gradient[40] = "-";

    if (isfinite(fit->loglik))
        snprintf(loglik, sizeof loglik, "%.4f", fit->loglik);
    if (isfinite(fit->max_gradient))
        snprintf(gradient, sizeof gradient, "%.1e", fit->max_gradient);
    snprintf(parameters, sizeof parameters, "%zu", irt_model_estimated(fit->model));
    putc('\n', out);
    static const char *const of[] = { "log-likelihood", "conditional ℓ", "joint ℓ" };
    bool robust = irt_options_robust(&fit->options) != IRT_ROBUST_NONE;
    if (robust && isfinite(fit->equations_norm))
        snprintf(gradient, sizeof gradient, "%.1e", fit->equations_norm);
    pair(out, of[fit->estimator->likelihood], loglik, "AIC", fit->aic);
    pair(out, "parameters", parameters, "BIC", fit->bic);
    pair(out, robust ? "equations' norm" : "largest gradient", gradient, "SABIC",
         fit->sabic);
    if (fit->neural.any)
        bound_part(fit, out);
    if (fit->model->priors > 0) {
        snprintf(loglik, sizeof loglik, "%.4f", fit->loglik + fit->log_prior);
        fprintf(out, "%*s%-17s%14s     the estimates are its maximum (MAP)\n", INDENT, "",
                "log posterior", loglik);
    }
}

static void
correlations_part(const struct irt_fit *fit, FILE *out)
{
    const struct irt_model *model = fit->model;

    fprintf(out, "θ ~ N(0, Σ), variances 1, correlations%s:",
            model->correlations_free ? "" : " fixed");
    for (size_t k = model->correlation; k < model->parameters; k++) {
        fprintf(out, " %s = %.4f", model->parameter[k].name, fit->psi[k]);
        if (isfinite(fit->se[k]))
            fprintf(out, " (SE %.4f)", fit->se[k]);
    }
    putc('\n', out);
}

static void
population_part(const struct ui_report *report, FILE *out)
{
    const struct irt_fit *fit = report->fit;
    double sigma = fit->psi[fit->model->sigma];
    char se[60] = "";

    if (fit->model->dims > 1) {
        correlations_part(fit, out);
        return;
    }
    if (fit->model->effects != IRT_EFFECTS_NONE) {
        ui_report_text_schools(report, out);
        return;
    }
    if (fit->model->by_items) {
        fprintf(out, fit->model->kind->slope_fixed
                         ? "the mean of the difficulties is 0; θ has no distribution\n"
                         : "θ of the persons has mean 0 and SD 1, and no distribution\n");
        return;
    }
    if (fit->model->parameter[fit->model->sigma].free == IRT_NONE) {
        fprintf(out, "θ ~ N(0, 1), which fixes the scale\n");
        return;
    }
    if (isfinite(fit->variance_se))
        snprintf(se, sizeof se, " (SE %.4f)", fit->variance_se);
    fprintf(out, "θ ~ N(0, σ²), σ² = %.4f%s\n", sigma * sigma, se);
}

/* What the data alone say of the test. */
static void
classical_part(const struct ui_report *report, FILE *out)
{
    struct irt_classical *classical =
        irt_classical_new(report->fit->data, IRT_PAIRWISE, NULL);

    ui_text_classical(report, classical, out);
    ui_text_answers(report, out);
    irt_classical_free(classical);
}

void
ui_text_warnings(const struct ui_report *report, FILE *out)
{
    const struct ui_odd odd = { report->fit->data, report->findings, report->fit->model,
                                report->fit };
    char sentence[UI_ODD_TEXT];

    if (ui_odd_count(&odd) > 0)
        putc('\n', out);
    for (size_t k = 0; k < ui_odd_count(&odd); k++) {
        const struct irt_finding *finding = ui_odd_finding(&odd, k);
        bool warning = finding != NULL && finding->severity == IRT_WARNING;
        char *text;

        ui_odd_warning(&odd, k, sentence, sizeof sentence);
        text = ui_report_foreign(report, sentence);
        ui_text_paragraph(report, out, warning ? "Warning" : "Note", "%s",
                          text != NULL ? text : "");
        free(text);
    }
}

/* The likelihood-ratio test against another fit, or why there is none. */
static void
comparison_part(const struct ui_report *report, FILE *out)
{
    char sentence[400];

    if (report->comparison == NULL && report->no_comparison == NULL)
        return;
    putc('\n', out);
    if (report->comparison != NULL)
        irt_comparison_sentence(report->comparison, sentence, sizeof sentence);
    ui_text_paragraph(report, out, "Comparison", "%s",
                      report->comparison != NULL ? sentence : report->no_comparison);
}

static void
whole(const struct ui_report *report, FILE *out)
{
    ui_text_data(report, out);
    settings_part(report, out);
    messages_part(report, out);
    outcome_part(report, out);
    likelihood_part(report, out);
    ui_report_text_items(report, out);
    population_part(report, out);
    classical_part(report, out);
    ui_statistics_text(report, out);
    comparison_part(report, out);
    if (report->sums != NULL) {
        putc('\n', out);
        ui_text_sums(report, out);
    }
    ui_text_warnings(report, out);
}

bool
ui_text_write(const struct ui_report *report,
              void (*write)(const struct ui_report *report, FILE *out), FILE *out,
              struct irt_error *error)
{
    char *text = NULL, *ascii = NULL;
    size_t length;
    FILE *memory = open_memstream(&text, &length);
    bool made = memory != NULL;

    if (made) {
        write(report, memory);
        made = fclose(memory) == 0;
    }
    if (made && report->ascii)
        made = (ascii = ui_plain_ascii(text)) != NULL;
    if (made)
        fputs(ascii != NULL ? ascii : text, out);
    free(ascii);
    free(text);
    if (!made)
        return irt_fail(error, IRT_NO_MEMORY,
                        "there is not enough memory for the report");
    return ui_table_done(out, error);
}

bool
ui_report_text(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    return ui_text_write(report, whole, out, error);
}
