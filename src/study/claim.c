/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/claim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ERRORS 2.0 /* standard errors by which a comparison is decided */

static const char *const kinds[IRT_STUDY_CLAIM_KINDS] = { "equal", "lower", "flatter" };

/* --- words ------------------------------------------------------------------------------ */

/* "s_bands.mse", "s_below_0.25.mse" */
static bool
read_measure(const char *name, struct irt_study_claim *out)
{
    const char *point = strrchr(name, '.');
    char target[40];

    if (point == NULL || (size_t)(point - name) >= sizeof target)
        return false;
    memcpy(target, name, (size_t)(point - name));
    target[point - name] = '\0';
    out->bands = strcmp(target, "s_bands") == 0;
    if (out->bands)
        out->target = IRT_STUDY_S_1;
    return (out->bands || irt_study_target_from_name(target, &out->target)) &&
           irt_study_measure_from_name(point + 1, &out->measure) &&
           out->measure != IRT_STUDY_COVERAGE;
}

bool
irt_study_claim_read(const char *word, size_t length, struct irt_study_claim *out,
                     struct irt_error *error)
{
    char text[80] = "", *colon;

    *out = (struct irt_study_claim){ .kind = IRT_STUDY_CLAIM_KINDS };
    if (length < sizeof text) {
        memcpy(text, word, length);
        text[length] = '\0';
    }
    colon = strchr(text, ':');
    if (colon != NULL) {
        *colon = '\0';
        for (int k = 0; k < IRT_STUDY_CLAIM_KINDS; k++)
            if (strcmp(kinds[k], text) == 0)
                out->kind = (enum irt_study_claim_kind)k;
    }
    if (out->kind != IRT_STUDY_CLAIM_KINDS && read_measure(colon + 1, out))
        return true;
    return irt_fail(
        error, IRT_BAD_USAGE,
        "claims: '%.*s' is none: write equal, lower or flatter, a colon, a "
        "parameter (a b s theta s_bands) and a measure (bias mse rmse), such as "
        "lower:s.mse",
        (int)(length < 60 ? length : 60), word);
}

/* --- comparisons ---------------------------------------------------------------------------- */

struct asked {
    const struct irt_study *study;
    const struct irt_study_design *design;
    const struct irt_study_section *section;
    const struct irt_study_claim *claim;
};

/* The section's cell with these data, without contamination or as cell has it, and that
 * method. */
static bool
find_cell(const struct asked *asked, const struct irt_study_cell *cell, bool clean,
          size_t method, size_t *out)
{
    const struct irt_study_section *s = asked->section;

    for (size_t c = s->first; c < s->first + s->cells; c++) {
        const struct irt_study_cell *other = &asked->design->cell[c];

        if (other->method == method && other->data_hash == cell->data_hash &&
            (clean ? !(other->data.contamination.share > 0)
                   : other->setting == cell->setting)) {
            *out = c;
            return true;
        }
    }
    return false;
}

static enum irt_study_answer
judge(const struct asked *asked, const struct irt_study_comparison *c)
{
    double d = c->difference.value, by = ERRORS * c->difference.se, room;

    switch (asked->claim->kind) {
    case IRT_STUDY_CLAIM_EQUAL:
        room = IRT_STUDY_WITHIN * fabs(c->of);
        return fabs(d) + by <= room  ? IRT_STUDY_HOLDS
               : fabs(d) - by > room ? IRT_STUDY_FAILS
                                     : IRT_STUDY_OPEN;
    case IRT_STUDY_CLAIM_LOWER:
        return d > by ? IRT_STUDY_HOLDS : d < -by ? IRT_STUDY_FAILS : IRT_STUDY_OPEN;
    case IRT_STUDY_CLAIM_FLATTER:
        return d < -by ? IRT_STUDY_HOLDS : d > by ? IRT_STUDY_FAILS : IRT_STUDY_OPEN;
    case IRT_STUDY_CLAIM_KINDS: break;
    }
    return IRT_STUDY_OPEN;
}

/* False: there is nothing to compare. */
static bool
compare(const struct asked *asked, size_t c, size_t band,
        struct irt_study_comparison *out)
{
    const struct irt_study_cell *cell = &asked->design->cell[c];
    size_t first = asked->design->cell[asked->section->first].method;
    enum irt_study_target target = (enum irt_study_target)(asked->claim->target + band);
    enum irt_study_measure measure = asked->claim->measure;
    struct irt_study_number of;

    *out = (struct irt_study_comparison){ .cell = c, .clean = c, .band = band };
    if (cell->method == first || !find_cell(asked, cell, false, first, &out->base))
        return false;
    out->base_clean = out->base;
    if (asked->claim->kind == IRT_STUDY_CLAIM_FLATTER) {
        if (!(cell->data.contamination.share > 0) ||
            !find_cell(asked, cell, true, cell->method, &out->clean) ||
            !find_cell(asked, cell, true, first, &out->base_clean))
            return false;
        out->difference = irt_study_rise(asked->study, c, out->clean, out->base,
                                         out->base_clean, target, measure);
    } else {
        out->difference =
            irt_study_difference(asked->study, c, out->base, target, measure);
    }
    of = irt_study_measure(asked->study, out->base, target, measure);
    out->of = of.value;
    if (isnan(out->difference.value) || isnan(out->difference.se))
        return false;
    out->answer = judge(asked, out);
    return true;
}

bool
irt_study_claim_compare(const struct irt_study *study, size_t section,
                        const struct irt_study_claim *claim,
                        struct irt_study_comparison **out, size_t *count,
                        struct irt_error *error)
{
    const struct irt_study_design *design = irt_study_design(study);
    struct asked asked = { study, design, &design->section[section], claim };
    size_t bands = claim->bands ? IRT_STUDY_BANDS : 1, cells = asked.section->cells;

    *count = 0;
    *out = calloc(cells * bands + 1, sizeof **out);
    if (*out == NULL)
        return irt_fail(error, IRT_NO_MEMORY,
                        "there is not enough memory for what is claimed");
    for (size_t c = asked.section->first; c < asked.section->first + cells; c++)
        for (size_t band = 0; band < bands; band++)
            if (compare(&asked, c, band, &(*out)[*count]))
                ++*count;
    return true;
}

struct irt_study_number
irt_study_claim_mean(const struct irt_study_comparison *comparison, size_t count,
                     size_t band)
{
    double sum = 0, variance = 0, n = 0;

    for (size_t i = 0; i < count; i++) {
        if (comparison[i].band != band)
            continue;
        sum += comparison[i].difference.value;
        variance += comparison[i].difference.se * comparison[i].difference.se;
        n++;
    }
    return (struct irt_study_number){ n > 0 ? sum / n : NAN,
                                      n > 0 ? sqrt(variance) / n : NAN };
}
