/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_options.c -- the command line, --help, and the man page held against them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "fit/statistic.h"
#include "near.h"
#include "options.h"
#include "study/design.h"
#include "suite.h"
#include "theme.h"

#define MOST_WORDS 40

/* Parses a line of words split at blanks, the first being the program. */
static bool
parse(struct ui_options *options, const char *line, struct irt_error *error)
{
    static char words[500]; /* the options borrow from it */
    char *argv[MOST_WORDS], *save;
    int argc = 0;

    strcpy(words, line);
    for (char *word = strtok_r(words, " ", &save); word != NULL;
         word = strtok_r(NULL, " ", &save))
        argv[argc++] = word;
    return ui_options_parse(options, argc, argv, error);
}

static struct ui_options
parsed(const char *line)
{
    struct ui_options options;
    struct irt_error error;

    ck_assert_msg(parse(&options, line, &error), "%s: %s", line, error.message);
    return options;
}

START_TEST(a_full_command_line_is_read)
{
    struct ui_options o = parsed(
        "irtop fit a.csv -m 1pl --estimator em -q21 --nodes gh --range=-4:4 --tol 1e-9 "
        "--criterion gradient --max-cycles 7");
    struct ui_options p = parsed("irtop fit --quiet -f json -o out.json --persons p.csv "
                                 "--trace t.csv --no-color a.csv --threads 2 --seed 5");

    ck_assert_int_eq(o.program, UI_FIT);
    ck_assert_str_eq(o.choices.file, "a.csv");
    ck_assert_str_eq(o.choices.model, "1pl");
    ck_assert_uint_eq(o.choices.options.points, 21);
    ck_assert_int_eq(o.choices.options.nodes, IRT_NODES_GH);
    ck_assert_double_eq(o.choices.options.lo, -4);
    ck_assert_double_eq(o.choices.options.hi, 4);
    ck_assert_double_eq(o.choices.options.tolerance, 1e-9);
    ck_assert_int_eq(o.choices.options.criterion, IRT_CRITERION_GRADIENT);
    ck_assert_uint_eq(o.choices.options.max_cycles, 7);
    ck_assert(p.quiet && p.no_color);
    ck_assert_int_eq(p.format, UI_FORMAT_JSON);
    ck_assert_str_eq(p.output, "out.json");
    ck_assert_str_eq(p.persons, "p.csv");
    ck_assert_str_eq(p.trace, "t.csv");
    ck_assert_str_eq(p.choices.file, "a.csv");
    ck_assert_uint_eq(p.choices.options.threads, 2);
    ck_assert_uint_eq(p.choices.options.seed, 5);
}
END_TEST

static void
same_choices(const struct ui_choices *x, const struct ui_choices *y)
{
    char x_shown[200], y_shown[200];

    for (const struct ui_choice *c = ui_choice_table; c->name != NULL; c++) {
        c->show(x, x_shown, sizeof x_shown);
        c->show(y, y_shown, sizeof y_shown);
        ck_assert_str_eq(x_shown, y_shown);
    }
    ck_assert_str_eq(x->file, y->file);
}

START_TEST(lecture_gives_way_to_what_is_said_beside_it)
{
    struct ui_options before = parsed("irtop fit a.csv --tol 1e-7 --se none --lecture");
    struct ui_options after = parsed("irtop fit a.csv --lecture --tol 1e-7 --se none");

    same_choices(&before.choices, &after.choices);
    ck_assert(before.choices.options.lecture);
    ck_assert_uint_eq(before.choices.options.points, 10);
    ck_assert_double_eq(before.choices.options.tolerance, 1e-7);
    ck_assert_int_eq(before.choices.options.se, IRT_SE_NONE);
}
END_TEST

START_TEST(without_a_file_the_walk_through_opens)
{
    struct ui_options alone = parsed("irtop"), with = parsed("irtop -m rasch");
    struct ui_options file = parsed("irtop a.csv"), script = parsed("irtop --run s.irt");

    ck_assert_int_eq(alone.program, UI_OPEN);
    ck_assert(alone.choices.options.lecture);
    ck_assert(with.choices.options.lecture);
    ck_assert_str_eq(with.choices.model, "rasch");
    ck_assert(!file.choices.options.lecture);
    ck_assert(!script.choices.options.lecture);
    ck_assert_str_eq(script.run, "s.irt");
}
END_TEST

START_TEST(two_dashes_end_the_options)
{
    struct ui_options o = parsed("irtop fit -- --odd.csv");

    ck_assert_str_eq(o.choices.file, "--odd.csv");
}
END_TEST

