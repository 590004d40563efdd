/* Pressmark - rules for web pages as they are written: see rules.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/rules.h"

#include "corpus/page/markup.h"
#include "corpus/page/rules_parts.h"
#include "support/file.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The longest line: a selector, and what is before it. */
#define LINE_MAX_BYTES 8192u
#define HOST_MAX 255u

#define NAME_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:."

static const char FILE_WORD[] = "file:";

static const char *const SAYS[PM_N_RULE_SAYS] = {
	[PM_RULE_KEEP] = "keep",     [PM_RULE_DROP] = "drop",
	[PM_RULE_TEXT] = "text",     [PM_RULE_DROP_TEXT] = "drop-text",
	[PM_RULE_TITLE] = "title",   [PM_RULE_DATE] = "date",
	[PM_RULE_AUTHOR] = "author",
};

/* A line that is being read. */
struct reading {
	struct pm_page_rules *rules;
	const char *name; /* of the file */
	uint64_t line;
	const char *text;
	size_t len, at;
	struct pm_error *err;
};

/* A piece of the line. */
struct piece {
	const char *s;
	size_t len;
};

/* WHAT is wrong at byte AT of the line; columns are characters, from 1. */
static enum pm_status
refuse(struct reading *r, size_t at, const char *what)
{
	size_t column = 1, i;

	for (i = 0; i < at && i < r->len; i++)
		column += ((uint8_t)r->text[i] & 0xc0) != 0x80;
	return pm_fail(r->err, PM_ERR_INPUT, "'%s' line %llu column %zu: %s", r->name,
		       (unsigned long long)r->line, column, what);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct piece
next_word(struct reading *r)
{
	struct piece word;

	while (r->at < r->len && is_blank(r->text[r->at]))
		r->at++;
	word.s = r->text + r->at;
	while (r->at < r->len && !is_blank(r->text[r->at]))
		r->at++;
	word.len = (size_t)(r->text + r->at - word.s);
	return word;
}

/* --- words -------------------------------------------------------------- */

static enum pm_status
take_file(struct reading *r, struct pm_rule *rule, struct piece word)
{
	const size_t lead = sizeof FILE_WORD - 1;
	enum pm_status st;

	if (word.len == lead || word.len - lead > PM_GLOB_MAX)
		return refuse(r, (size_t)(word.s - r->text) + lead,
			      word.len == lead ? "a pattern should follow"
					       : "the pattern is too long");
	st = pm_globs_new(&rule->globs, r->err);
	return st < 0 ? st
		      : pm_globs_add(rule->globs, PM_GLOB_INCLUDE, rule->pages + lead,
				     r->err);
}

/* The host, in small letters and without points at its ends. */
static enum pm_status
take_host(struct reading *r, struct pm_rule *rule, struct piece word)
{
	char *p = rule->pages, *end = p + strlen(p), *c;
	size_t at = (size_t)(word.s - r->text);

	if (strpbrk(p, "/:@*?") != NULL && strcmp(p, "*") != 0)
		return refuse(r, at + strcspn(p, "/:@*?"),
			      "a host, '*' or file:PATTERN should stand here, and no address");
	while (*p == '.')
		p++;
	while (end > p && end[-1] == '.')
		*--end = '\0';
	if (p == end || (size_t)(end - p) > HOST_MAX)
		return refuse(r, at,
			      p == end ? "a host should stand here"
				       : "the host is too long");
	memmove(rule->pages, p, (size_t)(end - p) + 1);
	for (c = rule->pages; *c != '\0'; c++)
		*c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 0x20) : *c;
	return PM_OK;
}

static enum pm_status
take_says(struct reading *r, struct pm_rule *rule, struct piece word)
{
	unsigned i;

	for (i = 0; i < PM_N_RULE_SAYS; i++)
		if (strlen(SAYS[i]) == word.len && memcmp(SAYS[i], word.s, word.len) == 0)
			break;
	if (i == PM_N_RULE_SAYS)
		return refuse(r, (size_t)(word.s - r->text),
			      "keep, drop, text, drop-text, title, date or author should "
			      "stand here");
	rule->says = (enum pm_rule_says)i;
	return PM_OK;
}

/* --- selectors ---------------------------------------------------------- */

/* Note an attribute that markup.h would leave out. */
static enum pm_status
note_attribute(struct reading *r, const char *name)
{
	struct pm_page_rules *rules = r->rules;
	size_t i;

	if (name == NULL || pm_markup_keeps(name))
		return PM_OK;
	if (name[strspn(name, NAME_CHARS)] != '\0')
		return refuse(r, r->at, "no page has an attribute of that name");
	for (i = 0; i < rules->n_attributes; i++)
		if (strcmp(rules->attributes[i], name) == 0)
			return PM_OK;
	if (rules->n_attributes == PM_RULE_ATTRIBUTES)
		return refuse(r, r->at, "the rules ask for more than 32 other attributes");
	rules->attributes[rules->n_attributes++] = name;
	return PM_OK;
}

