/* Pressmark - JSON in: see json.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * simdjson's On-Demand interface walks the document, and each value goes into the tree as
 * it comes.  simdjson checks UTF-8, control characters in strings, brackets, commas and
 * colons.  Strings, numbers and words are read here, from the bytes of their tokens:
 * simdjson's own readers refuse integers beyond 64 bits and lone surrogates.
 *
 * The document is parsed in a copy, as the only element of an array.  So a lone scalar is
 * read like any other value, and a mistake is reported where it is: simdjson looks at the
 * last token first, and would call a truncated document and one with trailing text
 * equally incomplete.
 *
 * Strings are unescaped in place in the copy: an escape is never shorter than what it
 * stands for.
 *
 * Compared with our own walk over the positions that simdjson's first stage finds, which
 * is not a public interface, this costs 0.1 % more instructions when building an index
 * (21,577 news articles). */

/* Without optimisation, simdjson checks how it is used, and allocates for that without
 * checking that it got the memory. */
#define SIMDJSON_DEVELOPMENT_CHECKS 0

#include "support/json.h"

#include "support/utf8.h"

#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string_view>
#include <vector>

namespace {

namespace ondemand = simdjson::ondemand;

const int32_t MAX_DEPTH = 1024;
const size_t MAX_VALUES = (size_t)1 << 22;
const char TOO_MANY[] = "too many values";
const size_t CHUNK = 256; /* values allocated together */
/* A parser that has grown beyond this gives its memory back for a document that needs
 * less than a sixteenth of it. */
const size_t KEEP = (size_t)1 << 26;

/* Chosen when the program is loaded: choosing allocates, and if that fails simdjson ends
 * the program.  NOLINTNEXTLINE(cert-err58-cpp) */
[[maybe_unused]] const bool CHOSEN = !simdjson::get_active_implementation()->name().empty();

bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

std::string_view
without_space(std::string_view token)
{
	while (!token.empty() && is_space(token.back()))
		token.remove_suffix(1);
	return token;
}

/* Skip the digits at P; true if there is at least one. */
bool
skip_digits(const char *&p, const char *end)
{
	const char *begin = p;

	while (p < end && is_digit(*p))
		p++;
	return p > begin;
}

bool
is_number(std::string_view s)
{
	const char *p = s.data(), *end = p + s.size();

	if (p < end && *p == '-')
		p++;
	if (p < end && *p == '0')
		p++;
	else if (!skip_digits(p, end))
		return false;
	if (p < end && *p == '.' && !skip_digits(++p, end))
		return false;
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		if (!skip_digits(p, end))
			return false;
	}
	return p == end;
}

/* Four hexadecimal digits, or -1. */
int
hex4(const char *p, const char *end)
{
	int value = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int digit;

		if (is_digit(c))
			digit = c - '0';
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			digit = (c | 0x20) - 'a' + 10;
		else
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* What the escape with C after its backslash stands for, or 0. */
char
simple_escape(char c)
{
	switch (c) {
	case '"':
	case '\\':
	case '/':
		return c;
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	default:
		return 0;
	}
}

} /* namespace */

struct pm_json {
	ondemand::parser parser;
	ondemand::document document;
	std::vector<std::unique_ptr<pm_json_value[]>> chunks;
	pm_buf copy; /* the text in brackets, strings unescaped in place */
	size_t n_values;
	uint64_t repairs;
	size_t max_values;
	const char *mistake; /* why the walk stopped */
	size_t mistake_at;

	pm_json_value *new_value(const pm_json_value **link);
	bool fail(const char *what, const char *where);
	bool refuse(const char *what);
	bool escape(const char *&in, const char *end, char *&out);
	bool unicode_escape(const char *&in, const char *end, char *&out);
	bool string(ondemand::raw_json_string raw, const char *next, const char **text,
		    size_t *len);
	bool name(ondemand::field &field, pm_json_value *out);
	bool text(ondemand::value in, std::string_view token, pm_json_value *out);
	bool number(std::string_view token, pm_json_value *out);
	bool word(std::string_view token, const char *expected);
	bool array(ondemand::value in, pm_json_value *out);
	bool object(ondemand::value in, pm_json_value *out);
	bool value(ondemand::value in, pm_json_value *out);
	bool whole(const pm_json_value **root);
	simdjson::error_code make_room(size_t len);
	simdjson::error_code start(const char *text, size_t len);
};

