/* Pressmark - tests of articles with folds, on the whole way in and out: what was given
 * comes back byte for byte, and a view of the whole text is that text, divided where the
 * folds were.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where things are to be is counted in bytes here: a word is of a fold if its first byte is,
 * and a piece of the body begins with a word between which and the one before it an edge of
 * a fold lies. */
#include "tests/unit/answer_fixture.h"

#include "indexer/build.h"
#include "indexer/commands.h"
#include "match/view.h"
#include "segment/index.h"
#include "support/folds.h"
#include "support/json_put.h"
#include "support/utf8.h"

#define FOLDS_MAX 500u

/* --- articles as they are given ------------------------------------------- */

struct fold {
	size_t at; /* bytes of the text before it */
	unsigned why;
	struct pm_buf text;
};

struct article {
	struct pm_buf title, text;
	struct fold folds[FOLDS_MAX];
	size_t n;
};

static struct article *articles;
static uint32_t n_articles;
static size_t articles_cap;

static struct article *
add(const char *title, const char *text)
{
	struct article *a;

	OK(pm_grow(&articles, &articles_cap, (size_t)n_articles + 1, sizeof *articles,
		   ERR));
	a = &articles[n_articles++];
	memset(a, 0, sizeof *a);
	pm_buf_init(&a->title, PM_BUF_NO_LIMIT);
	pm_buf_init(&a->text, PM_BUF_NO_LIMIT);
	pm_buf_puts(&a->title, title);
	pm_buf_puts(&a->text, text);
	return a;
}

static struct pm_buf *
add_fold(struct article *a, size_t at)
{
	struct fold *f = &a->folds[a->n++];

	ck_assert_uint_le(a->n, FOLDS_MAX);
	ck_assert_uint_le(at, a->text.len);
	f->at = at;
	f->why = 1 + (unsigned)(a->n % PM_FOLD_ALL);
	pm_buf_init(&f->text, PM_BUF_NO_LIMIT);
	return &f->text;
}

/* An article whose folds stand in braces in TEXT. */
static struct article *
add_braces(const char *title, const char *text)
{
	struct article *a = add(title, "");
	struct pm_buf *to = &a->text;

	for (; *text != '\0'; text++)
		if (*text == '{')
			to = add_fold(a, a->text.len);
		else if (*text == '}')
			to = &a->text;
		else
			pm_buf_putc(to, (unsigned char)*text);
	return a;
}

static void
put_reasons(struct pm_buf *b, unsigned why)
{
	unsigned i;

	for (i = 0; i < PM_FOLD_REASONS; i++)
		if (why & 1u << i)
			pm_buf_printf(b, "%s ", pm_fold_reason_name(i));
}

static void
put_lines(struct pm_buf *b)
{
	uint32_t i;
	size_t k;

	for (i = 0; i < n_articles; i++) {
		const struct article *a = &articles[i];

		pm_buf_printf(b, "{\"id\":\"%u\",\"title\":", (unsigned)i);
		pm_json_put_string(b, pm_buf_str(&a->title), a->title.len);
		pm_buf_puts(b, ",\"folds\":[");
		for (k = 0; k < a->n; k++) {
			pm_buf_printf(b, "%s{\"at\":%zu,\"why\":\"", k > 0 ? "," : "",
				      pm_utf8_count(pm_buf_str(&a->text), a->folds[k].at));
			put_reasons(b, a->folds[k].why);
			pm_buf_puts(b, "\",\"text\":");
			pm_json_put_string(b, pm_buf_str(&a->folds[k].text),
					   a->folds[k].text.len);
			pm_buf_putc(b, '}');
		}
		pm_buf_puts(b, "],\"text\":");
		pm_json_put_string(b, pm_buf_str(&a->text), a->text.len);
		pm_buf_puts(b, "}\n");
	}
	ck_assert_int_eq(b->status, PM_OK);
}

static void
begin(void)
{
	make_folder();
	n_articles = 0;
}

static void
end(void)
{
	size_t k;

	while (n_articles > 0) {
		struct article *a = &articles[--n_articles];

		pm_buf_release(&a->title);
		pm_buf_release(&a->text);
		for (k = 0; k < a->n; k++)
			pm_buf_release(&a->folds[k].text);
	}
	free(articles);
	articles = NULL;
	articles_cap = 0;
	drop_folder();
}

