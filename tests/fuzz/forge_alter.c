/* Pressmark - one forged file: where its numbers are, and how they are altered; see forge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What finds the points reads files that were just built, and believes them. */
#include "tests/fuzz/forge_parts.h"

#include "glass/encode.h"
#include "glass/version.h"
#include "segment/lexicon_format.h"
#include "segment/shares.h"
#include "segment/store_format.h"
#include "support/bytes.h"

#include <libdeflate.h>
#include <string.h>

#define NOWHERE SIZE_MAX /* a point that refers to nothing */

/* --- points ----------------------------------------------------------------- */

static void
add(struct forged *f, size_t at, enum point_kind kind, size_t base)
{
	struct pm_error err;

	REQUIRE(at < f->data.len);
	REQUIRE(pm_grow(&f->points, &f->cap, f->n_points + 1, sizeof *f->points, &err) ==
		PM_OK);
	f->points[f->n_points++] = (struct point){ at, kind, base };
}

/* The varint at *P: a point, and its value; moves *P past it. */
static uint64_t
add_varint(struct forged *f, const uint8_t **p)
{
	const uint8_t *at = *p;
	uint64_t v;

	REQUIRE(pm_load_varint(p, f->data.data + f->data.len, &v) == 0);
	add(f, (size_t)(at - f->data.data), POINT_VARINT, NOWHERE);
	return v;
}

static uint64_t
word_at(const struct forged *f, size_t at)
{
	return pm_load_u64(f->data.data + at);
}

/* The byte at *P: a point, and its value; moves *P past it. */
static unsigned
add_byte(struct forged *f, const uint8_t **p)
{
	add(f, (size_t)(*p - f->data.data), POINT_BYTE, NOWHERE);
	return *(*p)++;
}

/* A file of numbers of 32 bits. */
void
forge_find_numbers(struct forged *f)
{
	size_t at;

	for (at = 0; at + 4 <= f->data.len; at += 4)
		add(f, at, POINT_LE32, NOWHERE);
}

/* The head of an entry, and its own bytes. */
static void
find_head(struct forged *f, const uint8_t **p)
{
	unsigned head = add_byte(f, p);
	uint64_t own = head >> 4;

	if ((head & 15) == PM_LEXICON_MANY)
		add_varint(f, p);
	if (own == PM_LEXICON_MANY)
		own += add_varint(f, p);
	*p += own;
}

static void
find_counts(struct forged *f, const uint8_t **p)
{
	unsigned half = add_byte(f, p);
	uint64_t n = half >> 4;

	if (n == 0)
		n = add_varint(f, p) + PM_LEXICON_COUNT;
	if (n > 1)
		add_varint(f, p);
	if ((half & 15) != PM_FORM_LISTED)
		return;
	for (n = add_varint(f, p); n > 0; n--)
		if (add_byte(f, p) == PM_FORM_OTHER)
			*p += add_varint(f, p);
}

static void
find_targets(struct forged *f, const uint8_t **p)
{
	uint64_t parts = add_varint(f, p), n = 0;

	if (parts > PM_LEXICON_PARTS) {
		n = parts - 2;
		parts = 0;
		add_varint(f, p);
	}
	for (; parts > 0; parts--)
		add_varint(f, p);
	for (; n > 0; n--)
		for (parts = add_varint(f, p); parts > 0; parts--)
			add_varint(f, p);
}

void
forge_find_lexicon(struct forged *f)
{
	size_t dir = f->data.len - PM_LEXICON_DIRECTORY, i, k, n, index;
	const uint8_t *p;

	for (i = 0; i < 20; i++)
		add(f, dir + 8 * i, POINT_LE64,
		    i == 16 || i >= 18 || (i < 15 && i % 3 != 0) ? 0 : NOWHERE);
	for (i = 0; i < PM_LISTS; i++) {
		n = word_at(f, dir + 24 * i);
		p = f->data.data + word_at(f, dir + 24 * i + 8);
		index = word_at(f, dir + 24 * i + 16);
		for (k = 0; k < n; k++) {
			if (k % PM_LEXICON_BLOCK == 0)
				add(f, index + k / PM_LEXICON_BLOCK * 4, POINT_LE32,
				    word_at(f, dir + 24 * i + 8));
			find_head(f, &p);
			add_varint(f, &p);
			if (i == PM_LIST_ALIASES)
				find_targets(f, &p);
			else
				find_counts(f, &p);
		}
	}
	p = f->data.data + word_at(f, dir + 128);
	for (k = word_at(f, dir + 120); k > 0; k--) {
		add_varint(f, &p);
		p += add_varint(f, &p);
	}
	p = f->data.data + word_at(f, dir + 144);
	for (k = 0; k < word_at(f, dir + 136); k++) {
		p += add_varint(f, &p);
		add_varint(f, &p);
		add_varint(f, &p);
		add(f, word_at(f, dir + 152) + 4 * k, POINT_LE32, word_at(f, dir + 144));
	}
}

