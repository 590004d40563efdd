/* Pressmark - mail: single messages, and mbox files.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message is an article: its subject is the title, its sender the author, its list the
 * source.  The field `thread` is the id of the message with which the discussion began, as
 * the message itself says it: the first of its References, else what it is a reply to,
 * else its own.  Attachments are named in the field `attachment`, and not read. */
#include "corpus/formats/draft.h"
#include "corpus/formats/format.h"
#include "corpus/formats/mbox.h"
#include "corpus/formats/mime.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/nested.h"
#include "corpus/formats/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What a message may take besides a text of the greatest size. */
#define SLACK ((size_t)1 << 20)
/* How much of a list of ids is read for the first of them, at first. */
#define FIRST_IDS ((size_t)4096)

struct mail_state {
	const struct pm_reader_options *options;
	struct pm_mime mime;
	struct pm_mbox mbox;
	struct pm_nested nested; /* of the message that is an export of a database */
	struct pm_draft draft;
	struct pm_buf message; /* the only one of a file */
	struct pm_buf value;   /* scratch */
	struct pm_stream *stream;
	struct pm_str file;
	uint64_t number;
};

static void
mail_free(void *state)
{
	struct mail_state *s = state;

	pm_mime_release(&s->mime);
	pm_mbox_release(&s->mbox);
	pm_nested_release(&s->nested);
	pm_draft_release(&s->draft);
	pm_buf_release(&s->message);
	pm_buf_release(&s->value);
	free(s);
}

static size_t
message_limit(const struct pm_reader_options *o)
{
	return o->max_text > SIZE_MAX - SLACK ? SIZE_MAX : o->max_text + SLACK;
}

static void *
mail_make(const struct pm_format_setting *setting)
{
	struct mail_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->options = setting->options;
	pm_mbox_init(&s->mbox, message_limit(s->options));
	pm_nested_init(&s->nested, setting);
	pm_draft_init(&s->draft);
	pm_buf_init(&s->message, PM_BUF_NO_LIMIT);
	pm_buf_init(&s->value, PM_BUF_NO_LIMIT);
	if (pm_mime_init(&s->mime, setting, NULL) < 0) {
		mail_free(s);
		return NULL;
	}
	return s;
}

static void
mail_trim(void *state)
{
	struct mail_state *s = state;

	if (s->nested.format != NULL)
		return; /* the message is needed */
	pm_mime_trim(&s->mime);
	pm_buf_release(&s->message);
}

static void
mail_close(void *state)
{
	struct mail_state *s = state;

	pm_nested_close(&s->nested);
	pm_stream_free(s->stream);
	s->stream = NULL;
}

static enum pm_status
mail_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct mail_state *s = state;

	(void)err;
	s->stream = source->stream;
	s->number = 0;
	s->mime.n_encrypted = s->mime.n_strange = 0;
	pm_mbox_open(&s->mbox, s->stream);
	return PM_OK;
}

/* --- members ------------------------------------------------------------ */

enum part { WHOLE, ITEM };

/* Add VALUE with runs of white space as one blank, and none at its ends. */
static void
add(struct mail_state *s, const char *name, const char *value, enum part part)
{
	const char *p = value == NULL ? "" : value;

	pm_buf_clear(&s->value);
	for (; *p != '\0'; p++) {
		if (!isspace((unsigned char)*p)) {
			if (s->value.len > 0 && isspace((unsigned char)p[-1]))
				pm_buf_putc(&s->value, ' ');
			pm_buf_putc(&s->value, *p);
		}
	}
	if (s->value.len == 0)
		return;
	if (part == ITEM)
		pm_draft_add_item(&s->draft, name, strlen(name), pm_buf_str(&s->value),
				  s->value.len);
	else
		pm_draft_add(&s->draft, name, strlen(name), pm_buf_str(&s->value),
			     s->value.len);
}

static void
add_addresses(struct mail_state *s, InternetAddressList *list, const char *name,
	      const char *address)
{
	int n = list == NULL ? 0 : internet_address_list_length(list), i;

	for (i = 0; i < n; i++) {
		InternetAddress *a = internet_address_list_get_address(list, i);
		const char *person = internet_address_get_name(a);

		if (INTERNET_ADDRESS_IS_GROUP(a)) {
			add(s, address, person, ITEM);
			continue;
		}
		/* some programs put the address in the place of the name, too */
		if (name != NULL && person != NULL && strchr(person, '@') == NULL)
			add(s, name, person, ITEM);
		add(s, address,
		    internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(a)), ITEM);
	}
}

