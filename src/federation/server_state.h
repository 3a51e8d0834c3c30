/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_state.h -- what the server holds; shared by the files of its side. */
#ifndef IRT_SERVER_STATE_H
#define IRT_SERVER_STATE_H

#include "federation/climb.h"
#include "federation/errors.h"
#include "federation/server.h"
#include "federation/tally.h"

#define IRT_SERVER_WINDOW 20 /* points whose way is looked at: server_dead_end.c */

enum irt_server_phase { PHASE_SURVEY, PHASE_SUMS, PHASE_LAST, PHASE_SPREAD, PHASE_OVER };

struct irt_server {
    const struct irt_plan *plan;
    struct irt_server_options options;
    size_t schools, count; /* count: of x, the plan's free parameters and maybe tau */
    enum irt_server_phase phase;
    uint32_t round;
    size_t cycles; /* steps that were taken */
    size_t seen;   /* points kept in past[], and their objectives */
    double *past;  /* point i is in row i % IRT_SERVER_WINDOW */
    double past_value[IRT_SERVER_WINDOW];
    size_t idle;  /* in a row, that were long and gained nothing */
    size_t crept; /* in a row, that were shortened and gained nothing */
    struct irt_tally *tally;
    struct irt_climb *climb;
    struct irt_standing *school;
    bool *answered;          /* schools that the last point taken was found by */
    bool any_taken, refused; /* refused: the last point asked about */
    struct irt_federated_errors *errors;
    size_t flattest; /* see irt_server_flattest() */

    double mean; /* the effect that schools are told to subtract */
    struct irt_progress progress;
    double *psi, *next, *ask; /* values */
    double *gradient;         /* by the free parameters and tau */
    double *lists;            /* sums as answers have them */
    double *curvature, *own; /* priors' part of the information; what of it is positive */
    double tau_information;
    double last_objective;
};

/* There will be errors to ask for; equations need two rounds for them. */
bool irt_server_has_errors(const struct irt_server *server);
bool irt_server_has_sandwich(const struct irt_server *server);

/* server_sums.c: what the answers of a round say. */
bool irt_server_is_centred(const struct irt_server *server);
void irt_server_read_standings(struct irt_server *server);
bool irt_server_any_undefined(const struct irt_server *server);
size_t irt_server_count_answers(const struct irt_server *server);
/* Sums over each item's own parameters to the free ones, with priors and tau. */
bool irt_server_find_gradient(struct irt_server *server, double tau,
                              struct irt_error *error);
/* The priors' part of gradient and information is added; that of the objective is returned. */
double irt_server_add_priors(struct irt_server *server);
/* Whether the same schools answered as at the last point. */
bool irt_server_same_schools(const struct irt_server *server);
/* The point is taken: what is known of it. */
void irt_server_record_point(struct irt_server *server, double loglik, double log_prior);

/* server_errors.c: from the answers to the first call for errors. */
bool irt_server_find_errors(struct irt_server *server, struct irt_error *error);
void irt_server_find_school_errors(struct irt_server *server);

/* server_dead_end.c: whether there is no maximum to go on to.  After a step was proposed, and
 * before; drifts keeps the point. */
bool irt_server_is_idle(struct irt_server *server);
bool irt_server_drifts(struct irt_server *server, double objective);
/* No step helps: why the run ends. */
enum irt_stop irt_server_judge_stuck(struct irt_server *server);
#define IRT_SERVER_NOTHING 1e-9 /* gained */
#define IRT_SERVER_PATIENT 6    /* times in a row */

#endif
