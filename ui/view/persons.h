/* SPDX-License-Identifier: GPL-3.0-or-later */
/* persons.h -- the parts of the Persons screen: its table, its plots. */
#ifndef UI_PERSONS_H
#define UI_PERSONS_H

#include "canvas.h"
#include "score/summary.h"
#include "session.h"

#define UI_SCORE_BINS 80
#define UI_SCORE_END  4.0 /* of θ; what lies beyond counts in the last bin */

/* All persons' scores by the chosen method in short: made once for each fit, for there may
 * be a million. */
struct ui_scores {
    const double *of; /* the session's scores they were made from; NULL: none */
    size_t dimension; /* which of them */
    const struct irt_fit *fit;
    double loglik; /* of the fit, as its address may come again */
    struct irt_score_summary summary;
    double bin[UI_SCORE_BINS]; /* persons */
};

/* Brings them up to date; false when there are no scores. */
bool ui_scores_update(struct ui_scores *scores, const struct ui_session *session,
                      size_t dimension);

/* Scores by the parameters a run has come to, while it has none of its own: of so few patterns
 * that the screen does not wait for them. */
#define UI_LIVE_PATTERNS 4096
struct ui_live_scores {
    const struct irt_model *model; /* NULL: none yet */
    enum irt_score method;
    size_t cycle, loads;
    double loglik;
    double score[UI_LIVE_PATTERNS], se[UI_LIVE_PATTERNS];
};
/* score[l] in one dimension, or NULL when there are too many. */
const double *ui_live_scores(struct ui_live_scores *live,
                             const struct ui_session *session, enum irt_score method);

/* The method whose scores are looked at: the chosen one. */
enum irt_score ui_score_shown(const struct ui_session *session);

/* "EAP", "MAP", "ML", "WLE". */
const char *ui_score_title(enum irt_score method);

/* One after the other what the table has columns for: a score and its error. */
struct ui_score_column {
    enum irt_score method;
    size_t dimension;
};
#define UI_SCORE_COLUMNS (IRT_SCORES * IRT_MAX_DIMS) /* at most */

/* The table of persons: its narrowest and its widest with every score, and the table, which
 * leaves scores out where there is no room, the chosen one never. */
void ui_persons_widths(const struct ui_session *session, int *narrow, int *wide);
void ui_persons_table(size_t *top, const struct ui_session *session, size_t dimension,
                      struct ui_canvas *canvas, struct ui_rect rect);

/* A row's name, and the sum of its answers to the items that are estimated. */
void ui_person_name(const struct irt_responses *data, size_t row, char *out, size_t size);
unsigned ui_person_sum(const struct ui_session *session, size_t row);

/* The parameters and the nodes that a person's posterior is computed with: the estimates
 * when the run has ended, else what the run has come to.  False: there is no model. */
bool ui_person_source(const struct ui_session *session, const double **psi,
                      const struct irt_quadrature **quadrature);

/* Histogram of the scores over the items' difficulties on one scale (a Wright map). */
void ui_persons_map(struct ui_canvas *canvas, struct ui_rect rect,
                    const struct ui_session *session, const struct ui_scores *scores);

/* In several dimensions: how many persons score where, over the axes' two; and the chosen
 * person's posterior. */
void ui_persons_plane(struct ui_canvas *canvas, struct ui_rect rect,
                      const struct ui_session *session);
void ui_persons_posterior_plane(struct ui_canvas *canvas, struct ui_rect rect,
                                const struct ui_session *session);

/* Prior, likelihood and posterior of the chosen person. */
void ui_persons_posterior(struct ui_canvas *canvas, struct ui_rect rect,
                          const struct ui_session *session);

#endif
