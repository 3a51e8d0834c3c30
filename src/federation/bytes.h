/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytes.h -- a growing row of bytes, and numbers in it: little endian on every machine,
 * doubles as IEEE 754 has them. */
#ifndef IRT_BYTES_H
#define IRT_BYTES_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irt_bytes {
    uint8_t *data; /* owned */
    size_t size, capacity;
};

/* Makes it so many bytes long, all 0; what it held is lost.  False with *error filled
 * without memory. */
bool irt_bytes_resize(struct irt_bytes *bytes, size_t size, struct irt_error *error);

/* Frees what it owns; a zeroed one is fine. */
void irt_bytes_clear(struct irt_bytes *bytes);

/* Numbers at an offset, which the caller knows to be inside. */
void irt_put_u16(uint8_t *at, uint16_t value);
void irt_put_u32(uint8_t *at, uint32_t value);
void irt_put_u64(uint8_t *at, uint64_t value);
void irt_put_f64(uint8_t *at, const double *value, size_t count);
uint16_t irt_get_u16(const uint8_t *at);
uint32_t irt_get_u32(const uint8_t *at);
uint64_t irt_get_u64(const uint8_t *at);
/* False when one of them is not finite. */
bool irt_get_f64(const uint8_t *at, double *value, size_t count);

#endif
