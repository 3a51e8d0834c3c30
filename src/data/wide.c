/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wide.c -- the codes are written into the matrix as the rows come: no cell is kept as
 * text.  A column that may be an item has its place in the matrix from the start; those
 * that turn out to hold text are squeezed out at the end. */
#include "config.h"

#include "data/wide.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/answers.h"
#include "data/filler.h"
#include "data/ids.h"
#include "data/school.h"

#define MANY_FRACTIONS    .2   /* of the numbers */
#define MOST_SEEN         1000 /* cells of a column of text */
#define MOST_SLIPS        12   /* texts that are told */
#define LONGEST_SLIP      20
#define FEWEST_ODD        3  /* cells that are no codes, to say that a column has none */
#define MOST_WORDS        11 /* of a column, that may be a scale's */
#define FEWEST_EACH       2  /* cells that have a word, on average */
#define FEWEST_PERSONS    10 /* to say that a column tells them apart */
#define MOST_HAVE         .9 /* of them have a name of their own */
#define LONGEST_SCALES    2000
#define LARGEST_FREQUENCY 1e12
#define MOST_PERSONS      9007199254740992.0 /* 2^53: sums of whole numbers stay exact */

/* What a column has shown so far.  Only an item column that has shown a number takes
 * the short way.  IS_WORDS: all words are of a scale so far; their numbers are the codes until
 * the end.  Known at the end: its numbers are no codes (IS_MEASURE), or most of its
 * cells are text (IS_MIXED). */
enum state {
    IS_NUMBERS,
    IS_UNSEEN,
    IS_KEYED,
    IS_WORDS,
    IS_TEXT,
    IS_ID,
    IS_SCHOOL,
    IS_UNUSED,
    IS_LOOKED_AT,
    IS_MEASURE,
    IS_MIXED
};

/* The cells of a column that are no codes, and what is wrong with the first. */
struct odd_cells {
    size_t count, texts, fractions, line;
    bool whole;      /* the numbers among them are whole, and too large */
    bool text_first; /* the message is about a text, and lacks what to do about it */
    char *message;
};

/* The cells of a column that is text so far. */
struct text_cells {
    size_t count, line;
    char first[IRT_SHOWN];
    uint32_t scales;       /* that have all its words */
    struct irt_names seen; /* its different texts, of the first MOST_SEEN cells */
    bool times;            /* they look like times */
};

struct irt_wide {
    const struct irt_columns *columns;
    const struct irt_missing *missing;
    const struct irt_key *key;       /* NULL: none */
    const struct irt_scales *scales; /* NULL: none */
    const struct irt_place *place;
    struct irt_answers **answers; /* columns: of a keyed one; NULL: no key */
    uint8_t *state;               /* columns */
    struct text_cells *text;      /* columns */
    struct odd_cells *odd;        /* columns; NULL: there is none so far */
    struct irt_names slips;       /* texts among numbers, a few of them */
    size_t *column; /* candidates: the column of each place in a row of code */
    size_t candidates;

    size_t rows, capacity;
    uint8_t *code; /* capacity * candidates */
    double *frequency;
    uint32_t *school;
    struct irt_ids ids;
    struct irt_names schools;
    struct irt_factor_reader factor;
    double persons;
    size_t last_line;
    size_t dropped; /* rows of frequency 0 */

    /* Rows that are no persons, as spreadsheets have them. */
    size_t totals, totals_line;
    char totals_word[IRT_SHOWN];
    size_t blanks, blank_line; /* left out */
    size_t words, words_line;  /* cells that say in words that there is no answer */
    char word[IRT_SHOWN];
    size_t *empty; /* empty_rows: taken as persons without an answer so far */
    size_t empty_rows, empty_room, empty_line;
};

static bool
no_memory(const struct irt_wide *wide, size_t line, struct irt_error *error)
{
    return irt_place_fail(wide->place, line, error, IRT_NO_MEMORY,
                          "there is no memory for more rows");
}

/* Room for the answers to each item that the key scores. */
static bool
open_answers(struct irt_wide *wide)
{
    wide->answers = calloc(wide->columns->names.count, sizeof *wide->answers);
    if (wide->answers == NULL)
        return false;
    for (size_t k = 0; k < wide->candidates; k++) {
        size_t column = wide->column[k];

        if (!irt_key_covers(wide->key, irt_names_text(&wide->columns->names, column)))
            continue;
        wide->answers[column] = calloc(1, sizeof **wide->answers);
        if (wide->answers[column] == NULL)
            return false;
    }
    return true;
}

/* Text that is no item, and has no part, may tell the persons apart. */
static bool
is_looked_at(const struct irt_columns *columns, size_t k)
{
    return columns->text != NULL && columns->text[k] && k != columns->frequency;
}

