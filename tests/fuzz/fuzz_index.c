/* Pressmark - any alteration of an index, of which everything is asked.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whatever the files say, each question has an answer or an error that names what is
 * damaged, and takes neither long nor much memory.  An answer may be wrong, but what is
 * shown on a terminal has no control characters, and text is UTF-8.  Without alterations
 * there is no error. */
#include "answer/explain.h"
#include "answer/facets.h"
#include "answer/kwic.h"
#include "answer/output.h"
#include "answer/snippet.h"
#include "answer/suggest.h"
#include "indexer/commands.h"
#include "tests/fuzz/forge.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TODAY 20240305u

static const enum forge_file files[] = {
	FORGE_LEXICON,	  FORGE_WORDS,	       FORGE_DRESSING,	    FORGE_ARTICLES,
	FORGE_POSTLIST,	  FORGE_POSTLIST,      FORGE_GENERATION,    FORGE_GUARD,
	FORGE_VERSION,	  FORGE_DOCDATA,       FORGE_LEXICON,	    FORGE_PAIRS,
	FORGE_SHARES,	  FORGE_SHARES,	       FORGE_LENGTHS,	    FORGE_SKETCHES,
	FORGE_COPIES,	  FORGE_COPIES,	       FORGE_FOLDS,	    FORGE_FOLDS,
	FORGE_FOLD_WORDS, FORGE_FOLD_DRESSING, FORGE_FOLD_ARTICLES, FORGE_FOLD_PAIRS
};

static const struct {
	const char *query;
	enum pm_db_sort sort;
	enum pm_search_text text;
} questions[] = {
	{ "chips", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES },
	{ "\"export chips\" OR \"chips of the\"", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES },
	{ "=CHIPS OR =cHiPs", PM_SORT_DATE, PM_SEARCH_ARTICLES },
	{ "w1* AND c*s", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES },
	{ "/w[0-9a-f]+1/ OR contrls~", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES },
	{ "chips w/5 export", PM_SORT_DATE_DESC, PM_SEARCH_ARTICLES },
	{ "cooperate OR été OR example.org", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES },
	{ "title:chips the NOT (\"the the\" OR went)", PM_SORT_RELEVANCE,
	  PM_SEARCH_ARTICLES },
	{ "source:times date:2024-03..2024-08 control", PM_SORT_RELEVANCE,
	  PM_SEARCH_ARTICLES },
	{ "atleast3(chips) w/s running", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES },
	{ "\"market\" OR \"chip\" OR \"run\"", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES },
	{ "\"markets\" AND \"marketing market\"~3", PM_SORT_RELEVANCE,
	  PM_SEARCH_ARTICLES },
	{ "market NOT marketin*", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES },
	{ "nowhereatall", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES },
	{ "chips OR folded7", PM_SORT_RELEVANCE, PM_SEARCH_FULL_TEXT },
	{ "\"export chips\" OR \"chips of the\" OR folded1*", PM_SORT_DATE,
	  PM_SEARCH_FULL_TEXT },
	{ "menu pre/40 (cooperate OR été OR folded*)", PM_SORT_RELEVANCE,
	  PM_SEARCH_FULL_TEXT },
	{ "(run w/s \"controls\") OR atleast3(ddr5) OR lead9(chips)", PM_SORT_RELEVANCE,
	  PM_SEARCH_FULL_TEXT },
	{ "folded3*", PM_SORT_RELEVANCE, PM_SEARCH_ARTICLES }
};

static bool is_forged;

/* Take a status; true if there is an answer. */
static bool
fine(enum pm_status status, const struct pm_error *err)
{
	if (status == PM_ERR_QUERY) /* such as a field that no article has now */
		return false;
	forge_check(status, err);
	if (!is_forged && status < 0)
		fprintf(stderr, "%s\n", err->text);
	REQUIRE(is_forged || status == PM_OK);
	return status == PM_OK;
}

/* What may go to a terminal. */
static void
check_shown(const struct pm_buf *b, const char *what)
{
	size_t i;

	REQUIRE(b->status == PM_OK);
	for (i = 0; i < b->len; i++)
		if (b->data[i] == 0x7f || (b->data[i] < 0x20 && b->data[i] != '\n')) {
			fprintf(stderr, "%s: byte %zu of: %s\n", what, i, pm_buf_str(b));
			REQUIRE(!"a control character is shown");
		}
}

static void
ask_hits(struct pm_search *s, const struct pm_tree *tree, const struct pm_db_match *m,
	 size_t n)
{
	static const struct pm_marks marks = { "**", "**" };
	struct pm_error err;
	struct pm_hits h;
	struct pm_buf b;
	size_t i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	if (fine(pm_hits_init(&h, s, tree, &err), &err)) {
		for (i = 0; i < n && fine(pm_hits_find(&h, m[i].id, &err), &err); i++) {
			pm_hits_count(&h);
			if (fine(pm_snippet_title(&h, &marks, &b, &err), &err))
				fine(pm_snippet_body(&h, &marks, &b, &err), &err);
			pm_buf_clear(&b);
		}
		pm_hits_release(&h);
	}
	pm_buf_release(&b);
}

