/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "neural/gap.h"

#include "neural/decoder.h"
#include "neural/latent.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define D_MAX     IRT_MAX_DIMS
#define GRID_DIMS 4    /* beyond: a sequence */
#define SEQUENCE  8192 /* points of it */
#define BINS      25   /* of the curve then */
#define PASSES    12   /* over the moments, at most */
#define SETTLED   1e-9 /* of a standard deviation */
#define WIDER     0.15 /* of a squared step, added to the variance */
#define BLOCK     1024 /* points that are worked on together */

/* Points x in units of a distribution's standard deviations, with what each counts in an
 * integral over them. */
struct grid {
    size_t points, dims;
    double step; /* the widest */
    double *x, *weight;
};

static void
close_grid(struct grid *grid)
{
    free(grid->x);
    free(grid->weight);
    *grid = (struct grid){ 0 };
}

static bool
allocate(struct grid *grid, size_t points, size_t dims, struct irt_error *error)
{
    *grid = (struct grid){ .points = points, .dims = dims };
    grid->x = malloc(points * dims * sizeof *grid->x);
    grid->weight = malloc(points * sizeof *grid->weight);
    if (grid->x && grid->weight)
        return true;
    close_grid(grid);
    return irt_fail(error, IRT_NO_MEMORY, "no memory for %zu points", points);
}

/* first nodes in the first direction, others in each other one, over -end .. end. */
static bool
open_steps(struct grid *grid, size_t dims, size_t first, size_t others, double end,
           struct irt_error *error)
{
    size_t points = first;
    double weight = 2.0 * end / (double)(first - 1);
    for (size_t r = 1; r < dims; r++) {
        points *= others;
        weight *= 2.0 * end / (double)(others - 1);
    }
    if (!allocate(grid, points, dims, error))
        return false;
    grid->step = 2.0 * end / (double)((dims > 1 ? others : first) - 1);
    for (size_t n = 0; n < points; n++) {
        size_t rest = n;
        for (size_t r = dims; r-- > 0;) {
            size_t count = r > 0 ? others : first;
            grid->x[n * dims + r] =
                end * (2.0 * (double)(rest % count) / (double)(count - 1) - 1.0);
            rest /= count;
        }
        grid->weight[n] = weight;
    }
    return true;
}

/* What a point counts is over the density it was drawn from. */
static bool
open_sequence(struct grid *grid, size_t dims, struct irt_error *error)
{
    struct irt_quadrature *drawn = irt_quadrature_sobol(SEQUENCE, dims, error);
    bool ok = drawn && allocate(grid, SEQUENCE, dims, error);
    for (size_t n = 0; ok && n < SEQUENCE; n++) {
        double square = 0.0;
        for (size_t r = 0; r < dims; r++) {
            grid->x[n * dims + r] = drawn->node[n * dims + r];
            square += drawn->node[n * dims + r] * drawn->node[n * dims + r];
        }
        grid->weight[n] =
            drawn->weight[n] * exp(0.5 * square) * pow(2.0 * M_PI, 0.5 * (double)dims);
    }
    grid->step = 1.0;
    irt_quadrature_free(drawn);
    return ok;
}

/* For moments, and finer in the first direction for a curve. */
static bool
open_grid(struct grid *grid, size_t dims, bool curve, struct irt_error *error)
{
    static const size_t others[GRID_DIMS + 1] = { 0, 121, 31, 17, 11 };
    static const size_t first[GRID_DIMS + 1] = { 0, 121, 61, 41, 25 };
    static const double end[GRID_DIMS + 1] = { 0, 10.0, 8.0, 6.5, 5.5 };
    return dims > GRID_DIMS ? open_sequence(grid, dims, error)
                            : open_steps(grid, dims, curve ? first[dims] : others[dims],
                                         others[dims], end[dims], error);
}

/* --- one pass ------------------------------------------------------------------------------------ */

