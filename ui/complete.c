/* SPDX-License-Identifier: GPL-3.0-or-later */
/* complete.c -- completion of a command line: command names, values of choices, files,
 * screens, themes, names of items. */
#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "choices.h"
#include "command.h"
#include "sample.h"
#include "school_facts.h"
#include "theme.h"
#include "view/view.h"
#include "words.h"

struct list {
    char **text; /* NULL-terminated */
    size_t count;
    bool failed;
};

static void
add(struct list *list, const char *word)
{
    char **grown = realloc(list->text, (list->count + 2) * sizeof *grown);

    if (!grown) {
        list->failed = true;
        return;
    }
    list->text = grown;
    list->text[list->count] = strdup(word);
    if (!list->text[list->count]) {
        list->failed = true;
        return;
    }
    list->text[++list->count] = NULL;
}

static void
offer(struct list *list, const char *word, const char *start)
{
    char quoted[UI_PATH];

    if (strncmp(word, start, strlen(start)) != 0)
        return;
    ui_word_quote(word, quoted, sizeof quoted);
    add(list, quoted);
}

/* "none ramsay squarem": each of the words. */
static void
offer_values(struct list *list, const char *values, const char *start)
{
    char word[64];

    while (values && *values) {
        size_t length = strcspn(values, " ");

        if (length && length < sizeof word) {
            memcpy(word, values, length);
            word[length] = '\0';
            offer(list, word, start);
        }
        values += length;
        values += strspn(values, " ");
    }
}

static void
offer_file(struct list *list, const char *folder, const char *name, const char *start)
{
    char path[UI_PATH];
    struct stat info;

    /* Hidden ones only when asked for. */
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
        (name[0] == '.' && start[strlen(folder)] != '.'))
        return;
    if ((size_t)snprintf(path, sizeof path - 1, "%s%s", folder, name) >= sizeof path - 1)
        return;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        strcat(path, "/");
    offer(list, path, start);
}

static void
offer_files(struct list *list, const char *start)
{
    const char *slash = strrchr(start, '/');
    size_t length = slash ? (size_t)(slash - start) + 1 : 0;
    char folder[UI_PATH];
    struct dirent *entry;
    DIR *open;

    if (length >= sizeof folder)
        return;
    memcpy(folder, start, length);
    folder[length] = '\0';
    open = opendir(length ? folder : ".");
    if (!open)
        return;
    while ((entry = readdir(open)) != NULL)
        offer_file(list, folder, entry->d_name, start);
    closedir(open);
}

static void
offer_items(struct list *list, const struct ui_session *session, const char *start)
{
    for (size_t j = 0; session->model && j < session->model->items; j++)
        offer(list, ui_item_name(session, j), start);
}

static void
offer_commands(struct list *list, const char *start)
{
    const struct ui_command *command;

    for (size_t k = 0; (command = ui_command_at(k)) != NULL; k++)
        offer(list, command->name, start);
}

/* "up|down|[N]": the words of a command's arguments, without those in capitals. */
static void
offer_words(struct list *list, const char *arguments, const char *start)
{
    char word[32];

    while (*arguments) {
        size_t skip = strcspn(arguments, "abcdefghijklmnopqrstuvwxyz");
        size_t length = strspn(arguments + skip, "abcdefghijklmnopqrstuvwxyz-");

        if (length > 1 && length < sizeof word) {
            memcpy(word, arguments + skip, length);
            word[length] = '\0';
            offer(list, word, start);
        }
        arguments += skip + length;
    }
}

static void
offer_arguments(struct list *list, struct ui_app *app, const struct ui_command *command,
                const char *start)
{
    const struct ui_choice *choice;

    switch (command->completion) {
    case UI_COMPLETE_NONE: offer_words(list, command->arguments, start); break;
    case UI_COMPLETE_FILE:
        offer_words(list, command->arguments, start);
        offer_files(list, start);
        break;
    case UI_COMPLETE_CHOICE_VALUE:
        choice = ui_choice_find(command->name);
        offer_values(list, choice ? choice->values : NULL, start);
        break;
    case UI_COMPLETE_VIEW:
        for (size_t k = 0; ui_views[k]; k++)
            offer(list, ui_views[k]->name, start);
        break;
    case UI_COMPLETE_ITEM: offer_items(list, &app->session, start); break;
    case UI_COMPLETE_COMMAND: offer_commands(list, start); break;
    case UI_COMPLETE_SAMPLE:
        for (const struct ui_sample *sample = ui_samples; sample->name; sample++)
            offer(list, sample->name, start);
        break;
    case UI_COMPLETE_SCHOOL:
        for (size_t k = 0; k < ui_schools_count(&app->session); k++)
            offer(list, app->session.data->school_name[k], start);
        break;
    case UI_COMPLETE_THEME:
        for (size_t k = 0; ui_themes[k]; k++)
            offer(list, ui_themes[k], start);
        break;
    }
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void
ui_completions_free(char **list)
{
    for (size_t k = 0; list && list[k]; k++)
        free(list[k]);
    free(list);
}

char **
ui_command_complete(struct ui_app *app, const char *line)
{
    const char *start = strrchr(line, ' ');
    const struct ui_command *command;
    struct list list = { 0 };
    struct ui_words words;

    start = start ? start + 1 : line;
    list.text = calloc(1, sizeof *list.text);
    if (!list.text)
        return NULL;
    if (!ui_words_split(line, &words, NULL) || words.count == 0 ||
        (words.count == 1 && start[0])) {
        offer_commands(&list, start);
    } else {
        command = ui_command_find(words.word[0]);
        if (command)
            offer_arguments(&list, app, command, start);
    }
    ui_words_free(&words);
    if (list.failed) {
        ui_completions_free(list.text);
        return NULL;
    }
    qsort(list.text, list.count, sizeof *list.text, by_text);
    return list.text;
}
