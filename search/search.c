/* Pressmark - searching: see search.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/search.h"

#include "language/mistake.h"
#include "match/field_names.h"
#include "search/conjunction.h"
#include "search/once.h"
#include "search/plan.h"
#include "search/union.h"
#include "support/utf8.h"
#include "text/chars.h"
#include "text/version.h"

#include <stdlib.h>
#include <string.h>

#define MANY_NODES 256u

struct pm_search {
	struct pm_resolver r;
	struct pm_fields fields;
	struct pm_union_room *room;
	const struct pm_newer *newer; /* pm_search_only */
	enum pm_search_way way;	      /* that was tried last */
};

enum pm_status
pm_search_open(struct pm_search **out, const char *index_dir, struct pm_error *err)
{
	struct pm_search *s = calloc(1, sizeof *s);
	enum pm_status status;

	if (s == NULL)
		return pm_fail_nomem(err);
	pm_fields_init(&s->fields, NULL);
	if ((status = pm_index_open(&s->r.index, index_dir, err)) == PM_OK &&
	    (status = pm_stems_new(&s->r.stems, s->r.index, err)) == PM_OK &&
	    (status = pm_union_room_new(&s->room, err)) == PM_OK)
		status = pm_expander_new(&s->r.expander, s->r.index, err);
	s->fields.index = s->r.index;
	if (status < 0)
		pm_search_free(s);
	else
		*out = s;
	return status;
}

void
pm_search_free(struct pm_search *s)
{
	if (s == NULL)
		return;
	pm_fields_release(&s->fields);
	pm_team_free(s->r.team);
	pm_expander_free(s->r.expander);
	pm_stems_free(s->r.stems);
	pm_union_room_free(s->room);
	pm_index_free(s->r.index);
	free(s);
}

enum pm_status
pm_search_threads(struct pm_search *s, unsigned threads, struct pm_error *err)
{
	pm_team_free(s->r.team);
	s->r.team = NULL;
	return threads > 1 ? pm_team_new(&s->r.team, threads, err) : PM_OK;
}

void
pm_search_text(struct pm_search *s, enum pm_search_text text)
{
	s->r.full_text = text == PM_SEARCH_FULL_TEXT;
}

void
pm_search_only(struct pm_search *s, const struct pm_newer *newer)
{
	s->newer = newer;
}

struct pm_index *
pm_search_index(struct pm_search *s)
{
	return s->r.index;
}

const struct pm_resolver *
pm_search_resolver(struct pm_search *s)
{
	return &s->r;
}

enum pm_status
pm_search_can_read(struct pm_search *s, const char *text, size_t len, struct pm_error *err)
{
	const char *unicode = s->r.index->generation.unicode;
	size_t at = 0;
	unsigned n;

	if (strcmp(unicode, pm_unicode_version()) == 0)
		return PM_OK;
	for (; at < len; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)text + at, &n);

		if (pm_char_is_unknown(cp))
			return pm_fail(err, PM_ERR_QUERY,
				       "U+%04X is no character of Unicode %s, but may be one "
				       "of Unicode %s, by which the index was made",
				       (unsigned)cp, pm_unicode_version(), unicode);
	}
	return PM_OK;
}

/* A request for any of some words. */
static enum pm_status
search_union(struct pm_search *s, const struct pm_db_request *request,
	     struct pm_db_page *page, struct pm_error *err)
{
	struct pm_index *index = s->r.index;
	struct pm_glass *const *lists;
	struct pm_union_shape *shape = NULL;
	enum pm_status status = pm_union_read(&shape, request, err);

	if (status == PM_OK && (status = pm_index_lists(index, &lists, err)) == PM_OK)
		status = pm_union_search(shape, lists, index->generation.n_segments,
					 request, s->room, &index->patience, page, err);
	pm_union_free(shape);
	return status;
}

/* A request for some words together. */
static enum pm_status
search_conjunction(struct pm_search *s, const struct pm_db_request *request,
		   struct pm_db_page *page, struct pm_error *err)
{
	struct pm_index *index = s->r.index;
	struct pm_glass *const *lists;
	struct pm_shape *shape = NULL;
	enum pm_status status = pm_conjunction_read(&shape, request, err);

	if (status == PM_OK && (status = pm_index_lists(index, &lists, err)) == PM_OK)
		status = pm_conjunction_search(shape, lists, index->generation.n_segments,
					       request, &index->patience, page, err);
	pm_conjunction_free(shape);
	return status;
}

/* Requests of two common shapes are answered here, all others by libxapian, whose search
 * has to be watched by a check. */
static enum pm_status
search_plan(struct pm_search *s, struct pm_plan *plan, struct pm_db_request *request,
	    struct pm_db_page *page, struct pm_error *err)
{
	enum pm_status status;

