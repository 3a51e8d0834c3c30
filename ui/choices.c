/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choices.c -- the table of named choices: how each is set from a word, and shown as one.
 * What is shown can be set again and gives the same choice. */
#include "config.h"

#include "choices.h"
#include "choices_neural.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "data/cell.h"
#include "data/scales.h"
#include "estimate/estimator.h"
#include "fit/wanted.h"
#include "model/model.h"
#include "number.h"
#include "saved.h"

#define LARGEST_CYCLES  1000000
#define LARGEST_THREADS 1024

struct ui_choices
ui_choices_defaults(void)
{
    struct ui_choices choices = { .model = "auto", .estimator = "em", .effects = "auto" };

    choices.options = irt_options_defaults();
    return choices;
}

/* The loader takes NULL for what is not said. */
static const char *
said(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

/* Takes dif=COLUMN, and what goes with it, out of the statistics of fit. */
static void
forget_dif(struct ui_choices *choices)
{
    char *at = strstr(choices->fit, "dif=");

    choices->dif[0] = '\0';
    if (at == NULL)
        return;
    memmove(at, at + strcspn(at, ","), strlen(at + strcspn(at, ",")) + 1);
    at = strstr(choices->fit, "purified");
    if (at != NULL)
        memmove(at, at + strlen("purified"), strlen(at + strlen("purified")) + 1);
}

void
ui_choices_forget_data(struct ui_choices *choices)
{
    char *const about[] = { choices->missing,     choices->freq_column,
                            choices->id_column,   choices->school_column,
                            choices->items,       choices->long_columns,
                            choices->key,         choices->reverse,
                            choices->omit,        choices->words,
                            choices->item_models, choices->fix,
                            choices->q_matrix,    choices->start };

    for (size_t k = 0; k < sizeof about / sizeof *about; k++)
        about[k][0] = '\0';
    forget_dif(choices);
}

struct irt_load_options
ui_choices_load(const struct ui_choices *choices)
{
    return (struct irt_load_options){
        .missing = said(choices->missing),
        .freq_column = said(choices->freq_column),
        .id_column = said(choices->id_column),
        .school_column =
            said(choices->groups[0] ? choices->groups : choices->school_column),
        .factor = said(choices->dif),
        .free = said(choices->free_items),
        .deal = choices->schools,
        .seed = choices->options.seed,
        .items = said(choices->items),
        .omit = said(choices->omit),
        .words = said(choices->words),
        .long_columns = said(choices->long_columns),
        .key = said(choices->key),
        .reverse = said(choices->reverse),
    };
}

static bool
start_from(struct irt_model *model, const struct irt_responses *data, const char *file,
           struct irt_error *error)
{
    struct irt_saved *saved = ui_saved_read(file, error);
    struct irt_error problem = { IRT_OK, "" };
    bool done = saved != NULL && irt_model_continue(model, data, saved, &problem);

    if (saved != NULL && !done)
        irt_fail(error, problem.code, "%.200s: %s", file, problem.message);
    irt_saved_free(saved);
    return done;
}

/* theta has a distribution. */
static bool
is_marginal(const char *name)
{
    const struct irt_estimator_ops *estimator = irt_estimator_find(name);

    return estimator == NULL || estimator->likelihood == IRT_LIKELIHOOD_MARGINAL;
}

static bool
takes_schools(const char *name)
{
    const struct irt_estimator_ops *estimator = irt_estimator_find(name);

    return is_marginal(name) && (estimator == NULL || !estimator->one_population);
}

/* What schools do, where nothing else is said: they have effects, if there are several. */
static enum irt_effects
find_effects(const struct ui_choices *choices, const struct irt_responses *data)
{
    enum irt_effects effects = IRT_EFFECTS_NONE;

    if (choices->groups[0])
        return IRT_EFFECTS_GROUPS;
    if (strcmp(choices->effects, "auto") == 0)
        return data->schools > 1 && choices->options.dims <= 1 &&
                       takes_schools(choices->estimator)
                   ? IRT_EFFECTS_FIXED
                   : IRT_EFFECTS_NONE;
    irt_effects_from_name(choices->effects, &effects);
    return effects;
}

struct irt_model *
ui_choices_build(const struct ui_choices *choices, const struct irt_responses *data,
                 struct irt_error *error)
{
    struct irt_q_matrix *q = NULL;
    struct irt_model_options options = {
        .kind = choices->model,
        .start_flat = choices->options.lecture,
        .items = choices->item_models,
        .prior = choices->prior,
        .fix = choices->fix,
        .equal = choices->equal,
        .dims = choices->options.dims,
        .correlations_free = choices->correlations_free,
        .correlations = said(choices->correlations),
        .effects = find_effects(choices, data),
        .by_items = !is_marginal(choices->estimator),
        .anchor = said(choices->anchor_school),
    };
    struct irt_model *model;

    if (choices->q_matrix[0] != '\0') {
        q = (irt_q_matrix_is_text(choices->q_matrix)
                 ? irt_q_matrix_of_text
                 : irt_q_matrix_load)(choices->q_matrix, data, options.dims, error);
        if (q == NULL)
            return NULL;
        options.q = q;
    }
    model = irt_model_new(data, &options, error);
    irt_q_matrix_free(q);
    if (model != NULL && choices->start[0] != '\0' &&
        !start_from(model, data, choices->start, error)) {
        irt_model_free(model);
        return NULL;
    }
    return model;
}

/* --- helpers of the setters ------------------------------------------------------- */

/* A wrong word among a few right ones. */
static bool
unknown(struct irt_error *error, const char *name, const char *value)
{
    return irt_fail(error, IRT_BAD_USAGE, "%s: '%.80s' is not one of: %s", name, value,
                    ui_choice_find(name)->values);
}

static bool
set_text(char *to, size_t size, const char *name, const char *value,
         struct irt_error *error)
{
    if (strlen(value) >= size)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s: the value is longer than %zu characters", name, size - 1);
    memcpy(to, value, strlen(value) + 1);
    return true;
}

/* How many comma-separated names; 0 when one of them is empty. */
static size_t
count_names(const char *list)
{
    size_t count = 0, length = strlen(list);
    struct irt_cell name;

    while (irt_list_next(&list, &name)) {
        if (name.length == 0)
            return 0;
        count++;
    }
    return length > 0 && list[-1] == ',' ? 0 : count;
}

static bool
set_whole(uint64_t *to, uint64_t least, uint64_t most, const char *name,
          const char *value, struct irt_error *error)
{
    uint64_t number;

    if (!ui_number_whole(value, &number) || number < least || number > most)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s: '%.80s' is not a whole number from %" PRIu64 " to %" PRIu64,
                        name, value, least, most);
    *to = number;
    return true;
}

