/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore.c -- an earlier fit's model, for new data. */
#include "config.h"

#include "model/saved.h"

#include "model/build.h"
#include "model/name_list.h"

#include "data/names.h"

#include <stdio.h>
#include <string.h>

/* --- the data ------------------------------------------------------------------------- */

/* "0 to 3", or "1, 2, 4". */
static void
list_codes(const struct irt_saved_item *item, char *out, size_t size)
{
    unsigned m = item->categories, length = 0;
    if (item->code[m - 1] - item->code[0] == (int)m - 1) {
        snprintf(out, size, "%u to %u", item->code[0], item->code[m - 1]);
        return;
    }
    for (unsigned h = 0; h < m && length < size; h++)
        length += (unsigned)snprintf(out + length, size - length, "%s%u", h ? ", " : "",
                                     item->code[h]);
}

static bool
unknown_code(const struct irt_saved_item *item, const struct irt_responses *data,
             size_t row, unsigned code, const char *file, struct irt_error *error)
{
    char codes[160], name[IRT_SHOWN], id[IRT_SHOWN] = "";
    list_codes(item, codes, sizeof codes);
    if (data->person_id)
        irt_show(id, data->person_id[row], strlen(data->person_id[row]));
    else
        snprintf(id, sizeof id, "%zu", row + 1);
    return irt_fail(error, IRT_BAD_DATA,
                    "%.100s: person %s has response %u to item '%s', which had %s in the "
                    "fit; correct it, or list it in --missing",
                    file, id, code, irt_show(name, item->name, strlen(item->name)),
                    codes);
}

/* Turned round, category h is where category m - h was: the codes of the whole scale. */
static bool
prepare_column(const struct irt_saved_item *item, struct irt_responses *data,
               size_t column, const char *file, struct irt_error *error)
{
    unsigned ends = item->code[0] + item->code[item->categories - 1];
    bool known[256] = { false };
    for (unsigned h = 0; h < item->categories; h++)
        known[item->code[h]] = true;
    for (size_t i = 0; i < data->rows; i++) {
        uint8_t *code = &data->code[i * data->items + column];
        if (*code == IRT_MISSING)
            continue;
        unsigned counted = item->reversed && *code <= ends ? ends - *code : *code;
        if (!known[counted])
            return unknown_code(item, data, i, *code, file, error);
        *code = (uint8_t)counted;
    }
    return !item->reversed ||
           irt_notes_add(&data->notes,
                         "item '%s' is reversed, as in the fit: %u counts as %u, and %u "
                         "as %u",
                         item->name, item->code[item->categories - 1], item->code[0],
                         item->code[0], item->code[item->categories - 1]) ||
           irt_fail(error, IRT_NO_MEMORY, "%.100s: no memory", file);
}

/* Every school has to be one of the fit's, where those have populations of their own. */
static bool
check_schools(const struct irt_saved *saved, const struct irt_responses *data,
              const char *file, struct irt_error *error)
{
    char name[IRT_SHOWN];
    if (saved->effects == IRT_EFFECTS_NONE)
        return true;
    if (!data->school)
        return irt_fail(
            error, IRT_BAD_DATA,
            "%.100s: the fit has an effect for each school, and here are none; "
            "name their column by --school-column",
            file);
    for (size_t k = 0; k < data->schools; k++)
        if (!irt_saved_find_school(saved, data->school_name[k]))
            return irt_fail(
                error, IRT_BAD_DATA,
                "%.100s: the fit has no school '%s', and so no effect for it; "
                "leave its persons out",
                file, irt_show(name, data->school_name[k], strlen(data->school_name[k])));
    return true;
}

bool
irt_saved_prepare(const struct irt_saved *saved, struct irt_responses *data,
                  const char *file, struct irt_error *error)
{
    size_t known = 0;
    for (size_t column = 0; column < data->items; column++) {
        const struct irt_saved_item *item =
            irt_saved_find(saved, data->item_name[column]);
        if (!item || item->categories == 0)
            continue;
        if (!prepare_column(item, data, column, file, error))
            return false;
        known++;
    }
    if (known == 0)
        return irt_fail(
            error, IRT_BAD_DATA,
            "%.100s: has none of the fit's items: the fit's first is '%.60s', "
            "here it is '%.60s'",
            file, saved->items ? saved->item[0].name : "", data->item_name[0]);
    irt_responses_count(data);
    return check_schools(saved, data, file, error);
}

/* --- the model ------------------------------------------------------------------------ */

