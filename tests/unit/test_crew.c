/* Pressmark - tests of indexer/crew.h, gather.h and merge.h: one corpus gives one
 * segment, byte for byte, however it is divided among workers and runs; and
 * whatever fails, all workers end.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"
#include "indexer/crew.h"
#include "segment/metadata.h"
#include "segment/segment.h"
#include "support/sort.h"
#include "tests/unit/crew_corpus.h"
#include "tests/unit/same_folder.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

/* As little as a crew of one can do with: memory of the program, of a worker, of
 * a run. */
#define SMALL_MEMORY ((size_t)26 << 20)

/* --- the input of a crew ------------------------------------------------ */

struct source {
	const struct corpus *corpus;
	size_t slice_bytes;
	size_t next; /* article */
	uint64_t slices;
	uint64_t fail_at; /* that slice cannot be filled */
	atomic_bool inside;
	atomic_bool misused; /* two at once, or once more behind the end */
	bool ended;
	atomic_uint asked, stop_at; /* stop says yes from that question on */
};

static void
begin(struct source *s, const struct corpus *c, size_t slice_bytes)
{
	memset(s, 0, sizeof *s);
	s->corpus = c;
	s->slice_bytes = slice_bytes;
	s->fail_at = UINT64_MAX;
	atomic_store(&s->stop_at, UINT32_MAX);
}

static bool
stop(void *ctx)
{
	struct source *s = ctx;

	return atomic_fetch_add(&s->asked, 1) + 1 >= atomic_load(&s->stop_at);
}

static enum pm_status
fill_slice(struct source *s, struct pm_slice *slice, struct pm_error *err)
{
	const struct corpus *c = s->corpus;
	struct pm_buf data;
	enum pm_status status = PM_OK;
	char id[24];

	pm_buf_init(&data, PM_BUF_NO_LIMIT);
	pm_slice_begin(slice, s->slices, (uint32_t)s->next + 1);
	while (s->next < c->n && slice->text_bytes < s->slice_bytes && status == PM_OK) {
		const struct article *from = &c->articles[s->next];
		struct pm_article a = { .title = str(&from->title),
					.text = str(&from->text),
					.source = str(&from->source),
					.author = str(&from->author),
					.day = from->day };

		snprintf(id, sizeof id, "%zu", s->next);
		if (s->next % 5 != 0)
			a.id = (struct pm_str){ id, strlen(id) };
		if (s->next % 4 == 0)
			a.url = (struct pm_str){ "http://host.example.org/x", 25 };
		s->next++;
		put_data(&data, s->next);
		status = pm_slice_add(slice, &a, 0, put_metadata,
				      &(struct numbered){ &a, s->next }, &data, err);
		if (status == PM_OK && stop(s))
			status = pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	}
	pm_buf_release(&data);
	if (status == PM_OK && s->slices == s->fail_at)
		status = pm_fail(err, PM_ERR_INPUT, "slice %u broke", (unsigned)s->slices);
	if (status < 0 || slice->n == 0)
		return status < 0 ? status : PM_END;
	s->slices++;
	return PM_OK;
}

static enum pm_status
fill(void *ctx, struct pm_slice *slice, struct pm_error *err)
{
	struct source *s = ctx;
	enum pm_status status;

	if (atomic_exchange(&s->inside, true) || s->ended)
		atomic_store(&s->misused, true);
	status = fill_slice(s, slice, err);
	s->ended = status != PM_OK;
	atomic_store(&s->inside, false);
	return status;
}

/* --- segments ----------------------------------------------------------- */

static enum pm_status
make_sink(struct pm_sink **sink, const char *dir, struct pm_error *err)
{
	char reason[PM_WRITER_REASON], *path = pm_path_join(dir, "xapian");
	enum pm_status status;

	status = pm_database_create(sink, PM_WRITER_AUTO, path, dir, 1 << 20, reason, err);
	free(path);
	return status;
}

/* By a crew, into the new folder DIR.  *N_RUNS may be NULL. */
static enum pm_status
build_by_crew(const char *dir, struct source *s, unsigned jobs, size_t memory,
	      size_t *n_runs, struct pm_error *err)
{
	struct pm_crew_options o = {
		.jobs = jobs,
		.memory = memory,
		.language = "english",
		.dir = dir,
		.fill = fill,
		.ctx = s,
		.stop = { stop, s }
	};
	struct pm_sink *sink = NULL;
	struct pm_crew crew;
	enum pm_status status;

	ck_assert_int_eq(mkdir(dir, 0777), 0);
	OK(pm_crew_init(&crew, &o, ERR));
	if ((status = pm_crew_gather(&crew, err)) == PM_OK &&
	    (status = make_sink(&sink, dir, err)) == PM_OK &&
	    (status = pm_crew_merge(&crew, sink, err)) == PM_OK)
		status = sink->finish(sink, NULL, err);
	if (n_runs != NULL)
		*n_runs = crew.n_runs;
	if (sink != NULL)
		sink->free(sink);
	pm_crew_release(&crew);
	pm_crew_release(&crew);
	ck_assert(!atomic_load(&s->misused));
	return status;
}

