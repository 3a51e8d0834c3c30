/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor_answers.c -- items with no answer, or one; many missing; codes that are odd. */
#include "config.h"

#include "data/doctor_checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cell.h"
#include "data/names.h"
#include "model/item.h"

#define MANY_MISSING .5 /* of the persons */
#define MOST_SINGLE  3  /* findings of a sort before they are one */

/* --- answers -------------------------------------------------------------------------------- */

static unsigned
only_code(const struct irt_checkup *checkup, size_t item)
{
    unsigned code = 0;

    while (checkup->count[item * 256 + code] <= 0)
        code++;
    return code;
}

static bool
find_constant(struct irt_checkup *c, size_t j)
{
    char name[IRT_SHOWN];
    unsigned distinct = irt_checkup_distinct(c, j);

    irt_checkup_name(c, j, name);
    if (distinct == 0)
        return irt_checkup_find(c, IRT_WARNING, j, "it is set aside",
                                "nobody answered item '%s'", name) &&
               irt_checkup_leave_out(c, j);
    if (distinct > IRT_MAX_CATEGORIES && !c->suspect[j])
        return irt_checkup_find(c, IRT_WARNING, j,
                                "no model takes so many, and it is set aside",
                                "item '%s' has %u different answers", name, distinct) &&
               irt_checkup_leave_out(c, j);
    if (distinct > 1)
        return true;
    if (c->data->option != NULL && c->data->option[j].count > 0)
        return irt_checkup_find(c, IRT_WARNING, j,
                                "it tells nothing about the persons and is set aside; is "
                                "its key right?",
                                "every answer to item '%s' scores %u", name,
                                only_code(c, j)) &&
               irt_checkup_leave_out(c, j);
    return irt_checkup_find(c, IRT_WARNING, j,
                            "it tells nothing about the persons and is set aside",
                            "every answer to item '%s' is %u", name, only_code(c, j)) &&
           irt_checkup_leave_out(c, j);
}

/* Who was asked: of an item that was split one school. */
static double
asked(const struct irt_responses *data, size_t j)
{
    double persons = 0;

    if (!data->school_of_item || data->school_of_item[j] == IRT_ALL_SCHOOLS)
        return data->persons;
    for (size_t i = 0; i < data->rows; i++)
        if (data->school[i] == data->school_of_item[j])
            persons += irt_responses_frequency(data, i);
    return persons;
}

static bool
find_missing(struct irt_checkup *c)
{
    const struct irt_responses *data = c->data;
    bool *marked = calloc(data->items + 1, sizeof *marked), done = marked != NULL;
    char list[300], name[IRT_SHOWN];
    size_t count = 0;

    for (size_t j = 0; done && j < data->items; j++) {
        double persons = irt_checkup_persons(c, j);

        marked[j] = persons > 0 && persons < (1 - MANY_MISSING) * asked(data, j);
        count += marked[j];
    }
    if (done && count > MOST_SINGLE) {
        irt_checkup_list(c, marked, list, sizeof list);
        done = irt_checkup_find(c, IRT_NOTE, IRT_NO_ITEM,
                                "their estimates rest on the others",
                                "%zu items have no answer from more than half of the "
                                "persons: %s",
                                count, list);
    }
    for (size_t j = 0; done && count <= MOST_SINGLE && j < data->items; j++)
        if (marked[j])
            done = irt_checkup_find(c, IRT_WARNING, j, "its estimates rest on the others",
                                    "item '%s' has no answer from %.7g of %.7g persons",
                                    irt_checkup_name(c, j, name),
                                    asked(data, j) - irt_checkup_persons(c, j),
                                    asked(data, j)) &&
                   irt_checkup_leave_out(c, j);
    free(marked);
    return done;
}

/* Persons who answered nothing. */
static bool
find_silent(struct irt_checkup *c)
{
    const struct irt_responses *data = c->data;
    double silent = 0;

    for (size_t i = 0; i < data->rows; i++) {
        const uint8_t *code = data->code + i * data->items;
        size_t j = 0;

        while (j < data->items && code[j] == IRT_MISSING)
            j++;
        if (j == data->items)
            silent += irt_responses_frequency(data, i);
    }
    return silent == 0 ||
           irt_checkup_find(c, IRT_NOTE, IRT_NO_ITEM,
                            "nothing is known of them: their score is the prior's mean",
                            "%.7g person%s gave no answer", silent,
                            silent == 1 ? "" : "s");
}

bool
irt_check_answers(struct irt_checkup *checkup)
{
    for (size_t j = 0; j < checkup->data->items; j++)
        if (!find_constant(checkup, j))
            return false;
    return find_missing(checkup) && find_silent(checkup);
}

/* --- codes ---------------------------------------------------------------------------------- */

/* The used codes of an item, in order; their number. */
static unsigned
list_used(const struct irt_checkup *c, size_t j, unsigned used[256])
{
    unsigned count = 0;

    for (unsigned code = 0; code < IRT_MISSING; code++)
        if (c->count[j * 256 + code] > 0)
            used[count++] = code;
    return count;
}

/* Such as people write for a missing answer. */
static bool
is_habit(double code)
{
    static const double habit[] = { 8, 9, 66, 77, 88, 97, 98, 99 };

    for (size_t k = 0; k < sizeof habit / sizeof *habit; k++)
        if (habit[k] == code)
            return true;
    return false;
}

/* How many of the highest codes are such as people write for a missing answer, and stand
 * apart from the rest. */
static unsigned
codes_for_missing(const unsigned *used, unsigned count)
{
    unsigned top = 0;

    while (top < count && is_habit(used[count - 1 - top]))
        top++;
    if (top == 0 || top == count || used[count - top] < used[count - top - 1] + 2)
        return 0;
    return top;
}

