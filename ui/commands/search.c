/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search.c -- finds an item, a pattern or a person by name; whatever matches on the
 * screen is highlighted by the frame. */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cursor.h"
#include "prompt.h"
#include "search.h"

static bool
item_matches(const struct ui_session *session, size_t j, const char *text)
{
    return ui_search_in(ui_item_name(session, j), text);
}

static bool
pattern_matches(const struct ui_session *session, size_t l, const char *text)
{
    char shown[256];

    ui_pattern_text(session, l, 0, shown, sizeof shown);
    return strstr(shown, text) != NULL;
}

static bool
person_matches(const struct ui_session *session, size_t i, const char *text)
{
    return session->data->person_id && ui_search_in(session->data->person_id[i], text);
}

/* The first k from *at on (next: after it) that matches, going round once. */
static bool
find(const struct ui_session *session, const char *text, size_t count, size_t *at,
     bool next, bool (*matches)(const struct ui_session *, size_t, const char *))
{
    for (size_t step = next; step < count + next; step++) {
        size_t k = (*at + step) % count;

        if (matches(session, k, text)) {
            *at = k;
            return true;
        }
    }
    return false;
}

/* Only answers and gaps: then patterns are meant. */
static bool
like_answers(const char *text)
{
    return text[strspn(text, "0123456789.")] == '\0';
}

static bool
find_in_data(struct ui_app *app, bool next)
{
    struct ui_session *s = &app->session;
    const char *text = app->search;

    if (!s->data)
        return false;
    if (s->model && find(s, text, s->model->items, &s->item, next, item_matches))
        return ui_command_run(app, "item");
    if (s->data->rows && find(s, text, s->data->rows, &s->row, next, person_matches))
        return ui_command_run(app, "person");
    if (s->patterns->count && like_answers(text) &&
        find(s, text, s->patterns->count, &s->pattern, next, pattern_matches))
        return ui_command_run(app, "pattern");
    return false;
}

/* Puts the cursor on the first number of the picture in a row where the text stands;
 * next: below the one it is on. */
static bool
find_on_screen(struct ui_app *app, bool next)
{
    int x, y = next && app->has_cursor ? app->cursor_y : -1;

    ui_app_draw(app);
    for (size_t k = 0; k < app->canvas.spots; k++) {
        const struct ui_spot *spot = &app->canvas.spot[k];

        if (spot->opens && spot->where.y > y &&
            ui_search_row(&app->canvas, spot->where.y, 0, app->search, &x)) {
            ui_cursor_put(app, spot);
            return true;
        }
    }
    return false;
}

static bool
find_next(struct ui_app *app, bool next, struct irt_error *error)
{
    bool in_data = find_in_data(app, next);
    bool on_screen = find_on_screen(app, next);

    if (!in_data && !on_screen && !ui_search_anywhere(&app->canvas, app->search))
        return irt_fail(error, IRT_BAD_USAGE, "'%s' is not found", app->search);
    return true;
}

bool
ui_command_search(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    size_t length = 0;

    if (argc == 1 && app->tui) {
        ui_prompt_start(app, '/');
        return true;
    }
    if (argc == 1)
        return ui_command_usage(ui_command_find(argv[0]), error);
    app->search[0] = '\0';
    for (int k = 1; k < argc && length < sizeof app->search; k++)
        length += (size_t)snprintf(app->search + length, sizeof app->search - length,
                                   "%s%s", k > 1 ? " " : "", argv[k]);
    return find_next(app, false, error);
}

bool
ui_command_next_match(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    if (!app->search[0])
        return irt_fail(error, IRT_BAD_USAGE, "nothing is searched for: search TEXT");
    return find_next(app, true, error);
}
