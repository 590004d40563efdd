/* Pressmark - any bytes as mail: a message, many of them, a saved page.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/read_file.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "a.eml", "a.mbox", "a.mhtml" };
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		read_twice(names[i], data, size, PM_UNPACKED);
	return 0;
}
