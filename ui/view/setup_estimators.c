/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setup_estimators.c -- which rows of Setup an estimator has, and those of jml and vae. */
#include "config.h"

#include "view/setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- which there are --------------------------------------------------------------------- */

static bool
is(const struct ui_session *session, const char *estimator)
{
    return strcmp(session->choices.estimator, estimator) == 0;
}

bool
ui_setup_is_jml(const struct ui_session *session)
{
    return is(session, "jml");
}

bool
ui_setup_is_vae(const struct ui_session *session)
{
    return is(session, "vae");
}

bool
ui_setup_has_nodes(const struct ui_session *session)
{
    return !is(session, "jml") && !is(session, "cml");
}

bool
ui_setup_is_by_cycles(const struct ui_session *session)
{
    return ui_setup_has_nodes(session) && !is(session, "vae");
}

/* --- their values ------------------------------------------------------------------------ */

static void
show(const struct ui_session *session, const char *choice, char *out, size_t size)
{
    ui_choice_find(choice)->show(&session->choices, out, size);
}

void
ui_setup_optimizer_value(const struct ui_session *session, char *out, size_t size)
{
    show(session, "optimizer", out, size);
}

void
ui_setup_optimizer_meaning(const struct ui_session *session, char *out, size_t size)
{
    if (session->choices.options.optimizer == IRT_OPTIMIZER_ADAM)
        snprintf(out, size, "small steps of one rate, %g, for all at once",
                 session->choices.options.learning_rate);
    else
        snprintf(out, size, "items, then persons, each by its own curvature");
}

void
ui_setup_hidden_value(const struct ui_session *session, char *out, size_t size)
{
    show(session, "hidden", out, size);
}

void
ui_setup_hidden_meaning(const struct ui_session *session, char *out, size_t size)
{
    (void)session;
    snprintf(out, size, "units in each hidden layer of the encoder");
}

void
ui_setup_bound_value(const struct ui_session *session, char *out, size_t size)
{
    show(session, "bound", out, size);
}

void
ui_setup_bound_meaning(const struct ui_session *session, char *out, size_t size)
{
    if (session->choices.options.neural.importance)
        snprintf(out, size, "importance-weighted: closer to ℓ with more samples");
    else
        snprintf(out, size, "reconstruction less the distance from the prior");
}

void
ui_setup_starts_value(const struct ui_session *session, char *out, size_t size)
{
    show(session, "starts", out, size);
}

void
ui_setup_starts_meaning(const struct ui_session *session, char *out, size_t size)
{
    (void)session;
    snprintf(out, size, "the best is taken; how far they agree is said");
}

bool
ui_setup_starts_next(const struct ui_session *session, int step, char *out, size_t size)
{
    size_t now = session->choices.options.neural.starts;

    snprintf(out, size, "%zu", step > 0 ? now + 1 : now - 1);
    return step > 0 ? now < 9 : now > 1;
}
