/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/plane.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELLS      25  /* on each axis, for nodes without a grid */
#define SOBOL_END  3.5 /* of theta, where they are gathered; what is beyond, at the edge */
#define DIMS_SHOWN 3   /* of a node's coordinates */

/* --- masses ------------------------------------------------------------------------------ */

/* Nodes in each dimension of a product. */
static size_t
nodes_each(const struct irt_quadrature *q)
{
    return (size_t)(pow((double)q->points, 1.0 / (double)q->dims) + 0.5);
}

/* The place of node n in dimension d: the first dimension changes slowest. */
static size_t
place_of(const struct irt_quadrature *q, size_t each, size_t n, size_t d)
{
    for (size_t k = q->dims - 1; k > d; k--)
        n /= each;
    return n % each;
}

static size_t
cell_of(double theta)
{
    double cell = floor((theta + SOBOL_END) / (2 * SOBOL_END) * CELLS);

    return cell < 0 ? 0 : cell >= CELLS ? CELLS - 1 : (size_t)cell;
}

/* How wide the stretch is that value i stands for. */
static double
width_of(const struct ui_plane *plane, size_t i)
{
    size_t left = i > 0 ? i - 1 : i, right = i + 1 < plane->count ? i + 1 : i;

    return right > left ? (plane->at[right] - plane->at[left]) / (double)(right - left)
                        : 1.0;
}

bool
ui_plane_make(const struct irt_quadrature *q, const size_t axis[2], const double *mass,
              struct ui_plane *out)
{
    size_t each = nodes_each(q), D = q->dims;

    *out = (struct ui_plane){ .gathered = q->kind == IRT_NODES_SOBOL };
    out->count = out->gathered ? CELLS : each;
    out->at = calloc(out->count * (out->count + 1), sizeof *out->at);
    if (!out->at)
        return false;
    out->density = out->at + out->count;
    for (size_t i = 0; out->gathered && i < CELLS; i++)
        out->at[i] = SOBOL_END * ((2.0 * (double)i + 1.0) / CELLS - 1.0);
    for (size_t n = 0; n < q->points; n++) {
        size_t place[2];

        for (int k = 0; k < 2; k++) {
            double theta = q->node[n * D + axis[k]];

            place[k] = out->gathered ? cell_of(theta) : place_of(q, each, n, axis[k]);
            if (!out->gathered)
                out->at[place[k]] = theta;
        }
        out->density[place[0] * out->count + place[1]] += mass[n];
    }
    for (size_t i = 0; i < out->count; i++)
        for (size_t k = 0; k < out->count; k++) {
            double *density = &out->density[i * out->count + k];

            *density /= width_of(out, i) * width_of(out, k);
            out->most = fmax(out->most, *density);
        }
    return true;
}

void
ui_plane_free(struct ui_plane *plane)
{
    free(plane->at);
    plane->at = plane->density = NULL;
}

/* --- pictures ------------------------------------------------------------------------------ */

struct ui_plot
ui_plane_open(struct ui_canvas *canvas, struct ui_rect rect,
              const struct ui_session *session, double end, const char *title)
{
    char names[2][16];

    for (int k = 0; k < 2; k++)
        snprintf(names[k], sizeof names[k], "θ%zu", session->axis[k] + 1);
    return ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x_title = names[0],
                                           .y_title = names[1],
                                           .x0 = -end,
                                           .x1 = end,
                                           .x_ticks = 5,
                                           .y0 = -end,
                                           .y1 = end,
                                           .y_ticks = rect.h >= 9 ? 5 : 3,
                                           .label_columns = 4 });
}

/* The value nearest to theta; count where it lies beyond them. */
static size_t
nearest(const struct ui_plane *plane, double theta)
{
    size_t low = 0, high = plane->count - 1;
    double beyond = 0.51 * width_of(plane, 0);

    if (theta < plane->at[0] - beyond || theta > plane->at[high] + beyond)
        return plane->count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;

        if (plane->at[middle] <= theta)
            low = middle;
        else
            high = middle;
    }
    return theta - plane->at[low] < plane->at[high] - theta ? low : high;
}

static double
share_at(double x, double y, const void *context)
{
    const struct ui_plane *plane = context;
    size_t i = nearest(plane, x), k = nearest(plane, y);

    if (i == plane->count || k == plane->count || !(plane->most > 0))
        return 0;
    return plane->density[i * plane->count + k] / plane->most;
}

void
ui_plane_draw(struct ui_canvas *canvas, struct ui_rect rect,
              const struct ui_session *session, const struct irt_quadrature *quadrature,
              const double *mass, enum ui_role role, const char *title)
{
    struct ui_plane plane;
    struct ui_plot plot;
    double end;

    if (!ui_plane_make(quadrature, session->axis, mass, &plane))
        return;
    end = fmin(UI_PLANE_END, fmax(-plane.at[0], plane.at[plane.count - 1]));
    plot = ui_plane_open(canvas, rect, session, end, title);
    ui_plot_heat(&plot, role, share_at, &plane);
    ui_plane_free(&plane);
}

/* --- nodes ---------------------------------------------------------------------------------- */

void
ui_node_text(const struct irt_quadrature *quadrature, size_t node, int decimals,
             char *out, size_t size)
{
    size_t D = quadrature->dims, length = 0;

    if (D == 1) {
        snprintf(out, size, "%.*f", decimals, quadrature->node[node]);
        return;
    }
    out[0] = '\0';
    for (size_t d = 0; d < D && d < DIMS_SHOWN && length < size; d++)
        length +=
            (size_t)snprintf(out + length, size - length, "%s%.*f", d > 0 ? ", " : "(",
                             decimals > 2 ? 2 : decimals, quadrature->node[node * D + d]);
    if (length < size)
        snprintf(out + length, size - length, "%s", D > DIMS_SHOWN ? ", …)" : ")");
}

/* The text's numbers, each of which opens. */
void
ui_node_number(struct ui_canvas *canvas, int y, int end, const struct irt_quadrature *q,
               size_t node)
{
    struct ui_quantity quantity = { .kind = UI_QUANTITY_NODE, .node = node };
    char text[64], number[16];
    size_t D = q->dims;

    ui_node_text(q, node, 4, text, sizeof text);
    int x = end - ui_columns(text);
    if (D == 1) {
        ui_number(canvas, y, x, UI_TEXT, quantity, "%s", text);
        return;
    }
    ui_text(canvas, y, x, UI_TEXT, "%s", text);
    for (; quantity.column < D && quantity.column < DIMS_SHOWN; quantity.column++) {
        x += quantity.column > 0 ? 2 : 1; /* ", " or "(" */
        snprintf(number, sizeof number, "%.2f", q->node[node * D + quantity.column]);
        x += ui_number(canvas, y, x, UI_TEXT, quantity, "%s", number);
    }
}

int
ui_node_columns(size_t dims)
{
    return dims == 1 ? 9
                     : 2 + 7 * (int)(dims < DIMS_SHOWN ? dims : DIMS_SHOWN) +
                           (dims > DIMS_SHOWN ? 3 : 0) - 1;
}

size_t
ui_node_of_most(const double *mass, size_t points)
{
    size_t most = 0;

    for (size_t n = 1; n < points; n++)
        if (mass[n] > mass[most])
            most = n;
    return most;
}
