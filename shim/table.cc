/* Pressmark - the table of what is done by libxapian: see xapian.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/xapian.h"

#include <cxxabi.h>

namespace {

/* What the C++ library keeps of a thread's exceptions is allocated when it is first asked
 * for, and if memory is out then, the program is aborted.  Ask for it while the library
 * is loaded, rather than at the end of a query. */
[[maybe_unused]] void *volatile exceptions = abi::__cxa_get_globals();

}

const struct pm_xapian pm_xapian_table = {
	sizeof pm_xapian_table, PACKAGE_VERSION,       pm_xapian_library,
	pm_xapian_sortable,	pm_xapian_stemmer_new, pm_xapian_stemmer_free,
	pm_xapian_stem,		pm_xapian_db_open,     pm_xapian_db_free,
	pm_xapian_db_articles,	pm_xapian_db_words,    pm_xapian_db_frequencies,
	pm_xapian_db_terms,	pm_xapian_db_data,     pm_xapian_db_postings,
	pm_xapian_db_search,
};
