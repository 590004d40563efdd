/* Pressmark - what both sinks check: see sink_check.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/sink_check.h"

#include "support/sort.h"

#include <inttypes.h>
#include <stdlib.h>

void
pm_sink_check_init(struct pm_sink_check *c)
{
	memset(c, 0, sizeof *c);
	pm_buf_init(&c->bounds, PM_BUF_NO_LIMIT);
}

void
pm_sink_check_release(struct pm_sink_check *c)
{
	free(c->slots);
	pm_buf_release(&c->bounds);
}

static enum pm_status
out_of_order(struct pm_error *err, const char *what)
{
	return pm_fail(err, PM_ERR_INTERNAL, "%s for a database came out of order", what);
}

/* --- values ------------------------------------------------------------- */

static size_t
keep(struct pm_sink_check *c, const char *data, size_t len)
{
	size_t at = c->bounds.len;

	pm_buf_put(&c->bounds, data, len);
	return at;
}

enum pm_status
pm_sink_check_slots(struct pm_sink_check *c, const struct pm_slot *slots, size_t n,
		    struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	if (c->stage != PM_SINK_NEW)
		return out_of_order(err, "the slots");
	c->stage = PM_SINK_VALUES;
	if ((status = pm_grow(&c->slots, &c->slots_cap, n, sizeof *c->slots, err)) < 0)
		return status;
	for (i = 0; i < n; i++) {
		const struct pm_slot *s = &slots[i];
		struct pm_sink_slot *own = &c->slots[c->n_slots];

		if (i > 0 && pm_slot_order(slots[i - 1].slot, s->slot) >= 0)
			return out_of_order(err, "the slots");
		if (s->n_articles == 0)
			continue;
		if (s->lower_len == 0 ||
		    pm_compare_bytes(s->lower, s->lower_len, s->upper, s->upper_len) > 0)
			return pm_fail(err, PM_ERR_INTERNAL,
				       "slot %" PRIu32 " has no valid bounds", s->slot);
		own->slot = s->slot;
		own->n_articles = s->n_articles;
		own->lower = keep(c, s->lower, s->lower_len);
		own->lower_len = s->lower_len;
		own->upper = keep(c, s->upper, s->upper_len);
		own->upper_len = s->upper_len;
		c->n_slots++;
	}
	return pm_buf_check(&c->bounds, "the bounds of values", err);
}

static enum pm_status
end_slot(struct pm_sink_check *c, struct pm_error *err)
{
	const struct pm_sink_slot *s = &c->slots[c->slot];

	if (c->values != s->n_articles)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "slot %" PRIu32 " has %" PRIu32
			       " values, announced were %" PRIu32,
			       s->slot, c->values, s->n_articles);
	c->slot++;
	c->values = 0;
	c->value_article = 0;
	return PM_OK;
}

enum pm_status
pm_sink_check_value(struct pm_sink_check *c, uint32_t slot, uint32_t article,
		    const char *data, size_t len, struct pm_error *err)
{
	const struct pm_sink_slot *s;
	const char *bounds = pm_buf_str(&c->bounds);
	enum pm_status status;

	if (c->stage != PM_SINK_VALUES)
		return out_of_order(err, "a value");
	if (c->slot < c->n_slots && c->slots[c->slot].slot != slot && c->values > 0 &&
	    (status = end_slot(c, err)) < 0)
		return status;
	if (c->slot == c->n_slots || c->slots[c->slot].slot != slot ||
	    article <= c->value_article)
		return out_of_order(err, "a value");
	s = &c->slots[c->slot];
	if (len == 0 || pm_compare_bytes(data, len, bounds + s->lower, s->lower_len) < 0 ||
	    pm_compare_bytes(data, len, bounds + s->upper, s->upper_len) > 0)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "a value of article %" PRIu32
			       " is not within the bounds of "
			       "slot %" PRIu32,
			       article, slot);
	c->values++;
	c->value_article = article;
	if (article > c->last_value_article)
		c->last_value_article = article;
	return PM_OK;
}

static enum pm_status
end_values(struct pm_sink_check *c, struct pm_error *err)
{
	enum pm_status status;

	while (c->slot < c->n_slots)
		if ((status = end_slot(c, err)) < 0)
			return status;
	return PM_OK;
}

/* --- lengths and terms -------------------------------------------------- */

enum pm_status
pm_sink_check_length(struct pm_sink_check *c, uint32_t article, uint32_t length,
		     struct pm_error *err)
{
	enum pm_status status;

	if (c->stage == PM_SINK_VALUES) {
		if ((status = end_values(c, err)) < 0)
			return status;
		c->stage = PM_SINK_LENGTHS;
	}
	if (c->stage != PM_SINK_LENGTHS || article == 0 || article - 1 != c->articles)
		return out_of_order(err, "the length of an article");
	c->articles = article;
	c->words += length;
	if (length > c->longest)
		c->longest = length;
	if (length > 0 && (c->shortest == 0 || length < c->shortest))
		c->shortest = length;
	return PM_OK;
}

