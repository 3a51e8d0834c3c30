/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit_table.c -- all numbers of the statistics of fit as one long CSV: which statistic, of what
 * (an item, a pair, a person; nothing: of the test), which number, its value.  They are what the
 * JSON has, laid flat. */
#include "config.h"

#include "statistic/statistic.h"

#include <stdlib.h>
#include <string.h>

#include "report/table.h"

#define LABEL 800

struct place {
    const char *statistic;
    char of[LABEL], name[200];
};

static void
row(FILE *out, const struct place *at, const json_t *value)
{
    ui_table_text(out, at->statistic);
    putc(',', out);
    ui_table_text(out, at->of);
    putc(',', out);
    ui_table_text(out, at->name);
    putc(',', out);
    if (json_is_string(value))
        ui_table_text(out, json_string_value(value));
    else if (json_is_number(value))
        ui_table_real(out, json_number_value(value));
    putc('\n', out);
}

/* A deeper name: "table" and "from" make "table.from". */
static struct place
deeper(const struct place *at, const char *key)
{
    struct place next = *at;
    size_t used = strlen(next.name);

    snprintf(next.name + used, sizeof next.name - used, "%s%s", used > 0 ? "." : "", key);
    return next;
}

/* What an object says it is of; NULL: nothing. */
static bool
label(const json_t *object, char *of)
{
    const char *item = json_string_value(json_object_get(object, "item"));
    const json_t *pair = json_object_get(object, "items");
    const char *id = json_string_value(json_object_get(object, "id"));

    if (item != NULL)
        snprintf(of, LABEL, "%s", item);
    else if (json_is_array(pair))
        snprintf(of, LABEL, "%s / %s", json_string_value(json_array_get(pair, 0)),
                 json_string_value(json_array_get(pair, 1)));
    else if (id != NULL)
        snprintf(of, LABEL, "%s", id);
    else
        return false;
    return true;
}

static bool
is_label(const char *key)
{
    return strcmp(key, "item") == 0 || strcmp(key, "items") == 0 ||
           strcmp(key, "id") == 0;
}

/* Answers of persons are of an item each: deeper labels stand beside those above. */
static struct place
labelled(const struct place *at, const json_t *object, size_t number)
{
    struct place next = *at;
    char of[LABEL], place_in_list[30];

    if (!label(object, of)) {
        snprintf(place_in_list, sizeof place_in_list, "%zu", number + 1);
        return deeper(at, place_in_list);
    }
    if (at->of[0] == '\0')
        snprintf(next.of, sizeof next.of, "%s", of);
    else
        snprintf(next.of, sizeof next.of, "%.390s / %.390s", at->of, of);
    return next;
}

static void flatten(FILE *out, const struct place *at, const json_t *value);

static void
flatten_list(FILE *out, const struct place *at, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *value = json_array_get(list, i);
        char number[30];
        struct place next;

        snprintf(number, sizeof number, "%zu", i + 1);
        next = json_is_object(value) ? labelled(at, value, i) : deeper(at, number);
        flatten(out, &next, value);
    }
}

static void
flatten(FILE *out, const struct place *at, const json_t *value)
{
    const char *key;
    json_t *inner;

    if (json_is_array(value)) {
        flatten_list(out, at, value);
    } else if (json_is_object(value)) {
        json_object_foreach((json_t *)(uintptr_t)value, key, inner)
        {
            struct place next = deeper(at, key);

            if (!is_label(key))
                flatten(out, &next, inner);
        }
    } else {
        row(out, at, value);
    }
}

/* Q3 is a matrix of the data's items. */
static void
flatten_q3(FILE *out, const struct ui_report *report, const json_t *rows)
{
    const struct irt_responses *data = report->fit->data;

    for (size_t j = 0; j < json_array_size(rows); j++)
        for (size_t k = j + 1; k < json_array_size(rows); k++) {
            struct place at = { "q3", "", "value" };

            snprintf(at.of, sizeof at.of, "%.390s / %.390s", data->item_name[j],
                     data->item_name[k]);
            row(out, &at, json_array_get(json_array_get(rows, j), k));
        }
}

static void
explain(FILE *out, const struct ui_report *report)
{
    for (size_t s = 0; irt_statistics[s] != NULL; s++) {
        const struct irt_statistic *x = irt_statistics[s];
        const char *const said[][2] = { { "formula", x->formula },
                                        { "reading", x->reading },
                                        { "source", x->source } };

        if (irt_diagnostics_of(report->diagnostics, x) == NULL)
            continue;
        for (size_t i = 0; i < 3; i++) {
            fprintf(out, "%s,,%s,", x->name, said[i][0]);
            ui_table_text(out, said[i][1]);
            putc('\n', out);
        }
    }
}

bool
ui_report_fit_table(const struct ui_report *report, FILE *out, struct irt_error *error)
{
    struct writer w = { false };
    json_t *fit = json_object(), *value;
    const char *key;

    ui_statistics_json(&w, fit, report);
    if (fit == NULL || w.failed) {
        json_decref(fit);
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the table");
    }
    fputs("statistic,of,name,value\n", out);
    json_object_foreach(fit, key, value)
    {
        struct place at = { key, "", "" };

        if (strcmp(key, "q3") == 0)
            flatten_q3(out, report, value);
        else
            flatten(out, &at, value);
    }
    explain(out, report);
    json_decref(fit);
    return ui_table_done(out, error);
}
