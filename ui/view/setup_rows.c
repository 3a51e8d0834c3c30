/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setup_rows.c -- the choices on the Setup screen: how each reads, what it means, and
 * which value comes next. */
#include "config.h"

#include "view/setup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choices.h"
#include "estimate/estimator.h"
#include "number.h"
#include "sample.h"

#define WORDS 16 /* values of a choice, at most */

/* --- the data ------------------------------------------------------------------------ */

static void
data_value(const struct ui_session *session, char *out, size_t size)
{
    const char *file = session->choices.file, *slash = strrchr(file, '/');

    snprintf(out, size, "%s", !file[0] ? "none yet" : slash ? slash + 1 : file);
}

static void
data_meaning(const struct ui_session *session, char *out, size_t size)
{
    const struct irt_responses *data = session->data;
    char missing[64] = "0 missing";

    if (!data) {
        snprintf(out, size, "o opens a file: persons in rows, items in columns");
        return;
    }
    if (data->missing > 0)
        snprintf(missing, sizeof missing, "%.2g %% missing",
                 100 * data->missing / (data->persons * (double)data->items));
    snprintf(out, size, "%s persons, %zu item%s, %zu patterns, %s",
             ui_count(data->persons).text, data->items, data->items == 1 ? "" : "s",
             session->patterns->count, missing);
}

/* --- model and estimator ------------------------------------------------------------- */

/* The model of the run, or the one that is asked for. */
static const struct irt_model_kind *
kind_of(const struct ui_session *session)
{
    return session->model ? session->model->kind : irt_model_find(session->choices.model);
}

static void
model_value(const struct ui_session *session, char *out, size_t size)
{
    const struct irt_model_kind *kind = kind_of(session);
    bool automatic = strcmp(session->choices.model, "auto") == 0;

    snprintf(out, size, "%s%s%s%s", automatic ? "auto" : "",
             automatic && kind ? ": " : "", kind ? kind->title : "",
             session->choices.item_models[0] ? " and others" : "");
}

static void
model_meaning(const struct ui_session *session, char *out, size_t size)
{
    const struct irt_model_kind *kind = kind_of(session);

    if (session->data && !session->model)
        snprintf(out, size, "%s", session->problem.message);
    else if (session->choices.item_models[0])
        snprintf(out, size, "%s; but %s", kind ? kind->title : "",
                 session->choices.item_models);
    else if (kind)
        snprintf(out, size, "%s: %s", kind->formula, kind->meaning);
    else
        snprintf(out, size, "2PL, or GPCM where an answer exceeds 1");
}

static void
prior_value(const struct ui_session *session, char *out, size_t size)
{
    bool any = session->model && session->model->priors > 0;

    snprintf(out, size, "%s",
             session->choices.prior[0] ? session->choices.prior
             : any                     ? "the model's own"
                                       : "none");
}

static void
prior_meaning(const struct ui_session *session, char *out, size_t size)
{
    size_t priors = session->model ? session->model->priors : 0;

    if (priors == 0)
        snprintf(out, size, "maximum likelihood; e.g. a=lognormal(0,0.5)");
    else
        snprintf(out, size, "%zu parameter%s: maximum a posteriori", priors,
                 priors == 1 ? " has one" : "s have one");
}

/* The sample after, or before, the one that is open.  A file of one's own stays: who has one
 * asks for another by its name. */
static bool
data_next(const struct ui_session *session, int step, char *out, size_t size)
{
    const struct ui_sample *now = ui_sample_of(session->choices.file);
    size_t count = 0, at;

    if (!now && session->data)
        return false;
    while (ui_samples[count].name)
        count++;
    at = now ? (size_t)(now - ui_samples) : step > 0 ? count - 1 : 0;
    at = (at + count + (size_t)(step + (int)count)) % count;
    snprintf(out, size, "%s", ui_samples[at].name);
    return true;
}

static bool
typed_only(const struct ui_session *session, int step, char *out, size_t size)
{
    (void)session, (void)step, (void)out, (void)size;
    return false;
}

/* --- several dimensions ---------------------------------------------------------------- */

/* Only m2pl has them. */
static bool
may_have_dims(const struct ui_session *session)
{
    return strcmp(session->choices.model, "m2pl") == 0 ||
           session->choices.options.dims > 1;
}

static bool
has_dims(const struct ui_session *session)
{
    return session->choices.options.dims > 1;
}

static void
dims_value(const struct ui_session *session, char *out, size_t size)
{
    snprintf(out, size, "%zu", session->choices.options.dims);
}

