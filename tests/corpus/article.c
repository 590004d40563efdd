/* Pressmark - articles of the made-up newswire: see article.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corpus/article.h"

#include "support/json_put.h"
#include "tests/corpus/chance.h"
#include "tests/corpus/figures.h"
#include "tests/corpus/grammar.h"
#include "tests/corpus/names.h"
#include "tests/corpus/zipf.h"

#include <string.h>

#define MEDIAN 66u	   /* words of a text */
#define LINE_MAX_BYTES 64u /* where lines are broken */

/* Where an article's text is from: itself, or one before that it copies. */
struct origin {
	uint32_t number;
	bool is_varied;
};

static struct origin
find_origin(uint64_t seed, uint32_t number)
{
	struct origin o = { number, false };

	for (;;) {
		uint64_t state = chance_of(CHANCE_COPY, o.number) ^ seed;
		uint32_t chance = roll(&state, 100);

		if (chance >= 4 || o.number == 0)
			return o;
		o.is_varied = o.is_varied || chance < 3;
		o.number -= 1 + roll(&state, o.number < 300 ? o.number : 300);
	}
}

/* --- lengths ---------------------------------------------------------------- */

/* MEDIAN * 2^(x / 16), where x is about normal: a sum of twelve. */
static uint32_t
choose_length(uint64_t *state)
{
	static const uint32_t powers[16] = {
		/* 1024 * 2^(i / 16) */
		1024, 1069, 1117, 1166, 1218, 1272, 1328, 1387,
		1448, 1512, 1579, 1649, 1722, 1798, 1878, 1961
	};
	int32_t sum = 0, x, i;
	uint32_t length;

	if (one_in(state, 1000))
		return 2500 + roll(state, 3500);
	for (i = 0; i < 12; i++)
		sum += (int32_t)roll(state, 256);
	/* a deviation is 256 of SUM, and is to be 22 of X: a factor of 2.6 */
	x = sum * 22 / 256 - 12 * 255 * 11 / 256 + 16 * 16;
	length = MEDIAN * powers[x % 16] / 1024;
	return x / 16 >= 16 ? length << (x / 16 - 16) : length >> (16 - x / 16);
}

/* --- texts -------------------------------------------------------------------- */

/* How the paragraphs of an article are set. */
struct layout {
	const char *gap; /* between paragraphs */
	bool is_broken;	 /* into lines */
	bool has_dateline;
	bool in_capitals; /* the title */
};

static struct layout
choose_layout(uint32_t source)
{
	static const char *const gaps[] = { "\n    ", "\n\n", "\n" };
	struct layout l = { gaps[source % 3], source % 3 == 0, source % 2 == 0,
			    source % 4 == 0 };

	return l;
}

static void
put_dateline(struct story *s, struct prose *p)
{
	size_t start = p->out->len, i;
	bool again;

	put_place(p->out, story_choose(s, PLACE, &again));
	for (i = start; i < p->out->len; i++)
		if (p->out->data[i] >= 'a' && p->out->data[i] <= 'z')
			p->out->data[i] -= 32;
	pm_buf_puts(p->out, ", ");
	put_day(p->out, &s->state);
	prose_begin(p, " - ");
}

static void
put_table(struct story *s, struct prose *p)
{
	uint32_t n = 3 + roll(&s->state, 5);

	while (n-- > 0) {
		prose_begin(p, "\n      ");
		grammar_put(s, p, "LINE");
	}
}

static void
put_paragraphs(struct story *s, struct prose *p, const struct layout *l, uint32_t length)
{
	uint32_t left = roll(&s->state, 3); /* sentences of the paragraph */

	while (p->n_words < length) {
		prose_begin(p, left == 0 ? l->gap : " ");
		if (left == 0)
			left = 1 + roll(&s->state, 4);
		left--;
		grammar_put(s, p, "S");
	}
	if (one_in(&s->state, 12))
		put_table(s, p);
}

/* Break lines at blanks. */
static void
break_lines(struct pm_buf *text)
{
	size_t i, start = 0, blank = 0;

	for (i = 0; i < text->len; i++) {
		if (text->data[i] == '\n')
			start = i + 1;
		if (text->data[i] == ' ')
			blank = i;
		if (i - start > LINE_MAX_BYTES && blank > start + LINE_MAX_BYTES / 2) {
			text->data[blank] = '\n';
			start = blank + 1;
		}
	}
}

static void
put_title(struct story *s, struct pm_buf *title, const struct layout *l)
{
	struct prose p = { .out = title };
	size_t i;

	prose_begin(&p, "");
	grammar_put(s, &p, "HEAD");
	for (i = 0; l->in_capitals && i < title->len; i++)
		if (title->data[i] >= 'a' && title->data[i] <= 'z')
			title->data[i] -= 32;
}

static void
put_text(struct story *s, struct pm_buf *text, const struct layout *l)
{
	struct prose p = { .out = text, .straight = one_in(&s->state, 2) };
	uint32_t length = choose_length(&s->state);

	if (l->has_dateline)
		put_dateline(s, &p);
	else
		prose_begin(&p, "");
	grammar_put(s, &p, "LEAD");
	put_paragraphs(s, &p, l, length);
	if (l->is_broken)
		break_lines(text);
	if (one_in(&s->state, 4))
		pm_buf_putc(text, '\n');
}

/* --- metadata ------------------------------------------------------------------ */

static void
put_member(struct pm_buf *out, const char *name, const struct pm_buf *value)
{
	pm_buf_printf(out, "%s\"%s\":", name[0] == 'i' && name[1] == 'd' ? "{" : ",",
		      name);
	pm_json_put_string(out, pm_buf_str(value), value->len);
}

