/* Pressmark - numbers of the store's format: see store.c for its prose.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_SEGMENT_STORE_FORMAT_H
#define PM_SEGMENT_STORE_FORMAT_H

#define PM_WORDS_KIND "words"
#define PM_DRESSING_KIND "dressing"
#define PM_ARTICLES_KIND "articles"
#define PM_PAIRS_KIND "pairs"
#define PM_STORE_VERSION 3u

/* Page sizes (support/pages.h): an article's words are kilobytes in a row; of the
 * dressing, a block and a few separators are read; of the articles, a group; of the
 * pairs, 8 bytes here and there. */
#define PM_WORDS_PAGE 8192u
#define PM_DRESSING_PAGE 2048u
#define PM_ARTICLES_PAGE 1024u
#define PM_PAIRS_PAGE 2048u

#define PM_STORE_GROUP 64u    /* articles in a group of the table */
#define PM_STORE_ENTRY_MIN 5u /* bytes of an article there */
#define PM_STORE_BLOCK \
	4096u /* a block of dressing is closed once it has this
					 * many bytes */
#define PM_STORE_BLOCK_LIMIT 0x7fffffffu
/* Bytes of a block that is large: nearly all have some kilobytes. */
#define PM_STORE_LARGE 65536u
/* No deflate stream inflates to more for each of its bytes. */
#define PM_STORE_INFLATED_MAX 1032u
/* libdeflate's level: its fastest one packs dressings better than zlib's best, because
 * they have few and short repetitions.  21.5 MB in blocks of this size:
 *
 *	level		1	6	9	10	12	zlib 1	6	9
 *	MB		9.49	9.61	9.57	9.28	9.03	10.04	9.66	9.64
 *	seconds		.11	.22	.30	.95	1.73	.29	.49	.53
 */
#define PM_STORE_DEFLATE_LEVEL 1

#endif
