/* SPDX-License-Identifier: GPL-3.0-or-later */
/* p_text.h -- a probability as people read it, the same everywhere: four decimals without the
 * 0 before the point, and "<.0001" for what would be none of them. */
#ifndef IRT_P_TEXT_H
#define IRT_P_TEXT_H

#define IRT_P_TEXT 16

/* For a column: ".4449", "<.0001", "1.0000"; "-" where p is no number.  Returns out. */
const char *irt_p_text(double p, char out[IRT_P_TEXT]);

/* For a sentence: "p = .4449", "p < .0001", "no p". */
const char *irt_p_phrase(double p, char out[IRT_P_TEXT]);

#endif
