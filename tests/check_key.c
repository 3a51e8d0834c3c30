/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_key.c -- scoring by a key, raw options, reversed items, and counts of options. */
#include "config.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/key.h"
#include "data/options.h"
#include "suite.h"
#include "tables.h"

/* --- reading a key --------------------------------------------------------------------- */

/* "A;C|D=2": the answers of the items, a score other than 1 behind =; a name before :. */
static void
show_key(const struct irt_key *key, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t j = 0; j < key->items; j++) {
        const struct irt_key_item *item = &key->item[j];

        used += (size_t)snprintf(out + used, size - used, "%s%s%s", j > 0 ? ";" : "",
                                 item->name != NULL ? item->name : "",
                                 item->name != NULL ? ":" : "");
        for (size_t k = 0; k < item->answers; k++) {
            used += (size_t)snprintf(out + used, size - used, "%s%s", k > 0 ? "|" : "",
                                     item->answer[k].option);
            if (item->answer[k].score != 1)
                used += (size_t)snprintf(out + used, size - used, "=%u",
                                         item->answer[k].score);
        }
    }
}

static void
check_key(const char *text, const char *expected)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_key *key = irt_key_read(text, &error);
    char shown[500];

    ck_assert_msg(key != NULL, "%s: %s", text, error.message);
    show_key(key, shown, sizeof shown);
    ck_assert_str_eq(shown, expected);
    irt_key_free(key);
}

START_TEST(a_key_is_read_as_people_write_it)
{
    static const char *const text[][2] = {
        { "ABDCA", "A;B;D;C;A" },
        { "abdca", "A;B;D;C;A" },
        { "31245", "3;1;2;4;5" },
        { "A|CBD", "A|C;B;D" },
        { "AB|C|DE", "A;B|C|D;E" },
        { "B=2|D=1A", "B=2|D;A" },
        { "A=12BC=0|D", "A=12;B;C=0|D" },
        { " A B  C ", "A;B;C" },
        { "A,B|C,D=2", "A;B|C;D=2" },
        { "A, B | C ,D = 2", "A;B|C;D=2" },
        { "A;B;10;1.0", "A;B;10;1" },
        { "true,False", "true;False" },
        { "\xc3\xa4"
          "B",
          "\xc3\xa4;B" },
        { "A", "A" },
        { "ja,nein|wei\xc3\x9f nicht", "ja;nein|wei\xc3\x9f nicht" },
    };

    for (size_t k = 0; k < sizeof text / sizeof *text; k++)
        check_key(text[k][0], text[k][1]);
}
END_TEST

static const char *const bad_keys[][2] = {
    { "", "key: '': the key is empty" },
    { "  ", "key: '': the key is empty" },
    { "A,,B", "key: '': an answer is empty; write such as A" },
    { "A,B,", "key: 'A,B,': it ends in a separator" },
    { "|A", "an answer is empty" },
    { "A|", "an answer is empty" },
    { "A||B", "an answer is empty" },
    { "A|AB", "key: 'A': the item has this answer already" },
    { "a|A", "key: 'A': the item has this answer already" },
    { "1,2|2.0", "key: '2.0': the item has this answer already" },
    { "A=x,B", "key: 'A=x': the score behind = is no whole number from 0 to 254" },
    { "A=255,B", "no whole number from 0 to 254" },
    { "A=1.5,B", "no whole number from 0 to 254" },
    { "A=-1,B", "no whole number from 0 to 254" },
    { "no/such", "key: there is no file 'no/such'; give the key's file" },
    { "answers.csv", "key: there is no file 'answers.csv'" },
};

START_TEST(a_bad_key_is_refused)
{
    struct irt_error error = { IRT_OK, "" };

    ck_assert_ptr_null(irt_key_read(bad_keys[_i][0], &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strstr(error.message, bad_keys[_i][1]) != NULL, "'%s' has not '%s'",
                  error.message, bad_keys[_i][1]);
    ck_assert_int_eq(strncmp(error.message, "key: ", 5), 0);
}
END_TEST

/* --- a key in a file ------------------------------------------------------------------- */

#define KEY_FILE TEST_BUILDDIR "/check_key.tmp.csv"

static void
write_key(const char *text, size_t length)
{
    FILE *out = fopen(KEY_FILE, "wb");

    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(text, 1, length, out), length);
    ck_assert_int_eq(fclose(out), 0);
}

