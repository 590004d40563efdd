/* Pressmark - facets: see facets.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/facets.h"

#include "answer/facet_names.h"
#include "match/field_names.h"
#include "segment/metadata.h"
#include "support/calendar.h"
#include "support/intern.h"
#include "support/json_put.h"
#include "support/sort.h"
#include "support/url.h"
#include "terminal/cells.h"
#include "terminal/values.h"
#include "text/names.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define WIDTH_MIN 40u
#define INDENT 2u
#define NONE "(none)"

/* in the order of pm_facet_own */
enum kind { SOURCE, AUTHOR, HOST, YEAR, MONTH, DAY, NAMED };

struct value {
	uint32_t id;	/* among the interned */
	uint32_t count; /* of articles */
	uint32_t last;	/* the article that was counted last, from 1; 0: none */
};

struct facets {
	const struct pm_facets *f;
	struct pm_search *s;
	struct pm_buf *out;
	struct pm_facets_result *result;
	enum kind kind;
	struct pm_intern names;
	struct value *values;
	size_t cap;
	struct pm_metadata_reader reader;
	struct pm_buf data, scratch;
	struct pm_buf name;	     /* of a field of the corpus, as it is compared */
	bool seen;		     /* an article has the field, perhaps empty */
	struct pm_patience patience; /* for showing */
};

/* --- counting ------------------------------------------------------------- */

/* One more article has the value, in the form in which values are compared. */
static enum pm_status
count(struct facets *x, uint32_t article, const char *s, size_t len, bool *has,
      struct pm_error *err)
{
	enum pm_status status;
	uint32_t id, known = x->names.n;

	pm_buf_clear(&x->scratch);
	if ((status = pm_value_compose(&x->scratch, s, len, err)) < 0 ||
	    x->scratch.len == 0)
		return status;
	*has = true;
	if ((status = pm_intern(&x->names, pm_buf_str(&x->scratch), x->scratch.len, &id,
				err)) < 0)
		return status;
	if (id == known) {
		if ((status = pm_grow(&x->values, &x->cap, (size_t)id + 1,
				      sizeof *x->values, err)) < 0)
			return status;
		x->values[id] = (struct value){ id, 0, 0 };
	}
	x->values[id].count += x->values[id].last != article;
	x->values[id].last = article;
	return PM_OK;
}

/* Made like the term that host: asks for. */
static enum pm_status
count_host(struct facets *x, uint32_t article, struct pm_text_ref url, bool *has,
	   struct pm_error *err)
{
	enum pm_status status;
	struct pm_buf host;

	if (url.len == 0)
		return PM_OK;
	pm_buf_init(&host, PM_BUF_NO_LIMIT);
	pm_url_host(url.data, url.len, &host);
	status = host.status < 0
		       ? pm_fail_nomem(err)
		       : count(x, article, pm_buf_str(&host), host.len, has, err);
	pm_buf_release(&host);
	return status;
}

static enum pm_status
count_day(struct facets *x, uint32_t article, uint32_t day, bool *has,
	  struct pm_error *err)
{
	static const size_t lengths[] = { [YEAR] = 4, [MONTH] = 7, [DAY] = 10 };
	char text[PM_DATE_TEXT];

	if (day == 0)
		return PM_OK;
	/* a year is in no month, and a month on no day */
	if (pm_date_text(day, text) < lengths[x->kind]) {
		x->result->coarser++;
		return PM_OK;
	}
	return count(x, article, text, lengths[x->kind], has, err);
}

static enum pm_status
count_named(struct facets *x, uint32_t article, const struct pm_metadata *m, bool *has,
	    struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool named;
	size_t i;

	for (i = 0; i < m->n_fields && status == PM_OK; i++) {
		const struct pm_metadata_field *field = &m->fields[i];

		status = pm_name_is(&x->scratch, field->name.data, field->name.len,
				    pm_buf_str(&x->name), x->name.len, &named, err);
		if (status < 0 || !named)
			continue;
		x->seen = true;
		status = count(x, article, field->value.data, field->value.len, has, err);
	}
	return status;
}

static enum pm_status
count_authors(struct facets *x, uint32_t article, const struct pm_metadata *m, bool *has,
	      struct pm_error *err)
{
	struct pm_text_ref author;
	enum pm_status status = PM_OK;
	size_t at = 0;

