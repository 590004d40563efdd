/* Pressmark - tests of corpus/dates/date.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/dates/date.h"
#include "support/calendar.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct date_case {
	const char *text;
	uint32_t day;
};

/* From memory of the exact size, so that a read beyond the end is found. */
static uint32_t
parse(const char *text)
{
	size_t len = strlen(text);
	char *copy = malloc(len == 0 ? 1 : len);
	uint32_t day;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, len);
	day = pm_date_parse(copy, len, PM_DATE_ORDER_UNKNOWN, NULL);
	free(copy);
	return day;
}

static void
check_all(const struct date_case *cases, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint32_t day = parse(cases[i].text);

		ck_assert_msg(day == cases[i].day, "'%s' gives %u instead of %u",
			      cases[i].text, day, cases[i].day);
	}
}

#define CHECK_ALL(cases) check_all(cases, sizeof(cases) / sizeof *(cases))

START_TEST(numbers_with_the_year_first)
{
	static const struct date_case cases[] = {
		/* clang-format off */
		{ "2024-03-05", 20240305 },
		{ "2024-03-05T10:00:00Z", 20240305 },
		{ "2024-03-05T23:59:59-11:00", 20240305 },
		{ "2024-03-05 10:00", 20240305 },
		{ "2024-03-05+01:00", 20240305 },
		{ "2024-03-05Z", 20240305 },
		{ "2024-3-5", 20240305 },
		{ "2024/03/05", 20240305 },
		{ "2024.03.05", 20240305 },
		{ "20240305", 20240305 },
		{ "20240305T100000Z", 20240305 },
		{ "20240305100000", 20240305 },
		{ "2024-Mar-05", 20240305 },
		{ "2024 March 5", 20240305 },
		{ "2024\u5e743\u67085\u65e5", 20240305 },
		{ "  \"2024-03-05\"", 20240305 },
		{ "2024-02-29", 20240229 },
		{ "202403051000", 20240305 },
		{ "2024030510:00", 20240305 },
		{ "2024030510", 20240305 },
		{ "202403052400", 0 },		/* no such hour */
		{ "202413011200", 0 },
		{ "20240305106000", 0 },
		{ "2024. 3. 5.", 20240305 },
		{ "2024/March 5", 20240305 },
		{ "2024\ub144 3\uc6d4 5\uc77c", 20240305 },
		{ "2024\u5e74 3\u6708 5\u65e5 10\u65f6", 20240305 },
		{ "D:20240305100000+01'00'", 20240305 },
		{ "D:20240305", 20240305 },
		{ "D:202403", 20240300 },
		{ "D:2024", 20240000 },
		{ "D:202403051", 0 },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(dates_of_protocols)
{
	static const struct date_case cases[] = {
		{ "Tue, 05 Mar 2024 10:00:00 +0100", 20240305 },
		{ "05 Mar 2024 10:00:00 GMT", 20240305 },
		{ "Tuesday, 05-Mar-24 10:00:00 GMT", 20240305 },
		{ "Friday, 05-Mar-71 10:00:00 GMT", 19710305 },
		{ "Tue Mar  5 10:00:00 2024", 20240305 },
		{ "Tue Mar 5 10:00:00 CET 2024", 20240305 },
		{ "Tue Mar 05 10:00:00 +0000 2024", 20240305 },
		{ "Tue Mar 5 10:00:00 PM GMT+0100 2024", 20240305 },
		{ "Tue Mar 05 2024 10:00:00 GMT+0100 (CET)", 20240305 },
		{ "26-FEB-1987 15:01:01.79", 19870226 },
		{ " 2-MAR-1987 00:26:32.41", 19870302 },
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(dates_in_words)
{
	static const struct date_case cases[] = {
		/* clang-format off */
		{ "5 March 2024", 20240305 },
		{ "March 5, 2024", 20240305 },
		{ "March 5 2024", 20240305 },
		{ "Mar. 5th, 2024", 20240305 },
		{ "MARCH 5TH, 2024", 20240305 },
		{ "5-Mar-2024", 20240305 },
		{ "5th of March, 2024", 20240305 },
		{ "Sunday, March 3rd, 2024 at 10:15 AM", 20240303 },
		{ "Dienstag, den 5. M\u00e4rz 2024", 20240305 },
		{ "Dienstag, 5. Maerz 2024, 10:00 Uhr", 20240305 },
		{ "1er ao\u00fbt 2024", 20240801 },
		{ "le 3 f\u00e9vrier 2020", 20200203 },
		{ "5 de marzo de 2024", 20240305 },
		{ "mi\u00e9rcoles, 6 de marzo de 2024", 20240306 },
		{ "luned\u00ec 15 gennaio 2024", 20240115 },
		{ "woensdag 6 maart 2024", 20240306 },
		{ "5 de mar\u00e7o de 2024", 20240305 },
		{ "ter\u00e7a-feira, 5 de mar\u00e7o de 2024", 20240305 },
		{ "5 pa\u017adziernika 2020", 20201005 },
		{ "fe\u0301vrier 3, 2020", 20200203 },	/* accent by itself */
		{ "5\u00a0March\u00a02024", 20240305 },
		{ "05MAR2024", 20240305 },
		{ "den 5:e mars 2024", 20240305 },
		{ "5-\u0433\u043e \u043c\u0430\u0440\u0442\u0430 2024 \u0433.", 20240305 },
		{ "5 d\u2019abril de 2024", 20240405 },
		{ "2024 m. kovo 5 d.", 20240305 },
		{ "2024(e)ko martxoaren 5a", 20240305 },
		{ "2024ko martxoaren 5ean", 20240305 },
		{ "2024. m\u00e1rcius 5-\u00e9n", 20240305 },
		{ "ng\u00e0y 5 th\u00e1ng 3 n\u0103m 2024", 20240305 },
		{ "5 MART 2024", 20240305 }, { "5 KASIM 2024", 20241105 },
		{ "5 HAZ\u0130RAN 2024", 20240605 },
		{ "1 \uff2d\uff41\uff52\uff43\uff48 2024", 20240301 },	/* full width */
		{ "Th\u1ee9 Ba, 5 th\u00e1ng 12, 2024", 20241205 },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(numbers_with_the_day_or_month_first)
{
	static const struct date_case cases[] = {
		/* clang-format off */
		{ "5.3.2024", 20240305 },
		{ "05.03.2024 10:00", 20240305 },
		{ "5. 3. 2024", 20240305 },
		{ "3.13.2024", 0 },		/* points: the day is first */
		{ "13/3/2024", 20240313 },
		{ "3/13/2024", 20240313 },
		{ "13-03-2024", 20240313 },
		{ "3/3/2024", 20240303 },
		{ "3/5/2024", 0 },		/* ambiguous */
		{ "03-05-2024", 0 },
		{ "13/13/2024", 0 },
		{ "31/4/2024", 0 },
		{ "8/14/26", 20260814 }, { "8/14/26 11:03", 20260814 },
		{ "14.8.26", 20260814 }, { "14.08.68", 20680814 }, { "14.08.69", 19690814 },
		{ "3/5/24", 0 },		/* ambiguous */
		{ "14-08-26", 0 },		/* three ways */
		{ "14.8.26.1", 0 }, { "1.2.34:5", 0 },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(seconds_and_milliseconds)
{
	static const struct date_case cases[] = {
		/* clang-format off */
		{ "1709632800", 20240305 },
		{ "1709632800000", 20240305 },
		{ "1709632800.25", 20240305 },
		{ "1709596799", 20240304 },
		{ "1709596800", 20240305 },
		{ "541382400", 19870227 }, { "541382400000", 19870227 },
		{ "978220800", 20001231 }, { "999999999", 20010909 },
		{ "86400000.5", 19720927 }, { "86400000000", 19720927 },
		{ "190101000000", 19760110 },	/* no day of 1901 */
		{ "190101010000", 19760110 },	/* before 1970, so no day and time */
		{ "100000000000", 19730303 },
		{ "197605310930", 19760531 },	/* a day with its time */
		{ "20241301", 0 }, { "31122024", 0 }, { "12312024", 0 }, { "05032024", 0 },
		{ "99999999", 0 }, { "00000000", 0 }, { "0541382400", 0 }, { "0000000000", 0 },
		{ "86400", 0 }, { "0", 0 }, { "202403", 0 }, { "20240305000000000", 0 },
		{ "541382400 x", 0 },
		{ "99999999999999999999999999", 0 },
		{ "1709632800 seconds", 0 }, { "1709632800:10", 0 }, { "(1709632800)", 20240305 },
		{ "1709632800000 ms", 0 },
		{ "1999123199", 20330507 },	/* no such hour */
		{ "2033050100", 20330501 },	/* a day and an hour */
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(numbers_are_epochs_unless_they_are_dates)
{
	static const struct date_case cases[] = {
		/* clang-format off */
		{ "541382400", 19870227 }, { "541382400000", 19870227 },
		{ "5.413824e8", 19870227 }, { "541382400.75", 19870227 },
		{ "54138240000e-2", 19870227 },
		{ "0", 19700101 }, { "1", 19700101 }, { "86400", 19700102 }, { "-0", 19700101 },
		{ "-1", 19691231 }, { "-0.5", 19691231 }, { "-86400", 19691231 },
		{ "-86401", 19691230 }, { "-86400000000", 19670407 }, { "-1e11", 19661031 },
		{ "-20240305", 19690511 },
		{ "1899", 18990000 }, { "2024", 20240000 }, { "2024.0", 20240000 },
		{ "2.024e3", 20240000 }, { "3001", 19700101 },
		{ "202403", 20240300 }, { "190001", 19000100 }, { "202413", 19700103 },
		{ "240305", 0 }, { "991231", 0 }, { "993131", 19700112 },
		{ "20240305", 20240305 }, { "20240305.0", 20240305 }, { "20240300", 20240300 },
		{ "20241301", 0 }, { "31122024", 0 }, { "99999999", 0 },
		{ "31536000", 19710101 }, { "2592000", 19700131 },
		{ "190101000000", 19760110 }, { "202403051000", 20240305 },
		{ "202413011200", 19760531 }, { "20240305100000", 20240305 },
		{ "20241305100000", 0 }, { "1709632800000000", 0 }, { "1e400", 0 },
		{ "1e-400", 19700101 }, { "123456789012345678901234567890", 0 },
		{ "", 0 }, { "-", 0 }, { "1e5x", 0 },
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *text = cases[i].text;
		uint32_t day = pm_date_parse_number(text, strlen(text));

		ck_assert_msg(day == cases[i].day, "%s gives %u instead of %u", text, day,
			      cases[i].day);
	}
}
END_TEST

START_TEST(a_month_or_a_year)
{
	static const struct date_case cases[] = {
		/* clang-format off */
		{ "2024", 20240000 }, { " (2024) ", 20240000 }, { "2024.", 20240000 },
		{ "\u00a9 2024", 20240000 }, { "spring 2024", 20240000 }, { "2024 Fall", 20240000 },
		{ "ca. 1850", 18500000 }, { "Published: 2024", 20240000 },
		{ "2024\u5e74", 20240000 }, { "2024-00-00", 20240000 }, { "20240000", 20240000 },
		{ "2024-03", 20240300 }, { "2024/03", 20240300 }, { "2024.03", 20240300 },
		{ "2024-03-00", 20240300 }, { "20240300", 20240300 }, { "2024-Mar", 20240300 },
		{ "03/2024", 20240300 }, { "3.2024", 20240300 }, { "3-2024", 20240300 },
		{ "March 2024", 20240300 }, { "Mar. 2024", 20240300 }, { "March, 2024", 20240300 },
		{ "March of 2024", 20240300 }, { "2024 March", 20240300 },
		{ "marzo de 2024", 20240300 }, { "Published in March 2024", 20240300 },
		{ "2024\u5e743\u6708", 20240300 }, { "th\u00e1ng 3 n\u0103m 2024", 20240300 },
		{ "maaliskuu 2024", 20240300 }, { "2024 m. kovas", 20240300 },
		/* none of both */
		{ "1999s", 0 }, { "x1999", 0 }, { "19999", 0 }, { "1999 and 2001", 0 },
		{ "before 1999", 0 }, { "page 1999", 0 }, { "Q1 2024", 0 }, { "week 10, 2024", 0 },
		{ "No. 5, March", 0 }, { "2024-13", 0 }, { "2024-W10", 0 }, { "2024-065", 0 },
		{ "13/2024", 0 }, { "2024-03-", 0 }, { "2024 10:00", 0 },
		{ "Volume 5 (March 2024)", 0 }, { "32 March 2024", 0 }, { "2999", 29990000 },
		{ "3000", 0 }, { "0999", 0 },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(the_first_of_a_range)
{
	static const struct date_case cases[] = {
		/* clang-format off */
		{ "2020 Jan-Feb", 20200100 }, { "Jan-Feb 2020", 20200100 },
		{ "January/February 2020", 20200100 }, { "1998 Dec-1999 Jan", 19981200 },
		{ "1998-1999", 19980000 }, { "1998\u20131999", 19980000 }, { "1998-99", 19980000 },
		{ "1998/99", 19980000 }, { "1998-1997", 0 }, { "5-7 March 2024", 20240305 },
		{ "5. - 7. M\u00e4rz 2024", 20240305 }, { "March 5-7, 2024", 20240305 },
		{ "30 April \u2013 2 May 2024", 20240430 }, { "2020 Jan 5-Feb 3", 20200105 },
		{ "April 30 - May 2, 2024", 20240430 },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(a_date_in_a_sentence)
{
	static const struct date_case cases[] = {
		/* clang-format off */
		{ "Published: 5 March 2024", 20240305 },
		{ "Updated 5 March 2024 10:00", 20240305 },
		{ "Last modified on Tuesday the 5th of March, 2024, by the editor", 20240305 },
		{ "10:06am Mar 5, 2024", 20240305 }, { "8:25 a.m. Mar. 5, 2024", 20240305 },
		{ "10.30 Uhr, 5. M\u00e4rz 2024", 20240305 },
		{ "Date: 2024-03-05", 20240305 }, { "date:20240305", 20240305 },
		{ "Posted 8/14/26", 20260814 }, { "No. 12, 5 March 2024", 20240305 },
		{ "version 2.5 March 2024", 0 }, { "a:b:c 2024-02-30", 0 },
		{ "ID 1709632800", 0 }, { "v20240305", 0 },
		/* clang-format on */
	};
	char text[260];

	CHECK_ALL(cases);
	memset(text, '-', sizeof text);
	memcpy(text + 199, "5 March 2024", 13);
	ck_assert_uint_eq(parse(text), 20240305);
	memcpy(text + 199, " 5 March 2024", 14);
	ck_assert_uint_eq(parse(text), 0);
}
END_TEST

START_TEST(digits_of_other_scripts)
{
	static const struct date_case cases[] = {
		{ "\u0662\u0660\u0662\u0664-\u0660\u0663-\u0660\u0665", 20240305 },
		{ "\u0665 \u0645\u0627\u0631\u0633 \u0662\u0660\u0662\u0664", 20240305 },
		{ "\u096b \u092e\u093e\u0930\u094d\u091a \u0968\u0966\u0968\u096a",
		  20240305 },
		{ "\uff12\uff10\uff12\uff14\u5e74\uff13\u6708\uff15\u65e5", 20240305 },
		/* the years 1402 and 2080 of other calendars; in the digits of all, of this */
		{ "\u06f1\u06f4\u06f0\u06f2/\u06f1\u06f2/\u06f1\u06f5", 0 },
		{ "\u0968\u0966\u096e\u0966-\u0966\u0969-\u0966\u096b", 0 },
		{ "1402/12/15", 14021215 },
		/* a time in them, and a date that is not */
		{ "\u0661\u0660:\u0660\u0660, 2080-03-05", 20800305 },
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(none_is_invented)
{
	static const struct date_case cases[] = {
		/* clang-format off */
		{ "", 0 }, { " ", 0 }, { "March 5", 0 }, { "5 March", 0 },
		{ "March 5, 10 am", 0 }, { "5 March 10 Uhr", 0 }, { "March 5, 10.30", 0 },
		{ "24-03-05", 0 }, { "2024-02-30", 0 },
		{ "2024-13-01", 0 }, { "2024-00-10", 0 }, { "0999-01-01", 0 },
		{ "3000-01-01", 0 }, { "20241301", 0 }, { "20240305x", 0 },
		{ "2024-03-055", 0 }, { "5 Marchx 2024", 0 }, { "x5 March 2024", 0 },
		{ "yesterday", 0 }, { "n/a", 0 }, { "Marsh 5, 2024", 0 },
		{ "10:00", 0 }, { "1.2.3.4", 0 }, { "-1709632800", 0 },
		{ "1.7096328e9", 0 }, { "\xff\xfe", 0 }, { "5 M\xc3", 0 },
		{ "2024-03-0512:00", 0 }, { "2024-03-05.12", 0 }, { "2024 March 5.12", 0 },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(every_day_in_every_form_is_read_back)
{
	static const char *const months[] = {
		"January", "February", "March",	    "April",   "May",	   "June",
		"July",	   "August",   "September", "October", "November", "December"
	};
	unsigned year, month, day;

	for (year = 1996; year <= 2001; year++) {
		for (month = 1; month <= 12; month++) {
			for (day = 1; day <= pm_days_in_month(year, month); day++) {
				uint32_t wanted = pm_day(year, month, day);
				char text[64];

				snprintf(text, sizeof text, "%04u-%02u-%02u", year, month,
					 day);
				ck_assert_uint_eq(parse(text), wanted);
				snprintf(text, sizeof text, "%u.%u.%u", day, month, year);
				ck_assert_uint_eq(parse(text), wanted);
				snprintf(text, sizeof text, "%u %.3s %u", day,
					 months[month - 1], year);
				ck_assert_uint_eq(parse(text), wanted);
				snprintf(text, sizeof text, "%s %u, %u",
					 months[month - 1], day, year);
				ck_assert_uint_eq(parse(text), wanted);
			}
		}
	}
}
END_TEST

START_TEST(months_of_many_languages)
{
	static const char *const months[][12] = {
		/* clang-format off */
		{ "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس",
		  "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر" },
		{ "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب",
		  "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول" },
		{ "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت",
		  "شتنبر", "أكتوبر", "نونبر", "دجنبر" },
		{ "Հունվարի", "ՓԵՏՐՎԱՐԻ", "մարտի", "Ապրիլի", "ՄԱՅԻՍԻ", "հունիսի", "Հուլիսի",
		  "ՕԳՈՍՏՈՍԻ", "սեպտեմբերի", "Հոկտեմբերի", "ՆՈՅԵՄԲԵՐԻ", "դեկտեմբերի" },
		{ "Urtarrilaren", "OTSAILAREN", "martxoaren", "Apirilaren", "MAIATZAREN",
		  "ekainaren", "Uztailaren", "ABUZTUAREN", "irailaren", "Urriaren",
		  "AZAROAREN", "abenduaren" },
		{ "Gener", "FEBRER", "març", "Abril", "MAIG", "juny", "Juliol", "AGOST",
		  "setembre", "Octubre", "NOVEMBRE", "desembre" },
		{ "Ledna", "ÚNORA", "března", "Dubna", "KVĚTNA", "června", "Července",
		  "SRPNA", "zář", "Října", "LISTOPADU", "prosince" },
		{ "Januar", "FEBRUAR", "marts", "April", "MAJ", "juni", "Juli", "AUGUST",
		  "september", "Oktober", "NOVEMBER", "december" },
		{ "Januari", "FEBRUARI", "maart", "April", "MEI", "juni", "Juli",
		  "AUGUSTUS", "september", "Oktober", "NOVEMBER", "december" },
		{ "January", "FEBRUARY", "march", "April", "MAY", "june", "July", "AUGUST",
		  "september", "October", "NOVEMBER", "december" },
		{ "Tammikuuta", "HELMIKUUTA", "maaliskuuta", "Huhtikuuta", "TOUKOKUUTA",
		  "kesäkuuta", "Heinäkuuta", "ELOKUUTA", "syyskuuta", "Lokakuuta",
		  "MARRASKUUTA", "joulukuuta" },
		{ "Janvier", "FÉVRIER", "mars", "Avril", "MAI", "juin", "Juillet", "AOÛT",
		  "septembre", "Octobre", "NOVEMBRE", "décembre" },
		{ "Januar", "FEBRUAR", "märz", "April", "MAI", "juni", "Juli", "AUGUST",
		  "september", "Oktober", "NOVEMBER", "dezember" },
		{ "Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου",
		  "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου",
		  "Δεκεμβρίου" },
		{ "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर",
		  "अक्टूबर", "नवंबर", "दिसंबर" },
		{ "Január", "FEBRUÁR", "március", "Április", "MÁJUS", "június", "Július",
		  "AUGUSZTUS", "szeptember", "Október", "NOVEMBER", "december" },
		{ "Januari", "FEBRUARI", "maret", "April", "MEI", "juni", "Juli", "AGUSTUS",
		  "september", "Oktober", "NOVEMBER", "desember" },
		{ "Ean", "FEABH", "mhárta", "Aibreáin", "BHEALTAINE", "mheithimh", "Iúil",
		  "LÚNASA", "mheán fómhair", "Dheireadh Fómhair", "SAMHNA", "nollag" },
		{ "Gennaio", "FEBBRAIO", "marzo", "Aprile", "MAGGIO", "giugno", "Luglio",
		  "AGOSTO", "settembre", "Ottobre", "NOVEMBRE", "dicembre" },
		{ "Sausio", "VASARIO", "kovo", "Balandžio", "GEGUŽĖS", "birželio", "Liepos",
		  "RUGPJŪČIO", "rugsėjo", "Spalio", "LAPKRIČIO", "gruodžio" },
		{ "जनवरी", "फेब्रुअरी", "मार्च", "अप्रिल", "मे", "जुन", "जुलाई", "अगस्ट", "सेप्टेम्बर",
		  "अक्टोबर", "नोभेम्बर", "डिसेम्बर" },
		{ "Januar", "FEBRUAR", "mars", "April", "MAI", "juni", "Juli", "AUGUST",
		  "september", "Oktober", "NOVEMBER", "desember" },
		{ "Stycznia", "LUTEGO", "marca", "Kwietnia", "MAJA", "czerwca", "Lipca",
		  "SIERPNIA", "września", "Października", "LISTOPADA", "grudnia" },
		{ "Janeiro", "FEVEREIRO", "março", "Abril", "MAIO", "junho", "Julho",
		  "AGOSTO", "setembro", "Outubro", "NOVEMBRO", "dezembro" },
		{ "Ianuarie", "FEBRUARIE", "martie", "Aprilie", "MAI", "iunie", "Iulie",
		  "AUGUST", "septembrie", "Octombrie", "NOIEMBRIE", "decembrie" },
		{ "Января", "ФЕВРАЛЯ", "марта", "Апреля", "МАЯ", "июня", "Июля", "АВГУСТА",
		  "сентября", "Октября", "НОЯБРЯ", "декабря" },
		{ "Enero", "FEBRERO", "marzo", "Abril", "MAYO", "junio", "Julio", "AGOSTO",
		  "septiembre", "Octubre", "NOVIEMBRE", "diciembre" },
		{ "Januari", "FEBRUARI", "mars", "April", "MAJ", "juni", "Juli", "AUGUSTI",
		  "september", "Oktober", "NOVEMBER", "december" },
		{ "ஜனவரி", "பிப்ரவரி", "மார்ச்", "ஏப்ரல்", "மே", "ஜூன்", "ஜூலை", "ஆகஸ்ட்",
		  "செப்டம்பர்", "அக்டோபர்", "நவம்பர்", "டிசம்பர்" },
		{ "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos",
		  "eylül", "ekim", "kasım", "aralık" },
		{ "Січня", "ЛЮТОГО", "березня", "Квітня", "ТРАВНЯ", "червня", "Липня",
		  "СЕРПНЯ", "вересня", "Жовтня", "ЛИСТОПАДА", "грудня" },
		/* clang-format on */
	};
	unsigned month;
	char text[100];
	size_t i;

	for (i = 0; i < sizeof months / sizeof *months; i++)
		for (month = 1; month <= 12; month++) {
			static const char *const around[][2] = { { "5 ", " 2024" },
								 { "", " 5, 2024" },
								 { "2024 ", " 5" },
								 { "", " 2024" } };
			size_t k;

			for (k = 0; k < 4; k++) {
				snprintf(text, sizeof text, "%s%s%s", around[k][0],
					 months[i][month - 1], around[k][1]);
				ck_assert_msg(parse(text) ==
						      pm_date(2024, month, k < 3 ? 5 : 0),
					      "%s", text);
			}
		}
}
END_TEST

START_TEST(find_looks_anywhere)
{
	static const struct {
		const char *text;
		enum pm_date_order order;
		uint32_t day;
		size_t at;
	} cases[] = {
		{ "Posted on March 5, 2024 by X", 0, 20240305, 10 },
		{ "12:34, 5 March 2024", 0, 20240305, 7 },
		{ "version 20240305 of 2024-03-06", 0, 20240306, 20 },
		{ "call 1709632800", 0, 0, 0 },
		{ "on 3/5/2024", 0, 0, 0 },
		{ "on 3/5/2024", PM_DATE_DAY_FIRST, 20240503, 3 },
		{ "on 3/5/2024", PM_DATE_MONTH_FIRST, 20240305, 3 },
		{ "12 may be 5 June 2020", 0, 20200605, 10 },
		{ "in March 2024, in 2024, in 2024-03 and 03/2024", 0, 0, 0 },
		{ "3/13/24 and 5 March 24", 0, 0, 0 },
		{ "am 5. \u043c\u0430\u0440\u0442\u0430 2024", 0, 20240305, 3 },
		{ "", 0, 0, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t at = 0;

		ck_assert_uint_eq(pm_date_find(cases[i].text, strlen(cases[i].text),
					       cases[i].order, &at),
				  cases[i].day);
		ck_assert_uint_eq(at, cases[i].at);
	}
}
END_TEST

/* Pieces of dates in any order, cut anywhere: a date that there is, and no harm. */
START_TEST(pieces_of_dates_in_any_order)
{
	static const char *const pieces[] = {
		"2024",
		"24",
		"5",
		"05",
		"13",
		"00",
		"1709632800",
		"20240305",
		"March",
		"Mar",
		"mai",
		"marca",
		"\u043c\u0430\u0440\u0442\u0430",
		"th\u00e1ng",
		"Me\u00e1n F\u00f3mhair",
		"\u0663",
		"\u0662\u0660\u0662\u0664",
		"\u5e74",
		"\u6708",
		"\uc6d4",
		"of",
		"de",
		"ko",
		"th",
		"am",
		"D:",
		"T",
		"Z",
		"GMT",
		"+0100",
		"10:00",
		"\xff",
		"\xe5\xb9",
		"\u200f",
		" ",
		" ",
		" ",
		"-",
		"-",
		"/",
		"/",
		".",
		",",
		":",
		"'",
		"\u2013",
		"(",
		"\n",
		"spring"
	};
	unsigned round;

	srand(1);
	for (round = 0; round < 100000; round++) {
		char text[200] = "";
		struct pm_date_numbers numbers;
		unsigned n = 1 + (unsigned)rand() % 9;
		size_t len, at = 0;
		uint32_t date;
		char *copy;

		while (n-- > 0)
			strcat(text,
			       pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
		len = strlen(text);
		len -= (size_t)rand() % 4 == 0 ? (size_t)rand() % len : 0;
		copy = malloc(len);
		ck_assert_ptr_nonnull(copy);
		memcpy(copy, text, len);
		date = pm_date_parse(copy, len, (enum pm_date_order)(rand() % 3),
				     &numbers);
		ck_assert_msg(date == pm_date(date / 10000, date / 100 % 100, date % 100),
			      "%s", text);
		ck_assert(!numbers.either || numbers.shows == PM_DATE_ORDER_UNKNOWN);
		date = pm_date_find(copy, len, (enum pm_date_order)(rand() % 3), &at);
		ck_assert_msg(date == pm_day(date / 10000, date / 100 % 100, date % 100),
			      "%s", text);
		ck_assert_uint_lt(at, len);
		free(copy);
	}
}
END_TEST

START_TEST(long_texts_take_linear_time)
{
	size_t len = 2000000, i;
	char *text = malloc(len);

	ck_assert_ptr_nonnull(text);
	for (i = 0; i < len; i++)
		text[i] = "5  "[i % 3];
	ck_assert_uint_eq(pm_date_find(text, len, 0, NULL), 0);
	memset(text, '1', len);
	ck_assert_uint_eq(pm_date_find(text, len, 0, NULL), 0);
	ck_assert_uint_eq(pm_date_parse(text, len, 0, NULL), 0);
	memset(text, 'm', len);
	ck_assert_uint_eq(pm_date_find(text, len, 0, NULL), 0);
	memset(text, ' ', len);
	ck_assert_uint_eq(pm_date_parse(text, len, 0, NULL), 0);
	free(text);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("date");
	TCase *t = tcase_create("date");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_test(t, numbers_with_the_year_first);
	tcase_add_test(t, dates_of_protocols);
	tcase_add_test(t, dates_in_words);
	tcase_add_test(t, numbers_with_the_day_or_month_first);
	tcase_add_test(t, seconds_and_milliseconds);
	tcase_add_test(t, numbers_are_epochs_unless_they_are_dates);
	tcase_add_test(t, a_month_or_a_year);
	tcase_add_test(t, the_first_of_a_range);
	tcase_add_test(t, a_date_in_a_sentence);
	tcase_add_test(t, digits_of_other_scripts);
	tcase_add_test(t, none_is_invented);
	tcase_add_test(t, months_of_many_languages);
	tcase_add_test(t, every_day_in_every_form_is_read_back);
	tcase_add_test(t, find_looks_anywhere);
	tcase_add_test(t, pieces_of_dates_in_any_order);
	tcase_add_test(t, long_texts_take_linear_time);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
