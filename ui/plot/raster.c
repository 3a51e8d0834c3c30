/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plot/raster.h"

#include <math.h>

#define FAR 1e9

/* Bits go row by row, left to right: bit = y * across + x. */
static const uint32_t quadrant[16] = { ' ',    0x2598, 0x259D, 0x2580, 0x2596, 0x258C,
                                       0x259E, 0x259B, 0x2597, 0x259A, 0x2590, 0x259C,
                                       0x2584, 0x2599, 0x259F, 0x2588 };
static const char third[8] = { ' ', '\'', '-', '\'', '.', ':', '.', '|' };

/* The bit of U+2800 that a dot is: Unicode counts the columns first, row four last. */
static const unsigned braille_bit[8] = { 0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80 };

struct ui_dots
ui_dots_in_cell(enum ui_glyphs glyphs)
{
    switch (glyphs) {
    case UI_GLYPHS_BRAILLE: return (struct ui_dots){ .across = 2, .down = 4 };
    case UI_GLYPHS_BLOCKS: return (struct ui_dots){ .across = 2, .down = 2 };
    case UI_GLYPHS_ASCII: break;
    }
    return (struct ui_dots){ .across = 1, .down = 3 };
}

struct ui_dots
ui_dots_in_plot(const struct ui_plot *plot)
{
    struct ui_dots cell = ui_dots_in_cell(plot->canvas->glyphs);

    return (struct ui_dots){ .across = plot->inner.w * cell.across,
                             .down = plot->inner.h * cell.down };
}

/* The place of value between from (0) and to (dots - 1). */
static double
scale(double value, double from, double to, int dots)
{
    double place = (value - from) / (to - from) * (dots - 1);

    if (isnan(place))
        return NAN;
    return fmin(fmax(place, -FAR), FAR);
}

double
ui_scale_x(const struct ui_plot *plot, double x)
{
    return isfinite(x) ? scale(x, plot->x0, plot->x1, ui_dots_in_plot(plot).across) : NAN;
}

double
ui_scale_y(const struct ui_plot *plot, double y)
{
    int dots = ui_dots_in_plot(plot).down;

    if (!isfinite(y) || (plot->log_y && y <= 0))
        return NAN;
    if (plot->log_y)
        return scale(log10(y), log10(plot->y1), log10(plot->y0), dots);
    return scale(y, plot->y1, plot->y0, dots);
}

static bool
cell_of(double place, int dots_in_cell, int cells, int origin, int *out)
{
    double dot = floor(place + 0.5);

    if (!(dot >= 0 && dot < (double)dots_in_cell * cells))
        return false;
    *out = origin + (int)dot / dots_in_cell;
    return true;
}

bool
ui_cell_x(const struct ui_plot *plot, double x, int *column)
{
    return cell_of(ui_scale_x(plot, x), ui_dots_in_cell(plot->canvas->glyphs).across,
                   plot->inner.w, plot->inner.x, column);
}

bool
ui_cell_y(const struct ui_plot *plot, double y, int *row)
{
    return cell_of(ui_scale_y(plot, y), ui_dots_in_cell(plot->canvas->glyphs).down,
                   plot->inner.h, plot->inner.y, row);
}

/* The dots that a glyph shows; 0 for all other glyphs, which a dot then replaces. */
static unsigned
dots_of(enum ui_glyphs glyphs, uint32_t glyph)
{
    unsigned dots = 0;

    if (glyphs == UI_GLYPHS_BRAILLE) {
        for (unsigned i = 0; glyph >= 0x2800 && glyph <= 0x28FF && i < 8; i++)
            if ((glyph & braille_bit[i]) != 0)
                dots |= 1U << i;
    } else if (glyphs == UI_GLYPHS_BLOCKS) {
        for (unsigned i = 1; i < 16; i++)
            if (quadrant[i] == glyph)
                dots = i;
    } else {
        for (unsigned i = 1; i < 8; i++)
            if ((uint32_t)third[i] == glyph)
                dots |= i == 3 || i == 6 ? 0 : i;
    }
    return dots;
}

static uint32_t
glyph_of(enum ui_glyphs glyphs, unsigned dots)
{
    uint32_t glyph = 0x2800;

    if (glyphs == UI_GLYPHS_ASCII)
        return (uint32_t)third[dots];
    if (glyphs == UI_GLYPHS_BLOCKS)
        return quadrant[dots];
    for (unsigned i = 0; i < 8; i++)
        if ((dots & 1U << i) != 0)
            glyph |= braille_bit[i];
    return glyph;
}

void
ui_set_dot(struct ui_plot *plot, enum ui_role role, int x, int y)
{
    enum ui_glyphs glyphs = plot->canvas->glyphs;
    struct ui_dots cell = ui_dots_in_cell(glyphs), all = ui_dots_in_plot(plot);
    unsigned bit;
    int row, column;

    if (x < 0 || y < 0 || x >= all.across || y >= all.down)
        return;
    row = plot->inner.y + y / cell.down;
    column = plot->inner.x + x / cell.across;
    bit = 1U << (y % cell.down * cell.across + x % cell.across);
    bit |= dots_of(glyphs, ui_cell_at(plot->canvas, row, column)->glyph);
    ui_put_over(plot->canvas, row, column, role, glyph_of(glyphs, bit));
}
