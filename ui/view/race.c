/* SPDX-License-Identifier: GPL-3.0-or-later */
/* race.c -- the Race screen: estimators side by side, how far each is from the truth or from the
 * first of them, by cycle and by its own clock. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "entrants.h"
#include "plot/plot.h"
#include "race_run.h"
#include "view/parts.h"
#include "view/view.h"

#define WIDE   100 /* columns from when on slopes have a column, and outcomes room */
#define LABEL  24  /* columns of a label at most */
#define NARROW 46  /* columns of a plot whose title has to be short */

struct race_state {
    bool slopes; /* a is drawn, else b */
};

/* --- what is known ------------------------------------------------------------------------ */

static struct irt_race_point
last_of(const struct ui_race_seen *lane)
{
    return lane->points > 0 ? lane->point[lane->points - 1]
                            : (struct irt_race_point){ 0, { NAN, NAN } };
}

static double
distance_of(const struct irt_race_point *point, bool slopes)
{
    return slopes ? point->distance.a : point->distance.b;
}

/* Who is nearest now; lanes: nobody is known to be.  Against another's end that other one is
 * at 0 and does not count. */
static size_t
find_nearest(const struct ui_race_run *run, bool slopes)
{
    size_t lanes = ui_race_run_lanes(run), best = lanes;
    double least = INFINITY;

    for (size_t k = 0; k < lanes; k++) {
        struct irt_race_point last = last_of(ui_race_run_lane(run, k));
        double d = distance_of(&last, slopes);

        if (d > 0 && d < least) {
            least = d;
            best = k;
        }
    }
    return best;
}

static bool
has_slopes(const struct ui_race_run *run)
{
    for (size_t k = 0; k < ui_race_run_lanes(run); k++)
        if (!isnan(last_of(ui_race_run_lane(run, k)).distance.a))
            return true;
    return false;
}

/* --- the table ---------------------------------------------------------------------------- */

static int
label_width(const struct ui_race_run *run)
{
    int width = 7;

    for (size_t k = 0; k < ui_race_run_lanes(run); k++) {
        int w = ui_columns(ui_race_run_lane(run, k)->label);

        width = w > width ? w : width;
    }
    return width > LABEL ? LABEL : width;
}

static void
draw_lane(const struct race_state *state, const struct ui_race_run *run, size_t k,
          size_t nearest, int width, struct ui_canvas *canvas, int y, struct ui_rect rect)
{
    const struct ui_race_seen *lane = ui_race_run_lane(run, k);
    struct irt_race_point last = last_of(lane);
    enum ui_role role = ui_curve_role(k), near = k == nearest ? UI_KEY : UI_TEXT;
    int x = rect.x + 1;

    ui_cut_text(canvas, y, x, 2, role, "%zu", k + 1);
    ui_cut_text(canvas, y, x + 2, width, UI_TEXT, "%s", lane->label);
    x += width + 2;
    ui_column(canvas, y, x, 8, UI_TEXT, NULL, 0,
              lane->points > 0 ? (double)lane->points - 1 : NAN);
    ui_column(canvas, y, x + 8, 10, UI_TEXT, NULL, 4, last.seconds);
    ui_column(canvas, y, x + 18, 9, state->slopes ? UI_TEXT : near, NULL, 4,
              last.distance.b);
    ui_column(canvas, y, x + 27, 9, state->slopes ? near : UI_TEXT, NULL, 4,
              last.distance.a);
    ui_cut_text(canvas, y, x + 38, rect.x + rect.w - x - 38, UI_DIM, "%s%s",
                lane->outcome, k == nearest ? ", nearest" : "");
}