static enum pm_status
note_attributes(struct reading *r, const struct pm_rule *rule)
{
	enum pm_status st = PM_OK;
	const char *name = "";
	size_t i;

	for (i = 0; name != NULL && st == PM_OK; i++) {
		name = rule->css != NULL   ? pm_selector_attribute(rule->css, i)
		     : rule->xpath != NULL ? pm_xpath_attribute(rule->xpath, i)
					   : NULL;
		st = note_attribute(r, name);
	}
	return st;
}

static enum pm_status
take_selector(struct reading *r, struct pm_rule *rule, struct piece rest)
{
	enum pm_xpath_wanted wanted = rule->says >= PM_RULE_TITLE ? PM_XPATH_VALUE
								  : PM_XPATH_NODES;
	struct pm_error why;
	enum pm_status st;
	size_t at = 0;

	if (rule->says == PM_RULE_DROP_TEXT)
		return PM_OK;
	if (rest.s[0] == '/' || rest.s[0] == '(')
		st = pm_xpath_parse(&rule->xpath, rest.s, rest.len, wanted, &at, &why);
	else
		st = pm_selector_parse(&rule->css, rest.s, rest.len, &at, &why);
	if (st == PM_ERR_INPUT && at < rest.len && rest.s[at] == '(' &&
	    rest.s[0] != '/' && rest.s[0] != '(')
		return refuse(r, (size_t)(rest.s - r->text) + at,
			      "this is no CSS; XPath begins with / or a bracket");
	if (st == PM_ERR_INPUT)
		return refuse(r, (size_t)(rest.s - r->text) + at, why.text);
	if (st < 0)
		return pm_fail_nomem(r->err);
	return note_attributes(r, rule);
}

/* What stands in quotation marks is without them. */
static struct piece
unquoted(struct piece rest)
{
	if (rest.len >= 2 && rest.s[0] == '"' && rest.s[rest.len - 1] == '"') {
		rest.s++;
		rest.len -= 2;
	}
	return rest;
}

/* --- the file ----------------------------------------------------------- */

static void
free_rule(struct pm_rule *rule)
{
	free(rule->pages);
	free(rule->selector);
	pm_globs_free(rule->globs);
	pm_selector_free(rule->css);
	pm_xpath_free(rule->xpath);
}

static enum pm_status
take_rule(struct reading *r, struct pm_rule *rule)
{
	struct piece pages = next_word(r), says = next_word(r), rest;
	enum pm_status st = take_says(r, rule, says);

	if (st < 0)
		return st;
	while (r->at < r->len && is_blank(r->text[r->at]))
		r->at++;
	rest = (struct piece){ r->text + r->at, r->len - r->at };
	if (rule->says == PM_RULE_DROP_TEXT)
		rest = unquoted(rest);
	if (rest.len == 0)
		return refuse(r, r->at,
			      rule->says == PM_RULE_DROP_TEXT
				      ? "a text should follow"
				      : "a selector should follow");
	rule->pages = pm_strndup(pages.s, pages.len);
	rule->selector = pm_strndup(rest.s, rest.len);
	if (rule->pages == NULL || rule->selector == NULL)
		return pm_fail_nomem(r->err);
	st = strncmp(rule->pages, FILE_WORD, sizeof FILE_WORD - 1) == 0
		   ? take_file(r, rule, pages)
		   : take_host(r, rule, pages);
	return st < 0 ? st : take_selector(r, rule, rest);
}

/* The line r->text, without its end. */
static enum pm_status
take_line(struct reading *r)
{
	struct pm_rule rule = { .line = r->line };
	struct pm_page_rules *rules = r->rules;
	enum pm_status st;

	while (r->len > 0 &&
	       (is_blank(r->text[r->len - 1]) || r->text[r->len - 1] == '\r'))
		r->len--;
	for (r->at = 0; r->at < r->len && is_blank(r->text[r->at]);)
		r->at++;
	if (r->at == r->len || r->text[r->at] == '#')
		return PM_OK;
	if (r->len > LINE_MAX_BYTES)
		return refuse(r, 0, "the line is too long");
	if (rules->n == PM_RULES_MAX)
		return refuse(r, 0, "there are more than 4096 rules");
	st = pm_grow(&rules->rules, &rules->cap, rules->n + 1, sizeof *rules->rules,
		     r->err);
	if (st == PM_OK)
		st = take_rule(r, &rule);
	if (st < 0) {
		free_rule(&rule);
		return st;
	}
	rules->rules[rules->n++] = rule;
	return PM_OK;
}

static int
compare_hosts(const void *a, const void *b, void *ctx)
{
	const struct pm_page_rules *rules = ctx;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int order = strcmp(rules->rules[i].pages, rules->rules[j].pages);

	return order != 0 ? order : (i > j) - (i < j);
}

