/* Pressmark - tests of explanations: numbers counted by hand, and how they are shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/explain.h"

#include "support/json.h"
#include "support/utf8.h"
#include "tests/unit/query_fixture.h"

/* --- articles as words -------------------------------------------------- */

#define ARTICLES 150
#define LENGTH 30

/* Each is its own stem. */
static const char *const vocabulary[] = { "brak", "trok", "mulk", "semk",  "semkat",
					  "pont", "gorb", "drum", "flint", "zap" };
#define WORDS 10u

static uint32_t text[ARTICLES][LENGTH];

static void
make_corpus(void)
{
	struct pm_buf line;
	size_t i, k;

	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	for (i = 0; i < ARTICLES; i++) {
		pm_buf_clear(&line);
		for (k = 0; k < LENGTH; k++) {
			text[i][k] = rnd(1 + rnd(WORDS - 1));
			pm_buf_printf(&line, "%s ", vocabulary[text[i][k]]);
		}
		add_article("", pm_buf_str(&line));
	}
	pm_buf_release(&line);
	open_corpus();
}

static bool
is_word(const struct pm_tree_word *w, uint32_t word)
{
	if (w->match == PM_MATCH_PREFIX)
		return strncmp(vocabulary[word], w->folded, w->folded_len) == 0;
	return strcmp(vocabulary[word], w->folded) == 0;
}

static unsigned
count_leaf(const struct pm_tree *t, size_t article)
{
	unsigned hits = 0;
	size_t i, k;

	for (i = 0; i + t->n_words <= LENGTH; i++) {
		for (k = 0; k < t->n_words; k++)
			if (!is_word(&t->words[k], text[article][i + k]))
				break;
		hits += k == t->n_words;
	}
	return hits;
}

/* Of single words. */
static bool
is_near(const struct pm_tree *t, size_t article)
{
	const struct pm_tree_word *a = t->children[0]->words, *b = t->children[1]->words;
	bool lonely, found = false;
	uint32_t i, k;

	for (i = 0; i < LENGTH; i++) {
		if (!is_word(a, text[article][i]))
			continue;
		lonely = true;
		for (k = t->ordered || i < t->number ? t->ordered ? i + 1 : 0
						     : i - t->number;
		     k < LENGTH && k <= i + t->number; k++)
			if (k != i && is_word(b, text[article][k]))
				lonely = false;
		found = found || lonely == t->negated;
	}
	return found;
}

static bool
matches(const struct pm_tree *t, size_t article)
{
	size_t i;

	switch (t->op) {
	case PM_TREE_AND:
		for (i = 0; i < t->n_children && matches(t->children[i], article); i++)
			;
		return i == t->n_children;
	case PM_TREE_OR:
		for (i = 0; i < t->n_children && !matches(t->children[i], article); i++)
			;
		return i < t->n_children;
	case PM_TREE_NOT:
		return !matches(t->children[0], article);
	case PM_TREE_NEAR:
		return is_near(t, article);
	case PM_TREE_ATLEAST:
		return count_leaf(t->children[0], article) >= t->number;
	default:
		return count_leaf(t, article) > 0;
	}
}

static void
put_leaf(struct pm_buf *q)
{
	switch (rnd(4)) {
	case 0:
		pm_buf_printf(q, "\"%s %s\"", vocabulary[rnd(WORDS)],
			      vocabulary[rnd(WORDS)]);
		break;
	case 1:
		pm_buf_printf(q, "%.2s*", vocabulary[rnd(WORDS)]);
		break;
	default:
		pm_buf_puts(q, vocabulary[rnd(WORDS)]);
	}
}

static void
put_query(struct pm_buf *q, unsigned depth)
{
	static const char *const between[] = { " AND ", " OR ", " " };
	const char *is_operator = between[rnd(3)];
	unsigned n = 2 + rnd(2), i;

	switch (depth == 0 ? 9 : rnd(8)) {
	case 0:
	case 1:
	case 2:
	case 3:
		pm_buf_putc(q, '(');
		for (i = 0; i < n; i++) {
			pm_buf_puts(q, i > 0 ? is_operator : "");
			put_query(q, depth - 1);
		}
		pm_buf_putc(q, ')');
		break;
	case 4:
		pm_buf_puts(q, "NOT (");
		put_query(q, depth - 1);
		pm_buf_putc(q, ')');
		break;
	case 5:
	case 6:
		pm_buf_printf(q, "(%s %s%s/%u %s)", vocabulary[rnd(WORDS)],
			      rnd(3) == 0 ? "not " : "", rnd(2) ? "w" : "pre", 1 + rnd(6),
			      vocabulary[rnd(WORDS)]);
		break;
	case 7:
		pm_buf_printf(q, "atleast%u(%s)", 1 + rnd(5), vocabulary[rnd(WORDS)]);
		break;
	default:
		put_leaf(q);
	}
}

