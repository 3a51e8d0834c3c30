/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_text.c -- a study for people: for each section the tables it asks for, a row for
 * each setting of the data and a column for each method. */
#include "config.h"

#include "report/study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "report/table.h"
#include "study/claim.h"

#define LEAST_WIDTH 12 /* of a column of numbers */
#define MOST_ROW    60 /* of the words before them */

static const char usual_show[] = "a.mse b.mse s.mse theta.rmse b.coverage rounds";

#define BANDS IRT_STUDY_BANDS

struct page {
    const struct irt_study *study;
    const struct irt_study_design *design;
    const struct irt_study_section *section;
    FILE *out;
};

/* Text and blanks up to width columns, and two more. */
static void
left(FILE *out, const char *text, int width)
{
    fprintf(out, "%s%*s", text, width - ui_columns(text) + 2, "");
}

static void
right(FILE *out, const char *text, int width)
{
    fprintf(out, "%*s%s", width - ui_columns(text) + 2, "", text);
}

/* The cell of a setting and a method of the section; false: there is none. */
static bool
find_cell(const struct page *page, size_t setting, size_t method, size_t *cell)
{
    const struct irt_study_section *s = page->section;

    for (size_t c = s->first; c < s->first + s->cells; c++)
        if (page->design->cell[c].setting == setting &&
            page->design->cell[c].method == method) {
            *cell = c;
            return true;
        }
    return false;
}

/* The method that differences are taken from: the section's first. */
static size_t
base_method(const struct page *page)
{
    return page->design->cell[page->section->first].method;
}

static struct irt_study_number
value_of(const struct page *page, const struct ui_study_show *show, size_t band,
         size_t setting, size_t method)
{
    enum irt_study_target target = (enum irt_study_target)(show->target + band);
    struct irt_study_number none = { NAN, NAN };
    size_t cell, base;

    if (!find_cell(page, setting, method, &cell))
        return none;
    switch (show->kind) {
    case UI_STUDY_SHOW_ROUNDS: return irt_study_rounds(page->study, cell);
    case UI_STUDY_SHOW_MEASURE:
        return irt_study_measure(page->study, cell, target, show->measure);
    case UI_STUDY_SHOW_DIFFERENCE:
        if (find_cell(page, setting, base_method(page), &base))
            return irt_study_difference(page->study, cell, base, target, show->measure);
        break;
    }
    return none;
}

/* --- one table ----------------------------------------------------------------------------- */

/* Does a column, or a row, hold any number? */
static bool
has_column(const struct page *page, const struct ui_study_show *show, size_t method)
{
    if (show->kind == UI_STUDY_SHOW_DIFFERENCE && method == base_method(page))
        return false;
    for (size_t s = 0; s < page->section->settings; s++)
        for (size_t band = 0; band < (show->bands ? BANDS : 1); band++)
            if (!isnan(value_of(page, show, band, s, method).value))
                return true;
    return false;
}

static bool
has_row(const struct page *page, const struct ui_study_show *show, size_t setting,
        size_t band)
{
    for (size_t m = 0; m < page->section->methods; m++)
        if (!isnan(value_of(page, show, band, setting, m).value))
            return true;
    return false;
}

static bool
is_empty(const struct page *page, const struct ui_study_show *show)
{
    for (size_t m = 0; m < page->section->methods; m++)
        if (has_column(page, show, m))
            return false;
    return true;
}

static void
write_title(const struct page *page, const struct ui_study_show *show)
{
    char base[200];
    size_t cell = page->section->first;

    if (show->kind == UI_STUDY_SHOW_ROUNDS) {
        fputs("rounds of messages, or cycles, to convergence\n", page->out);
        return;
    }
    fprintf(page->out, "%s of %s", ui_study_measure_words(show->measure),
            show->bands ? "s, by its size" : irt_study_target_name(show->target));
    if (show->kind == UI_STUDY_SHOW_DIFFERENCE) {
        ui_study_method_label(page->design, cell, base, sizeof base);
        fprintf(page->out, ", less that of %s on the same data sets", base);
    }
    putc('\n', page->out);
}

