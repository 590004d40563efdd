/* Pressmark - where places lead: see place_leads.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/place_leads.h"

#include "support/file.h"

#include <stdlib.h>
#include <string.h>

/* --- places by themselves ------------------------------------------------------ */

bool
pm_place_is_under(const char *place, size_t len, const char *root)
{
	size_t n = strlen(root);

	if (strcmp(root, "/") == 0 || strcmp(root, ".") == 0)
		return len > 0 && (root[0] == '/') == (place[0] == '/') &&
		       (len != 1 || place[0] != '-');
	return len >= n && memcmp(place, root, n) == 0 && (len == n || place[n] == '/');
}

size_t
pm_place_parent(const char *place, size_t len)
{
	size_t n = len;

	while (n > 0 && place[n - 1] != '/')
		n--;
	if (n == 0 || len == 1)
		return 0;
	return n == 1 ? 1 : n - 1;
}

void
pm_place_put(struct pm_buf *out, const char *place, const char *rest, size_t len)
{
	pm_buf_clear(out);
	if (len == 0 || strcmp(place, ".") != 0)
		pm_buf_puts(out, place);
	if (len > 0 && out->len > 0 && out->data[out->len - 1] != '/')
		pm_buf_putc(out, '/');
	pm_buf_put(out, rest, len);
}

char *
pm_place_path(const char *place, const char *base)
{
	if (base == NULL || strcmp(place, ".") == 0)
		return base == NULL ? pm_strndup(place, strlen(place))
				    : pm_strndup(base, strlen(base));
	return pm_path_join(base, place);
}

/* --- what they lead to --------------------------------------------------------- */

void
pm_place_leads_init(struct pm_place_leads *l)
{
	memset(l, 0, sizeof *l);
	pm_intern_init(&l->reals);
}

void
pm_place_leads_release(struct pm_place_leads *l)
{
	uint32_t i;

	for (i = 0; i < l->reals.n && l->places != NULL; i++)
		free(l->places[i]);
	free(l->places);
	pm_intern_release(&l->reals);
	memset(l, 0, sizeof *l);
}

enum pm_status
pm_place_leads_add(struct pm_place_leads *l, const char *real, const char *place,
		   struct pm_error *err)
{
	uint32_t n = l->reals.n, id;
	enum pm_status status;

	if (pm_intern_find(&l->reals, real, strlen(real)) != PM_U32_NONE)
		return PM_OK;
	status = pm_grow(&l->places, &l->cap, (size_t)n + 1, sizeof *l->places, err);
	if (status == PM_OK)
		status = pm_intern(&l->reals, real, strlen(real), &id, err);
	if (status == PM_OK && (l->places[id] = pm_strndup(place, strlen(place))) == NULL)
		status = pm_fail_nomem(err);
	return status;
}

enum pm_status
pm_place_leads_add_there(struct pm_place_leads *l, const char *place, size_t len,
			 const char *base, struct pm_error *err)
{
	char *own = len == 0 ? pm_strndup(".", 1) : pm_strndup(place, len);
	char *path = own == NULL ? NULL : pm_place_path(own, base);
	char *real = path == NULL ? NULL : realpath(path, NULL);
	enum pm_status status = path == NULL ? pm_fail_nomem(err) : PM_OK;

	if (real != NULL)
		status = pm_place_leads_add(l, real, own, err);
	free(real);
	free(path);
	free(own);
	return status;
}

size_t
pm_place_leads_find(const struct pm_place_leads *l, const char *real, const char *above,
		    struct pm_buf *out)
{
	size_t len = strlen(real), n, rest;
	uint32_t id;

	for (n = len; n > 0; n = pm_place_parent(real, n)) {
		/* a path without links that is above is a beginning of it */
		if (above != NULL && strncmp(above, real, n) == 0 &&
		    (above[n] == '\0' || above[n] == '/' || n == 1))
			return 0;
		id = pm_intern_find(&l->reals, real, n);
		if (id == PM_U32_NONE)
			continue;
		rest = n + (n < len && real[n] == '/');
		pm_place_put(out, l->places[id], real + rest, len - rest);
		return n;
	}
	return 0;
}
