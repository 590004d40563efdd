/* Pressmark - tests of indexer/removal.h: what is removed is as if it had never been there.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/alone_fixture.h"
#include "tests/unit/removal_fixture.h"

#include "indexer/commands.h"
#include "indexer/term_lists.h"
#include "tests/oracle/generate.h"
#include "tests/unit/random_text.h"

#include <inttypes.h>

#define BITS LINES_BITS

/* What tests/oracle/edge.c asks for. */
size_t
below(uint64_t *state, size_t n)
{
	return n == 0 ? 0 : (size_t)(next_random(state) % n);
}

static char *
first_difference(const char *a, const char *b)
{
	static char text[800];
	const char *line_a = a, *line_b = b;

	while (*a != '\0' && *a == *b) {
		if (*a == '\n') {
			line_a = a + 1;
			line_b = b + 1;
		}
		a++;
		b++;
	}
	snprintf(text, sizeof text, "'%.*s', and without what is removed '%.*s'",
		 (int)strcspn(line_a, "\n"), line_a, (int)strcspn(line_b, "\n"), line_b);
	return text;
}

static char *export(const char *index)
{
	static const struct pm_stop never = { NULL, NULL };
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	ck_assert_ptr_nonnull(f);
	OK(pm_export(index, f, &never, ERR));
	fclose(f);
	return text;
}

static void
check_same(const char *index, const char *fresh)
{
	char *is = describe_index(index), *should = describe_index(fresh);
	struct pm_check_result result;

	ck_assert_msg(strcmp(is, should) == 0, "%s", first_difference(is, should));
	free(is);
	free(should);
	is = export(index);
	should = export(fresh);
	ck_assert_msg(strcmp(is, should) == 0, "%s", first_difference(is, should));
	free(is);
	free(should);
	OK(pm_check(index, &result, ERR));
}

START_TEST(what_is_removed_was_never_there)
{
	static const uint32_t percents[] = { 1, 10, 50, 90 };
	static const char *const languages[] = { "english", "auto", "none" };
	const char *language = languages[_i % 3];
	enum edge_kind kind = _i % 2 == 0 ? EDGE_ARTICLES : EDGE_FOLDS;
	char index[PATH_SIZE], fresh[PATH_SIZE];
	struct lines l = { 0 };
	uint64_t keep[BITS];

	rng = (uint64_t)_i + 100;
	read_edges(&l, rng, kind, 60 + rnd(600));
	in_folder(index, "index");
	in_folder(fresh, "fresh");
	build_segments(index, language, &l, 1 + rnd(4));
	remove_in_rounds(index, l.n, percents[_i / 3 % 4], rnd64(), keep);
	build_lines(fresh, language, &l, 0, l.n, keep);
	check_same(index, fresh);
	lines_release(&l);
}
END_TEST

/* --- segments that come and go ------------------------------------------ */

START_TEST(what_was_gone_of_a_segment_that_is_no_more_is_forgotten)
{
	char index[PATH_SIZE], fresh[PATH_SIZE];
	struct lines l = { 0 };
	uint64_t keep[BITS];
	size_t i, drop = (size_t)_i % 3;

	rng = (uint64_t)_i + 1;
	read_edges(&l, rng, EDGE_FOLDS, 300);
	in_folder(index, "index");
	in_folder(fresh, "fresh");
	build_segments(index, "english", &l, 3);
	remove_in_rounds(index, l.n, 20, 5, keep);
	remove_lines(index, (uint64_t[BITS]){ 0 }, drop);
	for (i = l.n * drop / 3; i < l.n * (drop + 1) / 3; i++)
		keep[i / 64] &= ~(UINT64_C(1) << i % 64);
	build_lines(fresh, "english", &l, 0, l.n, keep);
	check_same(index, fresh);
	lines_release(&l);
}
END_TEST