/* The text as it is to be, with folds in their places or without, and the edges of folds in it. */
struct wanted {
	struct pm_buf text;
	size_t edges[2 * FOLDS_MAX + 1];
	size_t n_edges; /* of the whole text: each fold's first byte, and its end */
};

static void
want(struct wanted *w, const struct article *a, bool whole)
{
	size_t i, done = 0;

	pm_buf_clear(&w->text);
	w->n_edges = 0;
	for (i = 0; i < a->n; i++) {
		const struct fold *f = &a->folds[i];

		pm_buf_put(&w->text, a->text.data + done, f->at - done);
		done = f->at;
		w->edges[w->n_edges++] = w->text.len;
		if (whole) {
			pm_buf_put(&w->text, f->text.data, f->text.len);
			w->edges[w->n_edges++] = w->text.len;
		}
	}
	pm_buf_put(&w->text, a->text.data + done, a->text.len - done);
	ck_assert_int_eq(w->text.status, PM_OK);
}

/* Whether an edge lies after byte FROM, and not after TO. */
static bool
has_edge(const struct wanted *w, size_t from, size_t to)
{
	size_t i;

	for (i = 0; i < w->n_edges; i++)
		if (w->edges[i] > from && w->edges[i] <= to)
			return true;
	return false;
}

static bool
is_folded(const struct wanted *w, size_t at)
{
	size_t i;

	for (i = 0; i + 1 < w->n_edges; i += 2)
		if (at >= w->edges[i] && at < w->edges[i + 1])
			return true;
	return false;
}

/* --- what is there ---------------------------------------------------------- */

static struct pm_index *the_index;
static size_t n_inside; /* articles with a fold in the middle of a word */

static void
same(const struct pm_buf *got, const struct pm_buf *wanted, const char *what, uint32_t id)
{
	ck_assert_msg(got->len == wanted->len &&
			      (got->len == 0 ||
			       memcmp(got->data, wanted->data, got->len) == 0),
		      "article %u has another %s:\n%.300s\nnot\n%.300s", (unsigned)id,
		      what, pm_buf_str(got), pm_buf_str(wanted));
}

/* What is stored: the text, the folds, and the text with them put back. */
static void
check_stored(struct pm_segment *seg, uint32_t id, const struct article *a)
{
	const struct pm_fold_place *places;
	struct pm_buf title, text, fold;
	struct pm_folds *folds;
	size_t n, i;

	pm_buf_init(&title, PM_BUF_NO_LIMIT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_init(&fold, PM_BUF_NO_LIMIT);
	OK(pm_segment_text(seg, id, &title, &text, ERR));
	same(&title, &a->title, "title", id);
	same(&text, &a->text, "text", id);
	OK(pm_segment_folds(seg, &folds, ERR));
	ck_assert_ptr_nonnull(folds);
	OK(pm_folds_find(folds, id, &places, &n, ERR));
	ck_assert_uint_eq(n, a->n);
	ck_assert_int_eq(pm_folds_has(folds, id), n > 0);
	for (i = 0; i < n; i++) {
		ck_assert_uint_eq(places[i].at, a->folds[i].at);
		ck_assert_uint_eq(places[i].why, a->folds[i].why);
		pm_buf_clear(&fold);
		OK(pm_segment_fold(seg, &places[i], &fold, ERR));
		same(&fold, &a->folds[i].text, "fold", id);
	}
	pm_buf_release(&title);
	pm_buf_release(&text);
	pm_buf_release(&fold);
}

static void
put_separator(struct pm_view *v, size_t i, struct pm_buf *out)
{
	const char *text;
	size_t len;

	OK(pm_store_separator(pm_segment_store(v->segment), v->decoded.separators[i],
			      &text, &len, ERR));
	pm_buf_put(out, text, len);
}

/* The body as a view has it, and where its words begin and end. */
static void
read_view(struct pm_view *v, struct pm_buf *out, size_t *starts, size_t *ends)
{
	uint32_t i, n_title = v->place.n_title, n_words = v->place.n_words;

	pm_buf_clear(out);
	for (i = n_title; i < n_words; i++) {
		put_separator(v, (size_t)i + 1, out);
		starts[i - n_title] = out->len;
		OK(pm_segment_surface(v->segment, v->decoded.ranks[i],
				      v->decoded.forms[i], out, ERR));
		ends[i - n_title] = out->len;
	}
	put_separator(v, (size_t)n_words + 1, out);
	ck_assert_int_eq(out->status, PM_OK);
}

static bool
has_start(const struct pm_regions *r, uint32_t at)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->starts[i] == at)
			return true;
	return false;
}