/* How the corpus is divided where it is done by hand. */
struct division {
	unsigned gatherers; /* slices go to any of them */
	unsigned end_in;    /* a run ends behind one of so many slices */
	size_t memory;	    /* of a gatherer */
	unsigned to_file;   /* of so many runs one goes to files; 0: none */
	size_t merge_memory;
	bool postings_first;
	unsigned ahead; /* slices recoded before they are appended */
};

#define GATHERERS_MAX 4u
#define AHEAD_MAX 5u
#define RUNS_MAX 10000u

struct by_hand {
	struct pm_gather g[GATHERERS_MAX];
	char prefix[GATHERERS_MAX][PATH_SIZE + 32];
	struct pm_run *runs;
	size_t n_runs;
};

static void
end_run(struct by_hand *h, unsigned i, const struct division *d)
{
	ck_assert_uint_lt(h->n_runs, RUNS_MAX);
	OK(pm_gather_end(&h->g[i], d->to_file > 0 && rnd(d->to_file) == 0,
			 &h->runs[h->n_runs++], ERR));
	ck_assert_uint_eq(h->g[i].run.n_slices, 0);
}

/* The corpus as runs, in any order. */
static void
gather(struct by_hand *h, const char *dir, struct source *s, const struct division *d)
{
	struct pm_slice slice;
	struct pm_error err;
	enum pm_status status;
	unsigned i;
	size_t k;

	h->runs = calloc(RUNS_MAX, sizeof *h->runs);
	h->n_runs = 0;
	pm_slice_init(&slice);
	for (i = 0; i < d->gatherers; i++) {
		snprintf(h->prefix[i], sizeof h->prefix[i], "%s/run-%u", dir, i);
		OK(pm_gather_init(&h->g[i], "english", h->prefix[i], d->memory, ERR));
	}
	while ((status = fill(s, &slice, &err)) == PM_OK) {
		i = rnd(d->gatherers);
		while ((status = pm_gather_slice(&h->g[i], &slice, &err)) == PM_ABSENT)
			end_run(h, i, d);
		ck_assert_int_eq(status, PM_OK);
		if (rnd(d->end_in) == 0)
			end_run(h, i, d);
	}
	ck_assert_int_eq(status, PM_END);
	for (i = 0; i < d->gatherers; i++) {
		if (h->g[i].run.n_slices > 0)
			end_run(h, i, d);
		pm_gather_release(&h->g[i]);
	}
	pm_slice_release(&slice);
	for (k = h->n_runs; k > 1; k--) {
		size_t other = rnd((uint32_t)k);
		struct pm_run swap = h->runs[other];

		h->runs[other] = h->runs[k - 1];
		h->runs[k - 1] = swap;
	}
}

/* The slices by several scratches in turn, some of them ahead of their turn. */
static void
recode(struct pm_merge *m, struct pm_sink *sink, unsigned ahead)
{
	struct pm_merge_scratch x[AHEAD_MAX];
	size_t at, i, n;

	for (i = 0; i < ahead; i++)
		pm_merge_scratch_init(&x[i]);
	for (at = 0; at < m->n_slices; at += n) {
		n = m->n_slices - at < ahead ? m->n_slices - at : ahead;
		for (i = n; i-- > 0;)
			OK(pm_merge_recode(m, &x[i], at + i, ERR));
		for (i = 0; i < n; i++)
			OK(pm_merge_append(m, &x[i], at + i, sink, ERR));
	}
	for (i = 0; i < ahead; i++)
		pm_merge_scratch_release(&x[i]);
}

/* How many runs it took. */
static size_t
build_by_hand(const char *dir, const struct corpus *c, size_t slice_bytes,
	      const struct division *d)
{
	char prefix[PATH_SIZE + 32];
	struct by_hand h;
	struct source s;
	struct pm_merge m;
	struct pm_sink *sink;
	size_t i;

	begin(&s, c, slice_bytes);
	ck_assert_int_eq(mkdir(dir, 0777), 0);
	gather(&h, dir, &s, d);
	OK(make_sink(&sink, dir, ERR));
	snprintf(prefix, sizeof prefix, "%s/merge", dir);
	OK(pm_merge_init(&m, h.runs, h.n_runs, dir, prefix, d->merge_memory, ERR));
	if (d->postings_first)
		OK(pm_merge_postings(&m, sink, ERR));
	OK(pm_merge_lexicon(&m, ERR));
	OK(pm_merge_store_open(&m, ERR));
	if (!d->postings_first)
		OK(pm_merge_postings(&m, sink, ERR));
	recode(&m, sink, d->ahead);
	OK(pm_merge_store_finish(&m, ERR));
	OK(sink->finish(sink, NULL, ERR));
	sink->free(sink);
	pm_merge_release(&m);
	for (i = 0; i < h.n_runs; i++)
		pm_run_release(&h.runs[i]);
	free(h.runs);
	return h.n_runs;
}

/* All in one run, in memory. */
static const struct division whole = {
	1, UINT32_MAX, (size_t)1 << 30, 0, (size_t)1 << 30, false, 1
};

/* --- comparing ---------------------------------------------------------- */