/* What stands before the numbers: the values of the keys that vary. */
static int
row_width(const struct page *page, size_t key)
{
    int width = (int)strlen(irt_study_keys[key].name);
    char value[IRT_STUDY_VALUE];

    for (size_t c = page->section->first; c < page->section->first + page->section->cells;
         c++) {
        irt_study_keys[key].show(&page->design->cell[c], value, sizeof value);
        if ((int)strlen(value) > width)
            width = (int)strlen(value);
    }
    return width < MOST_ROW ? width : MOST_ROW;
}

static bool
is_row_key(const struct page *page, size_t key)
{
    return page->section->varies[key] && irt_study_keys[key].part != IRT_STUDY_METHOD;
}

/* cell = (size_t)-1: the head. */
static void
write_row_words(const struct page *page, size_t cell, const char *band, bool bands)
{
    char value[IRT_STUDY_VALUE];

    for (size_t k = 0; k < irt_study_key_count(); k++) {
        if (!is_row_key(page, k))
            continue;
        if (cell == (size_t)-1)
            snprintf(value, sizeof value, "%s", irt_study_keys[k].name);
        else
            irt_study_keys[k].show(&page->design->cell[cell], value, sizeof value);
        left(page->out, value, row_width(page, k));
    }
    if (bands)
        left(page->out, band, (int)strlen("0.25 to 0.5"));
}

static void
table_cell(const struct page *page, const struct ui_study_show *show, size_t setting,
           size_t band, size_t method, char *out, size_t size)
{
    ui_study_number(value_of(page, show, band, setting, method), out, size);
}

/* A cell of the setting, whatever its method. */
static size_t
any_cell(const struct page *page, size_t setting)
{
    size_t cell = page->section->first;

    for (size_t m = 0; m < page->section->methods; m++)
        if (find_cell(page, setting, m, &cell))
            break;
    return cell;
}

static void
method_name(const struct page *page, size_t method, char *out, size_t size)
{
    size_t cell;

    out[0] = '\0';
    for (size_t s = 0; s < page->section->settings && out[0] == '\0'; s++)
        if (find_cell(page, s, method, &cell))
            ui_study_method_label(page->design, cell, out, size);
    if (out[0] == '\0')
        snprintf(out, size, "%s", page->design->cell[page->section->first].estimator);
}

/* Of each method; 0: its column is empty and left out. */
static void
find_widths(const struct page *page, const struct ui_study_show *show, int *width)
{
    char text[200];

    for (size_t m = 0; m < page->section->methods; m++) {
        if (!has_column(page, show, m))
            continue;
        method_name(page, m, text, sizeof text);
        width[m] = ui_columns(text) > LEAST_WIDTH ? ui_columns(text) : LEAST_WIDTH;
        for (size_t s = 0; s < page->section->settings; s++)
            for (size_t band = 0; band < (show->bands ? BANDS : 1); band++) {
                table_cell(page, show, s, band, m, text, sizeof text);
                width[m] = ui_columns(text) > width[m] ? ui_columns(text) : width[m];
            }
    }
}

static void
write_head(const struct page *page, const struct ui_study_show *show, const int *width)
{
    char text[200];

    write_row_words(page, (size_t)-1, "|s|", show->bands);
    for (size_t m = 0; m < page->section->methods; m++) {
        method_name(page, m, text, sizeof text);
        if (width[m] > 0)
            right(page->out, text, width[m]);
    }
    putc('\n', page->out);
}

static void
write_row(const struct page *page, const struct ui_study_show *show, const int *width,
          size_t setting, size_t band)
{
    char text[200];

    write_row_words(page, any_cell(page, setting), ui_study_band_words[band],
                    show->bands);
    for (size_t m = 0; m < page->section->methods; m++) {
        table_cell(page, show, setting, band, m, text, sizeof text);
        if (width[m] > 0)
            right(page->out, text, width[m]);
    }
    putc('\n', page->out);
}

