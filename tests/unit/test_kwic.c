/* Pressmark - tests of keyword in context.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/kwic.h"
#include "support/json.h"
#include "support/sort.h"
#include "support/utf8.h"
#include "tests/unit/answer_fixture.h"
#include "text/fold.h"
#include "text/split.h"

#include <ctype.h>

/* --- asking ----------------------------------------------------------------- */

static void
ask(struct corpus *c, const char *query, struct pm_kwic *k, struct pm_buf *out,
    struct pm_kwic_result *result)
{
	struct pm_tree *tree = corpus_query(query);
	struct pm_kwic_result own;

	k->tree = tree;
	k->query = query;
	k->query_len = strlen(query);
	k->words = k->words == 0 ? PM_KWIC_WORDS : k->words;
	pm_buf_init(out, PM_BUF_NO_LIMIT);
	OK(pm_kwic_answer(k, c->search, out, result == NULL ? &own : result, ERR));
	pm_tree_free(tree);
}

/* A line of the answer, as JSON tells it. */
struct line {
	char id[16];
	bool title;
	uint64_t word, field_word, words, start, end;
	char *left, *hit, *right, *folded;
};

struct lines {
	struct line *lines;
	size_t n;
	uint64_t hits, drawn;
};

static char *
text_of(const struct pm_json_value *v, const char *name)
{
	const struct pm_json_value *m = pm_json_member(v, name);

	ck_assert_msg(m != NULL, "no member %s", name);
	return pm_strndup(m->text, m->text_len);
}

static uint64_t
number_of(const struct pm_json_value *v, const char *name)
{
	char *s = text_of(v, name);
	uint64_t n = strtoull(s, NULL, 10);

	free(s);
	return n;
}

static void
ask_lines(struct corpus *c, const char *query, struct pm_kwic *k, struct lines *l)
{
	const struct pm_json_value *root, *v;
	struct pm_json *json;
	struct pm_buf out;
	size_t cap = 0;

	memset(l, 0, sizeof *l);
	k->format = PM_KWIC_JSON;
	ask(c, query, k, &out, NULL);
	OK(pm_json_new(&json, ERR));
	OK(pm_json_parse(json, pm_buf_str(&out), out.len, &root, NULL, ERR));
	l->hits = number_of(root, "hits");
	l->drawn = number_of(root, "drawn");
	for (v = pm_json_member(root, "lines")->child; v != NULL; v = v->next) {
		struct line *x;
		char *s;

		OK(pm_grow(&l->lines, &cap, l->n + 1, sizeof *l->lines, ERR));
		x = &l->lines[l->n++];
		ck_assert_uint_eq(number_of(v, "number"), k->offset + l->n);
		s = text_of(v, "id");
		snprintf(x->id, sizeof x->id, "%s", s);
		free(s);
		s = text_of(v, "field");
		x->title = strcmp(s, "title") == 0;
		free(s);
		x->word = number_of(v, "word");
		x->field_word = number_of(v, "field_word");
		x->words = number_of(v, "words");
		x->start = number_of(v, "start");
		x->end = number_of(v, "end");
		x->left = text_of(v, "left");
		x->hit = text_of(v, "hit");
		x->right = text_of(v, "right");
		x->folded = text_of(v, "folded");
	}
	pm_json_free(json);
	pm_buf_release(&out);
}

static void
release(struct lines *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free(l->lines[i].left);
		free(l->lines[i].hit);
		free(l->lines[i].right);
		free(l->lines[i].folded);
	}
	free(l->lines);
}

static bool
same_place(const struct line *a, const struct line *b)
{
	return strcmp(a->id, b->id) == 0 && a->word == b->word && a->words == b->words;
}

static const struct line *
find(const struct lines *l, const struct line *x)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (same_place(&l->lines[i], x))
			return &l->lines[i];
	return NULL;
}

/* --- corpora ------------------------------------------------------------------ */

static void
open_random(struct corpus *c, uint32_t n)
{
	static const char *const members[] = {
		"", "\"date\":\"2024-03-05\",\"source\":\"AP\"", "\"date\":\"2023-01-01\"",
		"\"source\":\"AP\"", "\"date\":\"2024-03-05\",\"author\":\"A, \\\"B\\\"\""
	};
	struct pm_buf title, body;

	corpus_begin(c);
	pm_buf_init(&title, PM_BUF_NO_LIMIT);
	pm_buf_init(&body, PM_BUF_NO_LIMIT);
	while (n-- > 0) {
		pm_buf_clear(&title);
		pm_buf_clear(&body);
		if (rnd(4) > 0)
			corpus_random_text(&title, rnd(10), rnd);
		/* what has no text is no article */
		corpus_random_text(&body, 1 + rnd(rnd(4) == 0 ? 400 : 30), rnd);
		corpus_add(c, pm_buf_str(&title), pm_buf_str(&body), members[rnd(5)]);
	}
	pm_buf_release(&title);
	pm_buf_release(&body);
	corpus_open(c);
}

