/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_test.c -- the test as a whole: reliability, the model's fit, what comparisons go by; and
 * where it measures, over the persons. */
#include "config.h"

#include "view/fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exam.h"
#include "examine.h"
#include "fit/g2.h"
#include "fit/m2.h"
#include "fit/p_text.h"
#include "fit/reliability.h"
#include "report/report.h"
#include "report/text_parts.h"
#include "statistic/statistic.h"
#include "view/parts.h"

#define TEXT       78 /* columns of the tables, where the plot has room beside them */
#define LEAST_PLOT 46
#define LEAST_ROWS 14 /* for both, one above the other */
#define PLOT_ROWS  11 /* of the plot, so long as the tables have theirs */
#define NAME       3  /* columns of each */
#define VALUE      10
#define DF         7
#define P          9
#define RMSEA      9
#define BOUND      7
#define INDEX      9
#define MOST_ROWS  400

/* Rows one after the other into rect, from state->line on. */
struct page {
    struct ui_canvas *canvas;
    struct ui_rect rect;
    int y; /* of the next row; may lie above rect */
};

static void
paragraph(struct page *page, enum ui_role role, const char *text)
{
    page->y +=
        ui_paragraph(page->canvas,
                     (struct ui_rect){ page->y, page->rect.x, MOST_ROWS, page->rect.w },
                     role, text);
}

/* --- reliability ------------------------------------------------------------------------------ */

/* "α .2950" and the like, moved to the next row where there is no room. */
static void
put_named(struct page *page, int *x, const char *name, struct ui_quantity q, double value)
{
    int end = page->rect.x + page->rect.w;
    char text[32];

    if (!isfinite(value))
        return;
    snprintf(text, sizeof text, "%.4f", value);
    const char *shown = text + (text[0] == '0');
    if (*x + ui_columns(name) + 1 + ui_columns(shown) > end) {
        *x = page->rect.x + 13;
        page->y++;
    }
    *x += ui_text(page->canvas, page->y, *x, UI_DIM, "%s ", name);
    *x += ui_number(page->canvas, page->y, *x, UI_TEXT, q, "%s", shown) + 2;
}

static void
put_reliability(struct page *page, const struct irt_reliability *r)
{
    static const char *const name[] = { "α", "ω", "ω latent", "marginal" };
    const double value[] = { r->alpha, r->omega, r->omega_latent, r->marginal };
    struct ui_quantity q = { UI_QUANTITY_FIT, .category = UI_STAT_RELIABILITY };
    int x = page->rect.x + ui_text(page->canvas, page->y, page->rect.x, UI_TITLE, "%-13s",
                                   "reliability");

    for (q.row = 0; q.row < 4; q.row++)
        put_named(page, &x, name[q.row], q, value[q.row]);
    for (q.column = 0; q.column < r->dims; q.column++) {
        char shown[40] = "empirical";

        if (r->dims > 1)
            snprintf(shown, sizeof shown, "empirical θ%zu", q.column + 1);
        put_named(page, &x, shown, q, r->empirical[q.column]);
    }
    page->y++;
    if (r->why_not[0])
        paragraph(page, UI_WARN, r->why_not);
    if (r->why_not_omega[0] && strcmp(r->why_not_omega, r->why_not) != 0)
        paragraph(page, UI_WARN, r->why_not_omega);
}

/* --- the model ---------------------------------------------------------------------------------- */

static void
put_right(struct page *page, int end, enum ui_role role, const char *text)
{
    ui_text(page->canvas, page->y, end - ui_columns(text), role, "%s", text);
}

static void
put_header(struct page *page)
{
    static const struct {
        const char *text;
        int columns;
    } column[] = { { "X²", VALUE },    { "df", DF },      { "p", P },
                   { "RMSEA", RMSEA }, { "from", BOUND }, { "to", BOUND },
                   { "SRMSR", INDEX }, { "TLI", INDEX },  { "CFI", INDEX - 1 } };
    int x = page->rect.x + NAME;

    for (size_t k = 0; k < sizeof column / sizeof *column; k++)
        put_right(page, x += column[k].columns, UI_DIM, column[k].text);
    page->y++;
}

