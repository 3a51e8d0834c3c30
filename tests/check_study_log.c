/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_study_log.c -- a study that is killed at any byte of its log goes on from there:
 * nothing is lost, nothing is counted twice. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "study/log.h"
#include "study/study.h"
#include "suite.h"

#define RELEASE "7.7"

static char folder[40], file[100], other[100];

static void
set_up(void)
{
    strcpy(folder, "/tmp/check_study_log_XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/x.log", folder);
    snprintf(other, sizeof other, "%s/y.log", folder);
}

static void
tear_down(void)
{
    unlink(file);
    unlink(other);
    rmdir(folder);
}

static char *
slurp(const char *name, size_t *length)
{
    FILE *in = fopen(name, "r");
    char *text = calloc(1, 1000000);

    ck_assert_ptr_nonnull(in);
    *length = fread(text, 1, 999999, in);
    fclose(in);
    return text;
}

static void
spill(const char *name, const char *text, size_t length)
{
    FILE *out = fopen(name, "w");

    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(text, 1, length, out), length);
    ck_assert_int_eq(fclose(out), 0);
}

/* --- a small study ------------------------------------------------------------------------- */

static const char small[] = "items = 3\npersons = 40 50\nquad = 9\nreplications = 3\n";

static struct irt_study_design *
small_design(void)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_study_design *design = irt_study_design_read(small, "x", &error);

    ck_assert_msg(design != NULL, "%s", error.message);
    return design;
}

static struct irt_study *
opened(const struct irt_study_design *design, const char *log)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_study *study = irt_study_open(design, log, RELEASE, &error);

    ck_assert_msg(study != NULL, "%s", error.message);
    return study;
}

static void
run_to_end(struct irt_study *study, unsigned threads)
{
    struct irt_error error = { IRT_OK, "" };

    ck_assert_msg(irt_study_run(study, threads, NULL, NULL, &error), "%s", error.message);
    ck_assert_uint_eq(irt_study_done(study), irt_study_total(study));
}

/* The log of the small study when nothing disturbs it, run by one thread. */
static char *
whole_log(size_t *length)
{
    struct irt_study_design *design = small_design();
    struct irt_study *study = opened(design, other);
    char *text;

    run_to_end(study, 1);
    irt_study_close(study);
    irt_study_design_free(design);
    text = slurp(other, length);
    unlink(other);
    return text;
}

/* Takes the log up, and goes on to the end. */
static void
goes_on(size_t done, const char *whole, size_t length)
{
    struct irt_study_design *design = small_design();
    struct irt_study *study = opened(design, file);
    size_t now;
    char *text;

    ck_assert_uint_eq(irt_study_done(study), done);
    run_to_end(study, 1);
    irt_study_close(study);
    text = slurp(file, &now);
    ck_assert_uint_eq(now, length);
    ck_assert_mem_eq(text, whole, length);
    free(text);
    irt_study_design_free(design);
}

/* Lines behind the header that are whole in the first bytes of a log. */
static size_t
whole_lines(const char *text, size_t bytes)
{
    size_t lines = 0;

    for (size_t i = 0; i < bytes; i++)
        lines += text[i] == '\n';
    return lines > 0 ? lines - 1 : 0;
}

START_TEST(a_log_cut_at_any_byte_goes_on)
{
    size_t length;
    char *whole = whole_log(&length);

    ck_assert_uint_eq(whole_lines(whole, length), 6);
    for (size_t bytes = 0; bytes <= length; bytes++) {
        struct irt_study_design *design = small_design();
        struct irt_study *study;

        spill(file, whole, bytes);
        if (bytes % 61 == 0 || bytes < 3 || bytes + 3 > length) {
            goes_on(whole_lines(whole, bytes), whole, length);
        } else { /* the same, but for the work */
            size_t now, cut = bytes;
            char *text;
            study = opened(design, file);
            ck_assert_uint_eq(irt_study_done(study), whole_lines(whole, bytes));
            irt_study_close(study);
            text = slurp(file, &now);
            while (cut > 0 && whole[cut - 1] != '\n')
                cut--;
            if (cut == 0) /* the header was written anew */
                cut = (size_t)(strchr(whole, '\n') - whole) + 1;
            ck_assert_uint_eq(now, cut);
            ck_assert_mem_eq(text, whole, cut);
            free(text);
        }
        irt_study_design_free(design);
    }
    free(whole);
}
END_TEST

