/* Pressmark - tests of suggestions: compared with a scan of all words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/suggest.h"

#include "tests/unit/query_fixture.h"

/* --- words by hand ------------------------------------------------------ */

#define WORDS 400
#define ARTICLES 120
#define LETTERS 12

struct made {
	char text[4 * LETTERS + 1];
	uint32_t letters[LETTERS];
	size_t n;
	uint32_t articles;
};

static struct made made[WORDS];
static size_t n_made;

static void
make_word(struct made *w, size_t most)
{
	static const char *const alphabet[] = { "b", "k", "e", "t", "\xd0\xb4" };
	size_t i;

	memset(w, 0, sizeof *w);
	w->n = 1 + rnd((uint32_t)most);
	for (i = 0; i < w->n; i++) {
		w->letters[i] = rnd(5);
		strcat(w->text, alphabet[w->letters[i]]);
	}
}

static size_t
find_made(const char *text)
{
	size_t i;

	for (i = 0; i < n_made && strcmp(made[i].text, text) != 0; i++)
		;
	return i;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Optimal string alignment, as the books have it. */
static unsigned
distance(const struct made *a, const struct made *b)
{
	unsigned d[LETTERS + 1][LETTERS + 1];
	size_t i, j;

	for (i = 0; i <= a->n; i++)
		for (j = 0; j <= b->n; j++) {
			unsigned x = (unsigned)(i + j);

			if (i > 0 && j > 0) {
				x = least(d[i - 1][j], d[i][j - 1]) + 1;
				x = least(x, d[i - 1][j - 1] + (a->letters[i - 1] !=
								b->letters[j - 1]));
			}
			if (i > 1 && j > 1 && a->letters[i - 1] == b->letters[j - 2] &&
			    a->letters[i - 2] == b->letters[j - 1])
				x = least(x, d[i - 2][j - 2] + 1);
			d[i][j] = x;
		}
	return d[a->n][b->n];
}

static void
make_corpus(void)
{
	struct made w;
	struct pm_buf text;
	size_t i, k;

	for (n_made = 0; n_made < WORDS;) {
		make_word(&w, 8);
		if (find_made(w.text) == n_made)
			made[n_made++] = w;
	}
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < ARTICLES; i++) {
		bool has[WORDS] = { false };

		pm_buf_clear(&text);
		for (k = 0; k < 40; k++) {
			/* low numbers are frequent */
			size_t word = rnd(1 + rnd(WORDS));

			if (!has[word])
				made[word].articles++;
			has[word] = true;
			pm_buf_printf(&text, "%s ", made[word].text);
		}
		add_article("", pm_buf_str(&text));
	}
	pm_buf_release(&text);
	open_corpus();
}

/* --- tests -------------------------------------------------------------- */

static unsigned sought_edits[WORDS];

static int
compare(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	if (sought_edits[x] != sought_edits[y])
		return sought_edits[x] < sought_edits[y] ? -1 : 1;
	if (made[x].articles != made[y].articles)
		return made[x].articles > made[y].articles ? -1 : 1;
	return strcmp(made[x].text, made[y].text);
}

/* All that are near enough, in order. */
static size_t
scan(const struct made *w, size_t found[WORDS])
{
	unsigned most = w->n >= 5 ? 2 : w->n > 1 ? 1 : 0;
	size_t n = 0, i;

	for (i = 0; i < n_made; i++) {
		sought_edits[i] = distance(w, &made[i]);
		if (made[i].articles > 0 && sought_edits[i] > 0 && sought_edits[i] <= most)
			found[n++] = i;
	}
	qsort(found, n, sizeof *found, compare);
	return n;
}

START_TEST(suggestions_are_those_of_a_full_scan)
{
	static const size_t sizes[] = { 1, 3, 10, WORDS };
	struct pm_suggestion out[WORDS];
	size_t found[WORDS], n, want, i, total = 0;
	struct made w;
	unsigned round;

	make_corpus();
	for (round = 0; round < 600; round++) {
		size_t max = sizes[rnd(4)];

		make_word(&w, 9);
		want = scan(&w, found);
		OK(pm_suggest(pm_search_resolver(search), w.text, strlen(w.text), max,
			      out, &n, ERR));
		/* Those two edits away are looked for only if there are too few. */
		ck_assert_uint_eq(n, want < max ? want : max);
		for (i = 0; i < n; i++) {
			ck_assert_str_eq(out[i].word, made[found[i]].text);
			ck_assert_uint_eq(out[i].len, strlen(out[i].word));
			ck_assert_uint_eq(out[i].articles, made[found[i]].articles);
			ck_assert_uint_eq(out[i].edits, sought_edits[found[i]]);
		}
		total += n;
	}
	ck_assert_uint_gt(total, 1500);
}
END_TEST

