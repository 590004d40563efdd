/* Pressmark - the store: every article as words and dressing.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Three files of a segment hold its articles:
 *
 *	words		the codes (codes.h) of all words of all articles, one
 *			article behind the other, title first
 *	dressing	what turns folded words back into the text: the
 *			separators between them and the forms they have, for
 *			some dozens of articles a block, deflated
 *	articles	where each article is in the other two
 *
 * An article has N words, the first T of them in its title, and N + 2
 * separators: before each word of the title, behind the title's last, before
 * each word of the body, behind the body's last.  Written one after the other,
 * separators and surfaces give title and body back byte for byte.
 *
 * A form is a number: the place of the surface in the word's list of forms
 * (lexicon.h).  Mostly it is the commonest one, or, where a sentence begins,
 * the capitalised one; only the exceptions are stored.  So what is decoded is
 * either a place or PM_FORM_AT_START, which is to be resolved with the word's
 * forms by pm_form_resolve.
 */
#ifndef PM_SEGMENT_STORE_H
#define PM_SEGMENT_STORE_H

#include "segment/lexicon.h"
#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- writing ------------------------------------------------------------ */

struct pm_store_article {
	const uint32_t *ranks;		/* n_words */
	const uint32_t *forms;		/* n_words: places in the words' forms */
	const uint32_t *separators;	/* n_words + 2: numbers by falling frequency */
	uint32_t n_words;
	uint32_t n_title;
};

/* What the writer must know of the whole segment beforehand. */
struct pm_store_plan {
	/* For each rank: where the word's commonest form is its folded form and it
	 * has a capitalised one among the first 256, the place of that (never 0);
	 * else 0. */
	const uint8_t *capital;
	/* The separators, most frequent first. */
	const char *(*separator)(void *ctx, uint32_t number, size_t *len);
	void *ctx;
	uint32_t n_separators;
};

struct pm_store_writer;

/* Creates the files words, dressing and articles in DIR. */
enum pm_status pm_store_create(struct pm_store_writer **out, const char *dir,
			       const struct pm_store_plan *plan, struct pm_error *err);
enum pm_status pm_store_add(struct pm_store_writer *w,
			    const struct pm_store_article *article,
			    struct pm_error *err);
/* SIZES (may be NULL): the bytes of words, dressing and articles. */
enum pm_status pm_store_finish(struct pm_store_writer *w, uint64_t sizes[3],
			       struct pm_error *err);
void pm_store_writer_free(struct pm_store_writer *w);

/* --- reading ------------------------------------------------------------ */

struct pm_store;

enum pm_status pm_store_open(struct pm_store **out, const char *dir,
			     struct pm_error *err);
void pm_store_free(struct pm_store *s);
enum pm_status pm_store_verify(struct pm_store *s, struct pm_error *err);
void pm_store_file_sizes(const struct pm_store *s, uint64_t sizes[3]);

uint32_t pm_store_articles(const struct pm_store *s);
uint32_t pm_store_separators(const struct pm_store *s);

/* Where one article is. */
struct pm_place {
	uint64_t words;			/* offset of its codes */
	uint32_t words_bytes;
	uint32_t n_words;
	uint32_t n_title;
	uint32_t block;			/* of the dressing, */
	uint32_t dressing;		/* its first byte there, inflated, */
	uint32_t dressing_bytes;	/* and how many */
};

/* ARTICLE counts from 1, as libxapian does. */
enum pm_status pm_store_place(struct pm_store *s, uint32_t article,
			      struct pm_place *place, struct pm_error *err);

/* The article's codes: verified bytes that belong to the store, or NULL.  Cost:
 * nothing is copied or decoded. */
const uint8_t *pm_store_codes(struct pm_store *s, const struct pm_place *place,
			      struct pm_error *err);

/* An article decoded; arrays are kept and reused from call to call. */
struct pm_decoded {
	uint32_t *ranks;	/* n_words */
	uint32_t *separators;	/* n_words + 2 */
	uint32_t *forms;	/* n_words: a place or PM_FORM_AT_START */
	size_t ranks_cap, separators_cap, forms_cap;
	uint32_t n_words;
	uint32_t n_title;
};

#define PM_FORM_AT_START UINT32_MAX

void pm_decoded_release(struct pm_decoded *d);

/* Decode the words: about 1 ns a word. */
enum pm_status pm_store_decode_words(struct pm_store *s, const struct pm_place *place,
				     struct pm_decoded *out, struct pm_error *err);
/* Decode separators and forms.  Inflates a block (some 20 KB) where it is not
 * the one used last. */
enum pm_status pm_store_decode_dressing(struct pm_store *s, const struct pm_place *place,
					struct pm_decoded *out, struct pm_error *err);

/* The separator before word I (from 0): its index in `separators`. */
static inline size_t
pm_separator_before(const struct pm_decoded *d, uint32_t i)
{
	return i < d->n_title ? i : (size_t)i + 1;
}

/* The text of a separator, into the file. */
enum pm_status pm_store_separator(struct pm_store *s, uint32_t number, const char **text,
				  size_t *len, struct pm_error *err);

/* Whether a word behind this separator is taken to begin a sentence. */
bool pm_separator_ends_sentence(const char *text, size_t len);

/* The place of the form that was meant; 0 stays below n. */
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