/* Pieces begin where an edge lies, and there sentences and paragraphs begin too. */
static void
check_regions(struct pm_view *v, const struct wanted *w, const size_t *starts)
{
	const struct pm_regions *r[3];
	uint32_t i, n_title = v->place.n_title;
	unsigned unit;
	bool begins;

	for (unit = 0; unit < 3; unit++) {
		OK(pm_view_regions(v, (enum pm_near_unit)unit, &r[unit], ERR));
		ck_assert_uint_eq(r[unit]->end, v->place.n_words);
		for (i = 1; i < r[unit]->n; i++)
			ck_assert_uint_gt(r[unit]->starts[i], r[unit]->starts[i - 1]);
	}
	for (i = n_title; i < v->place.n_words; i++) {
		bool edge = i == n_title ||
			    has_edge(w, starts[i - n_title - 1], starts[i - n_title]);

		ck_assert_msg(has_start(r[PM_NEAR_WORDS], i) == edge,
			      "article %u, word %u of %u: %s", (unsigned)v->article,
			      (unsigned)i, (unsigned)v->place.n_words,
			      edge ? "no piece begins" : "a piece begins");
		ck_assert(!edge || (has_start(r[PM_NEAR_SENTENCE], i) &&
				    has_start(r[PM_NEAR_PARAGRAPH], i)));
		if (edge && i > n_title) {
			OK(pm_view_begins_sentence(v, i, &begins, ERR));
			ck_assert(begins);
		}
		ck_assert_int_eq(pm_view_is_in_fold(v, i),
				 v->whole && is_folded(w, starts[i - n_title]));
	}
}

/* Whether a fold stands in the middle of a word of the text itself. */
static bool
divides_word(const struct article *a, const size_t *starts, const size_t *ends, uint32_t n)
{
	uint32_t i;
	size_t k;

	for (k = 0; k < a->n; k++)
		for (i = 0; i < n; i++)
			if (a->folds[k].at > starts[i] && a->folds[k].at < ends[i])
				return true;
	return false;
}

static void
check_views(struct pm_segment *seg, uint32_t id, const struct article *a)
{
	size_t room = 3 + a->text.len, *starts, *ends, k;
	struct wanted w;
	struct pm_view v;
	struct pm_buf got;
	bool divided = false, whole = false;

	for (k = 0; k < a->n; k++)
		room += a->folds[k].text.len;
	starts = pm_alloc(room, sizeof *starts);
	ends = pm_alloc(room, sizeof *ends);
	pm_buf_init(&w.text, PM_BUF_NO_LIMIT);
	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	do {
		pm_view_init(&v);
		v.whole = whole;
		OK(pm_view_set(&v, seg, id, ERR));
		ck_assert_uint_eq(v.n_folds, a->n);
		OK(pm_view_dressing(&v, ERR));
		want(&w, a, v.whole);
		read_view(&v, &got, starts, ends);
		if (!v.whole)
			divided = divides_word(a, starts, ends,
					       v.place.n_words - v.place.n_title);
		/* a word that a fold stands in the middle of is on neither side */
		if (!v.whole || !divided)
			same(&got, &w.text, v.whole ? "whole view" : "view", id);
		if (!divided)
			check_regions(&v, &w, starts);
		pm_view_release(&v);
	} while ((whole = !whole));
	n_inside += divided;
	pm_buf_release(&w.text);
	pm_buf_release(&got);
	free(starts);
	free(ends);
}

/* Build the index NAME, whose path INDEX becomes. */
static void
build(char index[PATH_SIZE], const char *name, const char *language, unsigned jobs,
      size_t memory)
{
	char input[PATH_SIZE];
	const char *const paths[] = { in_folder(input, "corpus.jsonl") };
	struct pm_build_options o = {
		.index = in_folder(index, name),
		.paths = paths,
		.n_paths = 1,
		.language = language,
		.jobs = jobs,
		.memory = memory,
		/* no folds but those given */
		.clean = PM_CLEAN_FULL
	};
	struct pm_build_result result;
	struct pm_buf lines;
	uint32_t i, folded = 0;

	pm_buf_init(&lines, PM_BUF_NO_LIMIT);
	put_lines(&lines);
	OK(pm_replace_file(input, lines.data, lines.len, ERR));
	pm_buf_release(&lines);
	OK(pm_build(&o, &result, ERR));
	ck_assert_uint_eq(result.skipped, 0);
	for (i = 0; i < n_articles; i++)
		folded += articles[i].n > 0;
	ck_assert_uint_eq(result.folded, folded);
}

