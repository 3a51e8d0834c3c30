/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.h -- the real program in a pseudo-terminal: keys go in, the screen comes out,
 * and at the end the terminal must be as it was.
 *
 * Nothing here waits for a time to pass: every wait is for something to be seen, and fails
 * the test, with the screen printed, when it has not come after a long while.  One program
 * at a time.  The environment is clean (TERM=xterm-256color, LANG=C.UTF-8, a home of its
 * own, removed at the end), the folder it works in is that home.
 *
 * In texts to be seen one blank stands for one or more, and a text lies in one row. */
#ifndef TESTS_TERMINAL_TERMINAL_H
#define TESTS_TERMINAL_TERMINAL_H

#include "display.h"

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define TERMINAL_WORDS 16
#define LSAT6          TEST_SRCDIR "/samples/lsat6.csv"

struct terminal_wish {
    int h, w;                           /* 0: 24, 80 */
    const char *words[TERMINAL_WORDS];  /* what follows "irtop" on the command line */
    const char *unlike[TERMINAL_WORDS]; /* "NAME=VALUE": beside or in place of the usual
                                           environment; "NAME": left out */
};

/* Makes the folder, if terminal_folder() has not, and starts the program.  Waits for
 * nothing. */
void terminal_open(const struct terminal_wish *wish);

/* A path in the folder of the program; static storage.  NULL: the folder. */
const char *terminal_path(const char *name);
void terminal_write(const char *name, const char *text);
/* All that a file in it holds, with a NUL behind; *length may be NULL.  Fails the test
 * when it is not there.  Caller frees. */
char *terminal_read(const char *name, size_t *length);

/* --- what a person does -------------------------------------------------------------- */

void press(const char *bytes);
/* A click of the left button on the first text that says so. */
#define click(text) terminal_click(__FILE__, __LINE__, text)
void terminal_click(const char *file, int line, const char *text);
void terminal_resize(int h, int w);
void terminal_signal(int number); /* to the program */
void terminal_hang_up(void);      /* the window is closed */
void terminal_continue(void);     /* the shell's fg */

/* As a terminal sends them that was told that a program has the keys. */
#define UP    "\033OA"
#define DOWN  "\033OB"
#define RIGHT "\033OC"
#define LEFT  "\033OD"
#define ENTER "\r"
#define TAB   "\t"
#define ESC   "\033" /* last in what is pressed: wait for what it does before more */

/* --- what a person sees --------------------------------------------------------------- */

/* Waits until all these texts are on the screen at once. */
#define expect(...) \
    terminal_expect(__FILE__, __LINE__, (const char *const[]){ __VA_ARGS__, NULL })
/* Until none of them is. */
#define expect_gone(...) \
    terminal_expect_gone(__FILE__, __LINE__, (const char *const[]){ __VA_ARGS__, NULL })
/* Until row y (from the end where y < 0) has the text. */
#define expect_row(y, text) terminal_expect_row(__FILE__, __LINE__, y, text)
/* Until holds(to). */
#define expect_that(holds, to, what) \
    terminal_expect_that(__FILE__, __LINE__, holds, to, what)

void terminal_expect(const char *file, int line, const char *const *texts);
void terminal_expect_gone(const char *file, int line, const char *const *texts);
void terminal_expect_row(const char *file, int line, int y, const char *text);
void terminal_expect_that(const char *file, int line, bool (*holds)(const void *),
                          const void *to, const char *what);

/* Must be on the screen from now on, whenever it is looked at; NULL: no longer. */
void always(const char *text);

bool shows(const char *text); /* now */
struct display *terminal_display(void);
/* The screen as text, a newline a row.  Caller frees. */
char *terminal_text(void);
/* Seconds of processor time that the program has used. */
double terminal_seconds(void);
/* Reads for so many milliseconds, or until something is shown: then false. */
bool terminal_is_quiet(int milliseconds);

/* --- the end ------------------------------------------------------------------------- */

/* Waits until the program has stopped: the shell has the terminal, as it was. */
#define expect_stopped() terminal_expect_stopped(__FILE__, __LINE__, true)
/* The same, where the program was not asked before (SIGSTOP). */
#define expect_held() terminal_expect_stopped(__FILE__, __LINE__, false)
void terminal_expect_stopped(const char *file, int line, bool given_back);

/* Waits until the program has ended by itself with this exit status; nothing on standard
 * error, nothing left running, the terminal as it was (unless it was closed).  Removes the
 * folder. */
#define expect_end(status) terminal_expect_end(__FILE__, __LINE__, status, "", false)
/* The same, with this text in what it says on standard error. */
#define expect_end_saying(status, text) \
    terminal_expect_end(__FILE__, __LINE__, status, text, false)
/* The same, but the folder is kept, and terminal_open() can come again. */
#define expect_end_keeping(status) \
    terminal_expect_end(__FILE__, __LINE__, status, "", true)
void terminal_expect_end(const char *file, int line, int status, const char *complaint,
                         bool keep);

#endif