/* Title and text of every article come back. */
static void
holds(const char *dir, const struct corpus *c)
{
	struct pm_segment *seg;
	struct pm_buf title, text;
	uint32_t i;

	pm_buf_init(&title, PM_BUF_NO_LIMIT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	OK(pm_segment_open(&seg, dir, ERR));
	ck_assert_uint_eq(pm_store_articles(pm_segment_store(seg)), c->n);
	for (i = 0; i < c->n; i++) {
		const struct article *a = &c->articles[i];

		pm_buf_clear(&title);
		pm_buf_clear(&text);
		OK(pm_segment_text(seg, i + 1, &title, &text, ERR));
		if (title.len != a->title.len || text.len != a->text.len ||
		    memcmp(pm_buf_str(&title), pm_buf_str(&a->title), title.len) != 0 ||
		    memcmp(pm_buf_str(&text), pm_buf_str(&a->text), text.len) != 0)
			ck_abort_msg("article %u: '%.60s' is not '%.60s'", i + 1,
				     pm_buf_str(&text), pm_buf_str(&a->text));
	}
	pm_segment_free(seg);
	pm_buf_release(&title);
	pm_buf_release(&text);
}

/* --- one corpus, one segment -------------------------------------------- */

START_TEST(every_division_gives_the_same_files)
{
	struct corpus c = { 0 };
	char a[PATH_SIZE], b[PATH_SIZE];
	size_t most = 0, runs;
	unsigned i;

	rng = 100 + (uint64_t)_i;
	for (i = 0; i < 400; i++)
		add_random(&c, i % 40 ? 60 : 1500, 3000, false);
	in_folder(a, "whole");
	in_folder(b, "divided");
	ck_assert_uint_eq(build_by_hand(a, &c, 1500, &whole), 1);
	holds(a, &c);
	for (i = 0; i < 16; i++) {
		struct division d = { 1 + rnd(GATHERERS_MAX),	 i < 2 ? 1 : 1 + rnd(20),
				      rnd(2) ? 0 : rnd(1 << 20), rnd(3),
				      rnd(2) ? 0 : rnd(1 << 18), rnd(2) == 0,
				      1 + rnd(AHEAD_MAX) };

		runs = build_by_hand(b, &c, 1500, &d);
		most = runs > most ? runs : most;
		same_folder(a, b);
		OK(pm_remove_tree(b, ERR));
	}
	ck_assert_uint_gt(most, 40);
	release(&c);
}
END_TEST

/* A text of at least LEN bytes of which no part is like another, and in which words and
 * ideograms with all that is made of neighbours stand at the ends of parts. */
static void
put_large(struct pm_buf *b, size_t len, unsigned kind)
{
	static const char *const between[] = { " ", " ", "-", ", ", "\n", " \xc2\xad \n",
					       ". " };

	while (b->len < len) {
		if (kind == 0 || rnd(3) > 0) {
			put_word(b, rnd(60000), rnd(4));
			pm_buf_puts(b, kind == 2 ? "-" : between[rnd(7)]);
		} else {
			put_ideogram(b);
		}
	}
}

/* A run may end inside an article, in any of its fields. */
START_TEST(an_article_in_several_runs_gives_the_same_files)
{
	struct corpus c = { 0 };
	char a[PATH_SIZE], b[PATH_SIZE];
	struct article *x;
	unsigned i;

	rng = 70 + (uint64_t)_i;
	for (i = 0; i < 12; i++) {
		add_random(&c, 60, 3000, false);
		x = add(&c);
		put_large(&x->text, i % 5 == 4 ? 100 : 150000 + rnd(200000), i % 3);
		if (i % 4 == 1)
			put_large(&x->title, 200000, i % 3);
		if (i % 4 == 2)
			put_large(&x->author, 40000, 0);
		if (i % 4 >= 2)
			put_large(&x->source, 30000, 1);
	}
	in_folder(a, "whole");
	in_folder(b, "divided");
	ck_assert_uint_eq(build_by_hand(a, &c, 500000, &whole), 1);
	holds(a, &c);
	for (i = 0; i < 4; i++) {
		struct division d = { 1 + i % 2,
				      UINT32_MAX,
				      i < 2 ? 0 : (size_t)3 << 20,
				      rnd(3),
				      rnd(2) ? 0 : rnd(1 << 18),
				      rnd(2) == 0,
				      1 + rnd(AHEAD_MAX) };
		size_t runs = build_by_hand(b, &c, 500000, &d);

		ck_assert_uint_gt(runs, i < 2 ? 80 : 8);
		same_folder(a, b);
		OK(pm_remove_tree(b, ERR));
	}
	release(&c);
}
END_TEST

/* The words are in order, and each is what its spellings fold to. */
static void
check_words(const char *dir)
{
	struct pm_form_spec *forms = NULL;
	struct pm_segment *seg;
	struct pm_cursor c;
	struct pm_buf last, folded;
	size_t cap = 0, n, i;
	uint32_t rank;

	OK(pm_segment_open(&seg, dir, ERR));
	pm_cursor_init(&c, pm_segment_lexicon(seg));
	pm_buf_init(&last, PM_BUF_NO_LIMIT);
	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	for (rank = 0; rank < pm_lexicon_words(pm_segment_lexicon(seg)); rank++) {
		OK(pm_cursor_rank(&c, rank, ERR));
		ck_assert(c.entry.place == 0 ||
			  pm_compare_bytes(pm_buf_str(&last), last.len, c.entry.word,
					   c.entry.len) <= 0);
		pm_buf_clear(&last);
		pm_buf_put(&last, c.entry.word, c.entry.len);
		OK(pm_cursor_forms(&c, &forms, &cap, &n, ERR));
		for (i = 0; i < n && c.entry.len > 1000; i++) {
			if (forms[i].form != PM_FORM_OTHER)
				continue;
			pm_buf_clear(&folded);
			OK(pm_fold(forms[i].other, forms[i].other_len, 0, &folded, ERR));
			ck_assert(folded.len == c.entry.len &&
				  memcmp(folded.data, c.entry.word, folded.len) == 0);
		}
	}
	pm_cursor_release(&c);
	pm_segment_free(seg);
	pm_buf_release(&last);
	pm_buf_release(&folded);
	free(forms);
}

START_TEST(huge_words_are_the_same_in_every_division)
{
	struct corpus c = { 0 };
	char a[PATH_SIZE], b[PATH_SIZE];
	struct article *x;
	unsigned i, k;

	rng = 40 + (uint64_t)_i;
	for (i = 0; i < 60; i++) {
		add_random(&c, 60, 3000, false);
		x = add(&c);
		for (k = 0; k < 6; k++) {
			struct pm_buf *to = rnd(5) ? &x->text : &x->title;

			put_huge(to);
			put_separator(to);
			put_piece(to, 3000, false);
			put_separator(to);
		}
	}
	in_folder(a, "whole");
	in_folder(b, "divided");
	ck_assert_uint_eq(build_by_hand(a, &c, 100000, &whole), 1);
	holds(a, &c);
	check_words(a);
	for (i = 0; i < 6; i++) {
		struct division d = { 1 + rnd(GATHERERS_MAX),
				      i < 3 ? 1 : 1 + rnd(5),
				      0,
				      rnd(3),
				      rnd(2) ? 0 : rnd(1 << 18),
				      rnd(2) == 0,
				      1 + rnd(AHEAD_MAX) };

		build_by_hand(b, &c, 100000, &d);
		same_folder(a, b);
		OK(pm_remove_tree(b, ERR));
	}
	release(&c);
}
END_TEST

/* A text that cannot be cut needs room for all of its words at once: that is freed with
 * its run, and does not end the next ones early. */
START_TEST(what_a_huge_text_needs_is_freed_with_its_run)
{
	struct division d = {
		1, UINT32_MAX, (size_t)8 << 20, 0, (size_t)1 << 30, false, 1
	};
	struct corpus c = { 0 };
	struct article *x = add(&c);
	char path[PATH_SIZE];
	unsigned i;

	for (i = 0; i < 600000; i++)
		pm_buf_puts(&x->text, "a\xe2\x98\x85");
	for (i = 0; i < 300; i++)
		add_strings(&c, "", "some words");
	in_folder(path, "segment");
	ck_assert_uint_le(build_by_hand(path, &c, 1000, &d), 3);
	holds(path, &c);
	release(&c);
}
END_TEST

START_TEST(every_number_of_workers_gives_the_same_files)
{
	static const struct {
		unsigned jobs;
		size_t memory;
	} crews[] = { { 1, SMALL_MEMORY },
		      { 1, (size_t)512 << 20 },
		      { 2, SMALL_MEMORY + (14 << 20) },
		      { 3, PM_MEMORY_MIN },
		      { 8, PM_MEMORY_MIN },
		      { 8, (size_t)512 << 20 },
		      { 1, 0 },
		      { 256, 1 << 20 },
		      { 2, 20 << 20 } };
	struct corpus c = { 0 };
	char a[PATH_SIZE], b[PATH_SIZE];
	struct source s;
	size_t runs, most = 0;
	unsigned i;

	for (i = 0; i < 1200; i++)
		add_random(&c, 700, 150000, true);
	in_folder(a, "whole");
	in_folder(b, "crew");
	build_by_hand(a, &c, 60000, &whole);
	holds(a, &c);
	for (i = 0; i < sizeof crews / sizeof *crews; i++) {
		begin(&s, &c, 60000);
		OK(build_by_crew(b, &s, crews[i].jobs, crews[i].memory, &runs, ERR));
		most = runs > most ? runs : most;
		same_folder(a, b);
		OK(pm_remove_tree(b, ERR));
	}
	ck_assert_uint_gt(most, 8);
	release(&c);
}
END_TEST

/* Spaces stand between words only, nothing before and behind them: neither is
 * ever met as an odd separator. */
START_TEST(small_corpora_come_back)
{
	static const char *const articles[][2] = {
		{ "", "two words" },
		{ "A title", "some text" },
		{ "One!", "two three." },
		{ "One!", "two.three!" },
		{ "", "." },
		{ "", "" },
		{ "", "word" },
		{ " ", " " },
		{ "a b", "" },
		{ "--a--", "--b--c--" }
	};
	struct corpus c = { 0 };
	char a[PATH_SIZE], b[PATH_SIZE];
	struct source s;

	in_folder(a, "whole");
	in_folder(b, "crew");
	add_strings(&c, articles[_i][0], articles[_i][1]);
	build_by_hand(a, &c, 100, &whole);
	holds(a, &c);
	begin(&s, &c, 100);
	OK(build_by_crew(b, &s, 3, PM_MEMORY_MIN, NULL, ERR));
	same_folder(a, b);
	release(&c);
}
END_TEST

START_TEST(no_article_gives_an_empty_segment)
{
	struct corpus c = { 0 };
	char a[PATH_SIZE];
	struct source s;
	size_t runs;

	begin(&s, &c, 100);
	OK(build_by_crew(in_folder(a, "empty"), &s, (unsigned)_i, PM_MEMORY_MIN, &runs,
			 ERR));
	ck_assert_uint_eq(runs, 0);
	holds(a, &c);
}
END_TEST

/* What a killed build leaves must lie where the next one finds it: in the folder
 * of the segment.  So nothing beside it can be in the way. */
START_TEST(spill_files_lie_in_the_folder_of_the_segment)
{
	static const char *const names[] = { "united", "answers", "aliases" };
	struct corpus c = { 0 };
	char a[PATH_SIZE], beside[PATH_SIZE + 64];
	struct source s;
	size_t runs;
	unsigned i;

	for (i = 0; i < 500; i++)
		add_random(&c, 700, 150000, true);
	in_folder(a, "segment");
	for (i = 0; i < 3; i++) {
		snprintf(beside, sizeof beside, "%s.%s-0", a, names[i]);
		ck_assert_int_eq(mkdir(beside, 0777), 0);
	}
	begin(&s, &c, 60000);
	OK(build_by_crew(a, &s, 1, SMALL_MEMORY, &runs, ERR));
	holds(a, &c);
	release(&c);
}
END_TEST

/* --- ranks -------------------------------------------------------------- */

struct counted {
	char name[16];
	uint32_t count;
};

static int
by_count(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct counted *)a)->name,
		      ((const struct counted *)b)->name);
}

