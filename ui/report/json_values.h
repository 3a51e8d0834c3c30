/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_values.h -- values of JSON as the promise to scripts has them: numbers have 17
 * significant digits, what is undefined is null; and the parts that reports share. */
#ifndef UI_JSON_VALUES_H
#define UI_JSON_VALUES_H

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "plain.h"
#include "report/report.h"

#define FORMAT 1 /* of the schema */

/* Jansson's setters take NULL for a value that could not be made and fail: so the
 * failures are gathered in one flag, and looked at once. */
struct writer {
    bool failed;
};

static inline void
put(struct writer *w, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        w->failed = true;
}

static inline void
push(struct writer *w, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        w->failed = true;
}

static inline json_t *
real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

/* A count that may be a sum of frequencies: an integer where it is one. */
static inline json_t *
count(double value)
{
    if (fabs(value) < 9e15 && value == floor(value))
        return json_integer((json_int_t)value);
    return real(value);
}

/* JSON is UTF-8; the data's names need not be. */
static inline json_t *
text(const char *string)
{
    json_t *value = json_string(string);
    char *clean;

    if (value != NULL || (clean = ui_plain_utf8(string)) == NULL)
        return value;
    value = json_string(clean);
    free(clean);
    return value;
}

static inline json_t *
numbers(struct writer *w, const double *value, size_t length)
{
    json_t *array = json_array();

    for (size_t i = 0; i < length; i++)
        push(w, array, real(value[i]));
    return array;
}

/* An object whose keys, given by spaces, are all null. */
static inline json_t *
nothing(struct writer *w, const char *keys)
{
    json_t *object = json_object();
    char key[32];

    while (*keys != '\0') {
        size_t length = strcspn(keys, " ");

        memcpy(key, keys, length);
        key[length] = '\0';
        put(w, object, key, json_null());
        keys += length + strspn(keys + length, " ");
    }
    return object;
}

/* "data", "population", "warnings" and "sum_scores". */
json_t *ui_json_data(struct writer *w, const struct ui_report *report);
json_t *ui_json_population(struct writer *w, const struct irt_fit *fit);
json_t *ui_json_warnings(struct writer *w, const struct ui_report *report);
json_t *ui_json_sums(struct writer *w, const struct irt_sum_scores *sums);

/* Writes a tree, and releases it.  False with *error filled: when a value could not be made
 * too. */
bool ui_json_write(struct writer *w, json_t *tree, FILE *out, struct irt_error *error);

#endif
