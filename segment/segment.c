/* Pressmark - a segment opened for reading: see segment.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/segment.h"

#include "support/file.h"
#include "text/breaks.h"

#include <stdlib.h>
#include <string.h>

/* Words are cached by the low bits of their rank.  The cache starts small, since an
 * answer shows only some hundred words and memory is expensive for a process that has
 * just started; it grows when words push each other out, as in an export. */
#define REMEMBERED_FIRST 8u /* many segments are opened for a query or two */
#define REMEMBERED_MAX 32768u
/* Of a segment that is read in order, the surfaces of so many words, the most frequent
 * ones, as long as they take no more bytes. */
#define SHOWN_MAX 262144u
#define SHOWN_BYTES ((size_t)16 << 20)
/* Words and forms that are longer, all together, are forgotten: they may come from a file
 * that says so and is small. */
#define REMEMBERED_BYTES ((size_t)64 << 20)
/* No article has more text; the indexer takes 1 GiB. */
#define TEXT_MAX ((size_t)9 << 27)

/* Nearly all separators are among so many. */
#define FREQUENT 64u

/* A surface in the bytes of all; LEN 0: not yet known. */
struct shown {
	uint32_t at, len;
};

struct remembered {
	char *folded; /* NULL: unused */
	size_t len;
	uint32_t rank;
	struct pm_form_spec *forms;
	size_t n_forms;
};

struct pm_segment {
	char *dir;
	struct pm_lexicon *lexicon;
	struct pm_shares *shares;  /* or NULL */
	struct pm_pages *sketches; /* or NULL */
	struct pm_pages *origins;  /* or NULL */
	struct pm_folds *folds;	   /* or NULL */
	struct pm_blocks *blocks;  /* or NULL */
	bool looked_for_folds, looked_for_blocks;
	struct pm_store *store;
	struct pm_cursor cursor;
	struct remembered *words;
	uint32_t n_words, pushed_out;
	size_t bytes; /* of what is cached */
	/* Words of large blocks of the lexicon, by rank, which are never forgotten: to read
	 * one takes as long as its block is. */
	struct remembered *large;
	size_t n_large, large_cap;
	struct pm_decoded decoded;
	uint8_t *breaks; /* by separator; BREAKS_KNOWN is set once
					 * computed */
	/* The texts of the most frequent separators, which have the lowest numbers; NULL: not
	 * looked up yet. */
	struct {
		const char *text;
		size_t len;
	} frequent[FREQUENT];
	/* Of each word by its rank, which is that of its count: in its first form, and where a
	 * sentence begins.  NULL: they are not kept. */
	struct shown (*shown)[2];
	uint32_t n_shown;
	struct pm_buf shown_text;
};

#define BREAKS_KNOWN 0x80u

