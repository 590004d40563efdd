/* Pressmark - folding: see fold.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/fold.h"

#include "support/utf8.h"
#include "text/chars.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool
is_ascii(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((uint8_t)s[i] >= 0x80)
			return false;
	return true;
}

/* Lower-cases eight bytes at once: a byte is a capital if adding 63 reaches 128 and
 * adding 37 does not (ASCII only). */
static uint64_t
lower_eight(uint64_t v)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t capital = ((v + 63 * ones) ^ (v + 37 * ones)) & 128 * ones;

	return v | capital >> 2;
}

/* Letters and digits only. */
static void
fold_plain(const char *s, size_t len, struct pm_buf *out)
{
	uint8_t *p = pm_buf_reserve(out, len + 8);
	uint64_t v;
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < len; i += sizeof v) {
		v = 0;
		memcpy(&v, s + i, len - i < sizeof v ? len - i : sizeof v);
		v = lower_eight(v);
		memcpy(p + i, &v, sizeof v);
	}
	pm_buf_advance(out, len);
}

/* DROP: whether to leave out apostrophes and commas (not in addresses). */
static void
fold_ascii(const char *s, size_t len, bool drop, struct pm_buf *out)
{
	uint8_t *p = pm_buf_reserve(out, len);
	size_t i, n = 0;

	if (p == NULL)
		return;
	for (i = 0; i < len; i++) {
		char c = s[i];

		if (drop && (c == '\'' || c == '`' || c == ','))
			continue;
		p[n++] = (uint8_t)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
	}
	pm_buf_advance(out, n);
}

/* The digit that a decimal digit of any script is, as ours; other characters as they
 * are.  In Unicode the ten digits of a script stand side by side, 0 first, and so do
 * several scripts' (mathematical digits). */
static int32_t
plain_digit(int32_t cp)
{
	int32_t first = cp;

	if (cp < 0x80 || utf8proc_category(cp) != UTF8PROC_CATEGORY_ND)
		return cp;
	while (utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND)
		first--;
	return '0' + (cp - first) % 10;
}

static void
put_cp(struct pm_buf *out, int32_t cp)
{
	uint8_t *p = pm_buf_reserve(out, 4);

	if (p != NULL)
		pm_buf_advance(out, pm_utf8_put(p, (uint32_t)cp));
}

/* What readers type for letters that Unicode does not decompose; 0 if the letter is kept.
 * *SECOND is the second letter of two, or 0. */
static int32_t
plain_letter(int32_t cp, int32_t *second)
{
	*second = 0;
	switch (cp) {
	case 0xf8:
		return 'o';
	case 0x142:
		return 'l';
	case 0x111:
	case 0xf0:
		return 'd';
	case 0x127:
		return 'h';
	case 0x131:
		return 'i';
	case 0xe6:
		*second = 'e';
		return 'a';
	case 0x153:
		*second = 'e';
		return 'o';
	case 0xfe:
		*second = 'h';
		return 't';
	}
	return 0;
}

/* Whether to keep PART of the decomposed character CP.  Not if folding drops it anyway,
 * or if it is a bracket or point of an enclosed number; but yes if it is a sign that
 * stands for itself (C++), or the stroke of a fraction, since one half is not twelve. */
static bool
is_kept(uint32_t part, uint32_t cp)
{
	switch (pm_char_class(part)) {
	case PM_CHAR_LETTER:
	case PM_CHAR_DIGIT:
	case PM_CHAR_IDEOGRAM:
		return true;
	case PM_CHAR_MARK:
		return !pm_char_is_accent(part) && !pm_char_is_hidden(part);
	default:
		return part == cp || part == 0x2044;
	}
}

/* Decompose and case-fold one code point, and append what is kept of it.  utf8proc needs
 * at most 18 code points for that.  One ideogram stays one (U+309F is not two kana):
 * words of such scripts are single characters. */
static void
fold_cp(uint32_t cp, struct pm_buf *out)
{
	utf8proc_int32_t parts[32];
	int last = 0, ideograms = 0;
	utf8proc_ssize_t n, i;

	n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 32,
				    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
					    UTF8PROC_CASEFOLD,
				    &last);
	for (i = 0; i < n && i < 32; i++)
		ideograms += pm_char_class((uint32_t)parts[i]) == PM_CHAR_IDEOGRAM;
	if (ideograms > 1) {
		put_cp(out, (int32_t)cp);
		return;
	}
	for (i = 0; i < n && i < 32; i++) {
		int32_t first, second;

		if (!is_kept((uint32_t)parts[i], cp))
			continue;
		first = plain_letter(parts[i], &second);
		put_cp(out, first != 0 ? first : plain_digit(parts[i]));
		if (second != 0)
			put_cp(out, second);
	}
}

