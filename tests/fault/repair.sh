#!/bin/bash
# tests/fault/repair.sh - every call that can fail, fails once, while an index is repaired.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each run ends with status 2 and one clear message, and the index is as it was, byte for
# byte, and has nothing besides; or the failure did no harm, and the index has all its
# articles.  Either way the same command once more leaves an index that is whole, with these
# articles, and nothing of its own.
#
# PM_LONG=yes (make check-long): more reasons, and more allocations.
set -u
# shellcheck source=tests/fault/changes_lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/changes_lib.sh"
PM_LONG=${PM_LONG:-no}

# damage FILE...: of the index as it was, in `damaged`
damage()
{
	local file

	rm -rf damaged
	cp -a old damaged
	for file in "$@"; do
		printf '\377' | dd of="damaged/$file" bs=1 seek=70 conv=notrunc 2>/dev/null
	done
	sums damaged >damaged.sums
	ls damaged >damaged.names
}

# untouched: the damaged index is what it was
untouched()
{
	grep -v '^\.' damaged.sums |
		(cd index && sha256sum -c --quiet --strict -) >told 2>&1 || return
	case $what in
	*unlink*) ;;
	*) ls index | diff damaged.names - >told ;;
	esac
}

# complete: the same once more
complete()
{
	"${command[@]}" >told 2>&1 && pressmark-index check index >told 2>&1 &&
		[ "$(line fingerprint index)" = "$(line fingerprint old)" ] &&
		leftovers index >told && [ ! -s told ]
}

judge()
{
	case $status in
	2)
		clear_message || { echo "$1: not one clear message:"; cat err; }
		untouched || { echo "$1: the index was touched:"; cat told; } ;;
	0)
		[ "$(line fingerprint index)" = "$(line fingerprint old)" ] ||
			echo "$1: status 0, but articles are missing" ;;
	*)
		echo "$1: status $status"
		cat err
		return ;;
	esac
	complete || { echo "$1: the next command, after status $status:"; cat told; }
}

# each KIND SUFFIX NEXT NAME: N = 1, ... until nothing was struck
each()
{
	local n=1 runs=0 failures=0 what=$1

	: >wrong
	while :; do
		rm -rf index
		cp -a damaged index
		disturbed "$1:$n$2" "${command[@]}"
		[ "$fired" = 1 ] || break
		runs=$((runs + 1))
		[ "$status" -ne 2 ] || failures=$((failures + 1))
		judge "$1:$n$2" >>wrong
		[ "$(wc -l <wrong)" -lt 50 ] || break
		n=$($3 "$n")
	done
	if [ "$fired" = 0 ]; then
		[ "$status" -eq 0 ] || echo "$1$2: status $status after the last call" >>wrong
	elif [ ! -s wrong ]; then
		echo "$1:$n$2: status $status, and no count of calls" >>wrong
	fi
	pass_if_empty wrong "$name: $4: $runs of $calls calls struck, $failures reported"
	struck=$((struck + failures))
}

next_few()
{
	if [ "$1" -lt 8 ]; then
		echo $(($1 + 1))
	else
		echo $(($1 + 1 + $1 / 3))
	fi
}

# of seven segments, one from which something is gone; and a corpus that is what it was
# shellcheck disable=SC2119
if ! make_old || ! pressmark-index check old >told; then
	fail "undisturbed"
	finish
fi
{
	row kept first row
	row away gone soon
	for i in 1 2 3 4 5; do
		row "n$i" "number $i" came later
	done
} >corpus/rows.jsonl
rm -f corpus/002_*
cp "$ARTICLES/001_d54a065e11e0e938.txt" corpus/
struck=0
for name in "what can be read" "what is read again" "the files beside the segments"; do
	case $name in
	"what can be read")
		damage segment-1/sketches segment-3/xapian/postlist.glass
		command=(pressmark-index repair -q index) ;;
	"what is read again")
		damage segment-1/words segment-3/dressing
		command=(pressmark-index repair -q index corpus) ;;
	*)
		damage history-8 removed-8 generation
		command=(pressmark-index repair -q index) ;;
	esac
	each write :ENOSPC next_few "a write fails: no space"
	each fsync :EIO next_few "an fsync fails"
	each rename :EACCES next_each "a rename fails"
	each mkdir :ENOSPC next_each "a mkdir fails"
	each open :EIO next_few "an open for writing fails"
	each unlink :EACCES next_few "a removal fails"
	if [ "$PM_LONG" = yes ]; then
		each truncate :EIO next_each "a truncate fails"
		each malloc "" next_sampled "an allocation fails"
		each malloc :all next_sampled "all allocations fail from one on"
	else
		each malloc "" next_few "an allocation fails"
	fi
done
if [ $struck -gt 0 ]; then
	pass "failures were noticed"
else
	fail "failures were noticed: the injection does nothing"
fi
finish
