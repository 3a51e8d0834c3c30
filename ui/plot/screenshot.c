/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screenshot.c -- the canvas as it stands: as text, or as a picture by cairo. */
#include "config.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "atomic.h"
#include "glyph.h"
#include "plot/plot.h"
#include "plot/shapes.h"
#include "theme.h"

#define CELL_WIDTH  8.4
#define CELL_HEIGHT 17.0
#define FONT_SIZE   14.0
#define BASELINE    13.2 /* from the top of the cell */
#define MARGIN      8.0
#define PNG_SCALE   2.0

/* fontconfig and curses keep what they have read until the process ends, out of the leak
 * checker's sight. */
#if defined(__has_feature)
#define HAS_FEATURE(name) __has_feature(name)
#else
#define HAS_FEATURE(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || HAS_FEATURE(address_sanitizer)
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libncurses\nleak:libtinfo\n";
}

const char *__lsan_default_options(void);
const char *
__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

struct picture {
    cairo_t *cairo;
    const struct ui_canvas *canvas;
    const char *theme;
};

static void
set_colour(cairo_t *cairo, uint32_t rgb)
{
    cairo_set_source_rgb(cairo, (rgb >> 16 & 0xFF) / 255.0, (rgb >> 8 & 0xFF) / 255.0,
                         (rgb & 0xFF) / 255.0);
}

/* Edges lie on the pixels of a PNG, so that neighbouring blocks leave no seam. */
static double
edge(double place)
{
    return floor((MARGIN + place) * PNG_SCALE + 0.5) / PNG_SCALE;
}

static struct ui_square
square(int y, int x, int columns)
{
    double left = edge(x * CELL_WIDTH), top = edge(y * CELL_HEIGHT);

    return (struct ui_square){ .x = left,
                               .y = top,
                               .w = edge((x + columns) * CELL_WIDTH) - left,
                               .h = edge((y + 1) * CELL_HEIGHT) - top };
}

static struct ui_look
look_of(const struct picture *picture, const struct ui_cell *cell)
{
    struct ui_look look = ui_theme_look(picture->theme, (enum ui_role)cell->role);

    if (look.reverse) {
        uint32_t swap = look.rgb;

        look.rgb = look.background;
        look.background = swap;
    }
    if (cell->ground != UI_TEXT) {
        uint32_t ground = ui_theme_look(picture->theme, (enum ui_role)cell->ground).rgb;

        look.rgb = look.rgb == ground ? look.background : look.rgb;
        look.background = ground;
    }
    look.bold = look.bold || cell->bold;
    return look;
}