START_TEST(articles_go_from_a_new_segment_too)
{
	char index[PATH_SIZE], fresh[PATH_SIZE];
	struct lines l = { 0 };
	uint64_t go[BITS] = { 0 }, keep[BITS];
	size_t i;

	rng = 7;
	read_edges(&l, rng, EDGE_FOLDS, 200);
	in_folder(index, "index");
	in_folder(fresh, "fresh");
	build_segments(index, "english", &l, 2);
	for (i = 1; i < l.n; i += 3)
		set_bit(go, i);
	for (i = 0; i < BITS; i++)
		keep[i] = ~go[i];
	remove_lines_as(index, go, SIZE_MAX, NEW_SEGMENTS);
	build_lines(fresh, "english", &l, 0, l.n, keep);
	check_same(index, fresh);
	lines_release(&l);
}
END_TEST

/* --- one thing at a time ------------------------------------------------ */

static const struct {
	const char *text; /* of the article that goes */
	const char *kept; /* what nothing says of the index any more */
} only[] = {
	{ "{\"id\":\"1\",\"text\":\"by D\xc3\xbcrer\"}",
	  "form durer/durer 3 D\xc3\xbcrer" },
	{ "{\"id\":\"1\",\"text\":\"by DURER\"}", "form durer/durer 2 " },
	{ "{\"id\":\"1\",\"text\":\"they co-operate\"}",
	  "alias cooperate/cooper co/co operate" },
	{ "{\"id\":\"1\",\"text\":\"a re-run-away\"}", "alias rerunaway/rerunaway " },
	{ "{\"id\":\"1\",\"text\":\"see press@example.org\"}", "alias press/press " },
	{ "{\"id\":\"1\",\"text\":\"one zebra\"}", "word zebra/zebra " },
	{ "{\"id\":\"1\",\"text\":\"one\",\"folds\":[{\"at\":3,\"text\":\" zebra\"}]}",
	  "word zebra/zebra " },
	{ "{\"id\":\"1\",\"text\":\"one\",\"folds\":[{\"at\":3,\"text\":\" zebra\"}]}",
	  "term XFzebra " },
	{ "{\"id\":\"1\",\"text\":\"one\",\"author\":\"Anna Weber\"}", "prefix A 1" },
	{ "{\"id\":\"1\",\"text\":\"one\",\"source\":\"Paper\"}", "prefix XSOURCE 1" },
	{ "{\"id\":\"1\",\"text\":\"one\",\"date\":\"2024-03-05\"}", "prefix Y 1" },
	{ "{\"id\":\"1\",\"text\":\"one\",\"url\":\"https://a.example/\"}", "prefix H 1" },
	{ "{\"id\":\"1\",\"title\":\"One\",\"text\":\"two\"}", "prefix S 1" },
};

#define ONLY ((int)(sizeof only / sizeof *only))

static void
add_text(struct lines *l, const char *text)
{
	lines_add(l, text, strlen(text));
}

START_TEST(what_only_one_article_has_goes_with_it)
{
	static const uint64_t first = 1, none = 0, others = ~UINT64_C(1);
	char index[PATH_SIZE], fresh[PATH_SIZE], *text;
	struct lines l = { 0 };

	add_text(&l, only[_i].text);
	add_text(&l,
		 "{\"text\":\"durer and Durer, a co operate, cooperated, runaway example org\"}");
	add_text(&l, "{\"text\":\"one, two and press\"}");
	in_folder(index, "index");
	in_folder(fresh, "fresh");
	/* in the second case all of a segment goes */
	build_segments(index, "english", &l, _i % 2 == 0 ? 1 : 3);
	build_lines(fresh, "english", &l, 0, l.n, &others);
	text = describe_index(index);
	ck_assert_msg(strstr(text, only[_i].kept) != NULL, "without '%s':\n%s",
		      only[_i].kept, text);
	free(text);
	remove_lines(index, &none, SIZE_MAX);
	remove_lines(index, &first, SIZE_MAX);
	remove_lines(index, &first, SIZE_MAX);
	text = describe_index(index);
	ck_assert_msg(strstr(text, only[_i].kept) == NULL, "with '%s'", only[_i].kept);
	free(text);
	check_same(index, fresh);
	lines_release(&l);
}
END_TEST

