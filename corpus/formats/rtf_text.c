/* Pressmark - the text of RTF: see rtf_text.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/rtf_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DEPTH_MAX 10000u
#define FONTS_MAX 10000u
#define WORD_MAX 32u
#define FACT_MAX ((size_t)1 << 16) /* of a title, of authors */
#define HEADING_MAX 300u

/* What a control word does. */
enum action {
	PARAGRAPH,
	LINE,
	CELL,
	ROW,
	CHARACTER, /* VALUE */
	GO,	   /* to the place VALUE */
	SKIP_GROUP,
	KEEP_GROUP, /* one that has text, though it may be starred */
	CODES,	    /* VALUE, or the parameter if that is 0 */
	FONT,
	FONT_CHARSET,
	FONT_DEFAULT,
	STYLE,
	OUTLINE,
	PLAIN,
	RESET_PARAGRAPH,
	DELETED,
	HIDDEN,
	UNICODE,
	UNICODE_SKIP,
	BINARY,
	YEAR,
	MONTH,
	DAY,
};

static const struct control {
	const char *word;
	enum action action;
	uint32_t value;
} CONTROLS[] = {
	/* by name */
	{ "aftnsep", SKIP_GROUP, 0 },
	{ "aftnsepc", SKIP_GROUP, 0 },
	{ "annotation", SKIP_GROUP, 0 },
	{ "ansicpg", CODES, 0 },
	{ "atnauthor", SKIP_GROUP, 0 },
	{ "atnid", SKIP_GROUP, 0 },
	{ "author", GO, PM_RTF_AUTHOR },
	{ "bin", BINARY, 0 },
	{ "bullet", CHARACTER, 0x2022 },
	{ "cell", CELL, 0 },
	{ "colortbl", SKIP_GROUP, 0 },
	{ "creatim", GO, PM_RTF_CREATED },
	{ "deff", FONT_DEFAULT, 0 },
	{ "deleted", DELETED, 0 },
	{ "dy", DAY, 0 },
	{ "emdash", CHARACTER, 0x2014 },
	{ "emspace", CHARACTER, ' ' },
	{ "endash", CHARACTER, 0x2013 },
	{ "enspace", CHARACTER, ' ' },
	{ "f", FONT, 0 },
	{ "fcharset", FONT_CHARSET, 0 },
	{ "filetbl", SKIP_GROUP, 0 },
	{ "fldinst", SKIP_GROUP, 0 },
	{ "fonttbl", GO, PM_RTF_FONTS },
	{ "footer", SKIP_GROUP, 0 },
	{ "footerf", SKIP_GROUP, 0 },
	{ "footerl", SKIP_GROUP, 0 },
	{ "footerr", SKIP_GROUP, 0 },
	{ "footnote", GO, PM_RTF_NOTE },
	{ "ftnsep", SKIP_GROUP, 0 },
	{ "ftnsepc", SKIP_GROUP, 0 },
	{ "header", SKIP_GROUP, 0 },
	{ "headerf", SKIP_GROUP, 0 },
	{ "headerl", SKIP_GROUP, 0 },
	{ "headerr", SKIP_GROUP, 0 },
	{ "info", GO, PM_RTF_NOWHERE },
	{ "keywords", GO, PM_RTF_KEYWORDS },
	{ "ldblquote", CHARACTER, 0x201c },
	{ "line", LINE, 0 },
	{ "listtext", SKIP_GROUP, 0 },
	{ "lquote", CHARACTER, 0x2018 },
	{ "mac", CODES, 10000 },
	{ "mo", MONTH, 0 },
	{ "nonshppict", SKIP_GROUP, 0 },
	{ "outlinelevel", OUTLINE, 0 },
	{ "page", PARAGRAPH, 0 },
	{ "par", PARAGRAPH, 0 },
	{ "pard", RESET_PARAGRAPH, 0 },
	{ "pc", CODES, 437 },
	{ "pca", CODES, 850 },
	{ "pict", SKIP_GROUP, 0 },
	{ "plain", PLAIN, 0 },
	{ "pntext", SKIP_GROUP, 0 },
	{ "rdblquote", CHARACTER, 0x201d },
	{ "row", ROW, 0 },
	{ "rquote", CHARACTER, 0x2019 },
	{ "rxe", SKIP_GROUP, 0 },
	{ "s", STYLE, 0 },
	{ "sect", PARAGRAPH, 0 },
	{ "shpinst", KEEP_GROUP, 0 },
	{ "shprslt", SKIP_GROUP, 0 },
	{ "shptxt", KEEP_GROUP, 0 },
	{ "sp", SKIP_GROUP, 0 },
	{ "stylesheet", GO, PM_RTF_STYLES },
	{ "tab", CHARACTER, '\t' },
	{ "tc", SKIP_GROUP, 0 },
	{ "title", GO, PM_RTF_TITLE },
	{ "txe", SKIP_GROUP, 0 },
	{ "u", UNICODE, 0 },
	{ "uc", UNICODE_SKIP, 0 },
	{ "v", HIDDEN, 0 },
	{ "xe", SKIP_GROUP, 0 },
	{ "yr", YEAR, 0 },
};