/* Longer words are not composed: utf8proc's time is quadratic in the number of
 * marks in a row. */
#define COMPOSED_MAX 1024u

/* Replace what OUT has from FROM on by its NFC. */
static enum pm_status
compose_end(struct pm_buf *out, size_t from, struct pm_error *err)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t n;

	if (out->status < 0)
		return pm_fail_nomem(err);
	if (out->len - from > COMPOSED_MAX || out->len == from)
		return PM_OK;
	n = utf8proc_map(out->data + from, (utf8proc_ssize_t)(out->len - from), &composed,
			 UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	if (n < 0)
		return pm_fail_nomem(err);
	out->len = from;
	pm_buf_put(out, composed, (size_t)n);
	free(composed);
	return out->status < 0 ? pm_fail_nomem(err) : PM_OK;
}

/* Append NFC of S to OUT; false if memory ran out. */
static bool
compose(const char *s, size_t len, struct pm_buf *out)
{
	size_t from = out->len;

	pm_buf_put(out, s, len);
	return compose_end(out, from, NULL) == PM_OK;
}

#define TATWEEL 0x640u /* makes an Arabic word wider, and means nothing */
#define SOFT_HYPHEN "\xc2\xad"

/* Append the parts that folding keeps of the characters, which are not composed yet. */
static void
fold_parts(const char *s, size_t len, struct pm_buf *out)
{
	size_t at = 0;
	unsigned n;

	while (at < len) {
		uint32_t cp = pm_utf8_get((const uint8_t *)s + at, &n);

		at += n;
		if (cp == ',' || cp == TATWEEL ||
		    pm_char_class(cp) == PM_CHAR_APOSTROPHE || pm_char_is_hidden(cp))
			continue;
		fold_cp(cp, out);
	}
}

static enum pm_status
fold_unicode(const char *s, size_t len, struct pm_buf *out, struct pm_error *err)
{
	size_t from = out->len;

	fold_parts(s, len, out);
	/* Letters that stand for nothing (fillers) still make a word. */
	if (out->len == from)
		pm_buf_put(out, s, len);
	return compose_end(out, from, err);
}

enum pm_status
pm_fold(const char *surface, size_t len, uint32_t flags, struct pm_buf *out,
	struct pm_error *err)
{
	if ((flags & (PM_WORD_PLAIN | PM_WORD_ADDRESS)) == 0 && !is_ascii(surface, len))
		return fold_unicode(surface, len, out, err);
	if (flags & PM_WORD_PLAIN)
		fold_plain(surface, len, out);
	else
		fold_ascii(surface, len, (flags & PM_WORD_ADDRESS) == 0, out);
	return out->status < 0 ? pm_fail_nomem(err) : PM_OK;
}

#define DOT_ABOVE 0x307

/* Decompose one code point and append it in small letters.  The small letter of İ is i:
 * its dot is no accent. */
static void
write_cp(uint32_t cp, struct pm_buf *out)
{
	utf8proc_int32_t parts[32];
	int last = 0;
	utf8proc_ssize_t n, i;

	n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 32,
				    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &last);
	for (i = 0; i < n && i < 32; i++) {
		if (i > 0 && parts[i] == DOT_ABOVE && parts[i - 1] == 'I')
			continue;
		put_cp(out, utf8proc_tolower(parts[i]));
	}
}

enum pm_status
pm_written(const char *surface, size_t len, struct pm_buf *out, struct pm_error *err)
{
	size_t at = 0, from = out->len;
	unsigned n;

	while (at < len) {
		uint32_t cp = pm_utf8_get((const uint8_t *)surface + at, &n);

		at += n;
		if (cp == ',' || cp == TATWEEL || pm_char_is_hidden(cp))
			continue;
		if (pm_char_class(cp) == PM_CHAR_APOSTROPHE)
			pm_buf_putc(out, '\'');
		else
			write_cp(cp, out);
	}
	return compose_end(out, from, err);
}

bool
pm_folded_is_letters(const char *folded, size_t len)
{
	size_t at = 0;
	unsigned n;

	while (at < len) {
		enum pm_char c;

		if ((uint8_t)folded[at] >= 'a' && (uint8_t)folded[at] <= 'z') {
			at++;
			continue;
		}
		c = pm_char_class(pm_utf8_get((const uint8_t *)folded + at, &n));
		if (c != PM_CHAR_LETTER && c != PM_CHAR_MARK)
			return false;
		at += n;
	}
	return true;
}

