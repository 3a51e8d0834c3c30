/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plane.h -- pictures of several dimensions: two of them are drawn, those that the session
 * has for axes.  Masses at the nodes are summed over the other dimensions; of a Sobol
 * sequence, which has no grid, they are gathered in cells. */
#ifndef UI_PLANE_H
#define UI_PLANE_H

#include "canvas.h"
#include "plot/plot.h"
#include "quadrature/quadrature.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>

#define UI_PLANE_END 4.0 /* of theta on both axes of a plane that has no nodes */

/* Masses over two dimensions. */
struct ui_plane {
    size_t count; /* values on each axis */
    double *at;   /* count: where they are, in both dimensions; owned */
    double
        *density; /* [i * count + k]: at first axis i, second axis k; in the same block */
    double most;  /* the largest */
    bool gathered; /* in cells */
};

/* From mass[points] at the nodes; false without memory.  Caller: ui_plane_free(). */
bool ui_plane_make(const struct irt_quadrature *quadrature, const size_t axis[2],
                   const double *mass, struct ui_plane *out);
void ui_plane_free(struct ui_plane *plane);

/* Axes of a plane from -end to end, with θ1 and θ2 (or others) for names; the title says
 * what is seen. */
struct ui_plot ui_plane_open(struct ui_canvas *canvas, struct ui_rect rect,
                             const struct ui_session *session, double end,
                             const char *title);

/* The same, with masses in it, the largest dark. */
void ui_plane_draw(struct ui_canvas *canvas, struct ui_rect rect,
                   const struct ui_session *session,
                   const struct irt_quadrature *quadrature, const double *mass,
                   enum ui_role role, const char *title);

/* "(-0.4, 1.2)": a node's place; at most three dimensions, then "…". */
void ui_node_text(const struct irt_quadrature *quadrature, size_t node, int decimals,
                  char *out, size_t size);
/* The same with 4 decimals (2 of several dimensions) in a table, up to column end; each of its
 * numbers opens. */
void ui_node_number(struct ui_canvas *canvas, int y, int end,
                    const struct irt_quadrature *quadrature, size_t node);
/* Columns that a table gives to it. */
int ui_node_columns(size_t dims);

/* Where the mass is largest. */
size_t ui_node_of_most(const double *mass, size_t points);

#endif