static enum pm_status
order_rules(struct pm_page_rules *rules, struct pm_error *err)
{
	uint32_t i;

	rules->by_host = pm_calloc(rules->n, sizeof *rules->by_host);
	rules->by_file = pm_calloc(rules->n, sizeof *rules->by_file);
	if (rules->by_host == NULL || rules->by_file == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < rules->n; i++)
		if (rules->rules[i].globs == NULL)
			rules->by_host[rules->n_by_host++] = i;
		else
			rules->by_file[rules->n_by_file++] = i;
	qsort_r(rules->by_host, rules->n_by_host, sizeof *rules->by_host, compare_hosts,
		rules);
	return PM_OK;
}

/* All lines of TEXT. */
static enum pm_status
take_lines(struct reading *r, const char *text, size_t len)
{
	const char *p = text, *end = text + len, *feed;
	enum pm_status st = PM_OK;

	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	for (; p < end && st == PM_OK; p = feed + 1) {
		feed = memchr(p, '\n', (size_t)(end - p));
		if (feed == NULL)
			feed = end;
		r->text = p;
		r->len = (size_t)(feed - p);
		r->at = 0;
		r->line++;
		if (!pm_utf8_valid(p, r->len))
			st = refuse(r, 0, "the line is not UTF-8");
		else if (memchr(p, '\0', r->len) != NULL)
			st = refuse(r, (size_t)((const char *)memchr(p, '\0', r->len) - p),
				    "there is a NUL");
		else
			st = take_line(r);
	}
	return st;
}

enum pm_status
pm_page_rules_parse(struct pm_page_rules **out, const char *name, const char *text,
		    size_t len, struct pm_error *err)
{
	struct reading r = { .name = name, .err = err };
	enum pm_status st;

	*out = NULL;
	if (len > PM_RULES_BYTES)
		return pm_fail(err, PM_ERR_INPUT, "'%s' has more than %zu bytes", name,
			       PM_RULES_BYTES);
	if ((r.rules = pm_calloc(1, sizeof *r.rules)) == NULL)
		return pm_fail_nomem(err);
	st = take_lines(&r, text, len);
	if (st == PM_OK && r.rules->n == 0)
		st = pm_fail(err, PM_ERR_INPUT, "'%s' has no rule", name);
	if (st == PM_OK)
		st = order_rules(r.rules, err);
	if (st < 0) {
		pm_page_rules_free(r.rules);
		return st;
	}
	*out = r.rules;
	return PM_OK;
}

enum pm_status
pm_page_rules_read(struct pm_page_rules **out, const char *path, struct pm_error *err)
{
	struct pm_buf text;
	enum pm_status st;

	*out = NULL;
	pm_buf_init(&text, PM_RULES_BYTES + 1);
	st = pm_read_file(path, &text, err);
	if (st == PM_ERR_LIMIT)
		st = pm_fail(err, PM_ERR_INPUT, "'%s' has more than %zu bytes", path,
			     PM_RULES_BYTES);
	if (st == PM_OK)
		st = pm_page_rules_parse(out, path, pm_buf_str(&text), text.len, err);
	pm_buf_release(&text);
	return st;
}

void
pm_page_rules_free(struct pm_page_rules *rules)
{
	size_t i;

	if (rules == NULL)
		return;
	for (i = 0; i < rules->n; i++)
		free_rule(&rules->rules[i]);
	free(rules->rules);
	free(rules->by_host);
	free(rules->by_file);
	free(rules);
}

size_t
pm_page_rules_count(const struct pm_page_rules *rules)
{
	return rules->n;
}

const char *const *
pm_page_rules_attributes(const struct pm_page_rules *rules)
{
	return rules->attributes;
}

void
pm_page_rules_put(struct pm_buf *out, const struct pm_page_rules *rules)
{
	size_t i;

	for (i = 0; i < rules->n; i++)
		pm_buf_printf(out, "%s %s %s\n", rules->rules[i].pages,
			      SAYS[rules->rules[i].says], rules->rules[i].selector);
}

bool
pm_page_rules_trouble(const struct pm_page_rules *rules, size_t *next,
		      struct pm_rule_trouble *trouble)
{
	const char *why = NULL;

	for (; *next < rules->n && why == NULL; ++*next) {
		const struct pm_rule *r = &rules->rules[*next];

		if (r->off || r->n_failed > 0)
			why = r->why_failed;
		else if (r->n_pages == 0)
			why = r->globs == NULL ? "there is no page of this host"
					       : "there is no page in such a file";
		else if (r->n_asked > 0 && r->n_met == 0)
			why = r->says == PM_RULE_DATE ? "finds no date on these pages"
						      : "matches nothing on these pages";
		*trouble = (struct pm_rule_trouble){
			r->line,     r->pages, SAYS[r->says],
			r->selector, why,      why != NULL && r->n_pages == 0
		};
	}
	return why != NULL;
}
