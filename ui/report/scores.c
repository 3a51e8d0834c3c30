/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scores.c -- what irtop score found: the scores in short, and of every row. */
#include "config.h"

#include "report/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "number.h"
#include "report/json_values.h"
#include "report/table.h"
#include "report/text_items.h"
#include "report/text_parts.h"
#include "score/summary.h"

#define NAME 22 /* an id is cut to it */

/* Without the sign of what rounds to 0. */
static double
rounded(double value)
{
    return fabs(value) < 5e-5 ? 0.0 : value;
}

static struct irt_score_summary
summarise(const struct ui_report *report, size_t d)
{
    return irt_score_summarise(report->fit->patterns, report->score + d,
                               report->score_se + d, report->fit->model->dims);
}

/* --- for people ------------------------------------------------------------------------ */

static void
fit_part(const struct ui_report *report, FILE *out)
{
    const struct irt_model *model = report->fit->model;
    const struct irt_model_kind *kind = model->kind;
    char *file = ui_report_foreign(report, ui_text_base_name(report->params));
    double sigma = report->fit->psi[model->sigma];
    char scale[100];

    if (model->dims > 1)
        snprintf(scale, sizeof scale, "%zu dimensions, variances 1", model->dims);
    else
        snprintf(scale, sizeof scale, "θ ~ N(0, %.4g)", sigma * sigma);
    ui_text_paragraph(report, out, "Fit", "%s: %s, %s; %zu nodes",
                      file != NULL ? file : "", kind->title, scale,
                      report->fit->quadrature->points);
    free(file);
}

static void
summary_part(const struct ui_report *report, FILE *out)
{
    static const char *const meaning[] = {
        [IRT_SCORE_EAP] = "EAP: mean and standard deviation of the posterior",
        [IRT_SCORE_MAP] = "MAP: mode of the posterior",
        [IRT_SCORE_ML] = "ML: maximum of the likelihood",
        [IRT_SCORE_WLE] = "WLE: Warm's weighted likelihood",
    };

    ui_text_paragraph(report, out, "Scores", "%s", meaning[report->fit->options.score]);
    for (size_t d = 0; d < report->fit->model->dims; d++) {
        struct irt_score_summary x = summarise(report, d);
        char dimension[48] = "", others[80] = "";

        if (report->fit->model->dims > 1)
            snprintf(dimension, sizeof dimension, "dimension %zu: ", d + 1);
        if (x.others > 0)
            snprintf(others, sizeof others, "; %s persons without a finite score",
                     ui_count(x.others).text);
        if (x.persons > 0)
            ui_text_paragraph(report, out, "",
                              "%smean %.4f, SD %.4f, from %.4f to %.4f, reliability "
                              "%.4f%s",
                              dimension, rounded(x.mean), x.sd, x.least, x.largest,
                              x.reliability, others);
        else
            ui_text_paragraph(report, out, "", "%snobody has a finite score", dimension);
    }
}

static void
number(FILE *out, double value)
{
    if (isfinite(value))
        fprintf(out, "%11.4f", value);
    else
        fprintf(out, "%11s", isnan(value) ? "-" : value > 0 ? "inf" : "-inf");
}

/* A person's id, or its row's number; cut, into out[size]. */
static void
show_id(const struct ui_report *report, size_t i, char *out, size_t size)
{
    const struct irt_responses *data = report->fit->data;
    char *id;

    snprintf(out, size, "%zu", i + 1);
    if (data->person_id == NULL)
        return;
    id = ui_report_foreign(report, data->person_id[i]);
    ui_fit_text(id != NULL ? id : "", NAME, out, size);
    free(id);
}

static int
id_width(const struct ui_report *report)
{
    char id[4 * NAME + 8];
    int widest = 4;

    for (size_t i = 0; i < report->fit->data->rows; i++) {
        show_id(report, i, id, sizeof id);
        widest = ui_columns(id) > widest ? ui_columns(id) : widest;
    }
    return widest;
}

static void
title_line(const struct ui_report *report, FILE *out, int width)
{
    size_t dims = report->fit->model->dims;
    char score[24], se[24];

    ui_text_colour(report, out, "1");
    fprintf(out, "%-*s", width, "id");
    if (report->fit->data->frequency != NULL)
        fprintf(out, "%10s", "frequency");
    for (size_t d = 1; d <= dims; d++) {
        snprintf(score, sizeof score, dims > 1 ? "score%zu" : "score", d);
        snprintf(se, sizeof se, dims > 1 ? "SE%zu" : "SE", d);
        fprintf(out, "%11s%11s", score, se);
    }
    ui_text_colour(report, out, "0");
    putc('\n', out);
}

static void
persons_part(const struct ui_report *report, FILE *out)
{
    const struct irt_responses *data = report->fit->data;
    size_t dims = report->fit->model->dims;
    int width = id_width(report);
    char id[4 * NAME + 8];

    putc('\n', out);
    title_line(report, out, width);
    for (size_t i = 0; i < data->rows; i++) {
        size_t at = report->fit->patterns->of_row[i] * dims;

        show_id(report, i, id, sizeof id);
        fprintf(out, "%s%*s", id, width - ui_columns(id), "");
        if (data->frequency != NULL)
            fprintf(out, "%10.15g", data->frequency[i]);
        for (size_t d = 0; d < dims; d++) {
            number(out, report->score[at + d]);
            number(out, report->score_se[at + d]);
        }
        putc('\n', out);
    }
}

