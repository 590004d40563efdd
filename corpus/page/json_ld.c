/* Pressmark - what a web page says about itself: JSON-LD: see facts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/facts.h"

#include <string.h>

#define DEPTH_MAX 24	/* of nested objects; anything deeper is ignored */

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

static void
put_string(struct pm_facts *f, enum pm_fact fact, const struct pm_json_value *object,
	   const char *name)
{
	const struct pm_json_value *v = pm_json_member(object, name);

	if (v == NULL || v->type != PM_JSON_STRING || f->fact[fact].len > 0)
		return;
	pm_buf_clear(&f->scratch);
	pm_buf_put(&f->scratch, v->text, v->text_len);
	pm_facts_put(f, fact, pm_buf_str(&f->scratch));
}

/* A name, an object with one, or an array of these. */
static void
put_author(struct pm_facts *f, const struct pm_json_value *author)
{
	const struct pm_json_value *v, *name;

	if (author == NULL || f->fact[PM_FACT_LD_AUTHOR].len > 0)
		return;
	pm_buf_clear(&f->scratch);
	v = author->type == PM_JSON_ARRAY ? author->child : author;
	for (; v != NULL; v = author->type == PM_JSON_ARRAY ? v->next : NULL) {
		name = v->type == PM_JSON_OBJECT ? pm_json_member(v, "name") : v;
		if (name == NULL || name->type != PM_JSON_STRING || name->text_len == 0)
			continue;
		if (f->scratch.len > 0)
			pm_buf_puts(&f->scratch, "; ");
		pm_buf_put(&f->scratch, name->text, name->text_len);
	}
	if (strstr(pm_buf_str(&f->scratch), "://") == NULL)
		pm_facts_put(f, PM_FACT_LD_AUTHOR, pm_buf_str(&f->scratch));
}

static void
read_object(struct pm_facts *f, const struct pm_json_value *object)
{
	static const char *const articles[] = {
		"Article", "Posting", "Report", "Review", NULL
	};
	static const char *const comments[] = { "Comment", NULL };

	if (is_of_type(object, articles)) {
		put_string(f, PM_FACT_LD_HEADLINE, object, "headline");
		put_string(f, PM_FACT_LD_DATE, object, "datePublished");
		put_string(f, PM_FACT_LD_MODIFIED, object, "dateModified");
		put_string(f, PM_FACT_LD_BODY, object, "articleBody");
		put_string(f, PM_FACT_LD_BODY, object, "text");
		put_author(f, pm_json_member(object, "author"));
	} else if (!is_of_type(object, comments)) {
		put_string(f, PM_FACT_LD_ANY_DATE, object, "datePublished");
		put_string(f, PM_FACT_LD_MODIFIED, object, "dateModified");
	}
}

static void
read_value(struct pm_facts *f, const struct pm_json_value *v, unsigned depth)
{
	const struct pm_json_value *child;

	if (depth > DEPTH_MAX)
		return;
	if (v->type == PM_JSON_OBJECT)
		read_object(f, v);
	if (v->type != PM_JSON_OBJECT && v->type != PM_JSON_ARRAY)
		return;
	for (child = v->child; child != NULL; child = child->next)
		read_value(f, child, depth + 1);
}

enum pm_status
pm_facts_read_ld(struct pm_facts *f, const char *text, size_t len,
		 struct pm_json *json, struct pm_error *err)
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
		read_value(f, root, 0);
	return st;
}
