/* Pressmark - snippets: see snippet.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/snippet.h"

#include "support/utf8.h"
#include "terminal/values.h"
#include "text/chars.h"

#include <stdlib.h>
#include <string.h>

#define PASSAGES_MAX 3
#define PASSAGE_WORDS 34u  /* of a single passage */
#define SHORT_WORDS 20u	   /* of one of several */
#define BEFORE_WORDS 6u	   /* shown before the first hit, or */
#define SENTENCE_WORDS 12u /* up to this many, to begin with the sentence */
#define TITLE_WORDS 12u	   /* of the body, in place of a title */

#define WORD_MAX 120u /* characters of one that is shown to people */

#define ELLIPSIS "\xe2\x80\xa6"

struct passage {
	uint32_t first, end; /* words first .. end - 1 */
};

/* Append text for display in a line: white space and control characters as one space,
 * none at the beginning, and marks that turn the direction left out. */
static void
put_shown(struct pm_buf *out, const char *s, size_t len, bool *space)
{
	size_t at = 0;
	unsigned n;

	while (at < len) {
		uint32_t cp = pm_utf8_get((const uint8_t *)s + at, &n);

		if (pm_char_class(cp) == PM_CHAR_SPACE) {
			*space = true;
		} else if (!pm_char_turns_direction(cp)) {
			if (*space && out->len > 0 && out->data[out->len - 1] != ' ')
				pm_buf_putc(out, ' ');
			*space = false;
			pm_buf_put(out, s + at, n);
		}
		at += n;
	}
}

static enum pm_status
put_separator(struct pm_hits *h, size_t i, struct pm_buf *out, bool *space,
	      struct pm_error *err)
{
	const char *text;
	size_t len;
	enum pm_status status;

	status = pm_store_separator(pm_segment_store(h->view.segment),
				    h->view.decoded.separators[i], &text, &len, err);
	if (status == PM_OK)
		put_shown(out, text, len, space);
	return status;
}

/* What a passage ends with: its outermost word, or also the separator around it. */
enum edge { EDGE_BARE, EDGE_WHOLE };

/* The words of a passage with their hits marked.  LEADING: also the separator before the
 * first word; TRAILING: also the one after the last. */
static enum pm_status
put_words(struct pm_hits *h, struct passage p, enum edge leading, enum edge trailing,
	  const struct pm_marks *marks, struct pm_buf *out, struct pm_error *err)
{
	struct pm_decoded *d = &h->view.decoded;
	struct pm_buf surface;
	enum pm_status status = PM_OK;
	uint32_t i, open_until = 0;
	size_t hit = 0;
	bool space = false;

	pm_buf_init(&surface, PM_BUF_NO_LIMIT);
	for (i = p.first; i < p.end && status == PM_OK; i++) {
		bool begins = false;
		uint32_t end = 0;

		while (hit < h->n_marks && h->marks[hit].first < i)
			hit++;
		for (; hit < h->n_marks && h->marks[hit].first == i; hit++) {
			begins = true;
			if (h->marks[hit].end > end)
				end = h->marks[hit].end;
		}
		if (i > p.first || leading)
			status = put_separator(h, pm_separator_before(d, i), out, &space,
					       err);
		if (status < 0)
			break;
		if (space && out->len > 0 && out->data[out->len - 1] != ' ')
			pm_buf_putc(out, ' ');
		space = false;
		if (begins && open_until <= i)
			pm_buf_puts(out, marks->begin);
		if (begins && end > open_until)
			open_until = end < p.end ? end : p.end;
		pm_buf_clear(&surface);
		status = pm_segment_surface(h->view.segment, d->ranks[i], d->forms[i],
					    &surface, err);
		pm_buf_put_shown(out, pm_buf_str(&surface), surface.len);
		if (open_until == i + 1)
			pm_buf_puts(out, marks->end);
	}
	if (status == PM_OK && trailing) {
		size_t behind = p.end == d->n_title ? d->n_title : (size_t)p.end + 1;

		status = put_separator(h, behind, out, &space, err);
	}
	pm_buf_release(&surface);
	if (status == PM_OK && out->status < 0)
		status = pm_fail_nomem(err);
	return status;
}

