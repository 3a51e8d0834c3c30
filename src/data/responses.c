/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/responses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
names_free(char **name, size_t count)
{
    for (size_t i = 0; name != NULL && i < count; i++)
        free(name[i]);
    free(name);
}

static void
options_free(struct irt_item_options *option, size_t items)
{
    for (size_t j = 0; option != NULL && j < items; j++) {
        names_free(option[j].name, option[j].count);
        free(option[j].score);
    }
    free(option);
}

void
irt_responses_free(struct irt_responses *data)
{
    if (data == NULL)
        return;
    free(data->code);
    free(data->frequency);
    names_free(data->item_name, data->items);
    names_free(data->item_caption, data->items);
    free(data->categories);
    free(data->person_id);
    free(data->school);
    free(data->school_of_item);
    names_free(data->school_name, data->schools);
    irt_factor_free(data->factor);
    options_free(data->option, data->items);
    free(data->raw);
    irt_notes_clear(&data->notes);
    free(data);
}

static bool
names_number(char **name, size_t count)
{
    char text[32];

    for (size_t j = 0; j < count; j++) {
        int length = snprintf(text, sizeof text, "item%zu", j + 1);
        if ((name[j] = malloc((size_t)length + 1)) == NULL)
            return false;
        memcpy(name[j], text, (size_t)length + 1);
    }
    return true;
}

struct irt_responses *
irt_responses_new(size_t rows, size_t items, struct irt_error *error)
{
    struct irt_responses *data = calloc(1, sizeof *data);
    size_t cells;

    if (data == NULL || (items > 0 && rows > SIZE_MAX / items))
        goto no_memory;
    cells = rows * items;
    data->rows = rows;
    data->items = items;
    data->code = malloc(cells > 0 ? cells : 1);
    data->item_name = calloc(items > 0 ? items : 1, sizeof *data->item_name);
    data->categories = calloc(items > 0 ? items : 1, sizeof *data->categories);
    if (data->code == NULL || data->item_name == NULL || data->categories == NULL ||
        !names_number(data->item_name, items))
        goto no_memory;
    memset(data->code, IRT_MISSING, cells);
    irt_responses_count(data);
    return data;

no_memory:
    irt_responses_free(data);
    irt_fail(error, IRT_NO_MEMORY, "there is no memory for %zu rows of %zu responses",
             rows, items);
    return NULL;
}

/* How many cells of a row are missing; raises top[j] to code + 1, which wraps to 0 for
 * a missing one, so that an inner loop without branches does both. */
static size_t
row_count(const uint8_t *code, size_t items, uint8_t *top)
{
    size_t missing = 0;

    for (size_t j = 0; j < items; j++) {
        uint8_t next = (uint8_t)(code[j] + 1u);
        top[j] = next > top[j] ? next : top[j];
        missing += next == 0;
    }
    return missing;
}

void
irt_responses_count(struct irt_responses *data)
{
    /* The top codes live as bytes at the front of categories[] while counting. */
    uint8_t *top = (uint8_t *)data->categories;

    memset(top, 0, data->items);
    data->persons = 0;
    data->missing = 0;
    for (size_t i = 0; i < data->rows; i++) {
        double frequency = irt_responses_frequency(data, i);
        size_t missing = row_count(data->code + i * data->items, data->items, top);
        data->persons += frequency;
        data->missing += frequency * (double)missing;
    }
    for (size_t j = data->items; j-- > 0;)
        data->categories[j] = top[j];
}

void
irt_school_persons(const struct irt_responses *data, double *persons)
{
    for (size_t k = 0; k < data->schools; k++)
        persons[k] = 0;
    for (size_t i = 0; data->school != NULL && i < data->rows; i++)
        persons[data->school[i]] += irt_responses_frequency(data, i);
}
