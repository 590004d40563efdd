/* Pressmark - where the databases of an index's segments are: see databases.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/databases.h"

#include "segment/index.h"
#include "support/file.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_databases_find(struct pm_databases *d, const char *dir,
		  const struct pm_segment_info *segments, size_t n, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	memset(d, 0, sizeof *d);
	d->n = n;
	d->where = pm_calloc(n, sizeof *d->where);
	d->names = pm_calloc(2 * n, sizeof *d->names);
	if (d->where == NULL || d->names == NULL)
		status = pm_fail_nomem(err);
	for (i = 0; i < n && status == PM_OK; i++) {
		char **names = &d->names[2 * i];
		char *segment = pm_path_join(dir, segments[i].name);

		if (segment != NULL) {
			names[0] = pm_path_join(segment, PM_SEGMENT_DATABASE);
			names[1] = pm_path_join(segment, PM_SEGMENT_GUARD);
		}
		free(segment);
		if (names[0] == NULL || names[1] == NULL)
			status = pm_fail_nomem(err);
		d->where[i] = (struct pm_db_location){ names[0], names[1] };
	}
	if (status < 0)
		pm_databases_release(d);
	return status;
}

void
pm_databases_release(struct pm_databases *d)
{
	size_t i;

	for (i = 0; d->names != NULL && i < 2 * d->n; i++)
		free(d->names[i]);
	free(d->names);
	free(d->where);
	memset(d, 0, sizeof *d);
}
