/* Pressmark - tests of indexer/repeats.h: what is folded is what a naive reading of
 * ARCHITECTURE.md, "Repeated blocks", folds.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repeats.h"
#include "indexer/repeats_change.h"

#include "support/folds.h"
#include "tests/unit/small_fixture.h"

static const struct pm_stop never;

static bool
stop_now(void *ctx)
{
	(void)ctx;
	return true;
}

static struct pm_str
str(const char *s)
{
	return (struct pm_str){ s, strlen(s) };
}

/* --- the naive reading -------------------------------------------------- */

#define ARTICLES_MAX 80
#define BLOCKS_MAX 12
#define LINES_MAX (3 * BLOCKS_MAX)
#define POOL 14u /* blocks that articles may have in common; the others are their own */
#define TEXT_MAX 8192

/* Every block is known by a number, and made of words by it. */
struct naive {
	bool page, counts, witness;
	bool gone, goes, away; /* before an update; with it; and so not there */
	unsigned source;
	unsigned blocks[BLOCKS_MAX];
	size_t lens[BLOCKS_MAX]; /* from its first word to its last */
	bool folds[BLOCKS_MAX];
	size_t n;
	/* The text as lines with their line ends; of each, which block it is, or -1. */
	char lines[LINES_MAX][400];
	int block_of[LINES_MAX];
	size_t n_lines;
	char text[TEXT_MAX];
	struct pm_fold has[LINES_MAX]; /* folds that it has already */
	size_t n_has;
	char url[40], source_name[20], file[40];
};

static struct naive articles[ARTICLES_MAX];
static size_t n_articles;

static unsigned
words_of(unsigned block)
{
	return block % 7 == 0 ? 1 : 2 + block * 5 % 17;
}

/* How many of its words have digits. */
static unsigned
figures_of(unsigned block)
{
	return block % 5 == 0 ? words_of(block)
	     : block % 5 == 1 ? words_of(block) / 3
			      : 0;
}

static bool
may_repeat(const struct naive *a, unsigned block)
{
	return a->page ? figures_of(block) < words_of(block)
		       : 4 * figures_of(block) < words_of(block);
}

static bool
has(const struct naive *a, unsigned block)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (a->blocks[i] == block)
			return may_repeat(a, block);
	return false;
}

static bool
same_article(const struct naive *a, const struct naive *b)
{
	return a->source == b->source && a->n == b->n &&
	       memcmp(a->blocks, b->blocks, a->n * sizeof *a->blocks) == 0;
}

/* In how many articles of the source a block is that count, or that are witnesses. */
static unsigned
count(unsigned source, unsigned block, bool witnesses)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < n_articles; i++)
		n += articles[i].source == source && articles[i].counts &&
		     (!witnesses || articles[i].witness) && has(&articles[i], block);
	return n;
}

static void
decide(struct naive *a)
{
	bool lead = false;
	size_t i, n = 0;

	for (i = 0; i < a->n; i++) {
		unsigned b = a->blocks[i], w = count(a->source, b, true);
		bool repeats = w >= PM_REPEATS_MIN && may_repeat(a, b);
		bool often = w >= PM_REPEATS_LEAD_MIN && may_repeat(a, b);

		a->folds[i] = repeats;
		if (!lead && words_of(b) >= PM_REPEATS_LEAD_WORDS && !often) {
			lead = true;
			a->folds[i] = false;
		}
		n += a->folds[i];
	}
	for (i = 0; i < a->n && n == a->n; i++)
		a->folds[i] = false;
}

static void
read_naively(void)
{
	size_t i, k;

	for (i = 0; i < n_articles; i++) {
		articles[i].counts = !articles[i].away;
		for (k = 0; k < i; k++)
			if (!articles[k].away && same_article(&articles[i], &articles[k]))
				articles[i].counts = false;
	}
	for (i = 0; i < n_articles; i++) {
		struct naive *a = &articles[i];
		size_t own = 0, all = 0;

		for (k = 0; k < a->n; k++) {
			all += a->lens[k];
			if (!may_repeat(a, a->blocks[k]) ||
			    count(a->source, a->blocks[k], false) < PM_REPEATS_MIN)
				own += a->lens[k];
		}
		/* for count() above only what counts matters */
		a->witness = 2 * own >= all;
	}
	for (i = 0; i < n_articles; i++)
		decide(&articles[i]);
}