/* How often word I occurs.  Words of equal counts stand across the ends of
 * classes, at 128 and at 16,512, or one count ends exactly there. */
static uint32_t
count_of(int kind, uint32_t i)
{
	switch (kind) {
	case 0: /* two ties, each across an end */
		return i < 90 ? 300 + i : i < 190 ? 40 : i < 9000 ? 3 : i < 20000 ? 2 : 1;
	case 1: /* one tie across both */
		return 1;
	case 2: /* counts end exactly where classes do */
		return i < 128 ? 7 : i < 16512 ? 3 : 1;
	case 3: /* and one word before and behind */
		return i < 127 ? 7 : i < 129 ? 6 : i < 16511 ? 3 : i < 16513 ? 2 : 1;
	case 4: /* counts that are listed one by one */
		return i < 5   ? 70000
		     : i < 120 ? 65537
		     : i < 150 ? 65536
		     : i < 160 ? 65535
			       : 1;
	default: /* no more words than a class has, or one more */
		return 1 + i % 3;
	}
}

static uint32_t
words_of(int kind)
{
	static const uint32_t n[] = { 40000, 40000, 40000, 40000, 20000, 1,
				      127,   128,   129,   16511, 16512, 16513 };

	return n[kind];
}

#define RANK_KINDS 12

