/* Pressmark - MIME: encoded words in header fields: see mime.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * =?utf-8?B?0L/QsA==?= =?utf-8?B?0LrQtdGC?= are two encoded words, between which the blank
 * means nothing.  GMime puts what is in them together before it decodes it, since a
 * character may be in two of them; but where base64 ends with '=', it drops all that
 * follows (3.2.13).  So such words are made one, in the place where they stand. */
#include "corpus/formats/mime.h"

#include <string.h>
#include <strings.h>

/* A word of base64: =?charset?B?payload?= */
struct word {
	const char *begin, *end;
	size_t head; /* bytes before the payload */
	const char *payload;
	size_t len;
};

static bool
read_word(const char *p, const char *end, struct word *w)
{
	const char *q = p + 2;

	if (end - p < 8 || p[0] != '=' || p[1] != '?')
		return false;
	while (q<end && * q> ' ' && *q != '?')
		q++;
	if (end - q < 5 || q[0] != '?' || (q[1] != 'b' && q[1] != 'B') || q[2] != '?')
		return false;
	w->begin = p;
	w->payload = q + 3;
	w->head = (size_t)(w->payload - p);
	for (q = w->payload; q<end && * q> ' ' && *q != '?'; q++)
		;
	if (end - q < 2 || q[0] != '?' || q[1] != '=')
		return false;
	w->len = (size_t)(q - w->payload);
	w->end = q + 2;
	return true;
}

/* Skip blanks, and line ends that a blank follows. */
static const char *
skip_folds(const char *p, const char *end)
{
	while (p < end) {
		const char *q = p;

		if (*q == '\r' && q + 1 < end)
			q++;
		if (*q == '\n' && q + 1 < end && (q[1] == ' ' || q[1] == '\t'))
			p = q + 2;
		else if (*p == ' ' || *p == '\t')
			p++;
		else
			break;
	}
	return p;
}

/* Whether B goes on where A was cut too early for GMime. */
static bool
goes_on(const struct word *a, const struct word *b)
{
	return a->len > 0 && a->payload[a->len - 1] == '=' && a->head == b->head &&
	       strncasecmp(a->begin, b->begin, a->head) == 0;
}

static void
put_bytes(struct pm_buf *out, const struct word *w)
{
	gint state = 0;
	guint save = 0;
	uint8_t *to = pm_buf_reserve(out, w->len / 4 * 3 + 3);

	if (to != NULL)
		pm_buf_advance(out, g_base64_decode_step(w->payload, w->len, to, &state,
							 &save));
}

/* Put the word FIRST, with BYTES in it, where it and others stood up to END. */
static void
rewrite(const struct word *first, const char *end, const struct pm_buf *bytes)
{
	char *to = (char *)(uintptr_t)first->payload;
	size_t room = (size_t)(end - first->payload), n;
	char *text = g_base64_encode(bytes->data, bytes->len);

	n = strlen(text);
	if (n + 2 <= room) {
		memcpy(to, text, n);
		memcpy(to + n, "?=", 2);
		memset(to + n + 2, ' ', room - n - 2);
	}
	g_free(text);
}

/* Join the words from P on, if several can be.  Returns where to go on. */
static const char *
join_from(struct pm_buf *bytes, const char *p, const char *end)
{
	struct word first, last, next;

	if (!read_word(p, end, &first))
		return p + 2;
	last = first;
	pm_buf_clear(bytes);
	while (read_word(skip_folds(last.end, end), end, &next) &&
	       (bytes->len > 0
			? first.head == next.head &&
				  strncasecmp(first.begin, next.begin, next.head) == 0
			: goes_on(&last, &next))) {
		if (bytes->len == 0)
			put_bytes(bytes, &first);
		put_bytes(bytes, &next);
		if (bytes->len == 0)
			break;
		last = next;
	}
	if (bytes->len > 0 && bytes->status == PM_OK && last.end != first.end)
		rewrite(&first, last.end, bytes);
	return last.end;
}

void
pm_mime_join_words(struct pm_mime *mime, char *bytes, size_t len)
{
	const char *p = bytes, *end = bytes + len;

	while (p < end && (p = memmem(p, (size_t)(end - p), "=?", 2)) != NULL)
		p = join_from(&mime->part, p, end);
}
