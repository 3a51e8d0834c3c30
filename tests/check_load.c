/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_load.c -- reading responses: the same table in any dress is the same data. */
#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "data/names.h"
#include "data/patterns.h"
#include "data/write.h"
#include "suite.h"
#include "tables.h"

/* --- dresses ------------------------------------------------------------------------------- */

static const char plain[] = "q1,q2,q3\n0,1,2\n1,,0\n12,254,NA\n.,-9,1\n";

/* The same table, other separators, line ends, quotes, numbers. */
static const char *const dresses[] = {
    "q1;q2;q3\n0;1;2\n1;;0\n12;254;NA\n.;-9;1\n",
    "q1\tq2\tq3\n0\t1\t2\n1\t\t0\n12\t254\tNA\n.\t-9\t1\n",
    "q1 q2 q3\n0 1 2\n1 NA 0\n12 254 NA\n. -9 1\n",
    "  q1  q2\tq3 \n 0 1  2\n1\t\tNA 0\n12 254 NA  \n. -9 1\n",
    "q1,q2,q3\r\n0,1,2\r\n1,,0\r\n12,254,NA\r\n.,-9,1\r\n",
    "q1,q2,q3\r0,1,2\r1,,0\r12,254,NA\r.,-9,1\r",
    "q1,q2,q3\r\n0,1,2\n1,,0\r12,254,NA\n\r\n.,-9,1",
    "\xef\xbb\xbfq1,q2,q3\n0,1,2\n1,,0\n12,254,NA\n.,-9,1\n",
    "\"q1\",\"q2\",\"q3\"\n0,1,2\n1,,0\n12,254,NA\n.,-9,1\n",
    "\"q1\",q2,\"q3\"\n\"0\",\"1\",2\n1,\"\",\"0\"\n12,254,\"NA\"\n\".\",-9,\" 1\"\n",
    "\"q1\"  \"q2\"\t\"q3\"\n\"0\"\t1 2\n 1 \"\" 0 \n12 \"254\"   NA\n. -9 1\n",
    "\"q1\",\"q2\",\"q3\"\r\n\"0\",\"1\",\"2\"\r\n\"1\",\"\",\"0\"\r\n\"12\",\"254\","
    "\"NA\"\r\n"
    "\".\",\"-9\",\"1\"",
    "q1,q2,q3\n0,1,2\n\n1,,0\n   \n12,254,NA\n.,-9,1\n\n\n",
    " q1 , q2 , q3 \n 0 , 1 , 2 \n 1 ,  , 0\n 12 ,254 , NA \n . , -9 , 1 \n",
    "q1,q2,q3\n0.0,1.,2.000\n+1,,-0\n1.2e1,254.0,NA\n.,-9.0,01\n",
    "q1,q2,q3\n0,1,2\n1,,0\n12,254,NA\n.,-9,1",
};

START_TEST(any_dress_is_the_same_table)
{
    struct irt_responses *a = read_text(plain, NULL), *b = read_text(dresses[_i], NULL);

    check_same(a, b);
    ck_assert_uint_eq(a->rows, 4);
    ck_assert_uint_eq(a->code[6], 12);
    ck_assert_uint_eq(a->code[7], 254);
    ck_assert_uint_eq(a->categories[1], 255);
    ck_assert_double_eq(a->missing, 4);
    ck_assert_uint_eq(a->notes.count, 0);
    irt_responses_free(a);
    irt_responses_free(b);
}
END_TEST

static void
write_file(const char *file, const char *text, size_t length)
{
    FILE *out = fopen(file, "wb");

    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(text, 1, length, out), length);
    ck_assert_int_eq(fclose(out), 0);
}

/* The pieces that a file is read in must not show.  A header padded with blanks puts each
 * byte of the rows on the border of 256 KiB in turn. */
