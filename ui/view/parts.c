/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.c -- columns of numbers, paragraphs, lists that scroll, the room divided. */
#include "config.h"

#include "view/parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
ui_column_text(int width, int decimals, double value, char *out, size_t size)
{
    if (isnan(value)) {
        snprintf(out, size, "%*s", width, "-");
        return;
    }
    /* A blank is left, so that columns do not run together. */
    for (int k = decimals; k >= 0; k--)
        if (snprintf(out, size, "%*.*f", width, k, value) <= width &&
            (out[0] == ' ' || width < 2))
            return;
    for (int k = 1; k >= 0; k--)
        if (snprintf(out, size, "%*.*e", width, k, value) <= width && out[0] == ' ')
            return;
}

void
ui_column(struct ui_canvas *canvas, int y, int x, int width, enum ui_role role,
          const struct ui_quantity *quantity, int decimals, double value)
{
    char text[64];

    ui_column_text(width, decimals, value, text, sizeof text);
    if (quantity && !isnan(value))
        ui_number(canvas, y, x, role, *quantity, "%s", text);
    else
        ui_text(canvas, y, x, role, "%s", text);
}

void
ui_cut_text(struct ui_canvas *canvas, int y, int x, int columns, enum ui_role role,
            const char *format, ...)
{
    char text[1024], cut[1024];
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(text, sizeof text, format, arguments) < 0)
        text[0] = '\0';
    va_end(arguments);
    if (columns < 1)
        return;
    ui_fit_text(text, columns, cut, sizeof cut);
    ui_text(canvas, y, x, role, "%s", cut);
}

int
ui_paragraph(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role,
             const char *text)
{
    int row = 0, column = 0;
    struct ui_rect before = ui_clip(canvas, ui_meet(canvas->clip, rect));

    while (*text) {
        char word[256];
        size_t length = strcspn(text, " ");
        int columns;

        snprintf(word, sizeof word, "%.*s", (int)(length < 255 ? length : 255), text);
        columns = ui_columns(word);
        if (column > 0 && column + 1 + columns > rect.w) {
            row++;
            column = 0;
        }
        column += column > 0;
        column += ui_text(canvas, rect.y + row, rect.x + column, role, "%s", word);
        text += length + strspn(text + length, " ");
    }
    ui_clip(canvas, before);
    return row + 1;
}

struct ui_rect
ui_foot(struct ui_canvas *canvas, struct ui_rect rect, enum ui_role role,
        const char *text)
{
    int rows = ui_paragraph(canvas, (struct ui_rect){ rect.y, rect.x, 0, rect.w }, role,
                            text); /* no row is drawn: how many would be? */

    rows = rows < rect.h ? rows : rect.h;
    ui_paragraph(canvas, ui_rows(rect, rect.h - rows, rows), role, text);
    return ui_rows(rect, 0, rect.h - rows);
}

void
ui_keep_in_view(size_t *top, size_t at, size_t count, int rows)
{
    size_t shown = rows > 0 ? (size_t)rows : 1;

    if (at < *top)
        *top = at;
    if (at >= *top + shown)
        *top = at - shown + 1;
    if (*top + shown > count)
        *top = count > shown ? count - shown : 0;
}

struct ui_rect
ui_rows(struct ui_rect rect, int y, int h)
{
    return ui_meet(rect, (struct ui_rect){ rect.y + y, rect.x, h, rect.w });
}

struct ui_rect
ui_columns_of(struct ui_rect rect, int x, int w)
{
    return ui_meet(rect, (struct ui_rect){ rect.y, rect.x + x, rect.h, w });
}

void
ui_bytes_text(double bytes, char *out, size_t size)
{
    static const char *const unit[] = { "B", "KiB", "MiB", "GiB", "TiB" };
    size_t k = 0;

    while (bytes >= 1024 && k < 4) {
        bytes /= 1024;
        k++;
    }
    snprintf(out, size, k == 0 || bytes >= 100 ? "%.0f %s" : "%.1f %s", bytes, unit[k]);
}

void
ui_small_text(double value, char *out, size_t size)
{
    if (isnan(value))
        snprintf(out, size, "-");
    else if (value == 0 || (fabs(value) >= 1e-5 && fabs(value) < 1000))
        snprintf(out, size, "%.6f", value);
    else
        snprintf(out, size, "%.1e", value);
}

enum ui_role
ui_curve_role(size_t j)
{
    return (enum ui_role)(UI_CURVE_0 + j % UI_CURVES);
}
