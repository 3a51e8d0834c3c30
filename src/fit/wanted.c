/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fit/wanted.h"

#include <stdio.h>
#include <string.h>

#define SEPARATORS ", "

void
irt_wanted_names(char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t s = 0; irt_statistics[s] && used < size; s++)
        if (strcmp(irt_statistics[s]->name, "dif") != 0)
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " " : "",
                                     irt_statistics[s]->name);
}

/* Marks a statistic, and all that go with it. */
static void
want(struct irt_wanted *wanted, const struct irt_statistic *statistic)
{
    wanted->statistic[irt_statistic_place(statistic)] = true;
    for (size_t s = 0; irt_statistics[s]; s++)
        if (irt_statistics[s]->with &&
            strcmp(irt_statistics[s]->with, statistic->name) == 0)
            wanted->statistic[s] = true;
}

static void
want_all(struct irt_wanted *wanted)
{
    for (size_t s = 0; irt_statistics[s]; s++)
        if (strcmp(irt_statistics[s]->name, "dif") != 0)
            wanted->statistic[s] = true;
}

static bool
want_dif(struct irt_wanted *wanted, const char *column, struct irt_error *error)
{
    if (column[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE,
                        "dif: between the levels of which column?  dif=COLUMN");
    snprintf(wanted->dif_column, sizeof wanted->dif_column, "%s", column);
    want(wanted, irt_statistic_find("dif"));
    return true;
}

static bool
take_word(struct irt_wanted *wanted, const char *word, struct irt_error *error)
{
    const struct irt_statistic *statistic = irt_statistic_find(word);
    char names[400];
    if (strncmp(word, "dif=", 4) == 0)
        return want_dif(wanted, word + 4, error);
    if (strcmp(word, "dif") == 0)
        return want_dif(wanted, "", error);
    if (strcmp(word, "purified") == 0) {
        wanted->purified = true;
        return true;
    }
    if (strcmp(word, "all") == 0) {
        want_all(wanted);
        return true;
    }
    if (strcmp(word, "none") == 0) {
        *wanted = (struct irt_wanted){ 0 };
        return true;
    }
    irt_wanted_names(names, sizeof names);
    if (!statistic)
        return irt_fail(error, IRT_BAD_USAGE,
                        "'%.80s' is not one of: %s dif=COLUMN purified all none", word,
                        names);
    want(wanted, statistic);
    wanted->named[irt_statistic_place(statistic)] = true;
    return true;
}

bool
irt_wanted_any(const struct irt_wanted *wanted)
{
    for (size_t s = 0; irt_statistics[s]; s++)
        if (wanted->statistic[s])
            return true;
    return wanted->dif_column[0] != '\0';
}

bool
irt_wanted_parse(const char *list, struct irt_wanted *wanted, struct irt_error *error)
{
    char word[IRT_MOST_LEVEL_NAME + 4];
    struct irt_wanted out = { 0 };
    for (list += strspn(list, SEPARATORS); *list; list += strspn(list, SEPARATORS)) {
        bool column = strncmp(list, "dif=", 4) == 0; /* its name may have blanks */
        size_t length = strcspn(list, column ? "," : SEPARATORS);
        if (length >= sizeof word)
            return irt_fail(error, IRT_BAD_USAGE, "'%.80s' is longer than %zu characters",
                            list, sizeof word - 1);
        memcpy(word, list, length);
        word[length] = '\0';
        if (!take_word(&out, word, error))
            return false;
        list += length;
    }
    if (out.purified && out.dif_column[0] == '\0')
        return irt_fail(error, IRT_BAD_USAGE,
                        "purified: goes with dif=COLUMN, as in dif=sex,purified");
    if (irt_wanted_any(&out))
        want(&out, &irt_statistic_reliability);
    *wanted = out;
    return true;
}
