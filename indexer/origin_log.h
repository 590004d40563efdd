/* Pressmark - the origins of a new segment, until they are certain.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which article of the index one of the input is may turn out only after it was handed out
 * (pairing.h).  So an update keeps the origins of a segment in a spool, and writes them when
 * the segment has all its articles:
 *
 *	pm_origin_log_init(&log, "index/segment-2/origins.spill", limit);
 *	for each segment
 *		pm_origin_log_put(&log, &origin, PM_ORIGIN_OF_INPUT, &err); as articles come
 *		pm_origin_log_change(&log, 17, &changed, &err); the 18th of the input
 *		pm_origin_log_write(&log, "index/segment-2/origins", &bytes, &err);
 *	pm_origin_log_release(&log);
 *
 * Articles of the input are numbered over all segments.  What is changed before it is put
 * waits for it; what was written before is not changed.
 */
#ifndef PM_INDEXER_ORIGIN_LOG_H
#define PM_INDEXER_ORIGIN_LOG_H

#include "segment/origins.h"
#include "support/spool.h"

enum pm_origin_of { PM_ORIGIN_OF_INPUT, PM_ORIGIN_OF_INDEX };

struct pm_origin_change {
	uint64_t ordinal;
	struct pm_origin origin; /* its content and source are not looked at */
};

struct pm_origin_log {
	struct pm_spool spool;
	const char *path; /* of the spool */
	size_t limit;
	bool is_open;
	uint64_t n;	  /* of the input that were put */
	uint64_t written; /* of these, those of segments that are written */
	struct pm_origin_change *changes; /* by ordinals */
	size_t n_changes, changes_cap, done;
};

/* PATH: of a file for what takes more than LIMIT bytes; it must live as long as the log. */
void pm_origin_log_init(struct pm_origin_log *log, const char *path, size_t limit);
/* One of all zeros may be released. */
void pm_origin_log_release(struct pm_origin_log *log);

/* The origin of the next article of the segment. */
enum pm_status pm_origin_log_put(struct pm_origin_log *log, const struct pm_origin *o,
				 enum pm_origin_of of, struct pm_error *err);
/* What makes article ORDINAL of the input the same, and since when it is there, are others.
 * Ordinals must ascend. */
enum pm_status pm_origin_log_change(struct pm_origin_log *log, uint64_t ordinal,
				    const struct pm_origin *o, struct pm_error *err);
/* Write them to PATH, which must not exist, and begin the next segment; *SIZE: its bytes. */
enum pm_status pm_origin_log_write(struct pm_origin_log *log, const char *path,
				   uint64_t *size, struct pm_error *err);

#endif
