/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "term.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "glyph.h"
#include "keys.h"
#include "prompt.h"
#include "signals.h"
#include "theme.h"

#define LEAST_ROWS    6
#define LEAST_COLUMNS 20
#define FRAME         (1.0 / 30) /* seconds */
#define DOUBLE_CLICK  0.4        /* seconds */
#define ESCAPE_DELAY  25         /* milliseconds until an Esc stands for itself */
#define BURST         512        /* keys between two drawings */

struct terminal {
    struct ui_app *app;
    SCREEN *screen;
    WINDOW *input; /* keys are read from a pad: from a window, curses would draw first */
    int colours;   /* 0, 8 or 256 */
    int pairs;     /* colour pairs that are in use */
    short ground_pair[UI_ROLES][UI_ROLES]; /* role on a ground; 0: none yet */
    const char *theme;                     /* as the pairs have it */
    bool own_background;                   /* the terminal's own colours can be kept */
    bool mouse;                            /* is taken */
    struct ui_cell *shown; /* what curses was given, h * w; .role UI_ROLES: unknown */
    int h, w;
    bool dirty; /* the picture may have changed */
    double drawn;
    struct {
        double time;
        int y, x;
    } click;   /* the last one */
    bool gone; /* the terminal has */
};

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* --- colours ------------------------------------------------------------------------- */

static const char *
theme_in_force(const struct terminal *t)
{
    return t->colours == 0 ? "mono" : t->app->theme;
}

static short
fore(const struct terminal *t, const struct ui_look *look)
{
    int colour = t->colours >= 256 ? look->colour256 : look->colour8;

    return (short)(colour < 0 && !t->own_background ? COLOR_WHITE : colour);
}

static short
back(const struct terminal *t, const struct ui_look *look)
{
    int colour = t->colours >= 256 ? look->back256 : look->back8;

    return (short)(colour < 0 && !t->own_background ? COLOR_BLACK : colour);
}

/* Pair 0 is the terminal's; role r has pair r + 1; those on a ground come as needed. */
static void
set_theme(struct terminal *t)
{
    t->theme = theme_in_force(t);
    t->pairs = UI_ROLES + 1;
    memset(t->ground_pair, 0, sizeof t->ground_pair);
    for (int i = 0; i < t->h * t->w; i++)
        t->shown[i].role = UI_ROLES;
    if (t->colours == 0)
        return;
    for (int role = 0; role < UI_ROLES; role++) {
        struct ui_look look = ui_theme_look(t->theme, (enum ui_role)role);

        init_pair((short)(role + 1), fore(t, &look), back(t, &look));
    }
}

/* A curve's dots on a bar: the curve's colour on the bar's.  False when the two are one
 * colour or no pair is left. */
static bool
ground_pair(struct terminal *t, const struct ui_cell *cell, short *pair)
{
    struct ui_look look = ui_theme_look(t->theme, (enum ui_role)cell->role);
    struct ui_look ground = ui_theme_look(t->theme, (enum ui_role)cell->ground);
    short *known = &t->ground_pair[cell->role][cell->ground];

    if (t->colours == 0 || fore(t, &look) == fore(t, &ground) || fore(t, &ground) < 0)
        return false;
    if (*known == 0 && t->pairs < COLOR_PAIRS && t->pairs < SHRT_MAX) {
        *known = (short)t->pairs++;
        init_pair(*known, fore(t, &look), fore(t, &ground));
    }
    *pair = *known;
    return *known != 0;
}

static attr_t
attributes(struct terminal *t, const struct ui_cell *cell, short *pair)
{
    struct ui_look look = ui_theme_look(t->theme, (enum ui_role)cell->role);
    bool reverse = look.reverse;
    attr_t attribute = A_NORMAL;

    *pair = (short)(t->colours > 0 ? cell->role + 1 : 0);
    if (cell->ground != UI_TEXT && !ground_pair(t, cell, pair))
        reverse = !reverse;
    if (look.bold || cell->bold)
        attribute |= A_BOLD;
    if (look.dim && t->colours < 256)
        attribute |= A_DIM;
    if (look.underline)
        attribute |= A_UNDERLINE;
    if (reverse)
        attribute |= A_REVERSE;
    return attribute;
}

