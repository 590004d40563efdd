/* Pressmark - what tests of answers share: a small corpus, indexed and opened.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	corpus_begin(&c);
 *	corpus_add(&c, "a title", "a body", "\"source\":\"AP\"");
 *	corpus_open(&c);
 *	tree = corpus_query("title");
 *	... c.search ...
 *	pm_tree_free(tree);
 *	corpus_end(&c);
 */
#ifndef PM_TESTS_ANSWER_FIXTURE_H
#define PM_TESTS_ANSWER_FIXTURE_H

#include "search/search.h"
#include "tests/unit/small_fixture.h"

struct corpus {
	struct pm_buf lines;
	uint32_t n;
	struct pm_search *search;
};

static inline void corpus_begin(struct corpus *c);

/* Ids are a1, a2, ... unless MEMBERS, of a JSON object and maybe empty, has one. */
void corpus_add(struct corpus *c, const char *title, const char *body,
		const char *members);
void corpus_open_at(struct corpus *c, const char *input, const char *index);
void corpus_end(struct corpus *c);
struct pm_tree *corpus_query(const char *text);

/* A text of N pieces: words of some scripts, with whatever may stand between. */
void corpus_random_text(struct pm_buf *out, uint32_t n, uint32_t (*below)(uint32_t));
/* Of the queries that find something in it. */
const char *corpus_random_query(uint32_t (*below)(uint32_t));

static inline void
corpus_begin(struct corpus *c)
{
	memset(c, 0, sizeof *c);
	pm_buf_init(&c->lines, PM_BUF_NO_LIMIT);
}

static inline void
corpus_open(struct corpus *c)
{
	char input[PATH_SIZE], index[PATH_SIZE];

	corpus_open_at(c, in_folder(input, "corpus.jsonl"), in_folder(index, "index"));
}

#endif
