/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_spreadsheet.c -- what spreadsheets write around a table and in its cells: titles, empty
 * rows, totals, decimal commas, TRUE and FALSE, UTF-16; and that nothing is taken for it
 * that is none. */
#include "config.h"

#include "data/doctor.h"
#include "suite.h"
#include "tables.h"

/* --- the same table in every dress ------------------------------------------------------- */

static const char plain[] = "name,q1,q2,q3\nAnn,1,0,2\nBo,0,1,1\nCy,1,1,0\nDi,1,,2\n";

#define TITLE   "left out: a title above the table"
#define EMPTY   "empty rows were left out: "
#define TOTALS  "rows of totals were left out: "
#define WORDS   "cells such as "
#define MIXED   "columns of text with a few numbers were set aside"
#define MEASURE "columns whose numbers are no codes from 0 to 254 were set aside"

static const struct {
    const char *text, *notes[3];
} dresses[] = {
    { "\xef\xbb\xbfname;q1;q2;q3\r\nAnn;1;0;2\r\nBo;0;1;1\r\nCy;1;1;0\r\nDi;1;;2\r\n",
      { 0 } },
    { "sep=;\r\nname;q1;q2;q3\r\nAnn;1;0;2\r\nBo;0;1;1\r\nCy;1;1;0\r\nDi;1;;2\r\n",
      { 0 } },
    { "\"sep="
      "\t\"\nname\tq1\tq2\tq3\nAnn\t1\t0\t2\nBo\t0\t1\t1\nCy\t1\t1\t0\nDi\t1\t\t2\n",
      { 0 } },
    { "Survey, spring "
      "2024;;;\r\n;;;\r\nname;q1;q2;q3\r\nAnn;1;0;2\r\nBo;0;1;1\r\nCy;1;1;0\r\n"
      "Di;1;;2\r\n",
      { "lines 1 to 2 were " TITLE } },
    { "Survey\n\nname,q1,q2,q3\nAnn,1,0,2\nBo,0,1,1\nCy,1,1,0\nDi,1,,2\n",
      { "lines 1 to 2 were " TITLE } },
    { "\"Survey\nof 2024\",,,\nname,q1,q2,q3\nAnn,1,0,2\nBo,0,1,1\nCy,1,1,0\nDi,1,,2\n",
      { "lines 1 to 2 were " TITLE } },
    { "Survey;;;\nname;q1;q2;q3\nAnn;1;0;2\nBo;0;1;1\nCy;1;1;0\nDi;1;;2\n",
      { "line 1 was " TITLE } },
    { ",,,\n,,,\nname,q1,q2,q3\nAnn,1,0,2\nBo,0,1,1\nCy,1,1,0\nDi,1,,2\n", { 0 } },
    { "name,q1,q2,q3\nAnn,1,0,2\n,,,\nBo,0,1,1\nCy,1,1,0\nDi,1,,2\n,,,\n,,,\n",
      { EMPTY "3, the first on line 3" } },
    { "name,q1,q2,q3\nAnn,1,0,2\nBo,0,1,1\nCy,1,1,0\nDi,1,,2\nTotal,3,2,5\n",
      { TOTALS "1, the first on line 6 ('Total')" } },
    { "name;q1;q2;q3\nAnn;1;0;2\nBo;0;1;1\nCy;1;1;0\nDi;1;;2\n;;;\nSumme:;3;2;5\n"
      "Mittelwert;0,75;0,667;1,25\n",
      { TOTALS "2, the first on line 7 ('Summe:')", EMPTY "1, the first on line 6" } },
    { "name;q1;q2;q3\nAnn;1;0;2\nBo;0;1;1\nCy;1;1;0\nDi;1;;2\nMittel;0,8;0,7;1,25\n",
      { TOTALS "1, the first on line 6 ('Mittel')" } },
    { "name;q1;q2;q3\nAnn;1,0;0,0;2\nBo;0;1;1,00\nCy;1;1;0\nDi;1;;2,0\n", { 0 } },
    { "\"name\",\"q1\",\"q2\",\"q3\"\n\"Ann\",\"1\",\"0\",\"2\"\n\"Bo\",\"0\",\"1\","
      "\"1\"\n"
      "\"Cy\",\"1\",\"1\",\"0\"\n\"Di\",\"1\",\"\",\"2\"\n",
      { 0 } },
    { "name,q1,q2,q3\nAnn,TRUE,FALSE,2\nBo,false,true,1\nCy,True,TRUE,0\nDi,TRUE,,2\n",
      { 0 } },
    { "name;q1;q2;q3\nAnn;WAHR;FALSCH;2\nBo;FALSCH;WAHR;1\nCy;WAHR;WAHR;0\nDi;WAHR;;2\n",
      { 0 } },
    { "name,income,q1,q2,q3\nAnn,31000,1,0,2\nBo,1000.5,0,1,1\nCy,0,1,1,0\nDi,99000,1,,"
      "2\n",
      { MEASURE ": 'income'" } },
    { "name;height;q1;q2;q3\nAnn;1,71;1;0;2\nBo;1,6;0;1;1\nCy;2;1;1;0\nDi;1,85;1;;2\n",
      { MEASURE ": 'height'" } },
    { "name,z,q1,q2,q3\nAnn,-.5,1,0,2\nBo,1.25,0,1,1\nCy,-1,1,1,0\nDi,?,1,,2\n",
      { MEASURE ": 'z'" } },
    { "Class "
      "5a;;;;\n;;;;\nname;height;q1;q2;q3\nAnn;1,71;1;0;2\n;;;;\nBo;1,6;0;1;1\nCy;1,9;1;"
      "1;0\n"
      "Di;1,85;1;;2\n;;;;\nMean;1,76;0,75;0,67;1,25\n",
      { "lines 1 to 2 were " TITLE, EMPTY "2",
        TOTALS "1, the first on line 10 ('Mean')" } },
    { "name,q1,q2,q3\nAnn,1,0,2\nBo,0,1,1\nCy,1,1,0\nDi,1,#N/A,2\n",
      { WORDS "'#N/A' are read as missing: 1, the first on line 5" } },
    { "name;q1;q2;q3\nAnn;1;0;2\nBo;0;1;1\nCy;1;1;0\nDi;1; - ;2\n",
      { WORDS "'-' are read as missing: 1" } },
    { "name,said,q1,q2,q3\nAnn,fine,1,0,2\nBo,5,0,1,1\nCy,good,1,1,0\nDi,bad,1,k.A.,2\n",
      { WORDS "'k.A.'", MIXED ": 'said'" } },
    { "name,said,q1,q2,q3\nAnn,12,1,0,2\nBo,fine,0,1,1\nCy,good,1,1,0\nDi,bad,1,,2\n",
      { MIXED ": 'said'" } },
    { "name;mark;q1;q2;q3\nAnn;1,7;1;0;2\nBo;1;0;1;1\nCy;1,3;1;1;0\nDi;2,7;1;;2\n",
      { MEASURE ": 'mark'" } },
};