/* Whether of the blocks after B there are some, and all are folded. */
static bool
rest_folds(const struct naive *a, size_t b)
{
	size_t i;

	for (i = b + 1; i < a->n; i++)
		if (!a->folds[i])
			return false;
	return b + 1 < a->n;
}

/* Which lines are folded: from that of a block to the one before the next block that
 * stays; at the beginning, from there; and at the end, from behind the last that stays,
 * whose line end goes too. */
static void
fold_naively(const struct naive *a, char *left)
{
	bool folding = a->n > 0 && a->folds[0];
	size_t i, len;

	*left = '\0';
	for (i = 0; i < a->n_lines; i++) {
		int b = a->block_of[i];

		if (b >= 0)
			folding = a->folds[b];
		if (folding)
			continue;
		strcat(left, a->lines[i]);
		if (b < 0 || !rest_folds(a, (size_t)b))
			continue;
		for (len = strlen(left); len > 0 && left[len - 1] == '\n';)
			left[--len] = '\0';
		return;
	}
}

/* --- articles ----------------------------------------------------------- */

/* A block on a line: its words are the same each time, how they are written is not. */
static size_t
write_block(char *line, unsigned block)
{
	static const char *const gaps[] = { " ", "  ", ", ", " - ", "\t" };
	static const char *const begins[] = { "", "", "* ", "  ", "\"" };
	size_t n = (size_t)sprintf(line, "%s", begins[rnd(5)]), first = n, end = n;
	unsigned w, figures = figures_of(block);

	for (w = 0; w < words_of(block); w++) {
		char word[24];

		if (w < figures)
			snprintf(word, sizeof word, "%u", 1000 + block * 20 + w);
		else
			snprintf(word, sizeof word, "word%c%c%c%c%c",
				 'a' + (int)(block / 17576 % 26),
				 'a' + (int)(block / 676 % 26),
				 'a' + (int)(block / 26 % 26), 'a' + (int)(block % 26),
				 'a' + (int)w);
		if (rnd(3) == 0)
			word[0] = (char)(word[0] == 'w' ? 'W' : word[0]);
		n += (size_t)sprintf(line + n, "%s%s", w == 0 ? "" : gaps[rnd(5)], word);
		end = n;
	}
	n += (size_t)sprintf(line + n, "%s\n", rnd(2) == 0 ? "." : "");
	return end - first;
}

static void
add_line(struct naive *a, int block)
{
	static const char *const wordless[] = { "\n", "* * *\n", "  \n", "\xc2\xa9\n" };
	char *line = a->lines[a->n_lines];

	a->block_of[a->n_lines++] = block;
	if (block < 0)
		strcpy(line, wordless[rnd(4)]);
	else
		a->lens[block] = write_block(line, a->blocks[block]);
	/* what is no page has paragraphs */
	if (!a->page)
		strcat(line, "\n");
}

/* Lines of A out of its blocks; and perhaps folds between them. */
static void
write_article(struct naive *a)
{
	static const char *const folded[] = { "menu\n", "\xc3\xa9t\xc3\xa9", "share this" };
	size_t i;

	a->n_lines = a->n_has = 0;
	a->text[0] = '\0';
	for (i = 0; i < a->n; i++) {
		while (rnd(4) == 0 && a->n_lines < LINES_MAX / 2)
			add_line(a, -1);
		add_line(a, (int)i);
	}
	if (rnd(3) == 0 && a->n_lines > 0)
		a->lines[a->n_lines - 1][strcspn(a->lines[a->n_lines - 1], "\n")] = '\0';
	for (i = 0; i < a->n_lines; i++) {
		while (rnd(8) == 0 && a->n_has < LINES_MAX)
			a->has[a->n_has++] = (struct pm_fold){
				strlen(a->text), str(folded[rnd(3)]),
				rnd(2) == 0 ? PM_FOLD_PAGE : PM_FOLD_TAIL
			};
		strcat(a->text, a->lines[i]);
	}
	/* Where an article is from: its host, its source or its folder. */
	snprintf(a->url, sizeof a->url, a->source % 3 == 0 ? "http://%sh%u.org/x/%u" : "",
		 rnd(2) == 0 ? "www." : "", a->source, rnd(1000));
	snprintf(a->source_name, sizeof a->source_name,
		 a->source % 3 == 1 ? "h%u.org" : "", a->source - 1);
	if (a->source % 3 == 0)
		snprintf(a->source_name, sizeof a->source_name, "s%u", rnd(3));
	snprintf(a->file, sizeof a->file, "d%u/%u.html",
		 a->source % 3 == 2 ? a->source : rnd(9), rnd(1000));
}

