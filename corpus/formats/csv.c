/* Pressmark - tables: CSV, and its like with other delimiters: see rows.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A row is an article, and the first row says what its cells are: it has a name that
 * names.h knows.  Where it has none, --map tells by number of column what is what, and the
 * first row is an article too; if its cells look like names all the same, that is told. */
#include "corpus/formats/draft.h"
#include "corpus/formats/format.h"
#include "corpus/formats/names.h"
#include "corpus/formats/rows.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What a row may take besides its text. */
#define ROW_SLACK ((size_t)1 << 20)
/* What a cell takes, as one and as a field. */
#define CELL_BYTES 200u
/* Cells that a row may have, where memory is not limited. */
#define CELLS_MAX ((size_t)1 << 20)

/* The name of a column. */
struct column {
	size_t begin, len; /* in the names; LEN 0: it has none */
	bool dropped;
};

struct csv_state {
	struct pm_names *names;
	size_t limit, max_cells;
	struct pm_stream *stream;
	struct pm_rows rows;
	struct pm_draft draft;
	struct pm_buf titles; /* the names of the columns */
	struct column *columns;
	size_t n, cap;
	bool first_is_article;
	char note[200];	  /* on the row */
	char untold[160]; /* on the file, not told yet */
};

static void *
csv_make(const struct pm_format_setting *setting)
{
	const struct pm_reader_options *o = setting->options;
	struct csv_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->names = o->names;
	s->limit = o->max_text > SIZE_MAX - ROW_SLACK ? SIZE_MAX : o->max_text + ROW_SLACK;
	s->max_cells = o->memory > 0 ? o->memory / CELL_BYTES : CELLS_MAX;
	pm_draft_init(&s->draft);
	pm_buf_init(&s->titles, PM_BUF_NO_LIMIT);
	return s;
}

static void
csv_free(void *state)
{
	struct csv_state *s = state;

	pm_draft_release(&s->draft);
	pm_buf_release(&s->titles);
	free(s->columns);
	free(s);
}

static void
csv_close(void *state)
{
	struct csv_state *s = state;

	pm_rows_release(&s->rows);
	pm_stream_free(s->stream);
	s->stream = NULL;
}

static void
csv_trim(void *state)
{
	struct csv_state *s = state;

	pm_draft_release(&s->draft);
	pm_rows_trim(&s->rows);
}

/* --- the header --------------------------------------------------------- */

static struct pm_str
without_blanks(struct pm_str s)
{
	while (s.len > 0 && (s.data[0] == ' ' || s.data[0] == '\t')) {
		s.data++;
		s.len--;
	}
	while (s.len > 0 && (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\t'))
		s.len--;
	return s;
}

/* Whether a name in the first row is known. */
static bool
knows_a_name(const struct csv_state *s)
{
	size_t i;

	for (i = 0; i < s->rows.n; i++) {
		struct pm_str cell = without_blanks(pm_rows_cell(&s->rows, i));
		const struct pm_member_name *name = pm_names_lookup(s->names, cell.data,
								    cell.len);

		if (name != NULL && name->n_uses > 0)
			return true;
	}
	return false;
}

static enum pm_status
add_column(struct csv_state *s, struct pm_str title, struct pm_error *err)
{
	enum pm_status st = pm_grow(&s->columns, &s->cap, s->n + 1, sizeof *s->columns,
				    err);

	if (st < 0)
		return st;
	s->columns[s->n++] = (struct column){ s->titles.len, title.len, false };
	pm_buf_put(&s->titles, title.data, title.len);
	return pm_buf_check(&s->titles, "the first row", err);
}

/* A column called "column N". */
static enum pm_status
add_number(struct csv_state *s, struct pm_error *err)
{
	char name[32];
	int n = snprintf(name, sizeof name, "column %zu", s->n + 1);

	return add_column(s, (struct pm_str){ name, (size_t)n }, err);
}

/* Whether the first column only counts the rows, as pandas writes it. */
static bool
is_index(struct pm_str title)
{
	static const char unnamed[] = "Unnamed: 0";

	return title.len == 0 || (title.len == sizeof unnamed - 1 &&
				  memcmp(title.data, unnamed, title.len) == 0);
}

static enum pm_status
read_header(struct csv_state *s, struct pm_error *err)
{
	enum pm_status st = PM_OK;
	size_t i;

	for (i = 0; i < s->rows.n && st == PM_OK; i++) {
		struct pm_str title = without_blanks(pm_rows_cell(&s->rows, i));

		if (pm_names_has_column(s->names, i + 1) ||
		    (title.len == 0 && (i > 0 || s->rows.n == 1)))
			st = add_number(s, err);
		else
			st = add_column(s, title, err);
		if (st == PM_OK && i == 0 && s->rows.n > 1 && is_index(title) &&
		    !pm_names_has_column(s->names, 1)) {
			s->columns[0].dropped = true;
			snprintf(s->untold, sizeof s->untold,
				 "the first column has no name and is left out "
				 "(--map id=1 would take it)");
		}
	}
	return st;
}

/* How many columns are said, and how much of each. */
#define SAID_MAX 8
#define SAID_LEN 24

static enum pm_status
refuse(const struct csv_state *s, struct pm_error *err)
{
	char said[SAID_MAX * (SAID_LEN + 8) + 8] = "";
	size_t len = 0, i;

	for (i = 0; i < s->rows.n && i < SAID_MAX; i++) {
		struct pm_str cell = without_blanks(pm_rows_cell(&s->rows, i));
		size_t n = cell.len < SAID_LEN ? cell.len : SAID_LEN;

		while (n < cell.len && n > 0 && ((uint8_t)cell.data[n] & 0xc0) == 0x80)
			n--;
		len += (size_t)snprintf(said + len, sizeof said - len, "%s'%.*s%s'",
					i > 0 ? ", " : "", (int)n, cell.data,
					n < cell.len ? "..." : "");
	}
	return pm_fail(err, PM_ERR_INPUT,
		       "no column has a name that is known, the first row being %s%s: say "
		       "which is what by name, as --map text=NAME, or by number, as --map "
		       "title=2,text=3, if this row is an article",
		       said, s->rows.n > SAID_MAX ? " ..." : "");
}

/* Longer cells are no names. */
#define NAME_MAX_BYTES 40u

/* Whether the cells look like names of columns: all short, each with a letter. */
static bool
looks_like_names(const struct csv_state *s)
{
	size_t i, k;

	for (i = 0; i < s->rows.n; i++) {
		struct pm_str cell = without_blanks(pm_rows_cell(&s->rows, i));
		bool has_letter = false;

		for (k = 0; k < cell.len; k++)
			has_letter |= isalpha((uint8_t)cell.data[k]) ||
				      (uint8_t)cell.data[k] >= 0x80;
		if (!has_letter || cell.len > NAME_MAX_BYTES)
			return false;
	}
	return s->rows.n > 1;
}

/* The delimiter that a file's name stands for; 0: it is one of several. */
static char
delimiter_of(const struct pm_source *source)
{
	static const struct {
		const char *suffix;
		char delimiter;
	} known[] = { { ".tsv", '\t' }, { ".tab", '\t' }, { ".psv", '|' } };
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++) {
		size_t n = strlen(known[i].suffix);

		if (source->name_len > n &&
		    strncasecmp(source->name + source->name_len - n, known[i].suffix,
				n) == 0)
			return known[i].delimiter;
	}
	return '\0';
}

static enum pm_status
csv_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct csv_state *s = state;
	enum pm_status st;

	s->stream = source->stream;
	s->n = 0;
	s->first_is_article = false;
	s->untold[0] = '\0';
	pm_buf_clear(&s->titles);
	pm_rows_init(&s->rows, s->stream, delimiter_of(source), s->limit, s->max_cells);
	st = pm_rows_next(&s->rows, err);
	if (st != PM_OK)
		return st == PM_END ? pm_fail(err, PM_ERR_INPUT, "no row in it") : st;
	if (knows_a_name(s))
		return read_header(s, err);
	if (!pm_names_has_columns(s->names))
		return refuse(s, err);
	while (st == PM_OK && s->n < s->rows.n)
		st = add_number(s, err);
	s->first_is_article = true;
	if (looks_like_names(s))
		snprintf(s->untold, sizeof s->untold,
			 "the first row is taken as an article, as it has no name that is "
			 "known (--map text=NAME takes it as names)");
	return st;
}

