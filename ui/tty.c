/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tty.h"

#include <curses.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "glyph.h"
#include "keys.h"
#include "signals.h"
#include "theme.h"

#define DOUBLE_CLICK 0.4 /* seconds */
#define ESCAPE_DELAY 25  /* milliseconds until an Esc stands for itself */
#define UNKNOWN      UI_ROLES

struct ui_tty {
    SCREEN *screen;
    WINDOW *input; /* keys are read from a pad: from a window, curses would draw first */

    int colours;                           /* 0, 8 or 256 */
    bool own_background;                   /* the terminal's own colours can be kept */
    const char *theme;                     /* as the pairs have it; NULL: none yet */
    int pairs;                             /* colour pairs that are in use */
    short ground_pair[UI_ROLES][UI_ROLES]; /* role on a ground; 0: none yet */

    int h, w;
    struct ui_cell *shown; /* what curses was given, h * w; role UNKNOWN: nothing yet */

    struct {
        double time;
        int y, x;
    } click; /* the last one */
};

/* --- colours ------------------------------------------------------------------------- */

static void
find_colours(struct ui_tty *tty)
{
    if (!has_colors() || start_color() != OK || COLOR_PAIRS <= UI_ROLES)
        return;
    tty->own_background = use_default_colors() == OK;
    tty->colours = COLORS >= 256 ? 256 : COLORS >= 8 ? 8 : 0;
}

static short
fore(const struct ui_tty *tty, const struct ui_look *look)
{
    int colour = tty->colours >= 256 ? look->colour256 : look->colour8;

    return (short)(colour < 0 && !tty->own_background ? COLOR_WHITE : colour);
}

static short
back(const struct ui_tty *tty, const struct ui_look *look)
{
    int colour = tty->colours >= 256 ? look->back256 : look->back8;

    return (short)(colour < 0 && !tty->own_background ? COLOR_BLACK : colour);
}

static void
forget_shown(struct ui_tty *tty)
{
    for (int i = 0; i < tty->h * tty->w; i++)
        tty->shown[i].role = UNKNOWN;
}

/* Pair 0 is the terminal's; role r has pair r + 1; those on a ground come as needed. */
static void
set_theme(struct ui_tty *tty, const char *theme)
{
    if (tty->colours == 0)
        theme = "mono";
    if (tty->theme != NULL && strcmp(tty->theme, theme) == 0)
        return;
    tty->theme = theme;
    tty->pairs = UI_ROLES + 1;
    memset(tty->ground_pair, 0, sizeof tty->ground_pair);
    forget_shown(tty);
    for (int role = 0; role < UI_ROLES && tty->colours > 0; role++) {
        struct ui_look look = ui_theme_look(theme, (enum ui_role)role);

        init_pair((short)(role + 1), fore(tty, &look), back(tty, &look));
    }
}

/* A curve's dots on a bar: the curve's colour on the bar's.  False when the two are one
 * colour or no pair is left. */
static bool
ground_pair(struct ui_tty *tty, const struct ui_cell *cell, short *pair)
{
    struct ui_look look = ui_theme_look(tty->theme, (enum ui_role)cell->role);
    struct ui_look ground = ui_theme_look(tty->theme, (enum ui_role)cell->ground);
    short *known = &tty->ground_pair[cell->role][cell->ground];

    if (tty->colours == 0 || fore(tty, &look) == fore(tty, &ground) ||
        fore(tty, &ground) < 0)
        return false;
    if (*known == 0 && tty->pairs < COLOR_PAIRS && tty->pairs < SHRT_MAX) {
        *known = (short)tty->pairs++;
        init_pair(*known, fore(tty, &look), fore(tty, &ground));
    }
    *pair = *known;
    return *known != 0;
}

