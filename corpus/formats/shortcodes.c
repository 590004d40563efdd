/* Pressmark - the text of a post of WordPress: see shortcodes.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/shortcodes.h"

#include "corpus/page/fragment.h"

#include <stdbool.h>
#include <string.h>

/* Longer tags are none. */
#define TAG_MAX 2048u
#define NAME_MAX_LEN 40u

/* A bracket that may be a shortcode. */
struct tag {
	const char *name;
	size_t name_len, len; /* all of it, with its brackets */
	bool ends;	      /* [/name] */
	bool has_value;	      /* name="..." */
};

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* Read the bracket at P.  Whether it has the shape of a shortcode. */
static bool
read_tag(const char *p, const char *end, struct tag *tag)
{
	const char *q = p + 1, *close;

	if ((size_t)(end - p) > TAG_MAX)
		end = p + TAG_MAX;
	tag->ends = q < end && *q == '/';
	q += tag->ends;
	tag->name = q;
	while (q < end && is_name_char(*q))
		q++;
	tag->name_len = (size_t)(q - tag->name);
	if (tag->name_len == 0 || tag->name_len > NAME_MAX_LEN || q == end ||
	    (tag->name[0] >= '0' && tag->name[0] <= '9'))
		return false;
	close = memchr(q, ']', (size_t)(end - q));
	if (close == NULL || memchr(q, '[', (size_t)(close - q)) != NULL)
		return false;
	if (*q != ']' && *q != ' ' && *q != '/' && *q != '=' && *q != '\n' && *q != '\t')
		return false;
	tag->has_value = memchr(q, '=', (size_t)(close - q)) != NULL;
	tag->len = (size_t)(close + 1 - p);
	return true;
}

/* Whether the text has an end tag [/NAME]. */
static bool
has_end(const char *post, size_t len, const struct tag *tag)
{
	char end[NAME_MAX_LEN + 4];

	end[0] = '[';
	end[1] = '/';
	memcpy(end + 2, tag->name, tag->name_len);
	end[2 + tag->name_len] = ']';
	return memmem(post, len, end, tag->name_len + 3) != NULL;
}

/* How many look-ups for an end tag a post may cost. */
#define LOOKUPS_MAX 1000u

struct post {
	const char *text;
	size_t len;
	unsigned lookups;
};

static bool
is_shortcode(struct post *post, const struct tag *tag)
{
	static const char own[] =
		" gallery caption wp_caption audio video playlist embed more ";
	const char *p;

	if (tag->ends || tag->has_value || memchr(tag->name, '_', tag->name_len) != NULL)
		return true;
	p = memmem(own, sizeof own - 1, tag->name, tag->name_len);
	if (p != NULL && p[-1] == ' ' && p[tag->name_len] == ' ')
		return true;
	return post->lookups++ < LOOKUPS_MAX && has_end(post->text, post->len, tag);
}

/* Append the post as HTML: without shortcodes, and with its paragraphs marked. */
static void
put_html(struct post *post, struct pm_buf *html)
{
	const char *p = post->text, *end = p + post->len;
	struct tag tag;

	while (p < end) {
		const char *q = p;

		while (q < end && *q != '[' && *q != '\n')
			q++;
		pm_buf_put(html, p, (size_t)(q - p));
		p = q;
		if (p == end)
			break;
		if (*p == '[' && read_tag(p, end, &tag) && is_shortcode(post, &tag)) {
			p += tag.len;
			continue;
		}
		if (*p == '\n') {
			q = p + 1;
			while (q < end && (*q == ' ' || *q == '\t' || *q == '\r'))
				q++;
			if (q < end && *q == '\n')
				pm_buf_puts(html, "\n<p>");
		}
		pm_buf_putc(html, *p++);
	}
}

enum pm_status
pm_shortcodes_text(const char *post, size_t len, struct pm_buf *out, struct pm_error *err)
{
	struct post p = { post, len, 0 };
	struct pm_buf html;
	enum pm_status st;

	pm_buf_clear(out);
	if (len == 0)
		return PM_OK;
	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	put_html(&p, &html);
	st = pm_buf_check(&html, "the post", err);
	if (st == PM_OK)
		st = pm_fragment_text(pm_buf_str(&html), html.len, out, err);
	pm_buf_release(&html);
	return st;
}
