/* Pressmark - answers: see output.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/output.h"

#include "answer/cite.h"
#include "answer/markup.h"
#include "answer/row.h"
#include "search/once.h"
#include "segment/metadata.h"
#include "support/intern.h"
#include "support/json_put.h"
#include "support/utf8.h"
#include "terminal/screen.h"
#include "terminal/values.h"
#include "terminal/wrap.h"
#include "text/chars.h"
#include "text/prefixes.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define INDENT 4

/* --- text --------------------------------------------------------------- */

/* "3 articles" */
static void
put_count(struct pm_buf *out, uint64_t n, const char *one, const char *many)
{
	pm_buf_put_grouped(out, n);
	pm_buf_printf(out, " %s", n == 1 ? one : many);
}

static void
put_counts(const struct pm_output *o, struct pm_search *s,
	   const struct pm_search_result *r, struct pm_buf *out)
{
	uint32_t articles = pm_index_articles(pm_search_index(s));
	struct pm_counts counts = pm_counts_of(r, o->stories);

	pm_counts_put(&counts, articles, o->stopped, out);
	if (r->total > 0 && o->with_hits) {
		pm_buf_puts(out, ", ");
		put_count(out, o->hits, "hit", "hits");
	}
	if (r->total > 0 && r->n > 0 && (o->first > 0 || r->n < r->total)) {
		pm_buf_puts(out, ", shown ");
		pm_buf_put_grouped(out, (uint64_t)o->first + 1);
		pm_buf_puts(out, " to ");
		pm_buf_put_grouped(out, o->first + (uint64_t)r->n);
	} else if (r->total > 0 && r->n == 0) {
		pm_buf_puts(out, o->stopped ? "" : ", none after the offset");
	}
	pm_buf_puts(out, o->stopped ? ", ended early\n" : "\n");
	pm_further_put(&o->further, out);
}

static void
put_text_head(const struct pm_output *o, struct pm_search *s,
	      const struct pm_search_result *r, struct pm_buf *out)
{
	struct pm_buf lines;

	if (o->explanation != NULL) {
		pm_explain_text(o->explanation, o->width, out);
		pm_buf_putc(out, '\n');
	}
	pm_buf_init(&lines, PM_BUF_NO_LIMIT);
	put_counts(o, s, r, &lines);
	pm_wrap_lines(out, pm_buf_str(&lines), lines.len, o->width);
	pm_buf_inherit(out, &lines);
	pm_buf_release(&lines);
}

/* Append LINE and empty it. */
static void
put_wrapped(const struct pm_output *o, struct pm_buf *line, size_t first,
	    struct pm_buf *out)
{
	pm_wrap(out, pm_buf_str(line), line->len, o->width, first, INDENT);
	pm_buf_inherit(out, line);
	pm_buf_clear(line);
}

static const struct pm_marks *
marks_of(const struct pm_output *o)
{
	static const struct pm_marks markup = { PM_MARKUP_BEGIN, PM_MARKUP_END };
	static const struct pm_marks plain = { "**", "**" };
	/* The title is bold already, so a hit only changes the colour. */
	static const struct pm_marks color = { "\033[31m", "\033[39m" };

	return pm_output_is_markup(o->format) ? &markup : o->color ? &color : &plain;
}