static void
dims_meaning(const struct ui_session *session, char *out, size_t size)
{
    (void)session;
    snprintf(out, size, "how many abilities the items measure");
}

static bool
dims_next(const struct ui_session *session, int step, char *out, size_t size)
{
    size_t dims = session->choices.options.dims + (size_t)step;

    snprintf(out, size, "%zu", dims);
    return may_have_dims(session) && dims >= 1 && dims <= IRT_MAX_DIMS;
}

static void
q_value(const struct ui_session *session, char *out, size_t size)
{
    const char *file = session->choices.q_matrix, *slash = strrchr(file, '/');

    snprintf(out, size, "%s",
             !file[0]                     ? "none"
             : irt_q_matrix_is_text(file) ? "as the grid has it (VAE, v)"
             : slash                      ? slash + 1
                                          : file);
}

static void
q_meaning(const struct ui_session *session, char *out, size_t size)
{
    snprintf(out, size, "%s",
             session->choices.q_matrix[0] ? "which item measures which dimension"
                                          : "all measure all, but for the first ones");
}

static void
correlation_value(const struct ui_session *session, char *out, size_t size)
{
    const char *held = session->choices.correlations;

    snprintf(out, size, "%s%s",
             session->choices.correlations_free ? "free"
             : held[0]                          ? "held at "
                                                : "fixed to 0",
             session->choices.correlations_free ? "" : held);
}

static void
correlation_meaning(const struct ui_session *session, char *out, size_t size)
{
    snprintf(out, size, "%s",
             session->choices.correlations_free ? "between dimensions: estimated"
                                                : "between dimensions; free wants a "
                                                  "Q-matrix");
}

static void
estimator_value(const struct ui_session *session, char *out, size_t size)
{
    const struct irt_estimator_ops *found =
        irt_estimator_find(session->choices.estimator);

    snprintf(out, size, "%s", found ? found->title : session->choices.estimator);
}

static void
estimator_meaning(const struct ui_session *session, char *out, size_t size)
{
    const struct irt_estimator_ops *found =
        irt_estimator_find(session->choices.estimator);

    snprintf(out, size, "%s", found ? found->summary : "");
}

/* --- the quadrature ------------------------------------------------------------------ */

static void
nodes_value(const struct ui_session *session, char *out, size_t size)
{
    enum irt_nodes nodes = irt_options_nodes(&session->choices.options).nodes;

    snprintf(out, size, "%s",
             nodes == IRT_NODES_GH      ? "Gauss-Hermite"
             : nodes == IRT_NODES_SOBOL ? "Sobol"
                                        : irt_nodes_name(nodes));
}

static void
nodes_meaning(const struct ui_session *session, char *out, size_t size)
{
    static const char *const text[] = {
        [IRT_NODES_EQUAL] = "equal steps, weighted by the normal density",
        [IRT_NODES_GH] = "few nodes, placed so as to integrate well",
        [IRT_NODES_EMPIRICAL] = "weights estimated from the data each cycle",
        [IRT_NODES_SOBOL] = "a sequence that fills space evenly, of equal weight",
    };
    struct irt_node_plan plan = irt_options_nodes(&session->choices.options);

    if (plan.nodes == IRT_NODES_SOBOL && session->choices.options.nodes != plan.nodes)
        snprintf(out, size, "too many for a product: a Sobol sequence");
    else
        snprintf(out, size, "%s", text[plan.nodes]);
}

static void
points_value(const struct ui_session *session, char *out, size_t size)
{
    struct irt_node_plan plan = irt_options_nodes(&session->choices.options);

    if (plan.each == 0 || session->choices.options.dims <= 1)
        snprintf(out, size, "%zu", plan.all);
    else
        snprintf(out, size, "%zu each", plan.each);
}

static void
points_meaning(const struct ui_session *session, char *out, size_t size)
{
    struct irt_node_plan plan = irt_options_nodes(&session->choices.options);

    if (plan.each > 0 && session->choices.options.dims > 1)
        snprintf(out, size, "in each dimension; %zu in all", plan.all);
    else
        snprintf(out, size, "more nodes: a finer integral, a slower cycle");
}

/* The next of a rising list beyond now; round numbers where the list ends. */
static bool
next_of(const size_t *list, size_t count, size_t now, int step, char *out, size_t size)
{
    size_t found = now;

    for (size_t k = 0; step > 0 && k < count && found == now; k++)
        if (list[k] > now)
            found = list[k];
    for (size_t k = count; step < 0 && k-- > 0 && found == now;)
        if (list[k] < now)
            found = list[k];
    snprintf(out, size, "%zu", found);
    return found != now;
}