struct irt_wide *
irt_wide_new(const struct irt_columns *columns, const struct irt_missing *missing,
             const struct irt_key *key, const struct irt_scales *scales,
             const struct irt_place *place, struct irt_error *error)
{
    size_t count = columns->names.count;
    struct irt_wide *wide = calloc(1, sizeof *wide);

    if (wide == NULL)
        goto no_memory;
    wide->columns = columns;
    wide->missing = missing;
    wide->key = key;
    wide->scales = scales;
    wide->place = place;
    wide->state = malloc(count);
    wide->text = calloc(count, sizeof *wide->text);
    wide->column = malloc(count * sizeof *wide->column);
    if (wide->state == NULL || wide->text == NULL || wide->column == NULL)
        goto no_memory;
    for (size_t k = 0; k < count; k++) {
        wide->state[k] = columns->item[k]           ? IS_UNSEEN
                         : k == columns->id         ? IS_ID
                         : k == columns->school     ? IS_SCHOOL
                         : is_looked_at(columns, k) ? IS_LOOKED_AT
                                                    : IS_UNUSED;
        if (columns->item[k])
            wide->column[wide->candidates++] = k;
    }
    if (key == NULL || open_answers(wide))
        return wide;

no_memory:
    irt_wide_free(wide);
    irt_fail(error, IRT_NO_MEMORY, "%s: there is no memory for the columns", place->file);
    return NULL;
}

void
irt_wide_free(struct irt_wide *wide)
{
    if (wide == NULL)
        return;
    for (size_t k = 0; wide->answers != NULL && k < wide->columns->names.count; k++)
        if (wide->answers[k] != NULL) {
            irt_answers_free(wide->answers[k]);
            free(wide->answers[k]);
        }
    for (size_t k = 0; wide->odd != NULL && k < wide->columns->names.count; k++)
        free(wide->odd[k].message);
    free(wide->odd);
    free(wide->answers);
    free(wide->state);
    for (size_t k = 0; wide->text != NULL && k < wide->columns->names.count; k++)
        irt_names_free(&wide->text[k].seen);
    free(wide->text);
    free(wide->column);
    free(wide->code);
    free(wide->frequency);
    free(wide->school);
    free(wide->empty);
    irt_ids_free(&wide->ids);
    irt_names_free(&wide->schools);
    irt_names_free(&wide->slips);
    irt_factor_reader_free(&wide->factor);
    free(wide);
}

/* --- rows -------------------------------------------------------------------------------- */

/* Makes *list, a pointer to any type, count elements of size bytes long. */
static bool
resize(void *list, size_t count, size_t size)
{
    void *old, *resized;

    if (size > 0 && count > SIZE_MAX / size)
        return false;
    memcpy(&old, list, sizeof old);
    resized = realloc(old, count * size > 0 ? count * size : 1);
    if (resized != NULL)
        memcpy(list, &resized, sizeof resized);
    return resized != NULL;
}

static bool
make_room(struct irt_wide *wide, size_t line, struct irt_error *error)
{
    const struct irt_columns *columns = wide->columns;
    size_t capacity = 2 * wide->capacity + 256;

    if (wide->rows >= IRT_MOST_ROWS)
        return irt_place_fail(wide->place, line, error, IRT_BAD_DATA,
                              "there are more than %u rows; draw a sample, or collapse "
                              "equal rows into one with a frequency",
                              IRT_MOST_ROWS);
    if (wide->rows < wide->capacity)
        return true;
    if (!resize(&wide->code, capacity, wide->candidates) ||
        (columns->frequency != IRT_NO_COLUMN &&
         !resize(&wide->frequency, capacity, sizeof *wide->frequency)) ||
        (columns->school != IRT_NO_COLUMN &&
         !resize(&wide->school, capacity, sizeof *wide->school)))
        return no_memory(wide, line, error);
    wide->capacity = capacity;
    return true;
}

/* What to do about a column of numbers that are no codes. */
static const char *
advice(const struct irt_wide *wide, double value)
{
    if (value <= IRT_LARGEST_CODE)
        return "correct it, or leave the column out by --omit";
    if (wide->columns->names.count == 1)
        return "separate the responses by commas or blanks";
    return "if it is no item, name it with --id-column or leave it out by --omit";
}

/* Counts cells that are missing by what they say, for a note. */
static void
count_word(struct irt_wide *wide, struct irt_cell cell, size_t line)
{
    if (!irt_cell_says_missing(cell))
        return;
    if (wide->words++ == 0) {
        wide->words_line = line;
        irt_show(wide->word, cell.text, cell.length);
    }
}

/* A cell of a keyed column. */
static bool
take_answer(struct irt_wide *wide, size_t column, struct irt_cell cell, size_t line,
            uint8_t *code, struct irt_error *error)
{
    char name[IRT_SHOWN];

    if (!irt_answers_take(wide->answers[column], cell, wide->missing, wide->place, line,
                          irt_columns_show(wide->columns, column, name), code, error))
        return false;
    if (*code != IRT_MISSING)
        wide->state[column] = IS_KEYED;
    else
        count_word(wide, cell, line);
    return true;
}

/* One more cell of a column that is no code; NULL without memory. */
static struct odd_cells *
count_odd(struct irt_wide *wide, size_t column, size_t line, const char *message)
{
    struct odd_cells *odd;

    if (wide->odd == NULL)
        wide->odd = calloc(wide->columns->names.count, sizeof *wide->odd);
    if (wide->odd == NULL)
        return NULL;
    odd = &wide->odd[column];
    if (odd->message == NULL) {
        odd->line = line;
        odd->whole = true;
        odd->message = strdup(message);
        if (odd->message == NULL)
            return NULL;
    }
    odd->count++;
    return odd;
}

