/* Pressmark - XPath expressions: see xpath.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/xpath.h"

#include "corpus/page/dom.h"
#include "support/space.h"

#include <libxml/HTMLtree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

/* How much a page's steps may come to, where one may go over all its bytes; or, in libxml2's
 * sets, over all its nodes. */
#define BYTES_MAX (1ul << 33)
#define NODES_MAX (1ul << 33)
/* The least that is of use. */
#define STEPS_MIN 1000ul

struct pm_xpath {
	xmlXPathCompExprPtr compiled;
	struct pm_buf attributes; /* each with a NUL behind */
	bool looks_around;	  /* in a condition; see xpath.h */
	bool takes_text;	  /* in a condition: what is compared, and the like */
	bool goes_around;	  /* whether in one or not */
};

/* What the last thing was. */
enum token {
	TOKEN_NONE,	/* nothing, or what an operand follows */
	TOKEN_OPERAND,	/* nodes, or what may be some */
	TOKEN_CONSTANT, /* a text, a number or what a function gives */
	TOKEN_SLASH,	/* of a path, before its next step */
	TOKEN_COMPARISON
};

struct scanner {
	const char *text;
	size_t len, at;
	struct pm_xpath *x;
	unsigned depth, conditions; /* brackets that are open; square ones of them */
	struct {
		bool square, call;
	} open[PM_XPATH_DEPTH];
	bool call; /* a function's name stands before the next bracket */
	enum token before;
	bool left_is_constant; /* of the comparison before */
	struct pm_error *err;
};

static const char *const FUNCTIONS[] = {
	"boolean",
	"ceiling",
	"concat",
	"contains",
	"count",
	"false",
	"floor",
	"id",
	"lang",
	"last",
	"local-name",
	"name",
	"normalize-space",
	"not",
	"number",
	"position",
	"round",
	"starts-with",
	"string",
	"string-length",
	"substring",
	"substring-after",
	"substring-before",
	"sum",
	"translate",
	"true",
};

/* Those that take no text of nodes. */
static const char *const TEXTLESS[] = { "boolean", "count",    "false",	     "id",
					"lang",	   "last",     "local-name", "name",
					"not",	   "position", "true" };

static const char *const NODE_TESTS[] = { "comment", "node", "text" };

static const char *const AXES[] = {
	"ancestor",   "ancestor-or-self",   "attribute",	 "child",
	"descendant", "descendant-or-self", "following",	 "following-sibling",
	"parent",     "preceding",	    "preceding-sibling", "self",
};

static bool
is_one_of(const char *const *names, size_t n, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strlen(names[i]) == len && memcmp(names[i], s, len) == 0)
			return true;
	return false;
}

#define IS_ONE_OF(names, s, len) is_one_of(names, sizeof(names) / sizeof *(names), s, len)

static char
at(const struct scanner *s, size_t i)
{
	return i < s->len ? s->text[i] : '\0';
}

static size_t
after_blanks(const struct scanner *s, size_t i)
{
	while (pm_is_markup_space(at(s, i)))
		i++;
	return i;
}

static bool
starts_name(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || (c & 0x80) != 0;
}

