/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stop.c -- why a fit stopped, in one sentence with its numbers. */
#include "config.h"

#include "report/stop.h"

#include <math.h>
#include <stdio.h>

double
ui_stop_measure(const struct irt_trace *trace, enum irt_criterion criterion, size_t cycle)
{
    if (cycle == 0 || cycle >= trace->rows)
        return NAN;
    switch (criterion) {
    case IRT_CRITERION_PARAMETER: return trace->max_change[cycle];
    case IRT_CRITERION_GRADIENT:
        return isnan(trace->max_gradient[cycle]) ? trace->max_gradient[cycle - 1]
                                                 : trace->max_gradient[cycle];
    case IRT_CRITERION_LOGLIK:
        if (isnan(trace->loglik[cycle]))
            return cycle > 1 ? trace->loglik[cycle - 1] - trace->loglik[cycle - 2] : NAN;
        return trace->loglik[cycle] - trace->loglik[cycle - 1];
    }
    return NAN;
}

const char *
ui_stop_measure_name(enum irt_criterion criterion)
{
    switch (criterion) {
    case IRT_CRITERION_PARAMETER: return "the largest change of a parameter";
    case IRT_CRITERION_GRADIENT: return "the largest gradient";
    case IRT_CRITERION_LOGLIK: return "the gain in log-likelihood";
    }
    return "the criterion";
}

/* ", NAME, 8.2e-05, is below 1e-04", the number left out where it is not known. */
static void
compare(const struct irt_fit *fit, const struct irt_trace *trace, const char *verb,
        char *out, size_t size)
{
    enum irt_criterion criterion = fit->options.criterion;
    double measure =
        trace->rows > 0 ? ui_stop_measure(trace, criterion, trace->rows - 1) : NAN;

    if (isnan(measure))
        snprintf(out, size, "%s %s %g", ui_stop_measure_name(criterion), verb,
                 fit->options.tolerance);
    else
        snprintf(out, size, "%s, %.2g, %s %g", ui_stop_measure_name(criterion), measure,
                 verb, fit->options.tolerance);
}

/* Training ends by the persons held out, not by a tolerance.  False where it is said as of
 * any estimator. */
static bool
vae_sentence(const struct irt_fit *fit, char *out, size_t size)
{
    const char *who = fit->options.neural.held_out > 0 ? "the persons held out"
                                                       : "the persons, at fixed samples,";

    if (fit->stopped == IRT_STOP_LOGLIK)
        snprintf(out, size,
                 "converged in %zu epochs: the bound of %s gains no more, at any "
                 "learning rate",
                 fit->cycles, who);
    else if (fit->stopped == IRT_STOP_MAX_CYCLES)
        snprintf(out, size,
                 "not converged in %zu epochs: the bound of %s was still rising; raise "
                 "--max-cycles",
                 fit->cycles, who);
    else
        return false;
    return true;
}

void
ui_stop_sentence(const struct irt_fit *fit, const struct irt_trace *trace, char *out,
                 size_t size)
{
    const char *s = fit->cycles == 1 ? "" : "s";
    char measure[200];

    if (fit->neural.any && vae_sentence(fit, out, size))
        return;
    if (fit->dead_end[0]) {
        snprintf(out, size, "not converged in %zu cycle%s: %s", fit->cycles, s,
                 fit->dead_end);
        return;
    }
    switch (fit->stopped) {
    case IRT_STOP_PARAMETER:
    case IRT_STOP_GRADIENT:
    case IRT_STOP_LOGLIK:
        compare(fit, trace, "is below", measure, sizeof measure);
        snprintf(out, size, "converged in %zu cycle%s: %s", fit->cycles, s, measure);
        return;
    case IRT_STOP_MAX_CYCLES:
        compare(fit, trace, "is not below", measure, sizeof measure);
        snprintf(out, size,
                 "not converged in %zu cycle%s: %s; raise --max-cycles or --tol",
                 fit->cycles, s, measure);
        return;
    case IRT_STOP_USER:
        snprintf(out, size,
                 "interrupted after %zu cycle%s: these are not the estimates yet",
                 fit->cycles, s);
        return;
    case IRT_STOP_FAILED:
        snprintf(out, size, "failed after %zu cycle%s: there are no estimates",
                 fit->cycles, s);
        return;
    case IRT_STOP_NOT_YET: break;
    }
    snprintf(out, size, "not finished: %zu cycle%s done", fit->cycles, s);
}
