/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_bad_data.c -- every sentence of the readers, provoked, with its line. */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "data/source.h"
#include "suite.h"
#include "tables.h"

/* The sentence must stand on one line, start with the place, and hold the part. */
static void
check_message(const struct irt_error *error, enum irt_code code, const char *start,
              const char *part)
{
    ck_assert_int_eq(error->code, code);
    ck_assert_msg(strncmp(error->message, start, strlen(start)) == 0,
                  "'%s' starts not '%s'", error->message, start);
    ck_assert_msg(strstr(error->message, part) != NULL, "'%s' has not '%s'",
                  error->message, part);
    for (const char *p = error->message; *p != '\0'; p++)
        ck_assert_msg((unsigned char)*p >= ' ', "control character in '%s'",
                      error->message);
    ck_assert_uint_gt(strlen(error->message), strlen(start) + 8);
}

static void
check_refused(const char *text, size_t length, const struct irt_load_options *options,
              enum irt_code code, const char *start, const char *part)
{
    struct irt_error error = { IRT_OK, "" };

    ck_assert_msg(irt_load_memory(text, length, "t.csv", options, &error) == NULL,
                  "'%.60s' was read", text);
    check_message(&error, code, start, part);
    ck_assert_ptr_null(irt_load_memory(text, length, "t.csv", options, NULL));
}

static const struct {
    const char *text;
    const char *start, *part;
} texts[] = {
    { "", "t.csv:1: ", "empty" },
    { "\xef\xbb\xbf", "t.csv:1: ", "empty" },
    { "\n\n  \n", "t.csv:1: ", "blank" },
    { "a,b\n", "t.csv:1: ", "no row below" },
    { "a,b", "t.csv:1: ", "no row below" },
    { "a,b\n\n\n", "t.csv:1: ", "no row below" },
    { "a,b,c\n0,1,1\n1,0\n", "t.csv:3: ", "has 2 cells where the first row has 3; add" },
    { "a,b,c\n0,1,1\n\n1,0,1,1\n", "t.csv:4: ", "has 4 cells where the first row has 3" },
    { "0 1 1\n1\n", "t.csv:2: ", "has 1 cell where" },
    { "a;b\n0;1\n0;1;\n", "t.csv:3: ", "has 3 cells" },
    { "a,b\r0,1\r0,1,1\r", "t.csv:3: ", "has 3 cells" },
    { "\"a\nb\",c\n0,1\n0\n", "t.csv:4: ", "has 1 cell" },
    { "a,b\n\"0,1\n1,1\n", "t.csv:2: ", "never closed" },
    { "a,b\n0,1\n1,\"0", "t.csv:3: ", "never closed" },
    { "a,b\n0,1\n1,0\"1\n", "t.csv:3: ", "middle of a cell" },
    { "a,b\n0,1\n\"1\"x,1\n", "t.csv:3: ", "middle of a cell" },
    { "a b\n0 1\n\"1\"x 1\n", "t.csv:3: ", "middle of a cell" },
    { "a,b\n0,1\n1,x\n", "t.csv:3: ", "column 'b' has 'x', which is no number" },
    { "a,b\n0,x\n1,y\n0,1\n", "t.csv:4: ", "'b' has the number 1, but text on line 2" },
    { "a,b\n0,1\n1,one\033[0m\n", "t.csv:3: ", "'one?[0m'" },
    { "0,1\n1,x\n", "t.csv:2: ", "column 'item2'" },
    { "a,b\n0,1\n-3,1\n", "t.csv:3: ", "'a' has the negative response -3" },
    { "a,b\n0,1\n-1e-300,1\n", "t.csv:3: ", "negative" },
    { "a,b\n0,1\n0.5,1\n", "t.csv:3: ", "whole numbers; correct it, or leave" },
    { "a,b\n0,1\n255,1\n", "t.csv:3: ", "255, and codes end at 254" },
    { "10110\n01101\n", "t.csv:1: ", "separate the responses" },
    { "stu,b\n10001,1\n", "t.csv:2: ", "name it with --id-column" },
    { "a,b\n0,1\n1e999,1\n", "t.csv:3: ", "codes end at 254" },
    { "a,b\nx,y\nz,w\n", "t.csv:3: ", "no column holds numbers" },
    { "a,b\n,\nNA,\n", "t.csv:3: ", "no column holds numbers" },
    { "id,freq\nx,3\n", "t.csv:2: ", "no column holds numbers" },
    { "a,freq\n0,x\n", "t.csv:2: ", "column 'freq' has 'x' as a frequency; give" },
    { "a,freq\n0,1\n0,\n", "t.csv:3: ", "as a frequency" },
    { "a,freq\n0,-1\n", "t.csv:2: ", "not negative" },
    { "a,freq\n0,1e300\n", "t.csv:2: ", "too many persons" },
    { "a,freq\n0,0\n1,0\n", "t.csv:3: ", "all frequencies are 0" },
    { "a,school\n0,x\n1,\n", "t.csv:3: ", "the school is missing" },
    { "a,school\n0,x\n1,NA\n", "t.csv:3: ", "the school is missing" },
    { "PK\003\004xyz", "t.csv:1: ", "spreadsheet" },
    { "\037\213xyz", "t.csv:1: ", "compressed" },
    { "\377\376a", "t.csv:1: ", "empty" },
};