/* An article of one of SOURCES: its own blocks and some of the pool; or one that was there,
 * with a block more or less, or as it was. */
static void
make_article(struct naive *a, unsigned sources, unsigned share)
{
	size_t i;

	memset(a, 0, sizeof *a);
	if (n_articles > 0 && rnd(4) == 0) {
		const struct naive *b = &articles[rnd((uint32_t)n_articles)];

		a->page = b->page;
		a->source = b->source;
		a->n = b->n;
		memcpy(a->blocks, b->blocks, sizeof a->blocks);
		if (a->n > 1 && rnd(2) == 0)
			a->blocks[rnd((uint32_t)a->n)] = 100 + rnd(100000);
		else if (a->n > 2 && rnd(2) == 0)
			a->n--;
	} else {
		a->page = rnd(5) > 0;
		a->source = rnd(sources);
		a->n = rnd(BLOCKS_MAX + 1);
		for (i = 0; i < a->n; i++)
			a->blocks[i] = rnd(100) < share ? 1 + rnd(POOL)
							: 100 + rnd(100000);
	}
	write_article(a);
}

static struct pm_article
article_of(const struct naive *a)
{
	return (struct pm_article){
		.text = str(a->text),
		.url = str(a->url),
		.source = str(a->source_name),
		.file = str(a->file),
		.page = a->page,
		.folds = a->has,
		.n_folds = a->n_has,
	};
}

/* The text with all folds put back. */
static void
put_back(const struct pm_article *a, char *out)
{
	size_t at = 0, i;

	*out = '\0';
	for (i = 0; i < a->n_folds; i++) {
		ck_assert_uint_ge(a->folds[i].at, at);
		ck_assert_uint_le(a->folds[i].at, a->text.len);
		strncat(out, a->text.data + at, a->folds[i].at - at);
		strncat(out, a->folds[i].text.data, a->folds[i].text.len);
		at = a->folds[i].at;
	}
	strncat(out, a->text.data + at, a->text.len - at);
}

static unsigned
reasons(const struct pm_article *a)
{
	unsigned all = 0;
	size_t i;

	for (i = 0; i < a->n_folds; i++)
		all |= a->folds[i].why;
	return all;
}

/* No fold that repeats touches another. */
static void
folds_do_not_touch(const struct pm_article *a)
{
	size_t i;

	for (i = 1; i < a->n_folds; i++)
		ck_assert(a->folds[i].at > a->folds[i - 1].at ||
			  ((a->folds[i].why | a->folds[i - 1].why) & PM_FOLD_REPEATED) ==
				  0);
}

static size_t
compare_all(const char *path, size_t memory)
{
	static char expected[2 * TEXT_MAX], before[2 * TEXT_MAX], after[2 * TEXT_MAX];
	const struct pm_article *folded;
	struct pm_repeats r;
	size_t i, k, n = 0;

	OK(pm_repeats_init(&r, PM_CLEAN_BALANCED, path, memory, &never, ERR));
	for (i = 0; i < n_articles; i++) {
		struct pm_article a = article_of(&articles[i]);

		OK(pm_repeats_add(&r, &a, ERR));
	}
	OK(pm_repeats_end(&r, ERR));
	for (i = 0; i < n_articles; i++) {
		struct pm_article a = article_of(&articles[i]);

		OK(pm_repeats_fold(&r, &a, &folded, ERR));
		fold_naively(&articles[i], expected);
		ck_assert_msg(folded->text.len == strlen(expected) &&
				      memcmp(folded->text.data, expected,
					     folded->text.len) == 0,
			      "article %zu:\n%s\nnaively:\n%s\nnot:\n%.*s", i,
			      articles[i].text, expected, (int)folded->text.len,
			      folded->text.data);
		put_back(&a, before);
		put_back(folded, after);
		ck_assert_str_eq(before, after);
		folds_do_not_touch(folded);
		ck_assert_uint_eq(reasons(folded),
				  reasons(&a) | (folded == &a ? 0u : PM_FOLD_REPEATED));
		for (k = 0; k < articles[i].n; k++)
			n += articles[i].folds[k];
	}
	ck_assert_uint_eq(r.result.blocks, n);
	pm_repeats_release(&r);
	return n;
}

