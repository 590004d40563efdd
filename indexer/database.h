/* Pressmark - which writer makes the database of a segment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * There are two, behind one interface (shim/sink.h): glass/ writes libxapian's files
 * itself, fast; shim/transpose.h lets libxapian write them, whatever their format is.
 */
#ifndef PM_INDEXER_DATABASE_H
#define PM_INDEXER_DATABASE_H

#include "shim/sink.h"

enum pm_writer {
	PM_WRITER_AUTO,		/* glass/ where libxapian writes its format */
	PM_WRITER_BULK,		/* glass/, or fail */
	PM_WRITER_XAPIAN	/* libxapian */
};

#define PM_WRITER_REASON 256

/* Creates the folder DIR, which must not exist; on failure there is none.  SCRATCH_DIR
 * must exist; what is put there is gone when the sink is freed.  MEMORY: of
 * PM_WRITER_XAPIAN only, see shim/transpose.h.  REASON says in one sentence which writer
 * was taken and why. */
enum pm_status pm_database_create(struct pm_sink **out, enum pm_writer which,
				  const char *dir, const char *scratch_dir, size_t memory,
				  char reason[PM_WRITER_REASON], struct pm_error *err);

#endif
