/* Pressmark - suggestions: what a word that is in no article was meant to be.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Suggestions are the words of the corpus that are an edit or two away (as in word~2),
 * the nearest first, and of equally near ones those in more articles first:
 *
 *	pm_suggest(resolver, "semicondutor", 12, 3, found, &n, &err);
 *	... found[0].word is "semiconductor", found[0].articles 1234 ...
 *
 * A word of two or three characters is only compared with words one edit away, and a
 * single character with none, because every other one would do.  Compounds and parts of
 * addresses are not suggested: the lexicon does not know in how many articles they are.
 *
 * Cost: a walk through the lexicon of each segment as for word~1 and, if that did not
 * give enough, one more as for word~2 (match/spelling.h): together some tens of
 * milliseconds for 500,000 words.
 */
#ifndef PM_ANSWER_SUGGEST_H
#define PM_ANSWER_SUGGEST_H

#include "search/search.h"
#include "text/fold.h"

struct pm_suggestion {
	char word[PM_FOLDED_MAX + 1]; /* folded, NUL-terminated */
	size_t len;
	uint32_t articles; /* that have it in exactly this folded form */
	unsigned edits;	   /* 1 or 2 */
};

/* Put the best suggestions for a folded word into OUT (of MAX elements), by edits, then
 * by falling number of articles, then by bytes; *N says how many.  The word itself, if it
 * exists, is not among them. */
enum pm_status pm_suggest(const struct pm_resolver *resolver, const char *folded,
			  size_t len, size_t max, struct pm_suggestion *out, size_t *n,
			  struct pm_error *err);

/* Whether the corpus has word I of a leaf.  Spelt words, and words of fields other than
 * title:, are PM_WORD_KNOWN without a look. */
enum pm_word_state {
	PM_WORD_KNOWN,	   /* it matches somewhere, in title or body */
	PM_WORD_NOWHERE,   /* it is in no article */
	PM_WORD_TOO_LONG,  /* for anything but =form */
	PM_WORD_OTHER_FORM /* of =form: it is there, but written differently */
};

/* Cost: microseconds, plus a search for a word that could only be there in pieces. */
enum pm_status pm_word_state(struct pm_search *s, const struct pm_tree *leaf, size_t i,
			     enum pm_word_state *state, struct pm_error *err);

/* Append "did you mean: QUERY" and a line end, white space shown as blanks; or nothing.
 *
 * QUERY is the query with some words replaced; everything else stays byte for byte.  The
 * words to replace, outside NOT, are those that are nowhere, those that match by their
 * stem only, and the rarest word of a phrase that is nowhere.  Each is replaced by one of
 * its three best suggestions, in =form in the way this is mostly written.  A word of
 * =form that is only written differently is replaced by its usual form, and ADN by AND.
 * A leaf that matches all the same, because its words are written together elsewhere,
 * stays as it is.
 *
 * QUERY is the first of up to nine such queries that can be parsed and that some article
 * matches.  If a word that is nowhere has no suggestion, there is none.
 *
 * To be called when nothing was found.  Cost: a pm_suggest for each such word, and up to
 * nine searches.  TREE is what the query was parsed to; PARSE and SEARCH are the query's
 * options, but SEARCH's page does not matter. */
enum pm_status
pm_suggest_line(struct pm_search *s, const char *query, size_t len,
		const struct pm_tree *tree, const struct pm_query_options *parse,
		const struct pm_search_options *search, struct pm_buf *out,
		struct pm_error *err);

#endif
