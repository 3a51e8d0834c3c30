/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plot/shapes.h"

#include <math.h>
#include <stddef.h>

#define PI 3.14159265358979323846

/* Thickness of lines as a share of a cell's width. */
#define LIGHT 0.14
#define HEAVY 0.30

static void
rectangle(cairo_t *cairo, struct ui_square cell, double left, double top, double right,
          double bottom)
{
    cairo_rectangle(cairo, cell.x + left * cell.w, cell.y + top * cell.h,
                    (right - left) * cell.w, (bottom - top) * cell.h);
    cairo_fill(cairo);
}

/* Corners as pairs of shares of the cell, 0 .. 1. */
static void
polygon(cairo_t *cairo, struct ui_square cell, const double *corner, size_t corners)
{
    cairo_new_path(cairo); /* a letter before leaves its point */
    for (size_t i = 0; i < corners; i++)
        cairo_line_to(cairo, cell.x + corner[2 * i] * cell.w,
                      cell.y + corner[2 * i + 1] * cell.h);
    cairo_close_path(cairo);
}

static void
polyline(cairo_t *cairo, struct ui_square cell, const double *corner, size_t corners,
         double thick)
{
    cairo_new_path(cairo); /* a letter before leaves its point */
    for (size_t i = 0; i < corners; i++)
        cairo_line_to(cairo, cell.x + corner[2 * i] * cell.w,
                      cell.y + corner[2 * i + 1] * cell.h);
    cairo_set_line_width(cairo, thick * cell.w);
    cairo_stroke(cairo);
}

#define POLYLINE(cairo, cell, thick, ...)                  \
    polyline(cairo, cell, (const double[]){ __VA_ARGS__ }, \
             sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double) / 2, thick)
#define POLYGON(cairo, cell, ...)                                           \
    (polygon(cairo, cell, (const double[]){ __VA_ARGS__ },                  \
             sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double) / 2), \
     cairo_fill(cairo))

static void
circle(cairo_t *cairo, struct ui_square cell, double x, double y, double radius)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, cell.x + x * cell.w, cell.y + y * cell.h, radius * cell.w, 0,
              2 * PI);
}

/* --- braille --------------------------------------------------------------------- */

static void
draw_braille(cairo_t *cairo, struct ui_square cell, unsigned bits)
{
    static const unsigned bit[8] = { 0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80 };

    for (unsigned i = 0; i < 8; i++)
        if ((bits & bit[i]) != 0)
            circle(cairo, cell, 0.25 + 0.5 * (i % 2), 0.125 + 0.25 * (i / 2), 0.19);
    cairo_fill(cairo);
}

/* --- block elements, U+2580 to U+259F -------------------------------------------- */

static void
draw_quadrants(cairo_t *cairo, struct ui_square cell, unsigned which)
{
    for (unsigned i = 0; i < 4; i++)
        if ((which & 1U << i) != 0)
            rectangle(cairo, cell, 0.5 * (i % 2), 0.5 * (i / 2), 0.5 + 0.5 * (i % 2),
                      0.5 + 0.5 * (i / 2));
}

static void
draw_shade(cairo_t *cairo, struct ui_square cell, double share)
{
    cairo_push_group(cairo);
    rectangle(cairo, cell, 0, 0, 1, 1);
    cairo_pop_group_to_source(cairo);
    cairo_paint_with_alpha(cairo, share);
}

static void
draw_block(cairo_t *cairo, struct ui_square cell, uint32_t glyph)
{
    /* From U+2596: upper left 1, upper right 2, lower left 4, lower right 8. */
    static const unsigned char quadrants[] = { 4, 8, 1, 13, 9, 7, 11, 2, 6, 14 };

    if (glyph == 0x2580)
        rectangle(cairo, cell, 0, 0, 1, 0.5);
    else if (glyph <= 0x2588)
        rectangle(cairo, cell, 0, 1 - (glyph - 0x2580) / 8.0, 1, 1);
    else if (glyph <= 0x258F)
        rectangle(cairo, cell, 0, 0, (0x2590 - glyph) / 8.0, 1);
    else if (glyph == 0x2590)
        rectangle(cairo, cell, 0.5, 0, 1, 1);
    else if (glyph <= 0x2593)
        draw_shade(cairo, cell, (glyph - 0x2590) / 4.0);
    else if (glyph == 0x2594)
        rectangle(cairo, cell, 0, 0, 1, 0.125);
    else if (glyph == 0x2595)
        rectangle(cairo, cell, 0.875, 0, 1, 1);
    else
        draw_quadrants(cairo, cell, quadrants[glyph - 0x2596]);
}

