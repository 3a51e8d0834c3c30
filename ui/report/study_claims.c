/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_claims.c -- what a section claims, and where it holds, in sentences. */
#include "config.h"

#include "report/study.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "study/claim.h"
#include "wrap.h"

#define WIDTH       80
#define MOST_LISTED 12

const char *const ui_study_band_words[] = { "|s| < 0.25", "0.25 to 0.5", "0.5 to 0.75",
                                            "above 0.75" };

const char *
ui_study_measure_words(enum irt_study_measure measure)
{
    static const char *const words[IRT_STUDY_MEASURES] = {
        [IRT_STUDY_BIAS] = "bias",
        [IRT_STUDY_MSE] = "mean squared error",
        [IRT_STUDY_RMSE] = "root mean squared error",
        [IRT_STUDY_COVERAGE] = "coverage of 95 % intervals",
    };

    return words[measure];
}

/* A claim with its comparisons, and the sentences about it so far. */
struct page {
    const struct irt_study *study;
    const struct irt_study_design *design;
    const struct irt_study_section *section;
    struct irt_study_claim claim;
    const struct irt_study_comparison *comparison;
    size_t count;
    char measure[80]; /* "mean squared error of s" */
    char first[100];  /* the method that others are compared with */
    char text[6000];
    size_t used;
};

