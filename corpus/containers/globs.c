/* Pressmark - which files are read: see globs.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/globs.h"

#include "support/buf.h"
#include "support/file.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#define IGNORE_FILE_MAX ((size_t)1 << 16)

struct pattern {
	char *text;	  /* without slashes at its ends */
	bool with_path;	  /* compared with the whole path */
	bool for_folders; /* and with nothing else */
	bool takes_back;  /* of an ignore file: it began with ! */
	enum pm_glob_use use;
};

struct pm_globs {
	struct pattern *patterns;
	size_t n, cap;
	bool includes; /* there are some to include */
};

enum pm_status
pm_globs_new(struct pm_globs **out, struct pm_error *err)
{
	*out = pm_calloc(1, sizeof **out);
	return *out == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_globs_free(struct pm_globs *g)
{
	size_t i;

	if (g == NULL)
		return;
	for (i = 0; i < g->n; i++)
		free(g->patterns[i].text);
	free(g->patterns);
	free(g);
}

/* Add a pattern of LEN bytes, without its !. */
static enum pm_status
add(struct pm_globs *g, struct pattern p, const char *text, size_t len,
    struct pm_error *err)
{
	enum pm_status st = pm_grow(&g->patterns, &g->cap, g->n + 1, sizeof *g->patterns,
				    err);

	if (st < 0)
		return st;
	while (len > 1 && text[len - 1] == '/') {
		p.for_folders = true;
		len--;
	}
	p.with_path = memchr(text, '/', len) != NULL;
	for (; len > 1 && *text == '/'; len--)
		text++;
	if ((p.text = pm_strndup(text, len)) == NULL)
		return pm_fail_nomem(err);
	g->patterns[g->n++] = p;
	return PM_OK;
}

enum pm_status
pm_globs_add(struct pm_globs *g, enum pm_glob_use use, const char *pattern,
	     struct pm_error *err)
{
	const char *option = use == PM_GLOB_INCLUDE ? "include" : "exclude";
	struct pattern p = { .use = use };

	if (pattern[0] == '\0' || strcmp(pattern, "/") == 0)
		return pm_fail(err, PM_ERR_USAGE, "option '--%s': the pattern is empty",
			       option);
	if (strlen(pattern) > PM_GLOB_MAX)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--%s': the pattern has more than %u bytes",
			       option, PM_GLOB_MAX);
	g->includes = g->includes || use == PM_GLOB_INCLUDE;
	return add(g, p, pattern, strlen(pattern), err);
}

/* --- comparing ---------------------------------------------------------- */

/* The part of a path or pattern that begins at P, up to a slash, into PART; where the next
 * begins, or NULL.  A longer part than files have is cut, and so matches none. */
static const char *
next_part(const char *p, char part[PM_GLOB_MAX + 1])
{
	size_t len = strcspn(p, "/"), n = len < PM_GLOB_MAX ? len : PM_GLOB_MAX;

	memcpy(part, p, n);
	part[n] = '\0';
	return p[len] == '/' ? p + len + 1 : NULL;
}

/* Compare part by part.  After a part ** that does not match on, one part more of the path
 * is given to the last **, which is enough to find a match if there is one. */
static bool
path_matches(const char *pattern, const char *path)
{
	char want[PM_GLOB_MAX + 1], have[PM_GLOB_MAX + 1];
	const char *after_stars = NULL, *retry = NULL, *next, *rest;

	while (path != NULL) {
		rest = next_part(path, have);
		next = pattern == NULL ? NULL : next_part(pattern, want);
		if (pattern != NULL && strcmp(want, "**") == 0) {
			if (next == NULL)
				return true; /* all that is in a folder */
			after_stars = pattern = next;
			retry = path;
			continue;
		}
		if (pattern != NULL && fnmatch(want, have, 0) == 0) {
			pattern = next;
			path = rest;
			continue;
		}
		if (retry == NULL)
			return false;
		pattern = after_stars;
		retry = strchr(retry, '/');
		path = retry = retry == NULL ? NULL : retry + 1;
		if (path == NULL)
			return false;
	}
	return pattern == NULL;
}