static bool
write_table(const struct page *page, const struct ui_study_show *show)
{
    int *width = calloc(page->section->methods, sizeof *width);

    if (width == NULL)
        return false;
    find_widths(page, show, width);
    putc('\n', page->out);
    write_title(page, show);
    write_head(page, show, width);
    for (size_t s = 0; s < page->section->settings; s++)
        for (size_t band = 0; band < (show->bands ? BANDS : 1); band++)
            if (has_row(page, show, s, band))
                write_row(page, show, width, s, band);
    free(width);
    return true;
}

/* --- a section ------------------------------------------------------------------------------- */

/* What is the same in all its cells and worth saying. */
static void
write_facts(const struct page *page)
{
    static const char *const said[] = {
        "model",          "items", "schools", "school-sizes", "persons",
        "school-effects", "a",     "b",       "contaminate",  "estimator"
    };
    const struct irt_study_cell *cell = &page->design->cell[page->section->first];
    char value[IRT_STUDY_VALUE];
    int column = 0;

    for (size_t k = 0; k < irt_study_key_count(); k++)
        for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
            char fact[IRT_STUDY_VALUE + 40];

            if (strcmp(said[i], irt_study_keys[k].name) != 0 || page->section->varies[k])
                continue;
            irt_study_keys[k].show(cell, value, sizeof value);
            if (value[0] == '\0' || strcmp(value, "none") == 0)
                continue;
            snprintf(fact, sizeof fact, "%s %s", irt_study_keys[k].name, value);
            if (column > 0 && column + 2 + (int)strlen(fact) > 80) {
                fputs(",\n", page->out);
                column = 0;
            }
            column += fprintf(page->out, "%s%s", column > 0 ? ", " : "", fact);
        }
    putc('\n', page->out);
}

/* Which cells lack replications, or have some without a result. */
static void
write_shortfalls(const struct page *page)
{
    for (size_t c = page->section->first; c < page->section->first + page->section->cells;
         c++) {
        struct irt_study_counts counts = irt_study_counts(page->study, c);
        char data[200], method[200];

        if (counts.converged == counts.planned)
            continue;
        ui_study_data_label(page->design, c, data, sizeof data);
        ui_study_method_label(page->design, c, method, sizeof method);
        fprintf(page->out, "%s%s%s: ", data,
                data[0] != '\0' && method[0] != '\0' ? " " : "", method);
        if (counts.done < counts.planned)
            fprintf(page->out, "%zu of %zu replications are done%s", counts.done,
                    counts.planned, counts.converged < counts.done ? ", " : "\n");
        if (counts.converged < counts.done)
            fprintf(page->out, "%zu of %zu did not converge and are left out\n",
                    counts.done - counts.converged, counts.done);
    }
}

static bool
write_section(const struct page *page, struct irt_error *error)
{
    const struct irt_study_section *section = page->section;
    const char *at = section->show != NULL ? section->show : usual_show;

    if (section->title[0] != '\0' || section->name[0] != '\0')
        fprintf(page->out, "%s\n",
                section->title[0] != '\0' ? section->title : section->name);
    write_facts(page);
    fprintf(page->out, "%zu replications, seed %llu\n",
            page->design->cell[section->first].replications,
            (unsigned long long)page->design->seed);
    while (*(at += strspn(at, " \t")) != '\0') {
        size_t length = strcspn(at, " \t");
        struct ui_study_show show;

        if (ui_study_show_read(at, length, &show, NULL) && !is_empty(page, &show) &&
            !write_table(page, &show))
            return irt_fail(error, IRT_NO_MEMORY,
                            "there is not enough memory for the report");
        at += length;
    }
    putc('\n', page->out);
    if (!ui_study_claims(page->study, (size_t)(section - page->design->section),
                         page->out, error))
        return false;
    write_shortfalls(page);
    return true;
}

bool
ui_study_text(const struct ui_study_report *report, FILE *out, struct irt_error *error)
{
    const struct irt_study_design *design = irt_study_design(report->study);

    for (size_t s = 0; s < design->sections; s++) {
        struct page page = { report->study, design, &design->section[s], out };

        if (!write_section(&page, error))
            return false;
    }
    for (size_t i = 0; i < design->notes.count; i++)
        fprintf(out, "%s\n", design->notes.text[i]);
    fputs("In parentheses: Monte Carlo standard errors.\n", out);
    return ui_table_done(out, error);
}
