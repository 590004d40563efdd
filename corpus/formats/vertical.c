/* Pressmark - annotated corpora with one word a line: CoNLL-U and VRT.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	# newdoc id = crier-1		<text id="crier-1" title="Bridge closed">
 *	# text = It is closed.		<s>
 *	1	It	it	PRON	It	PRON
 *	2	is	be	AUX	is	VERB
 *	3	closed	close ...	closed	ADJ
 *					<g/>
 *	4	.	.	PUNCT	.	PUNCT
 *					</s>
 *					</text>
 *
 * What counts is the text: the sentence as "# text" has it, or the words with blanks
 * between, but where SpaceAfter=No or <g/> says that there is none. */
#include "corpus/formats/export.h"
#include "corpus/page/fragment.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
begins(struct pm_str s, const char *text)
{
	return s.len >= strlen(text) && memcmp(s.data, text, strlen(text)) == 0;
}

/* The column at *REST, which loses it. */
static struct pm_str
column(struct pm_str *rest)
{
	const char *tab = rest->len == 0 ? NULL : memchr(rest->data, '\t', rest->len);
	struct pm_str c = *rest;

	if (tab != NULL)
		c.len = (size_t)(tab - rest->data);
	rest->data += c.len + (tab != NULL);
	rest->len -= c.len + (tab != NULL);
	return c;
}

static bool
has_no_space_after(struct pm_str line)
{
	static const char says[] = "SpaceAfter=No";

	return memmem(line.data, line.len, says, sizeof says - 1) != NULL;
}

/* --- the text as it grows ----------------------------------------------- */

struct text {
	struct pm_buf *out;
	const char *gap; /* before the next word */
};

static void
put_word(struct text *t, struct pm_str word)
{
	if (t->out->len > 0)
		pm_buf_puts(t->out, t->gap);
	pm_buf_put(t->out, word.data, word.len);
	t->gap = " ";
}

static void
end_paragraph(struct text *t)
{
	t->gap = "\n\n";
}

/* --- CoNLL-U ------------------------------------------------------------ */

static bool
is_newdoc(const char *line, size_t len)
{
	return begins((struct pm_str){ line, len }, "# newdoc");
}

static size_t
find_newdoc(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	return pm_pieces_find_line(text, len, from, whole, again, is_newdoc);
}

struct conll {
	struct pm_export *x;
	struct text text;
	bool has_sentence;   /* "# text" was there: its words do not count */
	uint64_t inside;     /* the last word of a token of several words */
	bool ends_unspaced;  /* the last word says so */
	bool any;	     /* a word, or a sentence */
	bool has_paragraphs; /* "# newpar" says where they begin */
};

/* "# meta::title = Bridge closed", "# newdoc id = crier-1". */
static void
put_comment(struct conll *c, struct pm_str name, struct pm_str value)
{
	static const char *const roles[][2] = {
		{ "newdoc id", "id" },
		{ "meta::dateCreated", "date" },
		{ "meta::sourceURL", "url" },
	};
	size_t i;

	for (i = 0; i < sizeof roles / sizeof *roles; i++)
		if (pm_str_is(name, roles[i][0])) {
			pm_export_put(c->x, roles[i][1], value);
			return;
		}
	if (begins(name, "meta::")) {
		name.data += 6;
		name.len -= 6;
		pm_labels_put(&c->x->draft, name, value);
	}
}

static void
take_comment(struct conll *c, struct pm_str line)
{
	const char *equals = memmem(line.data, line.len, " = ", 3);
	struct pm_str name = { line.data + 1, line.len - 1 }, value = { NULL, 0 };

	if (equals != NULL) {
		name.len = (size_t)(equals - name.data);
		value = pm_str_trim((struct pm_str){
			equals + 3, line.len - (size_t)(equals + 3 - line.data) });
	}
	name = pm_str_trim(name);
	if (begins(name, "newpar") && name.len < 10) {
		end_paragraph(&c->text);
		c->has_paragraphs = true;
	} else if (pm_str_is(name, "text")) {
		c->has_sentence = c->any = true;
		put_word(&c->text, value);
	} else {
		put_comment(c, name, value);
	}
}