START_TEST(others_need_not_be_looked_at_for_ever)
{
	static const uint64_t first = 1;
	char index[PATH_SIZE], *text;
	struct lines l = { 0 };
	uint32_t n = PM_REMOVAL_LOOKS - 1 + (uint32_t)_i, i;

	add_text(&l, "{\"text\":\"DURER\"}");
	for (i = 0; i < n; i++)
		add_text(&l, "{\"text\":\"durer\"}");
	in_folder(index, "index");
	build_segments(index, "english", &l, 1);
	{
		uint64_t *go = calloc(l.n / 64 + 1, sizeof *go);

		go[0] = first;
		remove_lines(index, go, SIZE_MAX);
		free(go);
	}
	text = describe_index(index);
	ck_assert_int_eq(strstr(text, "form durer/durer 2 ") != NULL, _i > 0);
	free(text);
	lines_release(&l);
}
END_TEST

START_TEST(a_large_segment_is_not_read_for_a_few_articles)
{
	char index[PATH_SIZE], line[64], *text;
	struct pm_check_result result;
	struct lines l = { 0 };
	uint32_t i, alive = 0;
	uint64_t *go;

	add_text(&l, "{\"text\":\"XQA XQB XQC XQD XQE XQF\"}");
	for (i = 0; i < 6 * 4000; i++) {
		snprintf(line, sizeof line, "{\"text\":\"xq%c\"}", (int)('a' + i % 6));
		add_text(&l, line);
	}
	in_folder(index, "index");
	build_segments(index, "english", &l, 1);
	go = calloc(l.n / 64 + 1, sizeof *go);
	go[0] = 1;
	remove_lines(index, go, SIZE_MAX);
	free(go);
	text = describe_index(index);
	for (i = 0; i < 6; i++) {
		snprintf(line, sizeof line, "form xq%c/xq%c %d ", (int)('a' + i),
			 (int)('a' + i), (int)PM_FORM_UPPER);
		alive += strstr(text, line) != NULL;
	}
	/* the first five took 20,000 looks */
	ck_assert_uint_eq(alive, 1);
	free(text);
	OK(pm_check(index, &result, ERR));
	lines_release(&l);
}
END_TEST

/* --- checking ----------------------------------------------------------- */

static void
t_sums(struct pm_removed_tables *t)
{
	t->sums.undated++;
}
static void
t_lengths(struct pm_removed_tables *t)
{
	t->sums.lengths--;
}
static void
t_word(struct pm_removed_tables *t)
{
	t->words[1].count++;
}
static void
t_words(struct pm_removed_tables *t)
{
	t->n_words--;
}
static void
t_term(struct pm_removed_tables *t)
{
	t->terms[t->n_terms - 1].articles = 2;
}
static void
t_terms(struct pm_removed_tables *t)
{
	t->n_terms--;
}
static void
t_dead(struct pm_removed_tables *t)
{
	t->n_dead_words--;
}
static void
t_alias(struct pm_removed_tables *t)
{
	t->n_dead_aliases--;
}
static void
t_target(struct pm_removed_tables *t)
{
	t->n_dead_targets--;
}
static void
t_form(struct pm_removed_tables *t)
{
	t->dead_forms[0].number++;
}
static void
t_nothing(struct pm_removed_tables *t)
{
	(void)t;
}
static void
t_fewer_forms(struct pm_removed_tables *t)
{
	t->n_dead_forms--;
}

static const struct {
	void (*change)(struct pm_removed_tables *t);
	const char *said; /* NULL: it is fine */
} checks[] = {
	{ t_nothing, NULL },
	{ t_fewer_forms, NULL }, /* they count as alive */
	{ t_sums, "other sums" },
	{ t_lengths, "other sums" },
	{ t_word, "other words" },
	{ t_words, "other words" },
	{ t_term, "other terms" },
	{ t_terms, "other terms" },
	{ t_dead, "other words that nothing else has" },
	{ t_alias, "other compounds or addresses" },
	{ t_target, "other compounds or addresses" },
	{ t_form, "other forms" },
};

