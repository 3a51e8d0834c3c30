/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c -- a fit as JSON, key by key as the promise to scripts has it: the order of the
 * keys is fixed, numbers have 17 significant digits, what is undefined is null. */
#include "config.h"

#include "model/population.h"
#include "report/report.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/cell.h"
#include "data/classical.h"
#include "odd.h"
#include "report/classical.h"
#include "report/json_values.h"
#include "report/shape_json.h"
#include "report/table.h"
#include "statistic/statistic.h"

/* --- parts ------------------------------------------------------------------------ */

json_t *
ui_json_data(struct writer *w, const struct ui_report *report)
{
    const struct irt_responses *data = report->fit->data;
    json_t *part = json_object();

    put(w, part, "file", text(report->choices->file));
    put(w, part, "persons", count(data->persons));
    put(w, part, "items", count((double)data->items));
    put(w, part, "patterns", count((double)report->fit->patterns->count));
    put(w, part, "missing", count(data->missing));
    put(w, part, "schools", count((double)data->schools));
    return part;
}

static json_t *
settings_part(struct writer *w, const struct ui_report *report)
{
    const struct irt_options *options = &report->fit->options;
    const double range[] = { options->lo, options->hi };
    struct irt_node_plan plan = irt_options_nodes(options);
    json_t *part = json_object();
    char robust[40];

    put(w, part, "model", json_string(report->fit->model->kind->name));
    put(w, part, "estimator", json_string(report->fit->estimator->name));
    put(w, part, "nodes", json_string(irt_nodes_name(plan.nodes)));
    put(w, part, "points", count((double)(plan.each > 0 ? plan.each : plan.all)));
    put(w, part, "range",
        plan.nodes == IRT_NODES_GH || plan.nodes == IRT_NODES_SOBOL
            ? json_null()
            : numbers(w, range, 2));
    put(w, part, "tol", real(options->tolerance));
    put(w, part, "accelerate", json_string(irt_acceleration_name(options->accelerate)));
    if (options->lecture)
        put(w, part, "lecture", json_true());
    put(w, part, "seed", json_integer((json_int_t)options->seed));
    put(w, part, "effects", json_string(irt_effects_name(report->fit->model->effects)));
    irt_robust_text(options, robust, sizeof robust);
    put(w, part, "robust", json_string(robust));
    return part;
}

json_t *
ui_json_population(struct writer *w, const struct irt_fit *fit)
{
    const struct irt_model *model = fit->model;
    double sigma = fit->psi[model->sigma], mean[IRT_MAX_DIMS] = { 0 };
    double row[IRT_MAX_DIMS][IRT_MAX_DIMS], variance[IRT_MAX_DIMS];
    json_t *part = json_object(), *correlation = json_array();
    size_t c = model->correlation;

    for (size_t r = 0; r < model->dims; r++) {
        variance[r] = sigma * sigma;
        row[r][r] = 1;
        for (size_t s = r + 1; s < model->dims; s++)
            row[r][s] = row[s][r] = fit->psi[c++];
    }
    if (model->by_items)
        mean[0] = variance[0] = NAN; /* theta has no distribution */
    put(w, part, "mean", numbers(w, mean, model->dims));
    put(w, part, "variance", numbers(w, variance, model->dims));
    for (size_t r = 0; r < model->dims; r++)
        push(w, correlation, numbers(w, row[r], model->dims));
    put(w, part, "correlation", correlation);
    if (fit->quadrature->kind == IRT_NODES_EMPIRICAL) {
        put(w, part, "nodes", numbers(w, fit->quadrature->node, fit->quadrature->points));
        put(w, part, "weights",
            numbers(w, fit->quadrature->weight, fit->quadrature->points));
    }
    return part;
}

/* One entry a school or group, in the order of their names. */
static json_t *
schools_part(struct writer *w, const struct irt_fit *fit)
{
    const struct irt_responses *data = fit->data;
    const struct irt_model *model = fit->model;
    json_t *part = json_array();
    double *persons = calloc(data->schools + 1, sizeof *persons);

    if (persons == NULL) {
        w->failed = true;
        return part;
    }
    irt_school_persons(data, persons);
    for (size_t k = 0; k < data->schools; k++) {
        json_t *school = json_object();

        put(w, school, "name", text(data->school_name[k]));
        put(w, school, "persons", count(persons[k]));
        put(w, school, "effect", real(fit->effect[k]));
        put(w, school, "se", real(fit->effect_se[k]));
        if (model->effects == IRT_EFFECTS_GROUPS && model->groups > 1) {
            double sd = irt_group_sd(model, fit->psi, k);

            put(w, school, "variance", real(sd * sd));
        }
        push(w, part, school);
    }
    free(persons);
    return part;
}

