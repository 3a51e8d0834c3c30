/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estep.h -- what the files of the E-step screen share: one pattern's E-step as it stands,
 * its table, and its plots. */
#ifndef UI_ESTEP_H
#define UI_ESTEP_H

#include "app.h"
#include "canvas.h"
#include "estimate/staged.h"

#include <stdbool.h>
#include <stddef.h>

/* Kept from one picture to the next. */
struct estep_state {
    bool counts;    /* the table of artificial data, not the pattern's */
    size_t top;     /* first node shown */
    size_t left;    /* first column of the artificial data shown */
    int rows;       /* nodes shown, for paging */
    size_t pattern; /* that the table was placed for */
};

/* One pattern where the shown cycle's E-step stands. */
struct estep_scene {
    const struct ui_app *app;
    const struct ui_session *session;
    const struct irt_snapshot *shown;
    struct irt_quadrature *quadrature; /* owned: of the pattern's group */
    const double *psi;
    int stages; /* of E1 .. E4 done */
    size_t pattern, Q;
    double sigma;
    struct irt_pattern_step step; /* owned: one block at likelihood */
    bool fixed;                   /* L and L × A are printed with 8 decimals */
};

/* False with *error filled when there is nothing to show.  ui_estep_close() after both. */
bool ui_estep_open(const struct ui_app *app, struct estep_scene *scene,
                   struct irt_error *error);
void ui_estep_close(struct estep_scene *scene);

/* An item has more than two categories. */
bool ui_estep_several(const struct ui_session *session);

/* "2.214009e-02", or 0.02214009 where the scene is fixed; for L, L × A and P_l. */
void ui_estep_small(const struct estep_scene *scene, double value, double log_value,
                    char *out, size_t size);

/* The node of a quantity that belongs to one, else IRT_NONE. */
size_t ui_estep_node(const struct ui_quantity *quantity);

/* Tables: header, nodes around the cursor, and the line below them. */
void ui_estep_table(struct estep_state *state, const struct estep_scene *scene,
                    struct ui_canvas *canvas, struct ui_rect rect);
void ui_estep_counts(struct estep_state *state, const struct estep_scene *scene,
                     struct ui_canvas *canvas, struct ui_rect rect);

/* Plots: prior and posterior of the pattern; persons at the nodes as patterns are added. */
void ui_estep_curves(const struct estep_scene *scene, struct ui_canvas *canvas,
                     struct ui_rect rect);
void ui_estep_bars(const struct estep_scene *scene, struct ui_canvas *canvas,
                   struct ui_rect rect);

/* The same in several dimensions: the pattern's posterior, or before E3 the prior, over the
 * axes' two; and the persons at the nodes. */
void ui_estep_plane(const struct estep_scene *scene, struct ui_canvas *canvas,
                    struct ui_rect rect);
void ui_estep_persons(const struct estep_scene *scene, struct ui_canvas *canvas,
                      struct ui_rect rect);

/* First of count rows of which rows are shown: keeps at, with a row beside it, in view. */
size_t ui_estep_window(size_t top, size_t rows, size_t count, size_t at);

#define UI_ESTEP_COLUMNS 62 /* of the pattern's table, without its bars */

#endif
