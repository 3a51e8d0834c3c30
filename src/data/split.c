/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 80 /* of a name in a message */

/* Marks the items of the list. */
static bool
mark(const struct irt_responses *data, const char *list, bool *listed,
     struct irt_error *error)
{
    size_t count = 0;
    for (const char *name = list; *name;) {
        size_t length = strcspn(name, ","), item = 0;
        while (item < data->items && (strlen(data->item_name[item]) != length ||
                                      memcmp(data->item_name[item], name, length) != 0))
            item++;
        if (item == data->items)
            return irt_fail(error, IRT_BAD_USAGE, "free: there is no item '%.*s'",
                            length < SHOWN ? (int)length : SHOWN, name);
        if (listed[item])
            return irt_fail(error, IRT_BAD_USAGE, "free: item '%.80s' stands twice",
                            data->item_name[item]);
        listed[item] = true;
        count++;
        name += length + (name[length] == ',');
    }
    return count < data->items ||
           irt_fail(error, IRT_BAD_USAGE,
                    "free: every item is listed, so that nothing ties the groups' scales "
                    "together; leave some items equal");
}

static char *
copy_text(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

static char *
join(const char *item, const char *school)
{
    size_t size = strlen(item) + strlen(school) + 2;
    char *name = malloc(size);
    if (name)
        snprintf(name, size, "%s@%s", item, school);
    return name;
}

static bool
copy_option(struct irt_item_options *to, const struct irt_item_options *from)
{
    to->name = calloc(from->count + 1, sizeof *to->name);
    to->score = malloc(from->count + 1);
    if (!to->name || !to->score)
        return false;
    for (to->count = 0; to->count < from->count; to->count++) {
        size_t k = to->count;
        to->score[k] = from->score[k];
        if (!(to->name[k] = copy_text(from->name[k])))
            return false;
    }
    return true;
}

#define ALL ((size_t)-1)

/* Column `at` of the new table is item j as the persons of a school answered it, or ALL. */
static bool
fill_column(const struct irt_responses *from, size_t j, size_t school,
            struct irt_responses *to, size_t at)
{
    free(to->item_name[at]);
    to->item_name[at] = school == ALL
                            ? copy_text(from->item_name[j])
                            : join(from->item_name[j], from->school_name[school]);
    if (!to->item_name[at])
        return false;
    if (to->item_caption && from->item_caption[j] &&
        !(to->item_caption[at] = copy_text(from->item_caption[j])))
        return false;
    if (to->option && !copy_option(&to->option[at], &from->option[j]))
        return false;
    for (size_t i = 0; i < from->rows; i++) {
        bool mine = school == ALL || from->school[i] == school;
        size_t cell = i * to->items + at;
        to->code[cell] = mine ? from->code[i * from->items + j] : IRT_MISSING;
        if (to->raw)
            to->raw[cell] = mine ? from->raw[i * from->items + j] : IRT_MISSING;
    }
    return true;
}

static bool
fill(const struct irt_responses *from, const bool *listed, struct irt_responses *to)
{
    size_t at = 0;
    to->item_caption =
        from->item_caption ? calloc(to->items, sizeof *to->item_caption) : NULL;
    to->school_of_item = malloc((to->items + 1) * sizeof *to->school_of_item);
    to->option = from->option ? calloc(to->items, sizeof *to->option) : NULL;
    to->raw = from->raw ? malloc(to->rows * to->items + 1) : NULL;
    if (!to->school_of_item || (from->item_caption && !to->item_caption) ||
        (from->option && !to->option) || (from->raw && !to->raw))
        return false;
    for (size_t j = 0; j < from->items; j++)
        for (size_t k = 0; k < (listed[j] ? from->schools : 1); k++) {
            to->school_of_item[at] = listed[j] ? (uint32_t)k : IRT_ALL_SCHOOLS;
            if (!fill_column(from, j, listed[j] ? k : ALL, to, at++))
                return false;
        }
    return true;
}

/* What belongs to the rows changes hands. */
static void
take_rows(struct irt_responses *to, struct irt_responses *from)
{
    to->frequency = from->frequency;
    to->person_id = from->person_id;
    to->school = from->school;
    to->school_name = from->school_name;
    to->schools = from->schools;
    to->factor = from->factor;
    to->notes = from->notes;
    from->frequency = NULL;
    from->person_id = NULL;
    from->school = NULL;
    from->school_name = NULL;
    from->schools = 0;
    from->factor = NULL;
    from->notes = (struct irt_notes){ 0 };
}

bool
irt_split(struct irt_responses *data, const char *list, struct irt_error *error)
{
    if (!data->school)
        return irt_fail(error, IRT_BAD_USAGE,
                        "free: items are free by group, and there is no --groups column");
    bool *listed = calloc(data->items + 1, sizeof *listed);
    size_t columns = 0;
    if (!listed)
        return irt_fail(error, IRT_NO_MEMORY, "no memory to split items");
    if (!mark(data, list, listed, error)) {
        free(listed);
        return false;
    }
    for (size_t j = 0; j < data->items; j++)
        columns += listed[j] ? data->schools : 1;
    struct irt_responses *to =
        columns <= IRT_MOST_ITEMS ? irt_responses_new(data->rows, columns, error) : NULL;
    bool done = to && fill(data, listed, to);
    free(listed);
    if (done) {
        double missing = data->missing;
        take_rows(to, data);
        irt_responses_count(to);
        to->missing = missing;
        struct irt_responses old = *data;
        *data = *to;
        *to = old;
    }
    irt_responses_free(to);
    return done ||
           irt_fail(error, columns > IRT_MOST_ITEMS ? IRT_BAD_USAGE : IRT_NO_MEMORY,
                    "free: no room for %zu items", columns);
}
