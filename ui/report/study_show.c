/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_show.c -- which tables a study shows, and the words in them. */
#include "config.h"

#include "report/study.h"

#include <math.h>
#include <string.h>

#include "study/claim.h"

#define DIFFERENCE ".difference"
#define BANDS      "s_bands"

/* A target's name may hold a point ("s_below_0.25"), a measure's does not. */
static bool
is_known(const char *name, struct ui_study_show *out)
{
    const char *point = strrchr(name, '.');
    char target[40];

    if (point == NULL || (size_t)(point - name) >= sizeof target)
        return false;
    memcpy(target, name, (size_t)(point - name));
    target[point - name] = '\0';
    out->bands = strcmp(target, BANDS) == 0;
    if (out->bands)
        out->target = IRT_STUDY_S_1;
    return (out->bands || irt_study_target_from_name(target, &out->target)) &&
           irt_study_measure_from_name(point + 1, &out->measure);
}

bool
ui_study_show_read(const char *word, size_t length, struct ui_study_show *out,
                   struct irt_error *error)
{
    struct ui_study_show show = { .kind = UI_STUDY_SHOW_MEASURE };
    size_t ending = strlen(DIFFERENCE);
    char name[80] = "";

    if (length < sizeof name) {
        memcpy(name, word, length);
        name[length] = '\0';
    }
    if (length > ending && strcmp(name + length - ending, DIFFERENCE) == 0) {
        show.kind = UI_STUDY_SHOW_DIFFERENCE;
        name[length - ending] = '\0';
    }
    if (strcmp(name, "rounds") == 0 && show.kind == UI_STUDY_SHOW_MEASURE)
        show.kind = UI_STUDY_SHOW_ROUNDS;
    else if (!is_known(name, &show))
        return irt_fail(
            error, IRT_BAD_USAGE,
            "show: '%.*s' is no table: write rounds, or a parameter (a b b_scale s "
            "theta s_bands) and a measure (bias mse rmse coverage), such as "
            "b.mse or b.mse.difference",
            (int)(length < 60 ? length : 60), word);
    *out = show;
    return true;
}

static bool
check_claims(const struct irt_study_section *section, struct irt_error *error)
{
    const char *at = section->claims != NULL ? section->claims : "";

    while (*(at += strspn(at, " \t")) != '\0') {
        size_t length = strcspn(at, " \t");
        struct irt_study_claim claim;

        if (!irt_study_claim_read(at, length, &claim, error))
            return false;
        at += length;
    }
    return true;
}

bool
ui_study_show_check(const struct irt_study_design *design, struct irt_error *error)
{
    for (size_t s = 0; s < design->sections; s++) {
        const char *at = design->section[s].show;

        if (!check_claims(&design->section[s], error))
            return false;
        for (at = at != NULL ? at : ""; *at != '\0'; at += strspn(at, " \t")) {
            size_t length = strcspn(at, " \t");
            struct ui_study_show show;

            if (!ui_study_show_read(at, length, &show, error))
                return false;
            at += length;
        }
    }
    return true;
}

/* --- words ------------------------------------------------------------------------------------ */

void
ui_study_number(struct irt_study_number number, char *out, size_t size)
{
    int decimals = 4;

    if (isnan(number.value)) {
        snprintf(out, size, "-");
        return;
    }
    if (number.se > 0)
        decimals = 1 - (int)floor(log10(number.se));
    if (decimals > 6 || fabs(number.value) >= 1e7)
        snprintf(out, size, "%.1e (%.0e)", number.value, number.se);
    else if (isnan(number.se))
        snprintf(out, size, "%.4f", number.value);
    else
        snprintf(out, size, "%.*f (%.*f)", decimals < 0 ? 0 : decimals, number.value,
                 decimals < 0 ? 0 : decimals, number.se);
}

static void
label(const struct irt_study_design *design, size_t c, bool method, char *out,
      size_t size)
{
    const struct irt_study_cell *cell = &design->cell[c];
    char value[IRT_STUDY_VALUE];
    size_t used = 0;

    out[0] = '\0';
    for (size_t k = 0; k < irt_study_key_count(); k++) {
        const struct irt_study_key *key = &irt_study_keys[k];

        if (!design->section[cell->section].varies[k] ||
            (key->part == IRT_STUDY_METHOD) != method || used >= size)
            continue;
        key->show(cell, value, sizeof value);
        used +=
            (size_t)snprintf(out + used, size - used, "%s%s", used > 0 ? " " : "", value);
    }
}

void
ui_study_method_label(const struct irt_study_design *design, size_t cell, char *out,
                      size_t size)
{
    label(design, cell, true, out, size);
}

void
ui_study_data_label(const struct irt_study_design *design, size_t cell, char *out,
                    size_t size)
{
    label(design, cell, false, out, size);
}
