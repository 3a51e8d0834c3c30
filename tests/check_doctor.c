/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_doctor.c -- the data doctor: each thing it looks for, what it leaves alone, and that
 * its remedies are commands that help. */
#include "config.h"

#include "choices.h"
#include "data/doctor.h"
#include "fixture.h"
#include "odd.h"
#include "suite.h"
#include "tables.h"

static struct irt_findings
examine(const struct irt_responses *data, const struct irt_load_options *options)
{
    static const struct irt_load_options defaults;
    struct irt_findings findings = { 0, NULL };
    struct irt_error error;

    ck_assert(irt_doctor(data, options != NULL ? options : &defaults, &findings, &error));
    return findings;
}

/* The finding whose sentence has this part; NULL: none has. */
static const struct irt_finding *
find(const struct irt_findings *findings, const char *part)
{
    char sentence[2000];

    for (size_t k = 0; k < findings->count; k++) {
        irt_finding_sentence(&findings->finding[k], sentence, sizeof sentence);
        if (strstr(sentence, part) != NULL)
            return &findings->finding[k];
    }
    return NULL;
}

static void
print_all(const struct irt_findings *findings)
{
    for (size_t k = 0; k < findings->count; k++)
        printf("%s: %s\n", findings->finding[k].what,
               findings->finding[k].consequence != NULL ? findings->finding[k].consequence
                                                        : "");
}

/* A table of rows x items as text: cell(i, j) gives each code, a negative one an empty cell. */
static char *
table_of(const char *header, size_t rows, size_t items, int (*cell)(size_t i, size_t j))
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    ck_assert_ptr_nonnull(out);
    fprintf(out, "%s\n", header);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < items; j++) {
            int code = cell(i, j);

            if (code >= 0)
                fprintf(out, "%d", code);
            putc(j + 1 < items ? ',' : '\n', out);
        }
    fclose(out);
    return text;
}

static unsigned
mixed(size_t i, size_t j)
{
    unsigned x = (unsigned)(i * 2654435761u + j * 40503u + 12345u);

    x ^= x >> 15;
    x *= 2246822519u;
    return x ^ x >> 13;
}

/* A person's level, 0 to 2, and an answer from 0 to 4 that goes with it. */
static int
likert(size_t i, size_t j)
{
    return (int)(mixed(i, 99) % 3 + mixed(i, j) % 3);
}

/* --- what is fine ---------------------------------------------------------------------- */

START_TEST(clean_data_have_no_findings)
{
    struct irt_responses *data = _i == 0   ? fixture_lsat6()
                                 : _i == 1 ? fixture_simulated(500, 10, .1, 4)
                                           : fixture_simulated(30, 5, 0, 8);
    struct irt_findings findings = examine(data, NULL);

    print_all(&findings);
    ck_assert_uint_eq(findings.count, 0);
    irt_findings_clear(&findings);
    irt_responses_free(data);
}
END_TEST

/* --- each finding ---------------------------------------------------------------------- */

static int
plain_cell(size_t i, size_t j)
{
    return j == 0 ? likert(i, 0) : likert(i, j);
}

static int
constant_cell(size_t i, size_t j)
{
    return j == 1 ? 3 : plain_cell(i, j);
}
static int
empty_cell(size_t i, size_t j)
{
    return j == 1 ? -1 : plain_cell(i, j);
}
static int
sparse_cell(size_t i, size_t j)
{
    return j == 1 && i % 3 != 0 ? -1 : plain_cell(i, j);
}
static int
nine_cell(size_t i, size_t j)
{
    return mixed(i, j + 50) % 20 == 0 ? 9 : plain_cell(i, j);
}
static int
hole_cell(size_t i, size_t j)
{
    return j == 1 && plain_cell(i, j) == 2 ? 3 : plain_cell(i, j);
}
static int
from_one_cell(size_t i, size_t j)
{
    return 1 + plain_cell(i, j);
}
static int
reversed_cell(size_t i, size_t j)
{
    return j == 1 ? 4 - plain_cell(i, j) : plain_cell(i, j);
}
static int
twin_cell(size_t i, size_t j)
{
    return plain_cell(i, j == 1 ? 0 : j);
}
static int
silent_cell(size_t i, size_t j)
{
    return i == 3 ? -1 : plain_cell(i, j);
}
static int
id_cell(size_t i, size_t j)
{
    return j == 1 ? (int)i + 1 : plain_cell(i, j);
}
static int
block_cell(size_t i, size_t j)
{
    return j == 1 ? (int)(i / 20) + 1 : plain_cell(i, j);
}
static int
sorted_cell(size_t i, size_t j)
{
    return j == 1 ? (int)(i / 60) : (int)((i / 60 + mixed(i, j) % 2));
}
static int
repeated_cell(size_t i, size_t j)
{
    return j == 0 ? (int)(i > 170 ? 170 : i) : plain_cell(i, j);
}
static int
many_rows_cell(size_t i, size_t j)
{
    return j == 0 ? (int)(i / 20) : plain_cell(i, j);
}
static int
wide_cell(size_t i, size_t j)
{
    return j == 1 ? (int)(mixed(i, 7) % 60) : plain_cell(i, j);
}

