/* Pressmark - tests of search/plan_shares.c: words of stems that have several are told
 * apart, in one segment and in several.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same articles are an index of one segment and one of several, whose stems have
 * several words, one, or none.  Random queries are answered by both and by hand. */
#include "indexer/build.h"
#include "search/search.h"
#include "segment/generation.h"
#include "segment/index.h"
#include "tests/unit/joined_fixture.h"

#define SEGMENTS 5
#define TITLE 2
#define BODY 12

/* The groups are those of their stems. */
static const struct {
	const char *word;
	unsigned group;
} words[] = {
	{ "market", 0 },    { "markets", 0 },	  { "marketing", 0 },  { "marketed", 0 },
	{ "export", 1 },    { "exports", 1 },	  { "exported", 1 },   { "chip", 2 },
	{ "chips", 2 },	    { "run", 3 },	  { "running", 3 },    { "runs", 3 },
	{ "alone", 4 },	    { "cooperate", 5 },	  { "cooperated", 5 }, { "marble", 6 },
	{ "exporting", 1 }, { "cooperating", 5 }, { "running", 3 }
};

#define WORDS (sizeof words / sizeof *words)

static const uint32_t sizes[SEGMENTS] = { 1900, 3, 400, 1, 70 };
#define ARTICLES (1900 + 3 + 400 + 1 + 70)

struct article {
	unsigned title[TITLE], body[BODY]; /* words */
	size_t n_title, n_body;
	uint32_t segment, number;
};

static struct article articles[ARTICLES];
static struct pm_search *one, *several;

/* --- the articles ----------------------------------------------------------- */

/* In some segments all words, in others those of some stems, or one of each. */
static unsigned
any_word(uint32_t segment)
{
	switch (segment) {
	case 1:
		return 7 + rnd(5);
	case 2:
		return rnd(50) == 0 ? rnd(WORDS) : rnd(3);
	case 4:
		return (unsigned[]){ 1, 5, 8, 12, 14 }[rnd(5)];
	default:
		return rnd(4) == 0 ? rnd(WORDS) : rnd(9) * rnd(2);
	}
}

static void
make_articles(void)
{
	uint32_t k, i, n = 0;
	size_t j;

	for (k = 0; k < SEGMENTS; k++)
		for (i = 1; i <= sizes[k]; i++) {
			struct article *a = &articles[n++];

			a->segment = k;
			a->number = i;
			a->n_title = rnd(TITLE + 1);
			a->n_body = 1 + rnd(BODY);
			for (j = 0; j < a->n_title; j++)
				a->title[j] = any_word(k);
			for (j = 0; j < a->n_body; j++)
				a->body[j] = any_word(k);
		}
}

static void
put_text(struct pm_buf *b, const unsigned *text, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		pm_buf_printf(b, "%s%s", i > 0 ? " " : "", words[text[i]].word);
}

/* An index of the articles FIRST .. END - 1. */
static void
build(const char *index, uint32_t first, uint32_t end)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (; first < end; first++) {
		const struct article *a = &articles[first];

		pm_buf_puts(&b, "{\"title\":\"");
		put_text(&b, a->title, a->n_title);
		pm_buf_puts(&b, "\",\"text\":\"");
		put_text(&b, a->body, a->n_body);
		pm_buf_puts(&b, "\"}\n");
	}
	build_lines(index, &b);
}

/* The same in segments. */
static void
build_several(const char *index)
{
	uint32_t ends[SEGMENTS], k;

	for (k = 0; k < SEGMENTS; k++)
		ends[k] = sizes[k] + (k > 0 ? ends[k - 1] : 0);
	join_segments(index, ends, SEGMENTS, build);
}

static void
begin(void)
{
	char path[PATH_SIZE];

	make_folder();
	rng = 7;
	make_articles();
	build(in_folder(path, "one"), 0, ARTICLES);
	OK(pm_search_open(&one, path, ERR));
	build_several(in_folder(path, "several"));
	OK(pm_search_open(&several, path, ERR));
}

static void
end(void)
{
	pm_search_free(one);
	pm_search_free(several);
	drop_folder();
}

/* --- queries, and what they find ---------------------------------------------- */