enum pm_status
pm_snippet_title(struct pm_hits *h, const struct pm_marks *marks, struct pm_buf *out,
		 struct pm_error *err)
{
	uint32_t n_words = h->view.place.n_words, n_title = h->view.place.n_title;
	uint32_t shown = n_words < TITLE_WORDS ? n_words : TITLE_WORDS;
	struct passage p = { 0, n_title > 0 ? n_title : shown };
	enum pm_status status = pm_view_window(&h->view, p.first, p.end, err);
	size_t start = out->len;

	if (status < 0)
		return status;
	if (n_title > 0)
		return put_words(h, p, EDGE_WHOLE, EDGE_WHOLE, marks, out, err);
	status = put_words(h, p, EDGE_BARE, EDGE_BARE, marks, out, err);
	if (status == PM_OK && out->len == start)
		pm_buf_puts(out, "(no words)");
	else if (status == PM_OK && p.end < n_words)
		pm_buf_puts(out, ELLIPSIS);
	return status;
}

/* --- passages ----------------------------------------------------------- */

/* The first word of the hit's sentence, if that is near; else a few words before the
 * hit. */
static enum pm_status
passage_start(struct pm_hits *h, uint32_t hit, uint32_t *start, struct pm_error *err)
{
	uint32_t title = h->view.place.n_title, i;
	enum pm_status status = PM_OK;
	bool begins = false;

	for (i = hit; i > title && hit - i < SENTENCE_WORDS; i--) {
		status = pm_view_begins_sentence(&h->view, i, &begins, err);
		if (status < 0 || begins)
			break;
	}
	if (i > title && hit - i >= SENTENCE_WORDS)
		i = hit - BEFORE_WORDS;
	*start = i;
	return status;
}

/* Whether LEAF has a mark entirely before word END, from mark FROM on. */
static bool
covers(const struct pm_hits *h, size_t from, uint32_t end, uint32_t leaf)
{
	size_t i;

	for (i = from; i < h->n_marks && h->marks[i].first < end; i++)
		if (h->marks[i].leaf == leaf && h->marks[i].end <= end)
			return true;
	return false;
}

/* The mark of the body from which on WORDS words show most leaves not yet SHOWN;
 * h->n_marks if none shows any. */
static size_t
best_hit(const struct pm_hits *h, const uint8_t *shown, uint32_t words, uint32_t *counts)
{
	size_t best = h->n_marks, from, to = 0;
	uint32_t most = 0, distinct = 0;

	/* A window over the marks: marks FROM .. TO - 1 fit into it. */
	memset(counts, 0, h->n_leaves * sizeof *counts);
	for (from = 0; from < h->n_marks; from++) {
		uint32_t limit = h->marks[from].first + words - BEFORE_WORDS;

		if (h->marks[from].first < h->view.place.n_title) {
			to = from + 1;
			continue;
		}
		if (to < from)
			to = from;
		for (; to < h->n_marks && h->marks[to].end <= limit; to++)
			if (!shown[h->marks[to].leaf] && counts[h->marks[to].leaf]++ == 0)
				distinct++;
		if (distinct > most ||
		    (best == h->n_marks && !shown[h->marks[from].leaf])) {
			most = distinct;
			best = from;
		}
		if (from < to && !shown[h->marks[from].leaf] &&
		    --counts[h->marks[from].leaf] == 0)
			distinct--;
	}
	return best;
}

/* Choose passages that begin with a hit. */
static void
choose(struct pm_hits *h, struct passage passages[PASSAGES_MAX], size_t *n,
       uint8_t *shown, uint32_t *counts)
{
	uint32_t words = PASSAGE_WORDS, leaf;

	for (*n = 0; *n < PASSAGES_MAX; ++*n) {
		struct passage *p = &passages[*n];
		size_t hit = best_hit(h, shown, words, counts);

		if (hit == h->n_marks)
			break;
		p->first = h->marks[hit].first;
		p->end = h->marks[hit].first + words - BEFORE_WORDS;
		if (p->end < h->marks[hit].end)
			p->end = h->marks[hit].end;
		if (p->end > h->view.place.n_words)
			p->end = h->view.place.n_words;
		for (leaf = 0; leaf < h->n_leaves; leaf++)
			if (covers(h, hit, p->end, leaf))
				shown[leaf] = 1;
		words = SHORT_WORDS;
	}
}