static void
open_small(struct corpus *c)
{
	corpus_begin(c);
	corpus_add(c, "The chip ban",
		   "Chips are banned, says the U.S. of chips.\n\nNo chip.",
		   "\"date\":\"2024-03-05\",\"source\":\"AP\"");
	corpus_add(c, "", "A ban on a chip", "\"date\":\"2023-12-31\"");
	corpus_add(c, "Nothing", "to be found", "");
	corpus_open(c);
}

/* The article's title or body as it is exported, with its words. */
struct field {
	struct pm_buf text;
	struct pm_words words;
};

static void
read_field(struct corpus *c, const struct line *x, struct field *f)
{
	struct pm_index *index = pm_search_index(c->search);
	uint32_t article;
	struct pm_segment *seg = pm_index_locate(index, (uint32_t)atoi(x->id + 1),
						 &article);
	struct pm_buf other;

	memset(f, 0, sizeof *f);
	pm_buf_init(&f->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&other, PM_BUF_NO_LIMIT);
	OK(pm_segment_text(seg, article, x->title ? &f->text : &other,
			   x->title ? &other : &f->text, ERR));
	OK(pm_split(pm_buf_str(&f->text), f->text.len, &f->words, ERR));
	pm_buf_release(&other);
}

static void
release_field(struct field *f)
{
	pm_buf_release(&f->text);
	pm_words_release(&f->words);
}

/* Words FROM .. TO - 1 folded; those that are not there are nothing. */
static void
put_folded(const struct field *f, int64_t from, int64_t to, struct pm_buf *out)
{
	int64_t i;

	for (i = from; i < to; i++) {
		const struct pm_word *w = &f->words.words[i];

		if (i < 0 || i >= (int64_t)f->words.n)
			continue;
		if (i > from)
			pm_buf_putc(out, ' ');
		OK(pm_fold(pm_buf_str(&f->text) + w->start, w->end - w->start, w->flags,
			   out, ERR));
	}
}

/* --- what lines hold ------------------------------------------------------------ */

static void
is_exact(struct corpus *c, const struct line *x, uint32_t words)
{
	uint64_t from, to, n;
	struct pm_buf folded, whole;
	struct field f;
	const struct pm_word *w;

	read_field(c, x, &f);
	w = f.words.words;
	n = f.words.n;
	ck_assert_uint_le(x->field_word + x->words, n);
	ck_assert_uint_eq(x->start, w[x->field_word].start);
	ck_assert_uint_eq(x->end, w[x->field_word + x->words - 1].end);
	from = x->field_word > words ? w[x->field_word - words].start : 0;
	if (x->field_word == words)
		from = 0;
	to = x->field_word + x->words + words < n
		   ? w[x->field_word + x->words + words - 1].end
		   : f.text.len;
	ck_assert_uint_eq(strlen(x->left), x->start - from);
	ck_assert_uint_eq(strlen(x->hit), x->end - x->start);
	ck_assert_uint_eq(strlen(x->right), to - x->end);
	pm_buf_init(&whole, PM_BUF_NO_LIMIT);
	pm_buf_printf(&whole, "%s%s%s", x->left, x->hit, x->right);
	ck_assert_mem_eq(pm_buf_str(&whole), pm_buf_str(&f.text) + from, to - from);
	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	put_folded(&f, (int64_t)x->field_word, (int64_t)(x->field_word + x->words),
		   &folded);
	ck_assert_str_eq(x->folded, pm_buf_str(&folded));
	pm_buf_release(&folded);
	pm_buf_release(&whole);
	release_field(&f);
}

/* One line for each distinct extent of each article that matches, in their order. */
static void
are_the_hits(struct corpus *c, const char *query, const struct lines *l)
{
	const struct pm_search_options o = { .max = UINT32_MAX };
	struct pm_tree *tree = corpus_query(query);
	struct pm_search_result r;
	struct pm_hits h;
	size_t i, k, at = 0;

	OK(pm_search_run(c->search, tree, &o, &r, ERR));
	OK(pm_hits_init(&h, c->search, tree, ERR));
	for (i = 0; i < r.n; i++) {
		OK(pm_hits_find(&h, r.matches[i].id, ERR));
		for (k = 0; k < h.n; k++) {
			const struct line *x = &l->lines[at];

			if (k > 0 && h.hits[k].first == h.hits[k - 1].first &&
			    h.hits[k].end == h.hits[k - 1].end)
				continue;
			ck_assert_uint_lt(at++, l->n);
			ck_assert_uint_eq((uint32_t)atoi(x->id + 1), r.matches[i].id);
			ck_assert_uint_eq(x->word, h.hits[k].first);
			ck_assert_uint_eq(x->word + x->words, h.hits[k].end);
		}
	}
	ck_assert_uint_eq(at, l->n);
	ck_assert_uint_eq(at, l->hits);
	pm_hits_release(&h);
	pm_search_result_release(&r);
	pm_tree_free(tree);
}