static void
whole_text(const struct ui_report *report, FILE *out)
{
    ui_text_data(report, out);
    fit_part(report, out);
    summary_part(report, out);
    persons_part(report, out);
    if (report->sums != NULL) {
        putc('\n', out);
        ui_text_sums(report, out);
    }
    ui_text_warnings(report, out);
}

bool
ui_report_scores_text(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    return ui_text_write(report, whole_text, out, error);
}

/* --- JSON ------------------------------------------------------------------------------ */

/* A score may be infinite, which JSON has no number for. */
static json_t *
score(double value)
{
    return isinf(value) ? json_string(value > 0 ? "Inf" : "-Inf") : real(value);
}

static json_t *
scores(struct writer *w, const double *value, size_t dims)
{
    json_t *list = json_array();

    for (size_t d = 0; d < dims; d++)
        push(w, list, score(value[d]));
    return list;
}

static json_t *
settings(struct writer *w, const struct ui_report *report)
{
    json_t *part = json_object();

    put(w, part, "params", text(report->params));
    put(w, part, "model", json_string(report->fit->model->kind->name));
    put(w, part, "score", json_string(irt_score_name(report->fit->options.score)));
    return part;
}

static json_t *
summary(struct writer *w, const struct ui_report *report)
{
    size_t dims = report->fit->model->dims;
    double mean[IRT_MAX_DIMS], sd[IRT_MAX_DIMS], least[IRT_MAX_DIMS],
        largest[IRT_MAX_DIMS], reliability[IRT_MAX_DIMS];
    struct irt_score_summary x = { 0 };
    json_t *part = json_object();

    for (size_t d = 0; d < dims; d++) {
        x = summarise(report, d);
        mean[d] = x.mean;
        sd[d] = x.sd;
        least[d] = x.least;
        largest[d] = x.largest;
        reliability[d] = x.reliability;
    }
    put(w, part, "persons", count(x.persons));
    put(w, part, "infinite", count(x.others));
    put(w, part, "mean", numbers(w, mean, dims));
    put(w, part, "sd", numbers(w, sd, dims));
    put(w, part, "least", numbers(w, least, dims));
    put(w, part, "largest", numbers(w, largest, dims));
    put(w, part, "reliability", numbers(w, reliability, dims));
    return part;
}

static json_t *
head(struct writer *w, const struct ui_report *report)
{
    json_t *tree = json_object();

    put(w, tree, "program", json_string("irtop"));
    put(w, tree, "version", json_string(PACKAGE_VERSION));
    put(w, tree, "format", json_integer(FORMAT));
    put(w, tree, "data", ui_json_data(w, report));
    put(w, tree, "settings", settings(w, report));
    put(w, tree, "population", ui_json_population(w, report->fit));
    put(w, tree, "summary", summary(w, report));
    if (report->sums != NULL)
        put(w, tree, "sum_scores", ui_json_sums(w, report->sums));
    put(w, tree, "warnings", ui_json_warnings(w, report));
    return tree;
}

static json_t *
person(struct writer *w, const struct ui_report *report, size_t i)
{
    const struct irt_responses *data = report->fit->data;
    size_t dims = report->fit->model->dims;
    size_t at = report->fit->patterns->of_row[i] * dims;
    json_t *row = json_object();
    char number_of_row[32];

    snprintf(number_of_row, sizeof number_of_row, "%zu", i + 1);
    put(w, row, "id", text(data->person_id != NULL ? data->person_id[i] : number_of_row));
    put(w, row, "school",
        data->school != NULL ? text(data->school_name[data->school[i]]) : json_null());
    put(w, row, "frequency", count(irt_responses_frequency(data, i)));
    put(w, row, "score", scores(w, report->score + at, dims));
    put(w, row, "se", scores(w, report->score_se + at, dims));
    return row;
}

/* A person a line, each by itself: there may be a million. */
static void
persons(struct writer *w, const struct ui_report *report, FILE *out)
{
    for (size_t i = 0; i < report->fit->data->rows && !w->failed; i++) {
        json_t *row = person(w, report, i);

        fputs(i == 0 ? "\n    " : ",\n    ", out);
        if (row == NULL || w->failed ||
            json_dumpf(row, out, JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(17)) != 0)
            w->failed = !ferror(out);
        json_decref(row);
    }
}

bool
ui_report_scores_json(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    struct writer w = { false };
    json_t *tree = head(&w, report);
    char *string = NULL;

    if (tree != NULL && !w.failed)
        string = json_dumps(tree, JSON_INDENT(2) | JSON_PRESERVE_ORDER |
                                      JSON_REAL_PRECISION(17));
    json_decref(tree);
    if (string != NULL) {
        /* The persons go in before the brace that ends it. */
        fwrite(string, 1, strlen(string) - strlen("\n}"), out);
        fputs(",\n  \"persons\": [", out);
        persons(&w, report, out);
        fputs("\n  ]\n}\n", out);
        free(string);
    }
    if (string == NULL || w.failed)
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the JSON");
    return ui_table_done(out, error);
}
