/* SPDX-License-Identifier: GPL-3.0-or-later */
/* persons_plane.c -- persons in several dimensions: where their scores lie, and what one
 * person's answers say. */
#include "config.h"

#include "view/persons.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "estimate/staged.h"
#include "plot/plot.h"
#include "view/parts.h"
#include "view/plane.h"

#define CELLS 33 /* on each axis */
#define END   3.3

/* --- all persons ---------------------------------------------------------------------------- */

struct cells {
    double persons[CELLS][CELLS], most;
};

static size_t
cell_of(double theta)
{
    double cell = floor((theta + END) / (2 * END) * CELLS);

    return cell < 0 ? 0 : cell >= CELLS ? CELLS - 1 : (size_t)cell;
}

static void
count_persons(const struct ui_session *session, struct cells *cells)
{
    const double *score = session->score[IRT_SCORE_EAP];
    size_t dims = session->model->dims;

    for (size_t l = 0; l < session->patterns->count; l++) {
        const double *at = score + l * dims;
        double *cell;

        if (!isfinite(at[session->axis[0]]) || !isfinite(at[session->axis[1]]))
            continue;
        cell =
            &cells->persons[cell_of(at[session->axis[0]])][cell_of(at[session->axis[1]])];
        *cell += session->patterns->frequency[l];
        cells->most = fmax(cells->most, *cell);
    }
}

/* A single person is seen too. */
static double
share_at(double x, double y, const void *context)
{
    const struct cells *cells = context;
    double persons = cells->persons[cell_of(x)][cell_of(y)];

    if (fabs(x) > END || fabs(y) > END || !(persons > 0))
        return 0;
    return fmax(sqrt(persons / cells->most), 0.21);
}

void
ui_persons_plane(struct ui_canvas *canvas, struct ui_rect rect,
                 const struct ui_session *session)
{
    const double *score = session->score[IRT_SCORE_EAP];
    struct cells *cells = score ? calloc(1, sizeof *cells) : NULL;
    struct ui_plot plot = ui_plane_open(canvas, rect, session, END,
                                        session->model->dims > 2 && rect.w >= 46
                                            ? "persons by EAP, darker: more; x: others"
                                            : "persons by EAP, darker: more");

    if (!cells) {
        ui_cut_text(canvas, plot.inner.y + plot.inner.h / 2, plot.inner.x + 1,
                    plot.inner.w - 1, UI_DIM, "%s",
                    session->fit ? "scores come soon" : "no scores yet");
        return;
    }
    count_persons(session, cells);
    ui_plot_heat(&plot, UI_CURVE_0, share_at, cells);
    if (session->pattern < session->patterns->count) {
        const double *at = score + session->pattern * session->model->dims;

        ui_plot_points(&plot, UI_KEY, 0x25CF, &at[session->axis[0]],
                       &at[session->axis[1]], 1);
    }
    free(cells);
}

/* --- one person ------------------------------------------------------------------------------ */

void
ui_persons_posterior_plane(struct ui_canvas *canvas, struct ui_rect rect,
                           const struct ui_session *session)
{
    const struct irt_quadrature *quadrature;
    const double *psi;
    struct irt_pattern_step step = { 0 };
    char title[120], pattern[40];

    if (!ui_person_source(session, &psi, &quadrature) ||
        session->pattern >= session->patterns->count)
        return;
    step.likelihood = calloc(2 * quadrature->points, sizeof *step.likelihood);
    if (!step.likelihood)
        return;
    step.posterior = step.likelihood + quadrature->points;
    ui_pattern_text(session, session->pattern, 12, pattern, sizeof pattern);
    snprintf(title, sizeof title, "posterior of %s%s", pattern,
             session->model->dims > 2 ? ", summed over others" : "");
    if (irt_pattern_explain(session->model, psi, quadrature,
                            session->data->code +
                                (size_t)session->patterns->row[session->pattern] *
                                    session->data->items,
                            &step, NULL))
        ui_plane_draw(canvas, rect, session, quadrature, step.posterior, UI_POSTERIOR,
                      title);
    free(step.likelihood);
}