/* Append an empty value and make *LINK point to it. */
pm_json_value *
pm_json::new_value(const pm_json_value **link)
{
	if (n_values == chunks.size() * CHUNK)
		chunks.push_back(std::make_unique<pm_json_value[]>(CHUNK));

	pm_json_value *value = &chunks[n_values / CHUNK][n_values % CHUNK];

	n_values++;
	*value = pm_json_value();
	*link = value;
	return value;
}

/* WHERE is in the copy.  At the closing bracket or later, the text has ended. */
bool
pm_json::fail(const char *what, const char *where)
{
	size_t len = copy.len - 2; /* without the brackets */

	mistake_at = (size_t)(where - (const char *)copy.data) - 1;
	mistake = what;
	if (mistake_at >= len) {
		mistake_at = len;
		mistake = "the text ends too early";
	}
	return false;
}

/* simdjson refused to go on. */
bool
pm_json::refuse(const char *what)
{
	const char *where;

	if (document.current_location().get(where) != simdjson::SUCCESS)
		where = (const char *)copy.data + copy.len;
	return fail(what, where);
}

/* IN points just after "\u". */
bool
pm_json::unicode_escape(const char *&in, const char *end, char *&out)
{
	int unit = hex4(in, end), low;
	uint32_t c = (uint32_t)unit;

	if (unit < 0)
		return fail("wrong \\u escape", in - 1);
	in += 4;
	if (unit >= 0xd800 && unit < 0xdc00 && end - in >= 6 && in[0] == '\\' &&
	    in[1] == 'u' && (low = hex4(in + 2, end)) >= 0xdc00 && low < 0xe000) {
		in += 6;
		c = 0x10000 + ((uint32_t)(unit - 0xd800) << 10) + (uint32_t)(low - 0xdc00);
	} else if (unit == 0 || (unit >= 0xd800 && unit < 0xe000)) {
		repairs++;
		c = 0xfffd;
	}
	out += pm_utf8_put((uint8_t *)out, c);
	return true;
}

/* IN points just after the backslash. */
bool
pm_json::escape(const char *&in, const char *end, char *&out)
{
	if (in < end && *in == 'u')
		return unicode_escape(++in, end, out);
	*out = in < end ? simple_escape(*in) : 0;
	if (*out == 0)
		return fail("unknown escape", in);
	in++;
	out++;
	return true;
}

/* A string, unescaped in place.  NEXT is the token after it, or after the colon that
 * follows: the last quote before NEXT closes the string. */
bool
pm_json::string(ondemand::raw_json_string raw, const char *next, const char **text,
		size_t *len)
{
	char *begin = const_cast<char *>(raw.raw()), *out = begin;
	const char *in = begin, *end = next;

	while (end > begin && *--end != '"')
		;
	for (;;) {
		const char *slash = (const char *)memchr(in, '\\', (size_t)(end - in));
		const char *stop = slash == nullptr ? end : slash;

		if (out != in)
			memmove(out, in, (size_t)(stop - in));
		out += stop - in;
		if (slash == nullptr)
			break;
		in = slash + 1;
		if (!escape(in, end, out))
			return false;
	}
	*text = begin;
	*len = (size_t)(out - begin);
	return true;
}

bool
pm_json::name(ondemand::field &field, pm_json_value *out)
{
	return string(field.key(), field.value().raw_json_token().data(), &out->name,
		      &out->name_len);
}

bool
pm_json::text(ondemand::value in, std::string_view token, pm_json_value *out)
{
	ondemand::raw_json_string raw;

	/* If it is not consumed, simdjson skips it together with a colon after it and
	 * everything up to a bracket: ["a":1],2] would be accepted. */
	if (in.get_raw_json_string().get(raw) != simdjson::SUCCESS)
		return refuse("a string was expected");
	out->type = PM_JSON_STRING;
	return string(raw, token.data() + token.size(), &out->text, &out->text_len);
}

bool
pm_json::number(std::string_view token, pm_json_value *out)
{
	token = without_space(token);
	if (!is_number(token))
		return fail("wrong number", token.data());
	out->type = PM_JSON_NUMBER;
	out->text = token.data();
	out->text_len = token.size();
	return true;
}

