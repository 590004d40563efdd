/* Pressmark - any bytes as a fragment of HTML.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is read is well-formed UTF-8 without blanks at its ends, not longer than the
 * header says, and the same in a buffer that has been used before. */
#include "corpus/page/fragment.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef enum pm_status (*reader)(const char *html, size_t len, struct pm_buf *out,
				 struct pm_error *err);

static void
check_reader(reader read, const char *bytes, size_t len)
{
	struct pm_buf out, again;
	struct pm_error err;
	const char *s;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_init(&again, PM_BUF_NO_LIMIT);
	REQUIRE(read(bytes, len, &out, &err) == PM_OK);
	REQUIRE(read(bytes, len / 2, &again, &err) == PM_OK);
	REQUIRE(read(bytes, len, &again, &err) == PM_OK);
	s = pm_buf_str(&out);
	REQUIRE(strcmp(s, pm_buf_str(&again)) == 0);
	REQUIRE(pm_utf8_valid(s, out.len));
	REQUIRE(out.len <= 3 * len);
	REQUIRE(out.len == 0 || strchr(" \t\n", s[0]) == NULL);
	REQUIRE(out.len == 0 || strchr(" \t\n", s[out.len - 1]) == NULL);
	REQUIRE(strstr(s, "\n\n\n") == NULL);
	REQUIRE(read != pm_fragment_inline || strchr(s, '\n') == NULL);
	pm_buf_release(&out);
	pm_buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of exactly that size, so that reading past it is noticed. */
	char *bytes = malloc(size > 0 ? size : 1);

	REQUIRE(bytes != NULL);
	if (size > 0)
		memcpy(bytes, data, size);
	pm_fragment_is_html(bytes, size);
	check_reader(pm_fragment_text, bytes, size);
	check_reader(pm_fragment_inline, bytes, size);
	free(bytes);
	return 0;
}
