/* SPDX-License-Identifier: GPL-3.0-or-later */
/* converge_paths.c -- the parameters' paths by cycle, and which of them move fastest. */
#include "config.h"

#include "view/converge.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "item_label.h"
#include "light.h"
#include "plot/plot.h"
#include "view/converge_series.h"
#include "view/parts.h"

#define MOST_DOTS   15000 /* points of all curves of a plot together */
#define MOST_LABELS 64
#define MOST_GHOSTS 24  /* that have ghosts behind them */
#define MOST_PATHS  120 /* drawn of a kind; more would be one band */

bool
ui_converge_has_path(const struct irt_model *model, size_t k)
{
    const struct irt_parameter *parameter = &model->parameter[k];

    return parameter->free != IRT_NONE && parameter->owner;
}

/* It is no single item's. */
static bool
is_shared(const struct irt_model *model, size_t k)
{
    if (model->parameter[k].item == IRT_NONE)
        return true;
    for (size_t m = 0; m < model->parameters; m++)
        if (m != k && model->parameter[m].free == model->parameter[k].free)
            return model->parameter[k].free != IRT_NONE;
    return false;
}

double
ui_converge_value(const struct ui_session *session, const struct irt_trace *trace,
                  size_t row, size_t k, char *name, size_t size)
{
    const struct irt_model *model = session->model;
    const double *psi = irt_trace_psi(trace, row);
    size_t item = model->parameter[k].item;

    if (!is_shared(model, k)) {
        struct ui_metric_at at = ui_metric_at(model, item, psi);

        return ui_metric_value(session->metric, &at, k - model->item[item].first, name,
                               size);
    }
    if (name)
        snprintf(name, size, "%s", k == model->sigma ? "σ" : model->parameter[k].name);
    return psi[k];
}

static double
path_value(const struct irt_trace *trace, size_t row, const void *context)
{
    const struct ui_path *path = context;

    return ui_converge_value(path->session, trace, row, path->parameter, NULL, 0);
}

double
ui_converge_move(const struct irt_trace *trace, size_t c, size_t k)
{
    if (c == 0 || c >= trace->rows)
        return 0;
    return irt_trace_psi(trace, c)[k] - irt_trace_psi(trace, c - 1)[k];
}

void
ui_converge_name(const struct ui_session *session, size_t k, char *out, size_t size)
{
    const struct irt_model *model = session->model;
    const struct irt_parameter *parameter = &model->parameter[k];

    if (k == model->sigma)
        snprintf(out, size, "σ");
    else if (parameter->item == IRT_NONE)
        irt_model_label(model, session->data, k, out, size);
    else if (is_shared(model, k))
        snprintf(out, size, "%s of all", parameter->name);
    else
        snprintf(out, size, "%s %s", ui_item_name(session, parameter->item),
                 parameter->name);
}

/* Keeps key[] in falling order; *n counts what it holds, room what it may. */
static void
insert(size_t *list, double *key, size_t *n, size_t room, size_t k, double value)
{
    size_t at = *n;

    if (room == 0 || (*n == room && value <= key[*n - 1]))
        return;
    if (*n < room)
        ++*n;
    else
        at--;
    for (; at > 0 && key[at - 1] < value; at--) {
        key[at] = key[at - 1];
        list[at] = list[at - 1];
    }
    key[at] = value;
    list[at] = k;
}

size_t
ui_converge_fastest(const struct ui_session *session, size_t c, size_t *k, size_t count)
{
    const struct irt_model *model = session->model;
    double key[MOST_LABELS];
    size_t n = 0;

    if (count > MOST_LABELS)
        count = MOST_LABELS;
    for (size_t m = 0; m < model->parameters; m++)
        if (ui_converge_has_path(model, m))
            insert(k, key, &n, count, m, fabs(ui_converge_move(&session->trace, c, m)));
    return n;
}

static bool
is_slope(const struct irt_parameter *parameter)
{
    return parameter->slope || parameter->item == IRT_NONE;
}

