/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app.h -- the application apart from the terminal: the session, which screen is open,
 * the cursor, opened numbers, messages.  Commands change it; frame.c draws it. */
#ifndef UI_APP_H
#define UI_APP_H

#include "canvas.h"
#include "error.h"
#include "explain.h"
#include "session.h"

#include <stdbool.h>
#include <stdio.h>

#define UI_OPENED  8
#define UI_MESSAGE 400

struct ui_view_ops;

struct ui_app {
    struct ui_session session;
    struct ui_canvas canvas;        /* the picture last drawn, with its spots */
    const struct ui_view_ops *view; /* the screen that is open */
    void *view_state[16];           /* one a registered view, zeroed at start */

    bool has_cursor;           /* a number is chosen */
    struct ui_quantity cursor; /* which */
    size_t opened;             /* depth of opened numbers */
    struct ui_quantity open[UI_OPENED];
    size_t operand[UI_OPENED]; /* the operand chosen in each */

    char message[UI_MESSAGE]; /* last line: what happened or went wrong */
    bool message_bad;
    char search[64];   /* "": none */
    const char *theme; /* dark, light, mono, contrast */
    unsigned speed;    /* index into the speeds of speed.c; largest: full */
    bool mouse;
    bool help;       /* the help screen lies over the view */
    size_t help_top; /* its first line */
    bool quit;
    int status;    /* the program's exit status */
    bool tui;      /* a terminal is there; else commands wait for runs */
    FILE *out;     /* where speak and print go without a terminal */
    FILE *journal; /* or NULL */
    struct irt_error error;
};

bool ui_app_init(struct ui_app *app, int h, int w, enum ui_glyphs glyphs,
                 struct irt_error *error);
void ui_app_free(struct ui_app *app);

/* Draws the whole picture: header, tabs, view, opened numbers, message, key bar. */
void ui_app_draw(struct ui_app *app);

/* A key as term.h names them: finds its binding (opened number, view, global) and runs
 * the command bound to it. */
void ui_app_key(struct ui_app *app, int key);

/* A click at y, x (double: also opens). */
void ui_app_click(struct ui_app *app, int y, int x, bool twice);

/* Says something on the message line. */
void ui_app_say(struct ui_app *app, bool bad, const char *format, ...) IRT_PRINTF(3, 4);

#endif
