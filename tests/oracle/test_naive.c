/* Pressmark - tests of the oracle: cases worked out by hand from ARCHITECTURE.md.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/naive.h"
#include "tests/oracle/sentences.h"
#include "tests/oracle/spelt.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- stretches ---------------------------------------------------------- */

/* "0-1 3-5" */
static struct extents
parse_extents(const char *s)
{
	struct extents x = { NULL, 0, 0 };
	unsigned first, last;
	int n;

	for (; sscanf(s, " %u-%u%n", &first, &last, &n) == 2; s += n)
		extents_add(&x, first, last);
	return x;
}

static const char *
show_extents(const struct extents *x)
{
	static char text[512];
	size_t i, n = 0;

	text[0] = '\0';
	for (i = 0; i < x->n; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%u-%u",
				      i > 0 ? " " : "", (unsigned)x->list[i].first,
				      (unsigned)x->list[i].last);
	return text;
}

START_TEST(what_contains_another_goes)
{
	static const char *const v[][2] = {
		{ "", "" },
		{ "3-5", "3-5" },
		{ "3-5 3-5", "3-5" },
		{ "0-9 3-5", "3-5" },
		{ "3-5 3-6", "3-5" },
		{ "2-5 3-5", "3-5" },
		{ "0-2 1-3", "0-2 1-3" },
		{ "0-4 2-6 3-4 9-10", "3-4 9-10" },
		{ "5-6 0-1", "0-1 5-6" }
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		struct extents x = parse_extents(v[i][0]);

		extents_keep_minimal(&x);
		ck_assert_str_eq(show_extents(&x), v[i][1]);
		extents_release(&x);
	}
}
END_TEST

/* The body begins with word 10; sentences of five words. */
/* Of hits without gaps. */
static bool
overlap(void *ctx, size_t a, const struct extent *x, size_t b, const struct extent *y)
{
	(void)ctx;
	(void)a;
	(void)b;
	return x->first < y->last && y->first < x->last;
}

START_TEST(distances_are_as_they_are_said)
{
	static const struct {
		const char *a, *b;
		uint32_t words; /* 0: in one sentence */
		bool ordered;
		const char *near, *not_near;
	} v[] = {
		/* neighbours are 1 apart */
		{ "20-21", "21-22", 1, false, "20-22", "" },
		{ "20-21", "22-23", 1, false, "", "20-21" },
		{ "20-21", "22-23", 2, false, "20-23", "" },
		{ "20-22", "25-27", 4, false, "20-27", "" },
		{ "20-22", "25-27", 3, false, "", "20-22" },
		/* in either order, or not */
		{ "22-23", "20-21", 2, false, "20-23", "" },
		{ "22-23", "20-21", 2, true, "", "22-23" },
		{ "20-21", "22-23", 2, true, "20-23", "" },
		/* never with a common word, and such a one is no hit without */
		{ "20-22", "21-23", 5, false, "", "" },
		{ "20-22", "21-23", 5, true, "", "" },
		{ "20-21", "20-21", 5, false, "", "20-21" },
		{ "20-21", "20-22", 5, false, "", "" },
		/* never from title to body */
		{ "9-10", "10-11", 5, false, "", "9-10" },
		/* the least: b between two a */
		{ "20-21 24-25", "22-23", 5, false, "20-23 22-25", "" },
		{ "20-21 21-22", "22-23", 5, false, "21-23", "" },
		{ "20-21 22-23 24-25", "20-21 22-23 24-25", 9, false, "20-23 22-25", "" },
		{ "20-21 30-31", "22-23", 5, false, "20-23", "30-31" },
		/* nested: (a w/5 b) pre/1 c in a b d b c */
		{ "20-22", "24-25", 1, true, "", "20-22" },
		/* sentences: 20-24, 25-29 */
		{ "20-21", "24-25", 0, false, "20-25", "" },
		{ "24-25", "25-26", 0, false, "", "24-25" },
		{ "23-26", "24-25", 0, false, "", "23-26" },
		{ "20-22", "21-23", 0, false, "", "" },
		{ "20-21", "24-26", 0, false, "", "20-21" },
		{ "24-25", "20-21", 0, false, "20-25", "" }
	};
	uint32_t sentences[64];
	size_t i;

	for (i = 0; i < 64; i++)
		sentences[i] = (uint32_t)i / 5;
	for (i = 0; i < sizeof v / sizeof *v; i++) {
		struct extents a = parse_extents(v[i].a), b = parse_extents(v[i].b);
		struct extents out = { NULL, 0, 0 };
		struct nearness near = { .body = 10,
					 .words = v[i].words,
					 .ordered = v[i].ordered,
					 .unit = v[i].words == 0 ? sentences : NULL,
					 .share = overlap };

		extents_near(&out, &a, &b, &near);
		ck_assert_msg(strcmp(show_extents(&out), v[i].near) == 0,
			      "%zu: near: '%s'", i, show_extents(&out));
		extents_not_near(&out, &a, &b, &near);
		ck_assert_msg(strcmp(show_extents(&out), v[i].not_near) == 0,
			      "%zu: not near: '%s'", i, show_extents(&out));
		extents_release(&a);
		extents_release(&b);
		extents_release(&out);
	}
}
END_TEST

