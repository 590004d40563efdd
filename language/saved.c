/* Pressmark - saved queries: see saved.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/saved.h"

#include "language/mistake.h"
#include "support/file.h"
#include "support/intern.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The names so far, and where they stand. */
struct names {
	struct pm_intern known;
	uint64_t *lines; /* by number of the name */
	size_t cap;
};

static void
trim(const char **s, size_t *len)
{
	while (*len > 0 && (**s == ' ' || **s == '\t')) {
		++*s;
		--*len;
	}
	while (*len > 0 && ((*s)[*len - 1] == ' ' || (*s)[*len - 1] == '\t'))
		--*len;
}

static bool
is_skipped(const char *line, size_t len)
{
	trim(&line, &len);
	return len == 0 || *line == '#';
}

/* Whether a name has a character that it may not have; *AT: where that is. */
static bool
has_bad_character(const char *name, size_t len, size_t *at)
{
	for (*at = 0; *at < len; ++*at)
		if ((uint8_t)name[*at] < ' ' || name[*at] == 0x7f || name[*at] == '{' ||
		    name[*at] == '}')
			return true;
	return false;
}

static enum pm_status
check_name(struct names *names, struct pm_saved_query *q, struct pm_error *err)
{
	size_t start = (size_t)(q->name - q->line), end = start + q->name_len, at;
	uint32_t before = names->known.n, number;
	struct pm_query_mistake *m = &q->mistake;
	enum pm_status status;

	if (q->name_len == 0)
		return pm_mistake_set(m, 0, 1, "no name stands before the tab");
	if (q->name_len > PM_SAVED_NAME_MAX)
		return pm_mistake_set(m, start, end, "a name has %u bytes at most",
				      PM_SAVED_NAME_MAX);
	if (!pm_utf8_valid(q->name, q->name_len))
		return pm_mistake_set(m, start, end, "the name is not UTF-8");
	if (has_bad_character(q->name, q->name_len, &at))
		return pm_mistake_set(m, start + at, start + at + 1,
				      "a name has no braces and no control characters");
	status = pm_intern(&names->known, q->name, q->name_len, &number, err);
	if (status == PM_OK && number < before)
		return pm_mistake_set(m, start, end, "line %llu has the same name",
				      (unsigned long long)names->lines[number]);
	if (status == PM_OK)
		status = pm_grow(&names->lines, &names->cap, number + 1,
				 sizeof *names->lines, err);
	if (status == PM_OK)
		names->lines[number] = q->number;
	return status;
}

/* PM_ERR_QUERY: what is wrong is in the query's mistake. */
static enum pm_status
take_parts(struct names *names, struct pm_saved_query *q, struct pm_error *err)
{
	const char *tab = memchr(q->line, '\t', q->line_len);
	size_t len = q->line_len;
	enum pm_status status;

	if (tab == NULL) {
		pm_mistake_set(&q->mistake, 0, len, "the line has no tab");
		return pm_mistake_hint(&q->mistake, "write a name, a tab and a query");
	}
	q->name = q->line;
	q->name_len = (size_t)(tab - q->line);
	q->query = tab + 1;
	q->query_len = len - q->name_len - 1;
	trim(&q->name, &q->name_len);
	trim(&q->query, &q->query_len);
	if ((status = check_name(names, q, err)) < 0)
		return status;
	if (q->query_len == 0)
		return pm_mistake_set(&q->mistake, len - 1, len,
				      "no query stands after the tab");
	if (q->query_len > PM_QUERY_BYTES_MAX)
		return pm_mistake_set(&q->mistake, 0, len, "a query has %u bytes at most",
				      PM_QUERY_BYTES_MAX);
	return PM_OK;
}

static enum pm_status
take_line(struct pm_saved *saved, struct names *names, const char *line, size_t len,
	  uint64_t number, struct pm_error *err)
{
	struct pm_saved_query q = { .line = line, .line_len = len, .number = number };
	enum pm_status status;

	if (is_skipped(line, len))
		return PM_OK;
	status = take_parts(names, &q, err);
	q.wrong = status == PM_ERR_QUERY;
	if (status < 0 && !q.wrong)
		return status;
	status = pm_grow(&saved->all, &saved->cap, saved->n + 1, sizeof *saved->all, err);
	if (status == PM_OK)
		saved->all[saved->n++] = q;
	return status;
}

static enum pm_status
take_lines(struct pm_saved *saved, struct names *names, struct pm_error *err)
{
	const char *at = pm_buf_str(&saved->text), *end = at + saved->text.len;
	enum pm_status status = PM_OK;
	uint64_t number = 0;

	if (saved->text.len >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
		at += 3;
	while (at < end && status == PM_OK) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((feed != NULL ? feed : end) - at);

		status = take_line(saved, names, at,
				   len > 0 && at[len - 1] == '\r' ? len - 1 : len,
				   ++number, err);
		at = feed != NULL ? feed + 1 : end;
	}
	return status;
}

enum pm_status
pm_saved_read(struct pm_saved *saved, const char *path, struct pm_error *err)
{
	struct names names = { .lines = NULL };
	enum pm_status status;

	*saved = (struct pm_saved){ .all = NULL };
	pm_buf_init(&saved->text, PM_SAVED_FILE_MAX);
	pm_intern_init(&names.known);
	status = pm_read_file(path, &saved->text, err);
	if (status == PM_OK)
		status = take_lines(saved, &names, err);
	pm_intern_release(&names.known);
	free(names.lines);
	if (status < 0)
		pm_saved_release(saved);
	return status;
}

void
pm_saved_release(struct pm_saved *saved)
{
	free(saved->all);
	pm_buf_release(&saved->text);
	*saved = (struct pm_saved){ .all = NULL };
}

const struct pm_saved_query *
pm_saved_find(const struct pm_saved *saved, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < saved->n; i++)
		if (!saved->all[i].wrong && saved->all[i].name_len == len &&
		    memcmp(saved->all[i].name, name, len) == 0)
			return &saved->all[i];
	return NULL;
}
