/* Pressmark - why a page was read as it was: see reasons.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/reasons.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#define SHOWN 3u
/* Codes of languages are shorter. */
#define CODE_MAX 4u
/* What adds less than this is no reason. */
#define SHARE_MIN .2f

static const char *const FACT_NAMES[PM_N_FACTS] = {
	[PM_FACT_TITLE] = "<title>",
	[PM_FACT_OG_TITLE] = "og:title",
	[PM_FACT_SITE] = "og:site_name",
	[PM_FACT_LD_PUBLISHER] = "JSON-LD publisher",
	[PM_FACT_LD_SITE] = "JSON-LD WebSite",
	[PM_FACT_APP] = "application-name",
	[PM_FACT_CANONICAL] = "rel=canonical",
	[PM_FACT_OG_URL] = "og:url",
	[PM_FACT_OG_IMAGE] = "og:image",
	[PM_FACT_LANG] = "<html lang>",
	[PM_FACT_LD_LANG] = "JSON-LD inLanguage",
	[PM_FACT_OG_LANG] = "og:locale",
	[PM_FACT_META_LANG] = "Content-Language",
	[PM_FACT_DESCRIPTION] = "description",
	[PM_FACT_OG_DESCRIPTION] = "og:description",
	[PM_FACT_LD_DESCRIPTION] = "JSON-LD description",
	[PM_FACT_LD_HEADLINE] = "JSON-LD headline",
	[PM_FACT_LD_AUTHOR] = "JSON-LD author",
	[PM_FACT_LD_DATE] = "JSON-LD datePublished",
	[PM_FACT_LD_ANY_DATE] = "JSON-LD, not an article",
	[PM_FACT_LD_MODIFIED] = "JSON-LD dateModified",
	[PM_FACT_DC_AUTHOR] = "Dublin Core creator",
	[PM_FACT_META_AUTHOR] = "meta, an author",
	[PM_FACT_META_PUBLISHED] = "meta, published",
	[PM_FACT_META_DATE] = "meta, a date",
	[PM_FACT_META_MODIFIED] = "meta, modified",
	[PM_FACT_ITEM_AUTHOR] = "itemprop author",
	[PM_FACT_ITEM_DATE] = "itemprop datePublished",
	[PM_FACT_ITEM_CREATED] = "itemprop dateCreated",
	[PM_FACT_REL_AUTHOR] = "rel=author",
	[PM_FACT_CLASS_AUTHOR] = "class, an author",
	[PM_FACT_TIME] = "<time>",
	[PM_FACT_TIME_NAMED] = "<time>, published",
	[PM_FACT_CLASS_DATE] = "class, a date",
};

/* What a number says of a block, where it is not the same for all of a page. */
static const char *const FEATURE_NAMES[PM_N_FEATURES] = {
	[PM_F_LINKS] = "links",
	[PM_F_STOP] = "running text",
	[PM_F_STOP_LOW] = "few function words",
	[PM_F_END] = "ends as a sentence",
	[PM_F_COMMAS] = "commas",
	[PM_F_QUOTED] = "a quotation",
	[PM_F_UPPER] = "capitals",
	[PM_F_PLACE] = "its place on the page",
	[PM_F_NEG] = "nav, footer or aside",
	[PM_F_NAV] = "named for a menu",
	[PM_F_SOCIAL] = "named for sharing",
	[PM_F_META] = "named for a byline",
	[PM_F_BODY] = "named for the article",
	[PM_F_HIDDEN] = "hidden",
	[PM_F_SIBLINGS] = "good text beside it",
	[PM_F_GRAND_SHARE] = "good text around it",
	[PM_F_PARENT_LINKS] = "links around it",
	[PM_F_IN_TOP] = "in the box of the article",
	[PM_F_BEFORE] = "good text before it",
	[PM_F_SAME_KIND] = "like the other good blocks",
	[PM_F_SHORT] = "short",
	[PM_F_NOT_LD] = "not in the JSON-LD text",
	[PM_F_OUT_ARTICLE] = "outside <article>",
	[PM_F_OUT_MAIN] = "outside <main>",
	[PM_F_OFFER] = "an offer",
	[PM_F_REPEATED] = "repeated",
	[PM_F_INTERFACE] = "words of the interface",
	[PM_F_BOX_INTERFACE] = "interface around it",
	[PM_F_LINK_ROW] = "a row of links",
	[PM_F_POINTER] = "points to another page",
	[PM_F_MAYBE_HIDDEN] = "perhaps hidden",
	[PM_F_PREVIOUS] = "follows the article",
	[PM_F_NEAR] = "among the article",
	[PM_F_BOX] = "its box",
	[PM_F_IN_CORE] = "in the article's core",
};

