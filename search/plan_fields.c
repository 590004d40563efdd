/* Pressmark - planning: fields and dates; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

#include "language/regex.h"
#include "match/spelling.h"
#include "shim/writer.h"
#include "support/calendar.h"
#include "support/utf8.h"
#include "text/fold.h"
#include "text/prefixes.h"
#include "text/split.h"

#include <stdio.h>
#include <string.h>

struct expanding {
	struct pm_plan *plan;
	size_t prefix_len;	      /* of the field's prefix */
	struct pm_spelling *spelling; /* a spelling that a word of a name must match, */
	const char *host;	      /* or a host, to match it and all below it */
	uint32_t n;
	struct pm_error *err;
};

static bool
is_below(const char *host, size_t len, const char *above)
{
	size_t n = strlen(above);

	return len >= n && memcmp(host + len - n, above, n) == 0 &&
	       (len == n || host[len - n - 1] == '.');
}

static int
add_expansion(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct expanding *x = ctx;
	const char *s = term + x->prefix_len;
	size_t n = len - x->prefix_len;
	enum pm_status status = PM_OK;
	bool yes;

	(void)freq;
	if (!pm_utf8_valid(s, n))
		return 0;
	if ((status = pm_patience_spend(pm_plan_patience(x->plan), 20, x->err)) < 0)
		return status;
	if (x->host != NULL) {
		yes = is_below(s, n, x->host);
	} else {
		/* A term of several words: the first of them has a term of its own. */
		if (memchr(s, ' ', n) != NULL)
			return 0;
		status = pm_spelling_matches(x->spelling, s, n, &yes, x->err);
	}
	if (status < 0 || !yes)
		return status;
	x->n++;
	return pm_plan_term(x->plan, "", term, len, 0, x->err);
}

/* Add all terms with PREFIX that X accepts. */
static enum pm_status
add_expansions(struct expanding *x, const char *prefix, struct pm_error *err)
{
	enum pm_status status;

	x->prefix_len = strlen(prefix);
	x->err = err;
	status = pm_index_terms(x->plan->r.index, prefix, x->prefix_len, add_expansion, x,
				err);
	return status < 0
		     ? status
		     : pm_plan_op(x->plan, x->n > 1 ? PM_DB_SYNONYM : PM_DB_OR, x->n, err);
}

static enum pm_status
plan_host(struct pm_plan *plan, const struct pm_tree *leaf, struct pm_error *err)
{
	struct expanding x = { .plan = plan, .host = leaf->name };

	return add_expansions(&x, PM_PREFIX_HOST, err);
}

static enum pm_status
plan_id(struct pm_plan *plan, const struct pm_tree *leaf, struct pm_error *err)
{
	size_t len = strlen(leaf->name), max = PM_TERM_MAX - strlen(PM_PREFIX_ID);
	enum pm_status status;

	/* Of a longer id only the beginning is a term. */
	status = pm_plan_term(plan, PM_PREFIX_ID, leaf->name, len < max ? len : max, 0,
			      err);
	return status < 0 || len <= max
		     ? status
		     : pm_plan_add_check(plan, leaf, PM_CHECK_NAMED, err);
}

/* Words of source: or author:, in this order. */
static enum pm_status
plan_name(struct pm_plan *plan, const struct pm_tree *leaf, const char *prefix,
	  struct pm_error *err)
{
	struct pm_buf words;
	enum pm_status status;
	size_t i;

	pm_buf_init(&words, PM_BUF_NO_LIMIT);
	for (i = 0; i < leaf->n_words; i++) {
		if (i > 0)
			pm_buf_putc(&words, ' ');
		pm_buf_put(&words, leaf->words[i].folded, leaf->words[i].folded_len);
	}
	if (words.status < 0)
		status = pm_fail_nomem(err);
	else if (strlen(prefix) + words.len > PM_TERM_MAX)
		status = pm_fail(err, PM_ERR_QUERY,
				 "a name of more than %u bytes cannot be "
				 "searched: write the words that tell it from others",
				 (unsigned)(PM_TERM_MAX - strlen(prefix)));
	else
		status = pm_plan_term(plan, prefix, pm_buf_str(&words), words.len, 0, err);
	pm_buf_release(&words);
	return status;
}

static enum pm_status
plan_spelt_name(struct pm_plan *plan, const struct pm_tree *leaf, const char *prefix,
		struct pm_error *err)
{
	struct expanding x = { .plan = plan };
	enum pm_status status = pm_spelling_new(&x.spelling, &leaf->words[0], err);