/* What all passes over one person's answers are of. */
struct person {
    const double *psi;
    const uint8_t *category;
    struct irt_latent latent;
    struct irt_decoder decoder;
    double *z, *theta; /* BLOCK * dims */
    double *loglik;    /* BLOCK */
};

/* The distribution that is stepped along, its dimensions in the order of the directions. */
struct place {
    size_t order[D_MAX];
    double mean[D_MAX], L[D_MAX * D_MAX]; /* of dimension order[i]: row i */
};

/* log P(u | theta) at points from .. from + count - 1, z of the dimensions left in person->z. */
static void
look_up(struct person *person, const struct grid *grid, const struct place *place,
        size_t from, size_t count)
{
    size_t D = grid->dims;
    for (size_t n = 0; n < count; n++) {
        const double *x = grid->x + (from + n) * D;
        for (size_t i = 0; i < D; i++) {
            double z = place->mean[i];
            for (size_t k = 0; k <= i; k++)
                z += place->L[i * D + k] * x[k];
            person->z[n * D + place->order[i]] = z;
        }
    }
    for (size_t n = 0; n < count * D; n++)
        person->theta[n] = person->latent.sigma * person->z[n];
    irt_decoder_forward(&person->decoder, person->psi, person->category, 1, count,
                        person->theta, person->loglik);
}

/* log of P(u | z) p(z) and what it counts at every point, into mass[points], which becomes the
 * share of each; its integral's log is returned. */
static double
weigh(struct person *person, const struct grid *grid, const struct place *place,
      double *mass)
{
    size_t D = grid->dims;
    double log_det = 0.0, most = -INFINITY, sum = 0.0;
    for (size_t i = 0; i < D; i++)
        log_det += log(place->L[i * D + i]);
    for (size_t from = 0; from < grid->points; from += BLOCK) {
        size_t left = grid->points - from, count = left < BLOCK ? left : BLOCK;
        look_up(person, grid, place, from, count);
        for (size_t n = 0; n < count; n++) {
            mass[from + n] =
                person->loglik[n] + log(grid->weight[from + n]) + log_det +
                irt_latent_log_density(&person->latent, person->z + n * D, NULL);
            most = fmax(most, mass[from + n]);
        }
    }
    for (size_t n = 0; n < grid->points; n++)
        sum += mass[n] = exp(mass[n] - most);
    for (size_t n = 0; n < grid->points; n++)
        mass[n] /= sum;
    return most + log(sum);
}

/* Mean and covariance, in directions' order, of the points weighed. */
static void
find_moments(const struct grid *grid, const struct place *place, const double *mass,
             double *mean, double *covariance)
{
    size_t D = grid->dims;
    double first[D_MAX] = { 0.0 }, second[D_MAX * D_MAX] = { 0.0 };
    for (size_t n = 0; n < grid->points; n++) {
        double off[D_MAX];
        for (size_t i = 0; i < D; i++) {
            off[i] = 0.0;
            for (size_t k = 0; k <= i; k++)
                off[i] += place->L[i * D + k] * grid->x[n * D + k];
            first[i] += mass[n] * off[i];
            for (size_t k = 0; k <= i; k++)
                second[i * D + k] += mass[n] * off[i] * off[k];
        }
    }
    for (size_t i = 0; i < D; i++) {
        mean[i] = place->mean[i] + first[i];
        for (size_t k = 0; k <= i; k++)
            covariance[i * D + k] = covariance[k * D + i] =
                second[i * D + k] - first[i] * first[k];
    }
}

/* --- the posterior --------------------------------------------------------------------------------- */

/* From the prior: the dimension asked for first. */
static bool
start_place(const struct irt_model *model, const double *psi, size_t dimension,
            struct place *place)
{
    size_t D = model->dims;
    for (size_t i = 0; i < D; i++)
        place->order[i] = i == 0 ? dimension : i <= dimension ? i - 1 : i;
    for (size_t i = 0; i < D; i++)
        for (size_t k = 0; k < D; k++) {
            size_t r = place->order[i], s = place->order[k], c = model->correlation;
            for (size_t a = 0; a < r && a < s; a++)
                c += D - 1 - a;
            place->mean[i] = 0.0;
            place->L[i * D + k] = r == s ? 1.0 : psi[c + (r < s ? s - r : r - s) - 1];
        }
    gsl_matrix_view view = gsl_matrix_view_array(place->L, D, D);
    return gsl_linalg_cholesky_decomp1(&view.matrix) == GSL_SUCCESS;
}

