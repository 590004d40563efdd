# output that cannot be written is trouble; a reader that goes away is not
# SPDX-License-Identifier: GPL-2.0-or-later
cp -r "$ARTICLES" articles
pressmark-index build -q -o index articles || exit
[ -e /dev/full ] || { echo "there is no /dev/full"; exit 77; }
pressmark-query index CXMT >/dev/full; echo "[$?]"
pressmark-query index --count CXMT >/dev/full; echo "[$?]"
pressmark-query --help >/dev/full; echo "[$?]"
pressmark-query --version >/dev/full; echo "[$?]"
pressmark-index stats index >/dev/full; echo "[$?]"
pressmark-index check index >/dev/full; echo "[$?]"
pressmark-index export index >/dev/full; echo "[$?]"
pressmark-index --help >/dev/full; echo "[$?]"
pressmark-index build -o other articles >/dev/full; echo "[$?]"
pressmark-index check other
i=0
while [ $i -lt 2000 ]; do
	echo '{"text":"a word and then some more words, to fill a pipe"}'
	i=$((i + 1))
done >many.jsonl
pressmark-index build -q -o many many.jsonl
pressmark-index export many | head -n 1
pressmark-query -n 2000 many word | head -n 1
pressmark-query --format json -n 2000 many word | head -n 1 | cut -c 1-24