static void
put_text_row(const struct pm_output *o, const struct pm_row *row, struct pm_buf *out)
{
	struct pm_buf line;

	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	pm_buf_printf(&line, "%*u. ", INDENT - 2, (unsigned)row->rank);
	if (o->color)
		pm_buf_puts(&line, "\033[1m");
	pm_snippet_put_title(&row->title, PM_ROW_TITLE_MAX, marks_of(o), &line);
	if (o->color)
		pm_buf_puts(&line, "\033[0m");
	pm_buf_putc(out, '\n');
	put_wrapped(o, &line, 0, out);
	if (row->m.source.len > 0)
		pm_value_put_short(&line, row->m.source.data, row->m.source.len,
				   PM_ROW_VALUE_MAX);
	if (row->m.day != 0 || row->m.date.len > 0) {
		if (line.len > 0)
			pm_buf_puts(&line, ", ");
		if (row->m.day != 0)
			pm_value_put_day(&line, row->m.day);
		else
			pm_value_put_short(&line, row->m.date.data, row->m.date.len,
					   PM_ROW_VALUE_MAX);
	}
	if (o->with_hits) {
		if (line.len > 0)
			pm_buf_puts(&line, ", ");
		put_count(&line, row->hits, "hit", "hits");
	}
	if (row->alike > 0) {
		pm_buf_puts(&line, line.len > 0 ? ", +" : "+");
		pm_buf_put_grouped(&line, row->alike);
		pm_buf_puts(&line, " alike");
	}
	if (line.len > 0)
		put_wrapped(o, &line, INDENT, out);
	pm_snippet_put(&row->snippet, marks_of(o), &line);
	if (line.len > 0)
		put_wrapped(o, &line, INDENT, out);
	if (row->m.url.len > 0) {
		pm_value_put_short(&line, row->m.url.data, row->m.url.len,
				   PM_ROW_ADDRESS_MAX);
	} else {
		pm_value_put_short(&line, row->m.file.data, row->m.file.len,
				   PM_ROW_ADDRESS_MAX);
		if (row->m.line > 0)
			pm_buf_printf(&line, ":%" PRIu64, row->m.line);
	}
	put_wrapped(o, &line, INDENT, out);
	pm_buf_release(&line);
}

/* --- JSON --------------------------------------------------------------- */

static void
put_member(struct pm_buf *out, const char *name, const char *value, size_t len)
{
	if (len == 0)
		return;
	pm_buf_printf(out, ",\"%s\":", name);
	pm_json_put_string(out, value, len);
}

static void
put_json_explanation(const struct pm_output *o, struct pm_buf *out)
{
	struct pm_buf text;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_tree_format(&text, o->tree);
	put_member(out, "understood", pm_buf_str(&text), text.len);
	pm_buf_inherit(out, &text);
	pm_buf_release(&text);
	pm_buf_puts(out, ",\"explain\":");
	pm_explain_json(o->explanation, out);
	pm_buf_puts(out, ",\"times\":");
	pm_explain_json_times(o->explanation, out);
}

static void
put_json_head(const struct pm_output *o, struct pm_search *s,
	      const struct pm_search_result *r, struct pm_buf *out)
{
	struct pm_counts counts = pm_counts_of(r, o->stories);

	counts.cite = o->cite;
	pm_buf_printf(out, "{\"format\":%d", PM_OUTPUT_VERSION);
	if (o->id != NULL)
		put_member(out, "id", o->id, o->id_len);
	pm_buf_puts(out, ",\"query\":");
	pm_json_put_string(out, o->query, o->query_len);
	if (o->explanation != NULL)
		put_json_explanation(o, out);
	pm_counts_put_json(&counts, pm_index_articles(pm_search_index(s)), out);
	if (o->with_hits)
		pm_buf_printf(out, ",\"hits\":%" PRIu64, o->hits);
	pm_buf_printf(out, ",\"complete\":%s", o->stopped ? "false" : "true");
	if (o->note != NULL && o->note[0] != '\0')
		put_member(out, "note", o->note, strlen(o->note));
	pm_further_put_json(&o->further, out);
	pm_buf_printf(out, ",\"offset\":%u,\"results\":[", (unsigned)o->first);
}

/* A text, or a list of several. */
static void
put_authors(const struct pm_metadata *m, struct pm_buf *out)
{
	struct pm_text_ref author;
	size_t at = 0;

	if (!m->author_in_list) {
		put_member(out, "author", m->author.data, m->author.len);
		return;
	}
	pm_buf_puts(out, ",\"author\":");
	while (pm_metadata_item(m->author, &at, &author)) {
		pm_buf_putc(out, author.data == m->author.data ? '[' : ',');
		pm_json_put_string(out, author.data, author.len);
	}
	pm_buf_putc(out, ']');
}

static void
put_fields(const struct pm_metadata *m, struct pm_buf *out)
{
	size_t i, n;

	for (i = 0; i < m->n_fields; i += n) {
		n = pm_metadata_list(&m->fields[i], m->n_fields - i);
		pm_buf_puts(out, i > 0 ? "," : ",\"fields\":{");
		pm_metadata_put_json(out, &m->fields[i], n);
	}
	if (m->n_fields > 0)
		pm_buf_putc(out, '}');
}