START_TEST(every_hit_is_a_line_with_its_place_in_the_exported_text)
{
	unsigned round, found = 0;
	struct corpus c;
	struct lines l;
	size_t i;

	open_random(&c, 60);
	for (round = 0; round < 60; round++) {
		struct pm_kwic k = { .words = 1 + rnd(12) };
		const char *query = corpus_random_query(rnd);

		ask_lines(&c, query, &k, &l);
		are_the_hits(&c, query, &l);
		for (i = 0; i < l.n; i++)
			is_exact(&c, &l.lines[i], k.words);
		found += l.n > 0;
		release(&l);
	}
	ck_assert_uint_gt(found, 40);
	corpus_end(&c);
}
END_TEST

START_TEST(lines_are_aligned_on_the_hit)
{
	static const char want[] =
		"2 of 3 articles\n"
		"   1       a1                         The **chip** ban\n"
		"   2       a1                             **Chips** are banned, says the U.S. of\n"
		"   3       a1    banned, says the U.S. of **chips**. No chip.\n"
		"   4       a1  says the U.S. of chips. No **chip**.\n"
		"   5       a2                  A ban on a **chip**\n"
		"5 hits\n";
	static const uint32_t articles[] = { 1, 1, 1, 1, 2 };
	struct pm_kwic k = { .width = 80, .sort = PM_SORT_DATE_DESC };
	struct corpus c;
	struct pm_buf out, ids;

	open_small(&c);
	pm_buf_init(&ids, PM_BUF_NO_LIMIT);
	k.ids = &ids;
	ask(&c, "chip", &k, &out, NULL);
	ck_assert_str_eq(pm_buf_str(&out), want);
	pm_buf_release(&out);
	/* Which articles these are; in a narrow terminal there is no room to say it. */
	ck_assert_mem_eq(ids.data, articles, sizeof articles);
	pm_buf_clear(&ids);
	k.width = 79;
	k.offset = 4;
	ask(&c, "chip", &k, &out, NULL);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), " A ban on a **chip**"));
	ck_assert_ptr_null(strstr(pm_buf_str(&out), "a2"));
	ck_assert_uint_eq(ids.len, sizeof articles[4]);
	ck_assert_mem_eq(ids.data, articles + 4, sizeof articles[4]);
	pm_buf_release(&ids);
	pm_buf_release(&out);
	corpus_end(&c);
}
END_TEST

START_TEST(marks_are_around_words_and_not_around_the_extent)
{
	struct pm_kwic k = { .width = 120, .color = true, .max = 1 };
	struct corpus c;
	struct pm_buf out;

	open_small(&c);
	ask(&c, "chips pre/9 says", &k, &out, NULL);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), " 2024-03-05 "));
	ck_assert_ptr_nonnull(strstr(
		pm_buf_str(&out),
		"\033[31mChips\033[39m are banned, \033[31msays\033[39m the U.S."));
	pm_buf_release(&out);
	corpus_end(&c);
}
END_TEST

START_TEST(answers_without_lines_say_why)
{
	struct pm_kwic k = { .width = 80 };
	struct corpus c;
	struct pm_buf out;

	open_small(&c);
	ask(&c, "nowhere", &k, &out, NULL);
	ck_assert_str_eq(pm_buf_str(&out), "no article matches, of 3 articles\n");
	pm_buf_release(&out);
	ask(&c, "source:AP", &k, &out, NULL);
	ck_assert_str_eq(pm_buf_str(&out),
			 "1 of 3 articles\nno hits: the query asks for no "
			 "words of title or body\n");
	pm_buf_release(&out);
	k.offset = 100;
	ask(&c, "chip", &k, &out, NULL);
	ck_assert_str_eq(pm_buf_str(&out), "2 of 3 articles\n5 hits, none after the "
					   "offset\n");
	pm_buf_release(&out);
	k.n_keys = 1;
	k.sample = 3;
	ask(&c, "chip", &k, &out, NULL);
	ck_assert_str_eq(pm_buf_str(&out),
			 "2 of 3 articles\n5 hits, of which 3 are drawn, "
			 "none after the offset\n");
	pm_buf_release(&out);
	k.format = PM_KWIC_JSON;
	ask(&c, "nowhere", &k, &out, NULL);
	ck_assert_str_eq(pm_buf_str(&out),
			 "{\"format\":1,\"query\":\"nowhere\",\"articles\":3,"
			 "\"total\":0,\"offset\":100,\"lines\":[],\"hits\":0,\"drawn\":0,"
			 "\"shown\":0,\"complete\":true}\n");
	pm_buf_release(&out);
	corpus_end(&c);
}
END_TEST

/* --- widths and hostile text ------------------------------------------------------ */

