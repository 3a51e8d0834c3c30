/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study_json.c -- a study as JSON: the order of the keys is fixed, numbers have 17
 * significant digits, what is undefined is null. */
#include "config.h"

#include "report/study.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plain.h"
#include "report/table.h"

#define FORMAT 1 /* of the schema */

/* Jansson's setters take NULL for a value that could not be made and fail. */
static bool
put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

static json_t *
real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *
text(const char *string)
{
    char *clean = ui_plain_utf8(string);
    json_t *value = clean != NULL ? json_string(clean) : NULL;

    free(clean);
    return value;
}

static bool
put_number(json_t *object, const char *key, struct irt_study_number number)
{
    char se[60];

    snprintf(se, sizeof se, "%s_se", key);
    return put(object, key, real(number.value)) && put(object, se, real(number.se));
}

static json_t *
parameter_part(const struct irt_study *study, size_t cell, enum irt_study_target target)
{
    json_t *part = json_object();
    bool done = true;

    for (int m = 0; m < IRT_STUDY_MEASURES; m++)
        done = put_number(part, irt_study_measure_name((enum irt_study_measure)m),
                          irt_study_measure(study, cell, target,
                                            (enum irt_study_measure)m)) &&
               done;
    if (done)
        return part;
    json_decref(part);
    return NULL;
}

/* A value as a number where it is one. */
static json_t *
value_part(const char *value)
{
    char *end;
    double number = strtod(value, &end);

    if (value[0] == '\0')
        return json_null();
    if (*end == '\0' && isfinite(number))
        return number == floor(number) && fabs(number) < 1e15
                   ? json_integer((json_int_t)number)
                   : json_real(number);
    return text(value);
}

static json_t *
cell_part(const struct irt_study *study, size_t c)
{
    const struct irt_study_design *design = irt_study_design(study);
    const struct irt_study_cell *cell = &design->cell[c];
    struct irt_study_counts counts = irt_study_counts(study, c);
    char value[IRT_STUDY_VALUE];
    json_t *part = json_object();
    bool done = put(part, "section", text(design->section[cell->section].name));

    for (const struct irt_study_key *key = irt_study_keys; key->name != NULL; key++) {
        key->show(cell, value, sizeof value);
        done = put(part, key->name, value_part(value)) && done;
    }
    done = put(part, "replications", json_integer((json_int_t)counts.planned)) && done;
    done = put(part, "done", json_integer((json_int_t)counts.done)) && done;
    done = put(part, "converged", json_integer((json_int_t)counts.converged)) && done;
    done = put(part, "failed", json_integer((json_int_t)counts.failed)) && done;
    done = put_number(part, "rounds", irt_study_rounds(study, c)) && done;
    for (int t = 0; t < IRT_STUDY_TARGETS; t++)
        done = put(part, irt_study_target_name((enum irt_study_target)t),
                   parameter_part(study, c, (enum irt_study_target)t)) &&
               done;
    if (done)
        return part;
    json_decref(part);
    return NULL;
}

static json_t *
whole(const struct ui_study_report *report)
{
    const struct irt_study_design *design = irt_study_design(report->study);
    json_t *tree = json_object(), *cells = json_array();
    bool done = put(tree, "program", json_string("irtop"));

    done = put(tree, "version", json_string(PACKAGE_VERSION)) && done;
    done = put(tree, "format", json_integer(FORMAT)) && done;
    done = put(tree, "design", text(report->file)) && done;
    done = put(tree, "seed", json_integer((json_int_t)design->seed)) && done;
    done = put(tree, "replications",
               json_integer((json_int_t)irt_study_total(report->study))) &&
           done;
    done = put(tree, "done", json_integer((json_int_t)irt_study_done(report->study))) &&
           done;
    for (size_t c = 0; done && c < design->cells; c++)
        done = json_array_append_new(cells, cell_part(report->study, c)) == 0;
    done = put(tree, "cells", cells) && done;
    if (done)
        return tree;
    json_decref(tree);
    return NULL;
}

bool
ui_study_json(const struct ui_study_report *report, FILE *out, struct irt_error *error)
{
    json_t *tree = whole(report);
    char *string = NULL;

    if (tree != NULL)
        string = json_dumps(tree, JSON_INDENT(2) | JSON_PRESERVE_ORDER |
                                      JSON_REAL_PRECISION(17));
    json_decref(tree);
    if (string == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "there is not enough memory for the JSON");
    fputs(string, out);
    putc('\n', out);
    free(string);
    return ui_table_done(out, error);
}
