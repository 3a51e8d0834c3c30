/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h -- the one table of commands.  A key, a click, the : prompt, a script, a
 * journal and a test all run these; help, completion, the man page's list and the key
 * bar come from it. */
#ifndef UI_COMMAND_H
#define UI_COMMAND_H

#include "app.h"
#include "error.h"

#include <stdbool.h>

enum ui_completion {
    UI_COMPLETE_NONE,
    UI_COMPLETE_FILE,
    UI_COMPLETE_CHOICE_VALUE, /* the values of the choice with the command's name */
    UI_COMPLETE_VIEW,
    UI_COMPLETE_ITEM,
    UI_COMPLETE_COMMAND,
    UI_COMPLETE_THEME,
    UI_COMPLETE_SAMPLE,
    UI_COMPLETE_SCHOOL
};

struct ui_command {
    const char *name;
    const char *arguments; /* "[N]", "FILE", "" */
    enum ui_completion completion;
    const char *help; /* one line */
    bool journal;     /* recorded in the journal (not: cursor moves, help, quit) */
    bool (*run)(struct ui_app *app, int argc, char **argv, struct irt_error *error);
};
/* The written table (commands/table.c); ends with name NULL.  The named choices of
 * choices.h are commands too: */
extern const struct ui_command ui_commands[];

/* All commands: the table's, then one a named choice.  NULL after the last. */
const struct ui_command *ui_command_at(size_t k);

/* Exact, or a unique prefix; NULL otherwise. */
const struct ui_command *ui_command_find(const char *name);

/* Runs one line: words split at blanks, "quoted words" kept, # starts a comment.
 * Errors go to the message line and app->error and return false. */
bool ui_command_run(struct ui_app *app, const char *line);

/* Completions of the word that ends the line: NULL-terminated, caller frees each and
 * the list.  NULL without memory. */
char **ui_command_complete(struct ui_app *app, const char *line);
void ui_completions_free(char **list);

/* Runs every line of a file; stops at the first error, which names FILE:LINE.  Without a
 * terminal it returns when all is done.  With one it returns at once, and ui_app_poll()
 * runs a line whenever the worker has done what the one before asked. */
bool ui_command_script(struct ui_app *app, const char *file, struct irt_error *error);

#endif