static void
commands_nothing(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned char b = (unsigned char)s[i];

		ck_assert_msg((b >= 0x20 && b != 0x7f) || b == '\n', "byte %02x", b);
		ck_assert(b != 0xc2 || (unsigned char)s[i + 1] >= 0xa0);
		ck_assert(b != 0xe2 || (unsigned char)s[i + 1] != 0x80 ||
			  ((unsigned char)s[i + 2] & 0xfc) != 0xa8);
	}
}

START_TEST(lines_fit_the_width_and_command_nothing)
{
	unsigned round;
	struct corpus c;
	struct pm_buf out;

	open_random(&c, 40);
	for (round = 0; round < 60; round++) {
		struct pm_kwic k = { .width = 24 + rnd(120),
				     .words = 1 + rnd(30),
				     .n_keys = rnd(2),
				     .keys = { { PM_KWIC_DATE, 0 } } };
		const char *p, *end, *hit, *cut, *query = corpus_random_query(rnd);
		size_t column = 0, at;

		ask(&c, query, &k, &out, NULL);
		commands_nothing(pm_buf_str(&out), out.len);
		ck_assert(pm_utf8_valid(pm_buf_str(&out), out.len));
		p = strchr(pm_buf_str(&out), '\n') + 1;
		for (; (end = strchr(p, '\n')) != NULL && end[1] != '\0'; p = end + 1) {
			ck_assert_msg(pm_utf8_columns(p, (size_t)(end - p)) <= k.width,
				      "%.*s of more than %zu columns", (int)(end - p), p,
				      k.width);
			/* A hit begins with a mark, unless with a stop word; or was cut
			 * where it begins. */
			if (strstr(query, "of") != NULL || strstr(query, "the") != NULL)
				continue;
			hit = strstr(p, "**");
			cut = strstr(p, "\xe2\x80\xa6");
			if (hit == NULL || hit > end || (cut != NULL && cut < hit))
				continue;
			at = pm_utf8_columns(p, (size_t)(hit - p));
			ck_assert_msg(column == 0 || at == column, "%.*s: at %zu, not %zu",
				      (int)(end - p), p, at, column);
			column = at;
		}
		pm_buf_release(&out);
	}
	corpus_end(&c);
}
END_TEST

/* --- order -------------------------------------------------------------------------- */

struct naive {
	struct line *line;
	size_t place;
	char *keys[PM_KWIC_KEYS_MAX];
	size_t n;
};

static char *
naive_key(struct corpus *c, const struct line *x, const struct pm_kwic_key *key)
{
	static const char *const days[] = { "\xff", "20240305", "20230101" };
	int64_t first = (int64_t)x->field_word, last = first + (int64_t)x->words;
	const char *members, *end;
	struct pm_buf out;
	struct field f;
	char id[32];

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	read_field(c, x, &f);
	switch (key->by) {
	case PM_KWIC_LEFT:
		put_folded(&f, first - key->place, first - key->place + 1, &out);
		break;
	case PM_KWIC_RIGHT:
		put_folded(&f, last + key->place - 1, last + key->place, &out);
		break;
	case PM_KWIC_HIT:
		put_folded(&f, first, last, &out);
		break;
	case PM_KWIC_DATE:
		snprintf(id, sizeof id, "{\"id\":\"%s\",", x->id);
		members = strstr(pm_buf_str(&c->lines), id);
		end = strchr(members, '\n');
		members = strstr(members, "\"date\"");
		pm_buf_puts(&out, days[members == NULL || members > end	      ? 0
				       : strncmp(members + 8, "2024", 4) == 0 ? 1
									      : 2]);
		break;
	case PM_KWIC_ARTICLE:
		break;
	}
	release_field(&f);
	if (out.data == NULL)
		pm_buf_puts(&out, "");
	return out.data == NULL ? pm_strndup("", 0) : (char *)pm_buf_detach(&out, NULL);
}

static int
compare_naive(const void *a, const void *b)
{
	const struct naive *x = a, *y = b;
	size_t i;

	for (i = 0; i < x->n; i++) {
		int d = strcmp(x->keys[i], y->keys[i]);

		if (d != 0)
			return d;
	}
	return x->place < y->place ? -1 : 1;
}

static void
is_sorted_naively(struct corpus *c, const struct lines *all, const struct lines *got,
		  const struct pm_kwic *k)
{
	struct naive *n = calloc(all->n + 1, sizeof *n);
	size_t i, key;

	ck_assert_uint_eq(got->n, all->n);
	for (i = 0; i < all->n; i++) {
		n[i] = (struct naive){ .line = &all->lines[i], .place = i, .n = k->n_keys };
		for (key = 0; key < k->n_keys; key++)
			n[i].keys[key] = naive_key(c, n[i].line, &k->keys[key]);
	}
	qsort(n, all->n, sizeof *n, compare_naive);
	for (i = 0; i < all->n; i++) {
		ck_assert_msg(same_place(n[i].line, &got->lines[i]),
			      "line %zu: %s, not %s", i, got->lines[i].hit,
			      n[i].line->hit);
		ck_assert_str_eq(n[i].line->left, got->lines[i].left);
		ck_assert_uint_eq(n[i].line->start, got->lines[i].start);
		for (key = 0; key < k->n_keys; key++)
			free(n[i].keys[key]);
	}
	free(n);
}