/* --- the picture --------------------------------------------------------------------- */

static bool
same_cell(const struct ui_cell *a, const struct ui_cell *b)
{
    return a->glyph == b->glyph && a->mark == b->mark && a->role == b->role &&
           a->ground == b->ground && a->bold == b->bold;
}

/* A sign whose width the C library sees otherwise than we do would move the line. */
static void
put_cell(struct terminal *t, int y, int x, const struct ui_cell *cell)
{
    wchar_t text[3] = { (wchar_t)cell->glyph, (wchar_t)cell->mark, L'\0' };
    short pair;
    attr_t attribute = attributes(t, cell, &pair);
    cchar_t out;

    if (wcwidth(text[0]) != ui_glyph_columns(cell->glyph)) {
        text[0] = L'?';
        text[1] = L'\0';
        if (ui_glyph_columns(cell->glyph) == 2 &&
            setcchar(&out, text, attribute, pair, NULL) == OK)
            mvadd_wch(y, x + 1, &out);
    }
    if (text[1] != L'\0' && wcwidth(text[1]) != 0)
        text[1] = L'\0';
    if (setcchar(&out, text, attribute, pair, NULL) == OK)
        mvadd_wch(y, x, &out);
}

/* A row that changed is given whole, so that halves of wide characters never remain. */
static void
put_row(struct terminal *t, int y)
{
    const struct ui_canvas *canvas = &t->app->canvas;
    struct ui_cell *shown = &t->shown[(size_t)y * (size_t)t->w];
    bool same = true;

    for (int x = 0; x < t->w && same; x++)
        same = same_cell(&shown[x], ui_cell_at(canvas, y, x));
    for (int x = 0; x < t->w && !same; x++) {
        shown[x] = *ui_cell_at(canvas, y, x);
        if (shown[x].glyph != 0)
            put_cell(t, y, x, &shown[x]);
    }
}

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
place_cursor(void)
{
    if (ui_prompt_cursor() < 0) {
        curs_set(0);
        return;
    }
    move(ui_prompt_row(), ui_prompt_cursor());
    curs_set(1);
}

static void
take_mouse(struct terminal *t)
{
    mmask_t mask = BUTTON1_PRESSED;

#ifdef BUTTON5_PRESSED
    mask |= BUTTON4_PRESSED | BUTTON5_PRESSED;
#endif
    mousemask(t->app->mouse ? mask : 0, NULL);
    t->mouse = t->app->mouse;
}

static void
draw(struct terminal *t)
{
    struct ui_canvas *canvas = &t->app->canvas;

    if (canvas->h < LEAST_ROWS || canvas->w < LEAST_COLUMNS)
        draw_too_small(canvas);
    else
        ui_app_draw(t->app);
    if (strcmp(t->theme, theme_in_force(t)) != 0)
        set_theme(t);
    if (t->mouse != t->app->mouse)
        take_mouse(t);
    for (int y = 0; y < t->h; y++)
        put_row(t, y);
    if (t->app->redraw)
        clearok(curscr, TRUE);
    t->app->redraw = false;
    place_cursor();
    refresh();
    t->dirty = false;
    t->drawn = now();
}

/* The terminal's size, to curses, the canvas and the copy.  Without memory for them the
 * picture stays as large as it was. */
static bool
take_size(struct terminal *t, struct irt_error *error)
{
    struct winsize size;
    struct ui_cell *shown;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
        size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
    t->dirty = true;
    if (t->shown != NULL && LINES == t->h && COLS == t->w)
        return true;
    shown = calloc((size_t)LINES * (size_t)COLS + 1, sizeof *shown);
    if (shown == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a screen of %d x %d", COLS,
                        LINES);
    if (!ui_app_resize(t->app, LINES, COLS, error)) {
        free(shown);
        return false;
    }
    free(t->shown);
    t->shown = shown;
    t->h = LINES;
    t->w = COLS;
    for (int i = 0; i < t->h * t->w; i++)
        shown[i].role = UI_ROLES;
    clearok(curscr, TRUE);
    return true;
}

