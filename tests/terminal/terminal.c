/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "error.h"
#include "leader.h"

#define PATIENCE   3.0 /* seconds that are a long while, times what Check is told */
#define COMPLAINTS "standard-error"

static struct {
    char folder[200];
    struct display *display;
    int master, reports, orders; /* -1: closed */
    pid_t leader, program;
    struct termios modes; /* before */
    struct leader_report last;
    bool stopped, ended;
    bool drained;       /* the other side is closed and all has been read */
    const char *always; /* or NULL */
    size_t fed;         /* bytes */
} it = { .master = -1, .reports = -1, .orders = -1 };

/* --- failing -------------------------------------------------------------------------- */

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info, (void)kind, (void)where;
    return remove(path);
}

static void
print_screen(void)
{
    const struct display *display = it.display;

    for (int y = 0; display && y < display_rows(display); y++)
        fprintf(stderr, "|%s\n", display_row(it.display, y));
    fprintf(stderr, "(%zu bytes were shown; ", it.fed);
    if (!it.ended)
        fprintf(stderr, "the program %s)\n", it.stopped ? "has stopped" : "runs");
    else if (WIFEXITED(it.last.status))
        fprintf(stderr, "the program has ended with status %d)\n",
                WEXITSTATUS(it.last.status));
    else
        fprintf(stderr, "the program was ended by signal %d)\n",
                WTERMSIG(it.last.status));
}

static void
print_complaints(void)
{
    FILE *in = fopen(terminal_path(COMPLAINTS), "r");

    for (int c; in && (c = getc(in)) != EOF;)
        putc(c, stderr);
    if (in)
        fclose(in);
}

/* Says what was missed, shows the screen and what the program complained of. */
static _Noreturn void give_up(const char *file, int line, const char *format, ...)
    IRT_PRINTF(3, 4);

