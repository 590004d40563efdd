/* Pressmark - random requests, answered by our own searches and by libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Included by test_conjunction.c and test_search_union.c. */
#ifndef PM_TESTS_REQUESTS_FIXTURE_H
#define PM_TESTS_REQUESTS_FIXTURE_H

#include "search/best.h"
#include "shim/weights.h"
#include "support/processor.h"
#include "tests/unit/segments_fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#define NODES 200

/* --- requests ----------------------------------------------------------- */

/* A check, what it was asked, and what of that was wrong. */
struct asked {
	const struct pm_db_request *request; /* of which it is part, or NULL */
	uint32_t salt, modulus;
	uint32_t last, sifted; /* article */
	size_t segment;
	unsigned times, told, mistakes;
	bool sifts; /* it has a `sift` */
	/* Of a check of shares: what its terms have, and whether an article must have all
	 * of them. */
	const struct shared *shared[16];
	uint32_t n_shared;
	bool needs_all;
};

struct builder {
	struct pm_db_node nodes[NODES];
	char names[NODES][8];
	size_t n;
	struct asked asked[NODES];
	size_t n_asked;
};

static bool
says_yes(const struct asked *a, size_t segment, uint32_t article)
{
	uint32_t n = 0, i;

	for (i = 0; i < a->n_shared; i++)
		n += has_share(a->shared[i], segment, article);
	if (a->n_shared > 0 && (a->needs_all ? n < a->n_shared : n == 0))
		return false;
	return (article * 2654435761u + (uint32_t)segment * 40503u + a->salt) / 7 %
		       a->modulus ==
	       0;
}

/* Of a third it is left open what the check says. */
static uint8_t
foretold(const struct asked *a, size_t segment, uint32_t article)
{
	return (article ^ a->salt) % 3 == 0  ? PM_DB_PERHAPS
	     : says_yes(a, segment, article) ? PM_DB_YES
					     : PM_DB_NO;
}

static bool
is_gone(const struct pm_db_request *request, size_t segment, uint32_t article)
{
	const uint64_t *set = request != NULL ? pm_db_gone(request, segment) : NULL;

	return set != NULL && pm_db_is_gone(set, article);
}

static void
go_to(struct asked *a, size_t segment)
{
	if (segment == a->segment)
		return;
	a->mistakes += segment < a->segment;
	a->segment = segment;
	a->last = a->sifted = 0;
}

static int
check_fn(void *ctx, size_t segment, uint32_t article)
{
	struct asked *a = ctx;

	go_to(a, segment);
	a->mistakes += article <= a->last || is_gone(a->request, segment, article);
	a->last = article;
	a->times++;
	if (a->told > 0)
		a->mistakes += article > a->sifted ||
			       foretold(a, segment, article) != PM_DB_PERHAPS;
	return says_yes(a, segment, article);
}

static int
sift_fn(void *ctx, size_t segment, const uint32_t *articles, size_t n,
	const uint32_t *wdfs, size_t stride, uint8_t *answers)
{
	struct asked *a = ctx;
	size_t i;

	go_to(a, segment);
	a->mistakes += n == 0 || wdfs == NULL || stride == 0;
	for (i = 0; i < n; i++) {
		a->mistakes += articles[i] <= a->sifted ||
			       is_gone(a->request, segment, articles[i]);
		a->sifted = articles[i];
		answers[i] = foretold(a, segment, articles[i]);
	}
	a->told += (unsigned)n;
	return 0;
}

static struct pm_db_node *
put(struct builder *b, enum pm_db_op op, uint32_t children)
{
	struct pm_db_node *node = &b->nodes[b->n];

	memset(node, 0, sizeof *node);
	b->n++;
	node->op = op;
	node->n_children = children;
	return node;
}

