/* Pressmark - which state of an index an answer is of: see cite.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/cite.h"

#include "support/json_put.h"
#include "text/version.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

bool
pm_cite_choice(const struct pm_generation *g, const char *key, struct pm_text_ref *value)
{
	const char *line = g->choices;
	size_t len = strlen(key);

	for (; line != NULL && *line != '\0'; line += strcspn(line, "\n") + 1)
		if (strncmp(line, key, len) == 0 && line[len] == ' ') {
			value->data = line + len + 1;
			value->len = strcspn(value->data, "\n");
			return true;
		}
	return false;
}

void
pm_cite_time(const struct pm_generation *g, char text[PM_CITE_TIME])
{
	time_t when = (time_t)g->time;
	struct tm tm;

	text[0] = '\0';
	if (gmtime_r(&when, &tm) != NULL)
		strftime(text, PM_CITE_TIME, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

static void
put_member(struct pm_buf *out, const char *name, const char *value, size_t len)
{
	pm_buf_printf(out, ",\"%s\":", name);
	pm_json_put_string(out, value, len);
}

void
pm_cite_put_json(const struct pm_generation *g, struct pm_buf *out)
{
	struct pm_text_ref clean;
	char time[PM_CITE_TIME];

	pm_cite_time(g, time);
	pm_buf_printf(out, ",\"index\":{\"generation\":%" PRIu64, g->number);
	put_member(out, "time", time, strlen(time));
	put_member(out, "fingerprint", g->fingerprint, strlen(g->fingerprint));
	put_member(out, "language", g->language, strlen(g->language));
	put_member(out, "stemmer", g->stemmer, strlen(g->stemmer));
	put_member(out, "unicode", g->unicode, strlen(g->unicode));
	if (pm_cite_choice(g, "clean", &clean))
		put_member(out, "clean", clean.data, clean.len);
	pm_buf_putc(out, '}');
}

void
pm_cite_put(const struct pm_generation *g, struct pm_buf *out)
{
	struct pm_text_ref clean;
	char time[PM_CITE_TIME];

	pm_cite_time(g, time);
	pm_buf_printf(out,
		      "Pressmark %s, index of %s, generation %" PRIu64 ", fingerprint %s, "
		      "%s, %s, Unicode %s",
		      pm_version(), time, g->number, g->fingerprint, g->language,
		      g->stemmer, g->unicode);
	if (pm_cite_choice(g, "clean", &clean))
		pm_buf_printf(out, ", clean %.*s", (int)clean.len, clean.data);
}
