/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study.c -- the Study screen: the cells of a simulation study filling in, a measure along
 * a factor, and how the errors of a cell are spread. */
#include "config.h"

#include "view/study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "plot/plot.h"
#include "report/study.h"
#include "sample.h"
#include "study_run.h"
#include "view/parts.h"
#include "view/view.h"

#define WIDE 116 /* columns from when on plots stand beside the table */
#define PAIR 70  /* and from when on two of them stand side by side */

struct study_state {
    const struct ui_study_run *of; /* which study the rest is about */
    size_t cell, top;
    enum irt_study_target target;
    enum irt_study_measure measure;
    size_t factor;
    size_t sample; /* of the studies that come along, while none is open */
};

/* --- what is looked at ----------------------------------------------------------------- */

static bool
has_target(const struct irt_study *study, size_t cell, enum irt_study_target target)
{
    const struct irt_study_section *section =
        &irt_study_design(study)->section[irt_study_design(study)->cell[cell].section];

    for (size_t c = section->first; c < section->first + section->cells; c++) {
        const struct irt_study_result *result = irt_study_result(study, c, 0);

        if (result != NULL && result->errors[target].count > 0)
            return true;
    }
    return false;
}

/* Another study starts at its first cell, with the MSE of b. */
static void
follow(struct study_state *state, const struct ui_app *app)
{
    if (state->of == app->study)
        return;
    *state = (struct study_state){ .of = app->study,
                                   .target = IRT_STUDY_B,
                                   .measure = IRT_STUDY_MSE };
    if (app->study) {
        struct ui_study_look look = { .study = ui_study_run_results(app->study) };

        state->factor = ui_study_next_factor(&look, irt_study_key_count() - 1);
    }
}

static struct ui_study_look
look_of(const struct study_state *state, const struct ui_app *app)
{
    return (struct ui_study_look){ ui_study_run_results(app->study), state->cell,
                                   state->target, state->measure, state->factor };
}

/* --- drawing ---------------------------------------------------------------------------- */

/* No study is open: what there is to open. */
static void
draw_nothing(const struct study_state *state, struct ui_canvas *canvas,
             struct ui_rect body)
{
    struct ui_rect rect = { body.y + body.h / 6, body.x + 3, body.h, body.w - 6 };
    int y;

    rect.y +=
        ui_paragraph(
            canvas, rect, UI_TEXT,
            "No study is open. :study FILE opens a design, and so does Enter here; "
            "space then runs it. Results are kept in a log as they come: a study "
            "that was stopped goes on where it was. man irtop tells how a design is "
            "written.") +
        1;
    y = rect.y;
    for (size_t k = 0; ui_sample_studies[k].name && y < body.y + body.h; k++, y++) {
        bool here = k == state->sample;
        char command[64];

        ui_cut_text(canvas, y, rect.x, rect.w, here ? UI_CURSOR : UI_TEXT, "%s %-14s %s",
                    here ? "▸" : " ", ui_sample_studies[k].name,
                    ui_sample_studies[k].what);
        snprintf(command, sizeof command, "study %s", ui_sample_studies[k].name);
        ui_clickable(canvas, (struct ui_rect){ y, rect.x, 1, rect.w }, command);
    }
}

static const char *
base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

static void
time_text(double seconds, char *out, size_t size)
{
    if (isnan(seconds))
        snprintf(out, size, "?");
    else if (seconds < 60)
        snprintf(out, size, "%.0f s", ceil(seconds));
    else if (seconds < 3600)
        snprintf(out, size, "%.0f min", ceil(seconds / 60));
    else
        snprintf(out, size, "%.1f h", seconds / 3600);
}

/* "▶ 317 of 900 replications, about 2 min left". */
static void
state_text(const struct ui_study_run *run, char *out, size_t size)
{
    const struct irt_study *results = ui_study_run_results(run);
    size_t done = irt_study_done(results), total = irt_study_total(results);
    char left[40];

    time_text(ui_study_run_left(run), left, sizeof left);
    if (ui_study_run_running(run))
        snprintf(out, size, "▶ %zu of %zu replications, about %s left", done, total,
                 left);
    else if (done == total)
        snprintf(out, size, "✓ complete: %zu replications", total);
    else
        snprintf(out, size, "⏸ %zu of %zu replications: space %s", done, total,
                 done > 0 ? "goes on" : "runs it");
}

static void
draw_head(const struct ui_study_look *look, const struct ui_study_run *run,
          struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_study_design *design = irt_study_design(look->study);
    const struct irt_study_section *section = ui_study_section(look);
    char state[120], title[300], place[60] = "";
    int bar;

    if (design->sections > 1)
        snprintf(place, sizeof place, "  [ %zu of %zu ]",
                 (size_t)(section - design->section) + 1, design->sections);
    snprintf(title, sizeof title, "%s%s%.200s%s", base_name(ui_study_run_file(run)),
             section->title[0] || section->name[0] ? ": " : "",
             section->title[0] ? section->title : section->name, place);
    ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TITLE, "%s", title);
    state_text(run, state, sizeof state);
    ui_cut_text(canvas, rect.y + 1, rect.x + 1, rect.w - 1, UI_TEXT, "%s", state);
    bar = rect.w - ui_columns(state) - 4;
    if (bar >= 10)
        ui_bar(canvas, rect.y + 1, rect.x + ui_columns(state) + 3, bar, UI_GHOST,
               (double)irt_study_done(look->study), (double)irt_study_total(look->study));
}

