/* Pressmark - one object as an article: what the text of a member is: see record_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/record_parts.h"

#include "corpus/page/fragment.h"

#include <string.h>

struct pm_str
pm_record_text_of(const struct pm_json_value *v)
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

const struct pm_json_value *
pm_record_plain(const struct pm_json_value *v)
{
	unsigned depth = 0;

	while (v->type == PM_JSON_OBJECT && v->child != NULL && v->child->next == NULL &&
	       v->child->name_len > 1 && v->child->name[0] == '$' && depth++ < 2)
		v = v->child;
	return v;
}

bool
pm_record_is_blank(const struct pm_json_value *v)
{
	size_t i;

	for (i = 0; i < v->text_len; i++)
		if (v->text[i] != ' ' && (v->text[i] < '\t' || v->text[i] > '\r'))
			return false;
	return true;
}

/* --- persons and sources ------------------------------------------------ */

/* The member of an object that has the first of the NAMES of which there is one, and is
 * not blank. */
static const struct pm_json_value *
pick(const struct pm_json_value *object, const char *const *names)
{
	const struct pm_json_value *m;

	for (; *names != NULL; names++)
		for (m = object->child; m != NULL; m = m->next) {
			struct pm_member_key key;

			if (m->type != PM_JSON_STRING || pm_record_is_blank(m))
				continue;
			pm_member_key_begin(&key);
			pm_member_key_add(&key, m->name, m->name_len);
			if (key.len == strlen(*names) &&
			    memcmp(key.text, *names, key.len) == 0)
				return m;
		}
	return NULL;
}

static bool
is_scalar(const struct pm_json_value *v)
{
	return v->type == PM_JSON_STRING || v->type == PM_JSON_NUMBER;
}

struct pm_person
pm_record_person(const struct pm_json_value *v)
{
	static const char *const whole[] = { "name", "fullname", "displayname",
					     "original", NULL };
	static const char *const first[] = { "first", "firstname", "given", "givenname",
					     NULL };
	static const char *const last[] = { "last",	  "lastname", "family",
					    "familyname", "surname",  NULL };
	struct pm_person p = { { NULL, NULL }, 0 };

	if (is_scalar(v))
		return (struct pm_person){ { v, NULL }, 1 };
	if (v->type != PM_JSON_OBJECT)
		return p;
	if ((p.part[p.n] = pick(v, whole)) != NULL) {
		p.n++;
		return p;
	}
	if ((p.part[p.n] = pick(v, first)) != NULL)
		p.n++;
	if ((p.part[p.n] = pick(v, last)) != NULL)
		p.n++;
	return p;
}

struct pm_person
pm_record_source(const struct pm_json_value *v)
{
	static const char *const names[] = { "name", "title", "id", "uri", NULL };
	struct pm_person p = { { NULL, NULL }, 0 };

	if (is_scalar(v))
		p.part[0] = v;
	else if (v->type == PM_JSON_OBJECT)
		p.part[0] = pick(v, names);
	p.n = p.part[0] != NULL;
	return p;
}

bool
pm_record_names_any(const struct pm_json_value *array)
{
	const struct pm_json_value *v = array->child;

	for (; v != NULL; v = v->next) {
		struct pm_person p = pm_record_person(v);

		if (p.n > 0 && p.part[0]->text_len > 0)
			return true;
	}
	return false;
}

static size_t
room_for(const struct pm_person *p)
{
	size_t room = 1;
	unsigned i;

	for (i = 0; i < p->n; i++)
		room += p->part[i]->text_len + 1;
	return room;
}

static void
put_person(struct pm_buf *out, const struct pm_person *p)
{
	unsigned i;

	for (i = 0; i < p->n; i++) {
		if (i > 0)
			pm_buf_putc(out, ' ');
		pm_buf_put(out, p->part[i]->text, p->part[i]->text_len);
	}
}

enum pm_status
pm_record_put_authors(struct pm_record *r, const struct pm_json_value *v,
		      struct pm_article *a, struct pm_error *err)
{
	const struct pm_json_value *e;
	size_t room = 0;

	if (v->type != PM_JSON_ARRAY) {
		struct pm_person p = pm_record_person(v);

		if (p.n < 2) {
			a->author = p.n == 0 ? (struct pm_str){ NULL, 0 }
					     : pm_record_text_of(p.part[0]);
			return PM_OK;
		}
		put_person(&r->joined, &p);
		a->author = (struct pm_str){ pm_buf_str(&r->joined), r->joined.len };
		return pm_buf_check(&r->joined, "the authors", err);
	}
	for (e = v->child; e != NULL; e = e->next) {
		struct pm_person p = pm_record_person(e);

		room += room_for(&p);
	}
	if (pm_buf_reserve(&r->joined, room + 1) == NULL)
		return pm_fail_nomem(err);
	for (e = v->child; e != NULL; e = e->next) {
		struct pm_person p = pm_record_person(e);

		if (p.n == 0 || p.part[0]->text_len == 0)
			continue;
		if (r->joined.len > 0)
			pm_buf_putc(&r->joined, '\0');
		put_person(&r->joined, &p);
	}
	a->author.len = r->joined.len;
	a->author.data = a->author.len > 0 ? (const char *)r->joined.data : NULL;
	a->author_in_list = a->author.len > 0;
	return PM_OK;
}

/* --- texts -------------------------------------------------------------- */

/* Texts in a text are looked for so deep. */
#define TEXT_DEPTH 8u

/* How well the name of a member of an object within a text says that it is the text; 0: it
 * does not. */