START_TEST(a_file_reads_as_its_text)
{
    static const char *const rows[] = { "0,1\r\n1,0\r\n", "0,1\r1,0\r",
                                        "0,1\n\"1\",0\n" };
    const char *file = TEST_BUILDDIR "/check_load.tmp.csv";
    size_t piece = (size_t)256 << 10, step = strlen(rows[_i % 3]);
    size_t pad = piece - (size_t)_i / 3, length = pad;
    char *text = malloc(piece + 200 * step);
    struct irt_responses *a, *b;
    struct irt_error error;

    memset(text, ' ', pad);
    text[0] = 'a';
    memcpy(text + pad - 4, ",b\r\n", 4);
    for (size_t k = 0; k < 100; k++, length += step)
        memcpy(text + length, rows[_i % 3], step);
    write_file(file, text, length);
    a = read_bytes(text, length, NULL);
    b = irt_load(file, NULL, &error);
    ck_assert_msg(b != NULL, "%s", error.message);
    unlink(file);
    ck_assert_uint_eq(a->rows, 200);
    ck_assert_uint_eq(a->items, 2);
    check_same(a, b);
    irt_responses_free(a);
    irt_responses_free(b);
    free(text);
}
END_TEST

START_TEST(a_line_longer_than_a_piece_is_read)
{
    const char *file = TEST_BUILDDIR "/check_load.long.csv";
    size_t width = 60000;
    FILE *out = fopen(file, "wb");
    struct irt_error error;
    struct irt_responses *data;

    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < width; j++)
            fprintf(out, "%9zu%c", (i + j) % 100, j + 1 < width ? ';' : '\r');
    ck_assert_int_eq(fclose(out), 0);
    data = irt_load(file, NULL, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    unlink(file);
    ck_assert_uint_eq(data->rows, 5);
    ck_assert_uint_eq(data->items, width);
    for (size_t k = 0; k < 5 * width; k++)
        ck_assert_uint_eq(data->code[k], (k / width + k % width) % 100);
    irt_responses_free(data);
}
END_TEST

/* --- header or none ------------------------------------------------------------------------ */

static const struct {
    const char *text, *names, *codes; /* names joined by | */
} headers[] = {
    { "0,1\n1,0\n", "item1|item2", "0110" },
    { "0 1\n1 0", "item1|item2", "0110" },
    { "1\n0\n", "item1", "10" },
    { "a\n0\n", "a", "0" },
    { "NA,1\n1,0\n", "item1|item2", ".110" },
    { "x,1\n0,1\n", "x|1", "01" },
    { "\"1\",\"2\"\n0,1\n", "1|2", "01" },
    { "\"1\",\"2\"\n\"0\",\"1\"\n", "item1|item2", "1201" },
    { "id,1,2\nx,0,1\n", "1|2", "01" },
    { "P1,0,1\nP2,1,0\n", "item2|item3", "0110" },
    { "\"\",\"a\",\"b\"\n\"1\",0,1\n\"2\",1,1\n", "a|b", "0111" },
    { "\"a\" \"b\"\n\"1\" 0 1\n\"2\" 1 1\n", "a|b", "0111" },
    { ",a,b\n0,0,1\n1,1,1\n", "a|b", "0111" },
    { "a,b,\n0,1,\n1,1,\n", "a|b", "0111" },
    { "a,,c\n0,1,2\n", "a|item2|c", "012" },
    { "a,a,a,a.2\n0,1,2,3\n", "a|a.2|a.3|a.2.2", "0123" },
    { "\"two\nlines\",b\n0,1\n", "two lines|b", "01" },
    { "\"say \"\"a\"\"\",b\n0,1\n", "say \"a\"|b", "01" },
    { "caf\xc3\xa9,na\xefve,\xff\n0,1,2\n", "caf\xc3\xa9|na\xc3\xafve|\xc3\xbf", "012" },
    { "a\033[31m,b\n0,1\n", "a?[31m|b", "01" },
    { "my item\n0\n1\n", "my item", "01" },
    { "a,b\n,\nNA,.\n0,\n", "a|b", "....0." },
};

