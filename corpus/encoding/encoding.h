/* Pressmark - which encoding bytes are in, and what they mean in UTF-8.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything that reads text out of files asks here, once for each text:
 *
 *	pm_encodings_open(&e, given, &err);	(once; GIVEN: --encoding, or NULL)
 *	st = pm_encoding_decode(e, &buf, bytes, len, &how, &text, &n, &err);
 *	... text, of n bytes: the input itself if that is UTF-8, else in buf ...
 *	pm_encodings_free(e);
 *
 * or, where the text is long and read as it comes, such as a file of records,
 *
 *	st = pm_encoding_stream(e, &stream, &how, &err);
 *	... stream gives UTF-8, and *how says more as it goes on ...
 *
 * Which encoding it is, is decided by the first of these that says something:
 *
 *	 1. a byte order mark, of UTF-8, UTF-16 or UTF-32, which is dropped;
 *	 2. what is given for all texts;
 *	 3. all bytes are well-formed UTF-8 without NUL; of seven bits alone, with the
 *	    escapes of ISO-2022-JP, they are that;
 *	 4. zeros in every second byte, or in three of four: UTF-16 or UTF-32 without a
 *	    mark;
 *	 5. of the sequences above ASCII nine in ten are UTF-8: the text is UTF-8, and the
 *	    single bytes between them are windows-1252 (convert.h).  So it is where UTF-8
 *	    is cut by the end, and where nothing but NULs is wrong with it: these are
 *	    U+FFFD;
 *	 6. what the text declares, which the caller has found there: a label;
 *	 7. how it makes sense (guess.h), by the first 64 KiB of words with bytes above
 *	    ASCII and those around them; mixed text too is found so, where there is less
 *	    of it than rule 5 asks for;
 *	 8. nothing: windows-1252.
 *
 * A label means what it means to browsers (labels.h).  A label that is not known says
 * nothing, and neither does UTF-8 for a text of which less than half is.
 *
 * A stream is decided when it must be.  As long as pieces are UTF-8 they pass through,
 * neither copied nor held; a sequence that two pieces share is all that is.  At the first
 * byte that is not, what follows it is read ahead, 64 KiB, and with the rest of the piece
 * before it that is what is looked at; what has passed before counts for rule 5 where there
 * are few such bytes.  This holds for the rest of the stream.  What came before was ASCII
 * or UTF-8, and remains so.
 *
 * Nothing is lost without a trace: bytes that the encoding does not have become U+FFFD,
 * and are counted.  A text of UTF-8 costs what pm_utf8_valid takes.
 */
#ifndef PM_CORPUS_ENCODING_ENCODING_H
#define PM_CORPUS_ENCODING_ENCODING_H

#include "corpus/containers/stream.h"
#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is remembered from text to text.  One thread at a time may use it. */
struct pm_encodings;

enum pm_encoding_by {
	PM_ENCODING_UTF8, /* the bytes are well-formed */
	PM_ENCODING_MARK,
	PM_ENCODING_GIVEN,
	PM_ENCODING_ESCAPES,
	PM_ENCODING_MIXED, /* UTF-8, with bytes of windows-1252 or cut at the end */
	PM_ENCODING_DECLARED,
	PM_ENCODING_ZEROS,
	PM_ENCODING_GUESSED,
	PM_ENCODING_FALLBACK
};

/* What becomes of a NUL: U+FFFD, or nothing, as on a page. */
enum pm_nuls { PM_NULS_REPLACED, PM_NULS_DROPPED };

struct pm_encoded {
	/* set by the caller: what the text declares, or NULL */
	const char *declared;
	enum pm_nuls nuls;

	const char *name; /* "UTF-8", "windows-1250"; as long as the encodings are */
	enum pm_encoding_by by;
	uint64_t replaced; /* U+FFFD made */
	uint64_t strays;   /* bytes of mixed text read as windows-1252 */
	uint64_t controls; /* U+0080 to U+009F that came out, which text does not have */
};

/* GIVEN: what all texts are in, or NULL.  PM_ERR_USAGE: no such encoding is known, or not
 * on this system ("no encoding is called 'x'"). */
enum pm_status pm_encodings_open(struct pm_encodings **out, const char *given,
				 struct pm_error *err);
void pm_encodings_free(struct pm_encodings *e);

/* *TEXT, of *N bytes, is well-formed UTF-8 without NUL: the input, or a part of it, or in
 * BUF, which is emptied.  Fails only for want of memory. */
enum pm_status pm_encoding_decode(struct pm_encodings *e, struct pm_buf *buf,
				  const char *bytes, size_t len, struct pm_encoded *how,
				  const char **text, size_t *n, struct pm_error *err);

/* *STREAM becomes a stream of well-formed UTF-8 without NUL, also on failure.  E and *HOW must live as long; HOW
 * is counted up, and its name and BY may change once, at a byte that is not UTF-8.
 * PM_END: the stream is empty. */
enum pm_status pm_encoding_stream(struct pm_encodings *e, struct pm_stream **stream,
				  struct pm_encoded *how, struct pm_error *err);

/* Whether nothing said what the text is, which was guessed or not even that, and something
 * in it has no meaning as it was read. */
bool pm_encoding_is_doubtful(const struct pm_encoded *how);

#endif
