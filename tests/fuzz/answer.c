/* Pressmark - the answer to any query: see answer.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/answer.h"

#include "answer/explain.h"
#include "answer/facets.h"
#include "answer/kwic.h"
#include "answer/snippet.h"
#include "answer/suggest.h"
#include "indexer/build.h"
#include "support/file.h"
#include "support/json.h"
#include "support/json_put.h"
#include "support/utf8.h"

#include <string.h>

#define TODAY 20240305u

/* --- the index ---------------------------------------------------------- */

static const struct {
	const char *title, *text, *members;
} articles[] = {
	/* clang-format off */
	{ "Export controls", "The ban on chips. U.S. officials said the export-control rules "
	  "of 2024 ban chips; a chip maker, SMIC, did not. Mr. Smith disagreed!\n\nNew "
	  "export controls follow.", "\"source\":\"AP\",\"author\":\"Jane Q. Doe\","
	  "\"date\":\"2024-01-05\",\"url\":\"https://news.example.org/a?b=c\"" },
	{ "Chips, chips and chips", "chip chip chips chip. Chips", "\"date\":\"2024-02-05\"" },
	{ "a b c", "a b c a b d b c a a a a b b b b c c c c d a b c d e a e d c b a",
	  "\"source\":\"Letters\",\"lang\":\"xx\"" },
	{ "", "a a a a a a a a a a a a b a a a a a a a a a a a a b b b a b a b a b c",
	  "\"date\":\"2023\",\"lang\":[\"xx\",\"yy\"]" },
	{ "b", "", "\"date\":\"1999-12-31\"" },
	{ "DDR5 and DDR 5", "DDR-5 memory, ddr5, a 5G/4G phone; $5bn, 3.5%, he/she. AT&T "
	  "don\xe2\x80\x99t re-elect co-operate cooperate.", "\"source\":\"Tech\"" },
	{ "\xe4\xb8\xad\xe5\x9b\xbd\xe8\x8a\xaf\xe7\x89\x87",
	  "\xe4\xb8\xad\xe5\x9b\xbd\xe7\x9a\x84\xe8\x8a\xaf\xe7\x89\x87\xe3\x80\x82"
	  "\xe4\xb8\xad\xe5\x9b\xbd\xe8\x8a\xaf\xe7\x89\x87\xef\xbc\x81 chip \xe4\xb8\xad",
	  "\"host\":\"x\",\"lang\":\"zh\"" },
	{ "Addresses", "See https://www.example.org/news/chips?id=5 or mail "
	  "jane.doe@example.org, or example.com. Www.Example.Org too.",
	  "\"url\":\"http://www.example.org/\"" },
	{ "D\xc3\xbcrer\xe2\x80\x99s hare", "Albrecht Du\xcc\x88rer, DURER; \xc3\xa9t\xc3\xa9 "
	  "e\xcc\x81te\xcc\x81 Stra\xc3\x9f" "e strasse \xce\xa3\xce\xaf\xcf\x83\xcf\x85\xcf\x86"
	  "\xce\xbf\xcf\x82.", "\"author\":\"A. D\xc3\xbcrer\"" },
	{ "Sentences", "One. Two! Three? Four: five\nSix.\n\nSeven... eight. nine \"Ten.\" "
	  "Eleven (twelve.) Thirteen\xe2\x80\xa6 the end.", "" },
	{ "Huawei, SMIC, CXMT", "huawei hauwei huawie chip semiconductor semiconductors "
	  "semi-conductor superconductor conductor", "\"source\":\"AP wire\"" },
	{ "\033[31m red \xe2\x80\xae", "control\tcharacters\033[0m \x07 export\r\ncontrols "
	  "\xe2\x80\xa8 the of the of the of", "\"id\":\"odd one\"" }
	/* clang-format on */
};

/* Further ones of few words, so that much is near and much overlaps. */
#define N_RANDOM 20u