/* One above the other, right of the table. */
static void
draw_beside(const struct ui_study_look *look, size_t *top, struct ui_canvas *canvas,
            struct ui_rect rest)
{
    int table = ui_study_table_width(look), plots, upper;

    if (table > rest.w - 50)
        table = rest.w - 50;
    plots = rest.w - table - 2;
    upper = rest.h < 14 ? rest.h : rest.h * 3 / 5;
    ui_study_table(look, top, canvas, ui_columns_of(rest, 0, table));
    rest = ui_columns_of(rest, table + 2, plots);
    ui_study_curves(look, canvas, ui_rows(rest, 0, upper));
    if (upper < rest.h)
        ui_study_histogram(look, canvas, ui_rows(rest, upper, rest.h - upper));
}

/* Side by side, below the table. */
static void
draw_below(const struct ui_study_look *look, size_t *top, struct ui_canvas *canvas,
           struct ui_rect rest)
{
    int rows = (int)ui_study_section(look)->cells + 2, half = rest.h * 9 / 20;
    int table = rest.h < 12 ? rest.h : rows < half ? rows : half;
    struct ui_rect below = ui_rows(rest, table, rest.h - table);
    int left = below.w >= PAIR ? below.w * 11 / 20 : below.w;

    ui_study_table(look, top, canvas, ui_rows(rest, 0, table));
    if (table == rest.h)
        return;
    ui_study_curves(look, canvas, ui_columns_of(below, 0, left));
    if (left < below.w)
        ui_study_histogram(look, canvas, ui_columns_of(below, left, below.w - left));
}

static void
study_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
           struct ui_rect body)
{
    struct study_state *state = private;
    struct ui_study_look look;
    int head = body.h >= 18 ? 3 : 2;

    follow(state, app);
    if (!app->study) {
        draw_nothing(state, canvas, body);
        return;
    }
    look = look_of(state, app);
    draw_head(&look, app->study, canvas, body);
    if (body.w >= WIDE)
        draw_beside(&look, &state->top, canvas, ui_rows(body, head, body.h));
    else
        draw_below(&look, &state->top, canvas, ui_rows(body, head, body.h));
}

/* --- words -------------------------------------------------------------------------------- */

/* ", schools 5, effects fixed": what tells the cell from the others. */
static void
speak_labels(const struct ui_study_look *look, FILE *out)
{
    char value[IRT_STUDY_VALUE];

    for (size_t k = 0; k < irt_study_key_count(); k++) {
        if (!ui_study_section(look)->varies[k])
            continue;
        irt_study_keys[k].show(&irt_study_design(look->study)->cell[look->cell], value,
                               sizeof value);
        fprintf(out, ", %s %s", irt_study_keys[k].name, value);
    }
}

static void
speak_cell(const struct ui_study_look *look, FILE *out)
{
    struct irt_study_counts counts = irt_study_counts(look->study, look->cell);
    struct irt_study_number rounds = irt_study_rounds(look->study, look->cell);
    char number[60];

    fprintf(out, "Chosen: cell %zu of %zu",
            look->cell - ui_study_section(look)->first + 1,
            ui_study_section(look)->cells);
    speak_labels(look, out);
    fprintf(out, "; %zu of %zu replications are done, %zu converged.\n", counts.done,
            counts.planned, counts.converged);
    for (int m = 0; m < IRT_STUDY_MEASURES; m++) {
        struct irt_study_number value =
            irt_study_measure(look->study, look->cell, look->target,
                              (enum irt_study_measure)m);

        if (isnan(value.value))
            continue;
        ui_study_number(value, number, sizeof number);
        fprintf(out, "Its %s of %s is %s.\n",
                irt_study_measure_name((enum irt_study_measure)m),
                irt_study_target_name(look->target), number);
    }
    if (!isnan(rounds.value))
        fprintf(out, "It takes %.1f cycles on average.\n", rounds.value);
}

static void
study_speak(const void *private, const struct ui_app *app, FILE *out)
{
    struct study_state state = *(const struct study_state *)private;
    const struct irt_study *results;
    struct ui_study_look look;

    if (!app->study) {
        fputs("No study is open: study FILE opens a design.\n", out);
        for (size_t k = 0; ui_sample_studies[k].name; k++)
            fprintf(out, "study %s opens a sample: %s.\n", ui_sample_studies[k].name,
                    ui_sample_studies[k].what);
        return;
    }
    follow(&state, app);
    look = look_of(&state, app);
    results = look.study;
    fprintf(out, "The study %s is %s: %zu of %zu replications are done.\n",
            base_name(ui_study_run_file(app->study)),
            irt_study_done(results) == irt_study_total(results) ? "complete"
            : ui_study_run_running(app->study)                  ? "running"
                                                                : "stopped",
            irt_study_done(results), irt_study_total(results));
    speak_cell(&look, out);
}

