/* Pressmark - what a file is called whatever path leads to it: see places.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/places.h"

#include "indexer/path_names.h"
#include "indexer/place_known.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum pm_status
pm_base_find(const char *dir, char **base, struct pm_error *err)
{
	struct stat st;

	*base = NULL;
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		return pm_fail(err, PM_ERR_USAGE, "the base '%s' is no folder", dir);
	*base = pm_path_name(dir);
	return *base == NULL ? pm_fail_nomem(err) : PM_OK;
}

static bool
is_input(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* --- rules -------------------------------------------------------------------- */

/* The place of a rule is covered; rules with the same place follow each other. */
static enum pm_status
cover(struct pm_places *p, uint32_t rule, struct pm_error *err)
{
	const char *place = p->rules[rule].place;
	uint32_t n = p->covered.n, id, *last;
	enum pm_status status = pm_grow(&p->of_covered, &p->covered_cap, (size_t)n + 1,
					sizeof *p->of_covered, err);

	if (status == PM_OK)
		status = pm_intern(&p->covered, place, strlen(place), &id, err);
	if (status < 0)
		return status;
	if (id == n)
		p->of_covered[id] = 0;
	for (last = &p->of_covered[id]; *last != 0; last = &p->rules[*last - 1].next)
		;
	*last = rule + 1;
	return PM_OK;
}

/* What is found at PATH or below has the place PLACE, and what follows; the first rule of a
 * path counts.  Takes ownership of PLACE and REAL. */
static enum pm_status
add_rule(struct pm_places *p, const char *path, size_t len, char *place, char *real,
	 uint32_t *rule, struct pm_error *err)
{
	uint32_t n = p->paths.n;
	enum pm_status status = place == NULL || real == NULL ? pm_fail_nomem(err) : PM_OK;

	if (status == PM_OK)
		status = pm_grow(&p->rules, &p->rules_cap, (size_t)n + 1,
				 sizeof *p->rules, err);
	if (status == PM_OK)
		status = pm_intern(&p->paths, path, pm_path_trim(path, len), rule, err);
	if (status == PM_OK && *rule == n) {
		p->rules[n] = (struct pm_place_rule){ .place = place, .real = real };
		return cover(p, n, err);
	}
	free(place);
	free(real);
	return status;
}

/* The rule for PATH; *N: how much of it is the rule's path. */
static uint32_t
find_rule(const struct pm_places *p, const char *path, size_t len, size_t *n)
{
	size_t at = len;
	uint32_t rule;

	for (;;) {
		*n = pm_path_trim(path, at);
		rule = pm_intern_find(&p->paths, path, *n);
		if (rule != PM_U32_NONE || *n == 0)
			return rule;
		for (at = *n; at > 0 && path[at - 1] != '/'; at--)
			;
		if (at == 0)
			return PM_U32_NONE;
	}
}

/* --- given paths ---------------------------------------------------------------- */

/* Set PLACE to what follows the first N bytes of PATH, which are the base. */
static enum pm_status
put_rest(struct pm_buf *place, const char *path, size_t n)
{
	const char *rest = path + n + (path[n] == '/');

	pm_place_put(place, ".", rest, strlen(rest));
	return pm_buf_check(place, "a path", NULL);
}

/* The same of NAME, which does not begin with the base, but may go through it by a link, and
 * out of it by another.  REAL is where it leads.  PM_ABSENT: it does not. */
static enum pm_status
go_through_base(const struct pm_places *p, const char *name, const char *real,
		struct pm_buf *place)
{
	char *base = pm_path_lead(p->base, NULL), *part = pm_strndup(name, strlen(name));
	enum pm_status status = base == NULL || part == NULL ? PM_ERR_NOMEM : PM_ABSENT;
	size_t n;

	for (n = strlen(name); status == PM_ABSENT && n > 0; n = pm_place_parent(name, n)) {
		char *lead;

		part[n] = '\0';
		lead = pm_path_lead(part, NULL);
		if (lead == NULL)
			status = PM_ERR_NOMEM;
		else if (strcmp(lead, base) == 0)
			status = put_rest(place, name, n);
		free(lead);
	}
	if (status == PM_ABSENT && pm_place_is_under(real, strlen(real), base))
		status = put_rest(place, real, pm_path_trim(base, strlen(base)));
	free(base);
	free(part);
	return status;
}