static struct {
	char folder[4096];
	struct pm_search *search;
	uint32_t n; /* articles */
} at;

static void
drop_index(void)
{
	pm_search_free(at.search);
	pm_remove_tree(at.folder, NULL);
}

static void
add_article(struct pm_buf *b, const char *title, const char *text, const char *members)
{
	pm_buf_puts(b, "{\"title\":");
	pm_json_put_string(b, title, strlen(title));
	pm_buf_puts(b, ",\"text\":");
	pm_json_put_string(b, text, strlen(text));
	pm_buf_printf(b, "%s%s}\n", members[0] == '\0' ? "" : ",", members);
}

static void
add_random(struct pm_buf *b, uint32_t *state)
{
	static const char *const words[] = {
		"a",	 "a",	"b",	  "b",	     "c",   "d",  "e",	  "chip",
		"Chips", "ban", "export", "control", "the", "of", "U.S.", "x"
	};
	static const char *const between[] = { " ", " ",  " ",	" ", " ",    " ",
					       " ", ", ", ". ", "-", "\n\n", "! " };
	struct pm_buf text;
	size_t n;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (n = 0; n < 120; n++) {
		*state = *state * 1664525u + 1013904223u;
		pm_buf_puts(&text, words[*state >> 28]);
		pm_buf_puts(&text, between[(*state >> 8) % 12]);
	}
	add_article(b, "chip a b", pm_buf_str(&text), "\"date\":\"2024-03-01\"");
	pm_buf_release(&text);
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
	char input[4200], index[4200];
	const char *paths[] = { input };
	uint32_t state = 1;
	struct pm_buf b;
	size_t i;

	if (at.search != NULL)
		return;
	snprintf(at.folder, sizeof at.folder, "%s/pressmark-fuzz.XXXXXX",
		 tmp == NULL ? "/tmp" : tmp);
	REQUIRE(mkdtemp(at.folder) != NULL);
	snprintf(input, sizeof input, "%s/corpus.jsonl", at.folder);
	snprintf(index, sizeof index, "%s/index", at.folder);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof articles / sizeof *articles; i++)
		add_article(&b, articles[i].title, articles[i].text, articles[i].members);
	for (i = 0; i < N_RANDOM; i++)
		add_random(&b, &state);
	OK(pm_replace_file(input, b.data, b.len, ERR));
	pm_buf_release(&b);
	o.index = index;
	o.paths = paths;
	OK(pm_build(&o, &result, ERR));
	OK(pm_search_open(&at.search, index, ERR));
	at.n = pm_db_articles(pm_search_index(at.search)->db);
	REQUIRE(at.n > N_RANDOM && at.n < 64);
	atexit(drop_index);
}

/* --- which articles match ------------------------------------------------ */

/* By number; the last one is not used. */
struct set {
	bool in[64];
	uint32_t n;
};

/* False where the query can only be asked of another index, or costs too much. */
static bool
search(const struct pm_tree *tree, const struct pm_search_options *o,
       struct pm_search_result *r)
{
	struct pm_error err;
	enum pm_status status;
	uint32_t rest;

	err.text[0] = '\0';
	status = pm_search_run(at.search, tree, o, r, &err);
	if (status == PM_ERR_QUERY) {
		REQUIRE(err.text[0] != '\0');
		return false;
	}
	if (status != PM_OK)
		fprintf(stderr, "%s\n", err.text);
	REQUIRE(status == PM_OK);
	REQUIRE(!r->stopped && r->total <= at.n);
	rest = r->total > o->first ? r->total - o->first : 0;
	REQUIRE(r->n == (rest < o->max ? rest : o->max));
	return true;
}