static attr_t
attributes(struct ui_tty *tty, const struct ui_cell *cell, short *pair)
{
    struct ui_look look = ui_theme_look(tty->theme, (enum ui_role)cell->role);
    bool reverse = look.reverse;
    attr_t attribute = A_NORMAL;

    *pair = (short)(tty->colours > 0 ? cell->role + 1 : 0);
    if (cell->ground != UI_TEXT && !ground_pair(tty, cell, pair))
        reverse = !reverse;
    if (look.bold || cell->bold)
        attribute |= A_BOLD;
    if (look.dim && tty->colours < 256)
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

static void
put(int y, int x, const wchar_t *text, attr_t attribute, short pair)
{
    cchar_t cell;

    if (setcchar(&cell, text, attribute, pair, NULL) == OK)
        mvadd_wch(y, x, &cell);
}

/* A sign whose width the C library sees otherwise than we do would move the line. */
static void
put_cell(struct ui_tty *tty, int y, int x, const struct ui_cell *cell)
{
    wchar_t text[3] = { (wchar_t)cell->glyph, (wchar_t)cell->mark, L'\0' };
    int columns = ui_glyph_columns(cell->glyph);
    short pair;
    attr_t attribute = attributes(tty, cell, &pair);

    if (wcwidth(text[0]) != columns) {
        text[0] = L'?';
        text[1] = L'\0';
        if (columns == 2)
            put(y, x + 1, text, attribute, pair);
    }
    if (text[1] != L'\0' && wcwidth(text[1]) != 0)
        text[1] = L'\0';
    put(y, x, text, attribute, pair);
}

/* A row that changed is given whole, so that halves of wide characters never remain. */
static void
put_row(struct ui_tty *tty, const struct ui_canvas *canvas, int y)
{
    struct ui_cell *shown = &tty->shown[(size_t)y * (size_t)tty->w];
    bool same = true;

    for (int x = 0; x < tty->w && same; x++)
        same = same_cell(&shown[x], ui_cell_at(canvas, y, x));
    for (int x = 0; x < tty->w && !same; x++) {
        shown[x] = *ui_cell_at(canvas, y, x);
        if (shown[x].glyph != 0)
            put_cell(tty, y, x, &shown[x]);
    }
}

void
ui_tty_show(struct ui_tty *tty, const struct ui_canvas *canvas, const char *theme,
            int cursor_y, int cursor_x)
{
    set_theme(tty, theme);
    for (int y = 0; y < tty->h; y++)
        put_row(tty, canvas, y);
    if (cursor_x >= 0)
        move(cursor_y, cursor_x);
    curs_set(cursor_x >= 0);
    refresh();
}

void
ui_tty_repaint(struct ui_tty *tty)
{
    (void)tty;
    clearok(curscr, TRUE);
}

bool
ui_tty_size(struct ui_tty *tty, int *h, int *w, struct irt_error *error)
{
    struct winsize size;
    struct ui_cell *shown;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
        size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
    if (tty->shown == NULL || LINES != tty->h || COLS != tty->w) {
        shown = calloc((size_t)LINES * (size_t)COLS + 1, sizeof *shown);
        if (shown == NULL)
            return irt_fail(error, IRT_NO_MEMORY, "no memory for a screen of %d x %d",
                            COLS, LINES);
        free(tty->shown);
        tty->shown = shown;
        tty->h = LINES;
        tty->w = COLS;
        forget_shown(tty);
        clearok(curscr, TRUE);
    }
    *h = tty->h;
    *w = tty->w;
    return true;
}

/* --- keys and the mouse -------------------------------------------------------------- */

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

static struct ui_input
function_key(int code)
{
    struct ui_input input = { .kind = UI_INPUT_KEY, .key = UI_KEY_NONE };
    const char *name = keyname(code), *bytes = "";

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].curses == code) {
            input.key = keys[i].key;
            bytes = keys[i].bytes;
        }
    for (size_t i = 0; name != NULL && i < sizeof named_keys / sizeof named_keys[0]; i++)
        if (strcmp(named_keys[i].name, name) == 0)
            bytes = named_keys[i].bytes;
    strcpy(input.bytes, bytes);
    return input;
}

static struct ui_input
character(wint_t code)
{
    struct ui_input input = { .kind = UI_INPUT_KEY, .key = (int)code };
    char bytes[MB_LEN_MAX];
    mbstate_t state;
    size_t length;

    memset(&state, 0, sizeof state);
    length = wcrtomb(bytes, (wchar_t)code, &state);
    if (length < sizeof input.bytes)
        memcpy(input.bytes, bytes, length);
    if (code == '\n')
        input.key = UI_KEY_ENTER;
    else if (code == '\b')
        input.key = UI_KEY_BACKSPACE;
    else if (code == 0)
        input.key = UI_KEY_NONE;
    return input;
}

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Two presses at one place within a short time are a double click: curses would find
 * that out too, but hold back every click until it has. */
static struct ui_input
mouse_event(struct ui_tty *tty)
{
    struct ui_input input = { .kind = UI_INPUT_KEY, .key = UI_KEY_NONE };
    double time = now();
    MEVENT event;

    if (getmouse(&event) != OK)
        return input;
#ifdef BUTTON5_PRESSED
    if ((event.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED)) != 0) {
        input.kind = UI_INPUT_WHEEL;
        input.rows = (event.bstate & BUTTON5_PRESSED) != 0 ? 1 : -1;
        return input;
    }
