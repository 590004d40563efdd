#!/bin/bash
# tests/fault/space.sh - what does not fit on a disk is not begun, and what fits is not refused.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# On a tmpfs, for root, where the system allows it (own_disk).
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"
own_disk "$PM_SRCDIR/tests/fault/space.sh"
mount -t tmpfs -o size=64m tmpfs "$disk" || exit 99

# articles N SEED: N of them, of some words in another order each
articles()
{
	awk -v n="$1" -v seed="$2" 'BEGIN {
		srand(seed)
		for (i = 1; i <= n; i++) {
			printf "{\"id\":\"%d-%d\",\"text\":\"", seed, i
			for (k = 0; k < 200; k++)
				printf "%s%c%c%c%c", k ? " " : "", 97 + rand() * 26, 97 + rand() * 9,
					97 + rand() * 26, 97 + rand() * 5
			print "\"}"
		}
	}'
}
articles 6000 1 >some.jsonl
articles 6000 2 >more.jsonl

# leave KB: so much is free on the disk
leave()
{
	rm -f "$disk/filler"
	room=$(df -Pk "$disk" | awk 'NR == 2 { print $4 }')
	head -c $(((room - $1) * 1024)) /dev/zero >"$disk/filler"
}

# refused COMMAND...: with one message, which says what there is and what is needed
refused()
{
	"$@" >out 2>err
	status=$?
	: >wrong
	[ $status -eq 2 ] && [ "$(wc -l <err)" -eq 1 ] && grep -qF "'$disk/index'" err &&
		grep -qE 'at least [0-9.]+ [kM]B more, and there is [0-9.]+ [kM]B \(--any-space' err ||
		{ echo "status $status"; cat err; } >wrong
	pass_if_empty wrong "${*:1:2} is not begun"
}

# ok STATUS NAME
ok()
{
	if [ "$1" -eq 0 ]; then pass "$2"; else fail "$2"; fi
}

leave 512
refused pressmark-index build -q -o "$disk/index" some.jsonl
[ ! -e "$disk/index" ]
ok $? "it leaves no folder"
pressmark-index build -q --any-space -o "$disk/index" some.jsonl >out 2>err
[ $? -eq 2 ] && grep -q "No space left" err
ok $? "--any-space tries it, and the disk is full"

# what it takes when there is room
rm -f "$disk/filler"
before=$(df -Pk "$disk" | awk 'NR == 2 { print $4 }')
pressmark-index build -q -o "$disk/index" some.jsonl || fail "undisturbed"
taken=$((before - $(df -Pk "$disk" | awk 'NR == 2 { print $4 }')))
rm -r "$disk/index"
leave $((taken + 512))
pressmark-index build -q -o "$disk/index" some.jsonl
ok $? "what just fits ($taken kB) is built"

# an update asks for what is new
leave 512
refused pressmark-index update -q -o "$disk/index" some.jsonl more.jsonl
touch some.jsonl
articles 3 3 >>some.jsonl
pressmark-index update -q -o "$disk/index" some.jsonl
ok $? "an update that reads a large file for three new articles is"
leave 16384
pressmark-index add -q "$disk/index" more.jsonl
ok $? "and so is an addition that fits"
[ "$(grep -c '^segment ' "$disk/index/generation")" -gt 1 ] || fail "there is nothing to merge"
leave 512
refused pressmark-index merge -q "$disk/index"
pressmark-index check "$disk/index" >out 2>&1
ok $? "the index is what it was"
leave $((taken * 2 + 1024))
pressmark-index merge -q "$disk/index"
ok $? "a merge that fits is"
umount "$disk" 2>/dev/null
finish
