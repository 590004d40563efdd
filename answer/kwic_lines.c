/* Pressmark - keyword in context: the lines: see kwic_lines.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/kwic_lines.h"

#include "search/once.h"
#include "support/json_put.h"
#include "terminal/values.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH_MIN 24u
#define WIDTH_DATED 100u  /* columns from which on there is room for dates, */
#define WIDTH_DATABLE 48u /* or from which on, if lines are sorted by date */
#define NUMBER_COLUMNS 4u
#define DATE_COLUMNS 10u
#define WIDTH_NAMED 80u /* columns from which on there is room for names of articles, */
#define NAME_SHARE 10u	/* which take this part of them */
#define STEP 64u

void
pm_kwic_lines_init(struct pm_kwic_lines *l, const struct pm_kwic *k, struct pm_hits *hits,
		   struct pm_buf *out)
{
	memset(l, 0, sizeof *l);
	l->k = k;
	l->hits = hits;
	l->out = out;
	pm_buf_init(&l->data, PM_BUF_NO_LIMIT);
	pm_buf_init(&l->title, PM_BUF_NO_LIMIT);
	pm_buf_init(&l->left, PM_BUF_NO_LIMIT);
	pm_buf_init(&l->hit, PM_BUF_NO_LIMIT);
	pm_buf_init(&l->right, PM_BUF_NO_LIMIT);
	pm_buf_init(&l->value, PM_BUF_NO_LIMIT);
	pm_cells_init(&l->cells);
}

void
pm_kwic_lines_release(struct pm_kwic_lines *l)
{
	pm_metadata_reader_release(&l->reader);
	pm_buf_release(&l->data);
	pm_buf_release(&l->title);
	pm_buf_release(&l->left);
	pm_buf_release(&l->hit);
	pm_buf_release(&l->right);
	pm_buf_release(&l->value);
	pm_cells_release(&l->cells);
	free(l->steps);
}

/* --- the words of the article -------------------------------------------- */

static enum pm_status
put_separator(struct pm_view *v, size_t i, struct pm_buf *out, struct pm_error *err)
{
	const char *text;
	size_t len;
	enum pm_status status;

	status = pm_store_separator(pm_segment_store(v->segment),
				    v->decoded.separators[i], &text, &len, err);
	if (status == PM_OK)
		pm_buf_put(out, text, len);
	return status;
}

static enum pm_status
put_before(struct pm_view *v, uint32_t word, struct pm_buf *out, struct pm_error *err)
{
	return put_separator(v, pm_separator_before(&v->decoded, word), out, err);
}

static enum pm_status
put_surface(struct pm_view *v, uint32_t word, struct pm_buf *out, struct pm_error *err)
{
	return pm_segment_surface(v->segment, v->decoded.ranks[word],
				  v->decoded.forms[word], out, err);
}

/* The title or body that contains a hit. */
struct field {
	uint32_t first, end; /* words first .. end - 1 */
	size_t closing;	     /* the separator after the last word */
	const char *name;
};

static struct field
field_of(const struct pm_view *v, uint32_t word)
{
	uint32_t n_title = v->place.n_title, n_words = v->place.n_words;

	if (word < n_title)
		return (struct field){ 0, n_title, n_title, "title" };
	return (struct field){ n_title, n_words, (size_t)n_words + 1,
			       pm_view_is_in_fold(v, word) ? "fold" : "body" };
}

/* Fill in left, hit and right: the text as it is. */
static enum pm_status
gather(struct pm_kwic_lines *l, const struct field *f, uint32_t first, uint32_t end,
       struct pm_error *err)
{
	struct pm_view *v = &l->hits->view;
	uint32_t from = first - f->first > l->k->words ? first - l->k->words : f->first;
	uint32_t to = f->end - end > l->k->words ? end + l->k->words : f->end, i;
	enum pm_status status = PM_OK;

	pm_buf_clear(&l->left);
	pm_buf_clear(&l->hit);
	pm_buf_clear(&l->right);
	for (i = from; i < to && status == PM_OK; i++) {
		struct pm_buf *behind = i <= first ? &l->left
				      : i < end	   ? &l->hit
						   : &l->right;
		struct pm_buf *out = i < first ? &l->left : i < end ? &l->hit : &l->right;

		if (i > from || from == f->first)
			status = put_before(v, i, behind, err);
		if (status == PM_OK)
			status = put_surface(v, i, out, err);
	}
	if (status == PM_OK && to == f->end)
		status = put_separator(v, f->closing, &l->right, err);
	if (status == PM_OK &&
	    (l->left.status < 0 || l->hit.status < 0 || l->right.status < 0))
		status = pm_fail_nomem(err);
	return status;
}

