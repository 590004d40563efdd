#!/bin/bash
# tests/fault/order-changes.sh - what the commands that change an index sync, rename and
# remove, and in which order, as tests/fault/order.sh has it for a build.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# All that is new is on disk, with its name, before `generation` is renamed, and so is
# generation-N, so that who finds the one finds the other; what was published before is
# left alone until the rename is on disk, too.
set -u
# shellcheck source=tests/fault/changes_lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/changes_lib.sh"

# The number of the first line, or the last, that matches an extended regular expression;
# 0: there is none.
first()
{
	grep -nxE -m 1 -- "$1" trace | cut -d: -f1 | grep . || echo 0
}

last()
{
	grep -nxE -- "$1" trace | tail -n 1 | cut -d: -f1 | grep . || echo 0
}

# before A B WHAT: both lines are there, and in this order
before()
{
	[ "$1" -gt 0 ] && [ "$1" -lt "$2" ] || echo "$3: line $1 is not before line $2"
}

# Complaints about the trace of a change.
files_come_first()
{
	local f name written synced named

	while read -r f; do
		name=${f//./\\.}
		written=$(last "write $name(\.new)?")
		synced=$(last "fsync $name(\.new)?")
		named=$(last "rename $name\.new $name")
		before "$written" "$synced" "$f: sync"
		[ "$named" -eq 0 ] || before "$synced" "$named" "$f: name"
		before "$synced" "$renamed" "$f: publish"
	done <files
}

folders_come_next()
{
	local d named

	while read -r d; do
		named=$(last "(open|mkdir|rename|remove) (.* )?$d/[^/ ]*")
		before "$named" "$(last "fsync $d")" "$d: sync"
		before "$(last "fsync $d")" "$renamed" "$d: publish"
	done <folders
}

# All but the generation is there with its name before the generation is written.
names_come_next()
{
	local begun named synced

	begun=$(first "open index/generation-[0-9]+\.new")
	named=$(head -n "$((begun - 1))" trace |
		grep -nxE '(open|mkdir|rename) (.* )?index/[^/ ]*' | tail -n 1 | cut -d: -f1)
	synced=$(head -n "$((begun - 1))" trace | grep -nx 'fsync index' | tail -n 1 | cut -d: -f1)
	before "${named:-0}" "${synced:-0}" "the folder, before generation-N is written"
}

# generation-N, with its name, and then generation.
generations_come_last()
{
	local kept
	kept=$(first "rename index/generation-[0-9]+\.new index/generation-[0-9]+")

	before "$kept" "$renamed" "generation-N"
	[ "$(sed -n "$kept,${renamed}p" trace | grep -cx 'fsync index')" -gt 0 ] ||
		echo "the name of generation-N is not synced before generation is renamed"
	before "$(last "write index/generation\.new")" "$(last "fsync index/generation\.new")" \
		"generation is written"
	before "$(last "fsync index/generation\.new")" "$renamed" "generation is synced"
	before "$renamed" "$safe" "the folder of the index"
}

# What was published before; only what is not kept goes, and late.
old_is_left_alone()
{
	local gone generation
	gone=$(first "remove index/(segment-[1-7](/.*)?|(copies|files|history|removed)-[78])")
	generation=$(last "remove index/generation-[0-9]+")

	if [ "$generation" -gt 0 ]; then
		before "$safe" "$generation" "generation-N that was published"
	fi
	if [ "$gone" -gt 0 ]; then
		before "$safe" "$gone" "what was published"
		before "$generation" "$gone" "generation-N goes first"
		[ "$(sed -n "$((generation + 1)),${gone}p" trace | grep -cx 'fsync index')" -gt 0 ] ||
			echo "what generation-N listed goes before it is gone for good"
	fi
	grep -E '^(open|write|truncate|rename) (.* )?index/(segment-[1-7]/|[a-z]+-[78]$)' trace
	grep -E '^(open|write|truncate|rename|remove) (.* )?index/generation$' trace |
		grep -vx 'rename index/generation\.new index/generation'
}

# shellcheck disable=SC2119
if ! make_old; then
	fail "undisturbed"
	finish
fi
for change in update add remove merge rollback; do
	if ! make_new $change; then
		fail "$change: undisturbed"
		continue
	fi
	fresh_index
	set_command $change
	export PM_FAULT_LOG=$work/log
	disturbed fsync:0 "${command[@]}"
	unset PM_FAULT_LOG
	sed "s|$(pwd -P)/||g" log >trace
	renamed=$(last "rename index/generation\.new index/generation")
	safe=$(tail -n "+$((renamed + 1))" trace | grep -nxF -m 1 'fsync index' | cut -d: -f1)
	safe=$((safe == 0 ? 0 : safe + renamed))
	if [ "$status" -ne 0 ] || [ "$renamed" -eq 0 ]; then
		fail "$change: it publishes by a rename"
		note <err
		continue
	fi
	# what is there now, and was not
	(cd index && find . -mindepth 1 -printf '%y index/%P\n') | LC_ALL=C sort >there
	(cd old && find . -mindepth 1 -printf '%y index/%P\n') | LC_ALL=C sort >was
	comm -23 there was | sed -n 's/^f //p' >files
	comm -23 there was | sed -n 's/^d //p' >folders
	[ "$(grep -c . files)" -gt 1 ] || echo "only these are new: $(cat files)" >files.wrong
	{
		files_come_first
		[ ! -e files.wrong ] || cat files.wrong
	} >wrong
	pass_if_empty wrong "$change: $(grep -c . files) new files are synced before"
	{
		folders_come_next
		names_come_next
	} >wrong
	pass_if_empty wrong "$change: $(grep -c . folders) new folders and the index are synced before"
	generations_come_last >wrong
	pass_if_empty wrong "$change: generation-N is kept before generation is renamed"
	old_is_left_alone >wrong
	pass_if_empty wrong "$change: what was published is left alone until then"
done
finish
