/* SPDX-License-Identifier: GPL-3.0-or-later */
/* m2.c -- M2, C2 and G², written. */
#include "config.h"

#include "statistic/statistic.h"

#include <math.h>

#include "fit/g2.h"
#include "fit/m2.h"
#include "fit/p_text.h"
#include "report/text_parts.h"

static json_t *
part_of(struct writer *w, const struct irt_m2 *m2)
{
    json_t *part = json_object();

    put(w, part, "value", real(m2->value));
    put(w, part, "df", json_integer(m2->df));
    put(w, part, "p", real(m2->p));
    put(w, part, "rmsea", real(m2->index.rmsea));
    put(w, part, "rmsea_low", real(m2->index.rmsea_low));
    put(w, part, "rmsea_high", real(m2->index.rmsea_high));
    put(w, part, "srmsr", real(m2->srmsr));
    put(w, part, "tli", real(m2->index.tli));
    put(w, part, "cfi", real(m2->index.cfi));
    put(w, part, "persons", count(m2->persons));
    put(w, part, "left_out", count(m2->left_out));
    return part;
}

static void
m2_json(struct writer *w, json_t *fit, const struct ui_report *report, const void *result)
{
    (void)report;
    put(w, fit, "m2", part_of(w, result));
}

static void
c2_json(struct writer *w, json_t *fit, const struct ui_report *report, const void *result)
{
    (void)report;
    put(w, fit, "c2", part_of(w, result));
}

static void
g2_json(struct writer *w, json_t *fit, const struct ui_report *report, const void *result)
{
    const struct irt_g2 *g2 = result;
    json_t *part = json_object();

    (void)report;
    put(w, part, "value", real(g2->value));
    put(w, part, "df", json_integer(g2->df));
    put(w, part, "p", real(g2->p));
    put(w, fit, "g2", part);
}

/* "; SRMSR .0213"; nothing where it is not known. */
static void
also(char *line, size_t size, const char *name, double value)
{
    if (isfinite(value))
        snprintf(line, size, ", %s %.4f", name, value);
    else
        line[0] = '\0';
}

static void
say(const struct ui_report *report, const char *name, const struct irt_m2 *m2, FILE *out)
{
    char srmsr[40], tli[40], cfi[40], left_out[80] = "", p[IRT_P_TEXT];

    also(srmsr, sizeof srmsr, "SRMSR", m2->srmsr);
    also(tli, sizeof tli, "TLI", m2->index.tli);
    also(cfi, sizeof cfi, "CFI", m2->index.cfi);
    if (m2->left_out > 0)
        snprintf(left_out, sizeof left_out,
                 "; %.15g persons with missing answers are left out", m2->left_out);
    ui_text_paragraph(
        report, out, name,
        "%.3f, df %ld, %s; RMSEA %.4f (90 %% interval %.4f to %.4f)%s%s%s%s", m2->value,
        m2->df, irt_p_phrase(m2->p, p), m2->index.rmsea, m2->index.rmsea_low,
        m2->index.rmsea_high, srmsr, tli, cfi, left_out);
}

static void
m2_text(const struct ui_report *report, const void *result, FILE *out)
{
    say(report, "M2", result, out);
}

static void
c2_text(const struct ui_report *report, const void *result, FILE *out)
{
    say(report, "C2", result, out);
}

static void
g2_text(const struct ui_report *report, const void *result, FILE *out)
{
    const struct irt_g2 *g2 = result;
    char p[IRT_P_TEXT];

    ui_text_heading(report, out, "G²");
    fprintf(out, "%.3f, df %ld, %s\n", g2->value, g2->df, irt_p_phrase(g2->p, p));
}

const struct ui_statistic ui_statistic_m2 = {
    .statistic = &irt_statistic_m2,
    .json = m2_json,
    .text = m2_text,
};

const struct ui_statistic ui_statistic_c2 = {
    .statistic = &irt_statistic_c2,
    .json = c2_json,
    .text = c2_text,
};

const struct ui_statistic ui_statistic_g2 = {
    .statistic = &irt_statistic_g2,
    .json = g2_json,
    .text = g2_text,
};
