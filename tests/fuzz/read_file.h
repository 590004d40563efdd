/* Pressmark - any bytes as a file of a format.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What comes out of it is well-formed, within the limits, and the same twice. */
#ifndef PM_TESTS_FUZZ_READ_FILE_H
#define PM_TESTS_FUZZ_READ_FILE_H

#include "corpus/containers/unpack.h"
#include "corpus/entries.h"
#include "corpus/formats/names.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <stdlib.h>
#include <string.h>

#define READ_MEMORY ((size_t)32 << 20)
#define READ_TEXT ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
count_skip(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	(void)file;
	(void)line;
	REQUIRE(pm_utf8_valid(reason, strlen(reason)) || *reason == '\0');
	++*(uint64_t *)ctx;
}

static inline void
require_text(struct pm_str s)
{
	REQUIRE(s.len == 0 || pm_utf8_valid(s.data, s.len));
}

static inline uint64_t
require_article(const struct pm_article *a)
{
	size_t i;

	require_text(a->id);
	require_text(a->title);
	require_text(a->text);
	require_text(a->url);
	require_text(a->source);
	require_text(a->date);
	REQUIRE(a->text.len <= READ_TEXT);
	for (i = 0; i < a->n_fields; i++) {
		REQUIRE(a->fields[i].name.len > 0);
		require_text(a->fields[i].name);
		require_text(a->fields[i].value);
	}
	return a->title.len * 31 + a->text.len * 7 + a->n_fields;
}

/* As in the program, one for all files: what an encoding needs is looked up once. */
static inline struct pm_encodings *
shared_encodings(void)
{
	static struct pm_encodings *shared;
	struct pm_error err;

	if (shared == NULL)
		REQUIRE(pm_encodings_open(&shared, NULL, &err) == PM_OK);
	return shared;
}

/* What is read of the file NAME, of these bytes, in one number. */
static inline uint64_t
read_file(const char *name, const uint8_t *data, size_t size, enum pm_packing packing)
{
	const struct pm_format *format = pm_format_by_name(name, strlen(name));
	struct pm_source source = { NULL, name, strlen(name) };
	struct pm_watch watch = { { NULL, NULL }, 0 };
	struct pm_str shown = { name, strlen(name) };
	uint64_t skips = 0, sum = 0;
	struct pm_reader_options options = { .skip = count_skip,
					     .skip_ctx = &skips,
					     .max_text = READ_TEXT,
					     .memory = READ_MEMORY };
	struct pm_entries entries;
	struct pm_article article;
	struct pm_error err;
	enum pm_status st;

	REQUIRE(format != NULL);
	REQUIRE(pm_names_new(&options.names, &err) == PM_OK);
	pm_entries_init(&entries, &options, &watch, shared_encodings());
	REQUIRE(pm_memory_open(&source.stream, data, size, &watch, &err) == PM_OK);
	if (packing != PM_UNPACKED)
		REQUIRE(pm_unpack_open(&source.stream, source.stream, packing, &err) ==
			PM_OK);
	st = pm_entries_open(&entries, format, &source, shown, &err);
	if (st == PM_OK) {
		while ((st = pm_entries_next(&entries, &article, &err)) == PM_OK)
			sum = sum * 1000003 + require_article(&article);
		REQUIRE(st == PM_END);
	}
	pm_entries_release(&entries);
	pm_names_free(options.names);
	return sum * 31 + skips;
}

/* The same from bytes of exactly that size, so that reading past them is noticed. */
static inline void
read_twice(const char *name, const uint8_t *data, size_t size, enum pm_packing packing)
{
	uint8_t *bytes = malloc(size > 0 ? size : 1);
	uint64_t sum;

	REQUIRE(bytes != NULL);
	if (size > 0)
		memcpy(bytes, data, size);
	sum = read_file(name, bytes, size, packing);
	REQUIRE(sum == read_file(name, bytes, size, packing));
	free(bytes);
}

#endif