/* "1	It	it ...": a word; "1-2" one of several, "1.1" one that is not written. */
static void
take_word(struct conll *c, struct pm_str line)
{
	struct pm_str rest = line, id = column(&rest), form = column(&rest);
	char number[24];
	char *end;
	uint64_t first;

	if (id.len == 0 || id.len >= sizeof number)
		return;
	memcpy(number, id.data, id.len);
	number[id.len] = '\0';
	first = strtoull(number, &end, 10);
	if (end == number || *end == '.' || (first <= c->inside && *end == '\0'))
		return;
	c->inside = *end == '-' ? strtoull(end + 1, NULL, 10) : c->inside;
	c->ends_unspaced = has_no_space_after(rest);
	c->any = true;
	if (c->has_sentence)
		return;
	put_word(&c->text, form);
	c->text.gap = c->ends_unspaced ? "" : " ";
}

static void
end_sentence(struct conll *c)
{
	/* a sentence is on a line of its own where nothing says what a paragraph is */
	if (c->any)
		c->text.gap = c->ends_unspaced ? "" : c->has_paragraphs ? " " : "\n";
	c->has_sentence = false;
	c->inside = 0;
	c->ends_unspaced = false;
}

static size_t
count_tabs(struct pm_str line)
{
	size_t i, n = 0;

	for (i = 0; i < line.len; i++)
		n += line.data[i] == '\t';
	return n;
}

static enum pm_status
read_conll(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	struct conll c = { .x = x, .text = { &x->text, "" } };
	struct pm_str line, rest = piece;
	bool cut = false;

	pm_buf_clear(&x->text);
	while (rest.len > 0) {
		line = pm_str_line(&rest);
		if (line.len == 0)
			end_sentence(&c);
		else if (line.data[0] == '#')
			take_comment(&c, line);
		else
			take_word(&c, line);
		cut = line.len > 0 && rest.len == 0 &&
		      (line.data[0] == '#' || count_tabs(line) < 9);
	}
	if (!c.any)
		return PM_END;
	pm_export_put(x, "text", pm_export_str(&x->text));
	if (cut && pm_export_is_last(x))
		pm_export_cut(x); /* it is handed out all the same */
	return pm_buf_check(&x->text, "the text", err);
}

static bool
conll_looks(const struct pm_head *head)
{
	const struct pm_head top = pm_export_top(head, PM_EXPORT_TEXT);

	return pm_head_has_line(&top, "1\t") &&
	       (pm_head_has_line(&top, "# sent_id") ||
		pm_head_has_line(&top, "# newdoc") || pm_head_has_line(&top, "# text = "));
}

static const struct pm_export_kind CONLL_KIND = { find_newdoc, read_conll,
						  "a corpus in CoNLL-U", PM_EXPORT_TEXT };

static void *
conll_make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &CONLL_KIND);
}

const struct pm_format pm_format_conllu = {
	.name = "CoNLL-U",
	.suffixes = ".conllu",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = conll_looks,
	.make = conll_make,
	PM_EXPORT_FUNCTIONS,
};

/* --- VRT ---------------------------------------------------------------- */

/* Whether a line is the tag of a whole text. */
static bool
is_text_tag(const char *line, size_t len)
{
	struct pm_str s = { line, len };

	return begins(s, "<text ") || begins(s, "<text>") || begins(s, "<doc ") ||
	       begins(s, "<doc>");
}

static size_t
find_text(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	return pm_pieces_find_line(text, len, from, whole, again, is_text_tag);
}

/* The attributes of the tag, as members. */
static enum pm_status
put_attributes(struct pm_export *x, struct pm_str tag, struct pm_error *err)
{
	const char *p = tag.data, *end = p + tag.len, *equals, *close;
	enum pm_status st = PM_OK;

	while (p < end && *p != ' ' && *p != '>')
		p++;
	while (st == PM_OK && (equals = memmem(p, (size_t)(end - p), "=\"", 2)) != NULL &&
	       (close = memchr(equals + 2, '"', (size_t)(end - equals - 2))) != NULL) {
		struct pm_str name = { p, (size_t)(equals - p) };

		st = pm_fragment_inline(equals + 2, (size_t)(close - equals - 2),
					&x->scratch, err);
		if (st == PM_OK)
			pm_labels_put(&x->draft, pm_str_trim(name),
				      pm_export_str(&x->scratch));
		p = close + 1;
	}
	return st;
}