START_TEST(headers_are_recognised)
{
    struct irt_responses *data = read_text(headers[_i].text, NULL);
    char names[200] = "";

    for (size_t j = 0; j < data->items; j++) {
        strcat(names, j > 0 ? "|" : "");
        strcat(names, data->item_name[j]);
    }
    ck_assert_str_eq(names, headers[_i].names);
    check_codes(data, headers[_i].codes);
    irt_responses_free(data);
}
END_TEST

START_TEST(odd_names_are_noted)
{
    struct irt_responses *data = read_text("a,a,\xff\n0,1,2\n", NULL);

    ck_assert(
        has_note(data, "column 2 has the name 'a' of column 1 and is called 'a.2'"));
    ck_assert(has_note(data, "no UTF-8"));
    ck_assert_uint_eq(data->notes.count, 2);
    irt_responses_free(data);
}
END_TEST

START_TEST(long_names_are_cut_and_stay_different)
{
    char text[2100] = "", name[1000];
    struct irt_responses *data;

    memset(name, 'n', 999);
    name[999] = '\0';
    sprintf(text, "%s,%s\n0,1\n", name, name);
    data = read_text(text, NULL);
    ck_assert_uint_eq(strlen(data->item_name[0]), IRT_LONGEST_NAME);
    ck_assert_uint_le(strlen(data->item_name[1]), IRT_LONGEST_NAME);
    ck_assert_str_ne(data->item_name[0], data->item_name[1]);
    ck_assert(has_note(data, "longer than"));
    irt_responses_free(data);
}
END_TEST

START_TEST(thousands_of_equal_names_are_told_apart)
{
    size_t count = 40000, used = 0;
    char *text = malloc(4 * count + 16);
    struct irt_responses *data;

    for (int line = 0; line < 2; line++)
        for (size_t k = 0; k < count; k++) {
            text[used++] = line == 0 ? 'a' : '1';
            text[used++] = k + 1 < count ? ',' : '\n';
        }
    data = read_bytes(text, used, NULL);
    ck_assert_str_eq(data->item_name[count - 1], "a.40000");
    irt_responses_free(data);
    free(text);
}
END_TEST

/* --- which column is what -------------------------------------------------------------- */

START_TEST(columns_with_a_part_are_no_items)
{
    struct irt_responses *data = read_text(
        "ID,q1,School,name,Freq,q2\nann,0,10,x,2,1\nbob,1,9,y,1.5,1\ncy,1,B,z,0,0\n",
        NULL);

    check_codes(data, "0111");
    ck_assert_str_eq(data->person_id[0], "ann");
    ck_assert_str_eq(data->person_id[1], "bob");
    ck_assert_uint_eq(data->schools, 2);
    ck_assert_str_eq(data->school_name[0], "9");
    ck_assert_str_eq(data->school_name[1], "10");
    ck_assert_uint_eq(data->school[0], 1);
    ck_assert_uint_eq(data->school[1], 0);
    ck_assert_double_eq(data->persons, 3.5);
    ck_assert(has_note(data, "columns without a number were set aside: 'name'"));
    ck_assert(has_note(data, "rows with frequency 0 were left out: 1"));
    irt_responses_free(data);
}
END_TEST

START_TEST(options_name_the_columns)
{
    const struct irt_load_options options = { .id_column = "who",
                                              .school_column = "q2",
                                              .freq_column = "n" };
    struct irt_responses *data =
        read_text("who,q1,q2,n,count\n10001,0,1,3,7\n10002,1,0,2,7\n", &options);

    check_codes(data, "01");
    ck_assert_str_eq(data->person_id[1], "10002");
    ck_assert_str_eq(data->school_name[0], "0");
    ck_assert_double_eq(data->persons, 5);
    ck_assert(has_note(data, "'count' was set aside for its name"));
    irt_responses_free(data);
}
END_TEST

