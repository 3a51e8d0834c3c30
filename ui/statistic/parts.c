/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "statistic/parts.h"

#include <math.h>
#include <string.h>

#include "canvas.h"
#include "fit/p_text.h"
#include "report/classical.h"
#include "report/text_parts.h"

json_t *
ui_json_items(struct writer *w, const struct ui_report *report, const char *keys,
              const void *result,
              void (*entry)(struct writer *w, json_t *part, const void *result, size_t j))
{
    const struct irt_fit *fit = report->fit;
    json_t *list = json_array();

    for (size_t column = 0; column < fit->data->items; column++) {
        size_t j = fit->model->item_of_column[column];
        json_t *part = json_object(), *empty;

        put(w, part, "item", text(fit->data->item_name[column]));
        if (j != IRT_NONE) {
            entry(w, part, result, j);
        } else {
            empty = nothing(w, keys);
            w->failed = w->failed || json_object_update(part, empty) != 0;
            json_decref(empty);
        }
        push(w, list, part);
    }
    return list;
}

const char *
ui_statistic_item_name(const struct ui_report *report, size_t j)
{
    return report->fit->data->item_name[report->fit->model->item[j].column];
}

void
ui_text_item_table(const struct ui_report *report, const void *result,
                   const char *columns, int width,
                   void (*line)(const void *result, size_t j, FILE *out), FILE *out)
{
    int name = ui_text_name_width(report->fit->data);

    ui_text_colour(report, out, "1");
    fprintf(out, "%-*s", name, "item");
    for (; *columns != '\0'; columns += strspn(columns, " ")) {
        char title[32];

        snprintf(title, sizeof title, "%.*s", (int)strcspn(columns, " "), columns);
        fprintf(out, "%*s%s", width - ui_columns(title), "", title);
        columns += strlen(title);
    }
    ui_text_colour(report, out, "0");
    putc('\n', out);
    for (size_t j = 0; j < report->fit->model->items; j++) {
        ui_text_name(report, out, ui_statistic_item_name(report, j), name);
        line(result, j, out);
        putc('\n', out);
    }
}

void
ui_text_number(FILE *out, int width, int digits, double value)
{
    double half = 0.5 * pow(10, -digits);

    if (isfinite(value))
        fprintf(out, "%*.*f", width, digits, fabs(value) < half ? 0.0 : value);
    else
        fprintf(out, "%*s", width, "-");
}

void
ui_text_p(FILE *out, int width, double p)
{
    char shown[IRT_P_TEXT];

    fprintf(out, "%*s", width, irt_p_text(p, shown));
}
