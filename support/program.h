/* Pressmark - what a program does before anything else.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For the two programs only: it changes what belongs to the whole process.
 */
#ifndef PM_SUPPORT_PROGRAM_H
#define PM_SUPPORT_PROGRAM_H

/* The first thing that main does: prepare the process as follows, and return what BODY
 * returns.
 *
 * Give BODY a stack of at least PM_STACK_SIZE (thread.h), whatever the shell's limit.
 *
 * If standard input, output or error was closed, open something in its place, so that no
 * other file gets its number.  To read from it, or write to it, still fails.
 *
 * Ignore the signals that would end the program where a call can fail instead: a reader
 * that has gone away (EPIPE), and a file that may not grow further (EFBIG).
 *
 * If bytes of a mapped file (mapped.h) are lost while it is being read, the program ends
 * with status 2 and one message, which begins with NAME.  NAME must be static. */
int pm_program_run(const char *name, int (*body)(int argc, char **argv), int argc,
		   char **argv);

#endif
