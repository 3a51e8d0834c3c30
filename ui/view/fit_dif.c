/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_dif.c -- items compared between groups: the tests of each, and both groups' curves of the
 * chosen one. */
#include "config.h"

#include "view/fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examine.h"
#include "fit/dif.h"
#include "fit/p_text.h"
#include "model/name_list.h"
#include "plot/plot.h"
#include "view/parts.h"

#define NAME   12
#define CLASS  4 /* columns of each: the class of ETS, */
#define DELTA  8
#define P      8 /* and p by three tests */
#define TABLE  (2 + NAME + CLASS + DELTA + 3 * P)
#define POINTS 81
#define END    4.0

static const struct irt_dif *
dif_of(const struct ui_session *session, const char **why)
{
    return ui_examined_of(session, &irt_statistic_dif, why);
}

static const struct irt_dif_pair *
pair_of(const struct fit_state *state, const struct irt_dif *dif)
{
    return &dif->pair[state->focal % dif->pairs];
}

/* A moderate difference is odd, a large one bad, as ETS has it. */
static enum ui_role
role_of(char class)
{
    return class == 'C' ? UI_BAD : class == 'B' ? UI_WARN : class ? UI_GOOD : UI_DIM;
}

/* --- the table ------------------------------------------------------------------------------------ */

static void
put_p(struct ui_canvas *canvas, int y, int end, struct ui_quantity q, double p)
{
    char text[IRT_P_TEXT];
    int x = end - ui_columns(irt_p_text(p, text));
    enum ui_role role = p < 0.05 ? UI_WARN : UI_TEXT;

    if (isfinite(p))
        x += ui_number(canvas, y, x, role, q, "%s", text);
    else
        x += ui_text(canvas, y, x, role, "%s", text);
    if (p < 0.05)
        ui_text(canvas, y, x, role, "*");
}

static void
draw_item(const struct ui_session *session, const struct irt_dif_item *x, size_t number,
          struct ui_canvas *canvas, struct ui_rect line)
{
    struct ui_quantity q = { UI_QUANTITY_FIT, .category = UI_STAT_DIF, .item = x->item,
                             .row = number };
    int at = line.x + 2;
    bool chosen = x->item == session->item;
    char command[32];

    if (chosen)
        ui_text(canvas, line.y, line.x, UI_CURSOR, "▸");
    ui_cut_text(canvas, line.y, at, NAME, chosen ? UI_TITLE : UI_TEXT, "%s",
                ui_item_name(session, x->item));
    ui_text(canvas, line.y, at += NAME + 1, role_of(x->mantel.ets), "%c",
            x->mantel.ets ? x->mantel.ets : '-');
    at += CLASS - 1;
    snprintf(command, sizeof command, "item %zu", x->item + 1);
    ui_clickable(canvas, line, command);
    ui_column(canvas, line.y, at, DELTA, UI_TEXT, &q, 2, x->mantel.delta);
    at += DELTA;
    const double p[] = { x->mantel.p, x->regression.total_p, x->lr.p };
    for (q.column = 1; q.column <= 3; q.column++)
        put_p(canvas, line.y, at += P, q, p[q.column - 1]);
    if (chosen)
        ui_bold(canvas, line);
}

static void
draw_table(struct fit_state *state, const struct ui_session *session,
           const struct irt_dif *dif, struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_dif_pair *pair = pair_of(state, dif);
    int rows = rect.h - 1;

    ui_text(canvas, rect.y, rect.x + 2, UI_DIM, "%-*s%-*s%*s%*s%*s%*s", NAME, "item",
            CLASS, "ETS", DELTA, "Δ (MH)", P, "p MH", P, "p logit", P, "p LR");
    ui_keep_in_view(&state->top, session->item, dif->items, rows);
    for (int k = 0; k < rows && state->top + (size_t)k < dif->items; k++)
        draw_item(session, &pair->item[state->top + (size_t)k],
                  (size_t)(pair - dif->pair), canvas,
                  (struct ui_rect){ rect.y + 1 + k, rect.x, 1, rect.w });
}

/* --- both curves ---------------------------------------------------------------------------------- */

static void
draw_curves(const struct irt_dif_item *x, struct ui_plot *plot)
{
    double theta[POINTS], P_of[POINTS * IRT_MAX_CATEGORIES];
    unsigned first = x->shape.categories > 2 ? 0 : 1;

    for (size_t n = 0; n < POINTS; n++)
        theta[n] = -END + 2 * END * (double)n / (POINTS - 1);
    for (size_t g = 0; g < 2; g++) {
        irt_dif_curve(x, g, theta, POINTS, P_of);
        for (unsigned h = first; h < x->shape.categories; h++)
            if (g == 0)
                ui_plot_curve(plot, UI_CURVE_0, theta, P_of + h * POINTS, POINTS);
            else
                ui_plot_dashed(plot, UI_CURVE_1, theta, P_of + h * POINTS, POINTS);
    }
}