START_TEST(what_is_folded_is_what_a_naive_reading_folds)
{
	static const unsigned shares[] = { 10, 30, 60 };
	char path[PATH_SIZE];
	unsigned round;
	size_t n = 0;

	in_folder(path, "blocks");
	for (round = 0; round < 60; round++) {
		unsigned sources, share;
		size_t wanted;

		rng = (uint64_t)_i * 1000 + round + 1;
		sources = 1 + rnd(4);
		share = shares[rnd(3)];
		wanted = 1 + rnd(ARTICLES_MAX);
		for (n_articles = 0; n_articles < wanted; n_articles++)
			make_article(&articles[n_articles], sources, share);
		read_naively();
		n += compare_all(path, round % 2 == 0 ? 1000 : 1 << 20);
	}
	ck_assert_uint_gt(n, 200); /* there is something to compare */
}
END_TEST

/* --- articles that are added, and that go ------------------------------- */

#define SEGMENTS 3u

/* The blocks of all articles, as a segment has them. */
static struct pm_block lists[ARTICLES_MAX][BLOCKS_MAX];

static void
make_lists(void)
{
	struct pm_text_blocks b;
	size_t i;

	pm_text_blocks_init(&b);
	for (i = 0; i < n_articles; i++) {
		struct pm_article a = article_of(&articles[i]);

		OK(pm_text_blocks_cut(&b, &a, ERR));
		ck_assert_uint_eq(b.n, articles[i].n);
		pm_repeats_list(&b, &a, lists[i]);
	}
	pm_text_blocks_release(&b);
}

/* Where an article is: its segment, and its number there, of which some are left out. */
struct where {
	size_t segment;
	uint32_t article;
};
static struct where places[ARTICLES_MAX];

static struct pm_repeats_old segments[SEGMENTS + 1];
static uint64_t gone[SEGMENTS][4], goes[SEGMENTS][4];

static void
note(uint64_t *set, uint32_t article)
{
	set[(article - 1) / 64] |= (uint64_t)1 << (article - 1) % 64;
}

/* The first OLD articles as segments, and one without any that took part. */
static void
write_segments(size_t old)
{
	size_t at = 0, i;

	memset(gone, 0, sizeof gone);
	memset(goes, 0, sizeof goes);
	segments[SEGMENTS] = (struct pm_repeats_old){ 0 };
	for (i = 0; i < SEGMENTS; i++) {
		size_t to = i == SEGMENTS - 1 ? old : at + rnd((uint32_t)(old - at + 1));
		struct pm_blocks_writer *w;
		char path[PATH_SIZE], name[20];
		uint32_t article = 0;

		snprintf(name, sizeof name, "segment-%zu", i);
		unlink(in_folder(path, name));
		OK(pm_blocks_create(&w, path, ERR));
		for (; at < to; at++) {
			places[at] = (struct where){ i, article += 1 + rnd(3) };
			OK(pm_blocks_add(w, article, articles[at].page, lists[at],
					 articles[at].n, ERR));
			if (articles[at].gone)
				note(gone[i], article);
			if (articles[at].goes)
				note(goes[i], article);
		}
		OK(pm_blocks_finish(w, NULL, ERR));
		pm_blocks_writer_free(w);
		segments[i].gone = gone[i];
		segments[i].goes = NULL;
		OK(pm_blocks_open(&segments[i].blocks, path, article, ERR));
	}
	for (; at < n_articles; at++)
		places[at] = (struct where){ SEGMENTS + 1, (uint32_t)(at - old + 1) };
}

/* Which of the first OLD articles are gone, and go: none, few, or many. */
static void
choose_going(size_t old)
{
	uint32_t were = rnd(3), go = rnd(4);
	size_t i;

	for (i = 0; i < old; i++) {
		articles[i].gone = were > 0 && rnd(9) < were;
		articles[i].goes = !articles[i].gone && go > 0 && rnd(9) < go;
	}
}

static bool before[ARTICLES_MAX][BLOCKS_MAX];
static bool did_repeat[ARTICLES_MAX][BLOCKS_MAX];

