/* Pressmark - a sink that lets libxapian write the database: see transpose.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/transpose.h"

#include "shim/sink_check.h"
#include "shim/writer.h"
#include "support/file.h"
#include "support/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#define MEMORY_MIN ((size_t)1 << 20)
#define MEMORY_MAX ((size_t)1 << 31) /* offsets of terms have 32 bits */
/* Spools that fit in this much memory need no file. */
#define SPOOL_MEMORY ((size_t)1 << 20)

/* Articles between two looks at whether to stop. */
#define ASK_EVERY 64u

struct gathered {
	uint32_t article, wdf;
	uint32_t term; /* offset of its length, then the term itself */
};

/* Part of a spool, ascending by article; each record begins with the article. */
struct stream {
	uint64_t from, to;
	uint32_t slot; /* for values */
	struct pm_spool_reader reader;
	uint32_t article;	/* of the current record; 0: none left */
	const uint8_t *p, *end; /* the rest of that record */
};

struct streams {
	char *path;
	struct pm_spool spool;
	struct stream *list;
	size_t n, cap;
};

struct transpose {
	struct pm_sink sink;
	struct pm_db_writer *writer;
	char *dir;
	size_t memory;
	struct pm_sink_check check;
	struct pm_error broken; /* the first failure; it stays */

	uint32_t *lengths;
	size_t lengths_cap;
	struct streams values;	 /* one per slot */
	struct streams postings; /* one per run; records are described below */
	struct pm_buf record;

	/* the run that is being gathered */
	struct pm_buf terms;
	uint32_t term;
	struct gathered *held;
	size_t n_held, held_cap;
	uint32_t *order, *starts;
	size_t order_cap;

	/* the article being assembled */
	struct pm_buf bytes; /* its terms */
	struct pm_term *doc_terms;
	size_t n_terms, terms_cap;
	struct pm_db_value *doc_values;
	size_t n_values;

	/* for the thread that hands over the data */
	struct streams data;
	struct pm_buf data_record;
	uint32_t last_data;
	struct pm_error data_broken;
};

/* --- spools ------------------------------------------------------------- */

static enum pm_status
streams_init(struct streams *s, const char *scratch_dir, const char *name,
	     struct pm_error *err)
{
	s->path = pm_path_join(scratch_dir, name);
	pm_spool_init(&s->spool, s->path, SPOOL_MEMORY);
	return s->path == NULL ? pm_fail_nomem(err) : PM_OK;
}

static void
streams_release(struct streams *s)
{
	size_t i;

	if (s->path == NULL)
		return;
	for (i = 0; i < s->n; i++)
		pm_spool_reader_release(&s->list[i].reader);
	free(s->list);
	pm_spool_release(&s->spool);
	free(s->path);
}

/* What is written from here on belongs to a new stream. */
static enum pm_status
streams_begin(struct streams *s, uint32_t slot, struct pm_error *err)
{
	enum pm_status status = pm_grow(&s->list, &s->cap, s->n + 1, sizeof *s->list, err);

	if (status < 0)
		return status;
	if (s->n > 0)
		s->list[s->n - 1].to = s->spool.len;
	memset(&s->list[s->n], 0, sizeof *s->list);
	s->list[s->n].from = s->spool.len;
	s->list[s->n++].slot = slot;
	return PM_OK;
}

static enum pm_status
stream_next(struct stream *s, struct pm_error *err)
{
	enum pm_status status = pm_spool_next(&s->reader, &s->p, &s->end, err);

	s->article = 0;
	if (status == PM_END)
		return PM_OK;
	if (status == PM_OK && pm_load_varint32(&s->p, s->end, &s->article) < 0)
		return pm_fail(err, PM_ERR_INTERNAL, "a scratch file has a wrong record");
	return status;
}

/* Position each stream at its first record. */
static enum pm_status
streams_read(struct streams *s, struct pm_error *err)
{
	enum pm_status status = pm_spool_end(&s->spool, err);
	size_t i;

	for (i = 0; i < s->n && status == PM_OK; i++) {
		struct stream *one = &s->list[i];

		pm_spool_read(&one->reader, &s->spool, one->from,
			      i + 1 < s->n ? one->to : s->spool.len);
		status = stream_next(one, err);
	}
	return status;
}

