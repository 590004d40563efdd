/* Pressmark - what must be so in a fuzz target: where it is not, the program says so and
 * ends by a signal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * REQUIRE(what) is about anything, OK(call) about a call that takes ERR. */
#ifndef PM_TESTS_FUZZ_REQUIRE_H
#define PM_TESTS_FUZZ_REQUIRE_H

#include "support/status.h"

#include <stdio.h>
#include <stdlib.h>

#define REQUIRE(what) \
	do { \
		if (!(what)) { \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, \
				#what); \
			abort(); \
		} \
	} while (0)

#define OK(call) \
	do { \
		struct pm_error err_; \
		enum pm_status status_; \
		err_.text[0] = '\0'; \
		status_ = (call); \
		if (status_ != PM_OK) \
			fprintf(stderr, "%s\n", err_.text); \
		REQUIRE(status_ == PM_OK && #call); \
	} while (0)
#define ERR (&err_)

#endif
