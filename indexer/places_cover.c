/* Pressmark - which given paths lead to a place; see places.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A place is covered by what is above it, and few places are: so these are looked up, and neither
 * given paths nor rules are gone through, of which there may be thousands. */
#include "indexer/path_names.h"
#include "indexer/places.h"

#include <string.h>

/* A place and what is above it, one after the other. */
struct above {
	const char *place;
	size_t len;	   /* of the next one, as far as it is named in PLACE */
	size_t of;	   /* of the one that was found */
	bool ends_in_base; /* "." is still to come */
};

static struct above
begin_above(const char *place, size_t len)
{
	bool base = len > 0 && place[0] != '/' && (len > 1 || place[0] != '-');

	return (struct above){ place, len, 0, base };
}

/* The first rule, + 1, of the next of them that is covered; 0: there are no more. */
static uint32_t
next_covered(const struct pm_places *p, struct above *a)
{
	uint32_t id = PM_U32_NONE;

	while (id == PM_U32_NONE && a->len > 0) {
		a->of = a->len;
		id = pm_intern_find(&p->covered, a->place, a->len);
		a->len = pm_place_parent(a->place, a->len);
	}
	if (id == PM_U32_NONE && a->ends_in_base) {
		a->ends_in_base = false;
		a->of = 0;
		id = pm_intern_find(&p->covered, ".", 1);
	}
	return id == PM_U32_NONE ? 0 : p->of_covered[id];
}

bool
pm_places_cover(const struct pm_places *p, const char *place, size_t len)
{
	struct above a = begin_above(place, len);

	return next_covered(p, &a) != 0;
}

bool
pm_places_leads_to(const struct pm_places *p, const char *path, const char *own,
		   const char *place, size_t len)
{
	size_t n = pm_path_trim(path, strlen(path)), below;
	struct above a = begin_above(place, len);
	uint32_t rule;

	if (pm_place_is_under(place, len, own))
		return true;
	while ((rule = next_covered(p, &a)) != 0)
		for (; rule != 0; rule = p->rules[rule - 1].next) {
			const char *of = pm_intern_get(&p->paths, rule - 1, &below);

			if (below > n && memcmp(of, path, n) == 0 && of[n] == '/')
				return true;
		}
	return false;
}

/* Count for the given paths that are the path of RULE, or above it. */
static void
count_above(struct pm_places *p, uint32_t rule, uint64_t n, uint64_t *counts)
{
	size_t len;
	const char *path = pm_intern_get(&p->paths, rule, &len);

	for (;;) {
		uint32_t at = pm_intern_find(&p->paths, path, len), k;

		for (k = at == PM_U32_NONE ? 0 : p->rules[at].given; k != 0;
		     k = p->next_given[k - 1]) {
			if (p->counted[k - 1] != p->n_counted)
				counts[k - 1] += n;
			p->counted[k - 1] = p->n_counted;
		}
		while (len > 0 && path[len - 1] != '/')
			len--;
		if (len == 0)
			return;
		len = pm_path_trim(path, len);
	}
}

void
pm_places_count(struct pm_places *p, const char *place, size_t len, uint64_t n,
		uint64_t *counts)
{
	struct above a = begin_above(place, len);
	uint32_t rule;

	p->n_counted++;
	while ((rule = next_covered(p, &a)) != 0)
		for (; rule != 0; rule = p->rules[rule - 1].next)
			count_above(p, rule - 1, n, counts);
}

enum pm_status
pm_places_path(const struct pm_places *p, const char *place, size_t len,
	       struct pm_buf *out, size_t *root_len, struct pm_error *err)
{
	struct above a = begin_above(place, len);
	uint32_t rule = next_covered(p, &a);
	size_t n, given;
	const char *path;

	pm_buf_clear(out);
	if (rule == 0)
		return pm_fail(err, PM_ERR_INTERNAL, "'%.*s' is of no given path",
			       (int)len, place);
	n = a.of;
	while (n < len && place[n] == '/')
		n++;
	path = pm_intern_get(&p->paths, rule - 1, &given);
	pm_buf_put(out, path, given);
	*root_len = out->len;
	if (n < len && (out->len == 0 || out->data[out->len - 1] != '/'))
		pm_buf_putc(out, '/');
	pm_buf_put(out, place + n, len - n);
	return pm_buf_check(out, "a path", err);
}