/* --- runs --------------------------------------------------------------- */

static const uint8_t *
term_at(const struct transpose *t, uint32_t at, size_t *len)
{
	*len = t->terms.data[at];
	return t->terms.data + at + 1;
}

/* t->order becomes the held postings, article by article, each article's terms in order;
 * t->starts becomes where each article's postings begin. */
static enum pm_status
sort_run(struct transpose *t, struct pm_error *err)
{
	uint32_t n = t->check.articles, at = 0, count;
	enum pm_status status;
	size_t i;

	status = pm_grow(&t->order, &t->order_cap, t->n_held, sizeof *t->order, err);
	if (status < 0)
		return status;
	if (t->starts == NULL &&
	    (t->starts = pm_alloc((size_t)n + 2, sizeof *t->starts)) == NULL)
		return pm_fail_nomem(err);
	memset(t->starts, 0, ((size_t)n + 2) * sizeof *t->starts);
	for (i = 0; i < t->n_held; i++)
		t->starts[t->held[i].article]++;
	for (i = 0; i <= n; i++) {
		count = t->starts[i];
		t->starts[i] = at;
		at += count;
	}
	for (i = 0; i < t->n_held; i++)
		t->order[t->starts[t->held[i].article]++] = (uint32_t)i;
	/* each is now where the next article's postings begin */
	memmove(t->starts + 1, t->starts, ((size_t)n + 1) * sizeof *t->starts);
	t->starts[0] = 0;
	return PM_OK;
}

/* A record: the article, the number of its terms, and for each term the number of bytes
 * shared with the one before, the number of other bytes, those bytes, and the wdf. */
static void
make_record(struct transpose *t, uint32_t article, const uint32_t *order, size_t n)
{
	const uint8_t *last = NULL, *term;
	size_t last_len = 0, len, common, i;

	pm_buf_clear(&t->record);
	pm_buf_put_varint(&t->record, article);
	pm_buf_put_varint(&t->record, n);
	for (i = 0; i < n; i++) {
		term = term_at(t, t->held[order[i]].term, &len);
		for (common = 0; common < last_len && common < len; common++)
			if (last[common] != term[common])
				break;
		pm_buf_put_varint(&t->record, common);
		pm_buf_put_varint(&t->record, len - common);
		pm_buf_put(&t->record, term + common, len - common);
		pm_buf_put_varint(&t->record, t->held[order[i]].wdf);
		last = term;
		last_len = len;
	}
}

static enum pm_status
spill_run(struct transpose *t, struct pm_error *err)
{
	enum pm_status status;
	uint32_t a, from, n;

	if (t->n_held == 0)
		return PM_OK;
	if ((status = sort_run(t, err)) < 0 ||
	    (status = streams_begin(&t->postings, 0, err)) < 0)
		return status;
	for (a = 1; a <= t->check.articles; a++) {
		from = t->starts[a];
		n = t->starts[a + 1] - from;
		if (n == 0)
			continue;
		make_record(t, a, t->order + from, n);
		if ((status = pm_spool_put(&t->postings.spool, &t->record, err)) < 0)
			return status;
	}
	t->n_held = 0;
	return PM_OK;
}

/* --- input ------------------------------------------------------------- */

#define CHECKED(check_call, call) \
	do { \
		if (t->broken.status == PM_OK && (check_call) == PM_OK) \
			(void)(call); \
		return pm_sink_again(&t->broken, err); \
	} while (0)

static enum pm_status
put_slots(struct pm_sink *s, const struct pm_slot *slots, size_t n, struct pm_error *err)
{
	struct transpose *t = (struct transpose *)s;

	CHECKED(pm_sink_check_slots(&t->check, slots, n, &t->broken), 0);
}

static enum pm_status
take_value(struct transpose *t, uint32_t slot, uint32_t article, const char *data,
	   size_t len, struct pm_error *err)
{
	struct streams *v = &t->values;
	enum pm_status status;

	if ((v->n == 0 || v->list[v->n - 1].slot != slot) &&
	    (status = streams_begin(v, slot, err)) < 0)
		return status;
	pm_buf_clear(&t->record);
	pm_buf_put_varint(&t->record, article);
	pm_buf_put(&t->record, data, len);
	return pm_spool_put(&v->spool, &t->record, err);
}

