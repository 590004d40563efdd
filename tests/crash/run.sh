#!/bin/bash
# tests/crash/run.sh - a build is killed at every step of its way.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Afterwards a reader sees the old state or the new one, whole; and the same
# build run again leaves exactly what an undisturbed one leaves.
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"

if make_states; then
	pass "undisturbed"
else
	fail "undisturbed"
	finish
fi

# each KIND MODE FROM NAME: FROM is old or nothing
each()
{
	local n=1 old=0 new=0 none=0 kind=$1

	shift
	: >wrong
	if [ "$2" = old ]; then
		state new >want
	else
		rm -rf first
		build first new-corpus
		state first >want
	fi
	while :; do
		rm -rf index
		[ "$2" != old ] || cp -a old index
		disturbed "$kind:$n:$1" pressmark-index build -q --keep 1 -o index new-corpus
		[ "$fired" = 1 ] || break
		if [ $status -ne 137 ]; then
			{ echo "$kind:$n:$1: status $status"; cat err; } >>wrong
		fi
		if [ "$2" != old ] && ! pressmark-index stats index >told 2>&1; then
			none=$((none + 1))
		elif [ "$2" = old ] && published_untouched; then
			old=$((old + 1))
		elif whole new; then
			new=$((new + 1))
		else
			{ echo "$kind:$n:$1: neither the old state nor the new:"; cat told; } >>wrong
		fi
		if ! build index new-corpus >told 2>&1; then
			{ echo "$kind:$n:$1: the next build fails:"; cat told; } >>wrong
		elif ! whole new; then
			{ echo "$kind:$n:$1: the next build is not whole:"; cat told; } >>wrong
		else
			state index >got
			diff want got >told ||
				{ echo "$kind:$n:$1: not what an undisturbed build leaves:"
				  cat told; } >>wrong
		fi
		[ "$(wc -l <wrong)" -lt 50 ] || break
		n=$((n + 1))
	done
	if [ "$fired" = 0 ]; then
		[ "$status" -eq 0 ] || echo "status $status after the last step" >>wrong
		[ $n -gt 5 ] || echo "only $n steps: the injection does nothing" >>wrong
	elif [ ! -s wrong ]; then
		echo "$kind:$n:$1: status $status, and no count of calls" >>wrong
	fi
	pass_if_empty wrong "$3 ($old old, $new new, $none none)"
}

each io kill old "killed before each call, over a published index"
each write torn old "killed amid each write, over a published index"
each io kill nothing "killed before each call of a first build"
finish
