/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/key_text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/place.h"
#include "data/responses.h"

static bool
refuse(const char *where, size_t line, struct irt_cell text, const char *why,
       struct irt_error *error)
{
    struct irt_place place = { .file = where };
    char shown[IRT_SHOWN];

    return irt_place_fail(&place, line, error, IRT_BAD_DATA, "'%s': %s",
                          irt_show(shown, text.text, text.length), why);
}

static bool
no_memory(struct irt_error *error)
{
    return irt_fail(error, IRT_NO_MEMORY, "there is no memory for the key");
}

struct irt_key_item *
irt_key_add(struct irt_key *key)
{
    struct irt_key_item *larger;

    /* Room for 16, 32, 64 ... */
    if (key->items == 0 || (key->items >= 16 && (key->items & (key->items - 1)) == 0)) {
        size_t room = key->items == 0 ? 16 : 2 * key->items;
        larger = realloc(key->item, room * sizeof *larger);
        if (larger == NULL)
            return NULL;
        key->item = larger;
    }
    key->item[key->items] = (struct irt_key_item){ .name = NULL };
    return &key->item[key->items++];
}

static struct irt_cell
trimmed(const char *start, const char *end)
{
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (struct irt_cell){ start, (size_t)(end - start) };
}

/* --- one item -------------------------------------------------------------------------- */

/* Takes "=2" off the end of an answer.  False when what is behind = is no score. */
static bool
split_score(struct irt_cell *answer, unsigned *score)
{
    double value;

    for (size_t k = answer->length; k-- > 1;) {
        if (answer->text[k] != '=')
            continue;
        if (!irt_cell_number(trimmed(answer->text + k + 1, answer->text + answer->length),
                             &value) ||
            !(value >= 0 && value <= IRT_LARGEST_CODE) || value != floor(value))
            return false;
        *score = (unsigned)value;
        *answer = trimmed(answer->text, answer->text + k);
        return true;
    }
    return true;
}

static bool
add_answer(struct irt_key_item *item, struct irt_cell answer, unsigned score,
           const char *where, size_t line, struct irt_error *error)
{
    char option[IRT_LONGEST_NAME + 1];
    struct irt_cell whole = answer;
    struct irt_key_answer *larger;

    if (!split_score(&answer, &score))
        return refuse(where, line, whole,
                      "the score behind = is no whole number from 0 to 254", error);
    if (answer.length == 0)
        return refuse(where, line, whole,
                      "an answer is empty; write such as A, A|C or B=2|D=1", error);
    irt_option_text(option, answer);
    for (size_t k = 0; k < item->answers; k++)
        if (strcmp(item->answer[k].option, option) == 0)
            return refuse(where, line, whole, "the item has this answer already", error);
    larger = realloc(item->answer, (item->answers + 1) * sizeof *larger);
    if (larger == NULL)
        return no_memory(error);
    item->answer = larger;
    larger[item->answers] = (struct irt_key_answer){ strdup(option), (uint8_t)score };
    return larger[item->answers++].option != NULL || no_memory(error);
}

bool
irt_key_add_answers(struct irt_key_item *item, struct irt_cell text, unsigned score,
                    const char *where, size_t line, struct irt_error *error)
{
    const char *at = text.text, *end = at + text.length;

    for (;;) {
        const char *bar = memchr(at, '|', (size_t)(end - at));

        if (!add_answer(item, trimmed(at, bar != NULL ? bar : end), score, where, line,
                        error))
            return false;
        if (bar == NULL)
            return true;
        at = bar + 1;
    }
}

/* --- a whole key ------------------------------------------------------------------------ */

/* Behind one character of UTF-8. */
static const char *
next_character(const char *at, const char *end)
{
    at++;
    while (at < end && ((unsigned char)*at & 0xC0) == 0x80)
        at++;
    return at;
}

/* Where the answers end that start here, written without commas: single characters. */
static const char *
item_end(const char *at, const char *end)
{
    for (;;) {
        at = next_character(at, end);
        if (at < end && *at == '=')
            for (at++; at < end && *at >= '0' && *at <= '9';)
                at++;
        if (at + 1 >= end || *at != '|')
            return at < end && *at == '|' ? end : at;
        at++;
    }
}

bool
irt_key_read_text(struct irt_key *key, struct irt_cell text, const char *where,
                  size_t line, struct irt_error *error)
{
    const char *at, *end;
    static const char marks[] = ",;\t ";
    char mark = '\0';

    text = trimmed(text.text, text.text + text.length);
    at = text.text;
    end = at + text.length;
    for (size_t k = 0; marks[k] != '\0' && mark == '\0'; k++)
        if (memchr(at, marks[k], text.length) != NULL)
            mark = marks[k];
    if (text.length == 0)
        return refuse(where, line, text, "the key is empty; write such as ABDCA", error);
    while (at < end) {
        const char *stop =
            mark == '\0' ? item_end(at, end) : memchr(at, mark, (size_t)(end - at));
        struct irt_key_item *item = irt_key_add(key);

        if (item == NULL)
            return no_memory(error);
        if (stop == NULL)
            stop = end;
        if (!irt_key_add_answers(item, trimmed(at, stop), 1, where, line, error))
            return false;
        if (mark != '\0' && stop + 1 == end)
            return refuse(where, line, text, "it ends in a separator", error);
        at = mark == '\0' || stop == end ? stop : stop + 1;
        while (mark == ' ' && at < end && *at == ' ')
            at++;
    }
    return true;
}
