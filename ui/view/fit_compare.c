/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_compare.c -- fits of the same answers side by side: this run and the pinned ones, and
 * whether the larger of two fits better. */
#include "config.h"

#include "view/fit.h"

#include <stdio.h>

#include "fit/nested.h"
#include "fit/p_text.h"
#include "view/parts.h"

#define MARKS      4
#define MOST_LABEL 40
#define MODEL      8
#define COUNT      6
#define NUMBER     13

const char ui_fit_compare_told[] =
    "Likelihood ratio   2 (ℓ of the larger - ℓ of the smaller model), chi-square with as "
    "many "
    "degrees of freedom as the larger has parameters more. It compares two fits of the "
    "same "
    "answers where one is a special case of the other: slopes equal or fixed, thresholds "
    "in "
    "common, no effects. A p below .05 says that the larger fits better than chance "
    "would have "
    "it; AIC, BIC and SABIC, the lower the better, compare any two. Wilks (1938); Self "
    "and Liang "
    "(1987), where the smaller lies on the boundary of the larger.";

static const struct irt_shape *
shape_of(const struct ui_session *session, size_t row)
{
    return row == 0 ? session->shape : session->pin[row - 1].shape;
}

static const char *
label_of(const struct ui_session *session, size_t row, char *out, size_t size)
{
    if (row == 0)
        snprintf(out, size, "this run");
    else
        snprintf(out, size, "%zu: %s", row, session->pin[row - 1].label);
    return out;
}

/* What the chosen one is compared with: what was chosen for that, or this run, or of pins the
 * last. */
static size_t
base_of(const struct fit_state *state, const struct ui_session *session)
{
    size_t row = state->row <= session->pins ? state->row : 0;

    if (state->based && state->base <= session->pins && state->base != row)
        return state->base;
    return row == 0 ? session->pins : 0;
}

/* --- the table ----------------------------------------------------------------------------------- */

static void
put_right(struct ui_canvas *canvas, int y, int end, enum ui_role role, const char *text)
{
    ui_text(canvas, y, end - ui_columns(text), role, "%s", text);
}

static void
draw_row(const struct fit_state *state, const struct ui_session *session, size_t row,
         struct ui_canvas *canvas, struct ui_rect line, int label)
{
    const struct irt_shape *shape = shape_of(session, row);
    bool chosen = row == state->row, base = row == base_of(state, session);
    int x = line.x + MARKS + label;
    char text[120], command[32];

    ui_text(canvas, line.y, line.x, UI_CURSOR, "%s", chosen ? "▸" : base ? "●" : " ");
    ui_cut_text(canvas, line.y, line.x + 2, label, chosen ? UI_TITLE : UI_TEXT, "%s",
                label_of(session, row, text, sizeof text));
    snprintf(command, sizeof command, "word row %zu", row);
    ui_clickable(canvas, line, command);
    if (!shape) {
        ui_cut_text(canvas, line.y, x, line.w - (x - line.x), UI_DIM,
                    row == 0 ? "has not ended" : "was pinned before its end");
        return;
    }
    put_right(canvas, line.y, x += MODEL, UI_TEXT, shape->title);
    snprintf(text, sizeof text, "%zu", shape->parameters);
    put_right(canvas, line.y, x += COUNT, UI_TEXT, text);
    ui_column(canvas, line.y, x, NUMBER, UI_TEXT, NULL, 3, shape->loglik);
    ui_column(canvas, line.y, x += NUMBER, NUMBER, UI_TEXT, NULL, 2, shape->aic);
    ui_column(canvas, line.y, x + NUMBER, NUMBER, UI_TEXT, NULL, 2, shape->bic);
}

static int
draw_table(const struct fit_state *state, const struct ui_session *session,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    static const struct {
        const char *text;
        int columns;
    } column[] = { { "model", MODEL },
                   { "par.", COUNT },
                   { "ℓ", NUMBER },
                   { "AIC", NUMBER },
                   { "BIC", NUMBER } };
    int label = rect.w - MARKS - MODEL - COUNT - 3 * NUMBER, x;

    label = label > MOST_LABEL ? MOST_LABEL : label < 10 ? 10 : label;
    x = rect.x + MARKS + label;
    for (size_t k = 0; k < sizeof column / sizeof *column; k++)
        put_right(canvas, rect.y, x += column[k].columns, UI_DIM, column[k].text);
    for (size_t row = 0; row <= session->pins; row++)
        draw_row(state, session, row, canvas,
                 (struct ui_rect){ rect.y + 1 + (int)row, rect.x, 1, rect.w }, label);
    return 2 + (int)session->pins;
}

