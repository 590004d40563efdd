/* Pressmark - the text of plain markup, front to back, without a tree.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads what pm_markup_rewrite (markup.h) has written.  All text is taken, white space
 * collapsed; scripts, and what audio, video, canvas and template hold for programs, are
 * not.  Nothing is held but the place, so it makes no difference how deep elements nest.
 * What becomes of the boundaries between elements is up to the shape:
 *
 *	lines		each block-level element stands on a line of its own
 *	paragraphs	an empty line between two of them; rows, items and what <br>
 *			separates on a line each, with tabs between the cells of a row
 *	one line	a blank
 *
 * The lines of <pre> stay lines but in one line.  Where paragraphs are asked for and
 * there is neither <p> nor <br>, an empty line of the markup is one of the text: many
 * programs write so, and put in <p> only to show it.
 */
#ifndef PM_CORPUS_PAGE_PLAIN_TEXT_H
#define PM_CORPUS_PAGE_PLAIN_TEXT_H

#include "support/buf.h"

#include <stddef.h>

enum pm_plain_shape { PM_PLAIN_LINES, PM_PLAIN_PARAGRAPHS, PM_PLAIN_ONE_LINE };

/* Append the text to TEXT, and to TITLE that of the first <title> which has any; where
 * TITLE is NULL, <title> is text in one line, and nothing in the other shapes.  Time is
 * proportional to LEN; at most LEN bytes are appended. */
void pm_plain_text(const char *plain, size_t len, enum pm_plain_shape shape,
		   struct pm_buf *text, struct pm_buf *title);

#endif