static void
put_json_row(const struct pm_output *o, const struct pm_row *row, bool first,
	     struct pm_buf *out)
{
	if (!first)
		pm_buf_putc(out, ',');
	if (o->id == NULL)
		pm_buf_putc(out, '\n');
	pm_buf_printf(out, "{\"rank\":%u,\"score\":%.6f", (unsigned)row->rank, row->score);
	if (o->with_hits)
		pm_buf_printf(out, ",\"hits\":%u", (unsigned)row->hits);
	if (o->stories == PM_STORIES_ONCE)
		pm_buf_printf(out, ",\"alike\":%zu", row->alike);
	put_member(out, "id", row->m.id.data, row->m.id.len);
	put_member(out, "title", pm_buf_str(&row->title), row->title.len);
	put_member(out, "date", row->m.date.data, row->m.date.len);
	if (row->m.day != 0) {
		pm_buf_puts(out, ",\"day\":\"");
		pm_value_put_day(out, row->m.day);
		pm_buf_putc(out, '"');
	}
	put_member(out, "source", row->m.source.data, row->m.source.len);
	put_authors(&row->m, out);
	put_member(out, "url", row->m.url.data, row->m.url.len);
	put_member(out, "file", row->m.file.data, row->m.file.len);
	if (row->m.line > 0)
		pm_buf_printf(out, ",\"line\":%" PRIu64, row->m.line);
	put_fields(&row->m, out);
	put_member(out, "snippet", pm_buf_str(&row->snippet), row->snippet.len);
	pm_buf_putc(out, '}');
}

/* --- tab-separated values ----------------------------------------------- */

#define TSV_COLUMNS \
	"rank\tscore\tday\tsource\tauthor\ttitle\tid\turl\tfile\tline\t" \
	"snippet"

static const char *
alike_column(const struct pm_output *o)
{
	return o->stories == PM_STORIES_ONCE ? "\talike" : "";
}

void
pm_output_batch_head(const struct pm_output *o, struct pm_buf *out)
{
	if (o->format != PM_OUTPUT_TSV)
		return;
	pm_buf_printf(out, "# pressmark-query batch tsv %d", PM_OUTPUT_VERSION);
	if (o->newer != NULL) {
		pm_buf_puts(out, ", ");
		pm_newer_put(o->newer, out);
	}
	if (o->cite != NULL) {
		pm_buf_puts(out, ", ");
		pm_cite_put(o->cite, out);
	}
	pm_buf_printf(out, "\nquery_id\t" TSV_COLUMNS "%s%s%s\n",
		      o->with_hits ? "\thits" : "", alike_column(o),
		      o->generation > 0 ? "\tgeneration" : "");
}

static void
put_tsv_head(const struct pm_output *o, const struct pm_search_result *r,
	     struct pm_buf *out)
{
	struct pm_counts counts = pm_counts_of(r, o->stories);
	struct pm_buf text;

	if (o->id != NULL) {
		if (o->stopped) {
			pm_buf_puts(out, "# ");
			pm_value_put(out, o->id, o->id_len);
			pm_buf_puts(out, ": ended early\n");
		}
		return;
	}
	pm_buf_printf(out, "# pressmark-query tsv %d", PM_OUTPUT_VERSION);
	pm_counts_put_tsv(&counts, out);
	if (o->with_hits)
		pm_buf_printf(out, ", hits %" PRIu64, o->hits);
	pm_buf_puts(out, o->stopped ? ", ended early\n" : "\n");
	if (o->explanation != NULL) {
		pm_buf_init(&text, PM_BUF_NO_LIMIT);
		pm_tree_format(&text, o->tree);
		pm_buf_puts(out, "# understood as ");
		pm_value_put(out, pm_buf_str(&text), text.len);
		pm_buf_putc(out, '\n');
		pm_buf_inherit(out, &text);
		pm_buf_release(&text);
	}
	pm_further_put_tsv(&o->further, out);
	pm_buf_printf(out, TSV_COLUMNS "%s%s\n", o->with_hits ? "\thits" : "",
		      alike_column(o));
}

