#!/bin/bash
# tests/drift/dist.sh - every file of the repository is in the tarball.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
make_work

[ -e "$PM_SRCDIR/.git" ] || skip_all "not a repository"
command -v git >/dev/null || skip_all "git is not installed"
[ -f "$PM_BUILDDIR/Makefile" ] || skip_all "not configured"

# committed and new ones; not those that .gitignore names
git -c safe.directory='*' -C "$PM_SRCDIR" ls-files --cached --others --exclude-standard \
	>"$work/listed" 2>"$work/said" ||
	skip_all "git does not list the files: $(head -n 1 "$work/said")"
while read -r f; do
	[ ! -e "$PM_SRCDIR/$f" ] || echo "$f"
done <"$work/listed" | sort -u >"$work/repository"

env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s --no-print-directory -C "$PM_BUILDDIR" print-distfiles 2>"$work/said" |
	sed "s|^$PM_SRCDIR/||;s|^\.\./||;s|^\./||" | sort -u >"$work/tarball"
if [ "$(wc -l <"$work/tarball")" -ge 30 ]; then
	pass "the list of the tarball is found"
else
	fail "the list of the tarball is found"
	note <"$work/said"
fi

# what belongs to the repository only
cat >"$work/allowed" <<'END'
.gitattributes
.gitignore
END
comm -23 "$work/repository" "$work/tarball" | grep -vxFf "$work/allowed" >"$work/wrong"
pass_if_empty "$work/wrong" "every file is in the tarball"

while read -r f; do
	[ -e "$PM_SRCDIR/$f" ] || echo "$f"
done <"$work/tarball" >"$work/wrong"
pass_if_empty "$work/wrong" "every file of the tarball is there"
finish