START_TEST(simulate_has_its_own_options)
{
    struct ui_options o =
        parsed("irtop simulate -n 50 -j 7 --missing .25 --seed 9 --a uniform(.5,2) "
               "--spread .7 --categories 5 --c .2 --u uniform(.9,1) "
               "--b normal(0,2) --theta 0 -m rasch -o d.csv --truth t.csv "
               "-k 9 --school-effects even(-1,1) --contaminate random=.1 "
               "--school-truth s.csv");

    ck_assert_int_eq(o.program, UI_SIMULATE);
    ck_assert_uint_eq(o.simulation.persons, 50);
    ck_assert_uint_eq(o.simulation.items, 7);
    ck_assert_double_eq(o.simulation.missing, .25);
    ck_assert_uint_eq(o.simulation.seed, 9);
    ck_assert_int_eq(o.simulation.a.kind, IRT_UNIFORM);
    ck_assert_int_eq(o.simulation.b.kind, IRT_NORMAL);
    ck_assert_double_eq(o.simulation.b.second, 2);
    ck_assert_int_eq(o.simulation.theta.kind, IRT_CONSTANT);
    ck_assert_double_eq(o.simulation.spread.first, .7);
    ck_assert_uint_eq(o.simulation.categories, 5);
    ck_assert_double_eq(o.simulation.c.first, .2);
    ck_assert_double_eq(o.simulation.u.second, 1);
    ck_assert_str_eq(o.simulation.model, "rasch");
    ck_assert_str_eq(o.output, "d.csv");
    ck_assert_str_eq(o.truth, "t.csv");
    ck_assert_uint_eq(o.simulation.plan.schools, 9);
    ck_assert_str_eq(o.simulation.plan.effects, "even(-1,1)");
    ck_assert_ptr_null(o.simulation.plan.sizes);
    ck_assert_int_eq(o.simulation.contamination.kind, IRT_RANDOM_ROWS);
    ck_assert_str_eq(o.school_truth, "s.csv");
}
END_TEST

START_TEST(study_has_its_own_options)
{
    struct ui_options o = parsed("irtop study x.study -f csv -o o.csv --log l.log "
                                 "--replications 7 --threads 2 --quiet");

    ck_assert_int_eq(o.program, UI_STUDY);
    ck_assert_str_eq(o.choices.file, "x.study");
    ck_assert_int_eq(o.format, UI_FORMAT_CSV);
    ck_assert_str_eq(o.output, "o.csv");
    ck_assert_str_eq(o.log, "l.log");
    ck_assert_uint_eq(o.replications, 7);
    ck_assert_uint_eq(o.choices.options.threads, 2);
    ck_assert(o.quiet);
}
END_TEST