/* --- keys ---------------------------------------------------------------------------- */

/* Keys as curses names them, as the application does, and as a terminal sends them. */
static const struct {
    int curses, key;
    const char *bytes;
} keys[] = {
    { KEY_UP, UI_KEY_UP, "\033[A" },          { KEY_DOWN, UI_KEY_DOWN, "\033[B" },
    { KEY_RIGHT, UI_KEY_RIGHT, "\033[C" },    { KEY_LEFT, UI_KEY_LEFT, "\033[D" },
    { KEY_HOME, UI_KEY_HOME, "\033[H" },      { KEY_END, UI_KEY_END, "\033[F" },
    { KEY_PPAGE, UI_KEY_PAGE_UP, "\033[5~" }, { KEY_NPAGE, UI_KEY_PAGE_DOWN, "\033[6~" },
    { KEY_BTAB, UI_KEY_BACK_TAB, "\033[Z" },  { KEY_DC, UI_KEY_DELETE, "\033[3~" },
    { KEY_IC, UI_KEY_NONE, "\033[2~" },       { KEY_BACKSPACE, UI_KEY_BACKSPACE, "\177" },
    { KEY_ENTER, UI_KEY_ENTER, "\r" },        { KEY_F(1), UI_KEY_F1, "" },
    { KEY_SLEFT, UI_KEY_NONE, "\033[1;2D" },  { KEY_SRIGHT, UI_KEY_NONE, "\033[1;2C" },
};

/* Keys that curses knows by their terminfo names only: a word left and right. */
static const struct {
    const char *name, *bytes;
} named_keys[] = {
    { "kLFT5", "\033[1;5D" },
    { "kRIT5", "\033[1;5C" },
    { "kLFT3", "\033[1;3D" },
    { "kRIT3", "\033[1;3C" },
};

static void
prompt_bytes(const char *bytes)
{
    /* The line may be closed by the first of them. */
    for (; *bytes != '\0' && ui_prompt_active(); bytes++)
        ui_prompt_byte((unsigned char)*bytes);
}

static void
prompt_function_key(int key)
{
    const char *name = keyname(key);

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].curses == key)
            prompt_bytes(keys[i].bytes);
    for (size_t i = 0; name != NULL && i < sizeof named_keys / sizeof named_keys[0]; i++)
        if (strcmp(named_keys[i].name, name) == 0)
            prompt_bytes(named_keys[i].bytes);
}

static void
prompt_character(wint_t character)
{
    char bytes[MB_LEN_MAX + 1];
    mbstate_t state;
    size_t length;

    memset(&state, 0, sizeof state);
    length = wcrtomb(bytes, (wchar_t)character, &state);
    for (size_t i = 0; length != (size_t)-1 && i < length && ui_prompt_active(); i++)
        ui_prompt_byte((unsigned char)bytes[i]);
}

static void
app_function_key(struct terminal *t, int key)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].curses == key && keys[i].key != UI_KEY_NONE)
            ui_app_key(t->app, keys[i].key);
}

static void
app_character(struct terminal *t, wint_t character)
{
    int key = (int)character;

    if (key == '\n')
        key = UI_KEY_ENTER;
    else if (key == '\b')
        key = UI_KEY_BACKSPACE;
    if (key != 0)
        ui_app_key(t->app, key);
}

/* Two presses at one place within a short time are a double click: curses would find
 * that out too, but hold back every click until it has. */
