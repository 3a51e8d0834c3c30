/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fast_math.h -- exp and log without branches, so that a loop over nodes goes several nodes at
 * a time.  Correct to 2 units in the last place, over the range that is said.
 *
 * exp: x = n log 2 + r, |r| <= log 2 / 2, a polynomial for exp(r) and 2^n in the exponent.
 * log: x = 2^n m, m in [sqrt(1/2), sqrt(2)), log m = 2 artanh((m - 1) / (m + 1)) by its series.
 * Source: Muller (2016), Elementary Functions, ch. 11. */
#ifndef IRT_FAST_MATH_H
#define IRT_FAST_MATH_H

#include <stdint.h>
#include <string.h>

static inline double
irt_double_of_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint64_t
irt_bits_of_double(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* exp(x) for |x| <= 708; NAN for NAN. */
static inline double
irt_exp(double x)
{
    const double shift = 0x1.8p52, log2_high = 0x1.62e42fefa3800p-1,
                 log2_low = 0x1.ef35793c76730p-45;
    double n_shifted = x * 0x1.71547652b82fep0 + shift, n = n_shifted - shift;
    double r = (x - n * log2_high) - n * log2_low;
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * (r * r) + r + 1.0;
    /* The low bits of n_shifted are n; its exponent leaves with the shift. */
    uint64_t scale = (irt_bits_of_double(n_shifted) << 52) + (UINT64_C(1023) << 52);
    return p * irt_double_of_bits(scale);
}

/* log(x) for normal x > 0; NAN for NAN. */
static inline double
irt_log(double x)
{
    const uint64_t root_half = UINT64_C(0x3fe6a09e667f3bcd);
    const double log2_high = 0x1.62e42fefa3800p-1, log2_low = 0x1.ef35793c76730p-45;
    uint64_t exponent = (irt_bits_of_double(x) - root_half) & (UINT64_C(0xfff) << 52);
    double m = irt_double_of_bits(irt_bits_of_double(x) - exponent);
    /* The exponent, with 1024 added to keep it above 0, as a double without a conversion
     * that old processors lack. */
    uint64_t above = (exponent + (UINT64_C(1024) << 52)) >> 52;
    double n =
        irt_double_of_bits(above | UINT64_C(0x4330000000000000)) - (0x1p52 + 1024.0);
    double f = (m - 1.0) / (m + 1.0), s = f * f;
    double p = 1.0 / 23.0;
    p = p * s + 1.0 / 21.0;
    p = p * s + 1.0 / 19.0;
    p = p * s + 1.0 / 17.0;
    p = p * s + 1.0 / 15.0;
    p = p * s + 1.0 / 13.0;
    p = p * s + 1.0 / 11.0;
    p = p * s + 1.0 / 9.0;
    p = p * s + 1.0 / 7.0;
    p = p * s + 0.2;
    p = p * s + 1.0 / 3.0;
    double small = 2.0 * f * (s * p) + n * log2_low + (x - x); /* NAN stays NAN */
    return n * log2_high + (2.0 * f + small);
}

#endif