static void
make_counted(struct corpus *c, struct counted *words, uint32_t n)
{
	size_t total = 0, i, k = 0;
	struct article *a = NULL;
	uint32_t *tokens, w;

	for (w = 0; w < n; w++)
		total += words[w].count;
	tokens = malloc(total * sizeof *tokens);
	for (w = 0; w < n; w++)
		for (i = 0; i < words[w].count; i++)
			tokens[k++] = w;
	for (i = total; i > 1; i--) {
		uint32_t swap = tokens[k = rnd((uint32_t)i)];

		tokens[k] = tokens[i - 1];
		tokens[i - 1] = swap;
	}
	for (i = 0; i < total; i++) {
		if (i % (total / 50 + 1) == 0)
			a = add(c);
		pm_buf_puts(&a->text, words[tokens[i]].name);
		pm_buf_putc(&a->text, ' ');
	}
	free(tokens);
}

START_TEST(ranks_follow_counts_and_bytes)
{
	static const struct division d = { 3, 4, 0, 2, 0, false, 2 };
	uint32_t n = words_of(_i), i, code_class;
	struct counted *words = calloc(n, sizeof *words);
	struct corpus c = { 0 };
	struct pm_known_word known;
	struct pm_segment *seg;
	char a[PATH_SIZE];

	for (i = 0; i < n; i++) {
		snprintf(words[i].name, sizeof words[i].name, "q%05xz",
			 i * 2654435761u % 1048573);
		words[i].count = count_of(_i, i);
	}
	make_counted(&c, words, n);
	in_folder(a, "ranks");
	build_by_hand(a, &c, 1, &d);
	qsort(words, n, sizeof *words, by_count);
	for (code_class = 0;
	     code_class < PM_CODE_CLASSES && pm_class_start[code_class] < n;
	     code_class++) {
		uint32_t from = pm_class_start[code_class],
			 to = pm_class_start[code_class + 1];

		qsort(words + from, (to < n ? to : n) - from, sizeof *words, by_name);
	}
	OK(pm_segment_open(&seg, a, ERR));
	ck_assert_uint_eq(pm_lexicon_words(pm_segment_lexicon(seg)), n);
	for (i = 0; i < n; i++) {
		if (pm_segment_word(seg, i, &known, NULL) != PM_OK ||
		    known.len != strlen(words[i].name) ||
		    memcmp(known.folded, words[i].name, known.len) != 0)
			ck_abort_msg("the word of rank %u is not '%s'", i, words[i].name);
	}
	pm_segment_free(seg);
	holds(a, &c);
	release(&c);
	free(words);
}
END_TEST