static struct pm_buf *
buffer_of(struct pm_rtf *r, size_t i)
{
	struct pm_buf *all[] = { &r->text,     &r->notes,   &r->title, &r->author,
				 &r->keywords, &r->heading, &r->name,  &r->bytes };

	return i < sizeof all / sizeof *all ? all[i] : NULL;
}

enum pm_status
pm_rtf_open(struct pm_rtf **out, size_t max_text, struct pm_error *err)
{
	struct pm_rtf *r = pm_calloc(1, sizeof *r);
	struct pm_buf *b;
	size_t i;

	*out = r;
	if (r == NULL)
		return pm_fail_nomem(err);
	for (i = 0; (b = buffer_of(r, i)) != NULL; i++)
		pm_buf_init(b, i < 2 ? max_text : FACT_MAX);
	r->codes = 1252;
	r->cd = (iconv_t)-1;
	return PM_OK;
}

void
pm_rtf_free(struct pm_rtf *r)
{
	struct pm_buf *b;
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; (b = buffer_of(r, i)) != NULL; i++)
		pm_buf_release(b);
	if (r->cd != (iconv_t)-1)
		iconv_close(r->cd);
	free(r->groups);
	free(r->fonts);
	free(r);
}

static struct pm_rtf_group *
group(struct pm_rtf *r)
{
	return &r->groups[r->depth - 1];
}

/* --- breaks ------------------------------------------------------------- */

static void
drop_blanks(struct pm_buf *out)
{
	while (out->len > 0 && strchr(" \t\n", out->data[out->len - 1]) != NULL)
		out->data[--out->len] = '\0';
}

/* The paragraph that ends may be the title. */
static void
note_heading(struct pm_rtf *r)
{
	size_t len = r->text.len > r->paragraph ? r->text.len - r->paragraph : 0;
	bool is_title = r->kind == PM_RTF_IS_TITLE;

	if (r->kind == PM_RTF_PLAIN || len == 0 || len > HEADING_MAX ||
	    (r->heading.len > 0 && (!is_title || r->has_title_style)))
		return;
	r->has_title_style = is_title;
	pm_buf_clear(&r->heading);
	pm_buf_put(&r->heading, r->text.data + r->paragraph, len);
}

static void
put_break(struct pm_rtf *r, const char *what)
{
	struct pm_buf *out;

	pm_rtf_flush(r);
	out = pm_rtf_target(r);
	if (out != &r->text && out != &r->notes)
		return;
	if (*what == '\n')
		drop_blanks(out);
	if (out == &r->text && what[0] == '\n' && what[1] == '\n')
		note_heading(r);
	if (out->len > 0)
		pm_buf_puts(out, what);
	if (out == &r->text)
		r->paragraph = out->len;
}

/* --- fonts and styles --------------------------------------------------- */

static unsigned
codes_of_font(const struct pm_rtf *r, int number)
{
	size_t i;

	for (i = 0; i < r->n_fonts; i++)
		if (r->fonts[i].number == number && r->fonts[i].codes != 0)
			return r->fonts[i].codes;
	return r->codes;
}

static enum pm_status
add_font(struct pm_rtf *r, int charset, struct pm_error *err)
{
	enum pm_status st = PM_OK;

	if (r->n_fonts < FONTS_MAX)
		st = pm_grow(&r->fonts, &r->fonts_cap, r->n_fonts + 1, sizeof *r->fonts,
			     err);
	if (st == PM_OK && r->n_fonts < FONTS_MAX)
		r->fonts[r->n_fonts++] = (struct pm_rtf_font){ r->font,
							       pm_rtf_codes_of(charset) };
	return st;
}