static bool
points_next(const struct ui_session *session, int step, char *out, size_t size)
{
    static const size_t list[] = { 5,  7,  9,  10, 15,  21,  25, 31,
                                   41, 51, 61, 81, 101, 151, 201 };
    static const size_t sobol[] = { 500, 1000, 2000, 5000, 10000, 20000 };
    struct irt_node_plan plan = irt_options_nodes(&session->choices.options);

    if (plan.each == 0)
        return next_of(sobol, sizeof sobol / sizeof sobol[0], plan.all, step, out, size);
    return next_of(list, sizeof list / sizeof list[0], plan.each, step, out, size);
}

static void
range_value(const struct ui_session *session, char *out, size_t size)
{
    const struct irt_options *options = &session->choices.options;
    const struct irt_quadrature *q = session->quadrature;

    if (irt_options_nodes(options).nodes == IRT_NODES_SOBOL)
        snprintf(out, size, "-");
    else if (options->nodes == IRT_NODES_GH && q)
        snprintf(out, size, "(%.2f to %.2f)", q->node[0], q->node[q->points - 1]);
    else
        snprintf(out, size, "%g to %g", options->lo, options->hi);
}

static void
range_meaning(const struct ui_session *session, char *out, size_t size)
{
    enum irt_nodes nodes = irt_options_nodes(&session->choices.options).nodes;

    if (nodes == IRT_NODES_GH)
        snprintf(out, size, "Gauss-Hermite nodes have their own ends");
    else if (nodes == IRT_NODES_SOBOL)
        snprintf(out, size, "a sequence has no ends");
    else
        snprintf(out, size, "nobody is thought to lie beyond these ends");
}

/* Wider or narrower by 1 on both sides. */
static bool
range_next(const struct ui_session *session, int step, char *out, size_t size)
{
    const struct irt_options *options = &session->choices.options;
    double lo = options->lo - step, hi = options->hi + step;

    snprintf(out, size, "%g:%g", lo, hi);
    enum irt_nodes nodes = irt_options_nodes(options).nodes;

    return nodes != IRT_NODES_GH && nodes != IRT_NODES_SOBOL && hi - lo >= 2 &&
           hi - lo <= 40;
}

/* --- how it is estimated ------------------------------------------------------------- */

static void
accelerate_value(const struct ui_session *session, char *out, size_t size)
{
    static const char *const text[] = {
        [IRT_ACCELERATE_NONE] = "none",
        [IRT_ACCELERATE_RAMSAY] = "Ramsay",
        [IRT_ACCELERATE_SQUAREM] = "SQUAREM",
        [IRT_ACCELERATE_LBFGS] = "L-BFGS",
    };

    snprintf(out, size, "%s", text[session->choices.options.accelerate]);
}

static void
accelerate_meaning(const struct ui_session *session, char *out, size_t size)
{
    static const char *const text[] = {
        [IRT_ACCELERATE_NONE] = "plain EM steps: right for watching",
        [IRT_ACCELERATE_RAMSAY] = "every third step is lengthened (Ramsay 1975)",
        [IRT_ACCELERATE_SQUAREM] = "two steps foretell a third: far fewer cycles",
        [IRT_ACCELERATE_LBFGS] = "gradients teach the curvature: the fewest rounds",
    };

    snprintf(out, size, "%s", text[session->choices.options.accelerate]);
}

static void
criterion_value(const struct ui_session *session, char *out, size_t size)
{
    static const char *const text[] = {
        [IRT_CRITERION_PARAMETER] = "largest change",
        [IRT_CRITERION_GRADIENT] = "largest gradient",
        [IRT_CRITERION_LOGLIK] = "gain in ℓ",
    };

    snprintf(out, size, "%s", text[session->choices.options.criterion]);
}

static void
criterion_meaning(const struct ui_session *session, char *out, size_t size)
{
    static const char *const text[] = {
        [IRT_CRITERION_PARAMETER] = "until no parameter moves more in a cycle",
        [IRT_CRITERION_GRADIENT] = "until ℓ is flat in every parameter",
        [IRT_CRITERION_LOGLIK] = "until a cycle gains less log-likelihood",
    };

    snprintf(out, size, "%s", text[session->choices.options.criterion]);
}

static void
tol_value(const struct ui_session *session, char *out, size_t size)
{
    snprintf(out, size, "%g", session->choices.options.tolerance);
}

