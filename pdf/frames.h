/* Pressmark - what pressmark-pdf says about a PDF.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * pressmark-index runs it with one end of a socket as its standard input and output, and
 * the limits as arguments:
 *
 *	pressmark-pdf MEGABYTES SECONDS
 *
 * It reads all of the PDF, up to the end of the input; then it answers in frames: a letter
 * of those below, the number of bytes in decimal digits, a line feed, and the bytes.  What
 * ends without PM_PDF_END has crashed.
 *
 * It is a program of its own, and not a library, since what it reads is hostile and what
 * reads it is large: whatever happens there, a build goes on without that file.
 */
#ifndef PM_PDF_FRAMES_H
#define PM_PDF_FRAMES_H

enum pm_pdf_frame {
	PM_PDF_TITLE = 'T',
	PM_PDF_AUTHOR = 'A',
	PM_PDF_KEYWORDS = 'K',
	PM_PDF_DATE = 'D',   /* 2001-02-03 */
	PM_PDF_PAGES = 'N',  /* how many there are, in digits */
	PM_PDF_TEXT = 'X',   /* as often as needed: what follows the text so far */
	PM_PDF_FAILED = 'E', /* why there is no more; then the end */
	PM_PDF_END = 'Z'
};

#endif
