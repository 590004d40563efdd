/* Pressmark - the prefixes of terms.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What libxapian indexes of an article, with Xapian's customary prefixes.  The indexer
 * writes these terms and the query planner asks for them.
 *
 *	stem		of every word, compound and part of an address; and pairs of
 *			ideograms.  wdf: occurrences in title and body
 *	S + stem	the same for the title only, including the wdf
 *	Q + id		the article's own identifier (at most 244 bytes of it)
 *	H + host	of its url, in lower case
 *	D20240305 M202403 Y2024	its day, month and year, as far as its date has them
 *	A + words	of the author: each word, folded, and each run of two to
 *			eight neighbours, joined by single spaces
 *	XSOURCE + words	the same for the source
 *	XF + stem	what the first row has, of words in folds
 *
 * All but the first two have wdf 0.  Folded words contain no ASCII capitals, so a prefix
 * is never mistaken for the beginning of a stem.
 */
#ifndef PM_TEXT_PREFIXES_H
#define PM_TEXT_PREFIXES_H

#define PM_PREFIX_TITLE "S"
#define PM_PREFIX_ID "Q"
#define PM_PREFIX_HOST "H"
#define PM_PREFIX_DAY "D"
#define PM_PREFIX_MONTH "M"
#define PM_PREFIX_YEAR "Y"
#define PM_PREFIX_AUTHOR "A"
#define PM_PREFIX_SOURCE "XSOURCE"
#define PM_PREFIX_FOLD "XF"

/* Most neighbouring words of author or source in one term. */
#define PM_FIELD_WORDS 8u

#endif
