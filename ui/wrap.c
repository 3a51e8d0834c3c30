/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wrap.h"

#include <string.h>

#include "canvas.h"
#include "glyph.h"

bool
ui_wrap_line(const char **text, int columns, char *out, size_t size)
{
    const char *start = *text, *at = start, *blank = NULL;
    int used = 0;

    if (*start == '\0' || size == 0)
        return false;
    while (*at && *at != '\n') {
        const char *next = at;
        int wide = ui_glyph_columns(ui_utf8_next(&next));

        if (*at == ' ')
            blank = at;
        /* One character is taken in any case, so that it goes on. */
        if (at > start && (used + wide > columns || (size_t)(next - start) >= size))
            break;
        used += wide;
        at = next;
    }
    if (*at && *at != '\n' && *at != ' ' && blank && blank > start)
        at = blank;
    size_t length = (size_t)(at - start) < size ? (size_t)(at - start) : size - 1;
    memcpy(out, start, length);
    out[length] = '\0';
    while (*at == ' ')
        at++;
    *text = *at == '\n' ? at + 1 : at;
    return true;
}

size_t
ui_wrap_count(const char *text, int columns)
{
    char line[512];
    size_t count = 0;

    while (ui_wrap_line(&text, columns, line, sizeof line))
        count++;
    return count;
}