#define CHECKS ((int)(sizeof checks / sizeof *checks))

/* Write what is gone again, changed, and have the generation believe it. */
static void
rewrite_removed(const char *index, void (*change)(struct pm_removed_tables *t))
{
	char path[PATH_SIZE + 64];
	struct pm_removed_tables t;
	struct pm_removed_writer *w;
	struct pm_index *ix;

	OK(pm_index_open(&ix, index, ERR));
	pm_removed_tables_init(&t);
	OK(pm_removed_read(pm_removed_part(ix->removed, 0), &t, ERR));
	change(&t);
	ix->generation.copies.number = 0;
	ix->generation.removed.number = ++ix->generation.number;
	snprintf(path, sizeof path, "%s/removed-%" PRIu64, index, ix->generation.number);
	OK(pm_removed_create(&w, path, ERR));
	OK(pm_removed_add(w, ix->generation.segments[0].identity, &t, ERR));
	OK(pm_removed_finish(w, NULL, ERR));
	pm_removed_writer_free(w);
	OK(pm_pages_identity(path, &ix->generation.removed.identity, ERR));
	publish_alone(index, &ix->generation);
	pm_removed_tables_release(&t);
	pm_index_free(ix);
}

START_TEST(check_compares_what_is_gone)
{
	static const uint64_t go = 3;
	char index[PATH_SIZE];
	struct pm_check_result result;
	struct lines l = { 0 };

	add_text(&l,
		 "{\"text\":\"D\xc3\xbcrer did co-operate, press@example.org, zebra\"}");
	add_text(&l, "{\"text\":\"D\xc3\xbcrer\"}");
	add_text(&l, "{\"text\":\"durer did co operate\"}");
	in_folder(index, "index");
	build_segments(index, "english", &l, 1);
	remove_lines(index, &go, SIZE_MAX);
	rewrite_removed(index, checks[_i].change);
	if (checks[_i].said == NULL) {
		OK(pm_check(index, &result, ERR));
		ck_assert_uint_eq(result.articles, 1);
	} else {
		FAILS(pm_check(index, &result, ERR), PM_ERR_CORRUPT, checks[_i].said);
	}
	lines_release(&l);
}
END_TEST

/* --- what cannot be ----------------------------------------------------- */

static void
other_stemmer(struct pm_generation *g)
{
	snprintf(g->stemmer, sizeof g->stemmer, "libxapian 0.9");
}

static void
other_unicode(struct pm_generation *g)
{
	snprintf(g->unicode, sizeof g->unicode, "1.1");
}

START_TEST(other_words_are_not_removed)
{
	static const struct pm_stop never = { NULL, NULL };
	static void (*const makers[])(struct pm_generation *
				      g) = { other_stemmer, other_unicode };
	static const uint64_t go = 1;
	struct pm_removal_segment segment = { .go = &go };
	struct pm_removal_result result;
	char index[PATH_SIZE], path[PATH_SIZE];
	struct pm_index *ix;
	struct lines l = { 0 };

	add_text(&l, "{\"text\":\"one\"}");
	in_folder(index, "index");
	build_segments(index, "english", &l, 1);
	OK(pm_index_open(&ix, index, ERR));
	makers[_i](&ix->generation);
	FAILS(pm_removal_write(ix, &segment, 1, in_folder(path, "removed"), &never,
			       &result, ERR),
	      PM_ERR_NOT_INDEX, "build it again");
	ck_assert_int_ne(access(path, F_OK), 0);
	pm_index_free(ix);
	lines_release(&l);
}
END_TEST

static bool
yes(void *ctx)
{
	(void)ctx;
	return true;
}