/* Add to SUM the bytes of the words FROM .. TO - 1, and of the separator before each. */
static enum pm_status
add_bytes(struct pm_kwic_lines *l, uint32_t from, uint32_t to, uint64_t *sum,
	  struct pm_error *err)
{
	struct pm_view *v = &l->hits->view;
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = from; i < to && status == PM_OK; i++) {
		pm_buf_clear(&l->value);
		if ((status = put_before(v, i, &l->value, err)) == PM_OK)
			status = put_surface(v, i, &l->value, err);
		if (status == PM_OK && l->value.status < 0)
			status = pm_fail_nomem(err);
		*sum += l->value.len;
	}
	return status;
}

/* The same for all words before WORD.  Every 64th sum is remembered as long as the
 * article is the same, so that many hits in a long article do not start over again and
 * again. */
static enum pm_status
bytes_before(struct pm_kwic_lines *l, uint32_t word, uint64_t *sum, struct pm_error *err)
{
	size_t step = word / STEP;
	enum pm_status status;

	if (l->n_steps == 0) {
		if ((status = pm_grow(&l->steps, &l->steps_cap, 1, sizeof *l->steps,
				      err)) < 0)
			return status;
		l->steps[l->n_steps++] = 0;
	}
	while (l->n_steps <= step) {
		uint32_t from = (uint32_t)(l->n_steps - 1) * STEP;

		*sum = l->steps[l->n_steps - 1];
		if ((status = add_bytes(l, from, from + STEP, sum, err)) < 0 ||
		    (status = pm_grow(&l->steps, &l->steps_cap, l->n_steps + 1,
				      sizeof *l->steps, err)) < 0)
			return status;
		l->steps[l->n_steps++] = *sum;
	}
	*sum = l->steps[step];
	return add_bytes(l, (uint32_t)step * STEP, word, sum, err);
}

/* The hit's first byte in its title or body. */
static enum pm_status
find_start(struct pm_kwic_lines *l, const struct field *f, uint32_t first,
	   uint64_t *start, struct pm_error *err)
{
	uint64_t before = 0, upto = 0;
	enum pm_status status;

	if ((status = bytes_before(l, f->first, &before, err)) < 0 ||
	    (status = bytes_before(l, first, &upto, err)) < 0)
		return status;
	pm_buf_clear(&l->value);
	if ((status = put_before(&l->hits->view, first, &l->value, err)) < 0)
		return status;
	*start = upto - before + l->value.len;
	return PM_OK;
}

