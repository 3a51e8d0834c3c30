/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "words.h"

#include <stdlib.h>
#include <string.h>

static bool
blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Reads the word at *from, writes it at *to with its null and moves both on. */
static bool
take_word(const char **from, char **to)
{
    bool quoted = false;

    for (; **from && (quoted || !blank(**from)); ++*from) {
        char c = **from;
        char next = (*from)[1];

        if (c == '"') {
            quoted = !quoted;
            continue;
        }
        if (c == '\\' && (next == '"' || next == '\\' || next == ' '))
            c = *++*from;
        *(*to)++ = c;
    }
    *(*to)++ = '\0';
    return !quoted;
}

bool
ui_words_split(const char *line, struct ui_words *words, struct irt_error *error)
{
    char *to;

    words->count = 0;
    words->word[0] = NULL;
    /* A word is no longer than its source, and its null stands where a blank did. */
    words->text = to = malloc(strlen(line) + 2);
    if (!to)
        return irt_fail(error, IRT_NO_MEMORY, "no memory for a command");
    for (;;) {
        while (blank(*line))
            line++;
        if (*line == '\0' || *line == '#')
            return true;
        if (words->count == UI_WORDS)
            return irt_fail(error, IRT_BAD_USAGE, "more than %d words", UI_WORDS);
        words->word[words->count++] = to;
        words->word[words->count] = NULL;
        if (!take_word(&line, &to))
            return irt_fail(error, IRT_BAD_USAGE, "a quote is not closed: %.80s",
                            words->word[words->count - 1]);
    }
}

void
ui_words_free(struct ui_words *words)
{
    free(words->text);
    words->text = NULL;
    words->count = 0;
}

void
ui_word_quote(const char *word, char *out, size_t size)
{
    bool plain = word[0] != '\0' && word[0] != '#' && !strpbrk(word, " \t\r\n\"\\");
    size_t n = 0;

    if (size == 0)
        return;
    if (!plain && n + 1 < size)
        out[n++] = '"';
    for (; *word && n + 3 < size; word++) {
        if (*word == '"' || *word == '\\')
            out[n++] = '\\';
        out[n++] = *word;
    }
    if (!plain && n + 1 < size)
        out[n++] = '"';
    out[n] = '\0';
}
