/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heat.c -- a surface seen from above, in five shades: blank below a fifth, then ░ ▒ ▓ █. */
#include "config.h"

#include <math.h>

#include "plot/plot.h"
#include "plot/raster.h"

static const uint32_t shade[] = { ' ', 0x2591, 0x2592, 0x2593, 0x2588 };
#define SHADES 5

/* The value at the middle of a cell. */
static double
middle(int cell, int cells, double from, double to)
{
    return from + (to - from) * (cell + 0.5) / cells;
}

void
ui_plot_heat(struct ui_plot *plot, enum ui_role role,
             double (*level)(double x, double y, const void *context),
             const void *context)
{
    for (int row = 0; row < plot->inner.h; row++)
        for (int column = 0; column < plot->inner.w; column++) {
            double x = middle(column, plot->inner.w, plot->x0, plot->x1);
            double y = middle(row, plot->inner.h, plot->y1, plot->y0);
            double share = level(x, y, context) * SHADES;

            if (!(share >= 1))
                continue;
            ui_put(plot->canvas, plot->inner.y + row, plot->inner.x + column, role,
                   shade[share >= SHADES ? SHADES - 1 : (int)share]);
        }
}
