/* Pressmark - any bytes as a query that is answered: see answer.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/answer.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of exactly that size, so that reading behind it is noticed. */
	char *query = malloc(size > 0 ? size : 1);

	REQUIRE(query != NULL);
	if (size > 0)
		memcpy(query, data, size);
	check_answer(query, size);
	free(query);
	return 0;
}
