/* Pressmark - plain text as an article: see plain.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/plain.h"

#include "support/bytes.h"
#include "support/utf8.h"

#include <string.h>

#define LOOK_AT ((size_t)1 << 16)
#define TITLE_CHARS_MAX 200

/* Whether any of eight bytes is below a blank. */
static inline bool
any_control(const char *data)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t x = pm_load_u64((const uint8_t *)data);

	return ((x - ones * ' ') & ~x & ones << 7) != 0;
}

static inline bool
is_control(char c)
{
	/* tab, line feed, vertical tab, form feed, return, escape */
	return (uint8_t)c < ' ' && !(c >= '\t' && c <= '\r') && c != 0x1b;
}

bool
pm_plain_is_binary(const char *data, size_t len)
{
	size_t controls = 0, i = 0, k;

	if (len > LOOK_AT)
		len = LOOK_AT;
	for (; len - i >= 8; i += 8)
		if (any_control(data + i))
			for (k = i; k < i + 8; k++)
				controls += is_control(data[k]);
	for (; i < len; i++)
		controls += is_control(data[i]);
	return controls > 4 && controls > len / 64;
}

static bool
is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

bool
pm_plain_has_text(const char *text, size_t len)
{
	const uint8_t *p = (const uint8_t *)text, *end;
	unsigned n;

	if (len == 0)
		return false;
	for (end = p + len; p < end; p += n) {
		if (!is_space(pm_utf8_get(p, &n)))
			return true;
	}
	return false;
}

/* The last character before *END, which moves to its start. */
static uint32_t
last_char(const uint8_t *begin, const uint8_t **end)
{
	const uint8_t *p = *end;
	unsigned n;

	do {
		p--;
	} while (p > begin && (*p & 0xc0) == 0x80);
	*end = p;
	return pm_utf8_get(p, &n);
}

static bool
in_list(uint32_t c, const uint32_t *list)
{
	while (*list != 0 && *list != c)
		list++;
	return *list != 0;
}

/* . ! ? : ; , and their like in other scripts, even before closing marks. */
static bool
ends_as_sentence(const char *line, size_t len)
{
	static const uint32_t closing[] = {
		'"',	'\'',	')',	']',	'}',	'*',	'_',	0xbb,	0xab,
		0x2019, 0x201d, 0x2018, 0x201c, 0x203a, 0x300d, 0x300f, 0xff09, 0
	};
	static const uint32_t marks[] = {
		'.',	'!',	'?',	':',	';',	',',	0x2026,
		0x3002, 0xff01, 0xff1f, 0xff1a, 0xff1b, 0xff0c, 0x3001,
		0x061f, 0x060c, 0x061b, 0x06d4, 0x0964, 0
	};
	const uint8_t *begin = (const uint8_t *)line, *end = begin + len;

	while (end > begin) {
		uint32_t c = last_char(begin, &end);

		if (!is_space(c) && !in_list(c, closing))
			return in_list(c, marks);
	}
	return false;
}

static bool
short_enough(const char *line, size_t len)
{
	size_t chars = 0, i;

	if (len > (size_t)4 * TITLE_CHARS_MAX)
		return false;
	for (i = 0; i < len; i++)
		chars += ((uint8_t)line[i] & 0xc0) != 0x80;
	return chars <= TITLE_CHARS_MAX;
}

/* The length of the line at TEXT without its end, which is LF, CR LF or CR; *NEXT is where
 * the next one begins, or the end of the text. */
static size_t
line_length(const char *text, size_t len, size_t *next)
{
	const char *lf = len > 0 ? memchr(text, '\n', len) : NULL;
	size_t n = lf == NULL ? len : (size_t)(lf - text);
	const char *cr = n > 0 ? memchr(text, '\r', n) : NULL;

	*next = lf == NULL ? len : n + 1;
	if (cr == NULL)
		return n;
	n = (size_t)(cr - text);
	if (cr + 1 != lf)
		*next = n + 1;
	return n;
}

void
pm_plain_divide(struct pm_str text, struct pm_str *title, struct pm_str *body)
{
	size_t first, second, next, behind;

	*title = (struct pm_str){ NULL, 0 };
	*body = text;
	first = line_length(text.data, text.len, &next);
	if (next >= text.len)
		return;
	second = line_length(text.data + next, text.len - next, &behind);
	if (pm_plain_has_text(text.data + next, second) ||
	    !pm_plain_has_text(text.data, first) || !short_enough(text.data, first) ||
	    ends_as_sentence(text.data, first) ||
	    !pm_plain_has_text(text.data + next, text.len - next))
		return;
	title->data = text.data;
	title->len = first;
	body->data = text.data + next;
	body->len = text.len - next;
}

void
pm_plain_authors(struct pm_article *a, struct pm_buf *authors)
{
	size_t i;

	for (i = 0; i < authors->len; i++)
		if (authors->data[i] == '\n') {
			authors->data[i] = '\0';
			a->author_in_list = true;
		}
	a->author = (struct pm_str){ pm_buf_str(authors), authors->len };
}