START_TEST(keys_sort_as_a_naive_sort_does)
{
	static const char *const keys[] = { "L1",	   "R1",      "R1,R2,L1",
					    "hit,L2",	   "date,R1", "date",
					    "L9,hit,date", "R50,r3",  "hit,article" };
	unsigned round;
	struct corpus c;

	open_random(&c, 40);
	for (round = 0; round < 25; round++) {
		struct pm_kwic plain = { .sort = round % 3 }, k = { .sort = round % 3 };
		const char *query = corpus_random_query(rnd);
		struct lines all, got;

		OK(pm_kwic_parse_keys(keys[rnd(sizeof keys / sizeof *keys)], &k, ERR));
		ask_lines(&c, query, &plain, &all);
		ask_lines(&c, query, &k, &got);
		is_sorted_naively(&c, &all, &got, &k);
		release(&all);
		release(&got);
	}
	corpus_end(&c);
}
END_TEST

/* Days are numbers of more than 16 bits: as such, of these two the later one has the
 * greater ones above, and the smaller ones below. */
START_TEST(days_sort_as_they_come)
{
	struct pm_kwic k = { .n_keys = 1, .keys = { { PM_KWIC_DATE, 0 } } };
	struct corpus c;
	struct lines l;

	ck_assert_uint_lt(20260101 & 0xffff, 20250101 & 0xffff);
	corpus_begin(&c);
	corpus_add(&c, "", "word", "\"date\":\"2026-01-01\"");
	corpus_add(&c, "", "word", "");
	corpus_add(&c, "", "word", "\"date\":\"2025-01-01\"");
	corpus_open(&c);
	ask_lines(&c, "word", &k, &l);
	ck_assert_uint_eq(l.n, 3);
	ck_assert_str_eq(l.lines[0].id, "a3");
	ck_assert_str_eq(l.lines[1].id, "a1");
	ck_assert_str_eq(l.lines[2].id, "a2");
	release(&l);
	corpus_end(&c);
}
END_TEST

START_TEST(keys_are_read_as_written)
{
	struct pm_kwic k = { 0 };

	OK(pm_kwic_parse_keys("L1,r50,HIT,date,Article", &k, ERR));
	ck_assert_uint_eq(k.n_keys, 5);
	ck_assert_int_eq(k.keys[1].by, PM_KWIC_RIGHT);
	ck_assert_uint_eq(k.keys[1].place, 50);
	FAILS(pm_kwic_parse_keys("", &k, ERR), PM_ERR_USAGE, "not ''");
	FAILS(pm_kwic_parse_keys("L0", &k, ERR), PM_ERR_USAGE, "L1 to L50");
	FAILS(pm_kwic_parse_keys("L51", &k, ERR), PM_ERR_USAGE, "not 'L51'");
	FAILS(pm_kwic_parse_keys("R1,", &k, ERR), PM_ERR_USAGE, "not ''");
	FAILS(pm_kwic_parse_keys("R1x", &k, ERR), PM_ERR_USAGE, "not 'R1x'");
	FAILS(pm_kwic_parse_keys("hits", &k, ERR), PM_ERR_USAGE, "not 'hits'");
	FAILS(pm_kwic_parse_keys("L1,L2,L3,L4,L5,L6,L7,L8,L9", &k, ERR), PM_ERR_USAGE,
	      "at most 8");
}
END_TEST

START_TEST(pages_are_parts_of_all_lines)
{
	unsigned round;
	struct corpus c;

	open_random(&c, 30);
	for (round = 0; round < 30; round++) {
		struct pm_kwic k = { .sample = rnd(2) * (1 + rnd(40)), .seed = round };
		const char *query = corpus_random_query(rnd);
		struct lines all, page;
		size_t i, want;

		if (rnd(2) == 0)
			OK(pm_kwic_parse_keys("R1", &k, ERR));
		ask_lines(&c, query, &k, &all);
		k.offset = rnd(20);
		k.max = 1 + rnd(20);
		ask_lines(&c, query, &k, &page);
		want = all.n <= k.offset ? 0 : all.n - k.offset;
		want = want > k.max ? k.max : want;
		ck_assert_uint_eq(page.n, want);
		ck_assert_uint_eq(page.hits, all.hits);
		ck_assert_uint_eq(page.drawn, all.n);
		for (i = 0; i < page.n; i++)
			ck_assert(same_place(&page.lines[i], &all.lines[k.offset + i]));
		release(&all);
		release(&page);
	}
	corpus_end(&c);
}
END_TEST

/* --- samples -------------------------------------------------------------- */