/* "A list" <list.example.org>: what is within the last pair of brackets, or all. */
static void
add_list(struct mail_state *s, const char *value)
{
	const char *open = value == NULL ? NULL : strrchr(value, '<');
	const char *close = open == NULL ? NULL : strchr(open, '>');
	char *id;

	if (close == NULL || close == open + 1) {
		add(s, "source", value, WHOLE);
		return;
	}
	id = pm_strndup(open + 1, (size_t)(close - open - 1));
	add(s, "source", id, WHOLE);
	free(id);
}

/* The ids at the beginning of VALUE: the first as it is there, if there is any.  Each is a
 * piece of memory, so there should be few, however many VALUE has: of a part of it the
 * first is whole if there is a second. */
static GMimeReferences *
first_ids(struct mail_state *s, const char *value)
{
	size_t len = strlen(value), part = FIRST_IDS;
	GMimeReferences *ids;

	for (; part < len; part *= 2) {
		pm_buf_clear(&s->value);
		pm_buf_put(&s->value, value, part);
		ids = g_mime_references_parse(s->mime.options, pm_buf_str(&s->value));
		if (ids != NULL && g_mime_references_length(ids) > 1)
			return ids;
		g_mime_references_free(ids);
	}
	return g_mime_references_parse(s->mime.options, value);
}

/* The first id in VALUE becomes the thread; false: there is none. */
static bool
add_thread(struct mail_state *s, const char *value)
{
	GMimeReferences *ids;
	bool found = false;

	if (value == NULL)
		return false;
	ids = first_ids(s, value);
	if (ids != NULL && g_mime_references_length(ids) > 0) {
		add(s, "thread", g_mime_references_get_message_id(ids, 0), WHOLE);
		found = true;
	}
	g_mime_references_free(ids);
	return found;
}

static void
add_attachments(struct mail_state *s)
{
	const char *p = pm_buf_str(&s->mime.attachments);
	const char *end = p + s->mime.attachments.len;

	for (; p < end; p += strlen(p) + 1)
		add(s, "attachment", p, ITEM);
}

/* Archives on the web write addresses so that robots do not see them: "ann at a.example
 * (Ann Ot)". */
static void
add_senders(struct mail_state *s, GMimeMessage *message)
{
	static const char at[] = " at ";
	const char *value = pm_mime_header(GMIME_OBJECT(message), "From"), *found;
	InternetAddressList *list;

	found = value == NULL || strchr(value, '@') != NULL ? NULL : strstr(value, at);
	if (found == NULL) {
		add_addresses(s, g_mime_message_get_from(message), "author", "from");
		return;
	}
	pm_buf_clear(&s->value);
	pm_buf_put(&s->value, value, (size_t)(found - value));
	pm_buf_putc(&s->value, '@');
	pm_buf_puts(&s->value, found + sizeof at - 1);
	list = internet_address_list_parse(s->mime.options, pm_buf_str(&s->value));
	add_addresses(s, list, "author", "from");
	if (list != NULL)
		g_object_unref(list);
}

static void
add_headers(struct mail_state *s, GMimeMessage *message)
{
	GMimeObject *object = GMIME_OBJECT(message);
	const char *id = g_mime_message_get_message_id(message);
	const char *list = pm_mime_header(object, "List-Id");

	add(s, "title", g_mime_message_get_subject(message), WHOLE);
	add(s, "date", pm_mime_header(object, "Date"), WHOLE);
	add_senders(s, message);
	add_addresses(s, g_mime_message_get_to(message), NULL, "to");
	add(s, "id", id, WHOLE);
	if (list != NULL)
		add_list(s, list);
	else
		add(s, "source", pm_mime_header(object, "Newsgroups"), WHOLE);
	add(s, "language", pm_mime_header(object, "Content-Language"), WHOLE);
	if (!add_thread(s, pm_mime_header(object, "References")) &&
	    !add_thread(s, pm_mime_header(object, "In-Reply-To")))
		add(s, "thread", id, WHOLE);
}