/* Read the first OLD articles, less those that are gone, and then all that stay and come,
 * naively. */
static void
read_both(size_t old)
{
	size_t i, k;

	memset(before, 0, sizeof before);
	for (i = 0; i < n_articles; i++)
		articles[i].away = i >= old || articles[i].gone;
	read_naively();
	for (i = 0; i < n_articles; i++)
		for (k = 0; k < articles[i].n; k++) {
			before[i][k] = i < old && articles[i].folds[k];
			did_repeat[i][k] = count(articles[i].source, articles[i].blocks[k],
						 true) >= PM_REPEATS_MIN;
		}
	for (i = 0; i < n_articles; i++)
		articles[i].away = articles[i].gone || articles[i].goes;
	read_naively();
}

/* The next article from I on whose folds are others. */
static size_t
next_touched(size_t i)
{
	while (i < n_articles && (articles[i].away || memcmp(before[i], articles[i].folds,
							     articles[i].n) == 0))
		i++;
	return i;
}

static void
same_folds(const bool *naive, const bool *folds, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		ck_assert_uint_eq(naive[i], folds != NULL && folds[i]);
}

/* A block of which KEY is the key, that does or does not repeat now, and has changed. */
static void
has_changed(uint64_t key, bool repeats)
{
	size_t i, k;

	for (i = 0; i < n_articles; i++)
		for (k = 0; k < articles[i].n; k++) {
			if (lists[i][k].key != key)
				continue;
			ck_assert_uint_eq(did_repeat[i][k], !repeats);
			ck_assert_uint_eq(count(articles[i].source, articles[i].blocks[k],
						true) >= PM_REPEATS_MIN,
					  repeats);
			did_repeat[i][k] = repeats;
		}
}

/* None is left that has changed. */
static void
all_have_changed(void)
{
	size_t i, k;

	for (i = 0; i < n_articles; i++)
		for (k = 0; k < articles[i].n; k++)
			ck_assert_uint_eq(did_repeat[i][k],
					  count(articles[i].source, articles[i].blocks[k],
						true) >= PM_REPEATS_MIN);
}

/* What adding the articles after the first OLD, and taking some of these away, touches: how
 * many of the old ones, and how many blocks repeat no more. */
static void
compare_change(size_t old, size_t memory, size_t *touched_old, size_t *unmade)
{
	struct pm_repeats_change_of_block block;
	struct pm_repeats_change c;
	struct pm_repeats_touched t;
	enum pm_status status;
	char path[PATH_SIZE];
	size_t i, at;

	choose_going(old);
	write_segments(old);
	read_both(old);
	OK(pm_repeats_change_init(&c, segments, SEGMENTS + 1, in_folder(path, "change"),
				  memory, &never, ERR));
	for (i = old; i < n_articles; i++)
		OK(pm_repeats_change_add(&c, lists[i], articles[i].n, ERR));
	/* as late as it may be known */
	for (i = 0; i < SEGMENTS; i++)
		segments[i].goes = goes[i];
	OK(pm_repeats_change_end(&c, ERR));
	while ((status = pm_repeats_change_block(&c, &block, NULL)) == PM_OK) {
		has_changed(block.key, block.repeats);
		*unmade += !block.repeats;
	}
	ck_assert_int_eq(status, PM_END);
	all_have_changed();
	for (at = next_touched(0);
	     (status = pm_repeats_change_next(&c, &t, NULL)) == PM_OK;
	     at = next_touched(at + 1)) {
		ck_assert_uint_lt(at, n_articles);
		ck_assert_uint_eq(t.segment, places[at].segment);
		ck_assert_uint_eq(t.article, places[at].article);
		ck_assert_uint_eq(t.n, articles[at].n);
		same_folds(before[at], t.before, t.n);
		same_folds(articles[at].folds, t.after, t.n);
		*touched_old += at < old;
	}
	ck_assert_int_eq(status, PM_END);
	ck_assert_uint_eq(at, n_articles);
	pm_repeats_change_release(&c);
	for (i = 0; i < SEGMENTS; i++)
		pm_blocks_free(segments[i].blocks);
}

