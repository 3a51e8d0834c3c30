/* SPDX-License-Identifier: GPL-3.0-or-later */
/* classical.c -- what the answers say without a model, for people and as JSON: difficulty,
 * item-rest correlation, alpha, the distribution of sum scores. */
#include "config.h"

#include "report/classical.h"

#include <math.h>
#include <stdlib.h>

#include "canvas.h"
#include "item_label.h"
#include "number.h"
#include "report/answers.h"
#include "report/text_items.h"
#include "report/text_parts.h"

#define NAME 16 /* an item's name is cut to it */

/* --- for people ------------------------------------------------------------------------ */

static void
number(FILE *out, int width, double value)
{
    if (isfinite(value))
        fprintf(out, "%*.4f", width, value + 0);
    else
        fprintf(out, "%*s", width, "-");
}

int
ui_text_name_width(const struct irt_responses *data)
{
    int widest = 4;

    for (size_t j = 0; j < data->items; j++) {
        int width = ui_columns(data->item_name[j]);

        widest = width > widest ? width : widest;
    }
    return widest < NAME ? widest : NAME;
}

void
ui_text_name(const struct ui_report *report, FILE *out, const char *name, int width)
{
    char *foreign = ui_report_foreign(report, name), shown[4 * NAME + 8] = "";

    if (foreign != NULL)
        ui_fit_text(foreign, width, shown, sizeof shown);
    free(foreign);
    fprintf(out, "%s%*s", shown, width - ui_columns(shown), "");
}

void
ui_text_item_name(const struct ui_report *report, FILE *out, size_t column, int width)
{
    char label[4 * NAME + 8];

    ui_column_label(report->fit->data, column, width, label, sizeof label);
    ui_text_name(report, out, label, width);
}

static void
item_line(const struct ui_report *report, const struct irt_classical_item *item,
          FILE *out, size_t j, int width)
{

    ui_text_item_name(report, out, j, width);
    fprintf(out, "%9s", ui_count(item->persons).text);
    number(out, 9, item->mean);
    number(out, 9, item->sd);
    number(out, 12, item->difficulty);
    number(out, 11, item->rest);
    number(out, 10, item->dropped);
    putc('\n', out);
}

/* What alpha and the sums are of. */
static void
whole_line(const struct ui_report *report, const struct irt_classical *c, FILE *out)
{

    if (isfinite(c->alpha))
        fprintf(out, "coefficient α of the answers: %.4f%s\n", c->alpha,
                c->cells == IRT_PAIRWISE         ? ", from pairs of items"
                : report->fit->data->missing > 0 ? ", from complete rows"
                                                 : "");
    if (isfinite(c->score_sd))
        fprintf(out, "sum of the answers of %s persons%s: mean %.4f, SD %.4f\n",
                ui_count(c->complete).text,
                report->fit->data->missing > 0 ? " who gave them all" : "", c->score_mean,
                c->score_sd);
}

void
ui_text_classical(const struct ui_report *report, const struct irt_classical *classical,
                  FILE *out)
{
    const struct irt_responses *data = report->fit->data;
    int width = ui_text_name_width(data);

    if (classical == NULL)
        return;
    putc('\n', out);
    ui_text_colour(report, out, "1");
    /* α is one column, and two bytes. */
    fprintf(out, "%-*s%9s%9s%9s%12s%11s%11s", width, "item", "persons", "mean", "SD",
            "difficulty", "item-rest", "α without");
    ui_text_colour(report, out, "0");
    putc('\n', out);
    for (size_t j = 0; j < data->items; j++)
        item_line(report, &classical->item[j], out, j, width);
    putc('\n', out);
    if (classical->base > 0)
        fprintf(out, "mean and sum: of the answers less %u, so that the lowest is 0\n",
                classical->base);
    whole_line(report, classical, out);
}

/* --- for scripts ------------------------------------------------------------------------ */

static json_t *
json_item(struct writer *w, const struct irt_responses *data,
          const struct irt_classical_item *item, const struct irt_row_scores *scores,
          size_t j)
{
    json_t *part = json_object();

    put(w, part, "item", text(data->item_name[j]));
    put(w, part, "persons", count(item->persons));
    put(w, part, "mean", real(item->mean));
    put(w, part, "sd", real(item->sd));
    put(w, part, "difficulty", real(item->difficulty));
    put(w, part, "rest", real(item->rest));
    put(w, part, "alpha_without", real(item->dropped));
    if (data->option != NULL && data->option[j].count > 0)
        ui_json_answers(w, part, data, scores, j);
    return part;
}

json_t *
ui_json_classical(struct writer *w, const struct irt_responses *data,
                  const struct irt_classical *c)
{
    struct irt_row_scores *scores;
    json_t *part, *items = json_array(), *sums = json_array();

    if (c == NULL) {
        json_decref(items);
        json_decref(sums);
        return json_null();
    }
    part = json_object();
    scores = data->option != NULL ? irt_row_scores_new(data, NULL) : NULL;
    w->failed = w->failed || (data->option != NULL && scores == NULL);
    put(w, part, "cells",
        json_string(c->cells == IRT_PAIRWISE ? "pairwise" : "complete"));
    put(w, part, "alpha", real(c->alpha));
    put(w, part, "complete", count(c->complete));
    put(w, part, "mean", real(c->score_mean));
    put(w, part, "sd", real(c->score_sd));
    for (size_t s = 0; s < c->scores; s++)
        push(w, sums, count(c->score[s]));
    put(w, part, "sums", sums);
    for (size_t j = 0; j < c->items && !w->failed; j++)
        push(w, items, json_item(w, data, &c->item[j], scores, j));
    put(w, part, "items", items);
    irt_row_scores_free(scores);
    return part;
}
