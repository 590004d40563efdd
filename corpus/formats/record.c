/* Pressmark - one JSON object as an article: see record.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/record.h"

#include "corpus/dates/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum role { ID, TITLE, TEXT, DATE, URL, SOURCE, AUTHOR, N_ROLES };

#define NAMES_MAX 4

/* The first name present wins. */
static const char *const NAMES[N_ROLES][NAMES_MAX] = {
	[ID] = { "id" },
	[TITLE] = { "title", "headline" },
	[TEXT] = { "text", "body", "content" },
	[DATE] = { "date", "published", "published_at", "pubdate" },
	[URL] = { "url", "link" },
	[SOURCE] = { "source", "publisher", "site" },
	[AUTHOR] = { "author", "authors", "byline" },
};

void
pm_record_init(struct pm_record *r)
{
	memset(r, 0, sizeof *r);
	pm_buf_init(&r->joined, PM_BUF_NO_LIMIT);
	pm_date_orders_init(&r->orders);
}

void
pm_record_release(struct pm_record *r)
{
	free(r->fields);
	free(r->order);
	pm_buf_release(&r->joined);
	pm_date_orders_release(&r->orders);
}

void
pm_record_trim(struct pm_record *r)
{
	free(r->fields);
	free(r->order);
	r->fields = NULL;
	r->order = NULL;
	r->fields_cap = r->order_cap = 0;
	pm_buf_release(&r->joined);
	pm_buf_init(&r->joined, PM_BUF_NO_LIMIT);
}

static bool
same_name(const struct pm_json_value *member, const char *name)
{
	return strlen(name) == member->name_len &&
	       memcmp(member->name, name, member->name_len) == 0;
}

/* In one pass over the members, find the first of each name. */
static void
find_roles(const struct pm_json_value *object, const struct pm_json_value *found[N_ROLES])
{
	unsigned best[N_ROLES];
	const struct pm_json_value *m;
	unsigned role, i;

	for (role = 0; role < N_ROLES; role++) {
		found[role] = NULL;
		best[role] = NAMES_MAX;
	}
	for (m = object->child; m != NULL; m = m->next) {
		if (m->type == PM_JSON_NULL || m->name_len > 12)
			continue;
		for (role = 0; role < N_ROLES; role++) {
			for (i = 0; i < best[role] && NAMES[role][i] != NULL; i++) {
				if (same_name(m, NAMES[role][i])) {
					best[role] = i;
					found[role] = m;
					break;
				}
			}
		}
	}
}

static struct pm_str
text_of(const struct pm_json_value *v)
{
	struct pm_str s = { NULL, 0 };

	switch (v->type) {
	case PM_JSON_STRING:
	case PM_JSON_NUMBER:
		s.data = v->text;
		s.len = v->text_len;
		break;
	case PM_JSON_BOOL:
		s.data = v->boolean ? "true" : "false";
		s.len = strlen(s.data);
		break;
	default:
		break;
	}
	return s;
}

/* An author, or an element of an array of authors: a text, or an object with a name. */
static struct pm_str
author_text(const struct pm_json_value *v)
{
	const struct pm_json_value *name;

	if (v->type != PM_JSON_OBJECT)
		return text_of(v);
	name = pm_json_member(v, "name");
	if (name == NULL || name->type != PM_JSON_STRING)
		return (struct pm_str){ NULL, 0 };
	return text_of(name);
}

/* The most that joining all arrays of authors may take: this is reserved at once, so that pointers
 * into the buffer stay valid. */
static size_t
room_for_arrays(const struct pm_json_value *object)
{
	const struct pm_json_value *m, *v;
	size_t room = 0;

	for (m = object->child; m != NULL; m = m->next) {
		if (m->type != PM_JSON_ARRAY)
			continue;
		for (v = m->child; v != NULL; v = v->next)
			room += author_text(v).len + 2;
	}
	return room;
}

static struct pm_str
authors_text(struct pm_record *r, const struct pm_json_value *v)
{
	size_t begin = r->joined.len;
	const struct pm_json_value *e;
	struct pm_str s;

	if (v->type != PM_JSON_ARRAY)
		return author_text(v);
	for (e = v->child; e != NULL; e = e->next) {
		s = author_text(e);
		if (s.len == 0)
			continue;
		if (r->joined.len > begin)
			pm_buf_put(&r->joined, "; ", 2);
		pm_buf_put(&r->joined, s.data, s.len);
	}
	s.len = r->joined.len - begin;
	s.data = s.len > 0 ? (const char *)r->joined.data + begin : NULL;
	return s;
}

