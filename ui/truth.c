/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "truth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/truth.h"
#include "school_facts.h"

/* --- read --------------------------------------------------------------------------------- */

bool
ui_file_beside(const char *file, const char *word, char *out, size_t size)
{
    const char *dot = strrchr(file, '.'), *slash = strrchr(file, '/');
    int stem = dot && (!slash || dot > slash) ? (int)(dot - file) : (int)strlen(file);
    int length = snprintf(out, size, "%.*s-%s.csv", stem, file, word);

    return length > 0 && (size_t)length < size;
}

void
ui_truth_drop(struct ui_session *session)
{
    free(session->truth.item);
    free(session->truth.theta);
    session->truth = (struct ui_truth){ .item = NULL };
}

static bool
read_items(struct ui_session *session, const char *file, struct irt_error *error)
{
    struct irt_item_report *item = calloc(session->data->items + 1, sizeof *item);

    if (!item)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the true items");
    if (!irt_item_truth_read(file, session->data, item, error)) {
        free(item);
        return false;
    }
    free(session->truth.item);
    session->truth.item = item;
    return true;
}

static bool
read_abilities(struct ui_session *session, const char *file, struct irt_error *error)
{
    size_t dims;
    double *theta = irt_ability_truth_read(file, session->data, &dims, error);

    if (!theta)
        return false;
    free(session->truth.theta);
    session->truth.theta = theta;
    session->truth.dims = dims;
    return true;
}

bool
ui_truth_read(struct ui_session *session, const char *file, struct irt_error *error)
{
    enum irt_truth_kind kind;

    if (!session->data)
        return irt_fail(error, IRT_BAD_USAGE, "there are no data: load FILE");
    if (!irt_truth_kind_of(file, &kind, error))
        return false;
    switch (kind) {
    case IRT_TRUTH_ITEMS: return read_items(session, file, error);
    case IRT_TRUTH_PERSONS: return read_abilities(session, file, error);
    case IRT_TRUTH_SCHOOLS: break;
    }
    return ui_schools_read_truth(session, file, error);
}

void
ui_truth_take(struct ui_session *session)
{
    const char *data = session->choices.file;
    char file[UI_PATH];

    ui_truth_drop(session);
    if (ui_file_beside(data, "truth", file, sizeof file) && access(file, R_OK) == 0)
        read_items(session, file, NULL);
    if (ui_file_beside(data, "abilities", file, sizeof file) && access(file, R_OK) == 0)
        read_abilities(session, file, NULL);
}

/* --- compared ----------------------------------------------------------------------------- */

void
ui_pairs_clear(struct ui_pairs *pairs)
{
    free(pairs->estimate);
    free(pairs->truth);
    *pairs = (struct ui_pairs){ .count = 0 };
}

static struct ui_pairs
new_pairs(size_t most)
{
    struct ui_pairs pairs = { 0, malloc((most + 1) * sizeof(double)),
                              malloc((most + 1) * sizeof(double)) };

    if (!pairs.estimate || !pairs.truth)
        ui_pairs_clear(&pairs);
    return pairs;
}

static void
add_pair(struct ui_pairs *pairs, double estimate, double truth)
{
    if (!isfinite(estimate) || !isfinite(truth))
        return;
    pairs->estimate[pairs->count] = estimate;
    pairs->truth[pairs->count++] = truth;
}

/* The nominal model's first slope is 0 by definition. */
static void
add_slopes(struct ui_pairs *pairs, const struct irt_item *item,
           const struct irt_item_report *is, const struct irt_item_report *was)
{
    for (size_t v = item->ops == &irt_item_nrm; v < is->a_count && v < was->a_count; v++)
        if (!item->loads || item->loads[v])
            add_pair(pairs, is->a[v], was->a[v]);
}

static void
add_difficulties(struct ui_pairs *pairs, const struct irt_item_report *is,
                 const struct irt_item_report *was, double origin)
{
    for (size_t v = 0; v < is->b_count && v < was->b_count; v++)
        add_pair(pairs, is->b[v], was->b[v] - origin);
}

/* The effects' mean: of the schools where these are estimated, else over the persons. */
static double
effects_origin(const struct ui_session *session)
{
    const double *effect = session->school_truth;
    const struct irt_responses *data = session->data;
    double sum = 0, count = 0;

    if (!effect)
        return 0;
    if (session->model->groups > 1)
        return ui_schools_origin(session);
    for (size_t i = 0; i < data->rows; i++)
        if (!isnan(effect[data->school[i]])) {
            sum += effect[data->school[i]];
            count++;
        }
    return count > 0 ? sum / count : 0;
}

static struct ui_pairs
pair_items(const struct ui_session *session, enum ui_truth_of what, double origin)
{
    const struct irt_model *model = session->model;
    const double *psi = ui_session_psi(session);
    struct ui_pairs pairs = { .count = 0 };
    struct irt_item_report is;

    if (!model || !psi || !session->truth.item)
        return pairs;
    pairs = new_pairs(model->items * IRT_MAX_ITEM_PARAMETERS);
    for (size_t j = 0; pairs.estimate && j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        const struct irt_item_report *was = &session->truth.item[item->column];

        item->ops->report(item, psi + item->first, &is);
        if (what == UI_TRUTH_B)
            add_difficulties(&pairs, &is, was, origin);
        else if (!model->kind->slope_fixed)
            add_slopes(&pairs, item, &is, was);
    }
    return pairs;
}

static double
mean_of(const double *x, size_t count)
{
    double sum = 0;

    for (size_t k = 0; k < count; k++)
        sum += x[k];
    return count > 0 ? sum / (double)count : 0;
}

/* What is taken off the true difficulties and abilities, so that their origin is that of the
 * estimates. */
static double
find_origin(const struct ui_session *session)
{
    struct ui_pairs b;
    double origin = effects_origin(session);

    if (!session->model->by_items || !session->model->kind->slope_fixed)
        return origin;
    b = pair_items(session, UI_TRUTH_B, 0);
    if (b.count > 0)
        origin = mean_of(b.truth, b.count) - mean_of(b.estimate, b.count);
    ui_pairs_clear(&b);
    return origin;
}

struct ui_pairs
ui_truth_items(const struct ui_session *session, enum ui_truth_of what)
{
    return pair_items(session, what, session->model ? find_origin(session) : 0);
}

struct ui_pairs
ui_truth_persons(const struct ui_session *session, const double *score, size_t dimension)
{
    const struct irt_responses *data = session->data;
    const struct ui_truth *truth = &session->truth;
    struct ui_pairs pairs = { .count = 0 };
    size_t dims = session->model ? session->model->dims : 0;
    double origin;

    if (!truth->theta || dims != truth->dims)
        return pairs;
    origin = find_origin(session);
    pairs = new_pairs(data->rows);
    for (size_t i = 0; pairs.estimate && i < data->rows; i++) {
        double theta = truth->theta[i * dims + dimension] - origin;

        if (session->school_truth)
            theta += session->school_truth[data->school[i]];
        add_pair(&pairs, score[session->patterns->of_row[i] * dims + dimension], theta);
    }
    return pairs;
}

void
ui_pairs_errors(const struct ui_pairs *pairs, double *bias, double *rmse)
{
    double sum = 0, squares = 0, n = (double)pairs->count;

    for (size_t k = 0; k < pairs->count; k++) {
        double error = pairs->estimate[k] - pairs->truth[k];

        sum += error;
        squares += error * error;
    }
    *bias = n > 0 ? sum / n : NAN;
    *rmse = n > 0 ? sqrt(squares / n) : NAN;
}
