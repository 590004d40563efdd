/* Pressmark - planning: fields and dates; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/plan_parts.h"

#include "text/prefixes.h"

#include <stdio.h>
#include <string.h>

struct expanding {
	struct pm_plan *plan;
	size_t prefix_len;	/* of the field's prefix */
	uint32_t n;
	struct pm_error *err;
};

static int
add_expansion(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct expanding *x = ctx;

	(void)freq;
	/* Neighbours in one term: their first word is a term of its own. */
	if (memchr(term + x->prefix_len, ' ', len - x->prefix_len) != NULL)
		return 0;
	x->n++;
	return pm_plan_term(x->plan, "", term, len, 0, x->err);
}

enum pm_status
pm_plan_field(struct pm_plan *plan, const struct pm_tree *leaf, struct pm_error *err)
{
	const char *prefix = leaf->field == PM_FIELD_AUTHOR ? PM_PREFIX_AUTHOR
							    : PM_PREFIX_SOURCE;
	struct expanding x = { plan, strlen(prefix), 0, err };
	struct pm_buf words;
	enum pm_status status;
	size_t i;

	pm_buf_init(&words, PM_BUF_NO_LIMIT);
	for (i = 0; i < leaf->n_words; i++) {
		if (i > 0)
			pm_buf_putc(&words, ' ');
		pm_buf_put(&words, leaf->words[i].folded, leaf->words[i].folded_len);
	}
	if (words.status < 0) {
		status = pm_fail_nomem(err);
	} else if (leaf->op == PM_TREE_PREFIX) {
		struct pm_buf full;

		pm_buf_init(&full, PM_BUF_NO_LIMIT);
		pm_buf_puts(&full, prefix);
		pm_buf_put(&full, words.data, words.len);
		status = full.status < 0 ? pm_fail_nomem(err)
			: pm_db_terms(plan->index->db, pm_buf_str(&full), full.len,
				      add_expansion, &x, err);
		pm_buf_release(&full);
		if (status == PM_OK)
			status = pm_plan_op(plan, PM_DB_OR, x.n, err);
	} else {
		status = pm_plan_term(plan, prefix, pm_buf_str(&words), words.len, 0, err);
	}
	pm_buf_release(&words);
	return status;
}

/* A whole year, month or day is a term; anything else a range of slot 0. */
enum pm_status
pm_plan_date(struct pm_plan *plan, const struct pm_tree *leaf, struct pm_error *err)
{
	uint32_t first = leaf->first_day, last = leaf->last_day;
	char day[16];

	snprintf(day, sizeof day, "%08u", (unsigned)first);
	if (first == last)
		return pm_plan_term(plan, PM_PREFIX_DAY, day, 8, 0, err);
	if (first / 10000 == last / 10000 && first % 10000 == 101 && last % 10000 == 1231)
		return pm_plan_term(plan, PM_PREFIX_YEAR, day, 4, 0, err);
	return pm_plan_days(plan, first, last, err);
}