/* The place that a name has by itself.  PM_ABSENT: it is not below the base. */
static enum pm_status
tell_name(const struct pm_places *p, const char *name, const char *real,
	  struct pm_buf *place)
{
	if (p->base == NULL) {
		pm_place_put(place, name, "", 0);
		return pm_buf_check(place, "a path", NULL);
	}
	return pm_place_is_under(name, strlen(name), p->base)
		     ? put_rest(place, name, pm_path_trim(p->base, strlen(p->base)))
		     : go_through_base(p, name, real, place);
}

/* The same if the root is the first LEN bytes of PLACE, or ".", of which these are none. */
static enum pm_status
is_straight_from(const struct pm_places *p, const char *place, size_t len,
		 const char *real, size_t least, bool *straight, struct pm_error *err)
{
	char *root = len == 0 ? pm_strndup(".", 1) : pm_strndup(place, len);
	char *path = root == NULL ? NULL : pm_place_path(root, p->base);
	char *lead = path == NULL ? NULL : pm_path_lead(path, NULL);
	const char *rest = place + len + (len > 0 && place[len] == '/');
	enum pm_status status = PM_OK;
	struct pm_buf there;

	pm_buf_init(&there, PM_BUF_NO_LIMIT);
	if (lead != NULL)
		pm_place_put(&there, lead, rest, strlen(rest));
	if (lead == NULL || there.status < 0)
		status = pm_fail_nomem(err);
	else
		*straight = strlen(lead) >= least && strcmp(pm_buf_str(&there), real) == 0;
	pm_buf_release(&there);
	free(lead);
	free(path);
	free(root);
	return status;
}

/* Whether PLACE, which leads to REAL, is below a root by its name, without a link between, and
 * that root leads to the first LEAST bytes of REAL, or more. */
static enum pm_status
is_straight(const struct pm_places *p, const struct pm_files *files, const char *place,
	    const char *real, size_t least, bool *straight, struct pm_error *err)
{
	size_t len = strlen(place);
	enum pm_status status = PM_OK;

	*straight = false;
	while (files != NULL && !*straight && status == PM_OK && len > 0) {
		len = pm_place_parent(place, len);
		if (len > 0 ? pm_intern_find(&files->roots, place, len) != PM_U32_NONE
			    : place[0] != '/' && strcmp(place, ".") != 0 &&
				      pm_intern_find(&files->roots, ".", 1) != PM_U32_NONE)
			status = is_straight_from(p, place, len, real, least, straight,
						  err);
	}
	return status;
}

/* Rules 2 and 3: set PLACE to that of a path that is called NAME and leads to REAL. */
static enum pm_status
settle(const struct pm_places *p, struct pm_place_known *known, const char *given,
       const char *name, const char *real, struct pm_buf *place, struct pm_error *err)
{
	enum pm_status own = tell_name(p, name, real, place), status = own;
	struct pm_buf other;
	bool straight = false;
	size_t found;

	if (own < 0)
		return pm_fail_nomem(err);
	if (own == PM_OK)
		status = pm_place_known_has(known, pm_buf_str(place), err);
	if (status != PM_ABSENT)
		return status;
	pm_buf_init(&other, PM_BUF_NO_LIMIT);
	if ((found = pm_place_leads_find(&p->roots, real, NULL, &other)) > 0)
		status = pm_buf_check(&other, "a path", err);
	else
		status = pm_place_known_find(known, real, &other, err);
	/* of roots that lead to the same, that of the name counts */
	if (found > 0 && status == PM_OK && own == PM_OK &&
	    strcmp(pm_buf_str(place), pm_buf_str(&other)) != 0)
		status = is_straight(p, known->files, pm_buf_str(place), real, found,
				     &straight, err);
	if (status == PM_OK && !straight) {
		pm_place_put(place, pm_buf_str(&other), "", 0);
		status = pm_buf_check(place, "a path", err);
	} else if (status == PM_ABSENT && own == PM_ABSENT) {
		status = pm_fail(err, PM_ERR_USAGE,
				 "'%s' is not below the base '%s' (--base DIR says where "
				 "the corpus is now)",
				 given, p->base);
	}
	pm_buf_release(&other);
	return status < 0 ? status : PM_OK;
}