static void
ask_output(struct pm_search *s, const struct pm_tree *tree, const char *query,
	   const struct pm_search_result *r, enum pm_search_stories stories)
{
	struct pm_output o = { .width = 80,
			       .query = query,
			       .query_len = strlen(query),
			       .stories = stories };
	struct pm_error err;
	struct pm_buf b;

	o.tree = tree;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (o.format = PM_OUTPUT_TEXT; o.format <= PM_OUTPUT_TSV; o.format++) {
		if (fine(pm_output_answer(&o, s, r, &b, &err), &err) &&
		    o.format == PM_OUTPUT_TEXT)
			check_shown(&b, "results");
		pm_buf_clear(&b);
	}
	pm_buf_release(&b);
}

static void
ask_kwic(struct pm_search *s, const struct pm_tree *tree, const char *query, bool sorted)
{
	struct pm_kwic k = { .width = 60, .words = 5, .query = query, .tree = tree };
	struct pm_kwic_result r;
	struct pm_error err;
	struct pm_buf b;

	k.query_len = strlen(query);
	k.format = sorted ? PM_KWIC_JSON : PM_KWIC_TEXT;
	k.stories = sorted ? PM_STORIES_ONCE : PM_STORIES_COUNTED;
	if (sorted)
		pm_kwic_parse_keys("R1,hit,L2,date", &k, &err);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	if (fine(pm_kwic_answer(&k, s, &b, &r, &err), &err) && !sorted)
		check_shown(&b, "lines");
	pm_buf_release(&b);
}

static void
ask_facets(struct pm_search *s, const struct pm_tree *tree, const char *query)
{
	static const char *const fields[] = { "topics", "date:month" };
	struct pm_facets f = { .width = 60, .query = query, .tree = tree };
	struct pm_facets_result r;
	struct pm_error err;
	struct pm_buf b;
	size_t i;

	f.query_len = strlen(query);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < 2; i++) {
		f.field = fields[i];
		if (fine(pm_facets_answer(&f, s, &b, &r, &err), &err))
			check_shown(&b, "facets");
		pm_buf_clear(&b);
	}
	pm_buf_release(&b);
}

static void
ask_why(struct pm_search *s, const struct pm_tree *tree, const char *query,
	const struct pm_query_options *parse)
{
	const struct pm_explain_options o = { .parse_ms = 1, .answer_ms = -1 };
	const struct pm_search_options options = { .max = 10 };
	struct pm_explanation *e;
	struct pm_error err;
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	if (fine(pm_explain(&e, s, tree, &o, &err), &err)) {
		pm_explain_text(e, 60, &b);
		check_shown(&b, "explanation");
		pm_buf_clear(&b);
		pm_explain_json(e, &b);
		pm_explanation_free(e);
	}
	pm_buf_clear(&b);
	if (fine(pm_suggest_line(s, query, strlen(query), tree, parse, &options, &b, &err),
		 &err))
		check_shown(&b, "explanation");
	pm_buf_release(&b);
}

static void
ask_question(struct pm_search *s, size_t i)
{
	const struct pm_query_options parse = { PM_QUERY_ALL, TODAY };
	struct pm_search_options o = { .max = 7,
				       .sort = questions[i].sort,
				       .stories = (enum pm_search_stories)(i % 3) };
	const char *query = questions[i].query;
	struct pm_search_result r;
	struct pm_query_mistake mistake;
	struct pm_tree *tree;
	struct pm_error err;

	REQUIRE(pm_tree_parse(query, strlen(query), &parse, &tree, &mistake, &err) ==
		PM_OK);
	pm_search_text(s, questions[i].text);
	if (fine(pm_search_run(s, tree, &o, &r, &err), &err)) {
		ask_hits(s, tree, r.matches, r.n);
		ask_output(s, tree, query, &r, o.stories);
		pm_search_result_release(&r);
	}
	if (pm_tree_has_hits(tree))
		ask_kwic(s, tree, query, i & 1);
	if (i % 4 == 0)
		ask_facets(s, tree, query);
	ask_why(s, tree, query, &parse);
	pm_tree_free(tree);
}

static void
ask_commands(void)
{
	struct pm_check_result result;
	struct pm_error err;
	struct pm_buf b;
	FILE *f = fopen("/dev/null", "w");

	REQUIRE(f != NULL);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	if (fine(pm_stats(forge_index, &b, &err), &err))
		check_shown(&b, "stats");
	pm_buf_release(&b);
	fine(pm_export(forge_index, f, &(struct pm_stop){ NULL, NULL }, &err), &err);
	fclose(f);
	fine(pm_check(forge_index, &result, &err), &err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_search *s = NULL;
	struct pm_error err;
	size_t i;

	is_forged = forge(data, size, files, sizeof files / sizeof *files);
	forge_begin_work();
	/* each question of an index that is opened anew, at times: what is kept of the
	 * one before hides nothing */
	for (i = 0; i < sizeof questions / sizeof *questions; i++) {
		if (i % 5 == 0) {
			pm_search_free(s);
			s = NULL;
			if (!fine(pm_search_open(&s, forge_index, &err), &err))
				break;
		}
		ask_question(s, i);
	}
	pm_search_free(s);
	ask_commands();
	forge_end_work();
	return 0;
}
