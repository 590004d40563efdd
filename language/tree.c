/* Pressmark - trees of queries: see tree.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/tree.h"

#include <stdlib.h>

void
pm_tree_free(struct pm_tree *tree)
{
	size_t i;

	if (tree == NULL)
		return;
	for (i = 0; i < tree->n_children; i++)
		pm_tree_free(tree->children[i]);
	free(tree->children);
	for (i = 0; i < tree->n_words; i++) {
		free(tree->words[i].surface);
		free(tree->words[i].folded);
		free(tree->words[i].separator);
	}
	free(tree->words);
	free(tree->name);
	free(tree->value);
	free(tree);
}

/* The parser accepts nothing else below a distance, atleast or lead. */
bool
pm_tree_has_hits(const struct pm_tree *tree)
{
	size_t i;

	switch (tree->op) {
	case PM_TREE_NEAR:
	case PM_TREE_ATLEAST:
	case PM_TREE_LEAD:
		return true;
	case PM_TREE_OR:
		for (i = 0; i < tree->n_children; i++)
			if (!pm_tree_has_hits(tree->children[i]))
				return false;
		return true;
	case PM_TREE_WORDS:
	case PM_TREE_PHRASE:
	case PM_TREE_LOOSE:
	case PM_TREE_EXACT:
	case PM_TREE_SPELT:
		return tree->field == PM_FIELD_ANY || tree->field == PM_FIELD_TITLE;
	default:
		return false;
	}
}