/* The next target that has numbers, round to the first. */
static void
next_target(struct study_state *state, const struct irt_study *study)
{
    for (int step = 1; step <= IRT_STUDY_TARGETS; step++) {
        enum irt_study_target target =
            (enum irt_study_target)(((int)state->target + step) % IRT_STUDY_TARGETS);

        if (has_target(study, state->cell, target)) {
            state->target = target;
            return;
        }
    }
}

static void
go_to_section(struct study_state *state, const struct ui_study_look *look, bool next)
{
    const struct irt_study_design *design = irt_study_design(look->study);
    size_t s = (size_t)(ui_study_section(look) - design->section);
    struct ui_study_look there = *look;

    if (next ? s + 1 >= design->sections : s == 0)
        return;
    state->cell = there.cell = design->section[next ? s + 1 : s - 1].first;
    state->top = 0;
    state->factor = ui_study_next_factor(&there, irt_study_key_count() - 1);
}

static bool
go_to_cell(struct study_state *state, const struct ui_study_look *look,
           const char *argument)
{
    const struct irt_study_section *section = ui_study_section(look);
    unsigned long n = argument ? strtoul(argument, NULL, 10) : 0;

    if (n < 1 || n > section->cells)
        return false;
    state->cell = section->first + n - 1;
    return true;
}

static bool
move_cell(struct study_state *state, const struct ui_study_look *look, const char *word,
          size_t page, const char *argument)
{
    const struct irt_study_section *section = ui_study_section(look);
    size_t at = state->cell - section->first, last = section->cells - 1;

    if (strcmp(word, "up") == 0)
        at -= at > 0;
    else if (strcmp(word, "down") == 0)
        at += 1;
    else if (strcmp(word, "first") == 0)
        at = 0;
    else if (strcmp(word, "last") == 0)
        at = last;
    else if (strcmp(word, "page") == 0)
        at = !argument || argument[0] != 'u' ? at + page : at > page ? at - page : 0;
    else
        return false;
    state->cell = section->first + (at < last ? at : last);
    return true;
}

/* While no study is open. */
static bool
choose_sample(struct study_state *state, struct ui_app *app, const char *word,
              struct irt_error *error)
{
    char command[64];

    if (strcmp(word, "up") == 0)
        state->sample -= state->sample > 0;
    else if (strcmp(word, "down") == 0)
        state->sample += ui_sample_studies[state->sample + 1].name != NULL;
    else if (strcmp(word, "open") == 0) {
        snprintf(command, sizeof command, "study %s",
                 ui_sample_studies[state->sample].name);
        snprintf(app->record, sizeof app->record, "%s", command);
        if (!ui_command_run(app, command)) {
            *error = app->error;
            return false;
        }
    } else
        return irt_fail(error, IRT_BAD_USAGE,
                        "no study is open: study FILE opens a design");
    return true;
}

static bool
study_word(void *private, struct ui_app *app, const char *word, const char *argument,
           struct irt_error *error)
{
    struct study_state *state = private;
    struct ui_study_look look;

    follow(state, app);
    if (!app->study)
        return choose_sample(state, app, word, error);
    look = look_of(state, app);
    if (strcmp(word, "parameter") == 0)
        next_target(state, look.study);
    else if (strcmp(word, "measure") == 0)
        state->measure =
            (enum irt_study_measure)(((int)state->measure + 1) % IRT_STUDY_MEASURES);
    else if (strcmp(word, "open") == 0)
        ui_app_say(app, false, "numbers of a study do not open");
    else if (strcmp(word, "factor") == 0)
        state->factor = ui_study_next_factor(&look, state->factor);
    else if (strcmp(word, "next") == 0 || strcmp(word, "previous") == 0)
        go_to_section(state, &look, word[0] == 'n');
    else if (strcmp(word, "cell") == 0)
        return go_to_cell(state, &look, argument) ||
               irt_fail(error, IRT_BAD_USAGE, "there are cells 1 to %zu",
                        ui_study_section(&look)->cells);
    else
        return move_cell(state, &look, word, 10, argument);
    return true;
}

static const struct ui_binding study_bindings[] = {
    { ' ', "study toggle", "run/stop" },  { UI_KEY_UP, "word up", "cell" },
    { UI_KEY_DOWN, "word down", "cell" }, { 't', "word parameter", "parameter" },
    { 'e', "word measure", "measure" },   { 'f', "word factor", "factor" },
    { '[', "word previous", "section" },  { ']', "word next", "section" },
    { UI_KEY_ENTER, "word open", NULL },  { 'k', "word up", NULL },
    { 'j', "word down", NULL },           { UI_KEY_HOME, "word first", NULL },
    { UI_KEY_END, "word last", NULL },    { 0, NULL, NULL },
};

const struct ui_view_ops ui_study = {
    .name = "study",
    .title = "Study",
    .key = '9',
    .state_size = sizeof(struct study_state),
    .bindings = study_bindings,
    .apart = true,
    .draw = study_draw,
    .speak = study_speak,
    .word = study_word,
};
