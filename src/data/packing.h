/* SPDX-License-Identifier: GPL-3.0-or-later */
/* packing.h -- response patterns packed into blocks: consecutive items whose joint code
 * fits a byte, so that tables indexed by code replace loops over items.
 *
 * An item's digit is its category, or its number of categories where the response is
 * missing (only items that have missing responses need that digit).  The code of a block
 * is digit_0 + radix_0 (digit_1 + radix_1 (digit_2 + ...)). */
#ifndef IRT_PACKING_H
#define IRT_PACKING_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "model/item.h"

#include <stddef.h>
#include <stdint.h>

struct irt_block {
    size_t first, items; /* packed items first .. first + items - 1 */
    size_t codes;        /* product of their radixes, 256 at most */
    size_t row;          /* codes of the blocks before: where its rows begin in a table */
};

struct irt_packing {
    size_t patterns, items, blocks;
    struct irt_block *block;
    size_t rows;     /* codes of all blocks */
    unsigned *radix; /* items */
    uint8_t *code;   /* [l * blocks + b] */
};

/* Packs items into blocks of at most max_codes codes (an item that has more alone fills a
 * block).  NULL with *error filled without memory.  Caller frees: irt_packing_free(). */
struct irt_packing *irt_packing_new(const struct irt_responses *data,
                                    const struct irt_patterns *patterns,
                                    const struct irt_item *item, size_t items,
                                    size_t max_codes, struct irt_error *error);
void irt_packing_free(struct irt_packing *packing);

#endif
