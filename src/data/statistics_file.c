/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statistics_file.c -- ReadStat tells variables, then values one by one; they become the
 * cells of rows, and go the way of a text table's. */
#include "config.h"

#include "data/statistics_file.h"

#ifdef HAVE_READSTAT

#include <readstat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/intake.h"
#include "data/statistics_bytes.h"

#define NUMBER_TEXT 32 /* bytes of a number as text */

struct variable {
    char *name, *label; /* owned; label may be NULL */
    bool text, date;
    bool weight;
};

struct reading {
    struct irt_intake intake;
    struct irt_load_options options; /* a copy: the weight variable may be added */
    struct irt_error *error;
    bool failed; /* *error is filled */

    struct variable *variable;
    size_t variables, capacity;
    bool started;
    const char **caption; /* variables */
    bool *text_aside;     /* variables: of text, set aside */

    /* The row that is being filled. */
    struct irt_cell *cell;
    char (*number)[NUMBER_TEXT]; /* variables */
    char *text;                  /* of the text cells, one behind the other */
    size_t *offset;              /* variables: where a text cell begins */
    size_t used, room;
    int observation;
    size_t row; /* from 1; 0: none yet */
};

static int
give_up(struct reading *r)
{
    r->failed = true;
    return READSTAT_HANDLER_ABORT;
}

static int
no_memory(struct reading *r)
{
    irt_place_fail(&r->intake.place, r->row, r->error, IRT_NO_MEMORY,
                   "there is no memory to read it");
    return give_up(r);
}

/* --- variables --------------------------------------------------------------------------- */

/* Dates and times are numbers of days or seconds, and no responses. */
static bool
is_date(const char *format)
{
    static const char *const start[] = {
        "%t",     "%d",     "%-t",   "%-d",      "DATE",     "ADATE", "EDATE", "JDATE",
        "SDATE",  "YMDHMS", "TIME",  "MTIME",    "DTIME",    "QYR",   "MOYR",  "WKYR",
        "WKDAY",  "MONTH",  "MONYY", "MMDDYY",   "DDMMYY",   "YYMM",  "YYQ",   "JULIAN",
        "DTDATE", "E8601",  "HHMM",  "WEEKDATE", "WORDDATE",
    };

    for (size_t k = 0; k < sizeof start / sizeof *start; k++)
        if (strncasecmp(format, start[k], strlen(start[k])) == 0)
            return true;
    return false;
}

/* A name or label fit to print; NULL without memory. */
static char *
clean(const char *text)
{
    char cleaned[1024];
    bool changed = false;

    irt_clean(cleaned, sizeof cleaned, text, strlen(text), &changed);
    return strdup(cleaned);
}

static int
take_variable(int index, readstat_variable_t *variable, const char *value_labels,
              void *context)
{
    struct reading *r = context;
    const char *name = readstat_variable_get_name(variable);
    const char *label = readstat_variable_get_label(variable);
    const char *format = readstat_variable_get_format(variable);
    struct variable *v;

    (void)value_labels;
    if (index != (int)r->variables || r->variables == IRT_MOST_ITEMS) {
        irt_place_fail(&r->intake.place, 0, r->error, IRT_BAD_DATA,
                       "the file has more than %u variables, or is damaged",
                       IRT_MOST_ITEMS);
        return give_up(r);
    }
    if (r->variables == r->capacity) {
        size_t capacity = 2 * r->capacity + 64;
        v = realloc(r->variable, capacity * sizeof *v);
        if (v == NULL)
            return no_memory(r);
        r->variable = v;
        r->capacity = capacity;
    }
    v = &r->variable[r->variables];
    *v = (struct variable){
        .name = clean(name != NULL ? name : ""),
        .label = label != NULL && label[0] != '\0' ? clean(label) : NULL,
        .text = readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_STRING,
    };
    v->date = !v->text && format != NULL && is_date(format);
    r->variables++;
    if (v->name == NULL || (v->label == NULL && label != NULL && label[0] != '\0'))
        return no_memory(r);
    return READSTAT_HANDLER_OK;
}

