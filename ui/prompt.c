/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prompt.c -- the prompt by readline's callback interface.
 *
 * readline reads from a queue of bytes, never from the terminal, and what it would write
 * goes nowhere: the line is drawn from its buffer.  So it is started (and the user's
 * inputrc read) only when a prompt is first opened. */
#include "config.h"

#include "prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "command.h"
#include "glyph.h"
#include "history.h"
#include "words.h"

#define QUEUE      64
#define MOST_SHOWN 200

/* One prompt a process, as readline itself has one state a process. */
static struct {
    struct ui_app *app;
    char kind;
    bool active, started;
    unsigned char queue[QUEUE];
    size_t queued, taken;
    bool escape; /* an Esc waits: alone, or the beginning of a key */
    int row, column;
    char shown[UI_MESSAGE]; /* completions */
} prompt;

/* --- what readline calls -------------------------------------------------------------- */

static int
next_byte(FILE *stream)
{
    (void)stream;
    return prompt.taken < prompt.queued ? prompt.queue[prompt.taken++] : EOF;
}

static int
bytes_wait(void)
{
    return prompt.taken < prompt.queued;
}

static void
draw_nothing(void)
{
}

static void
prepare_nothing(int meta)
{
    (void)meta;
}

static void
show_completions(char **list, int count, int longest)
{
    size_t length = 0;

    (void)longest;
    prompt.shown[0] = '\0';
    for (int k = 1; k <= count && k < MOST_SHOWN; k++)
        if (length + strlen(list[k]) + 3 < sizeof prompt.shown)
            length +=
                (size_t)snprintf(prompt.shown + length, sizeof prompt.shown - length,
                                 "%s%s", k > 1 ? "  " : "", list[k]);
}

/* What all of them begin with; readline wants it first in the list. */
static char *
common_start(char **list)
{
    size_t length = strlen(list[0]);

    for (size_t k = 1; list[k]; k++)
        for (size_t i = 0; i < length; i++)
            if (list[k][i] != list[0][i])
                length = i;
    /* Not the first half of a character. */
    while (length && ((unsigned char)list[0][length] & 0xC0) == 0x80)
        length--;
    char *start = malloc(length + 1);
    if (start) {
        memcpy(start, list[0], length);
        start[length] = '\0';
    }
    return start;
}

/* readline frees what it gets by free(), as this program allocates it. */
static char **
complete(const char *text, int start, int end)
{
    char **list, **made, *line;
    size_t count = 0;

    (void)text;
    (void)start;
    rl_attempted_completion_over = 1;
    line = strndup(rl_line_buffer, (size_t)end);
    list = line && prompt.kind == ':' ? ui_command_complete(prompt.app, line) : NULL;
    free(line);
    while (list && list[count])
        count++;
    made = count ? malloc((count + 2) * sizeof *made) : NULL;
    if (made)
        made[0] = common_start(list);
    if (!made || !made[0]) {
        free(made);
        ui_completions_free(list);
        return NULL;
    }
    if (count == 1) {
        made[1] = NULL;
        size_t length = strlen(list[0]);
        rl_completion_suppress_append = length > 0 && list[0][length - 1] == '/';
        ui_completions_free(list);
        return made;
    }
    memcpy(made + 1, list, (count + 1) * sizeof *list);
    free(list);
    return made;
}

static void
take_line(char *line)
{
    struct ui_app *app = prompt.app;
    char kind = prompt.kind;

    ui_prompt_cancel();
    if (!line)
        return;
    if (kind == ':') {
        ui_history_add(line);
        ui_command_run(app, line);
    } else if (line[0]) {
        char quoted[600], command[640];

        ui_word_quote(line, quoted, sizeof quoted);
        snprintf(command, sizeof command, "search %s", quoted);
        ui_command_run(app, command);
    } else
        ui_command_run(app, "next-match");
    free(line);
}

/* --- starting ------------------------------------------------------------------------- */

