/* Pressmark - where sentences and paragraphs end.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Told by the separators between words (split.h) and the words beside them; the rules
 * are in ARCHITECTURE.md, "Sentences and paragraphs".  Nothing is stored in an index:
 * who asks walks over the words of an article.
 *
 *	unsigned b = pm_breaks(separator, len);
 *	bool paragraph = b & (article_has_strong ? PM_BREAK_STRONG : PM_BREAK_WEAK);
 *	bool sentence = paragraph || b & PM_BREAK_SENTENCE;
 *
 *	if (!sentence && b & (PM_BREAK_POINT | PM_BREAK_ELLIPSIS))
 *		sentence = !pm_begins_small(next surface) &&
 *			(b & PM_BREAK_ELLIPSIS || !pm_abbreviates(word before, folded));
 *
 * What is left open there:
 *
 * - A line end is \n, \r\n, \r, U+0085 or U+2028.  Blanks are Unicode's of any width
 *   (two ideographic ones begin a paragraph), directly behind the line end, and
 *   the tab may stand behind a single one.
 * - Several signs in a row, closing marks among them, are one (`?!`, `...”`): if one
 *   is ! or ?, so is all of it, else it is what the last one is.  A quotation mark after
 *   ! or ? leaves what an ellipsis does: the one who said it may follow.
 * - What closes are ) ] } and their like in all scripts, and all quotation marks but
 *   the low ones: “ and « open in one language and close in another.
 * - Characters that are not shown count for nothing, the zero width space among them.
 */
#ifndef PM_TEXT_BREAKS_H
#define PM_TEXT_BREAKS_H

#include <stdbool.h>
#include <stddef.h>

enum {
	PM_BREAK_STRONG = 1,	/* of paragraphs */
	PM_BREAK_WEAK = 2,	/* likewise; never beside STRONG */
	PM_BREAK_SENTENCE = 4,	/* of sentences, always */
	PM_BREAK_POINT = 8,	/* unless the next word begins small, or the one before
				 * abbreviates */
	PM_BREAK_ELLIPSIS = 16	/* unless the next word begins small */
};

/* The breaks in a separator between two words: several may be set.  Linear in LEN; some
 * ns for an ordinary one. */
unsigned pm_breaks(const char *separator, size_t len);

/* Whether a point behind the folded word may belong to it: a single letter; runs of one
 * or two letters with points between them (u.s, ph.d); or one of a list of titles,
 * months and the like.  Not inc, corp, co and ltd, with which sentences end. */
bool pm_abbreviates(const char *folded, size_t len);

/* Whether the first character of a surface is a lower-case letter. */
bool pm_begins_small(const char *surface, size_t len);

#endif