/* The folded words of the hit, with a blank between them, in l->value. */
static enum pm_status
fold_hit(struct pm_kwic_lines *l, uint32_t first, uint32_t end, struct pm_error *err)
{
	struct pm_view *v = &l->hits->view;
	struct pm_known_word word;
	enum pm_status status;
	uint32_t i;

	pm_buf_clear(&l->value);
	for (i = first; i < end; i++) {
		if ((status = pm_segment_word(v->segment, v->decoded.ranks[i], &word,
					      err)) < 0)
			return status;
		if (i > first)
			pm_buf_putc(&l->value, ' ');
		pm_buf_put(&l->value, word.folded, word.len);
	}
	return l->value.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

/* --- the article ---------------------------------------------------------- */

void
pm_kwic_lines_found(struct pm_kwic_lines *l, uint32_t id)
{
	l->id = 0;
	l->found = id;
}

static enum pm_status
read_title(struct pm_kwic_lines *l, struct pm_error *err)
{
	struct pm_view *v = &l->hits->view;
	enum pm_status status = PM_OK;
	uint32_t i;

	pm_buf_clear(&l->title);
	for (i = 0; i < v->place.n_title && status == PM_OK; i++)
		if ((status = put_before(v, i, &l->title, err)) == PM_OK)
			status = put_surface(v, i, &l->title, err);
	if (status == PM_OK)
		status = put_separator(v, v->place.n_title, &l->title, err);
	return status == PM_OK && l->title.status < 0 ? pm_fail_nomem(err) : status;
}

/* Look at article ID; only the text format needs its marks. */
static enum pm_status
look_at(struct pm_kwic_lines *l, uint32_t id, struct pm_error *err)
{
	bool text = l->k->format == PM_KWIC_TEXT;
	struct pm_view *v = &l->hits->view;
	uint32_t article;
	struct pm_segment *seg;
	enum pm_status status;

	if (l->id == id)
		return PM_OK;
	l->id = 0;
	seg = pm_index_locate(pm_search_index(l->hits->search), id, &article);
	if (text && l->found != id)
		status = pm_hits_find(l->hits, id, err);
	else
		status = pm_view_set(v, seg, article, err);
	if (status == PM_OK && l->k->stories == PM_STORIES_ONCE)
		status = pm_once_alike(pm_search_index(l->hits->search), id, &l->alike,
				       err);
	pm_buf_clear(&l->data);
	if (status < 0 || (status = pm_view_dressing(v, err)) < 0 ||
	    (status = pm_store_metadata(pm_segment_store(seg), &v->place, &l->data, err)) <
		    0 ||
	    (status = pm_metadata_read(&l->reader, l->data.data, l->data.len,
				       pm_segment_metadata_path(seg), &l->m, err)) < 0 ||
	    (!text && (status = read_title(l, err)) < 0))
		return status;
	l->n_steps = 0;
	l->id = l->found = id;
	return PM_OK;
}

/* --- text ----------------------------------------------------------------- */

/* Put the words of the hit into cells: words with a mark as marked, and so what is
 * between them if it belongs to the same mark. */
static enum pm_status
mark_hit(struct pm_kwic_lines *l, uint32_t first, uint32_t end, struct pm_error *err)
{
	const struct pm_hits *h = l->hits;
	size_t low = 0, high = h->n_marks;
	enum pm_status status = PM_OK;
	uint32_t i, until;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (h->marks[middle].first < first)
			low = middle + 1;
		else
			high = middle;
	}
	/* Of nothing but stop words: see pm_hits. */
	until = low == h->n_marks || h->marks[low].first >= end ? end : 0;
	for (i = first; i < end && status == PM_OK; i++) {
		struct pm_buf *text = &l->value;

		if (i > first) {
			pm_buf_clear(text);
			status = put_before(&l->hits->view, i, text, err);
			if (status == PM_OK)
				status = pm_cells_add(&l->cells, pm_buf_str(text),
						      text->len, until > i, err);
		}
		for (; low < h->n_marks && h->marks[low].first == i; low++)
			if (h->marks[low].end > until)
				until = h->marks[low].end;
		pm_buf_clear(text);
		if (status == PM_OK)
			status = put_surface(&l->hits->view, i, text, err);
		if (status == PM_OK)
			status = pm_cells_add(&l->cells, pm_buf_str(text), text->len,
					      until > i, err);
	}
	return status;
}

/* Whether lines have a column of dates. */
static bool
is_dated(const struct pm_kwic *k)
{
	size_t i;

	for (i = 0; i < k->n_keys; i++)
		if (k->keys[i].by == PM_KWIC_DATE && k->width >= WIDTH_DATABLE)
			return true;
	return k->width >= WIDTH_DATED;
}

/* A year or a month takes as many columns as a day. */
static void
put_date_column(struct pm_kwic_lines *l)
{
	size_t begin = l->out->len;

	if (l->m.day != 0)
		pm_value_put_day(l->out, l->m.day);
	while (l->out->status == PM_OK && l->out->len < begin + DATE_COLUMNS)
		pm_buf_putc(l->out, ' ');
	pm_buf_putc(l->out, ' ');
}

/* How many columns the name of the article has; 0: none. */
static size_t
name_columns(const struct pm_kwic *k)
{
	return k->width >= WIDTH_NAMED ? k->width / NAME_SHARE : 0;
}

/* What the article is known by; of a long one the end, which tells it from others. */
static enum pm_status
put_name_column(struct pm_kwic_lines *l, size_t width, struct pm_error *err)
{
	enum pm_status status;

	pm_buf_clear(&l->value);
	pm_value_put_article(&l->value, &l->m);
	if (l->value.status < 0)
		return pm_fail_nomem(err);
	pm_cells_clear(&l->cells);
	if ((status = pm_cells_add(&l->cells, pm_buf_str(&l->value), l->value.len,
				   PM_CELL_PLAIN, err)) < 0)
		return status;
	pm_cells_put_tail(&l->cells, width, l->out);
	pm_buf_putc(l->out, ' ');
	return PM_OK;
}

