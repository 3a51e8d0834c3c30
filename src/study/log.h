/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.h -- the results of a study as they come, in a file that survives being cut off
 * anywhere: a line a replication, each with its checksum, appended by one write.
 *
 * The first line names the format and the program's version: what another version
 * computed is not mixed in.  A line that is not whole is passed over when the log is read,
 * and cut off when it is the last, so that its replication is done again.  A replication
 * that stands twice counts once.  Lines of cells that the design does not have stay. */
#ifndef IRT_STUDY_LOG_H
#define IRT_STUDY_LOG_H

#include "error.h"
#include "study/result.h"

#include <stdbool.h>

struct irt_study_log;

/* Hears of every whole line of the file, in its order. */
typedef void irt_study_heard(void *context, uint64_t hash, size_t replication,
                             const struct irt_study_result *result);

/* Opens the file, or makes it, reads it and leaves it open for appending, locked against
 * others.  NULL with *error filled: IRT_CANNOT_WRITE when it cannot be opened or is in use,
 * IRT_BAD_DATA when it is another file or of another version; then it is left untouched.
 * Caller frees: irt_study_log_close(). */
struct irt_study_log *irt_study_log_open(const char *file, const char *version,
                                         irt_study_heard *heard, void *context,
                                         struct irt_error *error);

/* Appends a line.  False with *error filled (IRT_CANNOT_WRITE). */
bool irt_study_log_append(struct irt_study_log *log, uint64_t hash, size_t replication,
                          const struct irt_study_result *result, struct irt_error *error);

/* Waits until all is on the disk. */
void irt_study_log_close(struct irt_study_log *log);

#endif