START_TEST(a_key_is_read_from_a_file)
{
    static const char *const text[][2] = {
        { "ABDCA\n", "A;B;D;C;A" },
        { "A|CB", "A|C;B" },
        { "A,B|C,10\n", "A;B|C;10" },
        { "A B C\n", "A;B;C" },
        { "A\nB|C\nD=2|A\n", "A;B|C;D=2|A" },
        { "answer\nA\nB\n", "A;B" },
        { "Key\nABC\n", "A;B;C" },
        { "item,answer\nq1,A\nq2,B\n", "q1:A;q2:B" },
        { "\xef\xbb\xbfItem;Answer\r\nq1;A\r\n", "q1:A" },
        { "q1,A\nq2,B|C\n", "q1:A;q2:B|C" },
        { "q1\tA\t2\nq1\tB\t1\nq2\tC\t\n", "q1:A=2|B;q2:C" },
        { "item,answer,score\nq1,A,2\nq2,C,1\nq1,B|D,1\n", "q1:A=2|B|D;q2:C" },
        { "score,item,answer\n3,q1,A\n", "q1:A=3" },
        { "item,key\nq1,A=2|B\n", "q1:A=2|B" },
    };

    for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
        write_key(text[k][0], strlen(text[k][0]));
        check_key(KEY_FILE, text[k][1]);
    }
    unlink(KEY_FILE);
}
END_TEST

static const char *const bad_files[][2] = {
    { "", ":1: the key is empty" },
    { "item,answer\n", ":1: there is no answer in the key" },
    { "\n\n", ":1: there is no answer in the key" },
    { "item,answer\nq1\n", ":2: the row has no answer" },
    { "item,answer\n,A\n", ":2: the item has no name" },
    { "item,answer\nq1,\n", ":2: '': an answer is empty" },
    { "item,answer\nq1,A\nq1,a\n", ":3: 'a': the item has this answer already" },
    { "item,answer,score\nq1,A,x\n", ":2: the score is no whole number" },
    { "item,answer,score\nq1,A,-1\n", ":2: the score is no whole number" },
    { "A\nB,C\n", ":2: the row has more than one answer" },
    { "A\n\"B\n", "never closed" },
    { "PK\003\004zzzz", "is a spreadsheet" },
};

START_TEST(a_bad_file_is_refused_with_its_line)
{
    struct irt_error error = { IRT_OK, "" };

    write_key(bad_files[_i][0], strlen(bad_files[_i][0]));
    ck_assert_ptr_null(irt_key_read(KEY_FILE, &error));
    unlink(KEY_FILE);
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strstr(error.message, bad_files[_i][1]) != NULL, "'%s' has not '%s'",
                  error.message, bad_files[_i][1]);
    ck_assert_ptr_nonnull(strstr(error.message, "check_key.tmp.csv:"));
}
END_TEST

START_TEST(a_key_that_cannot_be_opened_is_refused)
{
    struct irt_error error = { IRT_OK, "" };

    if (geteuid() == 0)
        return; /* who may read everything */
    write_key("A", 1);
    ck_assert_int_eq(chmod(KEY_FILE, 0), 0);
    ck_assert_ptr_null(irt_key_read(KEY_FILE, &error));
    unlink(KEY_FILE);
    ck_assert_ptr_nonnull(strstr(error.message, "cannot be read"));
}
END_TEST

/* --- scoring --------------------------------------------------------------------------- */

static const char letters[] = "id,q1,q2,q3\n"
                              "a,A,b,C\n"
                              "b,B,B,2\n"
                              "c,,c,c\n"
                              "d,A, C ,NA\n"
                              "e,AB,x y,3\n";

static void
check_options(const struct irt_responses *data, size_t j, const char *names,
              const char *scores)
{
    char name[200] = "", score[50] = "";

    for (size_t k = 0; k < data->option[j].count; k++) {
        snprintf(name + strlen(name), sizeof name - strlen(name), "%s%s",
                 k > 0 ? "|" : "", data->option[j].name[k]);
        snprintf(score + strlen(score), sizeof score - strlen(score), "%u",
                 data->option[j].score[k]);
    }
    ck_assert_str_eq(name, names);
    ck_assert_str_eq(score, scores);
}

/* The codes are the scores of the raw options; what is missing is in both. */
static void
check_raw(const struct irt_responses *data)
{
    for (size_t k = 0; k < data->rows * data->items; k++) {
        const struct irt_item_options *option = &data->option[k % data->items];

        if (data->raw[k] == IRT_MISSING || option->count == 0)
            ck_assert_uint_eq(data->raw[k], data->code[k]);
        else {
            ck_assert_uint_lt(data->raw[k], option->count);
            ck_assert_uint_eq(option->score[data->raw[k]], data->code[k]);
        }
    }
}

