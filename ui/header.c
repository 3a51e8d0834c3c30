/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header.c -- the top line and the line of tabs. */
#include "config.h"

#include "frame.h"

#include <stdio.h>
#include <string.h>

#include "number.h"
#include "speak.h"
#include "view/view.h"

#define PIECES      5
#define STATE_USUAL 25 /* columns of the state at 80 columns; a fifth of what is more */
#define STATE_MOST  34
#define SHORT       4 /* columns of a tab's name */

/* The pieces of the left side, the most needed first dropped last. */
struct pieces {
    char text[PIECES][200]; /* in the order they stand; "" when left out */
    int need[PIECES];       /* the lowest goes first */
};

static const char *
file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static void
collect(const struct ui_app *app, struct pieces *p)
{
    const struct ui_session *s = &app->session;

    memset(p, 0, sizeof *p);
    snprintf(p->text[0], sizeof p->text[0], "irtop");
    p->need[0] = 1;
    snprintf(p->text[1], sizeof p->text[1], "%.150s", file_name(s->choices.file));
    p->need[1] = 4;
    if (s->data) {
        snprintf(p->text[2], sizeof p->text[2], "%s × %zu",
                 ui_count(s->data->persons).text, s->data->items);
        snprintf(p->text[3], sizeof p->text[3], "%zu patterns", s->patterns->count);
    }
    p->need[2] = 2;
    p->need[3] = 0;
    ui_session_describe(s, p->text[4], sizeof p->text[4]);
    p->need[4] = 3;
}

static int
width(const struct pieces *p)
{
    int columns = 0;

    for (int k = 0; k < PIECES; k++)
        if (p->text[k][0])
            columns += ui_columns(p->text[k]) + 2;
    return columns > 0 ? columns - 2 : 0;
}

/* "2PL  EM  10 nodes [-4, 4]" without its range, then without its nodes. */
static bool
shorten_settings(char *text)
{
    char *range = strstr(text, " [");
    char *nodes = strrchr(text, ' ');

    if (range)
        *range = '\0';
    else if (nodes && strstr(text, "  "))
        *strstr(text, "  ") = '\0';
    else
        return false;
    return true;
}

static void
drop_pieces(struct pieces *p, int columns)
{
    for (int need = 0; need < PIECES && width(p) > columns; need++)
        for (int k = 0; k < PIECES; k++) {
            if (p->need[k] != need)
                continue;
            while (k == 4 && width(p) > columns && shorten_settings(p->text[k]))
                ;
            if (width(p) > columns && need < 4)
                p->text[k][0] = '\0';
        }
}

static const char *
state_sign(const struct ui_session *s, enum ui_role *role)
{
    *role = UI_HEADER;
    if (!s->worker || !s->model)
        return "";
    if (s->travel)
        return "◂ ";
    if (s->running)
        return "▶ ";
    if (!s->ended)
        return s->live.cycle ? "⏸ " : "";
    bool good = s->live.stopped == IRT_STOP_PARAMETER ||
                s->live.stopped == IRT_STOP_GRADIENT ||
                s->live.stopped == IRT_STOP_LOGLIK;

    good = good && !s->live.federation.dead_end[0];
    *role = good ? UI_GOOD : s->live.stopped == IRT_STOP_FAILED ? UI_BAD : UI_WARN;
    return good ? "✓ " : "■ ";
}

static int
state_columns(int w)
{
    int columns = w > 80 ? STATE_USUAL + (w - 80) / 5 : STATE_USUAL;

    if (columns > STATE_MOST)
        columns = STATE_MOST;
    return columns < w / 2 ? columns : w / 2;
}

/* The state's column is fixed, so that nothing jumps while it changes. */
void
ui_frame_header(const struct ui_app *app, struct ui_canvas *canvas, int y)
{
    struct pieces pieces;
    enum ui_role role;
    char text[240], line[300], cut[300];
    int columns = state_columns(canvas->w), x = 1;

    collect(app, &pieces);
    drop_pieces(&pieces, canvas->w - columns - 2);
    for (int k = 0; k < PIECES; k++) {
        if (!pieces.text[k][0])
            continue;
        ui_fit_text(pieces.text[k], canvas->w - columns - x - 1, cut, sizeof cut);
        x += ui_text(canvas, y, x, k == 0 ? UI_TITLE : UI_HEADER, "%s", cut) + 2;
    }
    ui_state_text(app, text, sizeof text);
    snprintf(line, sizeof line, "%s%s", state_sign(&app->session, &role), text);
    ui_fit_text(line, columns, cut, sizeof cut);
    ui_text(canvas, y, canvas->w - columns, role, "%s", cut);
}

/* --- tabs --------------------------------------------------------------------------- */

/* Tabs as "1 Setup", "2 Conv": titles of more than name_columns give way to their brief forms,
 * which are then cut; 0: only the digit.  So the longest names are shortened first, all of the
 * same length alike, and names change only with the width. */
static int
tab_text(const struct ui_view_ops *view, int name_columns, char *out, size_t size)
{
    char name[64];

    if (name_columns == 0)
        return snprintf(out, size, "%c", view->key);
    bool brief = view->brief && ui_columns(view->title) > name_columns;
    const char *title = brief ? view->brief : view->title;

    if (name_columns > SHORT)
        ui_fit_text(title, name_columns, name, sizeof name);
    else /* titles are ASCII, and a … would take a third of what there is */
        snprintf(name, sizeof name, "%.*s", name_columns, title);
    snprintf(out, size, "%c %s", view->key, name);
    return ui_columns(out);
}

static bool
has_tab(const struct ui_app *app, const struct ui_view_ops *view)
{
    return view == app->view || !view->applies || view->applies(&app->session);
}

static int
tabs_width(const struct ui_app *app, int name_columns, int gap)
{
    char text[80];
    int columns = 1;

    for (size_t k = 0; ui_views[k]; k++)
        if (has_tab(app, ui_views[k]))
            columns += tab_text(ui_views[k], name_columns, text, sizeof text) + gap;
    return columns;
}

static void
draw_tab(const struct ui_app *app, struct ui_canvas *canvas, int y, int rule, int x,
         const struct ui_view_ops *view, const char *text)
{
    struct ui_rect where = { y, x, 1, ui_columns(text) };
    bool here = view == app->view;
    char command[64];

    ui_text(canvas, y, x, here ? UI_TAB_HERE : UI_TAB, "%s", text);
    snprintf(command, sizeof command, "view %s", view->name);
    ui_clickable(canvas, where, command);
    for (int k = -1; here && rule >= 0 && k <= where.w; k++)
        ui_put(canvas, rule, x + k, UI_TAB_HERE, 0x2501); /* ━ */
}

void
ui_frame_tabs(const struct ui_app *app, struct ui_canvas *canvas, int y, int rule)
{
    int names = 20, gap = 2, x = 1;
    char text[80];

    if (tabs_width(app, names, gap) > canvas->w + gap)
        gap = 1;
    while (names > 0 && tabs_width(app, names, gap) > canvas->w + gap)
        names = names > 3 ? names - 1 : 0;
    if (rule >= 0)
        ui_rule(canvas, rule, 0, canvas->w, UI_DIM);
    for (size_t k = 0; ui_views[k]; k++) {
        if (!has_tab(app, ui_views[k]))
            continue;
        int columns = tab_text(ui_views[k], names, text, sizeof text);

        draw_tab(app, canvas, y, rule, x, ui_views[k], text);
        x += columns + gap;
    }
}
