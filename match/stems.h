/* Pressmark - stems: which terms a word of a query stands for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A word of a query stands for its own stem and for those of all words of the index that
 * fold to what it folds to: so it finds every word that it finds in quotation marks,
 * whatever accents it is typed with.  Nearly always that is one stem.
 *
 * The index itself says which stem a word has, if it has the word as it is written.  Only
 * for a word that it has not the stemmer is asked, and not even then if the stemmer is
 * another one than that which made the index and the index has the word with other
 * accents.  So an index answers the same under other versions of libxapian, but for words
 * that no article has.
 *
 * In an index of several languages (text/languages.h) a word also stands for its stems in
 * all of them, and the index having it tells of no more than the language it is in; so
 * there the stemmers are always asked.
 *
 * A word in capitals also stands for its dotted form (US: u.s), and a dotted form in
 * capitals for the word wherever it is written in capitals.
 *
 *	pm_stems_new(&stems, index, &err);
 *	for each query {
 *		pm_stems_of(stems, word, &set, &err);	valid until:
 *		pm_stems_trim(stems);
 *	}
 *	pm_stems_free(stems);
 *
 * Cost: one look-up in the lexicon of each segment, once for each distinct word.  The
 * first word that needs the stemmer loads it (shim/stem.h); an index in a language of
 * which it has no stems is PM_ERR_NOT_INDEX then, and not before.
 */
#ifndef PM_MATCH_STEMS_H
#define PM_MATCH_STEMS_H

#include "segment/index.h"
#include "support/buf.h"

struct pm_stem {
	const char *data;
	size_t len;
};

/* The stems of the word itself, at least one unless it is too long for a term; then its
 * dotted form, if it is in capitals; then, if it is dotted, those of the words that match
 * only in capitals.  KEY: all of them in the order of their bytes, with a NUL between
 * two. */
struct pm_stem_set {
	const struct pm_stem *stems;
	size_t n_own, n; /* its own; with the dotted form */
	size_t n_all;	 /* with those that match only in capitals */
	const char *key;
	size_t key_len;
};

struct pm_stems;

/* INDEX must outlive it. */
enum pm_status pm_stems_new(struct pm_stems **out, struct pm_index *index,
			    struct pm_error *err);
void pm_stems_free(struct pm_stems *s);

/* The stems of a word that is written SURFACE and folds to FOLDED.  The set belongs to S
 * and stays valid at least until pm_stems_trim. */
enum pm_status pm_stems_of(struct pm_stems *s, const char *surface, size_t surface_len,
			   const char *folded, size_t folded_len,
			   const struct pm_stem_set **out, struct pm_error *err);

/* To be called between two queries: forget the sets if there are many. */
void pm_stems_trim(struct pm_stems *s);

#endif
