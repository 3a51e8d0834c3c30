/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_statistics_file.c -- files of SPSS, Stata and SAS: the same data as the CSV of
 * them, whole, cut off or damaged.  ReadStat's own writer makes them. */
#include "config.h"

#include <unistd.h>

#include "data/statistics_kind.h"
#include "suite.h"
#include "tables.h"

START_TEST(kinds_are_known_by_their_bytes_or_their_names)
{
    static const struct {
        const char *name, *start, *ending;
    } file[] = {
        { "a.sav", "", ".sav" },
        { "a.SAV", "abc", ".sav" },
        { "a.zsav", "", ".zsav" },
        { "a.por", "", ".por" },
        { "a.Dta", "", ".dta" },
        { "a.sas7bdat", "", ".sas7bdat" },
        { "a.csv", "$FL2@(#) SPSS DATA FILE", ".sav" },
        { "a.dta", "$FL3@(#) SPSS DATA FILE", ".sav" },
        { "a", "<stata_dta><header>", ".dta" },
        { "a", "s\002\001", ".dta" }, /* its fourth byte is the 0 that ends the text */
        { "a", "some heading ASCII SPSS PORT FILE  ... SPSSPORT", ".por" },
        { "a.csv", "a,b\n0,1\n", NULL },
        { ".sav", "a,b\n0,1\n", NULL },
        { "sav", "", NULL },
        { "a", "<stata", NULL },
        { "a", "$FL3,q2\n0,1\n", NULL },
        { "a", "ASCII SPSS PORT FILE,q2\n0,1\n", NULL },
    };

    for (size_t k = 0; k < sizeof file / sizeof *file; k++) {
        const struct irt_statistics_kind *kind =
            irt_statistics_kind_of(file[k].name, file[k].start,
                                   strlen(file[k].start) + (k == 9));

        if (file[k].ending == NULL)
            ck_assert_msg(kind == NULL, "%s", file[k].name);
        else
            ck_assert_str_eq(kind->ending, file[k].ending);
    }
}
END_TEST

#ifndef HAVE_READSTAT

