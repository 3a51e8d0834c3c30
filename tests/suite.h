/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suite.h -- a test program is one file that defines test_suite(); main() is in suite.c.
 * Files of the source tree: TEST_SRCDIR "/samples/lsat6.csv". */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>

Suite *test_suite(void);

#endif
