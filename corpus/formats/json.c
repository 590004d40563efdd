/* Pressmark - JSON files: lines, and values one after the other.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/format.h"
#include "corpus/formats/json_lines.h"
#include "corpus/formats/record.h"

#include <stdlib.h>
#include <string.h>

/* What a record may take besides its text. */
#define RECORD_SLACK ((size_t)1 << 20)
/* What a value of a JSON object takes, in its tree and as a field. */
#define VALUE_BYTES 160u
/* Bytes of a record from which on they are worth to be freed early. */
#define KEEP ((size_t)1 << 22)

struct json_state {
	struct pm_json *json;
	struct pm_names *names;
	size_t limit; /* of a record */
	/* The next of the articles that the value parsed last wraps; NULL: there is none */
	const struct pm_json_value *wrapped;
	uint64_t n_wrapped;
	struct pm_stream *stream;
	struct pm_json_lines lines;
	struct pm_json_elements elements;
};

static void *
json_make(const struct pm_format_setting *setting)
{
	const struct pm_reader_options *o = setting->options;
	struct json_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	if (pm_json_new(&s->json, NULL) < 0) {
		free(s);
		return NULL;
	}
	if (o->memory > 0)
		pm_json_set_limit(s->json, o->memory / VALUE_BYTES);
	s->names = o->names;
	s->limit = o->max_text > SIZE_MAX - RECORD_SLACK ? SIZE_MAX
							 : o->max_text + RECORD_SLACK;
	return s;
}

static void
json_free(void *state)
{
	struct json_state *s = state;

	pm_json_free(s->json);
	free(s);
}

static void
json_trim(void *state)
{
	struct json_state *s = state;

	if (s->wrapped == NULL)
		pm_json_trim(s->json);
}

/* The record is parsed: its bytes, if they were put together, are not needed any more. */
static void
forget(struct pm_buf *carry, const char *text)
{
	if (carry->cap > KEEP && text == pm_buf_str(carry))
		pm_buf_release(carry);
}

/* Hand out the next article of those that one value wraps. */
static void
take_wrapped(struct json_state *s, struct pm_entry *entry)
{
	entry->object = s->wrapped;
	s->wrapped = s->wrapped->next;
}

/* Parse what was found, of which ST was said. */
static enum pm_status
parse(struct json_state *s, enum pm_status st, const char *text, size_t len,
      struct pm_buf *carry, struct pm_entry *entry, struct pm_error *err)
{
	const struct pm_json_value *list;

	if (st != PM_OK)
		return st;
	st = pm_json_parse(s->json, text, len, &entry->object, &entry->repairs, err);
	forget(carry, text);
	if (st == PM_OK && (list = pm_record_wrapped(s->names, entry->object)) != NULL) {
		s->wrapped = list->child;
		take_wrapped(s, entry);
	}
	return st == PM_ERR_INPUT ? PM_ABSENT : st;
}

static enum pm_status
lines_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct json_state *s = state;

	(void)err;
	s->stream = source->stream;
	pm_json_lines_init(&s->lines, s->stream, s->limit);
	return PM_OK;
}

static enum pm_status
lines_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct json_state *s = state;
	const char *text = NULL;
	size_t len = 0;
	enum pm_status st;

	if (s->wrapped != NULL) {
		entry->line = s->lines.number;
		take_wrapped(s, entry);
		return PM_OK;
	}
	st = pm_json_lines_next(&s->lines, &text, &len, err);
	entry->line = s->lines.number;
	entry->bytes = len + 1;
	return parse(s, st, text, len, &s->lines.carry, entry, err);
}

static void
lines_close(void *state)
{
	struct json_state *s = state;

	s->wrapped = NULL;
	pm_json_lines_release(&s->lines);
	pm_stream_free(s->stream);
	s->stream = NULL;
}

static enum pm_status
values_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct json_state *s = state;

	(void)err;
	s->stream = source->stream;
	pm_json_elements_init(&s->elements, s->stream, s->limit, s->names);
	return PM_OK;
}

static enum pm_status
values_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct json_state *s = state;
	const char *text = NULL;
	size_t len = 0;
	enum pm_status st;

	if (s->wrapped != NULL) {
		entry->unit = "article";
		entry->number = ++s->n_wrapped;
		take_wrapped(s, entry);
		return PM_OK;
	}
	st = pm_json_elements_next(&s->elements, &text, &len, err);
	/* not if it is all there is */
	if (s->elements.number > 1 || s->elements.in_array) {
		entry->unit = "value";
		entry->number = s->elements.number;
	}
	entry->bytes = len;
	st = parse(s, st, text, len, &s->elements.carry, entry, err);
	if (st == PM_OK && s->wrapped != NULL) {
		entry->unit = "article";
		entry->number = s->n_wrapped = 1;
	}
	return st;
}

static void
values_close(void *state)
{
	struct json_state *s = state;

	s->wrapped = NULL;
	pm_json_elements_release(&s->elements);
	pm_stream_free(s->stream);
	s->stream = NULL;
}

const struct pm_format pm_format_json_lines = {
	.name = "JSON lines",
	.suffixes = ".jsonl .ndjson .jl",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.trusted = true,
	.make = json_make,
	.free = json_free,
	.open = lines_open,
	.next = lines_next,
	.close = lines_close,
	.trim = json_trim,
};

const struct pm_format pm_format_json = {
	.name = "JSON",
	.suffixes = ".json",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.trusted = true,
	.make = json_make,
	.free = json_free,
	.open = values_open,
	.next = values_next,
	.close = values_close,
	.trim = json_trim,
};
