/* Pressmark - any bytes as a web page.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A page is read or refused; what is read is well-formed UTF-8, a date is one, and the
 * page gives the same again.  What pm_markup_rewrite writes means what it says: written
 * again it is the same, but for scripts, which are copied. */
#include "corpus/encoding/page_bytes.h"
#include "corpus/page/html.h"
#include "corpus/page/markup.h"
#include "support/calendar.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define N_PARTS 7

static void
list_parts(const struct pm_page *page, const struct pm_buf *parts[N_PARTS])
{
	parts[0] = &page->title;
	parts[1] = &page->text;
	parts[2] = &page->author;
	parts[3] = &page->date;
	parts[4] = &page->url;
	parts[5] = &page->source;
	parts[6] = &page->language;
}

/* Shared by all pages, since their tables take longer to make than a page to read. */
static struct pm_encodings *
encodings(void)
{
	static struct pm_encodings *shared;
	struct pm_error err;

	if (shared == NULL)
		REQUIRE(pm_encodings_open(&shared, NULL, &err) == PM_OK);
	return shared;
}

static void
check_folds(const struct pm_page *page, const struct pm_page *again)
{
	size_t i;

	REQUIRE(page->folds.n == again->folds.n);
	for (i = 0; i < page->folds.n; i++) {
		const struct pm_fold *f = &page->folds.all[i], *g = &again->folds.all[i];

		REQUIRE(f->at <= page->text.len && f->at == g->at);
		REQUIRE(f->text.len > 0 && f->text.len <= PM_FOLD_BYTES_MAX);
		REQUIRE(f->text.len == g->text.len &&
			memcmp(f->text.data, g->text.data, f->text.len) == 0);
		REQUIRE(pm_utf8_valid(f->text.data, f->text.len));
		REQUIRE(i == 0 || f[-1].at <= f->at);
	}
}

static void
check_page(const char *bytes, size_t len)
{
	const struct pm_buf *parts[N_PARTS], *again[N_PARTS];
	struct pm_page page, second;
	enum pm_status status;
	struct pm_error err;
	size_t i;

	pm_page_init(&page);
	pm_page_init(&second);
	page.encodings = second.encodings = encodings();
	status = pm_page_read(&page, bytes, len, &err);
	REQUIRE(status == PM_OK || status == PM_ERR_INPUT);
	/* a page whose memory has been used before */
	pm_page_read(&second, bytes, len / 2, &err);
	REQUIRE(pm_page_read(&second, bytes, len, &err) == status);
	list_parts(&page, parts);
	list_parts(&second, again);
	for (i = 0; i < N_PARTS && status == PM_OK; i++) {
		REQUIRE(pm_utf8_valid(pm_buf_str(parts[i]), parts[i]->len));
		REQUIRE(again[i]->len == parts[i]->len);
		REQUIRE(parts[i]->len == 0 ||
			memcmp(again[i]->data, parts[i]->data, parts[i]->len) == 0);
	}
	if (status == PM_OK)
		check_folds(&page, &second);
	if (status == PM_OK && page.day != 0)
		REQUIRE(pm_date(page.day / 10000, page.day / 100 % 100, page.day % 100) ==
			page.day);
	pm_page_release(&page);
	pm_page_release(&second);
}

static void
check_markup(const char *bytes, size_t len)
{
	struct pm_buf utf8, plain, again;
	struct pm_error err;
	struct pm_encoded how = { 0 };
	uint64_t repairs;
	const char *p;

	pm_buf_init(&utf8, PM_BUF_NO_LIMIT);
	pm_buf_init(&plain, PM_BUF_NO_LIMIT);
	pm_buf_init(&again, PM_BUF_NO_LIMIT);
	pm_encoding_page_holds_controls(encodings(), bytes, len);
	REQUIRE(pm_encoding_decode_page(encodings(), &utf8, bytes, len, &how, &err) ==
		PM_OK);
	repairs = how.replaced;
	REQUIRE(pm_utf8_valid(pm_buf_str(&utf8), utf8.len));
	REQUIRE(pm_markup_rewrite(&plain, pm_buf_str(&utf8), utf8.len, &repairs, &err) ==
		PM_OK);
	REQUIRE(pm_utf8_valid(pm_buf_str(&plain), plain.len));
	REQUIRE(pm_markup_rewrite(&again, pm_buf_str(&plain), plain.len, &repairs, &err) ==
		PM_OK);
	/* white space in front goes */
	for (p = pm_buf_str(&plain); *p != '\0' && strchr(" \t\r\n", *p) != NULL; p++)
		;
	if (strstr(p, "<script") == NULL)
		REQUIRE(strcmp(p, pm_buf_str(&again)) == 0);
	pm_buf_release(&utf8);
	pm_buf_release(&plain);
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
	check_page(bytes, size);
	check_markup(bytes, size);
	free(bytes);
	return 0;
}