/* --- one pair a choice -------------------------------------------------------------- */

/* How long the name of a specification is: what stands before its =. */
static size_t
spec_name(const char *spec)
{
    return strcspn(spec, "= ");
}

/* Takes the specification that has the same name out of a list separated by blanks. */
static void
drop_spec(char *list, const char *spec)
{
    size_t length = spec_name(spec);

    for (char *at = list; *at != '\0';) {
        char *next = at + strcspn(at, " ");

        next += strspn(next, " ");
        if (spec_name(at) == length && memcmp(at, spec, length) == 0)
            memmove(at, next, strlen(next) + 1);
        else
            at = next;
    }
    for (size_t end = strlen(list); end > 0 && list[end - 1] == ' ';)
        list[--end] = '\0';
}

/* Adds specifications to a list, each in the place of one of the same name; "none" empties
 * the list. */
static bool
add_specs(char *list, size_t size, const char *name, const char *value,
          struct irt_error *error)
{
    if (strlen(list) + strlen(value) + 2 > size)
        return irt_fail(error, IRT_BAD_USAGE, "%s: more than %zu characters in all", name,
                        size - 1);
    if (strcmp(value, "none") == 0) {
        list[0] = '\0';
        return true;
    }
    for (const char *at = value + strspn(value, " "); *at != '\0';) {
        size_t length = strcspn(at, " "), used;

        drop_spec(list, at);
        used = strlen(list);
        snprintf(list + used, size - used, "%s%.*s", used > 0 ? " " : "", (int)length,
                 at);
        at += length;
        at += strspn(at, " ");
    }
    return true;
}

/* NAME=VALUE, or several by blanks. */
static bool
check_specs(const char *name, const char *value, struct irt_error *error)
{
    if (strcmp(value, "none") == 0)
        return true;
    for (const char *at = value + strspn(value, " "); *at != '\0';) {
        size_t length = strcspn(at, " ");

        if (at[0] == '=' || spec_name(at) + 1 >= length)
            return irt_fail(error, IRT_BAD_USAGE, "%s: '%.80s' is not NAME=VALUE", name,
                            at);
        at += length;
        at += strspn(at, " ");
    }
    return true;
}

