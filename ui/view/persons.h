/* SPDX-License-Identifier: GPL-3.0-or-later */
/* persons.h -- the parts of the Persons screen: its plots. */
#ifndef UI_PERSONS_H
#define UI_PERSONS_H

#include "canvas.h"
#include "score/summary.h"
#include "session.h"

#define UI_SCORE_BINS 80
#define UI_SCORE_END  4.0 /* of θ; what lies beyond counts in the last bin */

/* All persons' scores in short: made once for each fit, for there may be a million. */
struct ui_scores {
    const double *of; /* session->score they were made from; NULL: none */
    const struct irt_fit *fit;
    double loglik; /* of the fit, as its address may come again */
    struct irt_score_summary summary;
    double bin[UI_SCORE_BINS]; /* persons */
};

/* Brings them up to date; false when there are no scores. */
bool ui_scores_update(struct ui_scores *scores, const struct ui_session *session);

/* The parameters and the nodes that a person's posterior is computed with: the estimates
 * when the run has ended, else what the run has come to.  False: there is no model. */
bool ui_person_source(const struct ui_session *session, const double **psi,
                      const struct irt_quadrature **quadrature);

/* Histogram of the scores over the items' difficulties on one scale (a Wright map). */
void ui_persons_map(struct ui_canvas *canvas, struct ui_rect rect,
                    const struct ui_session *session, const struct ui_scores *scores);

/* Prior, likelihood and posterior of the chosen person. */
void ui_persons_posterior(struct ui_canvas *canvas, struct ui_rect rect,
                          const struct ui_session *session);

#endif