START_TEST(loose_phrases_take_the_least)
{
	static const struct {
		const char *places[3];
		size_t times[3];
		uint32_t max;
		const char *hits;
	} v[] = {
		/* clang-format off */
		{ { "2-3", "5-6" }, { 1, 1 }, 4, "2-6" },
		{ { "2-3", "5-6" }, { 1, 1 }, 3, "" },
		{ { "5-6", "2-3 8-9" }, { 1, 1 }, 4, "2-6 5-9" },
		/* two different words may share a place: a-b, and ab */
		{ { "2-3", "2-4" }, { 1, 1 }, 2, "2-4" },
		/* the same word twice may not */
		{ { "2-3 4-5" }, { 2 }, 3, "2-5" },
		{ { "2-4 3-5 5-6" }, { 2 }, 9, "3-6" },
		{ { "2-4 3-5" }, { 2 }, 9, "" },
		{ { "2-3 4-5 9-10", "3-4" }, { 2, 1 }, 8, "2-5 3-10" },
		{ { "2-3", "4-5", "6-7" }, { 1, 1, 1 }, 5, "2-7" },
		/* beyond the end of the field */
		{ { "2-3", "11-13" }, { 1, 1 }, 20, "" }
		/* clang-format on */
	};
	size_t i, k;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		struct loose_word words[3];
		struct extents out = { NULL, 0, 0 };
		size_t n = 0;

		for (k = 0; k < 3 && v[i].places[k] != NULL; k++) {
			words[n].places = parse_extents(v[i].places[k]);
			words[n++].times = v[i].times[k];
		}
		extents_loose(&out, words, n, 0, 12, v[i].max);
		ck_assert_msg(strcmp(show_extents(&out), v[i].hits) == 0, "%zu: '%s'", i,
			      show_extents(&out));
		for (k = 0; k < n; k++)
			extents_release(&words[k].places);
		extents_release(&out);
	}
}
END_TEST

/* --- spelt words -------------------------------------------------------- */

static bool
is_spelt(enum pm_tree_match match, const char *folded, unsigned edits, const char *s)
{
	struct pm_tree_word w;
	uint32_t points[80];
	struct spelt *sp;
	size_t n = spelt_points(points, s, strlen(s));
	bool yes;

	memset(&w, 0, sizeof w);
	w.match = match;
	w.folded = (char *)folded;
	w.folded_len = strlen(folded);
	w.edits = edits;
	sp = spelt_new(&w);
	yes = spelt_matches(sp, s, strlen(s), points, n);
	spelt_free(sp);
	return yes;
}

START_TEST(wildcards_and_expressions_describe_whole_words)
{
	static const struct {
		const char *pattern, *yes, *no; /* blanks between */
	} wild[] = {
		/* clang-format off */
		{ "colo?r", "colour colo\xc3\xb6r", "color colouur xcolour" },
		{ "*ductor", "ductor conductor", "ductors conducto" },
		{ "a*b*c", "abc axbxc abbcc", "ab ac acb abcd" },
		{ "??", "ab \xc3\xa9\xe9\x95\xb7", "a abc" },
		{ "x*", "x xy", "yx" }
	}, regex[] = {
		{ "hu?awei", "huawei hawei", "huaweis ahuawei huuawei" },
		{ "a|bc", "a bc", "abc ac b" },
		{ "CH.PS?", "chip chips ch\xc3\xa9p", "chap-s chp" },
		{ "\\w+\xc3\x89", "caf\xc3\xa9", "cafe \xc3\xa9" }
		/* clang-format on */
	};
	size_t i, k;

	for (k = 0; k < 2; k++) {
		size_t n = k == 0 ? sizeof wild / sizeof *wild
				  : sizeof regex / sizeof *regex;

		for (i = 0; i < 2 * n; i++) {
			const char *pattern = (k == 0 ? wild : regex)[i / 2].pattern;
			char *list = strdup(i % 2 == 0
						    ? (k == 0 ? wild : regex)[i / 2].yes
						    : (k == 0 ? wild : regex)[i / 2].no);
			char *rest = list, *s;

			while ((s = strsep(&rest, " ")) != NULL)
				ck_assert_msg(is_spelt(k == 0 ? PM_MATCH_WILDCARD
							      : PM_MATCH_REGEX,
						       pattern, 0, s) == (i % 2 == 0),
					      "'%s', '%s'", pattern, s);
			free(list);
		}
	}
	ck_assert(is_spelt(PM_MATCH_PREFIX, "semi", 0, "semi"));
	ck_assert(is_spelt(PM_MATCH_PREFIX, "semi", 0, "semis"));
	ck_assert(!is_spelt(PM_MATCH_PREFIX, "semi", 0, "sem"));
}
END_TEST

