/* Pressmark - slices: the input in pieces of fixed size.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A slice is a number of whole articles, copied out of the reader, that one worker turns
 * into its part of a run.  Where slices end depends only on the input (the first end of
 * an article after PM_SLICE_BYTES of text, twice as much of everything, or
 * PM_SLICE_ARTICLES articles), and so do their numbers and those of their articles:
 * whatever depends on slices is the same for any number of workers.
 *
 * A slice is some megabytes, or as large as its largest article.
 */
#ifndef PM_INDEXER_GATHER_SLICE_H
#define PM_INDEXER_GATHER_SLICE_H

#include "corpus/corpus.h"
#include "support/buf.h"

#include <stdint.h>

#define PM_SLICE_BYTES ((size_t)2 << 20)
#define PM_SLICE_ARTICLES ((size_t)1 << 14)

/* Bytes after the slice's own that may be read, so that vectors and 16-byte words can be
 * loaded from anywhere in a text. */
#define PM_SLICE_SLACK 64u

/* Where in an article's metadata its parts begin: they are not there twice. */
struct pm_slice_places {
	size_t id, url, source, author;
};

/* Append the metadata to OUT. */
typedef void pm_slice_put_fn(void *ctx, struct pm_buf *out,
			     struct pm_slice_places *places);

/* An article of a slice: the lengths of its parts.  Title, text, metadata, data and folds
 * are consecutive in the slice's bytes; the others lie in the metadata. */
struct pm_slice_article {
	uint64_t start;
	struct pm_slice_places places;
	uint32_t title_len, text_len, id_len, url_len, source_len, author_len;
	uint32_t metadata_len; /* as segment/metadata.h writes it */
	uint32_t data_len;     /* of its document in the database */
	uint32_t folds_len; /* for each fold: varint bytes of the text before it, varint
				* PM_FOLD_... (support/folds.h), varint bytes, the fold */
	uint32_t day;
	uint8_t language; /* by which it is stemmed (text/languages.h); 0: see gather.h */
};

struct pm_slice {
	uint64_t number; /* from 0 */
	uint32_t first;	 /* number of its first article, from 1 */
	struct pm_buf bytes;
	struct pm_slice_article *articles;
	size_t n, cap;
	uint64_t text_bytes;
	uint64_t all_bytes; /* of everything, folds too; what lies in the metadata counted twice */
};

void pm_slice_init(struct pm_slice *s);
void pm_slice_release(struct pm_slice *s);

/* Empty it, to be filled as slice NUMBER, whose first article is FIRST. */
void pm_slice_begin(struct pm_slice *s, uint64_t number, uint32_t first);

/* Copy A, to be stemmed in LANGUAGE; PUT appends what is kept of it besides the text, DATA is the data of its
 * document in the database.  PM_ERR_LIMIT if a part is 4 GiB or larger. */
enum pm_status pm_slice_add(struct pm_slice *s, const struct pm_article *a,
			    unsigned language, pm_slice_put_fn *put, void *ctx,
			    const struct pm_buf *data, struct pm_error *err);

/* The parts of an article, its bytes at BYTES. */
static inline const char *
pm_slice_metadata(const struct pm_slice_article *a, const char *bytes)
{
	return bytes + a->title_len + a->text_len;
}

static inline const char *
pm_slice_id(const struct pm_slice_article *a, const char *bytes)
{
	return pm_slice_metadata(a, bytes) + a->places.id;
}

static inline const char *
pm_slice_url(const struct pm_slice_article *a, const char *bytes)
{
	return pm_slice_metadata(a, bytes) + a->places.url;
}

static inline const char *
pm_slice_source(const struct pm_slice_article *a, const char *bytes)
{
	return pm_slice_metadata(a, bytes) + a->places.source;
}

static inline const char *
pm_slice_author(const struct pm_slice_article *a, const char *bytes)
{
	return pm_slice_metadata(a, bytes) + a->places.author;
}

/* Whether it is large enough. */
static inline bool
pm_slice_is_full(const struct pm_slice *s)
{
	return s->text_bytes >= PM_SLICE_BYTES || s->all_bytes >= 2 * PM_SLICE_BYTES ||
	       s->n >= PM_SLICE_ARTICLES;
}

/* Bytes of memory held. */
size_t pm_slice_memory(const struct pm_slice *s);

#endif
