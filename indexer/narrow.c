/* Pressmark - the history for a narrow terminal: see narrow.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/narrow.h"

#include "terminal/wrap.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define TIME 8u	    /* where it begins in a line of the table */
#define NUMBERS 27u /* where it ends, and the numbers of articles come */

/* Whether a line has more columns; all of it is ASCII. */
static bool
is_wider(const char *table, size_t width)
{
	size_t len;

	for (; *table != '\0'; table += len + (table[len] == '\n'))
		if ((len = strcspn(table, "\n")) > width)
			return true;
	return false;
}

/* With one blank where there are several. */
static void
put_words(struct pm_buf *out, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (s[i] != ' ' || (i > 0 && s[i - 1] != ' '))
			pm_buf_putc(out, s[i]);
}

/* The head of the table, without the columns that are none here. */
static void
put_head(struct pm_buf *out, const char *line, size_t len)
{
	if (len > NUMBERS)
		len = NUMBERS;
	while (len > 0 && line[len - 1] == ' ')
		len--;
	pm_buf_put(out, line, len);
	pm_buf_putc(out, '\n');
}

/* LINE is the whole table from there on. */
static void
put_line(struct pm_buf *out, const char *line, size_t len, size_t width)
{
	uint64_t articles, added, changed, removed;
	struct pm_buf text;
	int at = 0;

	if (len <= NUMBERS ||
	    sscanf(line + NUMBERS, "%" SCNu64 "%" SCNu64 "%" SCNu64 "%" SCNu64 " %n",
		   &articles, &added, &changed, &removed, &at) != 4) {
		put_head(out, line, len);
		return;
	}
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	put_words(&text, line + NUMBERS + at, len - NUMBERS - (size_t)at);
	pm_buf_printf(&text,
		      ": %" PRIu64 " article%s, %" PRIu64 " added, %" PRIu64
		      " changed, %" PRIu64 " removed",
		      articles, articles == 1 ? "" : "s", added, changed, removed);
	pm_buf_put(out, line, NUMBERS);
	pm_buf_putc(out, '\n');
	pm_wrap(out, pm_buf_str(&text), text.len, width, TIME, TIME);
	pm_buf_inherit(out, &text);
	pm_buf_release(&text);
}

void
pm_narrow_history(struct pm_buf *table, size_t width)
{
	const char *line = pm_buf_str(table);
	struct pm_buf lines;
	size_t len;

	if (table->status < 0 || !is_wider(line, width))
		return;
	pm_buf_init(&lines, PM_BUF_NO_LIMIT);
	for (; *line != '\0'; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		put_line(&lines, line, len, width);
	}
	if (lines.status == PM_OK) {
		pm_buf_clear(table);
		pm_buf_put(table, lines.data, lines.len);
	}
	pm_buf_release(&lines);
}
