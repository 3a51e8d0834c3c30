/* SPDX-License-Identifier: GPL-3.0-or-later */
/* joint.h -- the likelihood of items and persons together, each person's theta a parameter.
 *
 * Persons with the lowest or the highest answer to every item have no finite theta, nor has an
 * item finite parameters when all who are left gave it one such answer: they are set aside,
 * one after the other until none is left to set aside.  Persons with equal answers share a
 * theta, so it is kept by pattern.
 *
 * Identification  Rasch and PCM: the items' mean difficulty is 0.  1PL and 2PL: theta of the
 * persons has mean 0 and standard deviation 1 (with N, not N - 1).
 * Source: Birnbaum (1968); Wright and Panchapakesan (1969), Educ. Psych. Meas. 29, 23-48. */
#ifndef IRT_JOINT_H
#define IRT_JOINT_H

#include "data/patterns.h"
#include "data/responses.h"
#include "error.h"
#include "model/model.h"
#include "notes.h"

#include <stdbool.h>
#include <stddef.h>

struct irt_joint {
    const struct irt_responses *data; /* borrowed, as are the other three */
    const struct irt_patterns *patterns;
    const struct irt_model *model;
    bool *item_out;     /* items: set aside */
    bool *person_out;   /* patterns */
    double persons_out; /* persons: how many they are */
    size_t items_out;
    size_t count;      /* patterns that are in, */
    size_t *pattern;   /* count: which, */
    double *frequency; /* count: and how many persons each stands for */
    double persons;    /* their sum */
    double *theta;     /* count */
    double *counts;    /* work: most categories * count */
};

/* NULL with *error filled: IRT_BAD_DATA when nothing is left, IRT_BAD_USAGE for a model other
 * than rasch, 1pl, 2pl and pcm, IRT_NO_MEMORY.  theta starts at the logit of the share of the
 * most points that were to be had.  Caller frees: irt_joint_free(). */
struct irt_joint *irt_joint_new(const struct irt_responses *data,
                                const struct irt_patterns *patterns,
                                const struct irt_model *model, struct irt_error *error);
void irt_joint_free(struct irt_joint *joint);

/* The log-likelihood of those that are in; its gradient by psi[parameters] (each on its own:
 * equal ones not added up) and by theta[count], either may be NULL. */
double irt_joint_loglik(const struct irt_joint *joint, const double *psi, double *by_psi,
                        double *by_theta);

/* Adds minus the second derivatives by the items' free parameters, the thetas held, to
 * information[free_count^2]. */
void irt_joint_information(const struct irt_joint *joint, const double *psi,
                           double *information);

/* Newton's steps, halved while the likelihood would fall: one for every theta; one for every
 * item and shared parameter.  The largest change. */
double irt_joint_step_persons(struct irt_joint *joint, const double *psi);
double irt_joint_step_items(struct irt_joint *joint, double *psi);

/* Moves (and for 1PL and 2PL stretches) theta to the identification; no probability changes. */
void irt_joint_identify(struct irt_joint *joint, double *psi);

#endif