/* --- box drawing, U+2500 to U+257F ------------------------------------------------ */

/* The arms of each, as octal digits up, right, down, left: 1 light, 2 heavy, 3 double
 * (drawn heavy); 0: dashes, arcs and diagonals, drawn otherwise.  From the Unicode
 * names. */
static const short arms[128] = {
    00101, 00202, 01010, 02020, 0,     0,     0,     0,     0,     0,     0,     0,
    00110, 00210, 00120, 00220, 00011, 00012, 00021, 00022, 01100, 01200, 02100, 02200,
    01001, 01002, 02001, 02002, 01110, 01210, 02110, 01120, 02120, 02210, 01220, 02220,
    01011, 01012, 02011, 01021, 02021, 02012, 01022, 02022, 00111, 00112, 00211, 00212,
    00121, 00122, 00221, 00222, 01101, 01102, 01201, 01202, 02101, 02102, 02201, 02202,
    01111, 01112, 01211, 01212, 02111, 01121, 02121, 02112, 02211, 01122, 01221, 02212,
    01222, 02122, 02221, 02222, 0,     0,     0,     0,     00303, 03030, 00310, 00130,
    00330, 00013, 00031, 00033, 01300, 03100, 03300, 01003, 03001, 03003, 01310, 03130,
    03330, 01013, 03031, 03033, 00313, 00131, 00333, 01303, 03101, 03303, 01313, 03131,
    03333, 0,     0,     0,     0,     0,     0,     0,     00001, 01000, 00100, 00010,
    00002, 02000, 00200, 00020, 00201, 01020, 00102, 02010,
};

static double
thickness(int weight)
{
    return weight > 1 ? HEAVY : weight > 0 ? LIGHT : 0;
}

/* Arms reach past the middle by half the thickness of those they cross, so that corners
 * close. */
static void
draw_arms(cairo_t *cairo, struct ui_square cell, int arm)
{
    double up = thickness(arm >> 9 & 7), right = thickness(arm >> 6 & 7);
    double down = thickness(arm >> 3 & 7), left = thickness(arm & 7);
    double flat =
        cell.w / cell.h; /* turns shares of the width into those of the height */
    double half_y = fmax(left, right) / 2 * flat, half_x = fmax(up, down) / 2;

    if (up > 0)
        rectangle(cairo, cell, 0.5 - up / 2, 0, 0.5 + up / 2, 0.5 + half_y);
    if (down > 0)
        rectangle(cairo, cell, 0.5 - down / 2, 0.5 - half_y, 0.5 + down / 2, 1);
    if (left > 0)
        rectangle(cairo, cell, 0, 0.5 - left / 2 * flat, 0.5 + half_x,
                  0.5 + left / 2 * flat);
    if (right > 0)
        rectangle(cairo, cell, 0.5 - half_x, 0.5 - right / 2 * flat, 1,
                  0.5 + right / 2 * flat);
}

static void
draw_dashes(cairo_t *cairo, struct ui_square cell, uint32_t glyph)
{
    int dashes = glyph >= 0x254C ? 2 : glyph >= 0x2508 ? 4 : 3;
    double thick = thickness(1 + (int)(glyph & 1)) / 2, flat = cell.w / cell.h;
    bool down = (glyph & 2) != 0;

    for (int i = 0; i < dashes; i++) {
        double from = (i + 0.2) / dashes, to = (i + 0.8) / dashes;

        if (down)
            rectangle(cairo, cell, 0.5 - thick, from, 0.5 + thick, to);
        else
            rectangle(cairo, cell, from, 0.5 - thick * flat, to, 0.5 + thick * flat);
    }
}

