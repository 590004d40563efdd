/* Pressmark - what is written for the names of facets: see facet_names.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/facet_names.h"

#include "match/field_names.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *facet, *field;
} own[] = { { "source", "source" },  { "author", "author" },   { "host", "host" },
	    { "date:year", "date" }, { "date:month", "date" }, { "date:day", "date" } };

#define N_OWN (sizeof own / sizeof *own)

const char *
pm_facet_own(size_t i)
{
	return i < N_OWN ? own[i].facet : NULL;
}

enum pm_status
pm_facet_has_own(struct pm_index *index, size_t i, bool *there, struct pm_error *err)
{
	return pm_fields_has_own(index, own[i].field, there, err);
}

/* Which of our facets is meant by a name that is often written for it, or NULL. */
static const char *
usual_name(const char *field)
{
	static const char *const names[][2] = {
		{ "year", "date:year" },   { "month", "date:month" },
		{ "day", "date:day" },	   { "date", "date:year" },
		{ "years", "date:year" },  { "months", "date:month" },
		{ "days", "date:day" },	   { "site", "host" },
		{ "domain", "host" },	   { "url", "host" },
		{ "publisher", "source" }, { "byline", "author" },
		{ "by", "author" },
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(field, names[i][0]) == 0)
			return names[i][1];
	return NULL;
}

/* List those of our own facets that any article has.  *MEANT: the one that is often called
 * as FIELD is, or NULL. */
static enum pm_status
list_own(struct pm_index *index, const char *field, struct pm_field_list *l,
	 const char **meant, struct pm_error *err)
{
	const char *usual = usual_name(field);
	enum pm_status status = PM_OK;
	bool there;
	size_t i;

	for (i = 0; i < N_OWN && status == PM_OK; i++) {
		status = pm_facet_has_own(index, i, &there, err);
		if (status < 0 || !there)
			continue;
		if (usual != NULL && strcmp(usual, own[i].facet) == 0)
			*meant = usual;
		status = pm_field_list_add(l, own[i].facet, err);
	}
	return status;
}

/* What all articles have, or may have, but is no facet. */
static bool
is_never_counted(const char *field)
{
	return strcasecmp(field, "title") == 0 || strcasecmp(field, "words") == 0 ||
	       strcasecmp(field, "id") == 0;
}

enum pm_status
pm_facet_unknown(struct pm_index *index, const char *field, struct pm_error *err)
{
	const char *meant = NULL;
	struct pm_field_list l;
	struct pm_buf text;
	enum pm_status status;

	pm_field_list_init(&l);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	if ((status = pm_field_list_wrong(&l, field, err)) < 0 ||
	    (status = list_own(index, field, &l, &meant, err)) < 0 ||
	    (status = pm_field_list_further(&l, index, err)) < 0)
		goto out;
	if (meant == NULL && l.meant.len > 0)
		meant = pm_buf_str(&l.meant);
	if (is_never_counted(field))
		pm_buf_printf(&text, "'%s' is no facet: it is searched, not counted",
			      field);
	else
		pm_buf_printf(&text, "no article has a field '%.40s' to count", field);
	if (meant != NULL)
		pm_buf_printf(&text, ", did you mean '%s'? ", meant);
	else
		pm_buf_puts(&text, "; ");
	pm_buf_printf(&text, "this index has %s%s",
		      l.names.len > 0 ? pm_buf_str(&l.names) : "none",
		      l.more > 0 ? ", ..." : "");
	status = text.status < 0 ? pm_fail_nomem(err)
				 : pm_fail(err, PM_ERR_QUERY, "%s", pm_buf_str(&text));
out:
	pm_buf_release(&text);
	pm_field_list_release(&l);
	return status;
}

enum pm_status
pm_facet_names(struct pm_index *index, struct pm_buf *out, struct pm_error *err)
{
	const char *meant = NULL;
	struct pm_field_list l;
	enum pm_status status;

	pm_field_list_init(&l);
	if ((status = list_own(index, "", &l, &meant, err)) == PM_OK &&
	    (status = pm_field_list_further(&l, index, err)) == PM_OK) {
		pm_buf_put(out, l.names.data, l.names.len);
		pm_buf_puts(out, l.more > 0 ? ", ..." : "");
	}
	pm_field_list_release(&l);
	return status;
}