/* Returns its rows. */
static int
draw_table(const struct race_state *state, const struct ui_race_run *run,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    size_t lanes = ui_race_run_lanes(run), nearest = find_nearest(run, state->slopes);
    int width = label_width(run), x = rect.x + 3 + width;

    ui_cut_text(canvas, rect.y, rect.x + 1, rect.w - 1, UI_TEXT,
                "%s: distance from %s, root mean square%s", ui_race_run_about(run),
                ui_race_run_goal(run),
                rect.w >= WIDE ? " difference; of b after their means are made one" : "");
    if (rect.h < 3)
        return 1;
    ui_cut_text(canvas, rect.y + 1, rect.x + 3, rect.w - 3, UI_DIM, "entrant");
    ui_cut_text(canvas, rect.y + 1, x, rect.w, UI_DIM, "%8s%10s%9s%9s", "cycles",
                "seconds", "b", "a");
    for (size_t k = 0; k < lanes && (int)k + 2 < rect.h; k++)
        draw_lane(state, run, k, nearest, width, canvas, rect.y + 2 + (int)k, rect);
    return 2 + (int)lanes;
}

/* --- the plots ---------------------------------------------------------------------------- */

/* Where a point stands: log10 of its cycle, or of its milliseconds. */
static double
place_of(const struct irt_race_point *point, size_t p, bool time)
{
    return log10(time ? 1000 * point->seconds : (double)p);
}

static void
find_ranges(const struct ui_race_run *run, bool slopes, bool time, struct ui_axes *axes)
{
    axes->x0 = axes->y0 = INFINITY;
    axes->x1 = axes->y1 = -INFINITY;
    for (size_t k = 0; k < ui_race_run_lanes(run); k++) {
        const struct ui_race_seen *lane = ui_race_run_lane(run, k);

        for (size_t p = 1; p < lane->points; p++) {
            double y = distance_of(&lane->point[p], slopes);
            double x = place_of(&lane->point[p], p, time);

            if (!(y > 1e-5) || !isfinite(x))
                continue;
            axes->x0 = fmin(axes->x0, x);
            axes->x1 = fmax(axes->x1, x);
            axes->y0 = fmin(axes->y0, y);
            axes->y1 = fmax(axes->y1, y);
        }
    }
}

static void
draw_curve(struct ui_plot *plot, const struct ui_race_seen *lane, size_t k, bool slopes,
           bool time)
{
    double *x = malloc((lane->points + 1) * sizeof *x),
           *y = malloc((lane->points + 1) * sizeof *y);
    size_t n = 0;

    for (size_t p = 1; x && y && p < lane->points; p++) {
        y[n] = distance_of(&lane->point[p], slopes);
        x[n] = place_of(&lane->point[p], p, time);
        n += y[n] > 1e-5 && isfinite(x[n]);
    }
    if (x && y && n > 0) {
        ui_plot_curve(plot, ui_curve_role(k), x, y, n);
        ui_plot_points(plot, ui_curve_role(k), (uint32_t)('1' + k), x + n - 1, y + n - 1,
                       1);
    }
    free(x);
    free(y);
}

static void
draw_plot(const struct ui_race_run *run, bool slopes, bool time, struct ui_canvas *canvas,
          struct ui_rect rect)
{
    char title[80];
    struct ui_axes axes = { .title = title,
                            .x_title = "",
                            .log_y = true,
                            .x_ticks = 4,
                            .y_ticks = 3,
                            .label_columns = 7 };
    struct ui_plot plot;

    snprintf(title, sizeof title, "%s%s by log10 %s",
             rect.w < NARROW ? "" : "distance of ", slopes ? "slopes a" : "b",
             time ? "ms" : "cycle");
    find_ranges(run, slopes, time, &axes);
    if (!(axes.y1 > 0)) {
        ui_cut_text(canvas, rect.y + rect.h / 2, rect.x + 2, rect.w - 2, UI_DIM,
                    "distances are known when %s has ended", ui_race_run_goal(run));
        return;
    }
    axes.x1 = axes.x1 > axes.x0 ? axes.x1 : axes.x0 + 1;
    axes.y1 *= 1.3;
    axes.y0 /= 1.3;
    plot = ui_plot_open(canvas, rect, &axes);
    for (size_t k = 0; k < ui_race_run_lanes(run); k++)
        draw_curve(&plot, ui_race_run_lane(run, k), k, slopes, time);
}

/* --- the screen --------------------------------------------------------------------------- */