static void
tol_meaning(const struct ui_session *session, char *out, size_t size)
{
    (void)session;
    snprintf(out, size, "smaller: more digits are right, more cycles");
}

static bool
tol_next(const struct ui_session *session, int step, char *out, size_t size)
{
    double now = session->choices.options.tolerance;
    int power =
        (int)(step > 0 ? floor(log10(now) + 1e-9) + 1 : ceil(log10(now) - 1e-9) - 1);

    snprintf(out, size, "1e%d", power);
    return power >= -12 && power <= 0;
}

static void
cycles_value(const struct ui_session *session, char *out, size_t size)
{
    snprintf(out, size, "%zu cycle%s", session->choices.options.max_cycles,
             session->choices.options.max_cycles == 1 ? "" : "s");
}

static void
cycles_meaning(const struct ui_session *session, char *out, size_t size)
{
    (void)session;
    snprintf(out, size, "stops there even when it has not converged");
}

static bool
cycles_next(const struct ui_session *session, int step, char *out, size_t size)
{
    static const size_t list[] = { 1,   2,   3,   5,    10,   20,   50,
                                   100, 200, 500, 1000, 2000, 5000, 10000 };

    return next_of(list, sizeof list / sizeof list[0],
                   session->choices.options.max_cycles, step, out, size);
}

static void
lecture_value(const struct ui_session *session, char *out, size_t size)
{
    const struct ui_choices *choices = &session->choices;

    snprintf(out, size, "%s",
             choices->start[0]          ? choices->start
             : choices->options.lecture ? "lecture"
                                        : "from data");
}

static void
lecture_meaning(const struct ui_session *session, char *out, size_t size)
{
    snprintf(out, size, "%s",
             session->choices.start[0] ? "where that fit ended; :start none goes back"
             : session->choices.options.lecture
                 ? "as published: a = 1, d = 0, rounded numbers"
                 : "a = 1, d from the shares of right answers");
}

static bool
lecture_next(const struct ui_session *session, int step, char *out, size_t size)
{
    (void)step;
    snprintf(out, size, "%s", session->choices.options.lecture ? "off" : "on");
    return true;
}

static void
se_value(const struct ui_session *session, char *out, size_t size)
{
    static const char *const text[] = {
        [IRT_SE_NONE] = "none",
        [IRT_SE_OAKES] = "Oakes",
        [IRT_SE_CROSSPROD] = "cross-product",
    };

    snprintf(out, size, "%s", text[session->choices.options.se]);
}

static void
se_meaning(const struct ui_session *session, char *out, size_t size)
{
    static const char *const text[] = {
        [IRT_SE_NONE] = "no standard errors: saves time on long tests",
        [IRT_SE_OAKES] = "from the curvature of ℓ, exactly (Oakes 1999)",
        [IRT_SE_CROSSPROD] = "from persons' gradients; wants many persons",
    };

    snprintf(out, size, "%s", text[session->choices.options.se]);
}

static void
threads_value(const struct ui_session *session, char *out, size_t size)
{
    unsigned threads = session->choices.options.threads;

    if (threads == 0)
        snprintf(out, size, "all cores");
    else
        snprintf(out, size, "%u", threads);
}

static void
threads_meaning(const struct ui_session *session, char *out, size_t size)
{
    (void)session;
    snprintf(out, size, "work at once; no result depends on it");
}

/* all, 1, 2, 4 .. 64 */
static bool
threads_next(const struct ui_session *session, int step, char *out, size_t size)
{
    unsigned now = session->choices.options.threads;

    if (step < 0 && now == 1)
        snprintf(out, size, "all");
    else
        snprintf(out, size, "%u", now == 0 ? 1 : step > 0 ? 2 * now : now / 2);
    return step > 0 ? now < 64 : now > 0;
}

/* --- the table ----------------------------------------------------------------------- */