static void
restore_item(struct irt_model *model, size_t column, const struct irt_saved_item *saved)
{
    struct irt_item *item = &model->item[model->items];
    size_t dims = saved->ops == &irt_item_m2pl ? model->dims : 1;
    *item = (struct irt_item){
        .ops = saved->ops,
        .column = column,
        .categories = saved->categories,
        .first = model->parameters,
        .dims = dims,
        .loads = model->loads + column * model->dims,
    };
    for (size_t d = 0; d < dims; d++)
        model->loads[column * model->dims + d] = saved->par[d] != 0.0;
    irt_model_recode(model, item, saved->code);
    item->count = item->ops->parameters(item);
    model->parameters += item->count;
    model->item_of_column[column] = model->items++;
}

/* Which items only one of the two has. */
static bool
note_differences(struct irt_model *model, const struct irt_saved *saved,
                 const struct irt_responses *data)
{
    struct irt_name_list unknown = { 0 }, aside = { 0 }, absent = { 0 };
    for (size_t column = 0; column < data->items; column++) {
        const struct irt_saved_item *item =
            irt_saved_find(saved, data->item_name[column]);
        if (!item)
            irt_name_list_add(&unknown, data->item_name[column]);
        else if (item->categories == 0)
            irt_name_list_add(&aside, item->name);
    }
    for (size_t j = 0; j < saved->items; j++) {
        bool there = saved->item[j].categories == 0;
        for (size_t column = 0; !there && column < data->items; column++)
            there = strcmp(data->item_name[column], saved->item[j].name) == 0;
        if (!there)
            irt_name_list_add(&absent, saved->item[j].name);
    }
    return (absent.count == 0 ||
            irt_notes_add(&model->notes,
                          "not in the data, and so not answered: %zu of the fit's items: "
                          "%s",
                          absent.count, irt_name_list_text(&absent))) &&
           (unknown.count == 0 ||
            irt_notes_add(&model->notes,
                          "not in the fit, and so left out: %zu column%s: %s",
                          unknown.count, unknown.count == 1 ? "" : "s",
                          irt_name_list_text(&unknown))) &&
           (aside.count == 0 ||
            irt_notes_add(&model->notes,
                          "set aside in the fit, and so left out: %zu item%s: %s",
                          aside.count, aside.count == 1 ? "" : "s",
                          irt_name_list_text(&aside)));
}

/* The data's schools, each with its population; of one alone there are two, the second
 * without persons. */
static void
take_schools(struct irt_model *model, const struct irt_saved *saved,
             const struct irt_responses *data)
{
    for (size_t g = 0; saved->effects != IRT_EFFECTS_NONE && g < data->schools; g++) {
        const struct irt_saved_school *school =
            irt_saved_find_school(saved, data->school_name[g]);
        model->parameter[model->location + g].start = school->location;
        if (saved->effects == IRT_EFFECTS_GROUPS)
            model->parameter[model->spread + g].start = school->spread;
    }
}

/* All parameters at their estimates, none of them free. */
static bool
take_values(struct irt_model *model, const struct irt_saved *saved,
            const struct irt_responses *data)
{
    model->effects = saved->effects;
    if (saved->effects != IRT_EFFECTS_NONE)
        model->groups = data->schools > 1 ? data->schools : 2;
    if (!irt_model_make_room(model))
        return false;
    for (size_t j = 0; j < model->items; j++) {
        const struct irt_item *item = &model->item[j];
        irt_model_describe_item(
            model, item, j, irt_saved_find(saved, data->item_name[item->column])->par);
    }
    irt_model_describe_population(model);
    model->parameter[model->sigma].start = saved->sigma;
    for (size_t c = 0; c < model->correlations; c++)
        model->parameter[model->correlation + c].start = saved->correlation[c];
    take_schools(model, saved, data);
    for (size_t k = 0; k < model->parameters; k++)
        model->parameter[k].free = IRT_NONE;
    return true;
}

struct irt_model *
irt_model_restore(const struct irt_saved *saved, const struct irt_responses *data,
                  struct irt_error *error)
{
    struct irt_model *model = irt_model_empty(data->items, saved->dims);
    bool ok = model != NULL;
    for (size_t column = 0; ok && column < data->items; column++) {
        const struct irt_saved_item *item =
            irt_saved_find(saved, data->item_name[column]);
        model->item_of_column[column] = IRT_NONE;
        if (item && item->categories > 0)
            restore_item(model, column, item);
    }
    if (ok)
        model->kind = saved->kind;
    ok = ok && take_values(model, saved, data) && note_differences(model, saved, data);
    if (!ok) {
        irt_model_free(model);
        irt_fail(error, IRT_NO_MEMORY, "no memory for the model");
        return NULL;
    }
    return model;
}
