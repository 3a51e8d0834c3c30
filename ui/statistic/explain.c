/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "statistic/explain.h"

#include "report/text_parts.h"
#include "wrap.h"

#define WIDTH 74

/* A paragraph moved in by two. */
static void
paragraph(const char *text, FILE *out)
{
    char line[4 * WIDTH + 8];

    while (ui_wrap_line(&text, WIDTH, line, sizeof line))
        fprintf(out, "  %s\n", line);
}

void
ui_statistics_explain(const struct irt_statistic *statistic, FILE *out)
{
    for (size_t s = 0; irt_statistics[s] != NULL; s++) {
        const struct irt_statistic *x = irt_statistics[s];

        if (statistic != NULL && statistic != x)
            continue;
        fprintf(out, "%s%s (%s)\n", s > 0 && statistic == NULL ? "\n" : "", x->title,
                x->name);
        paragraph(x->formula, out);
        paragraph(x->reading, out);
        paragraph(x->source, out);
    }
}

void
ui_statistics_reading(const struct ui_report *report, FILE *out)
{
    bool any = false;

    for (size_t s = 0; irt_statistics[s] != NULL; s++) {
        const struct irt_statistic *x = irt_statistics[s];

        if (irt_diagnostics_of(report->diagnostics, x) == NULL)
            continue;
        if (!any)
            fputs("\nHow to read them\n", out);
        any = true;
        ui_text_paragraph(report, out, x->title, "%s %s.", x->reading, x->source);
    }
}