static _Noreturn void
give_up(const char *file, int line, const char *format, ...)
{
    char text[1000];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s:%d: %s\n", file, line, text);
    print_screen();
    print_complaints();
    if (it.program > 0 && !it.ended)
        kill(it.program, SIGKILL);
    nftw(it.folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    ck_abort_msg("%s:%d: %s", file, line, text);
}

/* --- the folder ----------------------------------------------------------------------- */

static void
make_folder(void)
{
    const char *where = getenv("TMPDIR");

    if (it.folder[0])
        return;
    snprintf(it.folder, sizeof it.folder, "%.150s/irtop-terminal-XXXXXX",
             where && where[0] ? where : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(it.folder));
}

const char *
terminal_path(const char *name)
{
    static char path[400];

    make_folder();
    if (!name)
        return it.folder;
    snprintf(path, sizeof path, "%s/%s", it.folder, name);
    return path;
}

void
terminal_write(const char *name, const char *text)
{
    FILE *out = fopen(terminal_path(name), "w");

    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
}

char *
terminal_read(const char *name, size_t *length)
{
    FILE *in = fopen(terminal_path(name), "rb");
    size_t size = 1 << 16, got = 0;
    char *text = malloc(size);

    ck_assert_msg(in != NULL, "there is no file %s", name);
    ck_assert_ptr_nonnull(text);
    for (size_t n; (n = fread(text + got, 1, size - got - 1, in)) > 0; got += n)
        if (size - got - n < 2) {
            text = realloc(text, size *= 2);
            ck_assert_ptr_nonnull(text);
        }
    fclose(in);
    text[got] = '\0';
    if (length)
        *length = got;
    return text;
}

/* --- starting ------------------------------------------------------------------------- */

static bool
same_name(const char *a, const char *b)
{
    size_t length = strcspn(a, "=");

    return length == strcspn(b, "=") && strncmp(a, b, length) == 0;
}

static void
put(char **environment, size_t *count, const char *entry)
{
    size_t at = 0;

    while (at < *count && !same_name(environment[at], entry))
        at++;
    environment[at] = strdup(entry);
    *count += at == *count;
}

static void
drop(char **environment, size_t *count, const char *name)
{
    for (size_t at = 0; at < *count; at++)
        if (same_name(environment[at], name)) {
            environment[at] = environment[--*count];
            environment[*count] = NULL;
        }
}

/* In the child, as make_words(): what is allocated goes with it.  The tests' own environment
 * gives only what the program cannot do without. */
static char **
make_environment(const struct terminal_wish *wish)
{
    static const char *const passed[] = {
        "PATH",         "TERMINFO",      "TERMINFO_DIRS", "LD_LIBRARY_PATH",
        "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS",  "TSAN_OPTIONS",
    };
    static const char *const folders[] = { "HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME" };
    static char *environment[64];
    size_t count = 0;
    char entry[4096];

    put(environment, &count, "TERM=xterm-256color");
    put(environment, &count, "LANG=C.UTF-8");
    for (size_t k = 0; k < sizeof folders / sizeof folders[0]; k++) {
        snprintf(entry, sizeof entry, "%s=%s", folders[k], it.folder);
        put(environment, &count, entry);
    }
    for (size_t k = 0; k < sizeof passed / sizeof passed[0]; k++)
        if (getenv(passed[k])) {
            snprintf(entry, sizeof entry, "%s=%s", passed[k], getenv(passed[k]));
            put(environment, &count, entry);
        }
    for (size_t k = 0; k < TERMINAL_WORDS && wish->unlike[k]; k++)
        if (strchr(wish->unlike[k], '='))
            put(environment, &count, wish->unlike[k]);
        else
            drop(environment, &count, wish->unlike[k]);
    return environment;
}

static char **
make_words(const struct terminal_wish *wish)
{
    static char *words[TERMINAL_WORDS + 2];
    const char *program = getenv("IRTOP"); /* another one than the one just built */
    size_t count = 0;

    words[count++] = strdup(program ? program : TEST_BUILDDIR "/irtop");
    for (size_t k = 0; k < TERMINAL_WORDS && wish->words[k]; k++)
        words[count++] = strdup(wish->words[k]);
    return words;
}

static double
patience(void)
{
    const char *times = getenv("CK_TIMEOUT_MULTIPLIER");

    return PATIENCE * (times && atof(times) > 1 ? atof(times) : 1);
}

static void
set_size(int h, int w)
{
    struct winsize size = { .ws_row = (unsigned short)h, .ws_col = (unsigned short)w };

    ck_assert_int_eq(ioctl(it.master, TIOCSWINSZ, &size), 0);
}

static void
answer(const char *bytes, size_t length, void *to)
{
    ssize_t written = write(it.master, bytes, length);

    (void)to;
    (void)written;
}

static void
open_master(int h, int w)
{
    it.master = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert_int_ge(it.master, 0);
    ck_assert_int_eq(grantpt(it.master), 0);
    ck_assert_int_eq(unlockpt(it.master), 0);
    it.display = display_open(h, w, answer, NULL);
}

static void
take_report(struct leader_report *report)
{
    ssize_t got = read(it.reports, report, sizeof *report);

    ck_assert_msg(got == (ssize_t)sizeof *report, "the program could not be started");
}

/* The size is given when the leader has opened the other side: some systems know none
 * before. */
void
terminal_open(const struct terminal_wish *wish)
{
    int h = wish->h ? wish->h : 24, w = wish->w ? wish->w : 80;
    int reports[2], orders[2];
    struct leader_wish leader = { .patience = (unsigned)(20 * patience()) };
    struct leader_report start;
    char complaints[400];

    make_folder();
    snprintf(complaints, sizeof complaints, "%s", terminal_path(COMPLAINTS));
    open_master(h, w);
    set_size(h, w);
    ck_assert(pipe(reports) == 0 && pipe(orders) == 0);
    leader.terminal = ptsname(it.master);
    leader.folder = it.folder;
    leader.complaints = complaints;
    leader.reports = reports[1];
    leader.orders = orders[0];
    it.leader = fork();
    ck_assert_int_ge(it.leader, 0);
    if (it.leader == 0) {
        close(it.master);
        close(reports[0]);
        close(orders[1]);
        leader.argv = make_words(wish);
        leader.environment = make_environment(wish);
        leader_run(&leader);
    }
    close(reports[1]);
    close(orders[0]);
    it.reports = reports[0];
    it.orders = orders[1];
    take_report(&start);
    it.modes = start.modes;
    take_report(&start);
    it.program = start.program;
    fcntl(it.master, F_SETFL, O_NONBLOCK);
}

/* --- reading -------------------------------------------------------------------------- */

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void
read_display(void)
{
    char bytes[4096];
    ssize_t length = read(it.master, bytes, sizeof bytes);

    if (length > 0) {
        display_feed(it.display, bytes, (size_t)length);
        it.fed += (size_t)length;
    } else if (length == 0 || (errno != EAGAIN && errno != EINTR))
        it.drained = true; /* nobody has the other side open */
    if (length > 0 && it.always && !shows(it.always))
        give_up(__FILE__, __LINE__, "'%s' was not there for a while", it.always);
}

static void
read_report(void)
{
    if (read(it.reports, &it.last, sizeof it.last) != (ssize_t)sizeof it.last) {
        close(it.reports);
        it.reports = -1;
        return;
    }
    it.stopped = WIFSTOPPED(it.last.status);
    it.ended = !it.stopped;
}

/* Waits for news, until the clock says until; false: then none came. */
static bool
take_news(double until)
{
    struct pollfd watched[] = { { .fd = it.drained ? -1 : it.master, .events = POLLIN },
                                { .fd = it.reports, .events = POLLIN } };
    double left = until - now();

    if (left < 0 || poll(watched, 2, (int)(left * 1000) + 1) <= 0)
        return false;
    if (watched[0].revents)
        read_display();
    if (watched[1].revents)
        read_report();
    return true;
}

/* --- what a person does --------------------------------------------------------------- */

/* The program may be slow to take what is pressed; meanwhile it may show something. */
void
press(const char *bytes)
{
    size_t length = strlen(bytes), sent = 0;
    double until = now() + patience();

    while (sent < length) {
        ssize_t written = write(it.master, bytes + sent, length - sent);

        if (written > 0)
            sent += (size_t)written;
        else if (!take_news(until))
            give_up(__FILE__, __LINE__, "the program takes no keys");
    }
}

void
terminal_click(const char *file, int line, const char *text)
{
    char bytes[64];
    int x, y;

    terminal_expect(file, line, (const char *const[]){ text, NULL });
    y = display_find(it.display, text, 0, &x);
    snprintf(bytes, sizeof bytes, "\033[<0;%d;%dM\033[<0;%d;%dm", x + 1, y + 1, x + 1,
             y + 1);
    press(bytes);
}

void
terminal_resize(int h, int w)
{
    display_resize(it.display, h, w);
    set_size(h, w);
}

void
terminal_signal(int number)
{
    ck_assert_int_eq(kill(it.program, number), 0);
}

void
terminal_hang_up(void)
{
    close(it.master);
    it.master = -1;
    it.drained = true;
}

void
terminal_continue(void)
{
    it.stopped = false;
    ck_assert_int_eq(write(it.orders, "f", 1), 1);
}

/* --- what a person sees --------------------------------------------------------------- */

bool
shows(const char *text)
{
    return display_find(it.display, text, 0, NULL) >= 0;
}

struct display *
terminal_display(void)
{
    return it.display;
}

void
always(const char *text)
{
    it.always = text;
}

void
terminal_expect_that(const char *file, int line, bool (*holds)(const void *),
                     const void *to, const char *what)
{
    double until = now() + patience();

    while (!holds(to))
        if ((it.ended && it.drained) || !take_news(until)) {
            if (holds(to))
                return;
            give_up(file, line, "expected: %s", what);
        }
}

static bool
all_shown(const void *to)
{
    for (const char *const *text = to; *text; text++)
        if (!shows(*text))
            return false;
    return true;
}

static bool
none_shown(const void *to)
{
    for (const char *const *text = to; *text; text++)
        if (shows(*text))
            return false;
    return true;
}

/* "a", "b" into out. */
static const char *
list(const char *const *texts, const char *before, char *out, size_t size)
{
    size_t length = (size_t)snprintf(out, size, "%s", before);

    for (; *texts && length < size; texts++)
        length += (size_t)snprintf(out + length, size - length, " '%s'", *texts);
    return out;
}

void
terminal_expect(const char *file, int line, const char *const *texts)
{
    char what[600];

    terminal_expect_that(file, line, all_shown, texts,
                         list(texts, "to see", what, sizeof what));
}

void
terminal_expect_gone(const char *file, int line, const char *const *texts)
{
    char what[600];

    terminal_expect_that(file, line, none_shown, texts,
                         list(texts, "not to see", what, sizeof what));
}

struct in_row {
    int y;
    const char *text;
};

static bool
row_shows(const void *to)
{
    const struct in_row *wanted = to;
    int y = wanted->y < 0 ? wanted->y + display_rows(it.display) : wanted->y;

    return display_find(it.display, wanted->text, y, NULL) == y;
}

void
terminal_expect_row(const char *file, int line, int y, const char *text)
{
    struct in_row wanted = { y, text };
    char what[300];

    snprintf(what, sizeof what, "'%s' in row %d", text, y);
    terminal_expect_that(file, line, row_shows, &wanted, what);
}

char *
terminal_text(void)
{
    size_t size = 1, length = 0;
    char *text;

    for (int y = 0; y < display_rows(it.display); y++)
        size += strlen(display_row(it.display, y)) + 1;
    text = malloc(size);
    ck_assert_ptr_nonnull(text);
    for (int y = 0; y < display_rows(it.display); y++)
        length += (size_t)snprintf(text + length, size - length, "%s\n",
                                   display_row(it.display, y));
    return text;
}

double
terminal_seconds(void)
{
    struct timespec t;
    clockid_t clock;

    ck_assert_int_eq(clock_getcpuclockid(it.program, &clock), 0);
    ck_assert_int_eq(clock_gettime(clock, &t), 0);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

bool
terminal_is_quiet(int milliseconds)
{
    size_t before = it.fed;
    double until = now() + milliseconds / 1000.0;

    while (it.fed == before && take_news(until))
        ;
    return it.fed == before;
}

/* --- the end -------------------------------------------------------------------------- */

static bool
has_stopped(const void *to)
{
    (void)to;
    return it.stopped;
}

static bool
has_ended(const void *to)
{
    (void)to;
    return it.ended && it.drained;
}

static bool
same_modes(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
           a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
           memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

static void
check_given_back(const char *file, int line)
{
    const char *why;

    if (!display_is_given_back(it.display, &why))
        give_up(file, line, "the terminal was not given back: %s", why);
    if (!it.last.has_modes || !same_modes(&it.last.modes, &it.modes))
        give_up(file, line, "the terminal's modes are not what they were");
}

static bool
is_given_back(const void *to)
{
    const char *why;

    (void)to;
    return display_is_given_back(it.display, &why);
}

/* What was written before the stop may be shown after the news of it. */
void
terminal_expect_stopped(const char *file, int line, bool given_back)
{
    terminal_expect_that(file, line, has_stopped, NULL, "the program to stop");
    if (!given_back)
        return;
    terminal_expect_that(file, line, is_given_back, NULL, "the terminal given back");
    check_given_back(file, line);
}

static void
check_complaints(const char *file, int line, const char *wanted)
{
    char *said = terminal_read(COMPLAINTS, NULL);
    bool right = wanted[0] ? strstr(said, wanted) != NULL : said[0] == '\0';

    free(said);
    if (right)
        return;
    if (wanted[0])
        give_up(file, line, "standard error does not say '%s'", wanted);
    give_up(file, line, "standard error is not empty");
}

static void
forget_program(void)
{
    display_close(it.display);
    it.display = NULL;
    close(it.orders);
    if (it.reports >= 0)
        close(it.reports);
    if (it.master >= 0)
        close(it.master);
    it.master = it.reports = it.orders = -1;
    it.stopped = it.ended = it.drained = false;
    it.always = NULL;
    it.fed = 0;
}

void
terminal_expect_end(const char *file, int line, int status, const char *complaint,
                    bool keep)
{
    terminal_expect_that(file, line, has_ended, NULL, "the program to end");
    if (!WIFEXITED(it.last.status))
        give_up(file, line, "the program was ended by signal %d",
                WTERMSIG(it.last.status));
    if (WEXITSTATUS(it.last.status) != status)
        give_up(file, line, "the exit status is %d, not %d", WEXITSTATUS(it.last.status),
                status);
    check_complaints(file, line, complaint);
    if (it.master >= 0)
        check_given_back(file, line);
    ck_assert_int_eq(waitpid(it.leader, NULL, 0), it.leader);
    if (kill(-it.program, 0) == 0)
        give_up(file, line, "the program has left processes behind");
    forget_program();
    if (keep)
        return;
    nftw(it.folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    it.folder[0] = '\0';
}