START_TEST(edits_are_counted)
{
	static const struct {
		const char *a, *b;
		size_t edits;
	} v[] = { { "", "", 0 },
		  { "a", "", 1 },
		  { "", "ab", 2 },
		  { "huawei", "huawei", 0 },
		  { "hauwei", "huawei", 1 },
		  { "huwei", "huawei", 1 },
		  { "huaweii", "huawei", 1 },
		  { "hoawei", "huawei", 1 },
		  { "ca", "abc", 3 },
		  { "abcd", "badc", 2 },
		  { "cafe", "caf\xc3\xa9", 1 },
		  { "\xe9\x95\xb7\xe9\x91\xab", "\xe9\x91\xab\xe9\x95\xb7", 1 },
		  { "kitten", "sitting", 3 } };
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		uint32_t a[16], b[16];
		size_t n = spelt_points(a, v[i].a, strlen(v[i].a));
		size_t m = spelt_points(b, v[i].b, strlen(v[i].b));

		ck_assert_uint_eq(spelt_distance(a, n, b, m), v[i].edits);
		ck_assert_uint_eq(spelt_distance(b, m, a, n), v[i].edits);
	}
	ck_assert(is_spelt(PM_MATCH_FUZZY, "hauwei", 1, "huawei"));
	ck_assert(!is_spelt(PM_MATCH_FUZZY, "hauwe", 1, "huawei"));
	ck_assert(is_spelt(PM_MATCH_FUZZY, "hauwe", 2, "huawei"));
}
END_TEST

/* --- sentences ---------------------------------------------------------- */

START_TEST(paragraphs_break_as_they_are_said)
{
	static const struct {
		const char *separator;
		bool strong, weak;
	} v[] = {
		/* clang-format off */
		{ " ", false, false }, { "", false, false }, { "\n", false, false },
		{ ".\n", false, true }, { ". \n", false, true }, { "\n.", false, false },
		{ ":\r\n", false, true }, { ",\n", false, false }, { "?\" \n", false, true },
		{ "\n\n", true, false }, { "\n \t\n", true, false }, { "\n.\n", false, true },
		{ "\r\n\r\n", true, false }, { "\r\n", false, false }, { "\n  ", true, false },
		{ "\n ", false, false }, { "\n\t", true, false }, { "  \n", false, false },
		{ "\n-  ", false, false }, { "\xe2\x80\xa9", true, false },
		{ "\xe3\x80\x82\n", false, true }, { "\xe2\x80\xa6\n", false, true },
		{ "\xe3\x80\x82", false, false },
		/* what is not shown: a zero width space, a variation selector */
		{ "\n\xe2\x80\x8b\n", true, false }, { "\n\xef\xb8\x8f\n", true, false },
		{ "-\n\xef\xb8\x8f", false, false }, { ".\xef\xb8\x8f\n", false, true }
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		const char *s = v[i].separator;
		bool strong = has_strong_break(s, strlen(s));

		ck_assert_msg(strong == v[i].strong, "%zu", i);
		if (!strong)
			ck_assert_msg(has_weak_break(s, strlen(s)) == v[i].weak, "%zu", i);
	}
}
END_TEST