START_TEST(id_goes_before_person_and_freq_before_count)
{
    struct irt_responses *data =
        read_text("person,count,ID,freq,site,q\n1,2,3,4,5,0\n1,2,7,5,5,1\n", NULL);

    check_codes(data, "01");
    ck_assert_str_eq(data->person_id[0], "3");
    ck_assert_double_eq(data->persons, 9);
    ck_assert_str_eq(data->school_name[0], "5");
    ck_assert_uint_eq(data->notes.count, 2);
    irt_responses_free(data);
}
END_TEST

START_TEST(listed_items_only)
{
    const struct irt_load_options options = { .items = "count, q3,q1" };
    struct irt_responses *data =
        read_text("id,q1,q2,q3,count,age\na,0,900,1,2,3.5\nb,1,x,0,1,-7\n", &options);

    check_codes(data, "012101");
    ck_assert_str_eq(data->item_name[1], "q3");
    ck_assert_str_eq(data->item_name[2], "count");
    ck_assert_ptr_null(data->frequency);
    ck_assert_str_eq(data->person_id[0], "a");
    ck_assert_uint_eq(data->notes.count, 0);
    irt_responses_free(data);
}
END_TEST

START_TEST(what_is_omitted_is_no_item)
{
    struct irt_load_options options = { .omit = "sum, \"b, or\"" };
    struct irt_error error = { IRT_OK, "" };
    struct irt_responses *data;

    data = read_text("id,a,\"b, or\",sum,c\nx,1,0,-4,0\ny,0,1,1.5,1\n", &options);
    check_codes(data, "1001");
    ck_assert_str_eq(data->item_name[1], "c");
    ck_assert_uint_eq(data->notes.count, 0);
    irt_responses_free(data);
    options.items = "c,sum"; /* also when it is listed */
    data = read_text("id,a,\"b, or\",sum,c\nx,1,0,4,0\ny,0,1,1,1\n", &options);
    check_codes(data, "01");
    irt_responses_free(data);
    options = (struct irt_load_options){ .omit = "id,school" };
    data = read_text("id,school,a,b\n1,x,1,0\n2,y,0,1\n", &options);
    check_codes(data, "1001");
    ck_assert_ptr_null(data->person_id);
    ck_assert_ptr_null(data->school);
    ck_assert_uint_eq(data->notes.count, 0);
    irt_responses_free(data);
    options.id_column = "id"; /* unless it is given a part */
    data = read_text("id,school,a,b\n1,x,1,0\n2,y,0,1\n", &options);
    ck_assert_str_eq(data->person_id[1], "2");
    irt_responses_free(data);
    options = (struct irt_load_options){ .long_columns = "p,i,r", .omit = "b" };
    data = read_text("p,i,r\nx,a,1\nx,b,0\ny,a,0\ny,b,1\nx,c,1\n", &options);
    check_codes(data, "110.");
    irt_responses_free(data);
    options = (struct irt_load_options){ .omit = "suum" };
    ck_assert_ptr_null(
        irt_load_memory("a,sum\n1,0\n0,1\n", 15, "t.csv", &options, &error));
    ck_assert_msg(strstr(error.message, "no column 'suum'; did you mean 'sum'?") != NULL,
                  "%s", error.message);
}
END_TEST

START_TEST(nobody_answered_is_an_item)
{
    struct irt_responses *data = read_text("a,b\n0,\n1,NA\n", NULL);

    check_codes(data, "0.1.");
    ck_assert_uint_eq(data->categories[1], 0);
    irt_responses_free(data);
}
END_TEST

static const struct {
    const char *list, *codes;
} missings[] = { { NULL, "0189..." },
                 { "NA,.,-9", "0189..." },
                 { "9,NA,.,-9", "018...." },
                 { " 8 , 9,-9,NA", "01....." },
                 { "-9.0,NA,1", "0.89..." } };

START_TEST(missing_codes_are_chosen)
{
    const struct irt_load_options options = { .missing = missings[_i].list };
    struct irt_responses *data = read_text("a,b,c,d,e,f,g\n0,1,8,9,-9,NA,\n", &options);

    check_codes(data, missings[_i].codes);
    irt_responses_free(data);
}
END_TEST

