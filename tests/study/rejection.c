/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rejection.c -- how often tests of fit reject the model that made the data: at 5 % they should
 * in 5 of 100.  A replication gives each test one p, of an item or a pair that goes through all
 * of them in turn, so that the replications are independent; the share of p below .05 has to lie
 * in the interval that holds 99 % of such shares of as many replications.
 *
 * LD-X2 is no chi-square with the degrees of freedom that it is read with: estimated slopes take
 * up part of what a pair has in common, and it rejects less often, the more so the fewer items
 * there are.  How often, its covariance says (pair_rate.h): around that share lies its interval.
 *
 * make study; usage: rejection [REPLICATIONS].  Exits with 1 when a share lies outside. */
#include "config.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/simulate.h"
#include "estimate/run.h"
#include "fit/diagnostics.h"
#include "fit/dif.h"
#include "fit/ld.h"
#include "fit/m2.h"
#include "fit/sx2.h"
#include "pair_rate.h"
#include "parallel.h"

#define REPLICATIONS 400
#define LEVEL        0.05
#define OUTSIDE      0.01 /* of shares, on both sides together */
#define MOST_TESTS   8
#define WHY          200

/* What is known of a replication. */
struct look {
    const struct irt_diagnosis *diagnosis;
    const struct irt_diagnostics *diagnostics;
    const struct irt_dif_item *dif; /* of the item in turn; NULL: no groups */
    size_t item, pair;              /* in turn */
};

struct test {
    const char *name;
    double (*p)(const struct look *look);
    /* How often it should reject in this replication; NULL: at its level. */
    double (*rate)(const struct look *look);
};

struct design {
    const char *title, *model, *sizes, *effects; /* sizes NULL: one population */
    size_t persons, items;
    const struct test *test; /* ends with name NULL */
};

/* --- the tests ------------------------------------------------------------------------------ */

static const void *
result_of(const struct look *look, const char *name)
{
    return irt_diagnostics_of(look->diagnostics, irt_statistic_find(name));
}

static double
p_sx2(const struct look *look)
{
    const struct irt_sx2 *sx2 = result_of(look, "sx2");
    return sx2 ? sx2->item[look->item].p : NAN;
}

static double
p_m2(const struct look *look)
{
    const struct irt_m2 *m2 = result_of(look, "m2");
    return m2 ? m2->p : NAN;
}

static double
p_c2(const struct look *look)
{
    const struct irt_m2 *c2 = result_of(look, "c2");
    return c2 ? c2->p : NAN;
}

static double
p_ld(const struct look *look)
{
    const struct irt_ld *ld = result_of(look, "ld");
    if (!ld)
        return NAN;
    const struct irt_ld_pair *pair = &ld->pair[look->pair % ld->pairs];
    return gsl_cdf_chisq_Q(pair->x2, (double)pair->df);
}

static double
rate_ld(const struct look *look)
{
    const struct irt_ld *ld = result_of(look, "ld");
    size_t place = ld ? look->pair % ld->pairs : 0;
    for (size_t j = 0; ld && j < ld->items; j++)
        for (size_t k = j + 1; k < ld->items; k++)
            if (irt_ld_place(ld, j, k) == place)
                return pair_rate(look->diagnosis, j, k, LEVEL);
    return NAN;
}

static double
p_mantel(const struct look *look)
{
    return look->dif->mantel.p;
}

static double
p_uniform(const struct look *look)
{
    return look->dif->regression.uniform_p;
}

static double
p_nonuniform(const struct look *look)
{
    return look->dif->regression.nonuniform_p;
}

static double
p_regression(const struct look *look)
{
    return look->dif->regression.total_p;
}

static double
p_lr(const struct look *look)
{
    return look->dif->lr.p;
}

static double
p_lr_uniform(const struct look *look)
{
    return look->dif->uniform.p;
}

static double
p_wald(const struct look *look)
{
    return look->dif->wald.p;
}

