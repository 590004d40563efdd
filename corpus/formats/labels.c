/* Pressmark - paragraphs that begin with a label: see labels.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/labels.h"

#include "support/space.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LABEL_MAX 40u

void
pm_labels_init(struct pm_labels *l)
{
	memset(l, 0, sizeof *l);
}

void
pm_labels_release(struct pm_labels *l)
{
	free(l->at);
	pm_labels_init(l);
}

bool
pm_str_is(struct pm_str s, const char *text)
{
	return s.len == strlen(text) && s.len > 0 && strncasecmp(s.data, text, s.len) == 0;
}

/* The no-break space at P, of at most N bytes. */
static bool
is_no_break(const char *p, size_t n)
{
	return n >= 2 && memcmp(p, "\xc2\xa0", 2) == 0;
}

struct pm_str
pm_str_trim(struct pm_str s)
{
	for (;;) {
		if (s.len > 0 && pm_is_markup_space(s.data[s.len - 1]))
			s.len--;
		else if (s.len >= 2 && is_no_break(s.data + s.len - 2, 2))
			s.len -= 2;
		else
			break;
	}
	for (;;) {
		size_t n = s.len > 0 && pm_is_markup_space(*s.data) ? 1
			 : is_no_break(s.data, s.len)		    ? 2
								    : 0;

		if (n == 0)
			break;
		s.data += n;
		s.len -= n;
	}
	return s;
}

struct pm_str
pm_str_line(struct pm_str *rest)
{
	const char *eol = rest->len == 0 ? NULL : memchr(rest->data, '\n', rest->len);
	struct pm_str line = *rest;

	if (eol != NULL)
		line.len = (size_t)(eol - rest->data);
	rest->data += line.len + (eol != NULL);
	rest->len -= line.len + (eol != NULL);
	return line;
}

static bool
may_be_in_label(char c)
{
	return c == ' ' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (c >= '0' && c <= '9') || (c != '\0' && strchr("/-&().'", c) != NULL) ||
	       (unsigned char)c >= 0x80;
}

struct pm_str
pm_label_of(const char *line, size_t len, struct pm_str *value)
{
	struct pm_str none = { NULL, 0 };
	size_t n = 0;

	if (len == 0 ||
	    !((line[0] >= 'A' && line[0] <= 'Z') || (unsigned char)line[0] >= 0xc2))
		return none;
	while (n < len && n <= LABEL_MAX && may_be_in_label(line[n]))
		n++;
	if (n == len || n > LABEL_MAX || line[n] != ':')
		return none;
	if (n + 1 < len && !pm_is_markup_space(line[n + 1]) &&
	    !is_no_break(line + n + 1, len - n - 1))
		return none;
	*value = pm_str_trim((struct pm_str){ line + n + 1, len - n - 1 });
	return pm_str_trim((struct pm_str){ line, n });
}

enum pm_status
pm_labels_add(struct pm_labels *l, struct pm_error *err)
{
	enum pm_status st;

	if (l->n == PM_LABELS_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "has more than %zu paragraphs",
			       PM_LABELS_MAX);
	st = pm_grow(&l->at, &l->cap, l->n + 1, sizeof *l->at, err);
	if (st == PM_OK)
		memset(&l->at[l->n++], 0, sizeof *l->at);
	return st;
}

enum pm_status
pm_labels_read(struct pm_labels *l, const char *text, size_t len, struct pm_error *err)
{
	struct pm_str rest = { text, len };
	bool open = false; /* the last paragraph goes on */

	l->n = 0;
	while (rest.len > 0) {
		struct pm_str line = pm_str_line(&rest), inner = pm_str_trim(line);
		struct pm_labelled *p;
		enum pm_status st;

		if (inner.len == 0) {
			open = false;
			continue;
		}
		if (!open) {
			st = pm_labels_add(l, err);
			if (st < 0)
				return st;
			p = &l->at[l->n - 1];
			p->indent = (size_t)(inner.data - line.data);
			p->text.data = inner.data;
			open = true;
		}
		p = &l->at[l->n - 1];
		p->text.len = (size_t)(inner.data + inner.len - p->text.data);
	}
	for (size_t i = 0; i < l->n; i++) {
		struct pm_labelled *p = &l->at[i];

		p->name = pm_label_of(p->text.data, p->text.len, &p->value);
	}
	return PM_OK;
}

void
pm_labels_put(struct pm_draft *d, struct pm_str name, struct pm_str value)
{
	value = pm_str_trim(value);
	if (value.len > 0)
		pm_draft_add(d, name.data, name.len, value.data, value.len);
}