static void
put_word(struct builder *b)
{
	static const double weights[] = { 1, 0, 2, .25, 7.00352, 1 };
	uint32_t word = rnd(6) == 0 ? rnd(WORDS) : rnd(12);
	struct pm_db_node *node = put(b, PM_DB_TERM, 0);

	word_name(b->names[b->n - 1], word);
	node->term = b->names[b->n - 1];
	node->term_len = strlen(node->term);
	node->weight = weights[rnd(6)];
}

/* Of the last word make one that few articles have. */
static void
make_rare(struct builder *b)
{
	word_name(b->names[b->n - 1], 25 + rnd(20));
	b->nodes[b->n - 1].term_len = strlen(b->names[b->n - 1]);
}

/* Some of them are so many that their lists are made one. */
#define SYNONYMS_MAX 12u

static uint32_t
some_synonyms(void)
{
	return 1 + rnd(rnd(4) == 0 ? SYNONYMS_MAX : 4);
}

/* A word, or several that are synonyms. */
static void
put_leaf(struct builder *b, bool synonyms)
{
	uint32_t n = some_synonyms(), i;
	/* so that most articles have one of them or none, and some have several */
	bool rare = n > 4 && rnd(2) == 0;

	if (!synonyms || rnd(3) != 0) {
		put_word(b);
		return;
	}
	for (i = 0; i < n; i++) {
		put_word(b);
		if (rare)
			make_rare(b);
	}
	put(b, PM_DB_SYNONYM, n)->weight = rnd(3) == 0 ? 0 : 1.5;
}

static void
put_weights(struct builder *b, unsigned depth)
{
	uint32_t n = 1 + rnd(4), i;

	if (depth == 0 || rnd(3) == 0) {
		put_word(b);
		return;
	}
	for (i = 0; i < n; i++)
		put_weights(b, depth - 1);
	put(b, PM_DB_OR, n);
}

static struct asked *
new_asked(struct builder *b)
{
	struct asked *a = &b->asked[b->n_asked++];

	memset(a, 0, sizeof *a);
	a->modulus = 1;
	return a;
}

static void
put_check_of(struct builder *b, struct asked *a)
{
	struct pm_db_node *node = put(b, PM_DB_CHECK, 0);

	node->check = check_fn;
	node->sift = a->sifts ? sift_fn : NULL;
	node->ctx = a;
}

static void
put_check(struct builder *b)
{
	struct asked *a = new_asked(b);

	a->salt = rnd(100000);
	a->modulus = 1 + rnd(4);
	a->sifts = rnd(3) != 0;
	put_check_of(b, a);
}

/* A word with a share, that A knows. */
static void
put_shared_word(struct builder *b, struct asked *a)
{
	struct pm_db_node *node;
	struct shared *s;

	put_word(b);
	node = &b->nodes[b->n - 1];
	s = &shares[rnd(SHARES)][strtoul(node->term + 1, NULL, 10)];
	node->share = give_share;
	node->share_ctx = s;
	a->shared[a->n_shared++] = s;
}

/* A word, several, or synonyms, of which an article must have one share: just that is what
 * the check says, or it says more.  WEIGHTS: several may have weights. */
static void
put_shares(struct builder *b, bool synonyms, bool says_more, bool weights)
{
	struct asked *a = new_asked(b);
	uint32_t n = some_synonyms(), kind = rnd(3), i;

	if (says_more)
		a->modulus = 1 + rnd(4);
	a->sifts = rnd(3) != 0;
	for (i = 0; i < (kind == 0 ? 1 : n); i++) {
		put_shared_word(b, a);
		if (!weights && (kind == 1 || (kind == 2 && !synonyms)))
			b->nodes[b->n - 1].weight = 0;
	}
	if (kind > 0)
		put(b, kind == 1 || !synonyms ? PM_DB_OR : PM_DB_SYNONYM, n)->weight =
			rnd(3) == 0 ? 0 : 1.5;
	put_check_of(b, a);
	b->nodes[b->n - 1].is_shares = !says_more;
	put(b, PM_DB_FILTER, 2);
}

