/* Pressmark - what rules make of a page: see ruling.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/ruling.h"

#include "corpus/page/dom.h"
#include "corpus/page/rules_parts.h"
#include "corpus/page/xpath.h"
#include "support/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* On so many pages a rule may take too long; then it is given up. */
#define CHANCES 3u
#define AUTHORS_MAX 64u

void
pm_ruling_init(struct pm_ruling *r)
{
	memset(r, 0, sizeof *r);
	pm_selector_walk_init(&r->walk);
	pm_buf_init(&r->value, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->trouble, PM_BUF_NO_LIMIT);
}

void
pm_ruling_release(struct pm_ruling *r)
{
	free(r->active);
	pm_selector_walk_release(&r->walk);
	pm_buf_release(&r->value);
	pm_buf_release(&r->trouble);
}

/* --- which rules are for a page ----------------------------------------- */

static enum pm_status
add_active(struct pm_ruling *r, uint32_t number, struct pm_error *err)
{
	enum pm_status st = pm_grow(&r->active, &r->cap, r->n_active + 1,
				    sizeof *r->active, err);

	if (st == PM_OK) {
		r->active[r->n_active++] = number;
		r->rules->rules[number].n_pages++;
	}
	return st;
}

/* Add the rules for exactly this host. */
static enum pm_status
add_host(struct pm_ruling *r, const char *host, struct pm_error *err)
{
	const struct pm_page_rules *rules = r->rules;
	size_t low = 0, high = rules->n_by_host;
	enum pm_status st = PM_OK;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (strcmp(rules->rules[rules->by_host[mid]].pages, host) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < rules->n_by_host && st == PM_OK &&
	       strcmp(rules->rules[rules->by_host[low]].pages, host) == 0;
	     low++)
		st = add_active(r, rules->by_host[low], err);
	return st;
}

/* Add those for a file, whose pattern does not begin with a slash. */
static enum pm_status
add_files(struct pm_ruling *r, const char *file, size_t len, struct pm_error *err)
{
	const struct pm_page_rules *rules = r->rules;
	enum pm_status st = PM_OK;
	size_t i;

	if (rules->n_by_file == 0)
		return PM_OK;
	for (; len > 0 && *file == '/'; len--)
		file++;
	pm_buf_clear(&r->value);
	pm_buf_put(&r->value, file, len);
	for (i = 0; i < rules->n_by_file && st == PM_OK; i++)
		if (pm_globs_admit_member(rules->rules[rules->by_file[i]].globs,
					  pm_buf_str(&r->value)))
			st = add_active(r, rules->by_file[i], err);
	return st;
}

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;

	return (i > j) - (i < j);
}

enum pm_status
pm_ruling_begin(struct pm_ruling *r, struct pm_page_rules *rules, const char *url,
		size_t len, const char *file, size_t file_len, struct pm_error *err)
{
	enum pm_status st;
	const char *host;

	r->rules = rules;
	r->n_active = 0;
	r->marks = r->chooses = false;
	r->title_line = r->date_line = r->author_line = 0;
	r->has_page = false;
	pm_buf_clear(&r->trouble);
	if (rules == NULL)
		return PM_OK;
	if ((st = add_files(r, file, file_len, err)) < 0)
		return st;
	st = add_host(r, "*", err);
	pm_buf_clear(&r->value);
	pm_url_host(url, len, &r->value);
	for (host = pm_buf_str(&r->value); host != NULL && *host != '\0' && st == PM_OK;) {
		st = add_host(r, host, err);
		host = strchr(host, '.');
		host = host == NULL ? NULL : host + 1;
	}
	if (st == PM_OK && r->n_active > 1)
		qsort(r->active, r->n_active, sizeof *r->active, compare_numbers);
	return st < 0 ? st : pm_buf_check(&r->value, "the page's host", err);
}

/* --- asking a rule ------------------------------------------------------ */

static void
tell(struct pm_ruling *r, const struct pm_rule *rule, const char *what, const char *why)
{
	if (r->trouble.len == 0)
		pm_buf_printf(&r->trouble, "rule line %llu %s: %s",
			      (unsigned long long)rule->line, what, why);
}

/* Call FN for each node that the rule is for; a text that it gives is appended to VALUE.
 * A rule that cannot be followed is given up. */
static enum pm_status
ask(struct pm_ruling *r, struct pm_rule *rule, pm_node_fn *fn, void *ctx,
    struct pm_buf *value, struct pm_error *err)
{
	struct pm_error why;
	enum pm_status st;