/* A varint at *P that says how many bytes follow it. */
static size_t
add_length(struct forged *f, const uint8_t **p)
{
	size_t at = (size_t)(*p - f->data.data), len = add_varint(f, p);

	f->points[f->n_points - 1].base = (size_t)(*p - f->data.data);
	REQUIRE(len <= f->data.len - at);
	return len;
}

/* A word of a stem with so many postings. */
static void
find_share(struct forged *f, const uint8_t **p, uint64_t articles)
{
	unsigned head = add_byte(f, p);
	enum pm_share_kind kind = head & 3;
	uint64_t own = head >> 5;
	const uint8_t *end;

	if ((head >> 2 & 7) == PM_SHARES_MANY)
		add_varint(f, p);
	if (own == PM_SHARES_MANY)
		own += add_varint(f, p);
	*p += own;
	if (kind == PM_SHARE_BITS) {
		add_byte(f, p);
		*p += (articles + 7) / 8 - 1;
	} else if (kind != PM_SHARE_ALL) {
		own = add_length(f, p);
		for (end = *p + own; *p < end;)
			add_varint(f, p);
	}
}

void
forge_find_shares(struct forged *f)
{
	size_t dir = f->data.len - PM_SHARES_DIRECTORY, n = word_at(f, dir), i, k;
	const uint8_t *p = f->data.data, *end;
	uint64_t articles;

	add(f, dir, POINT_LE64, NOWHERE);
	add(f, dir + 8, POINT_LE64, 0);
	for (i = 0; i < n; i++) {
		if (i % PM_SHARES_BLOCK == 0)
			add(f, word_at(f, dir + 8) + i / PM_SHARES_BLOCK * 8, POINT_LE64,
			    0);
		add_varint(f, &p);
		p += add_varint(f, &p);
		articles = add_varint(f, &p);
		k = add_length(f, &p);
		end = p + k;
		for (k = pm_shares_every((uint32_t)articles); k > 0; k--)
			add_varint(f, &p);
		while (p < end)
			find_share(f, &p, articles);
	}
}

/* The list of folds: segment/folds.h. */
void
forge_find_folds(struct forged *f)
{
	size_t tail = f->data.len - 48, n = word_at(f, tail), i;
	size_t index = tail - 16 * n;
	const uint8_t *p = f->data.data;

	while (p < f->data.data + index)
		add_varint(f, &p);
	for (i = 0; i < n; i++) {
		add(f, index + 16 * i, POINT_LE32, NOWHERE);
		add(f, index + 16 * i + 4, POINT_LE32, NOWHERE);
		add(f, index + 16 * i + 8, POINT_LE64, 0);
	}
	add(f, tail, POINT_LE64, NOWHERE);
	add(f, tail + 8, POINT_LE64, NOWHERE);
}

void
forge_find_articles(struct forged *f)
{
	uint64_t n = word_at(f, f->data.len - 8), i;
	size_t groups = (n + PM_STORE_GROUP - 1) / PM_STORE_GROUP;
	size_t index = f->data.len - 8 * (groups + 2);
	const uint8_t *p = f->data.data;
	unsigned k;

	for (i = 0; i < n; i++) {
		for (k = i % PM_STORE_GROUP == 0 ? 0 : 4; k < 9; k++)
			add_varint(f, &p);
	}
	for (i = 0; i < groups + 2; i++)
		add(f, index + 8 * i, POINT_LE64, i <= groups ? 0 : NOWHERE);
}