START_TEST(ids_are_kept_and_noted)
{
    struct irt_responses *data =
        read_text("id,a\nx,0\n\"y, z\",1\nx,1\n,0\n,1\n\xfe,1\nx,0\n", NULL);

    ck_assert_str_eq(data->person_id[1], "y, z");
    ck_assert_str_eq(data->person_id[2], "x");
    ck_assert_str_eq(data->person_id[3], "");
    ck_assert_str_eq(data->person_id[5], "\xc3\xbe");
    ck_assert(has_note(data, "more than one row: 2, the first 'x' on line 4"));
    ck_assert(has_note(data, "without an id: 2, the first on line 5"));
    ck_assert(has_note(data, "ids were changed"));
    irt_responses_free(data);
}
END_TEST

START_TEST(many_columns_are_listed_in_one_note)
{
    char text[4000] = "";
    struct irt_responses *data;

    for (int line = 0; line < 2; line++) {
        for (int k = 0; k < 100; k++)
            sprintf(text + strlen(text), line == 0 ? "name%d," : "x%d,", k);
        strcat(text, line == 0 ? "a\n" : "1\n");
    }
    data = read_text(text, NULL);
    ck_assert_uint_eq(data->items, 1);
    ck_assert_uint_eq(data->notes.count, 1);
    ck_assert(has_note(data, "'name0', 'name1'"));
    ck_assert(has_note(data, ", ..."));
    irt_responses_free(data);
}
END_TEST

/* --- the long format ------------------------------------------------------------------- */

static const struct irt_load_options long_options = { .long_columns = "who,task,score" };

START_TEST(long_is_wide)
{
    struct irt_responses *data = read_text("day,who,task,score\n"
                                           "mo,ann,b,1\nmo,ann,a,0\ntu,bob,a,NA\n"
                                           "we,bob,c,2\nwe,ann,c,1\nwe,cy,b,\n",
                                           &long_options);

    check_codes(data, "101"
                      "..2"
                      "...");
    ck_assert_str_eq(data->item_name[0], "b");
    ck_assert_str_eq(data->item_name[1], "a");
    ck_assert_str_eq(data->person_id[2], "cy");
    ck_assert_uint_eq(data->categories[2], 3);
    irt_responses_free(data);
}
END_TEST

START_TEST(long_items_that_are_numbers_are_sorted)
{
    struct irt_responses *data =
        read_text("who\ttask\tscore\n7\t10\t1\n7\t9\t2\n5\t1e1\t0\n", &long_options);

    ck_assert_str_eq(data->item_name[0], "9");
    ck_assert_str_eq(data->item_name[1], "10");
    ck_assert_str_eq(data->item_name[2], "1e1");
    ck_assert_str_eq(data->person_id[0], "7");
    check_codes(data, "21."
                      "..0");
    irt_responses_free(data);
}
END_TEST

START_TEST(long_keeps_listed_items_and_schools)
{
    const struct irt_load_options options = { .long_columns = "who,task,score",
                                              .items = "c,a" };
    struct irt_responses *data = read_text("site,who,task,score\n"
                                           "S2,ann,a,1\nS1,bob,b,1\nS2,ann,c,0\n",
                                           &options);

    check_codes(data, "10..");
    ck_assert_uint_eq(data->schools, 2);
    ck_assert_uint_eq(data->school[0], 1);
    ck_assert_uint_eq(data->school[1], 0);
    irt_responses_free(data);
}
END_TEST

