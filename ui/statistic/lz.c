/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lz.c -- person fit, written: columns for every person, and the most surprising ones with the
 * answers that cost them. */
#include "config.h"

#include "statistic/statistic.h"

#include <math.h>
#include <stdlib.h>

#include "canvas.h"
#include "fit/person_fit.h"
#include "report/text_items.h"
#include "report/text_parts.h"
#include "statistic/parts.h"

#define LISTED    20 /* persons */
#define SHOWN     10
#define RESPONSES 5 /* of each */
#define SHOWN_OF  2
#define NAME      14

static const struct irt_person_fit_one *
one_of(const void *result, size_t l)
{
    return &((const struct irt_person_fit *)result)->one[l];
}

/* The id of the first row with the pattern, or its number. */
static void
name_of(const struct ui_report *report, size_t l, char *out, size_t size)
{
    const struct irt_responses *data = report->fit->data;
    size_t row = report->fit->patterns->row[l];

    if (data->person_id != NULL)
        snprintf(out, size, "%s", data->person_id[row]);
    else
        snprintf(out, size, "%zu", row + 1);
}

/* The costly answers of pattern l, at most most; the caller frees.  NULL without memory. */
static struct irt_surprise *
costly(const struct ui_report *report, const struct irt_person_fit *fit, size_t l,
       size_t *count)
{
    struct irt_diagnosis d = irt_diagnosis_of(report->fit);
    struct irt_surprise *all = malloc((d.model->items + 1) * sizeof *all);
    size_t answered = 0;

    *count = 0;
    if (all == NULL)
        return NULL;
    answered = irt_surprises(&d, l, fit->theta + l * fit->dims, all);
    while (*count < answered && all[*count].cost > 0)
        ++*count;
    return all;
}

/* --- JSON ------------------------------------------------------------------------------ */

static json_t *
responses(struct writer *w, const struct ui_report *report,
          const struct irt_person_fit *fit, size_t l)
{
    json_t *list = json_array();
    size_t count_of;
    struct irt_surprise *all = costly(report, fit, l, &count_of);

    w->failed = w->failed || all == NULL;
    for (size_t i = 0; i < count_of && i < RESPONSES; i++) {
        json_t *row = json_object();

        put(w, row, "item", text(ui_statistic_item_name(report, all[i].j)));
        put(w, row, "category", json_integer((json_int_t)all[i].category));
        put(w, row, "expected", real(all[i].expected));
        put(w, row, "probability", real(all[i].probability));
        put(w, row, "z", real(all[i].z));
        push(w, list, row);
    }
    free(all);
    return list;
}

static void
lz_json(struct writer *w, json_t *fit, const struct ui_report *report, const void *result)
{
    const struct irt_person_fit *persons = result;
    json_t *list = json_array();

    for (size_t i = 0; i < persons->known && i < LISTED; i++) {
        size_t l = persons->order[i];
        const struct irt_person_fit_one *x = one_of(result, l);
        json_t *row = json_object();
        char name[400];

        name_of(report, l, name, sizeof name);
        put(w, row, "id", text(name));
        put(w, row, "row", count((double)report->fit->patterns->row[l] + 1));
        put(w, row, "persons", count(report->fit->patterns->frequency[l]));
        put(w, row, "score",
            numbers(w, persons->theta + l * persons->dims, persons->dims));
        put(w, row, "lz", real(x->lz));
        put(w, row, "lz_star", real(x->lz_star));
        put(w, row, "infit", real(x->squares.infit));
        put(w, row, "infit_z", real(x->squares.infit_z));
        put(w, row, "outfit", real(x->squares.outfit));
        put(w, row, "outfit_z", real(x->squares.outfit_z));
        put(w, row, "responses", responses(w, report, persons, l));
        push(w, list, row);
    }
    put(w, fit, "persons", list);
}

/* --- for people ------------------------------------------------------------------------ */

/* "item5=0 .03": the answer and its probability, as many as fit into a line. */
static void
show_answers(const struct ui_report *report, const struct irt_person_fit *fit, size_t l,
             FILE *out)
{
    size_t count_of;
    struct irt_surprise *all = costly(report, fit, l, &count_of);

    for (size_t i = 0; i < count_of && i < SHOWN_OF; i++) {
        char *name = ui_report_foreign(report, ui_statistic_item_name(report, all[i].j));
        char shown[60];

        ui_fit_text(name != NULL ? name : "", 8, shown, sizeof shown);
        fprintf(out, "%s%s=%u .%02.0f", i > 0 ? ", " : "  ", shown, all[i].category,
                fmin(99, 100 * all[i].probability));
        free(name);
    }
    free(all);
    putc('\n', out);
}

static void
lz_text(const struct ui_report *report, const void *result, FILE *out)
{
    const struct irt_person_fit *fit = result;

    ui_text_colour(report, out, "1");
    fprintf(out, "%-*s%9s%8s%8s%8s  %s", NAME, "person", "persons", "lz*", "lz", "outfit",
            "costly answers (probability)");
    ui_text_colour(report, out, "0");
    putc('\n', out);
    for (size_t i = 0; i < fit->known && i < SHOWN; i++) {
        size_t l = fit->order[i];
        char name[400], shown[4 * NAME + 8], *foreign;

        name_of(report, l, name, sizeof name);
        foreign = ui_report_foreign(report, name);
        ui_fit_text(foreign != NULL ? foreign : "", NAME - 1, shown, sizeof shown);
        free(foreign);
        fprintf(out, "%s%*s%9.15g", shown, NAME - ui_columns(shown), "",
                report->fit->patterns->frequency[l]);
        ui_text_number(out, 8, 2, one_of(result, l)->lz_star);
        ui_text_number(out, 8, 2, one_of(result, l)->lz);
        ui_text_number(out, 8, 2, one_of(result, l)->squares.outfit);
        show_answers(report, fit, l, out);
    }
    fputs("\nthe most surprising patterns of answers, each by its first person\n", out);
}

/* --- CSV -------------------------------------------------------------------------------- */

static double
cell(const struct ui_report *report, const void *result, size_t row, size_t column)
{
    const struct irt_person_fit_one *x =
        one_of(result, report->fit->patterns->of_row[row]);
    const double value[] = { x->lz,
                             x->lz_star,
                             x->squares.infit,
                             x->squares.infit_z,
                             x->squares.outfit,
                             x->squares.outfit_z };

    return value[column];
}

const struct ui_statistic ui_statistic_lz = {
    .statistic = &irt_statistic_lz,
    .json = lz_json,
    .text = lz_text,
    .person_columns = "lz lz_star infit infit_z outfit outfit_z",
    .person_cell = cell,
};
