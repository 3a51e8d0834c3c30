/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schools_plots.c -- the effects' paths by cycle, and how ability is spread in a school. */
#include "config.h"

#include "view/schools.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/school_look.h"
#include "plot/plot.h"
#include "view/parts.h"

#define MOST_PATHS  60  /* more would be one band */
#define MOST_POINTS 400 /* of a path */
#define LABEL       10  /* columns of a name at a path's end */
#define MOST_LABELS 64

/* --- paths ---------------------------------------------------------------------------- */

/* Some rows of the trace, the first and the last among them. */
struct steps {
    size_t count, row[MOST_POINTS];
    double x[MOST_POINTS];
};

static void
choose_steps(const struct irt_trace *trace, size_t last, struct steps *steps)
{
    size_t rows = trace->rows < last + 1 ? trace->rows : last + 1;

    steps->count = rows < MOST_POINTS ? rows : MOST_POINTS;
    for (size_t i = 0; i < steps->count; i++) {
        steps->row[i] = rows <= MOST_POINTS ? i : i * (rows - 1) / (MOST_POINTS - 1);
        steps->x[i] = (double)steps->row[i];
    }
}

static void
find_path(const struct irt_trace *trace, const struct steps *steps, size_t parameter,
          double *y)
{
    for (size_t i = 0; i < steps->count; i++)
        y[i] = irt_trace_psi(trace, steps->row[i])[parameter];
}

/* Which schools are drawn: all, or some spread over the order, and the chosen one last. */
static size_t
choose_schools(const struct ui_schools_look *look, size_t school[MOST_PATHS])
{
    size_t all = look->schools, most = all < MOST_PATHS ? all : MOST_PATHS, n = 0;

    for (size_t i = 0; i < most; i++) {
        size_t k = look->order[all <= MOST_PATHS ? i : i * (all - 1) / (MOST_PATHS - 1)];

        if (k != look->chosen && !ui_schools_is_out(look->session, k))
            school[n++] = k;
    }
    if (n == MOST_PATHS)
        n--;
    if (!ui_schools_is_out(look->session, look->chosen))
        school[n++] = look->chosen;
    return n;
}

static void
nothing(struct ui_canvas *canvas, struct ui_rect rect, const char *title, const char *why)
{
    ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TITLE, "%s", title);
    ui_paragraph(canvas,
                 (struct ui_rect){ rect.y + 2, rect.x + 1, rect.h - 2, rect.w - 2 },
                 UI_DIM, why);
}

/* Why there are no paths; NULL: there are. */
static const char *
why_no_paths(const struct ui_session *session)
{
    if (session->model->effects == IRT_EFFECTS_NONE)
        return "no effects are estimated: all schools have one mean (effects none)";
    if (session->model->groups < 2)
        return "effects come after the fit: no cycle has any";
    if (session->trace.rows < 2)
        return "no cycle is done yet: space runs it, n does one";
    return NULL;
}

static void
draw_labels(const struct ui_schools_look *look, struct ui_plot *plot,
            const struct steps *steps, const size_t *school, size_t n)
{
    char text[MOST_LABELS][4 * LABEL + 1];
    const char *name[MOST_LABELS];
    enum ui_role role[MOST_LABELS];
    double y[MOST_LABELS];
    const struct ui_session *session = look->session;
    const double *end = irt_trace_psi(&session->trace, steps->row[steps->count - 1]);
    size_t count = 0;

    /* The chosen one first: as many as fit are shown. */
    for (size_t i = n; i-- > 0 && count < MOST_LABELS; count++) {
        ui_fit_text(session->data->school_name[school[i]], LABEL - 1, text[count],
                    sizeof text[count]);
        name[count] = text[count];
        role[count] = school[i] == look->chosen ? UI_KEY : ui_curve_role(school[i]);
        y[count] = end[session->model->location + school[i]];
    }
    ui_plot_end_labels(plot, role, y, name, count);
}

void
ui_schools_paths(const struct ui_schools_look *look, struct ui_canvas *canvas,
                 struct ui_rect rect)
{
    const struct ui_session *session = look->session;
    const char *why = why_no_paths(session);
    size_t school[MOST_PATHS], n, location = session->model->location;
    struct ui_axes axes = { .title = "effects by cycle",
                            .x_title = "cycle",
                            .x_ticks = 4,
                            .x_whole = true,
                            .y_ticks = rect.h > 9 ? 5 : 3,
                            .label_columns = 6,
                            .right = rect.w >= 44 ? LABEL : 0 };
    struct steps steps;
    struct ui_plot plot;
    double y[MOST_POINTS];

