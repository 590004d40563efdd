/* Pressmark - keyword in context: see kwic.h; kwic_lines.c decides how lines look.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/kwic.h"

#include "answer/kwic_lines.h"
#include "support/intern.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FLUSH_BYTES 65536u
#define DIGITS 65536u /* for a radix sort */
#define UNDATED UINT32_MAX
#define LINE_WORK 300u /* in the units of a patience */
/* So many hits are still put in order if the time is over. */
#define EARLY_MAX 20000u

/* A record is a row of numbers: the place of the article in the order of the search, the
 * hit's first and end, and one number for each key. */
enum { ARTICLE, FIRST, END, KEYS };

/* A hit in the sample. */
struct draw {
	uint64_t value;
	uint32_t record;
};

struct answer {
	const struct pm_kwic *k;
	struct pm_search *s;
	struct pm_buf *out;
	struct pm_kwic_result *result;
	struct pm_search_result found;
	struct pm_hits hits;
	struct pm_kwic_lines lines;
	/* what keys and a sample keep */
	uint32_t *records;
	size_t n, numbers_cap, width; /* records, numbers, and numbers in a record */
	struct draw *draws;	      /* a heap, the greatest on top */
	size_t draws_cap;
	uint32_t *order;
	struct pm_intern words; /* that keys refer to */
	bool ranked;		/* keys hold ranks, no longer numbers of words */
	struct pm_buf scratch;
	struct pm_metadata_reader reader;
	size_t dated; /* the article whose day is known, from 1; 0:
					 * none */
	uint32_t day;
};

/* --- keys as they are written ---------------------------------------------- */

static bool
parse_key(const char *s, size_t len, struct pm_kwic_key *key)
{
	static const struct {
		const char *name;
		enum pm_kwic_by by;
	} names[] = { { "hit", PM_KWIC_HIT },
		      { "date", PM_KWIC_DATE },
		      { "article", PM_KWIC_ARTICLE } };
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (len == strlen(names[i].name) &&
		    strncasecmp(s, names[i].name, len) == 0) {
			*key = (struct pm_kwic_key){ names[i].by, 0 };
			return true;
		}
	if (len < 2 || len > 3 || strchr("LlRr", s[0]) == NULL || s[1] == '0')
		return false;
	key->by = s[0] == 'L' || s[0] == 'l' ? PM_KWIC_LEFT : PM_KWIC_RIGHT;
	key->place = 0;
	for (i = 1; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		key->place = key->place * 10 + (uint32_t)(s[i] - '0');
	}
	return key->place <= PM_KWIC_WORDS_MAX;
}

enum pm_status
pm_kwic_parse_keys(const char *text, struct pm_kwic *k, struct pm_error *err)
{
	for (k->n_keys = 0;; k->n_keys++) {
		size_t len = strcspn(text, ",");

		if (k->n_keys == PM_KWIC_KEYS_MAX)
			return pm_fail(err, PM_ERR_USAGE,
				       "there may be at most %u keys to "
				       "sort by",
				       PM_KWIC_KEYS_MAX);
		if (!parse_key(text, len, &k->keys[k->n_keys]))
			return pm_fail(err, PM_ERR_USAGE,
				       "a key to sort by is one of L1 to "
				       "L%u, R1 to R%u, hit, date and article, not '%.*s'",
				       PM_KWIC_WORDS_MAX, PM_KWIC_WORDS_MAX,
				       len < 40 ? (int)len : 40, text);
		if (text[len] == '\0') {
			k->n_keys++;
			return PM_OK;
		}
		text += len + 1;
	}
}

/* --- out -------------------------------------------------------------------- */

static enum pm_status
flush(struct answer *a, size_t least, struct pm_error *err)
{
	enum pm_status status;

	if (a->k->flush == NULL || a->out->len < least)
		return PM_OK;
	if (a->out->status < 0)
		return pm_fail_nomem(err);
	status = a->k->flush(a->k->flush_ctx, a->out, err);
	pm_buf_clear(a->out);
	return status;
}

static struct pm_patience *
patience(struct answer *a)
{
	return &pm_search_index(a->s)->patience;
}

