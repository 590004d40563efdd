/* Pressmark - what the interface of a page says: see interface.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/interface.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINE_MAX_BYTES 80 /* longer lines are none of these */

/* Small letters, one blank between words; sorted. */
static const char *const LINES[] = {
	/* clang-format off */
	"access articles from across canada with one account", "ad", "ad feedback",
	"add a comment", "ads", "advert", "advertentie", "advertisement",
	"advertisement continue reading the main story",
	"advertisement scroll to continue", "advertisement skip advertisement",
	"advertisement story continues below", "advertisements", "advertising",
	"after newsletter promotion", "already a subscriber",
	"already a subscriber log in", "already a subscriber sign in", "annonce",
	"annons", "annonse", "anzeige", "article content",
	"article continues after advertisement",
	"article continues after this advertisement", "article continues below",
	"article continues below advertisement", "article continues below this ad",
	"article réservé aux abonnés", "artikel anhören", "artikel teilen",
	"artikel vorlesen", "assine", "auch interessant", "back to top", "close",
	"comentar", "comentarios", "comentários", "commentaires", "commenti",
	"comments", "comparte", "compartilhar", "compartir", "condividi",
	"content continues below", "continua após a publicidade",
	"continua depois da publicidade", "continue reading", "continue reading below",
	"continue reading below advertisement", "continue reading the main story",
	"copied", "copy link", "create an account",
	"create an account or sign in to continue with your reading experience",
	"czytaj także", "czytaj też", "czytaj więcej", "dalsza część tekstu pod wideo",
	"deel", "deel dit artikel", "del", "dela", "delen", "devamını oku", "drucken",
	"email this article", "enjoy additional articles per month", "enlarge image",
	"enlarge this image", "follow us", "follow us on facebook",
	"follow us on instagram", "follow us on twitter",
	"get email updates from your favorite authors",
	"get email updates from your favourite authors", "get notified",
	"gift this article", "give article", "give this article", "hide caption",
	"image caption", "image source", "imprimer", "imprimir", "je m abonne",
	"join the conversation", "komentarze", "kommentare",
	"la suite après la publicité", "leave a comment", "lee también", "leer más",
	"leer también", "lees meer", "lees ook", "lees verder", "leggi anche",
	"leggi di più", "leggi tutto", "leia mais", "leia também", "les mer",
	"les også", "lesen sie auch", "lesen sie mehr zum thema", "link copied",
	"lire aussi", "lire la suite", "lire plus", "listen", "listen to article",
	"listen to this article", "load more", "loading", "log in", "läs mer",
	"läs också", "läs även", "læs mere", "læs også", "mainos", "media caption",
	"mehr zum thema", "menu", "merken", "more on this story", "more on this topic",
	"most popular", "most read", "más información", "nach oben",
	"newsletter abonnieren", "noticia relacionada", "noticias relacionadas",
	"open image in gallery", "opens new tab",
	"our standards the thomson reuters trust principles", "partager",
	"partager cet article", "partager sur facebook", "partilhar", "paylaş",
	"please enable javascript", "post a comment", "print", "print this article",
	"przeczytaj też", "pubblicità", "publicidad", "publicidade", "publicite",
	"publicité", "reacties", "read also", "read more", "read next", "recommended",
	"recommended for you", "recommended reading", "recommended stories",
	"register now", "reklam", "reklama", "related", "related articles",
	"related content", "related news", "related stories", "related topics",
	"return to top", "s abonner", "saiba mais", "save", "save article", "saved",
	"scroll down to continue", "scroll to continue",
	"scroll to continue with content", "sdílet", "see more", "share",
	"share article", "share on facebook", "share on linkedin", "share on twitter",
	"share on whatsapp", "share on x", "share this", "share this article",
	"share this story", "share this with", "share via email",
	"share your thoughts and join the conversation in the comments",
	"show comments", "show less", "show more", "sign in", "sign up",
	"sign up for our newsletter", "sign up for our newsletters",
	"sign up to our newsletter", "skip ad", "skip advertisement",
	"skip past newsletter promotion", "skip to content", "skip to main content",
	"stampa", "story continued below", "story continues",
	"story continues after advertisement", "story continues below",
	"story continues below advertisement", "subscribe", "subscribe now",
	"subscribe now to read the latest news in your city and across canada",
	"subscribe to our newsletter", "subscribe to our newsletters",
	"subscribe to unlock more articles", "support independent journalism",
	"support local journalism", "support our journalism", "suscríbete",
	"tap to unmute", "te puede interesar", "teilen",
	"this advertisement has not loaded yet but your article continues below",
	"this article is free to read register to unlock",
	"this content is reserved for subscribers only", "toggle caption", "trending",
	"trending now", "try refreshing your browser or",
	"try refreshing your browser or tap here to see other videos from our team",
	"udostępnij", "up next", "view comments", "view image in fullscreen",
	"view more", "watch", "we apologize but this video has failed to load",
	"weiterlesen", "werbung", "you may also like", "you might also like",
	"zobacz także", "zobacz też", "zur startseite", "à lire aussi", "čtěte také",
	"поделиться", "подробнее", "реклама", "читайте также", "читать далее", "广告",
	"広告", "廣告", "광고"
	/* clang-format on */
};

static int
compare(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

bool
pm_is_interface_line(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	char line[LINE_MAX_BYTES + PM_PAGE_WORD_BYTES + 2];
	struct pm_page_word word;
	size_t n = 0;

	/* signs take at most four bytes, digits one */
	if (len > (size_t)2 * LINE_MAX_BYTES)
		return false;
	while (pm_page_word_next(&p, end, &word)) {
		if (word.lower[0] >= '0' && word.lower[0] <= '9')
			continue;
		if (word.len >= PM_PAGE_WORD_BYTES || n + word.len > LINE_MAX_BYTES)
			return false;
		if (n > 0)
			line[n++] = ' ';
		memcpy(line + n, word.lower, word.len);
		n += word.len;
	}
	line[n] = '\0';
	return n > 0 && bsearch(line, LINES, sizeof LINES / sizeof *LINES, sizeof *LINES,
				compare) != NULL;
}

bool
pm_is_pointer(const char *text, size_t len)
{
	static const char *const words[] = {
		/* clang-format off */
		"read more", "read also", "read next", "also read", "see also", "see more",
		"more:", "related:", "watch:", "don't miss", "don’t miss",
		"click here", "subscribe ", "sign up ", "sign in ", "already a subscriber",
		"to continue reading", "create an account", "register ", "get our ",
		"we apologize, but this video", "lesen sie", "lies auch", "mehr zum", "siehe auch", "lire aussi",
		"à lire", "lee también", "lea también", "leer más", "ver más", "leia ",
		"veja ", "leggi anche", "lees ook", "läs också", "läs mer", "les også",
		"czytaj", "zobacz", "читайте"
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);

		/* most differ at once; others than ASCII have no case here */
		if (len > n && (text[0] | 0x20) == (words[i][0] | 0x20) &&
		    strncasecmp(text, words[i], n) == 0)
			return true;
	}
	return false;
}