START_TEST(without_readstat_the_sentence_says_what_to_install)
{
    struct irt_error error;

    ck_assert_ptr_null(irt_load_memory("$FL2", 4, "a.sav", NULL, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strncmp(error.message, "a.sav: is an SPSS file (.sav), and this", 39) ==
                      0,
                  "%s", error.message);
    ck_assert_ptr_nonnull(strstr(error.message, "libreadstat-dev"));
}
END_TEST

static void
add_tests(TCase *cases)
{
    tcase_add_test(cases, without_readstat_the_sentence_says_what_to_install);
}

#else

#include <readstat.h>

/* --- writing --------------------------------------------------------------------------- */

#define MOST_COLUMNS 8
#define TEXT_WIDTH   12

/* A cell is a number, or text in a text column; "" is system-missing, ".a" user-missing,
 * by Stata's tag or by SPSS's code 99. */
struct column {
    const char *name, *label, *format;
    bool text;
};

struct table {
    struct column column[MOST_COLUMNS + 1]; /* ends with name NULL */
    const char *weight;
    const char *const *cell; /* row by row; ends with NULL */
};

struct written {
    char *byte;
    size_t length, size;
};

static ssize_t
collect(const void *data, size_t length, void *context)
{
    struct written *out = context;

    if (out->length + length > out->size) {
        out->size = 2 * (out->length + length);
        out->byte = realloc(out->byte, out->size);
        ck_assert_ptr_nonnull(out->byte);
    }
    memcpy(out->byte + out->length, data, length);
    out->length += length;
    return (ssize_t)length;
}

enum form { SAV, SAV_ROWS, ZSAV, POR, DTA_OLD, DTA, SAS, FORMS };

static const char *const form_name[FORMS] = { "t.sav", "t.sav", "t.zsav",    "t.por",
                                              "t.dta", "t.dta", "t.sas7bdat" };

static bool
is_spss(enum form form)
{
    return form <= POR;
}

static readstat_error_t
begin(enum form form, readstat_writer_t *writer, struct written *out, long rows)
{
    switch (form) {
    case SAV_ROWS: readstat_writer_set_compression(writer, READSTAT_COMPRESS_ROWS); break;
    case ZSAV: readstat_writer_set_compression(writer, READSTAT_COMPRESS_BINARY); break;
    case DTA_OLD: readstat_writer_set_file_format_version(writer, 114); break;
    default: break;
    }
    switch (form) {
    case POR: return readstat_begin_writing_por(writer, out, rows);
    case DTA_OLD:
    case DTA: return readstat_begin_writing_dta(writer, out, rows);
    case SAS: return readstat_begin_writing_sas7bdat(writer, out, rows);
    default: return readstat_begin_writing_sav(writer, out, rows);
    }
}

static readstat_variable_t *
add_column(readstat_writer_t *writer, enum form form, const struct table *table,
           const struct column *column)
{
    readstat_variable_t *variable =
        readstat_add_variable(writer, column->name,
                              column->text ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE,
                              column->text ? TEXT_WIDTH : 0);

    if (column->label != NULL)
        readstat_variable_set_label(variable, column->label);
    if (column->format != NULL)
        readstat_variable_set_format(variable, column->format);
    if (is_spss(form) && !column->text)
        readstat_variable_add_missing_double_value(variable, 99);
    if (table->weight != NULL && strcmp(table->weight, column->name) == 0)
        readstat_writer_set_fweight_variable(writer, variable);
    return variable;
}

static void
put(readstat_writer_t *writer, enum form form, const readstat_variable_t *variable,
    bool text, const char *cell)
{
    readstat_error_t problem;

    if (text)
        problem = readstat_insert_string_value(writer, variable, cell);
    else if (cell[0] == '\0')
        problem = readstat_insert_missing_value(writer, variable);
    else if (strcmp(cell, ".a") != 0)
        problem = readstat_insert_double_value(writer, variable, strtod(cell, NULL));
    else if (is_spss(form))
        problem = readstat_insert_double_value(writer, variable, 99);
    else if (form == SAS)
        problem = readstat_insert_missing_value(writer, variable);
    else
        problem = readstat_insert_tagged_missing_value(writer, variable, 'a');
    ck_assert_msg(problem == READSTAT_OK, "'%s': %s", cell,
                  readstat_error_message(problem));
}

static struct written
write_table(enum form form, const struct table *table)
{
    readstat_writer_t *writer = readstat_writer_init();
    readstat_variable_t *variable[MOST_COLUMNS];
    struct written out = { NULL, 0, 0 };
    size_t columns = 0, cells = 0;

    ck_assert_ptr_nonnull(writer);
    readstat_set_data_writer(writer, collect);
    readstat_writer_set_file_timestamp(writer, 1000000000);
    for (; table->column[columns].name != NULL; columns++)
        variable[columns] = add_column(writer, form, table, &table->column[columns]);
    while (table->cell[cells] != NULL)
        cells++;
    ck_assert_int_eq(begin(form, writer, &out, (long)(cells / columns)), READSTAT_OK);
    for (size_t k = 0; k < cells; k++) {
        if (k % columns == 0)
            ck_assert_int_eq(readstat_begin_row(writer), READSTAT_OK);
        put(writer, form, variable[k % columns], table->column[k % columns].text,
            table->cell[k]);
        if (k % columns == columns - 1)
            ck_assert_int_eq(readstat_end_row(writer), READSTAT_OK);
    }
    ck_assert_int_eq(readstat_end_writing(writer), READSTAT_OK);
    readstat_writer_free(writer);
    return out;
}

/* The CSV of the same data: what is missing is empty. */
static char *
csv_of(const struct table *table)
{
    char *text;
    size_t length, columns = 0;
    FILE *out = open_memstream(&text, &length);

    ck_assert_ptr_nonnull(out);
    for (; table->column[columns].name != NULL; columns++)
        fprintf(out, "%s%s", columns > 0 ? "," : "", table->column[columns].name);
    for (size_t k = 0; table->cell[k] != NULL; k++)
        fprintf(out, "%c%s", k % columns == 0 ? '\n' : ',',
                strcmp(table->cell[k], ".a") == 0 ? "" : table->cell[k]);
    putc('\n', out);
    fclose(out);
    return text;
}

static struct irt_responses *
read_written(enum form form, const struct written *file,
             const struct irt_load_options *options)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_responses *data =
        irt_load_memory(file->byte, file->length, form_name[form], options, &error);

    ck_assert_msg(data != NULL, "form %d: %s", form, error.message);
    return data;
}