bool
pm_json::word(std::string_view token, const char *expected)
{
	return without_space(token) == expected || fail("unknown word", token.data());
}

bool
pm_json::array(ondemand::value in, pm_json_value *out)
{
	const pm_json_value **tail = &out->child;
	ondemand::array items;

	out->type = PM_JSON_ARRAY;
	if (in.get_array().get(items) != simdjson::SUCCESS)
		return refuse("an array was expected");
	for (auto item : items) {
		ondemand::value element;

		if (item.get(element) != simdjson::SUCCESS)
			return refuse("a comma was expected");
		pm_json_value *child = new_value(tail);
		tail = &child->next;
		if (!value(element, child))
			return false;
	}
	return true;
}

bool
pm_json::object(ondemand::value in, pm_json_value *out)
{
	const pm_json_value **tail = &out->child;
	ondemand::object members;

	out->type = PM_JSON_OBJECT;
	if (in.get_object().get(members) != simdjson::SUCCESS)
		return refuse("an object was expected");
	for (auto member : members) {
		ondemand::field field;

		if (std::move(member).get(field) != simdjson::SUCCESS)
			return refuse("a comma, a name or a colon was expected");
		pm_json_value *child = new_value(tail);
		tail = &child->next;
		if (!name(field, child) || !value(field.value(), child))
			return false;
	}
	return true;
}

bool
pm_json::value(ondemand::value in, pm_json_value *out)
{
	std::string_view token = in.raw_json_token(); /* with the space after it */

	if (n_values > max_values)
		return fail(TOO_MANY, token.data());
	switch (token.front()) {
	case '[':
	case '{':
		if (in.current_depth() > MAX_DEPTH + 1) /* includes the outer array */
			return fail("nested too deeply", token.data());
		return token.front() == '[' ? array(in, out) : object(in, out);
	case '"':
		return text(in, token, out);
	case 't':
		out->type = PM_JSON_BOOL;
		out->boolean = true;
		return word(token, "true");
	case 'f':
		out->type = PM_JSON_BOOL;
		return word(token, "false");
	case 'n':
		return word(token, "null");
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9':
		return number(token, out);
	default:
		return fail("a value was expected", token.data());
	}
}

/* The array whose only element is the document. */
bool
pm_json::whole(const pm_json_value **root)
{
	ondemand::array items;
	const char *rest;

	if (document.get_array().get(items) != simdjson::SUCCESS)
		return refuse("an array was expected");
	for (auto item : items) {
		ondemand::value element;

		if (*root != nullptr || item.get(element) != simdjson::SUCCESS)
			return refuse("something after the end");
		if (!value(element, new_value(root)))
			return false;
	}
	if (*root == nullptr)
		return fail("a value was expected", (const char *)copy.data + 1);
	if (document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS)
		return true;
	while (*--rest != ']') /* it belongs to the text, and closed the array */
		;
	return fail("something after the end", rest);
}

simdjson::error_code
pm_json::make_room(size_t len)
{
	if (parser.capacity() > KEEP && len < parser.capacity() / 16) {
		parser = ondemand::parser();
		pm_buf_release(&copy);
		chunks.clear();
	}
	if (len > simdjson::SIMDJSON_MAXSIZE_BYTES)
		return simdjson::CAPACITY;
	if (len > parser.capacity()) {
		size_t want = len + len / 2;

		if (want < 4096)
			want = 4096;
		if (want > simdjson::SIMDJSON_MAXSIZE_BYTES)
			want = simdjson::SIMDJSON_MAXSIZE_BYTES;
		/* a parser whose growth failed is unusable: always make a new one */
		parser = ondemand::parser();
		return parser.allocate(want);
	}
	return simdjson::SUCCESS;
}

/* Copy the text and find its tokens. */
simdjson::error_code
pm_json::start(const char *text, size_t len)
{
	simdjson::error_code error = make_room(len + 2);

	if (error != simdjson::SUCCESS)
		return error;
	pm_buf_clear(&copy);
	pm_buf_reserve(&copy, len + 2 + simdjson::SIMDJSON_PADDING);
	pm_buf_putc(&copy, '[');
	pm_buf_put(&copy, text, len);
	pm_buf_putc(&copy, ']');
	if (copy.status != PM_OK)
		return simdjson::MEMALLOC;
	memset(copy.data + copy.len, 0, simdjson::SIMDJSON_PADDING);
	return parser.iterate(copy.data, copy.len, copy.len + simdjson::SIMDJSON_PADDING)
		.get(document);
}

