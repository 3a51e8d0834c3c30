/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.c -- data, choices, model and run, and what becomes of each when another
 * changes: new data or choices rebuild the model and drop the run. */
#include "config.h"

#include "session.h"

#include "model/population.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/doctor.h"
#include "data/load.h"
#include "estimate/estimator.h"
#include "examine.h"
#include "newton.h"
#include "retire.h"
#include "rivals.h"
#include "school_facts.h"
#include "truth.h"

void
ui_session_init(struct ui_session *session)
{
    memset(session, 0, sizeof *session);
    session->choices = ui_choices_defaults();
    irt_fail(&session->problem, IRT_BAD_DATA, "no data yet: load FILE reads some");
    session->quadrature = irt_options_quadrature(&session->choices.options, NULL);
}

/* --- dropping ----------------------------------------------------------------------- */

/* Drops the run; its thread ends in its own time. */
static void
drop_run(struct ui_session *session)
{
    ui_rivals_drop(session);
    ui_examine_drop(session);
    if (session->worker)
        ui_retire(session, (struct ui_retired){ .worker = session->worker });
    session->worker = NULL;
    session->running = session->busy = session->ended = false;
    session->waiting = session->stages = 0;
    session->fit = NULL;
    irt_shape_free(session->shape);
    session->shape = NULL;
    memset(session->score, 0, sizeof session->score);
    memset(session->score_se, 0, sizeof session->score_se);
    memset(session->score_asked, 0, sizeof session->score_asked);
    session->seconds = 0;
    session->travel = 0;
    session->past_ready = false;
    session->trouble.code = session->lost.code = IRT_OK;
    irt_trace_clear(&session->trace);
    irt_snapshot_clear(&session->live);
    ui_wire_clear(&session->wire);
    session->wire_round = 0;
    session->wire_watched[0] = session->wire_watched[1] = 0;
    irt_snapshot_clear(&session->past);
}

/* Drops the model, and with it the run. */
static void
drop_model(struct ui_session *session)
{
    drop_run(session);
    if (session->model)
        ui_retire(session, (struct ui_retired){ .model = session->model });
    session->model = NULL;
    free(session->start);
    session->start = NULL;
}

/* --- data, model, quadrature -------------------------------------------------------- */

static double
seconds_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct reading {
    struct irt_responses *data;
    struct irt_findings findings;
    double seconds;
};

static bool
read_data(const struct ui_choices *choices, struct reading *out, struct irt_error *error)
{
    struct irt_load_options options = ui_choices_load(choices);
    double start = seconds_now();

    out->data = irt_load(choices->file, &options, error);
    if (!out->data)
        return false;
    out->seconds = seconds_now() - start;
    if (irt_doctor(out->data, &options, &out->findings, error))
        return true;
    irt_findings_clear(&out->findings);
    irt_responses_free(out->data);
    return false;
}

static void
take_data(struct ui_session *session, const struct reading *reading)
{
    drop_model(session);
    ui_retire(session, (struct ui_retired){ .data = session->data,
                                            .patterns = session->patterns });
    session->data = reading->data;
    session->patterns = NULL;
    irt_findings_clear(&session->findings);
    session->findings = reading->findings;
    session->data_findings = session->findings.count;
    session->read_seconds = reading->seconds;
    session->loads++;
    session->item = session->pattern = session->row = 0;
}

/* Patterns are of one group each: where the model has other groups than they, they are
 * collapsed anew. */
static bool
find_patterns(struct ui_session *session, struct irt_error *error)
{
    size_t groups = session->model ? session->model->groups : 1;

    if (session->patterns && session->patterns->groups == groups)
        return true;
    ui_retire(session, (struct ui_retired){ .patterns = session->patterns });
    session->patterns =
        irt_patterns_new(session->data, groups > 1 ? session->data->school : NULL, groups,
                         error);
    session->pattern = 0;
    return session->patterns != NULL;
}

