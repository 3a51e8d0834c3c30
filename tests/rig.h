/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rig.h -- the application without a terminal, for tests of explanations and screens: every
 * command waits until what it asked for is done. */
#ifndef TESTS_RIG_H
#define TESTS_RIG_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "command.h"

#define LSAT6 TEST_SRCDIR "/samples/lsat6.csv"

static struct ui_app *app; /* large: not on the stack */
static struct irt_error error;

static inline void
rig_open(int h, int w)
{
    app = calloc(1, sizeof *app);
    ck_assert_ptr_nonnull(app);
    ck_assert_msg(ui_app_init(app, h, w, UI_GLYPHS_BRAILLE, &error), "%s", error.message);
}

static inline void
rig_close(void)
{
    ui_app_free(app);
    free(app);
}

static inline void
command(const char *line)
{
    ck_assert_msg(ui_command_run(app, line), "%s: %s", line, app->message);
}

/* The published walk-through, before its first stage. */
static inline void
lecture(void)
{
    command("load " LSAT6);
    command("lecture on");
}

#endif