/* --- failures ----------------------------------------------------------- */

static const unsigned job_counts[] = { 1, 2, 8 };

START_TEST(a_reader_that_fails_ends_all_workers)
{
	static const uint64_t slices[] = { 0, 1, 2, 17, 60 };
	struct corpus c = { 0 };
	char a[PATH_SIZE], words[32];
	size_t files = open_files();
	struct source s;
	unsigned i, k;

	for (i = 0; i < 300; i++)
		add_random(&c, 100, 3000, false);
	in_folder(a, "failed");
	for (i = 0; i < 3; i++)
		for (k = 0; k < 5; k++) {
			begin(&s, &c, 1000);
			s.fail_at = slices[k];
			snprintf(words, sizeof words, "slice %u broke",
				 (unsigned)slices[k]);
			FAILS(build_by_crew(a, &s, job_counts[i], (size_t)512 << 20, NULL,
					    ERR),
			      PM_ERR_INPUT, words);
			ck_assert_uint_eq(count_entries(a), 0);
			OK(pm_remove_tree(a, ERR));
		}
	ck_assert_uint_eq(open_files(), files);
	release(&c);
}
END_TEST

/* Stopped at each question, or some of them. */
START_TEST(a_crew_stops_when_it_is_asked_to)
{
	struct corpus c = { 0 };
	char a[PATH_SIZE];
	size_t files = open_files();
	struct source s;
	unsigned i, at, stopped = 0;
	enum pm_status status = PM_ERR_INTERRUPTED;

	for (i = 0; i < 60; i++)
		add_random(&c, 100, 3000, false);
	in_folder(a, "stopped");
	for (at = 1; status == PM_ERR_INTERRUPTED; at += at < 50 ? 7 : 1) {
		struct pm_error err = { .text = "" };

		begin(&s, &c, 300);
		atomic_store(&s.stop_at, at);
		status = build_by_crew(a, &s, job_counts[_i], (size_t)512 << 20, NULL,
				       &err);
		stopped += status < 0;
		OK(pm_remove_tree(a, ERR));
	}
	ck_assert_int_eq(status, PM_OK);
	ck_assert_uint_gt(stopped, 20);
	ck_assert_uint_eq(open_files(), files);
	release(&c);
}
END_TEST

/* A sink that takes everything up to a certain call. */
struct bad_sink {
	struct pm_sink sink;
	atomic_uint calls;
	unsigned fail_at;
};

static enum pm_status
call(struct pm_sink *sink, struct pm_error *err)
{
	struct bad_sink *b = (struct bad_sink *)sink;

	if (atomic_fetch_add(&b->calls, 1) + 1 < b->fail_at)
		return PM_OK;
	return pm_fail(err, PM_ERR_IO, "the sink is full");
}

static enum pm_status
bad_slots(struct pm_sink *s, const struct pm_slot *slots, size_t n, struct pm_error *err)
{
	(void)slots, (void)n;
	return call(s, err);
}

static enum pm_status
bad_value(struct pm_sink *s, uint32_t slot, uint32_t article, const char *data,
	  size_t len, struct pm_error *err)
{
	(void)slot, (void)article, (void)data, (void)len;
	return call(s, err);
}

static enum pm_status
bad_length(struct pm_sink *s, uint32_t article, uint32_t length, struct pm_error *err)
{
	(void)article, (void)length;
	return call(s, err);
}

static enum pm_status
bad_term(struct pm_sink *s, const char *term, size_t len, uint32_t n, uint64_t total,
	 struct pm_error *err)
{
	(void)term, (void)len, (void)n, (void)total;
	return call(s, err);
}

static enum pm_status
bad_postings(struct pm_sink *s, const struct pm_posting *postings, size_t n,
	     struct pm_error *err)
{
	(void)postings, (void)n;
	return call(s, err);
}

static enum pm_status
bad_data(struct pm_sink *s, uint32_t article, const char *data, size_t len,
	 struct pm_error *err)
{
	(void)article, (void)data, (void)len;
	return call(s, err);
}

