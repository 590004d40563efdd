/* Pressmark - the articles of a segment that are gone: see gone_source.hh.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/gone_source.hh"

pm_gone_source::pm_gone_source(const uint64_t *gone, Xapian::docid last)
	: gone_(gone), last_(last)
{
	for (Xapian::docid i = 0; i < (last + 63) / 64; i++)
		n_ += static_cast<Xapian::doccount>(__builtin_popcountll(gone[i]));
}

void
pm_gone_source::skip_to(Xapian::docid did, double)
{
	Xapian::docid word = (did - 1) / 64;
	uint64_t rest;

	if (did <= at_)
		return;
	at_ = last_ + 1;
	if (did > last_)
		return;
	rest = gone_[word] >> (did - 1) % 64 << (did - 1) % 64;
	while (rest == 0 && ++word < (last_ + 63) / 64)
		rest = gone_[word];
	if (rest != 0)
		at_ = word * 64 + static_cast<Xapian::docid>(__builtin_ctzll(rest)) + 1;
}

void
pm_gone_source::next(double)
{
	skip_to(at_ + 1, 0);
}