static const struct {
    int (*cell)(size_t i, size_t j);
    const char *header, *part, *command, *argument;
    enum irt_severity severity;
    size_t item;
} oddities[] = {
    { constant_cell, "a,b,c,d", "every answer to item 'b' is 3: it tells nothing about",
      "omit", "b", IRT_WARNING, 1 },
    { constant_cell, "a,\"b, or\",c,d", "every answer to item 'b, or' is 3", "omit",
      "\"b, or\"", IRT_WARNING, 1 },
    { reversed_cell, "a,\"b, or\",c,d", "item 'b, or' goes against the others", "reverse",
      "\"b, or\"", IRT_WARNING, 1 },
    { empty_cell, "a,b,c,d", "nobody answered item 'b': it is set aside", "omit", "b",
      IRT_WARNING, 1 },
    { sparse_cell, "a,b,c,d", "item 'b' has no answer from 120 of 180 persons", "omit",
      "b", IRT_WARNING, 1 },
    { nine_cell, "a,b,c,d", "code 9 stands apart from the others in 'a', 'b', 'c', 'd'",
      "missing", "NA,.,-9,9", IRT_WARNING, IRT_NO_ITEM },
    { hole_cell, "a,b,c,d",
      "no answer to item 'b' is 2, though there are 1 and 3: its 4 codes count as 0 to 3",
      NULL, NULL, IRT_WARNING, 1 },
    { from_one_cell, "a,b,c,d",
      "the codes of 4 items start at 1: 'a', 'b', 'c', 'd': they count from 0", NULL,
      NULL, IRT_NOTE, IRT_NO_ITEM },
    { reversed_cell, "a,b,c,d",
      "item 'b' goes against the others (item-rest correlation -", "reverse", "b",
      IRT_WARNING, 1 },
    { twin_cell, "a,b,c,d", "items 'a' and 'b' have the same answers throughout", "omit",
      "b", IRT_WARNING, 1 },
    { silent_cell, "a,b,c,d", "1 person gave no answer: nothing is known of them", NULL,
      NULL, IRT_NOTE, IRT_NO_ITEM },
    { id_cell, "a,b,c,d", "column 'b' looks like the names of the persons: no two rows",
      "id-column", "b", IRT_WARNING, 1 },
    { block_cell, "a,b,c,d", "column 'b' looks like schools: its values stand in blocks",
      "school-column", "b", IRT_WARNING, 1 },
    { plain_cell, "a,Class,c,d", "column 'Class' looks like schools: it is taken as",
      "school-column", "Class", IRT_WARNING, 1 },
    { plain_cell, "a,b,c,pupil", "column 'pupil' looks like the names of the persons: it",
      "id-column", "pupil", IRT_WARNING, 3 },
    { plain_cell, "AGE,b,c,d", "column 'AGE' is named like a fact about the persons",
      "omit", "AGE", IRT_WARNING, 0 },
    { wide_cell, "a,b,c,d", "item 'b' has 60 different answers: no model takes so many",
      "omit", "b", IRT_WARNING, 1 },
    { plain_cell, "a,a,c,d", "column 2 has the name 'a' of column 1", "omit", "a.2",
      IRT_NOTE, 1 },
    { repeated_cell, "id,a,b,c",
      "ids that stand in more than one row: 9, the first '170' on line 173; the rows are "
      "taken as different persons, and their scores have the same id",
      "id-column", "none", IRT_NOTE, IRT_NO_ITEM },
    { many_rows_cell, "id,a,b,c", "column 'id' looks like schools: 9 names for 180 rows",
      "school-column", "id", IRT_NOTE, IRT_NO_ITEM },
};