static enum pm_status
put_text(struct pm_kwic_lines *l, uint32_t first, uint32_t end, uint64_t number,
	 struct pm_error *err)
{
	static const struct pm_marks plain = { "**", "**" };
	static const struct pm_marks color = { "\033[31m", "\033[39m" };
	const struct pm_marks *marks = l->k->color ? &color : &plain;
	size_t width = l->k->width > WIDTH_MIN ? l->k->width : WIDTH_MIN;
	bool dated = is_dated(l->k);
	size_t name = name_columns(l->k);
	size_t label = NUMBER_COLUMNS + 1 + (name > 0 ? name + 1 : 0) +
		       (dated ? DATE_COLUMNS + 1 : 0);
	size_t before = (width - label) / 2 - width / 16, left = before, digits, taken,
	       room;
	enum pm_status status;

	digits = (size_t)snprintf(NULL, 0, "%" PRIu64, number);
	/* A large number takes columns from the context, so that hits stay aligned. */
	if (digits > NUMBER_COLUMNS)
		left -= digits - NUMBER_COLUMNS < left ? digits - NUMBER_COLUMNS : left;
	pm_buf_printf(l->out, "%*" PRIu64 " ", (int)NUMBER_COLUMNS, number);
	if (name > 0 && (status = put_name_column(l, name, err)) < 0)
		return status;
	if (dated)
		put_date_column(l);
	pm_cells_clear(&l->cells);
	if ((status = pm_cells_add(&l->cells, pm_buf_str(&l->left), l->left.len,
				   PM_CELL_PLAIN, err)) < 0)
		return status;
	pm_cells_put_end(&l->cells, left, l->out);
	pm_cells_clear(&l->cells);
	if ((status = mark_hit(l, first, end, err)) < 0)
		return status;
	room = pm_cells_least_middle(&l->cells, marks);
	room = room < width / 3 ? width / 3 : room > width / 2 ? width / 2 : room;
	if (room > width - label - before)
		room = width - label - before;
	taken = pm_cells_put_middle(&l->cells, room, marks, l->out);
	pm_cells_clear(&l->cells);
	if ((status = pm_cells_add(&l->cells, pm_buf_str(&l->right), l->right.len,
				   PM_CELL_PLAIN, err)) < 0)
		return status;
	pm_cells_put_start(&l->cells, width - label - before - taken, l->out);
	pm_buf_putc(l->out, '\n');
	return PM_OK;
}

static void
put_count(struct pm_buf *out, uint64_t n, const char *one, const char *many)
{
	pm_buf_put_grouped(out, n);
	pm_buf_putc(out, ' ');
	pm_buf_puts(out, n == 1 ? one : many);
}

static void
put_text_foot(const struct pm_kwic *k, const struct pm_kwic_result *r, struct pm_buf *out)
{
	if (r->hits == 0 && r->articles > 0 && !r->stopped) {
		pm_buf_puts(out,
			    "no hits: the query asks for no words of title or body\n");
		return;
	}
	put_count(out, r->hits, "hit", "hits");
	if (k->sample > 0) {
		pm_buf_puts(out, ", of which ");
		pm_buf_put_grouped(out, r->drawn);
		pm_buf_puts(out, r->drawn == 1 ? " is drawn" : " are drawn");
	}
	if (r->lines == 0 && r->drawn > 0) {
		pm_buf_puts(out, r->stopped ? "" : ", none after the offset");
	} else if (r->lines < r->drawn) {
		pm_buf_puts(out, ", shown ");
		pm_buf_put_grouped(out, k->offset + 1);
		pm_buf_puts(out, " to ");
		pm_buf_put_grouped(out, k->offset + r->lines);
	}
	pm_buf_puts(out, r->stopped ? ", ended early\n" : "\n");
}

/* --- machine formats ------------------------------------------------------- */

/* What a line in a machine format needs. */
struct facts {
	const struct field *field;
	uint32_t first, end;
	uint64_t number, start;
};

static void
put_member(struct pm_buf *out, const char *name, const char *value, size_t len)
{
	if (len == 0)
		return;
	pm_buf_printf(out, ",\"%s\":", name);
	pm_json_put_string(out, value, len);
}

