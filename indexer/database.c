/* Pressmark - which writer makes the database: see database.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/database.h"

#include "glass/glass.h"
#include "shim/probe.h"
#include "shim/stem.h"
#include "shim/transpose.h"

#include <stdio.h>

/* Whether libxapian writes what glass/ does; if not, *WHY. */
static enum pm_status
compare_stamps(const char *scratch_dir, const char *version, bool *same,
	       char why[PM_WRITER_REASON], struct pm_error *err)
{
	struct pm_error said;
	enum pm_status status;
	struct pm_buf stamp;

	*same = false;
	pm_buf_init(&stamp, 1 << 16);
	status = pm_probe_glass_format(scratch_dir, &stamp, &said);
	if (status == PM_OK) {
		*same = pm_glass_knows_format(stamp.data, stamp.len);
		snprintf(why, PM_WRITER_REASON,
			 "libxapian %s writes another format than the bulk writer",
			 version);
	} else if (status == PM_ERR_IO || status == PM_ERR_NOMEM) {
		if (err != NULL)
			*err = said;
	} else {
		snprintf(why, PM_WRITER_REASON, "libxapian %s: %.180s", version,
			 said.text);
		status = PM_OK;
	}
	pm_buf_release(&stamp);
	return status;
}

enum pm_status
pm_database_create(struct pm_sink **out, enum pm_writer which, const char *dir,
		   const char *scratch_dir, size_t memory, char reason[PM_WRITER_REASON],
		   struct pm_error *err)
{
	char why[PM_WRITER_REASON];
	enum pm_status status;
	const char *version;
	bool same;

	if (which == PM_WRITER_XAPIAN) {
		snprintf(reason, PM_WRITER_REASON,
			 "libxapian writes the database, as it was asked to");
		return pm_transpose_create(out, dir, scratch_dir, memory, err);
	}
	if ((status = pm_xapian_version(&version, err)) < 0 ||
	    (status = compare_stamps(scratch_dir, version, &same, why, err)) < 0)
		return status;
	if (same) {
		snprintf(reason, PM_WRITER_REASON,
			 "the bulk writer writes the database: "
			 "libxapian %s has its format",
			 version);
		return pm_glass_create(out, dir, err);
	}
	if (which == PM_WRITER_BULK)
		return pm_fail(err, PM_ERR_XAPIAN,
			       "cannot use the bulk writer: %s; "
			       "use '--writer=auto'",
			       why);
	snprintf(reason, PM_WRITER_REASON, "libxapian writes the database: %.200s", why);
	return pm_transpose_create(out, dir, scratch_dir, memory, err);
}