static void
check_all(const char *language, unsigned jobs, size_t memory)
{
	struct pm_check_result checked;
	char index[PATH_SIZE];
	uint32_t i;

	build(index, "index", language, jobs, memory);
	OK(pm_index_open(&the_index, index, ERR));
	n_inside = 0;
	for (i = 0; i < n_articles; i++) {
		check_stored(the_index->segments[0], i + 1, &articles[i]);
		check_views(the_index->segments[0], i + 1, &articles[i]);
	}
	pm_index_free(the_index);
	OK(pm_check(index, &checked, ERR));
	ck_assert_uint_eq(checked.articles, n_articles);
}

/* How many articles match QUERY. */
static uint32_t
count_matches(const char *query, enum pm_search_text text)
{
	const struct pm_search_options o = { .max = 1 };
	struct pm_search_result result;
	struct pm_search *search;
	struct pm_tree *tree = corpus_query(query);
	char index[PATH_SIZE];
	uint32_t n;

	OK(pm_search_open(&search, in_folder(index, "index"), ERR));
	pm_search_text(search, text);
	OK(pm_search_run(search, tree, &o, &result, ERR));
	n = (uint32_t)result.total;
	pm_search_result_release(&result);
	pm_search_free(search);
	pm_tree_free(tree);
	return n;
}

/* --- tests ------------------------------------------------------------------- */

START_TEST(folds_are_in_their_places)
{
	add_braces("", "one {two three} four");
	add_braces("A title", "{Menu Home }Crude oil fell.{ Share this}");
	add("No folds", "but words all the same.");
	add_braces("Folds alone", "{Sign up now.}");
	add_braces("", "...{Sign up now.}");
	add_braces("Title", "{a}{b}{c}");
	add_braces("Title", "...{Sign up.}--");
	add_braces("No words", "one {...}two {***} three{\n\n}");
	add_braces("Neighbours", "one {two }{three }{- }{four }five");
	add_braces("Between", "one {two }, {three }. {* * *}; {four }five");
	add_braces("Wordless", "{.}{..}{...}one {.}{..}{two}{...}{....} three {.}{..}");
	add_braces("Nothing between", "one {two}three{ four} five{six }");
	add_braces("Edges", "\n {one}\n two \n{three}\n");
	check_all("english", 1, 0);
	ck_assert_uint_eq(n_inside, 0);
}
END_TEST

START_TEST(folds_meet_what_belongs_to_words)
{
	add_braces("", "Anna{ said}\xe2\x80\x99s word");
	add_braces("", "Anna\xe2\x80\x99s{\xe2\x80\x99s} word{\xe2\x80\x99s}");
	add_braces("", "Anna {Bob\xe2\x80\x99s}{\xe2\x80\x99s Carl}\xe2\x80\x99s word");
	add_braces("", "co-{op}operate and co{-op-}erate {re-}elect");
	add_braces("", "a harb-\n{our }our wall-\n{\npaper-\n}paper");
	add_braces("", "\xe4\xb8\xad\xe6\x96\x87{\xe8\x8a\xaf\xe7\x89\x87}\xe8\x8a\xaf\xe7"
		       "\x89\x87{\xe3\x82\xab}{\xe3\x82\xab}");
	add_braces("", "write to press@{ads}example.org or {www.}example.com/{a}?b=c now");
	add_braces("", "U.S.{ U.S.} U.{S}.K. 3.{5}5% AT&{T}T");
	add_braces("", "harb{FOLD}our wall");
	add_braces("", "e{\xcc\x81}\xcc\x81t\xcc\x81{e\xcc\x81} e");
	check_all("english", 1, 0);
	ck_assert_uint_ge(n_inside, 2);
}
END_TEST

