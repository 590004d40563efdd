/* Pressmark - checking the folds of a segment: see check_folds.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_folds.h"

#include "indexer/check_shares.h"
#include "support/bytes.h"
#include "support/intern.h"
#include "text/fold.h"
#include "text/prefixes.h"

#include <stdlib.h>
#include <string.h>

/* Of a stem: the articles that have it in folds, each counted once. */
struct stem {
	uint32_t last, n;
	uint64_t sum; /* of pm_share_number */
	bool aliased; /* some alias has it, too */
};

struct checking {
	struct pm_segment *seg;
	struct pm_lexicon *lex;
	struct pm_folds *folds;
	struct pm_store *store;
	struct pm_intern names;
	struct stem *stems;
	size_t stems_cap;
	uint32_t *stem_of; /* by rank: its stem and 1, or 0: not looked up yet */
	struct pm_cursor cursor;
	struct pm_decoded decoded;
	struct pm_buf title, body, text, term;
	uint32_t *articles, *wdfs;
	size_t articles_cap, wdfs_cap;
};

/* A word that is too long for a term has none. */
#define NO_STEM (UINT32_MAX - 1)

/* The number of the stem that the cursor's entry has. */
static enum pm_status
number_stem(struct checking *c, const struct pm_cursor *cursor, uint32_t *number,
	    struct pm_error *err)
{
	uint32_t n = c->names.n;
	enum pm_status status;

	*number = NO_STEM;
	if (cursor->entry.len > PM_FOLDED_MAX)
		return PM_OK;
	pm_buf_clear(&c->term);
	pm_cursor_stem(cursor, &c->term);
	if (c->term.status < 0)
		return pm_fail_nomem(err);
	status = pm_intern(&c->names, c->term.data, c->term.len, number, err);
	if (status == PM_OK && *number == n &&
	    (status = pm_grow(&c->stems, &c->stems_cap, (size_t)n + 1, sizeof *c->stems,
			      err)) == PM_OK)
		c->stems[n] = (struct stem){ 0, 0, 0, false };
	return status;
}

static enum pm_status
note_aliases(struct checking *c, struct pm_error *err)
{
	enum pm_status status;
	uint32_t number;

	for (status = pm_cursor_seek(&c->cursor, PM_LIST_ALIASES, "", 0, err);
	     status == PM_OK; status = pm_cursor_next(&c->cursor, err)) {
		if ((status = number_stem(c, &c->cursor, &number, err)) < 0)
			break;
		if (number != NO_STEM)
			c->stems[number].aliased = true;
	}
	return status < 0 ? status : PM_OK;
}

static enum pm_status
add_word(struct checking *c, uint32_t article, uint32_t rank, struct pm_error *err)
{
	enum pm_status status;
	struct stem *stem;
	uint32_t number;

	if (rank >= pm_lexicon_words(c->lex))
		return pm_corrupt(err, pm_lexicon_path(c->lex),
				  "a fold of article %u has a word that the lexicon does "
				  "not have",
				  (unsigned)article);
	if (c->stem_of[rank] == 0) {
		if ((status = pm_cursor_rank(&c->cursor, rank, err)) < 0 ||
		    (status = number_stem(c, &c->cursor, &number, err)) < 0)
			return status;
		c->stem_of[rank] = number + 1;
	}
	number = c->stem_of[rank] - 1;
	if (number == NO_STEM)
		return PM_OK;
	stem = &c->stems[number];
	if (stem->last == article)
		return PM_OK;
	stem->last = article;
	stem->n++;
	stem->sum += pm_share_number(article);
	return PM_OK;
}

static enum pm_status
check_fold(struct checking *c, uint32_t article, const struct pm_fold_place *fold,
	   uint32_t words, struct pm_error *err)
{
	struct pm_place place;
	enum pm_status status;
	uint32_t i;

	if (fold->cut > words || fold->at > c->body.len)
		return pm_corrupt(err, pm_folds_path(c->folds),
				  "article %u has a fold after its end",
				  (unsigned)article);
	pm_buf_clear(&c->text);
	if ((status = pm_segment_fold(c->seg, fold, &c->text, err)) < 0 ||
	    (status = pm_store_place(c->store, fold->number, &place, err)) < 0 ||
	    (status = pm_store_decode_words(c->store, &place, &c->decoded, err)) < 0)
		return status;
	for (i = 0; i < c->decoded.n_words && status == PM_OK; i++)
		status = add_word(c, article, c->decoded.ranks[i], err);
	return status;
}

