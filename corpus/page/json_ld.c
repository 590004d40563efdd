/* Pressmark - what a web page says about itself: JSON-LD: see facts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/facts.h"

#include "corpus/page/references.h"

#include <string.h>

#define DEPTH_MAX 24 /* of nested objects; anything deeper is ignored */

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
put_string(struct pm_facts *f, enum pm_fact fact, const struct pm_json_value *object,
	   const char *name)
{
	const struct pm_json_value *v = pm_json_member(object, name);

	if (v == NULL || v->type != PM_JSON_STRING || f->fact[fact].len > 0)
		return;
	pm_buf_clear(&f->scratch);
	pm_references_put(&f->scratch, v->text, v->text_len);
	pm_facts_put(f, fact, pm_buf_str(&f->scratch));
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

/* A name, an object with one, or an array of these. */
static void
put_author(struct pm_facts *f, const struct pm_json_value *author)
{
	const struct pm_json_value *v, *name;

	if (author == NULL || f->fact[PM_FACT_LD_AUTHOR].len > 0)
		return;
	v = author->type == PM_JSON_ARRAY ? author->child : author;
	for (; v != NULL; v = author->type == PM_JSON_ARRAY ? v->next : NULL) {
		name = v->type == PM_JSON_OBJECT ? pm_json_member(v, "name") : v;
		if (name == NULL || name->type != PM_JSON_STRING || name->text_len == 0)
			continue;
		pm_buf_clear(&f->scratch);
		pm_references_put(&f->scratch, name->text, name->text_len);
		if (strstr(pm_buf_str(&f->scratch), "://") == NULL)
			pm_facts_add(f, PM_FACT_LD_AUTHOR, pm_buf_str(&f->scratch));
	}
}

static enum pm_status
read_object(struct pm_facts *f, const struct pm_json_value *object, struct pm_error *err)
{
	static const char *const articles[] = { "Article", "Posting", "Report", "Review",
						NULL };
	static const char *const comments[] = { "Comment", NULL };
	enum pm_status st = PM_OK;

	if (is_of_type(object, articles)) {
		put_string(f, PM_FACT_LD_HEADLINE, object, "headline");
		put_string(f, PM_FACT_LD_DATE, object, "datePublished");
		put_string(f, PM_FACT_LD_MODIFIED, object, "dateModified");
		put_author(f, pm_json_member(object, "author"));
		st = put_body(f, object, "articleBody", err);
		if (st == PM_OK)
			st = put_body(f, object, "text", err);
	} else if (!is_of_type(object, comments)) {
		put_string(f, PM_FACT_LD_ANY_DATE, object, "datePublished");
		put_string(f, PM_FACT_LD_MODIFIED, object, "dateModified");
	}
	return st;
}

static enum pm_status
read_value(struct pm_facts *f, const struct pm_json_value *v, unsigned depth,
	   struct pm_error *err)
{
	const struct pm_json_value *child;
	enum pm_status st = PM_OK;

	if (depth > DEPTH_MAX || (v->type != PM_JSON_OBJECT && v->type != PM_JSON_ARRAY))
		return PM_OK;
	if (v->type == PM_JSON_OBJECT)
		st = read_object(f, v, err);
	for (child = v->child; child != NULL && st == PM_OK; child = child->next)
		st = read_value(f, child, depth + 1, err);
	return st;
}

enum pm_status
pm_facts_read_ld(struct pm_facts *f, const char *text, size_t len, struct pm_json *json,
		 struct pm_error *err)
{
	const struct pm_json_value *root;
	enum pm_status st;

	/* comment marks and CDATA around it */
	while (len > 0 && *text != '{' && *text != '[') {
		text++;
		len--;
	}
	while (len > 0 && text[len - 1] != '}' && text[len - 1] != ']')
		len--;
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
		st = read_value(f, root, 0, err);
	return st;
}