static bool
find_set(const struct pm_tree *tree, enum pm_db_sort sort, struct set *set)
{
	const struct pm_search_options o = { .max = 1000, .sort = sort };
	struct pm_search_result r;
	size_t i;

	memset(set, 0, sizeof *set);
	if (!search(tree, &o, &r))
		return false;
	for (i = 0; i < r.n; i++) {
		REQUIRE(r.matches[i].id >= 1 && r.matches[i].id <= at.n);
		REQUIRE(!set->in[r.matches[i].id]);
		REQUIRE(sort != PM_SORT_RELEVANCE || i == 0 ||
			r.matches[i - 1].score >= r.matches[i].score);
		set->in[r.matches[i].id] = true;
	}
	set->n = r.total;
	pm_search_result_release(&r);
	return true;
}

static bool
is_equal(const struct set *a, const struct set *b)
{
	return a->n == b->n && memcmp(a->in, b->in, sizeof a->in) == 0;
}

#define OPERANDS_MAX 8u /* of more, each would be a search */

/* What the root says of its operands is so. */
static void
check_operands(const struct pm_tree *tree, const struct set *all)
{
	struct set one, joined;
	size_t i;
	uint32_t id;

	if (tree->op > PM_TREE_NOT || tree->n_children > OPERANDS_MAX)
		return;
	memset(&joined, 0, sizeof joined);
	for (i = 0; i < tree->n_children; i++) {
		REQUIRE(find_set(tree->children[i], PM_SORT_RELEVANCE, &one));
		for (id = 1; id <= at.n; id++)
			joined.in[id] = tree->op == PM_TREE_NOT ? !one.in[id]
				      : tree->op == PM_TREE_OR
					      ? joined.in[id] || one.in[id]
					      : (i == 0 || joined.in[id]) && one.in[id];
	}
	for (id = 1; id <= at.n; id++)
		joined.n += joined.in[id];
	REQUIRE(is_equal(all, &joined));
}

static bool
stop_at_once(void *ctx)
{
	(void)ctx;
	return true;
}

static void
check_pages(const struct pm_tree *tree, const struct set *all)
{
	const struct pm_search_options pages[] = {
		{ .first = 0, .max = 0 },
		{ .first = 0, .max = 1 },
		{ .first = 3, .max = 2, .sort = PM_SORT_DATE },
		{ .first = 1000, .max = 10 },
		{ .first = UINT32_MAX, .max = UINT32_MAX }
	};
	const struct pm_search_options stopped = { .max = 10,
						   .stop = { stop_at_once, NULL } };
	struct pm_search_result r;
	struct set other;
	size_t i;

	REQUIRE(find_set(tree, PM_SORT_DATE, &other) && is_equal(all, &other));
	REQUIRE(find_set(tree, PM_SORT_DATE_DESC, &other) && is_equal(all, &other));
	for (i = 0; i < sizeof pages / sizeof *pages; i++) {
		REQUIRE(search(tree, &pages[i], &r));
		REQUIRE(r.total == all->n);
		pm_search_result_release(&r);
	}
	OK(pm_search_run(at.search, tree, &stopped, &r, ERR));
	REQUIRE(r.n <= r.total && r.total <= at.n);
	REQUIRE(r.stopped || r.total == all->n);
	pm_search_result_release(&r);
}

/* --- hits ---------------------------------------------------------------- */

static void
check_extent(const struct pm_hits *h, uint32_t first, uint32_t last)
{
	const struct pm_place *p = &h->view.place;

	REQUIRE(first < last && last <= p->n_words);
	REQUIRE(last <= p->n_title || first >= p->n_title);
}

