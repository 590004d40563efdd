/* Pressmark - indexes with forged files: see forge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/forge.h"

#include "indexer/build.h"
#include "segment/generation.h"
#include "segment/index.h"
#include "segment/store_format.h"
#include "shim/guard.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/pages.h"
#include "tests/fuzz/forge_parts.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>
#include <xxhash.h>


#define FOOTER 64u
#define ARTICLES 2301u
#define PATH 4096

char forge_index[PATH], forge_segment[PATH + 20], forge_database[PATH + 40];

static const struct {
	const char *folder; /* under the index */
	const char *name;
	void (*find)(struct forged *f);
} kinds[FORGE_FILES] = {
	/* clang-format off */
	[FORGE_LEXICON] = { "segment-1/", "lexicon", forge_find_lexicon },
	[FORGE_WORDS] = { "segment-1/", "words", NULL },
	[FORGE_DRESSING] = { "segment-1/", "dressing", forge_find_dressing },
	[FORGE_PAIRS] = { "segment-1/", "pairs", NULL },
	[FORGE_SHARES] = { "segment-1/", "shares", forge_find_shares },
	[FORGE_LENGTHS] = { "segment-1/", "lengths", NULL },
	[FORGE_SKETCHES] = { "segment-1/", "sketches", forge_find_numbers },
	[FORGE_COPIES] = { "", "copies-1", forge_find_numbers },
	[FORGE_FOLD_WORDS] = { "segment-1/folds/", "words", NULL },
	[FORGE_FOLD_DRESSING] = { "segment-1/folds/", "dressing", forge_find_dressing },
	[FORGE_FOLD_PAIRS] = { "segment-1/folds/", "pairs", NULL },
	[FORGE_FOLD_ARTICLES] = { "segment-1/folds/", "articles", forge_find_articles },
	[FORGE_FOLDS] = { "segment-1/folds/", "list", forge_find_folds },
	[FORGE_ARTICLES] = { "segment-1/", "articles", forge_find_articles },
	[FORGE_GENERATION] = { "", "generation", NULL },
	[FORGE_GUARD] = { "segment-1/", "guard", NULL },
	[FORGE_POSTLIST] = { "segment-1/xapian/", "postlist.glass", forge_find_blocks },
	[FORGE_DOCDATA] = { "segment-1/xapian/", "docdata.glass", forge_find_blocks },
	[FORGE_VERSION] = { "segment-1/xapian/", "iamglass", forge_find_version }
	/* clang-format on */
};

static struct {
	char folder[PATH - 100];
	char paths[FORGE_FILES][PATH + 100];
	struct forged files[FORGE_FILES]; /* as built */
	bool altered[FORGE_FILES];	  /* on disk */
} at;

/* --- the index as it is built --------------------------------------------- */

static void
drop_index(void)
{
	unsigned i;

	for (i = 0; i < FORGE_FILES; i++)
		forged_release(&at.files[i]);
	pm_remove_tree(at.folder, NULL);
}

static const char *const some[] = {
	"chips",
	"Chips",
	"CHIPS",
	"cHiPs",
	"export",
	"co-operate",
	"DDR5",
	"DDR-5",
	"été",
	"ete",
	"press@example.org",
	"running",
	"the",
	"of",
	"U.S.",
	"长鑫",
	"AT&T",
	"controls",
	"went",
	"www.example.com/a?b=c",
	"cooperate",
	"chip",
	"exporting",
	"run"
};
static const char *const between[] = { " ", " ", " ", ", ", ". ", " - ", "\\n\\n" };

static uint32_t
next(uint32_t *state)
{
	return *state = *state * 1664525u + 1013904223u;
}

/* Folds of an article of 60 words: several between two words, one of many words, some of none,
 * and words that are nowhere else. */
static void
put_folds(struct pm_buf *b, unsigned i)
{
	uint32_t state = i + 7;
	unsigned k, n;

	pm_buf_puts(b, "\"folds\":[{\"at\":0,\"text\":\"Menu \"}");
	for (k = 0; k < 4; k++) {
		pm_buf_printf(b, ",{\"at\":%u,\"why\":\"%s\",\"text\":\"",
			      i % 3 == 0 ? 40 : 40 * k, k % 2 ? "tail" : "page repeated");
		if (k == 2)
			pm_buf_puts(b, " ***\\n");
		for (n = k == 2 ? 0 : k == 1 ? 90 : 6; n > 0; n--) {
			if (next(&state) >> 30 != 0)
				pm_buf_puts(b, some[(state >> 8) % 24]);
			else
				pm_buf_printf(b, "folded%u", state >> 20 & 63);
			pm_buf_puts(b, between[(state >> 16) % 7]);
		}
		pm_buf_puts(b, "\"}");
	}
	pm_buf_puts(b, "],");
}