static const struct test fit_tests[] = { { .name = "S-X2", .p = p_sx2 },
                                         { .name = "M2", .p = p_m2 },
                                         { .name = "LD-X2", .p = p_ld, .rate = rate_ld },
                                         { .name = NULL } };
static const struct test pair_tests[] = { { .name = "LD-X2", .p = p_ld, .rate = rate_ld },
                                          { .name = NULL } };
static const struct test score_tests[] = {
    { .name = "Mantel-Haenszel", .p = p_mantel },
    { .name = "regression, uniform", .p = p_uniform },
    { .name = "regression, non-uniform", .p = p_nonuniform },
    { .name = "regression, both", .p = p_regression },
    { .name = NULL }
};
static const struct test model_tests[] = { { .name = "likelihood ratio", .p = p_lr },
                                           { .name = "likelihood ratio, uniform",
                                             .p = p_lr_uniform },
                                           { .name = "Wald", .p = p_wald },
                                           { .name = NULL } };
static const struct test several_tests[] = { { .name = "S-X2", .p = p_sx2 },
                                             { .name = "M2", .p = p_m2 },
                                             { .name = "C2", .p = p_c2 },
                                             { .name = "Mantel", .p = p_mantel },
                                             { .name = "ordinal regression, both",
                                               .p = p_regression },
                                             { .name = "likelihood ratio", .p = p_lr },
                                             { .name = "Wald", .p = p_wald },
                                             { .name = NULL } };

/* At equal ability equal total scores are expected in both groups only where the score says all
 * about ability: in Rasch, or where the groups' abilities are alike. */
static const struct design designs[] = {
    { "2PL, 1000 x 10", "2pl", NULL, NULL, 1000, 10, fit_tests },
    { "Rasch, 1000 x 20", "rasch", NULL, NULL, 1000, 20, pair_tests },
    { "Rasch, 500 + 500 x 15, means .5 apart", "rasch", "500,500", "0.25,-0.25", 1000, 15,
      score_tests },
    { "2PL, 500 + 500 x 10, means .5 apart", "2pl", "500,500", "0.25,-0.25", 1000, 10,
      model_tests },
    { "GRM of 4 categories, 500 + 500 x 6", "grm", "500,500", "0,0", 1000, 6,
      several_tests },
};

/* --- a replication ---------------------------------------------------------------------------- */

struct study {
    const struct design *design;
    size_t replications, tests;
    double *p;        /* [replication * MOST_TESTS + test] */
    double *rate;     /* likewise: how often it should reject */
    char (*why)[WHY]; /* likewise: why there is no p; "": there is, or nobody knows */
    char (*trouble)[200];
};

/* The schools of the simulation become the groups that are compared. */
static bool
take_groups(struct irt_responses *data)
{
    struct irt_factor *factor = calloc(1, sizeof *factor);
    if (!factor)
        return false;
    factor->name = strdup("group");
    factor->levels = data->schools;
    factor->level = data->school_name;
    factor->of_row = data->school;
    data->school = NULL;
    data->school_name = NULL;
    data->schools = 0;
    data->factor = factor;
    return factor->name != NULL;
}

static struct irt_simulation *
simulate(const struct design *design, size_t replication, struct irt_error *error)
{
    struct irt_simulation_options options = irt_simulation_defaults();
    options.model = design->model;
    options.persons = design->persons;
    options.items = design->items;
    options.seed = 1 + replication;
    options.plan.sizes = design->sizes;
    options.plan.effects = design->effects;
    struct irt_simulation *out = irt_simulate(&options, error);
    if (out && design->sizes && !take_groups(out->data)) {
        irt_simulation_free(out);
        return NULL;
    }
    return out;
}

