/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "display.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#define CELL_BYTES (4 * VTERM_MAX_CHARS_PER_CELL)

struct display {
    VTerm *term;
    VTermScreen *screen;
    int h, w;
    char **row;  /* h */
    int *column; /* of byte k of the row last asked for */
    bool fresh;  /* rows are as the cells are */

    bool alternate, cursor, mouse;
    size_t foreign, clears;
    enum { PLAIN, ESCAPE, SEQUENCE } place; /* of the last byte */
    char sequence[64];                      /* of the last sequence, without its ends */

    void (*answer)(const char *bytes, size_t length, void *to);
    void *to;
};

/* --- what the terminal is told -------------------------------------------------------- */

static int
set_property(VTermProp property, VTermValue *value, void *to)
{
    struct display *display = to;

    switch (property) {
    case VTERM_PROP_ALTSCREEN: display->alternate = value->boolean; break;
    case VTERM_PROP_CURSORVISIBLE: display->cursor = value->boolean; break;
    default: break;
    }
    return 1;
}

static void
pass_on(const char *bytes, size_t length, void *to)
{
    struct display *display = to;

    if (display->answer)
        display->answer(bytes, length, display->to);
}

static const VTermScreenCallbacks callbacks = { .settermprop = set_property };

/* --- its life ------------------------------------------------------------------------- */

static void
free_rows(struct display *display)
{
    for (int y = 0; display->row && y < display->h; y++)
        free(display->row[y]);
    free(display->row);
    free(display->column);
}

static void
make_rows(struct display *display, int h, int w)
{
    size_t size = (size_t)w * CELL_BYTES + 1;

    display->h = h;
    display->w = w;
    display->fresh = false;
    display->row = calloc((size_t)h, sizeof *display->row);
    display->column = calloc(size, sizeof *display->column);
    ck_assert(display->row != NULL && display->column != NULL);
    for (int y = 0; y < h; y++) {
        display->row[y] = calloc(size, 1);
        ck_assert_ptr_nonnull(display->row[y]);
    }
}

struct display *
display_open(int h, int w, void (*answer)(const char *bytes, size_t length, void *to),
             void *to)
{
    struct display *display = calloc(1, sizeof *display);

    ck_assert_ptr_nonnull(display);
    display->cursor = true;
    display->answer = answer;
    display->to = to;
    display->term = vterm_new(h, w);
    ck_assert_ptr_nonnull(display->term);
    vterm_set_utf8(display->term, 1);
    vterm_output_set_callback(display->term, pass_on, display);
    display->screen = vterm_obtain_screen(display->term);
    vterm_screen_enable_altscreen(display->screen, 1);
    vterm_screen_set_callbacks(display->screen, &callbacks, display);
    vterm_screen_reset(display->screen, 1);
    make_rows(display, h, w);
    return display;
}

void
display_close(struct display *display)
{
    if (!display)
        return;
    vterm_free(display->term);
    free_rows(display);
    free(display);
}

void
display_resize(struct display *display, int h, int w)
{
    vterm_set_size(display->term, h, w);
    free_rows(display);
    make_rows(display, h, w);
}

/* CSI ? 1006 ; 1000 h takes the mouse, l gives it back: libvterm itself heeds only the
 * first of several. */
static void
set_mouse(struct display *display, bool on)
{
    for (const char *at = display->sequence + 1; *at; at += strspn(at, ";")) {
        size_t length = strcspn(at, ";");

        if (length == 4 && (strncmp(at, "1000", 4) == 0 || strncmp(at, "1002", 4) == 0 ||
                            strncmp(at, "1003", 4) == 0))
            display->mouse = on;
        at += length;
    }
}

static void
end_sequence(struct display *display, char command)
{
    if (command == 'J' && strcmp(display->sequence, "2") == 0)
        display->clears++; /* all, to be painted anew */
    if (display->sequence[0] == '?' && (command == 'h' || command == 'l'))
        set_mouse(display, command == 'h');
}

static void
scan(struct display *display, char byte)
{
    size_t length = strlen(display->sequence);

    display->foreign += (byte & 0x80) != 0;
    if (byte == '\033') {
        display->place = ESCAPE;
    } else if (display->place == ESCAPE) {
        display->place = byte == '[' ? SEQUENCE : PLAIN;
        display->sequence[0] = '\0';
    } else if (display->place == SEQUENCE && byte >= '@') {
        end_sequence(display, byte);
        display->place = PLAIN;
    } else if (display->place == SEQUENCE && length + 1 < sizeof display->sequence) {
        display->sequence[length] = byte;
        display->sequence[length + 1] = '\0';
    }
}

void
display_feed(struct display *display, const char *bytes, size_t length)
{
    for (size_t k = 0; k < length; k++)
        scan(display, bytes[k]);
    vterm_input_write(display->term, bytes, length);
    display->fresh = false;
}

/* --- cells as text -------------------------------------------------------------------- */

static size_t
utf8(uint32_t code, char *out)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

    for (size_t k = length; k-- > 1; code >>= 6)
        out[k] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)((0xF00 >> length & 0xFF) | code);
    return length;
}

