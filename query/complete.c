/* Pressmark - what the Tab key offers at the prompt: see complete.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/complete.h"

#include "answer/facet_names.h"
#include "language/tree.h"
#include "support/buf.h"

#include <string.h>
#include <strings.h>

struct completing {
	const char *word; /* so much of it is typed: */
	size_t len;
	void (*add)(void *to, const char *candidate);
	void *to;
};

static void
offer(const struct completing *c, const char *candidate)
{
	if (strncasecmp(candidate, c->word, c->len) == 0)
		c->add(c->to, candidate);
}

/* Before something to look for, or alone, where a name needs no quotes. */
enum form { WITH_COLON, ALONE };

/* The fields of the corpus. */
static void
offer_fields(struct pm_completer *p, const struct completing *c, enum form form)
{
	struct pm_buf written;
	size_t i;

	if (!p->fields_known && (c->len > 0 || form == ALONE)) {
		pm_known_fields_find(&p->fields, p->index, p->interrupted);
		p->fields_known = true;
	}
	pm_buf_init(&written, PM_BUF_NO_LIMIT);
	for (i = 0; i < p->fields.n; i++) {
		pm_buf_clear(&written);
		pm_field_name_put(&written, p->fields.names[i]);
		pm_buf_puts(&written, form == ALONE ? "" : ":");
		offer(c, pm_buf_str(&written));
		if (form == ALONE && pm_buf_str(&written)[0] == '"')
			offer(c, p->fields.names[i]);
	}
	pm_buf_release(&written);
}

/* The argument of a command. */
static void
complete_argument(struct pm_completer *p, const char *line, size_t name,
		  const struct completing *c)
{
	size_t i;

	if (name == strlen(":sort") && memcmp(line, ":sort", name) == 0)
		for (i = 0; i < p->n_orders; i++)
			offer(c, p->orders[i]);
	if (name == strlen(":facet") && memcmp(line, ":facet", name) == 0) {
		for (i = 0; pm_facet_own(i) != NULL; i++)
			offer(c, pm_facet_own(i));
		offer_fields(p, c, ALONE);
	}
}

/* Where the word begins that ends at LEN: a name in quotes, or what stands between
 * signs. */
static size_t
begin_of_word(const char *line, size_t len)
{
	size_t at, quote = 0, marks = 0;

	for (at = 0; at < len; at++)
		if (line[at] == '"') {
			marks++;
			quote = at;
		}
	if (marks % 2 == 1)
		return quote;
	for (at = len; at > 0 && strchr(" \t(-\"", line[at - 1]) == NULL; at--)
		;
	return at;
}

void
pm_complete(void *ctx, const char *line, size_t len, size_t *at,
	    void (*add)(void *to, const char *candidate), void *to)
{
	static const char *const known[] = {
		"title:", "source:", "author:", "host:", "id:", "date:", "words:"
	};
	struct pm_completer *p = ctx;
	size_t name = 0, i;
	struct completing c;

	while (name < len && line[name] != ' ' && line[name] != '\t')
		name++;
	for (*at = name; *at < len && (line[*at] == ' ' || line[*at] == '\t'); ++*at)
		;
	if (len == 0 || line[0] != ':' || name == len)
		*at = begin_of_word(line, len);
	c = (struct completing){ line + *at, len - *at, add, to };
	if (len > 0 && line[0] == ':' && name < len) {
		complete_argument(p, line, name, &c);
		return;
	}
	for (i = 0; *at == 0 && len > 0 && p->command(i) != NULL; i++)
		offer(&c, p->command(i));
	for (i = 0; i < sizeof known / sizeof *known; i++)
		offer(&c, known[i]);
	offer_fields(p, &c, WITH_COLON);
}

void
pm_completer_release(struct pm_completer *c)
{
	pm_known_fields_release(&c->fields);
}