START_TEST(a_sample_is_reproduced_whatever_the_order)
{
	struct lines all, small, large, sorted;
	unsigned differ = 0;
	struct corpus c;
	uint64_t seed;
	size_t i;

	open_random(&c, 40);
	ask_lines(&c, "chip OR ban", &(struct pm_kwic){ 0 }, &all);
	ck_assert_uint_gt(all.n, 60);
	for (seed = 0; seed < 20; seed++) {
		struct pm_kwic k = { .sample = 10, .seed = seed }, key = k;

		OK(pm_kwic_parse_keys("R1,hit", &key, ERR));
		key.sort = PM_SORT_DATE;
		ask_lines(&c, "chip OR ban", &k, &small);
		ask_lines(&c, "chip OR ban", &key, &sorted);
		k.sample = 30;
		ask_lines(&c, "chip OR ban", &k, &large);
		ck_assert_uint_eq(small.n, 10);
		ck_assert_uint_eq(large.n, 30);
		ck_assert_uint_eq(sorted.n, 10);
		ck_assert_uint_eq(small.hits, all.n);
		for (i = 0; i < small.n; i++) {
			ck_assert_ptr_nonnull(find(&large, &small.lines[i]));
			ck_assert_ptr_nonnull(find(&sorted, &small.lines[i]));
			ck_assert_ptr_nonnull(find(&all, &small.lines[i]));
			/* in the order of all */
			ck_assert(i == 0 || find(&all, &small.lines[i]) >
						    find(&all, &small.lines[i - 1]));
			differ += find(&small, &all.lines[i]) == NULL;
		}
		release(&small);
		release(&large);
		release(&sorted);
	}
	ck_assert_uint_gt(differ, 100);
	ask_lines(&c, "chip OR ban", &(struct pm_kwic){ .sample = 1000000 }, &large);
	ck_assert_uint_eq(large.n, all.n);
	for (i = 0; i < all.n; i++)
		ck_assert(same_place(&large.lines[i], &all.lines[i]));
	release(&large);
	release(&all);
	corpus_end(&c);
}
END_TEST

START_TEST(a_sample_takes_every_hit_equally_often)
{
	enum { SEEDS = 3000, SIZE = 4 };
	struct corpus c;
	struct lines all, l;
	unsigned *times;
	uint64_t seed;
	size_t i;
	double mean, squares = 0;

	open_random(&c, 8);
	ask_lines(&c, "the OR of", &(struct pm_kwic){ 0 }, &all);
	ck_assert_uint_gt(all.n, 3 * SIZE);
	times = calloc(all.n, sizeof *times);
	for (seed = 0; seed < SEEDS; seed++) {
		ask_lines(&c, "the OR of",
			  &(struct pm_kwic){ .sample = SIZE, .seed = seed }, &l);
		for (i = 0; i < l.n; i++)
			times[find(&all, &l.lines[i]) - all.lines]++;
		release(&l);
	}
	mean = (double)SEEDS * SIZE / (double)all.n;
	for (i = 0; i < all.n; i++)
		squares += (times[i] - mean) * (times[i] - mean) / mean;
	/* Chi squared, less what drawing without replacement takes off; twice its mean
	 * is far outside. */
	ck_assert_msg(squares < 2.0 * (double)all.n, "chi squared %f of %zu", squares,
		      all.n);
	free(times);
	release(&all);
	corpus_end(&c);
}
END_TEST

/* --- formats -------------------------------------------------------------- */

/* The next field of CSV at *P, with what it ends at: , or \r. */
static char
read_csv(const char **p, struct pm_buf *out)
{
	const char *s = *p;
	bool quoted = *s == '"';

	pm_buf_clear(out);
	for (s += quoted; quoted ? *s != '"' || s[1] == '"' : *s != ',' && *s != '\r';
	     s++) {
		ck_assert_int_ne(*s, '\0');
		pm_buf_putc(out, *s);
		s += quoted && *s == '"';
	}
	s += quoted;
	ck_assert(*s == ',' || (*s == '\r' && s[1] == '\n'));
	*p = s + (*s == ',' ? 1 : 2);
	return *s;
}

static char
read_tsv(const char **p, struct pm_buf *out)
{
	size_t n = strcspn(*p, "\t\n");
	char end = (*p)[n];

	pm_buf_clear(out);
	pm_buf_put(out, *p, n);
	*p += n + 1;
	return end;
}

