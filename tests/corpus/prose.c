/* Pressmark - prose of the made-up newswire: see prose.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corpus/prose.h"

#include <string.h>

/* What is set close to the word before it, and to the one after. */
static const char *const closing[] = {
	",", ".", ";", ":", ")", "\xe2\x80\x9d", "'s", "'", "-", "\xe2\x80\x94", "/", NULL
};
static const char *const opening[] = {
	"(", "\xe2\x80\x9c", "-", "\xe2\x80\x94", "/", NULL
};

static bool
is_among(const char *const *list, const char *token)
{
	while (*list != NULL && strcmp(*list, token) != 0)
		list++;
	return *list != NULL;
}

/* The sign as this text writes it. */
static const char *
written(const struct prose *p, const char *sign)
{
	if (strcmp(sign, "\xe2\x80\x9c") == 0 || strcmp(sign, "\xe2\x80\x9d") == 0)
		return p->straight ? "\"" : sign;
	if (strcmp(sign, "'s") == 0)
		return p->straight ? sign : "\xe2\x80\x99s";
	return sign;
}

static void
put_first(struct prose *p, const char *token)
{
	if (*token >= 'a' && *token <= 'z')
		pm_buf_putc(p->out, *token++ - 32);
	pm_buf_puts(p->out, token);
}

static uint32_t
count_words(const char *token)
{
	uint32_t n = 1;

	while ((token = strchr(token, ' ')) != NULL) {
		token++;
		n++;
	}
	return n;
}

void
prose_put(struct prose *p, const char *token)
{
	bool closes = is_among(closing, token), opens = is_among(opening, token);

	if (p->after_a && strchr("aeiouAEIO", *token) != NULL)
		pm_buf_putc(p->out, 'n');
	p->after_a = strcmp(token, "a") == 0;
	if (!p->is_glued && !closes)
		pm_buf_putc(p->out, ' ');
	p->is_glued = opens;
	if (closes || opens) {
		/* one point ends an abbreviation and the sentence */
		if (strcmp(token, ".") != 0 || p->out->data[p->out->len - 1] != '.')
			pm_buf_puts(p->out, written(p, token));
		return;
	}
	if (p->begins)
		put_first(p, token);
	else
		pm_buf_puts(p->out, token);
	p->begins = false;
	p->n_words += count_words(token);
}

void
prose_begin(struct prose *p, const char *gap)
{
	pm_buf_puts(p->out, gap);
	p->begins = p->is_glued = true;
	p->after_a = false;
}
