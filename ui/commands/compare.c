/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.c -- the command that compares two fits: the run's with a pinned one or one in a file,
 * or two pinned ones. */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "fit/nested.h"
#include "number.h"
#include "report/shape_json.h"

#define LABEL 22 /* columns of a label */

/* A fit to be compared; own: to be freed. */
struct side {
    const struct irt_shape *shape;
    struct irt_shape *own;
    char label[100];
};

static bool
take_run(const struct ui_session *session, struct side *side, struct irt_error *error)
{
    if (session->fit == NULL)
        return irt_fail(error, IRT_BAD_USAGE,
                        "compare: the run has not ended; run it to its end first");
    side->shape = side->own = irt_shape_of(session->fit, error);
    snprintf(side->label, sizeof side->label, "this run");
    return side->own != NULL;
}

static bool
take_pin(const struct ui_session *session, uint64_t n, struct side *side,
         struct irt_error *error)
{
    if (session->pins == 0)
        return irt_fail(error, IRT_BAD_USAGE,
                        "compare: no run is pinned; pin one, change a choice, run again");
    if (n == 0 || n > session->pins)
        return irt_fail(error, IRT_BAD_USAGE, "compare: pins are 1 to %zu",
                        session->pins);
    side->shape = session->pin[n - 1].shape;
    snprintf(side->label, sizeof side->label, "%llu: %.64s", (unsigned long long)n,
             session->pin[n - 1].label);
    return side->shape != NULL ||
           irt_fail(error, IRT_BAD_USAGE,
                    "compare: run %llu was pinned before its end; pin runs that have "
                    "ended",
                    (unsigned long long)n);
}

/* A pin by its number, or a file. */
static bool
take_named(const struct ui_session *session, const char *name, struct side *side,
           struct irt_error *error)
{
    uint64_t n;

    if (ui_number_whole(name, &n))
        return take_pin(session, n, side, error);
    side->shape = side->own = ui_shape_read(name, error);
    snprintf(side->label, sizeof side->label, "%.90s", name);
    return side->own != NULL;
}

static void
row(FILE *out, const struct side *side)
{
    const struct irt_shape *x = side->shape;
    char cut[4 * LABEL + 1];

    ui_fit_text(side->label, LABEL, cut, sizeof cut);
    fprintf(out, "%s%*s%7s%6zu%14.4f%12.2f%12.2f\n", cut, LABEL - ui_columns(cut), "",
            x->title, x->parameters, x->loglik, x->aic, x->bic);
}

/* A table of both, and the sentence. */
static bool
show(struct ui_app *app, const struct side *a, const struct side *b, const char *sentence,
     struct irt_error *error)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    if (out == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a text");
    fprintf(out, "%-*s%7s%6s%14s%12s%12s\n", LABEL, "", "model", "par.", "log-likelihood",
            "AIC", "BIC");
    row(out, a);
    row(out, b);
    fprintf(out, "\n%s\n", sentence);
    if (fclose(out) != 0) {
        free(text);
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a text");
    }
    ui_app_show_text(app, "comparison", text);
    return true;
}

static bool
compare(struct ui_app *app, const struct side *a, const struct side *b,
        struct irt_error *error)
{
    struct irt_comparison comparison;
    struct irt_error why = { IRT_OK, "" };
    char sentence[400];

    if (irt_compare_fits(a->shape, b->shape, &comparison, &why))
        irt_comparison_sentence(&comparison, sentence, sizeof sentence);
    else if (why.code == IRT_BAD_USAGE)
        snprintf(sentence, sizeof sentence, "%s", why.message);
    else
        return irt_fail(error, why.code, "%s", why.message);
    return show(app, a, b, sentence, error);
}

bool
ui_command_compare(struct ui_app *app, int argc, char **argv, struct irt_error *error)
{
    const struct ui_session *session = &app->session;
    struct side a = { NULL, NULL, "" }, b = { NULL, NULL, "" };
    bool done = ui_command_takes(argc, argv, 1, 3, error);

    if (done && argc == 1)
        done = take_pin(session, session->pins, &a, error);
    else if (done)
        done = take_named(session, argv[1], &a, error);
    if (done && argc == 3)
        done = take_named(session, argv[2], &b, error);
    else if (done)
        done = take_run(session, &b, error);
    done = done && compare(app, &a, &b, error);
    irt_shape_free(a.own);
    irt_shape_free(b.own);
    return done;
}
