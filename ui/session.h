/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.h -- the data, the choices and the runs: all that screens show.
 * Owned by the screen's thread; the worker has its own and hands over copies. */
#ifndef UI_SESSION_H
#define UI_SESSION_H

#include "choices.h"
#include "data/findings.h"
#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "estimate/fit.h"
#include "estimate/snapshot.h"
#include "estimate/trace.h"
#include "fit/shape.h"
#include "metric.h"
#include "model/model.h"
#include "odd.h"
#include "worker.h"

#include <stdbool.h>
#include <stddef.h>

#define UI_UNDO   64
#define UI_PINS   6
#define UI_RIVALS 3

/* Runs that were dropped while their thread still worked, and the data they used. */
struct ui_retired;
struct irt_school_count;
struct ui_exam;

/* A finished or stopped run kept as a ghost behind the live one. */
struct ui_pin {
    char label[64]; /* "2PL, 10 nodes, none" */
    struct ui_choices choices;
    struct irt_trace trace;
    size_t items;            /* ghosts are drawn when the items match */
    struct irt_shape *shape; /* for comparison; owned; NULL: it had not ended */
};

/* The same data fitted with other school effects: rivals.h. */
struct ui_rival {
    struct ui_worker *worker; /* NULL: not asked for */
    struct irt_model *model;
    struct irt_patterns *patterns; /* its own, or NULL: the session's */
    struct irt_snapshot live, past;
    struct irt_trace trace;
    const struct irt_fit *fit; /* when it has ended; the worker's */
    struct irt_error error;
};

/* What is known of simulated data: truth.h. */
struct ui_truth {
    struct irt_item_report *item; /* columns of the data; NULL: not known */
    double *theta;                /* [row * dims + d]; NULL: not known */
    size_t dims;
};

struct ui_session {
    struct ui_choices choices;
    struct ui_choices undo[UI_UNDO], redo[UI_UNDO];
    size_t undos, redos;

    struct irt_responses *data; /* NULL: none loaded */
    struct irt_patterns *patterns;
    double read_seconds;
    size_t loads;                 /* how often data were read: changes with them */
    struct irt_findings findings; /* the doctor's: on the data, then on data and model */
    size_t data_findings;         /* how many are on the data alone */

    struct irt_school_count
        *school_count;    /* data->schools; NULL: no schools (school_facts.h) */
    double *school_truth; /* their true effects; NULL: not known */
    char truth_file[UI_PATH];
    struct ui_truth truth; /* of items and persons */
    bool *school_out;      /* data->schools: left out of federated runs; NULL: none is */

    struct irt_model *model; /* of the run; NULL when data and model do not fit */
    struct irt_quadrature *quadrature; /* as chosen, for Setup */
    struct irt_error problem;          /* why there is no model */

    struct ui_worker *worker; /* NULL: no run opened */
    struct ui_retired *retired;
    bool running;
    bool busy;                 /* something asked for is not done yet */
    bool ended;                /* converged, at the limit, ended by the user, or failed */
    size_t waiting;            /* steps asked for that are not begun */
    size_t stages;             /* done singly since the last complete cycle */
    struct irt_error trouble;  /* why the run cannot go on; code IRT_OK: it can */
    struct irt_error lost;     /* why a past cycle cannot be shown; likewise */
    struct irt_trace trace;    /* copy */
    struct irt_snapshot live;  /* the newest */
    struct ui_wire wire;       /* the message that is looked at, of a federated run */
    size_t wire_round;         /* its round; 0: the newest */
    bool wire_call;            /* the call to all, not the chosen school's answer */
    size_t wire_watched[2];    /* what the worker was asked for */
    struct irt_snapshot past;  /* the cycle travelled to */
    bool past_ready;           /* past was answered since the travel began */
    size_t travel;             /* 0: live; else the cycle that past shows (or will) */
    const struct irt_fit *fit; /* when the run has ended; borrowed from the worker */
    /* By method, pattern and dimension, [l * dims + d], as the worker has them; borrowed. */
    const double *score[IRT_SCORES], *score_se[IRT_SCORES];
    bool score_asked[IRT_SCORES]; /* of the run's worker */
    double seconds;               /* spent estimating */

    struct ui_rival rival[UI_RIVALS];

    struct ui_exam *exam,
        *examined; /* statistics of fit: under way, and found (examine.h) */
    size_t exam_cycle, examined_cycle;
    bool exam_final, examined_final; /* of the finished fit */
    bool exam_costly;
    double exam_due; /* when the next ones may start, in seconds */

    size_t pins;
    struct ui_pin pin[UI_PINS];
    struct irt_shape
        *shape; /* of fit, for comparison; NULL: not asked for (ui_session_shape) */