static enum pm_status
check_article(struct checking *c, uint32_t article, struct pm_error *err)
{
	const struct pm_fold_place *places;
	struct pm_place place;
	enum pm_status status;
	size_t n, i;

	pm_buf_clear(&c->title);
	pm_buf_clear(&c->body);
	if ((status = pm_segment_text(c->seg, article, &c->title, &c->body, err)) < 0 ||
	    (status = pm_store_place(pm_segment_store(c->seg), article, &place, err)) < 0 ||
	    (status = pm_folds_find(c->folds, article, &places, &n, err)) < 0)
		return status;
	for (i = 0; i < n && status == PM_OK; i++)
		status = check_fold(c, article, &places[i], place.n_words - place.n_title,
				    err);
	return status;
}

/* --- postings ----------------------------------------------------------- */

static enum pm_status
differs(const struct checking *c, uint32_t stem, struct pm_error *err)
{
	size_t len;
	const char *name = pm_intern_get(&c->names, stem, &len);

	return pm_corrupt(err, pm_segment_metadata_path(c->seg),
			  "the folds with words of '%.*s' are those of other articles",
			  (int)len, name);
}

/* The list of a stem, whose term is c->term. */
static enum pm_status
compare_list(struct checking *c, struct pm_glass_list *list, uint32_t number,
	     struct pm_error *err)
{
	const struct stem *stem = &c->stems[number];
	uint32_t n = 0, done, i;
	enum pm_status status;
	uint64_t sum = 0;

	if (list->freq < stem->n || (!stem->aliased && list->freq != stem->n))
		return differs(c, number, err);
	if ((status = pm_grow(&c->articles, &c->articles_cap,
			      (size_t)list->freq + PM_GLASS_FILL_ROOM,
			      sizeof *c->articles, err)) < 0 ||
	    (status = pm_grow(&c->wdfs, &c->wdfs_cap,
			      (size_t)list->freq + PM_GLASS_FILL_ROOM, sizeof *c->wdfs,
			      err)) < 0)
		return status;
	for (; status == PM_OK && n < list->freq; n += done)
		status = pm_glass_list_fill(list, c->articles + n, c->wdfs + n,
					    list->freq - n, &done, err);
	if (status < 0)
		return status;
	for (i = 0; i < n; i++)
		sum += pm_share_number(c->articles[i]);
	return stem->aliased || sum == stem->sum ? PM_OK : differs(c, number, err);
}

static enum pm_status
compare_stems(struct checking *c, struct pm_glass *lists, struct pm_error *err)
{
	struct pm_glass_list list;
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = 0; i < c->names.n && status == PM_OK; i++) {
		size_t len;
		const char *name = pm_intern_get(&c->names, i, &len);

		if (c->stems[i].n == 0)
			continue;
		pm_buf_clear(&c->term);
		pm_buf_puts(&c->term, PM_PREFIX_FOLD);
		pm_buf_put(&c->term, name, len);
		if (c->term.status < 0)
			return pm_fail_nomem(err);
		status = pm_glass_list_open(&list, lists, pm_buf_str(&c->term),
					    c->term.len, err);
		if (status == PM_OK)
			status = compare_list(c, &list, i, err);
		else if (status > 0)
			status = differs(c, i, err);
		pm_glass_list_release(&list);
	}
	return status;
}

static void
release(struct checking *c)
{
	pm_intern_release(&c->names);
	pm_cursor_release(&c->cursor);
	pm_decoded_release(&c->decoded);
	pm_buf_release(&c->title);
	pm_buf_release(&c->body);
	pm_buf_release(&c->text);
	pm_buf_release(&c->term);
	free(c->stems);
	free(c->stem_of);
	free(c->articles);
	free(c->wdfs);
}

enum pm_status
pm_check_folds(struct pm_segment *seg, struct pm_glass *lists, struct pm_error *err)
{
	struct checking c = { .seg = seg, .lex = pm_segment_lexicon(seg) };
	enum pm_status status = pm_segment_folds(seg, &c.folds, err);
	uint32_t i;

	if (status < 0 || c.folds == NULL)
		return status;
	pm_intern_init(&c.names);
	pm_cursor_init(&c.cursor, c.lex);
	pm_buf_init(&c.title, PM_BUF_NO_LIMIT);
	pm_buf_init(&c.body, PM_BUF_NO_LIMIT);
	pm_buf_init(&c.text, PM_BUF_NO_LIMIT);
	pm_buf_init(&c.term, PM_BUF_NO_LIMIT);
	c.stem_of = pm_calloc(pm_lexicon_words(c.lex), sizeof *c.stem_of);
	if (c.stem_of == NULL)
		status = pm_fail_nomem(err);
	if (status == PM_OK && (status = pm_folds_verify(c.folds, err)) == PM_OK &&
	    (status = pm_folds_store(c.folds, &c.store, err)) == PM_OK)
		status = note_aliases(&c, err);
	for (i = 0; i < pm_folds_articles(c.folds) && status == PM_OK; i++)
		status = check_article(&c, pm_folds_article(c.folds, i), err);
	if (status == PM_OK && lists != NULL)
		status = compare_stems(&c, lists, err);
	release(&c);
	return status;
}