/* Blocks of dressing and two groups of articles; words of all sorts, each class but the
 * last two of codes, forms that are listed, aliases, stems with accents, fields; a block
 * of the lexicon and one of the dressing that are large; and stems with several words,
 * rare ones and so frequent ones that articles of theirs are told; copies; and folds. */
static void
put_articles(struct pm_buf *b)
{
	uint32_t state = 1, before = 1;
	unsigned i, k;

	for (i = 0; i < 100; i++) {
		if (i % 8 == 7)
			state = before;
		before = state;
		pm_buf_printf(b,
			      "{\"id\":\"a%u\",\"title\":\"Article %u on chips\","
			      "\"date\":\"2024-%02u-%02u\",\"source\":\"%s\","
			      "\"author\":\"Jane Doe\",\"topics\":[\"a\",\"b%u\"],"
			      "\"lang\":\"en\",",
			      i, i, i % 12 + 1, i % 28 + 1, i % 3 ? "Times" : "Example",
			      i % 5);
		if (i % 5 == 0)
			put_folds(b, i);
		pm_buf_puts(b, "\"text\":\"");
		for (k = 0; k < 60; k++) {
			if (next(&state) >> 30 != 0)
				pm_buf_puts(b, some[(state >> 8) % 24]);
			else
				pm_buf_printf(b, "w%x%s", state >> 20 & 0x3ff,
					      state >> 8 & 1 ? "ed" : "");
			pm_buf_puts(b, between[(state >> 16) % 7]);
		}
		pm_buf_puts(b, "\"}\n");
	}
	for (i = 0; i < 2200; i++)
		pm_buf_printf(b, "{\"text\":\"market%s%s\"}\n", i % 4 ? "" : "s",
			      i % 90 ? "" : " marketing marketed");
	pm_buf_puts(b, "{\"id\":\"large\",\"text\":\"chips of the ");
	for (i = 0; i < 5000; i++)
		pm_buf_putc(b, 'a' + (int)(i * i % 26));
	pm_buf_puts(b, "\",\"note\":\"");
	for (i = 0; i < 70000; i++)
		pm_buf_putc(b, 'a' + (int)(i % 251 * i % 26));
	pm_buf_puts(b, "\"}\n");
}

static void
read_files(void)
{
	unsigned i;

	for (i = 0; i < FORGE_FILES; i++) {
		struct forged *f = &at.files[i];
		struct pm_buf bytes;

		snprintf(at.paths[i], sizeof at.paths[i], "%s/%s%s", forge_index,
			 kinds[i].folder, kinds[i].name);
		pm_buf_init(&bytes, PM_BUF_NO_LIMIT);
		OK(pm_read_file(at.paths[i], &bytes, ERR));
		pm_buf_init(&f->data, PM_BUF_NO_LIMIT);
		if (i <= FORGE_ARTICLES || i == FORGE_GUARD) {
			const uint8_t *footer = bytes.data + bytes.len - FOOTER;

			memcpy(f->footer, footer, FOOTER);
			f->has_footer = true;
			pm_buf_put(&f->data, bytes.data, pm_load_u64(footer + 24));
		} else {
			pm_buf_put(&f->data, bytes.data, bytes.len);
		}
		pm_buf_release(&bytes);
		if (kinds[i].find != NULL) {
			kinds[i].find(f);
			REQUIRE(f->n_points > 0);
		}
	}
	REQUIRE(at.files[FORGE_DRESSING].n_blocks > 1);
}

static void
make_index(void)
{
	const char *tmp = getenv("TMPDIR");
	struct pm_build_options o = { .language = "english",
				      .n_paths = 1,
				      .jobs = 1,
				      .memory = (size_t)32 << 20 };
	struct pm_build_result result;
	char input[PATH];
	const char *paths[] = { input };
	struct pm_buf b;

	if (at.folder[0] != '\0')
		return;
	snprintf(at.folder, sizeof at.folder, "%s/pressmark-forge.XXXXXX",
		 tmp == NULL ? "/tmp" : tmp);
	REQUIRE(mkdtemp(at.folder) != NULL);
	atexit(drop_index);
	snprintf(input, sizeof input, "%s/corpus.jsonl", at.folder);
	snprintf(forge_index, PATH, "%s/index", at.folder);
	snprintf(forge_segment, sizeof forge_segment, "%s/segment-1", forge_index);
	snprintf(forge_database, sizeof forge_database, "%s/xapian", forge_segment);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	put_articles(&b);
	OK(pm_replace_file(input, b.data, b.len, ERR));
	pm_buf_release(&b);
	o.index = forge_index;
	o.paths = paths;
	OK(pm_build(&o, &result, ERR));
	REQUIRE(result.skipped == 0 && result.info.articles == ARTICLES);
	REQUIRE(result.copies > 0 && result.folded > 0);
	read_files();
}

