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

static uint32_t
row_hash(const uint8_t *code, size_t items)
{
    uint64_t hash = items, word;
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
table_look_up(struct table *table, struct irt_patterns *patterns,
              const struct irt_responses *data, size_t i, uint32_t hash)
{
    const uint8_t *row = data->code + i * data->items;
    size_t at = hash & (table->size - 1);

    for (; table->slot[at] != 0; at = (at + 1) & (table->size - 1)) {
        uint32_t l = (uint32_t)table->slot[at] - 1;
        if (table->slot[at] >> 32 == hash &&
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
collapse(struct irt_patterns *patterns, const struct irt_responses *data,
         struct table *table)
{
    uint32_t hash[AHEAD];
    size_t capacity = 0;

    for (size_t first = 0; first < data->rows; first += AHEAD) {
        size_t count = data->rows - first < AHEAD ? data->rows - first : AHEAD;
        if (!make_room(patterns, &capacity, table))
            return false;
        for (size_t k = 0; k < count; k++) {
            hash[k] = row_hash(data->code + (first + k) * data->items, data->items);
            PREFETCH(&table->slot[hash[k] & (table->size - 1)]);
        }
        for (size_t k = 0; k < count; k++) {
            uint32_t l = table_look_up(table, patterns, data, first + k, hash[k]);
            patterns->of_row[first + k] = l;
            patterns->frequency[l] += irt_responses_frequency(data, first + k);
        }
    }
    return true;
}

struct irt_patterns *
irt_patterns_new(const struct irt_responses *data, struct irt_error *error)
{
    struct irt_patterns *patterns = calloc(1, sizeof *patterns);
    struct table table = { 0 };
    bool done = false;

    if (patterns != NULL) {
        patterns->of_row = malloc((data->rows + 1) * sizeof *patterns->of_row);
        done = patterns->of_row != NULL && table_grow(&table) &&
               collapse(patterns, data, &table);
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
    free(patterns);
}
