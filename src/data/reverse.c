/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/reverse.h"

#include <stdlib.h>
#include <string.h>

#include "data/cell.h"
#include "data/names.h"

static bool
find_item(const struct irt_responses *data, struct irt_cell name, size_t *item)
{
    for (*item = 0; *item < data->items; ++*item)
        if (irt_cell_equal(name, data->item_name[*item]))
            return true;
    return false;
}

static bool
turn(struct irt_responses *data, size_t j)
{
    unsigned lowest = IRT_MISSING, highest = 0;
    char shown[IRT_SHOWN];

    for (size_t i = 0; i < data->rows; i++) {
        unsigned code = data->code[i * data->items + j];

        if (code != IRT_MISSING) {
            lowest = code < lowest ? code : lowest;
            highest = code > highest ? code : highest;
        }
    }
    if (lowest > highest)
        return true;
    for (size_t i = 0; i < data->rows; i++) {
        uint8_t *code = &data->code[i * data->items + j];

        if (*code != IRT_MISSING)
            *code = (uint8_t)(lowest + highest - *code);
    }
    for (size_t k = 0; data->option != NULL && k < data->option[j].count; k++)
        data->option[j].score[k] = (uint8_t)(lowest + highest - data->option[j].score[k]);
    return irt_notes_add(&data->notes,
                         "item '%s' is reversed: %u counts as %u, and %u as %u",
                         irt_show(shown, data->item_name[j], strlen(data->item_name[j])),
                         highest, lowest, lowest, highest);
}

static bool
reverse_one(struct irt_responses *data, struct irt_cell name, bool *done,
            const struct irt_place *place, struct irt_error *error)
{
    char shown[IRT_SHOWN];
    size_t item;

    irt_show(shown, name.text, name.length);
    if (!find_item(data, name, &item))
        return irt_place_fail(place, 0, error, IRT_BAD_DATA,
                              "there is no item '%s' to reverse; correct --reverse",
                              shown);
    if (done[item])
        return irt_place_fail(place, 0, error, IRT_BAD_DATA,
                              "item '%s' stands twice in --reverse; name it once", shown);
    done[item] = true;
    return turn(data, item) || irt_fail(error, IRT_NO_MEMORY,
                                        "%s: there is no memory to read it", place->file);
}

bool
irt_reverse(struct irt_responses *data, const char *list, const struct irt_place *place,
            struct irt_error *error)
{
    bool *done = calloc(data->items + 1, sizeof *done);
    bool turned = done != NULL;
    struct irt_cell name;

    if (done == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "%s: there is no memory to read it",
                        place->file);
    while (turned && irt_list_next(&list, &name))
        turned = reverse_one(data, name, done, place, error);
    free(done);
    return turned;
}