static unsigned
says_text(struct pm_record *r, const struct pm_json_value *m)
{
	static const char *const others[] = { "value", "rendered", "#text", "$t" };
	const struct pm_member_name *name = pm_names_lookup(r->names, m->name, m->name_len);
	size_t i;

	if (name != NULL && name->n_uses > 0 && name->uses[0].role == PM_ROLE_TEXT &&
	    !name->is_second)
		return 1 + name->uses[0].rank;
	for (i = 0; i < sizeof others / sizeof *others; i++)
		if (m->name_len == strlen(others[i]) &&
		    memcmp(m->name, others[i], m->name_len) == 0)
			return 10000 + (unsigned)i;
	return 0;
}

static const struct pm_json_value *
text_in(struct pm_record *r, const struct pm_json_value *object, unsigned depth)
{
	const struct pm_json_value *m, *found = NULL;
	unsigned best = 0, n;

	for (m = object->child; m != NULL; m = m->next) {
		if (is_scalar(m) && m->type != PM_JSON_STRING)
			continue;
		n = says_text(r, m);
		if (n > 0 && (best == 0 || n < best) &&
		    pm_record_holds_text(r, m, depth + 1)) {
			best = n;
			found = m;
		}
	}
	return found;
}

const struct pm_json_value *
pm_record_text_in(struct pm_record *r, const struct pm_json_value *object)
{
	return text_in(r, object, 1);
}

bool
pm_record_holds_text(struct pm_record *r, const struct pm_json_value *v, unsigned depth)
{
	const struct pm_json_value *e;

	if (v->type == PM_JSON_STRING)
		return !pm_record_is_blank(v);
	if (depth > TEXT_DEPTH)
		return false;
	if (v->type == PM_JSON_OBJECT)
		return text_in(r, v, depth) != NULL;
	if (v->type != PM_JSON_ARRAY)
		return false;
	for (e = v->child; e != NULL; e = e->next)
		if (pm_record_holds_text(r, e, depth + 1))
			return true;
	return false;
}

/* Whether it makes a difference to read the text as HTML. */
static bool
has_markup(struct pm_str s)
{
	return s.len > 0 &&
	       (memchr(s.data, '<', s.len) != NULL || memchr(s.data, '&', s.len) != NULL);
}

/* Whether V, a string in the text, is to be read as HTML. */
static bool
is_html(struct pm_record *r, const struct pm_roles *roles, const struct pm_json_value *v)
{
	const struct pm_taken *text = &roles->of[PM_ROLE_TEXT];

	if (r->keeps_markup || (!(v == text->value && text->name->is_html &&
				  has_markup(pm_record_text_of(v))) &&
				!pm_fragment_is_html(v->text, v->text_len)))
		return false;
	if (roles->plain == NULL)
		return r->was_html = true;
	r->kept_plain = true;
	return false;
}

/* Append what V has of text, with an empty line between paragraphs. */
static enum pm_status
put_text(struct pm_record *r, const struct pm_roles *roles, const struct pm_json_value *v,
	 unsigned depth, struct pm_error *err)
{
	const struct pm_json_value *e;
	enum pm_status st = PM_OK;

	if (v->type == PM_JSON_ARRAY) {
		for (e = v->child; e != NULL && st == PM_OK; e = e->next)
			st = put_text(r, roles, e, depth + 1, err);
		return st;
	}
	if (v->type == PM_JSON_OBJECT) {
		e = depth > TEXT_DEPTH ? NULL : text_in(r, v, depth);
		return e == NULL ? PM_OK : put_text(r, roles, e, depth + 1, err);
	}
	if (pm_record_text_of(v).len == 0 || (!is_scalar(v) && depth > 1) ||
	    pm_record_is_blank(v))
		return PM_OK;
	if (r->text.len > 0)
		pm_buf_puts(&r->text, "\n\n");
	if (!is_html(r, roles, v)) {
		pm_buf_put(&r->text, v->text, v->text_len);
		return pm_buf_check(&r->text, "a text", err);
	}
	if ((st = pm_fragment_text(v->text, v->text_len, &r->html, err)) == PM_OK)
		pm_buf_put(&r->text, r->html.data, r->html.len);
	return st < 0 ? st : pm_buf_check(&r->text, "a text", err);
}

static enum pm_status
put_body(struct pm_record *r, const struct pm_roles *roles, struct pm_article *a,
	 struct pm_error *err)
{
	const struct pm_taken *text = &roles->of[PM_ROLE_TEXT];
	const struct pm_json_value *v = text->value;
	enum pm_status st;

	if (text->name->is_second)
		a->text_from = (struct pm_str){ v->name, v->name_len };
	if (v->type == PM_JSON_STRING) {
		a->text = pm_record_text_of(v);
		if (!is_html(r, roles, v))
			return PM_OK;
		st = pm_fragment_text(v->text, v->text_len, &r->text, err);
	} else {
		st = put_text(r, roles, v, 1, err);
	}
	a->text = (struct pm_str){ pm_buf_str(&r->text), r->text.len };
	return st;
}

enum pm_status
pm_record_put_texts(struct pm_record *r, const struct pm_roles *roles,
		    struct pm_article *a, struct pm_error *err)
{
	const struct pm_taken *title = &roles->of[PM_ROLE_TITLE];
	enum pm_status st;

	pm_buf_clear(&r->text);
	r->was_html = r->kept_plain = false;
	if (roles->of[PM_ROLE_TEXT].value != NULL && (st = put_body(r, roles, a, err)) < 0)
		return st;
	if (title->value == NULL)
		return PM_OK;
	a->title = pm_record_text_of(title->value);
	if (r->keeps_markup || r->kept_plain || (!r->was_html && !title->name->is_html) ||
	    !has_markup(a->title))
		return PM_OK;
	st = pm_fragment_inline(a->title.data, a->title.len, &r->title, err);
	a->title = (struct pm_str){ pm_buf_str(&r->title), r->title.len };
	return st;
}
