/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "school_facts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "truth.h"

/* --- facts --------------------------------------------------------------------------- */

void
ui_schools_drop(struct ui_session *session)
{
    free(session->school_count);
    free(session->school_truth);
    free(session->school_out);
    session->school_out = NULL;
    session->school_count = NULL;
    session->school_truth = NULL;
    session->truth_file[0] = '\0';
}

void
ui_schools_take(struct ui_session *session)
{
    size_t schools = ui_schools_count(session);
    char file[UI_PATH];

    ui_schools_drop(session);
    if (schools == 0)
        return;
    session->school_count = malloc(schools * sizeof *session->school_count);
    if (session->school_count &&
        !irt_school_counts(session->data, session->school_count)) {
        free(session->school_count);
        session->school_count = NULL;
    }
    /* Dealt schools have the names that simulated ones have, and nothing to do with them. */
    if (session->choices.schools == 0 &&
        ui_file_beside(session->choices.file, "schools", file, sizeof file) &&
        access(file, R_OK) == 0)
        ui_schools_read_truth(session, file, NULL);
}

bool
ui_schools_read_truth(struct ui_session *session, const char *file,
                      struct irt_error *error)
{
    size_t schools = ui_schools_count(session);
    double *truth;

    if (schools == 0)
        return irt_fail(error, IRT_BAD_USAGE, "the data have no schools");
    truth = malloc(schools * sizeof *truth);
    if (!truth)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the schools' true effects");
    if (!irt_school_truth_read(file, session->data, truth, error)) {
        free(truth);
        return false;
    }
    free(session->school_truth);
    session->school_truth = truth;
    snprintf(session->truth_file, sizeof session->truth_file, "%s", file);
    return true;
}

size_t
ui_schools_count(const struct ui_session *session)
{
    return session->data && session->data->school ? session->data->schools : 0;
}

/* --- the chosen one ------------------------------------------------------------------ */

size_t
ui_schools_chosen(const struct ui_session *session)
{
    if (session->model && session->model->groups > 1)
        return ui_session_group(session);
    return session->row < session->data->rows ? session->data->school[session->row] : 0;
}

void
ui_schools_choose(struct ui_session *session, size_t k)
{
    const struct irt_patterns *patterns = session->patterns;

    if (session->model && session->model->groups > 1) {
        session->pattern = patterns->first[k];
        session->row = patterns->row[session->pattern];
        return;
    }
    for (size_t i = 0; i < session->data->rows; i++)
        if (session->data->school[i] == k) {
            session->row = i;
            session->pattern = patterns->of_row[i];
            return;
        }
}

/* --- dropped out ---------------------------------------------------------------------- */

bool
ui_schools_is_out(const struct ui_session *session, size_t k)
{
    return session->school_out && session->school_out[k] &&
           strcmp(session->choices.estimator, "federated") == 0;
}

static bool
may_be_dropped(const struct ui_session *session, size_t k, struct irt_error *error)
{
    const struct irt_model *model = session->model;
    const char *name = session->data->school_name[k];
    size_t left = 0;

    for (size_t m = 0; m < session->data->schools; m++)
        left += m != k && !ui_schools_is_out(session, m);
    if (left == 0)
        return irt_fail(error, IRT_BAD_USAGE, "school '%.80s' is the last one left",
                        name);
    if (model && model->groups > 1 && model->anchor == k)
        return irt_fail(error, IRT_BAD_USAGE,
                        "school '%.80s' is the anchor: without it nothing says where the "
                        "effects lie",
                        name);
    return true;
}

/* The run, and the fits beside it, do without the school or have it again; a run that failed
 * starts anew. */
static void
tell_runs(struct ui_session *session, size_t k, bool out)
{
    if (session->ended && session->trouble.code != IRT_OK) {
        ui_session_reset(session);
        return;
    }
    for (int r = 0; r < UI_RIVALS; r++)
        if (session->rival[r].worker) {
            ui_worker_drop(session->rival[r].worker, k, out);
            ui_worker_run(session->rival[r].worker);
        }
    if (session->worker)
        ui_worker_drop(session->worker, k, out);
    session->ended = false;
}

bool
ui_schools_drop_out(struct ui_session *session, size_t k, bool out,
                    struct irt_error *error)
{
    size_t schools = ui_schools_count(session);