void
pm_labels_put_list(struct pm_draft *d, struct pm_str name, struct pm_str value,
		   char separator)
{
	while (value.len > 0) {
		const char *end = memchr(value.data, separator, value.len);
		struct pm_str item = value;

		if (end != NULL)
			item.len = (size_t)(end - value.data);
		value.data += item.len + (end != NULL);
		value.len -= item.len + (end != NULL);
		item = pm_str_trim(item);
		if (item.len > 0)
			pm_draft_add_item(d, name.data, name.len, item.data, item.len);
	}
}

static bool
begins_url(struct pm_str s)
{
	static const char *const schemes[] = { "http://", "https://", "ftp://" };
	size_t i, n;

	for (i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		n = strlen(schemes[i]);
		if (s.len > n && strncasecmp(s.data, schemes[i], n) == 0)
			return true;
	}
	return false;
}

static bool
has_blank(struct pm_str line)
{
	size_t i;

	for (i = 0; i < line.len; i++)
		if (pm_is_markup_space(line.data[i]) ||
		    is_no_break(line.data + i, line.len - i))
			return true;
	return false;
}

bool
pm_labels_is_url(struct pm_str value)
{
	struct pm_str rest = pm_str_trim(value);
	bool first = true;

	for (; rest.len > 0; first = false) {
		struct pm_str line = pm_str_trim(pm_str_line(&rest));

		if (begins_url(line) != first || has_blank(line))
			return false;
	}
	return !first;
}

void
pm_labels_join(struct pm_buf *out, struct pm_str text)
{
	bool is_url = pm_labels_is_url(text);
	size_t begin = out->len;

	while (text.len > 0) {
		struct pm_str line = pm_str_trim(pm_str_line(&text));

		if (line.len == 0)
			continue;
		if (out->len > 0 && (!is_url || out->len == begin))
			pm_buf_putc(out, ' ');
		pm_buf_put(out, line.data, line.len);
	}
}

/* Labels of exports, which no speaker in an interview is called. */
static const char *const KNOWN[] = {
	"Title",
	"Headline",
	"Author",
	"Authors",
	"Byline",
	"Source",
	"Publication",
	"Publication title",
	"Publication date",
	"Publication type",
	"Journal",
	"Newspaper",
	"Date",
	"Abstract",
	"Full text",
	"Body",
	"Subject",
	"Subjects",
	"Subject terms",
	"Keywords",
	"Document type",
	"Document ID",
	"Document number",
	"Accession number",
	"Database",
	"Language",
	"ISSN",
	"Publisher",
	"Section",
	"Edition",
	"Page",
	"Pages",
	"Column",
	"Copyright",
	"Word count",
	"Length",
	"Record number",
	"Record",
	"Persistent link",
	"URL",
	"Geographic terms",
	"Document URL",
	"Load-Date",
	"Company entities",
};
#define N_KNOWN (sizeof KNOWN / sizeof *KNOWN)

/* How often each of several labels must be there, and how many of them. */
#define REPEATED 3u

/* The number of a label; N_KNOWN: it is not of an export. */
static size_t
find_known(struct pm_str name)
{
	size_t i = 0;

	while (i < N_KNOWN && !pm_str_is(name, KNOWN[i]))
		i++;
	return i;
}

bool
pm_labels_repeat(const char *text, size_t len, struct pm_repeated_labels *found)
{
	size_t counts[N_KNOWN] = { 0 }, order[N_KNOWN] = { 0 }, n = 0, n_repeated = 0, i;
	struct pm_str rest = { text, len }, value;

	found->times = 0;
	while (rest.len > 0) {
		struct pm_str line = pm_str_line(&rest), name;

		if (line.len == 0 || line.data[0] < 'A' || line.data[0] > 'Z' ||
		    memchr(line.data, ':', line.len < LABEL_MAX ? line.len : LABEL_MAX) ==
			    NULL)
			continue;
		name = pm_label_of(line.data, line.len, &value);
		i = name.len == 0 ? N_KNOWN : find_known(name);
		if (i < N_KNOWN && counts[i]++ == 0)
			order[n++] = i;
	}
	for (i = 0; i < n; i++) {
		if (counts[order[i]] < REPEATED)
			continue;
		if (n_repeated < sizeof found->labels / sizeof *found->labels)
			found->labels[n_repeated] = KNOWN[order[i]];
		n_repeated++;
		if (counts[order[i]] > found->times)
			found->times = counts[order[i]];
	}
	return n_repeated >= REPEATED;
}
