/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statistics.c -- the command that says what the statistics of fit are. */
#include "config.h"

#include "commands.h"

#include <stdlib.h>

#include "fit/wanted.h"
#include "statistic/explain.h"

static bool
find(const char *name, const struct irt_statistic **out, struct irt_error *error)
{
    char names[400];

    *out = irt_statistic_find(name);
    if (*out != NULL)
        return true;
    irt_wanted_names(names, sizeof names);
    return irt_fail(error, IRT_BAD_USAGE, "statistics: '%.80s' is not one of: %s dif",
                    name, names);
}

bool
ui_command_statistics(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    const struct irt_statistic *statistic = NULL;
    char *text = NULL;
    size_t size;
    FILE *out;

    if (!ui_command_takes(argc, argv, 1, 2, error) ||
        (argc == 2 && !find(argv[1], &statistic, error)))
        return false;
    out = open_memstream(&text, &size);
    if (out != NULL)
        ui_statistics_explain(statistic, out);
    if (out == NULL || fclose(out) != 0) {
        free(text);
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a text");
    }
    ui_app_show_text(app, "statistics of fit", text);
    return true;
}
