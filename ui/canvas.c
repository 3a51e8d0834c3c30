/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "glyph.h"

#define LONGEST_TEXT 4096

struct ui_rect
ui_meet(struct ui_rect a, struct ui_rect b)
{
    /* In long: rectangles far outside must not overflow. */
    long top = a.y > b.y ? a.y : b.y;
    long left = a.x > b.x ? a.x : b.x;
    long bottom_a = (long)a.y + a.h, bottom_b = (long)b.y + b.h;
    long right_a = (long)a.x + a.w, right_b = (long)b.x + b.w;
    long bottom = bottom_a < bottom_b ? bottom_a : bottom_b;
    long right = right_a < right_b ? right_a : right_b;

    if (bottom <= top || right <= left)
        return (struct ui_rect){ 0, 0, 0, 0 };
    return (struct ui_rect){
        .y = (int)top, .x = (int)left, .h = (int)(bottom - top), .w = (int)(right - left)
    };
}

static struct ui_rect
whole(const struct ui_canvas *canvas)
{
    return (struct ui_rect){ .y = 0, .x = 0, .h = canvas->h, .w = canvas->w };
}

bool
ui_canvas_init(struct ui_canvas *canvas, int h, int w, enum ui_glyphs glyphs,
               struct irt_error *error)
{
    *canvas = (struct ui_canvas){ .glyphs = glyphs };
    return ui_canvas_resize(canvas, h, w, error);
}

bool
ui_canvas_resize(struct ui_canvas *canvas, int h, int w, struct irt_error *error)
{
    size_t rows = h > 0 ? (size_t)h : 0, columns = w > 0 ? (size_t)w : 0;
    struct ui_cell *cell = NULL;

    if (rows == 0 || columns <= SIZE_MAX / sizeof *cell / rows)
        cell = calloc(rows * columns + 1, sizeof *cell);
    if (cell == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a screen of %d x %d", w, h);
    free(canvas->cell);
    canvas->cell = cell;
    canvas->h = (int)rows;
    canvas->w = (int)columns;
    ui_canvas_clear(canvas);
    return true;
}

void
ui_canvas_clear(struct ui_canvas *canvas)
{
    size_t cells = (size_t)canvas->h * (size_t)canvas->w;

    for (size_t i = 0; i < cells; i++)
        canvas->cell[i] = (struct ui_cell){ .glyph = ' ', .role = UI_TEXT };
    canvas->spots = 0;
    canvas->clip = whole(canvas);
}

void
ui_canvas_free(struct ui_canvas *canvas)
{
    free(canvas->cell);
    free(canvas->spot);
    *canvas = (struct ui_canvas){ .glyphs = canvas->glyphs };
}

struct ui_rect
ui_clip(struct ui_canvas *canvas, struct ui_rect clip)
{
    struct ui_rect before = canvas->clip;

    canvas->clip = ui_meet(clip, whole(canvas));
    return before;
}

static bool
visible(const struct ui_canvas *canvas, int y, int x)
{
    const struct ui_rect *clip = &canvas->clip;

    return y >= clip->y && y - clip->y < clip->h && x >= clip->x && x - clip->x < clip->w;
}

static struct ui_cell *
cell_at(struct ui_canvas *canvas, int y, int x)
{
    return &canvas->cell[(size_t)y * (size_t)canvas->w + (size_t)x];
}

/* Half of a wide character cannot stand alone: the other half becomes a blank. */
static void
part(struct ui_canvas *canvas, int y, int x)
{
    struct ui_cell *cell = cell_at(canvas, y, x);

    if (cell->glyph == 0 && x > 0)
        cell[-1].glyph = ' ';
    if (x + 1 < canvas->w && cell[1].glyph == 0)
        cell[1].glyph = ' ';
}

static void
set_cell(struct ui_canvas *canvas, int y, int x, enum ui_role role, uint32_t glyph)
{
    if (!visible(canvas, y, x))
        return;
    part(canvas, y, x);
    *cell_at(canvas, y, x) = (struct ui_cell){ .glyph = glyph, .role = (uint8_t)role };
}

static void
put_wide(struct ui_canvas *canvas, int y, int x, enum ui_role role, uint32_t glyph)
{
    bool both = visible(canvas, y, x) && x < canvas->w && visible(canvas, y, x + 1);
    bool ascii = canvas->glyphs == UI_GLYPHS_ASCII;

    set_cell(canvas, y, x, role, both || ascii ? glyph : ' ');
    if (x < canvas->w)
        set_cell(canvas, y, x + 1, role, both || ascii ? (ascii ? glyph : 0) : ' ');
}

void
ui_put(struct ui_canvas *canvas, int y, int x, enum ui_role role, uint32_t glyph)
{
    int columns = ui_glyph_columns(glyph);
    uint32_t shown = ui_glyph_shown(glyph, canvas->glyphs == UI_GLYPHS_ASCII);

    if (columns == 2)
        put_wide(canvas, y, x, role, shown);
    else if (columns == 1)
        set_cell(canvas, y, x, role, shown);
}

void
ui_put_over(struct ui_canvas *canvas, int y, int x, enum ui_role role, uint32_t glyph)
{
    struct ui_cell before = *ui_cell_at(canvas, y, x);
    bool full = before.glyph == 0x2588 || before.ground != UI_TEXT;

    if (canvas->glyphs != UI_GLYPHS_BRAILLE || !visible(canvas, y, x)) {
        ui_put(canvas, y, x, role, glyph);
        return;
    }
    if (!full && before.glyph >= 0x2581 && before.glyph <= 0x258F)
        return;
    ui_put(canvas, y, x, role, glyph);
    if (full)
        cell_at(canvas, y, x)->ground =
            before.ground != UI_TEXT ? before.ground : before.role;
}

const struct ui_cell *
ui_cell_at(const struct ui_canvas *canvas, int y, int x)
{
    static const struct ui_cell outside = { .glyph = ' ', .role = UI_TEXT };

    if (y < 0 || x < 0 || y >= canvas->h || x >= canvas->w)
        return &outside;
    return &canvas->cell[(size_t)y * (size_t)canvas->w + (size_t)x];
}

/* A combining mark joins the cell before x; of several the first is kept. */
static void
put_mark(struct ui_canvas *canvas, int y, int x, uint32_t mark)
{
    struct ui_cell *cell;

    if (canvas->glyphs == UI_GLYPHS_ASCII || mark > 0xFFFF || !ui_glyph_combines(mark))
        return;
    if (!visible(canvas, y, x - 1))
        return;
    cell = cell_at(canvas, y, x - 1);
    if (cell->glyph == 0 && visible(canvas, y, x - 2))
        cell--;
    if (cell->mark == 0)
        cell->mark = (uint16_t)mark;
}

static int
put_text(struct ui_canvas *canvas, int y, int x, enum ui_role role, const char *text)
{
    int columns = 0;

    while (*text != '\0') {
        uint32_t glyph = ui_utf8_next(&text);
        int width = ui_glyph_columns(glyph);

        if (width == 0 && columns > 0)
            put_mark(canvas, y, x + columns, glyph);
        ui_put(canvas, y, x + columns, role, glyph);
        columns += width;
    }
    return columns;
}

int
ui_text(struct ui_canvas *canvas, int y, int x, enum ui_role role, const char *format,
        ...)
{
    char text[LONGEST_TEXT];
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(text, sizeof text, format, arguments) < 0)
        text[0] = '\0';
    va_end(arguments);
    return put_text(canvas, y, x, role, text);
}