static enum pm_status
put_value(struct pm_sink *s, uint32_t slot, uint32_t article, const char *data,
	  size_t len, struct pm_error *err)
{
	struct transpose *t = (struct transpose *)s;

	CHECKED(pm_sink_check_value(&t->check, slot, article, data, len, &t->broken),
		take_value(t, slot, article, data, len, &t->broken));
}

static enum pm_status
take_length(struct transpose *t, uint32_t article, uint32_t length, struct pm_error *err)
{
	enum pm_status status = pm_grow(&t->lengths, &t->lengths_cap, article,
					sizeof *t->lengths, err);

	if (status == PM_OK)
		t->lengths[article - 1] = length;
	return status;
}

static enum pm_status
put_length(struct pm_sink *s, uint32_t article, uint32_t length, struct pm_error *err)
{
	struct transpose *t = (struct transpose *)s;

	CHECKED(pm_sink_check_length(&t->check, article, length, &t->broken),
		take_length(t, article, length, &t->broken));
}

/* Once for each term, and again in each run that has some of its postings. */
static enum pm_status
keep_term(struct transpose *t, struct pm_error *err)
{
	t->term = (uint32_t)t->terms.len;
	pm_buf_putc(&t->terms, (int)t->check.term_len);
	pm_buf_put(&t->terms, t->check.term, t->check.term_len);
	return pm_buf_check(&t->terms, "the terms of a run", err);
}

static enum pm_status
put_term(struct pm_sink *s, const char *term, size_t len, uint32_t n_articles,
	 uint64_t total, struct pm_error *err)
{
	struct transpose *t = (struct transpose *)s;

	CHECKED(pm_sink_check_term(&t->check, term, len, n_articles, total, &t->broken),
		keep_term(t, &t->broken));
}

static enum pm_status
take_postings(struct transpose *t, const struct pm_posting *p, size_t n,
	      struct pm_error *err)
{
	const size_t each = sizeof *t->held + sizeof *t->order;
	enum pm_status status;
	size_t most, i;

	while (n > 0) {
		if (t->n_held * each + t->terms.len >= t->memory) {
			if ((status = spill_run(t, err)) < 0)
				return status;
			pm_buf_clear(&t->terms);
			if ((status = keep_term(t, err)) < 0)
				return status;
		}
		most = (t->memory - t->n_held * each - t->terms.len) / each + 1;
		if (most > n)
			most = n;
		status = pm_grow(&t->held, &t->held_cap, t->n_held + most,
				 sizeof *t->held, err);
		if (status < 0)
			return status;
		for (i = 0; i < most; i++)
			t->held[t->n_held++] = (struct gathered){ p[i].article, p[i].wdf,
								  t->term };
		p += most;
		n -= most;
	}
	return PM_OK;
}

static enum pm_status
put_postings(struct pm_sink *s, const struct pm_posting *postings, size_t n,
	     struct pm_error *err)
{
	struct transpose *t = (struct transpose *)s;

	CHECKED(pm_sink_check_postings(&t->check, postings, n, &t->broken),
		take_postings(t, postings, n, &t->broken));
}

static enum pm_status
take_data(struct transpose *t, uint32_t article, const char *data, size_t len,
	  struct pm_error *err)
{
	enum pm_status status;

	if ((status = pm_sink_check_data(&t->last_data, article, err)) < 0 || len == 0)
		return status;
	if (t->data.n == 0 && (status = streams_begin(&t->data, 0, err)) < 0)
		return status;
	pm_buf_clear(&t->data_record);
	pm_buf_put_varint(&t->data_record, article);
	pm_buf_put(&t->data_record, data, len);
	return pm_spool_put(&t->data.spool, &t->data_record, err);
}

static enum pm_status
put_data(struct pm_sink *s, uint32_t article, const char *data, size_t len,
	 struct pm_error *err)
{
	struct transpose *t = (struct transpose *)s;

	if (t->data_broken.status == PM_OK)
		take_data(t, article, data, len, &t->data_broken);
	return pm_sink_again(&t->data_broken, err);
}

/* --- articles ----------------------------------------------------------- */

