/* SPDX-License-Identifier: GPL-3.0-or-later */
/* school.c -- commands about schools: which is looked at, and their true effects. */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "school_facts.h"
#include "words.h"

static bool
has_schools(const struct ui_session *session, struct irt_error *error)
{
    return ui_schools_count(session) > 0 ||
           irt_fail(error, IRT_BAD_DATA,
                    "the data have no schools: school-column NAME says which column has "
                    "them, schools K deals the persons to some");
}

bool
ui_command_school(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    char quoted[600];
    size_t schools, k = 0;

    if (!ui_command_takes(argc, argv, 1, 2, error) || !has_schools(session, error))
        return false;
    schools = session->data->schools;
    while (argc == 2 && k < schools &&
           strcmp(session->data->school_name[k], argv[1]) != 0)
        k++;
    if (argc == 1 || k == schools)
        k = ui_schools_chosen(session);
    if (argc == 2 && strcmp(session->data->school_name[k], argv[1]) != 0 &&
        !ui_command_index(argv[1], schools, &k))
        return irt_fail(error, IRT_BAD_USAGE, "no school is called '%.80s'", argv[1]);
    if (argc == 2)
        ui_schools_choose(session, k);
    ui_word_quote(session->data->school_name[k], quoted, sizeof quoted);
    snprintf(app->record, sizeof app->record, "school %s", quoted);
    ui_app_say(app, false, "%s %.100s, number %zu of %zu, %.15g persons",
               ui_session_group_word(session), session->data->school_name[k], k + 1,
               schools, session->school_count ? session->school_count[k].persons : 0);
    return true;
}

bool
ui_command_school_truth(struct ui_app *app, int argc, char **argv,
                        struct irt_error *error)
{
    struct ui_session *session = &app->session;

    if (!ui_command_takes(argc, argv, 2, 2, error) || !has_schools(session, error) ||
        !ui_schools_read_truth(session, argv[1], error))
        return false;
    ui_app_say(app, false, "the true effects are known now");
    return true;
}
