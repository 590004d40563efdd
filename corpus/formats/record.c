/* Pressmark - one JSON object as an article: see record.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/record.h"

#include "corpus/dates/date.h"
#include "support/calendar.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum role { ID, TITLE, TEXT, DATE, DAY, URL, SOURCE, AUTHOR, N_ROLES };

/* A name that a member may have, and the role that it then plays.  Of the members for one
 * role the one with the least RANK is taken, and of several the first. */
struct name {
	const char *name;
	uint8_t len, role, rank;
};

#define NAME(role, rank, name) \
	{ \
		name, sizeof(name) - 1, role, rank \
	}
#define NAME_LEN_MAX 12

static const struct name NAMES[] = {
	NAME(ID, 0, "id"),
	NAME(TITLE, 0, "title"),
	NAME(TITLE, 1, "headline"),
	NAME(TEXT, 0, "text"),
	NAME(TEXT, 1, "body"),
	NAME(TEXT, 2, "content"),
	NAME(DATE, 0, "date"),
	NAME(DATE, 1, "published"),
	NAME(DATE, 2, "published_at"),
	NAME(DATE, 3, "pubdate"),
	NAME(DAY, 0, "date.day"), /* how the date was read, where that is said */
	NAME(URL, 0, "url"),
	NAME(URL, 1, "link"),
	NAME(SOURCE, 0, "source"),
	NAME(SOURCE, 1, "publisher"),
	NAME(SOURCE, 2, "site"),
	NAME(AUTHOR, 0, "author"),
	NAME(AUTHOR, 1, "authors"),
	NAME(AUTHOR, 2, "byline"),
};
#define N_NAMES (sizeof NAMES / sizeof *NAMES)

void
pm_record_init(struct pm_record *r)
{
	memset(r, 0, sizeof *r);
	pm_buf_init(&r->joined, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->names, PM_BUF_NO_LIMIT);
	pm_date_orders_init(&r->orders);
}

