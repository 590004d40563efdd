/* Pressmark - any bytes as a file of XML or SGML.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It is read or refused; what is read is well-formed UTF-8, and the same whatever pieces
 * the file comes in, as long as it is ASCII (of other bytes the first piece with them says
 * what they are).  The stripper of wikitext takes the bytes too. */
#include "corpus/formats/format.h"
#include "corpus/formats/shortcodes.h"
#include "corpus/formats/wikitext.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct pm_format pm_format_xml, pm_format_sgml;

/* Bytes in pieces, the first of which is large enough for a declaration. */
struct pieces {
	struct pm_stream s;
	const uint8_t *data;
	size_t size, at, piece;
};

static enum pm_status
pieces_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct pieces *p = (struct pieces *)s;
	size_t n = p->at == 0 ? 600 : p->piece;

	(void)err;
	if (p->at == p->size)
		return PM_END;
	*len = p->size - p->at < n ? p->size - p->at : n;
	*data = p->data + p->at;
	p->at += *len;
	return PM_OK;
}

static void
pieces_free(struct pm_stream *s)
{
	(void)s;
}

/* All that a tree says, one after the other. */
static void
put_value(struct pm_buf *out, const struct pm_json_value *v)
{
	const struct pm_json_value *c;

	REQUIRE(v->name_len == 0 || pm_utf8_valid(v->name, v->name_len));
	REQUIRE(v->text_len == 0 || pm_utf8_valid(v->text, v->text_len));
	pm_buf_put(out, v->name, v->name_len);
	pm_buf_putc(out, '=');
	pm_buf_put(out, v->text, v->text_len);
	pm_buf_putc(out, ';');
	for (c = v->child; c != NULL; c = c->next)
		put_value(out, c);
}

/* Read the bytes, PIECE at a time; what came out goes to OUT. */
static void
read_file(const struct pm_format *format, void *state, const uint8_t *data, size_t size,
	  size_t piece, struct pm_buf *out)
{
	struct pm_watch watch = { .unasked = 0 };
	struct pieces stream = {
		.s = { .read = pieces_read, .free = pieces_free, .watch = &watch },
		.data = data,
		.size = size,
		.piece = piece,
	};
	struct pm_source source = { &stream.s, "a", 1 };
	struct pm_article article = { .line = 0 };
	struct pm_entry entry;
	struct pm_error err;
	enum pm_status st = format->open(state, &source, &err);

	while (st >= 0 && st != PM_END) {
		memset(&entry, 0, sizeof entry);
		entry.article = &article;
		st = format->next(state, &entry, &err);
		pm_buf_printf(out, "[%d]", (int)st);
		if (st == PM_OK)
			put_value(out, entry.object);
		if (st == PM_ERR_LIMIT)
			st = PM_ABSENT;
	}
	format->close(state);
}

static bool
is_ascii(const uint8_t *data, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (data[i] == 0 || data[i] >= 0x80)
			return false;
	return true;
}

static void
check_format(const struct pm_format *format, const uint8_t *data, size_t size)
{
	const struct pm_reader_options options = { .max_text = 100000, .memory = 1 << 20 };
	const struct pm_format_setting setting = { .options = &options };
	void *state = format->make(&setting);
	struct pm_buf one, other;

	REQUIRE(state != NULL);
	pm_buf_init(&one, PM_BUF_NO_LIMIT);
	pm_buf_init(&other, PM_BUF_NO_LIMIT);
	read_file(format, state, data, size, SIZE_MAX / 2, &one);
	read_file(format, state, data, size, 7, &other);
	if (is_ascii(data, size)) {
		REQUIRE(one.len == other.len);
		REQUIRE(memcmp(pm_buf_str(&one), pm_buf_str(&other), one.len) == 0);
	}
	format->trim(state);
	format->free(state);
	pm_buf_release(&one);
	pm_buf_release(&other);
}

static void
check_text(const char *text, size_t len)
{
	struct pm_buf repaired, out;
	struct pm_error err;

	pm_buf_init(&repaired, PM_BUF_NO_LIMIT);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_utf8_repair(&repaired, text, len);
	REQUIRE(pm_wikitext_strip(pm_buf_str(&repaired), repaired.len, "FBild\n\n", NULL,
				  NULL, &out, &err) == PM_OK);
	REQUIRE(pm_utf8_valid(pm_buf_str(&out), out.len));
	REQUIRE(pm_shortcodes_text(pm_buf_str(&repaired), repaired.len, &out, &err) ==
		PM_OK);
	REQUIRE(pm_utf8_valid(pm_buf_str(&out), out.len));
	pm_buf_release(&repaired);
	pm_buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of exactly that size, so that reading past it is noticed. */
	uint8_t *bytes = malloc(size > 0 ? size : 1);

	REQUIRE(bytes != NULL);
	if (size > 0)
		memcpy(bytes, data, size);
	check_format(&pm_format_xml, bytes, size);
	check_format(&pm_format_sgml, bytes, size);
	check_text((const char *)bytes, size);
	free(bytes);
	return 0;
}
