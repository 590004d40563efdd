/* Pressmark - what a file is called whatever path leads to it: see places.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/places.h"

#include "support/file.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum pm_status
pm_base_find(const char *dir, char **base, struct pm_error *err)
{
	struct stat st;

	*base = realpath(dir, NULL);
	if (*base != NULL && stat(*base, &st) == 0 && S_ISDIR(st.st_mode))
		return PM_OK;
	free(*base);
	*base = NULL;
	return pm_fail(err, PM_ERR_USAGE, "the base '%s' is no folder", dir);
}

bool
pm_place_is_under(const char *place, size_t len, const char *root)
{
	size_t n = strlen(root);

	if (strcmp(root, "/") == 0 || strcmp(root, ".") == 0)
		return len > 0 && (root[0] == '/') == (place[0] == '/') &&
		       (len != 1 || place[0] != '-');
	return len >= n && memcmp(place, root, n) == 0 && (len == n || place[n] == '/');
}

bool
pm_places_cover(const struct pm_places *p, const char *place, size_t len)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (pm_place_is_under(place, len, p->places[i]))
			return true;
	return false;
}

/* PATH without symlinks, allocated; one that is not there as it is below its folder. */
static char *
resolve(const char *path)
{
	char *real = realpath(path, NULL), *folder, *name, *a, *b;

	if (real != NULL || errno == ENOMEM)
		return real;
	a = pm_strndup(path, strlen(path));
	b = pm_strndup(path, strlen(path));
	folder = a == NULL ? NULL : realpath(dirname(a), NULL);
	name = b == NULL ? NULL : basename(b);
	if (folder != NULL && name != NULL)
		real = pm_path_join(folder, name);
	else if (a != NULL && b != NULL)
		real = pm_strndup(path, strlen(path));
	free(folder);
	free(a);
	free(b);
	return real;
}

/* *PLACE, a resolved path, is told from BASE on. */
static enum pm_status
shorten(char *place, const char *given, const char *base, struct pm_error *err)
{
	size_t n = strlen(base);

	if (!pm_place_is_under(place, strlen(place), base))
		return pm_fail(err, PM_ERR_USAGE, "'%s' is not below the base '%s'",
			       given, base);
	if (strcmp(base, "/") == 0)
		n = 0;
	if (place[n] == '\0')
		strcpy(place, ".");
	else
		memmove(place, place + n + 1, strlen(place + n + 1) + 1);
	return PM_OK;
}

enum pm_status
pm_places_init(struct pm_places *p, const char *const *given, size_t n, const char *base,
	       struct pm_error *err)
{
	enum pm_status status = PM_OK;
	char *from = NULL;
	size_t i;

	*p = (struct pm_places){ .given = given };
	p->places = pm_calloc(n, sizeof *p->places);
	if (p->places == NULL)
		return pm_fail_nomem(err);
	if (base != NULL)
		status = pm_base_find(base, &from, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		bool input = strcmp(given[i], "-") == 0;

		p->places[i] = input ? pm_strndup("-", 1) : resolve(given[i]);
		p->n++;
		if (p->places[i] == NULL)
			status = pm_fail_nomem(err);
		else if (from != NULL && !input)
			status = shorten(p->places[i], given[i], from, err);
	}
	free(from);
	return status;
}

void
pm_places_release(struct pm_places *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		free(p->places[i]);
	free(p->places);
	memset(p, 0, sizeof *p);
}

/* Whether PATH is the given one, or found below it. */
static bool
begins_with(const char *path, size_t len, const char *given)
{
	size_t n = strlen(given);

	return len >= n && memcmp(path, given, n) == 0 &&
	       (len == n || path[n] == '/' || (n > 0 && path[n - 1] == '/'));
}

enum pm_status
pm_places_of(const struct pm_places *p, const char *path, size_t len, struct pm_buf *out,
	     struct pm_error *err)
{
	size_t best = p->n, i, n;

	for (i = 0; i < p->n; i++)
		if (begins_with(path, len, p->given[i]) &&
		    (best == p->n || strlen(p->given[i]) > strlen(p->given[best])))
			best = i;
	pm_buf_clear(out);
	if (best == p->n)
		return pm_fail(err, PM_ERR_INTERNAL, "'%.*s' is below no given path",
			       (int)len, path);
	n = strlen(p->given[best]);
	while (n < len && path[n] == '/')
		n++;
	if (n == len || strcmp(p->places[best], ".") != 0)
		pm_buf_puts(out, p->places[best]);
	if (n < len && out->len > 0 && out->data[out->len - 1] != '/')
		pm_buf_putc(out, '/');
	pm_buf_put(out, path + n, len - n);
	return pm_buf_check(out, "a path", err);
}

enum pm_status
pm_places_path(const struct pm_places *p, const char *place, size_t len,
	       struct pm_buf *out, size_t *root_len, struct pm_error *err)
{
	size_t best = p->n, i, n;

	for (i = 0; i < p->n; i++)
		if (pm_place_is_under(place, len, p->places[i]) &&
		    (best == p->n || strlen(p->places[i]) > strlen(p->places[best])))
			best = i;
	pm_buf_clear(out);
	if (best == p->n)
		return pm_fail(err, PM_ERR_INTERNAL, "'%.*s' is of no given path",
			       (int)len, place);
	n = strcmp(p->places[best], ".") == 0 ? 0 : strlen(p->places[best]);
	while (n < len && place[n] == '/')
		n++;
	pm_buf_puts(out, p->given[best]);
	while (out->len > 1 && out->data[out->len - 1] == '/')
		out->data[--out->len] = '\0';
	*root_len = out->len;
	if (n < len && (out->len == 0 || out->data[out->len - 1] != '/'))
		pm_buf_putc(out, '/');
	pm_buf_put(out, place + n, len - n);
	return pm_buf_check(out, "a path", err);
}