static void
draw_nothing(const struct ui_app *app, struct ui_canvas *canvas, struct ui_rect body)
{
    char text[600];

    snprintf(text, sizeof text,
             "No race was run. Space runs the estimators that can estimate this model "
             "side by side on these data: %s. :race LIST says who takes part, as in "
             ":race em, em accelerate=none, jml. The one that has spent the least time "
             "does its next cycle. Each is held against the truth, where data were "
             "simulated, else against the first.",
             ui_race_usual);
    ui_paragraph(canvas,
                 (struct ui_rect){ body.y + body.h / 6, body.x + 3, body.h, body.w - 6 },
                 UI_TEXT, app->session.data ? text : "There are no data: load FILE.");
}

static void
race_draw(void *private, const struct ui_app *app, struct ui_canvas *canvas,
          struct ui_rect body)
{
    struct race_state *state = private;
    const struct irt_notes *notes;
    struct ui_rect rest;
    int table, note = 0;

    if (!app->race) {
        draw_nothing(app, canvas, body);
        return;
    }
    if (state->slopes && !ui_race_run_running(app->race) && !has_slopes(app->race))
        state->slopes = false; /* another race, of a model without */
    table = draw_table(state, app->race, canvas, body);
    notes = ui_race_run_notes(app->race);
    rest = ui_rows(body, table + 1, body.h - table - 1);
    if (rest.h < 6)
        return;
    for (size_t k = 0; k < notes->count && rest.h - note > 16; k++)
        note += ui_paragraph(canvas,
                             (struct ui_rect){ rest.y + rest.h - 1 - (int)k, rest.x + 1,
                                               1, rest.w - 1 },
                             UI_DIM, notes->text[k]) > 0;
    rest.h -= note;
    draw_plot(app->race, state->slopes, false, canvas,
              ui_columns_of(rest, 0, rest.w / 2));
    draw_plot(app->race, state->slopes, true, canvas,
              ui_columns_of(rest, rest.w / 2, rest.w - rest.w / 2));
}

static void
race_speak(const void *private, const struct ui_app *app, FILE *out)
{
    const struct race_state *state = private;
    const struct ui_race_run *run = app->race;
    size_t nearest;

    if (!run) {
        fputs("No race was run.\n", out);
        return;
    }
    fprintf(out, "A race of %zu, %s, held against %s.\n", ui_race_run_lanes(run),
            ui_race_run_about(run), ui_race_run_goal(run));
    for (size_t k = 0; k < ui_race_run_lanes(run); k++) {
        const struct ui_race_seen *lane = ui_race_run_lane(run, k);
        struct irt_race_point last = last_of(lane);

        fprintf(out, "%s: %s after %zu cycles and %.4f seconds", lane->label,
                lane->outcome, lane->points > 0 ? lane->points - 1 : 0, last.seconds);
        if (!isnan(last.distance.b))
            fprintf(out, "; distance of b %.4f", last.distance.b);
        if (!isnan(last.distance.a))
            fprintf(out, ", of a %.4f", last.distance.a);
        fputs(".\n", out);
    }
    nearest = find_nearest(run, state->slopes);
    if (nearest < ui_race_run_lanes(run))
        fprintf(out, "Nearest is %s.\n", ui_race_run_lane(run, nearest)->label);
}

static bool
race_word(void *private, struct ui_app *app, const char *word, const char *argument,
          struct irt_error *error)
{
    struct race_state *state = private;

    (void)argument;
    if (strcmp(word, "parameter") != 0)
        return false;
    if (!state->slopes && app->race && !has_slopes(app->race))
        return irt_fail(error, IRT_BAD_USAGE, "there are no slopes to compare");
    state->slopes = !state->slopes;
    ui_app_say(app, false, "distances of %s",
               state->slopes ? "slopes a" : "difficulties b");
    return true;
}

static const struct ui_binding race_bindings[] = {
    { ' ', "race toggle", "run/stop" },
    { 't', "word parameter", "b or a" },
    { 0, NULL, NULL },
};

const struct ui_view_ops ui_race = {
    .name = "race",
    .title = "Race",
    .key = 'r',
    .state_size = sizeof(struct race_state),
    .bindings = race_bindings,
    .apart = true,
    .draw = race_draw,
    .speak = race_speak,
    .word = race_word,
};
