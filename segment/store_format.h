/* Pressmark - numbers of the store's format: see store.c for its prose.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_SEGMENT_STORE_FORMAT_H
#define PM_SEGMENT_STORE_FORMAT_H

#define PM_WORDS_KIND "words"
#define PM_DRESSING_KIND "dressing"
#define PM_ARTICLES_KIND "articles"
#define PM_STORE_VERSION 1u

#define PM_STORE_GROUP 64u		/* articles of the table a group */
#define PM_STORE_BLOCK 12288u		/* a block of dressing is closed from here on */
#define PM_STORE_BLOCK_LIMIT 0x7fffffffu
#define PM_STORE_DEFLATE_LEVEL 9

#endif
