/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_signals.c -- signals become flags and a readable pipe, and are given back. */
#include "config.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "signals.h"
#include "suite.h"

static bool
readable(int fd)
{
    struct pollfd watched = { .fd = fd, .events = POLLIN };

    return poll(&watched, 1, 0) == 1;
}

static void
begin(void)
{
    struct irt_error error;

    ck_assert(ui_signals_open(&error));
    ui_signals_catch("", 0);
}

START_TEST(a_signal_wakes_and_is_told_once)
{
    begin();
    ck_assert(!readable(ui_signals_fd()));
    raise(SIGWINCH);
    ck_assert(readable(ui_signals_fd()));
    ui_signals_drain();
    ck_assert(!readable(ui_signals_fd()));
    ck_assert(ui_signals_came(SIGWINCH));
    ck_assert(!ui_signals_came(SIGWINCH));
    ck_assert(!ui_signals_came(SIGTSTP));
    ck_assert(!ui_signals_came(SIGCONT));
    ck_assert_int_eq(ui_signals_ending(), 0);
    ui_signals_close();
}
END_TEST

START_TEST(requests_to_end_are_told)
{
    static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

    for (size_t i = 0; i < 4; i++)
        signal(ending[i], SIG_DFL); /* what was ignored stays so, as under nohup */
    begin();
    for (size_t i = 0; i < 4; i++) {
        raise(ending[i]);
        ck_assert_int_eq(ui_signals_ending(), ending[i]);
        ck_assert_int_eq(ui_signals_ending(), 0);
    }
    ui_signals_close();
}
END_TEST

START_TEST(a_flood_blocks_nothing)
{
    begin();
    for (int i = 0; i < 100000; i++)
        raise(SIGWINCH);
    ui_signals_drain();
    ck_assert(!readable(ui_signals_fd()));
    ck_assert(ui_signals_came(SIGWINCH));
    ui_signals_close();
}
END_TEST

START_TEST(what_was_before_is_put_back)
{
    struct sigaction action;

    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_IGN);
    begin();
    raise(SIGHUP); /* ignored before, as nohup does: ignored still */
    ck_assert_int_eq(ui_signals_ending(), 0);
    ui_signals_close();
    sigaction(SIGTERM, NULL, &action);
    ck_assert(action.sa_handler == SIG_DFL);
    sigaction(SIGHUP, NULL, &action);
    ck_assert(action.sa_handler == SIG_IGN);
    ui_signals_close();
}
END_TEST

/* Runs act in a child whose standard output is a pipe; its output and wait status. */
static int
in_child(void (*act)(void), char *out, size_t size)
{
    int end[2], status;
    ssize_t length;
    pid_t child;

    ck_assert_int_eq(pipe(end), 0);
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct irt_error error;

        dup2(end[1], STDOUT_FILENO);
        close(end[0]);
        close(end[1]);
        signal(SIGSEGV, SIG_DFL);
        if (ui_signals_open(&error))
            ui_signals_catch("restored", 8);
        act();
        _exit(0);
    }
    close(end[1]);
    length = read(end[0], out, size - 1);
    out[length > 0 ? length : 0] = '\0';
    close(end[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return status;
}

static void
ask_three_times(void)
{
    for (int i = 0; i < 3; i++)
        raise(SIGTERM);
}

static void
segfault(void)
{
    raise(SIGSEGV);
}

START_TEST(the_third_request_ends_a_deaf_program)
{
    char out[20];
    int status = in_child(ask_three_times, out, sizeof out);

    ck_assert_str_eq(out, "restored");
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 128 + SIGTERM);
}
END_TEST

START_TEST(a_crash_restores_the_terminal_first)
{
    char out[20];
    int status = in_child(segfault, out, sizeof out);

    ck_assert_str_eq(out, "restored");
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), SIGSEGV);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("signals");
    TCase *cases = tcase_create("signals");

    tcase_add_test(cases, a_signal_wakes_and_is_told_once);
    tcase_add_test(cases, requests_to_end_are_told);
    tcase_add_test(cases, a_flood_blocks_nothing);
    tcase_add_test(cases, what_was_before_is_put_back);
    tcase_add_test(cases, the_third_request_ends_a_deaf_program);
    tcase_add_test(cases, a_crash_restores_the_terminal_first);
    suite_add_tcase(suite, cases);
    return suite;
}