/* Why a test of the whole model cannot be had; "": it can. */
static const char *
why_none(const struct look *look, const struct test *test)
{
    const char *name = test->p == p_m2 ? "m2" : test->p == p_c2 ? "c2" : NULL;
    const char *why =
        name ? irt_diagnostics_why_not(look->diagnostics, irt_statistic_find(name))
             : NULL;
    return why ? why : "";
}

static void
take(const struct study *study, size_t replication, size_t t, const struct look *look)
{
    const struct test *test = &study->design->test[t];
    size_t at = replication * MOST_TESTS + t;
    study->p[at] = test->p(look);
    study->rate[at] = test->rate ? test->rate(look) : LEVEL;
    snprintf(study->why[at], WHY, "%s", why_none(look, test));
}

/* Looks at one fit with all tests of the design. */
static bool
look_at(const struct study *study, size_t replication, const struct irt_fit *fit,
        struct irt_error *error)
{
    const struct irt_dif_options how = { .threads = 1 };
    struct irt_diagnosis diagnosis = irt_diagnosis_of(fit);
    struct irt_wanted wanted;
    struct look look = { .item = replication % fit->model->items, .pair = replication };
    struct irt_dif *dif = NULL;
    diagnosis.threads = 1;
    struct irt_diagnostics *diagnostics =
        irt_wanted_parse("sx2,m2,q3", &wanted, error)
            ? irt_diagnostics_new(&diagnosis, &wanted, error)
            : NULL;
    if (diagnostics && study->design->sizes)
        dif = irt_dif_new(fit, &how, error);
    bool done = diagnostics && (dif || !study->design->sizes);
    if (done) {
        look.diagnosis = &diagnosis;
        look.diagnostics = diagnostics;
        look.dif = dif ? &dif->pair[0].item[look.item] : NULL;
        for (size_t t = 0; t < study->tests; t++)
            take(study, replication, t, &look);
    }
    irt_dif_free(dif);
    irt_diagnostics_free(diagnostics);
    return done;
}

static bool
fit_and_look(const struct study *study, size_t replication,
             const struct irt_simulation *truth, struct irt_error *error)
{
    struct irt_model_options kind = { .kind = study->design->model };
    struct irt_options options = irt_options_defaults();
    options.threads = 1;
    options.tolerance = 1e-5;
    options.max_cycles = 5000;
    struct irt_model *model = irt_model_new(truth->data, &kind, error);
    struct irt_patterns *patterns =
        model ? irt_patterns_new(truth->data, NULL, 1, error) : NULL;
    struct irt_fit *fit =
        patterns ? irt_run(&irt_em, truth->data, patterns, model, &options, error) : NULL;
    bool done = fit && look_at(study, replication, fit, error);
    irt_fit_free(fit);
    irt_patterns_free(patterns);
    irt_model_free(model);
    return done;
}

static void
replicate(void *context, size_t replication)
{
    const struct study *study = context;
    struct irt_error error = { IRT_OK, "" };
    for (size_t t = 0; t < MOST_TESTS; t++)
        study->p[replication * MOST_TESTS + t] =
            study->rate[replication * MOST_TESTS + t] = NAN;
    struct irt_simulation *truth = simulate(study->design, replication, &error);
    if (!truth || !fit_and_look(study, replication, truth, &error))
        snprintf(study->trouble[replication], sizeof study->trouble[replication],
                 "%.190s", error.code != IRT_OK ? error.message : "no memory");
    irt_simulation_free(truth);
}

/* --- the table ----------------------------------------------------------------------------------- */

/* The smallest count that leaves at least the share below it, or the largest. */
static unsigned
bound(unsigned n, double level, bool upper)
{
    unsigned k = 0;
    if (upper)
        for (k = n; k > 0 && gsl_cdf_binomial_Q(k - 1, level, n) < OUTSIDE / 2;)
            k--;
    else
        while (k < n && gsl_cdf_binomial_P(k, level, n) < OUTSIDE / 2)
            k++;
    return k;
}

