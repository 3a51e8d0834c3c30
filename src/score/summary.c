/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "score/summary.h"

#include <math.h>

struct irt_score_summary
irt_score_summarise(const struct irt_patterns *patterns, const double *score,
                    const double *se, size_t stride)
{
    struct irt_score_summary out = { .least = INFINITY, .largest = -INFINITY };
    double square = 0.0, error = 0.0, variance = NAN;

    for (size_t l = 0; l < patterns->count; l++) {
        if (!isfinite(score[l * stride])) {
            out.others += patterns->frequency[l];
            continue;
        }
        out.persons += patterns->frequency[l];
        out.mean += patterns->frequency[l] * score[l * stride];
        out.least = fmin(out.least, score[l * stride]);
        out.largest = fmax(out.largest, score[l * stride]);
    }
    out.mean /= out.persons;
    for (size_t l = 0; l < patterns->count; l++) {
        double from_mean = score[l * stride] - out.mean;

        if (!isfinite(score[l * stride]))
            continue;
        square += patterns->frequency[l] * from_mean * from_mean;
        error += patterns->frequency[l] * se[l * stride] * se[l * stride];
    }
    error /= out.persons;
    if (out.persons > 1.0)
        variance = square / (out.persons - 1.0);
    out.sd = sqrt(variance);
    out.mean_error = sqrt(error);
    out.reliability = variance / (variance + error);
    return out;
}