static struct irt_responses *
read_table(enum form form, const struct table *table,
           const struct irt_load_options *options)
{
    struct written file = write_table(form, table);
    struct irt_responses *data = read_written(form, &file, options);

    free(file.byte);
    return data;
}

static void
check_table_refused(enum form form, const struct table *table,
                    const struct irt_load_options *options, const char *message)
{
    struct written file = write_table(form, table);
    struct irt_error error = { IRT_OK, "" };

    ck_assert_ptr_null(
        irt_load_memory(file.byte, file.length, form_name[form], options, &error));
    ck_assert_int_eq(error.code, IRT_BAD_DATA);
    ck_assert_msg(strstr(error.message, message) != NULL, "'%s' has not '%s'",
                  error.message, message);
    ck_assert_int_eq(strncmp(error.message, form_name[form], 5), 0);
    free(file.byte);
}

/* --- the same as CSV ------------------------------------------------------------------- */

#define QUESTION "I like sums"

static const char *const survey_cells[] = {
    "p1", "North", "1", "4", "0", "1",   /**/
    "p2", "North", "0", "3", "",  "1",   /**/
    "p3", "South", "1", "",  "1", ".a",  /**/
    "p4", "South", "1", "0", "1", "254", /**/
    "p5", "West",  "0", "2", "0", "10",  /**/
    NULL,
};

static const struct table survey = {
    .column = { { "ID", NULL, NULL, true },
                { "SCHOOL", NULL, NULL, true },
                { "Q1", QUESTION, NULL, false },
                { "Q2", NULL, NULL, false },
                { "Q3", "I like tea", NULL, false },
                { "Q4", NULL, NULL, false },
                { NULL, NULL, NULL, false } },
    .cell = survey_cells,
};

START_TEST(a_survey_is_as_its_csv)
{
    struct irt_responses *data = read_table((enum form)_i, &survey, NULL);
    char *text = csv_of(&survey);
    struct irt_responses *csv = read_text(text, NULL);

    check_same(data, csv);
    ck_assert_uint_eq(data->schools, 3);
    ck_assert_double_eq(data->missing, 3);
    ck_assert_uint_eq(data->notes.count, 0);
    ck_assert_ptr_null(csv->item_caption);
    ck_assert_ptr_nonnull(data->item_caption);
    ck_assert_str_eq(data->item_caption[0], QUESTION);
    ck_assert_ptr_null(data->item_caption[1]);
    ck_assert_str_eq(data->item_caption[2], "I like tea");
    irt_responses_free(data);
    irt_responses_free(csv);
    free(text);
}
END_TEST

