/* Pressmark - an article as text: see article.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/article.h"

#include "terminal/values.h"
#include "terminal/wrap.h"

#include <inttypes.h>
#include <string.h>

#define INDENT 4
#define FAINT "\033[2m"
#define PLAIN "\033[0m"

static void
put_wrapped(struct pm_buf *out, struct pm_buf *line, const char *s, size_t len,
	    size_t width, size_t indent)
{
	pm_value_put(line, s, len);
	pm_wrap(out, pm_buf_str(line), line->len, width, 0, indent);
	pm_buf_clear(line);
}

/* "name: value" */
static void
put_field(struct pm_buf *out, struct pm_buf *line, const char *name, size_t name_len,
	  const struct pm_text_ref *value, size_t width)
{
	if (value->len == 0)
		return;
	pm_value_put(line, name, name_len);
	pm_buf_puts(line, ": ");
	put_wrapped(out, line, value->data, value->len, width, INDENT);
}

/* The N items of a list, or the one value. */
static void
put_list(struct pm_buf *out, struct pm_buf *line, const struct pm_metadata_field *f,
	 size_t n, size_t width)
{
	struct pm_text_ref joined = f->value;
	struct pm_buf items;
	size_t i;

	pm_buf_init(&items, PM_BUF_NO_LIMIT);
	for (i = 0; n > 1 && i < n; i++) {
		pm_buf_puts(&items, i > 0 ? "; " : "");
		pm_buf_put(&items, f[i].value.data, f[i].value.len);
	}
	if (n > 1)
		joined = (struct pm_text_ref){ pm_buf_str(&items), items.len };
	if (items.status < 0)
		out->status = items.status;
	put_field(out, line, f->name.data, f->name.len, &joined, width);
	pm_buf_release(&items);
}

static void
put_metadata(struct pm_buf *out, struct pm_buf *line, const struct pm_metadata *m,
	     size_t width)
{
	struct pm_buf authors;
	struct pm_text_ref author;
	const struct {
		const char *name;
		const struct pm_text_ref *value;
	} known[] = { { "source", &m->source },
		      { "author", &author },
		      { "date", &m->date },
		      { "id", &m->id },
		      { "url", &m->url } };
	size_t i, n;

	pm_buf_init(&authors, PM_BUF_NO_LIMIT);
	pm_metadata_put_items(&authors, m->author);
	author = (struct pm_text_ref){ pm_buf_str(&authors), authors.len };
	pm_buf_inherit(out, &authors);
	for (i = 0; i < sizeof known / sizeof *known; i++)
		put_field(out, line, known[i].name, strlen(known[i].name), known[i].value,
			  width);
	for (i = 0; i < m->n_fields; i += n) {
		n = pm_metadata_list(&m->fields[i], m->n_fields - i);
		put_list(out, line, &m->fields[i], n, width);
	}
	pm_buf_release(&authors);
	pm_buf_puts(line, "file: ");
	pm_value_put(line, m->file.data, m->file.len);
	if (m->line > 0)
		pm_buf_printf(line, ":%" PRIu64, m->line);
	pm_wrap(out, pm_buf_str(line), line->len, width, 0, INDENT);
	pm_buf_clear(line);
}

/* --- title and body, word by word --------------------------------------------- */

enum ends { ENDS_SHOWN, ENDS_BREAK }; /* of lines: as blanks, or where lines break */

struct text {
	struct pm_hits *h;
	const struct pm_marks *marks;
	size_t width;
	enum ends ends;
	struct pm_buf *out, *line;
	struct pm_buf surface;
	size_t mark;	/* the next of the hits' marks */
	uint32_t until; /* the end of those that are open */
};

static void
end_line(struct text *t)
{
	if (t->line->len == 0)
		pm_buf_putc(t->out, '\n');
	else
		pm_wrap(t->out, pm_buf_str(t->line), t->line->len, t->width, 0, 0);
	pm_buf_inherit(t->out, t->line);
	pm_buf_clear(t->line);
}

static void
put_piece(struct text *t, const char *s, size_t len)
{
	const char *end = s + len, *feed;

	while (t->ends == ENDS_BREAK && s < end &&
	       (feed = memchr(s, '\n', (size_t)(end - s))) != NULL) {
		pm_value_put(t->line, s, (size_t)(feed - s));
		end_line(t);
		s = feed + 1;
	}
	pm_value_put(t->line, s, (size_t)(end - s));
}