/* In a process that may not write elsewhere, as Check does when it asserts. */
static void
run_in_child(void)
{
    struct irt_study_design *design = irt_study_design_read(small, "x", NULL);
    struct irt_study *study = irt_study_open(design, file, RELEASE, NULL);

    _exit(study != NULL && irt_study_run(study, 1, NULL, NULL, NULL) ? 0 : 1);
}

/* The system ends the process in the midst of a write, at the byte where the file may grow
 * no further. */
START_TEST(a_process_killed_in_a_write_goes_on)
{
    size_t length;
    char *whole = whole_log(&length);

    for (size_t bytes = 1; bytes < length; bytes += 97) {
        pid_t child = fork();
        int status;
        size_t now;
        char *text;

        ck_assert_int_ge(child, 0);
        if (child == 0) {
            struct rlimit limit = { bytes, bytes }, no_core = { 0, 0 };
            setrlimit(RLIMIT_CORE, &no_core);
            setrlimit(RLIMIT_FSIZE, &limit);
            signal(SIGXFSZ, SIG_DFL);
            run_in_child();
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert(WIFSIGNALED(status));
        ck_assert_int_eq(WTERMSIG(status), SIGXFSZ);
        text = slurp(file, &now);
        ck_assert_uint_eq(now, bytes); /* cut to the byte */
        free(text);
        goes_on(whole_lines(whole, bytes), whole, length);
        unlink(file);
    }
    free(whole);
}
END_TEST

static void
kill_after(void *context, const struct irt_study *study, size_t cell, size_t replication)
{
    (void)cell;
    (void)replication;
    if (irt_study_done(study) >= *(const size_t *)context)
        kill(getpid(), SIGKILL);
}

/* Killed over and over, on two threads, it comes to the end, with the same results. */
START_TEST(a_process_killed_again_and_again_comes_to_the_end)
{
    size_t length, now, rounds = 0;
    char *whole = whole_log(&length), *text;
    int status;

    do {
        size_t least;
        pid_t child = fork();

        ck_assert_int_ge(child, 0);
        if (child == 0) {
            struct irt_study_design *design = small_design();
            struct irt_study *study = opened(design, file);
            struct irt_study_watch watch = { kill_after, &least };
            struct irt_error error;
            least = irt_study_done(study) + 1;
            _exit(irt_study_run(study, 2, &watch, NULL, &error) ? 0 : 1);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_uint_lt(rounds++, 10);
    } while (WIFSIGNALED(status));
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_uint_ge(rounds, 4);
    text = slurp(file, &now);
    ck_assert_uint_eq(now, length); /* no line twice: the order alone may differ */
    for (char *line = strtok(whole, "\n"); line != NULL; line = strtok(NULL, "\n"))
        ck_assert_ptr_nonnull(strstr(text, line));
    free(whole);
    free(text);
}
END_TEST

/* --- what a log may hold ----------------------------------------------------------------------- */

START_TEST(damaged_lines_are_done_again)
{
    size_t length;
    char *whole = whole_log(&length), *second = strchr(strchr(whole, '\n') + 1, '\n') + 1;
    struct irt_study_design *design = small_design();
    struct irt_study *study;

    for (int way = 0; way < 4; way++) {
        char *damaged = malloc(length + 1), *at;
        memcpy(damaged, whole, length + 1);
        at = damaged + (second - whole);
        if (way == 0)
            at[40] = at[40] == '1' ? '2' : '1';
        else if (way == 1)
            at[40] = '\0';
        else if (way == 2)
            at[40] = '\n';
        else
            memset(at, 'x', 300);
        spill(file, damaged, length);
        study = opened(design, file);
        ck_assert_uint_eq(irt_study_done(study), 5);
        run_to_end(study, 1);
        irt_study_close(study);
        study = opened(design, file);
        ck_assert_uint_eq(irt_study_done(study), 6);
        irt_study_close(study);
        free(damaged);
    }
    irt_study_design_free(design);
    free(whole);
}
END_TEST

/* Any byte of a line changed to any of some others: the checksum finds it. */
START_TEST(no_changed_byte_goes_unnoticed)
{
    struct irt_study_result result = { .status = IRT_STUDY_CONVERGED, .rounds = 12 },
                            back;
    char line[IRT_STUDY_LINE];
    size_t length, replication;
    uint64_t hash;

    irt_study_result_add(&result, IRT_STUDY_B, 0.2385, 0.1, 1);
    irt_study_line(UINT64_C(0x0123456789abcdef), 77, &result, line);
    length = strlen(line);
    ck_assert(irt_study_line_read(line, length, &hash, &replication, &back));
    for (size_t i = 0; i < length; i++)
        for (const char *to = "0f |:x\t"; *to != '\0'; to++) {
            char was = line[i];
            if (was == *to)
                continue;
            line[i] = *to;
            ck_assert(!irt_study_line_read(line, length, &hash, &replication, &back));
            line[i] = was;
        }
    for (size_t cut = 0; cut < length; cut++)
        ck_assert(!irt_study_line_read(line, cut, &hash, &replication, &back));
}
END_TEST

START_TEST(results_come_back_to_the_bit)
{
    struct irt_study_result result = { .status = IRT_STUDY_NOT_CONVERGED,
                                       .rounds = UINT32_MAX,
                                       .set_aside = 3 };
    struct irt_study_result back;
    char line[IRT_STUDY_LINE];
    size_t replication;
    uint64_t hash;

    for (int t = 0; t < IRT_STUDY_TARGETS; t++)
        for (int i = -40; i <= 40; i++)
            irt_study_result_add(&result, (enum irt_study_target)t, i * 0.0812345678912,
                                 i % 3 == 0 ? 0.5 : NAN, i % 2 == 0 ? 1 : -1);
    irt_study_line(UINT64_MAX, 123456, &result, line);
    ck_assert_uint_lt(strlen(line), IRT_STUDY_LINE);
    ck_assert(irt_study_line_read(line, strlen(line), &hash, &replication, &back));
    ck_assert(hash == UINT64_MAX);
    ck_assert_uint_eq(replication, 123456);
    ck_assert_mem_eq(&back, &result, sizeof back);
    for (size_t h = 0; h < IRT_STUDY_HISTOGRAMS; h++) /* the longest line there can be */
        for (size_t bin = 0; bin < IRT_STUDY_BINS; bin++)
            result.bin[h][bin] = UINT32_MAX;
    irt_study_line(UINT64_MAX, SIZE_MAX, &result, line);
    ck_assert_uint_lt(strlen(line) + 500, IRT_STUDY_LINE);
    ck_assert(irt_study_line_read(line, strlen(line), &hash, &replication, &back));
    ck_assert_mem_eq(&back, &result, sizeof back);
}
END_TEST

START_TEST(a_line_that_stands_twice_counts_once)
{
    size_t length;
    char *whole = whole_log(&length), *twice = malloc(2 * length + 1);
    struct irt_study_design *design = small_design();
    struct irt_study *study;

    memcpy(twice, whole, length);
    memcpy(twice + length, strchr(whole, '\n') + 1, length);
    spill(file, twice, 2 * length - (size_t)(strchr(whole, '\n') + 1 - whole));
    study = opened(design, file);
    ck_assert_uint_eq(irt_study_done(study), 6);
    ck_assert_uint_eq(irt_study_total(study), 6);
    irt_study_close(study);
    irt_study_design_free(design);
    free(whole);
    free(twice);
}
END_TEST

/* A design that grew takes what fits, and leaves the rest in the log. */
START_TEST(a_changed_design_uses_what_is_there)
{
    struct irt_study_design *design = small_design(), *wider;
    struct irt_study *study = opened(design, file);
    struct irt_error error;

    run_to_end(study, 2);
    irt_study_close(study);
    wider = irt_study_design_read("items = 3\npersons = 50 60\nquad = 9\n"
                                  "replications = 5\ntitle = wider\n",
                                  "x", &error);
    study = opened(wider, file);
    ck_assert_uint_eq(irt_study_done(study), 3);
    ck_assert_uint_eq(irt_study_total(study), 10);
    run_to_end(study, 2);
    irt_study_close(study);
    study = opened(design, file);
    ck_assert_uint_eq(irt_study_done(study), 6);
    irt_study_close(study);
    irt_study_design_free(wider);
    irt_study_design_free(design);
}
END_TEST

/* --- refusals -------------------------------------------------------------------------------------- */

static void
refused(const char *name, enum irt_code code, const char *said)
{
    struct irt_study_design *design = small_design();
    struct irt_error error = { IRT_OK, "" };

    ck_assert_ptr_null(irt_study_open(design, name, RELEASE, &error));
    ck_assert_int_eq(error.code, code);
    ck_assert_msg(strstr(error.message, said) != NULL, "%s", error.message);
    irt_study_design_free(design);
}

START_TEST(other_files_are_left_alone)
{
    static const char text[] = "item1,item2\n0,1\n",
                      kept[] = "irtop study log 1, version 7.6\nx";
    char *now;
    size_t length;

    spill(file, text, strlen(text));
    refused(file, IRT_BAD_DATA, "is not the log of a study");
    now = slurp(file, &length);
    ck_assert_str_eq(now, text);
    free(now);
    spill(file, kept, strlen(kept));
    refused(file, IRT_BAD_DATA, "another version of irtop");
    now = slurp(file, &length);
    ck_assert_str_eq(now, kept);
    free(now);
    refused("/nowhere/x.log", IRT_CANNOT_WRITE, "the log cannot be opened");
    refused("/dev/null", IRT_CANNOT_WRITE, "must be a plain file");
    refused("/tmp", IRT_CANNOT_WRITE, "the log cannot be opened");
}
END_TEST

/* Another process holds it; the lock goes with the process. */
START_TEST(a_log_in_use_is_refused)
{
    int to_child[2], to_parent[2], status;
    struct irt_study_design *design;
    char byte = 'x';
    pid_t child;

    ck_assert_int_eq(pipe(to_child), 0);
    ck_assert_int_eq(pipe(to_parent), 0);
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct irt_study *study = opened(small_design(), file);
        if (study == NULL || write(to_parent[1], &byte, 1) != 1)
            _exit(1);
        close(to_child[1]);
        _exit(read(to_child[0], &byte, 1) == 0 ? 0 : 1); /* until the parent closes */
    }
    ck_assert_int_eq(read(to_parent[0], &byte, 1), 1);
    refused(file, IRT_CANNOT_WRITE, "another irtop is at work on this log");
    close(to_child[0]);
    close(to_child[1]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    design = small_design();
    irt_study_close(opened(design, file));
    irt_study_design_free(design);
}
END_TEST

/* A full disk ends the study with the reason; what was written before is kept. */
START_TEST(a_log_that_cannot_grow_ends_the_study)
{
    size_t length;
    char *whole = whole_log(&length);
    int status;
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct rlimit limit = { length / 2, length / 2 };
        struct irt_study_design *design = small_design();
        struct irt_study *study = opened(design, file);
        struct irt_error error = { IRT_OK, "" };
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        if (irt_study_run(study, 2, NULL, NULL, &error) ||
            error.code != IRT_CANNOT_WRITE ||
            strstr(error.message, "the log cannot be written") == NULL)
            _exit(1);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    free(whole);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("study_log");
    TCase *cases = tcase_create("study_log");

    tcase_set_timeout(cases, 120);
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, a_log_cut_at_any_byte_goes_on);
    tcase_add_test(cases, a_process_killed_in_a_write_goes_on);
    tcase_add_test(cases, a_process_killed_again_and_again_comes_to_the_end);
    tcase_add_test(cases, damaged_lines_are_done_again);
    tcase_add_test(cases, no_changed_byte_goes_unnoticed);
    tcase_add_test(cases, results_come_back_to_the_bit);
    tcase_add_test(cases, a_line_that_stands_twice_counts_once);
    tcase_add_test(cases, a_changed_design_uses_what_is_there);
    tcase_add_test(cases, other_files_are_left_alone);
    tcase_add_test(cases, a_log_in_use_is_refused);
    tcase_add_test(cases, a_log_that_cannot_grow_ends_the_study);
    suite_add_tcase(suite, cases);
    return suite;
}
