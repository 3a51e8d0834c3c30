/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choose.c -- commands on data and choices: load, the named choices, undo, redo. */
#include "config.h"

#include "commands.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choices.h"
#include "number.h"
#include "sample.h"
#include "words.h"

/* What is to be said after a change: what is wrong with it, or that a run went. */
static void
tell_change(struct ui_app *app, bool had_run, const char *what)
{
    const struct ui_session *session = &app->session;

    if (session->data && session->problem.code != IRT_OK)
        ui_app_say(app, true, "%s; %s", what, session->problem.message);
    else if (had_run)
        ui_app_say(app, false, "%s; the run is dropped: run starts anew", what);
    else
        ui_app_say(app, false, "%s", what);
}

/* ~ and ~/ stand for the home folder. */
static bool
expand(const char *file, char *out, size_t size, struct irt_error *error)
{
    const char *home = getenv("HOME");
    int length;

    if (home && file[0] == '~' && (file[1] == '/' || file[1] == '\0'))
        length = snprintf(out, size, "%s%s", home, file + 1);
    else
        length = snprintf(out, size, "%s", file);
    if (length < 0 || (size_t)length >= size)
        return irt_fail(error, IRT_BAD_USAGE, "a file name is longer than %zu bytes",
                        size - 1);
    return true;
}

/* The journal gets the full path: a replay may be started in another folder. */
static void
record_file(struct ui_app *app, const char *file, int argc, char **argv)
{
    char *full = realpath(file, NULL);
    char quoted[UI_LIST];
    size_t used;

    ui_word_quote(full ? full : file, quoted, sizeof quoted);
    used = (size_t)snprintf(app->record, sizeof app->record, "load %s", quoted);
    for (int k = 2; k < argc && used < sizeof app->record; k++) {
        ui_word_quote(argv[k], quoted, sizeof quoted);
        used += (size_t)snprintf(app->record + used, sizeof app->record - used, " %s",
                                 quoted);
    }
    free(full);
}

/* "key=ABDCA": a choice that the file is read by. */
static bool
choose_for_load(struct ui_choices *choices, const char *word, struct irt_error *error)
{
    size_t length = strcspn(word, "=");
    const struct ui_choice *choice;
    char name[64];

    snprintf(name, sizeof name, "%.*s", (int)length, word);
    choice = ui_choice_find(name);
    if (word[length] == '\0' || !choice || !choice->argument)
        return irt_fail(
            error, IRT_BAD_USAGE,
            "load: '%.60s' is not CHOICE=VALUE, such as items=A,B; a name with "
            "blanks stands in quotes",
            word);
    return choice->set(choices, word + length + 1, error);
}

/* Where the reader speaks of an option, it is said beside the file's name. */
static bool
explain_failure(struct irt_error *error)
{
    struct irt_error plain = *error;

    if (plain.code == IRT_BAD_DATA && strstr(plain.message, "--") != NULL)
        irt_fail(error, plain.code, "%s; here behind the file: load FILE items=A,B",
                 plain.message);
    return false;
}

/* What was read; whatever was said about another file's columns no longer holds. */
static void
tell_load(struct ui_app *app, bool forgot)
{
    const struct ui_session *session = &app->session;
    char what[300];

    snprintf(what, sizeof what, "%s persons, %zu items, %zu patterns, read in %.2g s%s%s",
             ui_count(session->data->persons).text, session->data->items,
             session->patterns->count, session->read_seconds,
             session->findings.count ? "; there are notes: doctor shows them" : "",
             forgot ? "; what was chosen about the other file's columns is taken back"
                    : "");
    tell_change(app, false, what);
}

/* True when there was something to be taken back. */
static bool
forget_data(struct ui_choices *choices)
{
    struct irt_load_options before = ui_choices_load(choices);
    bool had = before.missing || before.freq_column || before.id_column ||
               before.school_column || before.items || before.omit || before.words ||
               before.long_columns || before.key || before.reverse;

    ui_choices_forget_data(choices);
    return had;
}

bool
ui_command_load(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_session *session = &app->session;
    struct ui_choices choices = session->choices;

    if (!ui_command_takes(argc, argv, 2, UI_WORDS, error) ||
        !expand(argv[1], choices.file, sizeof choices.file, error))
        return false;
    bool again = strcmp(choices.file, session->choices.file) == 0;
    bool forgot = !again && session->data && forget_data(&choices);
    for (int k = 2; k < argc; k++)
        if (!choose_for_load(&choices, argv[k], error))
            return false;
    if (again && argc == 2 ? !ui_session_load(session, error)
                           : !ui_session_choose(session, &choices, error))
        return explain_failure(error);
    record_file(app, choices.file, argc, argv);
    tell_load(app, forgot);
    return true;
}

