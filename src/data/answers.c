/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
irt_answers_take(struct irt_answers *answers, struct irt_cell cell,
                 const struct irt_missing *missing, const struct irt_place *place,
                 size_t line, const char *column, uint8_t *number,
                 struct irt_error *error)
{
    char option[IRT_LONGEST_NAME + 1], shown[IRT_SHOWN];
    double value;
    size_t found;

    *number = IRT_MISSING;
    if (irt_cell_read(cell, missing, &value) == IRT_CELL_MISSING)
        return true;
    irt_option_text(option, cell);
    found = irt_names_add(&answers->names, option, strlen(option));
    if (found == IRT_NO_NAME)
        return irt_place_fail(place, line, error, IRT_NO_MEMORY,
                              "there is no memory for more answers");
    if (found >= IRT_MISSING)
        return irt_place_fail(place, line, error, IRT_BAD_DATA,
                              "column '%s' has more than %d different answers; if it is "
                              "no item, name it with --id-column or list the items in "
                              "--items",
                              irt_show(shown, column, strlen(column)), IRT_MISSING);
    *number = (uint8_t)found;
    return true;
}

void
irt_answers_free(struct irt_answers *answers)
{
    irt_names_free(&answers->names);
}

/* --- scoring ----------------------------------------------------------------------------- */

/* One item's options in order (numbers by value, then texts), with their scores; place[]
 * says where each came. */
static bool
sort_options(const struct irt_answers *answers, const struct irt_key_item *key,
             struct irt_item_options *out, uint8_t place[256])
{
    struct irt_names_entry entry[256];
    size_t count = answers->names.count;

    for (size_t k = 0; k < count; k++)
        entry[k] = (struct irt_names_entry){ irt_names_text(&answers->names, k), k };
    irt_names_sort(entry, count);
    out->name = calloc(count + 1, sizeof *out->name);
    out->score = calloc(count + 1, sizeof *out->score);
    if (out->name == NULL || out->score == NULL)
        return false;
    for (; out->count < count; out->count++) {
        size_t k = out->count;

        place[entry[k].number] = (uint8_t)k;
        out->score[k] = irt_key_score(key, entry[k].name);
        out->name[k] = strdup(entry[k].name);
        if (out->name[k] == NULL)
            return false;
    }
    return true;
}

static bool
score_item(struct irt_responses *data, size_t j, const struct irt_answers *answers,
           const struct irt_key_item *key)
{
    struct irt_item_options *option = &data->option[j];
    uint8_t place[256];

    if (!sort_options(answers, key, option, place))
        return false;
    for (size_t i = 0; i < data->rows; i++) {
        uint8_t *code = &data->code[i * data->items + j];
        uint8_t *raw = &data->raw[i * data->items + j];

        if (*code == IRT_MISSING)
            continue;
        *raw = place[*code];
        *code = option->score[*raw];
    }
    return true;
}

/* "q1, q2, q3 ..." */
static void
list_items(const struct irt_responses *data, char *out, size_t size)
{
    size_t used = 0;
    char shown[IRT_SHOWN];

    for (size_t j = 0; j < data->items; j++) {
        irt_show(shown, data->item_name[j], strlen(data->item_name[j]));
        if (used + strlen(shown) + 8 > size) {
            snprintf(out + used, size - used, ", ...");
            return;
        }
        used +=
            (size_t)snprintf(out + used, size - used, "%s%s", j > 0 ? ", " : "", shown);
    }
}

bool
irt_answers_score(struct irt_responses *data, struct irt_answers *const *of_item,
                  const struct irt_key *key, const struct irt_place *place,
                  struct irt_error *error)
{
    size_t cells = data->rows * data->items;
    char list[120];

    if (!key->named && key->items != data->items) {
        list_items(data, list, sizeof list);
        return irt_place_fail(place, 0, error, IRT_BAD_DATA,
                              "the key has %zu answer%s where there %s %zu item%s: %s; "
                              "give one for each, or list the items in --items",
                              key->items, key->items == 1 ? "" : "s",
                              data->items == 1 ? "is" : "are", data->items,
                              data->items == 1 ? "" : "s", list);
    }
    data->raw = malloc(cells > 0 ? cells : 1);
    data->option = calloc(data->items + 1, sizeof *data->option);
    if (data->raw == NULL || data->option == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "%s: there is no memory for the answers",
                        place->file);
    memcpy(data->raw, data->code, cells);
    for (size_t j = 0; j < data->items; j++)
        if (of_item[j] != NULL &&
            !score_item(data, j, of_item[j], irt_key_item(key, data->item_name[j], j)))
            return irt_fail(error, IRT_NO_MEMORY,
                            "%s: there is no memory for the answers", place->file);
    return true;
}