/* The name, X2, df and p that M2, C2 and G2 have alike. */
static int
put_test(struct page *page, const char *name, struct ui_quantity q, double value, long df,
         double p)
{
    int x = page->rect.x;
    char text[32];

    ui_text(page->canvas, page->y, x, UI_TITLE, "%s", name);
    ui_column(page->canvas, page->y, x += NAME, VALUE, UI_TEXT, &q, 3, value);
    snprintf(text, sizeof text, "%ld", df);
    put_right(page, x += VALUE + DF, UI_TEXT, text);
    put_right(page, x += P, p < 0.05 ? UI_WARN : UI_TEXT, irt_p_text(p, text));
    return x;
}

static void
put_m2(struct page *page, const struct irt_m2 *m2, bool numbers)
{
    static const int width[] = { RMSEA, BOUND, BOUND, INDEX, INDEX, INDEX - 1 };
    const double value[] = { m2->index.rmsea, m2->index.rmsea_low, m2->index.rmsea_high,
                             m2->srmsr,       m2->index.tli,       m2->index.cfi };
    struct ui_quantity q = { UI_QUANTITY_FIT, .category = UI_STAT_M2, .column = numbers };
    int x = put_test(page, numbers ? "C2" : "M2", q, m2->value, m2->df, m2->p);

    for (size_t k = 0; k < sizeof value / sizeof *value; k++) {
        q.row = UI_INDEX_RMSEA + k;
        ui_column(page->canvas, page->y, x, width[k], UI_TEXT, &q, 4, value[k]);
        x += width[k];
    }
    page->y++;
    if (m2->left_out > 0) {
        char text[80];

        snprintf(text, sizeof text, "%.15g persons with missing answers are left out",
                 m2->left_out);
        paragraph(page, UI_DIM, text);
    }
}

static void
put_g2(struct page *page, const struct irt_g2 *g2)
{
    put_test(page, "G²", (struct ui_quantity){ UI_QUANTITY_FIT, .category = UI_STAT_G2 },
             g2->value, g2->df, g2->p);
    page->y++;
}

/* Why one is not there. */
static void
put_reason(struct page *page, const char *name, const char *why)
{
    char text[500];

    if (why && strncmp(why, name, strlen(name)) == 0)
        snprintf(text, sizeof text, "%s", why);
    else
        snprintf(text, sizeof text, "%s: %s", name,
                 why ? why : "takes long: a computes it");
    paragraph(page, why ? UI_WARN : UI_DIM, text);
}

static void
put_criteria(struct page *page, const struct irt_fit *fit)
{
    struct ui_quantity q = { .kind = UI_QUANTITY_LOGLIK };
    int x = page->rect.x;

    x += ui_text(page->canvas, page->y, x, UI_DIM, "ℓ ");
    x += ui_number(page->canvas, page->y, x, UI_TEXT, q, "%.3f", fit->loglik);
    x += ui_text(page->canvas, page->y, x, UI_TEXT, ", %zu parameters",
                 irt_model_estimated(fit->model));
    if (isfinite(fit->aic))
        ui_text(page->canvas, page->y, x, UI_TEXT, ";  AIC %.2f  BIC %.2f  SABIC %.2f",
                fit->aic, fit->bic, fit->sabic);
    else
        ui_text(page->canvas, page->y, x, UI_DIM, ";  AIC and BIC are of marginal fits");
    page->y++;
}

static void
put_all(struct page *page, const struct ui_session *session)
{
    const char *why_r, *why_m2, *why_c2, *why_g2;
    const struct irt_reliability *r =
        ui_examined_of(session, &irt_statistic_reliability, &why_r);
    const struct irt_m2 *m2 = ui_examined_of(session, &irt_statistic_m2, &why_m2);
    const struct irt_m2 *c2 = ui_examined_of(session, &irt_statistic_c2, &why_c2);
    const struct irt_g2 *g2 = ui_examined_of(session, &irt_statistic_g2, &why_g2);

    if (r)
        put_reliability(page, r);
    else
        put_reason(page, "reliability", why_r);
    if (m2 || c2 || g2)
        put_header(page);
    if (m2)
        put_m2(page, m2, false);
    if (c2)
        put_m2(page, c2, true);
    if (g2)
        put_g2(page, g2);
    put_criteria(page, session->fit);
    if (!m2)
        put_reason(page, "M2", why_m2);
    if (!c2 && !m2)
        put_reason(page, "C2", why_c2);
    if (!g2 && why_g2)
        put_reason(page, "G²", why_g2);
}