/* A spot that finds no memory or no room is left out: it cannot be pointed at. */
static struct ui_spot *
new_spot(struct ui_canvas *canvas, struct ui_rect where)
{
    struct ui_spot *spot;

    where = ui_meet(where, canvas->clip);
    if (where.h == 0)
        return NULL;
    if (canvas->spots == canvas->spot_capacity) {
        size_t capacity = canvas->spot_capacity ? 2 * canvas->spot_capacity : 64;

        spot = realloc(canvas->spot, capacity * sizeof *spot);
        if (spot == NULL)
            return NULL;
        canvas->spot = spot;
        canvas->spot_capacity = capacity;
    }
    spot = &canvas->spot[canvas->spots++];
    *spot = (struct ui_spot){ .where = where };
    return spot;
}

int
ui_number(struct ui_canvas *canvas, int y, int x, enum ui_role role,
          struct ui_quantity quantity, const char *format, ...)
{
    char text[LONGEST_TEXT];
    const char *digits = text;
    struct ui_spot *spot;
    va_list arguments;
    int columns, blank;

    va_start(arguments, format);
    if (vsnprintf(text, sizeof text, format, arguments) < 0)
        text[0] = '\0';
    va_end(arguments);
    columns = put_text(canvas, y, x, role, text);

    /* "%9.4f" pads: the blanks are not the number. */
    digits += strspn(text, " ");
    blank = (int)(digits - text);
    spot = new_spot(canvas, (struct ui_rect){
                                .y = y, .x = x + blank, .h = 1, .w = columns - blank });
    if (spot != NULL) {
        spot->opens = true;
        spot->quantity = quantity;
    }
    return columns;
}