/* A column that is listed, or the only one, is not set aside. */
static bool
may_be_set_aside(const struct irt_wide *wide)
{
    return !wide->columns->listed && wide->columns->names.count > 1;
}

/* A column all of whose numbers are like this one is no item, but a measurement, or the
 * persons' numbers: that is seen at the end.  False when it is known now, or without
 * memory. */
static bool
keep_odd(struct irt_wide *wide, size_t column, double value, size_t line,
         const struct irt_error *problem)
{
    struct odd_cells *odd;

    if (problem->code != IRT_BAD_DATA || !may_be_set_aside(wide))
        return false;
    odd = count_odd(wide, column, line, problem->message);
    if (odd == NULL)
        return false;
    odd->whole = odd->whole && value > IRT_LARGEST_CODE && value == floor(value);
    odd->fractions += value != floor(value);
    return true;
}

/* A text in a column of numbers, or the first number in one of text: a slip, or the column
 * is no item.  That is seen at the end; until then the texts are gathered. */
static bool
keep_mixed(struct irt_wide *wide, size_t column, struct irt_cell cell, size_t line,
           bool number, struct irt_error *error)
{
    const struct text_cells *text = &wide->text[column];
    struct irt_error problem;
    struct odd_cells *odd;
    char name[IRT_SHOWN], shown[IRT_SHOWN];
    const char *slip = number ? text->first : shown;

    irt_columns_show(wide->columns, column, name);
    irt_show(shown, cell.text, cell.length);
    if (number)
        irt_place_fail(wide->place, line, &problem, IRT_BAD_DATA,
                       "column '%s' has the number %s, but text %s %zu", name, shown,
                       irt_place_on(wide->place), text->line);
    else
        irt_place_fail(wide->place, line, &problem, IRT_BAD_DATA,
                       "column '%s' has '%s', which is no number", name, shown);
    odd = count_odd(wide, column, line, problem.message);
    if (odd == NULL || (wide->slips.count < MOST_SLIPS &&
                        irt_names_add(&wide->slips, slip, strlen(slip)) == IRT_NO_NAME))
        return no_memory(wide, line, error);
    odd->text_first = odd->text_first || odd->count == 1;
    odd->texts += number ? text->count : 1;
    odd->count += number ? text->count - 1 : 0;
    return true;
}

/* A number in a column that is not keyed. */
static bool
take_number(struct irt_wide *wide, size_t column, struct irt_cell cell, double value,
            size_t line, uint8_t *code, struct irt_error *error)
{
    struct irt_error problem = { IRT_OK, "" };
    char name[IRT_SHOWN];

    wide->state[column] = IS_NUMBERS;
    if (irt_cell_code(value, cell, wide->place, line,
                      irt_columns_show(wide->columns, column, name), advice(wide, value),
                      code, &problem))
        return true;
    return keep_odd(wide, column, value, line, &problem) ||
           irt_fail(error, problem.code, "%s", problem.message);
}

/* Dates with their times of day, as forms stamp answers with them. */
static bool
is_time(struct irt_cell cell)
{
    size_t digits = 0, colons = 0;

    for (size_t k = 0; k < cell.length; k++) {
        digits += cell.text[k] >= '0' && cell.text[k] <= '9';
        colons += cell.text[k] == ':';
    }
    return colons > 0 && digits >= 3;
}

/* One more cell of a column of text; false without memory. */
static bool
see_text(struct text_cells *text, struct irt_cell cell, size_t line)
{
    if (text->count++ == 0) {
        text->line = line;
        text->scales = UINT32_MAX;
        text->times = is_time(cell);
        irt_show(text->first, cell.text, cell.length);
    }
    return text->count > MOST_SEEN ||
           irt_names_add(&text->seen, cell.text, cell.length) != IRT_NO_NAME;
}

/* A word of a scale that may be the column's; false: it is none. */
static bool
take_word(struct irt_wide *wide, size_t column, struct irt_cell cell, uint8_t *code)
{
    size_t word =
        wide->scales != NULL ? irt_scales_word(wide->scales, cell) : IRT_NO_NAME;

    if (word == IRT_NO_NAME || !(wide->text[column].scales & wide->scales->of[word]))
        return false;
    wide->text[column].scales &= wide->scales->of[word];
    wide->state[column] = IS_WORDS;
    *code = (uint8_t)word;
    return true;
}