START_TEST(letters_are_scored)
{
    struct irt_load_options options = { .key = "AB|CC=2|3=1" };
    struct irt_responses *data = read_text(letters, &options);

    check_codes(data, "112"
                      "010"
                      ".12"
                      "11."
                      "001");
    ck_assert_uint_eq(data->categories[2], 3);
    check_options(data, 0, "A|AB|B", "100");
    check_options(data, 1, "B|C|x y", "110");
    check_options(data, 2, "2|3|C", "012");
    check_raw(data);
    ck_assert_uint_eq(data->notes.count, 0);
    irt_responses_free(data);
}
END_TEST

START_TEST(without_a_key_there_are_no_options)
{
    struct irt_responses *data = read_text("a,b\n0,1\n", NULL);

    ck_assert_ptr_null(data->option);
    ck_assert_ptr_null(data->raw);
    irt_responses_free(data);
}
END_TEST

/* A key by name scores its items; the others are taken as they are. */
START_TEST(a_key_by_name_leaves_the_others)
{
    struct irt_load_options options = { .key = KEY_FILE };
    struct irt_responses *data;

    write_key("item,answer,score\nq2,C,3\nq1,A\n", 30);
    data = read_text("q1,note,q2,q3\nA,hm,C,4\nB,,A,0\n,so,,2\n", &options);
    unlink(KEY_FILE);
    check_codes(data, "134"
                      "000"
                      "..2");
    ck_assert_str_eq(data->item_name[2], "q3");
    ck_assert(has_note(data, "without a number were set aside: 'note'"));
    ck_assert_uint_eq(data->option[2].count, 0);
    check_raw(data);
    irt_responses_free(data);
}
END_TEST

START_TEST(a_table_of_letters_needs_no_header)
{
    struct irt_load_options options = { .key = "AB|DC" };
    struct irt_responses *data = read_text("A,B,C\nB,D,C\nA,A,A\n", &options);

    ck_assert_uint_eq(data->rows, 3);
    check_codes(data, "111011100");
    ck_assert_str_eq(data->item_name[0], "item1");
    irt_responses_free(data);
    data = read_text("a,b,c\nB,D,C\nA,A,A\n", &options);
    ck_assert_str_eq(data->item_name[2], "c");
    irt_responses_free(data);
    data = read_text("A,B,C\nb,d,c\na,a,a\n", &options);
    ck_assert_str_eq(data->item_name[2], "C");
    irt_responses_free(data);
    data = read_text("x,y,z\nB,D,C\nA,A,A\n", &options);
    ck_assert_str_eq(data->item_name[0], "x");
    check_codes(data, "011100");
    irt_responses_free(data);
    data = read_text("\"A\",\"B\",\"C\"\nB,D,C\n", &options);
    ck_assert_str_eq(data->item_name[0], "A");
    irt_responses_free(data);
}
END_TEST

START_TEST(the_long_format_is_scored)
{
    struct irt_load_options options = { .key = "AB", .long_columns = "p,i,r" };
    struct irt_responses *data =
        read_text("p,i,r\nx,2,B\nx,1,A\ny,1,b\ny,2,\nz,2,a\n", &options);

    check_codes(data, "110..0");
    check_options(data, 0, "A|B", "10");
    check_options(data, 1, "A|B", "01");
    check_raw(data);
    irt_responses_free(data);
    write_key("item,answer\n2,B\n", 16);
    options.key = KEY_FILE;
    data = read_text("p,i,r\nx,2,B\nx,1,5\ny,1,0\ny,2,c\n", &options);
    unlink(KEY_FILE);
    check_codes(data, "5100");
    irt_responses_free(data);
}
END_TEST

/* Frequencies, schools and missing codes go with a key as without. */
START_TEST(parts_go_with_a_key)
{
    struct irt_load_options options = { .key = "AB", .missing = "X" };
    struct irt_responses *data =
        read_text("school,u,v,freq\ns2,A,X,3\ns1,B,B,2\ns1,A,A,0\n", &options);

    check_codes(data, "1.01");
    ck_assert_double_eq(data->persons, 5);
    ck_assert_double_eq(data->missing, 3);
    ck_assert_uint_eq(data->school[0], 1);
    check_options(data, 0, "A|B", "10");
    irt_responses_free(data);
}
END_TEST