static bool
matches(const struct pattern *p, const char *path, enum pm_glob_kind kind)
{
	const char *slash = strrchr(path, '/');

	if (p->for_folders && kind != PM_IS_FOLDER)
		return false;
	if (p->with_path)
		return path_matches(p->text, path);
	return fnmatch(p->text, slash == NULL ? path : slash + 1, 0) == 0;
}

static bool
any_matches(const struct pm_globs *g, enum pm_glob_use use, const char *path,
	    enum pm_glob_kind kind)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		if (g->patterns[i].use == use && matches(&g->patterns[i], path, kind))
			return true;
	return false;
}

/* Whether a pattern of that use is for a folder in which the file PATH is. */
static bool
any_has_folder(const struct pm_globs *g, enum pm_glob_use use, const char *path)
{
	const char *slash = path;
	bool yes = false;
	char *folder;

	while (!yes && (slash = strchr(slash, '/')) != NULL) {
		/* without memory nothing matches; whoever reads on will fail */
		if ((folder = pm_strndup(path, (size_t)(slash++ - path))) == NULL)
			return false;
		yes = any_matches(g, use, folder, PM_IS_FOLDER);
		free(folder);
	}
	return yes;
}

bool
pm_globs_admit(const struct pm_globs *g, const char *path, enum pm_glob_kind kind)
{
	if (g == NULL)
		return true;
	if (any_matches(g, PM_GLOB_EXCLUDE, path, kind))
		return false;
	return kind == PM_IS_FOLDER || !g->includes ||
	       any_matches(g, PM_GLOB_INCLUDE, path, kind) ||
	       any_has_folder(g, PM_GLOB_INCLUDE, path);
}

bool
pm_globs_admit_member(const struct pm_globs *g, const char *path)
{
	return g == NULL || (pm_globs_admit(g, path, PM_IS_FILE) &&
			     !any_has_folder(g, PM_GLOB_EXCLUDE, path));
}

/* --- ignore files ------------------------------------------------------- */

/* A line without its end, and without blanks at its end that no backslash keeps. */
static enum pm_status
add_line(struct pm_globs *g, const char *line, size_t len, struct pm_error *err)
{
	struct pattern p = { .use = PM_GLOB_EXCLUDE };

	while (len > 0 && (line[len - 1] == '\r' || line[len - 1] == ' ') &&
	       !(len > 1 && line[len - 2] == '\\'))
		len--;
	if (len == 0 || *line == '#')
		return PM_OK;
	if (*line == '!') {
		p.takes_back = true;
		line++;
		len--;
	}
	if (len == 0 || len > PM_GLOB_MAX || (len == 1 && *line == '/'))
		return PM_OK;
	return add(g, p, line, len, err);
}

enum pm_status
pm_ignore_read(struct pm_globs **out, const char *path, struct pm_error *err)
{
	const char *line, *end;
	struct pm_buf text;
	enum pm_status st = pm_globs_new(out, err);

	pm_buf_init(&text, IGNORE_FILE_MAX);
	if (st == PM_OK)
		st = pm_read_file(path, &text, err);
	line = pm_buf_str(&text);
	for (end = line + text.len; st == PM_OK && line < end;) {
		size_t len = strcspn(line, "\n");

		st = add_line(*out, line, len, err);
		line += len + 1;
	}
	pm_buf_release(&text);
	if (st < 0) {
		pm_globs_free(*out);
		*out = NULL;
	}
	return st;
}

enum pm_ignore_says
pm_ignore_says(const struct pm_globs *g, const char *path, enum pm_glob_kind kind)
{
	size_t i;

	for (i = g->n; i > 0; i--)
		if (matches(&g->patterns[i - 1], path, kind))
			return g->patterns[i - 1].takes_back ? PM_IGNORE_NO
							     : PM_IGNORE_YES;
	return PM_IGNORE_NOTHING;
}
