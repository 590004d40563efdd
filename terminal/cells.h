/* Pressmark - text in the columns of a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where things are to line up in columns, a text is cut and padded by terminal columns: a
 * wide character takes two, a combining one none.  A cell is a character together with
 * those that combine with it, so a cut never splits a character.  Nor does it split a
 * word: what is left out is left out between blanks, or beside wide characters, which are
 * words of their own.  Only a word that alone does not fit is cut.
 *
 *	pm_cells_init(&c);
 *	pm_cells_add(&c, text, len, PM_CELL_PLAIN, &err);	as often as needed
 *	pm_cells_put_middle(&c, 20, &marks, out);
 *	pm_cells_clear(&c);
 *	pm_cells_release(&c);
 *
 * A run of white space and control characters is shown as one blank, and marks that would
 * turn the direction of the line are left out: no text can command the terminal.  Text is
 * well-formed UTF-8.
 *
 * Cost: 16 bytes a cell, some 20 ns a character.
 */
#ifndef PM_TERMINAL_CELLS_H
#define PM_TERMINAL_CELLS_H

#include "support/buf.h"

#include <stdbool.h>

/* Put around each hit: "**", or a colour. */
struct pm_marks {
	const char *begin, *end;
};

struct pm_cell {
	size_t start; /* in `text` */
	uint32_t bytes;
	uint8_t columns; /* 0 to 2 */
	bool marked;
};

enum pm_cell_kind { PM_CELL_PLAIN, PM_CELL_MARKED };

struct pm_cells {
	struct pm_buf text;
	struct pm_cell *cells;
	size_t n, cap;
};

void pm_cells_init(struct pm_cells *c);
void pm_cells_release(struct pm_cells *c);
void pm_cells_clear(struct pm_cells *c); /* empty, memory kept */

enum pm_status pm_cells_add(struct pm_cells *c, const char *text, size_t len,
			    enum pm_cell_kind kind, struct pm_error *err);

/* Append its end, as much as fits into WIDTH columns, with blanks before it where that is
 * less than WIDTH. */
void pm_cells_put_end(const struct pm_cells *c, size_t width, struct pm_buf *out);

/* The same, with an ellipsis before it where something is left out. */
void pm_cells_put_tail(const struct pm_cells *c, size_t width, struct pm_buf *out);

/* Append its beginning, as much as fits into WIDTH columns, without trailing blanks. */
void pm_cells_put_start(const struct pm_cells *c, size_t width, struct pm_buf *out);

/* Append all of it, with MARKS around what is marked; they take columns too, unless they
 * are escape sequences.  Where it does not fit into WIDTH columns, an ellipsis replaces
 * the words in its middle, with the blanks around them.  Returns the columns taken. */
size_t pm_cells_put_middle(const struct pm_cells *c, size_t width,
			   const struct pm_marks *marks, struct pm_buf *out);
/* The width with which that shows the first word and the last. */
size_t pm_cells_least_middle(const struct pm_cells *c, const struct pm_marks *marks);

#endif
