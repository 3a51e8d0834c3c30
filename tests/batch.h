/* SPDX-License-Identifier: GPL-3.0-or-later */
/* batch.h -- the built program run as scripts run it, for tests: each test has a folder of its
 * own, where the program is started and its output goes. */
#ifndef TESTS_BATCH_H
#define TESTS_BATCH_H

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM     TEST_BUILDDIR "/irtop"
#define SAMPLE      TEST_SRCDIR "/samples/lsat6.csv"
#define MOST_OUTPUT 4000000
#define MOST_WORDS  32

static char folder[1000]; /* of this test, removed after it */

struct ran {
    int status; /* exit status; 1000 + signal */
    char *out, *err;
};

static inline char *
slurp(const char *file)
{
    FILE *in = fopen(file, "r");
    char *text = calloc(1, MOST_OUTPUT);
    size_t length;

    ck_assert_msg(in != NULL, "%s: %s", file, strerror(errno));
    ck_assert_ptr_nonnull(text);
    length = fread(text, 1, MOST_OUTPUT - 1, in);
    text[length] = '\0';
    fclose(in);
    return text;
}

static inline const char *
path(const char *name)
{
    static char paths[8][1200];
    static int next;
    char *out = paths[next++ % 8];

    snprintf(out, sizeof paths[0], "%s/%s", folder, name);
    return out;
}

static inline void
to_file(const char *name, int fd)
{
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    if (file < 0 || dup2(file, fd) < 0)
        _exit(99);
    close(file);
}

/* Splits a line at blanks, starts the program in the test's folder, its output going to
 * files there; out NULL: standard output is closed. */
static inline pid_t
start(const char *line, const char *out)
{
    char words[2000], *argv[MOST_WORDS], *save;
    int argc = 0;
    pid_t child;

    snprintf(words, sizeof words, PROGRAM " %s", line);
    for (char *word = strtok_r(words, " ", &save); word != NULL;
         word = strtok_r(NULL, " ", &save))
        argv[argc++] = word;
    argv[argc] = NULL;
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child > 0)
        return child;
    if (chdir(folder) != 0)
        _exit(99);
    to_file("stderr", STDERR_FILENO);
    if (out == NULL)
        close(STDOUT_FILENO);
    else
        to_file(out, STDOUT_FILENO);
    execv(PROGRAM, argv);
    _exit(99);
}

static inline struct ran
finish(pid_t child)
{
    struct ran ran = { 0 };
    int status;

    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    ran.err = slurp(path("stderr"));
    ran.out = access(path("stdout"), R_OK) == 0 ? slurp(path("stdout")) : NULL;
    return ran;
}

static inline struct ran
run(const char *line)
{
    return finish(start(line, "stdout"));
}

static inline void
done_with(struct ran *ran)
{
    free(ran->out);
    free(ran->err);
}

/* Runs, and expects a status, one line on standard error, and nothing on standard output. */
static inline void
refused(const char *line, int status, const char *part)
{
    struct ran ran = run(line);

    ck_assert_msg(ran.status == status, "irtop %s: exit %d, %s", line, ran.status,
                  ran.err);
    ck_assert_str_eq(ran.out, "");
    ck_assert_msg(strncmp(ran.err, "irtop: ", 7) == 0, "%s", ran.err);
    ck_assert_msg(strchr(ran.err, '\n') == ran.err + strlen(ran.err) - 1, "%s", ran.err);
    ck_assert_msg(strstr(ran.err, part) != NULL, "irtop %s: %s", line, ran.err);
    done_with(&ran);
}

static inline void
write_file(const char *name, const char *text)
{
    FILE *out = fopen(path(name), "w");

    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
}

static inline void
set_up(void)
{
    snprintf(folder, sizeof folder, "%s/check_batch-XXXXXX", TEST_BUILDDIR);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("NO_COLOR");
}

static inline void
tear_down(void)
{
    char command[1100];

    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static inline json_t *
json_of(const char *text)
{
    json_error_t problem;
    json_t *tree = json_loads(text, 0, &problem);

    ck_assert_msg(tree != NULL, "%s: %s", problem.text, text);
    return tree;
}

static inline double
number(json_t *tree, const char *key)
{
    ck_assert_msg(json_is_number(json_object_get(tree, key)), "%s", key);
    return json_number_value(json_object_get(tree, key));
}

#endif
