/* Pressmark - any alteration of a lexicon, and everything that is read of it: forge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What comes out is text, whatever the file says, and no walk is longer than its list. */
#include "segment/lexicon.h"
#include "support/utf8.h"
#include "tests/fuzz/forge.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum forge_file files[] = { FORGE_LEXICON };

static struct {
	bool is_forged;
	uint64_t n, words; /* entries seen in a walk, words of the lexicon */
	struct pm_form_spec *forms;
	struct pm_alias_target *targets;
	size_t forms_cap, targets_cap;
} at;

static bool
fine(enum pm_status status, const struct pm_error *err)
{
	forge_check(status, err);
	REQUIRE(at.is_forged || status >= 0);
	return status == PM_OK;
}

/* All that there is of an entry. */
static enum pm_status
look(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	const struct pm_entry *e = &c->entry;
	enum pm_status status;
	struct pm_buf stem;
	size_t n, i;

	(void)ctx;
	at.n++;
	REQUIRE(e->place < pm_lexicon_list_size(c->lex, e->list));
	REQUIRE(pm_utf8_valid(e->word, e->len));
	pm_buf_init(&stem, PM_BUF_NO_LIMIT);
	pm_cursor_stem(c, &stem);
	REQUIRE(stem.len == e->len - e->strip + e->append_len);
	pm_buf_release(&stem);
	if (e->list == PM_LIST_ALIASES) {
		status = pm_cursor_targets(c, &at.targets, &at.targets_cap, &n, err);
		for (i = 0; i < n && status == PM_OK; i++)
			REQUIRE(at.targets[i].n_parts >= 1 && at.targets[i].n_parts <= 3);
		return status;
	}
	REQUIRE(pm_entry_rank(e) < at.words);
	status = pm_cursor_forms(c, &at.forms, &at.forms_cap, &n, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		REQUIRE(at.forms[i].form <= PM_FORM_OTHER);
		REQUIRE(at.forms[i].form != PM_FORM_OTHER ||
			pm_utf8_valid(at.forms[i].other, at.forms[i].other_len));
	}
	return status;
}

static void
walk_lists(struct pm_lexicon *lex)
{
	struct pm_error err;
	struct pm_cursor c;
	enum pm_status status;
	unsigned list;
	uint32_t n;

	pm_cursor_init(&c, lex);
	for (list = 0; list < PM_LISTS; list++) {
		n = 0;
		for (status = pm_cursor_seek(&c, list, "", 0, &err); status == PM_OK;
		     status = pm_cursor_next(&c, &err)) {
			REQUIRE(n++ < pm_lexicon_list_size(lex, list));
			if (!fine(look(NULL, &c, &err), &err))
				break;
		}
		fine(status, &err);
	}
	for (n = 0; n < at.words; n += 1 + n / 40)
		if (fine(pm_cursor_rank(&c, n, &err), &err)) {
			REQUIRE(pm_entry_rank(&c.entry) == n);
			fine(look(NULL, &c, &err), &err);
		}
	REQUIRE(pm_cursor_rank(&c, (uint32_t)at.words, &err) == PM_ERR_CORRUPT);
	REQUIRE(pm_cursor_rank(&c, UINT32_MAX, &err) == PM_ERR_CORRUPT);
	pm_cursor_release(&c);
}

static void
look_up(struct pm_lexicon *lex)
{
	static const char *const words[] = {
		"chips", "chip", "w1",	 "w3ff",      "export", "et",
		"ete",	 "",	 "run",	 "cooperate", "\xc3",	"control",
		"zzz",	 "the",	 "ddr5", "example"
	};
	struct pm_word_total total;
	struct pm_error err;
	size_t i, len;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		len = strlen(words[i]);
		at.n = 0;
		fine(pm_lexicon_by_word(lex, words[i], len, look, NULL, &err), &err);
		fine(pm_lexicon_by_stem(lex, words[i], len, look, NULL, &err), &err);
		fine(pm_lexicon_by_prefix(lex, words[i], len, look, NULL, &err), &err);
		fine(pm_lexicon_word(lex, words[i], len, &total, &err), &err);
		REQUIRE(at.n <=
			4 * (at.words + pm_lexicon_list_size(lex, PM_LIST_ALIASES)));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_lexicon *lex;
	struct pm_error err;

	at.is_forged = forge(data, size, files, 1);
	forge_begin_work();
	if (fine(pm_lexicon_open(&lex, forge_path(FORGE_LEXICON), &err), &err)) {
		at.words = pm_lexicon_words(lex);
		fine(pm_lexicon_verify(lex, &err), &err);
		walk_lists(lex);
		look_up(lex);
		pm_lexicon_free(lex);
	}
	free(at.forms);
	free(at.targets);
	at.forms = NULL;
	at.targets = NULL;
	at.forms_cap = at.targets_cap = 0;
	forge_end_work();
	return 0;
}
