/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_command.c -- irtop FILE: the application with its screens. */
#include "config.h"

#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app.h"
#include "command.h"
#include "journal.h"
#include "settings.h"
#include "term.h"

static struct ui_app app; /* too large for the stack */

/* What the command line says of the look holds for this time only: *kept is the theme that
 * the settings are to keep. */
static void
dress(const struct ui_options *options, const char **kept)
{
    const char *no_color = getenv("NO_COLOR");

    ui_settings_load(&app);
    *kept = app.theme;
    if (options->no_color || (no_color != NULL && no_color[0] != '\0'))
        app.theme = "mono";
    if (options->theme != NULL)
        app.theme = options->theme;
}

static enum ui_status
run_screen(const struct ui_options *options)
{
    struct irt_error error;
    const char *kept, *worn;
    bool done;

    dress(options, &kept);
    worn = app.theme;
    ui_journal_open(&app);
    done = (options->run == NULL || ui_command_script(&app, options->run, &error)) &&
           ui_term_run(&app, &error);
    if (app.theme == worn)
        app.theme = kept;
    if (done)
        ui_settings_save(&app);
    return done ? (enum ui_status)app.status : ui_complain(&error);
}

enum ui_status
ui_app_program(const struct ui_options *options)
{
    struct irt_error error;
    enum ui_status status;

    status = ui_program_begin(&app, options,
                              options->ascii ? UI_GLYPHS_ASCII : ui_term_glyphs(), true,
                              &error)
                 ? run_screen(options)
                 : ui_complain(&error);
    if (!ui_app_end(&app)) {
        /* The memory goes back with the process; waiting for a thread could take long. */
        fflush(NULL);
        _exit((int)status);
    }
    ui_app_free(&app);
    return status;
}
