/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.h -- a cell in numbers: bias, mean squared error, coverage, each with its Monte
 * Carlo standard error, which is that of a mean over replications.
 *
 * Within a replication errors are averaged over the parameters (of effects in a band of
 * |s|: over those there are), then over the replications that converged, in their order:
 * no number depends on threads or on when a study was interrupted.  What cannot be
 * computed is NAN. */
#ifndef IRT_STUDY_SUMMARY_H
#define IRT_STUDY_SUMMARY_H

#include "study/study.h"

enum irt_study_measure {
    IRT_STUDY_BIAS,
    IRT_STUDY_MSE,
    IRT_STUDY_RMSE,     /* square root of the MSE */
    IRT_STUDY_COVERAGE, /* of 95 % intervals */
    IRT_STUDY_MEASURES
};
const char *irt_study_measure_name(enum irt_study_measure measure); /* "bias" "mse" */
bool irt_study_measure_from_name(const char *name, enum irt_study_measure *out);

struct irt_study_number {
    double value, se;
};

struct irt_study_counts {
    size_t planned, done, converged, failed; /* failed: without any estimate */
};

struct irt_study_counts irt_study_counts(const struct irt_study *study, size_t cell);

/* To convergence: of messages, or where there are none cycles. */
struct irt_study_number irt_study_rounds(const struct irt_study *study, size_t cell);

struct irt_study_number irt_study_measure(const struct irt_study *study, size_t cell,
                                          enum irt_study_target target,
                                          enum irt_study_measure measure);

/* The measure of cell minus that of base, over the replications that converged in both:
 * of two methods on the same data sets, so that its error is that of the difference. */
struct irt_study_number irt_study_difference(const struct irt_study *study, size_t cell,
                                             size_t base, enum irt_study_target target,
                                             enum irt_study_measure measure);

/* How much more the measure rises from clean to cell than from base_clean to base, over the
 * replications that converged in all four; with rmse, of the mean squared errors. */
struct irt_study_number irt_study_rise(const struct irt_study *study, size_t cell,
                                       size_t clean, size_t base, size_t base_clean,
                                       enum irt_study_target target,
                                       enum irt_study_measure measure);

/* The errors of all converged replications by bins; false when the target has no
 * histogram. */
bool irt_study_errors_histogram(const struct irt_study *study, size_t cell,
                                enum irt_study_target target,
                                double count[IRT_STUDY_BINS]);

#endif
