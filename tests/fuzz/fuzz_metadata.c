/* Pressmark - any bytes as the metadata of an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They are read or refused; what is read is UTF-8, a list ends, and it is written as bytes
 * that are read as the same. */
#include "segment/metadata.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(struct pm_text_ref a, struct pm_text_ref b)
{
	REQUIRE(a.len == 0 || pm_utf8_valid(a.data, a.len));
	REQUIRE(a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0));
}

static void
check_fields(const struct pm_metadata *m, const struct pm_metadata *again)
{
	size_t i, n;

	REQUIRE(m->n_fields == again->n_fields);
	for (i = 0; i < m->n_fields; i++) {
		check_text(m->fields[i].name, again->fields[i].name);
		check_text(m->fields[i].value, again->fields[i].value);
	}
	for (i = 0; i < m->n_fields; i += n) {
		n = pm_metadata_list(m->fields + i, m->n_fields - i);
		REQUIRE(n >= 1 && n <= m->n_fields - i);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of exactly that size, so that reading behind it is noticed. */
	uint8_t *bytes = malloc(size > 0 ? size : 1);
	struct pm_metadata_reader r = { NULL, 0 }, other = { NULL, 0 };
	struct pm_metadata m, again;
	struct pm_error err;
	struct pm_buf b;

	REQUIRE(bytes != NULL);
	if (size > 0)
		memcpy(bytes, data, size);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	if (pm_metadata_read(&r, bytes, size, "a file", &m, &err) == PM_OK) {
		pm_metadata_put(&b, &m);
		REQUIRE(pm_metadata_read(&other, b.data, b.len, "a file", &again, &err) ==
			PM_OK);
		check_text(m.id, again.id);
		check_text(m.url, again.url);
		check_text(m.source, again.source);
		check_text(m.author, again.author);
		check_text(m.date, again.date);
		check_text(m.file, again.file);
		REQUIRE(m.day == again.day && m.line == again.line);
		check_fields(&m, &again);
	} else {
		REQUIRE(err.status == PM_ERR_CORRUPT && strstr(err.text, "a file"));
	}
	pm_buf_release(&b);
	pm_metadata_reader_release(&r);
	pm_metadata_reader_release(&other);
	free(bytes);
	return 0;
}