static void
make_model(struct ui_session *session)
{
    session->problem.code = IRT_OK;
    irt_findings_cut(&session->findings, session->data_findings);
    if (!session->data) {
        irt_fail(&session->problem, IRT_BAD_DATA, "no data yet: load FILE reads some");
        return;
    }
    /* Without memory the model will say so. */
    struct irt_model_options options = { .kind = session->choices.model,
                                         .items = session->choices.item_models };
    irt_doctor_model(session->data, &options, &session->findings, NULL);
    session->model =
        ui_choices_build(&session->choices, session->data, &session->problem);
    if (!find_patterns(session, &session->problem)) {
        irt_model_free(session->model);
        session->model = NULL;
    }
    if (!session->model)
        return;
    session->start = malloc(session->model->parameters * sizeof *session->start);
    if (!session->start) {
        irt_fail(&session->problem, IRT_NO_MEMORY, "no memory for the model");
        irt_model_free(session->model);
        session->model = NULL;
        return;
    }
    irt_model_start(session->model, session->start);
    if (session->item >= session->model->items)
        session->item = 0;
    if (session->axis[0] >= session->model->dims ||
        session->axis[1] >= session->model->dims ||
        session->axis[0] == session->axis[1]) {
        session->axis[0] = 0;
        session->axis[1] = session->model->dims > 1;
    }
}

/* Which choices change what is read from the file. */
static bool
same_data(const struct ui_choices *a, const struct ui_choices *b)
{
    return strcmp(a->file, b->file) == 0 && strcmp(a->missing, b->missing) == 0 &&
           strcmp(a->freq_column, b->freq_column) == 0 &&
           strcmp(a->id_column, b->id_column) == 0 &&
           strcmp(a->school_column, b->school_column) == 0 &&
           strcmp(a->items, b->items) == 0 && strcmp(a->omit, b->omit) == 0 &&
           strcmp(a->words, b->words) == 0 && strcmp(a->groups, b->groups) == 0 &&
           strcmp(a->free_items, b->free_items) == 0 && a->schools == b->schools &&
           (a->schools == 0 || a->options.seed == b->options.seed) &&
           strcmp(a->long_columns, b->long_columns) == 0 && strcmp(a->key, b->key) == 0 &&
           strcmp(a->reverse, b->reverse) == 0 && strcmp(a->dif, b->dif) == 0;
}

static bool
same_neural(const struct irt_neural_options *a, const struct irt_neural_options *b)
{
    bool same = a->layers == b->layers;

    for (size_t k = 0; same && k < a->layers; k++)
        same = a->hidden[k] == b->hidden[k];
    return same && a->full == b->full && a->importance == b->importance &&
           a->samples == b->samples && a->batch == b->batch && a->warm_up == b->warm_up &&
           a->held_out == b->held_out && a->refine == b->refine && a->starts == b->starts;
}

static bool
same_options(const struct irt_options *a, const struct irt_options *b)
{
    struct irt_node_plan p = irt_options_nodes(a), q = irt_options_nodes(b);

    return p.nodes == q.nodes && p.each == q.each && p.all == q.all && a->lo == b->lo &&
           a->hi == b->hi && a->tolerance == b->tolerance &&
           a->criterion == b->criterion && a->max_cycles == b->max_cycles &&
           a->accelerate == b->accelerate && a->se == b->se && a->threads == b->threads &&
           a->optimizer == b->optimizer && a->learning_rate == b->learning_rate &&
           a->penalty == b->penalty && same_neural(&a->neural, &b->neural) &&
           a->correct == b->correct && a->seed == b->seed && a->lecture == b->lecture &&
           a->robust == b->robust && a->trim == b->trim;
}

/* Which choices the model is made from, besides the data: making it takes a walk through
 * all of them. */
static bool
same_model(const struct ui_choices *a, const struct ui_choices *b)
{
    return strcmp(a->model, b->model) == 0 &&
           strcmp(a->item_models, b->item_models) == 0 &&
           strcmp(a->q_matrix, b->q_matrix) == 0 && strcmp(a->effects, b->effects) == 0 &&
           strcmp(a->estimator, b->estimator) == 0 &&
           strcmp(a->anchor_school, b->anchor_school) == 0 &&
           a->correlations_free == b->correlations_free &&
           strcmp(a->correlations, b->correlations) == 0 &&
           a->options.dims == b->options.dims && strcmp(a->prior, b->prior) == 0 &&
           strcmp(a->fix, b->fix) == 0 && strcmp(a->equal, b->equal) == 0 &&
           strcmp(a->start, b->start) == 0 && a->options.lecture == b->options.lecture;
}