START_TEST(sentences_break_as_they_are_said)
{
	static const struct {
		const char *before, *separator, *next;
		bool begins;
	} v[] = {
		/* clang-format off */
		{ "chips", ". ", "The", true }, { "chips", ".", "The", false },
		{ "chips", ". ", "the", false }, { "chips", "! ", "the", true },
		{ "chips", "? ", "the", true }, { "chips", "?\" ", "the", false }, { "chips", "?\" ", "The", true },
		{ "chips", ".\xe2\x80\x9d ", "The", true }, { "chips", ".) (", "The", true },
		{ "chips", ", ", "The", false }, { "chips", ".\n", "The", true },
		{ "chips", ".- ", "The", false }, { "chips", ". ", "5", true },
		{ "mr", ". ", "Smith", false }, { "dr", ". ", "Smith", false },
		{ "gen", ". ", "Smith", false }, { "j", ". ", "Smith", false },
		{ "u.s", ". ", "Smith", false }, { "mr", "! ", "Smith", true },
		{ "5", ". ", "Smith", true }, { "3.5", ". ", "Smith", true },
		{ "j", "\xe2\x80\xa6 ", "Smith", true }, { "a", "\xe2\x80\xa6 ", "small", false },
		{ "\xe5\x84\xb2", "\xe3\x80\x82", "\xe9\x95\xb7", true },
		{ "chips", "\xef\xbc\x81", "the", true }, { "chips", "\xef\xbd\xa1", "the", true },
		{ "chips", "... ", "The", true }, { "chips", ". ", "\xc3\xa9t\xc3\xa9", false },
		{ "chips", ". ", "\xc3\x89t\xc3\xa9", true },
		{ "chips", "?\xef\xb8\x8f\t", "the", true }
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++)
		ck_assert_msg(begins_sentence(v[i].separator, strlen(v[i].separator),
					      v[i].before, strlen(v[i].before), v[i].next,
					      strlen(v[i].next)) == v[i].begins,
			      "%zu", i);
}
END_TEST

/* --- queries ------------------------------------------------------------ */

static const char corpus[] =
	/* 0 alpha beta; 2 alpha one two beta three 7 alpha beta four; 10 beta five ddr 5 said */
	"{\"title\":\"alpha beta\",\"text\":\"Alpha one two beta. Three alpha-beta four?\\n\\n"
	"Beta five DDR 5 said.\"}\n"
	/* 0 gamma; 1 a b d b c */
	"{\"title\":\"gamma\",\"text\":\"A b d b c\",\"source\":\"The Daily Wire\",\"id\":\"X-7\","
	"\"Topics\":[\"grain\",\"corn oil\"],\"url\":\"https://www.Example.org:80/x\"}\n"
	/* 0 mr alpha met u.s 4 officials officials said no */
	"{\"text\":\"Mr. Alpha met U.S. officials. officials said no\"}\n";

/* The articles and hits of a query: "1: 0-2 3-4/1; 2:"; behind the stroke the part,
 * but for part 0. */
static const char *
answer(const struct naive *nv, const char *query)
{
	static char text[512];
	struct pm_query_options options = { .mode = PM_QUERY_ALL };
	struct pm_query_mistake mistake;
	struct hits h = { NULL, 0, 0, 0 };
	struct pm_tree *tree = NULL;
	struct pm_error err;
	struct bits set;
	struct scan *s;
	size_t n = 0, i;
	uint32_t a;

	ck_assert_msg(pm_tree_parse(query, strlen(query), &options, &tree, &mistake,
				    &err) == PM_OK,
		      "%s: %s", query, mistake.what);
	s = scan_new(nv, tree);
	scan_articles(s, &set);
	text[0] = '\0';
	for (a = 0; a < nv->n_articles; a++) {
		if (!bits_has(&set, a))
			continue;
		n += (size_t)snprintf(text + n, sizeof text - n,
				      "%s%u:", n > 0 ? "; " : "", (unsigned)a + 1);
		scan_hits(s, a, &h);
		for (i = 0; i < h.n; i++) {
			n += (size_t)snprintf(text + n, sizeof text - n, " %u-%u",
					      (unsigned)h.hits[i].first,
					      (unsigned)h.hits[i].last);
			if (h.hits[i].part > 0)
				n += (size_t)snprintf(text + n, sizeof text - n, "/%u",
						      (unsigned)h.hits[i].part);
		}
	}
	hits_release(&h);
	bits_release(&set);
	scan_free(s);
	pm_tree_free(tree);
	return text;
}

