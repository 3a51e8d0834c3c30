/* SPDX-License-Identifier: GPL-3.0-or-later */
/* travel.c -- commands that turn back time, and those that keep a run as a ghost. */
#include "config.h"

#include "commands.h"

#include <stdio.h>

#include "number.h"

/* The cycle on the screen; one under way counts as the next. */
static size_t
here(const struct ui_session *session)
{
    size_t done = ui_session_cycles(session);

    if (session->travel)
        return session->travel;
    return session->live.cycle > done ? session->live.cycle : done;
}

/* Absolute in the journal: "back" would depend on how far the run has come. */
static bool
travel(struct ui_app *app, size_t cycle, struct irt_error *error)
{
    struct ui_session *session = &app->session;

    if (!ui_session_travel(session, cycle, error))
        return false;
    if (session->travel)
        snprintf(app->record, sizeof app->record, "goto %zu", session->travel);
    else
        snprintf(app->record, sizeof app->record, "live");
    return ui_command_settle(app, error);
}

bool
ui_command_back(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    size_t n, at = here(&app->session);

    if (!ui_command_takes(argc, argv, 1, 2, error) ||
        !ui_command_count(argc, argv, 1, &n, error))
        return false;
    if (at <= 1 && app->session.travel)
        return irt_fail(error, IRT_BAD_USAGE, "this is the first cycle");
    return travel(app, at > n ? at - n : 1, error);
}

bool
ui_command_forward(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    size_t n, at = here(&app->session);

    if (!ui_command_takes(argc, argv, 1, 2, error) ||
        !ui_command_count(argc, argv, 1, &n, error))
        return false;
    if (!app->session.travel)
        return irt_fail(error, IRT_BAD_USAGE,
                        "this is the present: step or run goes further");
    return travel(app, at + n > ui_session_cycles(&app->session) ? 0 : at + n, error);
}

bool
ui_command_goto(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    size_t cycle, done = ui_session_cycles(&app->session);

    if (!ui_command_takes(argc, argv, 2, 2, error) ||
        !ui_command_count(argc, argv, 1, &cycle, error))
        return false;
    if (cycle > done)
        return irt_fail(error, IRT_BAD_USAGE,
                        "cycle %zu is not done yet, %zu are: until %zu runs to it", cycle,
                        done, cycle);
    return travel(app, cycle, error);
}

bool
ui_command_live(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    return ui_command_takes(argc, argv, 1, 1, error) && travel(app, 0, error);
}

bool
ui_command_pin(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;

    if (!ui_command_takes(argc, argv, 1, 2, error) ||
        !ui_session_pin(session, argc > 1 ? argv[1] : NULL, error))
        return false;
    ui_app_say(app, false, "pinned as ghost %zu: %s", session->pins,
               session->pin[session->pins - 1].label);
    return true;
}

bool
ui_command_unpin(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    size_t n;

    if (!ui_command_takes(argc, argv, 1, 2, error) ||
        !ui_command_count(argc, argv, 1, &n, error))
        return false;
    if (session->pins == 0)
        return irt_fail(error, IRT_BAD_USAGE, "no run is pinned");
    if (n > session->pins)
        return irt_fail(error, IRT_BAD_USAGE, "%zu run%s pinned: there is no run %zu",
                        session->pins, session->pins == 1 ? " is" : "s are", n);
    if (argc > 1)
        ui_session_unpin(session, n - 1);
    while (argc == 1 && session->pins)
        ui_session_unpin(session, session->pins - 1);
    ui_app_say(app, false, "%zu run%s pinned", session->pins,
               session->pins == 1 ? " is" : "s are");
    return true;
}
