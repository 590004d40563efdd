/* Pressmark - in what two segments differ that should say the same.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A segment that is made again of its articles has the same files, byte for byte, if the
 * program and the libraries are the same.  If they are not, this says whether it is only
 * that something was compressed in another way, or what is other: an entry of a lexicon, the
 * codes or the neighbours of an article, a term of a database, its postings or how often it
 * occurs there.
 *
 * Cost: both are read, the databases through libxapian, term by term.  Memory: 8 bytes for
 * each article.
 */
#ifndef PM_INDEXER_SEGMENT_DIFF_H
#define PM_INDEXER_SEGMENT_DIFF_H

#include "support/status.h"

/* THERE: the folder of the segment that is looked at; MADE: what its articles make, as many.
 * PM_ERR_CORRUPT names the file of THERE, and the word, the article or the term. */
enum pm_status pm_segment_diff(const char *there, const char *made, struct pm_error *err);

#endif
