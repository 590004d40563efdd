/* Pressmark - what a web page does not show: see hidden.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/hidden.h"

#include "corpus/page/dom.h"
#include "support/space.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define SPOKEN_MAX 1000 /* bytes of text that a class name takes away, at most */
#define FAR_PX (-999)	/* nothing is seen this far to the left or above */
#define PX_PER_EM 16

/* Without hyphens and underscores, in small letters. */
static const char SPOKEN[][26] = {
	/* clang-format off */
	"a11yhidden", "a11yonly", "a11ytext", "accessibilityhidden", "accessibilitytext",
	"accessiblehide", "accessibletext", "accessiblyhidden", "assistiveonly",
	"assistivetext", "elementinvisible", "forscreenreader", "forscreenreaders",
	"hiddenaccessible", "hiddenvisually", "hidevisually", "offscreen", "offscreentext",
	"onlysr", "screenreader", "screenreaderonly", "screenreadersonly",
	"screenreadertext", "showforsr", "skiplink", "skiptocontent", "skiptomain",
	"speechonly", "sronly", "sronlyfocusable", "uihelperhiddenaccessible",
	"visuallyhidden", "visuallyhiddenfocusable", "visualhidden", "visualhide"
	/* clang-format on */
};

/* --- classes */

static bool
is_separator(char c)
{
	return c == '-' || c == '_';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Whether the LEN bytes at P are NAME but for separators and capitals. */
static bool
is_name(const char *p, size_t len, const char *name)
{
	const char *end = p + len;

	for (; p < end; p++) {
		if (is_separator(*p))
			continue;
		if (lower(*p) != *name)
			return false;
		name++;
	}
	return *name == '\0';
}

static bool
is_spoken_name(const char *p, size_t len)
{
	size_t i;

	/* prefixes of whole families of classes */
	if (len > 2 && lower(p[0]) == 'u' && is_separator(p[1])) {
		p += 2;
		len -= 2;
	} else if (len > 3 && strncasecmp(p, "is", 2) == 0 && is_separator(p[2])) {
		p += 3;
		len -= 3;
	}
	for (i = 0; i < sizeof SPOKEN / sizeof *SPOKEN && len > 0; i++) {
		if (lower(*p) == SPOKEN[i][0] && is_name(p, len, SPOKEN[i]))
			return true;
	}
	return false;
}

/* Whether a class is such a name: as a whole, at its end after "__", "--" or '_', or
 * between '_' and the "__" that a tool puts before a hash. */
static bool
is_spoken_class(const char *p, size_t len)
{
	size_t from, to, i;

	for (from = 0; from < len; from++) {
		if (from > 0 && p[from - 1] != '_' &&
		    !(from > 1 && p[from - 1] == '-' && p[from - 2] == '-'))
			continue;
		for (to = len, i = from + 1; i + 1 < len && to == len; i++) {
			if (p[i] == '_' && p[i + 1] == '_')
				to = i;
		}
		if (is_spoken_name(p + from, to - from))
			return true;
	}
	return false;
}

/* Among the classes of VALUE; one that takes it back on wider screens counts. */
static bool
has_spoken_class(const char *value)
{
	static const char undo[] = "not-sr-only";
	bool spoken = false;

	while (*value != '\0') {
		size_t len = strcspn(value, " \t\n\f\r"), n = sizeof undo - 1;

		if (len >= n && memcmp(value + len - n, undo, n) == 0 &&
		    strncmp(value, "focus", 5) != 0 && strncmp(value, "active", 6) != 0)
			return false;
		spoken |= len > 0 && is_spoken_class(value, len);
		value += len;
		value += *value != '\0';
	}
	return spoken;
}

/* --- styles */

struct style {
	const char *s; /* the value of a property; NULL: there is none */
	size_t len;
};

/* The last value of a property. */
static struct style
find_property(const char *style, const char *name)
{
	struct style found = { NULL, 0 };
	size_t n = strlen(name);

	while (*style != '\0') {
		size_t len = strcspn(style, ";"), i = 0, begin;

		while (i < len && pm_is_markup_space(style[i]))
			i++;
		begin = i;
		while (i < len && !pm_is_markup_space(style[i]) && style[i] != ':')
			i++;
		if (i - begin == n && strncasecmp(style + begin, name, n) == 0) {
			while (i < len &&
			       (pm_is_markup_space(style[i]) || style[i] == ':'))
				i++;
			found = (struct style){ style + i, len - i };
		}
		style += len;
		style += *style == ';';
	}
	return found;
}

static bool
begins(struct style v, const char *with)
{
	size_t n = strlen(with);

	return v.len >= n && strncasecmp(v.s, with, n) == 0;
}

/* The whole part of the number at *P, which moves past all of it; false: none. */
static bool
read_number(const char **p, const char *end, long *number)
{
	const char *q = *p;
	bool negative = q < end && *q == '-', found = false;
	long n = 0;

	q += negative || (q < end && *q == '+');
	for (; q < end && ((*q >= '0' && *q <= '9') || *q == '.'); q++) {
		found = true;
		if (*q == '.')
			break;
		if (n < 1000000)
			n = n * 10 + (*q - '0');
	}
	while (q < end && ((*q >= '0' && *q <= '9') || *q == '.'))
		q++;
	*p = q;
	*number = negative ? -n : n;
	return found;
}

/* A length in pixels, OTHERWISE where it is none or depends on others. */
static long
pixels(struct style v, long otherwise)
{
	const char *p = v.s, *end;
	struct style unit;
	long n;

	if (p == NULL)
		return otherwise;
	end = p + v.len;
	if (!read_number(&p, end, &n))
		return otherwise;
	unit = (struct style){ p, (size_t)(end - p) };
	if (begins(unit, "em") || begins(unit, "rem"))
		return n * PX_PER_EM;
	return n == 0 || begins(unit, "px") ? n : otherwise;
}

/* The numbers in the parentheses of V, and how many; 0 where other things are there. */
static size_t
read_arguments(struct style v, const char *function, long numbers[4])
{
	const char *p = v.s, *end;
	size_t n = 0;

	if (p == NULL || !begins(v, function))
		return 0;
	end = p + v.len;
	p += strlen(function);
	while (p < end && *p != ')') {
		if (pm_is_markup_space(*p) || *p == '(' || *p == ',') {
			p++;
			continue;
		}
		if (n == 4 || !read_number(&p, end, &numbers[n++]))
			return 0;
		while (p < end && !pm_is_markup_space(*p) && *p != ',' && *p != ')')
			p++;
	}
	return n;
}

/* Whether nothing is left of the element: rect() of at most a pixel, or inset() from all
 * sides, in percent. */
static bool
is_clipped(const char *style)
{
	struct style path = find_property(style, "clip-path");
	long a[4];
	size_t n = read_arguments(find_property(style, "clip"), "rect", a), i;

	for (i = 0; i < n && a[i] >= 0 && a[i] <= 1; i++)
		;
	if (n > 0 && i == n)
		return true;
	n = read_arguments(path, "inset", a);
	if (n == 0 || path.s == NULL || memchr(path.s, '%', path.len) == NULL)
		return false;
	/* top, right, bottom, left: what is not given is as its opposite, or as the top */
	if (n == 1)
		a[1] = a[0];
	if (n <= 2)
		a[2] = a[0];
	if (n <= 3)
		a[3] = a[1];
	return a[0] + a[2] >= 100 || a[1] + a[3] >= 100;
}

/* Whether the style moves the element out of sight. */
static bool
is_far(const char *style)
{
	struct style position = find_property(style, "position");

	if (pixels(find_property(style, "text-indent"), 0) <= FAR_PX)
		return true;
	return position.s != NULL &&
	       (begins(position, "absolute") || begins(position, "fixed")) &&
	       (pixels(find_property(style, "left"), 0) <= FAR_PX ||
		pixels(find_property(style, "top"), 0) <= FAR_PX);
}

static bool
is_tiny(const char *style)
{
	struct style overflow = find_property(style, "overflow");

	return overflow.s != NULL && begins(overflow, "hidden") &&
	       pixels(find_property(style, "width"), 2) <= 1 &&
	       pixels(find_property(style, "height"), 2) <= 1;
}

static enum pm_hiding
hiding_of_style(const char *style)
{
	struct style display = find_property(style, "display");
	struct style visibility = find_property(style, "visibility");

	if (display.s != NULL && begins(display, "none"))
		return PM_HIDDEN;
	if (visibility.s != NULL &&
	    (begins(visibility, "hidden") || begins(visibility, "collapse")))
		return PM_HIDDEN;
	return is_clipped(style) || is_far(style) || is_tiny(style) ? PM_SPOKEN : PM_SHOWN;
}

enum pm_hiding
pm_hiding_of(const xmlNode *node)
{
	enum pm_hiding hiding = PM_SHOWN;
	const char *value;

	if (node->type != XML_ELEMENT_NODE || node->properties == NULL)
		return PM_SHOWN;
	if (pm_dom_attr(node, "hidden") != NULL ||
	    pm_dom_attr_is(node, "aria-hidden", "true"))
		return PM_HIDDEN;
	if ((value = pm_dom_attr(node, "style")) != NULL)
		hiding = hiding_of_style(value);
	if (hiding == PM_SHOWN && (value = pm_dom_attr(node, "class")) != NULL &&
	    has_spoken_class(value) && pm_dom_is_short(node, SPOKEN_MAX))
		hiding = PM_SPOKEN;
	return hiding;
}

bool
pm_is_hidden_class(const char *classes)
{
	static const char *const names[] = { "hidden",	     "hide",	  "d-none",
					     "is-hidden",    "u-hidden",  "u-hide",
					     "display-none", "invisible", NULL };
	bool hidden = false;
	size_t i;

	while (classes != NULL && *classes != '\0') {
		size_t len = strcspn(classes, " \t\n\f\r");

		/* md:block, d-md-block, lg:flex */
		if ((len > 5 && strncmp(classes + len - 5, "block", 5) == 0) ||
		    (len > 4 && strncmp(classes + len - 4, "flex", 4) == 0))
			return false;
		for (i = 0; names[i] != NULL && !hidden; i++)
			hidden = strlen(names[i]) == len &&
				 strncmp(classes, names[i], len) == 0;
		classes += len;
		classes += *classes != '\0';
	}
	return hidden;
}