static enum pm_status
end_term(struct pm_sink_check *c, struct pm_error *err)
{
	if (c->postings_left > 0 || c->wdf_left > 0)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "a term has %" PRIu32 " postings with %" PRIu64
			       " occurrences less than announced",
			       c->postings_left, c->wdf_left);
	return PM_OK;
}

static enum pm_status
begin_terms(struct pm_sink_check *c, struct pm_error *err)
{
	enum pm_status status;

	if (c->stage == PM_SINK_VALUES && (status = end_values(c, err)) < 0)
		return status;
	if (c->last_value_article > c->articles)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "article %" PRIu32 " has a value, but there are %" PRIu32,
			       c->last_value_article, c->articles);
	c->stage = PM_SINK_TERMS;
	return PM_OK;
}

enum pm_status
pm_sink_check_term(struct pm_sink_check *c, const char *term, size_t len,
		   uint32_t n_articles, uint64_t total, struct pm_error *err)
{
	enum pm_status status;
	size_t cost = len, i;

	if ((c->stage == PM_SINK_VALUES || c->stage == PM_SINK_LENGTHS) &&
	    (status = begin_terms(c, err)) < 0)
		return status;
	if (c->stage != PM_SINK_TERMS)
		return out_of_order(err, "a term");
	if ((status = end_term(c, err)) < 0)
		return status;
	if (len > 0 && len <= PM_TERM_MAX && memchr(term, 0, len) != NULL)
		for (i = 0; i < len; i++)
			cost += term[i] == '\0';
	if (cost == 0 || cost > PM_TERM_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "a term takes %zu bytes, libxapian takes 1 to %u", cost,
			       PM_TERM_MAX);
	if (total > UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "the term '%.*s' occurs %" PRIu64
			       " times, libxapian counts to %" PRIu32,
			       (int)len, term, total, UINT32_MAX);
	if (pm_compare_bytes(c->term, c->term_len, term, len) >= 0)
		return out_of_order(err, "a term");
	if (n_articles == 0)
		return pm_fail(err, PM_ERR_INTERNAL, "the term '%.*s' is in no article",
			       (int)len, term);
	memcpy(c->term, term, len);
	c->term_len = len;
	c->postings_left = n_articles;
	c->wdf_left = total;
	c->wdf_sum += total;
	c->posting_article = 0;
	return PM_OK;
}

enum pm_status
pm_sink_check_postings(struct pm_sink_check *c, const struct pm_posting *postings,
		       size_t n, struct pm_error *err)
{
	uint32_t last = c->posting_article, largest = c->largest_wdf;
	uint64_t sum = 0;
	size_t i;

	if (c->stage != PM_SINK_TERMS)
		return out_of_order(err, "a posting");
	if (n > c->postings_left)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "the term '%.*s' has more postings than announced",
			       (int)c->term_len, c->term);
	for (i = 0; i < n; i++) {
		if (postings[i].article <= last)
			return out_of_order(err, "a posting");
		last = postings[i].article;
		sum += postings[i].wdf;
		if (postings[i].wdf > largest)
			largest = postings[i].wdf;
	}
	if (last > c->articles)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "the term '%.*s' is in article %" PRIu32
			       ", but there are %" PRIu32,
			       (int)c->term_len, c->term, last, c->articles);
	if (sum > c->wdf_left)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "the term '%.*s' occurs more often than announced",
			       (int)c->term_len, c->term);
	c->posting_article = last;
	c->largest_wdf = largest;
	c->postings_left -= (uint32_t)n;
	c->wdf_left -= sum;
	return PM_OK;
}

enum pm_status
pm_sink_check_data(uint32_t *last, uint32_t article, struct pm_error *err)
{
	if (article <= *last)
		return pm_fail(err, PM_ERR_INTERNAL, "data of articles came out of order");
	*last = article;
	return PM_OK;
}

enum pm_status
pm_sink_check_finish(struct pm_sink_check *c, uint32_t last_data, struct pm_error *err)
{
	enum pm_status status;

	if (c->stage == PM_SINK_NEW || c->stage == PM_SINK_DONE)
		return out_of_order(err, "the end");
	if ((status = begin_terms(c, err)) < 0 || (status = end_term(c, err)) < 0)
		return status;
	if (c->wdf_sum != c->words)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "articles of %" PRIu64 " words in all have %" PRIu64
			       " occurrences of terms",
			       c->words, c->wdf_sum);
	if (c->largest_wdf > c->longest)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "a term occurs %" PRIu32
			       " times in one article, the longest "
			       "has %" PRIu32 " words",
			       c->largest_wdf, c->longest);
	if (last_data > c->articles)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "article %" PRIu32 " has data, but there are %" PRIu32,
			       last_data, c->articles);
	c->stage = PM_SINK_DONE;
	return PM_OK;
}
