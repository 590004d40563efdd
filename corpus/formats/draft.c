/* Pressmark - an entry put together member by member: see draft.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/draft.h"

#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

/* What is kept from draft to draft. */
#define KEEP ((size_t)1 << 22)

enum part { WHOLE, ITEM };

struct pm_draft_member {
	size_t name, name_len, value, len; /* places in the bytes */
	enum part part;
	size_t next; /* the next member of that name; 0: there is none */
	bool later;  /* there is one before it, and one of them is an item */
};

void
pm_draft_init(struct pm_draft *d)
{
	memset(d, 0, sizeof *d);
	pm_buf_init(&d->bytes, PM_BUF_NO_LIMIT);
}

void
pm_draft_release(struct pm_draft *d)
{
	pm_buf_release(&d->bytes);
	free(d->members);
	free(d->values);
	pm_draft_init(d);
}

void
pm_draft_clear(struct pm_draft *d)
{
	if (d->bytes.cap > KEEP || d->cap > KEEP / sizeof *d->members) {
		pm_draft_release(d);
		return;
	}
	pm_buf_clear(&d->bytes);
	d->n = 0;
	d->repairs = 0;
	d->has_items = false;
	d->status = PM_OK;
}

size_t
pm_draft_bytes(const struct pm_draft *d)
{
	return d->bytes.len;
}

/* Append the text without NUL; *LEN is what it takes.  Returns where it begins. */
static size_t
put_text(struct pm_draft *d, const char *text, size_t *len)
{
	size_t begin = d->bytes.len;

	if (*len == 0)
		return begin;
	if (pm_utf8_valid(text, *len))
		pm_buf_put(&d->bytes, text, *len);
	else
		d->repairs += pm_utf8_repair(&d->bytes, text, *len);
	*len = d->bytes.len - begin;
	return begin;
}

static void
add(struct pm_draft *d, const char *name, size_t name_len, const char *value, size_t len,
    enum part part)
{
	struct pm_draft_member m = { .name_len = name_len, .len = len, .part = part };

	d->has_items = d->has_items || part == ITEM;
	if (d->status == PM_OK)
		d->status = pm_grow(&d->members, &d->cap, d->n + 1, sizeof *d->members,
				    NULL);
	if (d->status < 0)
		return;
	m.name = put_text(d, name, &m.name_len);
	m.value = put_text(d, value, &m.len);
	d->members[d->n++] = m;
}

void
pm_draft_add(struct pm_draft *d, const char *name, size_t name_len, const char *value,
	     size_t len)
{
	add(d, name, name_len, value, len, WHOLE);
}

void
pm_draft_add_item(struct pm_draft *d, const char *name, size_t name_len,
		  const char *value, size_t len)
{
	add(d, name, name_len, value, len, ITEM);
}

static struct pm_json_value
string_value(const struct pm_draft *d, const struct pm_draft_member *m)
{
	return (struct pm_json_value){
		.type = PM_JSON_STRING,
		.text = pm_buf_str(&d->bytes) + m->value,
		.text_len = m->len,
	};
}

/* A member, to be sorted by its name. */
struct sorted {
	const char *name;
	size_t len, at;
};

static int
compare_names(const struct sorted *a, const struct sorted *b)
{
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return a->len == 0 ? 0 : memcmp(a->name, b->name, a->len);
}

static int
compare_sorted(const void *x, const void *y)
{
	const struct sorted *a = x, *b = y;
	int c = compare_names(a, b);

	return c != 0 ? c : a->at < b->at ? -1 : a->at > b->at;
}

/* Link the N members of one name, if any is an item. */
static void
link_members(struct pm_draft *d, const struct sorted *same, size_t n)
{
	bool list = false;
	size_t i;

	for (i = 0; i < n; i++)
		list = list || d->members[same[i].at].part == ITEM;
	for (i = 0; list && i < n; i++) {
		d->members[same[i].at].next = i + 1 < n ? same[i + 1].at : 0;
		d->members[same[i].at].later = i > 0;
	}
}

/* Find which members are items of one list. */
static enum pm_status
find_lists(struct pm_draft *d)
{
	struct sorted *sorted = pm_calloc(d->n + 1, sizeof *sorted);
	size_t i, first;

	if (sorted == NULL)
		return PM_ERR_NOMEM;
	for (i = 0; i < d->n; i++)
		sorted[i] = (struct sorted){ pm_buf_str(&d->bytes) + d->members[i].name,
					     d->members[i].name_len, i };
	qsort(sorted, d->n, sizeof *sorted, compare_sorted);
	for (first = 0; first < d->n; first = i) {
		for (i = first + 1;
		     i < d->n && compare_names(&sorted[i], &sorted[first]) == 0; i++)
			;
		link_members(d, sorted + first, i - first);
	}
	free(sorted);
	return PM_OK;
}

/* The member and those of its name that follow, as the elements of ARRAY.  Returns where
 * the next value goes. */
static struct pm_json_value *
gather(const struct pm_draft *d, const struct pm_draft_member *m,
       struct pm_json_value *array, struct pm_json_value *next)
{
	const struct pm_json_value **link = &array->child;

	array->type = PM_JSON_ARRAY;
	array->text = NULL;
	array->text_len = 0;
	for (;; m = &d->members[m->next]) {
		*next = string_value(d, m);
		*link = next;
		link = &next->next;
		next++;
		if (m->next == 0)
			return next;
	}
}

enum pm_status
pm_draft_object(struct pm_draft *d, const struct pm_json_value **object,
		struct pm_error *err)
{
	const struct pm_json_value **link;
	struct pm_json_value *next;
	size_t i;

	if (d->status == PM_OK)
		d->status = d->bytes.status;
	if (d->status == PM_OK)
		d->status = pm_grow(&d->values, &d->values_cap, 2 * d->n + 1,
				    sizeof *d->values, NULL);
	if (d->status == PM_OK && d->has_items)
		d->status = find_lists(d);
	if (d->status < 0)
		return pm_fail_nomem(err);
	d->values[0] = (struct pm_json_value){ .type = PM_JSON_OBJECT };
	link = &d->values[0].child;
	next = d->values + 1;
	for (i = 0; i < d->n; i++) {
		const struct pm_draft_member *m = &d->members[i];
		struct pm_json_value *v = next;

		if (m->later)
			continue;
		*v = string_value(d, m);
		v->name = pm_buf_str(&d->bytes) + m->name;
		v->name_len = m->name_len;
		next = m->part == ITEM || m->next > 0 ? gather(d, m, v, v + 1) : v + 1;
		*link = v;
		link = &v->next;
	}
	*object = d->values;
	return PM_OK;
}