static void
put_text_member(struct pm_buf *out, const char *name, const struct pm_buf *value)
{
	pm_buf_printf(out, ",\"%s\":", name);
	pm_json_put_string(out, pm_buf_str(value), value->len);
}

static void
put_json(struct pm_kwic_lines *l, const struct facts *f)
{
	const struct pm_metadata *m = &l->m;
	struct pm_buf *out = l->out;

	pm_buf_printf(out, "%s\n{\"number\":%" PRIu64, l->any ? "," : "", f->number);
	put_member(out, "id", m->id.data, m->id.len);
	put_member(out, "title", pm_buf_str(&l->title), l->title.len);
	put_member(out, "date", m->date.data, m->date.len);
	if (m->day != 0) {
		pm_buf_puts(out, ",\"day\":\"");
		pm_value_put_day(out, m->day);
		pm_buf_putc(out, '"');
	}
	put_member(out, "source", m->source.data, m->source.len);
	put_member(out, "url", m->url.data, m->url.len);
	put_member(out, "file", m->file.data, m->file.len);
	if (m->line > 0)
		pm_buf_printf(out, ",\"line\":%" PRIu64, m->line);
	pm_buf_printf(out,
		      ",\"field\":\"%s\",\"word\":%u,\"field_word\":%u,\"words\":%u,"
		      "\"start\":%" PRIu64 ",\"end\":%" PRIu64,
		      f->field->name, (unsigned)f->first,
		      (unsigned)(f->first - f->field->first),
		      (unsigned)(f->end - f->first), f->start,
		      f->start + (uint64_t)l->hit.len);
	put_text_member(out, "left", &l->left);
	put_text_member(out, "hit", &l->hit);
	put_text_member(out, "right", &l->right);
	put_text_member(out, "folded", &l->value);
	if (l->k->stories == PM_STORIES_ONCE)
		pm_buf_printf(out, ",\"alike\":%zu", l->alike);
	pm_buf_putc(out, '}');
}

static const char *const columns[] = {
	"number", "article", "day", "source", "title", "field", "word",	 "field_word",
	"words",  "start",   "end", "left",   "hit",   "right", "folded"
};

static void
put_table_head(struct pm_kwic_lines *l)
{
	bool csv = l->k->format == PM_KWIC_CSV;
	size_t i;

	for (i = 0; i < sizeof columns / sizeof *columns; i++) {
		if (i > 0)
			pm_buf_putc(l->out, csv ? ',' : '\t');
		pm_buf_puts(l->out, columns[i]);
	}
	if (l->k->stories == PM_STORIES_ONCE)
		pm_buf_puts(l->out, csv ? ",alike" : "\talike");
	pm_buf_puts(l->out, csv ? "\r\n" : "\n");
}

static void
put_cell(struct pm_kwic_lines *l, const struct pm_buf *value)
{
	if (l->k->format == PM_KWIC_CSV) {
		pm_buf_putc(l->out, ',');
		pm_value_put_csv(l->out, pm_buf_str(value), value->len, l->k->csv);
	} else {
		pm_buf_putc(l->out, '\t');
		pm_value_put(l->out, pm_buf_str(value), value->len);
	}
}

static enum pm_status
put_table(struct pm_kwic_lines *l, const struct facts *f, struct pm_error *err)
{
	bool csv = l->k->format == PM_KWIC_CSV;
	struct pm_buf *out = l->out;
	enum pm_status status;

	pm_buf_printf(out, "%" PRIu64, f->number);
	pm_buf_clear(&l->value);
	pm_value_put_article(&l->value, &l->m);
	put_cell(l, &l->value);
	pm_buf_clear(&l->value);
	if (l->m.day != 0)
		pm_value_put_day(&l->value, l->m.day);
	put_cell(l, &l->value);
	pm_buf_clear(&l->value);
	pm_buf_put(&l->value, l->m.source.data, l->m.source.len);
	put_cell(l, &l->value);
	put_cell(l, &l->title);
	pm_buf_clear(&l->value);
	pm_buf_printf(&l->value, "%s\t%u\t%u\t%u\t%" PRIu64 "\t%" PRIu64, f->field->name,
		      (unsigned)f->first, (unsigned)(f->first - f->field->first),
		      (unsigned)(f->end - f->first), f->start,
		      f->start + (uint64_t)l->hit.len);
	if (l->value.status < 0)
		return pm_fail_nomem(err);
	if (csv) {
		char *tab = (char *)l->value.data;

		while ((tab = strchr(tab, '\t')) != NULL)
			*tab++ = ',';
	}
	pm_buf_putc(out, csv ? ',' : '\t');
	pm_buf_put(out, l->value.data, l->value.len);
	put_cell(l, &l->left);
	put_cell(l, &l->hit);
	put_cell(l, &l->right);
	if ((status = fold_hit(l, f->first, f->end, err)) < 0)
		return status;
	put_cell(l, &l->value);
	if (l->k->stories == PM_STORIES_ONCE)
		pm_buf_printf(out, "%c%zu", csv ? ',' : '\t', l->alike);
	pm_buf_puts(out, csv ? "\r\n" : "\n");
	return PM_OK;
}