/* The codes that are marked, behind those that are missing already. */
static bool
list_as_missing(struct irt_checkup *c, const bool *code)
{
    const char *now = c->loaded->missing != NULL ? c->loaded->missing : "NA,.,-9";
    char list[IRT_LONGEST_REMEDY + 1];
    size_t used;

    if (strlen(now) > IRT_LONGEST_REMEDY - 2000)
        return true;
    used = (size_t)snprintf(list, sizeof list, "%s", now);
    for (unsigned k = 0; k < IRT_MISSING; k++)
        if (code[k])
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%u",
                                     used > 0 ? "," : "", k);
    return irt_findings_remedy(c->findings, "missing", list);
}

/* One finding on all items that hold codes for missing; marks the items. */
static bool
find_codes_for_missing(struct irt_checkup *c, bool *marked)
{
    unsigned used[256];
    bool code[256] = { false };
    char list[300], codes[100] = "";
    size_t items = 0, length = 0;

    for (size_t j = 0; j < c->data->items; j++) {
        unsigned count = list_used(c, j, used), top = codes_for_missing(used, count);

        if (c->data->option != NULL && c->data->option[j].count > 0)
            continue;
        marked[j] = top > 0 && !c->suspect[j];
        items += marked[j];
        for (unsigned k = 0; marked[j] && k < top; k++)
            code[used[count - 1 - k]] = true;
    }
    if (items == 0)
        return true;
    for (unsigned k = 0; k < IRT_MISSING; k++)
        if (code[k])
            length += (size_t)snprintf(codes + length, sizeof codes - length, "%s%u",
                                       length > 0 ? ", " : "", k);
    irt_checkup_list(c, marked, list, sizeof list);
    return irt_checkup_find(
               c, IRT_WARNING, IRT_NO_ITEM,
               "it counts as a category, and the highest; list it as missing "
               "if that is what it means",
               "code %s stands apart from the others in %s", codes, list) &&
           list_as_missing(c, code);
}

/* Of a keyed item, most of whose options are no numbers: those that are, and that people write
 * for a missing answer.  Returns how many. */
static size_t
mark_numbers(const struct irt_item_options *option, bool *code)
{
    size_t count = 0, texts = 0;
    double value;

    for (size_t o = 0; o < option->count; o++)
        texts += !irt_cell_number((struct irt_cell){ option->name[o],
                                                     strlen(option->name[o]) },
                                  &value);
    for (size_t o = 0; 2 * texts > option->count && o < option->count; o++) {
        struct irt_cell name = { option->name[o], strlen(option->name[o]) };

        if (option->score[o] == 0 && irt_cell_number(name, &value) && is_habit(value)) {
            code[(int)value] = true;
            count++;
        }
    }
    return count;
}

/* One finding on all keyed items that hold numbers for missing. */
static bool
find_numbers_for_missing(struct irt_checkup *c, bool *marked)
{
    bool code[256] = { false };
    char list[300];
    size_t items = 0;

    for (size_t j = 0; c->data->option != NULL && j < c->data->items; j++) {
        marked[j] = mark_numbers(&c->data->option[j], code) > 0;
        items += marked[j];
    }
    if (items == 0)
        return true;
    irt_checkup_list(c, marked, list, sizeof list);
    for (size_t j = 0; j < c->data->items; j++)
        marked[j] = false;
    return irt_checkup_find(c, IRT_WARNING, IRT_NO_ITEM,
                            "they count as wrong; list them as missing if that is what "
                            "they mean",
                            "answers to %zu keyed item%s are numbers among letters: %s",
                            items, items == 1 ? "" : "s", list) &&
           list_as_missing(c, code);
}

static bool
find_unused(struct irt_checkup *c, size_t j)
{
    unsigned used[256], count = list_used(c, j, used), first = 0;
    char consequence[100], name[IRT_SHOWN];

    while (first + 1 < count && used[first + 1] == used[first] + 1)
        first++;
    if (count < 2 || first + 1 == count)
        return true;
    snprintf(consequence, sizeof consequence, "its %u codes count as 0 to %u", count,
             count - 1);
    return irt_checkup_find(c, IRT_WARNING, j, consequence,
                            "no answer to item '%s' is %u, though there are %u and %u",
                            irt_checkup_name(c, j, name), used[first] + 1, used[first],
                            used[first + 1]);
}

/* Items without holes that start above 0. */
static bool
find_not_from_0(struct irt_checkup *c, const bool *told, bool *marked)
{
    unsigned used[256], lowest = IRT_MISSING;
    char list[300], from[40] = "above 0";
    size_t items = 0;
    bool same = true;

    for (size_t j = 0; j < c->data->items; j++) {
        unsigned count = list_used(c, j, used);

        marked[j] = !told[j] && !c->suspect[j] && count > 1 && used[0] > 0;
        if (!marked[j])
            continue;
        same = same && (items == 0 || used[0] == lowest);
        lowest = used[0];
        items++;
    }
    if (items == 0)
        return true;
    if (same)
        snprintf(from, sizeof from, "at %u", lowest);
    irt_checkup_list(c, marked, list, sizeof list);
    return irt_checkup_find(c, IRT_NOTE, IRT_NO_ITEM, "they count from 0",
                            "the codes of %zu item%s start %s: %s", items,
                            items == 1 ? "" : "s", from, list);
}

bool
irt_check_codes(struct irt_checkup *c)
{
    bool *told = calloc(2 * c->data->items + 1, sizeof *told), done = told != NULL;

    done = done && find_numbers_for_missing(c, told) && find_codes_for_missing(c, told);
    for (size_t j = 0; done && j < c->data->items; j++)
        done = told[j] || c->suspect[j] || find_unused(c, j);
    done = done && find_not_from_0(c, told, told + c->data->items);
    free(told);
    return done;
}
