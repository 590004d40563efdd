/* Pressmark - a function of the caller's as a list of matching articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a CHECK node of database.h becomes inside a libxapian query.  It claims that it
 * may match every article, so the matcher, which lets the rarest list drive, asks it only
 * about what the other side of a FILTER proposes.
 *
 * The matcher clones the source for each search of a segment; a clone learns which one it
 * serves when it is reset.
 */
#ifndef PM_SHIM_CHECK_SOURCE_HH
#define PM_SHIM_CHECK_SOURCE_HH

#include "support/status.h"

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string>

/* Thrown through the matcher when a check has failed. */
struct pm_check_stop {
	enum pm_status status;
};

/* The segment that is searched, and those of its articles that are gone, or NULL. */
struct pm_searched {
	size_t segment;
	const uint64_t *gone;
};

struct pm_check {
	int (*fn)(void *ctx, size_t segment, uint32_t article);
	void *ctx;
	const struct pm_searched *searched; /* outlives the search */
};

class pm_check_source final : public Xapian::PostingSource {
public:
	explicit pm_check_source(const pm_check &check) : check_(check) {}

	Xapian::doccount get_termfreq_min() const override
	{
		return 0;
	}
	Xapian::doccount get_termfreq_est() const override
	{
		return last_;
	}
	Xapian::doccount get_termfreq_max() const override
	{
		return last_;
	}

	void next(double min_wt) override;
	void skip_to(Xapian::docid did, double min_wt) override;
	bool check(Xapian::docid did, double min_wt) override;
	bool at_end() const override
	{
		return at_ > last_;
	}
	Xapian::docid get_docid() const override
	{
		return at_;
	}

	pm_check_source *clone() const override
	{
		return new pm_check_source(check_);
	}
#if XAPIAN_AT_LEAST(1, 5, 0)
	void reset(const Xapian::Database &db, Xapian::doccount segment) override;
#else
	void init(const Xapian::Database &db) override;
#endif
	std::string get_description() const override
	{
		return "pm_check_source";
	}

private:
	pm_check check_;
	struct pm_searched searched_ = { 0, nullptr };
	Xapian::docid last_ = 0; /* articles are numbered 1 to last_ */
	Xapian::docid at_ = 0;
	bool on_match_ = false; /* at_ is a match or the end, not just a number
					 * that was asked about */

	bool matches(Xapian::docid did); /* may move to the end */
	void advance_from(Xapian::docid did);
};

#endif
