/* Pressmark - pressmark-index check, sketches and copies: see check_copies.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_copies.h"

#include "indexer/stories.h"
#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_check_sketches_init(struct pm_check_sketches *c, struct pm_segment *segment,
		       struct pm_error *err)
{
	enum pm_status status;

	*c = (struct pm_check_sketches){ .segment = segment };
	c->hashes = pm_calloc(pm_lexicon_words(pm_segment_lexicon(segment)),
			      sizeof *c->hashes);
	if (c->hashes == NULL)
		return pm_fail_nomem(err);
	status = pm_segment_sketches(segment, &c->pages, err);
	return status < 0 ? status : pm_pages_verify(c->pages, err);
}

void
pm_check_sketches_release(struct pm_check_sketches *c)
{
	free(c->hashes);
	memset(c, 0, sizeof *c);
}

enum pm_status
pm_check_sketch(struct pm_check_sketches *c, uint32_t article,
		const struct pm_decoded *decoded, uint32_t day, struct pm_error *err)
{
	uint64_t at = (uint64_t)(article - 1) * PM_SKETCH_BYTES;
	struct pm_sketcher sketcher;
	struct pm_known_word word;
	uint8_t sketch[PM_SKETCH_BYTES];
	const uint8_t *there;
	enum pm_status status;
	uint32_t i, hash;

	pm_sketcher_begin(&sketcher);
	for (i = decoded->n_title; i < decoded->n_words; i++) {
		uint64_t *known = &c->hashes[decoded->ranks[i]];

		if (*known == 0) {
			status = pm_segment_word(c->segment, decoded->ranks[i], &word,
						 err);
			if (status != PM_OK)
				return status;
			*known = (uint64_t)pm_word_hash(word.folded, word.len) + 1;
		}
		hash = (uint32_t)(*known - 1);
		pm_sketcher_add(&sketcher, &hash, 1);
	}
	pm_sketcher_end(&sketcher, day, sketch);
	if ((there = pm_pages_get(c->pages, at, sizeof sketch, err)) == NULL)
		return PM_ERR_CORRUPT;
	return memcmp(there, sketch, sizeof sketch) == 0
		     ? PM_OK
		     : pm_corrupt(err, pm_pages_path(c->pages),
				  "article %u has another sketch", (unsigned)article);
}

/* The copies that the file names are those that were found. */
static enum pm_status
compare(struct pm_index *index, const struct pm_stories *stories, struct pm_error *err)
{
	const struct pm_copy *copies;
	size_t i = 0, k, n;

	while (i < stories->n) {
		uint32_t leader = stories->copies[i].leader;

		copies = pm_copies_of(index->copies, leader, &n);
		for (k = 0; i < stories->n && stories->copies[i].leader == leader; i++,
		    k++)
			if (k >= n || copies[k].copy != stories->copies[i].copy)
				return pm_corrupt(err, pm_copies_path(index->copies),
						  "article %u has other copies",
						  (unsigned)leader + 1);
	}
	return stories->n == pm_copies_count(index->copies)
		     ? PM_OK
		     : pm_corrupt(err, pm_copies_path(index->copies),
				  "its copies are %u, and those of the articles %zu",
				  (unsigned)pm_copies_count(index->copies), stories->n);
}

enum pm_status
pm_check_copies(struct pm_index *index, struct pm_error *err)
{
	const struct pm_stop never = { NULL, NULL };
	struct pm_stories stories = { 0 };
	enum pm_status status;

	if (index->copies == NULL)
		return PM_OK;
	if ((status = pm_copies_verify(index->copies, err)) == PM_OK &&
	    (status = pm_copies_load(index->copies, err)) == PM_OK &&
	    (status = pm_stories_find(index->segments, index->gone,
				      index->generation.n_segments, &never, &stories,
				      err)) == PM_OK)
		status = compare(index, &stories, err);
	pm_stories_release(&stories);
	return status;
}