    if (strcmp(session->choices.estimator, "federated") != 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "one run over all rows has no school to leave out: estimator "
                        "federated lets schools drop out and come back");
    if (out && !may_be_dropped(session, k, error))
        return false;
    if (!session->school_out)
        session->school_out = calloc(schools + 1, sizeof *session->school_out);
    if (!session->school_out)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for schools that are out");
    session->school_out[k] = out;
    tell_runs(session, k, out);
    return true;
}

/* --- effects ------------------------------------------------------------------------- */

static bool
at_the_end(const struct ui_session *session)
{
    return session->fit && session->fit->effect && session->travel == 0;
}

/* The run's effect, and its error. */
static void
find_effect(const struct ui_session *session, size_t k, struct ui_school *school)
{
    const struct irt_model *model = session->model;

    school->effect = school->se = NAN;
    if (ui_schools_is_out(session, k))
        return;
    if (at_the_end(session)) {
        school->effect = session->fit->effect[k];
        school->se = session->fit->effect_se ? session->fit->effect_se[k] : NAN;
    } else if (model && model->groups > 1) {
        school->effect = ui_session_psi(session)[model->location + k];
    }
}

double
ui_schools_origin(const struct ui_session *session)
{
    const double *truth = session->school_truth;
    const struct irt_model *model = session->model;
    size_t known = 0;
    double sum = 0;

    if (model && model->anchor != IRT_NONE && model->groups > 1)
        return isnan(truth[model->anchor]) ? 0 : truth[model->anchor];
    for (size_t k = 0; k < session->data->schools; k++)
        if (!isnan(truth[k]) && !ui_schools_is_out(session, k)) {
            sum += truth[k];
            known++;
        }
    return known > 0 ? sum / (double)known : 0;
}

struct ui_school *
ui_schools_list(const struct ui_session *session)
{
    size_t schools = ui_schools_count(session);
    struct ui_school *list = calloc(schools + 1, sizeof *list);
    double zero = session->school_truth ? ui_schools_origin(session) : 0;

    for (size_t k = 0; list && k < schools; k++) {
        const struct irt_school_count *count =
            session->school_count ? &session->school_count[k] : NULL;

        list[k].persons = count ? count->persons : NAN;
        list[k].extreme = count ? (count->lowest + count->highest) / count->persons : NAN;
        find_effect(session, k, &list[k]);
        list[k].truth = session->school_truth ? session->school_truth[k] - zero : NAN;
        for (int r = 0; r < UI_RIVALS; r++) {
            const struct irt_fit *fit = session->rival[r].fit;

            list[k].rival[r] = fit && fit->effect && !ui_schools_is_out(session, k)
                                   ? fit->effect[k]
                                   : NAN;
        }
    }
    return list;
}

void
ui_schools_deal(const struct ui_session *session, int step, char *line, size_t size)
{
    size_t now = session->choices.schools;

    /* One school is none. */
    if (step > 0)
        now = now < 2 ? 2 : now + 1;
    else
        now = now <= 2 ? 0 : now - 1;
    if (now == 0)
        snprintf(line, size, "schools none");
    else
        snprintf(line, size, "schools %zu", now);
}

void
ui_schools_describe(const struct ui_session *session, char *out, size_t size)
{
    const struct irt_model *model = session->model;
    const struct irt_responses *data = session->data;

    snprintf(out, size, "none");
    if (!model)
        return;
    switch (model->effects) {
    case IRT_EFFECTS_NONE: break;
    case IRT_EFFECTS_FIXED:
        if (model->groups < 2)
            snprintf(out, size, "fixed, one school: s = 0");
        else if (model->centred)
            snprintf(out, size, "fixed, Σ s = 0");
        else
            snprintf(out, size, "fixed, s of %.60s = 0",
                     data->school_name[model->anchor]);
        break;
    case IRT_EFFECTS_RANDOM: snprintf(out, size, "random, s ~ N(0, τ²)"); break;
    case IRT_EFFECTS_AVERAGES: snprintf(out, size, "average scores, Σ s = 0"); break;
    case IRT_EFFECTS_GROUPS:
        snprintf(out, size, "groups, mean of %.60s = 0",
                 model->groups > 1 ? data->school_name[model->anchor] : "all");
        break;
    }
}
