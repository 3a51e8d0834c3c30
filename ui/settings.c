/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atomic.h"
#include "choices.h"
#include "speed.h"
#include "theme.h"
#include "xdg.h"

static void
take(struct ui_app *app, const char *name, const char *value)
{
    const char *no_color = getenv("NO_COLOR");
    bool mono = no_color && no_color[0];

    if (strcmp(name, "mouse") == 0)
        app->mouse = strcmp(value, "off") != 0;
    for (size_t k = 0; strcmp(name, "theme") == 0 && !mono && ui_themes[k]; k++)
        if (strcmp(ui_themes[k], value) == 0)
            app->theme = ui_themes[k];
    if (strcmp(name, "metric") == 0)
        ui_metric_from_name(value, &app->session.metric);
    if (strcmp(name, "speed") == 0 && value[0] >= '0' && value[1] == '\0' &&
        (size_t)(value[0] - '0') < ui_speed_count)
        app->speed = (unsigned)(value[0] - '0');
}

void
ui_settings_load(struct ui_app *app)
{
    char path[UI_PATH], line[200], name[32], value[64];
    FILE *in;

    if (!ui_xdg_file(UI_XDG_CONFIG, "settings", false, path, sizeof path))
        return;
    in = fopen(path, "r");
    if (!in)
        return;
    while (fgets(line, sizeof line, in))
        if (sscanf(line, "%31s %63s", name, value) == 2)
            take(app, name, value);
    fclose(in);
}

void
ui_settings_save(const struct ui_app *app)
{
    char path[UI_PATH];
    struct ui_atomic atomic;
    FILE *out;

    if (!app->tui || !ui_xdg_file(UI_XDG_CONFIG, "settings", true, path, sizeof path))
        return;
    out = ui_atomic_open(&atomic, path, NULL);
    if (!out)
        return;
    fprintf(out, "theme %s\nmouse %s\nspeed %u\nmetric %s\n", app->theme,
            app->mouse ? "on" : "off", app->speed, ui_metric_name(app->session.metric));
    ui_atomic_commit(&atomic, NULL);
}