START_TEST(bad_text_is_refused)
{
    check_refused(texts[_i].text, strlen(texts[_i].text), NULL, IRT_BAD_DATA,
                  texts[_i].start, texts[_i].part);
}
END_TEST

START_TEST(a_nul_byte_is_refused)
{
    const char text[] = "a,b\n0,1\n0,\0001\n";

    check_refused(text, sizeof text - 1, NULL, IRT_BAD_DATA, "t.csv:3: ", "NUL byte");
}
END_TEST

#define USAGE IRT_BAD_USAGE
#define DATA  IRT_BAD_DATA
static const struct {
    const char *text;
    struct irt_load_options options;
    enum irt_code code;
    const char *start, *part;
} choices[] = {
    { "a,sex\n0,1\n", { .id_column = "sax" }, DATA, "t.csv:1: ", "did you mean 'sex'?" },
    { "a,Site\n0,1\n", { .school_column = "site" }, DATA, "t.csv:1: ", "mean 'Site'?" },
    { "a,b\n0,1\n",
      { .freq_column = "weights" },
      DATA,
      "t.csv:1: ",
      "one of these: a, b" },
    { "\n0,1\n", { .items = "item1,x" }, DATA, "t.csv:2: ", "no column 'x'" },
    { "a,b\n0,1\n", { .items = "a,,b" }, DATA, "t.csv:1: ", "no column ''" },
    { "a,b\n0,1\n",
      { .id_column = "a", .school_column = "a" },
      USAGE,
      "t.csv:1: ",
      "two parts" },
    { "a,b\n0,1\n",
      { .id_column = "a", .items = "a,b" },
      USAGE,
      "t.csv:1: ",
      "leave one out" },
    { "a,b\nx,1\n", { .items = "a,b" }, DATA, "t.csv:2: ", "'a' has 'x'" },
    { "a,b\n,1\n-9,0\n", { .missing = "NA" }, DATA, "t.csv:3: ", "negative response -9" },
    { "a,b\n0,1\n.,0\n",
      { .missing = "9" },
      DATA,
      "t.csv:3: ",
      "'.', which is no number" },
    { "p,i,r\n", { .long_columns = "p,i" }, USAGE, "--long takes three", "person" },
    { "p,i,r\n", { .long_columns = "p,i,r,s" }, USAGE, "--long takes three", "person" },
    { "p,i,r\n",
      { .long_columns = "p,i,r", .id_column = "p" },
      USAGE,
      "--long",
      "leave" },
    { "p,i,r\n",
      { .long_columns = "p,i,r", .freq_column = "r" },
      USAGE,
      "the long",
      "leave" },
    { "p,i,r\n", { .long_columns = "p,i,i" }, USAGE, "t.csv:1: ", "two parts" },
    { "p,i,r\n", { .long_columns = "p,i,resp" }, DATA, "t.csv:1: ", "no column 'resp'" },
    { "p,i,r\n", { .long_columns = "p,i,r" }, DATA, "t.csv:1: ", "no response" },
    { "p,i,r\na,b,NA\n", { .long_columns = "p,i,r" }, DATA, "t.csv:2: ", "no response" },
    { "p,i,r\na,b,1\n,b,1\n",
      { .long_columns = "p,i,r" },
      DATA,
      "t.csv:3: ",
      "the person is missing" },
    { "p,i,r\na,b,1\na,,1\n",
      { .long_columns = "p,i,r" },
      DATA,
      "t.csv:3: ",
      "the item is missing" },
    { "p,i,r\na,b,1\na,c,1\na,b,1\n",
      { .long_columns = "p,i,r" },
      DATA,
      "t.csv:4: ",
      "person 'a' has a second response to item 'b'" },
    { "p,i,r\na,b,NA\na,b,1\n",
      { .long_columns = "p,i,r" },
      DATA,
      "t.csv:3: ",
      "second" },
    { "p,i,r\na,b,x\n",
      { .long_columns = "p,i,r" },
      DATA,
      "t.csv:2: ",
      "'x', which is no" },
    { "p,i,r\na,b,-2\n", { .long_columns = "p,i,r" }, DATA, "t.csv:2: ", "negative" },
    { "p,i,r\na,b,1\na,c\n", { .long_columns = "p,i,r" }, DATA, "t.csv:3: ", "2 cells" },
    { "p,i,r\na,b,1\n",
      { .long_columns = "p,i,r", .items = "b,z" },
      DATA,
      "t.csv:2: ",
      "no row has the item 'z'" },
    { "p,i,r,school\na,b,1,X\na,c,1,Y\n",
      { .long_columns = "p,i,r" },
      DATA,
      "t.csv:3: ",
      "'a' was of school 'X' before" },
    { "p,i,r,site\na,b,1,\n",
      { .long_columns = "p,i,r" },
      DATA,
      "t.csv:2: ",
      "school is missing" },
};