	while (status == PM_OK && pm_metadata_item(m->author, &at, &author))
		status = count(x, article, author.data, author.len, has, err);
	return status;
}

static enum pm_status
count_article(struct facets *x, uint32_t id, struct pm_error *err)
{
	uint32_t article;
	struct pm_segment *seg = pm_index_locate(pm_search_index(x->s), id, &article);
	struct pm_metadata m;
	enum pm_status status;
	bool has = false;

	pm_buf_clear(&x->data);
	if ((status = pm_segment_metadata(seg, article, &x->data, err)) < 0 ||
	    (status = pm_metadata_read(&x->reader, x->data.data, x->data.len,
				       pm_segment_metadata_path(seg), &m, err)) < 0)
		return status;
	switch (x->kind) {
	case SOURCE:
		status = count(x, id, m.source.data, m.source.len, &has, err);
		break;
	case AUTHOR:
		status = count_authors(x, id, &m, &has, err);
		break;
	case HOST:
		status = count_host(x, id, m.url, &has, err);
		break;
	case YEAR:
	case MONTH:
	case DAY:
		status = count_day(x, id, m.day, &has, err);
		break;
	case NAMED:
		status = count_named(x, id, &m, &has, err);
		break;
	}
	x->result->without += !has;
	return status;
}

static int
compare_places(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Count all articles that match, segment by segment and in their order there, so that no
 * block is inflated twice. */
static enum pm_status
count_all(struct facets *x, const struct pm_search_result *found, struct pm_error *err)
{
	uint32_t segments = (uint32_t)pm_search_index(x->s)->generation.n_segments;
	uint64_t *places = pm_alloc(found->n, sizeof *places);
	enum pm_status status = PM_OK;
	size_t i;

	if (places == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < found->n; i++) {
		uint32_t id = found->matches[i].id;

		places[i] = (uint64_t)((id - 1) % segments) << 32 | id;
	}
	if (found->n > 1)
		qsort(places, found->n, sizeof *places, compare_places);
	for (i = 0; i < found->n && status == PM_OK; i++) {
		if (pm_stop_asked(&x->f->stop)) {
			x->result->stopped = true;
			break;
		}
		status = count_article(x, (uint32_t)places[i], err);
	}
	if (status == PM_ERR_INTERRUPTED) {
		x->result->stopped = true;
		status = PM_OK;
	}
	free(places);
	return status;
}

/* --- empty months and years ------------------------------------------------------- */

/* The number of a month or a year, and back. */
static uint32_t
period_of(const struct facets *x, const char *text)
{
	uint32_t year = 0, month = 0;
	size_t i;

	for (i = 0; i < 4; i++)
		year = year * 10 + (uint32_t)(text[i] - '0');
	for (i = 5; i < 7 && x->kind == MONTH; i++)
		month = month * 10 + (uint32_t)(text[i] - '0');
	return x->kind == MONTH ? year * 12 + month - 1 : year;
}

static void
period_text(const struct facets *x, uint32_t period, char text[PM_DATE_TEXT])
{
	pm_date_text(x->kind == YEAR ? pm_date(period, 0, 0)
				     : pm_date(period / 12, period % 12 + 1, 0),
		     text);
}

/* Add those between the first and the last that no article has, with a count of 0. */
static enum pm_status
add_empty(struct facets *x, struct pm_error *err)
{
	uint32_t first = UINT32_MAX, last = 0, n = x->names.n, i, id;
	char text[PM_DATE_TEXT];
	enum pm_status status = PM_OK;
	size_t len;

	if ((x->kind != YEAR && x->kind != MONTH) || n == 0)
		return PM_OK;
	for (i = 0; i < n; i++) {
		uint32_t period = period_of(x, pm_intern_get(&x->names, i, &len));

		first = period < first ? period : first;
		last = period > last ? period : last;
	}
	if (last - first >= PM_FACETS_EMPTY_MAX)
		return PM_OK;
	for (i = first; i <= last && status == PM_OK; i++) {
		uint32_t known = x->names.n;

		period_text(x, i, text);
		if ((status = pm_intern(&x->names, text, strlen(text), &id, err)) < 0 ||
		    id < known)
			continue;
		status = pm_grow(&x->values, &x->cap, (size_t)id + 1, sizeof *x->values,
				 err);
		if (status == PM_OK)
			x->values[id] = (struct value){ id, 0, 0 };
	}
	return status;
}

/* --- whether there is such a field ------------------------------------------ */

static enum pm_status
note_seen(void *ctx, const char *name, size_t len, struct pm_error *err)
{
	struct facets *x = ctx;
	enum pm_status status = pm_name_is(&x->scratch, name, len, pm_buf_str(&x->name),
					   x->name.len, &x->seen, err);

	return status == PM_OK && x->seen ? PM_STOPPED : status;
}

static enum pm_status
check_field(struct facets *x, struct pm_error *err)
{
	struct pm_index *index = pm_search_index(x->s);
	enum pm_status status;

	if (x->seen || x->names.n > 0 || x->result->coarser > 0 || x->result->stopped)
		return PM_OK;
	status = x->kind == NAMED ? pm_fields_each(index, note_seen, x, err)
				  : pm_facet_has_own(index, x->kind, &x->seen, err);
	if (status == PM_ERR_INTERRUPTED) {
		x->result->stopped = x->seen = true;
		status = PM_OK;
	}
	return status == PM_OK && !x->seen ? pm_facet_unknown(index, x->f->field, err)
					   : status;
}

/* --- the order of rows -------------------------------------------------------- */

static int
compare_names(const struct facets *x, const struct value *a, const struct value *b)
{
	size_t a_len, b_len;
	const char *s = pm_intern_get(&x->names, a->id, &a_len);
	const char *t = pm_intern_get(&x->names, b->id, &b_len);

	return pm_compare_bytes(s, a_len, t, b_len);
}

static int
compare_values(const void *a, const void *b, void *ctx)
{
	const struct value *v = a, *w = b;
	struct facets *x = ctx;
	bool dates = x->kind == YEAR || x->kind == MONTH || x->kind == DAY;

	if (pm_patience_over(&x->patience, 8))
		return 0;
	if (!dates && v->count != w->count)
		return v->count > w->count ? -1 : 1;
	return compare_names(x, v, w);
}

/* --- text ---------------------------------------------------------------------- */

static size_t
grouped_columns(uint64_t n)
{
	size_t digits = 1;

	while (n >= 10) {
		n /= 10;
		digits++;
	}
	return digits + (digits - 1) / 3;
}

static void
put_blanks(struct pm_buf *out, size_t n)
{
	while (n-- > 0)
		pm_buf_putc(out, ' ');
}

struct table {
	size_t names, counts; /* columns of each */
	struct pm_cells cells;
};

static size_t
all_columns(const struct pm_cells *c)
{
	size_t columns = 0, i;

	for (i = 0; i < c->n; i++)
		columns += c->cells[i].columns;
	return columns;
}

static void
put_text_row(struct facets *x, struct table *t, uint32_t n)
{
	static const struct pm_marks none = { "", "" };
	uint32_t of = x->result->articles;
	size_t taken;

	put_blanks(x->out, INDENT);
	taken = pm_cells_put_middle(&t->cells, t->names, &none, x->out);
	put_blanks(x->out, t->names - taken + INDENT + t->counts - grouped_columns(n));
	pm_buf_put_grouped(x->out, n);
	pm_buf_printf(x->out, "  %5.1f %%\n", 100.0 * n / of);
}

static enum pm_status
read_cells(struct pm_cells *c, const char *s, size_t len, struct pm_error *err)
{
	pm_cells_clear(c);
	return pm_cells_add(c, s, len, PM_CELL_PLAIN, err);
}

static enum pm_status
read_value(struct facets *x, size_t row, struct pm_cells *c, struct pm_error *err)
{
	size_t len;
	const char *s = pm_intern_get(&x->names, x->values[row].id, &len);

	return read_cells(c, s, len, err);
}

static enum pm_status
measure(struct facets *x, struct table *t, struct pm_error *err)
{
	size_t width = x->f->width > WIDTH_MIN ? x->f->width : WIDTH_MIN, most, i;
	uint32_t greatest = x->result->without;
	enum pm_status status;

	t->names = x->result->without > 0 ? strlen(NONE) : 0;
	for (i = 0; i < x->result->rows; i++) {
		if ((status = read_value(x, i, &t->cells, err)) < 0)
			return status;
		if (t->names < all_columns(&t->cells))
			t->names = all_columns(&t->cells);
		if (greatest < x->values[i].count)
			greatest = x->values[i].count;
	}
	t->counts = grouped_columns(greatest);
	most = width - t->counts - (size_t)2 * INDENT - strlen("  100.0 %");
	if (t->names > most)
		t->names = most;
	return PM_OK;
}

/* What is not shown, and what has no value. */
static enum pm_status
put_last_rows(struct facets *x, struct table *t, struct pm_error *err)
{
	const struct pm_facets_result *r = x->result;
	enum pm_status status;

	if (r->rows < x->names.n) {
		put_blanks(x->out, INDENT);
		pm_buf_puts(x->out, "and ");
		pm_buf_put_grouped(x->out, x->names.n - r->rows);
		pm_buf_puts(x->out, x->names.n - r->rows == 1 ? " more value\n"
							      : " more values\n");
	}
	if (r->without == 0)
		return PM_OK;
	if ((status = read_cells(&t->cells, NONE, strlen(NONE), err)) < 0)
		return status;
	put_text_row(x, t, r->without);
	if (r->coarser > 0) {
		put_blanks(x->out, (size_t)2 * INDENT);
		pm_buf_put_grouped(x->out, r->coarser);
		pm_buf_puts(x->out, r->coarser == 1 ? " of these has only a year"
						    : " of these have only a year");
		pm_buf_puts(x->out, x->kind == DAY ? " or a month\n" : "\n");
	}
	return PM_OK;
}

static enum pm_status
put_text(struct facets *x, struct pm_error *err)
{
	uint32_t articles = pm_index_articles(pm_search_index(x->s));
	const struct pm_facets_result *r = x->result;
	enum pm_status status;
	struct table t;
	size_t i;

	pm_counts_put(&r->counts, articles, r->stopped, x->out);
	pm_buf_puts(x->out, r->stopped ? ", ended early\n" : "\n");
	if (r->articles == 0)
		return PM_OK;
	pm_cells_init(&t.cells);
	status = measure(x, &t, err);
	for (i = 0; i < r->rows && status == PM_OK; i++)
		if ((status = read_value(x, i, &t.cells, err)) == PM_OK)
			put_text_row(x, &t, x->values[i].count);
	if (status == PM_OK)
		status = put_last_rows(x, &t, err);
	pm_cells_release(&t.cells);
	return status;
}

/* --- machine formats -------------------------------------------------------------- */

static void
put_json(struct facets *x)
{
	const struct pm_facets_result *r = x->result;
	struct pm_buf *out = x->out;
	size_t i, len;

	pm_buf_printf(out, "{\"format\":%d,\"query\":", PM_FACETS_VERSION);
	pm_json_put_string(out, x->f->query == NULL ? "" : x->f->query, x->f->query_len);
	pm_counts_put_json(&r->counts, pm_index_articles(pm_search_index(x->s)), out);
	pm_buf_puts(out, ",\"facet\":");
	pm_json_put_string(out, x->f->field, strlen(x->f->field));
	pm_buf_printf(out, ",\"values\":%zu,\"without\":%u", r->values,
		      (unsigned)r->without);
	if (x->kind == MONTH || x->kind == DAY)
		pm_buf_printf(out, ",\"coarser\":%u", (unsigned)r->coarser);
	pm_buf_printf(out, ",\"complete\":%s,\"rows\":[", r->stopped ? "false" : "true");
	for (i = 0; i < r->rows; i++) {
		const char *s = pm_intern_get(&x->names, x->values[i].id, &len);

		pm_buf_puts(out, i > 0 ? ",\n{\"value\":" : "\n{\"value\":");
		pm_json_put_string(out, s, len);
		pm_buf_printf(out, ",\"count\":%u}", (unsigned)x->values[i].count);
	}
	pm_buf_puts(out, r->rows > 0 ? "\n]}\n" : "]}\n");
}

static void
put_tsv(struct facets *x)
{
	const struct pm_facets_result *r = x->result;
	struct pm_buf *out = x->out;
	size_t i, len;

	pm_buf_printf(out, "# pressmark-query facets tsv %d, field ", PM_FACETS_VERSION);
	pm_value_put(out, x->f->field, strlen(x->f->field));
	pm_counts_put_tsv(&r->counts, out);
	pm_buf_printf(out, ", values %zu", r->values);
	if (r->coarser > 0)
		pm_buf_printf(out, ", coarser %u", (unsigned)r->coarser);
	pm_buf_puts(out, r->stopped ? ", ended early\n" : "\n");
	pm_buf_puts(out, "value\tcount\n");
	for (i = 0; i < r->rows; i++) {
		const char *s = pm_intern_get(&x->names, x->values[i].id, &len);

		pm_value_put(out, s, len);
		pm_buf_printf(out, "\t%u\n", (unsigned)x->values[i].count);
	}
	if (r->without > 0)
		pm_buf_printf(out, NONE "\t%u\n", (unsigned)r->without);
	if (r->rows < x->names.n)
		pm_buf_printf(out, "# shown %zu of %u values\n", r->rows,
			      (unsigned)x->names.n);
}

/* --- the answer ---------------------------------------------------------------------- */

static enum kind
kind_of(const char *field)
{
	const char *name;
	size_t i;

	for (i = 0; (name = pm_facet_own(i)) != NULL; i++)
		if (strcasecmp(field, name) == 0)
			return (enum kind)i;
	return NAMED;
}

/* The name of a field of the corpus: all of it, or as in a query in quotes, of which two
 * in a row stand for one. */
static enum pm_status
read_name(struct facets *x, struct pm_error *err)
{
	const char *s = x->f->field, *end = s + strlen(s);
	enum pm_status status;
	struct pm_buf name;

	pm_buf_init(&name, PM_BUF_NO_LIMIT);
	if (end - s > 1 && s[0] == '"' && end[-1] == '"') {
		for (s++, end--; s < end; s++) {
			pm_buf_putc(&name, *s);
			s += s[0] == '"' && s + 1 < end && s[1] == '"';
		}
	} else {
		pm_buf_puts(&name, s);
	}
	status = name.status < 0
		       ? pm_fail_nomem(err)
		       : pm_name_fold(&x->name, pm_buf_str(&name), name.len, err);
	pm_buf_release(&name);
	return status;
}

static enum pm_status
put_answer(struct facets *x, struct pm_error *err)
{
	size_t max = x->f->max > 0 ? x->f->max : PM_FACETS_ROWS;
	enum pm_status status = PM_OK;

	x->patience.stop = x->f->last;
	x->result->values = x->names.n;
	if ((status = add_empty(x, err)) < 0)
		return status;
	x->result->rows = x->names.n < max ? x->names.n : max;
	if (x->names.n > 1)
		qsort_r(x->values, x->names.n, sizeof *x->values, compare_values, x);
	/* They are not in order. */
	if (x->patience.stopped) {
		x->result->stopped = true;
		x->result->rows = 0;
	}
	switch (x->f->format) {
	case PM_FACETS_TEXT:
		status = put_text(x, err);
		break;
	case PM_FACETS_JSON:
		put_json(x);
		break;
	case PM_FACETS_TSV:
		put_tsv(x);
		break;
	}
	return status == PM_OK && x->out->status < 0 ? pm_fail_nomem(err) : status;
}

enum pm_status
pm_facets_answer(const struct pm_facets *f, struct pm_search *s, struct pm_buf *out,
		 struct pm_facets_result *result, struct pm_error *err)
{
	struct facets x = { .f = f,
			    .s = s,
			    .out = out,
			    .result = result,
			    .kind = kind_of(f->field) };
	struct pm_search_options o = { .max = UINT32_MAX,
				       .sort = PM_SORT_RELEVANCE,
				       .stories = f->stories,
				       .stop = f->stop };
	struct pm_search_result found;
	enum pm_status status;

	memset(result, 0, sizeof *result);
	if ((status = pm_search_run(s, f->tree, &o, &found, err)) < 0)
		return status;
	result->articles = found.total;
	result->counts = pm_counts_of(&found, f->stories);
	result->counts.cite = f->cite;
	result->stopped = found.stopped;
	pm_intern_init(&x.names);
	pm_buf_init(&x.data, PM_BUF_NO_LIMIT);
	pm_buf_init(&x.scratch, PM_BUF_NO_LIMIT);
	pm_buf_init(&x.name, PM_BUF_NO_LIMIT);
	if ((status = read_name(&x, err)) == PM_OK &&
	    (status = count_all(&x, &found, err)) == PM_OK &&
	    (status = check_field(&x, err)) == PM_OK)
		status = put_answer(&x, err);
	pm_metadata_reader_release(&x.reader);
	pm_buf_release(&x.data);
	pm_buf_release(&x.scratch);
	pm_buf_release(&x.name);
	pm_intern_release(&x.names);
	free(x.values);
	pm_search_result_release(&found);
	return status;
}