static void
draw_plot(const struct fit_state *state, const struct ui_session *session,
          const struct irt_dif *dif, struct ui_canvas *canvas, struct ui_rect rect)
{
    const struct irt_dif_pair *pair = pair_of(state, dif);
    const struct irt_dif_item *x = &pair->item[session->item];
    char title[200];
    struct ui_plot plot;

    snprintf(title, sizeof title, "%.24s: ── %.24s  ╌╌ %.24s",
             ui_item_name(session, x->item), dif->level[0], dif->level[pair->focal]);
    plot = ui_plot_open(canvas, rect,
                        &(struct ui_axes){ .title = title,
                                           .x_title = "θ",
                                           .x0 = -END,
                                           .x1 = END,
                                           .x_ticks = 5,
                                           .y1 = 1,
                                           .y_ticks = 3,
                                           .label_columns = 4 });
    if (x->par[0])
        draw_curves(x, &plot);
    else
        ui_paragraph(canvas, plot.inner, UI_WARN, x->why_not_model);
}

/* --- in words ------------------------------------------------------------------------------------- */

static void
sentence(const struct irt_dif *dif, const struct irt_dif_pair *pair,
         const struct ui_session *session, char *out, size_t size)
{
    const struct irt_dif_item *x = &pair->item[session->item];
    const char *name = ui_item_name(session, x->item);

    if (x->why_not_mantel[0])
        snprintf(out, size, "%.60s: %s", name, x->why_not_mantel);
    else if (x->mantel.ets == 'A')
        snprintf(out, size, "%.60s: a negligible difference (A)", name);
    else
        snprintf(out, size,
                 "%.60s: at the same score %s for '%.40s' than for '%.40s'; a %s "
                 "difference (%c)",
                 name, x->mantel.delta < 0 || x->mantel.smd < 0 ? "harder" : "easier",
                 dif->level[pair->focal], dif->level[0],
                 x->mantel.ets == 'C' ? "large" : "moderate",
                 x->mantel.ets ? x->mantel.ets : '-');
}

static void
say_groups(const struct irt_dif *dif, const struct irt_dif_pair *pair, char *out,
           size_t size)
{
    snprintf(out, size,
             "%.30s: '%.30s' (%.0f persons, mean 0) and '%.30s' (%.0f, mean %.2f)%s",
             dif->column, dif->level[0], pair->persons[0], dif->level[pair->focal],
             pair->persons[1], pair->mean, dif->pairs > 1 ? ";  [ ] another group" : "");
}

/* The items taken out of the score, or of the anchors. */
static void
say_out(const struct ui_session *session, const struct irt_dif *dif,
        const struct irt_dif_pair *pair, bool scores, char *out, size_t size)
{
    struct irt_name_list list = { 0 };

    for (size_t j = 0; j < dif->items; j++)
        if (!(scores ? pair->item[j].in_score : pair->item[j].anchor))
            irt_name_list_add(&list, ui_item_name(session, pair->item[j].item));
    snprintf(out, size, "%s", list.count ? irt_name_list_text(&list) : "none");
}

/* Which items the others are compared by: the page's title. */
static void
say_anchors(const struct ui_session *session, const struct irt_dif *dif,
            const struct irt_dif_pair *pair, char *out, size_t size)
{
    char no_anchor[330], no_score[330];

    if (!dif->purified) {
        snprintf(out, size,
                 "anchors: all other items;  A takes out those that differ (purified)");
        return;
    }
    say_out(session, dif, pair, false, no_anchor, sizeof no_anchor);
    say_out(session, dif, pair, true, no_score, sizeof no_score);
    snprintf(out, size,
             "purified: taken out of the anchors %s, of the score %s%s;  A has all",
             no_anchor, no_score,
             pair->score_settled && pair->anchors_settled
                 ? ""
                 : "; it came to no end: those taken out still change");
}