/* Without soft hyphens, composed. */
static bool
compose_shown(const char *s, size_t len, struct pm_buf *out)
{
	const char *end = s + len, *hyphen;
	struct pm_buf shown;
	bool done;

	if (memmem(s, len, SOFT_HYPHEN, 2) == NULL)
		return compose(s, len, out);
	pm_buf_init(&shown, PM_BUF_NO_LIMIT);
	for (; (hyphen = memmem(s, (size_t)(end - s), SOFT_HYPHEN, 2)) != NULL;
	     s = hyphen + 2)
		pm_buf_put(&shown, s, (size_t)(hyphen - s));
	pm_buf_put(&shown, s, (size_t)(end - s));
	done = shown.status == PM_OK && compose(pm_buf_str(&shown), shown.len, out);
	pm_buf_release(&shown);
	return done;
}

bool
pm_surface_equal(const char *a, size_t a_len, const char *b, size_t b_len)
{
	struct pm_buf x, y;
	bool equal;

	if (a_len == b_len && memcmp(a, b, a_len) == 0)
		return true;
	if (is_ascii(a, a_len) && is_ascii(b, b_len))
		return false;
	pm_buf_init(&x, PM_BUF_NO_LIMIT);
	pm_buf_init(&y, PM_BUF_NO_LIMIT);
	equal = compose_shown(a, a_len, &x) && compose_shown(b, b_len, &y) &&
		x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
	pm_buf_release(&x);
	pm_buf_release(&y);
	return equal;
}

/* Capitalise by simple mapping, one code point for one: ALL letters, or only the
 * first. */
static void
capitals(const char *s, size_t len, bool all, struct pm_buf *out)
{
	size_t at = 0;
	unsigned n;

	while (at < len) {
		uint32_t cp = pm_utf8_get((const uint8_t *)s + at, &n);

		if (at == 0 || all)
			put_cp(out, cp < 0x80 ? (cp >= 'a' && cp <= 'z' ? (int32_t)cp - 32
									: (int32_t)cp)
					      : utf8proc_toupper((utf8proc_int32_t)cp));
		else
			pm_buf_put(out, s + at, n);
		at += n;
	}
}

void
pm_form_apply(enum pm_form form, const char *folded, size_t len, struct pm_buf *out)
{
	if (form == PM_FORM_SAME)
		pm_buf_put(out, folded, len);
	else
		capitals(folded, len, form == PM_FORM_UPPER, out);
}

/* The same for an all-ASCII folded word that differs from the surface. */
static enum pm_form
ascii_form_of(const char *surface, const char *folded, size_t len)
{
	size_t i, capitals = 0, small = 0;

	for (i = 0; i < len; i++) {
		char c = folded[i];
		bool letter = c >= 'a' && c <= 'z';

		if (letter && surface[i] == (c & ~0x20))
			capitals++;
		else if (surface[i] != c)
			return PM_FORM_OTHER;
		else
			small += letter;
	}
	if (capitals == 1 && len > 0 && surface[0] != folded[0])
		return PM_FORM_CAPITAL;
	return small == 0 ? PM_FORM_UPPER : PM_FORM_OTHER;
}

enum pm_form
pm_form_of(const char *surface, size_t len, const char *folded, size_t folded_len)
{
	enum pm_form form;
	struct pm_buf made;

	if (len == folded_len && memcmp(surface, folded, len) == 0)
		return PM_FORM_SAME;
	if (is_ascii(folded, folded_len))
		return len == folded_len ? ascii_form_of(surface, folded, len)
					 : PM_FORM_OTHER;
	pm_buf_init(&made, PM_BUF_NO_LIMIT);
	for (form = PM_FORM_CAPITAL; form < PM_FORM_OTHER; form++) {
		pm_buf_clear(&made);
		pm_form_apply(form, folded, folded_len, &made);
		if (made.status == PM_OK && made.len == len &&
		    memcmp(made.data, surface, len) == 0)
			break;
	}
	pm_buf_release(&made);
	return form;
}

/* --- in pieces ---------------------------------------------------------- */

/* Bytes of a surface folded at once; what comes out may be ten times as many. */
#define FOLD_PIECE ((size_t)1 << 14)

