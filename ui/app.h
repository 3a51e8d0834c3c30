/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app.h -- the application apart from the terminal: the session, which screen is open,
 * the cursor, opened numbers, messages.  Commands change it; frame.c draws it. */
#ifndef UI_APP_H
#define UI_APP_H

#include "canvas.h"
#include "choices.h"
#include "error.h"
#include "explain.h"
#include "session.h"

#include <stdbool.h>
#include <stdio.h>

#define UI_OPENED       8
#define UI_MESSAGE      400
#define UI_DOCTOR_TITLE "doctor" /* of the text in which a digit mends */

struct ui_view_ops;
struct ui_script; /* lines that wait to be run: script.c */
struct ui_study_run;
struct ui_race_run;

struct ui_app {
    struct ui_session session;
    struct ui_study_run *study;     /* NULL: none is open */
    bool told_study;                /* its end was said */
    struct ui_race_run *race;       /* NULL: none was run */
    struct ui_canvas canvas;        /* the picture last drawn, with its spots */
    const struct ui_view_ops *view; /* the screen that is open */
    void *view_state[16];           /* one a registered view, zeroed at start */

    bool has_cursor;           /* a number is chosen */
    struct ui_quantity cursor; /* which */
    int cursor_y, cursor_x;    /* where it stood last */
    size_t opened;             /* depth of opened numbers */
    struct ui_quantity open[UI_OPENED];
    size_t operand[UI_OPENED]; /* the operand chosen in each */

    char message[UI_MESSAGE]; /* last line: what happened or went wrong */
    bool message_bad;
    char search[64];   /* "": none */
    const char *theme; /* dark, light, mono, contrast */
    unsigned speed;    /* index into the speeds of speed.c; largest: full */
    bool mouse;
    bool help;  /* the help screen lies over the view */
    char *text; /* or a text does: speak, doctor, history; owned; NULL: none */
    char text_title[64];
    size_t help_top; /* first line shown of help or text */
    bool redraw;     /* the terminal is to be painted anew; the terminal clears it */
    bool quit;
    int status;    /* the program's exit status; 3 when the last run of a script did not
                      converge */
    bool tui;      /* a terminal is there; else commands wait for runs */
    FILE *out;     /* where speak and print go without a terminal */
    FILE *journal; /* or NULL */
    struct {       /* how far the journal has the run */
        size_t cycles, stages;
        bool ended, begun; /* begun: this session has its heading */
    } recorded;
    struct ui_choices at_start; /* in force when the journal was opened */
    char record[UI_LIST + 64];  /* a command's own wording for the journal, or "" */
    struct ui_script *script;   /* being replayed while the screen is on; or NULL */
    bool told_wait, told_end;   /* the end of the run was said */
    struct irt_error error;     /* of the last command that failed */
};

/* app is large: not for the stack.  The theme is dark, or mono where NO_COLOR is set;
 * the first view is open; speak and print go to stdout; tui is false. */
bool ui_app_init(struct ui_app *app, int h, int w, enum ui_glyphs glyphs,
                 struct irt_error *error);
/* Waits for the worker's thread, which may be in the middle of long work. */
void ui_app_free(struct ui_app *app);

/* Closes the journal and asks the threads to end.  False when one is in the middle of work
 * that takes longer than a moment: then the program is to end without ui_app_free(). */
bool ui_app_end(struct ui_app *app);

/* Takes the worker's news, tells the end of a run, keeps the journal, goes on with a
 * script.  True when the picture may have changed.  The terminal calls it when
 * one of the file descriptors below is readable, and at once after each key while ui_app_pending(). */
bool ui_app_poll(struct ui_app *app);
int ui_app_fd(const struct ui_app *app);              /* -1: no run is open */
int ui_app_study_fd(const struct ui_app *app);        /* the same of the study */
int ui_app_race_fd(const struct ui_app *app);         /* and of the race */
int ui_app_rival_fd(const struct ui_app *app, int r); /* of rival 0 .. UI_RIVALS - 1 */
int ui_app_exam_fd(const struct ui_app *app);         /* of statistics of fit */
bool ui_app_pending(const struct ui_app *app); /* a script's next line can be run now */

/* Lets the open screen ask for what it shows; without a terminal waits for it. */
void ui_app_need(struct ui_app *app);

/* Draws the whole picture: header, tabs, view, opened numbers, message, key bar. */
void ui_app_draw(struct ui_app *app);

/* A key as term.h names them: finds its binding (opened number, view, global) and runs
 * the command bound to it.  (While the prompt is open, keys go to ui_prompt_byte().) */
void ui_app_key(struct ui_app *app, int key);

/* A click at y, x (double: also opens). */
void ui_app_click(struct ui_app *app, int y, int x, bool twice);
/* The wheel: rows > 0 is down. */
void ui_app_scroll(struct ui_app *app, int rows);

/* Another size of the picture. */
bool ui_app_resize(struct ui_app *app, int h, int w, struct irt_error *error);

/* Says something on the message line. */
void ui_app_say(struct ui_app *app, bool bad, const char *format, ...) IRT_PRINTF(3, 4);

/* Lays text over the view (a screen) or writes it to out (none); takes text over. */
void ui_app_show_text(struct ui_app *app, const char *title, char *text);

/* Are these the same number? */
bool ui_quantity_same(const struct ui_quantity *a, const struct ui_quantity *b);

/* The private state of a view, for its draw and speak. */
void *ui_app_view_state(struct ui_app *app, const struct ui_view_ops *view);

#endif
