/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exp and log without branches, held against the C library's. */
#include "config.h"

#include "suite.h"

#include "model/fast_math.h"

#include <float.h>
#include <math.h>

/* Off by so many units in the last place. */
static double
units(double x, double exact)
{
    int exponent;
    frexp(exact, &exponent);
    return fabs(x - exact) / ldexp(1.0, exponent - DBL_MANT_DIG);
}

START_TEST(exp_is_that_of_the_library)
{
    double worst = 0.0;
    for (double x = -708.0; x <= 708.0; x += 0.0173)
        worst = fmax(worst, units(irt_exp(x), exp(x)));
    for (double x = 1e-18; x < 1.0; x *= 1.07)
        worst = fmax(worst, fmax(units(irt_exp(x), exp(x)), units(irt_exp(-x), exp(-x))));
    ck_assert_double_le(worst, 2.0);
}
END_TEST

START_TEST(log_is_that_of_the_library)
{
    double worst = 0.0;
    for (double y = 1.0; y < 40.0; y += 0.000937)
        worst = fmax(worst, units(irt_log(y), log(y)));
    for (double above = 0x1p-52; above < 0x1p1000; above *= 1.03)
        worst = fmax(worst, units(irt_log(1.0 + above), log(1.0 + above)));
    for (double y = 1e-300; y < 1.0; y *= 1.03)
        worst = fmax(worst, units(irt_log(y), log(y)));
    ck_assert_double_le(worst, 3.0);
}
END_TEST

/* Where formulas rely on it. */
START_TEST(some_values_are_exact)
{
    ck_assert_double_eq(irt_exp(0.0), 1.0);
    ck_assert_double_eq(irt_exp(-0.0), 1.0);
    ck_assert_double_eq(irt_log(1.0), 0.0);
    ck_assert_double_eq(irt_log(2.0), log(2.0));
    ck_assert(isnan(irt_exp(NAN)) && isnan(irt_log(NAN)));
    ck_assert_double_gt(irt_exp(-708.0), 0.0);
    ck_assert(isfinite(irt_exp(708.0)));
}
END_TEST

Suite *
test_suite(void)
{
    Suite *suite = suite_create("fast mathematics");
    TCase *t = tcase_create("functions");
    tcase_add_test(t, exp_is_that_of_the_library);
    tcase_add_test(t, log_is_that_of_the_library);
    tcase_add_test(t, some_values_are_exact);
    suite_add_tcase(suite, t);
    return suite;
}
