# tests/drift/rooms.sh - the rooms as ARCHITECTURE.md lists them; sourced.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# shellcheck disable=SC2154  # who sources this has $work

# read_rooms: the names of all rooms in $rooms; the list in $work/rooms
read_rooms()
{
	sed -n '/^## Who may use whom/,/^## Words/s/^    \([a-z].*\)/\1/p' \
		"$PM_SRCDIR/ARCHITECTURE.md" >"$work/rooms"
	rooms=$(awk '{ print $1 }' "$work/rooms")
	[ -n "$rooms" ] || { echo "Bail out! no rooms in ARCHITECTURE.md"; exit 99; }
}

# room_uses ROOM: the rooms and headers that it may use, beside itself
room_uses()
{
	awk -v room="$1" '$1 == room { for (i = 2; i <= NF; i++) if ($i != "-") print $i }' \
		"$work/rooms"
}

# may_include ROOM HEADER
may_include()
{
	[ "${2%/*}" != "$1" ] || return 0
	room_uses "$1" | grep -qxF -e "${2%/*}" -e "$2"
}