/* False for the right half of a wide character. */
static bool
cell_at(const struct display *display, int y, int x, VTermScreenCell *cell)
{
    VTermPos place = { .row = y, .col = x };

    return vterm_screen_get_cell(display->screen, place, cell) &&
           cell->chars[0] != UINT32_MAX;
}

/* column: of each byte; NULL: not wanted. */
static void
read_row(const struct display *display, int y, char *out, int *column)
{
    size_t length = 0, end = 0;
    VTermScreenCell cell;

    for (int x = 0; x < display->w; x++) {
        size_t before = length;

        if (!cell_at(display, y, x, &cell))
            continue;
        if (cell.chars[0] == 0) { /* what follows is then not set */
            cell.chars[0] = ' ';
            cell.chars[1] = 0;
        }
        for (int k = 0; k < VTERM_MAX_CHARS_PER_CELL && cell.chars[k]; k++)
            length += utf8(cell.chars[k], out + length);
        for (size_t k = before; column && k < length; k++)
            column[k] = x;
        if (cell.chars[0] != ' ')
            end = length;
    }
    out[end] = '\0';
}

const char *
display_row(struct display *display, int y)
{
    for (int k = 0; !display->fresh && k < display->h; k++)
        read_row(display, k, display->row[k], NULL);
    display->fresh = true;
    if (y < 0)
        y += display->h;
    return y >= 0 && y < display->h ? display->row[y] : "";
}

int
display_rows(const struct display *display)
{
    return display->h;
}

/* Does row begin with text, where a blank of text stands for one or more? */
static bool
begins(const char *row, const char *text)
{
    for (; *text; text++, row++) {
        if (*row != *text)
            return false;
        while (*text == ' ' && row[1] == ' ')
            row++;
    }
    return true;
}

int
display_find(struct display *display, const char *text, int first, int *column)
{
    for (int y = first; y < display->h; y++)
        for (const char *at = display_row(display, y); *at; at++) {
            if (!begins(at, text))
                continue;
            if (column) {
                read_row(display, y, display->row[y], display->column);
                *column = display->column[at - display->row[y]];
            }
            return y;
        }
    return -1;
}

/* --- the state of the terminal -------------------------------------------------------- */

bool
display_has_cursor(const struct display *display)
{
    return display->cursor;
}

bool
display_has_mouse(const struct display *display)
{
    return display->mouse;
}

bool
display_is_alternate(const struct display *display)
{
    return display->alternate;
}

static void
keep(const char *bytes, size_t length, void *to)
{
    char *kept = to;

    if (length > 7)
        length = 7;
    memcpy(kept, bytes, length);
    kept[length] = '\0';
}

/* In the mode for programs an arrow key sends ESC O A. */
static bool
keys_are_plain(const struct display *display)
{
    char sent[8] = "";

    vterm_output_set_callback(display->term, keep, sent);
    vterm_keyboard_key(display->term, VTERM_KEY_UP, VTERM_MOD_NONE);
    vterm_output_set_callback(display->term, pass_on, (void *)(uintptr_t)display);
    return strcmp(sent, "\033[A") == 0;
}

static bool
letters_are_plain(const struct display *display)
{
    static const VTermAttr attributes[] = { VTERM_ATTR_BOLD, VTERM_ATTR_UNDERLINE,
                                            VTERM_ATTR_REVERSE };
    VTermState *state = vterm_obtain_state(display->term);
    VTermValue value;

    for (size_t k = 0; k < sizeof attributes / sizeof attributes[0]; k++) {
        memset(&value, 0, sizeof value);
        if (!vterm_state_get_penattr(state, attributes[k], &value) || value.number != 0)
            return false;
    }
    return true;
}

bool
display_is_given_back(const struct display *display, const char **why)
{
    *why = display->alternate            ? "the main screen is not back"
           : !display->cursor            ? "the cursor is hidden"
           : display_has_mouse(display)  ? "the mouse is still taken"
           : !keys_are_plain(display)    ? "the keys are in the mode for programs"
           : !letters_are_plain(display) ? "letters are bold, underlined or reversed"
                                         : NULL;
    return *why == NULL;
}

int
display_coloured(const struct display *display)
{
    VTermScreenCell cell;
    int coloured = 0;

    for (int y = 0; y < display->h; y++)
        for (int x = 0; x < display->w; x++)
            if (cell_at(display, y, x, &cell))
                coloured += !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ||
                            !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
    return coloured;
}

int
display_marked(const struct display *display)
{
    VTermScreenCell cell;
    int marked = 0;

    for (int y = 0; y < display->h; y++)
        for (int x = 0; x < display->w; x++)
            if (cell_at(display, y, x, &cell))
                marked += cell.attrs.bold || cell.attrs.underline || cell.attrs.reverse;
    return marked;
}

size_t
display_foreign(const struct display *display)
{
    return display->foreign;
}

size_t
display_clears(const struct display *display)
{
    return display->clears;
}