/* PM_ABSENT: the message is no export of a database. */
static enum pm_status
open_export(struct mail_state *s, struct pm_error *err)
{
	const struct pm_buf *text = s->mime.page.len > 0 ? &s->mime.page : &s->mime.text;

	return pm_nested_open(&s->nested, pm_buf_str(text), text->len, err);
}

/* The next article of the export; PM_END: there is none. */
static enum pm_status
next_of_export(struct mail_state *s, struct pm_entry *entry, struct pm_error *err)
{
	enum pm_status st = pm_nested_next(&s->nested, entry, err);

	if (st == PM_OK)
		entry->encoding = s->mime.read.encoding;
	return st;
}

/* --- messages ----------------------------------------------------------- */

static enum pm_status
read_message(struct mail_state *s, char *bytes, size_t len, struct pm_entry *entry,
	     struct pm_error *err)
{
	GMimeMessage *message;
	enum pm_status st = pm_mime_parse(&s->mime, bytes, len, &message, err);

	if (st < 0)
		return st == PM_ERR_INPUT ? PM_ABSENT : st;
	pm_draft_clear(&s->draft);
	pm_mime_gather(&s->mime, g_mime_message_get_mime_part(message));
	add_headers(s, message);
	add_attachments(s);
	g_object_unref(message);
	st = pm_buf_check(&s->mime.text, "the text", err);
	if (st == PM_OK && pm_plain_is_binary(pm_buf_str(&s->mime.text), s->mime.text.len))
		return pm_unusable(err, "binary file");
	/* what a database sends is its articles, if there are any */
	if (st == PM_OK && (st = open_export(s, err)) == PM_OK) {
		st = next_of_export(s, entry, err);
		if (st != PM_END && st != PM_ERR_INPUT)
			return st;
		st = PM_OK;
	}
	if (st < 0)
		return st;
	st = PM_OK;
	pm_draft_add(&s->draft, "text", 4, pm_buf_str(&s->mime.text), s->mime.text.len);
	if (st == PM_OK)
		st = pm_draft_object(&s->draft, &entry->object, err);
	entry->repairs = s->draft.repairs + s->mime.read.repairs;
	entry->encoding = s->mime.read.encoding;
	entry->keeps_markup = true;
	entry->bytes = len;
	return st;
}

/* The file ends: tell what of it could not be read. */
static void
tell_unread(struct mail_state *s)
{
	const struct pm_reader_options *o = s->options;
	/* the file is there, and so are its messages */
	pm_skip_fn *skip = o->skip_entry != NULL ? o->skip_entry : o->skip;
	struct pm_mime *m = &s->mime;
	struct pm_error text;

	if (m->n_encrypted > 0 && skip != NULL) {
		pm_fail(&text, PM_ERR_INPUT, "%llu part%s encrypted, and not read",
			(unsigned long long)m->n_encrypted,
			m->n_encrypted == 1 ? " of a message is" : "s of messages are");
		skip(o->skip_ctx, s->file, 0, text.text);
	}
	/* it is in the index all the same */
	if (m->n_strange > 0 && s->options->doubtful != NULL) {
		pm_fail(&text, PM_ERR_INPUT,
			"%llu text%s in an encoding that is not known ('%s'), and taken as "
			"%s",
			(unsigned long long)m->n_strange,
			m->n_strange == 1 ? " is" : "s are", m->strange,
			m->n_strange == 1 ? "it looks" : "they look");
		s->options->doubtful(s->options->skip_ctx, s->file, 0, text.text);
	}
	m->n_encrypted = m->n_strange = 0;
}

static enum pm_status
mbox_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct mail_state *s = state;
	char *bytes;
	size_t len;
	enum pm_status st = next_of_export(s, entry, err);

	s->file = entry->article->file;
	if (st != PM_END)
		return st == PM_ERR_INPUT ? PM_ABSENT : st;
	st = pm_mbox_next(&s->mbox, &bytes, &len, err);
	entry->unit = "message";
	entry->number = ++s->number;
	if (st == PM_OK)
		return read_message(s, bytes, len, entry, err);
	if (st == PM_END && s->number == 1)
		st = pm_fail(err, PM_ERR_INPUT, "there is no message in it");
	if (st != PM_ERR_LIMIT)
		tell_unread(s);
	return st;
}

