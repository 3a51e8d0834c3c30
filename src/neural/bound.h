/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bound.h -- what an autoencoder maximises: a lower bound to the log-likelihood of a person.
 *
 * The encoder gives the person's normal distribution q(z) = N(mu, L L') as K numbers:
 * mu_1 .. mu_D, s_1 .. s_D = log L_rr, and for a full posterior the rest of L's lower
 * triangle by rows.  Samples are z = mu + L e, e ~ N(0, I); theta = sigma z.
 *
 *   elbo        mean over R samples of log p(u | z), less beta KL(q || p)
 *   importance  log of the mean over R samples of p(u | z) (p(z) / q(z))^beta
 *
 * beta < 1 while KL is warmed up.  Sources: Kingma and Welling (2014), ICLR; Burda, Grosse
 * and Salakhutdinov (2016), ICLR. */
#ifndef IRT_BOUND_H
#define IRT_BOUND_H

#include "error.h"
#include "neural/decoder.h"
#include "neural/latent.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many numbers the encoder gives. */
size_t irt_bound_outputs(size_t dims, bool full);

/* L[dims * dims] of a person's K numbers, zeros above the diagonal. */
void irt_bound_spread(size_t dims, bool full, const double *output, double *L);

struct irt_bound_rule {
    bool full;       /* posterior with a full covariance, else diagonal */
    bool importance; /* else elbo */
    size_t samples;  /* R */
    double beta;
};

/* Sums over rows times their weights. */
struct irt_bound_value {
    double bound;          /* what is maximised */
    double reconstruction; /* mean over the samples of log p(u | z) */
    double kl;             /* KL(q || p), whole */
};

struct irt_bound {
    struct irt_decoder decoder;
    size_t most;                         /* rows times samples */
    double *z, *theta, *by_theta;        /* most * D */
    double *loglik, *weight, *log_ratio; /* most */
};

/* Into a zeroed one, for up to rows * samples points, whatever their rows (1024 samples of one
 * row at the most).  False with *error filled without
 * memory. */
bool irt_bound_open(struct irt_bound *bound, const struct irt_model *model, size_t rows,
                    size_t samples, struct irt_error *error);
void irt_bound_close(struct irt_bound *bound);

/* At output[rows * K] with samples e[rows * R * D].  category as decoder.h has it, weight[i]
 * persons in row i.  Unless by_output is NULL: the derivatives of value->bound by the outputs
 * into by_output[rows * K], and those by psi are added to by_psi[parameters] (each parameter
 * on its own). */
void irt_bound_run(struct irt_bound *bound, const struct irt_bound_rule *rule,
                   const double *psi, const struct irt_latent *latent,
                   const uint8_t *category, const double *weight, size_t rows,
                   const double *output, const double *e, double *by_output,
                   double *by_psi, struct irt_bound_value *value);

#endif
