/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reliability.c -- reliability, written. */
#include "config.h"

#include "statistic/statistic.h"

#include <math.h>
#include <string.h>

#include "fit/reliability.h"
#include "report/text_parts.h"

static void
reliability_json(struct writer *w, json_t *fit, const struct ui_report *report,
                 const void *result)
{
    const struct irt_reliability *r = result;
    json_t *part = json_object();

    (void)report;
    put(w, part, "alpha", real(r->alpha));
    put(w, part, "omega", real(r->omega));
    put(w, part, "omega_latent", real(r->omega_latent));
    put(w, part, "marginal", real(r->marginal));
    put(w, part, "empirical", r->dims == 1 ? real(r->empirical[0]) : json_null());
    if (r->dims > 1)
        put(w, part, "empirical_by_dimension", numbers(w, r->empirical, r->dims));
    put(w, fit, "reliability", part);
    if (r->why_not_omega[0] != '\0')
        put(w, part, "why_not_omega", text(r->why_not_omega));
    if (r->why_not[0] != '\0')
        put(w, part, "why_not", text(r->why_not));
}

/* ", marginal .2990"; nothing where it is not known. */
static void
say(char *line, size_t size, const char *name, double value)
{
    size_t used = strlen(line);

    if (isfinite(value))
        snprintf(line + used, size - used, "%s%s %.4f", used > 0 ? ", " : "", name,
                 value);
}

static void
reliability_text(const struct ui_report *report, const void *result, FILE *out)
{
    const struct irt_reliability *r = result;
    char line[400] = "", name[64] = "empirical";

    say(line, sizeof line, "α", r->alpha);
    say(line, sizeof line, "ω of the sum", r->omega);
    say(line, sizeof line, "ω of the variables behind the answers", r->omega_latent);
    say(line, sizeof line, "marginal", r->marginal);
    for (size_t d = 0; d < r->dims; d++) {
        if (r->dims > 1)
            snprintf(name, sizeof name, "empirical of dimension %zu", d + 1);
        say(line, sizeof line, name, r->empirical[d]);
    }
    ui_text_paragraph(report, out, "Reliability", "%s%s%s",
                      line[0] != '\0' ? line : "none", r->why_not[0] != '\0' ? "; " : "",
                      r->why_not);
    if (r->why_not_omega[0] != '\0' && strcmp(r->why_not_omega, r->why_not) != 0)
        ui_text_paragraph(report, out, "No ω", "%s", r->why_not_omega);
}

const struct ui_statistic ui_statistic_reliability = {
    .statistic = &irt_statistic_reliability,
    .json = reliability_json,
    .text = reliability_text,
};
