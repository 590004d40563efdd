#!/bin/bash
# tests/fault/read-only.sh - an index that may only be read.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Permissions do not stop root, so what a command tries is counted; where the system
# allows it, it also runs on a read-only mount.
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"

if make_states; then
	pass "undisturbed"
else
	fail "undisturbed"
	finish
fi

# changes_nothing NAME COMMAND...
changes_nothing()
{
	local name=$1 kind

	shift
	: >wrong
	for kind in open mkdir unlink rename truncate fsync; do
		disturbed "$kind:1:all" "$@"
		[ "$fired" = 0 ] || echo "$name: $kind is tried"
		[ "$status" -eq 0 ] || { echo "$name, without $kind: status $status"; cat err; }
	done >>wrong
	chmod -R a-w old
	"$@" >out 2>&1 || { echo "$name, without permission to write:"; cat out; } >>wrong
	chmod -R u+w old
	if unshare --mount sh -c 'mount --bind old old && mount -o remount,ro,bind old' \
		>/dev/null 2>&1; then
		# shellcheck disable=SC2016
		unshare --mount sh -c 'mount --bind old old && mount -o remount,ro,bind old &&
			"$@"' sh "$@" >out 2>&1 ||
			{ echo "$name, on a read-only mount:"; cat out; } >>wrong
	fi
	pass_if_empty wrong "$name only reads"
}

changes_nothing check pressmark-index check old
changes_nothing stats pressmark-index stats old
changes_nothing export pressmark-index export old
if [ -x "$PM_BUILDDIR/pressmark-query" ]; then
	changes_nothing "a query" pressmark-query old CXMT
else
	skip "a query" "'pressmark-query' is not built"
fi
finish
