/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/cell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/names.h"
#include "data/responses.h"

#define LONGEST_NUMBER 63

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A name in quotation marks, with nothing but a comma or the end behind it. */
static bool
is_quoted(const char *start, const char **end)
{
    if (*start != '"')
        return false;
    *end = strchr(start + 1, '"');
    return *end != NULL && strchr(",", (*end)[1 + strspn(*end + 1, " \t")]) != NULL;
}

bool
irt_list_next(const char **list, struct irt_cell *name)
{
    const char *start = *list, *end;

    if (*start == '\0')
        return false;
    start += strspn(start, " \t");
    if (is_quoted(start, &end)) {
        *name = (struct irt_cell){ start + 1, (size_t)(end - start - 1) };
        end += 1 + strspn(end + 1, " \t");
        *list = *end == ',' ? end + 1 : end;
        return true;
    }
    end = start + strcspn(start, ",");
    *list = *end == ',' ? end + 1 : end;
    while (end > start && is_blank(end[-1]))
        end--;
    *name = (struct irt_cell){ start, (size_t)(end - start) };
    return true;
}

bool
irt_list_add(char *list, size_t size, const char *name)
{
    size_t used = strlen(list), length = strlen(name);
    bool quoted = strchr(name, ',') != NULL || name[0] == '"';

    if (length == 0 || is_blank(name[0]) || is_blank(name[length - 1]) ||
        (quoted && strchr(name, '"') != NULL) || used + length + 4 > size)
        return false;
    snprintf(list + used, size - used, quoted ? "%s\"%s\"" : "%s%s", used > 0 ? "," : "",
             name);
    return true;
}

bool
irt_list_has(const char *list, const char *name)
{
    struct irt_cell one;

    while (list != NULL && irt_list_next(&list, &one))
        if (irt_cell_equal(one, name))
            return true;
    return false;
}

bool
irt_cell_equal(struct irt_cell cell, const char *text)
{
    return strncmp(cell.text, text, cell.length) == 0 && text[cell.length] == '\0';
}

/* How many characters of a cell are a decimal number from its start on. */
static size_t
number_length(struct irt_cell cell)
{
    const char *p = cell.text, *end = p + cell.length;
    size_t digits = 0;

    if (p < end && (*p == '+' || *p == '-'))
        p++;
    for (; p < end && is_digit(*p); p++)
        digits++;
    if (p < end && *p == '.')
        for (p++; p < end && is_digit(*p); p++)
            digits++;
    if (digits == 0)
        return 0;
    if (p < end && (*p == 'e' || *p == 'E')) {
        const char *exponent = p + 1;
        if (exponent < end && (*exponent == '+' || *exponent == '-'))
            exponent++;
        if (exponent < end && is_digit(*exponent))
            for (p = exponent; p < end && is_digit(*p);)
                p++;
    }
    return (size_t)(p - cell.text);
}

bool
irt_cell_is_one_of(struct irt_cell cell, const char *const *words)
{
    while (cell.length > 0 && strchr(":= ", cell.text[cell.length - 1]) != NULL)
        cell.length--;
    for (size_t k = 0; words[k] != NULL; k++)
        if (strlen(words[k]) == cell.length &&
            strncasecmp(words[k], cell.text, cell.length) == 0)
            return true;
    return false;
}

bool
irt_cell_number(struct irt_cell cell, double *value)
{
    char text[LONGEST_NUMBER + 1], *end;
    double number;

    if (cell.length == 0 || cell.length > LONGEST_NUMBER ||
        number_length(cell) != cell.length)
        return false;
    memcpy(text, cell.text, cell.length);
    text[cell.length] = '\0';
    number = strtod(text, &end);
    if (*end != '\0')
        return false;
    *value = number;
    return true;
}

static bool
is_missing_number(const struct irt_missing *missing, double value)
{
    for (size_t k = 0; k < missing->numbers; k++)
        if (missing->number[k] == value)
            return true;
    return false;
}

bool
irt_cell_says_missing(struct irt_cell cell)
{
    static const char *const word[] = {
        "n/a",      "n.a.",    "-",     "--",      "\xe2\x80\x93", "\xe2\x80\x94",
        "NaN",      "NULL",    "<NA>",  "k.A.",    "k. A.",        "s/o",
        "#N/A",     "#NV",     "#N/D",  "#NUM!",   "#VALUE!",      "#WERT!",
        "#VALEUR!", "#DIV/0!", "#REF!", "#BEZUG!", "#NAME?",       "#NULL!",
    };

    if (cell.length == 0 || strchr("nN-\xe2<kKsS#", cell.text[0]) == NULL)
        return false;
    for (size_t k = 0; k < sizeof word / sizeof *word; k++)
        if (strlen(word[k]) == cell.length &&
            strncasecmp(word[k], cell.text, cell.length) == 0)
            return true;
    return false;
}