struct asked {
	enum { QUOTED, BARE, PREFIX, ENDING, PHRASE } kind;
	unsigned word, next; /* NEXT: of a phrase */
	size_t letters;	     /* of a prefix or an ending */
};

static bool
is_word(const struct asked *q, unsigned word)
{
	const char *s = words[word].word, *own = words[q->word].word;
	size_t len = strlen(s);

	switch (q->kind) {
	case BARE:
		return words[word].group == words[q->word].group;
	case PREFIX:
		return strncmp(s, own, q->letters) == 0;
	case ENDING:
		return len >= q->letters &&
		       strcmp(s + len - q->letters, own + strlen(own) - q->letters) == 0;
	default:
		return strcmp(s, own) == 0;
	}
}

static bool
is_in(const struct asked *q, const unsigned *text, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (is_word(q, text[i]) &&
		    (q->kind != PHRASE ||
		     (i + 1 < n &&
		      strcmp(words[text[i + 1]].word, words[q->next].word) == 0)))
			return true;
	return false;
}

static void
put_leaf(struct pm_buf *b, bool *found)
{
	struct asked q = { .word = rnd(WORDS), .next = rnd(WORDS) };
	const char *s = words[q.word].word;
	size_t len = strlen(s);
	bool in_title = rnd(5) == 0;
	uint32_t i, kind = rnd(9);

	q.kind = kind < 4  ? QUOTED
	       : kind == 4 ? BARE
	       : kind == 5 ? PHRASE
	       : kind < 8  ? PREFIX
			   : ENDING;
	q.letters = q.kind == PREFIX ? 3 + rnd((uint32_t)len - 3) : 1 + rnd(3);
	pm_buf_puts(b, in_title ? "title:" : "");
	if (q.kind == QUOTED)
		pm_buf_printf(b, "\"%s\"", s);
	else if (q.kind == BARE)
		pm_buf_puts(b, s);
	else if (q.kind == PHRASE)
		pm_buf_printf(b, "\"%s %s\"", s, words[q.next].word);
	else if (q.kind == PREFIX)
		pm_buf_printf(b, "%.*s*", (int)q.letters, s);
	else
		pm_buf_printf(b, "*%s", s + len - q.letters);
	for (i = 0; i < ARTICLES; i++)
		found[i] = is_in(&q, articles[i].title, articles[i].n_title) ||
			   (!in_title && is_in(&q, articles[i].body, articles[i].n_body));
}

static void
put_query(struct pm_buf *b, unsigned depth, bool *found)
{
	static const char *const ops[] = { " AND ", " OR ", " NOT " };
	bool other[ARTICLES];
	uint32_t op = rnd(3), i;

	if (depth == 0 || rnd(4) == 0) {
		put_leaf(b, found);
		return;
	}
	pm_buf_putc(b, '(');
	put_query(b, depth - 1, found);
	pm_buf_puts(b, ops[op]);
	put_query(b, depth - 1, other);
	pm_buf_putc(b, ')');
	for (i = 0; i < ARTICLES; i++)
		found[i] = op == 0 ? found[i] && other[i]
			 : op == 1 ? found[i] || other[i]
				   : found[i] && !other[i];
}

/* --- asking ------------------------------------------------------------------- */

static void
ask(struct pm_search *s, const char *query, uint32_t max, struct pm_search_result *r)
{
	const struct pm_query_options options = { PM_QUERY_ALL, 20240101 };
	const struct pm_search_options o = { .max = max };
	struct pm_query_mistake mistake;
	struct pm_tree *tree;
	struct pm_error err;

	ck_assert_msg(pm_tree_parse(query, strlen(query), &options, &tree, &mistake,
				    &err) == PM_OK,
		      "%s: %s", query, err.text);
	ck_assert_msg(pm_search_run(s, tree, &o, r, &err) == PM_OK, "%s: %s", query,
		      err.text);
	pm_tree_free(tree);
}

/* Finds the articles that are FOUND; the result is the caller's to release. */
static void
compare(struct pm_search *s, const char *query, const bool *found,
	struct pm_search_result *r)
{
	uint32_t total = 0, i;