	if (rule->off)
		return PM_OK;
	rule->n_asked++;
	if (rule->css != NULL)
		return pm_selector_find(rule->css, r->root, &r->walk, fn, ctx, err);
	if (!r->has_page)
		pm_xpath_page_init(&r->page, r->doc, r->bytes);
	r->has_page = true;
	st = pm_xpath_find(rule->xpath, &r->page, fn, ctx, value, &why);
	if (st == PM_DECLINED)
		tell(r, rule, "is not applied to this page",
		     "the rules before it take too many steps");
	if (st >= 0)
		return PM_OK;
	if (st != PM_ERR_LIMIT && st != PM_ERR_INPUT)
		return pm_fail_nomem(err);
	rule->off = st == PM_ERR_INPUT || ++rule->n_failed == CHANCES;
	snprintf(rule->why_failed, sizeof rule->why_failed, "%.63s", why.text);
	tell(r, rule, rule->off ? "is given up" : "is not applied to this page", why.text);
	return PM_OK;
}

/* --- what is kept and dropped ------------------------------------------- */

struct marking {
	struct pm_ruling *r;
	uintptr_t mark;
	bool met;
};

static void
mark_node(xmlNode *node, uintptr_t mark)
{
	uintptr_t before = (uintptr_t)node->_private;

	if (before == 0 || mark < before)
		node->_private = (void *)mark;
}

static bool
on_element(void *ctx, xmlNode *node)
{
	struct marking *m = ctx;

	if (node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE)
		node = m->r->root;
	if (node->type != XML_ELEMENT_NODE && node->type != XML_TEXT_NODE)
		return true;
	mark_node(node, m->mark);
	m->met = true;
	return true;
}

static enum pm_status
mark_rule(struct pm_ruling *r, struct pm_rule *rule, struct pm_error *err)
{
	struct marking m = { .r = r };
	enum pm_status st;

	m.mark = (uintptr_t)rule->line << 1 | (rule->says == PM_RULE_DROP);
	st = ask(r, rule, on_element, &m, NULL, err);
	if (st < 0 || !m.met)
		return st;
	rule->n_met++;
	r->marks = true;
	r->chooses |= rule->says != PM_RULE_DROP;
	if (rule->says == PM_RULE_TEXT)
		mark_node(r->root, (uintptr_t)rule->line << 1 | 1);
	return st;
}

enum pm_status
pm_ruling_mark(struct pm_ruling *r, xmlDoc *doc, xmlNode *root, size_t bytes,
	       struct pm_error *err)
{
	enum pm_status st = PM_OK;
	size_t i;

	r->doc = doc;
	r->root = root;
	r->bytes = bytes;
	for (i = 0; i < r->n_active && st == PM_OK; i++) {
		struct pm_rule *rule = &r->rules->rules[r->active[i]];

		if (rule->says <= PM_RULE_TEXT)
			st = mark_rule(r, rule, err);
	}
	return st;
}

void
pm_ruling_drop_texts(struct pm_ruling *r, struct pm_blocks *b)
{
	size_t i, j;

	for (i = 0; i < r->n_active; i++) {
		struct pm_rule *rule = &r->rules->rules[r->active[i]];
		size_t len = strlen(rule->selector);
		uint64_t mark = rule->line << 1 | 1;
		bool met = false;

		if (rule->says != PM_RULE_DROP_TEXT)
			continue;
		rule->n_asked++;
		for (j = 0; j < b->n; j++) {
			struct pm_block *k = &b->blocks[j];

			if (memmem(b->text.data + k->at, k->len, rule->selector, len) ==
			    NULL)
				continue;
			met = b->ruled = true;
			if (k->rule == 0 || mark < k->rule)
				k->rule = mark;
		}
		rule->n_met += met;
	}
}

/* --- title, date, author ------------------------------------------------ */

/* Takes a value that was found; false: no more are wanted. */
typedef bool take_fn(void *ctx, const char *s, size_t len);

struct finding {
	struct pm_ruling *r;
	enum pm_rule_says says;
	take_fn *take;
	void *ctx;
};

/* What NODE has for a value, collapsed. */
static void
put_value(struct pm_buf *out, const xmlNode *node, enum pm_rule_says says)
{
	const char *named = NULL;
	xmlChar *content;

	if (pm_dom_is(node, "meta"))
		named = pm_dom_attr(node, "content");
	else if (pm_dom_is(node, "time") && says == PM_RULE_DATE)
		named = pm_dom_attr(node, "datetime");
	if (named != NULL) {
		pm_dom_put_collapsed(out, named);
	} else if (node->type == XML_ELEMENT_NODE) {
		pm_dom_text(out, node, PM_BUF_NO_LIMIT);
	} else if (node->type == XML_TEXT_NODE) {
		pm_dom_put_collapsed(out, (const char *)node->content);
	} else if (node->type == XML_ATTRIBUTE_NODE) {
		content = xmlNodeGetContent(node);
		pm_dom_put_collapsed(out, (const char *)content);
		xmlFree(content);
	}
}