namespace {

enum pm_status
say_error(simdjson::error_code error, size_t len, struct pm_error *err)
{
	switch (error) {
	case simdjson::MEMALLOC:
		return pm_fail_nomem(err);
	case simdjson::UNCLOSED_STRING:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: unclosed string");
	case simdjson::UNESCAPED_CHARS:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: raw control character");
	case simdjson::UTF8_ERROR:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: ill-formed UTF-8");
	case simdjson::CAPACITY:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: %zu bytes are too many",
			       len);
	default:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: %s",
			       simdjson::error_message(error));
	}
}

enum pm_status
parse(pm_json *json, const char *text, size_t len, const pm_json_value **root,
      struct pm_error *err)
{
	simdjson::error_code error;

	json->n_values = 0;
	json->repairs = 0;
	json->mistake = nullptr;
	error = json->start(text, len);
	if (error == simdjson::UTF8_ERROR || error == simdjson::UNESCAPED_CHARS) {
		struct pm_buf fixed;

		pm_buf_init(&fixed, PM_BUF_NO_LIMIT);
		json->repairs = pm_utf8_repair(&fixed, text, len);
		if (fixed.status != PM_OK)
			error = simdjson::MEMALLOC;
		else if (json->repairs > 0)
			error = json->start((const char *)fixed.data, fixed.len);
		pm_buf_release(&fixed);
	}
	if (error != simdjson::SUCCESS)
		return say_error(error, len, err);
	if (!json->whole(root) && json->mistake == TOO_MANY &&
	    json->max_values < MAX_VALUES)
		return pm_fail(err, PM_ERR_LIMIT,
			       "more than %zu values, for which --memory is too small",
			       json->max_values);
	if (json->mistake != nullptr)
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: %s at byte %zu",
			       json->mistake, json->mistake_at);
	return PM_OK;
}

} /* namespace */

extern "C" {

enum pm_status
pm_json_new(struct pm_json **out, struct pm_error *err)
{
	pm_json *json = new (std::nothrow) pm_json();

	*out = json;
	if (json == nullptr)
		return pm_fail_nomem(err);
	pm_buf_init(&json->copy, PM_BUF_NO_LIMIT);
	json->max_values = MAX_VALUES;
	return PM_OK;
}

void
pm_json_free(struct pm_json *json)
{
	if (json != nullptr)
		pm_buf_release(&json->copy);
	delete json;
}

void
pm_json_set_limit(struct pm_json *json, size_t max)
{
	json->max_values = max == 0 || max > MAX_VALUES ? MAX_VALUES : max;
}

void
pm_json_trim(struct pm_json *json)
{
	json->parser = ondemand::parser();
	pm_buf_release(&json->copy);
	pm_buf_init(&json->copy, PM_BUF_NO_LIMIT);
	json->chunks.clear();
}

enum pm_status
pm_json_parse(struct pm_json *json, const char *text, size_t len,
	      const struct pm_json_value **root, uint64_t *repairs, struct pm_error *err)
{
	enum pm_status status;

	*root = nullptr;
	if (repairs != nullptr)
		*repairs = 0;
	try {
		status = parse(json, text, len, root, err);
	} catch (const std::bad_alloc &) {
		status = pm_fail_nomem(err);
	} catch (const std::exception &e) {
		status = pm_fail(err, PM_ERR_INTERNAL, "cannot parse JSON: %s", e.what());
	} catch (...) {
		status = pm_fail(err, PM_ERR_INTERNAL, "cannot parse JSON");
	}
	if (status < 0)
		*root = nullptr;
	else if (repairs != nullptr)
		*repairs = json->repairs;
	return status;
}

const struct pm_json_value *
pm_json_member(const struct pm_json_value *object, const char *name)
{
	const pm_json_value *member;
	size_t len = strlen(name);

	if (object == nullptr || object->type != PM_JSON_OBJECT)
		return nullptr;
	for (member = object->child; member != nullptr; member = member->next) {
		if (member->name_len == len && memcmp(member->name, name, len) == 0)
			break;
	}
	return member;
}

} /* extern "C" */