START_TEST(what_an_update_touches_is_what_two_builds_fold_differently)
{
	static const unsigned shares[] = { 10, 30, 60 };
	size_t touched = 0, unmade = 0;
	unsigned round;

	for (round = 0; round < 60; round++) {
		unsigned sources, share;
		size_t wanted;

		rng = (uint64_t)_i * 1000 + round + 7;
		sources = 1 + rnd(4);
		share = shares[rnd(3)];
		wanted = 1 + rnd(ARTICLES_MAX);
		for (n_articles = 0; n_articles < wanted; n_articles++)
			make_article(&articles[n_articles], sources, share);
		make_lists();
		compare_change(rnd((uint32_t)wanted + 1), round % 2 == 0 ? 1000 : 1 << 20,
			       &touched, &unmade);
	}
	ck_assert_uint_gt(touched, 50); /* there is something to compare */
	ck_assert_uint_gt(unmade, 0);
}
END_TEST

START_TEST(an_update_can_be_stopped)
{
	const struct pm_block block = { 7, 10, true, false };
	const struct pm_stop stop = { stop_now, NULL };
	struct pm_blocks_writer *w;
	struct pm_repeats_change c;
	struct pm_repeats_old old = { 0 };
	char path[PATH_SIZE];
	uint32_t i;

	OK(pm_blocks_create(&w, in_folder(path, "blocks"), ERR));
	for (i = 1; i <= 5000; i++)
		OK(pm_blocks_add(w, i, true, &block, 1, ERR));
	OK(pm_blocks_finish(w, NULL, ERR));
	pm_blocks_writer_free(w);
	OK(pm_blocks_open(&old.blocks, path, 5000, ERR));
	OK(pm_repeats_change_init(&c, &old, 1, in_folder(path, "change"), 1 << 20, &stop,
				  ERR));
	FAILS(pm_repeats_change_end(&c, ERR), PM_ERR_INTERRUPTED, "interrupted");
	pm_repeats_change_release(&c);
	pm_blocks_free(old.blocks);
}
END_TEST

/* --- cases -------------------------------------------------------------- */

/* The articles of one source, in TEXTS, N of them, as pages; what is left of the first. */
static const char *
left_of_first(const char *const *texts, size_t n, bool page)
{
	static char left[TEXT_MAX];
	const struct pm_article *folded;
	struct pm_article a = { .page = page };
	char path[PATH_SIZE];
	struct pm_repeats r;
	size_t i;

	OK(pm_repeats_init(&r, PM_CLEAN_BALANCED, in_folder(path, "blocks"), 1 << 20,
			   &never, ERR));
	for (i = 0; i < n; i++) {
		a.text = str(texts[i]);
		OK(pm_repeats_add(&r, &a, ERR));
	}
	OK(pm_repeats_end(&r, ERR));
	a.text = str(texts[0]);
	OK(pm_repeats_fold(&r, &a, &folded, ERR));
	snprintf(left, sizeof left, "%.*s", (int)folded->text.len, folded->text.data);
	pm_repeats_release(&r);
	return left;
}

#define STORY(own, rest) \
	own " told at some length, so that it is mostly its own story.\n" rest
#define LEFT(texts, page) left_of_first(texts, sizeof(texts) / sizeof *(texts), page)

START_TEST(five_make_a_repeat_and_four_do_not)
{
	static const char *const five[] = {
		STORY("One", "Sign up now!\nEnd one\n"), STORY("Two", "SIGN UP - NOW\n"),
		STORY("Three", "sign up now\n"), STORY("Four", "Sign up now...\n"),
		STORY("Five", "Sign\tup now")
	};

	ck_assert_str_eq(LEFT(five, true), STORY("One", "End one\n"));
	ck_assert_str_eq(left_of_first(five, 4, true), five[0]);
}
END_TEST

START_TEST(digits_tell_blocks_apart)
{
	static const char *const other[] = {
		STORY("One", "Page 1 of 9 here\n"), STORY("Two", "Page 2 of 9 here\n"),
		STORY("Three", "Page 3 of 9 here\n"), STORY("Four", "Page 4 of 9 here\n"),
		STORY("Five", "Page 5 of 9 here\n")
	};
	static const char *const figures[] = {
		STORY("One", "10:30 2019\n"), STORY("Two", "10:30 2019\n"),
		STORY("Three", "10:30 2019\n"), STORY("Four", "10:30 2019\n"),
		STORY("Five", "10:30 2019\n")
	};
	static const char *const news[] = {
		STORY("One", "Record April 10\n"), STORY("Two", "Record April 10\n"),
		STORY("Three", "Record April 10\n"), STORY("Four", "Record April 10\n"),
		STORY("Five", "Record April 10\n")
	};

	ck_assert_str_eq(LEFT(other, true), other[0]);
	ck_assert_str_eq(LEFT(figures, true), figures[0]);
	ck_assert_str_eq(LEFT(news, false), news[0]);
	ck_assert_str_eq(LEFT(news, true),
			 "One told at some length, so that it is mostly its own story.");
}
END_TEST

