/* Pressmark - a segment opened for reading: see segment.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/segment.h"

#include "text/breaks.h"

#include <stdlib.h>
#include <string.h>

/* Words are cached by the low bits of their rank.  The cache starts small, since an
 * answer shows only some hundred words and memory is expensive for a process that has
 * just started; it grows when words push each other out, as in an export. */
#define REMEMBERED_FIRST 512u
#define REMEMBERED_MAX 32768u

struct remembered {
	char *folded; /* NULL: unused */
	size_t len;
	uint32_t rank;
	struct pm_form_spec *forms;
	size_t n_forms;
};

struct pm_segment {
	struct pm_lexicon *lexicon;
	struct pm_store *store;
	struct pm_cursor cursor;
	struct remembered *words;
	uint32_t n_words, pushed_out;
	struct pm_decoded decoded;
	uint8_t *breaks; /* by separator; BREAKS_KNOWN is set once
					 * computed */
};

#define BREAKS_KNOWN 0x80u

enum pm_status
pm_segment_open(struct pm_segment **out, const char *dir, struct pm_error *err)
{
	struct pm_segment *seg = calloc(1, sizeof *seg);
	enum pm_status status;
	char *path = NULL;
	size_t len = strlen(dir);

	if (seg == NULL || (path = malloc(len + sizeof "/lexicon")) == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	memcpy(path, dir, len);
	memcpy(path + len, "/lexicon", sizeof "/lexicon");
	if ((status = pm_lexicon_open(&seg->lexicon, path, err)) < 0 ||
	    (status = pm_store_open(&seg->store, dir, err)) < 0)
		goto out;
	pm_cursor_init(&seg->cursor, seg->lexicon);
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
	free(seg->words);
	free(seg->breaks);
	pm_cursor_release(&seg->cursor);
	pm_decoded_release(&seg->decoded);
	pm_lexicon_free(seg->lexicon);
	pm_store_free(seg->store);
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

static enum pm_status
remember(struct pm_segment *seg, struct remembered *w, uint32_t rank, struct pm_error *err)
{
	size_t cap = 0, n = 0;
	enum pm_status status;

	free(w->folded);
	free(w->forms);
	memset(w, 0, sizeof *w);
	if ((status = pm_cursor_rank(&seg->cursor, rank, err)) < 0 ||
	    (status = pm_cursor_forms(&seg->cursor, &w->forms, &cap, &n, err)) < 0)
		return status;
	w->folded = pm_strndup(seg->cursor.entry.word, seg->cursor.entry.len);
	if (w->folded == NULL)
		return pm_fail_nomem(err);
	w->len = seg->cursor.entry.len;
	w->n_forms = n;
	w->rank = rank;
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
	    (status = remember(seg, w, rank, err)) != PM_OK)
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

	if (status < 0)
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

static enum pm_status
put_separator(struct pm_segment *seg, const struct pm_decoded *d, size_t i,
	      struct pm_buf *out, struct pm_error *err)
{
	const char *text;
	size_t len;
	enum pm_status status;

	status = pm_store_separator(seg->store, d->separators[i], &text, &len, err);
	if (status == PM_OK)
		pm_buf_put(out, text, len);
	return status;
}

enum pm_status
pm_segment_text(struct pm_segment *seg, uint32_t article, struct pm_buf *title,
		struct pm_buf *body, struct pm_error *err)
{
	struct pm_decoded *d = &seg->decoded;
	struct pm_place place;
	enum pm_status status;
	uint32_t i;

	if ((status = pm_store_place(seg->store, article, &place, err)) < 0 ||
	    (status = pm_store_decode_words(seg->store, &place, d, err)) < 0 ||
	    (status = pm_store_decode_dressing(seg->store, &place, d, err)) < 0)
		return status;
	for (i = 0; i <= d->n_words; i++) {
		struct pm_buf *out = i < d->n_title ? title : body;

		if (i == d->n_title && (status = put_separator(seg, d, i, title, err)) < 0)
			return status;
		status = put_separator(seg, d, pm_separator_before(d, i), out, err);
		if (status == PM_OK && i < d->n_words)
			status = pm_segment_surface(seg, d->ranks[i], d->forms[i], out,
						    err);
		if (status < 0)
			return status;
	}
	if (title->status < 0)
		return pm_buf_check(title, "a title", err);
	return pm_buf_check(body, "a text", err);
}

enum pm_status
pm_segment_metadata(struct pm_segment *seg, uint32_t article, struct pm_buf *out,
		    struct pm_error *err)
{
	struct pm_place place;
	enum pm_status status = pm_store_place(seg->store, article, &place, err);

	return status < 0 ? status : pm_store_metadata(seg->store, &place, out, err);
}