static bool
has_number(const int *numbers, size_t n, int number)
{
	while (n > 0)
		if (numbers[--n] == number)
			return true;
	return false;
}

/* The name of a style has been read. */
static void
end_style(struct pm_rtf *r)
{
	static const char heading[] = "heading ", title[] = "title";
	const char *name = pm_buf_str(&r->name);

	while (*name == ' ')
		name++;
	if (strncasecmp(name, title, sizeof title - 1) == 0 && r->n_title_styles < 16)
		r->title_styles[r->n_title_styles++] = r->style;
	else if (strncasecmp(name, heading, sizeof heading - 1) == 0 &&
		 r->n_heading_styles < 16)
		r->heading_styles[r->n_heading_styles++] = r->style;
	pm_buf_clear(&r->name);
}

/* --- groups ------------------------------------------------------------- */

static enum pm_status
open_group(struct pm_rtf *r, struct pm_error *err)
{
	enum pm_status st;

	if (r->depth > 0)
		pm_rtf_flush(r);
	if (r->depth == DEPTH_MAX)
		return pm_fail(err, PM_ERR_INPUT, "its groups are nested too deeply");
	st = pm_grow(&r->groups, &r->groups_cap, r->depth + 1, sizeof *r->groups, err);
	if (st < 0)
		return st;
	if (r->depth == 0)
		r->groups[0] = (struct pm_rtf_group){ .skip = 1, .codes = r->codes };
	else
		r->groups[r->depth] = r->groups[r->depth - 1];
	r->groups[r->depth].starred = false;
	r->depth++;
	r->to_skip = 0;
	if (group(r)->place == PM_RTF_STYLES)
		r->style = 0;
	return PM_OK;
}

static void
close_group(struct pm_rtf *r)
{
	enum pm_rtf_place place = group(r)->place;

	pm_rtf_flush(r);
	if (place == PM_RTF_FONTS)
		pm_buf_clear(&r->name);
	if (place == PM_RTF_STYLES && r->name.len > 0)
		end_style(r);
	if (place == PM_RTF_NOTE &&
	    (r->depth < 2 || r->groups[r->depth - 2].place != place))
		put_break(r, "\n\n");
	r->depth--;
	r->to_skip = 0;
}

/* --- control words ------------------------------------------------------ */

static int
compare_words(const void *key, const void *control)
{
	return strcmp(key, ((const struct control *)control)->word);
}

/* A parameter that says on or off. */
static bool
is_on(bool has_parameter, int parameter)
{
	return !has_parameter || parameter != 0;
}

static void
go(struct pm_rtf *r, enum pm_rtf_place place)
{
	struct pm_rtf_group *g = group(r);

	/* nothing comes back from where there is no text, but what `info` has */
	if (g->place == PM_RTF_NOWHERE && place != PM_RTF_TITLE &&
	    place != PM_RTF_AUTHOR && place != PM_RTF_KEYWORDS && place != PM_RTF_CREATED)
		return;
	pm_rtf_flush(r);
	g->place = place;
}

static void
set_style(struct pm_rtf *r, int number)
{
	if (group(r)->place == PM_RTF_STYLES) {
		r->style = number;
		return;
	}
	if (has_number(r->title_styles, r->n_title_styles, number))
		r->kind = PM_RTF_IS_TITLE;
	else if (has_number(r->heading_styles, r->n_heading_styles, number))
		r->kind = PM_RTF_HEADING;
}

static void
set_font(struct pm_rtf *r, int number)
{
	if (group(r)->place == PM_RTF_FONTS) {
		r->font = number;
		return;
	}
	pm_rtf_flush(r);
	group(r)->codes = codes_of_font(r, number);
}

static void
set_codes(struct pm_rtf *r, unsigned codes)
{
	r->codes = codes == 0 ? 1252 : codes;
	group(r)->codes = r->codes;
}

static unsigned
positive(int parameter)
{
	return parameter < 0 ? 0 : (unsigned)parameter;
}

/* The group's fonts and marks. */
static enum pm_status
act_on_run(struct pm_rtf *r, const struct control *c, bool has_parameter, int parameter,
	   struct pm_error *err)
{
	struct pm_rtf_group *g = group(r);

