/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.h -- what passes between server and schools, as bytes.  The same is told to those
 * who write a school of their own in irtop-wire(5).
 *
 * A round is one call from the server to all schools, and an answer from each.  Both begin
 * alike (all numbers little endian, f64 as IEEE 754 has them):
 *
 *     0  "IRTW"      4  u16 version, 1     6  u8 type: 1 call, 2 answer     7  u8 what is asked
 *     8  u32 round  12  u32 school, from 0; 0xffffffff in a call
 *    16  u64 fingerprint of the plan       24  u64 bytes in all
 *
 * A call goes on with
 *
 *    32  u8 effects, as enum irt_effects   33  u8 robust, as enum irt_robust
 *    34  u8 standard errors, as enum irt_se
 *    35  u8 1: the step to the point of the call before was not taken, else 0
 *    36  u32 the anchored school, or 0xffffffff
 *    40  f64 share of persons to trim      48  f64 mean effect to subtract
 *    56  f64 tau, the SD of random effects
 *    64  f64 the items' parameters, item by item, and sigma
 *
 * and an answer with
 *
 *    32  u32 flags, enum irt_flag          36  u32 0
 *    40  f64 numbers by enum irt_number, then the lists of what was asked:
 *            survey  for each item, how many persons answered in each category
 *            sums    the gradient, then the information blocks (plan.h)
 *            errors  the same, then the observed information, lower triangle by rows
 *
 * A message that is not exactly so, or holds a number that is not finite, is refused. */
#ifndef IRT_MESSAGE_H
#define IRT_MESSAGE_H

#include "error.h"
#include "estimate/options.h"
#include "federation/bytes.h"
#include "federation/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IRT_WIRE_VERSION 1
#define IRT_WIRE_HEADER  32
#define IRT_NO_SCHOOL    UINT32_C(0xffffffff)

enum irt_ask { IRT_ASK_SURVEY, IRT_ASK_SUMS, IRT_ASK_ERRORS, IRT_ASKS };

enum irt_flag {
    IRT_FLAG_LOWEST =
        1, /* every answer in the school is the lowest: s_k has no maximum */
    IRT_FLAG_HIGHEST = 2, /* or the highest */
    IRT_FLAG_RUNAWAY =
        4, /* s_k was followed to its bound, and the log-likelihood rises */
    IRT_FLAG_UNDEFINED = 8 /* the log-likelihood is no number at these parameters */
};
#define IRT_FLAGS 15

/* The numbers that every answer begins with; 0 where they do not apply. */
enum irt_number {
    IRT_NUMBER_PERSONS, /* N_k */
    IRT_NUMBER_LOGLIK,  /* l_k: of the data unweighted, s_k maximised or integrated out */
    IRT_NUMBER_EFFECT,  /* s_k; its posterior mean; the mean of the persons' EAP */
    IRT_NUMBER_SQUARE,  /* the posterior mean of s_k^2; the mean of the squared EAPs */
    IRT_NUMBER_KEPT,    /* persons that a robust mode counts, by weight */
    IRT_NUMBERS
};

struct irt_call {
    uint32_t round;
    enum irt_ask ask;
    enum irt_effects effects;
    enum irt_robust robust;
    enum irt_se se;  /* how errors are to be found */
    bool refused;    /* the point of the last call: a school's effect starts from where it
                        was before */
    uint32_t anchor; /* a school's number or IRT_NO_SCHOOL */
    double trim, mean, tau;
    double *psi; /* plan->values; the caller's */
};

struct irt_answer {
    uint32_t round;
    enum irt_ask ask;
    uint32_t school;
    uint32_t flags;
    double *number; /* irt_answer_numbers() of them; the caller's */
};

/* How many numbers an answer holds, and where its lists begin. */
size_t irt_answer_numbers(const struct irt_plan *plan, enum irt_ask ask,
                          enum irt_effects effects);
size_t irt_answer_gradient(void);
size_t irt_answer_information(const struct irt_plan *plan);
size_t irt_answer_observed(const struct irt_plan *plan);

/* Rows of the observed information: the free parameters of the plan, then with effects fixed
 * s_k, with effects random tau. */
size_t irt_observed_rows(const struct irt_plan *plan, enum irt_effects effects);

/* Into *out.  False with *error filled without memory. */
bool irt_call_encode(const struct irt_call *call, const struct irt_plan *plan,
                     struct irt_bytes *out, struct irt_error *error);
bool irt_answer_encode(const struct irt_answer *answer, const struct irt_plan *plan,
                       enum irt_effects effects, struct irt_bytes *out,
                       struct irt_error *error);

/* Out of bytes from anywhere: false with *error filled (IRT_NETWORK) unless they are a
 * message as described above, made for this plan.  The struct's array is filled. */
bool irt_call_decode(const uint8_t *bytes, size_t size, const struct irt_plan *plan,
                     struct irt_call *out, struct irt_error *error);
bool irt_answer_decode(const uint8_t *bytes, size_t size, const struct irt_plan *plan,
                       enum irt_effects effects, struct irt_answer *out,
                       struct irt_error *error);

/* --- a message in words ------------------------------------------------------------------- */

/* One number of a message: where it is, what it is and what it is for. */
struct irt_word {
    size_t offset, size; /* bytes */
    bool whole;          /* else f64 */
    uint64_t number;
    double value;
    char name[120];      /* "gradient, item3.a" */
    const char *purpose; /* static: a sentence */
};

/* How many words a message has; 0 when it cannot be read. */
size_t irt_message_words(const uint8_t *bytes, size_t size, const struct irt_plan *plan,
                         enum irt_effects effects);

/* Word i, i < irt_message_words().  data names the items. */
void irt_message_word(const uint8_t *bytes, size_t size, const struct irt_plan *plan,
                      enum irt_effects effects, const struct irt_responses *data,
                      size_t i, struct irt_word *out);

#endif