/* --- rows --------------------------------------------------------------- */

/* The cells of a row beyond the columns, if there is something in them. */
static bool
has_more(const struct csv_state *s)
{
	size_t i;

	for (i = s->n; i < s->rows.n; i++)
		if (pm_rows_cell(&s->rows, i).len > 0)
			return true;
	return false;
}

static void
note_row(struct csv_state *s, struct pm_entry *entry)
{
	if (s->rows.n < s->n || has_more(s)) {
		snprintf(s->note, sizeof s->note,
			 "row %llu has %zu cell%s for %zu column%s%s",
			 (unsigned long long)s->rows.number, s->rows.n,
			 s->rows.n == 1 ? "" : "s", s->n, s->n == 1 ? "" : "s",
			 s->rows.n < s->n ? ""
					  : "; those behind are called by their number");
		entry->note = s->note;
	} else if (s->untold[0] != '\0') {
		memcpy(s->note, s->untold, sizeof s->untold);
		s->untold[0] = '\0';
		entry->note = s->note;
	}
}

static enum pm_status
csv_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct csv_state *s = state;
	enum pm_status st = PM_OK;
	char number[32];
	size_t i;

	if (!s->first_is_article)
		st = pm_rows_next(&s->rows, err);
	s->first_is_article = false;
	entry->unit = "row";
	entry->number = s->rows.number;
	entry->line = s->rows.line;
	entry->bytes = s->rows.size;
	if (st != PM_OK)
		return st;
	pm_draft_clear(&s->draft);
	for (i = 0; i < s->rows.n; i++) {
		struct pm_str cell = pm_rows_cell(&s->rows, i);
		const struct column *c = i < s->n ? &s->columns[i] : NULL;

		if (cell.len == 0 || (c != NULL && c->dropped))
			continue;
		if (c != NULL) {
			pm_draft_add(&s->draft, pm_buf_str(&s->titles) + c->begin, c->len,
				     cell.data, cell.len);
			continue;
		}
		snprintf(number, sizeof number, "column %zu", i + 1);
		pm_draft_add(&s->draft, number, strlen(number), cell.data, cell.len);
	}
	note_row(s, entry);
	st = pm_draft_object(&s->draft, &entry->object, err);
	entry->repairs = s->draft.repairs;
	return st;
}

const struct pm_format pm_format_csv = {
	.name = "CSV",
	.suffixes = ".csv .tsv .tab .psv",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.make = csv_make,
	.free = csv_free,
	.open = csv_open,
	.next = csv_next,
	.close = csv_close,
	.trim = csv_trim,
};