    if (session->model->effects == IRT_EFFECTS_GROUPS)
        axes.title = "means by cycle";
    if (why) {
        nothing(canvas, rect, axes.title, why);
        return;
    }
    n = choose_schools(look, school);
    choose_steps(&session->trace,
                 session->travel ? session->travel : ui_session_cycles(session), &steps);
    for (size_t i = 0; i < n; i++) {
        find_path(&session->trace, &steps, location + school[i], y);
        for (size_t c = 0; c < steps.count; c++) {
            axes.y0 = isfinite(y[c]) ? fmin(axes.y0, y[c]) : axes.y0;
            axes.y1 = isfinite(y[c]) ? fmax(axes.y1, y[c]) : axes.y1;
        }
    }
    axes.x1 = steps.x[steps.count - 1];
    ui_nice_range(&axes.y0, &axes.y1, 8);
    plot = ui_plot_open(canvas, rect, &axes);
    for (size_t i = 0; i < n; i++) {
        find_path(&session->trace, &steps, location + school[i], y);
        ui_plot_curve(&plot,
                      school[i] == look->chosen ? UI_KEY : ui_curve_role(school[i]),
                      steps.x, y, steps.count);
    }
    if (axes.right)
        draw_labels(look, &plot, &steps, school, n);
}

/* --- ability in a school ---------------------------------------------------------------- */

/* Fowler, Noll and Vo's hash, over the bytes of what the picture is made from. */
static uint64_t
hash(uint64_t h, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < size; i++)
        h = (h ^ at[i]) * UINT64_C(1099511628211);
    return h;
}

static uint64_t
key_of(const struct ui_session *session, const double *psi, size_t school)
{
    uint64_t h = UINT64_C(14695981039346656037);

    h = hash(h, psi, session->model->parameters * sizeof *psi);
    h = hash(h, session->quadrature->node,
             session->quadrature->points * sizeof *session->quadrature->node);
    h = hash(h, &session->patterns, sizeof session->patterns);
    h = hash(h, &session->model->effects, sizeof session->model->effects);
    h = hash(h, &school, sizeof school);
    return h ? h : 1;
}

static const double *
shown_psi(const struct ui_session *session)
{
    return session->fit && session->travel == 0 ? session->fit->psi
                                                : ui_session_psi(session);
}

void
ui_school_spread_update(struct ui_school_spread *spread, const struct ui_session *session,
                        size_t school)
{
    const double *psi = shown_psi(session);
    uint64_t key = key_of(session, psi, school);
    struct irt_error error = { IRT_OK, "" };
    struct irt_school_look *look;

    if (spread->key == key)
        return;
    look = irt_school_look_new(session->data, session->patterns, session->model, psi,
                               session->quadrature, school, &error);
    spread->key = key;
    spread->points = 0;
    snprintf(spread->trouble, sizeof spread->trouble, "%.190s", error.message);
    if (!look)
        return;
    spread->points = look->points < UI_SCHOOL_POINTS ? look->points : UI_SCHOOL_POINTS;
    memcpy(spread->theta, look->theta, spread->points * sizeof *look->theta);
    memcpy(spread->prior, look->prior, spread->points * sizeof *look->prior);
    memcpy(spread->density, look->density, spread->points * sizeof *look->density);
    spread->mean = look->mean;
    irt_school_look_free(look);
}

static void
spread_title(const struct ui_schools_look *look, int width, char *title, size_t size)
{
    const struct ui_session *session = look->session;
    const char *name = session->data->school_name[look->chosen];
    char cut[80];

    ui_fit_text(name, width >= 60 ? 20 : 8, cut, sizeof cut);
    if (width >= 60)
        snprintf(title, size, "ability in %s %s (n = %.15g): its persons ─, normal ╌",
                 ui_session_group_word(session), cut, look->list[look->chosen].persons);
    else
        snprintf(title, size, "in %s: persons ─, normal ╌", cut);
}

void
ui_school_spread_draw(const struct ui_school_spread *spread,
                      const struct ui_schools_look *look, struct ui_canvas *canvas,
                      struct ui_rect rect)
{
    struct ui_axes axes = {
        .x_title = "θ", .x0 = -4, .x1 = 4, .x_ticks = 5, .y_ticks = 3, .label_columns = 5
    };
    struct ui_plot plot;
    char title[200];

    spread_title(look, rect.w, title, sizeof title);
    axes.title = title;
    if (spread->points == 0) {
        nothing(canvas, rect, title, spread->trouble);
        return;
    }
    for (size_t k = 0; k < look->schools; k++) {
        double s = look->list[k].effect;

        axes.x0 = isfinite(s) ? fmin(axes.x0, floor(s) - 3) : axes.x0;
        axes.x1 = isfinite(s) ? fmax(axes.x1, ceil(s) + 3) : axes.x1;
    }
    for (size_t n = 0; n < spread->points; n++)
        axes.y1 = fmax(axes.y1, fmax(spread->prior[n], spread->density[n]) * 1.05);
    plot = ui_plot_open(canvas, rect, &axes);
    ui_plot_vertical(&plot, UI_AXIS, 0);
    ui_plot_dashed(&plot, UI_PRIOR, spread->theta, spread->prior, spread->points);
    ui_plot_curve(&plot, UI_POSTERIOR, spread->theta, spread->density, spread->points);
}
