/* SPDX-License-Identifier: GPL-3.0-or-later */
/* converge.h -- the plots of the Converge screen. */
#ifndef UI_CONVERGE_H
#define UI_CONVERGE_H

#include "canvas.h"
#include "session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The log-likelihood by cycle. */
void ui_converge_loglik(struct ui_canvas *canvas, struct ui_rect rect,
                        const struct ui_session *session);

/* Which log-likelihood it is: "joint ", "conditional ", or "" (the marginal one). */
const char *ui_converge_kind(const struct ui_session *session);

/* Whether the estimation maximises it: robust modes do not. */
bool ui_converge_rises(const struct ui_session *session);

/* Whether the estimation maximises a bound (vae), whose parts are then drawn by epoch: ELBO
 * with reconstruction; KL; all of a row of the trace in a line; in words. */
bool ui_converge_has_bound(const struct ui_session *session);
void ui_converge_bound(struct ui_canvas *canvas, struct ui_rect rect,
                       const struct ui_session *session);
void ui_converge_kl(struct ui_canvas *canvas, struct ui_rect rect,
                    const struct ui_session *session);
void ui_converge_bound_line(struct ui_canvas *canvas, struct ui_rect rect,
                            const struct ui_session *session, size_t row);
void ui_converge_speak_bound(const struct ui_session *session, size_t row, FILE *out);

/* One of its parts in a row of a trace, by name; NAN where there is none. */
double ui_converge_part(const struct irt_trace *trace, size_t row, const char *name);

/* What the criterion looks at, by cycle on a log scale, with the tolerance. */
void ui_converge_measure(struct ui_canvas *canvas, struct ui_rect rect,
                         const struct ui_session *session);

enum ui_paths { UI_PATHS_SLOPES, UI_PATHS_INTERCEPTS };

/* The paths of parameters by cycle; item: only this one's, IRT_NONE: all. */
void ui_converge_paths(struct ui_canvas *canvas, struct ui_rect rect,
                       const struct ui_session *session, enum ui_paths which,
                       size_t item);

/* Whether any parameter of the kind has a path. */
bool ui_converge_any_path(const struct irt_model *model, enum ui_paths which);

/* Whether a pinned run is of the same data and items, and so is drawn as a ghost. */
bool ui_converge_comparable(const struct ui_session *session, const struct ui_pin *pin);

/* Whether parameter k has a path of its own: free, and the first of those it is equal to. */
bool ui_converge_has_path(const struct irt_model *model, size_t k);

/* How the last cycle, or cycle c, moved parameter k. */
double ui_converge_move(const struct irt_trace *trace, size_t c, size_t k);

/* The count parameters that cycle c moved most, the farthest first, into k[count]; returns
 * how many there are. */
size_t ui_converge_fastest(const struct ui_session *session, size_t c, size_t *k,
                           size_t count);

/* Parameter k at a row of a trace in the session's metric; its letter ("a", "b2", "λ") into
 * name[size], where name is not NULL. */
double ui_converge_value(const struct ui_session *session, const struct irt_trace *trace,
                         size_t row, size_t k, char *name, size_t size);

/* "item3 a", "a" where all items share it, "σ". */
void ui_converge_name(const struct ui_session *session, size_t k, char *out, size_t size);

#endif
