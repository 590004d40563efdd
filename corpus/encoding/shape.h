/* Pressmark - what bytes look like: marks, zeros, sequences of UTF-8, escapes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_ENCODING_SHAPE_H
#define PM_CORPUS_ENCODING_SHAPE_H

#include "corpus/encoding/labels.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What stands at a byte of 0x80 or more. */
enum pm_shape {
	PM_SHAPE_VALID, /* a sequence of UTF-8 */
	PM_SHAPE_ODD,	/* of a sequence's shape: a surrogate, an overlong form */
	PM_SHAPE_CUT,	/* the beginning of a sequence, and then the end */
	PM_SHAPE_STRAY	/* a byte by itself */
};

/* Of P < END; *N bytes belong to it. */
enum pm_shape pm_shape_of(const uint8_t *p, const uint8_t *end, size_t *n);

struct pm_shapes {
	uint64_t valid, odd, cut, stray;
};

/* Adds what the bytes have of each; NULs and ASCII count nowhere. */
void pm_shapes_count(struct pm_shapes *shapes, const char *bytes, size_t len);

/* Whether text with these is UTF-8 with some bytes of another encoding in it, or with some
 * damage: of the sequences nine in ten are valid. */
bool pm_shapes_are_utf8(const struct pm_shapes *shapes);

/* The encoding of a byte order mark, and in *MARK its length; NULL: there is none. */
const struct pm_charset *pm_find_mark(const char *bytes, size_t len, size_t *mark);

/* UTF-16 or UTF-32 without a mark: where the zeros stand shows it.  NULL: neither. */
const struct pm_charset *pm_find_zeros(const char *bytes, size_t len);

/* The same of a page of any length that begins with a tag. */
const struct pm_charset *pm_find_wide_tag(const char *bytes, size_t len);

/* The sets of characters of ISO-2022-JP. */
enum pm_jp_set {
	PM_JP_ASCII,
	PM_JP_KATAKANA,	 /* JIS X 0201 */
	PM_JP_KANJI,	 /* JIS X 0208 */
	PM_JP_MORE_KANJI /* JIS X 0212 */
};

#define PM_ESCAPE 0x1b

/* The length of the escape of ISO-2022-JP at P < END, and the set that it calls; 0:
 * none. */
size_t pm_jp_escape(const char *p, const char *end, enum pm_jp_set *set);

/* Whether the bytes are all of seven bits and call sets as only ISO-2022-JP does. */
bool pm_is_2022_jp(const char *bytes, size_t len);

#endif