/* Words of which an article must have all shares, and more. */
static void
put_all_shares(struct builder *b)
{
	struct asked *a = new_asked(b);
	uint32_t n = 1 + rnd(3), i;

	a->needs_all = true;
	a->modulus = 1 + rnd(3);
	a->sifts = rnd(3) != 0;
	for (i = 0; i < n; i++)
		put_shared_word(b, a);
	put(b, PM_DB_AND, n);
	put_check_of(b, a);
	put(b, PM_DB_FILTER, 2);
}

/* Let the last word be one that was put before. */
static void
repeat_word(struct builder *b)
{
	const struct pm_db_node *other = &b->nodes[rnd((uint32_t)b->n)];
	struct pm_db_node *last = &b->nodes[b->n - 1];

	if (other->op != PM_DB_TERM || last->op != PM_DB_TERM)
		return;
	last->term = other->term;
	last->term_len = other->term_len;
}

/* --- comparing ---------------------------------------------------------- */

static struct pm_db_match ours[ALL_IDS], theirs[ALL_IDS], part[ALL_IDS];

static void
is_in_order(const struct pm_db_page *page)
{
	uint32_t i;

	for (i = 1; i < page->n; i++)
		if (page->matches[i - 1].score < page->matches[i].score ||
		    (page->matches[i - 1].score == page->matches[i].score &&
		     page->matches[i - 1].id >= page->matches[i].id))
			ck_abort_msg("match %u is out of order", i);
}

static void
is_same(const struct pm_db_page *a, const struct pm_db_page *b)
{
	uint32_t i;

	ck_assert_uint_eq(a->total, b->total);
	ck_assert_uint_eq(a->n, b->n);
	for (i = 0; i < a->n; i++) {
		const struct pm_db_match *x = &a->matches[i], *y = &b->matches[i];

		if (x->id != y->id || x->score != y->score)
			ck_abort_msg("match %u: %u (%.17g), not %u (%.17g)", i, x->id,
				     x->score, y->id, y->score);
	}
}

/* What scores are made with, as whoever plans a request would say. */
static void
set_scores(struct pm_db_request *request)
{
	double weights = 0;
	uint64_t articles = 0, words = 0;
	size_t i;

	for (i = 0; i < n_segments; i++) {
		articles += lists[i]->articles;
		words += lists[i]->words;
	}
	for (i = 0; i < request->n_nodes; i++)
		weights += request->nodes[i].weight;
	request->per_length = (double)articles / (double)words;
	request->grid = pm_bm25_grid(weights);
}

static void
reset(struct builder *b)
{
	size_t i;

	for (i = 0; i < b->n_asked; i++) {
		struct asked *a = &b->asked[i];

		ck_assert_uint_eq(a->mistakes, 0);
		a->last = a->sifted = 0;
		a->segment = 0;
		a->times = a->told = 0;
	}
}

typedef enum pm_status search_fn(const struct pm_db_request *request,
				 struct pm_db_page *page, struct pm_error *err);

static enum pm_status
search_library(const struct pm_db_request *request, struct pm_db_page *page,
	       struct pm_error *err)
{
	return pm_db_search(db, request, page, err);
}

/* --- by definition -------------------------------------------------------- */

/* What a node says of each article. */
struct said {
	bool matches[ALL_IDS + 1];
	uint32_t wdfs[ALL_IDS + 1];
	double scores[ALL_IDS + 1];
};

/* How many articles are in the segments before. */
static uint32_t
before(size_t segment)
{
	uint32_t n = 0;
	size_t k;

	for (k = 0; k < segment; k++)
		n += lists[k]->articles;
	return n;
}

static void
score_words(struct said *v, double weight, const struct pm_db_request *request)
{
	uint32_t article, length;
	size_t k;

	for (k = 0; k < n_segments; k++)
		for (article = 1; article <= lists[k]->last; article++) {
			size_t id = before(k) + article;

			if (!v->matches[id])
				continue;
			OK(pm_glass_length(lists[k], article, &length, ERR));
			v->scores[id] = pm_bm25_part(weight, v->wdfs[id],
						     length * request->per_length,
						     request->grid);
		}
}