static void
check_hits(const struct pm_hits *h)
{
	size_t i, k;

	for (i = 0; i < h->n; i++) {
		const struct pm_hit *x = &h->hits[i], *before = x - 1;

		check_extent(h, x->first, x->end);
		REQUIRE(x->part < h->n_parts);
		REQUIRE(i == 0 || before->first < x->first ||
			(before->first == x->first &&
			 (before->end < x->end ||
			  (before->end == x->end && before->part < x->part))));
	}
	for (i = 0; i < h->n_marks; i++) {
		const struct pm_mark *x = &h->marks[i], *before = x - 1;

		check_extent(h, x->first, x->end);
		REQUIRE(x->leaf < h->n_leaves);
		REQUIRE(i == 0 || before->first < x->first ||
			(before->first == x->first &&
			 (before->end < x->end ||
			  (before->end == x->end && before->leaf < x->leaf))));
		for (k = 0; k < h->n; k++)
			if (h->hits[k].first <= x->first && x->end <= h->hits[k].end)
				break;
		REQUIRE(k < h->n);
	}
	REQUIRE((h->n == 0) == (h->n_marks == 0));
}

/* Marks of one byte that no text has. */
static void
check_marked(struct pm_buf *b, bool any)
{
	bool open = false, seen = false;
	size_t i;

	REQUIRE(b->status == PM_OK && pm_utf8_valid(pm_buf_str(b), b->len));
	for (i = 0; i < b->len; i++) {
		if (b->data[i] != 1 && b->data[i] != 2)
			continue;
		REQUIRE((b->data[i] == 1) != open);
		open = !open;
		seen = true;
	}
	REQUIRE(!open && (any || !seen));
	pm_buf_clear(b);
}

/* The hits in all articles; returns how many there are in those that match. */
static uint64_t
check_articles(const struct pm_tree *tree, const struct set *all)
{
	static const struct pm_marks marks = { "\001", "\002" };
	bool words = pm_tree_has_hits(tree);
	struct pm_hits h;
	struct pm_buf b;
	uint64_t n = 0;
	uint32_t id;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	OK(pm_hits_init(&h, at.search, tree, ERR));
	for (id = 1; id <= at.n; id++) {
		OK(pm_hits_find(&h, id, ERR));
		check_hits(&h);
		REQUIRE(!words || (h.n > 0) == all->in[id]);
		if (!all->in[id])
			continue;
		n += pm_hits_count(&h);
		OK(pm_snippet_title(&h, &marks, &b, ERR));
		check_marked(&b, h.n > 0);
		OK(pm_snippet_body(&h, &marks, &b, ERR));
		check_marked(&b, h.n > 0);
	}
	pm_hits_release(&h);
	pm_buf_release(&b);
	return n;
}

/* --- what else is said of an answer -------------------------------------- */

static void
check_json(struct pm_json *json, const struct pm_buf *b)
{
	const struct pm_json_value *root;
	uint64_t repairs;

	REQUIRE(b->status == PM_OK);
	OK(pm_json_parse(json, pm_buf_str(b), b->len, &root, &repairs, ERR));
	REQUIRE(repairs == 0);
}

static void
check_kwic(const struct pm_tree *tree, const char *query, size_t len,
	   struct pm_json *json, uint32_t articles_found, uint64_t hits)
{
	struct pm_kwic k = { .width = 60,
			     .query = query,
			     .query_len = len,
			     .tree = tree,
			     .words = 5 };
	struct pm_kwic_result r;
	struct pm_buf b;
	unsigned i;

	for (i = 0; i < 8; i++) {
		k.format = (enum pm_kwic_format)(i % 4);
		k.sample = i % 4 == 2 ? 7 : 0;
		k.max = i >= 4 ? 5 : 0;
		if (i == 4)
			OK(pm_kwic_parse_keys("R1,hit,L2,date", &k, ERR));
		pm_buf_init(&b, PM_BUF_NO_LIMIT);
		OK(pm_kwic_answer(&k, at.search, &b, &r, ERR));
		REQUIRE(r.articles == articles_found && r.hits == hits && !r.stopped);
		REQUIRE(r.lines <= r.drawn && r.drawn <= r.hits);
		REQUIRE(r.drawn == (k.sample > 0 && k.sample < hits ? k.sample : hits));
		REQUIRE(r.lines == (k.max > 0 && k.max < r.drawn ? k.max : r.drawn));
		REQUIRE(pm_utf8_valid(pm_buf_str(&b), b.len));
		if (k.format == PM_KWIC_JSON)
			check_json(json, &b);
		pm_buf_release(&b);
	}
}