/* Tables of any numbers of rows, with holes, as every form holds them. */
START_TEST(any_numbers_are_as_their_csv)
{
    struct table table = survey;
    unsigned state = (unsigned)_i * 2654435761u + 17u;
    size_t rows = 1 + (size_t)(_i / FORMS) * 41, k = 0;
    char(*number)[8] = malloc(6 * rows * sizeof *number);
    const char **cell = malloc((6 * rows + 1) * sizeof *cell);
    struct irt_responses *data, *csv;
    char *text;

    ck_assert(number != NULL && cell != NULL);
    for (; k < 6 * rows; k++) {
        state = state * 1664525u + 1013904223u;
        snprintf(number[k], sizeof *number, "%u", (state >> 16) % 97u);
        cell[k] = k % 6 > 1 && (state >> 24) % 7 == 0 ? "" : number[k];
    }
    cell[2] = "1"; /* some item has an answer */
    cell[k] = NULL;
    table.cell = cell;
    text = csv_of(&table);
    csv = read_text(text, NULL);
    data = read_table((enum form)(_i % FORMS), &table, NULL);
    check_same(data, csv);
    irt_responses_free(data);
    irt_responses_free(csv);
    free(text);
    free(number);
    free(cell);
}
END_TEST

START_TEST(a_file_is_read_as_its_bytes)
{
    char file[200];
    struct written written = write_table((enum form)_i, &survey);
    struct irt_responses *data = read_written((enum form)_i, &written, NULL), *again;
    struct irt_error error;
    FILE *out;

    snprintf(file, sizeof file, "%s/check_statistics_file.%d%s", TEST_BUILDDIR, _i,
             strchr(form_name[_i], '.'));
    out = fopen(file, "wb");
    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(written.byte, 1, written.length, out), written.length);
    ck_assert_int_eq(fclose(out), 0);
    again = irt_load(file, NULL, &error);
    ck_assert_msg(again != NULL, "%s", error.message);
    unlink(file);
    check_same(data, again);
    irt_responses_free(data);
    irt_responses_free(again);
    free(written.byte);
}
END_TEST

START_TEST(the_bytes_tell_the_kind_whatever_the_name)
{
    struct written file = write_table((enum form)_i, &survey);
    struct irt_responses *data =
        irt_load_memory(file.byte, file.length, "export.csv", NULL, NULL);

    ck_assert_ptr_nonnull(data);
    ck_assert_uint_eq(data->items, 4);
    irt_responses_free(data);
    free(file.byte);
}
END_TEST

/* --- letters beyond ASCII --------------------------------------------------------------- */

START_TEST(letters_come_out_as_utf8)
{
    static const struct {
        enum form form;
        const char *written;
    } in[] = { { SAV, "p\xc3\xa4" },
               { ZSAV, "p\xc3\xa4" },
               { DTA, "p\xc3\xa4" },
               { SAS, "p\xc3\xa4" },
               { DTA_OLD, "p\xe4" } }; /* before version 14: as Windows has it */
    const char *cell[] = { in[_i].written, "1", "q", "0", NULL };
    const struct table table = {
        .column = { { "ID", NULL, NULL, true },
                    { "A", in[_i].written, NULL, false },
                    { NULL, NULL, NULL, false } },
        .cell = cell,
    };
    struct irt_responses *data = read_table(in[_i].form, &table, NULL);

    ck_assert_str_eq(data->person_id[0], "p\xc3\xa4");
    ck_assert_str_eq(data->item_caption[0], "p\xc3\xa4");
    irt_responses_free(data);
}
END_TEST

/* --- what is special ------------------------------------------------------------------- */

static const char *const long_cells[] = {
    "a", "x", "1", "a", "y", "0", "b", "x", "", "b", "y", "2", NULL,
};

START_TEST(the_long_format_is_read)
{
    const struct table table = {
        .column = { { "WHO", NULL, NULL, true },
                    { "WHAT", NULL, NULL, true },
                    { "ANSWER", "the answer", NULL, false },
                    { NULL, NULL, NULL, false } },
        .cell = long_cells,
    };
    struct irt_load_options options = { .long_columns = "WHO,WHAT,ANSWER" };
    struct irt_responses *data = read_table((enum form)_i, &table, &options);

    check_codes(data, "10.2");
    ck_assert_str_eq(data->item_name[1], "y");
    ck_assert_str_eq(data->person_id[1], "b");
    irt_responses_free(data);
}
END_TEST