static struct pm_explanation *
explain(const struct pm_tree *tree)
{
	const struct pm_explain_options o = { 0.1, -1, NULL, { NULL, NULL } };
	struct pm_explanation *e = NULL;

	OK(pm_explain(&e, search, tree, &o, ERR));
	return e;
}

/* --- numbers ------------------------------------------------------------ */

static unsigned counted, nothing;

static void
is_counted(const struct pm_explanation *e, const struct pm_tree *t, size_t *i,
	   const char *query)
{
	uint32_t articles, want = 0;
	size_t k;

	for (k = 0; k < ARTICLES; k++)
		want += matches(t, k);
	ck_assert(pm_explain_articles(e, *i, &articles));
	ck_assert_msg(articles == want, "node %zu of %s: %u, not %u", *i, query, articles,
		      want);
	counted++;
	nothing += want == 0;
	++*i;
	for (k = 0; k < t->n_children; k++)
		is_counted(e, t->children[k], i, query);
}

START_TEST(every_node_has_as_many_articles_as_by_hand)
{
	struct pm_explanation *e;
	struct pm_tree *tree;
	struct pm_buf q;
	unsigned round;
	size_t nodes;

	make_corpus();
	pm_buf_init(&q, PM_BUF_NO_LIMIT);
	for (round = 0; round < 300; round++) {
		pm_buf_clear(&q);
		put_query(&q, 3);
		tree = parse(pm_buf_str(&q));
		e = explain(tree);
		nodes = 0;
		is_counted(e, tree, &nodes, pm_buf_str(&q));
		ck_assert_uint_eq(nodes, pm_explain_nodes(e));
		pm_explanation_free(e);
		pm_tree_free(tree);
	}
	ck_assert_uint_gt(counted, 1500);
	ck_assert_uint_lt(nothing, counted / 2);
	pm_buf_release(&q);
}
END_TEST

/* --- JSON --------------------------------------------------------------- */

static struct pm_json *json;

/* The explanation of a query: the first node's object. */
static const struct pm_json_value *
as_json(const char *query)
{
	const struct pm_json_value *root;
	struct pm_tree *tree = parse(query);
	struct pm_explanation *e = explain(tree);
	struct pm_buf out;

	if (json == NULL)
		OK(pm_json_new(&json, ERR));
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_explain_json(e, &out);
	ck_assert_int_eq(out.status, PM_OK);
	OK(pm_json_parse(json, pm_buf_str(&out), out.len, &root, NULL, ERR));
	ck_assert_int_eq(root->type, PM_JSON_ARRAY);
	pm_buf_release(&out);
	pm_explanation_free(e);
	pm_tree_free(tree);
	return root->child;
}

static void
is(const struct pm_json_value *v, const char *want)
{
	ck_assert_msg(v->text_len == strlen(want) &&
			      memcmp(v->text, want, v->text_len) == 0,
		      "%.*s, not %s", (int)v->text_len, v->text, want);
}

static void
has(const struct pm_json_value *object, const char *name, const char *value)
{
	const struct pm_json_value *v = pm_json_member(object, name);

	ck_assert_msg(v != NULL, "no %s", name);
	is(v, value);
}

START_TEST(times_are_those_of_the_corpus)
{
	const struct pm_json_value *node;
	char want[32];
	unsigned w, times;
	size_t i, k;

	make_corpus();
	for (w = 0; w < WORDS; w++) {
		for (i = 0, times = 0; i < ARTICLES; i++)
			for (k = 0; k < LENGTH; k++)
				times += text[i][k] == w;
		snprintf(want, sizeof want, "%u", times);
		node = as_json(vocabulary[w]);
		has(node, "op", "words");
		has(node, "depth", "0");
		has(node, "occurrences", want);
		ck_assert_ptr_null(pm_json_member(node, "at_least"));
	}
	pm_json_free(json);
}
END_TEST

static void
make_articles(void)
{
	add_article("Memory of Hefei",
		    "CXMT makes semiconductors, and CXMT sells; cxmt too.");
	add_article("", "Export controls on semiconductor equipment. CXMT Semi-annual.");
	add_article("", "semicolon semi semiconductor semiconductor");
	open_corpus();
}