START_TEST(bad_choices_are_refused)
{
    check_refused(choices[_i].text, strlen(choices[_i].text), &choices[_i].options,
                  choices[_i].code, choices[_i].start, choices[_i].part);
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
    struct irt_error error;

    ck_assert_ptr_null(irt_load("there/is/no.csv", NULL, &error));
    check_message(&error, IRT_BAD_DATA,
                  "there/is/no.csv: cannot be read: ", strerror(ENOENT));
    ck_assert_ptr_null(irt_load("/", NULL, &error));
    check_message(&error, IRT_BAD_DATA, "/: is a directory", "give a data file");
    ck_assert_ptr_null(irt_load("", NULL, &error));
    check_message(&error, IRT_BAD_DATA, ": cannot be read: ", strerror(ENOENT));
    ck_assert_ptr_null(irt_load("/dev/null", NULL, &error));
    check_message(&error, IRT_BAD_DATA, "/dev/null:1: ", "empty");
}
END_TEST

/* A long path leaves room for the sentence. */
START_TEST(a_long_file_name_is_cut_at_its_start)
{
    struct irt_error error;
    char name[3000];

    memset(name, 'd', sizeof name);
    memcpy(name + sizeof name - 12, "/end-of.csv", 12);
    ck_assert_ptr_null(irt_load_memory("a,b\n0.5,1\n", 10, name, NULL, &error));
    check_message(&error, IRT_BAD_DATA, "...d", "/end-of.csv:2: column 'a' has");
    ck_assert_ptr_nonnull(strstr(error.message, "leave the column out by --omit"));
}
END_TEST

static char *
repeat(const char *head, const char *piece, size_t times, size_t *length)
{
    size_t start = strlen(head), step = strlen(piece);
    char *text = malloc(start + step * times);

    ck_assert_ptr_nonnull(text);
    memcpy(text, head, start);
    for (size_t k = 0; k < times; k++)
        memcpy(text + start + k * step, piece, step);
    *length = start + step * times;
    return text;
}

START_TEST(too_many_columns_are_refused)
{
    size_t length;
    char *text = repeat("a,b\n0,1\n", "1,", IRT_MOST_ITEMS, &length);

    check_refused(text, length, NULL, IRT_BAD_DATA, "t.csv:3: ", "more than 65535 cells");
    free(text);
    text = repeat("a,b\n0,1\n", "\"1\",", IRT_MOST_ITEMS, &length);
    check_refused(text, length, NULL, IRT_BAD_DATA, "t.csv:3: ", "more than 65535 cells");
    free(text);
}
END_TEST

START_TEST(the_most_columns_are_read)
{
    size_t length;
    char *text = repeat("", "1,", IRT_MOST_ITEMS, &length);
    struct irt_responses *data = read_bytes(text, length - 1, NULL);

    ck_assert_uint_eq(data->items, IRT_MOST_ITEMS);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* 64 MiB of nothing but zeros: from a file, which is read in pieces. */
START_TEST(an_endless_line_is_refused)
{
    const char *file = TEST_BUILDDIR "/check_bad_data.tmp.csv";
    FILE *out = fopen(file, "wb");
    struct irt_error error;
    size_t length;
    char *piece = repeat("", "0", 1 << 20, &length);

    ck_assert_ptr_nonnull(out);
    fputs("a\n", out);
    for (size_t k = 0; k <= IRT_LONGEST_LINE >> 20; k++)
        ck_assert_uint_eq(fwrite(piece, 1, length, out), length);
    ck_assert_int_eq(fclose(out), 0);
    free(piece);
    ck_assert_ptr_null(irt_load(file, NULL, &error));
    unlink(file);
    ck_assert_ptr_nonnull(strstr(error.message, ":2: the line is longer than"));
}
END_TEST

START_TEST(swapped_long_columns_are_not_a_huge_matrix)
{
    struct irt_load_options options = { .long_columns = "p,i,r" };
    size_t used = 0;
    char *text = malloc(60000 * 20);

    used += (size_t)sprintf(text, "p,i,r\n");
    for (int k = 0; k < 60000; k++)
        used += (size_t)sprintf(text + used, "p%d,i%d,1\n", k, k);
    check_refused(text, used, &options, IRT_BAD_DATA, "t.csv:", "the right columns?");
    free(text);
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("bad data");
    TCase *cases = tcase_create("bad data");

    tcase_add_loop_test(cases, bad_text_is_refused, 0, COUNT(texts));
    tcase_add_test(cases, a_nul_byte_is_refused);
    tcase_add_loop_test(cases, bad_choices_are_refused, 0, COUNT(choices));
    tcase_add_test(cases, files_that_cannot_be_read);
    tcase_add_test(cases, a_long_file_name_is_cut_at_its_start);
    tcase_add_test(cases, too_many_columns_are_refused);
    tcase_add_test(cases, the_most_columns_are_read);
    tcase_add_test(cases, an_endless_line_is_refused);
    tcase_add_test(cases, swapped_long_columns_are_not_a_huge_matrix);
    suite_add_tcase(suite, cases);
    return suite;
}
