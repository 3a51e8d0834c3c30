/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reading.h -- how long a CSV takes to be responses in memory, and how much memory. */
#ifndef BENCH_READING_H
#define BENCH_READING_H

#include <stdbool.h>
#include <stddef.h>

/* Writes simulated responses to a file in the current folder, reads them back some times,
 * each in a process of its own, prints a line, and removes the file. */
bool bench_reading(size_t persons, size_t items);

#endif