/* Steps along these moments from now on; how far that is from before, in standard deviations.
 * The variance is widened a little, so that steps that were too long become shorter. */
static double
move_place(const struct grid *grid, const double *mean, const double *covariance,
           struct place *place)
{
    size_t D = grid->dims;
    double wider = WIDER * grid->step * grid->step, moved = 0.0;
    double next[D_MAX * D_MAX];
    wider = wider < 0.5 ? wider : 0.5;
    for (size_t i = 0; i < D; i++)
        for (size_t k = 0; k < D; k++) {
            double old = 0.0;
            for (size_t m = 0; m <= i && m <= k; m++)
                old += place->L[i * D + m] * place->L[k * D + m];
            next[i * D + k] = covariance[i * D + k] + wider * old;
        }
    gsl_matrix_view view = gsl_matrix_view_array(next, D, D);
    if (gsl_linalg_cholesky_decomp1(&view.matrix) != GSL_SUCCESS)
        return 0.0;
    for (size_t i = 0; i < D; i++) {
        double sd = next[i * D + i];
        moved = fmax(moved, fabs(mean[i] - place->mean[i]) / sd);
        moved = fmax(moved, fabs(place->L[i * D + i] / sd - 1.0));
    }
    memcpy(place->mean, mean, D * sizeof *mean);
    memcpy(place->L, next, D * D * sizeof *next);
    return moved;
}

/* The first direction is the dimension asked for: its density is that of the sums over the
 * others. */
static void
draw_steps(const struct grid *grid, const struct place *place, double sigma,
           const double *mass, struct irt_gap *out)
{
    size_t others = 1, D = grid->dims;
    while (others < grid->points && grid->x[others * D] == grid->x[0])
        others++;
    out->points = grid->points / others;
    double step = place->L[0] * (grid->x[others * D] - grid->x[0]) * sigma;
    for (size_t n = 0; n < out->points; n++) {
        double sum = 0.0;
        for (size_t m = 0; m < others; m++)
            sum += mass[n * others + m];
        out->theta[n] = sigma * (place->mean[0] + place->L[0] * grid->x[n * others * D]);
        out->density[n] = sum / step;
    }
}

static void
draw_bins(const struct grid *grid, const struct place *place, double sigma,
          const double *mass, struct irt_gap *out)
{
    const double end = 4.0, width = 2.0 * end / BINS;
    out->points = BINS;
    for (size_t b = 0; b < BINS; b++) {
        out->theta[b] =
            sigma * (place->mean[0] + place->L[0] * (((double)b + 0.5) * width - end));
        out->density[b] = 0.0;
    }
    for (size_t n = 0; n < grid->points; n++) {
        double b = floor((grid->x[n * grid->dims] + end) / width);
        if (b >= 0.0 && b < BINS)
            out->density[(size_t)b] += mass[n] / (width * place->L[0] * sigma);
    }
}

static bool
find_posterior(struct person *person, struct place *place, struct irt_gap *out,
               struct irt_error *error)
{
    struct grid coarse, fine = { 0 };
    double mean[D_MAX], covariance[D_MAX * D_MAX], moved = INFINITY;
    size_t D = out->dims;
    if (!open_grid(&coarse, D, false, error))
        return false;
    bool ok = open_grid(&fine, D, true, error);
    double *mass = ok ? malloc((coarse.points + fine.points) * sizeof *mass) : NULL;
    for (size_t pass = 0; mass && pass < PASSES && moved > SETTLED; pass++) {
        weigh(person, &coarse, place, mass);
        find_moments(&coarse, place, mass, mean, covariance);
        moved = move_place(&coarse, mean, covariance, place);
    }
    if (mass) {
        double sigma = person->latent.sigma;
        out->log_marginal = weigh(person, &fine, place, mass);
        find_moments(&fine, place, mass, mean, covariance);
        for (size_t i = 0; i < D; i++) {
            out->exact_mean[place->order[i]] = sigma * mean[i];
            out->exact_sd[place->order[i]] = sigma * sqrt(covariance[i * D + i]);
        }
        (D > GRID_DIMS ? draw_bins : draw_steps)(&fine, place, sigma, mass, out);
    }
    ok = ok && (mass || irt_fail(error, IRT_NO_MEMORY, "no memory for a posterior"));
    free(mass);
    close_grid(&coarse);
    close_grid(&fine);
    return ok;
}

