/* Pressmark - the folds of a segment's articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A fold is a stretch of the text that is stored with an article and is not its own
 * (ARCHITECTURE.md, "Folds").  The segment's store (store.h) has the articles without
 * them.  If any article has folds, the segment has a folder `folds` with a store of its
 * own, whose n-th article is the n-th fold: no title, and a body that is
 *
 *	lead		what stands in the text between the word before the fold and it
 *	the fold
 *	trail		what stands between it and the word after it
 *
 * so that the separators of that body are those of the whole text.  It has no pairs.  Of folds with no word
 * between them, only the last has a trail, and the lead of each but the first also has
 * what follows the last word of the one before; but one without words that is not the
 * last has neither, as all of it is in the lead of the next.  Words of folds are in the
 * segment's lexicon, where they count nothing.
 *
 * Beside it is the file `list`, of support/pages.h, kind "folds", version 1:
 *
 *	for each article with folds, in order: for each of its folds in the order of the
 *		text: varint words of the body before it, since the fold before; varint
 *		bytes of the body before it, likewise; varint bytes of the lead; varint
 *		bytes of the trail; varint PM_FOLD_... (support/folds.h)
 *	for each article with folds: u32 its number; u32 the number of its first fold,
 *		from 1; u64 where its bytes begin
 *	u64 the number of these articles; u64 the number of folds; four u64:
 *		pm_pages_identity of the store's words, dressing, pairs, articles
 *
 * Readers:
 *
 *	pm_folds_open(&folds, dir, last, &err);		dir: the segment's
 *	pm_folds_find(folds, article, &places, &n, &err);
 *	pm_folds_store(folds, &store, &err);	places[i].number is its article
 *	pm_folds_free(folds);
 *
 * Cost: to find an article is a search by halves, in memory that has been verified; the
 * store is opened when it is first asked for.
 */
#ifndef PM_SEGMENT_FOLDS_H
#define PM_SEGMENT_FOLDS_H

#include "segment/store.h"
#include "support/pages.h"

#define PM_FOLDS_FOLDER "folds"
#define PM_FOLDS_FILE "list"
#define PM_FOLDS_KIND "folds"
#define PM_FOLDS_VERSION 1u
#define PM_FOLDS_PAGE 1024u

/* Where a fold is, and what of it is what. */
struct pm_fold_place {
	uint32_t number;      /* of the store's article, from 1 */
	uint32_t cut;	      /* words of the body before it */
	uint64_t at;	      /* bytes of the body before it */
	uint64_t lead, trail; /* bytes */
	unsigned why;	      /* PM_FOLD_... */
	/* For who fills them in, and not of the file: the word of the body with all folds
	 * in their places that it begins with, and how many words it has. */
	uint32_t first, n_words;
};

/* --- writing ------------------------------------------------------------ */

/* Append a fold's place, as the file has it, to OUT.  BEFORE: the fold before it in its
 * article, or NULL. */
void pm_fold_place_put(struct pm_buf *out, const struct pm_fold_place *place,
		       const struct pm_fold_place *before);

struct pm_folds_writer;

/* Creates the folder in DIR, the list and, by PLAN, the store in it. */
enum pm_status pm_folds_create(struct pm_folds_writer **out, const char *dir,
			       const struct pm_store_plan *plan, struct pm_error *err);
/* Where the folds themselves go, in the order of pm_folds_add. */
struct pm_store_writer *pm_folds_store_writer(struct pm_folds_writer *w);
/* The next fold of ARTICLE, which is not before the last one added: the bytes that
 * pm_fold_place_put made. */
enum pm_status pm_folds_add(struct pm_folds_writer *w, uint32_t article,
			    const void *place, size_t len, struct pm_error *err);
/* Ends all files, which are synced, as is the folder.  *SIZE: the bytes of all. */
enum pm_status pm_folds_finish(struct pm_folds_writer *w, uint64_t *size,
			       struct pm_error *err);
void pm_folds_writer_free(struct pm_folds_writer *w);

/* --- reading ------------------------------------------------------------ */

struct pm_folds;

/* LAST: the last article of the segment. */
enum pm_status pm_folds_open(struct pm_folds **out, const char *dir, uint32_t last,
			     struct pm_error *err);
void pm_folds_free(struct pm_folds *f);

/* The list, for messages. */
const char *pm_folds_path(const struct pm_folds *f);
/* The bytes of the list. */
uint64_t pm_folds_file_size(const struct pm_folds *f);
/* How many articles have folds, and how many folds there are. */
uint32_t pm_folds_articles(const struct pm_folds *f);
uint32_t pm_folds_count(const struct pm_folds *f);
/* The I-th of these articles, I < pm_folds_articles. */
uint32_t pm_folds_article(const struct pm_folds *f, uint32_t i);
/* Whether ARTICLE has folds. */
bool pm_folds_has(const struct pm_folds *f, uint32_t article);
/* The folds of ARTICLE, in the order of the text; *N is 0 if it has none.  They belong to
 * F until the next call. */
enum pm_status pm_folds_find(struct pm_folds *f, uint32_t article,
			     const struct pm_fold_place **places, size_t *n,
			     struct pm_error *err);
enum pm_status pm_folds_store(struct pm_folds *f, struct pm_store **store,
			      struct pm_error *err);
/* pm_pages_identity of the list, which has those of the other files. */
uint64_t pm_folds_identity(const struct pm_folds *f);
/* The same of the folds of a segment that is not open. */
enum pm_status pm_folds_identity_in(const char *dir, uint64_t *identity,
				    struct pm_error *err);
/* Verifies every page of all files, that they belong together, and that the list is in
 * order. */
enum pm_status pm_folds_verify(struct pm_folds *f, struct pm_error *err);

#endif