START_TEST(folds_have_huge_words)
{
	static const size_t lengths[] = { 64, 65, 4095, 4096, 4097, 20000, 47000 };
	struct article *a = add("Huge", "before after");
	struct pm_buf *fold;
	size_t i, k;

	for (i = 0; i < 2 * (sizeof lengths / sizeof *lengths); i++) {
		fold = add_fold(a, 7);
		if (i % 2)
			pm_buf_puts(fold, " and ");
		for (k = 0; k < lengths[i / 2]; k++)
			pm_buf_putc(fold, (int)('a' + (k * k + i / 2) % 26));
		pm_buf_puts(fold, i % 3 ? "\n" : "\xe2\x80\x99s. ");
	}
	check_all("english", 1, 0);
}
END_TEST

static void
put_words(struct pm_buf *out, uint32_t from, uint32_t n, char letter)
{
	for (; n > 0; n--, from++)
		pm_buf_printf(out, "%c%05u%s", letter, (unsigned)(from * 37 % 50000),
			      from % 9 == 8 ? ".\n" : " ");
}

/* An article that is gathered in parts, with folds between all of its words' thousands, and
 * where its parts end. */
static void
add_large(uint32_t thousands)
{
	struct article *a = add("A large one", "");
	uint32_t i, k;

	for (i = 0; i < thousands; i++) {
		if (i % 2)
			put_words(add_fold(a, a->text.len), 1000 * i, 1 + rnd(3000), 'f');
		for (k = 0; k < 3 && i % 5 == 0; k++)
			pm_buf_puts(add_fold(a, a->text.len), k == 1 ? "more\n" : "***\n");
		put_words(&a->text, 1000 * i, 1000, 'w');
		/* what a fold divides is no compound */
		pm_buf_printf(&a->text, "left%u-right%u ", (unsigned)i, (unsigned)i);
		pm_buf_printf(&a->text, "left%u-", (unsigned)i);
		pm_buf_puts(add_fold(a, a->text.len), "side-");
		pm_buf_printf(&a->text, "middle%u. ", (unsigned)i);
	}
	put_words(add_fold(a, a->text.len), 0, 10, 'e');
}

START_TEST(parts_of_a_large_article_have_folds)
{
	static const unsigned jobs[] = { 1, 1, 3 };
	char query[64];
	unsigned i;

	add_braces("Before", "one {two three} four");
	add_large(200);
	add_braces("After", "one {two three} four");
	check_all("english", jobs[_i], _i > 0 ? 1 : 0);
	for (i = 0; i < 200; i += 13) {
		snprintf(query, sizeof query, "left%uright%u", i, i);
		ck_assert_uint_eq(count_matches(query, PM_SEARCH_ARTICLES), 1);
		snprintf(query, sizeof query, "left%umiddle%u", i, i);
		ck_assert_uint_eq(count_matches(query, PM_SEARCH_ARTICLES), 0);
		ck_assert_uint_eq(count_matches(query, PM_SEARCH_FULL_TEXT), 0);
		snprintf(query, sizeof query, "\"left%u middle%u\"", i, i);
		ck_assert_uint_eq(count_matches(query, PM_SEARCH_ARTICLES), 0);
	}
}
END_TEST

static void
put_random(struct pm_buf *out)
{
	if (rnd(8) > 0)
		corpus_random_text(out, rnd(3) == 0 ? rnd(40) : rnd(4), rnd);
	else
		pm_buf_puts(out, rnd(2) ? " *** " : "\xe2\x80\x99s");
	if (out->len == 0)
		pm_buf_puts(out, ".");
}

START_TEST(random_folds_are_in_their_places)
{
	static const char *const languages[] = { "english", PM_LANGUAGE_AUTO, "none" };
	uint32_t i, k;

	rng = (uint64_t)_i + 5;
	for (i = 0; i < 300; i++) {
		struct article *a = add("", "");
		size_t at = 0;

		if (rnd(2))
			corpus_random_text(&a->title, rnd(5), rnd);
		if (rnd(9) > 0)
			corpus_random_text(&a->text, rnd(60), rnd);
		if (a->title.len + a->text.len == 0) /* would be skipped */
			pm_buf_puts(&a->text, "...");
		for (k = rnd(3) == 0 ? 0 : rnd(9); k > 0; k--) {
			if (rnd(4) > 0)
				at += rnd((uint32_t)(a->text.len - at) / k + 1);
			while (at < a->text.len && (a->text.data[at] & 0xc0) == 0x80)
				at++;
			/* mostly between words */
			while (at < a->text.len && rnd(16) > 0 &&
			       (a->text.data[at] >= 0x80 || a->text.data[at] == '-' ||
				a->text.data[at] > ' '))
				at++;
			while (at < a->text.len && (a->text.data[at] & 0xc0) == 0x80)
				at++;
			put_random(add_fold(a, at));
		}
	}
	check_all(languages[_i % 3], 1 + (unsigned)_i % 2, 0);
	ck_assert_uint_lt(n_inside, 150);
}
END_TEST

