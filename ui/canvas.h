/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canvas.h -- a grid of character cells that screens and plots draw on.
 *
 * No terminal is needed: term.c shows a canvas through curses, screenshot.c writes it
 * as SVG, PNG or text, and tests read it.  Coordinates are y, x from the top left;
 * drawing outside the canvas, or outside the clip rectangle, is ignored.
 * Colours are named by role; what a role looks like is the theme's affair. */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include "error.h"
#include "quantity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ui_role {
    UI_TEXT,      /* plain */
    UI_DIM,       /* captions, hints, rules */
    UI_TITLE,     /* titles of plots and tables */
    UI_HEADER,    /* the top line */
    UI_TAB,       /* a tab */
    UI_TAB_HERE,  /* the tab that is open */
    UI_KEY,       /* a key's name in the key bar */
    UI_CURSOR,    /* the cell or row under the cursor */
    UI_CHANGED,   /* a number that just changed */
    UI_GOOD,      /* converged, done */
    UI_WARN,      /* odd */
    UI_BAD,       /* failed */
    UI_AXIS,      /* axes and ticks */
    UI_GHOST,     /* a pinned run, a prior */
    UI_PRIOR,     /* prior curves */
    UI_POSTERIOR, /* posterior curves and bars */
    UI_CURVE_0,   /* items in turn: UI_CURVE_0 + j % UI_CURVES */
    UI_CURVE_1,
    UI_CURVE_2,
    UI_CURVE_3,
    UI_CURVE_4,
    UI_CURVE_5,
    UI_ROLES
};
#define UI_CURVES 6

enum ui_glyphs { UI_GLYPHS_ASCII, UI_GLYPHS_BLOCKS, UI_GLYPHS_BRAILLE };

struct ui_rect {
    int y, x, h, w;
};

struct ui_cell {
    uint32_t glyph; /* Unicode; 0: the right half of a wide character */
    uint16_t mark;  /* on top of it, as the bar of n̄; 0: none */
    uint8_t role;   /* enum ui_role */
    uint8_t ground; /* the background is this role's colour (a bar's); UI_TEXT: none */
    bool bold;
};

/* Something on the screen that can be pointed at: a number that opens, or a place
 * whose click runs a command. */
struct ui_spot {
    struct ui_rect where;
    bool opens; /* quantity is set: Enter opens it */
    struct ui_quantity quantity;
    char command[64]; /* run by a click, when not empty */
};

struct ui_canvas {
    int h, w;
    enum ui_glyphs glyphs;
    struct ui_rect clip;
    struct ui_cell *cell; /* h * w */
    size_t spots, spot_capacity;
    struct ui_spot *spot; /* in the order drawn */
};

bool ui_canvas_init(struct ui_canvas *canvas, int h, int w, enum ui_glyphs glyphs,
                    struct irt_error *error);
/* Also clears.  The canvas stays as it was when that fails. */
bool ui_canvas_resize(struct ui_canvas *canvas, int h, int w, struct irt_error *error);
void ui_canvas_clear(struct ui_canvas *canvas); /* blanks, no spots, clip = all */
void ui_canvas_free(struct ui_canvas *canvas);

/* What two rectangles share; of height 0 when nothing. */
struct ui_rect ui_meet(struct ui_rect a, struct ui_rect b);

/* Limits drawing to a rectangle (cut to the canvas) and returns the one before. */
struct ui_rect ui_clip(struct ui_canvas *canvas, struct ui_rect clip);

void ui_put(struct ui_canvas *canvas, int y, int x, enum ui_role role, uint32_t glyph);
/* The same, but a bar beneath (█) becomes the background; its end (▃, ▌) stays on top. */
void ui_put_over(struct ui_canvas *canvas, int y, int x, enum ui_role role,
                 uint32_t glyph);
const struct ui_cell *ui_cell_at(const struct ui_canvas *canvas, int y, int x);

/* Writes UTF-8 text; returns the columns it takes (also where clipped).  Invalid UTF-8
 * and control characters show as '?'.  In ASCII form, known signs are replaced by ASCII
 * ones of the same width (─ -, │ |, ▸ >, · ., θ stays a letter: t ...). */
int ui_text(struct ui_canvas *canvas, int y, int x, enum ui_role role, const char *format,
            ...) IRT_PRINTF(5, 6);

/* The same, and the number can be opened.  */
int ui_number(struct ui_canvas *canvas, int y, int x, enum ui_role role,
              struct ui_quantity quantity, const char *format, ...) IRT_PRINTF(6, 7);

/* Columns a UTF-8 text takes. */
int ui_columns(const char *text);

/* Cuts text to columns, ending in … when it was longer; into out[size]. */
void ui_fit_text(const char *text, int columns, char *out, size_t size);

void ui_fill(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role,
             uint32_t glyph);
void ui_rule(struct ui_canvas *canvas, int y, int x, int w, enum ui_role role); /* ─── */
/* A frame, blank inside, over what was there (spots beneath stay; later ones win). */
void ui_box(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role,
            const char *title);
/* Changes the role of what is already drawn (cursor, search hits). */
void ui_paint(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role);
/* Makes what is already drawn bold. */
void ui_bold(struct ui_canvas *canvas, struct ui_rect rect);
/* A click on rect runs command. */
void ui_clickable(struct ui_canvas *canvas, struct ui_rect rect, const char *command);

/* The canvas as UTF-8 text, trailing blanks cut, a newline a row.  Caller frees. */
char *ui_canvas_text(const struct ui_canvas *canvas);

#endif