/* Has the user given the column a part? */
static bool
is_named(const struct irt_load_options *options, const char *name)
{
    const char *list = options->items;
    struct irt_cell item;

    while (list != NULL && irt_list_next(&list, &item))
        if (irt_cell_equal(item, name))
            return true;
    return (options->id_column != NULL && strcmp(options->id_column, name) == 0) ||
           (options->factor != NULL && strcmp(options->factor, name) == 0) ||
           (options->school_column != NULL && strcmp(options->school_column, name) == 0);
}

/* The weight of the cases, unless the user named another column. */
static int
take_weight(readstat_variable_t *variable, void *context)
{
    struct reading *r = context;
    int index = readstat_variable_get_index(variable);

    if (r->options.freq_column != NULL || r->options.long_columns != NULL || index < 0 ||
        (size_t)index >= r->variables || is_named(&r->options, r->variable[index].name))
        return READSTAT_HANDLER_OK;
    r->variable[index].weight = true;
    r->options.freq_column = r->variable[index].name;
    if (!irt_notes_add(&r->intake.notes,
                       "the file weights its rows by '%s': taken as their frequencies; "
                       "name another column in --freq-column",
                       r->variable[index].name))
        return no_memory(r);
    return READSTAT_HANDLER_OK;
}

/* --- the columns, when all variables are known -------------------------------------------- */

static bool
name_columns(struct reading *r)
{
    struct irt_cell *name = malloc((r->variables + 1) * sizeof *name);
    struct irt_first_row header = { .cell = name, .cells = r->variables };
    bool done;

    if (name == NULL)
        return no_memory(r) == READSTAT_HANDLER_OK;
    for (size_t k = 0; k < r->variables; k++)
        name[k] = (struct irt_cell){ r->variable[k].name, strlen(r->variable[k].name) };
    done = irt_intake_columns(&r->intake, &header, r->variables, 0, r->error);
    r->failed = !done;
    free(name);
    return done;
}

/* Sets aside what may be an item by its place but not by its kind, with one note. */
static bool
set_aside(struct reading *r, bool dates)
{
    struct irt_columns *columns = &r->intake.columns;
    const struct irt_key *key = r->intake.key;
    char list[300], shown[IRT_SHOWN];
    size_t used = 0, count = 0;

    list[0] = '\0';
    for (size_t k = 0; k < r->variables; k++) {
        if (!columns->item[k] || !(dates ? r->variable[k].date : r->variable[k].text))
            continue;
        if (!dates && key != NULL && irt_key_covers(key, r->variable[k].name))
            continue;
        columns->item[k] = false;
        r->text_aside[k] = !dates;
        count++;
        if (used + 2 * IRT_SHOWN < sizeof list)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s'%s'",
                                     count > 1 ? ", " : "",
                                     irt_columns_show(columns, k, shown));
        else if (list[used - 1] != '.')
            used += (size_t)snprintf(list + used, sizeof list - used, ", ...");
    }
    return count == 0 ||
           irt_notes_add(&r->intake.notes,
                         "%s were set aside; list what is an item in --items: %s",
                         dates ? "variables that hold dates or times" : "text variables",
                         list);
}

static bool
start(struct reading *r)
{
    struct irt_columns *columns = &r->intake.columns;
    size_t count = r->variables;

    r->started = true;
    if (count == 0) {
        irt_place_fail(&r->intake.place, 0, r->error, IRT_BAD_DATA,
                       "the file has no variables; give one with a variable an item");
        r->failed = true;
        return false;
    }
    if (!name_columns(r))
        return false;
    r->cell = calloc(count, sizeof *r->cell);
    r->number = calloc(count, sizeof *r->number);
    r->offset = calloc(count, sizeof *r->offset);
    r->caption = calloc(count, sizeof *r->caption);
    r->text_aside = calloc(count, sizeof *r->text_aside);
    if (r->text_aside == NULL || r->cell == NULL || r->number == NULL ||
        r->offset == NULL || r->caption == NULL ||
        (!columns->listed && !set_aside(r, true)) ||
        (!columns->listed && !set_aside(r, false))) {
        no_memory(r);
        return false;
    }
    for (size_t k = 0; k < count; k++)
        r->caption[k] = r->variable[k].label;
    columns->caption = r->caption;
    columns->text = r->text_aside;
    r->failed = !irt_intake_start(&r->intake, r->error);
    return !r->failed;
}

