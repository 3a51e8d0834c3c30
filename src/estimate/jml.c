/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jml.c -- joint maximum likelihood, by alternating Newton's steps for persons and items, or
 * by Adam on the mean negative log-likelihood of an answer plus
 * penalty * (mean difficulty)^2, which fixes the origin and shrinks nothing.
 *
 * The estimates are not consistent while items are few: their spread is too large, by about
 * J / (J - 1) in the Rasch model (Andersen 1973; Neyman and Scott 1948, Econometrica 16,
 * 1-32). */
#include "estimate/estimator.h"

#include "estimate/joint.h"
#include "estimate/plain.h"
#include "estimate/standard_errors.h"
#include "neural/adam.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_SLOPE     10.0
#define LARGEST_INTERCEPT 50.0 /* a difficulty 5 standard deviations out at that slope */
#define ADAM_QUIET        20   /* epochs of small steps that end a run */

struct jml_state {
    struct irt_plain plain;
    struct irt_joint *joint;
    double *by_psi, *by_theta; /* parameters; joint->count */
    struct irt_adam adam;      /* variables: free parameters, then thetas */
    double *slope;             /* of them: gradient of the loss */
    double answers;
    size_t quiet;
};

static void
jml_close(void *state)
{
    struct jml_state *jml = state;
    irt_plain_close(&jml->plain);
    irt_joint_free(jml->joint);
    free(jml->by_psi);
    free(jml->by_theta);
    free(jml->slope);
    irt_adam_close(&jml->adam);
    memset(jml, 0, sizeof *jml);
}

static bool
is_adam(const struct jml_state *jml)
{
    return jml->plain.options.optimizer == IRT_OPTIMIZER_ADAM;
}

/* The log-likelihood and its derivatives where the run stands; the largest of those by what
 * is free. */
static double
evaluate(struct jml_state *jml, double *largest)
{
    const struct irt_model *model = jml->plain.model;
    double loglik =
        irt_joint_loglik(jml->joint, jml->plain.psi, jml->by_psi, jml->by_theta);
    memset(jml->slope, 0, model->free_count * sizeof *jml->slope);
    for (size_t k = 0; k < model->sigma; k++)
        if (model->parameter[k].free != IRT_NONE)
            jml->slope[model->parameter[k].free] += jml->by_psi[k];
    *largest = 0.0;
    for (size_t f = 0; f < model->free_count; f++)
        *largest = fmax(*largest, fabs(jml->slope[f]));
    for (size_t i = 0; i < jml->joint->count; i++)
        *largest = fmax(*largest, fabs(jml->by_theta[i]));
    return loglik;
}

static bool
allocate(struct jml_state *jml, struct irt_error *error)
{
    size_t variables = jml->plain.model->free_count + jml->joint->count;
    jml->by_psi = calloc(jml->plain.model->parameters, sizeof *jml->by_psi);
    jml->by_theta = calloc(jml->joint->count, sizeof *jml->by_theta);
    jml->slope = calloc(variables, sizeof *jml->slope);
    if (!jml->by_psi || !jml->by_theta || !jml->slope)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu persons' abilities",
                        jml->joint->count);
    return irt_adam_open(&jml->adam, variables, error);
}

static double
count_answers(const struct irt_joint *joint)
{
    double answers = 0.0;
    for (size_t i = 0; i < joint->count; i++) {
        size_t row = joint->patterns->row[joint->pattern[i]];
        for (size_t j = 0; j < joint->model->items; j++)
            if (!joint->item_out[j] &&
                joint->data->code[row * joint->data->items +
                                  joint->model->item[j].column] != IRT_MISSING)
                answers += joint->frequency[i];
    }
    return answers;
}

static bool
jml_open(void *state, const struct irt_responses *data,
         const struct irt_patterns *patterns, const struct irt_model *model,
         const struct irt_options *options, struct irt_trace *trace,
         struct irt_error *error)
{
    struct jml_state *jml = state;
    double largest;
    jml->joint = irt_joint_new(data, patterns, model, error);
    if (!jml->joint || !irt_plain_open(&jml->plain, model, options, trace, error) ||
        !allocate(jml, error)) {
        jml_close(jml);
        return false;
    }
    for (size_t j = 0; j < model->items; j++) /* nothing is known of what is set aside */
        for (size_t p = 0; jml->joint->item_out[j] && p < model->item[j].count; p++)
            jml->plain.psi[model->item[j].first + p] = NAN;
    jml->answers = count_answers(jml->joint);
    irt_joint_identify(jml->joint, jml->plain.psi);
    double loglik = evaluate(jml, &largest);
    if (!irt_plain_begin(&jml->plain, loglik, largest, error)) {
        jml_close(jml);
        return false;
    }
    return true;
}