/* --- the comparison ------------------------------------------------------------------------------- */

/* What is compared with what, and how it comes out; true: there is a test, with its numbers. */
static bool
compare(const struct fit_state *state, const struct ui_session *session,
        struct irt_comparison *out, char *text, size_t size)
{
    size_t row = state->row <= session->pins ? state->row : 0;
    size_t other = base_of(state, session);
    const struct irt_shape *a = shape_of(session, row), *b = shape_of(session, other);
    struct irt_error why = { IRT_OK, "" };
    char label[120];

    if (session->pins == 0)
        snprintf(
            text, size,
            "No run is pinned: p pins this one when it has ended; then another model or "
            "another constraint (Setup, :model, :equal, :fix), and run again.");
    else if (!a || !b)
        snprintf(text, size, "%s has no estimates to compare: run to the end%s.",
                 label_of(session, a ? other : row, label, sizeof label),
                 (a ? other : row) == 0 ? "" : " before p pins it");
    else if (irt_compare_fits(a, b, out, &why)) {
        irt_comparison_sentence(out, text, size);
        return true;
    } else
        snprintf(text, size, "%s", why.message);
    return false;
}

/* The arithmetic of the test. */
static void
write_test(const struct irt_comparison *c, char *out, size_t size)
{
    char p[IRT_P_TEXT];

    snprintf(out, size, "2 × (%.4f - (%.4f)) = %.3f;  df = %zu - %zu = %zu;  %s",
             c->larger->loglik, c->smaller->loglik, c->x2, c->larger->parameters,
             c->smaller->parameters, c->df, irt_p_phrase(c->p, p));
}

void
ui_fit_compare(struct fit_state *state, const struct ui_session *session,
               struct ui_canvas *canvas, struct ui_rect rect)
{
    struct irt_comparison comparison;
    char text[600], a[120], b[120];
    struct ui_rect rest;
    int y;

    ui_fit_compare_move(state, session, 0);
    rect = ui_columns_of(rect, 1, rect.w - 2);
    rect = ui_foot(
        canvas, rect, UI_DIM,
        "↑↓ which fit;  Enter: what the others are compared with (●);  p pins a run, "
        ":unpin N drops a pin");
    y = draw_table(state, session, canvas, rect) + 1;
    rest = ui_rows(rect, y, rect.h - y);
    bool is_test = compare(state, session, &comparison, text, sizeof text);
    if (session->pins > 0) {
        char title[260];

        snprintf(title, sizeof title, "%s against %s",
                 label_of(session, state->row, a, sizeof a),
                 label_of(session, base_of(state, session), b, sizeof b));
        ui_cut_text(canvas, rest.y, rest.x, rest.w, UI_TITLE, "%s", title);
        rest = ui_rows(rest, 1, rest.h - 1);
    }
    y = ui_paragraph(canvas, rest, is_test ? UI_TEXT : UI_WARN, text);
    if (!is_test)
        return;
    write_test(&comparison, text, sizeof text);
    ui_paragraph(canvas, ui_rows(rest, y, rest.h - y), UI_DIM, text);
}

void
ui_fit_compare_speak(const struct fit_state *state, const struct ui_session *session,
                     FILE *out)
{
    struct irt_comparison comparison;
    char text[600], label[120];

    for (size_t row = 0; row <= session->pins; row++) {
        const struct irt_shape *shape = shape_of(session, row);

        fprintf(out, "%s%s", row == state->row ? "Chosen: " : "",
                label_of(session, row, label, sizeof label));
        if (shape)
            fprintf(out,
                    ": %s, %zu parameters, log-likelihood %.4f, AIC %.2f, BIC %.2f.\n",
                    shape->title, shape->parameters, shape->loglik, shape->aic,
                    shape->bic);
        else
            fprintf(out, " has not ended.\n");
    }
    compare(state, session, &comparison, text, sizeof text);
    fprintf(out, "%s\n", text);
}

/* --- from fit to fit ------------------------------------------------------------------------------ */

void
ui_fit_compare_move(struct fit_state *state, const struct ui_session *session, long lines)
{
    long to = (long)state->row + lines;

    state->row = to < 0 ? 0 : to > (long)session->pins ? session->pins : (size_t)to;
}

void
ui_fit_compare_base(struct fit_state *state, const struct ui_session *session)
{
    ui_fit_compare_move(state, session, 0);
    state->based = true;
    state->base = state->row;
}
