/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench.c -- how fast and how small: simulated data of four sizes, the default 2PL fit
 * with --se none in process, by 1 and 2 threads, each in a process of its own so that its
 * peak of memory is its own.  The standard errors stand on a line of their own.  Then items
 * of four categories beside binary ones, and items of two dimensions, by the time of a cycle.
 * Simulating is timed apart, and reading stands at the end; times are the best of several.
 * Arguments name the parts to run: sizes, categories, dimensions, schools, live, vae, reading;
 * without any, all. */
#include "config.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/simulate.h"
#include "dimensions.h"
#include "estimate/standard_errors.h"
#include "estimation.h"
#include "live.h"
#include "neural.h"
#include "reading.h"
#include "schools.h"

#define SEED              20240229
#define ENOUGH            1.5 /* seconds spent on repeating */
#define MOST_REPEATS      20
#define LEAST             2
#define NODES_A_DIMENSION 21

struct size {
    size_t persons, items;
};

static const struct size sizes[] = {
    { 1000, 5 }, { 5000, 30 }, { 50000, 40 }, { 1000000, 40 }
};

/* What is fitted: of two dimensions the model is M2PL. */
struct job {
    struct size size;
    const char *model;
    size_t dims;
    bool correlated; /* the dimensions' correlation is estimated */
    unsigned threads;
};

struct result {
    bool done;
    char message[200];
    double simulating, fitting, errors; /* seconds */
    size_t cycles, evaluations, patterns;
    double peak; /* megabytes */
};

/* All that irtop fit does between reading and reporting. */
static bool
fit(struct ui_estimation *estimation, const struct ui_choices *choices,
    const struct irt_q_matrix *q, struct irt_error *error)
{
    struct irt_model_options model = { .kind = choices->model,
                                       .dims = choices->options.dims,
                                       .q = q,
                                       .correlations_free = choices->correlations_free };

    estimation->patterns = irt_patterns_new(estimation->data, NULL, 1, error);
    if (estimation->patterns == NULL)
        return false;
    estimation->model = irt_model_new(estimation->data, &model, error);
    return estimation->model != NULL &&
           ui_estimation_run(estimation, choices, NULL, error);
}

/* Forgets everything but the data, which the simulation owns. */
static void
clear(struct ui_estimation *estimation)
{
    estimation->data = NULL;
    ui_estimation_clear(estimation);
}

static bool
time_fits(struct irt_responses *data, const struct ui_choices *choices,
          const struct irt_q_matrix *q, struct ui_estimation *estimation,
          struct result *result, struct irt_error *error)
{
    double spent = 0;

    result->fitting = 1e9;
    for (int i = 0; i < MOST_REPEATS && (i < LEAST || spent < ENOUGH); i++) {
        double start, seconds;

        clear(estimation);
        estimation->data = data;
        start = ui_seconds();
        if (!fit(estimation, choices, q, error))
            return false;
        seconds = ui_seconds() - start;
        spent += seconds;
        if (seconds < result->fitting)
            result->fitting = seconds;
    }
    result->cycles = estimation->fit->cycles;
    result->evaluations = estimation->fit->evaluations;
    result->patterns = estimation->patterns->count;
    return true;
}

static bool
time_errors(const struct ui_estimation *estimation, struct result *result,
            struct irt_error *error)
{
    const struct irt_fit *f = estimation->fit;
    size_t free_count = estimation->model->free_count;
    double *information = malloc(2 * free_count * free_count * sizeof *information);
    double start = ui_seconds();
    bool done = information != NULL &&
                irt_information(IRT_SE_OAKES, estimation->data, estimation->patterns,
                                estimation->model, f->psi, f->quadrature,
                                f->options.threads, NULL, information, error) &&
                irt_covariance(information, free_count,
                               information + free_count * free_count, NULL, error);

    result->errors = ui_seconds() - start;
    free(information);
    return done;
}