static void
say_term(struct said *v, const struct pm_db_node *node,
	 const struct pm_db_request *request)
{
	struct pm_glass_list l;
	size_t k;

	for (k = 0; k < n_segments; k++) {
		enum pm_status status = pm_glass_list_open(&l, lists[k], node->term,
							   node->term_len, NULL);

		for (; status == PM_OK; status = pm_glass_list_next(&l, NULL)) {
			size_t id = before(k) + l.article;

			v->matches[id] = true;
			v->wdfs[id] = l.wdf;
		}
		pm_glass_list_release(&l);
	}
	score_words(v, node->weight, request);
}

static void
say_check(struct said *v, const struct pm_db_node *node)
{
	uint32_t article;
	size_t k;

	for (k = 0; k < n_segments; k++)
		for (article = 1; article <= lists[k]->last; article++)
			v->matches[before(k) + article] = says_yes(node->ctx, k, article);
}

/* Add to the first child what another says. */
static void
say_both(struct said *v, const struct said *child, enum pm_db_op op)
{
	uint32_t id;

	for (id = 1; id <= ALL_IDS; id++) {
		bool x = v->matches[id], y = child->matches[id];

		v->wdfs[id] += y ? child->wdfs[id] : 0;
		if (y && op != PM_DB_FILTER && op != PM_DB_AND_NOT)
			v->scores[id] += child->scores[id];
		v->matches[id] = op == PM_DB_OR || op == PM_DB_SYNONYM ? x || y
			       : op == PM_DB_AND || op == PM_DB_FILTER ? x && y
			       : op == PM_DB_AND_NOT		       ? x && !y
								       : x;
		if (!v->matches[id])
			v->scores[id] = 0;
	}
}

/* Answers a request as shim/database.h defines it, and nothing else is known of it. */
static enum pm_status
search_naively(const struct pm_db_request *request, struct pm_db_page *page,
	       struct pm_error *err)
{
	struct said *stack = NULL;
	struct pm_best best = { .keep = ALL_IDS };
	size_t n = 0, cap = 0, i;
	uint32_t id, k;

	for (i = 0; i < request->n_nodes; i++) {
		const struct pm_db_node *node = &request->nodes[i];

		if (node->n_children > 0) {
			n -= node->n_children;
			for (k = 1; k < node->n_children; k++)
				say_both(&stack[n], &stack[n + k], node->op);
			if (node->op == PM_DB_SYNONYM)
				score_words(&stack[n], node->weight, request);
			n++;
			continue;
		}
		OK(pm_grow(&stack, &cap, n + 1, sizeof *stack, err));
		memset(&stack[n], 0, sizeof *stack);
		if (node->op == PM_DB_TERM)
			say_term(&stack[n], node, request);
		else
			say_check(&stack[n], node);
		n++;
	}
	ck_assert_uint_eq(n, 1);
	ck_assert_ptr_nonnull(stack);
	page->total = 0;
	for (i = 0; i < n_segments; i++)
		for (k = 1; k <= lists[i]->last; k++) {
			id = before(i) + k;
			if (!stack->matches[id] || is_gone(request, i, k))
				continue;
			page->total++;
			OK(pm_best_offer(&best,
					 &(struct pm_db_match){ id, stack->scores[id] },
					 err));
		}
	pm_best_page(&best, request->first, request->max, page);
	free(best.all);
	free(stack);
	return PM_OK;
}

