/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_atomic.c -- files that are there whole or not at all. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "atomic.h"
#include "suite.h"

static char folder[] = "/tmp/irtop-atomic-XXXXXX";
static int home;

static void
enter_folder(void)
{
    home = open(".", O_RDONLY);
    strcpy(folder, "/tmp/irtop-atomic-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

/* Nothing that was made may be left beside: the names in the folder, joined. */
static const char *
names(void)
{
    static char text[400];
    struct dirent **list;
    int n = scandir(".", &list, NULL, alphasort);

    text[0] = '\0';
    for (int i = 0; i < n; i++) {
        if (strcmp(list[i]->d_name, ".") != 0 && strcmp(list[i]->d_name, "..") != 0) {
            strcat(text, list[i]->d_name);
            strcat(text, " ");
        }
        free(list[i]);
    }
    free(list);
    return text;
}

static void
leave_folder(void)
{
    char command[100];

    ck_assert_int_eq(fchdir(home), 0);
    close(home);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
}

static bool
write_text(const char *file, const char *text, struct irt_error *error)
{
    struct ui_atomic atomic;
    FILE *out = ui_atomic_open(&atomic, file, error);

    if (out == NULL)
        return false;
    fputs(text, out);
    return ui_atomic_commit(&atomic, error);
}

static void
expect_file(const char *file, const char *text)
{
    char held[200] = "";
    FILE *in = fopen(file, "r");

    ck_assert_ptr_nonnull(in);
    held[fread(held, 1, sizeof held - 1, in)] = '\0';
    fclose(in);
    ck_assert_str_eq(held, text);
}

static unsigned
mode_of(const char *file)
{
    struct stat info;

    ck_assert_int_eq(stat(file, &info), 0);
    return (unsigned)info.st_mode & 0777;
}

START_TEST(a_file_appears_whole)
{
    struct ui_atomic atomic;
    struct irt_error error;
    FILE *out;

    umask(027);
    ck_assert(write_text("a.txt", "old", &error));
    ck_assert_uint_eq(mode_of("a.txt"), 0640);
    out = ui_atomic_open(&atomic, "a.txt", &error);
    fputs("new", out);
    fflush(out);
    expect_file("a.txt", "old");
    ck_assert(ui_atomic_commit(&atomic, &error));
    expect_file("a.txt", "new");
    ui_atomic_cancel(&atomic);
    expect_file("a.txt", "new");
    ck_assert_str_eq(names(), "a.txt ");
}
END_TEST

START_TEST(an_old_file_keeps_its_mode)
{
    struct irt_error error;

    ck_assert(write_text("a.txt", "old", &error));
    ck_assert_int_eq(chmod("a.txt", 0604), 0);
    ck_assert(write_text("a.txt", "new", &error));
    ck_assert_uint_eq(mode_of("a.txt"), 0604);
}
END_TEST

START_TEST(cancel_keeps_the_old_file)
{
    struct ui_atomic atomic;
    struct irt_error error;

    ck_assert(write_text("a.txt", "old", &error));
    fputs("new", ui_atomic_open(&atomic, "a.txt", &error));
    ui_atomic_cancel(&atomic);
    expect_file("a.txt", "old");
    ck_assert_str_eq(names(), "a.txt ");
}
END_TEST

START_TEST(links_stay_links)
{
    struct irt_error error;
    struct stat info;

    ck_assert_int_eq(mkdir("sub", 0755), 0);
    ck_assert_int_eq(symlink("real.txt", "sub/second"), 0);
    ck_assert_int_eq(symlink("sub/second", "first"), 0);
    ck_assert(write_text("first", "through a link to nothing yet", &error));
    expect_file("sub/real.txt", "through a link to nothing yet");
    ck_assert(write_text("first", "again", &error));
    expect_file("sub/real.txt", "again");
    ck_assert_int_eq(lstat("first", &info), 0);
    ck_assert(S_ISLNK(info.st_mode));
    ck_assert_str_eq(names(), "first sub ");

    ck_assert_int_eq(symlink("loop", "loop"), 0);
    ck_assert(!write_text("loop", "never", &error));
    ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
    ck_assert_ptr_nonnull(strstr(error.message, strerror(ELOOP)));
}
END_TEST

START_TEST(devices_are_written_directly)
{
    struct irt_error error;
    char text[10] = "";
    int end[2];
    char name[40];

    ck_assert(write_text("/dev/null", "gone", &error));
    ck_assert_int_eq(pipe(end), 0);
    snprintf(name, sizeof name, "/dev/fd/%d", end[1]);
    ck_assert(write_text(name, "piped", &error));
    ck_assert_int_eq((int)read(end[0], text, sizeof text - 1), 5);
    ck_assert_str_eq(text, "piped");
    ck_assert_int_eq(write(end[1], "x", 1), 1); /* still open */
    close(end[0]);
    close(end[1]);
}
END_TEST

/* More than a buffer, and less: the failure shows at a write, or only at the end. */
START_TEST(a_full_disk_is_told)
{
    struct irt_error error;
    char text[20000];

    if (access("/dev/full", W_OK) != 0)
        return;
    ck_assert(!write_text("/dev/full", "x", &error));
    ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
    ck_assert_str_eq(error.message, "cannot write /dev/full: No space left on device");
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    ck_assert(!write_text("/dev/full", text, &error));
    ck_assert_str_eq(error.message, "cannot write /dev/full: No space left on device");
}
END_TEST

START_TEST(what_cannot_be_is_refused)
{
    static const struct {
        const char *file;
        int reason;
    } row[] = {
        { "no/such/folder.txt", ENOENT }, { "", ENOENT },     { ".", EISDIR },
        { "a.txt/b", ENOTDIR },           { "new/", EISDIR }, { "/dev/fd/977", EBADF }
    };
    struct irt_error error;
    char expected[200];

    ck_assert(write_text("a.txt", "file", &error));
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        ck_assert(!write_text(row[i].file, "never", &error));
        ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
        snprintf(expected, sizeof expected, "cannot write %s: %s", row[i].file,
                 strerror(row[i].reason));
        ck_assert_str_eq(error.message, expected);
    }
    ck_assert_str_eq(names(), "a.txt ");
    if (geteuid() == 0)
        return;
    ck_assert_int_eq(chmod("a.txt", 0400), 0);
    ck_assert(!write_text("a.txt", "never", &error));
    expect_file("a.txt", "file");
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("atomic");
    TCase *cases = tcase_create("atomic");

    tcase_add_checked_fixture(cases, enter_folder, leave_folder);
    tcase_add_test(cases, a_file_appears_whole);
    tcase_add_test(cases, an_old_file_keeps_its_mode);
    tcase_add_test(cases, cancel_keeps_the_old_file);
    tcase_add_test(cases, links_stay_links);
    tcase_add_test(cases, devices_are_written_directly);
    tcase_add_test(cases, a_full_disk_is_told);
    tcase_add_test(cases, what_cannot_be_is_refused);
    suite_add_tcase(suite, cases);
    return suite;
}
