#!/bin/bash
# tests/fault/full-disk.sh - builds on a disk with hardly any room left.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# On a tmpfs, for root, where the system allows it (own_disk).
set -u
# shellcheck source=tests/fault/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/fault/lib.sh"
own_disk "$PM_SRCDIR/tests/fault/full-disk.sh"

if make_states; then
	pass "undisturbed"
else
	fail "undisturbed"
	finish
fi
size=$(du -sk old new | awk '{ n += $1 } END { print n }')
mount -t tmpfs -o "size=$((size * 4 + 1024))k" tmpfs "$disk" || exit 99
ln -s "$disk/index" index
cp -a old "$disk/index"

full=0
: >wrong
for free in 0 4 8 12 16 24 32 48 64 96 128 192 256 384 512 768 1024 2048 4096 8192; do
	rm -f "$disk/filler"
	room=$(df -Pk "$disk" | awk 'NR == 2 { print $4 }')
	[ "$room" -gt "$free" ] || break
	head -c $(((room - free) * 1024)) /dev/zero >"$disk/filler" 2>/dev/null
	pressmark-index build -q --keep 1 -o "$disk/index" new-corpus >out 2>err
	status=$?
	if [ $status -eq 2 ]; then
		full=$((full + 1))
		clear_message || { echo "$free KB: not one clear message:"; cat err; } >>wrong
		grep -q 'No space left on device' err ||
			{ echo "$free KB: the reason is missing:"; cat err; } >>wrong
		published_untouched || { echo "$free KB: the index was touched:"; cat told; } >>wrong
		continue
	fi
	[ $status -eq 0 ] && whole new ||
		{ echo "$free KB: status $status"; cat err told; } >>wrong
	break
done
umount "$disk" 2>/dev/null
[ $full -gt 0 ] || echo "the disk was never full" >>wrong
pass_if_empty wrong "a full disk leaves the published index as it was ($full builds)"
finish