START_TEST(a_sink_that_fails_ends_all_workers)
{
	struct bad_sink b = { .sink = { bad_slots,
					bad_value,
					bad_length,
					bad_term,
					bad_postings,
					bad_data,
					NULL,
					NULL,
					{ NULL, NULL } } };
	struct corpus c = { 0 };
	char a[PATH_SIZE];
	struct source s;
	enum pm_status status = PM_ERR_IO;
	unsigned i, calls;

	for (i = 0; i < 60; i++)
		add_random(&c, 100, 3000, false);
	in_folder(a, "failed");
	for (calls = 1; status < 0; calls += 1 + calls / 6) {
		struct pm_crew_options o = { .jobs = job_counts[_i],
					     .memory = (size_t)512 << 20,
					     .language = "english",
					     .dir = a,
					     .fill = fill,
					     .ctx = &s };
		struct pm_error err = { .text = "" };
		struct pm_crew crew;

		begin(&s, &c, 300);
		atomic_store(&b.calls, 0);
		b.fail_at = calls;
		ck_assert_int_eq(mkdir(a, 0777), 0);
		OK(pm_crew_init(&crew, &o, ERR));
		OK(pm_crew_gather(&crew, ERR));
		status = pm_crew_merge(&crew, &b.sink, &err);
		if (status < 0)
			ck_assert_str_eq(err.text, "the sink is full");
		pm_crew_release(&crew);
		OK(pm_remove_tree(a, ERR));
	}
	ck_assert_int_eq(status, PM_OK);
	ck_assert_uint_gt(calls, 1000);
	release(&c);
}
END_TEST

START_TEST(a_spill_file_that_cannot_be_made_is_named)
{
	struct corpus c = { 0 };
	struct pm_slice slice;
	struct pm_gather g;
	struct pm_run run;
	struct source s;
	char prefix[PATH_SIZE];

	add_strings(&c, "a title", "some words");
	in_folder(prefix, "no/run");
	pm_slice_init(&slice);
	begin(&s, &c, 100);
	ck_assert_int_eq(fill(&s, &slice, NULL), PM_OK);
	OK(pm_gather_init(&g, "english", prefix, 0, ERR));
	FAILS(pm_gather_slice(&g, &slice, ERR), PM_ERR_IO, "no/run.stream");
	pm_gather_release(&g);
	OK(pm_gather_init(&g, "english", prefix, 1 << 30, ERR));
	OK(pm_gather_slice(&g, &slice, ERR));
	FAILS(pm_gather_end(&g, PM_RUN_TO_FILE, &run, ERR), PM_ERR_IO, "no/run.");
	pm_gather_release(&g);
	FAILS(pm_gather_init(&g, "klingon", prefix, 0, ERR), PM_ERR_USAGE, "klingon");
	pm_slice_release(&slice);
	release(&c);
}
END_TEST

/* No worker can begin: the language is not known. */
START_TEST(workers_that_cannot_begin_are_reported)
{
	struct corpus c = { 0 };
	struct source s;
	struct pm_crew_options o = { .jobs = job_counts[_i],
				     .memory = (size_t)512 << 20,
				     .language = "klingon",
				     .dir = folder,
				     .fill = fill,
				     .ctx = &s };
	struct pm_crew crew;

	add_strings(&c, "a title", "some words");
	begin(&s, &c, 100);
	OK(pm_crew_init(&crew, &o, ERR));
	FAILS(pm_crew_gather(&crew, ERR), PM_ERR_USAGE, "klingon");
	pm_crew_release(&crew);
	release(&c);
}
END_TEST

/* --- whole builds ------------------------------------------------------- */

static void
put_json(struct pm_buf *out, const char *name, const struct pm_buf *s)
{
	size_t i;

	pm_buf_printf(out, ",\"%s\":\"", name);
	for (i = 0; i < s->len; i++) {
		uint8_t byte = s->data[i];

		if (byte < 0x20)
			pm_buf_printf(out, "\\u%04x", byte);
		else if (byte == '"' || byte == '\\')
			pm_buf_printf(out, "\\%c", byte);
		else
			pm_buf_putc(out, byte);
	}
	pm_buf_putc(out, '"');
}

static void
write_corpus(const struct corpus *c, const char *path)
{
	struct pm_buf out;
	size_t i;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < c->n; i++) {
		const struct article *a = &c->articles[i];

		pm_buf_printf(&out, "{\"id\":\"%zu\"", i);
		put_json(&out, "title", &a->title);
		put_json(&out, "text", &a->text);
		put_json(&out, "source", &a->source);
		put_json(&out, "author", &a->author);
		if (a->day != 0)
			pm_buf_printf(&out, ",\"date\":\"%04u-%02u-%02u\"",
				      a->day / 10000, a->day / 100 % 100, a->day % 100);
		pm_buf_puts(&out, "}\n");
	}
	OK(pm_replace_file(path, out.data, out.len, ERR));
	pm_buf_release(&out);
}

static enum pm_status
build(const char *index, const char *input, unsigned jobs, size_t memory,
      enum pm_writer writer, struct source *s, struct pm_error *err)
{
	struct pm_build_options o = {
		.index = index,
		.paths = &input,
		.n_paths = 1,
		.language = "english",
		.jobs = jobs,
		.memory = memory,
		.writer = writer,
		.timings = true,
		.stop = { s == NULL ? NULL : stop, s }
	};
	struct pm_build_result result;
	enum pm_status status = pm_build(&o, &result, err);

	if (status == PM_OK)
		ck_assert_uint_gt(result.timings.len, 0);
	pm_buf_release(&result.timings);
	return status;
}

/* Both generations say so. */
static void
same_articles(const char *a, const char *b)
{
	struct pm_generation g, h;

	OK(pm_generation_read(a, &g, ERR));
	OK(pm_generation_read(b, &h, ERR));
	ck_assert_str_eq(g.fingerprint, h.fingerprint);
	ck_assert_uint_eq(g.segments[0].identity, h.segments[0].identity);
	pm_generation_release(&g);
	pm_generation_release(&h);
}

