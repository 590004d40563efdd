/* Pressmark - any bytes as rules for web pages.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules are read or refused, and what is read says the same when it is written and read
 * again.  A page to which they are applied is well-formed, and so is the second. */
#include "corpus/encoding/page_bytes.h"
#include "corpus/page/html.h"
#include "corpus/page/rules.h"
#include "support/utf8.h"
#include "tests/fuzz/require.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char PAGE[] =
	"<html lang=en id=top class='a b'><head><title>A title | Site</title>"
	"<meta name=date content='2024-03-05'><link rel=canonical href='http://x.y.example/'>"
	"</head><body class=c><div class='a story' data-x='one two'><h1 id=t>A title</h1>"
	"<p class=a>Some words <b class=b>of a</b> text<sup>1</sup> stand here.</p>"
	"<p lang=en-GB>And others, with <a href=/x rel=author>a name</a> after them.</p></div>"
	"<pre class=a>one\n\n two <i class=b>three</i>\nfour</pre>"
	"<ul><li>1<li class=b>2<li>3</ul><div hidden class=b>not seen</div></body></html>";

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
check_rules(const char *text, size_t len)
{
	struct pm_page_rules *rules, *again;
	struct pm_rule_trouble trouble;
	struct pm_buf put, second;
	struct pm_error err;
	struct pm_page page;
	size_t next = 0;

	if (pm_page_rules_parse(&rules, "rules", text, len, &err) < 0) {
		REQUIRE(err.text[0] != '\0');
		return;
	}
	pm_buf_init(&put, PM_BUF_NO_LIMIT);
	pm_buf_init(&second, PM_BUF_NO_LIMIT);
	pm_page_rules_put(&put, rules);
	REQUIRE(pm_utf8_valid(pm_buf_str(&put), put.len));
	if (pm_page_rules_parse(&again, "again", pm_buf_str(&put), put.len, &err) ==
	    PM_OK) {
		REQUIRE(pm_page_rules_count(again) == pm_page_rules_count(rules));
		pm_page_rules_put(&second, again);
		pm_page_rules_free(again);
	} else {
		/* a text to drop may be of blanks, or a quotation mark */
		REQUIRE(strstr(pm_buf_str(&put), "drop-text") != NULL);
	}
	pm_page_init(&page);
	page.encodings = encodings();
	page.rules = rules;
	page.file = "in/a.html";
	page.file_len = strlen(page.file);
	REQUIRE(pm_page_read(&page, PAGE, sizeof PAGE - 1, &err) == PM_OK);
	REQUIRE(pm_page_read(&page, PAGE, sizeof PAGE - 1, &err) == PM_OK);
	REQUIRE(pm_utf8_valid(pm_buf_str(&page.text), page.text.len));
	REQUIRE(pm_utf8_valid(pm_buf_str(&page.title), page.title.len));
	REQUIRE(pm_utf8_valid(pm_buf_str(&page.author), page.author.len));
	REQUIRE(pm_utf8_valid(pm_buf_str(&page.date), page.date.len));
	while (pm_page_rules_trouble(rules, &next, &trouble))
		REQUIRE(trouble.why[0] != '\0');
	pm_page_release(&page);
	pm_page_rules_free(rules);
	pm_buf_release(&put);
	pm_buf_release(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of exactly that size, so that reading past it is noticed. */
	char *bytes = malloc(size > 0 ? size : 1);

	REQUIRE(bytes != NULL);
	if (size > 0)
		memcpy(bytes, data, size);
	check_rules(bytes, size);
	free(bytes);
	return 0;
}
