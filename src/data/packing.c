/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/packing.h"

#include <stdlib.h>

void
irt_packing_free(struct irt_packing *packing)
{
    if (!packing)
        return;
    free(packing->block);
    free(packing->radix);
    free(packing->code);
    free(packing);
}

/* One more digit than categories for items that some pattern leaves out. */
static void
find_radixes(struct irt_packing *packing, const struct irt_responses *data,
             const struct irt_patterns *patterns, const struct irt_item *item)
{
    for (size_t j = 0; j < packing->items; j++)
        packing->radix[j] = item[j].categories;
    for (size_t l = 0; l < packing->patterns; l++) {
        const uint8_t *code = data->code + (size_t)patterns->row[l] * data->items;
        for (size_t j = 0; j < packing->items; j++)
            if (code[item[j].column] == IRT_MISSING)
                packing->radix[j] = item[j].categories + 1;
    }
}

/* Into how many blocks of at most so many codes the items go. */
static size_t
count_blocks(const struct irt_packing *packing, size_t max_codes)
{
    size_t blocks = 0, codes = 0;
    for (size_t j = 0; j < packing->items; j++) {
        if (blocks == 0 || codes * packing->radix[j] > max_codes) {
            blocks++;
            codes = 1;
        }
        codes *= packing->radix[j];
    }
    return blocks;
}

/* The fewest codes that need no more blocks: 20 binary items go into 7, 7 and 6 and not into
 * 8, 8 and 4, whose tables are larger. */
static size_t
fewest_codes(const struct irt_packing *packing, size_t max_codes)
{
    size_t blocks = count_blocks(packing, max_codes), low = 1, high = max_codes;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (count_blocks(packing, middle) > blocks)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

static void
find_blocks(struct irt_packing *packing, size_t max_codes)
{
    max_codes = fewest_codes(packing, max_codes);
    for (size_t j = 0; j < packing->items; j++) {
        struct irt_block *block =
            packing->blocks ? &packing->block[packing->blocks - 1] : NULL;
        if (!block || block->codes * packing->radix[j] > max_codes) {
            block = &packing->block[packing->blocks++];
            *block = (struct irt_block){ .first = j, .codes = 1 };
        }
        block->items++;
        block->codes *= packing->radix[j];
    }
    for (size_t b = 0; b < packing->blocks; b++) {
        packing->block[b].row = packing->rows;
        packing->rows += packing->block[b].codes;
    }
}

static void
pack_codes(struct irt_packing *packing, const struct irt_responses *data,
           const struct irt_patterns *patterns, const struct irt_item *item)
{
    uint8_t *out = packing->code;
    for (size_t l = 0; l < packing->patterns; l++) {
        const uint8_t *code = data->code + (size_t)patterns->row[l] * data->items;
        for (size_t b = 0; b < packing->blocks; b++) {
            const struct irt_block *block = &packing->block[b];
            size_t packed = 0;
            for (size_t j = block->first + block->items; j-- > block->first;) {
                unsigned response = code[item[j].column];
                packed =
                    packed * packing->radix[j] +
                    (response == IRT_MISSING ? item[j].categories
                                             : irt_item_category(&item[j], response));
            }
            *out++ = (uint8_t)packed;
        }
    }
}

struct irt_packing *
irt_packing_new(const struct irt_responses *data, const struct irt_patterns *patterns,
                const struct irt_item *item, size_t items, size_t max_codes,
                struct irt_error *error)
{
    struct irt_packing *packing = calloc(1, sizeof *packing);
    if (!packing)
        goto no_memory;
    packing->patterns = patterns->count;
    packing->items = items;
    packing->radix = calloc(items, sizeof *packing->radix);
    packing->block = calloc(items, sizeof *packing->block);
    if (!packing->radix || !packing->block)
        goto no_memory;
    find_radixes(packing, data, patterns, item);
    find_blocks(packing, max_codes);
    packing->code = malloc(packing->patterns * packing->blocks + 1);
    if (!packing->code)
        goto no_memory;
    pack_codes(packing, data, patterns, item);
    return packing;

no_memory:
    irt_packing_free(packing);
    irt_fail(error, IRT_NO_MEMORY, "no memory to pack %zu patterns", patterns->count);
    return NULL;
}
