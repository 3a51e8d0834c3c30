/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_fuzz_corpus.c -- what make fuzz starts from, and once broke the readers, again. */
#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/fuzz_load.h"
#include "suite.h"

static void
replay(const char *file)
{
    FILE *in = fopen(file, "rb");
    uint8_t *data = malloc(1 << 20);
    size_t length;

    ck_assert_msg(in != NULL && data != NULL, "%s cannot be read", file);
    length = fread(data, 1, 1 << 20, in);
    fclose(in);
    ck_assert_int_eq(LLVMFuzzerTestOneInput(data, length), 0);
    free(data);
}

START_TEST(the_corpus_is_read_or_refused)
{
    const char *folder = TEST_SRCDIR "/tests/fuzz/corpus";
    DIR *list = opendir(folder);
    struct dirent *entry;
    char file[2000];
    size_t count = 0;

    ck_assert_msg(list != NULL, "there is no %s", folder);
    while ((entry = readdir(list)) != NULL)
        if (entry->d_name[0] != '.') {
            snprintf(file, sizeof file, "%s/%s", folder, entry->d_name);
            replay(file);
            count++;
        }
    closedir(list);
    ck_assert_uint_ge(count, 20);
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("fuzz corpus");
    TCase *cases = tcase_create("fuzz corpus");

    tcase_add_test(cases, the_corpus_is_read_or_refused);
    suite_add_tcase(suite, cases);
    return suite;
}
