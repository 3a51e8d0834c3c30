/* SPDX-License-Identifier: GPL-3.0-or-later */
/* converge_series.h -- what the plots of the Converge screen share: values by cycle, the
 * ranges that show them, ghosts, the cycle travelled to.
 *
 * The first cycles move so much that nothing else could be seen: a plot starts where the
 * first change does not dwarf the rest, at cycle 3 at the latest, and its title says so. */
#ifndef UI_CONVERGE_SERIES_H
#define UI_CONVERGE_SERIES_H

#include "plot/plot.h"
#include "session.h"

#define UI_SERIES_POINTS 400 /* of a curve: more than dots across a wide plot */
#define UI_SERIES_NAME   10  /* columns of an item's name */
#define UI_SERIES_NUMBER 8   /* and of the number after it */
#define UI_SERIES_WIDE   48  /* columns of a plot that has them */

/* A value of a row of a trace; context says which. */
typedef double (*ui_row_value)(const struct irt_trace *trace, size_t row,
                               const void *context);

/* The context of a parameter's path. */
struct ui_path {
    const struct ui_session *session; /* for the metric and the model */
    size_t parameter;
};

struct ui_span {
    double lo, hi;
};

/* The number of the last row; 0 when there is none. */
size_t ui_series_last(const struct irt_trace *trace);

/* Fills x and y with at most points values from row first on; returns how many. */
size_t ui_series_take(const struct irt_trace *trace, size_t first, size_t points,
                      ui_row_value value, const void *context, double *x, double *y);

/* The last cycle on the axis. */
double ui_series_end(const struct ui_session *session);

/* The range of count curves from the first row that is worth showing, which goes to
 * *first: earlier rows are taken in while they do not dwarf the later ones.  context of
 * value is &path[i], or NULL when path is. */
struct ui_span ui_series_range(const struct irt_trace *trace, ui_row_value value,
                               const struct ui_path *path, size_t count, size_t *first);

/* Widens the range by the pinned runs' first, middle and last cycles. */
void ui_series_widen(struct ui_span *span, const struct ui_session *session, size_t first,
                     ui_row_value value, const struct ui_path *path, size_t count);

/* Adds ", from cycle 2" to a title. */
void ui_series_say(char *title, size_t size, size_t first);

/* The pinned runs' curves, dashed. */
void ui_series_ghosts(struct ui_plot *plot, const struct ui_session *session,
                      size_t first, size_t points, ui_row_value value,
                      const void *context);

/* A line at the cycle travelled to. */
void ui_series_travel(struct ui_plot *plot, const struct ui_session *session);

/* Columns right of every plot for the names of curves, the same for all so that their
 * cycles stand above one another. */
int ui_series_right(const struct ui_session *session, int width);

/* The axes of such a plot, width columns wide: cycles (or epochs) from first on, values over the
 * span. */
struct ui_axes ui_series_axes(const struct ui_session *session, int width,
                              const char *title, const char *x_title, size_t first,
                              struct ui_span span);

#endif
