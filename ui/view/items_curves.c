/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items_curves.c -- an item's curve, its information and the test's, over θ. */
#include "config.h"

#include "view/items.h"

#include <math.h>
#include <stdio.h>

#include "item_label.h"
#include "plot/plot.h"
#include "score/information.h"
#include "view/parts.h"

#define POINTS      UI_THETAS
#define END         4.0 /* of θ on both sides */
#define NARROW      36  /* columns of a plot whose title has to be short */
#define NAME        20  /* columns of an item's name in a title */
#define NAME_NARROW 11
#define MOST_OTHERS 40 /* more curves would be one band */

struct irt_item_report
ui_item_report(const struct irt_model *model, const double *psi, size_t item)
{
    const struct irt_item *it = &model->item[item];
    struct irt_item_report report;

    it->ops->report(it, psi + it->first, &report);
    return report;
}

double
ui_item_difficulty(const struct irt_model *model, const double *psi, size_t item)
{
    struct irt_item_report report = ui_item_report(model, psi, item);
    double sum = 0; /* and not -0, for d = 0 */

    for (size_t v = 0; v < report.b_count; v++)
        sum += report.b[v];
    return report.b_count > 0 && isfinite(sum) ? sum / (double)report.b_count : NAN;
}

static void
fill_theta(double *theta)
{
    for (size_t n = 0; n < POINTS; n++)
        theta[n] = -END + 2 * END * (double)n / (POINTS - 1);
}

/* The curve of a right answer. */
static void
draw_item(struct ui_plot *plot, enum ui_role role, const struct irt_model *model,
          const double *psi, size_t j, const double *theta)
{
    const struct irt_item *item = &model->item[j];
    double P[2 * POINTS];

    item->ops->probability(item, psi + item->first, theta, POINTS, P);
    ui_plot_curve(plot, role, theta, P + POINTS, POINTS);
}

/* The curves of all categories, each with its number where it is highest. */
static void
draw_categories(struct ui_plot *plot, const struct irt_model *model, const double *psi,
                size_t j, const double *theta)
{
    const struct irt_item *item = &model->item[j];
    double P[IRT_MAX_CATEGORIES * POINTS];

    item->ops->probability(item, psi + item->first, theta, POINTS, P);
    for (unsigned h = 0; h < item->categories; h++)
        ui_plot_curve(plot, ui_curve_role(h), theta, P + h * POINTS, POINTS);
    for (unsigned h = 0; h < item->categories && h < 10; h++) {
        const double *curve = P + h * POINTS;
        size_t top = 0;

        for (size_t n = 1; n < POINTS; n++)
            top = curve[n] > curve[top] ? n : top;
        ui_plot_points(plot, ui_curve_role(h), '0' + h, &theta[top], &curve[top], 1);
    }
}

/* Where the chance stands halfway between its ends. */
static void
mark_difficulty(struct ui_plot *plot, const struct irt_model *model, const double *psi,
                size_t j)
{
    const struct irt_item *item = &model->item[j];
    double b = ui_item_difficulty(model, psi, j), P[2];

    if (isnan(b))
        return;
    item->ops->probability(item, psi + item->first, &b, 1, P);
    ui_plot_vertical(plot, UI_AXIS, b);
    ui_plot_points(plot, ui_curve_role(j), 0x25CF, &b, &P[1], 1);
}

/* Of very many others only some, evenly. */
static void
draw_others(struct ui_plot *plot, const struct ui_session *session, const double *psi,
            const double *theta)
{
    const struct irt_model *model = session->model;
    size_t step = model->items / MOST_OTHERS + 1;

    for (size_t j = 0; j < model->items; j += step)
        if (j != session->item && model->item[j].categories == 2)
            draw_item(plot, UI_DIM, model, psi, j, theta);
}