/* Any cell of a column that may be an item. */
static bool
take_response(struct irt_wide *wide, size_t column, struct irt_cell cell, size_t line,
              uint8_t *code, struct irt_error *error)
{
    uint8_t *state = &wide->state[column];
    double value;

    if (wide->answers != NULL && wide->answers[column] != NULL)
        return take_answer(wide, column, cell, line, code, error);
    *code = IRT_MISSING;
    switch (irt_cell_read(cell, wide->missing, &value)) {
    case IRT_CELL_MISSING: count_word(wide, cell, line); return true;
    case IRT_CELL_TEXT:
        if (*state != IS_NUMBERS && !see_text(&wide->text[column], cell, line))
            return no_memory(wide, line, error);
        if ((*state == IS_UNSEEN || *state == IS_WORDS) &&
            take_word(wide, column, cell, code))
            return true;
        if (*state == IS_NUMBERS || wide->columns->listed)
            return keep_mixed(wide, column, cell, line, false, error);
        *state = IS_TEXT;
        return true;
    case IRT_CELL_NUMBER:
        if ((*state == IS_TEXT || *state == IS_WORDS) &&
            !keep_mixed(wide, column, cell, line, true, error))
            return false;
        return take_number(wide, column, cell, value, line, code, error);
    }
    return true;
}

static bool
take_other(struct irt_wide *wide, size_t column, struct irt_cell cell, size_t line,
           struct irt_error *error)
{
    size_t school;

    if (wide->state[column] == IS_ID)
        return irt_ids_take(&wide->ids, cell, line) || no_memory(wide, line, error);
    if (wide->state[column] == IS_LOOKED_AT && cell.length > 0)
        return see_text(&wide->text[column], cell, line) || no_memory(wide, line, error);
    if (wide->state[column] != IS_SCHOOL)
        return true;
    school = irt_school_of(&wide->schools, cell, wide->missing, wide->place, line, error);
    if (school == IRT_NO_NAME)
        return false;
    wide->school[wide->rows] = (uint32_t)school;
    return true;
}

static bool
take_frequency(struct irt_wide *wide, struct irt_cell cell, size_t line,
               double *frequency, struct irt_error *error)
{
    char shown[IRT_SHOWN], name[IRT_SHOWN];
    bool number = irt_cell_read(cell, wide->missing, frequency) == IRT_CELL_NUMBER;

    if (number && *frequency >= 0 && *frequency <= LARGEST_FREQUENCY &&
        wide->persons + *frequency <= MOST_PERSONS) {
        wide->persons += *frequency;
        return true;
    }
    irt_columns_show(wide->columns, wide->columns->frequency, name);
    irt_show(shown, cell.text, cell.length);
    return irt_place_fail(wide->place, line, error, IRT_BAD_DATA,
                          "column '%s' has '%s' as a frequency; %s", name, shown,
                          number && *frequency > 0
                              ? "that is too many persons"
                              : "give a number that is not negative");
}

/* An empty row is a person without an answer where nothing but answers could stand in it;
 * else it is left out.  What columns hold is known at the end. */
static bool
keep_empty(struct irt_wide *wide, size_t line, struct irt_error *error)
{
    if (wide->empty_rows == wide->empty_room) {
        size_t room = 2 * wide->empty_room + 16;

        if (!resize(&wide->empty, room, sizeof *wide->empty))
            return no_memory(wide, line, error);
        wide->empty_room = room;
    }
    if (wide->empty_rows == 0)
        wide->empty_line = line;
    wide->empty[wide->empty_rows++] = wide->rows;
    return true;
}

/* Is the row none of a person?  Then it is counted. */
static bool
is_filler(struct irt_wide *wide, const struct irt_cell *cell, size_t cells, size_t line,
          bool *empty)
{
    const struct irt_columns *columns = wide->columns;
    size_t first;
    enum irt_filler filler = irt_filler_of(cell, cells, &first);

    *empty = filler == IRT_EMPTY_ROW;
    if (*empty && cells > 1 &&
        (columns->id != IRT_NO_COLUMN || columns->school != IRT_NO_COLUMN ||
         columns->frequency != IRT_NO_COLUMN || cells != columns->names.count)) {
        if (wide->blanks++ == 0)
            wide->blank_line = line;
        return true;
    }
    if (filler != IRT_TOTALS || first >= columns->names.count ||
        (wide->answers != NULL && wide->answers[first] != NULL))
        return false;
    if (wide->totals++ == 0) {
        wide->totals_line = line;
        irt_show(wide->totals_word, cell[first].text, cell[first].length);
    }
    return true;
}

bool
irt_wide_row(struct irt_wide *wide, const struct irt_cell *cell, size_t cells,
             size_t line, struct irt_error *error)
{
    const struct irt_columns *columns = wide->columns;
    const uint8_t *state = wide->state, *digit = wide->missing->digit;
    double frequency = 1;
    uint8_t *code;
    bool empty;

    wide->last_line = line;
    if (is_filler(wide, cell, cells, line, &empty))
        return true;
    if (cells != columns->names.count)
        return irt_columns_ragged(columns, cells, wide->place, line, error);
    if (columns->frequency != IRT_NO_COLUMN) {
        if (!take_frequency(wide, cell[columns->frequency], line, &frequency, error))
            return false;
        if (frequency == 0) {
            wide->dropped++;
            return true;
        }
    }
    if (!make_room(wide, line, error) || (empty && !keep_empty(wide, line, error)))
        return false;
    code = wide->code + wide->rows * wide->candidates;
    for (size_t k = 0; k < cells; k++) {
        unsigned first = cell[k].length == 1 ? (unsigned char)cell[k].text[0] - '0' : 10;
        if (state[k] == IS_NUMBERS && first < 10) {
            *code++ = digit[first];
        } else if (state[k] <= IS_TEXT) {
            if (!take_response(wide, k, cell[k], line, code++, error))
                return false;
        } else if (!take_other(wide, k, cell[k], line, error)) {
            return false;
        }
    }
    if (columns->factor != IRT_NO_COLUMN &&
        !irt_factor_take(&wide->factor, wide->rows, cell[columns->factor], wide->missing,
                         wide->place, line, error))
        return false;
    if (wide->frequency != NULL)
        wide->frequency[wide->rows] = frequency;
    wide->rows++;
    return true;
}

