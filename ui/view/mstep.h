/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mstep.h -- what the files of the M-step screen share: one item where its Newton steps
 * have come, its tables, and its plot. */
#ifndef UI_MSTEP_H
#define UI_MSTEP_H

#include "app.h"
#include "canvas.h"
#include "newton.h"

#include <stdbool.h>
#include <stddef.h>

struct mstep_state {
    size_t top;     /* first node shown */
    size_t newton;  /* first Newton point shown */
    int rows;       /* nodes shown, for paging */
    bool was_drawn; /* top has been placed */
};

struct mstep_scene {
    const struct ui_app *app;
    const struct ui_session *session;
    const struct irt_snapshot *shown;
    const struct irt_quadrature *quadrature;
    const struct irt_item *item;
    size_t j, Q;
    int stages;            /* of E1 .. E4 done */
    size_t points;         /* Newton points visited; 0: none */
    const double *par;     /* the item's parameters, as far as it has come */
    double sigma;          /* likewise */
    const double *counts;  /* r-bar of category h at [h * Q + n]; NULL before E4 */
    double *theta, *nbar;  /* Q each, in one owned block at theta */
    double *share;         /* Q: r-bar / n-bar of category 1; NAN where nobody is */
    bool linked, logistic; /* as newton.h and the item's model say */
    /* In several dimensions P depends on a'θ alone: the nodes are put together in steps of it,
     * which then stand for them; theta is a'θ, counts is owned. */
    bool projected;
    double *owned;
};

/* False with *error filled when there is nothing to show.  ui_mstep_close() after both. */
bool ui_mstep_open(const struct ui_app *app, struct mstep_scene *scene,
                   struct irt_error *error);
void ui_mstep_close(struct mstep_scene *scene);

/* r-bar / n-bar of a category into share[Q]. */
void ui_mstep_share(const struct mstep_scene *scene, unsigned category, double *share);

/* The parameters in the order people read them, d before a, into order[256]; slopes that the
 * Q-matrix leaves out are left out.  Returns how many there are. */
size_t ui_mstep_order(const struct mstep_scene *scene, size_t *order);

/* Parameter p of the item at a point, in the session's metric, and its name there (may be
 * NULL). */
double ui_mstep_value(const struct mstep_scene *scene, const double *par, double sigma,
                      size_t p, char *name, size_t size);

/* P of the item's categories at theta (of a projected scene, a'θ), with parameters par. */
void ui_mstep_probability(const struct mstep_scene *scene, const double *par,
                          double theta, double *P);

/* The points r-bar / n-bar and the curve bending to them. */
void ui_mstep_plot(const struct mstep_scene *scene, struct ui_canvas *canvas,
                   struct ui_rect rect);

/* Newton steps, beneath them the nodes; columns they take. */
int ui_mstep_columns(const struct mstep_scene *scene, int width);
void ui_mstep_tables(struct mstep_state *state, const struct mstep_scene *scene,
                     struct ui_canvas *canvas, struct ui_rect rect);

/* Sums and information of the last step; returns the rows it takes at this width. */
int ui_mstep_sums(const struct mstep_scene *scene, struct ui_canvas *canvas, int y, int x,
                  int width, bool draw);

#endif