static const char *const refused[][2] = {
    { "irtop fit", "fit: which file?  irtop fit FILE [options]" },
    { "irtop fit a.csv b.csv", "two files, 'a.csv' and 'b.csv': give one" },
    { "irtop fit a.csv --modle 2pl", "unknown option --modle; did you mean --model?" },
    { "irtop fit a.csv --max 7", "unknown option --max; did you mean --max-cycles?" },
    { "irtop fit a.csv --tolerance=1",
      "unknown option --tolerance; see irtop fit --help" },
    { "irtop fit a.csv --wibble", "unknown option --wibble; see irtop fit --help" },
    { "irtop a.csv --wibble", "unknown option --wibble; see irtop --help" },
    { "irtop fit a.csv -z", "unknown option -z; see irtop fit --help" },
    { "irtop fit a.csv --theme dark", "unknown option --theme; see irtop fit --help" },
    { "irtop fit a.csv --prior a", "--prior: 'a' is not NAME=VALUE" },
    { "irtop fit a.csv --schools some",
      "--schools: 'some' is not a whole number from 0 to 1000000" },
    { "irtop fit a.csv --tol", "--tol needs a value: X" },
    { "irtop fit a.csv --tol --quiet", "--tol needs a value: X" },
    { "irtop fit a.csv --quiet=yes", "--quiet takes no value" },
    { "irtop fit a.csv --tol abc",
      "--tol: 'abc' is not a positive number, such as 1e-4" },
    { "irtop fit a.csv --range 3:1",
      "--range: 3 is not below 1; give the lower end first" },
    { "irtop fit a.csv -f xml", "--format: 'xml' is not one of: text json csv" },
    { "irtop fit a.csv -m 5pl", "--model: '5pl' is not one of: auto rasch 1pl 2pl 3pl "
                                "4pl pcm gpcm rsm grm nrm m2pl" },
    { "irtop fit a.csv -o a.csv", "FILE and --output are the same file, 'a.csv'" },
    { "irtop fit a.csv --trace x --persons x",
      "--persons and --trace are the same file, 'x'" },
    { "irtop simulate -o x --truth x", "--output and --truth are the same file, 'x'" },
    { "irtop a.csv --no-tui", "--no-tui goes with --run FILE" },
    { "irtop study", "study: which design?  irtop study DESIGN [options]" },
    { "irtop studi", "'studi' is neither a command nor a file; did you mean study?" },
    { "irtop study x.study --model 2pl",
      "unknown option --model; see irtop study --help" },
    { "irtop study x.study --replications 0",
      "--replications: '0' is not a whole number from 1 to 1000000" },
    { "irtop study x.study -o x.log --log x.log",
      "--output and --log are the same file, 'x.log'" },
    { "irtop score x.csv",
      "score: by which fit?  irtop score FILE --params FIT.json [options]" },
    { "irtop scor", "'scor' is neither a command nor a file; did you mean score?" },
    { "irtop serve", "'serve' is neither a command nor a file; see irtop --help" },
    { "irtop join", "'join' is neither a command nor a file; see irtop --help" },
    { "irtop lesson", "'lesson' is neither a command nor a file; see irtop --help" },
    { "irtop simulat",
      "'simulat' is neither a command nor a file; did you mean simulate?" },
    { "irtop simulate x.csv",
      "simulate reads no file, but 'x.csv' was given; see irtop simulate --help" },
    { "irtop simulate --persons 0",
      "--persons: '0' is not a whole number from 1 to 1000000000" },
    { "irtop simulate --categories 1",
      "--categories: '1' is not a whole number from 2 to 33" },
    { "irtop simulate --spread x",
      "--spread: 'x' is no distribution: write normal(mean,sd), lognormal(mean,sd), "
      "uniform(lo,hi) or a number" },
    { "irtop simulate --missing 1", "--missing: '1' is not a share from 0 to below 1" },
    { "irtop simulate --quad 3", "unknown option --quad; see irtop simulate --help" },
    { "irtop simulate --format json",
      "unknown option --format; see irtop simulate --help" },
};

START_TEST(slips_are_refused_in_one_sentence)
{
    struct ui_options options;
    struct irt_error error = { IRT_OK, "" };

    ck_assert_msg(!parse(&options, refused[_i][0], &error), "%s", refused[_i][0]);
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert_str_eq(error.message, refused[_i][1]);
}
END_TEST