START_TEST(an_export_is_its_table)
{
    struct irt_responses *a = read_text(plain, NULL),
                         *b = read_text(dresses[_i].text, NULL);
    size_t notes = 1; /* that names are text */

    for (size_t k = 0; k < b->notes.count; k++)
        printf("%s\n", b->notes.text[k]);
    check_same(a, b);
    ck_assert(has_note(b, "columns without a number were set aside: 'name'"));
    for (size_t k = 0; k < 3 && dresses[_i].notes[k] != NULL; k++, notes++)
        ck_assert_msg(has_note(b, dresses[_i].notes[k]), "%s", dresses[_i].notes[k]);
    if (strstr(dresses[_i].text, "Class 5a") != NULL)
        notes++;
    ck_assert_uint_eq(b->notes.count, notes);
    irt_responses_free(a);
    irt_responses_free(b);
}
END_TEST

/* Either byte order, characters of one unit and of two, a half of one. */
START_TEST(utf16_is_read)
{
    static const uint16_t text[] = { 0xFEFF, 'i',    'd',  '\t', 0xE9, '\t',
                                     0xD83D, 0xDE00, '\r', '\n', 'x',  '\t',
                                     '1',    '\t',   '0',  '\r', '\n', 0xD800,
                                     '\t',   '0',    '\t', '1',  '\n' };
    size_t units = sizeof text / sizeof *text;
    char bytes[2 * sizeof text / sizeof *text];
    struct irt_responses *data;

    for (size_t k = 0; k < units; k++) {
        bytes[2 * k] = (char)(_i == 0 ? text[k] & 255 : text[k] >> 8);
        bytes[2 * k + 1] = (char)(_i == 0 ? text[k] >> 8 : text[k] & 255);
    }
    data = read_bytes(bytes, sizeof bytes, NULL);
    check_codes(data, "1001");
    ck_assert_str_eq(data->item_name[0], "é");
    ck_assert_str_eq(data->item_name[1], "😀");
    ck_assert_str_eq(data->person_id[0], "x");
    ck_assert_str_eq(data->person_id[1], "\xef\xbf\xbd");
    irt_responses_free(data);
}
END_TEST

