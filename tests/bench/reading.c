/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/load.h"
#include "data/simulate.h"
#include "data/write.h"
#include "estimation.h"

#define REPEATS 3

struct reading {
    double seconds, peak; /* megabytes */
};

static bool
write_data(const char *file, size_t persons, size_t items)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    struct irt_simulation *simulation;
    FILE *out = fopen(file, "wb");
    bool done;

    options.persons = persons;
    options.items = items;
    simulation = irt_simulate(&options, NULL);
    done = out != NULL && simulation != NULL &&
           irt_responses_write_csv(simulation->data, IRT_WRITE_CODES, out, NULL);
    done = out != NULL && fclose(out) == 0 && done;
    irt_simulation_free(simulation);
    return done;
}

static bool
read_data(const char *file, struct reading *reading)
{
    double start = ui_seconds();
    struct irt_responses *data = irt_load(file, NULL, NULL);
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    *reading = (struct reading){ ui_seconds() - start, (double)usage.ru_maxrss / 1024 };
    irt_responses_free(data);
    return data != NULL;
}

/* Writes (reading NULL) or reads in a child, so that peaks of memory are its own. */
static bool
apart(const char *file, size_t persons, size_t items, struct reading *reading)
{
    int ends[2], status = 1;
    pid_t child;
    bool whole = true;

    if (pipe(ends) != 0 || (child = fork()) < 0)
        return false;
    if (child == 0) {
        struct reading own = { 0, 0 };
        bool done =
            reading == NULL ? write_data(file, persons, items) : read_data(file, &own);
        done = write(ends[1], &own, sizeof own) == (ssize_t)sizeof own && done;
        _exit(done ? 0 : 1);
    }
    close(ends[1]);
    if (reading != NULL)
        whole = read(ends[0], reading, sizeof *reading) == (ssize_t)sizeof *reading;
    close(ends[0]);
    waitpid(child, &status, 0);
    return whole && status == 0;
}

bool
bench_reading(size_t persons, size_t items)
{
    char file[] = "bench-XXXXXX";
    int place = mkstemp(file);
    struct reading best = { 1e9, 0 }, one;
    struct stat about = { .st_size = 0 };
    bool done = place >= 0 && close(place) == 0 && apart(file, persons, items, NULL) &&
                stat(file, &about) == 0;

    for (int k = 0; k < REPEATS && done; k++) {
        done = apart(file, persons, items, &one);
        if (done && one.seconds < best.seconds)
            best = one;
    }
    if (place >= 0)
        unlink(file);
    if (done)
        printf("reading %zu x %zu (%.0f MB of CSV): %.1f ms, peak %.1f MB\n", persons,
               items, (double)about.st_size / 1e6, 1e3 * best.seconds, best.peak);
    else
        printf("reading %zu x %zu: failed\n", persons, items);
    return done;
}