/* What a federated run sent; nothing elsewhere. */
static json_t *
communication_part(struct writer *w, const struct irt_fit *fit)
{
    json_t *part;

    if (fit->rounds == 0)
        return nothing(w, "rounds bytes_up bytes_down");
    part = json_object();
    put(w, part, "rounds", count((double)fit->rounds));
    put(w, part, "bytes_up", count((double)fit->bytes_up));
    put(w, part, "bytes_down", count((double)fit->bytes_down));
    return part;
}

/* What a robust mode solved, where nothing is maximised. */
static json_t *
equations_part(struct writer *w, const struct irt_fit *fit)
{
    json_t *part = json_object();

    put(w, part, "norm", real(fit->equations_norm));
    put(w, part, "persons_counted", real(fit->counted));
    return part;
}

/* What an autoencoder has besides. */
static json_t *
neural_part(struct writer *w, const struct irt_fit *fit)
{
    const struct irt_neural_view *neural = &fit->neural;
    const struct irt_neural_options *options = &fit->options.neural;
    json_t *part = json_object(), *hidden = json_array();

    for (size_t k = 0; k < options->layers; k++)
        push(w, hidden, count((double)options->hidden[k]));
    put(w, part, "hidden", hidden);
    put(w, part, "posterior", json_string(options->full ? "full" : "diagonal"));
    put(w, part, "bound", json_string(options->importance ? "importance" : "elbo"));
    put(w, part, "samples", count((double)options->samples));
    put(w, part, "elbo", real(neural->elbo));
    put(w, part, "reconstruction", real(neural->reconstruction));
    put(w, part, "kl", real(neural->kl));
    put(w, part, "loglik_se", real(neural->loglik_se));
    put(w, part, "loglik_quadrature", real(fit->loglik_quadrature));
    put(w, part, "starts", count((double)neural->starts));
    put(w, part, "largest_difference", real(neural->largest_difference));
    return part;
}

