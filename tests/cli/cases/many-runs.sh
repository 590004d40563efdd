# More spilled runs than a program may have files open, unless it asks for more
# SPDX-License-Identifier: GPL-2.0-or-later
if [ "$(ulimit -H -n)" != unlimited ] && [ "$(ulimit -H -n)" -lt 256 ]; then
	echo "no more than $(ulimit -H -n) files may be open"
	exit 77
fi
awk 'BEGIN {
	for (i = 0; i < 1600; i++) {
		printf "{\"text\":\""
		for (k = 0; k < 1000; k++)
			printf "word%d ", (i * 1000 + k * 7919) % 400009
		print "\"}"
	}
}' >many.jsonl
ulimit -S -n 24
pressmark-index build -q -j 3 -m 64M -o index many.jsonl 2>&1
echo "[$?]"
pressmark-index check index