START_TEST(choices_that_do_not_go_together_are_refused)
{
    struct ui_options options;
    struct irt_error error = { IRT_OK, "" };

    ck_assert(!parse(&options, "irtop fit a.csv -q 1", &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert(!parse(&options, "irtop fit a.csv --nodes gh -q 500", &error));
    ck_assert_int_eq(error.code, IRT_BAD_USAGE);
    ck_assert(parse(&options, "irtop fit a.csv -q 1 --nodes gh", &error));
}
END_TEST

static void
same_distribution(const struct irt_distribution *a, const struct irt_distribution *b)
{
    ck_assert_int_eq(a->kind, b->kind);
    ck_assert_double_eq(a->first, b->first);
    ck_assert_double_eq(a->second, b->second);
}

/* What --help says is the default is the default: saying it changes nothing. */
static void
defaults_hold(enum ui_program program, const char *word)
{
    struct ui_option option;
    struct ui_options plain, said;
    char value[200], line[400];

    plain = parsed(word);
    for (size_t i = 0; ui_option_at(program, i, &option, value, sizeof value); i++) {
        if (value[0] == '\0')
            continue;
        snprintf(line, sizeof line, "%s --%s %s", word, option.name, value);
        said = parsed(line);
        same_choices(&said.choices, &plain.choices);
        ck_assert_int_eq(said.format, plain.format);
        ck_assert_uint_eq(said.simulation.persons, plain.simulation.persons);
        ck_assert_uint_eq(said.simulation.items, plain.simulation.items);
        ck_assert_uint_eq(said.simulation.seed, plain.simulation.seed);
        ck_assert_double_eq(said.simulation.missing, plain.simulation.missing);
        ck_assert_str_eq(said.simulation.model, plain.simulation.model);
        same_distribution(&said.simulation.a, &plain.simulation.a);
        same_distribution(&said.simulation.b, &plain.simulation.b);
        same_distribution(&said.simulation.spread, &plain.simulation.spread);
        same_distribution(&said.simulation.c, &plain.simulation.c);
        same_distribution(&said.simulation.u, &plain.simulation.u);
        same_distribution(&said.simulation.theta, &plain.simulation.theta);
    }
}

START_TEST(help_tells_the_defaults)
{
    defaults_hold(UI_FIT, "irtop fit a.csv");
    defaults_hold(UI_SIMULATE, "irtop simulate");
    defaults_hold(UI_STUDY, "irtop study x.study");
}
END_TEST

START_TEST(help_fits_eighty_columns_and_lists_every_option)
{
    static const enum ui_program program[] = { UI_OPEN, UI_FIT, UI_SIMULATE, UI_STUDY,
                                               UI_SCORE };
    char *text, line[200], value[200];
    size_t length;
    struct ui_option option;
    FILE *out = open_memstream(&text, &length);

    ui_help(program[_i], out);
    fclose(out);
    for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1)
        ck_assert_msg(strcspn(at, "\n") <= 80, "%.*s", (int)strcspn(at, "\n"), at);
    for (size_t i = 0; ui_option_at(program[_i], i, &option, value, sizeof value); i++) {
        snprintf(line, sizeof line, "--%s", option.name);
        ck_assert_msg(strstr(text, line) != NULL, "%s", line);
    }
    free(text);
}
END_TEST

/* --- the man page ------------------------------------------------------------------- */

/* Text for roff: dashes and backslashes are escaped, a leading dot is covered. */
static void
roff(FILE *out, const char *text)
{
    if (text[0] == '.' || text[0] == '\'')
        fputs("\\&", out);
    for (; *text != '\0'; text++) {
        if (*text == '-' || *text == '\\')
            putc('\\', out);
        putc(*text, out);
    }
}

static void
man_option(FILE *out, const struct ui_option *option, const char *default_value)
{
    char sentence[400];

    fputs(".TP\n\\fB", out);
    if (option->letter != 0)
        fprintf(out, "\\-%c\\fR, \\fB", option->letter);
    fputs("\\-\\-", out);
    roff(out, option->name);
    fputs("\\fR", out);
    if (option->argument != NULL)
        fprintf(out, " \\fI%s\\fR", option->argument);
    putc('\n', out);
    ui_option_sentence(option, default_value, sentence, sizeof sentence);
    roff(out, sentence);
    fputs(".\n", out);
}

/* The section of the man page that lists a program's options; of the application only
 * those that irtop fit has not. */
static char *
man_options(enum ui_program program)
{
    char *text, value[200];
    size_t length;
    struct ui_option option;
    FILE *out = open_memstream(&text, &length);

    for (size_t i = 0; ui_option_at(program, i, &option, value, sizeof value); i++)
        if ((program != UI_OPEN && program != UI_RACE && program != UI_VAE_LOSS) ||
            (option.programs & UI_FIT) == 0)
            man_option(out, &option, value);
    fclose(out);
    return text;
}

static char *
slurp(const char *file)
{
    FILE *in = fopen(file, "r");
    char *text = calloc(1, 200000);

    ck_assert_ptr_nonnull(in);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_gt(fread(text, 1, 199999, in), 0);
    fclose(in);
    return text;
}

/* On a failure the wanted text is printed, to be put in the page. */
START_TEST(the_man_page_lists_every_option)
{
    static const enum ui_program program[] = { UI_OPEN,  UI_FIT,  UI_SIMULATE, UI_STUDY,
                                               UI_SCORE, UI_RACE, UI_VAE_LOSS };
    char *page = slurp(TEST_SRCDIR "/man/irtop.1"), *wanted = man_options(program[_i]);

    if (strstr(page, wanted) == NULL)
        printf("man/irtop.1 lacks:\n%s\n", wanted); /* too long for Check's messages */
    ck_assert_msg(strstr(page, wanted) != NULL,
                  "man/irtop.1 lacks what is printed above");
    free(wanted);
    free(page);
}
END_TEST

static char *
man_commands(void)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    for (const struct ui_command *command = ui_commands; command->name != NULL;
         command++) {
        fputs(".TP\n\\fB", out);
        roff(out, command->name);
        fputs("\\fR", out);
        if (command->arguments[0] != '\0') {
            fputs(" \\fI", out);
            roff(out, command->arguments);
            fputs("\\fR", out);
        }
        putc('\n', out);
        roff(out, command->help);
        fputs(".\n", out);
    }
    fclose(out);
    return text;
}

