#!/bin/bash
# tests/fault/run.sh - every call that can fail, fails once, during a build over
# a published index.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each run must end with status 2 and one clear message, and leave the published
# index untouched; or else the failure did no harm, and the new state is
# there, complete.  Never a signal.
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"

if make_states; then
	pass "undisturbed"
else
	fail "undisturbed"
	finish
fi

# judge WHAT: after a disturbed build of new-corpus into index
judge()
{
	case $status in
	2)
		clear_message || { echo "$1: not one clear message:"; cat err; }
		published_untouched || { echo "$1: the index was touched:"; cat told; }
		return ;;
	0)
		if ! whole new; then
			echo "$1: status 0, but the new state is not there:"
			cat told
		fi ;;
	1)
		# articles were skipped: named, and the rest is a whole index
		[ -s err ] || echo "$1: status 1 without a message"
		pressmark-index check index >told 2>&1 ||
			{ echo "$1: status 1, and a damaged index:"; cat told; } ;;
	*)
		echo "$1: status $status"
		cat err ;;
	esac
	fresh_index
}

# each KIND SUFFIX NEXT NAME: N = 1, ... until nothing was struck
each()
{
	local n=1 runs=0 failures=0

	: >wrong
	fresh_index
	while :; do
		disturbed "$1:$n$2" pressmark-index build -q --keep 1 -o index new-corpus
		if [ "$fired" != 1 ]; then
			break
		fi
		runs=$((runs + 1))
		[ "$status" -ne 2 ] || failures=$((failures + 1))
		judge "$1:$n$2" >>wrong
		[ "$(wc -l <wrong)" -lt 50 ] || break
		n=$($3 "$n")
	done
	if [ "$fired" = 0 ]; then
		whole new && [ "$status" -eq 0 ] ||
			echo "$1$2: status $status after the last call" >>wrong
	elif [ ! -s wrong ]; then
		echo "$1:$n$2: status $status, and no count of calls" >>wrong
	fi
	pass_if_empty wrong "$4: $runs of $calls calls struck, $failures reported"
	struck=$((struck + failures))
}

struck=0
each malloc "" next_sampled "an allocation fails"
each malloc ":all" next_sampled "all allocations fail from one on"
each write "" next_each "a write fails: no space"
each write ":EIO" next_sampled "a write fails: the device"
each fsync "" next_each "an fsync fails"
each rename "" next_each "a rename fails"
each open "" next_each "an open for writing fails"
each mkdir "" next_each "a mkdir fails"
each unlink ":EACCES" next_each "a removal fails"
each truncate "" next_each "an ftruncate fails"

if [ $struck -gt 0 ]; then
	pass "failures were noticed"
else
	fail "failures were noticed: the injection does nothing"
fi

# What is no failure at all: interrupted and short writes.
harmless()
{
	local n=1

	: >wrong
	fresh_index
	while :; do
		disturbed "write:$n:$1" pressmark-index build -q --keep 1 -o index new-corpus
		[ "$fired" = 1 ] || break
		{ [ "$status" -eq 0 ] && whole new; } ||
			{ echo "write:$n:$1: status $status"; cat err; } >>wrong
		fresh_index
		n=$(next_sampled "$n")
	done
	pass_if_empty wrong "$2"
}

harmless EINTR "interrupted writes are repeated"
harmless short "short writes are continued"

# The same for an index that does not exist yet: nothing may be left that looks
# like one, and the same build succeeds afterwards.
: >wrong
n=1
while :; do
	rm -rf index
	disturbed "io:$n" pressmark-index build -q --keep 1 -o index new-corpus
	[ "$fired" = 1 ] || break
	case $status in
	2)
		clear_message || { echo "io:$n: not one clear message:"; cat err; } >>wrong
		if pressmark-index stats index >told 2>&1; then
			echo "io:$n: status 2, but there is an index" >>wrong
		fi
		build index new-corpus >told 2>&1 ||
			{ echo "io:$n: the next build fails:"; cat told; } >>wrong
		whole new || { echo "io:$n: the next build is not whole:"; cat told; } >>wrong ;;
	0)
		whole new || { echo "io:$n: status 0, and not whole:"; cat told; } >>wrong ;;
	*)
		{ echo "io:$n: status $status"; cat err; } >>wrong ;;
	esac
	[ "$(wc -l <wrong)" -lt 50 ] || break
	n=$((n + 1))
done
pass_if_empty wrong "a first build fails at each of $calls calls"

# Readers: an allocation fails in each of the other commands.
fresh_index
readers malloc next_sampled "stats" pressmark-index stats index
readers malloc next_sampled "check" pressmark-index check index
readers malloc next_sampled "export" pressmark-index export index
if [ -x "$PM_BUILDDIR/pressmark-query" ]; then
	readers malloc next_each "a query of words" pressmark-query index CXMT
	readers malloc next_each "lines of hits" pressmark-query --kwic index CXMT
	readers malloc next_each "words of folds" pressmark-query --full-text index \
		'CXMT OR "sign up"'
	readers malloc next_each "lines of folds" pressmark-query --full-text --kwic index \
		'alerts'
	printf 'CXMT\n' >queries
	readers malloc next_each "a batch" pressmark-query --batch queries index
	readers malloc next_each "a query of everything" pressmark-query index \
		'("export blacklist" OR =CXMT OR semicon*) AND NOT title:football words:1..'
	readers malloc next_sampled "JSON" pressmark-query --format json index CXMT
else
	skip "queries" "'pressmark-query' is not built"
fi
finish