void
forge_find_dressing(struct forged *f)
{
	size_t tail = f->data.len - 40, i, texts = word_at(f, tail + 24);
	size_t seps = word_at(f, tail + 32);

	f->n_blocks = word_at(f, tail);
	f->blocks = word_at(f, tail + 8);
	REQUIRE(f->n_blocks > 0);
	for (i = 0; i < f->n_blocks; i++) {
		add(f, f->blocks + 12 * i, POINT_LE64, 0);
		add(f, f->blocks + 12 * i + 8, POINT_LE32, NOWHERE);
	}
	for (i = 0; i <= word_at(f, tail + 16); i++)
		add(f, seps + 8 * i, POINT_LE64, texts);
	for (i = 0; i < 5; i++)
		add(f, tail + 8 * i, POINT_LE64, i % 2 == 1 || i == 4 ? 0 : NOWHERE);
}

/* The first bytes of a tag or key, where its numbers are. */
static void
add_bytes(struct forged *f, size_t at, size_t n)
{
	for (; n > 0; n--)
		add(f, at++, POINT_BYTE, NOWHERE);
}

void
forge_find_blocks(struct forged *f)
{
	size_t block, at, item, len, size;
	const uint8_t *b = f->data.data;

	f->is_fixed = true;
	for (block = 0; block < f->data.len; block += PM_BLOCK_SIZE) {
		add(f, block, POINT_BE32, NOWHERE);
		add(f, block + 4, POINT_BYTE, NOWHERE);
		for (at = 5; at <= 9; at += 2)
			add(f, block + at, POINT_BE16, NOWHERE);
		for (at = 11; at < pm_load_be16(b + block + 9); at += 2) {
			add(f, block + at, POINT_BE16, NOWHERE);
			item = block + pm_load_be16(b + block + at);
			if (b[block + 4] > 0) {
				add(f, item, POINT_BE32, NOWHERE);
				add_bytes(f, item + 4, 1 + b[item + 4] + 2u);
				continue;
			}
			len = b[item + 2];
			size = (pm_load_be16(b + item) & 0x1fffu) - len;
			add(f, item, POINT_BE16, NOWHERE);
			add_bytes(f, item + 2, 1 + len + (size < 16 ? size : 16));
		}
	}
}

void
forge_find_version(struct forged *f)
{
	const uint8_t *p = f->data.data + PM_UUID_AT + PM_UUID_SIZE;

	while (p < f->data.data + f->data.len)
		add_varint(f, &p);
}

/* --- copies --------------------------------------------------------------------- */

void
forged_copy(struct forged *to, const struct forged *from)
{
	*to = *from;
	pm_buf_init(&to->data, PM_BUF_NO_LIMIT);
	pm_buf_put(&to->data, from->data.data, from->data.len);
	to->points = pm_alloc(from->n_points, sizeof *to->points);
	REQUIRE(to->data.status == PM_OK && to->points != NULL);
	if (from->n_points > 0)
		memcpy(to->points, from->points, from->n_points * sizeof *to->points);
	to->cap = from->n_points;
}

void
forged_release(struct forged *f)
{
	pm_buf_release(&f->data);
	free(f->points);
	memset(f, 0, sizeof *f);
}

/* --- altering -------------------------------------------------------------------- */

/* Whether a point is still there: an alteration before may have cut the file. */
static bool
is_there(const struct forged *f, const struct point *p)
{
	static const uint8_t widths[] = { 1, 1, 2, 4, 4, 8 };

	return p->at < f->data.len && widths[p->kind] <= f->data.len - p->at;
}

static uint64_t
get(const struct forged *f, const struct point *p)
{
	const uint8_t *b = f->data.data + p->at;
	uint64_t v = 0;

	switch (p->kind) {
	case POINT_VARINT:
		pm_load_varint(&b, f->data.data + f->data.len, &v);
		return v;
	case POINT_BYTE:
		return *b;
	case POINT_BE16:
		return pm_load_be16(b);
	case POINT_BE32:
		return pm_load_be32(b);
	case POINT_LE32:
		return pm_load_u32(b);
	default:
		return pm_load_u64(b);
	}
}

static void
put_number(uint8_t *b, enum point_kind kind, uint64_t v)
{
	unsigned i, n = kind == POINT_BE16 ? 2 : 4;

	switch (kind) {
	case POINT_BYTE:
		*b = (uint8_t)v;
		break;
	case POINT_LE32:
		pm_store_u32(b, (uint32_t)v);
		break;
	case POINT_LE64:
		pm_store_u64(b, v);
		break;
	default:
		for (i = 0; i < n; i++)
			b[i] = (uint8_t)(v >> 8 * (n - 1 - i));
	}
}

