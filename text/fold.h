/* Pressmark - folding: the form in which words are compared.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `Dürer` and `DURER` are the same word, `durer`.  Folding a surface means compatibility
 * decomposition and full case folding (Unicode, by utf8proc).  Then accents are dropped
 * (combining marks of the Latin, Greek and Cyrillic kind, Hebrew points, Arabic vowel
 * signs; marks that make the letter, as in Devanagari or Thai, stay), as are invisible
 * characters, apostrophes, and commas inside numbers.  The rest is composed again (NFC).
 * A few letters that Unicode does not decompose fold as their readers type them: ø o,
 * ł l, đ d, ħ h, ı i, æ ae, œ oe, þ th, ð d.  Of a character's decomposition, only
 * letters, digits and marks are kept (⑴ 1), and the stroke of fractions (½ 1⁄2); one
 * ideogram never becomes two.  Words longer than 1024 bytes are not composed.
 *
 * A folded word is never empty for a surface that pm_split found.
 */
#ifndef PM_TEXT_FOLD_H
#define PM_TEXT_FOLD_H

#include "support/buf.h"
#include "text/split.h"

/* Longer folded words stay in the text but are not terms. */
#define PM_FOLDED_MAX 64u

/* Append the folded form of SURFACE to OUT.  FLAGS are the word's (with PM_WORD_PLAIN,
 * folding is a loop over bytes).  Can fail only with PM_ERR_NOMEM. */
enum pm_status pm_fold(const char *surface, size_t len, uint32_t flags,
		       struct pm_buf *out, struct pm_error *err);

/* Append how SURFACE is written apart from case: in small letters, one for one, composed
 * (compatibility forms as the letters that they are), with every apostrophe as ', and
 * without invisible characters, tatweel and commas.  Words longer than 1024 bytes are not
 * composed.  Can fail only with PM_ERR_NOMEM. */
enum pm_status pm_written(const char *surface, size_t len, struct pm_buf *out,
			  struct pm_error *err);

/* Whether all characters of a folded word are letters (or marks): only such
 * words have a stem other than themselves. */
bool pm_folded_is_letters(const char *folded, size_t len);

/* Whether both surfaces are the same apart from soft hyphens and how Unicode composes
 * them (after NFC; if longer than 1024 bytes, byte for byte).  This is what =Form
 * compares. */
bool pm_surface_equal(const char *a, size_t a_len, const char *b, size_t b_len);

/* How a surface can be made from its folded form. */
enum pm_form {
	PM_FORM_SAME,	 /* china */
	PM_FORM_CAPITAL, /* China */
	PM_FORM_UPPER,	 /* CHINA */
	PM_FORM_OTHER	 /* café, iPhone, don’t: stored as it is */
};

/* The first of the four that reproduces SURFACE exactly. */
enum pm_form pm_form_of(const char *surface, size_t len, const char *folded,
			size_t folded_len);

typedef enum pm_status pm_fold_fn(void *ctx, const char *piece, size_t len,
				  struct pm_error *err);

/* Fold a surface of any length without holding what comes out: calls FN, which may fail,
 * with one piece of the folded form after the other.  *FORM: what pm_form_of says of the
 * two. */
enum pm_status pm_fold_pieces(const char *surface, size_t len, uint32_t flags,
			      pm_fold_fn *fn, void *ctx, enum pm_form *form,
			      struct pm_error *err);

/* Append the surface that FORM (not PM_FORM_OTHER) makes from a folded word. */
void pm_form_apply(enum pm_form form, const char *folded, size_t len, struct pm_buf *out);

#endif