static bool
set_prior(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return check_specs("prior", value, error) &&
           add_specs(choices->prior, sizeof choices->prior, "prior", value, error);
}

static void
show_prior(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->prior);
}

static bool
set_fix(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return check_specs("fix", value, error) &&
           add_specs(choices->fix, sizeof choices->fix, "fix", value, error);
}

static void
show_fix(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->fix);
}

static bool
set_equal(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return add_specs(choices->equal, sizeof choices->equal, "equal", value, error);
}

static void
show_equal(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->equal);
}

static bool
set_dims(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    uint64_t dims = 0;

    if (!set_whole(&dims, 1, IRT_MAX_DIMS, "dims", value, error))
        return false;
    choices->options.dims = (size_t)dims;
    return true;
}

static void
show_dims(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%zu", choices->options.dims);
}

static bool
set_q_matrix(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_text(choices->q_matrix, sizeof choices->q_matrix, "q-matrix", value,
                    error);
}

static void
show_q_matrix(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->q_matrix);
}

static bool
set_correlation(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    bool numbers = value[0] != '\0' && value[strspn(value, "+-.0123456789eE,")] == '\0';

    if (strcmp(value, "fixed") != 0 && strcmp(value, "free") != 0 &&
        (!numbers || strlen(value) >= sizeof choices->correlations))
        return irt_fail(error, IRT_BAD_USAGE,
                        "correlation: '%.80s' is neither fixed nor free, nor numbers by "
                        "commas",
                        value);
    choices->correlations_free = strcmp(value, "free") == 0;
    snprintf(choices->correlations, sizeof choices->correlations, "%s",
             numbers ? value : "");
    return true;
}

static void
show_correlation(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s",
             choices->correlations_free ? "free"
             : choices->correlations[0] ? choices->correlations
                                        : "fixed");
}

/* NAME is the general model, ITEM=NAME that of one item. */
static bool
set_model(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    const char *equals = strchr(value, '=');

    if (equals != NULL && irt_model_find(equals + 1) == NULL)
        return unknown(error, "model", equals + 1);
    if (equals != NULL)
        return add_specs(choices->item_models, sizeof choices->item_models, "model",
                         value, error);
    if (strcmp(value, "auto") != 0 && irt_model_find(value) == NULL)
        return unknown(error, "model", value);
    return set_text(choices->model, sizeof choices->model, "model", value, error);
}

static void
show_model(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->model);
}

static bool
set_estimator(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    bool messages = strcmp(value, "federated") == 0;

    if (irt_estimator_find(value) == NULL)
        return unknown(error, "estimator", value);
    if (!choices->accelerate_given && !choices->options.lecture)
        choices->options.accelerate =
            messages ? IRT_ACCELERATE_LBFGS : IRT_ACCELERATE_SQUAREM;
    if (!choices->score_given)
        choices->options.score = is_marginal(value) ? IRT_SCORE_EAP : IRT_SCORE_ML;
    return set_text(choices->estimator, sizeof choices->estimator, "estimator", value,
                    error);
}

static void
show_estimator(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->estimator);
}

/* How few and how many go with which nodes is for irt_options_check() to say, when all
 * choices are known: their order must not matter. */
static bool
set_quad(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    uint64_t points = 0;

    if (!set_whole(&points, 1, IRT_MAX_NODES, "quad", value, error))
        return false;
    choices->options.points = (size_t)points;
    choices->options.points_given = true;
    return true;
}

static void
show_quad(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%zu", choices->options.points);
}

static bool
set_nodes(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return irt_nodes_from_name(value, &choices->options.nodes) ||
           unknown(error, "nodes", value);
}

static void
show_nodes(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", irt_nodes_name(choices->options.nodes));
}

static bool
set_range(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    char low[64];
    const char *colon = strchr(value, ':');
    double lo, hi;

    if (colon == NULL || (size_t)(colon - value) >= sizeof low)
        return irt_fail(error, IRT_BAD_USAGE, "range: '%.80s' is not LO:HI, such as -4:4",
                        value);
    memcpy(low, value, (size_t)(colon - value));
    low[colon - value] = '\0';
    if (!ui_number_real(low, &lo) || !ui_number_real(colon + 1, &hi))
        return irt_fail(error, IRT_BAD_USAGE,
                        "range: '%.80s' is not two numbers LO:HI, such as -4:4", value);
    if (lo >= hi)
        return irt_fail(error, IRT_BAD_USAGE,
                        "range: %g is not below %g; give the lower end first", lo, hi);
    choices->options.lo = lo;
    choices->options.hi = hi;
    return true;
}