START_TEST(the_man_page_lists_every_command)
{
    char *page = slurp(TEST_SRCDIR "/man/irtop.1"), *wanted = man_commands();

    ck_assert_msg(strstr(page, wanted) != NULL, "man/irtop.1 lacks:\n%s", wanted);
    free(wanted);
    free(page);
}
END_TEST

START_TEST(the_man_page_lists_every_statistic)
{
    char *page = slurp(TEST_SRCDIR "/man/irtop.1"), *wanted;
    size_t length;
    FILE *out = open_memstream(&wanted, &length);

    for (size_t s = 0; irt_statistics[s] != NULL; s++) {
        fputs(".TP\n\\fB", out);
        roff(out, irt_statistics[s]->name);
        fputs("\\fR\n", out);
        roff(out, irt_statistics[s]->title);
        fputs(": ", out);
        roff(out, irt_statistics[s]->reading);
        putc('\n', out);
        roff(out, irt_statistics[s]->source);
        fputs(".\n", out);
    }
    fclose(out);
    ck_assert_msg(strstr(page, wanted) != NULL, "man/irtop.1 lacks:\n%s", wanted);
    free(wanted);
    free(page);
}
END_TEST

START_TEST(the_man_page_lists_every_study_key)
{
    char *page = slurp(TEST_SRCDIR "/man/irtop.1"), *wanted;
    size_t length;
    FILE *out = open_memstream(&wanted, &length);

    for (const struct irt_study_key *key = irt_study_keys; key->name != NULL; key++) {
        fputs(".TP\n\\fB", out);
        roff(out, key->name);
        fputs("\\fR\n", out);
        roff(out, key->help);
        fputs(".\n", out);
    }
    fclose(out);
    ck_assert_msg(strstr(page, wanted) != NULL, "man/irtop.1 lacks:\n%s", wanted);
    free(wanted);
    free(page);
}
END_TEST

START_TEST(every_theme_is_offered)
{
    struct ui_options options;
    struct irt_error error;
    char line[100];

    for (size_t i = 0; ui_themes[i] != NULL; i++) {
        snprintf(line, sizeof line, "irtop --theme %s", ui_themes[i]);
        ck_assert_msg(parse(&options, line, &error), "%s", error.message);
        ck_assert_str_eq(options.theme, ui_themes[i]);
    }
    ck_assert(!parse(&options, "irtop --theme pink", &error));
    ck_assert_str_eq(error.message,
                     "--theme: 'pink' is not one of: dark light mono contrast");
}
END_TEST

START_TEST(the_nearest_word_is_found)
{
    static const char *const word[][2] = {
        { "modle", "model" }, { "tracee", "trace" }, { "max-cycle", "max-cycles" },
        { "q", NULL },        { "xyzzy", NULL },     { "", NULL },
    };
    static const char *const known[] = { "model", "quad", "trace", "max-cycles", "se" };

    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        struct ui_near near;

        ui_near_begin(&near, word[i][0], strlen(word[i][0]));
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            ui_near_try(&near, known[k]);
        if (word[i][1] == NULL)
            ck_assert_ptr_null(near.best);
        else
            ck_assert_str_eq(near.best, word[i][1]);
    }
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("options");
    TCase *cases = tcase_create("options");

    tcase_add_test(cases, a_full_command_line_is_read);
    tcase_add_test(cases, lecture_gives_way_to_what_is_said_beside_it);
    tcase_add_test(cases, without_a_file_the_walk_through_opens);
    tcase_add_test(cases, two_dashes_end_the_options);
    tcase_add_test(cases, simulate_has_its_own_options);
    tcase_add_test(cases, study_has_its_own_options);
    tcase_add_loop_test(cases, slips_are_refused_in_one_sentence, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_test(cases, choices_that_do_not_go_together_are_refused);
    tcase_add_test(cases, help_tells_the_defaults);
    tcase_add_loop_test(cases, help_fits_eighty_columns_and_lists_every_option, 0, 5);
    tcase_add_loop_test(cases, the_man_page_lists_every_option, 0, 7);
    tcase_add_test(cases, the_man_page_lists_every_command);
    tcase_add_test(cases, the_man_page_lists_every_statistic);
    tcase_add_test(cases, the_man_page_lists_every_study_key);
    tcase_add_test(cases, every_theme_is_offered);
    tcase_add_test(cases, the_nearest_word_is_found);
    suite_add_tcase(suite, cases);
    return suite;
}