static const char *const weight_cells[] = {
    "1", "0", "3", "0", "1", "2.5", "1", "1", "", "0", "0", "0", NULL,
};
static const struct table weighted = {
    .column = { { "A", NULL, NULL, false },
                { "B", NULL, NULL, false },
                { "W", NULL, NULL, false },
                { NULL, NULL, NULL, false } },
    .weight = "W",
    .cell = weight_cells,
};

START_TEST(the_weight_variable_is_the_frequency)
{
    static const enum form form[] = { SAV, SAV_ROWS, ZSAV };
    struct irt_load_options items = { .items = "A,W" };
    struct irt_responses *data = read_table(form[_i], &weighted, NULL);

    ck_assert_uint_eq(data->items, 2);
    ck_assert_uint_eq(data->rows, 2);
    ck_assert_double_eq(data->persons, 5.5);
    ck_assert_double_eq(data->frequency[1], 2.5);
    ck_assert(has_note(data, "weights its rows by 'W': taken as their frequencies"));
    ck_assert(has_note(data, "rows with frequency 0 were left out: 2"));
    irt_responses_free(data);
    check_table_refused(form[_i], &weighted, &items,
                        "row 2: column 'W' has the fractional");
}
END_TEST

static const char *const numbered_cells[] = {
    "a1", "x",  "1",  "a2", "y",  "0",  "a3", "x",  "1",  "a4", "y",
    "0",  "a5", "x",  "1",  "a6", "y",  "0",  "a7", "x",  "1",  "a8",
    "y",  "0",  "a9", "x",  "1",  "b1", "y",  "0",  NULL,
};
static const struct table numbered = {
    .column = { { "CASENO", NULL, NULL, true },
                { "SAYS", NULL, NULL, true },
                { "A", NULL, NULL, false },
                { NULL, NULL, NULL, false } },
    .cell = numbered_cells,
};

START_TEST(text_that_tells_persons_apart_is_offered)
{
    struct irt_load_options named = { .id_column = "CASENO" };
    struct irt_responses *data = read_table(SAV, &numbered, NULL);
    const struct irt_notes *notes = &data->notes;
    size_t last = notes->count - 1;

    ck_assert_uint_eq(data->items, 1);
    ck_assert_ptr_nonnull(strstr(notes->text[last], "'CASENO' looks like the names"));
    ck_assert_str_eq(notes->remedy[last].command, "id-column");
    ck_assert_str_eq(notes->remedy[last].argument, "CASENO");
    irt_responses_free(data);
    data = read_table(SAV, &numbered, &named);
    ck_assert_str_eq(data->person_id[9], "b1");
    ck_assert(!has_note(data, "looks like the names"));
    irt_responses_free(data);
}
END_TEST

static const char *const mixed_cells[] = {
    "yes", "13800000000", "1", "0", "no", "13800000060", "0", "1", NULL,
};
static const struct table mixed = {
    .column = { { "SAYS", NULL, NULL, true },
                { "WHEN", NULL, "DATETIME20", false },
                { "A", NULL, NULL, false },
                { "N", NULL, NULL, true },
                { NULL, NULL, NULL, false } },
    .cell = mixed_cells,
};

START_TEST(text_and_dates_are_set_aside)
{
    struct irt_load_options listed = { .items = "A,N" };
    struct irt_responses *data = read_table(SAV, &mixed, NULL);

    ck_assert_uint_eq(data->items, 1);
    check_codes(data, "10");
    ck_assert(has_note(data, "text variables were set aside; list what is an item in "
                             "--items: 'SAYS', 'N'"));
    ck_assert(has_note(data, "hold dates or times were set aside"));
    irt_responses_free(data);
    data = read_table(SAV, &mixed, &listed);
    check_codes(data, "1001");
    irt_responses_free(data);
}
END_TEST

