/* Pressmark - pressmark-index check, what is gone: see check_removed.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_removed.h"

#include "indexer/removal.h"
#include "support/file.h"

#include <stdlib.h>
#include <string.h>

static enum pm_status
differs(struct pm_index *index, size_t i, const char *what, struct pm_error *err)
{
	return pm_corrupt(err, pm_removed_path(index->removed),
			  "the articles that are gone of '%s' have other %s",
			  index->generation.segments[i].name, what);
}

static bool
same_numbers(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b)
{
	return n_a == n_b && (n_a == 0 || memcmp(a, b, n_a * sizeof *a) == 0);
}

static bool
same_pairs(const struct pm_removed_pair *a, size_t n_a, const struct pm_removed_pair *b,
	   size_t n_b)
{
	return n_a == n_b && (n_a == 0 || memcmp(a, b, n_a * sizeof *a) == 0);
}

static bool
same_words(const struct pm_removed_tables *a, const struct pm_removed_tables *b)
{
	size_t i;

	for (i = 0; i < a->n_words && i < b->n_words; i++)
		if (a->words[i].rank != b->words[i].rank ||
		    a->words[i].count != b->words[i].count ||
		    a->words[i].articles != b->words[i].articles)
			return false;
	return a->n_words == b->n_words;
}

static bool
same_terms(const struct pm_removed_tables *a, const struct pm_removed_tables *b)
{
	size_t i;

	for (i = 0; i < a->n_terms && i < b->n_terms; i++)
		if (a->terms[i].at != b->terms[i].at ||
		    a->terms[i].len != b->terms[i].len ||
		    a->terms[i].articles != b->terms[i].articles)
			return false;
	return a->n_terms == b->n_terms && a->bytes.len == b->bytes.len &&
	       (a->bytes.len == 0 ||
		memcmp(a->bytes.data, b->bytes.data, a->bytes.len) == 0);
}

/* Each form that is dead according to FILE is: both lists ascend. */
static bool
has_forms(const struct pm_removed_tables *made, const struct pm_removed_tables *file)
{
	size_t i, k = 0;

	for (i = 0; i < file->n_dead_forms; i++) {
		const struct pm_removed_pair *p = &file->dead_forms[i];

		while (k < made->n_dead_forms &&
		       (made->dead_forms[k].of < p->of ||
			(made->dead_forms[k].of == p->of &&
			 made->dead_forms[k].number < p->number)))
			k++;
		if (k == made->n_dead_forms || made->dead_forms[k].of != p->of ||
		    made->dead_forms[k].number != p->number)
			return false;
	}
	return true;
}

static enum pm_status
compare(struct pm_index *index, size_t i, const struct pm_removed_tables *made,
	const struct pm_removed_tables *file, struct pm_error *err)
{
	if (memcmp(&made->sums, &file->sums, sizeof made->sums) != 0)
		return differs(index, i, "sums", err);
	if (!same_words(made, file))
		return differs(index, i, "words", err);
	if (!same_terms(made, file))
		return differs(index, i, "terms", err);
	if (!same_numbers(made->dead_words, made->n_dead_words, file->dead_words,
			  file->n_dead_words))
		return differs(index, i, "words that nothing else has", err);
	if (!same_numbers(made->dead_aliases, made->n_dead_aliases, file->dead_aliases,
			  file->n_dead_aliases) ||
	    !same_pairs(made->dead_targets, made->n_dead_targets, file->dead_targets,
			file->n_dead_targets))
		return differs(index, i, "compounds or addresses that nothing else has",
			       err);
	return has_forms(made, file)
		     ? PM_OK
		     : differs(index, i, "forms that nothing else has", err);
}

static enum pm_status
check_part(struct pm_index *index, size_t i, struct pm_removed_part *part,
	   struct pm_error *err)
{
	static const struct pm_stop never = { NULL, NULL };
	char *dir = pm_path_join(index->dir, index->generation.segments[i].name);
	const struct pm_removal_part_of of = {
		.segment = index->segments[i],
		.dir = dir,
		.go = index->gone[i],
		.language = index->generation.language,
		.spill = dir,
		.all_looks = true
	};
	struct pm_removed_tables made, file;
	uint64_t looked = 0;
	enum pm_status status;

	if (dir == NULL)
		return pm_fail_nomem(err);
	pm_removed_tables_init(&made);
	pm_removed_tables_init(&file);
	if ((status = pm_removed_read(part, &file, err)) == PM_OK &&
	    (status = pm_removal_add(&of, &made, &never, &looked, err)) == PM_OK)
		status = compare(index, i, &made, &file, err);
	pm_removed_tables_release(&made);
	pm_removed_tables_release(&file);
	free(dir);
	return status;
}

enum pm_status
pm_check_removed(struct pm_index *index, struct pm_error *err)
{
	struct pm_removed_part *part;
	enum pm_status status;
	size_t i;

	if (index->removed == NULL)
		return PM_OK;
	status = pm_removed_verify(index->removed, err);
	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++)
		if ((part = pm_removed_part(index->removed, i)) != NULL)
			status = check_part(index, i, part, err);
	return status;
}