/* It is the item's, or one that the item shares. */
static bool
concerns(const struct irt_model *model, size_t k, size_t item)
{
    const struct irt_item *it = &model->item[item];

    if (model->parameter[k].item == IRT_NONE)
        return true;
    for (size_t m = it->first; m < it->first + it->count; m++)
        if (model->parameter[m].free == model->parameter[k].free)
            return true;
    return false;
}

static bool
is_among(const struct irt_model *model, size_t k, enum ui_paths which, size_t item)
{
    if (!ui_converge_has_path(model, k) ||
        is_slope(&model->parameter[k]) != (which == UI_PATHS_SLOPES))
        return false;
    return item == IRT_NONE || concerns(model, k, item);
}

bool
ui_converge_any_path(const struct irt_model *model, enum ui_paths which)
{
    for (size_t k = 0; k < model->parameters; k++)
        if (is_among(model, k, which, IRT_NONE))
            return true;
    return false;
}

static enum ui_role
role_of(const struct irt_model *model, size_t k)
{
    return is_shared(model, k) ? UI_CURVE_0 : ui_curve_role(model->parameter[k].item);
}

struct labels {
    size_t n;
    size_t parameter[MOST_LABELS];
    double y[MOST_LABELS];
    enum ui_role role[MOST_LABELS];
    char text[MOST_LABELS][40];
    const char *pointer[MOST_LABELS];
};

static double
last_value(const struct ui_session *session, size_t k)
{
    return ui_converge_value(session, &session->trace, ui_series_last(&session->trace), k,
                             NULL, 0);
}

/* The chosen item first, then those that end furthest from the others: they are looked for, and
 * stay the same while all move. */
static void
choose_labels(const struct ui_session *session, enum ui_paths which, size_t item,
              struct labels *labels)
{
    const struct irt_model *model = session->model;
    double key[MOST_LABELS], sum = 0;
    size_t count = 0;

    for (size_t k = 0; k < model->parameters; k++)
        if (is_among(model, k, which, item) && isfinite(last_value(session, k))) {
            sum += last_value(session, k);
            count++;
        }
    labels->n = 0;
    for (size_t k = 0; k < model->parameters; k++) {
        bool chosen = model->parameter[k].item == session->item;

        if (!is_among(model, k, which, item))
            continue;
        double from_mean = fabs(last_value(session, k) - sum / (double)count);
        insert(labels->parameter, key, &labels->n, MOST_LABELS, k,
               chosen             ? INFINITY
               : isnan(from_mean) ? 0
                                  : from_mean);
    }
}

/* The item has more of the kind than this one. */
static bool
has_siblings(const struct irt_model *model, size_t k)
{
    const struct irt_item *it = &model->item[model->parameter[k].item];

    for (size_t m = it->first; m < it->first + it->count; m++)
        if (m != k && model->parameter[m].free != IRT_NONE &&
            model->parameter[m].slope == model->parameter[k].slope)
            return true;
    return false;
}

/* The item's name, after its light where it is sick, followed by the parameter's where the item has several of the kind, in at
 * most UI_SERIES_NAME columns. */
static void
write_name(const struct ui_session *session, size_t k, char *out, size_t size)
{
    const struct irt_parameter *parameter = &session->model->parameter[k];
    char name[30], letter[8], why[UI_LIGHT_WHY];
    struct ui_light light;
    int own;

    if (is_shared(session->model, k)) {
        ui_converge_name(session, k, name, sizeof name);
        ui_fit_text(name, UI_SERIES_NAME, out, size);
        return;
    }
    ui_converge_value(session, &session->trace, ui_series_last(&session->trace), k,
                      letter, sizeof letter);
    own = has_siblings(session->model, k) ? ui_columns(letter) + 1 : 0;
    light = ui_item_light(session, parameter->item, why, sizeof why);
    if (light.sick)
        own += 2;
    ui_item_label(session, parameter->item, UI_SERIES_NAME - own, name, sizeof name);
    snprintf(out, size, "%s%s%s%s%s", light.sick ? light.sign : "", light.sick ? " " : "",
             name, has_siblings(session->model, k) ? " " : "",
             has_siblings(session->model, k) ? letter : "");
}

