/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/race.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plain.h"
#include "entrants.h"
#include "report/table.h"

void
ui_race_outcome(const struct irt_race_lane *lane, char *out, size_t size)
{
    if (!lane->ended)
        snprintf(out, size, "runs");
    else if (lane->stopped == IRT_STOP_FAILED)
        snprintf(out, size, "failed: %s", lane->error.message);
    else if (lane->stopped == IRT_STOP_MAX_CYCLES)
        snprintf(out, size, "cycle limit");
    else
        snprintf(out, size, "converged");
}

static size_t
cycles_of(const struct irt_race_lane *lane)
{
    return lane->points > 0 ? lane->points - 1 : 0;
}

static struct irt_race_point
last_of(const struct irt_race_lane *lane)
{
    return lane->points > 0 ? lane->point[lane->points - 1]
                            : (struct irt_race_point){ lane->seconds, { NAN, NAN } };
}

/* --- text --------------------------------------------------------------------------------- */

static void
put_number(FILE *out, int width, int decimals, double x)
{
    if (isnan(x))
        fprintf(out, "%*s", width, "-");
    else
        fprintf(out, "%*.*f", width, decimals, x);
}

static void
put_lane(const struct irt_race *race, const struct irt_race_lane *lane, int width,
         FILE *out)
{
    struct irt_race_point last = last_of(lane);
    char outcome[300];

    ui_race_outcome(lane, outcome, sizeof outcome);
    fprintf(out, "%-*s%8zu", width, lane->label, cycles_of(lane));
    put_number(out, 11, 4, last.seconds);
    put_number(out, 9, 4, last.distance.b);
    put_number(out, 9, 4, last.distance.a);
    if (race->truth == NULL) {
        size_t near = irt_race_within(lane, UI_RACE_NEAR);

        if (near < lane->points)
            fprintf(out, "%8zu%11.4f", near, lane->point[near].seconds);
        else
            fprintf(out, "%8s%11s", "-", "-");
    }
    fprintf(out, "  %s\n", outcome);
}

bool
ui_race_text(const struct ui_race_report *report, FILE *out, struct irt_error *error)
{
    const struct irt_race *race = report->race;
    int width = 8;

    for (size_t k = 0; k < race->lanes; k++) {
        int length = (int)strlen(race->lane[k].label) + 1;

        width = length > width ? length : width;
    }
    fprintf(out, "%s: %.15g persons, %zu items. Distance from %s:\n", report->file,
            race->data->persons, race->data->items, ui_race_goal(race));
    fputs("root mean square differences of difficulties b, their means made one, and of "
          "slopes a.\n\n",
          out);
    fprintf(out, "%-*s%8s%11s%9s%9s", width, "entrant", "cycles", "seconds", "b", "a");
    if (race->truth == NULL)
        fprintf(out, "%19s", "b within .01 after");
    fputs("  outcome\n", out);
    for (size_t k = 0; k < race->lanes; k++)
        put_lane(race, &race->lane[k], width, out);
    if (race->truth == NULL)
        fputs("\nb within .01 after: the cycle and the second from when on it stays so "
              "near.\n",
              out);
    for (size_t k = 0; report->notes != NULL && k < report->notes->count; k++)
        fprintf(out, "%s%s.\n", k == 0 ? "\n" : "", report->notes->text[k]);
    return ui_table_done(out, error);
}

/* --- CSV ---------------------------------------------------------------------------------- */

bool
ui_race_csv(const struct ui_race_report *report, FILE *out, struct irt_error *error)
{
    const struct irt_race *race = report->race;

    fputs("entrant,cycle,seconds,distance_b,distance_a\n", out);
    for (size_t k = 0; k < race->lanes; k++)
        for (size_t p = 0; p < race->lane[k].points; p++) {
            const struct irt_race_point *point = &race->lane[k].point[p];

            ui_table_text(out, race->lane[k].label);
            fprintf(out, ",%zu,", p);
            ui_table_real(out, point->seconds);
            putc(',', out);
            ui_table_real(out, point->distance.b);
            putc(',', out);
            ui_table_real(out, point->distance.a);
            putc('\n', out);
        }
    return ui_table_done(out, error);
}

/* --- JSON --------------------------------------------------------------------------------- */

static json_t *
number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *
text(const char *string)
{
    char *clean = ui_plain_utf8(string);
    json_t *value = clean != NULL ? json_string(clean) : NULL;

    free(clean);
    return value;
}

static json_t *
points_of(const struct irt_race_lane *lane)
{
    json_t *points = json_array();

    for (size_t p = 0; points != NULL && p < lane->points; p++)
        json_array_append_new(points,
                              json_pack("{s:I, s:o, s:o, s:o}", "cycle", (json_int_t)p,
                                        "seconds", number(lane->point[p].seconds), "b",
                                        number(lane->point[p].distance.b), "a",
                                        number(lane->point[p].distance.a)));
    return points;
}

static json_t *
lane_of(const struct irt_race_lane *lane)
{
    struct irt_race_point last = last_of(lane);
    bool converged = lane->ended && lane->stopped != IRT_STOP_FAILED &&
                     lane->stopped != IRT_STOP_MAX_CYCLES &&
                     lane->stopped != IRT_STOP_USER;

    return json_pack("{s:o, s:s, s:b, s:s, s:I, s:o, s:o, s:o, s:o}", "entrant",
                     text(lane->label), "estimator", lane->ops->name, "converged",
                     converged, "stopped", irt_stop_name(lane->stopped), "cycles",
                     (json_int_t)cycles_of(lane), "seconds", number(last.seconds), "b",
                     number(last.distance.b), "a", number(last.distance.a), "points",
                     points_of(lane));
}

bool
ui_race_json(const struct ui_race_report *report, FILE *out, struct irt_error *error)
{
    const struct irt_race *race = report->race;
    json_t *lanes = json_array(), *root;
    bool done;

    for (size_t k = 0; lanes != NULL && k < race->lanes; k++)
        json_array_append_new(lanes, lane_of(&race->lane[k]));
    root = json_pack("{s:s, s:s, s:{s:o, s:I, s:I}, s:o, s:o}", "program", "irtop",
                     "version", PACKAGE_VERSION, "data", "file", text(report->file),
                     "persons", (json_int_t)race->data->persons, "items",
                     (json_int_t)race->data->items, "against",
                     text(race->truth != NULL ? "truth" : race->lane[0].label),
                     "entrants", lanes);
    done = root != NULL && json_dumpf(root, out, JSON_INDENT(2)) == 0;
    json_decref(root);
    fputc('\n', out);
    return done ? ui_table_done(out, error)
                : irt_fail(error, IRT_NO_MEMORY, "there is no memory for the report");
}
