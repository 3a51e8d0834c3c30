/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings.h -- how a user likes the screens: theme, mouse, speed, metric; kept in the config
 * folder's file "settings" as lines of the command language. */
#ifndef UI_SETTINGS_H
#define UI_SETTINGS_H

#include "app.h"

/* Takes what the file says; lines it does not know are passed over.  NO_COLOR goes
 * before its theme. */
void ui_settings_load(struct ui_app *app);

/* Writes them, when there is a terminal; a file that cannot be written is no error. */
void ui_settings_save(const struct ui_app *app);

#endif