static bool
no_sample(const char *name, struct irt_error *error)
{
    char list[200];
    size_t used = 0;

    for (const struct ui_sample *s = ui_samples; s->name && used < sizeof list; s++)
        used += (size_t)snprintf(list + used, sizeof list - used, " %s", s->name);
    return irt_fail(error, IRT_BAD_USAGE, "there is no sample '%.40s'; take one of%s",
                    name, list);
}

bool
ui_command_sample(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    struct ui_choices choices = app->session.choices;
    const struct ui_sample *sample;
    bool forgot;

    if (!ui_command_takes(argc, argv, 2, 2, error))
        return false;
    sample = ui_sample_find(argv[1]);
    if (!sample)
        return no_sample(argv[1], error);
    forgot = forget_data(&choices) && app->session.data &&
             !ui_sample_of(app->session.choices.file);
    if (!ui_sample_path(sample->file, choices.file, sizeof choices.file) ||
        (sample->key && !ui_sample_path(sample->key, choices.key, sizeof choices.key)))
        return irt_fail(error, IRT_BAD_DATA, "the sample %s is not installed",
                        sample->name);
    if (!ui_session_choose(&app->session, &choices, error))
        return false;
    tell_load(app, forgot);
    return true;
}

static bool
show_choice(struct ui_app *app, const struct ui_choice *choice)
{
    char value[UI_LIST];

    choice->show(&app->session.choices, value, sizeof value);
    ui_app_say(app, false, "%s is %s", choice->name, value[0] ? value : "not set");
    return true;
}

bool
ui_command_choice(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    const struct ui_choice *choice = ui_choice_find(ui_command_find(argv[0])->name);
    struct ui_choices choices = app->session.choices;
    bool had_run = app->session.worker != NULL;
    char value[UI_LIST], what[UI_LIST + 64];

    if (!ui_command_takes(argc, argv, 1, 2, error))
        return false;
    if (argc == 1 && choice->argument) {
        /* A question changes nothing, so nothing goes to the journal. */
        snprintf(app->record, sizeof app->record, "#");
        return show_choice(app, choice);
    }
    if (!choice->set(&choices, argc == 2 ? argv[1] : NULL, error) ||
        !ui_session_choose(&app->session, &choices, error))
        return false;
    choice->show(&app->session.choices, value, sizeof value);
    if (argc == 2 && strchr(argv[1], '=') != NULL) /* of one item, or parameter */
        snprintf(value, sizeof value, "%s", argv[1]);
    snprintf(what, sizeof what, "%s %s", choice->name, value[0] ? value : "not set");
    tell_change(app, had_run && !app->session.worker, what);
    return true;
}

/* The choices that differ, as they are now: "quad 61, tol 0.001". */
static void
describe_changes(const struct ui_choices *before, const struct ui_choices *now, char *out,
                 size_t size)
{
    char old[UI_LIST], new[UI_LIST];
    size_t length = 0;

    out[0] = '\0';
    if (strcmp(before->file, now->file) != 0)
        length = (size_t)snprintf(out, size, " load %.100s", now->file);
    for (const struct ui_choice *c = ui_choice_table; c->name; c++) {
        c->show(before, old, sizeof old);
        c->show(now, new, sizeof new);
        if (strcmp(old, new) != 0 && length + 1 < size)
            length +=
                (size_t)snprintf(out + length, size - length, "%s %s %.60s",
                                 length ? "," : "", c->name, new[0] ? new : "not set");
    }
}

static bool
undo_or_redo(struct ui_app *app, const char *name,
             bool (*act)(struct ui_session *, struct irt_error *),
             struct irt_error *error)
{
    struct ui_choices before = app->session.choices;
    bool had_run = app->session.worker != NULL;
    char changes[300], what[340];

    if (!act(&app->session, error))
        return false;
    describe_changes(&before, &app->session.choices, changes, sizeof changes);
    snprintf(what, sizeof what, "%s:%s", name, changes);
    tell_change(app, had_run && !app->session.worker, what);
    return true;
}

bool
ui_command_undo(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    return ui_command_takes(argc, argv, 1, 1, error) &&
           undo_or_redo(app, "undone, now", ui_session_undo, error);
}

bool
ui_command_redo(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    return ui_command_takes(argc, argv, 1, 1, error) &&
           undo_or_redo(app, "made again", ui_session_redo, error);
}
