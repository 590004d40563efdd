/* Pressmark - what is known of the generations before: see past.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/past.h"

#include "indexer/check_history.h"

#include <stdlib.h>
#include <string.h>

/* Append the record of G, before which nothing stays that it cannot follow. */
static enum pm_status
append(struct pm_history *h, const struct pm_generation *g, struct pm_error *err)
{
	struct pm_past *all = pm_alloc(h->n + 1, sizeof *all), p = pm_past_of(g);

	if (all == NULL)
		return pm_fail_nomem(err);
	if (h->n > 0 && !pm_past_follows(&p, &h->all[h->n - 1]))
		h->n = 0;
	if (h->n > 0)
		memcpy(all, h->all, h->n * sizeof *all);
	free(h->all);
	h->all = all;
	h->all[h->n++] = p;
	return PM_OK;
}

enum pm_status
pm_past_find(struct pm_history *h, const char *dir, const struct pm_kept *kept,
	     struct pm_error *err)
{
	enum pm_status status = PM_ERR_CORRUPT;
	size_t i, k;

	pm_history_release(h);
	for (i = 0; i < kept->n && status < 0 && status != PM_ERR_NOMEM; i++)
		status = pm_history_read(h, dir, &kept->all[i], NULL);
	if (status == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	/* those after the one whose history that is, the oldest first */
	for (k = status == PM_OK ? i - 1 : i; k-- > 0 && status != PM_ERR_NOMEM;)
		status = append(h, &kept->all[k], err);
	return status == PM_ERR_NOMEM ? status : PM_OK;
}

/* Read the newest generation that is kept and can be read.  PM_ABSENT: there is none. */
static enum pm_status
read_newest(const char *dir, struct pm_generation *g, struct pm_error *err)
{
	uint64_t *numbers;
	size_t n, i;
	enum pm_status status = pm_kept_numbers(dir, UINT64_MAX, &numbers, &n, err);
	enum pm_status found = PM_ABSENT;

	for (i = 0; i < n && status == PM_OK && found != PM_OK; i++) {
		found = pm_generation_read_kept(dir, numbers[i], g, NULL);
		if (found == PM_ERR_NOMEM)
			status = pm_fail_nomem(err);
	}
	free(numbers);
	return status < 0 ? status : found == PM_OK ? PM_OK : PM_ABSENT;
}

enum pm_status
pm_past_find_of(struct pm_history *h, const char *dir,
		const struct pm_generation *current, struct pm_error *err)
{
	struct pm_generation newest;
	struct pm_kept kept;
	enum pm_status status;

	if (current == NULL) {
		if ((status = read_newest(dir, &newest, err)) != PM_OK)
			return status < 0 ? status : PM_OK;
		status = pm_past_find_of(h, dir, &newest, err);
		pm_generation_release(&newest);
		return status;
	}
	status = pm_kept_read(&kept, dir, current, SIZE_MAX, PM_KEPT_READABLE, err);
	if (status == PM_OK)
		status = pm_past_find(h, dir, &kept, err);
	pm_kept_release(&kept);
	return status;
}