static void
put_tsv_row(const struct pm_output *o, const struct pm_row *row, struct pm_buf *out)
{
	const struct pm_metadata *m = &row->m;
	struct pm_buf authors;

	if (o->id != NULL) {
		pm_value_put(out, o->id, o->id_len);
		pm_buf_putc(out, '\t');
	}
	pm_buf_printf(out, "%u\t%.6f\t", (unsigned)row->rank, row->score);
	if (m->day != 0)
		pm_value_put_day(out, m->day);
	pm_buf_putc(out, '\t');
	pm_value_put(out, m->source.data, m->source.len);
	pm_buf_putc(out, '\t');
	pm_buf_init(&authors, PM_BUF_NO_LIMIT);
	pm_metadata_put_items(&authors, m->author);
	pm_value_put(out, pm_buf_str(&authors), authors.len);
	pm_buf_inherit(out, &authors);
	pm_buf_release(&authors);
	pm_buf_putc(out, '\t');
	pm_value_put(out, pm_buf_str(&row->title), row->title.len);
	pm_buf_putc(out, '\t');
	pm_value_put(out, m->id.data, m->id.len);
	pm_buf_putc(out, '\t');
	pm_value_put(out, m->url.data, m->url.len);
	pm_buf_putc(out, '\t');
	pm_value_put(out, m->file.data, m->file.len);
	pm_buf_putc(out, '\t');
	if (m->line > 0)
		pm_buf_printf(out, "%" PRIu64, m->line);
	pm_buf_putc(out, '\t');
	pm_value_put(out, pm_buf_str(&row->snippet), row->snippet.len);
	if (o->with_hits)
		pm_buf_printf(out, "\t%u", (unsigned)row->hits);
	if (o->stories == PM_STORIES_ONCE)
		pm_buf_printf(out, "\t%zu", row->alike);
	if (o->generation > 0)
		pm_buf_printf(out, "\t%" PRIu64, o->generation);
	pm_buf_putc(out, '\n');
}

/* --- a run, as TREC's tools read it ----------------------------------------- */

/* What its tools rely on: names without white space, none of them twice, and scores that
 * fall. */
struct trec {
	struct pm_index *index;
	struct pm_intern names;
	int64_t last; /* the last score, in millionths */
};

/* White space separates the columns, so in a name it is written as %20 and the like. */
static void
put_name(struct pm_buf *out, const char *s, size_t len)
{
	size_t at, i;
	unsigned n;

	for (at = 0; at < len; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)s + at, &n);

		if (pm_char_class(cp) != PM_CHAR_SPACE && !pm_char_turns_direction(cp))
			pm_buf_put(out, s + at, n);
		else
			for (i = at; i < at + n; i++)
				pm_buf_printf(out, "%%%02X", (unsigned)(uint8_t)s[i]);
	}
}

static enum pm_status
is_new_name(struct trec *t, const struct pm_buf *name, bool *fresh, struct pm_error *err)
{
	uint32_t known = t->names.n, id;
	enum pm_status status = pm_intern(&t->names, name->data, name->len, &id, err);

	*fresh = status == PM_OK && id == known;
	return status;
}

/* An id of more bytes may be no term as a whole. */
#define ID_MAX 240u

/* Whether no other article of the index has the id, as far as its terms say. */
static enum pm_status
is_unique(struct trec *t, struct pm_text_ref id, bool *unique, struct pm_error *err)
{
	struct pm_db_term term;
	struct pm_buf b;
	uint32_t n = 2;
	enum pm_status status = PM_OK;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, PM_PREFIX_ID);
	pm_buf_put(&b, id.data, id.len);
	term = (struct pm_db_term){ pm_buf_str(&b), b.len };
	if (b.status < 0)
		status = pm_fail_nomem(err);
	else if (id.len <= ID_MAX)
		status = pm_index_frequencies(t->index, &term, 1, &n, err);
	pm_buf_release(&b);
	*unique = n < 2;
	return status;
}

/* Make the name of an article in NAME: what it is known by; with an id that others of the
 * index have, its file and line and the id; if another article of the answer had the name,
 * its file and line; and if these are not enough, its number in the index, too. */
static enum pm_status
name_article(struct trec *t, const struct pm_row *row, uint32_t number,
	     struct pm_buf *name, struct pm_error *err)
{
	struct pm_metadata file = { .file = row->m.file, .line = row->m.line };
	bool fresh = false, unique = true;
	enum pm_status status = PM_OK;

