/* Pressmark - an answer in a line that can be quoted: see ask_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/ask_parts.h"

#include "answer/cite.h"
#include "terminal/values.h"

/* "1,544 of 21,577 articles", or hits, or stories. */
static void
put_count(const struct pm_asking *q, struct pm_buf *out)
{
	const struct pm_ask *a = q->a;
	uint32_t all = a->newer != NULL ? a->newer->articles
					: pm_index_articles(pm_search_index(q->s));

	pm_buf_puts(out, q->asked->stopped ? "at least " : "");
	if (a->hits || a->show == PM_ASK_KWIC) {
		pm_buf_put_grouped(out, q->asked->hits);
		pm_buf_puts(out, q->asked->hits == 1 ? " hit in " : " hits in ");
	}
	pm_buf_put_grouped(out, q->asked->articles);
	if (a->unique)
		pm_buf_puts(out, q->asked->articles == 1 ? " story" : " stories");
	pm_buf_puts(out, " of ");
	pm_buf_put_grouped(out, all);
	pm_buf_puts(out, all == 1 ? " article" : " articles");
	if (a->newer != NULL) {
		pm_buf_putc(out, ' ');
		pm_newer_put(a->newer, out);
	}
}

void
pm_asking_cite(struct pm_asking *q)
{
	const struct pm_ask *a = q->a;
	struct pm_buf *out = q->out;

	pm_buf_puts(out, a->show == PM_ASK_COUNT ? "" : "\n");
	pm_value_put(out, a->query, a->query_len);
	pm_buf_puts(out, ": ");
	put_count(q, out);
	pm_buf_puts(out, a->mode == PM_QUERY_ANY ? ", any of the words" : "");
	pm_buf_puts(out, a->full_text ? ", full text" : "");
	pm_buf_puts(out, "; ");
	pm_cite_put(&pm_search_index(q->s)->generation, out);
	pm_buf_putc(out, '\n');
}
