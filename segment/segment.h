/* Pressmark - a segment opened for reading.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A segment is an immutable folder: lexicon, shares, words, dressing, pairs, articles,
 * sketches and origins (see lexicon.h, shares.h, store.h, sketches.h and origins.h), folds
 * and blocks if there are any (folds.h, blocks.h), and xapian/ with its guard file.  This handle covers all but the
 * last two and caches words, so that turning most ranks into text costs one table look-up.
 * The database is opened separately (index.h).
 */
#ifndef PM_SEGMENT_SEGMENT_H
#define PM_SEGMENT_SEGMENT_H

#include "segment/blocks.h"
#include "segment/folds.h"
#include "segment/lexicon.h"
#include "segment/origins.h"
#include "segment/shares.h"
#include "segment/sketches.h"
#include "segment/store.h"

struct pm_segment;

enum pm_status pm_segment_open(struct pm_segment **out, const char *dir,
			       struct pm_error *err);
void pm_segment_free(struct pm_segment *seg);

struct pm_lexicon *pm_segment_lexicon(struct pm_segment *seg);
struct pm_store *pm_segment_store(struct pm_segment *seg);
/* The shares, which are opened when they are first asked for. */
enum pm_status pm_segment_shares(struct pm_segment *seg, struct pm_shares **shares,
				 struct pm_error *err);
/* The sketches, likewise. */
enum pm_status pm_segment_sketches(struct pm_segment *seg, struct pm_pages **sketches,
				   struct pm_error *err);
/* The origins, likewise. */
enum pm_status pm_segment_origins(struct pm_segment *seg, struct pm_pages **origins,
				  struct pm_error *err);
/* Its folds, likewise; NULL: it has none. */
enum pm_status pm_segment_folds(struct pm_segment *seg, struct pm_folds **folds,
				struct pm_error *err);
/* The blocks of its articles, likewise; NULL: it has none. */
enum pm_status pm_segment_blocks(struct pm_segment *seg, struct pm_blocks **blocks,
				 struct pm_error *err);
/* The segment will be read in order (support/mapped.h). */
void pm_segment_in_order(struct pm_segment *seg);
/* The file of the metadata, for pm_metadata_read. */
const char *pm_segment_metadata_path(const struct pm_segment *seg);

/* What is cached of a word; belongs to the segment until the next call. */
struct pm_known_word {
	const char *folded;
	size_t len;
	const struct pm_form_spec *forms;
	size_t n_forms;
};

enum pm_status pm_segment_word(struct pm_segment *seg, uint32_t rank,
			       struct pm_known_word *word, struct pm_error *err);

/* Append the surface of a word in a form (a place or PM_FORM_AT_START). */
enum pm_status pm_segment_surface(struct pm_segment *seg, uint32_t rank, uint32_t form,
				  struct pm_buf *out, struct pm_error *err);

/* What separator number SEPARATOR (store.h) breaks: PM_BREAK_... of text/breaks.h.
 * Computed once for each separator. */
enum pm_status pm_segment_breaks(struct pm_segment *seg, uint32_t separator,
				 unsigned *breaks, struct pm_error *err);

/* Append the title and the body of ARTICLE (from 1), byte for byte. */
enum pm_status pm_segment_text(struct pm_segment *seg, uint32_t article,
			       struct pm_buf *title, struct pm_buf *body,
			       struct pm_error *err);

/* Append a fold of pm_segment_folds, byte for byte. */
enum pm_status pm_segment_fold(struct pm_segment *seg, const struct pm_fold_place *fold,
			       struct pm_buf *out, struct pm_error *err);

/* Append the article's metadata (metadata.h). */
enum pm_status pm_segment_metadata(struct pm_segment *seg, uint32_t article,
				   struct pm_buf *out, struct pm_error *err);

#endif