    enum ui_metric metric; /* in which item parameters are shown */
    size_t axis[2]; /* the dimensions of theta that planes show, first and second */
    size_t item;    /* chosen: index into model->item */
    size_t pattern; /* chosen: index into patterns */
    size_t watched; /* the group whose counts the worker was asked for */
    size_t row;     /* chosen: a row of the data */
    size_t node;    /* chosen */
    double *start;  /* model->parameters: psi before a run is opened */
    struct { /* answers of the chosen pattern, to see what comes of them: encoded.h */
        unsigned char *category; /* items; owned; NULL: none */
        size_t items, pattern, loads;
    } changed;
};

void ui_session_init(struct ui_session *session);
void ui_session_free(struct ui_session *session); /* stops the worker */

/* Reads the chosen file; the session keeps what it had when that fails. */
bool ui_session_load(struct ui_session *session, struct irt_error *error);

/* Puts new choices in force (recorded for undo when they differ): reads the data anew
 * where the choice is about them, rebuilds the model and the quadrature and drops the
 * run, which has to be started again.  False: nothing has changed.  A model that does
 * not fit the data is no failure: then model is NULL and problem says why. */
bool ui_session_choose(struct ui_session *session, const struct ui_choices *choices,
                       struct irt_error *error);
/* False with *error filled when there is nothing to undo, or the file is gone. */
bool ui_session_undo(struct ui_session *session, struct irt_error *error);
bool ui_session_redo(struct ui_session *session, struct irt_error *error);

/* Opens a run (at its start, not advancing) when there is none.  An estimator that cannot
 * be opened shows as trouble, soon after. */
bool ui_session_open_run(struct ui_session *session, struct irt_error *error);
/* Back to the start: the run is dropped, without waiting for its thread. */
void ui_session_reset(struct ui_session *session);

/* Keeps the run's trace as a ghost; label "" or NULL: what ui_session_describe() says. */
bool ui_session_pin(struct ui_session *session, const char *label,
                    struct irt_error *error);
/* Sees to the shape of the fit; it takes a walk through all answers.  False: there is no fit, or
 * no memory. */
bool ui_session_shape(struct ui_session *session);
/* Drops pin number k, 0 .. pins - 1. */
void ui_session_unpin(struct ui_session *session, size_t k);

/* Sees to the scores by a method: they come after the fit.  Does nothing where there is no
 * run, or no such scores (worker.h).  True when they were not asked for before. */
bool ui_session_score(struct ui_session *session, enum irt_score method);

/* Takes what is new from the worker.  True when something changed. */
bool ui_session_poll(struct ui_session *session);
/* Asks the worker for the message that is looked at; true when that is another. */
bool ui_session_watch(struct ui_session *session);
/* Waits until the worker has done all that was asked, and takes it. */
void ui_session_wait(struct ui_session *session);

/* The snapshot that screens show: the past one when travelling, else the live one.
 * Never NULL; before a run is opened it is zeroed (parameters == 0). */
const struct irt_snapshot *ui_session_shown(const struct ui_session *session);

/* The school or group of the chosen pattern: its nodes and counts are what the screens show.
 * 0 where theta has one population. */
size_t ui_session_group(const struct ui_session *session);

/* The chosen estimator goes by E-steps; else false with a sentence on what it does. */
bool ui_session_has_estep(const struct ui_session *session, struct irt_error *error);
/* Whether E-steps are the schools' own: what they count is not to be seen. */
bool ui_session_at_home(const struct ui_session *session);

/* "school" or "group". */
const char *ui_session_group_word(const struct ui_session *session);

/* The nodes of a group at psi: a copy of quadrature, or where theta has several populations
 * the session's own rule moved along.  NULL with *error filled.  Caller frees. */
struct irt_quadrature *ui_session_group_nodes(const struct ui_session *session,
                                              const double *psi,
                                              const struct irt_quadrature *quadrature,
                                              size_t g, struct irt_error *error);

/* Cycles that are complete. */
size_t ui_session_cycles(const struct ui_session *session);

/* Travels to a cycle (cut to 1 .. cycles done); 0: back to live. */
bool ui_session_travel(struct ui_session *session, size_t cycle, struct irt_error *error);

/* The parameters as shown: psi of the shown snapshot, or the start; NULL without model. */
const double *ui_session_psi(const struct ui_session *session);

/* "10 nodes [-4, 4]", "21 × 21 nodes [-6, 6]", "10000 Sobol nodes"; full, as reports have
 * it: "10 equal nodes on [-4, 4]". */
void ui_nodes_text(const struct irt_options *options, bool full, char *out, size_t size);

/* "2PL  EM  10 nodes [-4, 4]" and the like, for the header line and for pins. */
void ui_session_describe(const struct ui_session *session, char *out, size_t size);

/* Everything odd about them, as a list. */
struct ui_odd ui_session_odd(const struct ui_session *session);

/* The name of a model's item, as the data have it. */
const char *ui_item_name(const struct ui_session *session, size_t item);

/* A pattern as digits, '.' where missing: "10101" (a code above 9 as a letter, a = 10);
 * cut with … to columns; columns 0: all of it that fits size. */
void ui_pattern_text(const struct ui_session *session, size_t pattern, int columns,
                     char *out, size_t size);

#endif
