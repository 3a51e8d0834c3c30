/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file.c -- a report into a file, whole or not at all. */
#include "config.h"

#include "report/report.h"

#include "atomic.h"

bool
ui_report_file(const struct ui_report *report, const char *file,
               bool (*write)(const struct ui_report *, FILE *, struct irt_error *),
               struct irt_error *error)
{
    struct ui_atomic atomic;
    struct irt_error problem = { IRT_OK, "" };
    FILE *out = ui_atomic_open(&atomic, file, error);

    if (out == NULL)
        return false;
    /* A write that failed is seen by commit too, which names the file. */
    if (write(report, out, &problem) || problem.code == IRT_CANNOT_WRITE)
        return ui_atomic_commit(&atomic, error);
    ui_atomic_cancel(&atomic);
    return irt_fail(error, problem.code, "%s: %s", file, problem.message);
}
