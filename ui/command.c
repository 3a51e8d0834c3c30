/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.c -- finds a command by its name and runs a line of the command language. */
#include "config.h"

#include "command.h"

#include <stdio.h>
#include <string.h>

#include "choices.h"
#include "commands/commands.h"
#include "journal.h"
#include "words.h"

#define MOST_CHOICES 64

/* The named choices in the shape of commands, made once. */
static const struct ui_command *
choice_commands(void)
{
    static struct ui_command made[MOST_CHOICES];

    if (made[0].name)
        return made;
    for (size_t k = 0; ui_choice_table[k].name && k < MOST_CHOICES - 1; k++) {
        const struct ui_choice *choice = &ui_choice_table[k];

        made[k] = (struct ui_command){
            .name = choice->name,
            .arguments = choice->argument ? choice->argument : "[on|off]",
            .completion = UI_COMPLETE_CHOICE_VALUE,
            .help = choice->help,
            .journal = true,
            .run = ui_command_choice,
        };
    }
    return made;
}

static size_t
table_count(void)
{
    size_t count = 0;

    while (ui_commands[count].name)
        count++;
    return count;
}

const struct ui_command *
ui_command_at(size_t k)
{
    size_t count = table_count();
    const struct ui_command *command;

    if (k < count)
        return &ui_commands[k];
    command = choice_commands() + (k - count);
    return command->name ? command : NULL;
}

/* How many commands begin so; *first is the first of them, and an exact one is alone. */
static size_t
matches(const char *name, const struct ui_command **first)
{
    const struct ui_command *command;
    size_t length = strlen(name), count = 0;

    *first = NULL;
    for (size_t k = 0; (command = ui_command_at(k)) != NULL; k++) {
        if (strcmp(command->name, name) == 0) {
            *first = command;
            return 1;
        }
        if (length && strncmp(command->name, name, length) == 0 && count++ == 0)
            *first = command;
    }
    return count;
}

const struct ui_command *
ui_command_find(const char *name)
{
    const struct ui_command *command;

    return matches(name, &command) == 1 ? command : NULL;
}

static bool
not_found(const char *name, struct irt_error *error)
{
    const struct ui_command *command;
    char list[200] = "";
    size_t length = 0, prefix = strlen(name);

    if (matches(name, &command) == 0)
        return irt_fail(error, IRT_BAD_USAGE, "%.60s: no such command; help lists them",
                        name);
    for (size_t k = 0; (command = ui_command_at(k)) != NULL; k++)
        if (strncmp(command->name, name, prefix) == 0 && length < sizeof list - 24)
            length += (size_t)snprintf(list + length, sizeof list - length, " %s",
                                       command->name);
    return irt_fail(error, IRT_BAD_USAGE, "%.60s may be:%s", name, list);
}

bool
ui_command_usage(const struct ui_command *command, struct irt_error *error)
{
    return irt_fail(error, IRT_BAD_USAGE, "usage: %s %s", command->name,
                    command->arguments);
}

static bool
run_words(struct ui_app *app, const char *line, struct ui_words *words,
          struct irt_error *error)
{
    const struct ui_command *command;

    if (words->count == 0)
        return true;
    command = ui_command_find(words->word[0]);
    if (!command)
        return not_found(words->word[0], error);
    /* What the run has done up to here comes first in the journal. */
    if (command->journal)
        ui_journal_settle(app);
    app->record[0] = '\0';
    if (!command->run(app, words->count, words->word, error))
        return false;
    if (command->journal)
        ui_journal_act(app, app->record[0] ? app->record : line);
    return true;
}

bool
ui_command_run(struct ui_app *app, const char *line)
{
    struct irt_error error = { IRT_OK, "" };
    struct ui_words words;
    bool ok;

    app->message[0] = '\0';
    ok = ui_words_split(line, &words, &error) && run_words(app, line, &words, &error);
    ui_words_free(&words);
    if (!ok) {
        app->error = error;
        ui_app_say(app, true, "%s", error.message);
    }
    return ok;
}