/* The bytes of a mark that turns the direction, which no table holds. */
static size_t
turning(const char *s)
{
	static const char *const marks[] = { "\u061c", "\u200e", "\u200f", "\u202a",
					     "\u202b", "\u202c", "\u202d", "\u202e",
					     "\u2066", "\u2067", "\u2068", "\u2069" };
	size_t i;

	for (i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

/* Whether they are the same but for what TABLE cannot hold. */
static bool
is_same_text(const char *table, const char *text)
{
	if (*table == '\'' && *text != '\'' && strchr("=+-@\t\r", *text) != NULL)
		table++;
	for (;; table++, text++) {
		unsigned char b;

		while (turning(text) > 0)
			text += turning(text);
		b = (unsigned char)*text;
		if (b == '\0' || *table == '\0')
			break;
		if (*table == *text)
			continue;
		if (strncmp(text, "\u2028", 3) == 0 || strncmp(text, "\u2029", 3) == 0) {
			text += 2;
			b = 0;
		} else if (b == 0xc2) {
			b = (unsigned char)*++text;
		}
		if (*table != ' ' || (b >= 0x20 && b != 0x7f && (b < 0x80 || b >= 0xa0)))
			return false;
	}
	return *table == *text;
}

static void
compare_table(struct corpus *c, const char *query, enum pm_kwic_format format)
{
	char (*next)(const char **,
		     struct pm_buf *) = format == PM_KWIC_CSV ? read_csv : read_tsv;
	struct pm_kwic k = { .words = 5 };
	struct pm_buf out, cell;
	struct lines l;
	const char *p;
	size_t i, column;

	ask_lines(c, query, &k, &l);
	k.format = format;
	ask(c, query, &k, &out, NULL);
	commands_nothing("", 0);
	ck_assert_ptr_null(strchr(pm_buf_str(&out), '\033'));
	p = pm_buf_str(&out);
	if (format == PM_KWIC_TSV)
		p = strchr(p, '\n') + 1;
	ck_assert(strncmp(p, "number", 6) == 0);
	p = strchr(p, '\n') + 1;
	pm_buf_init(&cell, PM_BUF_NO_LIMIT);
	for (i = 0; i < l.n; i++) {
		const struct line *x = &l.lines[i];
		uint64_t numbers[] = { i + 1,	 x->word,  x->field_word,
				       x->words, x->start, x->end };
		const char *texts[] = { x->left, x->hit, x->right, x->folded };

		for (column = 0; column < 15; column++) {
			char end = next(&p, &cell);

			ck_assert_int_eq(end == ',' || end == '\t', column < 14);
			if (column == 0 || (column >= 6 && column <= 10))
				ck_assert_uint_eq(strtoull(pm_buf_str(&cell), NULL, 10),
						  numbers[column == 0 ? 0 : column - 5]);
			else if (column == 1)
				ck_assert_str_eq(pm_buf_str(&cell), x->id);
			else if (column == 5)
				ck_assert_str_eq(pm_buf_str(&cell),
						 x->title ? "title" : "body");
			else if (column > 10)
				ck_assert_msg(is_same_text(pm_buf_str(&cell),
							   texts[column - 11]),
					      "'%s' and '%s'", pm_buf_str(&cell),
					      texts[column - 11]);
		}
	}
	ck_assert(format == PM_KWIC_CSV ? *p == '\0' : strncmp(p, "# hits ", 7) == 0);
	pm_buf_release(&cell);
	pm_buf_release(&out);
	release(&l);
}

START_TEST(tables_hold_what_json_does)
{
	unsigned round;
	struct corpus c;

	open_random(&c, 30);
	for (round = 0; round < 20; round++)
		compare_table(&c, corpus_random_query(rnd),
			      round % 2 ? PM_KWIC_CSV : PM_KWIC_TSV);
	corpus_end(&c);
}
END_TEST

START_TEST(an_article_without_id_is_named_by_its_url_or_file)
{
	struct pm_kwic k = { .format = PM_KWIC_TSV };
	struct corpus c;
	struct pm_buf out;

	corpus_begin(&c);
	corpus_add(&c, "", "one word", "\"id\":\"\",\"url\":\"https://a.example/1\"");
	corpus_add(&c, "", "two word", "\"id\":\"\"");
	corpus_open(&c);
	ask(&c, "word", &k, &out, NULL);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "\thttps://a.example/1\t"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "corpus.jsonl:2\t"));
	pm_buf_release(&out);
	corpus_end(&c);
}
END_TEST

/* --- streams -------------------------------------------------------------- */

struct sink {
	struct pm_buf all;
	unsigned calls;
	size_t largest;
	unsigned end_at;
};

static enum pm_status
take(void *ctx, struct pm_buf *out, struct pm_error *err)
{
	struct sink *s = ctx;

	(void)err;
	pm_buf_put(&s->all, out->data, out->len);
	if (out->len > s->largest)
		s->largest = out->len;
	return ++s->calls == s->end_at ? PM_GONE : PM_OK;
}

