/* Pressmark - expanding the grammar of the made-up newswire: see grammar.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corpus/grammar.h"

#include "tests/corpus/chance.h"
#include "tests/corpus/figures.h"
#include "tests/corpus/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 12u
#define STEPS_MAX 3000u
#define SYMBOLS_MAX 60u
#define NAME_MAX_LEN 24u

/* One symbol or token of a rule. */
struct step {
	enum { SYMBOL, SIGN, TERMINAL } kind;
	uint32_t number; /* of the symbol or terminal */
	char sign[NAME_MAX_LEN];
};

static struct {
	struct step steps[STEPS_MAX];
	uint32_t n_steps;
	struct {
		const char *name;
		uint32_t first, end; /* rules */
		uint32_t weight;     /* of all of them */
	} symbols[SYMBOLS_MAX];
	uint32_t n_symbols;
	uint32_t *first_step; /* by rule, and the end after the last */
} grammar;

/* --- terminals -------------------------------------------------------------- */

static void
choose_word(struct story *s, struct pm_buf *out, enum word_class c, enum word_form form)
{
	bool again;

	put_word(out, c, story_choose(s, c, &again), form);
}

static void
noun(struct story *s, struct pm_buf *out)
{
	choose_word(s, out, NOUN, PLAIN);
}

static void
nouns(struct story *s, struct pm_buf *out)
{
	choose_word(s, out, NOUN, PLURAL);
}

static void
verb(struct story *s, struct pm_buf *out)
{
	choose_word(s, out, VERB, PLAIN);
}

static void
verbs(struct story *s, struct pm_buf *out)
{
	choose_word(s, out, VERB, PLURAL);
}

static void
verbed(struct story *s, struct pm_buf *out)
{
	choose_word(s, out, VERB, PAST);
}

static void
verbing(struct story *s, struct pm_buf *out)
{
	choose_word(s, out, VERB, GERUND);
}

static void
adjective(struct story *s, struct pm_buf *out)
{
	choose_word(s, out, ADJECTIVE, PLAIN);
}

static void
adverb(struct story *s, struct pm_buf *out)
{
	choose_word(s, out, ADJECTIVE, ADVERB);
}

static void
expression(struct story *s, struct pm_buf *out)
{
	bool again;
	uint32_t number = story_choose(s, EXPRESSION, &again);
	size_t i, start = out->len;

	put_expression(out, number);
	/* now and then with a hyphen */
	for (i = start; one_in(&s->state, 25) && i < out->len; i++)
		if (out->data[i] == ' ') {
			out->data[i] = '-';
			break;
		}
}

/* In full, and afterwards in short. */
static void
name(struct story *s, struct pm_buf *out, uint32_t thing,
     void (*in_full)(struct pm_buf *, uint32_t),
     void (*in_short)(struct pm_buf *, uint32_t))
{
	bool again;
	uint32_t number = story_choose(s, thing, &again);

	(again && !one_in(&s->state, 4) ? in_short : in_full)(out, number);
}

static void
put_mister(struct pm_buf *out, uint32_t number)
{
	if (number % 3 < 2)
		pm_buf_puts(out, number % 3 == 0 ? "Mr. " : "Dr. ");
	put_last_name(out, number);
}

static void
person(struct story *s, struct pm_buf *out)
{
	name(s, out, PERSON, put_person, put_mister);
}

static void
company(struct story *s, struct pm_buf *out)
{
	name(s, out, COMPANY, put_company, put_company_name);
}

static void
agency(struct story *s, struct pm_buf *out)
{
	name(s, out, AGENCY, put_agency, put_initials);
}

static void
place(struct story *s, struct pm_buf *out)
{
	name(s, out, PLACE, put_place, put_place);
}

static void
model(struct story *s, struct pm_buf *out)
{
	name(s, out, MODEL, put_model, put_model);
}

static void
compound(struct story *s, struct pm_buf *out)
{
	name(s, out, COMPOUND, put_long_word, put_long_word);
}

static void
ideograms(struct story *s, struct pm_buf *out)
{
	put_ideograms(out, roll(&s->state, 60));
}

static void
url(struct story *s, struct pm_buf *out)
{
	pm_buf_puts(out, one_in(&s->state, 2) ? "https://" : "http://");
	put_host(out, roll(&s->state, SOURCES));
	pm_buf_putc(out, '/');
	put_topic(out, s->topic);
	if (one_in(&s->state, 2))
		pm_buf_printf(out, "?id=%u", (unsigned)roll(&s->state, 900));
}

static void
host(struct story *s, struct pm_buf *out)
{
	put_host(out, roll(&s->state, SOURCES));
}

static void
mail(struct story *s, struct pm_buf *out)
{
	static const char *const users[] = { "press", "desk", "info", "j.moore",
					     "news+tips" };

	pm_buf_printf(out, "%s@", CHOOSE(&s->state, users));
	host(s, out);
}

#define FIGURE(of, put) \
	static void of(struct story *s, struct pm_buf *out) \
	{ \
		put(out, &s->state); \
	}
FIGURE(number, put_number)
FIGURE(percentage, put_percentage)
FIGURE(money, put_money)
FIGURE(month, put_month)
FIGURE(weekday, put_weekday)
FIGURE(year, put_year)
FIGURE(day, put_day)