START_TEST(no_room_and_long_words_are_no_mistake)
{
	struct pm_suggestion out[3];
	char word[200], near[65];
	size_t n = 7;

	memset(near, 'x', 64);
	near[64] = '\0';
	add_article("", near);
	add_article("", "semiconductor");
	open_corpus();
	OK(pm_suggest(pm_search_resolver(search), "semicondutor", 12, 0, out, &n, ERR));
	ck_assert_uint_eq(n, 0);
	OK(pm_suggest(pm_search_resolver(search), "", 0, 3, out, &n, ERR));
	ck_assert_uint_eq(n, 0);
	memset(word, 'x', sizeof word);
	OK(pm_suggest(pm_search_resolver(search), word, 200, 3, out, &n, ERR));
	ck_assert_uint_eq(n, 0);
	OK(pm_suggest(pm_search_resolver(search), word, 66, 3, out, &n, ERR));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(out[0].word, near);
	ck_assert_uint_eq(out[0].edits, 2);
}
END_TEST

static void
line_is(const char *query, const char *want)
{
	const struct pm_query_options how = { PM_QUERY_ALL, 20240101 };
	const struct pm_search_options options = { 0 };
	struct pm_tree *tree = parse(query);
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	OK(pm_suggest_line(search, query, strlen(query), tree, &how, &options, &out, ERR));
	ck_assert_msg(strcmp(pm_buf_str(&out), want) == 0, "%s gives '%s', not '%s'",
		      query, pm_buf_str(&out), want);
	pm_buf_release(&out);
	pm_tree_free(tree);
}

START_TEST(a_query_is_put_right_word_by_word)
{
	add_article("Memory of Hefei", "CXMT makes semiconductors and memory chips.");
	add_article("",
		    "Export controls on semiconductor equipment; CXMT again. Cooperate!");
	add_article("", "title and and Huawei 2; the DDR of 5 kinds");
	add_article("", "gain");
	open_corpus();
	line_is("semicondutor", "did you mean: semiconductor\n");
	line_is("semicondutor cxmtt", "did you mean: semiconductor cxmt\n");
	line_is("  ( \"exprot  controls\" )\tcxmt ",
		"did you mean:   ( \"export  controls\" ) cxmt \n");
	line_is("title:memoyr", "did you mean: title:memory\n");
	line_is("title:titel", ""); /* it is in no title */
	line_is("=Cxmt", "did you mean: =CXMT\n");
	line_is("=Huawey", "did you mean: =Huawei\n");
	line_is("exprot w/3 control^2", "did you mean: export w/3 control^2\n");
	line_is("\"exprot equipment\"~3", "did you mean: \"export equipment\"~3\n");
	line_is("semicondutor -exprot", "did you mean: semiconductor -exprot\n");
	/* Nothing is missing, or it has no suggestion, or it helps nothing. */
	line_is("huawei hefei", "");
	line_is("semicondutor qqqqqqqq", "");
	line_is("huawey hefei", "");
	line_is("semicondutor~1", "");
	line_is("co-operate", "");
	/* Its pieces are there, side by side in one case only. */
	line_is("ddr5", "did you mean: ddr\n");
	line_is("huawei2", "");
	/* What would be an operator is not put in. */
	line_is("cxmt adn", "");
	line_is("cxmt ADN hefei", "did you mean: cxmt AND hefei\n");
	line_is("huawei RO qqqqqqqq", "");
	line_is("ADN cxmt hefei", "");
	/* Both words are there, and not in a row. */
	line_is("\"cxmt gain\"", "did you mean: \"cxmt again\"\n");
	/* The first suggestion finds nothing, the next does. */
	line_is("\"semicondutor equipmenf\"",
		"did you mean: \"semiconductor equipment\"\n");
	line_is("\"adn huawei\"", "did you mean: \"and huawei\"\n");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("suggest");
	TCase *tc = tcase_create("suggest");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, suggestions_are_those_of_a_full_scan);
	tcase_add_test(tc, no_room_and_long_words_are_no_mistake);
	tcase_add_test(tc, a_query_is_put_right_word_by_word);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
