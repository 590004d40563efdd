/* Pressmark - how many articles match: see counts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/counts.h"

#include "answer/cite.h"

#include <inttypes.h>

struct pm_counts
pm_counts_of(const struct pm_search_result *r, enum pm_search_stories mode)
{
	return (struct pm_counts){ r->articles,	 r->stories, mode,
				   r->full_text, r->newer,   NULL };
}

static void
put_count(struct pm_buf *out, uint32_t n, const char *one, const char *many)
{
	pm_buf_put_grouped(out, n);
	pm_buf_puts(out, n == 1 ? one : many);
}

void
pm_counts_put(const struct pm_counts *c, uint32_t all, bool stopped, struct pm_buf *out)
{
	bool any = c->articles > 0 || stopped;

	if (!any)
		pm_buf_puts(out, "no article matches, of ");
	if (any && c->mode == PM_STORIES_ONCE)
		put_count(out, c->stories, " story in ", " stories in ");
	if (any) {
		pm_buf_put_grouped(out, c->articles);
		pm_buf_puts(out, " of ");
	}
	put_count(out, c->newer != NULL ? c->newer->articles : all, " article",
		  " articles");
	if (c->newer != NULL) {
		pm_buf_putc(out, ' ');
		pm_newer_put(c->newer, out);
	}
	if (c->mode == PM_STORIES_COUNTED && c->stories < c->articles) {
		pm_buf_puts(out, ", ");
		put_count(out, c->stories, " story", " stories");
	}
	if (c->full_text)
		pm_buf_puts(out, ", full text");
}

void
pm_newer_put(const struct pm_newer *n, struct pm_buf *out)
{
	pm_buf_puts(out,
		    n->kind == PM_NEWER_CHANGED ? "new or changed since " : "new since ");
	if (n->since == 0)
		pm_buf_puts(out, "before the first generation");
	else
		pm_buf_printf(out, "generation %" PRIu64, n->since);
}

void
pm_newer_put_json(const struct pm_newer *n, struct pm_buf *out)
{
	pm_buf_printf(out, ",\"new_since\":%" PRIu64 ",\"new\":%u%s", n->since,
		      (unsigned)n->articles,
		      n->kind == PM_NEWER_CHANGED ? ",\"changed\":true" : "");
}

void
pm_counts_put_json(const struct pm_counts *c, uint32_t all, struct pm_buf *out)
{
	bool once = c->mode == PM_STORIES_ONCE;

	pm_buf_printf(out, ",\"articles\":%u,\"total\":%u", (unsigned)all,
		      (unsigned)(once ? c->stories : c->articles));
	if (once)
		pm_buf_printf(out, ",\"unique\":true,\"matching\":%u",
			      (unsigned)c->articles);
	else if (c->mode == PM_STORIES_COUNTED)
		pm_buf_printf(out, ",\"stories\":%u", (unsigned)c->stories);
	if (c->full_text)
		pm_buf_puts(out, ",\"full_text\":true");
	if (c->newer != NULL)
		pm_newer_put_json(c->newer, out);
	if (c->cite != NULL)
		pm_cite_put_json(c->cite, out);
}

void
pm_counts_put_tsv(const struct pm_counts *c, struct pm_buf *out)
{
	if (c->mode == PM_STORIES_ONCE)
		pm_buf_printf(out, ", total %u, unique, matching %u",
			      (unsigned)c->stories, (unsigned)c->articles);
	else
		pm_buf_printf(out, ", total %u", (unsigned)c->articles);
	if (c->full_text)
		pm_buf_puts(out, ", full text");
	if (c->newer != NULL) {
		pm_buf_puts(out, ", ");
		pm_newer_put(c->newer, out);
	}
}