static const struct {
	const char *name;
	void (*put)(struct story *s, struct pm_buf *out);
} terminals[] = {
	/* clang-format off */
	{ "noun", noun }, { "nouns", nouns }, { "verb", verb }, { "verbs", verbs },
	{ "verbed", verbed }, { "verbing", verbing }, { "adj", adjective }, { "adv", adverb },
	{ "expr", expression }, { "person", person }, { "company", company },
	{ "agency", agency }, { "place", place }, { "model", model }, { "compound", compound },
	{ "ideograms", ideograms }, { "url", url }, { "host", host }, { "mail", mail },
	{ "number", number }, { "pct", percentage }, { "money", money }, { "month", month },
	{ "weekday", weekday }, { "year", year }, { "day", day }
	/* clang-format on */
};

/* --- reading the rules ------------------------------------------------------ */

static void
refuse(const char *what, const char *which)
{
	fprintf(stderr, "grammar: %s: %s\n", what, which);
	exit(2);
}

static uint32_t
find_symbol(const char *name)
{
	uint32_t i = 0;

	while (i < grammar.n_symbols && strcmp(grammar.symbols[i].name, name) != 0)
		i++;
	return i;
}

static uint32_t
find_terminal(const char *name)
{
	uint32_t i = 0;

	while (i < LENGTH(terminals) && strcmp(terminals[i].name, name) != 0)
		i++;
	if (i == LENGTH(terminals))
		refuse("no such terminal", name);
	return i;
}

static void
read_step(const char *token, size_t len)
{
	struct step *step = &grammar.steps[grammar.n_steps];

	if (grammar.n_steps++ == STEPS_MAX || len >= NAME_MAX_LEN)
		refuse("too much or too long", token);
	memcpy(step->sign, token, len);
	if (step->sign[0] == '%') {
		step->kind = TERMINAL;
		step->number = find_terminal(step->sign + 1);
	} else if (strspn(step->sign, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == len) {
		step->kind = SYMBOL;
		step->number = find_symbol(step->sign);
		if (step->number == grammar.n_symbols)
			refuse("no such symbol", step->sign);
	} else {
		step->kind = SIGN;
	}
}

static void
read_symbols(void)
{
	uint32_t i, n = 0;

	for (i = 0; i < grammar_n_rules; i++) {
		if (n == 0 ||
		    strcmp(grammar.symbols[n - 1].name, grammar_rules[i].symbol) != 0) {
			if (n == SYMBOLS_MAX)
				refuse("one too many", grammar_rules[i].symbol);
			grammar.symbols[n].name = grammar_rules[i].symbol;
			grammar.symbols[n].first = i;
			n++;
		}
		grammar.symbols[n - 1].weight += grammar_rules[i].weight;
		grammar.symbols[n - 1].end = i + 1;
	}
	grammar.n_symbols = n;
}

void
grammar_init(void)
{
	uint32_t i;

	read_symbols();
	grammar.first_step = calloc(grammar_n_rules + 1, sizeof *grammar.first_step);
	if (grammar.first_step == NULL)
		refuse("no memory", "rules");
	for (i = 0; i < grammar_n_rules; i++) {
		const char *at = grammar_rules[i].becomes;

		grammar.first_step[i] = grammar.n_steps;
		while (*at != '\0') {
			size_t len = strcspn(at, " ");

			read_step(at, len);
			at += len;
			at += strspn(at, " ");
		}
	}
	grammar.first_step[i] = grammar.n_steps;
}

/* --- expanding ---------------------------------------------------------------- */

static uint32_t
choose_rule(struct story *s, uint32_t symbol, uint32_t depth)
{
	uint32_t rule = grammar.symbols[symbol].first;
	uint32_t at = roll(&s->state, grammar.symbols[symbol].weight);

	if (depth >= DEPTH_MAX)
		return rule;
	for (; at >= grammar_rules[rule].weight; rule++)
		at -= grammar_rules[rule].weight;
	return rule;
}

static void
put_terminal(struct story *s, struct prose *p, uint32_t terminal)
{
	struct pm_buf token;

	pm_buf_init(&token, PM_BUF_NO_LIMIT);
	terminals[terminal].put(s, &token);
	prose_put(p, pm_buf_str(&token));
	pm_buf_release(&token);
}

static void
expand(struct story *s, struct prose *p, uint32_t symbol, uint32_t depth)
{
	uint32_t rule = choose_rule(s, symbol, depth), i;

	for (i = grammar.first_step[rule]; i < grammar.first_step[rule + 1]; i++) {
		const struct step *step = &grammar.steps[i];

		if (step->kind == SYMBOL)
			expand(s, p, step->number, depth + 1);
		else if (step->kind == TERMINAL)
			put_terminal(s, p, step->number);
		else
			prose_put(p, step->sign);
	}
}

void
grammar_put(struct story *s, struct prose *p, const char *symbol)
{
	uint32_t number = find_symbol(symbol);

	if (number == grammar.n_symbols)
		refuse("no such symbol", symbol);
	expand(s, p, number, 0);
}
