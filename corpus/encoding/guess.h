/* Pressmark - in which encoding do bytes make sense?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Asked for bytes that are not UTF-8 and of which nobody says what they are.  The letters
 * of languages (languages.h) answer: each encoding is tried with each language; the sample,
 * read so, has letters that the language has as often as it has them, or not; it has
 * capitals at the beginning of words, and no signs within them.  The best of all wins,
 * where little speaks for one or the other the more common encoding.  Where the two best
 * are close, libuchardet is asked.
 *
 * libuchardet alone does not know most encodings of DOS and of the Macintosh, nor Johab and
 * KOI8-U, and takes several times as long.
 *
 * Costs a fraction of a millisecond for some kilobytes, a few milliseconds for 64 KiB,
 * and the first time some more, for the tables.
 */
#ifndef PM_CORPUS_ENCODING_GUESS_H
#define PM_CORPUS_ENCODING_GUESS_H

#include "corpus/encoding/labels.h"
#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

struct pm_guess;

enum pm_status pm_guess_new(struct pm_guess **out, struct pm_error *err);
void pm_guess_free(struct pm_guess *g);

/* What a guess looks at, at most. */
#define PM_GUESS_SAMPLE ((size_t)1 << 16)

/* Put a sample into OUT: of the words with bytes above ASCII and those around them the
 * first 64 KiB. */
void pm_guess_take_sample(struct pm_buf *out, const char *bytes, size_t len);

/* The encoding of the sample; NULL: it makes no sense in any.  UTF-8: it has sequences of
 * that, and bytes between them that are windows-1252. */
const struct pm_charset *
pm_guess_charset(struct pm_guess *g, const char *sample, size_t len);

#endif
