/* Pressmark - function words: see stopwords.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/stopwords.h"

#include <stdlib.h>
#include <string.h>

/* Pronouns, auxiliaries and modals, articles, conjunctions, prepositions and
 * the commonest adverbs, sorted by bytes. */
static const char *const english[] = {
	/* clang-format off */
	"a", "about", "above", "after", "again", "against", "all", "am",
	"an", "and", "any", "are", "arent", "as", "at", "be", "because",
	"been", "before", "being", "below", "between", "both", "but", "by",
	"cannot", "cant", "could", "couldnt", "did", "didnt", "do", "does",
	"doesnt", "doing", "dont", "down", "during", "each", "few", "for",
	"from", "further", "had", "hadnt", "has", "hasnt", "have", "havent",
	"having", "he", "hed", "her", "here", "hers", "herself", "him",
	"himself", "his", "how", "i", "if", "im", "in", "into", "is", "isnt",
	"it", "its", "itself", "ive", "me", "more", "most", "mustnt", "my",
	"myself", "no", "nor", "not", "of", "off", "on", "once", "only",
	"or", "other", "ought", "our", "ours", "ourselves", "out", "over",
	"own", "same", "shant", "she", "should", "shouldnt", "so", "some",
	"such", "than", "that", "the", "their", "theirs", "them",
	"themselves", "then", "there", "these", "they", "theyd", "theyll",
	"theyre", "theyve", "this", "those", "through", "to", "too", "under",
	"until", "up", "very", "was", "wasnt", "we", "were", "werent",
	"weve", "what", "when", "where", "which", "while", "who", "whom",
	"why", "with", "wont", "would", "wouldnt", "you", "youd", "youll",
	"your", "youre", "yours", "yourself", "yourselves", "youve",
	/* clang-format on */
};

struct key {
	const char *word;
	size_t len;
};

static int
compare(const void *key, const void *entry)
{
	const struct key *k = key;
	const char *word = *(const char *const *)entry;
	size_t len = strlen(word);
	int order = memcmp(k->word, word, k->len < len ? k->len : len);

	return order != 0 ? order : (k->len > len) - (k->len < len);
}

bool
pm_is_stopword(const char *language, const char *folded, size_t len)
{
	struct key key = { folded, len };

	if (strcmp(language, "english") != 0 && strcmp(language, "en") != 0)
		return false;
	return bsearch(&key, english, sizeof english / sizeof *english, sizeof *english,
		       compare) != NULL;
}