START_TEST(western_letters_are_read)
{
    struct irt_responses *data = read_text("Gr\xf6\xdf"
                                           "e,\x80,\x81\n0,1,1\n1,0,0\n",
                                           NULL);

    ck_assert_str_eq(data->item_name[0], "Größe");
    ck_assert_str_eq(data->item_name[1], "€");
    ck_assert_str_eq(data->item_name[2], "?");
    ck_assert(has_note(data, "taken as Windows-1252"));
    irt_responses_free(data);
}
END_TEST

/* --- and what is none of it ------------------------------------------------------------- */

START_TEST(persons_stay)
{
    struct irt_load_options key = { .key = "Sum|B,A" };
    struct irt_responses *data;

    data = read_text("a,b\n0,1\n,\n1,0\n,\n", NULL); /* two gave no answer */
    ck_assert_uint_eq(data->rows, 4);
    irt_responses_free(data);
    data = read_text("a\n0\n\n1\n", NULL);
    ck_assert_uint_eq(data->rows, 2);
    irt_responses_free(data);
    data = read_text("q1,q2\nSum,A\nB,1\nTotal,2\n", &key); /* answers */
    check_codes(data, "111000");
    irt_responses_free(data);
    data = read_text("name,q1\nSumner,1\nTotal,x\nMeans Joe,0\n",
                     &(struct irt_load_options){ .missing = "x" });
    ck_assert_uint_eq(data->rows, 3);
    irt_responses_free(data);
    data = read_text("total,sum\n0,1\n1,0\n", NULL); /* names */
    ck_assert_uint_eq(data->rows, 2);
    ck_assert_str_eq(data->item_name[0], "total");
    irt_responses_free(data);
}
END_TEST

START_TEST(names_and_rows_stay)
{
    struct irt_load_options key = { .key = "A,B,C" };
    struct irt_responses *data;

    data = read_text("My only question\n0\n1\n", NULL);
    ck_assert_str_eq(data->item_name[0], "My only question");
    irt_responses_free(data);
    data = read_text("item,,\n0,1,1\n1,1,0\n", NULL); /* only one has a name */
    ck_assert_uint_eq(data->rows, 2);
    ck_assert_str_eq(data->item_name[0], "item");
    irt_responses_free(data);
    data = read_text("A,,\nA,B,C\nB,B,C\n", &key); /* two were left out */
    ck_assert_uint_eq(data->rows, 3);
    irt_responses_free(data);
    data = read_text("1,,\n0,1,1\n", NULL);
    ck_assert_uint_eq(data->rows, 2);
    irt_responses_free(data);
}
END_TEST