static void
show_range(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%.15g:%.15g", choices->options.lo, choices->options.hi);
}

#define NEWTON_CYCLES 500 /* at most, unless the user says otherwise */
#define ADAM_EPOCHS   1000

static bool
set_optimizer(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    size_t usual = ADAM_EPOCHS;

    if (!irt_optimizer_from_name(value, &choices->options.optimizer))
        return unknown(error, "optimizer", value);
    if (choices->options.optimizer == IRT_OPTIMIZER_NEWTON)
        usual = NEWTON_CYCLES;
    if (choices->options.max_cycles == NEWTON_CYCLES + ADAM_EPOCHS - usual)
        choices->options.max_cycles = usual;
    return true;
}

static void
show_optimizer(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", irt_optimizer_name(choices->options.optimizer));
}

static bool
set_learning_rate(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    double rate;

    if (!ui_number_real(value, &rate) || rate <= 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "learning-rate: '%.80s' is not a positive number, such as 0.01",
                        value);
    choices->options.learning_rate = rate;
    return true;
}

static void
show_learning_rate(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%.15g", choices->options.learning_rate);
}

static bool
set_penalty(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    double penalty;

    if (!ui_number_real(value, &penalty) || penalty < 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "penalty: '%.80s' is not a number of at least 0", value);
    choices->options.penalty = penalty;
    return true;
}

static void
show_penalty(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%.15g", choices->options.penalty);
}

static bool
set_correction(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    if (value == NULL || value[0] == '\0' || strcmp(value, "on") == 0)
        choices->options.correct = true;
    else if (strcmp(value, "off") == 0)
        choices->options.correct = false;
    else
        return unknown(error, "jml-correction", value);
    return true;
}

static void
show_correction(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->options.correct ? "on" : "off");
}

static bool
set_tol(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    double tolerance;

    if (!ui_number_real(value, &tolerance) || tolerance <= 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "tol: '%.80s' is not a positive number, such as 1e-4", value);
    choices->options.tolerance = tolerance;
    return true;
}

static void
show_tol(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%.15g", choices->options.tolerance);
}

static bool
set_criterion(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return irt_criterion_from_name(value, &choices->options.criterion) ||
           unknown(error, "criterion", value);
}

static void
show_criterion(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", irt_criterion_name(choices->options.criterion));
}

static bool
set_max_cycles(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    uint64_t cycles = 0;

    if (!set_whole(&cycles, 1, LARGEST_CYCLES, "max-cycles", value, error))
        return false;
    choices->options.max_cycles = (size_t)cycles;
    return true;
}

static void
show_max_cycles(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%zu", choices->options.max_cycles);
}

static bool
set_accelerate(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    if (!irt_acceleration_from_name(value, &choices->options.accelerate))
        return unknown(error, "accelerate", value);
    choices->accelerate_given = true;
    return true;
}

static void
show_accelerate(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", irt_acceleration_name(choices->options.accelerate));
}

static bool
set_robust(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return irt_robust_from_text(value, &choices->options) ||
           irt_fail(error, IRT_BAD_USAGE,
                    "robust: '%.80s' is not none, cap, median or trim=P with a share P "
                    "such as trim=0.1",
                    value);
}

static void
show_robust(const struct ui_choices *choices, char *out, size_t size)
{
    irt_robust_text(&choices->options, out, size);
}

static bool
set_se(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return irt_se_from_name(value, &choices->options.se) || unknown(error, "se", value);
}

static void
show_se(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", irt_se_name(choices->options.se));
}

static bool
set_missing(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_text(choices->missing, sizeof choices->missing, "missing", value, error);
}

static void
show_missing(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->missing);
}

static bool
set_freq_column(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_text(choices->freq_column, sizeof choices->freq_column, "freq-column",
                    value, error);
}

static void
show_freq_column(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->freq_column);
}

static bool
set_id_column(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_text(choices->id_column, sizeof choices->id_column, "id-column", value,
                    error);
}

static void
show_id_column(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->id_column);
}

static bool
set_school_column(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_text(choices->school_column, sizeof choices->school_column,
                    "school-column", value, error);
}

