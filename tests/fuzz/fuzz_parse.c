/* Pressmark - any bytes as a query.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query that is taken comes back as the same tree when it is written out and
 * parsed again; one that is not has its mistake inside the query, with a
 * message, and shown in as many columns as there are. */
#include "language/tree.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TODAY 20240305u

/* What a message may be wider by: its words are never broken, and a field's name with
 * what stands behind it is two excerpts of the query in one. */
#define WORD_COLUMNS 112u

/* Nothing but white space and characters that are not shown. */
static bool
is_blank(const char *query, size_t len)
{
	size_t i;

	for (i = 0; i < len && ((unsigned char)query[i] >= 0x80 || query[i] <= ' '); i++)
		;
	return i == len;
}

/* Whether the second line is a caret. */
static bool
has_caret(const char *text)
{
	text += strcspn(text, "\n");
	text += *text == '\n';
	text += strspn(text, " ");
	return *text == '^' && text[1 + strspn(text + 1, "~")] == '\n';
}

static void
check_columns(const char *text, size_t width)
{
	/* the query and its caret, of one that is not blank; then the messages */
	size_t line = 0, placed = has_caret(text) ? 2 : 0;

	for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n', line++) {
		size_t columns = pm_utf8_columns(text, strcspn(text, "\n"));

		REQUIRE(columns <= (line < placed ? width : width + WORD_COLUMNS));
	}
	REQUIRE(line > placed);
}

static void
check_mistake(const char *query, size_t len, const struct pm_query_mistake *m)
{
	static const size_t widths[] = { 0, 24, 40, 80, 100000 };
	struct pm_buf shown;
	size_t i;

	REQUIRE(m->end <= len);
	REQUIRE(m->start < m->end || (m->start == len && m->end == len));
	REQUIRE(m->what[0] != '\0' && pm_utf8_valid(m->what, strlen(m->what)));
	REQUIRE(strchr(m->what, '\n') == NULL && strchr(m->hint, '\n') == NULL);
	REQUIRE(pm_utf8_valid(m->hint, strlen(m->hint)));
	pm_buf_init(&shown, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof widths / sizeof *widths; i++) {
		pm_buf_clear(&shown);
		pm_mistake_print(&shown, query, len, m, widths[i]);
		REQUIRE(shown.status == PM_OK);
		REQUIRE(pm_utf8_valid(pm_buf_str(&shown), shown.len));
		REQUIRE(has_caret(pm_buf_str(&shown)) || is_blank(query, len));
		check_columns(pm_buf_str(&shown), widths[i] < 20 ? 20 : widths[i]);
	}
	pm_buf_release(&shown);
}

/* Spans lie in the query and in those of their parents; arities are right. */
static void
check_tree(const struct pm_tree *t, size_t start, size_t end)
{
	size_t i;

	REQUIRE(t->start >= start && t->start < t->end && t->end <= end);
	REQUIRE(t->weight >= 0 && t->weight <= 1000);
	switch (t->op) {
	case PM_TREE_AND:
	case PM_TREE_OR:
		REQUIRE(t->n_children >= 2 && t->n_words == 0);
		break;
	case PM_TREE_NOT:
		REQUIRE(t->n_children == 1 && t->n_words == 0 && t->weight == 1);
		break;
	case PM_TREE_NEAR:
	case PM_TREE_ATLEAST:
	case PM_TREE_LEAD:
		REQUIRE(t->op == PM_TREE_NEAR
				? t->n_children >= 2 &&
					  (t->n_children == 2 || !t->negated) &&
					  (t->n_children <= PM_QUERY_CHAIN_MAX ||
					   t->ordered)
				: t->n_children == 1);
		REQUIRE(t->n_words == 0);
		REQUIRE(t->op == PM_TREE_NEAR && t->unit != PM_NEAR_WORDS
				? t->number == 0
				: t->number >= 1 && t->number <= PM_DISTANCE_MAX);
		for (i = 0; i < t->n_children; i++)
			REQUIRE(pm_tree_has_hits(t->children[i]));
		break;
	case PM_TREE_DATE:
	case PM_TREE_LENGTH:
		REQUIRE(t->n_children == 0 && t->n_words == 0 && t->weight == 1);
		REQUIRE(t->first <= t->last);
		REQUIRE(t->op == PM_TREE_LENGTH || t->first != 0 || t->last != UINT32_MAX);
		break;
	case PM_TREE_HOST:
	case PM_TREE_ID:
		REQUIRE(t->n_children == 0 && t->n_words == 0 && t->weight == 1);
		REQUIRE(t->name != NULL && t->name[0] != '\0');
		break;
	case PM_TREE_WHOLE:
		REQUIRE(t->n_children == 0 && t->n_words == 0 && t->weight == 1);
		REQUIRE(t->value != NULL && t->field >= PM_FIELD_SOURCE);
		break;
	case PM_TREE_SPELT:
		REQUIRE(t->n_children == 0 && t->n_words == 1);
		REQUIRE(t->words[0].match != PM_MATCH_WORD);
		break;
	case PM_TREE_LOOSE:
		REQUIRE(t->n_children == 0 && t->n_words >= 2);
		break;
	default:
		REQUIRE(t->n_children == 0 && t->n_words >= 1);
	}
	for (i = 0; i < t->n_words; i++) {
		REQUIRE(t->words[i].surface_len > 0 && t->words[i].folded_len > 0);
		REQUIRE((t->words[i].match == PM_MATCH_FUZZY) == (t->words[i].edits > 0));
		REQUIRE(t->words[i].surface[t->words[i].surface_len] == '\0');
	}
	for (i = 0; i < t->n_children; i++)
		check_tree(t->children[i], t->start, t->end);
}