START_TEST(nothing_stays_of_what_is_interrupted)
{
	static const struct pm_stop now = { yes, NULL };
	static const uint64_t go = 1;
	struct pm_removal_segment segment = { .go = &go };
	struct pm_removal_result result;
	char index[PATH_SIZE], path[PATH_SIZE];
	struct pm_index *ix;
	struct lines l = { 0 };

	add_text(&l, "{\"text\":\"one\"}");
	in_folder(index, "index");
	build_segments(index, "english", &l, 1);
	OK(pm_index_open(&ix, index, ERR));
	FAILS(pm_removal_write(ix, &segment, 1, in_folder(path, "removed"), &now, &result,
			       ERR),
	      PM_ERR_INTERRUPTED, "interrupted");
	ck_assert_int_ne(access(path, F_OK), 0);
	pm_index_free(ix);
	lines_release(&l);
}
END_TEST

/* --- lists -------------------------------------------------------------- */

struct seen {
	uint32_t articles[3000], n, stop_at;
};

static int
see(void *ctx, uint32_t article, uint32_t place)
{
	struct seen *s = ctx;

	ck_assert_uint_eq(place, s->n);
	s->articles[s->n++] = article;
	return s->n == s->stop_at ? PM_STOPPED : 0;
}

START_TEST(lists_are_the_same_whoever_reads_them)
{
	static const char *const terms[] = { "one", "three", "nowhere", "", "\xff" };
	char index[PATH_SIZE], dir[PATH_SIZE + 16], database[PATH_SIZE + 64];
	struct pm_term_lists own, xapian = { NULL, NULL, NULL };
	struct pm_db_location where = { database, NULL };
	struct seen a, b;
	struct lines l = { 0 };
	uint32_t i, n, m, stop;

	for (i = 0; i < 2500; i++)
		add_text(&l, i % 3 == 0 ? "{\"text\":\"one\"}" : "{\"text\":\"three\"}");
	in_folder(index, "index");
	build_lines(index, "english", &l, 0, l.n, NULL);
	snprintf(dir, sizeof dir, "%s/segment-1", index);
	snprintf(database, sizeof database, "%s/xapian", dir);
	OK(pm_term_lists_open(&own, dir, ERR));
	ck_assert_ptr_nonnull(own.glass);
	OK(pm_db_open(&xapian.db, &where, 1, ERR));
	for (i = 0; i < sizeof terms / sizeof *terms; i++)
		for (stop = 0; stop < 3; stop++) {
			a.n = b.n = 0;
			a.stop_at = b.stop_at = stop;
			OK(pm_term_lists_each(&own, terms[i], strlen(terms[i]), see, &a,
					      ERR));
			if (terms[i][0] != '\0')
				OK(pm_term_lists_each(&xapian, terms[i], strlen(terms[i]),
						      see, &b, ERR));
			ck_assert_uint_eq(a.n, b.n);
			ck_assert(a.n == 0 || memcmp(a.articles, b.articles,
						     a.n * sizeof *a.articles) == 0);
			OK(pm_term_lists_count(&own, terms[i], strlen(terms[i]), &n, ERR));
			if (terms[i][0] != '\0') {
				OK(pm_term_lists_count(&xapian, terms[i],
						       strlen(terms[i]), &m, ERR));
				ck_assert_uint_eq(n, m);
			}
			ck_assert(stop > 0 || n == a.n);
		}
	pm_term_lists_close(&own);
	pm_term_lists_close(&xapian);
	lines_release(&l);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("removal");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 600);
	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_loop_test(tc, what_is_removed_was_never_there, 0, 24);
	tcase_add_loop_test(tc, what_was_gone_of_a_segment_that_is_no_more_is_forgotten,
			    0, 3);
	tcase_add_test(tc, articles_go_from_a_new_segment_too);
	tcase_add_loop_test(tc, what_only_one_article_has_goes_with_it, 0, ONLY);
	tcase_add_loop_test(tc, others_need_not_be_looked_at_for_ever, 0, 2);
	tcase_add_test(tc, a_large_segment_is_not_read_for_a_few_articles);
	tcase_add_loop_test(tc, check_compares_what_is_gone, 0, CHECKS);
	tcase_add_loop_test(tc, other_words_are_not_removed, 0, 2);
	tcase_add_test(tc, nothing_stays_of_what_is_interrupted);
	tcase_add_test(tc, lists_are_the_same_whoever_reads_them);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
