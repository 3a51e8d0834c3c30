/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>

#include "choices.h"
#include "xdg.h"

#define LINES 1000

static bool
history_file(char *path, size_t size)
{
    return ui_xdg_file(UI_XDG_STATE, "history", true, path, size);
}

void
ui_history_load(void)
{
    char path[UI_PATH];

    using_history();
    clear_history();
    stifle_history(LINES);
    if (!history_file(path, sizeof path))
        return;
    history_truncate_file(path, LINES);
    read_history(path);
}

/* append_history() wants the file to be there. */
static void
append(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

    if (fd < 0)
        return;
    close(fd);
    append_history(1, path);
}

void
ui_history_add(const char *line)
{
    const HIST_ENTRY *last = history_get(history_base + history_length - 1);
    char path[UI_PATH];

    if (line[strspn(line, " \t")] == '\0' || (last && strcmp(last->line, line) == 0))
        return;
    add_history(line);
    if (history_file(path, sizeof path))
        append(path);
}

void
ui_history_write(FILE *out)
{
    HIST_ENTRY **list = history_list();

    for (size_t k = 0; list && list[k]; k++)
        fprintf(out, "%4zu  %s\n", k + 1, list[k]->line);
    if (!list || !list[0])
        fputs("No line was given yet.\n", out);
}

void
ui_history_clear(void)
{
    clear_history();
}
