/* Pressmark - the store: every article as words and dressing.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Four files of a segment hold its articles, and a fifth is made with them:
 *
 *	words		the codes (codes.h) of all words of all articles, one
 *			article after the other, title first
 *	dressing	what turns folded words back into the text: the
 *			separators between them and the forms they have, and
 *			the article's metadata; some dozens of articles to a
 *			block, deflated
 *	pairs		which words are neighbours in each article (pairs.h)
 *	articles	where each article is in the other three
 *	sketches	by what its copies are found (sketches.h); read by these alone
 *
 * An article has N words, the first T of them in its title, and N + 2 separators:
 * before each word of the title, after the last one, before each word of the body,
 * after the last one.  Written alternately, separators and surfaces reproduce title
 * and body byte for byte.
 *
 * A form is a number: the place of the surface in the word's list of forms (lexicon.h).
 * Usually it is the commonest one or, where a sentence begins, the capitalised one; only
 * exceptions are stored.  So decoding yields either a place or PM_FORM_AT_START, which
 * pm_form_resolve resolves with the word's forms.
 */
#ifndef PM_SEGMENT_STORE_H
#define PM_SEGMENT_STORE_H

#include "segment/lexicon.h"
#include "segment/pairs.h"
#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- writing ------------------------------------------------------------
 *
 * Articles arrive in the form that runs hold (indexer/gather/run.h): as tokens, which are
 * provisional numbers of surfaces, with a coding, which says what each number means in
 * this segment.  Recoding and compression are done in pieces, each by one thread; the
 * pieces are then appended in order:
 *
 *	pm_store_create(&w, dir, &plan, &err);
 *	in each thread:
 *		pm_store_piece_new(&piece, w, &err);
 *		for each slice {
 *			for each article
 *				pm_store_piece_add(piece, &coding, &text, &err);
 *			pm_store_piece_end(piece, &err);
 *			... when it is this slice's turn:
 *			pm_store_append(w, piece, &err);	empties the piece
 *		}
 *		pm_store_piece_free(piece);
 *	pm_store_finish(w, sizes, &err);
 *
 * The bytes written depend only on the articles and on where pieces end. */

/* How to store a word with a given surface. */
struct pm_surface_code {
	uint32_t code; /* the bytes of its code, the first one lowest */
	uint32_t form; /* PM_SURFACE_... */
	uint32_t word; /* pm_word_hash of the word (sketches.h) */
};

#define PM_SURFACE_CODE_LEN 7u	 /* mask: bytes of the code */
#define PM_SURFACE_ODD_INSIDE 8u /* not the form predicted within a sentence */
#define PM_SURFACE_ODD_START 16u /* not the one predicted at a sentence start */
#define PM_SURFACE_PLACE 5u	 /* shift: the form's place in the word's list */
#define PM_FORMS_MAX ((uint32_t)1 << 27)

/* What to store for a surface of the word with RANK that is at place FORM among the
 * word's forms.  CAPITAL: if the word's commonest form is its folded form and a
 * capitalised one is among the first 256, the place of that; else 0.  WORD: its hash. */
struct pm_surface_code pm_surface_code(uint32_t rank, uint32_t form, uint32_t capital,
				       uint32_t word);

struct pm_store_coding {
	const struct pm_surface_code *surfaces; /* by provisional number */
	const uint32_t *separators; /* by provisional number too: final numbers, by
					 * falling frequency */
};

/* What is in a part of an article. */
enum {
	PM_STORE_BEGINS = 1,	/* its beginning */
	PM_STORE_TITLE_END = 2, /* the end of its title */
	PM_STORE_ENDS = 4,	/* its end, with the metadata */
	PM_STORE_WHOLE = 7
};

