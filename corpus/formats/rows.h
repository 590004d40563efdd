/* Pressmark - the rows of tables: CSV as RFC 4180 has it, and as people write it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_rows_init(&rows, stream, '\0', limit, max_cells);
 *	while ((st = pm_rows_next(&rows, &err)) == PM_OK)
 *		for (i = 0; i < rows.n; i++)
 *			... pm_rows_cell(&rows, i), until the next call ...
 *	pm_rows_release(&rows);
 *
 * A cell in quotes may hold delimiters, line ends and doubled quotes.  Lines end with LF,
 * CR LF or, if the first does, CR.  What breaks the rules is read as it was meant where
 * that can be seen:
 *
 *	"He said "no" to all",x		a quote that no delimiter follows is the cell's own,
 *	"Titanic" sinks,x		or, where the cell ends on this line without another
 *					one before a delimiter, no cell in quotes at all
 *	"a", "b"			blanks between a delimiter and a quote are dropped,
 *					if the first row has it so
 *	5" floppy,x			a quote inside of a cell is itself
 *
 * Lines without anything are passed over.  A quote that is never closed ends the file:
 * PM_ERR_INPUT, with the line on which it began.  A row of more bytes or cells than the
 * limits is passed over without being kept: PM_ERR_LIMIT, and the next call goes on.
 *
 * Cost: a copy of each cell, some 500 MB/s.  Memory: the longest row.
 */
#ifndef PM_CORPUS_FORMATS_ROWS_H
#define PM_CORPUS_FORMATS_ROWS_H

#include "corpus/containers/stream.h"
#include "corpus/corpus.h"
#include "support/buf.h"
#include "support/status.h"

struct pm_row_cell;

struct pm_rows {
	struct pm_stream *stream; /* remains the caller's */
	const uint8_t *piece;
	size_t len;
	size_t max_cells;
	char delimiter;
	bool spaced;   /* blanks before a quote are dropped */
	bool ends_cr;  /* lines end with CR alone */
	bool after_cr; /* the last row ended with CR: LF belongs to it */
	bool begun, ended;
	bool stops[256]; /* what ends a cell without quotes */

	struct pm_buf bytes; /* of the cells */
	struct pm_row_cell *cells;
	size_t n, cap;
	uint64_t number; /* of the row, from 1; rows without anything do not count */
	uint64_t line;	 /* on which it begins, from 1 */
	uint64_t size;	 /* bytes of the file that it takes */

	uint64_t next_line, quote_line;
	size_t cell; /* where the cell begins that is being read */
	size_t blanks;
	size_t sure; /* bytes at the end of the piece before which quotes are the cell's own */
	bool too_large;
	enum pm_row_state {
		PM_ROW_BEGIN,
		PM_ROW_CELL,
		PM_ROW_PLAIN,
		PM_ROW_QUOTED,
		PM_ROW_QUOTE
	} state;
};

/* DELIMITER 0: the most frequent of , ; TAB and | outside of quotes in the first row; of
 * none the comma.  A line "sep=;" before it says otherwise. */
void pm_rows_init(struct pm_rows *r, struct pm_stream *stream, char delimiter,
		  size_t limit, size_t max_cells);
void pm_rows_release(struct pm_rows *r);
/* Free what only a long row needs; the cells are gone. */
void pm_rows_trim(struct pm_rows *r);

enum pm_status pm_rows_next(struct pm_rows *r, struct pm_error *err);
struct pm_str pm_rows_cell(const struct pm_rows *r, size_t i);

#endif
