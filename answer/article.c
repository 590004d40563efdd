/* Pressmark - an article as text: see article.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/article.h"

#include "terminal/values.h"
#include "terminal/wrap.h"

#include <inttypes.h>
#include <string.h>

#define INDENT 4

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
	const struct {
		const char *name;
		const struct pm_text_ref *value;
	} known[] = { { "source", &m->source },
		      { "author", &m->author },
		      { "date", &m->date },
		      { "id", &m->id },
		      { "url", &m->url } };
	size_t i, n;

	for (i = 0; i < sizeof known / sizeof *known; i++)
		put_field(out, line, known[i].name, strlen(known[i].name), known[i].value,
			  width);
	for (i = 0; i < m->n_fields; i += n) {
		n = pm_metadata_list(&m->fields[i], m->n_fields - i);
		put_list(out, line, &m->fields[i], n, width);
	}
	pm_buf_puts(line, "file: ");
	pm_value_put(line, m->file.data, m->file.len);
	if (m->line > 0)
		pm_buf_printf(line, ":%" PRIu64, m->line);
	pm_wrap(out, pm_buf_str(line), line->len, width, 0, INDENT);
	pm_buf_clear(line);
}

static void
put_body(struct pm_buf *out, struct pm_buf *line, const struct pm_buf *body, size_t width)
{
	const char *s = pm_buf_str(body), *end = s + body->len;

	while (s < end) {
		const char *feed = memchr(s, '\n', (size_t)(end - s));
		size_t len = (size_t)((feed != NULL ? feed : end) - s);

		if (len == 0)
			pm_buf_putc(out, '\n');
		else
			put_wrapped(out, line, s, len, width, 0);
		s += len + 1;
	}
}

enum pm_status
pm_article_put(struct pm_search *s, uint32_t id, size_t width, struct pm_buf *out,
	       struct pm_error *err)
{
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_buf data, title, body, line;
	struct pm_metadata m;
	struct pm_segment *seg;
	enum pm_status status;
	uint32_t article;

	pm_buf_init(&data, PM_BUF_NO_LIMIT);
	pm_buf_init(&title, PM_BUF_NO_LIMIT);
	pm_buf_init(&body, PM_BUF_NO_LIMIT);
	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	seg = pm_index_locate(pm_search_index(s), id, &article);
	if ((status = pm_segment_metadata(seg, article, &data, err)) < 0 ||
	    (status = pm_metadata_read(&reader, data.data, data.len, &m, err)) < 0 ||
	    (status = pm_segment_text(seg, article, &title, &body, err)) < 0)
		goto out;
	if (title.len > 0)
		put_wrapped(out, &line, pm_buf_str(&title), title.len, width, 0);
	put_metadata(out, &line, &m, width);
	pm_buf_putc(out, '\n');
	put_body(out, &line, &body, width);
	if (line.status < 0 || out->status < 0)
		status = pm_fail_nomem(err);
out:
	pm_metadata_reader_release(&reader);
	pm_buf_release(&data);
	pm_buf_release(&title);
	pm_buf_release(&body);
	pm_buf_release(&line);
	return status;
}
