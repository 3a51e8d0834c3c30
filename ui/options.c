/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.c -- the command line read: words to options, slips to one precise line. */
#include "config.h"

#include "options.h"

#include <math.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "near.h"
#include "number.h"

#define MOST_PERSONS      1000000000
#define MOST_ITEMS        65535
#define MOST_SCHOOLS      1000000
#define MOST_REPLICATIONS 1000000

/* --- the options that are no choices --------------------------------------------------- */

static bool
set_format(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)error;
    options->batch_only = "--format";
    options->format = strcmp(value, "json") == 0  ? UI_FORMAT_JSON
                      : strcmp(value, "csv") == 0 ? UI_FORMAT_CSV
                                                  : UI_FORMAT_TEXT;
    return true;
}

static bool
set_file(const char **file, const char *name, const char *value, struct irt_error *error)
{
    if (value[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE, "%s: the name of the file is empty", name);
    *file = value;
    return true;
}

static bool
set_output(struct ui_options *options, const char *value, struct irt_error *error)
{
    options->batch_only = "--output";
    return set_file(&options->output, "output", value, error);
}

static bool
set_persons(struct ui_options *options, const char *value, struct irt_error *error)
{
    options->batch_only = "--persons";
    return set_file(&options->persons, "persons", value, error);
}

static bool
set_trace(struct ui_options *options, const char *value, struct irt_error *error)
{
    options->batch_only = "--trace";
    return set_file(&options->trace, "trace", value, error);
}

static bool
set_information(struct ui_options *options, const char *value, struct irt_error *error)
{
    options->batch_only = "--information";
    return set_file(&options->information, "information", value, error);
}

static bool
set_fit_table(struct ui_options *options, const char *value, struct irt_error *error)
{
    options->batch_only = "--fit-table";
    return set_file(&options->fit_table, "fit-table", value, error);
}

static bool
set_params(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_file(&options->params, "params", value, error);
}

static bool
set_compare(struct ui_options *options, const char *value, struct irt_error *error)
{
    options->batch_only = "--compare";
    return set_file(&options->compare, "compare", value, error);
}

static bool
set_sum_scores(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)value;
    (void)error;
    options->batch_only = "--sum-scores";
    options->sum_scores = true;
    return true;
}

static bool
set_quiet(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)value;
    (void)error;
    options->quiet = true;
    return true;
}

static bool
set_no_color(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)value;
    (void)error;
    options->no_color = true;
    return true;
}

static bool
set_theme(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)error;
    options->theme = value;
    return true;
}

static bool
set_ascii(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)value;
    (void)error;
    options->ascii = true;
    return true;
}

static bool
set_run(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_file(&options->run, "run", value, error);
}

static bool
set_no_tui(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)value;
    (void)error;
    options->no_tui = true;
    return true;
}

static bool
set_size(size_t *to, const char *name, const char *value, uint64_t most,
         struct irt_error *error)
{
    uint64_t number;

    if (!ui_number_whole(value, &number) || number < 1 || number > most)
        return irt_fail(error, IRT_BAD_USAGE,
                        "%s: '%.80s' is not a whole number from 1 to %llu", name, value,
                        (unsigned long long)most);
    *to = (size_t)number;
    return true;
}

static bool
set_sim_model(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)error;
    options->simulation.model = value;
    return true;
}

static bool
set_sim_persons(struct ui_options *options, const char *value, struct irt_error *error)
{
    options->persons_given = true;
    return set_size(&options->simulation.persons, "persons", value, MOST_PERSONS, error);
}

static bool
set_sim_items(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_size(&options->simulation.items, "items", value, MOST_ITEMS, error);
}

static bool
set_sim_categories(struct ui_options *options, const char *value, struct irt_error *error)
{
    uint64_t number;

    if (!ui_number_whole(value, &number) || number < 2 || number > IRT_MAX_CATEGORIES)
        return irt_fail(error, IRT_BAD_USAGE,
                        "categories: '%.80s' is not a whole number from 2 to %d", value,
                        IRT_MAX_CATEGORIES);
    options->simulation.categories = (unsigned)number;
    return true;
}

