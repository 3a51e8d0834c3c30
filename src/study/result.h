/* SPDX-License-Identifier: GPL-3.0-or-later */
/* result.h -- what is kept of one replication: sums over its parameters' errors, estimate
 * minus truth.
 *
 * Alignment: adding c to every s and every b changes no probability.  With
 * effects in the fit, estimates and truth are both moved so that their s average 0 over
 * the schools (that have a finite estimate), b with them.  Without (none, averages) the fit
 * puts theta's mean over the persons at 0, and so are the true b; averages and the true s
 * are compared with their means over the schools at 0.  Where the items fix the origin
 * (rasch by jml and cml), the means of b are one.  Errors of theta are those of theta + s,
 * by EAP or without a distribution of theta by ML, of the persons who are not contaminated
 * and have a finite score.  The scale is not aligned: what a method does to it is its
 * error.  Intervals of b in a fit with random effects also cover that the mean of the
 * effects is not known, which the alignment takes away: there they are wider than need be.
 *
 * Bias of s is counted away from 0, sign(s) (estimate - s): negative is shrinkage. Its
 * plain mean would be 0 by the alignment. */
#ifndef IRT_STUDY_RESULT_H
#define IRT_STUDY_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum irt_study_target {
    IRT_STUDY_A,
    IRT_STUDY_B,       /* difficulties, steps, thresholds */
    IRT_STUDY_B_SCALE, /* how far these are drawn out: the slope of the estimated on the true
                          ones, less 1 */
    IRT_STUDY_S,
    IRT_STUDY_S_1, /* effects with |s| below 0.25 */
    IRT_STUDY_S_2, /* below 0.5 */
    IRT_STUDY_S_3, /* below 0.75 */
    IRT_STUDY_S_4, /* and above */
    IRT_STUDY_THETA,
    IRT_STUDY_TARGETS
};
const char *irt_study_target_name(enum irt_study_target target); /* "a" "s_below_0.25" */
bool irt_study_target_from_name(const char *name, enum irt_study_target *out);

struct irt_study_errors {
    uint32_t count;              /* parameters, or persons */
    uint32_t intervals, covered; /* 95 % intervals there are, and that hold the truth */
    double sum, squares;         /* of the errors */
};

/* Histograms of the errors: of a, b, s from -1.6 to 1.6 and of theta from -3.2 to 3.2; what
 * is beyond is in the last bins. */
#define IRT_STUDY_BINS       32
#define IRT_STUDY_HISTOGRAMS 4
size_t irt_study_histogram(enum irt_study_target target); /* its index, or (size_t)-1 */
double irt_study_bin_width(enum irt_study_target target);

enum irt_study_status {
    IRT_STUDY_PENDING,
    IRT_STUDY_CONVERGED,
    IRT_STUDY_NOT_CONVERGED,
    IRT_STUDY_FAILED
};

struct irt_study_result {
    enum irt_study_status status;
    uint32_t rounds;    /* of messages; where there are none, cycles */
    uint32_t set_aside; /* items without an estimate */
    struct irt_study_errors errors[IRT_STUDY_TARGETS];
    uint32_t bin[IRT_STUDY_HISTOGRAMS][IRT_STUDY_BINS];
};

/* Counts an error into target and its histogram; se NAN or 0: no interval.  sign: of the
 * truth for s, else 1.  An error that is not finite is left out. */
void irt_study_result_add(struct irt_study_result *result, enum irt_study_target target,
                          double error, double se, double sign);

/* As one line of a log without its end, at most IRT_STUDY_LINE bytes with the final 0:
 * the cell's hash, the replication, the result, a checksum.  The same bits come back.
 * Decoding gives false when the line is not whole. */
#define IRT_STUDY_LINE 4096
void irt_study_line(uint64_t hash, size_t replication,
                    const struct irt_study_result *result, char out[IRT_STUDY_LINE]);
bool irt_study_line_read(const char *line, size_t length, uint64_t *hash,
                         size_t *replication, struct irt_study_result *result);

/* FNV-1a, the checksum of lines and the hash of cells. */
uint64_t irt_study_hash(const char *text, size_t length);

#endif