/* --- the bound ------------------------------------------------------------------------------------- */

/* E_q log P(u | theta) by the same steps along the encoder's own normal. */
static bool
find_reconstruction(struct person *person, const struct irt_normal *normal,
                    struct irt_gap *out, struct irt_error *error)
{
    struct grid grid;
    struct place place;
    size_t D = normal->dims;
    double sum = 0.0, all = 0.0;
    if (!open_grid(&grid, D, false, error))
        return false;
    for (size_t r = 0; r < D; r++)
        place.order[r] = r;
    memcpy(place.mean, normal->mean, D * sizeof(double));
    memcpy(place.L, normal->L, D * D * sizeof(double));
    for (size_t from = 0; from < grid.points; from += BLOCK) {
        size_t left = grid.points - from, count = left < BLOCK ? left : BLOCK;
        look_up(person, &grid, &place, from, count);
        for (size_t n = 0; n < count; n++) {
            const double *x = grid.x + (from + n) * D;
            double square = 0.0;
            for (size_t r = 0; r < D; r++)
                square += x[r] * x[r];
            double share = grid.weight[from + n] * exp(-0.5 * square);
            all += share;
            sum += share * person->loglik[n];
        }
    }
    out->reconstruction = sum / all;
    close_grid(&grid);
    return true;
}

static bool
open_person(struct person *person, const struct irt_model *model, struct irt_error *error)
{
    size_t count = BLOCK * model->dims;
    person->z = malloc(count * sizeof *person->z);
    person->theta = malloc(count * sizeof *person->theta);
    person->loglik = malloc(BLOCK * sizeof *person->loglik);
    if (!person->z || !person->theta || !person->loglik)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a posterior");
    if (!irt_latent_at(model, person->psi, &person->latent))
        return irt_fail(error, IRT_BAD_USAGE,
                        "the correlations of theta are not positive definite");
    return irt_decoder_open(&person->decoder, model, BLOCK, error);
}

static void
close_person(struct person *person)
{
    irt_decoder_close(&person->decoder);
    free(person->z);
    free(person->theta);
    free(person->loglik);
}

bool
irt_gap_find(const struct irt_model *model, const double *psi,
             const struct irt_normal *normal, const uint8_t *category, size_t dimension,
             struct irt_gap *out, struct irt_error *error)
{
    struct person person = { .psi = psi, .category = category };
    struct place place;
    *out = (struct irt_gap){ .dims = model->dims };
    bool ok = open_person(&person, model, error) &&
              (start_place(model, psi, dimension, &place) ||
               irt_fail(error, IRT_BAD_USAGE,
                        "the correlations of theta are not positive definite")) &&
              find_posterior(&person, &place, out, error) &&
              find_reconstruction(&person, normal, out, error);
    if (ok) {
        double sigma = person.latent.sigma;
        out->prior_kl =
            irt_latent_kl(&person.latent, normal->mean, normal->L, 0.0, NULL, NULL, NULL);
        out->kl = out->log_marginal - out->reconstruction + out->prior_kl;
        for (size_t r = 0; r < model->dims; r++) {
            out->mean[r] = sigma * normal->mean[r];
            out->sd[r] = sigma * irt_normal_sd(normal, r);
        }
    }
    close_person(&person);
    return ok;
}
