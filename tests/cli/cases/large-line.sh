# one line of five million characters
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

{
	printf '{"id":"large","text":"'
	head -c 5000000 /dev/zero | tr '\0' x
	printf ' chips"}\n{"id":"small","text":"chips"}\n'
} >a.jsonl
say pressmark-index build -q -o index a.jsonl
say pressmark-query --count index chips
pressmark-index export index | wc -c