/* What is marked, by a request for the total only and by one for a page. */
static void
compare_marks(struct builder *b, const struct pm_db_request *request,
	      search_fn *search_lists, search_fn *other, uint32_t total)
{
	static uint64_t bits[2][ALL_IDS / 64 + 1];
	struct pm_db_page page = { 0, theirs, 0 };
	struct pm_db_request marking = *request;
	uint32_t befores[SEGMENTS], n = 0, i;
	struct pm_db_marks marks = { bits[0], befores };

	if (other == search_naively)
		return;
	for (i = 0; i < n_segments; i++)
		befores[i] = before(i);
	memset(bits, 0, sizeof bits);
	marking.marks = &marks;
	reset(b);
	OK(search_lists(&marking, &page, ERR));
	marks.bits = bits[1];
	reset(b);
	OK(other(&marking, &page, ERR));
	reset(b);
	ck_assert_mem_eq(bits[0], bits[1], sizeof *bits);
	for (i = 0; i < ALL_IDS / 64 + 1; i++)
		n += (uint32_t)__builtin_popcountll(bits[0][i]);
	ck_assert_uint_eq(n, total);
}

/* Ask both, OTHER for all articles; returns how many match. */
static uint32_t
compare(struct builder *b, search_fn *search_lists, search_fn *other)
{
	struct pm_db_request request = { .nodes = b->nodes,
					 .n_nodes = b->n,
					 .max = ALL_IDS,
					 .sort = PM_SORT_RELEVANCE };
	struct pm_db_page mine = { 0, ours, 0 }, libs = { 0, theirs, 0 },
			  some = { 0, part, 0 };
	uint32_t i;

	set_scores(&request);
	if (rnd(2) == 0)
		request.gone = (const uint64_t *const *)gone;
	for (i = 0; i < b->n_asked; i++)
		b->asked[i].request = &request;
	reset(b);
	OK(other(&request, &libs, ERR));
	reset(b);
	OK(search_lists(&request, &mine, ERR));
	for (i = 0; i < b->n_asked; i++) {
		ck_assert(b->asked[i].sifts ? b->asked[i].told >= b->asked[i].times
					    : b->asked[i].told == 0);
	}
	is_in_order(&mine);
	is_same(&mine, &libs);

	request.first = rnd(mine.total + 3);
	request.max = rnd(4) == 0 ? 0 : rnd(12);
	reset(b);
	OK(search_lists(&request, &some, ERR));
	reset(b);
	compare_marks(b, &request, search_lists, other, mine.total);
	ck_assert_uint_eq(some.total, mine.total);
	ck_assert_uint_eq(some.n, request.first >= mine.total ? 0
				  : request.max < mine.total - request.first
					  ? request.max
					  : mine.total - request.first);
	for (i = 0; i < some.n; i++) {
		ck_assert_uint_eq(part[i].id, ours[request.first + i].id);
		ck_assert_double_eq(part[i].score, ours[request.first + i].score);
	}
	return mine.total;
}

/* --- what tests of both searches have ------------------------------------------- */

#define TUNABLES "GLIBC_TUNABLES"

