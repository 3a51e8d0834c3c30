/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "entrants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/truth.h"
#include "estimation.h"
#include "truth.h"

#define LONGEST 400 /* bytes of an entrant */
#define WORDS   20

const char ui_race_usual[] = "em, em accelerate=none, cml, jml, jml optimizer=adam, vae";

/* --- reading ------------------------------------------------------------------------------ */

/* The next entrant, blanks cut off; commas in parentheses separate nothing.  False at the
 * end. */
static bool
next_entrant(const char **list, char *out, size_t size)
{
    const char *p = *list + strspn(*list, " ,");
    size_t length = 0;
    int depth = 0;

    for (; p[length] != '\0' && (depth > 0 || p[length] != ','); length++)
        depth += (p[length] == '(') - (p[length] == ')');
    *list = p + length;
    while (length > 0 && p[length - 1] == ' ')
        length--;
    snprintf(out, size, "%.*s", (int)length, p);
    return length > 0;
}

static bool
set_word(struct ui_choices *choices, char *word, struct irt_error *error)
{
    char *equals = strchr(word, '=');
    const struct ui_choice *choice;

    if (equals == NULL)
        return irt_fail(error, IRT_BAD_USAGE,
                        "'%.60s' is no choice: write NAME=VALUE behind the estimator",
                        word);
    *equals = '\0';
    choice = ui_choice_find(word);
    if (choice == NULL || strcmp(word, "estimator") == 0)
        return irt_fail(error, IRT_BAD_USAGE, "there is no choice '%.60s'", word);
    return choice->set(choices, equals + 1, error);
}

/* "jml optimizer=adam" */
static bool
read_entrant(const char *entrant, struct ui_choices *choices, struct irt_error *error)
{
    char text[LONGEST], *word, *rest = NULL;
    bool done;

    snprintf(text, sizeof text, "%s", entrant);
    word = strtok_r(text, " ", &rest);
    done = word != NULL && ui_choice_find("estimator")->set(choices, word, error);
    while (done && (word = strtok_r(NULL, " ", &rest)) != NULL)
        done = set_word(choices, word, error);
    choices->options.se = IRT_SE_NONE;
    choices->options.threads = 1;
    return done && irt_options_check(&choices->options, error);
}

/* --- entering ----------------------------------------------------------------------------- */

static bool
enter(struct irt_race *race, const struct ui_choices *usual, const char *entrant,
      struct irt_error *error)
{
    struct ui_choices choices = *usual;
    const struct irt_estimator_ops *ops;
    struct irt_patterns *patterns;
    struct irt_model *model;

    if (!read_entrant(entrant, &choices, error))
        return false;
    model = ui_choices_build(&choices, race->data, error);
    if (model == NULL)
        return false;
    patterns = irt_patterns_new(race->data, model->groups > 1 ? race->data->school : NULL,
                                model->groups, error);
    if (patterns == NULL) {
        irt_model_free(model);
        return false;
    }
    ops = irt_estimator_find(choices.estimator);
    return irt_race_add(race, entrant, ops, model, patterns, &choices.options, error);
}

bool
ui_race_enter(struct irt_race *race, const struct ui_choices *choices,
              const char *entrants, struct irt_notes *notes, struct irt_error *error)
{
    const char *list = entrants != NULL ? entrants : ui_race_usual;
    char entrant[LONGEST];

    while (next_entrant(&list, entrant, sizeof entrant)) {
        struct irt_error problem = { IRT_OK, "" };

        if (enter(race, choices, entrant, &problem))
            continue;
        if (entrants != NULL || problem.code == IRT_NO_MEMORY)
            return irt_fail(error, problem.code, "%.60s: %.400s", entrant,
                            problem.message);
        irt_notes_add(notes, "%.60s takes no part: %.300s", entrant, problem.message);
    }
    return race->lanes >= 2 ||
           irt_fail(error, IRT_BAD_USAGE,
                    "a race needs two entrants or more, such as '%s'", ui_race_usual);
}

/* --- data of its own ---------------------------------------------------------------------- */

void
ui_racing_close(struct ui_racing *racing)
{
    irt_race_close(&racing->race);
    irt_notes_clear(&racing->notes);
    free(racing->truth);
    irt_responses_free(racing->data);
    *racing = (struct ui_racing){ .data = NULL };
}

/* exam.csv has it in exam-truth.csv, if it was simulated. */
static bool
read_truth(struct ui_racing *racing, const char *data, const char *file,
           struct irt_error *error)
{
    char beside[UI_PATH];

    if (file == NULL && ui_file_beside(data, "truth", beside, sizeof beside) &&
        access(beside, R_OK) == 0)
        file = beside;
    if (file == NULL)
        return true;
    racing->truth = calloc(racing->data->items + 1, sizeof *racing->truth);
    if (racing->truth == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the true items");
    return irt_item_truth_read(file, racing->data, racing->truth, error);
}

bool
ui_racing_open(struct ui_racing *racing, const struct ui_choices *choices,
               const char *entrants, const char *truth, struct irt_error *error)
{
    struct irt_load_options load = ui_choices_load(choices);

    racing->data = irt_load(choices->file, &load, error);
    if (racing->data == NULL || !read_truth(racing, choices->file, truth, error))
        return false;
    irt_race_open(&racing->race, racing->data, racing->truth, ui_seconds);
    return ui_race_enter(&racing->race, choices, entrants, &racing->notes, error);
}

const char *
ui_race_goal(const struct irt_race *race)
{
    return race->truth != NULL ? "the truth" : race->lane[0].label;
}
