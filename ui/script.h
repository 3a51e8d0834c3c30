/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script.h -- files of commands: journals, lessons, batch work.  ui_command_script() of
 * command.h starts one. */
#ifndef UI_SCRIPT_H
#define UI_SCRIPT_H

#include "app.h"

#include <stdbool.h>

/* Runs lines of the script under way while the worker has nothing left to do; called by
 * ui_app_poll().  True when one was run. */
bool ui_script_go_on(struct ui_app *app);

/* Drops the rest, and says where it stopped. */
void ui_script_stop(struct ui_app *app);

/* Frees it without a word. */
void ui_script_free(struct ui_app *app);

#endif