static void
start_readline(void)
{
    FILE *nowhere = fopen("/dev/null", "r+");

    rl_readline_name = "irtop";
    rl_instream = rl_outstream = nowhere ? nowhere : stdin;
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0;
    rl_prep_term_function = prepare_nothing;
    rl_deprep_term_function = draw_nothing;
    rl_redisplay_function = draw_nothing;
    rl_getc_function = next_byte;
    rl_input_available_hook = bytes_wait;
    rl_completion_display_matches_hook = show_completions;
    rl_attempted_completion_function = complete;
    rl_basic_word_break_characters = " \t";
    rl_completer_word_break_characters = " \t";
    rl_completer_quote_characters = "";
    rl_initialize();
    /* After inputrc: these would write to the terminal, or stand in the way. */
    rl_variable_bind("bell-style", "none");
    rl_variable_bind("enable-bracketed-paste", "off");
    rl_variable_bind("show-mode-in-prompt", "off");
    rl_variable_bind("show-all-if-ambiguous", "on");
    ui_history_load();
    prompt.started = true;
}

void
ui_prompt_start(struct ui_app *app, char kind)
{
    if (prompt.active)
        ui_prompt_cancel();
    if (!prompt.started)
        start_readline();
    prompt.app = app;
    prompt.kind = kind;
    prompt.active = true;
    prompt.escape = false;
    prompt.queued = prompt.taken = 0;
    prompt.shown[0] = '\0';
    prompt.row = prompt.column = 0;
    rl_callback_handler_install("", take_line);
}

bool
ui_prompt_active(void)
{
    return prompt.active;
}

void
ui_prompt_cancel(void)
{
    if (!prompt.active)
        return;
    prompt.active = false;
    rl_callback_handler_remove();
}

/* --- bytes ---------------------------------------------------------------------------- */

static void
feed(void)
{
    while (prompt.active && prompt.taken < prompt.queued)
        rl_callback_read_char();
    prompt.queued = prompt.taken = 0;
}

static void
queue(int byte)
{
    if (prompt.queued < QUEUE)
        prompt.queue[prompt.queued++] = (unsigned char)byte;
}

void
ui_prompt_byte(int byte)
{
    if (!prompt.active)
        return;
    if (byte == 3 || byte == 7) { /* Ctrl-C, Ctrl-G */
        ui_prompt_cancel();
        return;
    }
    /* Backspace on an empty line closes it, as in vi and less. */
    if ((byte == 127 || byte == 8) && rl_end == 0 && !prompt.escape) {
        ui_prompt_cancel();
        return;
    }
    if (byte != 9)
        prompt.shown[0] = '\0';
    if (byte == 27 && !prompt.escape) {
        prompt.escape = true;
        return;
    }
    if (prompt.escape) {
        prompt.escape = false;
        queue(27);
    }
    queue(byte == 10 ? 13 : byte);
    feed();
}

void
ui_prompt_pause(void)
{
    if (prompt.active && prompt.escape)
        ui_prompt_cancel();
}

/* --- drawing -------------------------------------------------------------------------- */

/* Columns of the first bytes of a text. */
static int
columns_to(const char *text, int bytes)
{
    const char *end = text + bytes;
    int columns = 0;

    while (text < end && *text)
        columns += ui_glyph_columns(ui_utf8_next(&text));
    return columns;
}

void
ui_prompt_draw(struct ui_app *app, struct ui_canvas *canvas, int y)
{
    int at, room = canvas->w - 3, x = 1;
    const char *from = rl_line_buffer;

    (void)app;
    if (!prompt.active)
        return;
    at = columns_to(rl_line_buffer, rl_point);
    /* The line slides left until the cursor is inside. */
    while (at > room && *from)
        at -= ui_glyph_columns(ui_utf8_next(&from));
    ui_text(canvas, y, 0, UI_KEY, "%c", prompt.kind);
    ui_text(canvas, y, x, UI_TEXT, "%s", from);
    prompt.row = y;
    prompt.column = x + at;
    if (prompt.shown[0] && y > 0) {
        char cut[UI_MESSAGE];

        ui_fit_text(prompt.shown, canvas->w - 2, cut, sizeof cut);
        ui_fill(canvas, (struct ui_rect){ y - 1, 0, 1, canvas->w }, UI_TEXT, ' ');
        ui_text(canvas, y - 1, 1, UI_DIM, "%s", cut);
    }
}

int
ui_prompt_cursor(void)
{
    return prompt.active ? prompt.column : -1;
}

int
ui_prompt_row(void)
{
    return prompt.row;
}