const char *
forge_path(enum forge_file file)
{
	make_index();
	return at.paths[file];
}

/* --- files and their checksums --------------------------------------------- */

/* In place: a rename for each of some thousand inputs would be slow. */
static void
put_file(const char *path, const void *data, size_t len)
{
	struct pm_error err;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	REQUIRE(fd >= 0 && pm_write_all(fd, path, data, len, &err) == PM_OK);
	close(fd);
}

static void
put_forged(enum forge_file file, struct forged *f)
{
	struct pm_buf *b = &f->data;
	uint8_t *footer = f->footer;
	uint32_t page = pm_load_u32(footer + 20);
	uint64_t len = b->len, from;
	size_t sums = b->len;

	if (f->has_footer) {
		for (from = 0; from < len; from += page)
			pm_buf_put_u32(b, pm_page_sum(b->data + from,
						      len - from < page
							      ? (size_t)(len - from)
							      : page));
		pm_store_u64(footer + 24, len);
		pm_store_u64(footer + 32, XXH3_64bits(b->data + sums, b->len - sums));
		pm_store_u64(footer + 56, XXH3_64bits(footer, 56));
		pm_buf_put(b, footer, FOOTER);
	}
	REQUIRE(b->status == PM_OK);
	put_file(at.paths[file], b->data, b->len);
}

/* Put NUMBER after KEY into TEXT, which has it unless it was altered away. */
static void
put_number(struct pm_buf *text, const char *key, uint64_t number)
{
	const char *s = pm_buf_str(text), *found = strstr(s, key), *end;
	struct pm_buf b;

	if (found == NULL) /* or a NUL is before it */
		return;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	found += strlen(key);
	end = found + strspn(found, "0123456789");
	pm_buf_put(&b, s, (size_t)(found - s));
	pm_buf_printf(&b, "%" PRIu64, number);
	pm_buf_put(&b, end, text->len - (size_t)(end - s));
	pm_buf_release(text);
	*text = b;
}

/* The line "checksum ..." at the end of a generation, and before it those of the identities
 * and of the number of stories, which is that of the copies, whatever these are. */
static void
put_generation(const struct pm_buf *text, uint64_t copies)
{
	const char *s, *end;
	struct pm_buf b;
	uint64_t identity;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_put(&b, text->data, text->len);
	OK(pm_segment_identity(forge_segment, &identity, ERR));
	put_number(&b, "\nidentity ", identity);
	OK(pm_pages_identity(at.paths[FORGE_COPIES], &identity, ERR));
	put_number(&b, "\ncopies 1 ", identity);
	put_number(&b, "\nstories ", copies > ARTICLES ? 0 : ARTICLES - copies);
	for (end = s = pm_buf_str(&b); (s = strstr(s, "\nchecksum ")) != NULL; s++)
		end = s + 1;
	if (*end == 'c')
		b.len = (size_t)(end - pm_buf_str(&b));
	pm_buf_printf(&b, "checksum %016" PRIx64 "\n", XXH3_64bits(b.data, b.len));
	put_file(at.paths[FORGE_GENERATION], b.data, b.len);
	pm_buf_release(&b);
}

/* The list of folds, with the identities of the files that it lists. */
static void
put_list(struct forged *list)
{
	enum forge_file i;

	if (list->data.len >= 32)
		for (i = FORGE_FOLD_WORDS; i <= FORGE_FOLD_ARTICLES; i++) {
			uint64_t identity;

			OK(pm_pages_identity(at.paths[i], &identity, ERR));
			pm_store_u64(list->data.data + list->data.len - 32 +
					     8 * (i - FORGE_FOLD_WORDS),
				     identity);
		}
	put_forged(FORGE_FOLDS, list);
}

/* Put the files there as they now are in SET, which has some of them, and all checksums of
 * what depends on them. */
