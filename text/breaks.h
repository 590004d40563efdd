/* Pressmark - where sentences and paragraphs end.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They follow from the separators between words (split.h) and the words beside them; the
 * rules are in ARCHITECTURE.md, "Sentences and paragraphs".  Nothing is stored in an
 * index: the caller walks the words of an article.
 *
 *	unsigned b = pm_breaks(separator, len);
 *	bool paragraph = b & (article_has_strong ? PM_BREAK_STRONG : PM_BREAK_WEAK);
 *	bool sentence = paragraph || b & PM_BREAK_SENTENCE;
 *
 *	if (!sentence && b & (PM_BREAK_POINT | PM_BREAK_ELLIPSIS))
 *		sentence = !pm_begins_small(next surface) &&
 *			(b & PM_BREAK_ELLIPSIS || !pm_abbreviates(word before, folded));
 *
 * Details that are left open there:
 *
 * - A line end is \n, \r\n, \r, U+0085 or U+2028.  Blanks are Unicode's, of any width
 *   (two ideographic ones begin a paragraph); they must directly follow the line end.
 *   The tab may follow a single blank.
 * - Several signs in a row, closing marks included, count as one (`?!`, `...”`): it is !
 *   or ? if any of them is, otherwise it is the last of them.  After ! or ? a quotation
 *   mark leaves what an ellipsis does: who said it may follow.
 * - Closing marks are ) ] } and their like in all scripts, and all quotation marks but
 *   the low ones: “ and « open in one language and close in another.
 * - Invisible characters, the zero width space included, are ignored.
 */
#ifndef PM_TEXT_BREAKS_H
#define PM_TEXT_BREAKS_H

#include <stdbool.h>
#include <stddef.h>

enum {
	PM_BREAK_STRONG = 1,   /* ends a paragraph */
	PM_BREAK_WEAK = 2,     /* ends one if there is no STRONG; never set with it */
	PM_BREAK_SENTENCE = 4, /* always ends a sentence */
	PM_BREAK_POINT = 8,    /* does, unless the next word begins with a small letter
				 * or the word before abbreviates */
	PM_BREAK_ELLIPSIS = 16 /* does, unless the next word begins with a small
				 * letter */
};

/* The breaks in a separator between two words; several may be set.  Linear in LEN; a few
 * ns for an ordinary one. */
unsigned pm_breaks(const char *separator, size_t len);

/* Whether a point after the folded word may belong to it: a single letter; runs of one or
 * two letters joined by points (u.s, ph.d); or one of a list of titles, months and the
 * like.  Not inc, corp, co and ltd, which often end a sentence. */
bool pm_abbreviates(const char *folded, size_t len);

/* Whether the first character of a surface is a lower-case letter. */
bool pm_begins_small(const char *surface, size_t len);

#endif