static const struct {
    const char *text, *part;
    struct irt_load_options options;
} refused[] = {
    { "a,b\n0,1\n0.5,1\n.5,0\n1,1\n2,0\n",
      "t.csv:3: column 'a' has the fractional",
      { 0 } },
    { "a,b\n0,1\n1,-1\n300,0\n1,1\n", "t.csv:3: column 'b' has the negative", { 0 } },
    { "w,b\n1.5,1\n2.5,0\n3.5,0\n",
      "t.csv:2: column 'w' has the fractional",
      { .items = "w,b" } },
    { "w,x\n1.5,1.1\n2.5,0.3\n3.5,0.5\n",
      "t.csv:2: column 'w' has the fractional",
      { 0 } },
    { "w,b\n1000,1\n2000,0\n", "t.csv:2: column 'w' has the response 1000", { 0 } },
    { "a,b\n0,\"1,0\"\n1,1\n", "t.csv:3: column 'b' has the number 1, but text", { 0 } },
    { "a;b\n0;1,5\n1;1\n0;0\n",
      "t.csv:2: column 'b' has the fractional response 1,5",
      { 0 } },
    { "a;b\n0;1,000,5\n1;1\n0;0\n",
      "t.csv:3: column 'b' has the number 1, but text",
      { 0 } },
    { "a,b\n0,x\n1,no idea\ny,1\n0,1\n0,0\n1,0\n",
      "t.csv:4: column 'a' has 'y', which is no number; correct it, have such cells read "
      "as missing by --missing 'NA,.,-9,y,x', or leave the column out by --omit",
      { 0 } },
    { "a,b\n0,x\n1,1\n0,1\n",
      "t.csv:3: column 'b' has the number 1, but text on line 2; correct it, have such "
      "cells read as missing by --missing '7,x'",
      { .missing = "7" } },
    { "a,b,c\n0,x,1\n1,y,0\n1,z,0\n0,2,0\n",
      "t.csv:2: column 'b' has 'x', which is no number",
      { .items = "a,b" } },
    { "b\n1\nx\ny\nz\n", "t.csv:3: column 'b' has 'x', which is no number", { 0 } },
    { "Survey 2024\nname,q1,q2\nAnn,1\n", "t.csv:2: the row has", { 0 } },
    { "10110\n01101\n", "t.csv:1: ", { 0 } },
};