	switch (c->action) {
	case FONT:
		set_font(r, parameter);
		break;
	case FONT_CHARSET:
		return add_font(r, parameter, err);
	case FONT_DEFAULT:
		r->default_font = parameter;
		break;
	case PLAIN:
		pm_rtf_flush(r);
		g->deleted = g->hidden = false;
		g->codes = codes_of_font(r, r->default_font);
		break;
	case DELETED:
		pm_rtf_flush(r);
		g->deleted = is_on(has_parameter, parameter);
		break;
	case HIDDEN:
		pm_rtf_flush(r);
		g->hidden = is_on(has_parameter, parameter);
		break;
	case UNICODE:
		pm_rtf_put_char(r,
				(uint32_t)(parameter < 0 ? parameter + 65536 : parameter));
		r->to_skip = g->skip;
		break;
	case UNICODE_SKIP:
		g->skip = positive(parameter);
		break;
	default:
		break;
	}
	return PM_OK;
}

static enum pm_status
act(struct pm_rtf *r, const struct control *c, bool has_parameter, int parameter,
    struct pm_error *err)
{
	switch (c->action) {
	case PARAGRAPH:
		put_break(r, "\n\n");
		break;
	case LINE:
	case ROW:
		put_break(r, "\n");
		break;
	case CELL:
		put_break(r, "\t");
		break;
	case CHARACTER:
		pm_rtf_put_char(r, c->value);
		break;
	case GO:
		go(r, (enum pm_rtf_place)c->value);
		break;
	case SKIP_GROUP:
		go(r, PM_RTF_NOWHERE);
		break;
	case CODES:
		set_codes(r, c->value != 0 ? c->value : positive(parameter));
		break;
	case STYLE:
		set_style(r, parameter);
		break;
	case OUTLINE:
		if (group(r)->place == PM_RTF_TEXT && parameter < 9 &&
		    r->kind == PM_RTF_PLAIN)
			r->kind = PM_RTF_HEADING;
		break;
	case RESET_PARAGRAPH:
		if (group(r)->place == PM_RTF_TEXT)
			r->kind = PM_RTF_PLAIN;
		break;
	case BINARY:
		return pm_input_pass(&r->in, positive(parameter), err);
	case YEAR:
	case MONTH:
	case DAY:
		if (group(r)->place == PM_RTF_CREATED)
			*(c->action == YEAR    ? &r->year
			  : c->action == MONTH ? &r->month
					       : &r->day) = positive(parameter);
		break;
	default:
		return act_on_run(r, c, has_parameter, parameter, err);
	}
	return PM_OK;
}

/* --- tokens ------------------------------------------------------------- */

/* The next byte, or -1: there is none, and *ST says why. */
static int
peek(struct pm_rtf *r, enum pm_status *st, struct pm_error *err)
{
	if (r->in.len == 0 && (*st = pm_input_fill(&r->in, err)) != PM_OK)
		return -1;
	return (uint8_t)*r->in.piece;
}

static int
get(struct pm_rtf *r, enum pm_status *st, struct pm_error *err)
{
	int c = peek(r, st, err);

	if (c >= 0) {
		r->in.piece++;
		r->in.len--;
	}
	return c;
}

/* A control word, whose first letter is C. */
static enum pm_status
read_word(struct pm_rtf *r, int c, struct pm_error *err)
{
	const struct control *control;
	char word[WORD_MAX + 1], digits[12];
	size_t n = 0, n_digits = 0;
	enum pm_status st = PM_OK;
	bool starred = group(r)->starred;

	do {
		if (n < WORD_MAX)
			word[n++] = (char)c;
		c = peek(r, &st, err);
		if (c >= 0 && isalpha(c))
			get(r, &st, err);
	} while (c >= 0 && isalpha(c));
	word[n] = '\0';
	if (c == '-' || (c >= 0 && isdigit(c)))
		do {
			if (n_digits + 1 < sizeof digits - 1)
				digits[n_digits++] = (char)c;
			get(r, &st, err);
			c = peek(r, &st, err);
		} while (c >= 0 && isdigit(c));
	digits[n_digits] = '\0';
	if (c == ' ')
		get(r, &st, err);
	if (c < 0 && st < 0)
		return st;
	group(r)->starred = false;
	control = bsearch(word, CONTROLS, sizeof CONTROLS / sizeof *CONTROLS,
			  sizeof *CONTROLS, compare_words);
	if (r->to_skip > 0 && (control == NULL || control->action != UNICODE)) {
		r->to_skip--;
		return PM_OK;
	}
	r->to_skip = 0;
	if (control == NULL) {
		if (starred)
			go(r, PM_RTF_NOWHERE);
		return PM_OK;
	}
	st = act(r, control, n_digits > 0, (int)strtol(digits, NULL, 10), err);
	return st == PM_END ? PM_OK : st;
}

