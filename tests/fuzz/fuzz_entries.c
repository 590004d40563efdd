/* Pressmark - any bytes as a file with articles: JSON, a table, Markdown.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first byte says which, and whether tails are folded, the rest is the file.  Whatever it is, its articles are
 * well-formed UTF-8 without NUL, and the same when it is read again.  A third time it
 * comes in small pieces, of which only crashes are found. */
#include "corpus/entries.h"
#include "corpus/formats/names.h"
#include "support/folds.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const NAMES[] = { "a.json", "a.jsonl", "a.csv",
				     "a.tsv",  "a.md",	  "a.txt" };

/* Bytes in memory as a stream. */
struct bytes {
	struct pm_stream s;
	const uint8_t *data;
	size_t len, piece;
};

static enum pm_status
bytes_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct bytes *b = (struct bytes *)s;
	size_t n = b->len < b->piece ? b->len : b->piece;

	(void)err;
	*data = b->data;
	*len = n;
	b->data += n;
	b->len -= n;
	return n > 0 ? PM_OK : PM_END;
}

static void
bytes_free(struct pm_stream *s)
{
	free(s);
}

static void
check(XXH3_state_t *sum, struct pm_str s)
{
	if (s.len == 0)
		return;
	REQUIRE(pm_utf8_valid(s.data, s.len));
	XXH3_64bits_update(sum, s.data, s.len);
}

/* A list of authors has NULs between them. */
static void
check_article(XXH3_state_t *sum, const struct pm_article *a)
{
	size_t i;

	check(sum, a->id);
	check(sum, a->title);
	check(sum, a->text);
	check(sum, a->url);
	check(sum, a->source);
	check(sum, a->language);
	check(sum, a->date);
	REQUIRE(a->title.len + a->text.len > 0);
	REQUIRE(a->author.len == 0 || a->author_in_list ||
		memchr(a->author.data, '\0', a->author.len) == NULL);
	for (i = 0; i < a->n_fields; i++) {
		check(sum, a->fields[i].name);
		check(sum, a->fields[i].value);
		REQUIRE(a->fields[i].value.len == 0 ||
			memchr(a->fields[i].value.data, '\0', a->fields[i].value.len) ==
				NULL);
	}
}

/* Folds stand within the text, in its order, and tails begin at a line of it. */
static void
check_folds(XXH3_state_t *sum, const struct pm_article *a)
{
	size_t i;

	for (i = 0; i < a->n_folds; i++) {
		const struct pm_fold *f = &a->folds[i];

		check(sum, f->text);
		XXH3_64bits_update(sum, &f->at, sizeof f->at);
		REQUIRE(f->at <= a->text.len);
		REQUIRE(f->at == a->text.len ||
			((uint8_t)a->text.data[f->at] & 0xc0) != 0x80);
		REQUIRE(i == 0 || a->folds[i - 1].at <= f->at);
		REQUIRE(f->text.len > 0 && f->text.len <= PM_FOLD_BYTES_MAX);
		REQUIRE(f->why > 0 && f->why <= PM_FOLD_ALL);
	}
	REQUIRE(a->tail < a->text.len || a->tail == 0);
	XXH3_64bits_update(sum, &a->tail, sizeof a->tail);
}

/* Read the file; what it has, as a hash. */
static uint64_t
read_file(const char *name, enum pm_clean clean, const uint8_t *data, size_t len,
	  size_t piece)
{
	struct pm_str given = { name, strlen(name) };
	struct pm_reader_options options = { .clean = clean,
					     .max_text = 1 << 20,
					     .memory = 1 << 22 };
	struct pm_watch watch = { { NULL, NULL }, 0 };
	struct bytes *b = calloc(1, sizeof *b);
	struct pm_source source = { NULL, name, strlen(name) };
	XXH3_state_t *sum = XXH3_createState();
	static struct pm_encodings *encodings; /* made once: their tables take long */
	struct pm_entries entries;
	struct pm_article a;
	struct pm_error err;
	uint64_t hash;

	REQUIRE(b != NULL && sum != NULL);
	XXH3_64bits_reset(sum);
	OK(pm_names_new(&options.names, &err_));
	OK(pm_names_map(options.names, "title=1,text=2,date=story.when", &err_));
	b->s = (struct pm_stream){ .read = bytes_read, .free = bytes_free, .watch = &watch };
	b->data = data;
	b->len = len;
	b->piece = piece;
	source.stream = &b->s;
	if (encodings == NULL)
		OK(pm_encodings_open(&encodings, NULL, &err_));
	pm_entries_init(&entries, &options, &watch, encodings);
	if (pm_entries_open(&entries, pm_format_by_name(name, strlen(name)), &source,
			    given, &err) == PM_OK)
		while (pm_entries_next(&entries, &a, &err) == PM_OK) {
			check_article(sum, &a);
			check_folds(sum, &a);
		}
	pm_entries_release(&entries);
	pm_names_free(options.names);
	hash = XXH3_64bits_digest(sum);
	XXH3_freeState(sum);
	return hash;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum pm_clean clean;
	const char *name;
	uint8_t *bytes;
	uint64_t hash;

	if (size < 2)
		return 0;
	name = NAMES[*data % (sizeof NAMES / sizeof *NAMES)];
	clean = *data / (sizeof NAMES / sizeof *NAMES) % 2 == 0
		      ? PM_CLEAN_USUAL
		      : PM_CLEAN_BALANCED;
	size--;
	/* A copy of exactly that size, so that reading past it is noticed. */
	bytes = malloc(size);
	REQUIRE(bytes != NULL);
	memcpy(bytes, data + 1, size);
	hash = read_file(name, clean, bytes, size, size);
	REQUIRE(read_file(name, clean, bytes, size, size) == hash);
	read_file(name, clean, bytes, size, 1 + size % 7);
	free(bytes);
	return 0;
}
