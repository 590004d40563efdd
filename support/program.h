/* Pressmark - what a program does before anything else.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For the two programs only: it changes what belongs to the whole process.
 */
#ifndef PM_SUPPORT_PROGRAM_H
#define PM_SUPPORT_PROGRAM_H

/* Ignore the signals that would end the program where a call can fail instead: a reader
 * that has gone away (EPIPE), and a file that may not grow further (EFBIG).
 *
 * If bytes of a mapped file (mapped.h) are lost while it is being read, the program ends
 * with status 2 and one message, which begins with NAME.  NAME must be static. */
void pm_program_begin(const char *name);

#endif
