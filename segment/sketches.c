/* Pressmark - sketches of articles: see sketches.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/sketches.h"

#include "support/bytes.h"

#include <string.h>
#include <xxhash.h>

#define DIGEST_FACTOR UINT64_C(0xd6e8feb86659fd93)

uint32_t
pm_word_hash(const char *word, size_t len)
{
	return (uint32_t)(len <= PM_WORD_HASHED
				  ? XXH3_64bits(word, len)
				  : XXH3_64bits_withSeed(word, PM_WORD_HASHED, len));
}

/* --- making ------------------------------------------------------------------- */

void
pm_sketcher_begin(struct pm_sketcher *s)
{
	pm_words_run_begin(&s->run);
	s->digest = 0;
	memset(s->least, 0xff, sizeof s->least);
}

/* HASH is less than the last of LEAST: put it in its place, unless it is there. */
static void
insert(uint64_t *least, uint64_t hash)
{
	unsigned at = 0, i;

	while (least[at] < hash)
		at++;
	if (least[at] == hash)
		return;
	for (i = PM_SKETCH_KEYS - 1; i > at; i--)
		least[i] = least[i - 1];
	least[at] = hash;
}

void
pm_sketcher_add(struct pm_sketcher *s, const uint32_t *words, size_t n)
{
	struct pm_words_run run = s->run;
	uint64_t digest = s->digest, hash;
	size_t i;

	for (i = 0; i < n; i++) {
		digest = (digest + words[i]) * DIGEST_FACTOR;
		if (!pm_words_run_next(&run, words[i]))
			continue;
		hash = pm_run_hash(run.sum);
		if (hash < s->least[PM_SKETCH_KEYS - 1])
			insert(s->least, hash);
	}
	s->run = run;
	s->digest = digest;
}

/* 0 stands for none. */
static uint32_t
not_none(uint32_t number)
{
	return number == 0 ? 1 : number;
}

void
pm_sketcher_end(const struct pm_sketcher *s, uint32_t day, uint8_t out[PM_SKETCH_BYTES])
{
	bool keys = s->run.n >= PM_SKETCH_KEY_RUNS + PM_RUN_WORDS - 1;
	unsigned i;

	memset(out, 0, PM_SKETCH_BYTES);
	pm_store_u32(out, day);
	if (s->run.n >= PM_SKETCH_DIGEST_WORDS)
		pm_store_u32(out + 4, not_none((uint32_t)(pm_run_hash(s->digest) >> 32)));
	for (i = 0; i < PM_SKETCH_KEYS && keys && s->least[i] != UINT64_MAX; i++)
		pm_store_u32(out + 8 + (size_t)4 * i, not_none((uint32_t)s->least[i]));
}

/* --- the file ------------------------------------------------------------------ */

enum pm_status
pm_sketches_create(struct pm_pages_writer **out, const char *path, struct pm_error *err)
{
	return pm_pages_create(out, path, PM_SKETCHES_FILE, PM_SKETCHES_VERSION,
			       PM_SKETCHES_PAGE, err);
}

enum pm_status
pm_sketches_open(struct pm_pages **out, const char *path, uint32_t articles,
		 struct pm_error *err)
{
	enum pm_status status = pm_pages_open(out, path, PM_SKETCHES_FILE,
					      PM_SKETCHES_VERSION, err);

	if (status < 0 || pm_pages_len(*out) == (uint64_t)PM_SKETCH_BYTES * articles)
		return status;
	status = pm_corrupt(err, path, "it is not made for %u article%s",
			    (unsigned)articles, articles == 1 ? "" : "s");
	pm_pages_free(*out);
	*out = NULL;
	return status;
}

enum pm_status
pm_sketches_get(struct pm_pages *p, uint32_t article, struct pm_sketch *s,
		struct pm_error *err)
{
	const uint8_t *bytes = pm_pages_get(p, (uint64_t)(article - 1) * PM_SKETCH_BYTES,
					    PM_SKETCH_BYTES, err);
	unsigned i;

	if (bytes == NULL)
		return PM_ERR_CORRUPT;
	s->day = pm_load_u32(bytes);
	s->digest = pm_load_u32(bytes + 4);
	for (i = 0; i < PM_SKETCH_KEYS; i++)
		s->keys[i] = pm_load_u32(bytes + 8 + (size_t)4 * i);
	return PM_OK;
}
