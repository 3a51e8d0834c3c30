/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scales.h -- answers in words, such as "Agree", and their order: what the words of a rating
 * scale count as. */
#ifndef IRT_SCALES_H
#define IRT_SCALES_H

#include "data/cell.h"
#include "data/names.h"
#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRT_MOST_SCALES 32

/* "Never,Sometimes,Often;No,Yes": scales by semicolons, words from the lowest to the highest
 * by commas.  Latin letters are the same in either case. */
struct irt_scales {
    size_t count;
    struct irt_names words;             /* of all scales, in small letters */
    uint32_t of[254];                   /* words: bits of the scales they are in */
    uint8_t code[IRT_MOST_SCALES][254]; /* what a word counts as in a scale */
    size_t length[IRT_MOST_SCALES];     /* words of a scale */
};

/* NULL with *error filled: IRT_BAD_USAGE, IRT_NO_MEMORY.  Free with
 * irt_scales_free(). */
struct irt_scales *irt_scales_read(const char *text, struct irt_error *error);
void irt_scales_free(struct irt_scales *scales);

/* The number of a word, or IRT_NO_NAME. */
size_t irt_scales_word(const struct irt_scales *scales, struct irt_cell cell);
/* The word that counts as code in a scale. */
const char *irt_scales_text(const struct irt_scales *scales, size_t scale, size_t code);

/* A scale, as the text above, that people often use and that has all of these words; NULL:
 * none is known.  Static. */
const char *irt_known_scale(const struct irt_names *words);

/* Is one of these scales, by semicolons, such? */
bool irt_scale_among(const char *scales, const struct irt_names *words);

#endif