START_TEST(what_is_flushed_is_the_answer)
{
	struct sink sink = { .calls = 0 };
	struct pm_kwic k = { .width = 100, .words = 50 };
	struct pm_kwic_result r;
	struct pm_error err;
	struct pm_tree *tree;
	struct pm_buf whole, out;
	struct corpus c;

	open_random(&c, 400);
	ask(&c, "the OR of OR chip", &k, &whole, NULL);
	ck_assert_uint_gt(whole.len, 200000);
	pm_buf_init(&sink.all, PM_BUF_NO_LIMIT);
	k.flush = take;
	k.flush_ctx = &sink;
	ask(&c, "the OR of OR chip", &k, &out, &r);
	ck_assert_uint_eq(out.len, 0);
	ck_assert_str_eq(pm_buf_str(&sink.all), pm_buf_str(&whole));
	ck_assert_uint_gt(sink.calls, 2);
	ck_assert_uint_lt(sink.largest, 70000);
	ck_assert_uint_eq(r.lines, r.hits);
	pm_buf_release(&out);
	/* A reader that went away. */
	sink.calls = 0;
	sink.end_at = 2;
	tree = corpus_query("the OR of OR chip");
	k.tree = tree;
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_kwic_answer(&k, c.search, &out, &r, &err), PM_GONE);
	ck_assert_uint_eq(sink.calls, 2);
	pm_tree_free(tree);
	pm_buf_release(&out);
	pm_buf_release(&whole);
	pm_buf_release(&sink.all);
	corpus_end(&c);
}
END_TEST

static bool
count_down(void *ctx)
{
	unsigned *n = ctx;

	return *n == 0 || --*n == 0;
}

START_TEST(an_answer_that_is_stopped_says_so)
{
	struct pm_kwic_result r, whole;
	struct corpus c;
	struct pm_buf out;
	unsigned n, early = 0, some = 0;

	open_random(&c, 60);
	ask(&c, "the", &(struct pm_kwic){ .width = 80 }, &out, &whole);
	pm_buf_release(&out);
	for (n = 1; n < 400; n += 3) {
		unsigned left = n;
		struct pm_kwic k = { .width = 80,
				     .n_keys = n % 2,
				     .keys = { { PM_KWIC_HIT, 0 } },
				     .stop = { count_down, &left } };

		ask(&c, "the", &k, &out, &r);
		ck_assert_int_eq(r.stopped,
				 strstr(pm_buf_str(&out), "ended early") != NULL ||
					 r.articles == 0);
		ck_assert_uint_le(r.hits, whole.hits);
		ck_assert(r.stopped || r.lines == whole.lines);
		early += r.stopped;
		some += r.stopped && r.lines > 0;
		pm_buf_release(&out);
	}
	ck_assert_uint_gt(early, 5);
	ck_assert_uint_gt(some, 2);
	ck_assert_uint_lt(early, 130);
	corpus_end(&c);
}
END_TEST

static bool
always(void *ctx)
{
	(void)ctx;
	return true;
}

START_TEST(a_sort_that_is_stopped_shows_a_line)
{
	struct pm_kwic_result r, whole;
	struct corpus c;
	struct pm_buf out;
	unsigned n, sorting = 0;

	open_random(&c, 60);
	ask(&c, "the", &(struct pm_kwic){ .width = 80 }, &out, &whole);
	pm_buf_release(&out);
	for (n = 1; n < 400; n++) {
		unsigned left = n;
		struct pm_kwic k = { .width = 80,
				     .n_keys = 2,
				     .keys = { { PM_KWIC_RIGHT, 1 }, { PM_KWIC_LEFT, 1 } },
				     .stop = { count_down, &left },
				     .last = { always, NULL } };

		pm_search_watch(c.search, (struct pm_stop){ 0 });
		ask(&c, "the", &k, &out, &r);
		ck_assert(r.hits == 0 || r.lines > 0);
		ck_assert_ptr_null(strstr(pm_buf_str(&out), "none after"));
		sorting += r.stopped && r.hits == whole.hits && r.lines == 1;
		pm_buf_release(&out);
	}
	ck_assert_uint_gt(sorting, 0);
	corpus_end(&c);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("kwic");
	TCase *tc = tcase_create("kwic");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, every_hit_is_a_line_with_its_place_in_the_exported_text);
	tcase_add_test(tc, lines_are_aligned_on_the_hit);
	tcase_add_test(tc, marks_are_around_words_and_not_around_the_extent);
	tcase_add_test(tc, answers_without_lines_say_why);
	tcase_add_test(tc, lines_fit_the_width_and_command_nothing);
	tcase_add_test(tc, keys_sort_as_a_naive_sort_does);
	tcase_add_test(tc, days_sort_as_they_come);
	tcase_add_test(tc, keys_are_read_as_written);
	tcase_add_test(tc, pages_are_parts_of_all_lines);
	tcase_add_test(tc, a_sample_is_reproduced_whatever_the_order);
	tcase_add_test(tc, a_sample_takes_every_hit_equally_often);
	tcase_add_test(tc, tables_hold_what_json_does);
	tcase_add_test(tc, an_article_without_id_is_named_by_its_url_or_file);
	tcase_add_test(tc, what_is_flushed_is_the_answer);
	tcase_add_test(tc, an_answer_that_is_stopped_says_so);
	tcase_add_test(tc, a_sort_that_is_stopped_shows_a_line);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