static void
mouse_event(struct terminal *t)
{
    MEVENT event;
    double time = now();
    bool twice;

    if (getmouse(&event) != OK || ui_prompt_active())
        return;
#ifdef BUTTON5_PRESSED
    if ((event.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED)) != 0) {
        ui_app_scroll(t->app, (event.bstate & BUTTON5_PRESSED) != 0 ? 1 : -1);
        return;
    }
#endif
    if ((event.bstate & BUTTON1_PRESSED) == 0)
        return;
    twice = event.y == t->click.y && event.x == t->click.x &&
            time - t->click.time < DOUBLE_CLICK;
    t->click.time = twice ? 0 : time;
    t->click.y = event.y;
    t->click.x = event.x;
    ui_app_click(t->app, event.y, event.x, twice);
}

static void
take_key(struct terminal *t, int kind, wint_t key)
{
    t->dirty = true;
    if (kind == KEY_CODE_YES && key == KEY_MOUSE)
        mouse_event(t);
    else if (kind == KEY_CODE_YES && ui_prompt_active())
        prompt_function_key((int)key);
    else if (kind == KEY_CODE_YES)
        app_function_key(t, (int)key);
    else if (ui_prompt_active())
        prompt_character(key);
    else
        app_character(t, key);
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
        wint_t key;
        int kind = wget_wch(t->input, &key);

        if (kind == ERR) {
            ui_prompt_pause();
            return;
        }
        take_key(t, kind, key);
    }
}

/* --- on and off ---------------------------------------------------------------------- */

static bool
usable(struct irt_error *error)
{
    const char *type = getenv("TERM");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return irt_fail(
            error, IRT_BAD_USAGE,
            "no terminal: the screens need one; irtop fit FILE works without");
    if (type == NULL || type[0] == '\0')
        return irt_fail(
            error, IRT_BAD_USAGE,
            "TERM is not set: name the terminal's type, or use irtop fit FILE");
    if (strcmp(type, "dumb") == 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "a terminal of type dumb cannot show the screens; irtop fit FILE "
                        "works in it");
    return true;
}

/* What gives the terminal back when there is no time for curses. */
static void
catch_signals(void)
{
    static const char *const capability[] = { "sgr0", "cnorm", "rmkx", "rmcup" };
    char restore[512] = "\033[?1000l\033[?1006l";

    for (size_t i = 0; i < sizeof capability / sizeof capability[0]; i++) {
        char name[8];
        const char *bytes;

        snprintf(name, sizeof name, "%s", capability[i]);
        bytes = tigetstr(name);
        if (bytes != NULL && bytes != (const char *)-1)
            strncat(restore, bytes, sizeof restore - strlen(restore) - 1);
    }
    ui_signals_catch(restore, strlen(restore));
}

/* Keys one by one, Ctrl-C and Ctrl-Z as signals; but Ctrl-S, Ctrl-Q and Ctrl-V are keys,
 * not the terminal driver's. */
static void
set_modes(void)
{
    struct termios modes;

    cbreak();
    noecho();
    nonl();
    if (tcgetattr(STDIN_FILENO, &modes) == 0) {
        modes.c_iflag &= ~(tcflag_t)IXON;
        modes.c_lflag &= ~(tcflag_t)IEXTEN;
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    }
    def_prog_mode();
}

static void
find_colours(struct terminal *t)
{
    t->colours = 0;
    if (!has_colors() || start_color() != OK || COLOR_PAIRS <= UI_ROLES)
        return;
    t->own_background = use_default_colors() == OK;
    t->colours = COLORS >= 256 ? 256 : COLORS >= 8 ? 8 : 0;
}

static void
close_terminal(struct terminal *t)
{
    if (t->screen != NULL) {
        mousemask(0, NULL);
        curs_set(1);
        endwin();
        if (t->input != NULL)
            delwin(t->input);
        delscreen(t->screen);
    }
    free(t->shown);
    ui_signals_close();
}