/* Which choices a run depends on. */
static bool
same_run(const struct ui_choices *a, const struct ui_choices *b)
{
    return same_data(a, b) && same_model(a, b) &&
           strcmp(a->estimator, b->estimator) == 0 &&
           same_options(&a->options, &b->options);
}

static bool
same_choices(const struct ui_choices *a, const struct ui_choices *b)
{
    return same_run(a, b) && a->options.score == b->options.score &&
           strcmp(a->fit, b->fit) == 0;
}

/* All that can fail is done before anything is changed. */
static bool
apply(struct ui_session *session, const struct ui_choices *choices, bool reload,
      struct irt_error *error)
{
    struct irt_quadrature *quadrature;
    struct reading reading = { 0 };

    if (!irt_options_check(&choices->options, error))
        return false;
    if (!reload && same_run(&session->choices, choices)) {
        session->choices = *choices;
        ui_session_score(session, choices->options.score);
        return true;
    }
    quadrature = irt_options_quadrature(&choices->options, error);
    if (!quadrature)
        return false;
    if (reload && choices->file[0] && !read_data(choices, &reading, error)) {
        irt_quadrature_free(quadrature);
        return false;
    }
    bool keep = !reload && session->model && same_model(&session->choices, choices);
    if (reload)
        take_data(session, &reading);
    else if (keep)
        drop_run(session);
    else
        drop_model(session);
    irt_quadrature_free(session->quadrature);
    session->quadrature = quadrature;
    session->choices = *choices;
    if (reload) {
        ui_schools_take(session);
        ui_truth_take(session);
    }
    if (session->node >= quadrature->points)
        session->node = quadrature->points / 2;
    if (!keep)
        make_model(session);
    return true;
}

bool
ui_session_load(struct ui_session *session, struct irt_error *error)
{
    struct ui_choices choices = session->choices;

    return apply(session, &choices, true, error);
}

static void
push(struct ui_choices *stack, size_t *count, const struct ui_choices *choices)
{
    if (*count == UI_UNDO)
        memmove(stack, stack + 1, --*count * sizeof *stack);
    stack[(*count)++] = *choices;
}

bool
ui_session_choose(struct ui_session *session, const struct ui_choices *choices,
                  struct irt_error *error)
{
    struct ui_choices before = session->choices;

    if (same_choices(&before, choices))
        return true;
    if (!apply(session, choices, !same_data(&before, choices), error))
        return false;
    push(session->undo, &session->undos, &before);
    session->redos = 0;
    return true;
}

/* Moves the top of one stack into force and what was in force onto the other. */
static bool
swap_choices(struct ui_session *session, struct ui_choices *from, size_t *from_count,
             struct ui_choices *to, size_t *to_count, struct irt_error *error)
{
    struct ui_choices before = session->choices;
    struct ui_choices choices = from[*from_count - 1];

    if (!apply(session, &choices, !same_data(&before, &choices), error))
        return false;
    --*from_count;
    push(to, to_count, &before);
    return true;
}

bool
ui_session_undo(struct ui_session *session, struct irt_error *error)
{
    if (session->undos == 0)
        return irt_fail(error, IRT_BAD_USAGE, "nothing to undo");
    return swap_choices(session, session->undo, &session->undos, session->redo,
                        &session->redos, error);
}

bool
ui_session_redo(struct ui_session *session, struct irt_error *error)
{
    if (session->redos == 0)
        return irt_fail(error, IRT_BAD_USAGE, "nothing to redo");
    return swap_choices(session, session->redo, &session->redos, session->undo,
                        &session->undos, error);
}

/* --- the run ------------------------------------------------------------------------ */

bool
ui_session_open_run(struct ui_session *session, struct irt_error *error)
{
    const struct irt_estimator_ops *estimator;

    if (session->worker)
        return true;
    if (!session->model)
        return irt_fail(error, session->problem.code, "%s", session->problem.message);
    estimator = irt_estimator_find(session->choices.estimator);
    if (!estimator)
        return irt_fail(error, IRT_BAD_USAGE, "no estimator is called '%s'",
                        session->choices.estimator);
    session->worker = ui_worker_new(session->data, session->patterns, session->model,
                                    estimator, &session->choices.options, error);
    if (!session->worker)
        return false;
    ui_session_score(session, session->choices.options.score);
    for (size_t k = 0; session->school_out && k < ui_schools_count(session); k++)
        if (session->school_out[k])
            ui_worker_drop(session->worker, k, true);
    ui_session_poll(session);
    return true;
}

