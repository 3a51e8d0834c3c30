/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interrupt.c -- SIGINT and SIGTERM: handlers set flags, and call what is safe in them. */
#include "config.h"

#include "interrupt.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t come, mode = UI_INTERRUPT_ENDS;

static void
end_now(void)
{
    static const char line[] = "irtop: interrupted\n";
    ssize_t written = write(STDERR_FILENO, line, sizeof line - 1);

    (void)written;
    _exit(130);
}

static void
handle(int signal)
{
    (void)signal;
    if (mode == UI_INTERRUPT_ENDS || (mode == UI_INTERRUPT_ASKS && come))
        end_now();
    come = 1;
}

void
ui_interrupt_mode(enum ui_interrupt wanted)
{
    static bool installed;
    struct sigaction action;

    mode = (sig_atomic_t)wanted;
    if (installed)
        return;
    installed = true;
    memset(&action, 0, sizeof action);
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool
ui_interrupted(void)
{
    return come != 0;
}