START_TEST(what_is_no_code_is_refused_with_its_row)
{
    static const struct {
        const char *cell, *message;
    } bad[] = {
        { "0.5", "row 2: column 'B' has the fractional response 0.5" },
        { "-1", "row 2: column 'B' has the negative response -1; correct it" },
        { "255", "row 2: column 'B' has the response 255, and codes end at 254" },
        { "1e300", "row 2: column 'B' has the response 1e+300" },
        { "0.1000000001", "response 0.1000000001" },
    };
    const char *cell[] = { "1", "0", "1", "1", bad[_i].cell, "1", NULL };
    struct table table = weighted;

    table.weight = NULL;
    table.cell = cell;
    check_table_refused(SAV, &table, NULL, bad[_i].message);
    check_table_refused(DTA, &table, NULL, bad[_i].message);
    check_table_refused(SAS, &table, NULL, bad[_i].message);
}
END_TEST

START_TEST(what_does_not_suit_is_refused)
{
    static const char *const none[] = { NULL };
    struct irt_load_options no_column = { .items = "A,Q" };
    struct irt_load_options text = { .items = "A,SAYS" };
    struct irt_load_options school = { .school_column = "B" };
    struct table table = weighted;
    const char *hole[] = { "1", "", "1", NULL };

    check_table_refused(SAV, &mixed, &no_column, "t.sav: there is no column 'Q'");
    check_table_refused(SAV, &mixed, &text, "t.sav: row 1: column 'SAYS' has 'yes'");
    table.cell = none;
    check_table_refused(SAV, &table, NULL, "t.sav: there are variables but no rows");
    check_table_refused(DTA, &table, NULL, "t.dta: there are variables but no rows");
    table.cell = hole;
    check_table_refused(SAV, &table, &school, "t.sav: row 1: the school is missing");
}
END_TEST

START_TEST(a_listed_code_is_missing_too)
{
    struct irt_load_options options = { .missing = "254,p2" };
    struct irt_responses *data = read_table((enum form)_i, &survey, &options);

    ck_assert_double_eq(data->missing, 4);
    ck_assert_uint_eq(data->categories[3], 11);
    irt_responses_free(data);
}
END_TEST

START_TEST(odd_ids_are_told_with_their_row)
{
    const char *cell[] = {
        "a", "x", "1", "b", "x", "0", "a", "x", "1", "", "x", "1", NULL
    };
    const struct table table = {
        .column = { { "ID", NULL, NULL, true },
                    { "SITE", NULL, NULL, true },
                    { "A", NULL, NULL, false },
                    { NULL, NULL, NULL, false } },
        .cell = cell,
    };
    struct irt_responses *data = read_table(SAV, &table, NULL);

    ck_assert(has_note(data, "more than one row: 1, the first 'a' in row 3"));
    ck_assert(has_note(data, "rows without an id: 1, the first in row 4"));
    irt_responses_free(data);
}
END_TEST

/* --- damage ---------------------------------------------------------------------------- */

/* Reads it or refuses it, with one sentence that names the file. */
static void
read_or_refuse(enum form form, const char *byte, size_t length)
{
    struct irt_error error = { IRT_OK, "" };
    struct irt_responses *data =
        irt_load_memory(byte, length, form_name[form], NULL, &error);

    if (data == NULL) {
        ck_assert_int_eq(error.code, IRT_BAD_DATA);
        ck_assert_msg(strncmp(error.message, form_name[form], 5) == 0, "%s",
                      error.message);
        for (const char *p = error.message; *p != '\0'; p++)
            ck_assert_msg((unsigned char)*p >= ' ', "control character in '%s'",
                          error.message);
    }
    irt_responses_free(data);
}

START_TEST(a_file_that_is_cut_off_is_refused)
{
    struct written file = write_table((enum form)_i, &survey);
    struct irt_error error;
    size_t step = file.length > 5000 ? file.length / 500 : 1;

    for (size_t length = 1; length < file.length; length += step)
        read_or_refuse((enum form)_i, file.byte, length);
    ck_assert_ptr_null(
        irt_load_memory(file.byte, file.length / 2, form_name[_i], NULL, &error));
    ck_assert_msg(strstr(error.message, "is no whole file that could be read as") != NULL,
                  "%s", error.message);
    free(file.byte);
}
END_TEST