/* The next given path. */
static enum pm_status
add_given(struct pm_places *p, struct pm_place_known *known, struct pm_error *err)
{
	const char *given = p->given[p->n];
	char *name = is_input(given) ? pm_strndup("-", 1) : pm_path_name(given);
	char *real = NULL;
	enum pm_status status;
	struct pm_buf place;
	bool there = false;

	pm_buf_init(&place, PM_BUF_NO_LIMIT);
	if (name != NULL)
		real = is_input(given) ? pm_strndup("-", 1) : pm_path_lead(name, &there);
	if (given[0] == '\0') {
		status = pm_fail(err, PM_ERR_USAGE, "a path is empty");
	} else if (real == NULL) {
		status = pm_fail_nomem(err);
	} else if (is_input(given)) {
		pm_buf_puts(&place, "-");
		status = pm_buf_check(&place, "a path", err);
	} else {
		status = settle(p, known, given, name, real, &place, err);
	}
	if (status == PM_OK && there)
		status = pm_place_leads_add(&p->roots, real, pm_buf_str(&place), err);
	if (status == PM_OK) {
		status = add_rule(p, given, strlen(given),
				  pm_strndup(pm_buf_str(&place), place.len), real,
				  &p->of_given[p->n], err);
		real = NULL;
		p->n++;
	}
	if (status == PM_OK) {
		uint32_t *first = &p->rules[p->of_given[p->n - 1]].given;

		p->next_given[p->n - 1] = *first;
		*first = (uint32_t)p->n;
	}
	free(real);
	free(name);
	pm_buf_release(&place);
	return status;
}

/* --- roots -------------------------------------------------------------------- */

static enum pm_status
find_roots(struct pm_places *p, const struct pm_files *files, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = 0; i < files->roots.n && status == PM_OK; i++) {
		size_t len;
		const char *place = pm_intern_get(&files->roots, i, &len);

		status = pm_place_leads_add_there(&p->roots, place, len, p->base, err);
	}
	return status;
}

/* A root that is below a given path without a link between is covered by that, be there files
 * in it or not. */
static enum pm_status
place_root(struct pm_places *p, const struct pm_place_leads *given, const char *root,
	   const char *real, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_buf path;
	size_t n = pm_place_parent(real, strlen(real));
	char *above = n == 0 ? NULL : pm_strndup(real, n);
	uint32_t rule;

	if (n == 0)
		return PM_OK;
	if (above == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&path, PM_BUF_NO_LIMIT);
	if (pm_place_leads_find(given, above, NULL, &path)) {
		pm_buf_puts(&path, path.data[path.len - 1] == '/' ? "" : "/");
		pm_buf_puts(&path, real + n + (real[n] == '/'));
		status = pm_buf_check(&path, "a path", err);
		if (status == PM_OK)
			status = add_rule(p, pm_buf_str(&path), path.len,
					  pm_strndup(root, strlen(root)),
					  pm_strndup(real, strlen(real)), &rule, err);
	}
	pm_buf_release(&path);
	free(above);
	return status;
}

static enum pm_status
place_roots(struct pm_places *p, struct pm_error *err)
{
	struct pm_place_leads given;
	enum pm_status status = PM_OK;
	uint32_t i;
	size_t k;

	pm_place_leads_init(&given);
	/* what is found in "." has its dot */
	for (k = 0; k < p->n && status == PM_OK; k++)
		status = pm_place_leads_add(&given, p->rules[p->of_given[k]].real,
					    strcmp(p->given[k], ".") == 0 ? "./"
									  : p->given[k],
					    err);
	for (i = 0; i < p->roots.reals.n && status == PM_OK; i++) {
		size_t len;
		const char *of = pm_intern_get(&p->roots.reals, i, &len);
		char *real = pm_strndup(of, len);

		status = real == NULL
			       ? pm_fail_nomem(err)
			       : place_root(p, &given, p->roots.places[i], real, err);
		free(real);
	}
	pm_place_leads_release(&given);
	return status;
}

/* --- all of them ------------------------------------------------------------------ */