static enum pm_status
put_line(struct answer *a, uint32_t id, uint32_t first, uint32_t end, struct pm_error *err)
{
	uint64_t number = a->k->offset + a->result->lines + 1;
	enum pm_status status = pm_patience_spend(patience(a), LINE_WORK, err);

	if (status == PM_OK)
		status = pm_kwic_lines_put(&a->lines, id, first, end, number, err);
	if (status < 0)
		return status;
	a->result->lines++;
	if (a->k->ids != NULL)
		pm_buf_put(a->k->ids, &id, sizeof id);
	/* Whoever waits for a page gets it before the rest is counted. */
	return flush(a, a->result->lines == a->k->max ? 1 : FLUSH_BYTES, err);
}

static bool
stops(struct answer *a)
{
	if (!a->result->stopped)
		a->result->stopped = pm_stop_asked(&a->k->stop);
	return a->result->stopped;
}

/* --- keys of a hit ----------------------------------------------------------- */

static enum pm_status
read_day(struct answer *a, size_t article, uint32_t *day, struct pm_error *err)
{
	struct pm_view *v = &a->hits.view;
	struct pm_metadata m;
	enum pm_status status;

	if (a->dated != article + 1) {
		pm_buf_clear(&a->scratch);
		status = pm_store_metadata(pm_segment_store(v->segment), &v->place,
					   &a->scratch, err);
		if (status < 0 ||
		    (status = pm_metadata_read(&a->reader, a->scratch.data, a->scratch.len,
					       pm_segment_metadata_path(v->segment), &m,
					       err)) < 0)
			return status;
		a->day = m.day == 0 ? UNDATED : m.day;
		a->dated = article + 1;
	}
	*day = a->day;
	return PM_OK;
}

/* A number for the words FROM .. TO - 1; 0 if there are none. */
static enum pm_status
number_words(struct answer *a, uint32_t from, uint32_t to, uint32_t *number,
	     struct pm_error *err)
{
	struct pm_view *v = &a->hits.view;
	struct pm_known_word word;
	enum pm_status status;
	uint32_t i;

	*number = 0;
	if (from == to)
		return PM_OK;
	pm_buf_clear(&a->scratch);
	for (i = from; i < to; i++) {
		if ((status = pm_segment_word(v->segment, v->decoded.ranks[i], &word,
					      err)) < 0)
			return status;
		if (i > from)
			pm_buf_putc(&a->scratch, ' ');
		pm_buf_put(&a->scratch, word.folded, word.len);
	}
	if (a->scratch.status < 0)
		return pm_fail_nomem(err);
	status = pm_intern(&a->words, a->scratch.data, a->scratch.len, number, err);
	++*number;
	return status;
}

static enum pm_status
find_key(struct answer *a, const struct pm_kwic_key *key, const uint32_t *record,
	 uint32_t *number, struct pm_error *err)
{
	const struct pm_place *at = &a->hits.view.place;
	uint32_t first = record[FIRST], end = record[END];
	bool in_title = first < at->n_title;
	uint32_t field = in_title ? 0 : at->n_title;
	uint32_t field_end = in_title ? at->n_title : at->n_words;

	switch (key->by) {
	case PM_KWIC_LEFT:
		return first - field < key->place
			     ? number_words(a, 0, 0, number, err)
			     : number_words(a, first - key->place, first - key->place + 1,
					    number, err);
	case PM_KWIC_RIGHT:
		return field_end - end < key->place
			     ? number_words(a, 0, 0, number, err)
			     : number_words(a, end + key->place - 1, end + key->place,
					    number, err);
	case PM_KWIC_HIT:
		return number_words(a, first, end, number, err);
	case PM_KWIC_DATE:
		return read_day(a, record[ARTICLE], number, err);
	case PM_KWIC_ARTICLE:
		*number = record[ARTICLE];
	}
	return PM_OK;
}

/* --- what is kept ------------------------------------------------------------- */

static enum pm_status
fill(struct answer *a, size_t n, size_t article, const struct pm_hit *hit,
     struct pm_error *err)
{
	uint32_t *record = a->records + n * a->width;
	enum pm_status status = PM_OK;
	size_t i;

	record[ARTICLE] = (uint32_t)article;
	record[FIRST] = hit->first;
	record[END] = hit->end;
	if (a->k->n_keys > 0)
		status = pm_view_words(&a->hits.view, err);
	for (i = 0; i < a->k->n_keys && status == PM_OK; i++)
		status = find_key(a, &a->k->keys[i], record, &record[KEYS + i], err);
	return status;
}

static enum pm_status
append(struct answer *a, size_t article, const struct pm_hit *hit, struct pm_error *err)
{
	enum pm_status status;

	if (a->n == UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT,
			       "more than %u hits cannot be sorted; "
			       "ask for a sample",
			       (unsigned)UINT32_MAX);
	status = pm_grow(&a->records, &a->numbers_cap, (a->n + 1) * a->width,
			 sizeof *a->records, err);
	return status < 0 ? status : fill(a, a->n++, article, hit, err);
}