void
pm_record_release(struct pm_record *r)
{
	free(r->fields);
	free(r->gathered);
	free(r->order);
	pm_buf_release(&r->joined);
	pm_buf_release(&r->names);
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

/* The name among NAMES that a member has; NULL if it has none of them. */
static const struct name *
name_of(const struct pm_json_value *m)
{
	const struct name *n;

	for (n = NAMES; n < NAMES + N_NAMES; n++)
		if (n->len == m->name_len && n->name[0] == m->name[0] &&
		    memcmp(n->name, m->name, n->len) == 0)
			return n;
	return NULL;
}

/* Whether a member says how a date is read: as 2024, 2024-03 or 2024-03-05, or, as nothing
 * at all, that it is not; *DAY is that date. */
static bool
is_day(const struct pm_json_value *m, uint32_t *day)
{
	char text[PM_DATE_TEXT];
	size_t len;

	if (m->type != PM_JSON_STRING || m->text_len >= PM_DATE_TEXT)
		return false;
	*day = m->text_len == 0
		     ? 0
		     : pm_date_parse(m->text, m->text_len, PM_DATE_ORDER_UNKNOWN, NULL);
	len = *day == 0 ? 0 : pm_date_text(*day, text);
	return len == m->text_len && memcmp(text, m->text, len) == 0;
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

/* An author or a source, or an element of an array of authors: a text, or an object with a
 * name. */
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

/* The most that the items of all arrays of authors may take: this is reserved at once, so
 * that pointers into the buffer stay valid. */
static size_t
room_for_authors(const struct pm_json_value *author)
{
	const struct pm_json_value *v;
	size_t room = 0;

	if (author != NULL && author->type == PM_JSON_ARRAY)
		for (v = author->child; v != NULL; v = v->next)
			room += author_text(v).len + 1;
	return room;
}

/* Whether an array of authors has one. */
static bool
names_any(const struct pm_json_value *array)
{
	const struct pm_json_value *v = array->child;

	while (v != NULL && author_text(v).len == 0)
		v = v->next;
	return v != NULL;
}

/* How well a member is what its name says: what serves less is taken only if nothing else
 * of that role is there, and what does not serve at all is a field. */
enum service { SERVES, IS_BLANK, IS_A_MISTAKE, SERVES_NOT };

static bool
is_blank(const struct pm_json_value *m)
{
	size_t i;

	for (i = 0; i < m->text_len; i++)
		if (m->text[i] != ' ' && (m->text[i] < '\t' || m->text[i] > '\r'))
			return false;
	return true;
}

static enum service
service_of(enum role role, const struct pm_json_value *m)
{
	uint32_t day;

	if (m->type == PM_JSON_STRING && role != DAY)
		return is_blank(m) ? IS_BLANK : SERVES;
	switch (role) {
	case DAY:
		return is_day(m, &day) ? SERVES : SERVES_NOT;
	case TEXT: /* it is told */
		return m->type == PM_JSON_NULL ? SERVES_NOT : IS_A_MISTAKE;
	case AUTHOR:
		if (m->type == PM_JSON_ARRAY)
			return names_any(m) ? SERVES : SERVES_NOT;
		/* fall through */
	case SOURCE:
		if (m->type == PM_JSON_OBJECT)
			return author_text(m).len > 0 ? SERVES : SERVES_NOT;
		/* fall through */
	default:
		return m->type == PM_JSON_NUMBER ? SERVES : SERVES_NOT;
	}
}

/* In one pass over the members, find those that are wanted: of those that serve best the
 * one whose name comes first. */
static void
find_roles(const struct pm_json_value *object, const struct pm_json_value *found[N_ROLES])
{
	const struct pm_json_value *m;
	unsigned best[N_ROLES], role;

	for (role = 0; role < N_ROLES; role++) {
		found[role] = NULL;
		best[role] = SERVES_NOT * N_NAMES;
	}
	for (m = object->child; m != NULL; m = m->next) {
		const struct name *name;
		unsigned order;

		if (m->name_len > NAME_LEN_MAX || (name = name_of(m)) == NULL)
			continue;
		order = service_of((enum role)name->role, m) * (unsigned)N_NAMES +
			name->rank;
		if (order < best[name->role]) {
			best[name->role] = order;
			found[name->role] = m;
		}
	}
}

/* One text, or the items of a list with a NUL between two. */
static void
read_authors(struct pm_record *r, const struct pm_json_value *v, struct pm_article *a)
{
	size_t begin = r->joined.len;
	const struct pm_json_value *e;
	struct pm_str s;

	if (v->type != PM_JSON_ARRAY) {
		a->author = author_text(v);
		return;
	}
	for (e = v->child; e != NULL; e = e->next) {
		s = author_text(e);
		if (s.len == 0)
			continue;
		if (r->joined.len > begin)
			pm_buf_putc(&r->joined, '\0');
		pm_buf_put(&r->joined, s.data, s.len);
	}
	a->author.len = r->joined.len - begin;
	a->author.data = a->author.len > 0 ? (const char *)r->joined.data + begin : NULL;
	a->author_in_list = a->author.len > 0;
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

/* Fields of several members that have the same name (two members called n, or a.b and a
 * member b of a) are items of one list; an empty one of them is none.  *SCATTERED: there
 * were some. */
static enum pm_status
list_repeated(struct pm_record *r, size_t *n, bool *scattered, struct pm_error *err)
{
	size_t i, k, first, kept = 0;
	enum pm_status st;

	if (*n < 2)
		return PM_OK;
	st = pm_grow(&r->order, &r->order_cap, *n, sizeof *r->order, err);
	if (st < 0)
		return st;
	for (i = 0; i < *n; i++)
		r->order[i] = &r->fields[i];
	qsort(r->order, *n, sizeof *r->order, compare_order);
	for (first = 0; first < *n; first = i) {
		bool several = false;

		for (i = first + 1;
		     i < *n && compare_names(r->order[i], r->order[first]) == 0; i++)
			several = several ||
				  r->order[i]->member != r->order[first]->member;
		for (k = first; several && k < i; k++) {
			r->order[k]->in_list = true;
			*scattered = true;
			if (r->order[k]->value.len == 0)
				r->order[k]->value.len = SIZE_MAX;
		}
	}
	for (i = 0; i < *n; i++) {
		if (r->fields[i].value.len != SIZE_MAX)
			r->fields[kept++] = r->fields[i];
	}
	*n = kept;
	return PM_OK;
}

static int
compare_groups(const void *x, const void *y)
{
	const struct pm_field *a = *(struct pm_field *const *)x;
	const struct pm_field *b = *(struct pm_field *const *)y;

	if (a->member != b->member)
		return a->member < b->member ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* Put the fields of one name, which an array of objects may have scattered, where the
 * first of them stands. */
static enum pm_status
gather_lists(struct pm_record *r, size_t n, struct pm_error *err)
{
	struct pm_field *swap = r->fields;
	size_t cap = r->fields_cap, i, first;
	enum pm_status st = pm_grow(&r->gathered, &r->gathered_cap, n,
				    sizeof *r->gathered, err);

	if (st < 0 || n < 2)
		return st;
	for (i = 0; i < n; i++)
		r->order[i] = &r->fields[i];
	qsort(r->order, n, sizeof *r->order, compare_order);
	for (i = first = 0; i < n; i++) {
		if (compare_names(r->order[i], r->order[first]) != 0)
			first = i;
		/* from here on it says where the first of that name stands */
		r->order[i]->member = (uint32_t)(r->order[first] - r->fields);
	}
	qsort(r->order, n, sizeof *r->order, compare_groups);
	for (i = 0; i < n; i++)
		r->gathered[i] = *r->order[i];
	r->fields = r->gathered;
	r->fields_cap = r->gathered_cap;
	r->gathered = swap;
	r->gathered_cap = cap;
	return PM_OK;
}

/* --- fields ------------------------------------------------------------- */

/* What is read of the members of an object. */
struct reading {
	struct pm_record *r;
	struct pm_article *a;
	size_t n;	 /* fields */
	uint32_t member; /* the number of the one that is being read; all of an array have
			  * the number of its member */
	bool scattered;	 /* an array of objects was among them */
};

/* Where a value stands. */
enum place { BY_ITSELF, IN_A_LIST };

/* What becomes of a member. */
enum use {
	ALL_OF_IT,
	NESTED_ONLY, /* it is one of the article's own, and only what is nested in it is
		      * read */
};

/* How long the name is that a member of an object called NAME gets. */
static size_t
nested_len(size_t name_len, const struct pm_json_value *m)
{
	return name_len + 1 + m->name_len;
}

/* How much the names of what is nested in V, called by a name of LEN bytes, take. */
static size_t
room_for_names(const struct pm_json_value *v, size_t len, unsigned depth)
{
	const struct pm_json_value *m;
	size_t room = 0, n;

	if (v->type == PM_JSON_ARRAY)
		for (m = v->child; m != NULL; m = m->next)
			room += room_for_names(m, len, depth);
	if (v->type != PM_JSON_OBJECT || depth == PM_RECORD_DEPTH_MAX)
		return room;
	for (m = v->child; m != NULL; m = m->next) {
		n = nested_len(len, m);
		if (n <= PM_RECORD_NAME_MAX)
			room += n + room_for_names(m, n, depth + 1);
	}
	return room;
}

static void
leave_out(struct reading *x, struct pm_str name)
{
	if (x->a->left_out++ == 0)
		x->a->left_out_name = name;
}

static enum pm_status
add_field(struct reading *x, struct pm_str name, const struct pm_json_value *v,
	  enum place place, struct pm_error *err)
{
	struct pm_record *r = x->r;
	enum pm_status st = pm_grow(&r->fields, &r->fields_cap, x->n + 1,
				    sizeof *r->fields, err);

	if (st < 0)
		return st;
	r->fields[x->n++] = (struct pm_field){
		.name = name,
		.value = text_of(v),
		.is_raw = v->type == PM_JSON_NUMBER || v->type == PM_JSON_BOOL,
		.in_list = place == IN_A_LIST,
		.member = x->member,
	};
	return PM_OK;
}

static enum pm_status
read_value(struct reading *x, struct pm_str name, const struct pm_json_value *v,
	   unsigned depth, enum place place, enum use use, struct pm_error *err);

/* The members of OBJECT, called NAME, as fields NAME.MEMBER. */
static enum pm_status
read_nested(struct reading *x, struct pm_str name, const struct pm_json_value *object,
	    unsigned depth, enum place place, struct pm_error *err)
{
	struct pm_buf *names = &x->r->names;
	const struct pm_json_value *m;
	enum pm_status st = PM_OK;

	for (m = object->child; m != NULL && st == PM_OK; m = m->next) {
		struct pm_str full;

		if (m->type == PM_JSON_NULL)
			continue;
		full.len = nested_len(name.len, m);
		if (depth == PM_RECORD_DEPTH_MAX || full.len > PM_RECORD_NAME_MAX) {
			leave_out(x, name);
			continue;
		}
		full.data = (const char *)names->data + names->len;
		pm_buf_put(names, name.data, name.len);
		pm_buf_putc(names, '.');
		pm_buf_put(names, m->name, m->name_len);
		x->member += place == BY_ITSELF;
		st = read_value(x, full, m, depth + 1, place, ALL_OF_IT, err);
	}
	return st;
}

/* V, called NAME, or all in it.  An array of nothing is no value, and neither is an empty
 * item. */
static enum pm_status
read_value(struct reading *x, struct pm_str name, const struct pm_json_value *v,
	   unsigned depth, enum place place, enum use use, struct pm_error *err)
{
	const struct pm_json_value *item;
	enum pm_status st = PM_OK;

	switch (v->type) {
	case PM_JSON_NULL:
		return PM_OK;
	case PM_JSON_ARRAY:
		for (item = v->child; item != NULL && st == PM_OK; item = item->next)
			st = read_value(x, name, item, depth, IN_A_LIST, use, err);
		return st;
	case PM_JSON_OBJECT:
		x->scattered = x->scattered || place == IN_A_LIST;
		return read_nested(x, name, v, depth, place, err);
	default:
		if (use == NESTED_ONLY || (place == IN_A_LIST && text_of(v).len == 0))
			return PM_OK;
		return add_field(x, name, v, place, err);
	}
}

/* What becomes of M.  One that repeats the name of one of the article's own is a field of
 * that name; one that is blank says nothing if another name was taken instead. */
static enum use
find_use(const struct pm_json_value *m, const struct pm_json_value *const found[N_ROLES])
{
	const struct name *name = m->name_len > NAME_LEN_MAX ? NULL : name_of(m);
	const struct pm_json_value *taken = name == NULL ? NULL : found[name->role];

	if (taken == NULL)
		return ALL_OF_IT;
	if (taken == m)
		return NESTED_ONLY;
	return m->type == PM_JSON_STRING && is_blank(m) && name_of(taken)->rank > name->rank
		     ? NESTED_ONLY
		     : ALL_OF_IT;
}

static size_t
room_for_all_names(const struct pm_json_value *object)
{
	const struct pm_json_value *m;
	size_t room = 0;

	for (m = object->child; m != NULL; m = m->next)
		if (m->type == PM_JSON_ARRAY || m->type == PM_JSON_OBJECT)
			room += room_for_names(m, m->name_len, 1);
	return room;
}

static enum pm_status
read_fields(struct pm_record *r, const struct pm_json_value *object,
	    const struct pm_json_value *const found[N_ROLES], struct pm_article *a,
	    struct pm_error *err)
{
	struct reading x = { .r = r, .a = a };
	const struct pm_json_value *m;
	size_t room = room_for_all_names(object);
	enum pm_status st = PM_OK;

	/* All at once, so that pointers into it stay valid. */
	pm_buf_clear(&r->names);
	if (room > 0 && pm_buf_reserve(&r->names, room) == NULL)
		return pm_fail_nomem(err);
	for (m = object->child; m != NULL && st == PM_OK; m = m->next, x.member++)
		st = read_value(&x, (struct pm_str){ m->name, m->name_len }, m, 1,
				BY_ITSELF, find_use(m, found), err);
	if (st == PM_OK)
		st = list_repeated(r, &x.n, &x.scattered, err);
	if (st == PM_OK && x.scattered)
		st = gather_lists(r, x.n, err);
	a->fields = r->fields;
	a->n_fields = x.n;
	return st;
}

/* Whether DAY is one of the ways to read TEXT, a date. */
static bool
is_a_reading(struct pm_str text, uint32_t day)
{
	static const enum pm_date_order orders[] = { PM_DATE_DAY_FIRST,
						     PM_DATE_MONTH_FIRST };
	size_t i;

	for (i = 0; i < sizeof orders / sizeof *orders; i++)
		if (pm_date_parse(text.data, text.len, orders[i], NULL) == day ||
		    pm_date_find(text.data, text.len, orders[i], NULL) == day)
			return true;
	return pm_date_parse_number(text.data, text.len) == day;
}

/* What the member *DAY says about the date A->date, which by itself is ALONE, or which
 * can be read in two ways.  If it is of another, it says nothing: it is a field, and *DAY
 * becomes NULL. */
static void
heed_day(const struct pm_json_value **day, uint32_t alone, bool either,
	 struct pm_article *a)
{
	uint32_t said;

	if (*day == NULL || !is_day(*day, &said) || (alone != 0 && alone % 100 != 0) ||
	    (said == 0 ? !either : !is_a_reading(a->date, said)))
		*day = NULL;
	else
		a->day = said;
}

/* DAY: what says how the date is read, or NULL, which it becomes if it does not. */
static enum pm_status
read_date(struct pm_record *r, const struct pm_json_value *date,
	  const struct pm_json_value **day, struct pm_article *a, struct pm_error *err)
{
	enum pm_date_order order = r->dates;
	struct pm_date_numbers numbers;
	enum pm_status st;

	a->ambiguous = false;
	if (date != NULL && date->type == PM_JSON_NUMBER) {
		*day = NULL;
		a->day = pm_date_parse_number(a->date.data, a->date.len);
		return PM_OK;
	}
	a->day = pm_date_parse(a->date.data, a->date.len, PM_DATE_ORDER_UNKNOWN, &numbers);
	heed_day(day, a->day, numbers.either, a);
	if (*day != NULL)
		return PM_OK;
	if (order != PM_DATE_ORDER_UNKNOWN)
		a->day = pm_date_parse(a->date.data, a->date.len, order, NULL);
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
	if (found[TEXT] != NULL && found[TEXT]->type != PM_JSON_STRING)
		return pm_fail(err, PM_ERR_INPUT, "'%.*s' is not a string",
			       (int)found[TEXT]->name_len, found[TEXT]->name);
	pm_buf_clear(&r->joined);
	if (pm_buf_reserve(&r->joined, room_for_authors(found[AUTHOR])) == NULL)
		return pm_fail_nomem(err);
	if (found[TITLE] != NULL)
		a->title = text_of(found[TITLE]);
	if (found[TEXT] != NULL)
		a->text = text_of(found[TEXT]);
	for (i = 0; i < sizeof plain / sizeof *plain; i++) {
		if (found[plain[i].role] != NULL)
			*plain[i].to = author_text(found[plain[i].role]);
	}
	if (found[AUTHOR] != NULL)
		read_authors(r, found[AUTHOR], a);
	if ((st = read_date(r, found[DATE], &found[DAY], a, err)) < 0)
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
		       "no text: it is looked for in text, body and content, and the "
		       "members are %s",
		       n == 0 ? "others" : seen);
}