#endif
    if ((event.bstate & BUTTON1_PRESSED) == 0)
        return input;
    input.kind = UI_INPUT_CLICK;
    input.y = event.y;
    input.x = event.x;
    input.twice = event.y == tty->click.y && event.x == tty->click.x &&
                  time - tty->click.time < DOUBLE_CLICK;
    tty->click.time = input.twice ? 0 : time;
    tty->click.y = event.y;
    tty->click.x = event.x;
    return input;
}

struct ui_input
ui_tty_read(struct ui_tty *tty)
{
    wint_t code;

    switch (wget_wch(tty->input, &code)) {
    case KEY_CODE_YES:
        return code == KEY_MOUSE ? mouse_event(tty) : function_key((int)code);
    case OK: return character(code);
    default: return (struct ui_input){ .kind = UI_INPUT_NONE };
    }
}

void
ui_tty_mouse(struct ui_tty *tty, bool take)
{
    mmask_t mask = BUTTON1_PRESSED;

    (void)tty;
#ifdef BUTTON5_PRESSED
    mask |= BUTTON4_PRESSED | BUTTON5_PRESSED;
#endif
    mousemask(take ? mask : 0, NULL);
}

/* --- on and off ---------------------------------------------------------------------- */

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
        modes.c_lflag |= NOFLSH; /* else Ctrl-C drops what is on its way to the screen */
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    }
    def_prog_mode();
}

static const char *
capability(const char *name)
{
    char copy[16]; /* older curses take no const */
    const char *bytes;

    strncpy(copy, name, sizeof copy - 1);
    copy[sizeof copy - 1] = '\0';
    bytes = tigetstr(copy);
    return bytes == (const char *)-1 ? NULL : bytes;
}

/* What gives the terminal back when there is no time for curses. */
static void
catch_signals(void)
{
    static const char *const name[] = { "sgr0", "cnorm", "rmkx", "rmcup" };
    char restore[512] = "\033[?1000l\033[?1006l";

    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
        const char *bytes = capability(name[i]);

        if (bytes != NULL)
            strncat(restore, bytes, sizeof restore - strlen(restore) - 1);
    }
    ui_signals_catch(restore, strlen(restore));
}

/* Before curses, which would end the program. */
static bool
usable(const char *type, struct irt_error *error)
{
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

static bool
start_curses(struct ui_tty *tty, char *type, struct irt_error *error)
{
    int h, w;

    tty->screen = newterm(type, stdout, stdin);
    if (tty->screen == NULL)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the terminal type %s is not known here: try "
                        "TERM=xterm-256color, or use irtop fit FILE",
                        type);
    if (capability("cup") == NULL)
        return irt_fail(error, IRT_BAD_USAGE,
                        "a terminal of type %s cannot show the screens; irtop fit FILE "
                        "works in it",
                        type);
    catch_signals();
    tty->input = newpad(1, 1);
    if (tty->input == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the terminal");
    keypad(tty->input, TRUE);
    nodelay(tty->input, TRUE);
    set_escdelay(ESCAPE_DELAY);
    set_modes();
    typeahead(-1); /* a picture is sent whole, also while keys wait */
    mouseinterval(0);
    find_colours(tty);
    return ui_tty_size(tty, &h, &w, error);
}

struct ui_tty *
ui_tty_open(struct irt_error *error)
{
    char *type = getenv("TERM");
    struct ui_tty *tty;

    if (!usable(type, error))
        return NULL;
    tty = calloc(1, sizeof *tty);
    if (tty == NULL) {
        irt_fail(error, IRT_NO_MEMORY, "no memory for the terminal");
        return NULL;
    }
    if (!start_curses(tty, type, error)) {
        ui_tty_close(tty);
        return NULL;
    }
    tty->click.y = -1;
    return tty;
}

void
ui_tty_close(struct ui_tty *tty)
{
    if (tty == NULL)
        return;
    if (tty->screen != NULL) {
        mousemask(0, NULL);
        curs_set(1);
        endwin();
        if (tty->input != NULL)
            delwin(tty->input);
        delscreen(tty->screen);
    }
    free(tty->shown);
    free(tty);
}

void
ui_tty_leave(struct ui_tty *tty)
{
    (void)tty;
    endwin();
}

/* The modes too may be somebody else's. */
void
ui_tty_return(struct ui_tty *tty)
{
    reset_prog_mode();
    refresh();
    ui_tty_repaint(tty);
}
