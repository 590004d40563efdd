# Flags of the compiler and linker that are used only where they are understood.
# SPDX-License-Identifier: GPL-2.0-or-later

# PM_COMPILER_FLAGS(VARIABLE, FLAGS)
# Append to VARIABLE those of FLAGS that the compiler of the current language
# takes without a complaint.
AC_DEFUN([PM_COMPILER_FLAGS], [
	pm_save_flags=$[]_AC_LANG_PREFIX[]FLAGS
	for pm_flag in m4_normalize([$2]); do
		AC_MSG_CHECKING([whether $[]_AC_CC takes $pm_flag])
		_AC_LANG_PREFIX[]FLAGS="$pm_save_flags -Werror $pm_flag"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
			[AC_MSG_RESULT([yes])
			 $1="$$1 $pm_flag"],
			[AC_MSG_RESULT([no])])
	done
	_AC_LANG_PREFIX[]FLAGS=$pm_save_flags
])

# PM_LINKER_FLAGS(VARIABLE, FLAGS)
AC_DEFUN([PM_LINKER_FLAGS], [
	pm_save_ldflags=$LDFLAGS
	for pm_flag in m4_normalize([$2]); do
		AC_MSG_CHECKING([whether the linker takes $pm_flag])
		LDFLAGS="$pm_save_ldflags $pm_flag"
		AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
			[AC_MSG_RESULT([yes])
			 $1="$$1 $pm_flag"],
			[AC_MSG_RESULT([no])])
	done
	LDFLAGS=$pm_save_ldflags
])

# PM_ARCHIVE(VARIABLE, NAME, FUNCTION)
# Have VARIABLE, the flags for library NAME, mean its archive, where there is one
# that gives FUNCTION.
AC_DEFUN([PM_ARCHIVE], [
	AC_MSG_CHECKING([for an archive of $2])
	pm_save_libs=$LIBS
	for pm_word in $$1; do
		AS_CASE([$pm_word], [-L*], [LIBS="$pm_word $LIBS"])
	done
	LIBS="-l:lib$2.a $LIBS"
	AC_LINK_IFELSE([AC_LANG_CALL([], [$3])],
		[AC_MSG_RESULT([yes])
		 pm_new=
		 for pm_word in $$1; do
			AS_CASE([$pm_word], [-l$2], [pm_word=-l:lib$2.a])
			pm_new="$pm_new $pm_word"
		 done
		 $1=$pm_new],
		[AC_MSG_RESULT([no])])
	LIBS=$pm_save_libs
])