/* Any table written out long, in a scrambled order of items, reads the same. */
START_TEST(a_larger_long_table_is_the_wide_one)
{
    enum { ROWS = 700, ITEMS = 37 };
    char *wide = malloc(ROWS * ITEMS * 8), *text = malloc(ROWS * ITEMS * 24);
    size_t used = 0, at = 0;
    struct irt_responses *a, *b;

    used += (size_t)sprintf(wide, "id");
    for (int j = 1; j <= ITEMS; j++)
        used += (size_t)sprintf(wide + used, ",%d", j);
    at += (size_t)sprintf(text, "who,task,score");
    for (int i = 0; i < ROWS; i++) {
        used += (size_t)sprintf(wide + used, "\np%d", i);
        for (int j = 1; j <= ITEMS; j++)
            used += (size_t)sprintf(wide + used, ",%d", (i * j + j) % 13);
        for (int k = 1; k <= ITEMS; k++) {
            int j = k * 5 % ITEMS + 1; /* 37 is prime */
            at += (size_t)sprintf(text + at, "\np%d,%d,%d", i, j, (i * j + j) % 13);
        }
    }
    a = read_bytes(wide, used, NULL);
    b = read_bytes(text, at, &long_options);
    check_same(a, b);
    irt_responses_free(a);
    irt_responses_free(b);
    free(wide);
    free(text);
}
END_TEST

/* --- pattern tables and writing -------------------------------------------------------- */

START_TEST(a_pattern_table_is_its_rows_expanded)
{
    struct irt_error error;
    struct irt_responses *table =
        irt_load(TEST_SRCDIR "/samples/lsat6.csv", NULL, &error);
    struct irt_responses *rows;
    struct irt_patterns *a, *b;
    char text[16000] = "item1,item2,item3,item4,item5\n";

    ck_assert_msg(table != NULL, "%s", error.message);
    ck_assert_double_eq(table->persons, 1000);
    for (size_t i = 0; i < table->rows; i++)
        for (int k = 0; k < (int)table->frequency[i]; k++) {
            const uint8_t *c = table->code + i * 5;
            sprintf(text + strlen(text), "%d,%d,%d,%d,%d\n", c[0], c[1], c[2], c[3],
                    c[4]);
        }
    rows = read_text(text, NULL);
    ck_assert_uint_eq(rows->rows, 1000);
    a = irt_patterns_new(table, NULL, 1, &error);
    b = irt_patterns_new(rows, NULL, 1, &error);
    ck_assert_uint_eq(a->count, 30);
    ck_assert_uint_eq(b->count, 30);
    for (size_t l = 0; l < 30; l++) {
        ck_assert_double_eq(a->frequency[l], b->frequency[l]);
        ck_assert_mem_eq(table->code + a->row[l] * 5, rows->code + b->row[l] * 5, 5);
    }
    irt_patterns_free(a);
    irt_patterns_free(b);
    irt_responses_free(table);
    irt_responses_free(rows);
}
END_TEST

static const char *const written[] = {
    "a\n0\nNA\n1\n",
    "a,b\n0,1\n,\n254,100\n99,9\n",
    "\"1\",\"2\"\n0,1\n",
    "\"..\",\"2\"\n,012\n",
    "\"NA\",\".\"\n0,1\n",
    ("id,school,\"x, y\",\"say \"\"a\"\"\",freq\n\"n, "
     "1\",B,0,1,2.5\nm,A,1,,1e9\n,A,1,0,.1\n"),
    "a b\tc;d\n0\t1\n",
};

START_TEST(written_data_read_back)
{
    struct irt_responses *a = read_text(written[_i], NULL), *b;
    struct irt_error error = { IRT_OK, "" };
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    ck_assert_msg(irt_responses_write_csv(a, IRT_WRITE_CODES, out, &error), "%s",
                  error.message);
    ck_assert_int_eq(fclose(out), 0);
    b = read_bytes(text, length, NULL);
    check_same(a, b);
    irt_responses_free(a);
    irt_responses_free(b);
    free(text);
}
END_TEST

START_TEST(a_full_disk_is_told)
{
    struct irt_responses *data = read_text(plain, NULL);
    struct irt_error error = { IRT_OK, "" };
    FILE *out = fopen("/dev/full", "w");

    if (out != NULL) {
        setvbuf(out, NULL, _IONBF, 0);
        ck_assert(!irt_responses_write_csv(data, IRT_WRITE_CODES, out, &error));
        ck_assert_int_eq(error.code, IRT_CANNOT_WRITE);
        fclose(out);
    }
    irt_responses_free(data);
}
END_TEST