START_TEST(words_that_are_nowhere_are_told_with_what_was_meant)
{
	const struct pm_json_value *node, *s;

	make_articles();
	node = as_json("semicondutor");
	has(node, "articles", "0");
	has(node, "start", "0");
	has(node, "end", "12");
	has(node, "occurrences", "0");
	has(node, "label", "word 'semicondutor'");
	is(pm_json_member(node, "missing")->child, "semicondutor");
	s = pm_json_member(node, "suggestions")->child;
	has(s, "of", "semicondutor");
	has(s, "word", "semiconductor");
	has(s, "articles", "2");
	has(s, "edits", "1");
	has(s->next, "word", "semiconductors");
	has(s->next, "articles", "1");
	ck_assert_ptr_null(s->next->next);

	node = as_json("cxmt w/9 \"exprot equipment\"");
	has(node, "op", "near");
	node = node->next->next;
	has(node, "depth", "1");
	has(node, "op", "phrase");
	s = pm_json_member(node, "suggestions")->child;
	has(s, "of", "exprot");
	has(s, "word", "export");
	s = pm_json_member(node, "words")->child;
	has(s, "word", "equipment");
	has(s, "occurrences", "1");

	/* What is there in some way is not missing. */
	node = as_json("\"equipment export\"");
	has(node, "articles", "0");
	ck_assert_ptr_null(pm_json_member(node, "missing"));
	node = as_json("title:export");
	has(node, "articles", "0");
	ck_assert_ptr_null(pm_json_member(node, "missing"));
	node = as_json("semiannual");
	has(node, "articles", "1");
	ck_assert(pm_json_member(node, "at_least")->boolean);
	pm_json_free(json);
}
END_TEST

START_TEST(other_forms_are_told)
{
	const struct pm_json_value *node, *s;

	make_articles();
	node = as_json("=Cxmt");
	ck_assert_ptr_null(pm_json_member(node, "missing"));
	s = pm_json_member(node, "forms")->child;
	has(s, "of", "Cxmt");
	has(s, "form", "CXMT");
	has(s, "articles", "2");
	has(s->next, "form", "cxmt");
	has(s->next, "articles", "1");
	node = as_json("=CXMT");
	ck_assert_ptr_null(pm_json_member(node, "forms"));
	ck_assert_ptr_null(pm_json_member(node, "occurrences"));
	node = as_json("=Export");
	has(node, "occurrences", "1");
	node = as_json("=Exprot");
	is(pm_json_member(node, "missing")->child, "Exprot");
	pm_json_free(json);
}
END_TEST

START_TEST(spelt_words_are_told_with_what_they_stand_for)
{
	static const char *const queries[] = { "semi*", "*emi*", "/semi.*/" };
	const struct pm_json_value *node, *x;
	size_t i;

	make_articles();
	for (i = 0; i < 3; i++) {
		node = as_json(queries[i]);
		has(node, "articles", "3");
		has(node, "occurrences", "7");
		x = pm_json_member(node, "expansions")->child;
		has(x, "of", queries[i]);
		has(x, "words", "4");
		has(x, "compounds", "1");
		x = pm_json_member(x, "most")->child;
		has(x, "word", "semi");
		has(x, "articles", "2");
		has(x->next, "word", "semiconductor");
		has(x->next, "articles", "2");
		has(x->next->next, "word", "semicolon");
	}
	node = as_json("source:pap*");
	x = pm_json_member(node, "expansions")->child;
	has(x, "words", "1");
	has(pm_json_member(x, "most")->child, "word", "paper");
	has(pm_json_member(x, "most")->child, "articles", "3");
	node = as_json("qxz*");
	has(pm_json_member(node, "expansions")->child, "words", "0");
	pm_json_free(json);
}
END_TEST

/* --- text --------------------------------------------------------------- */

static bool
stop_at(void *ctx)
{
	unsigned *left = ctx;

	return *left == 0 || --*left == 0;
}

static void
as_text(const char *query, size_t width, struct pm_buf *out)
{
	struct pm_tree *tree = parse(query);
	struct pm_explanation *e = explain(tree);

	pm_buf_clear(out);
	pm_explain_text(e, width, out);
	ck_assert_int_eq(out->status, PM_OK);
	pm_explanation_free(e);
	pm_tree_free(tree);
}

/* But for the line of times. */
static void
text_is(const char *query, size_t width, const char *want)
{
	struct pm_buf out;
	size_t len = strlen(want);

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	as_text(query, width, &out);
	ck_assert_msg(out.len > len && memcmp(out.data, want, len) == 0,
		      "'%s'\nnot\n'%s'", pm_buf_str(&out), want);
	ck_assert_msg(strncmp(pm_buf_str(&out) + len, "parse 0.1 ms, explain ", 22) == 0,
		      "%s", pm_buf_str(&out) + len);
	pm_buf_release(&out);
}