/* With few items the likelihood of 2PL rises for ever as an item becomes a step: its slope is
 * held, and its difficulty kept. */
static void
bound_item(const struct irt_item *item, const struct irt_model *model, double *par)
{
    double factor = 1.0;
    for (size_t p = 0; p < item->count; p++)
        if (model->parameter[item->first + p].slope && fabs(par[p]) > LARGEST_SLOPE)
            factor = LARGEST_SLOPE / fabs(par[p]);
    for (size_t p = 0; p < item->count; p++)
        par[p] = fmax(-LARGEST_INTERCEPT, fmin(LARGEST_INTERCEPT, factor * par[p]));
}

static void
bound_items(struct jml_state *jml)
{
    const struct irt_model *model = jml->plain.model;
    for (size_t j = 0; j < model->items; j++)
        if (!jml->joint->item_out[j] && !model->kind->slope_fixed)
            bound_item(&model->item[j], model, jml->plain.psi + model->item[j].first);
}

/* --- Adam ------------------------------------------------------------------------------------------- */

/* Adds the derivatives of penalty * (mean b)^2.  An item's mean b is -d_m / (a m), of its last
 * intercept and its slope. */
static void
add_penalty(struct jml_state *jml)
{
    const struct irt_model *model = jml->plain.model;
    const double *psi = jml->plain.psi;
    double items = (double)(model->items - jml->joint->items_out), mean = 0.0;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        double steps = item->categories - 1.0;
        if (!jml->joint->item_out[j])
            mean -=
                psi[item->first + item->count - 1] / (psi[item->first] * steps) / items;
    }
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        size_t slope = item->first, last = item->first + item->count - 1;
        double a = psi[slope], steps = item->categories - 1.0;
        double by_b = 2.0 * jml->plain.options.penalty * mean / items;
        if (jml->joint->item_out[j])
            continue;
        if (model->parameter[last].free != IRT_NONE)
            jml->slope[model->parameter[last].free] -= by_b / (a * steps);
        if (model->parameter[slope].free != IRT_NONE)
            jml->slope[model->parameter[slope].free] +=
                by_b * psi[last] / (a * a * steps);
    }
}

/* One epoch: all answers, one step of every variable. */
static void
adam(struct jml_state *jml)
{
    const struct irt_model *model = jml->plain.model;
    size_t F = model->free_count;
    for (size_t f = 0; f < F; f++)
        jml->slope[f] /= -jml->answers;
    for (size_t i = 0; i < jml->joint->count; i++)
        jml->slope[F + i] = -jml->by_theta[i] / jml->answers;
    add_penalty(jml);
    irt_adam_step(&jml->adam, jml->plain.options.learning_rate, jml->slope);
    for (size_t k = 0; k < model->sigma; k++)
        if (model->parameter[k].free != IRT_NONE &&
            !jml->joint->item_out[model->parameter[k].item])
            jml->plain.psi[k] -= jml->slope[model->parameter[k].free];
    for (size_t i = 0; i < jml->joint->count; i++)
        jml->joint->theta[i] -= jml->slope[F + i];
}

/* Adam's steps never end by themselves: a run ends when the last of them were all small. */
static enum irt_stage
judge_adam(struct jml_state *jml, enum irt_stage stage)
{
    double small = jml->plain.options.tolerance / 100.0;
    jml->quiet = jml->plain.max_change < small ? jml->quiet + 1 : 0;
    if (stage == IRT_STAGE_FAILED)
        return stage;
    jml->plain.stopped = jml->quiet >= ADAM_QUIET ? IRT_STOP_PARAMETER
                         : jml->plain.cycle >= jml->plain.options.max_cycles
                             ? IRT_STOP_MAX_CYCLES
                             : IRT_STOP_NOT_YET;
    return jml->plain.stage =
               jml->plain.stopped == IRT_STOP_NOT_YET ? IRT_STAGE_CYCLE : IRT_STAGE_DONE;
}

/* --- a cycle ----------------------------------------------------------------------------------------- */

static enum irt_stage
jml_advance(void *state, enum irt_grain grain, struct irt_error *error)
{
    struct jml_state *jml = state;
    double largest;
    (void)grain;
    if (jml->plain.stage == IRT_STAGE_DONE || jml->plain.stage == IRT_STAGE_FAILED)
        return jml->plain.stage;
    irt_plain_begin_cycle(&jml->plain);
    if (is_adam(jml)) {
        adam(jml);
    } else {
        irt_joint_step_persons(jml->joint, jml->plain.psi);
        irt_joint_step_items(jml->joint, jml->plain.psi);
    }
    irt_joint_identify(jml->joint, jml->plain.psi);
    bound_items(jml);
    double loglik = evaluate(jml, &largest);
    enum irt_stage stage = irt_plain_end_cycle(&jml->plain, loglik, largest, error);
    return is_adam(jml) ? judge_adam(jml, stage) : stage;
}