	pm_buf_clear(name);
	if (row->m.id.len > 0)
		status = is_unique(t, row->m.id, &unique, err);
	if (status < 0)
		return status;
	if (!unique) {
		pm_value_put_article(name, &file);
		pm_buf_putc(name, '#');
		pm_buf_put(name, row->m.id.data, row->m.id.len);
	} else {
		pm_value_put_article(name, &row->m);
	}
	status = is_new_name(t, name, &fresh, err);
	if (status == PM_OK && !fresh) {
		pm_buf_clear(name);
		pm_value_put_article(name, &file);
		status = is_new_name(t, name, &fresh, err);
	}
	if (status == PM_OK && !fresh)
		pm_buf_printf(name, "#%u", (unsigned)number);
	return status == PM_OK && name->status < 0 ? pm_fail_nomem(err) : status;
}

static enum pm_status
put_trec_row(const struct pm_output *o, struct trec *t, const struct pm_row *row,
	     uint32_t number, struct pm_buf *out, struct pm_error *err)
{
	int64_t score = llround(row->score * 1e6);
	struct pm_buf name;
	enum pm_status status;

	pm_buf_init(&name, PM_BUF_NO_LIMIT);
	status = name_article(t, row, number, &name, err);
	if (status == PM_OK) {
		/* Equal scores would be put into an order of the tool's own. */
		if (score >= t->last)
			score = t->last - 1;
		t->last = score;
		put_name(out, o->id, o->id_len);
		pm_buf_puts(out, " Q0 ");
		put_name(out, pm_buf_str(&name), name.len);
		pm_buf_printf(out, " %u %.6f pressmark\n", (unsigned)row->rank,
			      (double)score / 1e6);
	}
	pm_buf_release(&name);
	return status;
}

/* --- answers ------------------------------------------------------------ */

static void
put_markup_head(const struct pm_output *o, struct pm_search *s,
		const struct pm_search_result *r, struct pm_buf *out)
{
	struct pm_markup_section section = { .name = o->id,
					     .name_len = o->id == NULL ? 0 : o->id_len,
					     .query = o->query,
					     .query_len = o->query_len,
					     .first = o->first };
	struct pm_buf counts;

	pm_buf_init(&counts, PM_BUF_NO_LIMIT);
	put_counts(o, s, r, &counts);
	while (counts.len > 0 && counts.data[counts.len - 1] == '\n')
		counts.len--;
	section.counts = &counts;
	if (o->format == PM_OUTPUT_HTML)
		pm_html_put_head(&section, out);
	else
		pm_markdown_put_head(&section, out);
	pm_buf_inherit(out, &counts);
	pm_buf_release(&counts);
}

static void
put_head(const struct pm_output *o, struct pm_search *s, const struct pm_search_result *r,
	 struct pm_buf *out)
{
	switch (o->format) {
	case PM_OUTPUT_TEXT:
		put_text_head(o, s, r, out);
		break;
	case PM_OUTPUT_JSON:
		put_json_head(o, s, r, out);
		break;
	case PM_OUTPUT_TSV:
		put_tsv_head(o, r, out);
		break;
	case PM_OUTPUT_MARKDOWN:
	case PM_OUTPUT_HTML:
		put_markup_head(o, s, r, out);
		break;
	case PM_OUTPUT_CSV:
	case PM_OUTPUT_TREC:
		break;
	}
}

static void
put_row(const struct pm_output *o, const struct pm_row *row, bool first,
	struct pm_buf *out)
{
	switch (o->format) {
	case PM_OUTPUT_TEXT:
		put_text_row(o, row, out);
		break;
	case PM_OUTPUT_JSON:
		put_json_row(o, row, first, out);
		break;
	case PM_OUTPUT_TSV:
		put_tsv_row(o, row, out);
		break;
	case PM_OUTPUT_MARKDOWN:
		pm_markdown_put_row(row, out);
		break;
	case PM_OUTPUT_HTML:
		pm_html_put_row(row, out);
		break;
	case PM_OUTPUT_TREC:
	case PM_OUTPUT_CSV:
		break;
	}
}

/* Titles of the formats for programs are as they are. */
static bool
shows_marks(const struct pm_output *o)
{
	return o->format == PM_OUTPUT_TEXT || pm_output_is_markup(o->format);
}

