/* Pressmark - the postings of one segment, whoever can read them: see term_lists.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/term_lists.h"

#include "segment/index.h"
#include "support/file.h"

#include <stdlib.h>

enum pm_status
pm_term_lists_open(struct pm_term_lists *t, const char *dir, struct pm_error *err)
{
	char *database = pm_path_join(dir, PM_SEGMENT_DATABASE);
	char *guard = pm_path_join(dir, PM_SEGMENT_GUARD);
	const struct pm_db_location where = { database, guard };
	enum pm_status status;

	*t = (struct pm_term_lists){ NULL, NULL, NULL };
	if (database == NULL || guard == NULL)
		status = pm_fail_nomem(err);
	else if ((status = pm_guard_open(&t->guard, database, guard, err)) == PM_OK)
		status = pm_glass_open(&t->glass, database, t->guard, err);
	if (status == PM_DECLINED)
		status = pm_db_open(&t->db, &where, 1, err);
	free(database);
	free(guard);
	return status;
}

void
pm_term_lists_close(struct pm_term_lists *t)
{
	pm_glass_free(t->glass);
	pm_db_free(t->db);
	pm_guard_free(t->guard);
	*t = (struct pm_term_lists){ NULL, NULL, NULL };
}

enum pm_status
pm_term_lists_count(struct pm_term_lists *t, const char *term, size_t len,
		    uint32_t *articles, struct pm_error *err)
{
	const struct pm_db_term one = { term, len };
	struct pm_glass_list list;
	enum pm_status status;

	*articles = 0;
	if (t->glass == NULL)
		return pm_db_frequencies(t->db, &one, 1, articles, err);
	status = pm_glass_list_open(&list, t->glass, term, len, err);
	if (status == PM_OK)
		*articles = list.freq;
	pm_glass_list_release(&list);
	return status < 0 ? status : PM_OK;
}

/* As libxapian gives them: without places. */
struct placing {
	pm_term_lists_fn *fn;
	void *ctx;
	uint32_t place;
};

static int
place(void *ctx, uint32_t article, uint32_t wdf)
{
	struct placing *p = ctx;

	(void)wdf;
	return p->fn(p->ctx, article, p->place++);
}

enum pm_status
pm_term_lists_each(struct pm_term_lists *t, const char *term, size_t len,
		   pm_term_lists_fn *fn, void *ctx, struct pm_error *err)
{
	struct placing p = { fn, ctx, 0 };
	struct pm_glass_list list;
	enum pm_status status;
	int answer = 0;

	if (t->glass == NULL)
		return pm_db_postings(t->db, term, len, place, &p, err);
	for (status = pm_glass_list_open(&list, t->glass, term, len, err);
	     status == PM_OK && answer == 0; status = pm_glass_list_next(&list, err))
		if ((answer = fn(ctx, list.article, p.place++)) != 0)
			break;
	pm_glass_list_release(&list);
	return answer < 0 ? (enum pm_status)answer : status < 0 ? status : PM_OK;
}