	pm_plan_request(plan, request);
	s->way = PM_SEARCH_UNION;
	if ((status = search_union(s, request, page, err)) != PM_DECLINED)
		return status;
	s->way = PM_SEARCH_CONJUNCTION;
	if ((status = search_conjunction(s, request, page, err)) != PM_DECLINED)
		return status;
	s->way = PM_SEARCH_LIBXAPIAN;
	/* What libxapian does before it asks the first check takes long for many terms. */
	if (request->n_nodes >= MANY_NODES && pm_patience_over_now(&s->r.index->patience))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	if (s->r.index->patience.stop.function != NULL) {
		if ((status = pm_plan_watch(plan, err)) < 0)
			return status;
		pm_plan_request(plan, request);
	}
	return pm_db_search(s->r.index->db, request, page, err);
}

void
pm_search_watch(struct pm_search *s, struct pm_stop stop)
{
	/* The first to spend anything asks at once. */
	s->r.index->patience = (struct pm_patience){ .stop = stop,
						     .work = PM_PATIENCE_UNITS };
}

static enum pm_status
plan_and_search(struct pm_search *s, const struct pm_tree *tree, uint32_t max,
		struct pm_db_request *request, struct pm_db_page *page,
		struct pm_error *err)
{
	struct pm_plan *plan = NULL;
	enum pm_status status = pm_fields_check(&s->fields, tree, NULL, 0, NULL, err);

	if (status == PM_OK)
		status = pm_plan_new(&plan, &s->r, tree,
				     max == 0 ? PM_PLAN_UNRANKED : PM_PLAN_RANKED,
				     &s->r.index->statistics, err);
	if (status == PM_OK)
		status = search_plan(s, plan, request, page, err);
	pm_plan_free(plan);
	return status;
}

enum pm_status
pm_search_check(struct pm_search *s, const struct pm_tree *tree, const char *query,
		size_t len, struct pm_query_mistake *mistake, struct pm_error *err)
{
	return pm_fields_check(&s->fields, tree, query, len, mistake, err);
}

/* The leaf whose regular expression WHAT names; or NULL. */
static const struct pm_tree *
find_named(const struct pm_tree *tree, const char *what)
{
	const struct pm_tree *found = NULL;
	size_t i;

	for (i = 0; i < tree->n_words; i++)
		if (tree->words[i].match == PM_MATCH_REGEX &&
		    strstr(what, tree->words[i].folded) != NULL)
			return tree;
	for (i = 0; i < tree->n_children && found == NULL; i++)
		found = find_named(tree->children[i], what);
	return found;
}

bool
pm_search_costly(const struct pm_tree *tree, const char *what,
		 struct pm_query_mistake *mistake)
{
	const struct pm_tree *leaf = find_named(tree, what);

	if (leaf == NULL)
		return false;
	pm_mistake_set(mistake, leaf->start, leaf->end, "%s",
		       strlen(what) < sizeof mistake->what
			       ? what
			       : "the regular expression is too costly");
	pm_mistake_hint(mistake,
			"write it so that it matches in one way only, such as .* for (.*)* "
			"and a+ for (a+)+, or with the letters that words begin with");
	return true;
}

/* Each story once: ask for some more than the page needs, and for twice as many if that was
 * not enough, since most articles have no copy. */
static enum pm_status
search_once(struct pm_search *s, const struct pm_tree *tree, struct pm_once *once,
	    const struct pm_db_request *request, struct pm_db_page *page,
	    struct pm_error *err)
{
	uint64_t articles = pm_db_articles(s->r.index->db);
	uint64_t needed = (uint64_t)request->first + request->max;
	uint64_t asked = request->max == 0 ? 0 : needed + needed / 8 + 8;
	struct pm_db_request wide = *request;
	enum pm_status status;

	wide.first = 0;
	do {
		wide.max = (uint32_t)(asked < articles ? asked : articles);
		wide.marks = pm_once_marks(once);
		free(page->matches);
		page->matches = pm_alloc(wide.max, sizeof *page->matches);
		if (page->matches == NULL)
			return pm_fail_nomem(err);
		status = plan_and_search(s, tree, wide.max, &wide, page, err);
		asked *= 2;
	} while (status == PM_OK && !pm_once_page(once, request, wide.max, page) &&
		 !s->r.index->patience.stopped);
	return status;
}

/* The sets of articles that do not match, by segment: those that are gone, and those that
 * are hidden. */
struct absent {
	const uint64_t **sets;
	uint64_t **own; /* where a segment has both */
};

static void
absent_release(struct absent *a, size_t n)
{
	size_t i;

	for (i = 0; a->own != NULL && i < n; i++)
		free(a->own[i]);
	free(a->own);
	free(a->sets);
}

