/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setup_schools.c -- the choices about schools on the Setup screen. */
#include "config.h"

#include "view/setup.h"

#include <stdio.h>
#include <string.h>

#include "school_facts.h"
#include "words.h"

bool
ui_setup_has_schools(const struct ui_session *session)
{
    return ui_schools_count(session) > 0 && session->choices.groups[0] == '\0';
}

void
ui_setup_schools_value(const struct ui_session *session, char *out, size_t size)
{
    const struct ui_choices *choices = &session->choices;
    size_t schools = ui_schools_count(session);

    if (choices->schools > 0)
        snprintf(out, size, "%zu, dealt", choices->schools);
    else if (schools == 0)
        snprintf(out, size, "none");
    else if (choices->groups[0])
        snprintf(out, size, "%zu groups", schools);
    else
        snprintf(out, size, "%zu, in the data", schools);
}

void
ui_setup_schools_meaning(const struct ui_session *session, char *out, size_t size)
{
    double least = 0, largest = 0;
    size_t schools = session->school_count ? ui_schools_count(session) : 0;

    for (size_t k = 0; k < schools; k++) {
        double n = session->school_count[k].persons;

        least = k == 0 || n < least ? n : least;
        largest = n > largest ? n : largest;
    }
    if (schools == 0)
        snprintf(out, size, "- + deal the persons to simulated schools");
    else if (session->choices.schools > 0)
        snprintf(out, size, "at random, %.15g to %.15g persons; - + another number",
                 least, largest);
    else
        snprintf(out, size, "%.15g to %.15g persons; + deals them anew", least, largest);
}

bool
ui_setup_schools_next(const struct ui_session *session, int step, char *out, size_t size)
{
    char line[60];

    if (step < 0 && session->choices.schools == 0)
        return false;
    ui_schools_deal(session, step, line, sizeof line);
    snprintf(out, size, "%s", strchr(line, ' ') + 1);
    return session->data != NULL;
}

void
ui_setup_effects_value(const struct ui_session *session, char *out, size_t size)
{
    bool automatic = strcmp(session->choices.effects, "auto") == 0;
    const char *made =
        session->model ? irt_effects_name(session->model->effects) : "not known yet";

    if (automatic)
        snprintf(out, size, "auto: %s", made);
    else
        snprintf(out, size, "%s", session->choices.effects);
}

void
ui_setup_effects_meaning(const struct ui_session *session, char *out, size_t size)
{
    static const char *const text[] = {
        [IRT_EFFECTS_NONE] = "all schools alike: one population",
        [IRT_EFFECTS_FIXED] = "θ ~ N(s, σ²), each school's s estimated",
        [IRT_EFFECTS_RANDOM] = "s ~ N(0, τ²): drawn together, least the large",
        [IRT_EFFECTS_AVERAGES] = "fitted without; then the mean score of each",
        [IRT_EFFECTS_GROUPS] = "groups have means and variances",
    };
    enum irt_effects effects = IRT_EFFECTS_FIXED;

    if (session->model)
        effects = session->model->effects;
    else
        irt_effects_from_name(session->choices.effects, &effects);
    snprintf(out, size, "%s", text[effects]);
}

void
ui_setup_anchor_value(const struct ui_session *session, char *out, size_t size)
{
    const char *anchor = session->choices.anchor_school;

    snprintf(out, size, "%s", anchor[0] ? anchor : "none");
}

void
ui_setup_anchor_meaning(const struct ui_session *session, char *out, size_t size)
{
    snprintf(out, size, "%s",
             session->choices.anchor_school[0]
                 ? "its effect is 0, the others are against it"
                 : "the effects sum to 0");
}

/* Round all schools, and none. */
bool
ui_setup_anchor_next(const struct ui_session *session, int step, char *out, size_t size)
{
    size_t schools = ui_schools_count(session), at = 0;
    const char *anchor = session->choices.anchor_school;

    if (schools == 0)
        return false;
    while (at < schools && strcmp(session->data->school_name[at], anchor) != 0)
        at++;
    at = (at + (size_t)(step + (int)schools + 1)) % (schools + 1);
    ui_word_quote(at < schools ? session->data->school_name[at] : "", out, size);
    return true;
}

bool
ui_setup_has_anchor(const struct ui_session *session)
{
    return ui_setup_has_schools(session) && session->model &&
           session->model->effects == IRT_EFFECTS_FIXED;
}

bool
ui_setup_has_robust(const struct ui_session *session)
{
    return strcmp(session->choices.estimator, "federated") == 0;
}

void
ui_setup_robust_value(const struct ui_session *session, char *out, size_t size)
{
    irt_robust_text(&session->choices.options, out, size);
}

void
ui_setup_robust_meaning(const struct ui_session *session, char *out, size_t size)
{
    static const char *const text[] = {
        [IRT_ROBUST_NONE] = "every row counts: ℓ is maximised",
        [IRT_ROBUST_TRIM] = "schools leave extreme rows out; no ℓ is maximised",
        [IRT_ROBUST_CAP] = "extreme rows count as expected; no ℓ is maximised",
        [IRT_ROBUST_MEDIAN] = "the middle school's gradient; no ℓ is maximised",
    };

    snprintf(out, size, "%s", text[irt_options_robust(&session->choices.options)]);
}

/* Shares to trim on the way from none to cap; others are typed. */
bool
ui_setup_robust_next(const struct ui_session *session, int step, char *out, size_t size)
{
    static const char *const word[] = { "none",     "trim=0.05", "trim=0.1",
                                        "trim=0.2", "cap",       "median" };
    const size_t count = sizeof word / sizeof word[0];
    char now[40];
    size_t at = 0;

    irt_robust_text(&session->choices.options, now, sizeof now);
    while (at < count && strcmp(word[at], now) != 0)
        at++;
    snprintf(out, size, "%s",
             at == count ? word[0]
                         : word[(at + count + (size_t)(step + (int)count)) % count]);
    return true;
}
