/* SPDX-License-Identifier: GPL-3.0-or-later */
/* population_step.h -- the M-step's part for several populations of theta: sigma, and the
 * mean and spread of each group or school, the items held.
 *
 * Newton's steps on F = sum over nodes of r-bar log P at theta = sigma spread_g z + mean_g,
 * where z and r-bar stay and theta moves.  The populations are first maximised as if none
 * were held, which is the faster ascent, and then identified by moving the items along
 * (parameter expansion; Liu, Rubin and Wu 1998, Biometrika 85, 755-770); where items cannot
 * move, under the constraint itself. */
#ifndef IRT_POPULATION_STEP_H
#define IRT_POPULATION_STEP_H

#include "estimate/estep.h"
#include "model/model.h"

/* Changes psi, the maximum to within stop.  base: the rule for N(0, 1); work: room for as
 * many nodes; room: 3 * groups. */
void irt_population_maximise(const struct irt_model *model, const struct irt_parts *parts,
                             const struct irt_quadrature *base,
                             struct irt_quadrature *work, double *room, double stop,
                             double *psi);

#endif
