#!/bin/bash
# tests/crash/changes.sh - the commands that change an index are killed at every step.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Before each call that writes, syncs, renames or removes, and amid writes.  Afterwards a
# reader sees the old generation or the new one, whole; the same command again leads to
# what an undisturbed run leads to; and nothing is left over.
#
# PM_LONG=yes (make check-long): at each step of all of them, amid each write, and some steps of an index of newswire
# where ../shared/data or PRESSMARK_DATA has it.
set -u
# shellcheck source=tests/fault/changes_lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/changes_lib.sh"
PM_LONG=${PM_LONG:-no}

# each CHANGE KIND MODE NEXT NAME: killed at call 1 of the kind, and then NEXT
each()
{
	local n=1 old=0 new=0 state

	: >wrong
	set_command "$1"
	while :; do
		fresh_index
		disturbed "$2:$n:$3" "${command[@]}"
		[ "$fired" = 1 ] || break
		[ $status -eq 137 ] || { echo "$2:$n:$3: status $status"; cat err; } >>wrong
		state=old
		[ "$(line generation index)" = "$(line generation old)" ] || state=new
		if sees $state; then
			if [ $state = old ]; then old=$((old + 1)); else new=$((new + 1)); fi
			completes $state ||
				{ echo "$2:$n:$3: from the $state state on:"; cat told; } >>wrong
		else
			{ echo "$2:$n:$3: not all of the $state state:"; cat told; } >>wrong
		fi
		[ "$(wc -l <wrong)" -lt 50 ] || break
		n=$($4 "$n")
	done
	if [ "$fired" = 0 ]; then
		[ "$status" -eq 0 ] || echo "status $status after the last step" >>wrong
		[ $old -gt 0 ] || echo "the injection does nothing" >>wrong
		[ $new -gt 0 ] || [ "$3$4" != killnext_each ] ||
			echo "no step after the last one that matters" >>wrong
	elif [ ! -s wrong ]; then
		echo "$2:$n:$3: status $status, and no count of calls" >>wrong
	fi
	pass_if_empty wrong "$5: $1 ($old old, $new new)"
}

next_third()
{
	echo $(($1 + 3))
}

next_eighth()
{
	echo $(($1 + 8))
}

# changes MORE LESS TORN NAME: all commands; of an update MORE steps
changes()
{
	local change next

	for change in update add remove merge rollback; do
		case $change in
		update) next=$1 ;;
		*) next=$2 ;;
		esac
		if ! make_new $change; then
			fail "$4: $change: undisturbed"
			continue
		fi
		each $change io kill "$next" "$4: killed before calls"
		each $change write torn "$3" "$4: killed amid writes"
	done
}

if ! make_old; then
	fail "undisturbed"
	finish
fi
if [ "$PM_LONG" = yes ]; then
	changes next_each next_each next_each "few articles"
else
	changes next_each next_third next_eighth "few articles"
	finish
fi

newswire=$PM_DATA/corpora/reuters.jsonl.gz
if [ ! -e "$newswire" ]; then
	skip "newswire" "no '$newswire'"
	finish
fi
next_far()
{
	echo $(($1 + 17))
}
patience=60
gzip -dc "$newswire" | head -n 8000 >newswire.jsonl
if make_old newswire.jsonl; then
	changes next_far next_far next_far "newswire"
else
	fail "newswire: undisturbed"
fi
finish
