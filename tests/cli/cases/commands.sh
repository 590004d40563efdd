# stats, check and export of the sample index
# SPDX-License-Identifier: GPL-2.0-or-later
cp -r "$ARTICLES" articles
pressmark-index build -q -o index articles || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# sizes depend on the libraries
say pressmark-index stats index | sed -E 's/ [0-9.,]+ (bytes|kB|MB).*/ .../'
say pressmark-index check index
say pressmark-index export index
pressmark-index export index >export.jsonl
say pressmark-index build -q -o again export.jsonl
pressmark-index export again | diff export.jsonl - >/dev/null || echo "other bytes"