/* The curve's, or that of a light. */
static enum ui_role
label_role(const struct ui_session *session, size_t k)
{
    char why[UI_LIGHT_WHY];
    struct ui_light light;

    if (is_shared(session->model, k))
        return role_of(session->model, k);
    light = ui_item_light(session, session->model->parameter[k].item, why, sizeof why);
    return light.sick ? light.role : role_of(session->model, k);
}

static void
write_labels(const struct ui_session *session, bool numbers, struct labels *labels)
{
    int widest = 0;

    for (size_t i = 0; i < labels->n; i++) {
        size_t k = labels->parameter[i];

        write_name(session, k, labels->text[i], sizeof labels->text[i]);
        if (ui_columns(labels->text[i]) > widest)
            widest = ui_columns(labels->text[i]);
        labels->role[i] = label_role(session, k);
        labels->y[i] = last_value(session, k);
        labels->pointer[i] = labels->text[i];
    }
    for (size_t i = 0; numbers && i < labels->n; i++) {
        size_t length = strlen(labels->text[i]);

        snprintf(labels->text[i] + length, sizeof labels->text[i] - length, "%*s%*.4f",
                 widest - ui_columns(labels->text[i]), "", UI_SERIES_NUMBER,
                 labels->y[i]);
    }
}

/* The letters of the parameters drawn, each once: "d", "d, c". */
static void
letters_of(const struct ui_session *session, const size_t *parameter, size_t count,
           char *letters, size_t size)
{
    letters[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char letter[16];
        size_t length = strlen(letters);

        ui_converge_value(session, &session->trace, ui_series_last(&session->trace),
                          parameter[i], letter, sizeof letter);
        if (!is_shared(session->model, parameter[i]))
            letter[strcspn(letter, "0123456789")] = '\0';
        if (strstr(letters, letter) == NULL && length + 4 < size)
            snprintf(letters + length, size - length, "%s%s", length ? ", " : "", letter);
    }
}

/* Those of a kind, by their letter; "" when they have no word of their own. */
static const char *
word_for(const char *letters, bool one)
{
    static const struct {
        const char *letters, *word, *words;
    } words[] = {
        { "a", "slope", "slopes" },
        { "d", "intercept", "intercepts" },
        { "b", "difficulty", "difficulties" },
        { "λ", "loading", "loadings" },
        { "τ", "threshold", "thresholds" },
    };

    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (strcmp(letters, words[k].letters) == 0)
            return one ? words[k].word : words[k].words;
    return "parameters";
}

/* How the numbers of the metric come about, briefly. */
static const char *
brief_relation(const char *letters)
{
    return strcmp(letters, "λ") == 0   ? " = A/√(1 + A²), A = aσ/1.702"
           : strcmp(letters, "τ") == 0 ? " = -(d/1.702)/√(1 + A²)"
                                       : "";
}

/* Where a formula belongs to the name and there is little room it stands alone. */
static void
paths_title(const struct ui_session *session, enum ui_paths which, size_t item,
            const char *letters, bool wide, char *title, size_t size)
{
    const struct irt_model_kind *kind = session->model->kind;
    bool one = item != IRT_NONE, formula = brief_relation(letters)[0] != '\0';
    const char *name = one ? ui_item_name(session, item) : "";

    if (which == UI_PATHS_SLOPES && kind->slope_fixed)
        snprintf(title, size, "σ, standard deviation of θ (a = 1)");
    else if (which == UI_PATHS_SLOPES && kind->slope_equal)
        snprintf(title, size, "the slope a of all items");
    else if (one)
        snprintf(title, size, "%s %s of %.50s", word_for(letters, true), letters, name);
    else
        snprintf(title, size, "%s%s%s%s",
                 formula && !wide ? "" : word_for(letters, false),
                 formula && !wide ? "" : " ", letters, brief_relation(letters));
}