/* --- the end ----------------------------------------------------------------------------- */

/* Leaves empty rows out where other columns than items have something. */
static void
judge_empty(struct irt_wide *wide)
{
    size_t next = 0, to = 0, width = wide->candidates;
    bool others = false;

    for (size_t k = 0; k < wide->columns->names.count; k++)
        others = others || wide->state[k] == IS_TEXT || wide->state[k] == IS_UNUSED ||
                 wide->state[k] == IS_LOOKED_AT || wide->state[k] == IS_MEASURE ||
                 wide->state[k] == IS_MIXED;
    if (!others || wide->empty_rows == 0)
        return;
    for (size_t i = 0; i < wide->rows; i++) {
        if (next < wide->empty_rows && wide->empty[next] == i) {
            next++;
            continue;
        }
        memmove(wide->code + to++ * width, wide->code + i * width, width);
    }
    wide->rows = to;
    wide->blanks = wide->empty_rows;
    wide->blank_line = wide->empty_line;
}

/* How many cells of a place in the rows hold codes. */
static size_t
count_codes(const struct irt_wide *wide, size_t place)
{
    size_t count = 0;

    for (size_t i = 0; i < wide->rows; i++)
        count += wide->code[i * wide->candidates + place] != IRT_MISSING;
    return count;
}

/* Has the column codes of an item? */
static bool
is_item(const struct irt_wide *wide, size_t column)
{
    return wide->state[column] == IS_NUMBERS || wide->state[column] == IS_KEYED ||
           wide->state[column] == IS_WORDS;
}

/* Tells of a cell that is no code; of a text, how all such are read as missing. */
static bool
tell_odd(const struct irt_wide *wide, const struct odd_cells *odd,
         struct irt_error *error)
{
    char list[200];
    size_t used;

    if (!odd->text_first)
        return irt_fail(error, IRT_BAD_DATA, "%s", odd->message);
    used = (size_t)snprintf(list, sizeof list, "%.100s", wide->missing->list);
    for (size_t k = 0; k < wide->slips.count; k++) {
        const char *text = irt_names_text(&wide->slips, k);

        if (strpbrk(text, ",'\"") != NULL || strlen(text) > LONGEST_SLIP ||
            used + strlen(text) + 2 > sizeof list)
            continue;
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s",
                                 used > 0 ? "," : "", text);
    }
    return irt_fail(error, IRT_BAD_DATA,
                    "%.150s; correct it, have such cells read as missing by --missing "
                    "'%s', or leave the column out by --omit",
                    odd->message, list);
}

/* What a column with cells that are no codes is: most cells decide, or some fractions, which
 * nobody writes by a slip that often. */
static void
judge_column(struct irt_wide *wide, size_t place)
{
    size_t column = wide->column[place];
    const struct odd_cells *odd = &wide->odd[column];
    size_t codes = odd->count > 0 ? count_codes(wide, place) : 0;
    bool measured =
        odd->fractions >= FEWEST_ODD &&
        (double)odd->fractions > MANY_FRACTIONS * (double)(odd->count + codes);

    if (odd->count < FEWEST_ODD || (odd->count <= codes && !measured) ||
        !may_be_set_aside(wide))
        return;
    wide->state[column] = 2 * odd->texts > odd->count ? IS_MIXED : IS_MEASURE;
}

static bool
is_odd(const struct irt_wide *wide, size_t column)
{
    return wide->odd[column].count > 0 && wide->state[column] != IS_MEASURE &&
           wide->state[column] != IS_MIXED;
}

/* Columns most of whose cells are no codes are set aside, if an item is left.  In another
 * such a cell is a slip: the first of all is told.  So is the text of a listed column. */
static bool
judge_odd(struct irt_wide *wide, struct irt_error *error)
{
    const struct odd_cells *first = NULL;
    size_t left = 0;

    for (size_t k = 0; wide->odd != NULL && k < wide->candidates; k++) {
        size_t column = wide->column[k];
        const struct odd_cells *odd = &wide->odd[column];

        judge_column(wide, k);
        if (is_odd(wide, column) && (first == NULL || odd->line < first->line))
            first = odd;
        left += is_item(wide, column);
    }
    if (wide->odd == NULL || (first == NULL && left > 0))
        return true;
    for (size_t k = 0; first == NULL && k < wide->candidates; k++)
        if (wide->odd[wide->column[k]].count > 0)
            first = &wide->odd[wide->column[k]];
    return first == NULL || tell_odd(wide, first, error);
}

