/* Pressmark - the words of dates: see months.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/dates/months.h"

#include <stddef.h>
#include <string.h>

/* The months of a language, and below them their other forms: as in a date if that
 * differs, abbreviated. */
static const char *const MONTHS[][12] = {
	/* clang-format off */
	/* English */
	{ "january", "february", "march", "april", "may", "june", "july", "august",
	  "september", "october", "november", "december" },
	{ "jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep", "oct", "nov", "dec" },
	{ "", "", "", "", "", "", "", "", "sept", "", "", "" },
	/* Arabic */
	{ "يناير", "فبراير", "مارس", "ابريل", "مايو", "يونيو", "يوليو", "اغسطس", "سبتمبر",
	  "اكتوبر", "نوفمبر", "ديسمبر" },
	{ "", "", "", "", "", "يونيه", "يوليه", "", "", "", "", "" },
	/* Arabic, Levant */
	{ "كانون الثاني", "شباط", "اذار", "نيسان", "ايار", "حزيران", "تموز", "اب", "ايلول",
	  "تشرين الاول", "تشرين الثاني", "كانون الاول" },
	{ "", "", "", "", "مايس", "", "", "", "", "", "", "" },
	/* Arabic, Maghreb */
	{ "جانفي", "فيفري", "مارس", "افريل", "ماي", "جوان", "جويلية", "اوت", "شتنبر",
	  "اكتوبر", "نونبر", "دجنبر" },
	{ "", "", "", "", "", "", "يوليوز", "غشت", "", "", "", "" },
	/* Armenian */
	{ "հունվար", "փետրվար", "մարտ", "ապրիլ", "մայիս", "հունիս", "հուլիս", "օգոստոս",
	  "սեպտեմբեր", "հոկտեմբեր", "նոյեմբեր", "դեկտեմբեր" },
	{ "հունվարի", "փետրվարի", "մարտի", "ապրիլի", "մայիսի", "հունիսի", "հուլիսի",
	  "օգոստոսի", "սեպտեմբերի", "հոկտեմբերի", "նոյեմբերի", "դեկտեմբերի" },
	{ "հնվ", "փտվ", "մրտ", "ապր", "մյս", "հնս", "հլս", "օգս", "սեպ", "հոկ", "նոյ",
	  "դեկ" },
	/* Basque */
	{ "urtarrila", "otsaila", "martxoa", "apirila", "maiatza", "ekaina", "uztaila",
	  "abuztua", "iraila", "urria", "azaroa", "abendua" },
	{ "urtarrilaren", "otsailaren", "martxoaren", "apirilaren", "maiatzaren",
	  "ekainaren", "uztailaren", "abuztuaren", "irailaren", "urriaren", "azaroaren",
	  "abenduaren" },
	{ "urtarrilak", "otsailak", "martxoak", "apirilak", "maiatzak", "ekainak",
	  "uztailak", "abuztuak", "irailak", "urriak", "azaroak", "abenduak" },
	/* Catalan */
	{ "gener", "febrer", "marc", "abril", "maig", "juny", "juliol", "agost", "setembre",
	  "octubre", "novembre", "desembre" },
	{ "gen", "febr", "", "abr", "", "", "jul", "", "set", "oct", "nov", "des" },
	/* Czech */
	{ "leden", "unor", "brezen", "duben", "kveten", "cerven", "cervenec", "srpen",
	  "zari", "rijen", "listopad", "prosinec" },
	{ "ledna", "unora", "brezna", "dubna", "kvetna", "cervna", "cervence", "srpna",
	  "zar", "rijna", "listopadu", "prosince" },
	{ "", "uno", "bre", "", "kve", "cvn", "cvc", "srp", "", "rij", "lis", "" },
	/* Danish */
	{ "januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
	  "september", "oktober", "november", "december" },
	{ "jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep", "okt", "nov", "dec" },
	/* Dutch */
	{ "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
	  "september", "oktober", "november", "december" },
	{ "jan", "feb", "mrt", "apr", "", "jun", "jul", "aug", "sep", "okt", "nov", "dec" },
	{ "", "", "", "", "", "", "", "", "sept", "", "", "" },
	/* Finnish */
	{ "tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesakuu",
	  "heinakuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu" },
	{ "tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta",
	  "kesakuuta", "heinakuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta",
	  "joulukuuta" },
	{ "tammi", "helmi", "maalis", "huhti", "touko", "kesa", "heina", "elo", "syys",
	  "loka", "marras", "joulu" },
	/* French */
	{ "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout",
	  "septembre", "octobre", "novembre", "decembre" },
	{ "janv", "fevr", "", "avr", "", "", "juil", "", "sept", "oct", "nov", "dec" },
	{ "", "fev", "", "", "", "", "", "", "", "", "", "" },
	/* German */
	{ "januar", "februar", "marz", "april", "mai", "juni", "juli", "august",
	  "september", "oktober", "november", "dezember" },
	{ "janner", "feber", "maerz", "apr", "", "jun", "jul", "aug", "sep", "okt", "nov",
	  "dez" },
	{ "jan", "feb", "mar", "", "", "", "", "", "sept", "", "", "" },
	{ "jaenner", "", "mrz", "", "", "", "", "", "", "", "", "" },
	/* Greek */
	{ "ιανουαριοσ", "φεβρουαριοσ", "μαρτιοσ", "απριλιοσ", "μαιοσ", "ιουνιοσ", "ιουλιοσ",
	  "αυγουστοσ", "σεπτεμβριοσ", "οκτωβριοσ", "νοεμβριοσ", "δεκεμβριοσ" },
	{ "ιανουαριου", "φεβρουαριου", "μαρτιου", "απριλιου", "μαιου", "ιουνιου", "ιουλιου",
	  "αυγουστου", "σεπτεμβριου", "οκτωβριου", "νοεμβριου", "δεκεμβριου" },
	{ "ιαν", "φεβ", "μαρ", "απρ", "μαι", "ιουν", "ιουλ", "αυγ", "σεπ", "οκτ", "νοε",
	  "δεκ" },
	{ "", "", "", "", "", "", "", "", "σεπτ", "", "", "" },
	/* Hindi */
	{ "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर",
	  "नवंबर", "दिसंबर" },
	{ "", "फरवरी", "", "", "", "", "", "", "सितम्बर", "अक्तूबर", "नवम्बर", "दिसम्बर" },
	/* Hungarian */
	{ "januar", "februar", "marcius", "aprilis", "majus", "junius", "julius",
	  "augusztus", "szeptember", "oktober", "november", "december" },
	{ "jan", "febr", "marc", "apr", "maj", "jun", "jul", "aug", "szept", "okt", "nov",
	  "dec" },
	{ "", "feb", "mar", "", "", "", "", "", "", "", "", "" },
	/* Indonesian */
	{ "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus",
	  "september", "oktober", "november", "desember" },
	{ "jan", "pebruari", "mar", "apr", "", "jun", "jul", "agu", "sep", "okt",
	  "nopember", "des" },
	{ "", "feb", "", "", "", "", "", "agt", "", "", "nov", "" },
	{ "", "peb", "", "", "", "", "", "ags", "", "", "nop", "" },
	/* Irish */
	{ "eanair", "feabhra", "marta", "aibrean", "bealtaine", "meitheamh", "iuil",
	  "lunasa", "mean fomhair", "deireadh fomhair", "samhain", "nollaig" },
	{ "ean", "feabh", "mharta", "aibreain", "bhealtaine", "mheithimh", "", "",
	  "mhean fomhair", "dheireadh fomhair", "samhna", "nollag" },
	{ "", "", "", "aib", "beal", "meith", "", "", "mfomh", "dfomh", "samh", "noll" },
	/* Italian */
	{ "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
	  "settembre", "ottobre", "novembre", "dicembre" },
	{ "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov",
	  "dic" },
	{ "", "febb", "", "", "", "", "", "", "sett", "", "", "" },
	/* Lithuanian */
	{ "sausis", "vasaris", "kovas", "balandis", "geguze", "birzelis", "liepa",
	  "rugpjutis", "rugsejis", "spalis", "lapkritis", "gruodis" },
	{ "sausio", "vasario", "kovo", "balandzio", "geguzes", "birzelio", "liepos",
	  "rugpjucio", "rugsejo", "spalio", "lapkricio", "gruodzio" },
	{ "saus", "vas", "kov", "bal", "geg", "birz", "liep", "rugp", "rugs", "spal",
	  "lapkr", "gruod" },
	/* Nepali */
	{ "जनवरी", "फेब्रुअरी", "मार्च", "अप्रिल", "मे", "जुन", "जुलाई", "अगस्ट", "सेप्टेम्बर", "अक्टोबर",
	  "नोभेम्बर", "डिसेम्बर" },
	{ "", "फेब्रुवरी", "", "", "", "", "जुलाइ", "अगस्त", "सेप्टेम्वर", "अक्टुबर", "नोवेम्बर", "" },
	/* Norwegian */
	{ "januar", "februar", "mars", "april", "mai", "juni", "juli", "august",
	  "september", "oktober", "november", "desember" },
	{ "jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep", "okt", "nov", "des" },
	{ "", "", "", "", "", "", "", "", "sept", "", "", "" },
	/* Polish */
	{ "styczen", "luty", "marzec", "kwiecien", "maj", "czerwiec", "lipiec", "sierpien",
	  "wrzesien", "pazdziernik", "listopad", "grudzien" },
	{ "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia",
	  "wrzesnia", "pazdziernika", "listopada", "grudnia" },
	{ "sty", "lut", "mar", "kwi", "", "cze", "lip", "sie", "wrz", "paz", "lis", "gru" },
	/* Portuguese */
	{ "janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto",
	  "setembro", "outubro", "novembro", "dezembro" },
	{ "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov",
	  "dez" },
	/* Romanian */
	{ "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august",
	  "septembrie", "octombrie", "noiembrie", "decembrie" },
	{ "ian", "feb", "mar", "apr", "", "iun", "iul", "aug", "sept", "oct", "nov",
	  "dec" },
	{ "", "", "", "", "", "", "", "", "sep", "", "noi", "" },
	/* Russian */
	{ "январь", "февраль", "март", "апрель", "маи", "июнь", "июль", "август",
	  "сентябрь", "октябрь", "ноябрь", "декабрь" },
	{ "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
	  "сентября", "октября", "ноября", "декабря" },
	{ "янв", "фев", "мар", "апр", "", "июн", "июл", "авг", "сен", "окт", "ноя", "дек" },
	{ "", "февр", "", "", "", "", "", "", "сент", "", "нояб", "" },
	/* Spanish */
	{ "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
	  "septiembre", "octubre", "noviembre", "diciembre" },
	{ "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "setiembre", "oct", "nov",
	  "dic" },
	{ "", "", "", "", "", "", "", "", "sept", "", "", "" },
	{ "", "", "", "", "", "", "", "", "set", "", "", "" },
	{ "", "", "", "", "", "", "", "", "sep", "", "", "" },
	/* Swedish */
	{ "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
	  "september", "oktober", "november", "december" },
	{ "jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep", "okt", "nov", "dec" },
	{ "", "febr", "", "", "", "", "", "", "sept", "", "", "" },
	/* Tamil */
	{ "ஜனவரி", "பிப்ரவரி", "மார்ச்", "ஏப்ரல்", "மே", "ஜூன்", "ஜூலை", "ஆகஸ்ட்", "செப்டம்பர்",
	  "அக்டோபர்", "நவம்பர்", "டிசம்பர்" },
	{ "ஜன", "பிப்", "மார்", "ஏப்", "", "", "", "ஆகஸ்டு", "செப்டெம்பர்", "அக்", "நவ", "டிச" },
	{ "", "", "", "", "", "", "", "ஆக", "செப்", "", "", "" },
	/* Turkish */
	{ "ocak", "subat", "mart", "nisan", "mayis", "haziran", "temmuz", "agustos",
	  "eylul", "ekim", "kasim", "aralik" },
	{ "oca", "sub", "mar", "nis", "may", "haz", "tem", "agu", "eyl", "eki", "kas",
	  "ara" },
	/* Ukrainian */
	{ "січень", "лютии", "березень", "квітень", "травень", "червень", "липень",
	  "серпень", "вересень", "жовтень", "листопад", "грудень" },
	{ "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня",
	  "вересня", "жовтня", "листопада", "грудня" },
	{ "січ", "лют", "бер", "квіт", "трав", "черв", "лип", "серп", "вер", "жовт", "лист",
	  "груд" },
	{ "", "", "", "кві", "тра", "чер", "", "сер", "", "жов", "лис", "гру" },
	/* clang-format on */
};