/* Behind the paths; of many only behind those that have a name. */
static void
draw_ghosts(struct ui_plot *plot, const struct ui_session *session, size_t first,
            const size_t *parameter, size_t count, const struct labels *labels)
{
    struct ui_path path = { .session = session };

    if (count > MOST_GHOSTS) {
        parameter = labels->parameter;
        count = labels->n < MOST_GHOSTS ? labels->n : MOST_GHOSTS;
    }
    for (size_t i = 0; i < count; i++) {
        path.parameter = parameter[i];
        ui_series_ghosts(plot, session, first, UI_SERIES_POINTS, path_value, &path);
    }
}

/* Others first, so that the chosen item's curve lies on top. */
static void
draw_paths(struct ui_plot *plot, const struct ui_session *session, size_t first,
           const size_t *parameter, size_t count)
{
    double x[UI_SERIES_POINTS], y[UI_SERIES_POINTS];
    size_t points = MOST_DOTS / (count ? count : 1);

    points = points < 8 ? 8 : points > UI_SERIES_POINTS ? UI_SERIES_POINTS : points;
    for (int chosen = 0; chosen < 2; chosen++)
        for (size_t i = 0; i < count; i++) {
            struct ui_path path = { session, parameter[i] };
            size_t k = parameter[i];

            if ((session->model->parameter[k].item == session->item) == chosen)
                ui_plot_curve(plot, role_of(session->model, k), x, y,
                              ui_series_take(&session->trace, first, points, path_value,
                                             &path, x, y));
        }
}

/* The parameters of a kind that are drawn, the labelled ones among them: of very many only
 * some, evenly, for they are one band anyway.  Returns how many. */
static size_t
choose_paths(const struct ui_session *session, enum ui_paths which, size_t item,
             const struct labels *labels, size_t *parameter)
{
    const struct irt_model *model = session->model;
    size_t count = 0, step = model->items / (MOST_PATHS - MOST_LABELS) + 1, seen = 0;

    for (size_t k = 0; k < model->parameters; k++) {
        bool labelled = false;

        if (!is_among(model, k, which, item))
            continue;
        for (size_t i = 0; i < labels->n && step > 1 && !labelled; i++)
            labelled = labels->parameter[i] == k;
        if ((seen++ % step == 0 || labelled) && count < MOST_PATHS)
            parameter[count++] = k;
    }
    return count;
}

void
ui_converge_paths(struct ui_canvas *canvas, struct ui_rect rect,
                  const struct ui_session *session, enum ui_paths which, size_t item)
{
    size_t parameter[MOST_PATHS], count, first;
    struct ui_path path[MOST_PATHS];
    bool numbers = rect.w >= UI_SERIES_WIDE;
    struct labels labels;
    struct ui_span span;
    struct ui_axes axes;
    struct ui_plot plot;
    char title[120], letters[24];

    choose_labels(session, which, item, &labels);
    count = choose_paths(session, which, item, &labels, parameter);
    for (size_t i = 0; i < count; i++)
        path[i] = (struct ui_path){ session, parameter[i] };
    span = ui_series_range(&session->trace, path_value, path, count, &first);
    ui_series_widen(&span, session, first, path_value, path, count);
    ui_nice_range(&span.lo, &span.hi, 4);
    write_labels(session, numbers, &labels);
    letters_of(session, parameter, count, letters, sizeof letters);
    paths_title(session, which, item, letters, numbers, title, sizeof title);
    ui_series_say(title, sizeof title, first);
    axes = ui_series_axes(session, rect.w, title, "cycle", first, span);
    plot = ui_plot_open(canvas, rect, &axes);
    draw_ghosts(&plot, session, first, parameter, count, &labels);
    draw_paths(&plot, session, first, parameter, count);
    ui_plot_end_labels(&plot, labels.role, labels.y, labels.pointer, labels.n);
    ui_series_travel(&plot, session);
}