static enum pm_status
add_hidden(struct absent *a, const struct pm_generation *g, size_t segment,
	   const uint64_t *hidden, struct pm_error *err)
{
	size_t words = (size_t)(g->segments[segment].articles + 63) / 64, i;

	if (a->sets[segment] == NULL || hidden == NULL) {
		a->sets[segment] = hidden != NULL ? hidden : a->sets[segment];
		return PM_OK;
	}
	if ((a->own[segment] = pm_alloc(words, sizeof **a->own)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < words; i++)
		a->own[segment][i] = a->sets[segment][i] | hidden[i];
	a->sets[segment] = a->own[segment];
	return PM_OK;
}

static enum pm_status
absent_init(struct absent *a, const struct pm_index *index, const uint64_t *const *hidden,
	    struct pm_error *err)
{
	size_t n = index->generation.n_segments, i;
	enum pm_status status = PM_OK;

	*a = (struct absent){ NULL, NULL };
	if (index->gone == NULL && hidden == NULL)
		return PM_OK;
	a->sets = pm_calloc(n, sizeof *a->sets);
	a->own = pm_calloc(n, sizeof *a->own);
	if (a->sets == NULL || a->own == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n && status == PM_OK; i++) {
		a->sets[i] = index->gone != NULL ? index->gone[i] : NULL;
		if (hidden != NULL)
			status = add_hidden(a, &index->generation, i, hidden[i], err);
	}
	return status;
}

static enum pm_status
run(struct pm_search *s, const struct pm_tree *tree,
    const struct pm_search_options *options, struct pm_search_result *result,
    const uint64_t *const *absent, struct pm_once *once, struct pm_error *err)
{
	struct pm_db_request request = { .gone = absent };
	struct pm_db_page page = { 0 };
	struct pm_patience around = s->r.index->patience;
	enum pm_status status;
	uint32_t articles = pm_db_articles(s->r.index->db);
	bool fold = options->stories == PM_STORIES_ONCE && once->copies != NULL;

	request.first = options->first;
	/* Never more than there are articles, so that asking for "all of them" costs no
	 * memory. */
	request.max = options->first >= articles ? 0 : options->max;
	if (request.max > articles)
		request.max = articles;
	request.sort = options->sort;
	request.marks = pm_once_marks(once);
	page.matches = pm_alloc(request.max, sizeof *page.matches);
	if (page.matches == NULL)
		return pm_fail_nomem(err);
	if (options->stop.function != NULL)
		pm_search_watch(s, options->stop);
	status = fold ? search_once(s, tree, once, &request, &page, err)
		      : plan_and_search(s, tree, options->max, &request, &page, err);
	result->stopped = s->r.index->patience.stopped;
	if (options->stop.function != NULL)
		s->r.index->patience = around;
	if (status == PM_ERR_INTERRUPTED && result->stopped) {
		page.total = page.n = 0;
		fold = false;
		pm_once_marks(once);
	} else if (status < 0) {
		free(page.matches);
		return status;
	}
	result->articles = page.total;
	result->stories = fold ? once->stories : pm_once_count(once, page.total);
	result->matches = page.matches;
	result->n = page.n;
	result->way = s->way;
	return PM_OK;
}

static const uint64_t *const *
hidden_by(const struct pm_search *s, const struct pm_search_options *options)
{
	return options->hidden != NULL ? options->hidden
	     : s->newer != NULL	       ? (const uint64_t *const *)s->newer->hidden
				       : NULL;
}

enum pm_status
pm_search_run(struct pm_search *s, const struct pm_tree *tree,
	      const struct pm_search_options *options, struct pm_search_result *result,
	      struct pm_error *err)
{
	struct pm_once once = { NULL };
	struct absent absent;
	enum pm_status status = absent_init(&absent, s->r.index, hidden_by(s, options),
					    err);

	memset(result, 0, sizeof *result);
	pm_expander_trim(s->r.expander);
	pm_stems_trim(s->r.stems);
	if (status == PM_OK && options->stories != PM_STORIES_NOT_COUNTED)
		status = pm_once_init(&once, s->r.index, err);
	if (status == PM_OK)
		status = run(s, tree, options, result, absent.sets, &once, err);
	absent_release(&absent, s->r.index->generation.n_segments);
	pm_once_release(&once);
	result->full_text = s->r.full_text;
	result->newer = options->hidden == NULL ? s->newer : NULL;
	if (status == PM_OK)
		result->total = options->stories == PM_STORIES_ONCE ? result->stories
								    : result->articles;
	return status;
}

void
pm_search_result_release(struct pm_search_result *result)
{
	free(result->matches);
	memset(result, 0, sizeof *result);
}