/* --- rows --------------------------------------------------------------------------------- */

/* Hands over the row that is filled, if one is. */
static bool
end_row(struct reading *r)
{
    if (r->row == 0)
        return true;
    for (size_t k = 0; k < r->variables; k++)
        if (r->variable[k].text && r->cell[k].length > 0)
            r->cell[k].text = r->text + r->offset[k];
    r->failed = !irt_intake_row(&r->intake, r->cell, r->variables, r->row, r->error);
    return !r->failed;
}

static void
begin_row(struct reading *r, int observation)
{
    for (size_t k = 0; k < r->variables; k++)
        r->cell[k] = (struct irt_cell){ "", 0 };
    r->used = 0;
    r->observation = observation;
    r->row++;
}

static bool
take_text(struct reading *r, size_t k, const char *text)
{
    size_t length = text != NULL ? strlen(text) : 0;

    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    while (length > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    if (length == 0)
        return true;
    if (r->room - r->used < length) {
        size_t room = 2 * r->room + length + 256;
        char *larger = realloc(r->text, room);
        if (larger == NULL)
            return false;
        r->text = larger;
        r->room = room;
    }
    memcpy(r->text + r->used, text, length);
    r->offset[k] = r->used;
    r->cell[k].length = length;
    r->used += length;
    return true;
}

static double
number_of(readstat_value_t value)
{
    switch (readstat_value_type(value)) {
    case READSTAT_TYPE_INT8: return value.v.i8_value;
    case READSTAT_TYPE_INT16: return value.v.i16_value;
    case READSTAT_TYPE_INT32: return value.v.i32_value;
    case READSTAT_TYPE_FLOAT: return (double)value.v.float_value;
    default: return value.v.double_value;
    }
}

static void
take_number(struct reading *r, size_t k, readstat_value_t value)
{
    static const char digits[] = "0123456789";
    double number = number_of(value);
    int precise = readstat_value_type(value) == READSTAT_TYPE_FLOAT ? 7 : 15;

    if (number >= 0 && number <= 9 && number == (int)number) {
        r->cell[k] = (struct irt_cell){ digits + (int)number, 1 };
        return;
    }
    r->cell[k].length =
        (size_t)snprintf(r->number[k], NUMBER_TEXT, "%.*g", precise, number);
    r->cell[k].text = r->number[k];
}

static int
take_value(int observation, readstat_variable_t *variable, readstat_value_t value,
           void *context)
{
    struct reading *r = context;
    int index = readstat_variable_get_index(variable);
    size_t k = (size_t)index;

    if (!r->started && !start(r))
        return give_up(r);
    if (r->row == 0 || observation != r->observation) {
        if (!end_row(r))
            return give_up(r);
        begin_row(r, observation);
    }
    if (index < 0 || k >= r->variables)
        return READSTAT_HANDLER_OK;
    if (readstat_value_is_missing(value, variable)) {
        /* A row without a weight counts for nobody. */
        if (r->variable[k].weight)
            r->cell[k] = (struct irt_cell){ "0", 1 };
    } else if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_NUMERIC) {
        if (!r->variable[k].text)
            take_number(r, k, value);
    } else if (r->variable[k].text && !take_text(r, k, readstat_string_value(value))) {
        return no_memory(r);
    }
    return READSTAT_HANDLER_OK;
}

/* --- the whole ---------------------------------------------------------------------------- */

static readstat_error_t
parse(const struct irt_statistics_kind *kind, readstat_parser_t *parser, const char *path,
      struct reading *r)
{
    switch (kind->format) {
    case IRT_FORMAT_SAV: return readstat_parse_sav(parser, path, r);
    case IRT_FORMAT_POR: return readstat_parse_por(parser, path, r);
    case IRT_FORMAT_DTA: return readstat_parse_dta(parser, path, r);
    case IRT_FORMAT_SAS7BDAT: return readstat_parse_sas7bdat(parser, path, r);
    }
    return READSTAT_ERROR_PARSE;
}