/* An item's column: it has numbers, or it has a name and nobody answered. */
static bool
is_kept(const struct irt_wide *wide, size_t column)
{
    return is_item(wide, column) ||
           (wide->state[column] == IS_UNSEEN &&
            (wide->columns->listed || !wide->columns->unnamed[column]));
}

/* The scale that a column of words has. */
static size_t
first_scale(const struct irt_wide *wide, size_t column)
{
    size_t s = 0;

    while (s + 1 < wide->scales->count && !(wide->text[column].scales & (uint32_t)1 << s))
        s++;
    return s;
}

/* Turns the numbers of words into codes. */
static void
score_words(struct irt_wide *wide)
{
    for (size_t k = 0; wide->scales != NULL && k < wide->candidates; k++) {
        const uint8_t *code;

        if (wide->state[wide->column[k]] != IS_WORDS)
            continue;
        code = wide->scales->code[first_scale(wide, wide->column[k])];
        for (size_t i = 0; i < wide->rows; i++) {
            uint8_t *at = &wide->code[i * wide->candidates + k];

            if (*at != IRT_MISSING)
                *at = code[*at];
        }
    }
}

/* Moves the kept places together, in column[] and in every row of code.  Returns how many. */
static size_t
squeeze(struct irt_wide *wide)
{
    size_t kept = 0, width = wide->candidates;
    uint8_t *to = wide->code;

    for (size_t k = 0; k < width; k++)
        if (is_kept(wide, wide->column[k]))
            kept++;
    if (kept == width)
        return kept;
    for (size_t i = 0; i < wide->rows; i++)
        for (size_t k = 0; k < width; k++)
            if (is_kept(wide, wide->column[k]))
                *to++ = wide->code[i * width + k];
    kept = 0;
    for (size_t k = 0; k < width; k++)
        if (is_kept(wide, wide->column[k]))
            wide->column[kept++] = wide->column[k];
    return kept;
}

/* One note on all columns of a kind, at most some of them by name. */
static bool
note_columns(const struct irt_wide *wide, enum state state, const char *why,
             struct irt_notes *notes)
{
    char text[400], name[IRT_SHOWN];
    size_t used = 0, count = 0;

    for (size_t k = 0; k < wide->columns->names.count; k++) {
        if (wide->state[k] != state || (state == IS_UNSEEN && is_kept(wide, k)))
            continue;
        if (used + 2 * IRT_SHOWN < sizeof text)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s'%s'",
                                     count > 0 ? ", " : "",
                                     irt_columns_show(wide->columns, k, name));
        else if (count > 0 && text[used - 1] != '.')
            used += (size_t)snprintf(text + used, sizeof text - used, ", ...");
        count++;
    }
    if (count == 0)
        return true;
    return irt_notes_add(notes, "%s: %s", why, text);
}

static bool
note_fillers(const struct irt_wide *wide, struct irt_notes *notes)
{
    const char *on = irt_place_on(wide->place);

    return (wide->blanks == 0 ||
            irt_notes_add(notes, "empty rows were left out: %zu, the first %s %zu",
                          wide->blanks, on, wide->blank_line)) &&
           (wide->totals == 0 ||
            irt_notes_add(notes,
                          "rows of totals were left out: %zu, the first %s %zu ('%s')",
                          wide->totals, on, wide->totals_line, wide->totals_word));
}

/* Of one column of large whole numbers: that they may be the persons'. */
static bool
offer_id(const struct irt_wide *wide, struct irt_notes *notes)
{
    size_t found = IRT_NO_COLUMN, count = 0;

    for (size_t k = 0; k < wide->columns->names.count; k++)
        if (wide->state[k] == IS_MEASURE) {
            found = k;
            count++;
        }
    return count != 1 || !wide->odd[found].whole || wide->columns->id != IRT_NO_COLUMN ||
           irt_notes_remedy(notes, "id-column",
                            irt_names_text(&wide->columns->names, found));
}

/* --- columns of text ------------------------------------------------------------------- */

/* Few words, each several times. */
static bool
has_few_words(const struct irt_wide *wide, size_t column)
{
    const struct text_cells *text = &wide->text[column];

    return wide->state[column] == IS_TEXT && text->seen.count >= 2 &&
           text->seen.count <= MOST_WORDS &&
           text->count >= FEWEST_EACH * text->seen.count;
}

/* The scale of a column's words, if it is known. */
static const char *
scale_of(const struct irt_wide *wide, size_t column)
{
    return has_few_words(wide, column) ? irt_known_scale(&wide->text[column].seen) : NULL;
}

/* Which scales the columns have, as --words takes them: of columns with most words first, for
 * others may have lacked some. */
static void
suggest_scales(const struct irt_wide *wide, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t words = MOST_WORDS; words >= 2; words--)
        for (size_t k = 0; k < wide->columns->names.count; k++) {
            const char *scale = scale_of(wide, k);

            if (scale == NULL || wide->text[k].seen.count != words ||
                irt_scale_among(out, &wide->text[k].seen) ||
                used + strlen(scale) + 2 > size)
                continue;
            used += (size_t)snprintf(out + used, size - used, "%s%s", used > 0 ? ";" : "",
                                     scale);
        }
}

