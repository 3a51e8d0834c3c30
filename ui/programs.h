/* SPDX-License-Identifier: GPL-3.0-or-later */
/* programs.h -- what main() runs: each takes the options read and returns the exit status,
 * having said in one line on standard error what went wrong. */
#ifndef UI_PROGRAMS_H
#define UI_PROGRAMS_H

#include "app.h"
#include "error.h"
#include "options.h"

#include <stdbool.h>

enum ui_status {
    UI_STATUS_DONE = 0,
    UI_STATUS_USAGE = 1,
    UI_STATUS_DATA = 2,
    UI_STATUS_NOT_CONVERGED = 3,
    UI_STATUS_CANNOT_WRITE = 4,
    UI_STATUS_NETWORK = 5,
    UI_STATUS_INTERRUPTED = 130
};

/* The status of an error.  Too little memory counts as data that cannot be used. */
enum ui_status ui_status_of(enum irt_code code);

/* "irtop: MESSAGE" on standard error, always one line; returns the status. */
enum ui_status ui_complain(const struct irt_error *error);

/* Writes to standard output by write(context, out), as a whole: what is written is made in
 * memory first.  False with *error filled when it could not be. */
bool ui_write_stdout(bool (*write)(const void *context, FILE *out,
                                   struct irt_error *error),
                     const void *context, struct irt_error *error);

/* False with *error filled (IRT_CANNOT_WRITE) when file, if not NULL, could not be made
 * now: better known before an hour's work than after. */
bool ui_can_write(const char *file, struct irt_error *error);

enum ui_status ui_fit_program(const struct ui_options *options);
enum ui_status ui_score_program(const struct ui_options *options);
enum ui_status ui_simulate_program(const struct ui_options *options);
enum ui_status ui_race_program(const struct ui_options *options);
enum ui_status ui_study_program(const struct ui_options *options);
enum ui_status ui_vae_loss_program(const struct ui_options *options);

/* The application with the choices of the command line in force and its file, if any,
 * read.  ui_app_free() is to be called whatever comes back. */
bool ui_program_begin(struct ui_app *app, const struct ui_options *options,
                      enum ui_glyphs glyphs, bool tui, struct irt_error *error);

/* The commands in options->run, without a screen. */
enum ui_status ui_script_program(const struct ui_options *options);

/* The screens.  Its file lies beside term.c: both are linked with curses. */
enum ui_status ui_app_program(const struct ui_options *options);

#endif