/* The finalizer of splitmix64: every bit of Z affects every other. */
static uint64_t
mix(uint64_t z)
{
	z += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void
sift_up(struct draw *heap, size_t i)
{
	while (i > 0 && heap[(i - 1) / 2].value < heap[i].value) {
		struct draw up = heap[(i - 1) / 2];

		heap[(i - 1) / 2] = heap[i];
		heap[i] = up;
		i = (i - 1) / 2;
	}
}

static void
sift_down(struct draw *heap, size_t n)
{
	size_t i = 0, child;

	while ((child = 2 * i + 1) < n) {
		struct draw up = heap[i];

		if (child + 1 < n && heap[child + 1].value > heap[child].value)
			child++;
		if (heap[child].value <= up.value)
			break;
		heap[i] = heap[child];
		heap[child] = up;
		i = child;
	}
}

/* Keep the hit if it is among those with the smallest numbers so far. */
static enum pm_status
draw(struct answer *a, size_t article, const struct pm_hit *hit, struct pm_error *err)
{
	uint64_t value = mix(mix(mix(a->k->seed) ^ a->found.matches[article].id) ^
			     ((uint64_t)hit->first << 32 | hit->end));
	enum pm_status status;

	if (a->n < a->k->sample) {
		if ((status = append(a, article, hit, err)) < 0 ||
		    (status = pm_grow(&a->draws, &a->draws_cap, a->n, sizeof *a->draws,
				      err)) < 0)
			return status;
		a->draws[a->n - 1] = (struct draw){ value, (uint32_t)(a->n - 1) };
		sift_up(a->draws, a->n - 1);
		return PM_OK;
	}
	if (value >= a->draws[0].value)
		return PM_OK;
	status = fill(a, a->draws[0].record, article, hit, err);
	a->draws[0].value = value;
	sift_down(a->draws, a->n);
	return status;
}

/* --- the order of what is kept ------------------------------------------------- */

/* Loops over all records ask P at every so many of them. */
#define STRIDE 4096u

static bool
is_over(struct pm_patience *p, size_t at, unsigned units)
{
	return at % STRIDE == 0 && pm_patience_over(p, (uint64_t)STRIDE * units);
}

/* Stable sort by 16 bits of one column of the records; to nothing if P is over. */
static void
sort_by_digit(const struct answer *a, size_t column, unsigned shift, const uint32_t *from,
	      uint32_t *to, uint32_t *starts, struct pm_patience *p)
{
	const uint32_t *numbers;
	uint32_t sum = 0;
	size_t i;

	numbers = a->records + column;
	memset(starts, 0, DIGITS * sizeof *starts);
	for (i = 0; i < a->n && !is_over(p, i, 2); i++)
		starts[numbers[i * a->width] >> shift & (DIGITS - 1)]++;
	for (i = 0; i < DIGITS; i++) {
		uint32_t count = starts[i];

		starts[i] = sum;
		sum += count;
	}
	for (i = 0; i < a->n && !is_over(p, i, 4); i++) {
		uint32_t number = numbers[from[i] * a->width];

		to[starts[number >> shift & (DIGITS - 1)]++] = from[i];
	}
}

static const char *
get_word(const void *ctx, uint32_t number, size_t *len)
{
	return pm_intern_get(ctx, number, len);
}

/* The words in the records' keys, each once; USED is all zeros. */
static enum pm_status
list_words(const struct answer *a, uint32_t *used, struct pm_sort_item **items,
	   uint32_t *n, struct pm_patience *p, struct pm_error *err)
{
	size_t cap = 0, record, key, len;
	enum pm_status status;

	for (record = 0; record < a->n; record++) {
		const uint32_t *keys = a->records + record * a->width + KEYS;

		if (is_over(p, record, 4 * (unsigned)a->k->n_keys))
			return pm_patience_spend(p, 0, err);
		for (key = 0; key < a->k->n_keys; key++) {
			uint32_t number = keys[key];
			const char *word;

			if (a->k->keys[key].by > PM_KWIC_HIT || number == 0 ||
			    used[number] != 0)
				continue;
			used[number] = 1;
			status = pm_grow(items, &cap, (size_t)*n + 1, sizeof **items, err);
			if (status < 0)
				return status;
			word = pm_intern_get(&a->words, number - 1, &len);
			(*items)[(*n)++] = (struct pm_sort_item){ pm_sort_head(word, len),
								  number - 1 };
		}
	}
	return PM_OK;
}

/* Half done, it would be of no use: if P is over, the records that have been renumbered
 * are all that are kept. */
static void
renumber(struct answer *a, const uint32_t *ranks, struct pm_patience *p)
{
	size_t n, key;

	for (n = 0; n < a->n; n++) {
		uint32_t *keys = a->records + n * a->width + KEYS;

		if (n >= EARLY_MAX && is_over(p, n, 4 * (unsigned)a->k->n_keys)) {
			a->n = n;
			break;
		}
		for (key = 0; key < a->k->n_keys; key++)
			if (a->k->keys[key].by <= PM_KWIC_HIT)
				keys[key] = ranks[keys[key]];
	}
}

/* Renumber words so that the numbers compare as the words do. */
static enum pm_status
rank_words(struct answer *a, struct pm_patience *p, struct pm_error *err)
{
	uint32_t *ranks = pm_calloc((size_t)a->words.n + 1, sizeof *ranks), n = 0, i;
	struct pm_sort_item *items = NULL;
	enum pm_status status = ranks == NULL ? pm_fail_nomem(err) : PM_OK;

	if (status == PM_OK)
		status = list_words(a, ranks, &items, &n, p, err);
	if (status == PM_OK)
		status = pm_sort_strings_within(items, n, get_word, &a->words, p, err);
	if (status == PM_OK) {
		for (i = 0; i < n; i++)
			ranks[items[i].number + 1] = i + 1;
		renumber(a, ranks, p);
		a->ranked = true;
	}
	free(items);
	free(ranks);
	return status;
}

/* Sort by keys and, in a sample, by article and place; the least significant column is
 * sorted by first.  PM_ERR_INTERRUPTED: nothing is sorted. */
static enum pm_status
arrange(struct answer *a, struct pm_patience *p, struct pm_error *err)
{
	static const size_t places[] = { END, FIRST, ARTICLE };
	size_t columns[sizeof places / sizeof *places + PM_KWIC_KEYS_MAX], n = 0, i;
	uint32_t *spare = pm_alloc(a->n, sizeof *spare);
	uint32_t *starts = pm_alloc(DIGITS, sizeof *starts);
	enum pm_status status = PM_OK;

	free(a->order);
	a->order = pm_alloc(a->n, sizeof *a->order);
	if (spare == NULL || starts == NULL || a->order == NULL)
		status = pm_fail_nomem(err);
	else if (!a->ranked)
		status = rank_words(a, p, err);
	if (status < 0)
		goto out;
	for (i = 0; i < a->n; i++)
		a->order[i] = (uint32_t)i;
	for (i = 0; i < 3 && a->k->sample > 0; i++)
		columns[n++] = places[i];
	for (i = a->k->n_keys; i > 0; i--)
		columns[n++] = KEYS + i - 1;
	for (i = 0; i < n && status == PM_OK; i++) {
		sort_by_digit(a, columns[i], 0, a->order, spare, starts, p);
		sort_by_digit(a, columns[i], 16, spare, a->order, starts, p);
		status = pm_patience_spend(p, 1, err);
	}
out:
	free(spare);
	free(starts);
	return status;
}

/* Put in order what is kept: all, or if the time is over as much as is done at once. */
static enum pm_status
arrange_in_time(struct answer *a, struct pm_error *err)
{
	struct pm_patience p = { .stop = a->k->stop };

	if (!a->result->stopped) {
		enum pm_status status = arrange(a, &p, err);

		if (status != PM_ERR_INTERRUPTED)
			return status;
		a->result->stopped = true;
	}
	if (a->k->last.function != NULL) {
		pm_search_watch(a->s, a->k->last);
		if (a->n > EARLY_MAX)
			a->n = EARLY_MAX;
	}
	return arrange(a, NULL, err);
}

static enum pm_status
put_kept(struct answer *a, struct pm_error *err)
{
	const struct pm_kwic *k = a->k;
	const struct pm_patience around = *patience(a);
	bool early = a->result->stopped;
	enum pm_status status = PM_OK;
	uint64_t i;

	for (i = k->offset; i < a->n && status == PM_OK; i++) {
		const uint32_t *record = a->records + a->order[i] * a->width;

		if (k->max > 0 && i - k->offset >= k->max)
			break;
		/* If it was stopped before, what was found until then is shown, and of that
		 * at least a line. */
		if (i == k->offset)
			*patience(a) = (struct pm_patience){ 0 };
		else if (early ? pm_stop_asked(&k->last) : stops(a))
			break;
		status = put_line(a, a->found.matches[record[ARTICLE]].id, record[FIRST],
				  record[END], err);
		if (i == k->offset)
			*patience(a) = around;
	}
	return status;
}

/* --- the answer ------------------------------------------------------------------ */

static enum pm_status
take(struct answer *a, size_t article, const struct pm_hit *hit, struct pm_error *err)
{
	const struct pm_kwic *k = a->k;
	uint64_t at = a->result->hits++;

	if (k->sample > 0)
		return draw(a, article, hit, err);
	if (k->n_keys > 0)
		return append(a, article, hit, err);
	if (at < k->offset || (k->max > 0 && at - k->offset >= k->max))
		return PM_OK;
	return put_line(a, a->found.matches[article].id, hit->first, hit->end, err);
}

static enum pm_status
walk(struct answer *a, struct pm_error *err)
{
	const struct pm_hits *h = &a->hits;
	enum pm_status status;
	size_t article, i;

	for (article = 0; article < a->found.n && !stops(a); article++) {
		uint32_t id = a->found.matches[article].id;

		if ((status = pm_hits_find(&a->hits, id, err)) < 0)
			return status;
		pm_kwic_lines_found(&a->lines, id);
		for (i = 0; i < h->n && status == PM_OK; i++)
			if (i == 0 || h->hits[i].first != h->hits[i - 1].first ||
			    h->hits[i].end != h->hits[i - 1].end)
				status = take(a, article, &h->hits[i], err);
		if (status != PM_OK)
			return status;
	}
	return PM_OK;
}

static enum pm_status
search(struct answer *a, struct pm_error *err)
{
	struct pm_search_options o = { .max = UINT32_MAX,
				       .sort = a->k->sort,
				       .stories = a->k->stories,
				       .stop = a->k->stop };
	enum pm_status status = pm_search_run(a->s, a->k->tree, &o, &a->found, err);

	a->result->articles = a->found.total;
	a->result->counts = pm_counts_of(&a->found, a->k->stories);
	a->result->counts.cite = a->k->cite;
	a->result->stopped = status == PM_OK && a->found.stopped;
	return status;
}

/* To run out of time is no failure. */
static enum pm_status
unless_interrupted(struct answer *a, enum pm_status status)
{
	if (status != PM_ERR_INTERRUPTED)
		return status;
	a->result->stopped = true;
	return PM_OK;
}

enum pm_status
pm_kwic_answer(const struct pm_kwic *k, struct pm_search *s, struct pm_buf *out,
	       struct pm_kwic_result *result, struct pm_error *err)
{
	bool kept = k->n_keys > 0 || k->sample > 0;
	struct answer a = { .k = k,
			    .s = s,
			    .out = out,
			    .result = result,
			    .width = KEYS + k->n_keys };
	enum pm_status status;

	memset(result, 0, sizeof *result);
	if ((status = pm_hits_init(&a.hits, s, k->tree, err)) < 0)
		return status;
	pm_intern_init(&a.words);
	pm_buf_init(&a.scratch, PM_BUF_NO_LIMIT);
	pm_kwic_lines_init(&a.lines, k, &a.hits, out);
	/* articles are read in their order, all that match */
	if ((status = search(&a, err)) < 0 ||
	    (status = pm_index_in_order(pm_search_index(s), err)) < 0)
		goto out;
	pm_kwic_lines_head(&a.lines, result);
	status = unless_interrupted(&a, walk(&a, err));
	result->drawn = k->sample > 0 ? a.n : result->hits;
	if (status == PM_OK && kept && (status = arrange_in_time(&a, err)) == PM_OK)
		status = unless_interrupted(&a, put_kept(&a, err));
	if (status == PM_OK) {
		pm_kwic_lines_foot(&a.lines, result);
		status = out->status < 0 ? pm_fail_nomem(err) : flush(&a, 1, err);
	}
out:
	pm_kwic_lines_release(&a.lines);
	pm_buf_release(&a.scratch);
	pm_intern_release(&a.words);
	pm_metadata_reader_release(&a.reader);
	pm_hits_release(&a.hits);
	pm_search_result_release(&a.found);
	free(a.records);
	free(a.draws);
	free(a.order);
	return status;
}