/* TO ADD A CHOICE TO THE SCREEN: its value() and meaning() above, a row here. */
const struct ui_setup_row ui_setup_rows[] = {
    { "Data", "load", true, UI_PICTURE_NONE, data_value, data_meaning, data_next, NULL },
    { "Model", "model", false, UI_PICTURE_NONE, model_value, model_meaning, NULL, NULL },
    { "  dimensions", "dims", true, UI_PICTURE_LOADS, dims_value, dims_meaning, dims_next,
      may_have_dims },
    { "  Q-matrix", "q-matrix", true, UI_PICTURE_LOADS, q_value, q_meaning, typed_only,
      has_dims },
    { "  correlation", "correlation", false, UI_PICTURE_LOADS, correlation_value,
      correlation_meaning, NULL, has_dims },
    { "Estimator", "estimator", false, UI_PICTURE_NONE, estimator_value,
      estimator_meaning, NULL, NULL },
    { "  optimizer", "optimizer", false, UI_PICTURE_NONE, ui_setup_optimizer_value,
      ui_setup_optimizer_meaning, NULL, ui_setup_is_jml },
    { "  hidden", "hidden", true, UI_PICTURE_NONE, ui_setup_hidden_value,
      ui_setup_hidden_meaning, typed_only, ui_setup_is_vae },
    { "  bound", "bound", false, UI_PICTURE_NONE, ui_setup_bound_value,
      ui_setup_bound_meaning, NULL, ui_setup_is_vae },
    { "  starts", "starts", true, UI_PICTURE_NONE, ui_setup_starts_value,
      ui_setup_starts_meaning, ui_setup_starts_next, ui_setup_is_vae },
    { "Quadrature", "nodes", false, UI_PICTURE_NODES, nodes_value, nodes_meaning, NULL,
      ui_setup_has_nodes },
    { "  nodes", "quad", true, UI_PICTURE_NODES, points_value, points_meaning,
      points_next, ui_setup_has_nodes },
    { "  range", "range", true, UI_PICTURE_NODES, range_value, range_meaning, range_next,
      ui_setup_has_nodes },
    { "Schools", "schools", true, UI_PICTURE_NONE, ui_setup_schools_value,
      ui_setup_schools_meaning, ui_setup_schools_next, NULL },
    { "  effects", "effects", false, UI_PICTURE_NONE, ui_setup_effects_value,
      ui_setup_effects_meaning, NULL, ui_setup_has_schools },
    { "  anchor", "anchor-school", true, UI_PICTURE_NONE, ui_setup_anchor_value,
      ui_setup_anchor_meaning, ui_setup_anchor_next, ui_setup_has_anchor },
    { "  robust", "robust", true, UI_PICTURE_NONE, ui_setup_robust_value,
      ui_setup_robust_meaning, ui_setup_robust_next, ui_setup_has_robust },
    { "Acceleration", "accelerate", false, UI_PICTURE_NONE, accelerate_value,
      accelerate_meaning, NULL, ui_setup_is_by_cycles },
    { "Stop by", "criterion", false, UI_PICTURE_NONE, criterion_value, criterion_meaning,
      NULL, NULL },
    { "  below", "tol", true, UI_PICTURE_NONE, tol_value, tol_meaning, tol_next, NULL },
    { "  at most", "max-cycles", true, UI_PICTURE_NONE, cycles_value, cycles_meaning,
      cycles_next, NULL },
    { "Priors", "prior", true, UI_PICTURE_PRIORS, prior_value, prior_meaning, typed_only,
      NULL },
    { "Start", "lecture", false, UI_PICTURE_NONE, lecture_value, lecture_meaning,
      lecture_next, NULL },
    { "Errors", "se", false, UI_PICTURE_NONE, se_value, se_meaning, NULL,
      ui_setup_is_by_cycles },
    { "Threads", "threads", true, UI_PICTURE_NONE, threads_value, threads_meaning,
      threads_next, NULL },
};
const size_t ui_setup_row_count = sizeof ui_setup_rows / sizeof ui_setup_rows[0];

/* The words of a list of values; returns how many. */
static size_t
split(const char *values, char *copy, size_t size, const char *word[WORDS])
{
    size_t count = 0;
    char *rest = copy;

    snprintf(copy, size, "%s", values);
    for (char *w; count < WORDS && (w = strtok_r(rest, " ", &rest)) != NULL;)
        word[count++] = w;
    return count;
}

bool
ui_setup_next(const struct ui_setup_row *row, const struct ui_session *session, int step,
              char *out, size_t size)
{
    const struct ui_choice *choice = ui_choice_find(row->choice);
    const char *word[WORDS];
    char copy[256], now[UI_LIST];
    size_t count, at = 0;

    if (row->next)
        return row->next(session, step, out, size);
    if (!choice || !choice->values)
        return false;
    count = split(choice->values, copy, sizeof copy, word);
    choice->show(&session->choices, now, sizeof now);
    while (at < count && strcmp(word[at], now) != 0)
        at++;
    if (count < 2)
        return false;
    snprintf(out, size, "%s",
             at == count ? word[0]
                         : word[(at + count + (size_t)(step + (int)count)) % count]);
    return true;
}