START_TEST(copies_do_not_fold_themselves_away)
{
#define P1 "The council met on Monday and spoke about the bridge for hours.\n"
#define P2 "Nobody was content with it, and the mayor left early, angrily.\n"
#define P3 "The next meeting is to be on Friday, if the weather is fine.\n"
	static const char *const same[] = { P1 P2 P3, P1 P2 P3, P1 P2 P3,
					    P1 P2 P3, P1 P2 P3, P1 P2 P3 };
	static const char *const nearly[] = {
		P1 P2 P3 "Seen by many\n",
		P1 P2 P3 "Seen by few\n",
		P1 P2 P3 "Updated at noon\n",
		P1 P2 P3,
		P1 P2 P3 "Seen by some\n",
		P1 P2 P3 "Printed\n",
		"First: " P1 P2 P3
	};

	ck_assert_str_eq(LEFT(same, true), same[0]);
	ck_assert_str_eq(LEFT(nearly, true), nearly[0]);
}
END_TEST

START_TEST(something_is_left_of_every_article)
{
	static const char *const all[] = {
		"Sign up now\n",
		STORY("One", "Sign up now\n"),
		STORY("Two", "Sign up now\n"),
		STORY("Three", "Sign up now\n"),
		STORY("Four", "Sign up now\n"),
		STORY("Five", "Sign up now\n")
	};

	ck_assert_str_eq(LEFT(all, true), all[0]);
}
END_TEST

/* Wrapped lines are no blocks; nor does it matter where they are wrapped. */
START_TEST(wrapped_text_is_cut_into_paragraphs)
{
	static const char *const wrapped[] = {
		"A story about one thing\nthat is told in lines, and\nlong enough it is.\n\n"
		"The agency helped with\nthis report.\n",
		"A story about two things\nthat is told in lines, and\nlong enough it is.\n\n"
		"The agency\nhelped with this report.\n",
		"A story about three things\nthat is told, and as\nlong as is needed.\n\n"
		"The agency helped\nwith this report.\n",
		"A story about four things\nthat is told at length, and\nmore than that.\n\n"
		"The agency helped with this\nreport.\n",
		"A story about five things\nthat is told at length, and\nmore than that.\n\n"
		"The agency helped with\nthis report.\n"
	};

	ck_assert_str_eq(LEFT(wrapped, false),
			 "A story about one thing\nthat is told in lines, and\nlong enough "
			 "it is.");
}
END_TEST

/* --- the lead, and the most frequent ones ------------------------------- */

#define LEAD "This is a rush transcript, which may be updated at any time, dear reader.\n"
#define OWN \
	"A story of number %u, which is told at such length that it is mostly its own, and " \
	"would be so if there were still more before it or after it on its page.\n"

/* N articles that begin with the lead: how much of the first is left. */
static size_t
left_of_led(unsigned n, struct pm_repeats_result *result)
{
	char text[400], path[PATH_SIZE];
	const struct pm_article *folded;
	struct pm_article a = { .page = true };
	struct pm_repeats r;
	size_t left = 0;
	unsigned pass, i;

	OK(pm_repeats_init(&r, PM_CLEAN_USUAL, in_folder(path, "blocks"), 1 << 20, &never,
			   ERR));
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < n; i++) {
			snprintf(text, sizeof text, LEAD OWN "%s%s", i,
				 i < 8 ? "Advertisement\n" : "",
				 i % 2 == 0 ? "Share it\n" : "");
			a.text = str(text);
			if (pass == 0) {
				OK(pm_repeats_add(&r, &a, ERR));
				continue;
			}
			OK(pm_repeats_fold(&r, &a, &folded, ERR));
			left = i == 0 ? folded->text.len : left;
		}
		if (pass == 0)
			OK(pm_repeats_end(&r, ERR));
	}
	*result = r.result;
	pm_repeats_release(&r);
	return left;
}