static bool
is_missing_text(const struct irt_missing *missing, struct irt_cell cell)
{
    for (size_t k = 0; k < missing->texts; k++)
        if (missing->text[k].length == cell.length &&
            memcmp(missing->text[k].text, cell.text, cell.length) == 0)
            return true;
    return false;
}

bool
irt_missing_read(struct irt_missing *out, const char *list, struct irt_error *error)
{
    const char *rest = list != NULL ? list : "NA,.,-9";
    size_t most = 1;
    struct irt_cell name;
    double value;

    *out = (struct irt_missing){ .list = rest };
    for (const char *p = rest; *p != '\0'; p++)
        most += *p == ',';
    out->number = malloc(most * sizeof *out->number);
    out->text = malloc(most * sizeof *out->text);
    if (out->number == NULL || out->text == NULL)
        return irt_fail(error, IRT_NO_MEMORY, "there is no memory for the missing codes");
    while (irt_list_next(&rest, &name))
        if (irt_cell_number(name, &value))
            out->number[out->numbers++] = value;
        else
            out->text[out->texts++] = name;
    for (int digit = 0; digit < 10; digit++)
        out->digit[digit] = is_missing_number(out, digit) ? IRT_MISSING : (uint8_t)digit;
    return true;
}

void
irt_missing_free(struct irt_missing *missing)
{
    free(missing->number);
    free(missing->text);
    *missing = (struct irt_missing){ .numbers = 0 };
}

/* "1,5" */
static bool
comma_number(struct irt_cell cell, double *value)
{
    char text[LONGEST_NUMBER + 1];
    char *comma;

    if (cell.length > LONGEST_NUMBER || memchr(cell.text, '.', cell.length) != NULL)
        return false;
    memcpy(text, cell.text, cell.length);
    comma = memchr(text, ',', cell.length);
    if (comma == NULL)
        return false;
    *comma = '.';
    return irt_cell_number((struct irt_cell){ text, cell.length }, value);
}

static bool
truth(struct irt_cell cell, double *value)
{
    static const char *const word[2][5] = {
        { "FALSE", "FALSCH", "FAUX", "FALSO", "ONWAAR" },
        { "TRUE", "WAHR", "VRAI", "VERDADERO", "WAAR" },
    };

    if (cell.length < 4 || cell.length > 9)
        return false;
    for (int t = 0; t < 2; t++)
        for (size_t k = 0; k < 5; k++)
            if (strlen(word[t][k]) == cell.length &&
                strncasecmp(word[t][k], cell.text, cell.length) == 0) {
                *value = t;
                return true;
            }
    return false;
}

enum irt_cell_kind
irt_cell_read(struct irt_cell cell, const struct irt_missing *missing, double *value)
{
    if (cell.length == 0)
        return IRT_CELL_MISSING;
    if (irt_cell_number(cell, value) ||
        (missing->decimal_comma && comma_number(cell, value)))
        return is_missing_number(missing, *value) ? IRT_CELL_MISSING : IRT_CELL_NUMBER;
    if (is_missing_text(missing, cell) || irt_cell_says_missing(cell))
        return IRT_CELL_MISSING;
    return truth(cell, value) ? IRT_CELL_NUMBER : IRT_CELL_TEXT;
}

bool
irt_cell_code(double value, struct irt_cell cell, const struct irt_place *place,
              size_t line, const char *column, const char *advice, uint8_t *code,
              struct irt_error *error)
{
    char shown[IRT_SHOWN], name[IRT_SHOWN];

    if (value >= 0 && value <= IRT_LARGEST_CODE && value == floor(value)) {
        *code = (uint8_t)value;
        return true;
    }
    irt_show(shown, cell.text, cell.length);
    irt_show(name, column, strlen(column));
    if (value < 0)
        return irt_place_fail(
            place, line, error, IRT_BAD_DATA,
            "column '%s' has the negative response %s; correct it, list "
            "it in --missing, or leave the column out by --omit",
            name, shown);
    if (value > IRT_LARGEST_CODE)
        return irt_place_fail(place, line, error, IRT_BAD_DATA,
                              "column '%s' has the response %s, and codes end at %d; %s",
                              name, shown, IRT_LARGEST_CODE, advice);
    return irt_place_fail(place, line, error, IRT_BAD_DATA,
                          "column '%s' has the fractional response %s, and codes are "
                          "whole numbers; %s",
                          name, shown, advice);
}