	if (status == PM_OK)
		status = add_expansions(&x, prefix, err);
	pm_spelling_free(x.spelling);
	return status;
}

/* Whether words of source: or author: are wanted as they are written: their terms are
 * folded. */
static bool
sees_surfaces(const struct pm_tree *leaf)
{
	const struct pm_tree_word *w = leaf->words;

	return leaf->op == PM_TREE_SPELT && w->match == PM_MATCH_REGEX &&
	       pm_regex_sees_surfaces(w->folded, w->folded_len);
}

/* Whether a value may be split into other words where its characters are composed in
 * another way: an address beyond ASCII. */
static bool
may_split_otherwise(const char *value)
{
	size_t i, signs = strcspn(value, "@/.:");

	for (i = 0; value[i] != '\0' && (uint8_t)value[i] < 0x80; i++)
		;
	return value[i] != '\0' && value[signs] != '\0';
}

/* All of source: or author:.  Candidates: those that have its first words. */
static enum pm_status
plan_whole(struct pm_plan *plan, const struct pm_tree *leaf, const char *prefix,
	   struct pm_error *err)
{
	struct pm_words words = { NULL, 0, 0 };
	struct pm_buf term;
	enum pm_status status = pm_split(leaf->value, strlen(leaf->value), &words, err);
	size_t i, end = 0;

	pm_buf_init(&term, PM_BUF_NO_LIMIT);
	if (may_split_otherwise(leaf->value))
		words.n = 0;
	for (i = 0; i < words.n && i < PM_FIELD_WORDS && status == PM_OK; i++) {
		const struct pm_word *w = &words.words[i];

		if (i > 0)
			pm_buf_putc(&term, ' ');
		status = pm_fold(leaf->value + w->start, w->end - w->start, w->flags,
				 &term, err);
		if (strlen(prefix) + term.len <= PM_TERM_MAX)
			end = term.len;
		else
			break;
	}
	if (status == PM_OK && term.status < 0)
		status = pm_fail_nomem(err);
	if (status == PM_OK)
		status = end > 0
			       ? pm_plan_term(plan, prefix, pm_buf_str(&term), end, 0, err)
			       : pm_plan_all(plan, err);
	pm_buf_release(&term);
	pm_words_release(&words);
	return status < 0 ? status : pm_plan_add_check(plan, leaf, PM_CHECK_NAMED, err);
}

enum pm_status
pm_plan_field(struct pm_plan *plan, const struct pm_tree *leaf, struct pm_error *err)
{
	const char *prefix = leaf->field == PM_FIELD_AUTHOR ? PM_PREFIX_AUTHOR
							    : PM_PREFIX_SOURCE;
	enum pm_status status;

	if (leaf->op == PM_TREE_HOST)
		return plan_host(plan, leaf, err);
	if (leaf->op == PM_TREE_ID)
		return plan_id(plan, leaf, err);
	if (leaf->op == PM_TREE_WHOLE && leaf->field != PM_FIELD_OTHER)
		return plan_whole(plan, leaf, prefix, err);
	if (leaf->field == PM_FIELD_OTHER || sees_surfaces(leaf)) {
		status = pm_plan_all(plan, err);
		return status < 0 ? status
				  : pm_plan_add_check(plan, leaf, PM_CHECK_NAMED, err);
	}
	return leaf->op == PM_TREE_SPELT ? plan_spelt_name(plan, leaf, prefix, err)
					 : plan_name(plan, leaf, prefix, err);
}

/* A whole year and a single day are terms; anything else is a range of slot 0. */
enum pm_status
pm_plan_date(struct pm_plan *plan, const struct pm_tree *leaf, struct pm_error *err)
{
	uint32_t first = leaf->first, last = leaf->last;
	char day[16];

	snprintf(day, sizeof day, "%08u", (unsigned)first);
	if (first == last)
		return pm_plan_term(plan, PM_PREFIX_DAY, day, 8, 0, err);
	if (first / 10000 == last / 10000 && first % 10000 == 101 && last % 10000 == 1231)
		return pm_plan_term(plan, PM_PREFIX_YEAR, day, 4, 0, err);
	if (first / 100 == last / 100 && first % 100 == 1 &&
	    last % 100 == pm_days_in_month(last / 10000, last / 100 % 100))
		return pm_plan_term(plan, PM_PREFIX_MONTH, day, 6, 0, err);
	return pm_plan_days(plan, first, last, err);
}
