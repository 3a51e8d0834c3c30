/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "federation/bytes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool
irt_bytes_resize(struct irt_bytes *bytes, size_t size, struct irt_error *error)
{
    if (size > bytes->capacity) {
        uint8_t *larger = realloc(bytes->data, size);
        if (!larger)
            return irt_fail(error, IRT_NO_MEMORY, "no memory for a message of %zu bytes",
                            size);
        bytes->data = larger;
        bytes->capacity = size;
    }
    bytes->size = size;
    if (size)
        memset(bytes->data, 0, size);
    return true;
}

void
irt_bytes_clear(struct irt_bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct irt_bytes){ 0 };
}

static void
put(uint8_t *at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t
get(const uint8_t *at, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value |= (uint64_t)at[i] << (8 * i);
    return value;
}

void
irt_put_u16(uint8_t *at, uint16_t value)
{
    put(at, value, 2);
}

void
irt_put_u32(uint8_t *at, uint32_t value)
{
    put(at, value, 4);
}

void
irt_put_u64(uint8_t *at, uint64_t value)
{
    put(at, value, 8);
}

void
irt_put_f64(uint8_t *at, const double *value, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &value[i], sizeof bits);
        put(at + 8 * i, bits, 8);
    }
}

uint16_t
irt_get_u16(const uint8_t *at)
{
    return (uint16_t)get(at, 2);
}

uint32_t
irt_get_u32(const uint8_t *at)
{
    return (uint32_t)get(at, 4);
}

uint64_t
irt_get_u64(const uint8_t *at)
{
    return get(at, 8);
}

bool
irt_get_f64(const uint8_t *at, double *value, size_t count)
{
    bool finite = true;
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = get(at + 8 * i, 8);
        memcpy(&value[i], &bits, sizeof bits);
        finite = finite && isfinite(value[i]);
    }
    return finite;
}
