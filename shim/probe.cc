/* Pressmark - which format this libxapian writes: see probe.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/probe.h"

#include "shim/barrier.hh"
#include "support/file.h"

#include <xapian.h>

#include <string>

enum pm_status
pm_probe_glass_format(const char *scratch_dir, struct pm_buf *out, struct pm_error *err)
{
	return pm_barrier(err, "cannot try libxapian in", scratch_dir, [&]() {
		const std::string dir = std::string(scratch_dir) + "/stamp";
		enum pm_status status;

		if ((status = pm_remove_tree(dir.c_str(), err)) < 0)
			return status;
		try {
			Xapian::WritableDatabase(dir,
						 Xapian::DB_CREATE |
							 Xapian::DB_BACKEND_GLASS |
							 Xapian::DB_NO_SYNC,
						 8192)
				.close();
		} catch (...) {
			pm_remove_tree(dir.c_str(), nullptr);
			throw;
		}
		status = pm_read_file((dir + "/iamglass").c_str(), out, err);
		if (status == PM_OK)
			return pm_remove_tree(dir.c_str(), err);
		pm_remove_tree(dir.c_str(), nullptr);
		return status;
	});
}