void
ui_items_curves(struct ui_canvas *canvas, struct ui_rect rect,
                const struct ui_session *session, const double *psi)
{
    const struct irt_model *model = session->model;
    const struct irt_item *item = &model->item[session->item];
    bool two = item->categories == 2, alone = rect.w < NARROW || model->items < 2;
    double theta[POINTS];
    char title[120], name[80];
    struct ui_plot plot;

    fill_theta(theta);
    ui_item_label(session, session->item, rect.w < NARROW ? NAME_NARROW : NAME, name,
                  sizeof name);
    snprintf(title, sizeof title,
             !two                         ? "P(x = h | θ) of %.40s"
             : alone                      ? "P(θ) of %.40s"
             : model->items > MOST_OTHERS ? "P(θ) of %.40s, some others dim"
                                          : "P(θ) of %.40s, the others dim",
             name);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x_title = "θ",
                                           .x0 = -END,
                                           .x1 = END,
                                           .x_ticks = 5,
                                           .y0 = 0,
                                           .y1 = 1,
                                           .y_ticks = 3,
                                           .label_columns = 4 });
    if (!two) {
        draw_categories(&plot, model, psi, session->item, theta);
        return;
    }
    draw_others(&plot, session, psi, theta);
    draw_item(&plot, ui_curve_role(session->item), model, psi, session->item, theta);
    mark_difficulty(&plot, model, psi, session->item);
}

/* A sum that hardly two vectors share. */
static double
key_of(const double *psi, size_t count)
{
    double key = 0;

    for (size_t k = 0; k < count; k++)
        key += psi[k] * (1 + (double)(k % 97) / 89);
    return key;
}

void
ui_test_information_update(struct ui_test_information *information,
                           const struct irt_model *model, const double *psi)
{
    double theta[POINTS], key = key_of(psi, model->parameters);

    if (information->model == model && information->key == key)
        return;
    information->model = model;
    information->key = key;
    fill_theta(theta);
    irt_test_information(model, psi, theta, POINTS, information->test);
    irt_sum_information(model, psi, theta, POINTS, information->sum);
}

static double
largest_of(const double *x)
{
    double largest = 0;

    for (size_t n = 0; n < POINTS; n++)
        largest = fmax(largest, x[n]);
    return largest;
}

void
ui_items_information(struct ui_canvas *canvas, struct ui_rect rect,
                     const struct ui_session *session, const double *psi,
                     const struct ui_test_information *information)
{
    double theta[POINTS], item[POINTS], lo = 0, hi;
    char title[120], name[80];
    struct ui_plot plot;

    fill_theta(theta);
    ui_item_label(session, session->item, NAME, name, sizeof name);
    irt_item_information(session->model, psi, session->item, theta, POINTS, item);
    hi = largest_of(information->test);
    ui_nice_range(&lo, &hi, 3);
    snprintf(title, sizeof title,
             rect.w < NARROW ? "information, test ╌"
                             : "information of %.40s; test dashed, sum score dotted",
             name);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x_title = "θ",
                                           .x0 = -END,
                                           .x1 = END,
                                           .x_ticks = 5,
                                           .y0 = lo,
                                           .y1 = hi,
                                           .y_ticks = 3,
                                           .label_columns = 4 });
    if (rect.w >= NARROW)
        ui_plot_dotted(&plot, UI_DIM, theta, information->sum, POINTS);
    ui_plot_dashed(&plot, UI_TEXT, theta, information->test, POINTS);
    ui_plot_curve(&plot, ui_curve_role(session->item), theta, item, POINTS);
}

void
ui_items_error(struct ui_canvas *canvas, struct ui_rect rect,
               const struct ui_test_information *information)
{
    double theta[POINTS], error[POINTS], lo = INFINITY, hi = 0;
    struct ui_plot plot;

    fill_theta(theta);
    for (size_t n = 0; n < POINTS; n++) {
        error[n] = 1 / sqrt(information->test[n]);
        lo = fmin(lo, error[n]);
    }
    /* Far out it grows beyond all bounds. */
    for (size_t n = 0; n < POINTS; n++)
        if (error[n] <= 4 * lo)
            hi = fmax(hi, error[n]);
    lo = 0;
    ui_nice_range(&lo, &hi, 3);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){
                            .title = rect.w < NARROW
                                         ? "SE(θ)"
                                         : "SE(θ) = 1/√(information of the test)",
                            .x_title = "θ",
                            .x0 = -END,
                            .x1 = END,
                            .x_ticks = 5,
                            .y0 = lo,
                            .y1 = hi,
                            .y_ticks = 3,
                            .label_columns = 4 });
    ui_plot_curve(&plot, UI_TEXT, theta, error, POINTS);
}

void
ui_items_best(const struct ui_test_information *information, double *theta, double *error)
{
    const double *test = information->test;
    double at[POINTS];
    size_t best = 0;

    fill_theta(at);
    for (size_t n = 1; n < POINTS; n++)
        if (test[n] > test[best])
            best = n;
    *theta = at[best];
    *error = 1 / sqrt(test[best]);
}