void
ui_clickable(struct ui_canvas *canvas, struct ui_rect rect, const char *command)
{
    struct ui_spot *spot = new_spot(canvas, rect);

    if (spot != NULL)
        snprintf(spot->command, sizeof spot->command, "%s", command);
}

int
ui_columns(const char *text)
{
    int columns = 0;

    while (*text != '\0')
        columns += ui_glyph_columns(ui_utf8_next(&text));
    return columns;
}

/* Copies whole characters while they fit into columns and size; returns what it wrote. */
static size_t
copy_columns(const char *text, int columns, char *out, size_t size)
{
    size_t length = 0;

    while (*text != '\0') {
        const char *start = text;
        int width = ui_glyph_columns(ui_utf8_next(&text));
        size_t bytes = (size_t)(text - start);

        if (width > columns || length + bytes >= size)
            break;
        memcpy(out + length, start, bytes);
        length += bytes;
        columns -= width;
    }
    out[length] = '\0';
    return length;
}

void
ui_fit_text(const char *text, int columns, char *out, size_t size)
{
    static const char dots[] = "…";
    size_t length;

    if (size == 0)
        return;
    length = copy_columns(text, columns, out, size);
    if (text[length] == '\0' || columns <= 0 || size < sizeof dots)
        return;
    length = copy_columns(text, columns - 1, out, size - (sizeof dots - 1));
    memcpy(out + length, dots, sizeof dots);
}

void
ui_fill(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role, uint32_t glyph)
{
    rect = ui_meet(rect, canvas->clip);
    for (int y = rect.y; y < rect.y + rect.h; y++)
        for (int x = rect.x; x < rect.x + rect.w; x++)
            ui_put(canvas, y, x, role, glyph);
}

void
ui_rule(struct ui_canvas *canvas, int y, int x, int w, enum ui_role role)
{
    ui_fill(canvas, (struct ui_rect){ .y = y, .x = x, .h = 1, .w = w }, role, 0x2500);
}

void
ui_box(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role,
       const char *title)
{
    int bottom = rect.y + rect.h - 1, right = rect.x + rect.w - 1;
    char fitted[256];

    if (rect.h < 1 || rect.w < 1)
        return;
    ui_fill(canvas, rect, UI_TEXT, ' ');
    ui_rule(canvas, rect.y, rect.x, rect.w, role);
    ui_rule(canvas, bottom, rect.x, rect.w, role);
    for (int y = rect.y + 1; y < bottom; y++) {
        ui_put(canvas, y, rect.x, role, 0x2502);
        ui_put(canvas, y, right, role, 0x2502);
    }
    ui_put(canvas, rect.y, rect.x, role, 0x250C);
    ui_put(canvas, rect.y, right, role, 0x2510);
    ui_put(canvas, bottom, rect.x, role, 0x2514);
    ui_put(canvas, bottom, right, role, 0x2518);
    if (title == NULL || rect.w < 6)
        return;
    ui_fit_text(title, rect.w - 4, fitted, sizeof fitted);
    ui_text(canvas, rect.y, rect.x + 1, UI_TITLE, " %s ", fitted);
}

void
ui_paint(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role)
{
    rect = ui_meet(rect, canvas->clip);
    for (int y = rect.y; y < rect.y + rect.h; y++)
        for (int x = rect.x; x < rect.x + rect.w; x++) {
            cell_at(canvas, y, x)->role = (uint8_t)role;
            cell_at(canvas, y, x)->ground = UI_TEXT;
        }
}

void
ui_bold(struct ui_canvas *canvas, struct ui_rect rect)
{
    rect = ui_meet(rect, canvas->clip);
    for (int y = rect.y; y < rect.y + rect.h; y++)
        for (int x = rect.x; x < rect.x + rect.w; x++)
            cell_at(canvas, y, x)->bold = true;
}

char *
ui_canvas_text(const struct ui_canvas *canvas)
{
    /* A cell is at most 4 bytes and a mark of 3. */
    size_t row = 7 * (size_t)canvas->w + 1;
    char *text = malloc((size_t)canvas->h * row + 8), *end = text;

    if (text == NULL)
        return NULL;
    for (int y = 0; y < canvas->h; y++) {
        char *used = end;

        for (int x = 0; x < canvas->w; x++) {
            const struct ui_cell *cell = ui_cell_at(canvas, y, x);

            if (cell->glyph == 0)
                continue;
            end += ui_utf8_write(cell->glyph, end);
            if (cell->mark != 0)
                end += ui_utf8_write(cell->mark, end);
            if (cell->glyph != ' ')
                used = end;
        }
        end = used;
        *end++ = '\n';
    }
    *end = '\0';
    return text;
}