START_TEST(every_build_gives_the_same_index)
{
	static const struct {
		unsigned jobs;
		size_t memory;
	} builds[] = { { 2, PM_MEMORY_MIN }, { 3, (size_t)100 << 20 }, { 8, 0 },
		       { 1, PM_MEMORY_MIN }, { 8, PM_MEMORY_MIN },     { 0, 0 } };
	enum pm_writer writer = _i == 0 ? PM_WRITER_AUTO : PM_WRITER_XAPIAN;
	struct corpus c = { 0 };
	char a[PATH_SIZE], b[PATH_SIZE], input[PATH_SIZE], segment[PATH_SIZE + 16];
	unsigned i;

	/* some slices; with libxapian as the writer fewer, for it takes its time */
	for (i = 0; i < (_i == 0 ? 1600 : 400); i++)
		add_random(&c, 1200, 200000, i % 2 == 0);
	write_corpus(&c, in_folder(input, "a.jsonl"));
	in_folder(a, "first");
	in_folder(b, "second");
	OK(build(a, input, 1, 0, writer, NULL, ERR));
	snprintf(segment, sizeof segment, "%s/segment-1", a);
	holds(segment, &c);
	for (i = 0; i < (_i == 0 ? sizeof builds / sizeof *builds : 2); i++) {
		OK(build(b, input, builds[i].jobs, builds[i].memory, writer, NULL, ERR));
		same_folder(a, b);
		same_articles(a, b);
		OK(pm_remove_tree(b, ERR));
	}
	release(&c);
}
END_TEST

/* What is published stays as it was, and nothing else is left. */
START_TEST(a_build_stops_when_it_is_asked_to)
{
	struct corpus c = { 0 };
	char a[PATH_SIZE], b[PATH_SIZE], input[PATH_SIZE];
	unsigned i, total, stopped = 0;
	struct source s;

	for (i = 0; i < 700; i++)
		add_random(&c, 1200, 20000, false);
	write_corpus(&c, in_folder(input, "a.jsonl"));
	in_folder(a, "old");
	in_folder(b, "stopped");
	OK(build(a, input, 1, 0, PM_WRITER_AUTO, NULL, ERR));
	OK(build(b, input, 1, 0, PM_WRITER_AUTO, NULL, ERR));
	begin(&s, &c, 0);
	OK(build(b, input, job_counts[_i], 0, PM_WRITER_AUTO, &s, ERR));
	OK(pm_remove_tree(b, ERR));
	OK(build(b, input, 1, 0, PM_WRITER_AUTO, NULL, ERR));
	total = atomic_load(&s.asked);
	for (i = 0; i < 16; i++) {
		struct pm_error err = { .text = "" };
		enum pm_status status;

		begin(&s, &c, 0);
		/* the first questions, the last ones, and some between */
		atomic_store(&s.stop_at, i < 3	  ? i + 1
					 : i < 10 ? total + 3 - i
						  : 1 + rnd(total));
		status = build(b, input, job_counts[_i], 0, PM_WRITER_AUTO, &s, &err);
		if (status == PM_OK) { /* another order, fewer questions */
			ck_assert_uint_lt(atomic_load(&s.asked), atomic_load(&s.stop_at));
			OK(pm_remove_tree(b, ERR));
			OK(build(b, input, 1, 0, PM_WRITER_AUTO, NULL, ERR));
			continue;
		}
		ck_assert_int_eq(status, PM_ERR_INTERRUPTED);
		same_folder(a, b);
		stopped++;
	}
	ck_assert_uint_ge(stopped, 10);
	release(&c);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("crew");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 240);
	tcase_add_loop_test(tc, every_division_gives_the_same_files, 0, 3);
	tcase_add_loop_test(tc, an_article_in_several_runs_gives_the_same_files, 0, 3);
	tcase_add_loop_test(tc, huge_words_are_the_same_in_every_division, 0, 3);
	tcase_add_test(tc, what_a_huge_text_needs_is_freed_with_its_run);
	tcase_add_test(tc, every_number_of_workers_gives_the_same_files);
	tcase_add_loop_test(tc, small_corpora_come_back, 0, 10);
	tcase_add_loop_test(tc, no_article_gives_an_empty_segment, 1, 4);
	tcase_add_test(tc, spill_files_lie_in_the_folder_of_the_segment);
	tcase_add_loop_test(tc, ranks_follow_counts_and_bytes, 0, RANK_KINDS);
	tcase_add_test(tc, a_reader_that_fails_ends_all_workers);
	tcase_add_loop_test(tc, a_crew_stops_when_it_is_asked_to, 0, 3);
	tcase_add_loop_test(tc, a_sink_that_fails_ends_all_workers, 0, 3);
	tcase_add_test(tc, a_spill_file_that_cannot_be_made_is_named);
	tcase_add_loop_test(tc, workers_that_cannot_begin_are_reported, 0, 3);
	tcase_add_loop_test(tc, every_build_gives_the_same_index, 0, 2);
	tcase_add_loop_test(tc, a_build_stops_when_it_is_asked_to, 0, 3);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