/* The free parameter belongs to an item that is set aside. */
static bool
is_out(const struct jml_state *jml, size_t free)
{
    const struct irt_model *model = jml->plain.model;
    for (size_t k = 0; k < model->sigma; k++)
        if (model->parameter[k].free == free &&
            !jml->joint->item_out[model->parameter[k].item])
            return false;
    return true;
}

/* The inverse of the items' information with the persons held, which is too small. */
static bool
find_covariance(const struct jml_state *jml, double *covariance)
{
    const struct irt_model *model = jml->plain.model;
    size_t F = model->free_count;
    double *information = calloc(F * F + 1, sizeof *information);
    if (!information)
        return false;
    irt_joint_information(jml->joint, jml->plain.psi, information);
    for (size_t f = 0; f < F; f++)
        if (is_out(jml, f))
            information[f * F + f] = 1.0;
    bool done = irt_covariance(information, F, covariance, NULL, NULL);
    for (size_t f = 0; f < F; f++)
        if (is_out(jml, f))
            covariance[f * F + f] = NAN;
    free(information);
    return done;
}

static bool
is_held(const struct jml_state *jml, size_t j)
{
    const struct irt_item *item = &jml->plain.model->item[j];
    for (size_t k = item->first; k < item->first + item->count; k++)
        if (jml->plain.model->parameter[k].slope &&
            fabs(jml->plain.psi[k]) > LARGEST_SLOPE * (1.0 - 1e-9))
            return true;
    return false;
}

/* Who was set aside, and what the errors leave out. */
static bool
tell(const struct jml_state *jml, struct irt_notes *notes, struct irt_error *error)
{
    const struct irt_joint *joint = jml->joint;
    bool ok = true;
    if (joint->persons_out > 0.0)
        ok = irt_notes_add(notes,
                           "jml set %.15g persons aside whose answers are all the lowest "
                           "or all the highest: theta of theirs is infinite; --score wle "
                           "gives them a finite one",
                           joint->persons_out);
    for (size_t j = 0; ok && j < joint->model->items; j++)
        if (joint->item_out[j])
            ok = irt_notes_add(notes,
                               "jml set item '%s' aside: without those persons not every "
                               "answer to it is left",
                               joint->data->item_name[joint->model->item[j].column]);
    for (size_t j = 0; ok && j < joint->model->items; j++)
        if (is_held(jml, j))
            ok = irt_notes_add(notes,
                               "jml holds the slope of item '%s' at %g: it would grow "
                               "without end, and means nothing",
                               joint->data->item_name[joint->model->item[j].column],
                               LARGEST_SLOPE);
    ok = ok &&
         irt_notes_add(notes, "jml: the standard errors hold the abilities fixed, and "
                              "so are too small");
    return ok || irt_fail(error, IRT_NO_MEMORY, "no memory for the notes");
}

static bool
jml_look(const void *state, struct irt_snapshot *out, struct irt_error *error)
{
    const struct jml_state *jml = state;
    size_t F = jml->plain.model->free_count;
    double *covariance = NULL;
    if (jml->plain.stage == IRT_STAGE_DONE)
        covariance = calloc(F * F + 1, sizeof *covariance);
    bool found = covariance && find_covariance(jml, covariance);
    bool done = irt_plain_look(&jml->plain, found ? covariance : NULL, out, error);
    free(covariance);
    irt_notes_clear(&out->notes);
    return done && (jml->plain.stage != IRT_STAGE_DONE || tell(jml, &out->notes, error));
}

static bool
jml_revisit(void *state, size_t cycle, struct irt_snapshot *out, struct irt_error *error)
{
    return irt_plain_revisit(&((struct jml_state *)state)->plain, cycle, out, error);
}

const struct irt_estimator_ops irt_jml = {
    .name = "jml",
    .title = "JML",
    .summary = "joint maximum likelihood, items and persons; biased while items are few",
    .likelihood = IRT_LIKELIHOOD_JOINT,
    .no_estep = "JML has no E-step: every person's theta is a parameter, and nothing is "
                "averaged; Converge shows its cycles",
    .state_size = sizeof(struct jml_state),
    .open = jml_open,
    .advance = jml_advance,
    .look = jml_look,
    .revisit = jml_revisit,
    .close = jml_close,
};
