/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "keys.h"
#include "plain.h"
#include "prompt.h"
#include "signals.h"
#include "tty.h"

#define LEAST_ROWS    6
#define LEAST_COLUMNS 20
#define WATCHED       (6 + UI_RIVALS) /* file descriptors */
#define FRAME         (1.0 / 30)      /* seconds */
#define BURST         512             /* keys between two pictures */

struct terminal {
    struct ui_app *app;
    struct ui_tty *tty;
    bool mouse; /* is taken */
    bool dirty; /* the picture may have changed */
    bool gone;  /* the terminal has */
    double drawn;
};

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* --- the picture --------------------------------------------------------------------- */

static void
draw_centred(struct ui_canvas *canvas, int y, enum ui_role role, const char *text)
{
    int x = (canvas->w - ui_columns(text)) / 2;

    ui_text(canvas, y, x > 0 ? x : 0, role, "%s", text);
}

static void
draw_too_small(struct ui_canvas *canvas)
{
    char needs[40];
    int y = (canvas->h - 1) / 2;

    snprintf(needs, sizeof needs, "needs %dx%d", LEAST_COLUMNS, LEAST_ROWS);
    ui_canvas_clear(canvas);
    draw_centred(canvas, y, UI_WARN, "too small");
    draw_centred(canvas, y + 1, UI_DIM, needs);
}

static void
draw(struct terminal *t)
{
    struct ui_app *app = t->app;

    if (app->canvas.h < LEAST_ROWS || app->canvas.w < LEAST_COLUMNS)
        draw_too_small(&app->canvas);
    else
        ui_app_draw(app);
    if (t->mouse != app->mouse)
        ui_tty_mouse(t->tty, app->mouse);
    t->mouse = app->mouse;
    if (app->redraw)
        ui_tty_repaint(t->tty);
    app->redraw = false;
    ui_tty_show(t->tty, &app->canvas, app->theme, ui_prompt_row(), ui_prompt_cursor());
    t->dirty = false;
    t->drawn = now();
}

static bool
take_size(struct terminal *t, struct irt_error *error)
{
    struct ui_canvas *canvas = &t->app->canvas;
    int h, w;

    t->dirty = true;
    /* Also at the same size: it may have been smaller for a moment, and have lost what was
     * outside. */
    ui_tty_repaint(t->tty);
    return ui_tty_size(t->tty, &h, &w, error) &&
           ((h == canvas->h && w == canvas->w) || ui_app_resize(t->app, h, w, error));
}

/* --- signals ------------------------------------------------------------------------- */

static void
end_by(struct terminal *t, int signal)
{
    t->dirty = true;
    /* Ctrl-C closes an open line first. */
    if (signal == SIGINT && ui_prompt_active()) {
        ui_prompt_cancel();
        return;
    }
    t->app->status = 128 + signal;
    t->app->quit = true;
}

static void
suspend(struct terminal *t)
{
    ui_tty_leave(t->tty);
    ui_signals_stop();
    ui_tty_return(t->tty);
    t->dirty = true;
}

static void
take_signals(struct terminal *t)
{
    struct irt_error error;
    bool continued;
    int signal = ui_signals_ending();

    if (signal != 0)
        end_by(t, signal);
    if (ui_signals_came(SIGTSTP))
        suspend(t);
    continued = ui_signals_came(SIGCONT);
    if (continued)
        ui_tty_return(t->tty);
    /* A new size was told to whoever had the terminal meanwhile. */
    if ((ui_signals_came(SIGWINCH) || continued) && !take_size(t, &error))
        ui_app_say(t->app, true, "%s", error.message);
}

/* --- what comes in ------------------------------------------------------------------- */

/* While the line is open it has the keys; the mouse waits. */
static void
take_input_for_prompt(const struct ui_input *input)
{
    if (input->kind != UI_INPUT_KEY)
        return;
    /* The first of the bytes may close it. */
    for (const char *c = input->bytes; *c != '\0' && ui_prompt_active(); c++)
        ui_prompt_byte((unsigned char)*c);
}

static void
take_input(struct ui_app *app, const struct ui_input *input)
{
    switch (input->kind) {
    case UI_INPUT_NONE: break;
    case UI_INPUT_KEY:
        if (input->key != UI_KEY_NONE)
            ui_app_key(app, input->key);
        break;
    case UI_INPUT_CLICK: ui_app_click(app, input->y, input->x, input->twice); break;
    case UI_INPUT_WHEEL: ui_app_scroll(app, input->rows); break;
    }
}