static int
hex(int c)
{
	return c >= '0' && c <= '9' ? c - '0'
	     : c >= 'a' && c <= 'f' ? c - 'a' + 10
	     : c >= 'A' && c <= 'F' ? c - 'A' + 10
				    : -1;
}

static void
put_literal(struct pm_rtf *r, uint8_t byte)
{
	if (r->to_skip > 0) {
		r->to_skip--;
		return;
	}
	if (group(r)->place == PM_RTF_STYLES && byte == ';') {
		pm_rtf_flush(r);
		end_style(r);
		return;
	}
	pm_rtf_put_byte(r, byte);
}

/* What follows a backslash. */
static enum pm_status
read_control(struct pm_rtf *r, struct pm_error *err)
{
	enum pm_status st = PM_OK;
	int c = get(r, &st, err), a, b;

	if (c < 0)
		return st;
	if (isalpha(c))
		return read_word(r, c, err);
	switch (c) {
	case '\'':
		if ((a = get(r, &st, err)) < 0 || (b = get(r, &st, err)) < 0)
			return st;
		if (hex(a) >= 0 && hex(b) >= 0)
			put_literal(r, (uint8_t)(hex(a) * 16 + hex(b)));
		break;
	case '*':
		group(r)->starred = true;
		break;
	case '\r':
	case '\n':
		put_break(r, "\n\n");
		break;
	case '~':
		pm_rtf_put_char(r, 0xa0);
		break;
	case '_':
		pm_rtf_put_char(r, 0x2011);
		break;
	case '\\':
	case '{':
	case '}':
		put_literal(r, (uint8_t)c);
		break;
	default: /* a hyphen that may be, or what means nothing */
		break;
	}
	return st;
}

static enum pm_status
check_limits(struct pm_rtf *r, struct pm_error *err)
{
	struct pm_buf *b;
	enum pm_status st = PM_OK;
	size_t i;

	for (i = 0; st == PM_OK && (b = buffer_of(r, i)) != NULL; i++)
		if (i >= 2 && b->status == PM_ERR_LIMIT)
			pm_buf_clear(b); /* a name or a title of 64 KiB is none */
		else
			st = pm_buf_check(b, i < 2 ? "the text" : "a name", err);
	return st;
}

static enum pm_status
read_tokens(struct pm_rtf *r, struct pm_error *err)
{
	enum pm_status st = PM_OK;
	int c;

	while (r->depth > 0) {
		if (r->in.len == 0 && (st = check_limits(r, err)) < 0)
			return st;
		if ((c = get(r, &st, err)) < 0)
			return st;
		if (c == '{')
			st = open_group(r, err);
		else if (c == '}')
			close_group(r);
		else if (c == '\\')
			st = read_control(r, err);
		else if (c != '\r' && c != '\n')
			put_literal(r, (uint8_t)c);
		if (st != PM_OK)
			return st;
	}
	return PM_OK;
}

/* The last paragraph, and the notes after it. */
static void
finish(struct pm_rtf *r)
{
	r->is_cut = r->depth > 0;
	if (r->is_cut)
		pm_rtf_flush(r);
	drop_blanks(&r->text);
	note_heading(r);
	drop_blanks(&r->notes);
	if (r->notes.len > 0) {
		if (r->text.len > 0)
			pm_buf_puts(&r->text, "\n\n");
		pm_buf_put(&r->text, r->notes.data, r->notes.len);
	}
}

enum pm_status
pm_rtf_read(struct pm_rtf *r, struct pm_stream *stream, struct pm_error *err)
{
	static const char magic[] = "{\\rtf";
	enum pm_status st = PM_OK;
	size_t i;
	int c;

	pm_input_init(&r->in, stream);
	for (i = 0; i < sizeof magic - 1; i++)
		if (get(r, &st, err) != magic[i])
			return st < 0 ? st : pm_fail(err, PM_ERR_INPUT, "it is no RTF");
	while ((c = peek(r, &st, err)) >= 0 && isdigit(c))
		get(r, &st, err);
	if (c == ' ')
		get(r, &st, err);
	if (st == PM_OK && (st = open_group(r, err)) == PM_OK)
		st = read_tokens(r, err);
	finish(r);
	if (st == PM_END)
		st = PM_OK;
	return st == PM_OK ? check_limits(r, err) : st;
}