static bool
is_name_char(char c)
{
	return starts_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static enum pm_status
refuse(struct scanner *s, size_t from, size_t len, const char *what)
{
	s->at = from;
	return pm_fail(s->err, PM_ERR_INPUT, "'%.*s' %s", (int)len, s->text + from, what);
}

/* The comparison before this operand, if there is one, must not be of nodes with nodes. */
static enum pm_status
take_operand(struct scanner *s, enum token token, size_t from, size_t len)
{
	bool of_nodes = s->before == TOKEN_COMPARISON && !s->left_is_constant &&
			token == TOKEN_OPERAND;

	s->before = token;
	return of_nodes
		     ? refuse(s, from, len,
			      "is compared with nodes: one side must be a text, a number "
			      "or a function")
		     : PM_OK;
}

/* The name of an attribute that is asked for. */
static void
note_attribute(struct scanner *s, size_t from)
{
	size_t end = from;

	while (is_name_char(at(s, end)))
		end++;
	pm_buf_put(&s->x->attributes, s->text + from, end - from);
	if (end > from)
		pm_buf_putc(&s->x->attributes, '\0');
}

/* A path goes to what is above an element or beside it. */
static void
go_around(struct scanner *s)
{
	s->x->goes_around = true;
	s->x->looks_around |= s->conditions > 0;
}

static enum pm_status
take_axis(struct scanner *s, size_t from, size_t len)
{
	static const char *const around[] = {
		"ancestor", "ancestor-or-self", "following",	    "following-sibling",
		"parent",   "preceding",	"preceding-sibling"
	};

	if (!IS_ONE_OF(AXES, s->text + from, len))
		return refuse(s, from, len, "is no axis that is known");
	s->at = after_blanks(s, after_blanks(s, s->at) + 2);
	if (len == 9 && memcmp(s->text + from, "attribute", len) == 0)
		note_attribute(s, s->at);
	if (IS_ONE_OF(around, s->text + from, len))
		go_around(s);
	/* its node follows */
	return PM_OK;
}

static void
take_text_of_nodes(struct scanner *s)
{
	s->x->takes_text |= s->conditions > 0;
}

static enum pm_status
take_name(struct scanner *s)
{
	size_t from = s->at, len, next;
	bool operand = s->before == TOKEN_OPERAND || s->before == TOKEN_CONSTANT;

	while (is_name_char(at(s, s->at)))
		s->at++;
	len = s->at - from;
	next = after_blanks(s, s->at);
	/* after an operand it is one of these, whatever follows */
	if (operand && (IS_ONE_OF(((const char *const[]){ "and", "or", "div", "mod" }),
				  s->text + from, len))) {
		if (len == 3 && s->text[from] != 'a')
			take_text_of_nodes(s);
		s->before = TOKEN_NONE;
		return PM_OK;
	}
	if (at(s, next) == ':' && at(s, next + 1) == ':')
		return take_axis(s, from, len);
	if (at(s, s->at) == ':')
		return refuse(s, from, len + 1, "is a prefix, and pages have none");
	if (at(s, next) != '(')
		return take_operand(s, TOKEN_OPERAND, from, len);
	if (IS_ONE_OF(NODE_TESTS, s->text + from, len) ||
	    (len == 2 && memcmp(s->text + from, "id", 2) == 0))
		return take_operand(s, TOKEN_OPERAND, from, len);
	if (!IS_ONE_OF(FUNCTIONS, s->text + from, len))
		return refuse(s, from, len, "is no function of XPath 1.0");
	s->call = true;
	if (!IS_ONE_OF(TEXTLESS, s->text + from, len))
		take_text_of_nodes(s);
	return take_operand(s, TOKEN_CONSTANT, from, len);
}

static enum pm_status
take_text(struct scanner *s)
{
	const char *end = memchr(s->text + s->at + 1, s->text[s->at], s->len - s->at - 1);

	if (end == NULL)
		return pm_fail(s->err, PM_ERR_INPUT, "the quotation mark is not closed");
	s->at = (size_t)(end - s->text) + 1;
	return take_operand(s, TOKEN_CONSTANT, s->at - 1, 1);
}

static enum pm_status
open_bracket(struct scanner *s)
{
	bool square = s->text[s->at] == '[';
	enum token before = s->before;
	enum pm_status st = PM_OK;

	if (s->depth == PM_XPATH_DEPTH)
		return refuse(s, s->at, 1, "is nested too deep");
	/* ( is the beginning of an operand, unless a function's name is before it */
	if (!square && before == TOKEN_COMPARISON)
		st = take_operand(s, TOKEN_OPERAND, s->at, 1);
	s->open[s->depth].square = square;
	s->open[s->depth++].call = s->call;
	s->call = false;
	s->conditions += square;
	s->x->looks_around |= s->conditions > 1;
	s->before = TOKEN_NONE;
	s->at++;
	return st;
}

static enum pm_status
close_bracket(struct scanner *s)
{
	bool square = s->text[s->at] == ']';

	if (s->depth == 0 || s->open[s->depth - 1].square != square)
		return refuse(s, s->at, 1, "closes nothing");
	s->depth--;
	s->conditions -= square;
	s->before = s->open[s->depth].call ? TOKEN_CONSTANT : TOKEN_OPERAND;
	s->at++;
	return PM_OK;
}

static enum pm_status
take_number(struct scanner *s)
{
	size_t from = s->at;

	while ((at(s, s->at) >= '0' && at(s, s->at) <= '9') || at(s, s->at) == '.')
		s->at++;
	return take_operand(s, TOKEN_CONSTANT, from, s->at - from);
}

static enum pm_status
take_point(struct scanner *s)
{
	size_t from = s->at, n = at(s, s->at + 1) == '.' ? 2 : 1;

	if (at(s, s->at + 1) >= '0' && at(s, s->at + 1) <= '9')
		return take_number(s);
	s->at += n;
	if (n == 2)
		go_around(s);
	return take_operand(s, TOKEN_OPERAND, from, n);
}

static enum pm_status
take_slash(struct scanner *s)
{
	/* where no step stands before it, it is the root of the page */
	bool root = s->before == TOKEN_NONE || s->before == TOKEN_COMPARISON;
	enum pm_status st = PM_OK;

	if (root && s->conditions > 0)
		s->x->looks_around = true;
	if (root)
		st = take_operand(s, TOKEN_OPERAND, s->at, 1);
	s->before = TOKEN_SLASH;
	s->at++;
	return st;
}

static enum pm_status
take_comparison(struct scanner *s)
{
	if (at(s, s->at) == '!' && at(s, s->at + 1) != '=')
		return refuse(s, s->at, 1, "stands alone");
	s->at++;
	if (at(s, s->at) == '=' && s->text[s->at - 1] != '=')
		s->at++;
	take_text_of_nodes(s);
	s->left_is_constant = s->before == TOKEN_CONSTANT;
	s->before = TOKEN_COMPARISON;
	return PM_OK;
}

static enum pm_status
take_token(struct scanner *s)
{
	char c = s->text[s->at];

	if (starts_name(c))
		return take_name(s);
	if (c >= '0' && c <= '9')
		return take_number(s);
	switch (c) {
	case '\'':
	case '"':
		return take_text(s);
	case '(':
	case '[':
		return open_bracket(s);
	case ')':
	case ']':
		return close_bracket(s);
	case '.':
		return take_point(s);
	case '/':
		return take_slash(s);
	case '=':
	case '!':
	case '<':
	case '>':
		return take_comparison(s);
	case '$':
		return refuse(s, s->at, 1, "begins a variable, and there are none");
	case '@':
		note_attribute(s, after_blanks(s, ++s->at));
		return PM_OK;
	case '*':
		s->at++;
		/* an element of any name, or a product */
		if (s->before == TOKEN_OPERAND || s->before == TOKEN_CONSTANT) {
			take_text_of_nodes(s);
			s->before = TOKEN_NONE;
			return PM_OK;
		}
		return take_operand(s, TOKEN_OPERAND, s->at - 1, 1);
	default:
		s->at++;
		if (!pm_is_markup_space(c))
			s->before = TOKEN_NONE;
		if (c == '+' || c == '-')
			take_text_of_nodes(s);
		return PM_OK;
	}
}

/* Look through the expression for what libxml2 would find only as it evaluates it. */
static enum pm_status
scan(struct scanner *s)
{
	enum pm_status st = PM_OK;

	while (s->at < s->len && st == PM_OK)
		st = take_token(s);
	return st;
}

/* libxml2 prints to stderr what nobody takes. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *error_ref;
#else
typedef xmlErrorPtr error_ref;
#endif

/* The codes of errors that have no name of their own. */
#define OP_LIMIT (XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED)
#define RECURSION_LIMIT (XML_XPATH_EXPRESSION_OK + XPATH_RECURSION_LIMIT_EXCEEDED)

struct trouble {
	int code;
	int at;
	char text[128]; /* without its line end */
};

static void
on_error(void *ctx, error_ref error)
{
	struct trouble *t = ctx;
	size_t len;

	if (t->code != 0)
		return;
	t->code = error->code;
	t->at = error->int1;
	len = error->message == NULL ? 0 : strcspn(error->message, "\n");
	len = len < sizeof t->text ? len : sizeof t->text - 1;
	if (len > 0)
		memcpy(t->text, error->message, len);
	t->text[len] = '\0';
}

/* What libxml2 would print besides. */
static void
on_text(void *ctx, const char *text, ...)
{
	(void)ctx;
	(void)text;
}

/* Evaluate it; *GIVEN is what it gives. */
static enum pm_status
evaluate(const struct pm_xpath *x, xmlDoc *doc, unsigned long limit, unsigned long *taken,
	 xmlXPathObjectPtr *given, struct pm_error *err)
{
	xmlStructuredErrorFunc before = xmlStructuredError;
	void *before_ctx = xmlStructuredErrorContext;
	xmlGenericErrorFunc printed = xmlGenericError;
	void *printed_ctx = xmlGenericErrorContext;
	struct trouble trouble = { 0 };
	xmlXPathContextPtr context = xmlXPathNewContext(doc);

	*given = NULL;
	*taken = 0;
	if (context == NULL)
		return pm_fail_nomem(err);
	context->node = xmlDocGetRootElement(doc);
	context->opLimit = limit;
	xmlSetStructuredErrorFunc(&trouble, on_error);
	xmlSetGenericErrorFunc(NULL, on_text);
	*given = xmlXPathCompiledEval(x->compiled, context);
	xmlSetGenericErrorFunc(printed_ctx, printed);
	xmlSetStructuredErrorFunc(before_ctx, before);
	*taken = context->opCount;
	xmlXPathFreeContext(context);
	if (*given != NULL)
		return PM_OK;
	if (trouble.code == OP_LIMIT || trouble.code == RECURSION_LIMIT)
		return pm_fail(err, PM_ERR_LIMIT, "it takes too many steps");
	if (trouble.code == XML_XPATH_MEMORY_ERROR || trouble.code == XML_ERR_NO_MEMORY)
		return pm_fail_nomem(err);
	return pm_fail(err, PM_ERR_INPUT, "%s",
		       trouble.code == 0 ? "it cannot be evaluated" : trouble.text);
}

/* Whether it gives what is wanted, which a page without anything tells as well. */
static enum pm_status
check_kind(const struct pm_xpath *x, enum pm_xpath_wanted wanted, struct pm_error *err)
{
	xmlXPathObjectPtr given = NULL;
	xmlDoc *doc = htmlNewDocNoDtD(NULL, NULL);
	xmlNode *root = doc == NULL ? NULL
				    : xmlNewDocNode(doc, NULL, BAD_CAST "html", NULL);
	enum pm_status st = PM_OK;
	unsigned long taken;

	if (root == NULL)
		st = pm_fail_nomem(err);
	else
		xmlDocSetRootElement(doc, root);
	if (st == PM_OK)
		st = evaluate(x, doc, PM_XPATH_STEPS, &taken, &given, err);
	if (st == PM_OK && given->type != XPATH_NODESET &&
	    (wanted == PM_XPATH_NODES || given->type != XPATH_STRING))
		st = pm_fail(err, PM_ERR_INPUT, "it gives %s, not %s",
			     given->type == XPATH_STRING    ? "a text"
			     : given->type == XPATH_BOOLEAN ? "true or false"
							    : "a number",
			     wanted == PM_XPATH_NODES ? "elements" : "nodes or a text");
	xmlXPathFreeObject(given);
	xmlFreeDoc(doc);
	return st;
}

static enum pm_status
compile(struct pm_xpath *x, const char *text, size_t *where, struct pm_error *err)
{
	xmlStructuredErrorFunc before = xmlStructuredError;
	void *before_ctx = xmlStructuredErrorContext;
	struct trouble trouble = { 0 };
	xmlXPathContextPtr context = xmlXPathNewContext(NULL);

	if (context == NULL)
		return pm_fail_nomem(err);
	xmlSetStructuredErrorFunc(&trouble, on_error);
	x->compiled = xmlXPathCtxtCompile(context, BAD_CAST text);
	xmlSetStructuredErrorFunc(before_ctx, before);
	xmlXPathFreeContext(context);
	if (x->compiled != NULL)
		return PM_OK;
	*where = trouble.at > 0 ? (size_t)trouble.at : 0;
	if (trouble.code == XML_XPATH_MEMORY_ERROR || trouble.code == XML_ERR_NO_MEMORY)
		return pm_fail_nomem(err);
	return pm_fail(err, PM_ERR_INPUT, "it is no XPath 1.0: %s",
		       trouble.code == 0 ? "an invalid expression" : trouble.text);
}

enum pm_status
pm_xpath_parse(struct pm_xpath **out, const char *text, size_t len,
	       enum pm_xpath_wanted wanted, size_t *where, struct pm_error *err)
{
	struct scanner s = { .text = text, .len = len, .err = err };
	struct pm_xpath *x;
	enum pm_status st;
	char *copy;

	*out = NULL;
	*where = 0;
	if (len > PM_XPATH_MAX)
		return pm_fail(err, PM_ERR_INPUT, "the expression has more than %u bytes",
			       PM_XPATH_MAX);
	if ((x = pm_calloc(1, sizeof *x)) == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&x->attributes, PM_BUF_NO_LIMIT);
	s.x = x;
	copy = pm_strndup(text, len);
	st = copy == NULL ? pm_fail_nomem(err) : scan(&s);
	*where = s.at;
	if (st == PM_OK)
		st = compile(x, copy, where, err);
	if (st == PM_OK)
		st = pm_buf_check(&x->attributes, "the expression", err);
	if (st == PM_OK) {
		*where = 0;
		st = check_kind(x, wanted, err);
	}
	free(copy);
	if (st < 0) {
		pm_xpath_free(x);
		return st;
	}
	*out = x;
	return PM_OK;
}

void
pm_xpath_free(struct pm_xpath *x)
{
	if (x == NULL)
		return;
	xmlXPathFreeCompExpr(x->compiled);
	pm_buf_release(&x->attributes);
	free(x);
}

const char *
pm_xpath_attribute(const struct pm_xpath *x, size_t i)
{
	const char *p = pm_buf_str(&x->attributes), *end = p + x->attributes.len;

	for (; p < end; p += strlen(p) + 1)
		if (i-- == 0)
			return p;
	return NULL;
}

void
pm_xpath_page_init(struct pm_xpath_page *page, xmlDoc *doc, size_t bytes)
{
	const xmlNode *root = xmlDocGetRootElement(doc), *node;
	const bool passes = false; /* by what is in a node */

	page->doc = doc;
	page->bytes = bytes;
	page->nodes = 0;
	for (node = root; node != NULL; node = pm_dom_next(node, root, passes))
		page->nodes++;
	page->left = PM_XPATH_PAGE;
}

/* How many steps an evaluation may take. */
static unsigned long
limit_of(const struct pm_xpath *x, const struct pm_xpath_page *page, unsigned long most)
{
	unsigned long limit = most;

	if (x->looks_around && x->takes_text && page->bytes > 0 &&
	    BYTES_MAX / page->bytes < limit)
		limit = BYTES_MAX / page->bytes;
	if (x->goes_around && page->nodes > 0 && NODES_MAX / page->nodes < limit)
		limit = NODES_MAX / page->nodes;
	return limit > STEPS_MIN ? limit : STEPS_MIN;
}

enum pm_status
pm_xpath_find(const struct pm_xpath *x, struct pm_xpath_page *page, pm_node_fn *fn,
	      void *ctx, struct pm_buf *value, struct pm_error *err)
{
	unsigned long limit = limit_of(x, page,
				       PM_XPATH_STEPS + page->nodes * PM_XPATH_NODE_STEPS);
	unsigned long taken;
	xmlXPathObjectPtr given;
	enum pm_status st;
	int i;

	if (page->left <= 0)
		return PM_DECLINED;
	st = evaluate(x, page->doc, limit, &taken, &given, err);
	page->left -= (double)taken / (double)limit;
	if (st < 0)
		return st;
	if (given->type == XPATH_NODESET && given->nodesetval != NULL) {
		xmlXPathNodeSetSort(given->nodesetval);
		for (i = 0; i < given->nodesetval->nodeNr; i++)
			if (!fn(ctx, given->nodesetval->nodeTab[i]))
				break;
	} else if (given->type == XPATH_STRING && value != NULL &&
		   given->stringval != NULL) {
		pm_buf_puts(value, (const char *)given->stringval);
	}
	xmlXPathFreeObject(given);
	return PM_OK;
}