enum pm_status
pm_places_init(struct pm_places *p, const char *const *given, size_t n, const char *base,
	       const struct pm_files *files, struct pm_error *err)
{
	struct pm_place_known known;
	enum pm_status status = PM_OK;

	memset(p, 0, sizeof *p);
	p->given = given;
	pm_intern_init(&p->paths);
	pm_intern_init(&p->covered);
	pm_place_leads_init(&p->roots);
	pm_buf_init(&p->folder, PM_BUF_NO_LIMIT);
	p->of_given = pm_calloc(n, sizeof *p->of_given);
	p->next_given = pm_calloc(n, sizeof *p->next_given);
	p->counted = pm_calloc(n, sizeof *p->counted);
	if (p->of_given == NULL || p->next_given == NULL || p->counted == NULL ||
	    (base != NULL && (p->base = pm_path_name(base)) == NULL))
		return pm_fail_nomem(err);
	pm_place_known_init(&known, files, p->base);
	if (files != NULL)
		status = find_roots(p, files, err);
	while (p->n < n && status == PM_OK)
		status = add_given(p, &known, err);
	if (status == PM_OK)
		status = place_roots(p, err);
	pm_place_known_release(&known);
	return status;
}

void
pm_places_release(struct pm_places *p)
{
	uint32_t i;

	for (i = 0; i < p->paths.n; i++) {
		free(p->rules[i].place);
		free(p->rules[i].real);
	}
	free(p->rules);
	free(p->of_given);
	free(p->next_given);
	free(p->counted);
	free(p->of_covered);
	free(p->base);
	pm_place_leads_release(&p->roots);
	pm_intern_release(&p->paths);
	pm_intern_release(&p->covered);
	pm_buf_release(&p->folder);
	memset(p, 0, sizeof *p);
}

const char *
pm_places_at(const struct pm_places *p, size_t i)
{
	return p->rules[p->of_given[i]].place;
}

/* --- what is found ------------------------------------------------------------------ */

/* Where the first LEN bytes of PATH lead, of which N are the path of RULE; no link follows. */
static enum pm_status
put_lead(const struct pm_places *p, const char *path, size_t len, uint32_t rule, size_t n,
	 struct pm_buf *lead, struct pm_error *err)
{
	while (n < len && path[n] == '/')
		n++;
	pm_place_put(lead, p->rules[rule].real, path + n, len - n);
	return pm_buf_check(lead, "a path", err);
}

/* Set PLACE to what REAL is called, where a link leads from below RULE: as what is below that,
 * or another root.  PM_ABSENT: as neither. */
static enum pm_status
tell_link(const struct pm_places *p, const char *real, uint32_t rule,
	  struct pm_buf *place, struct pm_error *err)
{
	const struct pm_place_rule *from = &p->rules[rule];
	size_t n = pm_path_trim(from->real, strlen(from->real));

	if (pm_place_leads_find(&p->roots, real, from->real, place))
		return pm_buf_check(place, "a path", err);
	if (pm_place_is_under(real, strlen(real), from->real)) {
		n += real[n] == '/';
		pm_place_put(place, from->place, real + n, strlen(real + n));
		return pm_buf_check(place, "a path", err);
	}
	return pm_place_leads_find(&p->roots, real, NULL, place)
		     ? pm_buf_check(place, "a path", err)
		     : PM_ABSENT;
}

/* The folder that is the first LEN bytes of PATH is a link. */
static enum pm_status
look_at_link(struct pm_places *p, const char *path, size_t len, char *real,
	     uint32_t *rule, size_t *n, struct pm_error *err)
{
	enum pm_status status;
	struct pm_buf place;
	size_t from = *n;

	pm_buf_init(&place, PM_BUF_NO_LIMIT);
	status = tell_link(p, real, *rule, &place, err);
	if (status == PM_ABSENT) {
		while (from < len && path[from] == '/')
			from++;
		pm_place_put(&place, p->rules[*rule].place, path + from, len - from);
		status = pm_place_leads_add(&p->roots, real, pm_buf_str(&place), err);
		if (status == PM_OK && place.status < 0)
			status = pm_fail_nomem(err);
		p->has_links = true;
	}
	if (status == PM_OK) {
		status = add_rule(p, path, len, pm_strndup(pm_buf_str(&place), place.len),
				  real, rule, err);
		*n = len;
		real = NULL;
	}
	free(real);
	pm_buf_release(&place);
	return status;
}

