/* Pressmark - JSON in and out: see json.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * simdjson's first stage does the work over the bytes: it finds where every
 * token begins, and checks UTF-8 and control characters in strings, with the
 * widest instructions of the machine.  The walk over these places is done
 * here, because the second stages of simdjson (DOM and On-Demand) refuse
 * integers beyond 64 bits and lone surrogates, and do not keep numbers as
 * they were written.
 *
 * The text is parsed in a copy, and strings are unescaped in place there: what
 * an escape stands for is never longer than the escape. */
#include "support/json.h"

#include "support/utf8.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <vector>

namespace {

const size_t MAX_DEPTH = 1024;
const size_t MAX_VALUES = (size_t)1 << 22;
const size_t CHUNK = 256;	/* values that are allocated together */
/* A parser that grew beyond this gives its memory back for a document that
 * needs less than a sixteenth of it. */
const size_t KEEP = (size_t)1 << 26;

const char REPLACEMENT[] = "\xef\xbf\xbd";

const simdjson::implementation *
choose()
{
	simdjson::get_active_implementation()->name();	/* looks at the processor */
	return simdjson::get_active_implementation();
}

/* Chosen when the program is loaded: choosing allocates, and simdjson ends the
 * program where it cannot. */
const simdjson::implementation *const BEST = choose();

struct frame {
	pm_json_value *container;
	const pm_json_value **tail;	/* where the next child is linked */
};

bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* Four hexadecimal digits, or -1. */
int
hex4(const uint8_t *p, const uint8_t *end)
{
	int value = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		uint8_t c = p[i];
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

} /* namespace */

struct pm_json {
	std::unique_ptr<simdjson::internal::dom_parser_implementation> stage;
	std::vector<std::unique_ptr<pm_json_value[]>> chunks;
	std::vector<frame> stack;
	pm_buf copy;		/* the text, strings unescaped in place */
	size_t n_values;
	size_t n_tokens;
	size_t next;		/* token */
	uint64_t repairs;
	const char *mistake;	/* why the walk stopped */
	size_t mistake_at;