static bool
set_sim_options(struct ui_options *options, const char *value, struct irt_error *error)
{
    uint64_t number;

    if (!ui_number_whole(value, &number) || number < 2 || number > IRT_MOST_LETTERS)
        return irt_fail(error, IRT_BAD_USAGE,
                        "options: '%.80s' is not a whole number from 2 to %d", value,
                        IRT_MOST_LETTERS);
    options->simulation.options = (unsigned)number;
    return true;
}

static bool
set_sim_missing(struct ui_options *options, const char *value, struct irt_error *error)
{
    double share;

    if (!ui_number_real(value, &share) || share < 0 || share >= 1)
        return irt_fail(error, IRT_BAD_USAGE,
                        "missing: '%.80s' is not a share from 0 to below 1", value);
    options->simulation.missing = share;
    return true;
}

static bool
set_distribution(struct irt_distribution *to, const char *name, const char *value,
                 struct irt_error *error)
{
    struct irt_error problem = { IRT_OK, "" };

    if (irt_distribution_parse(value, to, &problem))
        return true;
    return irt_fail(error, IRT_BAD_USAGE, "%s: %s", name, problem.message);
}

static bool
set_sim_a(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_distribution(&options->simulation.a, "a", value, error);
}

static bool
set_sim_b(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_distribution(&options->simulation.b, "b", value, error);
}

static bool
set_sim_spread(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_distribution(&options->simulation.spread, "spread", value, error);
}

static bool
set_sim_c(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_distribution(&options->simulation.c, "c", value, error);
}

static bool
set_sim_u(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_distribution(&options->simulation.u, "u", value, error);
}

static bool
set_sim_theta(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_distribution(&options->simulation.theta, "theta", value, error);
}

static bool
set_sim_dims(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_size(&options->simulation.dims, "dims", value, IRT_MAX_DIMS, error);
}

static bool
set_sim_q_matrix(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_file(&options->simulation.q_matrix, "q-matrix", value, error);
}

static bool
set_sim_correlation(struct ui_options *options, const char *value,
                    struct irt_error *error)
{
    return ui_number_real(value, &options->simulation.correlation) ||
           irt_fail(error, IRT_BAD_USAGE, "correlation: '%.80s' is not a number", value);
}

static bool
set_sim_schools(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_size(&options->simulation.plan.schools, "schools", value, MOST_SCHOOLS,
                    error);
}

static bool
set_school_sizes(struct ui_options *options, const char *value, struct irt_error *error)
{
    struct irt_school_plan alone = { 0, value, NULL };
    struct irt_error problem = { IRT_OK, "" };

    options->simulation.plan.sizes = value;
    return irt_school_plan_read(&alone, &problem) ||
           irt_fail(error, IRT_BAD_USAGE, "school-sizes: %s", problem.message);
}

static bool
set_school_effects(struct ui_options *options, const char *value, struct irt_error *error)
{
    struct irt_school_plan alone = { 0, NULL, value };
    struct irt_error problem = { IRT_OK, "" };

    options->simulation.plan.effects = value;
    return irt_school_plan_read(&alone, &problem) ||
           irt_fail(error, IRT_BAD_USAGE, "school-effects: %s", problem.message);
}

static bool
set_contaminate(struct ui_options *options, const char *value, struct irt_error *error)
{
    struct irt_error problem = { IRT_OK, "" };

    return irt_contamination_parse(value, &options->simulation.contamination, &problem) ||
           irt_fail(error, IRT_BAD_USAGE, "contaminate: %s", problem.message);
}

static bool
set_sim_seed(struct ui_options *options, const char *value, struct irt_error *error)
{
    if (!ui_choice_find("seed")->set(&options->choices, value, error))
        return false;
    options->simulation.seed = options->choices.options.seed;
    return true;
}

static bool
set_entrants(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)error;
    options->entrants = value;
    return true;
}

static bool
set_truth(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_file(&options->truth, "truth", value, error);
}

static bool
set_abilities(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_file(&options->abilities, "abilities", value, error);
}

static bool
set_school_truth(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_file(&options->school_truth, "school-truth", value, error);
}

static bool
set_answer_key(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_file(&options->answer_key, "key", value, error);
}

static bool
set_log(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_file(&options->log, "log", value, error);
}

static bool
set_replications(struct ui_options *options, const char *value, struct irt_error *error)
{
    return set_size(&options->replications, "replications", value, MOST_REPLICATIONS,
                    error);
}

static bool
set_threads(struct ui_options *options, const char *value, struct irt_error *error)
{
    return ui_choice_find("threads")->set(&options->choices, value, error);
}