static void
check_again(const struct pm_tree *tree, struct pm_buf *printed, struct pm_buf *formatted)
{
	struct pm_tree *again = NULL;
	struct pm_query_mistake m;
	struct pm_buf b;
	enum pm_status status;

	pm_tree_print(printed, tree);
	pm_tree_format(formatted, tree);
	REQUIRE(printed->status == PM_OK && formatted->status == PM_OK);
	if (formatted->len > PM_QUERY_BYTES_MAX)
		return;
	status = pm_tree_parse(pm_buf_str(formatted), formatted->len,
			       &(struct pm_query_options){ PM_QUERY_ALL, TODAY }, &again,
			       &m, NULL);
	if (status == PM_ERR_QUERY)
		fprintf(stderr, "'%s' became '%s': %s\n", pm_buf_str(printed),
			pm_buf_str(formatted), m.what);
	REQUIRE(status == PM_OK);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_tree_print(&b, again);
	REQUIRE(b.len == printed->len && memcmp(b.data, printed->data, b.len) == 0);
	pm_buf_clear(&b);
	pm_tree_format(&b, again);
	REQUIRE(b.len == formatted->len && memcmp(b.data, formatted->data, b.len) == 0);
	pm_buf_release(&b);
	pm_tree_free(again);
}

static void
check_query(const char *query, size_t len, enum pm_query_mode mode)
{
	struct pm_tree *tree = NULL;
	struct pm_query_mistake mistake;
	struct pm_error err;
	struct pm_buf printed, formatted;
	enum pm_status status;

	status = pm_tree_parse(query, len, &(struct pm_query_options){ mode, TODAY },
			       &tree, &mistake, &err);
	REQUIRE(status == PM_OK || status == PM_ERR_QUERY);
	REQUIRE((status == PM_OK) == (tree != NULL));
	if (status == PM_ERR_QUERY) {
		REQUIRE(err.status == PM_ERR_QUERY);
		check_mistake(query, len, &mistake);
		return;
	}
	check_tree(tree, 0, len);
	pm_buf_init(&printed, PM_BUF_NO_LIMIT);
	pm_buf_init(&formatted, PM_BUF_NO_LIMIT);
	check_again(tree, &printed, &formatted);
	pm_buf_release(&printed);
	pm_buf_release(&formatted);
	pm_tree_free(tree);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of exactly that size, so that reading behind it is noticed. */
	char *query = malloc(size > 0 ? size : 1);

	REQUIRE(query != NULL);
	if (size > 0)
		memcpy(query, data, size);
	check_query(query, size, PM_QUERY_ALL);
	check_query(query, size, PM_QUERY_ANY);
	free(query);
	return 0;
}