static enum pm_status
put_separator(struct text *t, size_t i, struct pm_error *err)
{
	const struct pm_view *v = &t->h->view;
	const char *s;
	size_t len;
	enum pm_status status;

	status = pm_store_separator(pm_segment_store(v->segment),
				    v->decoded.separators[i], &s, &len, err);
	if (status == PM_OK)
		put_piece(t, s, len);
	return status;
}

static enum pm_status
put_word(struct text *t, uint32_t i, struct pm_error *err)
{
	const struct pm_hits *h = t->h;
	const struct pm_decoded *d = &h->view.decoded;
	bool each = t->marks->begin[0] == '\033', opens = t->until <= i;
	/* where there are colours, folds are faint */
	bool fold = each && pm_view_is_in_fold(&h->view, i);
	enum pm_status status;

	for (; t->mark < h->n_marks && h->marks[t->mark].first <= i; t->mark++)
		if (h->marks[t->mark].end > t->until)
			t->until = h->marks[t->mark].end;
	pm_buf_clear(&t->surface);
	status = pm_segment_surface(h->view.segment, d->ranks[i], d->forms[i],
				    &t->surface, err);
	if (status < 0)
		return status;
	if (fold)
		pm_buf_puts(t->line, FAINT);
	if (t->until > i && (each || opens))
		pm_buf_puts(t->line, t->marks->begin);
	put_piece(t, pm_buf_str(&t->surface), t->surface.len);
	if (t->until > i && (each || t->until == i + 1))
		pm_buf_puts(t->line, t->marks->end);
	if (fold)
		pm_buf_puts(t->line, PLAIN);
	return t->surface.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

/* The words FROM .. TO - 1, which are a whole title or body, and all that is around
 * them. */
static enum pm_status
put_words(struct text *t, uint32_t from, uint32_t to, size_t closing, struct pm_error *err)
{
	const struct pm_decoded *d = &t->h->view.decoded;
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = from; i < to && status == PM_OK; i++) {
		status = put_separator(t, pm_separator_before(d, i), err);
		if (status == PM_OK)
			status = put_word(t, i, err);
	}
	if (status == PM_OK)
		status = put_separator(t, closing, err);
	if (t->line->len > 0)
		end_line(t);
	return status;
}

/* The hits of TREE, or none. */
static enum pm_status
look(struct pm_hits *h, struct pm_search *s, uint32_t id, const struct pm_tree *tree,
     struct pm_error *err)
{
	uint32_t article;
	struct pm_segment *seg = pm_index_locate(pm_search_index(s), id, &article);
	enum pm_status status = PM_OK;

	if (tree == NULL)
		status = pm_view_set(&h->view, seg, article, err);
	else if ((status = pm_hits_init(h, s, tree, err)) == PM_OK)
		status = pm_hits_find(h, id, err);
	return status < 0 ? status : pm_view_dressing(&h->view, err);
}

enum pm_status
pm_article_put(struct pm_search *s, uint32_t id, const struct pm_tree *tree,
	       const struct pm_marks *marks, size_t width, struct pm_buf *out,
	       struct pm_error *err)
{
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_hits hits = { 0 };
	struct pm_buf data, line;
	struct text t = { .h = &hits,
			  .marks = marks,
			  .width = width,
			  .ends = ENDS_SHOWN,
			  .out = out,
			  .line = &line };
	struct pm_metadata m;
	enum pm_status status;
	const struct pm_place *at = &hits.view.place;

	pm_buf_init(&data, PM_BUF_NO_LIMIT);
	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	pm_buf_init(&t.surface, PM_BUF_NO_LIMIT);
	pm_view_init(&hits.view);
	hits.view.whole = pm_search_resolver(s)->full_text;
	if ((status = look(&hits, s, id, tree, err)) < 0 ||
	    (status = pm_store_metadata(pm_segment_store(hits.view.segment), at, &data,
					err)) < 0 ||
	    (status = pm_metadata_read(&reader, data.data, data.len,
				       pm_segment_metadata_path(hits.view.segment), &m,
				       err)) < 0 ||
	    (status = put_words(&t, 0, at->n_title, at->n_title, err)) < 0)
		goto out;
	put_metadata(out, &line, &m, width);
	pm_buf_putc(out, '\n');
	t.ends = ENDS_BREAK;
	status = put_words(&t, at->n_title, at->n_words, (size_t)at->n_words + 1, err);
	if (status == PM_OK && (line.status < 0 || out->status < 0))
		status = pm_fail_nomem(err);
out:
	pm_metadata_reader_release(&reader);
	if (tree != NULL)
		pm_hits_release(&hits);
	else
		pm_view_release(&hits.view);
	pm_buf_release(&data);
	pm_buf_release(&line);
	pm_buf_release(&t.surface);
	return status;
}
