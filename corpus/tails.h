/* Pressmark - what a scraper took along at the end of a text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text that was scraped from a page often goes on after its article: a number of shares, the
 * headlines of other articles with their first sentences, a form.  Nothing marks where that
 * begins, so this is a guess, and a careful one: it is only told, unless the user wants
 * such tails to be folded.
 *
 * The blocks of a text are its lines that hold anything.  One is a *label* if it has at most
 * 16 words and does not end as a sentence does, or is only a number; else a *paragraph*.
 * From the end of the text upwards, labels with the paragraph after them are a *section*,
 * and labels at the very end are one without a paragraph; the first paragraph with
 * another paragraph right above it ends this.  Then the text from a section on is its tail
 * if at least 80 words are before it, which take 45 bytes in 100 of all, and
 *
 *	- there are two sections with paragraphs or more, and three in four are alien; or
 *	- there is one, and more than 12 words in 100 of every section are an interface's; or
 *	- there are only labels, at most 25 words, more than 15 in 100 of them an interface's.
 *
 * A section is *alien* if so many of its words are an interface's, or if few of its content
 * words (of more than 3 letters, no function words) occur in the text before: less than a
 * quarter, and less than .55 of what the last six paragraphs before it have in common with
 * the rest.  Words are an interface's if pages say so (page/interface.h) or forms do, and
 * they do not occur in the text before: an article may be about newsletters.  Of several
 * places the first counts.
 *
 * Left alone are texts with labels everywhere, such as live reports and lists; those with
 * hard line ends; and those of more than a MiB.  In scripts without blanks between words a
 * tail is found by its labels at most.
 *
 * The rule was found with the three sample articles in view, of which the first has such a
 * tail; so they prove nothing.  Its numbers are those of a study of 883 articles whose text
 * somebody had marked on their pages.  Measured on 354 of these (431,473 words) it takes
 * three lines for tails, "Continue reading the main story" twice, 19 words in all; of 3,000
 * articles of an encyclopedia, 15, mostly for "Listen to this article", and .007 % of the
 * words; of 21,577 newswire stories with hard line ends none.  With headlines and
 * paragraphs of others put at the ends of 305 of those articles, it finds 2 % of the words
 * of one, 45 % of two, 63 % of three and 69 % of five, and of what it takes for two or more
 * 95 % are such words (bench/cleaning/tails.c); with those of newswire stories, of which the first
 * sentences are short, 73 % of two.  One teaser cannot be told from a last section, so it
 * is none.
 *
 * Cost: most texts end in two paragraphs, and nothing else of them is read: some 1,500
 * instructions, .4 to .6 % of building an index of short texts.  The words of all of a text
 * are counted only where two labels with paragraphs end it, for some 35 instructions a byte.
 */
#ifndef PM_CORPUS_TAILS_H
#define PM_CORPUS_TAILS_H

#include "corpus/corpus.h"

struct pm_tails;

enum pm_status pm_tails_new(struct pm_tails **out, struct pm_error *err);
void pm_tails_free(struct pm_tails *t);

/* Where in TEXT (well-formed UTF-8) its tail begins, at the start of a line; 0: it has
 * none.  PM_OK or PM_ERR_NOMEM. */
enum pm_status pm_tails_find(struct pm_tails *t, struct pm_str title, struct pm_str text,
			     size_t *at, struct pm_error *err);

#endif