/* Where the first line begins that has more than blanks. */
static const char *
skip_empty_lines(const char *p, const char *end)
{
	const char *line = p;

	for (; p < end && isspace((unsigned char)*p); p++)
		if (*p == '\n')
			line = p + 1;
	return line;
}

/* Apple Mail writes the length of the message in a line before it, and things of its own
 * after it. */
static void
unwrap(char **bytes, size_t *len)
{
	char *end = *bytes + *len, *p;
	size_t n = 0;

	*bytes += skip_empty_lines(*bytes, end) - *bytes;
	p = *bytes;
	while (p < end && p - *bytes < 12 && isdigit((unsigned char)*p))
		n = n * 10 + (size_t)(*p++ - '0');
	if (p > *bytes) {
		while (p < end && *p == ' ')
			p++;
		if (p < end && *p == '\n')
			*bytes = p + 1;
		else
			n = 0;
	}
	*len = (size_t)(end - *bytes);
	if (n > 0 && n < *len)
		*len = n;
}

static enum pm_status
mail_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct mail_state *s = state;
	char *bytes;
	enum pm_status st;
	size_t len;

	s->file = entry->article->file;
	if ((st = next_of_export(s, entry, err)) != PM_END)
		return st;
	if (s->stream == NULL) {
		tell_unread(s);
		return PM_END;
	}
	st = pm_text_read(&s->message, s->stream, message_limit(s->options), err);
	mail_close(s);
	if (st < 0)
		return st;
	bytes = (char *)s->message.data;
	len = s->message.len;
	unwrap(&bytes, &len);
	st = read_message(s, bytes, len, entry, err);
	return st == PM_ABSENT ? PM_ERR_INPUT : st;
}

/* --- which files these are ---------------------------------------------- */

static bool
mbox_looks(const struct pm_head *head)
{
	const char *p = head->text, *end = p + head->len, *lf;

	while (p < end && isspace((unsigned char)*p))
		p++;
	lf = memchr(p, '\n', (size_t)(end - p));
	return lf != NULL && pm_mbox_is_line(p, (size_t)(lf - p));
}

/* Names of header fields of which two make a message, if one is From with an address. */
static bool
is_known_field(const char *name, size_t len)
{
	static const char *const names[] = {
		"Subject",    "Date",	      "Message-ID",   "Received",
		"To",	      "Return-Path",  "MIME-Version", "Delivered-To",
		"Newsgroups", "Organization", "X-From-Line",  "Content-Type",
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == len && strncasecmp(name, names[i], len) == 0)
			return true;
	return false;
}

static bool
is_address(const char *p, size_t n)
{
	return memchr(p, '@', n) != NULL || memmem(p, n, " at ", 4) != NULL;
}

/* A message begins with header fields, up to an empty line. */
static bool
mail_looks(const struct pm_head *head)
{
	const char *end = head->text + head->len, *p = skip_empty_lines(head->text, end);
	unsigned n_known = 0, n_lines = 0;
	bool from = false;

	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p)), *q = p;
		const char *stop = lf == NULL ? end : lf;

		if (p == stop || (stop == p + 1 && *p == '\r'))
			break;
		if (*p != ' ' && *p != '\t') {
			while (q<stop && * q> ' ' && *q < 0x7f && *q != ':')
				q++;
			if (q == p || q == stop || *q != ':')
				return false;
			n_known += is_known_field(p, (size_t)(q - p));
			from = from || (q - p == 4 && strncasecmp(p, "From", 4) == 0 &&
					is_address(q, (size_t)(stop - q)));
		} else if (n_lines == 0) {
			return false;
		}
		n_lines++;
		p = lf == NULL ? end : lf + 1;
	}
	return from && n_known > 0;
}

const struct pm_format pm_format_mbox = {
	.name = "mbox",
	.suffixes = ".mbox .mbx",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_MANY,
	.looks = mbox_looks,
	.trusted = true,
	.make = mail_make,
	.free = mail_free,
	.open = mail_open,
	.next = mbox_next,
	.close = mail_close,
	.trim = mail_trim,
};

const struct pm_format pm_format_mail = {
	.name = "mail",
	.suffixes = ".eml .emlx",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_ONE,
	.looks = mail_looks,
	.make = mail_make,
	.free = mail_free,
	.open = mail_open,
	.next = mail_next,
	.close = mail_close,
	.trim = mail_trim,
};
