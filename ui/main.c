/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c -- from the command line to the screens or to a report. */
#include "config.h"

#include <cblas.h>
#include <errno.h>
#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "options.h"
#include "programs.h"
#include "sample.h"
#include "version.h"

/* A file opened where standard output or error is closed would get its number, and be
 * written into.  The stand-in for standard output refuses, so that it is noticed. */
static void
keep_standard_streams(void)
{
    static const int mode[] = { O_RDONLY, O_RDONLY, O_WRONLY };

    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", mode[fd]) < 0)
            return;
}

static bool
write_help(const void *context, FILE *out, struct irt_error *error)
{
    (void)error;
    ui_help(*(const enum ui_program *)context, out);
    return true;
}

static bool
write_version(const void *context, FILE *out, struct irt_error *error)
{
    (void)context;
    (void)error;
    fprintf(out, "%s\n", ui_version());
    return true;
}

static int
print(bool (*write)(const void *, FILE *, struct irt_error *), const void *context)
{
    struct irt_error error;

    return ui_write_stdout(write, context, &error) ? UI_STATUS_DONE : ui_complain(&error);
}

/* Only a report heeds it, and there will be none. */
static int
refuse(const char *option)
{
    struct irt_error error;

    irt_fail(&error, IRT_BAD_USAGE,
             "%s is for a report: use irtop fit FILE, or the command export", option);
    return ui_complain(&error);
}

static bool
find_sample(struct ui_options *options, struct irt_error *error)
{
    return ui_sample_path("lsat6.csv", options->choices.file,
                          sizeof options->choices.file) ||
           irt_fail(error, IRT_BAD_DATA,
                    "the sample lsat6.csv is not installed; give a FILE to open");
}

/* irtop [FILE]: the screens, or a report where there is no terminal for them. */
static int
open_file(struct ui_options *options)
{
    bool terminal = isatty(STDOUT_FILENO) == 1;
    struct irt_error error;

    if (options->batch_only != NULL && (terminal || options->run != NULL))
        return refuse(options->batch_only);
    if (options->run != NULL && (options->no_tui || !terminal))
        return ui_script_program(options);
    if (options->choices.file[0] == '\0' && options->run == NULL &&
        !find_sample(options, &error))
        return ui_complain(&error);
    return terminal ? ui_app_program(options) : ui_fit_program(options);
}

static int
run(struct ui_options *options)
{
    if (options->help)
        return print(write_help, &options->program);
    if (options->version)
        return print(write_version, NULL);
    switch (options->program) {
    case UI_FIT: return ui_fit_program(options);
    case UI_SIMULATE: return ui_simulate_program(options);
    case UI_STUDY: return ui_study_program(options);
    case UI_SCORE: return ui_score_program(options);
    case UI_RACE: return ui_race_program(options);
    case UI_VAE_LOSS: return ui_vae_loss_program(options);
    case UI_OPEN: break;
    }
    return open_file(options);
}

int
main(int argc, char **argv)
{
    static struct ui_options options;
    struct irt_error error;

    gsl_set_error_handler_off();
    openblas_set_num_threads(
        1); /* what takes long is shared out over threads as a whole */
    setlocale(LC_CTYPE, "");
    keep_standard_streams();
    signal(SIGPIPE, SIG_IGN);
    if (!ui_options_parse(&options, argc, argv, &error))
        return ui_complain(&error);
    ui_sample_called(argv[0]);
    return run(&options);
}