/* Draws it; how many rows it has. */
static int
draw_tables(struct fit_state *state, const struct ui_session *session,
            struct ui_canvas *canvas, struct ui_rect rect)
{
    struct page page = { canvas, rect, rect.y };
    struct ui_rect before = ui_clip(canvas, ui_meet(canvas->clip, rect));

    page.y -= (int)state->line;
    put_all(&page, session);
    ui_clip(canvas, before);
    return page.y + (int)state->line - rect.y;
}

/* How many rows the tables take. */
static int
rows_of(const struct ui_session *session, struct ui_canvas *canvas, struct ui_rect rect)
{
    struct fit_state nowhere = { 0 };

    rect.h = 0;
    return draw_tables(&nowhere, session, canvas, rect);
}

/* --- the page ----------------------------------------------------------------------------------- */

static bool
is_told(const struct ui_session *session)
{
    return session->fit && ui_examined(session) && session->examined_final;
}

void
ui_fit_test(struct fit_state *state, const struct ui_session *session,
            struct ui_canvas *canvas, struct ui_rect rect)
{
    struct ui_rect text = ui_columns_of(rect, 1, rect.w - 2), plot = text;
    bool beside = rect.w >= TEXT + LEAST_PLOT;

    if (beside) {
        plot = ui_columns_of(rect, TEXT + 3, rect.w - TEXT - 4);
        plot.h = plot.h < 26 ? plot.h : 26;
        text.w = TEXT;
    }
    int rows = is_told(session) ? rows_of(session, canvas, text) : 3;
    if (!beside && rect.h >= LEAST_ROWS) {
        int most = rect.h - PLOT_ROWS - 1;

        text.h = rows < most ? rows : most;
        plot = ui_rows(plot, text.h + 1, rect.h - text.h - 1);
    } else if (!beside) {
        plot.h = 0;
    }
    if (state->line + (size_t)text.h > (size_t)rows)
        state->line = rows > text.h ? (size_t)(rows - text.h) : 0;
    if (!is_told(session))
        ui_paragraph(canvas, text, UI_DIM,
                     "The fit of the whole test is told when the run has ended; that of "
                     "the items, every few cycles.");
    else
        draw_tables(state, session, canvas, text);
    if (is_told(session) && rows > text.h)
        ui_text(canvas, text.y + text.h, text.x, UI_DIM, "↑↓ rows %zu to %zu of %d",
                state->line + 1, state->line + (size_t)text.h, rows);
    if (plot.h > 0)
        ui_fit_information(state, session, canvas, plot);
}

/* --- in words ------------------------------------------------------------------------------------ */

/* Those with a number an item, a pair or a person stand on pages of their own. */
static bool
is_of_test(const struct ui_statistic *s)
{
    static const char *const others[] = { "sx2", "infit", "curves", "q3",
                                          "ld",  "lz",    "dif" };

    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        if (strcmp(s->statistic->name, others[k]) == 0)
            return false;
    return true;
}

void
ui_fit_test_speak(const struct fit_state *state, const struct ui_session *session,
                  FILE *out)
{
    struct ui_report report = { .fit = session->fit,
                                .choices = &session->choices,
                                .trace = &session->trace,
                                .findings = &session->findings,
                                .diagnostics =
                                    ui_exam_diagnostics(ui_examined(session)) };

    if (!is_told(session))
        fputs("The fit of the whole test is told when the run has ended.\n", out);
    for (size_t k = 0; is_told(session) && ui_statistics[k]; k++) {
        const struct ui_statistic *s = ui_statistics[k];
        const char *why;
        const void *result = ui_examined_of(session, s->statistic, &why);

        if (!is_of_test(s))
            continue;
        if (result && s->text)
            s->text(&report, result, out);
        else
            ui_text_paragraph(&report, out, s->statistic->title,
                              why ? "none: %s" : "takes long: a computes it%s",
                              why ? why : "");
    }
    ui_fit_information_speak(state, session, out);
}