enum pm_status
pm_segment_open(struct pm_segment **out, const char *dir, struct pm_error *err)
{
	struct pm_segment *seg = calloc(1, sizeof *seg);
	enum pm_status status;
	char *path = NULL;

	if (seg == NULL || (seg->dir = pm_strndup(dir, strlen(dir))) == NULL ||
	    (path = pm_path_join(dir, "lexicon")) == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	if ((status = pm_lexicon_open(&seg->lexicon, path, err)) < 0 ||
	    (status = pm_store_open(&seg->store, dir, err)) < 0)
		goto out;
	pm_cursor_init(&seg->cursor, seg->lexicon);
	pm_buf_init(&seg->shown_text, SHOWN_BYTES);
	seg->n_words = REMEMBERED_FIRST;
	seg->words = pm_calloc(seg->n_words, sizeof *seg->words);
	if (seg->words == NULL)
		status = pm_fail_nomem(err);
out:
	free(path);
	if (status < 0)
		pm_segment_free(seg);
	else
		*out = seg;
	return status;
}

void
pm_segment_free(struct pm_segment *seg)
{
	uint32_t i;

	if (seg == NULL)
		return;
	for (i = 0; seg->words != NULL && i < seg->n_words; i++) {
		free(seg->words[i].folded);
		free(seg->words[i].forms);
	}
	for (i = 0; i < seg->n_large; i++) {
		free(seg->large[i].folded);
		free(seg->large[i].forms);
	}
	free(seg->large);
	free(seg->words);
	free(seg->breaks);
	free(seg->shown);
	pm_buf_release(&seg->shown_text);
	pm_cursor_release(&seg->cursor);
	pm_decoded_release(&seg->decoded);
	pm_shares_free(seg->shares);
	pm_pages_free(seg->sketches);
	pm_pages_free(seg->origins);
	pm_folds_free(seg->folds);
	pm_blocks_free(seg->blocks);
	pm_lexicon_free(seg->lexicon);
	pm_store_free(seg->store);
	free(seg->dir);
	free(seg);
}

struct pm_lexicon *
pm_segment_lexicon(struct pm_segment *seg)
{
	return seg->lexicon;
}

struct pm_store *
pm_segment_store(struct pm_segment *seg)
{
	return seg->store;
}

enum pm_status
pm_segment_shares(struct pm_segment *seg, struct pm_shares **shares, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	char *path;

	if (seg->shares == NULL) {
		if ((path = pm_path_join(seg->dir, PM_SHARES_FILE)) == NULL)
			return pm_fail_nomem(err);
		status = pm_shares_open(&seg->shares, path, pm_store_articles(seg->store),
					err);
		free(path);
	}
	*shares = seg->shares;
	return status;
}

/* Open a file of pages that has something of each article, unless it is open. */
static enum pm_status
need_pages(struct pm_segment *seg, struct pm_pages **pages, const char *name,
	   enum pm_status (*fn)(struct pm_pages **, const char *, uint32_t,
				struct pm_error *),
	   struct pm_error *err)
{
	enum pm_status status;
	char *path;

	if (*pages != NULL)
		return PM_OK;
	if ((path = pm_path_join(seg->dir, name)) == NULL)
		return pm_fail_nomem(err);
	status = fn(pages, path, pm_store_articles(seg->store), err);
	free(path);
	return status;
}

enum pm_status
pm_segment_sketches(struct pm_segment *seg, struct pm_pages **sketches,
		    struct pm_error *err)
{
	enum pm_status status = need_pages(seg, &seg->sketches, PM_SKETCHES_FILE,
					   pm_sketches_open, err);

	*sketches = seg->sketches;
	return status;
}

enum pm_status
pm_segment_origins(struct pm_segment *seg, struct pm_pages **origins, struct pm_error *err)
{
	enum pm_status status = need_pages(seg, &seg->origins, PM_ORIGINS_FILE,
					   pm_origins_open, err);

	*origins = seg->origins;
	return status;
}

enum pm_status
pm_segment_folds(struct pm_segment *seg, struct pm_folds **folds, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint64_t identity;

	if (!seg->looked_for_folds) {
		status = pm_folds_identity_in(seg->dir, &identity, err);
		if (status == PM_OK && identity != 0)
			status = pm_folds_open(&seg->folds, seg->dir,
					       pm_store_articles(seg->store), err);
		seg->looked_for_folds = status == PM_OK;
	}
	*folds = seg->folds;
	return status;
}

enum pm_status
pm_segment_blocks(struct pm_segment *seg, struct pm_blocks **blocks, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint64_t identity;
	char *path;

	if (!seg->looked_for_blocks) {
		if ((path = pm_path_join(seg->dir, PM_BLOCKS_FILE)) == NULL)
			return pm_fail_nomem(err);
		status = pm_blocks_identity_in(seg->dir, &identity, err);
		if (status == PM_OK && identity != 0)
			status = pm_blocks_open(&seg->blocks, path,
						pm_store_articles(seg->store), err);
		free(path);
		seg->looked_for_blocks = status == PM_OK;
	}
	*blocks = seg->blocks;
	return status;
}

void
pm_segment_in_order(struct pm_segment *seg)
{
	uint32_t n = pm_lexicon_words(seg->lexicon);

	/* without it, all is as slow as elsewhere */
	if (seg->shown == NULL) {
		seg->n_shown = n < SHOWN_MAX ? n : SHOWN_MAX;
		seg->shown = pm_calloc(seg->n_shown, sizeof *seg->shown);
	}
	pm_lexicon_in_order(seg->lexicon);
	pm_store_in_order(seg->store);
}

const char *
pm_segment_metadata_path(const struct pm_segment *seg)
{
	return pm_store_metadata_path(seg->store);
}

enum pm_status
pm_segment_breaks(struct pm_segment *seg, uint32_t separator, unsigned *breaks,
		  struct pm_error *err)
{
	const char *text;
	size_t len;
	enum pm_status status;

	if (seg->breaks == NULL) {
		seg->breaks = pm_calloc(pm_store_separators(seg->store), 1);
		if (seg->breaks == NULL)
			return pm_fail_nomem(err);
	}
	if (separator < pm_store_separators(seg->store) && seg->breaks[separator] != 0) {
		*breaks = seg->breaks[separator] & ~BREAKS_KNOWN;
		return PM_OK;
	}
	status = pm_store_separator(seg->store, separator, &text, &len, err);
	if (status < 0)
		return status;
	*breaks = pm_breaks(text, len);
	seg->breaks[separator] = (uint8_t)(*breaks | BREAKS_KNOWN);
	return PM_OK;
}

static size_t
bytes_of(const struct remembered *w)
{
	return w->folded == NULL ? 0 : w->len + w->n_forms * sizeof *w->forms;
}

static void
forget(struct pm_segment *seg, struct remembered *w)
{
	seg->bytes -= bytes_of(w);
	free(w->folded);
	free(w->forms);
	memset(w, 0, sizeof *w);
}

static enum pm_status
remember(struct pm_segment *seg, struct remembered *w, uint32_t rank, struct pm_error *err)
{
	size_t cap = 0, n = 0;
	enum pm_status status;
	uint32_t i;

	forget(seg, w);
	if ((status = pm_cursor_rank(&seg->cursor, rank, err)) < 0 ||
	    (status = pm_cursor_forms(&seg->cursor, &w->forms, &cap, &n, err)) < 0)
		return status;
	for (i = 0; seg->bytes > REMEMBERED_BYTES && i < seg->n_words; i++)
		if (&seg->words[i] != w)
			forget(seg, &seg->words[i]);
	w->folded = pm_strndup(seg->cursor.entry.word, seg->cursor.entry.len);
	if (w->folded == NULL)
		return pm_fail_nomem(err);
	w->len = seg->cursor.entry.len;
	w->n_forms = n;
	w->rank = rank;
	seg->bytes += bytes_of(w);
	return PM_OK;
}

/* Where a word is among those of large blocks, or should be. */
static size_t
find_large(const struct pm_segment *seg, uint32_t rank)
{
	size_t low = 0, high = seg->n_large;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (seg->large[middle].rank < rank)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Move what was just remembered to place AT among the words of large blocks. */
static enum pm_status
keep(struct pm_segment *seg, struct remembered *w, size_t at, struct pm_error *err)
{
	enum pm_status status = pm_grow(&seg->large, &seg->large_cap, seg->n_large + 1,
					sizeof *seg->large, err);

	if (status < 0)
		return status;
	memmove(seg->large + at + 1, seg->large + at,
		(seg->n_large - at) * sizeof *seg->large);
	seg->n_large++;
	seg->large[at] = *w;
	seg->bytes -= bytes_of(w);
	memset(w, 0, sizeof *w);
	return PM_OK;
}

/* A word that is not in the table. */
static enum pm_status
look_up(struct pm_segment *seg, struct remembered **w, uint32_t rank, struct pm_error *err)
{
	size_t at = find_large(seg, rank);
	enum pm_status status;

	if (at == seg->n_large || seg->large[at].rank != rank) {
		if ((status = remember(seg, *w, rank, err)) < 0 || !seg->cursor.in_large)
			return status;
		if ((status = keep(seg, *w, at, err)) < 0)
			return status;
	}
	*w = &seg->large[at];
	return PM_OK;
}

static enum pm_status
remember_more(struct pm_segment *seg, struct pm_error *err)
{
	uint32_t more = 4 * seg->n_words, i;
	struct remembered *words = pm_calloc(more, sizeof *words);

	if (words == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < seg->n_words; i++)
		if (seg->words[i].folded != NULL)
			words[seg->words[i].rank % more] = seg->words[i];
	free(seg->words);
	seg->words = words;
	seg->n_words = more;
	seg->pushed_out = 0;
	return PM_OK;
}

enum pm_status
pm_segment_word(struct pm_segment *seg, uint32_t rank, struct pm_known_word *word,
		struct pm_error *err)
{
	struct remembered *w = &seg->words[rank % seg->n_words];
	enum pm_status status;

	if (w->folded != NULL && w->rank != rank && ++seg->pushed_out > seg->n_words &&
	    seg->n_words < REMEMBERED_MAX) {
		if ((status = remember_more(seg, err)) < 0)
			return status;
		w = &seg->words[rank % seg->n_words];
	}
	if ((w->folded == NULL || w->rank != rank) &&
	    (status = look_up(seg, &w, rank, err)) != PM_OK)
		return status;
	word->folded = w->folded;
	word->len = w->len;
	word->forms = w->forms;
	word->n_forms = w->n_forms;
	return PM_OK;
}

enum pm_status
pm_segment_surface(struct pm_segment *seg, uint32_t rank, uint32_t form,
		   struct pm_buf *out, struct pm_error *err)
{
	struct pm_known_word word;
	enum pm_status status = pm_segment_word(seg, rank, &word, err);

	if (status != PM_OK)
		return status;
	form = pm_form_resolve(form, word.forms, word.n_forms);
	if (form >= word.n_forms)
		return pm_corrupt(err, pm_store_metadata_path(seg->store),
				  "a word has the form %u, which the lexicon does not "
				  "have of '%s'",
				  (unsigned)form, word.folded);
	if (word.forms[form].form == PM_FORM_OTHER)
		pm_buf_put(out, word.forms[form].other, word.forms[form].other_len);
	else
		pm_form_apply(word.forms[form].form, word.folded, word.len, out);
	return out->status < 0 ? pm_buf_check(out, "a text", err) : PM_OK;
}

/* pm_segment_surface, of what is kept if it is. */
static enum pm_status
put_surface(struct pm_segment *seg, uint32_t rank, uint32_t form, struct pm_buf *out,
	    struct pm_error *err)
{
	size_t start = out->len, len;
	struct shown *shown;
	enum pm_status status;

	if (seg->shown == NULL || rank >= seg->n_shown ||
	    (form != 0 && form != PM_FORM_AT_START))
		return pm_segment_surface(seg, rank, form, out, err);
	shown = &seg->shown[rank][form != 0];
	if (shown->len > 0) {
		pm_buf_put(out, seg->shown_text.data + shown->at, shown->len);
		return PM_OK;
	}
	if ((status = pm_segment_surface(seg, rank, form, out, err)) < 0)
		return status;
	len = out->len - start;
	shown->at = (uint32_t)seg->shown_text.len;
	pm_buf_put(&seg->shown_text, out->data + start, len);
	if (seg->shown_text.status == PM_OK)
		shown->len = (uint32_t)len;
	return PM_OK;
}

static enum pm_status
put_separator(struct pm_segment *seg, const struct pm_decoded *d, size_t i,
	      struct pm_buf *out, struct pm_error *err)
{
	uint32_t number = d->separators[i];
	const char *text;
	size_t len;
	enum pm_status status;

	if (number < FREQUENT && seg->frequent[number].text != NULL) {
		pm_buf_put(out, seg->frequent[number].text, seg->frequent[number].len);
		return PM_OK;
	}
	status = pm_store_separator(seg->store, number, &text, &len, err);
	if (status < 0)
		return status;
	if (number < FREQUENT) {
		seg->frequent[number].text = text;
		seg->frequent[number].len = len;
	}
	pm_buf_put(out, text, len);
	return PM_OK;
}

/* Append title and body of ARTICLE of STORE, which is the segment's or that of its folds. */
static enum pm_status
put_text(struct pm_segment *seg, struct pm_store *store, uint32_t article,
	 struct pm_buf *title, struct pm_buf *body, struct pm_error *err)
{
	struct pm_decoded *d = &seg->decoded;
	struct pm_place place;
	enum pm_status status;
	uint32_t i;

	if ((status = pm_store_place(store, article, &place, err)) < 0 ||
	    (status = pm_store_decode_words(store, &place, d, err)) < 0 ||
	    (status = pm_store_decode_dressing(store, &place, d, err)) < 0)
		return status;
	for (i = 0; i <= d->n_words; i++) {
		struct pm_buf *out = i < d->n_title ? title : body;

		if (i == d->n_title && (status = put_separator(seg, d, i, title, err)) < 0)
			return status;
		status = put_separator(seg, d, pm_separator_before(d, i), out, err);
		if (status == PM_OK && i < d->n_words)
			status = put_surface(seg, d->ranks[i], d->forms[i], out, err);
		if (status == PM_OK && out->len > TEXT_MAX)
			status = pm_corrupt(err, pm_segment_metadata_path(seg),
					    "article %u has more text than any can have",
					    (unsigned)article);
		if (status < 0)
			return status;
	}
	if (title->status < 0)
		return pm_buf_check(title, "a title", err);
	return pm_buf_check(body, "a text", err);
}

enum pm_status
pm_segment_text(struct pm_segment *seg, uint32_t article, struct pm_buf *title,
		struct pm_buf *body, struct pm_error *err)
{
	return put_text(seg, seg->store, article, title, body, err);
}

enum pm_status
pm_segment_fold(struct pm_segment *seg, const struct pm_fold_place *fold,
		struct pm_buf *out, struct pm_error *err)
{
	size_t start = out->len, len;
	struct pm_store *store;
	struct pm_buf title;
	enum pm_status status;

	pm_buf_init(&title, PM_BUF_NO_LIMIT);
	if ((status = pm_folds_store(seg->folds, &store, err)) == PM_OK)
		status = put_text(seg, store, fold->number, &title, out, err);
	pm_buf_release(&title);
	if (status < 0)
		return status;
	len = out->len - start;
	if (fold->lead > len || fold->trail > len - fold->lead)
		return pm_corrupt(err, pm_folds_path(seg->folds),
				  "fold %u is shorter than what is around it",
				  (unsigned)fold->number);
	memmove(out->data + start, out->data + start + fold->lead, len - fold->lead);
	out->len -= fold->lead + fold->trail;
	return PM_OK;
}

enum pm_status
pm_segment_metadata(struct pm_segment *seg, uint32_t article, struct pm_buf *out,
		    struct pm_error *err)
{
	struct pm_place place;
	enum pm_status status = pm_store_place(seg->store, article, &place, err);

	return status < 0 ? status : pm_store_metadata(seg->store, &place, out, err);
}
