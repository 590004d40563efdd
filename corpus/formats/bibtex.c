/* Pressmark - BibTeX.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	@article{key,
 *		title = "Bridge {Closed}",
 *		author = {Lee, Ann and Ray, Bob},
 *		year = 2024,
 *	}
 *
 * An entry is an article whose text is its abstract.  Values are in quotes or braces, or
 * bare (a number, a month, a string of @string, which is kept as its name), and joined by
 * #.  Braces in a value only group, and are dropped; of TeX the accents are read that a
 * letter has (\'e, {\"o}, \ss), and an escaped sign is the sign. */
#include "corpus/formats/export.h"
#include "support/space.h"
#include "support/utf8.h"

#include <string.h>
#include <strings.h>

/* "@article{", at the beginning of a line. */
static bool
is_entry(const char *line, size_t len)
{
	size_t i = 0;

	while (i < len && pm_is_markup_space(line[i]))
		i++;
	if (len - i < 3 || line[i] != '@')
		return false;
	line += i;
	len -= i;
	i = 1;
	while (i < len && ((line[i] | 0x20) >= 'a' && (line[i] | 0x20) <= 'z'))
		i++;
	return i > 1 && i < len && (line[i] == '{' || line[i] == '(' || line[i] == ' ');
}

static size_t
find_entry(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	return pm_pieces_find_line(text, len, from, whole, again, is_entry);
}

/* --- TeX ---------------------------------------------------------------- */

