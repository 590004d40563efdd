/* Pressmark - a file with many articles, cut where they begin.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_pieces_open(&pieces, stream, find, limit);
 *	while ((st = pm_pieces_next(&pieces, &text, &len, &err)) == PM_OK)
 *		... text[0 .. len), until the next call; it may be changed ...
 *	pm_pieces_release(&pieces);
 *
 * FIND knows where an article begins; a piece goes from there to the next such place.  What
 * comes before the first is a piece too, with pieces.first set.  All of the stream comes
 * out, in order; only the CR of CR LF is taken out.
 *
 * Memory: one piece and what is read at once.  A piece of more than LIMIT bytes is passed
 * over: PM_ERR_LIMIT, and the next call goes on after it.  If the stream breaks off, what
 * comes after the last place is not handed out: it is not known to be whole.
 */
#ifndef PM_CORPUS_FORMATS_PIECES_H
#define PM_CORPUS_FORMATS_PIECES_H

#include "corpus/containers/stream.h"

/* Where at or after FROM an article begins; PM_NO_PIECE: nowhere in LEN bytes, and *AGAIN is
 * from where to look when there are more.  WHOLE: there will be no more. */
typedef size_t pm_piece_find_fn(const char *text, size_t len, size_t from, bool whole,
				size_t *again);
#define PM_NO_PIECE SIZE_MAX

struct pm_pieces {
	struct pm_stream *stream; /* the caller's */
	pm_piece_find_fn *find;
	size_t limit;
	struct pm_buf buf;    /* what was read and is not done with */
	size_t begin, looked; /* of the piece; up to where its end was looked for */
	bool first;	      /* the piece handed out last begins where the file does */
	bool begun;	      /* there was a place */
	bool ended;	      /* of the stream */
	bool too_large;	      /* of this piece something was dropped */
	uint64_t line;	      /* on which the piece begins, from 1 */
	uint64_t next_line;
};

void pm_pieces_init(struct pm_pieces *p);
void pm_pieces_release(struct pm_pieces *p);
void pm_pieces_open(struct pm_pieces *p, struct pm_stream *stream, pm_piece_find_fn *find,
		    size_t limit);
enum pm_status pm_pieces_next(struct pm_pieces *p, char **text, size_t *len,
			      struct pm_error *err);

/* A FIND for what begins with a line.  IS is asked for lines of at most 4 KiB, without
 * their end. */
size_t pm_pieces_find_line(const char *text, size_t len, size_t from, bool whole,
			   size_t *again, bool (*is)(const char *line, size_t len));
/* A FIND for what begins with a text, in this case of letters. */
size_t pm_pieces_find_text(const char *text, size_t len, size_t from, size_t *again,
			   const char *wanted);

#endif
