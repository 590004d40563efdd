/* Pressmark - fingerprints: what an article says, and which articles an index has.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A count in a paper can be checked later if it says which articles were counted.  So each
 * article has a digest of what it says, and the fingerprint of an index is the sum of the
 * digests of its articles.  It depends neither on their order nor on how they are divided
 * into segments, nor on when and from where they were read; a different word, field or date
 * in one of them, one more article or one less, makes another.
 *
 * The digest of an article is XXH3-128 of
 *
 *	id, title, url, source, author, date: u32 length, bytes
 *	u32 its day; a byte: whether the authors are a list
 *	each field in its order: u32 length of the name, the name, u32 length of the value,
 *		the value; a byte: 1 for a number or boolean, plus 2 for an item of a list
 *	u32 PM_U32_NONE
 *	the text with its folds in their places
 *
 * without its file and line, and, of an article without id, without a field `file`, in which
 * an export says where that was read.  The sum is one of numbers of 128 bits, modulo 2^128,
 * and is written in 32 hexadecimal digits.
 *
 *	pm_content_begin(&c, &metadata, title, title_len);
 *	pm_content_text(&c, text, len);			as often as needed
 *	digest = pm_content_end(&c);
 *	pm_fingerprint_add(&sum, digest);
 */
#ifndef PM_SEGMENT_FINGERPRINT_H
#define PM_SEGMENT_FINGERPRINT_H

#include "segment/metadata.h"
#include "segment/origins.h"

#define PM_FINGERPRINT_TEXT 33u /* with the NUL */

struct pm_content {
	void *state; /* the library's, reused; NULL: none yet */
};

/* One of all zeros may be begun, and released. */
enum pm_status pm_content_begin(struct pm_content *c, const struct pm_metadata *m,
				const char *title, size_t title_len, struct pm_error *err);
void pm_content_text(struct pm_content *c, const char *text, size_t len);
struct pm_digest128 pm_content_end(struct pm_content *c);
void pm_content_release(struct pm_content *c);

void pm_fingerprint_add(struct pm_digest128 *sum, struct pm_digest128 digest);
void pm_fingerprint_take(struct pm_digest128 *sum, struct pm_digest128 digest);
void pm_fingerprint_text(struct pm_digest128 sum, char text[PM_FINGERPRINT_TEXT]);
/* False if TEXT is none. */
bool pm_fingerprint_read(const char *text, struct pm_digest128 *sum);

#endif
