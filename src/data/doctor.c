/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cell.h"
#include "data/doctor_checks.h"
#include "data/names.h"

/* --- what the checks share ---------------------------------------------------------------- */

double
irt_checkup_persons(const struct irt_checkup *checkup, size_t item)
{
    double persons = 0;

    for (unsigned code = 0; code < IRT_MISSING; code++)
        persons += checkup->count[item * 256 + code];
    return persons;
}

unsigned
irt_checkup_distinct(const struct irt_checkup *checkup, size_t item)
{
    unsigned distinct = 0;

    for (unsigned code = 0; code < IRT_MISSING; code++)
        distinct += checkup->count[item * 256 + code] > 0;
    return distinct;
}

bool
irt_checkup_find(struct irt_checkup *checkup, enum irt_severity severity, size_t item,
                 const char *consequence, const char *what, ...)
{
    char sentence[600];
    va_list arguments;

    va_start(arguments, what);
    if (vsnprintf(sentence, sizeof sentence, what, arguments) < 0)
        sentence[0] = '\0';
    va_end(arguments);
    return irt_findings_add(checkup->findings, severity, item, sentence, consequence);
}

const char *
irt_checkup_name(const struct irt_checkup *checkup, size_t item, char *out)
{
    const char *name = checkup->data->item_name[item];

    return irt_show(out, name, strlen(name));
}

void
irt_checkup_list(const struct irt_checkup *checkup, const bool *marked, char *out,
                 size_t size)
{
    char shown[IRT_SHOWN];
    size_t used = 0, count = 0;

    out[0] = '\0';
    for (size_t j = 0; j < checkup->data->items; j++) {
        if (!marked[j])
            continue;
        if (used + 2 * IRT_SHOWN > size) {
            snprintf(out + used, size - used, ", ...");
            return;
        }
        used +=
            (size_t)snprintf(out + used, size - used, "%s'%s'", count++ > 0 ? ", " : "",
                             irt_checkup_name(checkup, j, shown));
    }
}

bool
irt_checkup_leave_out(struct irt_checkup *checkup, size_t item)
{
    const struct irt_responses *data = checkup->data;
    const char *now = checkup->loaded->omit;
    char list[IRT_LONGEST_REMEDY + 1] = "";
    size_t left = 0;

    if (now != NULL && strlen(now) >= sizeof list)
        return true;
    if (data->school_of_item != NULL && data->school_of_item[item] != IRT_ALL_SCHOOLS)
        return true; /* it is no column of the file */
    if (now != NULL)
        snprintf(list, sizeof list, "%s", now);
    for (size_t j = 0; j < data->items; j++) {
        bool out = j == item || (checkup->suspect[item] && checkup->suspect[j] &&
                                 checkup->part[j] == NULL);

        left += !out;
        if (out && !irt_list_add(list, sizeof list, data->item_name[j]))
            return true;
    }
    return left == 0 || irt_findings_remedy(checkup->findings, "omit", list);
}

/* --- all of them ----------------------------------------------------------------------------- */

static void
count_codes(const struct irt_responses *data, double *count)
{
    for (size_t i = 0; i < data->rows; i++) {
        const uint8_t *code = data->code + i * data->items;
        double f = irt_responses_frequency(data, i);

        for (size_t j = 0; j < data->items; j++)
            count[j * 256 + code[j]] += f;
    }
}

static size_t
item_of(const struct irt_responses *data, const char *name)
{
    for (size_t j = 0; j < data->items; j++)
        if (strcmp(data->item_name[j], name) == 0)
            return j;
    return IRT_NO_ITEM;
}

/* What the reader noted, with its remedy. */
static bool
take_note(struct irt_checkup *checkup, size_t k)
{
    const struct irt_notes *notes = &checkup->data->notes;
    struct irt_remedy remedy = notes->remedy[k];
    bool leave_out = remedy.command != NULL && strcmp(remedy.command, IRT_LEAVE_OUT) == 0;
    size_t item = leave_out ? item_of(checkup->data, remedy.argument) : IRT_NO_ITEM;

    if (leave_out && item == IRT_NO_ITEM)
        return true; /* it is none */
    if (!irt_findings_add(checkup->findings, IRT_NOTE, item, notes->text[k], NULL))
        return false;
    if (leave_out)
        return irt_checkup_leave_out(checkup, item);
    return remedy.command == NULL ||
           irt_findings_remedy(checkup->findings, remedy.command, remedy.argument);
}

static bool
no_memory(struct irt_error *error)
{
    return irt_fail(error, IRT_NO_MEMORY, "there is no memory to look the data over");
}

bool
irt_doctor(const struct irt_responses *data, const struct irt_load_options *loaded,
           struct irt_findings *findings, struct irt_error *error)
{
    static irt_check *const checks[] = { irt_check_columns, irt_check_answers,
                                         irt_check_codes, irt_check_twins,
                                         irt_check_relation };
    struct irt_checkup checkup = { .data = data, .loaded = loaded, .findings = findings };
    size_t first = findings->count;
    bool done;

    checkup.count = calloc(data->items * 256 + 1, sizeof *checkup.count);
    checkup.suspect = calloc(data->items + 1, sizeof *checkup.suspect);
    checkup.part = calloc(data->items + 1, sizeof *checkup.part);
    done = checkup.count != NULL && checkup.suspect != NULL && checkup.part != NULL;
    if (done) {
        count_codes(data, checkup.count);
        irt_checkup_suspect(&checkup);
    }
    for (size_t k = 0; done && k < data->notes.count; k++)
        done = take_note(&checkup, k);
    for (size_t k = 0; done && k < sizeof checks / sizeof *checks; k++)
        done = checks[k](&checkup);
    irt_findings_rank(findings, first);
    free(checkup.count);
    free(checkup.suspect);
    free(checkup.part);
    return done || no_memory(error);
}