static bool
open_terminal(struct terminal *t, struct irt_error *error)
{
    char *type = getenv("TERM"), *cup;
    char name[] = "cup";

    if (!usable(error) || !ui_signals_open(error))
        return false;
    t->screen = newterm(type, stdout, stdin);
    if (t->screen == NULL)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "the terminal type %s is not known here: try TERM=xterm-256color, "
            "or use irtop fit FILE",
            type);
    cup = tigetstr(name);
    if (cup == NULL || cup == (char *)-1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "a terminal of type %s cannot show the screens; irtop fit FILE "
                        "works in it",
                        type);
    catch_signals();
    set_escdelay(ESCAPE_DELAY);
    set_modes();
    t->input = newpad(1, 1);
    if (t->input == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the terminal");
    keypad(t->input, TRUE);
    nodelay(t->input, TRUE);
    typeahead(-1);
    mouseinterval(0);
    find_colours(t);
    if (!take_size(t, error))
        return false;
    set_theme(t);
    take_mouse(t);
    return true;
}

/* After a stop, the terminal's modes and picture are somebody else's. */
static void
resume(struct terminal *t)
{
    reset_prog_mode();
    clearok(curscr, TRUE);
    t->dirty = true;
}

static void
suspend(struct terminal *t)
{
    endwin();
    ui_signals_stop();
    refresh();
    resume(t);
}

/* --- the loop ------------------------------------------------------------------------ */

static void
end_by(struct terminal *t, int signal)
{
    /* Ctrl-C closes an open line first. */
    if (signal == SIGINT && ui_prompt_active()) {
        ui_prompt_cancel();
        t->dirty = true;
        return;
    }
    t->app->status = 128 + signal;
    t->app->quit = true;
}

static void
take_signals(struct terminal *t)
{
    struct irt_error error;
    int signal;

    ui_signals_drain();
    signal = ui_signals_ending();
    if (signal != 0)
        end_by(t, signal);
    if (ui_signals_came(SIGTSTP))
        suspend(t);
    if (ui_signals_came(SIGCONT))
        resume(t);
    if (ui_signals_came(SIGWINCH) && !take_size(t, &error))
        ui_app_say(t->app, true, "%s", error.message);
}

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
take_news(struct terminal *t, bool worker_has_some)
{
    if ((worker_has_some || ui_app_pending(t->app)) && ui_app_poll(t->app))
        t->dirty = true;
}

static void
wait_and_act(struct terminal *t)
{
    struct pollfd watched[] = { { .fd = STDIN_FILENO, .events = POLLIN },
                                { .fd = ui_signals_fd(), .events = POLLIN },
                                { .fd = ui_app_fd(t->app), .events = POLLIN } };
    int ready = poll(watched, 3, patience(t));

    if (ready < 0 && errno != EINTR) {
        t->gone = true;
        return;
    }
    if (ready <= 0)
        watched[0].revents = watched[1].revents = watched[2].revents = 0;
    if (ready < 0 || watched[1].revents != 0)
        take_signals(t);
    if ((watched[0].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
        t->gone = true;
    else if ((watched[0].revents & POLLIN) != 0)
        take_keys(t);
    take_news(t, watched[2].revents != 0);
}

bool
ui_term_run(struct ui_app *app, struct irt_error *error)
{
    struct terminal t = { .app = app, .dirty = true, .click.y = -1 };

    if (!open_terminal(&t, error)) {
        close_terminal(&t);
        return false;
    }
    app->tui = true;
    while (!app->quit && !t.gone) {
        if (t.dirty && now() - t.drawn >= FRAME)
            draw(&t);
        wait_and_act(&t);
    }
    if (t.gone && !app->quit)
        app->status = 128 + SIGHUP;
    ui_prompt_cancel();
    close_terminal(&t);
    return true;
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
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return UI_GLYPHS_ASCII;
    for (size_t i = 0; type != NULL && i < sizeof console / sizeof console[0]; i++)
        if (strncmp(type, console[i], strlen(console[i])) == 0)
            return UI_GLYPHS_ASCII;
    return UI_GLYPHS_BRAILLE;
}
