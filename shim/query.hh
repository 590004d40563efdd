/* Pressmark - a request as a query of libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_SHIM_QUERY_HH
#define PM_SHIM_QUERY_HH

#include "shim/database.h"

#include <xapian.h>

/* PM_ERR_INTERNAL if the nodes are not one tree in postfix order. */
enum pm_status pm_query_check(const struct pm_db_request *request, struct pm_error *err);

struct pm_searched;

/* The query of a request whose nodes are one tree.  It can be asked of one segment after
 * the other: checks are told of the one that is SEARCHED when the search begins. */
Xapian::Query pm_query_build(const struct pm_db_request *request,
			     const struct pm_searched *searched);

/* BM25 with the weights of the request: what a query's leaves are scaled by. */
class pm_leaf_weight final : public Xapian::Weight {
	double per_length_, grid_;
	double weight_ = 0;

	void init(double factor) override
	{
		weight_ = factor;
	}

public:
	pm_leaf_weight(double per_length, double grid);
	pm_leaf_weight *clone() const override
	{
		return new pm_leaf_weight(per_length_, grid_);
	}
#if XAPIAN_AT_LEAST(1, 5, 0)
	double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
			   Xapian::termcount unique, Xapian::termcount max) const override;
#else
	double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
			   Xapian::termcount unique) const override;
	double get_sumextra(Xapian::termcount, Xapian::termcount) const override
	{
		return 0;
	}
	double get_maxextra() const override
	{
		return 0;
	}
#endif
	double get_maxpart() const override;
};

#endif
