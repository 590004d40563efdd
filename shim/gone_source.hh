/* Pressmark - the articles of a segment that are gone, as a list of articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is on the right of the AND_NOT over a request's query, where a segment has any.
 */
#ifndef PM_SHIM_GONE_SOURCE_HH
#define PM_SHIM_GONE_SOURCE_HH

#include <xapian.h>

#include <cstdint>
#include <string>

class pm_gone_source final : public Xapian::PostingSource {
public:
	/* Of articles 1 to LAST; GONE as in a request, and outlives the search. */
	pm_gone_source(const uint64_t *gone, Xapian::docid last);

	Xapian::doccount get_termfreq_min() const override
	{
		return n_;
	}
	Xapian::doccount get_termfreq_est() const override
	{
		return n_;
	}
	Xapian::doccount get_termfreq_max() const override
	{
		return n_;
	}

	void next(double min_wt) override;
	void skip_to(Xapian::docid did, double min_wt) override;
	bool at_end() const override
	{
		return at_ > last_;
	}
	Xapian::docid get_docid() const override
	{
		return at_;
	}

	pm_gone_source *clone() const override
	{
		return new pm_gone_source(gone_, last_);
	}
#if XAPIAN_AT_LEAST(1, 5, 0)
	void reset(const Xapian::Database &, Xapian::doccount) override
#else
	void init(const Xapian::Database &) override
#endif
	{
		at_ = 0;
	}
	std::string get_description() const override
	{
		return "pm_gone_source";
	}

private:
	const uint64_t *gone_;
	Xapian::docid last_;
	Xapian::docid at_ = 0;
	Xapian::doccount n_ = 0;
};

#endif