START_TEST(a_lead_stays_until_it_is_everywhere)
{
	static struct pm_repeats_result r;
	const size_t lead = strlen(LEAD), own = strlen(OWN) - 1;

	ck_assert_uint_eq(left_of_led(PM_REPEATS_LEAD_MIN - 1, &r), lead + own - 1);
	ck_assert_uint_eq(r.blocks, 8 + (PM_REPEATS_LEAD_MIN - 1 + 1) / 2);
	ck_assert_uint_eq(r.sources, 1);
	ck_assert_uint_eq(r.n_top, 2);
	ck_assert_uint_eq(r.top[0].articles, PM_REPEATS_LEAD_MIN / 2);
	ck_assert_mem_eq(r.top[0].text, "Share it", r.top[0].len);
	ck_assert_uint_eq(r.top[1].articles, 8);
	ck_assert_mem_eq(r.top[1].text, "Advertisement", r.top[1].len);
	ck_assert_uint_eq(left_of_led(PM_REPEATS_LEAD_MIN, &r), own - 1);
	ck_assert_uint_eq(r.articles, PM_REPEATS_LEAD_MIN);
}
END_TEST

/* --- who takes part, and failures --------------------------------------- */

START_TEST(pages_take_part_and_what_is_to_be_cleaned)
{
	struct pm_article page = { .page = true }, other = { 0 };

	ck_assert(pm_repeats_takes(PM_CLEAN_USUAL, &page));
	ck_assert(!pm_repeats_takes(PM_CLEAN_USUAL, &other));
	ck_assert(pm_repeats_takes(PM_CLEAN_BALANCED, &other));
	ck_assert(pm_repeats_takes(PM_CLEAN_PRECISE, &other));
	ck_assert(!pm_repeats_takes(PM_CLEAN_FULL, &page));
}
END_TEST

START_TEST(counting_can_be_stopped)
{
	const struct pm_stop stop = { stop_now, NULL };
	struct pm_article a = { .page = true };
	char path[PATH_SIZE], text[40];
	struct pm_repeats r;
	unsigned i;

	OK(pm_repeats_init(&r, PM_CLEAN_USUAL, in_folder(path, "blocks"), 1 << 20, &stop,
			   ERR));
	for (i = 0; i < 5000; i++) {
		snprintf(text, sizeof text, "words %u\n", i);
		a.text = str(text);
		OK(pm_repeats_add(&r, &a, ERR));
	}
	FAILS(pm_repeats_end(&r, ERR), PM_ERR_INTERRUPTED, "interrupted");
	pm_repeats_release(&r);
}
END_TEST

START_TEST(a_file_that_cannot_be_made_is_named)
{
	struct pm_article a = { .page = true, .text = str("One\nTwo\nThree\n") };
	struct pm_repeats r;

	OK(pm_repeats_init(&r, PM_CLEAN_USUAL, "/nowhere/blocks", 10, &never, ERR));
	FAILS(pm_repeats_add(&r, &a, ERR), PM_ERR_IO, "/nowhere/blocks.key");
	pm_repeats_release(&r);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("repeats");
	TCase *t = tcase_create("all");

	tcase_add_checked_fixture(t, make_folder, drop_folder);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, what_is_folded_is_what_a_naive_reading_folds, 0, 4);
	tcase_add_loop_test(t, what_an_update_touches_is_what_two_builds_fold_differently,
			    0, 4);
	tcase_add_test(t, an_update_can_be_stopped);
	tcase_add_test(t, five_make_a_repeat_and_four_do_not);
	tcase_add_test(t, digits_tell_blocks_apart);
	tcase_add_test(t, copies_do_not_fold_themselves_away);
	tcase_add_test(t, something_is_left_of_every_article);
	tcase_add_test(t, wrapped_text_is_cut_into_paragraphs);
	tcase_add_test(t, a_lead_stays_until_it_is_everywhere);
	tcase_add_test(t, pages_take_part_and_what_is_to_be_cleaned);
	tcase_add_test(t, counting_can_be_stopped);
	tcase_add_test(t, a_file_that_cannot_be_made_is_named);
	suite_add_tcase(s, t);
	return run_suite(s);
}