static void
show_school_column(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->school_column);
}

static bool
set_groups(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_text(choices->groups, sizeof choices->groups, "groups", value, error);
}

static void
show_groups(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->groups);
}

static bool
set_free(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    if (value[0] != '\0' && count_names(value) == 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "free: '%.80s' has an empty name; separate item names by single "
                        "commas",
                        value);
    return set_text(choices->free_items, sizeof choices->free_items, "free", value,
                    error);
}

static void
show_free(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->free_items);
}

static bool
set_schools(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    uint64_t schools = 0;

    if (strcmp(value, "none") != 0 &&
        !set_whole(&schools, 0, 1000000, "schools", value, error))
        return false;
    choices->schools = (size_t)schools;
    return true;
}

static void
show_schools(const struct ui_choices *choices, char *out, size_t size)
{
    if (choices->schools == 0)
        snprintf(out, size, "none");
    else
        snprintf(out, size, "%zu", choices->schools);
}

static bool
set_effects(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    enum irt_effects effects;

    if (strcmp(value, "auto") != 0 && !irt_effects_from_name(value, &effects))
        return unknown(error, "effects", value);
    return set_text(choices->effects, sizeof choices->effects, "effects", value, error);
}

static void
show_effects(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->effects);
}

static bool
set_anchor_school(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_text(choices->anchor_school, sizeof choices->anchor_school,
                    "anchor-school", value, error);
}

static void
show_anchor_school(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->anchor_school);
}

static bool
set_items(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    if (value[0] != '\0' && count_names(value) == 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "items: '%.80s' has an empty name; separate column names by "
                        "single commas",
                        value);
    return set_text(choices->items, sizeof choices->items, "items", value, error);
}

static void
show_items(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->items);
}

static bool
set_omit(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    if (value[0] != '\0' && count_names(value) == 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "omit: '%.80s' has an empty name; separate column names by "
                        "single commas",
                        value);
    return set_text(choices->omit, sizeof choices->omit, "omit", value, error);
}

static void
show_omit(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->omit);
}

static bool
set_words(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    struct irt_scales *scales = irt_scales_read(value, error);

    if (scales == NULL)
        return false;
    irt_scales_free(scales);
    return set_text(choices->words, sizeof choices->words, "words", value, error);
}

static void
show_words(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->words);
}

static bool
set_long(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    if (value[0] != '\0' && count_names(value) != 3)
        return irt_fail(error, IRT_BAD_USAGE,
                        "long: '%.80s' is not three column names, such as "
                        "person,item,response",
                        value);
    return set_text(choices->long_columns, sizeof choices->long_columns, "long", value,
                    error);
}

static void
show_long(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->long_columns);
}

static bool
set_key(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_text(choices->key, sizeof choices->key, "key", value, error);
}

static void
show_key(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->key);
}

static bool
set_reverse(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    if (value[0] != '\0' && count_names(value) == 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "reverse: '%.80s' has an empty name; separate item names by "
                        "single commas",
                        value);
    return set_text(choices->reverse, sizeof choices->reverse, "reverse", value, error);
}

static void
show_reverse(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->reverse);
}

static bool
set_score(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    if (!irt_score_from_name(value, &choices->options.score))
        return unknown(error, "score", value);
    choices->score_given = true;
    return true;
}

static void
show_score(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", irt_score_name(choices->options.score));
}

static bool
set_fit(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    struct irt_wanted wanted;
    struct irt_error problem = { IRT_OK, "" };

    if (!irt_wanted_parse(value, &wanted, &problem))
        return irt_fail(error, problem.code, "fit: %s", problem.message);
    if (!set_text(choices->fit, sizeof choices->fit, "fit",
                  strcmp(value, "none") == 0 ? "" : value, error))
        return false;
    snprintf(choices->dif, sizeof choices->dif, "%s", wanted.dif_column);
    return true;
}

static void
show_fit(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->fit[0] != '\0' ? choices->fit : "none");
}

static bool
set_start(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_text(choices->start, sizeof choices->start, "start",
                    strcmp(value, "none") == 0 ? "" : value, error);
}

static void
show_start(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->start);
}

static bool
set_lecture(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    if (value == NULL || value[0] == '\0' || strcmp(value, "on") == 0)
        irt_options_set_lecture(&choices->options);
    else if (strcmp(value, "off") == 0)
        choices->options.lecture = false;
    else
        return unknown(error, "lecture", value);
    return true;
}

