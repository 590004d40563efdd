/* Pressmark - which writer makes the database of a segment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * There are two, behind one interface (shim/sink.h): glass/ writes libxapian's files
 * itself, fast; shim/transpose.h lets libxapian write them, whatever their format.
 */
#ifndef PM_INDEXER_DATABASE_H
#define PM_INDEXER_DATABASE_H

#include "shim/sink.h"

enum pm_writer {
	PM_WRITER_AUTO,	 /* glass/ if libxapian writes the same format */
	PM_WRITER_BULK,	 /* glass/, or fail */
	PM_WRITER_XAPIAN /* libxapian */
};

#define PM_WRITER_REASON 256

/* Creates the folder DIR, which must not exist; on failure there is none.  SCRATCH_DIR
 * must exist; anything put there is gone when the sink is freed.  MEMORY is only for
 * PM_WRITER_XAPIAN, see shim/transpose.h.  REASON becomes one sentence on which writer
 * was chosen and why. */
enum pm_status pm_database_create(struct pm_sink **out, enum pm_writer which,
				  const char *dir, const char *scratch_dir, size_t memory,
				  char reason[PM_WRITER_REASON], struct pm_error *err);

#endif