START_TEST(text_is_laid_out_in_columns)
{
	make_articles();
	text_is("semicondutor (cxmt OR \"export controls\") semi*", 80,
		"understood as                 articles  times\n"
		"AND                                  0\n"
		"  word 'semicondutor'                0      0\n"
		"      'semicondutor' is in no article; perhaps: semiconductor (2 articles),\n"
		"      semiconductors (1 article)\n"
		"  OR                                 2\n"
		"    word 'cxmt'                      2      4\n"
		"    phrase 'export controls'         1\n"
		"        export: 1 time, controls: 1 time\n"
		"  prefix 'semi'                      3     7+\n"
		"      semi* stands for 4 words and 1 compound or part of an address: semi (2\n"
		"      articles), semiconductor (2 articles), semicolon (1 article),\n"
		"      semiconductors (1 article)\n");
	text_is("=Cxmt w/5 \"export controls\"", 40,
		"understood as    articles  times\n"
		"within 5 words          0\n"
		"  exact 'Cxmt'          0      0\n"
		"      'Cxmt' is never written so, but:\n"
		"      CXMT (2 articles), cxmt (1\n"
		"      article)\n"
		"  phrase 'export\n"
		"      controls'         1\n"
		"      export: 1 time, controls: 1 time\n");
}
END_TEST

START_TEST(no_line_is_wider_than_asked_for)
{
	static const size_t widths[] = { 0, 40, 80, 200 };
	struct pm_buf q, out;
	const char *p, *eol;
	unsigned round;
	size_t k, width;

	make_corpus();
	pm_buf_init(&q, PM_BUF_NO_LIMIT);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (round = 0; round < 60; round++) {
		pm_buf_clear(&q);
		put_query(&q, 6);
		pm_buf_puts(&q, " semkta \"brka pont\" =Pont");
		for (k = 0; k < 4; k++) {
			as_text(pm_buf_str(&q), widths[k], &out);
			width = widths[k] < 40 ? 40 : widths[k];
			for (p = pm_buf_str(&out); *p != '\0'; p = eol + 1) {
				eol = strchr(p, '\n');
				ck_assert_ptr_nonnull(eol);
				ck_assert_uint_le(pm_utf8_columns(p, (size_t)(eol - p)),
						  width);
			}
		}
	}
	pm_buf_release(&q);
	pm_buf_release(&out);
}
END_TEST

START_TEST(long_words_are_shown)
{
	char word[66], want[400];

	make_articles();
	memset(word, 'x', 64);
	word[64] = '\0';
	snprintf(want, sizeof want,
		 "understood as  articles  times\n"
		 "word\n"
		 "    '%s'\n"
		 "                      0      0\n"
		 "    '%.40s...'\n"
		 "    is in no article\n",
		 word, word);
	text_is(word, 40, want);
	word[64] = 'x';
	word[65] = '\0';
	snprintf(want, sizeof want,
		 "understood as%59s  articles  times\n"
		 "word '%s'         0      0\n"
		 "    '%.40s...' is too long: such words are only found\n"
		 "    as =form\n",
		 "", word, word);
	text_is(word, 90, want);
}
END_TEST

START_TEST(odd_words_are_told_in_well_formed_text)
{
	static const char *const queries[] = {
		/* clang-format off */
		"http://example.org/a_(b)?c=d", "=http://exampel.org/", "pres@example.or",
		"\xe9\x95\xb7\xe9\x91\xab\xe5\xad\x98", "\"\xe9\x95\xb7\xe9\x91\xab\"",
		"\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80*",
		"e\xcc\x81\xcc\x81\xcc\x81xprot", "\xd7\x90\xd7\x91\xd7\x90\xd7\x91\xd7\x90\xd7\x91~2", "=\"U.S. \t officials\"",
		"US w/3 ddr5", "\"a b a\"~4", "x xyz~1 hefie~2", "/[^a]{2,}\\w+/", "title:\"memory of\"",
		"author:smith source:\"the paper\" host:example.org id:7 words:5.. date:2024",
		"lead5(exprot OR cxmt)^3", "a not w/s b not pre/p c", "*onducto? \"semi* contr*\"",
		/* clang-format on */
	};
	struct pm_buf out;
	size_t i, width;

	pm_buf_puts(&input, "{\"author\":\"a\",\"url\":\"http://x.org/\",\"id\":\"8\","
			    "\"date\":\"2023\",\"text\":\"x\"}\n");
	add_article("",
		    "press@example.org http://example.org/ \xe9\x95\xb7\xe9\x91\xab U.S. DDR 5");
	make_articles();
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof queries / sizeof *queries; i++) {
		for (width = 40; width <= 80; width += 20) {
			as_text(queries[i], width, &out);
			ck_assert_msg(pm_utf8_valid(pm_buf_str(&out), out.len), "%s",
				      queries[i]);
		}
		has(as_json(queries[i]), "depth", "0");
	}
	pm_buf_release(&out);
	pm_json_free(json);
}
END_TEST

