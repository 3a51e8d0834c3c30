/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "beside.h"

#define ENOUGH 3 /* requests to end, none of them heard */

static const int caught[] = { SIGINT,  SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP,
                              SIGCONT, SIGSEGV, SIGBUS, SIGFPE,  SIGILL,   SIGABRT };
#define CAUGHT (sizeof caught / sizeof caught[0])

static volatile sig_atomic_t ending, requests, resized, stop, continued;
static int news[2] = { -1, -1 };
static struct sigaction before[CAUGHT];
static bool taken[CAUGHT];
static struct termios modes;
static bool has_modes;
static char restore_bytes[512];
static size_t restore_length;

static void
restore_terminal(void)
{
    ssize_t written = write(STDOUT_FILENO, restore_bytes, restore_length);

    (void)written;
    if (has_modes)
        tcsetattr(STDIN_FILENO, TCSANOW, &modes);
}

static void
handle(int signal)
{
    int kept = errno;
    ssize_t written;

    switch (signal) {
    case SIGWINCH: resized = 1; break;
    case SIGTSTP: stop = 1; break;
    case SIGCONT: continued = 1; break;
    default:
        ending = signal;
        if (++requests >= ENOUGH) {
            restore_terminal();
            _exit(128 + signal);
        }
    }
    written = write(news[1], "", 1);
    (void)written; /* a full pipe is readable already */
    errno = kept;
}

/* SA_RESETHAND: the signal comes again and does what it does by itself. */
static void
crash(int signal)
{
    restore_terminal();
    raise(signal);
}

static bool
is_crash(int signal)
{
    return signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE ||
           signal == SIGILL || signal == SIGABRT;
}

bool
ui_signals_open(struct irt_error *error)
{
    if (!ui_pipe_open(news, error))
        return false;
    ending = requests = resized = stop = continued = 0;
    has_modes = tcgetattr(STDIN_FILENO, &modes) == 0;
    for (size_t i = 0; i < CAUGHT; i++)
        sigaction(caught[i], NULL, &before[i]);
    /* curses ignores SIGTSTP while it draws, so that Ctrl-Z would be lost, but not where it
     * finds it taken when it starts. */
    signal(SIGTSTP, SIG_IGN);
    return true;
}

/* A crash that a sanitizer or debugger handles is left to it; a request to end that was
 * ignored when the program began (nohup) stays so. */
static bool
is_ours(size_t i)
{
    if (is_crash(caught[i]))
        return before[i].sa_handler == SIG_DFL;
    if (caught[i] == SIGINT || caught[i] == SIGHUP || caught[i] == SIGQUIT)
        return before[i].sa_handler != SIG_IGN;
    return true;
}

void
ui_signals_catch(const char *restore, size_t length)
{
    struct sigaction action;

    restore_length = length < sizeof restore_bytes ? length : sizeof restore_bytes;
    memcpy(restore_bytes, restore, restore_length);
    for (size_t i = 0; i < CAUGHT; i++) {
        memset(&action, 0, sizeof action);
        action.sa_handler = is_crash(caught[i]) ? crash : handle;
        action.sa_flags = is_crash(caught[i]) ? (int)SA_RESETHAND : SA_RESTART;
        sigemptyset(&action.sa_mask);
        taken[i] = is_ours(i) && sigaction(caught[i], &action, NULL) == 0;
    }
}

void
ui_signals_close(void)
{
    if (news[0] < 0)
        return;
    for (size_t i = 0; i < CAUGHT; i++)
        sigaction(caught[i], &before[i], NULL);
    ui_pipe_close(news);
}

int
ui_signals_fd(void)
{
    return news[0];
}

void
ui_signals_drain(void)
{
    ui_pipe_drain(news[0]);
}

int
ui_signals_ending(void)
{
    int signal = ending;

    ending = requests = 0;
    return signal;
}

bool
ui_signals_came(int signal)
{
    volatile sig_atomic_t *flag = signal == SIGWINCH  ? &resized
                                  : signal == SIGTSTP ? &stop
                                                      : &continued;
    bool came = *flag != 0;

    *flag = 0;
    return came;
}

void
ui_signals_stop(void)
{
    struct sigaction action, ours;

    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigemptyset(&action.sa_mask);
    sigaction(SIGTSTP, &action, &ours);
    kill(getpid(), SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
    stop = 0;
}
