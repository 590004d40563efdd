/* Pressmark - what the interface of a page says: its words: see interface.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/interface.h"

#include <stdlib.h>
#include <string.h>

/* Sorted. */
static const char *const WORDS[] = {
	/* clang-format off */
	"abbonamento", "abbonati", "abo", "abone", "abonneer", "abonnees", "abonnement",
	"abonnenten", "abonner", "abonnere", "abonnez", "abonnieren", "abonné",
	"abonnés", "account", "accounts", "advertisement", "advertising", "anmelden",
	"app", "apps", "assinante", "assinantes", "assinatura", "assine", "bluesky",
	"boletín", "browser", "cadastre", "click", "confidentialité", "connectez",
	"consent", "contraseña", "cookie", "cookies", "copyright", "datenschutz",
	"download", "einwilligung", "email", "epaper", "facebook", "gdpr", "giriş",
	"gratis", "gratuitement", "inbox", "inloggen", "inscription", "inscrivez",
	"instagram", "iscriviti", "javascript", "kommentare", "kostenlos", "linkedin",
	"logg", "logga", "login", "logout", "newsletter", "newslettera", "newsletters",
	"nieuwsbrief", "nyhetsbrev", "password", "passwort", "paywall", "pinterest",
	"prenumerera", "privacidad", "privacidade", "privacy", "promoted",
	"prywatności", "puzzles", "recaptcha", "refresh", "register", "registered",
	"registrati", "registration", "registrieren", "regulamin", "regístrate",
	"reserved", "scroll", "senha", "signup", "sponsored", "subscribe", "subscribed",
	"subscriber", "subscribers", "subscribing", "subscription", "subscriptions",
	"subskrypcja", "suscribirse", "suscripción", "suscriptor", "suscriptores",
	"suscríbete", "swipe", "tap", "telegram", "terms", "tiktok", "twitter",
	"unlimited", "unsubscribe", "username", "wachtwoord", "whatsapp", "youtube",
	"zaloguj", "zarejestruj", "üye", "войти", "подписаться", "подписка",
	"подпишитесь"
	/* clang-format on */
};

static int
compare(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

bool
pm_is_interface_word(const struct pm_page_word *word)
{
	return word->len < PM_PAGE_WORD_BYTES &&
	       bsearch(word->lower, WORDS, sizeof WORDS / sizeof *WORDS, sizeof *WORDS,
		       compare) != NULL;
}

const char *const *
pm_interface_words(size_t *n)
{
	*n = sizeof WORDS / sizeof *WORDS;
	return WORDS;
}
