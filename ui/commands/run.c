/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c -- commands that move a run: run, pause, step, until, finish, reset, speed. */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "number.h"
#include "settings.h"
#include "speed.h"

#define MOST_BACKLOG 0.5 /* seconds */

/* Without a screen nobody watches: full speed. */
static void
send_speed(struct ui_app *app)
{
    const struct ui_speed *speed = &ui_speeds[app->tui ? app->speed : ui_speed_count - 1];

    if (app->session.worker)
        ui_worker_speed(app->session.worker, speed->grain, speed->milliseconds);
}

/* A run that is open and can go on, shown as it is now. */
static bool
ready(struct ui_app *app, struct irt_error *error)
{
    struct ui_session *session = &app->session;

    if (!ui_session_open_run(session, error))
        return false;
    if (session->ended)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the run has ended: reset starts it anew, or change a choice");
    app->told_wait = app->told_end = false;
    send_speed(app);
    return ui_session_travel(session, 0, error);
}

static bool
start_run(struct ui_app *app, size_t stop_at, struct irt_error *error)
{
    struct ui_session *session = &app->session;

    if (!ready(app, error))
        return false;
    if (stop_at && stop_at <= ui_session_cycles(session)) {
        ui_app_say(app, false, "cycle %zu is done already", stop_at);
        return true;
    }
    ui_worker_stop_at(session->worker, stop_at);
    ui_worker_run(session->worker);
    session->running = true;
    return ui_command_settle(app, error);
}

bool
ui_command_go_on(struct ui_app *app, struct irt_error *error)
{
    return start_run(app, 0, error);
}

bool
ui_command_run_on(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    return ui_command_takes(argc, argv, 1, 1, error) && start_run(app, 0, error);
}

bool
ui_command_until(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    size_t cycle;

    return ui_command_takes(argc, argv, 2, 2, error) &&
           ui_command_count(argc, argv, 1, &cycle, error) && start_run(app, cycle, error);
}

bool
ui_command_pause(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    if (app->session.worker)
        ui_worker_pause(app->session.worker);
    return ui_command_settle(app, error);
}

bool
ui_command_toggle(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    if (app->session.running)
        return ui_command_pause(app, 1, argv, error);
    return start_run(app, 0, error);
}

/* Seconds that the steps asked for will take, by what cycles took so far: a key held down
 * must not pile up steps for long after it is let go. */
static double
backlog(struct ui_session *session)
{
    size_t cycles = ui_session_cycles(session);

    ui_session_poll(session);
    if (!session->busy || cycles == 0)
        return 0.0;
    return (double)session->waiting * session->seconds / (double)cycles;
}

/* "step", "step 3", "step cycle", "step stage 2"; newton is another word for stage. */
bool
ui_command_step(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    enum irt_grain grain = IRT_GRAIN_STAGE;
    int at = 1;
    size_t count;

    if (!ui_command_takes(argc, argv, 1, 3, error))
        return false;
    if (argc > 1 && strcmp(argv[1], "cycle") == 0)
        grain = IRT_GRAIN_CYCLE;
    if (argc > 1 && (grain == IRT_GRAIN_CYCLE || strcmp(argv[1], "stage") == 0 ||
                     strcmp(argv[1], "newton") == 0))
        at = 2;
    if (argc > at + 1)
        return ui_command_usage(ui_command_find(argv[0]), error);
    if (!ui_command_count(argc, argv, at, &count, error))
        return false;
    if (app->session.running) {
        ui_worker_pause(app->session.worker);
        ui_app_say(app, false, "paused; step again to go on from here");
        return true;
    }
    if (backlog(&app->session) > MOST_BACKLOG) {
        ui_app_say(app, false, "the steps before are not done yet");
        return true;
    }
    if (!ready(app, error))
        return false;
    for (size_t i = 0; i < count; i++)
        ui_worker_step(app->session.worker, grain);
    return ui_command_settle(app, error);
}

bool
ui_command_finish(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;

    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    if (session->ended)
        return irt_fail(error, IRT_BAD_USAGE, "the run has ended already");
    if (ui_session_cycles(session) == 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "no cycle is complete yet: there is nothing to finish with");
    ui_worker_finish(session->worker);
    return ui_command_settle(app, error);
}

bool
ui_command_reset(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 1, 1, error))
        return false;
    ui_session_reset(&app->session);
    ui_app_say(app, false, "back at the start");
    return true;
}

bool
ui_command_speed(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    unsigned fastest = (unsigned)ui_speed_count - 1;
    uint64_t n;

    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (argc == 2 && strcmp(argv[1], "slower") == 0)
        app->speed -= app->speed > 0;
    else if (argc == 2 && strcmp(argv[1], "faster") == 0)
        app->speed += app->speed < fastest;
    else if (argc == 2 && strcmp(argv[1], "full") == 0)
        app->speed = fastest;
    else if (argc == 2 && ui_number_whole(argv[1], &n) && n <= fastest)
        app->speed = (unsigned)n;
    else if (argc == 2)
        return irt_fail(error, IRT_BAD_USAGE,
                        "speed: '%.40s' is none of slower, faster, full, 0 .. %u",
                        argv[1], fastest);
    send_speed(app);
    ui_settings_save(app);
    ui_app_say(app, false, "speed: %s%s", ui_speeds[app->speed].name,
               app->speed == fastest ? ", as fast as it goes" : "");
    return true;
}
