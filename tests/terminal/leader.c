/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "leader.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define FAILED    127
#define MOST_FDS  256
#define MOST_SIGS 32

/* The first terminal that a session's leader opens becomes the session's; where it does
 * not by itself, TIOCSCTTY says so. */
static void
take_terminal(const struct leader_wish *wish)
{
    int terminal, complaints;

    setsid();
    terminal = open(wish->terminal, O_RDWR);
    complaints = open(wish->complaints, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (terminal < 0 || complaints < 0 || chdir(wish->folder) != 0)
        _exit(FAILED);
#ifdef TIOCSCTTY
    ioctl(terminal, TIOCSCTTY, 0);
#endif
    dup2(terminal, STDIN_FILENO);
    dup2(terminal, STDOUT_FILENO);
    dup2(complaints, STDERR_FILENO);
}

/* As a shell starts a program: nothing open but the three, no signal ignored or held. */
static _Noreturn void
become_program(const struct leader_wish *wish)
{
    sigset_t none;

    setpgid(0, 0);
    tcsetpgrp(STDIN_FILENO, getpid());
    for (int fd = 3; fd < MOST_FDS; fd++)
        close(fd);
    for (int number = 1; number < MOST_SIGS; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    alarm(wish->patience);
    execve(wish->argv[0], wish->argv, wish->environment);
    _exit(FAILED);
}

static void
report(const struct leader_wish *wish, pid_t program, int status)
{
    struct leader_report said;
    ssize_t written;

    memset(&said, 0, sizeof said);
    said.program = program;
    said.status = status;
    said.has_modes = tcgetattr(STDIN_FILENO, &said.modes) == 0;
    written = write(wish->reports, &said, sizeof said);
    (void)written; /* the test has gone: so it be */
}

static void
resume(const struct leader_wish *wish, pid_t program)
{
    char order;

    if (read(wish->orders, &order, 1) != 1)
        _exit(FAILED);
    tcsetpgrp(STDIN_FILENO, program);
    kill(-program, SIGCONT);
}

_Noreturn void
leader_run(const struct leader_wish *wish)
{
    pid_t program;
    int status = 0;

    take_terminal(wish);
    signal(SIGHUP, SIG_IGN); /* to see what the program does */
    signal(SIGTTOU, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    report(wish, 0, 0);
    program = fork();
    if (program == 0)
        become_program(wish);
    setpgid(program, program);
    tcsetpgrp(STDIN_FILENO, program);
    report(wish, program, 0);
    while (program > 0) {
        if (waitpid(program, &status, WUNTRACED) < 0 && errno == EINTR)
            continue;
        tcsetpgrp(STDIN_FILENO, getpid());
        report(wish, program, status);
        if (!WIFSTOPPED(status))
            break;
        resume(wish, program);
    }
    _exit(0);
}