/* The first LEN bytes of PATH are no link, but may be a root. */
static enum pm_status
look_at(struct pm_places *p, const char *path, size_t len, uint32_t *rule, size_t *n,
	struct pm_error *err)
{
	struct pm_buf lead;
	enum pm_status status;
	uint32_t root = PM_U32_NONE;

	pm_buf_init(&lead, PM_BUF_NO_LIMIT);
	status = put_lead(p, path, len, *rule, *n, &lead, err);
	if (status == PM_OK)
		root = pm_intern_find(&p->roots.reals, lead.data, lead.len);
	if (root != PM_U32_NONE) {
		const char *place = p->roots.places[root];

		status = add_rule(p, path, len, pm_strndup(place, strlen(place)),
				  pm_strndup(pm_buf_str(&lead), lead.len), rule, err);
		*n = len;
	}
	pm_buf_release(&lead);
	return status;
}

/* The same of a folder, which may be a link. */
static enum pm_status
look_at_folder(struct pm_places *p, const char *path, size_t len, uint32_t *rule,
	       size_t *n, struct pm_error *err)
{
	char *folder = pm_strndup(path, len), *real = NULL;
	struct stat st;

	if (folder == NULL)
		return pm_fail_nomem(err);
	if (lstat(folder, &st) == 0 && S_ISLNK(st.st_mode))
		real = realpath(folder, NULL);
	free(folder);
	return real != NULL ? look_at_link(p, path, len, real, rule, n, err)
			    : look_at(p, path, len, rule, n, err);
}

/* Whether the first LEN bytes of PATH are the folder that was looked at last, or one on the way
 * to it. */
static bool
was_looked_at(const struct pm_places *p, const char *path, size_t len)
{
	return len > p->folder_from && p->folder.len >= len &&
	       memcmp(p->folder.data, path, len) == 0 &&
	       (p->folder.len == len || p->folder.data[len] == '/');
}

/* Rule 4: look at the folders in which PATH is, from *RULE on, and at the file. */
static enum pm_status
look_into(struct pm_places *p, const char *path, size_t len, uint32_t *rule, size_t *n,
	  struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t from = *n, folder = len, at;

	while (folder > from && (folder == len || path[folder] != '/'))
		folder--;
	for (at = from + 1; at <= folder && status == PM_OK; at++)
		if (path[at] == '/' && path[at - 1] != '/' && !was_looked_at(p, path, at))
			status = look_at_folder(p, path, at, rule, n, err);
	if (status < 0)
		return status;
	pm_buf_clear(&p->folder);
	pm_buf_put(&p->folder, path, folder);
	p->folder_from = from;
	return look_at(p, path, len, rule, n, err);
}

enum pm_status
pm_places_of(struct pm_places *p, const char *path, size_t len, struct pm_buf *out,
	     struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t n;
	uint32_t rule = find_rule(p, path, len, &n);

	if (rule == PM_U32_NONE)
		return pm_fail(err, PM_ERR_INTERNAL, "'%.*s' is below no given path",
			       (int)len, path);
	if (n < pm_path_trim(path, len) && !is_input(p->rules[rule].place))
		status = look_into(p, path, len, &rule, &n, err);
	if (status < 0)
		return status;
	while (n < len && path[n] == '/')
		n++;
	pm_place_put(out, p->rules[rule].place, path + n, len - n);
	return pm_buf_check(out, "a path", err);
}

/* --- roots that stay ---------------------------------------------------------------- */

enum pm_status
pm_places_note(const struct pm_places *p, struct pm_files *files, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool straight;
	uint32_t i;

	for (i = 0; i < p->roots.reals.n && status == PM_OK; i++) {
		const char *place = p->roots.places[i];
		size_t len;
		const char *of = pm_intern_get(&p->roots.reals, i, &len);
		char *real = pm_strndup(of, len);

		status = real == NULL
			       ? pm_fail_nomem(err)
			       : is_straight(p, files, place, real, 0, &straight, err);
		if (status == PM_OK && !straight)
			status = pm_files_add_root(files, place, strlen(place), err);
		free(real);
	}
	return status;
}
