/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dif_statistic.c -- differential item functioning as one of the statistics of fit. */
#include "config.h"

#include "fit/dif.h"
#include "fit/statistic.h"

struct hearing {
    const struct irt_diagnosis *diagnosis;
};

static void
hear(void *context, double share)
{
    const struct hearing *hearing = context;
    irt_diagnosis_go_on(hearing->diagnosis, share, NULL);
}

static void *
dif_compute(const struct irt_diagnosis *d, struct irt_error *error)
{
    struct hearing hearing = { d };
    struct irt_dif_options options = { .purified = d->purified,
                                       .threads = d->threads,
                                       .cancel = d->cancel,
                                       .progress = hear,
                                       .context = &hearing };
    if (d->fit)
        return irt_dif_new(d->fit, &options, error);
    irt_fail(error, IRT_BAD_USAGE,
             "groups are compared when the run has ended: run it to its end");
    return NULL;
}

static void
dif_free(void *result)
{
    irt_dif_free(result);
}

const struct irt_statistic irt_statistic_dif = {
    .name = "dif",
    .title = "DIF",
    .formula = "Mantel-Haenszel: Δ = -2.35 log α; logistic regression on score, group, "
               "both; likelihood ratio and Wald, slope and intercepts free by group",
    .source =
        "Holland and Thayer (1988); Swaminathan and Rogers (1990); Thissen, Steinberg "
        "and Wainer (1993)",
    .reading =
        "Is the item harder, or less telling, for one group at the same ability?  "
        "Look at the size, Δ and its class or the two curves, before p: many persons "
        "make small differences significant.",
    .costly = true,
    .compute = dif_compute,
    .free = dif_free,
};
