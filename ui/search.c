/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "search.h"

#include <string.h>
#include <strings.h>

#include "glyph.h"

static uint32_t
folded(uint32_t glyph)
{
    return glyph >= 'A' && glyph <= 'Z' ? glyph - 'A' + 'a' : glyph;
}

bool
ui_search_in(const char *name, const char *text)
{
    size_t length = strlen(text);

    for (; *name; name++)
        if (strncasecmp(name, text, length) == 0)
            return length > 0;
    return false;
}

/* Does text stand at y, x? *columns becomes its width. */
static bool
stands_at(const struct ui_canvas *canvas, int y, int x, const char *text, int *columns)
{
    int start = x;

    while (*text) {
        uint32_t glyph = ui_utf8_next(&text);
        const struct ui_cell *cell;

        if (ui_glyph_columns(glyph) == 0)
            continue;
        cell = x < canvas->w ? ui_cell_at(canvas, y, x) : NULL;
        if (!cell || folded(cell->glyph) != folded(glyph))
            return false;
        x += ui_glyph_columns(glyph);
    }
    *columns = x - start;
    return x > start;
}

bool
ui_search_row(const struct ui_canvas *canvas, int y, int from, const char *text, int *x)
{
    int columns;

    for (*x = from; *x < canvas->w; ++*x)
        if (stands_at(canvas, y, *x, text, &columns))
            return true;
    return false;
}

bool
ui_search_anywhere(const struct ui_canvas *canvas, const char *text)
{
    int x;

    for (int y = 0; y < canvas->h; y++)
        if (ui_search_row(canvas, y, 0, text, &x))
            return true;
    return false;
}

void
ui_search_paint(struct ui_canvas *canvas, struct ui_rect rect, const char *text)
{
    int columns = 0;

    for (int y = rect.y; y < rect.y + rect.h; y++)
        for (int x = rect.x; x < rect.x + rect.w; x++)
            if (stands_at(canvas, y, x, text, &columns)) {
                struct ui_rect hit = { y, x, 1, columns };

                ui_paint(canvas, hit, UI_CHANGED);
                ui_bold(canvas, hit);
            }
}