/* U+256D to U+2570: the corners ╭ ╮ ╯ ╰, of the same radius both ways. */
static void
draw_arc(cairo_t *cairo, struct ui_square cell, uint32_t glyph)
{
    double x = cell.x + cell.w / 2, y = cell.y + cell.h / 2, r = cell.w / 2;
    int across = glyph == 0x256D || glyph == 0x2570 ? 1 : -1;
    int down = glyph == 0x256D || glyph == 0x256E ? 1 : -1;

    cairo_move_to(cairo, x, y + down * cell.h / 2);
    cairo_line_to(cairo, x, y + down * r);
    cairo_curve_to(cairo, x, y + down * r * 0.45, x + across * r * 0.45, y,
                   x + across * r, y);
    cairo_set_line_width(cairo, LIGHT * cell.w);
    cairo_stroke(cairo);
}

static void
draw_box_line(cairo_t *cairo, struct ui_square cell, uint32_t glyph)
{
    if (arms[glyph - 0x2500] != 0) {
        draw_arms(cairo, cell, arms[glyph - 0x2500]);
    } else if (glyph < 0x2550) {
        draw_dashes(cairo, cell, glyph);
    } else if (glyph <= 0x2570) {
        draw_arc(cairo, cell, glyph);
    } else {
        /* The ends of a slanting line are cut where the cell ends. */
        cairo_save(cairo);
        cairo_rectangle(cairo, cell.x, cell.y, cell.w, cell.h);
        cairo_clip(cairo);
        if (glyph != 0x2572)
            POLYLINE(cairo, cell, LIGHT, 1, 0, 0, 1);
        if (glyph != 0x2571)
            POLYLINE(cairo, cell, LIGHT, 0, 0, 1, 1);
        cairo_restore(cairo);
    }
}

/* --- arrows and marks -------------------------------------------------------------- */

static void
draw_arrow(cairo_t *cairo, struct ui_square cell, uint32_t glyph)
{
    switch (glyph) {
    case 0x2190:
        POLYLINE(cairo, cell, LIGHT, 0.08, 0.55, 0.95, 0.55);
        POLYLINE(cairo, cell, LIGHT, 0.42, 0.40, 0.10, 0.55, 0.42, 0.70);
        break;
    case 0x2191:
        POLYLINE(cairo, cell, LIGHT, 0.5, 0.22, 0.5, 0.82);
        POLYLINE(cairo, cell, LIGHT, 0.2, 0.40, 0.5, 0.23, 0.8, 0.40);
        break;
    case 0x2192:
        POLYLINE(cairo, cell, LIGHT, 0.05, 0.55, 0.92, 0.55);
        POLYLINE(cairo, cell, LIGHT, 0.58, 0.40, 0.90, 0.55, 0.58, 0.70);
        break;
    default:
        POLYLINE(cairo, cell, LIGHT, 0.5, 0.18, 0.5, 0.78);
        POLYLINE(cairo, cell, LIGHT, 0.2, 0.60, 0.5, 0.77, 0.8, 0.60);
    }
}

static void
draw_enter(cairo_t *cairo, struct ui_square cell)
{
    POLYLINE(cairo, cell, LIGHT, 0.90, 0.30, 0.90, 0.58, 0.12, 0.58);
    POLYLINE(cairo, cell, LIGHT, 0.42, 0.44, 0.13, 0.58, 0.42, 0.72);
}

static void
draw_ring(cairo_t *cairo, struct ui_square cell)
{
    circle(cairo, cell, 0.5, 0.53, 0.36);
    cairo_set_line_width(cairo, LIGHT * cell.w);
    cairo_stroke(cairo);
}

static void
draw_diamond(cairo_t *cairo, struct ui_square cell, bool full)
{
    static const double corner[] = { 0.5, 0.27, 0.95, 0.53, 0.5, 0.79, 0.05, 0.53 };

    polygon(cairo, cell, corner, 4);
    if (full) {
        cairo_fill(cairo);
        return;
    }
    cairo_set_line_width(cairo, LIGHT * cell.w);
    cairo_stroke(cairo);
}

