/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study/summary.h"

#include <math.h>
#include <string.h>

static const char *const measures[IRT_STUDY_MEASURES] = {
    [IRT_STUDY_BIAS] = "bias",
    [IRT_STUDY_MSE] = "mse",
    [IRT_STUDY_RMSE] = "rmse",
    [IRT_STUDY_COVERAGE] = "coverage",
};

const char *
irt_study_measure_name(enum irt_study_measure measure)
{
    return measures[measure];
}

bool
irt_study_measure_from_name(const char *name, enum irt_study_measure *out)
{
    for (int m = 0; m < IRT_STUDY_MEASURES; m++)
        if (strcmp(measures[m], name) == 0) {
            *out = (enum irt_study_measure)m;
            return true;
        }
    return false;
}

/* --- means over replications --------------------------------------------------------------- */

/* Mean and sum of squared deviations, number by number: Welford (1962), Technometrics 4,
 * 419-420. */
struct mean {
    double count, mean, deviations;
};

static void
add(struct mean *mean, double x)
{
    double from = x - mean->mean;

    mean->count++;
    mean->mean += from / mean->count;
    mean->deviations += from * (x - mean->mean);
}

static struct irt_study_number
number_of(const struct mean *mean)
{
    double n = mean->count;

    return (struct irt_study_number){
        n > 0 ? mean->mean : NAN,
        n > 1 ? sqrt(mean->deviations / (n - 1) / n) : NAN,
    };
}

static const struct irt_study_result *
converged(const struct irt_study *study, size_t cell, size_t replication)
{
    const struct irt_study_result *result = irt_study_result(study, cell, replication);

    return result != NULL && result->status == IRT_STUDY_CONVERGED ? result : NULL;
}

/* The mean over a replication's parameters; NAN where there are none.  The root of the
 * mean squared error is taken at the end. */
static double
within(const struct irt_study_result *result, enum irt_study_target target,
       enum irt_study_measure measure)
{
    const struct irt_study_errors *e = &result->errors[target];

    switch (measure) {
    case IRT_STUDY_BIAS: return e->count > 0 ? e->sum / e->count : NAN;
    case IRT_STUDY_MSE:
    case IRT_STUDY_RMSE: return e->count > 0 ? e->squares / e->count : NAN;
    case IRT_STUDY_COVERAGE:
        return e->intervals > 0 ? (double)e->covered / e->intervals : NAN;
    case IRT_STUDY_MEASURES: break;
    }
    return NAN;
}

/* --- a cell --------------------------------------------------------------------------------- */

struct irt_study_counts
irt_study_counts(const struct irt_study *study, size_t cell)
{
    struct irt_study_counts counts = { 0 };

    counts.planned = irt_study_design(study)->cell[cell].replications;
    for (size_t r = 0; r < counts.planned; r++) {
        const struct irt_study_result *result = irt_study_result(study, cell, r);

        counts.done += result != NULL;
        counts.converged += result != NULL && result->status == IRT_STUDY_CONVERGED;
        counts.failed += result != NULL && result->status == IRT_STUDY_FAILED;
    }
    return counts;
}

struct irt_study_number
irt_study_rounds(const struct irt_study *study, size_t cell)
{
    size_t planned = irt_study_design(study)->cell[cell].replications;
    struct mean mean = { 0, 0, 0 };

    for (size_t r = 0; r < planned; r++) {
        const struct irt_study_result *result = converged(study, cell, r);

        if (result != NULL)
            add(&mean, result->rounds);
    }
    return number_of(&mean);
}

struct irt_study_number
irt_study_measure(const struct irt_study *study, size_t cell,
                  enum irt_study_target target, enum irt_study_measure measure)
{
    size_t planned = irt_study_design(study)->cell[cell].replications;
    struct mean mean = { 0, 0, 0 };
    struct irt_study_number number;

    for (size_t r = 0; r < planned; r++) {
        const struct irt_study_result *result = converged(study, cell, r);
        double x = result != NULL ? within(result, target, measure) : NAN;

        if (!isnan(x))
            add(&mean, x);
    }
    number = number_of(&mean);
    if (measure == IRT_STUDY_RMSE) { /* by the delta method */
        number.value = sqrt(number.value);
        number.se /= 2 * number.value;
    }
    return number;
}

/* How the measure moves with the mean over replications. */
static double
slope_of(const struct irt_study *study, size_t cell, enum irt_study_target target,
         enum irt_study_measure measure)
{
    return measure == IRT_STUDY_RMSE
               ? 1 / (2 * irt_study_measure(study, cell, target, measure).value)
               : 1;
}

struct irt_study_number
irt_study_difference(const struct irt_study *study, size_t cell, size_t base,
                     enum irt_study_target target, enum irt_study_measure measure)
{
    size_t planned = irt_study_design(study)->cell[cell].replications;
    double slope = slope_of(study, cell, target, measure),
           base_slope = slope_of(study, base, target, measure);
    struct mean mean = { 0, 0, 0 }, here = mean, there = mean;
    struct irt_study_number number;

    for (size_t r = 0; r < planned; r++) {
        const struct irt_study_result *x = converged(study, cell, r),
                                      *y = converged(study, base, r);
        double one = x != NULL ? within(x, target, measure) : NAN,
               other = y != NULL ? within(y, target, measure) : NAN;

        if (isnan(one) || isnan(other))
            continue;
        add(&mean, slope * one - base_slope * other);
        add(&here, one);
        add(&there, other);
    }
    number = number_of(&mean);
    if (measure == IRT_STUDY_RMSE)
        number.value = here.count > 0 ? sqrt(here.mean) - sqrt(there.mean) : NAN;
    return number;
}

struct irt_study_number
irt_study_rise(const struct irt_study *study, size_t cell, size_t clean, size_t base,
               size_t base_clean, enum irt_study_target target,
               enum irt_study_measure measure)
{
    const size_t of[] = { cell, clean, base, base_clean };
    const double sign[] = { 1, -1, -1, 1 };
    size_t planned = irt_study_design(study)->cell[cell].replications;
    struct mean mean = { 0, 0, 0 };

    for (size_t r = 0; r < planned; r++) {
        double x = 0;

        for (size_t i = 0; i < 4; i++) {
            const struct irt_study_result *result = converged(study, of[i], r);

            x += result != NULL ? sign[i] * within(result, target, measure) : NAN;
        }
        if (!isnan(x))
            add(&mean, x);
    }
    return number_of(&mean);
}

bool
irt_study_errors_histogram(const struct irt_study *study, size_t cell,
                           enum irt_study_target target, double count[IRT_STUDY_BINS])
{
    size_t planned = irt_study_design(study)->cell[cell].replications,
           histogram = irt_study_histogram(target);

    for (size_t bin = 0; bin < IRT_STUDY_BINS; bin++)
        count[bin] = 0;
    if (histogram >= IRT_STUDY_HISTOGRAMS)
        return false;
    for (size_t r = 0; r < planned; r++) {
        const struct irt_study_result *result = converged(study, cell, r);

        for (size_t bin = 0; result != NULL && bin < IRT_STUDY_BINS; bin++)
            count[bin] += result->bin[histogram][bin];
    }
    return true;
}
