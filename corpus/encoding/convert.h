/* Pressmark - bytes of a known encoding become UTF-8, piece by piece.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_convert_open(&c, charset, PM_NULS_REPLACED, &err);
 *	while (... a piece ...)
 *		pm_convert_put(&c, &out, piece, len, PM_PIECE_MORE);
 *	pm_convert_put(&c, &out, "", 0, PM_PIECE_LAST);
 *	pm_convert_close(&c);
 *
 * What is appended is well-formed UTF-8 without NUL.  A character may be cut by the end of
 * a piece; it is kept until the next one.  Bytes that the encoding does not have become
 * U+FFFD, one for each, or for each pair of those that make up a character of two bytes;
 * so does a NUL, unless it is dropped.
 *
 * UTF-8 is read as mixed text: bytes that are no part of a sequence are windows-1252.
 * What has the shape of a sequence and is none (a surrogate, an overlong form) is one
 * U+FFFD, and so is a sequence that the end of the text cuts, if nothing before it was
 * ill-formed: then the text is not mixed but cut.
 */
#ifndef PM_CORPUS_ENCODING_CONVERT_H
#define PM_CORPUS_ENCODING_CONVERT_H

#include "corpus/encoding/encoding.h"
#include "corpus/encoding/labels.h"
#include "support/buf.h"
#include "support/status.h"

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pm_piece { PM_PIECE_MORE, PM_PIECE_LAST };

/* More than the longest character of any encoding, with its escapes. */
#define PM_CONVERT_CARRY 32u

struct pm_convert {
	const struct pm_charset *charset;
	enum pm_nuls nuls;
	iconv_t cd; /* (iconv_t)-1: it is not used */
	int set;    /* ISO-2022-JP: what the escape before has called */
	uint8_t carry[PM_CONVERT_CARRY]; /* a character that the last piece cut */
	size_t n_carry;
	struct pm_buf euc; /* ISO-2022-JP as EUC-JP */

	uint64_t replaced; /* U+FFFD that were put */
	uint64_t strays;   /* bytes of mixed text that were read as windows-1252 */
	uint64_t controls; /* U+0080 to U+009F */
};

/* PM_ERR_USAGE: iconv does not know the encoding ("the C library does not know the
 * encoding 'x'"); PM_ERR_NOMEM.  C can be closed in any case. */
enum pm_status pm_convert_open(struct pm_convert *c, const struct pm_charset *charset,
			       enum pm_nuls nuls, struct pm_error *err);

/* Running out of memory shows in the buffer's status. */
void pm_convert_put(struct pm_convert *c, struct pm_buf *out, const char *bytes,
		    size_t len, enum pm_piece piece);

void pm_convert_close(struct pm_convert *c);

#endif
