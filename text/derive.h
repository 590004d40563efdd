/* Pressmark - words that are found through other words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Some words can be written in several ways, and a query finds them all:
 *
 *	co-operate	two words, and the *compound* cooperate
 *	DDR-5		two words, and the compound ddr5
 *	press@example.org	one word, an address, and its *parts* press,
 *			example.org, example, org
 *	長鑫		two words, and their *pair*
 *
 * Compounds, parts and pairs are terms of the article, besides its words.  The lexicon
 * keeps compounds and parts as aliases of the words they stand for, so that every match
 * can be shown in the text.
 *
 * The other direction, a query word that may be written as two, is
 * pm_transitions: DDR5 also looks for ddr followed by 5.
 */
#ifndef PM_TEXT_DERIVE_H
#define PM_TEXT_DERIVE_H

#include "support/buf.h"
#include "text/split.h"

/* Whether this separator between two words is a hyphen: - ‐ or ‑ alone, or an apostrophe
 * alone (l'eau: see split.h); or whether it breaks one word at the end of a line: - ‐ ‑, a
 * soft hyphen or ¬, and then one line end with blanks before or after it, or the turn of
 * a page (a form feed with any line ends and blanks). */
bool pm_is_hyphen(const char *separator, size_t len);

/* Whether it is the zero width space (U+200B) alone. */
bool pm_is_zero_width(const char *separator, size_t len);

/* A zero width space allows a line to end.  Typesetters and pages put it into long words
 * (semi|conductor), other scripts and programs between words.  It counts as a hyphen
 * where a word could be broken: after two letters or more, and before three or more
 * (digits count as letters, marks do not). */
bool pm_may_break(const char *a, size_t a_len, const char *b, size_t b_len);

/* Whether the separator joins the folded words A and B, as a hyphen or as a zero width
 * space does. */
bool pm_is_joint(const char *separator, size_t len, const char *a, size_t a_len,
		 const char *b, size_t b_len);

/* Whether two hyphenated folded words make a compound: both consist of letters and
 * digits, at least one has a letter, neither is an ideogram, and together they have at
 * most PM_FOLDED_MAX bytes. */
bool pm_compounds(const char *a, size_t a_len, const char *b, size_t b_len);

/* The same for two words of a query with white space between them: one ends in a letter
 * and the other begins with a digit, or the other way round ("DDR 5", "5 bn"). */
bool pm_joins_without_hyphen(const char *a, size_t a_len, const char *b, size_t b_len);

/* The compounds of a chain of hyphenated words w1-w2-...-wn are all runs of two and of
 * three neighbours. */
#define PM_COMPOUND_WORDS 3

/* Calls FN with each part of a folded address, in order, some perhaps twice; FN returns 0
 * to go on, or a status to stop with.  The parts are its runs of letters and digits as
 * pm_split finds them (without the scheme); its host; the host less its first label while
 * at least two are left; and, for mail, what comes before the @. */
int pm_address_parts(const char *folded, size_t len,
		     int (*fn)(void *ctx, const char *part, size_t len), void *ctx);

/* Where a folded word passes from letters to digits or back: writes up to MAX offsets and
 * returns how many there are (ddr5: 1, at 3).  A point between digits counts as a digit
 * (1.2m: 1, at 3); 0 for words with any other character. */
size_t pm_transitions(const char *folded, size_t len, size_t *offsets, size_t max);

/* The pieces of a folded word cut at its transitions: 2 to 4, or 0 if it is not cut.
 * They point into FOLDED. */
#define PM_PIECES_MAX 4
struct pm_piece {
	const char *data;
	size_t len;
};
size_t pm_pieces(const char *folded, size_t len, struct pm_piece pieces[PM_PIECES_MAX]);

/* Whether the surface is two to five capital letters, of any script. */
bool pm_is_capitals(const char *surface, size_t len);

/* If it is, append the dotted folded abbreviation that it may stand for (US: u.s) and
 * return true. */
bool pm_dotted(const char *surface, size_t len, struct pm_buf *out);

/* The other way round: if the surface is two to five capital letters with a point between
 * any two, append the folded word that it may be written as (U.S: us) and return true. */
bool pm_undotted(const char *surface, size_t len, struct pm_buf *out);

#endif
