/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "suite.h"

#include <cblas.h>
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <stdlib.h>

int
main(void)
{
    SRunner *runner;
    int failed;

    setlocale(LC_CTYPE, "");
    gsl_set_error_handler_off();
    openblas_set_num_threads(1); /* as the program does */
    runner = srunner_create(test_suite());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