/* Columns whose words are a scale, with the remedy to score them; and how others may be. */
static bool
note_words(const struct irt_wide *wide, struct irt_notes *notes)
{
    char scales[LONGEST_SCALES], name[IRT_SHOWN], first[IRT_SHOWN], words[160] = "";
    size_t known = 0, others = 0, k = wide->columns->names.count, used = 0;

    while (k-- > 0) {
        if (scale_of(wide, k) != NULL)
            known++;
        else if (has_few_words(wide, k)) {
            irt_columns_show(wide->columns, k, name);
            others = k + 1;
        }
        if (scale_of(wide, k) != NULL)
            irt_columns_show(wide->columns, k, first);
    }
    suggest_scales(wide, scales, sizeof scales);
    if (known > 0 &&
        (!irt_notes_add(notes,
                        "%zu column%s of words, '%s'%s, %s: they are no items unless "
                        "--words scores them",
                        known, known == 1 ? "" : "s", first,
                        known == 1 ? "" : " the first",
                        known == 1 ? "has those of a rating scale"
                                   : "have those of a rating scale") ||
         !irt_notes_remedy(notes, "words", scales)))
        return false;
    if (others == 0)
        return true;
    for (size_t w = 0; w < wide->text[others - 1].seen.count && used < 100; w++) {
        irt_names_show(&wide->text[others - 1].seen, w, first);
        used += (size_t)snprintf(words + used, sizeof words - used, "%s'%s'",
                                 w > 0 ? ", " : "", first);
    }
    return irt_notes_add(
        notes,
        "column '%s' has a few words only: %s%s; where such are answers, "
        "score them by --key, or by --words from the lowest to the "
        "highest",
        name, words, used < 100 ? "" : " ...");
}

/* A column of text that tells the persons apart; IRT_NO_COLUMN: there is none. */
static size_t
find_ids(const struct irt_wide *wide)
{
    for (size_t k = 0; k < wide->columns->names.count; k++) {
        const struct text_cells *text = &wide->text[k];
        size_t seen = text->count < MOST_SEEN ? text->count : MOST_SEEN;

        if ((wide->state[k] == IS_TEXT || wide->state[k] == IS_LOOKED_AT) &&
            !text->times && wide->rows >= FEWEST_PERSONS &&
            (double)text->count >= MOST_HAVE * (double)wide->rows &&
            (double)text->seen.count >= MOST_HAVE * (double)seen)
            return k;
    }
    return IRT_NO_COLUMN;
}

static bool
note_ids(const struct irt_wide *wide, struct irt_notes *notes)
{
    size_t column = find_ids(wide);
    char name[IRT_SHOWN];

    if (column == IRT_NO_COLUMN || wide->columns->id != IRT_NO_COLUMN)
        return true;
    return irt_notes_add(notes,
                         "column '%s' looks like the names of the persons: hardly two "
                         "rows have the same; --id-column shows them with the scores",
                         irt_columns_show(wide->columns, column, name)) &&
           irt_notes_remedy(notes, "id-column",
                            irt_names_text(&wide->columns->names, column));
}

/* What the words of each scale that some column has count as. */
static bool
note_scored(const struct irt_wide *wide, struct irt_notes *notes)
{
    for (size_t s = 0; wide->scales != NULL && s < wide->scales->count; s++) {
        size_t columns = 0;

        for (size_t k = 0; k < wide->columns->names.count; k++)
            columns += wide->state[k] == IS_WORDS && first_scale(wide, k) == s;
        if (columns > 0 &&
            !irt_notes_add(notes,
                           "the words of %zu column%s count from '%.60s', which is 0, to "
                           "'%.60s', which is %zu",
                           columns, columns == 1 ? "" : "s",
                           irt_scales_text(wide->scales, s, 0),
                           irt_scales_text(wide->scales, s, wide->scales->length[s] - 1),
                           wide->scales->length[s] - 1))
            return false;
    }
    return true;
}

static bool
add_notes(const struct irt_wide *wide, struct irt_notes *notes)
{
    const struct irt_columns *columns = wide->columns;

    if (!note_columns(wide, IS_TEXT, "columns without a number were set aside", notes) ||
        !note_columns(wide, IS_MEASURE,
                      "columns whose numbers are no codes from 0 to 254 were set aside",
                      notes) ||
        !offer_id(wide, notes) ||
        !note_columns(wide, IS_MIXED, "columns of text with a few numbers were set aside",
                      notes) ||
        !note_columns(wide, IS_UNSEEN, "empty columns without a name were set aside",
                      notes))
        return false;
    if (!note_fillers(wide, notes) || !note_scored(wide, notes) ||
        !note_words(wide, notes) || !note_ids(wide, notes))
        return false;
    if (wide->words > 0 &&
        !irt_notes_add(notes,
                       "cells such as '%s' are read as missing: %zu, the first %s %zu",
                       wide->word, wide->words, irt_place_on(wide->place),
                       wide->words_line))
        return false;
    if (wide->dropped > 0 &&
        !irt_notes_add(notes, "rows with frequency 0 were left out: %zu", wide->dropped))
        return false;
    return columns->id == IRT_NO_COLUMN ||
           irt_ids_note(&wide->ids, irt_names_text(&columns->names, columns->id),
                        columns->school != IRT_NO_COLUMN, wide->place, notes);
}

