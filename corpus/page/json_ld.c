/* Pressmark - what a web page says about itself: JSON-LD: see facts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/facts.h"

#include "corpus/page/references.h"

#include <string.h>

#define DEPTH_MAX 24 /* of nested objects; anything deeper is ignored */
#define LOOKS_MAX 32 /* for objects that are referred to */

struct reading {
	struct pm_facts *f;
	const struct pm_json_value *root;
	unsigned looks;
};

/* Whether @type, a string or an array of strings, ends with one of the words. */
static bool
is_of_type(const struct pm_json_value *object, const char *const *words)
{
	const struct pm_json_value *type = pm_json_member(object, "@type"), *v;
	size_t i;

	if (type == NULL)
		return false;
	v = type->type == PM_JSON_ARRAY ? type->child : type;
	for (; v != NULL; v = type->type == PM_JSON_ARRAY ? v->next : NULL) {
		for (i = 0; words[i] != NULL && v->type == PM_JSON_STRING; i++) {
			size_t n = strlen(words[i]);

			if (v->text_len >= n &&
			    memcmp(v->text + v->text_len - n, words[i], n) == 0)
				return true;
		}
	}
	return false;
}

/* Strings are often escaped for HTML, though nothing reads them as such. */
static void
put_value(struct pm_facts *f, enum pm_fact fact, const struct pm_json_value *v)
{
	if (v == NULL || v->type != PM_JSON_STRING || f->fact[fact].len > 0)
		return;
	pm_buf_clear(&f->scratch);
	pm_references_put(&f->scratch, v->text, v->text_len);
	pm_facts_put(f, fact, pm_buf_str(&f->scratch));
}

static void
put_string(struct pm_facts *f, enum pm_fact fact, const struct pm_json_value *object,
	   const char *name)
{
	put_value(f, fact, pm_json_member(object, name));
}

static enum pm_status
put_body(struct pm_facts *f, const struct pm_json_value *object, const char *name,
	 struct pm_error *err)
{
	const struct pm_json_value *v = pm_json_member(object, name);

	return v == NULL || v->type != PM_JSON_STRING
		     ? PM_OK
		     : pm_facts_put_body(f, v->text, v->text_len, err);
}

static bool
is_string(const struct pm_json_value *v)
{
	return v != NULL && v->type == PM_JSON_STRING && v->text_len > 0;
}

/* The object below V that has this "@id", and a name; NULL: there is none. */
static const struct pm_json_value *
find_named(const struct pm_json_value *v, const struct pm_json_value *id, unsigned depth)
{
	const struct pm_json_value *child, *found = NULL, *own;

	if (depth > DEPTH_MAX || (v->type != PM_JSON_OBJECT && v->type != PM_JSON_ARRAY))
		return NULL;
	if (v->type == PM_JSON_OBJECT && is_string(pm_json_member(v, "name"))) {
		own = pm_json_member(v, "@id");
		if (is_string(own) && own->text_len == id->text_len &&
		    memcmp(own->text, id->text, id->text_len) == 0)
			return v;
	}
	for (child = v->child; child != NULL && found == NULL; child = child->next)
		found = find_named(child, id, depth + 1);
	return found;
}

/* The name of a person or an organisation: a string, an object with one, or an object
 * that refers to such a one elsewhere in the script. */
static const struct pm_json_value *
name_of(struct reading *r, const struct pm_json_value *v)
{
	const struct pm_json_value *name, *id;

	if (v->type != PM_JSON_OBJECT)
		return v;
	name = pm_json_member(v, "name");
	id = pm_json_member(v, "@id");
	if (is_string(name) || !is_string(id) || r->looks == LOOKS_MAX)
		return name;
	r->looks++;
	v = find_named(r->root, id, 0);
	return v == NULL ? NULL : pm_json_member(v, "name");
}

/* The first of an array, or the value itself. */
static const struct pm_json_value *
first_of(const struct pm_json_value *v)
{
	return v != NULL && v->type == PM_JSON_ARRAY ? v->child : v;
}

/* One name. */
static void
put_name(struct reading *r, enum pm_fact fact, const struct pm_json_value *v)
{
	v = first_of(v);
	if (v == NULL || r->f->fact[fact].len > 0)
		return;
	put_value(r->f, fact, name_of(r, v));
}

/* A code, or an object with one under some name. */
static void
put_language(struct pm_facts *f, const struct pm_json_value *object)
{
	const struct pm_json_value *v = first_of(pm_json_member(object, "inLanguage"));

	if (v == NULL)
		return;
	put_value(f, PM_FACT_LD_LANG, v);
	if (v->type != PM_JSON_OBJECT)
		return;
	put_string(f, PM_FACT_LD_LANG, v, "alternateName");
	put_string(f, PM_FACT_LD_LANG, v, "name");
}

