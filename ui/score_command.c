/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score_command.c -- irtop score: persons of new data by an earlier fit. */
#include "config.h"

#include "programs.h"

#include <stdlib.h>
#include <string.h>

#include "data/load.h"
#include "interrupt.h"
#include "model/population.h"
#include "output.h"
#include "plain.h"
#include "report/report.h"
#include "saved.h"
#include "score/score.h"
#include "score/sum_score.h"

/* Owns all it points to. */
struct scoring {
    struct irt_saved *saved;
    struct irt_responses *data;
    struct irt_patterns *patterns;
    struct irt_model *model;
    double *psi, *score, *se;
    struct irt_sum_scores *sums;
};

static void
clear(struct scoring *x)
{
    irt_sum_scores_free(x->sums);
    free(x->psi);
    free(x->score);
    free(x->se);
    irt_model_free(x->model);
    irt_patterns_free(x->patterns);
    irt_responses_free(x->data);
    irt_saved_free(x->saved);
}

static bool
read_files(const struct ui_options *options, struct scoring *x, struct irt_error *error)
{
    struct irt_load_options load = ui_choices_load(&options->choices);

    x->saved = ui_saved_read(options->params, error);
    x->data = x->saved != NULL ? irt_load(options->choices.file, &load, error) : NULL;
    if (x->data == NULL ||
        !irt_saved_prepare(x->saved, x->data, options->choices.file, error))
        return false;
    x->model = irt_model_restore(x->saved, x->data, error);
    if (x->model != NULL)
        x->patterns =
            irt_patterns_new(x->data, x->model->groups > 1 ? x->data->school : NULL,
                             x->model->groups, error);
    return x->patterns != NULL;
}

/* psi, and the weights of the nodes at its correlations. */
static bool
find_scores(const struct ui_options *options, struct scoring *x, struct irt_error *error)
{
    struct irt_quadrature *quadrature = x->saved->quadrature;
    size_t scores = x->patterns->count * x->model->dims + 1;

    x->psi = calloc(x->model->parameters, sizeof *x->psi);
    x->score = calloc(scores, sizeof *x->score);
    x->se = calloc(scores, sizeof *x->se);
    if (x->psi == NULL || x->score == NULL || x->se == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory to score");
    irt_model_start(x->model, x->psi);
    irt_population_weights(x->model, x->psi, quadrature, quadrature->weight);
    if (!irt_scores(options->choices.options.score, x->data, x->patterns, x->model,
                    x->psi, quadrature, options->choices.options.threads, x->score, x->se,
                    error))
        return false;
    if (options->sum_scores)
        x->sums =
            irt_sum_scores_new(x->data, x->patterns, x->model, x->psi, quadrature, error);
    return !options->sum_scores || x->sums != NULL;
}

static ui_report_writer *
writer_of(const struct ui_options *options)
{
    if (options->format == UI_FORMAT_TEXT)
        return ui_report_scores_text;
    if (options->format == UI_FORMAT_JSON)
        return ui_report_scores_json;
    return options->sum_scores ? ui_report_sums : ui_report_persons;
}

static bool
write_files(const struct ui_options *options, const struct scoring *x,
            struct irt_error *error)
{
    struct irt_fit fit = {
        .data = x->data,
        .patterns = x->patterns,
        .model = x->model,
        .options = options->choices.options,
        .quadrature = x->saved->quadrature,
        .psi = x->psi,
    };
    struct ui_report report = {
        .fit = &fit,
        .choices = &options->choices,
        .score = x->score,
        .score_se = x->se,
        .sums = x->sums,
        .params = options->params,
        .colour = ui_output_colour(options),
        .ascii = !ui_plain_locale_is_utf8(),
    };
    const struct ui_output output[] = {
        { options->persons, ui_report_persons, true },
        { options->output, writer_of(options), false },
    };

    return ui_output_write(&report, output, 2, error);
}

enum ui_status
ui_score_program(const struct ui_options *options)
{
    struct scoring x = { 0 };
    struct irt_error error = { IRT_OK, "" };
    bool done;

    ui_interrupt_mode(UI_INTERRUPT_ENDS);
    done = ui_can_write(options->output, &error) &&
           ui_can_write(options->persons, &error) && read_files(options, &x, &error) &&
           find_scores(options, &x, &error);
    if (done) {
        ui_interrupt_mode(UI_INTERRUPT_WAITS);
        done = write_files(options, &x, &error);
    }
    clear(&x);
    return done ? UI_STATUS_DONE : ui_complain(&error);
}
