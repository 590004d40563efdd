#!/bin/bash
# tests/fault/strange.sh - what only has the name of a part of an index.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"

if make_states; then
	pass "undisturbed"
else
	fail "undisturbed"
	finish
fi

# refused WHAT NAME: a build over `index` ends with a message that names it, in time
refused()
{
	within 4 pressmark-index build -q --keep 1 -o index new-corpus >out 2>err </dev/null
	status=$?
	[ "$status" -eq 2 ] || echo "$1: status $status"
	clear_message || { echo "$1: not one clear message:"; cat err; }
	grep -q "'index/$2' is not part of a Pressmark index" err ||
		{ echo "$1: it is not named:"; cat err; }
}

: >wrong
fresh_index
rm index/lock
echo precious >elsewhere
ln -s ../elsewhere index/lock
refused "a symlink as lock" lock >>wrong
grep -q '^precious$' elsewhere || echo "the lock was written through a symlink" >>wrong
rm index/lock
mkfifo index/lock
refused "a fifo as lock" lock >>wrong
rm index/lock
mkdir index/lock
refused "a folder as lock" lock >>wrong
pass_if_empty wrong "a lock is a regular file"

: >wrong
fresh_index
mkfifo index/segment-9
refused "a fifo" segment-9 >>wrong
[ -p index/segment-9 ] || echo "the fifo is gone" >>wrong
fresh_index
mkdir index/segment-9
echo mine >index/segment-9/letter.txt
refused "a foreign folder" segment-9 >>wrong
grep -q "letter.txt" err || echo "the file is not named" >>wrong
[ -s index/segment-9/letter.txt ] || echo "the folder is gone" >>wrong
fresh_index
ln -s ../new-corpus index/segment-9
refused "a symlink" segment-9 >>wrong
[ -h index/segment-9 ] || echo "the symlink is gone" >>wrong
fresh_index
mkdir index/generation.new
refused "a folder as generation" generation.new >>wrong
[ -d index/generation.new ] || echo "that folder is gone" >>wrong
published_untouched || { echo "the index was touched:"; cat told; } >>wrong
pass_if_empty wrong "what is no segment is named and stays"

# A file of the user's in the segment that is replaced: the build is fine, and it stays.
: >wrong
fresh_index
echo mine >index/segment-1/letter.txt
build index new-corpus >told 2>&1 || { echo "the build failed:"; cat told; } >>wrong
[ -s index/segment-1/letter.txt ] || echo "the letter is gone" >>wrong
whole new || { echo "not whole:"; cat told; } >>wrong
refused "the next build" segment-1 >>wrong
pass_if_empty wrong "a foreign file in an old segment stays"

# Fifos in the place of files: never a wait.
: >wrong
for file in generation segment-1/words segment-1/guard segment-1/xapian/postlist.glass; do
	fresh_index
	rm "index/$file"
	mkfifo "index/$file"
	for command in check export stats; do
		within 4 pressmark-index $command index >out 2>err </dev/null
		status=$?
		{ [ "$status" -eq 2 ] && clear_message; } ||
			{ echo "$file, $command: status $status"; cat err; } >>wrong
	done
done
pass_if_empty wrong "a fifo in the place of a file is an error"
finish