static int
compare_names(const struct pm_field *a, const struct pm_field *b)
{
	size_t n = a->name.len < b->name.len ? a->name.len : b->name.len;
	int c = n > 0 ? memcmp(a->name.data, b->name.data, n) : 0;

	if (c != 0)
		return c;
	return a->name.len < b->name.len ? -1 : a->name.len > b->name.len;
}

static int
compare_order(const void *x, const void *y)
{
	const struct pm_field *a = *(struct pm_field *const *)x;
	const struct pm_field *b = *(struct pm_field *const *)y;
	int c = compare_names(a, b);

	return c != 0 ? c : a < b ? -1 : a > b;
}

/* Of fields with the same name keep the first; the order stays. */
static enum pm_status
drop_repeated(struct pm_record *r, size_t *n, struct pm_error *err)
{
	const struct pm_field *first;
	size_t i, kept = 0;
	enum pm_status st;

	if (*n < 2)
		return PM_OK;
	st = pm_grow(&r->order, &r->order_cap, *n, sizeof *r->order, err);
	if (st < 0)
		return st;
	for (i = 0; i < *n; i++)
		r->order[i] = &r->fields[i];
	qsort(r->order, *n, sizeof *r->order, compare_order);
	for (i = 1, first = r->order[0]; i < *n; i++) {
		if (compare_names(r->order[i], first) != 0)
			first = r->order[i];
		else if (r->order[i]->member != first->member)
			r->order[i]->value.len = SIZE_MAX;
	}
	for (i = 0; i < *n; i++) {
		if (r->fields[i].value.len != SIZE_MAX)
			r->fields[kept++] = r->fields[i];
	}
	*n = kept;
	return PM_OK;
}

/* Whether a member is one of the article's own fields, or repeats its name. */
static bool
is_role(const struct pm_json_value *m, const struct pm_json_value *const found[N_ROLES])
{
	unsigned role;

	for (role = 0; role < N_ROLES; role++) {
		const struct pm_json_value *f = found[role];

		if (f != NULL && f->name_len == m->name_len &&
		    memcmp(f->name, m->name, m->name_len) == 0)
			return true;
	}
	return false;
}

/* Add a scalar as field number N, or as an item of the list that is. */
static enum pm_status
add_field(struct pm_record *r, size_t *n, const struct pm_json_value *member,
	  const struct pm_json_value *value, uint32_t number, struct pm_error *err)
{
	enum pm_status st = pm_grow(&r->fields, &r->fields_cap, *n + 1, sizeof *r->fields,
				    err);

	if (st < 0)
		return st;
	r->fields[(*n)++] = (struct pm_field){
		.name = { member->name, member->name_len },
		.value = text_of(value),
		.is_raw = value->type == PM_JSON_NUMBER || value->type == PM_JSON_BOOL,
		.in_list = member != value,
		.member = number,
	};
	return PM_OK;
}

static enum pm_status
read_fields(struct pm_record *r, const struct pm_json_value *object,
	    const struct pm_json_value *const found[N_ROLES], struct pm_article *a,
	    struct pm_error *err)
{
	const struct pm_json_value *m, *v;
	uint32_t number = 0;
	size_t n = 0;
	enum pm_status st = PM_OK;

	for (m = object->child; m != NULL && st == PM_OK; m = m->next, number++) {
		if (m->type == PM_JSON_NULL || m->type == PM_JSON_OBJECT ||
		    is_role(m, found))
			continue;
		if (m->type != PM_JSON_ARRAY)
			st = add_field(r, &n, m, m, number, err);
		else /* of nothing, or of objects only, it is no value */
			for (v = m->child; v != NULL && st == PM_OK; v = v->next)
				if (text_of(v).len > 0)
					st = add_field(r, &n, m, v, number, err);
	}
	if (st == PM_OK)
		st = drop_repeated(r, &n, err);
	a->fields = r->fields;
	a->n_fields = n;
	return st;
}