/* An asymptote: null where the model has none, or the item was set aside. */
static json_t *
asymptote(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

/* What a set-aside item shows: one null of each. */
static void
nothing_known(struct irt_item_report *x)
{
    *x = (struct irt_item_report){ .a_count = 1, .d_count = 1, .b_count = 1 };
    x->a[0] = x->d[0] = x->b[0] = x->c = x->u = NAN;
}

/* The responses that count as category 0, 1 .. where these are not the same. */
static json_t *
codes(struct writer *w, const struct irt_item *item)
{
    json_t *array = json_array();

    for (unsigned code = 0; code < IRT_MISSING; code++)
        if (item->recode[code] != IRT_MISSING)
            push(w, array, json_integer((json_int_t)code));
    return array;
}

static bool
is_reversed(const struct ui_choices *choices, const char *name)
{
    const char *list = choices->reverse;
    struct irt_cell reversed;

    while (irt_list_next(&list, &reversed))
        if (irt_cell_equal(reversed, name))
            return true;
    return false;
}

static json_t *
item_part(struct writer *w, const struct ui_report *report, size_t column)
{
    const struct irt_fit *fit = report->fit;
    size_t j = fit->model->item_of_column[column];
    struct irt_item_report x, error;
    const char *model = fit->model->kind->name;
    json_t *part = json_object(), *se = json_object();

    nothing_known(&x);
    nothing_known(&error);
    if (j != IRT_NONE) {
        irt_fit_report(fit, j, &x, &error);
        if (fit->model->item[j].ops != fit->model->kind->item)
            model = fit->model->item[j].ops->name;
    }
    put(w, part, "name", text(fit->data->item_name[column]));
    if (fit->data->item_caption != NULL && fit->data->item_caption[column] != NULL)
        put(w, part, "caption", text(fit->data->item_caption[column]));
    put(w, part, "model", json_string(model));
    put(w, part, "categories", count(fit->data->categories[column]));
    if (j != IRT_NONE && fit->model->item[j].recode != NULL)
        put(w, part, "codes", codes(w, &fit->model->item[j]));
    if (is_reversed(report->choices, fit->data->item_name[column]))
        put(w, part, "reversed", json_true());
    put(w, part, "a", numbers(w, x.a, x.a_count));
    put(w, part, "d", numbers(w, x.d, x.d_count));
    put(w, part, "b", numbers(w, x.b, x.b_count));
    put(w, part, "c", asymptote(x.c));
    put(w, part, "u", asymptote(x.u));
    put(w, se, "a", numbers(w, error.a, x.a_count));
    put(w, se, "d", numbers(w, error.d, x.d_count));
    put(w, se, "b", numbers(w, error.b, x.b_count));
    put(w, se, "c", asymptote(error.c));
    put(w, se, "u", asymptote(error.u));
    put(w, part, "se", se);
    return part;
}

static json_t *
items_part(struct writer *w, const struct ui_report *report)
{
    json_t *items = json_array();

    for (size_t column = 0; column < report->fit->data->items; column++)
        push(w, items, item_part(w, report, column));
    return items;
}

/* Alpha is of the data alone; the others are statistics to be asked for. */
static json_t *
reliability_part(struct writer *w, const struct irt_classical *classical)
{
    json_t *part = nothing(w, "alpha omega marginal empirical");

    put(w, part, "alpha", classical != NULL ? real(classical->alpha) : json_null());
    return part;
}

/* Model and item fit: keys are there whether or not they were asked for. */
static json_t *
fit_part(struct writer *w, const struct ui_report *report,
         const struct irt_classical *classical)
{
    json_t *part = json_object();

    put(w, part, "m2", nothing(w, "value df p rmsea rmsea_low rmsea_high srmsr tli cfi"));
    put(w, part, "g2", nothing(w, "value df p"));
    put(w, part, "sx2", json_array());
    put(w, part, "infit", json_array());
    put(w, part, "q3", json_array());
    put(w, part, "ld", json_array());
    put(w, part, "dif", json_array());
    put(w, part, "reliability", reliability_part(w, classical));
    ui_statistics_json(w, part, report);
    return part;
}

json_t *
ui_json_warnings(struct writer *w, const struct ui_report *report)
{
    const struct ui_odd odd = { report->fit->data, report->findings, report->fit->model,
                                report->fit };
    json_t *warnings = json_array();
    char sentence[UI_ODD_TEXT];

    for (size_t k = 0; k < ui_odd_count(&odd); k++) {
        ui_odd_warning(&odd, k, sentence, sizeof sentence);
        push(w, warnings, text(sentence));
    }
    return warnings;
}

static json_t *
whole(struct writer *w, const struct ui_report *report)
{
    const struct irt_fit *fit = report->fit;
    struct irt_classical *classical = irt_classical_new(fit->data, IRT_PAIRWISE, NULL);
    json_t *tree = json_object();

    put(w, tree, "program", json_string("irtop"));
    put(w, tree, "version", json_string(PACKAGE_VERSION));
    put(w, tree, "format", json_integer(FORMAT));
    put(w, tree, "data", ui_json_data(w, report));
    put(w, tree, "settings", settings_part(w, report));
    put(w, tree, "converged", json_boolean(fit->converged));
    put(w, tree, "stopped", json_string(irt_stop_name(fit->stopped)));
    put(w, tree, "cycles", count((double)fit->cycles));
    put(w, tree, "evaluations", count((double)fit->evaluations));
    put(w, tree, "seconds", real(fit->seconds));
    put(w, tree, "loglik", real(fit->loglik));
    put(w, tree, "log_posterior",
        fit->model->priors > 0 ? real(fit->loglik + fit->log_prior) : json_null());
    put(w, tree, "parameters", count((double)irt_model_estimated(fit->model)));
    put(w, tree, "aic", real(fit->aic));
    put(w, tree, "bic", real(fit->bic));
    put(w, tree, "sabic", real(fit->sabic));
    put(w, tree, "max_gradient", real(fit->max_gradient));
    if (irt_options_robust(&fit->options) != IRT_ROBUST_NONE)
        put(w, tree, "equations", equations_part(w, fit));
    put(w, tree, "population", ui_json_population(w, fit));
    put(w, tree, "items", items_part(w, report));
    put(w, tree, "schools", schools_part(w, fit));
    put(w, tree, "communication", communication_part(w, fit));
    if (fit->neural.any)
        put(w, tree, "neural", neural_part(w, fit));
    put(w, tree, "privacy", nothing(w, "epsilon delta"));
    put(w, tree, "fit", fit_part(w, report, classical));
    put(w, tree, "classical", ui_json_classical(w, fit->data, classical));
    irt_classical_free(classical);
    if (report->sums != NULL)
        put(w, tree, "sum_scores", ui_json_sums(w, report->sums));
    put(w, tree, "structure", ui_json_structure(w, fit));
    if (report->comparison != NULL || report->no_comparison != NULL)
        put(w, tree, "comparison",
            ui_json_comparison(w, report->comparison, report->no_comparison));
    put(w, tree, "warnings", ui_json_warnings(w, report));
    return tree;
}

bool
ui_json_write(struct writer *w, json_t *tree, FILE *out, struct irt_error *error)
{
    char *string = NULL;

    if (tree != NULL && !w->failed)
        string = json_dumps(tree, JSON_INDENT(2) | JSON_PRESERVE_ORDER |
                                      JSON_REAL_PRECISION(17));
    json_decref(tree);
    if (string == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the JSON");
    fputs(string, out);
    putc('\n', out);
    free(string);
    return ui_table_done(out, error);
}

bool
ui_report_json(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    struct writer w = { false };

    return ui_json_write(&w, whole(&w, report), out, error);
}