/* Run this program once more, with a processor that has no AVX2, but for this test. */
static void
run_without_avx2(void)
{
	pid_t child;
	int status;

	if (!pm_processor_has_avx2() || getenv(TUNABLES) != NULL)
		return;
	if ((child = fork()) == 0) {
		setenv(TUNABLES, "glibc.cpu.hwcaps=-AVX2", 1);
		/* these are the log and the output of this one */
		unsetenv("CK_TAP_LOG_FILE_NAME");
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execl("/proc/self/exe", "without-avx2", (char *)NULL);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}

/* Half of the articles of a word. */
static struct shared half_share;

static int
failing_share(void *ctx, size_t segment, struct pm_db_share *out)
{
	return segment == 0 ? give_share(&half_share, segment, out)
			    : (int)pm_corrupt(ctx, "shares", "of segment %zu", segment);
}

static int
silent_share(void *ctx, size_t segment, struct pm_db_share *out)
{
	(void)ctx;
	(void)segment;
	(void)out;
	return PM_ERR_LIMIT;
}

/* Of a list that is longer or shorter. */
static int
foreign_share(void *ctx, size_t segment, struct pm_db_share *out)
{
	int status = give_share(&half_share, segment, out);

	out->articles += (uint32_t) * (const int *)ctx;
	return status;
}

/* The articles that are told are not those of the list. */
static int
shifted_share(void *ctx, size_t segment, struct pm_db_share *out)
{
	static uint32_t every[LARGEST];
	int status = give_share(&half_share, segment, out);
	size_t i;

	for (i = 0; i < out->n_every; i++)
		every[i] = out->every[i] + (uint32_t) * (const int *)ctx;
	out->every = every;
	return status;
}

/* The request is one for the last articles that have a share of w5, to which a search may
 * skip, or for all of either. */
static void
fail_by_shares(search_fn *search_lists, bool skips)
{
	struct pm_error own = { .status = PM_OK }, err;
	struct asked a = { .modulus = 1, .shared = { &half_share }, .n_shared = 1 };
	struct pm_db_node nodes[] = {
		{ .op = PM_DB_TERM, .term = "w46", .term_len = 3, .weight = 1 },
		{ .op = PM_DB_TERM, .term = "w5", .term_len = 2 },
		{ .op = PM_DB_CHECK, .check = check_fn, .ctx = &a, .is_shares = true },
		{ .op = PM_DB_FILTER, .n_children = 2 },
		{ .op = skips ? PM_DB_AND : PM_DB_OR, .n_children = 2 }
	};
	struct pm_db_request request = { .nodes = nodes,
					 .n_nodes = 5,
					 .max = 10,
					 .sort = PM_SORT_RELEVANCE,
					 .check_err = &own };
	struct pm_db_page page = { 7, part, 7 };
	int more;

	open_segments(2);
	make_share(&half_share.in[0], 0, 5, 2, 16);
	make_share(&half_share.in[1], 1, 5, 2, 16);
	nodes[1].share = failing_share;
	nodes[1].share_ctx = &own;
	ck_assert_int_eq(search_lists(&request, &page, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "of segment 1"));
	ck_assert_uint_eq(page.total + page.n, 0);
	ck_assert_int_eq(search_lists(&request, &page, &own), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(own.text, "of segment 1"));
	ck_assert_int_eq(search_lists(&request, &page, NULL), PM_ERR_CORRUPT);
	own.status = PM_OK;
	nodes[1].share = silent_share;
	ck_assert_int_eq(search_lists(&request, &page, &err), PM_ERR_LIMIT);
	ck_assert_ptr_nonnull(strstr(err.text, "a check failed"));
	nodes[1].share_ctx = &more;
	nodes[1].share = foreign_share;
	for (more = -1; more <= 1; more += 2) {
		ck_assert_int_eq(search_lists(&request, &page, &err), PM_ERR_CORRUPT);
		ck_assert_ptr_nonnull(strstr(err.text, "is not as long as the shares"));
		ck_assert_uint_eq(page.total + page.n, 0);
	}
	nodes[1].share = shifted_share;
	for (more = -1; more <= 1 && skips; more += 2) {
		ck_assert_int_eq(search_lists(&request, &page, &err), PM_ERR_CORRUPT);
		ck_assert_ptr_nonnull(strstr(err.text, "a list of postings is "));
	}
	more = 0;
	OK(search_lists(&request, &page, ERR));
	ck_assert_uint_eq(a.times, 0);
	drop_share(&half_share.in[0]);
	drop_share(&half_share.in[1]);
	close_segments();
}

static struct pm_db_node
term(const char *name)
{
	return (struct pm_db_node){ .op = PM_DB_TERM,
				    .term = name,
				    .term_len = strlen(name),
				    .weight = 1 };
}

static struct pm_db_node
op(enum pm_db_op what, uint32_t n)
{
	return (struct pm_db_node){ .op = what, .n_children = n, .weight = 1 };
}

static struct pm_db_node
check(struct asked *a)
{
	return (struct pm_db_node){ .op = PM_DB_CHECK, .check = check_fn, .ctx = a };
}

#endif
