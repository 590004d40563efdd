#!/bin/bash
# tests/fault/order.sh - what a build over a published index syncs, renames and removes,
# and in which order; and that a failure there is told, and leaves what may be needed.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A power failure keeps of a file what was synced, and of a folder the names that it had
# when it was.  So the new segment's files come first, then its folders, then the
# generation under another name; once that is renamed and the index folder synced, and
# not before, what was published until then may go.
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"

if make_states; then
	pass "undisturbed"
else
	fail "undisturbed"
	finish
fi

# logged FAULT: a build of new-corpus over the old state, its calls in `trace`: one a
# line, with paths from the folder of the index on
logged()
{
	fresh_index
	export PM_FAULT_LOG=$work/log
	disturbed "$1" pressmark-index build -q --keep 1 -o index new-corpus
	unset PM_FAULT_LOG
	sed "s|$(pwd -P)/||g" log >trace
}

# The number of the first line, or the last, that is this call; 0: there is none.
first()
{
	grep -nxF -m 1 -- "$1" trace | cut -d: -f1 | grep . || echo 0
}

last()
{
	grep -nxF -- "$1" trace | tail -n 1 | cut -d: -f1 | grep . || echo 0
}

# The last line that matches an extended regular expression, or 0.
last_like()
{
	grep -nxE -- "$1" trace | tail -n 1 | cut -d: -f1 | grep . || echo 0
}

# before A B WHAT: both lines are there, and in this order
before()
{
	[ "$1" -gt 0 ] && [ "$1" -lt "$2" ] || echo "$3: line $1 is not before line $2"
}

# The line where the folder of the index is next synced after this one, or 0.
synced_after()
{
	local n
	n=$(tail -n "+$(($1 + 1))" trace | grep -nxF -m 1 'fsync index' | cut -d: -f1)
	echo "$((n == 0 ? 0 : n + $1))"
}

logged fsync:0
renamed=$(first "rename index/generation.new index/generation")
safe=$(synced_after "$renamed")
# Which of the syncs makes the rename safe; the sweep has one more.
syncs=$(head -n "$safe" trace | grep -c '^fsync ')
if [ "$status" -eq 0 ] && [ "$renamed" -gt 0 ]; then
	pass "a build publishes by a rename"
else
	fail "a build publishes by a rename"
	note <err
	note <trace
	finish
fi

# A file is written, synced, and named as it stays; a folder is synced when all in it is.
find index/segment-2 index/copies-2 -type f >files
find index/segment-2 -type d >folders
while read -r f; do
	synced=$(last "fsync $f")
	written=$(last "write $f")
	if [ "$synced" -eq 0 ]; then
		synced=$(last "fsync $f.new")
		written=$(last "write $f.new")
		before "$synced" "$(first "rename $f.new $f")" "$f"
	fi
	before "$written" "$synced" "$f"
	before "$synced" "$renamed" "$f"
done <files >wrong
pass_if_empty wrong "all $(grep -c . files) files of the segment and its copies are synced before"

while read -r d; do
	synced=$(last "fsync $d")
	before "$(last_like "(open|mkdir|fsync|rename|remove) (.* )?$d/[^/ ]*")" "$synced" "$d"
	before "$synced" "$renamed" "$d"
done <folders >wrong
before "$(first "mkdir index/segment-2")" "$(first "fsync index")" index >>wrong
before "$(first "fsync index")" "$renamed" index >>wrong
pass_if_empty wrong "its folders are synced when they are complete"

{
	before "$(last_like "fsync index/segment-2(/.*)?")" "$(first "open index/generation.new")" \
		"the segment"
	before "$(first "fsync index")" "$(first "open index/generation.new")" "its folder's name"
	before "$(first "open index/generation.new")" "$(last "write index/generation.new")" write
	before "$(last "write index/generation.new")" "$(first "fsync index/generation.new")" fsync
	before "$(first "fsync index/generation.new")" "$renamed" rename
	before "$renamed" "$safe" "the folder of the index"
} >wrong
pass_if_empty wrong "the generation is synced, renamed, and its folder synced"

{
	first_gone=$(grep -nE '^remove index/segment-1(/|$)' trace | head -n 1 | cut -d: -f1)
	generation_gone=$(first "remove index/generation-1")
	before "$safe" "$generation_gone" "the old generation"
	before "$(synced_after "$generation_gone")" "${first_gone:-0}" "the old segment"
	[ ! -e index/segment-1 ] || echo "it is still there"
	head -n "$((${first_gone:-1} - 1))" trace |
		grep -E '^(open|write|truncate|rename|remove) .*(segment-1|generation)(/|$)' |
		grep -vE ' index/generation\.new$|^rename index/generation\.new index/generation$'
} >wrong
pass_if_empty wrong "what was published is left alone until then, and goes then"

# Each sync that fails is a failure of the build, and nothing was published.
: >wrong
n=1
while [ $n -lt "$syncs" ]; do
	fresh_index
	disturbed "fsync:$n" pressmark-index build -q --keep 1 -o index new-corpus
	if [ "$status" -ne 2 ] || ! published_untouched; then
		echo "fsync:$n: status $status"
		cat err
	fi >>wrong
	n=$((n + 1))
done
pass_if_empty wrong "a sync that fails before the rename is told, and the old state stays"

# Likewise each write, but for the one that says who holds the lock.
logged write:0
writes=$calls
grep '^write ' trace >written
: >wrong
n=1
while [ $n -le "$writes" ]; do
	fresh_index
	disturbed "write:$n" pressmark-index build -q --keep 1 -o index new-corpus
	expected=2
	[ "$(sed -n "${n}p" written)" != "write index/lock" ] || expected=0
	[ "$status" -eq $expected ] || {
		echo "write:$n ($(sed -n "${n}p" written)): status $status"
		cat err
	} >>wrong
	n=$((n + 1))
done
[ "$writes" -gt 10 ] || echo "only $writes writes" >>wrong
pass_if_empty wrong "a write that fails is told"

# Where the last one fails, the rename has been made, but a power failure may undo it:
# what it would bring back is kept, and goes with the next build.
: >wrong
fresh_index
disturbed "fsync:$syncs" pressmark-index build -q --keep 1 -o index new-corpus
[ "$status" -eq 0 ] && whole new || { echo "status $status"; cat err told; } >>wrong
grep -q 'power failure' err || { echo "it is not told:"; cat err; } >>wrong
[ -d index/segment-1 ] || echo "the old segment is gone" >>wrong
cp old/generation index/generation
whole old || { echo "the old segment is not whole:"; cat told; } >>wrong
build index new-corpus >told 2>&1 && whole new || cat told >>wrong
[ ! -e index/segment-1 ] || echo "the next build leaves it" >>wrong
pass_if_empty wrong "the old segment stays where the rename is not safe yet"

# Where a sweep cannot make sure that the old generation is gone, what it lists stays.
: >wrong
fresh_index
disturbed "fsync:$((syncs + 1))" pressmark-index build -q --keep 1 -o index new-corpus
[ "$status" -eq 0 ] && whole new || { echo "status $status"; cat err told; } >>wrong
[ -d index/segment-1 ] || echo "the old segment is gone" >>wrong
build index new-corpus >told 2>&1 && whole new || cat told >>wrong
[ ! -e index/segment-1 ] || echo "the next build leaves it" >>wrong
pass_if_empty wrong "the old segment stays where its generation may come back"
finish