static bool
set_help(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)value;
    (void)error;
    options->help = true;
    return true;
}

static bool
set_version(struct ui_options *options, const char *value, struct irt_error *error)
{
    (void)value;
    (void)error;
    options->version = true;
    return true;
}

#define REPORT (UI_OPEN | UI_FIT)
#define TABLES (UI_OPEN | UI_FIT | UI_SCORE)
#define ALL    (UI_OPEN | UI_FIT | UI_SIMULATE | UI_STUDY | UI_SCORE | UI_RACE | UI_VAE_LOSS)

/* TO ADD A NEW OPTION that is no choice: a field in options.h, a set_ above, a row here.
 * set() is called with one of the values where they are listed. */
const struct ui_option ui_option_table[] = {
    { "model", 'm', "NAME", "the model that answers are drawn from",
      "rasch 1pl 2pl 3pl 4pl pcm gpcm rsm grm nrm m2pl", UI_SIMULATE, set_sim_model },
    { "persons", 'n', "N", "number of persons", NULL, UI_SIMULATE, set_sim_persons },
    { "items", 'j', "N", "number of items", NULL, UI_SIMULATE, set_sim_items },
    { "categories", 0, "K", "categories of an item; otherwise 4, and 2 for rasch to 4pl",
      NULL, UI_SIMULATE, set_sim_categories },
    { "options", 0, "K",
      "multiple choice: answers are letters, K of them an item, one of them right; a "
      "model of two categories, or nrm with a letter a category",
      NULL, UI_SIMULATE, set_sim_options },
    { "missing", 0, "SHARE", "share of answers missing at random", NULL, UI_SIMULATE,
      set_sim_missing },
    { "a", 0, "DIST", "slopes: normal(M,SD), lognormal(M,SD), uniform(LO,HI) or a number",
      NULL, UI_SIMULATE, set_sim_a },
    { "b", 0, "DIST", "difficulties, in the same form", NULL, UI_SIMULATE, set_sim_b },
    { "spread", 0, "DIST",
      "distances from one step or threshold of an item to the next, around its "
      "difficulty",
      NULL, UI_SIMULATE, set_sim_spread },
    { "c", 0, "DIST", "lower asymptotes of 3pl and 4pl: a number or uniform(LO,HI)", NULL,
      UI_SIMULATE, set_sim_c },
    { "u", 0, "DIST", "upper asymptotes of 4pl, in the same form", NULL, UI_SIMULATE,
      set_sim_u },
    { "theta", 0, "DIST", "abilities, in the same form", NULL, UI_SIMULATE,
      set_sim_theta },
    { "dims", 0, "D", "dimensions, for m2pl", NULL, UI_SIMULATE, set_sim_dims },
    { "q-matrix", 0, "FILE",
      "m2pl: a CSV with a row an item and 0 or 1 for each dimension; otherwise items "
      "measure one dimension each, in turns, and NAME-q.csv beside the data's file says "
      "which",
      NULL, UI_SIMULATE, set_sim_q_matrix },
    { "correlation", 0, "R", "m2pl: correlation between any two dimensions", NULL,
      UI_SIMULATE, set_sim_correlation },
    { "schools", 'k', "K", "number of schools; otherwise as many as are listed, or none",
      NULL, UI_SIMULATE, set_sim_schools },
    { "school-sizes", 0, "SIZES",
      "persons in each school: a number, a list such as 50,120,80 or a range such as "
      "50:300; otherwise the persons are shared out",
      NULL, UI_SIMULATE, set_school_sizes },
    { "school-effects", 0, "EFFECTS",
      "effects of the schools: a list, even(LO,HI), or a distribution; what is drawn is "
      "centred; otherwise uniform(-1,1)",
      NULL, UI_SIMULATE, set_school_effects },
    { "contaminate", 0, "KIND=SHARE",
      "share of each school's persons whose answers come from no model: all-zero, "
      "all-maximum, random or straight-line",
      NULL, UI_SIMULATE, set_contaminate },
    { "seed", 0, "S", "seed of random numbers", NULL, UI_SIMULATE, set_sim_seed },
    { "output", 'o', "FILE", "write the data to FILE; otherwise to standard output", NULL,
      UI_SIMULATE, set_output },
    { "truth", 0, "FILE",
      "write the true item parameters to FILE; otherwise beside the data's file, as "
      "NAME-truth.csv",
      NULL, UI_SIMULATE, set_truth },
    { "school-truth", 0, "FILE",
      "write the true effects to FILE; otherwise beside the data's file, as "
      "NAME-schools.csv",
      NULL, UI_SIMULATE, set_school_truth },
    { "abilities", 0, "FILE",
      "write the true abilities to FILE, with the school and whether the row is "
      "contaminated; otherwise beside the data's file, as NAME-abilities.csv",
      NULL, UI_SIMULATE, set_abilities },
    { "key", 0, "FILE",
      "with --options: write the key to FILE; otherwise beside the data's file, as "
      "NAME-key.csv",
      NULL, UI_SIMULATE, set_answer_key },
    { "params", 0, "FILE", "the fit to score by: what irtop fit --format json wrote",
      NULL, UI_SCORE, set_params },
    { "format", 'f', "NAME", "form of the report", "text json csv",
      TABLES | UI_STUDY | UI_RACE, set_format },
    { "output", 'o', "FILE", "write the report to FILE; otherwise to standard output",
      NULL, TABLES | UI_STUDY | UI_RACE, set_output },
    { "entrants", 0, "LIST",
      "who takes part, by commas: estimators, each with choices of its own, such as 'em, "
      "jml optimizer=adam'; otherwise every one that can estimate the model",
      NULL, UI_RACE, set_entrants },
    { "truth", 0, "FILE",
      "the true items; otherwise beside the data's file, as NAME-truth.csv, or what the "
      "first entrant comes to",
      NULL, UI_RACE, set_truth },
    { "truth", 0, "FILE",
      "the true items; otherwise beside the data's file, as NAME-truth.csv, or what EM "
      "comes to",
      NULL, UI_VAE_LOSS, set_truth },
    { "format", 'f', "NAME", "form of the report", "text csv", UI_VAE_LOSS, set_format },
    { "log", 0, "FILE",
      "keep the results in FILE, and go on from what it holds; otherwise in the current "
      "folder, as DESIGN.log",
      NULL, UI_STUDY, set_log },
    { "replications", 0, "R", "data sets in a cell; otherwise as the design has it", NULL,
      UI_STUDY, set_replications },
    { "threads", 0, "N", "threads to use, or all; results do not depend on it", NULL,
      UI_STUDY, set_threads },
    { "persons", 0, "FILE", "write the persons' scores to FILE, as CSV", NULL, TABLES,
      set_persons },
    { "sum-scores", 0, NULL,
      "add the table of scores by sum score; with --format csv it is the report", NULL,
      TABLES, set_sum_scores },
    { "compare", 0, "FILE",
      "compare with another fit of the same answers, its JSON, by the likelihood-ratio "
      "test",
      NULL, REPORT, set_compare },
    { "trace", 0, "FILE", "write the history of the estimation to FILE, as CSV", NULL,
      REPORT, set_trace },
    { "information", 0, "FILE",
      "write the information of test, sum score and items over theta to FILE, as CSV",
      NULL, REPORT, set_information },
    { "fit-table", 0, "FILE",
      "write all numbers of --fit to FILE, as CSV: statistic, of, name, value", NULL,
      REPORT, set_fit_table },
    { "quiet", 0, NULL, "show no progress", NULL, TABLES | UI_STUDY | UI_RACE,
      set_quiet },
    { "no-color", 0, NULL, "no colours", NULL, TABLES, set_no_color },
    { "theme", 0, "NAME", "colours of the screens", "dark light mono contrast", UI_OPEN,
      set_theme },
    { "ascii", 0, NULL, "screens in plain ASCII", NULL, UI_OPEN, set_ascii },
    { "run", 0, "FILE", "run the commands in FILE, a script or a journal", NULL, UI_OPEN,
      set_run },
    { "no-tui", 0, NULL, "with --run: without a screen", NULL, UI_OPEN, set_no_tui },
    { "help", 'h', NULL, "print this and exit", NULL, ALL, set_help },
    { "version", 0, NULL, "print the version and exit", NULL, ALL, set_version },
    { NULL, 0, NULL, NULL, NULL, 0, NULL },
};

