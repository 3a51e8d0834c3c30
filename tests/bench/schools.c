/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "schools.h"

#include <stdio.h>

#include "data/simulate.h"
#include "estimate/run.h"
#include "estimation.h"

#define SEED    20250612
#define REPEATS 3

struct shape {
    size_t schools;
    const char *persons; /* in each */
    size_t items;
};

static const struct shape shapes[] = { { 20, "83", 10 },
                                       { 100, "100", 40 },
                                       { 1000, "100", 40 } };

/* Seconds of the fit, the best of several; its rounds and bytes. */
struct timing {
    double seconds, megabytes_up;
    size_t rounds;
    bool converged;
};

static bool
fit_once(const struct irt_responses *data, const struct irt_patterns *patterns,
         const struct irt_model *model, const struct irt_options *options,
         struct timing *timing, struct irt_error *error)
{
    double start = ui_seconds();
    struct irt_fit *fit =
        irt_run(irt_estimator_find("federated"), data, patterns, model, options, error);
    double seconds = ui_seconds() - start;

    if (fit == NULL)
        return false;
    if (timing->rounds == 0 || seconds < timing->seconds)
        timing->seconds = seconds;
    timing->rounds = fit->rounds;
    timing->megabytes_up = 1e-6 * (double)fit->bytes_up;
    timing->converged = fit->converged;
    irt_fit_free(fit);
    return true;
}

static bool
time_fit(const struct irt_responses *data, const struct irt_patterns *patterns,
         const struct irt_model *model, unsigned threads, enum irt_se se,
         struct timing *timing, struct irt_error *error)
{
    struct irt_options options = irt_options_defaults();
    bool done = true;

    options.threads = threads;
    options.se = se;
    options.accelerate = IRT_ACCELERATE_LBFGS;
    for (int i = 0; done && i < REPEATS; i++)
        done = fit_once(data, patterns, model, &options, timing, error);
    return done && timing->converged;
}

static bool
print_line(const struct shape *shape, const struct irt_responses *data,
           const struct irt_patterns *patterns, const struct irt_model *model,
           unsigned threads, struct irt_error *error)
{
    struct timing bare = { 0 }, whole = { 0 };

    if (!time_fit(data, patterns, model, threads, IRT_SE_NONE, &bare, error) ||
        !time_fit(data, patterns, model, threads, IRT_SE_OAKES, &whole, error))
        return false;
    printf("%7zu x %3s x %-3zu %7u %9.1f %12.1f %8zu %7.2f\n", shape->schools,
           shape->persons, shape->items, threads, 1e3 * whole.seconds,
           1e3 * (whole.seconds - bare.seconds), whole.rounds, whole.megabytes_up);
    fflush(stdout);
    return true;
}

static bool
run_shape(const struct shape *shape, unsigned threads)
{
    struct irt_simulation_options simulate = irt_simulation_defaults();
    struct irt_error error = { IRT_OK, "it did not converge" };
    struct irt_model_options options = { .kind = "2pl", .effects = IRT_EFFECTS_FIXED };
    struct irt_patterns *patterns = NULL;
    struct irt_model *model = NULL;
    bool done = false;

    simulate.items = shape->items;
    simulate.plan.schools = shape->schools;
    simulate.plan.sizes = shape->persons;
    simulate.seed = SEED;
    struct irt_simulation *simulation = irt_simulate(&simulate, &error);
    if (simulation != NULL)
        model = irt_model_new(simulation->data, &options, &error);
    if (model != NULL)
        patterns = irt_patterns_new(simulation->data, simulation->data->school,
                                    model->groups, &error);
    if (patterns != NULL)
        done = print_line(shape, simulation->data, patterns, model, threads, &error);
    if (!done)
        printf("%7zu x %3s x %-3zu %7u failed: %s\n", shape->schools, shape->persons,
               shape->items, threads, error.message);
    irt_patterns_free(patterns);
    irt_model_free(model);
    irt_simulation_free(simulation);
    return done;
}

bool
bench_schools(void)
{
    bool done = true;

    printf("federated 2PL, fixed effects, standard errors in the time\n\n");
    printf("schools x persons x items threads  time ms  of it errors rounds   MB up\n");
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (unsigned threads = 1; threads <= 2; threads++)
            done = run_shape(&shapes[s], threads) && done;
    printf("\n");
    return done;
}
