/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_errors.c -- the errors of estimates and effects, from the last messages. */
#include "federation/server_state.h"

#include <math.h>
#include <stdlib.h>

/* The parameter that weighs most where the information is flattest. */
static void
find_flattest(struct irt_server *server, const double *direction)
{
    size_t most = 0;
    for (size_t f = 1; f < server->count; f++)
        if (fabs(direction[f]) > fabs(direction[most]))
            most = f;
    server->flattest = server->plan->values;
    for (size_t k = server->plan->values; k-- > 0;)
        if (server->plan->model->parameter[k].free == most)
            server->flattest = k;
}

/* What a school's effect is off by. */
void
irt_server_find_school_errors(struct irt_server *server)
{
    size_t K = server->schools;
    for (size_t k = 0; k < K; k++) {
        struct irt_standing *school = &server->school[k];
        double variance = NAN, spread = school->square - school->effect * school->effect;
        if (server->options.effects == IRT_EFFECTS_FIXED && server->errors)
            variance = server->errors->effects[k * K + k];
        else if (server->options.effects == IRT_EFFECTS_RANDOM)
            variance = spread;
        else if (server->options.effects == IRT_EFFECTS_AVERAGES && school->persons > 1.0)
            variance = spread / (school->persons - 1.0);
        school->se = variance > 0.0 ? sqrt(variance) : NAN;
    }
}

/* From the answers to the first call for errors. */
bool
irt_server_find_errors(struct irt_server *server, struct irt_error *error)
{
    size_t K = server->schools;
    struct irt_error problem = { 0 };
    bool *estimated = calloc(K + 1, sizeof *estimated);
    double *direction = calloc(server->count + 1, sizeof *direction);
    if (!estimated || !direction) {
        free(estimated);
        free(direction);
        return irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
    }
    for (size_t k = 0; k < K; k++)
        estimated[k] = server->school[k].present && !server->school[k].runaway &&
                       k != server->options.anchor;
    irt_federated_errors_free(server->errors);
    server->errors =
        irt_federated_errors_new(server->tally, estimated, irt_server_is_centred(server),
                                 server->curvature, direction, &problem);
    if (!server->errors)
        find_flattest(server, direction);
    free(estimated);
    free(direction);
    return server->errors || problem.code != IRT_NO_MEMORY ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for the standard errors");
}