static void
check_facets(const struct pm_tree *tree, const char *query, size_t len,
	     struct pm_json *json, uint32_t articles_found)
{
	static const char *const fields[] = { "source", "host", "date:month", "lang" };
	struct pm_facets f = { .width = 60, .query = query, .query_len = len, .tree = tree };
	struct pm_facets_result r;
	struct pm_buf b;
	unsigned i;

	for (i = 0; i < 4; i++) {
		f.format = i % 2 == 0 ? PM_FACETS_JSON : PM_FACETS_TEXT;
		f.field = fields[i];
		pm_buf_init(&b, PM_BUF_NO_LIMIT);
		OK(pm_facets_answer(&f, at.search, &b, &r, ERR));
		REQUIRE(r.articles == articles_found && r.without <= r.articles);
		REQUIRE(pm_utf8_valid(pm_buf_str(&b), b.len));
		if (f.format == PM_FACETS_JSON)
			check_json(json, &b);
		pm_buf_release(&b);
	}
}

static void
check_explanation(const struct pm_tree *tree, struct pm_json *json,
		  uint32_t articles_found)
{
	const struct pm_explain_options o = { .parse_ms = 1, .answer_ms = -1 };
	struct pm_explanation *e;
	struct pm_buf b;
	uint32_t n;

	OK(pm_explain(&e, at.search, tree, &o, ERR));
	REQUIRE(pm_explain_nodes(e) > 0);
	REQUIRE(pm_explain_articles(e, 0, &n) && n == articles_found);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_explain_text(e, 60, &b);
	REQUIRE(b.status == PM_OK && pm_utf8_valid(pm_buf_str(&b), b.len));
	pm_buf_clear(&b);
	pm_explain_json(e, &b);
	check_json(json, &b);
	pm_buf_release(&b);
	pm_explanation_free(e);
}

static void
check_suggestion(const struct pm_tree *tree, const char *query, size_t len,
		 const struct pm_query_options *parse)
{
	const struct pm_search_options o = { .max = 10 };
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	OK(pm_suggest_line(at.search, query, len, tree, parse, &o, &b, ERR));
	REQUIRE(pm_utf8_valid(pm_buf_str(&b), b.len));
	REQUIRE(b.len == 0 || b.data[b.len - 1] == '\n');
	pm_buf_release(&b);
}

static void
check_tree(const struct pm_tree *tree, const char *query, size_t len,
	   const struct pm_query_options *parse)
{
	struct pm_json *json;
	struct set all;
	uint64_t hits;

	if (!find_set(tree, PM_SORT_RELEVANCE, &all))
		return;
	check_pages(tree, &all);
	check_operands(tree, &all);
	hits = check_articles(tree, &all);
	OK(pm_json_new(&json, ERR));
	check_kwic(tree, query, len, json, all.n, hits);
	check_facets(tree, query, len, json, all.n);
	check_explanation(tree, json, all.n);
	pm_json_free(json);
	if (all.n == 0)
		check_suggestion(tree, query, len, parse);
}

void
check_answer(const char *query, size_t len)
{
	struct pm_query_options o = { PM_QUERY_ALL, TODAY };
	struct pm_query_mistake mistake;
	struct pm_tree *tree;
	struct pm_error err;
	enum pm_status status;
	unsigned mode;

	make_index();
	for (mode = 0; mode < 2; mode++) {
		o.mode = mode == 0 ? PM_QUERY_ALL : PM_QUERY_ANY;
		status = pm_tree_parse(query, len, &o, &tree, &mistake, &err);
		REQUIRE(status == PM_OK || status == PM_ERR_QUERY);
		if (status == PM_ERR_QUERY)
			return;
		check_tree(tree, query, len, &o);
		pm_tree_free(tree);
	}
}
