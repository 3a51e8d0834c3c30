/* SPDX-License-Identifier: GPL-3.0-or-later */
/* distribution.c -- each draw takes one number from the generator, so that rounding in a
 * mathematics library cannot shift what follows. */
#include "config.h"

#include "data/distribution.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "data/cell.h"

static const struct {
    const char *name;
    enum irt_distribution_kind kind;
} distributions[] = { { "normal", IRT_NORMAL },
                      { "lognormal", IRT_LOGNORMAL },
                      { "uniform", IRT_UNIFORM } };

static struct irt_cell
trimmed(const char *start, const char *end)
{
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (struct irt_cell){ start, (size_t)(end - start) };
}

/* Splits "name(x,y)" into its three parts. */
static bool
split_call(struct irt_cell text, struct irt_cell *name, struct irt_cell *x,
           struct irt_cell *y)
{
    const char *end = text.text + text.length;
    const char *open = memchr(text.text, '(', text.length);
    const char *comma = open != NULL ? memchr(open, ',', (size_t)(end - open)) : NULL;

    if (comma == NULL || end[-1] != ')')
        return false;
    *name = trimmed(text.text, open);
    *x = trimmed(open + 1, comma);
    *y = trimmed(comma + 1, end - 1);
    return true;
}

bool
irt_distribution_is_possible(const struct irt_distribution *d)
{
    if (!isfinite(d->first) || !isfinite(d->second))
        return false;
    switch (d->kind) {
    case IRT_CONSTANT: return true;
    case IRT_NORMAL:
    case IRT_LOGNORMAL: return d->second >= 0;
    case IRT_UNIFORM: return d->first <= d->second;
    }
    return false;
}

bool
irt_distribution_parse(const char *text, struct irt_distribution *out,
                       struct irt_error *error)
{
    struct irt_cell all = trimmed(text, text + strlen(text)), name, x, y;
    struct irt_distribution d = { .kind = IRT_CONSTANT };

    if (irt_cell_number(all, &d.first) && irt_distribution_is_possible(&d)) {
        *out = d;
        return true;
    }
    if (split_call(all, &name, &x, &y) && irt_cell_number(x, &d.first) &&
        irt_cell_number(y, &d.second))
        for (size_t k = 0; k < sizeof distributions / sizeof *distributions; k++) {
            d.kind = distributions[k].kind;
            if (irt_cell_equal(name, distributions[k].name) &&
                irt_distribution_is_possible(&d)) {
                *out = d;
                return true;
            }
        }
    return irt_fail(error, IRT_BAD_USAGE,
                    "'%.60s' is no distribution: write normal(mean,sd), "
                    "lognormal(mean,sd), uniform(lo,hi) or a number",
                    text);
}

double
irt_distribution_draw(const struct irt_distribution *d, gsl_rng *random)
{
    double u = gsl_rng_uniform_pos(random);

    switch (d->kind) {
    case IRT_CONSTANT: break;
    case IRT_NORMAL: return d->first + d->second * gsl_cdf_ugaussian_Pinv(u);
    case IRT_LOGNORMAL: return exp(d->first + d->second * gsl_cdf_ugaussian_Pinv(u));
    case IRT_UNIFORM: return d->first + (d->second - d->first) * u;
    }
    return d->first;
}
