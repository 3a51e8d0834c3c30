/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_dead_end.c -- runs that find no maximum: parameters move on and the log-likelihood gains
 * nothing by it, or no step gains anything. */
#include "federation/server_state.h"

#include <math.h>
#include <string.h>

/* Over so many points a parameter moved LONG and farther, and that gained less than it would if
 * its standard error were VAGUE: it has no finite estimate, or none that says anything. */
#define LONG  1e-3
#define VAGUE 100.0

/* Long steps, one after the other, that promise nothing.  Found sooner than by the window. */
bool
irt_server_is_idle(struct irt_server *server)
{
    const struct irt_progress *progress = &server->progress;
    bool tau = progress->max_parameter == server->plan->values;
    double at = tau ? progress->tau : server->psi[progress->max_parameter];
    bool idle = server->options.robust == IRT_ROBUST_NONE &&
                progress->max_change > LONG * (1.0 + fabs(at)) &&
                irt_climb_promise(server->climb) < IRT_SERVER_NOTHING;
    server->idle = idle ? server->idle + 1 : 0;
    return server->idle >= IRT_SERVER_PATIENT;
}

/* Where the plan has free parameter f; values: tau. */
static size_t
find_value(const struct irt_server *server, size_t f)
{
    const struct irt_plan *plan = server->plan;
    size_t k = 0;
    while (f < plan->free && plan->model->parameter[k].free != f)
        k++;
    return f < plan->free ? k : plan->values;
}

/* Whether the points of the window move on and gain nothing by it; keeps this one. */
bool
irt_server_drifts(struct irt_server *server, double objective)
{
    const double *x = irt_climb_x(server->climb);
    size_t row = server->seen % IRT_SERVER_WINDOW, most = 0;
    double *past = server->past + row * server->count, largest = 0.0;
    bool full =
        server->seen >= IRT_SERVER_WINDOW && server->options.robust == IRT_ROBUST_NONE;
    for (size_t f = 0; full && f < server->count; f++) {
        double moved = fabs(x[f] - past[f]) / (1.0 + fabs(x[f]));
        if (moved > largest) {
            largest = moved;
            most = f;
        }
    }
    double moved = fabs(x[most] - past[most]),
           gained = objective - server->past_value[row];
    memcpy(past, x, server->count * sizeof *past);
    server->past_value[row] = objective;
    server->seen++;
    if (!full || largest < LONG || gained >= moved * moved / (2.0 * VAGUE * VAGUE))
        return false;
    server->progress.max_parameter = find_value(server, most);
    server->progress.max_change = moved / IRT_SERVER_WINDOW;
    return true;
}

/* No step helps: near the maximum that is rounding. */
enum irt_stop
irt_server_judge_stuck(struct irt_server *server)
{
    if (server->options.robust != IRT_ROBUST_NONE ||
        irt_climb_distance(server->climb) <= IRT_CLIMB_SOLVED)
        return IRT_STOP_PARAMETER;
    server->progress.dead_end = IRT_DEAD_END_STEEP;
    return IRT_STOP_LOGLIK;
}