/* What ReadStat could not do, in a sentence. */
static void
tell(struct reading *r, const struct irt_statistics_kind *kind, readstat_error_t problem)
{
    const struct irt_place *place = &r->intake.place;
    char said[200];
    bool changed = false;

    /* A damaged file asks for any amount, so the blame is with it. */
    if (problem == READSTAT_ERROR_MALLOC) {
        irt_place_fail(
            place, 0, r->error, IRT_BAD_DATA,
            "is damaged, or too large for the memory there is; save or copy it "
            "again, or save it as CSV");
        return;
    }
    irt_clean(said, sizeof said, readstat_error_message(problem),
              strlen(readstat_error_message(problem)), &changed);
    if (problem == READSTAT_ERROR_UNSUPPORTED_CHARSET ||
        problem == READSTAT_ERROR_UNSUPPORTED_COMPRESSION ||
        problem == READSTAT_ERROR_UNSUPPORTED_FILE_FORMAT_VERSION)
        irt_place_fail(place, 0, r->error, IRT_BAD_DATA,
                       "is %s of a sort that ReadStat cannot read: %s; save it anew, or "
                       "as CSV",
                       kind->title, said);
    else
        irt_place_fail(place, r->row, r->error, IRT_BAD_DATA,
                       "is no whole file that could be read as %s: %s; save or copy it "
                       "again, or save it as CSV",
                       kind->title, said);
}

static bool
read_all(struct reading *r, const struct irt_statistics_kind *kind, const char *path,
         const char *bytes, size_t length)
{
    readstat_parser_t *parser = readstat_parser_init();
    struct irt_statistics_bytes in = { .byte = bytes, .length = length };
    readstat_error_t problem = READSTAT_ERROR_MALLOC;

    if (parser != NULL) {
        readstat_set_variable_handler(parser, take_variable);
        readstat_set_fweight_handler(parser, take_weight);
        readstat_set_value_handler(parser, take_value);
        if (bytes != NULL)
            irt_statistics_bytes_set(&in, parser);
        problem = parse(kind, parser, path, r);
        readstat_parser_free(parser);
    }
    if (problem != READSTAT_OK && !r->failed) {
        tell(r, kind, problem);
        r->failed = true;
    }
    return !r->failed && (r->started || start(r)) && end_row(r);
}

static void
reading_clear(struct reading *r)
{
    irt_intake_close(&r->intake);
    for (size_t k = 0; k < r->variables; k++) {
        free(r->variable[k].name);
        free(r->variable[k].label);
    }
    free(r->variable);
    free(r->caption);
    free(r->text_aside);
    free(r->cell);
    free(r->number);
    free(r->offset);
    free(r->text);
}

struct irt_responses *
irt_statistics_load(const struct irt_statistics_kind *kind, const char *path,
                    const char *bytes, size_t length, const char *name,
                    const struct irt_load_options *options, struct irt_error *error)
{
    struct reading r = { .options = *options, .error = error };
    struct irt_place place = { .file = name, .rows = true };
    struct irt_responses *data = NULL;

    if (irt_intake_open(&r.intake, &r.options, place, error) &&
        read_all(&r, kind, path, bytes, length))
        data = irt_intake_finish(&r.intake, error);
    reading_clear(&r);
    return data;
}

#else

struct irt_responses *
irt_statistics_load(const struct irt_statistics_kind *kind, const char *path,
                    const char *bytes, size_t length, const char *name,
                    const struct irt_load_options *options, struct irt_error *error)
{
    (void)path;
    (void)bytes;
    (void)length;
    (void)options;
    irt_fail(error, IRT_BAD_DATA,
             "%s: is %s, and this irtop was built without ReadStat; install "
             "libreadstat-dev (Debian, Ubuntu), readstat-devel (Fedora) or readstat "
             "(Arch, Homebrew) and build irtop again, or save the data as CSV",
             name, kind->title);
    return NULL;
}

#endif
