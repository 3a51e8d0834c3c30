/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items_caption.c -- what stands under the table of items: what all items share, the
 * formulas of the metric that is shown, why there are no errors. */
#include "config.h"

#include "view/items.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "light.h"
#include "view/parts.h"

#define MOST        8
#define WORDS       600
#define MOST_ERRORS 6 /* correlations that have their errors beside them */

/* A paragraph; the least needed go first. */
struct caption {
    size_t count;
    struct {
        enum ui_role role;
        char text[WORDS];
    } line[MOST];
};

static void add(struct caption *caption, enum ui_role role, const char *format, ...)
    IRT_PRINTF(3, 4);

static void
add(struct caption *caption, enum ui_role role, const char *format, ...)
{
    va_list arguments;

    if (caption->count == MOST)
        return;
    va_start(arguments, format);
    vsnprintf(caption->line[caption->count].text, WORDS, format, arguments);
    va_end(arguments);
    caption->line[caption->count++].role = role;
}

static void
error_text(double se, char *out, size_t size)
{
    if (isnan(se))
        out[0] = '\0';
    else
        snprintf(out, size, " (SE %.4f)", se);
}

/* The first slope's place in psi; IRT_NONE: there is none. */
static size_t
first_slope(const struct irt_model *model)
{
    for (size_t k = 0; k < model->sigma; k++)
        if (model->parameter[k].slope)
            return k;
    return IRT_NONE;
}

/* "r12 = 0.4103 (SE 0.0321), r13 = ..": of the dimensions, where they are estimated. */
static void
correlations_text(const struct ui_items_source *source, char *out, size_t size)
{
    const struct irt_model *model = source->model;
    size_t used = 0;
    char error[40];

    bool any = false;

    for (size_t c = 0; c < model->correlations; c++)
        any = any || source->psi[model->correlation + c] != 0;
    if (!model->correlations_free && !any) {
        snprintf(out, size, "correlations of θ: held at 0");
        return;
    }
    for (size_t c = 0; c < model->correlations && used < size; c++) {
        size_t k = model->correlation + c;

        error_text(source->fit && model->correlations <= MOST_ERRORS ? source->fit->se[k]
                                                                     : NAN,
                   error, sizeof error);
        used += (size_t)snprintf(out + used, size - used, "%s%s %.4f%s",
                                 c > 0                      ? ", "
                                 : model->correlations_free ? "correlations of θ: "
                                                            : "correlations of θ, held: ",
                                 model->parameter[k].name, source->psi[k], error);
    }
}

void
ui_items_shared(const struct ui_items_source *source, char *out, size_t size)
{
    const struct irt_model *model = source->model;
    double sigma = source->psi[model->sigma];
    size_t slope = first_slope(model);
    char error[40];

    out[0] = '\0';
    if (model->dims > 1)
        correlations_text(source, out, size);
    else if (model->kind->slope_fixed && model->by_items)
        snprintf(out, size, "a = 1; θ has no distribution");
    else if (model->kind->slope_fixed) {
        error_text(source->fit ? source->fit->variance_se : NAN, error, sizeof error);
        snprintf(out, size, "a = 1; Var θ = %.4f%s", sigma * sigma, error);
    } else if (model->kind->slope_equal && slope != IRT_NONE) {
        error_text(source->fit ? source->fit->se[slope] : NAN, error, sizeof error);
        snprintf(out, size, "a = %.4f%s for all", source->psi[slope], error);
    }
}

const char *
ui_items_missing_errors(const struct ui_items_source *source)
{
    const struct ui_session *session = source->session;

    if (session->choices.options.se == IRT_SE_NONE)
        return "no standard errors were asked for: se oakes";
    if (session->travel)
        return "cycle of the past: errors stand at the end only";
    if (!source->fit)
        return !session->ended ? "standard errors come when the run has ended"
               : session->busy ? "standard errors are being worked out"
                               : "there are no estimates";
    return source->fit->covariance ? "" : "no standard errors: d says why";
}

/* The first note on the estimates that is about no single item; NULL: there is none. */
static const char *
general_note(const struct ui_items_source *source)
{
    for (size_t k = 0; source->fit && k < source->fit->notes.count; k++)
        if (strncmp(source->fit->notes.text[k], "item '", 6) != 0)
            return source->fit->notes.text[k];
    return NULL;
}

/* What the chosen item asks, if the file says so; its whole name, if the table cuts it. */
static void
add_wording(const struct ui_items_source *source, struct caption *caption)
{
    const struct irt_responses *data = source->session->data;
    size_t column = source->model->item[source->session->item].column;
    const char *asks = data->item_caption ? data->item_caption[column] : NULL;

    if (asks)
        add(caption, UI_TEXT, "%s: %s", data->item_name[column], asks);
    else if (ui_columns(data->item_name[column]) > UI_ITEM_COLUMNS)
        add(caption, UI_TEXT, "%s", data->item_name[column]);
}

/* The formulas are those of the chosen item, which may have a model of its own. */
static void
make(const struct ui_items_source *source, const char *order, struct caption *caption)
{
    enum ui_metric metric = source->session->metric;
    size_t item = source->session->item;
    const char *relation = ui_metric_relation(metric, source->model, item);
    const char *missing = ui_items_missing_errors(source);
    char shared[WORDS], why[UI_LIGHT_WHY], lights[200];
    const char *note;
    struct ui_light light;

    caption->count = 0;
    light = ui_item_light(source->session, item, why, sizeof why);
    if (why[0])
        add(caption, light.role, "%s %s: %s", light.sign,
            ui_item_name(source->session, item), why);
    add_wording(source, caption);
    ui_items_shared(source, shared, sizeof shared);
    if (shared[0])
        add(caption, UI_TEXT, "%s", shared);
    if (metric == UI_METRIC_LOADINGS)
        add(caption, UI_DIM, "%s%s%s", relation, order[0] ? "; " : "", order);
    else
        add(caption, UI_DIM, "%s%s%s%s%s", ui_metric_formula(metric, source->model, item),
            relation[0] ? ", " : "", relation, order[0] ? "; " : "", order);
    if (missing[0])
        add(caption, UI_DIM, "%s", missing);
    ui_lights_text(source->session, lights, sizeof lights);
    if (lights[0])
        add(caption, UI_DIM, "marked: %s", lights);
    note = general_note(source);
    if (note)
        add(caption, UI_WARN, "%s", note);
    add(caption, UI_DIM, "%s", ui_metric_caution(metric, source->model, item));
}

/* Draws what finds room, or with h = 0 only counts; returns the rows of the first count. */
static int
draw(const struct caption *caption, size_t count, struct ui_canvas *canvas,
     struct ui_rect rect)
{
    int y = 0;

    for (size_t k = 0; k < count; k++)
        y += ui_paragraph(canvas,
                          (struct ui_rect){ rect.y + y, rect.x + 2,
                                            rect.h > y ? rect.h - y : 0, rect.w - 2 },
                          caption->line[k].role, caption->line[k].text);
    return y;
}

int
ui_items_caption(const struct ui_items_source *source, const char *order,
                 struct ui_canvas *canvas, struct ui_rect rect, int most, bool drawn)
{
    struct caption caption;
    size_t count;
    int rows;

    make(source, order, &caption);
    count = caption.count;
    rect.h = 0;
    while ((rows = draw(&caption, count, canvas, rect)) > most && count > 0)
        count--;
    if (drawn) {
        rect.h = rows;
        draw(&caption, count, canvas, rect);
    }
    return rows;
}
