/* Pressmark - explaining a query: what each part of it finds.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_explain(&e, search, tree, &options, &err);
 *	pm_explain_text(e, 80, &out);		or
 *	pm_explain_json(e, &out);
 *	pm_explanation_free(e);
 *
 * This shows the tree as understood and, for each node, how many articles it matches when
 * searched by itself, so a query that finds nothing shows where it went wrong.  Under a
 * leaf it says, where there is something to say, which of its words are in no article and
 * what may have been meant (suggest.h), in what other forms a word of =form is written,
 * and what a spelt word stands for.
 *
 *	understood as          articles   times
 *	AND                           0
 *	  word 'semicondutor'         0       0
 *	      'semicondutor' is in no article; perhaps: semiconductor (1,234
 *	      articles), semiconductors (1,020 articles)
 *	  prefix 'semi'           1,801  12,345
 *	      semi* stands for 12 words, mostly semiconductor (1,234 articles), ...
 *	parse 0.1 ms, answer 3.2 ms, explain 24.5 ms
 *
 * Times: how often a leaf of one word occurs in the corpus, according to the lexicon,
 * with a + after it if compounds, pieces and parts of addresses may add to that.  For a
 * leaf of several words this is shown word by word; for =form, if the word has no other
 * form.
 *
 * Cost: a search for each of the first PM_EXPLAIN_NODES nodes, which together take about
 * as long as the query itself times the depth of its tree; a walk through the lexicons
 * for each spelt word, and one or two for each word that is nowhere, up to
 * PM_EXPLAIN_WORDS of both kinds.
 */
#ifndef PM_ANSWER_EXPLAIN_H
#define PM_ANSWER_EXPLAIN_H

#include "search/search.h"
#include "support/stop.h"

#define PM_EXPLAIN_NODES 200u /* further nodes are shown without numbers */
#define PM_EXPLAIN_WORDS 50u  /* words looked up in the whole lexicon */
#define PM_EXPLAIN_MOST 10u   /* shown of the words that a spelt one stands for */
#define PM_EXPLAIN_PERHAPS 3u /* suggestions, and forms */

struct pm_explain_options {
	double parse_ms, answer_ms; /* how long they took; negative: not known */
	/* The answer to the whole query; NULL: not known.  It saves one search. */
	const struct pm_search_result *answer;
	/* As in pm_search_options.  What has not been looked at by then is left out. */
	struct pm_stop stop;
};

struct pm_explanation;

/* TREE must outlive *OUT, S need not. */
enum pm_status pm_explain(struct pm_explanation **out, struct pm_search *s,
			  const struct pm_tree *tree,
			  const struct pm_explain_options *options, struct pm_error *err);
void pm_explanation_free(struct pm_explanation *e);
/* Whether something was left out because STOP said so. */
bool pm_explanation_stopped(const struct pm_explanation *e);

/* Append it as shown above, in lines of at most WIDTH columns (or 40, if that is more; a
 * word longer than its line is left whole). */
void pm_explain_text(const struct pm_explanation *e, size_t width, struct pm_buf *out);

/* Append a JSON array with an object for each node, in the order of the tree:
 *
 *	depth		0 for the root
 *	op		"and", "or", "not", "near", "atleast", "lead", "words", "phrase",
 *			"loose", "exact", "spelt", "host", "id", "date", "length"
 *	label		the line of the outline
 *	start, end	its bytes in the query
 *	articles	that match it; missing if it was not searched
 *	occurrences	of a leaf of one word; with at_least: true if there may be
 *			more
 *	words		of a leaf of several words, as far as known: objects with
 *			word, occurrences, at_least
 *	missing		words that are in no article
 *	suggestions	objects with of (a missing word), word, articles, edits
 *	forms		objects with of (a word of =form), form, articles
 *	expansions	objects with of (a spelt word), words (how many different ones
 *			it stands for), compounds (and compounds and parts of
 *			addresses), most (objects with word, articles)
 *
 * Members with nothing in them are left out, except depth, op, label, start and end. */
void pm_explain_json(const struct pm_explanation *e, struct pm_buf *out);

/* Append {"parse":0.123,"answer":4.567,"explain":8.9}, in milliseconds, without those
 * that are not known. */
void pm_explain_json_times(const struct pm_explanation *e, struct pm_buf *out);

/* For tests: the nodes in the order of the tree. */
size_t pm_explain_nodes(const struct pm_explanation *e);
/* *ARTICLES: how many match node I; false if it was not searched. */
bool pm_explain_articles(const struct pm_explanation *e, size_t i, uint32_t *articles);

#endif