static const char *const JOINS[] = { "of", "de", "del", "do", "d", "di", "nam", NULL };

static const char *const AFTER_YEAR[] = {
	/* clang-format off */
	"m", "metu",				/* Lithuanian */
	"ko", "urteko",				/* Basque */
	"г", "года", "р", "року",		/* Russian, Ukrainian */
	"թ", "թվականի",				/* Armenian */
	"ev", "evi",				/* Hungarian */
	NULL
	/* clang-format on */
};

static const char *const AFTER_DAY[] = { "st", "nd",  "rd", "th", "er", "e",  "a", "ste",
					 "de", "ean", "an", "го", "е",	"ое", NULL };

static const char *const BESIDE_YEAR[] = {
	"spring",    "summer", "autumn", "fall", "winter", "ca",
	"circa",     "c",      "year",	 "ad",	 "ce",	   "copyright",
	"published", "г",      "год",	 "р",	 "рік",	   NULL
};

unsigned
pm_month_of(const char *word)
{
	unsigned month;
	size_t i;

	if (strlen(word) < 3)
		return 0;
	for (i = 0; i < sizeof MONTHS / sizeof *MONTHS; i++)
		for (month = 0; month < 12; month++)
			if (MONTHS[i][month][0] == word[0] &&
			    strcmp(MONTHS[i][month], word) == 0)
				return month + 1;
	return 0;
}

static bool
is_among(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

bool
pm_word_numbers_month(const char *word)
{
	return strcmp(word, "thang") == 0 || strcmp(word, "thg") == 0;
}

bool
pm_word_joins_date(const char *word)
{
	return is_among(word, JOINS);
}

bool
pm_word_follows_year(const char *word)
{
	return is_among(word, AFTER_YEAR);
}

bool
pm_word_follows_day(const char *word)
{
	return is_among(word, AFTER_DAY);
}

bool
pm_word_leaves_year(const char *word)
{
	return is_among(word, BESIDE_YEAR);
}
