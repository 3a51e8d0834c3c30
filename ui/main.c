/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c -- from the command line to the screens or to a report. */
#include "config.h"

#include <gsl/gsl_errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "version.h"

/* Exit status 1 is wrong usage. */
static int
usage(const char *argument)
{
    fprintf(stderr, "irtop: %s: unknown; see irtop --help\n", argument);
    return 1;
}

int
main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    gsl_set_error_handler_off();
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts(ui_version());
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        puts("usage: irtop --help | --version");
        return 0;
    }
    return usage(argc > 1 ? argv[1] : "nothing to do");
}