/* The other tests of the chosen item. */
static void
say_tests(const struct irt_dif_item *x, char *out, size_t size)
{
    const struct irt_regression *r = &x->regression;
    char p[7][IRT_P_TEXT];

    irt_p_text(r->uniform_p, p[0]);
    irt_p_text(r->nonuniform_p, p[1]);
    irt_p_text(x->lr.p, p[2]);
    irt_p_text(x->uniform.p, p[3]);
    irt_p_text(x->nonuniform.p, p[4]);
    irt_p_text(x->wald.p, p[5]);
    snprintf(out, size,
             "logistic: p uniform %s, non-uniform %s, ΔR² %.3f;  LR %.2f, df %.0f, p %s "
             "(uniform %s, non-uniform %s);  Wald %.2f, p %s",
             p[0], p[1], r->total_r2, x->lr.x2, x->lr.df, p[2], p[3], p[4], x->wald.x2,
             p[5]);
    if (x->why_not_model[0])
        snprintf(out, size,
                 "logistic: p uniform %s, non-uniform %s, ΔR² %.3f;  no LR: %s", p[0],
                 p[1], r->total_r2, x->why_not_model);
    else if (x->why_not_regression[0])
        snprintf(out, size,
                 "LR %.2f, df %.0f, p %s (uniform %s, non-uniform %s);  Wald %.2f, p %s; "
                 "no logistic regression: %s",
                 x->lr.x2, x->lr.df, p[2], p[3], p[4], x->wald.x2, p[5],
                 x->why_not_regression);
}

/* --- the page ------------------------------------------------------------------------------------- */

/* Why there is nothing to show; "" when there is. */
static void
missing(const struct ui_session *session, const struct irt_dif *dif, const char *why,
        char *out, size_t size)
{
    out[0] = '\0';
    if (dif && dif->pairs > 0)
        return;
    if (!session->data || !session->data->factor)
        snprintf(out, size,
                 "Items are compared between the levels of a column, such as sex: :fit "
                 "dif=COLUMN reads it, then run, and a computes.");
    else if (why)
        snprintf(out, size, "%s", why);
    else
        snprintf(out, size,
                 "Items are compared by fits of their own, which takes long: a computes "
                 "them when the run has ended.");
}

void
ui_fit_dif(struct fit_state *state, const struct ui_session *session,
           struct ui_canvas *canvas, struct ui_rect rect)
{
    const char *why;
    const struct irt_dif *dif = dif_of(session, &why);
    char text[900];

    missing(session, dif, why, text, sizeof text);
    if (text[0]) {
        ui_paragraph(canvas, ui_columns_of(rect, 1, rect.w - 2), UI_DIM, text);
        return;
    }
    const struct irt_dif_pair *pair = pair_of(state, dif);
    struct ui_rect inner = ui_columns_of(rect, 1, rect.w - 2);

    say_anchors(session, dif, pair, text, sizeof text);
    int head = ui_paragraph(canvas, inner, UI_TITLE, text);
    inner = ui_rows(inner, head, inner.h - head);
    inner = ui_foot(
        canvas, inner, UI_DIM,
        "ETS: A negligible, B moderate, C large; * p < .05; Δ < 0 harder for 2nd");
    say_groups(dif, pair, text, sizeof text);
    inner = ui_foot(canvas, inner, UI_DIM, text);
    say_tests(&pair->item[session->item], text, sizeof text);
    inner = ui_foot(canvas, inner, UI_TEXT, text);
    sentence(dif, pair, session, text, sizeof text);
    inner = ui_foot(canvas, inner, role_of(pair->item[session->item].mantel.ets), text);

    bool beside = rect.w >= TABLE + 30;
    struct ui_rect left = { inner.y, rect.x, inner.h, TABLE };
    draw_table(state, session, dif, canvas, left);
    if (beside)
        draw_plot(state, session, dif, canvas,
                  (struct ui_rect){ left.y, rect.x + TABLE + 2, left.h,
                                    rect.w - TABLE - 2 });
}

void
ui_fit_dif_speak(const struct fit_state *state, const struct ui_session *session,
                 FILE *out)
{
    const char *why;
    const struct irt_dif *dif = dif_of(session, &why);
    char text[900], p[2][IRT_P_TEXT];

    missing(session, dif, why, text, sizeof text);
    if (text[0]) {
        fprintf(out, "%s\n", text);
        return;
    }
    const struct irt_dif_pair *pair = pair_of(state, dif);
    say_groups(dif, pair, text, sizeof text);
    fprintf(out, "Compared are %s.\n", text);
    say_anchors(session, dif, pair, text, sizeof text);
    fprintf(out, "By %s.\n", text);
    for (size_t j = 0; j < dif->items; j++) {
        const struct irt_dif_item *x = &pair->item[j];

        fprintf(out, "%s%s: class %c, Δ %.2f, %s, by the model %s.\n",
                j == session->item ? "Chosen: " : "", ui_item_name(session, x->item),
                x->mantel.ets ? x->mantel.ets : '-', x->mantel.delta,
                irt_p_phrase(x->mantel.p, p[0]), irt_p_phrase(x->lr.p, p[1]));
    }
}