/* Append the rows to OUT; *SHOWN: how many, less than there are if it had to stop (which
 * *STOPPED says) or if no more lines are wanted. */
static enum pm_status
put_rows(const struct pm_output *o, struct pm_search *s,
	 const struct pm_search_result *result, size_t *shown, bool *stopped,
	 struct pm_buf *out, struct pm_error *err)
{
	static const struct pm_marks none = { "", "" };
	const struct pm_marks *marks = marks_of(o);
	struct pm_metadata_reader reader = { NULL, 0 };
	struct pm_hits hits;
	struct pm_row row = { 0 };
	struct trec trec = { .index = pm_search_index(s), .last = INT64_MAX };
	enum pm_status status;
	size_t i, before, lines = 0;

	pm_buf_init(&row.data, PM_BUF_NO_LIMIT);
	pm_buf_init(&row.title, PM_BUF_NO_LIMIT);
	pm_buf_init(&row.snippet, PM_BUF_NO_LIMIT);
	if ((status = pm_hits_init(&hits, s, o->tree, err)) < 0)
		return status;
	pm_intern_init(&trec.names);
	for (i = 0; i < result->n && status == PM_OK && !*stopped; i++) {
		before = out->len;
		row.rank = o->first + (uint32_t)i + 1;
		if (o->stories == PM_STORIES_ONCE &&
		    (status = pm_once_alike(pm_search_index(s), result->matches[i].id,
					    &row.alike, err)) < 0)
			break;
		if (o->format == PM_OUTPUT_TREC)
			status = pm_row_name(s, &reader, &result->matches[i], &row, err);
		else
			status = pm_row_gather(s, &hits, &reader, &result->matches[i],
					       shows_marks(o) ? marks : &none, marks,
					       &row, err);
		if ((*stopped = status == PM_ERR_INTERRUPTED))
			break;
		if (status == PM_OK && o->format == PM_OUTPUT_TREC)
			status = put_trec_row(o, &trec, &row, result->matches[i].id, out,
					      err);
		else if (status == PM_OK)
			put_row(o, &row, i == 0, out);
		if (o->lines > 0 && out->status == PM_OK) {
			lines += pm_screen_lines(out->data + before, out->len - before);
			if (i > 0 && lines > o->lines) {
				out->len = before;
				break;
			}
		}
		*stopped = i + 1 < result->n && pm_stop_asked(&o->last);
	}
	*shown = i;
	for (i = 0; i < *shown && o->ids != NULL; i++)
		pm_buf_put(o->ids, &result->matches[i].id, sizeof result->matches[i].id);
	pm_intern_release(&trec.names);
	pm_metadata_reader_release(&reader);
	pm_hits_release(&hits);
	pm_buf_release(&row.data);
	pm_buf_release(&row.title);
	pm_buf_release(&row.snippet);
	return status == PM_ERR_INTERRUPTED ? PM_OK : status;
}

enum pm_status
pm_output_answer(const struct pm_output *o, struct pm_search *s,
		 const struct pm_search_result *result, struct pm_buf *out,
		 struct pm_error *err)
{
	struct pm_search_result shown = *result;
	struct pm_output head = *o;
	struct pm_buf rows;
	enum pm_status status;

	head.stopped = false;
	pm_buf_init(&rows, PM_BUF_NO_LIMIT);
	status = put_rows(o, s, result, &shown.n, &head.stopped, &rows, err);
	if (status == PM_OK) {
		if (o->shown != NULL)
			*o->shown = shown.n;
		head.stopped = o->stopped || head.stopped;
		if (o->cut != NULL)
			*o->cut = head.stopped;
		put_head(&head, s, &shown, out);
		pm_buf_put(out, rows.data, rows.len);
		pm_buf_inherit(out, &rows);
		if (o->format == PM_OUTPUT_HTML)
			pm_html_put_foot(out);
		if (o->format == PM_OUTPUT_JSON)
			pm_buf_puts(out, shown.n > 0 && o->id == NULL ? "\n]}\n" : "]}\n");
		if (out->status < 0)
			status = pm_fail_nomem(err);
	}
	pm_buf_release(&rows);
	return status;
}
