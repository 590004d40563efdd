/* Pressmark - any alteration of the files of folds, and all that is read of them: forge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whatever the files say, the folds of an article do not fall, and stand within its text;
 * the view of the whole text has the words of both, divided in order, or there is an error
 * that names what is damaged.  Without alterations there is none. */
#include "indexer/check_folds.h"
#include "match/view.h"
#include "tests/fuzz/forge.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LAST 106u /* all articles with folds, and some without */

static const enum forge_file files[] = {
	FORGE_FOLDS,	     FORGE_FOLDS,      FORGE_FOLDS,	FORGE_FOLD_ARTICLES,
	FORGE_FOLD_DRESSING, FORGE_FOLD_WORDS, FORGE_FOLD_PAIRS
};

static bool is_forged;

static bool
fine(enum pm_status status, const struct pm_error *err)
{
	forge_check(status, err);
	if (!is_forged && status < 0)
		fprintf(stderr, "%s\n", err->text);
	REQUIRE(is_forged || status >= 0);
	return status == PM_OK;
}

static void
check_regions(struct pm_view *v)
{
	const struct pm_regions *r;
	struct pm_error err;
	unsigned unit;
	size_t i;

	for (unit = PM_NEAR_WORDS; unit <= PM_NEAR_PARAGRAPH; unit++)
		if (fine(pm_view_regions(v, (enum pm_near_unit)unit, &r, &err), &err))
			for (i = 0; i < r->n; i++)
				REQUIRE(r->starts[i] < v->place.n_words &&
					(i == 0 || r->starts[i] > r->starts[i - 1]));
}

/* One article, whole or without its folds. */
static void
look(struct pm_view *v, struct pm_segment *segment, uint32_t article)
{
	uint32_t at, folded = 0;
	struct pm_error err;
	bool begins;
	size_t i;

	if (!fine(pm_view_set(v, segment, article, &err), &err))
		return;
	for (i = 0; i < v->n_folds; i++)
		REQUIRE(v->folds[i].cut <= v->stored.n_words - v->stored.n_title &&
			(i == 0 || v->folds[i].cut >= v->folds[i - 1].cut));
	if (!fine(pm_view_words(v, &err), &err) || !fine(pm_view_dressing(v, &err), &err))
		return;
	REQUIRE(v->decoded.n_words == v->place.n_words);
	check_regions(v);
	for (at = 0; at < v->place.n_words; at++) {
		folded += pm_view_is_in_fold(v, at);
		pm_buf_clear(&v->surface);
		fine(pm_segment_surface(segment, v->decoded.ranks[at],
					v->decoded.forms[at], &v->surface, &err),
		     &err);
		if (at > 0 && at != v->place.n_title)
			fine(pm_view_begins_sentence(v, at, &begins, &err), &err);
	}
	REQUIRE(folded == v->place.n_words - v->stored.n_words);
}

static void
put_texts(struct pm_segment *segment, struct pm_folds *folds, uint32_t article)
{
	const struct pm_fold_place *places;
	struct pm_error err;
	struct pm_buf text;
	size_t n, i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	if (fine(pm_folds_find(folds, article, &places, &n, &err), &err))
		for (i = 0; i < n; i++)
			fine(pm_segment_fold(segment, &places[i], &text, &err), &err);
	pm_buf_release(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_view plain, whole;
	struct pm_segment *segment;
	struct pm_folds *folds;
	struct pm_error err;
	uint32_t article;

	is_forged = forge(data, size, files, sizeof files / sizeof *files);
	forge_begin_work();
	pm_view_init(&plain);
	pm_view_init(&whole);
	whole.whole = true;
	REQUIRE(pm_segment_open(&segment, forge_segment, &err) == PM_OK);
	if (fine(pm_segment_folds(segment, &folds, &err), &err)) {
		REQUIRE(folds != NULL);
		for (article = 1; article <= LAST; article++) {
			put_texts(segment, folds, article);
			look(&plain, segment, article);
			look(&whole, segment, article);
		}
		fine(pm_folds_verify(folds, &err), &err);
		fine(pm_check_folds(segment, NULL, &err), &err);
	}
	pm_view_release(&plain);
	pm_view_release(&whole);
	pm_segment_free(segment);
	forge_end_work();
	return 0;
}