static void
put_author(struct pm_buf *out, uint64_t *state)
{
	uint32_t n = one_in(state, 5) ? 2 : 1, i;

	if (one_in(state, 3))
		pm_buf_puts(out, "By ");
	for (i = 0; i < n; i++) {
		pm_buf_puts(out, i > 0 ? "; " : "");
		put_person(out, zipf_draw(state, 300));
	}
	/* a long one */
	if (one_in(state, 8)) {
		pm_buf_puts(out, " and ");
		put_person(out, zipf_draw(state, 300));
		pm_buf_puts(out, " for the ");
		put_agency(out, roll(state, 40));
		pm_buf_puts(out, " in ");
		put_place(out, zipf_draw(state, 200));
	}
}

/* Days go on with the articles, some thirty a day.  A few have only a month or a year. */
static void
put_date(struct pm_buf *out, uint64_t *state, uint32_t number)
{
	uint32_t day = number / 30 + roll(state, 3);
	size_t begin = out->len;

	pm_buf_printf(out, "%u-%02u-%02u", 1997 + (unsigned)(day / 336),
		      (unsigned)(day / 28 % 12 + 1), (unsigned)(day % 28 + 1));
	if (one_in(state, 3)) {
		pm_buf_printf(out, "T%02u:", (unsigned)roll(state, 24));
		pm_buf_printf(out, "%02u:00Z", (unsigned)roll(state, 60));
	}
	if (out->status == PM_OK && number % 40 == 7)
		out->len = begin + strlen("1997");
	else if (out->status == PM_OK && number % 30 == 9)
		out->len = begin + strlen("1997-01");
}

static void
put_url(struct pm_buf *out, uint64_t *state, uint32_t source, uint32_t topic,
	uint32_t number)
{
	pm_buf_puts(out, one_in(state, 2) ? "https://" : "http://");
	put_host(out, source);
	pm_buf_putc(out, '/');
	put_topic(out, topic);
	pm_buf_printf(out, "/%u.html", (unsigned)number);
}

/* An array of topics or of places. */
static void
put_list(struct pm_buf *out, uint64_t *state, const char *name, uint32_t topic)
{
	struct pm_buf value;
	uint32_t n = roll(state, 4), i;

	pm_buf_init(&value, PM_BUF_NO_LIMIT);
	pm_buf_printf(out, ",\"%s\":[", name);
	for (i = 0; i < n; i++) {
		pm_buf_clear(&value);
		if (strcmp(name, "places") == 0)
			put_place(&value, zipf_draw(state, 2500));
		else
			put_topic(&value, i == 0 ? topic : zipf_draw(state, TOPICS));
		pm_buf_puts(out, i > 0 ? "," : "");
		pm_json_put_string(out, pm_buf_str(&value), value.len);
	}
	pm_buf_putc(out, ']');
	pm_buf_release(&value);
}

/* All but title and text. */
static void
put_metadata(struct pm_buf *out, uint64_t *state, uint32_t source, uint32_t topic,
	     uint32_t number)
{
	struct pm_buf value;

	pm_buf_init(&value, PM_BUF_NO_LIMIT);
	if (!one_in(state, 25)) {
		put_date(&value, state, number);
		put_member(out, "date", &value);
		pm_buf_clear(&value);
	}
	put_source(&value, source);
	put_member(out, "source", &value);
	if (!one_in(state, 3)) {
		pm_buf_clear(&value);
		put_author(&value, state);
		put_member(out, "author", &value);
	}
	if (!one_in(state, 4)) {
		pm_buf_clear(&value);
		put_url(&value, state, source, topic, number);
		put_member(out, "url", &value);
	}
	put_list(out, state, "topics", topic);
	put_list(out, state, "places", topic);
	if (one_in(state, 3))
		pm_buf_printf(out, ",\"priority\":%u", 1 + (unsigned)roll(state, 5));
	pm_buf_release(&value);
}

/* --- articles -------------------------------------------------------------------- */

/* A variant has another title, and goes on for a sentence or two. */
static void
vary(struct story *s, uint64_t state, struct pm_buf *title, struct pm_buf *text,
     const struct layout *l)
{
	struct prose p = { .out = text };
	uint32_t n = 1 + roll(&state, 2);

	s->state = state;
	pm_buf_clear(title);
	put_title(s, title, l);
	while (n-- > 0) {
		prose_begin(&p, l->gap);
		grammar_put(s, &p, "S");
	}
}

void
put_article(struct pm_buf *out, uint64_t seed, uint32_t number)
{
	struct origin origin = find_origin(seed, number);
	uint64_t state = chance_of(CHANCE_METADATA, number) ^ seed;
	uint64_t text_state = chance_of(CHANCE_TEXT, origin.number) ^ seed;
	uint32_t source = zipf_draw(&text_state, SOURCES);
	struct layout l = choose_layout(source);
	struct pm_buf id, title, text;
	struct story s;

	pm_buf_init(&id, PM_BUF_NO_LIMIT);
	pm_buf_init(&title, PM_BUF_NO_LIMIT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	story_begin(&s, next_random(&text_state));
	put_title(&s, &title, &l);
	put_text(&s, &text, &l);
	if (origin.is_varied)
		vary(&s, chance_of(CHANCE_VARIANT, number) ^ seed, &title, &text, &l);
	pm_buf_printf(&id, "N-%05u", (unsigned)number + 1);
	put_member(out, "id", &id);
	if (!one_in(&state, 16))
		put_member(out, "title", &title);
	put_member(out, "text", &text);
	put_metadata(out, &state, source, s.topic, number);
	pm_buf_puts(out, "}\n");
	pm_buf_release(&id);
	pm_buf_release(&title);
	pm_buf_release(&text);
}
