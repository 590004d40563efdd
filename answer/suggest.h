/* Pressmark - suggestions: what a word that is in no article was meant to be.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of the corpus that are an edit or two away (as in word~2), the nearest
 * first, and of those the ones that are in more articles:
 *
 *	pm_suggest(resolver, "semicondutor", 12, 3, found, &n, &err);
 *	... found[0].word is "semiconductor", found[0].articles 1234 ...
 *
 * A word of two or three characters is compared with those one edit away only, and a
 * single character with none, as every other would do.  Compounds and parts of
 * addresses are not suggested: in how many articles they are the lexicon does not
 * know.
 *
 * Cost: a walk through the lexicon of each segment as for word~1, and, where that did
 * not give enough, one more as for word~2 (match/spelling.h): together some tens of
 * milliseconds for 500,000 words.
 */
#ifndef PM_ANSWER_SUGGEST_H
#define PM_ANSWER_SUGGEST_H

#include "search/search.h"
#include "text/fold.h"

struct pm_suggestion {
	char word[PM_FOLDED_MAX + 1];	/* folded, NUL-terminated */
	size_t len;
	uint32_t articles;		/* that have it in just this folded form */
	unsigned edits;			/* 1 or 2 */
};

/* OUT (of MAX elements) becomes the best suggestions for a folded word, by edits, then
 * articles falling, then bytes; *N says how many.  The word itself, if there is such a
 * one, is not among them. */
enum pm_status pm_suggest(const struct pm_resolver *resolver, const char *folded,
			  size_t len, size_t max, struct pm_suggestion *out, size_t *n,
			  struct pm_error *err);

/* How word I of a leaf stands in the corpus.  Words of fields but title: and words that
 * are spelt are PM_WORD_KNOWN without a look. */
enum pm_word_state {
	PM_WORD_KNOWN,		/* it matches somewhere, in title or body */
	PM_WORD_NOWHERE,	/* it is in no article */
	PM_WORD_TOO_LONG,	/* for anything but =form */
	PM_WORD_OTHER_FORM	/* of =form: it is there, but written otherwise */
};

/* Cost: microseconds, and a search for a word that could be there in pieces only. */
enum pm_status pm_word_state(struct pm_search *s, const struct pm_tree *leaf, size_t i,
			     enum pm_word_state *state, struct pm_error *err);

/* Append "did you mean: QUERY" and a line end, white space shown as blanks; or nothing.
 * QUERY has, for each word outside NOT that is nowhere or there by its stem alone, and for
 * the rarest word of a phrase that is nowhere, one of its three best suggestions (of =form, in the form in which that is mostly written; and
 * =form by the word's usual form), and AND for ADN; everything else stays byte for byte.
 * A word in a leaf that matches all the same, as it is written together elsewhere,
 * stays too.  It is the first of up to nine such queries that can be parsed and that some
 * article matches; there is none where a word that is nowhere has no suggestion.
 *
 * To be asked when nothing was found: cost, a pm_suggest for each such word and up to
 * nine searches.  TREE is what the query was parsed to; PARSE and SEARCH are those of
 * the query; SEARCH's page does not count. */
enum pm_status pm_suggest_line(struct pm_search *s, const char *query, size_t len,
			       const struct pm_tree *tree,
			       const struct pm_query_options *parse,
			       const struct pm_search_options *search,
			       struct pm_buf *out, struct pm_error *err);

#endif
