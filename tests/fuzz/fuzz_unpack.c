/* Pressmark - any bytes as compressed data, of the kind that the first one says.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/read_file.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum pm_packing packings[] = { PM_GZIP, PM_BZIP2, PM_XZ, PM_LZMA,
						    PM_ZSTD };
	size_t which = size == 0 ? 0 : *data % (sizeof packings / sizeof *packings);

	if (size > 0)
		read_twice("a.jsonl", data + 1, size - 1, packings[which]);
	return 0;
}