/* The value without the blanks at its ends. */
static bool
take_value(struct finding *f)
{
	const char *s = pm_buf_str(&f->r->value);
	size_t len = f->r->value.len;

	while (len > 0 && s[len - 1] == ' ')
		len--;
	for (; len > 0 && *s == ' '; len--)
		s++;
	return len == 0 || f->take(f->ctx, s, len);
}

static bool
on_value(void *ctx, xmlNode *node)
{
	struct finding *f = ctx;

	pm_buf_clear(&f->r->value);
	put_value(&f->r->value, node, f->says);
	return take_value(f);
}

/* Ask the rules that say SAYS, until one has put something into OUT, which TAKE does; *LINE
 * is where that rule stands. */
static enum pm_status
find_value(struct pm_ruling *r, enum pm_rule_says says, take_fn *take, void *ctx,
	   const struct pm_buf *out, uint64_t *line, struct pm_error *err)
{
	struct finding f = { r, says, take, ctx };
	enum pm_status st = PM_OK;
	struct pm_buf text;
	size_t i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < r->n_active && st == PM_OK && *line == 0; i++) {
		struct pm_rule *rule = &r->rules->rules[r->active[i]];

		if (rule->says != says)
			continue;
		st = ask(r, rule, on_value, &f, &text, err);
		if (st == PM_OK && text.len > 0) {
			pm_buf_clear(&r->value);
			pm_dom_put_collapsed(&r->value, pm_buf_str(&text));
			take_value(&f);
			pm_buf_clear(&text);
		}
		if (st == PM_OK && out->len > 0) {
			rule->n_met++;
			*line = rule->line;
		}
	}
	pm_buf_release(&text);
	return st < 0 ? st : pm_buf_check(&r->value, "what a rule finds", err);
}

static bool
take_title(void *ctx, const char *s, size_t len)
{
	pm_buf_put(ctx, s, len);
	return false;
}

enum pm_status
pm_ruling_title(struct pm_ruling *r, struct pm_buf *out, struct pm_error *err)
{
	struct pm_buf found;
	enum pm_status st;

	pm_buf_init(&found, PM_BUF_NO_LIMIT);
	st = find_value(r, PM_RULE_TITLE, take_title, &found, &found, &r->title_line, err);
	if (r->title_line != 0) {
		pm_buf_clear(out);
		pm_buf_put(out, found.data, found.len);
		pm_buf_inherit(out, &found);
	}
	pm_buf_release(&found);
	return st;
}

struct authors {
	struct pm_buf found;
	size_t n;
};

static bool
take_author(void *ctx, const char *s, size_t len)
{
	struct authors *a = ctx;

	pm_facts_add_author(&a->found, s, len);
	return ++a->n < AUTHORS_MAX;
}

enum pm_status
pm_ruling_author(struct pm_ruling *r, struct pm_buf *out, struct pm_error *err)
{
	struct authors a = { .n = 0 };
	enum pm_status st;

	pm_buf_init(&a.found, PM_BUF_NO_LIMIT);
	st = find_value(r, PM_RULE_AUTHOR, take_author, &a, &a.found, &r->author_line,
			err);
	if (r->author_line != 0) {
		pm_buf_clear(out);
		pm_buf_put(out, a.found.data, a.found.len);
		pm_buf_inherit(out, &a.found);
	}
	pm_buf_release(&a.found);
	return st;
}

struct date {
	const struct pm_facts *facts;
	enum pm_date_order order;
	struct pm_buf found;
	uint32_t day;
};

static bool
take_date(void *ctx, const char *s, size_t len)
{
	struct date *d = ctx;

	d->day = pm_facts_read_day(d->facts, s, len, d->order);
	if (d->day != 0)
		pm_buf_put(&d->found, s, len);
	return d->day == 0;
}

enum pm_status
pm_ruling_date(struct pm_ruling *r, const struct pm_facts *f, enum pm_date_order order,
	       struct pm_buf *out, uint32_t *day, struct pm_error *err)
{
	struct date d = { .facts = f, .order = order };
	enum pm_status st;

	pm_buf_init(&d.found, PM_BUF_NO_LIMIT);
	st = find_value(r, PM_RULE_DATE, take_date, &d, &d.found, &r->date_line, err);
	if (r->date_line != 0) {
		pm_buf_clear(out);
		pm_buf_put(out, d.found.data, d.found.len);
		pm_buf_inherit(out, &d.found);
		*day = d.day;
	}
	pm_buf_release(&d.found);
	return st;
}

bool
pm_ruling_keeps(const void *ruling, uint64_t mark)
{
	const struct pm_ruling *r = ruling;
	size_t i;

	for (i = 0; i < r->n_active; i++) {
		const struct pm_rule *rule = &r->rules->rules[r->active[i]];

		if (rule->line == mark >> 1)
			return rule->says == PM_RULE_KEEP;
	}
	return false;
}