static bool
is_line_of(const struct pm_buf *lines, const struct pm_buf *value)
{
	const char *p = pm_buf_str(lines), *end = p + lines->len;

	while ((p = memmem(p, (size_t)(end - p), value->data, value->len)) != NULL) {
		const char *behind = p + value->len;

		if ((p == pm_buf_str(lines) || p[-1] == '\n') &&
		    (behind == end || *behind == '\n'))
			return true;
		p++;
	}
	return false;
}

static bool
holds(const struct pm_buf *fact, const struct pm_buf *value)
{
	return fact->len > 0 &&
	       memmem(fact->data, fact->len, value->data, value->len) != NULL;
}

/* Where a code of a language comes from, if VALUE is one. */
static const char *
language_fact(const struct pm_facts *f, const struct pm_buf *value)
{
	size_t i;

	for (i = PM_FACT_LANG; value->len < CODE_MAX && i <= PM_FACT_META_LANG; i++)
		if (f->fact[i].len >= value->len &&
		    strncasecmp(pm_buf_str(&f->fact[i]), pm_buf_str(value), value->len) ==
			    0)
			return FACT_NAMES[i];
	return NULL;
}

const char *
pm_facts_where(const struct pm_facts *f, const struct pm_buf *value)
{
	const char *language = language_fact(f, value);
	size_t i;

	if (value->len == 0)
		return "";
	if (language != NULL)
		return language;
	if (is_line_of(&f->headings, value))
		return "a heading";
	for (i = 0; i < PM_N_FACTS; i++)
		if (f->fact[i].len == value->len &&
		    memcmp(f->fact[i].data, value->data, value->len) == 0)
			return FACT_NAMES[i];
	if (holds(&f->fact[PM_FACT_CANONICAL], value) ||
	    holds(&f->fact[PM_FACT_OG_URL], value))
		return "the address";
	for (i = 0; i < PM_N_FACTS; i++)
		if (holds(&f->fact[i], value))
			return FACT_NAMES[i];
	return "the visible text";
}

void
pm_block_reasons(const struct pm_block *k, struct pm_buf *out)
{
	bool taken[PM_N_FEATURES] = { false };
	size_t n, i;

	pm_buf_clear(out);
	if (k->rule != 0) {
		pm_buf_printf(out, "by rule line %" PRIu64, k->rule >> 1);
		return;
	}
	for (n = 0; n < SHOWN; n++) {
		float most = SHARE_MIN, share;
		size_t best = PM_N_FEATURES;

		for (i = 0; i < PM_N_FEATURES; i++) {
			share = pm_block_share(k, (enum pm_feature)i);
			if (!taken[i] && FEATURE_NAMES[i] != NULL && fabsf(share) > most) {
				most = fabsf(share);
				best = i;
			}
		}
		if (best == PM_N_FEATURES)
			break;
		taken[best] = true;
		pm_buf_printf(out, "%s%c %s", n == 0 ? "" : ", ",
			      pm_block_share(k, (enum pm_feature)best) > 0 ? '+' : '-',
			      FEATURE_NAMES[best]);
	}
	if (k->lead)
		pm_buf_printf(out, "%sthe lead", out->len > 0 ? ", " : "");
	if (k->interface_line)
		pm_buf_printf(out, "%sa line of the interface", out->len > 0 ? ", " : "");
}