START_TEST(what_is_odd_is_found)
{
    char *text = table_of(oddities[_i].header, 180, 4, oddities[_i].cell);
    struct irt_responses *data = read_text(text, NULL);
    struct irt_findings findings = examine(data, NULL);
    const struct irt_finding *f = find(&findings, oddities[_i].part);

    print_all(&findings);
    ck_assert_msg(f != NULL, "%s", oddities[_i].part);
    ck_assert_uint_eq(findings.count, 1);
    ck_assert_int_eq(f->severity, oddities[_i].severity);
    ck_assert_uint_eq(f->item, oddities[_i].item);
    if (oddities[_i].command == NULL) {
        ck_assert_ptr_null(f->command);
        ck_assert_ptr_null(f->argument);
    } else {
        ck_assert_str_eq(f->command, oddities[_i].command);
        ck_assert_str_eq(f->argument, oddities[_i].argument);
    }
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* Each remedy is a choice; with it in force the finding is gone, and nothing new is there. */
START_TEST(a_remedy_mends)
{
    char *text = table_of(oddities[_i].header, 180, 4, oddities[_i].cell);
    struct ui_choices choices = ui_choices_defaults();
    struct irt_error error = { IRT_OK, "" };
    const struct ui_choice *choice;
    struct irt_load_options options;
    struct irt_responses *data;
    struct irt_findings findings;

    if (oddities[_i].command != NULL) {
        choice = ui_choice_find(oddities[_i].command);
        ck_assert_ptr_nonnull(choice);
        ck_assert_msg(choice->set(&choices, oddities[_i].argument, &error), "%s",
                      error.message);
        options = ui_choices_load(&choices);
        data = read_text(text, &options);
        findings = examine(data, &options);
        ck_assert_ptr_null(find(&findings, oddities[_i].part));
        for (size_t k = 0; k < findings.count; k++) /* that it is reversed, say */
            ck_assert_int_eq(findings.finding[k].severity, IRT_NOTE);
        irt_findings_clear(&findings);
        irt_responses_free(data);
    }
    free(text);
}
END_TEST

START_TEST(rows_sorted_by_an_item_are_no_schools)
{
    char *text = table_of("a,b,c,d", 180, 4, sorted_cell);
    struct irt_responses *data = read_text(text, NULL);
    struct irt_findings findings = examine(data, NULL);

    ck_assert_ptr_null(find(&findings, "looks like schools"));
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* --- several at once -------------------------------------------------------------------- */

static int
all_cell(size_t i, size_t j)
{
    switch (j) {
    case 0: return (int)i + 1;
    case 1: return (int)(i / 20);
    case 2: return 14 + (int)(mixed(i, 3) % 3);
    case 5: return 1;
    case 6: return -1;
    case 7: return 4 - likert(i, 7);
    default: return likert(i, j);
    }
}

/* A remedy leaves out all that looks like no item, whichever is taken first. */
START_TEST(one_odd_column_never_hides_another)
{
    char *text = table_of("nr,class,age,q1,q2,q3,q4,q5,q6", 180, 9, all_cell);
    struct irt_responses *data = read_text(text, NULL);
    struct irt_findings findings = examine(data, NULL);
    static const char *const part[] = { "'nr'",      "'class'",   "'age'",
                                        "'q3' is 1", "item 'q4'", "'q5' goes against" };

    for (size_t k = 0; k < 6; k++)
        ck_assert_msg(find(&findings, part[k]) != NULL, "%s", part[k]);
    ck_assert_uint_eq(findings.count, 6);
    ck_assert_str_eq(find(&findings, "'nr'")->command, "id-column");
    ck_assert_str_eq(find(&findings, "'age'")->argument, "age");
    ck_assert_str_eq(find(&findings, "'q3' is 1")->argument, "q3");
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
}
END_TEST

START_TEST(many_of_a_kind_are_one_finding)
{
    char *text = table_of("a,b,c,d,e", 180, 5, sparse_cell);
    struct irt_responses *data = read_text(text, NULL);
    struct irt_findings findings;

    for (size_t i = 0; i < 180; i++)
        for (size_t j = 0; j < 5; j++)
            if ((i + j) % 5 != 0)
                data->code[5 * i + j] = IRT_MISSING;
    irt_responses_count(data);
    findings = examine(data, NULL);
    ck_assert_ptr_nonnull(
        find(&findings, "5 items have no answer from more than half of the persons"));
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* --- remedies that build on what is chosen ---------------------------------------------- */

START_TEST(remedies_keep_what_is_chosen)
{
    struct irt_load_options missing = { .missing = "x,77" };
    struct irt_load_options reverse = { .reverse = "a, b ,c" };
    char *text = table_of("a,b,c,d", 180, 4, nine_cell);
    struct irt_responses *data = read_text(text, &missing);
    struct irt_findings findings = examine(data, &missing);

    ck_assert_str_eq(find(&findings, "code 9")->argument, "x,77,9");
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
    /* Three are turned wrongly: then it is d that goes against the others, or, of two
     * turned ones, these are turned back one by one. */
    text = table_of("a,b,c,d", 180, 4, plain_cell);
    reverse.reverse = "b";
    data = read_text(text, &reverse);
    findings = examine(data, &reverse);
    ck_assert_str_eq(find(&findings, "'b' goes against")->command, "reverse");
    ck_assert_str_eq(find(&findings, "'b' goes against")->argument, "");
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
    text = table_of("a,b,c,d", 180, 4, reversed_cell);
    reverse.reverse = "c, b";
    data = read_text(text, &reverse);
    findings = examine(data, &reverse);
    ck_assert_str_eq(find(&findings, "'c' goes against")->argument, "b");
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* Who lists the items has said that they are some. */
START_TEST(listed_items_are_no_suspects)
{
    struct irt_load_options options = { .items = "age,b,c" };
    char *text = table_of("age,b,c,d", 180, 4, plain_cell);
    struct irt_responses *data = read_text(text, &options);
    struct irt_findings findings = examine(data, &options);

    ck_assert_uint_eq(findings.count, 0);
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* What was split by group is no column, and nobody else was asked. */
START_TEST(split_items_are_asked_in_their_group)
{
    struct irt_load_options options = { .school_column = "group", .free = "b" };
    char text[4000] = "a,b,c,group\n";
    struct irt_responses *data;
    struct irt_findings findings;

    for (int i = 0; i < 90; i++) /* 60 and 30 persons; of the 30, 20 skip b */
        snprintf(text + strlen(text), sizeof text - strlen(text), "%d,%s,%d,%s\n",
                 i * 7 % 3 > 0,
                 i >= 70         ? ""
                 : i * 5 % 4 > 1 ? "1"
                                 : "0",
                 i * 11 % 5 > 1, i < 60 ? "f" : "m");
    data = read_text(text, &options);
    findings = examine(data, &options);
    ck_assert_ptr_null(find(&findings, "'b@f'"));
    ck_assert_ptr_nonnull(find(&findings, "'b@m' has no answer from 20 of 30 persons"));
    ck_assert_ptr_null(find(&findings, "'b@m'")->command);
    irt_findings_clear(&findings);
    irt_responses_free(data);
}
END_TEST

START_TEST(what_a_list_cannot_say_is_no_remedy)
{
    struct irt_responses *data =
        read_text("\"a \"\"x\"\", b\",c,d\n1,1,0\n1,1,1\n1,1,1\n1,1,0\n", NULL);
    struct irt_findings findings = examine(data, NULL);

    ck_assert_ptr_null(find(&findings, "item 'a \"x\", b' is 1")->command);
    ck_assert_str_eq(find(&findings, "item 'c' is 1")->argument, "c");
    irt_findings_clear(&findings);
    irt_responses_free(data);
}
END_TEST

/* --- keys ------------------------------------------------------------------------------- */

START_TEST(a_wrong_key_is_found)
{
    struct irt_load_options options = { .key = "BAAA" };
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    struct irt_responses *data;
    struct irt_findings findings;
    const struct irt_finding *f;

    fprintf(out, "a,b,c,d\n");
    for (size_t i = 0; i < 600; i++)
        for (size_t j = 0; j < 4; j++)
            fprintf(out, "%c%c", likert(i, j) >= 2 ? 'A' : "BC"[mixed(i, j) % 2],
                    j < 3 ? ',' : '\n');
    fclose(out);
    data = read_text(text, &options);
    findings = examine(data, &options);
    f = find(&findings, "item 'a' goes against the others");
    ck_assert_ptr_nonnull(f);
    ck_assert_ptr_nonnull(strstr(f->consequence, "is its key right?"));
    ck_assert_ptr_nonnull(strstr(f->consequence, "chose 'A' most"));
    ck_assert_str_eq(f->command, "key");
    ck_assert_str_eq(f->argument, "AAAA");
    irt_findings_clear(&findings);
    irt_responses_free(data);
    options.key = "EAAA";
    data = read_text(text, &options);
    findings = examine(data, &options);
    ck_assert_ptr_nonnull(find(&findings, "every answer to item 'a' scores 0"));
    ck_assert_ptr_nonnull(find(&findings, "is its key right?"));
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* Answers of the four items where option k is chosen by rank; what the text of the remedy is
 * for a key of three words to an item. */
START_TEST(a_key_is_said_anew_in_its_own_words)
{
    static const struct {
        const char *key, *remedy;
    } keys[] = {
        { "B,A,A,A", "AAAA" },
        { "B=2,A|C,A,A", "A=2,A|C,A,A" },
        { "BAAA", "AAAA" },
        { "B,A=3|B=2,A,A=0", "A,A=3|B=2,A,A=0" },
    };
    struct irt_load_options options = { .key = keys[_i].key };
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    struct irt_responses *data;
    struct irt_findings findings;
    const struct irt_finding *f;

    fprintf(out, "a,b,c,d\n");
    for (size_t i = 0; i < 600; i++)
        for (size_t j = 0; j < 4; j++)
            fprintf(out, "%c%c", likert(i, j) >= 2 ? 'A' : "BD"[mixed(i, j) % 2],
                    j < 3 ? ',' : '\n');
    fclose(out);
    data = read_text(text, &options);
    findings = examine(data, &options);
    print_all(&findings);
    f = find(&findings, "item 'a' goes against the others");
    ck_assert_ptr_nonnull(f);
    ck_assert_str_eq(f->command, "key");
    ck_assert_str_eq(f->argument, keys[_i].remedy);
    options.key = f->argument;
    irt_responses_free(data);
    data = read_text(text, &options);
    irt_findings_clear(&findings);
    findings = examine(data, &(struct irt_load_options){ .key = "AAAA" });
    ck_assert_ptr_null(find(&findings, "item 'a' goes"));
    irt_findings_clear(&findings);
    irt_responses_free(data);
    free(text);
}
END_TEST

/* --- the model -------------------------------------------------------------------------- */

START_TEST(items_that_a_model_does_not_take)
{
    struct irt_responses *data = read_text("a,b,c\n0,1,2\n1,0,1\n1,3,0\n", NULL);
    struct irt_findings findings = { 0, NULL };
    struct irt_model_options options = { .kind = "2pl", .items = "x=grm c=pcm" };
    struct irt_error error;

    ck_assert(irt_doctor_model(data, &options, &findings, &error));
    ck_assert_uint_eq(findings.count, 1);
    ck_assert_str_eq(findings.finding[0].what,
                     "item 'b' has answers up to 3, and the 2PL model takes 0 and 1");
    ck_assert_str_eq(findings.finding[0].command, "model");
    ck_assert_str_eq(findings.finding[0].argument, "b=gpcm");
    irt_findings_cut(&findings, 0);
    options.kind = "auto";
    ck_assert(irt_doctor_model(data, &options, &findings, &error));
    ck_assert_uint_eq(findings.count, 0);
    options.items = "a=rasch b=3pl";
    ck_assert(irt_doctor_model(data, &options, &findings, &error));
    ck_assert_uint_eq(findings.count, 1);
    irt_findings_clear(&findings);
    irt_responses_free(data);
}
END_TEST

START_TEST(a_model_that_few_items_take)
{
    struct irt_responses *data =
        read_text("a,b,c,d,e\n0,1,2,3,4\n1,2,1,0,2\n1,3,0,1,1\n0,0,2,1,0\n", NULL);
    struct irt_findings findings = { 0, NULL };
    struct irt_model_options options = { .kind = "2pl", .items = "b=3pl" };
    struct irt_error error;

    ck_assert(irt_doctor_model(data, &options, &findings, &error));
    ck_assert_uint_eq(findings.count, 4); /* a is right or wrong */
    irt_findings_cut(&findings, 0);
    options.items = NULL;
    ck_assert(irt_doctor_model(data, &options, &findings, &error));
    ck_assert_uint_eq(findings.count, 1);
    ck_assert_str_eq(findings.finding[0].what,
                     "4 items have answers above 1, and the 2PL model takes 0 and 1");
    ck_assert_str_eq(findings.finding[0].command, "model");
    ck_assert_str_eq(findings.finding[0].argument, "gpcm");
    irt_findings_clear(&findings);
    irt_responses_free(data);
}
END_TEST

/* --- the list ---------------------------------------------------------------------------- */

START_TEST(what_the_model_notes_too_is_told_once)
{
    struct irt_responses *data = read_text("a,b,c\n0,1,2\n1,1,1\n1,1,2\n0,1,3\n", NULL);
    struct irt_findings findings = examine(data, NULL);
    struct irt_model_options options = { .kind = "auto" };
    struct irt_model *model = irt_model_new(data, &options, NULL);
    struct ui_odd with = { data, &findings, model, NULL };
    struct ui_odd without = { data, NULL, model, NULL };
    char text[UI_ODD_TEXT];

    ck_assert_uint_eq(model->item_notes, 2);
    ck_assert_uint_eq(ui_odd_count(&with), findings.count);
    ck_assert_uint_eq(ui_odd_count(&without), 2);
    ui_odd_text(&without, 0, text, sizeof text);
    ck_assert_str_eq(text, "item 'b' is set aside: every answer to it is 1");
    ck_assert_str_eq(ui_odd_about(&without, 0), "model");
    ck_assert_str_eq(ui_odd_about(&with, 0), "data");
    ui_odd_warning(&with, 0, text, sizeof text);
    ck_assert_str_eq(text, "every answer to item 'b' is 1: it tells nothing about the "
                           "persons and is set aside (--omit b)");
    irt_model_free(model);
    irt_findings_clear(&findings);
    irt_responses_free(data);
}
END_TEST

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

Suite *
test_suite(void)
{
    Suite *suite = suite_create("doctor");
    TCase *cases = tcase_create("doctor");

    tcase_add_loop_test(cases, clean_data_have_no_findings, 0, 3);
    tcase_add_loop_test(cases, what_is_odd_is_found, 0, COUNT(oddities));
    tcase_add_loop_test(cases, a_remedy_mends, 0, COUNT(oddities));
    tcase_add_test(cases, rows_sorted_by_an_item_are_no_schools);
    tcase_add_test(cases, one_odd_column_never_hides_another);
    tcase_add_test(cases, many_of_a_kind_are_one_finding);
    tcase_add_test(cases, remedies_keep_what_is_chosen);
    tcase_add_test(cases, listed_items_are_no_suspects);
    tcase_add_test(cases, split_items_are_asked_in_their_group);
    tcase_add_test(cases, what_a_list_cannot_say_is_no_remedy);
    tcase_add_test(cases, a_wrong_key_is_found);
    tcase_add_loop_test(cases, a_key_is_said_anew_in_its_own_words, 0, 4);
    tcase_add_test(cases, items_that_a_model_does_not_take);
    tcase_add_test(cases, a_model_that_few_items_take);
    tcase_add_test(cases, what_the_model_notes_too_is_told_once);
    suite_add_tcase(suite, cases);
    return suite;
}