static enum pm_status
wrong_record(struct pm_error *err)
{
	return pm_fail(err, PM_ERR_INTERNAL, "a scratch file has a wrong record");
}

/* Append the terms of a record to the article's; *LENGTH grows by their wdf. */
static enum pm_status
add_terms(struct transpose *t, struct stream *s, uint64_t *length, struct pm_error *err)
{
	const uint8_t *p = s->p;
	size_t last = 0, last_len = 0, at;
	uint32_t n, common, len, wdf;
	enum pm_status status;

	if (pm_load_varint32(&p, s->end, &n) < 0)
		return wrong_record(err);
	status = pm_grow(&t->doc_terms, &t->terms_cap, t->n_terms + n,
			 sizeof *t->doc_terms, err);
	if (status < 0)
		return status;
	for (; n > 0; n--) {
		if (pm_load_varint32(&p, s->end, &common) < 0 ||
		    pm_load_varint32(&p, s->end, &len) < 0 || common > last_len ||
		    len > (size_t)(s->end - p))
			return wrong_record(err);
		at = t->bytes.len;
		if (pm_buf_reserve(&t->bytes, common + len) == NULL)
			return pm_fail_nomem(err);
		pm_buf_put(&t->bytes, t->bytes.data + last, common);
		pm_buf_put(&t->bytes, p, len);
		p += len;
		if (pm_load_varint32(&p, s->end, &wdf) < 0)
			return wrong_record(err);
		last = at;
		last_len = common + len;
		t->doc_terms[t->n_terms++] = (struct pm_term){ NULL, (uint32_t)last_len,
							       wdf };
		*length += wdf;
	}
	return PM_OK;
}

static enum pm_status
add_article(struct transpose *t, uint32_t article, struct pm_error *err)
{
	struct pm_db_document d = { .values = t->doc_values };
	struct stream *data = t->data.n > 0 ? &t->data.list[0] : NULL;
	uint64_t length = 0;
	enum pm_status status;
	size_t i, at = 0;

	pm_buf_clear(&t->bytes);
	t->n_terms = 0;
	for (i = 0; i < t->postings.n; i++) {
		struct stream *s = &t->postings.list[i];

		if (s->article == article &&
		    ((status = add_terms(t, s, &length, err)) < 0 ||
		     (status = stream_next(s, err)) < 0))
			return status;
	}
	if (length != t->lengths[article - 1])
		return pm_fail(err, PM_ERR_INTERNAL,
			       "article %" PRIu32 " of %" PRIu32 " words has %" PRIu64
			       " occurrences of terms",
			       article, t->lengths[article - 1], length);
	for (i = 0; i < t->n_terms; i++) {
		t->doc_terms[i].data = (const char *)t->bytes.data + at;
		at += t->doc_terms[i].len;
	}
	d.terms = t->doc_terms;
	d.n_terms = t->n_terms;
	for (i = 0; i < t->values.n; i++) {
		const struct stream *s = &t->values.list[i];

		if (s->article == article)
			t->doc_values[d.n_values++] = (struct pm_db_value){
				s->slot, (const char *)s->p, (size_t)(s->end - s->p)
			};
	}
	if (data != NULL && data->article == article) {
		d.data = (const char *)data->p;
		d.data_len = (size_t)(data->end - data->p);
	} else {
		d.data = "";
	}
	if ((status = pm_db_writer_add(t->writer, &d, err)) < 0)
		return status;
	for (i = 0; i < t->values.n; i++)
		if (t->values.list[i].article == article &&
		    (status = stream_next(&t->values.list[i], err)) < 0)
			return status;
	return data != NULL && data->article == article ? stream_next(data, err) : PM_OK;
}

/* --- the end ------------------------------------------------------------ */