/* Sets the face that has glyph, monospace if any; its advance, or 0 when no face has. */
static double
choose_face(cairo_t *cairo, const char *text, bool bold)
{
    static const char *const family[] = { "monospace", "sans-serif", "serif" };

    for (size_t i = 0; i < sizeof family / sizeof family[0]; i++) {
        cairo_glyph_t *glyph = NULL;
        cairo_text_extents_t extents;
        int glyphs = 0;
        bool has;

        cairo_select_font_face(cairo, family[i], CAIRO_FONT_SLANT_NORMAL,
                               bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
        if (cairo_scaled_font_text_to_glyphs(cairo_get_scaled_font(cairo), 0, 0, text, -1,
                                             &glyph, &glyphs, NULL, NULL,
                                             NULL) != CAIRO_STATUS_SUCCESS)
            return 0;
        has = glyphs == 1 && glyph[0].index != 0; /* 0 is the sign for "missing" */
        cairo_glyph_free(glyph);
        if (!has)
            continue;
        cairo_text_extents(cairo, text, &extents);
        return extents.x_advance;
    }
    return 0;
}

/* Letters of the monospaced face begin where their cell does; others are centred, and
 * narrowed when they are wider than the cell. */
static bool
draw_letter(cairo_t *cairo, struct ui_square cell, uint32_t glyph, bool bold)
{
    char text[5];
    double advance;

    ui_utf8_write(glyph, text);
    advance = choose_face(cairo, text, bold);
    if (advance <= 0)
        return false;
    cairo_save(cairo);
    cairo_translate(cairo, cell.x, cell.y + BASELINE);
    if (advance > cell.w * 1.05)
        cairo_scale(cairo, cell.w / advance, 1);
    else
        cairo_translate(cairo, (cell.w - advance) / 2, 0);
    cairo_move_to(cairo, 0, 0);
    cairo_show_text(cairo, text);
    cairo_restore(cairo);
    return true;
}

/* Where no face has the sign: an empty frame. */
static void
draw_missing(cairo_t *cairo, struct ui_square cell)
{
    cairo_rectangle(cairo, cell.x + 1.5, cell.y + 3.5, cell.w - 3, cell.h - 7);
    cairo_set_line_width(cairo, 0.8);
    cairo_stroke(cairo);
}

static void
draw_cell(const struct picture *picture, int y, int x)
{
    const struct ui_cell *cell = ui_cell_at(picture->canvas, y, x);
    struct ui_look look = look_of(picture, cell);
    struct ui_square place = square(y, x, ui_glyph_columns(cell->glyph));

    set_colour(picture->cairo, look.rgb);
    if (look.underline) {
        cairo_rectangle(picture->cairo, place.x, place.y + BASELINE + 1.5, place.w, 1);
        cairo_fill(picture->cairo);
    }
    if (cell->glyph == ' ' || cell->glyph == 0)
        return;
    if (!ui_draw_shape(picture->cairo, place, cell->glyph) &&
        !draw_letter(picture->cairo, place, cell->glyph, look.bold))
        draw_missing(picture->cairo, place);
    if (cell->mark != 0 && !ui_draw_mark(picture->cairo, place, cell->mark))
        draw_letter(picture->cairo, place, cell->mark, look.bold);
}

/* Cells in a row that share a background are one rectangle. */
static void
draw_backgrounds(const struct picture *picture, int y, uint32_t paper)
{
    const struct ui_canvas *canvas = picture->canvas;

    for (int x = 0, end; x < canvas->w; x = end) {
        uint32_t back = look_of(picture, ui_cell_at(canvas, y, x)).background;
        struct ui_square place;

        for (end = x + 1; end < canvas->w; end++)
            if (look_of(picture, ui_cell_at(canvas, y, end)).background != back)
                break;
        if (back == paper)
            continue;
        place = square(y, x, end - x);
        set_colour(picture->cairo, back);
        cairo_rectangle(picture->cairo, place.x, place.y, place.w, place.h);
        cairo_fill(picture->cairo);
    }
}

static void
draw_canvas(const struct picture *picture)
{
    uint32_t paper = ui_theme_look(picture->theme, UI_TEXT).background;

    set_colour(picture->cairo, paper);
    cairo_paint(picture->cairo);
    cairo_set_font_size(picture->cairo, FONT_SIZE);
    for (int y = 0; y < picture->canvas->h; y++) {
        draw_backgrounds(picture, y, paper);
        for (int x = 0; x < picture->canvas->w; x++)
            draw_cell(picture, y, x);
    }
}

/* --- files -------------------------------------------------------------------------- */

static cairo_status_t
write_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
    FILE *out = closure;

    return fwrite(bytes, 1, length, out) == length ? CAIRO_STATUS_SUCCESS
                                                   : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_status_t
draw_on(cairo_surface_t *surface, const struct ui_canvas *canvas, const char *theme,
        double scale)
{
    struct picture picture = { cairo_create(surface), canvas, theme };
    cairo_status_t status;

    cairo_scale(picture.cairo, scale, scale);
    draw_canvas(&picture);
    status = cairo_status(picture.cairo);
    cairo_destroy(picture.cairo);
    return status;
}

static double
width_of(const struct ui_canvas *canvas)
{
    return ceil(canvas->w * CELL_WIDTH + 2 * MARGIN);
}

static double
height_of(const struct ui_canvas *canvas)
{
    return ceil(canvas->h * CELL_HEIGHT + 2 * MARGIN);
}

static bool
write_svg(const struct ui_canvas *canvas, const char *theme, FILE *out,
          struct irt_error *error)
{
    cairo_surface_t *surface =
        cairo_svg_surface_create_for_stream(write_bytes, out, width_of(canvas),
                                            height_of(canvas));
    cairo_status_t status = draw_on(surface, canvas, theme, 1);

    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS ||
           irt_fail(error, IRT_CANNOT_WRITE, "%s", cairo_status_to_string(status));
}

static bool
write_png(const struct ui_canvas *canvas, const char *theme, FILE *out,
          struct irt_error *error)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                   (int)(width_of(canvas) * PNG_SCALE),
                                   (int)(height_of(canvas) * PNG_SCALE));
    cairo_status_t status = draw_on(surface, canvas, theme, PNG_SCALE);

    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, write_bytes, out);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS ||
           irt_fail(error, IRT_CANNOT_WRITE, "%s", cairo_status_to_string(status));
}

static bool
write_txt(const struct ui_canvas *canvas, const char *theme, FILE *out,
          struct irt_error *error)
{
    char *text = ui_canvas_text(canvas);

    (void)theme;
    if (text == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the text of the screen");
    fputs(text, out);
    free(text);
    return true;
}

static const struct {
    const char *ending;
    bool (*write)(const struct ui_canvas *, const char *, FILE *, struct irt_error *);
} formats[] = { { ".svg", write_svg }, { ".png", write_png }, { ".txt", write_txt } };

bool
ui_screenshot(const struct ui_canvas *canvas, const char *theme, const char *file,
              struct irt_error *error)
{
    const char *ending = strrchr(file, '.');
    size_t formats_known = sizeof formats / sizeof formats[0], i = 0;
    struct irt_error problem = { IRT_OK, "" };
    struct ui_atomic atomic;
    FILE *out;

    while (i < formats_known &&
           (ending == NULL || strcasecmp(ending, formats[i].ending) != 0))
        i++;
    if (i == formats_known)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s: a screenshot ends in .svg, .png or .txt", file);
    out = ui_atomic_open(&atomic, file, error);
    if (out == NULL)
        return false;
    /* What went wrong with the file, commit says better. */
    if (formats[i].write(canvas, theme, out, &problem) || ferror(out))
        return ui_atomic_commit(&atomic, error);
    ui_atomic_cancel(&atomic);
    return irt_fail(error, problem.code, "cannot write %s: %s", file, problem.message);
}
