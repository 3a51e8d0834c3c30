/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script_command.c -- irtop --run FILE --no-tui: the application without a screen. */
#include "config.h"

#include "programs.h"

#include <errno.h>
#include <string.h>

#include "app.h"
#include "command.h"
#include "interrupt.h"
#include "plain.h"
#include "session.h"

/* Until the terminal says how large it is, or a script does. */
#define HEIGHT 24
#define WIDTH  80

/* The data are read before a screen is taken over, so that an error stays readable. */
bool
ui_program_begin(struct ui_app *app, const struct ui_options *options,
                 enum ui_glyphs glyphs, bool tui, struct irt_error *error)
{
    if (!ui_app_init(app, HEIGHT, WIDTH, glyphs, error))
        return false;
    app->tui = tui;
    app->session.choices = options->choices;
    return options->choices.file[0] == '\0' || ui_session_load(&app->session, error);
}

static enum ui_status
run_script(struct ui_app *app, const char *file)
{
    struct irt_error error;

    if (!ui_command_script(app, file, &error)) {
        fflush(stdout);
        return ui_complain(&error);
    }
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        irt_fail(&error, IRT_CANNOT_WRITE, "cannot write to standard output: %s",
                 strerror(errno != 0 ? errno : EIO));
        return ui_complain(&error);
    }
    return (enum ui_status)app->status;
}

enum ui_status
ui_script_program(const struct ui_options *options)
{
    static struct ui_app app; /* too large for the stack */
    bool ascii = options->ascii || !ui_plain_locale_is_utf8();
    struct irt_error error;
    enum ui_status status;

    ui_interrupt_mode(UI_INTERRUPT_ENDS);
    status = ui_program_begin(&app, options, ascii ? UI_GLYPHS_ASCII : UI_GLYPHS_BRAILLE,
                              false, &error)
                 ? run_script(&app, options->run)
                 : ui_complain(&error);
    ui_app_free(&app);
    return status;
}