/* How data are read, and scored: all else a fit has decided. */
static const char *const score_choices[] = {
    "school-column", "schools",   "groups", "free",    "missing",
    "freq-column",   "id-column", "items",  "omit",    "words",
    "long",          "key",       "score",  "threads", "seed",
};

bool
ui_choice_is_of(const struct ui_choice *choice, enum ui_program program)
{
    size_t count = sizeof score_choices / sizeof *score_choices;

    for (size_t i = 0; program == UI_SCORE && i < count; i++)
        if (strcmp(score_choices[i], choice->name) == 0)
            return true;
    return program == UI_OPEN || program == UI_FIT || program == UI_RACE ||
           program == UI_VAE_LOSS;
}

/* --- finding an option ------------------------------------------------------------------- */

/* An option of either kind: exactly one of the pointers is set. */
struct found {
    const struct ui_choice *choice;
    const struct ui_option *option;
    const char *name, *argument;
};

static struct found
find_option(int program, const char *name, size_t length, char letter)
{
    struct found found = { NULL, NULL, NULL, NULL };

    for (const struct ui_option *o = ui_option_table; o->name != NULL; o++)
        if ((o->programs & program) != 0 &&
            (letter != 0
                 ? o->letter == letter
                 : strlen(o->name) == length && memcmp(o->name, name, length) == 0))
            return (struct found){ NULL, o, o->name, o->argument };
    for (const struct ui_choice *c = ui_choice_table; c->name != NULL; c++)
        if (!ui_choice_is_of(c, (enum ui_program)program))
            continue;
        else if (letter != 0
                     ? c->letter == letter
                     : strlen(c->name) == length && memcmp(c->name, name, length) == 0)
            return (struct found){ c, NULL, c->name, c->argument };
    return found;
}