	for (i = 0; i < ARTICLES; i++)
		total += found[i];
	ask(s, query, 0, r);
	ck_assert_msg(r->total == total, "%s, counted: %u, not %u", query, r->total,
		      total);
	pm_search_result_release(r);
	ask(s, query, ARTICLES, r);
	ck_assert_msg(r->total == total && r->n == total, "%s: %u, not %u", query,
		      r->total, total);
	for (i = 0; i < r->n; i++) {
		uint32_t place = r->matches[i].id - 1;

		ck_assert_msg(found[place], "%s: article %u of segment %u", query,
			      articles[place].number, articles[place].segment);
	}
}

START_TEST(queries_find_the_words_that_they_name)
{
	static bool found[ARTICLES];
	struct pm_search_result of_one, of_several;
	unsigned round, some = 0;
	struct pm_buf b;
	uint32_t i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (round = 0; round < 1500; round++) {
		pm_buf_clear(&b);
		put_query(&b, rnd(4), found);
		compare(one, pm_buf_str(&b), found, &of_one);
		compare(several, pm_buf_str(&b), found, &of_several);
		for (i = 0; i < of_one.n; i++) {
			const struct pm_db_match *x = &of_several.matches[i];
			const struct pm_db_match *y = &of_one.matches[i];

			some++;
			if (x->id != y->id || x->score != y->score)
				ck_abort_msg("%s: %u. is article %u (%.17g), in one "
					     "segment %u (%.17g)",
					     pm_buf_str(&b), i + 1, x->id, x->score,
					     y->id, y->score);
		}
		pm_search_result_release(&of_one);
		pm_search_result_release(&of_several);
	}
	ck_assert_uint_gt(some, 100000);
	pm_buf_release(&b);
}
END_TEST

/* --- words that random ones do not have ----------------------------------------- */

#define LINE(title, text) "{\"title\":\"" title "\",\"text\":\"" text "\"}\n"

/* The articles of one segment that the query finds, as bits. */
static void
finds(const char *lines, const char *query, uint32_t wanted)
{
	char path[PATH_SIZE], index[PATH_SIZE];
	const char *const paths[] = { in_folder(path, "corpus.jsonl") };
	struct pm_build_options o = { .index = in_folder(index, "few"),
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .jobs = 1 };
	struct pm_build_result result;
	struct pm_search_result r;
	struct pm_search *s;
	uint32_t found = 0;
	size_t i;

	OK(pm_replace_file(path, lines, strlen(lines), ERR));
	OK(pm_build(&o, &result, ERR));
	OK(pm_search_open(&s, index, ERR));
	ask(s, query, 32, &r);
	for (i = 0; i < r.n; i++)
		found |= 1u << (r.matches[i].id - 1);
	ck_assert_msg(found == wanted, "%s: %x, not %x", query, found, wanted);
	pm_search_result_release(&r);
	pm_search_free(s);
}

/* Every article with the stem has the word, but not in its title. */
START_TEST(a_title_has_not_what_its_article_has)
{
	finds(LINE("markets", "market") LINE("market", "more"), "title:\"market\"", 2);
	finds(LINE("markets", "market") LINE("market", "more"), "title:mark*et", 2);
	finds(LINE("markets", "market") LINE("market", "more"), "\"market\"", 3);
}
END_TEST

/* Their dotted form is a stem of its own, which has no other word. */
START_TEST(capitals_find_their_dotted_form)
{
	finds(LINE("", "the U.K. is") LINE("", "the U.Ks are") LINE("", "the UK is")
		      LINE("", "UKs are") LINE("", "a uk"),
	      "\"UK\"", 0x15);
	finds(LINE("", "the U.K. is") LINE("", "the U.Ks are") LINE("", "the UK is"),
	      "\"U.Ks\"", 2);
	finds(LINE("", "the U.K. is") LINE("", "the UK is") LINE("", "UKs are"), "\"UK\"",
	      3);
	finds(LINE("", "the U.Ks are") LINE("", "the UK is") LINE("", "UKs are"),
	      "\"UK\"", 2);
	finds(LINE("", "the U.K. is") LINE("", "UKs are"), "\"UK\"", 1);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("plan_shares");
	TCase *tc = tcase_create("plan_shares");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, queries_find_the_words_that_they_name);
	suite_add_tcase(s, tc);
	tc = tcase_create("few");
	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_test(tc, a_title_has_not_what_its_article_has);
	tcase_add_test(tc, capitals_find_their_dotted_form);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
