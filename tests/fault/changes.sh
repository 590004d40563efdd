#!/bin/bash
# tests/fault/changes.sh - every call that can fail, fails once, in the commands that change
# an index.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each run ends with status 2 and one clear message, leaves the generation that was
# published as it was, byte for byte, and nothing of its own; or the failure did no harm, and
# the new one is there.  Either way the same command, or the next, leads to what an
# undisturbed one leads to.
#
# Of all but an update every third call, or sixth.  PM_LONG=yes (make check-long): each call,
# for three reasons, and more allocations.
set -u
# shellcheck source=tests/fault/changes_lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/changes_lib.sh"
PM_LONG=${PM_LONG:-no}

# judge CHANGE WHAT: after a disturbed command
judge()
{
	local state=old

	case $status in
	2)
		clear_message || { echo "$2: not one clear message:"; cat err; }
		published_untouched || { echo "$2: the index was touched:"; cat told; }
		# what cannot be removed is left to the next command
		case $what in
		*unlink*) ;;
		*)
			leftovers index >told
			[ ! -s told ] || { echo "$2: status 2, and there is left:"; cat told; } ;;
		esac ;;
	0)
		state=new
		sees new || { echo "$2: status 0, but the new state is not there:"; cat told; } ;;
	*)
		echo "$2: status $status"
		cat err
		return ;;
	esac
	completes $state || { echo "$2: the next command, over the $state state:"; cat told; }
}

# each CHANGE KIND SUFFIX NEXT NAME: N = 1, ... until nothing was struck
each()
{
	local n=1 runs=0 failures=0 what=$2

	: >wrong
	set_command "$1"
	while :; do
		fresh_index
		disturbed "$2:$n$3" "${command[@]}"
		[ "$fired" = 1 ] || break
		runs=$((runs + 1))
		[ "$status" -ne 2 ] || failures=$((failures + 1))
		judge "$1" "$2:$n$3" >>wrong
		[ "$(wc -l <wrong)" -lt 50 ] || break
		n=$($4 "$n")
	done
	if [ "$fired" = 0 ]; then
		[ "$status" -eq 0 ] && sees new ||
			echo "$2$3: status $status after the last call" >>wrong
	elif [ ! -s wrong ]; then
		echo "$2:$n$3: status $status, and no count of calls" >>wrong
	fi
	pass_if_empty wrong "$1: $5: $runs of $calls calls struck, $failures reported"
	struck=$((struck + failures))
}

next_third()
{
	echo $(($1 + 3))
}

next_sixth()
{
	echo $(($1 + 6))
}

# The first 8, then farther and farther apart.
next_few()
{
	if [ "$1" -lt 8 ]; then
		echo $(($1 + 1))
	else
		echo $(($1 + 1 + $1 / 3))
	fi
}

# shellcheck disable=SC2119
if ! make_old; then
	fail "undisturbed"
	finish
fi
struck=0
for change in update add remove merge rollback; do
	if ! make_new $change; then
		fail "$change: undisturbed"
		continue
	fi
	if [ "$PM_LONG" = yes ]; then
		each $change write :ENOSPC next_each "a write fails: no space"
		each $change fsync :EIO next_each "an fsync fails"
		for kind in write truncate rename open mkdir; do
			each $change $kind :EIO next_each "$kind fails: EIO"
			each $change $kind :EACCES next_each "$kind fails: EACCES"
			each $change $kind :ENOSPC next_each "$kind fails: ENOSPC"
		done
		each $change unlink :EACCES next_each "a removal fails"
		each $change malloc "" next_sampled "an allocation fails"
		each $change malloc :all next_sampled "all allocations fail from one on"
		continue
	fi
	# an update does all that the others do
	next=next_third
	[ $change != update ] || next=next_each
	each $change write :ENOSPC next_sixth "a write fails: no space"
	each $change fsync :EIO $next "an fsync fails"
	each $change rename :EACCES $next "a rename fails"
	each $change open :EIO next_sixth "an open for writing fails"
	each $change mkdir :ENOSPC $next "a mkdir fails"
	each $change unlink :EACCES next_sixth "a removal fails"
	each $change malloc "" next_few "an allocation fails"
done
if [ $struck -gt 0 ]; then
	pass "failures were noticed"
else
	fail "failures were noticed: the injection does nothing"
fi
finish
