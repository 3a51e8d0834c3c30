/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school.c -- commands about schools: which is looked at, which is left out, and their true
 * effects. */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "school_facts.h"
#include "truth.h"
#include "words.h"

/* The school that a command names, by name or number; the chosen one when it names none. */
static bool
find(const struct ui_session *session, int argc, char **argv, size_t *k,
     struct irt_error *error)
{
    size_t schools = ui_schools_count(session);

    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (schools == 0)
        return irt_fail(error, IRT_BAD_DATA,
                        "the data have no schools: school-column NAME says which column "
                        "has them, schools K deals the persons to some");
    *k = 0;
    while (argc == 2 && *k < schools &&
           strcmp(session->data->school_name[*k], argv[1]) != 0)
        ++*k;
    if (argc == 2 && *k < schools)
        return true;
    *k = ui_schools_chosen(session);
    return argc == 1 || ui_command_index(argv[1], schools, k) ||
           irt_fail(error, IRT_BAD_USAGE, "no school is called '%.80s'", argv[1]);
}

static void
record(struct ui_app *app, const char *command, size_t k)
{
    char quoted[600];

    ui_word_quote(app->session.data->school_name[k], quoted, sizeof quoted);
    snprintf(app->record, sizeof app->record, "%s %s", command, quoted);
}

bool
ui_command_school(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    size_t k;

    if (!find(session, argc, argv, &k, error))
        return false;
    if (argc == 2)
        ui_schools_choose(session, k);
    record(app, "school", k);
    ui_app_say(app, false, "%s %.100s, number %zu of %zu, %.15g persons",
               ui_session_group_word(session), session->data->school_name[k], k + 1,
               session->data->schools,
               session->school_count ? session->school_count[k].persons : 0);
    return true;
}

/* Of a school that has just been left out, or taken in again. */
static void
say_dropped(struct ui_app *app, size_t k, bool ended)
{
    const struct ui_session *session = &app->session;

    ui_app_say(app, false, "school %.100s %s%s", session->data->school_name[k],
               ui_schools_is_out(session, k) ? "is left out" : "takes part again",
               ended && !session->worker ? "; the run is to be started anew: space"
               : ended && app->tui       ? "; the run goes on from here"
               : session->worker         ? " from the next round on"
                                         : "");
}

bool
ui_command_drop(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    bool ended = session->ended, out;
    size_t k;

    if (!find(session, argc, argv, &k, error))
        return false;
    out = !ui_schools_is_out(session, k);
    if (!ui_schools_drop_out(session, k, out, error))
        return false;
    record(app, "drop", k);
    say_dropped(app, k, ended);
    if (!ended || !session->worker)
        return ui_command_settle(app, error);
    app->recorded.ended = false;
    return app->tui ? ui_command_go_on(app, error) : ui_command_settle(app, error);
}

bool
ui_command_truth(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    if (!ui_command_takes(argc, argv, 2, 2, error) ||
        !ui_truth_read(&app->session, argv[1], error))
        return false;
    ui_app_say(app, false, "the truth is known now");
    return true;
}