START_TEST(beyond_the_limit_nothing_is_counted)
{
	struct pm_explanation *e;
	struct pm_tree *tree;
	struct pm_buf q, out;
	uint32_t articles;
	unsigned i;

	make_articles();
	pm_buf_init(&q, PM_BUF_NO_LIMIT);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < 250; i++)
		pm_buf_printf(&q, "%scxmt", i > 0 ? " OR " : "");
	tree = parse(pm_buf_str(&q));
	e = explain(tree);
	ck_assert_uint_eq(pm_explain_nodes(e), 251);
	ck_assert(pm_explain_articles(e, 199, &articles));
	ck_assert_uint_eq(articles, 2);
	ck_assert(!pm_explain_articles(e, 200, &articles));
	pm_explain_text(e, 80, &out);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out),
				     "\nonly the first 200 nodes were counted, of 251\n"));
	pm_explanation_free(e);
	pm_tree_free(tree);
	pm_buf_release(&q);
	pm_buf_release(&out);
}
END_TEST

START_TEST(it_ends_when_it_is_told_to)
{
	struct pm_tree *tree;
	unsigned i, k, left, done;
	uint32_t articles;

	make_articles();
	tree = parse("semicondutor OR cxmt OR \"export controls\" OR semi* OR =Cxmt");
	for (i = 0; i < 40; i++) {
		struct pm_explain_options o = { -1, -1, NULL, { stop_at, &left } };
		struct pm_explanation *e;
		struct pm_buf out;

		left = i;
		OK(pm_explain(&e, search, tree, &o, ERR));
		for (k = 0, done = 0; k < pm_explain_nodes(e); k++)
			done += pm_explain_articles(e, k, &articles);
		pm_buf_init(&out, PM_BUF_NO_LIMIT);
		pm_explain_text(e, 80, &out);
		ck_assert_int_eq(strstr(pm_buf_str(&out), "stopped before") != NULL,
				 left == 0);
		ck_assert(left == 0 || done == pm_explain_nodes(e));
		ck_assert(i > 0 || done == 0);
		pm_buf_release(&out);
		pm_explanation_free(e);
	}
	ck_assert_uint_gt(left, 0);
	pm_tree_free(tree);
}
END_TEST

START_TEST(the_answer_at_hand_is_not_searched_for_again)
{
	struct pm_search_result answer = { .articles = 12345 };
	const struct pm_explain_options o = { -1, -1, &answer, { NULL, NULL } };
	struct pm_explanation *e;
	struct pm_tree *tree;
	uint32_t articles;

	make_articles();
	tree = parse("cxmt");
	OK(pm_explain(&e, search, tree, &o, ERR));
	ck_assert(pm_explain_articles(e, 0, &articles));
	ck_assert_uint_eq(articles, 12345);
	pm_explanation_free(e);
	answer.stopped = true;
	OK(pm_explain(&e, search, tree, &o, ERR));
	ck_assert(pm_explain_articles(e, 0, &articles));
	ck_assert_uint_eq(articles, 2);
	pm_explanation_free(e);
	pm_tree_free(tree);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("explain");
	TCase *tc = tcase_create("explain");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, every_node_has_as_many_articles_as_by_hand);
	tcase_add_test(tc, times_are_those_of_the_corpus);
	tcase_add_test(tc, words_that_are_nowhere_are_told_with_what_was_meant);
	tcase_add_test(tc, other_forms_are_told);
	tcase_add_test(tc, spelt_words_are_told_with_what_they_stand_for);
	tcase_add_test(tc, text_is_laid_out_in_columns);
	tcase_add_test(tc, no_line_is_wider_than_asked_for);
	tcase_add_test(tc, long_words_are_shown);
	tcase_add_test(tc, odd_words_are_told_in_well_formed_text);
	tcase_add_test(tc, beyond_the_limit_nothing_is_counted);
	tcase_add_test(tc, it_ends_when_it_is_told_to);
	tcase_add_test(tc, the_answer_at_hand_is_not_searched_for_again);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
