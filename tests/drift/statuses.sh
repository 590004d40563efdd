#!/bin/bash
# tests/drift/statuses.sh - every status has its name and its words.
# SPDX-License-Identifier: GPL-2.0-or-later
set -u
# shellcheck source=tests/lib.sh
. "${PM_SRCDIR:-$(dirname "$0")/../..}/tests/lib.sh"
# shellcheck source=tests/drift/rooms.sh
. "$PM_SRCDIR/tests/drift/rooms.sh"
make_work
cd "$PM_SRCDIR" || exit 99
read_rooms

sed -n '/^enum pm_status {/,/^};/s/^[[:space:]]*\(PM_[A-Z_]*\) = .*/\1/p' \
	support/status.h | sort >"$work/header"
awk '/case PM_/ { sub(/:.*/, "", $2); name = $2 }
	/return "PM_/ { if (index($0, "\"" name "\"")) print name }' \
	support/status.c | sort >"$work/names"

if [ "$(wc -l <"$work/header")" -ge 13 ]; then
	pass "the header's statuses are found"
else
	fail "the header's statuses are found: $(tr '\n' ' ' <"$work/header")"
fi
diff "$work/header" "$work/names" >"$work/wrong"
pass_if_empty "$work/wrong" "pm_status_name knows every status"

sed -n '/^enum pm_status {/,/^};/s/^[[:space:]]*PM_[A-Z_]* = \(-\{0,1\}[0-9]*\).*/\1/p' \
	support/status.h | sort | uniq -d >"$work/wrong"
pass_if_empty "$work/wrong" "no value stands for two statuses"

sed -n '/^enum pm_status {/,/^};/p' support/status.h |
	grep 'PM_ERR_' | grep -v '/\* [^ ]' >"$work/wrong"
pass_if_empty "$work/wrong" "every failure is explained"

# A status that nothing returns is a promise that nobody keeps.
# shellcheck disable=SC2086
while read -r status; do
	case $status in PM_OK) continue ;; esac
	sed '/case PM_/d' support/status.c | grep -qw "$status" ||
		grep -rqw --include='*.c' --include='*.cc' --exclude=status.c "$status" \
			$rooms ||
		echo "$status"
done <"$work/header" >"$work/wrong"
pass_if_empty "$work/wrong" "every status is used"
finish