	pm_json_value *new_value();
	size_t at(size_t token) const;
	uint8_t peek() const;
	bool fail(const char *what, size_t where);
	bool only_space(size_t from);
	bool string(const char **text, size_t *len);
	bool escape(const uint8_t *&in, const uint8_t *end, uint8_t *&out);
	bool number(pm_json_value *value);
	bool word(const char *expected);
	bool scalar(pm_json_value *value);
	bool open(pm_json_value *value, pm_json_type type);
	bool member_name(const char **name, size_t *len);
	bool walk(const pm_json_value **root);
	simdjson::error_code index(const char *text, size_t len);
};

pm_json_value *
pm_json::new_value()
{
	if (n_values == chunks.size() * CHUNK)
		chunks.push_back(std::make_unique<pm_json_value[]>(CHUNK));

	pm_json_value *value = &chunks[n_values / CHUNK][n_values % CHUNK];

	n_values++;
	*value = pm_json_value();
	return value;
}

/* Where the token begins; behind the last one, the end of the text. */
size_t
pm_json::at(size_t token) const
{
	return token < n_tokens ? stage->structural_indexes[token] : copy.len;
}

/* The first byte of the next token, 0 at the end (the copy ends with a NUL). */
uint8_t
pm_json::peek() const
{
	return copy.data[at(next)];
}

bool
pm_json::fail(const char *what, size_t where)
{
	mistake = what;
	mistake_at = where;
	return false;
}

/* Between the end of a token and the beginning of the next. */
bool
pm_json::only_space(size_t from)
{
	for (size_t end = at(next); from < end; from++) {
		if (!is_space(copy.data[from]))
			return fail("something between two values", from);
	}
	return true;
}

/* IN stands behind the backslash. */
bool
pm_json::escape(const uint8_t *&in, const uint8_t *end, uint8_t *&out)
{
	const uint8_t *begin = in;
	int unit, low;

	if (in < end && *in == 'u') {
		unit = hex4(in + 1, end);
		if (unit < 0)
			return fail("wrong \\u escape", (size_t)(begin - copy.data));
		in += 5;
		if (unit >= 0xd800 && unit < 0xdc00 && end - in >= 6 &&
		    in[0] == '\\' && in[1] == 'u' &&
		    (low = hex4(in + 2, end)) >= 0xdc00 && low < 0xe000) {
			in += 6;
			out += pm_utf8_put(out, 0x10000 + ((uint32_t)(unit - 0xd800) << 10) +
						     (uint32_t)(low - 0xdc00));
		} else if (unit == 0 || (unit >= 0xd800 && unit < 0xe000)) {
			repairs++;
			memcpy(out, REPLACEMENT, 3);
			out += 3;
		} else {
			out += pm_utf8_put(out, (uint32_t)unit);
		}
		return true;
	}
	switch (in < end ? *in : 0) {
	case '"': case '\\': case '/':
		*out++ = *in;
		break;
	case 'b':
		*out++ = '\b';
		break;
	case 'f':
		*out++ = '\f';
		break;
	case 'n':
		*out++ = '\n';
		break;
	case 'r':
		*out++ = '\r';
		break;
	case 't':
		*out++ = '\t';
		break;
	default:
		return fail("unknown escape", (size_t)(begin - copy.data));
	}
	in++;
	return true;
}

/* The string that is the next token, unescaped in place.  The first stage saw where it is
 * closed: between there and the next token is nothing but space. */
bool
pm_json::string(const char **text, size_t *len)
{
	uint8_t *begin = copy.data + at(next) + 1;
	const uint8_t *in = begin, *quote = copy.data + at(++next), *slash;
	uint8_t *out = begin;

	while (quote > begin && is_space(quote[-1]))
		quote--;
	if (quote == begin || *--quote != '"')
		return fail("unclosed string", (size_t)(begin - copy.data) - 1);
	for (;;) {
		slash = (const uint8_t *)memchr(in, '\\', (size_t)(quote - in));
		const uint8_t *stop = slash == nullptr ? quote : slash;

		if (out != in)
			memmove(out, in, (size_t)(stop - in));
		out += stop - in;
		if (slash == nullptr)
			break;
		in = slash + 1;
		if (!escape(in, quote, out))
			return false;
	}
	*text = (const char *)begin;
	*len = (size_t)(out - begin);
	return true;
}

bool
pm_json::number(pm_json_value *value)
{
	size_t begin = at(next);
	const uint8_t *p = copy.data + begin, *q = p, *digits;

	next++;
	if (*p == '-')
		p++;
	digits = p;
	while (is_digit(*p))
		p++;
	if (p == digits || (*digits == '0' && p > digits + 1))
		return fail("wrong number", begin);
	if (*p == '.') {
		for (digits = ++p; is_digit(*p); p++)
			;
		if (p == digits)
			return fail("wrong number", begin);
	}
	if (*p == 'e' || *p == 'E') {
		p++;
		if (*p == '+' || *p == '-')
			p++;
		for (digits = p; is_digit(*p); p++)
			;
		if (p == digits)
			return fail("wrong number", begin);
	}
	value->type = PM_JSON_NUMBER;
	value->text = (const char *)q;
	value->text_len = (size_t)(p - q);
	return only_space((size_t)(p - copy.data));
}

bool
pm_json::word(const char *expected)
{
	size_t begin = at(next), len = strlen(expected);

	next++;
	if (copy.len - begin < len || memcmp(copy.data + begin, expected, len) != 0)
		return fail("unknown word", begin);
	return only_space(begin + len);
}

bool
pm_json::scalar(pm_json_value *value)
{
	switch (peek()) {
	case '"':
		value->type = PM_JSON_STRING;
		return string(&value->text, &value->text_len);
	case 't':
		value->type = PM_JSON_BOOL;
		value->boolean = true;
		return word("true");
	case 'f':
		value->type = PM_JSON_BOOL;
		return word("false");
	case 'n':
		value->type = PM_JSON_NULL;
		return word("null");
	case '-': case '0': case '1': case '2': case '3': case '4':
	case '5': case '6': case '7': case '8': case '9':
		return number(value);
	default:
		return fail(next >= n_tokens ? "the text ends too early"
					     : "a value was expected", at(next));
	}
}

bool
pm_json::open(pm_json_value *value, pm_json_type type)
{
	if (stack.size() == MAX_DEPTH)
		return fail("nested too deep", at(next));
	value->type = type;
	stack.push_back(frame{value, &value->child});
	next++;
	return true;
}

bool
pm_json::member_name(const char **name, size_t *len)
{
	if (peek() != '"')
		return fail("a member name was expected", at(next));
	if (!string(name, len))
		return false;
	if (peek() != ':')
		return fail("a colon was expected", at(next));
	next++;
	return true;
}

bool
pm_json::walk(const pm_json_value **root)
{
	const char *name = nullptr;
	size_t name_len = 0;

	for (;;) {
		pm_json_value *value = new_value();

		if (n_values > MAX_VALUES)
			return fail("too many values", at(next));
		value->name = name;
		value->name_len = name_len;
		name = nullptr;
		name_len = 0;
		if (stack.empty()) {
			*root = value;
		} else {
			*stack.back().tail = value;
			stack.back().tail = &value->next;
		}
		if (peek() == '[') {
			if (!open(value, PM_JSON_ARRAY))
				return false;
			if (peek() != ']')
				continue;
		} else if (peek() == '{') {
			if (!open(value, PM_JSON_OBJECT))
				return false;
			if (peek() != '}') {
				if (!member_name(&name, &name_len))
					return false;
				continue;
			}
		} else if (!scalar(value)) {
			return false;
		}
		/* behind a value, or at the end of an empty container */
		while (!stack.empty()) {
			bool array = stack.back().container->type == PM_JSON_ARRAY;

			if (peek() == ',' && stack.back().container->child != nullptr) {
				next++;
				if (!array && !member_name(&name, &name_len))
					return false;
				break;
			}
			if (peek() != (array ? ']' : '}'))
				return fail(next >= n_tokens ? "the text ends too early"
							     : "a comma was expected",
					    at(next));
			next++;
			stack.pop_back();
		}
		if (stack.empty())
			break;
	}
	if (next < n_tokens)
		return fail("something behind the end", at(next));
	return true;
}

/* Copy the text and find its tokens. */
simdjson::error_code
pm_json::index(const char *text, size_t len)
{
	size_t capacity = stage ? stage->capacity() : 0;

	if (capacity > KEEP && len < capacity / 16) {
		stage.reset();
		pm_buf_release(&copy);
		chunks.clear();
		capacity = 0;
	}
	if (len > simdjson::SIMDJSON_MAXSIZE_BYTES)
		return simdjson::CAPACITY;
	if (!stage || capacity < len) {
		size_t want = len + len / 2;

		if (want < 4096)
			want = 4096;
		if (want > simdjson::SIMDJSON_MAXSIZE_BYTES)
			want = simdjson::SIMDJSON_MAXSIZE_BYTES;
		/* a parser whose growth failed is of no use: always a new one */
		stage.reset();
		simdjson::error_code error =
			BEST->create_dom_parser_implementation(want, MAX_DEPTH, stage);
		if (error != simdjson::SUCCESS) {
			stage.reset();
			return error;
		}
	}
	pm_buf_clear(&copy);
	pm_buf_reserve(&copy, len + simdjson::SIMDJSON_PADDING);
	pm_buf_put(&copy, text, len);
	if (copy.status != PM_OK)
		return simdjson::MEMALLOC;
	memset(copy.data + len, 0, simdjson::SIMDJSON_PADDING);
	stage->n_structural_indexes = 0;
	return stage->stage1(copy.data, len, simdjson::stage1_mode::regular);
}

namespace {

enum pm_status
say_error(simdjson::error_code error, size_t len, struct pm_error *err)
{
	switch (error) {
	case simdjson::MEMALLOC:
		return pm_fail_nomem(err);
	case simdjson::EMPTY:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: nothing there");
	case simdjson::UNCLOSED_STRING:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: unclosed string");
	case simdjson::UNESCAPED_CHARS:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: raw control character");
	case simdjson::UTF8_ERROR:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: ill-formed UTF-8");
	case simdjson::CAPACITY:
		return pm_fail(err, PM_ERR_INPUT, "invalid JSON: %zu bytes are too many", len);
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

	json->n_values = json->n_tokens = json->next = 0;
	json->repairs = 0;
	json->stack.clear();
	/* simdjson takes an empty text for a defect of the caller */
	error = len == 0 ? simdjson::EMPTY : json->index(text, len);
	if (error == simdjson::UTF8_ERROR || error == simdjson::UNESCAPED_CHARS) {
		struct pm_buf fixed;

		pm_buf_init(&fixed, PM_BUF_NO_LIMIT);
		json->repairs = pm_utf8_repair(&fixed, text, len);
		if (fixed.status != PM_OK)
			error = simdjson::MEMALLOC;
		else if (json->repairs > 0)
			error = json->index((const char *)fixed.data, fixed.len);
		pm_buf_release(&fixed);
	}
	if (error != simdjson::SUCCESS)
		return say_error(error, len, err);
	json->n_tokens = json->stage->n_structural_indexes;
	if (!json->walk(root))
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
	return PM_OK;
}

void
pm_json_free(struct pm_json *json)
{
	if (json != nullptr)
		pm_buf_release(&json->copy);
	delete json;
}

enum pm_status
pm_json_parse(struct pm_json *json, const char *text, size_t len,
	      const struct pm_json_value **root, uint64_t *repairs,
	      struct pm_error *err)
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
