#!/bin/sh
# tests/drift/mutants.sh - each edit in tests/mutants/list fits the file that it is of.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
make_work
if "$PM_SRCDIR/tests/mutants/run.sh" -n >"$work/out" 2>&1; then
	pass "every edit of the list fits"
else
	fail "every edit of the list fits"
	note <"$work/out"
fi
finish