START_TEST(a_damaged_file_is_read_or_refused)
{
    struct written file = write_table((enum form)_i, &survey);
    unsigned state = 12345u + (unsigned)_i;
    size_t step = file.length > 5000 ? file.length / 1000 : 1;

    for (size_t k = 0; k < file.length; k += step) {
        char was = file.byte[k];

        state = state * 1664525u + 1013904223u;
        file.byte[k] = (char)(state >> 24);
        read_or_refuse((enum form)_i, file.byte, file.length);
        file.byte[k] = '\xff';
        read_or_refuse((enum form)_i, file.byte, file.length);
        file.byte[k] = was;
    }
    free(file.byte);
}
END_TEST

START_TEST(a_name_is_not_enough)
{
    static const char *const text[] = { "a,b\n0,1\n", "x", "$FL2", "$FL3@(#)", "\n" };

    for (int form = 0; form < FORMS; form++)
        for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
            struct irt_error error;

            ck_assert_ptr_null(
                irt_load_memory(text[k], strlen(text[k]), form_name[form], NULL, &error));
            ck_assert_int_eq(error.code, IRT_BAD_DATA);
            ck_assert_msg(strstr(error.message, "is no whole file") != NULL, "%s",
                          error.message);
        }
}
END_TEST

START_TEST(a_pipe_is_refused)
{
    struct written file = write_table(SAV, &survey);
    struct irt_error error;
    char name[40];
    int end[2];

    ck_assert_int_eq(pipe(end), 0);
    ck_assert_int_eq((int)write(end[1], file.byte, file.length), (int)file.length);
    close(end[1]);
    snprintf(name, sizeof name, "/dev/fd/%d", end[0]);
    ck_assert_ptr_null(irt_load(name, NULL, &error));
    ck_assert_msg(strstr(error.message, "cannot be read from a pipe") != NULL, "%s",
                  error.message);
    close(end[0]);
    free(file.byte);
}
END_TEST

static void
add_tests(TCase *cases)
{
    tcase_add_loop_test(cases, a_survey_is_as_its_csv, 0, FORMS);
    tcase_add_loop_test(cases, any_numbers_are_as_their_csv, 0, 5 * FORMS);
    tcase_add_loop_test(cases, a_file_is_read_as_its_bytes, 0, FORMS);
    tcase_add_loop_test(cases, the_bytes_tell_the_kind_whatever_the_name, 0, FORMS);
    tcase_add_loop_test(cases, letters_come_out_as_utf8, 0, 5);
    tcase_add_loop_test(cases, the_long_format_is_read, 0, FORMS);
    tcase_add_loop_test(cases, the_weight_variable_is_the_frequency, 0, 3);
    tcase_add_test(cases, text_and_dates_are_set_aside);
    tcase_add_test(cases, text_that_tells_persons_apart_is_offered);
    tcase_add_loop_test(cases, what_is_no_code_is_refused_with_its_row, 0, 5);
    tcase_add_test(cases, what_does_not_suit_is_refused);
    tcase_add_loop_test(cases, a_listed_code_is_missing_too, 0, FORMS);
    tcase_add_test(cases, odd_ids_are_told_with_their_row);
    tcase_add_loop_test(cases, a_file_that_is_cut_off_is_refused, 0, FORMS);
    tcase_add_loop_test(cases, a_damaged_file_is_read_or_refused, 0, FORMS);
    tcase_add_test(cases, a_name_is_not_enough);
    tcase_add_test(cases, a_pipe_is_refused);
}

#endif

Suite *
test_suite(void)
{
    Suite *suite = suite_create("statistics file");
    TCase *cases = tcase_create("statistics file");

    tcase_add_test(cases, kinds_are_known_by_their_bytes_or_their_names);
    add_tests(cases);
    suite_add_tcase(suite, cases);
    return suite;
}