/* Replace a number that says where something is.  A varint stays where it would need
 * another number of bytes. */
static void
move(uint8_t *b, enum point_kind kind, uint64_t from, uint64_t to)
{
	if (kind != POINT_VARINT)
		put_number(b, kind, to);
	else if (pm_varint_size(from) == pm_varint_size(to))
		pm_store_varint(b, to);
}

/* Put N bytes in the place of OLD ones, and move along what refers behind them. */
static void
splice(struct forged *f, size_t at, size_t old, const void *bytes, size_t n)
{
	struct pm_buf *b = &f->data;
	size_t i, rest, delta = n - old;

	if (f->is_fixed) { /* over what is there */
		n = n < b->len - at ? n : b->len - at;
		memcpy(b->data + at, bytes, n);
		return;
	}
	rest = b->len - at - old;
	REQUIRE(pm_buf_reserve(b, n) != NULL);
	memmove(b->data + at + n, b->data + at + old, rest);
	if (n > 0)
		memcpy(b->data + at, bytes, n);
	b->len = at + n + rest;
	b->data[b->len] = '\0';
	for (i = 0; i < f->n_points && delta != 0; i++) {
		struct point *p = &f->points[i];
		uint64_t v;

		if (p->at > at)
			p->at += delta;
		if (p->base == NOWHERE || !is_there(f, p))
			continue;
		v = get(f, p);
		if (p->base > at)
			p->base += delta;
		else if (p->base + v > at && v <= b->len)
			move(b->data + p->at, p->kind, v, v + delta);
	}
	if (f->blocks > at)
		f->blocks += delta;
}

static void
set(struct forged *f, const struct point *p, uint64_t v)
{
	uint8_t *b = f->data.data + p->at, bytes[PM_VARINT_MAX];
	const uint8_t *after = b;
	uint64_t old;

	if (p->kind != POINT_VARINT) {
		put_number(b, p->kind, v);
	} else if (pm_load_varint(&after, f->data.data + f->data.len, &old) == 0) {
		splice(f, p->at, (size_t)(after - b), bytes, pm_store_varint(bytes, v));
	}
}

/* Numbers that are likely to be wrong. */
static uint64_t
number(const struct forged *f, uint8_t value, uint16_t more)
{
	if (value < 64)
		return (uint64_t)1 << value;
	if (value < 128)
		return ((uint64_t)1 << (value - 64)) - 1;
	if (value < 192)
		return value - 128u;
	if (value < 224)
		return f->data.len + value - 208u;
	if (value < 240)
		return UINT64_MAX - (value - 224u);
	return more;
}

/* Alter bytes of a block before it is deflated again. */
static void
alter_block(struct forged *f, size_t where, uint8_t value, uint16_t more)
{
	static uint8_t raw[1 << 18], packed[(1 << 18) + 1024];
	struct libdeflate_decompressor *in = libdeflate_alloc_decompressor();
	struct libdeflate_compressor *out = libdeflate_alloc_compressor(1);
	uint8_t *index = f->data.data + f->blocks + 12 * (value % f->n_blocks);
	uint8_t *const end = f->data.data + f->data.len;
	size_t from, to, len, n;

	REQUIRE(in != NULL && out != NULL);
	if (f->blocks > f->data.len || index + 24 > end)
		goto out;
	from = pm_load_u64(index);
	to = value % f->n_blocks + 1 < f->n_blocks ? pm_load_u64(index + 12) : f->blocks;
	if (from >= to || to > f->blocks ||
	    libdeflate_deflate_decompress(in, f->data.data + from, to - from, raw,
					  sizeof raw / 2, &len) != LIBDEFLATE_SUCCESS ||
	    len == 0)
		goto out;
	where %= len;
	if (value & 0x80) {
		n = pm_store_varint(raw + where, number(f, more & 0xff, more >> 8));
		len = where + n > len ? where + n : len;
	} else if (value & 0x40) {
		raw[where] = (uint8_t)more;
	} else {
		n = more % 8;
		memmove(raw + where + n, raw + where, len - where);
		len += n;
	}
	n = libdeflate_deflate_compress(out, raw, len, packed, sizeof packed);
	REQUIRE(n > 0);
	pm_store_u32(index + 8, (uint32_t)len);
	splice(f, from, to - from, packed, n);
out:
	libdeflate_free_decompressor(in);
	libdeflate_free_compressor(out);
}