static void
take_keys(struct terminal *t)
{
    int waiting = 0;

    /* Readable with nothing to read: the other end has gone. */
    if (ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0 || waiting == 0) {
        t->gone = true;
        return;
    }
    for (int i = 0; i < BURST && !t->app->quit; i++) {
        struct ui_input input = ui_tty_read(t->tty);

        if (input.kind == UI_INPUT_NONE) {
            ui_prompt_pause();
            break;
        }
        take_signals(t); /* Ctrl-C may have come before this key, and closes the line */
        if (t->app->quit)
            break;
        if (ui_prompt_active())
            take_input_for_prompt(&input);
        else
            take_input(t->app, &input);
    }
    t->dirty = true;
}

/* --- the loop ------------------------------------------------------------------------ */

/* Milliseconds to sleep at most: for ever, or until the next picture is due. */
static int
patience(const struct terminal *t)
{
    double left;

    if (ui_app_pending(t->app))
        return 0;
    if (!t->dirty)
        return -1;
    left = t->drawn + FRAME - now();
    return left <= 0 ? 0 : (int)(left * 1000) + 1;
}

static void
wait_and_act(struct terminal *t)
{
    struct pollfd watched[WATCHED] = {
        { .fd = STDIN_FILENO, .events = POLLIN },
        { .fd = ui_signals_fd(), .events = POLLIN },
        { .fd = ui_app_fd(t->app), .events = POLLIN },
        { .fd = ui_app_study_fd(t->app), .events = POLLIN },
        { .fd = ui_app_exam_fd(t->app), .events = POLLIN },
        { .fd = ui_app_race_fd(t->app), .events = POLLIN },
    };
    bool news = false;

    for (int r = 0; r < UI_RIVALS; r++)
        watched[6 + r] =
            (struct pollfd){ .fd = ui_app_rival_fd(t->app, r), .events = POLLIN };
    int ready = poll(watched, WATCHED, patience(t));

    if (ready < 0 && errno != EINTR) {
        t->gone = true;
        return;
    }
    if (ready < 0)
        for (int i = 0; i < WATCHED; i++)
            watched[i].revents = 0;
    if (watched[1].revents != 0)
        ui_signals_drain();
    take_signals(t);
    if ((watched[0].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
        t->gone = true;
    else if ((watched[0].revents & POLLIN) != 0)
        take_keys(t);
    for (int i = 2; i < WATCHED; i++)
        news = news || watched[i].revents != 0;
    if ((news || ui_app_pending(t->app)) && ui_app_poll(t->app))
        t->dirty = true;
}

static void
run(struct terminal *t)
{
    while (!t->app->quit && !t->gone) {
        if (t->dirty && now() - t->drawn >= FRAME)
            draw(t);
        wait_and_act(t);
    }
    if (t->gone && !t->app->quit)
        t->app->status = 128 + SIGHUP;
    ui_prompt_cancel();
}

bool
ui_term_run(struct ui_app *app, struct irt_error *error)
{
    struct terminal t = { .app = app };
    bool opened;

    if (!ui_signals_open(error))
        return false;
    t.tty = ui_tty_open(error);
    opened = t.tty != NULL && take_size(&t, error);
    if (opened) {
        app->tui = true;
        run(&t);
    }
    ui_tty_close(t.tty);
    ui_signals_close();
    return opened;
}

/* --- glyphs -------------------------------------------------------------------------- */

enum ui_glyphs
ui_term_glyphs(void)
{
    /* Consoles whose fonts have 256 or 512 signs, braille not among them. */
    static const char *const console[] = {
        "linux", "vt", "ansi", "cons", "wsvt", "dumb"
    };
    static const char *const name[] = { "ascii", "blocks", "braille" };
    const char *type = getenv("TERM"), *wish = getenv("IRTOP_GLYPHS");

    for (int i = 0; wish != NULL && i < 3; i++)
        if (strcmp(wish, name[i]) == 0)
            return (enum ui_glyphs)i;
    if (!ui_plain_locale_is_utf8())
        return UI_GLYPHS_ASCII;
    for (size_t i = 0; type != NULL && i < sizeof console / sizeof console[0]; i++)
        if (strncmp(type, console[i], strlen(console[i])) == 0)
            return UI_GLYPHS_ASCII;
    return UI_GLYPHS_BRAILLE;
}
