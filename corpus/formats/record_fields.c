/* Pressmark - one object as an article: its fields: see record.h and record_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/record_parts.h"

#include <stdlib.h>
#include <string.h>

/* --- lists -------------------------------------------------------------- */

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
	size_t n; /* fields */
	const struct pm_roles *roles;
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
	NOT_THE_TEXT /* of an object, not what is its text either */
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
		.value = pm_record_text_of(v),
		.is_raw = v->type == PM_JSON_NUMBER || v->type == PM_JSON_BOOL,
		.in_list = place == IN_A_LIST,
		.member = x->member,
	};
	return PM_OK;
}

static enum pm_status
read_value(struct reading *x, struct pm_str name, const struct pm_json_value *v,
	   unsigned depth, enum place place, enum use use, struct pm_error *err);

static enum use
use_for(enum pm_role role)
{
	return role == PM_ROLE_TEXT ? NOT_THE_TEXT : NESTED_ONLY;
}

/* Which role V has, or PM_N_ROLES. */
static unsigned
role_of(const struct pm_roles *roles, const struct pm_json_value *v)
{
	unsigned i = 0;

	while (i < PM_N_ROLES && roles->of[i].value != v)
		i++;
	return i;
}

/* The members of OBJECT, called NAME, as fields NAME.MEMBER. */
static enum pm_status
read_nested(struct reading *x, struct pm_str name, const struct pm_json_value *object,
	    unsigned depth, enum place place, enum use use, struct pm_error *err)
{
	const struct pm_json_value *text = use == NOT_THE_TEXT
						 ? pm_record_text_in(x->r, object)
						 : NULL;
	struct pm_buf *names = &x->r->names_of_nested;
	const struct pm_json_value *m;
	enum pm_status st = PM_OK;

	for (m = object->child; m != NULL && st == PM_OK; m = m->next) {
		enum use its = m == text ? NOT_THE_TEXT : ALL_OF_IT;
		unsigned role = x->roles->nested ? role_of(x->roles, m) : PM_N_ROLES;
		struct pm_str full;

		if (m->type == PM_JSON_NULL)
			continue;
		if (role < PM_N_ROLES)
			its = use_for((enum pm_role)role);
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
		st = read_value(x, full, m, depth + 1, place, its, err);
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
		return read_nested(x, name, v, depth, place, use, err);
	default:
		if (use != ALL_OF_IT ||
		    (place == IN_A_LIST && pm_record_text_of(v).len == 0))
			return PM_OK;
		return add_field(x, name, v, place, err);
	}
}

/* What becomes of M.  One that repeats the name of one of the article's own is a field of
 * that name; one that is blank says nothing if another name was taken instead. */
static enum use
find_use(struct pm_record *r, const struct pm_json_value *m, const struct pm_roles *roles)
{
	unsigned role = role_of(roles, m), i;
	const struct pm_member_name *name;

	if (role < PM_N_ROLES)
		return use_for((enum pm_role)role);
	if (m->type != PM_JSON_STRING || !pm_record_is_blank(m) ||
	    (name = pm_names_lookup(r->names, m->name, m->name_len)) == NULL)
		return ALL_OF_IT;
	for (i = 0; i < name->n_uses; i++) {
		const struct pm_taken *taken = &roles->of[name->uses[i].role];
		unsigned k;

		for (k = 0; taken->value != NULL && k < taken->name->n_uses; k++)
			if (taken->name->uses[k].role == name->uses[i].role &&
			    taken->name->uses[k].rank > name->uses[i].rank)
				return NESTED_ONLY;
	}
	return ALL_OF_IT;
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

/* The members of an object at the top, or of `_source` in it, which adds no name. */
static enum pm_status
read_members(struct reading *x, const struct pm_json_value *object, struct pm_error *err)
{
	const struct pm_json_value *m;
	enum pm_status st = PM_OK;

	for (m = object->child; m != NULL && st == PM_OK; m = m->next, x->member++) {
		if (m == x->roles->inner)
			st = read_members(x, m, err);
		else if (m != x->roles->folds && m != x->roles->plain)
			st = read_value(x, (struct pm_str){ m->name, m->name_len }, m, 1,
					BY_ITSELF, find_use(x->r, m, x->roles), err);
	}
	return st;
}

enum pm_status
pm_record_put_fields(struct pm_record *r, const struct pm_json_value *object,
		     const struct pm_roles *roles, struct pm_article *a,
		     struct pm_error *err)
{
	struct reading x = { .r = r, .a = a, .roles = roles };
	size_t room = room_for_all_names(object);
	enum pm_status st;

	/* All at once, so that pointers into it stay valid. */
	pm_buf_clear(&r->names_of_nested);
	if (room > 0 && pm_buf_reserve(&r->names_of_nested, room) == NULL)
		return pm_fail_nomem(err);
	st = read_members(&x, object, err);
	if (st == PM_OK)
		st = list_repeated(r, &x.n, &x.scattered, err);
	if (st == PM_OK && x.scattered)
		st = gather_lists(r, x.n, err);
	a->fields = r->fields;
	a->n_fields = x.n;
	return st;
}
