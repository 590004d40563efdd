/* Pressmark - files that belong to the program: a module, a program that it runs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Such a file is looked for
 *
 *	1. in the program's folder, where a build puts both;
 *	2. where an installation puts it as seen from the program, so that it may have been
 *	   made elsewhere (DESTDIR), or have been moved;
 *	3. where this build is to be installed.
 *
 * The program's folder is that of the file that is run, whatever links lead there.  The
 * environment has no say.
 */
#ifndef PM_SUPPORT_BESIDE_H
#define PM_SUPPORT_BESIDE_H

/* The path of the file called NAME; where none is, the last place that was looked at.  NULL
 * if memory runs out.  The caller frees it. */
char *pm_beside_program(const char *name);

#endif