/* There must be a row, and a response in it. */
static bool
check_any(const struct irt_wide *wide, struct irt_error *error)
{
    char scales[220];

    if (wide->rows == 0 && wide->dropped > 0)
        return irt_place_fail(wide->place, wide->last_line, error, IRT_BAD_DATA,
                              "all frequencies are 0; give some row a larger one");
    if (wide->rows == 0)
        return irt_place_fail(wide->place, wide->place->rows ? 0 : 1, error, IRT_BAD_DATA,
                              "there %s; add the responses",
                              wide->place->rows ? "are variables but no rows"
                                                : "is a header but no row below it");
    for (size_t k = 0; k < wide->candidates; k++)
        if (is_item(wide, wide->column[k]))
            return true;
    suggest_scales(wide, scales, sizeof scales);
    if (scales[0] != '\0')
        return irt_place_fail(wide->place, wide->last_line, error, IRT_BAD_DATA,
                              "no column holds numbers, so there is no item; score the "
                              "answers by --words '%s'",
                              scales);
    return irt_place_fail(wide->place, wide->last_line, error, IRT_BAD_DATA,
                          "no column holds numbers, so there is no item; give the "
                          "responses as numbers from 0, score answers by --key, or words "
                          "by --words LOWEST,..,HIGHEST");
}

/* The captions of the kept columns, when there is one. */
static bool
fill_captions(const struct irt_wide *wide, struct irt_responses *data)
{
    const char *const *caption = wide->columns->caption;
    bool any = false;

    for (size_t j = 0; caption != NULL && j < data->items; j++)
        any = any || caption[wide->column[j]] != NULL;
    if (!any)
        return true;
    data->item_caption = calloc(data->items, sizeof *data->item_caption);
    if (data->item_caption == NULL)
        return false;
    for (size_t j = 0; j < data->items; j++)
        if (caption[wide->column[j]] != NULL &&
            (data->item_caption[j] = strdup(caption[wide->column[j]])) == NULL)
            return false;
    return true;
}

/* Hands over what was gathered.  Gives back what the lists have too much. */
static bool
fill(struct irt_wide *wide, struct irt_responses *data)
{
    size_t items;

    score_words(wide);
    items = squeeze(wide);

    data->rows = wide->rows;
    if (!resize(&wide->code, wide->rows, items))
        return false;
    data->code = wide->code;
    data->frequency = wide->frequency;
    data->school = wide->school;
    wide->code = NULL;
    wide->frequency = NULL;
    wide->school = NULL;
    data->item_name = calloc(items, sizeof *data->item_name);
    data->categories = malloc(items * sizeof *data->categories);
    if (data->item_name == NULL || data->categories == NULL)
        return false;
    data->items = items;
    for (size_t j = 0; j < items; j++) {
        const char *name = irt_names_text(&wide->columns->names, wide->column[j]);
        if ((data->item_name[j] = strdup(name)) == NULL)
            return false;
    }
    if (!fill_captions(wide, data))
        return false;
    if (wide->columns->id != IRT_NO_COLUMN) {
        data->person_id = irt_names_pack(&wide->ids.names, wide->ids.number, wide->rows);
        return data->person_id != NULL;
    }
    return true;
}

/* Hands over the groups. */
static bool
finish_factor(struct irt_wide *wide, struct irt_responses *data, struct irt_error *error)
{
    size_t column = wide->columns->factor;

    if (column == IRT_NO_COLUMN)
        return true;
    data->factor =
        irt_factor_finish(&wide->factor, irt_names_text(&wide->columns->names, column),
                          error);
    return data->factor != NULL;
}

/* Turns the answers to keyed items into scores. */
static bool
score(const struct irt_wide *wide, struct irt_responses *data, struct irt_error *error)
{
    struct irt_answers **of_item;
    bool scored;

    if (wide->key == NULL)
        return true;
    of_item = malloc((data->items + 1) * sizeof *of_item);
    if (of_item == NULL)
        return no_memory(wide, wide->last_line, error);
    for (size_t j = 0; j < data->items; j++)
        of_item[j] = wide->answers[wide->column[j]];
    scored = irt_answers_score(data, of_item, wide->key, wide->place, error);
    free(of_item);
    return scored;
}

struct irt_responses *
irt_wide_finish(struct irt_wide *wide, struct irt_notes *notes, struct irt_error *error)
{
    struct irt_responses *data;

    if (!check_any(wide, error) || !judge_odd(wide, error))
        return NULL;
    judge_empty(wide);
    data = calloc(1, sizeof *data);
    if (data == NULL || !add_notes(wide, notes) || !fill(wide, data)) {
        no_memory(wide, wide->last_line, error);
    } else if (score(wide, data, error) && finish_factor(wide, data, error) &&
               (data->school == NULL || irt_school_sort(data, &wide->schools, error))) {
        irt_responses_count(data);
        return data;
    }
    irt_responses_free(data);
    return NULL;
}