static const struct {
    const char *text, *key;
    struct irt_load_options options;
    const char *message;
} refused[] = {
    { "q1,q2\nA,B\n",
      "ABC",
      { 0 },
      "t.csv: the key has 3 answers where there are 2 items: q1, q2; give one for each" },
    { "q1\nA\n", "AB", { 0 }, "the key has 2 answers where there is 1 item: q1" },
    { "q1,q2\nA,B\n", "A", { .items = "q1,q2" }, "the key has 1 answer where" },
    { "q1,q2\nA,B\n",
      "item,answer\nq3,A\n",
      { 0 },
      "t.csv: there is no column 'q3'; did you mean 'q1'? (in --key)" },
    { "q1,q2\nA,B\nB,A\n",
      "item,answer\nq1,A\n",
      { .items = "q1,q2" },
      "t.csv:2: column 'q2' has 'B', which is no number" },
    { "p,i,r\na,q1,1\n",
      "item,answer\nq2,A\n",
      { .long_columns = "p,i,r" },
      "no row has the item 'q2' of --key" },
    { "p,i,r\na,q1,\n", "A", { .long_columns = "p,i,r" }, "there is no response" },
    { "q1,q2\n,\n.,NA\n", "AB", { 0 }, "no column holds numbers" },
    { "q1\nA\n", "A", { .reverse = "q2" }, "t.csv: there is no item 'q2' to reverse" },
    { "q1\nA\n", "A", { .reverse = "q1, q1" }, "item 'q1' stands twice in --reverse" },
    { "q1\nA\n", "A,", { 0 }, "key: 'A,': it ends in a separator" },
};

START_TEST(what_does_not_suit_the_key_is_refused)
{
    struct irt_load_options options = refused[_i].options;
    struct irt_error error = { IRT_OK, "" };
    bool file = strchr(refused[_i].key, '\n') != NULL;

    if (file)
        write_key(refused[_i].key, strlen(refused[_i].key));
    options.key = file ? KEY_FILE : refused[_i].key;
    ck_assert_ptr_null(irt_load_memory(refused[_i].text, strlen(refused[_i].text),
                                       "t.csv", &options, &error));
    unlink(KEY_FILE);
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strstr(error.message, refused[_i].message) != NULL, "'%s' has not '%s'",
                  error.message, refused[_i].message);
}
END_TEST