/* A name, an object with one, or an array of these. */
static void
put_author(struct reading *r, const struct pm_json_value *author)
{
	const struct pm_json_value *v, *name;
	struct pm_facts *f = r->f;

	if (author == NULL || f->fact[PM_FACT_LD_AUTHOR].len > 0)
		return;
	v = author->type == PM_JSON_ARRAY ? author->child : author;
	for (; v != NULL; v = author->type == PM_JSON_ARRAY ? v->next : NULL) {
		name = name_of(r, v);
		if (!is_string(name))
			continue;
		pm_buf_clear(&f->scratch);
		pm_references_put(&f->scratch, name->text, name->text_len);
		if (strstr(pm_buf_str(&f->scratch), "://") == NULL)
			pm_facts_add(f, PM_FACT_LD_AUTHOR, pm_buf_str(&f->scratch));
	}
}

static enum pm_status
read_object(struct reading *r, const struct pm_json_value *object, struct pm_error *err)
{
	static const char *const articles[] = { "Article", "Posting", "Report", "Review",
						NULL };
	static const char *const comments[] = { "Comment", NULL };
	static const char *const sites[] = { "WebSite", NULL };
	struct pm_facts *f = r->f;
	enum pm_status st = PM_OK;

	if (is_of_type(object, articles)) {
		put_string(f, PM_FACT_LD_HEADLINE, object, "headline");
		put_string(f, PM_FACT_LD_DATE, object, "datePublished");
		put_string(f, PM_FACT_LD_MODIFIED, object, "dateModified");
		put_string(f, PM_FACT_LD_DESCRIPTION, object, "description");
		put_author(r, pm_json_member(object, "author"));
		put_name(r, PM_FACT_LD_PUBLISHER, pm_json_member(object, "publisher"));
		put_language(f, object);
		st = put_body(f, object, "articleBody", err);
		if (st == PM_OK)
			st = put_body(f, object, "text", err);
	} else if (!is_of_type(object, comments)) {
		if (is_of_type(object, sites))
			put_string(f, PM_FACT_LD_SITE, object, "name");
		put_string(f, PM_FACT_LD_ANY_DATE, object, "datePublished");
		put_string(f, PM_FACT_LD_MODIFIED, object, "dateModified");
	}
	return st;
}

static enum pm_status
read_value(struct reading *r, const struct pm_json_value *v, unsigned depth,
	   struct pm_error *err)
{
	const struct pm_json_value *child;
	enum pm_status st = PM_OK;

	if (depth > DEPTH_MAX || (v->type != PM_JSON_OBJECT && v->type != PM_JSON_ARRAY))
		return PM_OK;
	if (v->type == PM_JSON_OBJECT)
		st = read_object(r, v, err);
	for (child = v->child; child != NULL && st == PM_OK; child = child->next)
		st = read_value(r, child, depth + 1, err);
	return st;
}

/* Without comment marks and CDATA around it. */
static void
unwrap(const char **text, size_t *len)
{
	static const char open[] = "<![CDATA[", close[] = "]]>";
	const char *p = *text, *end = p + *len;
	const char *found = memmem(p, *len, open, sizeof open - 1);
	const char *brace = memchr(p, '{', *len);

	if (found != NULL && (brace == NULL || found < brace))
		p = found + sizeof open - 1;
	while (p < end && *p != '{' && *p != '[')
		p++;
	while (p < end && end[-1] != '}' && end[-1] != ']')
		end--;
	/* "]]" is left of the end of CDATA */
	found = end - p > 3 ? memmem(end - 2, (size_t)(*text + *len - end + 2), close,
				     sizeof close - 1)
			    : NULL;
	for (end = found == NULL ? end : found;
	     p < end && end[-1] != '}' && end[-1] != ']';)
		end--;
	*text = p;
	*len = (size_t)(end - p);
}

enum pm_status
pm_facts_read_ld(struct pm_facts *f, const char *text, size_t len, struct pm_json *json,
		 struct pm_error *err)
{
	const struct pm_json_value *root;
	enum pm_status st;

	unwrap(&text, &len);
	st = pm_json_parse(json, text, len, &root, NULL, err);
	if (st == PM_ERR_INPUT) {
		/* line breaks within strings are the commonest mistake */
		struct pm_buf fixed;
		size_t i;

		pm_buf_init(&fixed, PM_BUF_NO_LIMIT);
		pm_buf_put(&fixed, text, len);
		for (i = 0; i < fixed.len; i++) {
			if (fixed.data[i] < 0x20)
				fixed.data[i] = ' ';
		}
		st = pm_buf_check(&fixed, "JSON-LD", err);
		if (st == PM_OK)
			st = pm_json_parse(json, pm_buf_str(&fixed), fixed.len, &root,
					   NULL, err);
		pm_buf_release(&fixed);
	}
	if (st == PM_ERR_INPUT)
		return PM_OK;
	if (st == PM_OK)
		st = read_value(&(struct reading){ f, root, 0 }, root, 0, err);
	return st;
}
