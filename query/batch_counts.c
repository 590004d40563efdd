/* Pressmark - a batch: the counts of a line: see batch_counts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/batch_counts.h"

#include "answer/cite.h"
#include "support/json_put.h"
#include "terminal/values.h"

#include <inttypes.h>

#define ID_WIDTH 8
#define ARTICLES_WIDTH 11
#define HITS_WIDTH 13
#define GENERATION_WIDTH 12

/* A name in a column, and blanks up to WIDTH; at least one. */
static void
put_left(struct pm_buf *out, const struct pm_buf *name, size_t width)
{
	size_t n;

	pm_value_put(out, pm_buf_str(name), name->len);
	for (n = name->len; n < width; n++)
		pm_buf_putc(out, ' ');
	pm_buf_putc(out, ' ');
}

static void
put_right(struct pm_buf *out, uint64_t n, bool at_least, size_t width)
{
	struct pm_buf text;
	size_t i;

	pm_buf_init(&text, 64);
	pm_buf_put_grouped(&text, n);
	if (at_least)
		pm_buf_putc(&text, '+');
	for (i = text.len; i < width; i++)
		pm_buf_putc(out, ' ');
	pm_buf_put(out, text.data, text.len);
	pm_buf_inherit(out, &text);
	pm_buf_release(&text);
}

void
pm_batch_put_counts(const struct pm_ask *a, const struct pm_batch_line *s,
		    struct pm_buf *out)
{
	bool least = s->asked->stopped;

	if (a->format == PM_OUTPUT_TEXT) {
		put_left(out, s->id, ID_WIDTH);
		put_right(out, s->asked->articles, least, ARTICLES_WIDTH);
		if (a->hits)
			put_right(out, s->asked->hits, least, HITS_WIDTH);
		if (a->with_generation)
			pm_buf_printf(out, "%*" PRIu64, GENERATION_WIDTH,
				      s->generation->number);
		pm_buf_puts(out, "  ");
		pm_value_put(out, pm_buf_str(s->query), s->query->len);
	} else if (a->format == PM_OUTPUT_TSV) {
		pm_value_put(out, pm_buf_str(s->id), s->id->len);
		pm_buf_printf(out, "\t%u", (unsigned)s->asked->articles);
		if (a->hits)
			pm_buf_printf(out, "\t%" PRIu64, s->asked->hits);
		if (a->with_generation)
			pm_buf_printf(out, "\t%" PRIu64, s->generation->number);
		pm_buf_puts(out, least ? "\tno\t" : "\tyes\t");
		pm_value_put(out, pm_buf_str(s->query), s->query->len);
	} else {
		pm_buf_printf(out, "{\"format\":%d,\"id\":", PM_OUTPUT_VERSION);
		pm_json_put_string(out, pm_buf_str(s->id), s->id->len);
		pm_buf_puts(out, ",\"query\":");
		pm_json_put_string(out, pm_buf_str(s->query), s->query->len);
		pm_buf_printf(out, ",\"total\":%u%s", (unsigned)s->asked->articles,
			      a->unique ? ",\"unique\":true" : "");
		if (a->full_text)
			pm_buf_puts(out, ",\"full_text\":true");
		if (a->hits)
			pm_buf_printf(out, ",\"hits\":%" PRIu64, s->asked->hits);
		if (a->newer != NULL)
			pm_newer_put_json(a->newer, out);
		if (a->cited)
			pm_cite_put_json(s->generation, out);
		pm_buf_printf(out, ",\"complete\":%s}", least ? "false" : "true");
	}
	pm_buf_putc(out, '\n');
}

bool
pm_batch_counts(const struct pm_ask *a)
{
	return a->format == PM_OUTPUT_TEXT || a->show == PM_ASK_COUNT;
}

/* What is counted. */
static const char *
matching(const struct pm_ask *a)
{
	return a->unique ? "stories" : "articles";
}

/* "of 25 articles new since generation 5", as a line. */
static void
put_newer(const struct pm_newer *n, struct pm_buf *out)
{
	pm_buf_puts(out, "of ");
	pm_buf_put_grouped(out, n->articles);
	pm_buf_puts(out, n->articles == 1 ? " article " : " articles ");
	pm_newer_put(n, out);
	pm_buf_puts(out, ":\n");
}

void
pm_batch_put_head(const struct pm_ask *a, const struct pm_generation *g,
		  struct pm_buf *out)
{
	struct pm_output head = {
		.format = a->format,
		.with_hits = a->hits,
		.stories = a->unique ? PM_STORIES_ONCE : PM_STORIES_NOT_COUNTED,
		.newer = a->newer,
		.cite = a->cite_line ? g : NULL,
		.generation = a->with_generation
	};

	if (!pm_batch_counts(a)) {
		pm_output_batch_head(&head, out);
	} else if (a->format == PM_OUTPUT_TEXT) {
		if (a->cite_line) {
			pm_cite_put(g, out);
			pm_buf_putc(out, '\n');
		}
		if (a->newer != NULL)
			put_newer(a->newer, out);
		pm_buf_printf(out, "%-*s %*s%*s%*s  query\n", ID_WIDTH, "id",
			      ARTICLES_WIDTH, matching(a), a->hits ? HITS_WIDTH : 0,
			      a->hits ? "hits" : "",
			      a->with_generation ? GENERATION_WIDTH : 0,
			      a->with_generation ? "generation" : "");
	} else if (a->format == PM_OUTPUT_TSV) {
		pm_buf_printf(out, "# pressmark-query batch tsv %d", PM_OUTPUT_VERSION);
		if (a->newer != NULL) {
			pm_buf_puts(out, ", ");
			pm_newer_put(a->newer, out);
		}
		if (a->cite_line) {
			pm_buf_puts(out, ", ");
			pm_cite_put(g, out);
		}
		pm_buf_printf(out, "\nid\t%s\t%s%scomplete\tquery\n", matching(a),
			      a->hits ? "hits\t" : "",
			      a->with_generation ? "generation\t" : "");
	}
}