/* Make them begin where they read well, which takes decoding their dressing. */
static enum pm_status
widen(struct pm_hits *h, struct passage *p, size_t n, struct pm_error *err)
{
	uint32_t title = h->view.place.n_title, from = h->view.place.n_words, to = title;
	enum pm_status status;
	size_t i;

	for (i = 0; i < n; i++) {
		uint32_t room = p[i].first - title;

		room = room < SENTENCE_WORDS ? room : SENTENCE_WORDS;
		from = p[i].first - room < from ? p[i].first - room : from;
		to = p[i].end > to ? p[i].end : to;
	}
	status = pm_view_window(&h->view, from, to, err);
	for (i = 0; i < n && status == PM_OK; i++)
		status = passage_start(h, p[i].first, &p[i].first, err);
	return status;
}

/* Sort by place, and merge those that touch. */
static void
arrange(struct passage *p, size_t *n)
{
	size_t i, k, kept = 0;

	for (i = 1; i < *n; i++)
		for (k = i; k > 0 && p[k].first < p[k - 1].first; k--) {
			struct passage t = p[k];

			p[k] = p[k - 1];
			p[k - 1] = t;
		}
	for (i = 0; i < *n; i++) {
		if (kept > 0 && p[i].first <= p[kept - 1].end) {
			if (p[i].end > p[kept - 1].end)
				p[kept - 1].end = p[i].end;
		} else {
			p[kept++] = p[i];
		}
	}
	*n = kept;
}

enum pm_status
pm_snippet_body(struct pm_hits *h, const struct pm_marks *marks, struct pm_buf *out,
		struct pm_error *err)
{
	struct passage passages[PASSAGES_MAX];
	const struct pm_place *at = &h->view.place;
	uint8_t *shown = pm_calloc(h->n_leaves, 1);
	uint32_t *counts = pm_calloc(h->n_leaves, sizeof *counts);
	enum pm_status status;
	size_t n, i;

	if (shown == NULL || counts == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	choose(h, passages, &n, shown, counts);
	if (n == 0) {
		n = 1;
		passages[0].first = at->n_title;
		passages[0].end = at->n_words - at->n_title < PASSAGE_WORDS
					? at->n_words
					: at->n_title + PASSAGE_WORDS;
	}
	if ((status = widen(h, passages, n, err)) < 0)
		goto out;
	arrange(passages, &n);
	for (i = 0; i < n && status == PM_OK; i++) {
		bool at_start = passages[i].first == at->n_title;
		bool at_end = passages[i].end == at->n_words;

		if (i > 0)
			pm_buf_puts(out, " ");
		if (!at_start && i == 0)
			pm_buf_puts(out, ELLIPSIS);
		status = put_words(h, passages[i], at_start, at_end, marks, out, err);
		if (!at_end)
			pm_buf_puts(out, i + 1 < n ? " " ELLIPSIS : ELLIPSIS);
	}
out:
	free(shown);
	free(counts);
	return status;
}

/* --- shortened -------------------------------------------------------------- */

/* The first MARK in the LEN bytes at S, or NULL. */
static const char *
find_mark(const char *s, size_t len, const char *mark)
{
	return memmem(s, len, mark, strlen(mark));
}

void
pm_snippet_put_title(const struct pm_buf *title, size_t max, const struct pm_marks *marks,
		     struct pm_buf *out)
{
	const char *s = pm_buf_str(title), *at = s;
	size_t shown = pm_value_fit(s, title->len, max);
	bool open = false;

	pm_buf_put(out, s, shown);
	if (shown == title->len)
		return;
	pm_buf_puts(out, ELLIPSIS);
	while ((at = find_mark(at, (size_t)(s + shown - at),
			       open ? marks->end : marks->begin)) != NULL) {
		at += strlen(open ? marks->end : marks->begin);
		open = !open;
	}
	if (open)
		pm_buf_puts(out, marks->end);
}

void
pm_snippet_put(const struct pm_buf *snippet, const struct pm_marks *marks,
	       struct pm_buf *out)
{
	const char *s = pm_buf_str(snippet), *end = s + snippet->len;

	while (s < end) {
		const char *blank = memchr(s, ' ', (size_t)(end - s));
		size_t len = (size_t)((blank == NULL ? end : blank) - s);
		size_t shown = pm_value_fit(s, len, WORD_MAX);

		pm_buf_put(out, s, shown);
		if (shown < len) {
			pm_buf_puts(out, ELLIPSIS);
			if (find_mark(s + shown, len - shown, marks->end) != NULL)
				pm_buf_puts(out, marks->end);
		}
		s += len;
		if (s < end)
			pm_buf_putc(out, *s++);
	}
}
