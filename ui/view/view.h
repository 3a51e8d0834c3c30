/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view.h -- a screen: private state, draw, speak, bindings.  One file each, one row in
 * view.c's registry. */
#ifndef UI_VIEW_H
#define UI_VIEW_H

#include "app.h"
#include "canvas.h"
#include "error.h"
#include "keys.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct ui_view_ops {
    const char *name;  /* "converge": :view NAME */
    const char *title; /* "Converge": its tab */
    const char *brief; /* "Conv": where tabs have little room; NULL: the title */
    char key;          /* '2' */
    size_t state_size;
    const struct ui_binding
        *bindings; /* ends with key 0; the first ones stand in the key bar */

    bool apart; /* it shows nothing of the run, whose keys stay out of the key bar */

    /* Whether it is of any use now: else its tab is left out, unless it is open.  NULL: always. */
    bool (*applies)(const struct ui_session *session);

    /* Draws into body, the rectangle between the tab line and the message line.  Looks at
     * the session, changes nothing but its own state (scroll, ranges). */
    void (*draw)(void *state, const struct ui_app *app, struct ui_canvas *canvas,
                 struct ui_rect body);

    /* Asks the session for what the screen shows and is made only when asked for; called
     * before it is drawn or spoken.  True: something was asked for.  May be NULL. */
    bool (*need)(struct ui_session *session);

    /* Says in a few plain sentences what the screen shows. */
    void (*speak)(const void *state, const struct ui_app *app, FILE *out);

    /* Its own words for "view-specific" commands such as "toggle table": true when it
     * took the word.  May be NULL. */
    bool (*word)(void *state, struct ui_app *app, const char *word, const char *argument,
                 struct irt_error *error);
};

/* The registry, in tab order: NULL-terminated. */
extern const struct ui_view_ops *const ui_views[];
const struct ui_view_ops *ui_view_find(const char *name);
size_t ui_view_index(const struct ui_view_ops *view);

#endif