START_TEST(too_many_answers_are_no_options)
{
    struct irt_load_options options = { .key = "A" };
    struct irt_error error;
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    fprintf(out, "essay\n");
    for (int k = 0; k < 256; k++)
        fprintf(out, "answer %d\n", k);
    fclose(out);
    ck_assert_ptr_null(irt_load_memory(text, length, "t.csv", &options, &error));
    ck_assert_ptr_nonnull(
        strstr(error.message,
               ":257: column 'essay' has more than 255 different answers"));
    ck_assert(strrchr(text, 'a') > text);
    length = (size_t)(strstr(text, "answer 255") - text);
    struct irt_responses *data = read_bytes(text, length, &options);
    ck_assert_uint_eq(data->option[0].count, 255);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* --- reversing ------------------------------------------------------------------------- */

START_TEST(codes_are_turned_round)
{
    struct irt_load_options options = { .reverse = "b,c" };
    struct irt_responses *data = read_text("a,b,c,d\n0,1,4,\n1,5,0,\n1,4,,\n", &options);

    check_codes(data, "050."
                      "114."
                      "12..");
    ck_assert(has_note(data, "item 'b' is reversed: 5 counts as 1, and 1 as 5"));
    irt_responses_free(data);
}
END_TEST

START_TEST(turned_twice_is_as_before)
{
    struct irt_load_options once = { .reverse = "b" };
    struct irt_responses *first = read_text("a,b\n0,3\n1,1\n0,4\n", NULL), *second;
    struct irt_responses *turned = read_text("a,b\n0,3\n1,1\n0,4\n", &once);
    char text[100];

    snprintf(text, sizeof text, "a,b\n0,%u\n1,%u\n0,%u\n", turned->code[1],
             turned->code[3], turned->code[5]);
    second = read_text(text, &once);
    ck_assert_mem_eq(first->code, second->code, 6);
    ck_assert_int_ne(memcmp(first->code, turned->code, 6), 0);
    irt_responses_free(first);
    irt_responses_free(second);
    irt_responses_free(turned);
}
END_TEST

START_TEST(options_are_turned_with_their_item)
{
    struct irt_load_options options = { .key = "A=2|B,A", .reverse = "q1" };
    struct irt_responses *data = read_text("q1,q2\nA,A\nB,B\nC,A\n", &options);

    check_codes(data, "011021");
    check_options(data, 0, "A|B|C", "012");
    check_raw(data);
    irt_responses_free(data);
}
END_TEST

/* --- counts of options ------------------------------------------------------------------ */

static double
share_of_the_rest(const struct irt_responses *data, size_t i, size_t item)
{
    double score = 0, most = 0;

    for (size_t j = 0; j < data->items; j++)
        if (j != item && data->code[i * data->items + j] != IRT_MISSING) {
            score += data->code[i * data->items + j];
            most += data->categories[j] - 1;
        }
    return most > 0 ? score / most : -1;
}

/* The group of a row: how many persons are below it, and half of those beside it. */
static size_t
group_of(const struct irt_responses *data, const double *share, size_t i, size_t groups)
{
    double below = 0, beside = 0, all = 0;
    size_t g;

    for (size_t k = 0; k < data->rows; k++) {
        double f = irt_responses_frequency(data, k);

        if (share[k] < 0)
            continue;
        all += f;
        below += share[k] < share[i] ? f : 0;
        beside += share[k] == share[i] ? f : 0;
    }
    g = (size_t)((double)groups * (below + beside / 2) / all);
    return g < groups ? g : groups - 1;
}

static void
count_by_brute_force(const struct irt_responses *data, size_t item, size_t groups)
{
    struct irt_option_counts *c = irt_option_counts_new(data, item, groups, NULL);
    double *share = malloc(data->rows * sizeof *share);
    double *count = calloc(groups * (c->options + 1), sizeof *count);

    ck_assert_uint_eq(c->options, data->option[item].count);
    for (size_t i = 0; i < data->rows; i++)
        share[i] = share_of_the_rest(data, i, item);
    for (size_t i = 0; i < data->rows; i++) {
        uint8_t raw = data->raw[i * data->items + item];
        size_t option = raw == IRT_MISSING ? c->options : raw;

        if (share[i] >= 0)
            count[group_of(data, share, i, groups) * (c->options + 1) + option] +=
                irt_responses_frequency(data, i);
    }
    for (size_t k = 0; k < groups * (c->options + 1); k++)
        ck_assert_double_eq(c->count[k], count[k]);
    irt_option_counts_free(c);
    free(share);
    free(count);
}

/* Complete, with holes, with frequencies, with partial credit. */
START_TEST(counts_by_brute_force)
{
    static const char *const cells[] = { "ABCDEA", "ABCDE ", "ABCD  ", "AABBCD" };
    struct irt_load_options options = { .key = _i < 3 ? "ABCDA" : "A=2|B,B,C=3|A,D,A" };
    char *text;
    size_t length;
    unsigned state = 7;
    FILE *out = open_memstream(&text, &length);
    struct irt_responses *data;

    fprintf(out, "a,b,c,d,e%s\n", _i == 2 ? ",freq" : "");
    for (int i = 0; i < 300; i++) {
        for (int j = 0; j < 5; j++) {
            state = state * 1664525u + 1013904223u;
            fprintf(out, "%s%c", j > 0 ? "," : "", cells[_i][(state >> 16) % 6]);
        }
        if (_i == 2)
            fprintf(out, ",%d", 1 + i % 4);
        putc('\n', out);
    }
    fclose(out);
    data = read_text(text, &options);
    for (size_t groups = 1; groups < 8; groups += 3)
        for (size_t j = 0; j < 5; j++)
            count_by_brute_force(data, j, groups);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* Every person is in one group, by one option. */
START_TEST(counts_add_up)
{
    struct irt_load_options options = { .key = "ABCD" };
    static char text[60000];
    size_t used = (size_t)sprintf(text, "a,b,c,d\n");
    unsigned state = 7;
    struct irt_responses *data;

    for (int i = 0; i < 500; i++)
        for (int j = 0; j < 4; j++) {
            state = state * 1664525u + 1013904223u;
            used += (size_t)sprintf(text + used, "%c%c", "ABCDE "[(state >> 16) % 6],
                                    j < 3 ? ',' : '\n');
        }
    data = read_text(text, &options);
    for (size_t groups = 1; groups < 8; groups += 2)
        for (size_t j = 0; j < 4; j++) {
            struct irt_option_counts *c = irt_option_counts_new(data, j, groups, NULL);
            double sum = 0, persons = 0;

            ck_assert_ptr_nonnull(c);
            ck_assert_uint_eq(c->options, 5);
            for (size_t g = 0; g < groups; g++) {
                double row = 0;
                for (size_t o = 0; o <= c->options; o++)
                    row += c->count[g * 6 + o];
                ck_assert_double_eq(row, c->persons[g]);
                sum += row;
            }
            for (size_t i = 0; i < data->rows; i++) {
                size_t others = 0;
                for (size_t k = 0; k < 4; k++)
                    others += k != j && data->code[4 * i + k] != IRT_MISSING;
                persons += others > 0;
            }
            ck_assert_double_eq(sum, persons);
            irt_option_counts_free(c);
        }
    irt_responses_free(data);
}
END_TEST

/* By hand: the rest scores on q2, q3 are 2 1 0 0; q1's answers A A B -. */
START_TEST(counts_by_hand)
{
    struct irt_load_options options = { .key = "ABC" };
    struct irt_responses *data =
        read_text("q1,q2,q3,freq\nA,B,C,1\nA,B,A,2\nB,A,A,3\n,A,A,1\nC,,,9\n", &options);
    struct irt_option_counts *c = irt_option_counts_new(data, 0, 2, NULL);
    static const double count[] = { 0, 3, 0, 1, /* low */ 3, 0, 0, 0 /* high */ };

    ck_assert_uint_eq(c->options, 3);
    for (size_t k = 0; k < 8; k++)
        ck_assert_double_eq(c->count[k], count[k]);
    ck_assert_double_eq_tol(c->standing[0], 2. / 3, 1e-12);
    ck_assert_double_eq_tol(c->standing[1], 0, 1e-12);
    ck_assert(isnan(c->standing[2]));
    ck_assert_double_eq_tol(c->standing[3], 0, 1e-12);
    /* x = 1 .5 .5 0 0 0 with A = 1 1 1 0 0 0: (2/3 - 1/3) / sqrt(1/4 - 1/9) */
    ck_assert_double_eq_tol(c->correlation[0], (1. / 3) / sqrt(5. / 36), 1e-12);
    ck_assert_double_eq_tol(c->correlation[1], -c->correlation[0], 1e-12);
    ck_assert(isnan(c->correlation[2]));
    irt_option_counts_free(c);
    irt_responses_free(data);
}
END_TEST

START_TEST(categories_are_counted_without_a_key)
{
    struct irt_responses *data = read_text("a,b\n0,2\n1,0\n,1\n", NULL);
    struct irt_option_counts *c = irt_option_counts_new(data, 1, 1, NULL);
    struct irt_error error;

    ck_assert_uint_eq(c->options, 3);
    ck_assert_double_eq(c->persons[0], 2);
    ck_assert_double_eq(c->count[0], 1);
    ck_assert_double_eq(c->count[1], 0);
    ck_assert_double_eq(c->count[2], 1);
    ck_assert_ptr_null(irt_option_counts_new(data, 1, 0, &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    irt_option_counts_free(c);
    irt_responses_free(data);
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("key");
    TCase *cases = tcase_create("key");

    tcase_add_test(cases, a_key_is_read_as_people_write_it);
    tcase_add_loop_test(cases, a_bad_key_is_refused, 0, COUNT(bad_keys));
    tcase_add_test(cases, a_key_is_read_from_a_file);
    tcase_add_loop_test(cases, a_bad_file_is_refused_with_its_line, 0, COUNT(bad_files));
    tcase_add_test(cases, a_key_that_cannot_be_opened_is_refused);
    tcase_add_test(cases, letters_are_scored);
    tcase_add_test(cases, without_a_key_there_are_no_options);
    tcase_add_test(cases, a_key_by_name_leaves_the_others);
    tcase_add_test(cases, a_table_of_letters_needs_no_header);
    tcase_add_test(cases, the_long_format_is_scored);
    tcase_add_test(cases, parts_go_with_a_key);
    tcase_add_loop_test(cases, what_does_not_suit_the_key_is_refused, 0, COUNT(refused));
    tcase_add_test(cases, too_many_answers_are_no_options);
    tcase_add_test(cases, codes_are_turned_round);
    tcase_add_test(cases, turned_twice_is_as_before);
    tcase_add_test(cases, options_are_turned_with_their_item);
    tcase_add_test(cases, counts_add_up);
    tcase_add_loop_test(cases, counts_by_brute_force, 0, 4);
    tcase_add_test(cases, counts_by_hand);
    tcase_add_test(cases, categories_are_counted_without_a_key);
    suite_add_tcase(suite, cases);
    return suite;
}
