/* Pressmark - a request as a query of libxapian: see query.hh.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/query.hh"

#include "shim/check_source.hh"
#include "shim/weights.h"

#include <algorithm>
#include <string>
#include <vector>

namespace {

typedef std::vector<Xapian::Query> query_stack;

Xapian::Query
scaled(const Xapian::Query &query, double factor)
{
	return factor == 1.0
		     ? query
		     : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, factor);
}

/* To libxapian the empty term is in every article; here it is a term like any other,
 * and in none. */
Xapian::Query
term_query(const struct pm_db_node *node)
{
	if (node->term_len == 0)
		return Xapian::Query();
	return Xapian::Query(std::string(node->term, node->term_len));
}

/* Values are never empty, so one NUL sorts below all of them and serves as an open lower
 * bound: with no bound at all, articles without a value would match. */
Xapian::Query
range_query(const struct pm_db_node *node)
{
	const std::string low = node->low != nullptr && node->low_len > 0
				      ? std::string(node->low, node->low_len)
				      : std::string(1, '\0');
	if (node->high == nullptr)
		return Xapian::Query(Xapian::Query::OP_VALUE_GE, node->slot, low);
	return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, node->slot, low,
			     std::string(node->high, node->high_len));
}

Xapian::Query
check_query(const struct pm_db_node *node, const struct pm_searched *searched)
{
	const pm_check check = { node->check, node->ctx, searched };

	return Xapian::Query((new pm_check_source(check))->release());
}

bool
arity_is_sound(const struct pm_db_node *node, size_t available)
{
	switch (node->op) {
	case PM_DB_AND:
	case PM_DB_OR:
	case PM_DB_SYNONYM:
		return node->n_children >= 1 && node->n_children <= available;
	case PM_DB_AND_NOT:
	case PM_DB_AND_MAYBE:
	case PM_DB_FILTER:
		return node->n_children == 2 && available >= 2;
	default:
		return node->n_children == 0;
	}
}

/* Replace the last N queries by one that combines them. */
void
combine(query_stack *stack, Xapian::Query::op op, size_t n, double factor)
{
	const auto first = stack->end() - static_cast<query_stack::difference_type>(n);
	const Xapian::Query query = scaled(Xapian::Query(op, first, stack->end()), factor);

	stack->erase(first, stack->end());
	stack->push_back(query);
}

/* libxapian 1.4 joins the children of an OR two by two, the rarest first, and at each
 * step asks for the frequency of everything below: quadratic time in their number, and a
 * chain as deep as their number if many of them are in no article of a segment.  So a
 * wide OR becomes a tree of narrow ones.  An OR directly in an OR would be flattened
 * again; a scaled one is not.  Doubling a weight and halving it again is exact. */
constexpr size_t widest_or = 32;

double
narrow(query_stack *stack, size_t n, size_t *left)
{
	double factor = 1;

	while (n > widest_or) {
		const size_t base = stack->size() - n;
		size_t at, to = base;

		for (at = 0; at < n; at += widest_or) {
			const auto first =
				stack->begin() +
				static_cast<query_stack::difference_type>(base + at);
			const auto last = first +
					  static_cast<query_stack::difference_type>(
						  std::min(widest_or, n - at));

			(*stack)[to++] = Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
						       Xapian::Query(Xapian::Query::OP_OR,
								     first, last),
						       2);
		}
		stack->resize(to);
		n = to - base;
		factor /= 2;
	}
	*left = n;
	return factor;
}

void
combine_or(query_stack *stack, size_t n)
{
	double factor = narrow(stack, n, &n);

	combine(stack, Xapian::Query::OP_OR, n, factor);
}

/* What is below a synonym has no weight of its own. */
void
combine_synonym(query_stack *stack, size_t n, double factor)
{
	narrow(stack, n, &n);
	combine(stack, Xapian::Query::OP_SYNONYM, n, factor);
}

/* Which nodes only decide, because they are on the right of an AND_NOT or a FILTER.
 * Working back from the root, the last child comes first. */