/* Replications without a p say why, each reason by its first words once. */
static void
say_without(const struct study *study, size_t t)
{
    size_t without = 0, first = 0;
    for (size_t r = study->replications; r-- > 0;)
        if (study->why[r * MOST_TESTS + t][0] != '\0') {
            without++;
            first = r;
        }
    if (without > 0)
        printf("    without it %zu, such as replication %zu: %s\n", without, first + 1,
               study->why[first * MOST_TESTS + t]);
}

/* False when the share lies outside. */
static bool
judge(const struct study *study, size_t t)
{
    const struct test *test = &study->design->test[t];
    unsigned n = 0, rejected = 0;
    double rate = 0;
    for (size_t r = 0; r < study->replications; r++) {
        double p = study->p[r * MOST_TESTS + t];
        n += !isnan(p);
        rejected += p < LEVEL;
        rate += isnan(p) ? 0 : study->rate[r * MOST_TESTS + t];
    }
    rate /= n > 0 ? n : 1;
    unsigned low = bound(n, rate, false), high = bound(n, rate, true);
    bool inside = n > 0 && isfinite(rate) && rejected >= low && rejected <= high;
    printf("  %-26s %5u %8u  %.4f   %.4f   %.4f .. %.4f  %s\n", test->name, n, rejected,
           n ? (double)rejected / n : NAN, rate, n ? (double)low / n : NAN,
           n ? (double)high / n : NAN,
           inside ? test->rate ? "within, its own" : "within" : "OUTSIDE");
    say_without(study, t);
    return inside;
}

static size_t
run_design(const struct design *design, size_t replications, struct irt_pool *pool)
{
    struct study study = { .design = design, .replications = replications };
    size_t outside = 0;
    while (design->test[study.tests].name)
        study.tests++;
    study.p = malloc(replications * MOST_TESTS * sizeof *study.p);
    study.rate = malloc(replications * MOST_TESTS * sizeof *study.rate);
    study.why = calloc(replications * MOST_TESTS, sizeof *study.why);
    study.trouble = calloc(replications, sizeof *study.trouble);
    if (study.p && study.rate && study.why && study.trouble) {
        printf("%s\n", design->title);
        irt_pool_run(pool, replications, replicate, &study);
        for (size_t r = 0; r < replications; r++)
            if (study.trouble[r][0] != '\0')
                printf("  replication %zu: %s\n", r + 1, study.trouble[r]);
        for (size_t t = 0; t < study.tests; t++)
            outside += !judge(&study, t);
        fflush(stdout);
    } else {
        outside = 1;
        fprintf(stderr, "rejection: no memory\n");
    }
    free(study.p);
    free(study.rate);
    free(study.why);
    free(study.trouble);
    return outside;
}

int
main(int argc, char **argv)
{
    long replications = argc > 1 ? strtol(argv[1], NULL, 10) : REPLICATIONS;
    struct irt_error error;
    struct irt_pool *pool = irt_pool_new(0, &error);
    size_t outside = 0;
    time_t start = time(NULL);
    if (replications < 1 || !pool) {
        fprintf(stderr, "usage: rejection [REPLICATIONS]\n");
        return 1;
    }
    printf(
        "%ld replications; at 5 %%, one p a replication; 99 %% of shares lie between\n\n",
        replications);
    printf("  %-26s %5s %8s  %-6s   %-6s   %s\n", "test", "p's", "rejected", "share",
           "should", "interval");
    for (size_t k = 0; k < sizeof designs / sizeof *designs; k++)
        outside += run_design(&designs[k], (size_t)replications, pool);
    printf(
        "\nLD-X2 should reject less often than 5 %%, as its covariance says: its degrees "
        "of\n"
        "freedom are those of a table without estimates (Chen and Thissen 1997; Liu and\n"
        "Maydeu-Olivares 2013).\n");
    printf("\n%zu outside; %.0f seconds\n", outside, difftime(time(NULL), start));
    irt_pool_free(pool);
    return outside > 0;
}
