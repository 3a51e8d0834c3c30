/* SPDX-License-Identifier: GPL-3.0-or-later */
/* patterns.c -- equal rows by a hash table with open addressing.
 *
 * A slot is 0 (free) or hash << 32 | pattern + 1, so that growing the table and most
 * comparisons need not look at the rows.  Rows are hashed some ahead of their look-up
 * and the slots fetched meanwhile: the table is larger than the caches. */
#include "config.h"

#include "data/patterns.h"

#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

#define AHEAD 16

struct table {
    uint64_t *slot;
    size_t size; /* a power of 2 */
};

static uint64_t
mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

/* The rows that are collapsed. */
struct rows {
    const struct irt_responses *data;
    const uint32_t *group; /* NULL: all in one */
};

static uint32_t
group_of(const struct rows *rows, size_t i)
{
    return rows->group != NULL ? rows->group[i] : 0;
}

static uint32_t
row_hash(const struct rows *rows, size_t i)
{
    size_t items = rows->data->items;
    const uint8_t *code = rows->data->code + i * items;
    uint64_t hash = items + group_of(rows, i), word;
    size_t j = 0;

    for (; j + sizeof word <= items; j += sizeof word) {
        memcpy(&word, code + j, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, code + j, items - j);
    hash = mix(mix(hash, word), 0);
    return (uint32_t)(hash >> 32);
}

static bool
table_grow(struct table *table)
{
    size_t size = table->size > 0 ? 2 * table->size : 1024;
    uint64_t *slot = calloc(size, sizeof *slot);

    if (slot == NULL)
        return false;
    for (size_t k = 0; k < table->size; k++) {
        size_t at = (size_t)(table->slot[k] >> 32) & (size - 1);
        if (table->slot[k] == 0)
            continue;
        while (slot[at] != 0)
            at = (at + 1) & (size - 1);
        slot[at] = table->slot[k];
    }
    free(table->slot);
    table->slot = slot;
    table->size = size;
    return true;
}

/* The pattern of row i; a new one takes the number patterns->count. */
static uint32_t
table_look_up(struct table *table, struct irt_patterns *patterns, const struct rows *rows,
              size_t i, uint32_t hash)
{
    const struct irt_responses *data = rows->data;
    const uint8_t *row = data->code + i * data->items;
    size_t at = hash & (table->size - 1);

    for (; table->slot[at] != 0; at = (at + 1) & (table->size - 1)) {
        uint32_t l = (uint32_t)table->slot[at] - 1;
        if (table->slot[at] >> 32 == hash &&
            group_of(rows, patterns->row[l]) == group_of(rows, i) &&
            memcmp(data->code + patterns->row[l] * data->items, row, data->items) == 0)
            return l;
    }
    table->slot[at] = (uint64_t)hash << 32 | (uint32_t)(patterns->count + 1);
    patterns->row[patterns->count] = (uint32_t)i;
    patterns->frequency[patterns->count] = 0;
    return (uint32_t)patterns->count++;
}

/* Makes room for AHEAD new patterns in lists and table. */
static bool
make_room(struct irt_patterns *patterns, size_t *capacity, struct table *table)
{
    size_t wanted = patterns->count + AHEAD;

    if (2 * wanted > table->size && !table_grow(table))
        return false;
    if (wanted > *capacity) {
        size_t larger = 2 * *capacity + 1024;
        uint32_t *row = realloc(patterns->row, larger * sizeof *row);
        double *frequency;
        if (row == NULL)
            return false;
        patterns->row = row;
        frequency = realloc(patterns->frequency, larger * sizeof *frequency);
        if (frequency == NULL)
            return false;
        patterns->frequency = frequency;
        *capacity = larger;
    }
    return true;
}

static bool
collapse(struct irt_patterns *patterns, const struct rows *rows, struct table *table)
{
    const struct irt_responses *data = rows->data;
    uint32_t hash[AHEAD];
    size_t capacity = 0;

    for (size_t first = 0; first < data->rows; first += AHEAD) {
        size_t count = data->rows - first < AHEAD ? data->rows - first : AHEAD;
        if (!make_room(patterns, &capacity, table))
            return false;
        for (size_t k = 0; k < count; k++) {
            hash[k] = row_hash(rows, first + k);
            PREFETCH(&table->slot[hash[k] & (table->size - 1)]);
        }
        for (size_t k = 0; k < count; k++) {
            uint32_t l = table_look_up(table, patterns, rows, first + k, hash[k]);
            patterns->of_row[first + k] = l;
            patterns->frequency[l] += irt_responses_frequency(data, first + k);
        }
    }
    return true;
}

/* Where the patterns of each group begin, into first[groups + 1]. */
static void
count_groups(struct irt_patterns *patterns, const struct rows *rows)
{
    for (size_t l = 0; l < patterns->count; l++)
        patterns->first[group_of(rows, patterns->row[l]) + 1]++;
    for (size_t g = 0; g < patterns->groups; g++)
        patterns->first[g + 1] += patterns->first[g];
}

/* Puts the patterns group by group, otherwise in the order they have. */
static bool
sort_groups(struct irt_patterns *patterns, const struct rows *rows)
{
    size_t count = patterns->count;
    count_groups(patterns, rows);
    if (patterns->groups == 1)
        return true;
    size_t *next = malloc(patterns->groups * sizeof *next);
    uint32_t *to = malloc((count + 1) * sizeof *to);
    uint32_t *row = malloc((count + 1) * sizeof *row);
    double *frequency = malloc((count + 1) * sizeof *frequency);
    bool done = next != NULL && to != NULL && row != NULL && frequency != NULL;
    if (done) {
        memcpy(next, patterns->first, patterns->groups * sizeof *next);
        for (size_t l = 0; l < count; l++) {
            to[l] = (uint32_t)next[group_of(rows, patterns->row[l])]++;
            row[to[l]] = patterns->row[l];
            frequency[to[l]] = patterns->frequency[l];
        }
        for (size_t i = 0; i < rows->data->rows; i++)
            patterns->of_row[i] = to[patterns->of_row[i]];
        memcpy(patterns->row, row, count * sizeof *row);
        memcpy(patterns->frequency, frequency, count * sizeof *frequency);
    }
    free(next);
    free(to);
    free(row);
    free(frequency);
    return done;
}

struct irt_patterns
irt_patterns_of_group(const struct irt_patterns *patterns, size_t g)
{
    size_t first = patterns->first[g];
    return (struct irt_patterns){
        .count = patterns->first[g + 1] - first,
        .row = patterns->row + first,
        .frequency = patterns->frequency + first,
        .groups = 1,
        .first = NULL,
    };
}

struct irt_patterns
irt_patterns_slice(const struct irt_patterns *patterns, size_t from, size_t count,
                   size_t *first)
{
    for (size_t g = 0; g <= patterns->groups; g++) {
        size_t at = patterns->first[g];
        first[g] = at < from ? 0 : at > from + count ? count : at - from;
    }
    return (struct irt_patterns){
        .count = count,
        .row = patterns->row + from,
        .frequency = patterns->frequency + from,
        .groups = patterns->groups,
        .first = first,
    };
}

size_t
irt_patterns_group(const struct irt_patterns *patterns, size_t l)
{
    size_t low = 0, high = patterns->groups;
    if (l >= patterns->count)
        return 0;
    /* The last group that begins at or before it. */
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (patterns->first[middle] <= l)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct irt_patterns *
irt_patterns_new(const struct irt_responses *data, const uint32_t *group, size_t groups,
                 struct irt_error *error)
{
    struct irt_patterns *patterns = calloc(1, sizeof *patterns);
    struct rows rows = { .data = data, .group = group };
    struct table table = { 0 };
    bool done = false;

    if (patterns != NULL) {
        patterns->of_row = malloc((data->rows + 1) * sizeof *patterns->of_row);
        patterns->groups = group != NULL ? groups : 1;
        patterns->first = calloc(patterns->groups + 1, sizeof *patterns->first);
        done = patterns->of_row != NULL && patterns->first != NULL &&
               table_grow(&table) && collapse(patterns, &rows, &table) &&
               sort_groups(patterns, &rows);
    }
    free(table.slot);
    if (!done) {
        irt_patterns_free(patterns);
        irt_fail(error, IRT_NO_MEMORY, "there is no memory to collapse %zu rows",
                 data->rows);
        return NULL;
    }
    return patterns;
}

void
irt_patterns_free(struct irt_patterns *patterns)
{
    if (patterns == NULL)
        return;
    free(patterns->row);
    free(patterns->frequency);
    free(patterns->of_row);
    free(patterns->first);
    free(patterns);
}