static void
show_lecture(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%s", choices->options.lecture ? "on" : "off");
}

static bool
set_threads(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    uint64_t threads = 0;

    if (strcmp(value, "all") != 0 &&
        !set_whole(&threads, 1, LARGEST_THREADS, "threads", value, error))
        return false;
    choices->options.threads = (unsigned)threads;
    return true;
}

static void
show_threads(const struct ui_choices *choices, char *out, size_t size)
{
    if (choices->options.threads == 0)
        snprintf(out, size, "all");
    else
        snprintf(out, size, "%u", choices->options.threads);
}

static bool
set_seed(struct ui_choices *choices, const char *value, struct irt_error *error)
{
    return set_whole(&choices->options.seed, 0, INT64_MAX, "seed", value, error);
}

static void
show_seed(const struct ui_choices *choices, char *out, size_t size)
{
    snprintf(out, size, "%" PRIu64, choices->options.seed);
}

/* TO ADD A NEW CHOICE: a field in choices.h, a set and a show above, a row here. */
const struct ui_choice ui_choice_table[] = {
    { "model", 'm', "NAME",
      "item response model, or ITEM=NAME for one item; auto is 2pl, or gpcm where a "
      "response "
      "exceeds 1",
      "auto rasch 1pl 2pl 3pl 4pl pcm gpcm rsm grm nrm m2pl", set_model, show_model },
    { "estimator", 'e', "NAME", "how it is estimated", "em federated jml cml vae",
      set_estimator, show_estimator },
    { "quad", 'q', "N",
      "number of quadrature nodes, in each dimension; of a Sobol sequence in all", NULL,
      set_quad, show_quad },
    { "nodes", 0, "KIND", "kind of quadrature nodes", "equal gh empirical sobol",
      set_nodes, show_nodes },
    { "range", 0, "LO:HI", "ends of the equal nodes", NULL, set_range, show_range },
    { "tol", 0, "X", "stop when the criterion is below X", NULL, set_tol, show_tol },
    { "criterion", 0, "NAME",
      "stop by largest parameter change, largest gradient, or gain in log-likelihood",
      "parameter gradient loglik", set_criterion, show_criterion },
    { "max-cycles", 0, "N", "stop after N cycles; vae: N epochs of training a start",
      NULL, set_max_cycles, show_max_cycles },
    { "accelerate", 0, "NAME",
      "acceleration of EM; lbfgs is for federated, where it is the default",
      "none ramsay squarem lbfgs", set_accelerate, show_accelerate },
    { "optimizer", 0, "NAME", "jml: alternating Newton, or Adam", "newton adam",
      set_optimizer, show_optimizer },
    { "learning-rate", 0, "X", "of Adam", NULL, set_learning_rate, show_learning_rate },
    { "penalty", 0, "X", "of Adam, on the square of the mean difficulty", NULL,
      set_penalty, show_penalty },
    { "jml-correction", 0, NULL, "jml: difficulties times (J - 1) / J", "on off",
      set_correction, show_correction },
    { "hidden", 0, "N,N,..", "vae: units in each hidden layer of the encoder", NULL,
      ui_set_hidden, ui_show_hidden },
    { "posterior", 0, "NAME",
      "vae: covariance of a person's posterior in several dimensions", "diagonal full",
      ui_set_posterior, ui_show_posterior },
    { "bound", 0, "NAME", "vae: what training maximises, ELBO or importance-weighted",
      "elbo importance", ui_set_bound, ui_show_bound },
    { "samples", 0, "R", "vae: samples of the bound, a person and epoch", NULL,
      ui_set_samples, ui_show_samples },
    { "batch", 0, "N", "vae: persons a step", NULL, ui_set_batch, ui_show_batch },
    { "warm-up", 0, "N", "vae: epochs until KL counts in full", NULL, ui_set_warm_up,
      ui_show_warm_up },
    { "held-out", 0, "SHARE",
      "vae: share of the persons by whom training is stopped; they take part in the last "
      "phase",
      NULL, ui_set_held_out, ui_show_held_out },
    { "refine", 0, "N",
      "vae: steps of the last phase, at least: all persons, 16 samples; 0 leaves it out",
      NULL, ui_set_refine, ui_show_refine },
    { "starts", 0, "N", "vae: starts, of which the best is taken", NULL, ui_set_starts,
      ui_show_starts },
    { "prior", 0, "SPEC",
      "prior of a parameter, such as a=lognormal(0,0.5) or item3.c=none; repeatable",
      NULL, set_prior, show_prior },
    { "fix", 0, "SPEC", "fix a parameter, such as item3.a=1; repeatable", NULL, set_fix,
      show_fix },
    { "equal", 0, "NAME", "make a parameter, such as a, equal over items; repeatable",
      NULL, set_equal, show_equal },
    { "dims", 0, "D", "dimensions of m2pl", NULL, set_dims, show_dims },
    { "q-matrix", 0, "FILE",
      "m2pl: a CSV with a row an item and 0 or 1 for each dimension; or 10,01,.. in the "
      "items' order",
      NULL, set_q_matrix, show_q_matrix },
    { "correlation", 0, "NAME|R",
      "m2pl: correlations between dimensions: fixed to 0, free, or held at a number, or "
      "at "
      "numbers r12,r13,..",
      "fixed free", set_correlation, show_correlation },
    { "se", 0, "NAME", "standard errors", "none oakes crossprod", set_se, show_se },
    { "school-column", 0, "NAME",
      "column of schools, or none; otherwise a column named school or site", NULL,
      set_school_column, show_school_column },
    { "schools", 'k', "K",
      "deal the persons at random to K simulated schools, by --seed; or none", NULL,
      set_schools, show_schools },
    { "effects", 0, "NAME",
      "school effects; averages are fitted without and then average scores; auto is "
      "fixed where there are schools",
      "auto none fixed random averages", set_effects, show_effects },
    { "anchor-school", 0, "NAME",
      "the school whose effect is 0; otherwise effects sum to 0", NULL, set_anchor_school,
      show_anchor_school },
    { "groups", 0, "NAME",
      "column of groups with means and variances of their own, the first's fixed", NULL,
      set_groups, show_groups },
    { "free", 0, "A,B,..",
      "items with parameters of their own in each group, as item3@A, item3@B", NULL,
      set_free, show_free },
    { "robust", 0, "MODE",
      "federated: extreme rows count less, or odd schools: none, trim=P, cap, median",
      NULL, set_robust, show_robust },
    { "missing", 0, "LIST",
      "codes read as missing, by commas; otherwise empty cells, NA, . and -9", NULL,
      set_missing, show_missing },
    { "freq-column", 0, "NAME",
      "column of frequencies, or none; otherwise a column named freq or count", NULL,
      set_freq_column, show_freq_column },
    { "id-column", 0, "NAME",
      "column of persons' names, or none; otherwise a column named id or person", NULL,
      set_id_column, show_id_column },
    { "items", 0, "A,B,..", "item columns; otherwise every column that holds numbers",
      NULL, set_items, show_items },
    { "omit", 0, "A,B,..", "columns that are left out", NULL, set_omit, show_omit },
    { "words", 0, "A,B,..",
      "words of a rating scale, from the lowest; more scales behind ;", NULL, set_words,
      show_words },
    { "long", 0, "P,I,R", "long format: columns of person, item and response", NULL,
      set_long, show_long },
    { "key", 0, "KEY",
      "right answers, such as ABDCA, A,B|C,D=2 or a file of them; letters are scored by "
      "it",
      NULL, set_key, show_key },
    { "reverse", 0, "A,B,..", "items whose codes are turned round", NULL, set_reverse,
      show_reverse },
    { "score", 0, "NAME", "persons' scores", "eap map ml wle", set_score, show_score },
    { "fit", 0, "LIST",
      "statistics of fit, by commas: m2, sx2, infit, curves, q3, lz, dif=COLUMN, "
      "reliability; or all",
      NULL, set_fit, show_fit },
    { "start", 0, "FILE", "start from the estimates of an earlier fit, its JSON", NULL,
      set_start, show_start },
    { "lecture", 0, NULL,
      "the published walk-through of LSAT-6: 10 rounded nodes, no acceleration", "on off",
      set_lecture, show_lecture },
    { "threads", 0, "N", "threads to use, or all; results do not depend on it", NULL,
      set_threads, show_threads },
    { "seed", 0, "S", "seed of random numbers", NULL, set_seed, show_seed },
    { NULL, 0, NULL, NULL, NULL, NULL, NULL },
};

const struct ui_choice *
ui_choice_find(const char *name)
{
    for (const struct ui_choice *choice = ui_choice_table; choice->name != NULL; choice++)
        if (strcmp(choice->name, name) == 0)
            return choice;
    return NULL;
}