static void
put_all(struct forged *set, const bool *chosen)
{
	const struct pm_buf *generation = &at.files[FORGE_GENERATION].data;
	uint64_t copies = at.files[FORGE_COPIES].data.len / 8;
	bool folds = false;
	unsigned i;

	/* before its sums are put behind it */
	if (chosen[FORGE_COPIES])
		copies = set[FORGE_COPIES].data.len / 8;
	for (i = 0; i < FORGE_FILES; i++) {
		struct forged copy, *f = &set[i];

		folds |= i >= FORGE_FOLD_WORDS && i <= FORGE_FOLDS &&
			 (chosen[i] || at.altered[i]);
		if (!chosen[i] && !at.altered[i] && !(i == FORGE_FOLDS && folds))
			continue;
		at.altered[i] = chosen[i];
		if (i == FORGE_GENERATION || i == FORGE_GUARD)
			continue;
		if (!chosen[i]) {
			forged_copy(&copy, &at.files[i]);
			f = &copy;
		}
		if (i == FORGE_FOLDS)
			put_list(f);
		else
			put_forged(i, f);
		if (!chosen[i])
			forged_release(&copy);
	}
	if (chosen[FORGE_GUARD]) {
		put_forged(FORGE_GUARD, &set[FORGE_GUARD]);
	} else {
		unlink(at.paths[FORGE_GUARD]);
		OK(pm_guard_write(forge_database, at.paths[FORGE_GUARD], NULL, ERR));
	}
	if (chosen[FORGE_GENERATION])
		generation = &set[FORGE_GENERATION].data;
	put_generation(generation, copies);
}

bool
forge(const uint8_t *input, size_t len, const enum forge_file *files, size_t n_files)
{
	static struct forged set[FORGE_FILES];
	bool chosen[FORGE_FILES] = { false }, any = false;
	unsigned i;

	make_index();
	for (; len >= FORGE_STEP; input += FORGE_STEP, len -= FORGE_STEP) {
		enum forge_file file = files[input[0] % n_files];

		if (!chosen[file])
			forged_copy(&set[file], &at.files[file]);
		chosen[file] = any = true;
		forged_alter(&set[file], input);
	}
	put_all(set, chosen);
	for (i = 0; i < FORGE_FILES; i++)
		if (chosen[i])
			forged_release(&set[i]);
	return any;
}

/* --- bounds -------------------------------------------------------------------- */

/* The index has some hundred kilobytes. */
#define MEMORY ((size_t)192 << 20)
#define SECONDS 4 /* of the processor; an input takes some milliseconds */

#if defined(__SANITIZE_ADDRESS__)
#define SLOWER 8
/* Its shadow makes limits of the address space useless; it has one of its own. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "max_allocation_size_mb=192:hard_rss_limit_mb=2048:"
	       "allocator_may_return_null=1:detect_leaks=1";
}

static void
limit_memory(void)
{
}
#else
#define SLOWER 1
static void
limit_memory(void)
{
	static bool done;
	struct rlimit limit;
	unsigned long pages = 0;
	FILE *f;

	if (done)
		return;
	done = true;
	f = fopen("/proc/self/statm", "r");
	if (f == NULL || fscanf(f, "%lu", &pages) != 1 ||
	    getrlimit(RLIMIT_AS, &limit) != 0)
		pages = 0;
	if (f != NULL)
		fclose(f);
	if (pages == 0)
		return;
	limit.rlim_cur = pages * (size_t)sysconf(_SC_PAGESIZE) + MEMORY;
	setrlimit(RLIMIT_AS, &limit);
}
#endif

static void
set_timer(long seconds)
{
	const struct itimerval timer = { .it_value = { .tv_sec = seconds } };

	setitimer(ITIMER_PROF, &timer, NULL);
}

/* What takes longer is ended by SIGPROF, which nobody catches. */
void
forge_begin_work(void)
{
	limit_memory();
	set_timer((long)SECONDS * SLOWER);
}

void
forge_end_work(void)
{
	set_timer(0);
}

void
forge_check(enum pm_status status, const struct pm_error *err)
{
	if (status >= 0)
		return;
	if (status == PM_ERR_NOMEM || status == PM_ERR_INTERNAL ||
	    strstr(err->text, at.folder) == NULL)
		fprintf(stderr, "%s: %s\n", pm_status_name(status), err->text);
	REQUIRE(status == PM_ERR_CORRUPT || status == PM_ERR_NOT_INDEX ||
		status == PM_ERR_LIMIT || status == PM_ERR_XAPIAN);
	REQUIRE(strstr(err->text, at.folder) != NULL);
}