/* An article, or a part of one, as a run holds it. */
struct pm_store_text {
	unsigned part;		   /* PM_STORE_... */
	uint32_t n_words, n_title; /* in this part */
	const uint8_t *tokens;	   /* n_words tokens: the low 16 bits of each */
	const uint8_t *upper;	   /* two varints for each token with more bits: */
	size_t upper_len;	   /* words since the last one, token >> 16 */
	const uint8_t *separators; /* varints */
	size_t separators_len;
	const uint8_t *metadata; /* returned unchanged */
	size_t metadata_len;
	uint32_t day; /* of the part with its end: the date, for its sketch; 0: none */
};

/* What the writer must know about the whole segment beforehand: its separators, the most
 * frequent first, and its addresses. */
struct pm_store_plan {
	const char *(*separator)(void *ctx, uint32_t number, size_t *len);
	void *ctx;
	uint32_t n_separators;
	struct pm_addresses addresses; /* the caller's */
	bool of_folds; /* nobody asks for their pairs or which are copies: they have none */
};

struct pm_store_writer;
struct pm_store_piece;

/* Creates the files in DIR. */
enum pm_status pm_store_create(struct pm_store_writer **out, const char *dir,
			       const struct pm_store_plan *plan, struct pm_error *err);
enum pm_status pm_store_piece_new(struct pm_store_piece **out,
				  const struct pm_store_writer *w, struct pm_error *err);
/* Add an article, or its next part. */
enum pm_status pm_store_piece_add(struct pm_store_piece *piece,
				  const struct pm_store_coding *coding,
				  const struct pm_store_text *text, struct pm_error *err);
enum pm_status pm_store_piece_end(struct pm_store_piece *piece, struct pm_error *err);
void pm_store_piece_free(struct pm_store_piece *piece);
enum pm_status pm_store_append(struct pm_store_writer *w, struct pm_store_piece *piece,
			       struct pm_error *err);
/* The files, in the order in which their sizes are given. */
enum pm_store_file {
	PM_STORE_WORDS,
	PM_STORE_DRESSING,
	PM_STORE_PAIRS,
	PM_STORE_ARTICLES,
	PM_STORE_READ, /* the files that pm_store_open opens: those before */
	PM_STORE_SKETCHES = PM_STORE_READ,
	PM_STORE_FILES
};

/* SIZES (may be NULL) becomes the bytes of each file. */
enum pm_status pm_store_finish(struct pm_store_writer *w, uint64_t sizes[PM_STORE_FILES],
			       struct pm_error *err);
void pm_store_writer_free(struct pm_store_writer *w);

/* --- reading ------------------------------------------------------------ */

struct pm_store;

enum pm_status pm_store_open(struct pm_store **out, const char *dir, struct pm_error *err);
void pm_store_free(struct pm_store *s);
enum pm_status pm_store_verify(struct pm_store *s, struct pm_error *err);
void pm_store_file_sizes(const struct pm_store *s, uint64_t sizes[PM_STORE_READ]);

/* Everything will be read from front to back.  Otherwise only the dressing is, for the
 * metadata that facets ask for. */
void pm_store_in_order(const struct pm_store *s);
/* The codes of N articles will be needed. */
enum pm_status pm_store_will_need(struct pm_store *s, const uint32_t *articles, size_t n,
				  struct pm_error *err);
/* pm_pages_identity of each file. */
void pm_store_identities(const struct pm_store *s, uint64_t identities[PM_STORE_READ]);

/* The files of the metadata and of the pairs, for messages. */
const char *pm_store_metadata_path(const struct pm_store *s);
const char *pm_store_pairs_path(const struct pm_store *s);

uint32_t pm_store_articles(const struct pm_store *s);
uint32_t pm_store_separators(const struct pm_store *s);

/* Where one article is. */
struct pm_place {
	uint64_t words; /* offset of its codes */
	uint64_t pairs; /* offset of its filter, in words of 64 bits */
	uint32_t words_bytes;
	uint32_t n_words;
	uint32_t n_title;
	uint32_t block;		 /* of the dressing */
	uint32_t dressing;	 /* offset of its first byte there, once
					 * inflated */
	uint32_t dressing_bytes; /* how many there are */
};