START_TEST(slips_are_refused)
{
    struct irt_error error = { IRT_OK, "" };
    const char *text = refused[_i].text;

    ck_assert_ptr_null(
        irt_load_memory(text, strlen(text), "t.csv", &refused[_i].options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strstr(error.message, refused[_i].part) != NULL, "%s", error.message);
}
END_TEST

/* --- a key in it ------------------------------------------------------------------------- */

static const struct {
    const char *text, *codes, *first; /* the first item, or NULL: there is no key */
    size_t items;
} key_rows[] = {
    { "who,age,q1,q2,points\nKEY,,A,b,2\nAnn,15,A,C,1\nBo,14,a,B,2\nCy,15,B,,0\n",
      "10110.", "q1", 2 },
    { "time;who;q1;q2\nAnswer key:;;A|C;B\n1:00;Ann;A;B\n2:00;Bo;C;A\n3:00;Cy;B;B\n",
      "111001", "q1", 2 },
    { "who,note,q1,q2\nL\xc3\xb6sung,to "
      "check,Rome,Oslo\nAnn,,Rome,Oslo\nBo,x,Paris,Oslo\n",
      "011", "note", 3 },
    { "id,q1,q2\nkey,3,1\nAnn,3,2\nBo,1,1\n", "1001", "q1", 2 },
    { "who,q1,q2\nAnn,1,0\nkey,0,1\nBo,1,1\n", "100111", NULL, 2 }, /* no first row */
    { "who,q1,q2\nKeyes,1,0\nBo,1,1\n", "1011", NULL, 2 },
    { "who,q1,note\nKey,1,a\nBo,1,b\n", "11", NULL, 1 }, /* one answer */
};

START_TEST(a_row_may_be_the_key)
{
    struct irt_responses *data = read_text(key_rows[_i].text, NULL);

    ck_assert_int_eq(has_note(data, "is a key: "), key_rows[_i].first != NULL);
    if (key_rows[_i].first != NULL)
        ck_assert_str_eq(data->item_name[0], key_rows[_i].first);
    if (_i != 2)
        check_codes(data, key_rows[_i].codes);
    ck_assert_uint_eq(data->items, key_rows[_i].items);
    irt_responses_free(data);
}
END_TEST

START_TEST(a_key_that_is_given_goes_before)
{
    struct irt_load_options options = { .key = "BB" };
    struct irt_responses *data =
        read_text("id,q1,q2\nKEY,A,B\nAnn,A,B\nBo,B,A\n", &options);

    check_codes(data, "0110");
    ck_assert(!has_note(data, "is a key"));
    irt_responses_free(data);
}
END_TEST

START_TEST(numbers_among_letters_are_told)
{
    struct irt_load_options options = { .key = "AB" };
    const char *text = "q1,q2\nA,B\nB,99\nA,A\n99,B\nC,C\n";
    struct irt_responses *data = read_text(text, &options);
    struct irt_findings findings = { 0, NULL };

    ck_assert(irt_doctor(data, &options, &findings, NULL));
    ck_assert_str_eq(findings.finding[0].what,
                     "answers to 2 keyed items are numbers among letters: 'q1', 'q2'");
    ck_assert_str_eq(findings.finding[0].command, "missing");
    ck_assert_str_eq(findings.finding[0].argument, "NA,.,-9,99");
    irt_findings_clear(&findings);
    irt_responses_free(data);
    options.missing = "NA,.,-9,99";
    data = read_text(text, &options);
    check_codes(data, "110.10.100");
    ck_assert(irt_doctor(data, &options, &findings, NULL));
    ck_assert_uint_eq(findings.count, 0);
    irt_findings_clear(&findings);
    irt_responses_free(data);
}
END_TEST

/* --- answers in words -------------------------------------------------------------------- */

#define AGREE "Strongly disagree,Disagree,Neutral,Agree,Strongly agree"

static const char survey[] =
    "Timestamp,Email,Age,q1,\"q2, too\",q3,Comments\n"
    "1/2/2026 9:01:00,a@x.org,15,Agree,Strongly agree,Yes,fine\n"
    "1/2/2026 9:02:00,b@x.org,16,Neutral,Agree,No,\n"
    "1/2/2026 9:03:00,c@x.org,15,agree,,Yes,\n"
    "1/2/2026 9:04:00,d@x.org,15,Strongly Disagree,Strongly agree,No,\n"
    "1/2/2026 9:05:00,e@x.org,16,Disagree,Agree,Yes,hm\n"
    "1/2/2026 9:06:00,f@x.org,16,Disagree,Agree,Yes,\n"
    "1/2/2026 9:07:00,g@x.org,16,Agree,Agree,No,\n"
    "1/2/2026 9:08:00,h@x.org,15,Strongly Disagree,Neutral,No,\n"
    "1/2/2026 9:09:00,i@x.org,14,Neutral,Neutral,No,\n"
    "1/2/2026 9:10:00,j@x.org,15,Neutral,Neutral,No,\n";

/* The doctor's remedies one after the other, as a user takes them. */
START_TEST(words_become_scores)
{
    struct irt_load_options options = { 0 };
    struct irt_responses *data = read_text(survey, &options);
    struct irt_findings findings = { 0, NULL };
    const struct irt_finding *words = NULL, *ids = NULL;

    ck_assert_uint_eq(data->items, 1); /* the age */
    ck_assert(irt_doctor(data, &options, &findings, NULL));
    for (size_t k = 0; k < findings.count; k++) {
        const struct irt_finding *f = &findings.finding[k];

        if (f->command != NULL && strcmp(f->command, "words") == 0)
            words = f;
        if (f->command != NULL && strcmp(f->command, "id-column") == 0)
            ids = f;
    }
    ck_assert_ptr_nonnull(words);
    ck_assert_ptr_nonnull(strstr(words->what, "3 columns of words, 'q1' the first"));
    ck_assert_str_eq(words->argument, AGREE ";No,Yes");
    ck_assert_ptr_nonnull(ids);
    ck_assert_str_eq(ids->argument, "Email"); /* not the times */
    irt_responses_free(data);
    options.words = words->argument;
    options.id_column = ids->argument;
    options.omit = "Age";
    data = read_text(survey, &options);
    check_codes(data, "3412303.1040131131330020220220");
    ck_assert_str_eq(data->item_name[1], "q2, too");
    ck_assert_str_eq(data->person_id[9], "j@x.org");
    ck_assert(has_note(data,
                       "the words of 2 columns count from 'strongly disagree', which "
                       "is 0, to 'strongly agree', which is 4"));
    ck_assert(has_note(data, "the words of 1 column count from 'no'"));
    ck_assert(!has_note(data, "columns of words"));
    irt_findings_clear(&findings);
    irt_responses_free(data);
}
END_TEST

START_TEST(words_that_are_not_known_are_shown)
{
    struct irt_responses *data =
        read_text("a,b\nlow,1\nhigh,0\nlow,1\nhigh,1\nmiddle,0\nmiddle,1\n", NULL);
    struct irt_load_options options = { .words = "low,middle,high" };

    ck_assert(
        has_note(data, "column 'a' has a few words only: 'low', 'high', 'middle'; "));
    irt_responses_free(data);
    data = read_text("a,b\nlow,1\nhigh,0\nlow,1\nhigh,1\nmiddle,0\nmiddle,1\n", &options);
    check_codes(data, "012001211011");
    irt_responses_free(data);
    data = read_text("a,b\nlow,1\nhuge,0\nlow,1\n", &options); /* one is none of it */
    ck_assert_uint_eq(data->items, 1);
    irt_responses_free(data);
}
END_TEST

START_TEST(words_alone_are_an_error_that_helps)
{
    struct irt_error error = { IRT_OK, "" };
    const char *text = "a,b\nno,yes\nyes,yes\nno,no\nyes,no\n";

    ck_assert_ptr_null(irt_load_memory(text, strlen(text), "t.csv", NULL, &error));
    ck_assert_msg(strstr(error.message, "score the answers by --words 'No,Yes'") != NULL,
                  "%s", error.message);
    struct irt_load_options options = { .words = "no,yes", .items = "a,b" };
    text = "a,b\nno,yes\nyes,perhaps\n";
    ck_assert_ptr_null(irt_load_memory(text, strlen(text), "t.csv", &options, &error));
    ck_assert_msg(strstr(error.message, "column 'b' has 'perhaps', which is no number") !=
                      NULL,
                  "%s", error.message);
    text = "a,b\nno,yes\nyes,3\n";
    ck_assert_ptr_null(irt_load_memory(text, strlen(text), "t.csv", &options, &error));
    ck_assert_msg(strstr(error.message, "column 'b' has the number 3, but text") != NULL,
                  "%s", error.message);
}
END_TEST

/* --- the doctor on it -------------------------------------------------------------------- */

/* A number of each person that is no code is offered as such. */
START_TEST(large_numbers_may_be_ids)
{
    struct irt_load_options options = { 0 };
    struct irt_responses *data =
        read_text("who,a,b\n1001,0,1\n1002,1,1\n1003,0,0\n1004,1,1\n", &options);
    struct irt_findings findings = { 0, NULL };

    ck_assert(irt_doctor(data, &options, &findings, NULL));
    ck_assert_ptr_nonnull(strstr(findings.finding[0].what, MEASURE ": 'who'"));
    ck_assert_str_eq(findings.finding[0].command, "id-column");
    ck_assert_str_eq(findings.finding[0].argument, "who");
    irt_findings_clear(&findings);
    irt_responses_free(data);
    options.id_column = "who";
    data = read_text("who,a,b\n1001,0,1\n1002,1,1\n1003,0,0\n1004,1,1\n", &options);
    ck_assert_str_eq(data->person_id[3], "1004");
    ck_assert_uint_eq(data->notes.count, 0);
    irt_responses_free(data);
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("spreadsheet");
    TCase *cases = tcase_create("spreadsheet");

    tcase_add_loop_test(cases, an_export_is_its_table, 0, COUNT(dresses));
    tcase_add_loop_test(cases, utf16_is_read, 0, 2);
    tcase_add_test(cases, western_letters_are_read);
    tcase_add_test(cases, persons_stay);
    tcase_add_test(cases, names_and_rows_stay);
    tcase_add_loop_test(cases, slips_are_refused, 0, COUNT(refused));
    tcase_add_loop_test(cases, a_row_may_be_the_key, 0, COUNT(key_rows));
    tcase_add_test(cases, a_key_that_is_given_goes_before);
    tcase_add_test(cases, numbers_among_letters_are_told);
    tcase_add_test(cases, words_become_scores);
    tcase_add_test(cases, words_that_are_not_known_are_shown);
    tcase_add_test(cases, words_alone_are_an_error_that_helps);
    tcase_add_test(cases, large_numbers_may_be_ids);
    suite_add_tcase(suite, cases);
    return suite;
}
