/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data/scales.h"

#include <stdlib.h>
#include <string.h>

/* In several languages, the shorter before the longer that have their words. */
static const char *const known[] = {
    "Disagree,Agree",
    "Disagree,Neutral,Agree",
    "Strongly disagree,Disagree,Agree,Strongly agree",
    "Strongly disagree,Disagree,Neutral,Agree,Strongly agree",
    "Strongly disagree,Disagree,Undecided,Agree,Strongly agree",
    "Strongly disagree,Disagree,Neither agree nor disagree,Agree,Strongly agree",
    "Strongly disagree,Somewhat disagree,Neither agree nor disagree,Somewhat "
    "agree,Strongly "
    "agree",
    "Strongly disagree,Disagree,Somewhat disagree,Neither agree nor disagree,Somewhat "
    "agree,Agree,Strongly agree",
    "Strongly disagree,Disagree,Slightly disagree,Neutral,Slightly agree,Agree,Strongly "
    "agree",
    "Never,Sometimes,Often",
    "Never,Rarely,Sometimes,Often,Always",
    "Never,Seldom,Sometimes,Often,Always",
    "Never,Rarely,Sometimes,Often,Very often",
    "Not at all,Several days,More than half the days,Nearly every day",
    "Not at all,A little,Moderately,Quite a bit,Extremely",
    "Not at all,Slightly,Moderately,Very,Extremely",
    "Very dissatisfied,Dissatisfied,Neutral,Satisfied,Very satisfied",
    "Very dissatisfied,Dissatisfied,Neither satisfied nor dissatisfied,Satisfied,Very "
    "satisfied",
    "Very poor,Poor,Fair,Good,Very good",
    "Poor,Fair,Good,Very good,Excellent",
    "Very unlikely,Unlikely,Neutral,Likely,Very likely",
    "False,True",
    "No,Yes",
    "No,Maybe,Yes",
    "trifft nicht zu,trifft eher nicht zu,trifft eher zu,trifft zu",
    "trifft nicht zu,trifft eher nicht zu,teils/teils,trifft eher zu,trifft zu",
    "trifft nicht zu,trifft eher nicht zu,teils-teils,trifft eher zu,trifft zu",
    "trifft nicht zu,trifft eher nicht zu,weder noch,trifft eher zu,trifft zu",
    "trifft gar nicht zu,trifft eher nicht zu,teils/teils,trifft eher zu,trifft voll zu",
    "trifft gar nicht zu,trifft eher nicht zu,teils/teils,trifft eher zu,trifft "
    "v\xc3\xb6llig "
    "zu",
    "trifft \xc3\xbc"
    "berhaupt nicht zu,trifft eher nicht zu,teils/teils,trifft eher zu,trifft "
    "voll und ganz zu",
    "stimme nicht zu,stimme eher nicht zu,stimme eher zu,stimme zu",
    "stimme nicht zu,stimme eher nicht zu,neutral,stimme eher zu,stimme zu",
    "stimme nicht zu,stimme eher nicht zu,weder noch,stimme eher zu,stimme zu",
    "stimme \xc3\xbc"
    "berhaupt nicht zu,stimme eher nicht zu,teils/teils,stimme eher zu,stimme "
    "voll und ganz zu",
    "nie,selten,manchmal,oft,immer",
    "nie,selten,gelegentlich,oft,sehr oft",
    "nie,selten,manchmal,h\xc3\xa4ufig,immer",
    "sehr unzufrieden,unzufrieden,neutral,zufrieden,sehr zufrieden",
    "sehr schlecht,schlecht,mittel,gut,sehr gut",
    "nein,ja",
    "nein,vielleicht,ja",
    "Pas du tout d'accord,Pas d'accord,D'accord,Tout \xc3\xa0 fait d'accord",
    "Pas du tout d'accord,Pas d'accord,Neutre,D'accord,Tout \xc3\xa0 fait d'accord",
    "Jamais,Rarement,Parfois,Souvent,Toujours",
    "Non,Oui",
    "Totalmente en desacuerdo,En desacuerdo,Neutral,De acuerdo,Totalmente de acuerdo",
    "Muy en desacuerdo,En desacuerdo,Neutral,De acuerdo,Muy de acuerdo",
    "Nunca,Raramente,A veces,A menudo,Siempre",
    "Mai,Raramente,A volte,Spesso,Sempre",
    "Nooit,Zelden,Soms,Vaak,Altijd",
    "Helemaal mee oneens,Mee oneens,Neutraal,Mee eens,Helemaal mee eens",
    NULL,
};