static enum pm_status
size_of(const char *dir, uint64_t *size, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct dirent *entry;
	struct stat st;
	DIR *d = opendir(dir);

	*size = 0;
	if (d == NULL)
		return pm_fail_errno(err, errno, "cannot open '%s'", dir);
	while (status == PM_OK && (errno = 0, entry = readdir(d)) != NULL) {
		if (fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			status = pm_fail_errno(err, errno, "cannot read '%s/%s'", dir,
					       entry->d_name);
		else if (S_ISREG(st.st_mode))
			*size += (uint64_t)st.st_size;
	}
	closedir(d);
	return status;
}

static enum pm_status
finish_articles(struct transpose *t, uint64_t *size, struct pm_error *err)
{
	enum pm_status status;
	uint32_t a;

	if ((status = pm_sink_check_finish(&t->check, t->last_data, err)) < 0 ||
	    (status = spill_run(t, err)) < 0)
		return status;
	free(t->held);
	free(t->order);
	free(t->starts);
	t->held = NULL;
	t->order = t->starts = NULL;
	t->doc_values = pm_alloc(t->values.n, sizeof *t->doc_values);
	if (t->doc_values == NULL)
		return pm_fail_nomem(err);
	if ((status = streams_read(&t->postings, err)) < 0 ||
	    (status = streams_read(&t->values, err)) < 0 ||
	    (status = streams_read(&t->data, err)) < 0)
		return status;
	for (a = 1; a <= t->check.articles; a++) {
		if (a % ASK_EVERY == 0 && pm_stop_asked(&t->sink.stop))
			return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
		if ((status = add_article(t, a, err)) < 0)
			return status;
	}
	if ((status = pm_db_writer_finish(t->writer, err)) < 0)
		return status;
	return size != NULL ? size_of(t->dir, size, err) : PM_OK;
}

static enum pm_status
finish(struct pm_sink *s, uint64_t *size, struct pm_error *err)
{
	struct transpose *t = (struct transpose *)s;

	if (t->broken.status == PM_OK && t->data_broken.status < 0)
		t->broken = t->data_broken;
	if (t->broken.status == PM_OK)
		finish_articles(t, size, &t->broken);
	/* A finished sink takes no more data. */
	if (t->data_broken.status == PM_OK)
		pm_fail(&t->data_broken, PM_ERR_INTERNAL,
			"data for a database came out of order");
	return pm_sink_again(&t->broken, err);
}

static void
destroy(struct pm_sink *s)
{
	struct transpose *t = (struct transpose *)s;

	if (t == NULL)
		return;
	pm_db_writer_free(t->writer);
	pm_sink_check_release(&t->check);
	streams_release(&t->values);
	streams_release(&t->postings);
	streams_release(&t->data);
	pm_buf_release(&t->record);
	pm_buf_release(&t->data_record);
	pm_buf_release(&t->terms);
	pm_buf_release(&t->bytes);
	free(t->lengths);
	free(t->held);
	free(t->order);
	free(t->starts);
	free(t->doc_terms);
	free(t->doc_values);
	free(t->dir);
	free(t);
}

enum pm_status
pm_transpose_create(struct pm_sink **out, const char *dir, const char *scratch_dir,
		    size_t memory, struct pm_error *err)
{
	static const struct pm_sink functions = {
		put_slots, put_value, put_length, put_term,	 put_postings,
		put_data,  finish,    destroy,	  { NULL, NULL }
	};
	struct transpose *t = calloc(1, sizeof *t);
	enum pm_status status;

	if (t == NULL)
		return pm_fail_nomem(err);
	t->sink = functions;
	t->memory = memory < MEMORY_MIN ? MEMORY_MIN
		  : memory > MEMORY_MAX ? MEMORY_MAX
					: memory;
	pm_sink_check_init(&t->check);
	pm_buf_init(&t->record, PM_BUF_NO_LIMIT);
	pm_buf_init(&t->data_record, PM_BUF_NO_LIMIT);
	pm_buf_init(&t->terms, PM_BUF_NO_LIMIT);
	pm_buf_init(&t->bytes, PM_BUF_NO_LIMIT);
	t->dir = pm_strndup(dir, strlen(dir));
	if (t->dir == NULL)
		status = pm_fail_nomem(err);
	else if ((status = streams_init(&t->postings, scratch_dir,
					"xapian-postings.spill", err)) == PM_OK &&
		 (status = streams_init(&t->values, scratch_dir, "xapian-values.spill",
					err)) == PM_OK &&
		 (status = streams_init(&t->data, scratch_dir, "xapian-data.spill",
					err)) == PM_OK)
		status = pm_db_writer_open(&t->writer, dir, err);
	if (status < 0) {
		destroy(&t->sink);
		return status;
	}
	*out = &t->sink;
	return PM_OK;
}
