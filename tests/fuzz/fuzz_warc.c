/* Pressmark - any bytes as a file of a crawl.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/read_file.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_twice("a.warc", data, size, PM_UNPACKED);
	return 0;
}
