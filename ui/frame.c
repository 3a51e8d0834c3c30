/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.c -- lays out the picture and draws it. */
#include "config.h"

#include "frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "cursor.h"
#include "prompt.h"
#include "search.h"
#include "view/help.h"
#include "view/view.h"
#include "wrap.h"

/* From 10 rows up everything; the rules go first, then the tabs, then the key bar. */
struct ui_layout
ui_frame_layout(int h, int w)
{
    struct ui_layout l = {
        .header = 0, .tabs = -1, .tab_rule = -1, .rule = -1, .keys = -1
    };
    int top = 1, bottom = h;

    if (h >= 6)
        l.tabs = top++;
    if (h >= 10)
        l.tab_rule = top++;
    if (h >= 3)
        l.keys = --bottom;
    if (h >= 10)
        l.rule = --bottom;
    if (bottom < top)
        bottom = top;
    l.body = (struct ui_rect){ top, 0, bottom - top, w };
    return l;
}

/* The message lies in the rule under the body, or where there is none on the key bar.  What
 * is to be done about an error stands at its end: a long one takes the body's last rows. */
static void
draw_message(const struct ui_app *app, struct ui_canvas *canvas,
             const struct ui_layout *layout)
{
    int y = layout->rule >= 0 ? layout->rule : layout->keys, most = layout->body.h / 2;
    size_t lines = ui_wrap_count(app->message, canvas->w - 4);
    const char *left = app->message;
    char line[UI_MESSAGE + 8];

    if (layout->rule >= 0)
        ui_rule(canvas, layout->rule, 0, canvas->w, UI_DIM);
    if (!app->message[0] || y < 0)
        return;
    /* Of good news the first line will do. */
    if (!app->message_bad || lines > (size_t)(most > 1 ? most : 1) || canvas->w < 8) {
        ui_fit_text(app->message, canvas->w - 4, line, sizeof line);
        left = line;
        lines = 1;
    }
    y -= (int)lines - 1;
    if (lines > 1 || layout->rule < 0)
        ui_fill(canvas, (struct ui_rect){ y, 0, (int)lines, canvas->w }, UI_TEXT, ' ');
    for (char part[UI_MESSAGE + 8];
         lines-- > 0 && ui_wrap_line(&left, canvas->w - 4, part, sizeof part); y++)
        ui_text(canvas, y, 1, app->message_bad ? UI_BAD : UI_TITLE, " %s ", part);
}

/* --- texts over the screen ------------------------------------------------------------ */

/* How far the lines after a first one are set in: under its text, behind blanks and a
 * number. */
static int
hang_of(const char *line)
{
    int hang = (int)strspn(line, " ");
    int digits = (int)strspn(line + hang, "0123456789");

    return digits > 0 && strncmp(line + hang + digits, ". ", 2) == 0 ? hang + digits + 2
                                                                     : hang;
}

/* The next line of text, set in by *hang where it goes on with one. */
static bool
next_line(const char **text, int columns, int *hang, char *out, size_t size)
{
    int in = *hang < columns / 2 ? *hang : 0;

    if (!ui_wrap_line(text, columns - in, out + in, size - (size_t)in))
        return false;
    memset(out, ' ', (size_t)in);
    if ((*text)[-1] == '\n')
        *hang = 0;
    else if (*hang == 0)
        *hang = hang_of(out);
    return true;
}

static size_t
count_lines(const char *text, int columns)
{
    char line[512];
    size_t count = 0;
    int hang = 0;

    while (next_line(&text, columns, &hang, line, sizeof line))
        count++;
    return count;
}

static void
draw_text(struct ui_app *app, struct ui_canvas *canvas, struct ui_rect body)
{
    int columns = body.w > 6 ? body.w - 4 : body.w;
    size_t rows = body.h > 3 ? (size_t)body.h - 2 : 1, row = 0;
    size_t count = count_lines(app->text, columns);
    struct ui_rect box = { body.y, body.x, body.h, body.w };
    const char *text = app->text;
    char line[512];
    int hang = 0;

    if (count < rows) {
        rows = count;
        box.h = (int)count + 2;
    }
    if (app->help_top + rows > count)
        app->help_top = count - rows;
    ui_box(canvas, box, UI_TITLE, app->text_title);
    while (next_line(&text, columns, &hang, line, sizeof line)) {
        if (row >= app->help_top && row < app->help_top + rows)
            ui_text(canvas, box.y + 1 + (int)(row - app->help_top), box.x + 2, UI_TEXT,
                    "%s", line);
        row++;
    }
    if (count > rows)
        ui_text(canvas, box.y + box.h - 1, box.x + 2, UI_DIM, " %zu-%zu of %zu lines ",
                app->help_top + 1, app->help_top + rows, count);
}

/* --- the whole ------------------------------------------------------------------------ */

static void
draw_body(struct ui_app *app, struct ui_canvas *canvas, struct ui_rect body)
{
    struct ui_rect before = ui_clip(canvas, body);

    if (app->help)
        ui_help_draw(app, canvas, body);
    else if (app->view)
        app->view->draw(ui_app_view_state(app, app->view), app, canvas, body);
    if (app->search[0])
        ui_search_paint(canvas, body, app->search);
    const struct ui_spot *spot = app->help ? NULL : ui_cursor_spot(app);
    if (spot) {
        app->cursor_y = spot->where.y;
        app->cursor_x = spot->where.x;
        ui_paint(canvas, spot->where, UI_CURSOR);
    }
    if (app->text)
        draw_text(app, canvas, body);
    else if (app->opened && !app->help)
        ui_frame_opened(app, canvas, body);
    ui_clip(canvas, before);
}

void
ui_app_draw(struct ui_app *app)
{
    struct ui_canvas *canvas = &app->canvas;
    struct ui_layout layout = ui_frame_layout(canvas->h, canvas->w);

    ui_app_need(app);
    ui_doctor_refresh(app);
    ui_canvas_clear(canvas);
    ui_frame_header(app, canvas, layout.header);
    if (layout.tabs >= 0)
        ui_frame_tabs(app, canvas, layout.tabs, layout.tab_rule);
    if (layout.keys >= 0)
        ui_frame_keys(app, canvas, layout.keys);
    draw_body(app, canvas, layout.body);
    draw_message(app, canvas, &layout);
    if (ui_prompt_active()) {
        int y = layout.keys >= 0 ? layout.keys : canvas->h - 1;

        ui_fill(canvas, (struct ui_rect){ y, 0, 1, canvas->w }, UI_TEXT, ' ');
        ui_prompt_draw(app, canvas, y);
    }
}