static void say(struct page *page, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
say(struct page *page, const char *format, ...)
{
    va_list list;
    int wrote;

    va_start(list, format);
    wrote =
        vsnprintf(page->text + page->used, sizeof page->text - page->used, format, list);
    va_end(list);
    if (wrote > 0)
        page->used += (size_t)wrote;
    if (page->used >= sizeof page->text)
        page->used = sizeof page->text - 1;
}

static void
flush(struct page *page, FILE *out)
{
    const char *rest = page->text;
    char line[4 * WIDTH];

    while (ui_wrap_line(&rest, WIDTH, line, sizeof line))
        fprintf(out, "%s\n", line);
    page->text[0] = '\0';
    page->used = 0;
}

/* --- comparisons ------------------------------------------------------------------------- */

static size_t
method_of(const struct page *page, const struct irt_study_comparison *c)
{
    return page->design->cell[c->cell].method;
}

/* method: only of this one; (size_t)-1: of all. */
static bool
is_of(const struct page *page, const struct irt_study_comparison *c, size_t method)
{
    return method == (size_t)-1 || method_of(page, c) == method;
}

static size_t
count_of(const struct page *page, size_t method, enum irt_study_answer answer)
{
    size_t count = 0;

    for (size_t i = 0; i < page->count; i++)
        count += is_of(page, &page->comparison[i], method) &&
                 page->comparison[i].answer == answer;
    return count;
}

/* "averages, 5 50, |s| < 0.25": the method where there are several to compare. */
static void
say_place(struct page *page, const struct irt_study_comparison *c, bool method)
{
    char label[200];

    ui_study_method_label(page->design, c->cell, label, sizeof label);
    if (method && page->section->methods > 2)
        say(page, "%s, ", label);
    ui_study_data_label(page->design, c->cell, label, sizeof label);
    say(page, "%s%s%s", label, page->claim.bands && label[0] != '\0' ? ", " : "",
        page->claim.bands ? ui_study_band_words[c->band] : "");
}

/* "; WORDS in 2: 5 50: 0.1 (0.2), ..." */
static void
list_those(struct page *page, size_t method, enum irt_study_answer answer,
           const char *words)
{
    size_t count = count_of(page, method, answer), listed = 0;
    char number[60];

    if (count == 0)
        return;
    say(page, "; %s in %zu (", words, count);
    for (size_t i = 0; i < page->count && listed < MOST_LISTED; i++) {
        const struct irt_study_comparison *c = &page->comparison[i];

        if (!is_of(page, c, method) || c->answer != answer)
            continue;
        ui_study_number(c->difference, number, sizeof number);
        say(page, "%s", listed++ > 0 ? "; " : "");
        say_place(page, c, method == (size_t)-1);
        say(page, ": %s", number);
    }
    say(page, "%s)", listed < count ? "; ..." : "");
}

static void
say_counts(struct page *page, size_t method, const char *fails)
{
    size_t holds = count_of(page, method, IRT_STUDY_HOLDS),
           all = holds + count_of(page, method, IRT_STUDY_OPEN) +
                 count_of(page, method, IRT_STUDY_FAILS);

    say(page, "holds in %zu of %zu comparisons", holds, all);
    list_those(page, method, IRT_STUDY_OPEN, "open, within two standard errors,");
    list_those(page, method, IRT_STUDY_FAILS, fails);
    say(page, ".");
}

/* --- the kinds ---------------------------------------------------------------------------- */

static void
say_equal(struct page *page)
{
    const struct irt_study_comparison *most = NULL;
    double share = -1;

    say(page, "Claim: the %s is that of %s, within %g %%: ", page->measure, page->first,
        100 * IRT_STUDY_WITHIN);
    say_counts(page, (size_t)-1, "it does not hold");
    for (size_t i = 0; i < page->count; i++) {
        double here = fabs(page->comparison[i].difference.value / page->comparison[i].of);

        if (here > share) {
            share = here;
            most = &page->comparison[i];
        }
    }
    if (most == NULL)
        return;
    say(page, " The largest difference is %.2g %% (", 100 * share);
    say_place(page, most, true);
    say(page, ").");
}

/* How the gap goes with the size of s. */
static void
say_bands(struct page *page)
{
    struct irt_study_number gap[IRT_STUDY_BANDS];
    size_t largest = 0;
    char number[60];

    say(page, " The gap over all settings, by |s|:");
    for (size_t band = 0; band < IRT_STUDY_BANDS; band++) {
        gap[band] = irt_study_claim_mean(page->comparison, page->count, band);
        ui_study_number(gap[band], number, sizeof number);
        say(page, "%s %s: %s", band > 0 ? ";" : "", ui_study_band_words[band], number);
        if (gap[band].value > gap[largest].value)
            largest = band;
    }
    say(page, ". It is widest at: %s.", ui_study_band_words[largest]);
}

static void
say_lower(struct page *page)
{
    say(page, "Claim: the %s of %s is lower: ", page->measure, page->first);
    say_counts(page, (size_t)-1, "it is higher");
    if (page->claim.bands)
        say_bands(page);
}

/* By how much it rises to the last contaminated setting, and what the method costs without. */
static void
say_rise(struct page *page, const struct irt_study_comparison *c)
{
    enum irt_study_target target = (enum irt_study_target)(page->claim.target + c->band);
    enum irt_study_measure measure = page->claim.measure;
    struct irt_study_number from =
                                irt_study_measure(page->study, c->clean, target, measure),
                            to = irt_study_measure(page->study, c->cell, target, measure),
                            base_from = irt_study_measure(page->study, c->base_clean,
                                                          target, measure),
                            base_to =
                                irt_study_measure(page->study, c->base, target, measure),
                            cost = irt_study_difference(page->study, c->clean,
                                                        c->base_clean, target, measure);
    char number[60], label[200];

    ui_study_data_label(page->design, c->cell, label, sizeof label);
    ui_study_number(cost, number, sizeof number);
    say(page,
        " Up to %s it goes from %.3g to %.3g (%s: from %.3g to %.3g). Without "
        "contamination it %s %s.",
        label, from.value, to.value, page->first, base_from.value, base_to.value,
        cost.value >= 0 ? "costs" : "gains", number);
}

static void
say_flatter(struct page *page)
{
    char label[200];

    say(page, "Claim: under contamination the %s rises less than that of %s.",
        page->measure, page->first);
    for (size_t m = 0; m < page->section->methods; m++) {
        const struct irt_study_comparison *last = NULL;

        for (size_t i = 0; i < page->count; i++)
            if (method_of(page, &page->comparison[i]) == m)
                last = &page->comparison[i];
        if (last == NULL)
            continue;
        ui_study_method_label(page->design, last->cell, label, sizeof label);
        say(page, "\n%s: ", label);
        say_counts(page, m, "it rises more");
        say_rise(page, last);
    }
}

static void
say_claim(struct page *page)
{
    static void (*const say_kind[])(struct page *) = {
        [IRT_STUDY_CLAIM_EQUAL] = say_equal,
        [IRT_STUDY_CLAIM_LOWER] = say_lower,
        [IRT_STUDY_CLAIM_FLATTER] = say_flatter,
    };

    snprintf(page->measure, sizeof page->measure, "%s of %s%s",
             ui_study_measure_words(page->claim.measure),
             page->claim.bands ? "s" : irt_study_target_name(page->claim.target),
             page->claim.bands ? ", by its size," : "");
    ui_study_method_label(page->design, page->section->first, page->first,
                          sizeof page->first);
    if (page->count > 0)
        say_kind[page->claim.kind](page);
    else
        say(page, "Claim on the %s: there is nothing to compare yet.", page->measure);
}

bool
ui_study_claims(const struct irt_study *study, size_t section, FILE *out,
                struct irt_error *error)
{
    const struct irt_study_design *design = irt_study_design(study);
    struct page page = { .study = study,
                         .design = design,
                         .section = &design->section[section] };
    const char *at = page.section->claims != NULL ? page.section->claims : "";

    while (*(at += strspn(at, " \t")) != '\0') {
        size_t length = strcspn(at, " \t");
        struct irt_study_comparison *comparison;

        if (!irt_study_claim_read(at, length, &page.claim, error) ||
            !irt_study_claim_compare(study, section, &page.claim, &comparison,
                                     &page.count, error))
            return false;
        page.comparison = comparison;
        say_claim(&page);
        flush(&page, out);
        free(comparison);
        at += length;
    }
    if (page.section->claims != NULL)
        putc('\n', out);
    return true;
}