START_TEST(queries_are_answered)
{
	static const char *const v[][2] = {
		/* clang-format off */
		{ "alpha w/1 beta", "1: 0-2 7-9" },
		{ "alpha w/3 beta", "1: 0-2 2-6 5-8 7-9" },
		{ "alpha pre/3 beta", "1: 0-2 2-6 7-9" },
		{ "alpha w/s beta", "1: 0-2 2-6 7-9" },
		{ "alpha w/p beta", "1: 0-2 2-6 5-8 7-9" },
		{ "three w/s four", "1: 6-10" }, { "two w/s three", "" },
		{ "met w/s no", "3: 2-8" },
		{ "(a w/5 b) pre/1 c", "" }, { "(a w/5 b) pre/3 c", "2: 1-6" },
		{ "a w/5 b pre/3 c", "2: 1-6" },
		{ "alpha not w/2 beta", "1: 2-3; 3: 1-2" },
		{ "alpha not pre/5 beta", "3: 1-2" },
		{ "beta not pre/5 alpha", "1: 1-2 8-9 10-11" },
		{ "beta not w/s alpha", "1: 10-11" },
		{ "alpha not w/4 alpha-beta", "1: 2-3; 3: 1-2" },
		{ "alphabeta", "1: 7-9" }, { "ddr5", "1: 12-14" },
		{ "\"beta alpha\"~0", "1: 0-2 7-9" }, { "\"beta alpha\"~1", "1: 0-2 5-8 7-9" },
		{ "\"beta beta\"~1", "1: 8-11" }, { "\"beta beta\"~0", "" },
		{ "\"five ddr5\"~1", "1: 11-14" }, { "\"five ddr5\"~0", "" },
		{ "atleast3(alpha)", "1: 0-1 2-3 7-8" }, { "atleast4(alpha)", "" },
		{ "lead2(alpha)", "1: 2-3; 3: 1-2" }, { "lead1(alpha)", "1: 2-3" },
		{ "title:(alpha w/2 beta)", "1: 0-2" }, { "title:lead9(alpha)", "" },
		{ "al*ta", "1: 7-9" }, { "/b.ta/", "1: 1-2 5-6 8-9 10-11" }, { "gmama~", "2: 0-1" },
		{ "\"alph* one\"", "1: 2-4" },
		{ "=\"U.S. officials\"", "3: 3-5" }, { "=\"officials. officials\"", "3: 4-6" },
		{ "=\"officials officials\"", "" }, { "US", "3: 3-4" }, { "us", "" },
		{ "source:daily", "2:" }, { "topics:corn", "2:" }, { "TOPICS:\"grain corn\"", "" }, { "TOPICS:grain", "2:" },
		{ "topics:c*n", "2:" }, { "topics:\"corn grain\"", "" },
		{ "host:example.org", "2:" }, { "host:ample.org", "" }, { "id:X-7", "2:" },
		{ "id:x-7", "" }, { "words:6", "2:" }, { "words:7..8", "3:" },
		{ "alpha OR beta w/3 five", "1: 0-1 2-3 7-8 10-12/1; 3: 1-2" },
		{ "alpha AND (beta OR alpha) words:9..",
		  "1: 0-1 0-1/2 1-2/1 2-3 2-3/2 5-6/1 7-8 7-8/2 8-9/1 10-11/1" },
		{ "alpha NOT said", "" }, { "alpha -gamma", "1: 0-1 2-3 7-8; 3: 1-2" },
		{ "alpha w/1 (beta OR one)", "1: 0-2 2-4 7-9" }
		/* clang-format on */
	};
	const char *tmp = getenv("TMPDIR");
	char path[4096];
	struct naive nv;
	size_t i;
	int fd;

	snprintf(path, sizeof path, "%s/test_naive.XXXXXX.jsonl",
		 tmp != NULL ? tmp : "/tmp");
	fd = mkstemps(path, 6);
	ck_assert(fd >= 0);
	ck_assert(write(fd, corpus, strlen(corpus)) == (ssize_t)strlen(corpus));
	close(fd);
	naive_load(&nv, path, "english", NAIVE_ARTICLES);
	unlink(path);
	ck_assert_uint_eq(nv.n_articles, 3);
	for (i = 0; i < sizeof v / sizeof *v; i++) {
		const char *found = answer(&nv, v[i][0]);

		ck_assert_msg(strcmp(found, v[i][1]) == 0, "%s: '%s', not '%s'", v[i][0],
			      found, v[i][1]);
	}
	naive_release(&nv);
}
END_TEST

static Suite *
naive_suite(void)
{
	Suite *s = suite_create("naive");
	TCase *tc = tcase_create("naive");

	tcase_add_test(tc, what_contains_another_goes);
	tcase_add_test(tc, distances_are_as_they_are_said);
	tcase_add_test(tc, loose_phrases_take_the_least);
	tcase_add_test(tc, wildcards_and_expressions_describe_whole_words);
	tcase_add_test(tc, edits_are_counted);
	tcase_add_test(tc, paragraphs_break_as_they_are_said);
	tcase_add_test(tc, sentences_break_as_they_are_said);
	tcase_add_test(tc, queries_are_answered);
	suite_add_tcase(s, tc);
	return s;
}

int
main(void)
{
	SRunner *sr = srunner_create(naive_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