static double
peak_megabytes(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

/* The data of a job; in one dimension the simulation owns them. */
struct simulated {
    struct irt_simulation *simulation;
    struct irt_responses *data;
    uint8_t loads[2 * BENCH_MOST_ITEMS];
    struct irt_q_matrix q;
};

static void
simulate(const struct job *job, struct simulated *out, struct irt_error *error)
{
    struct irt_simulation_options options = irt_simulation_defaults();

    out->q.loads = out->loads;
    if (job->dims > 1) {
        out->data = bench_two_dimensions(job->size.persons, job->size.items, SEED,
                                         &out->q, error);
        return;
    }
    options.model = job->model;
    options.persons = job->size.persons;
    options.items = job->size.items;
    options.seed = SEED;
    out->simulation = irt_simulate(&options, error);
    out->data = out->simulation != NULL ? out->simulation->data : NULL;
}

static void
measure(const struct job *job, struct result *result)
{
    struct ui_choices choices = ui_choices_defaults();
    struct ui_estimation estimation = { 0 };
    struct irt_error error = { IRT_OK, "" };
    struct simulated simulated = { 0 };
    double start = ui_seconds();

    simulate(job, &simulated, &error);
    result->simulating = ui_seconds() - start;
    snprintf(choices.model, sizeof choices.model, "%s", job->model);
    choices.options.threads = job->threads;
    choices.options.se = IRT_SE_NONE;
    choices.options.dims = job->dims;
    choices.correlations_free = job->correlated;
    if (job->dims > 1)
        choices.options.points = NODES_A_DIMENSION;
    if (simulated.data != NULL &&
        time_fits(simulated.data, &choices, job->dims > 1 ? &simulated.q : NULL,
                  &estimation, result, &error)) {
        result->peak = peak_megabytes();
        result->done = time_errors(&estimation, result, &error);
    }
    snprintf(result->message, sizeof result->message, "%.190s", error.message);
    clear(&estimation);
    if (simulated.simulation == NULL)
        irt_responses_free(simulated.data);
    irt_simulation_free(simulated.simulation);
}

/* Measures in a child; false when it came to nothing. */
static bool
measure_apart(const struct job *job, struct result *result)
{
    int ends[2];
    pid_t child;
    bool whole;

    memset(result, 0, sizeof *result);
    strcpy(result->message, "the process died");
    if (pipe(ends) != 0 || (child = fork()) < 0)
        return false;
    if (child == 0) {
        struct result own;

        memset(&own, 0, sizeof own);
        measure(job, &own);
        _exit(write(ends[1], &own, sizeof own) == (ssize_t)sizeof own ? 0 : 1);
    }
    close(ends[1]);
    whole = read(ends[0], result, sizeof *result) == (ssize_t)sizeof *result;
    close(ends[0]);
    waitpid(child, NULL, 0);
    return whole && result->done;
}

static void
print_row(struct size size, unsigned threads, const struct result *result)
{
    double cells =
        (double)size.persons * (double)size.items * (double)result->evaluations;

    printf("%7zu x %-3zu %7u %11.2f %7zu %8zu %12.3f %9.1f %11.1f\n", size.persons,
           size.items, threads, 1e3 * result->fitting, result->cycles,
           result->evaluations, 1e9 * result->fitting / cells, result->peak,
           1e3 * result->simulating);
    printf("    standard errors %13.2f\n", 1e3 * result->errors);
    fflush(stdout);
}

static bool
bench_sizes(void)
{
    bool done = true;

    printf("default 2PL fit, --se none; ns is per person, item and E-step\n\n");
    printf("persons x items threads     time ms  cycles  E-steps           ns   peak MB "
           "simulate ms\n");
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (unsigned threads = 1; threads <= 2; threads++) {
            struct job job = { sizes[s], "2pl", 1, false, threads };
            struct result result;

            if (measure_apart(&job, &result)) {
                print_row(sizes[s], threads, &result);
            } else {
                printf("%7zu x %-3zu %7u  failed: %s\n", sizes[s].persons, sizes[s].items,
                       threads, result.message);
                done = false;
            }
        }
    printf("\n");
    return done;
}

/* A row of a table whose column of interest is the time of a cycle. */
static bool
bench_row(const struct job *job, const char *name, double *binary)
{
    struct result r;
    double cycle;

    if (!measure_apart(job, &r)) {
        printf("%-10s failed: %s\n", name, r.message);
        return false;
    }
    cycle = 1e3 * r.fitting / (double)r.cycles;
    if (*binary == 0)
        *binary = cycle;
    printf("%-10s %8u %11.2f %7zu %11.3f %10.2f %11.2f\n", name, job->threads,
           1e3 * r.fitting, r.cycles, cycle, cycle / *binary, 1e3 * r.errors);
    fflush(stdout);
    return true;
}

/* Four categories beside two: the time of a cycle, at most 3 times that of binary items. */
static bool
bench_categories(void)
{
    static const char *const models[] = { "2pl", "gpcm", "grm", "pcm", "rsm", "nrm" };
    const struct size size = { 5000, 20 };
    bool done = true;

    printf("%zu x %zu, binary by 2PL and four categories by the others; ms a cycle\n\n",
           size.persons, size.items);
    printf(
        "model       threads     time ms  cycles  ms a cycle  times 2PL   errors ms\n");
    for (unsigned threads = 1; threads <= 2; threads++) {
        double binary = 0;

        for (size_t m = 0; m < sizeof models / sizeof *models; m++) {
            struct job job = { size, models[m], 1, false, threads };

            done = bench_row(&job, models[m], &binary) && done;
        }
    }
    printf("\n");
    return done;
}

/* Two dimensions beside one. */
static bool
bench_dimensions(void)
{
    const struct size size = { 2000, 20 };
    bool done = true;

    printf("%zu x %zu, 2PL with 61 nodes, and M2PL of two dimensions with %d x %d; free: "
           "the "
           "correlation too\n\n",
           size.persons, size.items, NODES_A_DIMENSION, NODES_A_DIMENSION);
    printf(
        "model       threads     time ms  cycles  ms a cycle  times 2PL   errors ms\n");
    for (unsigned threads = 1; threads <= 2; threads++) {
        const struct job one = { size, "2pl", 1, false, threads };
        const struct job two = { size, "m2pl", 2, false, threads };
        const struct job free_too = { size, "m2pl", 2, true, threads };
        double binary = 0;

        done = bench_row(&one, "2pl", &binary) && done;
        done = bench_row(&two, "m2pl", &binary) && done;
        done = bench_row(&free_too, "m2pl free", &binary) && done;
    }
    printf("\n");
    return done;
}

static bool
is_asked(int argc, char **argv, const char *part)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], part) == 0)
            return true;
    return argc == 1;
}

int
main(int argc, char **argv)
{
    bool done = true;

    gsl_set_error_handler_off();
    if (is_asked(argc, argv, "sizes"))
        done = bench_sizes() && done;
    if (is_asked(argc, argv, "categories"))
        done = bench_categories() && done;
    if (is_asked(argc, argv, "dimensions"))
        done = bench_dimensions() && done;
    if (is_asked(argc, argv, "schools"))
        done = bench_schools() && done;
    if (is_asked(argc, argv, "live"))
        done = bench_live() && done;
    if (is_asked(argc, argv, "vae"))
        done = bench_neural() && done;
    if (is_asked(argc, argv, "reading"))
        done = bench_reading(1000000, 40) && done;
    return done ? 0 : 1;
}
