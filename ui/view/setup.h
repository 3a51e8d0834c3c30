/* SPDX-License-Identifier: GPL-3.0-or-later */
/* setup.h -- the parts of the Setup screen: its rows, and its picture of the quadrature. */
#ifndef UI_SETUP_H
#define UI_SETUP_H

#include "canvas.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>

/* What is drawn below the choices while one is being chosen. */
enum ui_setup_picture {
    UI_PICTURE_NONE,
    UI_PICTURE_NODES,
    UI_PICTURE_PRIORS,
    UI_PICTURE_LOADS
};

/* One choice as Setup shows it. */
struct ui_setup_row {
    const char *label;             /* "Model"; "  points": belongs to the row above */
    const char *choice;            /* its command; "load": the data */
    bool typed;                    /* Enter asks for it at the prompt */
    enum ui_setup_picture picture; /* that is about it */
    void (*value)(const struct ui_session *session, char *out, size_t size);
    void (*meaning)(const struct ui_session *session, char *out, size_t size);
    /* The value before (step -1) or after as the command takes it; NULL: the choice's list
     * of values.  False when there is none. */
    bool (*next)(const struct ui_session *session, int step, char *out, size_t size);
    bool (*applies)(
        const struct ui_session *session); /* else it is not shown; NULL: yes */
};
/* Rows that some estimators have, and others not (setup_estimators.c). */
bool ui_setup_is_jml(const struct ui_session *session);
bool ui_setup_is_vae(const struct ui_session *session);
bool ui_setup_has_nodes(const struct ui_session *session);    /* not jml, cml */
bool ui_setup_is_by_cycles(const struct ui_session *session); /* em, federated */
void ui_setup_optimizer_value(const struct ui_session *session, char *out, size_t size);
void ui_setup_optimizer_meaning(const struct ui_session *session, char *out, size_t size);
void ui_setup_hidden_value(const struct ui_session *session, char *out, size_t size);
void ui_setup_hidden_meaning(const struct ui_session *session, char *out, size_t size);
void ui_setup_bound_value(const struct ui_session *session, char *out, size_t size);
void ui_setup_bound_meaning(const struct ui_session *session, char *out, size_t size);
void ui_setup_starts_value(const struct ui_session *session, char *out, size_t size);
void ui_setup_starts_meaning(const struct ui_session *session, char *out, size_t size);
bool ui_setup_starts_next(const struct ui_session *session, int step, char *out,
                          size_t size);

/* Rows about schools (setup_schools.c). */
bool ui_setup_has_schools(const struct ui_session *session);
bool ui_setup_has_anchor(const struct ui_session *session);
void ui_setup_schools_value(const struct ui_session *session, char *out, size_t size);
void ui_setup_schools_meaning(const struct ui_session *session, char *out, size_t size);
bool ui_setup_schools_next(const struct ui_session *session, int step, char *out,
                           size_t size);
void ui_setup_effects_value(const struct ui_session *session, char *out, size_t size);
void ui_setup_effects_meaning(const struct ui_session *session, char *out, size_t size);
void ui_setup_anchor_value(const struct ui_session *session, char *out, size_t size);
void ui_setup_anchor_meaning(const struct ui_session *session, char *out, size_t size);
bool ui_setup_anchor_next(const struct ui_session *session, int step, char *out,
                          size_t size);
bool ui_setup_has_robust(const struct ui_session *session);
void ui_setup_robust_value(const struct ui_session *session, char *out, size_t size);
void ui_setup_robust_meaning(const struct ui_session *session, char *out, size_t size);
bool ui_setup_robust_next(const struct ui_session *session, int step, char *out,
                          size_t size);

extern const struct ui_setup_row ui_setup_rows[];
extern const size_t ui_setup_row_count;

/* The value before or after the one in force, round the choice's list. */
bool ui_setup_next(const struct ui_setup_row *row, const struct ui_session *session,
                   int step, char *out, size_t size);

/* Parameters that have the same prior. */
struct ui_prior_group {
    char letter; /* of their name: c */
    struct irt_prior prior;
    bool by_default;   /* the model's, not the user's */
    size_t parameters; /* how many free ones */
    size_t first;      /* the first of them, in psi */
};
#define UI_PRIORS 8 /* groups, at most */

/* The priors in force, into group[most]; how many. */
size_t ui_priors(const struct ui_session *session, struct ui_prior_group *group,
                 size_t most);

/* "c ~ beta(5,17), 5 parameters, the model's own" */
void ui_prior_sentence(const struct ui_session *session,
                       const struct ui_prior_group *group, char *out, size_t size);

/* Names with densities in one row; and as pictures side by side. */
void ui_priors_strip(struct ui_canvas *canvas, int y, int x, int columns,
                     const struct ui_session *session);
void ui_priors_draw(struct ui_canvas *canvas, struct ui_rect rect,
                    const struct ui_session *session);

/* The error of the integral with the chosen nodes, kept while nothing it depends on
 * changes. */
struct ui_integral {
    const void *data, *model, *fit; /* what it was measured on; zeroed: nothing yet */
    double key[5];
    bool measured;
    double error; /* in the log-likelihood, against 201 nodes */
};

/* Brings it up to date; not measured where that would take long. */
void ui_integral_update(struct ui_integral *integral, const struct ui_session *session);

/* The nodes' weights as bars over the normal density. */
void ui_quadrature_draw(struct ui_canvas *canvas, struct ui_rect rect,
                        const struct ui_session *session);

/* Which item measures which dimension, as a grid. */
void ui_loads_draw(struct ui_canvas *canvas, struct ui_rect rect,
                   const struct ui_session *session);

#endif
