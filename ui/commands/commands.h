/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands.h -- the functions behind the table of commands, one file a group, and what
 * they share. */
#ifndef UI_COMMANDS_H
#define UI_COMMANDS_H

#include "app.h"
#include "command.h"
#include "error.h"

#include <stdbool.h>

typedef bool ui_command_function(struct ui_app *app, int argc, char **argv,
                                 struct irt_error *error);

/* choose.c: data and choices */
ui_command_function ui_command_load, ui_command_sample, ui_command_choice,
    ui_command_undo, ui_command_redo;
/* run.c: the run */
ui_command_function ui_command_run_on, ui_command_pause, ui_command_toggle,
    ui_command_step, ui_command_until, ui_command_finish, ui_command_reset,
    ui_command_speed;
/* travel.c: time, and pinned runs */
ui_command_function ui_command_back, ui_command_forward, ui_command_goto, ui_command_live,
    ui_command_pin, ui_command_unpin;
/* compare.c */
ui_command_function ui_command_compare;
/* select.c: what is looked at */
ui_command_function ui_command_item, ui_command_pattern, ui_command_person,
    ui_command_node, ui_command_cursor, ui_command_open, ui_command_close;
/* school.c */
ui_command_function ui_command_school, ui_command_truth, ui_command_drop;
/* search.c */
ui_command_function ui_command_search, ui_command_next_match;
/* screen.c: views, overlays, the look */
ui_command_function ui_command_view, ui_command_next_view, ui_command_previous_view,
    ui_command_page, ui_command_word, ui_command_help, ui_command_theme,
    ui_command_metric, ui_command_axes, ui_command_mouse, ui_command_prompt,
    ui_command_redraw, ui_command_size, ui_command_speak, ui_command_print,
    ui_command_doctor, ui_command_history, ui_command_quit;
/* study.c: simulation studies */
ui_command_function ui_command_study, ui_command_race;
/* files.c */
ui_command_function ui_command_export, ui_command_screenshot, ui_command_source,
    ui_command_sum_scores, ui_command_statistics;

/* The doctor's list, if it is shown, as it is now. */
void ui_doctor_refresh(struct ui_app *app);

/* "usage: NAME ARGUMENTS", as a failure. */
bool ui_command_usage(const struct ui_command *command, struct irt_error *error);
/* The same by name, false when argc (with the name) is not least .. most. */
bool ui_command_takes(int argc, char **argv, int least, int most,
                      struct irt_error *error);

/* "+1", "-2": moves *value within 0 .. count - 1 (stopping at the ends); "3": the third.
 * False when text is neither; true with *value as it was when count is 0. */
bool ui_command_index(const char *text, size_t count, size_t *value);

/* A whole number of at least 1; absent: 1. */
bool ui_command_count(int argc, char **argv, int at, size_t *count,
                      struct irt_error *error);

/* The run is set going, as by run. */
bool ui_command_go_on(struct ui_app *app, struct irt_error *error);

/* Without a terminal: waits until the run has done what was asked; false with *error
 * filled when it could not.  With one: true at once. */
bool ui_command_settle(struct ui_app *app, struct irt_error *error);

#endif