bool
ui_session_score(struct ui_session *session, enum irt_score method)
{
    if (!session->worker || session->score_asked[method])
        return false;
    session->score_asked[method] = true;
    ui_worker_score(session->worker, method);
    return true;
}

void
ui_session_reset(struct ui_session *session)
{
    drop_run(session);
}

/* While the M-step goes from item to item, the chosen item goes with it. */
static void
follow_item(struct ui_session *session)
{
    const struct irt_snapshot *live = &session->live;

    if (live->parameters && live->stage == IRT_STAGE_NEWTON &&
        live->newton_item != IRT_NONE && !session->travel &&
        !ui_model_is_linked(session->model))
        session->item = live->newton_item;
}

/* The screens show the counts of one group: that of the chosen pattern. */
static void
watch_group(struct ui_session *session)
{
    size_t group = ui_session_group(session);

    if (!session->worker || !session->model || session->model->groups == 1 ||
        session->watched == group)
        return;
    session->watched = group;
    ui_worker_watch(session->worker, group);
    if (session->travel)
        ui_worker_revisit(session->worker, session->travel);
}

/* The worker copies one message with each snapshot. */
bool
ui_session_watch(struct ui_session *session)
{
    uint32_t school = IRT_NO_SCHOOL;

    if (!session->worker || strcmp(session->choices.estimator, "federated") != 0)
        return false;
    if (!session->wire_call)
        school = ui_schools_count(session) ? (uint32_t)ui_schools_chosen(session) : 0;
    if (session->wire_watched[0] == session->wire_round + 1 &&
        session->wire_watched[1] == school)
        return false;
    session->wire_watched[0] = session->wire_round + 1;
    session->wire_watched[1] = school;
    ui_worker_wire(session->worker, session->wire_round, school);
    return true;
}

/* Stepping by messages, the chosen school goes along. */
static void
follow_school(struct ui_session *session)
{
    const struct irt_snapshot *live = &session->live;

    if (live->parameters && live->stage == IRT_STAGE_ANSWER && !session->running &&
        session->stages > 0 && live->federation.last < ui_schools_count(session) &&
        session->travel == 0) {
        session->wire_call = false;
        ui_schools_choose(session, live->federation.last);
    }
}

bool
ui_session_poll(struct ui_session *session)
{
    struct ui_worker_news news;

    bool beside = ui_rivals_poll(session);

    beside = ui_examine_poll(session) || beside;

    ui_sweep(session, false);
    watch_group(session);
    ui_session_watch(session);
    if (!session->worker || !ui_worker_poll(session->worker, &news, &session->live,
                                            &session->past, &session->trace))
        return beside;
    if (session->fit && session->fit != news.fit)
        ui_examine_drop(session); /* they were of an end from which the run went on */
    session->running = news.running;
    session->busy = news.busy;
    session->ended = news.ended;
    session->waiting = news.waiting;
    session->stages = news.stages;
    session->seconds = news.seconds;
    if (session->fit != news.fit) {
        irt_shape_free(session->shape);
        session->shape = NULL;
    }
    session->fit = news.fit;
    memcpy(session->score, news.score, sizeof news.score);
    memcpy(session->score_se, news.score_se, sizeof news.score_se);
    session->trouble = news.error;
    if (news.lost.code != IRT_OK) {
        session->lost = news.lost;
        session->travel = 0;
        session->past_ready = false;
    }
    if (session->travel && session->past.parameters &&
        session->past.cycle == session->travel)
        session->past_ready = true;
    follow_item(session);
    ui_worker_take_wire(session->worker, &session->wire);
    follow_school(session);
    ui_session_watch(session);
    return true;
}

/* What is taken may ask for another message. */
void
ui_session_wait(struct ui_session *session)
{
    for (int round = 0; round < 2; round++) {
        if (session->worker)
            ui_worker_wait(session->worker);
        ui_rivals_wait(session);
        ui_examine_wait(session);
        ui_session_poll(session);
    }
}

const struct irt_snapshot *
ui_session_shown(const struct ui_session *session)
{
    return session->travel && session->past_ready ? &session->past : &session->live;
}

