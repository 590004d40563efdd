/* Pressmark - the text of RTF: its characters: see rtf_text.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/rtf_text.h"

#include "support/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define NO_CODES 0xffffffffu

unsigned
pm_rtf_codes_of(int charset)
{
	static const struct {
		int charset;
		unsigned codes;
	} known[] = {
		{ 77, 10000 }, { 128, 932 },  { 129, 949 },  { 130, 1361 }, { 134, 936 },
		{ 136, 950 },  { 161, 1253 }, { 162, 1254 }, { 163, 1258 }, { 177, 1255 },
		{ 178, 1256 }, { 186, 1257 }, { 204, 1251 }, { 222, 874 },  { 238, 1250 },
		{ 254, 437 },  { 255, 437 },
	};
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].charset == charset)
			return known[i].codes;
	return 0;
}

static struct pm_rtf_group *
group(struct pm_rtf *r)
{
	return &r->groups[r->depth - 1];
}

struct pm_buf *
pm_rtf_target(struct pm_rtf *r)
{
	const struct pm_rtf_group *g = group(r);

	switch (g->place) {
	case PM_RTF_TEXT:
		return g->deleted || g->hidden ? NULL : &r->text;
	case PM_RTF_NOTE:
		return g->deleted || g->hidden ? NULL : &r->notes;
	case PM_RTF_TITLE:
		return &r->title;
	case PM_RTF_AUTHOR:
		return &r->author;
	case PM_RTF_KEYWORDS:
		return &r->keywords;
	case PM_RTF_FONTS:
	case PM_RTF_STYLES:
		return &r->name;
	default:
		return NULL;
	}
}

static void
put_replacement(struct pm_rtf *r, struct pm_buf *out)
{
	pm_buf_puts(out, "\xef\xbf\xbd");
	r->repairs++;
}

/* Whether characters of the code page may have two bytes, the second of ASCII. */
static bool
has_pairs(unsigned codes)
{
	return codes == 932 || codes == 936 || codes == 949 || codes == 950 ||
	       codes == 1361;
}

static iconv_t
converter(struct pm_rtf *r, unsigned codes)
{
	char name[24];

	if (r->cd_codes == codes)
		return r->cd;
	if (r->cd != (iconv_t)-1)
		iconv_close(r->cd);
	if (codes == 10000)
		snprintf(name, sizeof name, "MACINTOSH");
	else if (codes == 65001)
		snprintf(name, sizeof name, "UTF-8");
	else if (codes == 936)
		snprintf(name, sizeof name, "GB18030");
	else if (codes == 1361)
		snprintf(name, sizeof name, "JOHAB");
	else
		snprintf(name, sizeof name, "CP%u", codes);
	r->cd = iconv_open("UTF-8", name);
	if (r->cd == (iconv_t)-1)
		r->cd = iconv_open("UTF-8", "CP1252");
	r->cd_codes = codes;
	return r->cd;
}

static void
decode(struct pm_rtf *r, struct pm_buf *out)
{
	iconv_t cd = converter(r, r->bytes_codes);
	char *in = (char *)r->bytes.data;
	size_t len = r->bytes.len;

	if (cd == (iconv_t)-1) {
		r->repairs += pm_utf8_repair(out, in, len);
		return;
	}
	iconv(cd, NULL, NULL, NULL, NULL);
	while (len > 0) {
		size_t room = 4 * len + 16, left = room;
		char *to = (char *)pm_buf_reserve(out, room);
		size_t n;

		if (to == NULL)
			return;
		n = iconv(cd, &in, &len, &to, &left);
		pm_buf_advance(out, room - left);
		if (n != (size_t)-1 || errno == E2BIG)
			continue;
		put_replacement(r, out);
		in++;
		len--;
	}
}

void
pm_rtf_flush(struct pm_rtf *r)
{
	struct pm_buf *out = pm_rtf_target(r);

	if (r->high != 0 && out != NULL)
		put_replacement(r, out);
	r->high = 0;
	if (r->bytes.len > 0 && out != NULL)
		decode(r, out);
	pm_buf_clear(&r->bytes);
}

void
pm_rtf_put_byte(struct pm_rtf *r, uint8_t byte)
{
	unsigned codes = group(r)->codes;
	struct pm_buf *out = pm_rtf_target(r);

	if (out == NULL || byte == 0)
		return;
	if (byte < 0x80 && !(r->bytes.len > 0 && has_pairs(codes))) {
		pm_rtf_flush(r);
		pm_buf_putc(out, byte);
		return;
	}
	if (r->high != 0 || (r->bytes.len > 0 && r->bytes_codes != codes))
		pm_rtf_flush(r);
	r->bytes_codes = codes;
	pm_buf_putc(&r->bytes, byte);
}

void
pm_rtf_put_char(struct pm_rtf *r, uint32_t c)
{
	struct pm_buf *out = pm_rtf_target(r);
	uint32_t high = r->high;
	uint8_t utf8[4];

	if (out == NULL || c == 0)
		return;
	if (high != 0 && c >= 0xdc00 && c < 0xe000) {
		c = 0x10000 + ((high - 0xd800) << 10) + c - 0xdc00;
		r->high = 0;
	}
	pm_rtf_flush(r);
	if (c >= 0xd800 && c < 0xdc00)
		r->high = c;
	else if ((c >= 0xdc00 && c < 0xe000) || c > 0x10ffff)
		put_replacement(r, out);
	else
		pm_buf_put(out, utf8, pm_utf8_put(utf8, c));
}
