/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_csv.c -- a row for each cell and parameter; what is not defined is empty. */
#include "config.h"

#include "report/study.h"

#include "report/table.h"

static void
number(FILE *out, struct irt_study_number number)
{
    putc(',', out);
    ui_table_real(out, number.value);
    putc(',', out);
    ui_table_real(out, number.se);
}

static void
header(FILE *out)
{
    fputs("section", out);
    for (const struct irt_study_key *key = irt_study_keys; key->name != NULL; key++)
        fprintf(out, ",%s", key->name);
    fputs(",replications,done,converged,failed,rounds,rounds_se,parameter", out);
    for (int m = 0; m < IRT_STUDY_MEASURES; m++) {
        const char *name = irt_study_measure_name((enum irt_study_measure)m);

        fprintf(out, ",%s,%s_se", name, name);
    }
    putc('\n', out);
}

static void
row(const struct irt_study *study, size_t c, enum irt_study_target target, FILE *out)
{
    const struct irt_study_design *design = irt_study_design(study);
    const struct irt_study_cell *cell = &design->cell[c];
    struct irt_study_counts counts = irt_study_counts(study, c);
    char value[IRT_STUDY_VALUE];

    ui_table_text(out, design->section[cell->section].name);
    for (const struct irt_study_key *key = irt_study_keys; key->name != NULL; key++) {
        key->show(cell, value, sizeof value);
        putc(',', out);
        ui_table_text(out, value);
    }
    fprintf(out, ",%zu,%zu,%zu,%zu", counts.planned, counts.done, counts.converged,
            counts.failed);
    number(out, irt_study_rounds(study, c));
    fprintf(out, ",%s", irt_study_target_name(target));
    for (int m = 0; m < IRT_STUDY_MEASURES; m++)
        number(out, irt_study_measure(study, c, target, (enum irt_study_measure)m));
    putc('\n', out);
}

bool
ui_study_csv(const struct ui_study_report *report, FILE *out, struct irt_error *error)
{
    header(out);
    for (size_t c = 0; c < irt_study_design(report->study)->cells; c++)
        for (int t = 0; t < IRT_STUDY_TARGETS; t++)
            row(report->study, c, (enum irt_study_target)t, out);
    return ui_table_done(out, error);
}