/* ARTICLE counts from 1, as libxapian does. */
enum pm_status pm_store_place(struct pm_store *s, uint32_t article,
			      struct pm_place *place, struct pm_error *err);

/* The article's codes: verified bytes that belong to the store, or NULL.  Nothing is
 * copied or decoded. */
const uint8_t *pm_store_codes(struct pm_store *s, const struct pm_place *place,
			      struct pm_error *err);

/* The article's filter of pairs, pm_pairs_words(n_words) * 8 verified bytes, or NULL. */
const uint8_t *pm_store_pairs(struct pm_store *s, const struct pm_place *place,
			      struct pm_error *err);
/* *YES: whether the article may have what is needed. */
enum pm_status pm_store_may_match(struct pm_store *s, const struct pm_place *place,
				  const struct pm_pair_needs *needs, bool *yes,
				  struct pm_error *err);
/* The same for N articles: the places in ARTICLES of those that may go into KEPT, *N_KEPT
 * of them.  Some 5 ns an article if its filter is in the cache. */
enum pm_status pm_store_sift(struct pm_store *s, const struct pm_pair_needs *needs,
			     const uint32_t *articles, size_t n, uint32_t *kept,
			     size_t *n_kept, struct pm_error *err);

/* A decoded article; the arrays are reused from call to call. */
struct pm_decoded {
	uint32_t *ranks;      /* n_words */
	uint32_t *separators; /* n_words + 2 */
	uint32_t *forms;      /* n_words: a place or PM_FORM_AT_START */
	size_t ranks_cap, separators_cap, forms_cap;
	uint32_t n_words;
	uint32_t n_title;
};

#define PM_FORM_AT_START UINT32_MAX

void pm_decoded_release(struct pm_decoded *d);

/* Decode the words: about 1 ns per word. */
enum pm_status pm_store_decode_words(struct pm_store *s, const struct pm_place *place,
				     struct pm_decoded *out, struct pm_error *err);
/* Decode separators and forms.  Inflates a block (some 12 KB), unless it is the one
 * used last. */
enum pm_status pm_store_decode_dressing(struct pm_store *s, const struct pm_place *place,
					struct pm_decoded *out, struct pm_error *err);
/* The same if only words FROM .. TO - 1 will be looked at: decodes their forms, the
 * separators before and after each, and those at the ends of title and body if they are
 * next to them.  Everything else of OUT, except the ranks, is undefined. */
enum pm_status pm_store_decode_window(struct pm_store *s, const struct pm_place *place,
				      uint32_t from, uint32_t to, struct pm_decoded *out,
				      struct pm_error *err);

/* Append the article's metadata to OUT, unchanged.  Inflates as the above do. */
enum pm_status pm_store_metadata(struct pm_store *s, const struct pm_place *place,
				 struct pm_buf *out, struct pm_error *err);

/* The index in `separators` of the separator before word I (from 0). */
static inline size_t
pm_separator_before(const struct pm_decoded *d, uint32_t i)
{
	return i < d->n_title ? i : (size_t)i + 1;
}

/* The text of a separator; *TEXT points into the file. */
enum pm_status pm_store_separator(struct pm_store *s, uint32_t number, const char **text,
				  size_t *len, struct pm_error *err);

/* Whether a word after this separator is predicted to begin a sentence. */
bool pm_separator_predicts_capital(const char *text, size_t len);

/* The place of the form that is meant; 0 even if N is 0. */
static inline uint32_t
pm_form_resolve(uint32_t form, const struct pm_form_spec *forms, size_t n)
{
	size_t i;

	if (form != PM_FORM_AT_START)
		return form;
	if (n > 0 && forms[0].form == PM_FORM_SAME)
		for (i = 1; i < n && i <= UINT8_MAX; i++)
			if (forms[i].form == PM_FORM_CAPITAL)
				return (uint32_t)i;
	return 0;
}

#endif
