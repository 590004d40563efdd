/* Pressmark - any alteration of words, dressing, pairs and articles, and every article: forge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What comes out is text, in whole and in windows, and no article has what the files have
 * not. */
#include "segment/segment.h"
#include "support/utf8.h"
#include "tests/fuzz/forge.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum forge_file files[] = { FORGE_DRESSING, FORGE_ARTICLES, FORGE_WORDS,
					 FORGE_PAIRS };

static bool is_forged;

static bool
fine(enum pm_status status, const struct pm_error *err)
{
	forge_check(status, err);
	REQUIRE(is_forged || status == PM_OK);
	return status == PM_OK;
}

static void
read_window(struct pm_segment *seg, const struct pm_place *place, struct pm_decoded *d,
	    uint32_t from, uint32_t to)
{
	struct pm_store *s = pm_segment_store(seg);
	struct pm_error err;
	struct pm_buf out;
	unsigned breaks;
	uint32_t i;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (fine(pm_store_decode_window(s, place, from, to, d, &err), &err))
		for (i = from; i < to; i++) {
			size_t before = pm_separator_before(d, i);

			REQUIRE(d->separators[before] < pm_store_separators(s));
			if (!fine(pm_segment_breaks(seg, d->separators[before], &breaks,
						    &err),
				  &err) ||
			    !fine(pm_segment_surface(seg, d->ranks[i], d->forms[i], &out,
						     &err),
				  &err))
				break;
		}
	REQUIRE(pm_utf8_valid(pm_buf_str(&out), out.len));
	pm_buf_release(&out);
}

/* Of an article as it was built no neighbours are denied. */
static void
ask_pairs(struct pm_store *s, uint32_t article, const struct pm_place *place,
	  const struct pm_decoded *d)
{
	struct pm_pair_needs needs = { 0 };
	uint32_t i, kept;
	struct pm_error err;
	size_t n_kept = 0;
	bool yes = false;

	if (pm_store_pairs(s, place, &err) == NULL && place->n_words > 0)
		fine(PM_ERR_CORRUPT, &err);
	for (i = 1; i < place->n_words && i < 100; i++) {
		struct pm_pair_group g;

		pm_pair_group_init(&g);
		pm_pair_group_add(&g, d->ranks[i - 1], d->ranks[i]);
		if (i != place->n_title)
			REQUIRE(pm_pair_needs_add(&needs, &g, &err) == PM_OK);
	}
	if (fine(pm_store_may_match(s, place, &needs, &yes, &err), &err))
		REQUIRE(is_forged || yes);
	if (fine(pm_store_sift(s, &needs, &article, 1, &kept, &n_kept, &err), &err))
		REQUIRE(n_kept == yes);
	pm_pair_needs_release(&needs);
}

static void
read_article(struct pm_segment *seg, uint32_t article, struct pm_decoded *d)
{
	struct pm_store *s = pm_segment_store(seg);
	struct pm_buf title, body, metadata;
	struct pm_place place;
	struct pm_error err;

	pm_buf_init(&title, PM_BUF_NO_LIMIT);
	pm_buf_init(&body, PM_BUF_NO_LIMIT);
	pm_buf_init(&metadata, PM_BUF_NO_LIMIT);
	if (fine(pm_segment_text(seg, article, &title, &body, &err), &err)) {
		REQUIRE(pm_utf8_valid(pm_buf_str(&title), title.len));
		REQUIRE(pm_utf8_valid(pm_buf_str(&body), body.len));
	}
	fine(pm_segment_metadata(seg, article, &metadata, &err), &err);
	if (fine(pm_store_place(s, article, &place, &err), &err) &&
	    fine(pm_store_decode_words(s, &place, d, &err), &err)) {
		uint32_t n = place.n_words;

		REQUIRE(place.n_title <= n && n <= place.words_bytes);
		read_window(seg, &place, d, 0, n < 5 ? n : 5);
		read_window(seg, &place, d, n / 2, n);
		read_window(seg, &place, d, n / 3, n / 3);
		ask_pairs(s, article, &place, d);
	}
	pm_buf_release(&title);
	pm_buf_release(&body);
	pm_buf_release(&metadata);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_decoded d = { 0 };
	struct pm_segment *seg;
	struct pm_error err;
	uint32_t i, n;

	is_forged = forge(data, size, files, sizeof files / sizeof *files);
	forge_begin_work();
	if (fine(pm_segment_open(&seg, forge_segment, &err), &err)) {
		n = pm_store_articles(pm_segment_store(seg));
		fine(pm_store_verify(pm_segment_store(seg), &err), &err);
		for (i = 1; i <= n && i < 1000; i++)
			read_article(seg, i, &d);
		pm_segment_free(seg);
	}
	pm_decoded_release(&d);
	forge_end_work();
	return 0;
}