static bool
draw_sign(cairo_t *cairo, struct ui_square cell, uint32_t glyph)
{
    switch (glyph) {
    case 0x2190:
    case 0x2191:
    case 0x2192:
    case 0x2193: draw_arrow(cairo, cell, glyph); break;
    case 0x21B5:
    case 0x23CE: draw_enter(cairo, cell); break;
    case 0x2022: circle(cairo, cell, 0.5, 0.53, 0.22), cairo_fill(cairo); break;
    case 0x23F8:
        rectangle(cairo, cell, 0.14, 0.30, 0.40, 0.78);
        rectangle(cairo, cell, 0.60, 0.30, 0.86, 0.78);
        break;
    case 0x23F9:
    case 0x25A0: rectangle(cairo, cell, 0.08, 0.32, 0.92, 0.74); break;
    case 0x25B2: POLYGON(cairo, cell, 0.5, 0.27, 1, 0.76, 0, 0.76); break;
    case 0x25B4: POLYGON(cairo, cell, 0.5, 0.36, 0.86, 0.70, 0.14, 0.70); break;
    case 0x25B6:
    case 0x25BA: POLYGON(cairo, cell, 0.08, 0.28, 1, 0.54, 0.08, 0.80); break;
    case 0x25B8: POLYGON(cairo, cell, 0.18, 0.34, 0.86, 0.54, 0.18, 0.74); break;
    case 0x25BC: POLYGON(cairo, cell, 0.5, 0.80, 1, 0.31, 0, 0.31); break;
    case 0x25BE: POLYGON(cairo, cell, 0.5, 0.72, 0.86, 0.38, 0.14, 0.38); break;
    case 0x25C0:
    case 0x25C4: POLYGON(cairo, cell, 0.92, 0.28, 0, 0.54, 0.92, 0.80); break;
    case 0x25C2: POLYGON(cairo, cell, 0.82, 0.34, 0.14, 0.54, 0.82, 0.74); break;
    case 0x25C6: draw_diamond(cairo, cell, true); break;
    case 0x25C7: draw_diamond(cairo, cell, false); break;
    case 0x25CB: draw_ring(cairo, cell); break;
    case 0x25CF: circle(cairo, cell, 0.5, 0.53, 0.42), cairo_fill(cairo); break;
    case 0x2713: POLYLINE(cairo, cell, 0.2, 0.08, 0.56, 0.36, 0.74, 0.94, 0.28); break;
    case 0x2717:
        POLYLINE(cairo, cell, 0.2, 0.12, 0.32, 0.88, 0.74);
        POLYLINE(cairo, cell, 0.2, 0.88, 0.32, 0.12, 0.74);
        break;
    default: return false;
    }
    return true;
}

bool
ui_draw_shape(cairo_t *cairo, struct ui_square cell, uint32_t glyph)
{
    if (glyph >= 0x2800 && glyph <= 0x28FF)
        draw_braille(cairo, cell, glyph & 0xFF);
    else if (glyph >= 0x2580 && glyph <= 0x259F)
        draw_block(cairo, cell, glyph);
    else if (glyph >= 0x2500 && glyph <= 0x257F)
        draw_box_line(cairo, cell, glyph);
    else
        return draw_sign(cairo, cell, glyph);
    return true;
}

bool
ui_draw_mark(cairo_t *cairo, struct ui_square cell, uint32_t mark)
{
    switch (mark) {
    case 0x0302: POLYLINE(cairo, cell, LIGHT, 0.25, 0.21, 0.5, 0.10, 0.75, 0.21); break;
    case 0x0303:
        POLYLINE(cairo, cell, LIGHT, 0.2, 0.19, 0.36, 0.13, 0.64, 0.19, 0.8, 0.13);
        break;
    case 0x0304:
    case 0x0305: POLYLINE(cairo, cell, LIGHT, 0.18, 0.24, 0.82, 0.24); break;
    default: return false;
    }
    return true;
}
