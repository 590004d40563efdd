# what a build tells at its end
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

cp -r "$ARTICLES" articles
say pressmark-index build -o index articles | sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
printf '{"text":"one \xc3\xa9\xed\xa0\x80 two"}\n{"text":"%s"}\n{"text":""}\n' "$(printf 'x%.0s' $(seq 100))" >a.jsonl
say pressmark-index build -o index a.jsonl | sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
say pressmark-index build -q -v -o index a.jsonl | sed -E 's/ [0-9.]+ (bytes|kB|MB).*/ .../; s/libxapian [0-9.]+/libxapian N/'