/* Each of many folds without words was behind those before it: what is stored of them grew
 * with the square of their number. */
START_TEST(many_folds_cost_no_more_than_their_bytes)
{
	struct article *a = add("Many", "one two");
	uint64_t sizes[PM_STORE_READ];
	char index[PATH_SIZE];
	struct pm_folds *folds;
	struct pm_store *store;
	const char *text;
	size_t i, k, len, sum = 0;

	for (i = 0; i < FOLDS_MAX; i++) {
		struct pm_buf *fold = add_fold(a, 4);

		for (k = 0; k < 40; k++)
			pm_buf_putc(fold, "*-#.,"[(i + k * k) % 5]);
		pm_buf_printf(fold, i == FOLDS_MAX / 2 ? " word " : "\n");
	}
	check_all("english", 1, 0);
	OK(pm_index_open(&the_index, in_folder(index, "index"), ERR));
	OK(pm_segment_folds(the_index->segments[0], &folds, ERR));
	OK(pm_folds_store(folds, &store, ERR));
	pm_store_file_sizes(store, sizes);
	for (i = 0; i < pm_store_separators(store); i++) {
		OK(pm_store_separator(store, (uint32_t)i, &text, &len, ERR));
		sum += len;
	}
	ck_assert_uint_lt(sum, (size_t)3 * 42 * FOLDS_MAX);
	pm_index_free(the_index);
}
END_TEST

/* Folds of the same words, but in other articles than the database says: of an index whose
 * generation lists them, so that nothing but their postings can tell. */
START_TEST(check_compares_folds_with_their_postings)
{
	char index[PATH_SIZE], other[PATH_SIZE], segment[PATH_SIZE + 20];
	char ours[PATH_SIZE + 40], theirs[PATH_SIZE + 40];
	struct pm_check_result checked;
	struct pm_generation g;
	int i, k;

	for (i = 0; i < 2; i++) {
		end();
		begin();
		for (k = 0; k < 2; k++) {
			add_braces("One", k == 0 ? "{alpha}" : "{beta}");
			pm_buf_puts(&articles[k].text, " gamma");
		}
		build(index, "index", "english", 1, 0);
		/* the first time the same ones, and then others */
		for (k = 0; k < 2 && i > 0; k++) {
			pm_buf_clear(&articles[k].folds[0].text);
			pm_buf_puts(&articles[k].folds[0].text,
				    _i == 0 ? k == 0 ? "beta" : "alpha" : "alpha beta");
		}
		build(other, "other", "english", 1, 0);
		snprintf(segment, sizeof segment, "%s/segment-1", index);
		snprintf(ours, sizeof ours, "%s/folds", segment);
		snprintf(theirs, sizeof theirs, "%s/segment-1/folds", other);
		OK(pm_remove_tree(ours, ERR));
		ck_assert_int_eq(rename(theirs, ours), 0);
		OK(pm_generation_read(index, &g, ERR));
		OK(pm_segment_identity(segment, &g.segments[0].identity, ERR));
		OK(pm_generation_publish(index, &g, ERR));
		pm_generation_release(&g);
		if (i == 0)
			OK(pm_check(index, &checked, ERR));
		else
			FAILS(pm_check(index, &checked, ERR), PM_ERR_CORRUPT,
			      "are those of other articles");
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("fold views");
	TCase *tc = tcase_create("fold views");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, folds_are_in_their_places);
	tcase_add_test(tc, folds_meet_what_belongs_to_words);
	tcase_add_test(tc, folds_have_huge_words);
	tcase_add_loop_test(tc, parts_of_a_large_article_have_folds, 0, 3);
	tcase_add_loop_test(tc, random_folds_are_in_their_places, 0, 6);
	tcase_add_test(tc, many_folds_cost_no_more_than_their_bytes);
	tcase_add_loop_test(tc, check_compares_folds_with_their_postings, 0, 2);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
