/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "neural/adam.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BETA1   0.9
#define BETA2   0.999
#define EPSILON 1e-8

bool
irt_adam_open(struct irt_adam *adam, size_t variables, struct irt_error *error)
{
    adam->variables = variables;
    adam->steps = 0;
    adam->first = calloc(variables + 1, sizeof *adam->first);
    adam->second = calloc(variables + 1, sizeof *adam->second);
    return (adam->first && adam->second) ||
           irt_fail(error, IRT_NO_MEMORY, "no memory for %zu variables of Adam",
                    variables);
}

void
irt_adam_close(struct irt_adam *adam)
{
    free(adam->first);
    free(adam->second);
    *adam = (struct irt_adam){ 0 };
}

void
irt_adam_restart(struct irt_adam *adam)
{
    adam->steps = 0;
    memset(adam->first, 0, adam->variables * sizeof *adam->first);
    memset(adam->second, 0, adam->variables * sizeof *adam->second);
}

void
irt_adam_step(struct irt_adam *adam, double rate, double *gradient)
{
    double t = (double)++adam->steps;
    double unbias1 = 1.0 - pow(BETA1, t), unbias2 = 1.0 - pow(BETA2, t);
    double *first = adam->first, *second = adam->second;
    for (size_t v = 0; v < adam->variables; v++) {
        double g = gradient[v];
        first[v] = BETA1 * first[v] + (1.0 - BETA1) * g;
        second[v] = BETA2 * second[v] + (1.0 - BETA2) * g * g;
        gradient[v] = rate * (first[v] / unbias1) / (sqrt(second[v] / unbias2) + EPSILON);
    }
}