static const char *
program_word(enum ui_program program)
{
    return program == UI_FIT        ? " fit"
           : program == UI_SIMULATE ? " simulate"
           : program == UI_STUDY    ? " study"
           : program == UI_SCORE    ? " score"
           : program == UI_RACE     ? " race"
           : program == UI_VAE_LOSS ? " vae-loss"
                                    : "";
}

static bool
unknown_option(enum ui_program program, const char *word, struct irt_error *error)
{
    struct ui_near near;
    struct ui_option option;
    char unused[128];
    size_t dashes = strspn(word, "-"), length = strcspn(word, "=");

    ui_near_begin(&near, word + dashes, length > dashes ? length - dashes : 0);
    for (size_t i = 0; ui_option_at(program, i, &option, unused, sizeof unused); i++)
        ui_near_try(&near, option.name);
    if (near.best != NULL)
        return irt_fail(error, IRT_BAD_USAGE, "unknown option %.*s; did you mean --%s?",
                        (int)length, word, near.best);
    return irt_fail(error, IRT_BAD_USAGE, "unknown option %.*s; see irtop%s --help",
                    (int)length, word, program_word(program));
}

/* --- reading the words -------------------------------------------------------------------- */

/* The two readings of the command line: --lecture sets much at once, so it goes first, and
 * --run, for whether there is a script decides what irtop alone opens. */
enum pass { PASS_FIRST, PASS_REST };

static bool
goes_first(const struct found *found)
{
    return (found->choice != NULL && strcmp(found->name, "lecture") == 0) ||
           (found->option != NULL && strcmp(found->name, "run") == 0);
}

/* A word of a list of words separated by single blanks. */
static bool
is_listed(const char *list, const char *word)
{
    size_t length = strlen(word);

    for (; *list != '\0'; list += strcspn(list, " "), list += *list == ' ')
        if (strcspn(list, " ") == length && memcmp(list, word, length) == 0)
            return true;
    return false;
}

static bool
set_option(struct ui_options *options, const struct ui_option *option, const char *value,
           struct irt_error *error)
{
    if (option->values != NULL && !is_listed(option->values, value))
        return irt_fail(error, IRT_BAD_USAGE, "%s: '%.80s' is not one of: %s",
                        option->name, value, option->values);
    return option->set(options, value, error);
}

/* Applies one option.  A message that begins with the option's name gets its dashes. */
static bool
apply(struct ui_options *options, struct found found, const char *value, enum pass pass,
      struct irt_error *error)
{
    struct irt_error problem = { IRT_OK, "" };
    bool done;