/* A word with its references: &amp; &lt; &gt; &quot; &apos; */
static void
put_vrt_word(struct pm_export *x, struct text *t, struct pm_str word)
{
	static const char *const references[][2] = {
		{ "&amp;", "&" },
		{ "&lt;", "<" },
		{ "&gt;", ">" },
		{ "&quot;", "\"" },
		{ "&apos;", "'" }
	};
	size_t i = 0, k;

	pm_buf_clear(&x->scratch);
	while (i < word.len) {
		struct pm_str rest = { word.data + i, word.len - i };

		for (k = 0; k < sizeof references / sizeof *references; k++)
			if (begins(rest, references[k][0]))
				break;
		if (k < sizeof references / sizeof *references) {
			pm_buf_puts(&x->scratch, references[k][1]);
			i += strlen(references[k][0]);
		} else {
			pm_buf_putc(&x->scratch, word.data[i++]);
		}
	}
	put_word(t, pm_export_str(&x->scratch));
}

static bool
is_tag(struct pm_str line, const char *name)
{
	size_t i = 1, n = strlen(name);

	i += line.len > 1 && line.data[1] == '/';
	return line.len > i + n && memcmp(line.data + i, name, n) == 0 &&
	       strchr(" >/", line.data[i + n]) != NULL;
}

/* Whether a line is a tag and not the word "<". */
static bool
is_any_tag(struct pm_str line)
{
	return line.len > 2 && line.data[0] == '<' &&
	       memchr(line.data, '\t', line.len) == NULL && line.data[line.len - 1] == '>';
}

static enum pm_status
read_vrt(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	struct pm_str rest = piece, line = pm_str_line(&rest), columns;
	struct text t = { &x->text, "" };
	bool ended = false;
	enum pm_status st;

	if (!is_text_tag(line.data, line.len))
		return PM_END;
	if ((st = put_attributes(x, line, err)) < 0)
		return st;
	pm_buf_clear(&x->text);
	while (rest.len > 0 && !ended) {
		line = pm_str_line(&rest);
		if (is_any_tag(line)) {
			ended = begins(line, "</text>") || begins(line, "</doc>");
			if (is_tag(line, "p") || is_tag(line, "paragraph"))
				end_paragraph(&t);
			else if (is_tag(line, "g"))
				t.gap = "";
			continue;
		}
		columns = line;
		columns = column(&columns);
		if (columns.len == 0)
			continue;
		put_vrt_word(x, &t, columns);
		if (has_no_space_after(line))
			t.gap = "";
	}
	pm_export_put(x, "text", pm_export_str(&x->text));
	if (!ended && pm_export_is_last(x))
		pm_export_cut(x);
	return pm_buf_check(&x->text, "the text", err);
}

/* Words, not lines of a text: at least so many, and nine of ten without a blank. */
#define WORDS_MIN 10u

static bool
vrt_looks(const struct pm_head *head)
{
	const struct pm_head top = pm_export_top(head, PM_EXPORT_HTML);
	struct pm_str rest = { top.text, top.len }, line;
	size_t n = 0, words = 0, again;
	const size_t at = pm_pieces_find_line(top.text, top.len, 0, top.whole, &again,
					      is_text_tag);

	if (at == PM_NO_PIECE)
		return false;
	rest.data += at;
	rest.len -= at;
	while (rest.len > 0) {
		line = pm_str_trim(pm_str_line(&rest));
		if (line.len == 0 || is_any_tag(line))
			continue;
		n++;
		line = column(&line);
		words += line.len < 64 && memchr(line.data, ' ', line.len) == NULL;
	}
	return n >= WORDS_MIN && words * 10 >= n * 9;
}

static const struct pm_export_kind VRT_KIND = { find_text, read_vrt, "a corpus in VRT",
						PM_EXPORT_TEXT };

static void *
vrt_make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &VRT_KIND);
}

const struct pm_format pm_format_vrt = {
	.name = "VRT",
	.suffixes = ".vrt",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = vrt_looks,
	.make = vrt_make,
	PM_EXPORT_FUNCTIONS,
};
