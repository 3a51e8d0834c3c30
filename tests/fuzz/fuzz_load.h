/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_load.h -- libFuzzer's entry, which the corpus replay of make check calls too. */
#ifndef TESTS_FUZZ_LOAD_H
#define TESTS_FUZZ_LOAD_H

#include <stddef.h>
#include <stdint.h>

/* The first byte chooses options by its bits, the rest is a file: '@' none, +1 missing
 * codes, +2 id, +4 school, +8 frequency, +16 items, +32 long.  Aborts when the reader
 * breaks a promise. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