    if (goes_first(&found) != (pass == PASS_FIRST))
        return true;
    done = found.choice != NULL ? found.choice->set(&options->choices, value, &problem)
                                : set_option(options, found.option, value, &problem);
    return done || irt_fail(error, problem.code, "--%s", problem.message);
}

static bool
take_file(struct ui_options *options, const char *word, struct irt_error *error)
{
    if (options->program == UI_SIMULATE)
        return irt_fail(error, IRT_BAD_USAGE,
                        "simulate reads no file, but '%.80s' was given; see irtop "
                        "simulate --help",
                        word);
    if (word[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE, "the name of the file is empty");
    if (options->choices.file[0] != '\0' && strcmp(options->choices.file, word) != 0)
        return irt_fail(error, IRT_BAD_USAGE, "two files, '%.80s' and '%.80s': give one",
                        options->choices.file, word);
    if (strlen(word) >= sizeof options->choices.file)
        return irt_fail(error, IRT_BAD_USAGE,
                        "the name of the file is longer than %zu characters",
                        sizeof options->choices.file - 1);
    memcpy(options->choices.file, word, strlen(word) + 1);
    return true;
}

/* The value of an option: after its '=' or letter, or the next word. */
static bool
take_value(const struct found *found, const char *attached, int argc, char **argv, int *i,
           const char **value, struct irt_error *error)
{
    *value = attached;
    if (found->argument == NULL) {
        if (attached != NULL && found->choice == NULL)
            return irt_fail(error, IRT_BAD_USAGE, "--%s takes no value", found->name);
        return true;
    }
    if (attached != NULL)
        return true;
    if (*i + 1 >= argc || strncmp(argv[*i + 1], "--", 2) == 0)
        return irt_fail(error, IRT_BAD_USAGE, "--%s needs a value: %s", found->name,
                        found->argument);
    *value = argv[++*i];
    return true;
}

static bool
take_option(struct ui_options *options, int argc, char **argv, int *i, enum pass pass,
            struct irt_error *error)
{
    const char *word = argv[*i], *attached = NULL, *value;
    struct found found;

    if (word[1] == '-') {
        size_t length = strcspn(word + 2, "=");

        found = find_option(options->program, word + 2, length, 0);
        if (word[2 + length] == '=')
            attached = word + 2 + length + 1;
    } else {
        found = find_option(options->program, NULL, 0, word[1]);
        if (word[2] != '\0')
            attached = word + 2;
    }
    if (found.name == NULL ||
        (word[1] != '-' && found.argument == NULL && attached != NULL))
        return unknown_option(options->program, word, error);
    return take_value(&found, attached, argc, argv, i, &value, error) &&
           apply(options, found, value, pass, error);
}

static bool
read_words(struct ui_options *options, int argc, char **argv, int first, enum pass pass,
           struct irt_error *error)
{
    bool literal = false;

    for (int i = first; i < argc; i++) {
        bool option = !literal && argv[i][0] == '-' && argv[i][1] != '\0';

        if (option && strcmp(argv[i], "--") == 0)
            literal = true;
        else if (option ? !take_option(options, argc, argv, &i, pass, error)
                        : !take_file(options, argv[i], error))
            return false;
    }
    return true;
}

/* --- the command ---------------------------------------------------------------------------- */

/* A bare word that is no file: a command that does not exist. */
static bool
known_word(const char *word, struct irt_error *error)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz-";
    struct ui_near near;

    if (word[0] == '\0' || word[0] == '-' || word[strspn(word, letters)] != '\0' ||
        access(word, F_OK) == 0)
        return true;
    ui_near_begin(&near, word, strlen(word));
    ui_near_try(&near, "fit");
    ui_near_try(&near, "simulate");
    ui_near_try(&near, "study");
    ui_near_try(&near, "score");
    ui_near_try(&near, "race");
    ui_near_try(&near, "vae-loss");
    if (near.best != NULL)
        return irt_fail(error, IRT_BAD_USAGE,
                        "'%.80s' is neither a command nor a file; did you mean %s?", word,
                        near.best);
    return irt_fail(error, IRT_BAD_USAGE,
                    "'%.80s' is neither a command nor a file; see irtop --help", word);
}