size_t
ui_session_group(const struct ui_session *session)
{
    return session->patterns ? irt_patterns_group(session->patterns, session->pattern)
                             : 0;
}

bool
ui_session_has_estep(const struct ui_session *session, struct irt_error *error)
{
    const struct irt_estimator_ops *estimator =
        irt_estimator_find(session->choices.estimator);

    return !estimator || !estimator->no_estep ||
           irt_fail(error, IRT_BAD_USAGE, "%s", estimator->no_estep);
}

bool
ui_session_at_home(const struct ui_session *session)
{
    return strcmp(session->choices.estimator, "federated") == 0;
}

const char *
ui_session_group_word(const struct ui_session *session)
{
    return session->model && session->model->effects == IRT_EFFECTS_GROUPS ? "group"
                                                                           : "school";
}

struct irt_quadrature *
ui_session_group_nodes(const struct ui_session *session, const double *psi,
                       const struct irt_quadrature *quadrature, size_t g,
                       struct irt_error *error)
{
    bool several = session->model && session->model->groups > 1;
    const struct irt_quadrature *base = several ? session->quadrature : quadrature;
    struct irt_quadrature *nodes = irt_quadrature_copy(base, error);

    if (nodes && several)
        irt_group_nodes(session->model, psi, g, base, nodes);
    return nodes;
}

size_t
ui_session_cycles(const struct ui_session *session)
{
    return session->trace.rows ? session->trace.rows - 1 : 0;
}

bool
ui_session_travel(struct ui_session *session, size_t cycle, struct irt_error *error)
{
    size_t done = ui_session_cycles(session);

    if (cycle == 0) {
        session->travel = 0;
        session->past_ready = false;
        return true;
    }
    if (done == 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "no cycle is complete yet: nothing to travel to");
    if (cycle > done)
        cycle = done;
    if (cycle == session->travel)
        return true;
    session->travel = cycle;
    ui_worker_revisit(session->worker, cycle);
    return true;
}

const double *
ui_session_psi(const struct ui_session *session)
{
    const struct irt_snapshot *shown = ui_session_shown(session);

    return shown->parameters ? shown->psi : session->start;
}

/* --- pins --------------------------------------------------------------------------- */

bool
ui_session_pin(struct ui_session *session, const char *label, struct irt_error *error)
{
    struct ui_pin *pin = &session->pin[session->pins];

    if (ui_session_cycles(session) == 0)
        return irt_fail(error, IRT_BAD_USAGE, "nothing to pin: no cycle is complete yet");
    if (session->pins == UI_PINS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%d runs are pinned already: unpin one first", UI_PINS);
    memset(pin, 0, sizeof *pin);
    if (!irt_trace_follow(&pin->trace, &session->trace, error))
        return false;
    if (session->fit && !(pin->shape = irt_shape_of(session->fit, error))) {
        irt_trace_clear(&pin->trace);
        return false;
    }
    if (label && label[0])
        snprintf(pin->label, sizeof pin->label, "%s", label);
    else
        ui_session_describe(session, pin->label, sizeof pin->label);
    pin->choices = session->choices;
    pin->items = session->model->items;
    session->pins++;
    return true;
}

bool
ui_session_shape(struct ui_session *session)
{
    struct irt_error error;

    if (session->fit && !session->shape)
        session->shape = irt_shape_of(session->fit, &error);
    return session->shape != NULL;
}

void
ui_session_unpin(struct ui_session *session, size_t k)
{
    if (k >= session->pins)
        return;
    irt_trace_clear(&session->pin[k].trace);
    irt_shape_free(session->pin[k].shape);
    session->pins--;
    memmove(&session->pin[k], &session->pin[k + 1],
            (session->pins - k) * sizeof session->pin[0]);
    memset(&session->pin[session->pins], 0, sizeof session->pin[0]);
}
void
ui_session_free(struct ui_session *session)
{
    drop_model(session);
    ui_sweep(session, true);
    while (session->pins)
        ui_session_unpin(session, session->pins - 1);
    irt_quadrature_free(session->quadrature);
    irt_findings_clear(&session->findings);
    ui_schools_drop(session);
    ui_truth_drop(session);
    free(session->changed.category);
    irt_patterns_free(session->patterns);
    irt_responses_free(session->data);
    memset(session, 0, sizeof *session);
}
