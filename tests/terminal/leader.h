/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leader.h -- stands where a shell would between a terminal and the program: leads the
 * session, has the program in the foreground, takes the terminal back when it stops or
 * ends, and tells what it saw.
 *
 * Without one the program would lead the session itself, and Ctrl-Z could not stop it. */
#ifndef TESTS_TERMINAL_LEADER_H
#define TESTS_TERMINAL_LEADER_H

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

/* What it says: at the start, and each time the program has stopped or ended. */
struct leader_report {
    pid_t program;
    int status;     /* as waitpid has it; of no meaning at the start */
    bool has_modes; /* the terminal was there to be asked: */
    struct termios modes;
};

struct leader_wish {
    const char *terminal;   /* the path of its slave side */
    const char *folder;     /* where the program works */
    const char *complaints; /* the file that gets its standard error */
    char *const *argv, *const *environment;
    int reports;       /* gets struct leader_report */
    int orders;        /* 'f': the stopped program goes on in the foreground */
    unsigned patience; /* seconds after which the program is killed, come what may */
};

/* Never returns; for a new child process. */
_Noreturn void leader_run(const struct leader_wish *wish);

#endif