/* --- files outside the repository ------------------------------------------------------ */

static const struct {
    const char *file;
    size_t rows, items, schools;
    double missing;
} references[] = {
    { "lsat6-2pl/data.csv", 1000, 5, 0, 0 },
    { "sim-2pl/data.csv", 2000, 20, 0, 1965 },
    { "sim-gpcm/data.csv", 1500, 10, 0, 0 },
    { "sim-schools/data.csv", 1660, 10, 10, 0 },
    { "sim-schools-pcm/data.csv", 1150, 6, 8, 0 },
    { "dif/data.csv", 2000, 15, 0, 0 },
};

START_TEST(reference_files_are_read)
{
    const char *folder = getenv("IRTOP_REFERENCE");
    char file[1000];
    struct stat about;
    struct irt_error error;
    struct irt_responses *data;

    snprintf(file, sizeof file, "%s/%s",
             folder ? folder : TEST_SRCDIR "/../shared/reference", references[_i].file);
    if (stat(file, &about) != 0) {
        printf("skipped: there is no %s\n", references[_i].file);
        return;
    }
    data = irt_load(file, NULL, &error);
    ck_assert_msg(data != NULL, "%s", error.message);
    ck_assert_uint_eq(data->rows, references[_i].rows);
    ck_assert_uint_eq(data->items, references[_i].items);
    ck_assert_uint_eq(data->schools, references[_i].schools);
    ck_assert_double_eq(data->missing, references[_i].missing);
    irt_responses_free(data);
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("load");
    TCase *dress = tcase_create("dresses"), *header = tcase_create("headers");
    TCase *column = tcase_create("columns"), *rows = tcase_create("long");
    TCase *table = tcase_create("tables");

    tcase_add_loop_test(dress, any_dress_is_the_same_table, 0, COUNT(dresses));
    tcase_add_loop_test(dress, a_file_reads_as_its_text, 0, 3 * 14);
    tcase_add_test(dress, a_line_longer_than_a_piece_is_read);
    tcase_add_loop_test(header, headers_are_recognised, 0, COUNT(headers));
    tcase_add_test(header, odd_names_are_noted);
    tcase_add_test(header, long_names_are_cut_and_stay_different);
    tcase_add_test(header, thousands_of_equal_names_are_told_apart);
    tcase_add_test(column, columns_with_a_part_are_no_items);
    tcase_add_test(column, options_name_the_columns);
    tcase_add_test(column, id_goes_before_person_and_freq_before_count);
    tcase_add_test(column, listed_items_only);
    tcase_add_test(column, what_is_omitted_is_no_item);
    tcase_add_test(column, nobody_answered_is_an_item);
    tcase_add_loop_test(column, missing_codes_are_chosen, 0, COUNT(missings));
    tcase_add_test(column, ids_are_kept_and_noted);
    tcase_add_test(column, many_columns_are_listed_in_one_note);
    tcase_add_test(rows, long_is_wide);
    tcase_add_test(rows, long_items_that_are_numbers_are_sorted);
    tcase_add_test(rows, long_keeps_listed_items_and_schools);
    tcase_add_test(rows, a_larger_long_table_is_the_wide_one);
    tcase_add_test(table, a_pattern_table_is_its_rows_expanded);
    tcase_add_loop_test(table, written_data_read_back, 0, COUNT(written));
    tcase_add_test(table, a_full_disk_is_told);
    tcase_add_loop_test(table, reference_files_are_read, 0, COUNT(references));
    suite_add_tcase(suite, dress);
    suite_add_tcase(suite, header);
    suite_add_tcase(suite, column);
    suite_add_tcase(suite, rows);
    suite_add_tcase(suite, table);
    return suite;
}
