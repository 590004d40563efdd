/* Pressmark - which language is a text in?  See detect.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/language/detect.h"

#include <cstdio>
#include <cstring>
/* It names FILE without saying where that comes from. */
#include <cld2/public/compact_lang_det.h>
#include <string>

namespace {

/* More does not make the answer better. */
constexpr std::size_t LOOK_AT = 2048;

/* The first bytes of S, at most N, without half a character at the end. */
std::size_t
cut(const char *s, std::size_t len, std::size_t n)
{
	if (len <= n)
		return len;
	while (n > 0 && (static_cast<unsigned char>(s[n]) & 0xc0) == 0x80)
		n--;
	return n;
}

} // namespace

extern "C" size_t
pm_detect_language(const char *title, size_t title_len, const char *text, size_t text_len,
		   char code[PM_LANGUAGE_TEXT])
{
	const bool plain_text = true; /* no HTML */
	bool reliable = false;

	code[0] = '\0';
	try {
		std::string both(title, cut(title, title_len, LOOK_AT / 4));

		both += '\n';
		both.append(text, cut(text, text_len, LOOK_AT));
		const char *found = CLD2::LanguageCode(CLD2::DetectLanguage(
			both.data(), static_cast<int>(both.size()), plain_text,
			&reliable));
		std::size_t n = std::strcspn(found, "-");

		if (!reliable || n == 0 || n >= PM_LANGUAGE_TEXT ||
		    std::strcmp(found, "un") == 0)
			return 0;
		if (n == 2 && std::memcmp(found, "iw", 2) == 0)
			found = "he";
		std::memcpy(code, found, n);
		code[n] = '\0';
		return n;
	} catch (const std::exception &) {
		return 0;
	}
}