static bool
read_command(struct ui_options *options, int argc, char **argv, int *first,
             struct irt_error *error)
{
    *first = 1;
    options->program = UI_OPEN;
    if (argc < 2)
        return true;
    if (strcmp(argv[1], "fit") == 0)
        options->program = UI_FIT;
    else if (strcmp(argv[1], "simulate") == 0)
        options->program = UI_SIMULATE;
    else if (strcmp(argv[1], "study") == 0)
        options->program = UI_STUDY;
    else if (strcmp(argv[1], "score") == 0)
        options->program = UI_SCORE;
    else if (strcmp(argv[1], "race") == 0)
        options->program = UI_RACE;
    else if (strcmp(argv[1], "vae-loss") == 0)
        options->program = UI_VAE_LOSS;
    else
        return known_word(argv[1], error);
    *first = 2;
    return true;
}

/* Files that are written go to different places, and none of them over the data. */
static bool
check_files(const struct ui_options *options, struct irt_error *error)
{
    const struct {
        const char *option, *file;
    } used[] = { { "FILE", options->choices.file },
                 { "--params", options->params },
                 { "--compare", options->compare },
                 { "--output", options->output },
                 { "--persons", options->persons },
                 { "--trace", options->trace },
                 { "--fit-table", options->fit_table },
                 { "--truth", options->truth },
                 { "--abilities", options->abilities },
                 { "--school-truth", options->school_truth },
                 { "--key", options->answer_key },
                 { "--log", options->log } };

    for (size_t i = 0; i < sizeof used / sizeof *used; i++)
        for (size_t k = 0; k < i; k++)
            if (used[i].file != NULL && used[k].file != NULL &&
                strncmp(used[i].file, "/dev/", 5) != 0 &&
                strcmp(used[i].file, used[k].file) == 0)
                return irt_fail(error, IRT_BAD_USAGE,
                                "%s and %s are the same file, '%.200s'", used[k].option,
                                used[i].option, used[i].file);
    return true;
}

static bool
check_whole(const struct ui_options *options, struct irt_error *error)
{
    if (options->help || options->version)
        return true;
    if (options->program == UI_FIT && options->choices.file[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE,
                        "fit: which file?  irtop fit FILE [options]");
    if (options->program == UI_VAE_LOSS && options->choices.file[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE,
                        "vae-loss: of which data?  irtop vae-loss FILE [options]");
    if (options->program == UI_RACE && options->choices.file[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE,
                        "race: on which file?  irtop race FILE [options]");
    if (options->program == UI_STUDY && options->choices.file[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE,
                        "study: which design?  irtop study DESIGN [options]");
    if (options->persons_given && options->simulation.plan.sizes != NULL)
        return irt_fail(error, IRT_BAD_USAGE,
                        "--persons and --school-sizes: give one, the sizes say how many "
                        "persons there are");
    if (options->program == UI_SCORE &&
        (options->choices.file[0] == '\0' || options->params == NULL))
        return irt_fail(error, IRT_BAD_USAGE,
                        "score: %s?  irtop score FILE --params FIT.json [options]",
                        options->params == NULL ? "by which fit" : "which file");
    if (options->sum_scores && options->choices.options.dims > 1)
        return irt_fail(error, IRT_BAD_USAGE, "--sum-scores is for one dimension");
    if (options->information != NULL && options->choices.options.dims > 1)
        return irt_fail(error, IRT_BAD_USAGE, "--information is for one dimension");
    if (options->fit_table != NULL && options->choices.fit[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE,
                        "--fit-table goes with --fit LIST: which statistics?");
    if (options->no_tui && options->run == NULL)
        return irt_fail(error, IRT_BAD_USAGE, "--no-tui goes with --run FILE");
    return check_files(options, error) &&
           (options->program == UI_SIMULATE || options->program == UI_STUDY ||
            irt_options_check(&options->choices.options, error));
}

bool
ui_options_parse(struct ui_options *options, int argc, char **argv,
                 struct irt_error *error)
{
    int first;

    *options = (struct ui_options){ .choices = ui_choices_defaults(),
                                    .simulation = irt_simulation_defaults() };
    if (!read_command(options, argc, argv, &first, error) ||
        !read_words(options, argc, argv, first, PASS_FIRST, error))
        return false;
    /* irtop alone opens a sample as the walk-through has it. */
    if (options->program == UI_OPEN && options->choices.file[0] == '\0' &&
        options->run == NULL)
        irt_options_set_lecture(&options->choices.options);
    return read_words(options, argc, argv, first, PASS_REST, error) &&
           check_whole(options, error);
}
