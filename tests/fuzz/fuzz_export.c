/* Pressmark - any bytes as an export of a database, a bibliography or an annotated corpus.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every format of a text with many articles reads them, whether it would have been chosen
 * or not, once at once and once in small pieces.  It ends; what it hands out is well-formed
 * UTF-8, numbered, and the same both times. */
#include "corpus/formats/export.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads as many bytes at a time as there are in INNER's turn, 7 at most. */
struct crumbs {
	struct pm_stream s;
	const uint8_t *bytes;
	size_t left;
};

static enum pm_status
crumbs_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct crumbs *c = (struct crumbs *)s;

	(void)err;
	if (c->left == 0)
		return PM_END;
	*data = c->bytes;
	*len = c->left < 7 ? c->left : 7;
	c->bytes += *len;
	c->left -= *len;
	return PM_OK;
}

static void
crumbs_free(struct pm_stream *s)
{
	free(s);
}

static struct pm_watch watch;

static struct pm_stream *
open_crumbs(const char *bytes, size_t len)
{
	struct crumbs *c = calloc(1, sizeof *c);

	REQUIRE(c != NULL);
	c->s = (struct pm_stream){ .read = crumbs_read,
				   .free = crumbs_free,
				   .watch = &watch };
	c->bytes = (const uint8_t *)bytes;
	c->left = len;
	return &c->s;
}

static void
put_value(struct pm_buf *out, const struct pm_json_value *v)
{
	const struct pm_json_value *c;

	REQUIRE(pm_utf8_valid(v->name == NULL ? "" : v->name, v->name_len));
	REQUIRE(pm_utf8_valid(v->text == NULL ? "" : v->text, v->text_len));
	pm_buf_put(out, v->name, v->name_len);
	pm_buf_putc(out, '=');
	pm_buf_put(out, v->text, v->text_len);
	pm_buf_putc(out, '\n');
	for (c = v->child; c != NULL; c = c->next)
		put_value(out, c);
}

/* Everything that the format makes of a stream. */
static void
read_all(const struct pm_format *format, struct pm_stream *stream, struct pm_buf *out)
{
	static const struct pm_reader_options options = { .max_text = (size_t)1 << 24 };
	const struct pm_format_setting setting = { .options = &options, .watch = &watch };
	struct pm_source source = { stream, "a", 1 };
	struct pm_article article;
	struct pm_entry entry;
	struct pm_error err;
	uint64_t number = 0;
	enum pm_status st;
	void *state = format->make(&setting);

	REQUIRE(state != NULL);
	REQUIRE(format->open(state, &source, &err) == PM_OK);
	do {
		memset(&entry, 0, sizeof entry);
		memset(&article, 0, sizeof article);
		entry.article = &article;
		st = format->next(state, &entry, &err);
		if (st == PM_OK) {
			REQUIRE(entry.number > number);
			number = entry.number;
			put_value(out, entry.object);
		}
	} while (st == PM_OK || st == PM_ABSENT || st == PM_ERR_LIMIT);
	REQUIRE(st == PM_END || st == PM_ERR_INPUT);
	pm_buf_printf(out, "%d", (int)st);
	format->close(state);
	format->free(state);
}

/* What is fed to formats that take text: UTF-8, more or less. */
static bool
is_tested(const struct pm_format *format)
{
	static const char *const names[] = {
		"ProQuest",
		"ProQuest, HTML",
		"LexisNexis",
		"LexisNexis, HTML",
		"Factiva, HTML",
		"Europresse",
		"RIS",
		"VRT",
		"MEDLINE",
		"Nexis Uni, text",
		"Web of Science",
		"BibTeX",
		"CoNLL-U",
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(format->name, names[i]) == 0)
			return true;
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_repeated_labels found;
	struct pm_stream *stream;
	struct pm_buf one, two;
	struct pm_error err;
	/* a copy of exactly that size, so that reading past it is noticed */
	char *bytes = malloc(size > 0 ? size : 1);
	size_t i;

	REQUIRE(bytes != NULL);
	if (size > 0)
		memcpy(bytes, data, size);
	pm_buf_init(&one, PM_BUF_NO_LIMIT);
	pm_buf_init(&two, PM_BUF_NO_LIMIT);
	pm_export_of(bytes, size);
	pm_labels_repeat(bytes, size, &found);
	for (i = 0; pm_format_at(i) != NULL; i++) {
		if (!is_tested(pm_format_at(i)))
			continue;
		pm_buf_clear(&one);
		pm_buf_clear(&two);
		REQUIRE(pm_memory_open(&stream, bytes, size, &watch, &err) == PM_OK);
		read_all(pm_format_at(i), stream, &one);
		read_all(pm_format_at(i), open_crumbs(bytes, size), &two);
		/* libxml2 reads ahead, and so may tell of damage earlier or later */
		REQUIRE(pm_format_at(i)->input == PM_TAKES_BYTES ||
			(one.len == two.len && memcmp(one.data, two.data, one.len) == 0));
	}
	pm_buf_release(&one);
	pm_buf_release(&two);
	free(bytes);
	return 0;
}
