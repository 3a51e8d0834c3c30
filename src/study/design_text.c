/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/design_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cell.h"

#define USUAL_REPLICATIONS 100
#define MOST_REPLICATIONS  1000000

struct reader {
    struct irt_study_text *out;
    struct irt_study_design *design;
    const char *file;
    size_t line;
    struct irt_error *error;
};

/* Fails with the place in front. */
static bool
wrong(const struct reader *r, const char *what, const char *word, const char *remedy)
{
    return irt_fail(r->error, IRT_BAD_USAGE, "%.150s:%zu: %s%.60s%s", r->file, r->line,
                    what, word, remedy);
}

static bool
no_memory(const struct reader *r)
{
    return irt_fail(r->error, IRT_NO_MEMORY, "there is not enough memory for the design");
}

/* --- texts ----------------------------------------------------------------------------------- */

/* A copy of text[0 .. length - 1] that lives as long as the design; NULL without memory. */
static const char *
keep(const struct reader *r, const char *text, size_t length)
{
    struct irt_study_design *design = r->design;
    char **grown = realloc(design->text, (design->texts + 1) * sizeof *grown);
    char *copy = malloc(length + 1);

    if (grown != NULL)
        design->text = grown;
    if (grown == NULL || copy == NULL) {
        free(copy);
        return NULL;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    design->text[design->texts++] = copy;
    return copy;
}

static struct irt_cell
trimmed(const char *start, const char *end)
{
    while (start < end && strchr(" \t\r", *start) != NULL)
        start++;
    while (end > start && strchr(" \t\r", end[-1]) != NULL)
        end--;
    return (struct irt_cell){ start, (size_t)(end - start) };
}

/* The next of the values, which blanks separate outside of parentheses. */
static bool
next_value(struct irt_cell *rest, struct irt_cell *value)
{
    struct irt_cell all = trimmed(rest->text, rest->text + rest->length);
    size_t length = 0, depth = 0;

    while (length < all.length &&
           (depth > 0 || strchr(" \t\r", all.text[length]) == NULL)) {
        depth += all.text[length] == '(';
        depth -= depth > 0 && all.text[length] == ')';
        length++;
    }
    *value = (struct irt_cell){ all.text, length };
    *rest = (struct irt_cell){ all.text + length, all.length - length };
    return length > 0;
}

/* --- values ------------------------------------------------------------------------------------ */

static bool
read_whole(const struct reader *r, const char *key, struct irt_cell text, double least,
           double most, double *out)
{
    char range[60];

    if (irt_cell_number(text, out) && *out >= least && *out <= most &&
        *out == floor(*out))
        return true;
    snprintf(range, sizeof range, " takes a whole number from %.0f to %.0f", least, most);
    return wrong(r, "", key, range);
}

static bool
take_values(const struct reader *r, struct irt_study_block *block, size_t key,
            struct irt_cell text)
{
    struct irt_study_values *values = &block->values[key];
    struct irt_cell value;

    values->count = 0;
    values->line = r->line;
    while (next_value(&text, &value)) {
        const char **grown =
            realloc(values->value, (values->count + 1) * sizeof *values->value);
        const char *kept = keep(r, value.text, value.length);

        if (grown != NULL)
            values->value = grown;
        if (grown == NULL || kept == NULL)
            return no_memory(r);
        if (value.length >= IRT_STUDY_VALUE)
            return wrong(r, "the value ", kept, " is too long");
        for (size_t i = 0; i < values->count; i++)
            if (strcmp(values->value[i], kept) == 0)
                return wrong(r, "the value ", kept, " stands twice");
        values->value[values->count++] = kept;
    }
    return values->count > 0 || wrong(r, "", irt_study_keys[key].name, " has no value");
}

static bool
take_text(const struct reader *r, const char **to, struct irt_cell text)
{
    *to = keep(r, text.text, text.length);
    return *to != NULL || no_memory(r);
}

static bool
take_key(const struct reader *r, struct irt_study_block *block, struct irt_cell key,
         struct irt_cell value)
{
    char name[60];
    double number;

    if (irt_cell_equal(key, "title"))
        return take_text(r, &block->title, value);
    if (irt_cell_equal(key, "show"))
        return take_text(r, &block->show, value);
    if (irt_cell_equal(key, "claims"))
        return take_text(r, &block->claims, value);
    if (irt_cell_equal(key, "replications")) {
        if (!read_whole(r, "replications", value, 1, MOST_REPLICATIONS, &number))
            return false;
        block->replications = (size_t)number;
        return true;
    }
    if (irt_cell_equal(key, "seed")) {
        if (r->out->blocks > 1)
            return wrong(r, "the seed stands above the sections: it is that of all", "",
                         "");
        if (!read_whole(r, "seed", value, 0, 9007199254740992., &number))
            return false;
        r->out->seed = (uint64_t)number;
        return true;
    }
    for (size_t k = 0; irt_study_keys[k].name != NULL; k++)
        if (irt_cell_equal(key, irt_study_keys[k].name))
            return take_values(r, block, k, value);
    snprintf(name, sizeof name, "'%.*s'", (int)(key.length < 50 ? key.length : 50),
             key.text);
    return wrong(r, "there is no key ", name, "; see SIMULATION STUDIES in man irtop");
}

/* --- blocks -------------------------------------------------------------------------------------- */

/* block[0] is what stands above the sections. */
static struct irt_study_block *
add_block(const struct reader *r)
{
    struct irt_study_text *out = r->out;
    struct irt_study_block *grown =
        realloc(out->block, (out->blocks + 1) * sizeof *grown);

    if (grown == NULL) {
        no_memory(r);
        return NULL;
    }
    out->block = grown;
    memset(&grown[out->blocks], 0, sizeof *grown);
    grown[out->blocks].name = grown[out->blocks].title = "";
    grown[out->blocks].replications = USUAL_REPLICATIONS;
    grown[out->blocks].line = r->line > 0 ? r->line : 1;
    return &grown[out->blocks++];
}

static bool
inherit(const struct reader *r, struct irt_study_block *to)
{
    const struct irt_study_block *from = &r->out->block[0];

    to->replications = from->replications;
    to->show = from->show;
    to->claims = from->claims;
    for (size_t k = 0; k < irt_study_key_count(); k++) {
        const struct irt_study_values *values = &from->values[k];

        if (values->count == 0)
            continue;
        to->values[k].value = malloc(values->count * sizeof *values->value);
        if (to->values[k].value == NULL)
            return no_memory(r);
        memcpy(to->values[k].value, values->value, values->count * sizeof *values->value);
        to->values[k].count = values->count;
        to->values[k].line = values->line;
    }
    return true;
}

static bool
begin_section(const struct reader *r, struct irt_cell name)
{
    struct irt_study_block *block = add_block(r);

    if (block == NULL || !take_text(r, &block->name, name))
        return false;
    for (size_t i = 1; i + 1 < r->out->blocks; i++)
        if (strcmp(r->out->block[i].name, block->name) == 0)
            return wrong(r, "there are two sections ", block->name, "");
    return (block->name[0] != '\0' || wrong(r, "the section has no name", "", "")) &&
           inherit(r, block);
}

static bool
take_line(const struct reader *r, struct irt_cell line)
{
    const char *end = line.text + line.length,
               *hash = memchr(line.text, '#', line.length);
    const char *equal;

    line = trimmed(line.text, hash != NULL ? hash : end);
    end = line.text + line.length;
    if (line.length == 0)
        return true;
    if (line.text[0] == '[')
        return end[-1] == ']' ? begin_section(r, trimmed(line.text + 1, end - 1))
                              : wrong(r, "a section is written [NAME]", "", "");
    equal = memchr(line.text, '=', line.length);
    if (equal == NULL)
        return wrong(r, "a line is KEY = VALUE, or [NAME] to begin a section", "", "");
    return take_key(r, &r->out->block[r->out->blocks - 1], trimmed(line.text, equal),
                    trimmed(equal + 1, end));
}

static void
clear_block(struct irt_study_block *block)
{
    for (size_t k = 0; k < IRT_STUDY_MOST_KEYS; k++)
        free(block->values[k].value);
}

/* With sections, what stands above them is no study itself. */
static void
drop_top(struct irt_study_text *out)
{
    if (out->blocks < 2)
        return;
    clear_block(&out->block[0]);
    out->blocks--;
    memmove(out->block, out->block + 1, out->blocks * sizeof *out->block);
}

bool
irt_study_text_read(struct irt_study_text *out, const char *text, const char *file,
                    struct irt_study_design *design, struct irt_error *error)
{
    struct reader r = { out, design, file, 0, error };

    *out = (struct irt_study_text){ .seed = 1 };
    if (add_block(&r) == NULL)
        return false;
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\n");

        r.line++;
        if (!take_line(&r, (struct irt_cell){ at, length }))
            return false;
        at += length + (at[length] == '\n');
    }
    drop_top(out);
    return true;
}

void
irt_study_text_clear(struct irt_study_text *text)
{
    for (size_t i = 0; i < text->blocks; i++)
        clear_block(&text->block[i]);
    free(text->block);
    *text = (struct irt_study_text){ 0 };
}