/* Folding in pieces, and which forms still make the surface. */
struct folding {
	const char *surface;
	size_t len;
	pm_fold_fn *fn;
	void *ctx;
	struct pm_buf piece, made;
	bool begun;		     /* a piece has been passed on */
	size_t shown[PM_FORM_OTHER]; /* bytes of the surface that each form made */
	bool differs[PM_FORM_OTHER];
};

/* What FORM makes of a piece: is it what the surface has next? */
static void
compare_form(struct folding *f, enum pm_form form, const char *piece, size_t len)
{
	if (f->differs[form])
		return;
	pm_buf_clear(&f->made);
	if (form == PM_FORM_SAME || (form == PM_FORM_CAPITAL && f->begun))
		pm_buf_put(&f->made, piece, len);
	else
		capitals(piece, len, form == PM_FORM_UPPER, &f->made);
	f->differs[form] = f->made.len > f->len - f->shown[form] ||
			   memcmp(f->surface + f->shown[form], pm_buf_str(&f->made),
				  f->made.len) != 0;
	f->shown[form] += f->made.len;
}

static enum pm_status
pass_on(struct folding *f, const char *piece, size_t len, struct pm_error *err)
{
	enum pm_form form;

	if (len == 0)
		return PM_OK;
	for (form = PM_FORM_SAME; form < PM_FORM_OTHER; form++)
		compare_form(f, form, piece, len);
	if (f->made.status < 0)
		return pm_fail_nomem(err);
	f->begun = true;
	return f->fn(f->ctx, piece, len, err);
}

/* Where the piece that begins at FROM ends: after a whole character. */
static size_t
piece_end(const struct folding *f, size_t from)
{
	size_t end;

	if (f->len - from <= FOLD_PIECE)
		return f->len;
	for (end = from + FOLD_PIECE; ((uint8_t)f->surface[end] & 0xc0) == 0x80; end--)
		;
	return end;
}

static enum pm_status
fold_ascii_pieces(struct folding *f, uint32_t flags, struct pm_error *err)
{
	size_t at, end;
	enum pm_status status = PM_OK;

	for (at = 0; at < f->len && status == PM_OK; at = end) {
		end = piece_end(f, at);
		pm_buf_clear(&f->piece);
		fold_ascii(f->surface + at, end - at, (flags & PM_WORD_ADDRESS) == 0,
			   &f->piece);
		status = f->piece.status < 0
			       ? pm_fail_nomem(err)
			       : pass_on(f, pm_buf_str(&f->piece), f->piece.len, err);
	}
	return status;
}

static enum pm_status
fold_unicode_pieces(struct folding *f, struct pm_error *err)
{
	size_t at, end;
	enum pm_status status = PM_OK;

	for (at = 0; at < f->len && status == PM_OK; at = end) {
		end = piece_end(f, at);
		fold_parts(f->surface + at, end - at, &f->piece);
		if (f->piece.status < 0)
			return pm_fail_nomem(err);
		/* all of it may turn out to be short enough to be composed */
		if (!f->begun && f->piece.len <= COMPOSED_MAX)
			continue;
		status = pass_on(f, pm_buf_str(&f->piece), f->piece.len, err);
		pm_buf_clear(&f->piece);
	}
	if (status < 0 || f->begun)
		return status;
	if (f->piece.len > 0)
		return (status = compose_end(&f->piece, 0, err)) < 0
			     ? status
			     : pass_on(f, pm_buf_str(&f->piece), f->piece.len, err);
	for (at = 0; at < f->len && status == PM_OK; at = end) {
		end = piece_end(f, at);
		status = pass_on(f, f->surface + at, end - at, err);
	}
	return status;
}

enum pm_status
pm_fold_pieces(const char *surface, size_t len, uint32_t flags, pm_fold_fn *fn, void *ctx,
	       enum pm_form *form, struct pm_error *err)
{
	struct folding f = { .surface = surface, .len = len, .fn = fn, .ctx = ctx };
	enum pm_status status;

	pm_buf_init(&f.piece, PM_BUF_NO_LIMIT);
	pm_buf_init(&f.made, PM_BUF_NO_LIMIT);
	status = (flags & (PM_WORD_PLAIN | PM_WORD_ADDRESS)) != 0 || is_ascii(surface, len)
		       ? fold_ascii_pieces(&f, flags, err)
		       : fold_unicode_pieces(&f, err);
	for (*form = PM_FORM_SAME; *form < PM_FORM_OTHER; (*form)++)
		if (!f.differs[*form] && f.shown[*form] == len)
			break;
	pm_buf_release(&f.piece);
	pm_buf_release(&f.made);
	return status;
}
