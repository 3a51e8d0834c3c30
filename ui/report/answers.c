/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/answers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "report/classical.h"
#include "report/text_parts.h"

#define GROUPS IRT_OPTION_GROUPS
#define OPTION 12 /* columns of an option's name */

/* --- for people ------------------------------------------------------------------------ */

static void
percent(FILE *out, double count, double persons)
{
    if (persons > 0)
        fprintf(out, "%6.1f", 100 * count / persons);
    else
        fprintf(out, "%6s", "-");
}

/* One option's line, o = c->options: no answer. */
static void
option_line(FILE *out, const struct irt_option_counts *c, size_t o)
{
    double persons = 0, count = 0;

    for (size_t g = 0; g < c->groups; g++) {
        persons += c->persons[g];
        count += c->count[g * (c->options + 1) + o];
    }
    percent(out, count, persons);
    for (size_t g = 0; g < c->groups; g++)
        percent(out, c->count[g * (c->options + 1) + o], c->persons[g]);
    if (o < c->options && isfinite(c->correlation[o]))
        fprintf(out, "%9.3f", c->correlation[o] + 0);
    putc('\n', out);
}

/* "*" scores 1, "*2" two: told by a sign, not by colour. */
static void
option_name(const struct ui_report *report, FILE *out,
            const struct irt_item_options *option, size_t o)
{
    char score[8] = "";

    if (option->score[o] > 1)
        snprintf(score, sizeof score, "*%u", option->score[o]);
    else if (option->score[o] == 1)
        snprintf(score, sizeof score, "*");
    fputs("  ", out);
    ui_text_name(report, out, option->name[o], OPTION);
    fprintf(out, " %-4s", score);
}

static bool
has_unanswered(const struct irt_option_counts *c)
{
    for (size_t g = 0; g < c->groups; g++)
        if (c->count[g * (c->options + 1) + c->options] > 0)
            return true;
    return false;
}

static void
item_lines(const struct ui_report *report, FILE *out, size_t j, int width,
           const struct irt_row_scores *scores)
{
    const struct irt_responses *data = report->fit->data;
    struct irt_option_counts *c = irt_option_counts_of(data, j, GROUPS, scores, NULL);

    for (size_t o = 0; c != NULL && o < c->options; o++) {
        if (o == 0)
            ui_text_item_name(report, out, j, width);
        else
            ui_text_name(report, out, "", width);
        option_name(report, out, &data->option[j], o);
        option_line(out, c, o);
    }
    if (c != NULL && has_unanswered(c)) {
        fprintf(out, "%*s  %-*s", width, "", OPTION + 5, "no answer");
        option_line(out, c, c->options);
    }
    irt_option_counts_free(c);
}

void
ui_text_answers(const struct ui_report *report, FILE *out)
{
    const struct irt_responses *data = report->fit->data;
    int width = ui_text_name_width(data);
    struct irt_row_scores *scores;

    if (data->option == NULL || (scores = irt_row_scores_new(data, NULL)) == NULL)
        return;
    putc('\n', out);
    ui_text_colour(report, out, "1");
    fprintf(out, "%-*s  %-*s%6s%6s%6s%6s%6s%9s", width, "item", OPTION + 5,
            "chosen by, %", "all", "low", "2nd", "3rd", "high", "r");
    ui_text_colour(report, out, "0");
    putc('\n', out);
    for (size_t j = 0; j < data->items; j++)
        if (data->option[j].count > 0)
            item_lines(report, out, j, width, scores);
    fputs(
        "\n* what the key has    low .. high: quarters of the persons by their score on "
        "the\nother items    r: correlation of choosing it with that score\n",
        out);
    irt_row_scores_free(scores);
}

/* --- for scripts ------------------------------------------------------------------------ */

/* One option's counts by group. */
static json_t *
by_group(struct writer *w, const struct irt_option_counts *c, size_t o, double *all)
{
    json_t *array = json_array();

    *all = 0;
    for (size_t g = 0; g < c->groups; g++) {
        double persons = c->count[g * (c->options + 1) + o];

        *all += persons;
        push(w, array, count(persons));
    }
    return array;
}

static json_t *
option_part(struct writer *w, const struct irt_item_options *option,
            const struct irt_option_counts *c, size_t o)
{
    json_t *part = json_object(), *groups;
    double all;

    groups = by_group(w, c, o, &all);
    put(w, part, "option", text(option->name[o]));
    put(w, part, "score", json_integer(option->score[o]));
    put(w, part, "persons", count(all));
    put(w, part, "standing", real(c->standing[o]));
    put(w, part, "correlation", real(c->correlation[o]));
    put(w, part, "groups", groups);
    return part;
}

void
ui_json_answers(struct writer *w, json_t *item, const struct irt_responses *data,
                const struct irt_row_scores *scores, size_t column)
{
    struct irt_option_counts *c =
        irt_option_counts_of(data, column, GROUPS, scores, NULL);
    json_t *options = json_array(), *groups = json_array();
    double all;

    w->failed = w->failed || c == NULL;
    for (size_t g = 0; c != NULL && g < c->groups; g++)
        push(w, groups, count(c->persons[g]));
    for (size_t o = 0; c != NULL && o < c->options; o++)
        push(w, options, option_part(w, &data->option[column], c, o));
    put(w, item, "groups", groups);
    if (c != NULL)
        put(w, item, "no_answer", by_group(w, c, c->options, &all));
    put(w, item, "options", options);
    irt_option_counts_free(c);
}