/* A word as it is compared. */
static size_t
small(struct irt_cell cell, char out[IRT_LONGEST_NAME + 1])
{
    bool changed = false;
    size_t length =
        irt_clean(out, IRT_LONGEST_NAME + 1, cell.text, cell.length, &changed);

    for (size_t k = 0; k < length; k++)
        if (out[k] >= 'A' && out[k] <= 'Z')
            out[k] = (char)(out[k] - 'A' + 'a');
    return length;
}

static bool
refuse(struct irt_error *error, struct irt_cell scale, const char *why)
{
    char shown[IRT_SHOWN];

    return irt_fail(error, IRT_BAD_USAGE, "words: '%s' %s",
                    irt_show(shown, scale.text, scale.length), why);
}

/* Adds the words of one scale. */
static bool
read_scale(struct irt_scales *scales, const char *text, struct irt_cell whole,
           struct irt_error *error)
{
    size_t s = scales->count;
    char word[IRT_LONGEST_NAME + 1];
    struct irt_cell cell;

    while (irt_list_next(&text, &cell)) {
        size_t number, length = small(cell, word);

        if (length == 0)
            return refuse(error, whole, "has an empty word");
        number = irt_names_add(&scales->words, word, length);
        if (number == IRT_NO_NAME)
            return irt_fail(error, IRT_NO_MEMORY, "there is no memory for the words");
        if (number >= sizeof scales->of / sizeof *scales->of)
            return refuse(error, whole, "is one word too many");
        if (scales->of[number] & (uint32_t)1 << s)
            return refuse(error, whole, "has a word twice");
        scales->of[number] |= (uint32_t)1 << s;
        scales->code[s][number] = (uint8_t)scales->length[s];
        scales->length[s]++;
    }
    if (scales->length[s] < 2)
        return refuse(error, whole,
                      "is no scale; write its words from the lowest to the highest, such "
                      "as no,maybe,yes");
    scales->count++;
    return true;
}

struct irt_scales *
irt_scales_read(const char *text, struct irt_error *error)
{
    struct irt_scales *scales = calloc(1, sizeof *scales);
    bool done = scales != NULL ||
                irt_fail(error, IRT_NO_MEMORY, "there is no memory for the words");

    while (done && *text != '\0') {
        size_t length = strcspn(text, ";");
        struct irt_cell whole = { text, length };
        char *one = scales->count < IRT_MOST_SCALES ? strndup(text, length) : NULL;

        done = one != NULL ? read_scale(scales, one, whole, error)
                           : refuse(error, whole, "is one scale too many");
        free(one);
        text += length + (text[length] == ';');
    }
    if (done)
        return scales;
    irt_scales_free(scales);
    return NULL;
}

void
irt_scales_free(struct irt_scales *scales)
{
    if (scales != NULL)
        irt_names_free(&scales->words);
    free(scales);
}

size_t
irt_scales_word(const struct irt_scales *scales, struct irt_cell cell)
{
    char word[IRT_LONGEST_NAME + 1];
    size_t length = small(cell, word);

    return irt_names_find(&scales->words, word, length);
}

const char *
irt_scales_text(const struct irt_scales *scales, size_t scale, size_t code)
{
    for (size_t k = 0; k < scales->words.count; k++)
        if ((scales->of[k] & (uint32_t)1 << scale) && scales->code[scale][k] == code)
            return irt_names_text(&scales->words, k);
    return "?";
}

/* Has the scale all these words? */
static bool
has_all(const char *scale, const struct irt_names *words)
{
    char word[IRT_LONGEST_NAME + 1], other[IRT_LONGEST_NAME + 1];

    for (size_t k = 0; k < words->count; k++) {
        const char *list = scale, *text = irt_names_text(words, k);
        struct irt_cell cell;
        bool found = false;

        small((struct irt_cell){ text, strlen(text) }, word);
        while (!found && irt_list_next(&list, &cell)) {
            small(cell, other);
            found = strcmp(word, other) == 0;
        }
        if (!found)
            return false;
    }
    return true;
}

const char *
irt_known_scale(const struct irt_names *words)
{
    for (size_t k = 0; words->count >= 2 && known[k] != NULL; k++)
        if (has_all(known[k], words))
            return known[k];
    return NULL;
}

bool
irt_scale_among(const char *scales, const struct irt_names *words)
{
    bool found = false;

    while (!found && *scales != '\0') {
        size_t length = strcspn(scales, ";");
        char *one = strndup(scales, length);

        found = one != NULL && has_all(one, words);
        free(one);
        scales += length + (scales[length] == ';');
    }
    return found;
}