static enum pm_status
read_date(struct pm_record *r, struct pm_article *a, struct pm_error *err)
{
	enum pm_date_order order = r->dates;
	struct pm_date_numbers numbers;
	enum pm_status st;

	a->day = pm_date_parse(a->date.data, a->date.len, order, &numbers);
	a->ambiguous = numbers.either && a->day == 0;
	st = pm_date_orders_learn(&r->orders, a->source.data, a->source.len, &numbers,
				  err);
	if (st < 0 || !a->ambiguous)
		return st;
	order = pm_date_orders_of(&r->orders, a->source.data, a->source.len, numbers.form);
	if (order != PM_DATE_ORDER_UNKNOWN) {
		a->day = pm_date_parse(a->date.data, a->date.len, order, NULL);
		a->ambiguous = false;
	}
	return PM_OK;
}

enum pm_status
pm_record_read(struct pm_record *r, const struct pm_json_value *value,
	       struct pm_article *a, struct pm_error *err)
{
	const struct pm_json_value *found[N_ROLES];
	const struct {
		enum role role;
		struct pm_str *to;
	} plain[] = {
		{ ID, &a->id },
		{ URL, &a->url },
		{ SOURCE, &a->source },
		{ DATE, &a->date },
	};
	enum pm_status st;
	size_t i;

	if (value->type != PM_JSON_OBJECT)
		return pm_fail(err, PM_ERR_INPUT, "not a JSON object");
	find_roles(value, found);
	if (found[TITLE] != NULL && found[TITLE]->type != PM_JSON_STRING)
		return pm_fail(err, PM_ERR_INPUT, "'%.*s' is not a string",
			       (int)found[TITLE]->name_len, found[TITLE]->name);
	if (found[TEXT] != NULL && found[TEXT]->type != PM_JSON_STRING)
		return pm_fail(err, PM_ERR_INPUT, "'%.*s' is not a string",
			       (int)found[TEXT]->name_len, found[TEXT]->name);
	pm_buf_clear(&r->joined);
	if (pm_buf_reserve(&r->joined, room_for_arrays(value)) == NULL)
		return pm_fail_nomem(err);
	if (found[TITLE] != NULL)
		a->title = text_of(found[TITLE]);
	if (found[TEXT] != NULL)
		a->text = text_of(found[TEXT]);
	for (i = 0; i < sizeof plain / sizeof *plain; i++) {
		const struct pm_json_value *v = found[plain[i].role];

		if (v != NULL && (v->type == PM_JSON_STRING || v->type == PM_JSON_NUMBER))
			*plain[i].to = text_of(v);
	}
	if (found[AUTHOR] != NULL)
		a->author = authors_text(r, found[AUTHOR]);
	if ((st = read_date(r, a, err)) < 0)
		return st;
	return read_fields(r, value, found, a, err);
}

/* How many names are said, and how long they may be. */
#define SAID_MAX 6
#define SAID_LEN 24

enum pm_status
pm_record_no_text(const struct pm_json_value *object, struct pm_error *why)
{
	const struct pm_json_value *found[N_ROLES], *m;
	char seen[SAID_MAX * (SAID_LEN + 4) + 8] = "";
	size_t len = 0, n = 0;

	find_roles(object, found);
	if (found[TEXT] != NULL || found[TITLE] != NULL)
		return pm_fail(why, PM_ERR_INPUT, "no text");
	for (m = object->child; m != NULL && n < SAID_MAX; m = m->next)
		if (m->name_len > 0 && m->name_len <= SAID_LEN)
			len += (size_t)snprintf(seen + len, sizeof seen - len, "%s%.*s",
						n++ == 0 ? "" : ", ", (int)m->name_len,
						m->name);
	if (object->child == NULL)
		return pm_fail(why, PM_ERR_INPUT, "no text, and no members at all");
	if (m != NULL)
		snprintf(seen + len, sizeof seen - len, ", ...");
	return pm_fail(why, PM_ERR_INPUT,
		       "no text: it is looked for in %s, %s and %s, and the members are %s",
		       NAMES[TEXT][0], NAMES[TEXT][1], NAMES[TEXT][2],
		       n == 0 ? "others" : seen);
}