static enum pm_status
put_machine(struct pm_kwic_lines *l, struct facts *f, struct pm_error *err)
{
	enum pm_status status = find_start(l, f->field, f->first, &f->start, err);

	if (status < 0)
		return status;
	if (l->k->format != PM_KWIC_JSON)
		return put_table(l, f, err);
	status = fold_hit(l, f->first, f->end, err);
	if (status == PM_OK)
		put_json(l, f);
	return status;
}

/* --- all of them ------------------------------------------------------------ */

void
pm_kwic_lines_head(struct pm_kwic_lines *l, const struct pm_kwic_result *r)
{
	uint32_t articles = pm_index_articles(pm_search_index(l->hits->search));
	struct pm_buf *out = l->out;

	switch (l->k->format) {
	case PM_KWIC_TEXT:
		pm_counts_put(&r->counts, articles, r->stopped, out);
		pm_buf_putc(out, '\n');
		break;
	case PM_KWIC_JSON:
		pm_buf_printf(out, "{\"format\":%d,\"query\":", PM_KWIC_VERSION);
		pm_json_put_string(out, l->k->query == NULL ? "" : l->k->query,
				   l->k->query_len);
		pm_counts_put_json(&r->counts, articles, out);
		pm_buf_printf(out, ",\"offset\":%" PRIu64 ",\"lines\":[", l->k->offset);
		break;
	case PM_KWIC_TSV:
		pm_buf_printf(out, "# pressmark-query kwic tsv %d", PM_KWIC_VERSION);
		pm_counts_put_tsv(&r->counts, out);
		pm_buf_putc(out, '\n');
		put_table_head(l);
		break;
	case PM_KWIC_CSV:
		put_table_head(l);
		break;
	}
}

enum pm_status
pm_kwic_lines_put(struct pm_kwic_lines *l, uint32_t id, uint32_t first, uint32_t end,
		  uint64_t number, struct pm_error *err)
{
	struct field field;
	struct facts f = { &field, first, end, number, 0 };
	enum pm_status status = look_at(l, id, err);

	if (status < 0)
		return status;
	field = field_of(&l->hits->view, first);
	if ((status = gather(l, &field, first, end, err)) < 0)
		return status;
	status = l->k->format == PM_KWIC_TEXT ? put_text(l, first, end, number, err)
					      : put_machine(l, &f, err);
	l->any = true;
	return status == PM_OK && l->out->status < 0 ? pm_fail_nomem(err) : status;
}

void
pm_kwic_lines_foot(struct pm_kwic_lines *l, const struct pm_kwic_result *r)
{
	switch (l->k->format) {
	case PM_KWIC_TEXT:
		if (r->articles > 0 || r->stopped)
			put_text_foot(l->k, r, l->out);
		break;
	case PM_KWIC_JSON:
		pm_buf_printf(l->out,
			      "%s],\"hits\":%" PRIu64 ",\"drawn\":%" PRIu64
			      ",\"shown\":%" PRIu64 ",\"complete\":%s}\n",
			      l->any ? "\n" : "", r->hits, r->drawn, r->lines,
			      r->stopped ? "false" : "true");
		break;
	case PM_KWIC_TSV:
		pm_buf_printf(l->out,
			      "# hits %" PRIu64 ", drawn %" PRIu64 ", shown %" PRIu64
			      "%s\n",
			      r->hits, r->drawn, r->lines,
			      r->stopped ? ", ended early" : "");
		break;
	case PM_KWIC_CSV:
		break;
	}
}
