/* Pressmark - pressmark-pdf: one PDF in, its text out: see frames.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "pdf/frames.h"
#include "pdf/lines.h"

#include <errno.h>
#include <poppler.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#define PIECE ((size_t)1 << 16)
#define PAGES_MAX 100000

/* pressmark-index goes away: there is nothing left to do. */
static void
give_up(void)
{
	_exit(1);
}

static void
write_all(const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			give_up();
		bytes += n;
		len -= (size_t)n;
	}
}

static void
put_frame(enum pm_pdf_frame frame, const char *bytes, size_t len)
{
	char head[32];
	int n = snprintf(head, sizeof head, "%c%zu\n", (char)frame, len);

	write_all(head, (size_t)n);
	write_all(bytes, len);
}

static void
put_string(enum pm_pdf_frame frame, char *text)
{
	if (text != NULL && *text != '\0')
		put_frame(frame, text, strlen(text));
	g_free(text);
}

/* Why there is no more; and that is all. */
static int
fail(const char *why)
{
	put_frame(PM_PDF_FAILED, why, strlen(why));
	put_frame(PM_PDF_END, "", 0);
	return 0;
}

static void
limit(int what, rlim_t n)
{
	const struct rlimit l = { n, n };

	setrlimit(what, &l);
}

/* What hostile bytes may take. */
static void
set_limits(unsigned long megabytes, unsigned long seconds)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	limit(RLIMIT_AS, (rlim_t)megabytes << 20);
#endif
	limit(RLIMIT_CPU, seconds);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#endif
}

static GBytes *
read_input(void)
{
	GByteArray *all = g_byte_array_new();
	static guint8 piece[PIECE];
	ssize_t n;

	while ((n = read(STDIN_FILENO, piece, sizeof piece)) != 0) {
		if (n < 0 && errno != EINTR)
			give_up();
		if (n > 0)
			g_byte_array_append(all, piece, (guint)n);
	}
	return g_byte_array_free_to_bytes(all);
}

static void
put_text(void *ctx, const char *text, size_t len)
{
	GString *out = ctx;

	g_string_append_len(out, text, (gssize)len);
	if (out->len >= PIECE) {
		put_frame(PM_PDF_TEXT, out->str, out->len);
		g_string_truncate(out, 0);
	}
}

static void
put_facts(PopplerDocument *document)
{
	GDateTime *date = poppler_document_get_creation_date_time(document);

	put_string(PM_PDF_TITLE, poppler_document_get_title(document));
	put_string(PM_PDF_AUTHOR, poppler_document_get_author(document));
	put_string(PM_PDF_KEYWORDS, poppler_document_get_keywords(document));
	if (date != NULL) {
		put_string(PM_PDF_DATE, g_date_time_format(date, "%Y-%m-%d"));
		g_date_time_unref(date);
	}
}

/* Where the characters of TEXT are; NULL: what is said is not of these. */
static struct pm_pdf_box *
find_boxes(PopplerPage *page, const char *text, size_t *n)
{
	PopplerRectangle *found = NULL;
	struct pm_pdf_box *boxes = NULL;
	guint n_found = 0, i;

	if (*text != '\0' && poppler_page_get_text_layout(page, &found, &n_found) &&
	    n_found == (guint)g_utf8_strlen(text, -1)) {
		boxes = g_new(struct pm_pdf_box, n_found);
		for (i = 0; i < n_found; i++)
			boxes[i] = (struct pm_pdf_box){ found[i].x1, found[i].y1,
							found[i].x2, found[i].y2 };
	}
	g_free(found);
	*n = n_found;
	return boxes;
}

static void
put_page(struct pm_pdf_lines *l, PopplerDocument *document, int i)
{
	PopplerPage *page = poppler_document_get_page(document, i);
	struct pm_pdf_box *boxes;
	size_t n;
	char *text;

	if (page == NULL)
		return;
	text = poppler_page_get_text(page);
	if (text != NULL && g_utf8_validate(text, -1, NULL)) {
		boxes = find_boxes(page, text, &n);
		pm_pdf_lines_page(l, text, boxes, n);
		g_free(boxes);
	}
	g_free(text);
	g_object_unref(page);
}

static int
put_document(PopplerDocument *document)
{
	int n = poppler_document_get_n_pages(document), i;
	GString *out = g_string_new(NULL);
	struct pm_pdf_lines l;
	char pages[16];

	put_facts(document);
	snprintf(pages, sizeof pages, "%d", n);
	put_frame(PM_PDF_PAGES, pages, strlen(pages));
	if (n > PAGES_MAX)
		return fail("it has more than 100,000 pages");
	pm_pdf_lines_init(&l, put_text, out);
	for (i = 0; i < n; i++) {
		put_page(&l, document, i);
		/* what is there will stay, whatever the next page does */
		if (out->len > 0)
			put_frame(PM_PDF_TEXT, out->str, out->len);
		g_string_truncate(out, 0);
	}
	pm_pdf_lines_end(&l);
	put_frame(PM_PDF_END, "", 0);
	return 0;
}

int
main(int argc, char **argv)
{
	PopplerDocument *document;
	GError *error = NULL;
	GBytes *bytes;

	if (argc != 3) {
		fputs("pressmark-pdf is run by pressmark-index\n", stderr);
		return 2;
	}
	set_limits(strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10));
	bytes = read_input();
	document = poppler_document_new_from_bytes(bytes, NULL, &error);
	if (document != NULL)
		return put_document(document);
	if (g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
		return fail("encrypted");
	return fail("damaged PDF");
}
