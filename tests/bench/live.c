/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "live.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "command.h"
#include "data/simulate.h"
#include "data/write.h"
#include "estimation.h"
#include "exam.h"
#include "examine.h"

#define SEED    20240229
#define FRAME   0.033 /* seconds between two pictures, as on a terminal */
#define REPEATS 5
#define MOST    1.1
#define ROWS    45
#define COLUMNS 140

static const struct {
    size_t persons, items, cycles; /* cycles: as many, whether they converge or not */
} sizes[] = {
    { 1000, 5, 20000 }, { 1000, 20, 3000 }, { 5000, 30, 1000 }, { 50000, 40, 150 }
};

static bool
write_data(const char *file, size_t persons, size_t items)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    FILE *out = fopen(file, "wb");
    bool done;

    options.persons = persons;
    options.items = items;
    options.seed = SEED;
    struct irt_simulation *simulation = irt_simulate(&options, NULL);
    done = out != NULL && simulation != NULL &&
           irt_responses_write_csv(simulation->data, IRT_WRITE_CODES, out, NULL);
    done = out != NULL && fclose(out) == 0 && done;
    irt_simulation_free(simulation);
    return done;
}

/* What the terminal does, without one: pictures and news as they come, to the end of the run; and
 * how often statistics were made. */
static size_t
follow(struct ui_app *app)
{
    size_t made = 0, found = 0;
    double drawn = 0;
    bool dirty = true;

    while (!app->session.ended) {
        struct pollfd news[] = { { .fd = ui_app_fd(app), .events = POLLIN },
                                 { .fd = ui_app_exam_fd(app), .events = POLLIN } };

        if (dirty && ui_seconds() - drawn >= FRAME) {
            ui_app_draw(app);
            drawn = ui_seconds();
            dirty = false;
        }
        poll(news, 2, dirty ? 5 : 33);
        dirty = ui_app_poll(app) || dirty;
        made += app->session.examined != NULL && app->session.examined_cycle != found;
        found = app->session.examined ? app->session.examined_cycle : 0;
    }
    return made;
}

/* One run with a screen open; its seconds, below 0: it failed. */
static double
run_once(struct ui_app *app, const char *view, size_t *made)
{
    char line[40];

    snprintf(line, sizeof line, "view %s", view);
    if (!ui_command_run(app, "reset") || !ui_command_run(app, line) ||
        !ui_command_run(app, "run"))
        return -1;
    *made = follow(app);
    return app->session.trouble.code == IRT_OK ? app->session.seconds : -1;
}

/* What they take by themselves, of the fit. */
static double
own_time(struct ui_app *app)
{
    ui_examine_wait(&app->session);
    ui_examine(&app->session);
    ui_examine_wait(&app->session);
    return app->session.examined ? ui_exam_seconds(app->session.examined) : 0;
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Without and with in turn, so that what else the machine does is on both alike; the middle one of
 * the ratios. */
static bool
compare(struct ui_app *app, size_t persons, size_t items)
{
    double without[REPEATS], with[REPEATS], ratio[REPEATS];
    size_t made = 0, none;

    for (int r = 0; r < REPEATS; r++) {
        without[r] = run_once(app, "converge", &none);
        with[r] = run_once(app, "fit", &made);
        if (!(without[r] > 0) || !(with[r] > 0))
            return false;
        ratio[r] = with[r] / without[r];
    }
    qsort(without, REPEATS, sizeof *without, by_value);
    qsort(with, REPEATS, sizeof *with, by_value);
    qsort(ratio, REPEATS, sizeof *ratio, by_value);
    printf("%8zu x %-3zu %8zu %11.1f %11.1f %9.3f %8.1f %6zu   %s\n", persons, items,
           app->session.trace.rows, 1e3 * without[REPEATS / 2], 1e3 * with[REPEATS / 2],
           ratio[REPEATS / 2], 1e3 * own_time(app), made,
           ratio[REPEATS / 2] <= MOST ? "" : "more than 1.1: a busy machine?");
    fflush(stdout);
    return true;
}

static bool
bench_size(const char *file, size_t persons, size_t items, size_t cycles)
{
    struct ui_app *app = malloc(sizeof *app);
    struct irt_error error = { IRT_OK, "" };
    char load[200], most[40];
    bool done = app != NULL && write_data(file, persons, items) &&
                ui_app_init(app, ROWS, COLUMNS, UI_GLYPHS_BRAILLE, &error);

    snprintf(load, sizeof load, "load %s", file);
    snprintf(most, sizeof most, "max-cycles %zu", cycles);
    if (done) {
        app->tui = true;
        done = ui_command_run(app, load) && ui_command_run(app, "se none") &&
               ui_command_run(app, "accelerate none") &&
               ui_command_run(app, "tol 1e-15") && ui_command_run(app, most) &&
               ui_command_run(app, "speed full") && ui_command_run(app, "model 3pl") &&
               ui_command_run(app, "prior c=beta(5,17)") && compare(app, persons, items);
        if (!done)
            printf("%8zu x %-3zu failed: %s\n", persons, items, app->message);
        ui_app_free(app);
    }
    free(app);
    return done;
}

bool
bench_live(void)
{
    char folder[] = "/tmp/irtop-bench-XXXXXX", file[64];
    bool done = mkdtemp(folder) != NULL;

    printf("\nstatistics of fit beside a run of plain EM, 3PL, on all cores: the middle "
           "of %d "
           "runs\n%14s %7s %11s %11s %9s %8s %6s\n",
           REPEATS, "persons x items", "cycles", "without ms", "with ms", "ratio",
           "once ms", "made");
    fflush(stdout);
    snprintf(file, sizeof file, "%s/data.csv", folder);
    for (size_t k = 0; done && k < sizeof sizes / sizeof *sizes; k++)
        done = bench_size(file, sizes[k].persons, sizes[k].items, sizes[k].cycles);
    unlink(file);
    rmdir(folder);
    return done;
}
