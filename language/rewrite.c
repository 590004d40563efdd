/* Pressmark - a query of another language as it is written here: see rewrite.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/rewrite.h"

#include "support/utf8.h"
#include "text/chars.h"

#include <stdint.h>
#include <string.h>

struct output {
	char *text;
	size_t n;
	bool fits;
};

static void
put(struct output *o, const char *s, size_t len)
{
	if (!o->fits || len >= PM_REWRITTEN - o->n) {
		o->fits = false;
		return;
	}
	memcpy(o->text + o->n, s, len);
	o->n += len;
	o->text[o->n] = '\0';
}

/* Well-formed, and nothing in it that a line of a hint must not hold. */
static bool
can_be_shown(const char *s, size_t len)
{
	size_t at;
	unsigned n;

	if (!pm_utf8_valid(s, len))
		return false;
	for (at = 0; at < len; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)s + at, &n);

		if (cp < ' ' || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 ||
		    cp == 0x2029 || pm_char_turns_direction(cp))
			return false;
	}
	return true;
}

static bool
finish(struct output *o)
{
	if (o->fits && can_be_shown(o->text, o->n))
		return true;
	o->text[0] = '\0';
	return false;
}

bool
pm_rewrite(char out[PM_REWRITTEN], const char *query, size_t len, size_t start,
	   size_t end, const char *with)
{
	struct output o = { out, 0, true };

	out[0] = '\0';
	put(&o, query, start);
	put(&o, with, strlen(with));
	put(&o, query + end, len - end);
	return finish(&o);
}

/* --- the operators of Lucene ------------------------------------------------ */

static void
strip_blanks(struct output *o)
{
	while (o->n > 0 && o->text[o->n - 1] == ' ')
		o->n--;
	o->text[o->n] = '\0';
}

static bool
ends_in(const struct output *o, const char *end)
{
	size_t len = strlen(end);

	return o->n >= len && memcmp(o->text + o->n - len, end, len) == 0;
}

/* Whether an operand may have ended here. */
static bool
has_left_side(const struct output *o)
{
	return o->n > 0 && o->text[o->n - 1] != '(' && !ends_in(o, " AND") &&
	       !ends_in(o, " OR") && !ends_in(o, " NOT");
}

/* How many bytes of what stands at S go over as they are: a phrase or a regular
 * expression as a whole, else one byte. */
static size_t
whole(const char *s, size_t len, bool begins)
{
	const char *end;

	if (s[0] != '"' && !(begins && s[0] == '/'))
		return 1;
	end = memchr(s + 1, s[0], len - 1);
	return end == NULL ? 1 : (size_t)(end + 1 - s);
}

/* Write the operator at S, of N bytes, where there is one: 0 if not. */
static size_t
put_sign(struct output *o, const char *s, size_t len, bool begins)
{
	bool and = len > 1 && s[0] == '&' && s[1] == '&';
	size_t n = 1;

	if (begins && s[0] == '+')
		return 1;
	if (begins && s[0] == '!') {
		if (ends_in(o, " AND "))
			o->n -= strlen("AND ");
		put(o, "NOT ", 4);
		return 1;
	}
	if (!and&&s[0] != '|')
		return 0;
	strip_blanks(o);
	if (!has_left_side(o))
		o->fits = false;
	put(o, and? " AND " : " OR ", and? 5 : 4);
	while (n < len && s[n] == s[0])
		n++;
	return n;
}

bool
pm_rewrite_signs(char out[PM_REWRITTEN], const char *query, size_t len)
{
	struct output o = { out, 0, true };
	bool begins = true, found = false;
	size_t at = 0, n;

	out[0] = '\0';
	while (at < len && o.fits) {
		n = put_sign(&o, query + at, len - at, begins);
		if (n > 0) {
			begins = found = true;
			for (at += n; at < len && query[at] == ' '; at++)
				;
			o.fits = o.fits && at < len && query[at] != ')';
			continue;
		}
		n = whole(query + at, len - at, begins);
		put(&o, query + at, n);
		begins = strchr(" (:", query[at]) != NULL;
		at += n;
	}
	o.fits = o.fits && found;
	return finish(&o);
}

enum pm_status
pm_hint_sign(struct pm_query_mistake *m, const char *query, size_t len, char sign,
	     bool any)
{
	char meant[PM_REWRITTEN];

	/* A word without its + would no longer be required. */
	if (sign == '+' && any)
		return pm_mistake_hint(m, "write AND between what is required, and leave "
					  "out the '+'");
	if (pm_rewrite_signs(meant, query, len))
		return pm_mistake_hint(m, "write %s%s", meant,
				       sign == '+' ? "; words side by side are all required"
						   : "");
	return pm_mistake_hint(m, "%s",
			       sign == '+' ? "words side by side are all required: leave "
					     "out the '+'"
			       : sign == '!' ? "write NOT or '-' to exclude"
			       : sign == '&' ? "write AND"
					     : "write OR");
}