/* A line of a text: doubled, left out, or with another number. */
static void
alter_line(struct forged *f, size_t where, uint8_t value, uint16_t more)
{
	uint8_t *b = f->data.data + where, *end = f->data.data + f->data.len;
	uint8_t *stop, copy[256];
	char text[24];
	int n;

	while (b > f->data.data && b[-1] != '\n')
		b--;
	stop = memchr(b, '\n', (size_t)(end - b));
	if (stop == NULL || (size_t)(stop + 1 - b) > sizeof copy)
		return;
	memcpy(copy, b, (size_t)(stop + 1 - b));
	where = (size_t)(b - f->data.data);
	if (more % 4 == 0) {
		splice(f, where, 0, copy, (size_t)(stop + 1 - b));
	} else if (more % 4 == 1) {
		splice(f, where, (size_t)(stop + 1 - b), copy, 0);
	} else {
		while (b < stop && *b != ' ')
			b++;
		n = snprintf(text, sizeof text, " %llu",
			     (unsigned long long)number(f, value, more));
		splice(f, (size_t)(b - f->data.data), (size_t)(stop - b), text, (size_t)n);
	}
}

static void
alter_bytes(struct forged *f, unsigned what, size_t where, uint8_t value, uint16_t more)
{
	struct pm_buf *b = &f->data;
	uint8_t bytes[64] = { 0 };
	size_t n = 1 + value % 16, from;

	switch (what % 7) {
	case 0:
		b->data[where] = value;
		break;
	case 1:
		b->data[where] ^= (uint8_t)(1u << value % 8);
		break;
	case 2:
		memset(bytes, (uint8_t)more, n);
		splice(f, where, 0, bytes, n);
		break;
	case 3:
		splice(f, where, n < b->len - where ? n : b->len - where, bytes, 0);
		break;
	case 4: /* bytes of elsewhere */
		from = (size_t)more * 37 % b->len;
		n = 1 + value % 64u;
		n = n < b->len - from ? n : b->len - from;
		n = n < b->len - where ? n : b->len - where;
		memmove(b->data + where, b->data + from, n);
		break;
	case 5: /* a varint over what is there */
		n = pm_store_varint(bytes, number(f, value, more));
		n = n < b->len - where ? n : b->len - where;
		memcpy(b->data + where, bytes, n);
		break;
	default: /* the end less */
		if (!f->is_fixed && value == 0)
			b->len = where;
		else if (!f->is_fixed && value == 1 && pm_buf_reserve(b, where) != NULL)
			pm_buf_put(b, b->data, where); /* once more */
	}
	REQUIRE(b->status == PM_OK);
}

void
forged_alter(struct forged *f, const uint8_t *step)
{
	unsigned what = step[1] % 16;
	size_t where = step[2] | (size_t)step[3] << 8 | (size_t)step[4] << 16;
	uint8_t value = step[5];
	uint16_t more = pm_load_u16(step + 6);
	struct point *p, *q;
	uint64_t v;

	if (f->data.len == 0)
		return;
	if (what >= 13 && f->n_blocks > 0) {
		alter_block(f, where, value, more);
		return;
	}
	if (what >= 10 && f->n_points == 0 && !f->has_footer) {
		alter_line(f, where % f->data.len, value, more);
		return;
	}
	if (what >= 8 || f->n_points == 0) {
		alter_bytes(f, what, where % f->data.len, value, more);
		return;
	}
	/* every other one from behind, where directories are */
	p = &f->points[what & 1 ? f->n_points - 1 - where % f->n_points
				: where % f->n_points];
	q = &f->points[more % f->n_points];
	if (!is_there(f, p) || !is_there(f, q))
		return;
	switch (what / 2) {
	case 0:
		set(f, p, number(f, value, more));
		break;
	case 1: /* that of another */
		set(f, p, get(f, q));
		break;
	case 2: /* exchanged */
		v = get(f, p);
		set(f, p, get(f, q));
		if (is_there(f, q))
			set(f, q, v);
		break;
	default: /* a little more or less */
		set(f, p, get(f, p) + value - 128);
	}
}
