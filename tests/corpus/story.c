/* Pressmark - stories of the made-up newswire: see story.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corpus/story.h"

#include "tests/corpus/chance.h"
#include "tests/corpus/zipf.h"

#include <string.h>

#define COMMON_EXPRESSIONS 3000u /* those of no topic */
#define TOPIC_EXPRESSIONS 24u	 /* of each */

/* How many there are, how many a topic has, and of a hundred choices those of what
 * was said and of the topic's own. */
static const struct habit {
	uint32_t all, of_topic, again, own;
} habits[THINGS] = {
	/* clang-format off */
	[NOUN] = { ZIPF_MAX, 40, 30, 25 },
	[VERB] = { 12000, 20, 15, 25 },
	[ADJECTIVE] = { 24000, 16, 25, 25 },
	[EXPRESSION] = { COMMON_EXPRESSIONS, TOPIC_EXPRESSIONS, 40, 35 },
	[PERSON] = { 6000, 6, 60, 20 },
	[COMPANY] = { 5000, 8, 55, 25 },
	[AGENCY] = { 400, 3, 55, 25 },
	[PLACE] = { 2500, 5, 35, 35 },
	[MODEL] = { 500, 3, 60, 30 },
	[COMPOUND] = { 60, 1, 80, 20 }
	/* clang-format on */
};

void
story_begin(struct story *s, uint64_t state)
{
	memset(s, 0, sizeof *s);
	s->state = state;
	s->topic = zipf_draw(&s->state, TOPICS);
}

/* Number I of what a topic has: one of the frequent ones, or any. */
static uint32_t
of_topic(uint32_t topic, uint32_t thing, uint32_t i)
{
	uint32_t all = habits[thing].all, some = all < 5000 ? all : 5000;
	uint64_t state = chance_of(CHANCE_TOPIC + thing, topic << 8 | i);

	if (thing == EXPRESSION)
		return COMMON_EXPRESSIONS + topic * TOPIC_EXPRESSIONS + i;
	return one_in(&state, 2) ? zipf_draw(&state, all) : roll(&state, some);
}

uint32_t
story_choose(struct story *s, uint32_t thing, bool *again)
{
	const struct habit *h = &habits[thing];
	uint32_t n = s->said[thing].n < RECENT ? s->said[thing].n : RECENT;
	uint32_t chance = roll(&s->state, 100), i;

	*again = n > 0 && chance < h->again;
	if (*again)
		i = s->said[thing].items[roll(&s->state, n)];
	else if (chance < h->again + h->own)
		i = of_topic(s->topic, thing, zipf_draw(&s->state, h->of_topic));
	else
		i = zipf_draw(&s->state, h->all);
	s->said[thing].items[s->said[thing].n++ % RECENT] = i;
	return i;
}

/* One word of an expression, of which STATE is the chance. */
static void
put_part(struct pm_buf *out, uint64_t *state, uint32_t number, char kind)
{
	enum word_class c = kind == 'A' ? ADJECTIVE : NOUN;
	uint32_t topic = (number - COMMON_EXPRESSIONS) / TOPIC_EXPRESSIONS;

	if (kind == 'o' || kind == 't' || kind == 'f') {
		pm_buf_puts(out, kind == 'o' ? "of" : kind == 't' ? "the" : "for");
		return;
	}
	put_word(out, c,
		 number >= COMMON_EXPRESSIONS && !one_in(state, 4)
			 ? of_topic(topic, c, roll(state, 6))
			 : zipf_draw(state, 3000),
		 kind == 'P' ? PLURAL : PLAIN);
}

void
put_expression(struct pm_buf *out, uint32_t number)
{
	/* adjective, noun, its plural; of, the, for */
	static const char *const shapes[] = {
		"AN",  "AN",  "NN",   "NN",   "NP",   "AP",    "NNN",	"ANN",	 "ANP",
		"AAN", "NoN", "NotN", "PotN", "NNfN", "ANoNP", "NNoNP", "ANotAN"
	};
	uint64_t state = chance_of(CHANCE_EXPRESSION, number);
	const char *shape = CHOOSE(&state, shapes), *at;

	for (at = shape; *at != '\0'; at++) {
		if (at > shape)
			pm_buf_putc(out, ' ');
		put_part(out, &state, number, *at);
	}
}

void
put_topic(struct pm_buf *out, uint32_t topic)
{
	put_word(out, NOUN, of_topic(topic, NOUN, 0), PLAIN);
	if (topic % 3 == 0) {
		pm_buf_putc(out, '-');
		put_word(out, NOUN, of_topic(topic, NOUN, 1), PLURAL);
	}
}