std::vector<bool>
find_weightless(const struct pm_db_request *request)
{
	std::vector<bool> weightless(request->n_nodes), open(1, false);

	for (size_t i = request->n_nodes; i-- > 0;) {
		const struct pm_db_node *node = &request->nodes[i];
		const bool self = open.back();

		weightless[i] = self;
		open.pop_back();
		open.insert(open.end(), node->n_children, self);
		if (node->op == PM_DB_AND_NOT || node->op == PM_DB_FILTER)
			open.back() = true;
	}
	return weightless;
}

}

enum pm_status
pm_query_check(const struct pm_db_request *request, struct pm_error *err)
{
	size_t trees = 0;

	for (size_t i = 0; i < request->n_nodes; i++) {
		const struct pm_db_node *node = &request->nodes[i];

		if (!arity_is_sound(node, trees))
			return pm_fail(err, PM_ERR_INTERNAL,
				       "a request's node %zu of "
				       "kind %d has %u children",
				       i, (int)node->op, (unsigned)node->n_children);
		trees = trees - node->n_children + 1;
		if (node->op != PM_DB_SYNONYM)
			continue;
		for (size_t j = 1; j <= node->n_children; j++)
			if (request->nodes[i - j].op != PM_DB_TERM)
				return pm_fail(err, PM_ERR_INTERNAL,
					       "a request's node "
					       "%zu is no term of a synonym",
					       i - j);
	}
	if (trees != 1)
		return pm_fail(err, PM_ERR_INTERNAL, "a request's nodes form %zu trees",
			       trees);
	return PM_OK;
}

Xapian::Query
pm_query_build(const struct pm_db_request *request, const struct pm_searched *searched)
{
	const std::vector<bool> weightless = find_weightless(request);
	query_stack stack;

	for (size_t i = 0; i < request->n_nodes; i++) {
		const struct pm_db_node *node = &request->nodes[i];
		const size_t n = node->n_children;

		switch (node->op) {
		case PM_DB_NOTHING:
			stack.emplace_back();
			break;
		case PM_DB_ALL:
			stack.emplace_back(std::string());
			break;
		case PM_DB_TERM:
			stack.push_back(scaled(term_query(node), node->weight));
			break;
		case PM_DB_RANGE:
			stack.push_back(range_query(node));
			break;
		case PM_DB_CHECK:
			stack.push_back(check_query(node, searched));
			break;
		case PM_DB_AND:
			combine(&stack, Xapian::Query::OP_AND, n, 1);
			break;
		case PM_DB_OR:
			combine_or(&stack, n);
			break;
		case PM_DB_SYNONYM:
			/* The children's own weights are ignored. */
			for (size_t j = 1; j <= n; j++)
				stack[stack.size() - j] =
					term_query(&request->nodes[i - j]);
			combine_synonym(&stack, n, node->weight);
			break;
		case PM_DB_AND_NOT:
			combine(&stack, Xapian::Query::OP_AND_NOT, n, 1);
			break;
		case PM_DB_AND_MAYBE:
			/* libxapian 1.4.22 answers a AND_NOT ((b AND_MAYBE c) AND d) from
			 * uninitialised memory. */
			if (weightless[i])
				stack.pop_back();
			else
				combine(&stack, Xapian::Query::OP_AND_MAYBE, n, 1);
			break;
		case PM_DB_FILTER:
			combine(&stack, Xapian::Query::OP_FILTER, n, 1);
			break;
		}
	}
	return stack.front();
}

/* --- weights ------------------------------------------------------------- */

pm_leaf_weight::pm_leaf_weight(double per_length, double grid)
	: per_length_(per_length), grid_(grid)
{
	need_stat(WDF);
	need_stat(DOC_LENGTH);
}

double
pm_leaf_weight::get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
			    Xapian::termcount
#if XAPIAN_AT_LEAST(1, 5, 0)
			    ,
			    Xapian::termcount
#endif
) const
{
	return pm_bm25_part(weight_, wdf, length * per_length_, grid_);
}

/* Of what occurs very often, and may be rounded up. */
double
pm_leaf_weight::get_maxpart() const
{
	return weight_ + pm_bm25_unit(grid_);
}
