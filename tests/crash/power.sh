#!/bin/bash
# tests/crash/power.sh - the power fails while an index is changed.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The disk then has what was synced, and of the rest nobody knows how much.  So it is tried
# both ways: of each file the bytes, and of each folder the names, as they were at its last
# sync; and of each folder the names as they are, of each file the bytes that were synced.
# What is there must be the old generation or the new one, whole, and the new one if the
# command has ended; and the next command must lead to what an undisturbed run leads to.
#
# PM_LONG=yes (make check-long): at each call, and not only at some.
set -u
# shellcheck source=tests/fault/changes_lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/changes_lib.sh"
PM_LONG=${PM_LONG:-no}
disk=$work/disk

# the path in the index of each inode that it had before the command
declare -A was

# cut_off KIND:N COMMAND...: the command ends at that call, and the disk is noted
cut_off()
{
	local inode path fault=$1

	shift
	fresh_index
	rm -rf "$disk"
	mkdir "$disk"
	was=()
	while read -r inode path; do
		was[$inode]=$path
	done < <(find index -printf '%i %P\n')
	export PM_FAULT_DISK=$disk
	disturbed "$fault:kill" "$@"
	unset PM_FAULT_DISK
}

# put_synced INODE FILE: FILE becomes what was synced of a file
put_synced()
{
	if [ -e "$disk/$1.data" ]; then
		cp "$disk/$1.data" "$2"
	elif [ -n "${was[$1]:-}" ]; then
		cp -a "old/${was[$1]}" "$2"
	else
		: >"$2"
	fi
}

# restore INODE FOLDER: FOLDER becomes what was synced of a folder
restore()
{
	local type inode name

	if [ ! -e "$disk/$1.names" ] && [ -n "${was[$1]+there}" ]; then
		cp -a "old/${was[$1]}" "$2"
		return
	fi
	mkdir "$2"
	[ -e "$disk/$1.names" ] || return 0
	while read -r type inode name; do
		case $type in
		d) restore "$inode" "$2/$name" ;;
		*) put_synced "$inode" "$2/$name" ;;
		esac
	done <"$disk/$1.names"
}

# Only what was synced.
lose_all()
{
	restore "$(stat -c %i index)" restored
	rm -rf index
	mv restored index
}

# All names, and the bytes that were synced.
lose_bytes()
{
	local inode path

	while read -r inode path; do
		[ -n "${was[$inode]:-}" ] || put_synced "$inode" "index/$path"
	done < <(find index -type f -printf '%i %P\n')
}

# each CHANGE KIND NEXT LOSE NAME: cut off at call 1 of the kind, and then NEXT
each()
{
	local n=1 old=0 new=0 state

	: >wrong
	set_command "$1"
	while :; do
		cut_off "$2:$n" "${command[@]}"
		"$4"
		state=old
		[ "$(line generation index 2>/dev/null)" = "$(line generation old)" ] || state=new
		[ "$fired" = 1 ] || [ $state = new ] || echo "$2:$n: the command had ended" >>wrong
		if ! sees $state; then
			{ echo "$2:$n: not all of the $state state:"; cat told; } >>wrong
		elif ! completes $state; then
			{ echo "$2:$n: from the $state state on:"; cat told; } >>wrong
		fi
		if [ $state = old ]; then old=$((old + 1)); else new=$((new + 1)); fi
		[ "$fired" = 1 ] && [ "$(wc -l <wrong)" -lt 50 ] || break
		n=$($3 "$n")
	done
	[ "$n" -gt 5 ] || echo "only $n calls: the injection does nothing" >>wrong
	pass_if_empty wrong "$5: $1 ($old old, $new new)"
}

next_fifth()
{
	echo $(($1 + 5))
}

# shellcheck disable=SC2119
if ! make_old; then
	fail "undisturbed"
	finish
fi
some=next_fifth
[ "$PM_LONG" != yes ] || some=next_each
for change in update add remove merge rollback build; do
	if ! make_new $change; then
		fail "$change: undisturbed"
		continue
	fi
	case $change in
	update | rollback) each $change fsync next_each lose_all "only what was synced" ;;
	*) each $change fsync "$some" lose_all "only what was synced" ;;
	esac
	each $change io "$some" lose_bytes "names, and bytes that were synced"
done
finish