/* A combining accent for a command of TeX. */
static uint32_t
accent_of(char c)
{
	static const struct {
		char command;
		uint32_t mark;
	} accents[] = {
		{ '`', 0x300 }, { '\'', 0x301 }, { '^', 0x302 }, { '~', 0x303 },
		{ '=', 0x304 }, { 'u', 0x306 },	 { '.', 0x307 }, { '"', 0x308 },
		{ 'r', 0x30a }, { 'H', 0x30b },	 { 'v', 0x30c }, { 'd', 0x323 },
		{ 'c', 0x327 }, { 'k', 0x328 },
	};
	size_t i;

	for (i = 0; i < sizeof accents / sizeof *accents; i++)
		if (accents[i].command == c)
			return accents[i].mark;
	return 0;
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* A command that is a letter: "\ss", "\o".  Returns what it takes; 0: it is none. */
static size_t
put_letter(struct pm_buf *out, struct pm_str tex)
{
	static const struct {
		const char *command, *text;
	} letters[] = {
		{ "ss", "\xc3\x9f" }, { "ae", "\xc3\xa6" }, { "AE", "\xc3\x86" },
		{ "oe", "\xc5\x93" }, { "OE", "\xc5\x92" }, { "aa", "\xc3\xa5" },
		{ "AA", "\xc3\x85" }, { "o", "\xc3\xb8" },  { "O", "\xc3\x98" },
		{ "l", "\xc5\x82" },  { "L", "\xc5\x81" },  { "i", "\xc4\xb1" },
	};
	size_t i, n;

	for (i = 0; i < sizeof letters / sizeof *letters; i++) {
		n = strlen(letters[i].command);
		if (tex.len > n && memcmp(tex.data + 1, letters[i].command, n) == 0 &&
		    (tex.len == n + 1 || !is_letter(tex.data[n + 1]))) {
			pm_buf_puts(out, letters[i].text);
			n++;
			return n + (n < tex.len && tex.data[n] == ' ');
		}
	}
	return 0;
}

/* The command at the '\' that TEX begins with.  Returns what it takes. */
static size_t
put_command(struct pm_buf *out, struct pm_str tex)
{
	uint32_t mark = tex.len > 1 ? accent_of(tex.data[1]) : 0;
	size_t n = put_letter(out, tex), letter = 2;
	uint8_t bytes[4];
	bool dotless;

	if (n > 0 || tex.len < 2)
		return n > 0 ? n : 1;
	if (mark == 0 ||
	    (is_letter(tex.data[1]) && tex.len > 2 && is_letter(tex.data[2]))) {
		/* "\&" is a sign; of "\emph{x}" the text counts */
		if (!is_letter(tex.data[1])) {
			pm_buf_putc(out, tex.data[1]);
			return 2;
		}
		for (n = 1; n < tex.len && is_letter(tex.data[n]); n++)
			;
		return n;
	}
	while (letter < tex.len && (tex.data[letter] == '{' || tex.data[letter] == ' '))
		letter++;
	dotless = letter + 1 < tex.len && tex.data[letter] == '\\' &&
		  (tex.data[letter + 1] == 'i' || tex.data[letter + 1] == 'j');
	letter += dotless;
	if (letter >= tex.len || !is_letter(tex.data[letter]))
		return 2;
	pm_buf_putc(out, tex.data[letter]);
	pm_buf_put(out, bytes, pm_utf8_put(bytes, mark));
	return letter + 1;
}

/* The text that a value means. */
static void
put_tex(struct pm_buf *out, struct pm_str tex)
{
	size_t i = 0;

	while (i < tex.len) {
		char c = tex.data[i];

		if (c == '\\') {
			i += put_command(out,
					 (struct pm_str){ tex.data + i, tex.len - i });
			continue;
		}
		if (c == '~')
			pm_buf_putc(out, ' ');
		else if (c != '{' && c != '}' &&
			 (c != '-' || i + 1 == tex.len || tex.data[i + 1] != '-'))
			pm_buf_putc(out, c); /* of two or three hyphens one */
		i++;
	}
}

/* --- values ------------------------------------------------------------- */

struct cursor {
	const char *p, *end;
};

static void
skip_blank(struct cursor *c)
{
	while (c->p < c->end && pm_is_markup_space(*c->p))
		c->p++;
}

/* What is between the braces or quotes at the cursor.  False: it does not end. */
static bool
read_delimited(struct cursor *c, struct pm_str *value)
{
	char close = *c->p == '"' ? '"' : '}';
	size_t depth = 0;

	value->data = ++c->p;
	for (; c->p < c->end; c->p++) {
		if (*c->p == '\\' && c->p + 1 < c->end) {
			c->p++;
		} else if (depth == 0 && *c->p == close) {
			value->len = (size_t)(c->p++ - value->data);
			return true;
		} else if (*c->p == '{') {
			depth++;
		} else if (*c->p == '}' && depth > 0) {
			depth--;
		}
	}
	return false;
}

/* A value, in x->scratch as it is written and without what encloses it. */
static bool
read_value(struct pm_export *x, struct cursor *c)
{
	struct pm_str value;

	pm_buf_clear(&x->scratch);
	for (;;) {
		skip_blank(c);
		if (c->p == c->end)
			return false;
		if (*c->p == '"' || *c->p == '{') {
			if (!read_delimited(c, &value))
				return false;
		} else {
			value.data = c->p;
			while (c->p < c->end && !pm_is_markup_space(*c->p) &&
			       strchr(",#})", *c->p) == NULL)
				c->p++;
			value.len = (size_t)(c->p - value.data);
		}
		pm_buf_put(&x->scratch, value.data, value.len);
		skip_blank(c);
		if (c->p == c->end || *c->p != '#')
			return c->p < c->end;
		c->p++;
	}
}

/* The value as text, in one line, in x->text. */
static struct pm_str
as_text(struct pm_export *x, struct pm_str tex)
{
	struct pm_buf plain;

	pm_buf_init(&plain, PM_BUF_NO_LIMIT);
	put_tex(&plain, tex);
	pm_buf_clear(&x->text);
	pm_labels_join(&x->text, pm_export_str(&plain));
	pm_buf_inherit(&x->text, &plain);
	pm_buf_release(&plain);
	return pm_export_str(&x->text);
}

/* Names with "and" between them. */
static void
put_names(struct pm_export *x, struct pm_str name, struct pm_str value)
{
	size_t begin = 0, i, depth = 0;

	for (i = 0; i <= value.len; i++) {
		bool and = i + 5 <= value.len && depth == 0 &&
			   pm_is_markup_space(value.data[i]) &&
			   memcmp(value.data + i + 1, "and", 3) == 0 &&
			   pm_is_markup_space(value.data[i + 4]);

		if (i < value.len && !and) {
			depth += value.data[i] == '{';
			depth -= value.data[i] == '}' && depth > 0;
			continue;
		}
		/* nothing is between two of them that share a blank */
		struct pm_str one = { value.data + begin, i > begin ? i - begin : 0 };

		one = pm_str_trim(as_text(x, pm_str_trim(one)));
		if (one.len > 0)
			pm_draft_add_item(&x->draft, name.data, name.len, one.data,
					  one.len);
		begin = i + 5;
	}
}

/* --- entries ------------------------------------------------------------ */

/* What is needed of an entry when all of it is known. */
struct entry {
	struct pm_buf month;
	bool has_date, has_doi;
};

/* The date: year and month are one. */
static void
put_year(struct pm_export *x, const struct entry *e, struct pm_str value)
{
	struct pm_str year = as_text(x, value);
	struct pm_buf date;

	pm_buf_init(&date, PM_BUF_NO_LIMIT);
	pm_buf_put(&date, e->month.data, e->month.len);
	if (date.len > 0)
		pm_buf_putc(&date, ' ');
	pm_buf_put(&date, year.data, year.len);
	pm_export_put(x, "date", pm_export_str(&date));
	pm_buf_release(&date);
}

static const char *
member_of(struct pm_str name)
{
	static const char *const roles[][2] = {
		{ "title", "title" },
		{ "abstract", "text" },
		{ "journal", "source" },
		{ "journaltitle", "source" },
		{ "booktitle", "source" },
		{ "url", "url" },
		{ "doi", "id" },
		{ "date", "date" },
		{ "language", "language" },
		{ "langid", "language" },
	};
	size_t i;

	for (i = 0; i < sizeof roles / sizeof *roles; i++)
		if (pm_str_is(name, roles[i][0]))
			return roles[i][1];
	return NULL;
}

/* A field of an entry, whose value is in x->scratch. */
static void
put_field(struct pm_export *x, struct entry *e, struct pm_str name)
{
	struct pm_str value = pm_export_str(&x->scratch);
	const char *member = member_of(name);

	if (pm_str_is(name, "author") || pm_str_is(name, "editor")) {
		put_names(x, name, value);
	} else if (pm_str_is(name, "keywords")) {
		struct pm_str text = as_text(x, value);

		pm_labels_put_list(&x->draft, name, text,
				   memchr(text.data, ';', text.len) != NULL ? ';' : ',');
	} else if (pm_str_is(name, "year") && !e->has_date) {
		put_year(x, e, value);
	} else if (pm_str_is(name, "month") && !e->has_date) {
		return;
	} else if (member != NULL) {
		pm_export_put(x, member, as_text(x, value));
	} else {
		pm_labels_put(&x->draft, name, as_text(x, value));
	}
}

enum pass { LOOK, PUT };

/* The fields of an entry after its key.  False: it does not end. */
static bool
read_fields(struct pm_export *x, struct entry *e, struct cursor c, enum pass pass)
{
	for (;;) {
		struct pm_str name;

		while (c.p < c.end && (pm_is_markup_space(*c.p) || *c.p == ','))
			c.p++;
		if (c.p == c.end)
			return false;
		if (*c.p == '}' || *c.p == ')')
			return true;
		name.data = c.p;
		while (c.p < c.end && !pm_is_markup_space(*c.p) &&
		       strchr("=,})", *c.p) == NULL)
			c.p++;
		name.len = (size_t)(c.p - name.data);
		skip_blank(&c);
		if (c.p == c.end)
			return false;
		if (*c.p != '=') {
			c.p += *c.p != '}' && *c.p != ')' && *c.p != ',' && name.len == 0;
			continue;
		}
		c.p++;
		if (!read_value(x, &c))
			return false;
		if (pass == PUT) {
			put_field(x, e, name);
		} else if (pm_str_is(name, "month")) {
			struct pm_str month = as_text(x, pm_export_str(&x->scratch));

			pm_buf_clear(&e->month);
			pm_buf_put(&e->month, month.data, month.len);
		} else {
			e->has_date = e->has_date || pm_str_is(name, "date");
			e->has_doi = e->has_doi || pm_str_is(name, "doi");
		}
	}
}

static enum pm_status
read_entry(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	struct cursor c = { piece.data, piece.data + piece.len };
	struct entry e = { .has_date = false };
	struct pm_str type, key;
	enum pm_status st = PM_OK;

	if (!is_entry(piece.data, piece.len < 256 ? piece.len : 256))
		return PM_END;
	x->has_fragments = true;
	skip_blank(&c);
	type.data = ++c.p;
	while (is_letter(*c.p))
		c.p++;
	type.len = (size_t)(c.p - type.data);
	if (pm_str_is(type, "comment") || pm_str_is(type, "string") ||
	    pm_str_is(type, "preamble"))
		return PM_END;
	skip_blank(&c);
	c.p += c.p < c.end;
	skip_blank(&c);
	key.data = c.p;
	while (c.p < c.end && *c.p != ',' && *c.p != '}' && *c.p != ')')
		c.p++;
	key.len = (size_t)(c.p - key.data);
	pm_buf_init(&e.month, PM_BUF_NO_LIMIT);
	if (!read_fields(x, &e, c, LOOK)) {
		st = pm_export_is_last(x)
			   ? pm_export_cut(x)
			   : pm_unusable(err, "entry '%.*s' has no end",
					 (int)(key.len < 80 ? key.len : 80), key.data);
	} else {
		pm_export_put(x, "type", type);
		pm_export_put(x, e.has_doi ? "key" : "id", key);
		read_fields(x, &e, c, PUT);
	}
	pm_buf_release(&e.month);
	return st;
}

static const struct pm_export_kind KIND = { find_entry, read_entry,
					    "a bibliography in BibTeX", PM_EXPORT_TEXT };

static void *
make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &KIND);
}

const struct pm_format pm_format_bibtex = {
	.name = "BibTeX",
	.suffixes = ".bib .bibtex",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.make = make,
	PM_EXPORT_FUNCTIONS,
};
